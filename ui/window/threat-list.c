/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the threat table as a list model with its own selection, which is of threats, not of
 * places: it outlives sorting and later analyses. */

#include "ui/window/threat-list.h"

struct _RedanThreatItem
{
  GObject parent_instance;
  RedanThreatList *list; /* NULL when the list is gone */
  guint position;
};

struct _RedanThreatList
{
  GObject parent_instance;

  RedanThreatIndex *index;
  RedanThreatRows *rows;
  RedanThreatQuery query;
  char *words;
  GHashTable *collapsed;
  guint8 *selected; /* by threat */
  guint n_selected;
  GHashTable *items; /* by position: those that are shown */
};

static guint item_changed;

G_DEFINE_FINAL_TYPE (RedanThreatItem, redan_threat_item, G_TYPE_OBJECT)

static void
redan_threat_item_finalize (GObject *object)
{
  RedanThreatItem *self = REDAN_THREAT_ITEM (object);

  if (self->list != NULL)
    g_hash_table_remove (self->list->items, GUINT_TO_POINTER (self->position));
  G_OBJECT_CLASS (redan_threat_item_parent_class)->finalize (object);
}

static void
redan_threat_item_class_init (RedanThreatItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_threat_item_finalize;
  item_changed = g_signal_new ("changed", REDAN_TYPE_THREAT_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
redan_threat_item_init (RedanThreatItem *self)
{
}

guint
redan_threat_item_get_position (RedanThreatItem *self)
{
  return self->position;
}

/* ---- the list ---- */

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RedanThreatList,
                               redan_threat_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_init))

static guint
count_rows (RedanThreatList *self)
{
  return self->rows != NULL ? self->rows->rows->len : 0;
}

static GType
get_item_type (GListModel *model)
{
  return REDAN_TYPE_THREAT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return count_rows (REDAN_THREAT_LIST (model));
}

static gpointer
get_item (GListModel *model, guint position)
{
  RedanThreatList *self = REDAN_THREAT_LIST (model);
  RedanThreatItem *item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position));

  if (position >= count_rows (self))
    return NULL;
  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (REDAN_TYPE_THREAT_ITEM, NULL);
  item->list = self;
  item->position = position;
  g_hash_table_insert (self->items, GUINT_TO_POINTER (position), item);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

const RedanThreatRow *
redan_threat_list_get_row (RedanThreatList *self, guint position)
{
  return position < count_rows (self) ? &g_array_index (self->rows->rows, RedanThreatRow, position)
                                      : NULL;
}

/* ---- the selection ---- */

static void
select_threat (RedanThreatList *self, guint32 threat, gboolean selected)
{
  if (threat == REDAN_NONE || self->selected[threat] == (selected ? 1 : 0))
    return;
  self->selected[threat] = selected ? 1 : 0;
  self->n_selected += selected ? 1 : -1;
}

static void
unselect_rest (RedanThreatList *self)
{
  if (self->n_selected > 0)
    memset (self->selected, 0, redan_threat_index_get_analysis (self->index)->threats->len);
  self->n_selected = 0;
}

static void
tell_selection (RedanThreatList *self)
{
  if (count_rows (self) > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, count_rows (self));
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  RedanThreatList *self = REDAN_THREAT_LIST (model);
  const RedanThreatRow *row = redan_threat_list_get_row (self, position);

  return row != NULL && row->threat != REDAN_NONE && self->selected[row->threat];
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  GtkBitset *selection = gtk_bitset_new_empty ();
  const guint end = MIN (position + n_items, count_rows (REDAN_THREAT_LIST (model)));

  for (guint i = position; i < end; i++)
    if (is_selected (model, i))
      gtk_bitset_add (selection, i);
  return selection;
}

/** Heads of groups are walked over, not chosen. */
static gboolean
select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean only)
{
  RedanThreatList *self = REDAN_THREAT_LIST (model);
  const RedanThreatRow *row = redan_threat_list_get_row (self, position);
  const guint end = MIN (position + n_items, count_rows (self));

  if (row == NULL || (n_items == 1 && row->threat == REDAN_NONE))
    return TRUE;
  if (only)
    unselect_rest (self);
  for (guint i = position; i < end; i++)
    select_threat (self, redan_threat_list_get_row (self, i)->threat, TRUE);
  tell_selection (self);
  return TRUE;
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  RedanThreatList *self = REDAN_THREAT_LIST (model);
  const guint end = MIN (position + n_items, count_rows (self));

  for (guint i = position; i < end; i++)
    select_threat (self, redan_threat_list_get_row (self, i)->threat, FALSE);
  tell_selection (self);
  return TRUE;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean only)
{
  return select_range (model, position, 1, only);
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  return unselect_range (model, position, 1);
}

static gboolean
select_all (GtkSelectionModel *model)
{
  RedanThreatList *self = REDAN_THREAT_LIST (model);

  for (guint i = 0; i < count_rows (self); i++)
    select_threat (self, redan_threat_list_get_row (self, i)->threat, TRUE);
  tell_selection (self);
  return TRUE;
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  unselect_rest (REDAN_THREAT_LIST (model));
  tell_selection (REDAN_THREAT_LIST (model));
  return TRUE;
}

/** A threat may stand in several places: what is to be selected wins. */
static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  RedanThreatList *self = REDAN_THREAT_LIST (model);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < count_rows (self); i++)
      if (gtk_bitset_contains (mask, i) && gtk_bitset_contains (selected, i) == (pass == 1))
        select_threat (self, redan_threat_list_get_row (self, i)->threat, pass == 1);
  tell_selection (self);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
  iface->set_selection = set_selection;
}

/* ---- making ---- */

static void
redan_threat_list_dispose (GObject *object)
{
  RedanThreatList *self = REDAN_THREAT_LIST (object);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    ((RedanThreatItem *) item)->list = NULL;
  g_hash_table_remove_all (self->items);
  G_OBJECT_CLASS (redan_threat_list_parent_class)->dispose (object);
}

static void
redan_threat_list_finalize (GObject *object)
{
  RedanThreatList *self = REDAN_THREAT_LIST (object);

  g_clear_pointer (&self->query.objects, g_hash_table_unref);
  redan_threat_rows_free (self->rows);
  redan_threat_index_free (self->index);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->collapsed);
  g_free (self->selected);
  g_free (self->words);
  G_OBJECT_CLASS (redan_threat_list_parent_class)->finalize (object);
}

static void
redan_threat_list_class_init (RedanThreatListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_threat_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_threat_list_finalize;
}

static void
redan_threat_list_init (RedanThreatList *self)
{
  self->items = g_hash_table_new (NULL, NULL);
  self->collapsed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->query.collapsed = self->collapsed;
}

RedanThreatList *
redan_threat_list_new (void)
{
  return g_object_new (REDAN_TYPE_THREAT_LIST, NULL);
}

/* ---- filling ---- */

/** What nobody sees must not be decided with the rest. */
static void
unselect_hidden (RedanThreatList *self)
{
  g_autofree guint8 *shown = NULL;
  guint n;

  if (self->n_selected == 0)
    return;
  n = redan_threat_index_get_analysis (self->index)->threats->len;
  shown = g_malloc0 (MAX (n, 1));
  for (guint i = 0; i < count_rows (self); i++)
    if (redan_threat_list_get_row (self, i)->threat != REDAN_NONE)
      shown[redan_threat_list_get_row (self, i)->threat] = 1;
  for (guint i = 0; i < n; i++)
    if (!shown[i])
      select_threat (self, i, FALSE);
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  return ((const RedanThreatItem *) *(gconstpointer *) a)->position <
                 ((const RedanThreatItem *) *(gconstpointer *) b)->position
             ? -1
             : 1;
}

static void
tell_items (RedanThreatList *self, guint n)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (((RedanThreatItem *) item)->position < n)
      g_ptr_array_add (items, g_object_ref (item));
  g_ptr_array_sort (items, compare_positions);
  for (guint i = 0; i < items->len; i++)
    g_signal_emit (g_ptr_array_index (items, i), item_changed, 0);
}

static void
refill (RedanThreatList *self)
{
  const guint old = count_rows (self);
  guint now;

  g_clear_pointer (&self->rows, redan_threat_rows_free);
  if (self->index != NULL)
    self->rows = redan_threat_index_query (self->index, &self->query);
  now = count_rows (self);
  unselect_hidden (self);
  if (now != old)
    g_list_model_items_changed (G_LIST_MODEL (self), MIN (old, now), old - MIN (old, now),
                                now - MIN (old, now));
  tell_items (self, MIN (old, now));
  tell_selection (self);
}

/** Takes the selection over to the threats of another analysis. */
static void
carry_selection (RedanThreatList *self, const RedanAnalysis *old, const RedanAnalysis *now)
{
  g_autoptr (GArray) threats = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; old != NULL && self->n_selected > 0 && i < old->threats->len; i++)
    if (self->selected[i])
      g_array_append_val (threats, i);
  g_free (self->selected);
  self->selected = g_malloc0 (MAX (now->threats->len, 1));
  self->n_selected = 0;
  if (threats->len > 0)
    redan_threat_find_same (old, now, (guint32 *) (gpointer) threats->data, threats->len);
  for (guint i = 0; i < threats->len; i++)
    select_threat (self, g_array_index (threats, guint32, i), TRUE);
}

void
redan_threat_list_set_analysis (RedanThreatList *self, const RedanAnalysis *analysis)
{
  RedanThreatIndex *old = g_steal_pointer (&self->index);

  if (analysis != NULL)
    {
      const RedanAnalysis *old_analysis =
          old != NULL ? redan_threat_index_get_analysis (old) : NULL;

      /* Texts and threats can only be taken over within one catalogue. */
      if (old != NULL && old_analysis->facts->catalogue != analysis->facts->catalogue)
        {
          g_clear_pointer (&old, redan_threat_index_free);
          old_analysis = NULL;
        }
      carry_selection (self, old_analysis, analysis);
      self->index = redan_threat_index_new (analysis, old);
    }
  else
    self->n_selected = 0;
  redan_threat_index_free (old);
  refill (self);
}

const RedanAnalysis *
redan_threat_list_get_analysis (RedanThreatList *self)
{
  return self->index != NULL ? redan_threat_index_get_analysis (self->index) : NULL;
}

void
redan_threat_list_set_query (RedanThreatList *self, const RedanThreatQuery *query)
{
  g_autoptr (GHashTable) objects =
      query->objects != NULL ? g_hash_table_ref (query->objects) : NULL;
  g_autofree char *words = g_strdup (query->words);
  const gboolean regrouped = query->grouping != self->query.grouping;

  g_clear_pointer (&self->query.objects, g_hash_table_unref);
  self->query = *query;
  self->query.objects = g_steal_pointer (&objects);
  g_free (self->words);
  self->words = g_steal_pointer (&words);
  self->query.words = self->words;
  self->query.collapsed = self->collapsed;
  if (regrouped)
    g_hash_table_remove_all (self->collapsed);
  refill (self);
}

const RedanThreatQuery *
redan_threat_list_get_query (RedanThreatList *self)
{
  return &self->query;
}

void
redan_threat_list_toggle_group (RedanThreatList *self, guint group)
{
  const char *key = g_array_index (self->rows->groups, RedanThreatGroup, group).key;

  if (!g_hash_table_remove (self->collapsed, key))
    g_hash_table_add (self->collapsed, g_strdup (key));
  refill (self);
}

const RedanThreatRows *
redan_threat_list_get_rows (RedanThreatList *self)
{
  return self->rows;
}

guint
redan_threat_list_get_rank (RedanThreatList *self, guint threat)
{
  const GArray *cards = self->rows != NULL ? self->rows->cards : NULL;

  for (guint i = 0; cards != NULL && i < cards->len; i++)
    if (g_array_index (cards, guint32, i) == threat)
      return i + 1;
  return redan_threat_index_get_rank (self->index, threat);
}

guint
redan_threat_list_find (RedanThreatList *self, guint threat)
{
  for (guint i = 0; threat != REDAN_NONE && i < count_rows (self); i++)
    if (g_array_index (self->rows->rows, RedanThreatRow, i).threat == threat)
      return i;
  return G_MAXUINT;
}

guint
redan_threat_list_get_n_selected (RedanThreatList *self)
{
  return self->n_selected;
}

GArray *
redan_threat_list_dup_selected (RedanThreatList *self)
{
  GArray *threats = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *seen = NULL;

  if (self->n_selected == 0)
    return threats;
  seen = g_malloc0 (redan_threat_index_get_analysis (self->index)->threats->len);
  for (guint i = 0; i < count_rows (self); i++)
    {
      const guint32 threat = redan_threat_list_get_row (self, i)->threat;

      if (threat == REDAN_NONE || !self->selected[threat] || seen[threat])
        continue;
      seen[threat] = 1;
      g_array_append_val (threats, threat);
    }
  return threats;
}
