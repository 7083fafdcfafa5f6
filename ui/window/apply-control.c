/* SPDX-License-Identifier: Apache-2.0 */
/* Controls of the catalogue planned or put in place with one press, and what is said about it. */

#include "ui/window/apply-control.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "analysis/implement-many.h"
#include "ui/window/toast.h"

static char *
dup_places (guint n)
{
  return g_strdup_printf (ngettext ("%u place", "%u places", n), n);
}

static char *
dup_done (guint n_places, guint n_left, gboolean in_place)
{
  g_autofree char *places = dup_places (n_places);
  g_autofree char *left = dup_places (n_left);

  if (!in_place)
    return g_strdup_printf (_ ("Planned in %s"), places);
  return n_left == 0 ? g_strdup_printf (_ ("Put in place in %s"), places)
                     : g_strdup_printf (_ ("Put in place in %s; %s need a change of the drawing"),
                                        places, left);
}

gboolean
redan_apply_controls (GtkWidget *widget,
                      RedanWorkspace *workspace,
                      const guint32 *controls,
                      guint n,
                      gboolean in_place)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  GtkWidget *ancestor = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  /* Panes may be made anew by the edit, and the widget with them. */
  g_autoptr (GtkWidget) overlay = ancestor != NULL ? g_object_ref (ancestor) : NULL;
  g_autoptr (RedanEdit) edit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;
  guint n_places = 0;
  guint n_left = 0;

  edit = in_place ? redan_controls_implement (analysis, controls, n, &n_places, &n_left, &error)
                  : redan_controls_plan (analysis, controls, n, &n_places);
  if (edit == NULL)
    {
      redan_toast_show (overlay, error->message);
      return FALSE;
    }
  if (redan_edit_get_n_changes (edit) == 0)
    {
      redan_toast_show (overlay, in_place && n_left > 0
                                     ? _ ("It takes a change of the drawing to put this in place")
                                     : _ ("Nothing is left to do for this"));
      return FALSE;
    }
  done = dup_done (n_places, n_left, in_place);
  if (!redan_workspace_apply (workspace, g_steal_pointer (&edit)))
    return FALSE;
  if (overlay != NULL)
    redan_toast_show_done (overlay, workspace, done);
  return TRUE;
}
