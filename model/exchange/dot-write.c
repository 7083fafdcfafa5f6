/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of DOT: boundaries as clusters, elements as nodes, flows as edges, for Graphviz to lay
 * out. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/dot-private.h"
#include "model/exchange/export-private.h"

typedef struct
{
  RedanExport *run;
  GString *out;
} Writer;

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '\n')
        g_string_append (out, "\\n");
      else
        {
          if (*text == '"' || *text == '\\')
            g_string_append_c (out, '\\');
          g_string_append_c (out, *text);
        }
    }
  g_string_append_c (out, '"');
}

static void
indent (Writer *self, guint depth)
{
  for (guint i = 0; i < depth; i++)
    g_string_append (self->out, "  ");
}

/* Graphviz draws a border around subgraphs of this name only. */
static void
append_cluster_id (Writer *self, const RedanObject *boundary)
{
  const char *kept = redan_export_extra (self->run, boundary, "id");
  RedanIdText id;
  g_autofree char *own = g_strconcat ("cluster_", redan_id_to_text (&boundary->id, id), NULL);

  append_quoted (self->out, *kept != '\0' ? kept : own);
}

static void
append_node_id (Writer *self, const RedanObject *element)
{
  RedanIdText id;

  append_quoted (self->out, redan_export_foreign_id (self->run, element, id));
}

static const char *
get_shape (const char *kind)
{
  return strcmp (kind, "process") == 0 ? "ellipse"
         : strcmp (kind, "store") == 0 ? "cylinder"
                                       : "box";
}

static void
write_node (Writer *self, const RedanObject *element, guint depth)
{
  const char *kind = redan_export_get (element, REDAN_FIELD_KIND);
  const char *tech = redan_export_attribute (self->run, element, "tech");
  g_autofree char *own = g_strconcat (kind, *tech != '\0' ? " " : "", tech, NULL);

  indent (self, depth);
  append_node_id (self, element);
  g_string_append (self->out, " [label=");
  append_quoted (self->out, redan_export_text (self->run, element, REDAN_FIELD_NAME));
  g_string_append_printf (self->out, ", shape=%s, " REDAN_DOT_OWN "=", get_shape (kind));
  append_quoted (self->out, own);
  g_string_append (self->out, "];\n");
}

/* What lies in @boundary; with %NULL, what lies in none. */
static void
write_inside (Writer *self, const RedanObject *boundary, guint depth)
{
  const RedanModel *model = self->run->model;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); i++)
    {
      const RedanObject *inner = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i);

      if (redan_export_reference (self->run, inner, REDAN_FIELD_PARENT) != boundary)
        continue;
      indent (self, depth);
      g_string_append (self->out, "subgraph ");
      append_cluster_id (self, inner);
      g_string_append (self->out, " {\n");
      indent (self, depth + 1);
      g_string_append (self->out, "label=");
      append_quoted (self->out, redan_export_text (self->run, inner, REDAN_FIELD_NAME));
      g_string_append (self->out, "; style=dashed; " REDAN_DOT_OWN "=");
      append_quoted (self->out, redan_export_get (inner, REDAN_FIELD_KIND));
      g_string_append (self->out, ";\n");
      write_inside (self, inner, depth + 1);
      indent (self, depth);
      g_string_append (self->out, "}\n");
    }
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);

      if (redan_export_reference (self->run, element, REDAN_FIELD_PARENT) == boundary)
        write_node (self, element, depth);
    }
}

static int
compare_positions (gconstpointer a, gconstpointer b, gpointer data)
{
  const RedanObject *one = *(const RedanObject *const *) a;
  const RedanObject *other = *(const RedanObject *const *) b;
  int order = strcmp (redan_export_extra (data, one, "position"),
                      redan_export_extra (data, other, "position"));

  return order != 0 ? order : redan_id_compare (&one->id, &other->id);
}

/* In the order of the file, which tells equal edges apart. */
static void
write_edges (Writer *self)
{
  const RedanModel *model = self->run->model;
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
    g_ptr_array_add (flows, (gpointer) redan_model_get_nth (model, REDAN_SECTION_FLOW, i));
  g_ptr_array_sort_with_data (flows, compare_positions, self->run);
  for (guint i = 0; i < flows->len; i++)
    {
      const RedanObject *flow = g_ptr_array_index (flows, i);
      const RedanObject *source = redan_export_reference (self->run, flow, REDAN_FIELD_SOURCE);
      const RedanObject *target = redan_export_reference (self->run, flow, REDAN_FIELD_TARGET);

      if (source == NULL || target == NULL)
        {
          redan_export_lose (self->run, flow, _ ("has a loose end; not written"));
          continue;
        }
      indent (self, 1);
      append_node_id (self, source);
      g_string_append (self->out, " -> ");
      append_node_id (self, target);
      g_string_append (self->out, " [label=");
      append_quoted (self->out, redan_export_text (self->run, flow, REDAN_FIELD_NAME));
      if (*redan_export_get (flow, REDAN_FIELD_BIDIRECTIONAL) != '\0')
        g_string_append (self->out, ", dir=both");
      g_string_append (self->out, "];\n");
    }
}

static GBytes *
write_file (RedanExport *run, GError **error)
{
  const RedanObject *meta = redan_model_get_meta (run->model);
  const char *id = redan_export_extra (run, meta, "id");
  Writer self = { .run = run, .out = g_string_new ("digraph ") };

  append_quoted (self.out, *id != '\0' ? id : redan_object_get_name (meta));
  g_string_append (self.out, " {\n  label=");
  append_quoted (self.out, redan_export_text (run, meta, REDAN_FIELD_NAME));
  g_string_append (self.out, "; labelloc=t; compound=true;\n");
  write_inside (&self, NULL, 1);
  write_edges (&self);
  g_string_append (self.out, "}\n");
  return g_string_free_to_bytes (self.out);
}

static const char *const suffixes[] = { ".dot", ".gv", NULL };

const RedanExporter redan_exporter_dot = {
  .name = "dot",
  .family = "dot",
  .title = N_ ("DOT (Graphviz)"),
  .suffixes = suffixes,
  .says = {
    [REDAN_SECTION_META] = "name",
    [REDAN_SECTION_BOUNDARY] = "kind parent name",
    [REDAN_SECTION_ELEMENT] = "kind parent name tech",
    [REDAN_SECTION_FLOW] = "source target name bidirectional",
    [REDAN_SECTION_DIAGRAM] = "name order",
  },
  .write = write_file,
};
