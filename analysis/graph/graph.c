/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the graph from the facts and answers what is stored in it. */

#include "config.h"

#include "analysis/graph/graph-private.h"

#include <string.h>

typedef struct
{
  guint32 source;
  guint32 target;
  guint32 interaction;
  guint8 kind;
  double pass;
} Edge;

/* What the builder reads and keeps while it adds nodes and edges. */
typedef struct
{
  RedanGraph *graph;
  GArray *edges;
  GArray *hub_accounts; /* boundary of each hub, or REDAN_NONE */
  guint32 *account_hub; /* by account number */
  guint32 organization_hub;
  guint64 *service_keys; /* sorted: account number << 32 | code of the service */
  guint32 *service_hubs;
  guint n_services;
  RedanColumn service;
  guint8 *scope; /* by element: enum Scope */
  guint8 *admin;
} Builder;

enum
{
  SCOPE_NONE,
  SCOPE_SERVICE,
  SCOPE_ACCOUNT,
  SCOPE_ORGANIZATION,
};

RedanColumn
redan_column_find (const RedanFacts *facts, RedanScope scope, const char *name)
{
  RedanColumn column = { redan_schema_lookup (facts->snapshot->schema, scope, name, -1), NULL };

  if (column.attribute != NULL)
    column.column = facts->columns[column.attribute->index];

  return column;
}

RedanCode
redan_column_code (const RedanColumn *self, const char *value)
{
  int position =
      self->attribute == NULL ? -1 : redan_attribute_find_value (self->attribute, value, -1);

  return position < 0 ? G_MAXUINT32 : REDAN_CODE_FIRST + (guint) position;
}

static void
add_edge (Builder *self,
          guint32 source,
          guint32 target,
          RedanEdgeKind kind,
          guint32 interaction,
          double pass)
{
  Edge edge = { source, target, interaction, kind, pass };

  g_array_append_val (self->edges, edge);
}

static guint32
add_hub (Builder *self, guint32 account)
{
  g_array_append_val (self->hub_accounts, account);

  return self->graph->n_nodes++;
}

static void
find_accounts (RedanGraph *graph)
{
  const RedanSnapshot *snapshot = graph->facts->snapshot;
  RedanColumn policy = redan_column_find (graph->facts, REDAN_SCOPE_ACCOUNT, "scp");
  RedanCode tailored = redan_column_code (&policy, "tailored");

  graph->accounts = g_new (guint32, snapshot->n_boundaries + 1);
  graph->account_number = g_new (guint32, snapshot->n_boundaries + 1);
  graph->tailored = g_new0 (guint8, snapshot->n_boundaries + 1);
  for (guint32 i = 0; i < snapshot->n_boundaries; i++)
    {
      graph->account_number[i] = REDAN_NONE;
      if (!graph->facts->boundary_is_account[i])
        continue;
      graph->tailored[graph->n_accounts] = redan_column_is (&policy, i, tailored);
      graph->account_number[i] = graph->n_accounts;
      graph->accounts[graph->n_accounts++] = i;
    }
}

/* Decision 8: outside every boundary an actor counts as anonymous. */
static void
find_entries (RedanGraph *graph)
{
  const RedanFacts *facts = graph->facts;

  graph->entry = g_new0 (double, graph->n_elements + 1);
  for (guint32 i = 0; i < graph->n_elements; i++)
    {
      gboolean alone = facts->element_trust[i] == REDAN_TRUST_NONE;
      gboolean actor = facts->snapshot->element_kind[i] == REDAN_ELEMENT_ACTOR;

      if (actor && (alone || facts->element_trust[i] <= graph->scoring->trust_anonymous))
        graph->entry[i] = graph->scoring->entry_anonymous;
      else if (facts->element_outside[i] || actor || alone)
        graph->entry[i] = graph->scoring->entry_other;
    }
}

/* What tailored policies of the organization leave of a right over what is in the account. */
static double
get_policy_pass (const RedanGraph *graph, guint32 account)
{
  if (account == REDAN_NONE || !graph->tailored[graph->account_number[account]])
    return 1.0;

  return 1 - graph->scoring->tailored_policy * graph->scoring->state[REDAN_STATE_DECLARED];
}

/* A process that administers another one has a right over it, whoever holds the process: signing in
 * stops only others. What answers on the way back of a flow has none. */
static void
add_flows (Builder *self)
{
  const RedanGraph *graph = self->graph;
  const RedanFacts *facts = graph->facts;
  RedanColumn admin = redan_column_find (facts, REDAN_SCOPE_FLOW, "admin");
  RedanCode is_admin = redan_column_code (&admin, "yes");

  for (guint32 i = 0; i < facts->n_interactions; i++)
    {
      guint32 source = facts->interaction_source[i];
      guint32 target = facts->interaction_target[i];

      if (source == REDAN_NONE || target == REDAN_NONE)
        continue;
      add_edge (self, source, target, REDAN_EDGE_FLOW, i, 0);
      if (graph->scoring->authorised_admin > 0 && redan_column_is (&admin, i, is_admin) &&
          !facts->interaction_reverse[i] &&
          facts->snapshot->element_kind[source] == REDAN_ELEMENT_PROCESS &&
          !facts->element_outside[source])
        add_edge (self, source, target, REDAN_EDGE_RIGHT, i,
                  graph->scoring->authorised_admin *
                      get_policy_pass (graph, facts->element_account[target]));
    }
}

static void
add_declared_exposure (Builder *self)
{
  const RedanGraph *graph = self->graph;
  const RedanFacts *facts = graph->facts;
  RedanColumn exposure = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "exposure");
  RedanColumn policy = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "resource_policy");
  RedanCode internet = redan_column_code (&exposure, "internet");
  RedanCode public = redan_column_code (&policy, "public");

  for (guint32 i = 0; i < graph->n_elements; i++)
    {
      if (facts->snapshot->element_kind[i] < REDAN_ELEMENT_PROCESS || facts->element_outside[i])
        continue;
      if (redan_column_is (&exposure, i, internet) || redan_column_is (&policy, i, public))
        add_edge (self, graph->internet, i, REDAN_EDGE_EXPOSED, REDAN_NONE,
                  graph->scoring->declared_exposure);
    }
}

static double
get_sign_in_pass (const RedanGraph *graph, guint32 account, gboolean *removed_out)
{
  const RedanScoring *scoring = graph->scoring;
  RedanColumn mfa = redan_column_find (graph->facts, REDAN_SCOPE_ACCOUNT, "root_mfa");
  RedanColumn keys = redan_column_find (graph->facts, REDAN_SCOPE_ACCOUNT, "root_keys");
  double pass = scoring->root_none;

  if (mfa.column == NULL || mfa.column[account] < REDAN_CODE_FIRST)
    pass = scoring->root_unknown;
  *removed_out = redan_column_is (&mfa, account, redan_column_code (&mfa, "removed"));
  if (redan_column_is (&mfa, account, redan_column_code (&mfa, "virtual")))
    pass = scoring->root_virtual;
  else if (redan_column_is (&mfa, account, redan_column_code (&mfa, "hardware")) ||
           redan_column_is (&mfa, account, redan_column_code (&mfa, "passkey")))
    pass = scoring->root_strong;
  if (keys.column == NULL || keys.column[account] < REDAN_CODE_FIRST)
    pass = MIN (scoring->root_limit, pass + scoring->root_keys_unknown);
  else if (!redan_column_is (&keys, account, redan_column_code (&keys, "no")))
    pass = MIN (scoring->root_limit, pass + scoring->root_keys);

  return pass;
}

static void
add_roots (Builder *self)
{
  RedanGraph *graph = self->graph;
  const RedanFacts *facts = graph->facts;
  RedanColumn mailbox = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "root_mailbox");
  RedanColumn recovery = redan_column_find (facts, REDAN_SCOPE_ACCOUNT, "root_recovery");
  RedanCode is_mailbox = redan_column_code (&mailbox, "yes");
  RedanCode is_closed = redan_column_code (&recovery, "yes");
  g_autofree guint8 *removed = g_new0 (guint8, graph->n_accounts + 1);
  guint32 recovery_hub = REDAN_NONE;

  for (guint32 i = 0; i < graph->n_elements && graph->n_accounts > 0; i++)
    {
      if (!redan_column_is (&mailbox, i, is_mailbox))
        continue;
      if (recovery_hub == REDAN_NONE)
        recovery_hub = add_hub (self, REDAN_NONE);
      add_edge (self, i, recovery_hub, REDAN_EDGE_ROOT_RECOVERY, REDAN_NONE, 1.0);
    }
  graph->has_recovery = recovery_hub != REDAN_NONE;

  for (guint32 i = 0; i < graph->n_accounts; i++)
    {
      guint32 account = graph->accounts[i];
      guint32 root = graph->internet + 1 + i;
      gboolean is_removed;
      double pass = get_sign_in_pass (graph, account, &is_removed);

      removed[i] = is_removed;
      if (is_removed)
        continue;
      add_edge (self, graph->internet, root, REDAN_EDGE_ROOT_SIGN_IN, REDAN_NONE, pass);
      if (graph->has_recovery)
        add_edge (self, recovery_hub, root, REDAN_EDGE_ROOT_RECOVERY, REDAN_NONE,
                  redan_column_is (&recovery, account, is_closed)
                      ? graph->scoring->root_recovery_closed
                      : graph->scoring->root_recovery_open);
    }
  for (guint32 i = 0; i < graph->n_elements; i++)
    {
      guint32 account = facts->element_account[i];

      if (account == REDAN_NONE || removed[graph->account_number[account]])
        continue;
      add_edge (self, graph->internet + 1 + graph->account_number[account], i, REDAN_EDGE_ROOT,
                REDAN_NONE, graph->scoring->root_member);
    }
}

/* Whoever is the root user of a management account takes over the members of the organization. */
static void
add_organization_root (Builder *self)
{
  RedanGraph *graph = self->graph;
  const RedanFacts *facts = graph->facts;
  RedanColumn purpose = redan_column_find (facts, REDAN_SCOPE_ACCOUNT, "purpose");
  RedanCode management = redan_column_code (&purpose, "management");
  guint32 hub = REDAN_NONE;

  if (graph->scoring->root_organization <= 0 || graph->n_accounts < 2)
    return;

  for (guint32 i = 0; i < graph->n_accounts; i++)
    {
      if (!redan_column_is (&purpose, graph->accounts[i], management))
        continue;
      if (hub == REDAN_NONE)
        hub = add_hub (self, graph->accounts[i]);
      add_edge (self, graph->internet + 1 + i, hub, REDAN_EDGE_ROOT, REDAN_NONE,
                graph->scoring->root_organization);
    }
  for (guint32 i = 0; i < graph->n_elements && hub != REDAN_NONE; i++)
    {
      guint32 account = facts->element_account[i];

      if (account != REDAN_NONE && !redan_column_is (&purpose, account, management))
        add_edge (self, hub, i, REDAN_EDGE_ROOT, REDAN_NONE, graph->scoring->root_member);
    }
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static guint64
get_service_key (const Builder *self, guint32 element)
{
  const RedanGraph *graph = self->graph;
  guint64 account = graph->account_number[graph->facts->element_account[element]];

  return account << 32 | (self->service.column == NULL ? 0 : self->service.column[element]);
}

/* Who holds rights over what; makes the hubs. Returns whether anybody holds any. */
static gboolean
find_rights (Builder *self)
{
  RedanGraph *graph = self->graph;
  const RedanFacts *facts = graph->facts;
  RedanColumn level = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "priv_level");
  RedanColumn scope = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "iam_scope");
  const RedanCode codes[] = { redan_column_code (&scope, "service"),
                              redan_column_code (&scope, "account"),
                              redan_column_code (&scope, "organization") };
  RedanCode write = redan_column_code (&level, "write");
  RedanCode admin = redan_column_code (&level, "admin");
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  gboolean any = FALSE;

  for (guint32 i = 0; i < graph->n_elements; i++)
    {
      guint32 account = facts->element_account[i];

      self->admin[i] = redan_column_is (&level, i, admin);
      if (!self->admin[i] && !redan_column_is (&level, i, write))
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (codes); j++)
        if (redan_column_is (&scope, i, codes[j]))
          self->scope[i] = SCOPE_SERVICE + j;
      if (self->scope[i] != SCOPE_ORGANIZATION && account == REDAN_NONE)
        self->scope[i] = SCOPE_NONE;

      any |= self->scope[i] != SCOPE_NONE;
      if (self->scope[i] == SCOPE_ORGANIZATION && self->organization_hub == REDAN_NONE)
        self->organization_hub = add_hub (self, REDAN_NONE);
      if (self->scope[i] == SCOPE_ACCOUNT)
        self->account_hub[graph->account_number[account]] = 0;
      if (self->scope[i] == SCOPE_SERVICE)
        {
          guint64 key = get_service_key (self, i);
          g_array_append_val (keys, key);
        }
    }

  for (guint32 i = 0; i < graph->n_accounts; i++)
    if (self->account_hub[i] == 0 || self->organization_hub != REDAN_NONE)
      self->account_hub[i] = add_hub (self, graph->accounts[i]);

  g_array_sort (keys, compare_keys);
  self->service_keys = g_new (guint64, keys->len + 1);
  self->service_hubs = g_new (guint32, keys->len + 1);
  for (guint i = 0; i < keys->len; i++)
    {
      guint64 key = g_array_index (keys, guint64, i);

      if (self->n_services > 0 && self->service_keys[self->n_services - 1] == key)
        continue;
      self->service_keys[self->n_services] = key;
      self->service_hubs[self->n_services++] = add_hub (self, graph->accounts[key >> 32]);
    }

  return any;
}

static guint32
find_service_hub (const Builder *self, guint32 element)
{
  guint64 key = get_service_key (self, element);
  const guint64 *found =
      bsearch (&key, self->service_keys, self->n_services, sizeof key, compare_keys);

  return found == NULL ? REDAN_NONE : self->service_hubs[found - self->service_keys];
}

static void
add_rights (Builder *self)
{
  RedanGraph *graph = self->graph;
  const RedanFacts *facts = graph->facts;

  if (!find_rights (self))
    return;

  for (guint32 i = 0; i < graph->n_accounts && self->organization_hub != REDAN_NONE; i++)
    add_edge (self, self->organization_hub, self->account_hub[i], REDAN_EDGE_RIGHT, REDAN_NONE,
              1.0);

  for (guint32 i = 0; i < graph->n_elements; i++)
    {
      guint32 account = facts->element_account[i];
      guint32 number = account == REDAN_NONE ? 0 : graph->account_number[account];
      guint32 service = account == REDAN_NONE ? REDAN_NONE : find_service_hub (self, i);
      double pass = self->admin[i] ? graph->scoring->right_admin : graph->scoring->right_write;

      if (self->scope[i] == SCOPE_ORGANIZATION)
        add_edge (self, i, self->organization_hub, REDAN_EDGE_RIGHT, REDAN_NONE, pass);
      else if (self->scope[i] == SCOPE_ACCOUNT)
        add_edge (self, i, self->account_hub[number], REDAN_EDGE_RIGHT, REDAN_NONE, pass);
      else if (self->scope[i] == SCOPE_SERVICE)
        add_edge (self, i, service, REDAN_EDGE_RIGHT, REDAN_NONE, pass);

      if (account == REDAN_NONE || facts->snapshot->element_kind[i] < REDAN_ELEMENT_PROCESS)
        continue;
      pass = get_policy_pass (graph, account);
      if (self->account_hub[number] != REDAN_NONE)
        add_edge (self, self->account_hub[number], i, REDAN_EDGE_RIGHT, REDAN_NONE, pass);
      if (service != REDAN_NONE)
        add_edge (self, service, i, REDAN_EDGE_RIGHT, REDAN_NONE, pass);
    }
}

/* Sorts the edges by source, keeping the order in which they were added. */
static void
index_edges (RedanGraph *graph, const GArray *edges)
{
  g_autofree guint32 *next = g_new (guint32, graph->n_nodes + 1);

  graph->offset = g_new0 (guint32, graph->n_nodes + 1);
  graph->edge_target = g_new (guint32, edges->len + 1);
  graph->edge_interaction = g_new (guint32, edges->len + 1);
  graph->edge_kind = g_new (guint8, edges->len + 1);
  graph->edge_pass = g_new (double, edges->len + 1);

  for (guint i = 0; i < edges->len; i++)
    graph->offset[g_array_index (edges, Edge, i).source + 1]++;
  for (guint i = 0; i < graph->n_nodes; i++)
    graph->offset[i + 1] += graph->offset[i];
  memcpy (next, graph->offset, sizeof (guint32) * (graph->n_nodes + 1));

  for (guint i = 0; i < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);
      guint32 at = next[edge->source]++;

      graph->edge_target[at] = edge->target;
      graph->edge_interaction[at] = edge->interaction;
      graph->edge_kind[at] = edge->kind;
      graph->edge_pass[at] = edge->pass;
    }
}

static void
build (RedanGraph *graph)
{
  guint32 none = REDAN_NONE;
  Builder builder = { .graph = graph, .organization_hub = REDAN_NONE };

  graph->internet = graph->n_elements;
  graph->n_nodes = graph->n_elements + 1 + graph->n_accounts;
  builder.edges = g_array_sized_new (FALSE, FALSE, sizeof (Edge),
                                     graph->facts->n_interactions + graph->n_elements);
  builder.hub_accounts = g_array_new (FALSE, FALSE, sizeof (guint32));
  builder.account_hub = g_new (guint32, graph->n_accounts + 1);
  memset (builder.account_hub, 0xff, sizeof (guint32) * (graph->n_accounts + 1));
  builder.scope = g_new0 (guint8, graph->n_elements + 1);
  builder.admin = g_new0 (guint8, graph->n_elements + 1);
  builder.service = redan_column_find (graph->facts, REDAN_SCOPE_ELEMENT, "aws_service");

  g_array_append_val (builder.hub_accounts, none); /* the internet */
  g_array_append_vals (builder.hub_accounts, graph->accounts, graph->n_accounts);
  add_flows (&builder);
  add_rights (&builder);
  add_roots (&builder);
  add_organization_root (&builder);
  add_declared_exposure (&builder);
  index_edges (graph, builder.edges);

  graph->node_account = (guint32 *) (gpointer) g_array_free (builder.hub_accounts, FALSE);
  g_array_unref (builder.edges);
  g_free (builder.account_hub);
  g_free (builder.service_keys);
  g_free (builder.service_hubs);
  g_free (builder.scope);
  g_free (builder.admin);
}

RedanGraph *
redan_graph_new (const RedanFacts *facts, RedanControls *controls)
{
  RedanGraph *self = g_new0 (RedanGraph, 1);

  self->facts = facts;
  self->controls = controls;
  self->scoring = redan_catalogue_get_scoring (facts->catalogue);
  self->n_elements = facts->snapshot->n_elements;
  find_accounts (self);
  find_entries (self);
  build (self);

  self->element_reduction = g_new (double, self->n_elements + 1);
  self->element_layers = g_new (guint8, self->n_elements + 1);
  self->interaction_reduction = g_new (double, facts->n_interactions + 1);
  self->interaction_layers = g_new (guint8, facts->n_interactions + 1);
  redan_graph_compute_values (self);
  redan_graph_update (self);

  return self;
}

void
redan_graph_free (RedanGraph *self)
{
  if (self == NULL)
    return;

  g_free (self->accounts);
  g_free (self->account_number);
  g_free (self->node_account);
  g_free (self->tailored);
  g_free (self->offset);
  g_free (self->edge_target);
  g_free (self->edge_interaction);
  g_free (self->edge_kind);
  g_free (self->edge_pass);
  g_free (self->element_reduction);
  g_free (self->interaction_reduction);
  g_free (self->element_layers);
  g_free (self->interaction_layers);
  g_free (self->entry);
  g_free (self->exposure);
  g_free (self->settled);
  g_free (self->previous_node);
  g_free (self->previous_edge);
  g_free (self->value);
  g_free (self->edge_opens);
  g_free (self->reached);
  g_free (self->account_blast);
  g_free (self->layers);
  g_free (self->layer_masks);
  g_free (self->choke);
  g_free (self);
}

void
redan_graph_update (RedanGraph *self)
{
  redan_graph_compute_gates (self);
  redan_graph_compute_exposure (self);
  redan_graph_compute_blast (self);
  g_clear_pointer (&self->layers, g_free);
  g_clear_pointer (&self->layer_masks, g_free);
}

double
redan_graph_get_exposure (const RedanGraph *self, guint32 element)
{
  return self->exposure[element];
}

double
redan_graph_get_root_exposure (const RedanGraph *self, guint32 account)
{
  guint32 number = self->account_number[account];

  return number == REDAN_NONE ? 0 : self->exposure[self->internet + 1 + number];
}

double
redan_graph_get_blast (const RedanGraph *self, guint32 element)
{
  return (double) (self->reached[element] - self->value[element]) / (double) self->total;
}

double
redan_graph_get_account_blast (const RedanGraph *self, guint32 account)
{
  guint32 number = self->account_number[account];

  return number == REDAN_NONE ? 0 : self->account_blast[number];
}

gint64
redan_graph_get_root_reach (const RedanGraph *self, guint32 boundary)
{
  guint32 number = self->account_number[boundary];

  return number == REDAN_NONE ? 0 : self->reached[self->internet + 1 + number];
}

double
redan_graph_get_value (const RedanGraph *self, guint32 element, double *total_out)
{
  if (total_out != NULL)
    *total_out = (double) self->total / REDAN_GRAPH_VALUE_ONE;

  return (double) self->value[element] / REDAN_GRAPH_VALUE_ONE;
}

int
redan_graph_get_layers (RedanGraph *self, guint32 element, guint *mask_out)
{
  if (self->layers == NULL)
    redan_graph_compute_layers (self);
  if (mask_out != NULL)
    *mask_out = self->layer_masks[element];

  return self->layers[element];
}

double
redan_graph_get_choke (RedanGraph *self, guint32 element)
{
  if (self->choke == NULL)
    redan_graph_compute_choke (self);

  return self->choke[element];
}

void
redan_graph_fill_facts (RedanGraph *self, RedanFacts *facts)
{
  guint n_boundaries = facts->snapshot->n_boundaries;

  g_free (facts->depth);
  g_free (facts->choke);
  g_free (facts->account_blast);
  facts->depth = g_new (gint32, self->n_elements + 1);
  facts->choke = g_new (double, self->n_elements + 1);
  facts->account_blast = g_new0 (double, n_boundaries + 1);
  for (guint32 i = 0; i < self->n_elements; i++)
    {
      facts->depth[i] = redan_graph_get_layers (self, i, NULL);
      facts->choke[i] = redan_graph_get_choke (self, i);
    }
  for (guint32 i = 0; i < n_boundaries; i++)
    facts->account_blast[i] = redan_graph_get_account_blast (self, i);
}
