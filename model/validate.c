/* SPDX-License-Identifier: Apache-2.0 */
/* The errors of a whole model: dangling references, references to the wrong section, cyclic and
 * endless nesting. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/error.h"
#include "model/geometry.h"
#include "model/validate-private.h"

#define N_LOW REDAN_FIELD_ATTRIBUTE
#define N_HIGH 64
#define ANY_SECTION G_MAXUINT

typedef struct
{
  const RedanModel *model;
  RedanErrorVisitor visitor;
  gpointer user_data;
  gboolean valid;
  gboolean stopped;
  /* Sections that a field may refer to; 0 when it is no reference. */
  guint scalars[REDAN_N_SECTIONS][N_LOW];
  guint keys[REDAN_N_SECTIONS][N_HIGH];
  guint8 *attributes; /* whether the attribute is a reference */
} Check;

static void
report (Check *check,
        const RedanObject *object,
        RedanField field,
        const char *key,
        const char *code,
        char *message)
{
  check->valid = FALSE;
  check->stopped = !check->visitor (object, field, key, code, message, check->user_data);
}

static void
prepare (Check *check)
{
  RedanSchema *schema = redan_model_get_schema (check->model);
  guint n_attributes = redan_schema_get_n_attributes (schema);

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n_fields;
      const RedanFieldInfo *fields = redan_section_get_fields (section, &n_fields);
      for (guint i = 0; i < n_fields; i++)
        {
          if (fields[i].field < N_LOW)
            check->scalars[section][fields[i].field] = fields[i].references;
          else if (fields[i].field >= REDAN_FIELD_PACK &&
                   fields[i].field - REDAN_FIELD_PACK < N_HIGH)
            check->keys[section][fields[i].field - REDAN_FIELD_PACK] = fields[i].references;
        }
    }

  check->attributes = g_new0 (guint8, n_attributes + 1);
  for (guint i = 0; i < n_attributes; i++)
    check->attributes[i] =
        redan_schema_get_attribute (schema, i)->type == REDAN_ATTRIBUTE_REFERENCE;
}

static char *
list_sections (guint sections)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    if (sections & 1u << i)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", redan_section_get_tag (i));
  return g_string_free (names, FALSE);
}

static void
check_reference (Check *check,
                 const RedanObject *object,
                 const RedanEntry *entry,
                 const char *text,
                 guint sections)
{
  RedanSchema *schema = redan_model_get_schema (check->model);
  const RedanObject *target = NULL;
  RedanId id;

  /* What is no id is not in the table either: there is no need to look at its characters. */
  if (strnlen (text, REDAN_ID_LENGTH + 1) == REDAN_ID_LENGTH)
    {
      memcpy (id.text, text, REDAN_ID_LENGTH);
      target = redan_model_lookup (check->model, &id);
    }
  if (target != NULL && sections & 1u << target->section)
    return;

  if (target == NULL)
    {
      report (
          check, object, entry->field, entry->key, "dangling-reference",
          g_strdup_printf (_ ("%s of %s %.16s names \"%.64s\", which does not exist; remove the "
                              "reference or add the object"),
                           redan_field_get_tag (schema, entry->field),
                           redan_section_get_tag (object->section), object->id.text, text));
      return;
    }

  g_autofree char *expected = list_sections (sections);
  report (check, object, entry->field, entry->key, "wrong-section",
          g_strdup_printf (_ ("%s of %s %.16s names the %s %.16s; expected one of: %s"),
                           redan_field_get_tag (schema, entry->field),
                           redan_section_get_tag (object->section), object->id.text,
                           redan_section_get_tag (target->section), target->id.text, expected));
}

static void
check_object_references (Check *check, const RedanObject *object)
{
  for (guint i = 0; i < object->n_entries && !check->stopped; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      if (entry->field < N_LOW)
        {
          guint sections = check->scalars[object->section][entry->field];
          if (sections != 0)
            check_reference (check, object, entry, entry->value, sections);
        }
      else if (entry->field >= REDAN_FIELD_PACK)
        {
          guint sections = check->keys[object->section][entry->field - REDAN_FIELD_PACK];
          if (sections != 0)
            check_reference (check, object, entry, entry->key, sections);
        }
      else if (check->attributes[entry->field - REDAN_FIELD_ATTRIBUTE] &&
               strcmp (entry->value, "unknown") != 0)
        check_reference (check, object, entry, entry->value, ANY_SECTION);
    }
}

static void
check_fact (Check *check, const RedanObject *object)
{
  const char *name = redan_object_get (object, REDAN_FIELD_KEY);
  const char *value = redan_object_get (object, REDAN_FIELD_VALUE);
  g_autoptr (GError) error = NULL;

  if (redan_fact_check (redan_model_get_schema (check->model), name == NULL ? "" : name, value,
                        &error))
    return;
  if (error->code == REDAN_MODEL_ERROR_UNKNOWN_NAME)
    report (check, object, REDAN_FIELD_KEY, "", "unknown-fact", g_strdup (error->message));
  else
    report (check, object, REDAN_FIELD_VALUE, "", "bad-fact",
            g_strdup_printf (_ ("fact %s: %s"), name, error->message));
}

static guint
get_parent (const RedanModel *model, guint boundary)
{
  RedanId id;
  const RedanObject *object = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, boundary);

  if (!redan_object_get_reference (object, REDAN_FIELD_PARENT, &id))
    return G_MAXUINT;
  const RedanObject *parent = redan_model_lookup (model, &id);
  if (parent == NULL || parent->section != REDAN_SECTION_BOUNDARY)
    return G_MAXUINT;
  return redan_model_index_of (model, &id);
}

static void
report_cycle (Check *check, guint boundary)
{
  const RedanObject *object = redan_model_get_nth (check->model, REDAN_SECTION_BOUNDARY, boundary);

  report (check, object, REDAN_FIELD_PARENT, "", "cyclic-parents",
          g_strdup_printf (
              _ ("boundary %.16s lies inside itself (parent \"%s\" leads back to it); remove "
                 "one parent of the circle"),
              object->id.text, redan_object_get (object, REDAN_FIELD_PARENT)));
}

static void
report_depth (Check *check, guint boundary)
{
  const RedanObject *object = redan_model_get_nth (check->model, REDAN_SECTION_BOUNDARY, boundary);

  report (
      check, object, REDAN_FIELD_PARENT, "", "nested-too-deep",
      g_strdup_printf (_ ("boundary %.16s is nested deeper than %d levels; flatten the nesting"),
                       object->id.text, REDAN_MAX_NESTING));
}

/* Walks up from every boundary until a known depth; a walk that meets itself is a circle, reported
 * once where it was entered. */
static void
check_nesting (Check *check)
{
  enum
  {
    OPEN = 1,
    DONE = 2
  };
  guint n = redan_model_get_n (check->model, REDAN_SECTION_BOUNDARY);
  g_autofree guint *parents = g_new (guint, n + 1);
  g_autofree guint *depths = g_new0 (guint, n + 1);
  g_autofree guint8 *states = g_new0 (guint8, n + 1);
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    parents[i] = get_parent (check->model, i);
  for (guint i = 0; i < n && !check->stopped; i++)
    {
      guint at = i;
      g_array_set_size (path, 0);
      while (at != G_MAXUINT && states[at] == 0)
        {
          states[at] = OPEN;
          g_array_append_val (path, at);
          at = parents[at];
        }
      if (at != G_MAXUINT && states[at] == OPEN)
        report_cycle (check, at);
      guint depth = at == G_MAXUINT || states[at] == OPEN ? 0 : depths[at] + 1;
      for (guint j = path->len; j-- > 0 && !check->stopped; depth++)
        {
          guint boundary = g_array_index (path, guint, j);
          depths[boundary] = depth;
          states[boundary] = DONE;
          if (depth == REDAN_MAX_NESTING)
            report_depth (check, boundary);
        }
    }
}

gboolean
redan_validate_visit_errors (const RedanModel *model, RedanErrorVisitor visitor, gpointer user_data)
{
  g_autofree Check *check = g_new0 (Check, 1);

  check->model = model;
  check->visitor = visitor;
  check->user_data = user_data;
  check->valid = TRUE;
  prepare (check);
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n = redan_model_get_n (model, section);
      for (guint i = 0; i < n && !check->stopped; i++)
        check_object_references (check, redan_model_get_nth (model, section, i));
    }
  guint n_facts = redan_model_get_n (model, REDAN_SECTION_FACT);
  for (guint i = 0; i < n_facts && !check->stopped; i++)
    check_fact (check, redan_model_get_nth (model, REDAN_SECTION_FACT, i));
  if (!check->stopped)
    check_nesting (check);
  g_free (check->attributes);
  return check->valid;
}

static gboolean
add_error_cb (const RedanObject *object,
              RedanField field,
              const char *key,
              const char *code,
              char *message,
              gpointer user_data)
{
  RedanFinding *finding = g_new0 (RedanFinding, 1);

  finding->level = REDAN_FINDING_ERROR;
  finding->object = object->id;
  finding->code = code;
  finding->message = message;
  g_ptr_array_add (user_data, finding);
  return TRUE;
}

void
redan_finding_free (RedanFinding *self)
{
  if (self == NULL)
    return;

  g_free (self->message);
  g_free (self);
}

GPtrArray *
redan_validate (const RedanModel *model)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_finding_free);

  redan_validate_visit_errors (model, add_error_cb, findings);
  redan_validate_add_warnings (model, findings);
  return findings;
}
