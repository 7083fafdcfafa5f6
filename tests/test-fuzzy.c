/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzzy search: which texts match, which is meant, and that a slow oracle agrees. */

#include <string.h>

#include "ui/window/fuzzy.h"
#include "ui/window/keys.h"
#include "ui/window/search-index.h"

static guint
score (const char *query, const char *text)
{
  RedanFuzzyQuery parsed;
  g_autofree char *folded = redan_fuzzy_fold (text);

  redan_fuzzy_query_parse (query, &parsed);
  return redan_fuzzy_score (&parsed, folded, strlen (folded));
}

static void
assert_better (const char *query, const char *better, const char *worse)
{
  if (score (query, better) <= score (query, worse))
    g_error ("\"%s\": \"%s\" has %u, \"%s\" has %u", query, better, score (query, better), worse,
             score (query, worse));
}

static void
test_matches (void)
{
  g_assert_cmpuint (score ("orders", "Orders database"), >, 0);
  g_assert_cmpuint (score ("ORD DAT", "Orders database"), >, 0);
  g_assert_cmpuint (score ("database orders", "Orders database"), >, 0);
  g_assert_cmpuint (score ("odb", "Orders database"), >, 0);
  g_assert_cmpuint (score ("webapp", "Web application"), >, 0);
  g_assert_cmpuint (score ("sqli", "SQL injection into Orders"), >, 0);
  g_assert_cmpuint (score ("uber", "Über uns"), >, 0);
  g_assert_cmpuint (score ("ÜBER", "uber uns"), >, 0);
}

static void
test_rejects (void)
{
  g_assert_cmpuint (score ("orders", "Order"), ==, 0);
  g_assert_cmpuint (score ("sredro", "Orders"), ==, 0);
  g_assert_cmpuint (score ("", "Orders"), ==, 0);
  g_assert_cmpuint (score ("   ", "Orders"), ==, 0);
  g_assert_cmpuint (score ("orders queue", "Orders database"), ==, 0);
  g_assert_cmpuint (score ("a", ""), ==, 0);
  /* In order, but scattered over a sentence by accident. */
  g_assert_cmpuint (
      score ("ieae", "Credentials travel in clear between Web application and Orders"), ==, 0);
}

static void
test_ranks (void)
{
  assert_better ("order", "Order", "Orders");
  assert_better ("order", "Orders database", "Web orders");
  assert_better ("order", "Web orders", "Reorders");
  assert_better ("order", "Reorders", "Or der");
  assert_better ("wa", "Web application", "Swallow");
  assert_better ("ord db", "Orders db", "Orders database db");
  assert_better ("queue", "Order queue", "Order queues and their queueing");
  assert_better ("db", "Orders DB", "Orders database");
}

/* All ways to lay the letters, one after the other. */
static gboolean
is_subsequence (const char *word, const char *text)
{
  for (; *word != '\0' && *text != '\0'; text++)
    if (*word == *text)
      word++;
  return *word == '\0';
}

/* A match is a subsequence, and a substring always matches. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      char word[5] = "";
      char text[13] = "";
      guint n = g_rand_int_range (rand, 1, 5);
      guint length = g_rand_int_range (rand, 1, 13);

      for (guint j = 0; j < n; j++)
        word[j] = (char) ('a' + g_rand_int_range (rand, 0, 3));
      for (guint j = 0; j < length; j++)
        text[j] = " abc"[g_rand_int_range (rand, 0, 4)];
      if (score (word, text) > 0)
        g_assert_true (is_subsequence (word, text));
      if (strstr (text, word) != NULL)
        g_assert_cmpuint (score (word, text), >, 0);
    }
}

static void
test_bounds (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *marks = g_malloc0 (3001);
  g_autofree char *folded = redan_fuzzy_fold (text);
  g_autofree char *hostile = NULL;

  g_assert_cmpuint (strlen (folded), ==, REDAN_FUZZY_MAX_TEXT);
  g_assert_cmpuint (score (text, text), >, 0);
  for (guint i = 0; i < 1000; i++)
    memcpy (marks + 3 * i, "\u20ac", 3);
  hostile = redan_fuzzy_fold (marks);
  g_assert_true (g_utf8_validate (hostile, -1, NULL));
  g_assert_cmpuint (strlen (hostile), <=, REDAN_FUZZY_MAX_TEXT);
  g_assert_cmpuint (score ("a b c d e f g h i j k l", "a b c d e f g h"), >, 0);
}

static RedanModel *
create_model (void)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, NULL);
  g_autoptr (RedanSchema) schema = redan_schema_load (source, NULL);
  RedanModel *model = redan_model_new (schema);
  static const char *const names[] = { "Order queue", "Web shop", "Orders", "Reorders", "Orders" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const RedanEntry name = { .field = REDAN_FIELD_NAME,
                                .key = redan_model_intern (model, ""),
                                .value = redan_model_intern (model, names[i]) };
      RedanId id;

      memset (id.text, '0' + (int) i, REDAN_ID_LENGTH);
      redan_model_put (model, redan_object_new (REDAN_SECTION_ELEMENT, &id, &name, 1));
    }
  return model;
}

static void
test_index (void)
{
  g_autoptr (RedanModel) model = create_model ();
  g_autoptr (RedanSearchIndex) index = redan_search_index_new_for_objects (model);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  RedanFuzzyQuery query;
  guint n;

  redan_fuzzy_query_parse ("orders", &query);
  {
    g_autoptr (GArray) hits = redan_search_index_find (index, &query, 2, NULL, &n);

    /* The best two of three; equal ones in the order of the model. */
    g_assert_cmpuint (n, ==, 3);
    g_assert_cmpuint (hits->len, ==, 2);
    g_assert_cmpuint (g_array_index (hits, RedanSearchHit, 0).index, ==, 2);
    g_assert_cmpuint (g_array_index (hits, RedanSearchHit, 1).index, ==, 4);
    g_assert_cmpstr (redan_object_get_name (redan_search_index_get_object (index, 2)), ==,
                     "Orders");
  }
  g_cancellable_cancel (cancelled);
  g_assert_null (redan_search_index_find (index, &query, 2, cancelled, &n));
}

/* What the palette offers first: the plain action of a word, not one of its special cases. */
static void
test_actions (void)
{
  static const struct
  {
    const char *query;
    const char *action;
  } cases[] = {
    { "import", "win.import" }, { "open", "win.open" },
    { "save", "win.save" },     { "undo", "win.undo" },
    { "print", "win.print" },   { "report", "win.report" },
    { "impo", "win.import" },   { "import evidence", "win.import-evidence" },
  };
  guint n;
  const RedanKey *keys = redan_keys_get (&n);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint best = 0;
      const char *found = NULL;

      for (guint k = 0; k < n; k++)
        {
          g_autofree char *text = g_strconcat (keys[k].title, " ", keys[k].group, NULL);
          const guint points = score (cases[i].query, text);

          if (points <= best)
            continue;
          best = points;
          found = keys[k].action;
        }
      g_assert_cmpstr (found, ==, cases[i].action);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzzy/matches", test_matches);
  g_test_add_func ("/fuzzy/rejects", test_rejects);
  g_test_add_func ("/fuzzy/ranks", test_ranks);
  g_test_add_func ("/fuzzy/actions", test_actions);
  g_test_add_func ("/fuzzy/random", test_random);
  g_test_add_func ("/fuzzy/bounds", test_bounds);
  g_test_add_func ("/search-index/finds", test_index);
  return g_test_run ();
}
