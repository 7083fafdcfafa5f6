/* SPDX-License-Identifier: Apache-2.0 */
/* Loads what models inherit, from files and from git revisions. */

#include "config.h"

#include "app/inheritance.h"

#include <glib/gi18n.h>

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

RedanModel *
redan_session_inherit_other (RedanSession *self,
                             RedanModel *model,
                             const char *text,
                             const char *beside)
{
  const gboolean is_file = beside == NULL || g_file_test (text, G_FILE_TEST_EXISTS);
  g_autoptr (RedanInheritance) inheritance = NULL;
  g_autoptr (GError) error = NULL;

  if (is_file ? redan_inheritance_load (model, text, &inheritance, &error)
              : redan_inheritance_load_revision (model, text, beside, &inheritance, &error))
    return redan_model_ref (inheritance != NULL ? inheritance->model : model);
  redan_complain ("%s", error->message);
  return NULL;
}

/* ---- changing a model that inherits ---- */

gboolean
redan_session_apply (RedanSession *self, const RedanEdit *edit, GError **error)
{
  RedanModel *model = self->opened->model;
  g_autoptr (RedanEdit) own = NULL;

  if (self->inheritance == NULL)
    return redan_edit_apply (edit, model, error);
  own = redan_inheritance_rebase (self->inheritance, model, edit, error);
  return own != NULL && redan_edit_apply (own, model, error);
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
