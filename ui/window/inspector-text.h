/* SPDX-License-Identifier: Apache-2.0 */
/* A field for a text of one or more lines that is given up as one change when it is finished. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_TEXT_FIELD (redan_text_field_get_type ())
G_DECLARE_FINAL_TYPE (RedanTextField, redan_text_field, REDAN, TEXT_FIELD, GtkWidget)

typedef enum
{
  REDAN_TEXT_FIELD_LINE,      /* an entry */
  REDAN_TEXT_FIELD_NAME,      /* one line, wrapped; Enter finishes */
  REDAN_TEXT_FIELD_LINES,     /* the same, but Shift+Enter breaks the line */
  REDAN_TEXT_FIELD_PARAGRAPH, /* Enter breaks the line, Ctrl+Enter finishes */
} RedanTextFieldKind;

/** RedanTextFieldCheck: Returns: whether @text may be given up; @error says why not */
typedef gboolean (*RedanTextFieldCheck) (const char *text, gpointer user_data, GError **error);

/**
 * RedanTextField:
 *
 * Emits "committed" (the new text) once for all that was typed: on Enter, and when the focus
 * leaves. Escape takes back what was typed.
 */

/** redan_text_field_new: @name: what a screen reader calls it; @hint nullable */
GtkWidget *
redan_text_field_new (RedanTextFieldKind kind, const char *name, const char *hint);

/** redan_text_field_set_text: @text nullable; what a person is typing is not overwritten */
void redan_text_field_set_text (RedanTextField *self, const char *text);

/** redan_text_field_set_hint: @hint nullable: what stands in the empty field */
void redan_text_field_set_hint (RedanTextField *self, const char *hint);

/** redan_text_field_set_check: a text that @check refuses stays, with the reason below it */
void redan_text_field_set_check (RedanTextField *self,
                                 RedanTextFieldCheck check,
                                 gpointer user_data,
                                 GDestroyNotify destroy);

/** redan_text_field_commit: gives up what was typed, as when the focus leaves */
void redan_text_field_commit (RedanTextField *self);

/** redan_text_field_clear: empties it for the next entry, without "committed" */
void redan_text_field_clear (RedanTextField *self);

G_END_DECLS
