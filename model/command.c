/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits of named commands: adding, connecting, renaming, moving, deleting, deciding. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command.h"
#include "model/edit-private.h"

/* How labels name an object. */
static const char *
get_title (const RedanModel *model, const RedanId *id, RedanIdText text)
{
  const RedanObject *object = redan_model_lookup (model, id);
  const char *name = object == NULL ? "" : redan_object_get_name (object);

  return *name != '\0' ? name : redan_id_to_text (id, text);
}

/* What a new object has in common: kind, name, place in a boundary and in a diagram. */
static RedanEdit *
add (const RedanModel *model,
     const char *label,
     RedanSection section,
     const char *kind,
     const char *name,
     const RedanId *parent,
     const RedanId *diagram,
     const RedanBox *box,
     RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id = redan_edit_create (edit, section, NULL);
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_KIND, NULL, kind);
  if (name != NULL && *name != '\0')
    redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  if (parent != NULL && !redan_id_is_null (parent))
    redan_edit_set (edit, &id, REDAN_FIELD_PARENT, NULL, redan_id_to_text (parent, text));
  if (diagram != NULL && box != NULL)
    {
      g_autofree char *place = redan_place_format (box);
      redan_edit_set (edit, &id, REDAN_FIELD_PLACE, redan_id_to_text (diagram, text), place);
    }
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_add_element (const RedanModel *model,
                           const char *kind,
                           const char *name,
                           const RedanId *parent,
                           const RedanId *diagram,
                           const RedanBox *box,
                           RedanId *id_out)
{
  const char *label = _ ("Add element");

  if (strcmp (kind, "actor") == 0)
    label = _ ("Add actor");
  else if (strcmp (kind, "external") == 0)
    label = _ ("Add external system");
  else if (strcmp (kind, "process") == 0)
    label = _ ("Add process");
  else if (strcmp (kind, "store") == 0)
    label = _ ("Add store");
  return add (model, label, REDAN_SECTION_ELEMENT, kind, name, parent, diagram, box, id_out);
}

RedanEdit *
redan_command_add_boundary (const RedanModel *model,
                            const char *kind,
                            const char *name,
                            const RedanId *parent,
                            const RedanId *diagram,
                            const RedanBox *box,
                            RedanId *id_out)
{
  return add (model, _ ("Add boundary"), REDAN_SECTION_BOUNDARY, kind, name, parent, diagram, box,
              id_out);
}

/* Lines */

static gboolean
is_line_in (const RedanObject *boundary, const char *diagram)
{
  return redan_object_get_keyed (boundary, REDAN_FIELD_ROUTE, diagram) != NULL;
}

static gboolean
crosses_anywhere (const RedanModel *model, const RedanObject *flow, const RedanObject *line)
{
  guint n;
  const RedanEntry *routes = redan_object_get_range (line, REDAN_FIELD_ROUTE, &n);

  for (guint i = 0; i < n; i++)
    if (redan_flow_crosses_line (model, flow, line, routes[i].key))
      return TRUE;
  return FALSE;
}

/*
 * Sets which boundaries drawn as lines the @flows cross once the edit is applied. The pixels
 * decide, so the edit is tried on a copy of the model, which shares everything but what changes.
 */
static void
refresh_crossings (RedanEdit *edit, GPtrArray *flows)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  guint n_boundaries = redan_model_get_n (edit->model, REDAN_SECTION_BOUNDARY);
  g_autoptr (RedanModel) copy = NULL;
  guint n;

  for (guint i = 0; i < n_boundaries && flows->len > 0; i++)
    {
      const RedanObject *boundary = redan_model_get_nth (edit->model, REDAN_SECTION_BOUNDARY, i);
      if (redan_object_get_range (boundary, REDAN_FIELD_ROUTE, &n) != NULL)
        g_ptr_array_add (lines, (gpointer) &boundary->id);
    }
  if (lines->len == 0)
    return;

  copy = redan_model_copy (edit->model);
  if (!redan_edit_apply (edit, copy, NULL))
    return;

  for (guint i = 0; i < flows->len; i++)
    {
      const RedanObject *flow = redan_model_lookup (copy, g_ptr_array_index (flows, i));
      for (guint j = 0; j < lines->len; j++)
        {
          const RedanObject *line = redan_model_lookup (copy, g_ptr_array_index (lines, j));
          RedanIdText text;
          redan_edit_set (edit, &flow->id, REDAN_FIELD_CROSSES, redan_id_to_text (&line->id, text),
                          crosses_anywhere (copy, flow, line) ? "" : NULL);
        }
    }
}

RedanEdit *
redan_command_connect (const RedanModel *model,
                       const RedanId *source,
                       const RedanId *target,
                       const char *name,
                       RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Connect"));
  RedanId id = redan_edit_create (edit, REDAN_SECTION_FLOW, NULL);
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (source, text));
  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (target, text));
  if (name != NULL && *name != '\0')
    redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  g_ptr_array_add (flows, &id);
  refresh_crossings (edit, flows);
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_rename (const RedanModel *model, const RedanId *object, const char *name)
{
  RedanIdText text;
  g_autofree char *label = g_strdup_printf (_ ("Rename %s"), get_title (model, object, text));
  RedanEdit *edit = redan_edit_new (model, label);

  redan_edit_set (edit, object, REDAN_FIELD_NAME, NULL,
                  name != NULL && *name != '\0' ? name : NULL);
  return edit;
}

RedanEdit *
redan_command_set_attribute (const RedanModel *model,
                             const RedanId *object,
                             const char *attribute,
                             const char *value)
{
  RedanIdText text;
  const char *title = get_title (model, object, text);
  gboolean clears = value == NULL || *value == '\0';
  g_autofree char *label = clears ? g_strdup_printf (_ ("Clear %s of %s"), attribute, title)
                                  : g_strdup_printf (_ ("Set %s of %s"), attribute, title);
  RedanEdit *edit = redan_edit_new (model, label);

  if (!redan_edit_set_attribute (edit, object, attribute, clears ? NULL : value))
    redan_edit_refuse_attribute (edit, object, attribute);
  return edit;
}

/* Moving */

typedef struct
{
  RedanEdit *edit;
  RedanReferrers *index;
  RedanReferrers *own_index;
  const char *diagram;
  gint32 dx;
  gint32 dy;
  GHashTable *moved;
  GArray *queue;
} Move;

static void
enlist (Move *self, const RedanId *id)
{
  if (g_hash_table_contains (self->moved, id))
    return;

  g_hash_table_add (self->moved, g_memdup2 (id, sizeof *id));
  g_array_append_val (self->queue, *id);
}

/* Members of moved boundaries that stand in the diagram move along. */
static void
enlist_members (Move *self)
{
  const RedanModel *model = self->edit->model;
  RedanId parent;

  for (guint i = 0; i < self->queue->len; i++)
    {
      RedanId id = g_array_index (self->queue, RedanId, i);
      const RedanObject *object = redan_model_lookup (model, &id);
      if (object == NULL || object->section != REDAN_SECTION_BOUNDARY)
        continue;
      g_autoptr (GArray) referrers = redan_referrers_get (self->index, model, &id);
      for (guint j = 0; j < referrers->len; j++)
        {
          const RedanObject *member =
              redan_model_lookup (model, &g_array_index (referrers, RedanId, j));
          if (redan_object_get_reference (member, REDAN_FIELD_PARENT, &parent) &&
              redan_id_equal (&parent, &id))
            enlist (self, &member->id);
        }
    }
}

/* Flows that end at what moves, and all flows when a line moves: what they cross may change. */
static GPtrArray *
find_flows (Move *self)
{
  const RedanModel *model = self->edit->model;
  GPtrArray *flows = g_ptr_array_new ();
  guint n = redan_model_get_n (model, REDAN_SECTION_FLOW);
  gboolean line_moves = FALSE;

  for (guint i = 0; i < self->queue->len; i++)
    {
      const RedanObject *object =
          redan_model_lookup (model, &g_array_index (self->queue, RedanId, i));
      line_moves |= object != NULL && object->section == REDAN_SECTION_BOUNDARY &&
                    is_line_in (object, self->diagram);
    }
  for (guint i = 0; line_moves && i < n; i++)
    g_ptr_array_add (flows, (gpointer) &redan_model_get_nth (model, REDAN_SECTION_FLOW, i)->id);
  if (line_moves)
    return flows;

  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  for (guint i = 0; i < self->queue->len; i++)
    {
      const RedanId *id = &g_array_index (self->queue, RedanId, i);
      g_autoptr (GArray) referrers = redan_referrers_get (self->index, model, id);
      for (guint j = 0; j <= referrers->len; j++)
        {
          const RedanObject *flow =
              redan_model_lookup (model, j == 0 ? id : &g_array_index (referrers, RedanId, j - 1));
          if (flow != NULL && flow->section == REDAN_SECTION_FLOW &&
              g_hash_table_add (seen, (gpointer) &flow->id))
            g_ptr_array_add (flows, (gpointer) &flow->id);
        }
    }
  return flows;
}

static void
shift_place (Move *self, const RedanObject *object)
{
  RedanBox box;

  if (!redan_object_get_place (object, self->diagram, &box))
    return;

  box.x += self->dx;
  box.y += self->dy;
  g_autofree char *place = redan_place_format (&box);
  redan_edit_set (self->edit, &object->id, REDAN_FIELD_PLACE, self->diagram, place);
}

static void
shift_route (Move *self, const RedanObject *object)
{
  guint n;
  g_autofree RedanPoint *points = redan_object_get_route (object, self->diagram, &n);

  if (points == NULL)
    return;

  for (guint i = 0; i < n; i++)
    {
      points[i].x += self->dx;
      points[i].y += self->dy;
    }
  g_autofree char *route = redan_points_format (points, n);
  redan_edit_set (self->edit, &object->id, REDAN_FIELD_ROUTE, self->diagram, route);
}

/* The bends of a flow move with it when it is chosen itself or both its ends move. */
static gboolean
carries_bends (const Move *self, const RedanObject *flow)
{
  RedanId source;
  RedanId target;

  return g_hash_table_contains (self->moved, &flow->id) ||
         (redan_object_get_reference (flow, REDAN_FIELD_SOURCE, &source) &&
          redan_object_get_reference (flow, REDAN_FIELD_TARGET, &target) &&
          g_hash_table_contains (self->moved, &source) &&
          g_hash_table_contains (self->moved, &target));
}

static void
move (Move *self)
{
  const RedanModel *model = self->edit->model;

  enlist_members (self);
  g_autoptr (GPtrArray) flows = find_flows (self);
  for (guint i = 0; i < self->queue->len; i++)
    {
      const RedanObject *object =
          redan_model_lookup (model, &g_array_index (self->queue, RedanId, i));
      if (object == NULL || object->section == REDAN_SECTION_FLOW)
        continue;
      shift_place (self, object);
      shift_route (self, object);
    }
  for (guint i = 0; i < flows->len; i++)
    {
      const RedanObject *flow = redan_model_lookup (model, g_ptr_array_index (flows, i));
      if (carries_bends (self, flow))
        shift_route (self, flow);
    }
  refresh_crossings (self->edit, flows);
}

RedanEdit *
redan_command_move (const RedanModel *model,
                    const RedanId *diagram,
                    const RedanId *objects,
                    guint n_objects,
                    gint32 dx,
                    gint32 dy)
{
  RedanIdText text;
  g_autofree char *label =
      g_strdup_printf (ngettext ("Move element", "Move %u elements", n_objects), n_objects);
  gint32 limit = 2 * REDAN_COORDINATE_LIMIT;
  Move self = {
    .edit = redan_edit_new (model, label),
    .index = redan_model_get_referrers (model, TRUE),
    .diagram = redan_id_to_text (diagram, text),
    .dx = CLAMP (dx, -limit, limit),
    .dy = CLAMP (dy, -limit, limit),
    .moved = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL),
    .queue = g_array_new (FALSE, FALSE, sizeof (RedanId)),
  };

  if (self.index == NULL)
    self.index = self.own_index = redan_referrers_new (model);
  for (guint i = 0; i < n_objects; i++)
    enlist (&self, &objects[i]);
  move (&self);
  g_array_unref (self.queue);
  g_hash_table_unref (self.moved);
  g_clear_pointer (&self.own_index, redan_referrers_free);
  return self.edit;
}

RedanEdit *
redan_command_set_parent (const RedanModel *model, const RedanId *object, const RedanId *parent)
{
  RedanIdText text;
  RedanIdText parent_text;
  gboolean outside = parent == NULL || redan_id_is_null (parent);
  const char *title = get_title (model, object, text);
  g_autofree char *label = outside ? g_strdup_printf (_ ("Move %s out of its boundary"), title)
                                   : g_strdup_printf (_ ("Move %s into %s"), title,
                                                      get_title (model, parent, parent_text));
  RedanEdit *edit = redan_edit_new (model, label);

  redan_edit_set (edit, object, REDAN_FIELD_PARENT, NULL,
                  outside ? NULL : redan_id_to_text (parent, parent_text));
  return edit;
}

RedanEdit *
redan_command_delete (const RedanModel *model, const RedanId *objects, guint n_objects)
{
  RedanIdText text;
  g_autofree char *label =
      n_objects == 1
          ? g_strdup_printf (_ ("Delete %s"), get_title (model, &objects[0], text))
          : g_strdup_printf (ngettext ("Delete %u object", "Delete %u objects", n_objects),
                             n_objects);
  RedanEdit *edit = redan_edit_new (model, label);

  for (guint i = 0; i < n_objects; i++)
    if (redan_model_lookup (model, &objects[i]) == NULL || redan_edit_keeps (edit, &objects[i]))
      redan_edit_delete (edit, &objects[i]);
  return edit;
}

/* Objects keyed by what they are about */

static RedanId
create_or_change (RedanEdit *edit, RedanSection section, RedanId id)
{
  return redan_edit_keeps (edit, &id) ? id : redan_edit_create (edit, section, &id);
}

/* A target that is no id gives the null id, and is refused with the edit. */
static gboolean
parse_target (const char *target, RedanId *id_out)
{
  *id_out = (RedanId){ "" };
  if (strcmp (target, "model") == 0)
    return FALSE;

  redan_id_parse (target, strlen (target), id_out);
  return TRUE;
}

RedanEdit *
redan_command_decide (const RedanModel *model,
                      const char *rule,
                      const char *target,
                      gboolean reverse,
                      const char *decision,
                      const char *owner,
                      const char *reason,
                      const char *expires)
{
  g_autofree char *label = g_strdup_printf (_ ("Decide %s: %s"), rule, decision);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId target_id;
  gboolean has_target = parse_target (target, &target_id);
  RedanId id = create_or_change (edit, REDAN_SECTION_DECISION,
                                 redan_decision_id (rule, &target_id, reverse));

  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, has_target ? target : NULL);
  redan_edit_set (edit, &id, REDAN_FIELD_RULE, NULL, rule);
  redan_edit_set (edit, &id, REDAN_FIELD_DIRECTION, NULL, reverse ? "reverse" : NULL);
  redan_edit_set (edit, &id, REDAN_FIELD_DECISION, NULL, decision);
  redan_edit_set (edit, &id, REDAN_FIELD_OWNER, NULL, owner);
  redan_edit_set (edit, &id, REDAN_FIELD_REASON, NULL, reason);
  redan_edit_set (edit, &id, REDAN_FIELD_EXPIRES, NULL, expires);
  return edit;
}

RedanEdit *
redan_command_place_control (const RedanModel *model,
                             const char *control,
                             const char *target,
                             const char *state)
{
  RedanId target_id;
  RedanIdText text;
  gboolean has_target = parse_target (target, &target_id);
  g_autofree char *label = has_target ? g_strdup_printf (_ ("Place %s on %s: %s"), control,
                                                         get_title (model, &target_id, text), state)
                                      : g_strdup_printf (_ ("Place %s: %s"), control, state);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id =
      create_or_change (edit, REDAN_SECTION_MITIGATION, redan_mitigation_id (control, &target_id));

  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, has_target ? target : NULL);
  redan_edit_set (edit, &id, REDAN_FIELD_CONTROL, NULL, control);
  redan_edit_set (edit, &id, REDAN_FIELD_STATE, NULL, state);
  return edit;
}

RedanEdit *
redan_command_set_fact (const RedanModel *model,
                        const char *name,
                        const char *value,
                        const char *date)
{
  g_autofree char *label = g_strdup_printf (_ ("Set fact %s"), name);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id = redan_fact_id (name);

  if (value == NULL)
    {
      if (redan_edit_keeps (edit, &id))
        redan_edit_delete (edit, &id);
      return edit;
    }

  id = create_or_change (edit, REDAN_SECTION_FACT, id);
  redan_edit_set (edit, &id, REDAN_FIELD_KEY, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_VALUE, NULL, value);
  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, date);
  return edit;
}
