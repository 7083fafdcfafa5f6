/* SPDX-License-Identifier: Apache-2.0 */
/* The threats on what was just edited: the same that the analysis of the whole model finds, unless
 * the graph changed. */

#include "tests/analysis-fixture.h"

#include "analysis/peek.h"
#include "model/command.h"
#include "tests/decide.h"
#include "tests/random-edits.h"

#define N_MODELS 60
#define N_EDITS 12

typedef struct
{
  guint n_same_graph;
  guint n_threats;
  guint n_changed; /* edits after which other threats stand on what was edited */
} Seen;

static gboolean
is_same_graph (const RedanAnalysis *a, const RedanAnalysis *b)
{
  const RedanSnapshot *snapshot = a->facts->snapshot;

  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      double total;
      double other;

      if (redan_graph_get_value (a->graph, i, &total) !=
              redan_graph_get_value (b->graph, i, &other) ||
          total != other ||
          redan_graph_get_exposure (a->graph, i) != redan_graph_get_exposure (b->graph, i) ||
          redan_graph_get_blast (a->graph, i) != redan_graph_get_blast (b->graph, i) ||
          a->facts->depth[i] != b->facts->depth[i] || a->facts->choke[i] != b->facts->choke[i])
        return FALSE;
    }
  for (guint i = 0; i < snapshot->n_boundaries; i++)
    if (a->facts->account_blast[i] != b->facts->account_blast[i] ||
        redan_graph_get_root_exposure (a->graph, i) != redan_graph_get_root_exposure (b->graph, i))
      return FALSE;
  return TRUE;
}

static void
assert_same_threat (const RedanFacts *facts, const RedanThreat *a, const RedanThreat *b)
{
  g_autofree char *id = redan_threat_dup_id (facts, a);
  g_autofree char *other = redan_threat_dup_id (facts, b);

  g_assert_cmpstr (id, ==, other);
  g_assert_cmpuint (a->rule, ==, b->rule);
  g_assert_cmpuint (a->recorded, ==, b->recorded);
  g_assert_cmpuint (a->target, ==, b->target);
  g_assert_cmpuint (a->context, ==, b->context);
  g_assert_cmpuint (a->confirmed, ==, b->confirmed);
  g_assert_cmpuint (a->decision, ==, b->decision);
  g_assert_cmpuint (a->scored, ==, b->scored);
  g_assert_cmpint (a->inherent, ==, b->inherent);
  g_assert_cmpint (a->residual, ==, b->residual);
  g_assert_true (a->likelihood == b->likelihood && a->impact == b->impact);
  g_assert_true (a->exposure == b->exposure && a->blast == b->blast);
  g_assert_true (a->decision_object == b->decision_object);
}

/* The threats of @analysis on what @peek covers, in the order of the ranking. */
static GArray *
list_covered (const RedanAnalysis *analysis, const RedanPeek *peek)
{
  GArray *threats = g_array_new (FALSE, FALSE, sizeof (RedanThreat));

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, analysis->ranked[i]);
      const RedanObject *object = redan_threat_get_object (analysis->facts, threat);

      if (object != NULL && redan_peek_covers (peek, &object->id))
        g_array_append_vals (threats, threat, 1);
    }
  return threats;
}

static void
assert_same_threats (const RedanAnalysis *analysis, const RedanPeek *peek, Seen *seen)
{
  const GArray *found = redan_peek_get_threats (peek);
  g_autoptr (GArray) expected = list_covered (analysis, peek);

  g_assert_cmpuint (found->len, ==, expected->len);
  for (guint i = 0; i < found->len; i++)
    assert_same_threat (analysis->facts, &g_array_index (found, RedanThreat, i),
                        &g_array_index (expected, RedanThreat, i));
  seen->n_threats += found->len;
}

static RedanEdit *
random_answer (const RedanModel *model, GRand *random)
{
  static const RedanSection sections[] = { REDAN_SECTION_ELEMENT, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_FLOW, REDAN_SECTION_BOUNDARY,
                                           REDAN_SECTION_ASSET };
  static const RedanScope scopes[] = { REDAN_SCOPE_ELEMENT, REDAN_SCOPE_ELEMENT, REDAN_SCOPE_FLOW,
                                       REDAN_SCOPE_BOUNDARY, REDAN_SCOPE_ASSET };
  guint which = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (sections));
  guint n = redan_model_get_n (model, sections[which]);
  guint n_attributes = redan_schema_get_n_attributes (fixture_schema);
  const RedanAttribute *attribute;
  const char *value = NULL;

  do
    attribute = redan_schema_get_attribute (
        fixture_schema, (guint) g_rand_int_range (random, 0, (gint32) n_attributes));
  while (attribute->scope != scopes[which] || attribute->structural || !attribute->stored);
  if (attribute->n_values > 0 && g_rand_int_range (random, 0, 5) > 0)
    value = attribute->values[g_rand_int_range (random, 0, (gint32) attribute->n_values)];
  if (n == 0)
    return random_command (model, random);
  return redan_command_set_attribute (
      model,
      &redan_model_get_nth (model, sections[which],
                            (guint) g_rand_int_range (random, 0, (gint32) n))
           ->id,
      attribute->name, value);
}

/* A decision on some threat of the model. */
static RedanEdit *
random_decision (const RedanAnalysis *analysis, const RedanModel *model, GRand *random)
{
  const RedanThreat *threat = fixture_threat (
      analysis, (guint) g_rand_int_range (random, 0, (gint32) analysis->threats->len));
  const RedanObject *object = redan_threat_get_object (analysis->facts, threat);
  const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);

  if (object == NULL || rule == NULL)
    return random_command (model, random);
  return decide_one (model, rule->id, &object->id, FALSE,
                     g_rand_boolean (random) ? "not-applicable" : "accept", "me", "so", NULL);
}

static RedanEdit *
random_edit (const RedanAnalysis *analysis, const RedanModel *model, GRand *random)
{
  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      return random_command (model, random);
    case 1:
      return analysis->threats->len > 0 ? random_decision (analysis, model, random)
                                        : random_answer (model, random);
    default:
      return random_answer (model, random);
    }
}

static GArray *
list_edited (const RedanEdit *edit)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    g_array_append_val (ids, redan_edit_get_change (edit, i)->object);
  return ids;
}

/* Whether other threats stand on what was edited than before, or with other scores. */
static gboolean
differs (const RedanAnalysis *before, const RedanPeek *peek)
{
  g_autoptr (GArray) old = list_covered (before, peek);
  const GArray *now = redan_peek_get_threats (peek);
  gboolean differs = old->len != now->len;

  for (guint i = 0; !differs && i < now->len; i++)
    {
      const RedanThreat *a = &g_array_index (old, RedanThreat, i);
      const RedanThreat *b = &g_array_index (now, RedanThreat, i);

      differs = a->rule != b->rule || a->residual != b->residual || a->decision != b->decision;
    }
  return differs;
}

static void
check_edit (RedanAnalysis *before,
            RedanAnalysis *after,
            RedanSnapshot *snapshot,
            const RedanEdit *edit,
            Seen *seen)
{
  g_autoptr (GArray) ids = list_edited (edit);
  g_autoptr (RedanPeek) peek =
      redan_peek_new (before, snapshot, (const RedanId *) (gpointer) ids->data, ids->len);

  if (peek == NULL)
    return;
  for (guint i = 0; i < ids->len; i++)
    {
      const RedanId *id = &g_array_index (ids, RedanId, i);
      const RedanObject *object = redan_model_lookup (snapshot->model, id);

      g_assert_cmpint (redan_peek_covers (peek, id), ==,
                       object != NULL && (object->section == REDAN_SECTION_ELEMENT ||
                                          object->section == REDAN_SECTION_FLOW ||
                                          object->section == REDAN_SECTION_BOUNDARY));
    }
  if (!is_same_graph (before, after))
    return;
  seen->n_same_graph++;
  assert_same_threats (after, peek, seen);
  seen->n_changed += differs (before, peek);
}

static void
test_equals_analysis (void)
{
  Seen seen = { 0 };
  guint n_edits = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "peek");
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);

      for (guint i = 0; i < N_EDITS; i++)
        {
          g_autoptr (RedanEdit) edit = random_edit (analysis, model, random);
          g_autoptr (RedanSnapshot) snapshot = NULL;
          RedanAnalysisOptions options = { .as_of = analysis->facts->as_of };
          RedanAnalysis *after = NULL;

          if (!redan_edit_apply (edit, model, NULL))
            continue;
          n_edits++;
          snapshot = redan_snapshot_update (analysis->facts->snapshot, model);
          after = redan_analysis_new (snapshot, fixture_catalogue, &options);
          check_edit (analysis, after, snapshot, edit, &seen);
          redan_analysis_unref (analysis);
          analysis = after;
        }
    }
  g_test_message ("%u edits, %u with the same graph, %u with other threats, %u threats", n_edits,
                  seen.n_same_graph, seen.n_changed, seen.n_threats);
  g_assert_cmpuint (seen.n_same_graph, >, n_edits / 4);
  g_assert_cmpuint (seen.n_changed, >, n_edits / 20);
}

/* There is no exposure yet of what is new. */
static void
test_new_element (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  RedanId id;
  g_autoptr (RedanEdit) edit =
      redan_command_add_element (model, "process", "New", NULL, NULL, NULL, &id);
  g_autoptr (RedanSnapshot) snapshot = NULL;

  g_assert_true (redan_edit_apply (edit, model, NULL));
  snapshot = redan_snapshot_update (analysis->facts->snapshot, model);
  g_assert_null (redan_peek_new (analysis, snapshot, &id, 1));
}

/* What an asset is about is looked at, and nothing when nothing is named. */
static void
test_touched (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  RedanSnapshot *snapshot = analysis->facts->snapshot;
  g_autoptr (RedanPeek) none = redan_peek_new (analysis, snapshot, NULL, 0);
  g_autoptr (RedanPeek) asset = redan_peek_new (analysis, snapshot, &snapshot->assets[0]->id, 1);
  guint32 first = snapshot->stored_offset[0];
  Seen seen = { 0 };

  g_assert_cmpuint (redan_peek_get_threats (none)->len, ==, 0);
  g_assert_cmpuint (first, <, snapshot->stored_offset[1]);
  g_assert_true (
      redan_peek_covers (asset, &snapshot->elements[snapshot->stored_element[first]]->id));
  assert_same_threats (analysis, asset, &seen);
  g_assert_cmpuint (seen.n_threats, >, 0);
}

static gboolean
is_read (const RedanEdit *edit)
{
  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    {
      const RedanChange *change = redan_edit_get_change (edit, i);

      if (redan_analysis_reads (change->section, change->field))
        return TRUE;
    }
  return FALSE;
}

/* Everything that is shown of an analysis. */
static char *
describe (const RedanModel *model)
{
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanObjectives) objectives = redan_objectives_evaluate (
      analysis->facts, analysis->controls, analysis->graph, analysis->threats);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, analysis->ranked[i]);
      g_autofree char *id = redan_threat_dup_id (analysis->facts, threat);

      g_string_append_printf (text, "%s %d %d %d %d ", id, threat->inherent, threat->residual,
                              threat->confirmed, threat->decision);
      redan_threat_append_title (analysis->facts, threat, text);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < objectives->n_criteria; i++)
    g_string_append_printf (text, "%d %s\n", objectives->criteria[i].value,
                            objectives->criteria[i].note);
  return g_string_free (text, FALSE);
}

/* After edits of which nothing is read, the analysis is what it was. */
static void
test_reads (void)
{
  guint n_unread = 0;
  guint n_read = 0;
  guint n_changed = 0;

  for (guint32 seed = 0; seed < 12; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (RedanModel) model = random_model (fixture_schema, random, seed + 2);
      g_autofree char *before = describe (model);

      for (guint i = 0; i < 40; i++)
        {
          g_autoptr (RedanEdit) edit = random_command (model, random);
          g_autofree char *after = NULL;

          if (!redan_edit_apply (edit, model, NULL) || redan_edit_get_n_changes (edit) == 0)
            continue;
          after = describe (model);
          if (!is_read (edit))
            g_assert_cmpstr (before, ==, after);
          n_unread += !is_read (edit);
          n_read += is_read (edit);
          n_changed += strcmp (before, after) != 0;
          g_free (before);
          before = g_steal_pointer (&after);
        }
    }
  g_test_message ("%u edits not read, %u read, %u with another analysis", n_unread, n_read,
                  n_changed);
  g_assert_cmpuint (n_unread, >, 30);
  g_assert_cmpuint (n_changed, >, 30);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/peek/equals-analysis", test_equals_analysis);
  g_test_add_func ("/peek/new-element", test_new_element);
  g_test_add_func ("/peek/touched", test_touched);
  g_test_add_func ("/peek/reads", test_reads);
  result = g_test_run ();
  fixture_unload ();
  return result;
}
