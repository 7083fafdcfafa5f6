/* SPDX-License-Identifier: Apache-2.0 */
/* A bar that shows what is being written in a thread, with a way to stop it; only what takes a
 * while is shown. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_JOB_BAR (redan_job_bar_get_type ())
G_DECLARE_FINAL_TYPE (RedanJobBar, redan_job_bar, REDAN, JOB_BAR, GtkWidget)

/** redan_job_bar_find: Returns: (transfer none) (nullable): the bar of the window that @widget is
 * in
 */
RedanJobBar *redan_job_bar_find (GtkWidget *widget);

/**
 * redan_job_bar_run:
 * @text: what is done, data: "Writing shop.pdf"
 * @task: not started yet; its cancellable is what the button of the bar cancels
 * @thread: runs in a thread
 *
 * Several jobs may run; the bar tells of the newest. A cancelled job returns at once and its result
 * is thrown away, so the thread calls redan_job_bar_begin_writing() before it changes anything outside. What @task
 * works from may then be freed by the thread: it must own no object of the main thread.
 */
void redan_job_bar_run (RedanJobBar *self, const char *text, GTask *task, GTaskThreadFunc thread);

/** redan_job_bar_begin_writing: for the thread of @task, just before it changes something outside:
 * from then on it is not to be cancelled. Returns: %FALSE when it was cancelled, and has returned;
 * then the thread does nothing more with it
 */
gboolean redan_job_bar_begin_writing (GTask *task);

G_END_DECLS
