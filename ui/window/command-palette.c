/* SPDX-License-Identifier: Apache-2.0 */
/* The command palette: one entry that finds actions, what is drawn, and threats. */

#include "config.h"

#include "ui/window/command-palette.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/window/command-row.h"
#include "ui/window/fuzzy.h"
#include "ui/window/keys.h"
#include "ui/window/search-index.h"

#define MAX_WIDTH 640
#define MAX_HEIGHT 440
/** Hits shown of each group. */
#define MAX_HITS 8

typedef enum
{
  GROUP_ACTIONS,
  GROUP_OBJECTS,
  GROUP_THREATS,
  N_GROUPS,
} Group;

/** A search of names or titles: at most one thread at a time, the newest query wins. */
typedef struct
{
  RedanSearchIndex *index; /* nullable: to be made of what the workspace shows now */
  GCancellable *cancellable;
  gboolean running;
  gboolean again;
} Search;

struct _RedanCommandPalette
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GtkWidget *clamp;
  GtkWidget *entry;
  GtkWidget *empty_label;
  GtkWidget *scrolled;
  GtkListBox *list;
  GtkWidget *last_focus; /* weak */
  GPtrArray *rows;       /* RedanCommandRow of the list, shown or not */
  GPtrArray
      *probes; /* a hidden button for each action: it is sensitive while the action is enabled */
  GtkWidget *probe_box;

  RedanFuzzyQuery query;
  Search searches[N_GROUPS];
  GArray *hits[N_GROUPS]; /* RedanSearchHit */
  guint n_matches[N_GROUPS];
  RedanSearchIndex *shown[N_GROUPS]; /* what the hits count in */
  gboolean moved;                    /* the user chose another row than the first */
  gboolean activate_when_done;
  gboolean brings; /* Ctrl+Enter: what is found is shown in this diagram */
};

G_DEFINE_FINAL_TYPE (RedanCommandPalette, redan_command_palette, GTK_TYPE_WIDGET)

enum
{
  RUN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void start_search (RedanCommandPalette *self, Group group);

/* Rows */

static RedanCommandRow *
get_row (RedanCommandPalette *self, guint position)
{
  RedanCommandRow *row = NULL;

  if (position < self->rows->len)
    return g_ptr_array_index (self->rows, position);
  row = redan_command_row_new ();
  gtk_list_box_append (self->list, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
  return row;
}

/** Whether the shown diagram could show the object, and does not. */
static gboolean
can_bring (RedanCommandPalette *self, const RedanObject *object)
{
  const RedanId *diagram =
      self->workspace != NULL ? redan_workspace_get_diagram_id (self->workspace) : NULL;
  RedanIdText text;

  return diagram != NULL &&
         (object->section == REDAN_SECTION_ELEMENT || object->section == REDAN_SECTION_BOUNDARY) &&
         !redan_object_stands_in (object, redan_id_to_text (diagram, text));
}

static void
fill_row (RedanCommandPalette *self, RedanCommandRow *row, Group group, guint index)
{
  const RedanSearchIndex *shown = self->shown[group];
  guint n;

  if (group == GROUP_ACTIONS)
    redan_command_row_set_action (row, &redan_keys_get (&n)[index]);
  else if (group == GROUP_OBJECTS)
    {
      redan_command_row_set_object (row, redan_search_index_get_model (shown),
                                    redan_search_index_get_object (shown, index));
      if (can_bring (self, redan_search_index_get_object (shown, index)))
        redan_command_row_set_hint (row, _ ("Ctrl+Enter shows it here"));
    }
  else
    redan_command_row_set_threat (row, redan_search_index_get_analysis (shown), index);
  redan_command_row_set_place (row, group, index);
}

static char *
dup_heading (RedanCommandPalette *self, Group group)
{
  static const char *const titles[] = { N_ ("Actions"), N_ ("Diagram"), N_ ("Threats") };
  const guint n = self->n_matches[group];

  if (n <= self->hits[group]->len)
    return g_strdup (_ (titles[group]));
  return g_strdup_printf (C_ ("heading of search results", "%s: the best %u of %u"),
                          _ (titles[group]), self->hits[group]->len, n);
}

static void
update_header (GtkListBoxRow *list_row, GtkListBoxRow *before, gpointer user_data)
{
  RedanCommandPalette *self = REDAN_COMMAND_PALETTE (user_data);
  const Group group = redan_command_row_get_group (REDAN_COMMAND_ROW (list_row));
  g_autofree char *text = NULL;
  GtkWidget *label = NULL;

  if (before != NULL && redan_command_row_get_group (REDAN_COMMAND_ROW (before)) == group)
    {
      gtk_list_box_row_set_header (list_row, NULL);
      return;
    }
  text = dup_heading (self, group);
  label = gtk_list_box_row_get_header (list_row);
  if (label == NULL)
    {
      label = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "heading");
      gtk_widget_add_css_class (label, "palette-heading");
      gtk_list_box_row_set_header (list_row, label);
    }
  gtk_label_set_text (GTK_LABEL (label), text);
}

/* Choosing */

/* The row stays in view without taking the focus from the entry. */
static void
reveal_row (RedanCommandPalette *self, GtkWidget *row)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  GtkAllocation place;

  gtk_widget_get_allocation (row, &place);
  gtk_adjustment_clamp_page (adjustment, place.y, place.y + place.height);
}

static void
select_row (RedanCommandPalette *self, GtkWidget *row)
{
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  if (row == NULL)
    {
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->entry),
                                     GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
      return;
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  reveal_row (self, row);
}

static void
move_selection (RedanCommandPalette *self, int by)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  int position = selected != NULL ? gtk_list_box_row_get_index (selected) : -1;
  int n = 0;

  while (n < (int) self->rows->len && gtk_widget_get_visible (g_ptr_array_index (self->rows, n)))
    n++;
  if (n == 0)
    return;
  position = by > 1 || by < -1 ? CLAMP (position + by, 0, n - 1) : (position + by + n) % n;
  self->moved = TRUE;
  select_row (self, g_ptr_array_index (self->rows, position));
}

static void
show_object (RedanCommandPalette *self, const RedanObject *object)
{
  const GPtrArray *diagrams = redan_workspace_get_diagrams (self->workspace);
  RedanIdText text;

  if (self->brings && can_bring (self, object))
    {
      g_autofree char *action =
          g_strdup_printf ("canvas.show-here::%s", redan_id_to_text (&object->id, text));

      g_signal_emit (self, signals[RUN], 0, action);
      return;
    }
  if (object->section != REDAN_SECTION_DIAGRAM)
    {
      redan_workspace_select_object (self->workspace, &object->id);
      return;
    }
  for (guint i = 0; i < diagrams->len; i++)
    if (redan_id_equal (&((const RedanObject *) g_ptr_array_index (diagrams, i))->id, &object->id))
      redan_workspace_set_diagram (self->workspace, i);
}

static void
show_threat (RedanCommandPalette *self, guint index)
{
  const RedanAnalysis *searched = redan_search_index_get_analysis (self->shown[GROUP_THREATS]);
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  g_autofree char *id =
      redan_threat_dup_id (searched->facts, &g_array_index (searched->threats, RedanThreat, index));
  /* Its index changes when the model is analysed meanwhile, its printed id does not. */
  const RedanThreat *threat = redan_analysis_find (analysis, id);

  if (threat != NULL)
    redan_workspace_select_threat (
        self->workspace,
        (guint) (threat - (const RedanThreat *) (gpointer) analysis->threats->data));
}

static void
activate_row (RedanCommandPalette *self, GtkListBoxRow *row)
{
  const Group group = redan_command_row_get_group (REDAN_COMMAND_ROW (row));
  const guint index = redan_command_row_get_index (REDAN_COMMAND_ROW (row));

  redan_command_palette_close (self);
  if (group == GROUP_ACTIONS)
    {
      guint n;

      g_signal_emit (self, signals[RUN], 0, redan_keys_get (&n)[index].action);
    }
  else if (group == GROUP_OBJECTS)
    show_object (self, redan_search_index_get_object (self->shown[GROUP_OBJECTS], index));
  else
    show_threat (self, index);
}

static gboolean
is_searching (const RedanCommandPalette *self)
{
  return self->searches[GROUP_OBJECTS].running || self->searches[GROUP_THREATS].running;
}

static void
activate_selected (RedanCommandPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  /* The rows may still be those of an earlier query. */
  if (is_searching (self) && !self->moved)
    self->activate_when_done = TRUE;
  else if (row != NULL)
    activate_row (self, row);
}

/* Showing results */

static guint
get_best_score (RedanCommandPalette *self, Group group)
{
  return self->hits[group]->len > 0 ? g_array_index (self->hits[group], RedanSearchHit, 0).score
                                    : 0;
}

/* The group with the best hit stands first. */
static void
sort_groups (RedanCommandPalette *self, Group order[N_GROUPS])
{
  for (int i = 0; i < N_GROUPS; i++)
    {
      int at = i;

      for (; at > 0 && get_best_score (self, order[at - 1]) < get_best_score (self, i); at--)
        order[at] = order[at - 1];
      order[at] = i;
    }
}

static void
show_hits (RedanCommandPalette *self)
{
  Group order[N_GROUPS];
  guint n = 0;

  sort_groups (self, order);
  for (guint i = 0; i < N_GROUPS; i++)
    for (guint j = 0; j < self->hits[order[i]]->len; j++)
      {
        RedanCommandRow *row = get_row (self, n++);

        fill_row (self, row, order[i],
                  g_array_index (self->hits[order[i]], RedanSearchHit, j).index);
        gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
      }
  for (guint i = n; i < self->rows->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->rows, i), FALSE);
  gtk_list_box_invalidate_headers (self->list);
  gtk_widget_set_visible (self->scrolled, n > 0);
  gtk_widget_set_visible (self->empty_label, n == 0 && !is_searching (self));
  if (!self->moved || n == 0)
    select_row (self, n > 0 ? GTK_WIDGET (get_row (self, 0)) : NULL);
  if (!self->moved)
    gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
}

/* Keys that step about or act on what has the focus, which nobody looks for by name; and the
 * palette itself. */
static gboolean
is_offered (const char *action)
{
  static const char *const others[] = { "win.command-palette", "canvas.activate", "canvas.menu",
                                        "canvas.move-",        "canvas.nudge-",   "canvas.toggle",
                                        "canvas.walk-" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_has_prefix (action, others[i]))
      return FALSE;
  return g_str_has_prefix (action, "win.") || g_str_has_prefix (action, "app.") ||
         g_str_has_prefix (action, "window.") || g_str_has_prefix (action, "canvas.");
}

/* GTK does not tell whether an action of a widget is enabled, only buttons follow it. The actions
 * of the canvas are out of their reach; they are offered while there is a model. */
static void
add_probes (RedanCommandPalette *self)
{
  guint n;
  const RedanKey *keys = redan_keys_get (&n);

  self->probes = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *probe = NULL;

      if (is_offered (keys[i].action) && !g_str_has_prefix (keys[i].action, "canvas."))
        {
          probe = gtk_button_new ();
          gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (probe), keys[i].action);
          gtk_box_append (GTK_BOX (self->probe_box), probe);
        }
      g_ptr_array_add (self->probes, probe);
    }
}

static gboolean
is_enabled (RedanCommandPalette *self, guint index)
{
  GtkWidget *probe = g_ptr_array_index (self->probes, index);
  guint n;

  if (probe != NULL)
    return gtk_widget_get_sensitive (probe);
  return self->workspace != NULL && is_offered (redan_keys_get (&n)[index].action);
}

/* Actions are few: they are matched at once. */
static void
find_actions (RedanCommandPalette *self)
{
  guint n;
  const RedanKey *keys = redan_keys_get (&n);
  const guint limit = self->query.n_words > 0 ? MAX_HITS : G_MAXUINT;
  GArray *hits = self->hits[GROUP_ACTIONS];

  g_array_set_size (hits, 0);
  self->n_matches[GROUP_ACTIONS] = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strconcat (_ (keys[i].title), " ", _ (keys[i].group), NULL);
      g_autofree char *folded = redan_fuzzy_fold (text);
      RedanSearchHit hit = { i, 1 };
      guint at = hits->len;

      if (!is_enabled (self, i))
        continue;
      if (self->query.n_words > 0)
        hit.score = redan_fuzzy_score (&self->query, folded, strlen (folded));
      if (hit.score == 0)
        continue;
      self->n_matches[GROUP_ACTIONS]++;
      while (at > 0 && g_array_index (hits, RedanSearchHit, at - 1).score < hit.score)
        at--;
      g_array_insert_val (hits, at, hit);
    }
  g_array_set_size (hits, MIN (hits->len, limit));
}

/* Searching in threads */

/** What a thread works on: a model or an analysis when the index has to be made first. */
typedef struct
{
  Group group;
  RedanModel *model;
  RedanAnalysis *analysis;
  RedanSearchIndex *index;
  RedanFuzzyQuery query;
  guint n_matches;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->model, redan_model_unref);
  g_clear_pointer (&request->analysis, redan_analysis_unref);
  g_clear_pointer (&request->index, redan_search_index_unref);
  g_free (request);
}

static void
search_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;

  if (request->index == NULL)
    request->index = request->group == GROUP_OBJECTS
                         ? redan_search_index_new_for_objects (request->model)
                         : redan_search_index_new_for_threats (request->analysis);
  g_task_return_pointer (task,
                         redan_search_index_find (request->index, &request->query, MAX_HITS,
                                                  cancellable, &request->n_matches),
                         (GDestroyNotify) g_array_unref);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanCommandPalette) self = user_data;
  Request *request = g_task_get_task_data (G_TASK (result));
  Search *search = &self->searches[request->group];
  g_autoptr (GArray) hits = g_task_propagate_pointer (G_TASK (result), NULL);

  search->running = FALSE;
  /* The index is good for the next query unless the model changed meanwhile. */
  if (search->index == NULL && self->workspace != NULL &&
      !g_cancellable_is_cancelled (search->cancellable))
    search->index = redan_search_index_ref (request->index);
  if (search->again)
    {
      search->again = FALSE;
      start_search (self, request->group);
      return;
    }
  if (hits == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  g_array_unref (self->hits[request->group]);
  self->hits[request->group] = g_steal_pointer (&hits);
  self->n_matches[request->group] = request->n_matches;
  g_clear_pointer (&self->shown[request->group], redan_search_index_unref);
  self->shown[request->group] = redan_search_index_ref (request->index);
  show_hits (self);
  if (self->activate_when_done && !is_searching (self))
    {
      self->activate_when_done = FALSE;
      activate_selected (self);
    }
}

static void
start_search (RedanCommandPalette *self, Group group)
{
  Search *search = &self->searches[group];
  g_autoptr (GTask) task = NULL;
  Request *request = NULL;

  if (self->workspace == NULL)
    return;
  if (search->running)
    {
      search->again = TRUE;
      /* An index that is being made is finished; a search is given up. */
      if (search->index != NULL)
        g_cancellable_cancel (search->cancellable);
      return;
    }
  g_clear_object (&search->cancellable);
  search->cancellable = g_cancellable_new ();
  search->running = TRUE;
  request = g_new0 (Request, 1);
  request->group = group;
  request->query = self->query;
  if (search->index != NULL)
    request->index = redan_search_index_ref (search->index);
  else if (group == GROUP_OBJECTS)
    request->model = redan_model_copy (redan_workspace_get_model (self->workspace));
  else
    request->analysis =
        redan_analysis_ref ((RedanAnalysis *) redan_workspace_get_analysis (self->workspace));
  task = g_task_new (NULL, search->cancellable, searched_cb, g_object_ref (self));
  /* A cancelled search still hands over the index it made. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, search_thread);
}

static void
search_changed_cb (RedanCommandPalette *self)
{
  redan_fuzzy_query_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &self->query);
  self->moved = FALSE;
  self->activate_when_done = FALSE;
  find_actions (self);
  /* Without words the searches only make their indices. */
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    for (Group group = GROUP_OBJECTS; group < N_GROUPS; group++)
      start_search (self, group);
  show_hits (self);
}

static void
drop_index (RedanCommandPalette *self, Group group)
{
  Search *search = &self->searches[group];

  if (search->running)
    g_cancellable_cancel (search->cancellable);
  g_clear_pointer (&search->index, redan_search_index_unref);
}

static void
edited_cb (RedanWorkspace *workspace, RedanEdit *edit, gpointer user_data)
{
  drop_index (REDAN_COMMAND_PALETTE (user_data), GROUP_OBJECTS);
}

static void
analysed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  drop_index (REDAN_COMMAND_PALETTE (user_data), GROUP_THREATS);
}

/* Keys and pointer */

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                gpointer user_data)
{
  RedanCommandPalette *self = REDAN_COMMAND_PALETTE (user_data);

  switch (key)
    {
    case GDK_KEY_Escape:
      redan_command_palette_close (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      self->brings = (modifiers & GDK_CONTROL_MASK) != 0;
      activate_selected (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
    case GDK_KEY_Tab:
      move_selection (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_ISO_Left_Tab:
      move_selection (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      move_selection (self, MAX_HITS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      move_selection (self, -MAX_HITS);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  REDAN_COMMAND_PALETTE (user_data)->brings = FALSE;
  activate_row (REDAN_COMMAND_PALETTE (user_data), row);
}

/* A click beside the panel closes it. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  RedanCommandPalette *self = REDAN_COMMAND_PALETTE (user_data);
  GtkWidget *panel = adw_clamp_get_child (ADW_CLAMP (self->clamp));
  GtkWidget *hit = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  if (hit != NULL && hit != panel && gtk_widget_is_ancestor (hit, panel))
    return;
  if (hit == panel)
    return;
  redan_command_palette_close (self);
}

static void
add_controllers (RedanCommandPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static GtkWidget *
create_panel (RedanCommandPalette *self)
{
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _ ("Find an action, an element or a threat"),
                NULL);
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->entry), 0);
  gtk_widget_add_css_class (self->entry, "palette-entry");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Find an action, an element or a threat"), -1);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->list, update_header, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "palette-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Results"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  g_object_set (self->scrolled, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height",
                TRUE, "max-content-height", MAX_HEIGHT, "child", self->list, NULL);
  self->empty_label = gtk_label_new (_ ("Nothing found"));
  gtk_widget_add_css_class (self->empty_label, "dim-label");
  gtk_widget_add_css_class (self->empty_label, "palette-empty");
  self->probe_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_visible (self->probe_box, FALSE);
  gtk_box_append (GTK_BOX (panel), self->entry);
  gtk_box_append (GTK_BOX (panel), self->scrolled);
  gtk_box_append (GTK_BOX (panel), self->empty_label);
  gtk_box_append (GTK_BOX (panel), self->probe_box);
  gtk_widget_add_css_class (panel, "palette");
  gtk_widget_set_overflow (panel, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (panel, GTK_ALIGN_START);
  return panel;
}

static void
redan_command_palette_dispose (GObject *object)
{
  RedanCommandPalette *self = REDAN_COMMAND_PALETTE (object);

  redan_command_palette_set_workspace (self, NULL);
  g_clear_weak_pointer (&self->last_focus);
  g_clear_pointer (&self->clamp, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_command_palette_parent_class)->dispose (object);
}

static void
redan_command_palette_finalize (GObject *object)
{
  RedanCommandPalette *self = REDAN_COMMAND_PALETTE (object);

  for (int i = 0; i < N_GROUPS; i++)
    {
      g_array_unref (self->hits[i]);
      g_clear_pointer (&self->shown[i], redan_search_index_unref);
      g_clear_object (&self->searches[i].cancellable);
    }
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->probes);
  G_OBJECT_CLASS (redan_command_palette_parent_class)->finalize (object);
}

static void
redan_command_palette_class_init (RedanCommandPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redan_command_palette_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_command_palette_finalize;
  signals[RUN] = g_signal_new ("run", REDAN_TYPE_COMMAND_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

static void
redan_command_palette_init (RedanCommandPalette *self)
{
  self->rows = g_ptr_array_new ();
  for (int i = 0; i < N_GROUPS; i++)
    self->hits[i] = g_array_new (FALSE, FALSE, sizeof (RedanSearchHit));
  self->clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (self->clamp), MAX_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (self->clamp), MAX_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (self->clamp), create_panel (self));
  gtk_widget_add_css_class (self->clamp, "palette-place");
  gtk_widget_set_parent (self->clamp, GTK_WIDGET (self));
  add_probes (self);
  add_controllers (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Command Palette"), -1);
  g_signal_connect_object (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
}

void
redan_command_palette_set_workspace (RedanCommandPalette *self, RedanWorkspace *workspace)
{
  if (self->workspace == workspace)
    return;
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  for (Group group = GROUP_OBJECTS; group < N_GROUPS; group++)
    {
      drop_index (self, group);
      g_array_set_size (self->hits[group], 0);
      self->n_matches[group] = 0;
    }
  g_set_object (&self->workspace, workspace);
  if (workspace == NULL)
    return;
  g_signal_connect_object (workspace, "edited", G_CALLBACK (edited_cb), self, 0);
  g_signal_connect_object (workspace, "analysed", G_CALLBACK (analysed_cb), self, 0);
}

void
redan_command_palette_open (RedanCommandPalette *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    {
      redan_command_palette_close (self);
      return;
    }
  g_set_weak_pointer (&self->last_focus, root != NULL ? gtk_root_get_focus (root) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  search_changed_cb (self);
  gtk_widget_grab_focus (self->entry);
}

void
redan_command_palette_close (RedanCommandPalette *self)
{
  GtkWidget *focus = self->last_focus;

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  self->activate_when_done = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (focus != NULL && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
  g_clear_weak_pointer (&self->last_focus);
}
