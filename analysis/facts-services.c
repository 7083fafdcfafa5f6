/* SPDX-License-Identifier: Apache-2.0 */
/* What services of AWS do where nobody says anything: the table of defaults, applied and found
 * again. */

#include "analysis/facts-private.h"

#include <string.h>

/* What the rows are compared with, by element. */
typedef struct
{
  const RedanFacts *facts;
  const RedanAttribute *service;
  const RedanAttribute *tech;
  const RedanAttribute *provider;
  RedanCode aws;
} Services;

/* A row with the codes that its words have in this model; absent where no element has the word. */
typedef struct
{
  RedanCode service;
  RedanCode tech;
} Row;

static RedanCode
find_code (const RedanAttribute *attribute, const char *word)
{
  int position =
      attribute != NULL && word != NULL ? redan_attribute_find_value (attribute, word, -1) : -1;

  return position < 0 ? REDAN_CODE_ABSENT : REDAN_CODE_FIRST + (RedanCode) position;
}

static void
services_init (Services *self, const RedanFacts *facts)
{
  const RedanSchema *schema = facts->snapshot->schema;

  self->facts = facts;
  self->service = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "aws_service", -1);
  self->tech = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "tech", -1);
  self->provider = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "provider", -1);
  self->aws = find_code (self->provider, "aws");
}

static RedanCode
get_code (const Services *self, const RedanAttribute *attribute, guint element)
{
  const RedanCode *codes = attribute != NULL ? self->facts->columns[attribute->index] : NULL;

  return codes != NULL ? codes[element] : REDAN_CODE_ABSENT;
}

/* Services are free texts: the numbers of those that this model names. */
static GHashTable *
list_services (const Services *self)
{
  GHashTable *codes = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->facts->snapshot->n_elements; i++)
    {
      RedanCode code = get_code (self, self->service, i);

      if (code >= REDAN_CODE_FIRST)
        g_hash_table_add (codes, GUINT_TO_POINTER (code));
    }

  return codes;
}

static RedanCode
find_service (const Services *self, GHashTable *codes, const char *word)
{
  RedanStrings *strings = redan_model_get_strings (self->facts->snapshot->model);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, codes);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (strcmp (redan_strings_nth (strings, GPOINTER_TO_UINT (key) - REDAN_CODE_FIRST), word) == 0)
      return GPOINTER_TO_UINT (key);

  return REDAN_CODE_ABSENT;
}

static Row
resolve (const Services *self, GHashTable *codes, const RedanServiceDefault *standard)
{
  return (Row){ find_service (self, codes, standard->service),
                find_code (self->tech, standard->tech) };
}

/* A service that is named decides; else the technology, where AWS runs it. */
static gboolean
is_about (const Services *self, const Row *row, guint element)
{
  RedanCode service = get_code (self, self->service, element);

  if (self->facts->snapshot->element_kind[element] < REDAN_ELEMENT_PROCESS)
    return FALSE;
  if (service >= REDAN_CODE_FIRST)
    return service == row->service;

  return row->tech != REDAN_CODE_ABSENT && get_code (self, self->tech, element) == row->tech &&
         self->aws != REDAN_CODE_ABSENT && get_code (self, self->provider, element) == self->aws;
}

void
facts_derive_services (FactsBuilder *self)
{
  const RedanFacts *facts = self->facts;
  Services services;
  g_autoptr (GHashTable) codes = NULL;
  guint n;
  const RedanServiceDefault *standards =
      redan_catalogue_get_service_defaults (facts->catalogue, &n);

  services_init (&services, facts);
  codes = list_services (&services);
  for (guint i = 0; i < n; i++)
    {
      const RedanServiceDefault *standard = &standards[i];
      const Row row = resolve (&services, codes, standard);
      FactColumn column;

      if (standard->since > facts->as_of ||
          (row.service == REDAN_CODE_ABSENT && row.tech == REDAN_CODE_ABSENT))
        continue;
      column = facts_builder_column (self, REDAN_SCOPE_ELEMENT, standard->attribute->name);
      for (guint j = 0; j < facts->snapshot->n_elements; j++)
        if (column.codes[j] == REDAN_CODE_ABSENT && is_about (&services, &row, j))
          fact_column_put (&column, j, REDAN_CODE_FIRST + standard->value,
                           REDAN_PROVENANCE_STANDARD);
    }
}

const RedanServiceDefault *
redan_facts_find_service_default (const RedanFacts *self,
                                  guint32 element,
                                  const RedanAttribute *attribute)
{
  Services services;
  g_autoptr (GHashTable) codes = NULL;
  guint n;
  const RedanServiceDefault *standards = redan_catalogue_get_service_defaults (self->catalogue, &n);

  if (attribute->scope != REDAN_SCOPE_ELEMENT || element == REDAN_NONE ||
      self->columns[attribute->index] == NULL ||
      self->provenance[attribute->index][element] != REDAN_PROVENANCE_STANDARD)
    return NULL;

  services_init (&services, self);
  codes = g_hash_table_new (NULL, NULL);
  if (get_code (&services, services.service, element) >= REDAN_CODE_FIRST)
    g_hash_table_add (codes, GUINT_TO_POINTER (get_code (&services, services.service, element)));
  for (guint i = 0; i < n; i++)
    {
      const Row row = resolve (&services, codes, &standards[i]);

      if (standards[i].attribute == attribute && standards[i].since <= self->as_of &&
          is_about (&services, &row, element))
        return &standards[i];
    }

  return NULL;
}
