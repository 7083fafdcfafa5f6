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

/* Says which of repository, revision and path git does not know. */
static void
set_unknown (const char *text, const char *directory, GError **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *revision =
      colon != NULL ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);
  g_autofree char *object = g_strconcat (revision, "^{tree}", NULL);
  g_autofree char *top = redan_git_dup_line (
      directory, (const char *const[]){ "rev-parse", "--absolute-git-dir", NULL });
  g_autofree char *tree = redan_git_dup_line (
      directory, (const char *const[]){ "rev-parse", "--verify", "--quiet", object, NULL });

  if (top == NULL)
    g_set_error (
        error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
        _ ("%s: there is no such file, and %s is in no git repository that could have such "
           "a revision"),
        text, g_str_equal (directory, ".") ? _ ("the current folder") : directory);
  else if (tree == NULL && revision[0] != '\0')
    g_set_error (
        error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
        _ ("%s: there is no such file, and git knows no revision \"%s\"; give a branch, a tag "
           "or a commit, or fetch it first"),
        text, revision);
  else
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                 _ ("%s: there is no such file in that revision; give REV:PATH with the path from "
                    "the top of the repository"),
                 text);
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
      set_unknown (text, directory, error);
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
  g_free (self->path);
  g_free (self);
}

/* The part of a listing up to the next NUL; %NULL at its end. */
static const char *
take_part (const char **at, const char *end)
{
  const char *part = *at;
  const char *nul = part < end ? memchr (part, '\0', (gsize) (end - part)) : NULL;

  if (nul == NULL)
    return NULL;
  *at = nul + 1;
  return part;
}

/* Object, time, author and subject, then, on a line of its own, the name of the file, which git
 * leaves out for a merge: then it is that of the revision after it. */
static RedanRevision *
parse_revision (const char **at, const char *end, const char *path)
{
  const char *parts[4];
  RedanRevision *self;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      parts[i] = take_part (at, end);
      if (parts[i] == NULL)
        return NULL;
    }
  if (*at < end && **at == '\n')
    {
      path = take_part (at, end);
      if (path == NULL)
        return NULL;
      path++;
    }

  self = g_new0 (RedanRevision, 1);
  self->id = g_strdup (parts[0]);
  self->time = g_ascii_strtoll (parts[1], NULL, 10);
  self->author = g_utf8_make_valid (parts[2], -1);
  self->subject = g_utf8_make_valid (parts[3], -1);
  self->path = g_strdup (path);
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
      (const char *const[]){ "log", "--follow", "--name-only", "-z", most, "--no-show-signature",
                             "--no-relative", "--no-ext-diff", "--no-textconv", "--no-color",
                             "--encoding=UTF-8", "--format=%H%x00%at%x00%an%x00%s", "HEAD", "--",
                             here, NULL },
      &status, NULL);
  gsize length = 0;
  const char *at = bytes != NULL && status == 0 ? g_bytes_get_data (bytes, &length) : NULL;
  const char *end = at != NULL ? at + length : NULL;
  const char *known = NULL;

  while (at < end)
    {
      RedanRevision *revision = parse_revision (&at, end, known);

      if (revision == NULL)
        break;
      known = revision->path;
      g_ptr_array_add (revisions, revision);
    }
  return revisions;
}

char *
redan_revision_dup_name (const RedanRevision *self)
{
  return self->path != NULL ? g_strconcat (self->id, ":", self->path, NULL) : g_strdup (self->id);
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
