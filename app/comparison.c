/* SPDX-License-Identifier: Apache-2.0 */
/* Loads the second model of a comparison, out of a file or a git revision. */

#include "config.h"

#include "app/comparison.h"

#include <glib/gi18n.h>

#include "app/attack-output.h"
#include "app/inheritance.h"
#include "model/canonical-reader.h"
#include "model/revision.h"

static RedanModel *
read_other (RedanSession *session, const char *text, const char *beside, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  /* The second model has most of its objects from the first. */
  if (session->share == NULL)
    session->share = redan_read_share_new ();
  if (g_file_test (text, G_FILE_TEST_EXISTS))
    {
      g_autoptr (RedanOpened) opened =
          redan_open_file_shared (session->schema, session->share, text, session->format, error);

      return opened == NULL ? NULL : redan_model_ref (opened->model);
    }
  bytes = redan_revision_read (text, beside, error);
  if (bytes == NULL)
    return NULL;

  return redan_canonical_read_shared (session->schema, session->share, text, bytes, error);
}

RedanModel *
redan_load_model (RedanSession *session, const char *text, const char *beside)
{
  g_autoptr (GError) error = NULL;
  RedanModel *model = read_other (session, text, beside, &error);

  if (model == NULL)
    redan_complain ("%s", error->message);
  return model;
}

RedanAnalysis *
redan_analyze_model (const RedanSession *session, RedanModel *model)
{
  RedanAnalysisOptions options = { .as_of = session->as_of };
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);

  return redan_analysis_new (snapshot, session->catalogue, &options);
}

RedanAnalysis *
redan_analyze_loaded (RedanSession *session,
                      RedanModel *model,
                      const char *text,
                      const char *beside)
{
  g_autoptr (RedanModel) whole = redan_session_inherit_other (session, model, text, beside);

  return whole != NULL ? redan_analyze_model (session, whole) : NULL;
}

RedanAnalysis *
redan_load_other (RedanSession *session, const char *text, const char *beside)
{
  g_autoptr (RedanModel) model = redan_load_model (session, text, beside);

  return model != NULL ? redan_analyze_loaded (session, model, text, beside) : NULL;
}

gboolean
redan_model_pair_init (RedanModelPair *self,
                       RedanAnalysis *before,
                       RedanSession *session,
                       const char *profile)
{
  g_autoptr (GPtrArray) known = NULL;

  *self = (RedanModelPair){ 0 };
  self->before = redan_attack_new (before, REDAN_ATTACK_AS_IT_IS);
  self->after = redan_attack_new (session->analysis, REDAN_ATTACK_AS_IT_IS);
  known = redan_attackers_list (self->before);
  /* unless one is named, a profile that is new in the file is no reason to refuse */
  self->attacker = redan_choose_attacker (self->after, profile, NULL, known);
  if (self->attacker == NULL)
    return FALSE;

  for (guint i = 0; i < known->len && self->attacker_before == NULL; i++)
    if (g_str_equal (((const RedanAttacker *) known->pdata[i])->id, self->attacker->id))
      self->attacker_before = g_ptr_array_steal_index (known, i);
  if (self->attacker_before == NULL)
    {
      redan_complain (_ ("--profile %s: the model to compare with does not have it"), profile);
      return FALSE;
    }
  self->view_before = redan_attack_view_new (self->before, self->attacker_before);
  self->view = redan_attack_view_new (self->after, self->attacker);

  return TRUE;
}

void
redan_model_pair_clear (RedanModelPair *self)
{
  redan_attack_view_free (self->view_before);
  redan_attack_view_free (self->view);
  redan_attacker_free (self->attacker_before);
  redan_attacker_free (self->attacker);
  redan_attack_free (self->before);
  redan_attack_free (self->after);
}
