/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the page of changes: conflicts first, then what changed by kind, then what that
 * means. */

#pragma once

#include "ui/window/change-study.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_CHANGE_ROW_HEADING,
  REDAN_CHANGE_ROW_CONFLICT,
  REDAN_CHANGE_ROW_OBJECT,
  REDAN_CHANGE_ROW_THREAT,
  REDAN_CHANGE_ROW_OBJECTIVE,
} RedanChangeRowKind;

#define REDAN_TYPE_CHANGE_ROW (redan_change_row_get_type ())
G_DECLARE_FINAL_TYPE (RedanChangeRow, redan_change_row, REDAN, CHANGE_ROW, GObject)

/** RedanChangeRowText: what a row says; all of it is data */
typedef struct
{
  RedanChangeRowKind kind;
  char *mark; /* of one character, "" for none */
  char *title;
  char *detail; /* may have several lines; "" for none */
  gboolean has_target;
  gboolean can_edit; /* of a conflict: the value can be written here */
  RedanId conflict;
  RedanId target; /* object of the live model that the row is about */
} RedanChangeRowText;

#define REDAN_TYPE_CHANGE_LIST (redan_change_list_get_type ())
G_DECLARE_FINAL_TYPE (RedanChangeList, redan_change_list, REDAN, CHANGE_LIST, GObject)

/**
 * RedanChangeList:
 *
 * A list model of RedanChangeRow. Words are made when a row is looked at, so that thousands of
 * changes cost nothing.
 */
RedanChangeList *redan_change_list_new (RedanChangeStudy *study) G_GNUC_WARN_UNUSED_RESULT;

/** redan_change_list_set_workspace: whose conflicts it lists; @workspace nullable */
void redan_change_list_set_workspace (RedanChangeList *self, RedanWorkspace *workspace);

/** redan_change_list_refresh: after an edit, for the conflicts; after "changed" of the study for
 * all */
void redan_change_list_refresh (RedanChangeList *self, gboolean studied);

/** redan_change_list_dup_text: Returns: (transfer full): what a row of this list says now */
RedanChangeRowText *redan_change_list_dup_text (RedanChangeList *self, RedanChangeRow *row);
void redan_change_row_text_free (RedanChangeRowText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanChangeRowText, redan_change_row_text_free)

G_END_DECLS
