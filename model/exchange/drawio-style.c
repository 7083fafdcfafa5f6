/* SPDX-License-Identifier: Apache-2.0 */
/* What the look of a draw.io cell says: styles, the conventions of data-flow diagrams, icons of
 * providers, labels. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/component-kinds.h"
#include "model/exchange/drawio-private.h"

#define MAX_SHOWN 60

/* Styles hold whole pictures ("image=data:image/png,..."), so nothing is copied but the value. */
char *
redan_drawio_style (const char *style, const char *key)
{
  gsize length = strlen (key);

  while (*style != '\0')
    {
      gsize n = strcspn (style, ";");

      if (strncmp (style, key, length) == 0 && n == length)
        return g_strdup ("");
      if (strncmp (style, key, length) == 0 && style[length] == '=')
        return g_strndup (style + length + 1, n - length - 1);
      style += n + (style[n] == ';');
    }
  return NULL;
}

static gboolean
has (const char *style, const char *key, const char *value)
{
  g_autofree char *found = redan_drawio_style (style, key);

  return g_strcmp0 (found, value) == 0;
}

static gboolean
starts (const char *text, const char *prefix)
{
  return text != NULL && g_str_has_prefix (text, prefix);
}

typedef struct
{
  const char *word;
  RedanSection section;
  const char *kind;
} TypeWord;

/* Words of the attribute "type" that threat-modeling libraries put on their shapes. */
static const TypeWord type_words[] = {
  { "entity", REDAN_SECTION_ELEMENT, "actor" },
  { "external entity", REDAN_SECTION_ELEMENT, "actor" },
  { "actor", REDAN_SECTION_ELEMENT, "actor" },
  { "process", REDAN_SECTION_ELEMENT, "process" },
  { "data store", REDAN_SECTION_ELEMENT, "store" },
  { "datastore", REDAN_SECTION_ELEMENT, "store" },
  { "store", REDAN_SECTION_ELEMENT, "store" },
  { "trust boundary", REDAN_SECTION_BOUNDARY, "trust-zone" },
  { "boundary", REDAN_SECTION_BOUNDARY, "trust-zone" },
};

typedef struct
{
  const char *part;
  const char *kind;
} GroupWord;

/* Names of group icons of clouds, and the boundary they stand for. */
static const GroupWord group_words[] = {
  { "vpc", "vpc" },
  { "virtual_network", "vpc" },
  { "subnet", "subnet" },
  { "security_group", "security-group" },
  { "account", "account" },
  { "aws_cloud", "account" },
  { "subscription", "account" },
  { "region", "region" },
  { "corporate", "on-prem" },
  { "on_premise", "on-prem" },
};

static void
set (RedanDrawioCell *cell, RedanSection section, const char *kind)
{
  cell->section = section;
  cell->kind = kind;
}

static void
guess (RedanDrawioCell *cell, const char *what)
{
  g_autofree char *valid = g_utf8_make_valid (what, -1);
  g_autofree char *shown = g_utf8_strlen (valid, -1) > MAX_SHOWN
                               ? g_utf8_substring (valid, 0, MAX_SHOWN)
                               : g_strdup (valid);

  cell->guess = g_steal_pointer (&shown);
}

/* What our writer said: "element store", "boundary vpc", "line trust-zone", "flow" or "note". */
static gboolean
classify_by_own (RedanDrawioCell *cell)
{
  static const struct
  {
    const char *word;
    RedanSection section;
    gboolean edge;
  } words[] = {
    { "element ", REDAN_SECTION_ELEMENT, FALSE }, { "boundary ", REDAN_SECTION_BOUNDARY, FALSE },
    { "line ", REDAN_SECTION_BOUNDARY, TRUE },    { "flow", REDAN_SECTION_FLOW, TRUE },
    { "note", REDAN_SECTION_NOTE, FALSE },
  };
  const char *own =
      cell->wrapper != NULL ? redan_foreign_xml_get (cell->wrapper, REDAN_DRAWIO_OWN) : NULL;

  for (guint i = 0; own != NULL && i < G_N_ELEMENTS (words); i++)
    {
      if (!g_str_has_prefix (own, words[i].word) || words[i].edge != cell->edge)
        continue;
      cell->section = words[i].section;
      cell->kind = own + strlen (words[i].word);
      cell->line = cell->edge && words[i].section == REDAN_SECTION_BOUNDARY;
      cell->own = TRUE;
      return TRUE;
    }
  return FALSE;
}

gboolean
redan_drawio_find_type (const char *type, RedanSection *section_out, const char **kind_out)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_words); i++)
    {
      if (g_ascii_strcasecmp (type_words[i].word, type) != 0)
        continue;
      *section_out = type_words[i].section;
      *kind_out = type_words[i].kind;
      return TRUE;
    }
  return FALSE;
}

static gboolean
classify_by_data (RedanDrawioCell *cell)
{
  const char *type = cell->wrapper != NULL ? redan_foreign_xml_get (cell->wrapper, "type") : NULL;
  g_autofree char *iriusrisk = redan_drawio_style (cell->style, "ir.type");
  g_autofree char *component = redan_drawio_style (cell->style, "ir.componentDefinition.ref");

  if (type != NULL && redan_drawio_find_type (type, &cell->section, &cell->kind))
    return TRUE;
  if (g_strcmp0 (iriusrisk, "TRUSTZONE") == 0)
    set (cell, REDAN_SECTION_BOUNDARY, "trust-zone");
  else if (g_strcmp0 (iriusrisk, "COMPONENT") == 0)
    {
      cell->section = REDAN_SECTION_ELEMENT;
      redan_component_kind_guess (component != NULL ? component : "", &cell->kind, &cell->tech);
      guess (cell, component != NULL ? component : "IriusRisk");
    }
  else
    return FALSE;
  return TRUE;
}

/* The last parts of "mxgraph.aws4.lambda_function" or "img/lib/azure2/databases/SQL_Database.svg".
 */
static void
classify_icon (RedanDrawioCell *cell, const char *icon)
{
  const char *slash = strrchr (icon, '/');
  const char *name = slash != NULL ? slash + 1 : icon;
  g_autofree char *label = redan_drawio_label (cell);

  cell->section = REDAN_SECTION_ELEMENT;
  if (!redan_component_kind_guess (name, &cell->kind, &cell->tech))
    redan_component_kind_guess (label, &cell->kind, &cell->tech);
  guess (cell, name);
}

static gboolean
classify_group (RedanDrawioCell *cell, const char *shape)
{
  g_autofree char *icon = redan_drawio_style (cell->style, "grIcon");
  const char *name = icon != NULL ? icon : shape;
  gboolean group = icon != NULL || (shape != NULL && strstr (shape, ".group") != NULL);

  if (!group && !starts (cell->style, "swimlane") && !has (cell->style, "container", "1"))
    return FALSE;

  set (cell, REDAN_SECTION_BOUNDARY, "trust-zone");
  for (guint i = 0; name != NULL && group && i < G_N_ELEMENTS (group_words); i++)
    {
      if (strstr (name, group_words[i].part) == NULL)
        continue;
      cell->kind = group_words[i].kind;
      break;
    }
  guess (cell, name != NULL ? name : starts (cell->style, "swimlane") ? "swimlane" : "container");
  return TRUE;
}

static gboolean
is_dashed (const RedanDrawioCell *cell)
{
  return has (cell->style, "dashed", "1");
}

static gboolean
is_store (const RedanDrawioCell *cell, const char *shape)
{
  static const char *const shapes[] = {
    "cylinder",        "cylinder2",   "cylinder3", "datastore", "partialRectangle",
    "internalStorage", "dataStorage", "tape",      NULL
  };

  return (shape != NULL && (g_strv_contains (shapes, shape) || strstr (shape, "database") != NULL ||
                            strstr (shape, "stored_data") != NULL)) ||
         has (cell->style, "partialRectangle", "") || has (cell->style, "cylinder", "");
}

/* A thick arrow without a word shows which way something goes; it is nothing that does anything. */
static gboolean
is_bare_arrow (const RedanDrawioCell *cell, const char *shape)
{
  static const char *const shapes[] = { "singleArrow", "doubleArrow", "mxgraph.arrows" };
  g_autofree char *label = NULL;
  gboolean arrow = FALSE;

  for (guint i = 0; shape != NULL && i < G_N_ELEMENTS (shapes); i++)
    arrow |= starts (shape, shapes[i]);
  if (!arrow)
    return FALSE;
  label = redan_drawio_label (cell);
  return *label == '\0';
}

static gboolean
classify_shape (RedanDrawioCell *cell, const char *shape)
{
  if (g_strcmp0 (shape, "requiredInterface") == 0)
    set (cell, REDAN_SECTION_BOUNDARY, "trust-zone");
  else if (starts (cell->style, "text;") || strcmp (cell->style, "text") == 0 ||
           starts (cell->style, "edgeLabel") || g_strcmp0 (shape, "note") == 0 ||
           starts (shape, "note"))
    cell->section = REDAN_SECTION_NOTE;
  else if (starts (cell->style, "group"))
    {
      cell->section = REDAN_SECTION_NOTE;
      guess (cell, "group");
    }
  else if (is_bare_arrow (cell, shape))
    {
      cell->section = REDAN_SECTION_NOTE;
      guess (cell, _ ("an arrow without text"));
    }
  else if (is_store (cell, shape))
    set (cell, REDAN_SECTION_ELEMENT, "store");
  else if (g_strcmp0 (shape, "umlActor") == 0 || g_strcmp0 (shape, "actor") == 0 ||
           has (cell->style, "umlActor", ""))
    set (cell, REDAN_SECTION_ELEMENT, "actor");
  else if (g_strcmp0 (shape, "cloud") == 0 ||
           (shape == NULL && strstr (cell->style, "shape=cloud") != NULL))
    {
      set (cell, REDAN_SECTION_ELEMENT, "external");
      guess (cell, "cloud");
    }
  else if (g_strcmp0 (shape, "ellipse") == 0 || g_strcmp0 (shape, "doubleEllipse") == 0 ||
           starts (cell->style, "ellipse"))
    set (cell, REDAN_SECTION_ELEMENT, "process");
  else
    return FALSE;
  return TRUE;
}

static void
classify_vertex (RedanDrawioCell *cell)
{
  g_autofree char *shape = redan_drawio_style (cell->style, "shape");
  g_autofree char *resource = redan_drawio_style (cell->style, "resIcon");
  g_autofree char *image = redan_drawio_style (cell->style, "image");

  if (classify_by_data (cell) || classify_group (cell, shape))
    return;
  if (resource != NULL)
    classify_icon (cell, resource);
  else if (classify_shape (cell, shape))
    return;
  else if (is_dashed (cell) && shape == NULL && image == NULL)
    set (cell, REDAN_SECTION_BOUNDARY, "trust-zone");
  else if (cell->has_children)
    {
      set (cell, REDAN_SECTION_BOUNDARY, "trust-zone");
      guess (cell, _ ("a box around others"));
    }
  else if (shape != NULL && starts (shape, "mxgraph."))
    classify_icon (cell, shape);
  else if (image != NULL && *image != '\0')
    classify_icon (cell, starts (image, "data:") ? "image" : image);
  else if (shape == NULL && has (cell->style, "rounded", "0"))
    {
      set (cell, REDAN_SECTION_ELEMENT, "actor"); /* the entity of all stencil libraries */
      guess (cell, _ ("a box with corners"));
    }
  else
    {
      set (cell, REDAN_SECTION_ELEMENT, "process");
      guess (cell, shape != NULL ? shape : _ ("a box"));
    }
}

static void
classify_edge (RedanDrawioCell *cell)
{
  gboolean loose = redan_foreign_xml_get (cell->node, "source") == NULL &&
                   redan_foreign_xml_get (cell->node, "target") == NULL;

  cell->section = REDAN_SECTION_FLOW;
  if (!loose || !is_dashed (cell) || !has (cell->style, "endArrow", "none"))
    return;
  set (cell, REDAN_SECTION_BOUNDARY, "trust-zone");
  cell->line = TRUE;
  guess (cell, _ ("a dashed line without ends and arrows"));
}

void
redan_drawio_classify (RedanDrawioCell *cell)
{
  if ((cell->edge || cell->vertex) && classify_by_own (cell))
    return;
  if (cell->edge)
    classify_edge (cell);
  else if (cell->vertex)
    classify_vertex (cell);
}

/* Replaces %name% by what the user put there. */
static char *
fill_placeholders (const RedanDrawioCell *cell, const char *label)
{
  g_autoptr (GString) filled = g_string_new (NULL);

  if (cell->wrapper == NULL ||
      g_strcmp0 (redan_foreign_xml_get (cell->wrapper, "placeholders"), "1") != 0)
    return g_strdup (label);

  while (*label != '\0')
    {
      const char *end = *label == '%' ? strchr (label + 1, '%') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (label + 1, (gsize) (end - label) - 1) : NULL;
      const char *value = name != NULL ? redan_foreign_xml_get (cell->wrapper, name) : NULL;

      if (value == NULL)
        g_string_append_c (filled, *label++);
      else
        {
          g_string_append (filled, value);
          label = end + 1;
        }
    }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

gsize
redan_drawio_entity (const char *at, GString *text)
{
  static const char *const names[][2] = { { "amp", "&" },   { "lt", "<" },   { "gt", ">" },
                                          { "quot", "\"" }, { "apos", "'" }, { "nbsp", " " } };
  const char *end = memchr (at, ';', strnlen (at, 12));
  gsize n = end != NULL ? (gsize) (end - at) - 1 : 0;

  if (end == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strlen (names[i][0]) != n || strncmp (at + 1, names[i][0], n) != 0)
        continue;
      g_string_append (text, names[i][1]);
      return n + 2;
    }
  if (at[1] == '#')
    {
      gboolean hexadecimal = at[2] == 'x' || at[2] == 'X';
      guint64 code = g_ascii_strtoull (at + (hexadecimal ? 3 : 2), NULL, hexadecimal ? 16 : 10);

      if (code < 0x20 || code > 0x10ffff || !g_unichar_validate ((gunichar) code))
        return 0;
      g_string_append_unichar (text, (gunichar) code);
      return n + 2;
    }
  return 0;
}

static gboolean
breaks_line (const char *tag)
{
  static const char *const tags[] = { "<br", "</div", "</p", "</li", "</h", "</tr" };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      if (g_ascii_strncasecmp (tag, tags[i], strlen (tags[i])) == 0)
        return TRUE;
    }
  return FALSE;
}

static char *
strip_html (const char *html)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *last =
      strrchr (html, '>'); /* no search behind it, or a text of "<" alone takes quadratic time */

  while (*html != '\0')
    {
      gboolean tag =
          *html == '<' && (g_ascii_isalpha (html[1]) || html[1] == '/' || html[1] == '!');
      const char *end = tag && last != NULL && html < last ? strchr (html, '>') : NULL;
      gsize taken = *html == '&' ? redan_drawio_entity (html, text) : 0;

      if (end != NULL)
        {
          if (breaks_line (html))
            g_string_append_c (text, '\n');
          html = end + 1;
        }
      else if (taken > 0)
        html += taken;
      else
        g_string_append_c (text, *html++);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* No blank lines at the ends and none twice. */
static char *
tidy_lines (char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) tidy = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (*lines[i] != '\0')
        g_string_append_printf (tidy, "%s%s", tidy->len > 0 ? "\n" : "", lines[i]);
    }
  g_free (text);
  return g_string_free (g_steal_pointer (&tidy), FALSE);
}

char *
redan_drawio_plain (const char *label, const char *style)
{
  g_autofree char *html = redan_drawio_style (style, "html");

  return tidy_lines (g_strcmp0 (html, "1") == 0 || strchr (label, '<') != NULL ? strip_html (label)
                                                                               : g_strdup (label));
}

char *
redan_drawio_label (const RedanDrawioCell *cell)
{
  const char *written =
      cell->wrapper != NULL ? redan_foreign_xml_get (cell->wrapper, "label") : NULL;
  g_autofree char *filled = NULL;

  if (written == NULL)
    written = redan_foreign_xml_get (cell->node, "value");
  if (written == NULL)
    return g_strdup ("");
  filled = fill_placeholders (cell, written);
  return redan_drawio_plain (filled, cell->style);
}

const char *
redan_drawio_default_style (RedanSection section, const char *kind, gboolean variant)
{
  if (section == REDAN_SECTION_FLOW)
    return variant ? "html=1;rounded=0;endArrow=classic;startArrow=classic;"
                   : "html=1;rounded=0;endArrow=classic;";
  if (section == REDAN_SECTION_NOTE)
    return "text;html=1;whiteSpace=wrap;align=left;verticalAlign=top;";
  if (section == REDAN_SECTION_BOUNDARY)
    return variant ? "html=1;dashed=1;rounded=1;endArrow=none;strokeColor=#B85450;strokeWidth=2;"
                   : "rounded=0;dashed=1;whiteSpace=wrap;html=1;fillColor=none;strokeColor=#B85450;"
                     "verticalAlign=top;align=left;spacingLeft=6;container=1;collapsible=0;";
  if (strcmp (kind, "process") == 0)
    return "ellipse;whiteSpace=wrap;html=1;";
  if (strcmp (kind, "store") == 0)
    return "shape=partialRectangle;left=0;right=0;whiteSpace=wrap;html=1;";
  if (strcmp (kind, "external") == 0)
    return "rounded=0;whiteSpace=wrap;html=1;fillColor=#F5F5F5;";
  return "rounded=0;whiteSpace=wrap;html=1;";
}
