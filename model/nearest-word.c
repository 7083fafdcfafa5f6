/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest known word to one that is not known, by the distance of Levenshtein with
 * two neighbours that changed places as one slip (Damerau). */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/nearest-word.h"

/* Words longer than this are never compared letter by letter. */
#define MAX_LENGTH 48

static guint
edit_distance (const char *a, const char *b)
{
  guint8 rows[3][MAX_LENGTH + 1];
  guint8 *before = rows[0];
  guint8 *above = rows[1];
  guint8 *row = rows[2];
  gsize n = strlen (a);
  gsize m = strlen (b);

  if (n > MAX_LENGTH || m > MAX_LENGTH)
    return G_MAXUINT;

  for (gsize j = 0; j <= m; j++)
    row[j] = (guint8) j;

  for (gsize i = 1; i <= n; i++)
    {
      guint8 *free_row = before;

      before = above;
      above = row;
      row = free_row;
      row[0] = (guint8) i;
      for (gsize j = 1; j <= m; j++)
        {
          guint8 change = (guint8) (above[j - 1] + (a[i - 1] != b[j - 1]));

          row[j] = MIN (change, (guint8) (MIN (above[j], row[j - 1]) + 1));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], (guint8) (before[j - 2] + 1));
        }
    }

  return row[m];
}

void
redan_nearest_word_init (RedanNearestWord *self, const char *word)
{
  self->word = word;
  self->best = NULL;
  self->distance = (guint) MIN (1 + strlen (word) / 3, 3) + 1;
}

void
redan_nearest_word_offer (RedanNearestWord *self, const char *candidate)
{
  guint distance = edit_distance (self->word, candidate);

  if (distance >= self->distance)
    return;

  self->distance = distance;
  self->best = candidate;
}

char *
redan_nearest_word_dup_hint (const RedanNearestWord *self)
{
  if (self->best == NULL)
    return g_strdup ("");

  return g_strdup_printf (_ ("; did you mean \"%s\"?"), self->best);
}
