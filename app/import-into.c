/* SPDX-License-Identifier: Apache-2.0 */
/* Migration: many files into a directory, with one summary of what was lost. */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "app/import-store.h"
#include "model/error.h"
#include "ui/report/json.h"
#include "ui/report/wording.h"

#define SHOWN_LOSSES 40

/* The same line of the report, however often it comes. */
typedef struct
{
  RedanLossKind kind;
  char *text;
  guint n;
  guint n_files;
  guint last_file;
} LossGroup;

/* One file of the run. */
typedef struct
{
  const char *source;
  char *target;
  const char *format; /* nullable */
  GPtrArray *losses;  /* nullable */
  RedanModelCounts counts;
  gboolean updated;
  gboolean unchanged;
  guint n_read;    /* of the losses, those of the reading */
  guint n_decided; /* decisions that were taken over, or fit */
  GError *error;
} Item;

typedef struct
{
  RedanSession *session;
  GPtrArray *items;
  GPtrArray *groups;
  guint n_failed;
  gboolean take;
  gboolean losses; /* also of what is unchanged */
} Migration;

static void
free_item (gpointer data)
{
  Item *item = data;

  g_free (item->target);
  g_clear_pointer (&item->losses, g_ptr_array_unref);
  g_clear_error (&item->error);
  g_free (item);
}

static void
free_group (gpointer data)
{
  LossGroup *group = data;

  g_free (group->text);
  g_free (group);
}

static void
carry (Migration *self, Item *item, RedanOpened *opened)
{
  g_autoptr (GPtrArray) proposals = NULL;

  if (!g_str_equal (opened->format, REDAN_CARRY_FORMAT))
    return;
  self->session->opened = opened;
  if (!redan_import_carry (self->session, item->target, self->take, &proposals))
    g_set_error (&item->error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                 _ ("%s: its decisions were not carried over"), item->target);
  for (guint i = 0; proposals != NULL && i < proposals->len; i++)
    item->n_decided += ((const RedanCarry *) proposals->pdata[i])->decision != REDAN_DECISION_OPEN;
  g_clear_pointer (&self->session->analysis, redan_analysis_unref);
  self->session->opened = NULL;
}

static void
import_one (
    Migration *self, Item *item, const char *directory, RedanStoreMode mode, GHashTable *taken)
{
  RedanStored stored = { 0 };

  item->target = redan_import_choose_path (self->session, directory, item->source, taken);
  if (redan_import_store (self->session, item->source, item->target, mode, &stored, &item->error))
    {
      g_hash_table_add (taken, g_strdup (item->target));
      item->format = stored.opened->format;
      item->losses = g_ptr_array_ref (stored.opened->losses);
      redan_rows_count (stored.opened->model, &item->counts);
      item->updated = stored.difference != NULL;
      item->n_read = stored.n_read;
      item->unchanged = item->updated && redan_import_is_unchanged (stored.difference);
      carry (self, item, stored.opened);
    }
  /* many models do not fit into memory at once */
  redan_stored_clear (&stored);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const LossGroup *x = *(LossGroup *const *) a;
  const LossGroup *y = *(LossGroup *const *) b;

  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return strcmp (x->text, y->text);
}

static void
collect_groups (Migration *self)
{
  g_autoptr (GHashTable) by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = self->items->pdata[i];

      for (guint j = item->unchanged && !self->losses ? item->n_read : 0;
           item->losses != NULL && j < item->losses->len; j++)
        {
          const RedanLoss *loss = item->losses->pdata[j];
          g_autofree char *key = g_strdup_printf ("%d %s", loss->kind, loss->text);
          LossGroup *group = g_hash_table_lookup (by_text, key);

          if (group == NULL)
            {
              group = g_new0 (LossGroup, 1);
              group->kind = loss->kind;
              group->text = g_strdup (loss->text);
              g_ptr_array_add (self->groups, group);
              g_hash_table_insert (by_text, g_steal_pointer (&key), group);
            }
          group->n++;
          group->n_files += group->last_file != i + 1;
          group->last_file = i + 1;
        }
    }
  g_ptr_array_sort (self->groups, compare_groups);
}

static void
count_losses (const Item *item, guint counts[3])
{
  memset (counts, 0, 3 * sizeof *counts);
  for (guint i = 0; i < item->losses->len; i++)
    counts[((const RedanLoss *) item->losses->pdata[i])->kind]++;
}

static void
print_item (const Item *item)
{
  g_autofree char *line = NULL;
  g_autofree char *visible = NULL;
  const RedanModelCounts *counts = &item->counts;
  guint losses[3];

  if (item->error != NULL)
    {
      redan_complain ("%s", item->error->message);
      return;
    }
  count_losses (item, losses);
  line = g_strdup_printf (
      item->unchanged
          ? _ ("%s -> %s, unchanged: %u elements, %u flows, %u threats; %u dropped, %u guessed, %u "
               "repaired")
      : item->updated
          ? _ ("%s -> %s, updated: %u elements, %u flows, %u threats; %u dropped, %u guessed, %u "
               "repaired")
          : _ ("%s -> %s: %u elements, %u flows, %u threats; %u dropped, %u guessed, %u repaired"),
      item->source, item->target, counts->actors + counts->processes + counts->stores,
      counts->flows, counts->threats, losses[REDAN_LOSS_DROPPED], losses[REDAN_LOSS_GUESSED],
      losses[REDAN_LOSS_REPAIRED]);
  visible = redan_text_make_visible (line);
  fprintf (stderr, "%s\n", visible);
}

static void
print_summary (const Migration *self)
{
  guint n_decided = 0;

  for (guint i = 0; i < self->items->len; i++)
    print_item (self->items->pdata[i]);
  for (guint i = 0; i < MIN (self->groups->len, SHOWN_LOSSES); i++)
    {
      const LossGroup *group = self->groups->pdata[i];
      g_autofree char *visible = redan_text_make_visible (group->text);

      fprintf (stderr, _ ("%s: %u times in %u files: %s\n"), redan_loss_kind_get_word (group->kind),
               group->n, group->n_files, visible);
    }
  if (self->groups->len > SHOWN_LOSSES)
    fprintf (stderr, _ ("and %u further lines; --json lists all\n"),
             self->groups->len - SHOWN_LOSSES);
  for (guint i = 0; i < self->items->len; i++)
    n_decided += ((const Item *) self->items->pdata[i])->n_decided;
  if (n_decided > 0)
    fprintf (stderr,
             self->take ? _ ("%u decisions were carried over to our threats\n")
                        : _ ("%u decisions fit our threats; --carry-decisions takes them over\n"),
             n_decided);
  fprintf (stderr, _ ("%u of %u files imported\n"), self->items->len - self->n_failed,
           self->items->len);
}

static void
write_summary (const Migration *self)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, self->session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "files");
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = self->items->pdata[i];

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "source", item->source);
      redan_json_string (&json, "target", item->error == NULL ? item->target : NULL);
      redan_json_string (&json, "format", item->format);
      redan_json_boolean (&json, "updated", item->updated);
      redan_json_boolean (&json, "unchanged", item->unchanged);
      redan_json_integer (&json, "decisions", item->n_decided);
      redan_json_string (&json, "error", item->error != NULL ? item->error->message : NULL);
      redan_import_write_losses (&json, item->losses);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_integer (&json, "imported", self->items->len - self->n_failed);
  redan_json_integer (&json, "failed", self->n_failed);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

int
redan_import_into (RedanSession *session,
                   const char *directory,
                   RedanStoreMode mode,
                   gboolean take,
                   gboolean losses)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (free_group);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Migration self = { session, items, groups, 0, take, losses };

  if (g_mkdir_with_parents (directory, 0777) != 0)
    {
      redan_complain (_ ("%s: cannot be a directory for the models: %s"), directory,
                      g_strerror (errno));
      return REDAN_EXIT_WRONG;
    }
  for (guint i = 0; session->arguments[i] != NULL; i++)
    {
      Item *item = g_new0 (Item, 1);

      item->source = session->arguments[i];
      g_ptr_array_add (items, item);
      import_one (&self, item, directory, mode, taken);
      self.n_failed += item->error != NULL;
    }
  collect_groups (&self);
  print_summary (&self);
  if (session->json)
    write_summary (&self);

  return self.n_failed > 0 ? REDAN_EXIT_WRONG : REDAN_EXIT_DONE;
}
