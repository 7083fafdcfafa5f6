/* SPDX-License-Identifier: Apache-2.0 */
/* Names of a model and titles of its threats, made ready for fuzzy search. */

#include "config.h"

#include "ui/window/search-index.h"

#include "ui/report/wording.h"

/** Entries between two looks at the cancellable. */
#define CANCEL_STRIDE 512

/** An entry's folded text ends where the next begins. */
typedef struct
{
  guint start;
  guint index;
} Entry;

struct _RedanSearchIndex
{
  gatomicrefcount references;
  RedanModel *model;
  RedanAnalysis *analysis;
  GPtrArray *objects; /* RedanObject, borrowed from the model */
  GArray *entries;    /* Entry */
  GString *text;
};

static RedanSearchIndex *
create_index (void)
{
  RedanSearchIndex *self = g_new0 (RedanSearchIndex, 1);

  g_atomic_ref_count_init (&self->references);
  self->objects = g_ptr_array_new ();
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->text = g_string_new (NULL);
  return self;
}

static void
add_entry (RedanSearchIndex *self, const char *text, guint index)
{
  const Entry entry = { (guint) self->text->len, index };

  redan_fuzzy_append_fold (text, self->text);
  g_array_append_val (self->entries, entry);
}

RedanSearchIndex *
redan_search_index_new_for_objects (RedanModel *model)
{
  static const RedanSection sections[] = { REDAN_SECTION_ELEMENT, REDAN_SECTION_BOUNDARY,
                                           REDAN_SECTION_DIAGRAM, REDAN_SECTION_FLOW };
  RedanSearchIndex *self = create_index ();

  self->model = redan_model_ref (model);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (model, sections[i], &n);

      for (guint j = 0; j < n; j++)
        {
          g_autofree char *title = redan_object_dup_title (model, objects[j]);

          add_entry (self, title, self->objects->len);
          g_ptr_array_add (self->objects, (gpointer) objects[j]);
        }
    }
  return self;
}

RedanSearchIndex *
redan_search_index_new_for_threats (RedanAnalysis *analysis)
{
  RedanSearchIndex *self = create_index ();
  g_autoptr (GString) title = g_string_new (NULL);

  self->analysis = redan_analysis_ref (analysis);
  for (guint rank = 0; rank < analysis->threats->len; rank++)
    {
      const guint index = analysis->ranked[rank];

      g_string_truncate (title, 0);
      redan_threat_append_title (analysis->facts,
                                 &g_array_index (analysis->threats, RedanThreat, index), title);
      add_entry (self, title->str, index);
    }
  return self;
}

RedanSearchIndex *
redan_search_index_ref (RedanSearchIndex *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_search_index_unref (RedanSearchIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->objects);
  g_array_unref (self->entries);
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->model, redan_model_unref);
  g_clear_pointer (&self->analysis, redan_analysis_unref);
  g_free (self);
}

const RedanObject *
redan_search_index_get_object (const RedanSearchIndex *self, guint index)
{
  g_return_val_if_fail (index < self->objects->len, NULL);

  return g_ptr_array_index (self->objects, index);
}

const RedanModel *
redan_search_index_get_model (const RedanSearchIndex *self)
{
  return self->model;
}

const RedanAnalysis *
redan_search_index_get_analysis (const RedanSearchIndex *self)
{
  return self->analysis;
}

/* Keeps the best @limit hits, sorted; of equal ones the earlier stays before. */
static void
insert_hit (GArray *hits, guint limit, const RedanSearchHit *hit)
{
  guint at = hits->len;

  while (at > 0 && g_array_index (hits, RedanSearchHit, at - 1).score < hit->score)
    at--;
  if (at >= limit)
    return;
  if (hits->len == limit)
    g_array_set_size (hits, limit - 1);
  g_array_insert_val (hits, at, *hit);
}

GArray *
redan_search_index_find (const RedanSearchIndex *self,
                         const RedanFuzzyQuery *query,
                         guint limit,
                         GCancellable *cancellable,
                         guint *n_matches_out)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (RedanSearchHit));

  *n_matches_out = 0;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      const gsize end = i + 1 < self->entries->len
                            ? g_array_index (self->entries, Entry, i + 1).start
                            : self->text->len;
      const RedanSearchHit hit = {
        entry->index, redan_fuzzy_score (query, self->text->str + entry->start, end - entry->start)
      };

      if (i % CANCEL_STRIDE == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (hit.score == 0)
        continue;
      (*n_matches_out)++;
      insert_hit (hits, limit, &hit);
    }
  return g_steal_pointer (&hits);
}
