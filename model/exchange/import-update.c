/* SPDX-License-Identifier: Apache-2.0 */
/* Importing again is a merge of three: the base is put together from checksums that the import
 * before left with every object. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/import-update.h"

#include "model/edit.h"
#include "model/exchange/accounts-match.h"
#include "model/exchange/event.h"
#include "model/exchange/import-builder.h"
#include "model/merge.h"

#define REMARK "import/"
#define OWN_REMARK "redan/"
#define CHECKSUM 8     /* characters of the alphabet of ids: 40 bits */
#define RELATED_PART 3 /* a third of what was imported must still be there */

typedef struct
{
  RedanModel *ours;
  RedanModel *theirs;
  RedanModel *base;
  const RedanSchema *schema;
  const char *remark; /* key of the extra, interned nowhere */
  GPtrArray *losses;
} Update;

/* What a person decides and the foreign tool only suggests. */
static gboolean
is_opinion (RedanField field)
{
  switch (field)
    {
    case REDAN_FIELD_DECISION:
    case REDAN_FIELD_REASON:
    case REDAN_FIELD_OWNER:
    case REDAN_FIELD_DATE:
    case REDAN_FIELD_DUE:
    case REDAN_FIELD_EXPIRES:
    case REDAN_FIELD_STATE:
    case REDAN_FIELD_STRENGTH:
    case REDAN_FIELD_COST:
    case REDAN_FIELD_PROOF:
    case REDAN_FIELD_REVIEWED_HASH:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Not of the file and not of a person: checksums, and what is kept for showing. */
static gboolean
is_remark (const RedanEntry *entry)
{
  return entry->field == REDAN_FIELD_EXTRA &&
         (g_str_has_prefix (entry->key, REMARK) || g_str_has_prefix (entry->key, OWN_REMARK));
}

static gboolean
is_drawing (const RedanSchema *schema, RedanSection section, RedanField field)
{
  return redan_field_get_nature (schema, section, field) == REDAN_NATURE_GEOMETRY;
}

/* Over names, so that it stays the same when numbers of fields change. */
static void
append_checksum (GString *text,
                 const RedanSchema *schema,
                 const RedanObject *object,
                 gboolean drawing)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  RedanIdText id;
  RedanId sum;

  g_ptr_array_add (parts, (gpointer) (drawing ? "drawing" : "content"));
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      const RedanFieldInfo *info = redan_field_get_info (object->section, entry->field);

      if (is_remark (entry) || is_drawing (schema, object->section, entry->field) != drawing)
        continue;
      g_ptr_array_add (
          parts,
          (gpointer) (info != NULL ? info->tag : redan_field_get_tag (schema, entry->field)));
      g_ptr_array_add (parts, (gpointer) entry->key);
      g_ptr_array_add (parts, (gpointer) entry->value);
    }
  g_ptr_array_add (parts, NULL);
  sum = redan_id_derive ((const char *const *) parts->pdata);
  g_string_append_len (text, redan_id_to_text (&sum, id), CHECKSUM);
}

static gboolean
is_drawn (const RedanSchema *schema, const RedanObject *object)
{
  for (guint i = 0; i < object->n_entries; i++)
    if (is_drawing (schema, object->section, object->entries[i].field))
      return TRUE;
  return FALSE;
}

/* @undrawn: the checksum of a drawing without anything, which is filled in the first time */
static void
write_checksums (GString *text,
                 const RedanSchema *schema,
                 const RedanObject *object,
                 GString *undrawn)
{
  g_string_truncate (text, 0);
  append_checksum (text, schema, object, FALSE);
  g_string_append_c (text, ' ');
  if (is_drawn (schema, object))
    append_checksum (text, schema, object, TRUE);
  else
    {
      if (undrawn->len == 0)
        append_checksum (undrawn, schema, object, TRUE);
      g_string_append_len (text, undrawn->str, (gssize) undrawn->len);
    }
}

static void
mark_source (RedanModel *model, const char *family, const char *source)
{
  g_autofree char *key = g_strdup_printf (REDAN_IMPORT_SOURCE, family);

  if (source != NULL && *source != '\0')
    redan_model_put (model, redan_object_with (redan_model_get_meta (model), REDAN_FIELD_EXTRA,
                                               redan_model_intern (model, key),
                                               redan_model_intern (model, source)));
}

void
redan_import_mark (RedanOpened *opened)
{
  const char *family = redan_import_get_family (opened);
  RedanModel *model = opened->model;
  const RedanSchema *schema = redan_model_get_schema (model);
  g_autofree char *name = g_strconcat (REMARK, family != NULL ? family : "", NULL);
  const char *key = redan_model_intern (model, name);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) undrawn = g_string_new (NULL);

  if (family == NULL)
    return;
  mark_source (model, family, opened->source);
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (model, section); i++)
      {
        const RedanObject *object = redan_model_get_nth (model, section, i);

        write_checksums (text, schema, object, undrawn);
        redan_model_put (model,
                         redan_object_with (object, REDAN_FIELD_EXTRA, key,
                                            redan_strings_store (redan_model_get_strings (model),
                                                                 text->str, (gssize) text->len)));
      }
}

const char *
redan_import_get_family (const RedanOpened *opened)
{
  const RedanImporter *importer = redan_importers_lookup (opened->format);

  return importer != NULL ? importer->family : NULL;
}

/* ---- whether both are versions of one ---- */

typedef struct
{
  guint n_marked;
  guint n_marked_there;
  guint n_shared;
} Overlap;

static Overlap
count_overlap (const RedanModel *ours, const RedanModel *theirs, const char *remark)
{
  Overlap overlap = { 0 };

  for (guint section = REDAN_SECTION_META + 1; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (ours, section); i++)
      {
        const RedanObject *object = redan_model_get_nth (ours, section, i);
        const gboolean marked = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, remark) != NULL;
        const gboolean there = redan_model_lookup (theirs, &object->id) != NULL;

        overlap.n_marked += marked;
        overlap.n_marked_there += marked && there;
        overlap.n_shared += there;
      }
  return overlap;
}

RedanImportRelation
redan_import_relate (const RedanModel *model, const RedanOpened *imported)
{
  const char *family = redan_import_get_family (imported);
  g_autofree char *remark = g_strconcat (REMARK, family != NULL ? family : "", NULL);
  Overlap overlap = count_overlap (model, imported->model, remark);
  const gboolean same_meta =
      redan_object_get_keyed (redan_model_get_meta (model), REDAN_FIELD_EXTRA, remark) != NULL;

  if (overlap.n_marked == 0 && same_meta)
    return REDAN_IMPORT_RELATED; /* an empty model of this format */
  if (overlap.n_shared == 0)
    return REDAN_IMPORT_UNRELATED;
  return overlap.n_marked_there * RELATED_PART >= overlap.n_marked ? REDAN_IMPORT_RELATED
                                                                   : REDAN_IMPORT_DOUBTFUL;
}

/* ---- lines of the report ---- */

static void G_GNUC_PRINTF (4, 5)
    note_kept (Update *self, const RedanObject *object, RedanLossKind kind, const char *format, ...)
{
  RedanLoss *loss = g_new0 (RedanLoss, 1);
  const char *word = redan_object_get (object, REDAN_FIELD_KIND);
  va_list arguments;

  va_start (arguments, format);
  loss->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  loss->kind = kind;
  loss->object = object->id;
  loss->place = g_strdup_printf ("%s \"%s\"",
                                 object->section == REDAN_SECTION_ELEMENT && word != NULL
                                     ? word
                                     : redan_section_get_tag (object->section),
                                 redan_object_get_name (object));
  g_ptr_array_add (self->losses, loss);
}

/* ---- the base ---- */

/* Returns: (nullable): what the import before said of the object: two checksums */
static const char *
get_checksums (const Update *self, const RedanObject *object)
{
  const char *text = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, self->remark);

  return text != NULL && strlen (text) == 2 * CHECKSUM + 1 ? text : NULL;
}

static gboolean
is_as_imported (const Update *self,
                const RedanObject *object,
                const char *checksums,
                gboolean drawing)
{
  g_autoptr (GString) now = g_string_new (NULL);

  if (checksums == NULL)
    return FALSE;
  append_checksum (now, self->schema, object, drawing);
  return strncmp (now->str, checksums + (drawing ? CHECKSUM + 1 : 0), CHECKSUM) == 0;
}

static gboolean
is_untouched (const RedanSchema *schema, const RedanObject *object, GString *undrawn)
{
  g_autoptr (GString) now = g_string_new (NULL);
  guint n;
  const RedanEntry *extras = redan_object_get_range (object, REDAN_FIELD_EXTRA, &n);

  write_checksums (now, schema, object, undrawn);
  for (guint i = 0; i < n; i++)
    if (is_remark (&extras[i]) && strcmp (extras[i].value, now->str) == 0)
      return TRUE;
  return FALSE;
}

gboolean
redan_import_is_untouched (const RedanModel *model)
{
  const RedanSchema *schema = redan_model_get_schema (model);
  g_autoptr (GString) undrawn = g_string_new (NULL);

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (model, section); i++)
      if (!is_untouched (schema, redan_model_get_nth (model, section, i), undrawn))
        return FALSE;
  return TRUE;
}

static const char *
find_value (const RedanObject *object, const RedanEntry *like)
{
  return *like->key != '\0' ? redan_object_get_keyed (object, like->field, like->key)
                            : redan_object_get (object, like->field);
}

static gboolean
is_open (const char *decision)
{
  return decision == NULL || strcmp (decision, "open") == 0;
}

/* Where both changed: what the base says so that the right side differs from it. */
static const char *
choose_base_value (Update *self,
                   const RedanObject *ours,
                   const RedanEntry *entry,
                   const char *theirs,
                   gboolean drawing)
{
  if (drawing)
    return theirs;
  if (!is_opinion (entry->field) ||
      (entry->field == REDAN_FIELD_DECISION && is_open (entry->value)))
    return entry->value;
  if (entry->field == REDAN_FIELD_DECISION && !is_open (theirs))
    note_kept (self, ours, REDAN_LOSS_DROPPED,
               _ ("was decided here as \"%s\", in the file as \"%s\"; the decision here stays"),
               entry->value, theirs);
  return theirs;
}

/* The entries of content or drawing that the base has. */
static void
append_base (Update *self,
             GArray *entries,
             const RedanObject *ours,
             const RedanObject *theirs,
             gboolean drawing)
{
  const char *checksums = get_checksums (self, ours);
  const gboolean kept_here = is_as_imported (self, ours, checksums, drawing);
  const RedanObject *like =
      kept_here || !is_as_imported (self, theirs, checksums, drawing) ? ours : theirs;
  const gboolean both = !kept_here && like == ours;

  for (guint i = 0; i < like->n_entries; i++)
    {
      RedanEntry entry = like->entries[i];
      const char *other;

      if (is_remark (&entry) || is_drawing (self->schema, ours->section, entry.field) != drawing)
        continue;
      if (both)
        {
          other = find_value (theirs, &entry);
          if (other == NULL)
            continue;
          if (strcmp (other, entry.value) != 0)
            entry.value = choose_base_value (self, ours, &entry, other, drawing);
        }
      g_array_append_val (entries, entry);
    }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return redan_entry_compare (a, b);
}

static void
put_base (Update *self, const RedanObject *ours, const RedanObject *theirs)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));

  append_base (self, entries, ours, theirs, FALSE);
  append_base (self, entries, ours, theirs, TRUE);
  /* remarks that only this side has stay */
  for (guint i = 0; i < ours->n_entries; i++)
    if (is_remark (&ours->entries[i]) && find_value (theirs, &ours->entries[i]) != NULL)
      g_array_append_val (entries, ours->entries[i]);
  for (guint i = 0; i < entries->len; i++)
    {
      RedanEntry *entry = &g_array_index (entries, RedanEntry, i);

      /* the base has a pool of its own */
      entry->key = redan_model_intern (self->base, entry->key);
      entry->value = redan_model_intern (self->base, entry->value);
    }
  g_array_sort (entries, compare_entries);
  redan_model_put (self->base,
                   redan_object_new (ours->section, &ours->id,
                                     (const RedanEntry *) (gpointer) entries->data, entries->len));
}

static void
build_base (Update *self)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (self->theirs, section); i++)
      {
        const RedanObject *theirs = redan_model_get_nth (self->theirs, section, i);
        const RedanObject *ours = redan_model_lookup (self->ours, &theirs->id);

        if (ours != NULL && ours->section == theirs->section)
          put_base (self, ours, theirs);
      }
}

/* ---- what the file has no more ---- */

/* What was imported, is not in the new version and was not changed here goes; the rest of what was
 * imported is listed. */
static gboolean
remove_gone (Update *self, GError **error)
{
  g_autoptr (RedanEdit) edit = redan_edit_new (self->ours, "");

  for (guint section = REDAN_SECTION_META + 1; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (self->ours, section); i++)
      {
        const RedanObject *object = redan_model_get_nth (self->ours, section, i);
        const char *checksums = get_checksums (self, object);

        if (checksums == NULL || redan_model_lookup (self->theirs, &object->id) != NULL ||
            !redan_edit_keeps (edit, &object->id))
          continue;
        if (redan_accounts_is_adopted (object))
          note_kept (self, object, REDAN_LOSS_GUESSED,
                     _ ("is no longer in the list; it was written here and is kept, delete it if "
                        "it is gone"));
        else if (is_as_imported (self, object, checksums, FALSE))
          redan_edit_delete (edit, &object->id);
        else
          note_kept (self, object, REDAN_LOSS_GUESSED,
                     _ ("is no longer in the file, but was changed here; kept, delete it if it is "
                        "gone"));
      }
  return redan_edit_apply (edit, self->ours, error);
}

/* A title that only the name of the file gave does not replace one. */
static void
keep_title (Update *self, const RedanOpened *imported)
{
  const char *name = redan_object_get_name (redan_model_get_meta (self->ours));

  if (imported->titled_by_file && *name != '\0')
    redan_model_put (self->theirs,
                     redan_object_with (redan_model_get_meta (self->theirs), REDAN_FIELD_NAME, "",
                                        redan_model_intern (self->theirs, name)));
}

RedanModel *
redan_import_update (RedanModel *model, RedanOpened *imported, GPtrArray *losses, GError **error)
{
  const char *family = redan_import_get_family (imported);
  g_autofree char *remark = g_strconcat (REMARK, family, NULL);
  g_autoptr (RedanModel) ours = redan_model_copy (model);
  g_autoptr (RedanModel) base = redan_model_new (redan_model_get_schema (model));
  g_autoptr (RedanMerge) merge = NULL;
  Update self = { ours, imported->model, base, redan_model_get_schema (model), remark, losses };

  keep_title (&self, imported);
  redan_import_mark (imported);
  if (!remove_gone (&self, error))
    return NULL;
  build_base (&self);
  merge = redan_merge_new (base, ours, imported->model, error);
  if (merge != NULL && merge->n_conflicts > 0)
    note_kept (&self, redan_model_get_meta (ours), REDAN_LOSS_REPAIRED,
               g_dngettext (GETTEXT_PACKAGE, "%u conflict stays to be decided; see lint",
                            "%u conflicts stay to be decided; see lint", merge->n_conflicts),
               merge->n_conflicts);
  return merge != NULL ? redan_model_ref (merge->model) : NULL;
}
