/* SPDX-License-Identifier: Apache-2.0 */
/* A row of the command palette: an action with its keys, something drawn, or a threat. */

#include "config.h"

#include "ui/window/command-row.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

struct _RedanCommandRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *badge;
  GtkWidget *keys;
  guint group;
  guint index;
};

G_DEFINE_FINAL_TYPE (RedanCommandRow, redan_command_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_text (RedanCommandRow *self, const char *title, const char *subtitle)
{
  g_autofree char *short_title = redan_text_shorten (title, REDAN_SHORT_TEXT);
  g_autofree char *short_subtitle = redan_text_shorten (subtitle, REDAN_SHORT_TEXT);

  gtk_label_set_text (GTK_LABEL (self->title), short_title);
  gtk_label_set_text (GTK_LABEL (self->subtitle), short_subtitle);
  gtk_widget_set_visible (self->subtitle, short_subtitle[0] != '\0');
  gtk_widget_set_visible (self->badge, FALSE);
  gtk_widget_set_visible (self->keys, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, short_title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, short_subtitle, -1);
}

void
redan_command_row_set_action (RedanCommandRow *self, const RedanKey *key)
{
  g_autofree char *accelerator = NULL;
  GdkModifierType modifiers;
  guint letter;

  set_text (self, _ (key->title), "");
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), "system-run-symbolic");
  if (key->keys[0] == NULL || !gtk_accelerator_parse (key->keys[0], &letter, &modifiers))
    return;
  accelerator = gtk_accelerator_get_label (letter, modifiers);
  gtk_label_set_text (GTK_LABEL (self->keys), accelerator);
  gtk_widget_set_visible (self->keys, TRUE);
}

static const char *
get_icon (const RedanObject *object)
{
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);

  switch (object->section)
    {
    case REDAN_SECTION_FLOW:
      return "media-playlist-repeat-symbolic";
    case REDAN_SECTION_BOUNDARY:
      return "view-fullscreen-symbolic";
    case REDAN_SECTION_DIAGRAM:
      return "view-grid-symbolic";
    default:
      break;
    }
  if (g_strcmp0 (kind, "actor") == 0)
    return "avatar-default-symbolic";
  if (g_strcmp0 (kind, "external") == 0)
    return "network-server-symbolic";
  return g_strcmp0 (kind, "store") == 0 ? "drive-harddisk-symbolic" : "emblem-system-symbolic";
}

/* "Process in Shop VPC", "Flow from Web shop to Orders". */
static char *
dup_object_subtitle (const RedanModel *model, const RedanObject *object)
{
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);
  g_autofree char *title = NULL;
  g_autofree char *place = NULL;
  const RedanObject *parent = NULL;
  RedanId id;

  if (object->section == REDAN_SECTION_DIAGRAM)
    return g_strdup (_ ("Diagram"));
  if (object->section == REDAN_SECTION_FLOW)
    {
      RedanId ends[2];

      if (!redan_object_get_reference (object, REDAN_FIELD_SOURCE, &ends[0]) ||
          !redan_object_get_reference (object, REDAN_FIELD_TARGET, &ends[1]) ||
          redan_model_lookup (model, &ends[0]) == NULL ||
          redan_model_lookup (model, &ends[1]) == NULL)
        return g_strdup (_ ("Flow"));
      title = redan_object_dup_title (model, redan_model_lookup (model, &ends[0]));
      place = redan_object_dup_title (model, redan_model_lookup (model, &ends[1]));
      return g_strdup_printf (_ ("Flow from %s to %s"), title, place);
    }
  title = kind != NULL ? redan_word_dup_title (kind) : g_strdup (_ ("Boundary"));
  if (redan_object_get_reference (object, REDAN_FIELD_PARENT, &id))
    parent = redan_model_lookup (model, &id);
  if (parent == NULL)
    return g_steal_pointer (&title);
  place = redan_object_dup_title (model, parent);
  return g_strdup_printf (C_ ("kind and place", "%s in %s"), title, place);
}

void
redan_command_row_set_object (RedanCommandRow *self,
                              const RedanModel *model,
                              const RedanObject *object)
{
  g_autofree char *title = redan_object_dup_title (model, object);
  g_autofree char *subtitle = dup_object_subtitle (model, object);

  set_text (self, title, subtitle);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), get_icon (object));
}

void
redan_command_row_set_hint (RedanCommandRow *self, const char *hint)
{
  gtk_label_set_text (GTK_LABEL (self->keys), hint);
  gtk_widget_set_visible (self->keys, TRUE);
}

void
redan_command_row_set_threat (RedanCommandRow *self, const RedanAnalysis *analysis, guint index)
{
  const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, index);
  const RedanScoring *scoring = redan_catalogue_get_scoring (analysis->facts->catalogue);
  RedanBand band = redan_band_of (scoring, threat->residual / 1000.0);
  g_autofree char *whole = redan_threat_dup_title (analysis->facts, threat);
  g_autofree char *title = redan_text_make_visible (whole);
  g_autofree char *where = redan_threat_dup_where (analysis->facts, threat);
  const char *classes[] = { "severity", redan_band_get_word (band), NULL };

  set_text (self, title, where);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), "dialog-warning-symbolic");
  gtk_label_set_text (GTK_LABEL (self->badge), redan_band_get_title (band));
  gtk_widget_set_css_classes (self->badge, classes);
  gtk_widget_set_visible (self->badge, TRUE);
}

void
redan_command_row_set_place (RedanCommandRow *self, guint group, guint index)
{
  self->group = group;
  self->index = index;
}

guint
redan_command_row_get_group (RedanCommandRow *self)
{
  return self->group;
}

guint
redan_command_row_get_index (RedanCommandRow *self)
{
  return self->index;
}

static GtkWidget *
create_line_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
redan_command_row_class_init (RedanCommandRowClass *klass)
{
}

static void
redan_command_row_init (RedanCommandRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  self->icon = gtk_image_new ();
  self->title = create_line_label (NULL);
  self->subtitle = create_line_label ("dim-label");
  self->badge = gtk_label_new (NULL);
  self->keys = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->subtitle, "caption");
  gtk_widget_add_css_class (self->keys, "dim-label");
  gtk_widget_set_valign (self->badge, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), self->title);
  gtk_box_append (GTK_BOX (texts), self->subtitle);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), self->badge);
  gtk_box_append (GTK_BOX (box), self->keys);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

RedanCommandRow *
redan_command_row_new (void)
{
  return g_object_new (REDAN_TYPE_COMMAND_ROW, NULL);
}
