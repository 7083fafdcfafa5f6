/* SPDX-License-Identifier: Apache-2.0 */
/* Asks git for the history of a file, its bytes in a revision, and both sides of a merge. */

#include "model/revision.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/error.h"
#include "model/git.h"
#include "model/merge.h"

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

void
redan_revision_free (RedanRevision *self)
{
  g_free (self->id);
  g_free (self->author);
  g_free (self->subject);
  g_free (self);
}

/* A line of redan_revision_list(): object, time, author and subject, with NUL between them. */
static RedanRevision *
parse_revision (const char *line, gsize length)
{
  const char *parts[4] = { line };
  guint n = 1;
  RedanRevision *self;

  for (gsize i = 0; i < length && n < G_N_ELEMENTS (parts); i++)
    if (line[i] == '\0')
      parts[n++] = line + i + 1;
  if (n < G_N_ELEMENTS (parts))
    return NULL;

  self = g_new0 (RedanRevision, 1);
  self->id = g_strdup (parts[0]);
  self->time = g_ascii_strtoll (parts[1], NULL, 10);
  self->author = g_utf8_make_valid (parts[2], -1);
  self->subject = g_utf8_make_valid (parts[3], line + length - parts[3]);
  return self;
}

GPtrArray *
redan_revision_list (const char *path, guint limit)
{
  GPtrArray *revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_revision_free);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *here = g_strconcat (":(literal)", name, NULL);
  g_autofree char *most = g_strdup_printf ("--max-count=%u", limit);
  int status;
  g_autoptr (GBytes) bytes = redan_git_run (
      directory,
      (const char *const[]){ "rev-list", most, "--encoding=UTF-8",
                             "--format=%H%x00%at%x00%an%x00%s", "HEAD", "--", here, NULL },
      &status, NULL);
  gsize length = 0;
  const char *data = bytes != NULL && status == 0 ? g_bytes_get_data (bytes, &length) : NULL;

  while (length > 0)
    {
      const char *end = memchr (data, '\n', length);
      const gsize n = end != NULL ? (gsize) (end - data) : length;
      /* The line that git puts before each has no NUL in it. */
      RedanRevision *revision = parse_revision (data, n);

      if (revision != NULL)
        g_ptr_array_add (revisions, revision);
      length -= MIN (n + 1, length);
      data += n + 1;
    }
  return revisions;
}

static RedanModel *
read_stage (RedanSchema *schema, const char *path, const char *object, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GBytes) bytes = NULL;
  int status;

  bytes = redan_git_run (directory, (const char *const[]){ "cat-file", "blob", object, NULL },
                         &status, error);
  if (bytes == NULL)
    return NULL;
  if (status != 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                   _ ("%s: git does not find a version of it any more; look again"), path);
      return NULL;
    }
  return redan_canonical_read (schema, path, g_bytes_get_data (bytes, NULL),
                               g_bytes_get_size (bytes), error);
}

RedanVersions *
redan_versions_read (RedanSchema *schema, const char *path, GError **error)
{
  g_autoptr (RedanGitState) state = redan_git_look (path);
  g_autoptr (RedanModel) base = NULL;
  g_autoptr (RedanModel) ours = NULL;
  g_autoptr (RedanModel) theirs = NULL;
  g_autoptr (RedanMerge) merge = NULL;
  RedanVersions *self;

  if (!redan_git_is_split (state))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                   _ ("%s: git holds no two versions of it to merge"), path);
      return NULL;
    }
  if (state->stages[0] != NULL)
    base = read_stage (schema, path, state->stages[0], NULL);
  ours = read_stage (schema, path, state->stages[1], error);
  if (ours != NULL)
    theirs = read_stage (schema, path, state->stages[2], error);
  if (theirs != NULL)
    merge = redan_merge_new (base, ours, theirs, error);
  if (merge == NULL)
    return NULL;

  self = g_new0 (RedanVersions, 1);
  self->ours = g_steal_pointer (&ours);
  self->merged = redan_model_ref (merge->model);
  self->n_conflicts = redan_model_get_n (merge->model, REDAN_SECTION_CONFLICT);
  return self;
}

void
redan_versions_free (RedanVersions *self)
{
  redan_model_unref (self->ours);
  redan_model_unref (self->merged);
  g_free (self);
}
