/* SPDX-License-Identifier: Apache-2.0 */
/* Merges texts line by line: a shortest difference of each side from the base (Myers 1986), then
 * the regions between lines that all three share. */

#include <string.h>

#include "model/merge-text.h"

#define MAX_DIFFERENCES 1000

typedef struct
{
  char **lines;
  int n;
  int *numbers; /* equal lines have equal numbers, in all three texts */
  int *matches; /* of a line of the base: the line of this text, or -1 */
} Text;

static void
text_init (Text *self, const char *text, GHashTable *numbers)
{
  self->lines = *text == '\0' ? g_new0 (char *, 1) : g_strsplit (text, "\n", -1);
  self->n = (int) g_strv_length (self->lines);
  self->numbers = g_new (int, self->n + 1);
  self->matches = NULL;
  for (int i = 0; i < self->n; i++)
    {
      gpointer known = g_hash_table_lookup (numbers, self->lines[i]);
      if (known == NULL)
        {
          known = GINT_TO_POINTER ((int) g_hash_table_size (numbers) + 1);
          g_hash_table_insert (numbers, self->lines[i], known);
        }
      self->numbers[i] = GPOINTER_TO_INT (known);
    }
}

static void
text_clear (Text *self)
{
  g_strfreev (self->lines);
  g_free (self->numbers);
  g_free (self->matches);
}

/* Walks the furthest reaching paths back and notes the lines that they keep. */
static void
note_matches (Text *self, const GPtrArray *trace, int offset, int n_base, int n_text)
{
  int x = n_base;
  int y = n_text;

  for (int d = (int) trace->len - 1; d >= 0; d--)
    {
      const int *reached = g_ptr_array_index (trace, d); /* before step d; diagonal k at k + d */
      int k = x - y;
      gboolean down = d > 0 && (k == -d || (k != d && reached[k - 1 + d] < reached[k + 1 + d]));
      int from_k = down ? k + 1 : k - 1;
      int from_x = d == 0 ? 0 : reached[from_k + d];
      int from_y = d == 0 ? 0 : from_x - from_k;

      while (x > from_x && y > from_y)
        self->matches[offset + --x] = offset + --y;
      x = from_x;
      y = from_y;
    }
}

/* Myers' greedy algorithm on what is left between a common beginning and a common end. */
static gboolean
match_middle (Text *self, const Text *base, int offset, int n_base, int n_text)
{
  g_autoptr (GPtrArray) trace = g_ptr_array_new_with_free_func (g_free);
  g_autofree int *furthest = g_new0 (int, 2 * MAX_DIFFERENCES + 3);
  int *at = furthest + MAX_DIFFERENCES + 1;

  for (int d = 0; d <= MAX_DIFFERENCES; d++)
    {
      g_ptr_array_add (trace, g_memdup2 (at - d, (gsize) (2 * d + 1) * sizeof (int)));
      for (int k = -d; k <= d; k += 2)
        {
          gboolean down = k == -d || (k != d && at[k - 1] < at[k + 1]);
          int x = d == 0 ? 0 : down ? at[k + 1] : at[k - 1] + 1;
          int y = x - k;

          while (x < n_base && y < n_text && base->numbers[offset + x] == self->numbers[offset + y])
            x++, y++;
          at[k] = x;
          if (x >= n_base && y >= n_text)
            {
              note_matches (self, trace, offset, n_base, n_text);
              return TRUE;
            }
        }
    }
  return FALSE;
}

/* Which lines of the base the text has kept. */
static gboolean
match (Text *self, const Text *base)
{
  int n_base = base->n;
  int n_text = self->n;
  int offset = 0;

  self->matches = g_new (int, base->n + 1);
  for (int i = 0; i < base->n; i++)
    self->matches[i] = -1;
  while (offset < n_base && offset < n_text && base->numbers[offset] == self->numbers[offset])
    {
      self->matches[offset] = offset;
      offset++;
    }
  while (n_base > offset && n_text > offset &&
         base->numbers[n_base - 1] == self->numbers[n_text - 1])
    self->matches[--n_base] = --n_text;
  return match_middle (self, base, offset, n_base - offset, n_text - offset);
}

static gboolean
is_same (const Text *left, int from, int to, const Text *right, int other_from, int other_to)
{
  return to - from == other_to - other_from &&
         memcmp (left->numbers + from, right->numbers + other_from,
                 (gsize) (to - from) * sizeof (int)) == 0;
}

static void
add_lines (GPtrArray *merged, const Text *text, int from, int to)
{
  for (int i = from; i < to; i++)
    g_ptr_array_add (merged, text->lines[i]);
}

/* Merges the three texts whose matches are known. Returns: FALSE where both sides changed the same
 * lines */
static gboolean
merge_regions (const Text *base, const Text *ours, const Text *theirs, GPtrArray *merged)
{
  int b = 0;
  int o = 0;
  int t = 0;

  while (b < base->n || o < ours->n || t < theirs->n)
    {
      int next = b;
      while (next < base->n && (ours->matches[next] < 0 || theirs->matches[next] < 0))
        next++;
      int next_ours = next < base->n ? ours->matches[next] : ours->n;
      int next_theirs = next < base->n ? theirs->matches[next] : theirs->n;

      if (is_same (base, b, next, ours, o, next_ours) ||
          is_same (ours, o, next_ours, theirs, t, next_theirs))
        add_lines (merged, theirs, t, next_theirs);
      else if (is_same (base, b, next, theirs, t, next_theirs))
        add_lines (merged, ours, o, next_ours);
      else
        return FALSE;

      if (next < base->n)
        g_ptr_array_add (merged, base->lines[next]);
      b = next + 1;
      o = next_ours + 1;
      t = next_theirs + 1;
    }
  return TRUE;
}

char *
redan_text_merge (const char *base, const char *ours, const char *theirs)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) merged = g_ptr_array_new ();
  Text texts[3];
  char *result = NULL;

  text_init (&texts[0], base, numbers);
  text_init (&texts[1], ours, numbers);
  text_init (&texts[2], theirs, numbers);
  if (match (&texts[1], &texts[0]) && match (&texts[2], &texts[0]) &&
      merge_regions (&texts[0], &texts[1], &texts[2], merged))
    {
      g_ptr_array_add (merged, NULL);
      result = g_strjoinv ("\n", (char **) merged->pdata);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    text_clear (&texts[i]);
  return result;
}
