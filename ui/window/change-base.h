/* SPDX-License-Identifier: Apache-2.0 */
/* What a model is compared with: the last saved state, a revision of its file, or another file. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  REDAN_BASE_SAVED,
  REDAN_BASE_REVISION, /* of the file, in git */
  REDAN_BASE_FILE,
} RedanBaseKind;

/**
 * RedanChangeBase:
 * @name: (nullable): id of the commit, or path of the file
 * @title: how it is called in the middle of a sentence, as data
 */
typedef struct
{
  RedanBaseKind kind;
  char *name;
  char *title;
} RedanChangeBase;

/** redan_change_base_new: @name nullable, for the last saved state. Returns: (transfer full): the
 * base */
RedanChangeBase *redan_change_base_new (RedanBaseKind kind,
                                        const char *name,
                                        const char *title) G_GNUC_WARN_UNUSED_RESULT;
RedanChangeBase *redan_change_base_copy (const RedanChangeBase *self) G_GNUC_WARN_UNUSED_RESULT;
void redan_change_base_free (RedanChangeBase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanChangeBase, redan_change_base_free)

G_END_DECLS
