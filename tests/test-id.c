/* SPDX-License-Identifier: Apache-2.0 */
/* Ids: the alphabet, the derivation and the order. */

#include <string.h>

#include "model/id.h"
#include "model/model.h"

static void
test_parse_accepts_alphabet (void)
{
  RedanId id;
  RedanIdText text;

  g_assert_true (redan_id_parse ("0123456789abcdef", 16, &id));
  g_assert_cmpstr (redan_id_to_text (&id, text), ==, "0123456789abcdef");
  g_assert_true (redan_id_parse ("ghjkmnpqrstvwxyzrest", 16, &id));
  g_assert_cmpstr (redan_id_to_text (&id, text), ==, "ghjkmnpqrstvwxyz");
}

static void
test_parse_refuses_others (void)
{
  const char *refused = "ilouABC-_ \n\x7f\x80";
  RedanId id = { "untouched-------" };

  for (const char *c = refused; *c != '\0'; c++)
    for (guint place = 0; place < REDAN_ID_LENGTH; place++)
      {
        char text[] = "0123456789abcdef";
        text[place] = *c;
        g_assert_false (redan_id_parse (text, 16, &id));
      }
  g_assert_false (redan_id_parse ("0123456789abcde", 15, &id));
  g_assert_false (redan_id_parse ("0123456789abcdef0", 17, &id));
  g_assert_cmpint (memcmp (id.text, "untouched-------", 16), ==, 0);
}

/* Computed with another program: base32 of the start of sha256 ("decision\0TR-E-10\0" ...). */
static void
test_derive_is_sha256 (void)
{
  RedanIdText text;
  RedanId meta = redan_meta_id ();
  RedanId fact = redan_fact_id ("ir_plan");
  RedanId target;

  g_assert_cmpstr (redan_id_to_text (&meta, text), ==, "2pwx50ggdr0v28cx");
  g_assert_cmpstr (redan_id_to_text (&fact, text), ==, "g6anfkhbk7av2vtb");

  g_assert_true (redan_id_parse ("0123456789abcdef", 16, &target));
  RedanId forward = redan_decision_id ("TR-E-10", &target, FALSE);
  RedanId reverse = redan_decision_id ("TR-E-10", &target, TRUE);
  RedanId whole = redan_decision_id ("TR-E-10", NULL, FALSE);
  g_assert_cmpstr (redan_id_to_text (&forward, text), ==, "k95jzecza7gjvx24");
  g_assert_cmpstr (redan_id_to_text (&reverse, text), ==, "tg37w2xmxvza689a");
  g_assert_cmpstr (redan_id_to_text (&whole, text), ==, "gq1t2mdxhw3v0xcs");
  RedanId mitigation = redan_mitigation_id ("IAM-01", &target);
  g_assert_cmpstr (redan_id_to_text (&mitigation, text), ==, "q2371bwyhgvxpkw1");
}

static void
test_derive_separates_parts (void)
{
  RedanId left = redan_id_derive ((const char *const[]){ "ab", "c", NULL });
  RedanId right = redan_id_derive ((const char *const[]){ "a", "bc", NULL });

  g_assert_false (redan_id_equal (&left, &right));
}

static void
test_random_uses_all_characters (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);
  guint counts[REDAN_ID_LENGTH][256] = { { 0 } };

  for (guint i = 0; i < 4000; i++)
    {
      RedanId id = redan_id_random ();
      RedanId back;
      g_assert_true (redan_id_parse (id.text, REDAN_ID_LENGTH, &back));
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&id, sizeof id)));
      for (guint k = 0; k < REDAN_ID_LENGTH; k++)
        counts[k][(guint8) id.text[k]]++;
    }

  /* 125 expected; 11 standard deviations below that is no chance */
  for (guint k = 0; k < REDAN_ID_LENGTH; k++)
    for (const char *c = "0123456789abcdefghjkmnpqrstvwxyz"; *c != '\0'; c++)
      g_assert_cmpuint (counts[k][(guint8) *c], >, 4);
}

static void
test_order_is_text_order (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 2000; i++)
    {
      RedanId left = redan_id_random ();
      RedanId right = redan_id_random ();
      RedanIdText a, b;
      if (g_rand_boolean (random))
        memcpy (right.text, left.text, (gsize) g_rand_int_range (random, 0, 17));
      int order = strcmp (redan_id_to_text (&left, a), redan_id_to_text (&right, b));
      int compared = redan_id_compare (&left, &right);
      g_assert_true ((order < 0) == (compared < 0) && (order > 0) == (compared > 0));
      g_assert_true (redan_id_equal (&left, &right) == (order == 0));
      if (order == 0)
        g_assert_cmpuint (redan_id_hash (&left), ==, redan_id_hash (&right));
    }
}

static void
test_null_is_none (void)
{
  RedanId none = { { 0 } };
  RedanId some = redan_id_random ();

  g_assert_true (redan_id_is_null (&none));
  g_assert_false (redan_id_is_null (&some));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/parse/accepts-alphabet", test_parse_accepts_alphabet);
  g_test_add_func ("/id/parse/refuses-others", test_parse_refuses_others);
  g_test_add_func ("/id/derive/is-sha256", test_derive_is_sha256);
  g_test_add_func ("/id/derive/separates-parts", test_derive_separates_parts);
  g_test_add_func ("/id/random/uses-all-characters", test_random_uses_all_characters);
  g_test_add_func ("/id/compare/is-text-order", test_order_is_text_order);
  g_test_add_func ("/id/null/is-none", test_null_is_none);
  return g_test_run ();
}
