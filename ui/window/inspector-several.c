/* SPDX-License-Identifier: Apache-2.0 */
/* Several selected objects in the inspector: what they have in common, or of which kinds they are. */

#include "ui/window/inspector-several.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/inspector-properties.h"
#include "ui/window/rows.h"

#define MAX_NAMES 6

typedef struct
{
  RedanWorkspace *workspace;
  GArray *ids; /* RedanId */
  GtkWidget *threats;
  GtkWidget *properties; /* NULL when the kinds have none in common */
} Several;

static void
several_free (gpointer data)
{
  Several *self = data;

  g_object_unref (self->workspace);
  g_array_unref (self->ids);
  g_free (self);
}

static const RedanObject *
get_object (const Several *self, guint index)
{
  return redan_model_lookup (redan_workspace_get_model (self->workspace),
                             &g_array_index (self->ids, RedanId, index));
}

static GArray *
list_of_section (const Several *self, RedanSection section)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < self->ids->len; i++)
    {
      const RedanObject *object = get_object (self, i);

      if (object != NULL && object->section == section)
        g_array_append_val (ids, object->id);
    }
  return ids;
}

#define NUMBERED(singular, plural) g_strdup_printf (ngettext (singular, plural, n), n)

static char *
dup_count (RedanSection section, guint n)
{
  switch ((int) section)
    {
    case REDAN_SECTION_ELEMENT:
      return NUMBERED ("%u element", "%u elements");
    case REDAN_SECTION_FLOW:
      return NUMBERED ("%u flow", "%u flows");
    case REDAN_SECTION_BOUNDARY:
      return NUMBERED ("%u boundary", "%u boundaries");
    case REDAN_SECTION_NOTE:
      return NUMBERED ("%u note", "%u notes");
    default:
      return NUMBERED ("%u other object", "%u other objects");
    }
}

/** "Web application, Orders database, …" */
static char *
join_names (const Several *self, const GArray *ids)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < MIN (ids->len, MAX_NAMES); i++)
    {
      const RedanObject *object = redan_model_lookup (model, &g_array_index (ids, RedanId, i));
      g_autofree char *title = redan_object_dup_title (model, object);
      g_autofree char *shown = redan_text_shorten (title, REDAN_SHORT_TEXT / 4);

      g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "", shown);
    }
  if (ids->len > MAX_NAMES)
    g_string_append (joined, ", …");
  return g_string_free (joined, FALSE);
}

static void
narrow_cb (GtkWidget *row, gpointer user_data)
{
  const Several *self = user_data;
  const RedanSection section =
      (RedanSection) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "section"));
  g_autoptr (GArray) ids = list_of_section (self, section);

  /* The page goes with the selection. */
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
}

static GtkWidget *
create_kind (Several *self, RedanSection section, const GArray *ids)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = dup_count (section, ids->len);
  g_autofree char *names = join_names (self, ids);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), names);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "section", GUINT_TO_POINTER (section));
  g_signal_connect (row, "activated", G_CALLBACK (narrow_cb), self);
  return row;
}

/** Returns: how many kinds there are; a row for each is in @list. */
static guint
add_kinds (Several *self, GtkWidget *list)
{
  guint n_kinds = 0;

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      g_autoptr (GArray) ids = list_of_section (self, (RedanSection) section);

      if (ids->len == 0)
        continue;
      gtk_list_box_append (GTK_LIST_BOX (list), create_kind (self, (RedanSection) section, ids));
      n_kinds++;
    }
  return n_kinds;
}

/** "14 threats, residual 320, 3 without a decision" */
static char *
dup_threats (const Several *self)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  g_autoptr (GHashTable) ids = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autofree char *threats = NULL;
  g_autofree char *open = NULL;
  char residual[32];
  gint64 sum = 0;
  guint n_open = 0;
  guint n = 0;

  for (guint i = 0; i < self->ids->len; i++)
    g_hash_table_add (ids, &g_array_index (self->ids, RedanId, i));
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);
      const RedanObject *object = redan_threat_get_object (analysis->facts, threat);

      if (object == NULL || !g_hash_table_contains (ids, &object->id))
        continue;
      n++;
      n_open += threat->decision == REDAN_DECISION_OPEN;
      sum += threat->scored && threat->decision != REDAN_DECISION_NOT_APPLICABLE ? threat->residual
                                                                                 : 0;
    }
  threats = NUMBERED ("%u threat here", "%u threats here");
  open = g_strdup_printf (_ ("%u without a decision"), n_open);
  return n == 0 ? g_strdup (_ ("No threat here"))
                : g_strdup_printf (_ ("%s, residual %s, %s"), threats,
                                   redan_score_format (sum, residual), open);
}

GtkWidget *
redan_several_new (RedanWorkspace *workspace, const RedanId *ids, guint n)
{
  Several *self = g_new0 (Several, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autoptr (GtkWidget) kinds = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  g_autofree char *title = NUMBERED ("%u object", "%u objects");

  self->workspace = g_object_ref (workspace);
  self->ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_array_append_vals (self->ids, ids, n);
  g_object_set_data_full (G_OBJECT (box), "several", self, several_free);
  self->threats = redan_paragraph_new ("", TRUE);
  gtk_box_append (GTK_BOX (box), redan_heading_new (title, "title-3"));
  gtk_box_append (GTK_BOX (box), self->threats);
  if (add_kinds (self, redan_inspector_add_list (kinds, _ ("Kinds"))) > 1)
    {
      gtk_box_append (GTK_BOX (box), kinds);
      gtk_box_append (GTK_BOX (box), redan_paragraph_new (
                                         _ ("Different kinds have no properties in common. Choose "
                                            "one of them to change all of its objects at once."),
                                         TRUE));
    }
  else
    {
      gtk_box_append (
          GTK_BOX (box),
          redan_paragraph_new (_ ("A change here is made to all of them at once."), TRUE));
      self->properties = redan_properties_new (workspace, ids, n, NULL);
      gtk_box_append (GTK_BOX (box), self->properties);
    }
  redan_several_refresh (box);
  return box;
}

void
redan_several_refresh (GtkWidget *several)
{
  Several *self = g_object_get_data (G_OBJECT (several), "several");
  g_autofree char *threats = dup_threats (self);

  gtk_label_set_text (GTK_LABEL (self->threats), threats);
  if (self->properties != NULL)
    redan_properties_refresh (REDAN_PROPERTIES (self->properties));
}
