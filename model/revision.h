/* SPDX-License-Identifier: Apache-2.0 */
/* A file in the history of its repository: revisions, their bytes, and the two sides of an
 * unfinished merge. */

#pragma once

#include <gio/gio.h>

#include "model/model.h"

G_BEGIN_DECLS

/**
 * redan_revision_read:
 * @text: "REV:PATH" with PATH from the top of the repository, or "REV" for the file at @beside
 * @beside: a file of the working tree; its repository is asked
 * @error: (out)
 *
 * Runs `git cat-file`, never through a shell. Nothing of the configuration of the repository is
 * run: no text conversion, no filter, no pager, no hook, no transport.
 *
 * Returns: (transfer full) (nullable): the bytes, at most 512 MiB
 */
GBytes *redan_revision_read (const char *text,
                             const char *beside,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_revision_lacks: Returns: whether @revision, "REV", is there and has no file at @beside;
 * %FALSE for "REV:PATH", and where that cannot be told */
gboolean redan_revision_lacks (const char *revision, const char *beside);

/**
 * RedanRevision: a commit that changed a file
 * @id: of the commit, in full
 * @time: of the author, in seconds since 1970
 * @author, @subject: valid UTF-8 of one line, else as they were written
 * @path: (nullable): of the file at that time, from the top of the repository; %NULL for a merge
 * before which it is not known, where it is the name of today
 */
typedef struct
{
  char *id;
  gint64 time;
  char *author;
  char *subject;
  char *path;
} RedanRevision;

void redan_revision_free (RedanRevision *self);

/**
 * redan_revision_list:
 * @path: a file without links
 * @limit: at most so many
 *
 * Runs `git log --follow`: what led to the current commit and changed this file, the newest first,
 * also under other names that it had.
 *
 * Returns: (transfer full) (element-type RedanRevision): empty where there is no repository, no
 * commit, or no git
 */
GPtrArray *redan_revision_list (const char *path, guint limit) G_GNUC_WARN_UNUSED_RESULT;

/** redan_revision_dup_name: Returns: (transfer full): what redan_revision_read() takes: the file as
 * it was called then */
char *redan_revision_dup_name (const RedanRevision *self);

/**
 * RedanVersions: the two sides of an unfinished merge, and the merge of both
 * @n_conflicts: how many are in @merged
 */
typedef struct
{
  RedanModel *ours;
  RedanModel *merged;
  guint n_conflicts;
} RedanVersions;

/**
 * redan_versions_read:
 * @path: a file without links
 * @error: set with %REDAN_MODEL_ERROR when there are no two versions, or one cannot be read
 *
 * Merges what the index of git holds of a file. A common base that cannot be read counts as empty:
 * merges that crossed leave one with marks of a conflict. For a thread.
 *
 * Returns: (transfer full) (nullable): the versions, with a pool of strings of their own
 */
RedanVersions *redan_versions_read (RedanSchema *schema,
                                    const char *path,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_versions_free (RedanVersions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanVersions, redan_versions_free)

G_END_DECLS
