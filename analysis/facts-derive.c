/* SPDX-License-Identifier: Apache-2.0 */
/* Effective attributes: inherited from boundaries, derived from technology, data assets and flows,
 * and at last the defaults. */

#include "analysis/facts-private.h"

#include <string.h>

static const char *const rating_names[] = { "c_rating", "i_rating", "a_rating" };

/* How many codes stand for one value each; the codes of sets and texts do not. */
static guint
count_values (const FactColumn *column)
{
  if (column->attribute == NULL || column->attribute->type == REDAN_ATTRIBUTE_SET)
    return 0;

  return column->attribute->n_values;
}

/* Codes of @to for the codes of @from: the same word may stand at another place of another list. */
static RedanCode *
build_translation (const FactColumn *from, const FactColumn *to)
{
  guint n = count_values (from);
  RedanCode *table;

  if (n == 0)
    return NULL;

  table = g_new (RedanCode, n + REDAN_CODE_FIRST);
  table[REDAN_CODE_ABSENT] = REDAN_CODE_ABSENT;
  table[REDAN_CODE_UNKNOWN] = REDAN_CODE_UNKNOWN;
  for (guint i = 0; i < n; i++)
    table[i + REDAN_CODE_FIRST] = fact_column_code (to, from->attribute->values[i]);

  return table;
}

/* What stands on a boundary holds for everything inside that says nothing, the nearest boundary
 * first. */
static void
inherit_attribute (FactsBuilder *self, const RedanAttribute *attribute)
{
  const RedanSnapshot *snapshot = self->snapshot;
  FactColumn to = facts_builder_column (self, REDAN_SCOPE_ELEMENT, attribute->name);
  FactColumn from = facts_builder_column (self, REDAN_SCOPE_BOUNDARY, attribute->name);
  g_autofree RedanCode *nearest = g_new (RedanCode, MAX (snapshot->n_boundaries, 1));
  g_autofree RedanCode *translation = NULL;

  if (from.attribute == NULL || from.attribute->type != attribute->type ||
      attribute->type == REDAN_ATTRIBUTE_SET)
    return;

  translation = build_translation (&from, &to);
  for (guint i = 0; i < snapshot->n_boundaries; i++)
    {
      guint32 b = self->boundary_order[i];
      guint32 parent = snapshot->boundary_parent[b];
      RedanCode code = from.codes[b];

      if (code >= REDAN_CODE_FIRST)
        nearest[b] = translation != NULL ? translation[code] : code;
      else
        nearest[b] = parent == REDAN_NONE ? REDAN_CODE_ABSENT : nearest[parent];
    }

  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      guint32 parent = snapshot->element_parent[i];

      if (to.codes[i] == REDAN_CODE_ABSENT && parent != REDAN_NONE &&
          nearest[parent] >= REDAN_CODE_FIRST)
        fact_column_put (&to, i, nearest[parent], REDAN_PROVENANCE_INHERITED);
    }
}

static void
put_if_absent (FactColumn *column, guint index, const char *word, RedanProvenance provenance)
{
  if (column->codes[index] == REDAN_CODE_ABSENT)
    fact_column_put (column, index, fact_column_code (column, word), provenance);
}

/* Who runs it: by technology in a cloud, at a partner and for third-party systems; else the
 * customer. */
static void
derive_management (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  FactColumn mgmt = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "mgmt");
  FactColumn tech = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "tech");
  FactColumn provider = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "provider");
  const RedanCode clouds[] = { fact_column_code (&provider, "aws"),
                               fact_column_code (&provider, "azure"),
                               fact_column_code (&provider, "gcp") };
  guint64 foreign =
      facts_kind_bit (self->schema, "internet") | facts_kind_bit (self->schema, "partner");

  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      guint32 parent = snapshot->element_parent[i];
      RedanCode code = provider.codes[i];
      gboolean is_foreign = snapshot->element_kind[i] == REDAN_ELEMENT_EXTERNAL;
      const char *word;

      if (parent != REDAN_NONE && snapshot->boundary_kind[parent] < 64)
        is_foreign |= (foreign >> snapshot->boundary_kind[parent] & 1) != 0;
      if (code >= REDAN_CODE_FIRST)
        is_foreign |= code == clouds[0] || code == clouds[1] || code == clouds[2];
      if (!is_foreign && snapshot->element_kind[i] < REDAN_ELEMENT_PROCESS)
        continue;

      word = is_foreign ? fact_column_property (&tech, i, "management") : NULL;
      put_if_absent (&mgmt, i, word != NULL ? word : "customer", REDAN_PROVENANCE_DERIVED);
    }
}

static void
inherit_detection (FactsBuilder *self)
{
  FactColumn detection = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "threat_detection");
  FactColumn guardduty = facts_builder_column (self, REDAN_SCOPE_ACCOUNT, "guardduty");
  g_autofree RedanCode *translation = build_translation (&guardduty, &detection);

  for (guint i = 0; i < self->snapshot->n_elements && translation != NULL; i++)
    {
      guint32 account = self->facts->element_account[i];

      if (detection.codes[i] == REDAN_CODE_ABSENT && account != REDAN_NONE)
        fact_column_put (&detection, i, translation[guardduty.codes[account]],
                         REDAN_PROVENANCE_INHERITED);
    }
}

/* What a provider runs has no shell and no privileged mode, and without code of the customer no
 * secret and no free egress. */
static void
derive_provider_run (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  FactColumn mgmt = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "mgmt");
  FactColumn patching = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "patching");
  FactColumn custom_code = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "custom_code");
  FactColumn shell = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "interactive_access");
  FactColumn privileged = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "privileged");
  FactColumn credentials = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "credentials");
  FactColumn secrets = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "secrets_location");
  FactColumn egress = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "egress");
  RedanCode provider = fact_column_code (&mgmt, "provider");
  RedanCode yes = fact_column_code (&custom_code, "yes");

  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      if (snapshot->element_kind[i] == REDAN_ELEMENT_STORE)
        put_if_absent (&custom_code, i, "no", REDAN_PROVENANCE_STANDARD);
      if (mgmt.codes[i] != provider)
        continue;

      put_if_absent (&patching, i, "provider", REDAN_PROVENANCE_DERIVED);
      put_if_absent (&shell, i, "none", REDAN_PROVENANCE_STANDARD);
      put_if_absent (&privileged, i, "no", REDAN_PROVENANCE_STANDARD);
      if (custom_code.codes[i] == yes)
        continue;

      put_if_absent (&credentials, i, "none", REDAN_PROVENANCE_STANDARD);
      put_if_absent (&secrets, i, "none", REDAN_PROVENANCE_STANDARD);
      put_if_absent (&egress, i, "none", REDAN_PROVENANCE_STANDARD);
    }
}

void
facts_derive_elements (FactsBuilder *self)
{
  for (guint i = 0; i < redan_schema_get_n_attributes (self->schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (self->schema, i);

      if (attribute->scope == REDAN_SCOPE_ELEMENT && !attribute->structural &&
          g_strcmp0 (attribute->source, "boundary") == 0)
        inherit_attribute (self, attribute);
    }

  derive_management (self);
  inherit_detection (self);
  facts_derive_services (self);
  derive_provider_run (self);
}

/* ---- data assets ---- */

static guint8
get_standard_rating (const FactsBuilder *self)
{
  return (guint8) redan_catalogue_get_scoring (self->facts->catalogue)->default_rating;
}

/* @class_rank: position of its classification, or -1; @ratings: 1..5 each */
typedef struct
{
  int class_rank;
  guint8 ratings[3];
  gboolean is_personal;
} AssetValue;

typedef struct
{
  FactColumn data_class;
  FactColumn ratings[3];
  FactColumn pii;
} ElementData;

static AssetValue
read_asset (guint8 standard,
            const FactColumn *classification,
            const FactColumn *ratings,
            const FactColumn *pii,
            guint asset)
{
  const char *by_class = fact_column_property (classification, asset, "rating");
  AssetValue value = { -1, { standard, standard, standard }, fact_column_is (pii, asset, "yes") };

  if (classification->codes[asset] >= REDAN_CODE_FIRST)
    value.class_rank = (int) (classification->codes[asset] - REDAN_CODE_FIRST);
  if (by_class != NULL)
    value.ratings[0] = (guint8) CLAMP (g_ascii_strtoull (by_class, NULL, 10), 1, 5);
  for (guint i = 0; i < G_N_ELEMENTS (value.ratings); i++)
    if (ratings[i].codes[asset] >= REDAN_CODE_FIRST)
      value.ratings[i] = (guint8) (ratings[i].codes[asset] - REDAN_CODE_FIRST + 1);

  return value;
}

/* The effective class is the higher of what was set and of the data (decision 9); "unknown" is
 * lower than any class. */
static void
raise_class (FactColumn *column, guint index, const FactColumn *classification, int class_rank)
{
  RedanCode code;

  if (class_rank < 0)
    return;

  code = fact_column_code (column, classification->attribute->values[class_rank]);
  if (code >= REDAN_CODE_FIRST && code > column->codes[index])
    fact_column_put (column, index, code, REDAN_PROVENANCE_DERIVED);
}

static void
raise_element (ElementData *data,
               guint element,
               const FactColumn *classification,
               const AssetValue *value)
{
  raise_class (&data->data_class, element, classification, value->class_rank);
  for (guint i = 0; i < G_N_ELEMENTS (data->ratings); i++)
    {
      RedanCode code = REDAN_CODE_FIRST + value->ratings[i] - 1;

      if (code > data->ratings[i].codes[element])
        fact_column_put (&data->ratings[i], element, code, REDAN_PROVENANCE_DERIVED);
    }

  if (value->is_personal)
    fact_column_put (&data->pii, element, fact_column_code (&data->pii, "yes"),
                     REDAN_PROVENANCE_DERIVED);
}

static void
raise_carrier (FactsBuilder *self,
               ElementData *data,
               FactColumn *flow_class,
               guint32 interaction,
               const FactColumn *classification,
               const AssetValue *value)
{
  const guint32 ends[] = { self->facts->interaction_source[interaction],
                           self->facts->interaction_target[interaction] };

  raise_class (flow_class, interaction, classification, value->class_rank);
  for (guint i = 0; i < G_N_ELEMENTS (value->ratings); i++)
    self->facts->interaction_rating[i][interaction] =
        MAX (self->facts->interaction_rating[i][interaction], value->ratings[i]);

  /* processes at the ends handle the data in clear; stores keep it only when it says so */
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (ends[i] != REDAN_NONE && self->snapshot->element_kind[ends[i]] == REDAN_ELEMENT_PROCESS)
      raise_element (data, ends[i], classification, value);
}

void
facts_derive_assets (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  FactColumn classification = facts_builder_column (self, REDAN_SCOPE_ASSET, "classification");
  FactColumn asset_pii = facts_builder_column (self, REDAN_SCOPE_ASSET, "pii");
  FactColumn flow_class = facts_builder_column (self, REDAN_SCOPE_FLOW, "data_class");
  guint8 standard = get_standard_rating (self);
  FactColumn asset_ratings[3];
  ElementData data;

  data.data_class = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "data_class");
  data.pii = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "pii");
  for (guint i = 0; i < 3; i++)
    {
      data.ratings[i] = facts_builder_column (self, REDAN_SCOPE_ELEMENT, rating_names[i]);
      asset_ratings[i] = facts_builder_column (self, REDAN_SCOPE_ASSET, rating_names[i]);
      self->facts->interaction_rating[i] = g_new0 (guint8, MAX (self->facts->n_interactions, 1));
    }

  for (guint a = 0; a < snapshot->n_assets; a++)
    {
      AssetValue value = read_asset (standard, &classification, asset_ratings, &asset_pii, a);

      for (guint j = snapshot->stored_offset[a]; j < snapshot->stored_offset[a + 1]; j++)
        raise_element (&data, snapshot->stored_element[j], &classification, &value);
      for (guint j = snapshot->processed_offset[a]; j < snapshot->processed_offset[a + 1]; j++)
        raise_element (&data, snapshot->processed_element[j], &classification, &value);
      for (guint j = snapshot->carried_offset[a]; j < snapshot->carried_offset[a + 1]; j++)
        {
          guint32 flow = snapshot->carried_flow[j];
          guint32 back = redan_facts_find_way_back (self->facts, flow);

          raise_carrier (self, &data, &flow_class, flow, &classification, &value);
          if (back != REDAN_NONE)
            raise_carrier (self, &data, &flow_class, back, &classification, &value);
        }
    }
}

/* ---- defaults of the schema ---- */

/* Only elements and flows: "purpose=workload" and "public_subnet=no" of boundaries would count in
 * their favour without anybody having said so; there, as in the reference, what nobody said is
 * unknown. */
void
facts_derive_standards (FactsBuilder *self)
{
  RedanFacts *facts = self->facts;
  guint8 standard = get_standard_rating (self);

  for (guint i = 0; i < redan_schema_get_n_attributes (self->schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (self->schema, i);
      guint n =
          attribute->scope == REDAN_SCOPE_FLOW ? facts->n_interactions : self->snapshot->n_elements;
      FactColumn column;
      int position;

      if (attribute->scope != REDAN_SCOPE_ELEMENT && attribute->scope != REDAN_SCOPE_FLOW)
        continue;
      if (attribute->structural || attribute->standard == NULL ||
          attribute->type == REDAN_ATTRIBUTE_SET)
        continue;
      position = redan_attribute_find_value (attribute, attribute->standard, -1);
      if (position < 0)
        continue;

      column = facts_builder_column (self, attribute->scope, attribute->name);
      for (guint j = 0; j < n; j++)
        if (column.codes[j] == REDAN_CODE_ABSENT)
          fact_column_put (&column, j, REDAN_CODE_FIRST + (RedanCode) position,
                           REDAN_PROVENANCE_STANDARD);
    }

  for (guint i = 0; i < 3; i++)
    {
      FactColumn column = facts_builder_column (self, REDAN_SCOPE_ELEMENT, rating_names[i]);

      for (guint j = 0; j < self->snapshot->n_elements; j++)
        if (column.codes[j] == REDAN_CODE_ABSENT)
          fact_column_put (&column, j, REDAN_CODE_FIRST + standard - 1, REDAN_PROVENANCE_STANDARD);
      for (guint j = 0; j < facts->n_interactions; j++)
        if (facts->interaction_rating[i][j] == 0)
          facts->interaction_rating[i][j] = standard;
    }
}

/* ---- flows ---- */

/* Codes of @to for the codes of @from: what the schema says in a property of the values of @from.
 */
static RedanCode *
build_consequences (const FactColumn *from, const char *property, const FactColumn *to)
{
  guint n = count_values (from);
  RedanCode *table = g_new0 (RedanCode, n + REDAN_CODE_FIRST);

  for (guint i = 0; i < n; i++)
    {
      const char *word = redan_attribute_get_property (from->attribute, i, property);

      if (word != NULL)
        table[i + REDAN_CODE_FIRST] = fact_column_code (to, word);
    }

  return table;
}

static void
put_consequence (const FactColumn *from, const RedanCode *table, FactColumn *to, guint index)
{
  RedanCode code = from->codes[index];

  code = code < count_values (from) + REDAN_CODE_FIRST ? table[code] : REDAN_CODE_ABSENT;
  if (code != REDAN_CODE_ABSENT && to->codes[index] == REDAN_CODE_ABSENT)
    fact_column_put (to, index, code, REDAN_PROVENANCE_DERIVED);
}

static void
derive_encryption (FactsBuilder *self)
{
  FactColumn protocol = facts_builder_column (self, REDAN_SCOPE_FLOW, "protocol");
  FactColumn encryption = facts_builder_column (self, REDAN_SCOPE_FLOW, "enc_transit");
  FactColumn dst_auth = facts_builder_column (self, REDAN_SCOPE_FLOW, "dst_auth");
  g_autofree RedanCode *encrypts = build_consequences (&protocol, "encryption", &encryption);
  g_autofree RedanCode *authenticates =
      build_consequences (&encryption, "authenticates", &dst_auth);

  for (guint i = 0; i < self->facts->n_interactions; i++)
    {
      put_consequence (&protocol, encrypts, &encryption, i);
      put_consequence (&encryption, authenticates, &dst_auth, i);
    }
}

/* The widest medium among the boundaries that a flow crosses. */
static void
derive_network (FactsBuilder *self)
{
  static const struct
  {
    const char *kind;
    const char *medium;
  } media[] = { { "internet", "internet" },
                { "partner", "partner" },
                { "account", "peering" },
                { "on-prem", "vpn" } };
  FactColumn network = facts_builder_column (self, REDAN_SCOPE_FLOW, "network");
  RedanCode inside = fact_column_code (&network, "local");
  RedanCode beside = fact_column_code (&network, "vpc");
  RedanCode codes[G_N_ELEMENTS (media)];
  guint64 kinds[G_N_ELEMENTS (media)];

  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    {
      codes[i] = fact_column_code (&network, media[i].medium);
      kinds[i] = facts_kind_bit (self->schema, media[i].kind);
    }
  for (guint i = 0; i < self->facts->n_interactions; i++)
    {
      guint64 crossed = self->facts->interaction_crossed_kinds[i];
      RedanCode code = crossed != 0 ? beside : inside;

      if (network.codes[i] != REDAN_CODE_ABSENT)
        continue;
      for (guint j = G_N_ELEMENTS (media); j-- > 0;)
        if (crossed & kinds[j])
          code = codes[j];
      fact_column_put (&network, i, code, REDAN_PROVENANCE_DERIVED);
    }
}

/* What the called element asks of its callers holds for the flow that says nothing, "unknown"
 * included. */
static void
derive_from_target (FactsBuilder *self, const char *name)
{
  FactColumn flow = facts_builder_column (self, REDAN_SCOPE_FLOW, name);
  FactColumn element = facts_builder_column (self, REDAN_SCOPE_ELEMENT, name);
  g_autofree RedanCode *translation = build_translation (&element, &flow);

  for (guint i = 0; i < self->facts->n_interactions && translation != NULL; i++)
    {
      guint32 target = self->facts->interaction_target[i];

      if (flow.codes[i] == REDAN_CODE_ABSENT && target != REDAN_NONE)
        fact_column_put (&flow, i, translation[element.codes[target]], REDAN_PROVENANCE_DERIVED);
    }
}

/* The lower class of both ends: data in transit is what both handle. From an actor nothing is
 * concluded. */
static void
derive_flow_class (FactsBuilder *self)
{
  FactColumn flow = facts_builder_column (self, REDAN_SCOPE_FLOW, "data_class");
  FactColumn element = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "data_class");
  g_autofree RedanCode *translation = build_translation (&element, &flow);

  for (guint i = 0; i < self->facts->n_interactions && translation != NULL; i++)
    {
      guint32 source = self->facts->interaction_source[i];
      guint32 target = self->facts->interaction_target[i];
      RedanCode a;
      RedanCode b;

      if (flow.codes[i] != REDAN_CODE_ABSENT || source == REDAN_NONE || target == REDAN_NONE ||
          self->snapshot->element_kind[source] == REDAN_ELEMENT_ACTOR)
        continue;

      a = element.codes[source];
      b = element.codes[target];
      if (a >= REDAN_CODE_FIRST && b >= REDAN_CODE_FIRST)
        a = MIN (a, b);
      else
        a = MAX (a, b);
      fact_column_put (&flow, i, translation[a], REDAN_PROVENANCE_DERIVED);
    }
}

void
facts_derive_flows (FactsBuilder *self)
{
  derive_encryption (self);
  derive_network (self);
  derive_from_target (self, "mfa");
  derive_from_target (self, "authn");
  derive_from_target (self, "rate_limit");
  derive_flow_class (self);
}

/* The widest audience among the sources of incoming flows: what lies around them and not around the
 * element. */
void
facts_derive_exposure (FactsBuilder *self)
{
  const RedanFacts *facts = self->facts;
  FactColumn exposure = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "exposure");
  RedanCode from_internet = fact_column_code (&exposure, "internet");
  RedanCode from_partner = fact_column_code (&exposure, "partner");
  RedanCode from_inside = fact_column_code (&exposure, "internal");
  guint64 internet = facts_kind_bit (self->schema, "internet");
  guint64 partner = facts_kind_bit (self->schema, "partner");

  for (guint i = 0; i < self->snapshot->n_elements; i++)
    {
      guint64 around = 0;

      if (exposure.codes[i] != REDAN_CODE_ABSENT)
        continue;

      for (guint j = facts->in_offset[i]; j < facts->in_offset[i + 1]; j++)
        {
          guint32 interaction = facts->in_interaction[j];
          guint32 flow = facts->interaction_flow[interaction];

          around |= facts->interaction_reverse[interaction] ? self->crossed_target[flow]
                                                            : self->crossed_source[flow];
        }

      fact_column_put (&exposure, i,
                       around & internet  ? from_internet
                       : around & partner ? from_partner
                                          : from_inside,
                       REDAN_PROVENANCE_DERIVED);
    }
}
