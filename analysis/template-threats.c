/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of templates of the Microsoft Threat Modeling Tool on the flows of a model, and the refresh
 * of the recorded threats: regenerate, match by rule and ends, keep what people touched. */

#include "config.h"

#include "analysis/template-threats.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "analysis/template-crossing.h"
#include "analysis/template-expression.h"

#define VALUE_PREFIX "tmt/value/"
#define MAX_CHAIN 32

typedef struct
{
  RedanTemplateExpression *include; /* NULL: never fires */
  RedanTemplateExpression *exclude;
} Rule;

/** Page: a diagram with the boundaries that stand in it */
typedef struct
{
  RedanIdText diagram;
  GArray *curves;  /* RedanTemplateCurve */
  GArray *indices; /* guint: of their boundaries */
} Page;

typedef struct
{
  RedanTemplateThreats *result;
  RedanModel *model;
  RedanTemplateNames names;
  GArray *rules; /* Rule */
  GHashTable *parents;
  GHashTable *first_values; /* GArray of RedanTemplateValue by id of the general type */
  const char *general[REDAN_N_SECTIONS][4];
  RedanTemplateThing *elements;
  RedanTemplateThing *boundaries;
  GArray *pages;
  GHashTable *recorded; /* objects by "rule source flow target" */
  GHashTable *matched;  /* recorded objects that a rule finds */
  RedanField in_scope;
} Run;

const char *
redan_template_mark_get_word (RedanTemplateMark mark)
{
  switch (mark)
    {
    case REDAN_TEMPLATE_USER_DEFINED:
      return "user-defined";
    case REDAN_TEMPLATE_NO_LONGER:
      return "no-longer-generated";
    case REDAN_TEMPLATE_STALE:
      return "stale";
    case REDAN_TEMPLATE_SWITCHED_OFF:
    default:
      return "generation-off";
    }
}

static const char *
get_extra (const RedanObject *object, const char *key)
{
  const char *value = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, key);

  return value != NULL ? value : "";
}

const char *
redan_template_object_get_id (const RedanObject *object)
{
  return get_extra (object, "tmt/id");
}

/* ---- rules ---- */

static void
add_problem (Run *run, guint rule, const char *message)
{
  RedanTemplateProblem problem = { rule, g_strdup (message) };

  g_array_append_val (run->result->problems, problem);
}

static gboolean
is_blank (const char *text)
{
  return strspn (text, " \t\r\n") == strlen (text);
}

static RedanTemplateExpression *
compile (Run *run, guint rule, const char *text, const char *part, gboolean *sound)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  RedanTemplateExpression *expression;

  if (is_blank (text))
    return NULL;

  expression = redan_template_expression_parse (text, &run->names, &error);
  if (expression != NULL)
    return expression;

  message = g_strdup_printf ("%s: %s", part, error->message);
  add_problem (run, rule, message);
  *sound = FALSE;
  return NULL;
}

/* A rule that cannot be read never fires: one with a broken exclusion would fire where it must not.
 */
static void
compile_rules (Run *run)
{
  const GArray *rules = run->result->template->rules;

  for (guint i = 0; i < rules->len; i++)
    {
      const RedanTemplateRule *written = &g_array_index (rules, RedanTemplateRule, i);
      gboolean sound = !written->is_cut;
      Rule rule = { NULL, NULL };

      if (written->is_cut)
        add_problem (run, i, _ ("an expression is too long"));
      else
        {
          rule.include = compile (run, i, written->include, "Include", &sound);
          rule.exclude = compile (run, i, written->exclude, "Exclude", &sound);
        }
      if (!sound)
        g_clear_pointer (&rule.include, redan_template_expression_free);
      g_array_append_val (run->rules, rule);
    }
}

static void
clear_rule (gpointer data)
{
  Rule *rule = data;

  g_clear_pointer (&rule->include, redan_template_expression_free);
  g_clear_pointer (&rule->exclude, redan_template_expression_free);
}

/* ---- things ---- */

/* What an object of our own making is: the kind of the template that is drawn as it is. */
static void
index_types (Run *run)
{
  static const struct
  {
    const char *drawn;
    const char *usual;
    RedanSection section;
    guint index;
  } kinds[] = {
    { "Rectangle", "GE.EI", REDAN_SECTION_ELEMENT, 0 },
    { "Ellipse", "GE.P", REDAN_SECTION_ELEMENT, 1 },
    { "ParallelLines", "GE.DS", REDAN_SECTION_ELEMENT, 2 },
    { "Line", "GE.DF", REDAN_SECTION_FLOW, 0 },
    { "BorderBoundary", "GE.TB.B", REDAN_SECTION_BOUNDARY, 0 },
    { "LineBoundary", "GE.TB.L", REDAN_SECTION_BOUNDARY, 1 },
  };
  const GArray *types = run->result->template->types;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    run->general[kinds[i].section][kinds[i].index] = kinds[i].usual;
  for (guint i = types->len; i-- > 0;)
    {
      const RedanTemplateType *type = &g_array_index (types, RedanTemplateType, i);

      g_hash_table_insert (run->parents, (gpointer) type->id, (gpointer) type->parent);
      for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
        if (strcmp (type->parent, "ROOT") == 0 && strcmp (type->drawn, kinds[j].drawn) == 0)
          run->general[kinds[j].section][kinds[j].index] = type->id;
    }
}

static const char *
get_general (const Run *run, const RedanObject *object)
{
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);
  guint index = 0;
  guint n;

  if (object->section == REDAN_SECTION_ELEMENT)
    index = g_strcmp0 (kind, "process") == 0 ? 1 : g_strcmp0 (kind, "store") == 0 ? 2 : 0;
  else if (object->section == REDAN_SECTION_BOUNDARY)
    index = redan_object_get_range (object, REDAN_FIELD_ROUTE, &n) != NULL && n > 0 ? 1 : 0;
  return run->general[object->section][index];
}

/* "ROOT" is above everything and is nothing. */
static void
add_type (const Run *run, GArray *types, const char *id)
{
  guint32 number = redan_template_names_lookup (&run->names, id);

  if (number != REDAN_TEMPLATE_NO_NAME && strcmp (id, "ROOT") != 0)
    g_array_append_val (types, number);
}

static void
read_types (const Run *run, const RedanObject *object, RedanTemplateThing *thing)
{
  GArray *types = g_array_new (FALSE, FALSE, sizeof (guint32));
  const char *type = get_extra (object, "tmt/type");
  const char *general = get_extra (object, "tmt/generic");

  if (*type == '\0' && *general == '\0')
    general = get_general (run, object);
  add_type (run, types, general);
  for (guint i = 0; i < MAX_CHAIN && type != NULL && *type != '\0'; i++)
    {
      add_type (run, types, type);
      type = g_hash_table_lookup (run->parents, type);
    }

  thing->n_types = types->len;
  thing->types = (guint32 *) (gpointer) g_array_free (types, FALSE);
}

/* A new element of the tool has the first value of every attribute of its type. */
static GArray *
list_first_values (const Run *run, const char *general)
{
  const RedanTemplate *template = run->result->template;
  GArray *values = g_array_new (FALSE, FALSE, sizeof (RedanTemplateValue));

  for (guint i = 0; i < template->attributes->len; i++)
    {
      const RedanTemplateAttribute *attribute =
          &g_array_index (template->attributes, RedanTemplateAttribute, i);
      const char *type = g_array_index (template->types, RedanTemplateType, attribute->type).id;
      g_autofree char *first = g_strndup (attribute->values, strcspn (attribute->values, "\x1f"));
      RedanTemplateValue value = { redan_template_names_lookup (&run->names, attribute->name),
                                   redan_template_names_lookup (&run->names, first) };

      if (strcmp (type, general) == 0 && value.name != REDAN_TEMPLATE_NO_NAME)
        g_array_append_val (values, value);
    }
  return values;
}

static const GArray *
get_first_values (const Run *run, const char *general)
{
  GArray *values = g_hash_table_lookup (run->first_values, general);

  if (values == NULL)
    {
      values = list_first_values (run, general);
      g_hash_table_insert (run->first_values, (gpointer) general, values);
    }
  return values;
}

static void
read_thing (const Run *run, const RedanObject *object, RedanTemplateThing *thing)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (RedanTemplateValue));
  guint n;
  const RedanEntry *extras = redan_object_get_range (object, REDAN_FIELD_EXTRA, &n);

  read_types (run, object, thing);
  for (guint i = 0; i < n; i++)
    {
      RedanTemplateValue value;

      if (!g_str_has_prefix (extras[i].key, VALUE_PREFIX))
        continue;
      value.name = redan_template_names_lookup (&run->names, extras[i].key + strlen (VALUE_PREFIX));
      value.value = redan_template_names_lookup (&run->names, extras[i].value);
      if (value.name != REDAN_TEMPLATE_NO_NAME)
        g_array_append_val (values, value);
    }

  if (*redan_template_object_get_id (object) == '\0')
    {
      const GArray *first = get_first_values (run, get_general (run, object));

      g_array_append_vals (values, first->data, first->len);
    }
  thing->n_values = values->len;
  thing->values = (RedanTemplateValue *) (gpointer) g_array_free (values, FALSE);
}

static void
clear_thing (RedanTemplateThing *thing)
{
  g_clear_pointer (&thing->types, g_free);
  g_clear_pointer (&thing->values, g_free);
}

static RedanTemplateThing *
read_things (const Run *run, RedanSection section)
{
  guint n;
  const RedanObject *const *objects = redan_model_get_objects (run->model, section, &n);
  RedanTemplateThing *things = g_new0 (RedanTemplateThing, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    read_thing (run, objects[i], &things[i]);
  return things;
}

static void
free_things (const Run *run, RedanSection section, RedanTemplateThing *things)
{
  for (guint i = 0; i < redan_model_get_n (run->model, section); i++)
    clear_thing (&things[i]);
  g_free (things);
}

/* ---- crossings ---- */

static void
clear_page (gpointer data)
{
  Page *page = data;

  for (guint i = 0; i < page->curves->len; i++)
    redan_template_curve_clear (&g_array_index (page->curves, RedanTemplateCurve, i));
  g_array_unref (page->curves);
  g_array_unref (page->indices);
}

static void
read_pages (Run *run)
{
  guint n_boundaries;
  const RedanObject *const *boundaries =
      redan_model_get_objects (run->model, REDAN_SECTION_BOUNDARY, &n_boundaries);

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_DIAGRAM); i++)
    {
      Page page = { .curves = g_array_new (FALSE, FALSE, sizeof (RedanTemplateCurve)),
                    .indices = g_array_new (FALSE, FALSE, sizeof (guint)) };

      redan_id_to_text (&redan_model_get_nth (run->model, REDAN_SECTION_DIAGRAM, i)->id,
                        page.diagram);
      for (guint j = 0; j < n_boundaries; j++)
        {
          RedanTemplateCurve curve;

          if (!redan_template_curve_boundary (boundaries[j], page.diagram, &curve))
            continue;
          g_array_append_val (page.curves, curve);
          g_array_append_val (page.indices, j);
        }
      g_array_append_val (run->pages, page);
    }
}

/* The boundaries that a flow crosses in any diagram that shows it. */
static void
find_crossed (const Run *run, const RedanObject *flow, GPtrArray *crossed)
{
  g_ptr_array_set_size (crossed, 0);
  for (guint i = 0; i < run->pages->len; i++)
    {
      const Page *page = &g_array_index (run->pages, Page, i);
      RedanTemplateCurve path;

      if (!redan_template_curve_flow (run->model, flow, page->diagram, &path))
        continue;
      for (guint j = 0; j < page->curves->len; j++)
        if (redan_template_curves_cross (&path,
                                         &g_array_index (page->curves, RedanTemplateCurve, j)))
          g_ptr_array_add (crossed, &run->boundaries[g_array_index (page->indices, guint, j)]);
      redan_template_curve_clear (&path);
    }
}

/* ---- threats ---- */

static char *
dup_key (const char *rule, const char *source, const char *flow, const char *target)
{
  return g_strjoin ("\n", rule, source, flow, target, NULL);
}

static void
index_recorded (Run *run)
{
  guint n;
  const RedanObject *const *threats =
      redan_model_get_objects (run->model, REDAN_SECTION_THREAT, &n);

  for (guint i = 0; i < n; i++)
    {
      char *key =
          dup_key (get_extra (threats[i], "tmt/rule"), get_extra (threats[i], "tmt/source"),
                   get_extra (threats[i], "tmt/flow"), get_extra (threats[i], "tmt/target"));

      g_hash_table_insert (run->recorded, key, (gpointer) threats[i]);
    }
}

static gboolean
ask (Run *run, const RedanTemplateInteraction *interaction, RedanTemplateThreat *threat)
{
  const RedanTemplateThreats *result = run->result;

  for (guint i = 0; i < run->rules->len; i++)
    {
      const Rule *rule = &g_array_index (run->rules, Rule, i);
      const char *id = g_array_index (result->template->rules, RedanTemplateRule, i).id;
      g_autofree char *key = NULL;

      if (rule->include == NULL ||
          !redan_template_expression_evaluate (rule->include, interaction) ||
          (rule->exclude != NULL &&
           redan_template_expression_evaluate (rule->exclude, interaction)))
        continue;
      if (result->threats->len == REDAN_TEMPLATE_MAX_THREATS)
        return FALSE;

      key = dup_key (id, redan_template_object_get_id (threat->source),
                     redan_template_object_get_id (threat->flow),
                     redan_template_object_get_id (threat->target));
      threat->rule = i;
      threat->recorded = g_hash_table_lookup (run->recorded, key);
      if (threat->recorded != NULL)
        g_hash_table_add (run->matched, (gpointer) threat->recorded);
      g_array_append_val (result->threats, *threat);
    }
  return TRUE;
}

static gboolean
ask_flow (Run *run, const RedanObject *flow, GPtrArray *crossed)
{
  RedanTemplateThing thing = { 0 };
  RedanTemplateThreat threat = { .flow = flow };
  RedanTemplateInteraction interaction = { 0 };
  RedanId source, target;
  gboolean within = TRUE;

  if (!redan_object_get_reference (flow, REDAN_FIELD_SOURCE, &source) ||
      !redan_object_get_reference (flow, REDAN_FIELD_TARGET, &target) ||
      g_strcmp0 (redan_object_get (flow, run->in_scope), "no") == 0)
    return TRUE;

  threat.source = redan_model_lookup (run->model, &source);
  threat.target = redan_model_lookup (run->model, &target);
  read_thing (run, flow, &thing);
  find_crossed (run, flow, crossed);
  interaction.objects[REDAN_TEMPLATE_SOURCE] =
      &run->elements[redan_model_index_of (run->model, &source)];
  interaction.objects[REDAN_TEMPLATE_TARGET] =
      &run->elements[redan_model_index_of (run->model, &target)];
  interaction.objects[REDAN_TEMPLATE_FLOW] = &thing;
  interaction.crossed = (const RedanTemplateThing *const *) crossed->pdata;
  interaction.n_crossed = crossed->len;
  within = ask (run, &interaction, &threat);
  if (within && redan_object_get (flow, REDAN_FIELD_BIDIRECTIONAL) != NULL)
    {
      const RedanObject *back = threat.source;
      const RedanTemplateThing *from = interaction.objects[REDAN_TEMPLATE_SOURCE];

      threat.source = threat.target;
      threat.target = back;
      interaction.objects[REDAN_TEMPLATE_SOURCE] = interaction.objects[REDAN_TEMPLATE_TARGET];
      interaction.objects[REDAN_TEMPLATE_TARGET] = from;
      within = ask (run, &interaction, &threat);
    }
  clear_thing (&thing);
  return within;
}

static gboolean
ask_flows (Run *run)
{
  g_autoptr (GPtrArray) crossed = g_ptr_array_new ();
  guint n;
  const RedanObject *const *flows = redan_model_get_objects (run->model, REDAN_SECTION_FLOW, &n);

  for (guint i = 0; i < n; i++)
    if (!ask_flow (run, flows[i], crossed))
      return FALSE;
  return TRUE;
}

/* Threats that came from elsewhere, from another tool or by hand, are none of the template's. */
static void
keep_unmatched (Run *run)
{
  guint n;
  const RedanObject *const *threats =
      redan_model_get_objects (run->model, REDAN_SECTION_THREAT, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *threat = threats[i];
      RedanTemplateKept kept = { threat, REDAN_TEMPLATE_STALE };

      if (*get_extra (threat, "tmt/rule") == '\0' || g_hash_table_contains (run->matched, threat))
        continue;
      if (*get_extra (threat, "tmt/user-defined") != '\0')
        kept.mark = REDAN_TEMPLATE_USER_DEFINED;
      else if (run->result->switched_off)
        kept.mark = REDAN_TEMPLATE_SWITCHED_OFF;
      else if (*get_extra (threat, "tmt/changed-by") != '\0' ||
               strcmp (get_extra (threat, "tmt/state"), "AutoGenerated") != 0)
        kept.mark = REDAN_TEMPLATE_NO_LONGER;
      g_array_append_val (run->result->kept, kept);
    }
}

static void
clear_problem (gpointer data)
{
  g_free (((RedanTemplateProblem *) data)->message);
}

static RedanTemplateThreats *
new_result (RedanModel *model, RedanTemplate *template)
{
  RedanTemplateThreats *result = g_new0 (RedanTemplateThreats, 1);
  const RedanObject *meta = redan_model_get_meta (model);

  result->model = redan_model_ref (model);
  result->template = redan_template_ref (template);
  result->threats = g_array_new (FALSE, FALSE, sizeof (RedanTemplateThreat));
  result->kept = g_array_new (FALSE, FALSE, sizeof (RedanTemplateKept));
  result->problems = g_array_new (FALSE, FALSE, sizeof (RedanTemplateProblem));
  g_array_set_clear_func (result->problems, clear_problem);
  result->switched_off = strcmp (get_extra (meta, "tmt/generation"), "false") == 0;
  return result;
}

RedanTemplateThreats *
redan_template_threats_compute (RedanModel *model, RedanTemplate *template, GError **error)
{
  g_autoptr (RedanTemplateThreats) result = new_result (model, template);
  Run run = { .result = result, .model = model };
  gboolean within;

  redan_template_names_init (&run.names);
  run.rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  g_array_set_clear_func (run.rules, clear_rule);
  run.parents = g_hash_table_new (g_str_hash, g_str_equal);
  run.pages = g_array_new (FALSE, FALSE, sizeof (Page));
  g_array_set_clear_func (run.pages, clear_page);
  run.first_values =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  run.recorded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run.matched = g_hash_table_new (NULL, NULL);
  run.in_scope = redan_field_lookup (redan_model_get_schema (model), REDAN_SECTION_FLOW, FALSE,
                                     "in_scope", -1);

  compile_rules (&run);
  index_types (&run);
  run.elements = read_things (&run, REDAN_SECTION_ELEMENT);
  run.boundaries = read_things (&run, REDAN_SECTION_BOUNDARY);
  read_pages (&run);
  index_recorded (&run);
  within = result->switched_off || ask_flows (&run);
  keep_unmatched (&run);

  free_things (&run, REDAN_SECTION_ELEMENT, run.elements);
  free_things (&run, REDAN_SECTION_BOUNDARY, run.boundaries);
  g_array_unref (run.rules);
  g_array_unref (run.pages);
  g_hash_table_unref (run.parents);
  g_hash_table_unref (run.first_values);
  g_hash_table_unref (run.recorded);
  g_hash_table_unref (run.matched);
  redan_template_names_clear (&run.names);
  if (within)
    return g_steal_pointer (&result);

  g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
               _ ("the rules of the template find more than %d threats; split the model"),
               REDAN_TEMPLATE_MAX_THREATS);
  return NULL;
}

void
redan_template_threats_free (RedanTemplateThreats *self)
{
  redan_model_unref (self->model);
  redan_template_unref (self->template);
  g_array_unref (self->threats);
  g_array_unref (self->kept);
  g_array_unref (self->problems);
  g_free (self);
}

/* ---- texts ---- */

/* Every run of white space becomes one space, as the tool does. */
static void
append_name (GString *text, const RedanObject *object)
{
  gboolean space = FALSE;

  for (const char *at = redan_object_get_name (object); *at != '\0'; at++)
    {
      if (g_ascii_isspace (*at))
        {
          if (!space)
            g_string_append_c (text, ' ');
          space = TRUE;
          continue;
        }
      g_string_append_c (text, *at);
      space = FALSE;
    }
}

static char *
fill_in (const RedanTemplateThreat *threat, const char *pattern)
{
  const struct
  {
    const char *word;
    const RedanObject *object;
  } words[] = {
    { "{source.name}", threat->source },
    { "{target.name}", threat->target },
    { "{flow.name}", threat->flow },
  };
  GString *text = g_string_new (NULL);

  while (*pattern != '\0')
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (words) &&
             g_ascii_strncasecmp (pattern, words[i].word, strlen (words[i].word)) != 0)
        i++;
      if (i == G_N_ELEMENTS (words))
        {
          g_string_append_c (text, *pattern++);
          continue;
        }
      append_name (text, words[i].object);
      pattern += strlen (words[i].word);
    }
  return g_string_free (text, FALSE);
}

char *
redan_template_threat_dup_title (const RedanTemplateThreats *self,
                                 const RedanTemplateThreat *threat,
                                 gboolean recorded)
{
  const RedanTemplateRule *rule =
      &g_array_index (self->template->rules, RedanTemplateRule, threat->rule);

  if (recorded && threat->recorded != NULL && *redan_object_get_name (threat->recorded) != '\0')
    return g_strdup (redan_object_get_name (threat->recorded));
  return fill_in (threat, rule->title);
}

char *
redan_template_threat_dup_description (const RedanTemplateThreats *self,
                                       const RedanTemplateThreat *threat)
{
  const RedanTemplateRule *rule =
      &g_array_index (self->template->rules, RedanTemplateRule, threat->rule);
  const char *kept = threat->recorded != NULL
                         ? redan_object_get (threat->recorded, REDAN_FIELD_DESCRIPTION)
                         : NULL;

  return kept != NULL ? g_strdup (kept) : fill_in (threat, rule->description);
}
