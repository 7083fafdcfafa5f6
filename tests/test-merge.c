/* SPDX-License-Identifier: Apache-2.0 */
/* Three-way merge: every row of the table by hand, and the laws on random edits of both sides. */

#include <string.h>

#include "model/canonical-reader.h"
#include "model/difference.h"
#include "model/error.h"
#include "model/merge.h"
#include "model/merge-text.h"
#include "model/referrers.h"
#include "model/validate.h"
#include "tests/random-edits.h"

#define B1 "0b4v6tq2m8e1zk5d"
#define B2 "1p8k3hd7t5n0wy6s"
#define D1 "5w1s7qn4x0c9h3ar"
#define E1 "3d7n1ya8s5k2gt9w"
#define E2 "4e2q8vb6m1p0xj7z"
#define F1 "8j3v7ye4r0w1bn6c"
#define T1 "9t3v7ye4r0w1bn6c"
#define T2 "at3v7ye4r0w1bn6c"
#define BOX(id, inside) "<boundary id=\"" id "\" kind=\"vpc\">" inside "</boundary>\n"
#define BOX_IN(id, parent) "<boundary id=\"" id "\" kind=\"vpc\" parent=\"" parent "\"/>\n"
#define ELEMENT(id, inside) "<element id=\"" id "\" kind=\"process\">" inside "</element>\n"
#define ELEMENT_IN(id, parent, inside)                                                             \
  "<element id=\"" id "\" kind=\"process\" parent=\"" parent "\">" inside "</element>\n"
#define FLOW(inside) "<flow id=\"" F1 "\" source=\"" E1 "\" target=\"" E2 "\">" inside "</flow>\n"
#define THREAT(id, inside) "<threat id=\"" id "\">" inside "</threat>\n"
#define DIAGRAM "<diagram id=\"" D1 "\"/>\n"
#define AT(x)                                                                                      \
  "<place diagram=\"" D1 "\"><x>" x "</x><y>0</y><width>800</width><height>400</height></place>"
#define ROUTE(x) "<route diagram=\"" D1 "\"><point x=\"" x "\" y=\"0\"/></route>"

static RedanSchema *schema;

static RedanModel *
read_text (const char *inside)
{
  g_autofree char *text =
      g_strconcat ("<threat-model format=\"1\">\n", inside, "</threat-model>\n", NULL);
  g_autoptr (GError) error = NULL;
  RedanModel *model =
      redan_canonical_read (schema, "test", (const guint8 *) text, strlen (text), &error);

  g_assert_no_error (error);
  return model;
}

static void
assert_same_bytes (const RedanModel *left, const RedanModel *right)
{
  g_autoptr (GBytes) one = model_bytes (left);
  g_autoptr (GBytes) other = model_bytes (right);

  if (g_bytes_compare (one, other) != 0)
    g_error ("models differ:\n%.*s\n---\n%.*s", (int) MIN (4000, g_bytes_get_size (one)),
             (const char *) g_bytes_get_data (one, NULL),
             (int) MIN (4000, g_bytes_get_size (other)),
             (const char *) g_bytes_get_data (other, NULL));
}

static RedanModel *
read_again (const RedanModel *model)
{
  g_autoptr (GBytes) bytes = model_bytes (model);
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  RedanModel *copy = redan_canonical_read (schema, "copy", data, length, &error);

  g_assert_no_error (error);
  return copy;
}

static RedanMerge *
merge (const RedanModel *base, const RedanModel *ours, const RedanModel *theirs)
{
  g_autoptr (GError) error = NULL;
  RedanMerge *result = redan_merge_new (base, ours, theirs, &error);

  g_assert_no_error (error);
  return result;
}

/* One row of the table. */
typedef struct
{
  const char *name;
  const char *base;
  const char *ours;
  const char *theirs;
  const char *merged;    /* NULL: with conflicts, see below */
  const char *conflicts; /* "NAME BASE OURS THEIRS" of each, "-" for not set, with spaces between */
  const char *notices;   /* codes */
} Row;

static const Row rows[] = {
  { "one-side", ELEMENT (E1, "<name>a</name>"), ELEMENT (E1, "<name>b</name>"),
    ELEMENT (E1, "<name>a</name><tag>t</tag>"), ELEMENT (E1, "<name>b</name><tag>t</tag>"), "",
    "" },
  { "same-change", ELEMENT (E1, "<name>a</name>"), ELEMENT (E1, "<name>b</name>"),
    ELEMENT (E1, "<name>b</name>"), ELEMENT (E1, "<name>b</name>"), "", "" },
  { "both-changed", ELEMENT (E1, "<name>a</name>"), ELEMENT (E1, "<name>b</name>"),
    ELEMENT (E1, "<name>c</name>"), ELEMENT (E1, "<name>b</name>"), "name a b c", "" },
  { "removed-and-changed", ELEMENT (E1, "<name>a</name>"), ELEMENT (E1, ""),
    ELEMENT (E1, "<name>c</name>"), ELEMENT (E1, ""), "name a - c", "" },
  { "both-moved", ELEMENT (E1, AT ("0")) DIAGRAM, ELEMENT (E1, AT ("8")) DIAGRAM,
    ELEMENT (E1, AT ("16")) DIAGRAM, ELEMENT (E1, AT ("8")) DIAGRAM, "", "both-moved" },
  { "both-routed", ELEMENT (E1, "") ELEMENT (E2, "") FLOW (ROUTE ("0")) DIAGRAM,
    ELEMENT (E1, "") ELEMENT (E2, "") FLOW (ROUTE ("8")) DIAGRAM,
    ELEMENT (E1, "") ELEMENT (E2, "") FLOW (ROUTE ("16")) DIAGRAM,
    ELEMENT (E1, "") ELEMENT (E2, "") FLOW (ROUTE ("8")) DIAGRAM, "", "both-moved" },
  { "routed-and-reconnected", ELEMENT (E1, "") ELEMENT (E2, "") FLOW (ROUTE ("0")) DIAGRAM,
    ELEMENT (E1, "") ELEMENT (E2, "") FLOW (ROUTE ("8")) DIAGRAM,
    ELEMENT (E1, "") ELEMENT (E2, "") "<flow id=\"" F1 "\" source=\"" E1 "\" target=\"" E1
                                      "\">" ROUTE ("16") "</flow>" DIAGRAM,
    ELEMENT (E1, "") ELEMENT (E2, "") "<flow id=\"" F1 "\" source=\"" E1 "\" target=\"" E1
                                      "\">" ROUTE ("8") "</flow>" DIAGRAM,
    "route 0_0 8_0 16_0", "" },
  { "lines", ELEMENT (E1, "<description>a\nb\nc</description>"),
    ELEMENT (E1, "<description>A\nb\nc</description>"),
    ELEMENT (E1, "<description>a\nb\nC\nd</description>"),
    ELEMENT (E1, "<description>A\nb\nC\nd</description>"), "", "" },
  { "same-lines", ELEMENT (E1, "<description>a</description>"),
    ELEMENT (E1, "<description>b</description>"), ELEMENT (E1, "<description>c</description>"),
    ELEMENT (E1, "<description>b</description>"), "description a b c", "" },
  { "sets", ELEMENT (E1, "<tag>a</tag><tag>b</tag>"), ELEMENT (E1, "<tag>b</tag><tag>c</tag>"),
    ELEMENT (E1, "<tag>a</tag><tag>d</tag>"), ELEMENT (E1, "<tag>c</tag><tag>d</tag>"), "", "" },
  { "decided-and-edited", THREAT (T1, "<name>a</name>"),
    THREAT (T1, "<name>a</name><decision>accept</decision>"), THREAT (T1, "<name>b</name>"),
    THREAT (T1, "<name>b</name><decision>accept</decision>"), "", "review-decision" },
  { "decided-twice", THREAT (T1, ""), THREAT (T1, "<decision>accept</decision>"),
    THREAT (T1, "<decision>mitigate</decision>"), THREAT (T1, "<decision>accept</decision>"),
    "decision - accept mitigate", "" },
  { "delete", ELEMENT (E1, "") ELEMENT (E2, ""), ELEMENT (E1, ""),
    ELEMENT (E1, "") ELEMENT (E2, ""), ELEMENT (E1, ""), "", "" },
  { "delete-and-change", ELEMENT (E1, ""), "", ELEMENT (E1, "<name>a</name>"),
    ELEMENT (E1, "<name>a</name>"), "exists yes - yes", "" },
  { "delete-and-move", ELEMENT (E1, AT ("0")) DIAGRAM, DIAGRAM, ELEMENT (E1, AT ("8")) DIAGRAM,
    DIAGRAM, "", "deleted-though-moved" },
  { "delete-and-refer", ELEMENT (E1, "") ELEMENT (E2, "<name>x</name>"), ELEMENT (E1, ""),
    ELEMENT (E1, "") ELEMENT (E2, "<name>x</name>") FLOW (""),
    ELEMENT (E1, "") ELEMENT (E2, "<name>x</name>") FLOW (""), "exists yes - yes", "" },
  { "delete-takes-along", ELEMENT (E1, "") ELEMENT (E2, "") FLOW ("<name>f</name>"),
    ELEMENT (E1, ""), ELEMENT (E1, "") ELEMENT (E2, "<name>x</name>") FLOW ("<name>f</name>"),
    ELEMENT (E1, "") ELEMENT (E2, "<name>x</name>") FLOW ("<name>f</name>"), "exists yes - yes",
    "" },
  { "delete-takes-nothing-else-along", ELEMENT (E1, "") ELEMENT (E2, "") FLOW (""), "",
    ELEMENT (E1, "<name>x</name>") ELEMENT (E2, "") FLOW (""), ELEMENT (E1, "<name>x</name>"),
    "exists yes - yes", "" },
  { "changed-in-a-deleted-box", BOX (B1, "") ELEMENT_IN (E1, B1, ""), "",
    BOX (B1, "") ELEMENT_IN (E1, B1, "<name>x</name>"), ELEMENT (E1, "<name>x</name>"),
    "exists yes - yes", "" },
  { "members-of-a-deleted-box", BOX (B1, "") ELEMENT_IN (E1, B1, "<name>a</name>"),
    ELEMENT (E1, "<name>a</name>"), BOX (B1, "") ELEMENT_IN (E1, B1, "<name>b</name>"),
    ELEMENT (E1, "<name>b</name>"), "", "" },
  { "members-of-a-kept-box", BOX (B1, "") ELEMENT_IN (E1, B1, ""), ELEMENT (E1, ""),
    BOX (B1, "<name>b</name>") ELEMENT_IN (E1, B1, ""),
    BOX (B1, "<name>b</name>") ELEMENT_IN (E1, B1, ""), "exists yes - yes", "" },
  { "two-boxes-deleted", BOX (B1, "") BOX_IN (B2, B1) ELEMENT_IN (E1, B2, ""),
    BOX (B1, "") ELEMENT_IN (E1, B1, ""), BOX (B2, "") ELEMENT_IN (E1, B2, ""), ELEMENT (E1, ""),
    "", "" },
  { "both-reparent", BOX (B1, "") BOX (B2, "") ELEMENT (E1, ""),
    BOX (B1, "") BOX (B2, "") ELEMENT_IN (E1, B1, ""),
    BOX (B1, "") BOX (B2, "") ELEMENT_IN (E1, B2, ""),
    BOX (B1, "") BOX (B2, "") ELEMENT_IN (E1, B1, ""), "parent - " B1 " " B2, "" },
  { "circle", BOX (B1, "") BOX (B2, ""), BOX (B1, "") BOX_IN (B2, B1), BOX_IN (B1, B2) BOX (B2, ""),
    BOX (B1, "") BOX_IN (B2, B1), "parent - - " B2 ", parent - " B1 " -", "" },
  { "added-twice", "", ELEMENT (E1, "<name>a</name><tag>s</tag>"),
    ELEMENT (E1, "<name>a</name><authn>token</authn><tag>t</tag>"),
    ELEMENT (E1, "<name>a</name><authn>token</authn><tag>s</tag><tag>t</tag>"), "", "" },
  { "added-twice-otherwise", "", ELEMENT (E1, "<name>a</name>"), ELEMENT (E1, "<name>b</name>"),
    ELEMENT (E1, "<name>a</name>"), "name - a b", "" },
  { "numbers", "", THREAT (T1, "<number>1</number>"), THREAT (T2, "<number>1</number>"),
    THREAT (T1, "<number>1</number>") THREAT (T2, "<number>2</number>"), "", "renumbered" },
  { "both-deleted", ELEMENT (E1, "<name>a</name>"), "", "", "", "", "" },
  { "extras", ELEMENT (E1, "<extra format=\"f\" key=\"k l\">1</extra>"),
    ELEMENT (E1, "<extra format=\"f\" key=\"k l\">2</extra>"),
    ELEMENT (E1, "<extra format=\"f\" key=\"k l\">3</extra>"),
    ELEMENT (E1, "<extra format=\"f\" key=\"k l\">2</extra>"), "extra/f/k_l 1 2 3", "" },
};

static char *
dup_value (const RedanObject *conflict, RedanConflictSide side)
{
  const char *value = redan_conflict_get_value (conflict, side);

  return g_strdelimit (g_strdup (value == NULL ? "-" : value), " ", '_');
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The conflicts of a model as in a row, sorted. */
static char *
list_conflicts (const RedanModel *model)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_CONFLICT); i++)
    {
      const RedanObject *conflict = redan_model_get_nth (model, REDAN_SECTION_CONFLICT, i);
      g_autofree char *base = dup_value (conflict, REDAN_CONFLICT_BASE);
      g_autofree char *ours = dup_value (conflict, REDAN_CONFLICT_OURS);
      g_autofree char *theirs = dup_value (conflict, REDAN_CONFLICT_THEIRS);
      const char *member = redan_object_get (conflict, REDAN_FIELD_MEMBER);
      g_autofree char *name = g_strconcat (redan_object_get (conflict, REDAN_FIELD_KEY),
                                           member == NULL || strcmp (member, D1) == 0 ? "" : "/",
                                           member == NULL ? "" : member, NULL);
      if (g_str_has_suffix (name, D1))
        name[strlen (name) - strlen (D1)] = '\0';
      g_ptr_array_add (lines, g_strdup_printf ("%s %s %s %s", g_strdelimit (name, " ", '_'), base,
                                               ours, theirs));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv (", ", (char **) lines->pdata);
}

static RedanModel *
without_conflicts (const RedanModel *model)
{
  RedanModel *copy = redan_model_copy (model);

  while (redan_model_get_n (copy, REDAN_SECTION_CONFLICT) > 0)
    {
      RedanId id = redan_model_get_nth (copy, REDAN_SECTION_CONFLICT, 0)->id;
      redan_model_remove (copy, &id);
    }
  return copy;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (RedanModel) base = read_text (row->base);
  g_autoptr (RedanModel) ours = read_text (row->ours);
  g_autoptr (RedanModel) theirs = read_text (row->theirs);
  g_autoptr (RedanModel) expected = read_text (row->merged);
  g_autoptr (RedanMerge) result = merge (base, ours, theirs);
  g_autoptr (RedanModel) plain = without_conflicts (result->model);
  g_autofree char *conflicts = list_conflicts (result->model);
  g_autoptr (GString) notices = g_string_new (NULL);

  assert_valid (result->model);
  assert_same_bytes (plain, expected);
  g_assert_cmpstr (conflicts, ==, row->conflicts);
  g_assert_cmpuint (result->n_conflicts, ==,
                    redan_model_get_n (result->model, REDAN_SECTION_CONFLICT));
  for (guint i = 0; i < result->notices->len; i++)
    g_string_append_printf (notices, "%s%s", i > 0 ? " " : "",
                            ((RedanFinding *) result->notices->pdata[i])->code);
  g_assert_cmpstr (notices->str, ==, row->notices);
}

/* The laws that hold for any three models. */
static void
check_identities (const RedanModel *base, const RedanModel *ours)
{
  g_autoptr (RedanMerge) left = merge (base, ours, base);
  g_autoptr (RedanMerge) right = merge (base, base, ours);
  g_autoptr (RedanMerge) both = merge (base, ours, ours);
  g_autoptr (RedanMerge) none = merge (NULL, ours, ours);

  assert_same_bytes (left->model, ours);
  assert_same_bytes (right->model, ours);
  assert_same_bytes (both->model, ours);
  assert_same_bytes (none->model, ours);
  g_assert_cmpuint (left->n_conflicts + right->n_conflicts + both->n_conflicts, ==, 0);
  g_assert_cmpuint (left->notices->len + right->notices->len + both->notices->len, ==, 0);
}

static gboolean
has_conflict (const RedanModel *model, const RedanId *target, const char *name, const char *member)
{
  RedanId id = redan_conflict_id (target, name, member);

  return redan_model_lookup (model, &id) != NULL;
}

static const char *
get_name (RedanSection section, RedanField field)
{
  const RedanFieldInfo *info = redan_field_get_info (section, field);

  return info != NULL ? info->tag : redan_field_get_tag (schema, field);
}

static gboolean
exists_in_conflict (const RedanModel *model, const RedanId *id)
{
  return has_conflict (model, id, REDAN_CONFLICT_EXISTS, "");
}

static gboolean
has_notice (const RedanMerge *result, const RedanId *id)
{
  for (guint i = 0; i < result->notices->len; i++)
    if (redan_id_equal (&((RedanFinding *) result->notices->pdata[i])->object, id))
      return TRUE;
  return FALSE;
}

/* One merge of a trial, seen from one side. */
typedef struct
{
  const RedanModel *base;
  const RedanModel *side;
  const RedanModel *other;
  const RedanMerge *result;
} Trial;

static const char *
get_value (const RedanModel *model, const RedanChange *change)
{
  const RedanObject *object = redan_model_lookup (model, &change->object);

  return object == NULL ? NULL : redan_object_get_keyed (object, change->field, change->key);
}

/* Whether the change only follows from the deletion of something by the same side. */
static gboolean
follows_from_deletion (const Trial *trial, const RedanChange *change, RedanId *deleted_out)
{
  RedanReference reference;

  if (change->before == NULL || change->field == REDAN_FIELD_EXISTS ||
      !redan_reference_parse (schema, change->section, change->field, change->key, change->before,
                              &reference))
    return FALSE;
  *deleted_out = reference.id;
  return redan_model_lookup (trial->base, &reference.id) != NULL &&
         redan_model_lookup (trial->side, &reference.id) == NULL;
}

/* Whether the object was deleted on @side, but stays with something that it stands on. */
static gboolean
stays_with_another (const Trial *trial, const RedanObject *object)
{
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      RedanReference reference;
      if (entry->field < REDAN_FIELD_ATTRIBUTE && entry->field != REDAN_FIELD_PARENT &&
          redan_reference_parse (schema, object->section, entry->field, entry->key, entry->value,
                                 &reference) &&
          redan_model_lookup (trial->side, &reference.id) == NULL &&
          redan_model_lookup (trial->result->model, &reference.id) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Whether a change of one side is in the result, or is told. */
static gboolean
is_accounted_for (const Trial *trial, const RedanChange *change)
{
  const RedanModel *merged = trial->result->model;
  const RedanObject *object = redan_model_lookup (merged, &change->object);
  const RedanObject *in_base = redan_model_lookup (trial->base, &change->object);
  gboolean deleted = redan_model_lookup (trial->side, &change->object) == NULL;
  gboolean deleted_by_other =
      in_base != NULL && redan_model_lookup (trial->other, &change->object) == NULL;
  gboolean geometry =
      change->field == REDAN_FIELD_CROSSES ||
      redan_field_get_nature (schema, change->section, change->field) == REDAN_NATURE_GEOMETRY;
  RedanId gone;

  if (deleted)
    return object == NULL || exists_in_conflict (merged, &change->object) ||
           stays_with_another (trial, in_base);
  if (object == NULL)
    return deleted_by_other && (geometry ? has_notice (trial->result, &change->object) ||
                                               follows_from_deletion (trial, change, &gone)
                                         : follows_from_deletion (trial, change, &gone));
  if (change->field == REDAN_FIELD_EXISTS ||
      g_strcmp0 (get_value (merged, change), change->after) == 0)
    return TRUE;
  if (has_conflict (merged, &change->object, get_name (change->section, change->field),
                    change->key))
    return TRUE;
  if (follows_from_deletion (trial, change, &gone))
    return TRUE;
  if (g_strcmp0 (change->before, get_value (trial->other, change)) == 0)
    return FALSE; /* the other side did not touch it: it has to be there */
  return (geometry && has_notice (trial->result, &change->object)) ||
         change->field == REDAN_FIELD_NUMBER ||
         redan_field_get_nature (schema, change->section, change->field) == REDAN_NATURE_TEXT;
}

static void
check_no_loss (const Trial *trial)
{
  g_autoptr (RedanEdit) changes = redan_model_difference (trial->base, trial->side, "");

  for (guint i = 0; i < redan_edit_get_n_changes (changes); i++)
    {
      const RedanChange *change = redan_edit_get_change (changes, i);
      if (!is_accounted_for (trial, change))
        g_error ("lost: %s %.16s, %s %s: \"%s\" to \"%s\", merged \"%s\"",
                 redan_section_get_tag (change->section), change->object.text,
                 get_name (change->section, change->field), change->key, change->before,
                 change->after, get_value (trial->result->model, change));
    }
}

static gboolean
refers_to (const RedanModel *model, const RedanId *id)
{
  g_autoptr (RedanReferrers) referrers = redan_referrers_new (model);
  g_autoptr (GArray) found = redan_referrers_get (referrers, model, id);

  return found->len > 0;
}

/* Whether both sides touched what the conflict is about. */
static gboolean
is_justified (const Trial *trial, const RedanObject *conflict)
{
  const char *name = redan_object_get (conflict, REDAN_FIELD_KEY);
  RedanId target;
  g_assert_true (redan_object_get_reference (conflict, REDAN_FIELD_TARGET, &target));
  const RedanObject *base = redan_model_lookup (trial->base, &target);
  const RedanObject *ours = redan_model_lookup (trial->side, &target);
  const RedanObject *theirs = redan_model_lookup (trial->other, &target);

  if (strcmp (name, REDAN_CONFLICT_EXISTS) == 0)
    {
      if (base == NULL || (ours == NULL) == (theirs == NULL))
        return FALSE;
      const RedanModel *keeper = ours == NULL ? trial->other : trial->side;
      g_autoptr (RedanEdit) changes = redan_model_difference (trial->base, keeper, "");
      for (guint i = 0; i < redan_edit_get_n_changes (changes); i++)
        if (redan_id_equal (&redan_edit_get_change (changes, i)->object, &target))
          return TRUE;
      return refers_to (keeper, &target);
    }
  const char *values[3];
  for (guint i = 0; i < 3; i++)
    values[i] = redan_conflict_get_value (conflict, (RedanConflictSide) i);
  /* a circle takes two changes of different boundaries */
  if (strcmp (name, "parent") == 0)
    return g_strcmp0 (values[1], values[2]) != 0;
  return g_strcmp0 (values[0], values[1]) != 0 && g_strcmp0 (values[0], values[2]) != 0 &&
         g_strcmp0 (values[1], values[2]) != 0;
}

static void
check_conflicts (const Trial *trial)
{
  for (guint i = 0; i < redan_model_get_n (trial->result->model, REDAN_SECTION_CONFLICT); i++)
    {
      const RedanObject *conflict =
          redan_model_get_nth (trial->result->model, REDAN_SECTION_CONFLICT, i);
      if (!is_justified (trial, conflict))
        {
          g_autofree char *sentence = redan_conflict_dup_sentence (trial->result->model, conflict);
          g_error ("unjustified: %s", sentence);
        }
    }
}

/* What may be otherwise when ours and theirs change places: the values of the roles, and what is
 * ours. */
static void
check_swapped (const RedanMerge *one, const RedanMerge *other)
{
  g_autoptr (RedanEdit) changes = redan_model_difference (one->model, other->model, "");

  if (one->n_conflicts != other->n_conflicts)
    {
      g_autofree char *left = list_conflicts (one->model);
      g_autofree char *right = list_conflicts (other->model);
      g_error ("conflicts only one way round:\n%s\n%s", left, right);
    }
  g_assert_cmpuint (one->notices->len, ==, other->notices->len);
  for (guint i = 0; i < redan_edit_get_n_changes (changes); i++)
    {
      const RedanChange *change = redan_edit_get_change (changes, i);
      const char *name = get_name (change->section, change->field);
      if (change->section == REDAN_SECTION_CONFLICT)
        {
          const RedanObject *before = redan_model_lookup (one->model, &change->object);
          const RedanObject *after = redan_model_lookup (other->model, &change->object);
          g_assert_nonnull (before);
          g_assert_nonnull (after);
          g_assert_cmpstr (redan_conflict_get_value (before, REDAN_CONFLICT_OURS), ==,
                           redan_conflict_get_value (after, REDAN_CONFLICT_THEIRS));
          g_assert_cmpstr (redan_conflict_get_value (before, REDAN_CONFLICT_BASE), ==,
                           redan_conflict_get_value (after, REDAN_CONFLICT_BASE));
        }
      else if (!has_conflict (one->model, &change->object, name, change->key) &&
               !(has_notice (one, &change->object) &&
                 redan_field_get_nature (schema, change->section, change->field) ==
                     REDAN_NATURE_GEOMETRY))
        g_error ("not symmetric: %s %.16s %s %s: %s, %s", redan_section_get_tag (change->section),
                 change->object.text, name, change->key, change->before, change->after);
    }
}

static void
apply_random (RedanModel *model, GRand *random, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RedanEdit) edit = random_command (model, random);
      redan_edit_apply (edit, model, NULL);
    }
}

/* One trial: both sides edit the same model. Returns: how many conflicts came of it */
static guint
try_merge (RedanModel *base, GRand *random, guint n_edits, gboolean thorough)
{
  g_autoptr (RedanModel) ours = redan_model_copy (base);
  g_autoptr (RedanModel) theirs = thorough ? read_again (base) : redan_model_copy (base);

  apply_random (ours, random, n_edits);
  apply_random (theirs, random, n_edits);
  g_autoptr (RedanMerge) result = merge (base, ours, theirs);
  g_autoptr (RedanMerge) swapped = merge (base, theirs, ours);
  Trial trial = { base, ours, theirs, result };
  Trial mirror = { base, theirs, ours, result };

  assert_valid (result->model);
  check_no_loss (&trial);
  check_no_loss (&mirror);
  check_conflicts (&trial);
  check_swapped (result, swapped);
  if (thorough)
    {
      g_autoptr (RedanModel) again = read_again (result->model);
      assert_same_bytes (again, result->model);
      check_identities (base, ours);
    }
  return result->n_conflicts;
}

/* Small models, where everything collides. */
static void
test_dense (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (61127);
  guint n_conflicts = 0;

  for (guint i = 0; i < (REDAN_SANITIZED ? 600 : 3000); i++)
    {
      g_autoptr (RedanModel) base = random_model (schema, random, 2 + i % 7);
      n_conflicts += try_merge (base, random, 1 + i % 30, TRUE);
    }
  g_test_message ("%u conflicts", n_conflicts);
  g_assert_cmpuint (n_conflicts, >, 500);
}

/* 20 edits a side on 300 elements. */
static void
test_sparse (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (300);
  g_autoptr (RedanModel) base = random_model (schema, random, 300);
  guint n_trials = REDAN_SANITIZED ? 200 : 2000;
  guint n_clean = 0;

  for (guint i = 0; i < n_trials; i++)
    n_clean += try_merge (base, random, 20, i % 20 == 0) == 0 ? 1 : 0;
  g_test_message ("%u of %u merges without conflict", n_clean, n_trials);
  g_assert_cmpuint (n_clean, >, n_trials / 4);
}

/* Each conflict can be resolved to either side, and is then gone. */
static void
test_resolve (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint side = REDAN_CONFLICT_OURS; side <= REDAN_CONFLICT_THEIRS; side++)
      {
        g_autoptr (RedanModel) base = read_text (rows[i].base);
        g_autoptr (RedanModel) ours = read_text (rows[i].ours);
        g_autoptr (RedanModel) theirs = read_text (rows[i].theirs);
        g_autoptr (RedanMerge) result = merge (base, ours, theirs);
        guint n = redan_model_get_n (result->model, REDAN_SECTION_CONFLICT);
        if (n != 1)
          continue;
        const RedanObject *conflict =
            redan_model_get_nth (result->model, REDAN_SECTION_CONFLICT, 0);
        RedanId target;
        redan_object_get_reference (conflict, REDAN_FIELD_TARGET, &target);
        gboolean deletes =
            strcmp (redan_object_get (conflict, REDAN_FIELD_KEY), REDAN_CONFLICT_EXISTS) == 0 &&
            redan_conflict_get_value (conflict, side) == NULL;
        g_autoptr (RedanEdit) edit = redan_conflict_resolve (result->model, conflict, side);
        g_autoptr (GError) error = NULL;
        redan_edit_apply (edit, result->model, &error);
        g_assert_no_error (error);
        assert_valid (result->model);
        g_assert_cmpuint (redan_model_get_n (result->model, REDAN_SECTION_CONFLICT), ==, 0);
        g_assert_cmpint (redan_model_lookup (result->model, &target) == NULL, ==, deletes);
      }
}

/* A conflict that nobody resolved stays when the same field is in conflict again. */
static void
test_conflict_again (void)
{
  g_autoptr (RedanModel) base = read_text (ELEMENT (E1, "<name>a</name>"));
  g_autoptr (RedanModel) ours = read_text (ELEMENT (E1, "<name>b</name>"));
  g_autoptr (RedanModel) theirs = read_text (ELEMENT (E1, "<name>c</name>"));
  g_autoptr (RedanModel) third = read_text (ELEMENT (E1, "<name>d</name>"));
  g_autoptr (RedanMerge) first = merge (base, ours, theirs);
  g_autoptr (RedanMerge) second = merge (base, first->model, third);

  g_assert_cmpuint (redan_model_get_n (first->model, REDAN_SECTION_CONFLICT), ==, 1);
  g_assert_cmpuint (redan_model_get_n (second->model, REDAN_SECTION_CONFLICT), ==, 2);
  assert_valid (second->model);
}

/* Merges that crossed: both sides resolved one conflict, each its own way. One that only one side
 * resolved is resolved. */
static void
test_crossed (void)
{
  g_autoptr (RedanModel) base = read_text (ELEMENT (E1, "<name>a</name>"));
  g_autoptr (RedanModel) ours = read_text (ELEMENT (E1, "<name>b</name>"));
  g_autoptr (RedanModel) theirs = read_text (ELEMENT (E1, "<name>c</name>"));
  g_autoptr (RedanModel) none = read_text ("");
  g_autoptr (RedanMerge) crossed = merge (base, ours, theirs);
  g_autoptr (RedanMerge) again = merge (crossed->model, ours, theirs);
  g_autoptr (RedanMerge) resolved = merge (crossed->model, theirs, crossed->model);
  g_autofree char *conflicts = list_conflicts (again->model);

  g_assert_cmpstr (conflicts, ==, "name a b c");
  assert_same_bytes (resolved->model, theirs);

  g_autoptr (RedanMerge) deleted = merge (base, none, theirs);
  g_autoptr (RedanMerge) deleted_again = merge (deleted->model, none, theirs);
  g_autofree char *existence = list_conflicts (deleted_again->model);
  g_assert_cmpstr (existence, ==, "exists yes - yes");
}

static void
test_other_section (void)
{
  g_autoptr (RedanModel) base = read_text ("");
  g_autoptr (RedanModel) ours = read_text (ELEMENT (E1, ""));
  g_autoptr (RedanModel) theirs = read_text (THREAT (E1, ""));
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanMerge) result = redan_merge_new (base, ours, theirs, &error);

  g_assert_null (result);
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE);
}

/* Two sides that each nest half as deep as may be. */
static void
test_too_deep (void)
{
  g_autoptr (RedanModel) base = redan_model_new (schema);
  RedanId ids[100];
  RedanIdText text;
  g_autoptr (RedanEdit) make = redan_edit_new (base, "Make");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ids[i] = redan_edit_create (make, REDAN_SECTION_BOUNDARY, NULL);
      redan_edit_set (make, &ids[i], REDAN_FIELD_KIND, NULL, "vpc");
      if (i % 50 > 0)
        redan_edit_set (make, &ids[i], REDAN_FIELD_PARENT, NULL,
                        redan_id_to_text (&ids[i - 1], text));
    }
  g_assert_true (redan_edit_apply (make, base, NULL));

  g_autoptr (RedanModel) ours = redan_model_copy (base);
  g_autoptr (RedanModel) theirs = redan_model_copy (base);
  g_autoptr (RedanEdit) our_edit = redan_edit_new (ours, "Nest");
  g_autoptr (RedanEdit) their_edit = redan_edit_new (theirs, "Nest");
  redan_edit_set (our_edit, &ids[50], REDAN_FIELD_PARENT, NULL, redan_id_to_text (&ids[10], text));
  RedanId inner = ids[0];
  for (guint i = 0; i < 10; i++)
    {
      RedanId outer = redan_edit_create (their_edit, REDAN_SECTION_BOUNDARY, NULL);
      redan_edit_set (their_edit, &outer, REDAN_FIELD_KIND, NULL, "vpc");
      redan_edit_set (their_edit, &inner, REDAN_FIELD_PARENT, NULL,
                      redan_id_to_text (&outer, text));
      inner = outer;
    }
  g_assert_true (redan_edit_apply (our_edit, ours, NULL));
  g_assert_true (redan_edit_apply (their_edit, theirs, NULL));

  g_autoptr (RedanMerge) result = merge (base, ours, theirs);
  assert_valid (result->model);
  g_assert_cmpuint (result->n_conflicts, >, 0);
}

static void
test_text (void)
{
  static const char *const cases[][4] = {
    { "", "", "", "" },
    { "a\nb\nc", "a\nb\nc", "a\nc", "a\nc" },
    { "a\nb\nc", "x\na\nb\nc", "a\nb\nc\ny", "x\na\nb\nc\ny" },
    { "a\nb\nc", "a\nB\nc", "a\nB\nc", "a\nB\nc" },
    { "a\nb\nc", "a\nB\nc", "a\nX\nc", NULL },
    { "a\nb", "A\nb", "a\nB", NULL },
    { "a\nb\nc", "", "a\nb\nC", NULL },
    { "a\n\nb", "a\n\nb\n", "A\n\nb", "A\n\nb\n" },
    { "", "a", "b", NULL },
    { "a\na\na\nb", "a\na\nb", "a\na\na\nb\nc", "a\na\nb\nc" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *one = redan_text_merge (cases[i][0], cases[i][1], cases[i][2]);
      g_autofree char *other = redan_text_merge (cases[i][0], cases[i][2], cases[i][1]);
      g_assert_cmpstr (one, ==, cases[i][3]);
      g_assert_cmpstr (other, ==, cases[i][3]);
    }
}

static char *
random_text (GRand *random, const char *from)
{
  g_auto (GStrv) lines = g_strsplit (from, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      int what = g_rand_int_range (random, 0, 12);
      if (what == 0)
        continue;
      if (what == 1)
        g_string_append_printf (text, "%d\n", g_rand_int_range (random, 0, 9));
      g_string_append_printf (text, "%s\n", what == 2 ? "changed" : lines[i]);
    }
  return g_strdup (text->str);
}

static void
test_text_laws (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  guint n_merged = 0;

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *start = random_text (random, "1\n2\n3\n1\n2\n3\n4\n5\n\n6\n7\n8\n9\n1\n");
      g_autofree char *base = random_text (random, start);
      g_autofree char *ours = random_text (random, base);
      g_autofree char *theirs = random_text (random, base);
      g_autofree char *one = redan_text_merge (base, ours, theirs);
      g_autofree char *other = redan_text_merge (base, theirs, ours);
      g_autofree char *left = redan_text_merge (base, ours, base);
      g_autofree char *same = redan_text_merge (base, ours, ours);
      g_assert_cmpstr (one, ==, other);
      g_assert_cmpstr (left, ==, ours);
      g_assert_cmpstr (same, ==, ours);
      n_merged += one != NULL ? 1 : 0;
    }
  g_assert_cmpuint (n_merged, >, 500);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/merge/table/", rows[i].name, NULL);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/merge/text", test_text);
  g_test_add_func ("/merge/text-laws", test_text_laws);
  g_test_add_func ("/merge/resolve", test_resolve);
  g_test_add_func ("/merge/conflict-again", test_conflict_again);
  g_test_add_func ("/merge/crossed", test_crossed);
  g_test_add_func ("/merge/other-section", test_other_section);
  g_test_add_func ("/merge/too-deep", test_too_deep);
  g_test_add_func ("/merge/dense", test_dense);
  g_test_add_func ("/merge/sparse", test_sparse);
  status = g_test_run ();
  redan_schema_unref (schema);
  return status;
}
