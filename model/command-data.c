/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits about data assets, assumptions, and the dates of facts. */

#include "model/command-data.h"

#include <glib/gi18n-lib.h>

#include "model/command-private.h"

RedanEdit *
redan_command_add_asset (const RedanModel *model,
                         const char *name,
                         const RedanId *target,
                         RedanField role,
                         RedanId *id_out)
{
  g_autofree char *label = g_strdup_printf (_ ("Add data “%s”"), name);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id = redan_edit_create (edit, REDAN_SECTION_ASSET, NULL);
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, *name != '\0' ? name : NULL);
  if (target != NULL)
    redan_edit_set (edit, &id, role, redan_id_to_text (target, text), "");
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_assign_asset (const RedanModel *model,
                            const RedanId *asset,
                            const RedanId *target,
                            RedanField role,
                            gboolean assigned)
{
  RedanIdText asset_text;
  RedanIdText text;
  const char *data = redan_command_get_title (model, asset, asset_text);
  const char *place = redan_command_get_title (model, target, text);
  g_autofree char *label = assigned ? g_strdup_printf (_ ("Put %s at %s"), data, place)
                                    : g_strdup_printf (_ ("Take %s from %s"), data, place);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanIdText key;

  redan_edit_set (edit, asset, role, redan_id_to_text (target, key), assigned ? "" : NULL);
  return edit;
}

RedanEdit *
redan_command_add_assumption (const RedanModel *model, const char *name, RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Add assumption"));
  RedanId id = redan_edit_create (edit, REDAN_SECTION_ASSUMPTION, NULL);

  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, *name != '\0' ? name : NULL);
  redan_edit_set (edit, &id, REDAN_FIELD_STATE, NULL, "unconfirmed");
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_date_fact (const RedanModel *model, const char *name, const char *date)
{
  g_autofree char *label = g_strdup_printf (_ ("Date fact %s"), name);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id = redan_command_create_or_change (edit, REDAN_SECTION_FACT, redan_fact_id (name));

  redan_edit_set (edit, &id, REDAN_FIELD_KEY, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, date);
  return edit;
}
