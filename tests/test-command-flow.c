/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that draw and change lines, and notes. */

#include "tests/command-fixture.h"
#include "tests/decide.h"

static RedanId
add_line (Fixture *self, gint32 x)
{
  RedanPoint points[] = { { x, 0 }, { x, 2000 } };
  RedanId id;

  apply (self,
         redan_command_add_line_boundary (self->model, "internet", "Edge", NULL, &self->diagram,
                                          points, 2, &id),
         "Add boundary line");
  return id;
}

static void
test_line_boundary (Fixture *self, gconstpointer data)
{
  RedanId line = add_line (self, 1600);
  RedanPoint moved[] = { { 100, 0 }, { 100, 2000 }, { 200, 2000 } };

  g_assert_true (crosses (self, &self->flow, &line));
  apply (self, redan_command_set_route (self->model, &self->diagram, &line, moved, 3), "Bend Edge");
  g_assert_false (crosses (self, &self->flow, &line));
  assert_refused (self, redan_command_set_route (self->model, &self->diagram, &line, moved, 1),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (self,
                  redan_command_add_line_boundary (self->model, "internet", NULL, NULL,
                                                   &self->diagram, moved, 1, NULL),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
}

static void
test_route (Fixture *self, gconstpointer data)
{
  RedanId line = add_line (self, 5000);
  RedanPoint bends[] = { { 1800, 600 }, { 6000, 900 } };

  g_assert_false (crosses (self, &self->flow, &line));
  apply (self, redan_command_set_route (self->model, &self->diagram, &self->flow, bends, 2),
         "Bend order");
  g_assert_cmpstr (get_keyed (self, &self->flow, REDAN_FIELD_ROUTE, &self->diagram), ==,
                   "1800 600 6000 900");
  g_assert_true (crosses (self, &self->flow, &line));
  apply (self, redan_command_reverse (self->model, &self->flow), "Reverse order");
  g_assert_cmpstr (get_keyed (self, &self->flow, REDAN_FIELD_ROUTE, &self->diagram), ==,
                   "6000 900 1800 600");
  apply (self, redan_command_set_route (self->model, &self->diagram, &self->flow, NULL, 0),
         "Straighten order");
  g_assert_null (get_keyed (self, &self->flow, REDAN_FIELD_ROUTE, &self->diagram));
  g_assert_false (crosses (self, &self->flow, &line));
  assert_refused (self,
                  redan_command_set_route (self->model, &self->diagram, &self->shop, bends, 2),
                  REDAN_MODEL_ERROR_UNKNOWN_NAME);
}

/* Where flow and line meet in no diagram, what is stored about them stays. */
static void
test_stored_crossing (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  RedanId other;
  RedanEdit *edit = redan_edit_new (self->model, "Add diagram");
  other = redan_edit_create (edit, REDAN_SECTION_DIAGRAM, NULL);
  apply (self, edit, NULL);
  RedanPoint points[] = { { 0, 0 }, { 0, 100 } };
  RedanId line;

  apply (self,
         redan_command_add_line_boundary (self->model, "internet", NULL, NULL, &other, points, 2,
                                          &line),
         NULL);
  edit = redan_edit_new (self->model, "Cross");
  redan_edit_set (edit, &self->flow, REDAN_FIELD_CROSSES, redan_id_to_text (&line, text), "");
  apply (self, edit, NULL);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, 80, 80), NULL);
  g_assert_true (crosses (self, &self->flow, &line));
}

static void
test_label (Fixture *self, gconstpointer data)
{
  RedanPoint offset = { -80, 40 };
  RedanPoint zero = { 0, 0 };

  apply (self, redan_command_set_label_offset (self->model, &self->diagram, &self->flow, &offset),
         "Move label of order");
  g_assert_cmpstr (get_keyed (self, &self->flow, REDAN_FIELD_LABEL, &self->diagram), ==, "-80 40");
  apply (self, redan_command_set_label_offset (self->model, &self->diagram, &self->flow, &zero),
         NULL);
  g_assert_null (get_keyed (self, &self->flow, REDAN_FIELD_LABEL, &self->diagram));
}

static void
test_reverse (Fixture *self, gconstpointer data)
{
  RedanIdText shop;
  RedanIdText store;
  RedanId there = redan_decision_id ("TR-F-01", &self->flow, FALSE);
  RedanId back = redan_decision_id ("TR-F-01", &self->flow, TRUE);
  RedanId only_back = redan_decision_id ("TR-F-02", &self->flow, TRUE);
  RedanId only_there = redan_decision_id ("TR-F-02", &self->flow, FALSE);

  redan_id_to_text (&self->shop, shop);
  redan_id_to_text (&self->store, store);
  apply (self,
         decide_one (self->model, "TR-F-01", &self->flow, FALSE, "accept", "me", "rare", NULL),
         NULL);
  apply (self, redan_command_reverse (self->model, &self->flow), NULL);
  g_assert_cmpstr (get (self, &self->flow, REDAN_FIELD_SOURCE), ==, store);
  g_assert_cmpstr (get (self, &self->flow, REDAN_FIELD_TARGET), ==, shop);
  g_assert_cmpstr (get (self, &there, REDAN_FIELD_DECISION), ==, "accept");

  apply (self, redan_command_set_bidirectional (self->model, &self->flow, TRUE),
         "Make order go both ways");
  apply (self, decide_one (self->model, "TR-F-01", &self->flow, TRUE, "avoid", NULL, NULL, NULL),
         NULL);
  apply (self, decide_one (self->model, "TR-F-02", &self->flow, TRUE, "mitigate", NULL, NULL, NULL),
         NULL);
  RedanEdit *edit = redan_edit_new (self->model, "Assume");
  RedanId assumption = redan_edit_create (edit, REDAN_SECTION_ASSUMPTION, NULL);
  redan_edit_set (edit, &assumption, REDAN_FIELD_AFFECTS, redan_id_to_text (&there, store), "");
  RedanId both = redan_edit_create (edit, REDAN_SECTION_ASSUMPTION, NULL);
  redan_edit_set (edit, &both, REDAN_FIELD_AFFECTS, redan_id_to_text (&there, store), "");
  redan_edit_set (edit, &both, REDAN_FIELD_AFFECTS, redan_id_to_text (&back, store), "");
  RedanId evidence = redan_edit_create (edit, REDAN_SECTION_EVIDENCE, NULL);
  redan_edit_set (edit, &evidence, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&there, store));
  RedanId alone = redan_edit_create (edit, REDAN_SECTION_EVIDENCE, NULL);
  redan_edit_set (edit, &alone, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&only_back, store));
  redan_edit_set (edit, &alone, REDAN_FIELD_VALUE, NULL, "a ticket");
  apply (self, edit, NULL);
  apply (self, redan_command_reverse (self->model, &self->flow), NULL);
  g_assert_nonnull (get_keyed (self, &both, REDAN_FIELD_AFFECTS, &there));
  g_assert_nonnull (get_keyed (self, &both, REDAN_FIELD_AFFECTS, &back));
  g_assert_cmpstr (get (self, &evidence, REDAN_FIELD_TARGET), ==, redan_id_to_text (&back, store));
  g_assert_cmpstr (get (self, &alone, REDAN_FIELD_TARGET), ==,
                   redan_id_to_text (&only_there, store));
  g_assert_cmpstr (get (self, &alone, REDAN_FIELD_VALUE), ==, "a ticket");
  g_assert_nonnull (get_keyed (self, &assumption, REDAN_FIELD_AFFECTS, &back));
  g_assert_null (get_keyed (self, &assumption, REDAN_FIELD_AFFECTS, &there));
  g_assert_cmpstr (get (self, &there, REDAN_FIELD_DECISION), ==, "avoid");
  g_assert_null (get (self, &there, REDAN_FIELD_OWNER));
  g_assert_null (get (self, &there, REDAN_FIELD_DIRECTION));
  g_assert_cmpstr (get (self, &back, REDAN_FIELD_DECISION), ==, "accept");
  g_assert_cmpstr (get (self, &back, REDAN_FIELD_REASON), ==, "rare");
  g_assert_cmpstr (get (self, &back, REDAN_FIELD_DIRECTION), ==, "reverse");
  g_assert_null (redan_model_lookup (self->model, &only_back));
  g_assert_cmpstr (get (self, &only_there, REDAN_FIELD_DECISION), ==, "mitigate");
  apply (self, redan_command_set_bidirectional (self->model, &self->flow, FALSE),
         "Make order go one way");
  g_assert_null (get (self, &self->flow, REDAN_FIELD_BIDIRECTIONAL));
}

static void
test_reconnect (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  RedanId other = add_element (self, NULL, 400, 4000);
  RedanId line = add_line (self, 1600);
  RedanEdit *edit;

  apply (self, redan_command_reconnect (self->model, &self->flow, REDAN_FIELD_TARGET, &other),
         "Reconnect order");
  g_assert_cmpstr (get (self, &self->flow, REDAN_FIELD_TARGET), ==,
                   redan_id_to_text (&other, text));
  g_assert_false (crosses (self, &self->flow, &line));

  /* a loose end: its point goes when it gets an element */
  edit = redan_edit_new (self->model, "Loosen");
  redan_edit_set (edit, &self->flow, REDAN_FIELD_SOURCE, NULL, NULL);
  apply (self, edit, NULL);
  set_route (self, &self->flow, "9 9 1200 800 1300 900");
  apply (self, redan_command_reconnect (self->model, &self->flow, REDAN_FIELD_SOURCE, &self->store),
         NULL);
  g_assert_cmpstr (get_keyed (self, &self->flow, REDAN_FIELD_ROUTE, &self->diagram), ==,
                   "1200 800 1300 900");
  assert_refused (
      self, redan_command_reconnect (self->model, &self->flow, REDAN_FIELD_SOURCE, &self->boundary),
      REDAN_MODEL_ERROR_REFERENCE);
  apply (self, redan_command_reconnect (self->model, &self->flow, REDAN_FIELD_TARGET, &self->store),
         NULL);
}

static void
test_note (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  RedanBox box = { 0, 3000, 800, 400 };
  RedanId note;

  apply (self, redan_command_add_note (self->model, &self->diagram, "a\nb", &box, &note),
         "Add note");
  g_assert_cmpstr (get (self, &note, REDAN_FIELD_DESCRIPTION), ==, "a\nb");
  g_assert_cmpstr (get (self, &note, REDAN_FIELD_DIAGRAM), ==,
                   redan_id_to_text (&self->diagram, text));
  assert_place (self, &note, 0, 3000);
  apply (self, redan_command_set_note (self->model, &note, "c"), "Change note");
  apply (self, redan_command_move (self->model, &self->diagram, &note, 1, 8, 8), NULL);
  assert_place (self, &note, 8, 3008);
  assert_refused (self, redan_command_add_note (self->model, &self->shop, "a", &box, NULL),
                  REDAN_MODEL_ERROR_REFERENCE);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/command/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("line-boundary", test_line_boundary);
  ADD ("route", test_route);
  ADD ("stored-crossing", test_stored_crossing);
  ADD ("label", test_label);
  ADD ("reverse", test_reverse);
  ADD ("reconnect", test_reconnect);
  ADD ("note", test_note);
  return g_test_run ();
}
