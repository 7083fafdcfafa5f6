/* SPDX-License-Identifier: Apache-2.0 */
/* Opening any file: bytes are told apart by content, native ones are read here, all others by the
 * import child. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/import.h"

#include "model/canonical-reader.h"
#include "model/error.h"
#include "model/exchange/accounts-match.h"
#include "model/exchange/bundle.h"
#include "model/exchange/import-builder.h"
#include "model/exchange/resource-request.h"
#include "model/exchange/spawn.h"
#include "model/exchange/vocabulary.h"
#include "model/file-read.h"
#include "model/resource-tables.h"

#define NATIVE "redan"
#define CHUNK (1024 * 1024)
#define HEAD 4096
#define MAX_INCLUDE_ROUNDS 20 /* more than includes may nest */

void
redan_loss_free (RedanLoss *self)
{
  g_clear_pointer (&self->file, g_ref_string_release);
  g_free (self->place);
  g_free (self->text);
  g_free (self);
}

void
redan_losses_add (GPtrArray *losses,
                  const RedanObject *object,
                  char *place,
                  const char *format,
                  va_list arguments)
{
  RedanLoss *loss = g_new0 (RedanLoss, 1);

  loss->kind = REDAN_LOSS_DROPPED;
  loss->text = g_strdup_vprintf (format, arguments);
  loss->place = place;
  if (object != NULL)
    loss->object = object->id;
  g_ptr_array_add (losses, loss);
}

const char *
redan_loss_kind_get_word (RedanLossKind kind)
{
  switch (kind)
    {
    case REDAN_LOSS_DROPPED:
      return "dropped";
    case REDAN_LOSS_GUESSED:
      return "guessed";
    case REDAN_LOSS_REPAIRED:
    default:
      return "repaired";
    }
}

char *
redan_loss_dup_text (const RedanLoss *self)
{
  const char *word = redan_loss_kind_get_word (self->kind);

  if (self->file != NULL)
    return g_strdup_printf ("%s:%u: %s: %s: %s", self->file, self->line, word, self->place,
                            self->text);
  return g_strdup_printf ("%s: %s: %s", word, self->place, self->text);
}

void
redan_opened_free (RedanOpened *self)
{
  g_clear_pointer (&self->model, redan_model_unref);
  g_clear_pointer (&self->losses, g_ptr_array_unref);
  g_free (self->source);
  g_free (self);
}

static gboolean
fail_io (const char *path, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: cannot be read: %s; choose another file"), path, g_strerror (errno));
  return FALSE;
}

static gboolean
fail_size (const char *path, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
               _ ("%s: larger than %zu MiB; split the model"), path, REDAN_MAX_FILE / 1024 / 1024);
  return FALSE;
}

static gboolean
copy_stream (int source, int target, const char *path, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gsize length = 0;

  for (;;)
    {
      gssize n = read (source, chunk, CHUNK);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_io (path, error);
      if (n == 0)
        return lseek (target, 0, SEEK_SET) == 0 || fail_io (path, error);
      length += (gsize) n;
      if (length > REDAN_MAX_FILE)
        return fail_size (path, error);
      if (!redan_child_input_write (target, chunk, (gsize) n))
        return fail_io (path, error);
    }
}

/* Opens a file whose start can be looked at before it is read as a whole, here or in the child: a
 * pipe is copied into a nameless file. */
static int
open_input (const char *path, GError **error)
{
  int fd = redan_file_open (path, TRUE, error);
  struct stat status;
  int copy;

  if (fd < 0)
    return -1;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && lseek (fd, 0, SEEK_CUR) == 0)
    {
      if (status.st_size <= (goffset) REDAN_MAX_FILE)
        return fd;
      close (fd);
      fail_size (path, error);
      return -1;
    }

  copy = memfd_create ("redan-input", MFD_CLOEXEC);
  if (copy < 0)
    fail_io (path, error);
  else if (!copy_stream (fd, copy, path, error))
    {
      close (copy);
      copy = -1;
    }
  close (fd);
  return copy;
}

static gboolean
is_drawn (const RedanModel *model)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      for (guint i = 0; i < redan_model_get_n (model, section); i++)
        {
          const RedanObject *object = redan_model_get_nth (model, section, i);
          guint n_places;
          guint n_routes;

          redan_object_get_range (object, REDAN_FIELD_PLACE, &n_places);
          redan_object_get_range (object, REDAN_FIELD_ROUTE, &n_routes);
          if (n_places + n_routes > 0)
            return TRUE;
        }
    }

  return FALSE;
}

static RedanOpened *
read_native (RedanSchema *schema, RedanReadShare *share, const char *path, int fd, GError **error)
{
  g_autoptr (GBytes) bytes = redan_file_read_rest (fd, path, REDAN_MAX_FILE, error);
  RedanModel *model;
  RedanOpened *opened;

  if (bytes == NULL)
    return NULL;
  model = redan_canonical_read_shared (schema, share, path, bytes, error);
  if (model == NULL)
    return NULL;

  opened = g_new0 (RedanOpened, 1);
  opened->model = model;
  opened->format = NATIVE;
  opened->losses = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_loss_free);
  opened->has_geometry = is_drawn (model);
  return opened;
}

/* Messages of the child begin with a line, a JSON path or nothing; the file comes before. */
static RedanOpened *
name_file (const char *path, GError *problem, GError **error)
{
  gboolean line = g_ascii_isdigit (problem->message[0]);

  g_set_error (error, problem->domain, problem->code, line ? "%s:%s" : "%s: %s", path,
               problem->message);
  g_error_free (problem);
  return NULL;
}

static gboolean
append_include (int bundle, int directory, const char *path, const char *name, GError **error)
{
  g_autofree char *sound = redan_bundle_join (".", name);
  int fd = sound != NULL ? redan_file_open_beneath (directory, sound) : -1;
  g_autoptr (GBytes) bytes = NULL;
  goffset size = lseek (bundle, 0, SEEK_END);

  if (fd < 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                   _ ("%s: includes %s, which cannot be read beneath the folder of the model: %s; "
                      "put it there"),
                   path, name, sound != NULL ? g_strerror (errno) : _ ("no such name"));
      return FALSE;
    }

  bytes = redan_file_read_rest (
      fd, name, REDAN_MAX_FILE - (gsize) CLAMP (size, 0, (goffset) REDAN_MAX_FILE), error);
  close (fd);
  return bytes != NULL && redan_bundle_append (bundle, sound, g_bytes_get_data (bytes, NULL),
                                               g_bytes_get_size (bytes), error);
}

/* Returns: (nullable): the rows of the user that an importer may ask for in place of a file */
static GBytes *
dup_requested (const RedanSchema *schema, const char *name)
{
  const RedanResourceTables *tables = redan_schema_get_resources (schema);

  if (strcmp (name, REDAN_REQUEST_RESOURCE_TYPES) == 0)
    return redan_resource_tables_to_text (tables, REDAN_RESOURCE_TYPES);
  if (strcmp (name, REDAN_REQUEST_RESOURCE_ATTRIBUTES) == 0)
    return redan_resource_tables_to_text (tables, REDAN_RESOURCE_ATTRIBUTES);
  return NULL;
}

static gboolean
is_request (const char *name)
{
  return strcmp (name, REDAN_REQUEST_RESOURCE_TYPES) == 0 ||
         strcmp (name, REDAN_REQUEST_RESOURCE_ATTRIBUTES) == 0;
}

/* Rows of the user that do not exist need no new start. */
static void
drop_empty_requests (const RedanSchema *schema, GPtrArray *includes)
{
  for (guint i = includes->len; i-- > 0;)
    {
      const char *name = g_ptr_array_index (includes, i);
      g_autoptr (GBytes) rows = dup_requested (schema, name);

      if (is_request (name) && rows == NULL)
        g_ptr_array_remove_index (includes, i);
    }
}

/* A new stream of the main file and nothing else yet. */
static int
begin_bundle (const char *path, int fd, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  int bundle = memfd_create ("redan-bundle", MFD_CLOEXEC);

  if (bundle < 0 || lseek (fd, 0, SEEK_SET) != 0)
    {
      fail_io (path, error);
      return bundle;
    }
  bytes = redan_file_read_rest (fd, path, REDAN_MAX_FILE, error);
  if (bytes != NULL)
    redan_bundle_append (bundle, "", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                         error);
  return bundle;
}

/* Adds the files that were asked for to @bundle (-1 the first time). Returns whether all are there.
 */
static gboolean
add_includes (const RedanSchema *schema,
              int *bundle,
              const char *path,
              int fd,
              GPtrArray *names,
              GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GError *problem = NULL;
  int directory = strcmp (path, "-") == 0 ? -1 : open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

  if (*bundle < 0)
    *bundle = begin_bundle (path, fd, &problem);
  for (guint i = 0; i < names->len && problem == NULL; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (GBytes) rows = dup_requested (schema, name);

      if (rows == NULL)
        append_include (*bundle, directory, path, name, &problem);
      else
        redan_bundle_append (*bundle, name, g_bytes_get_data (rows, NULL), g_bytes_get_size (rows),
                             &problem);
    }
  if (directory >= 0)
    close (directory);
  if (problem == NULL && lseek (*bundle, 0, SEEK_SET) != 0)
    fail_io (path, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

static const RedanImporter *
run_child (
    RedanImportBuilder *builder, const char *path, const char *format, int fd, GError **error)
{
  GError *problem = NULL;
  const RedanImporter *importer =
      redan_import_spawn (fd, format, redan_import_builder_get_sink (builder), &problem);
  GError *reason;

  if (importer != NULL)
    return importer;
  reason = redan_import_builder_take_error (builder);
  if (reason != NULL)
    g_error_free (problem);
  name_file (path, reason != NULL ? reason : problem, error);
  return NULL;
}

/* Returns: (nullable): the name of a file without what says its format */
static char *
dup_title (const char *path)
{
  static const char *const inner[] = { ".drawio", ".tc", ".cdx", ".tmbom", ".otm", ".tm" };
  g_autofree char *name = g_filename_display_basename (path);
  char *dot = strrchr (name, '.');

  if (strcmp (path, "-") == 0)
    return NULL;
  if (dot != NULL && dot != name)
    *dot = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (inner); i++)
    if (g_str_has_suffix (name, inner[i]) && strlen (name) > strlen (inner[i]))
      name[strlen (name) - strlen (inner[i])] = '\0';
  return g_steal_pointer (&name);
}

/* The identity that the import before had, so that ids stay when a title changes. */
static void
take_source (RedanImportBuilder *builder, const char *family, const RedanModel *earlier)
{
  g_autofree char *key = g_strdup_printf (REDAN_IMPORT_SOURCE, family);
  const char *source = earlier != NULL ? redan_object_get_keyed (redan_model_get_meta (earlier),
                                                                 REDAN_FIELD_EXTRA, key)
                                       : NULL;

  if (source != NULL)
    redan_import_builder_set_source (builder, source);
}

/* Included files are named from the folder of the model. */
static void
name_lines (GPtrArray *losses, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GRefString *main_file = g_ref_string_new (path);

  for (guint i = 0; i < losses->len; i++)
    {
      RedanLoss *loss = losses->pdata[i];

      if (loss->line > 0 && loss->file == NULL)
        loss->file = g_ref_string_acquire (main_file);
      else if (loss->file != NULL && strcmp (folder, ".") != 0)
        {
          g_autofree char *joined = g_build_filename (folder, loss->file, NULL);

          g_ref_string_release (loss->file);
          loss->file = g_ref_string_new_intern (joined);
        }
    }
  g_ref_string_release (main_file);
}

static RedanOpened *
finish_foreign (RedanImportBuilder *builder,
                const RedanImporter *importer,
                const char *path,
                const RedanModel *earlier,
                GError **error)
{
  GError *problem = NULL;
  GPtrArray *losses = NULL;
  g_autofree char *title = dup_title (path);
  gboolean titled = redan_import_builder_name_model (builder, title);
  RedanModel *model;
  RedanOpened *opened;

  take_source (builder, importer->family, earlier);
  model = redan_import_builder_finish (builder, importer->family, &losses, &problem);

  if (model == NULL)
    return name_file (path, problem, error);

  name_lines (losses, path);
  opened = g_new0 (RedanOpened, 1);
  opened->model = model;
  opened->format = importer->name;
  opened->losses = losses;
  opened->has_geometry = is_drawn (model);
  opened->titled_by_file = titled;
  opened->source = g_strdup (redan_import_builder_get_source (builder));
  if (earlier != NULL)
    redan_accounts_match (opened, earlier);
  return opened;
}

/* The child is started anew, with more files each time, until it asks for none. */
static RedanOpened *
read_foreign (RedanSchema *schema,
              const char *path,
              const char *format,
              int fd,
              const RedanModel *earlier,
              GError **error)
{
  RedanOpened *opened = NULL;
  int bundle = -1;

  for (guint round = 0; round < MAX_INCLUDE_ROUNDS; round++)
    {
      g_autoptr (RedanImportBuilder) builder = redan_import_builder_new (schema);
      const RedanImporter *importer =
          run_child (builder, path, format, bundle >= 0 ? bundle : fd, error);
      GPtrArray *includes = redan_import_builder_get_includes (builder);

      if (importer == NULL)
        break;
      drop_empty_requests (schema, includes);
      if (includes->len == 0)
        {
          opened = finish_foreign (builder, importer, path, earlier, error);
          break;
        }
      format = importer->name;
      if (!add_includes (schema, &bundle, path, fd, includes, error))
        break;
    }

  if (opened == NULL && error != NULL && *error == NULL)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                 _ ("%s: includes are nested too deep; join files"), path);
  if (bundle >= 0)
    close (bundle);
  return opened;
}

static void
refuse_format (const char *path, const char *format, GError **error)
{
  guint n;
  const RedanImporter *const *importers = redan_importers_get (&n);
  g_autofree const char **names = g_new0 (const char *, n + 2);
  g_autofree char *folded = g_ascii_strdown (format, -1);
  g_autofree char *known = NULL;
  const char *near;

  names[0] = NATIVE;
  for (guint i = 0; i < n; i++)
    names[i + 1] = importers[i]->name;
  near = redan_words_find_near (names, folded);
  known = g_strjoinv (", ", (char **) names);
  if (near != NULL)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                 _ ("%s: no importer is called \"%s\"; did you mean \"%s\"?"), path, format, near);
  else
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                 _ ("%s: no importer is called \"%s\"; there are %s"), path, format, known);
}

static RedanOpened *
open_file (RedanSchema *schema,
           RedanReadShare *share,
           const char *path,
           const char *format,
           const RedanModel *earlier,
           GError **error)
{
  gboolean native = g_strcmp0 (format, NATIVE) == 0;
  guint8 head[HEAD];
  gssize length;
  RedanOpened *opened;
  int fd;

  if (format != NULL && !native && redan_importers_lookup (format) == NULL)
    {
      refuse_format (path, format, error);
      return NULL;
    }

  fd = open_input (path, error);
  if (fd < 0)
    return NULL;
  length = format != NULL ? 0 : pread (fd, head, sizeof head, 0);
  native = native || (length > 0 && redan_canonical_sniff (head, (gsize) length));
  opened = native ? read_native (schema, share, path, fd, error)
                  : read_foreign (schema, path, format, fd, earlier, error);
  close (fd);
  return opened;
}

RedanOpened *
redan_open_file (RedanSchema *schema, const char *path, const char *format, GError **error)
{
  return open_file (schema, NULL, path, format, NULL, error);
}

RedanOpened *
redan_open_file_shared (RedanSchema *schema,
                        RedanReadShare *share,
                        const char *path,
                        const char *format,
                        GError **error)
{
  return open_file (schema, share, path, format, NULL, error);
}

RedanOpened *
redan_open_file_like (RedanSchema *schema,
                      const char *path,
                      const char *format,
                      const RedanModel *earlier,
                      GError **error)
{
  return open_file (schema, NULL, path, format, earlier, error);
}
