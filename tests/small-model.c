/* SPDX-License-Identifier: Apache-2.0 */
/* Models written in a few lines, and random ones with many attributes, for the tests of the
 * analysis. */

#include "tests/small-model.h"

#include <string.h>

#include "model/edit.h"

RedanId
small_id (const char *name)
{
  const char *parts[] = { "small", name, NULL };

  return redan_id_derive (parts);
}

guint32
small_index (const RedanModel *model, const char *name)
{
  RedanId id = small_id (name);
  guint index = redan_model_index_of (model, &id);

  g_assert_cmpuint (index, !=, G_MAXUINT);
  return index;
}

static void
apply (RedanModel *model, RedanEdit *edit)
{
  g_autoptr (GError) error = NULL;

  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
  redan_edit_free (edit);
}

static void
set_attributes (RedanEdit *edit, const RedanId *id, const char *attributes)
{
  g_auto (GStrv) pairs = g_strsplit (attributes != NULL ? attributes : "", ";", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      if (!redan_edit_set_attribute (edit, id, g_strstrip (pairs[i]), equals + 1))
        g_error ("no attribute %s", pairs[i]);
    }
}

static void
set_reference (RedanEdit *edit, const RedanId *id, RedanField field, const char *name)
{
  RedanIdText text;
  RedanId target;

  if (name == NULL)
    return;

  target = small_id (name);
  redan_edit_set (edit, id, field, NULL, redan_id_to_text (&target, text));
}

static void
make_object (RedanModel *model,
             RedanSection section,
             const char *name,
             const char *kind,
             const char *parent,
             const char *attributes)
{
  RedanEdit *edit = redan_edit_new (model, "make");
  RedanId id = small_id (name);

  redan_edit_create (edit, section, &id);
  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  if (kind != NULL)
    redan_edit_set (edit, &id, REDAN_FIELD_KIND, NULL, kind);
  set_reference (edit, &id, REDAN_FIELD_PARENT, parent);
  set_attributes (edit, &id, attributes);
  apply (model, edit);
}

void
small_boundary (RedanModel *model,
                const char *name,
                const char *kind,
                const char *parent,
                const char *attributes)
{
  make_object (model, REDAN_SECTION_BOUNDARY, name, kind, parent, attributes);
}

void
small_element (RedanModel *model,
               const char *name,
               const char *kind,
               const char *parent,
               const char *attributes)
{
  make_object (model, REDAN_SECTION_ELEMENT, name, kind, parent, attributes);
}

void
small_flow (RedanModel *model,
            const char *name,
            const char *source,
            const char *target,
            const char *attributes)
{
  RedanEdit *edit = redan_edit_new (model, "connect");
  RedanId id = small_id (name);

  redan_edit_create (edit, REDAN_SECTION_FLOW, &id);
  set_reference (edit, &id, REDAN_FIELD_SOURCE, source);
  set_reference (edit, &id, REDAN_FIELD_TARGET, target);
  set_attributes (edit, &id, attributes);
  apply (model, edit);
}

void
small_asset (RedanModel *model, const char *name, const char *attributes)
{
  make_object (model, REDAN_SECTION_ASSET, name, NULL, NULL, attributes);
}

void
small_fact (
    RedanModel *model, const char *name, const char *value, const char *date, const char *expires)
{
  RedanEdit *edit = redan_edit_new (model, "fact");
  RedanId id = small_id (name);

  redan_edit_create (edit, REDAN_SECTION_FACT, &id);
  redan_edit_set (edit, &id, REDAN_FIELD_KEY, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_VALUE, NULL, value);
  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, date);
  redan_edit_set (edit, &id, REDAN_FIELD_EXPIRES, NULL, expires);
  apply (model, edit);
}

void
small_set (
    RedanModel *model, const char *name, RedanField field, const char *key, const char *value)
{
  RedanEdit *edit = redan_edit_new (model, "set");
  RedanId id = small_id (name);
  RedanId other;
  RedanIdText text;

  if (key != NULL)
    {
      other = small_id (key);
      redan_edit_set (edit, &id, field, redan_id_to_text (&other, text), value);
    }
  else
    redan_edit_set (edit, &id, field, NULL, value);
  apply (model, edit);
}

/* ---- random models ---- */

static char *
dup_random_value (const RedanAttribute *attribute, GRand *random)
{
  static const char *const strings[] = { "shop", "billing", "org", "s3", "lambda" };
  guint pick;

  if (g_rand_int_range (random, 0, 8) == 0)
    return g_strdup ("unknown");

  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT,
                              attribute->minimum + g_rand_int_range (random, 0, 5));
    case REDAN_ATTRIBUTE_DATE:
      return g_strdup_printf ("202%d-0%d-11", g_rand_int_range (random, 2, 6),
                              g_rand_int_range (random, 1, 10));
    case REDAN_ATTRIBUTE_STRING:
      return g_strdup (strings[g_rand_int_range (random, 0, G_N_ELEMENTS (strings))]);
    case REDAN_ATTRIBUTE_REFERENCE:
      return NULL;
    default:
      if (attribute->n_values == 0)
        return g_strdup (g_rand_boolean (random) ? "one,two" : "two");
      pick = (guint) g_rand_int_range (random, 0, (gint32) attribute->n_values);
      if (attribute->type == REDAN_ATTRIBUTE_SET && pick > 0 && g_rand_boolean (random))
        return g_strdup_printf ("%s,%s", attribute->values[0], attribute->values[pick]);
      return g_strdup (attribute->values[pick]);
    }
}

static char *
dup_random_attributes (RedanSchema *schema, GRand *random, RedanScope scope, RedanScope other_scope)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      g_autofree char *value = NULL;

      if ((attribute->scope != scope && attribute->scope != other_scope) || attribute->structural ||
          !attribute->stored)
        continue;
      if (g_rand_boolean (random))
        continue;
      value = dup_random_value (attribute, random);
      if (value != NULL)
        g_string_append_printf (text, "%s=%s;", attribute->name, value);
    }

  return g_string_free (text, FALSE);
}

static char *
dup_name (const char *salt, const char *letter, guint number)
{
  return g_strdup_printf ("%s%s%u", salt, letter, number);
}

static void
make_random_boundaries (RedanModel *model, GRand *random, const char *salt, guint n)
{
  RedanSchema *schema = redan_model_get_schema (model);
  const RedanAttribute *kinds = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = dup_name (salt, "b", i);
      g_autofree char *parent =
          i > 0 && g_rand_int_range (random, 0, 3) > 0
              ? dup_name (salt, "b", (guint) g_rand_int_range (random, 0, (gint32) i))
              : NULL;
      const char *kind = kinds->values[g_rand_int_range (random, 0, (gint32) kinds->n_values)];
      gboolean is_account = strcmp (kind, "account") == 0;
      g_autofree char *attributes =
          dup_random_attributes (schema, random, REDAN_SCOPE_BOUNDARY,
                                 is_account ? REDAN_SCOPE_ACCOUNT : REDAN_SCOPE_BOUNDARY);

      small_boundary (model, name, kind, parent, attributes);
    }
}

static void
make_random_flows (RedanModel *model,
                   GRand *random,
                   const char *salt,
                   guint n,
                   guint n_elements,
                   guint n_boundaries)
{
  RedanSchema *schema = redan_model_get_schema (model);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = dup_name (salt, "f", i);
      g_autofree char *source =
          dup_name (salt, "e", (guint) g_rand_int_range (random, 0, (gint32) n_elements));
      g_autofree char *target =
          dup_name (salt, "e", (guint) g_rand_int_range (random, 0, (gint32) n_elements));
      g_autofree char *line =
          dup_name (salt, "b", (guint) g_rand_int_range (random, 0, (gint32) n_boundaries));
      g_autofree char *attributes =
          dup_random_attributes (schema, random, REDAN_SCOPE_FLOW, REDAN_SCOPE_FLOW);
      gboolean is_loose = g_rand_int_range (random, 0, 12) == 0;

      small_flow (model, name, is_loose ? NULL : source, target, attributes);
      if (g_rand_int_range (random, 0, 4) == 0)
        small_set (model, name, REDAN_FIELD_BIDIRECTIONAL, NULL, "yes");
      if (g_rand_int_range (random, 0, 6) == 0)
        small_set (model, name, REDAN_FIELD_CROSSES, line, "");
    }
}

static void
make_random_assets (
    RedanModel *model, GRand *random, const char *salt, guint n, guint n_elements, guint n_flows)
{
  RedanSchema *schema = redan_model_get_schema (model);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = dup_name (salt, "d", i);
      g_autofree char *attributes =
          dup_random_attributes (schema, random, REDAN_SCOPE_ASSET, REDAN_SCOPE_ASSET);
      g_autofree char *stored =
          dup_name (salt, "e", (guint) g_rand_int_range (random, 0, (gint32) n_elements));
      g_autofree char *processed =
          dup_name (salt, "e", (guint) g_rand_int_range (random, 0, (gint32) n_elements));
      g_autofree char *carried =
          dup_name (salt, "f", (guint) g_rand_int_range (random, 0, (gint32) n_flows));

      small_asset (model, name, attributes);
      small_set (model, name, REDAN_FIELD_STORED, stored, "");
      small_set (model, name, REDAN_FIELD_PROCESSED, processed, "");
      small_set (model, name, REDAN_FIELD_CARRIED, carried, "");
    }
}

RedanModel *
small_random (RedanSchema *schema, guint32 seed, guint n_elements, const char *salt)
{
  RedanModel *model = redan_model_new (schema);
  GRand *random = g_rand_new_with_seed (seed);
  const RedanAttribute *kinds = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "kind", -1);
  guint n_boundaries = n_elements / 3 + 1;
  guint n_flows = n_elements * 2;

  make_random_boundaries (model, random, salt, n_boundaries);
  for (guint i = 0; i < n_elements; i++)
    {
      g_autofree char *name = dup_name (salt, "e", i);
      g_autofree char *parent =
          g_rand_int_range (random, 0, 6) > 0
              ? dup_name (salt, "b", (guint) g_rand_int_range (random, 0, (gint32) n_boundaries))
              : NULL;
      g_autofree char *attributes =
          dup_random_attributes (schema, random, REDAN_SCOPE_ELEMENT, REDAN_SCOPE_ELEMENT);

      small_element (model, name,
                     kinds->values[g_rand_int_range (random, 0, (gint32) kinds->n_values)], parent,
                     attributes);
    }

  make_random_flows (model, random, salt, n_flows, n_elements, n_boundaries);
  make_random_assets (model, random, salt, n_elements / 4 + 1, n_elements, n_flows);
  small_fact (model, "policies", "yes", "2024-03-01", NULL);
  small_fact (model, "tm_review", NULL, "2024-10-01", NULL);
  g_rand_free (random);
  return model;
}
