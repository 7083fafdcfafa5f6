/* SPDX-License-Identifier: Apache-2.0 */
/* What a person should see of the attributes of objects: which matter, what they are, where that
 * comes from. */

#include "ui/report/inspection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/organization.h"
#include "ui/report/inspection-private.h"
#include "ui/report/wording.h"

RedanTarget
redan_target_of (const RedanFacts *facts, const RedanObject *object)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  RedanTarget target = { REDAN_CONTEXT_MODEL, REDAN_NONE, 0, 0 };
  guint index = redan_model_index_of (snapshot->model, &object->id);

  if (index != G_MAXUINT)
    target.index = index;
  switch (object->section)
    {
    case REDAN_SECTION_ELEMENT:
      target.context = REDAN_CONTEXT_ELEMENT;
      target.scopes = 1 << REDAN_SCOPE_ELEMENT;
      if (target.index != REDAN_NONE)
        target.applies = 1u << snapshot->element_kind[index];
      break;
    case REDAN_SECTION_FLOW:
      target.context = REDAN_CONTEXT_INTERACTION;
      target.scopes = 1 << REDAN_SCOPE_FLOW;
      target.applies = REDAN_APPLIES_FLOW;
      break;
    case REDAN_SECTION_BOUNDARY:
      target.context = REDAN_CONTEXT_BOUNDARY;
      target.scopes = 1 << REDAN_SCOPE_BOUNDARY;
      target.applies = REDAN_APPLIES_BOUNDARY;
      if (g_strcmp0 (redan_object_get (object, REDAN_FIELD_KIND), "account") == 0)
        {
          target.scopes |= 1 << REDAN_SCOPE_ACCOUNT;
          target.applies = REDAN_APPLIES_ACCOUNT;
        }
      break;
    case REDAN_SECTION_ASSET:
      target.scopes = 1 << REDAN_SCOPE_ASSET;
      break;
    default:
      target.index = REDAN_NONE;
      break;
    }
  return target;
}

/** The analysed objects among @ids; returns the scopes that they share. */
static guint
find_targets (const RedanFacts *facts, const RedanId *ids, guint n, GArray *targets)
{
  guint scopes = n > 0 ? G_MAXUINT : 0;

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_lookup (facts->snapshot->model, &ids[i]);
      RedanTarget target;

      if (object == NULL)
        continue;
      target = redan_target_of (facts, object);
      scopes &= target.scopes;
      g_array_append_val (targets, target);
    }
  return targets->len > 0 ? scopes : 0;
}

static gboolean
is_shown (const RedanAttribute *attribute, guint scopes)
{
  return attribute->stored && !attribute->structural && (scopes & 1u << attribute->scope) != 0;
}

GArray *
redan_inspection_list_for (const RedanSchema *schema, guint scopes)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (RedanInspected));

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanInspected inspected = { .attribute = redan_schema_get_attribute (schema, i) };

      if (is_shown (inspected.attribute, scopes))
        g_array_append_val (list, inspected);
    }
  return list;
}

static void
read_state (const RedanFacts *facts, const GArray *targets, RedanInspected *inspected)
{
  const guint index = inspected->attribute->index;

  for (guint i = 0; i < targets->len; i++)
    {
      const RedanTarget *target = &g_array_index (targets, RedanTarget, i);
      RedanProvenance provenance;

      if (facts->columns[index] == NULL || target->index == REDAN_NONE)
        continue;
      provenance = (RedanProvenance) facts->provenance[index][target->index];
      inspected->is_open |= facts->columns[index][target->index] < REDAN_CODE_FIRST;
      inspected->is_set |=
          provenance == REDAN_PROVENANCE_SET || provenance == REDAN_PROVENANCE_IMPORTED;
    }
}

static gboolean
is_wanted (const RedanInspected *inspected)
{
  return inspected->is_open && inspected->n_waiting > 0;
}

static int
compare_inspected (gconstpointer a, gconstpointer b)
{
  const RedanInspected *first = a;
  const RedanInspected *second = b;

  if (is_wanted (first) != is_wanted (second))
    return is_wanted (first) ? -1 : 1;
  if (is_wanted (first) && first->weight != second->weight)
    return first->weight > second->weight ? -1 : 1;
  return (first->attribute->index > second->attribute->index) -
         (first->attribute->index < second->attribute->index);
}

GArray *
redan_inspection_list (const RedanAnalysis *analysis, const RedanId *ids, guint n)
{
  const RedanFacts *facts = analysis->facts;
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (RedanTarget));
  guint scopes = find_targets (facts, ids, n, targets);
  GArray *list = redan_inspection_list_for (facts->snapshot->schema, scopes);
  g_autofree InspectionWeight *weights = inspection_weigh (facts, targets);

  for (guint i = 0; i < list->len; i++)
    {
      RedanInspected *inspected = &g_array_index (list, RedanInspected, i);
      const InspectionWeight *weight = &weights[inspected->attribute->index];

      read_state (facts, targets, inspected);
      inspected->n_waiting = weight->n_waiting;
      inspected->n_deciding = weight->n_deciding;
      inspected->weight = weight->weight;
    }
  g_array_sort (list, compare_inspected);
  return list;
}

/* Values */

char *
redan_inspection_dup_own (const RedanObject *object, const RedanAttribute *attribute)
{
  const RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index);
  const RedanEntry *entries = NULL;
  GString *text = NULL;
  guint n = 0;

  if (attribute->type != REDAN_ATTRIBUTE_SET)
    return g_strdup (redan_object_get (object, field));
  entries = redan_object_get_range (object, field, &n);
  if (n == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", entries[i].key);
  return g_string_free (text, FALSE);
}

/** What holds for the object as the analysis knows it; %NULL when nobody says it. */
static char *
dup_effective (const RedanFacts *facts, const RedanTarget *target, const RedanAttribute *attribute)
{
  const RedanObject *object;
  RedanCode code;

  if (target->index == REDAN_NONE || facts->columns[attribute->index] == NULL)
    return NULL;
  code = facts->columns[attribute->index][target->index];
  if (code < REDAN_CODE_FIRST)
    return NULL;
  if (attribute->type == REDAN_ATTRIBUTE_SET && attribute->n_values == 0)
    {
      object = redan_facts_get_object (facts, target->context, target->index);
      return object != NULL ? redan_inspection_dup_own (object, attribute) : NULL;
    }
  return redan_code_to_text (attribute, redan_model_get_strings (facts->snapshot->model), code);
}

/** Whether the value on the object is that of the same account in the file of the organization. */
static gboolean
inherits_shared (const RedanFacts *facts,
                 const RedanObject *object,
                 const RedanAttribute *attribute)
{
  return redan_object_inherits (facts->snapshot->schema, object,
                                (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index));
}

/** What was set a moment ago and is not analysed yet counts as it was set. */
static void
follow_own (const RedanFacts *facts,
            const RedanId *id,
            const RedanAttribute *attribute,
            const char *own,
            char **effective,
            RedanOrigin *origin)
{
  const RedanObject *analysed = redan_model_lookup (facts->snapshot->model, id);
  g_autofree char *before =
      analysed != NULL ? redan_inspection_dup_own (analysed, attribute) : NULL;

  if (analysed != NULL && (g_strcmp0 (own, before) == 0 ||
                           (own == NULL && inherits_shared (facts, analysed, attribute))))
    return;
  g_free (*effective);
  *effective = own != NULL && !g_str_equal (own, "unknown") ? g_strdup (own) : NULL;
  *origin =
      (RedanOrigin){ .provenance = own != NULL ? REDAN_PROVENANCE_SET : REDAN_PROVENANCE_UNKNOWN };
}

static gboolean
is_same_origin (const RedanOrigin *a, const RedanOrigin *b)
{
  return a->provenance == b->provenance && a->object == b->object && a->attribute == b->attribute &&
         a->standard == b->standard;
}

/** @object of the live model has not the value of its own that the analysis knows. */
static gboolean
is_shared (const RedanFacts *facts,
           const RedanObject *object,
           const char *own,
           const RedanAttribute *attribute)
{
  const RedanObject *analysed = redan_model_lookup (facts->snapshot->model, &object->id);

  return own == NULL && analysed != NULL && inherits_shared (facts, analysed, attribute);
}

void
redan_inspection_get_value (const RedanModel *model,
                            const RedanAnalysis *analysis,
                            const RedanId *ids,
                            guint n,
                            const RedanAttribute *attribute,
                            RedanInspectedValue *value_out)
{
  gboolean first = TRUE;

  *value_out = (RedanInspectedValue){ .own = NULL };
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &ids[i]);
      g_autofree char *own = NULL;
      g_autofree char *effective = NULL;
      RedanTarget target;
      RedanOrigin origin;

      if (object == NULL)
        continue;
      target = redan_target_of (analysis->facts, object);
      own = redan_inspection_dup_own (object, attribute);
      effective = dup_effective (analysis->facts, &target, attribute);
      redan_facts_find_origin (analysis->facts, target.context, target.index, attribute, &origin);
      follow_own (analysis->facts, &ids[i], attribute, own, &effective, &origin);
      if (first)
        {
          value_out->own = g_steal_pointer (&own);
          value_out->effective = g_steal_pointer (&effective);
          value_out->origin = origin;
          value_out->is_shared = is_shared (analysis->facts, object, value_out->own, attribute);
          first = FALSE;
          continue;
        }
      value_out->own_is_mixed |= g_strcmp0 (own, value_out->own) != 0;
      value_out->effective_is_mixed |= g_strcmp0 (effective, value_out->effective) != 0;
      value_out->origin_is_mixed |= !is_same_origin (&origin, &value_out->origin);
    }
}

void
redan_inspected_value_clear (RedanInspectedValue *self)
{
  g_clear_pointer (&self->own, g_free);
  g_clear_pointer (&self->effective, g_free);
}

/* Words */

/** What a value follows from when no object says it: the attribute. */
static char *
dup_derived (const RedanOrigin *origin, const RedanFacts *facts)
{
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  if (origin->object != NULL)
    {
      name = redan_object_dup_title (facts->snapshot->model, origin->object);
      if (origin->n_objects == 1)
        return g_strdup_printf (_ ("derived from %s"), name);
      return g_strdup_printf (ngettext ("derived from %s and %u more",
                                        "derived from %s and %u more", origin->n_objects - 1),
                              name, origin->n_objects - 1);
    }
  if (origin->attribute != NULL)
    return g_strdup_printf (_ ("derived from “%s”"), origin->attribute->label);
  return g_strdup (_ ("derived from where it stands"));
}

char *
redan_inspected_value_dup_source (const RedanInspectedValue *self, const RedanFacts *facts)
{
  const RedanOrigin *origin = &self->origin;

  if (self->own_is_mixed)
    return g_strdup (_ ("mixed"));
  if (self->own != NULL && !(origin->provenance == REDAN_PROVENANCE_DERIVED &&
                             g_strcmp0 (self->own, self->effective) != 0))
    return g_strdup (g_str_equal (self->own, "unknown") ? _ ("set here as unknown")
                                                        : _ ("set here"));
  if (self->own != NULL)
    {
      g_autofree char *derived = dup_derived (origin, facts);

      return g_strdup_printf (_ ("set here, raised: %s"), derived);
    }
  if (self->origin_is_mixed)
    return g_strdup (_ ("comes from different places"));
  if (self->is_shared)
    return g_strdup_printf (_ ("inherited from %s"),
                            redan_organization_get_path (facts->snapshot->model));
  switch (origin->provenance)
    {
    case REDAN_PROVENANCE_INHERITED:
      if (origin->object != NULL)
        {
          g_autofree char *name = redan_object_dup_title (facts->snapshot->model, origin->object);

          return g_strdup_printf (_ ("inherited from %s"), name);
        }
      return g_strdup (_ ("inherited"));
    case REDAN_PROVENANCE_DERIVED:
      return dup_derived (origin, facts);
    case REDAN_PROVENANCE_STANDARD:
      if (origin->standard != NULL)
        return redan_service_default_dup_title (origin->standard);
      if (origin->attribute != NULL)
        return g_strdup_printf (_ ("default by “%s”"), origin->attribute->label);
      return g_strdup (_ ("default"));
    default:
      return g_strdup (_ ("not answered"));
    }
}

char *
redan_inspection_dup_title (const RedanAttribute *attribute, const char *values)
{
  g_auto (GStrv) words = NULL;
  GString *title = NULL;

  if (attribute->type != REDAN_ATTRIBUTE_SET)
    return redan_value_dup_title (attribute, values);
  words = g_strsplit (values, ",", -1);
  title = g_string_new (NULL);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = redan_value_dup_title (attribute, words[i]);

      g_string_append_printf (title, "%s%s", i > 0 ? ", " : "", word);
    }
  return g_string_free (title, FALSE);
}

char *
redan_inspection_dup_unknown (const RedanAttribute *attribute)
{
  static const struct
  {
    const char *prefix;
    const char *sentence;
  } sentences[] = {
    { "ask",
      N_ ("While nobody knows, rules that need it give unconfirmed threats or a question.") },
    { "inherit", N_ ("While nothing is set here, the boundary around it decides.") },
    { "derive", N_ ("While nothing is set here, it follows from what is drawn.") },
    { "assume-worst", N_ ("While nobody knows, the worst value is assumed.") },
    { "stale", N_ ("While nobody knows, it counts as out of date.") },
    { "neutral", N_ ("While nobody knows, nothing is concluded from it.") },
    { "worst of", N_ ("While nobody knows, the worst of what is known counts.") },
    { "required", N_ ("It has to be set.") },
  };
  const char *unknown = attribute->unknown != NULL ? attribute->unknown : "";

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_has_prefix (unknown, sentences[i].prefix))
      return g_strdup (_ (sentences[i].sentence));
  if (g_ascii_isdigit (unknown[0]))
    return g_strdup_printf (_ ("While nobody knows, it counts as %s."), unknown);
  if (attribute->standard != NULL)
    {
      g_autofree char *title = redan_value_dup_title (attribute, attribute->standard);

      return g_strdup_printf (_ ("While nothing is set, “%s” holds."), title);
    }
  return g_strdup (_ ("While nobody knows, nothing is concluded from it."));
}
