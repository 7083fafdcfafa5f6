/* SPDX-License-Identifier: Apache-2.0 */
/* The what-if of redan-cli paths: which controls it assumes, and how the assets stand before and
 * after. */

#include "config.h"

#include "app/paths-what-if.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/attack-output.h"
#include "app/names.h"
#include "ui/report/attack-words.h"

gboolean
redan_paths_what_if_is_empty (const RedanPathsWhatIf *self)
{
  return self->with == NULL && self->without == NULL;
}

/* ---- the controls ---- */

/* Says which control may have been meant by @text. */
static void
refuse_control (const RedanControl *controls, guint n_controls, const char *text)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *hint = NULL;

  for (guint i = 0; i < n_controls; i++)
    {
      g_ptr_array_add (names, (gpointer) controls[i].id);
      g_ptr_array_add (names, (gpointer) controls[i].title);
    }
  g_ptr_array_add (names, NULL);
  hint = redan_names_dup_hint ((const char *const *) names->pdata, text);
  if (*hint != '\0')
    redan_complain (_ ("\"%s\" is no control of the catalogue%s"), text, hint);
  else
    redan_complain (_ ("\"%s\" is no control of the catalogue; give the id or the title of one, as "
                       "redan-cli plan prints them"),
                    text);
}

/* Puts the id in place of each name, which is an id or a title. Returns: FALSE after a message */
static gboolean
find_controls (const RedanSession *session, char **names)
{
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (session->catalogue, &n);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      guint found = 0;

      while (found < n && !redan_name_is (controls[found].id, names[i]) &&
             !redan_name_is (controls[found].title, names[i]))
        found++;
      if (found == n)
        {
          refuse_control (controls, n, names[i]);
          return FALSE;
        }
      g_free (names[i]);
      names[i] = g_strdup (controls[found].id);
    }

  return TRUE;
}

static void
toggle (RedanPathsWhatIf *self,
        RedanSession *session,
        RedanAttackView *view,
        char **ids,
        RedanToggle to)
{
  RedanAttackAssumption assumption = { REDAN_NONE, REDAN_CONTEXT_MODEL, REDAN_NONE, to };

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      assumption.control = redan_catalogue_find_control (session->catalogue, ids[i]);
      if (redan_attack_view_toggle (view, assumption.control, assumption.context, assumption.target,
                                    to) == 0)
        redan_complain (_ ("%s stands on no step of any attack here; it changes nothing"), ids[i]);
      g_array_append_val (self->assumed, assumption);
    }
}

gboolean
redan_paths_what_if_apply (RedanPathsWhatIf *self, RedanSession *session, RedanAttackView *view)
{
  if (!find_controls (session, self->with) || !find_controls (session, self->without))
    return FALSE;
  for (guint i = 0; self->with != NULL && self->with[i] != NULL; i++)
    if (self->without != NULL &&
        g_strv_contains ((const char *const *) self->without, self->with[i]))
      {
        redan_complain (_ ("%s cannot stand everywhere and nowhere; give --with or --without"),
                        self->with[i]);
        return FALSE;
      }
  self->assumed = g_array_new (FALSE, FALSE, sizeof (RedanAttackAssumption));
  toggle (self, session, view, self->with, REDAN_TOGGLE_PRESENT);
  toggle (self, session, view, self->without, REDAN_TOGGLE_ABSENT);
  redan_attack_view_update (view);

  return TRUE;
}

/* ---- how assets stand ---- */

RedanStanding *
redan_standings_new (const RedanAttackView *view,
                     const GArray *assets,
                     RedanAttackMethod *method_out)
{
  guint n = assets->len * REDAN_N_ASKED;
  RedanStanding *standings = g_new0 (RedanStanding, assets->len + 1);
  g_autofree guint32 *targets = g_new (guint32, n + 1);
  g_autofree RedanAttackChance *chances = g_new0 (RedanAttackChance, n + 1);

  for (guint i = 0; i < n; i++)
    targets[i] =
        redan_attack_get_node (view->attack, (RedanHold) (REDAN_HOLD_READ + i % REDAN_N_ASKED),
                               g_array_index (assets, guint32, i / REDAN_N_ASKED));
  *method_out = redan_attack_chances (&view->graph, &view->scenario, targets, n, NULL, chances);
  for (guint i = 0; i < assets->len; i++)
    {
      RedanAttackBudget budget = { REDAN_PATH_BUDGET, NULL };
      guint32 asset = g_array_index (assets, guint32, i);
      RedanHold goal = redan_attack_view_get_best_goal (view, asset, FALSE);

      memcpy (standings[i].chances, &chances[i * REDAN_N_ASKED], sizeof (standings[i].chances));
      standings[i].odds = redan_attack_view_get_asset_odds (view, asset);
      standings[i].depth = (RedanAttackDepth){ -1, -1, TRUE };
      if (goal != REDAN_N_HOLDS)
        redan_attack_view_get_depth (view, redan_attack_get_node (view->attack, goal, asset),
                                     &budget, &standings[i].depth);
    }

  return standings;
}

/* ---- text ---- */

void
redan_chances_print (RedanSession *session, const RedanStanding *standing)
{
  char odds[32];

  for (guint i = 0; i < REDAN_N_ASKED; i++)
    redan_session_print (session, "%s%s %s", i > 0 ? ", " : "",
                         redan_goal_get_title ((RedanHold) (REDAN_HOLD_READ + i)),
                         redan_odds_format (standing->chances[i].value, odds));
}

/* Whether no open path is left where there was one; with the two swapped, whether one opened. */
static gboolean
is_closed (const RedanStanding *before, const RedanStanding *now)
{
  return before->depth.depth == 0 && now->depth.depth != 0;
}

void
redan_paths_what_if_print (const RedanPathsWhatIf *self,
                           RedanSession *session,
                           const RedanStanding *before,
                           const RedanStanding *now,
                           guint n)
{
  g_autofree char *with = self->with == NULL ? NULL : g_strjoinv (", ", self->with);
  g_autofree char *without = self->without == NULL ? NULL : g_strjoinv (", ", self->without);
  guint n_closed = 0;
  guint n_opened = 0;

  for (guint i = 0; i < n; i++)
    {
      n_closed += is_closed (&before[i], &now[i]);
      n_opened += is_closed (&now[i], &before[i]);
    }
  if (with != NULL)
    redan_session_print (session, _ ("What if %s stood wherever it applies.\n"), with);
  if (without != NULL)
    redan_session_print (session, _ ("What if %s stood nowhere.\n"), without);
  redan_session_print (
      session,
      ngettext (
          "Of %u asset it closes %u and opens %u. Closed: no attack is left for which no control "
          "has to fail; the odds fall only as far as controls hold.\n",
          "Of %u assets it closes %u and opens %u. Closed: no attack is left for which no control "
          "has to fail; the odds fall only as far as controls hold.\n",
          n),
      n, n_closed, n_opened);
}

void
redan_paths_what_if_print_before (RedanSession *session,
                                  const RedanStanding *before,
                                  const RedanStanding *now)
{
  char odds_before[32];
  char odds_now[32];

  redan_session_print (session, _ ("  Before the what-if: "));
  redan_chances_print (session, before);
  redan_session_print (session, _ ("; the likeliest attack %s, now %s"),
                       redan_odds_format (before->odds, odds_before),
                       redan_odds_format (now->odds, odds_now));
  if (before->depth.depth < 0)
    redan_session_print (session, _ ("; no path"));
  else
    redan_session_print (session, _ ("; depth %d"), before->depth.depth);
  if (now->depth.depth < 0)
    redan_session_print (session, _ (", now no path"));
  else
    redan_session_print (session, _ (", now %d"), now->depth.depth);
  redan_session_print (session, "%s\n",
                       is_closed (before, now)   ? _ (": closed")
                       : is_closed (now, before) ? _ (": opened")
                                                 : "");
}

/* ---- JSON ---- */

void
redan_chances_write (RedanJson *json, const RedanStanding *standing)
{
  redan_json_begin_array (json, "chances");
  for (guint i = 0; i < REDAN_N_ASKED; i++)
    {
      const RedanAttackChance *chance = &standing->chances[i];

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "goal", redan_hold_get_word ((RedanHold) (REDAN_HOLD_READ + i)));
      redan_json_decimal (json, "chance", chance->value, 6);
      redan_json_decimal (json, "low", chance->low, 6);
      redan_json_decimal (json, "high", chance->high, 6);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_ids (RedanJson *json, const char *key, char **ids)
{
  redan_json_begin_array (json, key);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    redan_json_string (json, NULL, ids[i]);
  redan_json_end_array (json);
}

void
redan_paths_what_if_write (const RedanPathsWhatIf *self, RedanJson *json, RedanAttackMethod before)
{
  redan_json_begin_object (json, "what_if");
  write_ids (json, "with", self->with);
  write_ids (json, "without", self->without);
  redan_json_string (json, "method_before", redan_attack_method_get_word (before));
  redan_json_end_object (json);
}

void
redan_paths_what_if_write_before (RedanJson *json, const RedanStanding *before)
{
  redan_json_begin_object (json, "before");
  redan_chances_write (json, before);
  redan_json_decimal (json, "odds", before->odds, 6);
  redan_json_integer (json, "depth", before->depth.depth);
  redan_json_integer (json, "class_depth", before->depth.class_depth);
  redan_json_end_object (json);
}
