/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the file of an organization: only beneath the folder of the model, or the top of its
 * repository. */

#include "config.h"

#include "model/organization.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/canonical-reader.h"
#include "model/error.h"
#include "model/exchange/bundle.h"
#include "model/file-read.h"

static gboolean
fail (const char *model_path, const char *path, const char *problem, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: refers to the organization in %s, which cannot be read: %s; put the file "
                  "there, or take <organization> out of the model"),
               model_path, path, problem);
  return FALSE;
}

/* The top of the repository that @folder is in, else the folder itself; both without links. */
static char *
find_top (const char *folder)
{
  g_autofree char *at = g_strdup (folder);

  for (;;)
    {
      g_autofree char *git = g_build_filename (at, ".git", NULL);
      char *parent = NULL;

      if (g_file_test (git, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&at);
      parent = g_path_get_dirname (at);
      if (g_str_equal (parent, at))
        {
          g_free (parent);
          return g_strdup (folder);
        }
      g_free (at);
      at = parent;
    }
}

static int
open_file (const char *model_path, const char *path, GError **error)
{
  g_autofree char *directory =
      g_str_equal (model_path, "-") ? g_strdup (".") : g_path_get_dirname (model_path);
  g_autofree char *folder = realpath (directory, NULL);
  g_autofree char *top = NULL;
  g_autofree char *sound = NULL;
  const char *within = NULL;
  int descriptor;
  int file;

  if (folder == NULL)
    {
      fail (model_path, path, g_strerror (errno), error);
      return -1;
    }
  top = find_top (folder);
  within = folder + strlen (top);
  while (*within == '/')
    within++;
  sound = redan_bundle_join (*within != '\0' ? within : ".", path);
  if (sound == NULL)
    {
      fail (model_path, path,
            _ ("only a relative path within the repository, or else beneath the folder of the "
               "model, is allowed"),
            error);
      return -1;
    }
  descriptor = open (top, O_PATH | O_DIRECTORY | O_CLOEXEC);
  file = descriptor >= 0 ? redan_file_open_beneath (descriptor, sound) : -1;
  if (file < 0)
    fail (model_path, path, g_strerror (errno), error);
  if (descriptor >= 0)
    close (descriptor);
  return file;
}

RedanModel *
redan_organization_read (RedanSchema *schema,
                         const char *model_path,
                         const char *path,
                         GError **error)
{
  const int file = open_file (model_path, path, error);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize length;

  if (file < 0)
    return NULL;
  bytes = redan_file_read_rest (file, path, REDAN_MAX_ORGANIZATION, error);
  close (file);
  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  return redan_canonical_read (schema, path, data, length, error);
}
