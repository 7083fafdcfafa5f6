/* SPDX-License-Identifier: Apache-2.0 */
/* The left pane: stencils to draw with, patterns to insert, and the outline of the diagram. */

#include "ui/window/palette.h"

#include <glib/gi18n-lib.h>

#include "ui/window/outline.h"
#include "ui/window/pattern-list.h"
#include "ui/window/stencil-list.h"

struct _RedanPalette
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanCanvas *canvas; /* weak */
  GtkWidget *switcher;
  GtkWidget *stack;
  RedanStencilList *stencils;
  RedanPatternList *patterns;
  RedanOutline *outline;
};

G_DEFINE_FINAL_TYPE (RedanPalette, redan_palette, GTK_TYPE_WIDGET)

static void
redan_palette_dispose (GObject *object)
{
  RedanPalette *self = REDAN_PALETTE (object);

  g_clear_weak_pointer (&self->canvas);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->switcher, gtk_widget_unparent);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_palette_parent_class)->dispose (object);
}

static void
redan_palette_class_init (RedanPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redan_palette_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "drawing-pane");
}

static void
redan_palette_init (RedanPalette *self)
{
  GtkStack *stack = NULL;

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->stack = gtk_stack_new ();
  stack = GTK_STACK (self->stack);
  self->stencils = REDAN_STENCIL_LIST (redan_stencil_list_new ());
  self->patterns = REDAN_PATTERN_LIST (redan_pattern_list_new ());
  self->outline = REDAN_OUTLINE (redan_outline_new ());
  gtk_stack_add_titled (stack, GTK_WIDGET (self->stencils), "draw", _ ("Draw"));
  gtk_stack_add_titled (stack, GTK_WIDGET (self->patterns), "patterns", _ ("Patterns"));
  gtk_stack_add_titled (stack, GTK_WIDGET (self->outline), "outline", _ ("Outline"));
  gtk_stack_set_hhomogeneous (stack, FALSE);
  gtk_widget_set_vexpand (self->stack, TRUE);
  self->switcher = gtk_stack_switcher_new ();
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (self->switcher), stack);
  gtk_widget_add_css_class (self->switcher, "palette-switcher");
  gtk_widget_set_parent (self->switcher, GTK_WIDGET (self));
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  /* Its rows want all the width they can get; the canvas needs it more. */
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
}

GtkWidget *
redan_palette_new (void)
{
  return g_object_new (REDAN_TYPE_PALETTE, NULL);
}

static void
share (RedanPalette *self)
{
  redan_stencil_list_set (self->stencils, self->workspace, self->canvas);
  redan_pattern_list_set (self->patterns, self->workspace, self->canvas);
  redan_outline_set (self->outline, self->workspace, self->canvas);
}

void
redan_palette_set_canvas (RedanPalette *self, RedanCanvas *canvas)
{
  g_set_weak_pointer (&self->canvas, canvas);
  share (self);
}

void
redan_palette_set_workspace (RedanPalette *self, RedanWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
  share (self);
}

void
redan_palette_focus_search (RedanPalette *self)
{
  gtk_stack_set_visible_child (GTK_STACK (self->stack), GTK_WIDGET (self->stencils));
  redan_stencil_list_focus_search (self->stencils);
}
