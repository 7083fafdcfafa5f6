/* SPDX-License-Identifier: Apache-2.0 */
/* Reading of small trusted-after-checking XML files (schema, catalogues, packs) into a light tree with line numbers. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RedanXmlNode RedanXmlNode;

typedef struct
{
  const char *name;
  const char *value;
} RedanXmlAttribute;

/**
 * RedanXmlNode:
 * @line: where its start tag ends, from 1
 * @text: text content with leading and trailing space removed, "" when none
 */
struct _RedanXmlNode
{
  const char *name;
  const char *text;
  const RedanXmlAttribute *attributes;
  guint n_attributes;
  guint line;
  RedanXmlNode *first_child;
  RedanXmlNode *next;
};

typedef struct _RedanXmlTree RedanXmlTree;

/**
 * redan_xml_parse:
 * @path: how messages name the input
 *
 * Refuses DOCTYPE, entities other than the five, namespaces, encodings other than UTF-8, depth above 64, more than 256
 * attributes in a tag, more than 200,000 elements, bytes above 16 MiB.
 *
 * Returns: (transfer full) (nullable): the tree
 */
RedanXmlTree *redan_xml_parse (const char *path, GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_xml_tree_free (RedanXmlTree *self);
const RedanXmlNode *redan_xml_tree_get_root (const RedanXmlTree *self);
const char *redan_xml_tree_get_path (const RedanXmlTree *self);

/** redan_xml_get: Returns: (nullable): the attribute @name of @node */
const char *redan_xml_get (const RedanXmlNode *node, const char *name);

/** redan_xml_find: Returns: (nullable): the first child called @name */
const RedanXmlNode *redan_xml_find (const RedanXmlNode *node, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanXmlTree, redan_xml_tree_free)

G_END_DECLS
