/* SPDX-License-Identifier: Apache-2.0 */
/* Content and history in the live store: filling, loading, and one transaction for each command. */

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "model/edit-private.h"
#include "model/error.h"
#include "model/store-private.h"

/* The pack of all attributes that come with the program. */
#define BUILT_IN_PACK "redan"

static guint64
hash_text (guint64 hash, const char *text)
{
  do
    hash = (hash ^ (guint8) *text) * G_GUINT64_CONSTANT (0x100000001b3);
  while (*text++ != '\0');
  return hash;
}

/* The sum over these numbers does not depend on the order of the entries, so that a command adds
 * and subtracts its own. */
static guint64
hash_entry (const RedanId *id, const char *field, const char *key, const char *value)
{
  RedanIdText text;
  guint64 hash = hash_text (G_GUINT64_CONSTANT (0xcbf29ce484222325), redan_id_to_text (id, text));

  hash = hash_text (hash, field);
  hash = hash_text (hash, key);
  hash = hash_text (hash, value);
  return (hash ^ hash >> 29) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
}

guint64
redan_store_make_seal (const char *base, gint64 position, gint64 saved)
{
  g_autofree char *text =
      g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, base, position, saved);

  return hash_text (G_GUINT64_CONSTANT (0xcbf29ce484222325), text);
}

gboolean
redan_store_write_place (
    RedanStore *self, const char *base, gint64 position, gint64 saved, GError **error)
{
  return redan_store_put_text (self, "base", base, error) &&
         redan_store_put_number (self, "position", position, error) &&
         redan_store_put_number (self, "saved", saved, error) &&
         redan_store_put_number (self, "seal",
                                 (gint64) redan_store_make_seal (base, position, saved), error);
}

/* Moves within the history. */
static gboolean
write_position (RedanStore *self, gint64 position, gint64 saved, GError **error)
{
  guint64 seal = redan_store_make_seal (self->base, position, saved);

  return redan_store_put_number (self, "position", position, error) &&
         redan_store_put_number (self, "seal", (gint64) seal, error);
}

static void
bind_id (sqlite3_stmt *statement, const RedanId *id)
{
  sqlite3_bind_text (statement, 1, id->text, REDAN_ID_LENGTH, SQLITE_TRANSIENT);
}

static gboolean
add_object (RedanStore *self, const RedanId *id, RedanSection section, GError **error)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_ADD_OBJECT];

  bind_id (statement, id);
  sqlite3_bind_text (statement, 2, redan_section_get_tag (section), -1, SQLITE_STATIC);
  self->sum += hash_entry (id, "", redan_section_get_tag (section), "");
  return redan_store_run (self, REDAN_STORE_ADD_OBJECT, error);
}

static gboolean
remove_object (RedanStore *self, const RedanId *id, RedanSection section, GError **error)
{
  bind_id (self->statements[REDAN_STORE_REMOVE_OBJECT], id);
  self->sum -= hash_entry (id, "", redan_section_get_tag (section), "");
  return redan_store_run (self, REDAN_STORE_REMOVE_OBJECT, error);
}

/* The key under which the state names the pack that a field comes from. */
static char *
make_pack_key (RedanSection section, const char *name)
{
  return g_strdup_printf ("pack %s %s", redan_section_get_tag (section), name);
}

/* Notes which pack an entry needs, so that it can be named where it is missing. */
static gboolean
write_pack (RedanStore *self,
            const RedanSchema *schema,
            RedanSection section,
            RedanField field,
            GError **error)
{
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);

  if (attribute == NULL || g_str_equal (attribute->pack, BUILT_IN_PACK))
    return TRUE;
  g_autofree char *key = make_pack_key (section, attribute->name);
  return redan_store_put_text (self, key, attribute->pack, error);
}

static gboolean
write_entry (RedanStore *self, const RedanSchema *schema, const RedanChange *change, GError **error)
{
  RedanStoreStatement which =
      change->after == NULL ? REDAN_STORE_REMOVE_ENTRY : REDAN_STORE_PUT_ENTRY;
  sqlite3_stmt *statement = self->statements[which];
  char buffer[REDAN_FIELD_NAME_SIZE];
  const char *field = redan_edit_get_field_name (schema, change->section, change->field, buffer);

  if (change->before != NULL)
    self->sum -= hash_entry (&change->object, field, change->key, change->before);
  if (change->after != NULL)
    {
      self->sum += hash_entry (&change->object, field, change->key, change->after);
      if (!write_pack (self, schema, change->section, change->field, error))
        return FALSE;
    }

  bind_id (statement, &change->object);
  sqlite3_bind_text (statement, 2, field, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, change->key, -1, SQLITE_STATIC);
  if (change->after != NULL)
    sqlite3_bind_text (statement, 4, change->after, -1, SQLITE_STATIC);
  return redan_store_run (self, which, error);
}

typedef enum
{
  REMOVE_ENTRIES,
  REMOVE_OBJECTS,
  ADD_OBJECTS,
  PUT_ENTRIES,
  N_ROUNDS,
} Round;

static Round
get_round (const RedanChange *change)
{
  if (change->field == REDAN_FIELD_EXISTS)
    return change->after == NULL ? REMOVE_OBJECTS : ADD_OBJECTS;
  return change->after == NULL ? REMOVE_ENTRIES : PUT_ENTRIES;
}

static gboolean
write_changes (RedanStore *self, const RedanEdit *edit, GError **error)
{
  const RedanSchema *schema = redan_model_get_schema (edit->model);

  for (Round round = REMOVE_ENTRIES; round < N_ROUNDS; round++)
    {
      for (guint i = 0; i < edit->changes->len; i++)
        {
          const RedanChange *change = g_ptr_array_index (edit->changes, i);
          gboolean done = TRUE;
          if (get_round (change) != round)
            continue;
          if (round == REMOVE_OBJECTS)
            done = remove_object (self, &change->object, change->section, error);
          else if (round == ADD_OBJECTS)
            done = add_object (self, &change->object, change->section, error);
          else
            done = write_entry (self, schema, change, error);
          if (!done)
            return FALSE;
        }
    }
  return redan_store_put_number (self, "sum", (gint64) self->sum, error);
}

static gboolean
write_command (RedanStore *self, gint64 seq, const RedanEdit *edit, GError **error)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_ADD_COMMAND];
  g_autoptr (GBytes) bytes = redan_edit_serialize (edit);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  sqlite3_bind_int64 (statement, 1, seq);
  sqlite3_bind_text (statement, 2, redan_edit_get_label (edit), -1, SQLITE_TRANSIENT);
  sqlite3_bind_blob64 (statement, 3, data, length, SQLITE_TRANSIENT);
  return redan_store_run (self, REDAN_STORE_ADD_COMMAND, error);
}

/* When the last command was made, for the list of what is not saved. */
static gboolean
write_time (RedanStore *self, GError **error)
{
  return redan_store_put_number (self, "time", g_get_real_time () / G_USEC_PER_SEC, error);
}

static gboolean
drop_commands (RedanStore *self, gint64 after, GError **error)
{
  sqlite3_bind_int64 (self->statements[REDAN_STORE_DROP_COMMANDS], 1, after);
  return redan_store_run (self, REDAN_STORE_DROP_COMMANDS, error);
}

static void
set_pending (RedanStore *self, const char *pending, gint64 position)
{
  g_free (self->pending);
  self->pending = g_strdup (pending);
  self->state.pending = self->pending;
  self->state.pending_position = position;
}

gboolean
redan_store_clear_pending (RedanStore *self, GError **error)
{
  return redan_store_put_text (self, "pending", "", error) &&
         redan_store_put_number (self, "pending-position", -1, error);
}

static void
set_base (RedanStore *self, const char *base, gint64 saved)
{
  g_free (self->base);
  self->base = g_strdup (base);
  self->state.base = self->base;
  self->state.saved = saved;
  set_pending (self, "", -1);
}

static gboolean
write_base (RedanStore *self, const char *base, gint64 position, gint64 saved, GError **error)
{
  return redan_store_write_place (self, base, position, saved, error) &&
         redan_store_clear_pending (self, error);
}

/* Inside a transaction: applies @edit at @position and drops what came after it. */
static gboolean
add_command (RedanStore *self, const RedanEdit *edit, gint64 position, GError **error)
{
  gboolean loses_saved = self->state.saved > position;
  gboolean loses_pending = self->state.pending_position > position;

  return (position >= self->state.n_commands || drop_commands (self, position, error)) &&
         (!loses_saved || redan_store_put_number (self, "saved", -1, error)) &&
         (!loses_pending || redan_store_clear_pending (self, error)) &&
         write_changes (self, edit, error) && write_command (self, position + 1, edit, error) &&
         write_position (self, position + 1, loses_saved ? -1 : self->state.saved, error) &&
         write_time (self, error);
}

/* The commands up to @position, all applied, are in the store now. */
static void
set_position (RedanStore *self, gint64 position)
{
  gint64 old = self->state.position;

  if (self->state.saved > old)
    self->state.saved = -1;
  if (self->state.pending_position > old)
    set_pending (self, "", -1);
  self->state.position = position;
  self->state.n_commands = position;
}

gboolean
redan_store_add (RedanStore *self, const RedanEdit *edit, GError **error)
{
  gint64 position = self->state.position;
  guint64 sum = self->sum;

  if (!redan_store_begin (self, error))
    return FALSE;
  if (!redan_store_finish (self, add_command (self, edit, position, error), error))
    {
      self->sum = sum;
      return FALSE;
    }
  set_position (self, position + 1);
  return TRUE;
}

gboolean
redan_store_merge (
    RedanStore *self, const RedanEdit *edit, const char *base, gboolean is_saved, GError **error)
{
  gint64 position = self->state.position;
  gint64 end = position + (redan_edit_get_n_changes (edit) > 0 ? 1 : 0);
  gint64 saved = is_saved ? end : -1;
  guint64 sum = self->sum;

  if (!redan_store_begin (self, error))
    return FALSE;
  gboolean done = (end == position || add_command (self, edit, position, error)) &&
                  write_base (self, base, end, saved, error);
  if (!redan_store_finish (self, done, error))
    {
      self->sum = sum;
      return FALSE;
    }
  if (end > position)
    set_position (self, end);
  set_base (self, base, saved);
  return TRUE;
}

gboolean
redan_store_move (RedanStore *self, const RedanEdit *edit, gint64 position, GError **error)
{
  guint64 sum = self->sum;

  if (!redan_store_begin (self, error))
    return FALSE;

  gboolean done = write_changes (self, edit, error) &&
                  write_position (self, position, self->state.saved, error) &&
                  write_time (self, error);
  if (!redan_store_finish (self, done, error))
    {
      self->sum = sum;
      return FALSE;
    }

  self->state.position = position;
  return TRUE;
}

gboolean
redan_store_announce (RedanStore *self, const char *pending, GError **error)
{
  if (!redan_store_begin (self, error) ||
      !redan_store_finish (
          self,
          redan_store_put_text (self, "pending", pending, error) &&
              redan_store_put_number (self, "pending-position", self->state.position, error),
          error))
    return FALSE;

  set_pending (self, pending, self->state.position);
  return redan_store_barrier (self, error);
}

gboolean
redan_store_set_saved (RedanStore *self, const char *base, gint64 position, GError **error)
{
  if (!redan_store_begin (self, error) ||
      !redan_store_finish (self, write_base (self, base, self->state.position, position, error),
                           error))
    return FALSE;

  set_base (self, base, position);
  return TRUE;
}

static gboolean
fill_object (RedanStore *self, const RedanSchema *schema, const RedanObject *object, GError **error)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_FILL_ENTRY];

  if (!add_object (self, &object->id, object->section, error))
    return FALSE;

  sqlite3_bind_int64 (statement, 1, sqlite3_last_insert_rowid (self->database));
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      char buffer[REDAN_FIELD_NAME_SIZE];
      const char *field = redan_edit_get_field_name (schema, object->section, entry->field, buffer);
      self->sum += hash_entry (&object->id, field, entry->key, entry->value);
      sqlite3_bind_text (statement, 2, field, -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 3, entry->key, -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 4, entry->value, -1, SQLITE_STATIC);
      if (!redan_store_run (self, REDAN_STORE_FILL_ENTRY, error) ||
          !write_pack (self, schema, object->section, entry->field, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill (RedanStore *self, const RedanModel *model, GError **error)
{
  const RedanSchema *schema = redan_model_get_schema (model);

  self->sum = 0;
  if (!redan_store_run (self, REDAN_STORE_CLEAR_ENTRIES, error) ||
      !redan_store_run (self, REDAN_STORE_CLEAR_OBJECTS, error) || !drop_commands (self, 0, error))
    return FALSE;

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n = redan_model_get_n (model, section);
      for (guint i = 0; i < n; i++)
        if (!fill_object (self, schema, redan_model_get_nth (model, section, i), error))
          return FALSE;
    }
  return redan_store_put_number (self, "sum", (gint64) self->sum, error) &&
         redan_store_put_text (self, "key", self->key, error) &&
         redan_store_put_number (self, "filled", 1, error);
}

gboolean
redan_store_reset (RedanStore *self,
                   const RedanModel *model,
                   const char *base,
                   gint64 saved,
                   const GPtrArray *history,
                   gint64 position,
                   GError **error)
{
  guint64 sum = self->sum;
  guint n_commands = history == NULL ? 0 : history->len;

  if (!redan_store_begin (self, error))
    return FALSE;

  gboolean done = fill (self, model, error) && write_base (self, base, position, saved, error);
  for (guint i = 0; done && i < n_commands; i++)
    done = write_command (self, i + 1, g_ptr_array_index (history, i), error);
  if (!redan_store_finish (self, done, error))
    {
      self->sum = sum;
      return FALSE;
    }

  set_base (self, base, saved);
  self->state.is_new = FALSE;
  self->state.position = position;
  self->state.n_commands = n_commands;
  return TRUE;
}

GPtrArray *
redan_store_load_labels (RedanStore *self, GError **error)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_LIST_LABELS];
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  int code;

  self->failure = SQLITE_OK;
  self->exceeds_schema = FALSE;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *label = (const char *) sqlite3_column_text (statement, 0);
      /* The next step fails for the same reason. */
      if (label != NULL)
        g_ptr_array_add (labels, g_utf8_make_valid (label, -1));
    }
  if (code != SQLITE_DONE)
    redan_store_fail (self, error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE ? g_steal_pointer (&labels) : NULL;
}

RedanEdit *
redan_store_load_command (RedanStore *self, const RedanModel *model, guint index, GError **error)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_GET_COMMAND];
  g_autoptr (GBytes) bytes = NULL;

  sqlite3_bind_int64 (statement, 1, (gint64) index + 1);
  if (sqlite3_step (statement) == SQLITE_ROW)
    bytes = g_bytes_new (sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
  else
    redan_store_fail (self, error);
  sqlite3_reset (statement);
  return bytes == NULL ? NULL : redan_edit_deserialize (model, bytes, error);
}

/* Objects while they are read: the entries of the one at hand, the sum over all, and the first thing
 * that the schema does not know. From there on there is only to be seen whether the sum is right.
 */
typedef struct
{
  RedanStore *store;
  RedanSchema *schema;
  RedanModel *model;
  GPtrArray *objects;
  GArray *entries;
  guint64 sum;
  GError *unknown;
} Loader;

static gboolean
fail_to_load (const Loader *self, const char *what, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE, "%s: %s", self->store->path,
               what);
  return FALSE;
}

/* @pack: of the part of the content that is not known; "" when the store does not say it */
static void
note_unknown (Loader *self, const char *pack, const char *what)
{
  if (*pack != '\0')
    g_set_error (&self->unknown, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                 _ ("The unsaved changes need the pack \"%s\", which is not loaded or is another "
                    "version: %s. They are kept as they are; load the pack and open them again."),
                 pack, what);
  else
    g_set_error (&self->unknown, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                 _ ("The unsaved changes were made with a newer version of this program or with a "
                    "pack that is not loaded: %s. They are kept as they are; open them with that "
                    "version, or load the pack and open them again."),
                 what);
}

/* Checks an entry and keeps it for its object. */
static void
take_entry (
    Loader *self, RedanSection section, const char *name, const char *key, const char *value)
{
  RedanField field = redan_edit_find_field (self->schema, section, name);
  g_autoptr (GError) reason = NULL;

  if (field == REDAN_FIELD_EXISTS)
    g_set_error (&reason, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                 _ ("no field \"%s\" of \"%s\" is known"), name, redan_section_get_tag (section));
  if (reason == NULL && redan_field_check_value (self->schema, section, field, key, value, &reason))
    {
      RedanEntry entry = { redan_model_intern (self->model, key),
                           redan_model_intern (self->model, value), field };
      g_array_append_val (self->entries, entry);
      return;
    }

  g_autofree char *pack_key = make_pack_key (section, name);
  g_autofree char *pack = redan_store_dup_text (self->store, pack_key);
  note_unknown (self, pack, reason->message);
}

/* Reads the entry in the current row of the list, which belongs to @id. */
static gboolean
load_entry (Loader *self, const RedanId *id, RedanSection section, GError **error)
{
  sqlite3_stmt *rows = self->store->statements[REDAN_STORE_LIST_ENTRIES];
  const char *name = (const char *) sqlite3_column_text (rows, 1);
  const char *key = (const char *) sqlite3_column_text (rows, 2);
  const char *value = (const char *) sqlite3_column_text (rows, 3);

  if (name == NULL || key == NULL || value == NULL)
    return redan_store_fail (self->store, error);

  self->sum += hash_entry (id, name, key, value);
  if (self->unknown == NULL)
    take_entry (self, section, name, key, value);
  return TRUE;
}

/* Reads the objects and, in step with them, their entries: both lists are in the order of the
 * object's number. */
static gboolean
load_objects (Loader *self, GError **error)
{
  sqlite3_stmt *objects = self->store->statements[REDAN_STORE_LIST_OBJECTS];
  sqlite3_stmt *rows = self->store->statements[REDAN_STORE_LIST_ENTRIES];
  int row = sqlite3_step (rows);
  int code;

  while ((code = sqlite3_step (objects)) == SQLITE_ROW)
    {
      gint64 pk = sqlite3_column_int64 (objects, 0);
      const char *text = (const char *) sqlite3_column_text (objects, 1);
      const char *tag = (const char *) sqlite3_column_text (objects, 2);
      RedanSection section = REDAN_SECTION_META;
      RedanId id;
      if (text == NULL || tag == NULL)
        return redan_store_fail (self->store, error);
      if (!redan_id_parse (text, strlen (text), &id))
        return fail_to_load (self, _ ("an object has no id"), error);
      if (!redan_section_lookup (tag, -1, &section) && self->unknown == NULL)
        {
          g_autofree char *what = g_strdup_printf (_ ("no section \"%s\" is known"), tag);
          note_unknown (self, "", what);
        }

      g_array_set_size (self->entries, 0);
      self->sum += hash_entry (&id, "", tag, "");
      for (; row == SQLITE_ROW && sqlite3_column_int64 (rows, 0) == pk; row = sqlite3_step (rows))
        if (!load_entry (self, &id, section, error))
          return FALSE;
      if (self->unknown != NULL)
        continue;
      if (self->entries->len > 1)
        qsort (self->entries->data, self->entries->len, sizeof (RedanEntry), redan_entry_compare);
      g_ptr_array_add (
          self->objects,
          redan_object_new (section, &id, (gconstpointer) self->entries->data, self->entries->len));
    }
  if (code == SQLITE_DONE && row == SQLITE_DONE)
    return TRUE;
  redan_store_fail (self->store, error);
  self->store->failure = code != SQLITE_DONE ? code : row;
  return FALSE;
}

RedanModel *
redan_store_load_model (RedanStore *self, RedanSchema *schema, GError **error)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
  g_autoptr (GPtrArray) objects =
      g_ptr_array_new_with_free_func ((GDestroyNotify) redan_object_unref);
  Loader loader = { self, schema, model, objects, entries, 0, NULL };

  self->failure = SQLITE_OK;
  self->exceeds_schema = FALSE;
  gboolean loaded = load_objects (&loader, error);
  g_autoptr (GError) unknown = g_steal_pointer (&loader.unknown);
  sqlite3_reset (self->statements[REDAN_STORE_LIST_OBJECTS]);
  sqlite3_reset (self->statements[REDAN_STORE_LIST_ENTRIES]);
  if (!loaded)
    return NULL;
  if (loader.sum != self->sum)
    {
      fail_to_load (&loader, _ ("the content is damaged: its check sum is wrong"), error);
      return NULL;
    }
  /* With the right sum it is what some version of this program wrote. */
  if (unknown != NULL)
    {
      self->exceeds_schema = TRUE;
      g_propagate_error (error, g_steal_pointer (&unknown));
      return NULL;
    }

  guint n = objects->len;
  g_ptr_array_set_free_func (objects, NULL);
  redan_model_put_all (model, (RedanObject **) objects->pdata, n);
  return g_steal_pointer (&model);
}
