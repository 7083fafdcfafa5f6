/* SPDX-License-Identifier: Apache-2.0 */
/* The figures that criteria compare: coverage, layers, blast radius, duties, automation, decisions.
 */

#include "config.h"

#include "analysis/graph/graph-private.h"
#include "analysis/objectives-private.h"
#include "analysis/intel.h"

#include <glib/gi18n-lib.h>
#include <string.h>

Figure
figure_share (double low, double high, double n)
{
  if (n <= 0)
    return (Figure){ .status = FIGURE_NOT_APPLICABLE };

  return (Figure){ FIGURE_KNOWN, low / n, high / n, NULL };
}

Figure
figure_known (double value)
{
  return (Figure){ FIGURE_KNOWN, value, value, NULL };
}

Figure
figure_missing (const char *what)
{
  return (Figure){ FIGURE_UNKNOWN, 0, 0, what };
}

void
assessment_add_target (const Assessment *self,
                       RedanContext context,
                       guint32 target,
                       gboolean unknown)
{
  RedanCriterionTarget item = { context, target, unknown };

  if (self->targets != NULL)
    g_array_append_val (self->targets, item);
}

static const char *
get_word (const RedanNode *call)
{
  return call->n_children > 0 && call->children[0]->text != NULL ? call->children[0]->text : "";
}

static double
get_number (const RedanNode *call)
{
  return call->n_children > 0 ? call->children[0]->number : 0;
}

static Figure
get_coverage (const Assessment *self, guint32 control)
{
  Figure figure = { .status = FIGURE_NOT_APPLICABLE };

  if (control != REDAN_NONE &&
      redan_controls_get_coverage_within (self->controls, control,
                                          self->mask == NULL ? NULL : self->mask->words,
                                          &figure.low, &figure.high))
    figure.status = FIGURE_KNOWN;

  return figure;
}

static Figure
compute_cov (const Assessment *self, const RedanNode *call)
{
  return get_coverage (self,
                       redan_catalogue_find_control (self->facts->catalogue, get_word (call)));
}

/* The mean over the controls of one function that apply anywhere. */
static Figure
compute_opcov (const Assessment *self, const RedanNode *call)
{
  guint n_controls;
  const RedanControl *controls = redan_catalogue_get_controls (self->facts->catalogue, &n_controls);
  double low = 0;
  double high = 0;
  guint n = 0;

  for (guint32 i = 0; i < n_controls; i++)
    {
      Figure figure;

      if (controls[i].layer == REDAN_LAYER_ORGANIZATIONAL ||
          strcmp (controls[i].operation, get_word (call)) != 0)
        continue;
      figure = get_coverage (self, i);
      if (figure.status != FIGURE_KNOWN)
        continue;
      low += figure.low;
      high += figure.high;
      n++;
    }

  return figure_share (low, high, n);
}

/* Fewest layers before any trusted store of the class or a higher one. */
static Figure
compute_did_min (const Assessment *self, const RedanNode *call)
{
  const RedanFacts *facts = self->facts;
  RedanColumn column = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "data_class");
  RedanCode least = redan_column_code (&column, get_word (call));
  int fewest = -1;

  for (guint32 i = 0; i < facts->snapshot->n_elements && column.column != NULL; i++)
    {
      int layers;

      if (facts->snapshot->element_kind[i] != REDAN_ELEMENT_STORE || facts->element_outside[i] ||
          column.column[i] < least || !scope_holds (self->mask, REDAN_CONTEXT_ELEMENT, i))
        continue;
      layers = redan_graph_get_layers (self->graph, i, NULL);
      if (layers >= 0 && layers < self->limit)
        assessment_add_target (self, REDAN_CONTEXT_ELEMENT, i, FALSE);
      if (layers >= 0 && (fewest < 0 || layers < fewest))
        fewest = layers;
    }

  return fewest < 0 ? figure_share (0, 0, 0) : figure_known (fewest);
}

static Figure
compute_blast_max (const Assessment *self, const RedanNode *call)
{
  const RedanFacts *facts = self->facts;
  RedanColumn purpose = redan_column_find (facts, REDAN_SCOPE_ACCOUNT, "purpose");
  RedanCode workload = redan_column_code (&purpose, "workload");
  RedanContext context;
  g_autoptr (GArray) accounts = objectives_list_targets (self, "account", &context);
  double most = -1;

  for (guint i = 0; i < accounts->len; i++)
    {
      guint32 account = g_array_index (accounts, guint32, i);

      double blast;

      if (!redan_column_is (&purpose, account, workload))
        continue;
      blast = redan_graph_get_account_blast (self->graph, account);
      if (blast > self->limit)
        assessment_add_target (self, REDAN_CONTEXT_BOUNDARY, account, FALSE);
      most = MAX (most, blast);
    }

  return most < 0 ? figure_share (0, 0, 0) : figure_known (most);
}

static Figure
compute_root_exposed (const Assessment *self, const RedanNode *call)
{
  RedanContext context;
  g_autoptr (GArray) accounts = objectives_list_targets (self, "account", &context);
  guint n = 0;

  for (guint i = 0; i < accounts->len; i++)
    {
      guint32 account = g_array_index (accounts, guint32, i);

      if (redan_graph_get_root_exposure (self->graph, account) <= get_number (call))
        continue;
      n++;
      assessment_add_target (self, REDAN_CONTEXT_BOUNDARY, account, FALSE);
    }

  return accounts->len == 0 ? figure_share (0, 0, 0) : figure_known (n);
}

/* Duties that the customer holds as a share of all; who is not known to be managed by others is
 * managed here. */
static Figure
compute_scope_ratio (const Assessment *self, const RedanNode *call)
{
  RedanColumn management = redan_column_find (self->facts, REDAN_SCOPE_ELEMENT, "mgmt");
  RedanColumn code = redan_column_find (self->facts, REDAN_SCOPE_ELEMENT, "custom_code");
  RedanCode provider = redan_column_code (&management, "provider");
  RedanCode shared = redan_column_code (&management, "shared");
  RedanCode yes = redan_column_code (&code, "yes");
  const RedanScoring *scoring = self->scoring;
  RedanContext context;
  g_autoptr (GArray) elements = objectives_list_targets (self, "element", &context);
  double duties = 0;

  for (guint i = 0; i < elements->len; i++)
    {
      guint32 element = g_array_index (elements, guint32, i);

      if (redan_column_is (&management, element, provider))
        duties += scoring->duty_provider;
      else if (redan_column_is (&management, element, shared))
        duties += scoring->duty_shared;
      else
        {
          duties += scoring->duty_customer;
          assessment_add_target (self, REDAN_CONTEXT_ELEMENT, element, FALSE);
        }
      if (redan_column_is (&code, element, yes))
        duties += scoring->duty_own_code;
    }

  return figure_share (duties, duties, elements->len * scoring->duty_all);
}

static Figure
compute_auto_ratio (const Assessment *self, const RedanNode *call)
{
  RedanColumn provider = redan_column_find (self->facts, REDAN_SCOPE_ELEMENT, "provider");
  RedanColumn iac = redan_column_find (self->facts, REDAN_SCOPE_ELEMENT, "iac");
  RedanCode aws = redan_column_code (&provider, "aws");
  const struct
  {
    RedanCode code;
    double share;
  } grades[] = { { redan_column_code (&iac, "full"), self->scoring->automation_full },
                 { redan_column_code (&iac, "partial"), self->scoring->automation_partial },
                 { redan_column_code (&iac, "manual"), self->scoring->automation_manual } };
  RedanContext context;
  g_autoptr (GArray) elements = objectives_list_targets (self, "element", &context);
  double low = 0;
  double high = 0;
  guint n = 0;

  for (guint i = 0; i < elements->len; i++)
    {
      guint32 element = g_array_index (elements, guint32, i);
      double least = self->scoring->automation_manual;
      double most = self->scoring->automation_full;

      if (!redan_column_is (&provider, element, aws))
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (grades); j++)
        if (redan_column_is (&iac, element, grades[j].code))
          least = most = grades[j].share;
      low += least;
      high += most;
      n++;
      if (least < self->scoring->automation_full)
        assessment_add_target (self, REDAN_CONTEXT_ELEMENT, element, least < most);
    }

  return figure_share (low, high, n);
}

/* By context, the objects that were named already: threats come rule by rule, and each object is
 * named once. */
typedef struct
{
  guint8 *named[REDAN_N_CONTEXTS];
} Named;

static void
init_named (Named *self, const RedanFacts *facts)
{
  self->named[REDAN_CONTEXT_ELEMENT] = g_new0 (guint8, facts->snapshot->n_elements + 1);
  self->named[REDAN_CONTEXT_INTERACTION] = g_new0 (guint8, facts->n_interactions + 1);
  self->named[REDAN_CONTEXT_BOUNDARY] = g_new0 (guint8, facts->snapshot->n_boundaries + 1);
  self->named[REDAN_CONTEXT_MODEL] = NULL;
}

static void
clear_named (Named *self)
{
  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    g_free (self->named[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Named, clear_named)

static void
add_once (const Assessment *self, Named *named, const RedanThreat *threat, gboolean unknown)
{
  if (threat->target == REDAN_NONE || named->named[threat->context][threat->target])
    return;

  named->named[threat->context][threat->target] = TRUE;
  assessment_add_target (self, threat->context, threat->target, unknown);
}

static Figure
compute_completeness (const Assessment *self, const RedanNode *call)
{
  g_auto (Named) named;
  guint n = 0;
  guint n_confirmed = 0;

  init_named (&named, self->facts);
  for (guint i = 0; i < self->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->threats, RedanThreat, i);

      if (threat->decision == REDAN_DECISION_NOT_APPLICABLE ||
          !scope_holds (self->mask, threat->context, threat->target))
        continue;
      n++;
      n_confirmed += threat->confirmed;
      if (!threat->confirmed)
        add_once (self, &named, threat, TRUE);
    }

  return figure_share (n_confirmed, n_confirmed, n);
}

/* Where no threat was found at all there is nothing to decide, and that is no merit. */
static Figure
count_threats (const Assessment *self, double least, guint decisions)
{
  g_auto (Named) named;
  gboolean any = FALSE;
  guint n = 0;

  init_named (&named, self->facts);
  for (guint i = 0; i < self->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->threats, RedanThreat, i);

      if (!threat->scored || !scope_holds (self->mask, threat->context, threat->target))
        continue;
      any = TRUE;
      if (threat->residual / 1000.0 < least || (decisions >> threat->decision & 1) == 0)
        continue;
      n++;
      add_once (self, &named, threat, FALSE);
    }

  return any ? figure_known (n) : figure_share (0, 0, 0);
}

/* To look into a threat is no decision on it yet. */
static Figure
compute_undecided (const Assessment *self, const RedanNode *call)
{
  guint undecided = 1u << REDAN_DECISION_OPEN | 1u << REDAN_DECISION_INVESTIGATE;
  RedanBand band;
  double least = redan_band_from_word (get_word (call), &band) ? self->scoring->band[band] : 0;

  return count_threats (self, least, undecided);
}

/* Accepted, transferred and not applicable threats may stay above the line. */
static Figure
compute_above_appetite (const Assessment *self, const RedanNode *call)
{
  guint untreated = 1u << REDAN_DECISION_OPEN | 1u << REDAN_DECISION_INVESTIGATE |
                    1u << REDAN_DECISION_MITIGATE | 1u << REDAN_DECISION_AVOID;

  return count_threats (self, self->scoring->appetite, untreated);
}

/* One row for each account: its purpose, then its guardrails; what nobody knows counts as absent.
 */
static RedanCode *
read_guardrails (const Assessment *self, const GArray *accounts, guint n_guardrails)
{
  guint width = n_guardrails + 1;
  RedanCode *rows = g_new0 (RedanCode, (gsize) accounts->len * width + 1);

  for (guint j = 0; j < width; j++)
    {
      const char *name = j == 0 ? "purpose" : self->scoring->guardrails[j - 1];
      RedanColumn column = redan_column_find (self->facts, REDAN_SCOPE_ACCOUNT, name);

      for (guint i = 0; i < accounts->len && column.column != NULL; i++)
        {
          RedanCode code = column.column[g_array_index (accounts, guint32, i)];

          rows[(gsize) i * width + j] = j > 0 && code < REDAN_CODE_FIRST ? REDAN_CODE_ABSENT : code;
        }
    }

  return rows;
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return memcmp (a, b, sizeof (RedanCode) * *(const guint *) user_data);
}

static guint
count_differences (const RedanCode *a, const RedanCode *b, guint width)
{
  guint n = 0;

  for (guint i = 1; i < width; i++)
    n += a[i] != b[i];

  return n;
}

/* Largest share of differing guardrails between two accounts of one purpose. Equal accounts are
 * looked at once. */
static Figure
compute_envdiff (const Assessment *self, const RedanNode *call)
{
  guint n_guardrails = g_strv_length ((char **) self->scoring->guardrails);
  guint width = n_guardrails + 1;
  RedanContext context;
  g_autoptr (GArray) accounts = objectives_list_targets (self, "account", &context);
  g_autofree RedanCode *rows = read_guardrails (self, accounts, n_guardrails);
  gboolean any = FALSE;
  guint most = 0;

  g_qsort_with_data (rows, (int) accounts->len, sizeof (RedanCode) * width, compare_rows, &width);
  for (guint i = 0; i < accounts->len; i++)
    {
      const RedanCode *a = rows + (gsize) i * width;

      if (i > 0 && compare_rows (a - width, a, &width) == 0)
        continue;
      for (guint j = i + 1; j < accounts->len; j++)
        {
          const RedanCode *b = rows + (gsize) j * width;

          if (a[0] != b[0])
            continue;
          any = TRUE;
          most = MAX (most, count_differences (a, b, width));
        }
    }

  return any && n_guardrails > 0 ? figure_known ((double) most / n_guardrails)
                                 : figure_share (0, 0, 0);
}

static Figure
compute_intel_open (const Assessment *self, const RedanNode *call)
{
  const RedanFacts *facts = self->facts;

  if (!redan_intel_was_imported (facts->snapshot->model))
    return figure_missing (_ ("no advisories have been imported"));
  return figure_known (redan_intel_count_open (facts->snapshot->model, facts->as_of,
                                               (guint) call->children[0]->number));
}

Figure
figure_compute (const Assessment *self, const RedanNode *call)
{
  static const struct
  {
    const char *name;
    Figure (*compute) (const Assessment *self, const RedanNode *call);
  } functions[] = {
    { "above_appetite", compute_above_appetite },
    { "auto_ratio", compute_auto_ratio },
    { "blast_max", compute_blast_max },
    { "completeness", compute_completeness },
    { "cov", compute_cov },
    { "did_min", compute_did_min },
    { "duty_gap", compute_duty_gap },
    { "envdiff", compute_envdiff },
    { "evid_failing", compute_evid_failing },
    { "evid_ratio", compute_evid_ratio },
    { "intel_open", compute_intel_open },
    { "opcov", compute_opcov },
    { "ratio", compute_evid_ratio },
    { "root_exposed", compute_root_exposed },
    { "scope_ratio", compute_scope_ratio },
    { "services_open", compute_services_open },
    { "single_reliance", compute_single_reliance },
    { "snapshots", compute_snapshots },
    { "trend", compute_trend },
    { "undecided", compute_undecided },
    { "unjustified_selfrun", compute_unjustified_selfrun },
    { "unreviewed", compute_unreviewed },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, call->text) == 0)
      return functions[i].compute (self, call);

  return figure_missing (_ ("this figure is not about the whole model"));
}
