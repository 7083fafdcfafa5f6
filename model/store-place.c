/* SPDX-License-Identifier: Apache-2.0 */
/* Where live stores lie: their names, moving them to other keys, setting them aside, and the list
 * of those that hold unsaved work. */

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/error.h"
#include "model/hash.h"
#include "model/id.h"
#include "model/store-private.h"

/* Thrown away work can be fetched back for a month. */
#define KEEP_DISCARDED_SECONDS ((gint64) 30 * 24 * 3600)

static const char *const suffixes[] = { "-wal", "-shm", "" };

char *
redan_store_get_place (const char *directory, const char *key)
{
  g_autofree char *hash = redan_hash_text (key);

  return g_strdup_printf ("%s/%s.db", directory, hash);
}

char *
redan_store_make_key (void)
{
  RedanId id = redan_id_random ();
  RedanIdText text;

  return g_strconcat (REDAN_STORE_UNTITLED, redan_id_to_text (&id, text), NULL);
}

gboolean
redan_store_key_is_untitled (const char *key)
{
  return g_str_has_prefix (key, REDAN_STORE_UNTITLED);
}

/* Renames the closed database and what SQLite keeps beside it. Returns 0 or errno. */
static int
move_database (const char *from, const char *to)
{
  int code = 0;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *old = g_strconcat (from, suffixes[i], NULL);
      g_autofree char *new = g_strconcat (to, suffixes[i], NULL);
      if (g_rename (old, new) != 0 && (errno != ENOENT || *suffixes[i] == '\0'))
        code = errno;
    }
  return code;
}

static void
remove_database (const char *path)
{
  for (guint i = G_N_ELEMENTS (suffixes); i > 0; i--)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i - 1], NULL);
      g_unlink (name);
    }
}

char *
redan_store_rename_aside (const char *path, const char *why)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".db"));
  g_autofree char *target = NULL;

  /* A name that is taken is never overwritten. */
  for (guint i = 1; target == NULL; i++)
    {
      target = g_strdup_printf ("%s.%s-%u.db", stem, why, i);
      if (g_file_test (target, G_FILE_TEST_EXISTS))
        g_clear_pointer (&target, g_free);
    }

  move_database (path, target);
  return g_steal_pointer (&target);
}

char *
redan_store_set_aside (RedanStore *self, const char *why)
{
  redan_store_disconnect (self);

  char *target = redan_store_rename_aside (self->path, why);
  redan_store_free (self);
  return target;
}

void
redan_store_remove (RedanStore *self)
{
  redan_store_disconnect (self);
  remove_database (self->path);
  redan_store_free (self);
}

static gboolean
is_unsaved (const RedanStore *self)
{
  return !self->state.is_new && self->state.position != self->state.saved;
}

gboolean
redan_store_set_origin (RedanStore *self, const char *origin, GError **error)
{
  gboolean done;

  if (!redan_store_begin (self, error))
    return FALSE;
  done = redan_store_put_text (self, "origin", origin != NULL ? origin : "", error);
  return redan_store_finish (self, done, error);
}

/* Makes @self, at its place, the store of @key. */
static gboolean
write_key (RedanStore *self, const char *key, GError **error)
{
  gboolean done;

  if (!redan_store_begin (self, error))
    return FALSE;
  done = redan_store_put_text (self, "key", key, error);
  return redan_store_finish (self, done, error);
}

/* A store that was just moved holds content. One that had to be set aside on the way is lost to its
 * document, which must not go on with the empty one in its place. */
static RedanStore *
reopen_moved (const char *directory, const char *key, int lock, GError **error)
{
  g_autofree char *warning = NULL;
  RedanStore *self = redan_store_open_locked (directory, key, lock, &warning, error);

  if (self == NULL || warning == NULL)
    return self;
  redan_store_remove (self);
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE, "%s", warning);
  return NULL;
}

/* Moves a store to the free place of @key, whose lock is taken over; %NULL with @error when it can
 * be used at neither place. */
static RedanStore *
move_store (RedanStore *self, const char *key, int lock, char **warning_out, GError **error)
{
  g_autofree char *directory = g_strdup (self->directory);
  g_autofree char *old_key = g_strdup (self->key);
  g_autofree char *from = g_strdup (self->path);
  g_autofree char *to = redan_store_get_place (directory, key);
  int old_lock = self->lock;

  redan_store_barrier (self, NULL);
  self->lock = -1;
  redan_store_free (self);
  int code = move_database (from, to);
  if (code != 0)
    {
      redan_store_unlock (to, lock);
      *warning_out = g_strdup_printf (
          _ ("%s: the live store cannot be renamed: %s; check the rights of its folder"), from,
          g_strerror (code));
      self = reopen_moved (directory, old_key, old_lock, error);
      if (self != NULL)
        write_key (self, old_key, NULL);
      return self;
    }

  redan_store_unlock (from, old_lock);
  return reopen_moved (directory, key, lock, error);
}

/* Clears the place of another document's store, without losing unsaved commands. Returns the lock
 * on it, or -1. */
static int
make_room (const char *directory, const char *key, char **warning_out, GError **error)
{
  RedanStore *other = redan_store_open (directory, key, warning_out, error);
  g_autofree char *path = redan_store_get_place (directory, key);

  if (other == NULL)
    return -1;
  if (is_unsaved (other))
    {
      g_autofree char *apart = redan_store_detach (other, key, error);
      if (apart == NULL)
        return -1;
      g_free (*warning_out);
      *warning_out =
          g_strdup (_ ("The file that was replaced had unsaved changes; they are kept as "
                       "an unsaved document."));
      return redan_store_lock (path, FALSE, error);
    }

  int lock = other->lock;
  other->lock = -1;
  redan_store_remove (other);
  return lock;
}

RedanStore *
redan_store_rekey (RedanStore *self, const char *key, char **warning_out, GError **error)
{
  g_autoptr (GError) reason = NULL;
  int lock;

  *warning_out = NULL;
  if (strcmp (self->key, key) == 0)
    return self;

  lock = make_room (self->directory, key, warning_out, &reason);
  if (lock < 0)
    {
      g_free (*warning_out);
      *warning_out = g_strdup (reason->message);
      return self;
    }

  /* The key comes first: redan_store_list_unsaved() completes a move that was cut short. */
  write_key (self, key, NULL);
  return move_store (self, key, lock, warning_out, error);
}

char *
redan_store_detach (RedanStore *self, const char *origin, GError **error)
{
  g_autofree char *key = redan_store_make_key ();
  g_autofree char *to = redan_store_get_place (self->directory, key);
  g_autofree char *from = g_strdup (self->path);
  gboolean done;
  int lock = -1;

  /* No file holds its content any more. The rename comes last: redan_store_list_unsaved() completes
   * one that was cut short. */
  if (redan_store_begin (self, error))
    {
      done = redan_store_put_text (self, "key", key, error) &&
             redan_store_put_text (self, "origin", origin, error) &&
             redan_store_clear_pending (self, error) &&
             redan_store_write_place (self, "", self->state.position, -1, error);
      if (redan_store_finish (self, done, error))
        lock = redan_store_lock (to, FALSE, error);
    }
  if (lock < 0)
    {
      redan_store_close (self);
      return NULL;
    }

  redan_store_barrier (self, NULL);
  redan_store_disconnect (self);
  int code = move_database (from, to);
  redan_store_unlock (to, lock);
  redan_store_free (self);
  if (code == 0)
    return g_steal_pointer (&key);
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
               _ ("%s: the live store cannot be renamed: %s; check the rights of its folder"), from,
               g_strerror (code));
  return NULL;
}

gboolean
redan_store_is_in_use (const char *directory, const char *key)
{
  g_autofree char *path = redan_store_get_place (directory, key);
  g_autoptr (GError) error = NULL;
  int lock = redan_store_lock (path, FALSE, &error);

  if (lock >= 0)
    redan_store_unlock (path, lock);
  return g_error_matches (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
}

gboolean
redan_store_set_discarded (RedanStore *self, gboolean discarded, GError **error)
{
  gboolean done;

  if (!redan_store_begin (self, error))
    return FALSE;
  done = redan_store_put_number (self, "discarded",
                                 discarded ? g_get_real_time () / G_USEC_PER_SEC : 0, error);
  return redan_store_finish (self, done, error);
}

void
redan_store_summary_free (gpointer data)
{
  RedanStoreSummary *self = data;

  g_free (self->key);
  g_free (self->origin);
  g_free (self->title);
  g_free (self);
}

/* What a connected database says of itself; NULL when it holds nothing unsaved, or cannot be read
 * now. @litter_out is set when nobody will ever want it. */
static RedanStoreSummary *
summarise (RedanStore *self, gboolean *litter_out)
{
  self->failure = SQLITE_OK;
  g_autofree char *key = redan_store_dup_text (self, "key");
  gint64 position = redan_store_get_number (self, "position", 0);
  gint64 saved = redan_store_get_number (self, "saved", 0);
  gint64 discarded = redan_store_get_number (self, "discarded", 0);
  gint64 age = g_get_real_time () / G_USEC_PER_SEC - discarded;

  if (self->failure != SQLITE_OK)
    return NULL;
  *litter_out = redan_store_key_is_untitled (key) &&
                (position == saved || (discarded != 0 && age > KEEP_DISCARDED_SECONDS));
  if (*key == '\0' || position == saved || discarded != 0)
    return NULL;

  RedanStoreSummary *summary = g_new0 (RedanStoreSummary, 1);
  summary->key = g_steal_pointer (&key);
  summary->origin = redan_store_dup_text (self, "origin");
  g_autofree char *title = redan_store_query_text (
      self, "SELECT value FROM entry WHERE field = 'name' AND key = '' AND object ="
            " (SELECT pk FROM object WHERE section = 'meta' LIMIT 1)");
  summary->title = title != NULL ? g_utf8_make_valid (title, -1) : g_strdup ("");
  summary->n_commands = (guint) (saved < 0 ? MAX (position, 1) : ABS (position - saved));
  summary->time = redan_store_get_number (self, "time", 0);
  return summary;
}

/* Brings a store whose process ended while it was moved to the place of its key; %FALSE when there
 * is another one, or one is just being made there. */
static gboolean
complete_move (const char *directory, const char *path, const char *key)
{
  g_autofree char *place = redan_store_get_place (directory, key);

  gboolean moved;
  int lock;

  if (strcmp (place, path) == 0)
    return TRUE;
  lock = redan_store_lock (place, TRUE, NULL);
  if (lock < 0)
    return FALSE;
  moved = !g_file_test (place, G_FILE_TEST_EXISTS) && move_database (path, place) == 0;
  redan_store_unlock (place, lock);
  return moved;
}

/* Looks into one store that nobody has open. */
static RedanStoreSummary *
look_into (const char *directory, const char *path, char **warning_out)
{
  RedanStore *self = redan_store_new (directory, "");
  g_autoptr (RedanStoreSummary) summary = NULL;
  gboolean litter = FALSE;
  const char *fault = NULL;

  g_free (self->path);
  self->path = g_strdup (path);
  self->lock = redan_store_lock (path, TRUE, NULL);
  if (self->lock >= 0 && redan_store_connect (self, NULL))
    {
      if (redan_store_check_header (self, &fault) && redan_store_prepare_state (self))
        summary = summarise (self, &litter);
      redan_store_disconnect (self);
      if (g_strcmp0 (fault, "damaged") == 0)
        {
          g_autofree char *aside = redan_store_rename_aside (path, fault);
          g_free (*warning_out);
          *warning_out = g_strdup_printf (
              _ ("A live store was damaged and cannot be read. It is kept as %s."), aside);
        }
      else if (litter)
        remove_database (path);
      else if (summary != NULL && !complete_move (directory, path, summary->key))
        g_clear_pointer (&summary, redan_store_summary_free);
    }
  redan_store_free (self);
  return g_steal_pointer (&summary);
}

/* The newest first; the key decides among equals. */
static int
compare_summaries (gconstpointer a, gconstpointer b)
{
  const RedanStoreSummary *first = *(RedanStoreSummary *const *) a;
  const RedanStoreSummary *second = *(RedanStoreSummary *const *) b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;
  return strcmp (first->key, second->key);
}

GPtrArray *
redan_store_list_unsaved (const char *directory, char **warning_out)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *summaries = g_ptr_array_new_with_free_func (redan_store_summary_free);
  g_autoptr (GDir) listing = g_dir_open (directory, 0, NULL);
  const char *name;

  *warning_out = NULL;
  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    if (strlen (name) == 64 + strlen (".db") && strspn (name, "0123456789abcdef") == 64 &&
        g_str_has_suffix (name, ".db"))
      g_ptr_array_add (names, g_build_filename (directory, name, NULL));

  /* The list is complete before locks and logs come and go beside the databases. */
  for (guint i = 0; i < names->len; i++)
    {
      RedanStoreSummary *summary = look_into (directory, g_ptr_array_index (names, i), warning_out);
      if (summary != NULL)
        g_ptr_array_add (summaries, summary);
    }
  g_ptr_array_sort (summaries, compare_summaries);
  return summaries;
}
