/* SPDX-License-Identifier: Apache-2.0 */
/* Looking a word up among those that a format has, and the nearest of them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/vocabulary.h"

#include "model/nearest-word.h"

#define LISTED_WORDS 12
#define SLIPS 2

gboolean
redan_spells_alike (const char *one, const char *other)
{
  for (;; one++, other++)
    {
      while (*one != '\0' && !g_ascii_isalnum (*one))
        one++;
      while (*other != '\0' && !g_ascii_isalnum (*other))
        other++;
      if (g_ascii_tolower (*one) != g_ascii_tolower (*other))
        return FALSE;
      if (*one == '\0')
        return TRUE;
    }
}

const char *const *
redan_vocabulary_find (const RedanVocabulary *self, RedanSection section, const char *key)
{
  for (; self->key != NULL; self++)
    {
      if ((self->section == section || self->section == REDAN_N_SECTIONS) &&
          strcmp (self->key, key) == 0)
        return self->words;
    }
  return NULL;
}

static char *
list_words (const char *const *words)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint i;

  for (i = 0; words[i] != NULL && i < LISTED_WORDS; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", words[i]);
  if (words[i] != NULL)
    g_string_append (list, ", …");
  return g_strdup_printf (_ ("; there are: %s"), list->str);
}

char *
redan_words_dup_hint (const char *const *words, const char *text)
{
  const char *dot = strchr (text, '.');
  const char *bare = dot != NULL ? dot + 1 : text;
  g_autofree char *folded = NULL;
  RedanNearestWord nearest;
  guint best = G_MAXUINT;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (redan_spells_alike (words[i], text) || redan_spells_alike (words[i], bare))
        return NULL;
    }

  folded = g_ascii_strdown (bare, -1);
  redan_nearest_word_init (&nearest, folded);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *candidate = g_ascii_strdown (words[i], -1);

      nearest.best = NULL;
      redan_nearest_word_offer (&nearest, candidate);
      if (nearest.best != NULL)
        best = i;
    }
  if (best == G_MAXUINT)
    return list_words (words);
  nearest.best = words[best];
  return redan_nearest_word_dup_hint (&nearest);
}

const char *
redan_words_find_near (const char *const *words, const char *text)
{
  const gsize length = strlen (text);
  RedanNearestWord nearest;

  redan_nearest_word_init (&nearest, text);
  for (; *words != NULL; words++)
    {
      const gsize other = strlen (*words);

      if (MAX (length, other) - MIN (length, other) <= SLIPS)
        redan_nearest_word_offer (&nearest, *words);
    }
  return nearest.best != NULL && nearest.distance <= SLIPS && nearest.distance * 3 <= length
             ? nearest.best
             : NULL;
}
