/* SPDX-License-Identifier: Apache-2.0 */
/* Which boundaries of an organization's file, written by hand, are the accounts and units of a list
 * of AWS. */

#include "config.h"

#include "model/exchange/accounts-match.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/import-update.h"
#include "model/field.h"
#include "model/geometry.h"

#define FAMILY "aws-organizations"
#define REMARK "import/" FAMILY
#define LISTED_NAME FAMILY "/listed-name"

typedef struct
{
  const RedanModel *ours;
  RedanModel *theirs;
  GPtrArray *losses;
  RedanField account_id;
  GHashTable *found; /* RedanId of theirs: RedanObject of ours */
  GHashTable *taken; /* RedanId of ours */
  gboolean has_units;
} Matching;

static gboolean
has_kind (const RedanObject *boundary, const char *kind)
{
  return g_strcmp0 (redan_object_get (boundary, REDAN_FIELD_KIND), kind) == 0;
}

gboolean
redan_accounts_is_adopted (const RedanObject *object)
{
  return redan_object_get_keyed (object, REDAN_FIELD_EXTRA, LISTED_NAME) != NULL;
}

/* Whether somebody wrote it, and no list made it. */
static gboolean
is_own (const RedanObject *object)
{
  return redan_accounts_is_adopted (object) ||
         redan_object_get_keyed (object, REDAN_FIELD_EXTRA, REMARK) == NULL;
}

/* What the list called it, when it was matched before. */
static const char *
get_listed_name (const RedanObject *object)
{
  const char *listed = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, LISTED_NAME);

  return listed != NULL ? listed : redan_object_get_name (object);
}

static const RedanObject *const *
get_boundaries (const RedanModel *model, guint *n_out)
{
  return redan_model_get_objects (model, REDAN_SECTION_BOUNDARY, n_out);
}

static const RedanObject *
get_found (const Matching *self, const RedanObject *theirs)
{
  return g_hash_table_lookup (self->found, &theirs->id);
}

static void
match (Matching *self, const RedanObject *theirs, const RedanObject *ours)
{
  g_hash_table_insert (self->found, (gpointer) &theirs->id, (gpointer) ours);
  g_hash_table_add (self->taken, (gpointer) &ours->id);
}

/* ---- what is the same ---- */

/* What a list before made has its ids already. */
static void
match_ids (Matching *self)
{
  guint n;
  const RedanObject *const *boundaries = get_boundaries (self->theirs, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *ours = redan_model_lookup (self->ours, &boundaries[i]->id);

      if (ours != NULL && ours->section == REDAN_SECTION_BOUNDARY)
        match (self, boundaries[i], ours);
      self->has_units |= has_kind (boundaries[i], "ou");
    }
}

static void
note_double (Matching *self, const RedanObject *ours, const char *number)
{
  RedanLoss *loss = g_new0 (RedanLoss, 1);

  loss->kind = REDAN_LOSS_GUESSED;
  loss->object = ours->id;
  loss->place = g_strdup_printf ("boundary \"%s\"", redan_object_get_name (ours));
  loss->text =
      g_strdup_printf (_ ("has the account id %s of another boundary; the list is taken to "
                          "mean that one, give each account its own"),
                       number);
  g_ptr_array_add (self->losses, loss);
}

/* Returns: (transfer full): account id: the boundary of ours that has it */
static GHashTable *
list_numbers (Matching *self)
{
  GHashTable *numbers = g_hash_table_new (g_str_hash, g_str_equal);
  guint n;
  const RedanObject *const *boundaries = get_boundaries (self->ours, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *number = redan_object_get (boundaries[i], self->account_id);

      if (number == NULL || !has_kind (boundaries[i], "account"))
        continue;
      if (g_hash_table_contains (numbers, number))
        note_double (self, boundaries[i], number);
      else
        g_hash_table_insert (numbers, (gpointer) number, (gpointer) boundaries[i]);
    }
  return numbers;
}

static void
match_accounts (Matching *self)
{
  g_autoptr (GHashTable) numbers = list_numbers (self);
  guint n;
  const RedanObject *const *boundaries = get_boundaries (self->theirs, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *number = redan_object_get (boundaries[i], self->account_id);
      const RedanObject *ours = number != NULL ? g_hash_table_lookup (numbers, number) : NULL;

      if (ours != NULL && get_found (self, boundaries[i]) == NULL &&
          !g_hash_table_contains (self->taken, &ours->id))
        match (self, boundaries[i], ours);
    }
}

/* Returns: (nullable): the organization of a model, %NULL also when there are several */
static const RedanObject *
find_root (const RedanModel *model)
{
  const RedanObject *root = NULL;
  guint n;
  const RedanObject *const *boundaries = get_boundaries (model, &n);

  for (guint i = 0; i < n; i++)
    {
      if (!has_kind (boundaries[i], "organization"))
        continue;
      if (root != NULL)
        return NULL;
      root = boundaries[i];
    }
  return root;
}

static void
match_root (Matching *self)
{
  const RedanObject *theirs = find_root (self->theirs);
  const RedanObject *ours = find_root (self->ours);

  if (theirs != NULL && ours != NULL && get_found (self, theirs) == NULL &&
      !g_hash_table_contains (self->taken, &ours->id))
    match (self, theirs, ours);
}

/* Where a unit lies, and its name. */
static char *
make_place (const RedanId *parent, const char *name)
{
  return g_strdup_printf ("%.*s %s", REDAN_ID_LENGTH, parent->text, name);
}

/* Returns: whether there are more, whose parents are known only now */
static gboolean
match_units_once (Matching *self, GHashTable *places)
{
  gboolean more = FALSE;
  guint n;
  const RedanObject *const *boundaries = get_boundaries (self->theirs, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *parent;
      RedanId id;

      if (!has_kind (boundaries[i], "ou") || get_found (self, boundaries[i]) != NULL ||
          !redan_object_get_reference (boundaries[i], REDAN_FIELD_PARENT, &id))
        continue;
      parent = g_hash_table_lookup (self->found, &id);
      if (parent == NULL)
        continue;
      g_autofree char *place = make_place (&parent->id, redan_object_get_name (boundaries[i]));
      const RedanObject *ours = g_hash_table_lookup (places, place);
      if (ours == NULL || g_hash_table_contains (self->taken, &ours->id))
        continue;
      match (self, boundaries[i], ours);
      more = TRUE;
    }
  return more;
}

static void
match_units (Matching *self)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n;
  const RedanObject *const *boundaries = get_boundaries (self->ours, &n);

  for (guint i = 0; i < n; i++)
    {
      RedanId id;

      if (has_kind (boundaries[i], "ou") &&
          redan_object_get_reference (boundaries[i], REDAN_FIELD_PARENT, &id))
        g_hash_table_insert (places, make_place (&id, get_listed_name (boundaries[i])),
                             (gpointer) boundaries[i]);
    }
  for (guint level = 0; level < REDAN_MAX_NESTING && match_units_once (self, places); level++)
    continue;
}

/* ---- the list with our ids ---- */

/* Takes over @object. */
static RedanObject *
with (Matching *self, RedanObject *object, RedanField field, const char *key, const char *value)
{
  g_autoptr (RedanObject) before = object;

  return redan_object_with (before, field, redan_model_intern (self->theirs, key),
                            redan_model_intern (self->theirs, value));
}

static RedanObject *
with_parent (Matching *self, RedanObject *object, const RedanId *parent)
{
  RedanIdText text;

  return with (self, object, REDAN_FIELD_PARENT, "", redan_id_to_text (parent, text));
}

/* Where an account of ours lies, when a list that names no units is no reason to move it. */
static const RedanObject *
find_kept_parent (const Matching *self, const RedanObject *ours)
{
  const RedanObject *parent;
  RedanId id;

  if (self->has_units || !has_kind (ours, "account") ||
      !redan_object_get_reference (ours, REDAN_FIELD_PARENT, &id))
    return NULL;
  parent = redan_model_lookup (self->ours, &id);
  /* a unit that an earlier list made goes with it */
  return parent != NULL && (is_own (parent) || g_hash_table_contains (self->taken, &id)) ? parent
                                                                                         : NULL;
}

/* What somebody wrote stays as it is. Takes over @object. */
static RedanObject *
keep_own (Matching *self, RedanObject *object, const RedanObject *ours)
{
  const char *name = redan_object_get_name (ours);
  g_autofree char *listed = g_strdup (redan_object_get_name (object));

  object = with (self, object, REDAN_FIELD_EXTRA, LISTED_NAME, listed);
  if (*name != '\0')
    object = with (self, object, REDAN_FIELD_NAME, "", name);
  for (guint i = 0; i < ours->n_entries; i++)
    {
      const RedanEntry *entry = &ours->entries[i];

      if (*entry->key == '\0' && entry->field >= REDAN_FIELD_ATTRIBUTE &&
          entry->field < REDAN_FIELD_PACK && redan_object_get (object, entry->field) != NULL)
        object = with (self, object, entry->field, "", entry->value);
    }
  return object;
}

static RedanObject *
rebuild (Matching *self, const RedanObject *theirs)
{
  const RedanObject *ours = theirs->section == REDAN_SECTION_META
                                ? redan_model_get_meta (self->ours)
                                : get_found (self, theirs);
  const RedanId *id = ours != NULL ? &ours->id : &theirs->id;
  RedanObject *object = redan_object_new (theirs->section, id, theirs->entries, theirs->n_entries);
  const RedanObject *parent = NULL;
  RedanId parent_id;

  if (redan_object_get_reference (theirs, REDAN_FIELD_PARENT, &parent_id))
    parent = g_hash_table_lookup (self->found, &parent_id);
  if (ours != NULL && find_kept_parent (self, ours) != NULL)
    parent = find_kept_parent (self, ours);
  if (parent != NULL)
    object = with_parent (self, object, &parent->id);
  return ours != NULL && is_own (ours) ? keep_own (self, object, ours) : object;
}

static RedanModel *
rebuild_all (Matching *self)
{
  RedanModel *model = redan_model_new_sharing (redan_model_get_schema (self->theirs),
                                               redan_model_get_strings (self->theirs));
  g_autoptr (GPtrArray) objects = g_ptr_array_new ();

  redan_model_put (model, rebuild (self, redan_model_get_meta (self->theirs)));
  for (guint section = REDAN_SECTION_META + 1; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (self->theirs, section); i++)
      g_ptr_array_add (objects, rebuild (self, redan_model_get_nth (self->theirs, section, i)));
  if (objects->len > 0)
    redan_model_put_all (model, (RedanObject **) objects->pdata, objects->len);
  return model;
}

static void
rename_losses (const Matching *self)
{
  for (guint i = 0; i < self->losses->len; i++)
    {
      RedanLoss *loss = g_ptr_array_index (self->losses, i);
      const RedanObject *ours = g_hash_table_lookup (self->found, &loss->object);

      if (ours != NULL)
        loss->object = ours->id;
    }
}

void
redan_accounts_match (RedanOpened *opened, const RedanModel *organization)
{
  g_autoptr (GHashTable) found = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GHashTable) taken = g_hash_table_new (redan_id_hash, redan_id_equal);
  Matching self = { organization, opened->model, opened->losses, 0, found, taken, FALSE };
  RedanModel *rebuilt;

  if (g_strcmp0 (redan_import_get_family (opened), FAMILY) != 0 ||
      redan_model_get_n (organization, REDAN_SECTION_ELEMENT) > 0)
    return;
  self.account_id = redan_field_lookup (redan_model_get_schema (organization),
                                        REDAN_SECTION_BOUNDARY, FALSE, "account_id", -1);
  match_ids (&self);
  match_accounts (&self);
  /* what has no account in common is another organization */
  if (g_hash_table_size (found) == 0)
    return;
  match_root (&self);
  match_units (&self);
  rename_losses (&self);
  rebuilt = rebuild_all (&self);
  redan_model_unref (opened->model);
  opened->model = rebuilt;
}
