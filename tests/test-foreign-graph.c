/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of attack graphs that come through the import child: the same as without it, whatever it
 * says is checked, and its death is a message. */

#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "model/error.h"
#include "model/exchange/foreign-graph-wire.h"
#include "tests/import-support.h"

#define AND_OR                                                                                     \
  "{\"name\":\"N\",\"nodes\":[{\"id\":1,\"type\":\"LEAF\",\"p\":0.5,\"skill\":3,\"price\":2},"     \
  "{\"id\":\"x\",\"type\":\"OR\",\"label\":\"go\xc3\xa4l\",\"class\":\"c\",\"cost\":4}],"          \
  "\"edges\":[[1,\"x\"]],\"goal\":\"x\",\"cut_candidates\":[1]}"

static const char *const files[] = {
  AND_OR,
  "{\"cases\":[" AND_OR "," AND_OR "]}",
  "[{\"n\":3,\"source\":0,\"target\":[1,2],\"edges\":[[0,1,2.5],[1,2]]}]",
  "{\"n\":2,\"source\":0,\"target\":1,\"edges_rate\":[[0,1,0.25]]}",
  "[]",
  "<attack_graph><arcs><arc><src>1</src><dst>2</dst></arc></arcs><vertices>"
  "<vertex><id>1</id><fact>f</fact><metric>0</metric><type>OR</type></vertex>"
  "<vertex><id>2</id><fact>g</fact><metric>0</metric><type>LEAF</type></vertex></vertices></"
  "attack_graph>",
  "{\"nodes\":[{\"id\":7,\"type\":\"or\",\"name\":\"a\",\"children\":[8]},{\"id\":8,\"type\":"
  "\"notExist\",\"name\":\"b\","
  "\"existence\":true,\"children\":[]}],\"entry_points\":[7]}",
};

static char *
write_temporary (const char *text, int mode)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int file = g_file_open_tmp ("redan-graph-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (file);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);

  return path;
}

static void
assert_same_list (const GArray *a, const GArray *b, gsize size)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a != NULL)
    g_assert_cmpmem (a->data, a->len * size, b->data, b->len * size);
}

static void
assert_same (const RedanForeignGraph *a, const RedanForeignGraph *b)
{
  g_assert_cmpint (a->form, ==, b->form);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpuint (a->nodes->len, ==, b->nodes->len);
  for (guint i = 0; i < a->nodes->len; i++)
    {
      const RedanForeignNode *x = &g_array_index (a->nodes, RedanForeignNode, i);
      const RedanForeignNode *y = &g_array_index (b->nodes, RedanForeignNode, i);

      g_assert_cmpstr (x->id, ==, y->id);
      g_assert_cmpstr (x->label, ==, y->label);
      g_assert_cmpstr (x->class_name, ==, y->class_name);
      g_assert_cmpfloat (x->probability, ==, y->probability);
      g_assert_cmpfloat (x->effort, ==, y->effort);
      g_assert_cmpfloat (x->price, ==, y->price);
      g_assert_cmpint (x->kind, ==, y->kind);
      g_assert_cmpuint (x->skill, ==, y->skill);
      g_assert_cmpint (x->is_number, ==, y->is_number);
      g_assert_cmpint (x->active, ==, y->active);
    }
  assert_same_list (a->edges, b->edges, sizeof (RedanForeignEdge));
  assert_same_list (a->entries, b->entries, sizeof (guint32));
  assert_same_list (a->goals, b->goals, sizeof (guint32));
  assert_same_list (a->candidates, b->candidates, sizeof (guint32));
}

static void
test_same (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = write_temporary (files[i], 0600);
      g_autoptr (GBytes) bytes = g_bytes_new_static (files[i], strlen (files[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanForeignGraphs) here = redan_foreign_graphs_parse (bytes, NULL, &error);
      g_autoptr (RedanForeignGraphs) there = NULL;

      g_assert_no_error (error);
      there = redan_foreign_graphs_read (path, NULL, &error);
      g_unlink (path);
      g_assert_no_error (error);
      g_assert_cmpstr (here->list, ==, there->list);
      g_assert_cmpuint (here->graphs->len, ==, there->graphs->len);
      for (guint j = 0; j < here->graphs->len; j++)
        assert_same (here->graphs->pdata[j], there->graphs->pdata[j]);
    }
}

/* More nodes than come in one piece, and more edges than a pipe holds. */
static void
test_large (void)
{
  g_autoptr (GString) text =
      g_string_new ("{\"n\":10000,\"source\":0,\"target\":9999,\"edges\":[[0,1]");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanForeignGraphs) graphs = NULL;
  const RedanForeignGraph *graph;

  for (guint i = 1; i < 40000; i++)
    g_string_append_printf (text, ",[%u,%u]", i % 10000, i / 7);
  g_string_append (text, "]}");
  path = write_temporary (text->str, 0600);
  graphs = redan_foreign_graphs_read (path, NULL, &error);
  g_unlink (path);
  g_assert_no_error (error);
  graph = graphs->graphs->pdata[0];
  g_assert_cmpuint (graph->nodes->len, ==, 10000);
  g_assert_cmpuint (graph->edges->len, ==, 40000);
  for (guint i = 0; i < 10000; i++)
    g_assert_cmpint (atoi (g_array_index (graph->nodes, RedanForeignNode, i).id), ==, i);
  for (guint i = 1; i < 40000; i++)
    g_assert_cmpuint (g_array_index (graph->edges, RedanForeignEdge, i).to, ==, i / 7);
}

/* ---- what the child says ---- */

/* All of what it says of one plain graph: one name, two nodes, one edge, one entry, one goal, no
 * candidates. */
typedef struct
{
  ForeignWireHead head;
  ForeignWireGraph graph;
  char name[4];
  ForeignWireNode nodes[2];
  char texts[8]; /* two ids of one byte, two labels of two, a class of two */
  RedanForeignEdge edge;
  guint32 entry;
  guint32 goal;
  guint32 end;
} Said;

static Said
make_said (void)
{
  Said said = { { FOREIGN_WIRE_GRAPHS, 1, FOREIGN_WIRE_NONE },
                { REDAN_FOREIGN_AND_OR, 2, 1, 1, 1, FOREIGN_WIRE_NONE, 4 },
                "",
                { { 1, 0, -1, 1, 2, FOREIGN_WIRE_NONE, REDAN_FOREIGN_LEAF, 0, 1, 0 },
                  { 0.5, 2, 3, 1, 2, 2, REDAN_FOREIGN_OR, 4, 0, 0 } },
                "",
                { 0, 1, 1 },
                0,
                1,
                FOREIGN_WIRE_END };

  memcpy (said.name, "name", 4);
  memcpy (said.texts, "aAAbBBcc", 8);

  return said;
}

static void
say (GByteArray *bytes, const void *data, gsize length)
{
  g_byte_array_append (bytes, data, (guint) length);
}

static GByteArray *
write_said (const Said *said)
{
  GByteArray *bytes = g_byte_array_new ();

  say (bytes, &said->head, sizeof said->head);
  say (bytes, &said->graph, sizeof said->graph);
  say (bytes, said->name, sizeof said->name);
  say (bytes, said->nodes, sizeof said->nodes);
  say (bytes, said->texts, sizeof said->texts);
  say (bytes, &said->edge, sizeof said->edge);
  say (bytes, &said->entry, sizeof said->entry);
  say (bytes, &said->goal, sizeof said->goal);
  say (bytes, &said->end, sizeof said->end);

  return bytes;
}

static RedanForeignGraphs *
receive (const GByteArray *bytes, gboolean *finished, GError **error)
{
  int memory = memfd_create ("redan-test", MFD_CLOEXEC);
  gboolean timed_out = FALSE;
  RedanForeignGraphs *graphs;

  g_assert_cmpint (write (memory, bytes->data, bytes->len), ==, bytes->len);
  g_assert_cmpint (lseek (memory, 0, SEEK_SET), ==, 0);
  graphs = redan_foreign_graphs_receive (memory, &timed_out, finished, error);
  g_assert_false (timed_out);
  close (memory);

  return graphs;
}

static void
assert_nonsense (const Said *said, const char *what)
{
  g_autoptr (GByteArray) bytes = write_said (said);
  g_autoptr (GError) error = NULL;
  gboolean finished;
  g_autoptr (RedanForeignGraphs) graphs = receive (bytes, &finished, &error);

  if (graphs != NULL || !g_error_matches (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT))
    g_error ("%s: accepted, or said otherwise: %s", what, error != NULL ? error->message : "");
}

#define NONSENSE(CHANGE)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    Said said = make_said ();                                                                      \
    CHANGE;                                                                                        \
    assert_nonsense (&said, #CHANGE);                                                              \
  }                                                                                                \
  G_STMT_END

static void
test_nonsense (void)
{
  const Said sound = make_said ();
  g_autoptr (GByteArray) bytes = write_said (&sound);
  gboolean finished;
  g_autoptr (RedanForeignGraphs) graphs = receive (bytes, &finished, NULL);

  g_assert_nonnull (graphs);
  NONSENSE (said.head.magic++);
  NONSENSE (said.head.n = REDAN_FOREIGN_GRAPH_MAX_GRAPHS + 1);
  NONSENSE (said.head.n = 0);
  NONSENSE (said.graph.form = REDAN_FOREIGN_MAL + 1);
  NONSENSE (said.graph.form = REDAN_FOREIGN_RATES; said.edge.weight = 0);
  NONSENSE (said.graph.n_nodes = REDAN_FOREIGN_GRAPH_MAX_NODES + 1);
  NONSENSE (said.graph.n_edges = REDAN_FOREIGN_GRAPH_MAX_EDGES + 1);
  NONSENSE (said.graph.n_entries = FOREIGN_WIRE_NONE);
  NONSENSE (said.graph.n_candidates = FOREIGN_WIRE_NONE - 1);
  NONSENSE (said.graph.name_length = REDAN_FOREIGN_GRAPH_MAX_TEXT + 1);
  NONSENSE (said.name[1] = '\xff');
  NONSENSE (said.name[1] = '\0');
  NONSENSE (said.nodes[0].kind = REDAN_FOREIGN_DEFENSE);
  NONSENSE (said.nodes[0].is_number = 2);
  NONSENSE (said.nodes[1].active = 2);
  NONSENSE (said.nodes[0].probability = 1.5);
  NONSENSE (said.nodes[0].probability = NAN);
  NONSENSE (said.nodes[1].effort = -1);
  NONSENSE (said.nodes[1].effort = INFINITY);
  NONSENSE (said.nodes[1].price = -2);
  NONSENSE (said.nodes[0].id_length = FOREIGN_WIRE_NONE);
  NONSENSE (said.nodes[0].label_length = FOREIGN_WIRE_NONE);
  NONSENSE (said.nodes[1].class_length = REDAN_FOREIGN_GRAPH_MAX_TEXT + 1);
  NONSENSE (said.texts[0] = '\xc3');
  NONSENSE (said.edge.from = 2);
  NONSENSE (said.edge.to = 2);
  NONSENSE (said.edge.weight = NAN);
  NONSENSE (said.entry = 2);
  NONSENSE (said.goal = 2);
  NONSENSE (said.end++);
  NONSENSE (said.head.magic = FOREIGN_WIRE_ERROR; said.head.length = 3;
            said.head.n = REDAN_MODEL_ERROR_CHANGED + 1);
}

/* Cut off anywhere, nothing comes of it and there is nothing else to say: how the child ended says
 * why. */
static void
test_cut_off (void)
{
  const Said sound = make_said ();
  g_autoptr (GByteArray) bytes = write_said (&sound);

  while (bytes->len > 0)
    {
      g_autoptr (GError) error = NULL;
      gboolean finished = TRUE;

      g_byte_array_set_size (bytes, bytes->len - 1);
      g_assert_null (receive (bytes, &finished, &error));
      g_assert_no_error (error);
      g_assert_false (finished);
    }
}

/* ---- how the child ends ---- */

static void
assert_fails (const char *script, const char *content, const char *text)
{
  g_autofree char *child = write_temporary (script, 0700);
  g_autofree char *path = write_temporary (content, 0600);
  g_autoptr (GError) error = NULL;

  redan_import_set_program (child);
  g_assert_null (redan_foreign_graphs_read (path, NULL, &error));
  redan_import_set_program (import_support_program);
  g_unlink (child);
  g_unlink (path);
  g_assert_nonnull (error);
  g_assert_true (error->domain == REDAN_MODEL_ERROR);
  g_assert_true (g_str_has_prefix (error->message, path));
  if (strstr (error->message, text) == NULL)
    g_error ("%s: %s", script, error->message);
}

static void
test_dies (void)
{
  g_autofree char *half =
      g_strdup_printf ("#!/bin/sh\n'%s' graph | head -c 60\n", import_support_program);

  assert_fails ("#!/bin/sh\nkill -SEGV $$\n", AND_OR, "signal 11");
  assert_fails ("#!/bin/sh\nkill -XCPU $$\n", AND_OR, "took too long");
  assert_fails ("#!/bin/sh\nexit 3\n", AND_OR, "status 3");
  assert_fails ("#!/bin/sh\necho hello graph\n", AND_OR, "no sense");
  assert_fails (half, AND_OR, "nothing was changed");
}

/* The real child with too little memory. */
static void
test_memory (void)
{
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\nulimit -v 90000\nexec '%s' \"$@\"\n", import_support_program);
  g_autoptr (GString) large = g_string_new ("{\"n\":2,\"edges\":[[0,1]");

#if REDAN_SANITIZED
  g_test_skip ("sanitizers need all addresses");
  return;
#endif

  for (guint i = 0; i < 1000000; i++)
    g_string_append (large, ",[0,1]");
  g_string_append (large, "]}");
  assert_fails (script, large->str, "memory");
}

int
main (int argc, char **argv)
{
  import_support_begin (&argc, &argv);
  g_test_add_func ("/foreign-graph/same", test_same);
  g_test_add_func ("/foreign-graph/large", test_large);
  g_test_add_func ("/foreign-graph/nonsense", test_nonsense);
  g_test_add_func ("/foreign-graph/cut-off", test_cut_off);
  g_test_add_func ("/foreign-graph/dies", test_dies);
  g_test_add_func ("/foreign-graph/memory", test_memory);

  return import_support_end ();
}
