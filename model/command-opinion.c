/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits that place controls and set facts: objects keyed by what they are about. */

#include "model/command-opinion.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command-private.h"
#include "model/review.h"

/* A target that is no id gives the null id, and is refused with the edit. */
static gboolean
parse_target (const char *target, RedanId *id_out)
{
  *id_out = (RedanId){ "" };
  if (strcmp (target, "model") == 0)
    return FALSE;

  redan_id_parse (target, strlen (target), id_out);
  return TRUE;
}

RedanEdit *
redan_command_place_control (const RedanModel *model,
                             const char *control,
                             const char *target,
                             const char *state)
{
  RedanId target_id;
  RedanIdText text;
  gboolean has_target = parse_target (target, &target_id);
  g_autofree char *label =
      has_target ? g_strdup_printf (_ ("Place %s on %s: %s"), control,
                                    redan_command_get_title (model, &target_id, text), state)
                 : g_strdup_printf (_ ("Place %s: %s"), control, state);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id = redan_command_create_or_change (edit, REDAN_SECTION_MITIGATION,
                                               redan_mitigation_id (control, &target_id));

  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, has_target ? target : NULL);
  redan_edit_set (edit, &id, REDAN_FIELD_CONTROL, NULL, control);
  redan_edit_set (edit, &id, REDAN_FIELD_STATE, NULL, state);
  return edit;
}

RedanEdit *
redan_command_set_fact (const RedanModel *model,
                        const char *name,
                        const char *value,
                        const char *date)
{
  g_autofree char *label = g_strdup_printf (_ ("Set fact %s"), name);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id = redan_fact_id (name);

  if (value == NULL)
    {
      if (redan_edit_keeps (edit, &id))
        redan_edit_delete (edit, &id);
      return edit;
    }

  id = redan_command_create_or_change (edit, REDAN_SECTION_FACT, id);
  redan_edit_set (edit, &id, REDAN_FIELD_KEY, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_VALUE, NULL, value);
  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, date);
  return edit;
}

RedanEdit *
redan_command_waive (const RedanModel *model,
                     const char *criterion,
                     const char *kind,
                     const char *owner,
                     const char *reason,
                     const char *proof,
                     const char *expires)
{
  g_autofree char *label = kind != NULL
                               ? g_strdup_printf (_ ("Waive %s: %s"), criterion, kind)
                               : g_strdup_printf (_ ("Take back the waiver of %s"), criterion);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id = redan_waiver_id (criterion);

  if (kind == NULL)
    {
      if (redan_edit_keeps (edit, &id))
        redan_edit_delete (edit, &id);
      return edit;
    }

  redan_command_create_or_change (edit, REDAN_SECTION_WAIVER, id);
  redan_edit_set (edit, &id, REDAN_FIELD_KIND, NULL, kind);
  redan_edit_set (edit, &id, REDAN_FIELD_CRITERION, NULL, criterion);
  redan_edit_set (edit, &id, REDAN_FIELD_OWNER, NULL, owner);
  redan_edit_set (edit, &id, REDAN_FIELD_REASON, NULL, reason);
  redan_edit_set (edit, &id, REDAN_FIELD_PROOF, NULL, proof);
  redan_edit_set (edit, &id, REDAN_FIELD_EXPIRES, NULL, expires);
  return edit;
}

RedanEdit *
redan_command_sign_review (const RedanModel *model, const RedanId *ids, guint n, const char *date)
{
  RedanSchema *schema = redan_model_get_schema (model);
  RedanField reviewed_on =
      redan_field_lookup (schema, REDAN_SECTION_ELEMENT, FALSE, "reviewed_on", -1);
  g_autofree char *label =
      g_strdup_printf (ngettext ("Review %u object", "Review %u objects", n), n);
  RedanEdit *edit = redan_edit_new (model, label);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &ids[i]);
      char hash[REDAN_REVIEW_HASH_SIZE];

      if (object == NULL || !redan_review_hash (schema, object, hash))
        continue;
      redan_edit_set (edit, &ids[i], REDAN_FIELD_REVIEWED_HASH, NULL, hash);
      if (object->section == REDAN_SECTION_ELEMENT && reviewed_on != REDAN_FIELD_EXISTS)
        redan_edit_set (edit, &ids[i], reviewed_on, NULL, date);
    }
  return edit;
}
