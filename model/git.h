/* SPDX-License-Identifier: Apache-2.0 */
/* Runs git as plumbing: no shell, a fixed environment, nothing of the configuration of a
 * repository. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * redan_git_run:
 * @directory: where git runs
 * @arguments: (array zero-terminated=1): command and its arguments, "ls-files", "-u"
 * @status_out: (out): its exit status, or -1 when a signal ended it
 * @error: set when git is not there, or says more than 512 MiB
 *
 * No text conversion, no filter, no pager, no hook, no monitor, no transport is run; what git says
 * on standard error is left out.
 *
 * Returns: (transfer full) (nullable): its standard output
 */
GBytes *redan_git_run (const char *directory,
                       const char *const *arguments,
                       int *status_out,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_git_dup_line: redan_git_run() for a command that says one line. Returns: (transfer full)
 * (nullable): the line, %NULL also when the command failed */
char *redan_git_dup_line (const char *directory, const char *const *arguments);

/** redan_git_dup_real_path: git knows files, not links to them. Returns: (transfer full): @path
 * without links, as far as it is there */
char *redan_git_dup_real_path (const char *path);

/** redan_git_dup_place: Returns: (transfer full): the file at @path from the top of its repository,
 * as forges name it; @path itself where there is none, and for "-" */
char *redan_git_dup_place (const char *path);

/** redan_git_is_unmerged: Returns: whether git has an unfinished merge of the file at @path,
 * whatever its content looks like; %FALSE also where there is no repository, or no git */
gboolean redan_git_is_unmerged (const char *path);

/** RedanGitBusy: what git is in the middle of, while files may change again at any moment */
typedef enum
{
  REDAN_GIT_IDLE,
  REDAN_GIT_WRITING, /* the index is locked: a command runs */
  REDAN_GIT_MERGE,
  REDAN_GIT_REBASE,
  REDAN_GIT_PICK, /* a cherry-pick or a revert */
} RedanGitBusy;

/** What is common to both sides, ours and theirs, in the index of git. */
#define REDAN_GIT_N_STAGES 3

/**
 * RedanGitState: what git says about a file
 * @directory: (nullable): its own directory; %NULL where there is no repository, or no git
 * @stages: (nullable): objects of the common base, ours and theirs of an unfinished merge; one that
 * is missing is %NULL, all of them are where the file is merged
 */
typedef struct
{
  char *directory;
  RedanGitBusy busy;
  char *stages[REDAN_GIT_N_STAGES];
} RedanGitState;

/**
 * redan_git_look:
 * @path: of a file without links, which need not be there
 *
 * Cost: two processes.
 *
 * Returns: (transfer full): the state
 */
RedanGitState *redan_git_look (const char *path) G_GNUC_WARN_UNUSED_RESULT;
void redan_git_state_free (RedanGitState *self);

/** redan_git_check_busy: @directory: of git. Returns: what it is in the middle of; looks at files only */
RedanGitBusy redan_git_check_busy (const char *directory);

/** redan_git_is_split: Returns: whether there are two versions to merge: a file that one side
 * deleted has one */
gboolean redan_git_is_split (const RedanGitState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanGitState, redan_git_state_free)

G_END_DECLS
