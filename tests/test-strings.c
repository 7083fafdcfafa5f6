/* SPDX-License-Identifier: Apache-2.0 */
/* The string pool against a hash table of GLib. */

#include <string.h>

#include "model/strings.h"

static void
test_equal_strings_meet (void)
{
  g_autoptr (RedanStrings) strings = redan_strings_new ();
  const char *first = redan_strings_intern (strings, "process", -1);

  g_assert_true (redan_strings_intern (strings, "processor", 7) == first);
  g_assert_cmpstr (first, ==, "process");
  g_assert_true (redan_strings_intern (strings, "processor", -1) != first);
  g_assert_true (redan_strings_intern (strings, "", 0) == redan_strings_intern (strings, "x", 0));
}

static void
test_store_never_meets (void)
{
  g_autoptr (RedanStrings) strings = redan_strings_new ();
  const char *interned = redan_strings_intern (strings, "name", -1);
  const char *stored = redan_strings_store (strings, "name", -1);

  g_assert_cmpstr (stored, ==, interned);
  g_assert_true (stored != interned);
  g_assert_true (stored != redan_strings_store (strings, "name", -1));
  g_assert_true (redan_strings_intern (strings, "name", -1) == interned);
  g_assert_cmpuint (redan_strings_index (strings, redan_strings_intern (strings, "next", -1)), ==,
                    1);
}

static char *
random_text (GRand *random)
{
  gsize length = (gsize) g_rand_int_range (random, 0, 40);
  GString *text = g_string_new (NULL);

  if (g_rand_int_range (random, 0, 500) == 0)
    length = (gsize) g_rand_int_range (random, 60000, 300000);
  for (gsize i = 0; i < length; i++)
    g_string_append_c (text, (char) g_rand_int_range (random, length < 4 ? 'a' : 1, 'c'));
  return g_string_free (text, FALSE);
}

static void
test_random_strings_against_table (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  g_autoptr (GHashTable) oracle = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  g_autoptr (RedanStrings) strings = redan_strings_new ();

  for (guint i = 0; i < 60000; i++)
    {
      g_autofree char *text = random_text (random);
      gsize length = strlen (text);
      g_autofree char *longer = g_strconcat (text, "tail", NULL);
      const char *interned = redan_strings_intern (strings, longer, (gssize) length);
      gpointer known;

      g_assert_cmpstr (interned, ==, text);
      if (g_hash_table_lookup_extended (oracle, text, NULL, &known))
        {
          g_assert_true (known == interned);
          continue;
        }
      g_hash_table_insert (oracle, g_strdup (text), (gpointer) interned);
      g_ptr_array_add (order, (gpointer) interned);
    }

  g_assert_cmpuint (order->len, >, 20000);
  for (guint i = 0; i < order->len; i++)
    {
      const char *text = g_ptr_array_index (order, i);
      g_assert_cmpuint (redan_strings_index (strings, text), ==, i);
      g_assert_true (redan_strings_nth (strings, i) == text);
      g_assert_true (g_hash_table_lookup (oracle, text) == text);
    }
}

static void
test_references_keep_strings (void)
{
  g_autoptr (RedanStrings) strings = redan_strings_new ();
  const char *text = redan_strings_intern (strings, "kept", -1);

  redan_strings_unref (redan_strings_ref (strings));
  g_assert_cmpstr (text, ==, "kept");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strings/intern/equal-strings-meet", test_equal_strings_meet);
  g_test_add_func ("/strings/store/never-meets", test_store_never_meets);
  g_test_add_func ("/strings/intern/random-against-table", test_random_strings_against_table);
  g_test_add_func ("/strings/ref/keeps-strings", test_references_keep_strings);
  return g_test_run ();
}
