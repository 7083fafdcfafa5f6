/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the draw.io importer share: pages, cells, styles. */

#pragma once

#include "model/exchange/foreign-xml.h"
#include "model/exchange/relay.h"

G_BEGIN_DECLS

/** The data that our writer puts on shapes: what a shape is, and with a "." behind it fields and
 * attributes, several values on lines of their own */
#define REDAN_DRAWIO_OWN "redan"

/** The remark that says which page a flow stands in when its ends do not; no name of XML, so that
 * it is no data of the file */
#define REDAN_DRAWIO_IN_PAGE "in page"

/**
 * RedanDrawioPage:
 * @tree: the page, when it stood in a text of its own
 * @root: the element "root" of its graph model; may be %NULL for an empty page
 * @line: where it begins in the file, 0 when the file is a picture
 * @packed: so that all in it stands there
 */
typedef struct
{
  char *id;
  char *name;
  RedanForeignXml *tree;
  const RedanForeignXmlNode *root;
  guint line;
  gboolean packed;
} RedanDrawioPage;

/**
 * RedanDrawioFile:
 * @pages: of #RedanDrawioPage
 * @inside: it stood inside a picture, so that its lines say nothing
 */
typedef struct
{
  RedanForeignXml *outer;
  gboolean inside;
  GPtrArray *pages;
} RedanDrawioFile;

/** redan_drawio_open: reads .drawio, a bare graph model, and both inside SVG or PNG. Returns:
 * (transfer full) (nullable) */
RedanDrawioFile *
redan_drawio_open (const guint8 *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_drawio_close (RedanDrawioFile *self);

/** redan_drawio_holds: Returns: whether the bytes are of one of these forms */
gboolean redan_drawio_holds (const guint8 *data, gsize length);

/** redan_drawio_unpack: Returns: (transfer full) (nullable): the XML in a deflated page; the error
 * has no place */
GBytes *redan_drawio_unpack (const char *packed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RedanDrawioCell:
 * @node: the mxCell
 * @wrapper: (nullable): the element around it, which has id, label and what a user added
 * @parent: (nullable): the cell it lies in, %NULL for a layer
 * @section: what it becomes; %REDAN_N_SECTIONS for layers, labels of edges and the like
 * @guess: (nullable): what is listed when the drawing does not say
 * @line: a boundary drawn as a line
 * @own: our writer said what it is
 * @cut: it lay inside itself, so its parent is not kept
 * @x, @y: in px from the origin of the page
 */
typedef struct _RedanDrawioCell RedanDrawioCell;
struct _RedanDrawioCell
{
  const RedanForeignXmlNode *node;
  const RedanForeignXmlNode *wrapper;
  const char *id;
  const char *style;
  RedanDrawioCell *parent;
  RedanSection section;
  const char *kind;
  const char *tech;
  const char *foreign;
  char *guess;
  GString *label;
  gboolean vertex;
  gboolean edge;
  gboolean line;
  gboolean own;
  gboolean has_children;
  gboolean cut;
  gboolean has_box;
  double x;
  double y;
  double width;
  double height;
};

/** redan_drawio_style: Returns: (transfer full) (nullable): the value of a key of a style, "" for a
 * word without "=" */
char *redan_drawio_style (const char *style, const char *key);

/** redan_drawio_classify: fills section, kind, tech and guess of a vertex or edge by its style and
 * data */
void redan_drawio_classify (RedanDrawioCell *cell);

/** redan_drawio_label: Returns: (transfer full): the text of a cell: placeholders filled in, HTML
 * as plain lines */
char *redan_drawio_label (const RedanDrawioCell *cell);

/** redan_drawio_plain: Returns: (transfer full): a label as plain lines; HTML when the style or the
 * text says so */
char *redan_drawio_plain (const char *label, const char *style);

/** redan_drawio_find_type: Returns: whether @type is a word that libraries of shapes have in their
 * data */
gboolean
redan_drawio_find_type (const char *type, RedanSection *section_out, const char **kind_out);

/** redan_drawio_default_style: @kind: of an element; @variant: a flow in both directions, a
 * boundary that is a line. Returns: the style of what was not drawn with draw.io */
const char *redan_drawio_default_style (RedanSection section, const char *kind, gboolean variant);

/** redan_drawio_page: passes a page on as a diagram with all that is drawn in it */
void redan_drawio_page (RedanRelay *relay, const RedanDrawioPage *page, guint index);

/** redan_drawio_entity: appends to @text what an entity of HTML at @at, which is a "&", stands for.
 * Returns: how many bytes it takes, 0 when it is none */
gsize redan_drawio_entity (const char *at, GString *text);

G_END_DECLS
