/* SPDX-License-Identifier: Apache-2.0 */
/* Several controls in one edit: planned, or put in place one after another. */

#include "analysis/implement-many.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/controls-private.h"
#include "analysis/program-private.h"

static char *
dup_plan_label (const RedanCatalogue *catalogue, const guint32 *controls, guint n)
{
  const RedanControl *control = NULL;

  if (n != 1)
    return g_strdup_printf (ngettext ("Plan %u control", "Plan %u controls", n), n);
  control = &redan_catalogue_get_controls (catalogue, NULL)[*controls];
  return g_strdup_printf (_ ("Plan %s: %s"), control->id, control->title);
}

/* What a person wrote down about a placement outranks a plan. */
static gboolean
plan_on (RedanEdit *edit, const RedanControl *control, const RedanObject *object)
{
  const RedanId id = redan_mitigation_id (control->id, object != NULL ? &object->id : NULL);
  const gboolean exists = redan_edit_keeps (edit, &id);
  const char *state = exists ? redan_edit_get (edit, &id, REDAN_FIELD_STATE, NULL) : NULL;
  RedanIdText text;

  if (state != NULL && strcmp (state, "absent") != 0)
    return FALSE;

  if (!exists)
    redan_edit_create (edit, REDAN_SECTION_MITIGATION, &id);
  if (object != NULL)
    redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&object->id, text));
  redan_edit_set (edit, &id, REDAN_FIELD_CONTROL, NULL, control->id);
  redan_edit_set (edit, &id, REDAN_FIELD_STATE, NULL, "planned");
  return TRUE;
}

static guint
plan_in (RedanEdit *edit, const RedanAnalysis *analysis, guint32 control, RedanContext context)
{
  const RedanFacts *facts = analysis->facts;
  const RedanControl *row = &redan_catalogue_get_controls (facts->catalogue, NULL)[control];
  const guint n = context == REDAN_CONTEXT_MODEL ? 1 : program_set_count (facts, context);
  guint n_places = 0;

  if (!redan_controls_has_context (analysis->controls, control, context))
    return 0;

  for (guint word = 0; word * 64 < n; word++)
    {
      guint64 bits = redan_controls_get_new_word (analysis->controls, control, context, word);

      for (; bits != 0; bits &= bits - 1)
        n_places += plan_on (
            edit, row,
            redan_facts_get_object (facts, context, word * 64 + (guint) __builtin_ctzll (bits)));
    }
  return n_places;
}

RedanEdit *
redan_controls_plan (const RedanAnalysis *analysis,
                     const guint32 *controls,
                     guint n,
                     guint *n_places_out)
{
  g_autofree char *label = dup_plan_label (analysis->facts->catalogue, controls, n);
  RedanEdit *edit = redan_edit_new (analysis->facts->snapshot->model, label);
  guint n_places = 0;

  for (guint i = 0; i < n; i++)
    for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
      n_places += plan_in (edit, analysis, controls[i], (RedanContext) context);
  if (n_places_out != NULL)
    *n_places_out = n_places;
  return edit;
}

/* Puts one more control into @model. */
static gboolean
implement_next (RedanModel *model,
                const RedanAnalysis *before,
                guint32 control,
                guint *n_places,
                guint *n_left,
                GError **error)
{
  const RedanAnalysisOptions options = { .as_of = before->facts->as_of };
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
  g_autoptr (RedanAnalysis) now = redan_analysis_new (snapshot, before->facts->catalogue, &options);
  g_autoptr (GPtrArray) left = NULL;
  guint places = 0;
  g_autoptr (RedanEdit) edit = redan_control_implement (now, control, &places, &left);

  *n_places += places;
  *n_left += left->len;
  return redan_edit_apply (edit, model, error);
}

static RedanEdit *
implement_one (const RedanAnalysis *analysis, guint32 control, guint *n_places, guint *n_left)
{
  g_autoptr (GPtrArray) left = NULL;
  RedanEdit *edit = redan_control_implement (analysis, control, n_places, &left);

  *n_left = left->len;
  return edit;
}

RedanEdit *
redan_controls_implement (const RedanAnalysis *analysis,
                          const guint32 *controls,
                          guint n,
                          guint *n_places_out,
                          guint *n_left_out,
                          GCancellable *cancellable,
                          GError **error)
{
  const RedanModel *from = analysis->facts->snapshot->model;
  guint n_places = 0;
  guint n_left = 0;
  RedanEdit *edit = NULL;

  if (n == 1)
    edit = implement_one (analysis, controls[0], &n_places, &n_left);
  else
    {
      g_autoptr (RedanModel) model = redan_model_copy (from);
      g_autofree char *label =
          g_strdup_printf (ngettext ("Put %u control in place", "Put %u controls in place", n), n);

      for (guint i = 0; i < n; i++)
        if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
            !implement_next (model, analysis, controls[i], &n_places, &n_left, error))
          return NULL;
      edit = redan_model_difference (from, model, label);
    }
  if (n_places_out != NULL)
    *n_places_out = n_places;
  if (n_left_out != NULL)
    *n_left_out = n_left;
  return edit;
}
