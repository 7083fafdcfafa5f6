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

/** redan_git_is_unmerged: Returns: whether git has an unfinished merge of the file at @path,
 * whatever its content looks like; %FALSE also where there is no repository, or no git */
gboolean redan_git_is_unmerged (const char *path);

G_END_DECLS
