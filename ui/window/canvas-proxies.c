/* SPDX-License-Identifier: Apache-2.0 */
/* The proxies of the elements on the canvas, in the order in which Tab walks them. */

#include "ui/window/canvas-proxies.h"

#include <glib/gi18n-lib.h>

#include "model/name.h"
#include "ui/window/canvas-item.h"

/** Above this the threat table is the accessible view; allocating so many proxies would cost
 * frames. */
#define MAX_PROXIES 2000

struct _RedanCanvasProxies
{
  GtkWidget *canvas;
  RedanWorkspace *workspace;
  GPtrArray *items; /* RedanCanvasItem, owned by the canvas; one for each of boxes */
  GPtrArray *boxes; /* const RedanSceneBox, of the scene */
};

RedanCanvasProxies *
redan_canvas_proxies_new (GtkWidget *canvas)
{
  RedanCanvasProxies *self = g_new0 (RedanCanvasProxies, 1);

  self->canvas = canvas;
  self->items = g_ptr_array_new ();
  self->boxes = g_ptr_array_new ();
  return self;
}

static void
clear (RedanCanvasProxies *self)
{
  for (guint i = 0; i < self->items->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->items, i));
  g_ptr_array_set_size (self->items, 0);
  g_ptr_array_set_size (self->boxes, 0);
}

void
redan_canvas_proxies_free (RedanCanvasProxies *self)
{
  clear (self);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->boxes);
  g_free (self);
}

static int
compare_tops (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanSceneBox *first = *(const RedanSceneBox *const *) a;
  const RedanSceneBox *second = *(const RedanSceneBox *const *) b;

  if (first->box.y != second->box.y)
    return first->box.y < second->box.y ? -1 : 1;
  return first < second ? -1 : first > second;
}

static int
compare_lefts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanSceneBox *first = *(const RedanSceneBox *const *) a;
  const RedanSceneBox *second = *(const RedanSceneBox *const *) b;

  if (first->box.x != second->box.x)
    return first->box.x < second->box.x ? -1 : 1;
  return compare_tops (a, b, user_data);
}

/** A row is the highest box that is left and all whose middle is not below its lower edge. */
static void
sort_by_rows (GPtrArray *boxes)
{
  guint first = 0;

  g_qsort_with_data (boxes->pdata, (int) boxes->len, sizeof (gpointer), compare_tops, NULL);
  while (first < boxes->len)
    {
      const RedanSceneRect *top = &((const RedanSceneBox *) boxes->pdata[first])->box;
      guint end = first + 1;

      while (end < boxes->len)
        {
          const RedanSceneRect *box = &((const RedanSceneBox *) boxes->pdata[end])->box;

          if (box->y + box->height / 2 > top->y + top->height)
            break;
          end++;
        }
      g_qsort_with_data (boxes->pdata + first, (int) (end - first), sizeof (gpointer),
                         compare_lefts, NULL);
      first = end;
    }
}

static void
chosen_cb (RedanCanvasItem *item, gpointer user_data)
{
  redan_workspace_select_object (REDAN_WORKSPACE (user_data), redan_canvas_item_get_id (item));
}

static void
focus_changed_cb (GtkWidget *item, GParamSpec *pspec, gpointer user_data)
{
  gtk_widget_queue_draw (GTK_WIDGET (user_data));
}

/** Says what the box is; the accessible name follows renames and new threats. */
static void
describe_item (GtkWidget *item, const RedanSceneBox *box)
{
  static const char *const kinds[REDAN_N_ELEMENT_KINDS] = { N_ ("Actor"), N_ ("External system"),
                                                            N_ ("Process"), N_ ("Store") };
  g_autofree char *line = redan_text_fold_lines (box->name);
  g_autofree char *name =
      g_strdup_printf ("%s: %s", _ (kinds[MIN (box->kind, REDAN_N_ELEMENT_KINDS - 1)]), line);
  g_autofree char *description =
      g_strdup_printf (ngettext ("%u threat", "%u threats", box->n_threats), box->n_threats);

  redan_canvas_item_describe (REDAN_CANVAS_ITEM (item), name, description);
}

static GtkWidget *
create_item (RedanCanvasProxies *self, const RedanSceneBox *box)
{
  GtkWidget *item = redan_canvas_item_new (&box->id);

  g_signal_connect_object (item, "chosen", G_CALLBACK (chosen_cb), self->workspace, 0);
  g_signal_connect_object (item, "notify::has-focus", G_CALLBACK (focus_changed_cb), self->canvas,
                           0);
  gtk_widget_set_parent (item, self->canvas);
  return item;
}

/** Items of elements that stay keep their widget, and with it the keyboard focus. */
static void
renew_items (RedanCanvasProxies *self)
{
  g_autoptr (GHashTable) old = g_hash_table_new (redan_id_hash, redan_id_equal);
  GHashTableIter iter;
  gpointer gone;
  GtkWidget *before = NULL;

  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_insert (old,
                         (gpointer) redan_canvas_item_get_id (g_ptr_array_index (self->items, i)),
                         g_ptr_array_index (self->items, i));
  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      const RedanSceneBox *box = g_ptr_array_index (self->boxes, i);
      GtkWidget *item = g_hash_table_lookup (old, &box->id);

      if (item == NULL)
        item = create_item (self, box);
      else
        g_hash_table_remove (old, &box->id);
      /* Screen readers walk the children in their order. */
      if (gtk_widget_get_prev_sibling (item) != before)
        gtk_widget_insert_after (item, self->canvas, before);
      before = item;
      describe_item (item, box);
      g_ptr_array_add (self->items, item);
    }
  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, NULL, &gone))
    gtk_widget_unparent (gone);
}

void
redan_canvas_proxies_set_workspace (RedanCanvasProxies *self, RedanWorkspace *workspace)
{
  const RedanScene *scene = workspace != NULL ? redan_workspace_get_scene (workspace) : NULL;

  if (workspace != self->workspace)
    clear (self);
  self->workspace = workspace;
  g_ptr_array_set_size (self->boxes, 0);
  for (guint i = 0; scene != NULL && i < scene->n_boxes && self->boxes->len < MAX_PROXIES; i++)
    if (scene->boxes[i].section == REDAN_SECTION_ELEMENT)
      g_ptr_array_add (self->boxes, (gpointer) &scene->boxes[i]);
  sort_by_rows (self->boxes);
  renew_items (self);
  if (workspace != NULL)
    redan_canvas_proxies_update (self);
}

void
redan_canvas_proxies_update (RedanCanvasProxies *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const RedanSceneBox *box = g_ptr_array_index (self->boxes, i);

      redan_canvas_item_set_selected (g_ptr_array_index (self->items, i),
                                      redan_workspace_is_selected (self->workspace, &box->id));
    }
}

void
redan_canvas_proxies_allocate (RedanCanvasProxies *self, double zoom, double x, double y)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const RedanSceneRect *box = &((const RedanSceneBox *) self->boxes->pdata[i])->box;
      const GtkAllocation allocation = {
        (int) (box->x * zoom - x),
        (int) (box->y * zoom - y),
        MAX ((int) (box->width * zoom), 1),
        MAX ((int) (box->height * zoom), 1),
      };

      gtk_widget_size_allocate (g_ptr_array_index (self->items, i), &allocation, -1);
    }
}

/* GTK wants every child measured before it is given a place. */
void
redan_canvas_proxies_measure (RedanCanvasProxies *self, GtkOrientation orientation)
{
  for (guint i = 0; i < self->items->len; i++)
    gtk_widget_measure (g_ptr_array_index (self->items, i), orientation, -1, NULL, NULL, NULL,
                        NULL);
}

/** GTK remembers the child that had the focus last, also when it is elsewhere now. */
static guint
find_focus (RedanCanvasProxies *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (self->canvas);
  guint index;

  return child != NULL && gtk_widget_is_focus (child) &&
                 g_ptr_array_find (self->items, child, &index)
             ? index
             : G_MAXUINT;
}

gboolean
redan_canvas_proxies_step (RedanCanvasProxies *self, gboolean forward)
{
  const guint current = find_focus (self);
  guint next;

  if (current == G_MAXUINT)
    next = forward ? 0 : self->items->len - 1;
  else
    next = forward ? current + 1 : current - 1;
  /* One before the first wraps to a number that no array reaches. */
  return next < self->items->len && gtk_widget_grab_focus (g_ptr_array_index (self->items, next));
}

const RedanSceneRect *
redan_canvas_proxies_get_focus (RedanCanvasProxies *self)
{
  const guint index = find_focus (self);

  if (index == G_MAXUINT)
    return NULL;
  return &((const RedanSceneBox *) g_ptr_array_index (self->boxes, index))->box;
}

const RedanId *
redan_canvas_proxies_get_focused_id (RedanCanvasProxies *self)
{
  const guint index = find_focus (self);

  return index == G_MAXUINT ? NULL
                            : &((const RedanSceneBox *) g_ptr_array_index (self->boxes, index))->id;
}
