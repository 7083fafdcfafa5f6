/* SPDX-License-Identifier: Apache-2.0 */
/* Turns the drafts of an import into a model: ids, references, parents, geometry and the names in
 * the loss report. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/import-builder-private.h"

#include "model/error.h"
#include "model/name.h"
#include "model/validate.h"

#define SHOWN_NAME 60

static RedanDraft *
get_draft (RedanImportBuilder *self, guint index)
{
  return &g_array_index (self->drafts, RedanDraft, index);
}

static RedanDraftEntry *
get_entry (RedanImportBuilder *self, guint index)
{
  return &g_array_index (self->entries, RedanDraftEntry, index);
}

static void
derive_ids (RedanImportBuilder *self, const char *family)
{
  const char *source = get_draft (self, 0)->foreign;

  get_draft (self, 0)->id = redan_model_get_meta (self->model)->id;
  for (guint i = 1; i < self->drafts->len; i++)
    {
      RedanDraft *draft = get_draft (self, i);
      const char *parts[] = { family, source, redan_section_get_tag (draft->section),
                              draft->foreign, NULL };

      draft->id = redan_id_derive (parts);
    }
}

static RedanDraftEntry *
find_parent (RedanImportBuilder *self, const RedanDraft *draft)
{
  for (guint i = 0; i < draft->n_entries; i++)
    {
      RedanDraftEntry *entry = get_entry (self, draft->first_entry + i);

      if (entry->field == REDAN_FIELD_PARENT && entry->refers != REDAN_N_SECTIONS)
        return entry;
    }

  return NULL;
}

static void
lose_deep (RedanImportBuilder *self, guint draft)
{
  redan_import_builder_lose (self, REDAN_LOSS_REPAIRED, draft, NULL,
                             _ ("lies deeper than %d levels; taken out of its parent"),
                             REDAN_MAX_NESTING);
}

/* The boundary of a cycle with the smallest id loses its parent. */
static void
break_cycle (RedanImportBuilder *self, guint start, guint *parents)
{
  guint smallest = start;
  RedanDraft *draft;

  for (guint at = parents[start]; at != start; at = parents[at])
    {
      if (redan_id_compare (&get_draft (self, at)->id, &get_draft (self, smallest)->id) < 0)
        smallest = at;
    }

  draft = get_draft (self, smallest);
  find_parent (self, draft)->field = REDAN_FIELD_EXISTS;
  parents[smallest] = REDAN_NO_DRAFT;
  redan_import_builder_lose (
      self, REDAN_LOSS_REPAIRED, smallest, NULL,
      _ ("lies inside itself by way of its parents; taken out of its parent"));
}

/* Parents that the file names may be deeper than a model may: below each 64th level it starts at
 * the top again. There are no cycles any more. */
static void
cut_deep_drafts (RedanImportBuilder *self, const guint *parents)
{
  const guint n = self->drafts->len;
  g_autofree guint *levels = g_new0 (guint, n);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    {
      guint at = i;
      guint level;

      for (; at != REDAN_NO_DRAFT && levels[at] == 0; at = parents[at])
        g_array_append_val (stack, at);
      level = at != REDAN_NO_DRAFT ? levels[at] : 0;
      for (; stack->len > 0; g_array_set_size (stack, stack->len - 1))
        levels[g_array_index (stack, guint, stack->len - 1)] = ++level;
    }

  for (guint i = 0; i < n; i++)
    {
      if (levels[i] <= REDAN_MAX_NESTING || levels[i] % REDAN_MAX_NESTING != 1)
        continue;
      lose_deep (self, i);
      find_parent (self, get_draft (self, i))->field = REDAN_FIELD_EXISTS;
    }
}

/* Follows each chain of parents once: 0 not seen, the number of the walk that saw it, or done. */
static void
break_chains (RedanImportBuilder *self)
{
  guint n = self->drafts->len;
  g_autofree guint *parents = g_new (guint, n);
  g_autofree guint *seen = g_new0 (guint, n);

  for (guint i = 0; i < n; i++)
    {
      const RedanDraft *draft = get_draft (self, i);
      const RedanDraftEntry *entry = NULL;

      if (draft->section == REDAN_SECTION_BOUNDARY)
        entry = find_parent (self, draft);
      parents[i] = entry != NULL ? redan_import_builder_find (self, entry->refers, entry->value)
                                 : REDAN_NO_DRAFT;
    }

  for (guint i = 0; i < n; i++)
    {
      guint at = i;

      while (at != REDAN_NO_DRAFT && seen[at] == 0)
        {
          seen[at] = i + 1;
          at = parents[at];
        }
      if (at != REDAN_NO_DRAFT && seen[at] == i + 1)
        break_cycle (self, at, parents);
    }
  cut_deep_drafts (self, parents);
}

static void
lose_dangling (RedanImportBuilder *self,
               guint draft,
               const RedanDraftEntry *entry,
               const char *foreign)
{
  redan_import_builder_lose (self, REDAN_LOSS_REPAIRED, draft, NULL,
                             _ ("its \"%s\" names %s \"%s\", which is not in the file; left out"),
                             redan_field_get_tag (self->schema, entry->field),
                             redan_section_get_tag (entry->refers), foreign);
}

static const char *
format_route (RedanImportBuilder *self, guint draft, const RedanDraftEntry *entry)
{
  const RedanPoint *points = &g_array_index (self->points, RedanPoint, entry->first_point);
  guint n = MIN (entry->n_points, REDAN_MAX_POINTS);
  g_autofree char *text = redan_points_format (points, n);

  if (n < entry->n_points)
    redan_import_builder_lose (self, REDAN_LOSS_DROPPED, draft, NULL,
                               _ ("its line has %u points; the first %u are kept"), entry->n_points,
                               n);
  return redan_strings_store (self->strings, text, -1);
}

static const char *
resolve_foreign (RedanImportBuilder *self, RedanSection section, const char *foreign)
{
  guint index = redan_import_builder_find (self, section, foreign);
  RedanIdText text;

  if (index == REDAN_NO_DRAFT)
    return NULL;
  return redan_strings_intern (self->strings, redan_id_to_text (&get_draft (self, index)->id, text),
                               -1);
}

/* Returns whether the entry goes into the object. */
static gboolean
resolve_entry (RedanImportBuilder *self,
               const char *family,
               guint draft,
               const RedanDraftEntry *entry,
               RedanEntry *resolved)
{
  gboolean keyed = entry->refers != REDAN_N_SECTIONS && *entry->key != '\0';

  *resolved = (RedanEntry){ .key = entry->key, .value = entry->value, .field = entry->field };
  if (entry->field == REDAN_FIELD_EXISTS)
    return FALSE;

  if (entry->field == REDAN_FIELD_EXTRA)
    {
      g_autofree char *key = g_strconcat (family, "/", entry->key, NULL);

      resolved->key = redan_strings_intern (self->strings, key, -1);
      return TRUE;
    }

  if (entry->field == REDAN_FIELD_ROUTE)
    resolved->value = format_route (self, draft, entry);
  if (entry->refers == REDAN_N_SECTIONS)
    return TRUE;

  if (keyed)
    resolved->key = resolve_foreign (self, entry->refers, entry->key);
  else
    resolved->value = resolve_foreign (self, entry->refers, entry->value);
  if (resolved->key != NULL && resolved->value != NULL)
    return TRUE;

  lose_dangling (self, draft, entry, keyed ? entry->key : entry->value);
  return FALSE;
}

typedef struct
{
  RedanEntry entry;
  guint order;
} Sortable;

static int
compare_sortable (gconstpointer a, gconstpointer b)
{
  const Sortable *one = a;
  const Sortable *other = b;
  int order = redan_entry_compare (&one->entry, &other->entry);

  if (order != 0)
    return order;
  return one->order < other->order ? -1 : 1;
}

/* A file may say a remark of the same name at several places; the later ones get a number. Returns
 * whether any did, which may have changed the order. */
static gboolean
number_remarks (RedanImportBuilder *self, Sortable *sorted, guint n_sorted)
{
  gboolean any = FALSE;
  guint first = 0;

  for (guint i = 1; i < n_sorted; i++)
    {
      RedanEntry *entry = &sorted[i].entry;

      if (entry->field != REDAN_FIELD_EXTRA || sorted[first].entry.field != entry->field ||
          strcmp (sorted[first].entry.key, entry->key) != 0)
        first = i;
      else if (strcmp (sorted[i - 1].entry.value, entry->value) == 0)
        entry->key = sorted[i - 1].entry.key;
      else
        {
          g_autofree char *key = g_strdup_printf ("%s (%u)", entry->key, i - first + 1);

          entry->key = redan_strings_intern (self->strings, key, -1);
          any = TRUE;
        }
    }
  return any;
}

static RedanObject *
build_object (RedanImportBuilder *self, const char *family, guint index)
{
  const RedanDraft *draft = get_draft (self, index);
  g_autofree Sortable *sorted = g_new (Sortable, draft->n_entries);
  g_autofree RedanEntry *entries = g_new (RedanEntry, draft->n_entries);
  guint n_sorted = 0;
  guint n = 0;

  for (guint i = 0; i < draft->n_entries; i++)
    {
      const RedanDraftEntry *entry = get_entry (self, draft->first_entry + i);

      sorted[n_sorted].order = i;
      if (resolve_entry (self, family, index, entry, &sorted[n_sorted].entry))
        n_sorted++;
    }

  if (n_sorted > 1)
    qsort (sorted, n_sorted, sizeof *sorted, compare_sortable);
  if (number_remarks (self, sorted, n_sorted))
    qsort (sorted, n_sorted, sizeof *sorted, compare_sortable);
  for (guint i = 0; i < n_sorted; i++)
    {
      const RedanEntry *entry = &sorted[i].entry;

      if (n == 0 || entries[n - 1].field != entry->field ||
          strcmp (entries[n - 1].key, entry->key) != 0)
        entries[n++] = *entry;
      else if (strcmp (entries[n - 1].value, entry->value) !=
               0) /* the same again is nothing lost */
        redan_import_builder_lose (self, REDAN_LOSS_DROPPED, index, NULL,
                                   _ ("\"%s\" is given twice; the first was taken"),
                                   redan_field_get_tag (self->schema, entry->field));
    }

  return redan_object_new (draft->section, &draft->id, entries, n);
}

static void
build_objects (RedanImportBuilder *self, const char *family)
{
  guint n = self->drafts->len - 1;
  g_autofree RedanObject **objects = g_new (RedanObject *, n);

  redan_model_put (self->model, build_object (self, family, 0));
  if (self->title != NULL && *self->title != '\0')
    redan_model_put (self->model, redan_object_with (redan_model_get_meta (self->model),
                                                     REDAN_FIELD_NAME, "", self->title));
  for (guint i = 0; i < n; i++)
    objects[i] = build_object (self, family, i + 1);
  redan_model_put_all (self->model, objects, n);
}

/* Returns the level of each boundary of the model, 1 at the top. */
static guint *
measure_levels (RedanImportBuilder *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_BOUNDARY);
  guint *levels = g_new0 (guint, n);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    {
      guint at = i;
      guint level;

      while (at != G_MAXUINT && levels[at] == 0)
        {
          RedanId parent;
          const RedanObject *boundary =
              redan_model_get_nth (self->model, REDAN_SECTION_BOUNDARY, at);

          g_array_append_val (stack, at);
          at = redan_object_get_reference (boundary, REDAN_FIELD_PARENT, &parent)
                   ? redan_model_index_of (self->model, &parent)
                   : G_MAXUINT;
        }

      level = at != G_MAXUINT ? levels[at] : 0;
      for (; stack->len > 0; g_array_set_size (stack, stack->len - 1))
        levels[g_array_index (stack, guint, stack->len - 1)] = ++level;
    }

  return levels;
}

/* A box that was nested takes along what the file says lies in it. Returns: whether anything was
 * cut */
static gboolean
cut_deep_parents (RedanImportBuilder *self, const guint *levels)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->drafts->len; i++)
    {
      const RedanDraft *draft = get_draft (self, i);
      guint level;

      if (draft->section != REDAN_SECTION_BOUNDARY)
        continue;
      level = levels[redan_model_index_of (self->model, &draft->id)];
      if (level <= REDAN_MAX_NESTING || level % REDAN_MAX_NESTING != 1)
        continue;

      any = TRUE;
      lose_deep (self, i);
      redan_model_put (self->model, redan_object_with (redan_model_lookup (self->model, &draft->id),
                                                       REDAN_FIELD_PARENT, "", NULL));
    }
  return any;
}

static gboolean
is_placed (const RedanImportBuilder *self, guint draft)
{
  guint n_places;

  redan_object_get_range (
      redan_model_lookup (self->model, &g_array_index (self->drafts, RedanDraft, draft).id),
      REDAN_FIELD_PLACE, &n_places);
  return n_places > 0;
}

/* Nesting by boxes stops at the deepest level that a model may have. */
static void
list_deepest_boxes (RedanImportBuilder *self, const guint *levels)
{
  for (guint i = 0; i < self->drafts->len; i++)
    {
      const RedanDraft *draft = get_draft (self, i);

      if (draft->section == REDAN_SECTION_BOUNDARY &&
          levels[redan_model_index_of (self->model, &draft->id)] >= REDAN_MAX_NESTING &&
          is_placed (self, i))
        redan_import_builder_lose (self, REDAN_LOSS_REPAIRED, i, NULL,
                                   _ ("is %d levels deep, the most there may be; a box inside it "
                                      "counts as beside it"),
                                   REDAN_MAX_NESTING);
    }
}

/* Only boundaries that are drawn can hold what the file does not say they do. */
static void
nest_boxes (RedanImportBuilder *self)
{
  g_autofree guint *levels = NULL;
  gboolean drawn = FALSE;

  for (guint i = 0; i < self->drafts->len && !drawn; i++)
    drawn = get_draft (self, i)->section == REDAN_SECTION_BOUNDARY && is_placed (self, i);
  if (!drawn)
    return;
  redan_model_nest_by_boxes (self->model);
  levels = measure_levels (self);
  if (cut_deep_parents (self, levels))
    {
      g_free (levels);
      levels = measure_levels (self);
    }
  list_deepest_boxes (self, levels);
}

static const char *
get_kind_word (const RedanObject *object)
{
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);

  if (object->section == REDAN_SECTION_ELEMENT && kind != NULL)
    return kind;
  if (object->section == REDAN_SECTION_META)
    return "model";
  return redan_section_get_tag (object->section);
}

static char *
shorten (const char *name)
{
  g_autofree char *head = NULL;
  g_autofree char *line = redan_text_fold_lines (name);

  if (g_utf8_strlen (line, -1) <= SHOWN_NAME)
    return g_steal_pointer (&line);
  head = g_utf8_substring (line, 0, SHOWN_NAME);
  return g_strconcat (head, "…", NULL);
}

static const char *
get_end_name (RedanImportBuilder *self, const RedanObject *flow, RedanField end)
{
  RedanId id;

  if (!redan_object_get_reference (flow, end, &id))
    return "";
  return redan_object_get_name (redan_model_lookup (self->model, &id));
}

/* What a person recognises: the kind and the name, for a nameless flow its ends, else the foreign
 * id. */
static char *
describe_place (RedanImportBuilder *self, const RedanDraft *draft)
{
  const RedanObject *object = redan_model_lookup (self->model, &draft->id);
  const char *name = redan_object_get_name (object);
  g_autofree char *shown = NULL;

  if (*name == '\0' && draft->section == REDAN_SECTION_FLOW)
    {
      g_autofree char *source = shorten (get_end_name (self, object, REDAN_FIELD_SOURCE));
      g_autofree char *target = shorten (get_end_name (self, object, REDAN_FIELD_TARGET));

      if (*source != '\0' && *target != '\0')
        return g_strdup_printf ("flow \"%s\" → \"%s\"", source, target);
    }

  shown = shorten (*name != '\0' ? name : draft->foreign);
  return g_strdup_printf ("%s \"%s\"", get_kind_word (object), shown);
}

static void
name_line (RedanImportBuilder *self, const RedanDraftLoss *line, RedanLoss *loss)
{
  const RedanDraft *draft =
      line->line == 0 && line->draft != REDAN_NO_DRAFT ? get_draft (self, line->draft) : NULL;
  const char *file = draft != NULL ? draft->file : line->file;

  loss->line = draft != NULL ? draft->line : line->line;
  if (loss->line > 0 && file != NULL)
    loss->file = g_ref_string_new_intern (file);
}

static GPtrArray *
build_losses (RedanImportBuilder *self)
{
  GPtrArray *losses = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_loss_free);

  for (guint i = 0; i < self->losses->len; i++)
    {
      const RedanDraftLoss *line = &g_array_index (self->losses, RedanDraftLoss, i);
      RedanLoss *loss = g_new0 (RedanLoss, 1);

      loss->kind = line->kind;
      loss->text = g_strdup (line->text);
      if (line->draft == REDAN_NO_DRAFT)
        loss->place = g_strdup (line->place);
      else
        {
          loss->object = get_draft (self, line->draft)->id;
          loss->place = describe_place (self, get_draft (self, line->draft));
        }
      name_line (self, line, loss);
      g_ptr_array_add (losses, loss);
    }

  return losses;
}

/* The last line of defence: an importer may be wrong, the model may not. */
static gboolean
check_result (RedanImportBuilder *self, GError **error)
{
  g_autoptr (GPtrArray) findings = redan_validate (self->model);
  const RedanFinding *first = findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL;
  RedanIdText id;

  if (first == NULL || first->level != REDAN_FINDING_ERROR)
    return TRUE;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
               _ ("the file gives no valid model (%s: %s); please report this with the file"),
               redan_id_is_null (&first->object) ? "model" : redan_id_to_text (&first->object, id),
               first->message);
  return FALSE;
}

RedanModel *
redan_import_builder_finish (RedanImportBuilder *self,
                             const char *family,
                             GPtrArray **losses_out,
                             GError **error)
{
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }
  if (self->drafts->len == 0)
    {
      g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                           _ ("the import program found no model"));
      return NULL;
    }

  derive_ids (self, family);
  break_chains (self);
  build_objects (self, family);
  nest_boxes (self);
  redan_model_compute_crossings (self->model);
  if (!check_result (self, error))
    return NULL;

  *losses_out = build_losses (self);
  return g_steal_pointer (&self->model);
}
