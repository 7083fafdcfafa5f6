/* SPDX-License-Identifier: Apache-2.0 */
/* Reads attack graphs of MAL: as the MAL toolbox saves them, and as plain lists of nodes. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model/exchange/foreign-graph-private.h"
#include "model/exchange/json.h"

#define MAX_EXPRESSION 32 /* operations within operations */
#define NEVER 1e100       /* MAL's Infinity, as a number that can be added up */

typedef struct
{
  RedanForeignFiller filler;
  GHashTable *by_name; /* full name -> number + 1, keys owned by the nodes */
} Reader;

gboolean
redan_foreign_is_mal (const json_t *root)
{
  const json_t *nodes = json_is_array (root) ? root : json_object_get (root, "nodes");
  const json_t *first = json_array_get (nodes, 0);

  return json_object_get (root, "attack_steps") != NULL ||
         json_object_get (first, "children") != NULL;
}

/* Expected value of a distribution of MAL. That of a Bernoulli trial counts as 1, as the MAL
 * simulator takes it: the time of an attack that works. */
static double
expect_function (const char *name, const json_t *arguments)
{
  static const struct
  {
    const char *name;
    double value;
  } named[] = {
    { "Instant", 0.0 },
    { "Zero", 0.0 },
    { "EasyAndCertain", 1.0 },
    { "EasyAndUncertain", 1.0 },
    { "HardAndCertain", 10.0 },
    { "HardAndUncertain", 10.0 },
    { "VeryHardAndCertain", 100.0 },
    { "VeryHardAndUncertain", 100.0 },
    { "Infinity", NEVER },
    { "Bernoulli", 1.0 },
  };
  double a = json_number_value (json_array_get (arguments, 0));
  double b = json_number_value (json_array_get (arguments, 1));

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (strcmp (named[i].name, name) == 0)
      return named[i].value;
  if (strcmp (name, "Exponential") == 0)
    return 1.0 / a;
  if (strcmp (name, "Gamma") == 0 || strcmp (name, "Binomial") == 0)
    return a * b;
  if (strcmp (name, "LogNormal") == 0)
    return exp (a + b * b / 2.0);
  if (strcmp (name, "Pareto") == 0)
    return b > 1.0 ? b * a / (b - 1.0) : NEVER;
  if (strcmp (name, "TruncatedNormal") == 0)
    return a;
  if (strcmp (name, "Uniform") == 0)
    return (a + b) / 2.0;

  return NAN;
}

/* MAX_EXPRESSION bounds the recursion. */
static double
expect (const json_t *ttc, guint depth)
{
  const char *type = json_string_value (json_object_get (ttc, "type"));
  const char *name = json_string_value (json_object_get (ttc, "name"));
  double left;
  double right;

  if (json_is_number (ttc))
    return json_number_value (ttc);
  if (type == NULL || depth == MAX_EXPRESSION)
    return NAN;
  if (strcmp (type, "number") == 0)
    return json_number_value (json_object_get (ttc, "value"));
  if (strcmp (type, "function") == 0)
    return name == NULL ? NAN : expect_function (name, json_object_get (ttc, "arguments"));

  left = expect (json_object_get (ttc, "lhs"), depth + 1);
  right = expect (json_object_get (ttc, "rhs"), depth + 1);
  if (strcmp (type, "addition") == 0)
    return left + right;
  if (strcmp (type, "subtraction") == 0)
    return MAX (left - right, 0.0);
  if (strcmp (type, "multiplication") == 0)
    return left * right;
  if (strcmp (type, "division") == 0)
    return left / right;
  if (strcmp (type, "exponentiation") == 0)
    return pow (left, right);

  return NAN;
}

static gboolean
read_time (const Reader *self, const json_t *value, RedanForeignNode *node, GError **error)
{
  const json_t *ttc = json_object_get (value, "ttc");

  node->effort = 1.0;
  if (ttc == NULL || json_is_null (ttc))
    return TRUE;
  node->effort = expect (ttc, 0);
  if (!(node->effort >= 0.0))
    return redan_foreign_fail (&self->filler, REDAN_MODEL_ERROR_INVALID_VALUE, error,
                               _ ("ttc: no time or distribution of MAL; correct it"));
  node->effort = MIN (node->effort, NEVER);
  return TRUE;
}

/* True and false are also written as texts; a status is 1, "1.0", or the distribution Enabled. */
static gboolean
is_set (const json_t *value)
{
  if (json_is_string (value))
    return g_ascii_strcasecmp (json_string_value (value), "true") == 0 ||
           g_ascii_strtod (json_string_value (value), NULL) == 1.0;
  if (json_is_number (value))
    return json_number_value (value) == 1.0;

  return json_is_true (value);
}

static gboolean
is_enabled (const json_t *node)
{
  const json_t *ttc = json_object_get (node, "ttc");
  const char *name = json_string_value (json_object_get (ttc, "name"));

  if (json_object_get (node, "enabled") != NULL)
    return is_set (json_object_get (node, "enabled"));
  if (json_object_get (node, "defense_status") != NULL)
    return is_set (json_object_get (node, "defense_status"));
  if (g_strcmp0 (name, "Bernoulli") == 0)
    return is_set (json_array_get (json_object_get (ttc, "arguments"), 0));

  return g_strcmp0 (name, "Enabled") == 0;
}

static gboolean
read_kind (const char *type, RedanForeignKind *kind_out)
{
  static const struct
  {
    const char *type;
    RedanForeignKind kind;
  } kinds[] = {
    { "or", REDAN_FOREIGN_OR },
    { "and", REDAN_FOREIGN_AND },
    { "defense", REDAN_FOREIGN_DEFENSE },
    { "exist", REDAN_FOREIGN_EXIST },
    { "notExist", REDAN_FOREIGN_NOT_EXIST },
  };

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].type, type) == 0)
      {
        *kind_out = kinds[i].kind;
        return TRUE;
      }

  return FALSE;
}

static gboolean
read_step (Reader *self, const char *full_name, const json_t *value, GError **error)
{
  RedanForeignNode node = { .probability = 1.0, .price = -1.0 };
  const char *type = json_string_value (json_object_get (value, "type"));
  const json_t *existence = json_object_get (value, "existence") != NULL
                                ? json_object_get (value, "existence")
                                : json_object_get (value, "existence_status");
  const RedanForeignNode *added;

  if (!read_kind (type, &node.kind))
    return redan_foreign_fail (
        &self->filler, REDAN_MODEL_ERROR_INVALID_VALUE, error,
        _ ("expected a node with the type or, and, defense, exist or notExist; correct it"));
  if (node.kind == REDAN_FOREIGN_DEFENSE)
    node.active = is_enabled (value);
  else if (node.kind == REDAN_FOREIGN_EXIST || node.kind == REDAN_FOREIGN_NOT_EXIST)
    node.active = is_set (existence);
  else if (!read_time (self, value, &node, error))
    return FALSE;

  node.id = redan_foreign_json_id (json_object_get (value, "id"), &node.is_number);
  node.label = full_name != NULL ? g_strdup (full_name) : redan_foreign_json_text (value, "name");
  if (node.id == NULL)
    node.id = g_strdup (node.label);
  if (!redan_foreign_add_node (&self->filler, &node, error))
    return FALSE;
  added = &g_array_index (self->filler.graph->nodes, RedanForeignNode,
                          self->filler.graph->nodes->len - 1);
  g_hash_table_insert (self->by_name, added->label,
                       GUINT_TO_POINTER (self->filler.graph->nodes->len));

  return TRUE;
}

/* A step by its id or its full name. */
static gboolean
find_step (const Reader *self, const json_t *value, guint32 *number_out, GError **error)
{
  guint number =
      json_is_string (value)
          ? GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, json_string_value (value)))
          : 0;

  if (number == 0)
    return redan_foreign_json_lookup (&self->filler, value, number_out, error);
  *number_out = number - 1;
  return TRUE;
}

/* Children are a list of ids or names, or an object of names by id. */
static gboolean
read_children (Reader *self, guint32 from, const json_t *children, GError **error)
{
  const char *key;
  json_t *child;
  size_t i;
  guint32 to;

  json_array_foreach (children, i, child) if (!find_step (self, child, &to, error) ||
                                              !redan_foreign_add_edge (&self->filler, from, to, 0.0,
                                                                       error)) return FALSE;
  if (!json_is_object (children))
    return TRUE;
  json_object_foreach (
      (json_t *) children, key,
      child) if (!redan_foreign_lookup (&self->filler, key, &to, error) ||
                 !redan_foreign_add_edge (&self->filler, from, to, 0.0, error)) return FALSE;

  return TRUE;
}

static gboolean
read_entries (Reader *self, const json_t *entries, GArray *ends, GError **error)
{
  const char *key;
  json_t *entry;
  size_t i;
  guint32 number;

  json_array_foreach (entries, i, entry)
  {
    if (!find_step (self, entry, &number, error))
      return FALSE;
    g_array_append_val (ends, number);
  }
  if (!json_is_object (entries))
    return TRUE;
  json_object_foreach ((json_t *) entries, key, entry)
  {
    if (!redan_foreign_lookup (&self->filler, key, &number, error))
      return FALSE;
    g_array_append_val (ends, number);
  }

  return TRUE;
}

static gboolean
read_ends (Reader *self, const json_t *root, gsize length, GError **error)
{
  RedanForeignGraph *graph = self->filler.graph;
  json_t *goal = json_object_get (root, "goal");
  const char *key;
  json_t *attacker;
  guint32 number;

  g_string_truncate (self->filler.place, length);
  g_string_append (self->filler.place, "/entry_points");
  if (!read_entries (self, json_object_get (root, "entry_points"), graph->entries, error))
    return FALSE;
  g_string_truncate (self->filler.place, length);
  g_string_append (self->filler.place, "/attackers");
  json_object_foreach (json_object_get (root, "attackers"), key,
                       attacker) if (!read_entries (self,
                                                    json_object_get (attacker, "entry_points"),
                                                    graph->entries, error)) return FALSE;

  g_string_truncate (self->filler.place, length);
  g_string_append (self->filler.place, "/goal");
  if (goal == NULL || json_is_null (goal))
    return TRUE;
  if (!find_step (self, goal, &number, error))
    return FALSE;
  g_array_append_val (graph->goals, number);
  return TRUE;
}

/* First all nodes, then what leads from one to the other. */
static gboolean
read_steps (Reader *self, const json_t *root, gsize length, GError **error)
{
  json_t *steps = json_object_get (root, "attack_steps");
  const json_t *list = json_is_array (root)    ? root
                       : json_is_array (steps) ? steps
                                               : json_object_get (root, "nodes");
  guint32 number = 0;
  const char *key;
  json_t *step;
  size_t i;

  for (guint pass = 0; pass < 2; pass++, number = 0)
    {
      json_object_foreach (steps, key, step)
      {
        g_string_truncate (self->filler.place, length);
        g_string_append_printf (self->filler.place, "/attack_steps/%.200s", key);
        if (pass == 0 ? !read_step (self, key, step, error)
                      : !read_children (self, number++, json_object_get (step, "children"), error))
          return FALSE;
      }
      json_array_foreach (list, i, step)
      {
        g_string_truncate (self->filler.place, length);
        g_string_append_printf (self->filler.place, "/nodes/%zu", i);
        if (pass == 0 ? !read_step (self, NULL, step, error)
                      : !read_children (self, number++, json_object_get (step, "children"), error))
          return FALSE;
      }
    }

  return TRUE;
}

RedanForeignGraph *
redan_foreign_read_mal (const json_t *root, const char *place, GError **error)
{
  Reader reader;
  gboolean sound;
  gsize length = strlen (place);

  redan_foreign_filler_init (&reader.filler, REDAN_FOREIGN_MAL, place);
  reader.by_name = g_hash_table_new (g_str_hash, g_str_equal);
  sound = read_steps (&reader, root, length, error) && read_ends (&reader, root, length, error);
  g_hash_table_unref (reader.by_name);

  return redan_foreign_filler_finish (&reader.filler, sound);
}
