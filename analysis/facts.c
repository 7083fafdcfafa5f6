/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of a model: columns, programme facts, and the order in which everything is derived. */

#include "analysis/facts.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "analysis/facts-private.h"

FactColumn
facts_builder_column (FactsBuilder *self, RedanScope scope, const char *name)
{
  FactColumn column = { redan_schema_lookup (self->schema, scope, name, -1), NULL, NULL };
  gsize n = MAX (MAX (self->snapshot->n_elements, self->facts->n_interactions),
                 MAX (self->snapshot->n_boundaries, self->snapshot->n_assets));

  if (column.attribute != NULL && self->facts->columns[column.attribute->index] != NULL)
    {
      column.codes = self->facts->columns[column.attribute->index];
      column.provenance = self->facts->provenance[column.attribute->index];
      return column;
    }

  column.attribute = NULL;
  column.codes = g_new0 (RedanCode, MAX (n, 1));
  column.provenance = g_new0 (guint8, MAX (n, 1));
  g_ptr_array_add (self->spare, column.codes);
  g_ptr_array_add (self->spare, column.provenance);
  return column;
}

RedanCode
fact_column_code (const FactColumn *self, const char *word)
{
  int position =
      self->attribute != NULL ? redan_attribute_find_value (self->attribute, word, -1) : -1;

  return position < 0 ? REDAN_CODE_UNKNOWN : REDAN_CODE_FIRST + (RedanCode) position;
}

void
fact_column_put (FactColumn *self, guint index, RedanCode code, RedanProvenance provenance)
{
  self->codes[index] = code;
  self->provenance[index] =
      code < REDAN_CODE_FIRST ? REDAN_PROVENANCE_UNKNOWN : (guint8) provenance;
}

gboolean
fact_column_is (const FactColumn *self, guint index, const char *word)
{
  return self->codes[index] >= REDAN_CODE_FIRST &&
         self->codes[index] == fact_column_code (self, word);
}

const char *
fact_column_property (const FactColumn *self, guint index, const char *property)
{
  RedanCode code = self->codes[index];

  if (self->attribute == NULL || code < REDAN_CODE_FIRST)
    return NULL;

  return redan_attribute_get_property (self->attribute, code - REDAN_CODE_FIRST, property);
}

guint64
facts_kind_bit (const RedanSchema *schema, const char *word)
{
  const RedanAttribute *kinds = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  int position = kinds != NULL ? redan_attribute_find_value (kinds, word, -1) : -1;

  return position < 0 || position > 63 ? 0 : G_GUINT64_CONSTANT (1) << position;
}

static guint
count_of_scope (const RedanFacts *self, RedanScope scope)
{
  switch (scope)
    {
    case REDAN_SCOPE_ELEMENT:
      return self->snapshot->n_elements;
    case REDAN_SCOPE_FLOW:
      return self->n_interactions;
    case REDAN_SCOPE_BOUNDARY:
    case REDAN_SCOPE_ACCOUNT:
      return self->snapshot->n_boundaries;
    case REDAN_SCOPE_ASSET:
      return self->snapshot->n_assets;
    default:
      return 0;
    }
}

static const guint8 *
find_structural_codes (const RedanSnapshot *snapshot, const RedanAttribute *attribute)
{
  if (attribute->scope == REDAN_SCOPE_ELEMENT && strcmp (attribute->name, "kind") == 0)
    return snapshot->element_kind;
  if (attribute->scope == REDAN_SCOPE_BOUNDARY && strcmp (attribute->name, "btype") == 0)
    return snapshot->boundary_kind;

  return NULL;
}

static void
copy_column (RedanFacts *self, const RedanAttribute *attribute)
{
  const RedanSnapshot *snapshot = self->snapshot;
  const RedanCode *stored = snapshot->columns[attribute->index];
  const guint8 *structural =
      attribute->structural ? find_structural_codes (snapshot, attribute) : NULL;
  guint n = count_of_scope (self, attribute->scope);
  RedanCode *codes;
  guint8 *provenance;

  if (n == 0 || (attribute->structural && structural == NULL))
    return;

  codes = g_new0 (RedanCode, n);
  provenance = g_new0 (guint8, n);
  self->columns[attribute->index] = codes;
  self->provenance[attribute->index] = provenance;

  if (structural != NULL)
    for (guint i = 0; i < n; i++)
      codes[i] = REDAN_CODE_FIRST + structural[i];
  else if (stored != NULL && attribute->scope == REDAN_SCOPE_FLOW)
    for (guint i = 0; i < n; i++)
      codes[i] = stored[self->interaction_flow[i]];
  else if (stored != NULL)
    memcpy (codes, stored, n * sizeof *codes);
  else
    return;

  for (guint i = 0; i < n; i++)
    provenance[i] = codes[i] >= REDAN_CODE_FIRST ? REDAN_PROVENANCE_SET : REDAN_PROVENANCE_UNKNOWN;
}

/* A fact past its date of expiry is unknown again, and one before its date is not known yet. */
static void
read_programme_fact (RedanFacts *self, const RedanSchema *schema, const RedanObject *object)
{
  const char *name = redan_object_get (object, REDAN_FIELD_KEY);
  const char *value = redan_object_get (object, REDAN_FIELD_VALUE);
  const char *date = redan_object_get (object, REDAN_FIELD_DATE);
  const char *expires = redan_object_get (object, REDAN_FIELD_EXPIRES);
  const RedanAttribute *attribute =
      name != NULL ? redan_schema_lookup (schema, REDAN_SCOPE_PROGRAMME, name, -1) : NULL;
  RedanFactValue *fact;
  guint first;
  guint last;
  int position;

  if (attribute == NULL)
    return;

  fact = &self->programme[attribute->index];
  fact->code = REDAN_CODE_UNKNOWN;
  if (date != NULL && redan_days_from_date (date, &first) && first > self->as_of)
    return;
  if (expires != NULL && redan_days_from_date (expires, &last) && last < self->as_of)
    return;

  if (date != NULL)
    redan_days_from_date (date, &fact->days);

  if (attribute->type == REDAN_ATTRIBUTE_FACT_DATE || attribute->type == REDAN_ATTRIBUTE_DATE)
    {
      if (fact->days == 0 && value != NULL)
        redan_days_from_date (value, &fact->days);
      fact->code = fact->days > 0 ? REDAN_CODE_FIRST + fact->days : REDAN_CODE_UNKNOWN;
    }
  else if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
    {
      fact->has_number =
          value != NULL && g_ascii_string_to_signed (value, 10, attribute->minimum,
                                                     attribute->maximum, &fact->number, NULL);
      if (fact->has_number)
        fact->code = REDAN_CODE_FIRST + (RedanCode) (fact->number - attribute->minimum);
    }
  else if (value != NULL && (position = redan_attribute_find_value (attribute, value, -1)) >= 0)
    fact->code = REDAN_CODE_FIRST + (RedanCode) position;
}

static RedanScope
scope_of (const RedanObject *object, const RedanSchema *schema, const char *name)
{
  switch (object->section)
    {
    case REDAN_SECTION_ELEMENT:
      return REDAN_SCOPE_ELEMENT;
    case REDAN_SECTION_BOUNDARY:
      return redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, name, -1) != NULL
                 ? REDAN_SCOPE_BOUNDARY
                 : REDAN_SCOPE_ACCOUNT;
    default:
      return REDAN_SCOPE_PROGRAMME;
    }
}

/* The value that evidence gives an element or boundary that has none itself. Texts and references are not imported. */
static void
read_answer (RedanFacts *self, const RedanObject *evidence)
{
  const RedanSnapshot *snapshot = self->snapshot;
  const char *name = redan_object_get (evidence, REDAN_FIELD_ANSWERS);
  const char *value = redan_object_get (evidence, REDAN_FIELD_VALUE);
  const RedanObject *target;
  const RedanAttribute *attribute;
  RedanCode code;
  guint index;
  RedanId id;

  if (name == NULL || value == NULL ||
      !redan_object_get_reference (evidence, REDAN_FIELD_TARGET, &id) ||
      (target = redan_model_lookup (snapshot->model, &id)) == NULL)
    return;
  attribute =
      redan_schema_lookup (snapshot->schema, scope_of (target, snapshot->schema, name), name, -1);
  if (attribute == NULL || attribute->structural || attribute->n_values == 0 ||
      self->columns[attribute->index] == NULL || !redan_attribute_check (attribute, value, NULL))
    return;

  code = redan_code_from_text (attribute, redan_model_get_strings (snapshot->model), value);
  index = redan_model_index_of (snapshot->model, &id);
  if (self->columns[attribute->index][index] >= REDAN_CODE_FIRST)
    return;
  self->columns[attribute->index][index] = code;
  self->provenance[attribute->index][index] = REDAN_PROVENANCE_IMPORTED;
}

static void
read_answers (RedanFacts *self)
{
  const RedanModel *model = self->snapshot->model;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_EVIDENCE); i++)
    read_answer (self, redan_model_get_nth (model, REDAN_SECTION_EVIDENCE, i));
}

static void
read_programme (RedanFacts *self)
{
  const RedanModel *model = self->snapshot->model;
  const RedanSchema *schema = self->snapshot->schema;

  self->programme = g_new0 (RedanFactValue, MAX (redan_schema_get_n_attributes (schema), 1));
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FACT); i++)
    read_programme_fact (self, schema, redan_model_get_nth (model, REDAN_SECTION_FACT, i));
}

RedanFacts *
redan_facts_new (RedanSnapshot *snapshot, RedanCatalogue *catalogue, guint as_of)
{
  RedanFacts *self = g_new0 (RedanFacts, 1);
  FactsBuilder builder = { self, snapshot, snapshot->schema, NULL, NULL, NULL, NULL };
  guint n_attributes = redan_schema_get_n_attributes (snapshot->schema);

  self->snapshot = redan_snapshot_ref (snapshot);
  self->catalogue = redan_catalogue_ref (catalogue);
  self->as_of = as_of;
  self->columns = g_new0 (RedanCode *, MAX (n_attributes, 1));
  self->provenance = g_new0 (guint8 *, MAX (n_attributes, 1));
  builder.spare = g_ptr_array_new_with_free_func (g_free);

  facts_build_interactions (&builder);
  for (guint i = 0; i < n_attributes; i++)
    copy_column (self, redan_schema_get_attribute (snapshot->schema, i));
  read_answers (self);
  read_programme (self);

  facts_build_nesting (&builder);
  facts_build_crossings (&builder);

  facts_derive_elements (&builder);
  facts_derive_assets (&builder);
  facts_derive_standards (&builder);
  facts_derive_flows (&builder);
  facts_derive_exposure (&builder);

  facts_build_humans (&builder);
  facts_build_reach (&builder);
  facts_build_tenants (&builder);

  g_free (builder.boundary_order);
  g_free (builder.crossed_source);
  g_free (builder.crossed_target);
  g_ptr_array_unref (builder.spare);
  return self;
}

static void
free_columns (RedanFacts *self)
{
  guint n = redan_schema_get_n_attributes (self->snapshot->schema);

  for (guint i = 0; i < n; i++)
    {
      g_free (self->columns[i]);
      g_free (self->provenance[i]);
    }
  g_free (self->columns);
  g_free (self->provenance);
}

void
redan_facts_free (RedanFacts *self)
{
  if (self == NULL)
    return;

  free_columns (self);
  g_free (self->interaction_flow);
  g_free (self->interaction_reverse);
  g_free (self->interaction_source);
  g_free (self->interaction_target);
  g_free (self->out_offset);
  g_free (self->out_interaction);
  g_free (self->in_offset);
  g_free (self->in_interaction);
  g_free (self->element_account);
  g_free (self->boundary_trust);
  g_free (self->boundary_is_account);
  g_free (self->element_trust);
  g_free (self->element_outside);
  g_free (self->element_in_scope);
  g_free (self->interaction_in_scope);
  g_free (self->element_human);
  g_free (self->interaction_human);
  g_free (self->interaction_crosses);
  g_free (self->interaction_crossed_kinds);
  g_free (self->element_reachable);
  for (guint i = 0; i < G_N_ELEMENTS (self->interaction_rating); i++)
    g_free (self->interaction_rating[i]);
  g_free (self->member_offset);
  g_free (self->member_element);
  g_free (self->workloads);
  g_free (self->environments);
  g_free (self->programme);
  g_free (self->depth);
  g_free (self->choke);
  g_free (self->account_blast);
  redan_catalogue_unref (self->catalogue);
  redan_snapshot_unref (self->snapshot);
  g_free (self);
}

static const RedanAttribute *
find_attribute (const RedanFacts *self, RedanContext context, const char *name)
{
  static const RedanScope scopes[] = {
    [REDAN_CONTEXT_ELEMENT] = REDAN_SCOPE_ELEMENT,
    [REDAN_CONTEXT_INTERACTION] = REDAN_SCOPE_FLOW,
    [REDAN_CONTEXT_BOUNDARY] = REDAN_SCOPE_BOUNDARY,
    [REDAN_CONTEXT_MODEL] = REDAN_SCOPE_PROGRAMME,
  };
  const RedanAttribute *attribute =
      redan_schema_lookup (self->snapshot->schema, scopes[context], name, -1);

  if (attribute == NULL && context == REDAN_CONTEXT_BOUNDARY)
    attribute = redan_schema_lookup (self->snapshot->schema, REDAN_SCOPE_ACCOUNT, name, -1);

  return attribute;
}

const RedanObject *
redan_facts_get_object (const RedanFacts *self, RedanContext context, guint32 target)
{
  if (target == REDAN_NONE)
    return NULL;

  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return self->snapshot->elements[target];
    case REDAN_CONTEXT_INTERACTION:
      return self->snapshot->flows[self->interaction_flow[target]];
    case REDAN_CONTEXT_BOUNDARY:
      return self->snapshot->boundaries[target];
    default:
      return NULL;
    }
}

gboolean
redan_facts_find_target (const RedanFacts *self,
                         const RedanId *id,
                         RedanContext *context_out,
                         guint32 *target_out)
{
  const RedanModel *model = self->snapshot->model;
  const RedanObject *object = redan_model_lookup (model, id);

  if (object == NULL)
    return FALSE;

  switch (object->section)
    {
    case REDAN_SECTION_ELEMENT:
      *context_out = REDAN_CONTEXT_ELEMENT;
      break;
    case REDAN_SECTION_FLOW:
      *context_out = REDAN_CONTEXT_INTERACTION;
      break;
    case REDAN_SECTION_BOUNDARY:
      *context_out = REDAN_CONTEXT_BOUNDARY;
      break;
    default:
      return FALSE;
    }

  *target_out = redan_model_index_of (model, id);
  return TRUE;
}

/* Ways back are in the order of flows. */
guint32
redan_facts_find_way_back (const RedanFacts *self, guint32 flow)
{
  guint low = self->snapshot->n_flows;
  guint high = self->n_interactions;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->interaction_flow[middle] == flow)
        return middle;
      if (self->interaction_flow[middle] < flow)
        low = middle + 1;
      else
        high = middle;
    }

  return REDAN_NONE;
}

RedanCode
redan_facts_get_code (const RedanFacts *self,
                      RedanContext context,
                      guint32 target,
                      const char *name)
{
  const RedanAttribute *attribute = find_attribute (self, context, name);

  if (attribute == NULL)
    return REDAN_CODE_ABSENT;

  if (context == REDAN_CONTEXT_MODEL)
    return self->programme[attribute->index].code;

  if (target == REDAN_NONE || self->columns[attribute->index] == NULL)
    return REDAN_CODE_ABSENT;

  return self->columns[attribute->index][target];
}

guint
redan_facts_get_rating (const RedanFacts *self,
                        RedanContext context,
                        guint32 target,
                        const char *name)
{
  static const char letters[] = "cia";
  const char *letter = strchr (letters, name[0]);
  RedanCode code;

  if (context == REDAN_CONTEXT_INTERACTION && letter != NULL && *letter != '\0' &&
      target != REDAN_NONE)
    return self->interaction_rating[letter - letters][target];

  code = redan_facts_get_code (self, context, target, name);
  return code < REDAN_CODE_FIRST ? redan_catalogue_get_scoring (self->catalogue)->default_rating
                                 : code - REDAN_CODE_FIRST + 1;
}

const char *
redan_provenance_get_word (RedanProvenance provenance)
{
  static const char *const words[] = {
    [REDAN_PROVENANCE_UNKNOWN] = "unknown",   [REDAN_PROVENANCE_SET] = "set",
    [REDAN_PROVENANCE_IMPORTED] = "imported", [REDAN_PROVENANCE_INHERITED] = "inherited",
    [REDAN_PROVENANCE_DERIVED] = "derived",   [REDAN_PROVENANCE_STANDARD] = "default",
  };

  return words[provenance];
}
