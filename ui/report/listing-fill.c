/* SPDX-License-Identifier: Apache-2.0 */
/* Listings of threats and of the plan. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ui/report/change-words.h"
#include "ui/report/listing-private.h"
#include "ui/report/wording.h"

#define MAX_REASONS 12

static char *
dup_decimal (double value, guint digits)
{
  char format[8];
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_snprintf (format, sizeof format, "%%.%uf", digits);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, format, value));
}

static char *
dup_model_title (const RedanAnalysis *analysis, const char *what)
{
  const char *name =
      redan_object_get_name (redan_model_get_meta (analysis->facts->snapshot->model));

  return *name != '\0' ? g_strdup_printf ("%s: %s", what, name) : g_strdup (what);
}

/* ---- threats ---- */

/* In the order of redan_rows_threats_csv(). */
static const RedanListingColumn threat_columns[] = {
  { "rank", N_ ("Rank"), TRUE },
  { "severity", N_ ("Severity"), FALSE },
  { "residual", N_ ("Residual"), TRUE },
  { "title", N_ ("Threat"), FALSE },
  { "where", N_ ("Where"), FALSE },
  { "category", N_ ("Category"), FALSE },
  { "status", N_ ("Decision"), FALSE },
  { "confirmed", N_ ("Confirmed"), FALSE },
  { "likelihood", N_ ("Likelihood"), TRUE },
  { "impact", N_ ("Impact"), TRUE },
  { "risk", N_ ("Risk"), TRUE },
  { "controls", N_ ("Controls"), FALSE },
  { "id", N_ ("Identity"), FALSE },
};

static gboolean
is_settled (RedanDecision decision)
{
  return decision == REDAN_DECISION_ACCEPT || decision == REDAN_DECISION_TRANSFER ||
         decision == REDAN_DECISION_AVOID || decision == REDAN_DECISION_NOT_APPLICABLE;
}

static void
append_controls (GString *text, const RedanAnalysis *analysis, const RedanRule *rule)
{
  const RedanControl *controls = redan_catalogue_get_controls (analysis->facts->catalogue, NULL);

  if (rule == NULL || rule->n_controls == 0)
    return;
  g_string_append_printf (text, "\n\n%s", _ ("What helps:"));
  for (guint i = 0; i < rule->n_controls; i++)
    g_string_append_printf (text, "\n%s %s", controls[rule->controls[i]].id,
                            controls[rule->controls[i]].title);
}

/* What it is about, why it is there, and what helps. */
static char *
dup_threat_text (const RedanAnalysis *analysis, const RedanThreat *threat, const char *where)
{
  const RedanFacts *facts = analysis->facts;
  const RedanRule *rule = redan_threat_get_rule (facts, threat);
  g_autofree char *id = redan_threat_dup_id (facts, threat);
  GString *text = g_string_new (where);

  if (rule == NULL)
    {
      const RedanObject *recorded =
          redan_model_get_nth (facts->snapshot->model, REDAN_SECTION_THREAT, threat->recorded);
      const char *description = redan_object_get (recorded, REDAN_FIELD_DESCRIPTION);

      if (description != NULL)
        g_string_append_printf (text, "\n\n%s", description);
    }
  else
    {
      g_autoptr (GPtrArray) reasons =
          redan_expression_explain (rule->condition, facts, threat->context, threat->target);

      g_string_append_printf (text, "\n\n%s", _ ("Why:"));
      for (guint i = 0; i < MIN (reasons->len, MAX_REASONS); i++)
        {
          g_autofree char *sentence =
              redan_reason_dup_sentence (facts, g_ptr_array_index (reasons, i));

          g_string_append_printf (text, "\n%s", sentence);
        }
    }
  append_controls (text, analysis, rule);
  g_string_append_printf (text, "\n\n%s", id);
  return g_string_free (text, FALSE);
}

static char *
dup_control_ids (const RedanAnalysis *analysis, const RedanRule *rule)
{
  const RedanControl *controls = redan_catalogue_get_controls (analysis->facts->catalogue, NULL);
  GString *ids = g_string_new (NULL);

  for (guint i = 0; rule != NULL && i < rule->n_controls; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", controls[rule->controls[i]].id);
  return g_string_free (ids, FALSE);
}

/* The title of a rule has names of its target in it: "{e.name}". */
static char *
dup_rule_title (const RedanRule *rule)
{
  static const char *const names[][2] = { { "{e.name}", N_ ("an element") },
                                          { "{b.name}", N_ ("a boundary") },
                                          { "{f.name}", N_ ("a flow") },
                                          { "{src.name}", N_ ("a source") },
                                          { "{dst.name}", N_ ("a destination") } };
  g_autoptr (GString) title = g_string_new (rule->title);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_replace (title, names[i][0], _ (names[i][1]), 0);
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static RedanListingRow *
make_threat_row (const RedanAnalysis *analysis, const RedanThreat *threat, guint rank)
{
  const RedanFacts *facts = analysis->facts;
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);
  const RedanRule *rule = redan_threat_get_rule (facts, threat);
  const char *category = redan_threat_get_category (facts, threat);
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *where = redan_threat_dup_where (facts, threat);
  g_autofree char *label = g_ascii_strdown (category, -1);
  RedanListingRow *row = g_new0 (RedanListingRow, 1);

  row->score = threat->scored ? threat->residual / 1000.0 : 0;
  row->severity = threat->scored ? redan_band_get_word (redan_band_of (scoring, row->score)) : NULL;
  row->settled = is_settled (threat->decision);
  row->object = redan_threat_get_object (facts, threat);
  row->id = redan_threat_dup_id (facts, threat);
  row->rule = g_strdup (rule != NULL ? rule->id : "recorded");
  row->rule_title = rule != NULL ? dup_rule_title (rule) : g_strdup (_ ("Recorded threats"));
  row->summary = g_strdup_printf ("%s (%s)", title, where);
  row->description = dup_threat_text (analysis, threat, where);
  row->labels = g_strdup_printf ("threat %s %s", g_strdelimit (label, " ", '-'),
                                 row->severity != NULL ? row->severity : "");
  g_strchomp (row->labels);
  row->cells = g_new0 (char *, G_N_ELEMENTS (threat_columns) + 1);
  row->cells[0] = g_strdup_printf ("%u", rank);
  row->cells[1] = g_strdup (row->severity != NULL ? row->severity : "");
  row->cells[2] = threat->scored ? dup_decimal (row->score, 1) : g_strdup ("");
  row->cells[3] = g_steal_pointer (&title);
  row->cells[4] = g_steal_pointer (&where);
  row->cells[5] = g_strdup (category);
  row->cells[6] = g_strdup (redan_decision_get_word (threat->decision));
  row->cells[7] = g_strdup (threat->confirmed ? "confirmed" : "unconfirmed");
  row->cells[8] = dup_decimal ((double) threat->likelihood, 3);
  row->cells[9] = dup_decimal ((double) threat->impact, 3);
  row->cells[10] = threat->scored ? dup_decimal (threat->inherent / 1000.0, 1) : g_strdup ("");
  row->cells[11] = dup_control_ids (analysis, rule);
  row->cells[12] = g_strdup (row->id);
  return row;
}

RedanListing *
redan_listing_of_threats (const RedanAnalysis *analysis, const RedanThreatFilter *filter)
{
  const guint limit = filter != NULL && filter->limit > 0 ? filter->limit : G_MAXUINT;
  RedanListing *self = g_new0 (RedanListing, 1);
  char residual[32];

  self->title = dup_model_title (analysis, _ ("Threats"));
  self->columns = threat_columns;
  self->n_columns = G_N_ELEMENTS (threat_columns);
  self->rows = redan_listing_new_rows ();
  for (guint i = 0; i < analysis->threats->len && self->rows->len < limit; i++)
    {
      const RedanThreat *threat =
          &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]);

      if (redan_threat_filter_match (filter, analysis, threat))
        g_ptr_array_add (self->rows, make_threat_row (analysis, threat, self->rows->len + 1));
    }
  self->note =
      g_strdup_printf (ngettext ("%u threat; residual risk of the model %s",
                                 "%u threats; residual risk of the model %s", self->rows->len),
                       self->rows->len, redan_score_format (analysis->totals.residual, residual));
  return self;
}

/* ---- the plan ---- */

static const RedanListingColumn plan_columns[] = {
  { "rank", N_ ("Rank"), TRUE },
  { "control", N_ ("Control"), FALSE },
  { "title", N_ ("What to do"), FALSE },
  { "effort", N_ ("Effort"), TRUE },
  { "reduction", N_ ("Reduction"), TRUE },
  { "per_effort", N_ ("Per effort"), TRUE },
  { "remaining", N_ ("Remaining"), TRUE },
  { "threats", N_ ("Threats"), TRUE },
  { "places", N_ ("Places"), TRUE },
  { "phase", N_ ("Phase"), TRUE },
  { "objectives", N_ ("Objectives"), FALSE },
};

static RedanListingRow *
new_plan_row (guint rank, double effort, double reduction, double per_effort, guint n_threats)
{
  RedanListingRow *row = g_new0 (RedanListingRow, 1);
  char points[32];

  row->labels = g_strdup ("security mitigation");
  row->cells = g_new0 (char *, G_N_ELEMENTS (plan_columns) + 1);
  row->cells[0] = g_strdup_printf ("%u", rank);
  row->cells[3] = g_strdup (redan_effort_format (effort, points));
  row->cells[4] = dup_decimal (reduction, 1);
  row->cells[5] = dup_decimal (per_effort, 1);
  row->cells[7] = g_strdup_printf ("%u", n_threats);
  return row;
}

static char *
dup_effect (double reduction, double effort, guint n_threats)
{
  g_autofree char *less = dup_decimal (reduction, 1);
  char points[32];

  return g_strdup_printf (
      ngettext ("Takes %s off the residual risk for %s points of effort; lowers %u threat.",
                "Takes %s off the residual risk for %s points of effort; lowers %u threats.",
                n_threats),
      less, redan_effort_format (effort, points), n_threats);
}

static RedanListingRow *
make_control_row (const RedanAnalysis *analysis, const RedanPlanRow *planned, guint rank)
{
  const RedanControl *control =
      &redan_catalogue_get_controls (analysis->facts->catalogue, NULL)[planned->control];
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (analysis->facts->catalogue, NULL);
  g_autofree char *effect = dup_effect (planned->reduction, planned->effort, planned->n_threats);
  g_autoptr (GString) served = g_string_new (NULL);
  RedanListingRow *row = new_plan_row (rank, planned->effort, planned->reduction,
                                       planned->per_effort, planned->n_threats);

  for (guint i = 0; i < control->n_objectives; i++)
    {
      g_autofree char *reference =
          redan_objective_dup_reference (&objectives[control->objectives[i]]);

      g_string_append_printf (served, "%s%s", i > 0 ? " " : "", reference);
    }
  row->id = g_strdup (control->id);
  row->rule = g_strdup (control->id);
  row->rule_title = g_strdup (control->title);
  row->summary = g_strdup_printf ("%s %s", control->id, control->title);
  row->description = g_strdup_printf (
      "%s\n\n%s", effect, control->description != NULL ? control->description : control->title);
  row->cells[1] = g_strdup (control->id);
  row->cells[2] = g_strdup (control->title);
  row->cells[6] = dup_decimal (planned->remaining, 1);
  row->cells[8] = g_strdup_printf ("%u", planned->n_places);
  row->cells[9] = g_strdup_printf ("%u", control->phase);
  row->cells[10] = g_strdup (served->str);
  return row;
}

static RedanListingRow *
make_change_row (const RedanAnalysis *analysis, const RedanPlanChange *change, guint rank)
{
  const RedanObject *element = analysis->facts->snapshot->elements[change->element];
  g_autofree char *effect = dup_effect (change->reduction, change->effort, change->n_threats);
  g_autofree char *title = redan_change_dup_title (analysis, change);
  g_autofree char *loss = redan_change_dup_loss (analysis, change);
  const char *kind = redan_change_kind_get_word (change->kind);
  RedanListingRow *row =
      new_plan_row (rank, change->effort, change->reduction, change->per_effort, change->n_threats);
  RedanIdText id;

  row->object = element;
  row->id = g_strdup_printf ("%s@%s", kind, redan_id_to_text (&element->id, id));
  row->rule = g_strdup (kind);
  row->rule_title = g_strdup (_ ("Changes beside controls"));
  row->summary = g_strdup (title);
  row->description = g_strdup_printf ("%s\n\n%s", effect, loss);
  row->cells[1] = g_strdup (kind);
  row->cells[2] = g_steal_pointer (&title);
  row->cells[6] = g_strdup ("");
  row->cells[8] = g_strdup ("1");
  row->cells[9] = g_strdup ("");
  row->cells[10] = g_strdup ("");
  return row;
}

RedanListing *
redan_listing_of_plan (const RedanAnalysis *analysis,
                       const RedanPlan *plan,
                       const GPtrArray *changes)
{
  RedanListing *self = g_new0 (RedanListing, 1);
  g_autofree char *base = dup_decimal (plan->base, 1);

  self->title = dup_model_title (analysis, _ ("Plan"));
  self->note = g_strdup_printf (_ ("Residual risk now %s; one row after another, then changes "
                                   "beside controls, each by itself"),
                                base);
  self->columns = plan_columns;
  self->n_columns = G_N_ELEMENTS (plan_columns);
  self->rows = redan_listing_new_rows ();
  for (guint i = 0; i < plan->n_rows; i++)
    g_ptr_array_add (self->rows, make_control_row (analysis, &plan->rows[i], i + 1));
  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (self->rows, make_change_row (analysis, g_ptr_array_index (changes, i),
                                                  self->rows->len + 1));
  return self;
}
