/* SPDX-License-Identifier: Apache-2.0 */
/* Facts that follow from nesting and flows: interactions, accounts, trust, crossings, people,
 * reach, workloads. */

#include "analysis/facts-private.h"

#include <string.h>

/* An actor outside every boundary stands on the internet (decision 8): it is "a person or machine
 * outside our control". So a flow between it and anything else counts as crossing a boundary of
 * kind internet, and exposes the other end. Any other element outside is in scope, not trusted (so
 * reach() starts there too), and crosses nothing by being outside. */
static gboolean
stands_on_internet (const RedanSnapshot *snapshot, guint32 element)
{
  return snapshot->element_parent[element] == REDAN_NONE &&
         snapshot->element_kind[element] == REDAN_ELEMENT_ACTOR;
}

static void
index_adjacency (const guint32 *ends,
                 const guint32 *other_ends,
                 guint n,
                 guint n_elements,
                 guint32 **offset_out,
                 guint32 **list_out)
{
  guint32 *offset = g_new0 (guint32, n_elements + 1);
  guint32 *list = g_new (guint32, MAX (n, 1));
  g_autofree guint32 *next = g_new (guint32, n_elements + 1);

  for (guint i = 0; i < n; i++)
    if (ends[i] != REDAN_NONE && other_ends[i] != REDAN_NONE)
      offset[ends[i] + 1]++;
  for (guint i = 0; i < n_elements; i++)
    offset[i + 1] += offset[i];

  memcpy (next, offset, (n_elements + 1) * sizeof *next);
  for (guint i = 0; i < n; i++)
    if (ends[i] != REDAN_NONE && other_ends[i] != REDAN_NONE)
      list[next[ends[i]]++] = i;

  *offset_out = offset;
  *list_out = list;
}

void
facts_build_interactions (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  RedanFacts *facts = self->facts;
  guint n = snapshot->n_flows;
  guint next = snapshot->n_flows;

  for (guint i = 0; i < snapshot->n_flows; i++)
    n += snapshot->flow_bidirectional[i];

  facts->n_interactions = n;
  facts->interaction_flow = g_new (guint32, MAX (n, 1));
  facts->interaction_reverse = g_new0 (guint8, MAX (n, 1));
  facts->interaction_source = g_new (guint32, MAX (n, 1));
  facts->interaction_target = g_new (guint32, MAX (n, 1));

  for (guint i = 0; i < snapshot->n_flows; i++)
    {
      facts->interaction_flow[i] = i;
      facts->interaction_source[i] = snapshot->flow_source[i];
      facts->interaction_target[i] = snapshot->flow_target[i];
      if (!snapshot->flow_bidirectional[i])
        continue;

      facts->interaction_flow[next] = i;
      facts->interaction_reverse[next] = TRUE;
      facts->interaction_source[next] = snapshot->flow_target[i];
      facts->interaction_target[next] = snapshot->flow_source[i];
      next++;
    }

  index_adjacency (facts->interaction_source, facts->interaction_target, n, snapshot->n_elements,
                   &facts->out_offset, &facts->out_interaction);
  index_adjacency (facts->interaction_target, facts->interaction_source, n, snapshot->n_elements,
                   &facts->in_offset, &facts->in_interaction);
}

static guint32 *
order_boundaries (const RedanSnapshot *snapshot)
{
  guint32 *order = g_new (guint32, MAX (snapshot->n_boundaries, 1));
  guint n = 0;

  for (guint depth = 0; depth < 64 && n < snapshot->n_boundaries; depth++)
    for (guint i = 0; i < snapshot->n_boundaries; i++)
      if (snapshot->boundary_depth[i] == depth)
        order[n++] = i;

  g_assert (n == snapshot->n_boundaries);
  return order;
}

static guint8
find_kind_trust (const RedanAttribute *kinds, guint8 kind)
{
  const char *trust = kinds != NULL ? redan_attribute_get_property (kinds, kind, "trust") : NULL;

  return trust != NULL ? (guint8) g_ascii_strtoull (trust, NULL, 10) : 4;
}

static guint64
kind_bit_of (const RedanSnapshot *snapshot, guint32 boundary)
{
  guint8 kind = snapshot->boundary_kind[boundary];

  return kind > 63 ? 0 : G_GUINT64_CONSTANT (1) << kind;
}

static void
build_members (RedanFacts *facts, const RedanSnapshot *snapshot)
{
  guint32 *offset = g_new0 (guint32, snapshot->n_boundaries + 1);
  g_autofree guint32 *next = g_new (guint32, snapshot->n_boundaries + 1);

  for (guint i = 0; i < snapshot->n_elements; i++)
    for (guint32 b = snapshot->element_parent[i]; b != REDAN_NONE; b = snapshot->boundary_parent[b])
      offset[b + 1]++;
  for (guint i = 0; i < snapshot->n_boundaries; i++)
    offset[i + 1] += offset[i];

  facts->member_offset = offset;
  facts->member_element = g_new (guint32, MAX (offset[snapshot->n_boundaries], 1));
  memcpy (next, offset, (snapshot->n_boundaries + 1) * sizeof *next);
  for (guint i = 0; i < snapshot->n_elements; i++)
    for (guint32 b = snapshot->element_parent[i]; b != REDAN_NONE; b = snapshot->boundary_parent[b])
      facts->member_element[next[b]++] = i;
}

void
facts_build_nesting (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  RedanFacts *facts = self->facts;
  const RedanAttribute *kinds =
      redan_schema_lookup (self->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  guint64 account_kind = facts_kind_bit (self->schema, "account");
  FactColumn trust = facts_builder_column (self, REDAN_SCOPE_BOUNDARY, "trust");
  FactColumn in_scope = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "in_scope");
  double most_outside = redan_catalogue_get_scoring (facts->catalogue)->trust_outside;
  g_autofree guint8 *least = g_new (guint8, MAX (snapshot->n_boundaries, 1));
  g_autofree guint32 *account = g_new (guint32, MAX (snapshot->n_boundaries, 1));

  self->boundary_order = order_boundaries (snapshot);
  facts->boundary_trust = g_new (guint8, MAX (snapshot->n_boundaries, 1));
  facts->boundary_is_account = g_new (guint8, MAX (snapshot->n_boundaries, 1));
  for (guint i = 0; i < snapshot->n_boundaries; i++)
    {
      guint32 b = self->boundary_order[i];
      guint32 parent = snapshot->boundary_parent[b];
      guint8 own = find_kind_trust (kinds, snapshot->boundary_kind[b]);

      if (trust.codes[b] >= REDAN_CODE_FIRST)
        own = (guint8) (trust.codes[b] - REDAN_CODE_FIRST);
      facts->boundary_trust[b] = own;
      least[b] = parent == REDAN_NONE ? own : MIN (own, least[parent]);
      facts->boundary_is_account[b] = (kind_bit_of (snapshot, b) & account_kind) != 0;
      if (facts->boundary_is_account[b])
        account[b] = b;
      else
        account[b] = parent == REDAN_NONE ? REDAN_NONE : account[parent];
    }

  facts->element_account = g_new (guint32, MAX (snapshot->n_elements, 1));
  facts->element_trust = g_new (guint8, MAX (snapshot->n_elements, 1));
  facts->element_outside = g_new (guint8, MAX (snapshot->n_elements, 1));
  facts->element_in_scope = g_new (guint8, MAX (snapshot->n_elements, 1));
  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      guint32 parent = snapshot->element_parent[i];

      facts->element_account[i] = parent == REDAN_NONE ? REDAN_NONE : account[parent];
      facts->element_trust[i] = parent == REDAN_NONE ? REDAN_TRUST_NONE : least[parent];
      facts->element_outside[i] = parent != REDAN_NONE && least[parent] <= most_outside;
      facts->element_in_scope[i] = !fact_column_is (&in_scope, i, "no");
    }

  build_members (facts, snapshot);
}

/* Walks both parent chains up to where they meet; what is passed on the way is crossed (decision
 * 7). */
static void
collect_crossed (
    const RedanSnapshot *snapshot, guint32 a, guint32 b, guint64 *crossed_a, guint64 *crossed_b)
{
  while (a != b)
    {
      if (b == REDAN_NONE ||
          (a != REDAN_NONE && snapshot->boundary_depth[a] >= snapshot->boundary_depth[b]))
        {
          *crossed_a |= kind_bit_of (snapshot, a);
          a = snapshot->boundary_parent[a];
        }
      else
        {
          *crossed_b |= kind_bit_of (snapshot, b);
          b = snapshot->boundary_parent[b];
        }
    }
}

static guint64
find_counting_kinds (const RedanSchema *schema)
{
  const RedanAttribute *kinds = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  guint64 counting = 0;

  for (guint i = 0; kinds != NULL && i < MIN (kinds->n_values, 64); i++)
    if (g_strcmp0 (redan_attribute_get_property (kinds, i, "counts"), "no") != 0)
      counting |= G_GUINT64_CONSTANT (1) << i;

  return counting;
}

/* Flows that cross a boundary drawn as a line have it on both sides: a line has no inside. */
void
facts_build_crossings (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  RedanFacts *facts = self->facts;
  FactColumn in_scope = facts_builder_column (self, REDAN_SCOPE_FLOW, "in_scope");
  guint64 counting = find_counting_kinds (self->schema);
  guint64 internet = facts_kind_bit (self->schema, "internet");

  self->crossed_source = g_new0 (guint64, MAX (snapshot->n_flows, 1));
  self->crossed_target = g_new0 (guint64, MAX (snapshot->n_flows, 1));
  for (guint i = 0; i < snapshot->n_flows; i++)
    {
      guint32 source = snapshot->flow_source[i];
      guint32 target = snapshot->flow_target[i];

      for (guint j = snapshot->crosses_offset[i]; j < snapshot->crosses_offset[i + 1]; j++)
        {
          self->crossed_source[i] |= kind_bit_of (snapshot, snapshot->crosses_boundary[j]);
          self->crossed_target[i] |= kind_bit_of (snapshot, snapshot->crosses_boundary[j]);
        }

      if (source == REDAN_NONE || target == REDAN_NONE)
        continue;

      collect_crossed (snapshot, snapshot->element_parent[source], snapshot->element_parent[target],
                       &self->crossed_source[i], &self->crossed_target[i]);
      if (stands_on_internet (snapshot, source) && !stands_on_internet (snapshot, target))
        self->crossed_source[i] |= internet;
      if (stands_on_internet (snapshot, target) && !stands_on_internet (snapshot, source))
        self->crossed_target[i] |= internet;
    }

  facts->interaction_in_scope = g_new (guint8, MAX (facts->n_interactions, 1));
  facts->interaction_crosses = g_new (guint8, MAX (facts->n_interactions, 1));
  facts->interaction_crossed_kinds = g_new (guint64, MAX (facts->n_interactions, 1));
  for (guint i = 0; i < facts->n_interactions; i++)
    {
      guint32 flow = facts->interaction_flow[i];
      guint64 crossed = self->crossed_source[flow] | self->crossed_target[flow];

      facts->interaction_in_scope[i] = !fact_column_is (&in_scope, i, "no");
      facts->interaction_crossed_kinds[i] = crossed;
      facts->interaction_crosses[i] = (crossed & counting) != 0;
    }
}

void
facts_build_humans (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  RedanFacts *facts = self->facts;
  FactColumn tech = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "tech");

  facts->element_human = g_new0 (guint8, MAX (snapshot->n_elements, 1));
  facts->interaction_human = g_new0 (guint8, MAX (facts->n_interactions, 1));

  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      gboolean is_actor = snapshot->element_kind[i] == REDAN_ELEMENT_ACTOR;

      facts->element_human[i] |= is_actor;
      if (!is_actor && g_strcmp0 (fact_column_property (&tech, i, "human"), "yes") != 0)
        continue;

      for (guint j = facts->out_offset[i]; j < facts->out_offset[i + 1]; j++)
        {
          guint32 interaction = facts->out_interaction[j];

          facts->interaction_human[interaction] = TRUE;
          facts->element_human[facts->interaction_target[interaction]] = TRUE;
        }
    }
}

void
facts_build_reach (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  RedanFacts *facts = self->facts;
  g_autofree guint32 *queue = g_new (guint32, MAX (snapshot->n_elements, 1));
  guint head = 0;
  guint tail = 0;

  facts->element_reachable = g_new0 (guint8, MAX (snapshot->n_elements, 1));
  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      if (!facts->element_outside[i] && facts->element_trust[i] != REDAN_TRUST_NONE)
        continue;
      facts->element_reachable[i] = TRUE;
      queue[tail++] = i;
    }

  while (head < tail)
    {
      guint32 element = queue[head++];

      for (guint j = facts->out_offset[element]; j < facts->out_offset[element + 1]; j++)
        {
          guint32 next = facts->interaction_target[facts->out_interaction[j]];

          if (facts->element_reachable[next])
            continue;
          facts->element_reachable[next] = TRUE;
          queue[tail++] = next;
        }
    }
}

static RedanCode
find_largest (const RedanCode *codes, guint n)
{
  RedanCode largest = 0;

  for (guint i = 0; i < n; i++)
    largest = MAX (largest, codes[i]);

  return largest;
}

/* A workload or tier that is said to be unknown counts as one of its own: the safer reading, and
 * that of the reference. */
void
facts_build_tenants (FactsBuilder *self)
{
  const RedanSnapshot *snapshot = self->snapshot;
  RedanFacts *facts = self->facts;
  const RedanStrings *strings = redan_model_get_strings (snapshot->model);
  FactColumn workload = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "workload");
  FactColumn environment = facts_builder_column (self, REDAN_SCOPE_ELEMENT, "environment");
  RedanCode prod = fact_column_code (&environment, "prod");
  RedanCode shared = fact_column_code (&environment, "shared");
  g_autofree guint32 *seen_in =
      g_new0 (guint32, (gsize) find_largest (workload.codes, snapshot->n_elements) + 1);

  facts->workloads = g_new0 (guint32, MAX (snapshot->n_boundaries, 1));
  facts->environments = g_new0 (guint32, MAX (snapshot->n_boundaries, 1));
  for (guint b = 0; b < snapshot->n_boundaries; b++)
    {
      guint tiers = 0;

      for (guint j = facts->member_offset[b]; j < facts->member_offset[b + 1]; j++)
        {
          guint32 element = facts->member_element[j];
          RedanCode code = workload.codes[element];

          if (snapshot->element_kind[element] < REDAN_ELEMENT_PROCESS)
            continue;
          if (environment.codes[element] != REDAN_CODE_ABSENT &&
              environment.codes[element] != shared)
            tiers |= environment.codes[element] == prod ? 1 : 2;
          if (code == REDAN_CODE_ABSENT || seen_in[code] == b + 1)
            continue;
          seen_in[code] = b + 1;
          /* decision 25: what belongs to the whole organization is no workload */
          if (code == REDAN_CODE_UNKNOWN ||
              strcmp (redan_strings_nth (strings, code - REDAN_CODE_FIRST), "org") != 0)
            facts->workloads[b]++;
        }
      facts->environments[b] = (tiers & 1) + (tiers >> 1);
    }
}
