/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a Visio drawing: XML trees in a zip, and the relations that name them. */

#pragma once

#include "model/exchange/foreign-xml.h"
#include "model/exchange/zip.h"

G_BEGIN_DECLS

/** redan_visio_read_xml: Returns: (transfer full) (nullable): the part without the marks of format
 * in its texts */
RedanForeignXml *redan_visio_read_xml (RedanZip *zip, const char *name, GError **error);

/** redan_visio_read_relations: Returns: (transfer full) (nullable): the part, if it is there and
 * can be read; those of "visio/pages/pages.xml" stand in "visio/pages/_rels/pages.xml.rels" */
RedanForeignXml *redan_visio_read_relations (RedanZip *zip, const char *name);

/** redan_visio_find_related: @relations: (nullable); @folder: in which targets are names. Returns:
 * (transfer full) (nullable): the name of the part that the relation @id leads to */
char *
redan_visio_find_related (const RedanForeignXml *relations, const char *folder, const char *id);

G_END_DECLS
