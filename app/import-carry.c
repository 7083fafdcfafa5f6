/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions that an imported file brings along, for our threats that say the same. */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "app/import-store.h"
#include "ui/report/wording.h"

static RedanCarryMap *
load_map (RedanSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (session->data_directory, &error);
  RedanCarryMap *map =
      source != NULL ? redan_carry_map_new (source, session->catalogue, &error) : NULL;

  if (map == NULL)
    redan_complain ("%s", error->message);
  return map;
}

static gboolean
take_over (RedanSession *session, const GPtrArray *proposals, const char *path)
{
  RedanModel *model = session->opened->model;
  g_autoptr (RedanEdit) edit =
      redan_carry_edit (session->analysis, proposals, _ ("Carry decisions over"));
  g_autoptr (RedanModel) changed = redan_model_copy (model);
  g_autoptr (GError) error = NULL;

  if (redan_edit_apply (edit, changed, &error) &&
      redan_session_replace (session, changed, path, &error))
    return TRUE;
  redan_complain ("%s", error->message);
  return FALSE;
}

gboolean
redan_import_carry (RedanSession *session,
                    const char *path,
                    gboolean take,
                    GPtrArray **proposals_out)
{
  g_autoptr (RedanCarryMap) map = NULL;

  *proposals_out = NULL;
  if (session->catalogue == NULL && !redan_session_load_catalogue (session))
    return FALSE;
  map = load_map (session);
  if (map == NULL)
    return FALSE;
  redan_session_note_read (session, path);
  redan_session_analyze_opened (session);
  *proposals_out = redan_carry_list (session->analysis, map);
  return !take || take_over (session, *proposals_out, path);
}

void
redan_import_print_proposals (RedanSession *session, const GPtrArray *proposals, gboolean take)
{
  guint n = 0;

  for (guint i = 0; i < proposals->len; i++)
    {
      const RedanCarry *carry = proposals->pdata[i];
      g_autofree char *title = NULL;
      g_autofree char *visible = NULL;

      if (carry->decision == REDAN_DECISION_OPEN)
        continue;
      n++;
      title = redan_threat_dup_title (session->analysis->facts, carry->threat);
      visible = redan_text_make_visible (title);
      if (take)
        fprintf (stderr, _ ("decided: %s: %s\n"), visible,
                 redan_decision_get_word (carry->decision));
    }
  if (n > 0 && !take)
    fprintf (stderr,
             ngettext ("%u decision of the file fits a threat here; --carry-decisions takes it "
                       "over\n",
                       "%u decisions of the file fit threats here; --carry-decisions takes them "
                       "over\n",
                       n),
             n);
}

void
redan_import_write_proposals (RedanJson *json,
                              const RedanAnalysis *analysis,
                              const GPtrArray *proposals)
{
  redan_json_begin_array (json, "proposals");
  for (guint i = 0; proposals != NULL && i < proposals->len; i++)
    {
      const RedanCarry *carry = proposals->pdata[i];
      g_autofree char *id = NULL;

      if (carry->decision == REDAN_DECISION_OPEN)
        continue;
      id = redan_threat_dup_id (analysis->facts, carry->threat);
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "threat", id);
      redan_json_string (json, "decision", redan_decision_get_word (carry->decision));
      redan_json_string (json, "reason", carry->reason);
      redan_json_begin_array (json, "recorded");
      for (guint j = 0; j < carry->recorded->len; j++)
        {
          RedanIdText text;

          redan_json_string (
              json, NULL,
              redan_id_to_text (&((const RedanObject *) carry->recorded->pdata[j])->id, text));
        }
      redan_json_end_array (json);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

void
redan_import_write_losses (RedanJson *json, const GPtrArray *losses)
{
  redan_json_begin_array (json, "losses");
  for (guint i = 0; losses != NULL && i < losses->len; i++)
    {
      const RedanLoss *loss = losses->pdata[i];
      RedanIdText id;

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "kind", redan_loss_kind_get_word (loss->kind));
      redan_json_string (json, "object",
                         redan_id_is_null (&loss->object) ? NULL
                                                          : redan_id_to_text (&loss->object, id));
      redan_json_string (json, "place", loss->place);
      redan_json_string (json, "file", loss->file);
      if (loss->line > 0)
        redan_json_integer (json, "line", loss->line);
      else
        redan_json_string (json, "line", NULL);
      redan_json_string (json, "text", loss->text);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}
