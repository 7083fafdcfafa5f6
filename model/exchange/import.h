/* SPDX-License-Identifier: Apache-2.0 */
/* Opening any file: native files are read here, foreign ones by the import child, whose events become a model. */

#pragma once

#include "model/canonical-reader.h"
#include "model/exchange/event.h"
#include "model/model.h"

G_BEGIN_DECLS

/**
 * RedanLoss: one line of the loss report
 * @object: the null id when it stands on nothing that was kept
 * @file: (nullable): a #GRefString, the file that @line is in; %NULL when it is unknown
 * @line: from 1, 0 when it is unknown
 */
typedef struct
{
  RedanLossKind kind;
  RedanId object;
  char *file;
  guint line;
  char *place;
  char *text;
} RedanLoss;

void redan_loss_free (RedanLoss *self);

/** redan_losses_add: adds what is dropped. @losses: (element-type RedanLoss); @object: (nullable);
 * @place: (transfer full): where, for people */
void redan_losses_add (GPtrArray *losses,
                       const RedanObject *object,
                       char *place,
                       const char *format,
                       va_list arguments) G_GNUC_PRINTF (4, 0);

/** redan_loss_dup_text: Returns: (transfer full): the whole line for people: "FILE:LINE: dropped: PLACE: TEXT" */
char *redan_loss_dup_text (const RedanLoss *self);

/** redan_loss_kind_get_word: Returns: "dropped", "guessed" or "repaired" */
const char *redan_loss_kind_get_word (RedanLossKind kind);

/**
 * RedanOpened:
 * @model: the model
 * @format: name of the importer, or "redan"
 * @losses: (element-type RedanLoss): empty for native files
 * @has_geometry: whether any object is placed in a diagram
 * @titled_by_file: the source has no title, the name of the file stands for it
 * @source: (nullable): identity of the source in derived ids
 */
typedef struct
{
  RedanModel *model;
  const char *format;
  GPtrArray *losses;
  gboolean has_geometry;
  gboolean titled_by_file;
  char *source;
} RedanOpened;

void redan_opened_free (RedanOpened *self);

/**
 * redan_open_file:
 * @path: a native or foreign file, "-" for standard input; at most 512 MiB
 * @format: (nullable): name of an importer to force, %NULL to detect by content
 * @error: set with %REDAN_MODEL_ERROR
 *
 * Foreign bytes go to the import child (limits: 10 s of CPU, 1 GiB, no files, no sockets); its events are checked again,
 * ids are derived from (format, source, section, foreign id), boxes are nested and line crossings computed once.
 *
 * Returns: (transfer full) (nullable): what was read
 */
RedanOpened *redan_open_file (RedanSchema *schema, const char *path, const char *format, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_open_file_shared: @share: (nullable): see redan_canonical_read_shared(), for native files */
RedanOpened *redan_open_file_shared (RedanSchema *schema,
                                     RedanReadShare *share,
                                     const char *path,
                                     const char *format,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_open_file_like:
 * @earlier: (nullable): what an older version of the file became, marked by redan_import_mark()
 *
 * Like redan_open_file(), but a foreign source counts as the one that @earlier came from: formats whose only identity is the
 * title of the model give the same ids also when the title has changed.
 */
RedanOpened *redan_open_file_like (RedanSchema *schema,
                                   const char *path,
                                   const char *format,
                                   const RedanModel *earlier,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_import_set_program:
 * @path: (nullable): the import child to run, %NULL for the one beside this program or else in the libexec directory
 *
 * For programs that stand elsewhere, such as tests.
 */
void redan_import_set_program (const char *path);

/**
 * redan_import_child_run:
 * @format: (nullable): name of an importer, %NULL to detect by content
 *
 * The main function of the import child: gives up all rights, reads the bytes from standard input and writes events to
 * standard output.
 *
 * Returns: exit status
 */
int redan_import_child_run (const char *format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanOpened, redan_opened_free)

G_END_DECLS
