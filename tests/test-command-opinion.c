/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about threats, controls and facts. */

#include "tests/command-fixture.h"
#include "tests/decide.h"

/* A decision goes with what it is about, and comes back with it. */
static void
test_decide (Fixture *self, gconstpointer data)
{
  RedanId id = redan_decision_id ("TR-F-01", &self->flow, TRUE);
  RedanId model_id = redan_decision_id ("TR-M-01", NULL, FALSE);

  apply (
      self,
      decide_one (self->model, "TR-F-01", &self->flow, TRUE, "accept", "me", "rare", "2027-01-01"),
      "Accept threat");
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DECISION), ==, "accept");
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DIRECTION), ==, "reverse");
  apply (self, decide_one (self->model, "TR-F-01", &self->flow, TRUE, "mitigate", "me", "", NULL),
         NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_DECISION), ==, 1);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DECISION), ==, "mitigate");
  g_assert_null (get (self, &id, REDAN_FIELD_REASON));
  apply (self, decide_one (self->model, "TR-M-01", NULL, FALSE, "avoid", NULL, NULL, NULL), NULL);
  g_assert_null (get (self, &model_id, REDAN_FIELD_TARGET));
  assert_refused (self,
                  decide_one (self->model, "R", &self->flow, FALSE, "perhaps", NULL, NULL, NULL),
                  REDAN_MODEL_ERROR_INVALID_VALUE);

  RedanEdit *edit = redan_command_delete (self->model, &self->flow, 1);
  g_autoptr (RedanEdit) reverse = redan_edit_reverse (edit);
  apply (self, edit, NULL);
  g_assert_null (redan_model_lookup (self->model, &id));
  g_assert_nonnull (redan_model_lookup (self->model, &model_id));
  apply (self, g_steal_pointer (&reverse), NULL);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DECISION), ==, "mitigate");
}

static void
test_place_control (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  const char *target = redan_id_to_text (&self->shop, text);
  RedanId id = redan_mitigation_id ("C-IAM-01", &self->shop);

  apply (self, redan_command_place_control (self->model, "C-IAM-01", target, "planned"),
         "Place C-IAM-01 on Web shop: planned");
  apply (self, redan_command_place_control (self->model, "C-IAM-01", target, "declared"), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 1);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_STATE), ==, "declared");
  apply (self, redan_command_place_control (self->model, "C-IAM-01", "model", "declared"), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 2);
  assert_refused (self, redan_command_place_control (self->model, "C-IAM-01", target, "perhaps"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (self,
                  redan_command_place_control (self->model, "C-IAM-01", "nonsense", "planned"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  apply (self, redan_command_delete (self->model, &self->shop, 1), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 1);
}

static const RedanAttribute *
find_fact (const RedanSchema *schema)
{
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      if (attribute->scope == REDAN_SCOPE_PROGRAMME && attribute->type == REDAN_ATTRIBUTE_FACT)
        return attribute;
    }
  g_assert_not_reached ();
}

static void
test_fact (Fixture *self, gconstpointer data)
{
  const char *name = find_fact (self->schema)->name;
  RedanId id = redan_fact_id (name);

  apply (self, redan_command_set_fact (self->model, name, "yes", "2026-01-31"), NULL);
  apply (self, redan_command_set_fact (self->model, name, "partial", NULL), NULL);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_VALUE), ==, "partial");
  g_assert_null (get (self, &id, REDAN_FIELD_DATE));
  assert_refused (self, redan_command_set_fact (self->model, name, "perhaps", NULL),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (self, redan_command_set_fact (self->model, "no-such-fact", "yes", NULL),
                  REDAN_MODEL_ERROR_UNKNOWN_NAME);
  apply (self, redan_command_set_fact (self->model, name, NULL, NULL), NULL);
  g_assert_null (redan_model_lookup (self->model, &id));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/command/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("decide", test_decide);
  ADD ("place-control", test_place_control);
  ADD ("fact", test_fact);
  return g_test_run ();
}
