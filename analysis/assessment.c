/* SPDX-License-Identifier: Apache-2.0 */
/* Signs a model as reviewed, and tells later which rules were not there when that was done. */

#include "config.h"

#include "analysis/assessment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/posture.h"
#include "model/command-opinion.h"
#include "model/organization.h"

/* Of a rule in the list of those that were adopted: 25 bits, so that another rule is taken for it
 * once in 200,000 times. */
#define MARK_LENGTH 5
/* Marks in one metric: a line has at most 4 kB. */
#define MARKS_PER_METRIC 800
#define MAX_METRICS 64

/* ---- rules ---- */

static void
append_ids (GString *out, const char *const *ids)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    g_string_append_printf (out, " %s", ids[i]);
}

/* What a rule says, without its place in the file, its words for people and its sources. */
static void
write_mark (const RedanCatalogue *catalogue, const RedanRule *rule, char mark[MARK_LENGTH + 1])
{
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) named = g_ptr_array_new ();
  RedanId id;

  for (guint i = 0; i < rule->n_controls; i++)
    g_ptr_array_add (named, (gpointer) controls[rule->controls[i]].id);
  g_ptr_array_add (named, NULL);
  g_string_append_printf (text, "%u %u %u %u %u %u %d", rule->applies, rule->unknown,
                          rule->likelihood, rule->impact, rule->axes, rule->effect_code,
                          rule->optional);
  append_ids (text, (const char *const *) named->pdata);
  id = redan_id_derive ((const char *const[]){
      "rule", rule->pack, rule->id, rule->title,
      rule->condition != NULL ? redan_expression_get_text (rule->condition) : "", text->str,
      NULL });
  memcpy (mark, id.text, MARK_LENGTH);
  mark[MARK_LENGTH] = '\0';
}

static void
get_metric_name (guint index, char name[16])
{
  if (index == 0)
    g_strlcpy (name, "rules", 16);
  else
    g_snprintf (name, 16, "rules-%u", index + 1);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
store_rules (RedanEdit *edit, const RedanId *assessment, const RedanCatalogue *catalogue)
{
  guint n_rules;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &n_rules);
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_rules; i++)
    {
      char mark[MARK_LENGTH + 1];

      write_mark (catalogue, &rules[i], mark);
      g_ptr_array_add (marks, g_strdup (mark));
    }
  g_ptr_array_sort (marks, compare_marks);
  for (guint i = 0; i * MARKS_PER_METRIC < marks->len && i < MAX_METRICS; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      char name[16];

      for (guint k = i * MARKS_PER_METRIC; k < MIN ((i + 1) * MARKS_PER_METRIC, marks->len); k++)
        g_string_append (line, g_ptr_array_index (marks, k));
      get_metric_name (i, name);
      redan_edit_set (edit, assessment, REDAN_FIELD_METRIC, name, line->str);
    }
}

/* Adds the marks that an assessment keeps. */
static void
read_rules (const RedanObject *assessment, GHashTable *marks)
{
  for (guint i = 0; i < MAX_METRICS; i++)
    {
      char name[16];
      const char *line;

      get_metric_name (i, name);
      line = redan_object_get_keyed (assessment, REDAN_FIELD_METRIC, name);
      if (line == NULL)
        break;
      for (; strlen (line) >= MARK_LENGTH; line += MARK_LENGTH)
        g_hash_table_add (marks, g_strndup (line, MARK_LENGTH));
    }
}

/* ---- packs ---- */

/* "id version hash" in its parts. */
static void
split_pack (const char *pack, char **id_out, char **rest_out)
{
  const char *space = strchr (pack, ' ');

  *id_out = g_strndup (pack, space == NULL ? strlen (pack) : (gsize) (space - pack));
  *rest_out = g_strdup (space == NULL ? "" : space + 1);
}

/* A pack whose rules a model has to ask for is in use when the model names it; to record it would
 * put it in use. */
static gboolean
is_optional (const RedanCatalogue *catalogue, const char *pack)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &n);

  for (guint i = 0; i < n; i++)
    if (rules[i].optional && g_str_equal (rules[i].pack, pack))
      return TRUE;
  return FALSE;
}

static void
store_packs (RedanEdit *edit, const RedanModel *model, const RedanCatalogue *catalogue)
{
  const char *const *packs = redan_catalogue_get_packs (catalogue);
  const RedanObject *meta = redan_model_get_meta (model);

  for (guint i = 0; packs[i] != NULL; i++)
    {
      g_autofree char *id = NULL;
      g_autofree char *value = NULL;

      split_pack (packs[i], &id, &value);
      if (redan_object_get_keyed (meta, REDAN_FIELD_PACK, id) != NULL ||
          !is_optional (catalogue, id))
        redan_edit_set (edit, &meta->id, REDAN_FIELD_PACK, id, value);
    }
}

static void
clear_pack (gpointer data)
{
  RedanPackChange *change = data;

  g_free (change->id);
  g_free (change->before);
  g_free (change->after);
}

GArray *
redan_adoption_list_packs (const RedanModel *model, const RedanCatalogue *catalogue)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (RedanPackChange));
  const char *const *packs = redan_catalogue_get_packs (catalogue);
  guint n;
  const RedanEntry *recorded =
      redan_object_get_range (redan_model_get_meta (model), REDAN_FIELD_PACK, &n);

  g_array_set_clear_func (changes, clear_pack);
  for (guint i = 0; i < n; i++)
    {
      RedanPackChange change = { g_strdup (recorded[i].key), g_strdup (recorded[i].value), NULL };

      for (guint k = 0; packs[k] != NULL && change.after == NULL; k++)
        {
          g_autofree char *id = NULL;
          g_autofree char *value = NULL;

          split_pack (packs[k], &id, &value);
          if (g_str_equal (id, change.id))
            change.after = g_steal_pointer (&value);
        }
      if (g_strcmp0 (change.before, change.after) == 0)
        clear_pack (&change);
      else
        g_array_append_val (changes, change);
    }
  return changes;
}

/* ---- signing ---- */

static void
sign_objects (RedanEdit *edit, const RedanModel *model, const char *date)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_FLOW };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_autoptr (RedanEdit) signs = NULL;

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (model, sections[s], &n);

      for (guint i = 0; i < n; i++)
        if (!redan_object_is_inherited (objects[i]))
          g_array_append_val (ids, objects[i]->id);
    }
  signs = redan_command_sign_review (model, (const RedanId *) (gpointer) ids->data, ids->len, date);
  for (guint i = 0; i < redan_edit_get_n_changes (signs); i++)
    {
      const RedanChange *change = redan_edit_get_change (signs, i);

      redan_edit_set (edit, &change->object, change->field, change->key, change->after);
    }
}

static void
sign_programme (RedanEdit *edit, const char *date)
{
  const RedanId fact = redan_fact_id ("tm_review");

  if (!redan_edit_keeps (edit, &fact))
    redan_edit_create (edit, REDAN_SECTION_FACT, &fact);
  redan_edit_set (edit, &fact, REDAN_FIELD_KEY, NULL, "tm_review");
  redan_edit_set (edit, &fact, REDAN_FIELD_DATE, NULL, date);
  redan_edit_set (edit, &fact, REDAN_FIELD_VALUE, NULL, NULL);
  redan_edit_set (edit, &fact, REDAN_FIELD_EXPIRES, NULL, NULL);
}

/* The same signature of the same figures is the same assessment. */
static RedanId
derive_id (const char *date, const char *name, const GPtrArray *metrics)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  g_ptr_array_add (parts, (gpointer) "assessment");
  g_ptr_array_add (parts, (gpointer) date);
  g_ptr_array_add (parts, (gpointer) name);
  for (guint i = 0; i < metrics->len; i++)
    {
      const RedanMetric *metric = g_ptr_array_index (metrics, i);

      g_ptr_array_add (parts, (gpointer) metric->name);
      g_ptr_array_add (parts, metric->value);
    }
  g_ptr_array_add (parts, NULL);
  return redan_id_derive ((const char *const *) parts->pdata);
}

/* The figures of the model as it is once it is signed. */
static GPtrArray *
list_metrics (const RedanAnalysis *analysis, const RedanEdit *edit, GError **error)
{
  const RedanAnalysisOptions options = { .as_of = analysis->facts->as_of };
  g_autoptr (RedanModel) signed_model = redan_model_copy (analysis->facts->snapshot->model);
  g_autoptr (RedanSnapshot) snapshot = NULL;
  g_autoptr (RedanAnalysis) after = NULL;
  g_autoptr (RedanObjectives) objectives = NULL;

  if (!redan_edit_apply (edit, signed_model, error))
    return NULL;
  snapshot = redan_snapshot_new (signed_model);
  after = redan_analysis_new (snapshot, analysis->facts->catalogue, &options);
  objectives =
      redan_objectives_evaluate (after->facts, after->controls, after->graph, after->threats);
  return redan_metrics_list (after, objectives);
}

RedanEdit *
redan_assessment_sign (const RedanAnalysis *analysis, const char *name, GError **error)
{
  const RedanModel *model = analysis->facts->snapshot->model;
  g_autoptr (RedanEdit) edit = redan_edit_new (model, _ ("Sign the review"));
  g_autoptr (GPtrArray) metrics = NULL;
  char date[11];
  RedanId id;

  redan_days_to_date (analysis->facts->as_of, date);
  sign_objects (edit, model, date);
  sign_programme (edit, date);
  store_packs (edit, model, analysis->facts->catalogue);
  metrics = list_metrics (analysis, edit, error);
  if (metrics == NULL)
    return NULL;
  id = derive_id (date, name, metrics);
  if (!redan_edit_keeps (edit, &id))
    redan_edit_create (edit, REDAN_SECTION_ASSESSMENT, &id);
  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, date);
  for (guint i = 0; i < metrics->len; i++)
    {
      const RedanMetric *metric = g_ptr_array_index (metrics, i);

      redan_edit_set (edit, &id, REDAN_FIELD_METRIC, metric->name, metric->value);
    }
  store_rules (edit, &id, analysis->facts->catalogue);
  return g_steal_pointer (&edit);
}

/* ---- looking back ---- */

guint
redan_assessment_get_days (const RedanObject *assessment)
{
  const char *date = redan_object_get (assessment, REDAN_FIELD_DATE);
  guint days = 0;

  return date != NULL && redan_days_from_date (date, &days) ? days : 0;
}

/* Only what was signed lists rules; figures alone can be stored, too. */
const RedanObject *
redan_assessment_find_last (const RedanModel *model, guint as_of)
{
  const RedanObject *last = NULL;
  guint n;
  const RedanObject *const *assessments =
      redan_model_get_objects (model, REDAN_SECTION_ASSESSMENT, &n);

  for (guint i = 0; i < n; i++)
    {
      const guint days = redan_assessment_get_days (assessments[i]);

      if (days == 0 || days > as_of ||
          redan_object_get_keyed (assessments[i], REDAN_FIELD_METRIC, "rules") == NULL)
        continue;
      if (last == NULL || days >= redan_assessment_get_days (last))
        last = assessments[i];
    }
  return last;
}

/* What anybody signed on the day. Returns: (transfer full) (element-type utf8) */
static GHashTable *
list_marks (const RedanModel *model, guint day)
{
  GHashTable *marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n;
  const RedanObject *const *assessments =
      redan_model_get_objects (model, REDAN_SECTION_ASSESSMENT, &n);

  for (guint i = 0; i < n; i++)
    if (redan_assessment_get_days (assessments[i]) == day)
      read_rules (assessments[i], marks);
  return marks;
}

RedanAdoption *
redan_adoption_new (const RedanModel *model, const RedanCatalogue *catalogue, guint as_of)
{
  RedanAdoption *self = g_new0 (RedanAdoption, 1);
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &self->n_rules);
  g_autoptr (GHashTable) marks = NULL;

  self->assessment = redan_assessment_find_last (model, as_of);
  self->adopted = g_new0 (guint8, self->n_rules + 1);
  if (self->assessment != NULL)
    marks = list_marks (model, redan_assessment_get_days (self->assessment));
  for (guint i = 0; i < self->n_rules; i++)
    {
      char mark[MARK_LENGTH + 1];

      write_mark (catalogue, &rules[i], mark);
      self->adopted[i] = marks == NULL || g_hash_table_contains (marks, mark);
      self->n_new += !self->adopted[i];
    }
  return self;
}

void
redan_adoption_free (RedanAdoption *self)
{
  if (self == NULL)
    return;
  g_free (self->adopted);
  g_free (self);
}

gboolean
redan_adoption_covers (const RedanAdoption *self, const RedanThreat *threat)
{
  return threat->rule >= self->n_rules || self->adopted[threat->rule];
}
