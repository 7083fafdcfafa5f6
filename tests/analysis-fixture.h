/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue, the examples, and random models that are the same whatever their ids: shared by
 * the tests of the analysis. */

#pragma once

#include "analysis/analysis.h"
#include "model/canonical-reader.h"
#include "model/edit.h"

#include <string.h>

static RedanSchema *fixture_schema;
static RedanCatalogue *fixture_catalogue;

/** FixtureSize: of a random model; @percent: how many of the attributes are set */
typedef struct
{
  guint n_elements;
  guint n_flows;
  guint n_boundaries;
  guint n_assets;
  guint n_mitigations;
  guint percent;
} FixtureSize;

/** FixtureModel: a random model in the making; ids and names follow from @salt, numbers are kept as
 * extra "fixture/number" */
typedef struct
{
  RedanModel *model;
  const char *salt;
  GArray *objects; /* RedanObject * */
} FixtureModel;

G_GNUC_UNUSED static void
fixture_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);

  g_assert_no_error (error);
  fixture_schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  fixture_catalogue = redan_catalogue_load (source, fixture_schema, &error);
  g_assert_no_error (error);
}

/* The tables as the reference evaluator read them, not the repaired ones of data/. */
G_GNUC_UNUSED static void
fixture_load_reference (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) built_in = redan_data_source_new (NULL, &error);
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "tests", "data", "reference", NULL);
  g_autoptr (RedanDataSource) frozen = redan_data_source_new_instead (path, &error);

  g_assert_no_error (error);
  fixture_schema = redan_schema_load (built_in, &error);
  g_assert_no_error (error);
  fixture_catalogue = redan_catalogue_load (frozen, fixture_schema, &error);
  g_assert_no_error (error);
}

G_GNUC_UNUSED static void
fixture_unload (void)
{
  g_clear_pointer (&fixture_catalogue, redan_catalogue_unref);
  g_clear_pointer (&fixture_schema, redan_schema_unref);
}

G_GNUC_UNUSED static guint
fixture_days (const char *date)
{
  guint days = 0;

  g_assert_true (redan_days_from_date (date, &days));
  return days;
}

G_GNUC_UNUSED static RedanModel *
fixture_read_example (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat (name, ".redan", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", file, NULL);
  RedanModel *model = redan_canonical_read_file (fixture_schema, path, &error);

  g_assert_no_error (error);
  return model;
}

G_GNUC_UNUSED static RedanId
fixture_id (const char *salt, const char *section, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  const char *parts[] = { salt, section, text, NULL };

  return redan_id_derive (parts);
}

static int
fixture_compare_entries (gconstpointer a, gconstpointer b)
{
  const RedanEntry *x = a;
  const RedanEntry *y = b;

  return x->field != y->field ? (int) x->field - (int) y->field : strcmp (x->key, y->key);
}

static void
fixture_add (
    const FixtureModel *self, GArray *entries, RedanField field, const char *key, const char *value)
{
  RedanEntry entry = { redan_model_intern (self->model, key),
                       redan_model_intern (self->model, value), field };

  for (guint i = 0; i < entries->len; i++)
    {
      const RedanEntry *old = &g_array_index (entries, RedanEntry, i);

      if (old->field == field && strcmp (old->key, key) == 0)
        return;
    }
  g_array_append_val (entries, entry);
}

static void
fixture_add_id (const FixtureModel *self,
                GArray *entries,
                RedanField field,
                gboolean keyed,
                const char *section,
                guint number)
{
  RedanId id = fixture_id (self->salt, section, number);
  RedanIdText text;

  redan_id_to_text (&id, text);
  fixture_add (self, entries, field, keyed ? text : "", keyed ? "" : text);
}

static void
fixture_finish (
    const FixtureModel *self, RedanSection section, const char *name, guint number, GArray *entries)
{
  RedanId id = fixture_id (self->salt, name, number);
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autofree char *title = g_strconcat (self->salt, " ", name, " ", text, NULL);
  RedanObject *object;

  fixture_add (self, entries, REDAN_FIELD_EXTRA, "fixture/number", text);
  if (section != REDAN_SECTION_MITIGATION)
    fixture_add (self, entries, REDAN_FIELD_NAME, "", title);

  g_array_sort (entries, fixture_compare_entries);
  object =
      redan_object_new (section, &id, (const RedanEntry *) (gpointer) entries->data, entries->len);
  g_array_append_val (self->objects, object);
  g_array_set_size (entries, 0);
}

static void
fixture_add_value (const FixtureModel *self,
                   GRand *rand,
                   GArray *entries,
                   const RedanAttribute *attribute)
{
  RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index);
  g_autofree char *text = NULL;

  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_SET:
      if (attribute->n_values > 0)
        fixture_add (self, entries, field,
                     attribute->values[g_rand_int_range (rand, 0, (int) attribute->n_values)], "");
      return;
    case REDAN_ATTRIBUTE_INTEGER:
      text =
          g_strdup_printf ("%" G_GINT64_FORMAT, attribute->minimum + g_rand_int_range (rand, 0, 3));
      break;
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      text = g_strdup_printf ("%d-06-15", g_rand_int_range (rand, 2022, 2026));
      break;
    case REDAN_ATTRIBUTE_STRING:
      text = g_strdup_printf ("s%d", g_rand_int_range (rand, 0, 3));
      break;
    case REDAN_ATTRIBUTE_REFERENCE:
      return;
    default:
      text = g_strdup (attribute->values[g_rand_int_range (rand, 0, (int) attribute->n_values)]);
    }
  fixture_add (self, entries, field, "", text);
}

static void
fixture_add_attributes (
    const FixtureModel *self, GRand *rand, GArray *entries, RedanScope scope, guint percent)
{
  for (guint i = 0; i < redan_schema_get_n_attributes (fixture_schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (fixture_schema, i);

      if (attribute->scope == scope && attribute->stored && !attribute->structural &&
          g_rand_int_range (rand, 0, 100) < (int) percent)
        fixture_add_value (self, rand, entries, attribute);
    }
}

static void
fixture_add_boundaries (const FixtureModel *self,
                        GRand *rand,
                        const FixtureSize *size,
                        GArray *entries)
{
  static const char *const kinds[] = { "account",  "account", "account", "vpc",
                                       "internet", "partner", "ou",      "on-prem" };

  for (guint i = 0; i < size->n_boundaries; i++)
    {
      const char *kind = kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))];
      int parent = g_rand_int_range (rand, -1, (int) MAX (i, 1));

      fixture_add (self, entries, REDAN_FIELD_KIND, "", kind);
      if (parent >= 0 && i > 0 && i % 4 != 0)
        fixture_add_id (self, entries, REDAN_FIELD_PARENT, FALSE, "boundary", (guint) parent);
      fixture_add_attributes (self, rand, entries, REDAN_SCOPE_BOUNDARY, size->percent);
      if (strcmp (kind, "account") == 0)
        fixture_add_attributes (self, rand, entries, REDAN_SCOPE_ACCOUNT, size->percent);
      fixture_finish (self, REDAN_SECTION_BOUNDARY, "boundary", i, entries);
    }
}

static void
fixture_add_elements (const FixtureModel *self,
                      GRand *rand,
                      const FixtureSize *size,
                      GArray *entries)
{
  static const char *const kinds[] = { "actor",   "external", "process", "process",
                                       "process", "store",    "store" };

  for (guint i = 0; i < size->n_elements; i++)
    {
      int parent = g_rand_int_range (rand, -1, (int) size->n_boundaries);

      fixture_add (self, entries, REDAN_FIELD_KIND, "",
                   kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))]);
      if (parent >= 0)
        fixture_add_id (self, entries, REDAN_FIELD_PARENT, FALSE, "boundary", (guint) parent);
      fixture_add_attributes (self, rand, entries, REDAN_SCOPE_ELEMENT, size->percent);
      fixture_finish (self, REDAN_SECTION_ELEMENT, "element", i, entries);
    }
}

static void
fixture_add_flows (const FixtureModel *self, GRand *rand, const FixtureSize *size, GArray *entries)
{
  for (guint i = 0; i < size->n_flows; i++)
    {
      fixture_add_id (self, entries, REDAN_FIELD_SOURCE, FALSE, "element",
                      (guint) g_rand_int_range (rand, 0, (int) size->n_elements));
      fixture_add_id (self, entries, REDAN_FIELD_TARGET, FALSE, "element",
                      (guint) g_rand_int_range (rand, 0, (int) size->n_elements));
      if (g_rand_int_range (rand, 0, 6) == 0)
        fixture_add (self, entries, REDAN_FIELD_BIDIRECTIONAL, "", "yes");
      fixture_add_attributes (self, rand, entries, REDAN_SCOPE_FLOW, size->percent);
      fixture_finish (self, REDAN_SECTION_FLOW, "flow", i, entries);
    }
}

static void
fixture_add_rest (const FixtureModel *self, GRand *rand, const FixtureSize *size, GArray *entries)
{
  static const char *const states[] = { "planned", "declared", "attested", "validated" };
  guint n_controls;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, &n_controls);

  for (guint i = 0; i < size->n_assets; i++)
    {
      fixture_add_id (self, entries, REDAN_FIELD_STORED, TRUE, "element",
                      (guint) g_rand_int_range (rand, 0, (int) size->n_elements));
      if (size->n_flows > 0)
        fixture_add_id (self, entries, REDAN_FIELD_CARRIED, TRUE, "flow",
                        (guint) g_rand_int_range (rand, 0, (int) size->n_flows));
      fixture_add_attributes (self, rand, entries, REDAN_SCOPE_ASSET, 80);
      fixture_finish (self, REDAN_SECTION_ASSET, "asset", i, entries);
    }
  for (guint i = 0; i < size->n_mitigations; i++)
    {
      gboolean on_flow = size->n_flows > 0 && g_rand_boolean (rand);
      guint target =
          (guint) g_rand_int_range (rand, 0, (int) (on_flow ? size->n_flows : size->n_elements));

      fixture_add (self, entries, REDAN_FIELD_CONTROL, "",
                   controls[g_rand_int_range (rand, 0, (int) n_controls)].id);
      fixture_add_id (self, entries, REDAN_FIELD_TARGET, FALSE, on_flow ? "flow" : "element",
                      target);
      fixture_add (self, entries, REDAN_FIELD_STATE, "",
                   states[g_rand_int_range (rand, 0, G_N_ELEMENTS (states))]);
      fixture_finish (self, REDAN_SECTION_MITIGATION, "mitigation", i, entries);
    }
}

/* The same seed and size give the same model up to ids, which follow from the salt. */
G_GNUC_UNUSED static RedanModel *
fixture_random_model (guint32 seed, const FixtureSize *size, const char *salt)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
  FixtureModel self = { redan_model_new (fixture_schema), salt,
                        g_array_new (FALSE, FALSE, sizeof (RedanObject *)) };

  fixture_add_boundaries (&self, rand, size, entries);
  fixture_add_elements (&self, rand, size, entries);
  fixture_add_flows (&self, rand, size, entries);
  fixture_add_rest (&self, rand, size, entries);
  redan_model_put_all (self.model, (RedanObject **) (gpointer) self.objects->data,
                       self.objects->len);
  g_array_unref (self.objects);

  return self.model;
}

/* Analyses the model as of one fixed day. */
G_GNUC_UNUSED static RedanAnalysis *
fixture_analyse (const RedanModel *model, const guint32 *assumed, guint n_assumed)
{
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
  RedanAnalysisOptions options = { fixture_days ("2025-02-01"), assumed, n_assumed };

  return redan_analysis_new (snapshot, fixture_catalogue, &options);
}

/* A size that follows from the seed. */
G_GNUC_UNUSED static FixtureSize
fixture_random_size (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed + 1000);
  FixtureSize size = {
    (guint) g_rand_int_range (rand, 1, 30), (guint) g_rand_int_range (rand, 0, 60),
    (guint) g_rand_int_range (rand, 0, 9),  3,
    (guint) g_rand_int_range (rand, 0, 40), (guint) g_rand_int_range (rand, 5, 70)
  };

  return size;
}

G_GNUC_UNUSED static const RedanThreat *
fixture_threat (const RedanAnalysis *analysis, guint index)
{
  return &g_array_index (analysis->threats, RedanThreat, index);
}

/* @edit: (transfer full) */
G_GNUC_UNUSED static void
fixture_apply (RedanModel *model, RedanEdit *edit)
{
  g_autoptr (RedanEdit) owned = edit;
  g_autoptr (GError) error = NULL;

  redan_edit_apply (owned, model, &error);
  g_assert_no_error (error);
}

/* Adds an object with fields given as pairs of field and value; a value NULL ends the list. */
G_GNUC_UNUSED static RedanId
fixture_create (RedanModel *model, RedanSection section, ...)
{
  RedanEdit *edit = redan_edit_new (model, "fixture");
  RedanId id = redan_edit_create (edit, section, NULL);
  va_list arguments;

  va_start (arguments, section);
  for (;;)
    {
      int field = va_arg (arguments, int);
      const char *value = field == 0 ? NULL : va_arg (arguments, const char *);

      if (value == NULL)
        break;
      redan_edit_set (edit, &id, (RedanField) field, NULL, value);
    }
  va_end (arguments);
  fixture_apply (model, edit);

  return id;
}

/* Adds a flow without a name. */
G_GNUC_UNUSED static RedanId
fixture_connect (RedanModel *model, const RedanId *source, const RedanId *target)
{
  RedanIdText source_text;
  RedanIdText target_text;

  return fixture_create (model, REDAN_SECTION_FLOW, REDAN_FIELD_SOURCE,
                         redan_id_to_text (source, source_text), REDAN_FIELD_TARGET,
                         redan_id_to_text (target, target_text), 0);
}

G_GNUC_UNUSED static void
fixture_set (RedanModel *model, const RedanId *id, const char *attribute, const char *value)
{
  RedanEdit *edit = redan_edit_new (model, "fixture");

  g_assert_true (redan_edit_set_attribute (edit, id, attribute, value));
  fixture_apply (model, edit);
}

G_GNUC_UNUSED static void
fixture_set_field (
    RedanModel *model, const RedanId *id, RedanField field, const char *key, const char *value)
{
  RedanEdit *edit = redan_edit_new (model, "fixture");

  redan_edit_set (edit, id, field, key, value);
  fixture_apply (model, edit);
}
