/* SPDX-License-Identifier: Apache-2.0 */
/* What a model inherits from the file of its organization. */

#include "config.h"

#include "model/organization.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-writer.h"
#include "model/edit.h"
#include "model/error.h"
#include "model/hash.h"

/* Value of the extra of an object that is not the model's own at all; else names of fields. */
#define WHOLE "*"

/* One account in both files. */
typedef struct
{
  const RedanObject *own;
  const RedanObject *shared;
} Match;

typedef struct
{
  const RedanModel *model;
  const RedanModel *organization;
  RedanSchema *schema;
  RedanEdit *edit;
  GArray *matches;    /* Match */
  GHashTable *around; /* RedanId of boundaries of the organization around a match */
  RedanField account_id;
  guint n;
  guint n_own;
} Work;

const char *
redan_organization_get_path (const RedanModel *model)
{
  return redan_object_get (redan_model_get_meta (model), REDAN_FIELD_ORGANIZATION);
}

char *
redan_organization_dup_hash (const RedanModel *organization)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (organization);

  return redan_hash_bytes (bytes);
}

gboolean
redan_object_is_inherited (const RedanObject *object)
{
  return g_strcmp0 (redan_object_get_keyed (object, REDAN_FIELD_EXTRA, REDAN_INHERITED_KEY),
                    WHOLE) == 0;
}

gboolean
redan_object_inherits (const RedanSchema *schema, const RedanObject *object, RedanField field)
{
  const char *names = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, REDAN_INHERITED_KEY);
  const char *tag = redan_field_get_tag (schema, field);
  const gsize length = strlen (tag);

  for (const char *at = names; at != NULL; at = strchr (at, ' '))
    {
      at += *at == ' ';
      if (strncmp (at, tag, length) == 0 && (at[length] == ' ' || at[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

/* ---- accounts ---- */

static gboolean
is_account (const RedanObject *boundary)
{
  return g_strcmp0 (redan_object_get (boundary, REDAN_FIELD_KIND), "account") == 0;
}

static void
find_matches (Work *self)
{
  g_autoptr (GHashTable) accounts = g_hash_table_new (g_str_hash, g_str_equal);
  guint n;
  const RedanObject *const *boundaries =
      redan_model_get_objects (self->organization, REDAN_SECTION_BOUNDARY, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *id = redan_object_get (boundaries[i], self->account_id);

      if (is_account (boundaries[i]) && id != NULL && !g_hash_table_contains (accounts, id))
        g_hash_table_insert (accounts, (gpointer) id, (gpointer) boundaries[i]);
    }
  boundaries = redan_model_get_objects (self->model, REDAN_SECTION_BOUNDARY, &n);
  for (guint i = 0; i < n; i++)
    {
      const char *id = redan_object_get (boundaries[i], self->account_id);
      const Match match = { boundaries[i], id != NULL ? g_hash_table_lookup (accounts, id) : NULL };

      if (is_account (boundaries[i]) && match.shared != NULL)
        g_array_append_val (self->matches, match);
    }
}

static const RedanObject *
get_parent (const RedanModel *model, const RedanObject *boundary)
{
  RedanId id;

  return redan_object_get_reference (boundary, REDAN_FIELD_PARENT, &id)
             ? redan_model_lookup (model, &id)
             : NULL;
}

static void
note_inherited (Work *self, const RedanId *id, const char *what)
{
  redan_edit_set (self->edit, id, REDAN_FIELD_EXTRA, REDAN_INHERITED_KEY, what);
  self->n++;
}

/* Attributes and a few fields; never geometry, reviews and what foreign formats left. */
static gboolean
is_shared_field (RedanField field)
{
  return field == REDAN_FIELD_KIND || field == REDAN_FIELD_NAME ||
         field == REDAN_FIELD_DESCRIPTION || field == REDAN_FIELD_TAG ||
         (field >= REDAN_FIELD_ATTRIBUTE && field < REDAN_FIELD_PACK);
}

/* The boundary of the organization, once, with all around it. */
static void
add_around (Work *self, const RedanObject *boundary)
{
  for (; boundary != NULL; boundary = get_parent (self->organization, boundary))
    {
      const RedanObject *parent = get_parent (self->organization, boundary);

      if (redan_edit_keeps (self->edit, &boundary->id))
        return;
      redan_edit_create (self->edit, REDAN_SECTION_BOUNDARY, &boundary->id);
      for (guint i = 0; i < boundary->n_entries; i++)
        if (is_shared_field (boundary->entries[i].field))
          redan_edit_set (self->edit, &boundary->id, boundary->entries[i].field,
                          boundary->entries[i].key, boundary->entries[i].value);
      if (parent != NULL)
        {
          RedanIdText text;

          redan_edit_set (self->edit, &boundary->id, REDAN_FIELD_PARENT, NULL,
                          redan_id_to_text (&parent->id, text));
        }
      note_inherited (self, &boundary->id, WHOLE);
    }
}

static gboolean
has_field (const RedanObject *object, RedanField field)
{
  guint n;

  return redan_object_get_range (object, field, &n) != NULL && n > 0;
}

static void
inherit_account (Work *self, const Match *match)
{
  const RedanObject *parent = get_parent (self->organization, match->shared);
  g_autoptr (GString) fields = g_string_new (NULL);
  RedanField last = REDAN_FIELD_EXISTS;

  for (guint i = 0; i < match->shared->n_entries; i++)
    {
      const RedanEntry *entry = &match->shared->entries[i];

      if (entry->field < REDAN_FIELD_ATTRIBUTE || entry->field >= REDAN_FIELD_PACK)
        continue;
      if (has_field (match->own, entry->field))
        {
          /* the id, by which they were matched, says nothing */
          self->n_own += entry->field != self->account_id;
          continue;
        }
      redan_edit_set (self->edit, &match->own->id, entry->field, entry->key, entry->value);
      if (entry->field != last)
        g_string_append_printf (fields, "%s%s", fields->len > 0 ? " " : "",
                                redan_field_get_tag (self->schema, entry->field));
      last = entry->field;
    }
  if (parent != NULL && has_field (match->own, REDAN_FIELD_PARENT))
    self->n_own++;
  else if (parent != NULL)
    {
      RedanIdText text;

      add_around (self, parent);
      redan_edit_set (self->edit, &match->own->id, REDAN_FIELD_PARENT, NULL,
                      redan_id_to_text (&parent->id, text));
      g_string_append_printf (fields, "%s%s", fields->len > 0 ? " " : "",
                              redan_field_get_tag (self->schema, REDAN_FIELD_PARENT));
    }
  if (fields->len > 0)
    note_inherited (self, &match->own->id, fields->str);
  for (; parent != NULL; parent = get_parent (self->organization, parent))
    g_hash_table_add (self->around, (gpointer) &parent->id);
}

/* ---- facts, controls, evidence ---- */

static void
add_copy (Work *self, const RedanObject *object, const RedanId *id, const char *target)
{
  if (redan_edit_keeps (self->edit, id))
    {
      self->n_own += redan_model_lookup (self->model, id) != NULL;
      return;
    }
  redan_edit_create (self->edit, object->section, id);
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];

      if (entry->field != REDAN_FIELD_TARGET && entry->field != REDAN_FIELD_EXTRA &&
          entry->field != REDAN_FIELD_ADDRESSES)
        redan_edit_set (self->edit, id, entry->field, entry->key, entry->value);
    }
  if (target != NULL)
    redan_edit_set (self->edit, id, REDAN_FIELD_TARGET, NULL, target);
  note_inherited (self, id, WHOLE);
}

/* When the organization was reviewed says nothing about the model. */
static void
inherit_facts (Work *self)
{
  guint n;
  const RedanObject *const *facts =
      redan_model_get_objects (self->organization, REDAN_SECTION_FACT, &n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (redan_object_get (facts[i], REDAN_FIELD_KEY), "tm_review") != 0)
      add_copy (self, facts[i], &facts[i]->id, NULL);
}

static RedanId
derive_id (const RedanObject *object, const RedanId *target)
{
  const char *control = redan_object_get (object, REDAN_FIELD_CONTROL);

  return object->section == REDAN_SECTION_MITIGATION
             ? redan_mitigation_id (control, target)
             : redan_evidence_id (control, redan_object_get (object, REDAN_FIELD_ANSWERS), target);
}

static void
add_on (Work *self, const RedanObject *object, const RedanId *target)
{
  const RedanId id = derive_id (object, target);
  RedanIdText text;

  add_copy (self, object, &id, target != NULL ? redan_id_to_text (target, text) : NULL);
}

static gboolean
is_beneath (const Work *self, const RedanObject *account, const RedanId *id)
{
  for (const RedanObject *at = account; at != NULL; at = get_parent (self->organization, at))
    if (redan_id_equal (&at->id, id))
      return TRUE;
  return FALSE;
}

/* On the model, on what is around its accounts, and on these: a control of a unit is one of every
 * account in it, evidence is not. */
static void
inherit_placed (Work *self, const RedanObject *object)
{
  RedanId target;

  if (!redan_object_get_reference (object, REDAN_FIELD_TARGET, &target))
    {
      add_on (self, object, NULL);
      return;
    }
  if (g_hash_table_contains (self->around, &target) && redan_edit_keeps (self->edit, &target))
    add_on (self, object, &target);
  for (guint i = 0; i < self->matches->len; i++)
    {
      const Match *match = &g_array_index (self->matches, Match, i);

      if (redan_id_equal (&match->shared->id, &target) ||
          (object->section == REDAN_SECTION_MITIGATION &&
           is_beneath (self, match->shared, &target)))
        add_on (self, object, &match->own->id);
    }
}

static void
inherit_controls (Work *self)
{
  static const RedanSection sections[] = { REDAN_SECTION_MITIGATION, REDAN_SECTION_EVIDENCE };

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    {
      guint n;
      const RedanObject *const *objects =
          redan_model_get_objects (self->organization, sections[s], &n);

      for (guint i = 0; i < n; i++)
        if (redan_object_get (objects[i], REDAN_FIELD_CONTROL) != NULL ||
            redan_object_get (objects[i], REDAN_FIELD_ANSWERS) != NULL)
          inherit_placed (self, objects[i]);
    }
}

/* ---- the whole ---- */

RedanInheritance *
redan_inheritance_new (const RedanModel *model, const RedanModel *organization, GError **error)
{
  g_autoptr (RedanInheritance) self = g_new0 (RedanInheritance, 1);
  Work work = { .model = model, .organization = organization };

  self->path = g_strdup (redan_organization_get_path (model));
  self->hash = redan_organization_dup_hash (organization);
  self->stated =
      g_strdup (redan_object_get (redan_model_get_meta (model), REDAN_FIELD_ORGANIZATION_HASH));
  self->model = redan_model_copy (model);
  work.schema = redan_model_get_schema (model);
  work.account_id =
      redan_field_lookup (work.schema, REDAN_SECTION_BOUNDARY, FALSE, "account_id", -1);
  work.edit = redan_edit_new (self->model, "");
  work.matches = g_array_new (FALSE, FALSE, sizeof (Match));
  work.around = g_hash_table_new (redan_id_hash, redan_id_equal);
  if (work.account_id != REDAN_FIELD_EXISTS)
    find_matches (&work);
  for (guint i = 0; i < work.matches->len; i++)
    inherit_account (&work, &g_array_index (work.matches, Match, i));
  inherit_facts (&work);
  inherit_controls (&work);
  self->n = work.n;
  self->n_own = work.n_own;
  self->n_accounts = work.matches->len;
  if (!redan_edit_apply (work.edit, self->model, error))
    {
      g_prefix_error (error, _ ("%s: what it shares cannot be inherited: "),
                      self->path != NULL ? self->path : "");
      g_clear_pointer (&self, redan_inheritance_free);
    }
  redan_edit_free (work.edit);
  g_array_unref (work.matches);
  g_hash_table_unref (work.around);
  return g_steal_pointer (&self);
}

gboolean
redan_inheritance_load (const RedanModel *model,
                        const char *model_path,
                        RedanInheritance **inheritance_out,
                        GError **error)
{
  const char *path = redan_organization_get_path (model);
  g_autoptr (RedanModel) organization = NULL;

  *inheritance_out = NULL;
  if (path == NULL)
    return TRUE;
  organization = redan_organization_read (redan_model_get_schema (model), model_path, path, error);
  if (organization != NULL)
    *inheritance_out = redan_inheritance_new (model, organization, error);
  return *inheritance_out != NULL;
}

void
redan_inheritance_free (RedanInheritance *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->hash);
  g_free (self->stated);
  g_clear_pointer (&self->model, redan_model_unref);
  g_free (self);
}

gboolean
redan_inheritance_is_changed (const RedanInheritance *self)
{
  return self->stated != NULL && g_ascii_strcasecmp (self->stated, self->hash) != 0;
}
