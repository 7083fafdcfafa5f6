/* SPDX-License-Identifier: Apache-2.0 */
/* Differences between two models in words. */

#include "config.h"

#include "ui/report/difference-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/review.h"
#include "ui/report/wording.h"

#define MAX_SHOWN 100

const char *
redan_difference_kind_get_word (RedanDifferenceKind kind)
{
  static const char *const words[REDAN_N_DIFFERENCES] = {
    [REDAN_DIFFERENCE_ADDED] = "added",
    [REDAN_DIFFERENCE_REMOVED] = "removed",
    [REDAN_DIFFERENCE_CHANGED] = "changed",
    [REDAN_DIFFERENCE_MOVED] = "moved",
  };

  return words[kind];
}

const char *
redan_difference_kind_get_title (RedanDifferenceKind kind)
{
  static const char *const titles[REDAN_N_DIFFERENCES] = {
    [REDAN_DIFFERENCE_ADDED] = N_ ("Added"),
    [REDAN_DIFFERENCE_REMOVED] = N_ ("Removed"),
    [REDAN_DIFFERENCE_CHANGED] = N_ ("Changed"),
    [REDAN_DIFFERENCE_MOVED] = N_ ("Moved"),
  };

  return _ (titles[kind]);
}

const char *
redan_object_get_kind (const RedanObject *object)
{
  const char *kind =
      object->section == REDAN_SECTION_ELEMENT || object->section == REDAN_SECTION_BOUNDARY
          ? redan_object_get (object, REDAN_FIELD_KIND)
          : NULL;

  return kind != NULL ? kind : redan_section_get_tag (object->section);
}

char *
redan_field_dup_title (const RedanModel *model, RedanSection section, RedanField field)
{
  RedanSchema *schema = redan_model_get_schema (model);
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);
  const RedanFieldInfo *info = redan_field_get_info (section, field);

  if (attribute != NULL)
    return g_strdup (attribute->label);
  return redan_word_dup_title (info != NULL ? info->tag : redan_field_get_tag (schema, field));
}

/* The beginning of a text on one line. */
static char *
dup_beginning (const char *text)
{
  g_autofree char *visible = redan_text_make_visible (text);

  if (g_utf8_strlen (visible, -1) <= MAX_SHOWN)
    return g_steal_pointer (&visible);

  g_autofree char *cut = g_utf8_substring (visible, 0, MAX_SHOWN - 1);
  return g_strconcat (cut, "…", NULL);
}

/* Whether the field holds ids: in its key or in its value. */
static gboolean
refers (const RedanFieldInfo *info, const RedanAttribute *attribute)
{
  if (attribute != NULL)
    return attribute->type == REDAN_ATTRIBUTE_REFERENCE;
  return info != NULL && (info->type == REDAN_VALUE_REFERENCE || info->references != 0);
}

/* One value, or one member of a set. */
static char *
dup_value (const RedanModel *model,
           const RedanFieldInfo *info,
           const RedanAttribute *attribute,
           const char *text)
{
  const RedanObject *object =
      refers (info, attribute) ? redan_model_lookup_text (model, text) : NULL;

  if (object != NULL)
    return redan_object_dup_title (model, object);
  if (attribute != NULL)
    return redan_value_dup_title (attribute, text);
  if (info != NULL && info->type == REDAN_VALUE_WORD)
    return redan_word_dup_title (text);
  return dup_beginning (text);
}

char *
redan_entry_dup_text (const RedanModel *model,
                      RedanSection section,
                      RedanField field,
                      const char *key,
                      const char *value)
{
  RedanSchema *schema = redan_model_get_schema (model);
  const RedanFieldInfo *info = redan_field_get_info (section, field);
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);

  if (*key == '\0')
    return dup_value (model, info, attribute, value);

  g_autofree char *member = dup_value (model, info, attribute, key);
  if (*value == '\0')
    return g_steal_pointer (&member);
  g_autofree char *text = dup_beginning (value);
  return g_strdup_printf ("%s: %s", member, text);
}

char *
redan_object_difference_dup_title (const RedanDifference *difference,
                                   const RedanObjectDifference *object)
{
  const RedanModel *model = object->before != NULL ? difference->from : difference->to;
  const RedanObject *first = object->before != NULL ? object->before : object->after;
  g_autofree char *title = redan_object_dup_title (model, first);

  if (!object->renamed)
    return g_strdup_printf ("%s %s", redan_object_get_kind (first), title);

  g_autofree char *now = redan_object_dup_title (difference->to, object->after);
  return g_strdup_printf (_ ("%s %s renamed to %s"), redan_object_get_kind (first), title, now);
}

/* @text of what the change leaves behind, or takes away: the one of the two that is there. */
static char *
dup_member_line (const RedanDifference *difference, const RedanChange *change, const char *title)
{
  const RedanModel *model = change->after != NULL ? difference->to : difference->from;
  g_autofree char *text =
      redan_entry_dup_text (model, change->section, change->field, change->key,
                            change->after != NULL ? change->after : change->before);

  return change->after != NULL ? g_strdup_printf (_ ("%s: with %s"), title, text)
                               : g_strdup_printf (_ ("%s: without %s"), title, text);
}

/* Where two texts begin to differ, with a few characters before, so that the difference is among
 * what is shown. */
static gsize
find_difference (const char *before, const char *after)
{
  gsize same = 0;
  gsize start;

  while (before[same] != '\0' && before[same] == after[same])
    same++;
  if (same <= MAX_SHOWN / 2)
    return 0;
  start = same - MAX_SHOWN / 4;
  while (((guchar) before[start] & 0xc0) == 0x80)
    start--;
  return start;
}

static char *
dup_text_line (const RedanChange *change, const char *title)
{
  gsize start = find_difference (change->before, change->after);
  g_autofree char *before = dup_beginning (change->before + start);
  g_autofree char *after = dup_beginning (change->after + start);
  const char *mark = start > 0 ? "…" : "";

  return g_strdup_printf ("%s: %s%s → %s%s", title, mark, before, mark, after);
}

/* Where the key is in the title, the value alone says what changed. */
static char *
dup_extra_line (const RedanChange *change)
{
  g_autofree char *before = dup_beginning (change->before);
  g_autofree char *after = dup_beginning (change->after);

  return g_strdup_printf ("%s: %s → %s", change->key, before, after);
}

static char *
dup_line (const RedanDifference *difference, const RedanChange *change, gboolean added)
{
  g_autofree char *title = redan_field_dup_title (difference->to, change->section, change->field);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (change->after != NULL)
    after = redan_entry_dup_text (difference->to, change->section, change->field, change->key,
                                  change->after);
  if (added)
    return g_strdup_printf ("%s: %s", title, after);
  if (*change->key != '\0' && (change->before == NULL || change->after == NULL))
    return dup_member_line (difference, change, title);
  if (change->before != NULL && change->after != NULL &&
      redan_field_get_nature (redan_model_get_schema (difference->to), change->section,
                              change->field) == REDAN_NATURE_TEXT)
    return dup_text_line (change, title);
  if (change->field == REDAN_FIELD_EXTRA)
    return dup_extra_line (change);
  if (change->before != NULL)
    before = redan_entry_dup_text (difference->from, change->section, change->field, change->key,
                                   change->before);
  return g_strdup_printf ("%s: %s → %s", title, before != NULL ? before : _ ("not set"),
                          after != NULL ? after : _ ("not set"));
}

/* The hash itself says nothing to a person. */
static const char *
get_signature_line (const RedanSchema *schema, const RedanChange *change, const RedanObject *after)
{
  if (change->after == NULL)
    return _ ("no longer signed as reviewed");
  return redan_review_holds (schema, after) ? _ ("signed as reviewed")
                                            : _ ("signed with a hash that is not of what it is");
}

GPtrArray *
redan_object_difference_list_lines (const RedanDifference *difference,
                                    const RedanObjectDifference *object)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  RedanSchema *schema = redan_model_get_schema (difference->to);
  gboolean added = object->kind == REDAN_DIFFERENCE_ADDED;
  gboolean has_source = FALSE;

  if (object->kind == REDAN_DIFFERENCE_REMOVED)
    return lines;

  for (guint i = object->first; i < object->first + object->n; i++)
    {
      const RedanChange *change = redan_edit_get_change (difference->edit, i);
      if (change->field == REDAN_FIELD_EXISTS || change->field == REDAN_FIELD_NAME ||
          redan_field_get_nature (schema, change->section, change->field) == REDAN_NATURE_GEOMETRY)
        continue;
      if (change->field == REDAN_FIELD_REVIEWED_HASH)
        {
          g_ptr_array_add (lines, g_strdup (get_signature_line (schema, change, object->after)));
          continue;
        }
      /* checksums of an import say nothing to a person */
      if (change->field == REDAN_FIELD_METRIC && g_str_equal (change->key, "rules"))
        continue;
      if (change->field == REDAN_FIELD_EXTRA &&
          (added || g_str_has_prefix (change->key, "import/")))
        continue;
      if (added && change->field == REDAN_FIELD_KIND)
        continue;
      /* A whole piece of a foreign file, which mostly says again what the fields say. */
      if (change->field == REDAN_FIELD_EXTRA && g_str_has_suffix (change->key, "/source"))
        has_source = TRUE;
      else
        g_ptr_array_add (lines, dup_line (difference, change, added));
    }
  if (has_source && lines->len == 0)
    g_ptr_array_add (lines, g_strdup (_ ("what an export writes of its source")));
  if (object->moved && object->kind == REDAN_DIFFERENCE_CHANGED)
    g_ptr_array_add (lines, g_strdup (_ ("drawn elsewhere")));
  return lines;
}

char *
redan_difference_dup_signed (const RedanDifference *difference)
{
  if (difference->n_signed == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%u object was signed as reviewed, and nothing else of it "
                                    "changed",
                                    "%u objects were signed as reviewed, and nothing else of them "
                                    "changed",
                                    difference->n_signed),
                          difference->n_signed);
}

char *
redan_conflict_dup_title (const RedanModel *model, const RedanObject *conflict)
{
  const RedanObject *target;
  RedanField field = redan_conflict_get_field (model, conflict, &target);
  g_autofree char *name = NULL;
  g_autofree char *subject = NULL;

  if (target == NULL)
    return g_strdup (_ ("An object that is gone"));
  name = redan_object_dup_title (model, target);
  subject = target->section == REDAN_SECTION_META
                ? g_strdup (_ ("the model"))
                : g_strdup_printf ("%s %s", redan_object_get_kind (target), name);
  if (strcmp (redan_object_get (conflict, REDAN_FIELD_KEY), REDAN_CONFLICT_EXISTS) == 0)
    return g_strdup_printf (_ ("Whether %s stays"), subject);
  if (field == REDAN_FIELD_EXISTS)
    return g_strdup_printf (_ ("%s of %s"), redan_object_get (conflict, REDAN_FIELD_KEY), subject);

  g_autofree char *title = redan_field_dup_title (model, target->section, field);
  return g_strdup_printf (_ ("%s of %s"), title, subject);
}

char *
redan_conflict_dup_value (const RedanModel *model,
                          const RedanObject *conflict,
                          RedanConflictSide side)
{
  const char *member = redan_object_get (conflict, REDAN_FIELD_MEMBER);
  const char *value = redan_conflict_get_value (conflict, side);
  const RedanObject *target;
  RedanField field = redan_conflict_get_field (model, conflict, &target);

  if (strcmp (redan_object_get (conflict, REDAN_FIELD_KEY), REDAN_CONFLICT_EXISTS) == 0)
    return g_strdup (value == NULL ? _ ("deleted") : _ ("kept"));
  if (value == NULL)
    return g_strdup (_ ("not set"));
  if (field == REDAN_FIELD_EXISTS)
    return dup_beginning (value);
  return redan_entry_dup_text (model, target->section, field, member != NULL ? member : "", value);
}
