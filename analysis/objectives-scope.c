/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the scopes of a model, and marks what is in one. */

#include "config.h"

#include "analysis/objectives-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/error.h"
#include "model/geometry.h"

#define MAX_NAMED 12 /* scopes that a message lists */

static const char *const kind_words[] = { "model", "ou", "purpose", "workload", "environment" };

void
redan_objective_scope_free (RedanObjectiveScope *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}

static const char *
get_value (const RedanObjectiveScope *self)
{
  const char *equals = strchr (self->text, '=');

  return equals == NULL ? "" : equals + 1;
}

static char *
dup_title (RedanScopeKind kind, const char *name)
{
  switch (kind)
    {
    case REDAN_SCOPE_OF_UNIT:
      return g_strdup_printf (_ ("the unit \"%s\""), name);
    case REDAN_SCOPE_OF_PURPOSE:
      return g_strdup_printf (_ ("accounts for \"%s\""), name);
    case REDAN_SCOPE_OF_WORKLOAD:
      return g_strdup_printf (_ ("the workload \"%s\""), name);
    case REDAN_SCOPE_OF_ENVIRONMENT:
      return g_strdup_printf (_ ("the environment \"%s\""), name);
    default:
      return g_strdup (_ ("the whole model"));
    }
}

static void
add_scope (GPtrArray *scopes, RedanScopeKind kind, const char *value, const char *name)
{
  RedanObjectiveScope *scope = g_new0 (RedanObjectiveScope, 1);

  scope->kind = kind;
  scope->text = kind == REDAN_SCOPE_OF_MODEL ? g_strdup (kind_words[kind])
                                             : g_strconcat (kind_words[kind], "=", value, NULL);
  scope->name = g_strdup (name);
  scope->title = dup_title (kind, name);
  g_ptr_array_add (scopes, scope);
}

static void
add_units (GPtrArray *scopes, const RedanFacts *facts)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  const RedanAttribute *kinds =
      redan_schema_lookup (snapshot->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  int unit = kinds == NULL ? -1 : redan_attribute_find_value (kinds, "ou", -1);

  for (guint32 i = 0; i < snapshot->n_boundaries; i++)
    {
      RedanIdText id;

      if ((int) snapshot->boundary_kind[i] == unit)
        add_scope (scopes, REDAN_SCOPE_OF_UNIT, redan_id_to_text (&snapshot->boundaries[i]->id, id),
                   redan_object_get_name (snapshot->boundaries[i]));
    }
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Every value that an attribute has anywhere, once each and in the order of bytes. */
static void
add_values (
    GPtrArray *scopes, const RedanFacts *facts, RedanScopeKind kind, RedanScope scope, guint n)
{
  RedanColumn column = redan_column_find (facts, scope, kind_words[kind]);
  const RedanStrings *strings = redan_model_get_strings (facts->snapshot->model);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree gpointer *words = NULL;
  guint n_words;

  for (guint32 i = 0; i < n && column.column != NULL; i++)
    {
      if (scope == REDAN_SCOPE_ACCOUNT ? !facts->boundary_is_account[i] : facts->element_outside[i])
        continue;
      if (column.column[i] >= REDAN_CODE_FIRST)
        g_hash_table_add (seen, redan_code_to_text (column.attribute, strings, column.column[i]));
    }
  words = g_hash_table_get_keys_as_array (seen, &n_words);
  qsort (words, n_words, sizeof *words, compare_words);
  for (guint i = 0; i < n_words; i++)
    add_scope (scopes, kind, words[i], words[i]);
}

GPtrArray *
redan_objective_scope_list (const RedanFacts *facts)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  GPtrArray *scopes = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_objective_scope_free);

  add_scope (scopes, REDAN_SCOPE_OF_MODEL, "", "");
  add_units (scopes, facts);
  add_values (scopes, facts, REDAN_SCOPE_OF_PURPOSE, REDAN_SCOPE_ACCOUNT, snapshot->n_boundaries);
  add_values (scopes, facts, REDAN_SCOPE_OF_WORKLOAD, REDAN_SCOPE_ELEMENT, snapshot->n_elements);
  add_values (scopes, facts, REDAN_SCOPE_OF_ENVIRONMENT, REDAN_SCOPE_ELEMENT, snapshot->n_elements);

  return scopes;
}

static gboolean
matches (const RedanObjectiveScope *scope, const char *text)
{
  gsize length = strlen (kind_words[REDAN_SCOPE_OF_UNIT]);

  if (strcmp (scope->text, text) == 0)
    return TRUE;

  return scope->kind == REDAN_SCOPE_OF_UNIT &&
         strncmp (text, kind_words[REDAN_SCOPE_OF_UNIT], length) == 0 && text[length] == '=' &&
         strcmp (text + length + 1, scope->name) == 0;
}

RedanObjectiveScope *
redan_objective_scope_parse (const RedanFacts *facts, const char *text, GError **error)
{
  g_autoptr (GPtrArray) scopes = redan_objective_scope_list (facts);
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < scopes->len; i++)
    if (matches (g_ptr_array_index (scopes, i), text))
      {
        RedanObjectiveScope *scope = g_ptr_array_index (scopes, i);

        scopes->pdata[i] = NULL;
        return scope;
      }

  for (guint i = 0; i < scopes->len; i++)
    {
      const RedanObjectiveScope *scope = g_ptr_array_index (scopes, i);

      if (i == MAX_NAMED)
        g_string_append (known, ", ...");
      if (i < MAX_NAMED)
        g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", scope->text);
    }
  g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_SCOPE,
               _ ("nothing in the model is in the scope \"%s\"; choose one of: %s"), text,
               known->str);
  return NULL;
}

/* ---- what is in a scope ---- */

static void
mark_boundaries_of_kind (ScopeMask *mask, const RedanFacts *facts, const RedanObjectiveScope *scope)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  RedanColumn purpose = redan_column_find (facts, REDAN_SCOPE_ACCOUNT, "purpose");
  RedanCode wanted = redan_column_code (&purpose, get_value (scope));

  for (guint32 i = 0; i < snapshot->n_boundaries; i++)
    {
      RedanIdText id;

      if (scope->kind == REDAN_SCOPE_OF_UNIT)
        mask->boundary[i] =
            strcmp (redan_id_to_text (&snapshot->boundaries[i]->id, id), get_value (scope)) == 0;
      else
        mask->boundary[i] = facts->boundary_is_account[i] && redan_column_is (&purpose, i, wanted);
    }
  /* Parents may come after their members: as many rounds as boundaries can be nested. */
  for (guint depth = 0; depth < REDAN_MAX_NESTING; depth++)
    for (guint32 i = 0; i < snapshot->n_boundaries; i++)
      if (snapshot->boundary_depth[i] == depth && snapshot->boundary_parent[i] != REDAN_NONE)
        mask->boundary[i] |= mask->boundary[snapshot->boundary_parent[i]];
  for (guint32 i = 0; i < snapshot->n_elements; i++)
    mask->element[i] =
        snapshot->element_parent[i] != REDAN_NONE && mask->boundary[snapshot->element_parent[i]];
}

/* Elements that have the value, and the boundaries around them. */
static void
mark_elements (ScopeMask *mask, const RedanFacts *facts, const RedanObjectiveScope *scope)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  const RedanStrings *strings = redan_model_get_strings (snapshot->model);
  RedanColumn column = redan_column_find (facts, REDAN_SCOPE_ELEMENT, kind_words[scope->kind]);
  RedanCode wanted = G_MAXUINT32;

  for (guint32 i = 0; i < snapshot->n_elements && column.column != NULL; i++)
    {
      RedanCode code = column.column[i];

      if (code >= REDAN_CODE_FIRST && code != wanted && wanted == G_MAXUINT32)
        {
          g_autofree char *text = redan_code_to_text (column.attribute, strings, code);

          if (strcmp (text, get_value (scope)) == 0)
            wanted = code;
        }
      mask->element[i] = code == wanted;
      for (guint32 b = mask->element[i] ? snapshot->element_parent[i] : REDAN_NONE;
           b != REDAN_NONE && !mask->boundary[b]; b = snapshot->boundary_parent[b])
        mask->boundary[b] = TRUE;
    }
}

static guint64 *
pack_words (const guint8 *bytes, guint n)
{
  guint64 *words = g_new0 (guint64, n / 64 + 1);

  for (guint i = 0; i < n; i++)
    words[i / 64] |= (guint64) bytes[i] << (i % 64);

  return words;
}

ScopeMask *
scope_mask_new (const RedanFacts *facts, const RedanObjectiveScope *scope)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  ScopeMask *self = g_new0 (ScopeMask, 1);
  const guint8 everywhere = 1;

  self->element = g_new0 (guint8, snapshot->n_elements + 1);
  self->interaction = g_new0 (guint8, facts->n_interactions + 1);
  self->boundary = g_new0 (guint8, snapshot->n_boundaries + 1);
  if (scope->kind == REDAN_SCOPE_OF_UNIT || scope->kind == REDAN_SCOPE_OF_PURPOSE)
    mark_boundaries_of_kind (self, facts, scope);
  else
    mark_elements (self, facts, scope);
  for (guint32 i = 0; i < facts->n_interactions; i++)
    {
      guint32 source = facts->interaction_source[i];
      guint32 target = facts->interaction_target[i];

      self->interaction[i] = (source != REDAN_NONE && self->element[source]) ||
                             (target != REDAN_NONE && self->element[target]);
    }

  self->words[REDAN_CONTEXT_ELEMENT] = pack_words (self->element, snapshot->n_elements);
  self->words[REDAN_CONTEXT_INTERACTION] = pack_words (self->interaction, facts->n_interactions);
  self->words[REDAN_CONTEXT_BOUNDARY] = pack_words (self->boundary, snapshot->n_boundaries);
  self->words[REDAN_CONTEXT_MODEL] = pack_words (&everywhere, 1);

  return self;
}

void
scope_mask_free (ScopeMask *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    g_free (self->words[i]);
  g_free (self->element);
  g_free (self->interaction);
  g_free (self->boundary);
  g_free (self);
}

gboolean
scope_holds (const ScopeMask *self, RedanContext context, guint32 target)
{
  if (self == NULL || target == REDAN_NONE)
    return TRUE;

  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return self->element[target];
    case REDAN_CONTEXT_INTERACTION:
      return self->interaction[target];
    case REDAN_CONTEXT_BOUNDARY:
      return self->boundary[target];
    default:
      return TRUE;
    }
}
