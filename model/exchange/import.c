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
#include "model/exchange/import-builder.h"
#include "model/exchange/spawn.h"

#define NATIVE "redan"
#define INPUT_LIMIT (512 * 1024 * 1024)
#define CHUNK (1024 * 1024)

/* An open file whose bytes can be seen here and be given to the child. */
typedef struct
{
  int fd;
  GBytes *bytes;
} Input;

void
redan_loss_free (RedanLoss *self)
{
  g_free (self->place);
  g_free (self->text);
  g_free (self);
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

void
redan_opened_free (RedanOpened *self)
{
  g_clear_pointer (&self->model, redan_model_unref);
  g_clear_pointer (&self->losses, g_ptr_array_unref);
  g_free (self);
}

static void
clear_input (Input *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static gboolean
fail_io (const char *path, const char *reason, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: cannot be read: %s; expected a model file"), path, reason);
  return FALSE;
}

static gboolean
fail_size (const char *path, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
               _ ("%s: is larger than %d MiB; split the model"), path, INPUT_LIMIT / 1024 / 1024);
  return FALSE;
}

/* A pipe is copied into a nameless file, so that the child can read what was looked at here. */
static gboolean
load_stream (const char *path, Input *input, int source, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gsize length = 0;
  void *mapped = NULL;

  input->fd = memfd_create ("redan-input", MFD_CLOEXEC);
  if (input->fd < 0)
    return fail_io (path, g_strerror (errno), error);

  for (;;)
    {
      gssize n = read (source, chunk, CHUNK);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_io (path, g_strerror (errno), error);
      if (n == 0)
        break;
      length += (gsize) n;
      if (length > INPUT_LIMIT)
        return fail_size (path, error);
      for (gssize done = 0; done < n;)
        {
          gssize written = write (input->fd, chunk + done, (gsize) (n - done));

          if (written < 0 && errno != EINTR)
            return fail_io (path, g_strerror (errno), error);
          done += MAX (written, 0);
        }
    }

  if (length > 0)
    mapped = mmap (NULL, length, PROT_READ, MAP_PRIVATE, input->fd, 0);
  if (mapped == MAP_FAILED)
    return fail_io (path, g_strerror (errno), error);
  input->bytes = g_bytes_new (mapped, length);
  if (mapped != NULL)
    munmap (mapped, length);
  return lseek (input->fd, 0, SEEK_SET) == 0 || fail_io (path, g_strerror (errno), error);
}

static gboolean
load_file (const char *path, Input *input, int source, const struct stat *status, GError **error)
{
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GError) problem = NULL;

  if (status->st_size > INPUT_LIMIT)
    {
      close (source);
      return fail_size (path, error);
    }

  input->fd = source;
  mapped = g_mapped_file_new_from_fd (source, FALSE, &problem);
  if (mapped == NULL)
    return fail_io (path, problem->message, error);
  input->bytes = g_mapped_file_get_bytes (mapped);
  return TRUE;
}

static gboolean
load_input (const char *path, Input *input, GError **error)
{
  gboolean standard = strcmp (path, "-") == 0;
  int source = standard ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  struct stat status;
  gboolean loaded;

  if (source < 0 || fstat (source, &status) != 0)
    return fail_io (path, g_strerror (errno), error);

  if (!standard && S_ISREG (status.st_mode))
    return load_file (path, input, source, &status, error);

  if (S_ISREG (status.st_mode) || S_ISFIFO (status.st_mode) || S_ISSOCK (status.st_mode) ||
      standard)
    loaded = load_stream (path, input, source, error);
  else
    loaded = fail_io (
        path, S_ISDIR (status.st_mode) ? _ ("it is a directory") : _ ("it is a device"), error);
  if (!standard)
    close (source);
  return loaded;
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
read_native (RedanSchema *schema, const char *path, const Input *input, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (input->bytes, &length);
  RedanModel *model = redan_canonical_read (schema, path, data, length, error);
  RedanOpened *opened;

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

static RedanOpened *
read_foreign (RedanSchema *schema, const char *path, const char *format, int fd, GError **error)
{
  g_autoptr (RedanImportBuilder) builder = redan_import_builder_new (schema);
  GError *problem = NULL;
  const RedanImporter *importer;
  RedanOpened *opened;
  GPtrArray *losses = NULL;
  RedanModel *model = NULL;

  importer = redan_import_spawn (fd, format, redan_import_builder_get_sink (builder), &problem);
  if (importer == NULL)
    {
      GError *reason = redan_import_builder_take_error (builder);

      if (reason != NULL)
        g_error_free (problem);
      return name_file (path, reason != NULL ? reason : problem, error);
    }

  model = redan_import_builder_finish (builder, importer->family, &losses, &problem);
  if (model == NULL)
    return name_file (path, problem, error);

  opened = g_new0 (RedanOpened, 1);
  opened->model = model;
  opened->format = importer->name;
  opened->losses = losses;
  opened->has_geometry = is_drawn (model);
  return opened;
}

RedanOpened *
redan_open_file (RedanSchema *schema, const char *path, const char *format, GError **error)
{
  Input input = { .fd = -1 };
  RedanOpened *opened = NULL;
  gboolean native = g_strcmp0 (format, NATIVE) == 0;
  const guint8 *data;
  gsize length;

  if (format != NULL && !native && redan_importers_lookup (format) == NULL)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%s: no importer is called \"%s\""), path, format);
      return NULL;
    }

  if (load_input (path, &input, error))
    {
      data = g_bytes_get_data (input.bytes, &length);
      native = native || (format == NULL && length > 0 && redan_canonical_sniff (data, length));
      opened = native ? read_native (schema, path, &input, error)
                      : read_foreign (schema, path, format, input.fd, error);
    }

  clear_input (&input);
  return opened;
}
