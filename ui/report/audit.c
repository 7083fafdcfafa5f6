/* SPDX-License-Identifier: Apache-2.0 */
/* Gathers what an auditor asks about each criterion, and writes it as CSV and PDF. */

#include "ui/report/audit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/hash.h"
#include "ui/report/evidence.h"
#include "ui/report/pdf.h"
#include "ui/report/posture.h"
#include "ui/report/csv.h"
#include "ui/report/wording.h"

#define MAX_NAMED 30 /* failing elements that a cell names */
#define HASH_LENGTH 16

/** Row: the cells of one criterion, owned */
typedef struct
{
  const RedanCriterion *criterion;
  const RedanObjective *objective;
  const RedanCriterionResult *result;
  GString *provenance;  /* facts, attributes and findings that the answer comes from */
  GPtrArray *attestors; /* (element-type char *): each once */
  GString *failing;
  guint n_failing;
  char hash[HASH_LENGTH + 1];
} Row;

typedef struct
{
  const RedanAnalysis *analysis;
  const RedanObjectives *results;
  const RedanAuditOptions *options;
} Audit;

static const char *
get_method (const RedanCriterion *criterion)
{
  static const struct
  {
    const char *word;
    const char *title;
  } methods[] = { { "graph", N_ ("computed from the drawn model") },
                  { "attr", N_ ("computed from attributes") },
                  { "attest", N_ ("attested by a person") },
                  { "import", N_ ("imported findings") },
                  { "cov", N_ ("coverage by controls") },
                  { "roll", N_ ("state of another objective") } };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].word, criterion->evidence_kind))
      return _ (methods[i].title);
  return criterion->evidence_kind;
}

static const char *
get_threshold (const RedanCriterion *criterion)
{
  switch (criterion->threshold)
    {
    case REDAN_THRESHOLD_AWS:
      return _ ("limit of AWS");
    case REDAN_THRESHOLD_OURS:
      return _ ("our limit");
    default:
      return "";
    }
}

static void
append_joined (GString *text, const char *separator, const char *part)
{
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, part);
}

/* ---- gathering ---- */

static void
add_attestor (Row *row, const char *name)
{
  g_autofree char *visible = name == NULL ? NULL : redan_text_make_visible (name);

  if (visible != NULL && *visible != '\0' &&
      !g_ptr_array_find_with_equal_func (row->attestors, visible, g_str_equal, NULL))
    g_ptr_array_add (row->attestors, g_steal_pointer (&visible));
}

static char *
dup_attestors (const Row *row)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < row->attestors->len; i++)
    append_joined (text, "; ", g_ptr_array_index (row->attestors, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A ground counts once, however often the expression names it. */
static void
add_ground_text (Row *row, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (row->provenance->str, "; ", -1);

  if (!g_strv_contains ((const char *const *) parts, text))
    append_joined (row->provenance, "; ", text);
}

/* The facts of the programme that the expression names: each stands with value, day and owner. */
static void
add_fact (const Audit *self, Row *row, RedanHash *hash, const char *name)
{
  RedanId id = redan_fact_id (name);
  const RedanObject *fact = redan_model_lookup (self->analysis->facts->snapshot->model, &id);
  static const RedanField fields[] = { REDAN_FIELD_VALUE, REDAN_FIELD_DATE, REDAN_FIELD_PROOF,
                                       REDAN_FIELD_OWNER };
  g_autoptr (GString) part = g_string_new (name);

  g_string_append (part, ":");
  for (guint i = 0; fact != NULL && i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = redan_object_get (fact, fields[i]);
      g_autofree char *visible = value == NULL ? NULL : redan_text_make_visible (value);

      if (visible != NULL && fields[i] != REDAN_FIELD_OWNER)
        g_string_append_printf (part, " %s", visible);
      redan_hash_add_item (hash, value);
    }
  if (fact == NULL)
    g_string_append (part, _ (" not recorded"));
  else
    add_attestor (row, redan_object_get (fact, REDAN_FIELD_OWNER));
  add_ground_text (row, part->str);
}

/* An attribute that the expression reads: how many values people set, how many follow from others
 * or from findings, how many nobody knows. The hash is over what stands in the file. */
static void
add_attribute (const Audit *self, Row *row, RedanHash *hash, const RedanNode *path)
{
  const RedanFacts *facts = self->analysis->facts;
  gboolean of_element = path->subject == REDAN_SUBJECT_E;
  guint n_objects = of_element ? facts->snapshot->n_elements : facts->snapshot->n_boundaries;
  const RedanAttribute *attribute =
      redan_schema_lookup (facts->snapshot->schema,
                           of_element ? REDAN_SCOPE_ELEMENT : REDAN_SCOPE_ACCOUNT, path->text, -1);
  const guint8 *provenance = attribute == NULL ? NULL : facts->provenance[attribute->index];
  g_autoptr (GString) part = g_string_new (NULL);
  guint n[REDAN_PROVENANCE_STANDARD + 1] = { 0 };

  if (provenance == NULL)
    return;
  for (guint i = 0; i < n_objects; i++)
    {
      const RedanObject *object =
          of_element ? facts->snapshot->elements[i] : facts->snapshot->boundaries[i];

      if (!of_element && !facts->boundary_is_account[i])
        continue;
      n[provenance[i]]++;
      redan_hash_add_item (
          hash, redan_object_get (object, (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index)));
    }
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", n[i]);

      redan_hash_add_item (hash, number);
      if (n[i] > 0)
        g_string_append_printf (part, "%s%s %s", part->len > 0 ? ", " : "", number,
                                redan_provenance_get_title ((RedanProvenance) i));
    }
  g_string_prepend (part, ": ");
  g_string_prepend (part, path->text);
  add_ground_text (row, part->str);
}

/* Findings about the controls that @wanted lets through. */
static void
add_findings (const Audit *self,
              Row *row,
              RedanHash *hash,
              const char *name,
              gboolean (*wanted) (const RedanControl *control, const char *name))
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanModel *model = facts->snapshot->model;
  const RedanControl *controls = redan_catalogue_get_controls (facts->catalogue, NULL);
  RedanEvidenceTally sum = { 0 };
  g_autofree char *numbers = NULL;
  g_autofree char *text = NULL;
  g_autofree char *part = NULL;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_EVIDENCE); i++)
    {
      const RedanObject *evidence = redan_model_get_nth (model, REDAN_SECTION_EVIDENCE, i);
      const char *id = redan_object_get (evidence, REDAN_FIELD_CONTROL);
      guint32 control =
          id == NULL ? REDAN_NONE : redan_catalogue_find_control (facts->catalogue, id);
      RedanEvidenceTally tally;

      if (control != REDAN_NONE && wanted (&controls[control], name) &&
          redan_evidence_sum (evidence, &tally))
        redan_evidence_tally_add (&sum, &tally);
    }
  if (sum.passed + sum.failed + sum.unknown + sum.exceptions > 0)
    text = redan_evidence_tally_dup_text (&sum, facts->as_of);
  numbers = redan_evidence_tally_to_text (&sum);
  redan_hash_add_item (hash, numbers);
  part = g_strdup_printf (_ ("findings on %s: %s"), name, text != NULL ? text : _ ("none"));
  add_ground_text (row, part);
}

static gboolean
has_id (const RedanControl *control, const char *name)
{
  return g_str_equal (control->id, name);
}

static gboolean
has_operation (const RedanControl *control, const char *name)
{
  return g_strcmp0 (control->operation, name) == 0;
}

/* What the expression reads. */
static void
add_grounds (const Audit *self, Row *row, RedanHash *hash, const RedanNode *node)
{
  gboolean calls = node->type == REDAN_NODE_CALL;

  if (node->type == REDAN_NODE_PATH && node->subject == REDAN_SUBJECT_PROG)
    add_fact (self, row, hash, node->text);
  else if (node->type == REDAN_NODE_PATH)
    add_attribute (self, row, hash, node);
  else if (calls && g_str_equal (node->text, "cov"))
    add_findings (self, row, hash, node->children[0]->text, has_id);
  else if (calls && g_str_equal (node->text, "opcov"))
    add_findings (self, row, hash, node->children[0]->text, has_operation);
  for (guint i = 0; i < node->n_children; i++)
    add_grounds (self, row, hash, node->children[i]);
}

static void
add_failing (const Audit *self, Row *row, RedanHash *hash)
{
  const RedanFacts *facts = self->analysis->facts;

  for (guint i = 0; i < row->result->targets->len; i++)
    {
      const RedanCriterionTarget *target =
          &g_array_index (row->result->targets, RedanCriterionTarget, i);
      const RedanObject *object = redan_target_get_object (facts, target->context, target->target);
      g_autofree char *name = NULL;
      g_autofree char *visible = NULL;

      if (object == NULL)
        continue;
      redan_hash_add (hash, object->id.text, REDAN_ID_LENGTH);
      redan_hash_add_text (hash, target->unknown ? "?" : "-");
      if (row->n_failing++ >= MAX_NAMED)
        continue;
      name = redan_object_dup_title (facts->snapshot->model, object);
      visible = redan_text_make_visible (name);
      append_joined (row->failing, "; ", visible);
      if (target->unknown)
        g_string_append (row->failing, _ (" (unknown)"));
    }
  if (row->n_failing > MAX_NAMED)
    {
      g_autofree char *more =
          g_strdup_printf (ngettext ("and %u more", "and %u more", row->n_failing - MAX_NAMED),
                           row->n_failing - MAX_NAMED);

      append_joined (row->failing, "; ", more);
    }
}

/* The hash is over the expression, its value and figures, what it reads and the objects it fails
 * on: it changes when the ground of the answer does. */
static void
init_row (Row *row, const Audit *self, guint32 criterion)
{
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  RedanHash hash;
  g_autofree char *digits = NULL;

  *row = (Row){ .criterion = &redan_catalogue_get_criteria (catalogue, NULL)[criterion],
                .result = &self->results->criteria[criterion],
                .provenance = g_string_new (NULL),
                .attestors = g_ptr_array_new_with_free_func (g_free),
                .failing = g_string_new (NULL) };
  row->objective = &redan_catalogue_get_objectives (catalogue, NULL)[row->criterion->objective];
  redan_hash_init (&hash);
  redan_hash_add_text (&hash, redan_expression_get_text (row->criterion->expression));
  redan_hash_add_text (&hash, redan_criterion_value_get_word (row->result->value));
  if (row->result->note != NULL)
    redan_hash_add_text (&hash, row->result->note);
  add_grounds (self, row, &hash, redan_expression_get_root (row->criterion->expression));
  add_failing (self, row, &hash);
  if (row->result->waiver != NULL)
    add_attestor (row, redan_object_get (row->result->waiver, REDAN_FIELD_OWNER));
  if (row->provenance->len == 0)
    g_string_append (row->provenance,
                     row->result->note != NULL ? row->result->note : get_method (row->criterion));
  digits = redan_hash_finish_text (&hash);
  memcpy (row->hash, digits, HASH_LENGTH);
}

static void
clear_row (Row *row)
{
  g_string_free (row->provenance, TRUE);
  g_ptr_array_unref (row->attestors);
  g_string_free (row->failing, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, clear_row)

static char *
dup_catalogue (const Audit *self)
{
  return g_strjoinv ("; ", (char **) redan_catalogue_get_packs (self->analysis->facts->catalogue));
}

static const char *
get_waiver (const Row *row, RedanField field)
{
  const char *value =
      row->result->waiver == NULL ? NULL : redan_object_get (row->result->waiver, field);

  return value != NULL ? value : "";
}

/* "yes", "no", or why a waiver does not count. */
static const char *
get_standing (const RedanCriterionResult *result)
{
  switch (result->standing)
    {
    case REDAN_WAIVER_NONE:
      return "no";
    case REDAN_WAIVER_COUNTS:
      return "yes";
    default:
      return redan_waiver_standing_get_word (result->standing);
    }
}

/* ---- CSV ---- */

static void
append_row (
    GString *line, const Audit *self, const Row *row, const char *date, const char *catalogue)
{
  const char *commit = self->options->commit;
  g_autofree char *attestors = dup_attestors (row);
  const char *const cells[] = {
    row->objective->slug != NULL ? row->objective->slug : "",
    row->objective->id,
    row->objective->title,
    redan_objective_state_get_word (self->results->objectives[row->criterion->objective].state),
    row->criterion->id,
    row->criterion->text,
    row->criterion->of_organization ? "organization" : "workload",
    row->criterion->threshold == REDAN_THRESHOLD_AWS    ? "aws"
    : row->criterion->threshold == REDAN_THRESHOLD_OURS ? "ours"
                                                        : "none",
    row->criterion->required ? "yes" : "no",
    redan_criterion_value_get_word (row->result->value),
    row->result->note != NULL ? row->result->note : "",
    row->criterion->evidence_kind,
    row->provenance->str,
    row->failing->str,
    get_standing (row->result),
    get_waiver (row, REDAN_FIELD_KIND),
    get_waiver (row, REDAN_FIELD_REASON),
    get_waiver (row, REDAN_FIELD_PROOF),
    get_waiver (row, REDAN_FIELD_EXPIRES),
    attestors,
    row->hash,
    self->results->scope_text,
    date,
    commit != NULL ? commit : "",
    catalogue,
  };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    redan_csv_add_cell (line, cells[i]);
  g_string_append (line, "\r\n");
}

gboolean
redan_audit_write_csv (const RedanAnalysis *analysis,
                       const RedanObjectives *results,
                       const RedanAuditOptions *options,
                       RedanRowSink sink,
                       gpointer user_data)
{
  static const char header[] =
      "slug,objective,title,state,criterion,text,about,threshold,required,value,found,method,"
      "provenance,failing,waived,waiver,reason,proof,expires,attestor,evidence_hash,scope,as_of,"
      "commit,catalogue\r\n";
  const Audit audit = { analysis, results, options };
  g_autofree char *catalogue = dup_catalogue (&audit);
  gboolean accepted = sink (user_data, header, strlen (header));
  char date[11];

  redan_days_to_date (analysis->facts->as_of, date);
  for (guint32 i = 0; i < results->n_criteria && accepted; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      g_auto (Row) row;

      init_row (&row, &audit, i);
      append_row (line, &audit, &row, date, catalogue);
      accepted = sink (user_data, line->str, line->len);
    }
  return accepted;
}

/* ---- PDF ---- */

static void
add_ground (RedanReportBlock *table, const Row *row)
{
  g_autoptr (GString) ground = g_string_new (get_method (row->criterion));
  const char *threshold = get_threshold (row->criterion);

  if (*threshold != '\0')
    g_string_append_printf (ground, ", %s", threshold);
  if (row->result->note != NULL)
    g_string_append_printf (ground, ": %s", row->result->note);
  if (!g_str_equal (row->provenance->str, row->result->note != NULL ? row->result->note : ""))
    g_string_append_printf (ground, ". %s", row->provenance->str);
  redan_report_block_add_cell (table, ground->str);
}

static void
add_person (RedanReportBlock *table, const Row *row)
{
  g_autofree char *attestors = dup_attestors (row);
  g_autoptr (GString) person = g_string_new (attestors);

  if (row->result->waiver != NULL)
    {
      g_autofree char *standing = redan_waiver_dup_standing (row->result);
      g_autofree char *visible = redan_text_make_visible (get_waiver (row, REDAN_FIELD_REASON));

      append_joined (person, ". ", _ ("Waiver: "));
      g_string_append (person, standing);
      if (*visible != '\0')
        g_string_append_printf (person, ": %s", visible);
    }
  redan_report_block_add_cell (table, person->str);
}

static RedanReportBlock *
begin_objective (const Audit *self, RedanReport *report, guint32 objective)
{
  const RedanObjective *item =
      &redan_catalogue_get_objectives (self->analysis->facts->catalogue, NULL)[objective];
  g_autofree char *reference = redan_objective_dup_reference (item);
  g_autofree char *heading = g_strdup_printf (
      "%s %s: %s", reference, item->title,
      redan_objective_state_get_title (self->results->objectives[objective].state));
  RedanReportBlock *table = NULL;

  redan_report_add_heading (report, 2, NULL, heading);
  if (item->slug != NULL)
    redan_report_add_paragraph (report, item->slug);
  table = redan_report_add_table (report);
  redan_report_block_add_column (table, _ ("Criterion"), 3.4, FALSE);
  redan_report_block_add_column (table, _ ("State"), 1.8, FALSE);
  redan_report_block_add_column (table, _ ("Method and ground"), 3.6, FALSE);
  redan_report_block_add_column (table, _ ("Fails on"), 3.2, FALSE);
  redan_report_block_add_column (table, _ ("Who"), 2.2, FALSE);
  redan_report_block_add_column (table, _ ("Hash"), 1.9, FALSE);
  return table;
}

static void
add_title_page (const Audit *self, RedanReport *report, const char *date)
{
  RedanReportBlock *block = redan_report_add (report, REDAN_BLOCK_TITLE_PAGE);
  g_autofree char *catalogue = dup_catalogue (self);
  g_autofree char *scope = redan_text_make_visible (self->results->scope_title);

  block->text = g_strdup (report->title);
  block->note = g_strdup ("");
  block->badge = g_strdup (_ ("Audit of AWS Well-Architected SEC01"));
  redan_report_block_add_line (block, _ ("Scope"), scope, REDAN_REPORT_TONE_NONE);
  redan_report_block_add_line (block, _ ("As of"), date, REDAN_REPORT_TONE_NONE);
  if (self->options->commit != NULL)
    {
      g_autofree char *commit = redan_text_make_visible (self->options->commit);

      redan_report_block_add_line (block, _ ("Commit"), commit, REDAN_REPORT_TONE_NONE);
    }
  redan_report_block_add_line (block, _ ("Catalogue"), catalogue, REDAN_REPORT_TONE_NONE);
}

GBytes *
redan_audit_pdf (const RedanAnalysis *analysis,
                 const RedanObjectives *results,
                 const RedanAuditOptions *options,
                 GError **error)
{
  const Audit audit = { analysis, results, options };
  const char *name =
      redan_object_get_name (redan_model_get_meta (analysis->facts->snapshot->model));
  g_autofree char *title = redan_text_make_visible (name[0] != '\0' ? name : _ ("Untitled model"));
  g_autofree char *scope = redan_posture_dup_scope (analysis, results);
  g_autoptr (RedanReport) report = NULL;
  RedanReportBlock *table = NULL;
  guint32 objective = G_MAXUINT32;
  char date[11];

  redan_days_to_date (analysis->facts->as_of, date);
  report = redan_report_new (title, date);
  add_title_page (&audit, report, date);
  redan_report_add_heading (report, 1, NULL, _ ("Criteria"));
  redan_report_add_paragraph (report, scope);
  for (guint32 i = 0; i < results->n_criteria; i++)
    {
      g_auto (Row) row;

      init_row (&row, &audit, i);
      if (row.criterion->objective != objective)
        {
          objective = row.criterion->objective;
          table = begin_objective (&audit, report, objective);
        }
      redan_report_block_add_cell (table, row.criterion->text);
      redan_report_block_add_cell (table, redan_criterion_get_state (row.result))->tone =
          redan_report_tone_of_criterion (row.result);
      add_ground (table, &row);
      redan_report_block_add_cell (table, row.failing->str);
      add_person (table, &row);
      redan_report_block_add_cell (table, row.hash);
    }
  return redan_pdf_write (report, error);
}
