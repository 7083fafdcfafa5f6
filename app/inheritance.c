/* SPDX-License-Identifier: Apache-2.0 */
/* Loads what models inherit, from files and from git revisions. */

#include "config.h"

#include "app/inheritance.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/revision.h"
#include "model/canonical-reader.h"
#include "model/error.h"
#include "model/exchange/bundle.h"
#include "model/organization.h"
#include "ui/report/inherited.h"

#define MAX_LINES 40

gboolean
redan_session_inherit (RedanSession *self, const char *path)
{
  const char *organization = redan_organization_get_path (self->opened->model);
  g_autoptr (GError) error = NULL;

  if (organization == NULL)
    return TRUE;
  self->organization = redan_organization_read (self->schema, path, organization, &error);
  if (self->organization != NULL)
    self->inheritance = redan_inheritance_new (self->opened->model, self->organization, &error);
  if (self->inheritance == NULL)
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  if (redan_inheritance_is_changed (self->inheritance))
    redan_complain (_ ("note: %s is not as %s last saw it; redan-cli organization %s tells what is "
                       "inherited, --accept takes it"),
                    organization, path, path);
  return TRUE;
}

/* The name of the organization in a revision, as git takes it. Returns: (transfer full) (nullable)
 */
static char *
dup_revision_name (const char *text, const char *path)
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
    RedanSession *self, const char *text, const char *beside, const char *path, GError **error)
{
  g_autofree char *name = dup_revision_name (text, path);
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
  return redan_canonical_read (self->schema, name, data, length, error);
}

RedanModel *
redan_session_inherit_other (RedanSession *self,
                             RedanModel *model,
                             const char *text,
                             const char *beside)
{
  const char *path = redan_organization_get_path (model);
  g_autoptr (RedanModel) organization = NULL;
  g_autoptr (RedanInheritance) inheritance = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return redan_model_ref (model);
  organization = beside == NULL || g_file_test (text, G_FILE_TEST_EXISTS)
                     ? redan_organization_read (self->schema, text, path, &error)
                     : read_revision (self, text, beside, path, &error);
  if (organization != NULL)
    inheritance = redan_inheritance_new (model, organization, &error);
  if (inheritance != NULL)
    return redan_model_ref (inheritance->model);
  redan_complain ("%s", error->message);
  return NULL;
}

/* ---- changing a model that inherits ---- */

static gboolean
add_change (RedanEdit *own, const RedanChange *change, const char *path, GError **error)
{
  if (change->field == REDAN_FIELD_EXISTS && change->before == NULL)
    {
      redan_edit_create (own, change->section, &change->object);
      return TRUE;
    }
  if (!redan_edit_keeps (own, &change->object))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE,
                   _ ("%s %.16s is inherited from %s; change it there"),
                   redan_section_get_tag (change->section), change->object.text, path);
      return FALSE;
    }
  if (change->field == REDAN_FIELD_EXISTS)
    redan_edit_delete (own, &change->object);
  else
    redan_edit_set (own, &change->object, change->field, change->key, change->after);
  return TRUE;
}

gboolean
redan_session_apply (RedanSession *self, const RedanEdit *edit, GError **error)
{
  RedanModel *model = self->opened->model;
  g_autoptr (RedanEdit) own = NULL;

  if (self->inheritance == NULL)
    return redan_edit_apply (edit, model, error);
  own = redan_edit_new (model, redan_edit_get_label (edit));
  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    if (!add_change (own, redan_edit_get_change (edit, i), self->inheritance->path, error))
      return FALSE;
  return redan_edit_apply (own, model, error);
}

void
redan_session_print_inherited (RedanSession *self,
                               const RedanModel *model,
                               const GPtrArray *objects)
{
  if (objects->len == 0)
    return;
  redan_session_print (self, _ ("\nInherited from %s:\n"), redan_organization_get_path (model));
  for (guint i = 0; i < MIN (objects->len, MAX_LINES); i++)
    {
      g_autofree char *line = redan_inherited_dup_line (model, g_ptr_array_index (objects, i));

      redan_session_print (self, "  %s\n", line);
    }
  if (objects->len > MAX_LINES)
    redan_session_print (self, _ ("  and %u more\n"), objects->len - MAX_LINES);
}
