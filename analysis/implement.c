/* SPDX-License-Identifier: Apache-2.0 */
/* Sets the attributes that imply a control on every place where it applies, or places it. */

#include "config.h"

#include "analysis/implement.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/controls-private.h"
#include "analysis/program-private.h"

/* One attribute to set. @of MODEL: a programme fact, without @index. */
typedef struct
{
  RedanContext of;
  guint32 index;
  const RedanAttribute *attribute;
  const char *value;
} Assignment;

/* @set: programs of the context at hand; @programs: their numbers by node, plus one.
 * @wanted: (element-type Assignment): what would make the control stand on the place at hand.
 * @reason: why it cannot be done there, the first obstacle found. */
typedef struct
{
  const RedanFacts *facts;
  const RedanControls *states;
  const RedanControl *control;
  RedanEdit *edit;
  RedanProgramSet *set;
  GHashTable *programs;
  guint32 target;
  GArray *wanted;
  char *reason;
  char today[11];
  guint n_places;
  GPtrArray *left_out;
} Implementer;

void
redan_left_out_free (RedanLeftOut *self)
{
  if (self == NULL)
    return;

  g_free (self->reason);
  g_free (self);
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (Implementer *self, const char *format, ...)
{
  va_list arguments;

  if (self->reason != NULL)
    return FALSE;

  va_start (arguments, format);
  self->reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return FALSE;
}

/* ---- truth now, and with what is wanted ---- */

static RedanTruth
test_now (Implementer *self, const RedanNode *node)
{
  guint program = GPOINTER_TO_UINT (g_hash_table_lookup (self->programs, node));

  if (program == 0)
    {
      program = redan_program_set_add_node (self->set, node) + 1;
      g_hash_table_insert (self->programs, (gpointer) node, GUINT_TO_POINTER (program));
    }

  return redan_program_set_test (self->set, program - 1, self->target);
}

/* What @path means on the place at hand; FALSE with a reason when there is no such thing. */
static gboolean
resolve_path (Implementer *self, const RedanNode *path, Assignment *assignment_out)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;
  Place place = program_set_find_place (self->set, path->subject);
  const RedanAttribute *kind =
      redan_schema_lookup (snapshot->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  Assignment found = { place.of, self->target, NULL, NULL };

  if (place.exists)
    found.attribute = subject_find_attribute (snapshot->schema, place.of, path->text);
  if (found.attribute == NULL)
    return refuse (self, _ ("the catalogue keeps no \"%s\" for such a thing"), path->text);

  if (place.of == REDAN_CONTEXT_MODEL)
    found.index = REDAN_NONE;
  else if (place.map != NULL && self->target != REDAN_NONE)
    found.index = place.map[self->target];
  if (place.of != REDAN_CONTEXT_MODEL && found.index == REDAN_NONE)
    return refuse (self, path->subject == REDAN_SUBJECT_ACCT
                             ? _ ("no account is drawn around it")
                             : _ ("no boundary is drawn around it"));
  if (found.attribute->scope == REDAN_SCOPE_ACCOUNT &&
      strcmp (kind->values[snapshot->boundary_kind[found.index]], "account") != 0)
    return refuse (self, _ ("only an account has the attribute \"%s\""), path->text);

  *assignment_out = found;
  return TRUE;
}

static const char *
find_wanted (const Implementer *self, const Assignment *about)
{
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const Assignment *wanted = &g_array_index (self->wanted, Assignment, i);

      if (wanted->attribute == about->attribute && wanted->index == about->index)
        return wanted->value;
    }

  return NULL;
}

/* The value that the path of a comparison or membership would get; NULL when nothing is wanted of
 * it. */
static const char *
find_wanted_of (Implementer *self, const RedanNode *node)
{
  g_autofree char *reason = g_steal_pointer (&self->reason);
  Assignment about;
  const char *value = NULL;

  if ((node->type == REDAN_NODE_COMPARE || node->type == REDAN_NODE_IN) &&
      node->children[0]->type == REDAN_NODE_PATH && resolve_path (self, node->children[0], &about))
    value = find_wanted (self, &about);
  g_free (self->reason);
  self->reason = g_steal_pointer (&reason);

  return value;
}

static gboolean
has_word (const RedanNode *node, const char *word)
{
  for (guint i = 0; i < node->n_words; i++)
    if (strcmp (node->words[i], word) == 0)
      return TRUE;

  return FALSE;
}

static RedanTruth
test_value (const RedanNode *node, const char *value)
{
  gboolean same;

  if (node->type == REDAN_NODE_IN)
    return has_word (node, value) ? REDAN_TRUE : REDAN_FALSE;

  if (node->children[1]->type == REDAN_NODE_PATH)
    return REDAN_UNDECIDED;
  same = strcmp (node->children[1]->text, value) == 0;
  if (node->comparison == REDAN_COMPARE_EQUAL)
    return same ? REDAN_TRUE : REDAN_FALSE;
  if (node->comparison == REDAN_COMPARE_NOT_EQUAL)
    return same ? REDAN_FALSE : REDAN_TRUE;

  return REDAN_UNDECIDED;
}

/* Truth of @node after what is wanted. */
static RedanTruth
test_then (Implementer *self, const RedanNode *node)
{
  gboolean is_and = node->type == REDAN_NODE_AND;
  RedanTruth result = is_and ? REDAN_TRUE : REDAN_FALSE;
  const char *value;

  if (node->type == REDAN_NODE_NOT)
    {
      RedanTruth inner = test_then (self, node->children[0]);

      return inner == REDAN_UNDECIDED ? inner : inner == REDAN_TRUE ? REDAN_FALSE : REDAN_TRUE;
    }
  if (!is_and && node->type != REDAN_NODE_OR)
    {
      value = find_wanted_of (self, node);
      return value != NULL ? test_value (node, value) : test_now (self, node);
    }

  for (guint i = 0; i < node->n_children; i++)
    {
      RedanTruth truth = test_then (self, node->children[i]);

      if (truth == (is_and ? REDAN_FALSE : REDAN_TRUE))
        return truth;
      if (truth == REDAN_UNDECIDED)
        result = REDAN_UNDECIDED;
    }

  return result;
}

/* ---- what to set ---- */

/* What a thing is, or what the drawing says: no measure that one takes on it. */
static gboolean
is_description (const RedanAttribute *attribute)
{
  static const struct
  {
    RedanScope scope;
    const char *name;
  } descriptions[] = {
    { REDAN_SCOPE_ELEMENT, "tech" },           { REDAN_SCOPE_ELEMENT, "provider" },
    { REDAN_SCOPE_ELEMENT, "mgmt" },           { REDAN_SCOPE_ELEMENT, "exposure" },
    { REDAN_SCOPE_ELEMENT, "tenancy" },        { REDAN_SCOPE_ELEMENT, "environment" },
    { REDAN_SCOPE_ELEMENT, "decommissioned" }, { REDAN_SCOPE_FLOW, "network" },
    { REDAN_SCOPE_BOUNDARY, "trust" },         { REDAN_SCOPE_BOUNDARY, "environment" },
    { REDAN_SCOPE_ACCOUNT, "purpose" },
  };
  static const char *const computed[] = { "tool", "containment", "data assets", NULL };

  if (attribute->structural || !attribute->stored || attribute->type == REDAN_ATTRIBUTE_STRING ||
      attribute->type == REDAN_ATTRIBUTE_REFERENCE || attribute->type == REDAN_ATTRIBUTE_SET ||
      (attribute->source != NULL && g_strv_contains (computed, attribute->source)))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    if (attribute->scope == descriptions[i].scope &&
        strcmp (attribute->name, descriptions[i].name) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
does_not_apply (const Implementer *self, const Assignment *about)
{
  const RedanAttribute *attribute = about->attribute;
  int position = redan_attribute_find_value (attribute, "na", -1);

  return position >= 0 && about->of != REDAN_CONTEXT_MODEL &&
         self->facts->columns[attribute->index][about->index] ==
             REDAN_CODE_FIRST + (RedanCode) position;
}

static gboolean
may_set (Implementer *self, const Assignment *about)
{
  if (is_description (about->attribute))
    return refuse (self, _ ("\"%s\" says what it is or how it is drawn; redraw it"),
                   about->attribute->name);
  if (does_not_apply (self, about))
    return refuse (self, _ ("\"%s\" is said not to apply to it"), about->attribute->name);

  return TRUE;
}

/* Wants @value unless it is no value of a measure, contradicts what is wanted already, or ends what
 * the control is about. */
static gboolean
want (Implementer *self, const Assignment *about, const char *value)
{
  Assignment wanted = *about;
  const char *other = find_wanted (self, about);

  if (other != NULL)
    return strcmp (other, value) == 0 ||
           refuse (self, _ ("\"%s\" would have to have two values"), about->attribute->name);
  if (strcmp (value, "unknown") == 0 || strcmp (value, "na") == 0 ||
      !redan_attribute_check (about->attribute, value, NULL))
    return refuse (self, _ ("\"%s\" cannot be set to \"%s\""), about->attribute->name, value);

  wanted.value = value;
  g_array_append_val (self->wanted, wanted);
  if (self->control->when == NULL ||
      test_then (self, redan_expression_get_root (self->control->when)) != REDAN_FALSE)
    return TRUE;

  g_array_set_size (self->wanted, self->wanted->len - 1);
  return refuse (self, _ ("with \"%s\" set to \"%s\" the control would not be about it any more"),
                 about->attribute->name, value);
}

static gboolean
want_member (Implementer *self, const RedanNode *node)
{
  Assignment about;

  if (node->children[0]->type != REDAN_NODE_PATH ||
      !resolve_path (self, node->children[0], &about) || !may_set (self, &about))
    return FALSE;

  for (guint i = 0; i < node->n_words; i++)
    if (want (self, &about, node->words[i]))
      return TRUE;

  return FALSE;
}

static gboolean
want_comparison (Implementer *self, const RedanNode *node, gboolean truth)
{
  const RedanNode *value = node->children[1];
  RedanComparison comparison = node->comparison;
  gboolean includes_equal = comparison == REDAN_COMPARE_EQUAL ||
                            comparison == REDAN_COMPARE_LESS_EQUAL ||
                            comparison == REDAN_COMPARE_GREATER_EQUAL;
  g_autofree char *text = NULL;
  Assignment about;

  if (node->children[0]->type != REDAN_NODE_PATH || value->type == REDAN_NODE_PATH ||
      value->type == REDAN_NODE_CALL)
    {
      text = node_dup_text (node);
      return refuse (self, _ ("\"%s\" follows from the drawing or from evidence"), text);
    }
  if (!resolve_path (self, node->children[0], &about) || !may_set (self, &about))
    return FALSE;
  if (includes_equal != truth)
    return refuse (self, _ ("only a person knows the value of \"%s\""), about.attribute->name);

  return want (self, &about, value->text);
}

/* The one function that can be helped: a date that must not be old becomes today. */
static gboolean
want_call (Implementer *self, const RedanNode *node, gboolean truth)
{
  const FunctionInfo *function = function_lookup (node->text);
  g_autofree char *text = NULL;
  Assignment about;

  if (function != NULL && function->id == FUNCTION_STALE && !truth &&
      node->children[0]->type == REDAN_NODE_PATH)
    return resolve_path (self, node->children[0], &about) && may_set (self, &about) &&
           want (self, &about, self->today);

  text = node_dup_text (node);
  return refuse (self, _ ("\"%s\" follows from the drawing; redraw it"), text);
}

/* Adds to what is wanted until @node has @truth; leaves it as it was when that cannot be. */
static gboolean
make (Implementer *self, const RedanNode *node, gboolean truth)
{
  guint n_before = self->wanted->len;
  gboolean all = (node->type == REDAN_NODE_AND) == truth;

  if (test_now (self, node) == (truth ? REDAN_TRUE : REDAN_FALSE))
    return TRUE;

  switch (node->type)
    {
    case REDAN_NODE_NOT:
      return make (self, node->children[0], !truth);
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
      for (guint i = 0; i < node->n_children; i++)
        if (make (self, node->children[i], truth) != all)
          {
            if (all)
              g_array_set_size (self->wanted, n_before);
            return !all;
          }
      return all;
    case REDAN_NODE_COMPARE:
      return want_comparison (self, node, truth);
    case REDAN_NODE_IN:
      return truth ? want_member (self, node)
                   : refuse (self, _ ("only a person knows the value of \"%s\""),
                             node->children[0]->text);
    case REDAN_NODE_CALL:
      return want_call (self, node, truth);
    default:
      return refuse (self, _ ("\"%s\" must be set by hand"), self->control->id);
    }
}

/* ---- the edit ---- */

static const RedanObject *
find_object (const RedanFacts *facts, RedanContext of, guint32 index)
{
  switch (of)
    {
    case REDAN_CONTEXT_ELEMENT:
      return facts->snapshot->elements[index];
    case REDAN_CONTEXT_INTERACTION:
      return facts->snapshot->flows[facts->interaction_flow[index]];
    case REDAN_CONTEXT_BOUNDARY:
      return facts->snapshot->boundaries[index];
    default:
      return NULL;
    }
}

static void
set_fact (Implementer *self, const Assignment *wanted)
{
  RedanId id = redan_fact_id (wanted->attribute->name);
  gboolean is_date = wanted->attribute->type == REDAN_ATTRIBUTE_FACT_DATE ||
                     wanted->attribute->type == REDAN_ATTRIBUTE_DATE;
  const char *expires;
  guint last;

  if (!redan_edit_keeps (self->edit, &id))
    redan_edit_create (self->edit, REDAN_SECTION_FACT, &id);
  redan_edit_set (self->edit, &id, REDAN_FIELD_KEY, NULL, wanted->attribute->name);
  if (!is_date)
    redan_edit_set (self->edit, &id, REDAN_FIELD_VALUE, NULL, wanted->value);
  redan_edit_set (self->edit, &id, REDAN_FIELD_DATE, NULL, self->today);

  expires = redan_edit_get (self->edit, &id, REDAN_FIELD_EXPIRES, NULL);
  if (expires != NULL && redan_days_from_date (expires, &last) && last < self->facts->as_of)
    redan_edit_set (self->edit, &id, REDAN_FIELD_EXPIRES, NULL, NULL);
}

static void
set_wanted (Implementer *self)
{
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const Assignment *wanted = &g_array_index (self->wanted, Assignment, i);
      const RedanObject *object = find_object (self->facts, wanted->of, wanted->index);

      if (object == NULL)
        set_fact (self, wanted);
      else
        redan_edit_set (self->edit, &object->id,
                        (RedanField) (REDAN_FIELD_ATTRIBUTE + wanted->attribute->index), NULL,
                        wanted->value);
    }
}

/* @only_planned: an existing placement that was planned is done now; else the control is placed. */
static void
place (Implementer *self, const RedanObject *object, gboolean only_planned)
{
  RedanId id = redan_mitigation_id (self->control->id, object != NULL ? &object->id : NULL);
  gboolean exists = redan_edit_keeps (self->edit, &id);
  const char *state = exists ? redan_edit_get (self->edit, &id, REDAN_FIELD_STATE, NULL) : NULL;
  RedanIdText text;

  if (only_planned && g_strcmp0 (state, "planned") != 0)
    return;

  if (!exists)
    redan_edit_create (self->edit, REDAN_SECTION_MITIGATION, &id);
  if (object != NULL)
    redan_edit_set (self->edit, &id, REDAN_FIELD_TARGET, NULL,
                    redan_id_to_text (&object->id, text));
  redan_edit_set (self->edit, &id, REDAN_FIELD_CONTROL, NULL, self->control->id);
  redan_edit_set (self->edit, &id, REDAN_FIELD_STATE, NULL, "declared");
}

static void
implement_on (Implementer *self, RedanContext context, guint32 target)
{
  const RedanObject *object = find_object (self->facts, context, target);
  RedanLeftOut *left;

  self->target = target;
  g_array_set_size (self->wanted, 0);
  g_clear_pointer (&self->reason, g_free);
  if (self->control->implied_by == NULL ||
      make (self, redan_expression_get_root (self->control->implied_by), TRUE))
    {
      set_wanted (self);
      place (self, object, self->control->implied_by != NULL);
      self->n_places++;
      return;
    }

  left = g_new0 (RedanLeftOut, 1);
  left->context = context;
  left->target = target;
  left->reason = g_steal_pointer (&self->reason);
  g_ptr_array_add (self->left_out, left);
}

static void
implement_in (Implementer *self, guint32 control, RedanContext context)
{
  guint n = context == REDAN_CONTEXT_MODEL ? 1 : program_set_count (self->facts, context);

  if (!redan_controls_has_context (self->states, control, context))
    return;

  self->set = redan_program_set_new (self->facts, context);
  self->programs = g_hash_table_new (NULL, NULL);
  for (guint word = 0; word * 64 < n; word++)
    {
      guint64 bits = redan_controls_get_new_word (self->states, control, context, word);

      for (; bits != 0; bits &= bits - 1)
        implement_on (self, context,
                      context == REDAN_CONTEXT_MODEL ? REDAN_NONE
                                                     : word * 64 + __builtin_ctzll (bits));
    }
  g_hash_table_unref (self->programs);
  redan_program_set_free (self->set);
}

RedanEdit *
redan_control_implement (const RedanAnalysis *analysis,
                         guint32 control,
                         guint *n_places_out,
                         GPtrArray **left_out)
{
  const RedanFacts *facts = analysis->facts;
  const RedanControl *row = &redan_catalogue_get_controls (facts->catalogue, NULL)[control];
  g_autofree char *label = g_strdup_printf (_ ("Put %s in place: %s"), row->id, row->title);
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Assignment));
  g_autoptr (GPtrArray) left =
      g_ptr_array_new_with_free_func ((GDestroyNotify) redan_left_out_free);
  Implementer self = { .facts = facts,
                       .states = analysis->controls,
                       .control = row,
                       .edit = redan_edit_new (facts->snapshot->model, label),
                       .wanted = wanted,
                       .left_out = left };

  redan_days_to_date (facts->as_of, self.today);
  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    implement_in (&self, control, (RedanContext) context);
  g_free (self.reason);

  if (n_places_out != NULL)
    *n_places_out = self.n_places;
  if (left_out != NULL)
    *left_out = g_steal_pointer (&left);

  return self.edit;
}
