/* SPDX-License-Identifier: Apache-2.0 */
/* The columnar view against the objects that it was made from, and the codes of values. */

#include <string.h>

#include "model/snapshot.h"

static RedanSchema *schema;

static void
test_dates_against_glib (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, G_DATE_JANUARY, 1900);
  char text[11];
  guint days = 0;

  for (; g_date_get_year (date) < 2200; days++)
    {
      g_autofree char *expected = g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (date),
                                                   g_date_get_month (date), g_date_get_day (date));
      guint back;
      redan_days_to_date (days, text);
      g_assert_cmpstr (text, ==, expected);
      g_assert_true (redan_days_from_date (expected, &back));
      g_assert_cmpuint (back, ==, days);
      g_date_add_days (date, 1);
    }
  g_assert_cmpuint (days, ==, 109573);
}

static void
test_dates_refused (void)
{
  static const char *const refused[] = {
    "",           "2024",       "2024-1-01",  "2024-01-1",   "2024-01-001", "1899-12-31",
    "2200-01-01", "2024-00-10", "2024-13-01", "2024-01-00",  "2024-04-31",  "2023-02-29",
    "1900-02-29", "2100-02-29", "2024/01/01", "2024-01-01Z", " 2024-01-01", "-024-01-01",
    "20240101",   "2024-01-0a", "unknown",
  };
  guint days = 7;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    if (redan_days_from_date (refused[i], &days))
      g_error ("%s", refused[i]);
  for (guint year = 1900; year < 2200; year++)
    for (guint month = 1; month <= 12; month++)
      {
        g_autofree char *text = g_strdup_printf (
            "%u-%02u-%02u", year, month,
            (guint) g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year) + 1);
        g_assert_false (redan_days_from_date (text, &days));
      }
  g_assert_cmpuint (days, ==, 7);
}

static void
assert_code (RedanScope scope, const char *name, const char *value, RedanCode expected)
{
  g_autoptr (RedanStrings) strings = redan_strings_new ();
  const RedanAttribute *attribute = redan_schema_lookup (schema, scope, name, -1);
  RedanCode code = redan_code_from_text (attribute, strings, value);

  g_assert_cmpuint (code, ==, expected);
  if (code == REDAN_CODE_ABSENT)
    return;

  g_autofree char *text = redan_code_to_text (attribute, strings, code);
  g_assert_cmpstr (text, ==, value);
}

static void
test_codes (void)
{
  assert_code (REDAN_SCOPE_ELEMENT, "pii", NULL, 0);
  assert_code (REDAN_SCOPE_ELEMENT, "pii", "perhaps", 0);
  assert_code (REDAN_SCOPE_ELEMENT, "pii", "unknown", 1);
  assert_code (REDAN_SCOPE_ELEMENT, "pii", "yes", 2);
  assert_code (REDAN_SCOPE_ELEMENT, "pii", "no", 3);
  assert_code (REDAN_SCOPE_ELEMENT, "tech", "human", 2);
  assert_code (REDAN_SCOPE_ELEMENT, "tech", "other", 51);
  assert_code (REDAN_SCOPE_ELEMENT, "a_rating", "1", 2);
  assert_code (REDAN_SCOPE_ELEMENT, "a_rating", "5", 6);
  assert_code (REDAN_SCOPE_ELEMENT, "restore_tested", "1900-01-01", 2);
  assert_code (REDAN_SCOPE_ELEMENT, "restore_tested", "2199-12-31", 2 + 109572);
  assert_code (REDAN_SCOPE_ELEMENT, "formats", "json", 2 + 1);
  assert_code (REDAN_SCOPE_ELEMENT, "formats", "json,csv,binary", 2 + 1 + 4 + 2048);
  assert_code (REDAN_SCOPE_ELEMENT, "formats", "unknown", 1);
  assert_code (REDAN_SCOPE_ACCOUNT, "root_last_used_days", "-1", 2);
  assert_code (REDAN_SCOPE_ACCOUNT, "root_last_used_days", "99999", 100002);
  assert_code (REDAN_SCOPE_ACCOUNT, "root_last_used_days", "-2", 0);
  assert_code (REDAN_SCOPE_ELEMENT, "workload", "shop", 2);
  assert_code (REDAN_SCOPE_PROGRAMME, "ir_plan", "partial", 3);
  assert_code (REDAN_SCOPE_PROGRAMME, "ir_exercise", "2025-02-01", 2 + 45687);
}

typedef struct
{
  GRand *random;
  RedanModel *model;
  RedanId boundaries[12];
  RedanId elements[30];
  RedanId flows[60];
  RedanId assets[9];
} Fixture;

static RedanObject *
set_entry (Fixture *self, RedanObject *object, RedanField field, const char *key, const char *value)
{
  RedanObject *changed = redan_object_with (object, field, redan_model_intern (self->model, key),
                                            redan_model_intern (self->model, value));

  redan_object_unref (object);
  return changed;
}

static RedanObject *
refer (Fixture *self, RedanObject *object, RedanField field, gboolean keyed, const RedanId *id)
{
  RedanIdText text;

  redan_id_to_text (id, text);
  return set_entry (self, object, field, keyed ? text : "", keyed ? "" : text);
}

static char *
random_value (GRand *random, const RedanAttribute *attribute)
{
  char date[11];

  if (g_rand_int_range (random, 0, 5) == 0)
    return g_strdup ("unknown");
  if (attribute->n_values > 0)
    return g_strdup (attribute->values[g_rand_int_range (random, 0, (gint32) attribute->n_values)]);
  if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
    return g_strdup_printf ("%d", g_rand_int_range (random, (gint32) attribute->minimum,
                                                    (gint32) attribute->maximum + 1));
  if (attribute->type == REDAN_ATTRIBUTE_DATE)
    {
      redan_days_to_date ((guint) g_rand_int_range (random, 0, 109573), date);
      return g_strdup (date);
    }
  return g_strdup_printf ("text %d", g_rand_int_range (random, 0, 5));
}

/* Sets about a third of the attributes of the scope. */
static RedanObject *
add_attributes (Fixture *self, RedanObject *object, RedanScope scope)
{
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + i);
      if (attribute->scope != scope || attribute->structural || !attribute->stored ||
          g_rand_int_range (self->random, 0, 3) > 0)
        continue;
      gboolean set = attribute->type == REDAN_ATTRIBUTE_SET;
      for (guint k = 0; k < (set ? 3 : 1); k++)
        {
          g_autofree char *value = random_value (self->random, attribute);
          object = set_entry (self, object, field, set ? value : "", set ? "" : value);
        }
    }
  return object;
}

static const RedanId *
pick (Fixture *self, const RedanId *ids, guint n)
{
  return &ids[g_rand_int_range (self->random, 0, (gint32) n)];
}

static void
fill_boundaries (Fixture *self)
{
  const RedanAttribute *kinds = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

  for (guint i = 0; i < G_N_ELEMENTS (self->boundaries); i++)
    {
      self->boundaries[i] = redan_id_random ();
      RedanObject *object =
          redan_object_new (REDAN_SECTION_BOUNDARY, &self->boundaries[i], NULL, 0);
      object = set_entry (self, object, REDAN_FIELD_KIND, "",
                          kinds->values[g_rand_int_range (self->random, 0, kinds->n_values)]);
      if (i > 0 && g_rand_int_range (self->random, 0, 4) > 0)
        object = refer (self, object, REDAN_FIELD_PARENT, FALSE, pick (self, self->boundaries, i));
      object = add_attributes (self, object, REDAN_SCOPE_BOUNDARY);
      redan_model_put (self->model, add_attributes (self, object, REDAN_SCOPE_ACCOUNT));
    }
}

static void
fill_elements (Fixture *self)
{
  static const char *const kinds[] = { "actor", "external", "process", "store" };

  for (guint i = 0; i < G_N_ELEMENTS (self->elements); i++)
    {
      self->elements[i] = redan_id_random ();
      RedanObject *object = redan_object_new (REDAN_SECTION_ELEMENT, &self->elements[i], NULL, 0);
      object = set_entry (self, object, REDAN_FIELD_KIND, "", kinds[i % 4]);
      if (i % 5 > 0)
        object = refer (self, object, REDAN_FIELD_PARENT, FALSE, pick (self, self->boundaries, 12));
      redan_model_put (self->model, add_attributes (self, object, REDAN_SCOPE_ELEMENT));
    }
}

static void
fill_flows (Fixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->flows); i++)
    {
      self->flows[i] = redan_id_random ();
      RedanObject *object = redan_object_new (REDAN_SECTION_FLOW, &self->flows[i], NULL, 0);
      if (i % 7 > 0)
        object = refer (self, object, REDAN_FIELD_SOURCE, FALSE, pick (self, self->elements, 30));
      if (i % 11 > 0)
        object = refer (self, object, REDAN_FIELD_TARGET, FALSE, pick (self, self->elements, 30));
      if (i % 3 == 0)
        object = set_entry (self, object, REDAN_FIELD_BIDIRECTIONAL, "", "yes");
      for (guint k = 0; k < i % 4; k++)
        object = refer (self, object, REDAN_FIELD_CROSSES, TRUE, pick (self, self->boundaries, 12));
      redan_model_put (self->model, add_attributes (self, object, REDAN_SCOPE_FLOW));
    }
}

static void
fill_assets (Fixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->assets); i++)
    {
      self->assets[i] = redan_id_random ();
      RedanObject *object = redan_object_new (REDAN_SECTION_ASSET, &self->assets[i], NULL, 0);
      for (guint k = 0; k < i % 3; k++)
        {
          object = refer (self, object, REDAN_FIELD_STORED, TRUE, pick (self, self->elements, 30));
          object =
              refer (self, object, REDAN_FIELD_PROCESSED, TRUE, pick (self, self->elements, 30));
          object = refer (self, object, REDAN_FIELD_CARRIED, TRUE, pick (self, self->flows, 60));
        }
      redan_model_put (self->model, add_attributes (self, object, REDAN_SCOPE_ASSET));
    }
}

static void
assert_reference (const RedanObject *object,
                  RedanField field,
                  guint32 index,
                  const RedanObject *const *objects)
{
  RedanId id;

  g_assert_true (redan_object_get_reference (object, field, &id) == (index != REDAN_NONE));
  if (index != REDAN_NONE)
    g_assert_true (redan_id_equal (&objects[index]->id, &id));
}

static void
assert_links (const RedanObject *object,
              RedanField field,
              const guint32 *offset,
              const guint32 *links,
              guint row,
              const RedanObject *const *objects)
{
  guint n;
  const RedanEntry *entries = redan_object_get_range (object, field, &n);

  g_assert_cmpuint (offset[row + 1] - offset[row], ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (memcmp (objects[links[offset[row] + i]]->id.text, entries[i].key, 16), ==, 0);
}

/* The text of the column is what stands in the object; sets in the order of the schema. */
static void
assert_columns (const RedanSnapshot *snapshot,
                const RedanObject *object,
                RedanScope scope,
                guint row)
{
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      if (attribute->scope != scope)
        continue;

      RedanCode code = snapshot->columns[i] == NULL ? 0 : snapshot->columns[i][row];
      g_autofree char *text =
          redan_code_to_text (attribute, redan_model_get_strings (snapshot->model), code);
      RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + i);
      if (attribute->type != REDAN_ATTRIBUTE_SET)
        {
          const char *value = redan_object_get (object, field);
          g_assert_cmpstr (text, ==, value == NULL ? "" : value);
          continue;
        }

      guint n;
      g_autoptr (GString) expected = g_string_new (NULL);
      redan_object_get_range (object, field, &n);
      for (guint k = 0; k < attribute->n_values; k++)
        if (redan_object_get_keyed (object, field, attribute->values[k]) != NULL)
          g_string_append_printf (expected, "%s%s", expected->len > 0 ? "," : "",
                                  attribute->values[k]);
      if (attribute->n_values > 0)
        g_assert_cmpstr (text, ==, n > 0 && expected->len == 0 ? "unknown" : expected->str);
      else
        g_assert_cmpuint (code > 0, ==, n > 0);
    }
}

static void
assert_rows (const RedanSnapshot *self)
{
  static const char *const kinds[] = { "actor", "external", "process", "store" };
  const RedanAttribute *btype = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

  for (guint i = 0; i < self->n_boundaries; i++)
    {
      const RedanObject *object = self->boundaries[i];
      guint32 parent = self->boundary_parent[i];
      g_assert_cmpstr (btype->values[self->boundary_kind[i]], ==,
                       redan_object_get (object, REDAN_FIELD_KIND));
      assert_reference (object, REDAN_FIELD_PARENT, parent, self->boundaries);
      g_assert_cmpuint (self->boundary_depth[i], ==,
                        parent == REDAN_NONE ? 0 : self->boundary_depth[parent] + 1);
      assert_columns (self, object, REDAN_SCOPE_BOUNDARY, i);
      assert_columns (self, object, REDAN_SCOPE_ACCOUNT, i);
    }
  for (guint i = 0; i < self->n_elements; i++)
    {
      const RedanObject *object = self->elements[i];
      g_assert_cmpstr (kinds[self->element_kind[i]], ==,
                       redan_object_get (object, REDAN_FIELD_KIND));
      assert_reference (object, REDAN_FIELD_PARENT, self->element_parent[i], self->boundaries);
      assert_columns (self, object, REDAN_SCOPE_ELEMENT, i);
    }
  for (guint i = 0; i < self->n_flows; i++)
    {
      const RedanObject *object = self->flows[i];
      assert_reference (object, REDAN_FIELD_SOURCE, self->flow_source[i], self->elements);
      assert_reference (object, REDAN_FIELD_TARGET, self->flow_target[i], self->elements);
      g_assert_true (self->flow_bidirectional[i] ==
                     (redan_object_get (object, REDAN_FIELD_BIDIRECTIONAL) != NULL));
      assert_links (object, REDAN_FIELD_CROSSES, self->crosses_offset, self->crosses_boundary, i,
                    self->boundaries);
      assert_columns (self, object, REDAN_SCOPE_FLOW, i);
    }
}

static void
assert_asset_rows (const RedanSnapshot *self)
{
  for (guint i = 0; i < self->n_assets; i++)
    {
      const RedanObject *object = self->assets[i];
      assert_links (object, REDAN_FIELD_STORED, self->stored_offset, self->stored_element, i,
                    self->elements);
      assert_links (object, REDAN_FIELD_PROCESSED, self->processed_offset, self->processed_element,
                    i, self->elements);
      assert_links (object, REDAN_FIELD_CARRIED, self->carried_offset, self->carried_flow, i,
                    self->flows);
      assert_columns (self, object, REDAN_SCOPE_ASSET, i);
    }
}

/* Each whole flow once at each end, in the order of flows. */
static void
assert_adjacency (const RedanSnapshot *self,
                  const guint32 *ends,
                  const guint32 *offset,
                  const guint32 *flows)
{
  for (guint element = 0; element < self->n_elements; element++)
    {
      guint at = offset[element];
      for (guint flow = 0; flow < self->n_flows; flow++)
        if (ends[flow] == element && self->flow_source[flow] != REDAN_NONE &&
            self->flow_target[flow] != REDAN_NONE)
          g_assert_cmpuint (flows[at++], ==, flow);
      g_assert_cmpuint (at, ==, offset[element + 1]);
    }
}

static void
test_snapshot_against_objects (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (23);

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      g_autofree Fixture *fixture = g_new0 (Fixture, 1);
      fixture->random = random;
      fixture->model = model;
      fill_boundaries (fixture);
      fill_elements (fixture);
      fill_flows (fixture);
      fill_assets (fixture);

      g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
      g_assert_cmpuint (snapshot->n_boundaries, ==, 12);
      g_assert_cmpuint (snapshot->n_elements, ==, 30);
      g_assert_cmpuint (snapshot->n_flows, ==, 60);
      g_assert_cmpuint (snapshot->n_assets, ==, 9);
      assert_rows (snapshot);
      assert_asset_rows (snapshot);
      assert_adjacency (snapshot, snapshot->flow_source, snapshot->out_offset, snapshot->out_flow);
      assert_adjacency (snapshot, snapshot->flow_target, snapshot->in_offset, snapshot->in_flow);
      for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
        if (redan_schema_get_attribute (schema, i)->structural ||
            redan_schema_get_attribute (schema, i)->scope == REDAN_SCOPE_PROGRAMME)
          g_assert_null (snapshot->columns[i]);
    }
}

static void
test_model_changes_do_not_touch (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (29);
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autofree Fixture *fixture = g_new0 (Fixture, 1);

  fixture->random = random;
  fixture->model = model;
  fill_boundaries (fixture);
  fill_elements (fixture);
  fill_flows (fixture);
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
  for (guint i = 0; i < 30; i++)
    redan_model_remove (model, &fixture->elements[i]);
  fill_assets (fixture);

  g_assert_cmpuint (snapshot->n_elements, ==, 30);
  g_assert_cmpuint (snapshot->n_assets, ==, 0);
  assert_rows (snapshot);
}

static void
test_empty_model (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);

  g_assert_cmpuint (snapshot->n_elements, ==, 0);
  g_assert_cmpuint (snapshot->out_offset[0], ==, 0);
  g_assert_cmpuint (snapshot->crosses_offset[0], ==, 0);
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

  g_test_add_func ("/snapshot/dates/against-glib", test_dates_against_glib);
  g_test_add_func ("/snapshot/dates/refused", test_dates_refused);
  g_test_add_func ("/snapshot/codes/round-trip", test_codes);
  g_test_add_func ("/snapshot/columns/against-objects", test_snapshot_against_objects);
  g_test_add_func ("/snapshot/model/changes-do-not-touch", test_model_changes_do_not_touch);
  g_test_add_func ("/snapshot/model/empty", test_empty_model);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
