/* SPDX-License-Identifier: Apache-2.0 */
/* Reading of foreign XML of any namespaces into a light tree, for the import child. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *value;
} RedanForeignXmlAttribute;

typedef struct _RedanForeignXmlNode RedanForeignXmlNode;

/**
 * RedanForeignXmlNode:
 * @name: local name; the namespace is not kept
 * @text: content of an element without children, word for word; "" for all others
 * @attributes: by their local names, without declarations of namespaces
 * @line: where its start tag ends, from 1
 */
struct _RedanForeignXmlNode
{
  const char *name;
  const char *text;
  const RedanForeignXmlAttribute *attributes;
  guint n_attributes;
  guint line;
  RedanForeignXmlNode *first_child;
  RedanForeignXmlNode *next;
};

typedef struct _RedanForeignXml RedanForeignXml;

/**
 * redan_foreign_xml_parse:
 * @data: when the import child reads its input there, it is given back while it is read, and zero
 * afterwards
 * @skipped: (array zero-terminated=1): elements whose text is not kept, such as pictures
 * @error: begins with "line:column: "
 *
 * Reads UTF-8, or UTF-16 with its mark. Refuses a DOCTYPE (and with it every entity but the five),
 * depth above 256, more than 256 attributes in a tag, more than 2,000 different names, a text above
 * 10 MB, more than 20 million elements. O(length) time; memory of the tree about the text that it
 * keeps.
 *
 * Returns: (transfer full) (nullable): the tree
 */
RedanForeignXml *redan_foreign_xml_parse (const guint8 *data,
                                          gsize length,
                                          const char *const *skipped,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_foreign_xml_free (RedanForeignXml *self);
const RedanForeignXmlNode *redan_foreign_xml_get_root (const RedanForeignXml *self);

/** redan_foreign_xml_looks_like: Returns: whether the bytes start as XML does, marks of the
 * encoding and white space aside */
gboolean redan_foreign_xml_looks_like (const guint8 *data, gsize length);

/**
 * redan_foreign_xml_peek_root:
 *
 * Looks behind declaration, comments and DOCTYPE without parsing. UTF-16 is looked at, too.
 *
 * Returns: (transfer full) (nullable): the local name of the root element
 */
char *redan_foreign_xml_peek_root (const guint8 *data, gsize length);

/** redan_foreign_xml_find: Returns: (nullable): the first child called @name; @node may be %NULL */
const RedanForeignXmlNode *redan_foreign_xml_find (const RedanForeignXmlNode *node,
                                                   const char *name);

/** redan_foreign_xml_text: Returns: the text of the first child called @name, "" without one; @node
 * may be %NULL */
const char *redan_foreign_xml_text (const RedanForeignXmlNode *node, const char *name);

/** redan_foreign_xml_get: Returns: (nullable): the attribute @name of @node */
const char *redan_foreign_xml_get (const RedanForeignXmlNode *node, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanForeignXml, redan_foreign_xml_free)

G_END_DECLS
