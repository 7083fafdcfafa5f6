/* SPDX-License-Identifier: Apache-2.0 */
/* Looks for a model in which each criterion holds and one in which it fails, for objectives that
 * cannot be met, and for required criteria that hold where nothing is drawn. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/criterion-world.h"
#include "analysis/implement.h"
#include "analysis/rule-check-private.h"

#define MAX_READ 6    /* attributes that are varied for one criterion */
#define MAX_TRIED 200 /* models tried for one criterion */

/** Search: @values, @states: by criterion and objective, mask of the values and states that some
 * model showed */
typedef struct
{
  RedanCatalogue *catalogue;
  const RedanCriterion *criteria;
  const RedanObjective *objectives;
  guint n_criteria;
  guint n_objectives;
  guint8 *values;
  guint8 *states;
} Search;

static gboolean
was_seen (const Search *self, guint32 criterion, RedanCriterionValue value)
{
  return (self->values[criterion] >> value & 1) != 0;
}

/* Returns: (transfer full): the results, noted */
static RedanObjectives *
visit (Search *self, const RedanModel *model)
{
  g_autoptr (RedanAnalysis) analysis = criterion_world_analyse (self->catalogue, model);
  RedanObjectives *results = redan_objectives_evaluate (analysis->facts, analysis->controls,
                                                        analysis->graph, analysis->threats);

  for (guint i = 0; i < self->n_criteria; i++)
    self->values[i] |= (guint8) (1u << results->criteria[i].value);
  for (guint i = 0; i < self->n_objectives; i++)
    self->states[i] |= (guint8) (1u << results->objectives[i].state);

  return results;
}

static void
pass_by (Search *self, const RedanModel *model)
{
  redan_objectives_free (visit (self, model));
}

/* ---- what a criterion reads ---- */

static const RedanAttribute *
find_attribute (const Search *self, const RedanNode *path)
{
  static const RedanScope scopes[] = { REDAN_SCOPE_ACCOUNT, REDAN_SCOPE_BOUNDARY,
                                       REDAN_SCOPE_ELEMENT, REDAN_SCOPE_FLOW };
  RedanSchema *schema = redan_catalogue_get_schema (self->catalogue);

  if (path->subject == REDAN_SUBJECT_PROG)
    return redan_schema_lookup (schema, REDAN_SCOPE_PROGRAMME, path->text, -1);
  if (path->subject == REDAN_SUBJECT_E)
    return redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, path->text, -1);
  if (path->subject == REDAN_SUBJECT_F)
    return redan_schema_lookup (schema, REDAN_SCOPE_FLOW, path->text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      const RedanAttribute *attribute = redan_schema_lookup (schema, scopes[i], path->text, -1);

      if (attribute != NULL)
        return attribute;
    }

  return NULL;
}

/* What the drawing says stays as it is: what a thing is, purposes, whose workload it is. */
static gboolean
may_vary (const RedanAttribute *attribute)
{
  static const char *const drawn[] = { "purpose", "environment", "workload", "tech", "provider" };

  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++)
    if (strcmp (attribute->name, drawn[i]) == 0)
      return FALSE;

  return attribute->stored && !attribute->structural;
}

static void collect_control (const Search *self, const char *id, GPtrArray *attributes);

static void
collect_read (const Search *self, const RedanNode *node, GPtrArray *attributes)
{
  const RedanAttribute *attribute =
      node->type == REDAN_NODE_PATH ? find_attribute (self, node) : NULL;

  if (attribute != NULL && may_vary (attribute) && attributes->len < MAX_READ &&
      !g_ptr_array_find (attributes, attribute, NULL))
    g_ptr_array_add (attributes, (gpointer) attribute);
  if (node->type == REDAN_NODE_CALL && strcmp (node->text, "cov") == 0)
    collect_control (self, node->children[0]->text, attributes);
  for (guint i = 0; i < node->n_children; i++)
    collect_read (self, node->children[i], attributes);
}

/* Coverage by a control reads what implies it. */
static void
collect_control (const Search *self, const char *id, GPtrArray *attributes)
{
  guint32 control = redan_catalogue_find_control (self->catalogue, id);
  const RedanExpression *implied =
      control == REDAN_NONE
          ? NULL
          : redan_catalogue_get_controls (self->catalogue, NULL)[control].implied_by;

  if (implied != NULL)
    collect_read (self, redan_expression_get_root (implied), attributes);
}

static guint
count_values (const RedanAttribute *attribute)
{
  return attribute->type == REDAN_ATTRIBUTE_STRING ? 1 : MAX (attribute->n_values, 2);
}

static const char *
get_value (const RedanAttribute *attribute, guint index)
{
  if (attribute->n_values > 0)
    return attribute->values[index];
  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      return index == 0 ? CRITERION_WORLD_TODAY : CRITERION_WORLD_LONG_AGO;
    case REDAN_ATTRIBUTE_INTEGER:
      return index == 0 ? "1" : "365";
    case REDAN_ATTRIBUTE_FACT:
      return index == 0 ? "yes" : "no";
    default:
      return "somebody";
    }
}

/* ---- search ---- */

static guint
count_true (const RedanObjectives *results)
{
  guint n = 0;

  for (guint i = 0; i < results->n_criteria; i++)
    n += results->criteria[i].value == REDAN_CRITERION_TRUE;

  return n;
}

/* Tries the values of what the criterion reads, everywhere the same, until it comes out as @wanted
 * and no fewer criteria than
 * @least hold. Returns: (transfer full) (nullable): the model */
static RedanModel *
find_model (Search *self,
            const RedanModel *start,
            guint32 criterion,
            RedanCriterionValue wanted,
            guint least)
{
  g_autoptr (GPtrArray) attributes = g_ptr_array_new ();
  guint digits[MAX_READ] = { 0 };
  guint n_tried = 0;
  guint place = 0;

  collect_read (self, redan_expression_get_root (self->criteria[criterion].expression), attributes);
  while (place < attributes->len && n_tried++ < MAX_TRIED)
    {
      g_autoptr (RedanModel) model = redan_model_copy (start);
      g_autoptr (RedanObjectives) results = NULL;

      for (guint i = 0; i < attributes->len; i++)
        {
          const RedanAttribute *attribute = g_ptr_array_index (attributes, i);

          criterion_world_set (model, attribute, get_value (attribute, digits[i]), FALSE);
        }
      results = visit (self, model);
      if (results->criteria[criterion].value == wanted && count_true (results) >= least)
        return g_steal_pointer (&model);

      /* the next combination */
      for (place = 0; place < attributes->len; place++)
        {
          if (++digits[place] < count_values (g_ptr_array_index (attributes, place)))
            break;
          digits[place] = 0;
        }
    }

  return NULL;
}

/* Answers what no control sets, criterion by criterion, as long as more of them hold. */
static RedanModel *
improve (Search *self, RedanModel *start)
{
  RedanModel *model = start;
  g_autoptr (RedanObjectives) results = visit (self, model);

  for (guint32 i = 0; i < self->n_criteria; i++)
    {
      RedanModel *better;

      if (results->criteria[i].value == REDAN_CRITERION_TRUE ||
          results->criteria[i].value == REDAN_CRITERION_NOT_APPLICABLE)
        continue;
      better = find_model (self, model, i, REDAN_CRITERION_TRUE, count_true (results) + 1);
      if (better == NULL)
        continue;
      redan_model_unref (model);
      model = better;
      g_clear_pointer (&results, redan_objectives_free);
      results = visit (self, model);
    }

  return model;
}

/* Answers what nothing answers, with the values that leave the least risk, or the most. */
static void
answer (Search *self, RedanModel *model, gboolean best)
{
  RedanSchema *schema = redan_catalogue_get_schema (self->catalogue);

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      const char *chosen = NULL;
      gint64 bound = 0;

      if (attribute->scope == REDAN_SCOPE_PROGRAMME || attribute->scope == REDAN_SCOPE_ASSET ||
          !may_vary (attribute) || attribute->n_values == 0)
        continue;
      for (guint j = 0; j < attribute->n_values; j++)
        {
          g_autoptr (RedanModel) tried = redan_model_copy (model);
          g_autoptr (RedanAnalysis) analysis = NULL;
          gint64 risk;

          if (!criterion_world_set (tried, attribute, attribute->values[j], TRUE))
            break;
          analysis = criterion_world_analyse (self->catalogue, tried);
          risk = best ? analysis->totals.residual : -analysis->totals.residual;
          if (chosen != NULL && risk >= bound)
            continue;
          chosen = attribute->values[j];
          bound = risk;
        }
      if (chosen != NULL)
        criterion_world_set (model, attribute, chosen, TRUE);
    }
}

static void
look_for (Search *self, const RedanModel *model, RedanCriterionValue wanted)
{
  for (guint32 i = 0; i < self->n_criteria; i++)
    if (!was_seen (self, i, wanted))
      {
        RedanModel *found = find_model (self, model, i, wanted, 0);

        g_clear_pointer (&found, redan_model_unref);
      }
}

/* Controls are put in place one after another: on the way, some criteria hold and others do not
 * yet. */
static void
put_in_place (Search *self, RedanModel *model)
{
  guint n;

  redan_catalogue_get_controls (self->catalogue, &n);
  for (guint32 i = 0; i < n; i++)
    {
      g_autoptr (RedanAnalysis) analysis = criterion_world_analyse (self->catalogue, model);
      g_autoptr (RedanEdit) edit = redan_control_implement (analysis, i, NULL, NULL);

      if (redan_edit_get_n_changes (edit) > 0 && redan_edit_apply (edit, model, NULL))
        pass_by (self, model);
    }
}

static void
try_neglected (Search *self)
{
  g_autoptr (RedanModel) model = criterion_world_new (self->catalogue, FALSE);
  g_autoptr (RedanModel) repaired = redan_model_copy (model);
  g_autoptr (RedanModel) proven = NULL;

  pass_by (self, model);
  answer (self, model, FALSE);
  pass_by (self, model);
  proven = redan_model_copy (model);
  criterion_world_prove (self->catalogue, proven, TRUE);
  pass_by (self, proven);
  criterion_world_prove (self->catalogue, model, FALSE);
  criterion_world_review (self->catalogue, model, FALSE);
  pass_by (self, model);
  look_for (self, model, REDAN_CRITERION_FALSE);
  put_in_place (self, repaired);
}

static void
try_well_run (Search *self)
{
  g_autoptr (RedanModel) start = criterion_world_new (self->catalogue, TRUE);
  g_autoptr (RedanModel) model = redan_model_copy (start);

  put_in_place (self, model);
  answer (self, model, TRUE);
  criterion_world_prove (self->catalogue, model, TRUE);
  model = improve (self, g_steal_pointer (&model));
  criterion_world_review (self->catalogue, model, TRUE);
  pass_by (self, model);
  look_for (self, model, REDAN_CRITERION_TRUE);
  look_for (self, start, REDAN_CRITERION_FALSE);
}

/* ---- findings ---- */

static void
check_empty (const Search *self, GPtrArray *findings)
{
  g_autoptr (RedanModel) model = redan_model_new (redan_catalogue_get_schema (self->catalogue));
  g_autoptr (RedanAnalysis) analysis = criterion_world_analyse (self->catalogue, model);
  g_autoptr (RedanObjectives) results = redan_objectives_evaluate (
      analysis->facts, analysis->controls, analysis->graph, analysis->threats);

  for (guint i = 0; i < self->n_criteria; i++)
    if (self->criteria[i].required && results->criteria[i].value == REDAN_CRITERION_TRUE)
      rule_check_report (findings, self->criteria[i].path, self->criteria[i].line, 0,
                         _ ("%s is required and holds in a model without anything in it; ask for "
                            "something that is there"),
                         self->criteria[i].id);
}

static void
check_witnesses (const Search *self, GPtrArray *findings)
{
  for (guint i = 0; i < self->n_criteria; i++)
    {
      const RedanCriterion *criterion = &self->criteria[i];

      if (!was_seen (self, i, REDAN_CRITERION_TRUE))
        rule_check_report (findings, criterion->path, criterion->line, 0,
                           _ ("%s holds in no model that was tried; correct its expression"),
                           criterion->id);
      if (!was_seen (self, i, REDAN_CRITERION_FALSE))
        rule_check_report (findings, criterion->path, criterion->line, 0,
                           _ ("%s fails in no model that was tried; correct its expression"),
                           criterion->id);
    }
  for (guint i = 0; i < self->n_objectives; i++)
    {
      const RedanObjective *objective = &self->objectives[i];

      if ((self->states[i] >> REDAN_OBJECTIVE_MET & 1) == 0)
        rule_check_report (findings, objective->path, objective->line, 0,
                           _ ("%s is met in no model that was tried; its criteria may exclude each "
                              "other"),
                           objective->id);
      if ((self->states[i] >> REDAN_OBJECTIVE_NOT_MET & 1) == 0)
        rule_check_report (findings, objective->path, objective->line, 0,
                           _ ("%s is not-met in no model that was tried; it says nothing"),
                           objective->id);
    }
}

void
criterion_check_all (RedanCatalogue *catalogue, GPtrArray *findings)
{
  Search self = { .catalogue = catalogue };
  g_autofree guint8 *values = NULL;
  g_autofree guint8 *states = NULL;

  self.criteria = redan_catalogue_get_criteria (catalogue, &self.n_criteria);
  self.objectives = redan_catalogue_get_objectives (catalogue, &self.n_objectives);
  self.values = values = g_new0 (guint8, self.n_criteria + 1);
  self.states = states = g_new0 (guint8, self.n_objectives + 1);
  check_empty (&self, findings);
  try_neglected (&self);
  try_well_run (&self);
  check_witnesses (&self, findings);
}
