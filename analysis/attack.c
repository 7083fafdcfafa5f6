/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers the states of an attacker, has the graph built, and says what is behind its nodes. */

#include "config.h"

#include "analysis/attack-private.h"

#include <math.h>
#include <string.h>

/* How many objects each state has. */
static guint
count_holds (const RedanAttack *self, RedanHold hold)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;

  if (hold <= REDAN_HOLD_PUSH)
    return snapshot->n_elements;
  if (hold <= REDAN_HOLD_FLOW_ALTER)
    return self->facts->n_interactions;
  if (hold <= REDAN_HOLD_LAN)
    return snapshot->n_boundaries;
  if (hold <= REDAN_HOLD_ACCOUNT_REPUD)
    return self->n_accounts;
  if (hold == REDAN_HOLD_SERVICE)
    return self->n_services;
  if (hold <= REDAN_HOLD_DISPUTE)
    return self->n_assets;

  return 1;
}

static void
find_accounts (RedanAttack *self)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;

  self->accounts = g_new (guint32, snapshot->n_boundaries + 1);
  self->account_number = g_new (guint32, snapshot->n_boundaries + 1);
  for (guint32 i = 0; i < snapshot->n_boundaries; i++)
    {
      self->account_number[i] = REDAN_NONE;
      if (!self->facts->boundary_is_account[i])
        continue;
      self->account_number[i] = self->n_accounts;
      self->accounts[self->n_accounts++] = i;
    }
}

/* Decision 9: a store without assets has one that nobody wrote down. */
static void
find_assets (RedanAttack *self)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;
  g_autofree guint8 *has = g_new0 (guint8, snapshot->n_elements + 1);
  guint n = 0;

  for (guint32 i = 0; i < snapshot->stored_offset[snapshot->n_assets]; i++)
    has[snapshot->stored_element[i]] = TRUE;
  for (guint32 i = 0; i < snapshot->processed_offset[snapshot->n_assets]; i++)
    has[snapshot->processed_element[i]] = TRUE;
  self->implied_store = g_new (guint32, snapshot->n_elements + 1);
  for (guint32 i = 0; i < snapshot->n_elements; i++)
    if (snapshot->element_kind[i] == REDAN_ELEMENT_STORE && !has[i] &&
        !self->facts->element_outside[i])
      self->implied_store[n++] = i;
  self->n_assets = snapshot->n_assets + n;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* One hub for each service of an account over which somebody has rights. */
static void
find_services (RedanAttack *self)
{
  const RedanFacts *facts = self->facts;
  RedanColumn scope = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "iam_scope");
  RedanColumn service = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "aws_service");
  RedanCode wanted = redan_column_code (&scope, "service");
  guint n = 0;

  self->service_keys = g_new (guint64, facts->snapshot->n_elements + 1);
  for (guint32 i = 0; i < facts->snapshot->n_elements; i++)
    if (facts->element_account[i] != REDAN_NONE && redan_column_is (&scope, i, wanted))
      self->service_keys[n++] = (guint64) self->account_number[facts->element_account[i]] << 32 |
                                (service.column == NULL ? 0 : service.column[i]);
  qsort (self->service_keys, n, sizeof (guint64), compare_keys);
  for (guint i = 0; i < n; i++)
    if (self->n_services == 0 || self->service_keys[self->n_services - 1] != self->service_keys[i])
      self->service_keys[self->n_services++] = self->service_keys[i];
}

static void
find_classes (RedanAttack *self)
{
  const RedanCatalogue *catalogue = self->facts->catalogue;
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, &n);

  self->n_classes = 2 * n;
  self->class_node = g_new (guint32, self->n_classes + 1);
  self->class_strength = g_new0 (double, self->n_classes + 1);
  memset (self->class_node, 0xff, sizeof (guint32) * (self->n_classes + 1));
  for (guint32 i = 0; i < n; i++)
    {
      double *strength = &self->class_strength[redan_catalogue_get_control_class (catalogue, i)];

      *strength = MAX (*strength, controls[i].strength);
    }
}

/* The client opens a flow. Stores open none: who reads from one is the client. */
static void
find_clients (Builder *self)
{
  const RedanFacts *facts = self->facts;
  const RedanSnapshot *snapshot = facts->snapshot;

  self->client = g_new (guint32, facts->n_interactions + 1);
  self->server = g_new (guint32, facts->n_interactions + 1);
  self->carries = g_new0 (guint8, facts->n_interactions + 1);
  for (guint32 i = 0; i < facts->n_interactions; i++)
    {
      guint32 source = facts->interaction_source[i];
      guint32 target = facts->interaction_target[i];
      gboolean reads;

      if (source == REDAN_NONE || target == REDAN_NONE)
        source = target = REDAN_NONE;
      reads = source != REDAN_NONE && snapshot->element_kind[source] == REDAN_ELEMENT_STORE &&
              snapshot->element_kind[target] != REDAN_ELEMENT_STORE;
      self->client[i] = reads ? target : source;
      self->server[i] = reads ? source : target;
    }
  for (guint32 i = 0; i < snapshot->carried_offset[snapshot->n_assets]; i++)
    {
      guint32 back = redan_facts_find_way_back (facts, snapshot->carried_flow[i]);

      self->carries[snapshot->carried_flow[i]] = TRUE;
      if (back != REDAN_NONE)
        self->carries[back] = TRUE;
    }
}

static void
add_states (Builder *self)
{
  RedanAttack *attack = self->attack;
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);

  for (guint i = 0; i < REDAN_N_HOLDS; i++)
    {
      guint n = count_holds (attack, (RedanHold) i);

      attack->base[i] = attack->n_states;
      attack->n_states += n;
      for (guint j = 0; j < n; j++)
        redan_attack_builder_add_node (self->builder, &node);
    }
  attack->base[REDAN_N_HOLDS] = attack->n_states;
}

/* 1 - exp (-hazard), decision 2. */
double
attack_get_probability (const RedanAttack *self, guint32 node, double share)
{
  float hazard =
      node < self->n_states ? -1 : g_array_index (self->hazards, float, node - self->n_states);

  return hazard < 0 ? self->graph->probability[node] : 1 - exp (-hazard * share);
}

gboolean
attack_is_control (const RedanAttack *self, guint32 node)
{
  return node >= self->n_states &&
         g_array_index (self->origins, Origin, node - self->n_states).is >= REDAN_ITEM_IS_CONTROL;
}

/* The graph without controls. What they cost stands on the steps that need them, so that every way
 * through it begins where an attacker does. */
static void
build_ways (RedanAttack *self)
{
  const RedanAttackGraph *graph = self->graph;
  RedanAttackGraph *ways = &self->ways;
  guint32 n = graph->n_nodes;
  guint32 n_out = 0;
  guint32 n_in = 0;

  *ways = *graph;
  ways->out_offset = g_new (guint32, (gsize) n + 1);
  ways->in_offset = g_new (guint32, (gsize) n + 1);
  ways->out_target = g_new (guint32, (gsize) graph->n_edges + 1);
  ways->in_source = g_new (guint32, (gsize) graph->n_edges + 1);
  ways->need = g_new (guint32, (gsize) n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      gboolean control = attack_is_control (self, i);

      ways->out_offset[i] = n_out;
      ways->in_offset[i] = n_in;
      for (guint32 j = graph->out_offset[i]; !control && j < graph->out_offset[i + 1]; j++)
        ways->out_target[n_out++] = graph->out_target[j];
      for (guint32 j = graph->in_offset[i]; !control && j < graph->in_offset[i + 1]; j++)
        if (!attack_is_control (self, graph->in_source[j]))
          ways->in_source[n_in++] = graph->in_source[j];
      ways->need[i] = graph->kind[i] == REDAN_ATTACK_AND ? n_in - ways->in_offset[i] : 1;
    }
  ways->out_offset[n] = n_out;
  ways->in_offset[n] = n_in;
  ways->n_edges = n_out;
  ways->n_seeds = 0;
}

static void
build (RedanAttack *self)
{
  g_autoptr (RedanAttackBuilder) graph = redan_attack_builder_new ();
  g_autoptr (GError) error = NULL;
  guint n_controls;
  Builder builder = { .attack = self,
                      .facts = self->facts,
                      .scoring = self->scoring,
                      .builder = graph,
                      .closed = REDAN_NONE };

  redan_catalogue_get_controls (self->facts->catalogue, &n_controls);
  builder.missing = g_new (guint32, n_controls + 1);
  memset (builder.missing, 0xff, sizeof (guint32) * (n_controls + 1));
  find_clients (&builder);
  add_states (&builder);
  attack_add_states (&builder);
  attack_add_threats (&builder);
  for (guint32 i = 0; i < self->n_assets; i++)
    for (guint j = 0; j < REDAN_N_GOALS; j++)
      redan_attack_builder_add_goal (graph, hold_node (self, REDAN_HOLD_READ + j, i));
  self->graph = redan_attack_builder_finish (graph, &error);
  g_assert_no_error (error); /* all nodes and numbers are our own, and a model has fewer */
  for (guint32 i = self->n_states; i < self->graph->n_nodes; i++)
    self->graph->probability[i] = attack_get_probability (self, i, 1.0);

  build_ways (self);
  g_free (builder.missing);
  g_free (builder.client);
  g_free (builder.server);
  g_free (builder.carries);
  g_free (builder.slots);
}

static RedanAttack *
create (RedanAnalysis *analysis,
        RedanAttackMode mode,
        const RedanAttackAssumption *assumptions,
        guint n)
{
  RedanAttack *self = g_new0 (RedanAttack, 1);

  self->analysis = redan_analysis_ref (analysis);
  self->facts = analysis->facts;
  self->scoring = redan_catalogue_get_scoring (self->facts->catalogue);
  self->mode = mode;
  self->assumptions = g_memdup2 (assumptions, sizeof (RedanAttackAssumption) * n);
  self->n_assumptions = n;
  self->origins = g_array_new (FALSE, FALSE, sizeof (Origin));
  self->hazards = g_array_new (FALSE, FALSE, sizeof (float));
  self->instances = g_array_new (FALSE, FALSE, sizeof (Instance));
  find_accounts (self);
  find_assets (self);
  find_services (self);
  find_classes (self);
  build (self);

  return self;
}

RedanAttack *
redan_attack_new (RedanAnalysis *analysis, RedanAttackMode mode)
{
  return create (analysis, mode, NULL, 0);
}

RedanAttack *
redan_attack_new_assuming (RedanAnalysis *analysis,
                           const RedanAttackAssumption *assumptions,
                           guint n)
{
  return create (analysis, REDAN_ATTACK_HARDEN, assumptions, n);
}

void
redan_attack_free (RedanAttack *self)
{
  if (self == NULL)
    return;

  g_free (self->ways.out_offset);
  g_free (self->ways.in_offset);
  g_free (self->ways.out_target);
  g_free (self->ways.in_source);
  g_free (self->ways.need);
  redan_attack_graph_free (self->graph);
  g_array_unref (self->origins);
  g_array_unref (self->hazards);
  g_array_unref (self->instances);
  g_free (self->assumptions);
  g_free (self->class_node);
  g_free (self->class_strength);
  g_free (self->implied_store);
  g_free (self->service_keys);
  g_free (self->accounts);
  g_free (self->account_number);
  redan_analysis_unref (self->analysis);
  g_free (self);
}

RedanAnalysis *
redan_attack_get_analysis (const RedanAttack *self)
{
  return self->analysis;
}

const RedanAttackGraph *
redan_attack_get_graph (const RedanAttack *self)
{
  return self->graph;
}

guint32
redan_attack_get_node (const RedanAttack *self, RedanHold hold, guint32 index)
{
  g_return_val_if_fail (hold < REDAN_N_HOLDS && index < redan_attack_get_n_holds (self, hold), 0);

  return hold_node (self, hold, index);
}

guint32
redan_attack_get_n_holds (const RedanAttack *self, RedanHold hold)
{
  return self->base[hold + 1] - self->base[hold];
}

void
redan_attack_get_item (const RedanAttack *self, guint32 node, RedanAttackItem *item_out)
{
  const Origin *origin;

  *item_out = (RedanAttackItem){ .index = REDAN_NONE,
                                 .threat = REDAN_NONE,
                                 .control = REDAN_NONE,
                                 .control_class = REDAN_NONE,
                                 .target = REDAN_NONE };
  if (node < self->n_states)
    {
      guint hold = 0;

      while (node >= self->base[hold + 1])
        hold++;
      item_out->is = REDAN_ITEM_IS_HOLD;
      item_out->hold = (RedanHold) hold;
      item_out->index = node - self->base[hold];
      return;
    }

  origin = &g_array_index (self->origins, Origin, node - self->n_states);
  item_out->is = (RedanItemIs) origin->is;
  switch (item_out->is)
    {
    case REDAN_ITEM_IS_THREAT:
    case REDAN_ITEM_IS_CHOICE:
      item_out->threat = origin->a;
      break;
    case REDAN_ITEM_IS_FACT:
      item_out->fact = (RedanAttackFact) origin->fact;
      item_out->index = origin->a;
      break;
    case REDAN_ITEM_IS_CLASS:
      item_out->control_class = origin->a;
      break;
    case REDAN_ITEM_IS_MISSING:
      item_out->control = origin->a;
      break;
    default:
      {
        const Instance *instance = &g_array_index (self->instances, Instance, origin->a);

        item_out->control = instance->control;
        item_out->context = (RedanContext) instance->context;
        item_out->target = instance->target;
      }
    }
}

const RedanObject *
redan_attack_get_hold_object (const RedanAttack *self, RedanHold hold, guint32 index)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;

  if (hold <= REDAN_HOLD_PUSH)
    return snapshot->elements[index];
  if (hold <= REDAN_HOLD_FLOW_ALTER)
    return snapshot->flows[self->facts->interaction_flow[index]];
  if (hold <= REDAN_HOLD_LAN)
    return snapshot->boundaries[index];
  if (hold <= REDAN_HOLD_ACCOUNT_REPUD)
    return snapshot->boundaries[self->accounts[index]];
  if (hold == REDAN_HOLD_SERVICE)
    return snapshot->boundaries[self->accounts[redan_attack_get_service_account (self, index)]];
  if (hold <= REDAN_HOLD_DISPUTE)
    return redan_attack_get_asset_object (self, index);

  return NULL;
}

guint32
redan_attack_get_service_account (const RedanAttack *self, guint32 service)
{
  return (guint32) (self->service_keys[service] >> 32);
}

const RedanObject *
redan_attack_get_asset (const RedanAttack *self, guint32 asset, guint32 *store_out)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;

  *store_out =
      asset < snapshot->n_assets ? REDAN_NONE : self->implied_store[asset - snapshot->n_assets];

  return asset < snapshot->n_assets ? snapshot->assets[asset] : NULL;
}

const RedanObject *
redan_attack_get_asset_object (const RedanAttack *self, guint32 asset)
{
  guint32 store;
  const RedanObject *object = redan_attack_get_asset (self, asset, &store);

  return object != NULL ? object : self->facts->snapshot->elements[store];
}

guint32
redan_attack_find_asset (const RedanAttack *self, const RedanId *id)
{
  for (guint32 i = 0; i < self->n_assets; i++)
    if (redan_id_equal (&redan_attack_get_asset_object (self, i)->id, id))
      return i;

  return REDAN_NONE;
}

static int
compare_assets (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;
  int class_x = redan_attack_get_asset_class (user_data, x);
  int class_y = redan_attack_get_asset_class (user_data, y);

  if (class_x != class_y)
    return class_y - class_x;

  return (x > y) - (x < y);
}

GArray *
redan_attack_list_assets (const RedanAttack *self)
{
  GArray *assets = g_array_sized_new (FALSE, FALSE, sizeof (guint32), self->n_assets);

  for (guint32 i = 0; i < self->n_assets; i++)
    g_array_append_val (assets, i);
  g_array_sort_with_data (assets, compare_assets, (gpointer) self);

  return assets;
}

int
redan_attack_get_asset_class (const RedanAttack *self, guint32 asset)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;
  RedanCode code;

  if (asset < snapshot->n_assets)
    {
      RedanColumn column = redan_column_find (self->facts, REDAN_SCOPE_ASSET, "classification");

      code = column.column == NULL ? REDAN_CODE_ABSENT : column.column[asset];
    }
  else
    code = redan_facts_get_code (self->facts, REDAN_CONTEXT_ELEMENT,
                                 self->implied_store[asset - snapshot->n_assets], "data_class");

  return code < REDAN_CODE_FIRST ? -1 : (int) (code - REDAN_CODE_FIRST);
}

double
redan_attack_get_goal_value (const RedanAttack *self, guint32 asset, RedanHold goal)
{
  static const char *const names[] = { "c_rating", "i_rating", "a_rating" };
  const RedanSnapshot *snapshot = self->facts->snapshot;
  guint rating = self->scoring->default_rating;
  guint which = goal - REDAN_HOLD_READ;

  if (which >= G_N_ELEMENTS (names))
    return 0;
  if (asset < snapshot->n_assets)
    {
      RedanColumn column = redan_column_find (self->facts, REDAN_SCOPE_ASSET, names[which]);

      rating = redan_column_rating (&column, asset, rating);
    }
  else
    rating = redan_facts_get_rating (self->facts, REDAN_CONTEXT_ELEMENT,
                                     self->implied_store[asset - snapshot->n_assets], names[which]);

  return self->scoring->rating[rating];
}

const RedanObject *
redan_attack_get_fact_object (const RedanAttack *attack, const RedanAttackItem *item)
{
  const RedanFacts *facts = attack->facts;

  switch (item->fact)
    {
    case REDAN_FACT_ENTER:
    case REDAN_FACT_IDENTITY:
      return facts->snapshot->flows[facts->interaction_flow[item->index]];
    case REDAN_FACT_GUARD:
      return facts->snapshot->boundaries[attack->accounts[item->index]];
    case REDAN_FACT_ALL_DOWN:
      return redan_attack_get_asset_object (attack, item->index);
    default:
      return facts->snapshot->elements[item->index];
    }
}
