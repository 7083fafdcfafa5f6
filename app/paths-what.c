/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli paths --what: reach, blast radius, exposure, zones of trust, key elements, where to
 * watch, single controls, decay, time, boundaries. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "analysis/attack-overview.h"
#include "analysis/graph/attack-chance.h"
#include "app/attack-output.h"
#include "app/paths-what.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define N_SENSORS 10
#define N_SEEN 5 /* attacks on each asset that sensors are to see */
#define N_KEY 10
#define N_LEVELS 5
#define DECAY_SAMPLES 1000
#define TIME_SAMPLES 1000

typedef struct
{
  RedanSession *session;
  const RedanAttackView *view;
  const GArray *assets;
  RedanJson *json; /* %NULL: text */
} What;

typedef struct
{
  const char *word;
  void (*answer) (const What *self);
} Answer;

static char *
dup_title (const What *self, const RedanObject *object)
{
  g_autofree char *title =
      redan_object_dup_title (self->session->analysis->facts->snapshot->model, object);

  return redan_text_make_visible (title);
}

static const RedanObject *
get_element (const What *self, guint32 element)
{
  return self->session->analysis->facts->snapshot->elements[element];
}

static void
write_element (const What *self, const char *key, guint32 element)
{
  RedanIdText text;

  redan_id_to_text (&get_element (self, element)->id, text);
  redan_json_string (self->json, key, text);
}

/* A heading, or the object of this word with how its figures come about. */
static void
begin (const What *self, const char *word, const char *method, const char *heading)
{
  if (self->json == NULL)
    {
      redan_session_print (self->session, "%s\n", heading);
      return;
    }
  redan_json_begin_object (self->json, word);
  redan_json_string (self->json, "method", method);
  redan_json_begin_array (self->json, "rows");
}

static void
end (const What *self, guint n)
{
  if (self->json == NULL)
    {
      redan_session_print (self->session, n == 0 ? _ ("  none\n\n") : "\n");
      return;
    }
  redan_json_end_array (self->json);
  redan_json_end_object (self->json);
}

/* ---- answers ---- */

static void
answer_zones (const What *self)
{
  guint32 n_elements = self->session->analysis->facts->snapshot->n_elements;
  g_autofree guint32 *zone = g_new (guint32, n_elements + 1);
  guint32 n_zones = redan_attack_view_get_zones (self->view, zone);
  g_autofree guint32 *size = g_new0 (guint32, n_zones + 1);
  guint n = 0;

  begin (self, "zones", "exact",
         _ ("Zones of trust: who controls one element can come to control the others of its zone "
            "(exact, whatever else a step needs)"));
  for (guint32 i = 0; i < n_elements; i++)
    size[zone[i]]++;
  for (guint32 i = 0; i < n_elements; i++)
    {
      guint32 number = zone[i];

      if (size[number] < 2)
        continue;
      n++;
      if (self->json != NULL)
        redan_json_begin_array (self->json, NULL);
      for (guint32 j = i; j < n_elements; j++)
        {
          g_autofree char *title = NULL;

          if (zone[j] != number)
            continue;
          title = dup_title (self, get_element (self, j));
          if (self->json != NULL)
            write_element (self, NULL, j);
          else
            redan_session_print (self->session, "%s%s", j == i ? "  " : ", ", title);
        }
      size[number] = 0;
      if (self->json != NULL)
        redan_json_end_array (self->json);
      else
        redan_session_print (self->session, "\n");
    }
  end (self, n);
}

static void
print_share (const What *self, guint32 element, const char *key, double value, const char *after)
{
  g_autofree char *title = dup_title (self, get_element (self, element));

  if (self->json == NULL)
    {
      redan_session_print (self->session, "  %-40s %8.1f%s\n", title, value, after);
      return;
    }
  redan_json_begin_object (self->json, NULL);
  write_element (self, "element", element);
  redan_json_decimal (self->json, key, value, 6);
  redan_json_end_object (self->json);
}

static void
answer_key (const What *self)
{
  RedanAttackBudget budget = { REDAN_PATH_BUDGET * 100, NULL };
  guint32 n_elements = self->session->analysis->facts->snapshot->n_elements;
  g_autofree double *passing = g_new0 (double, n_elements + 1);
  gboolean enough = redan_attack_view_get_key_elements (self->view, &budget, passing);
  guint n = 0;

  begin (self, "key", enough ? "exact" : "partial",
         enough ? _ ("Key elements: goals whose shortest ways pass control of the element (exact, "
                     "whatever else a step needs)")
                : _ ("Key elements: goals whose shortest ways pass control of the element (from "
                     "some of the entries only)"));
  for (; n < N_KEY; n++)
    {
      guint32 best = 0;

      for (guint32 i = 1; i < n_elements; i++)
        if (passing[i] > passing[best])
          best = i;
      if (n_elements == 0 || passing[best] <= 0)
        break;
      print_share (self, best, "passing", passing[best], "");
      passing[best] = 0;
    }
  end (self, n);
}

static void
answer_sensors (const What *self)
{
  RedanAttackBudget budget = { REDAN_PATH_BUDGET, NULL };
  g_autoptr (GArray) sensors =
      redan_attack_view_place_sensors (self->view, N_SEEN, N_SENSORS, &budget);

  begin (self, "sensors", "greedy",
         _ ("Where to watch: share of the odds of the five likeliest attacks on each asset that is "
            "seen with those above (at least 63 % of the best places)"));
  for (guint i = 0; i < sensors->len; i++)
    {
      const RedanAttackSensor *sensor = &g_array_index (sensors, RedanAttackSensor, i);

      print_share (self, sensor->element, "seen",
                   self->json == NULL ? sensor->seen * 100 : sensor->seen, " %");
    }
  end (self, sensors->len);
}

/* Where a control stands; %NULL for a mitigation that is linked to one threat. */
static const RedanObject *
get_place (const What *self, guint32 node)
{
  RedanAttackItem item;

  redan_attack_get_item (self->view->attack, node, &item);
  if (item.is == REDAN_ITEM_IS_LINKED)
    return NULL;

  return redan_target_get_object (self->session->analysis->facts, item.context, item.target);
}

static void
answer_single (const What *self)
{
  g_autoptr (GArray) singles = redan_attack_view_list_singles (self->view);

  begin (
      self, "single", "exact",
      _ ("Single points of failure: goals (an asset read, changed or denied) that open when this "
         "control alone fails (exact)"));
  for (guint i = 0; i < singles->len; i++)
    {
      const RedanAttackSingle *single = &g_array_index (singles, RedanAttackSingle, i);
      const RedanObject *place = get_place (self, single->node);
      g_autofree char *title = redan_attack_control_dup_title (self->view->attack, single->node);
      g_autofree char *visible = redan_text_make_visible (title);
      g_autofree char *where = place == NULL ? g_strdup ("") : dup_title (self, place);
      RedanIdText id;

      if (self->json == NULL)
        {
          redan_session_print (self->session, "  %-50s %-30s %4u\n", visible, where,
                               single->n_goals);
          continue;
        }
      if (place != NULL)
        redan_id_to_text (&place->id, id);
      redan_json_begin_object (self->json, NULL);
      redan_json_string (self->json, "control", title);
      redan_json_string (self->json, "place", place == NULL ? NULL : id);
      redan_json_integer (self->json, "goals", single->n_goals);
      redan_json_end_object (self->json);
    }
  end (self, singles->len);
}

/* The assets that there is an attack on, and the node of the likeliest goal of each. */
static GArray *
list_attacked (const What *self, GArray *goals)
{
  GArray *attacked = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < self->assets->len; i++)
    {
      guint32 asset = g_array_index (self->assets, guint32, i);
      RedanHold goal = redan_attack_view_get_best_goal (self->view, asset, FALSE);
      guint32 node;

      if (goal == REDAN_N_HOLDS)
        continue;
      node = redan_attack_get_node (self->view->attack, goal, asset);
      g_array_append_val (attacked, asset);
      g_array_append_val (goals, node);
    }

  return attacked;
}

static void
print_decay (const What *self, guint32 asset, const RedanAttackTimes *levels)
{
  RedanHold goal = redan_attack_view_get_best_goal (self->view, asset, FALSE);
  g_autofree char *title = redan_asset_dup_title (self->view->attack, asset);
  g_autofree char *visible = redan_text_make_visible (title);

  if (self->json == NULL)
    redan_session_print (self->session, "  %-40s %-8s", visible, redan_goal_get_title (goal));
  else
    {
      redan_json_begin_object (self->json, NULL);
      redan_json_string (self->json, "name", title);
      redan_json_string (self->json, "goal", redan_hold_get_word (goal));
      redan_json_begin_array (self->json, "chances");
    }
  for (guint i = 0; i < N_LEVELS; i++)
    {
      double share = redan_attack_times_get_share (levels, (double) i / (N_LEVELS - 1));

      if (self->json == NULL)
        redan_session_print (self->session, " %5.0f %%", 100 * share);
      else
        redan_json_decimal (self->json, NULL, share, 4);
    }
  if (self->json == NULL)
    redan_session_print (self->session, "\n");
  else
    {
      redan_json_end_array (self->json);
      redan_json_end_object (self->json);
    }
}

static void
answer_decay (const What *self)
{
  g_autoptr (GArray) goals = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) attacked = list_attacked (self, goals);
  g_autoptr (GPtrArray) levels = redan_attack_view_sample_decay (
      self->view, (const guint32 *) (gpointer) goals->data, goals->len, DECAY_SAMPLES, NULL);

  begin (
      self, "decay", redan_attack_method_get_word (REDAN_ATTACK_SAMPLES),
      _ ("Decay: chance of the likeliest goal of each asset when every control fails with a chance "
         "of 0, 25, 50, 75 and 100 % (estimated from 1000 samples, ±3 points)"));
  for (guint i = 0; i < attacked->len; i++)
    print_decay (self, g_array_index (attacked, guint32, i), g_ptr_array_index (levels, i));
  end (self, attacked->len);
}

/* Begins what is told of an asset; %FALSE when no attack on it is known. */
static gboolean
begin_asset (const What *self, guint32 asset, RedanHold *goal_out)
{
  g_autofree char *title = redan_asset_dup_title (self->view->attack, asset);
  g_autofree char *visible = redan_text_make_visible (title);

  *goal_out = redan_attack_view_get_best_goal (self->view, asset, FALSE);
  if (*goal_out == REDAN_N_HOLDS)
    return FALSE;
  if (self->json == NULL)
    redan_session_print (self->session, "  %-40s", visible);
  else
    {
      redan_json_begin_object (self->json, NULL);
      redan_json_string (self->json, "name", title);
    }

  return TRUE;
}

static void
end_row (const What *self)
{
  if (self->json == NULL)
    redan_session_print (self->session, "\n");
  else
    redan_json_end_object (self->json);
}

/* Days by which a share of the samples ended. */
static void
print_quantile (const What *self, const RedanAttackTimes *times, const char *key, double share)
{
  double days = redan_attack_times_get_quantile (times, share);

  if (self->json != NULL && isfinite (days))
    redan_json_decimal (self->json, key, days, 1);
  else if (self->json != NULL)
    redan_json_string (self->json, key, NULL);
  else if (isfinite (days))
    redan_session_print (self->session, " %8.0f", days);
  else
    redan_session_print (self->session, " %8s", _ ("never"));
}

static void
print_time (const What *self, guint32 asset, const RedanAttackTimes *times)
{
  RedanHold goal;
  double never;

  if (!begin_asset (self, asset, &goal))
    return;
  never = 1 - (double) times->n_ended / MAX (times->n_samples, 1);
  if (self->json == NULL)
    redan_session_print (self->session, " %-8s %5.0f %%", redan_goal_get_title (goal),
                         100 * redan_attack_times_get_share (times, 30));
  else
    {
      redan_json_string (self->json, "goal", redan_hold_get_word (goal));
      redan_json_decimal (self->json, "in_30_days", redan_attack_times_get_share (times, 30), 4);
    }
  print_quantile (self, times, "days_5", 0.05);
  print_quantile (self, times, "days_50", 0.5);
  print_quantile (self, times, "days_95", 0.95);
  if (self->json == NULL)
    redan_session_print (self->session, " %5.0f %%", 100 * never);
  else
    redan_json_decimal (self->json, "never", never, 4);
  end_row (self);
}

static void
answer_time (const What *self)
{
  g_autoptr (GArray) goals = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) attacked = list_attacked (self, goals);
  g_autoptr (GPtrArray) times = redan_attack_view_sample_times (
      self->view, (const guint32 *) (gpointer) goals->data, goals->len, TIME_SAMPLES, NULL);

  begin (
      self, "time", redan_attack_method_get_word (REDAN_ATTACK_SAMPLES),
      _ ("Time to compromise of the likeliest goal of each asset: chance within 30 days, days by "
         "which 5, 50 and 95 % of all trials have succeeded, and share that never does "
         "(estimated from 1000 samples, ±3 points; threats wait a random time by their hazard, "
         "controls hold for good or not at all)"));
  for (guint i = 0; i < attacked->len; i++)
    print_time (self, g_array_index (attacked, guint32, i), g_ptr_array_index (times, i));
  end (self, attacked->len);
}

static void
answer_crossings (const What *self)
{
  guint32 n_assets = redan_attack_get_n_holds (self->view->attack, REDAN_HOLD_READ);
  g_autofree guint32 *crossings = g_new (guint32, (gsize) n_assets + 1);
  guint n = 0;

  redan_attack_view_get_crossings (self->view, crossings);
  begin (self, "crossings", "exact",
         _ ("Boundaries: fewest changes of the innermost boundary on a way to the asset (exact, "
            "whatever else a step needs)"));
  for (guint i = 0; i < self->assets->len; i++)
    {
      guint32 asset = g_array_index (self->assets, guint32, i);
      RedanHold goal;

      if (crossings[asset] == REDAN_NONE || !begin_asset (self, asset, &goal))
        continue;
      n++;
      if (self->json == NULL)
        redan_session_print (self->session, " %8u", crossings[asset]);
      else
        redan_json_integer (self->json, "crossings", crossings[asset]);
      end_row (self);
    }
  end (self, n);
}

static void
answer_exposure (const What *self)
{
  guint32 n_elements = self->session->analysis->facts->snapshot->n_elements;
  g_autofree guint32 *elements = g_new (guint32, (gsize) self->assets->len + 1);
  guint n = 0;

  redan_attack_view_get_exposures (self->view, (const guint32 *) (gpointer) self->assets->data,
                                   self->assets->len, elements);
  begin (self, "exposure", "exact",
         _ ("Exposure: elements from whose control the asset follows (exact, for an attacker of "
            "any skill, whatever else a step needs)"));
  for (guint i = 0; i < self->assets->len; i++)
    {
      RedanHold goal;

      if (!begin_asset (self, g_array_index (self->assets, guint32, i), &goal))
        continue;
      n++;
      if (self->json == NULL)
        redan_session_print (self->session, _ (" %5u of %u elements"), elements[i], n_elements);
      else
        redan_json_integer (self->json, "elements", elements[i]);
      end_row (self);
    }
  end (self, n);
}

static void
answer_blast (const What *self)
{
  guint32 n_elements = self->session->analysis->facts->snapshot->n_elements;
  guint32 n_assets = redan_attack_get_n_holds (self->view->attack, REDAN_HOLD_READ);
  g_autofree gint64 *elements = g_new0 (gint64, (gsize) n_elements + 1);
  g_autofree gint64 *assets = g_new0 (gint64, (gsize) n_elements + 1);
  guint n = 0;

  redan_attack_view_get_blast (self->view, elements, assets);
  begin (self, "blast", "exact",
         _ ("Blast radius: other elements and assets that follow from control of an element "
            "(exact, for an attacker of any skill, whatever else a step needs)"));
  for (; n < N_KEY; n++)
    {
      guint32 best = 0;

      for (guint32 i = 1; i < n_elements; i++)
        if (elements[i] + assets[i] > elements[best] + assets[best])
          best = i;
      if (n_elements == 0 || elements[best] + assets[best] <= 0)
        break;
      if (self->json == NULL)
        {
          g_autofree char *title = dup_title (self, get_element (self, best));

          redan_session_print (self->session, _ ("  %-40s %5d of %u elements, %5d of %u assets"),
                               title, (int) elements[best], MAX (n_elements, 1) - 1,
                               (int) assets[best], n_assets);
        }
      else
        {
          redan_json_begin_object (self->json, NULL);
          write_element (self, "element", best);
          redan_json_integer (self->json, "elements", elements[best]);
          redan_json_integer (self->json, "assets", assets[best]);
        }
      end_row (self);
      elements[best] = assets[best] = 0;
    }
  end (self, n);
}

/* What each attacker gets, with the controls as they stand. */
static void
answer_reach (const What *self)
{
  RedanAttack *attack = self->view->attack;
  g_autoptr (GPtrArray) attackers = redan_attackers_list (attack);
  guint32 n_elements = redan_attack_get_n_holds (attack, REDAN_HOLD_CTL);
  guint32 n_assets = redan_attack_get_n_holds (attack, REDAN_HOLD_READ);

  begin (self, "reach", "exact",
         _ ("Reach: what each attacker can come to, however unlikely (exact)"));
  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *attacker = attackers->pdata[i];
      g_autoptr (RedanAttackView) view = redan_attack_view_new (attack, attacker);
      g_autofree char *visible = redan_text_make_visible (attacker->title);
      guint n_controlled = 0;
      guint n_won = 0;

      for (guint32 j = 0; j < n_elements; j++)
        n_controlled += isfinite (view->value[redan_attack_get_node (attack, REDAN_HOLD_CTL, j)]);
      for (guint32 j = 0; j < n_assets; j++)
        n_won += redan_attack_view_get_best_goal (view, j, FALSE) != REDAN_N_HOLDS;
      if (self->json == NULL)
        redan_session_print (self->session,
                             _ ("  %-40s controls %5u of %u elements, gets to %5u of %u assets"),
                             visible, n_controlled, n_elements, n_won, n_assets);
      else
        {
          redan_json_begin_object (self->json, NULL);
          redan_json_string (self->json, "attacker", attacker->id);
          redan_json_string (self->json, "name", attacker->title);
          redan_json_integer (self->json, "elements", n_controlled);
          redan_json_integer (self->json, "assets", n_won);
        }
      end_row (self);
    }
  end (self, attackers->len);
}

/* ---- words ---- */

static const Answer answers[] = {
  { "reach", answer_reach },         { "blast", answer_blast }, { "exposure", answer_exposure },
  { "zones", answer_zones },         { "key", answer_key },     { "sensors", answer_sensors },
  { "single", answer_single },       { "decay", answer_decay }, { "time", answer_time },
  { "crossings", answer_crossings },
};

char *
redan_paths_list_what (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", answers[i].word);

  return g_string_free (list, FALSE);
}

static const Answer *
find_answer (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (answers[i].word, word))
      return &answers[i];

  return NULL;
}

gboolean
redan_paths_answer_what (RedanSession *session,
                         const RedanAttackView *view,
                         const char *what,
                         const GArray *assets)
{
  g_auto (GStrv) words = g_strsplit (what, ",", -1);
  What self = { session, view, assets, NULL };
  RedanJson json;

  for (guint i = 0; words[i] != NULL; i++)
    if (find_answer (words[i]) == NULL)
      {
        g_autofree char *known = redan_paths_list_what ();

        redan_complain (_ ("--what %s: choose from %s, separated by commas"), words[i], known);
        return FALSE;
      }
  if (session->json)
    {
      self.json = &json;
      redan_json_init (&json, redan_session_write, session);
      redan_json_begin_object (&json, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_strv_contains ((const char *const *) words, answers[i].word))
      answers[i].answer (&self);
  if (session->json)
    {
      redan_json_end_object (&json);
      redan_json_finish (&json);
    }

  return TRUE;
}
