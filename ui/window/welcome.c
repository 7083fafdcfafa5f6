/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a window without a model: begin, open, what was not saved, recent files, examples. */

#include "config.h"

#include "ui/window/welcome.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"
#include "ui/window/examples.h"
#include "ui/window/recent.h"
#include "ui/window/recovery.h"
#include "ui/window/rows.h"

#define MAX_RECENT 8

struct _RedanWelcome
{
  AdwBin parent_instance;

  GtkBox *unsaved_box;
  GtkBox *recent_box;
  GPtrArray *recoverable;
  GCancellable *cancellable;
};

enum
{
  OPEN,
  RECOVER,
  DISCARD,
  FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedanWelcome, redan_welcome, ADW_TYPE_BIN)

static const char *
get_data (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "name");
}

static void
set_data (GtkWidget *widget, const char *name)
{
  g_object_set_data_full (G_OBJECT (widget), "name", g_strdup (name), g_free);
}

static void
open_cb (GtkWidget *widget, gpointer user_data)
{
  g_autofree char *path = g_strdup (get_data (widget));

  g_signal_emit (user_data, signals[OPEN], 0, path);
}

/** Handlers change the list, and with it the widget that the key lies in. */
static void
recover_cb (GtkWidget *widget, gpointer user_data)
{
  g_autofree char *key = g_strdup (get_data (widget));

  g_signal_emit (user_data, signals[RECOVER], 0, key);
}

static void
discard_cb (GtkWidget *widget, gpointer user_data)
{
  g_autofree char *key = g_strdup (get_data (widget));

  g_signal_emit (user_data, signals[DISCARD], 0, key);
}

/** A row that does something when it is chosen. */
static GtkWidget *
new_row (RedanWelcome *self,
         const char *title,
         const char *subtitle,
         const char *name,
         void (*activated) (GtkWidget *, gpointer))
{
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *shown = redan_text_shorten (visible, REDAN_SHORT_TEXT);
  GtkWidget *row = redan_row_new (shown, subtitle);

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  set_data (row, name);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated), self, 0);
  return row;
}

static GtkWidget *
new_button (RedanWelcome *self,
            const char *label,
            const char *icon,
            const char *tip,
            const char *name,
            void (*clicked) (GtkWidget *, gpointer))
{
  GtkWidget *button = gtk_button_new ();

  if (icon != NULL)
    gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  else
    gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, tip);
  if (icon != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip,
                                    -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  set_data (button, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked), self, 0);
  return button;
}

static char *
dup_title_of_file (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';
  return redan_word_dup_title (base);
}

/** The variant of "shop.redan" with its first recommendations applied is "shop-fixed.redan". */
static const char *
find_variant (char **paths, const char *path)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".redan"));
  g_autofree char *variant = g_strconcat (stem, "-fixed.redan", NULL);

  for (guint i = 0; paths[i] != NULL; i++)
    if (g_str_equal (paths[i], variant))
      return paths[i];
  return NULL;
}

static GtkWidget *
new_examples (RedanWelcome *self)
{
  g_auto (GStrv) paths = redan_examples_list ();
  GtkWidget *group = NULL;

  if (paths[0] == NULL)
    return NULL;
  group = redan_group_new (_ ("Examples"), NULL);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      const char *variant = find_variant (paths, paths[i]);
      g_autofree char *title = dup_title_of_file (paths[i]);
      GtkWidget *row = NULL;

      if (g_str_has_suffix (paths[i], "-fixed.redan"))
        continue;
      row = new_row (self, title, NULL, paths[i], open_cb);
      if (variant != NULL)
        {
          g_autofree char *name = g_strdup_printf (_ ("%s, with the recommendations"), title);
          GtkWidget *button =
              new_button (self, _ ("With the Recommendations"), NULL,
                          _ ("The same model after its first recommendations are carried out"),
                          variant, open_cb);

          gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                          name, -1);
          gtk_widget_add_css_class (button, "welcome-variant");
          adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  return group;
}

static char *
dup_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (folder);
  const char *home = g_get_home_dir ();

  if (g_str_has_prefix (shown, home) && shown[strlen (home)] == '/')
    {
      g_autofree char *short_name = g_strconcat ("~", shown + strlen (home), NULL);

      return redan_text_make_visible (short_name);
    }
  return redan_text_make_visible (shown);
}

static void
show_recent (RedanWelcome *self)
{
  g_auto (GStrv) paths = redan_recent_list (MAX_RECENT);
  GtkWidget *group = NULL;

  redan_box_clear (GTK_WIDGET (self->recent_box));
  gtk_widget_set_visible (GTK_WIDGET (self->recent_box), paths[0] != NULL);
  if (paths[0] == NULL)
    return;
  group = redan_group_new (_ ("Recent"), NULL);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *base = g_filename_display_basename (paths[i]);
      g_autofree char *folder = dup_folder (paths[i]);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 new_row (self, base, folder, paths[i], open_cb));
    }
  gtk_box_append (self->recent_box, group);
}

static void
show_unsaved (RedanWelcome *self)
{
  GtkWidget *group = NULL;

  redan_box_clear (GTK_WIDGET (self->unsaved_box));
  gtk_widget_set_visible (GTK_WIDGET (self->unsaved_box), self->recoverable->len > 0);
  if (self->recoverable->len == 0)
    return;
  group = redan_group_new (_ ("Not Saved the Last Time"), NULL);
  for (guint i = 0; i < self->recoverable->len; i++)
    {
      const RedanRecoverable *recoverable = g_ptr_array_index (self->recoverable, i);
      g_autofree char *description = redan_recovery_dup_description (recoverable);
      GtkWidget *row =
          new_row (self, recoverable->title, description, recoverable->key, recover_cb);

      adw_action_row_add_suffix (
          ADW_ACTION_ROW (row),
          new_button (self, _ ("Recover"), NULL, _ ("Recover"), recoverable->key, recover_cb));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 new_button (self, NULL, "user-trash-symbolic", _ ("Discard"),
                                             recoverable->key, discard_cb));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  gtk_box_append (self->unsaved_box, group);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWelcome) self = REDAN_WELCOME (user_data);
  g_autofree char *warning = NULL;
  g_autofree char *text = NULL;
  GPtrArray *list = redan_recovery_list_finish (result, &warning);

  /* It was read again meanwhile, or the window is gone. */
  if (list == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&list, g_ptr_array_unref);
      return;
    }
  g_ptr_array_unref (self->recoverable);
  self->recoverable = list;
  show_unsaved (self);
  if (warning != NULL)
    text = g_steal_pointer (&warning);
  else if (list->len > 0)
    text = g_strdup_printf (ngettext ("%u document was not saved the last time.",
                                      "%u documents were not saved the last time.", list->len),
                            list->len);
  g_signal_emit (self, signals[FOUND], 0, text != NULL ? text : "");
}

void
redan_welcome_refresh (RedanWelcome *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  show_recent (self);
  redan_recovery_list_async (self->cancellable, listed_cb, g_object_ref (self));
}

const GPtrArray *
redan_welcome_get_recoverable (RedanWelcome *self)
{
  return self->recoverable;
}

static void
redan_welcome_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_welcome_parent_class)->map (widget);
  redan_welcome_refresh (REDAN_WELCOME (widget));
}

static void
redan_welcome_dispose (GObject *object)
{
  RedanWelcome *self = REDAN_WELCOME (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), REDAN_TYPE_WELCOME);
  G_OBJECT_CLASS (redan_welcome_parent_class)->dispose (object);
}

static void
redan_welcome_finalize (GObject *object)
{
  g_ptr_array_unref (REDAN_WELCOME (object)->recoverable);
  G_OBJECT_CLASS (redan_welcome_parent_class)->finalize (object);
}

static void
redan_welcome_class_init (RedanWelcomeClass *klass)
{
  static const char *const names[N_SIGNALS] = { "open", "recover", "discard", "found" };

  G_OBJECT_CLASS (klass)->dispose = redan_welcome_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_welcome_finalize;
  GTK_WIDGET_CLASS (klass)->map = redan_welcome_map;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/redan/Redan/welcome.ui");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), RedanWelcome, unsaved_box);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), RedanWelcome, recent_box);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], REDAN_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
redan_welcome_init (RedanWelcome *self)
{
  GtkWidget *examples = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->recoverable = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_recoverable_free);
  examples = new_examples (self);
  if (examples != NULL)
    gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->recent_box))), examples);
}
