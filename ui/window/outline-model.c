/* SPDX-License-Identifier: Apache-2.0 */
/* The order of the outline: what one diagram shows, each boundary before its content; and what it
 * does not show. */

#include "ui/window/outline-model.h"

#include <string.h>

#include "model/name.h"
#include "ui/window/show-places.h"

typedef struct
{
  RedanId id;
  guint depth;
} Row;

struct _RedanOutlineItem
{
  GObject parent_instance;

  Row row;
};

G_DEFINE_FINAL_TYPE (RedanOutlineItem, redan_outline_item, G_TYPE_OBJECT)

static void
redan_outline_item_class_init (RedanOutlineItemClass *klass)
{
}

static void
redan_outline_item_init (RedanOutlineItem *self)
{
}

const RedanId *
redan_outline_item_get_id (RedanOutlineItem *self)
{
  return &self->row.id;
}

guint
redan_outline_item_get_depth (RedanOutlineItem *self)
{
  return self->row.depth;
}

/* Items are made when a view asks for them: rows are an array. */
struct _RedanOutlineModel
{
  GObject parent_instance;

  GArray *rows;          /* of Row */
  GHashTable *positions; /* RedanId to position plus one */
};

static GType
get_item_type (GListModel *list)
{
  return REDAN_TYPE_OUTLINE_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return REDAN_OUTLINE_MODEL (list)->rows->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  RedanOutlineModel *self = REDAN_OUTLINE_MODEL (list);
  RedanOutlineItem *item = NULL;

  if (position >= self->rows->len)
    return NULL;
  item = g_object_new (REDAN_TYPE_OUTLINE_ITEM, NULL);
  item->row = g_array_index (self->rows, Row, position);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RedanOutlineModel,
                               redan_outline_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
redan_outline_model_finalize (GObject *object)
{
  RedanOutlineModel *self = REDAN_OUTLINE_MODEL (object);

  g_hash_table_unref (self->positions);
  g_array_unref (self->rows);
  G_OBJECT_CLASS (redan_outline_model_parent_class)->finalize (object);
}

static void
redan_outline_model_class_init (RedanOutlineModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_outline_model_finalize;
}

static GHashTable *
new_positions (void)
{
  return g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);
}

static void
redan_outline_model_init (RedanOutlineModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->positions = new_positions ();
}

RedanOutlineModel *
redan_outline_model_new (void)
{
  return g_object_new (REDAN_TYPE_OUTLINE_MODEL, NULL);
}

/** What stands first at one depth. */
typedef enum
{
  RANK_ELEMENT,
  RANK_BOUNDARY,
  RANK_LINE,
  RANK_NOTE,
} Rank;

/* One row while the order is found. */
typedef struct
{
  RedanId id;
  Rank rank;
  char *folded;
} Entry;

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->folded);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a;
  const Entry *y = b;
  int order;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  order = strcmp (x->folded, y->folded);
  return order != 0 ? order : redan_id_compare (&x->id, &y->id);
}

static void
add_entry (GArray *entries, const RedanId *id, Rank rank, const char *name)
{
  g_autofree char *line = redan_text_fold_lines (name != NULL ? name : "");
  const Entry entry = { *id, rank, g_utf8_casefold (line, -1) };

  g_array_append_val (entries, entry);
}

static Rank
get_rank (RedanSection section)
{
  if (section == REDAN_SECTION_NOTE)
    return RANK_NOTE;
  return section == REDAN_SECTION_BOUNDARY ? RANK_BOUNDARY : RANK_ELEMENT;
}

/* Flows have no row: the elements that they join have. */
static GArray *
sort_scene (const RedanScene *scene)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (entries, clear_entry);
  for (guint i = 0; scene != NULL && i < scene->n_boxes; i++)
    add_entry (entries, &scene->boxes[i].id, get_rank (scene->boxes[i].section),
               scene->boxes[i].name);
  for (guint i = 0; scene != NULL && i < scene->n_lines; i++)
    if (scene->lines[i].section == REDAN_SECTION_BOUNDARY)
      add_entry (entries, &scene->lines[i].id, RANK_LINE, scene->lines[i].name);
  g_array_sort (entries, compare_entries);
  return entries;
}

/* The innermost boundary around the object that the diagram shows. */
static guint
find_parent (const RedanModel *model, GHashTable *indices, const RedanId *id)
{
  const RedanObject *object = redan_model_lookup (model, id);
  RedanId parent;

  while (object != NULL && redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent))
    {
      guint found = GPOINTER_TO_UINT (g_hash_table_lookup (indices, &parent));

      if (found > 0)
        return found;
      object = redan_model_lookup (model, &parent);
    }
  return 0;
}

static void
add_rows (GArray *rows, const GArray *entries, GPtrArray *children, guint parent, guint depth)
{
  const GArray *list = g_ptr_array_index (children, parent);

  for (guint i = 0; i < list->len; i++)
    {
      const guint index = g_array_index (list, guint, i);
      Row row = { g_array_index (entries, Entry, index).id, depth };

      g_array_append_val (rows, row);
      add_rows (rows, entries, children, index + 1, depth + 1);
    }
}

static GArray *
order_rows (const RedanModel *model, const RedanScene *scene)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autoptr (GArray) entries = sort_scene (scene);
  g_autoptr (GHashTable) indices = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_full (entries->len + 1, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i <= entries->len; i++)
    g_ptr_array_add (children, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_insert (indices, (gpointer) &g_array_index (entries, Entry, i).id,
                         GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < entries->len; i++)
    {
      const guint parent = find_parent (model, indices, &g_array_index (entries, Entry, i).id);

      GArray *list = g_ptr_array_index (children, parent);

      g_array_append_val (list, i);
    }
  add_rows (rows, entries, children, 0, 0);
  return rows;
}

static gboolean
is_same_row (const GArray *a, guint i, const GArray *b, guint j)
{
  return memcmp (&g_array_index (a, Row, i), &g_array_index (b, Row, j), sizeof (Row)) == 0;
}

/* Takes @rows over; views keep focus and place in the rows around those that changed. */
static gboolean
replace_rows (RedanOutlineModel *self, GArray *rows)
{
  const guint n_before = self->rows->len;
  const guint n_least = MIN (rows->len, n_before);
  guint n_first = 0;
  guint n_last = 0;

  while (n_first < n_least && is_same_row (rows, n_first, self->rows, n_first))
    n_first++;
  if (n_first == rows->len && n_first == n_before)
    {
      g_array_unref (rows);
      return FALSE;
    }
  while (n_last < n_least - n_first &&
         is_same_row (rows, rows->len - 1 - n_last, self->rows, n_before - 1 - n_last))
    n_last++;
  g_array_unref (self->rows);
  self->rows = rows;
  g_hash_table_unref (self->positions);
  self->positions = new_positions ();
  for (guint i = 0; i < rows->len; i++)
    g_hash_table_insert (self->positions,
                         g_memdup2 (&g_array_index (rows, Row, i).id, sizeof (RedanId)),
                         GUINT_TO_POINTER (i + 1));
  g_list_model_items_changed (G_LIST_MODEL (self), n_first, n_before - n_first - n_last,
                              rows->len - n_first - n_last);
  return TRUE;
}

gboolean
redan_outline_model_load (RedanOutlineModel *self, const RedanModel *model, const RedanScene *scene)
{
  return replace_rows (self, order_rows (model, scene));
}

gboolean
redan_outline_model_load_missing (RedanOutlineModel *self,
                                  const RedanModel *model,
                                  const RedanId *diagram)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autoptr (GArray) missing =
      model == NULL || diagram == NULL ? NULL : redan_show_places_list_missing (model, diagram);

  for (guint i = 0; missing != NULL && i < missing->len; i++)
    {
      const Row row = { g_array_index (missing, RedanId, i), 0 };

      g_array_append_val (rows, row);
    }
  return replace_rows (self, rows);
}

guint
redan_outline_model_find (RedanOutlineModel *self, const RedanId *id)
{
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, id));

  return position == 0 ? G_MAXUINT : position - 1;
}

const RedanId *
redan_outline_model_get_id (RedanOutlineModel *self, guint position)
{
  g_return_val_if_fail (position < self->rows->len, NULL);

  return &g_array_index (self->rows, Row, position).id;
}
