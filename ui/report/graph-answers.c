/* SPDX-License-Identifier: Apache-2.0 */
/* The table of questions to an attack graph, and what their writers share. */

#include "config.h"

#include "ui/report/graph-answers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/error.h"
#include "ui/report/graph-answers-private.h"

#define PLAIN (1u << REDAN_FOREIGN_PLAIN)
#define RATES (1u << REDAN_FOREIGN_RATES)
#define AND_OR ((1u << REDAN_FOREIGN_AND_OR) | (1u << REDAN_FOREIGN_MULVAL))
#define MAL (1u << REDAN_FOREIGN_MAL)
#define ANY (PLAIN | RATES | AND_OR | MAL)

/**
 * Question:
 * @key: as --what and the answer write it
 * @usual: forms that answer it without being asked
 * @possible: forms that can answer it
 * @needs_goal: left out without a goal, unless asked for
 */
typedef struct
{
  const char *key;
  guint usual;
  guint possible;
  gboolean needs_goal;
  RedanGraphWriter write;
} Question;

/* A key may stand in several rows, for different forms. */
static const Question questions[] = {
  { "n_nodes", MAL, ANY, FALSE, redan_graph_write_size },
  { "n_edges", MAL, ANY, FALSE, redan_graph_write_size },
  { "reachable", PLAIN | RATES | MAL, ANY, FALSE, redan_graph_write_reached },
  { "derivable", AND_OR, ANY, FALSE, redan_graph_write_reached },
  { "n_reachable", MAL, ANY, FALSE, redan_graph_write_reached },
  { "viable", MAL, MAL, FALSE, redan_graph_write_viable },
  { "n_viable", MAL, MAL, FALSE, redan_graph_write_viable },
  { "necessary", MAL, MAL, FALSE, redan_graph_write_mal_necessary },
  { "n_necessary", MAL, MAL, FALSE, redan_graph_write_mal_necessary },
  { "dist", PLAIN, ANY, FALSE, redan_graph_write_dist },
  { "idom", PLAIN, ANY, FALSE, redan_graph_write_idom },
  { "dominators_of_target", PLAIN, ANY, TRUE, redan_graph_write_dominators },
  { "scc", PLAIN, ANY, FALSE, redan_graph_write_scc },
  { "betweenness", PLAIN, ANY, FALSE, redan_graph_write_betweenness },
  { "edge_cut", PLAIN, PLAIN, TRUE, redan_graph_write_edge_cut },
  { "vertex_cut", PLAIN, PLAIN, TRUE, redan_graph_write_vertex_cut },
  { "ksp_lengths", PLAIN, ANY, TRUE, redan_graph_write_ksp_lengths },
  { "paths", RATES | AND_OR | MAL, ANY, TRUE, redan_graph_write_paths },
  { "min_attack_cost", AND_OR, ANY, TRUE, redan_graph_write_min_attack_cost },
  { "cut_candidates", AND_OR, AND_OR | MAL, TRUE, redan_graph_write_minimal_cuts },
  { "minimal_cuts", AND_OR, AND_OR | MAL, TRUE, redan_graph_write_minimal_cuts },
  { "hardening", AND_OR | MAL, AND_OR | MAL, TRUE, redan_graph_write_hardening },
  { "mean_ttc", RATES, RATES, TRUE, redan_graph_write_times },
  { "exact_probability", AND_OR, AND_OR, FALSE, redan_graph_write_probabilities },
  { "goal_probability", AND_OR, AND_OR, TRUE, redan_graph_write_goal_probability },
  { "reliance", 0, AND_OR, TRUE, redan_graph_write_reliance },
  { "plan", AND_OR, AND_OR, TRUE, redan_graph_write_plan },
  { "sensors", 0, ANY, TRUE, redan_graph_write_sensors },
  { "difference", ANY, ANY, FALSE, redan_graph_write_difference },
  { "depth", AND_OR, AND_OR, TRUE, redan_graph_write_depth },
  { "k", AND_OR, AND_OR, TRUE, redan_graph_write_depth },
  { "witnesses", AND_OR, AND_OR, TRUE, redan_graph_write_witnesses },
  { "blast", 0, ANY, FALSE, redan_graph_write_blast },
  { "exposure", ANY, ANY, TRUE, redan_graph_write_exposure },
  { "necessary_nodes", RATES | AND_OR | MAL, ANY, TRUE, redan_graph_write_necessary },
  { "makespan", AND_OR, PLAIN | RATES | AND_OR, TRUE, redan_graph_write_makespan },
  { "makespan", MAL, MAL, FALSE, redan_graph_write_makespans },
  { "goal_makespan", MAL, ANY, TRUE, redan_graph_write_makespan },
  { "goal_sum_and", MAL, ANY, TRUE, redan_graph_write_sum },
  { "cheapest_steps", ANY, ANY, TRUE, redan_graph_write_steps },
  { "weakest_skill", AND_OR, ANY, TRUE, redan_graph_write_skill },
};

const char *
redan_graph_answers_check (char **what)
{
  for (guint i = 0; what != NULL && what[i] != NULL; i++)
    {
      gboolean known = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (questions); j++)
        known = known || strcmp (questions[j].key, what[i]) == 0;
      if (!known)
        return what[i];
    }

  return NULL;
}

char *
redan_graph_answers_list (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      gboolean seen = FALSE;

      for (guint j = 0; j < i; j++)
        seen = seen || strcmp (questions[j].key, questions[i].key) == 0;
      if (!seen)
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", questions[i].key);
    }

  return g_string_free (list, FALSE);
}

void
redan_graph_write_named_id (const RedanGraphCase *self,
                            RedanJson *json,
                            const char *key,
                            guint32 node)
{
  const RedanForeignNode *foreign = &g_array_index (self->foreign->nodes, RedanForeignNode, node);

  if (foreign->is_number)
    redan_json_integer (json, key, g_ascii_strtoll (foreign->id, NULL, 10));
  else
    redan_json_string (json, key, foreign->id);
}

void
redan_graph_write_id (const RedanGraphCase *self, RedanJson *json, guint32 node)
{
  redan_graph_write_named_id (self, json, NULL, node);
}

void
redan_graph_write_keyed_id (const RedanGraphCase *self, RedanJson *json, guint32 key, guint32 node)
{
  redan_graph_write_named_id (self, json,
                              g_array_index (self->foreign->nodes, RedanForeignNode, key).id, node);
}

gboolean
redan_graph_is_shown (const RedanGraphCase *self, guint32 node)
{
  return node < self->attack->n_foreign && self->attack->is_step[node] != 0;
}

void
redan_graph_write_set (const RedanGraphCase *self,
                       RedanJson *json,
                       const char *key,
                       const guint8 *marked)
{
  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    if (marked[i] != 0 && redan_graph_is_shown (self, i))
      redan_graph_write_id (self, json, i);
  redan_json_end_array (json);
}

void
redan_graph_write_values (const RedanGraphCase *self,
                          RedanJson *json,
                          const char *key,
                          const double *value)
{
  redan_json_begin_object (json, key);
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    if (redan_graph_is_shown (self, i) && isfinite (value[i]))
      redan_json_number (json, g_array_index (self->foreign->nodes, RedanForeignNode, i).id,
                         value[i]);
  redan_json_end_object (json);
}

/* Ids or labels to numbers; %NULL for none given. */
static gboolean
find_nodes (const RedanForeignGraph *foreign, char **names, GArray **numbers_out, GError **error)
{
  g_autoptr (GArray) numbers = NULL;

  *numbers_out = NULL;
  if (names == NULL)
    return TRUE;
  numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint32 number = redan_foreign_graph_find (foreign, names[i]);

      if (number == G_MAXUINT32)
        {
          g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
                       _ ("the graph has no node \"%s\"; give the id or label of one"), names[i]);
          return FALSE;
        }
      g_array_append_val (numbers, number);
    }
  *numbers_out = g_steal_pointer (&numbers);

  return TRUE;
}

static const Question *
find_question (const char *key, RedanForeignForm form)
{
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    if (strcmp (questions[i].key, key) == 0 && (questions[i].possible & (1u << form)) != 0)
      return &questions[i];

  return NULL;
}

static gboolean
write_asked (const RedanGraphCase *self, RedanJson *json, GError **error)
{
  for (guint i = 0; self->options->what[i] != NULL; i++)
    {
      const char *key = self->options->what[i];
      const Question *question = find_question (key, self->foreign->form);

      if (question == NULL)
        g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
                     _ ("%s makes no sense for a graph of this form; ask for something else"), key);
      else if (question->needs_goal && self->goal == REDAN_ATTACK_NONE)
        g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
                     _ ("%s needs a goal, and the file names none; give it with --goal"), key);
      else
        {
          question->write (self, json, key);
          continue;
        }
      return FALSE;
    }

  return TRUE;
}

static void
write_usual (const RedanGraphCase *self, RedanJson *json)
{
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      const Question *question = &questions[i];

      if ((question->usual & (1u << self->foreign->form)) == 0)
        continue;
      if (question->needs_goal && self->goal == REDAN_ATTACK_NONE)
        continue;
      question->write (self, json, question->key);
    }
}

gboolean
redan_graph_answers_write (const RedanForeignGraph *foreign,
                           const RedanGraphOptions *options,
                           RedanJson *json,
                           GError **error)
{
  static const char *const forms[] = { "plain", "rates", "and-or", "mulval", "mal" };
  g_autoptr (GArray) entries = NULL;
  g_autoptr (GArray) goals = NULL;
  g_autoptr (RedanAttackForeign) attack = NULL;
  RedanGraphCase self = { .foreign = foreign, .options = options, .goal = REDAN_ATTACK_NONE };
  gboolean sound = TRUE;

  if (!find_nodes (foreign, options->entries, &entries, error) ||
      !find_nodes (foreign, options->goals, &goals, error))
    return FALSE;
  attack = redan_attack_foreign_new (foreign, entries, goals, error);
  if (attack == NULL)
    return FALSE;
  self.attack = attack;
  self.graph = attack->graph;
  if (goals != NULL && goals->len > 0)
    self.goal = g_array_index (goals, guint32, 0);
  else if (goals == NULL && foreign->goals->len > 0)
    self.goal = g_array_index (foreign->goals, guint32, 0);

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "name", foreign->name);
  redan_json_string (json, "form", forms[foreign->form]);
  if (options->what != NULL)
    sound = write_asked (&self, json, error);
  else
    write_usual (&self, json);
  redan_json_end_object (json);

  return sound;
}
