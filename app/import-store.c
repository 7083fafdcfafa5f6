/* SPDX-License-Identifier: Apache-2.0 */
/* Writes an imported model, or brings what it became earlier up to date. */

#include "config.h"

#include "app/import-store.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "model/canonical-writer.h"
#include "model/error.h"
#include "model/exchange/import-update.h"
#include "model/file-lock.h"
#include "ui/diagram/layout.h"
#include "ui/report/difference-words.h"
#include "ui/report/wording.h"

#define MAX_CANDIDATES 10000
#define SHOWN_FIELDS 5

void
redan_stored_clear (RedanStored *self)
{
  g_clear_pointer (&self->opened, redan_opened_free);
  g_clear_pointer (&self->difference, redan_difference_free);
}

/* Returns: (nullable): the model of Redan in a file */
static RedanOpened *
open_native (RedanSession *session, const char *path, GError **error)
{
  g_autoptr (RedanOpened) opened = redan_open_file (session->schema, path, NULL, error);

  if (opened == NULL)
    return NULL;
  if (redan_import_get_family (opened) == NULL)
    return g_steal_pointer (&opened);
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
               _ ("%s: is there and is no model of Redan; choose another name, or --replace it"),
               path);
  return NULL;
}

static gboolean
check_relation (const RedanOpened *there,
                const RedanOpened *opened,
                const char *path,
                RedanStoreMode mode,
                GError **error)
{
  const RedanImportRelation relation = redan_import_get_family (opened) != NULL
                                           ? redan_import_relate (there->model, opened)
                                           : REDAN_IMPORT_UNRELATED;

  if (relation == REDAN_IMPORT_RELATED ||
      (relation == REDAN_IMPORT_DOUBTFUL && mode == REDAN_STORE_UPDATE))
    return TRUE;
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
               relation == REDAN_IMPORT_DOUBTFUL
                   ? _ ("%s: most of what was imported there is not in this file; --update removes "
                        "it, --replace starts anew, or choose another name")
                   : _ ("%s: holds another model; choose another name, or --replace it"),
               path);
  return FALSE;
}

/* What is there goes, if anything is. */
static gboolean
replace (RedanSession *session, const char *source, RedanStored *stored, GError **error)
{
  g_clear_pointer (&stored->opened, redan_opened_free);
  stored->opened = redan_open_file (session->schema, source, session->format, error);
  if (stored->opened != NULL)
    redan_import_mark (stored->opened);
  return stored->opened != NULL;
}

static gboolean
update (RedanSession *session,
        const char *source,
        const char *path,
        RedanStoreMode mode,
        RedanStored *stored,
        GError **error)
{
  g_autoptr (RedanOpened) there = open_native (session, path, error);
  g_autoptr (RedanModel) updated = NULL;
  RedanOpened *opened;
  gboolean drawn;

  if (there == NULL)
    return FALSE;
  opened = redan_open_file_like (session->schema, source, session->format, there->model, error);
  stored->opened = opened;
  if (opened == NULL)
    return FALSE;
  /* Another version of the same file in which little is left as it was; another file is not meant.
   */
  if (redan_import_relate (there->model, opened) == REDAN_IMPORT_DOUBTFUL &&
      mode != REDAN_STORE_UPDATE && redan_import_is_untouched (there->model))
    return replace (session, source, stored, error);
  if (!check_relation (there, opened, path, mode, error))
    return FALSE;
  drawn = there->has_geometry && !redan_layout_needed (there->model);
  stored->n_read = opened->losses->len;
  updated = redan_import_update (there->model, opened, opened->losses, error);
  if (updated == NULL)
    return FALSE;
  if (drawn && redan_layout_needed (updated))
    redan_layout_model (updated, FALSE, NULL, NULL);
  stored->difference = redan_difference_new (there->model, updated);
  redan_model_unref (opened->model);
  opened->model = g_steal_pointer (&updated);
  return TRUE;
}

gboolean
redan_import_store (RedanSession *session,
                    const char *source,
                    const char *path,
                    RedanStoreMode mode,
                    RedanStored *stored_out,
                    GError **error)
{
  g_autoptr (RedanFileLock) lock = NULL;

  *stored_out = (RedanStored){ 0 };
  /* From before it is read what is there can only be changed by us. */
  if (!g_str_equal (path, "-"))
    {
      lock = redan_file_lock (path, REDAN_LOCK_PATIENCE, error);
      if (lock == NULL)
        return FALSE;
    }
  if (mode != REDAN_STORE_REPLACE && !g_str_equal (path, "-") &&
      g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      if (!update (session, source, path, mode, stored_out, error))
        return FALSE;
    }
  else if (!replace (session, source, stored_out, error))
    return FALSE;

  return lock != NULL ? redan_canonical_write_locked (stored_out->opened->model, lock, NULL, NULL,
                                                      NULL, error)
                      : redan_canonical_write_file (stored_out->opened->model, path, error);
}

static gboolean
is_free (RedanSession *session, const char *source, const char *path)
{
  g_autoptr (RedanOpened) there = NULL;
  g_autoptr (RedanOpened) opened = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  there = open_native (session, path, NULL);
  if (there != NULL)
    opened = redan_open_file_like (session->schema, source, session->format, there->model, NULL);
  return opened != NULL && check_relation (there, opened, path, REDAN_STORE_CAREFULLY, NULL);
}

static char *
make_candidate (const char *directory, const char *base, guint number)
{
  g_autofree char *name = number == 1 ? g_strconcat (base, ".redan", NULL)
                                      : g_strdup_printf ("%s-%u.redan", base, number);

  return g_build_filename (directory, name, NULL);
}

/* The first number whose path no other file of this run has. No path ends in a slash, so that the
 * key of the number is no path either. */
static guint
find_first (const char *directory, const char *base, GHashTable *taken)
{
  g_autofree char *file = g_build_filename (directory, base, NULL);
  g_autofree char *key = g_strconcat (file, "/", NULL);
  guint first = MAX (GPOINTER_TO_UINT (g_hash_table_lookup (taken, key)), 1);

  for (;; first++)
    {
      g_autofree char *path = make_candidate (directory, base, first);

      if (!g_hash_table_contains (taken, path))
        break;
    }
  g_hash_table_insert (taken, g_steal_pointer (&key), GUINT_TO_POINTER (first));
  return first;
}

char *
redan_import_choose_path (RedanSession *session,
                          const char *directory,
                          const char *source,
                          GHashTable *taken)
{
  g_autofree char *base = g_path_get_basename (source);
  char *dot = strrchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';
  for (guint i = find_first (directory, base, taken);; i++)
    {
      g_autofree char *path = make_candidate (directory, base, i);

      if (!g_hash_table_contains (taken, path) &&
          (i >= MAX_CANDIDATES || is_free (session, source, path)))
        return g_steal_pointer (&path);
    }
}

/* Checksums of the import and their change say nothing to a person. */
static gboolean
says_something (const RedanDifference *difference, const RedanObjectDifference *object)
{
  if (object->kind != REDAN_DIFFERENCE_CHANGED && object->kind != REDAN_DIFFERENCE_MOVED)
    return TRUE;
  for (guint i = 0; i < object->n; i++)
    {
      const RedanChange *change = redan_edit_get_change (difference->edit, object->first + i);

      if (change->field != REDAN_FIELD_EXTRA || !g_str_has_prefix (change->key, "import/"))
        return TRUE;
    }
  return FALSE;
}

gboolean
redan_import_is_unchanged (const RedanDifference *difference)
{
  for (guint i = 0; i < difference->objects->len; i++)
    {
      if (says_something (difference,
                          &g_array_index (difference->objects, RedanObjectDifference, i)))
        return FALSE;
    }
  return TRUE;
}

/* The fields that changed, with what they were and are. */
static char *
dup_fields (const RedanDifference *difference, const RedanObjectDifference *object)
{
  g_autoptr (GPtrArray) lines = redan_object_difference_list_lines (difference, object);
  GString *text = g_string_new (NULL);

  if (object->kind == REDAN_DIFFERENCE_CHANGED)
    for (guint i = 0; i < MIN (lines->len, SHOWN_FIELDS); i++)
      g_string_append_printf (text, "%s%s", i == 0 ? ": " : "; ", (const char *) lines->pdata[i]);
  if (text->len > 0 && lines->len > SHOWN_FIELDS)
    g_string_append_printf (text, _ ("; and %u more"), lines->len - SHOWN_FIELDS);
  return g_string_free (text, FALSE);
}

void
redan_import_print_difference (const RedanDifference *difference)
{
  for (guint i = 0; i < difference->objects->len; i++)
    {
      const RedanObjectDifference *object =
          &g_array_index (difference->objects, RedanObjectDifference, i);
      g_autofree char *title = NULL;
      g_autofree char *fields = NULL;
      g_autofree char *visible = NULL;

      if (!says_something (difference, object))
        continue;
      title = redan_object_difference_dup_title (difference, object);
      visible = redan_text_make_visible (title);
      fields = dup_fields (difference, object);
      fprintf (stderr, "%s: %s%s\n", redan_difference_kind_get_word (object->kind), visible,
               fields);
    }
}
