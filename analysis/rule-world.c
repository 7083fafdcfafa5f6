/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the model of a fixture: two elements and a flow in one account, with one flow coming in
 * and one going out, and what functions find put over what follows from the drawing. */

#include "config.h"

#include "analysis/rule-world.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/error.h"
#include "model/command.h"
#include "model/edit.h"

#define AS_OF 45687 /* 2025-02-01: the day of all fixtures */
#define MAX_TOKENS 64

/* The objects of a world, by the names that fixtures use. */
enum
{
  OBJECT_E,
  OBJECT_SRC,
  OBJECT_DST,
  OBJECT_F,
  OBJECT_B,
  OBJECT_IN,
  OBJECT_IN_SRC,
  OBJECT_OUT,
  OBJECT_OUT_DST,
  N_OBJECTS,
};

static const char *const object_words[N_OBJECTS] = { "e",  "src",    "dst", "f",      "b",
                                                     "in", "in.src", "out", "out.dst" };

struct _RuleWorld
{
  RedanCatalogue *catalogue;
  const RedanRule *rule;
  RedanModel *model;
  RedanId ids[N_OBJECTS];
  RedanFacts *facts;
  RedanContext context;
  guint32 target;
};

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_CATALOGUE, message);
  return FALSE;
}

static RedanId
create (RuleWorld *self, RedanSection section, RedanField field, const char *value, int parent)
{
  g_autoptr (RedanEdit) edit = redan_edit_new (self->model, "fixture");
  RedanId id = redan_edit_create (edit, section, NULL);
  RedanIdText text;

  redan_edit_set (edit, &id, field, NULL, value);
  if (parent >= 0)
    redan_edit_set (edit, &id, REDAN_FIELD_PARENT, NULL,
                    redan_id_to_text (&self->ids[parent], text));
  redan_edit_apply (edit, self->model, NULL);

  return id;
}

static RedanId
join (RuleWorld *self, int source, int target)
{
  g_autoptr (RedanEdit) edit = redan_edit_new (self->model, "fixture");
  RedanId id = redan_edit_create (edit, REDAN_SECTION_FLOW, NULL);
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (&self->ids[source], text));
  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&self->ids[target], text));
  redan_edit_apply (edit, self->model, NULL);

  return id;
}

/* The value that a token gives to @key, else @otherwise. */
static const char *
find_token (char *const *tokens, const char *key, const char *otherwise)
{
  gsize length = strlen (key);

  for (guint i = 0; tokens[i] != NULL; i++)
    if (strncmp (tokens[i], key, length) == 0 && tokens[i][length] == '=')
      return tokens[i] + length + 1;

  return otherwise;
}

static const char *
find_kind (const RedanRule *rule)
{
  static const struct
  {
    guint applies;
    const char *word;
  } kinds[] = { { REDAN_APPLIES_PROCESS, "process" },
                { REDAN_APPLIES_STORE, "store" },
                { REDAN_APPLIES_ACTOR, "actor" },
                { REDAN_APPLIES_EXTERNAL, "external" } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((rule->applies & kinds[i].applies) != 0)
      return kinds[i].word;

  return "process";
}

static RedanContext
find_context (const RedanRule *rule)
{
  if ((rule->applies & REDAN_APPLIES_FLOW) != 0)
    return REDAN_CONTEXT_INTERACTION;
  if ((rule->applies & (REDAN_APPLIES_BOUNDARY | REDAN_APPLIES_ACCOUNT)) != 0)
    return REDAN_CONTEXT_BOUNDARY;

  return rule->applies == REDAN_APPLIES_MODEL ? REDAN_CONTEXT_MODEL : REDAN_CONTEXT_ELEMENT;
}

static gboolean
mentions (char *const *tokens, const char *prefix)
{
  for (guint i = 0; tokens[i] != NULL; i++)
    if (g_str_has_prefix (tokens[i], prefix))
      return TRUE;

  return FALSE;
}

/* What is around: an organization when the fixture says that it is inside one, then the boundary.
 */
static void
draw (RuleWorld *self, char *const *tokens)
{
  const char *around = find_token (tokens, "around", NULL);
  gboolean is_account =
      (self->rule->applies & REDAN_APPLIES_ACCOUNT) != 0 || self->context != REDAN_CONTEXT_BOUNDARY;
  const char *btype = find_token (tokens, "b.btype", is_account ? "account" : "trust-zone");

  if (around != NULL)
    self->ids[OBJECT_E] = create (self, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, around, -1);
  self->ids[OBJECT_B] = create (self, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, btype,
                                around != NULL ? OBJECT_E : -1);
  self->ids[OBJECT_E] = create (self, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND,
                                find_token (tokens, "e.kind", find_kind (self->rule)), OBJECT_B);
  self->ids[OBJECT_SRC] = create (self, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND,
                                  find_token (tokens, "src.kind", "process"), OBJECT_B);
  self->ids[OBJECT_DST] = create (self, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND,
                                  find_token (tokens, "dst.kind", "process"), OBJECT_B);
  self->ids[OBJECT_F] = join (self, OBJECT_SRC, OBJECT_DST);
}

/* Flows to and from what the rule is about: of a flow rule, what comes to its source. */
static void
draw_further (RuleWorld *self, char *const *tokens)
{
  int about = self->context == REDAN_CONTEXT_INTERACTION ? OBJECT_SRC : OBJECT_E;

  if (mentions (tokens, "in."))
    {
      self->ids[OBJECT_IN_SRC] = create (self, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND,
                                         find_token (tokens, "in.src.kind", "process"), OBJECT_B);
      self->ids[OBJECT_IN] = join (self, OBJECT_IN_SRC, about);
    }
  if (mentions (tokens, "out."))
    {
      self->ids[OBJECT_OUT_DST] = create (self, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND,
                                          find_token (tokens, "out.dst.kind", "process"), OBJECT_B);
      self->ids[OBJECT_OUT] = join (self, about, OBJECT_OUT_DST);
    }
}

static gboolean
set_value (RuleWorld *self, const char *token, GError **error)
{
  const char *equals = strchr (token, '=');
  g_autofree char *path = g_strndup (token, equals - token);
  char *dot = strrchr (path, '.');
  g_autoptr (RedanEdit) edit = NULL;

  if (dot == NULL)
    return fail (error, _ ("\"%s\" names no attribute; expected for example e.tech=vm"), token);
  *dot = '\0';
  if (strcmp (dot + 1, "kind") == 0 || strcmp (dot + 1, "btype") == 0)
    return TRUE;
  if (strcmp (path, "prog") == 0)
    {
      gboolean dated = strlen (equals + 1) == 10 && equals[5] == '-';

      edit = redan_command_set_fact (self->model, dot + 1, equals + 1,
                                     dated ? equals + 1 : "2025-01-15");
      return redan_edit_apply (edit, self->model, error);
    }
  for (guint i = 0; i < N_OBJECTS; i++)
    if (strcmp (path, object_words[i]) == 0 && !redan_id_is_null (&self->ids[i]))
      {
        edit = redan_edit_new (self->model, "fixture");
        if (!redan_edit_set_attribute (edit, &self->ids[i], dot + 1, equals + 1))
          return fail (error, _ ("\"%s\": there is no such attribute"), token);
        return redan_edit_apply (edit, self->model, error);
      }

  return fail (error, _ ("\"%s\" is about nothing that the rule knows"), token);
}

/* ---- what functions find ---- */

static guint32
index_of (const RuleWorld *self, int object)
{
  return redan_id_is_null (&self->ids[object])
             ? REDAN_NONE
             : redan_model_index_of (self->facts->snapshot->model, &self->ids[object]);
}

static int
find_object (const char *word, gsize length)
{
  for (int i = 0; i < N_OBJECTS; i++)
    if (strlen (object_words[i]) == length && strncmp (object_words[i], word, length) == 0)
      return i;

  return -1;
}

static void
set_crossing (RuleWorld *self, guint32 interaction, const char *btype, gboolean yes)
{
  const RedanAttribute *kinds =
      redan_schema_lookup (self->facts->snapshot->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  int position = btype == NULL ? -1 : redan_attribute_find_value (kinds, btype, -1);
  guint64 bit = position < 0 || position > 63 ? 0 : G_GUINT64_CONSTANT (1) << position;

  if (btype == NULL)
    self->facts->interaction_crosses[interaction] = yes;
  else if (yes)
    self->facts->interaction_crossed_kinds[interaction] |= bit;
  else
    self->facts->interaction_crossed_kinds[interaction] &= ~bit;
}

static gboolean
set_function (RuleWorld *self, const char *token, GError **error)
{
  RedanFacts *facts = self->facts;
  const char *open = strchr (token, '(');
  const char *close = strchr (token, ')');
  gsize length = open - token;
  gsize argument_length = close == NULL ? 0 : strcspn (open + 1, ",)");
  int object = close == NULL ? -1 : find_object (open + 1, argument_length);
  guint32 index = object < 0 ? REDAN_NONE : index_of (self, object);
  const char *value = close != NULL && close[1] == '=' ? close + 2 : NULL;
  gboolean yes = g_strcmp0 (value, "yes") == 0;
  g_autofree char *second = NULL;

  if (value == NULL || index == REDAN_NONE)
    return fail (error, _ ("\"%s\": expected for example reach(e)=yes"), token);
  if (open[1 + argument_length] == ',')
    second = g_strndup (open + 2 + argument_length, close - open - 2 - argument_length);

  if (strncmp (token, "crosses", length) == 0)
    set_crossing (self, index, second, yes);
  else if (strncmp (token, "human", length) == 0)
    *(object == OBJECT_F || object == OBJECT_IN || object == OBJECT_OUT
          ? &facts->interaction_human[index]
          : &facts->element_human[index]) = yes;
  else if (strncmp (token, "reach", length) == 0)
    facts->element_reachable[index] = yes;
  else if (strncmp (token, "depth", length) == 0)
    facts->depth[index] = atoi (value);
  else if (strncmp (token, "choke", length) == 0)
    facts->choke[index] = g_ascii_strtod (value, NULL);
  else if (strncmp (token, "blast", length) == 0)
    facts->account_blast[index] = g_ascii_strtod (value, NULL);
  else if (strncmp (token, "workloads", length) == 0)
    facts->workloads[index] = (guint32) atoi (value);
  else if (strncmp (token, "envs", length) == 0)
    facts->environments[index] = (guint32) atoi (value);
  else
    return fail (error, _ ("\"%s\" is no function that a fixture can set"), token);

  return TRUE;
}

static gboolean
fill (RuleWorld *self, char *const *tokens, GError **error)
{
  g_autoptr (RedanSnapshot) snapshot = NULL;
  guint n;

  draw (self, tokens);
  draw_further (self, tokens);
  for (guint i = 0; tokens[i] != NULL; i++)
    {
      if (strchr (tokens[i], '=') == NULL)
        return fail (error, _ ("\"%s\" has no value; expected for example e.tech=vm"), tokens[i]);
      if (strchr (tokens[i], '(') == NULL && !g_str_has_prefix (tokens[i], "around=") &&
          !set_value (self, tokens[i], error))
        return FALSE;
    }

  snapshot = redan_snapshot_new (self->model);
  self->facts = redan_facts_new (snapshot, self->catalogue, AS_OF);
  n = MAX (snapshot->n_elements, snapshot->n_boundaries) + 1;
  self->facts->depth = g_new0 (gint32, n);
  self->facts->choke = g_new0 (double, n);
  self->facts->account_blast = g_new0 (double, n);
  for (guint i = 0; tokens[i] != NULL; i++)
    if (strchr (tokens[i], '(') != NULL && !set_function (self, tokens[i], error))
      return FALSE;

  self->target = self->context == REDAN_CONTEXT_MODEL
                     ? REDAN_NONE
                     : index_of (self, self->context == REDAN_CONTEXT_INTERACTION ? OBJECT_F
                                       : self->context == REDAN_CONTEXT_BOUNDARY  ? OBJECT_B
                                                                                  : OBJECT_E);
  return TRUE;
}

RuleWorld *
rule_world_new (RedanCatalogue *catalogue, const RedanRule *rule, const char *text, GError **error)
{
  g_autoptr (RuleWorld) self = g_new0 (RuleWorld, 1);
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_auto (GStrv) tokens = g_regex_split_simple ("\\s+", trimmed, 0, 0);

  self->catalogue = redan_catalogue_ref (catalogue);
  self->rule = rule;
  self->context = find_context (rule);
  self->model = redan_model_new (redan_catalogue_get_schema (catalogue));
  if (g_strv_length (tokens) > MAX_TOKENS)
    {
      fail (error, _ ("more than %d assignments; split the rule"), MAX_TOKENS);
      return NULL;
    }
  if (!fill (self, tokens, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
rule_world_free (RuleWorld *self)
{
  if (self == NULL)
    return;

  redan_facts_free (self->facts);
  redan_model_unref (self->model);
  redan_catalogue_unref (self->catalogue);
  g_free (self);
}

RedanTruth
rule_world_ask (RuleWorld *self, const RedanNode *condition)
{
  g_autoptr (RedanProgramSet) set = redan_program_set_new (self->facts, self->context);

  return redan_program_set_test (set, redan_program_set_add_node (set, condition), self->target);
}
