/* SPDX-License-Identifier: Apache-2.0 */
/* Asks git for the bytes of a file in a revision. */

#include "config.h"

#include "app/revision.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/git.h"
#include "model/error.h"

#define MAX_NAME 4096

/* A revision is no option, and names one object: no range, no control character. */
static gboolean
check_revision (const char *text, GError **error)
{
  gboolean valid = text[0] != '\0' && text[0] != '-' && strlen (text) <= MAX_NAME &&
                   g_utf8_validate (text, -1, NULL);

  for (const char *c = text; valid && *c != '\0'; c++)
    valid = (guchar) *c >= 0x20 && *c != 0x7f;
  if (valid)
    return TRUE;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
               _ ("\"%s\" is no revision; expected REV or REV:PATH, such as main or "
                  "HEAD~1:models/shop.redan"),
               text);

  return FALSE;
}

GBytes *
redan_revision_read (const char *text, const char *beside, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (beside);
  g_autofree char *name = g_path_get_basename (beside);
  g_autofree char *object = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int status;

  if (!check_revision (text, error))
    return NULL;

  object = strchr (text, ':') != NULL ? g_strdup (text) : g_strconcat (text, ":./", name, NULL);
  bytes = redan_git_run (directory, (const char *const[]){ "cat-file", "blob", object, NULL },
                         &status, error);
  if (bytes == NULL)
    return NULL;
  if (status != 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                   _ ("%s: git finds no such file beside %s; check revision and path, and that "
                      "this is a repository"),
                   text, beside);
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

gboolean
redan_revision_lacks (const char *revision, const char *beside)
{
  g_autofree char *directory = g_path_get_dirname (beside);
  g_autofree char *name = g_path_get_basename (beside);
  g_autofree char *path = g_strconcat (":(literal)./", name, NULL);
  g_autoptr (GBytes) listed = NULL;
  int status = -1;

  if (!check_revision (revision, NULL) || strchr (revision, ':') != NULL)
    return FALSE;
  listed = redan_git_run (
      directory, (const char *const[]){ "ls-tree", "--name-only", revision, "--", path, NULL },
      &status, NULL);
  return listed != NULL && status == 0 && g_bytes_get_size (listed) == 0;
}
