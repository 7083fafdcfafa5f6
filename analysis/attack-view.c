/* SPDX-License-Identifier: Apache-2.0 */
/* Attackers in a model, and the graph with their entries, skill and horizon. */

#include "config.h"

#include "analysis/attack-private.h"
#include "analysis/graph/attack-repair.h"
#include "analysis/attack-view.h"

#include <math.h>
#include <string.h>

#define STANDARD_SKILL 2 /* of a profile in the file that says none */

/* ---- attackers ---- */

void
redan_attacker_free (RedanAttacker *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->title);
  g_free (self->entries);
  g_free (self);
}

static guint8 *
find_administrators (const RedanFacts *facts)
{
  guint8 *found = g_new0 (guint8, facts->snapshot->n_elements + 1);
  RedanColumn admin = redan_column_find (facts, REDAN_SCOPE_FLOW, "admin");
  RedanCode yes = redan_column_code (&admin, "yes");

  for (guint32 i = 0; i < facts->n_interactions; i++)
    {
      guint32 source = facts->interaction_source[i];

      if (source != REDAN_NONE && facts->snapshot->element_kind[source] == REDAN_ELEMENT_ACTOR &&
          redan_column_is (&admin, i, yes))
        found[source] = TRUE;
    }

  return found;
}

static gboolean
is_anonymous (const RedanAttack *self, guint32 element)
{
  return self->facts->element_trust[element] == REDAN_TRUST_NONE ||
         self->facts->element_trust[element] <= self->scoring->trust_anonymous;
}

static void
add_element_entries (const RedanAttack *self, guint groups, GArray *entries)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;
  g_autofree guint8 *administers = find_administrators (self->facts);

  for (guint32 i = 0; i < snapshot->n_elements; i++)
    {
      gboolean actor = snapshot->element_kind[i] == REDAN_ELEMENT_ACTOR;
      guint32 node = hold_node (self, REDAN_HOLD_CTL, i);

      if (((groups & REDAN_ENTRY_THIRD_PARTY) != 0 &&
           snapshot->element_kind[i] == REDAN_ELEMENT_EXTERNAL) ||
          ((groups & REDAN_ENTRY_PEOPLE) != 0 && actor &&
           (administers[i] || !is_anonymous (self, i))) ||
          ((groups & REDAN_ENTRY_ADMINISTRATORS) != 0 && administers[i]))
        g_array_append_val (entries, node);
    }
}

static GArray *
find_entries (const RedanAttack *self, guint groups)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;
  const RedanAttribute *kinds =
      redan_schema_lookup (snapshot->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  int partner = redan_attribute_find_value (kinds, "partner", -1);
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (guint32));

  if ((groups & REDAN_ENTRY_INTERNET) != 0)
    {
      guint32 node = hold_node (self, REDAN_HOLD_INTERNET, 0);
      g_array_append_val (entries, node);
    }
  for (guint32 i = 0; (groups & REDAN_ENTRY_THIRD_PARTY) != 0 && i < snapshot->n_boundaries; i++)
    if (snapshot->boundary_kind[i] == partner)
      {
        guint32 node = hold_node (self, REDAN_HOLD_AT, i);
        g_array_append_val (entries, node);
      }
  add_element_entries (self, groups, entries);

  return entries;
}

/* Returns: the node of an attacker who starts at the object; REDAN_NONE when it is neither element
 * nor boundary */
static guint32
find_entry (const RedanAttack *self, const RedanObject *object)
{
  guint index = redan_model_index_of (self->facts->snapshot->model, &object->id);

  if (index == G_MAXUINT)
    return REDAN_NONE;
  if (object->section == REDAN_SECTION_ELEMENT)
    return hold_node (self, REDAN_HOLD_CTL, index);
  if (object->section == REDAN_SECTION_BOUNDARY)
    return hold_node (self, REDAN_HOLD_AT, index);

  return REDAN_NONE;
}

static guint
get_number (const RedanObject *object, RedanField field, guint standard)
{
  const char *text = redan_object_get (object, field);

  return text == NULL ? standard : (guint) MIN (g_ascii_strtoull (text, NULL, 10), G_MAXINT);
}

static RedanAttacker *
read_profile (const RedanAttack *self, const RedanObject *object)
{
  RedanAttacker *attacker = g_new0 (RedanAttacker, 1);
  guint n;
  const RedanEntry *listed = redan_object_get_range (object, REDAN_FIELD_ENTRY, &n);
  RedanIdText id;

  redan_id_to_text (&object->id, id);
  attacker->id = g_strdup (id);
  attacker->title = g_strdup (redan_object_get_name (object));
  attacker->skill = get_number (object, REDAN_FIELD_SKILL, STANDARD_SKILL);
  attacker->days =
      MAX (1, get_number (object, REDAN_FIELD_HORIZON, (guint) self->scoring->hazard_days));
  attacker->weight = get_number (object, REDAN_FIELD_WEIGHT, 100);
  attacker->entries = g_new (guint32, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *entry =
          redan_model_lookup_text (self->facts->snapshot->model, listed[i].key);
      guint32 node = entry == NULL ? REDAN_NONE : find_entry (self, entry);

      if (node != REDAN_NONE)
        attacker->entries[attacker->n_entries++] = node;
    }

  return attacker;
}

GPtrArray *
redan_attackers_list (const RedanAttack *self)
{
  GPtrArray *attackers = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attacker_free);
  const RedanModel *model = self->facts->snapshot->model;
  guint n;
  const RedanProfile *profiles = redan_catalogue_get_profiles (self->facts->catalogue, &n);

  for (guint i = 0; i < n; i++)
    {
      RedanAttacker *attacker = g_new0 (RedanAttacker, 1);
      GArray *entries = find_entries (self, profiles[i].entries);

      attacker->id = g_strdup (profiles[i].id);
      attacker->title = g_strdup (profiles[i].title);
      attacker->skill = profiles[i].skill;
      attacker->days = profiles[i].days;
      attacker->weight = profiles[i].weight;
      attacker->n_entries = entries->len;
      attacker->entries = (guint32 *) (gpointer) g_array_free (entries, FALSE);
      g_ptr_array_add (attackers, attacker);
    }
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_PROFILE); i++)
    g_ptr_array_add (attackers,
                     read_profile (self, redan_model_get_nth (model, REDAN_SECTION_PROFILE, i)));

  return attackers;
}

const RedanAttacker *
redan_attackers_find (const GPtrArray *attackers, const char *name)
{
  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *attacker = g_ptr_array_index (attackers, i);

      if (g_str_equal (attacker->id, name) || g_str_equal (attacker->title, name))
        return attacker;
    }

  return NULL;
}

static gboolean
is_better_choice (const RedanAttacker *attacker, const RedanAttacker *than)
{
  gboolean enters = attacker->n_entries > 0;

  if (enters != (than->n_entries > 0))
    return enters;
  if (attacker->weight != than->weight)
    return attacker->weight > than->weight;

  return attacker->skill > than->skill;
}

const RedanAttacker *
redan_attackers_choose (const GPtrArray *attackers, const GPtrArray *also_in)
{
  const RedanAttacker *best = NULL;

  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *attacker = g_ptr_array_index (attackers, i);

      if (also_in != NULL && redan_attackers_find (also_in, attacker->id) == NULL)
        continue;
      if (best == NULL || is_better_choice (attacker, best))
        best = attacker;
    }

  return best;
}

RedanAttacker *
redan_attacker_new_at (const RedanAttack *attack,
                       const RedanAttacker *like,
                       const RedanObject *object)
{
  RedanAttacker *self = g_new0 (RedanAttacker, 1);
  guint32 node =
      object == NULL ? hold_node (attack, REDAN_HOLD_INTERNET, 0) : find_entry (attack, object);

  self->id = g_strdup (like->id);
  self->title = g_strdup (like->title);
  self->skill = like->skill;
  self->days = like->days;
  self->weight = like->weight;
  self->entries = g_new (guint32, 1);
  if (node != REDAN_NONE)
    self->entries[self->n_entries++] = node;

  return self;
}

/* ---- views ---- */

static double
get_cost (double probability)
{
  if (probability >= 1)
    return 0;

  return probability > 0 ? -log (probability) : INFINITY;
}

/* What fails a control costs once, on its node; the causes behind it are free. A cost must be
 * finite for the graph: what cannot happen is removed. */
static void
set_cost (RedanAttackView *self, guint32 node, double probability)
{
  gboolean never = probability <= 0;

  self->cost[node] = never ? 0 : get_cost (probability);
  self->removed[node] |= never ? 2 : 0;
  if (!never)
    self->removed[node] &= (guint8) ~2;
}

static void
note_changed (RedanAttackView *self, guint32 step)
{
  if (self->is_changed[step] != 0)
    return;
  self->is_changed[step] = 1;
  g_array_append_val (self->changed, step);
}

static void
set_instance (RedanAttackView *self, const Instance *instance, double factor)
{
  const RedanAttack *attack = self->attack;
  const RedanAttackGraph *graph = &self->graph;

  if (instance->cause == REDAN_NONE)
    self->probability[instance->node] = 1 - factor;
  else
    {
      self->probability[instance->cause] =
          attack_get_own_failure (attack, instance->control, factor);
      self->node_class[instance->node] =
          factor >= attack->scoring->layer_threshold
              ? redan_catalogue_get_control_class (attack->facts->catalogue, instance->control)
              : REDAN_ATTACK_NONE;
    }
  set_cost (self, instance->node, 1 - factor);
  for (guint32 i = graph->out_offset[instance->node]; i < graph->out_offset[instance->node + 1];
       i++)
    note_changed (self, graph->out_target[i]);
}

RedanAttackView *
redan_attack_view_new (RedanAttack *attack, const RedanAttacker *attacker)
{
  RedanAttackView *self = g_new0 (RedanAttackView, 1);
  const RedanAttackGraph *graph = attack->graph;
  guint n = graph->n_nodes;
  double share = attacker->days / attack->scoring->hazard_days;

  self->attack = attack;
  self->share = share;
  self->graph = *graph;
  self->probability = g_new (double, n + 1);
  self->cost = g_new0 (double, n + 1);
  self->node_class = g_memdup2 (graph->node_class, sizeof (guint32) * n);
  self->removed = g_new0 (guint8, n + 1);
  self->value = g_new (double, n + 1);
  self->via = g_new (guint32, n + 1);
  self->is_changed = g_new0 (guint8, n + 1);
  self->changed = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->entries = g_memdup2 (attacker->entries, sizeof (guint32) * attacker->n_entries);
  self->graph.probability = self->probability;
  self->graph.effort = self->cost;
  self->graph.node_class = self->node_class;
  self->way_cost = g_new0 (double, n + 1);
  self->ways = attack->ways;
  self->ways.effort = self->way_cost;
  self->scenario = (RedanAttackScenario){ self->entries, attacker->n_entries, self->removed };

  for (guint32 i = 0; i < n; i++)
    {
      self->probability[i] = attack_get_probability (attack, i, share);
      self->removed[i] = graph->skill[i] > attacker->skill;
      if (graph->kind[i] != REDAN_ATTACK_LEAF)
        set_cost (self, i, self->probability[i]);
    }
  for (guint i = 0; i < attack->instances->len; i++)
    {
      const Instance *instance = &g_array_index (attack->instances, Instance, i);

      set_instance (self, instance, instance->factor);
    }
  redan_attack_view_update (self);

  return self;
}

void
redan_attack_view_free (RedanAttackView *self)
{
  if (self == NULL)
    return;

  g_free (self->probability);
  g_free (self->cost);
  g_free (self->way_cost);
  g_free (self->node_class);
  g_free (self->entries);
  g_free (self->removed);
  g_free (self->is_changed);
  g_array_unref (self->changed);
  if (self->repair != NULL)
    redan_attack_repair_clear (self->repair);
  g_free (self->repair);
  g_free (self->value);
  g_free (self->via);
  g_free (self);
}

double
attack_get_toggled (const RedanAttack *attack, const Instance *instance, RedanToggle toggle)
{
  const RedanControl *controls = redan_catalogue_get_controls (attack->facts->catalogue, NULL);

  if (toggle == REDAN_TOGGLE_AS_IS)
    return instance->factor;
  if (toggle == REDAN_TOGGLE_PRESENT)
    return MAX (instance->factor, controls[instance->control].strength *
                                      attack->scoring->state[REDAN_STATE_DECLARED]);

  return 0;
}

guint
redan_attack_view_toggle (RedanAttackView *self,
                          guint32 control,
                          RedanContext context,
                          guint32 target,
                          RedanToggle toggle)
{
  const RedanAttack *attack = self->attack;
  guint n = 0;

  for (guint i = 0; i < attack->instances->len; i++)
    {
      const Instance *instance = &g_array_index (attack->instances, Instance, i);

      if (instance->control != control || control == REDAN_NONE || instance->cause == REDAN_NONE ||
          (context != REDAN_CONTEXT_MODEL &&
           (instance->context != context || instance->target != target)))
        continue;
      set_instance (self, instance, attack_get_toggled (attack, instance, toggle));
      n++;
    }

  return n;
}

/* What a control costs is paid by each step that needs it. A step that needs one that never fails
 * is removed. */
static void
fold_controls (RedanAttackView *self, guint32 step)
{
  const RedanAttackGraph *graph = &self->graph;
  double cost = self->cost[step];
  guint8 never = 0;

  for (guint32 i = graph->in_offset[step]; i < graph->in_offset[step + 1]; i++)
    if (attack_is_control (self->attack, graph->in_source[i]))
      {
        cost += self->cost[graph->in_source[i]];
        never |= self->removed[graph->in_source[i]];
      }
  self->way_cost[step] = cost;
  self->removed[step] = (self->removed[step] & (guint8) ~4) | (never != 0 ? 4 : 0);
}

/* The first time, of all steps. */
static void
find_values (RedanAttackView *self)
{
  for (guint32 i = self->attack->n_states; i < self->graph.n_nodes; i++)
    if (self->graph.kind[i] == REDAN_ATTACK_AND)
      fold_controls (self, i);
  redan_attack_cheapest (&self->ways, &self->scenario, REDAN_ATTACK_TOTAL, NULL, self->value, NULL);
  self->repair = g_new (RedanAttackRepair, 1);
  redan_attack_repair_init (self->repair, &self->ways, &self->scenario);
}

static void
repair_values (RedanAttackView *self)
{
  const guint32 *changed = (const guint32 *) (gpointer) self->changed->data;

  for (guint i = 0; i < self->changed->len; i++)
    fold_controls (self, changed[i]);
  redan_attack_repair_run (self->repair, self->removed, self->way_cost, changed, self->changed->len,
                           REDAN_ATTACK_NONE, self->value, self->via);
}

void
redan_attack_view_update (RedanAttackView *self)
{
  if (self->repair == NULL)
    find_values (self);
  else
    repair_values (self);
  for (guint i = 0; i < self->changed->len; i++)
    self->is_changed[g_array_index (self->changed, guint32, i)] = 0;
  g_array_set_size (self->changed, 0);
  /* The same ways for the same values, whatever was toggled before. */
  redan_attack_find_ways (&self->ways, &self->scenario, self->way_cost, self->value, self->via);
}

/* Returns: how many controls that count have to fail for a step */
static guint
count_controls (const RedanAttackView *view, guint32 step)
{
  const RedanAttackGraph *graph = &view->graph;
  guint n = 0;

  for (guint32 i = graph->in_offset[step]; i < graph->in_offset[step + 1]; i++)
    n += attack_is_control (view->attack, graph->in_source[i]) &&
         graph->node_class[graph->in_source[i]] != REDAN_ATTACK_NONE;

  return n;
}

void
attack_find_fewest_controls (const RedanAttackView *view, double *value_out, guint32 *via_out)
{
  guint32 n = view->ways.n_nodes;
  g_autofree double *own = g_new0 (double, n + 1);

  for (guint32 i = view->attack->n_states; i < n; i++)
    if (view->ways.kind[i] == REDAN_ATTACK_AND)
      own[i] = count_controls (view, i);
  redan_attack_cheapest (&view->ways, &view->scenario, REDAN_ATTACK_TOTAL, own, value_out, NULL);
  if (via_out != NULL)
    redan_attack_find_ways (&view->ways, &view->scenario, own, value_out, via_out);
}

gboolean
attack_is_entry (const RedanAttackView *view, guint32 node)
{
  for (guint i = 0; i < view->scenario.n_entries; i++)
    if (view->scenario.entries[i] == node)
      return TRUE;

  return FALSE;
}

gboolean
attack_view_move_rule (RedanAttackView *self, guint32 rule, int move)
{
  const RedanAttack *attack = self->attack;
  const RedanRule *rules = redan_catalogue_get_rules (attack->facts->catalogue, NULL);
  int likelihood = (int) rules[rule].likelihood + move;
  gboolean found = FALSE;
  double share;

  if (likelihood < 1 || likelihood > 5 || attack->scoring->hazard[rules[rule].likelihood] <= 0)
    return FALSE;
  share = self->share * attack->scoring->hazard[likelihood] /
          attack->scoring->hazard[rules[rule].likelihood];
  for (guint32 i = attack->n_states; i < attack->graph->n_nodes; i++)
    {
      const Origin *origin = &g_array_index (attack->origins, Origin, i - attack->n_states);

      if (origin->is != REDAN_ITEM_IS_THREAT ||
          g_array_index (attack->analysis->threats, RedanThreat, origin->a).rule != rule)
        continue;
      self->probability[i] = attack_get_probability (attack, i, share);
      set_cost (self, i, self->probability[i]);
      note_changed (self, i);
      found = TRUE;
    }

  return found;
}

double
redan_attack_view_get_odds (const RedanAttackView *self, guint32 node)
{
  return exp (-self->value[node]);
}

RedanHold
redan_attack_view_get_best_goal (const RedanAttackView *self, guint32 asset, gboolean dispute)
{
  guint n = dispute ? REDAN_N_GOALS : REDAN_N_GOALS - 1;
  RedanHold best = REDAN_N_HOLDS;
  double least = INFINITY;

  for (guint i = 0; i < n; i++)
    {
      RedanHold goal = REDAN_HOLD_READ + i;
      double value = self->value[hold_node (self->attack, goal, asset)];

      if (value < least)
        {
          least = value;
          best = goal;
        }
    }

  return best;
}

double
redan_attack_view_get_asset_odds (const RedanAttackView *self, guint32 asset)
{
  RedanHold goal = redan_attack_view_get_best_goal (self, asset, FALSE);

  return goal == REDAN_N_HOLDS
             ? 0
             : redan_attack_view_get_odds (self, hold_node (self->attack, goal, asset));
}
