/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the page of changes. */

#include "config.h"

#include "ui/window/change-list.h"

#include <glib/gi18n-lib.h>

#include "ui/report/difference-words.h"
#include "ui/report/wording.h"

/** Lines of one object; an added one may say dozens. */
#define MAX_LINES 12

/** Headings, in the order of the page. */
typedef enum
{
  GROUP_CONFLICTS,
  GROUP_ELEMENTS,
  GROUP_FLOWS,
  GROUP_BOUNDARIES,
  GROUP_DATA,
  GROUP_CONTROLS,
  GROUP_THREATS,
  GROUP_MODEL,
  GROUP_DRAWING,
  GROUP_OPENED,
  GROUP_CLOSED,
  GROUP_RESCORED,
  GROUP_OBJECTIVES,
  N_GROUPS,
} Group;

static const char *const group_titles[N_GROUPS] = {
  [GROUP_CONFLICTS] = N_ ("Conflicts"),
  [GROUP_ELEMENTS] = N_ ("Elements"),
  [GROUP_FLOWS] = N_ ("Flows"),
  [GROUP_BOUNDARIES] = N_ ("Boundaries"),
  [GROUP_DATA] = N_ ("Data"),
  [GROUP_CONTROLS] = N_ ("Controls and evidence"),
  [GROUP_THREATS] = N_ ("Threats and decisions"),
  [GROUP_MODEL] = N_ ("The model"),
  [GROUP_DRAWING] = N_ ("Diagrams and notes"),
  [GROUP_OPENED] = N_ ("Threats that opened"),
  [GROUP_CLOSED] = N_ ("Threats that closed"),
  [GROUP_RESCORED] = N_ ("Threats scored or decided otherwise"),
  [GROUP_OBJECTIVES] = N_ ("Objectives"),
};

static Group
get_group (RedanSection section)
{
  switch (section)
    {
    case REDAN_SECTION_ELEMENT:
      return GROUP_ELEMENTS;
    case REDAN_SECTION_FLOW:
      return GROUP_FLOWS;
    case REDAN_SECTION_BOUNDARY:
      return GROUP_BOUNDARIES;
    case REDAN_SECTION_ASSET:
      return GROUP_DATA;
    case REDAN_SECTION_MITIGATION:
    case REDAN_SECTION_EVIDENCE:
      return GROUP_CONTROLS;
    case REDAN_SECTION_THREAT:
    case REDAN_SECTION_DECISION:
      return GROUP_THREATS;
    case REDAN_SECTION_NOTE:
    case REDAN_SECTION_DIAGRAM:
      return GROUP_DRAWING;
    default:
      return GROUP_MODEL;
    }
}

/** A row: @index counts in the difference, the threats of a group, the objectives; of a heading how
 * many follow. */
typedef struct
{
  RedanChangeRowKind kind;
  Group group;
  guint index;
  RedanId conflict;
} Entry;

struct _RedanChangeRow
{
  GObject parent_instance;

  Entry entry;
};

G_DEFINE_FINAL_TYPE (RedanChangeRow, redan_change_row, G_TYPE_OBJECT)

static void
redan_change_row_class_init (RedanChangeRowClass *klass)
{
}

static void
redan_change_row_init (RedanChangeRow *self)
{
}

struct _RedanChangeList
{
  GObject parent_instance;

  RedanChangeStudy *study;
  RedanWorkspace *workspace;
  GArray *conflicts; /* Entry: their heading, and each */
  GArray *changes;   /* Entry: all else */
};

static GType
get_item_type (GListModel *model)
{
  return REDAN_TYPE_CHANGE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  RedanChangeList *self = REDAN_CHANGE_LIST (model);

  return self->conflicts->len + self->changes->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RedanChangeList *self = REDAN_CHANGE_LIST (model);
  RedanChangeRow *row = NULL;

  if (position >= get_n_items (model))
    return NULL;
  row = g_object_new (REDAN_TYPE_CHANGE_ROW, NULL);
  row->entry = position < self->conflicts->len
                   ? g_array_index (self->conflicts, Entry, position)
                   : g_array_index (self->changes, Entry, position - self->conflicts->len);
  return row;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RedanChangeList,
                               redan_change_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
add (GArray *entries, RedanChangeRowKind kind, Group group, guint index)
{
  const Entry entry = { kind, group, index, { "" } };

  g_array_append_val (entries, entry);
}

static GArray *
list_conflicts (RedanChangeList *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  const RedanModel *model =
      self->workspace != NULL ? redan_workspace_get_model (self->workspace) : NULL;
  const guint n = model != NULL ? redan_model_get_n (model, REDAN_SECTION_CONFLICT) : 0;

  if (n > 0)
    add (entries, REDAN_CHANGE_ROW_HEADING, GROUP_CONFLICTS, n);
  for (guint i = 0; i < n; i++)
    {
      const Entry entry = { REDAN_CHANGE_ROW_CONFLICT, GROUP_CONFLICTS, i,
                            redan_model_get_nth (model, REDAN_SECTION_CONFLICT, i)->id };

      g_array_append_val (entries, entry);
    }
  return entries;
}

static void
list_objects (RedanChangeList *self, GArray *entries)
{
  const RedanDifference *difference = redan_change_study_get_difference (self->study);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < N_GROUPS; i++)
    g_ptr_array_add (groups, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = 0; difference != NULL && i < difference->objects->len; i++)
    {
      RedanSection section = redan_difference_get_section (
          &g_array_index (difference->objects, RedanObjectDifference, i));

      if (section != REDAN_SECTION_CONFLICT)
        g_array_append_val ((GArray *) groups->pdata[get_group (section)], i);
    }
  for (guint group = 0; group < N_GROUPS; group++)
    {
      const GArray *indices = groups->pdata[group];

      if (indices->len > 0)
        add (entries, REDAN_CHANGE_ROW_HEADING, group, indices->len);
      for (guint i = 0; i < indices->len; i++)
        add (entries, REDAN_CHANGE_ROW_OBJECT, group, g_array_index (indices, guint, i));
    }
}

static void
list_consequences (RedanChangeList *self, GArray *entries)
{
  const RedanBeforeAfter *comparison = redan_change_study_get_comparison (self->study);
  guint n;

  if (comparison == NULL)
    return;
  for (guint change = 0; change < REDAN_N_THREAT_LISTS; change++)
    {
      n = comparison->threats->lists[change]->len;
      if (n > 0)
        add (entries, REDAN_CHANGE_ROW_HEADING, GROUP_OPENED + change, n);
      for (guint i = 0; i < n; i++)
        add (entries, REDAN_CHANGE_ROW_THREAT, GROUP_OPENED + change, i);
    }
  n = redan_before_after_count_objectives (comparison);
  if (n > 0)
    add (entries, REDAN_CHANGE_ROW_HEADING, GROUP_OBJECTIVES, n);
  for (guint i = 0; i < comparison->objectives_after->n_objectives; i++)
    if (redan_before_after_is_objective_changed (comparison, i))
      add (entries, REDAN_CHANGE_ROW_OBJECTIVE, GROUP_OBJECTIVES, i);
}

/** Rows that stay at the beginning keep their place, and the focus. */
static guint
count_same (const GArray *old, const GArray *new)
{
  guint same = 0;

  while (same < old->len &&
         same < new->len &&redan_id_equal (&g_array_index (old, Entry, same).conflict,
                                           &g_array_index (new, Entry, same).conflict))
    same++;
  return same;
}

void
redan_change_list_refresh (RedanChangeList *self, gboolean studied)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->conflicts);
  const guint old_n = self->changes->len;
  guint same;
  gboolean heading_changed = FALSE;

  self->conflicts = list_conflicts (self);
  same = count_same (old, self->conflicts);
  /* The heading stays, and says how many there are. */
  if (same > 0 &&
      g_array_index (old, Entry, 0).index != g_array_index (self->conflicts, Entry, 0).index)
    heading_changed = TRUE;
  if (studied)
    {
      g_array_set_size (self->changes, 0);
      list_objects (self, self->changes);
      list_consequences (self, self->changes);
      g_list_model_items_changed (G_LIST_MODEL (self), same, old->len - same + old_n,
                                  self->conflicts->len - same + self->changes->len);
    }
  else if (same < old->len || same < self->conflicts->len)
    g_list_model_items_changed (G_LIST_MODEL (self), same, old->len - same,
                                self->conflicts->len - same);
  if (heading_changed)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 1, 1);
}

void
redan_change_list_set_workspace (RedanChangeList *self, RedanWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
  redan_change_list_refresh (self, TRUE);
}

/* Words */

/** The object itself when it can be shown, else what it is placed on. */
static void
set_target (RedanChangeList *self, RedanChangeRowText *text, const RedanObject *object)
{
  const RedanModel *live = redan_workspace_get_model (self->workspace);
  RedanId target;

  if (redan_object_get_reference (object, REDAN_FIELD_TARGET, &target) &&
      redan_model_lookup (live, &target) != NULL)
    text->target = target;
  else if (redan_model_lookup (live, &object->id) != NULL)
    text->target = object->id;
  else
    return;
  text->has_target = TRUE;
}

static char *
join_lines (const GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (lines->len, MAX_LINES); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) lines->pdata[i]);
  if (lines->len > MAX_LINES)
    {
      g_autofree char *more = g_strdup_printf (
          ngettext ("and %u more", "and %u more", lines->len - MAX_LINES), lines->len - MAX_LINES);

      g_string_append_printf (text, "\n%s", more);
    }
  return g_string_free (text, FALSE);
}

static void
describe_object (RedanChangeList *self, const Entry *entry, RedanChangeRowText *text)
{
  static const char *const marks[REDAN_N_DIFFERENCES] = {
    [REDAN_DIFFERENCE_ADDED] = "+",
    [REDAN_DIFFERENCE_REMOVED] = "−",
    [REDAN_DIFFERENCE_CHANGED] = "~",
    [REDAN_DIFFERENCE_MOVED] = ">",
  };
  const char *const words[REDAN_N_DIFFERENCES] = {
    [REDAN_DIFFERENCE_ADDED] = _ ("added"),
    [REDAN_DIFFERENCE_REMOVED] = _ ("removed"),
    [REDAN_DIFFERENCE_CHANGED] = NULL,
    [REDAN_DIFFERENCE_MOVED] = _ ("only drawn elsewhere"),
  };
  const RedanDifference *difference = redan_change_study_get_difference (self->study);
  const RedanObjectDifference *object =
      &g_array_index (difference->objects, RedanObjectDifference, entry->index);
  g_autofree char *title = redan_object_difference_dup_title (difference, object);
  g_autoptr (GPtrArray) lines = redan_object_difference_list_lines (difference, object);

  text->mark = g_strdup (marks[object->kind]);
  text->title = words[object->kind] != NULL ? g_strdup_printf ("%s: %s", title, words[object->kind])
                                            : g_steal_pointer (&title);
  text->detail = object->kind == REDAN_DIFFERENCE_MOVED ? g_strdup ("") : join_lines (lines);
  set_target (self, text, object->after != NULL ? object->after : object->before);
}

static char *
dup_score (const RedanThreat *threat)
{
  char score[32];

  return g_strdup (threat != NULL && threat->scored ? redan_score_format (threat->residual, score)
                                                    : "–");
}

static void
describe_threat (RedanChangeList *self, const Entry *entry, RedanChangeRowText *text)
{
  const RedanBeforeAfter *comparison = redan_change_study_get_comparison (self->study);
  const RedanThreatChange *pair = &g_array_index (
      comparison->threats->lists[entry->group - GROUP_OPENED], RedanThreatChange, entry->index);
  const RedanThreat *threat = pair->after != NULL ? pair->after : pair->before;
  const RedanFacts *facts = (pair->after != NULL ? comparison->after : comparison->before)->facts;
  const RedanObject *object = redan_target_get_object (facts, threat->context, threat->target);
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *before = dup_score (pair->before);
  g_autofree char *after = dup_score (pair->after);

  text->mark = g_strdup (pair->before == NULL ? "+" : pair->after == NULL ? "−" : "~");
  text->title = redan_text_make_visible (title);
  if (pair->before != NULL && pair->after != NULL &&
      pair->before->decision != pair->after->decision)
    text->detail = g_strdup_printf (_ ("Residual risk %s → %s, %s → %s"), before, after,
                                    redan_decision_get_title (pair->before->decision),
                                    redan_decision_get_title (pair->after->decision));
  else
    text->detail = g_strdup_printf (_ ("Residual risk %s → %s"), before, after);
  if (object != NULL)
    set_target (self, text, object);
}

static void
describe_objective (RedanChangeList *self, const Entry *entry, RedanChangeRowText *text)
{
  const RedanBeforeAfter *comparison = redan_change_study_get_comparison (self->study);
  const RedanObjective *objective =
      &redan_catalogue_get_objectives (comparison->after->facts->catalogue, NULL)[entry->index];
  const RedanObjectiveResult *before = &comparison->objectives_before->objectives[entry->index];
  const RedanObjectiveResult *after = &comparison->objectives_after->objectives[entry->index];
  g_autofree char *reference = redan_objective_dup_reference (objective);
  g_autofree char *coverage_before = redan_coverage_dup_text (before);
  g_autofree char *coverage_after = redan_coverage_dup_text (after);

  text->mark = g_strdup ("~");
  text->title = g_strdup_printf ("%s %s", reference, objective->title);
  text->detail = g_strdup_printf ("%s (%s) → %s (%s)",
                                  redan_objective_state_get_title (before->state), coverage_before,
                                  redan_objective_state_get_title (after->state), coverage_after);
}

/** What a person can write into a small field: no reference, which is drawn or chosen elsewhere. */
static gboolean
can_edit (const RedanModel *model, const RedanObject *target, RedanField field)
{
  const RedanFieldInfo *info = redan_field_get_info (target->section, field);
  const RedanAttribute *attribute =
      redan_field_get_attribute (redan_model_get_schema (model), field);

  if (field == REDAN_FIELD_EXISTS)
    return FALSE;
  if (attribute != NULL)
    return attribute->type != REDAN_ATTRIBUTE_REFERENCE && attribute->type != REDAN_ATTRIBUTE_SET;
  return info != NULL && info->type != REDAN_VALUE_REFERENCE && !info->keyed;
}

static void
describe_conflict (RedanChangeList *self, const Entry *entry, RedanChangeRowText *text)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanObject *conflict = redan_model_lookup (model, &entry->conflict);
  const RedanObject *target = NULL;
  RedanField field;

  text->mark = g_strdup ("!");
  /* The last edit removed it, and the list is about to be told. */
  if (conflict == NULL)
    {
      text->title = g_strdup ("");
      text->detail = g_strdup ("");
      return;
    }

  g_autofree char *base = redan_conflict_dup_value (model, conflict, REDAN_CONFLICT_BASE);
  g_autofree char *ours = redan_conflict_dup_value (model, conflict, REDAN_CONFLICT_OURS);
  g_autofree char *theirs = redan_conflict_dup_value (model, conflict, REDAN_CONFLICT_THEIRS);
  text->conflict = entry->conflict;
  text->title = redan_conflict_dup_title (model, conflict);
  text->detail = g_strdup_printf (_ ("Ours: %s\nTheirs: %s\nBefore: %s"), ours, theirs, base);
  field = redan_conflict_get_field (model, conflict, &target);
  if (target == NULL)
    return;
  text->can_edit = can_edit (model, target, field);
  set_target (self, text, target);
}

RedanChangeRowText *
redan_change_list_dup_text (RedanChangeList *self, RedanChangeRow *row)
{
  const Entry *entry = &row->entry;
  RedanChangeRowText *text = g_new0 (RedanChangeRowText, 1);

  text->kind = entry->kind;
  switch (entry->kind)
    {
    case REDAN_CHANGE_ROW_HEADING:
      text->mark = g_strdup ("");
      text->title = g_strdup_printf ("%s (%u)", _ (group_titles[entry->group]), entry->index);
      text->detail = g_strdup ("");
      break;
    case REDAN_CHANGE_ROW_CONFLICT:
      describe_conflict (self, entry, text);
      break;
    case REDAN_CHANGE_ROW_OBJECT:
      describe_object (self, entry, text);
      break;
    case REDAN_CHANGE_ROW_THREAT:
      describe_threat (self, entry, text);
      break;
    case REDAN_CHANGE_ROW_OBJECTIVE:
      describe_objective (self, entry, text);
      break;
    }
  return text;
}

void
redan_change_row_text_free (RedanChangeRowText *self)
{
  g_free (self->mark);
  g_free (self->title);
  g_free (self->detail);
  g_free (self);
}

static void
redan_change_list_dispose (GObject *object)
{
  RedanChangeList *self = REDAN_CHANGE_LIST (object);

  g_clear_object (&self->study);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (redan_change_list_parent_class)->dispose (object);
}

static void
redan_change_list_finalize (GObject *object)
{
  RedanChangeList *self = REDAN_CHANGE_LIST (object);

  g_array_unref (self->conflicts);
  g_array_unref (self->changes);
  G_OBJECT_CLASS (redan_change_list_parent_class)->finalize (object);
}

static void
redan_change_list_class_init (RedanChangeListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_change_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_change_list_finalize;
}

static void
redan_change_list_init (RedanChangeList *self)
{
  self->conflicts = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->changes = g_array_new (FALSE, FALSE, sizeof (Entry));
}

RedanChangeList *
redan_change_list_new (RedanChangeStudy *study)
{
  RedanChangeList *self = g_object_new (REDAN_TYPE_CHANGE_LIST, NULL);

  self->study = g_object_ref (study);
  return self;
}
