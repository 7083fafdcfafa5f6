/* SPDX-License-Identifier: Apache-2.0 */
/* Random commands of the canvas, for the tests of edits, document and store. */

#include "model/command-triage.h"
#include "model/command.h"
#include "model/fragment.h"
#include "tests/random-edits.h"

#define MAX_CHOSEN 6

/* What a person has before them: a diagram and some chosen objects, now and then nonsense. */
typedef struct
{
  const RedanModel *model;
  GRand *random;
  RedanId diagram;
  RedanId chosen[MAX_CHOSEN];
  guint n_chosen;
  const char *fact; /* name of one of the facts of the programme */
} Hand;

static gint32
pick (Hand *self, gint32 from, gint32 to)
{
  return g_rand_int_range (self->random, from, to);
}

static gboolean
chance (Hand *self, guint percent)
{
  return (guint) pick (self, 0, 100) < percent;
}

/* The null id when there is none. */
static RedanId
some (Hand *self, RedanSection section)
{
  const RedanObject *object = random_object (self->model, self->random, section);

  return object == NULL ? (RedanId){ "" } : object->id;
}

static RedanBox
some_box (Hand *self)
{
  return (RedanBox){ pick (self, -4000, 4000), pick (self, -4000, 4000), pick (self, 0, 6000),
                     pick (self, 0, 6000) };
}

static guint
some_points (Hand *self, RedanPoint *points)
{
  guint n = (guint) pick (self, 0, 4);

  for (guint i = 0; i < n; i++)
    points[i] = (RedanPoint){ pick (self, -4000, 4000), pick (self, -4000, 4000) };
  return n;
}

static void
choose (Hand *self)
{
  static const RedanSection sections[] = {
    REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT, REDAN_SECTION_ELEMENT,
    REDAN_SECTION_FLOW,     REDAN_SECTION_NOTE,
  };
  RedanId none = { "" };

  self->diagram = some (self, REDAN_SECTION_DIAGRAM);
  self->n_chosen = 0;
  for (guint i = (guint) pick (self, 1, MAX_CHOSEN + 1); i > 0; i--)
    {
      RedanId id = some (self, sections[pick (self, 0, G_N_ELEMENTS (sections))]);
      if (!redan_id_equal (&id, &none))
        self->chosen[self->n_chosen++] = id;
    }
  if (self->n_chosen == 0)
    self->chosen[self->n_chosen++] = redan_id_random ();
}

static RedanEdit *
move_something (Hand *self)
{
  RedanId parent = some (self, REDAN_SECTION_BOUNDARY);
  RedanBox box = some_box (self);
  gint32 dx = pick (self, -900, 900);

  switch (pick (self, 0, 4))
    {
    case 0:
      return redan_command_move (self->model, &self->diagram, self->chosen, self->n_chosen, dx, dx);
    default:
      return redan_command_resize (self->model, &self->diagram,
                                   chance (self, 50) ? &parent : self->chosen, &box);
    }
}

static RedanEdit *
change_line (Hand *self)
{
  RedanId flow = some (self, REDAN_SECTION_FLOW);
  RedanId element = some (self, REDAN_SECTION_ELEMENT);
  RedanId boundary = some (self, REDAN_SECTION_BOUNDARY);
  RedanPoint points[4] = { { 0, 0 } };
  guint n = some_points (self, points);

  switch (pick (self, 0, 7))
    {
    case 0:
      return redan_command_set_route (self->model, &self->diagram,
                                      chance (self, 80) ? &flow : &boundary, points, n);
    case 1:
      return redan_command_set_label_offset (self->model, &self->diagram, &flow,
                                             chance (self, 80) ? points : NULL);
    case 2:
      return redan_command_reverse (self->model, &flow);
    case 3:
      return redan_command_set_bidirectional (self->model, &flow, chance (self, 50));
    case 4:
      return redan_command_reconnect (self->model, &flow,
                                      chance (self, 50) ? REDAN_FIELD_SOURCE : REDAN_FIELD_TARGET,
                                      &element);
    case 5:
      return redan_command_add_line_boundary (self->model, "internet", "Edge", NULL, &self->diagram,
                                              points, n, NULL);
    default:
      return redan_command_connect (self->model, &element, &element, NULL, NULL);
    }
}

static RedanEdit *
change_diagram (Hand *self)
{
  RedanBox boxes[MAX_CHOSEN];
  RedanId note = some (self, REDAN_SECTION_NOTE);

  for (guint i = 0; i < MAX_CHOSEN; i++)
    boxes[i] = some_box (self);
  switch (pick (self, 0, 9))
    {
    case 0:
      return redan_command_add_diagram (self->model, "Another", NULL);
    case 1:
      return redan_command_move_diagram (self->model, &self->diagram, (guint) pick (self, 0, 4));
    case 2:
      if (redan_model_get_n (self->model, REDAN_SECTION_DIAGRAM) > 2)
        return redan_command_delete_diagram (self->model, &self->diagram);
      return redan_command_set_routing (self->model, &self->diagram, "curved");
    case 3:
    case 4:
      return redan_command_show (self->model, &self->diagram, self->chosen, boxes, self->n_chosen);
    case 5:
      return redan_command_add_note (self->model, &self->diagram, "Why?", &boxes[0], NULL);
    case 6:
      return redan_command_set_note (self->model, &note, "Because\nof that");
    default:
      return redan_command_remove (self->model, &self->diagram, self->chosen,
                                   (guint) pick (self, 0, (gint32) self->n_chosen + 1));
    }
}

static RedanEdit *
take_layout (Hand *self)
{
  g_autoptr (RedanModel) arranged = redan_model_copy (self->model);

  for (guint i = 0; i < self->n_chosen; i++)
    {
      RedanBox box = some_box (self);
      g_autoptr (RedanEdit) edit =
          redan_command_resize (arranged, &self->diagram, &self->chosen[i], &box);
      redan_edit_apply (edit, arranged, NULL);
    }
  return redan_command_take_layout (self->model, arranged, &self->diagram,
                                    chance (self, 70) ? self->chosen : NULL, self->n_chosen / 2);
}

static RedanEdit *
arrange (Hand *self)
{
  const RedanModel *model = self->model;
  const RedanId *ids = self->chosen;
  guint n = self->n_chosen;

  switch (pick (self, 0, 6))
    {
    case 0:
      return redan_command_align (model, &self->diagram, ids, n,
                                  (RedanAlignment) pick (self, 0, REDAN_ALIGN_BOTTOM + 1));
    case 1:
      return redan_command_distribute (model, &self->diagram, ids, n, chance (self, 50));
    case 2:
      return redan_command_same_size (model, &self->diagram, ids, n,
                                      (RedanSameSize) pick (self, 1, 4));
    case 3:
      return redan_command_snap (model, &self->diagram, ids, n, pick (self, 1, 200));
    case 4:
      return redan_command_raise (model, &self->diagram, ids, n,
                                  (RedanRaise) pick (self, 0, REDAN_LOWER_TO_BACK + 1));
    default:
      return take_layout (self);
    }
}

/* Not above a size at which more copies teach nothing. */
static RedanEdit *
copy (Hand *self)
{
  RedanId parent = some (self, REDAN_SECTION_BOUNDARY);

  if (redan_model_get_n (self->model, REDAN_SECTION_ELEMENT) > 300)
    return redan_command_remove (self->model, &self->diagram, self->chosen, self->n_chosen);
  if (chance (self, 50))
    return redan_command_duplicate (self->model, &self->diagram, self->chosen, self->n_chosen, 160,
                                    160, NULL);

  g_autoptr (RedanModel) fragment = redan_fragment_new (self->model, self->chosen, self->n_chosen,
                                                        chance (self, 80) ? &self->diagram : NULL);
  return redan_command_insert (self->model, fragment, chance (self, 80) ? &self->diagram : NULL,
                               pick (self, -900, 900), 8, chance (self, 60) ? &parent : NULL, NULL,
                               NULL);
}

static RedanEdit *
describe_many (Hand *self)
{
  RedanId elements[3];
  RedanCell cells[3];

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    elements[i] = some (self, REDAN_SECTION_ELEMENT);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    cells[i] = (RedanCell){ elements[i], i == 0 ? "name" : "formats", i == 1 ? NULL : "json,xml" };
  switch (pick (self, 0, 3))
    {
    case 0:
      return redan_command_set_attributes (self->model, elements, 3, "authn", "mtls");
    case 1:
      return redan_command_set_cells (self->model, cells, G_N_ELEMENTS (cells), NULL);
    default:
      return redan_command_set_meta (self->model, REDAN_FIELD_SCOPE,
                                     chance (self, 70) ? "All of it" : NULL);
    }
}

/* Data at elements and flows, assumptions, the dates of facts. */
static RedanEdit *
describe_data (Hand *self)
{
  const RedanId element = some (self, REDAN_SECTION_ELEMENT);
  const RedanId flow = some (self, REDAN_SECTION_FLOW);
  const RedanId asset = some (self, REDAN_SECTION_ASSET);
  const gboolean carried = chance (self, 40);
  const RedanField role = carried             ? REDAN_FIELD_CARRIED
                          : chance (self, 50) ? REDAN_FIELD_STORED
                                              : REDAN_FIELD_PROCESSED;

  switch (pick (self, 0, 4))
    {
    case 0:
      return redan_command_add_asset (self->model, "Orders", carried ? &flow : &element, role,
                                      NULL);
    case 1:
      return redan_command_assign_asset (self->model, &asset, carried ? &flow : &element, role,
                                         chance (self, 60));
    case 2:
      return redan_command_add_assumption (self->model, "Staff are trained", NULL);
    default:
      return redan_command_date_fact (self->model, self->fact,
                                      chance (self, 70) ? "2026-01-31" : NULL);
    }
}

/* Decisions on threats of rules and on those that people wrote down. */
static RedanEdit *
decide_some (Hand *self)
{
  static const char *const words[] = { "open",  "mitigate",    "accept",         "transfer",
                                       "avoid", "investigate", "not-applicable", NULL };
  const char *decision = words[pick (self, 0, G_N_ELEMENTS (words))];
  const RedanVerdict verdict = { .decision = decision,
                                 .owner = chance (self, 50) ? "me" : NULL,
                                 .reason = chance (self, 50) ? "rare" : "",
                                 .expires = chance (self, 50) ? "2027-01-31" : NULL };
  RedanThreatName threats[3];

  for (guint i = 0; i < G_N_ELEMENTS (threats); i++)
    threats[i] = (RedanThreatName){ .rule = "TR-E-10",
                                    .target = some (self, REDAN_SECTION_ELEMENT),
                                    .reverse = FALSE };
  if (chance (self, 40))
    threats[0] = (RedanThreatName){ .rule = NULL, .target = some (self, REDAN_SECTION_THREAT) };
  return redan_command_decide_many (self->model, threats, (guint) pick (self, 1, 4), &verdict);
}

static RedanEdit *
triage (Hand *self)
{
  const RedanThreatText text = { "Somebody reads it", chance (self, 50) ? "Tampering" : "",
                                 chance (self, 50) ? "high" : "",
                                 chance (self, 50) ? "By mistake" : NULL };
  const RedanId element = some (self, REDAN_SECTION_ELEMENT);
  const RedanId threat = some (self, REDAN_SECTION_THREAT);

  switch (pick (self, 0, 4))
    {
    case 0:
      return redan_command_add_threat (self->model, chance (self, 80) ? &element : NULL, &text,
                                       NULL);
    case 1:
      return redan_command_change_threat (self->model, &threat, &text);
    default:
      return decide_some (self);
    }
}

RedanEdit *
random_gesture (const RedanModel *model, GRand *random)
{
  const RedanSchema *schema = redan_model_get_schema (model);
  Hand hand = { .model = model, .random = random };

  for (guint i = 0; hand.fact == NULL && i < redan_schema_get_n_attributes (schema); i++)
    if (redan_schema_get_attribute (schema, i)->scope == REDAN_SCOPE_PROGRAMME)
      hand.fact = redan_schema_get_attribute (schema, i)->name;

  choose (&hand);
  switch (pick (&hand, 0, 8))
    {
    case 0:
      return move_something (&hand);
    case 1:
      return change_line (&hand);
    case 2:
      return change_diagram (&hand);
    case 3:
      return arrange (&hand);
    case 4:
      return copy (&hand);
    case 5:
      return describe_data (&hand);
    case 6:
      return triage (&hand);
    default:
      return describe_many (&hand);
    }
}
