/* SPDX-License-Identifier: Apache-2.0 */
/* Laws of what is told over time, on random models: trends add up, signatures hold, inheriting
 * never touches what a model says itself. */

#include "analysis/agenda.h"
#include "analysis/catalogue-change.h"
#include "analysis/trend.h"
#include "model/command.h"
#include "model/organization.h"
#include "tests/analysis-fixture.h"
#include "tests/random-edits.h"

#define N_MODELS 16
#define AS_OF "2025-02-01"

static RedanAnalysis *
analyze (RedanModel *model)
{
  const RedanAnalysisOptions options = { .as_of = fixture_days (AS_OF) };
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);

  return redan_analysis_new (snapshot, fixture_catalogue, &options);
}

static GRand *
seed (guint number)
{
  return g_rand_new_with_seed (20261127 + number);
}

/* The model after some of what a person might do. */
static RedanModel *
change (const RedanModel *model, GRand *random, guint n)
{
  RedanModel *changed = redan_model_copy (model);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RedanEdit) edit = random_command (changed, random);

      redan_edit_apply (edit, changed, NULL);
    }
  return changed;
}

static void
test_trend (void)
{
  guint n_parts = 0;

  for (guint i = 0; i < N_MODELS; i++)
    {
      g_autoptr (GRand) random = seed (i);
      g_autoptr (RedanModel) from = random_model (fixture_schema, random, 40);
      g_autoptr (RedanModel) to = change (from, random, i % 4 * 8);
      g_autoptr (RedanAnalysis) before = analyze (from);
      g_autoptr (RedanAnalysis) after = analyze (to);
      g_autoptr (RedanDifference) difference = redan_difference_new (from, to);
      RedanTrend trend;
      gint64 sum = 0;

      redan_trend_compute (difference, before, after, &trend);
      for (guint part = 0; part < REDAN_N_TREND_PARTS; part++)
        {
          sum += trend.parts[part];
          n_parts += trend.parts[part] != 0;
          g_assert_true (i % 4 != 0 || trend.parts[part] == 0);
        }
      g_assert_cmpint (sum, ==, after->totals.residual - before->totals.residual);
      g_assert_false (trend.is_since_signed);
    }
  g_assert_cmpuint (n_parts, >, N_MODELS / 2);
}

static void
sign (RedanModel *model, const char *name)
{
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanEdit) edit = redan_assessment_sign (analysis, name, &error);

  g_assert_no_error (error);
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
}

static void
test_signing (void)
{
  for (guint i = 0; i < N_MODELS; i++)
    {
      g_autoptr (GRand) random = seed (i);
      g_autoptr (RedanModel) model = random_model (fixture_schema, random, 30);
      g_autoptr (RedanAnalysis) analysis = NULL;
      g_autoptr (RedanAgenda) agenda = NULL;
      g_autoptr (GBytes) once = NULL;
      g_autoptr (GBytes) twice = NULL;

      sign (model, "Ana");
      assert_valid (model);
      once = model_bytes (model);
      sign (model, "Ana");
      twice = model_bytes (model);
      g_assert_true (g_bytes_equal (once, twice));

      analysis = analyze (model);
      agenda = redan_agenda_new (NULL, analysis);
      g_assert_cmpuint (agenda->status.n_changed, ==, 0);
      g_assert_cmpint (agenda->status.age, ==, 0);
      g_assert_false (agenda->status.is_due);
      g_assert_cmpstr (agenda->status.reviewed_by, ==, "Ana");
      g_assert_cmpuint (agenda->adoption->n_new, ==, 0);
      g_assert_cmpuint (agenda->catalogue->len, ==, 0);
    }
}

/* Whatever a model says itself is still there, and nothing else of it changed. */
static void
assert_kept (const RedanModel *model, const RedanModel *whole)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (model, section, &n);

      for (guint i = 0; i < n; i++)
        {
          const RedanObject *found = redan_model_lookup (whole, &objects[i]->id);

          g_assert_nonnull (found);
          g_assert_false (redan_object_is_inherited (found));
          for (guint k = 0; k < objects[i]->n_entries; k++)
            {
              const RedanEntry *entry = &objects[i]->entries[k];

              g_assert_cmpstr (redan_object_get_keyed (found, entry->field, entry->key), ==,
                               entry->value);
            }
          g_assert_true (section == REDAN_SECTION_BOUNDARY ||
                         found->n_entries == objects[i]->n_entries);
        }
    }
}

/* Makes some of the boundaries accounts with the same ids in both models. */
static void
number_accounts (RedanModel *model)
{
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "");
  g_autoptr (GError) error = NULL;
  guint n;
  const RedanObject *const *boundaries =
      redan_model_get_objects (model, REDAN_SECTION_BOUNDARY, &n);

  for (guint i = 0; i < n; i += 2)
    {
      g_autofree char *id = g_strdup_printf ("%012u", i);

      redan_edit_set (edit, &boundaries[i]->id, REDAN_FIELD_KIND, NULL, "account");
      redan_edit_set_attribute (edit, &boundaries[i]->id, "account_id", id);
    }
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
}

/* Something that any model without it inherits; which accounts are the same is left to chance. */
static void
add_fact (RedanModel *model)
{
  g_autoptr (RedanEdit) edit = redan_command_set_fact (model, "tm_in_sdlc", "yes", NULL);

  redan_edit_apply (edit, model, NULL);
}

static void
test_inheriting (void)
{
  guint n_inherited = 0;

  for (guint i = 0; i < N_MODELS; i++)
    {
      g_autoptr (GRand) random = seed (i);
      g_autoptr (GRand) other = seed (1000 + i);
      g_autoptr (RedanModel) model = random_model (fixture_schema, random, 30);
      g_autoptr (RedanModel) organization = random_model (fixture_schema, other, 10);
      g_autoptr (RedanInheritance) inheritance = NULL;
      g_autoptr (RedanInheritance) again = NULL;
      g_autoptr (GBytes) before = NULL;
      g_autoptr (GBytes) after = NULL;
      g_autoptr (GError) error = NULL;

      number_accounts (model);
      number_accounts (organization);
      add_fact (organization);
      before = model_bytes (model);
      inheritance = redan_inheritance_new (model, organization, &error);
      g_assert_no_error (error);
      after = model_bytes (model);
      g_assert_true (g_bytes_equal (before, after));
      assert_valid (inheritance->model);
      assert_kept (model, inheritance->model);
      n_inherited += inheritance->n;

      /* there is nothing left to inherit */
      again = redan_inheritance_new (inheritance->model, organization, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (again->n, ==, 0);
      g_assert_cmpstr (again->hash, ==, inheritance->hash);
    }
  g_assert_cmpuint (n_inherited, >, N_MODELS / 2);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/portfolio/trend", test_trend);
  g_test_add_func ("/portfolio/signing", test_signing);
  g_test_add_func ("/portfolio/inheriting", test_inheriting);
  status = g_test_run ();
  fixture_unload ();
  return status;
}
