/* SPDX-License-Identifier: Apache-2.0 */
/* Ids, sides and the resolution of the conflicts that a merge left. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-assembler.h"
#include "model/conflict.h"
#include "model/name.h"

static const RedanField side_fields[] = {
  [REDAN_CONFLICT_BASE] = REDAN_FIELD_BASE,
  [REDAN_CONFLICT_OURS] = REDAN_FIELD_OURS,
  [REDAN_CONFLICT_THEIRS] = REDAN_FIELD_THEIRS,
};

RedanId
redan_conflict_id (const RedanId *target, const char *name, const char *member)
{
  RedanIdText text;

  return redan_id_derive (
      (const char *const[]){ "conflict", redan_id_to_text (target, text), name, member, NULL });
}

const char *
redan_conflict_get_value (const RedanObject *conflict, RedanConflictSide side)
{
  return redan_object_get (conflict, side_fields[side]);
}

/* The object that the conflict is about. */
static const RedanObject *
get_target (const RedanModel *model, const RedanObject *conflict)
{
  return redan_model_lookup_text (model, redan_object_get (conflict, REDAN_FIELD_TARGET));
}

static RedanField
find_field (const RedanSchema *schema, RedanSection section, const char *name)
{
  RedanField field = redan_field_lookup (schema, section, TRUE, name, -1);

  return field != REDAN_FIELD_EXISTS ? field
                                     : redan_field_lookup (schema, section, FALSE, name, -1);
}

RedanField
redan_conflict_get_field (const RedanModel *model,
                          const RedanObject *conflict,
                          const RedanObject **target_out)
{
  const RedanObject *target = get_target (model, conflict);
  const char *name = redan_object_get (conflict, REDAN_FIELD_KEY);

  *target_out = target;
  return target == NULL || strcmp (name, REDAN_CONFLICT_EXISTS) == 0
             ? REDAN_FIELD_EXISTS
             : find_field (redan_model_get_schema (model), target->section, name);
}

/* What is deleted takes its conflicts along. */
static void
drop (RedanEdit *edit, const RedanObject *conflict)
{
  if (redan_edit_keeps (edit, &conflict->id))
    redan_edit_delete (edit, &conflict->id);
}

static void
set_value (RedanEdit *edit, const RedanModel *model, const RedanObject *conflict, const char *value)
{
  const RedanObject *target;
  RedanField field = redan_conflict_get_field (model, conflict, &target);

  if (field != REDAN_FIELD_EXISTS && redan_edit_keeps (edit, &target->id))
    redan_edit_set (edit, &target->id, field, redan_object_get (conflict, REDAN_FIELD_MEMBER),
                    value);
}

/* Adds to the edit what takes one side. */
static void
take (RedanEdit *edit, const RedanModel *model, const RedanObject *conflict, RedanConflictSide side)
{
  const RedanObject *target = get_target (model, conflict);
  const char *value = redan_conflict_get_value (conflict, side);

  if (strcmp (redan_object_get (conflict, REDAN_FIELD_KEY), REDAN_CONFLICT_EXISTS) != 0)
    set_value (edit, model, conflict, value);
  else if (target != NULL && value == NULL && redan_edit_keeps (edit, &target->id))
    redan_edit_delete (edit, &target->id);
  drop (edit, conflict);
}

RedanEdit *
redan_conflict_resolve (const RedanModel *model,
                        const RedanObject *conflict,
                        RedanConflictSide side)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Resolve conflict"));

  take (edit, model, conflict, side);
  return edit;
}

RedanEdit *
redan_conflict_resolve_to (const RedanModel *model, const RedanObject *conflict, const char *value)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Resolve conflict"));

  set_value (edit, model, conflict, value);
  drop (edit, conflict);
  return edit;
}

RedanEdit *
redan_conflict_settle (const RedanModel *model, const RedanObject *conflict)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Resolve conflict"));

  drop (edit, conflict);
  return edit;
}

RedanEdit *
redan_conflict_resolve_all (const RedanModel *model, RedanConflictSide side)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Resolve all conflicts"));
  const guint n = redan_model_get_n (model, REDAN_SECTION_CONFLICT);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *conflict = redan_model_get_nth (model, REDAN_SECTION_CONFLICT, i);

      if (redan_edit_keeps (edit, &conflict->id))
        take (edit, model, conflict, side);
    }
  return edit;
}

static char *
dup_target (const RedanObject *conflict, const RedanObject *target)
{
  g_autofree char *name =
      redan_text_fold_lines (target == NULL ? "" : redan_object_get_name (target));

  if (target == NULL)
    return g_strdup (redan_object_get (conflict, REDAN_FIELD_TARGET));
  if (name[0] == '\0')
    return g_strdup_printf ("%s %.16s", redan_section_get_tag (target->section), target->id.text);
  return g_strdup_printf ("%s \"%s\"", redan_section_get_tag (target->section), name);
}

char *
redan_conflict_dup_sentence (const RedanModel *model, const RedanObject *conflict)
{
  const char *name = redan_object_get (conflict, REDAN_FIELD_KEY);
  const char *ours = redan_conflict_get_value (conflict, REDAN_CONFLICT_OURS);
  const char *theirs = redan_conflict_get_value (conflict, REDAN_CONFLICT_THEIRS);
  const char *member = redan_object_get (conflict, REDAN_FIELD_MEMBER);
  g_autofree char *target = dup_target (conflict, get_target (model, conflict));

  if (strcmp (name, REDAN_CONFLICT_EXISTS) == 0)
    return ours == NULL
               ? g_strdup_printf (_ ("a merge kept %s, which ours deleted and theirs changed or "
                                     "uses; delete it or keep it, and delete the conflict"),
                                  target)
               : g_strdup_printf (_ ("a merge kept %s, which theirs deleted and ours changed or "
                                     "uses; delete it or keep it, and delete the conflict"),
                                  target);

  g_autofree char *our_value = redan_clip (ours == NULL ? "" : ours, -1);
  g_autofree char *their_value = redan_clip (theirs == NULL ? "" : theirs, -1);
  return g_strdup_printf (_ ("a merge left two values of %s%s%s of %s, ours \"%s\" and theirs "
                             "\"%s\"; keep one and delete the conflict"),
                          name, member == NULL ? "" : " ", member == NULL ? "" : member, target,
                          our_value, their_value);
}
