/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a program and says what it took. A program that a large one starts counts what that one
 * holds in memory as its own peak; this one is small. Usage: bench-measure DESCRIPTOR PROGRAM
 * ARGUMENTS...; writes "SECONDS KILOBYTES STATUS" there. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double
get_seconds (const struct timeval *time)
{
  return (double) time->tv_sec + (double) time->tv_usec / 1e6;
}

int
main (int argc, char **argv)
{
  struct rusage usage;
  int descriptor;
  int status;
  pid_t child;

  if (argc < 3)
    return 2;
  descriptor = atoi (argv[1]);
  child = fork ();
  if (child == 0)
    {
      close (descriptor);
      execvp (argv[2], argv + 2);
      perror (argv[2]);
      _exit (127);
    }
  if (child < 0)
    return 2;
  while (wait4 (child, &status, 0, &usage) < 0)
    if (errno != EINTR)
      return 2;
  dprintf (descriptor, "%f %ld %d\n", get_seconds (&usage.ru_utime) + get_seconds (&usage.ru_stime),
           usage.ru_maxrss, status);

  return 0;
}
