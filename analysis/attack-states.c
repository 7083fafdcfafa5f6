/* SPDX-License-Identifier: Apache-2.0 */
/* The facts of a model that lead from one state of an attacker to another, without any threat. */

#include "config.h"

#include "analysis/attack-private.h"

/* Zones in which somebody can be on the way of traffic. */
static const char *const network_kinds[] = {
  "internet", "partner",     "vpc",           "subnet", "security-group",
  "on-prem",  "k8s-cluster", "k8s-namespace", "host",   "trust-zone",
};

/* One value of an attribute, looked up once. */
typedef struct
{
  RedanColumn column;
  RedanCode code;
} Flag;

typedef struct
{
  Builder *builder;
  const RedanFacts *facts;
  const RedanSnapshot *snapshot;
  guint64 network; /* mask of boundary kinds */
  int internet_kind;
  int partner_kind;
  Flag exposed, shared, partner, lent; /* of elements */
  Flag admin, write;                   /* rights of elements */
  Flag organization_wide, account_wide, service_wide;
  Flag recovers;
  Flag anybody, administers, over_internet, reads; /* of interactions */
  Flag segmented;                                  /* of boundaries */
  Flag ships[3];                                   /* technology of what ships code */
  RedanColumn service;
  const guint32 *guards[REDAN_N_GUARDS];
  guint n_guards[REDAN_N_GUARDS];
} States;

static void
link_holds (Builder *self, RedanHold from, guint32 from_index, RedanHold to, guint32 to_index)
{
  redan_attack_builder_add_edge (self->builder, hold_node (self->attack, from, from_index),
                                 hold_node (self->attack, to, to_index));
}

static void
link_node (Builder *self, guint32 node, RedanHold to, guint32 to_index)
{
  redan_attack_builder_add_edge (self->builder, node, hold_node (self->attack, to, to_index));
}

static void
link_to (Builder *self, RedanHold from, guint32 from_index, guint32 node)
{
  redan_attack_builder_add_edge (self->builder, hold_node (self->attack, from, from_index), node);
}

static Flag
find_flag (const RedanFacts *facts, RedanScope scope, const char *name, const char *value)
{
  Flag flag = { redan_column_find (facts, scope, name), 0 };

  flag.code = redan_column_code (&flag.column, value);

  return flag;
}

static gboolean
has (const Flag *flag, guint32 index)
{
  return redan_column_is (&flag->column, index, flag->code);
}

/* Whether a control of the list stands at the place, or may be put there for a what-if. */
static gboolean
is_guarded (const States *self, RedanGuard guard, RedanContext context, guint32 target)
{
  gboolean guarded = self->builder->attack->mode != REDAN_ATTACK_AS_IT_IS;

  for (guint i = 0; i < self->n_guards[guard]; i++)
    guarded |= redan_controls_get_validation (self->builder->attack->analysis->controls,
                                              self->guards[guard][i], context, target) > 0;

  return guarded;
}

static void
add_guards (
    const States *self, guint32 step, RedanGuard guard, RedanContext context, guint32 target)
{
  for (guint i = 0; i < self->n_guards[guard]; i++)
    attack_add_gate (self->builder, step, self->guards[guard][i], context, target);
}

static gboolean
is_active (const RedanSnapshot *snapshot, guint32 element)
{
  return snapshot->element_kind[element] >= REDAN_ELEMENT_PROCESS;
}

/* ---- elements ---- */

/* What leaves it is code that runs where it arrives. */
static gboolean
ships (const States *self, guint32 element)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->ships); i++)
    if (has (&self->ships[i], element))
      return TRUE;

  return FALSE;
}

static void
add_element (States *self, guint32 element)
{
  Builder *builder = self->builder;
  guint32 parent = self->snapshot->element_parent[element];
  guint32 account = self->facts->element_account[element];
  guint32 content = hold_node (builder->attack, REDAN_HOLD_SEE, element);

  if (has (&self->recovers, element))
    link_holds (builder, REDAN_HOLD_CTL, element, REDAN_HOLD_RECOVERY, 0);
  link_holds (builder, REDAN_HOLD_CTL, element, REDAN_HOLD_AS, element);
  link_holds (builder, REDAN_HOLD_CTL, element, REDAN_HOLD_ALTER, element);
  link_holds (builder, REDAN_HOLD_CTL, element, REDAN_HOLD_DOWN, element);
  link_holds (builder, REDAN_HOLD_CTL, element, REDAN_HOLD_USER, element);
  if (ships (self, element))
    link_holds (builder, REDAN_HOLD_CTL, element, REDAN_HOLD_PUSH, element);
  link_holds (builder, REDAN_HOLD_USER, element, REDAN_HOLD_REACH, element);
  if (self->snapshot->element_kind[element] == REDAN_ELEMENT_STORE &&
      is_guarded (self, REDAN_GUARD_CONTENT, REDAN_CONTEXT_ELEMENT, element))
    {
      guint32 step =
          attack_add_step (builder, REDAN_ITEM_IS_FACT, REDAN_FACT_CONTENT, element, 1.0);

      add_guards (self, step, REDAN_GUARD_CONTENT, REDAN_CONTEXT_ELEMENT, element);
      link_to (builder, REDAN_HOLD_CTL, element, step);
      redan_attack_builder_add_edge (builder->builder, step, content);
    }
  else
    link_to (builder, REDAN_HOLD_CTL, element, content);

  if (parent != REDAN_NONE)
    {
      link_holds (builder, REDAN_HOLD_CTL, element, REDAN_HOLD_AT, parent);
      link_holds (builder, REDAN_HOLD_LAN, parent, REDAN_HOLD_REACH, element);
    }
  if (account != REDAN_NONE && is_active (self->snapshot, element))
    {
      guint32 number = builder->attack->account_number[account];

      if (self->snapshot->element_kind[element] == REDAN_ELEMENT_PROCESS)
        link_holds (builder, REDAN_HOLD_CTL, element, REDAN_HOLD_MEMBER, number);
      else
        link_holds (builder, REDAN_HOLD_ACCOUNT_REPUD, number, REDAN_HOLD_REPUD, element);
      link_holds (builder, REDAN_HOLD_ACCOUNT, number, REDAN_HOLD_CTL, element);
      link_holds (builder, REDAN_HOLD_NEIGHBOURS, number, REDAN_HOLD_REACH, element);
    }
}

/* Who can talk to an element because of where it stands or what it declares. */
static void
add_openness (States *self, guint32 element)
{
  Builder *builder = self->builder;
  const RedanFacts *facts = self->facts;
  guint32 parent = self->snapshot->element_parent[element];

  if (facts->element_outside[element] && parent != REDAN_NONE)
    link_holds (builder, REDAN_HOLD_AT, parent, REDAN_HOLD_REACH, element);
  else if (parent == REDAN_NONE)
    {
      guint32 step = attack_add_step (builder, REDAN_ITEM_IS_FACT, REDAN_FACT_UNPLACED, element,
                                      builder->scoring->entry_other);

      link_to (builder, REDAN_HOLD_INTERNET, 0, step);
      link_node (builder, step, REDAN_HOLD_REACH, element);
    }
  if (!is_active (self->snapshot, element) || facts->element_outside[element])
    return;

  if (has (&self->exposed, element) || has (&self->shared, element) || has (&self->lent, element))
    link_holds (builder, REDAN_HOLD_INTERNET, 0, REDAN_HOLD_REACH, element);
  if (has (&self->partner, element))
    link_holds (builder, REDAN_HOLD_PARTNER, 0, REDAN_HOLD_REACH, element);
}

/* ---- flows ---- */

/* A flow from outside is a way in for whoever is where its client is. */
static void
add_entry (States *self, guint32 interaction)
{
  Builder *builder = self->builder;
  const RedanFacts *facts = self->facts;
  guint32 client = builder->client[interaction];
  guint32 server = builder->server[interaction];
  guint32 parent = self->snapshot->element_parent[client];
  gboolean outside = facts->element_outside[client];
  guint32 from;
  guint32 step;

  if (!outside &&
      !(parent == REDAN_NONE && self->snapshot->element_kind[client] == REDAN_ELEMENT_ACTOR))
    return;

  from = parent == REDAN_NONE ? hold_node (builder->attack, REDAN_HOLD_INTERNET, 0)
                              : hold_node (builder->attack, REDAN_HOLD_AT, parent);
  if (!is_guarded (self, REDAN_GUARD_ENTER, REDAN_CONTEXT_INTERACTION, interaction))
    {
      link_node (builder, from, REDAN_HOLD_REACH, server);
      return;
    }

  step = attack_add_step (builder, REDAN_ITEM_IS_FACT, REDAN_FACT_ENTER, interaction, 1.0);
  redan_attack_builder_add_edge (builder->builder, from, step);
  add_guards (self, step, REDAN_GUARD_ENTER, REDAN_CONTEXT_INTERACTION, interaction);
  link_node (builder, step, REDAN_HOLD_REACH, server);
}

static guint32
find_common (const RedanSnapshot *snapshot, guint32 a, guint32 b)
{
  while (a != b && a != REDAN_NONE && b != REDAN_NONE)
    if (snapshot->boundary_depth[a] >= snapshot->boundary_depth[b])
      a = snapshot->boundary_parent[a];
    else
      b = snapshot->boundary_parent[b];

  return a == b ? a : REDAN_NONE;
}

static void
add_way (States *self, guint32 boundary, guint32 interaction)
{
  if (boundary != REDAN_NONE && (self->network >> self->snapshot->boundary_kind[boundary] & 1) != 0)
    link_holds (self->builder, REDAN_HOLD_AT, boundary, REDAN_HOLD_PATH, interaction);
}

/* On the way of a flow is who is in the zone of an end, in the innermost zone around both, or on
 * the internet when the flow goes over it. */
static void
add_path (States *self, guint32 interaction)
{
  const RedanFacts *facts = self->facts;
  guint32 source = self->snapshot->element_parent[facts->interaction_source[interaction]];
  guint32 target = self->snapshot->element_parent[facts->interaction_target[interaction]];

  add_way (self, source, interaction);
  add_way (self, target, interaction);
  add_way (self, find_common (self->snapshot, source, target), interaction);
  if (has (&self->over_internet, interaction))
    link_holds (self->builder, REDAN_HOLD_INTERNET, 0, REDAN_HOLD_PATH, interaction);
}

/* Whether who poses as the client is shown what the flow is about: a query to a store, a flow that
 * only reads, a person of ours at work. Who poses as a sender is shown nothing, and one customer is
 * not shown the data of all. */
static gboolean
shows_client (const States *self, guint32 interaction)
{
  guint32 client = self->builder->client[interaction];
  guint32 server = self->builder->server[interaction];
  guint trust = self->facts->element_trust[client];

  if (self->snapshot->element_kind[client] == REDAN_ELEMENT_ACTOR)
    return has (&self->administers, interaction) ||
           (trust != REDAN_TRUST_NONE && trust > self->builder->scoring->trust_anonymous);

  return self->snapshot->element_kind[server] == REDAN_ELEMENT_STORE ||
         has (&self->reads, interaction);
}

/* One customer does not change the data of all either. */
static gboolean
may_write (const States *self, guint32 interaction)
{
  guint32 client = self->builder->client[interaction];

  return self->snapshot->element_kind[client] != REDAN_ELEMENT_ACTOR ||
         shows_client (self, interaction);
}

/* What the client of a flow may do with it. */
static void
add_use (States *self, guint32 interaction)
{
  Builder *builder = self->builder;
  guint32 client = builder->client[interaction];
  guint32 server = builder->server[interaction];
  gboolean store = self->snapshot->element_kind[server] == REDAN_ELEMENT_STORE;
  guint32 step =
      attack_add_step (builder, REDAN_ITEM_IS_FACT, REDAN_FACT_IDENTITY, interaction, 1.0);

  link_holds (builder, REDAN_HOLD_CTL, client, REDAN_HOLD_USE, interaction);
  link_to (builder, REDAN_HOLD_AS, client, step);
  link_to (builder, REDAN_HOLD_REACH, server, step);
  link_node (builder, step, REDAN_HOLD_USE, interaction);
  if (has (&self->anybody, interaction))
    {
      if (store)
        link_holds (builder, REDAN_HOLD_REACH, server, REDAN_HOLD_USE, interaction);
      else
        link_holds (builder, REDAN_HOLD_REACH, server, REDAN_HOLD_USER, server);
    }

  link_holds (builder, REDAN_HOLD_USE, interaction, REDAN_HOLD_USER, server);
  if (self->snapshot->element_kind[client] != REDAN_ELEMENT_ACTOR)
    link_holds (builder, REDAN_HOLD_CTL, client, REDAN_HOLD_FLOW_SEE, interaction);
  if (shows_client (self, interaction))
    link_holds (builder, REDAN_HOLD_USE, interaction, REDAN_HOLD_FLOW_SEE, interaction);
  if (!has (&self->reads, interaction) && may_write (self, interaction))
    link_holds (builder, REDAN_HOLD_USE, interaction, REDAN_HOLD_FLOW_ALTER, interaction);
  if (is_active (self->snapshot, server) && has (&self->administers, interaction))
    link_holds (builder, REDAN_HOLD_USE, interaction, REDAN_HOLD_CTL, server);
}

/* What comes with the content of a flow, whoever opened it. */
static void
add_content (States *self, guint32 interaction)
{
  Builder *builder = self->builder;
  guint32 client = builder->client[interaction];
  guint32 server = builder->server[interaction];
  gboolean store = self->snapshot->element_kind[server] == REDAN_ELEMENT_STORE;
  gboolean writes = !has (&self->reads, interaction);

  link_holds (builder, REDAN_HOLD_CTL, server, REDAN_HOLD_FLOW_SEE, interaction);
  link_holds (builder, REDAN_HOLD_FLOW_ALTER, interaction, REDAN_HOLD_REACH, server);
  if (self->snapshot->element_kind[server] == REDAN_ELEMENT_PROCESS || ships (self, server))
    link_holds (builder, REDAN_HOLD_PUSH, client, REDAN_HOLD_CTL, server);
  if (!store)
    return;

  /* what a client serves from a store can be had from the client */
  link_holds (builder, REDAN_HOLD_SEE, client, REDAN_HOLD_FLOW_SEE, interaction);
  if (writes)
    link_holds (builder, REDAN_HOLD_ALTER, client, REDAN_HOLD_FLOW_ALTER, interaction);
  else
    {
      link_holds (builder, REDAN_HOLD_ALTER, server, REDAN_HOLD_REACH, client);
      if (self->snapshot->element_kind[client] == REDAN_ELEMENT_PROCESS)
        link_holds (builder, REDAN_HOLD_PUSH, server, REDAN_HOLD_CTL, client);
    }
  if (!builder->carries[interaction])
    {
      link_holds (builder, REDAN_HOLD_FLOW_SEE, interaction, REDAN_HOLD_SEE, server);
      if (writes)
        link_holds (builder, REDAN_HOLD_FLOW_ALTER, interaction, REDAN_HOLD_ALTER, server);
    }
}

/* ---- zones and accounts ---- */

static void
add_boundary (States *self, guint32 boundary)
{
  Builder *builder = self->builder;
  const RedanFacts *facts = self->facts;
  guint32 parent = self->snapshot->boundary_parent[boundary];
  int kind = self->snapshot->boundary_kind[boundary];

  if (kind == self->internet_kind ||
      facts->boundary_trust[boundary] <= builder->scoring->trust_anonymous)
    {
      link_holds (builder, REDAN_HOLD_INTERNET, 0, REDAN_HOLD_AT, boundary);
      link_holds (builder, REDAN_HOLD_AT, boundary, REDAN_HOLD_INTERNET, 0);
    }
  if (kind == self->partner_kind)
    link_holds (builder, REDAN_HOLD_AT, boundary, REDAN_HOLD_PARTNER, 0);
  if (parent == REDAN_NONE)
    return;

  link_holds (builder, REDAN_HOLD_AT, boundary, REDAN_HOLD_AT, parent);
  if (!facts->boundary_is_account[boundary] && !has (&self->segmented, boundary))
    link_holds (builder, REDAN_HOLD_LAN, parent, REDAN_HOLD_LAN, boundary);
}

/* Rights reach what policies of the organization let them. @hub: rights over the whole account or
 * over a service of it. Returns: what controls the members */
static guint32
add_guard (States *self, RedanHold hub, guint32 index, guint32 account)
{
  Builder *builder = self->builder;
  guint32 step = attack_add_step (builder, REDAN_ITEM_IS_FACT, REDAN_FACT_GUARD,
                                  builder->attack->account_number[account], 1.0);

  link_to (builder, hub, index, step);
  add_guards (self, step, REDAN_GUARD_RIGHTS, REDAN_CONTEXT_BOUNDARY, account);

  return step;
}

static guint64
get_service_key (const States *self, guint32 element)
{
  const RedanColumn *service = &self->service;
  guint64 number = self->builder->attack->account_number[self->facts->element_account[element]];

  return number << 32 | (service->column == NULL ? 0 : service->column[element]);
}

static guint32
find_service (const RedanAttack *attack, guint64 key)
{
  guint low = 0;
  guint high = attack->n_services;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (attack->service_keys[middle] < key)
        low = middle + 1;
      else
        high = middle;
    }

  return low < attack->n_services && attack->service_keys[low] == key ? low : REDAN_NONE;
}

/* Where the rights of an element lead: the hub, or nothing. */
static void
add_right (States *self, guint32 element)
{
  Builder *builder = self->builder;
  RedanAttack *attack = builder->attack;
  guint32 account = self->facts->element_account[element];
  gboolean admin = has (&self->admin, element);
  RedanHold hub = REDAN_HOLD_ORGANIZATION;
  guint32 index = 0;
  guint32 step;

  if (!admin && !has (&self->write, element))
    return;
  if (!has (&self->organization_wide, element))
    {
      if (account == REDAN_NONE)
        return;
      if (has (&self->account_wide, element))
        {
          hub = REDAN_HOLD_RIGHTS;
          index = attack->account_number[account];
        }
      else if (has (&self->service_wide, element))
        {
          hub = REDAN_HOLD_SERVICE;
          index = find_service (attack, get_service_key (self, element));
        }
      else
        return;
    }

  step = attack_add_step (builder, REDAN_ITEM_IS_FACT, REDAN_FACT_RIGHTS, element,
                          admin ? builder->scoring->right_admin : builder->scoring->right_write);
  link_to (builder, REDAN_HOLD_AS, element, step);
  link_node (builder, step, hub, index);
}

static void
add_accounts (States *self)
{
  Builder *builder = self->builder;
  RedanAttack *attack = builder->attack;
  g_autofree guint32 *account_guard = g_new (guint32, attack->n_accounts + 1);
  g_autofree guint32 *service_guard = g_new (guint32, attack->n_services + 1);

  for (guint32 i = 0; i < attack->n_accounts; i++)
    {
      account_guard[i] = add_guard (self, REDAN_HOLD_RIGHTS, i, attack->accounts[i]);
      link_holds (builder, REDAN_HOLD_ORGANIZATION, 0, REDAN_HOLD_RIGHTS, i);
      link_holds (builder, REDAN_HOLD_ACCOUNT, i, REDAN_HOLD_ACCOUNT_USER, i);
    }
  for (guint32 i = 0; i < attack->n_services; i++)
    service_guard[i] =
        add_guard (self, REDAN_HOLD_SERVICE, i, attack->accounts[attack->service_keys[i] >> 32]);

  for (guint32 i = 0; i < self->snapshot->n_elements; i++)
    {
      guint32 account = self->facts->element_account[i];
      guint32 found;

      add_right (self, i);
      if (account == REDAN_NONE || !is_active (self->snapshot, i))
        continue;
      link_node (builder, account_guard[attack->account_number[account]], REDAN_HOLD_CTL, i);
      found = find_service (attack, get_service_key (self, i));
      if (found != REDAN_NONE)
        link_node (builder, service_guard[found], REDAN_HOLD_CTL, i);
    }
}

/* ---- assets ---- */

static void
add_holder (States *self, guint32 element, guint32 asset)
{
  Builder *builder = self->builder;

  link_holds (builder, REDAN_HOLD_SEE, element, REDAN_HOLD_READ, asset);
  link_holds (builder, REDAN_HOLD_ALTER, element, REDAN_HOLD_WRITE, asset);
  link_holds (builder, REDAN_HOLD_REPUD, element, REDAN_HOLD_DISPUTE, asset);
}

/* Denied is what none of its copies gives any more; where it is not stored, what none of those who
 * process it do. */
static void
add_denial (States *self, const guint32 *elements, guint n, guint32 asset)
{
  Builder *builder = self->builder;
  guint32 step;

  if (n == 0)
    return;
  if (n == 1)
    {
      link_holds (builder, REDAN_HOLD_DOWN, elements[0], REDAN_HOLD_DENY, asset);
      return;
    }
  step = attack_add_step (builder, REDAN_ITEM_IS_FACT, REDAN_FACT_ALL_DOWN, asset, 1.0);
  for (guint i = 0; i < n; i++)
    link_to (builder, REDAN_HOLD_DOWN, elements[i], step);
  link_node (builder, step, REDAN_HOLD_DENY, asset);
}

static void
add_carried (States *self, guint32 interaction, guint32 asset)
{
  Builder *builder = self->builder;
  guint32 client = builder->client[interaction];

  if (client == REDAN_NONE)
    return;
  link_holds (builder, REDAN_HOLD_FLOW_SEE, interaction, REDAN_HOLD_READ, asset);
  link_holds (builder, REDAN_HOLD_FLOW_ALTER, interaction, REDAN_HOLD_WRITE, asset);
  link_holds (builder, REDAN_HOLD_REPUD, client, REDAN_HOLD_DISPUTE, asset);
}

static void
add_assets (States *self)
{
  const RedanSnapshot *snapshot = self->snapshot;

  for (guint32 i = 0; i < snapshot->n_assets; i++)
    {
      const guint32 *stored = snapshot->stored_element + snapshot->stored_offset[i];
      const guint32 *processed = snapshot->processed_element + snapshot->processed_offset[i];
      guint n_stored = snapshot->stored_offset[i + 1] - snapshot->stored_offset[i];
      guint n_processed = snapshot->processed_offset[i + 1] - snapshot->processed_offset[i];

      for (guint j = 0; j < n_stored; j++)
        add_holder (self, stored[j], i);
      for (guint j = 0; j < n_processed; j++)
        add_holder (self, processed[j], i);
      for (guint32 j = snapshot->carried_offset[i]; j < snapshot->carried_offset[i + 1]; j++)
        {
          guint32 flow = snapshot->carried_flow[j];
          guint32 back = redan_facts_find_way_back (self->facts, flow);

          add_carried (self, flow, i);
          if (back != REDAN_NONE)
            add_carried (self, back, i);
        }
      if (n_stored > 0)
        add_denial (self, stored, n_stored, i);
      else
        add_denial (self, processed, n_processed, i);
    }
  for (guint32 i = snapshot->n_assets; i < self->builder->attack->n_assets; i++)
    {
      guint32 store = self->builder->attack->implied_store[i - snapshot->n_assets];

      add_holder (self, store, i);
      add_denial (self, &store, 1, i);
    }
}

static void
find_flags (States *self)
{
  const RedanFacts *facts = self->facts;

  self->exposed = find_flag (facts, REDAN_SCOPE_ELEMENT, "exposure", "internet");
  self->partner = find_flag (facts, REDAN_SCOPE_ELEMENT, "exposure", "partner");
  self->shared = find_flag (facts, REDAN_SCOPE_ELEMENT, "resource_policy", "public");
  self->lent = find_flag (facts, REDAN_SCOPE_ELEMENT, "resource_policy", "third-party");
  self->admin = find_flag (facts, REDAN_SCOPE_ELEMENT, "priv_level", "admin");
  self->write = find_flag (facts, REDAN_SCOPE_ELEMENT, "priv_level", "write");
  self->organization_wide = find_flag (facts, REDAN_SCOPE_ELEMENT, "iam_scope", "organization");
  self->account_wide = find_flag (facts, REDAN_SCOPE_ELEMENT, "iam_scope", "account");
  self->service_wide = find_flag (facts, REDAN_SCOPE_ELEMENT, "iam_scope", "service");
  self->recovers = find_flag (facts, REDAN_SCOPE_ELEMENT, "root_mailbox", "yes");
  self->anybody = find_flag (facts, REDAN_SCOPE_FLOW, "authn", "none");
  self->administers = find_flag (facts, REDAN_SCOPE_FLOW, "admin", "yes");
  self->over_internet = find_flag (facts, REDAN_SCOPE_FLOW, "network", "internet");
  self->reads = find_flag (facts, REDAN_SCOPE_FLOW, "readonly", "yes");
  self->segmented = find_flag (facts, REDAN_SCOPE_BOUNDARY, "segmented", "yes");
  self->ships[0] = find_flag (facts, REDAN_SCOPE_ELEMENT, "tech", "ci-server");
  self->ships[1] = find_flag (facts, REDAN_SCOPE_ELEMENT, "tech", "artifact-registry");
  self->ships[2] = find_flag (facts, REDAN_SCOPE_ELEMENT, "tech", "source-repo");
  self->service = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "aws_service");
}

static void
init_states (States *self, Builder *builder)
{
  const RedanAttribute *kinds;

  *self =
      (States){ .builder = builder, .facts = builder->facts, .snapshot = builder->facts->snapshot };
  kinds = redan_schema_lookup (self->snapshot->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  for (guint i = 0; i < G_N_ELEMENTS (network_kinds); i++)
    {
      int position = redan_attribute_find_value (kinds, network_kinds[i], -1);

      if (position >= 0 && position < 64)
        self->network |= G_GUINT64_CONSTANT (1) << position;
    }
  self->internet_kind = redan_attribute_find_value (kinds, "internet", -1);
  self->partner_kind = redan_attribute_find_value (kinds, "partner", -1);
  for (guint i = 0; i < REDAN_N_GUARDS; i++)
    self->guards[i] =
        redan_catalogue_get_guards (self->facts->catalogue, (RedanGuard) i, &self->n_guards[i]);
  find_flags (self);
}

void
attack_add_states (Builder *builder)
{
  States self;

  init_states (&self, builder);
  for (guint32 i = 0; i < self.snapshot->n_boundaries; i++)
    add_boundary (&self, i);
  for (guint32 i = 0; i < self.snapshot->n_elements; i++)
    {
      add_element (&self, i);
      add_openness (&self, i);
    }
  for (guint32 i = 0; i < self.facts->n_interactions; i++)
    {
      if (builder->client[i] == REDAN_NONE)
        continue;
      add_entry (&self, i);
      add_path (&self, i);
      add_use (&self, i);
      add_content (&self, i);
    }
  add_accounts (&self);
  add_assets (&self);
}
