/* SPDX-License-Identifier: Apache-2.0 */
/* Brings a scene up to date with an edited model: reads again what changed, keeps everything else.
 */

#include <string.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/scene-update-private.h"

#define SMALL_CHANGE 32
#define LARGEST_SHARE                                                                              \
  4 /* with more than a fourth of all objects changed a new scene is cheaper                       \
     */

/* A box as the model now has it; @old is its number before, or none. */
typedef struct
{
  RedanSceneBox box;
  guint old;
  gboolean looks; /* its shape is drawn in another way */
  gboolean stays; /* takes the place of the old one in the order of painting */
  gboolean moved;
} BoxDraft;

typedef struct
{
  RedanSceneLine line;
  RedanSceneEnds ends;
  guint old;
  guint8 marks;
} LineDraft;

static void
carry_box (const RedanSceneBox *from, RedanSceneBox *to)
{
  to->risk = from->risk;
  to->exposure = from->exposure;
  to->blast = from->blast;
  to->band = from->band;
  to->stride = from->stride;
  to->stride_lead = from->stride_lead;
  to->n_threats = from->n_threats;
  to->n_unknown = from->n_unknown;
  to->n_questions = from->n_questions;
  to->change = from->change;
}

static void
carry_line (const RedanSceneLine *from, RedanSceneLine *to)
{
  to->risk = from->risk;
  to->band = from->band;
  to->stride = from->stride;
  to->stride_lead = from->stride_lead;
  to->n_threats = from->n_threats;
  to->n_questions = from->n_questions;
  to->change = from->change;
}

/* Everything new; burdens go along by id. */
static void
rebuild (RedanSceneUpdate *self)
{
  RedanScene *scene = self->scene;
  RedanScene *new = redan_scene_new (
      self->reader.model, redan_id_is_null (&scene->diagram) ? NULL : &scene->diagram, NULL);

  for (guint i = 0; i < new->n_boxes; i++)
    {
      const RedanSceneBox *old = redan_scene_get_box (scene, &new->boxes[i].id);

      if (old != NULL)
        carry_box (old, &new->boxes[i]);
    }
  for (guint i = 0; i < new->n_lines; i++)
    {
      const RedanSceneLine *old = redan_scene_get_line (scene, &new->lines[i].id);

      if (old != NULL)
        carry_line (old, &new->lines[i]);
    }
  /* Of a diagram that is gone the scene stays, empty. */
  if (redan_id_is_null (&new->diagram))
    new->diagram = scene->diagram;
  g_array_append_val (self->dirty, scene->bounds);
  g_array_append_val (self->dirty, new->bounds);
  redan_scene_take (scene, new);
}

/* Whether a box keeps its place between its neighbours; the ids are the same. */
static gboolean
keeps_order (const RedanSceneBox *a, const RedanSceneBox *b)
{
  return redan_scene_compare_boxes (a, b) == 0;
}

/* A boundary that becomes a box is the only object that changes between box and line. */
static gboolean
changes_kind (const RedanSceneUpdate *self, const GArray *ids)
{
  RedanBox place;

  for (guint i = 0; i < ids->len; i++)
    {
      const RedanId *id = &g_array_index (ids, RedanId, i);
      const RedanSceneLine *line = redan_scene_get_line (self->scene, id);
      const RedanObject *object = line == NULL || line->section != REDAN_SECTION_BOUNDARY
                                      ? NULL
                                      : redan_model_lookup (self->reader.model, id);

      if (object != NULL && redan_object_get_place (object, self->reader.diagram, &place))
        return TRUE;
    }
  return FALSE;
}

void
redan_scene_note_cleared (RedanSceneUpdate *self, const RedanSceneRect *label)
{
  if (label->width > 0)
    g_array_append_vals (self->cleared, label, 1);
}

/* Takes the old box out of the picture and the grids; its memory stays. */
static void
lift_box (RedanSceneUpdate *self, guint old, gboolean moved, gboolean looks)
{
  RedanScene *scene = self->scene;
  const RedanSceneBox *box = &scene->boxes[old];

  if (looks)
    redan_scene_add_extents (scene, old, self->dirty);
  else
    redan_scene_add_label_extent (&box->label, self->dirty);
  redan_scene_remove_item (scene, old, REDAN_ITEM_SHAPE | REDAN_ITEM_LABEL);
  if (box->section == REDAN_SECTION_BOUNDARY)
    return;
  redan_grid_remove (scene->index->obstacles, old, &box->box);
  if (moved)
    g_array_append_val (self->freed, box->box);
}

static void
read_box (RedanSceneUpdate *self, const RedanId *id, GArray *drafts)
{
  RedanScene *scene = self->scene;
  guint item = redan_scene_find (scene, id);
  guint old = item < scene->n_boxes ? item : REDAN_SCENE_NONE;
  const RedanObject *object = redan_model_lookup (self->reader.model, id);
  BoxDraft draft = { .old = old };

  if (object == NULL || !redan_scene_read_box (&self->reader, object, &draft.box))
    {
      if (old == REDAN_SCENE_NONE)
        return;
      lift_box (self, old, TRUE, TRUE);
      draft.box.section = REDAN_N_SECTIONS; /* gone */
      g_array_append_val (drafts, draft);
      return;
    }
  draft.moved = draft.looks = TRUE;
  if (old != REDAN_SCENE_NONE)
    {
      const RedanSceneBox *before = &scene->boxes[old];

      carry_box (before, &draft.box);
      draft.stays = keeps_order (before, &draft.box);
      draft.moved = !redan_rects_equal (&before->box, &draft.box.box) ||
                    redan_scene_box_radius (before) != redan_scene_box_radius (&draft.box);
      draft.looks = draft.moved || before->section != REDAN_SECTION_BOUNDARY ||
                    before->tone != draft.box.tone || before->z_order != draft.box.z_order;
      lift_box (self, old, draft.moved, draft.looks);
    }
  g_array_append_val (drafts, draft);
}

static int
compare_box_drafts (gconstpointer a, gconstpointer b)
{
  const BoxDraft *x = a;
  const BoxDraft *y = b;

  if (x->box.section == REDAN_N_SECTIONS || y->box.section == REDAN_N_SECTIONS)
    return (x->box.section == REDAN_N_SECTIONS) - (y->box.section == REDAN_N_SECTIONS);
  return redan_scene_compare_boxes (&x->box, &y->box);
}

/* Numbers of items after boxes came, went or changed places. */
static void
renumber_boxes (RedanSceneUpdate *self, const guint *map, guint n_before, GArray *orphans)
{
  RedanScene *scene = self->scene;
  g_autofree guint *numbers = g_new (guint, n_before + scene->n_lines + 1);

  memcpy (numbers, map, n_before * sizeof *map);
  for (guint i = 0; i < scene->n_lines; i++)
    numbers[n_before + i] = scene->n_boxes + i;
  redan_grid_renumber (scene->grid, numbers);
  redan_grid_renumber (scene->index->obstacles, map);
  for (guint i = 0; i < scene->n_lines; i++)
    {
      RedanSceneEnds *ends = &scene->index->ends[i];
      gboolean lost = FALSE;

      if (ends->source != REDAN_ROUTE_NONE)
        lost |= (ends->source = map[ends->source]) == REDAN_SCENE_NONE;
      if (ends->target != REDAN_ROUTE_NONE)
        lost |= (ends->target = map[ends->target]) == REDAN_SCENE_NONE;
      if (lost)
        g_array_append_val (orphans, scene->lines[i].id);
    }
}

/* Merges the drafts that do not stay into the boxes that do. */
static void
merge_boxes (RedanSceneUpdate *self, GArray *drafts, GArray *orphans)
{
  RedanScene *scene = self->scene;
  guint n_before = scene->n_boxes;
  g_autofree guint *map = g_new (guint, n_before + 1);
  g_autofree gboolean *leaves = g_new0 (gboolean, n_before + 1);
  RedanSceneBox *boxes = g_new (RedanSceneBox, n_before + drafts->len + 1);
  RedanRouteBox *route_boxes = g_new (RedanRouteBox, n_before + drafts->len + 1);
  guint n = 0, at = 0;

  g_array_sort (drafts, compare_box_drafts);
  for (guint i = 0; i < drafts->len; i++)
    {
      const BoxDraft *draft = &g_array_index (drafts, BoxDraft, i);

      if (draft->old != REDAN_SCENE_NONE && !draft->stays)
        leaves[draft->old] = TRUE;
    }
  for (guint i = 0; i <= n_before; i++)
    {
      if (i < n_before && leaves[i])
        {
          map[i] = REDAN_SCENE_NONE;
          continue;
        }
      for (; at < drafts->len; at++)
        {
          const BoxDraft *draft = &g_array_index (drafts, BoxDraft, at);

          if (draft->stays || draft->box.section == REDAN_N_SECTIONS)
            continue;
          if (i < n_before && redan_scene_compare_boxes (&draft->box, &scene->boxes[i]) > 0)
            break;
          boxes[n++] = draft->box;
        }
      if (i == n_before)
        break;
      map[i] = n;
      route_boxes[n] = scene->index->route_boxes[i];
      boxes[n++] = scene->boxes[i];
    }
  for (guint i = 0, k = 0; i < drafts->len; i++)
    {
      const BoxDraft *draft = &g_array_index (drafts, BoxDraft, i);

      if (draft->stays)
        continue;
      if (draft->old != REDAN_SCENE_NONE)
        redan_scene_clear_box (&scene->boxes[draft->old]);
      if (draft->old == REDAN_SCENE_NONE || draft->box.section == REDAN_N_SECTIONS)
        continue;
      while (!redan_id_equal (&boxes[k].id, &draft->box.id))
        k++;
      map[draft->old] = k;
    }
  g_free (scene->boxes);
  g_free (scene->index->route_boxes);
  scene->boxes = boxes;
  scene->index->route_boxes = route_boxes;
  scene->n_boxes = n;
  renumber_boxes (self, map, n_before, orphans);
  redan_scene_index_items (scene);
}

/* Puts the drafts into the scene, the shapes back into the grids, and marks them. */
static void
settle_boxes (RedanSceneUpdate *self, GArray *drafts, GArray *orphans)
{
  RedanScene *scene = self->scene;
  gboolean merge = FALSE;

  for (guint i = 0; i < drafts->len; i++)
    {
      BoxDraft *draft = &g_array_index (drafts, BoxDraft, i);

      merge |= !draft->stays;
      if (!draft->stays)
        continue;
      redan_scene_clear_box (&scene->boxes[draft->old]);
      scene->boxes[draft->old] = draft->box;
    }
  if (merge)
    merge_boxes (self, drafts, orphans);
  self->box_marks = g_new0 (guint8, scene->n_boxes + 1);
  self->wanted = g_new0 (RedanSceneRect, scene->n_boxes + 1);
  for (guint i = 0; i < drafts->len; i++)
    {
      const BoxDraft *draft = &g_array_index (drafts, BoxDraft, i);

      if (draft->box.section == REDAN_N_SECTIONS)
        continue;

      guint item = draft->stays && !merge ? draft->old : redan_scene_find (scene, &draft->box.id);
      RedanSceneBox *box = &scene->boxes[item];

      self->box_marks[item] = REDAN_MARK_TOUCHED | (draft->moved ? REDAN_MARK_MOVED : 0) |
                              (draft->looks ? REDAN_MARK_LOOK : 0);
      self->wanted[item] = box->label;
      box->label = (RedanSceneRect){ 0 };
      scene->index->route_boxes[item] = (RedanRouteBox){ box->box, redan_scene_box_radius (box) };
      redan_scene_add_item (scene, item, REDAN_ITEM_SHAPE);
      if (box->section == REDAN_SECTION_BOUNDARY)
        continue;
      redan_grid_add (scene->index->obstacles, item, &box->box);
      if (draft->moved)
        g_array_append_val (self->blocked, box->box);
    }
}

static gboolean
same_way (const RedanSceneLine *a, const RedanSceneLine *b)
{
  return a->n_bends == b->n_bends && a->curved == b->curved &&
         (a->n_bends == 0 || memcmp (a->bends, b->bends, a->n_bends * sizeof *a->bends) == 0);
}

static gboolean
same_label (const RedanSceneLine *a, const RedanSceneLine *b)
{
  return strcmp (a->name, b->name) == 0 && a->encrypted == b->encrypted &&
         a->has_wish == b->has_wish && a->wish.x == b->wish.x && a->wish.y == b->wish.y;
}

/* A line that is there still keeps its points and label as far as they hold. */
static void
inherit (RedanSceneUpdate *self, LineDraft *draft)
{
  RedanScene *scene = self->scene;
  RedanSceneLine *before = &scene->lines[draft->old];
  const RedanSceneEnds *ends = &scene->index->ends[draft->old];

  carry_line (before, &draft->line);
  draft->line.points = g_steal_pointer (&before->points);
  draft->line.n_points = before->n_points;
  draft->line.label = before->label;
  draft->line.anchor = before->anchor;
  draft->line.has_leader = before->has_leader;
  draft->line.is_home = before->is_home;
  draft->line.is_behind = before->is_behind;
  draft->marks = REDAN_MARK_LOOK;
  if (!same_way (before, &draft->line) || ends->source != draft->ends.source ||
      ends->target != draft->ends.target)
    {
      redan_scene_note_pair (self, ends);
      draft->marks |= REDAN_MARK_ROUTE;
    }
  if (same_label (before, &draft->line))
    {
      g_strfreev (draft->line.lines);
      draft->line.lines = g_steal_pointer (&before->lines);
    }
  else
    draft->marks |= REDAN_MARK_LABEL | REDAN_MARK_TEXT;
}

static void
read_line (RedanSceneUpdate *self, const RedanId *id, GArray *drafts)
{
  RedanScene *scene = self->scene;
  guint item = redan_scene_find (scene, id);
  guint old =
      item == REDAN_SCENE_NONE || item < scene->n_boxes ? REDAN_SCENE_NONE : item - scene->n_boxes;
  const RedanObject *object = redan_model_lookup (self->reader.model, id);
  LineDraft draft = { .old = old };
  gboolean shown =
      object != NULL && redan_scene_read_line (&self->reader, object, &draft.line, &draft.ends);

  if (shown && old == REDAN_SCENE_NONE)
    {
      draft.marks = REDAN_MARK_ROUTE | REDAN_MARK_LABEL | REDAN_MARK_TEXT | REDAN_MARK_LOOK;
      g_array_append_val (drafts, draft);
    }
  else if (shown)
    {
      redan_scene_add_extents (scene, item, self->dirty);
      inherit (self, &draft);
      redan_scene_clear_line (&scene->lines[old]);
      scene->lines[old] = draft.line;
      scene->index->ends[old] = draft.ends;
      g_array_append_val (drafts, draft);
    }
  else if (old != REDAN_SCENE_NONE)
    {
      redan_scene_add_extents (scene, item, self->dirty);
      redan_scene_remove_item (scene, item, REDAN_ITEM_SHAPE | REDAN_ITEM_LABEL);
      redan_scene_note_cleared (self, &scene->lines[old].label);
      redan_scene_note_pair (self, &scene->index->ends[old]);
      draft.line.section = REDAN_N_SECTIONS; /* gone */
      g_array_append_val (drafts, draft);
    }
}

static int
compare_line_drafts (gconstpointer a, gconstpointer b)
{
  return redan_scene_compare_lines (&((const LineDraft *) a)->line, &((const LineDraft *) b)->line);
}

/* Takes out the lines that are gone and merges the new ones in. */
static void
merge_lines (RedanSceneUpdate *self, GArray *drafts)
{
  RedanScene *scene = self->scene;
  RedanSceneIndex *index = scene->index;
  guint n_before = scene->n_lines;
  g_autofree guint *numbers = g_new (guint, scene->n_boxes + n_before + 1);
  g_autofree gboolean *leaves = g_new0 (gboolean, n_before + 1);
  RedanSceneLine *lines = g_new (RedanSceneLine, n_before + drafts->len + 1);
  RedanSceneEnds *ends = g_new (RedanSceneEnds, n_before + drafts->len + 1);
  guint n = 0, at = 0;

  g_array_sort (drafts, compare_line_drafts);
  for (guint i = 0; i < drafts->len; i++)
    if (g_array_index (drafts, LineDraft, i).line.section == REDAN_N_SECTIONS)
      leaves[g_array_index (drafts, LineDraft, i).old] = TRUE;
  for (guint i = 0; i < scene->n_boxes; i++)
    numbers[i] = i;
  for (guint i = 0; i <= n_before; i++)
    {
      if (i < n_before && leaves[i])
        {
          numbers[scene->n_boxes + i] = REDAN_SCENE_NONE;
          redan_scene_clear_line (&scene->lines[i]);
          continue;
        }
      for (; at < drafts->len; at++)
        {
          const LineDraft *draft = &g_array_index (drafts, LineDraft, at);

          if (draft->old != REDAN_SCENE_NONE)
            continue;
          if (i < n_before && redan_scene_compare_lines (&draft->line, &scene->lines[i]) > 0)
            break;
          ends[n] = draft->ends;
          lines[n++] = draft->line;
        }
      if (i == n_before)
        break;
      numbers[scene->n_boxes + i] = scene->n_boxes + n;
      ends[n] = index->ends[i];
      lines[n++] = scene->lines[i];
    }
  g_free (scene->lines);
  g_free (index->ends);
  scene->lines = lines;
  index->ends = ends;
  scene->n_lines = n;
  redan_grid_renumber (scene->grid, numbers);
  redan_scene_index_items (scene);
}

static void
settle_lines (RedanSceneUpdate *self, GArray *drafts)
{
  RedanScene *scene = self->scene;
  gboolean merge = FALSE;

  for (guint i = 0; i < drafts->len; i++)
    {
      const LineDraft *draft = &g_array_index (drafts, LineDraft, i);

      merge |= draft->old == REDAN_SCENE_NONE || draft->line.section == REDAN_N_SECTIONS;
    }
  if (merge)
    merge_lines (self, drafts);
  self->line_marks = g_new0 (guint8, scene->n_lines + 1);
  for (guint i = 0; i < drafts->len; i++)
    {
      const LineDraft *draft = &g_array_index (drafts, LineDraft, i);

      if (draft->line.section == REDAN_N_SECTIONS)
        continue;

      guint line = merge ? redan_scene_find (scene, &draft->line.id) - scene->n_boxes : draft->old;

      self->line_marks[line] = draft->marks;
      if (draft->marks & REDAN_MARK_ROUTE)
        redan_scene_note_pair (self, &draft->ends);
    }
}

/* Elements that come into the diagram bring the flows that wait for them. */
static void
find_waiting_flows (RedanSceneUpdate *self, const GArray *drafts, GArray *ids)
{
  const RedanModel *model = self->reader.model;
  gboolean any = FALSE;
  guint n;
  const RedanObject *const *flows = redan_model_get_objects (model, REDAN_SECTION_FLOW, &n);

  for (guint i = 0; i < drafts->len; i++)
    any |= g_array_index (drafts, BoxDraft, i).old == REDAN_SCENE_NONE &&
           g_array_index (drafts, BoxDraft, i).box.section == REDAN_SECTION_ELEMENT;
  for (guint i = 0; any && i < n; i++)
    if (redan_scene_find (self->scene, &flows[i]->id) == REDAN_SCENE_NONE)
      g_array_append_val (ids, flows[i]->id);
}

/* Without the ones that come twice. */
static GArray *
sort_ids (const RedanId *ids, guint n)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (RedanId), n);
  guint kept = 0;

  g_array_append_vals (sorted, ids, n);
  g_array_sort (sorted, redan_id_compare);
  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || !redan_id_equal (&g_array_index (sorted, RedanId, i),
                                   &g_array_index (sorted, RedanId, kept - 1)))
      g_array_index (sorted, RedanId, kept++) = g_array_index (sorted, RedanId, i);
  g_array_set_size (sorted, kept);
  return sorted;
}

/* Labels that had to leave their boxes because of what changes now may go home. */
static void
add_displaced (RedanSceneUpdate *self, GArray *ids)
{
  const RedanScene *scene = self->scene;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0, n = ids->len; i < n; i++)
    {
      const RedanSceneBox *box = redan_scene_get_box (scene, &g_array_index (ids, RedanId, i));

      if (box == NULL || box->section == REDAN_SECTION_BOUNDARY)
        continue;
      redan_grid_query (scene->grid, &box->box, found);
      for (guint k = 0; k < found->len; k++)
        {
          guint item = g_array_index (found, guint, k);

          if (item < scene->n_boxes && scene->boxes[item].has_leader)
            g_array_append_val (ids, scene->boxes[item].id);
        }
    }
}

/* The depth of what stands in a boundary that moved in the tree is not part of an edit. */
static gboolean
refresh_depths (RedanSceneUpdate *self)
{
  RedanScene *scene = self->scene;

  for (guint i = 0; i < scene->n_boxes; i++)
    {
      const RedanObject *object = redan_model_lookup (self->reader.model, &scene->boxes[i].id);

      if (object != NULL && object->section != REDAN_SECTION_NOTE)
        scene->boxes[i].depth = (guint8) redan_object_get_depth (self->reader.model, object);
    }
  for (guint i = 1; i < scene->n_boxes; i++)
    if (redan_scene_compare_boxes (&scene->boxes[i - 1], &scene->boxes[i]) >= 0)
      return FALSE;
  return TRUE;
}

/* Whether a boundary moved in the tree; of one that is not shown that is not known. */
static gboolean
changes_depths (const RedanSceneUpdate *self, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      const RedanId *id = &g_array_index (ids, RedanId, i);
      const RedanObject *object = redan_model_lookup (self->reader.model, id);
      const RedanSceneBox *box = redan_scene_get_box (self->scene, id);
      gboolean gone = object == NULL && redan_scene_find (self->scene, id) == REDAN_SCENE_NONE;

      if (gone || (box != NULL && box->section == REDAN_SECTION_BOUNDARY && object == NULL))
        return TRUE;
      if (object == NULL || object->section != REDAN_SECTION_BOUNDARY)
        continue;
      if (box == NULL || (guint8) redan_object_get_depth (self->reader.model, object) != box->depth)
        return TRUE;
    }
  return FALSE;
}

/* Whether the diagram is there and drawn in the same way. */
static gboolean
read_diagram (RedanSceneUpdate *self)
{
  RedanScene *scene = self->scene;
  RedanId diagram = scene->diagram;
  RedanRouting routing = scene->routing;

  return redan_scene_read_diagram (&self->reader, scene, &diagram) && scene->routing == routing;
}

static void
apply (RedanSceneUpdate *self, const GArray *ids)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (BoxDraft));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (LineDraft));
  g_autoptr (GArray) line_ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  g_array_append_vals (line_ids, ids->data, ids->len);
  for (guint i = 0; i < ids->len; i++)
    read_box (self, &g_array_index (ids, RedanId, i), boxes);
  settle_boxes (self, boxes, line_ids);
  find_waiting_flows (self, boxes, line_ids);

  g_autoptr (GArray) sorted = sort_ids ((const RedanId *) (gpointer) line_ids->data, line_ids->len);

  for (guint i = 0; i < sorted->len; i++)
    read_line (self, &g_array_index (sorted, RedanId, i), lines);
  settle_lines (self, lines);
}

/* Only what comes or goes at the rim changes the bounds. */
static void
finish_grids (RedanScene *scene, const GArray *dirty)
{
  RedanSceneRect inner = redan_rect_grow (&scene->bounds, -2 * REDAN_SCENE_MARGIN);
  gboolean inside = TRUE;

  for (guint i = 0; i < dirty->len && inside; i++)
    {
      const RedanSceneRect *rect = &g_array_index (dirty, RedanSceneRect, i);

      inside = rect->x >= inner.x && rect->y >= inner.y &&
               rect->x + rect->width <= inner.x + inner.width &&
               rect->y + rect->height <= inner.y + inner.height;
    }
  if (inside)
    return;
  redan_scene_find_bounds (scene);
  if (!redan_grid_suits (scene->grid, &scene->bounds))
    {
      redan_scene_fill_grid (scene);
      redan_scene_index_boxes (scene);
    }
}

static void
clear_update (RedanSceneUpdate *self)
{
  g_array_unref (self->freed);
  g_array_unref (self->cleared);
  g_array_unref (self->blocked);
  g_free (self->box_marks);
  g_free (self->line_marks);
  g_free (self->wanted);
  g_hash_table_unref (self->pairs);
}

GArray *
redan_scene_update (RedanScene *self,
                    const RedanModel *model,
                    const RedanId *changed,
                    guint n_changed)
{
  RedanSceneUpdate update = { .scene = self, .reader = { .model = model, .scene = self } };
  g_autoptr (GArray) ids = sort_ids (changed, n_changed);
  guint n = self->n_boxes + self->n_lines;

  update.dirty = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  update.freed = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  update.cleared = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  update.blocked = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  update.pairs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (!read_diagram (&update) || ids->len > SMALL_CHANGE + n / LARGEST_SHARE ||
      changes_kind (&update, ids))
    {
      rebuild (&update);
      clear_update (&update);
      return update.dirty;
    }
  gboolean nested = changes_depths (&update, ids);

  add_displaced (&update, ids);

  g_autoptr (GArray) all = sort_ids ((const RedanId *) (gpointer) ids->data, ids->len);

  apply (&update, all);
  redan_scene_reroute (&update);
  redan_scene_relabel (&update);
  finish_grids (self, update.dirty);
  if (nested && !refresh_depths (&update))
    rebuild (&update);
  clear_update (&update);
  return update.dirty;
}
