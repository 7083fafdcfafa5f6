/* SPDX-License-Identifier: Apache-2.0 */
/* Models out of a git revision, for commands that compare. */

#pragma once

#include <gio/gio.h>

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

/** redan_revision_lacks: Returns: whether @revision, "REV", is there and has no file at @beside; %FALSE for "REV:PATH", and
 * where that cannot be told */
gboolean redan_revision_lacks (const char *revision, const char *beside);

G_END_DECLS
