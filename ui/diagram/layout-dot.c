/* SPDX-License-Identifier: Apache-2.0 */
/* The graph that Graphviz gets and the positions that it gives back; numbers only, no text of a
 * user. */

#include "ui/diagram/layout-private.h"

#include <math.h>
#include <string.h>

#define POINTS_PER_INCH 72.0
#define FILLER_WIDTH                                                                               \
  7.0 /* of the letter that stands for the text of a label, in Graphviz's eyes                     \
       */
#define FILLER_HEIGHT 13.0
#define MAX_FILLER 40

static gboolean
has_labels (RedanEngine engine)
{
  return engine == REDAN_ENGINE_DOT_LABELS || engine == REDAN_ENGINE_DOT_LABELS_DOWN;
}

static void
append_number (GString *out, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, " %s=\"%s\"", name,
                          g_ascii_formatd (text, sizeof text, "%.4f", value));
}

/* A block of letters about as large as the text that will stand there. */
static void
append_filler (GString *out, double width, double height)
{
  guint columns = CLAMP ((guint) ceil (width / FILLER_WIDTH), 1, MAX_FILLER);
  guint rows = CLAMP ((guint) ceil (height / FILLER_HEIGHT), 1, MAX_FILLER);

  g_string_append (out, " label=\"");
  for (guint row = 0; row < rows; row++)
    {
      if (row > 0)
        g_string_append (out, "\\n");
      for (guint column = 0; column < columns; column++)
        g_string_append_c (out, 'n');
    }
  g_string_append_c (out, '"');
}

static void
append_head (GString *out, RedanEngine engine)
{
  gboolean down = engine == REDAN_ENGINE_DOT_DOWN || engine == REDAN_ENGINE_DOT_LABELS_DOWN;

  g_string_append (out, engine == REDAN_ENGINE_OSAGE ? "osage\n" : "dot\n");
  g_string_append (out, "digraph g {\n graph [splines=\"false\" fontname=\"DejaVu Sans\" "
                        "fontsize=\"12\" labeljust=\"l\"");
  /* Not for dot: there it means to pack components, and 2.42 reads memory that it never set. */
  if (engine == REDAN_ENGINE_OSAGE)
    g_string_append (out, " pack=\"40\"");
  g_string_append (out, down ? " rankdir=\"TB\"" : " rankdir=\"LR\"");
  append_number (out, "nodesep", (down ? 56 : 40) / POINTS_PER_INCH);
  append_number (out, "ranksep",
                 (has_labels (engine) ? (down ? 28 : 24)
                  : down              ? 64
                                      : 112) /
                     POINTS_PER_INCH);
  g_string_append (out, "];\n node [shape=\"box\" fixedsize=\"true\" label=\"\"];\n");
  g_string_append (out, " edge [fontname=\"DejaVu Sans\" fontsize=\"11\"];\n");
}

static void
append_node (GString *out, const RedanLayout *self, guint i)
{
  g_string_append_printf (out, "\"n%u\" [", i);
  append_number (out, "width", self->nodes[i].width / POINTS_PER_INCH);
  append_number (out, "height", self->nodes[i].height / POINTS_PER_INCH);
  g_string_append (out, "];\n");
}

/* Opens the clusters of a group; an empty one gets an invisible node, since a cluster is drawn
 * around nodes. */
static void
append_group (GString *out,
              const RedanLayout *self,
              guint group,
              const guint *first_child,
              const guint *next_child)
{
  g_string_append_printf (out, "subgraph \"cluster_%u\" { margin=\"18\";", group);
  append_filler (out, self->groups[group].title_width,
                 FILLER_HEIGHT + self->groups[group].title_extra);
  g_string_append (out, ";\n");
  if (self->groups[group].n_members == 0)
    {
      g_string_append_printf (out, "\"e%u\" [", group);
      append_number (out, "width", MAX (self->groups[group].title_width, 96) / POINTS_PER_INCH);
      append_number (out, "height", 24 / POINTS_PER_INCH);
      g_string_append (out, "];\n");
    }
  for (guint child = first_child[group]; child != REDAN_LAYOUT_NONE; child = next_child[child])
    if (child < self->n_groups)
      append_group (out, self, child, first_child, next_child);
    else
      append_node (out, self, child - self->n_groups);
  g_string_append (out, "}\n");
}

/* Children of each group as lists: groups by index, nodes after them. */
static void
link_children (const RedanLayout *self, guint *first_child, guint *next_child)
{
  for (guint i = 0; i <= self->n_groups; i++)
    first_child[i] = REDAN_LAYOUT_NONE;
  for (guint i = self->n_groups + self->n_nodes; i-- > 0;)
    {
      guint parent =
          i < self->n_groups ? self->groups[i].parent : self->nodes[i - self->n_groups].group;
      guint *head = &first_child[MIN (parent, self->n_groups)];

      next_child[i] = *head;
      *head = i;
    }
}

GBytes *
redan_layout_to_dot (const RedanLayout *self, RedanEngine engine)
{
  GString *out = g_string_new (NULL);
  g_autofree guint *first_child = g_new (guint, self->n_groups + 1);
  g_autofree guint *next_child = g_new (guint, self->n_groups + self->n_nodes + 1);

  link_children (self, first_child, next_child);
  append_head (out, engine);
  for (guint child = first_child[self->n_groups]; child != REDAN_LAYOUT_NONE;
       child = next_child[child])
    if (child < self->n_groups)
      append_group (out, self, child, first_child, next_child);
    else
      append_node (out, self, child - self->n_groups);
  for (guint i = 0; i < self->n_edges; i++)
    {
      const RedanLayoutEdge *edge = &self->edges[i];

      g_string_append_printf (out, "\"n%u\" -> \"n%u\" [", edge->source, edge->target);
      if (has_labels (engine) && edge->label_width > 0)
        append_filler (out, edge->label_width + 16, edge->label_height);
      g_string_append (out, "];\n");
    }
  g_string_append (out, "}\n");
  return g_string_free_to_bytes (out);
}

static gboolean
read_numbers (const char *text, double *values, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      char *end;

      values[i] = g_ascii_strtod (text, &end);
      if (end == text || !isfinite (values[i]))
        return FALSE;
      text = end;
    }
  return TRUE;
}

/* "n INDEX X Y": the centre of a node; "c INDEX LEFT BOTTOM RIGHT TOP": a cluster; y points up. */
static gboolean
read_line (RedanLayout *self, const char *line)
{
  double values[5];
  guint n = line[0] == 'n' ? 3 : 5;

  if ((line[0] != 'n' && line[0] != 'c') || line[1] != ' ' || !read_numbers (line + 2, values, n))
    return FALSE;

  guint limit = line[0] == 'n' ? self->n_nodes : self->n_groups;

  if (values[0] < 0 || values[0] >= limit)
    return FALSE;
  if (line[0] == 'n')
    {
      RedanLayoutNode *node = &self->nodes[(guint) values[0]];

      node->rect = (RedanSceneRect){ values[1] - node->width / 2, -values[2] - node->height / 2,
                                     node->width, node->height };
      return TRUE;
    }
  self->groups[(guint) values[0]].rect =
      (RedanSceneRect){ values[1], -values[4], values[3] - values[1], values[4] - values[2] };
  return TRUE;
}

gboolean
redan_layout_read_positions (RedanLayout *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);

  for (guint i = 0; i < self->n_nodes; i++)
    self->nodes[i].rect.width = 0;
  for (guint i = 0; i < self->n_groups; i++)
    self->groups[i].rect.width = 0;
  /* The last line says that nothing was cut off. */
  if (n < 2 || strcmp (lines[n - 2], "end") != 0)
    return FALSE;
  for (guint i = 0; i + 2 < n; i++)
    if (!read_line (self, lines[i]))
      return FALSE;
  for (guint i = 0; i < self->n_nodes; i++)
    if (!(self->nodes[i].rect.width > 0))
      return FALSE;
  for (guint i = 0; i < self->n_groups; i++)
    if (!(self->groups[i].rect.width > 0))
      return FALSE;
  return TRUE;
}
