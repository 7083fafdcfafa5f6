/* SPDX-License-Identifier: Apache-2.0 */
/* The warnings of lint: what a valid model says that is probably not meant. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/conflict.h"
#include "model/name.h"
#include "model/validate-private.h"

typedef struct
{
  const RedanModel *model;
  GPtrArray *findings;
  RedanField data_class;
  RedanField tech;
  RedanField mfa;
  RedanField privilege;
  RedanField iam_scope;
  RedanField classification;
  RedanField purpose;
  RedanField root_mfa;
  const RedanAttribute *tech_attribute;
  const RedanAttribute *class_attribute;
  const RedanAttribute *asset_class_attribute;
  guint8 *has_members;      /* per boundary: something names it as parent */
  guint8 *is_crossed;       /* per boundary: some flow crosses its line */
  guint8 *human_calls;      /* per element: a flow from an actor or a human's device ends there */
  const char **asset_class; /* per element: the highest classification of its stored assets */
  GHashTable *decisions;    /* what a decision is about: the first one about it */
  gboolean any_placed;
} Lint;

static void
warn (Lint *lint, const RedanObject *object, const char *code, char *message)
{
  RedanFinding *finding = g_new0 (RedanFinding, 1);

  finding->level = REDAN_FINDING_WARNING;
  if (object != NULL)
    finding->object = object->id;
  finding->code = code;
  finding->message = message;
  g_ptr_array_add (lint->findings, finding);
}

/* How a message names an object. */
static char *
name_of (const RedanObject *object)
{
  g_autofree char *name = redan_text_fold_lines (redan_object_get_name (object));

  if (name[0] == '\0')
    return g_strdup_printf ("%s %.16s", redan_section_get_tag (object->section), object->id.text);
  return g_strdup_printf ("%s \"%s\"", redan_section_get_tag (object->section), name);
}

static gboolean
is_value (const RedanObject *object, RedanField field, const char *expected)
{
  const char *value = field == REDAN_FIELD_EXISTS ? NULL : redan_object_get (object, field);

  return value != NULL && strcmp (value, expected) == 0;
}

static const char *
get_value (const RedanObject *object, RedanField field)
{
  return field == REDAN_FIELD_EXISTS ? NULL : redan_object_get (object, field);
}

/* Index of what the scalar reference @field names, if that lies in @section. */
static guint
get_index (const RedanModel *model,
           const RedanObject *object,
           RedanField field,
           RedanSection section)
{
  RedanId id;

  if (!redan_object_get_reference (object, field, &id))
    return G_MAXUINT;
  const RedanObject *target = redan_model_lookup (model, &id);
  return target == NULL || target->section != section ? G_MAXUINT
                                                      : redan_model_index_of (model, &id);
}

static gboolean
is_human (const Lint *lint, const RedanObject *element)
{
  const char *tech = get_value (element, lint->tech);

  if (is_value (element, REDAN_FIELD_KIND, "actor"))
    return TRUE;
  if (tech == NULL || lint->tech_attribute == NULL)
    return FALSE;
  int index = redan_attribute_find_value (lint->tech_attribute, tech, -1);
  return index >= 0 && redan_attribute_get_property (lint->tech_attribute, index, "human") != NULL;
}

static void
collect_members (Lint *lint, RedanSection section)
{
  guint n = redan_model_get_n (lint->model, section);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_get_nth (lint->model, section, i);
      guint parent = get_index (lint->model, object, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY);
      guint n_places;
      if (parent != G_MAXUINT)
        lint->has_members[parent] = 1;
      if (section == REDAN_SECTION_ELEMENT &&
          redan_object_get_range (object, REDAN_FIELD_PLACE, &n_places) != NULL)
        lint->any_placed = TRUE;
    }
}

static void
collect_flows (Lint *lint)
{
  guint n = redan_model_get_n (lint->model, REDAN_SECTION_FLOW);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *flow = redan_model_get_nth (lint->model, REDAN_SECTION_FLOW, i);
      guint source = get_index (lint->model, flow, REDAN_FIELD_SOURCE, REDAN_SECTION_ELEMENT);
      guint target = get_index (lint->model, flow, REDAN_FIELD_TARGET, REDAN_SECTION_ELEMENT);
      guint n_crosses;
      const RedanEntry *crosses = redan_object_get_range (flow, REDAN_FIELD_CROSSES, &n_crosses);

      if (source != G_MAXUINT && target != G_MAXUINT &&
          is_human (lint, redan_model_get_nth (lint->model, REDAN_SECTION_ELEMENT, source)))
        lint->human_calls[target] = 1;
      for (guint j = 0; j < n_crosses; j++)
        {
          const RedanObject *line = redan_model_lookup_text (lint->model, crosses[j].key);
          if (line != NULL && line->section == REDAN_SECTION_BOUNDARY)
            lint->is_crossed[redan_model_index_of (lint->model, &line->id)] = 1;
        }
    }
}

static int
get_rank (const RedanAttribute *attribute, const char *value)
{
  return attribute == NULL || value == NULL ? -1
                                            : redan_attribute_find_value (attribute, value, -1);
}

static void
collect_assets (Lint *lint)
{
  guint n = redan_model_get_n (lint->model, REDAN_SECTION_ASSET);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *asset = redan_model_get_nth (lint->model, REDAN_SECTION_ASSET, i);
      const char *class = get_value (asset, lint->classification);
      int rank = get_rank (lint->asset_class_attribute, class);
      guint n_stored;
      const RedanEntry *stored = redan_object_get_range (asset, REDAN_FIELD_STORED, &n_stored);

      for (guint j = 0; j < n_stored && rank >= 0; j++)
        {
          const RedanObject *element = redan_model_lookup_text (lint->model, stored[j].key);
          if (element == NULL || element->section != REDAN_SECTION_ELEMENT)
            continue;
          const char **highest =
              &lint->asset_class[redan_model_index_of (lint->model, &element->id)];
          if (rank > get_rank (lint->asset_class_attribute, *highest))
            *highest = class;
        }
    }
}

static gboolean
has_direction_mark (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      if (c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
          (c >= 0x2066 && c <= 0x2069))
        return TRUE;
    }
  return FALSE;
}

static void
lint_name (Lint *lint, const RedanObject *object)
{
  if (has_direction_mark (redan_object_get_name (object)))
    warn (lint, object, "bidi-control",
          g_strdup_printf (
              _ ("the name of %s %.16s has characters that turn the direction of writing; "
                 "what is shown is not what is stored; retype it"),
              redan_section_get_tag (object->section), object->id.text));
}

static void
lint_account (Lint *lint, const RedanObject *boundary, const char *name)
{
  const RedanObject *at = boundary;

  for (guint i = 0; i < 64; i++)
    {
      guint parent = get_index (lint->model, at, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY);
      if (parent == G_MAXUINT)
        break;
      at = redan_model_get_nth (lint->model, REDAN_SECTION_BOUNDARY, parent);
      if (!is_value (at, REDAN_FIELD_KIND, "account"))
        continue;
      g_autofree char *outer = name_of (at);
      warn (lint, boundary, "account-in-account",
            g_strdup_printf (
                _ ("account %s lies inside the account %s; accounts lie side by side, move it "
                   "to an organizational unit"),
                name, outer));
      break;
    }
  if (is_value (boundary, lint->purpose, "management") &&
      is_value (boundary, lint->root_mfa, "removed"))
    warn (lint, boundary, "management-root-removed",
          g_strdup_printf (
              _ ("%s is a management account, its root user cannot be removed; set root_mfa to "
                 "what protects it"),
              name));
}

static gboolean
has_account_attribute (const Lint *lint, const RedanObject *boundary)
{
  RedanSchema *schema = redan_model_get_schema (lint->model);

  for (guint i = 0; i < boundary->n_entries; i++)
    {
      const RedanAttribute *attribute =
          redan_field_get_attribute (schema, boundary->entries[i].field);
      if (attribute != NULL && attribute->scope == REDAN_SCOPE_ACCOUNT)
        return TRUE;
    }
  return FALSE;
}

static void
lint_boundary (Lint *lint, const RedanObject *boundary, guint index)
{
  g_autofree char *name = name_of (boundary);
  guint n_routes;
  gboolean is_line = redan_object_get_range (boundary, REDAN_FIELD_ROUTE, &n_routes) != NULL;

  if (is_value (boundary, REDAN_FIELD_KIND, "account"))
    lint_account (lint, boundary, name);
  else if (has_account_attribute (lint, boundary))
    warn (lint, boundary, "account-attribute-elsewhere",
          g_strdup_printf (
              _ ("%s is no account but has attributes of one; remove them or make it an account"),
              name));

  /* the file of an organization has accounts and no elements */
  if (redan_model_get_n (lint->model, REDAN_SECTION_ELEMENT) == 0 &&
      (is_value (boundary, REDAN_FIELD_KIND, "account") ||
       is_value (boundary, REDAN_FIELD_KIND, "ou") ||
       is_value (boundary, REDAN_FIELD_KIND, "organization")))
    return;
  if (is_line && !lint->is_crossed[index] && !lint->has_members[index])
    warn (lint, boundary, "empty-boundary",
          g_strdup_printf (_ ("no flow crosses the line %s; move it or delete it"), name));
  else if (!is_line && !lint->has_members[index])
    warn (lint, boundary, "empty-boundary",
          g_strdup_printf (_ ("%s has nothing inside; put elements into it or delete it"), name));
}

static void
lint_element (Lint *lint, const RedanObject *element, guint index)
{
  g_autofree char *name = name_of (element);
  const char *mfa = get_value (element, lint->mfa);
  const char *class = get_value (element, lint->data_class);
  int explicit = get_rank (lint->class_attribute, class);
  int stored = get_rank (lint->class_attribute, lint->asset_class[index]);
  guint n_places;

  if (explicit >= 0 && stored > explicit)
    warn (lint, element, "class-below-assets",
          g_strdup_printf (
              _ ("%s is classed %s but stores data classed %s; raise data_class or remove it"),
              name, class, lint->asset_class[index]));
  if (mfa != NULL && strcmp (mfa, "none") != 0 && strcmp (mfa, "unknown") != 0 &&
      !lint->human_calls[index] &&
      g_strcmp0 (redan_object_get (element, REDAN_FIELD_KIND), "actor") != 0)
    warn (lint, element, "mfa-without-human",
          g_strdup_printf (_ ("%s has mfa set but no person calls it; draw the flow or remove mfa"),
                           name));
  if (is_value (element, lint->privilege, "admin") && is_value (element, lint->iam_scope, "none"))
    warn (lint, element, "admin-without-scope",
          g_strdup_printf (
              _ ("%s has administrator rights with iam_scope none; say how far they reach"), name));
  if (lint->any_placed && redan_object_get_range (element, REDAN_FIELD_PLACE, &n_places) == NULL)
    warn (lint, element, "unplaced",
          g_strdup_printf (_ ("%s stands in no diagram, others do; place it"), name));
}

static void
lint_flow (Lint *lint, const RedanObject *flow)
{
  const char *missing = redan_object_get (flow, REDAN_FIELD_SOURCE) == NULL   ? _ ("source")
                        : redan_object_get (flow, REDAN_FIELD_TARGET) == NULL ? _ ("target")
                                                                              : NULL;

  if (missing == NULL)
    return;
  g_autofree char *name = name_of (flow);
  warn (lint, flow, "flow-without-end",
        g_strdup_printf (_ ("%s has no %s; no threat is found for it; connect it"), name, missing));
}

static const char *
get_decision (const RedanObject *decision)
{
  const char *word = redan_object_get (decision, REDAN_FIELD_DECISION);

  return word != NULL ? word : "open";
}

static void
lint_contradiction (Lint *lint, const RedanObject *decision)
{
  const char *target = redan_object_get (decision, REDAN_FIELD_TARGET);
  const char *direction = redan_object_get (decision, REDAN_FIELD_DIRECTION);
  const char *rule = redan_object_get (decision, REDAN_FIELD_RULE);
  g_autofree char *about = g_strdup_printf ("%s %s %s", rule, target != NULL ? target : "",
                                            direction != NULL ? direction : "");
  const RedanObject *other = g_hash_table_lookup (lint->decisions, about);

  if (other == NULL)
    g_hash_table_insert (lint->decisions, g_steal_pointer (&about), (gpointer) decision);
  else if (!g_str_equal (get_decision (other), get_decision (decision)))
    warn (
        lint, decision, "contradictory-decisions",
        g_strdup_printf (_ ("decision %.16s says %s and %.16s says %s of the same threat (%s); the "
                            "one that leaves more open counts; delete one"),
                         other->id.text, get_decision (other), decision->id.text,
                         get_decision (decision), rule));
}

static void
lint_decision (Lint *lint, const RedanObject *decision)
{
  const char *target = redan_object_get (decision, REDAN_FIELD_TARGET);

  lint_contradiction (lint, decision);
  if (target == NULL || redan_model_lookup_text (lint->model, target) != NULL)
    return;
  warn (lint, decision, "decision-target-gone",
        g_strdup_printf (_ ("decision %.16s about rule %s stands on %s, which is gone; delete it"),
                         decision->id.text, redan_object_get (decision, REDAN_FIELD_RULE), target));
}

static void
lint_conflict (Lint *lint, const RedanObject *conflict)
{
  warn (lint, conflict, "unresolved-conflict", redan_conflict_dup_sentence (lint->model, conflict));
}

static RedanField
find_field (RedanSchema *schema, RedanScope scope, const char *name, const RedanAttribute **out)
{
  const RedanAttribute *attribute = redan_schema_lookup (schema, scope, name, -1);

  if (out != NULL)
    *out = attribute;
  return attribute == NULL ? REDAN_FIELD_EXISTS : REDAN_FIELD_ATTRIBUTE + attribute->index;
}

static void
prepare (Lint *lint)
{
  RedanSchema *schema = redan_model_get_schema (lint->model);
  guint n_boundaries = redan_model_get_n (lint->model, REDAN_SECTION_BOUNDARY);
  guint n_elements = redan_model_get_n (lint->model, REDAN_SECTION_ELEMENT);

  lint->data_class = find_field (schema, REDAN_SCOPE_ELEMENT, "data_class", &lint->class_attribute);
  lint->tech = find_field (schema, REDAN_SCOPE_ELEMENT, "tech", &lint->tech_attribute);
  lint->mfa = find_field (schema, REDAN_SCOPE_ELEMENT, "mfa", NULL);
  lint->privilege = find_field (schema, REDAN_SCOPE_ELEMENT, "priv_level", NULL);
  lint->iam_scope = find_field (schema, REDAN_SCOPE_ELEMENT, "iam_scope", NULL);
  lint->classification =
      find_field (schema, REDAN_SCOPE_ASSET, "classification", &lint->asset_class_attribute);
  lint->purpose = find_field (schema, REDAN_SCOPE_ACCOUNT, "purpose", NULL);
  lint->root_mfa = find_field (schema, REDAN_SCOPE_ACCOUNT, "root_mfa", NULL);
  lint->has_members = g_new0 (guint8, n_boundaries + 1);
  lint->is_crossed = g_new0 (guint8, n_boundaries + 1);
  lint->human_calls = g_new0 (guint8, n_elements + 1);
  lint->asset_class = g_new0 (const char *, n_elements + 1);
  lint->decisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  collect_members (lint, REDAN_SECTION_BOUNDARY);
  collect_members (lint, REDAN_SECTION_ELEMENT);
  collect_flows (lint);
  collect_assets (lint);
}

void
redan_validate_add_warnings (const RedanModel *model, GPtrArray *findings)
{
  Lint lint = { .model = model, .findings = findings };

  prepare (&lint);
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n = redan_model_get_n (model, section);
      for (guint i = 0; i < n; i++)
        {
          const RedanObject *object = redan_model_get_nth (model, section, i);
          lint_name (&lint, object);
          if (section == REDAN_SECTION_BOUNDARY)
            lint_boundary (&lint, object, i);
          else if (section == REDAN_SECTION_ELEMENT)
            lint_element (&lint, object, i);
          else if (section == REDAN_SECTION_FLOW)
            lint_flow (&lint, object);
          else if (section == REDAN_SECTION_DECISION)
            lint_decision (&lint, object);
          else if (section == REDAN_SECTION_CONFLICT)
            lint_conflict (&lint, object);
        }
    }
  g_free (lint.has_members);
  g_free (lint.is_crossed);
  g_free (lint.human_calls);
  g_free (lint.asset_class);
  g_hash_table_unref (lint.decisions);
}
