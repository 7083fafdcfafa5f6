/* SPDX-License-Identifier: Apache-2.0 */
/* A disk that forgets: files and names as POSIX promises them after a power loss, and no better. */

#include "tests/reliability-disk.h"

#include <glib/gstdio.h>
#include <string.h>

/* The unit of which a disk writes all or nothing. */
#define SECTOR 512

/* A file: what is certain, and the entries of the log that are not. */
typedef struct
{
  GByteArray *content;
  GPtrArray *pending;
} File;

typedef struct
{
  const FaultLog *log;
  GHashTable *files;  /* by number */
  GHashTable *names;  /* path to number, those that are certain */
  GPtrArray *pending; /* entries about names that are not certain */
  DiskManner manner;
  GRand *random;
} Disk;

static void
file_free (gpointer data)
{
  File *self = data;

  g_byte_array_unref (self->content);
  g_ptr_array_unref (self->pending);
  g_free (self);
}

static File *
get_file (Disk *self, guint number)
{
  File *file = g_hash_table_lookup (self->files, GUINT_TO_POINTER (number));

  if (file != NULL)
    return file;
  file = g_new (File, 1);
  file->content = g_byte_array_new ();
  file->pending = g_ptr_array_new ();
  g_hash_table_insert (self->files, GUINT_TO_POINTER (number), file);
  return file;
}

static void
grow (GByteArray *content, guint64 length)
{
  guint old = content->len;

  if (length <= old)
    return;
  g_byte_array_set_size (content, (guint) length);
  memset (content->data + old, 0, content->len - old);
}

static void
apply_bytes (
    const Disk *self, GByteArray *content, const FaultLogEntry *entry, guint64 from, guint64 to)
{
  grow (content, entry->offset + to);
  memcpy (content->data + entry->offset + from, self->log->bytes + entry->data + from, to - from);
}

static void
apply_to_content (const Disk *self, GByteArray *content, const FaultLogEntry *entry)
{
  if (entry->kind == FAULT_LOG_WRITE)
    apply_bytes (self, content, entry, 0, entry->length);
  else if (entry->offset < content->len)
    g_byte_array_set_size (content, (guint) entry->offset);
  else
    grow (content, entry->offset);
}

/* Any of its sectors, or none. */
static void
tear (const Disk *self, GByteArray *content, const FaultLogEntry *entry)
{
  guint64 at = 0;

  if (entry->kind != FAULT_LOG_WRITE)
    {
      if (g_rand_boolean (self->random))
        apply_to_content (self, content, entry);
      return;
    }
  while (at < entry->length)
    {
      guint64 end =
          MIN (entry->length, (entry->offset + at) / SECTOR * SECTOR + SECTOR - entry->offset);
      if (g_rand_boolean (self->random))
        apply_bytes (self, content, entry, at, end);
      at = end;
    }
}

static void
sync_file (Disk *self, guint number)
{
  File *file = get_file (self, number);

  for (guint i = 0; i < file->pending->len; i++)
    apply_to_content (self, file->content, file->pending->pdata[i]);
  g_ptr_array_set_size (file->pending, 0);
}

/* Applies an entry about names to a table of them. */
static void
apply_to_names (const Disk *self, GHashTable *names, const FaultLogEntry *entry)
{
  const char *path = self->log->bytes + entry->path;
  gpointer number;

  if (entry->kind == FAULT_LOG_CREATE)
    g_hash_table_insert (names, g_strdup (path), GUINT_TO_POINTER (entry->file));
  else if (entry->kind == FAULT_LOG_UNLINK)
    g_hash_table_remove (names, path);
  else
    {
      number = g_hash_table_lookup (names, path);
      g_assert_nonnull (number);
      g_hash_table_remove (names, path);
      g_hash_table_insert (names, g_strdup (self->log->bytes + entry->data), number);
    }
}

static gboolean
is_in (const Disk *self, const FaultLogEntry *entry, const char *directory)
{
  g_autofree char *parent = g_path_get_dirname (self->log->bytes + entry->path);

  return strcmp (parent, directory) == 0;
}

static void
sync_directory (Disk *self, const char *directory)
{
  for (guint i = 0; i < self->pending->len;)
    if (is_in (self, self->pending->pdata[i], directory))
      {
        apply_to_names (self, self->names, self->pending->pdata[i]);
        g_ptr_array_remove_index (self->pending, i);
      }
    else
      i++;
}

static void
take_entry (Disk *self, const FaultLogEntry *entry)
{
  switch (entry->kind)
    {
    case FAULT_LOG_CREATE:
    case FAULT_LOG_RENAME:
    case FAULT_LOG_UNLINK:
      g_ptr_array_add (self->pending, (gpointer) entry);
      break;
    case FAULT_LOG_WRITE:
    case FAULT_LOG_TRUNCATE:
      g_ptr_array_add (get_file (self, entry->file)->pending, (gpointer) entry);
      break;
    case FAULT_LOG_SYNC:
      sync_file (self, entry->file);
      break;
    case FAULT_LOG_SYNC_DIRECTORY:
      sync_directory (self, self->log->bytes + entry->path);
      break;
    case FAULT_LOG_FIND:
    case FAULT_LOG_MARK:
      break;
    default:
      g_assert_not_reached ();
    }
}

/* The power fails: what is not certain is there as @manner says. */
static void
fail_power (Disk *self)
{
  GHashTableIter iter;
  gpointer value;
  guint n_names = self->manner == DISK_EAGER ? self->pending->len : 0;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      File *file = value;
      for (guint i = 0; i < file->pending->len && self->manner != DISK_LAZY; i++)
        if (self->manner == DISK_EAGER)
          apply_to_content (self, file->content, file->pending->pdata[i]);
        else
          tear (self, file->content, file->pending->pdata[i]);
    }
  if (self->manner == DISK_RANDOM)
    n_names = (guint) g_rand_int_range (self->random, 0, (gint32) self->pending->len + 1);
  for (guint i = 0; i < n_names; i++)
    apply_to_names (self, self->names, self->pending->pdata[i]);
}

static void
for_each_file (const char *directory,
               void (*visit) (const char *path, gpointer data),
               gpointer data)
{
  g_autoptr (GDir) listing = g_dir_open (directory, 0, NULL);

  for (const char *name = g_dir_read_name (listing); name != NULL; name = g_dir_read_name (listing))
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        for_each_file (path, visit, data);
      else
        visit (path, data);
    }
}

static void
read_one (const char *path, gpointer data)
{
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_hash_table_insert (data, g_strdup (path), g_byte_array_new_take ((guint8 *) content, length));
}

static void
remove_one (const char *path, gpointer data)
{
  g_unlink (path);
}

GHashTable *
disk_read (const char *directory)
{
  GHashTable *files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_byte_array_unref);

  for_each_file (directory, read_one, files);
  return files;
}

static void
write_files (const Disk *self, const char *directory)
{
  GHashTableIter iter;
  gpointer path;
  gpointer number;

  for_each_file (directory, remove_one, NULL);
  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &path, &number))
    {
      const File *file = g_hash_table_lookup (self->files, number);
      FILE *stream = fopen (path, "wb");
      g_assert_nonnull (stream);
      if (file != NULL && file->content->len > 0)
        g_assert_cmpuint (fwrite (file->content->data, 1, file->content->len, stream), ==,
                          file->content->len);
      g_assert_cmpint (fclose (stream), ==, 0);
    }
}

/* The number by which the log knows a file that was there before; 0 when it does not. */
static guint
find_number (const FaultLog *log, const char *path)
{
  for (guint i = 0; i < log->n_entries; i++)
    if (log->entries[i].kind == FAULT_LOG_FIND &&
        strcmp (log->bytes + log->entries[i].path, path) == 0)
      return log->entries[i].file;
  return 0;
}

static void
take_initial (Disk *self, GHashTable *initial)
{
  GHashTableIter iter;
  gpointer path;
  gpointer content;
  guint unknown = G_MAXINT;

  g_hash_table_iter_init (&iter, initial);
  while (g_hash_table_iter_next (&iter, &path, &content))
    {
      const GByteArray *bytes = content;
      guint number = find_number (self->log, path);
      number = number != 0 ? number : unknown--;
      g_byte_array_append (get_file (self, number)->content, bytes->data, bytes->len);
      g_hash_table_insert (self->names, g_strdup (path), GUINT_TO_POINTER (number));
    }
}

void
disk_replay (const FaultLog *log,
             guint n_entries,
             const char *directory,
             GHashTable *initial,
             DiskManner manner,
             GRand *random)
{
  Disk disk = {
    .log = log,
    .files = g_hash_table_new_full (NULL, NULL, NULL, file_free),
    .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .pending = g_ptr_array_new (),
    .manner = manner,
    .random = random,
  };

  take_initial (&disk, initial);
  for (guint i = 0; i < n_entries; i++)
    take_entry (&disk, &log->entries[i]);
  fail_power (&disk);
  write_files (&disk, directory);
  g_hash_table_unref (disk.files);
  g_hash_table_unref (disk.names);
  g_ptr_array_unref (disk.pending);
}
