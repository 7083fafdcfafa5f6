/* SPDX-License-Identifier: Apache-2.0 */
/* Opening any file: bytes are told apart by content, native ones are read here, all others by the
 * import child. */

#include "config.h"

#include <errno.h>
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
#include "model/file-read.h"

#define NATIVE "redan"
#define CHUNK (1024 * 1024)
#define HEAD 4096

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
      for (gssize done = 0; done < n;)
        {
          gssize written = write (target, chunk + done, (gsize) (n - done));

          if (written < 0 && errno != EINTR)
            return fail_io (path, error);
          done += MAX (written, 0);
        }
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
read_native (RedanSchema *schema, const char *path, int fd, GError **error)
{
  g_autoptr (GBytes) bytes = redan_file_read_rest (fd, path, REDAN_MAX_FILE, error);
  gsize length;
  const guint8 *data;
  RedanModel *model;
  RedanOpened *opened;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  model = redan_canonical_read (schema, path, data, length, error);
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
  gboolean native = g_strcmp0 (format, NATIVE) == 0;
  guint8 head[HEAD];
  gssize length;
  RedanOpened *opened;
  int fd;

  if (format != NULL && !native && redan_importers_lookup (format) == NULL)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%s: no importer is called \"%s\""), path, format);
      return NULL;
    }

  fd = open_input (path, error);
  if (fd < 0)
    return NULL;
  length = format != NULL ? 0 : pread (fd, head, sizeof head, 0);
  native = native || (length > 0 && redan_canonical_sniff (head, (gsize) length));
  opened = native ? read_native (schema, path, fd, error)
                  : read_foreign (schema, path, format, fd, error);
  close (fd);
  return opened;
}
