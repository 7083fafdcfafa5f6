/* SPDX-License-Identifier: Apache-2.0 */
/* What makes one model another: each kind of change by hand, and the laws on random models. */

#include <string.h>

#include "model/canonical-reader.h"
#include "model/difference.h"
#include "model/review.h"
#include "tests/random-edits.h"

#define N_MODELS 60
#define D1 "5w1s7qn4x0c9h3ar"
#define E1 "3d7n1ya8s5k2gt9w"

static RedanSchema *schema;

static RedanModel *
read_text (const char *inside)
{
  g_autofree char *text = g_strconcat ("<threat-model format=\"1\">\n", inside,
                                       "<diagram id=\"" D1 "\"/></threat-model>\n", NULL);
  g_autoptr (GError) error = NULL;
  RedanModel *model =
      redan_canonical_read (schema, "test", (const guint8 *) text, strlen (text), &error);

  g_assert_no_error (error);
  return model;
}

static char *
element (const char *id, const char *inside)
{
  return g_strconcat ("<element id=\"", id, "\" kind=\"process\">", inside, "</element>\n", NULL);
}

#define AT(x)                                                                                      \
  "<place diagram=\"" D1 "\"><x>" x "</x><y>0</y><width>800</width><height>400</height></place>"

/* The one object that differs between an element with @before inside and one with @after. */
static RedanObjectDifference
compare_one (const char *before, const char *after)
{
  g_autofree char *old = before == NULL ? g_strdup ("") : element (E1, before);
  g_autofree char *new = after == NULL ? g_strdup ("") : element (E1, after);
  g_autoptr (RedanModel) from = read_text (old);
  g_autoptr (RedanModel) to = read_text (new);
  g_autoptr (RedanDifference) difference = redan_difference_new (from, to);

  g_assert_cmpuint (difference->objects->len, ==, 1);
  return g_array_index (difference->objects, RedanObjectDifference, 0);
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    RedanDifferenceKind kind;
    gboolean renamed;
    gboolean moved;
    guint n;
  } cases[] = {
    { NULL, "<name>Shop</name>", REDAN_DIFFERENCE_ADDED, FALSE, FALSE, 3 },
    { "<name>Shop</name>" AT ("0"), NULL, REDAN_DIFFERENCE_REMOVED, FALSE, FALSE, 4 },
    { "<name>Shop</name>", "<name>Web shop</name>", REDAN_DIFFERENCE_CHANGED, TRUE, FALSE, 1 },
    { AT ("0"), AT ("8"), REDAN_DIFFERENCE_MOVED, FALSE, TRUE, 1 },
    { "", AT ("8"), REDAN_DIFFERENCE_MOVED, FALSE, TRUE, 1 },
    { "<authn>password</authn>" AT ("0"), "<authn>token</authn>" AT ("8"), REDAN_DIFFERENCE_CHANGED,
      FALSE, TRUE, 2 },
    { "<tag>a</tag><tag>b</tag>", "<tag>b</tag><tag>c</tag>", REDAN_DIFFERENCE_CHANGED, FALSE,
      FALSE, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RedanObjectDifference object = compare_one (cases[i].before, cases[i].after);
      g_assert_cmpint (object.kind, ==, cases[i].kind);
      g_assert_cmpint (object.renamed, ==, cases[i].renamed);
      g_assert_cmpint (object.moved, ==, cases[i].moved);
      g_assert_cmpuint (object.n, ==, cases[i].n);
    }
}

/* The hash of the element with @inside, as a signature writes it. */
static char *
hash_of (const char *inside)
{
  g_autofree char *text = element (E1, inside);
  g_autoptr (RedanModel) model = read_text (text);
  RedanId id;
  char hash[REDAN_REVIEW_HASH_SIZE];

  g_assert_true (redan_id_parse (E1, strlen (E1), &id));
  g_assert_true (redan_review_hash (schema, redan_model_lookup (model, &id), hash));
  return g_strdup_printf ("<reviewed-hash>%s</reviewed-hash>", hash);
}

/* Only a hash of what the element is says that it was signed. */
static void
test_signatures (void)
{
  const char *was = "<authn>password</authn>";
  const char *forged = "<reviewed-hash>3d7n1ya8s5k2gt9w</reviewed-hash>";
  const char *day = "<reviewed_on>2026-11-27</reviewed_on>";
  g_autofree char *good = hash_of (was);
  g_autofree char *is_signed = g_strconcat (was, good, NULL);
  g_autofree char *is_signed_on = g_strconcat (was, day, good, NULL);
  g_autofree char *is_forged = g_strconcat (was, forged, NULL);
  g_autofree char *is_changed = g_strconcat ("<authn>token</authn>", good, NULL);
  g_autofree char *is_renamed = g_strconcat ("<name>Shop</name>", was, good, NULL);
  const struct
  {
    const char *before;
    const char *after;
    gboolean signed_only;
  } cases[] = {
    { was, is_signed, TRUE },           { was, is_signed_on, TRUE },
    { is_forged, is_signed, TRUE },     { is_signed, is_signed_on, TRUE },
    { is_signed, was, FALSE },          { is_signed_on, was, FALSE },
    { is_signed_on, is_signed, FALSE }, { was, is_forged, FALSE },
    { is_signed, is_forged, FALSE },    { was, is_changed, FALSE },
    { was, is_renamed, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RedanObjectDifference object = compare_one (cases[i].before, cases[i].after);
      g_assert_cmpint (object.kind, ==, REDAN_DIFFERENCE_CHANGED);
      g_assert_cmpint (object.signed_only, ==, cases[i].signed_only);
    }
}

/* Packs decide what is found: another one is never just a signature. */
static void
test_packs (void)
{
  static const char *const packs[] = {
    "", "<meta><pack id=\"core\" version=\"1\" hash=\"abcd\"/></meta>",
    "<meta><pack id=\"core\" version=\"1\" hash=\"dcba\"/></meta>",
    "<meta><pack id=\"foreign\" version=\"1\" hash=\"abcd\"/></meta>"
  };

  for (guint i = 0; i < G_N_ELEMENTS (packs); i++)
    for (guint j = 0; j < G_N_ELEMENTS (packs); j++)
      {
        g_autoptr (RedanModel) from = read_text (packs[i]);
        g_autoptr (RedanModel) to = read_text (packs[j]);
        g_autoptr (RedanDifference) difference = redan_difference_new (from, to);

        g_assert_cmpuint (difference->counts[REDAN_DIFFERENCE_CHANGED], ==, i != j);
        g_assert_cmpuint (difference->n_signed, ==, 0);
      }
}

/* An id that comes back in another section is not one object that changed. */
static void
test_other_section (void)
{
  g_autofree char *old = element (E1, "<name>Shop</name>");
  g_autoptr (RedanModel) from = read_text (old);
  g_autoptr (RedanModel) to = read_text ("<flow id=\"" E1 "\"><name>Shop</name></flow>");
  g_autoptr (RedanDifference) difference = redan_difference_new (from, to);

  g_assert_cmpuint (difference->counts[REDAN_DIFFERENCE_REMOVED], ==, 1);
  g_assert_cmpuint (difference->counts[REDAN_DIFFERENCE_ADDED], ==, 1);
  g_assert_cmpuint (difference->objects->len, ==, 2);
}

static void
assert_same_bytes (const RedanModel *left, const RedanModel *right)
{
  g_autoptr (GBytes) one = model_bytes (left);
  g_autoptr (GBytes) other = model_bytes (right);

  g_assert_cmpint (g_bytes_compare (one, other), ==, 0);
}

/* The same model with a string pool of its own, as two files have. */
static RedanModel *
read_again (const RedanModel *model)
{
  g_autoptr (GBytes) bytes = model_bytes (model);
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  RedanModel *copy = redan_canonical_read (schema, "copy", data, length, &error);

  g_assert_no_error (error);
  return copy;
}

static void
check_pair (RedanModel *from, RedanModel *to)
{
  g_autoptr (RedanDifference) difference = redan_difference_new (from, to);
  g_autoptr (RedanDifference) back = redan_difference_new (to, from);
  g_autoptr (RedanModel) result = redan_model_copy (from);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  redan_edit_apply (difference->edit, result, &error);
  g_assert_no_error (error);
  assert_same_bytes (result, to);

  g_assert_cmpuint (difference->counts[REDAN_DIFFERENCE_ADDED], ==,
                    back->counts[REDAN_DIFFERENCE_REMOVED]);
  g_assert_cmpuint (difference->counts[REDAN_DIFFERENCE_CHANGED], ==,
                    back->counts[REDAN_DIFFERENCE_CHANGED]);
  g_assert_cmpuint (difference->counts[REDAN_DIFFERENCE_MOVED], ==,
                    back->counts[REDAN_DIFFERENCE_MOVED]);
  for (guint i = 0; i < difference->objects->len; i++)
    {
      const RedanObjectDifference *object =
          &g_array_index (difference->objects, RedanObjectDifference, i);
      g_assert_cmpuint (object->first, ==, n);
      n += object->n;
    }
  g_assert_cmpuint (n, ==, redan_edit_get_n_changes (difference->edit));
}

static void
test_laws (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261127);

  for (guint i = 0; i < N_MODELS; i++)
    {
      g_autoptr (RedanModel) from = random_model (schema, random, 5 + i);
      g_autoptr (RedanModel) again = read_again (from);
      g_autoptr (RedanModel) to = read_again (from);
      g_autoptr (RedanModel) stranger = random_model (schema, random, 10);
      g_autoptr (RedanDifference) nothing = redan_difference_new (from, again);

      g_assert_cmpuint (nothing->objects->len, ==, 0);
      for (guint j = 0; j < 1 + i; j++)
        {
          g_autoptr (RedanEdit) edit = random_command (to, random);
          redan_edit_apply (edit, to, NULL);
        }
      check_pair (from, to);
      check_pair (from, stranger);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  g_test_add_func ("/difference/kinds", test_kinds);
  g_test_add_func ("/difference/signatures", test_signatures);
  g_test_add_func ("/difference/packs", test_packs);
  g_test_add_func ("/difference/other-section", test_other_section);
  g_test_add_func ("/difference/laws", test_laws);
  status = g_test_run ();
  redan_schema_unref (schema);
  return status;
}
