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
 * is thrown away, so the thread must check the cancellable before it changes anything outside.
 */
void redan_job_bar_run (RedanJobBar *self, const char *text, GTask *task, GTaskThreadFunc thread);

G_END_DECLS
