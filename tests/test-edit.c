/* SPDX-License-Identifier: Apache-2.0 */
/* Edits: all or nothing, judged by the validator of whole models; reversal, bytes, difference,
 * deletion. */

#include <string.h>

#include "model/edit-private.h"
#include "model/error.h"
#include "tests/random-edits.h"

static RedanSchema *schema;

static void
assert_same_bytes (GBytes *expected, const RedanModel *model)
{
  g_autoptr (GBytes) bytes = model_bytes (model);

  g_assert_true (g_bytes_equal (expected, bytes));
}

static RedanId
id_of (const RedanModel *model, RedanSection section, guint index)
{
  return redan_model_get_nth (model, section, index)->id;
}

static void
test_naive_agrees (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint n_applied = 0;
  guint n_refused = 0;

  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (RedanModel) model = random_model (schema, random, 12);
      if (round % 2 == 0)
        redan_model_keep_referrers (model, TRUE);
      for (guint i = 0; i < 100; i++)
        {
          g_autoptr (RedanEdit) edit = redan_edit_new (model, "Nonsense");
          g_autoptr (GBytes) before = model_bytes (model);
          g_autoptr (RedanModel) naive = redan_model_copy (model);
          g_autoptr (GError) error = NULL;
          for (guint n = g_rand_int_range (random, 1, 4); n > 0; n--)
            random_record (edit, model, random);
          for (guint n = 0; n < redan_edit_get_n_changes (edit); n++)
            {
              const RedanChange *change = redan_edit_get_change (edit, n);
              const RedanObject *object = redan_model_lookup (naive, &change->object);
              redan_model_put (
                  naive, redan_object_with (object, change->field, change->key, change->after));
            }
          gboolean expected = is_valid (naive);
          g_assert_cmpint (redan_edit_apply (edit, model, &error), ==, expected);
          if (expected)
            {
              g_autoptr (GBytes) after = model_bytes (naive);
              g_assert_no_error (error);
              assert_same_bytes (after, model);
              n_applied++;
            }
          else
            {
              g_assert_nonnull (error);
              g_assert_true (error->domain == REDAN_MODEL_ERROR);
              assert_same_bytes (before, model);
              n_refused++;
            }
        }
      redan_model_keep_referrers (model, FALSE);
    }
  g_assert_cmpuint (n_applied, >, 500);
  g_assert_cmpuint (n_refused, >, 500);
}

static void
test_commands_keep_valid (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (RedanModel) model = random_model (schema, random, 15);
      if (round % 2 == 0)
        redan_model_keep_referrers (model, TRUE);
      for (guint i = 0; i < 100; i++)
        {
          g_autoptr (RedanEdit) edit = random_command (model, random);
          g_autoptr (GBytes) before = model_bytes (model);
          if (!redan_edit_apply (edit, model, NULL))
            {
              assert_same_bytes (before, model);
              continue;
            }
          assert_valid (model);
          g_autoptr (RedanEdit) reverse = redan_edit_reverse (edit);
          g_autoptr (GBytes) after = model_bytes (model);
          g_assert_true (redan_edit_apply (reverse, model, NULL));
          assert_same_bytes (before, model);
          g_assert_true (redan_edit_apply (edit, model, NULL));
          assert_same_bytes (after, model);
        }
      redan_model_keep_referrers (model, FALSE);
    }
}

static void
assert_refused (RedanModel *model, RedanEdit *edit, int code)
{
  g_autoptr (RedanEdit) owned = edit;
  g_autoptr (GBytes) before = model_bytes (model);
  g_autoptr (GError) error = NULL;

  g_assert_false (redan_edit_apply (owned, model, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, code);
  g_assert_true (strlen (error->message) > 20);
  assert_same_bytes (before, model);
}

static RedanEdit *
setting (const RedanModel *model,
         const RedanId *id,
         RedanField field,
         const char *key,
         const char *value)
{
  RedanEdit *edit = redan_edit_new (model, "Set");

  redan_edit_set (edit, id, field, key, value);
  return edit;
}

static void
test_refused (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (RedanModel) model = random_model (schema, random, 10);
  RedanId element = id_of (model, REDAN_SECTION_ELEMENT, 0);
  RedanId flow = id_of (model, REDAN_SECTION_FLOW, 0);
  RedanId boundary = id_of (model, REDAN_SECTION_BOUNDARY, 0);
  RedanId meta = redan_meta_id ();
  RedanId nobody = redan_id_random ();
  RedanIdText text;
  RedanEdit *edit;

  assert_refused (model, setting (model, &element, REDAN_FIELD_KIND, NULL, "robot"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (model, setting (model, &element, REDAN_FIELD_KIND, NULL, NULL),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (
      model, setting (model, &element, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (&element, text)),
      REDAN_MODEL_ERROR_UNKNOWN_NAME);
  assert_refused (
      model, setting (model, &flow, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (&nobody, text)),
      REDAN_MODEL_ERROR_REFERENCE);
  assert_refused (
      model, setting (model, &flow, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (&boundary, text)),
      REDAN_MODEL_ERROR_REFERENCE);
  assert_refused (
      model,
      setting (model, &boundary, REDAN_FIELD_PARENT, NULL, redan_id_to_text (&boundary, text)),
      REDAN_MODEL_ERROR_REFERENCE);
  assert_refused (model, setting (model, &nobody, REDAN_FIELD_NAME, NULL, "x"),
                  REDAN_MODEL_ERROR_REFERENCE);
  assert_refused (model, setting (model, &element, REDAN_FIELD_NAME, NULL, "a\x01"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (model, setting (model, &element, REDAN_FIELD_NAME, "key", "a"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (model, setting (model, &element, REDAN_FIELD_TAG, NULL, ""),
                  REDAN_MODEL_ERROR_INVALID_VALUE);

  /* an attribute of flows on an element */
  RedanField protocol = redan_field_lookup (schema, REDAN_SECTION_FLOW, FALSE, "protocol", -1);
  g_assert_cmpint (protocol, !=, REDAN_FIELD_EXISTS);
  assert_refused (model, setting (model, &element, protocol, NULL, "unknown"),
                  REDAN_MODEL_ERROR_UNKNOWN_NAME);

  /* an element without a kind; an id that is taken; the meta object */
  edit = redan_edit_new (model, "Create");
  redan_edit_create (edit, REDAN_SECTION_ELEMENT, NULL);
  assert_refused (model, edit, REDAN_MODEL_ERROR_INVALID_VALUE);
  edit = redan_edit_new (model, "Create");
  redan_edit_create (edit, REDAN_SECTION_ASSET, &element);
  assert_refused (model, edit, REDAN_MODEL_ERROR_REFERENCE);
  edit = redan_edit_new (model, "Delete");
  redan_edit_delete (edit, &meta);
  assert_refused (model, edit, REDAN_MODEL_ERROR_REFERENCE);
  edit = redan_edit_new (model, "Create");
  redan_edit_create (edit, REDAN_SECTION_META, NULL);
  assert_refused (model, edit, REDAN_MODEL_ERROR_REFERENCE);

  /* the same without the help of the builder, in the same and in another section */
  const char *empty = redan_model_intern (model, "");
  for (guint i = 0; i < 2; i++)
    {
      RedanSection section = i == 0 ? REDAN_SECTION_NOTE : REDAN_SECTION_ASSET;
      RedanId taken = id_of (model, REDAN_SECTION_ASSET, 0);
      RedanChange change = { taken, section, REDAN_FIELD_EXISTS, empty, NULL, empty };
      edit = redan_edit_new (model, "Create");
      redan_edit_add (edit, &change);
      assert_refused (model, edit, REDAN_MODEL_ERROR_REFERENCE);
    }

  /* an unknown fact */
  edit = redan_edit_new (model, "Fact");
  RedanId fact = redan_edit_create (edit, REDAN_SECTION_FACT, NULL);
  redan_edit_set (edit, &fact, REDAN_FIELD_KEY, NULL, "no-such-fact");
  assert_refused (model, edit, REDAN_MODEL_ERROR_UNKNOWN_NAME);

  /* the last of many records is wrong */
  edit = redan_edit_new (model, "Many");
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
    {
      RedanId id = id_of (model, REDAN_SECTION_FLOW, i);
      redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, "renamed");
    }
  redan_edit_set (edit, &flow, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&nobody, text));
  assert_refused (model, edit, REDAN_MODEL_ERROR_REFERENCE);
}

static void
test_stale (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autoptr (RedanModel) model = random_model (schema, random, 5);
  RedanId element = id_of (model, REDAN_SECTION_ELEMENT, 0);
  RedanEdit *late = setting (model, &element, REDAN_FIELD_NAME, NULL, "late");
  g_autoptr (RedanEdit) early = setting (model, &element, REDAN_FIELD_NAME, NULL, "early");

  g_assert_true (redan_edit_apply (early, model, NULL));
  assert_refused (model, late, REDAN_MODEL_ERROR_INVALID_VALUE);
}

static void
add_raw_deletion (RedanEdit *edit, const RedanObject *object)
{
  const char *empty = redan_model_intern (edit->model, "");
  RedanChange change = { object->id, object->section, REDAN_FIELD_EXISTS, empty, empty, NULL };

  redan_edit_add (edit, &change);
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      RedanChange removal = { object->id, object->section, entry->field,
                              entry->key, entry->value,    NULL };
      redan_edit_add (edit, &removal);
    }
}

/* A raw deletion, without what redan_edit_delete() adds. */
static void
test_dangling (void)
{
  guint n_refused = 0;

  for (guint attach = 0; attach < 2; attach++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (5);
      g_autoptr (RedanModel) model = random_model (schema, random, 20);
      if (attach == 1)
        redan_model_keep_referrers (model, TRUE);
      for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ELEMENT); i++)
        {
          const RedanObject *object = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);
          g_autoptr (RedanModel) naive = redan_model_copy (model);
          RedanEdit *edit = redan_edit_new (model, "Delete");
          add_raw_deletion (edit, object);
          redan_model_remove (naive, &object->id);
          if (is_valid (naive))
            {
              redan_edit_free (edit);
              continue;
            }
          assert_refused (model, edit, REDAN_MODEL_ERROR_REFERENCE);
          n_refused++;
        }
      redan_model_keep_referrers (model, FALSE);
    }
  g_assert_cmpuint (n_refused, >, 10);
}

/* The index of referrers is first built by an edit that is refused; what that edit took away is in
 * it nevertheless. */
static void
test_index_after_refusal (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (10);

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (RedanModel) model = random_model (schema, random, 6);
      RedanEdit *refused = redan_edit_new (model, "Delete");
      redan_model_keep_referrers (model, TRUE);
      const RedanObject *element = random_object (model, random, REDAN_SECTION_ELEMENT);
      for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
        {
          const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);
          RedanId source;
          redan_object_get_reference (flow, REDAN_FIELD_SOURCE, &source);
          if (redan_id_equal (&source, &element->id))
            add_raw_deletion (refused, flow);
        }
      add_raw_deletion (refused, redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, 0));
      assert_refused (model, refused, REDAN_MODEL_ERROR_REFERENCE);

      g_autoptr (RedanEdit) edit = redan_edit_new (model, "Delete");
      redan_edit_delete (edit, &element->id);
      g_assert_true (redan_edit_apply (edit, model, NULL));
      assert_valid (model);
      redan_model_keep_referrers (model, FALSE);
    }
}

static void
test_depth (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Nest");
  g_autoptr (GError) error = NULL;
  RedanId chain[64];
  RedanIdText text;

  for (guint i = 0; i < 64; i++)
    {
      chain[i] = redan_edit_create (edit, REDAN_SECTION_BOUNDARY, NULL);
      redan_edit_set (edit, &chain[i], REDAN_FIELD_KIND, NULL, "trust-zone");
      if (i > 0)
        redan_edit_set (edit, &chain[i], REDAN_FIELD_PARENT, NULL,
                        redan_id_to_text (&chain[i - 1], text));
    }
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
  assert_valid (model);

  /* one more below the lowest, one more above the top */
  RedanEdit *below = redan_edit_new (model, "Below");
  RedanId id = redan_edit_create (below, REDAN_SECTION_BOUNDARY, NULL);
  redan_edit_set (below, &id, REDAN_FIELD_KIND, NULL, "trust-zone");
  redan_edit_set (below, &id, REDAN_FIELD_PARENT, NULL, redan_id_to_text (&chain[63], text));
  assert_refused (model, below, REDAN_MODEL_ERROR_LIMIT);
  RedanEdit *above = redan_edit_new (model, "Above");
  id = redan_edit_create (above, REDAN_SECTION_BOUNDARY, NULL);
  redan_edit_set (above, &id, REDAN_FIELD_KIND, NULL, "trust-zone");
  redan_edit_set (above, &chain[0], REDAN_FIELD_PARENT, NULL, redan_id_to_text (&id, text));
  assert_refused (model, above, REDAN_MODEL_ERROR_LIMIT);

  /* a circle through all of them */
  assert_refused (
      model,
      setting (model, &chain[0], REDAN_FIELD_PARENT, NULL, redan_id_to_text (&chain[63], text)),
      REDAN_MODEL_ERROR_REFERENCE);
}

static void
test_delete (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Make");
  RedanIdText text;
  RedanId outer = redan_edit_create (edit, REDAN_SECTION_BOUNDARY, NULL);
  RedanId inner = redan_edit_create (edit, REDAN_SECTION_BOUNDARY, NULL);
  RedanId element = redan_edit_create (edit, REDAN_SECTION_ELEMENT, NULL);
  RedanId other = redan_edit_create (edit, REDAN_SECTION_ELEMENT, NULL);
  RedanId flow = redan_edit_create (edit, REDAN_SECTION_FLOW, NULL);
  RedanId asset = redan_edit_create (edit, REDAN_SECTION_ASSET, NULL);
  RedanId decision = redan_edit_create (edit, REDAN_SECTION_DECISION, NULL);
  RedanId mitigation = redan_edit_create (edit, REDAN_SECTION_MITIGATION, NULL);
  g_autofree char *identity =
      g_strconcat ("TR-F-1@", redan_id_to_text (&flow, text), ":reverse", NULL);

  redan_edit_set (edit, &outer, REDAN_FIELD_KIND, NULL, "trust-zone");
  redan_edit_set (edit, &inner, REDAN_FIELD_KIND, NULL, "trust-zone");
  redan_edit_set (edit, &inner, REDAN_FIELD_PARENT, NULL, redan_id_to_text (&outer, text));
  redan_edit_set (edit, &element, REDAN_FIELD_KIND, NULL, "process");
  redan_edit_set (edit, &element, REDAN_FIELD_PARENT, NULL, redan_id_to_text (&inner, text));
  redan_edit_set (edit, &other, REDAN_FIELD_KIND, NULL, "store");
  redan_edit_set (edit, &flow, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (&element, text));
  redan_edit_set (edit, &flow, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&other, text));
  redan_edit_set (edit, &asset, REDAN_FIELD_CARRIED, redan_id_to_text (&flow, text), "");
  redan_edit_set (edit, &asset, REDAN_FIELD_STORED, redan_id_to_text (&other, text), "");
  redan_edit_set (edit, &decision, REDAN_FIELD_RULE, NULL, "TR-F-1");
  redan_edit_set (edit, &decision, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&flow, text));
  redan_edit_set (edit, &mitigation, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&other, text));
  redan_edit_set (edit, &mitigation, REDAN_FIELD_ADDRESSES, identity, "");
  g_assert_true (redan_edit_apply (edit, model, NULL));

  g_autoptr (RedanEdit) inner_edit = redan_edit_new (model, "Delete inner");
  redan_edit_delete (inner_edit, &inner);
  g_assert_true (redan_edit_apply (inner_edit, model, NULL));
  g_assert_cmpstr (redan_object_get (redan_model_lookup (model, &element), REDAN_FIELD_PARENT), ==,
                   redan_id_to_text (&outer, text));

  g_autoptr (RedanEdit) element_edit = redan_edit_new (model, "Delete element");
  redan_edit_delete (element_edit, &element);
  g_assert_true (redan_edit_apply (element_edit, model, NULL));
  assert_valid (model);
  g_assert_null (redan_model_lookup (model, &element));
  g_assert_null (redan_model_lookup (model, &flow));
  g_assert_null (redan_model_lookup (model, &decision));
  g_assert_nonnull (redan_model_lookup (model, &mitigation));
  g_assert_null (redan_object_get_keyed (redan_model_lookup (model, &mitigation),
                                         REDAN_FIELD_ADDRESSES, identity));
  g_assert_cmpuint (redan_model_lookup (model, &asset)->n_entries, ==, 1);
}

/* One edit that creates, connects, deletes and moves what it made itself. */
static void
test_overlay (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (GBytes) before = model_bytes (model);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Make and take back");
  RedanIdText text;
  RedanId outer = redan_edit_create (edit, REDAN_SECTION_BOUNDARY, NULL);
  RedanId inner = redan_edit_create (edit, REDAN_SECTION_BOUNDARY, NULL);
  RedanId element = redan_edit_create (edit, REDAN_SECTION_ELEMENT, NULL);
  RedanId flow = redan_edit_create (edit, REDAN_SECTION_FLOW, NULL);

  redan_edit_set (edit, &inner, REDAN_FIELD_PARENT, NULL, redan_id_to_text (&outer, text));
  redan_edit_set (edit, &element, REDAN_FIELD_PARENT, NULL, redan_id_to_text (&inner, text));
  redan_edit_set (edit, &flow, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (&element, text));
  redan_edit_delete (edit, &inner);
  g_assert_cmpstr (redan_edit_get (edit, &element, REDAN_FIELD_PARENT, NULL), ==,
                   redan_id_to_text (&outer, text));
  redan_edit_delete (edit, &outer);
  g_assert_null (redan_edit_get (edit, &element, REDAN_FIELD_PARENT, NULL));
  g_assert_true (redan_edit_keeps (edit, &flow));
  redan_edit_delete (edit, &element);
  g_assert_false (redan_edit_keeps (edit, &flow));
  g_assert_cmpuint (redan_edit_get_n_changes (edit), ==, 0);
  g_assert_true (redan_edit_apply (edit, model, NULL));
  assert_same_bytes (before, model);
}

static void
test_bytes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  g_autoptr (RedanModel) model = random_model (schema, random, 10);

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (RedanEdit) edit = random_command (model, random);
      if (!redan_edit_apply (edit, model, NULL))
        continue;
      g_autoptr (GBytes) bytes = redan_edit_serialize (edit);
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanEdit) again = redan_edit_deserialize (model, bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (redan_edit_get_label (again), ==, redan_edit_get_label (edit));
      g_autoptr (GBytes) second = redan_edit_serialize (again);
      g_assert_true (g_bytes_equal (bytes, second));

      gsize length;
      const guint8 *data = g_bytes_get_data (bytes, &length);
      g_autofree guint8 *damaged = g_memdup2 (data, length);
      damaged[g_rand_int_range (random, 0, length)] ^= 1 << g_rand_int_range (random, 0, 8);
      g_autoptr (GBytes) flipped = g_bytes_new (damaged, length);
      g_autoptr (GBytes) cut = g_bytes_new (data, g_rand_int_range (random, 0, length));
      g_assert_null (redan_edit_deserialize (model, flipped, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
      g_clear_error (&error);
      g_assert_null (redan_edit_deserialize (model, cut, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
    }
}

static void
test_bytes_name_fields (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (RedanModel) model = random_model (schema, random, 5);
  RedanId element = id_of (model, REDAN_SECTION_ELEMENT, 0);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Set");
  gsize length;

  redan_edit_set_attribute (edit, &element, "authn", "mtls");
  redan_edit_set (edit, &element, REDAN_FIELD_PARENT, NULL, NULL);
  g_autoptr (GBytes) bytes = redan_edit_serialize (edit);
  const char *data = g_bytes_get_data (bytes, &length);
  g_assert_nonnull (g_strstr_len (data, length, "authn"));
}

static void
test_difference (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (8);

  for (guint round = 0; round < 30; round++)
    {
      g_autoptr (RedanModel) a = random_model (schema, random, 10);
      g_autoptr (RedanModel) b =
          round % 2 == 0 ? random_model (schema, random, 8) : redan_model_copy (a);
      for (guint i = 0; i < 40; i++)
        {
          g_autoptr (RedanEdit) edit = random_command (b, random);
          redan_edit_apply (edit, b, NULL);
        }
      g_autoptr (GBytes) bytes_a = model_bytes (a);
      g_autoptr (GBytes) bytes_b = model_bytes (b);
      g_autoptr (RedanEdit) difference = redan_model_difference (a, b, "Difference");
      g_autoptr (RedanEdit) reverse = redan_edit_reverse (difference);
      g_autoptr (GError) error = NULL;
      redan_edit_apply (difference, a, &error);
      g_assert_no_error (error);
      assert_same_bytes (bytes_b, a);
      redan_edit_apply (reverse, a, &error);
      g_assert_no_error (error);
      assert_same_bytes (bytes_a, a);

      g_autoptr (RedanEdit) nothing = redan_model_difference (a, a, "Nothing");
      g_assert_cmpuint (redan_edit_get_n_changes (nothing), ==, 0);
    }
}

/* An id that stands in one section before and in another after. */
static void
test_section_change (void)
{
  g_autoptr (RedanModel) a = redan_model_new (schema);
  g_autoptr (RedanModel) b = redan_model_new (schema);
  RedanId id = redan_id_random ();
  g_autoptr (RedanEdit) make_a = redan_edit_new (a, "Asset");
  g_autoptr (RedanEdit) make_b = redan_edit_new (b, "Note");
  g_autoptr (GError) error = NULL;

  redan_edit_create (make_a, REDAN_SECTION_ASSET, &id);
  redan_edit_set (make_a, &id, REDAN_FIELD_NAME, NULL, "asset");
  redan_edit_create (make_b, REDAN_SECTION_NOTE, &id);
  redan_edit_set (make_b, &id, REDAN_FIELD_NAME, NULL, "note");
  g_assert_true (redan_edit_apply (make_a, a, NULL));
  g_assert_true (redan_edit_apply (make_b, b, NULL));

  g_autoptr (GBytes) bytes_a = model_bytes (a);
  g_autoptr (GBytes) bytes_b = model_bytes (b);
  g_autoptr (RedanEdit) difference = redan_model_difference (a, b, "Difference");
  g_autoptr (RedanEdit) reverse = redan_edit_reverse (difference);
  redan_edit_apply (difference, a, &error);
  g_assert_no_error (error);
  assert_same_bytes (bytes_b, a);
  redan_edit_apply (reverse, a, &error);
  g_assert_no_error (error);
  assert_same_bytes (bytes_a, a);
}

static void
test_no_change (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  g_autoptr (RedanModel) model = random_model (schema, random, 5);
  RedanId element = id_of (model, REDAN_SECTION_ELEMENT, 0);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Nothing");
  g_autofree char *name =
      g_strdup (redan_object_get (redan_model_lookup (model, &element), REDAN_FIELD_NAME));

  redan_edit_set (edit, &element, REDAN_FIELD_NAME, NULL, name);
  g_assert_cmpuint (redan_edit_get_n_changes (edit), ==, 0);
  redan_edit_set (edit, &element, REDAN_FIELD_NAME, NULL, "other");
  g_assert_cmpuint (redan_edit_get_n_changes (edit), ==, 1);
  redan_edit_set (edit, &element, REDAN_FIELD_NAME, NULL, name);
  g_assert_cmpuint (redan_edit_get_n_changes (edit), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  g_test_add_func ("/edit/apply/agrees-with-validator", test_naive_agrees);
  g_test_add_func ("/edit/apply/commands-keep-valid", test_commands_keep_valid);
  g_test_add_func ("/edit/apply/refuses", test_refused);
  g_test_add_func ("/edit/apply/refuses-stale", test_stale);
  g_test_add_func ("/edit/apply/refuses-dangling", test_dangling);
  g_test_add_func ("/edit/apply/index-after-refusal", test_index_after_refusal);
  g_test_add_func ("/edit/apply/limits-depth", test_depth);
  g_test_add_func ("/edit/delete/cascades", test_delete);
  g_test_add_func ("/edit/delete/sees-own-changes", test_overlay);
  g_test_add_func ("/edit/bytes/round-trip-and-damage", test_bytes);
  g_test_add_func ("/edit/bytes/name-fields", test_bytes_name_fields);
  g_test_add_func ("/edit/difference/random-pairs", test_difference);
  g_test_add_func ("/edit/difference/section-change", test_section_change);
  g_test_add_func ("/edit/set/no-change", test_no_change);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
