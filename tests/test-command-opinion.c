/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about threats, controls and facts. */

#include "tests/command-fixture.h"

static void
test_decide (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  const char *target = redan_id_to_text (&self->flow, text);
  RedanId id = redan_decision_id ("TR-F-01", &self->flow, TRUE);
  RedanId model_id = redan_decision_id ("TR-M-01", NULL, FALSE);

  apply (self,
         redan_command_decide (self->model, "TR-F-01", target, TRUE, "accept", "me", "rare",
                               "2027-01-01"),
         "Decide TR-F-01: accept");
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DECISION), ==, "accept");
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DIRECTION), ==, "reverse");
  apply (self,
         redan_command_decide (self->model, "TR-F-01", target, TRUE, "mitigate", "me", NULL, NULL),
         NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_DECISION), ==, 1);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DECISION), ==, "mitigate");
  g_assert_null (get (self, &id, REDAN_FIELD_REASON));
  apply (self,
         redan_command_decide (self->model, "TR-M-01", "model", FALSE, "open", NULL, NULL, NULL),
         NULL);
  g_assert_null (get (self, &model_id, REDAN_FIELD_TARGET));
  assert_refused (
      self, redan_command_decide (self->model, "R", target, FALSE, "perhaps", NULL, NULL, NULL),
      REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (
      self, redan_command_decide (self->model, "R", "nonsense", FALSE, "open", NULL, NULL, NULL),
      REDAN_MODEL_ERROR_INVALID_VALUE);

  /* goes with what it is about, and comes back with it */
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
  apply (self, redan_command_delete (self->model, &self->shop, 1), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 1);
}

static void
test_many_controls (Fixture *self, gconstpointer data)
{
  RedanId none = { "" };
  RedanId places[] = { self->shop, self->store, none };
  RedanId on_shop = redan_mitigation_id ("C-IAM-01", &self->shop);
  RedanId on_model = redan_mitigation_id ("C-IAM-01", NULL);

  apply (self, redan_command_place_controls (self->model, "C-IAM-01", places, 3, "planned"),
         "Place C-IAM-01 in 3 places: planned");
  g_assert_cmpstr (get (self, &on_shop, REDAN_FIELD_STATE), ==, "planned");
  g_assert_null (get (self, &on_model, REDAN_FIELD_TARGET));
  apply (self, redan_command_place_controls (self->model, "C-IAM-01", places, 1, "declared"), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 3);
  g_assert_cmpstr (get (self, &on_shop, REDAN_FIELD_STATE), ==, "declared");
  assert_refused (self,
                  redan_command_place_controls (self->model, "C-IAM-01", places, 3, "perhaps"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  places[2] = self->flow;
  apply (self, redan_command_remove_controls (self->model, "C-IAM-01", places, 3),
         "Take C-IAM-01 away from 3 places");
  g_assert_null (redan_model_lookup (self->model, &on_shop));
  g_assert_nonnull (redan_model_lookup (self->model, &on_model));
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
  ADD ("place-controls", test_many_controls);
  ADD ("fact", test_fact);
  return g_test_run ();
}
