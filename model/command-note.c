/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits of text notes. */

#include "model/command-note.h"

#include <glib/gi18n-lib.h>

#include "model/command-private.h"

RedanEdit *
redan_command_add_note (const RedanModel *model,
                        const RedanId *diagram,
                        const char *text,
                        const RedanBox *box,
                        RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Add note"));
  RedanId id = redan_edit_create (edit, REDAN_SECTION_NOTE, NULL);
  RedanIdText diagram_text;

  if (diagram != NULL)
    redan_edit_set (edit, &id, REDAN_FIELD_DIAGRAM, NULL, redan_id_to_text (diagram, diagram_text));
  if (text != NULL && *text != '\0')
    redan_edit_set (edit, &id, REDAN_FIELD_DESCRIPTION, NULL, text);
  if (diagram != NULL && box != NULL)
    redan_command_set_place (edit, &id, diagram_text, box);
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_set_note (const RedanModel *model, const RedanId *note, const char *text)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Change note"));

  redan_edit_set (edit, note, REDAN_FIELD_DESCRIPTION, NULL,
                  text != NULL && *text != '\0' ? text : NULL);
  return edit;
}
