/* SPDX-License-Identifier: Apache-2.0 */
/* Controls of the catalogue planned or put in place with one press, and what is said about it. */

#include "ui/window/apply-control.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "analysis/implement-many.h"
#include "ui/window/job-bar.h"
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

/** What the thread works from, and what it finds. @overlay and @workspace are held by the outer
 * task, not by this, which the thread may be the last to hold. */
typedef struct
{
  GtkWidget *overlay; /* nullable: where it is said what was done */
  RedanWorkspace *workspace;
  RedanAnalysis *analysis;
  GArray *controls; /* guint32 */
  gboolean in_place;
  guint n_places;
  guint n_left;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redan_analysis_unref (request->analysis);
  g_array_unref (request->controls);
  g_free (request);
}

static RedanEdit *
make_edit (Request *request, GCancellable *cancellable, GError **error)
{
  const guint32 *controls = (const guint32 *) (gpointer) request->controls->data;

  return request->in_place
             ? redan_controls_implement (request->analysis, controls, request->controls->len,
                                         &request->n_places, &request->n_left, cancellable, error)
             : redan_controls_plan (request->analysis, controls, request->controls->len,
                                    &request->n_places);
}

static void
make_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  RedanEdit *edit = make_edit (task_data, cancellable, &error);

  if (edit != NULL)
    g_task_return_pointer (task, edit, (GDestroyNotify) redan_edit_free);
  else
    g_task_return_error (task, error);
}

/** Returns: whether @edit (transfer full, nullable) was applied. */
static gboolean
apply_edit (const Request *request, RedanEdit *edit, const GError *error)
{
  g_autoptr (RedanEdit) owned = edit;
  g_autofree char *done = NULL;

  if (owned == NULL)
    {
      redan_toast_show (request->overlay, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                              ? _ ("Cancelled; nothing was changed")
                                              : error->message);
      return FALSE;
    }
  if (redan_edit_get_n_changes (owned) == 0)
    {
      redan_toast_show (request->overlay,
                        request->in_place && request->n_left > 0
                            ? _ ("It takes a change of the drawing to put this in place")
                            : _ ("Nothing is left to do for this"));
      return FALSE;
    }
  done = dup_done (request->n_places, request->n_left, request->in_place);
  if (!redan_workspace_apply (request->workspace, g_steal_pointer (&owned)))
    return FALSE;
  if (request->overlay != NULL)
    redan_toast_show_done (request->overlay, request->workspace, done);
  return TRUE;
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = G_TASK (user_data);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  RedanEdit *edit = g_task_propagate_pointer (G_TASK (result), &error);

  /* The window was closed meanwhile. */
  if (request->overlay != NULL && gtk_widget_get_root (request->overlay) == NULL)
    {
      g_clear_pointer (&edit, redan_edit_free);
      g_task_return_boolean (outer, FALSE);
      return;
    }
  g_task_return_boolean (outer, apply_edit (request, edit, error));
}

void
redan_apply_controls_async (GtkWidget *widget,
                            RedanWorkspace *workspace,
                            const guint32 *controls,
                            guint n,
                            gboolean in_place,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  RedanJobBar *bar = redan_job_bar_find (widget);
  g_autoptr (GTask) outer = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = NULL;
  Request *request = g_new0 (Request, 1);

  /* Panes may be made anew by the edit, and the widget with them. */
  request->overlay = overlay;
  request->workspace = workspace;
  if (overlay != NULL)
    g_object_set_data_full (G_OBJECT (outer), "overlay", g_object_ref (overlay), g_object_unref);
  g_object_set_data_full (G_OBJECT (outer), "workspace", g_object_ref (workspace), g_object_unref);
  request->analysis =
      redan_analysis_ref ((RedanAnalysis *) redan_workspace_get_analysis (workspace));
  request->controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (request->controls, controls, n);
  request->in_place = in_place;
  if (in_place && n > 1 && bar != NULL)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("Putting %u control in place", "Putting %u controls in place", n), n);

      task = g_task_new (NULL, cancellable, made_cb, g_object_ref (outer));
      g_task_set_task_data (task, request, request_free);
      redan_job_bar_run (bar, text, task, make_thread);
    }
  else
    {
      g_autoptr (GError) error = NULL;
      RedanEdit *edit = make_edit (request, NULL, &error);

      g_task_return_boolean (outer, apply_edit (request, edit, error));
      request_free (request);
    }
}

gboolean
redan_apply_controls_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
