/* SPDX-License-Identifier: Apache-2.0 */
/* How well a typed word fits a text: letters in order, best where words begin and where they follow
 * each other. */

#include "config.h"

#include "ui/window/fuzzy.h"

#include <string.h>

/* Points of one letter, by what stands before it. */
#define POINTS_TEXT_START 16
#define POINTS_WORD_START 12
#define POINTS_FOLLOWING 10
#define POINTS_ELSEWHERE 1
/** Lost for each byte between two letters of a word, up to a bound. */
#define GAP_COST 1
#define GAP_COST_MAX 6
/** A word that is found as it stands: where a word begins, and for each further letter elsewhere.
 */
#define POINTS_WHOLE 40
#define POINTS_WHOLE_INSIDE 5
#define POINTS_WORD_END 8
/** Letters that follow a pattern by accident give fewer points than this, each. */
#define LEAST_POINTS_PER_LETTER 6
#define SCALE 64
#define NO_MATCH (-100000)

void
redan_fuzzy_append_fold (const char *text, GString *folded)
{
  const gsize limit = folded->len + REDAN_FUZZY_MAX_TEXT;
  gsize length = 0;

  while (length < REDAN_FUZZY_MAX_TEXT && text[length] != '\0' && (text[length] & 0x80) == 0)
    length++;
  if (text[length] == '\0' || length >= REDAN_FUZZY_MAX_TEXT)
    {
      for (gsize i = 0; i < length; i++)
        g_string_append_c (folded, g_ascii_tolower (text[i]));
      return;
    }

  /* Whole characters of a text that may be pages long. */
  gsize end = strnlen (text, 4 * REDAN_FUZZY_MAX_TEXT);
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) end);
  g_autofree char *decomposed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autofree char *lower = g_utf8_casefold (decomposed, -1);

  for (const char *at = lower; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gsize bytes = (gsize) (g_utf8_next_char (at) - at);

      if (g_unichar_ismark (c))
        continue;
      if (folded->len + bytes > limit)
        break;
      g_string_append_len (folded, at, (gssize) bytes);
    }
}

char *
redan_fuzzy_fold (const char *text)
{
  GString *folded = g_string_new (NULL);

  redan_fuzzy_append_fold (text, folded);
  return g_string_free (folded, FALSE);
}

void
redan_fuzzy_query_parse (const char *text, RedanFuzzyQuery *query_out)
{
  g_autofree char *folded = redan_fuzzy_fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n", -1);

  query_out->n_words = 0;
  for (guint i = 0; words[i] != NULL && query_out->n_words < REDAN_FUZZY_MAX_WORDS; i++)
    if (words[i][0] != '\0')
      g_strlcpy (query_out->words[query_out->n_words++], words[i], REDAN_FUZZY_MAX_WORD + 1);
}

static gboolean
is_word_start (const char *text, gsize at)
{
  return at == 0 || (!g_ascii_isalnum (text[at - 1]) && (text[at - 1] & 0x80) == 0);
}

static int
get_points (const char *text, gsize at)
{
  if (at == 0)
    return POINTS_TEXT_START;
  return is_word_start (text, at) ? POINTS_WORD_START : POINTS_ELSEWHERE;
}

/* Whether the letters occur in order at all: most texts end here. */
static gboolean
has_letters (const char *word, const char *text, gsize length)
{
  const char *end = text + length;

  for (; *word != '\0'; word++)
    {
      text = memchr (text, *word, (gsize) (end - text));
      if (text == NULL)
        return FALSE;
      text++;
    }
  return TRUE;
}

/* The best place of the whole word, or -1. */
static int
score_whole (const char *word, gsize n, const char *text, gsize length)
{
  int best = -1;
  const char *at = text;

  while ((at = memmem (at, length - (gsize) (at - text), word, n)) != NULL)
    {
      gsize place = (gsize) (at - text);
      int points = get_points (text, place) + (int) (n - 1) * POINTS_FOLLOWING;

      points += is_word_start (text, place) ? POINTS_WHOLE : (int) (n - 1) * POINTS_WHOLE_INSIDE;
      if (place + n == length || !g_ascii_isalnum (text[place + n]))
        points += POINTS_WORD_END;
      best = MAX (best, points);
      at++;
    }
  return best;
}

/*
 * The best way to lay the letters of @word into @text, in order. ending[j]: the best sum for the
 * letters up to the current one when it lies on byte j.
 */
static int
score_scattered (const char *word, gsize n, const char *text, gsize length)
{
  int ending[REDAN_FUZZY_MAX_TEXT];
  int before[REDAN_FUZZY_MAX_TEXT];
  int best = NO_MATCH;

  for (gsize i = 0; i < n; i++)
    {
      /* The best end of the letter before, farther left than its neighbour, after its gap. */
      int reached = NO_MATCH;

      best = NO_MATCH;
      for (gsize j = 0; j < length; j++)
        {
          if (i > 0 && j > 1)
            reached = MAX (reached - GAP_COST, before[j - 2] - GAP_COST);
          ending[j] = NO_MATCH;
          if (text[j] != word[i])
            continue;
          if (i == 0)
            ending[j] = get_points (text, j) - (int) MIN (j * GAP_COST, GAP_COST_MAX);
          else
            {
              int far = reached + get_points (text, j);
              int near =
                  j > 0 ? before[j - 1] + MAX (POINTS_FOLLOWING, get_points (text, j)) : NO_MATCH;

              ending[j] = MAX (far, near);
            }
          best = MAX (best, ending[j]);
        }
      memcpy (before, ending, length * sizeof *ending);
    }
  return best >= (int) n * LEAST_POINTS_PER_LETTER ? best : -1;
}

static int
score_word (const char *word, const char *text, gsize length)
{
  const gsize n = strlen (word);
  int whole;

  if (n > length || !has_letters (word, text, length))
    return -1;
  /* "wa" is rather Web Application than sWAllow. */
  whole = score_whole (word, n, text, length);
  if (whole >= POINTS_WHOLE + POINTS_WORD_START)
    return whole;
  return MAX (whole, score_scattered (word, n, text, length));
}

guint
redan_fuzzy_score (const RedanFuzzyQuery *query, const char *text, gsize length)
{
  int sum = 0;

  length = MIN (length, REDAN_FUZZY_MAX_TEXT);
  for (guint i = 0; i < query->n_words; i++)
    {
      int points = score_word (query->words[i], text, length);

      if (points < 0)
        return 0;
      sum += points;
    }
  if (query->n_words == 0)
    return 0;
  /* Of two texts that fit alike the shorter is meant. */
  return (guint) MAX (sum * SCALE - (int) (length / 4), 1);
}
