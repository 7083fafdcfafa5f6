/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the writer for the Microsoft Threat Modeling Tool share. */

#pragma once

#include "model/exchange/tmt-write.h"

G_BEGIN_DECLS

#define NS "http://schemas.datacontract.org/2004/07/"
#define NS_MODEL NS "ThreatModeling.Model"
#define NS_ABSTRACTS NS "ThreatModeling.Model.Abstracts"
#define NS_BASE NS "ThreatModeling.KnowledgeBase"
#define NS_ARRAYS "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
#define NS_SERIALIZATION "http://schemas.microsoft.com/2003/10/Serialization/"
#define NS_INSTANCE "http://www.w3.org/2001/XMLSchema-instance"
#define NS_SCHEMA "http://www.w3.org/2001/XMLSchema"

/**
 * RedanTmtWriter:
 * @n_ids: running object ids that were given
 */
typedef struct
{
  const RedanModel *model;
  const RedanTemplate *template;
  GString *out;
  GPtrArray *losses;
  guint n_ids;
} RedanTmtWriter;

/** redan_tmt_write_lose: lists what is not written; @object nullable */
void redan_tmt_write_lose (RedanTmtWriter *self, const RedanObject *object, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/** redan_tmt_write_text: <@name@attributes>@text</@name>; @attributes begins with a space or is ""
 */
void redan_tmt_write_text (RedanTmtWriter *self,
                           const char *name,
                           const char *attributes,
                           const char *text);

/** redan_tmt_write_extra: Returns: what the importer kept under "tmt/@name", or "" */
const char *redan_tmt_write_extra (const RedanObject *object, const char *name);

/** redan_tmt_write_guid: Returns: (transfer full): the id of @object in the file: that of the
 * import, else one that follows from ours */
char *redan_tmt_write_guid (const RedanObject *object);

/** redan_tmt_write_surface: a page with all that is drawn on it; @homeless: also what has no place
 */
void redan_tmt_write_surface (RedanTmtWriter *self, const RedanObject *diagram, gboolean homeless);

/** redan_tmt_write_threats: the recorded threats */
void redan_tmt_write_threats (RedanTmtWriter *self);

G_END_DECLS
