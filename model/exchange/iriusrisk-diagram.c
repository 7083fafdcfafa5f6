/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the cells of the diagram inside a template of IriusRisk, as far as they have a place and
 * say in their style which zone or component they stand for. */

#include "config.h"

#include <string.h>

#include "model/exchange/drawio-private.h"
#include "model/exchange/iriusrisk-diagram.h"

#define MAX_CHAIN 64 /* cells inside cells */

typedef struct
{
  const RedanForeignXmlNode *node;
  RedanIriusBox box;
} Cell;

static const char *const no_names[] = { NULL };

static double
get_number (const RedanForeignXmlNode *node, const char *name)
{
  const char *text = node != NULL ? redan_foreign_xml_get (node, name) : NULL;

  return text != NULL ? g_ascii_strtod (text, NULL) : 0;
}

/* A cell with data of its own is wrapped in an element that has its id. */
static GHashTable *
index_cells (const RedanForeignXmlNode *model)
{
  GHashTable *cells = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  const RedanForeignXmlNode *root = redan_foreign_xml_find (model, "root");

  for (const RedanForeignXmlNode *at = root != NULL ? root->first_child : NULL; at != NULL;
       at = at->next)
    {
      const char *id = redan_foreign_xml_get (at, "id");
      const RedanForeignXmlNode *inner = redan_foreign_xml_find (at, "mxCell");
      const RedanForeignXmlNode *node = inner != NULL ? inner : at;
      const RedanForeignXmlNode *place = redan_foreign_xml_find (node, "mxGeometry");
      Cell *cell;

      if (id == NULL || g_hash_table_contains (cells, id))
        continue;
      cell = g_new0 (Cell, 1);
      cell->node = node;
      cell->box = (RedanIriusBox){ get_number (place, "x"), get_number (place, "y"),
                                   get_number (place, "width"), get_number (place, "height") };
      g_hash_table_insert (cells, (gpointer) id, cell);
    }
  return cells;
}

/* Places are counted from the corner of the cell around. */
static RedanIriusBox *
make_box (GHashTable *cells, const Cell *cell)
{
  RedanIriusBox *box = g_new (RedanIriusBox, 1);
  const Cell *at = cell;

  *box = cell->box;
  for (guint i = 0; i < MAX_CHAIN; i++)
    {
      const char *parent = redan_foreign_xml_get (at->node, "parent");

      at = parent != NULL ? g_hash_table_lookup (cells, parent) : NULL;
      if (at == NULL)
        break;
      box->x += at->box.x;
      box->y += at->box.y;
    }
  return box;
}

GHashTable *
redan_irius_read_boxes (const char *schema)
{
  GHashTable *boxes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize length;
  g_autofree guchar *data = g_base64_decode (schema, &length);
  g_autoptr (RedanForeignXml) tree = redan_foreign_xml_looks_like (data, length)
                                         ? redan_foreign_xml_parse (data, length, no_names, NULL)
                                         : NULL;
  g_autoptr (GHashTable) cells = NULL;
  GHashTableIter iter;
  gpointer value;

  if (tree == NULL)
    return boxes;
  cells = index_cells (redan_foreign_xml_get_root (tree));
  g_hash_table_iter_init (&iter, cells);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Cell *cell = value;
      const char *style = redan_foreign_xml_get (cell->node, "style");
      char *stands_for = style != NULL ? redan_drawio_style (style, "ir.ref") : NULL;

      if (stands_for != NULL && cell->box.width > 0 && cell->box.height > 0)
        g_hash_table_insert (boxes, stands_for, make_box (cells, cell));
      else
        g_free (stands_for);
    }
  return boxes;
}
