/* SPDX-License-Identifier: Apache-2.0 */
/* What a model of a git revision inherits: from the organization as that revision has it. */

#include "config.h"

#include "model/organization.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/error.h"
#include "model/exchange/bundle.h"
#include "model/revision.h"

/* The name of the organization in a revision, as git takes it. Returns: (transfer full) (nullable)
 */
static char *
dup_name (const char *text, const char *path)
{
  const char *colon = strchr (text, ':');
  g_autofree char *revision = g_strndup (text, strcspn (text, ":"));
  g_autofree char *folder = NULL;
  g_autofree char *sound = NULL;

  if (path[0] == '/')
    return NULL;
  if (colon == NULL || g_str_has_prefix (colon, ":./") || g_str_has_prefix (colon, ":../"))
    {
      folder = colon != NULL ? g_path_get_dirname (colon + 1) : g_strdup (".");
      return g_strdup_printf ("%s:./%s/%s", revision, folder, path);
    }
  folder = g_path_get_dirname (colon + 1);
  sound = redan_bundle_join (folder, path);
  return sound != NULL ? g_strdup_printf ("%s:%s", revision, sound) : NULL;
}

static RedanModel *
read_revision (
    RedanSchema *schema, const char *text, const char *beside, const char *path, GError **error)
{
  g_autofree char *name = dup_name (text, path);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize length;

  if (name == NULL)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                   _ ("%s: refers to the organization in %s, which is not in the repository"), text,
                   path);
      return NULL;
    }
  bytes = redan_revision_read (name, beside, error);
  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  return redan_canonical_read (schema, name, data, length, error);
}

gboolean
redan_inheritance_load_revision (const RedanModel *model,
                                 const char *text,
                                 const char *beside,
                                 RedanInheritance **inheritance_out,
                                 GError **error)
{
  const char *path = redan_organization_get_path (model);
  g_autoptr (RedanModel) organization = NULL;

  *inheritance_out = NULL;
  if (path == NULL)
    return TRUE;
  organization = read_revision (redan_model_get_schema (model), text, beside, path, error);
  if (organization != NULL)
    *inheritance_out = redan_inheritance_new (model, organization, error);
  return *inheritance_out != NULL;
}
