/* SPDX-License-Identifier: Apache-2.0 */
/* The application, which writes the CPU time of each of its frames: bench-frames LOG [FILE]. A line
 * for each frame: milliseconds of the main thread from the events before it to its end, its end on
 * the monotonic clock in milliseconds, milliseconds of CPU of the whole program, title of the
 * window. */

#include <stdio.h>
#include <time.h>

#include "ui/window/application.h"

typedef struct
{
  FILE *log;
  double start; /* negative between frames */
  GtkWindow *window;
} Frames;

static double
read_ms (clockid_t which)
{
  struct timespec now;

  clock_gettime (which, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static void
frame_began_cb (GdkFrameClock *clock, gpointer user_data)
{
  Frames *frames = user_data;

  /* Not every frame has events before it. */
  if (frames->start < 0)
    frames->start = read_ms (CLOCK_THREAD_CPUTIME_ID);
}

static void
frame_ended_cb (GdkFrameClock *clock, gpointer user_data)
{
  Frames *frames = user_data;

  fprintf (frames->log, "%.3f %.1f %.1f %s\n", read_ms (CLOCK_THREAD_CPUTIME_ID) - frames->start,
           read_ms (CLOCK_MONOTONIC), read_ms (CLOCK_PROCESS_CPUTIME_ID),
           gtk_window_get_title (frames->window));
  fflush (frames->log);
  frames->start = -1;
}

static void
realized_cb (GtkWidget *window, gpointer user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "flush-events", G_CALLBACK (frame_began_cb), user_data);
  g_signal_connect (clock, "before-paint", G_CALLBACK (frame_began_cb), user_data);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (frame_ended_cb), user_data);
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, gpointer user_data)
{
  if (gtk_application_get_windows (application)->next != NULL)
    return;
  ((Frames *) user_data)->window = window;
  g_signal_connect (window, "realize", G_CALLBACK (realized_cb), user_data);
}

int
main (int argc, char **argv)
{
  Frames frames = { .log = argc > 1 ? fopen (argv[1], "w") : NULL,
                    .start = -1 };
  g_autoptr (RedanApplication) application = NULL;
  int status;

  if (frames.log == NULL)
    return 2;
  argv[1] = argv[0];
  application = redan_application_new ();
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &frames);
  status = g_application_run (G_APPLICATION (application), argc - 1, argv + 1);
  fclose (frames.log);
  return status;
}
