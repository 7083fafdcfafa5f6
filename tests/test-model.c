/* SPDX-License-Identifier: Apache-2.0 */
/* Objects and models against a naive oracle: an array of (id, section, text) that is searched from
 * the start. */

#include <string.h>

#include "model/model.h"

typedef struct
{
  RedanId id;
  RedanSection section;
  char *name;
} Known;

static RedanSchema *schema;

static void
clear_known (gpointer data)
{
  Known *self = data;

  g_free (self->name);
}

static RedanObject *
named_object (RedanModel *model, RedanSection section, const RedanId *id, const char *name)
{
  RedanEntry entry = { redan_model_intern (model, ""), redan_model_intern (model, name),
                       REDAN_FIELD_NAME };

  return redan_object_new (section, id, &entry, 1);
}

static GArray *
copy_known (GArray *known)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (Known));

  g_array_set_clear_func (copy, clear_known);
  for (guint i = 0; i < known->len; i++)
    {
      Known item = g_array_index (known, Known, i);
      item.name = g_strdup (item.name);
      g_array_append_val (copy, item);
    }
  return copy;
}

static void
assert_same (const RedanModel *model, GArray *known)
{
  guint total = 0;

  for (guint section = 1; section < REDAN_N_SECTIONS; section++)
    {
      guint n = redan_model_get_n (model, section);
      total += n;
      for (guint i = 0; i < n; i++)
        {
          const RedanObject *object = redan_model_get_nth (model, section, i);
          g_assert_cmpint (object->section, ==, section);
          g_assert_cmpuint (redan_model_index_of (model, &object->id), ==, i);
          if (i > 0)
            g_assert_cmpint (
                redan_id_compare (&redan_model_get_nth (model, section, i - 1)->id, &object->id), <,
                0);
        }
    }

  g_assert_cmpuint (total, ==, known->len);
  for (guint i = 0; i < known->len; i++)
    {
      const Known *item = &g_array_index (known, Known, i);
      const RedanObject *object = redan_model_lookup (model, &item->id);
      RedanIdText text;
      g_assert_nonnull (object);
      g_assert_cmpint (object->section, ==, item->section);
      g_assert_cmpstr (redan_object_get_name (object), ==, item->name);
      g_assert_true (redan_model_lookup_text (model, redan_id_to_text (&item->id, text)) == object);
    }
}

static int
find_known (GArray *known, const RedanId *id)
{
  for (guint i = 0; i < known->len; i++)
    if (redan_id_equal (&g_array_index (known, Known, i).id, id))
      return (int) i;
  return -1;
}

/* Few different ids, so that they are often there already. */
static RedanId
random_id (GRand *random)
{
  g_autofree char *number = g_strdup_printf ("%d", g_rand_int_range (random, 0, 300));

  return redan_id_derive ((const char *const[]){ number, NULL });
}

static void
change_once (GRand *random, RedanModel *model, GArray *known)
{
  RedanId id = random_id (random);
  int at = find_known (known, &id);

  if (g_rand_int_range (random, 0, 3) == 0)
    {
      g_assert_true (redan_model_remove (model, &id) == (at >= 0));
      if (at >= 0)
        g_array_remove_index_fast (known, (guint) at);
      return;
    }

  Known item = { id, (RedanSection) g_rand_int_range (random, 1, REDAN_N_SECTIONS),
                 g_strdup_printf ("name %u", g_rand_int (random)) };
  redan_model_put (model, named_object (model, item.section, &id, item.name));
  if (at >= 0)
    g_array_remove_index_fast (known, (guint) at);
  g_array_append_val (known, item);
}

static void
test_changes_against_oracle (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2024);

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (Known));
      g_autoptr (RedanModel) copy = NULL;
      g_autoptr (GArray) copy_oracle = NULL;

      g_array_set_clear_func (known, clear_known);
      for (guint i = 0; i < 600; i++)
        {
          change_once (random, model, known);
          if (i % 150 == 75)
            {
              g_clear_pointer (&copy, redan_model_unref);
              g_clear_pointer (&copy_oracle, g_array_unref);
              copy = redan_model_copy (model);
              copy_oracle = copy_known (known);
            }
          if (copy != NULL && g_rand_int_range (random, 0, 4) == 0)
            change_once (random, copy, copy_oracle);
          if (i % 50 == 0)
            assert_same (model, known);
          if (i % 50 == 0 && copy != NULL)
            assert_same (copy, copy_oracle);
        }
      assert_same (model, known);
      assert_same (copy, copy_oracle);
    }
}

static void
test_bulk_load_in_any_order (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint sorted = 0; sorted < 2; sorted++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (Known));
      g_autoptr (GPtrArray) objects = g_ptr_array_new ();

      g_array_set_clear_func (known, clear_known);
      for (guint i = 0; i < 50; i++)
        change_once (random, model, known);
      for (guint i = 0; i < 3000; i++)
        {
          Known item = { redan_id_random (),
                         sorted ? REDAN_SECTION_FLOW
                                : (RedanSection) g_rand_int_range (random, 1, REDAN_N_SECTIONS),
                         g_strdup_printf ("bulk %u", i) };
          if (sorted)
            memcpy (item.id.text, (i < 1000 ? "zz0" : "zz1"), 3);
          g_array_append_val (known, item);
          g_ptr_array_add (objects, named_object (model, item.section, &item.id, item.name));
        }
      redan_model_put_all (model, (RedanObject **) objects->pdata, objects->len);
      assert_same (model, known);
    }
}

static void
test_meta_is_always_there (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  RedanId meta = redan_meta_id ();
  RedanId other = redan_id_random ();

  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_META), ==, 1);
  g_assert_true (redan_model_lookup (model, &meta) == redan_model_get_meta (model));
  g_assert_false (redan_model_remove (model, &meta));

  RedanObject *named = named_object (model, REDAN_SECTION_META, &meta, "Shop");
  redan_model_put_all (model, &named, 1);
  g_assert_cmpstr (redan_object_get_name (redan_model_get_meta (model)), ==, "Shop");
  redan_model_put (model, named_object (model, REDAN_SECTION_META, &other, "Other"));
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_META), ==, 1);
  g_assert_cmpstr (redan_object_get_name (redan_model_get_meta (model)), ==, "Other");
}

static void
test_lookup_of_no_id (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  RedanId id = redan_id_random ();

  g_assert_null (redan_model_lookup (model, &id));
  g_assert_null (redan_model_lookup_text (model, "no id"));
  g_assert_cmpuint (redan_model_index_of (model, &id), ==, G_MAXUINT);
}

/* Fields and keys that sort in many ways. */
static const RedanField some_fields[] = {
  REDAN_FIELD_KIND, REDAN_FIELD_NAME,  REDAN_FIELD_ATTRIBUTE + 3,
  REDAN_FIELD_TAG,  REDAN_FIELD_PLACE, REDAN_FIELD_EXTRA,
};
static const char *const some_keys[] = { "", "a", "ab", "b" };

static void
test_entries_against_oracle (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (77);
  const char *oracle[G_N_ELEMENTS (some_fields)][G_N_ELEMENTS (some_keys)] = { { NULL } };
  static const char *const values[] = { "one", "two", NULL };
  RedanId id = redan_id_random ();
  g_autoptr (RedanObject) object = redan_object_new (REDAN_SECTION_ELEMENT, &id, NULL, 0);

  for (guint i = 0; i < 5000; i++)
    {
      guint f = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (some_fields));
      guint k = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (some_keys));
      const char *value = values[g_rand_int_range (random, 0, 3)];
      RedanObject *changed = redan_object_with (object, some_fields[f], some_keys[k], value);

      redan_object_unref (object);
      object = changed;
      oracle[f][k] = value;
      for (f = 0; f < G_N_ELEMENTS (some_fields); f++)
        {
          guint n, expected = 0;
          const RedanEntry *range = redan_object_get_range (object, some_fields[f], &n);
          g_assert_cmpstr (redan_object_get (object, some_fields[f]), ==, oracle[f][0]);
          for (k = 0; k < G_N_ELEMENTS (some_keys); k++)
            {
              g_assert_cmpstr (redan_object_get_keyed (object, some_fields[f], some_keys[k]), ==,
                               oracle[f][k]);
              if (oracle[f][k] == NULL)
                continue;
              g_assert_cmpuint (expected, <, n);
              g_assert_cmpstr (range[expected++].key, ==, some_keys[k]);
            }
          g_assert_cmpuint (n, ==, expected);
        }
    }
}

static void
test_references (void)
{
  RedanId id = redan_id_random ();
  RedanId parsed;
  RedanEntry entries[] = {
    { "", "0123456789abcdef", REDAN_FIELD_PARENT },
    { "", "nonsense", REDAN_FIELD_TARGET },
  };
  g_autoptr (RedanObject) object =
      redan_object_new (REDAN_SECTION_ELEMENT, &id, entries, G_N_ELEMENTS (entries));

  g_assert_true (redan_object_get_reference (object, REDAN_FIELD_PARENT, &parsed));
  g_assert_cmpint (memcmp (parsed.text, "0123456789abcdef", 16), ==, 0);
  g_assert_false (redan_object_get_reference (object, REDAN_FIELD_TARGET, &parsed));
  g_assert_false (redan_object_get_reference (object, REDAN_FIELD_SOURCE, &parsed));
  g_assert_cmpstr (redan_object_get_name (object), ==, "");
}

int
main (int argc, char *argv[])
{
  g_autoptr (RedanDataSource) source = NULL;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, NULL);
  g_assert_nonnull (source);
  schema = redan_schema_load (source, NULL);
  g_assert_nonnull (schema);

  g_test_add_func ("/model/changes/against-oracle", test_changes_against_oracle);
  g_test_add_func ("/model/bulk-load/in-any-order", test_bulk_load_in_any_order);
  g_test_add_func ("/model/meta/is-always-there", test_meta_is_always_there);
  g_test_add_func ("/model/lookup/of-no-id", test_lookup_of_no_id);
  g_test_add_func ("/object/entries/against-oracle", test_entries_against_oracle);
  g_test_add_func ("/object/references/are-parsed", test_references);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
