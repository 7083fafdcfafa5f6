/* SPDX-License-Identifier: Apache-2.0 */
/* Where the effective value of an attribute comes from: which boundary, technology, data or flow
 * says so. */

#include "analysis/origin.h"

#include <string.h>

typedef enum
{
  PLACE_SELF,    /* another attribute of the same object */
  PLACE_TARGET,  /* the element that a flow ends at */
  PLACE_ACCOUNT, /* the account around it */
  PLACE_CALLERS, /* the flows that come in */
  PLACE_CROSSED, /* the boundaries that a flow crosses */
  PLACE_DATA,    /* the data assets here */
} Place;

/* What facts-derive.c concludes from; a test compares the two. */
typedef struct
{
  RedanScope scope;
  const char *name;
  Place place;
  const char *from;
} Derivation;

static const Derivation derivations[] = {
  { REDAN_SCOPE_ELEMENT, "mgmt", PLACE_SELF, "tech" },
  { REDAN_SCOPE_ELEMENT, "patching", PLACE_SELF, "mgmt" },
  { REDAN_SCOPE_ELEMENT, "interactive_access", PLACE_SELF, "mgmt" },
  { REDAN_SCOPE_ELEMENT, "privileged", PLACE_SELF, "mgmt" },
  { REDAN_SCOPE_ELEMENT, "credentials", PLACE_SELF, "mgmt" },
  { REDAN_SCOPE_ELEMENT, "secrets_location", PLACE_SELF, "mgmt" },
  { REDAN_SCOPE_ELEMENT, "egress", PLACE_SELF, "mgmt" },
  { REDAN_SCOPE_ELEMENT, "custom_code", PLACE_SELF, "kind" },
  { REDAN_SCOPE_ELEMENT, "threat_detection", PLACE_ACCOUNT, "guardduty" },
  { REDAN_SCOPE_ELEMENT, "exposure", PLACE_CALLERS, NULL },
  { REDAN_SCOPE_ELEMENT, "data_class", PLACE_DATA, NULL },
  { REDAN_SCOPE_ELEMENT, "c_rating", PLACE_DATA, NULL },
  { REDAN_SCOPE_ELEMENT, "i_rating", PLACE_DATA, NULL },
  { REDAN_SCOPE_ELEMENT, "a_rating", PLACE_DATA, NULL },
  { REDAN_SCOPE_ELEMENT, "pii", PLACE_DATA, NULL },
  { REDAN_SCOPE_FLOW, "enc_transit", PLACE_SELF, "protocol" },
  { REDAN_SCOPE_FLOW, "dst_auth", PLACE_SELF, "enc_transit" },
  { REDAN_SCOPE_FLOW, "network", PLACE_CROSSED, NULL },
  { REDAN_SCOPE_FLOW, "mfa", PLACE_TARGET, "mfa" },
  { REDAN_SCOPE_FLOW, "authn", PLACE_TARGET, "authn" },
  { REDAN_SCOPE_FLOW, "rate_limit", PLACE_TARGET, "rate_limit" },
  { REDAN_SCOPE_FLOW, "data_class", PLACE_DATA, NULL },
};

static const Derivation *
find_derivation (const RedanAttribute *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (derivations); i++)
    if (derivations[i].scope == attribute->scope &&
        strcmp (derivations[i].name, attribute->name) == 0)
      return &derivations[i];

  return NULL;
}

/* Inherited is what the nearest boundary around the element says. */
static gboolean
find_boundary (const RedanFacts *self,
               guint32 element,
               const RedanAttribute *attribute,
               RedanOrigin *origin)
{
  const RedanSnapshot *snapshot = self->snapshot;
  const RedanAttribute *from =
      redan_schema_lookup (snapshot->schema, REDAN_SCOPE_BOUNDARY, attribute->name, -1);

  if (from == NULL || self->columns[from->index] == NULL)
    return FALSE;

  for (guint32 b = snapshot->element_parent[element]; b != REDAN_NONE;
       b = snapshot->boundary_parent[b])
    {
      if (self->columns[from->index][b] < REDAN_CODE_FIRST)
        continue;
      origin->attribute = from;
      origin->object = snapshot->boundaries[b];
      origin->n_objects = 1;
      return TRUE;
    }

  return FALSE;
}

static void
add_object (RedanOrigin *origin, const RedanObject *object)
{
  if (origin->n_objects++ == 0)
    origin->object = object;
}

static gboolean
contains (const guint32 *list, guint32 first, guint32 end, guint32 wanted)
{
  for (guint32 i = first; i < end; i++)
    if (list[i] == wanted)
      return TRUE;

  return FALSE;
}

/* A process handles in clear what its flows carry. */
static gboolean
handles_carried (const RedanSnapshot *snapshot, guint32 asset, guint32 element)
{
  if (snapshot->element_kind[element] != REDAN_ELEMENT_PROCESS)
    return FALSE;

  for (guint32 i = snapshot->carried_offset[asset]; i < snapshot->carried_offset[asset + 1]; i++)
    {
      guint32 flow = snapshot->carried_flow[i];

      if (snapshot->flow_source[flow] == element || snapshot->flow_target[flow] == element)
        return TRUE;
    }

  return FALSE;
}

static void
find_data (const RedanFacts *self, RedanContext context, guint32 target, RedanOrigin *origin)
{
  const RedanSnapshot *s = self->snapshot;

  for (guint32 a = 0; a < s->n_assets; a++)
    {
      gboolean here;

      if (context == REDAN_CONTEXT_INTERACTION)
        here = contains (s->carried_flow, s->carried_offset[a], s->carried_offset[a + 1],
                         self->interaction_flow[target]);
      else
        here = contains (s->stored_element, s->stored_offset[a], s->stored_offset[a + 1], target) ||
               contains (s->processed_element, s->processed_offset[a], s->processed_offset[a + 1],
                         target) ||
               handles_carried (s, a, target);
      if (here)
        add_object (origin, s->assets[a]);
    }
}

/* Without data of its own, a flow carries what both its ends handle. */
static void
find_ends (const RedanFacts *self,
           guint32 interaction,
           const RedanAttribute *attribute,
           RedanOrigin *origin)
{
  const guint32 ends[] = { self->interaction_source[interaction],
                           self->interaction_target[interaction] };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (ends[i] != REDAN_NONE)
      add_object (origin, self->snapshot->elements[ends[i]]);
  origin->attribute =
      redan_schema_lookup (self->snapshot->schema, REDAN_SCOPE_ELEMENT, attribute->name, -1);
}

static void
find_callers (const RedanFacts *self, guint32 element, RedanOrigin *origin)
{
  for (guint32 i = self->in_offset[element]; i < self->in_offset[element + 1]; i++)
    add_object (origin, self->snapshot->flows[self->interaction_flow[self->in_interaction[i]]]);
}

/* The first boundary that is around one end and not around the other. */
static void
find_crossed (const RedanFacts *self, guint32 interaction, RedanOrigin *origin)
{
  const RedanSnapshot *s = self->snapshot;
  const guint32 ends[] = { self->interaction_source[interaction],
                           self->interaction_target[interaction] };

  for (guint i = 0; i < 2; i++)
    for (guint32 b = ends[i] == REDAN_NONE ? REDAN_NONE : s->element_parent[ends[i]];
         b != REDAN_NONE; b = s->boundary_parent[b])
      {
        gboolean around_other = FALSE;

        for (guint32 o = ends[1 - i] == REDAN_NONE ? REDAN_NONE : s->element_parent[ends[1 - i]];
             o != REDAN_NONE && !around_other; o = s->boundary_parent[o])
          around_other = o == b;
        if (!around_other)
          add_object (origin, s->boundaries[b]);
      }
}

static void
follow (const RedanFacts *self,
        const Derivation *derivation,
        RedanContext context,
        guint32 target,
        const RedanAttribute *attribute,
        RedanOrigin *origin)
{
  const RedanSnapshot *snapshot = self->snapshot;

  switch (derivation->place)
    {
    case PLACE_SELF:
      origin->attribute =
          redan_schema_lookup (snapshot->schema, attribute->scope, derivation->from, -1);
      break;
    case PLACE_TARGET:
      origin->attribute =
          redan_schema_lookup (snapshot->schema, REDAN_SCOPE_ELEMENT, derivation->from, -1);
      if (self->interaction_target[target] != REDAN_NONE)
        add_object (origin, snapshot->elements[self->interaction_target[target]]);
      break;
    case PLACE_ACCOUNT:
      origin->attribute =
          redan_schema_lookup (snapshot->schema, REDAN_SCOPE_ACCOUNT, derivation->from, -1);
      if (self->element_account[target] != REDAN_NONE)
        add_object (origin, snapshot->boundaries[self->element_account[target]]);
      break;
    case PLACE_CALLERS:
      find_callers (self, target, origin);
      break;
    case PLACE_CROSSED:
      find_crossed (self, target, origin);
      break;
    case PLACE_DATA:
    default:
      find_data (self, context, target, origin);
      if (origin->n_objects == 0 && context == REDAN_CONTEXT_INTERACTION)
        find_ends (self, target, attribute, origin);
      break;
    }
}

void
redan_facts_find_origin (const RedanFacts *self,
                         RedanContext context,
                         guint32 target,
                         const RedanAttribute *attribute,
                         RedanOrigin *origin_out)
{
  const Derivation *derivation;

  *origin_out = (RedanOrigin){ .provenance = REDAN_PROVENANCE_UNKNOWN };
  if (target == REDAN_NONE || self->columns[attribute->index] == NULL)
    return;

  origin_out->provenance = (RedanProvenance) self->provenance[attribute->index][target];
  if (origin_out->provenance < REDAN_PROVENANCE_INHERITED)
    return;
  if (origin_out->provenance == REDAN_PROVENANCE_INHERITED && context == REDAN_CONTEXT_ELEMENT &&
      find_boundary (self, target, attribute, origin_out))
    return;
  if (context == REDAN_CONTEXT_ELEMENT)
    origin_out->standard = redan_facts_find_service_default (self, target, attribute);
  if (origin_out->standard != NULL)
    return;

  derivation = find_derivation (attribute);
  if (derivation == NULL ||
      (origin_out->provenance == REDAN_PROVENANCE_STANDARD && derivation->place != PLACE_SELF))
    return;
  follow (self, derivation, context, target, attribute, origin_out);
}
