/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats that a model can be written in; what a format cannot say is listed. */

#pragma once

#include "model/exchange/import.h"

G_BEGIN_DECLS

typedef struct _RedanExport RedanExport;

/** What a section of @says has when the writer itself lists what it cannot say */
#define REDAN_EXPORT_ALL "*"

/** What the bytes of a writer are put into */
typedef enum
{
  REDAN_EXPORT_FILE, /* nothing: they are the file */
  REDAN_EXPORT_SVG,
  REDAN_EXPORT_PNG,
} RedanExportPicture;

/**
 * RedanExporter:
 * @name: the word of --to, the same as that of the importer where there is one
 * @family: the first part of extras that the importer of the format keeps
 * @title: what a person calls it
 * @suffixes: (array zero-terminated=1): of file names that mean this format
 * @draws: the format is a drawing: what no diagram places is to be laid out first
 * @picture: the file is a picture of a diagram with the bytes of @write inside, which
 *   redan_model_export() of ui/diagram makes
 * @needs_template: the file holds what only another file of the format has
 * @says: for each section the fields and attributes that the format can say, by their names in our
 *   file and with a space between them; "name=value" for one value of it,
 *   "@" for every attribute. %NULL for a section that
 *   the format does not know
 * @write: makes the file; lists what @says cannot tell
 *
 * A format is one file and one line in the table. A writer puts back what the importer kept as
 * extras, so that a file of the same format loses nothing on the way through a model.
 */
typedef struct
{
  const char *name;
  const char *family;
  const char *title;
  const char *const *suffixes;
  gboolean draws;
  RedanExportPicture picture;
  gboolean needs_template;
  const char *says[REDAN_N_SECTIONS];
  GBytes *(*write) (RedanExport *run, GError **error);
} RedanExporter;

extern const RedanExporter redan_exporter_dot;
extern const RedanExporter redan_exporter_drawio;
extern const RedanExporter redan_exporter_drawio_packed;
extern const RedanExporter redan_exporter_drawio_png;
extern const RedanExporter redan_exporter_drawio_svg;
extern const RedanExporter redan_exporter_otm;
extern const RedanExporter redan_exporter_pytm;
extern const RedanExporter redan_exporter_threagile;
extern const RedanExporter redan_exporter_threat_composer;
extern const RedanExporter redan_exporter_threat_dragon;
extern const RedanExporter redan_exporter_tmbom;
extern const RedanExporter redan_exporter_tmt;

/** redan_exporters_get: Returns: (array length=n_out): the table */
const RedanExporter *const *redan_exporters_get (guint *n_out);

/** redan_exporters_lookup: Returns: (nullable): the exporter called @name */
const RedanExporter *redan_exporters_lookup (const char *name);

/** redan_exporters_find: Returns: (nullable): the exporter with the longest suffix of @path */
const RedanExporter *redan_exporters_find (const char *path);

/**
 * redan_export_model:
 * @model: for an exporter that draws, everything that is to be seen has a place
 * @template: (nullable): path of a file whose template the new one gets, for formats that need one
 * @path: (nullable): where the file will be: ".yaml" or ".svg" choose that form of a format that
 * has several
 * @losses_out: (out) (transfer full) (element-type RedanLoss): what the format cannot say, in the
 *   order of sections and ids
 * @error: set with %REDAN_MODEL_ERROR
 *
 * The same model gives the same bytes.
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *redan_export_model (const RedanExporter *exporter,
                            const RedanModel *model,
                            const char *template,
                            const char *path,
                            GPtrArray **losses_out,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
