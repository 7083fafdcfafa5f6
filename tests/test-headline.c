/* SPDX-License-Identifier: Apache-2.0 */
/* The headline: the worst place of each valued asset, whatever else is drawn. */

#include "analysis/headline.h"
#include "tests/analysis-fixture.h"

#define N_MODELS (REDAN_SANITIZED ? 150 : 1000)

static const char *
get_class (const RedanObject *asset)
{
  const RedanAttribute *class =
      redan_schema_lookup (fixture_schema, REDAN_SCOPE_ASSET, "classification", -1);
  const char *word = redan_object_get (asset, (RedanField) (REDAN_FIELD_ATTRIBUTE + class->index));

  return word != NULL ? word : "";
}

/* Every asset has a second place. */
static RedanModel *
new_model (guint32 seed, const FixtureSize *size)
{
  RedanModel *model = fixture_random_model (seed, size, "headline");

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ASSET); i++)
    {
      RedanId id = redan_model_get_nth (model, REDAN_SECTION_ASSET, i)->id;
      const RedanObject *element =
          redan_model_get_nth (model, REDAN_SECTION_ELEMENT, (seed + i * 7) % size->n_elements);
      RedanIdText text;

      fixture_set_field (model, &id, REDAN_FIELD_STORED, redan_id_to_text (&element->id, text), "");
    }
  return model;
}

/* Each confidential or restricted asset that something of ours stores has one row, where it is most
 * exposed. */
static void
test_worst_place (void)
{
  guint n_rows = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = new_model (seed, &size);
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      const RedanFacts *facts = analysis->facts;
      const RedanSnapshot *snapshot = facts->snapshot;
      g_autoptr (GPtrArray) rows = redan_headline_list (analysis);

      for (guint32 asset = 0; asset < snapshot->n_assets; asset++)
        {
          const char *class = get_class (snapshot->assets[asset]);
          double worst = -1;
          guint n = 0;

          for (guint32 i = snapshot->stored_offset[asset]; i < snapshot->stored_offset[asset + 1];
               i++)
            {
              guint32 element = snapshot->stored_element[i];

              if (!facts->element_outside[element] &&
                  snapshot->element_kind[element] >= REDAN_ELEMENT_PROCESS)
                worst = MAX (worst, redan_graph_get_exposure (analysis->graph, element));
            }
          for (guint i = 0; i < rows->len; i++)
            {
              const RedanHeadlineRow *row = g_ptr_array_index (rows, i);

              if (row->asset != asset)
                continue;
              g_assert_cmpfloat (row->exposure, ==, worst);
              n++;
            }
          g_assert_cmpuint (n, ==,
                            worst >= 0 && (g_str_equal (class, "confidential") ||
                                           g_str_equal (class, "restricted")));
          n_rows += n;
        }
    }
  g_assert_cmpuint (n_rows, >, 50);
}

/* The path of a row multiplies to its exposure and ends there; rows come by exposure. */
static void
test_paths (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = new_model (seed, &size);
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      g_autoptr (GPtrArray) rows = redan_headline_list (analysis);
      double last = 1;

      for (guint i = 0; i < rows->len; i++)
        {
          const RedanHeadlineRow *row = g_ptr_array_index (rows, i);
          double product = row->path->len > 0 ? 1 : 0;

          for (guint j = 0; j < row->path->len; j++)
            product *= g_array_index (row->path, RedanPathHop, j).pass;
          g_assert_cmpfloat_with_epsilon (product, row->exposure, 1e-9);
          if (row->path->len > 0)
            g_assert_cmpuint (g_array_index (row->path, RedanPathHop, row->path->len - 1).element,
                              ==, row->element);
          g_assert_cmpfloat (row->exposure, <=, last);
          last = row->exposure;
        }
    }
}

/* A sum rises when a host is drawn as two boxes; the headline stays. */
static void
test_more_boxes (void)
{
  guint n_raised = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = new_model (seed, &size);
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) after = NULL;
      g_autoptr (GPtrArray) rows = redan_headline_list (before);
      g_autoptr (GPtrArray) same = NULL;

      for (guint i = 0; i < 5; i++)
        {
          RedanId id =
              fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process", 0);

          fixture_set (model, &id, "authn", "none");
        }
      after = fixture_analyse (model, NULL, 0);
      same = redan_headline_list (after);
      n_raised += after->totals.residual > before->totals.residual;
      g_assert_cmpuint (rows->len, ==, same->len);
      for (guint i = 0; i < rows->len; i++)
        {
          const RedanHeadlineRow *a = g_ptr_array_index (rows, i);
          const RedanHeadlineRow *b = g_ptr_array_index (same, i);

          g_assert_cmpfloat (a->exposure, ==, b->exposure);
          g_assert_cmpint (a->layers, ==, b->layers);
        }
    }
  g_assert_cmpuint (n_raised, >, N_MODELS / 2);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/headline/worst-place", test_worst_place);
  g_test_add_func ("/headline/paths", test_paths);
  g_test_add_func ("/headline/more-boxes", test_more_boxes);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
