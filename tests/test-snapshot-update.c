/* SPDX-License-Identifier: Apache-2.0 */
/* A snapshot that was brought up to date is the one that would be made anew, whatever was edited,
 * and shares what did not change. */

#include <string.h>

#include "model/command.h"
#include "model/snapshot.h"
#include "tests/random-edits.h"

#define N_MODELS 40
#define N_EDITS 40

static RedanSchema *schema;

#define ASSERT_SAME(a, b, field, n)                                                                \
  g_assert_cmpmem ((a)->field, (n) * sizeof *(a)->field, (b)->field, (n) * sizeof *(b)->field)

static void
assert_same_list (const guint32 *offset,
                  const guint32 *list,
                  const guint32 *other_offset,
                  const guint32 *other,
                  guint n)
{
  g_assert_cmpmem (offset, (n + 1) * sizeof *offset, other_offset, (n + 1) * sizeof *offset);
  g_assert_cmpmem (list, offset[n] * sizeof *list, other, offset[n] * sizeof *other);
}

static guint
count_rows (const RedanSnapshot *self, RedanScope scope)
{
  switch (scope)
    {
    case REDAN_SCOPE_ELEMENT:
      return self->n_elements;
    case REDAN_SCOPE_FLOW:
      return self->n_flows;
    case REDAN_SCOPE_ASSET:
      return self->n_assets;
    default:
      return self->n_boundaries;
    }
}

static void
assert_same (const RedanSnapshot *a, const RedanSnapshot *b)
{
  g_assert_cmpuint (a->n_elements, ==, b->n_elements);
  g_assert_cmpuint (a->n_flows, ==, b->n_flows);
  g_assert_cmpuint (a->n_boundaries, ==, b->n_boundaries);
  g_assert_cmpuint (a->n_assets, ==, b->n_assets);
  ASSERT_SAME (a, b, elements, a->n_elements);
  ASSERT_SAME (a, b, flows, a->n_flows);
  ASSERT_SAME (a, b, boundaries, a->n_boundaries);
  ASSERT_SAME (a, b, assets, a->n_assets);
  ASSERT_SAME (a, b, element_kind, a->n_elements);
  ASSERT_SAME (a, b, element_parent, a->n_elements);
  ASSERT_SAME (a, b, boundary_kind, a->n_boundaries);
  ASSERT_SAME (a, b, boundary_parent, a->n_boundaries);
  ASSERT_SAME (a, b, boundary_depth, a->n_boundaries);
  ASSERT_SAME (a, b, flow_source, a->n_flows);
  ASSERT_SAME (a, b, flow_target, a->n_flows);
  ASSERT_SAME (a, b, flow_bidirectional, a->n_flows);
  assert_same_list (a->out_offset, a->out_flow, b->out_offset, b->out_flow, a->n_elements);
  assert_same_list (a->in_offset, a->in_flow, b->in_offset, b->in_flow, a->n_elements);
  assert_same_list (a->crosses_offset, a->crosses_boundary, b->crosses_offset, b->crosses_boundary,
                    a->n_flows);
  assert_same_list (a->stored_offset, a->stored_element, b->stored_offset, b->stored_element,
                    a->n_assets);
  assert_same_list (a->processed_offset, a->processed_element, b->processed_offset,
                    b->processed_element, a->n_assets);
  assert_same_list (a->carried_offset, a->carried_flow, b->carried_offset, b->carried_flow,
                    a->n_assets);
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      guint n = count_rows (a, redan_schema_get_attribute (schema, i)->scope);

      g_assert_cmpint (a->columns[i] == NULL, ==, b->columns[i] == NULL);
      if (a->columns[i] != NULL)
        ASSERT_SAME (a, b, columns[i], n);
    }
}

/* One attribute of one of a few objects, so that values come, change and go again. */
static RedanEdit *
random_answer (const RedanModel *model, GRand *random)
{
  static const RedanSection sections[] = { REDAN_SECTION_ELEMENT, REDAN_SECTION_FLOW,
                                           REDAN_SECTION_BOUNDARY, REDAN_SECTION_ASSET };
  static const char *const names[] = { "pii",  "protocol", "owner",     "formats",
                                       "tech", "workload", "guardduty", "classification" };
  static const char *const values[] = { "yes",  "no",       "unknown", "https",       "me",
                                        "json", "json,csv", "shop",    "confidential" };
  RedanSection section = sections[g_rand_int_range (random, 0, G_N_ELEMENTS (sections))];
  guint n = redan_model_get_n (model, section);

  if (n == 0)
    return random_command (model, random);
  return redan_command_set_attribute (
      model,
      &redan_model_get_nth (model, section, (guint) g_rand_int_range (random, 0, MIN (n, 3)))->id,
      names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))],
      g_rand_boolean (random) ? values[g_rand_int_range (random, 0, G_N_ELEMENTS (values))] : NULL);
}

static void
test_equals_fresh (void)
{
  guint n_shared = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (RedanModel) model = random_model (schema, random, seed % 12);
      g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);

      for (guint i = 0; i < N_EDITS; i++)
        {
          g_autoptr (RedanEdit) edit = g_rand_boolean (random) ? random_answer (model, random)
                                                               : random_command (model, random);
          g_autoptr (RedanSnapshot) fresh = NULL;
          RedanSnapshot *updated = NULL;

          redan_edit_apply (edit, model, NULL);
          /* Now and then several edits are taken at once. */
          if (g_rand_int_range (random, 0, 4) == 0)
            continue;
          updated = redan_snapshot_update (snapshot, model);
          fresh = redan_snapshot_new (model);
          assert_same (updated, fresh);
          n_shared += updated->element_kind == snapshot->element_kind;
          redan_snapshot_unref (snapshot);
          snapshot = updated;
        }
    }
  g_assert_cmpuint (n_shared, >, N_MODELS * N_EDITS / 4);
}

static void
test_shares (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (RedanModel) model = random_model (schema, random, 20);
  g_autoptr (RedanSnapshot) before = redan_snapshot_new (model);
  RedanId id = before->elements[4]->id;
  guint pii = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "pii", -1)->index;
  g_autoptr (RedanEdit) rename = redan_command_rename (model, &id, "Other");
  g_autoptr (RedanSnapshot) renamed = NULL;
  g_autoptr (RedanSnapshot) answered = NULL;
  g_autoptr (RedanEdit) answer = NULL;

  g_assert_true (redan_edit_apply (rename, model, NULL));
  renamed = redan_snapshot_update (before, model);
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    g_assert_true (renamed->columns[i] == before->columns[i]);
  g_assert_cmpstr (redan_object_get_name (renamed->elements[4]), ==, "Other");
  g_assert_cmpstr (redan_object_get_name (before->elements[4]), !=, "Other");

  answer = redan_command_set_attribute (
      model, &id, "pii",
      before->columns[pii] != NULL && before->columns[pii][4] == REDAN_CODE_FIRST ? "no" : "yes");
  g_assert_true (redan_edit_apply (answer, model, NULL));
  answered = redan_snapshot_update (renamed, model);
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    g_assert_cmpint (answered->columns[i] == renamed->columns[i], ==, i != pii);
}

int
main (int argc, char *argv[])
{
  g_autoptr (RedanDataSource) source = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, NULL);
  g_assert_nonnull (source);
  schema = redan_schema_load (source, NULL);
  g_assert_nonnull (schema);
  g_test_add_func ("/snapshot-update/equals-fresh", test_equals_fresh);
  g_test_add_func ("/snapshot-update/shares", test_shares);
  result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
