/* SPDX-License-Identifier: Apache-2.0 */
/* Where schema and catalogues come from: the built-in resource, the user's packs, and a directory given with --data. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RedanDataSource RedanDataSource;

/**
 * RedanDataFile:
 * @path: what an error message names: a file path, or "built-in:rules.xml"
 * @root: name of the root element: "attributes", "rules", ...; of a table (resource-types.csv) its name without the suffix
 * @bytes: the content, UTF-8 XML or CSV
 */
typedef struct
{
  char *path;
  char *root;
  GBytes *bytes;
} RedanDataFile;

/**
 * redan_data_source_new:
 * @directory: (nullable): the argument of --data; every *.xml in it is read after the others, and its tables
 * @error: set with %REDAN_MODEL_ERROR
 *
 * Collects, in this order: the built-in files, $XDG_DATA_HOME/redan/packs/\*.xml, @directory/\*.xml; files of one
 * directory in byte order of their names. An item of a later file replaces the one with the same id of an earlier.
 * At most 256 files of at most 16 MiB.
 *
 * Returns: (transfer full) (nullable): the files, or %NULL
 */
RedanDataSource *redan_data_source_new (const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_data_source_new_instead:
 * @directory: every *.xml in it is read instead of the built-in files with the same roots
 * @error: set with %REDAN_MODEL_ERROR
 *
 * For a catalogue that was frozen for comparison. Constants of the scoring that it lacks are the built-in ones. Packs of
 * the user are left out.
 *
 * Returns: (transfer full) (nullable): the files, or %NULL
 */
RedanDataSource *redan_data_source_new_instead (const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RedanDataSource *redan_data_source_ref (RedanDataSource *self);
void redan_data_source_unref (RedanDataSource *self);

guint redan_data_source_get_n_files (const RedanDataSource *self);
const RedanDataFile *redan_data_source_get_file (const RedanDataSource *self, guint index);

/**
 * redan_data_find_directory:
 * @name: a folder of data that is not compiled in: "examples", "patterns"
 *
 * The one beside the running program, so that an installed program can be moved as a whole; else the one of the
 * installation, else the one of the sources of this build.
 *
 * Returns: (transfer full) (nullable): its path, or %NULL when there is none
 */
char *redan_data_find_directory (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanDataSource, redan_data_source_unref)

G_END_DECLS
