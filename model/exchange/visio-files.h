/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a Visio drawing: XML trees in a zip, and the relations that name them. */

#pragma once

#include "model/exchange/foreign-xml.h"
#include "model/exchange/zip.h"

G_BEGIN_DECLS

/** redan_visio_read_xml: Returns: (transfer full) (nullable): the part without the marks of format
 * in its texts */
RedanForeignXml *redan_visio_read_xml (RedanZip *zip, const char *name, GError **error);

/** redan_visio_read_relations: @folder: in which targets are names. Returns: (transfer full): id of
 * a relation: name of the part that it leads to; empty when the part @name, such as
 * "visio/pages/_rels/pages.xml.rels", is not there or cannot be read */
GHashTable *redan_visio_read_relations (RedanZip *zip, const char *name, const char *folder);

G_END_DECLS
