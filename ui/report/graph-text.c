/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about an attack graph as text for people. They are written once, as JSON: here its keys
 * get titles, and ids the labels of their nodes. */

#include "config.h"

#include "ui/report/graph-text.h"

#include <glib/gi18n-lib.h>
#include <jansson.h>
#include <string.h>

#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define MAX_SHOWN 20 /* of a list */
#define INDENT 2

/** What the values under a key are. */
typedef enum
{
  IS_PLAIN, /* numbers and words */
  IS_CHANCE,
  IS_NODE,     /* ids, alone or in lists */
  IS_WAY,      /* lists of ids, in the order in which they are taken */
  IS_BY_NODE,  /* an object: a number by id */
  IS_ODDS_OF,  /* the same: a chance by id */
  IS_PART_OF,  /* the same: an object by id */
  IS_NODE_OF,  /* the same: an id by id */
  IS_BY_PLACE, /* a list: a number for each node of the file */
} Meaning;

/** Word: @nothing: (nullable): what null says; @is_downward: the greatest first */
typedef struct
{
  const char *key;
  const char *title;
  Meaning is;
  const char *nothing;
  gboolean is_downward;
} Word;

#define UNREACHED N_ ("cannot be reached")
#define UNSTOPPED N_ ("nothing stops it")

static const Word words[] = {
  { "n_nodes", N_ ("Nodes"), IS_PLAIN },
  { "n_edges", N_ ("Edges"), IS_PLAIN },
  { "reachable", N_ ("The attacker can come to"), IS_NODE },
  { "derivable", N_ ("The attacker can come to"), IS_NODE },
  { "n_reachable", N_ ("Nodes the attacker can come to"), IS_PLAIN },
  { "viable", N_ ("Viable, as MAL says"), IS_NODE },
  { "n_viable", N_ ("Viable nodes"), IS_PLAIN },
  { "necessary", N_ ("Necessary, as MAL says"), IS_NODE },
  { "n_necessary", N_ ("Necessary nodes"), IS_PLAIN },
  { "dist", N_ ("Least effort to each node"), IS_BY_NODE },
  { "idom", N_ ("Last node on every way to each node"), IS_NODE_OF },
  { "dominators_of_target", N_ ("Choke points: on every way to the target"), IS_NODE },
  { "necessary_nodes", N_ ("Choke points: without one of these the goal cannot be reached"),
    IS_NODE },
  { "scc", N_ ("Strongly connected components"), IS_PLAIN },
  { "betweenness", N_ ("Shortest ways through a node"), IS_BY_PLACE, NULL, TRUE },
  { "betweenness_complete", N_ ("All shortest ways were looked at"), IS_PLAIN },
  { "edge_cut", N_ ("Least weight of edges without which there is no way"), IS_PLAIN, UNSTOPPED },
  { "vertex_cut", N_ ("Fewest nodes without which there is no way"), IS_PLAIN, UNSTOPPED },
  { "ksp_lengths", N_ ("Lengths of the cheapest paths"), IS_PLAIN },
  { "ksp_complete", N_ ("All these paths were found"), IS_PLAIN },
  { "paths", N_ ("Cheapest paths to the goal"), IS_PLAIN },
  { "paths_complete", N_ ("All these paths were found"), IS_PLAIN },
  { "min_attack_cost", N_ ("Cheapest attack, shared steps once"), IS_PLAIN, UNREACHED },
  { "min_attack_cost_steps", N_ ("Steps that it pays for"), IS_NODE },
  { "min_attack_cost_optimal", N_ ("Proven to be the cheapest"), IS_PLAIN },
  { "min_attack_cost_lower", N_ ("Costs at least"), IS_PLAIN },
  { "min_attack_cost_upper", N_ ("Costs at most"), IS_PLAIN },
  { "cut_candidates", N_ ("May be taken away"), IS_NODE },
  { "minimal_cuts", N_ ("Smallest sets that stop the attack when taken away"), IS_NODE },
  { "minimal_cuts_complete", N_ ("All such sets were found"), IS_PLAIN },
  { "hardening", N_ ("Cheapest hardening that stops the attack"), IS_PLAIN },
  { "plan", N_ ("What to take away for the money"), IS_PLAIN },
  { "sensors", N_ ("Where to watch"), IS_PLAIN },
  { "difference", N_ ("Difference"), IS_PLAIN },
  { "probability_method", N_ ("Probabilities come about by"), IS_PLAIN },
  { "exact_probability", N_ ("Probability of each node (exact)"), IS_ODDS_OF, NULL, TRUE },
  { "estimated_probability", N_ ("Probability of each node (estimated, 95 % interval)"),
    IS_PART_OF },
  { "goal_probability", N_ ("Probability of the goal"), IS_CHANCE },
  { "reliance", N_ ("Probability of the goal with a node for certain, and without it"), IS_PLAIN },
  { "mean_ttc", N_ ("Mean time to compromise"), IS_PLAIN, N_ ("never") },
  { "sd_ttc", N_ ("Its deviation"), IS_PLAIN, N_ ("never") },
  { "ttc_median", N_ ("Half of the attacks end within"), IS_PLAIN, N_ ("never") },
  { "ttc_q05", N_ ("5 % of the attacks end within"), IS_PLAIN, N_ ("never") },
  { "ttc_q95", N_ ("95 % of the attacks end within"), IS_PLAIN, N_ ("never") },
  { "ttc_never", N_ ("Attacks that never end"), IS_CHANCE },
  { "ttc_samples", N_ ("Random attacks tried"), IS_PLAIN },
  { "depth", N_ ("Depth: fewest nodes with a class on an attack"), IS_PLAIN, UNREACHED },
  { "depth_optimal", N_ ("Proven to be the fewest"), IS_PLAIN },
  { "k", N_ ("Layers: fewest classes that an attack has to break"), IS_PLAIN, UNREACHED },
  { "k_optimal", N_ ("Proven to be the fewest"), IS_PLAIN },
  { "witnesses", N_ ("Classes of which breaking one of these sets is enough"), IS_PLAIN },
  { "witnesses_complete", N_ ("All such sets were found"), IS_PLAIN },
  { "blast", N_ ("Blast radius: nodes that can be reached from each"), IS_BY_NODE, NULL, TRUE },
  { "exposure", N_ ("Exposure: share of the nodes with a way to the goal"), IS_CHANCE },
  { "makespan", N_ ("Time of the attack, steps taken at once"), IS_BY_NODE, UNREACHED },
  { "goal_makespan", N_ ("Time to the goal, steps taken at once"), IS_PLAIN, UNREACHED },
  { "goal_sum_and", N_ ("Effort to the goal, all steps added up"), IS_PLAIN, UNREACHED },
  { "cheapest_steps", N_ ("Steps of the cheapest attack"), IS_WAY },
  { "weakest_skill", N_ ("Least skill that is enough"), IS_PLAIN, UNREACHED },
  /* members of the objects above */
  { "length", N_ ("length"), IS_PLAIN },
  { "effort", N_ ("effort"), IS_PLAIN },
  { "steps", N_ ("all steps"), IS_WAY },
  { "cost", N_ ("cost"), IS_PLAIN, UNSTOPPED },
  { "lower", N_ ("at least"), IS_PLAIN, UNSTOPPED },
  { "optimal", N_ ("proven to be the best"), IS_PLAIN },
  { "value", N_ ("value"), IS_CHANCE },
  { "low", N_ ("low"), IS_CHANCE },
  { "high", N_ ("high"), IS_CHANCE },
  { "method", N_ ("method"), IS_PLAIN },
  { "before", N_ ("before"), IS_CHANCE },
  { "after", N_ ("after"), IS_CHANCE },
  { "node", N_ ("node"), IS_NODE },
  { "paths_seen", N_ ("paths seen"), IS_PLAIN },
  { "present", N_ ("with it"), IS_CHANCE },
  { "taken_away", N_ ("without it"), IS_CHANCE },
  { "added", N_ ("added"), IS_PLAIN },
  { "removed", N_ ("removed"), IS_PLAIN },
  { "opened", N_ ("opened"), IS_PLAIN },
  { "closed", N_ ("closed"), IS_PLAIN },
  { "eased", N_ ("eased"), IS_PLAIN },
  { "hardened", N_ ("hardened"), IS_PLAIN },
  { "new_paths", N_ ("new paths"), IS_PLAIN },
};

/* Members whose key means another thing elsewhere. */
static const struct
{
  const char *of;
  Word word;
} members[] = {
  { "paths", { "nodes", N_ ("way"), IS_WAY } },
  { "hardening", { "nodes", N_ ("take away"), IS_NODE } },
  { "plan", { "nodes", N_ ("take away"), IS_NODE } },
  { "plan", { "lower", N_ ("after, at least"), IS_CHANCE } },
  { "reliance", { "nodes", N_ ("nodes"), IS_PART_OF } },
  { "sensors", { "paths", N_ ("of"), IS_PLAIN } },
};

typedef struct
{
  const RedanForeignGraph *foreign;
  GHashTable *by_id; /* id: node */
  GString *text;
} Text;

static const Word *
find_word (const char *of, const char *key)
{
  for (guint i = 0; of != NULL && i < G_N_ELEMENTS (members); i++)
    if (strcmp (members[i].of, of) == 0 && strcmp (members[i].word.key, key) == 0)
      return &members[i].word;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].key, key) == 0)
      return &words[i];

  return NULL;
}

/* ---- values ---- */

static void
append_visible (GString *text, const char *name)
{
  g_autofree char *visible = redan_text_make_visible (name);

  g_string_append (text, visible);
}

/* The label, and the id by which --entry and --goal know the node. */
static void
append_node (Text *self, const char *id)
{
  const RedanForeignNode *node = g_hash_table_lookup (self->by_id, id);

  if (node == NULL || *node->label == '\0' || strcmp (node->label, id) == 0)
    {
      append_visible (self->text, id);
      return;
    }
  append_visible (self->text, node->label);
  g_string_append (self->text, " [");
  append_visible (self->text, id);
  g_string_append_c (self->text, ']');
}

static void
append_number (Text *self, double number, gboolean is_chance)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  char odds[32];

  g_string_append (self->text, is_chance ? redan_odds_format (number, odds)
                                         : g_ascii_formatd (digits, sizeof digits, "%.6g", number));
}

static void
append_scalar (Text *self, const Word *word, const json_t *value)
{
  const Meaning is = word != NULL ? word->is : IS_PLAIN;
  const gboolean is_chance = is == IS_CHANCE || is == IS_ODDS_OF;
  char number[32];

  if (json_is_null (value))
    g_string_append (self->text,
                     word != NULL && word->nothing != NULL ? _ (word->nothing) : _ ("none"));
  else if (json_is_boolean (value))
    g_string_append (self->text, json_is_true (value) ? _ ("yes") : _ ("no"));
  else if (json_is_integer (value) && (is == IS_NODE || is == IS_WAY || is == IS_NODE_OF))
    {
      g_snprintf (number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value (value));
      append_node (self, number);
    }
  else if (json_is_string (value) && (is == IS_NODE || is == IS_WAY || is == IS_NODE_OF))
    append_node (self, json_string_value (value));
  else if (json_is_string (value))
    append_visible (self->text, json_string_value (value));
  else
    append_number (self, json_number_value (value), is_chance);
}

static void
append_left_out (Text *self, gsize n)
{
  if (n > MAX_SHOWN)
    g_string_append_printf (self->text, _ ("and %u more"), (guint) n - MAX_SHOWN);
}

/* The values of a list in one line. */
static void
append_line (Text *self, const Word *word, const json_t *list)
{
  const gsize n = json_array_size (list);
  const gboolean is_way = word != NULL && word->is == IS_WAY;

  if (n == 0)
    g_string_append (self->text, _ ("none"));
  for (gsize i = 0; i < MIN (n, MAX_SHOWN); i++)
    {
      g_string_append (self->text, i == 0 ? "" : is_way ? " > " : ", ");
      append_scalar (self, word, json_array_get (list, i));
    }
  g_string_append (self->text, n > MAX_SHOWN ? " " : "");
  append_left_out (self, n);
}

/* ---- rows ---- */

static void
append_indent (Text *self, guint level)
{
  for (guint i = 0; i < level * INDENT; i++)
    g_string_append_c (self->text, ' ');
}

/* "length 2, effort 3", and a line for each list. */
static void
append_row (Text *self, const char *of, json_t *row, guint level)
{
  const char *key;
  json_t *value;
  guint n = 0;

  json_object_foreach (row, key, value)
  {
    const Word *word = find_word (of, key);

    if (json_is_array (value))
      continue;
    g_string_append_printf (self->text, "%s%s ", n++ > 0 ? ", " : "",
                            word != NULL ? _ (word->title) : key);
    append_scalar (self, word, value);
  }
  g_string_append_c (self->text, '\n');
  json_object_foreach (row, key, value)
  {
    const Word *word = find_word (of, key);

    if (!json_is_array (value))
      continue;
    append_indent (self, level);
    g_string_append_printf (self->text, "%s: ", word != NULL ? _ (word->title) : key);
    append_line (self, word, value);
    g_string_append_c (self->text, '\n');
  }
}

static void
append_rows (Text *self, const Word *word, const char *key, const json_t *list, guint level)
{
  const gsize n = json_array_size (list);

  for (gsize i = 0; i < MIN (n, MAX_SHOWN); i++)
    {
      json_t *row = json_array_get (list, i);

      append_indent (self, level);
      g_string_append_printf (self->text, "%" G_GSIZE_FORMAT ". ", i + 1);
      if (json_is_object (row))
        append_row (self, key, row, level + 2);
      else
        {
          append_line (self, word, row);
          g_string_append_c (self->text, '\n');
        }
    }
  if (n > MAX_SHOWN)
    {
      append_indent (self, level);
      append_left_out (self, n);
      g_string_append_c (self->text, '\n');
    }
}

/** Valued: a node and what is said of it; @at keeps the order of the file among equal ones */
typedef struct
{
  const char *id;
  json_t *value;
  gsize at;
} Valued;

static gint
compare_upward (gconstpointer a, gconstpointer b)
{
  const Valued *first = a;
  const Valued *second = b;
  const double x = json_number_value (first->value);
  const double y = json_number_value (second->value);

  if (x != y)
    return x < y ? -1 : 1;
  return first->at < second->at ? -1 : first->at > second->at;
}

static gint
compare_downward (gconstpointer a, gconstpointer b)
{
  const double x = json_number_value (((const Valued *) a)->value);
  const double y = json_number_value (((const Valued *) b)->value);

  return x != y ? (x > y ? -1 : 1) : compare_upward (a, b);
}

/* Returns: (element-type Valued): what stands under a key by node, in the order to be told */
static GArray *
list_valued (const Text *self, const Word *word, json_t *value)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Valued));

  if (word->is == IS_BY_PLACE)
    for (gsize i = 0; i < MIN (json_array_size (value), self->foreign->nodes->len); i++)
      {
        const Valued valued = { g_array_index (self->foreign->nodes, RedanForeignNode, i).id,
                                json_array_get (value, i), i };

        g_array_append_val (list, valued);
      }
  else
    {
      const char *id;
      json_t *item;

      json_object_foreach (value, id, item)
      {
        const Valued valued = { id, item, list->len };

        g_array_append_val (list, valued);
      }
    }
  if (word->is == IS_BY_NODE || word->is == IS_ODDS_OF || word->is == IS_BY_PLACE)
    g_array_sort (list, word->is_downward ? compare_downward : compare_upward);
  return list;
}

static void
append_valued (Text *self, const Word *word, json_t *value, guint level)
{
  g_autoptr (GArray) list = list_valued (self, word, value);

  for (guint i = 0; i < MIN (list->len, MAX_SHOWN); i++)
    {
      const Valued *valued = &g_array_index (list, Valued, i);

      append_indent (self, level);
      append_node (self, valued->id);
      g_string_append (self->text, ": ");
      if (json_is_object (valued->value))
        append_row (self, NULL, valued->value, level + 1);
      else
        {
          append_scalar (self, word, valued->value);
          g_string_append_c (self->text, '\n');
        }
    }
  if (list->len > MAX_SHOWN)
    {
      append_indent (self, level);
      append_left_out (self, list->len);
      g_string_append_c (self->text, '\n');
    }
}

static gboolean
is_by_node (const Word *word, const json_t *value)
{
  if (word == NULL)
    return FALSE;
  if (word->is == IS_BY_PLACE)
    return TRUE;
  return json_is_object (value) && word->is >= IS_BY_NODE;
}

static void
append_member (Text *self, const char *of, const char *key, json_t *value, guint level)
{
  const Word *word = find_word (of, key);
  const json_t *first = json_array_get (value, 0);

  append_indent (self, level);
  g_string_append (self->text, word != NULL ? _ (word->title) : key);
  if (json_is_array (value) && !is_by_node (word, value))
    g_string_append_printf (self->text, " (%" G_GSIZE_FORMAT ")", json_array_size (value));
  g_string_append (self->text, ":");
  if (is_by_node (word, value))
    {
      g_string_append_c (self->text, '\n');
      append_valued (self, word, value, level + 1);
    }
  else if (json_is_object (value))
    {
      const char *inner;
      json_t *item;

      g_string_append_c (self->text, '\n');
      json_object_foreach (value, inner, item)
      {
        append_member (self, key, inner, item, level + 1);
      }
    }
  else if (json_is_object (first) || json_is_array (first))
    {
      g_string_append_c (self->text, '\n');
      append_rows (self, word, key, value, level + 1);
    }
  else
    {
      g_string_append_c (self->text, ' ');
      if (json_is_array (value))
        append_line (self, word, value);
      else
        append_scalar (self, word, value);
      g_string_append_c (self->text, '\n');
    }
}

/* ---- the whole ---- */

static void
append_heading (Text *self, const RedanGraphOptions *options, const json_t *answers)
{
  const char *name = json_string_value (json_object_get (answers, "name"));
  const GArray *goals = self->foreign->goals;
  const guint n_nodes = self->foreign->nodes->len;
  const guint n_edges = self->foreign->edges->len;

  append_visible (self->text, name != NULL ? name : _ ("Graph without a name"));
  g_string_append_printf (self->text,
                          " (%s): ", json_string_value (json_object_get (answers, "form")));
  g_string_append_printf (self->text, ngettext ("%u node", "%u nodes", n_nodes), n_nodes);
  g_string_append (self->text, ", ");
  g_string_append_printf (self->text, ngettext ("%u edge", "%u edges", n_edges), n_edges);
  g_string_append_c (self->text, '\n');
  if (options->goals == NULL && goals->len == 0)
    {
      g_string_append (self->text, _ ("Goal: none; --goal names one\n"));
      return;
    }
  g_string_append (self->text, _ ("Goal: "));
  for (guint i = 0; options->goals == NULL && i < MIN (goals->len, MAX_SHOWN); i++)
    {
      g_string_append (self->text, i > 0 ? ", " : "");
      append_node (self, g_array_index (self->foreign->nodes, RedanForeignNode,
                                        g_array_index (goals, guint32, i))
                             .id);
    }
  for (guint i = 0; options->goals != NULL && options->goals[i] != NULL; i++)
    {
      g_string_append (self->text, i > 0 ? ", " : "");
      append_visible (self->text, options->goals[i]);
    }
  if (options->goals == NULL && goals->len > MAX_SHOWN)
    {
      g_string_append_c (self->text, ' ');
      append_left_out (self, goals->len);
    }
  g_string_append_c (self->text, '\n');
}

static gboolean
collect (gpointer user_data, const char *data, gsize length)
{
  g_string_append_len (user_data, data, (gssize) length);
  return TRUE;
}

char *
redan_graph_answers_dup_text (const RedanForeignGraph *foreign,
                              const RedanGraphOptions *options,
                              GError **error)
{
  Text self = { .foreign = foreign };
  g_autoptr (GString) written = g_string_new (NULL);
  g_autoptr (GHashTable) by_id = NULL;
  RedanJson json;
  json_t *answers;
  json_t *value;
  const char *key;
  gboolean sound;

  redan_json_init (&json, collect, written);
  sound = redan_graph_answers_write (foreign, options, &json, error);
  redan_json_finish (&json);
  if (!sound)
    return NULL;
  answers = json_loadb (written->str, written->len, 0, NULL);
  g_assert (answers != NULL); /* it is ours */

  by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < foreign->nodes->len; i++)
    {
      RedanForeignNode *node = &g_array_index (foreign->nodes, RedanForeignNode, i);

      g_hash_table_insert (by_id, node->id, node);
    }
  self.by_id = by_id;
  self.text = g_string_new (NULL);
  append_heading (&self, options, answers);
  json_object_foreach (answers, key, value)
  {
    if (strcmp (key, "name") != 0 && strcmp (key, "form") != 0)
      append_member (&self, NULL, key, value, 0);
  }
  json_decref (answers);

  return g_string_free (self.text, FALSE);
}
