/* SPDX-License-Identifier: Apache-2.0 */
/* Draws the two organizations of criterion-world.h from tables. */

#include "config.h"

#include "analysis/criterion-world.h"

#include <string.h>

#include "analysis/controls-private.h"
#include "analysis/intel.h"
#include "analysis/objectives-private.h"
#include "model/command-opinion.h"
#include "model/command-triage.h"

/* In which of the two it stands. */
typedef enum
{
  IN_WELL_RUN = 1,
  IN_NEGLECTED = 2,
  IN_BOTH = 3,
} Which;

/* Names are looked up among the rows before; a parent that is not drawn is none. */
typedef struct
{
  Which which;
  RedanSection section;
  const char *name;
  const char *kind;   /* or the source of a flow */
  const char *parent; /* or the target of a flow */
  const char *attributes;
} Row;

#define MANAGED "provider=aws mgmt=provider custom_code=no iac=full"
#define SELF_RUN                                                                                   \
  "provider=aws mgmt=customer custom_code=yes iac=manual patching=none authn=none authz=none"

static const Row rows[] = {
  { IN_BOTH, REDAN_SECTION_BOUNDARY, "internet", "internet", NULL, "" },
  { IN_WELL_RUN, REDAN_SECTION_BOUNDARY, "organization", "organization", NULL, "" },
  { IN_WELL_RUN, REDAN_SECTION_BOUNDARY, "governance", "ou", "organization", "" },
  { IN_WELL_RUN, REDAN_SECTION_BOUNDARY, "production", "ou", "organization", "" },
  { IN_BOTH, REDAN_SECTION_BOUNDARY, "management", "account", "organization",
    "purpose=management" },
  { IN_WELL_RUN, REDAN_SECTION_BOUNDARY, "logs", "account", "governance", "purpose=log-archive" },
  { IN_WELL_RUN, REDAN_SECTION_BOUNDARY, "security", "account", "governance",
    "purpose=security-tooling" },
  { IN_WELL_RUN, REDAN_SECTION_BOUNDARY, "shop", "account", "production",
    "purpose=workload environment=prod workload=shop" },
  { IN_WELL_RUN, REDAN_SECTION_BOUNDARY, "billing", "account", "production",
    "purpose=workload environment=prod workload=billing" },
  { IN_NEGLECTED, REDAN_SECTION_BOUNDARY, "shop", "account", NULL,
    "purpose=workload environment=prod workload=shop trail=account config_rec=yes guardduty=yes "
    "sechub=yes access_analyzer=yes scp=tailored" },
  { IN_NEGLECTED, REDAN_SECTION_BOUNDARY, "billing", "account", NULL,
    "purpose=workload environment=prod workload=billing trail=none config_rec=no guardduty=no "
    "sechub=no access_analyzer=no scp=none" },
  { IN_BOTH, REDAN_SECTION_ELEMENT, "customer", "actor", "internet", "" },
  { IN_WELL_RUN, REDAN_SECTION_ELEMENT, "entry", "process", "shop", "tech=api-gateway " MANAGED },
  { IN_WELL_RUN, REDAN_SECTION_ELEMENT, "orders", "process", "shop", "tech=function " MANAGED },
  { IN_WELL_RUN, REDAN_SECTION_ELEMENT, "order-store", "store", "shop",
    "tech=nosql-db data_class=restricted a_rating=5 " MANAGED },
  { IN_WELL_RUN, REDAN_SECTION_ELEMENT, "invoices", "process", "billing",
    "tech=function " MANAGED },
  { IN_WELL_RUN, REDAN_SECTION_ELEMENT, "ledger", "store", "billing",
    "tech=object-store data_class=confidential a_rating=4 " MANAGED },
  { IN_WELL_RUN, REDAN_SECTION_ELEMENT, "trail", "store", "logs",
    "tech=object-store data_class=internal " MANAGED },
  { IN_NEGLECTED, REDAN_SECTION_ELEMENT, "entry", "process", "shop",
    "tech=web-server exposure=internet " SELF_RUN },
  { IN_NEGLECTED, REDAN_SECTION_ELEMENT, "orders", "process", "shop",
    "tech=vm workload=returns environment=dev " SELF_RUN },
  { IN_NEGLECTED, REDAN_SECTION_ELEMENT, "order-store", "store", "shop",
    "tech=sql-db data_class=restricted a_rating=5 " SELF_RUN },
  { IN_NEGLECTED, REDAN_SECTION_ELEMENT, "invoices", "process", "billing", "tech=vm " SELF_RUN },
  { IN_NEGLECTED, REDAN_SECTION_ELEMENT, "ledger", "store", "billing",
    "tech=sql-db data_class=confidential a_rating=4 " SELF_RUN },
  { IN_NEGLECTED, REDAN_SECTION_ELEMENT, "costs", "process", "management", "workload=costs" },
  { IN_BOTH, REDAN_SECTION_FLOW, "order", "customer", "entry", "protocol=https" },
  { IN_BOTH, REDAN_SECTION_FLOW, "place", "entry", "orders", "protocol=https" },
  { IN_BOTH, REDAN_SECTION_FLOW, "store", "orders", "order-store", "" },
  { IN_BOTH, REDAN_SECTION_FLOW, "write", "invoices", "ledger", "" },
  { IN_NEGLECTED, REDAN_SECTION_FLOW, "copy", "orders", "ledger", "" },
  { IN_NEGLECTED, REDAN_SECTION_FLOW, "copy back", "invoices", "order-store", "" },
  { IN_WELL_RUN, REDAN_SECTION_FLOW, "log", "orders", "trail", "" },
};

typedef struct
{
  RedanModel *model;
  RedanId ids[G_N_ELEMENTS (rows)];
} Drawing;

/* Values that the tables of this build do not know are left out: the lint is for any catalogue. */
static void
apply (RedanModel *model, RedanEdit *edit)
{
  redan_edit_apply (edit, model, NULL);
  redan_edit_free (edit);
}

static const RedanId *
find_drawn (const Drawing *self, const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name) && !redan_id_is_null (&self->ids[i]))
      return &self->ids[i];

  return NULL;
}

static void
set_words (RedanModel *model, const RedanId *id, const char *attributes)
{
  g_auto (GStrv) words = g_strsplit (attributes, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');
      RedanEdit *edit = redan_edit_new (model, "world");

      if (value != NULL)
        {
          *value = '\0';
          redan_edit_set_attribute (edit, id, words[i], value + 1);
        }
      apply (model, edit);
    }
}

static void
draw_row (Drawing *self, guint index)
{
  const Row *row = &rows[index];
  RedanEdit *edit = redan_edit_new (self->model, "world");
  const RedanId *first = row->section == REDAN_SECTION_FLOW ? find_drawn (self, row->kind) : NULL;
  const RedanId *second = find_drawn (self, row->parent);
  RedanIdText text;

  self->ids[index] = redan_edit_create (edit, row->section, NULL);
  redan_edit_set (edit, &self->ids[index], REDAN_FIELD_NAME, NULL, row->name);
  if (row->section != REDAN_SECTION_FLOW)
    redan_edit_set (edit, &self->ids[index], REDAN_FIELD_KIND, NULL, row->kind);
  if (first != NULL)
    redan_edit_set (edit, &self->ids[index], REDAN_FIELD_SOURCE, NULL,
                    redan_id_to_text (first, text));
  if (second != NULL)
    redan_edit_set (edit, &self->ids[index],
                    row->section == REDAN_SECTION_FLOW ? REDAN_FIELD_TARGET : REDAN_FIELD_PARENT,
                    NULL, redan_id_to_text (second, text));
  apply (self->model, edit);
  set_words (self->model, &self->ids[index], row->attributes);
}

static void
add_assessment (RedanModel *model, const char *date, const char *residual)
{
  RedanEdit *edit = redan_edit_new (model, "world");
  RedanId id = redan_edit_create (edit, REDAN_SECTION_ASSESSMENT, NULL);

  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, date);
  redan_edit_set (edit, &id, REDAN_FIELD_METRIC, "residual", residual);
  apply (model, edit);
}

/* Feeds were read in both; in one of them nobody looked at what they brought. */
static void
add_advisories (RedanModel *model, gboolean well_run)
{
  const RedanId feeds = redan_fact_id ("intel_feeds");
  RedanEdit *edit = redan_edit_new (model, "world");

  if (redan_edit_keeps (edit, &feeds))
    redan_edit_set (edit, &feeds, REDAN_FIELD_EXTRA, REDAN_INTEL_METHOD "/imported",
                    CRITERION_WORLD_TODAY);
  if (!well_run)
    {
      RedanId id = redan_edit_create (edit, REDAN_SECTION_THREAT, NULL);

      redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, "advisory");
      redan_edit_set (edit, &id, REDAN_FIELD_METHOD, NULL, REDAN_INTEL_METHOD);
      redan_edit_set (edit, &id, REDAN_FIELD_EXTRA, REDAN_INTEL_METHOD "/imported",
                      CRITERION_WORLD_LONG_AGO);
    }
  apply (model, edit);
}

static void
set_fact (RedanModel *model, const RedanAttribute *attribute, const char *value)
{
  gboolean is_date = attribute->type == REDAN_ATTRIBUTE_FACT_DATE;

  apply (model, redan_command_set_fact (model, attribute->name, value,
                                        is_date ? value : CRITERION_WORLD_TODAY));
}

static const char *
get_fact (const RedanAttribute *attribute, gboolean well_run)
{
  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_FACT:
      return well_run ? "yes" : "no";
    case REDAN_ATTRIBUTE_FACT_DATE:
    case REDAN_ATTRIBUTE_DATE:
      return well_run ? CRITERION_WORLD_TODAY : CRITERION_WORLD_LONG_AGO;
    case REDAN_ATTRIBUTE_INTEGER:
      return "180";
    default:
      return attribute->n_values > 0 ? attribute->values[well_run ? 0 : attribute->n_values - 1]
                                     : NULL;
    }
}

RedanModel *
criterion_world_new (RedanCatalogue *catalogue, gboolean well_run)
{
  RedanSchema *schema = redan_catalogue_get_schema (catalogue);
  Drawing drawing = { .model = redan_model_new (schema) };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((rows[i].which & (well_run ? IN_WELL_RUN : IN_NEGLECTED)) != 0)
      draw_row (&drawing, i);
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);

      if (attribute->scope == REDAN_SCOPE_PROGRAMME)
        set_fact (drawing.model, attribute, get_fact (attribute, well_run));
    }
  add_advisories (drawing.model, well_run);
  add_assessment (drawing.model, well_run ? "2024-12-01" : "2019-01-01", "100");
  add_assessment (drawing.model, well_run ? "2025-01-01" : "2019-02-01", well_run ? "90" : "110");

  return drawing.model;
}

RedanAnalysis *
criterion_world_analyse (RedanCatalogue *catalogue, const RedanModel *model)
{
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
  RedanAnalysisOptions options = { 0 };

  redan_days_from_date (CRITERION_WORLD_TODAY, &options.as_of);
  return redan_analysis_new (snapshot, catalogue, &options);
}

gboolean
criterion_world_set (RedanModel *model,
                     const RedanAttribute *attribute,
                     const char *value,
                     gboolean only_open)
{
  RedanSection section = attribute->scope == REDAN_SCOPE_ELEMENT ? REDAN_SECTION_ELEMENT
                         : attribute->scope == REDAN_SCOPE_FLOW  ? REDAN_SECTION_FLOW
                                                                 : REDAN_SECTION_BOUNDARY;
  RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index);
  gboolean any = FALSE;

  if (attribute->scope == REDAN_SCOPE_PROGRAMME)
    {
      set_fact (model, attribute, value);
      return TRUE;
    }
  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (model, section, i);
      gboolean is_account = section == REDAN_SECTION_BOUNDARY &&
                            g_strcmp0 (redan_object_get (object, REDAN_FIELD_KIND), "account") == 0;
      RedanEdit *edit = redan_edit_new (model, "world");

      if ((attribute->scope != REDAN_SCOPE_ACCOUNT || is_account) &&
          (!only_open || redan_object_get (object, field) == NULL))
        any |= redan_edit_set_attribute (edit, &object->id, attribute->name, value);
      apply (model, edit);
    }

  return any;
}

void
criterion_world_review (RedanCatalogue *catalogue, RedanModel *model, gboolean all)
{
  static const RedanSection sections[] = { REDAN_SECTION_ELEMENT, REDAN_SECTION_FLOW,
                                           REDAN_SECTION_BOUNDARY };
  static const RedanVerdict verdict = { "mitigate", "Ana", "Planned.", CRITERION_WORLD_TODAY,
                                        NULL };
  g_autoptr (RedanAnalysis) analysis = criterion_world_analyse (catalogue, model);
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (RedanThreatName));

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = all ? 0 : 1; j < redan_model_get_n (model, sections[i]); j++)
      g_array_append_val (ids, redan_model_get_nth (model, sections[i], j)->id);
  apply (model, redan_command_sign_review (model, (const RedanId *) (gpointer) ids->data, ids->len,
                                           CRITERION_WORLD_TODAY));
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);
      const RedanObject *object =
          redan_facts_get_object (analysis->facts, threat->context, threat->target);
      RedanThreatName name = { 0 };

      if (threat->rule == REDAN_NONE)
        continue;
      name.rule = rules[threat->rule].id;
      if (object != NULL)
        name.target = object->id;
      name.reverse = threat->context == REDAN_CONTEXT_INTERACTION &&
                     analysis->facts->interaction_reverse[threat->target];
      g_array_append_val (names, name);
    }
  apply (model, redan_command_decide_many (model, (const RedanThreatName *) (gpointer) names->data,
                                           names->len, &verdict));
}

/* One finding on a control at one place. */
static void
prove (RedanEdit *edit,
       const RedanFacts *facts,
       const char *control,
       RedanContext context,
       guint32 target,
       gboolean pass)
{
  const RedanObject *object = redan_facts_get_object (facts, context, target);
  RedanId id = redan_edit_create (edit, REDAN_SECTION_EVIDENCE, NULL);
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_CONTROL, NULL, control);
  if (object != NULL)
    redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&object->id, text));
  redan_edit_set (edit, &id, REDAN_FIELD_VALUE, NULL, pass ? "pass" : "fail");
  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, CRITERION_WORLD_TODAY);
}

void
criterion_world_prove (RedanCatalogue *catalogue, RedanModel *model, gboolean pass)
{
  g_autoptr (RedanAnalysis) analysis = criterion_world_analyse (catalogue, model);
  const RedanFacts *facts = analysis->facts;
  const guint32 n_targets[] = { facts->snapshot->n_elements, facts->n_interactions,
                                facts->snapshot->n_boundaries };
  RedanEdit *edit = redan_edit_new (model, "world");
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, &n);

  for (guint32 i = 0; i < n; i++)
    {
      for (guint context = 0; context < G_N_ELEMENTS (n_targets); context++)
        for (guint32 j = 0; j < n_targets[context]; j++)
          if (redan_controls_applies (analysis->controls, i, (RedanContext) context, j))
            prove (edit, facts, controls[i].id, (RedanContext) context, j, pass);
      if (redan_controls_applies (analysis->controls, i, REDAN_CONTEXT_MODEL, REDAN_NONE))
        prove (edit, facts, controls[i].id, REDAN_CONTEXT_MODEL, REDAN_NONE, pass);
    }
  apply (model, edit);
}
