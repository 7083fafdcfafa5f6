/* SPDX-License-Identifier: Apache-2.0 */
/* What every command shares: options, loading of data and file, the analysis, and output that
 * notices failure. */

#include "config.h"

#include "app/session.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/inheritance.h"
#include "model/canonical-writer.h"
#include "model/edit.h"
#include "model/error.h"
#include "model/file-lock.h"
#include "model/git.h"
#include "ui/report/wording.h"

#define FLUSH_AT 65536

void
redan_complain (const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *visible = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  visible = redan_text_make_visible (message);
  fprintf (stderr, "redan-cli: %s\n", visible);
}

static const RedanCommand *
find_command (const char *name)
{
  guint n;
  const RedanCommand *commands = redan_commands_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  g_assert_not_reached ();
}

static gboolean
parse_as_of (RedanSession *self)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *today = NULL;

  if (self->as_of_text != NULL)
    {
      if (redan_days_from_date (self->as_of_text, &self->as_of))
        return TRUE;
      redan_complain (_ ("--as-of %s is not a date; write it as 2026-01-31"), self->as_of_text);
      return FALSE;
    }
  now = g_date_time_new_now_local ();
  today = g_date_time_format (now, "%Y-%m-%d");
  if (!redan_days_from_date (today, &self->as_of))
    {
      redan_complain (_ ("the clock of this machine says %s; give the date with --as-of"), today);
      return FALSE;
    }
  return TRUE;
}

gboolean
redan_session_set_today (RedanSession *self)
{
  return parse_as_of (self);
}

static void
add_common_options (RedanSession *self, GOptionContext *context, guint common)
{
  const struct
  {
    RedanOption option;
    GOptionEntry entry;
  } entries[] = {
    { REDAN_OPTION_JSON,
      { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Machine-readable output"), NULL } },
    { REDAN_OPTION_AS_OF,
      { "as-of", 0, 0, G_OPTION_ARG_STRING, &self->as_of_text,
        N_ ("Judge ages and expiries as of this day (today)"), N_ ("DATE") } },
    { REDAN_OPTION_DATA,
      { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data_directory,
        N_ ("Read further packs from a directory"), N_ ("DIR") } },
    { REDAN_OPTION_FROM,
      { "from", 0, 0, G_OPTION_ARG_STRING, &self->format,
        N_ ("Format of a foreign file, when its content does not tell"), N_ ("FORMAT") } },
  };
  const GOptionEntry rest[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->arguments, NULL, NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      const GOptionEntry one[] = { entries[i].entry, { NULL, 0, 0, 0, NULL, NULL, NULL } };

      if ((common & entries[i].option) != 0)
        g_option_context_add_main_entries (context, one, GETTEXT_PACKAGE);
    }
  g_option_context_add_main_entries (context, rest, GETTEXT_PACKAGE);
}

gboolean
redan_session_parse (RedanSession *self,
                     const char *name,
                     guint common,
                     const GOptionEntry *entries,
                     int argc,
                     char **argv,
                     guint minimum,
                     guint maximum)
{
  const RedanCommand *command = find_command (name);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup_printf ("redan-cli %s", name);
  g_auto (GStrv) copy = NULL;
  guint n;

  *self = (RedanSession){ 0 };
  self->output = g_string_sized_new (FLUSH_AT + 4096);
  g_set_prgname (program);
  context = g_option_context_new (command->arguments);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (command->summary));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  add_common_options (self, context, common);
  copy = g_strdupv (argv);
  if (!g_option_context_parse_strv (context, &copy, &error))
    {
      redan_complain (_ ("%s; see redan-cli %s --help"), error->message, name);
      return FALSE;
    }

  n = self->arguments != NULL ? g_strv_length (self->arguments) : 0;
  if (n < minimum || n > maximum)
    {
      redan_complain (_ ("usage: redan-cli %s [OPTIONS] %s; see redan-cli %s --help"), name,
                      command->arguments, name);
      return FALSE;
    }
  return parse_as_of (self);
}

static gboolean
load_schema (RedanSession *self, RedanDataSource **source_out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (self->data_directory, &error);

  if (source != NULL)
    self->schema = redan_schema_load (source, &error);
  if (self->schema == NULL)
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  if (source_out != NULL)
    *source_out = g_steal_pointer (&source);
  return TRUE;
}

gboolean
redan_session_load_schema (RedanSession *self)
{
  return load_schema (self, NULL);
}

static gboolean
open_file (RedanSession *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  self->opened = redan_open_file (self->schema, path, self->format, &error);
  if (self->opened == NULL)
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  redan_session_note_read (self, path);
  return TRUE;
}

void
redan_session_note_read (RedanSession *self, const char *path)
{
  g_clear_pointer (&self->as_read, redan_model_unref);
  g_free (self->read_path);
  self->as_read = redan_model_copy (self->opened->model);
  self->read_path = redan_git_dup_real_path (path);
}

/* Whether the file, which nobody else may write now, still holds what was read. */
static gboolean
check_as_read (RedanSession *self, const char *path, GError **error)
{
  g_autoptr (RedanOpened) there = redan_open_file (self->schema, path, NULL, error);
  g_autoptr (RedanEdit) between = NULL;

  if (there == NULL)
    return FALSE;
  between = redan_model_difference (self->as_read, there->model, "");
  if (redan_edit_get_n_changes (between) == 0)
    return TRUE;
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_CHANGED,
               _ ("%s: another program changed it meanwhile; nothing was written, run the command "
                  "again"),
               path);
  return FALSE;
}

gboolean
redan_session_replace (RedanSession *self,
                       const RedanModel *model,
                       const char *path,
                       GError **error)
{
  g_autofree char *real = redan_git_dup_real_path (path);
  g_autoptr (RedanFileLock) lock = NULL;

  if (g_str_equal (path, "-") || g_strcmp0 (real, self->read_path) != 0)
    return redan_canonical_write_file (model, path, error);
  lock = redan_file_lock (path, REDAN_LOCK_PATIENCE, error);
  return lock != NULL && check_as_read (self, path, error) &&
         redan_canonical_write_locked (model, lock, NULL, NULL, NULL, error);
}

gboolean
redan_session_open_model (RedanSession *self, const char *path)
{
  return load_schema (self, NULL) && open_file (self, path);
}

gboolean
redan_session_load_catalogue (RedanSession *self)
{
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (GError) error = NULL;

  if (self->schema == NULL && !load_schema (self, &source))
    return FALSE;
  if (source == NULL)
    source = redan_data_source_new (self->data_directory, &error);
  if (source == NULL)
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  self->catalogue = redan_catalogue_load (source, self->schema, &error);
  if (self->catalogue == NULL)
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  return TRUE;
}

gboolean
redan_session_check_pack (const RedanSession *self, const char *option, const char *pack)
{
  const char *const *packs = redan_catalogue_get_packs (self->catalogue);
  g_autoptr (GString) known = g_string_new (NULL);

  if (pack == NULL)
    return TRUE;
  for (guint i = 0; packs[i] != NULL; i++)
    {
      g_autofree char *id = g_strndup (packs[i], strcspn (packs[i], " "));

      if (g_str_equal (id, pack))
        return TRUE;
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", id);
    }
  redan_complain (_ ("%s %s: there is no such pack; known are %s"), option, pack, known->str);
  return FALSE;
}

gboolean
redan_session_open (RedanSession *self, const char *path)
{
  return redan_session_load_catalogue (self) && open_file (self, path) &&
         redan_session_inherit (self, path);
}

RedanModel *
redan_session_get_analysed (const RedanSession *self)
{
  return self->inheritance != NULL ? self->inheritance->model : self->opened->model;
}

/* What a changed model inherits; should the change forbid it, what it inherited before holds no
 * more. */
static void
inherit_again (RedanSession *self)
{
  g_clear_pointer (&self->inheritance, redan_inheritance_free);
  if (self->organization != NULL)
    self->inheritance = redan_inheritance_new (self->opened->model, self->organization, NULL);
}

void
redan_session_analyze_opened (RedanSession *self)
{
  RedanAnalysisOptions options = { .as_of = self->as_of };
  g_autoptr (RedanSnapshot) snapshot = NULL;

  inherit_again (self);
  snapshot = redan_snapshot_new (redan_session_get_analysed (self));
  g_clear_pointer (&self->analysis, redan_analysis_unref);
  self->analysis = redan_analysis_new (snapshot, self->catalogue, &options);
}

gboolean
redan_session_analyze (RedanSession *self, const char *path)
{
  if (!redan_session_open (self, path))
    return FALSE;
  redan_session_analyze_opened (self);
  return TRUE;
}

static void
flush_output (RedanSession *self)
{
  gsize done = 0;

  while (!self->output_failed && done < self->output->len)
    {
      gssize n = write (STDOUT_FILENO, self->output->str + done, self->output->len - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          redan_complain (_ ("standard output: %s; the output is not complete"),
                          g_strerror (errno));
          self->output_failed = TRUE;
          break;
        }
      done += (gsize) n;
    }
  g_string_truncate (self->output, 0);
}

void
redan_session_print (RedanSession *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->output, format, arguments);
  va_end (arguments);
  if (self->output->len >= FLUSH_AT)
    flush_output (self);
}

gboolean
redan_session_write (gpointer user_data, const char *data, gsize length)
{
  RedanSession *self = user_data;

  g_string_append_len (self->output, data, (gssize) length);
  if (self->output->len >= FLUSH_AT)
    flush_output (self);
  return !self->output_failed;
}

void
redan_session_print_losses (const RedanSession *self)
{
  redan_session_print_losses_from (self, 0);
}

void
redan_session_print_losses_from (const RedanSession *self, guint first)
{
  for (guint i = first; i < self->opened->losses->len; i++)
    {
      const RedanLoss *loss = g_ptr_array_index (self->opened->losses, i);
      g_autofree char *line = redan_loss_dup_text (loss);
      g_autofree char *visible = redan_text_make_visible (line);

      fprintf (stderr, "%s\n", visible);
    }
}

int
redan_session_finish (RedanSession *self, int status)
{
  flush_output (self);
  if (self->output_failed)
    status = REDAN_EXIT_WRONG;

  g_string_free (self->output, TRUE);
  g_clear_pointer (&self->analysis, redan_analysis_unref);
  g_clear_pointer (&self->inheritance, redan_inheritance_free);
  g_clear_pointer (&self->organization, redan_model_unref);
  g_clear_pointer (&self->opened, redan_opened_free);
  g_clear_pointer (&self->as_read, redan_model_unref);
  g_clear_pointer (&self->read_path, g_free);
  g_clear_pointer (&self->catalogue, redan_catalogue_unref);
  g_clear_pointer (&self->share, redan_read_share_free);
  g_clear_pointer (&self->schema, redan_schema_unref);
  g_free (self->as_of_text);
  g_free (self->data_directory);
  g_free (self->format);
  g_strfreev (self->arguments);
  return status;
}
