/* SPDX-License-Identifier: Apache-2.0 */
/* What the inspector shows, without a display: which attributes come first, where values come
 * from, what several objects have in common. */

#include "ui/report/inspection-controls.h"

#include <string.h>

#include "model/command.h"
#include "tests/small-model.h"
#include "ui/report/next-steps.h"

#define AS_OF 45687 /* 2025-02-01 */

static RedanSchema *schema;
static RedanCatalogue *catalogue;

static RedanAnalysis *
analyse (const RedanModel *model)
{
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
  const RedanAnalysisOptions options = { .as_of = AS_OF };

  return redan_analysis_new (snapshot, catalogue, &options);
}

static GArray *
list (const RedanAnalysis *analysis, const char *first, const char *second)
{
  const RedanId ids[] = { small_id (first), small_id (second != NULL ? second : first) };

  return redan_inspection_list (analysis, ids, second != NULL ? 2 : 1);
}

static int
find (const GArray *inspected, const char *name)
{
  for (guint i = 0; i < inspected->len; i++)
    if (strcmp (g_array_index (inspected, RedanInspected, i).attribute->name, name) == 0)
      return (int) i;
  return -1;
}

static const RedanInspected *
get (const GArray *inspected, const char *name)
{
  int position = find (inspected, name);

  g_assert_cmpint (position, >=, 0);
  return &g_array_index (inspected, RedanInspected, position);
}

static RedanModel *
make_shop (void)
{
  RedanModel *model = redan_model_new (schema);

  small_boundary (model, "net", "internet", NULL, NULL);
  small_boundary (model, "prod", "account", NULL, "environment=prod;provider=aws;owner=shop");
  small_boundary (model, "vpc", "vpc", "prod", NULL);
  small_element (model, "user", "actor", "net", "tech=browser");
  small_element (model, "api", "process", "vpc", "tech=function");
  small_element (model, "vm", "process", "vpc", "tech=vm");
  small_element (model, "db", "store", "vpc", "tech=relational-db");
  small_flow (model, "call", "user", "api", "protocol=https");
  small_flow (model, "query", "api", "db", NULL);
  small_asset (model, "cards", "classification=restricted");
  small_set (model, "cards", REDAN_FIELD_STORED, "db", "");
  return model;
}

static void
test_order (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  g_autoptr (RedanAnalysis) analysis = analyse (model);
  g_autoptr (GArray) inspected = list (analysis, "db", NULL);
  gboolean waiting = TRUE;
  guint weight = G_MAXUINT;
  guint index = 0;

  /* What is open and waited for comes first, by weight; the rest as in the schema. */
  for (guint i = 0; i < inspected->len; i++)
    {
      const RedanInspected *item = &g_array_index (inspected, RedanInspected, i);
      gboolean wanted = item->is_open && item->n_waiting > 0;

      g_assert_true (item->attribute->stored && !item->attribute->structural);
      g_assert_cmpint (item->attribute->scope, ==, REDAN_SCOPE_ELEMENT);
      g_assert_true (waiting || !wanted);
      if (waiting && !wanted)
        index = 0;
      if (wanted)
        g_assert_cmpuint (item->weight, <=, weight);
      else if (!waiting)
        g_assert_cmpuint (item->attribute->index, >, index);
      weight = item->weight;
      index = item->attribute->index;
      waiting = wanted;
    }
  g_assert_false (waiting);
  g_assert_cmpuint (get (inspected, "enc_rest")->n_waiting, >, 0);
  g_assert_true (get (inspected, "enc_rest")->is_open);
  g_assert_true (get (inspected, "tech")->is_set);
  g_assert_false (get (inspected, "tech")->is_open);
}

/* The technology decides what matters. */
static void
test_technology (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  g_autoptr (RedanAnalysis) analysis = analyse (model);
  g_autoptr (GArray) vm = list (analysis, "vm", NULL);
  g_autoptr (GArray) function = list (analysis, "api", NULL);

  g_assert_cmpuint (get (vm, "interactive_access")->n_waiting, >, 0);
  g_assert_cmpuint (get (function, "interactive_access")->n_waiting, ==, 0);
  g_assert_cmpint (find (vm, "interactive_access"), <, find (vm, "environment"));
  g_assert_cmpint (find (function, "interactive_access"), >, find (function, "environment"));
}

static void
test_flow_and_boundary (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  g_autoptr (RedanAnalysis) analysis = analyse (model);
  g_autoptr (GArray) flow = list (analysis, "query", NULL);
  g_autoptr (GArray) account = list (analysis, "prod", NULL);
  g_autoptr (GArray) network = list (analysis, "vpc", NULL);

  g_assert_cmpuint (get (flow, "enc_transit")->n_waiting, >, 0);
  g_assert_cmpint (find (flow, "enc_rest"), ==, -1);
  g_assert_cmpuint (get (account, "guardduty")->n_waiting, >, 0);
  g_assert_cmpint (find (network, "guardduty"), ==, -1);
}

static void
test_threats (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  g_autoptr (RedanAnalysis) open = analyse (model);
  g_autoptr (RedanAnalysis) known = NULL;
  g_autoptr (GArray) before = list (open, "db", NULL);
  g_autoptr (GArray) after = NULL;

  small_set (model, "db",
             (RedanField) (REDAN_FIELD_ATTRIBUTE + get (before, "enc_rest")->attribute->index),
             NULL, "none");
  known = analyse (model);
  after = list (known, "db", NULL);
  g_assert_cmpuint (get (before, "enc_rest")->n_deciding, ==, 0);
  g_assert_cmpuint (get (after, "enc_rest")->n_deciding, >, 0);
  g_assert_cmpuint (get (after, "enc_rest")->n_waiting, ==, 0);
}

static void
test_several (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  g_autoptr (RedanAnalysis) analysis = analyse (model);
  g_autoptr (GArray) same = list (analysis, "db", "api");
  g_autoptr (GArray) other = list (analysis, "db", "query");
  g_autoptr (GArray) one = list (analysis, "db", "nothing");

  g_assert_cmpuint (same->len, ==, one->len);
  g_assert_cmpuint (get (same, "enc_rest")->n_waiting, >=, get (one, "enc_rest")->n_waiting);
  g_assert_cmpuint (other->len, ==, 0);
}

static char *
describe (RedanModel *model, const char *first, const char *second, const char *name)
{
  g_autoptr (RedanAnalysis) analysis = analyse (model);
  const RedanId ids[] = { small_id (first), small_id (second != NULL ? second : first) };
  const RedanObject *object = redan_model_lookup (model, &ids[0]);
  RedanTarget target = redan_target_of (analysis->facts, object);
  const RedanAttribute *attribute = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *source = NULL;
  char *text = NULL;
  RedanInspectedValue value;

  for (guint scope = 0; scope < REDAN_N_SCOPES && attribute == NULL; scope++)
    if (target.scopes & 1u << scope)
      attribute = redan_schema_lookup (schema, (RedanScope) scope, name, -1);
  g_assert_nonnull (attribute);
  redan_inspection_get_value (model, analysis, ids, second != NULL ? 2 : 1, attribute, &value);
  source = redan_inspected_value_dup_source (&value, analysis->facts);
  text = g_strdup_printf ("%s|%s|%s",
                          value.own_is_mixed  ? "mixed"
                          : value.own != NULL ? value.own
                                              : "-",
                          value.effective_is_mixed  ? "mixed"
                          : value.effective != NULL ? value.effective
                                                    : "-",
                          source);
  redan_inspected_value_clear (&value);
  return text;
}

#define assert_described(model, first, second, name, expected)                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *described = describe (model, first, second, name);                            \
    g_assert_cmpstr (described, ==, expected);                                                     \
  }                                                                                                \
  G_STMT_END

static void
test_sources (void)
{
  g_autoptr (RedanModel) model = make_shop ();

  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "prod", "cards", "db" };
      static const char *const titles[] = { "Production", "Card numbers", "Orders" };

      small_set (model, names[i], REDAN_FIELD_NAME, NULL, titles[i]);
    }
  assert_described (model, "db", NULL, "tech", "relational-db|relational-db|set here");
  assert_described (model, "db", NULL, "environment", "-|prod|inherited from Production");
  assert_described (model, "api", NULL, "mgmt", "-|provider|derived from “Technology”");
  assert_described (model, "api", NULL, "interactive_access", "-|none|default by “Run by”");
  assert_described (model, "db", NULL, "data_class", "-|restricted|derived from Card numbers");
  assert_described (model, "db", NULL, "in_scope", "-|yes|default");
  assert_described (model, "db", NULL, "enc_rest", "-|-|not answered");
  assert_described (model, "call", NULL, "enc_transit", "-|tls12|derived from “Protocol”");
  assert_described (model, "call", NULL, "network", "-|internet|derived from net and 2 more");
  assert_described (model, "query", NULL, "mfa", "-|-|not answered");
  assert_described (model, "prod", NULL, "owner", "shop|shop|set here");
  assert_described (model, "db", NULL, "owner", "-|shop|inherited from Production");
}

/* What is set below the data is raised, and says so. */
static void
test_raised (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  const RedanAttribute *attribute =
      redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "data_class", -1);

  small_set (model, "db", (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index), NULL, "public");
  assert_described (model, "db", NULL, "data_class",
                    "public|restricted|set here, raised: derived from cards");
}

static void
test_mixed (void)
{
  g_autoptr (RedanModel) model = make_shop ();

  assert_described (model, "db", "vm", "tech", "mixed|mixed|mixed");
  assert_described (model, "db", "vm", "environment", "-|prod|inherited from prod");
  assert_described (model, "db", "user", "environment", "-|mixed|comes from different places");
}

static void
test_sets (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  const RedanAttribute *formats = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "formats", -1);
  g_autofree char *title = NULL;

  small_element (model, "parser", "process", "vpc", "formats=xml,json");
  assert_described (model, "parser", NULL, "formats", "json,xml|json,xml|set here");
  assert_described (model, "parser", "db", "formats", "mixed|mixed|mixed");
  title = redan_inspection_dup_title (formats, "json,xml");
  g_assert_cmpstr (title, ==, "JSON, XML");
}

static void
test_readers (void)
{
  const RedanAttribute *element = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "enc_rest", -1);
  const RedanAttribute *flow = redan_schema_lookup (schema, REDAN_SCOPE_FLOW, "enc_transit", -1);
  const RedanAttribute *asset = redan_schema_lookup (schema, REDAN_SCOPE_ASSET, "pii", -1);
  g_autoptr (GArray) of_element = redan_inspection_list_readers (catalogue, element);
  g_autoptr (GArray) of_flow = redan_inspection_list_readers (catalogue, flow);
  g_autoptr (GArray) of_asset = redan_inspection_list_readers (catalogue, asset);
  gboolean controls = FALSE;

  g_assert_cmpuint (of_element->len, >, 1);
  g_assert_cmpuint (of_flow->len, >, 1);
  g_assert_cmpuint (of_asset->len, ==, 0);
  for (guint i = 0; i < of_element->len; i++)
    {
      const RedanReader *reader = &g_array_index (of_element, RedanReader, i);

      g_assert_true ((reader->rule != NULL) != (reader->control != NULL));
      g_assert_true (!controls || reader->rule == NULL);
      controls |= reader->control != NULL;
      if (reader->rule != NULL)
        g_assert_nonnull (strstr (redan_expression_get_text (reader->rule->condition), "enc_rest"));
    }
  g_assert_true (controls);
}

static const RedanInspectedControl *
find_control (const GArray *controls, const char *id)
{
  const guint32 number = redan_catalogue_find_control (catalogue, id);

  for (guint i = 0; i < controls->len; i++)
    if (g_array_index (controls, RedanInspectedControl, i).control == number)
      return &g_array_index (controls, RedanInspectedControl, i);
  return NULL;
}

static void
place (RedanModel *model, const char *control, const char *target, const char *state)
{
  const RedanId id = small_id (target);
  g_autoptr (RedanEdit) edit = NULL;
  g_autoptr (GError) error = NULL;
  RedanIdText text;

  edit = redan_command_place_control (model, control, redan_id_to_text (&id, text), state);
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
}

static GArray *
list_controls (const RedanModel *model, const char *name)
{
  const RedanId id = small_id (name);
  g_autoptr (RedanAnalysis) analysis = analyse (model);

  return redan_inspection_list_controls (model, analysis, redan_model_lookup (model, &id));
}

/* C-DAT-04: own keys; implied by enc_rest == customer-key, denied by any other value. */
static void
test_controls (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  g_autoptr (GArray) before = list_controls (model, "db");
  g_autoptr (GArray) placed = NULL;
  g_autoptr (GArray) implied = NULL;
  g_autofree char *source = NULL;
  gboolean useful = TRUE;

  g_assert_nonnull (find_control (before, "C-DAT-04"));
  g_assert_null (find_control (before, "C-DAT-04")->placed);
  g_assert_cmpint (find_control (before, "C-DAT-04")->state, ==, REDAN_STATE_ABSENT);
  for (guint i = 0; i < before->len; i++)
    {
      const RedanInspectedControl *item = &g_array_index (before, RedanInspectedControl, i);

      if (item->state != REDAN_STATE_ABSENT)
        continue;
      g_assert_true (useful || item->n_threats == 0);
      useful = item->n_threats > 0;
    }

  place (model, "C-DAT-04", "db", "attested");
  placed = list_controls (model, "db");
  g_assert_cmpstr (find_control (placed, "C-DAT-04")->placed, ==, "attested");
  g_assert_cmpint (find_control (placed, "C-DAT-04")->state, ==, REDAN_STATE_ATTESTED);
  source = redan_inspected_control_dup_source (find_control (placed, "C-DAT-04"));
  g_assert_cmpstr (source, ==, "placed here");

  small_element (model, "own", "store", "vpc", "tech=object-store;enc_rest=customer-key");
  implied = list_controls (model, "own");
  g_assert_true (find_control (implied, "C-DAT-04")->is_implied);
  g_assert_cmpint (find_control (implied, "C-DAT-04")->state, ==, REDAN_STATE_DECLARED);
}

/* Controls that stand for the model as a whole can be placed on nothing else. */
static void
test_model_controls (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  g_autoptr (RedanAnalysis) analysis = analyse (model);
  g_autoptr (GArray) before = redan_inspection_list_controls (model, analysis, NULL);
  g_autoptr (RedanAnalysis) placed_analysis = NULL;
  g_autoptr (GArray) placed = NULL;
  g_autoptr (RedanEdit) edit = NULL;
  g_autoptr (GError) error = NULL;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  const char *id = NULL;

  g_assert_cmpuint (before->len, >, 20);
  for (guint i = 0; i < before->len; i++)
    {
      const RedanInspectedControl *item = &g_array_index (before, RedanInspectedControl, i);

      g_assert_cmpuint (controls[item->control].applies & REDAN_APPLIES_MODEL, !=, 0);
      if (id == NULL && item->state == REDAN_STATE_ABSENT && !item->is_denied)
        id = controls[item->control].id;
    }
  edit = redan_command_place_control (model, id, "model", "attested");
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
  placed_analysis = analyse (model);
  placed = redan_inspection_list_controls (model, placed_analysis, NULL);
  g_assert_cmpstr (find_control (placed, id)->placed, ==, "attested");
  g_assert_cmpint (find_control (placed, id)->state, ==, REDAN_STATE_ATTESTED);
}

/* What was declared against the properties comes first, and says so. */
static void
test_conflict (void)
{
  g_autoptr (RedanModel) model = make_shop ();
  g_autoptr (GArray) controls = NULL;
  const RedanInspectedControl *first = NULL;
  g_autofree char *source = NULL;

  small_element (model, "plain", "store", "vpc", "tech=object-store;enc_rest=none");
  place (model, "C-DAT-04", "plain", "declared");
  controls = list_controls (model, "plain");
  first = &g_array_index (controls, RedanInspectedControl, 0);
  g_assert_cmpuint (first->control, ==, redan_catalogue_find_control (catalogue, "C-DAT-04"));
  g_assert_true (redan_inspected_control_is_conflict (first));
  g_assert_cmpint (first->state, ==, REDAN_STATE_ABSENT);
  source = redan_inspected_control_dup_source (first);
  g_assert_true (g_str_has_prefix (source, "conflict"));
}

static char *
join_steps (const RedanModel *model, guint limit)
{
  g_autoptr (RedanAnalysis) analysis = analyse (model);
  g_autoptr (GPtrArray) steps = redan_next_steps_list (analysis, limit);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const RedanNextStep *step = g_ptr_array_index (steps, i);

      g_string_append_printf (text, "%s|", step->title);
      g_assert_true (step->threat_id == NULL ||
                     redan_analysis_find (analysis, step->threat_id) != NULL);
      for (guint j = 0; j < step->n_ids; j++)
        g_assert_nonnull (redan_model_lookup (model, &step->ids[j]));
    }
  return g_string_free (text, FALSE);
}

static void
test_next_steps (void)
{
  g_autoptr (RedanModel) empty = redan_model_new (schema);
  g_autoptr (RedanModel) model = make_shop ();
  g_autofree char *nothing = join_steps (empty, 3);
  g_autofree char *before = join_steps (model, 9);
  g_autofree char *loose = NULL;
  g_autofree char *few = NULL;

  g_assert_true (g_str_has_prefix (nothing, "Draw what there is|Answer "));
  g_assert_null (strstr (before, "loose"));
  g_assert_null (strstr (before, "technology"));
  g_assert_nonnull (strstr (before, "Decide: "));
  g_assert_nonnull (strstr (before, "Say “"));
  small_element (model, "new", "store", "vpc", NULL);
  small_flow (model, "end", "api", NULL, NULL);
  loose = join_steps (model, 9);
  g_assert_true (g_str_has_prefix (
      loose, "Connect 1 flow that has a loose end|Choose the technology of 1 element|"));
  g_assert_nonnull (strstr (loose, "Say what data is in 1 store|"));
  few = join_steps (model, 2);
  g_assert_cmpstr (few, ==,
                   "Connect 1 flow that has a loose end|Choose the technology of 1 element|");
}

/* Every derived value of random models says what it follows from: the table of origins knows all
 * that the facts derive. */
static void
test_derivations (void)
{
  for (guint seed = 1; seed <= 8; seed++)
    {
      g_autoptr (RedanModel) model = small_random (schema, seed, 40, "");
      g_autoptr (RedanAnalysis) analysis = analyse (model);
      const RedanFacts *facts = analysis->facts;
      static const RedanContext contexts[] = { REDAN_CONTEXT_ELEMENT, REDAN_CONTEXT_INTERACTION };
      const guint counts[] = { facts->snapshot->n_elements, facts->n_interactions };

      for (guint c = 0; c < 2; c++)
        for (guint a = 0; a < redan_schema_get_n_attributes (schema); a++)
          {
            const RedanAttribute *attribute = redan_schema_get_attribute (schema, a);

            if (attribute->scope != (c == 0 ? REDAN_SCOPE_ELEMENT : REDAN_SCOPE_FLOW) ||
                facts->columns[a] == NULL || attribute->structural)
              continue;
            for (guint i = 0; i < counts[c]; i++)
              {
                gboolean knows_place = strcmp (attribute->name, "exposure") != 0 &&
                                       strcmp (attribute->name, "network") != 0;
                RedanOrigin origin;

                redan_facts_find_origin (facts, contexts[c], i, attribute, &origin);
                g_assert_cmpint (origin.provenance, ==, facts->provenance[a][i]);
                if ((origin.provenance == REDAN_PROVENANCE_DERIVED && knows_place) ||
                    origin.provenance == REDAN_PROVENANCE_INHERITED)
                  g_assert_true (origin.attribute != NULL || origin.object != NULL);
                if (origin.provenance == REDAN_PROVENANCE_INHERITED)
                  g_assert_true (origin.object != NULL && origin.n_objects == 1);
              }
          }
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  catalogue = redan_catalogue_load (source, schema, &error);
  g_assert_no_error (error);

  g_test_add_func ("/inspector/order", test_order);
  g_test_add_func ("/inspector/technology", test_technology);
  g_test_add_func ("/inspector/flow-and-boundary", test_flow_and_boundary);
  g_test_add_func ("/inspector/threats", test_threats);
  g_test_add_func ("/inspector/several", test_several);
  g_test_add_func ("/inspector/sources", test_sources);
  g_test_add_func ("/inspector/raised", test_raised);
  g_test_add_func ("/inspector/mixed", test_mixed);
  g_test_add_func ("/inspector/sets", test_sets);
  g_test_add_func ("/inspector/readers", test_readers);
  g_test_add_func ("/inspector/controls", test_controls);
  g_test_add_func ("/inspector/conflict", test_conflict);
  g_test_add_func ("/inspector/controls/model", test_model_controls);
  g_test_add_func ("/inspector/next-steps", test_next_steps);
  g_test_add_func ("/inspector/derivations", test_derivations);
  result = g_test_run ();

  redan_catalogue_unref (catalogue);
  redan_schema_unref (schema);
  return result;
}
