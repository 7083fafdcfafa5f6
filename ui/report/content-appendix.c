/* SPDX-License-Identifier: Apache-2.0 */
/* The appendix: inventory of the model, assumptions, the method with its weights, and what an
 * import left out. */

#include "ui/report/content.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/exchange/import.h"
#include "ui/report/wording.h"

#define MAX_INVENTORY_ROWS 2000
#define MAX_LOSS_ROWS 1000
#define MAX_ASSUMPTIONS 500

static char *
dup_code_title (const RedanFacts *facts,
                RedanContext context,
                RedanScope scope,
                guint32 target,
                const char *name)
{
  const RedanAttribute *attribute = redan_schema_lookup (facts->snapshot->schema, scope, name, -1);
  RedanCode code = redan_facts_get_code (facts, context, target, name);
  g_autofree char *word = NULL;

  if (attribute == NULL || code < REDAN_CODE_FIRST)
    return g_strdup ("–");
  word = redan_code_to_text (attribute, redan_model_get_strings (facts->snapshot->model), code);
  return redan_word_dup_title (word);
}

static void
add_more (const RedanReportContent *self, guint n, guint limit)
{
  g_autofree char *text = NULL;

  if (n <= limit)
    return;
  text = g_strdup_printf (_ ("%u more are not printed."), n - limit);
  redan_report_add_paragraph (self->report, text);
}

/** Names are what a reader looks for; ids, the order of the model, mean nothing to them. */
static int
compare_by_name (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanObject *const *objects = user_data;
  guint32 first = *(const guint32 *) a;
  guint32 second = *(const guint32 *) b;
  int order =
      strcmp (redan_object_get_name (objects[first]), redan_object_get_name (objects[second]));

  return order != 0 ? order : redan_id_compare (&objects[first]->id, &objects[second]->id);
}

static guint32 *
sort_by_name (const RedanObject *const *objects, guint n)
{
  guint32 *order = g_new (guint32, MAX (n, 1));

  for (guint32 i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_by_name, (gpointer) objects);
  return order;
}

/** The highest residual of the threats that stand on each element itself, in 1/1000. */
static gint32 *
find_highest (const RedanAnalysis *analysis)
{
  gint32 *highest = g_new0 (gint32, MAX (analysis->facts->snapshot->n_elements, 1));

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      if (threat->context == REDAN_CONTEXT_ELEMENT && threat->target != REDAN_NONE)
        highest[threat->target] = MAX (highest[threat->target], threat->residual);
    }
  return highest;
}

static void
add_elements (const RedanReportContent *self)
{
  const RedanAnalysis *analysis = self->analysis;
  const RedanSnapshot *snapshot = analysis->facts->snapshot;
  g_autofree guint32 *order = sort_by_name (snapshot->elements, snapshot->n_elements);
  g_autofree gint32 *highest = find_highest (analysis);
  RedanReportBlock *table = NULL;

  if (snapshot->n_elements == 0)
    return;
  redan_report_add_heading (self->report, 2, NULL, _ ("Elements"));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Name"), 3.4, FALSE);
  redan_report_block_add_column (table, _ ("Kind"), 1.2, FALSE);
  redan_report_block_add_column (table, _ ("Technology"), 2.0, FALSE);
  redan_report_block_add_column (table, _ ("In"), 2.4, FALSE);
  redan_report_block_add_column (table, _ ("Data class"), 1.6, FALSE);
  redan_report_block_add_column (table, _ ("Highest"), 1.1, TRUE);
  for (guint32 row = 0; row < MIN (snapshot->n_elements, MAX_INVENTORY_ROWS); row++)
    {
      guint32 i = order[row];
      g_autofree char *name = redan_object_dup_title (snapshot->model, snapshot->elements[i]);
      g_autofree char *kind =
          redan_word_dup_title (redan_object_get (snapshot->elements[i], REDAN_FIELD_KIND));
      g_autofree char *tech =
          dup_code_title (analysis->facts, REDAN_CONTEXT_ELEMENT, REDAN_SCOPE_ELEMENT, i, "tech");
      g_autofree char *data_class = dup_code_title (analysis->facts, REDAN_CONTEXT_ELEMENT,
                                                    REDAN_SCOPE_ELEMENT, i, "data_class");
      g_autofree char *parent =
          snapshot->element_parent[i] == REDAN_NONE
              ? g_strdup (_ ("outside"))
              : redan_object_dup_title (snapshot->model,
                                        snapshot->boundaries[snapshot->element_parent[i]]);
      char score[32];

      redan_report_block_add_cell (table, name);
      redan_report_block_add_cell (table, kind);
      redan_report_block_add_cell (table, tech);
      redan_report_block_add_cell (table, parent);
      redan_report_block_add_cell (table, data_class);
      redan_report_block_add_cell (table, redan_score_format (highest[i], score));
    }
  add_more (self, snapshot->n_elements, MAX_INVENTORY_ROWS);
}

static void
add_flows (const RedanReportContent *self)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanSnapshot *snapshot = facts->snapshot;
  g_autofree guint32 *order = sort_by_name (snapshot->flows, snapshot->n_flows);
  RedanReportBlock *table = NULL;

  if (snapshot->n_flows == 0)
    return;
  redan_report_add_heading (self->report, 2, NULL, _ ("Flows"));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Name"), 2.6, FALSE);
  redan_report_block_add_column (table, _ ("From"), 2.4, FALSE);
  redan_report_block_add_column (table, _ ("To"), 2.4, FALSE);
  redan_report_block_add_column (table, _ ("Protocol"), 1.2, FALSE);
  redan_report_block_add_column (table, _ ("Encryption"), 1.3, FALSE);
  redan_report_block_add_column (table, _ ("Caller proves"), 1.5, FALSE);
  for (guint32 row = 0; row < MIN (snapshot->n_flows, MAX_INVENTORY_ROWS); row++)
    {
      guint32 i = order[row];
      guint32 source = snapshot->flow_source[i];
      guint32 target = snapshot->flow_target[i];
      g_autofree char *name = redan_object_dup_title (snapshot->model, snapshot->flows[i]);
      g_autofree char *from =
          source != REDAN_NONE
              ? redan_object_dup_title (snapshot->model, snapshot->elements[source])
              : g_strdup ("–");
      g_autofree char *to =
          target != REDAN_NONE
              ? redan_object_dup_title (snapshot->model, snapshot->elements[target])
              : g_strdup ("–");
      g_autofree char *protocol =
          dup_code_title (facts, REDAN_CONTEXT_INTERACTION, REDAN_SCOPE_FLOW, i, "protocol");
      g_autofree char *encryption =
          dup_code_title (facts, REDAN_CONTEXT_INTERACTION, REDAN_SCOPE_FLOW, i, "enc_transit");
      g_autofree char *authn =
          dup_code_title (facts, REDAN_CONTEXT_INTERACTION, REDAN_SCOPE_FLOW, i, "authn");

      redan_report_block_add_cell (table, name);
      redan_report_block_add_cell (table, from);
      redan_report_block_add_cell (table, to);
      redan_report_block_add_cell (table, protocol);
      redan_report_block_add_cell (table, encryption);
      redan_report_block_add_cell (table, authn);
    }
  add_more (self, snapshot->n_flows, MAX_INVENTORY_ROWS);
}

/** A value of an asset as it stands in the model; "–" also when packs have no such attribute. */
static const char *
get_asset_value (const RedanSnapshot *snapshot, guint32 asset, const char *name)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (snapshot->schema, REDAN_SCOPE_ASSET, name, -1);
  const char *value =
      attribute != NULL
          ? redan_object_get (snapshot->assets[asset], REDAN_FIELD_ATTRIBUTE + attribute->index)
          : NULL;

  return value != NULL ? value : "–";
}

static void
add_assets (const RedanReportContent *self)
{
  const RedanSnapshot *snapshot = self->analysis->facts->snapshot;
  RedanReportBlock *table = NULL;
  static const char *const ratings[] = { "c_rating", "i_rating", "a_rating" };

  if (snapshot->n_assets == 0)
    return;
  redan_report_add_heading (self->report, 2, NULL, _ ("Data assets"));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Name"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("Classification"), 2.0, FALSE);
  redan_report_block_add_column (table, _ ("C"), 0.6, TRUE);
  redan_report_block_add_column (table, _ ("I"), 0.6, TRUE);
  redan_report_block_add_column (table, _ ("A"), 0.6, TRUE);
  for (guint32 i = 0; i < MIN (snapshot->n_assets, MAX_INVENTORY_ROWS); i++)
    {
      g_autofree char *name = redan_object_dup_title (snapshot->model, snapshot->assets[i]);
      g_autofree char *title =
          redan_word_dup_title (get_asset_value (snapshot, i, "classification"));

      redan_report_block_add_cell (table, name);
      redan_report_block_add_cell (table, title);
      for (guint axis = 0; axis < G_N_ELEMENTS (ratings); axis++)
        redan_report_block_add_cell (table, get_asset_value (snapshot, i, ratings[axis]));
    }
  add_more (self, snapshot->n_assets, MAX_INVENTORY_ROWS);
}

static void
add_assumptions (const RedanReportContent *self)
{
  const RedanModel *model = self->analysis->facts->snapshot->model;
  guint n = redan_model_get_n (model, REDAN_SECTION_ASSUMPTION);

  if (n == 0)
    return;
  redan_report_add_heading (self->report, 2, NULL, _ ("Assumptions"));
  for (guint i = 0; i < MIN (n, MAX_ASSUMPTIONS); i++)
    {
      const RedanObject *assumption = redan_model_get_nth (model, REDAN_SECTION_ASSUMPTION, i);
      g_autofree char *name = redan_text_make_visible (redan_object_get_name (assumption));
      g_autofree char *description = redan_content_dup_description (assumption);
      g_autofree char *text =
          g_strdup_printf ("%s%s%s", name, name[0] != '\0' && description != NULL ? ": " : "",
                           description != NULL ? description : "");

      redan_report_add_paragraph (self->report, text);
    }
  add_more (self, n, MAX_ASSUMPTIONS);
}

/** The description of the model when the title page had no room for all of it. */
static void
add_description (const RedanReportContent *self)
{
  const RedanObject *meta = redan_model_get_meta (self->analysis->facts->snapshot->model);
  g_autofree char *begin = redan_content_dup_title_note (meta);
  g_autofree char *description = redan_content_dup_description (meta);

  if (description != NULL && !g_str_equal (begin, description))
    redan_report_add_paragraph (self->report, description);
}

void
redan_content_add_inventory (const RedanReportContent *self)
{
  redan_report_add_heading (self->report, 1, "inventory", _ ("The model"));
  add_description (self);
  add_elements (self);
  add_flows (self);
  add_assets (self);
  add_assumptions (self);
}

static void
add_weight_row (RedanReportBlock *table, const char *name, const double *values, guint n)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < n; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? "  " : "",
                            g_ascii_formatd (text, sizeof text, "%.6g", values[i]));
  redan_report_block_add_cell (table, name);
  redan_report_block_add_cell (table, joined->str);
}

void
redan_content_add_method (const RedanReportContent *self)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (self->analysis->facts->catalogue);
  const char *const *packs = redan_catalogue_get_packs (self->analysis->facts->catalogue);
  g_autofree char *joined = g_strjoinv (", ", (char **) packs);
  g_autofree char *packs_text = g_strdup_printf (_ ("Packs in use: %s."), joined);
  RedanReportBlock *table = NULL;

  redan_report_add_heading (self->report, 1, "method", _ ("How the figures come about"));
  redan_report_add_paragraph (
      self->report, _ ("A threat is a rule that holds on an element, flow or boundary of the "
                       "model. Its hazard is the likelihood of the rule, halved when an "
                       "answer is missing, times how exposed the place is: the best product of "
                       "pass factors over all paths from an entry. Its impact joins the "
                       "impact of the rule with the rating of what is hit, and grows with the "
                       "share of value that falls with the place. Controls lower "
                       "likelihood or impact by their strength times how well they are proven; a "
                       "second control of the same layer counts half. Scores run "
                       "from 0 to 100. Strengths and likelihoods are judgements for ranking, not "
                       "measured frequencies."));
  redan_report_add_paragraph (self->report, packs_text);
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Weight"), 3.0, FALSE);
  redan_report_block_add_column (table, _ ("Values"), 6.0, FALSE);
  add_weight_row (table, _ ("Hazard of likelihood 1 to 5"), scoring->hazard + 1, 5);
  add_weight_row (table, _ ("Impact 1 to 5"), scoring->impact + 1, 5);
  add_weight_row (table, _ ("Rating 1 to 5"), scoring->rating + 1, 5);
  add_weight_row (table, _ ("Unconfirmed"), &scoring->unconfirmed, 1);
  add_weight_row (table, _ ("Least exposure factor"), &scoring->exposure_floor, 1);
  add_weight_row (table, _ ("Further control of a layer"), &scoring->layer_decay, 1);
  add_weight_row (table, _ ("Pass of a flow"), &scoring->flow_pass, 1);
  add_weight_row (table, _ ("Pass through an element"), &scoring->node_pass, 1);
  add_weight_row (table, _ ("Declared, attested, validated"), scoring->state + REDAN_STATE_DECLARED,
                  3);
  add_weight_row (table, _ ("Bands from low to critical"), scoring->band + REDAN_BAND_LOW, 4);
}

void
redan_content_add_losses (const RedanReportContent *self)
{
  const GPtrArray *losses = self->options->losses;
  RedanReportBlock *table = NULL;

  if (losses == NULL || losses->len == 0)
    return;
  redan_report_add_heading (self->report, 1, "losses",
                            _ ("What the import dropped, guessed or repaired"));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("What"), 1.2, FALSE);
  redan_report_block_add_column (table, _ ("Where"), 3.4, FALSE);
  redan_report_block_add_column (table, _ ("Details"), 6.4, FALSE);
  for (guint i = 0; i < MIN (losses->len, MAX_LOSS_ROWS); i++)
    {
      const RedanLoss *loss = g_ptr_array_index (losses, i);
      g_autofree char *where = redan_loss_dup_where (loss);
      g_autofree char *text = redan_text_make_visible (loss->text);

      redan_report_block_add_cell (table, redan_loss_kind_get_word (loss->kind));
      redan_report_block_add_cell (table, where);
      redan_report_block_add_cell (table, text);
    }
  add_more (self, losses->len, MAX_LOSS_ROWS);
}
