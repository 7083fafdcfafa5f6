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
 * is thrown away, so the thread changes nothing outside but by redan_job_bar_write(). What @task
 * works from may then be freed by the thread: it must own no object of the main thread.
 */
void redan_job_bar_run (RedanJobBar *self, const char *text, GTask *task, GTaskThreadFunc thread);

/** redan_job_bar_write: for the thread of @task, which returns %TRUE when @path holds @bytes.
 * Whoever cancelled before finds the file as it was; whoever does while it is written is told that
 * it is
 *   @bytes: (nullable): %NULL with @error: (transfer full) when there is nothing to write
 */
void redan_job_bar_write (GTask *task, GBytes *bytes, const char *path, GError *error);

G_END_DECLS
