/* SPDX-License-Identifier: Apache-2.0 */
/* The figures that criteria compare, second part: evidence, services, reviews, stored assessments,
 * duties, reliance on single controls. */

#include "config.h"

#include "analysis/duties.h"
#include "analysis/graph/reliance.h"
#include "analysis/objectives-private.h"
#include "analysis/services.h"
#include "model/organization.h"
#include "model/review.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Open, investigated and to be mitigated: what is accepted, transferred or avoided needs no control
 * any more. */
#define STILL_THERE                                                                                \
  (1u << REDAN_DECISION_OPEN | 1u << REDAN_DECISION_INVESTIGATE | 1u << REDAN_DECISION_MITIGATE)

static gboolean
is_still_there (const Assessment *self, const RedanThreat *threat, RedanBand band)
{
  return threat->rule != REDAN_NONE && threat->scored &&
         threat->residual / 1000.0 >= self->scoring->band[band] &&
         (STILL_THERE >> threat->decision & 1) != 0 &&
         scope_holds (self->mask, threat->context, threat->target);
}

/* ---- evidence ---- */

static guint32
find_account (const RedanFacts *facts, const RedanThreat *threat)
{
  switch (threat->target == REDAN_NONE ? REDAN_CONTEXT_MODEL : (RedanContext) threat->context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return facts->element_account[threat->target];
    case REDAN_CONTEXT_INTERACTION:
      return facts->interaction_target[threat->target] == REDAN_NONE
                 ? REDAN_NONE
                 : facts->element_account[facts->interaction_target[threat->target]];
    default:
      return REDAN_NONE;
    }
}

gboolean
objectives_find_place (const Assessment *self,
                       const RedanThreat *threat,
                       guint32 control,
                       RedanContext *context_out,
                       guint32 *target_out)
{
  guint32 account = find_account (self->facts, threat);

  *context_out = threat->context;
  *target_out = threat->target;
  if (threat->target != REDAN_NONE &&
      redan_controls_applies (self->controls, control, threat->context, threat->target))
    return TRUE;

  *context_out = REDAN_CONTEXT_BOUNDARY;
  *target_out = account;
  if (account != REDAN_NONE &&
      redan_controls_applies (self->controls, control, REDAN_CONTEXT_BOUNDARY, account))
    return TRUE;

  *context_out = REDAN_CONTEXT_MODEL;
  *target_out = REDAN_NONE;
  return redan_controls_applies (self->controls, control, REDAN_CONTEXT_MODEL, REDAN_NONE);
}

/* What a tool can check counts when a tool has; what none can, when a person stands for it. */
static gboolean
is_proven (const RedanControl *control, RedanControlState state)
{
  static const char tools[] = "prowler config securityhub";

  if (state != REDAN_STATE_ATTESTED)
    return state == REDAN_STATE_VALIDATED;
  for (guint i = 0; control->references[i] != NULL; i += 2)
    if (strstr (tools, control->references[i]) != NULL)
      return FALSE;

  return TRUE;
}

typedef struct
{
  guint n;
  guint n_proven;
  guint n_failing;
} Evidence;

/* The controls that threats from medium on ask for, each place once. */
static Evidence
count_evidence (const Assessment *self, gboolean name_failing)
{
  guint n_controls;
  const RedanRule *rules = redan_catalogue_get_rules (self->facts->catalogue, NULL);
  const RedanControl *controls = redan_catalogue_get_controls (self->facts->catalogue, &n_controls);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Evidence evidence = { 0 };

  for (guint i = 0; i < self->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->threats, RedanThreat, i);
      const RedanRule *rule = threat->rule == REDAN_NONE ? NULL : &rules[threat->rule];

      if (rule == NULL || !is_still_there (self, threat, REDAN_BAND_MEDIUM))
        continue;
      for (guint j = 0; j < rule->n_controls; j++)
        {
          guint32 control = rule->controls[j];
          RedanControlState state;
          RedanContext context;
          guint32 target;
          gint64 *key;

          if (!objectives_find_place (self, threat, control, &context, &target))
            continue;
          key = g_new (gint64, 1);
          *key = (gint64) control << 40 | (gint64) context << 32 | target;
          if (!g_hash_table_add (seen, key))
            continue;
          state = redan_controls_get_state (self->controls, control, context, target);
          evidence.n++;
          evidence.n_proven += is_proven (&controls[control], state);
          evidence.n_failing += state == REDAN_STATE_CONTRADICTED;
          if (name_failing ? state == REDAN_STATE_CONTRADICTED
                           : !is_proven (&controls[control], state))
            assessment_add_target (self, context, target, !name_failing);
        }
    }

  return evidence;
}

/* One object may lack proof of many controls. */
static void
merge_targets (const Assessment *self, guint first)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint n = first;

  for (guint i = first; self->targets != NULL && i < self->targets->len; i++)
    {
      RedanCriterionTarget *target = &g_array_index (self->targets, RedanCriterionTarget, i);
      gint64 *key = g_new (gint64, 1);

      *key = (gint64) target->context << 32 | target->target;
      if (g_hash_table_add (seen, key))
        g_array_index (self->targets, RedanCriterionTarget, n++) = *target;
    }
  if (self->targets != NULL)
    g_array_set_size (self->targets, n);
}

Figure
compute_evid_ratio (const Assessment *self, const RedanNode *call)
{
  guint first = self->targets == NULL ? 0 : self->targets->len;
  Evidence evidence = count_evidence (self, FALSE);

  merge_targets (self, first);
  return figure_share (evidence.n_proven, evidence.n_proven, evidence.n);
}

/* Nothing fails where nobody has looked, and that proves nothing. */
Figure
compute_evid_failing (const Assessment *self, const RedanNode *call)
{
  guint first = self->targets == NULL ? 0 : self->targets->len;
  Evidence evidence = count_evidence (self, TRUE);

  merge_targets (self, first);
  if (evidence.n_failing == 0 &&
      redan_model_get_n (self->facts->snapshot->model, REDAN_SECTION_EVIDENCE) == 0)
    return figure_missing (_ ("no evidence has been imported"));

  return figure_known (evidence.n_failing);
}

/* ---- services ---- */

Figure
compute_services_open (const Assessment *self, const RedanNode *call)
{
  guint n_notes;
  g_autoptr (GArray) notes = NULL;
  guint n = 0;

  redan_catalogue_get_service_notes (self->facts->catalogue, &n_notes);
  if (n_notes == 0)
    return figure_share (0, 0, 0);
  notes = services_list (self);

  for (guint i = 0; i < notes->len; i++)
    n += g_array_index (notes, RedanServiceRow, i).is_open;

  return figure_known (n);
}

/* Written reasons for what is run by hand and could be run by a provider. A place on premises or in
 * somebody else's software is a reason of its own. */
Figure
compute_unjustified_selfrun (const Assessment *self, const RedanNode *call)
{
  const RedanFacts *facts = self->facts;
  RedanColumn management = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "mgmt");
  RedanColumn reason = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "self_run_reason");
  RedanCode customer = redan_column_code (&management, "customer");
  RedanContext context;
  g_autoptr (GArray) elements = objectives_list_targets (self, "element", &context);
  guint n_replacements;
  guint n = 0;
  guint n_unknown = 0;

  redan_catalogue_get_replacements (facts->catalogue, &n_replacements);
  if (elements->len == 0 || n_replacements == 0)
    return figure_share (0, 0, 0);

  for (guint i = 0; i < elements->len; i++)
    {
      guint32 element = g_array_index (elements, guint32, i);
      gboolean unknown = management.column == NULL || management.column[element] < REDAN_CODE_FIRST;

      if ((!unknown && !redan_column_is (&management, element, customer)) ||
          (reason.column != NULL && reason.column[element] >= REDAN_CODE_FIRST) ||
          redan_duties_find_replacement (facts, element) == REDAN_NONE)
        continue;
      n += !unknown;
      n_unknown += unknown;
      assessment_add_target (self, REDAN_CONTEXT_ELEMENT, element, unknown);
    }

  return (Figure){ FIGURE_KNOWN, n, n + n_unknown, NULL };
}

/* ---- reviews and stored assessments ---- */

typedef struct
{
  const RedanObject *const *objects;
  RedanContext context;
  guint n;
} Reviewed;

static gboolean
is_reviewed_kind (const Assessment *self, RedanContext context, guint32 target)
{
  if (!scope_holds (self->mask, context, target))
    return FALSE;

  return context != REDAN_CONTEXT_ELEMENT || self->facts->element_in_scope[target];
}

guint
objectives_list_changed (const Assessment *self)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;
  const Reviewed sections[] = { { snapshot->elements, REDAN_CONTEXT_ELEMENT, snapshot->n_elements },
                                { snapshot->flows, REDAN_CONTEXT_INTERACTION, snapshot->n_flows },
                                { snapshot->boundaries, REDAN_CONTEXT_BOUNDARY,
                                  snapshot->n_boundaries } };
  guint n_signed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint32 j = 0; j < sections[i].n; j++)
      {
        const RedanObject *object = sections[i].objects[j];

        if (!is_reviewed_kind (self, sections[i].context, j) || redan_object_is_inherited (object))
          continue;
        n_signed += redan_object_get (object, REDAN_FIELD_REVIEWED_HASH) != NULL;
        if (!redan_review_holds (snapshot->schema, object))
          assessment_add_target (self, sections[i].context, j, FALSE);
      }

  return n_signed;
}

/* When nobody ever signed a review, nothing can be said; once somebody did, what has no hash came
 * later. */
Figure
compute_unreviewed (const Assessment *self, const RedanNode *call)
{
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (RedanCriterionTarget));
  Assessment collector = *self;

  collector.targets = changed;
  if (objectives_list_changed (&collector) == 0)
    return figure_missing (_ ("no review of elements is recorded"));
  if (self->targets != NULL)
    g_array_append_vals (self->targets, changed->data, changed->len);

  return figure_known (changed->len);
}

static gboolean
get_assessment_days (const Assessment *self, const RedanObject *assessment, guint *days_out)
{
  const char *date = redan_object_get (assessment, REDAN_FIELD_DATE);

  return date != NULL && redan_days_from_date (date, days_out) && *days_out <= self->facts->as_of;
}

Figure
compute_snapshots (const Assessment *self, const RedanNode *call)
{
  const RedanModel *model = self->facts->snapshot->model;
  guint n = 0;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ASSESSMENT); i++)
    {
      guint days;

      n += get_assessment_days (self, redan_model_get_nth (model, REDAN_SECTION_ASSESSMENT, i),
                                &days) &&
           self->facts->as_of - days <= call->children[0]->number;
    }

  return figure_known (n);
}

/* A metric is any line of text. */
static gboolean
parse_number (const char *text, double *value_out)
{
  char *end;

  *value_out = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value_out);
}

/* Change of the residual sum between the two youngest assessments that say it; of one day the later
 * id counts as younger. */
Figure
compute_trend (const Assessment *self, const RedanNode *call)
{
  const RedanModel *model = self->facts->snapshot->model;
  double residual[2] = { 0, 0 }; /* the youngest first */
  guint when[2] = { 0, 0 };
  guint n = 0;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ASSESSMENT); i++)
    {
      const RedanObject *object = redan_model_get_nth (model, REDAN_SECTION_ASSESSMENT, i);
      const char *text = redan_object_get_keyed (object, REDAN_FIELD_METRIC, "residual");
      double value;
      guint days;

      if (text == NULL || !get_assessment_days (self, object, &days) ||
          !parse_number (text, &value))
        continue;
      if (n == 0 || days >= when[0])
        {
          residual[1] = residual[0];
          when[1] = when[0];
          residual[0] = value;
          when[0] = days;
        }
      else if (n == 1 || days >= when[1])
        {
          residual[1] = value;
          when[1] = days;
        }
      n++;
    }
  if (n < 2)
    return figure_missing (_ ("fewer than two stored assessments say the residual risk"));

  return figure_known (residual[0] - residual[1]);
}

/* ---- duties and reliance ---- */

Figure
compute_duty_gap (const Assessment *self, const RedanNode *call)
{
  RedanContext context;
  g_autoptr (GArray) elements = objectives_list_targets (self, "element", &context);
  g_autoptr (RedanDuties) duties = redan_duties_compute (
      self->facts, self->controls, (const guint32 *) (gpointer) elements->data, elements->len);

  for (guint i = 0; i < duties->n_elements; i++)
    {
      gboolean gap = FALSE;
      gboolean open = FALSE;

      for (guint j = 0; j < duties->n_duties; j++)
        {
          gap |= redan_duties_get (duties, i, j) == REDAN_DUTY_GAP;
          open |= redan_duties_get (duties, i, j) == REDAN_DUTY_OPEN;
        }
      if (gap || open)
        assessment_add_target (self, REDAN_CONTEXT_ELEMENT, duties->elements[i], !gap);
    }

  return duties->n_elements == 0 || duties->n_duties == 0
             ? figure_share (0, 0, 0)
             : (Figure){ FIGURE_KNOWN, duties->n_gaps, duties->n_gaps + duties->n_open, NULL };
}

/* Where no store is deep enough, nothing hangs on anything: that is no merit. */
Figure
compute_single_reliance (const Assessment *self, const RedanNode *call)
{
  g_autoptr (GArray) reliances = NULL;
  g_autofree guint8 *wanted =
      redan_reliance_find_stores (self->facts, self->mask == NULL ? NULL : self->mask->element);
  guint first = self->targets == NULL ? 0 : self->targets->len;
  gboolean any = FALSE;

  for (guint32 i = 0; i < self->facts->snapshot->n_elements; i++)
    any |= wanted[i] &&
           redan_graph_get_layers (self->graph, i, NULL) >= (int) self->scoring->reliance_layers;
  if (!any)
    return figure_share (0, 0, 0);

  reliances = redan_reliance_list (self->graph, wanted);
  for (guint i = 0; i < reliances->len; i++)
    {
      const RedanReliance *reliance = &g_array_index (reliances, RedanReliance, i);

      assessment_add_target (self, reliance->context, reliance->target, FALSE);
    }
  merge_targets (self, first);
  return figure_known (reliances->len);
}
