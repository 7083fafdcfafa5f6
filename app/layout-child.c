/* SPDX-License-Identifier: Apache-2.0 */
/* The layout child: engine and DOT on standard input, positions on standard output. The only
 * program with Graphviz. */

#include <glib.h>
#include <graphviz/gvc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "config.h"

#define MAX_GRAPH (64 * 1024 * 1024)
#define CPU_SECONDS 10
#define MEMORY_BYTES (1024UL * 1024 * 1024)

static void
limit_resources (void)
{
  struct rlimit cpu = { CPU_SECONDS, CPU_SECONDS };
  struct rlimit core = { 0, 0 };

  setrlimit (RLIMIT_CPU, &cpu);
  setrlimit (RLIMIT_CORE, &core);
  if (!REDAN_SANITIZED)
    {
      struct rlimit memory = { MEMORY_BYTES, MEMORY_BYTES };

      setrlimit (RLIMIT_AS, &memory);
    }
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static char *
read_input (void)
{
  GString *input = g_string_new (NULL);
  char buffer[16384];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    {
      g_string_append_len (input, buffer, (gssize) n);
      if (input->len > MAX_GRAPH)
        break;
    }
  if (ferror (stdin) || input->len > MAX_GRAPH || memchr (input->str, '\0', input->len) != NULL)
    {
      g_string_free (input, TRUE);
      return NULL;
    }
  return g_string_free (input, FALSE);
}

static void
print_number (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  printf (" %s", g_ascii_formatd (text, sizeof text, "%.3f", value));
}

static void
print_clusters (graph_t *graph)
{
  for (graph_t *part = agfstsubg (graph); part != NULL; part = agnxtsubg (part))
    {
      boxf box = GD_bb (part);

      printf ("c %s", agnameof (part) + strlen ("cluster_"));
      print_number (box.LL.x);
      print_number (box.LL.y);
      print_number (box.UR.x);
      print_number (box.UR.y);
      printf ("\n");
      print_clusters (part);
    }
}

static void
print_positions (graph_t *graph)
{
  for (node_t *node = agfstnode (graph); node != NULL; node = agnxtnode (graph, node))
    {
      if (agnameof (node)[0] != 'n')
        continue;
      printf ("n %s", agnameof (node) + 1);
      print_number (ND_coord (node).x);
      print_number (ND_coord (node).y);
      printf ("\n");
    }
  print_clusters (graph);
  printf ("end\n");
}

int
main (void)
{
  g_autofree char *input = NULL;
  char *graph_text;

  limit_resources ();
  input = read_input ();
  graph_text = input == NULL ? NULL : strchr (input, '\n');
  if (graph_text == NULL)
    return EXIT_FAILURE;
  *graph_text++ = '\0';
  if (strcmp (input, "dot") != 0 && strcmp (input, "osage") != 0)
    return EXIT_FAILURE;
  agseterr (AGMAX);

  GVC_t *context = gvContext ();
  graph_t *graph = agmemread (graph_text);

  if (context == NULL || graph == NULL || gvLayout (context, graph, input) != 0)
    return EXIT_FAILURE;
  print_positions (graph);
  /* The process ends here: nothing is gained by taking the graph apart, nor by looking for leaks.
   */
  _exit (fflush (stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}
