/* SPDX-License-Identifier: Apache-2.0 */
/* Tells inherited objects and values from those of the model itself. */

#include "config.h"

#include "ui/report/inherited.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/difference-words.h"
#include "ui/report/wording.h"

static gboolean
is_marked (const RedanObject *object)
{
  return redan_object_get_keyed (object, REDAN_FIELD_EXTRA, REDAN_INHERITED_KEY) != NULL;
}

GPtrArray *
redan_inherited_list (const RedanModel *model)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_MITIGATION,
                                           REDAN_SECTION_FACT, REDAN_SECTION_EVIDENCE };
  GPtrArray *list = g_ptr_array_new ();

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (model, sections[s], &n);

      for (guint i = 0; i < n; i++)
        if (is_marked (objects[i]))
          g_ptr_array_add (list, (gpointer) objects[i]);
    }
  return list;
}

/* ---- what has to do with a threat ---- */

/* Whether the boundary lies around an object. */
static gboolean
is_around (const RedanModel *model, const RedanObject *boundary, const RedanObject *object)
{
  RedanId id;

  for (guint depth = 0; object != NULL && depth < 64; depth++)
    {
      if (object == boundary)
        return TRUE;
      if (!redan_object_get_reference (object, REDAN_FIELD_PARENT, &id))
        return FALSE;
      object = redan_model_lookup (model, &id);
    }
  return FALSE;
}

static gboolean
concerns_place (const RedanModel *model, const RedanObject *boundary, const RedanObject *place)
{
  static const RedanField ends[] = { REDAN_FIELD_SOURCE, REDAN_FIELD_TARGET };
  RedanId id;

  if (place == NULL)
    return FALSE;
  if (place->section != REDAN_SECTION_FLOW)
    return is_around (model, boundary, place);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (redan_object_get_reference (place, ends[i], &id) &&
        is_around (model, boundary, redan_model_lookup (model, &id)))
      return TRUE;
  return FALSE;
}

static gboolean
asks_for (const RedanCatalogue *catalogue, const RedanRule *rule, const char *control)
{
  const guint32 index = control != NULL ? redan_catalogue_find_control (catalogue, control) : 0;

  for (guint i = 0; control != NULL && i < rule->n_controls; i++)
    if (rule->controls[i] == index)
      return TRUE;
  return FALSE;
}

static gboolean
reads_fact (const RedanRule *rule, const char *fact)
{
  g_autofree char *name = g_strconcat ("prog.", fact, NULL);
  const char *text = rule->condition != NULL ? redan_expression_get_text (rule->condition) : "";
  const gsize length = strlen (name);

  for (const char *at = strstr (text, name); at != NULL; at = strstr (at + 1, name))
    if (!g_ascii_isalnum (at[length]) && at[length] != '_')
      return TRUE;
  return FALSE;
}

static gboolean
concerns (const RedanAnalysis *analysis, const RedanThreat *threat, const RedanObject *object)
{
  const RedanFacts *facts = analysis->facts;
  const RedanRule *rule = redan_threat_get_rule (facts, threat);
  const char *fact = redan_object_get (object, REDAN_FIELD_KEY);

  if (object->section == REDAN_SECTION_BOUNDARY)
    return concerns_place (facts->snapshot->model, object, redan_threat_get_object (facts, threat));
  if (rule == NULL)
    return FALSE;
  if (object->section == REDAN_SECTION_FACT)
    return fact != NULL && reads_fact (rule, fact);
  return asks_for (facts->catalogue, rule, redan_object_get (object, REDAN_FIELD_CONTROL));
}

GPtrArray *
redan_inherited_list_for (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  g_autoptr (GPtrArray) all = redan_inherited_list (analysis->facts->snapshot->model);
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (concerns (analysis, threat, g_ptr_array_index (all, i)))
      g_ptr_array_add (list, g_ptr_array_index (all, i));
  return list;
}

/* ---- words ---- */

static void
append_value (GString *line, const RedanModel *model, const RedanObject *object, RedanField field)
{
  guint n;
  const RedanEntry *entries = redan_object_get_range (object, field, &n);
  g_autofree char *title = redan_field_dup_title (model, object->section, field);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text =
          redan_entry_dup_text (model, object->section, field, entries[i].key, entries[i].value);

      g_string_append_printf (line, "%s%s: %s", line->len > 0 ? "; " : "", title, text);
    }
}

/* What an inherited object says, apart from its name and place. */
static gboolean
is_told (const RedanObject *object, RedanField field)
{
  switch (object->section)
    {
    case REDAN_SECTION_BOUNDARY:
      return field == REDAN_FIELD_PARENT;
    case REDAN_SECTION_MITIGATION:
      return field == REDAN_FIELD_TARGET || field == REDAN_FIELD_STATE;
    case REDAN_SECTION_EVIDENCE:
      return field == REDAN_FIELD_TARGET || field == REDAN_FIELD_VALUE;
    default:
      return field == REDAN_FIELD_VALUE || field == REDAN_FIELD_DATE;
    }
}

char *
redan_inherited_dup_line (const RedanModel *model, const RedanObject *object)
{
  RedanSchema *schema = redan_model_get_schema (model);
  const gboolean whole = redan_object_is_inherited (object);
  g_autofree char *title = redan_object_dup_title (model, object);
  g_autoptr (GString) values = g_string_new (NULL);
  RedanField last = REDAN_FIELD_EXISTS;

  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanField field = object->entries[i].field;

      if (field != last &&
          (whole ? is_told (object, field) : redan_object_inherits (schema, object, field)))
        append_value (values, model, object, field);
      last = field;
    }
  return g_strdup_printf ("%s %s%s%s", redan_object_get_kind (object), title,
                          values->len > 0 ? ": " : "", values->str);
}

void
redan_inherited_write (RedanJson *json, const RedanModel *model, const GPtrArray *objects)
{
  redan_json_begin_array (json, "inherited");
  for (guint i = 0; i < objects->len; i++)
    {
      const RedanObject *object = g_ptr_array_index (objects, i);
      const char *fields = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, REDAN_INHERITED_KEY);
      g_auto (GStrv) names =
          redan_object_is_inherited (object) ? NULL : g_strsplit (fields, " ", -1);
      g_autofree char *title = redan_object_dup_title (model, object);
      RedanIdText id;

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "object", redan_id_to_text (&object->id, id));
      redan_json_string (json, "section", redan_section_get_tag (object->section));
      redan_json_string (json, "name", title);
      redan_json_begin_array (json, "fields");
      for (guint k = 0; names != NULL && names[k] != NULL; k++)
        redan_json_string (json, NULL, names[k]);
      redan_json_end_array (json);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}
