/* SPDX-License-Identifier: Apache-2.0 */
/* The roadmap: what the four phases of SEC01 lack, in lanes that wait for each other. */

#include "config.h"

#include "analysis/objectives-private.h"
#include "analysis/posture.h"

#include <string.h>

#define N_LANES 4
#define STILL_THERE                                                                                \
  (1u << REDAN_DECISION_OPEN | 1u << REDAN_DECISION_INVESTIGATE | 1u << REDAN_DECISION_MITIGATE)

/* The phase of a criterion is the digit of its objective, "PH2-1". */
static guint
get_lane (const RedanObjective *objective)
{
  return strcmp (objective->group, "phase") == 0 && g_ascii_isdigit (objective->id[2])
             ? (guint) g_ascii_digit_value (objective->id[2])
             : 0;
}

static gboolean
is_open (const RedanCriterionResult *result)
{
  return !result->waived &&
         (result->value == REDAN_CRITERION_FALSE || result->value == REDAN_CRITERION_UNKNOWN);
}

static void
add_criteria (GArray *items, const RedanCatalogue *catalogue, const RedanObjectives *results)
{
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, &n);
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);

  for (guint32 i = 0; i < n; i++)
    {
      RedanRoadmapItem item = { .lane = get_lane (&objectives[criteria[i].objective]),
                                .criterion = i,
                                .control = REDAN_NONE };

      if (item.lane >= 1 && item.lane <= N_LANES && is_open (&results->criteria[i]))
        g_array_append_val (items, item);
    }
}

/* Every control that a threat asks for where it does not stand. */
static void
estimate_controls (const Assessment *self, RedanRoadmapItem *items)
{
  const RedanRule *rules = redan_catalogue_get_rules (self->facts->catalogue, NULL);
  const RedanControl *controls = redan_catalogue_get_controls (self->facts->catalogue, NULL);

  for (guint i = 0; i < self->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->threats, RedanThreat, i);
      const RedanRule *rule = threat->rule == REDAN_NONE ? NULL : &rules[threat->rule];

      if (rule == NULL || !threat->scored || (STILL_THERE >> threat->decision & 1) == 0 ||
          !scope_holds (self->mask, threat->context, threat->target))
        continue;
      for (guint j = 0; j < rule->n_controls; j++)
        {
          RedanRoadmapItem *item = &items[rule->controls[j]];
          RedanContext context;
          guint32 target;

          if (!objectives_find_place (self, threat, rule->controls[j], &context, &target) ||
              redan_controls_get_validation (self->controls, rule->controls[j], context, target) >
                  0)
            continue;
          item->n_threats++;
          item->estimate += threat->residual / 1000.0 * controls[rule->controls[j]].strength;
        }
    }
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const RedanRoadmapItem *x = a;
  const RedanRoadmapItem *y = b;

  if (x->lane != y->lane)
    return x->lane < y->lane ? -1 : 1;
  if ((x->criterion == REDAN_NONE) != (y->criterion == REDAN_NONE))
    return x->criterion == REDAN_NONE ? 1 : -1;
  if (x->per_effort != y->per_effort)
    return x->per_effort > y->per_effort ? -1 : 1;
  if (x->criterion != y->criterion)
    return x->criterion < y->criterion ? -1 : 1;

  return (x->control > y->control) - (x->control < y->control);
}

static double
compute_open (const Assessment *self, const RedanObjectives *results, guint lane)
{
  const RedanCatalogue *catalogue = self->facts->catalogue;
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);
  guint n_controls;
  guint n_criteria;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, &n_controls);
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, &n_criteria);
  double open = 0;
  guint n = 0;

  for (guint32 i = 0; i < n_controls; i++)
    {
      double low;
      double high;

      if (controls[i].phase != lane || controls[i].layer == REDAN_LAYER_ORGANIZATIONAL ||
          !redan_controls_get_coverage_within (
              self->controls, i, self->mask == NULL ? NULL : self->mask->words, &low, &high))
        continue;
      open += 1 - low;
      n++;
    }
  for (guint32 i = 0; i < n_criteria; i++)
    {
      if (get_lane (&objectives[criteria[i].objective]) != lane || results->criteria[i].waived ||
          results->criteria[i].value == REDAN_CRITERION_NOT_APPLICABLE)
        continue;
      open += is_open (&results->criteria[i]);
      n++;
    }

  return n == 0 ? 0 : open / n;
}

double
redan_roadmap_get_open (const RedanAnalysis *analysis,
                        const RedanObjectiveScope *scope,
                        const RedanObjectives *results,
                        guint lane)
{
  g_autoptr (ScopeMask) mask = NULL;
  Assessment assessment;

  assessment_init (&assessment, analysis, scope, &mask);
  return compute_open (&assessment, results, lane);
}

static void
hold_back (const Assessment *self, const RedanObjectives *results, GArray *items)
{
  double best[N_LANES + 1] = { 0 };

  for (guint i = 0; i < items->len; i++)
    {
      RedanRoadmapItem *item = &g_array_index (items, RedanRoadmapItem, i);

      best[item->lane] = MAX (best[item->lane], item->per_effort);
    }
  for (guint lane = 2; lane <= N_LANES; lane++)
    {
      gboolean waits = compute_open (self, results, lane - 1) > self->scoring->roadmap_open;

      for (guint i = 0; i < items->len; i++)
        {
          RedanRoadmapItem *item = &g_array_index (items, RedanRoadmapItem, i);

          item->held |= item->lane == lane && waits && item->control != REDAN_NONE &&
                        item->per_effort < self->scoring->roadmap_factor * best[lane - 1];
        }
    }
}

GArray *
redan_roadmap_list (const RedanAnalysis *analysis,
                    const RedanObjectiveScope *scope,
                    const RedanObjectives *results)
{
  const RedanCatalogue *catalogue = analysis->facts->catalogue;
  guint n_controls;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, &n_controls);
  g_autofree RedanRoadmapItem *wanted = g_new0 (RedanRoadmapItem, n_controls + 1);
  GArray *items = g_array_new (FALSE, FALSE, sizeof (RedanRoadmapItem));
  g_autoptr (ScopeMask) mask = NULL;
  Assessment assessment;

  assessment_init (&assessment, analysis, scope, &mask);
  add_criteria (items, catalogue, results);
  estimate_controls (&assessment, wanted);
  for (guint32 i = 0; i < n_controls; i++)
    {
      if (wanted[i].n_threats == 0 || controls[i].layer == REDAN_LAYER_ORGANIZATIONAL)
        continue;
      wanted[i].lane = controls[i].phase;
      wanted[i].criterion = REDAN_NONE;
      wanted[i].control = i;
      wanted[i].per_effort = wanted[i].estimate / assessment.scoring->effort[controls[i].cost];
      g_array_append_val (items, wanted[i]);
    }
  hold_back (&assessment, results, items);
  g_array_sort (items, compare_items);

  return items;
}
