/* SPDX-License-Identifier: Apache-2.0 */
/* The neutral importer interface: an importer turns bytes into these events and nothing else. */

#pragma once

#include "model/exchange/root-keys.h"
#include "model/field.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_LOSS_DROPPED, /* the format says it, the model cannot */
  REDAN_LOSS_GUESSED, /* the format leaves it open */
  REDAN_LOSS_REPAIRED, /* the file is wrong there */
} RedanLossKind;

typedef struct _RedanEventSink RedanEventSink;

/**
 * RedanEventSink:
 *
 * What an importer calls. Objects are named by (section, foreign id); a reference is the foreign id of an object in the
 * named section, which may come later. Text may be any UTF-8: the sink cleans and checks it.
 *
 * @object: begins an object; fields that follow belong to it
 * @field: a structural field or attribute of the current object by its name in our file; @key for keyed fields
 * @reference: a field (or, for keyed fields, a key) that refers to (@section, @foreign_id)
 * @place: a box in a diagram, in px; the sink converts, rounds and clamps
 * @point: a further point of the route of the current object in a diagram, in px
 * @extra: a leftover of the format, kept word for word under "family/name"
 * @include: asks for a further file, by its path from the folder of the model; what was passed so far is void, and the
 *   importer is started anew with a #RedanBundle
 * @line: where the next object or loss stands, by its line from 1; @file: (nullable): a file that was included, by the path
 *   that @include asked for. A loss without one stands where the current object does
 * @loss: a line of the loss report; @place names what was not kept (a cell, a JSON path), %NULL means the current object
 *
 * Every function returns %FALSE when the importer should stop (a limit was reached or the reader went away).
 */
struct _RedanEventSink
{
  gboolean (*object) (RedanEventSink *self, RedanSection section, const char *foreign_id);
  gboolean (*field) (RedanEventSink *self, RedanField field, const char *key, const char *value);
  gboolean (*attribute) (RedanEventSink *self, const char *name, const char *value);
  gboolean (*reference) (RedanEventSink *self, RedanField field, RedanSection section, const char *foreign_id);
  gboolean (*place) (RedanEventSink *self, const char *foreign_diagram, double x, double y, double width, double height);
  gboolean (*point) (RedanEventSink *self, const char *foreign_diagram, double x, double y);
  gboolean (*extra) (RedanEventSink *self, const char *name, const char *value);
  gboolean (*include) (RedanEventSink *self, const char *path);
  gboolean (*line) (RedanEventSink *self, const char *file, guint line);
  gboolean (*loss) (RedanEventSink *self, RedanLossKind kind, const char *place, const char *text);
};

/**
 * RedanImporter:
 * @name: the word of --from: "threat-dragon-2"
 * @family: first part of derived ids and of extras, shared by the versions of a format: "threat-dragon"
 * @title: what a person calls it
 * @begins: whether the start of a file allows this format; what none allows is refused without reading the rest
 * @detect: whether the bytes are of this format: 0 no, up to 100 certain; looks at content only, of
 *   which @keys are the outermost keys
 * @parse: reads the bytes once, which may be zero afterwards, and calls the sink; runs in the import child
 *
 * The identity of the source that goes into derived ids is the foreign id of the object of section meta, which comes
 * first. An error message of @parse starts with its place in the file, "line:column: " or "JSON path: ".
 */
typedef struct
{
  const char *name;
  const char *family;
  const char *title;
  gboolean (*begins) (const guint8 *data, gsize length);
  int (*detect) (const guint8 *data, gsize length, const RedanRootKeys *keys);
  gboolean (*parse) (const guint8 *data, gsize length, RedanEventSink *sink, GError **error);
} RedanImporter;

extern const RedanImporter redan_importer_pytm;
extern const RedanImporter redan_importer_threagile;
extern const RedanImporter redan_importer_otm;
extern const RedanImporter redan_importer_drawio;
extern const RedanImporter redan_importer_threat_composer;
extern const RedanImporter redan_importer_tmbom;
extern const RedanImporter redan_importer_hcltm;
extern const RedanImporter redan_importer_dot;
extern const RedanImporter redan_importer_cloudformation;
extern const RedanImporter redan_importer_terraform_plan;
extern const RedanImporter redan_importer_threat_dragon_1;
extern const RedanImporter redan_importer_threat_dragon_2;
extern const RedanImporter redan_importer_tmt;
extern const RedanImporter redan_importer_aws_accounts;
extern const RedanImporter redan_importer_visio;
extern const RedanImporter redan_importer_cyclonedx;
extern const RedanImporter redan_importer_iriusrisk;

/** redan_importers_get: Returns: (array length=n_out): the table of formats */
const RedanImporter *const *redan_importers_get (guint *n_out);

/** redan_importers_detect: Returns: (nullable): the importer that is most certain of the bytes */
const RedanImporter *redan_importers_detect (const guint8 *data, gsize length);

/** redan_importers_lookup: Returns: (nullable): the importer called @name */
const RedanImporter *redan_importers_lookup (const char *name);

G_END_DECLS
