/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the commit that signed a model, by halves. */

#include "config.h"

#include "app/reviewed-revision.h"

#include <string.h>

#include "app/git.h"
#include "app/revision.h"

#define ABBREVIATED 12

static gboolean
has_assessment (const char *commit, const char *path, const RedanObject *assessment)
{
  g_autoptr (GBytes) bytes = redan_revision_read (commit, path, NULL);
  g_autofree char *mark = NULL;
  RedanIdText id;
  const char *data;
  gsize length;

  if (bytes == NULL)
    return FALSE;
  mark = g_strdup_printf ("<assessment id=\"%s\"", redan_id_to_text (&assessment->id, id));
  data = g_bytes_get_data (bytes, &length);
  return data != NULL && memmem (data, length, mark, strlen (mark)) != NULL;
}

/* Newest first. */
static char **
list_commits (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *spec = g_strconcat (":(literal)", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int status;

  bytes = redan_git_run (
      directory, (const char *const[]){ "rev-list", "--max-count=1000", "HEAD", "--", spec, NULL },
      &status, NULL);
  if (bytes == NULL || status != 0)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_strchomp (text);
  return *text != '\0' ? g_strsplit (text, "\n", -1) : NULL;
}

char *
redan_find_reviewed_revision (const char *path, const RedanObject *assessment)
{
  g_auto (GStrv) commits = assessment != NULL ? list_commits (path) : NULL;
  guint has = 0;     /* the oldest commit known to have it */
  guint has_not = 0; /* the newest known not to have it, behind that */

  if (commits == NULL || !has_assessment (commits[0], path, assessment))
    return NULL;
  has_not = g_strv_length (commits);
  while (has + 1 < has_not)
    {
      const guint middle = has + (has_not - has) / 2;

      if (has_assessment (commits[middle], path, assessment))
        has = middle;
      else
        has_not = middle;
    }
  return g_strndup (commits[has], ABBREVIATED);
}
