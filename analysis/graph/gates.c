/* SPDX-License-Identifier: Apache-2.0 */
/* What the gates on elements and flows leave of an attack step, and which layers they form. */

#include "config.h"

#include "analysis/graph/graph-private.h"

typedef struct
{
  guint32 control;
  RedanLayer layer;
  double strength;
} Gate;

typedef struct
{
  RedanLayer layer;
  double strength;
} Standing;

/* Controls that can stop a step: preventive, on likelihood, not on the model as a whole. */
gboolean
redan_graph_is_gate (const RedanControl *control)
{
  return control->gate && control->layer < REDAN_N_PREVENTIVE_LAYERS &&
         control->operation[0] == 'P' && control->acts_on_likelihood &&
         control->applies != REDAN_APPLIES_MODEL;
}

static int
compare_gates (gconstpointer a, gconstpointer b)
{
  const Gate *x = a;
  const Gate *y = b;

  if (x->layer != y->layer)
    return x->layer < y->layer ? -1 : 1;
  if (x->strength != y->strength)
    return x->strength > y->strength ? -1 : 1;

  return (x->control > y->control) - (x->control < y->control);
}

static GArray *
collect_gates (const RedanGraph *graph, RedanContext context)
{
  GArray *gates = g_array_new (FALSE, FALSE, sizeof (Gate));
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (graph->facts->catalogue, &n);

  for (guint32 i = 0; i < n; i++)
    {
      Gate gate = { i, controls[i].layer, controls[i].strength };

      if (redan_graph_is_gate (&controls[i]) &&
          redan_controls_has_context (graph->controls, i, context))
        g_array_append_val (gates, gate);
    }
  g_array_sort (gates, compare_gates);

  return gates;
}

/* Gates come by layer and, unless states differ, by strength: the insertion seldom moves anything.
 */
static void
insert_standing (Standing *list, guint n, Standing item)
{
  while (n > 0 && list[n - 1].layer == item.layer && list[n - 1].strength < item.strength)
    {
      list[n] = list[n - 1];
      n--;
    }
  list[n] = item;
}

static double
reduce (const RedanScoring *scoring, const Standing *list, guint n, guint8 *layers_out)
{
  double product = 1.0;
  double decay = 1.0;
  guint layers = 0;

  for (guint i = 0; i < n; i++)
    {
      decay = i > 0 && list[i].layer == list[i - 1].layer ? decay * scoring->layer_decay : 1.0;
      product *= 1 - list[i].strength * decay;
      if (list[i].strength >= scoring->layer_threshold)
        layers |= 1u << list[i].layer;
    }
  *layers_out = layers;

  return product;
}

static void
compute_context (
    RedanGraph *graph, RedanContext context, guint n_targets, double *reduction, guint8 *layers)
{
  g_autoptr (GArray) gates = collect_gates (graph, context);
  g_autofree Standing *lists = g_new (Standing, 64 * (gsize) gates->len + 1);

  for (guint first = 0; first < n_targets; first += 64)
    {
      guint count[64] = { 0 };

      for (guint i = 0; i < gates->len; i++)
        {
          const Gate *gate = &g_array_index (gates, Gate, i);
          guint64 present =
              redan_controls_get_present_word (graph->controls, gate->control, context, first / 64);

          for (; present != 0; present &= present - 1)
            {
              guint bit = __builtin_ctzll (present);
              double factor = redan_controls_get_validation (graph->controls, gate->control,
                                                             context, first + bit);
              Standing item = { gate->layer, gate->strength * factor };

              insert_standing (lists + (gsize) bit * gates->len, count[bit]++, item);
            }
        }
      for (guint i = 0; i < MIN (64u, n_targets - first); i++)
        reduction[first + i] =
            reduce (graph->scoring, lists + (gsize) i * gates->len, count[i], &layers[first + i]);
    }
}

void
redan_graph_compute_gates (RedanGraph *self)
{
  compute_context (self, REDAN_CONTEXT_ELEMENT, self->n_elements, self->element_reduction,
                   self->element_layers);
  compute_context (self, REDAN_CONTEXT_INTERACTION, self->facts->n_interactions,
                   self->interaction_reduction, self->interaction_layers);

  for (guint32 i = 0; i < self->offset[self->n_nodes]; i++)
    if (self->edge_kind[i] == REDAN_EDGE_FLOW)
      self->edge_pass[i] =
          self->scoring->flow_pass * self->interaction_reduction[self->edge_interaction[i]];
}

guint32
redan_graph_find_single_gate (const RedanGraph *self,
                              RedanContext context,
                              guint32 target,
                              RedanLayer layer)
{
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (self->facts->catalogue, &n);
  guint32 single = REDAN_NONE;

  for (guint32 i = 0; i < n; i++)
    {
      if (controls[i].layer != layer || !redan_graph_is_gate (&controls[i]) ||
          controls[i].strength *
                  redan_controls_get_validation (self->controls, i, context, target) <
              self->scoring->layer_threshold)
        continue;
      if (single != REDAN_NONE)
        return REDAN_NONE;
      single = i;
    }

  return single;
}
