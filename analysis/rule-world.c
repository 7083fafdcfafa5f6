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

static int
find_object (const char *word, gsize length)
{
  for (int i = 0; i < N_OBJECTS; i++)
    if (strlen (object_words[i]) == length && strncmp (object_words[i], word, length) == 0)
      return i;

  return -1;
}

/* Says what is wrong with a value by the token. What an edit says begins with its title and the
 * object, "fixture: element ID: ", and the ids of a world mean nothing to a reader. */
static gboolean
apply_value (RuleWorld *self, RedanEdit *edit, const char *token, GError **error)
{
  g_autoptr (GError) reason = NULL;
  const char *said;

  if (redan_edit_apply (edit, self->model, &reason))
    return TRUE;

  said = reason->message;
  for (guint i = 0; i < 2 && strstr (said, ": ") != NULL; i++)
    said = strstr (said, ": ") + 2;
  return fail (error, "\"%s\": %s", token, said);
}

static gboolean
set_value (RuleWorld *self, const char *token, GError **error)
{
  const char *equals = strchr (token, '=');
  g_autofree char *path = g_strndup (token, equals - token);
  char *dot = strrchr (path, '.');
  g_autoptr (RedanEdit) edit = NULL;
  int object;

  if (dot == NULL)
    return fail (error, _ ("\"%s\" names no attribute; expected for example e.tech=vm"), token);
  *dot = '\0';
  object = find_object (path, strlen (path));
  if (object >= 0 && strcmp (dot + 1, object == OBJECT_B ? "btype" : "kind") == 0)
    return TRUE; /* it was drawn so */
  if (strcmp (path, "prog") == 0)
    {
      const RedanSchema *schema = redan_catalogue_get_schema (self->catalogue);
      gboolean dated = strlen (equals + 1) == 10 && equals[5] == '-';

      if (redan_schema_lookup (schema, REDAN_SCOPE_PROGRAMME, dot + 1, -1) == NULL)
        return fail (error, _ ("\"%s\": there is no such attribute"), token);
      edit = redan_command_set_fact (self->model, dot + 1, equals + 1,
                                     dated ? equals + 1 : "2025-01-15");
      return apply_value (self, edit, token, error);
    }
  if (object < 0 || redan_id_is_null (&self->ids[object]))
    return fail (error, _ ("\"%s\" is about nothing that the rule knows"), token);

  edit = redan_edit_new (self->model, "fixture");
  if (!redan_edit_set_attribute (edit, &self->ids[object], dot + 1, equals + 1))
    return fail (error, _ ("\"%s\": there is no such attribute"), token);
  return apply_value (self, edit, token, error);
}

/* ---- what functions find ---- */

static guint32
index_of (const RuleWorld *self, int object)
{
  return redan_id_is_null (&self->ids[object])
             ? REDAN_NONE
             : redan_model_index_of (self->facts->snapshot->model, &self->ids[object]);
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

/* What a function is asked about, and with it which columns hold its answer. */
typedef enum
{
  ABOUT_ELEMENT,
  ABOUT_FLOW,
  ABOUT_BOUNDARY,
} About;

static About
get_about (int object)
{
  if (object == OBJECT_F || object == OBJECT_IN || object == OBJECT_OUT)
    return ABOUT_FLOW;

  return object == OBJECT_B ? ABOUT_BOUNDARY : ABOUT_ELEMENT;
}

/* Returns FALSE where no rule can ask @function of such an object. */
static gboolean
set_answer (RuleWorld *self,
            const char *function,
            About about,
            guint32 index,
            const char *second,
            const char *value)
{
  RedanFacts *facts = self->facts;
  gboolean yes = strcmp (value, "yes") == 0;

  if (about == ABOUT_FLOW && strcmp (function, "crosses") == 0)
    set_crossing (self, index, second, yes);
  else if (about == ABOUT_FLOW && strcmp (function, "human") == 0)
    facts->interaction_human[index] = yes;
  else if (about == ABOUT_ELEMENT && strcmp (function, "human") == 0)
    facts->element_human[index] = yes;
  else if (about == ABOUT_ELEMENT && strcmp (function, "reach") == 0)
    facts->element_reachable[index] = yes;
  else if (about == ABOUT_ELEMENT && strcmp (function, "depth") == 0)
    facts->depth[index] = atoi (value);
  else if (about == ABOUT_ELEMENT && strcmp (function, "choke") == 0)
    facts->choke[index] = g_ascii_strtod (value, NULL);
  else if (about == ABOUT_BOUNDARY && strcmp (function, "blast") == 0)
    facts->account_blast[index] = g_ascii_strtod (value, NULL);
  else if (about == ABOUT_BOUNDARY && strcmp (function, "workloads") == 0)
    facts->workloads[index] = (guint32) atoi (value);
  else if (about == ABOUT_BOUNDARY && strcmp (function, "envs") == 0)
    facts->environments[index] = (guint32) atoi (value);
  else
    return FALSE;

  return TRUE;
}

/* @token: such as crosses(f,account)=yes */
static gboolean
set_function (RuleWorld *self, const char *token, GError **error)
{
  const char *open = strchr (token, '(');
  const char *close = strchr (open, ')');
  g_autofree char *function = g_strndup (token, open - token);
  g_autofree char *second = NULL;
  gsize length;
  guint32 index;
  int object;

  if (close == NULL || close[1] != '=')
    return fail (error, _ ("\"%s\": expected for example reach(e)=yes"), token);
  length = strcspn (open + 1, ",)");
  object = find_object (open + 1, length);
  index = object < 0 ? REDAN_NONE : index_of (self, object);
  if (index == REDAN_NONE)
    return fail (error, _ ("\"%s\" is about nothing that the rule knows"), token);
  if (open[1 + length] == ',')
    second = g_strndup (open + 2 + length, close - open - 2 - length);
  if (!set_answer (self, function, get_about (object), index, second, close + 2))
    return fail (error, _ ("\"%s\" is no function that a fixture can set"), token);

  return TRUE;
}

/* Kinds have to be right before anything is drawn. */
static gboolean
check_token (const RuleWorld *self, const char *token, GError **error)
{
  const RedanSchema *schema = redan_catalogue_get_schema (self->catalogue);
  const char *equals = strchr (token, '=');
  g_autofree char *path = NULL;
  const RedanAttribute *kinds = NULL;

  if (equals == NULL)
    return fail (error, _ ("\"%s\" has no value; expected for example e.tech=vm"), token);

  path = g_strndup (token, equals - token);
  if (g_str_has_suffix (path, ".kind"))
    kinds = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "kind", -1);
  else if (strcmp (path, "b.btype") == 0 || strcmp (path, "around") == 0)
    kinds = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  if (kinds != NULL && redan_attribute_find_value (kinds, equals + 1, -1) < 0)
    return fail (error, _ ("\"%s\": there is no such kind"), token);

  return TRUE;
}

static gboolean
fill (RuleWorld *self, char *const *tokens, GError **error)
{
  g_autoptr (RedanSnapshot) snapshot = NULL;
  guint n;

  for (guint i = 0; tokens[i] != NULL; i++)
    if (!check_token (self, tokens[i], error))
      return FALSE;
  draw (self, tokens);
  draw_further (self, tokens);
  for (guint i = 0; tokens[i] != NULL; i++)
    if (strchr (tokens[i], '(') == NULL && !g_str_has_prefix (tokens[i], "around=") &&
        !set_value (self, tokens[i], error))
      return FALSE;

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
