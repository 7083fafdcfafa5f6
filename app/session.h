/* SPDX-License-Identifier: Apache-2.0 */
/* What every command shares: options, loading of data and file, the analysis, and output that
 * notices failure. */

#pragma once

#include "app/command.h"
#include "analysis/analysis.h"
#include "model/exchange/import.h"
#include "model/organization.h"
#include "ui/report/rows.h"

G_BEGIN_DECLS

/**
 * RedanSession:
 *
 * Options of one run and what was loaded for it; lives on the stack of a command, cleared by
 * redan_session_clear().
 */
typedef struct
{
  /* options */
  gboolean json;
  char *as_of_text;
  char *data_directory;
  char *format;
  char **arguments; /* what is left after the options */

  /* loaded */
  guint as_of;
  RedanSchema *schema;
  RedanCatalogue *catalogue;
  RedanReadShare *share; /* of the models that redan_load_model() reads; NULL until then */
  RedanOpened *opened;
  RedanModel *as_read; /* what the file at read_path held when it was opened */
  char *read_path;
  RedanModel *organization;      /* that the model refers to; NULL for none */
  RedanInheritance *inheritance; /* the model with what it inherits; NULL for none */
  RedanAnalysis *analysis;

  /* standard output */
  GString *output;
  gboolean output_failed;
} RedanSession;

/** Options that several commands share, as a mask: a command names those that it reads. */
typedef enum
{
  REDAN_OPTION_JSON = 1 << 0,
  REDAN_OPTION_AS_OF = 1 << 1,
  REDAN_OPTION_DATA = 1 << 2,
  REDAN_OPTION_FROM = 1 << 3,
} RedanOption;

/**
 * redan_session_parse:
 * @command: name in the table
 * @common: mask of RedanOption
 * @entries: (nullable): options of the command beside the common ones
 * @minimum, @maximum: how many arguments may follow
 *
 * Returns: %TRUE to go on; else a message was printed and the command returns %REDAN_EXIT_WRONG
 */
gboolean redan_session_parse (RedanSession *self,
                              const char *command,
                              guint common,
                              const GOptionEntry *entries,
                              int argc,
                              char **argv,
                              guint minimum,
                              guint maximum);

/** redan_session_set_today: for a session without options. Returns: FALSE after printing a message
 */
gboolean redan_session_set_today (RedanSession *self);

/** redan_session_load_schema: loads the attribute schema only. Returns: FALSE after printing a
 * message */
gboolean redan_session_load_schema (RedanSession *self);

/** redan_session_load_catalogue: loads the catalogue, and the schema when it is not there yet.
 * Returns: FALSE after printing a message */
gboolean redan_session_load_catalogue (RedanSession *self);

/** redan_session_check_pack: @pack: (nullable): as @option names it. Returns: FALSE after printing
 * a message when the catalogue has no such pack */
gboolean redan_session_check_pack (const RedanSession *self, const char *option, const char *pack);

/** redan_session_open: schema, catalogue, the file @path and the organization it refers to */
gboolean redan_session_open (RedanSession *self, const char *path);

/** redan_session_open_model: schema and the file @path, without catalogue and organization */
gboolean redan_session_open_model (RedanSession *self, const char *path);

/** redan_session_note_read: the file at @path holds the model that is open now, by which
 * redan_session_replace() tells whether somebody else changed it since */
void redan_session_note_read (RedanSession *self, const char *path);

/**
 * redan_session_replace:
 * @model: what is written
 * @path: where; "-" for standard output
 *
 * redan_canonical_write_file(). The file that the session read is only replaced while it still
 * holds what was read, which is looked at under its lock.
 *
 * Returns: %FALSE with @error; then the file is as it was
 */
gboolean redan_session_replace (RedanSession *self,
                                const RedanModel *model,
                                const char *path,
                                GError **error);

/** redan_session_analyze: redan_session_open() and the analysis */
gboolean redan_session_analyze (RedanSession *self, const char *path);

/** redan_session_get_analysed: Returns: (transfer none): the model with what it inherits */
RedanModel *redan_session_get_analysed (const RedanSession *self);

/** redan_session_analyze_opened: the analysis of the model that is open, in place of one made
 * before; for commands that changed it */
void redan_session_analyze_opened (RedanSession *self);

/** redan_session_print: text for standard output, buffered */
void redan_session_print (RedanSession *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** redan_session_write: a RedanRowSink onto standard output; @user_data is the session */
gboolean redan_session_write (gpointer user_data, const char *data, gsize length);

/** redan_session_print_losses: the loss report on standard error, one line each */
void redan_session_print_losses (const RedanSession *self);

/** redan_session_print_losses_from: the same without the @first ones */
void redan_session_print_losses_from (const RedanSession *self, guint first);

/**
 * redan_session_finish:
 * @status: what the command wants to return
 *
 * Flushes standard output and clears the session.
 *
 * Returns: @status, or %REDAN_EXIT_WRONG with a message when the output could not be written
 */
int redan_session_finish (RedanSession *self, int status);

/** redan_complain: prints "redan-cli: message" on standard error, control characters made visible
 */
void redan_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
