/* SPDX-License-Identifier: Apache-2.0 */
/* What all pages of the inspector have in common: the workspace, the object, content that is made
 * once. */

#include "ui/window/inspector-pages.h"

typedef struct
{
  RedanWorkspace *workspace;
  RedanId id;
  GtkWidget *box;
} RedanInspectorPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (RedanInspectorPage, redan_inspector_page, GTK_TYPE_WIDGET)

static RedanInspectorPagePrivate *
get_private (RedanInspectorPage *self)
{
  return redan_inspector_page_get_instance_private (self);
}

static void
redan_inspector_page_dispose (GObject *object)
{
  RedanInspectorPagePrivate *priv = get_private (REDAN_INSPECTOR_PAGE (object));

  g_clear_pointer (&priv->box, gtk_widget_unparent);
  g_clear_object (&priv->workspace);
  G_OBJECT_CLASS (redan_inspector_page_parent_class)->dispose (object);
}

static void
redan_inspector_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_inspector_page_parent_class)->map (widget);
  redan_inspector_page_refresh (REDAN_INSPECTOR_PAGE (widget));
}

static void
redan_inspector_page_class_init (RedanInspectorPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_inspector_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_inspector_page_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_inspector_page_init (RedanInspectorPage *self)
{
  RedanInspectorPagePrivate *priv = get_private (self);

  priv->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (priv->box, GTK_WIDGET (self));
}

GtkWidget *
redan_inspector_page_new (GType type, RedanWorkspace *workspace, const RedanId *id)
{
  RedanInspectorPage *self = g_object_new (type, NULL);
  RedanInspectorPagePrivate *priv = get_private (self);

  priv->workspace = g_object_ref (workspace);
  if (id != NULL)
    priv->id = *id;
  REDAN_INSPECTOR_PAGE_GET_CLASS (self)->fill (self, priv->box);
  redan_inspector_page_refresh (self);
  return GTK_WIDGET (self);
}

void
redan_inspector_page_refresh (RedanInspectorPage *self)
{
  if (get_private (self)->workspace != NULL)
    REDAN_INSPECTOR_PAGE_GET_CLASS (self)->refresh (self);
}

RedanWorkspace *
redan_inspector_page_get_workspace (RedanInspectorPage *self)
{
  return get_private (self)->workspace;
}

gboolean
redan_inspector_page_is_shown (RedanInspectorPage *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self));
}

const RedanId *
redan_inspector_page_get_id (RedanInspectorPage *self)
{
  return &get_private (self)->id;
}

const RedanObject *
redan_inspector_page_get_object (RedanInspectorPage *self)
{
  RedanInspectorPagePrivate *priv = get_private (self);

  return redan_model_lookup (redan_workspace_get_model (priv->workspace), &priv->id);
}
