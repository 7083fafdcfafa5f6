/* SPDX-License-Identifier: Apache-2.0 */
/* A small model to command, for the tests of commands: everything applied is also undone and
 * redone. */

#pragma once

#include <string.h>

#include "model/command.h"
#include "model/error.h"
#include "tests/random-edits.h"

/* Two elements in a boundary, connected, in one diagram. */
typedef struct
{
  RedanSchema *schema;
  RedanModel *model;
  RedanId diagram;
  RedanId boundary;
  RedanId shop;
  RedanId store;
  RedanId flow;
} Fixture;

/* Applies, takes back, applies again: the bytes are the same each time. */
G_GNUC_UNUSED static void
apply_and_undo (RedanEdit *edit, RedanModel *model)
{
  g_autoptr (RedanEdit) reverse = redan_edit_reverse (edit);
  g_autoptr (GBytes) before = model_bytes (model);
  g_autoptr (GError) error = NULL;

  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
  assert_valid (model);
  g_autoptr (GBytes) after = model_bytes (model);
  redan_edit_apply (reverse, model, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) undone = model_bytes (model);
  g_assert_true (g_bytes_equal (before, undone));
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) redone = model_bytes (model);
  g_assert_true (g_bytes_equal (after, redone));
}

G_GNUC_UNUSED static void
apply (Fixture *self, RedanEdit *edit, const char *label)
{
  g_autoptr (RedanEdit) owned = edit;

  if (label != NULL)
    g_assert_cmpstr (redan_edit_get_label (owned), ==, label);
  apply_and_undo (owned, self->model);
}

G_GNUC_UNUSED static void
assert_refused (Fixture *self, RedanEdit *edit, int code)
{
  g_autoptr (RedanEdit) owned = edit;
  g_autoptr (GBytes) before = model_bytes (self->model);
  g_autoptr (GError) error = NULL;

  g_assert_false (redan_edit_apply (owned, self->model, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, code);
  g_autoptr (GBytes) after = model_bytes (self->model);
  g_assert_true (g_bytes_equal (before, after));
}

G_GNUC_UNUSED static void
set_up (Fixture *self, gconstpointer data)
{
  RedanBox zone = { 0, 0, 4000, 2000 };
  RedanBox left = { 400, 400, 800, 400 };
  RedanBox right = { 2400, 400, 800, 400 };

  self->schema = random_schema ();
  self->model = redan_model_new (self->schema);
  RedanEdit *edit = redan_edit_new (self->model, "Add diagram");
  self->diagram = redan_edit_create (edit, REDAN_SECTION_DIAGRAM, NULL);
  apply (self, edit, NULL);
  apply (self,
         redan_command_add_boundary (self->model, "vpc", "Zone", NULL, &self->diagram, &zone,
                                     &self->boundary),
         "Add boundary");
  apply (self,
         redan_command_add_element (self->model, "process", "Web shop", &self->boundary,
                                    &self->diagram, &left, &self->shop),
         "Add process");
  apply (self,
         redan_command_add_element (self->model, "store", "Orders", &self->boundary, &self->diagram,
                                    &right, &self->store),
         "Add store");
  apply (self, redan_command_connect (self->model, &self->shop, &self->store, "order", &self->flow),
         "Connect");
}

G_GNUC_UNUSED static void
tear_down (Fixture *self, gconstpointer data)
{
  redan_model_unref (self->model);
  redan_schema_unref (self->schema);
}

G_GNUC_UNUSED static const char *
get (Fixture *self, const RedanId *id, RedanField field)
{
  return redan_object_get (redan_model_lookup (self->model, id), field);
}

G_GNUC_UNUSED static const char *
get_attribute (Fixture *self, const RedanId *id, const char *name)
{
  const RedanObject *object = redan_model_lookup (self->model, id);

  return get (self, id, redan_field_lookup (self->schema, object->section, FALSE, name, -1));
}

G_GNUC_UNUSED static void
assert_place (Fixture *self, const RedanId *id, gint32 x, gint32 y)
{
  RedanIdText text;
  RedanBox box;

  g_assert_true (redan_object_get_place (redan_model_lookup (self->model, id),
                                         redan_id_to_text (&self->diagram, text), &box));
  g_assert_cmpint (box.x, ==, x);
  g_assert_cmpint (box.y, ==, y);
}

G_GNUC_UNUSED static gboolean
crosses (Fixture *self, const RedanId *flow, const RedanId *line)
{
  RedanIdText text;

  return redan_object_get_keyed (redan_model_lookup (self->model, flow), REDAN_FIELD_CROSSES,
                                 redan_id_to_text (line, text)) != NULL;
}

/* @parent NULL: lies outside of every boundary */
G_GNUC_UNUSED static void
assert_parent (Fixture *self, const RedanId *id, const RedanId *parent)
{
  RedanIdText text;

  g_assert_cmpstr (get (self, id, REDAN_FIELD_PARENT), ==,
                   parent == NULL ? NULL : redan_id_to_text (parent, text));
}

/* A parent elsewhere than where it is drawn, which imported files have; %NULL: outside of every
 * boundary */
G_GNUC_UNUSED static void
set_parent (Fixture *self, const RedanId *id, const RedanId *parent)
{
  RedanEdit *edit = redan_edit_new (self->model, "Set parent");
  RedanIdText text;

  redan_edit_set (edit, id, REDAN_FIELD_PARENT, NULL,
                  parent == NULL ? NULL : redan_id_to_text (parent, text));
  apply (self, edit, NULL);
}

G_GNUC_UNUSED static void
set_route (Fixture *self, const RedanId *id, const char *route)
{
  RedanIdText text;
  RedanEdit *edit = redan_edit_new (self->model, "Bend");

  redan_edit_set (edit, id, REDAN_FIELD_ROUTE, redan_id_to_text (&self->diagram, text), route);
  apply (self, edit, NULL);
}

G_GNUC_UNUSED static const char *
get_keyed (Fixture *self, const RedanId *id, RedanField field, const RedanId *key)
{
  RedanIdText text;

  return redan_object_get_keyed (redan_model_lookup (self->model, id), field,
                                 redan_id_to_text (key, text));
}

G_GNUC_UNUSED static RedanId
add_element (Fixture *self, const RedanId *parent, gint32 x, gint32 y)
{
  RedanBox box = { x, y, 800, 400 };
  RedanId id;

  apply (
      self,
      redan_command_add_element (self->model, "process", NULL, parent, &self->diagram, &box, &id),
      NULL);
  return id;
}

G_GNUC_UNUSED static RedanId
add_boundary (Fixture *self, const RedanId *parent, RedanBox box)
{
  RedanId id;

  apply (self,
         redan_command_add_boundary (self->model, "vpc", NULL, parent, &self->diagram, &box, &id),
         NULL);
  return id;
}
