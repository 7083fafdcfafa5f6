/* SPDX-License-Identifier: Apache-2.0 */
/* The clock of the benchmark programs. */

#pragma once

#include <time.h>

/** cpu_ms: Returns: milliseconds of CPU time this process has used, all threads together */
static inline double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/** thread_cpu_ms: Returns: milliseconds of CPU time the calling thread has used */
static inline double
thread_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}
