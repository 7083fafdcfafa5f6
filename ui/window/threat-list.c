/* SPDX-License-Identifier: Apache-2.0 */
/* The ranked threats as a list model: rows are made when they are shown, filters run over plain
 * arrays. */

#include "ui/window/threat-list.h"

#include <string.h>

#include "ui/report/wording.h"

struct _RedanThreatItem
{
  GObject parent_instance;
  guint index;
  guint rank;
};

G_DEFINE_FINAL_TYPE (RedanThreatItem, redan_threat_item, G_TYPE_OBJECT)

static void
redan_threat_item_class_init (RedanThreatItemClass *klass)
{
}

static void
redan_threat_item_init (RedanThreatItem *self)
{
}

guint
redan_threat_item_get_index (RedanThreatItem *self)
{
  return self->index;
}

guint
redan_threat_item_get_rank (RedanThreatItem *self)
{
  return self->rank;
}

struct _RedanThreatList
{
  GObject parent_instance;

  RedanAnalysis *analysis;
  char **haystacks; /* by rank, lower case, made with the first search */
  guint n_haystacks;
  GArray *ranks; /* guint: ranking positions that pass the filter */
  char *words;
  RedanBand band;
  RedanId object;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RedanThreatList,
                               redan_threat_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return REDAN_TYPE_THREAT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return REDAN_THREAT_LIST (model)->ranks->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RedanThreatList *self = REDAN_THREAT_LIST (model);
  RedanThreatItem *item = NULL;

  if (position >= self->ranks->len)
    return NULL;
  item = g_object_new (REDAN_TYPE_THREAT_ITEM, NULL);
  item->rank = g_array_index (self->ranks, guint, position) + 1;
  item->index = self->analysis->ranked[item->rank - 1];
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
clear_haystacks (RedanThreatList *self)
{
  for (guint i = 0; i < self->n_haystacks; i++)
    g_free (self->haystacks[i]);
  g_clear_pointer (&self->haystacks, g_free);
  self->n_haystacks = 0;
}

static void
redan_threat_list_finalize (GObject *object)
{
  RedanThreatList *self = REDAN_THREAT_LIST (object);

  clear_haystacks (self);
  g_clear_pointer (&self->analysis, redan_analysis_unref);
  g_array_unref (self->ranks);
  g_free (self->words);
  G_OBJECT_CLASS (redan_threat_list_parent_class)->finalize (object);
}

static void
redan_threat_list_class_init (RedanThreatListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_threat_list_finalize;
}

static void
redan_threat_list_init (RedanThreatList *self)
{
  self->ranks = g_array_new (FALSE, FALSE, sizeof (guint));
}

RedanThreatList *
redan_threat_list_new (void)
{
  return g_object_new (REDAN_TYPE_THREAT_LIST, NULL);
}

static void
build_haystacks (RedanThreatList *self)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanRule *rules = redan_catalogue_get_rules (facts->catalogue, NULL);

  self->n_haystacks = self->analysis->threats->len;
  self->haystacks = g_new0 (char *, self->n_haystacks);
  for (guint rank = 0; rank < self->n_haystacks; rank++)
    {
      const RedanThreat *threat =
          &g_array_index (self->analysis->threats, RedanThreat, self->analysis->ranked[rank]);
      g_autofree char *title = redan_threat_dup_title (facts, threat);
      g_autofree char *where = redan_threat_dup_where (facts, threat);
      g_autofree char *text =
          g_strjoin ("\n", title, where, threat->rule != REDAN_NONE ? rules[threat->rule].id : "",
                     redan_threat_get_category (facts, threat), NULL);

      self->haystacks[rank] = g_utf8_strdown (text, -1);
    }
}

static gboolean
matches_words (const RedanThreatList *self, guint rank, char **needles)
{
  for (guint i = 0; needles[i] != NULL; i++)
    if (needles[i][0] != '\0' && strstr (self->haystacks[rank], needles[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
stands_on (const RedanFacts *facts, const RedanThreat *threat, const RedanId *id)
{
  const RedanObject *object = redan_threat_get_object (facts, threat);

  return object != NULL && redan_id_equal (&object->id, id);
}

static void
refill (RedanThreatList *self)
{
  const guint old_length = self->ranks->len;
  g_autofree char *folded = self->words != NULL ? g_utf8_strdown (self->words, -1) : NULL;
  g_auto (GStrv) needles =
      folded != NULL && folded[0] != '\0' ? g_strsplit (folded, " ", 16) : NULL;

  g_array_set_size (self->ranks, 0);
  if (self->analysis != NULL)
    {
      const RedanScoring *scoring = redan_catalogue_get_scoring (self->analysis->facts->catalogue);

      if (needles != NULL && self->haystacks == NULL)
        build_haystacks (self);
      for (guint rank = 0; rank < self->analysis->threats->len; rank++)
        {
          const RedanThreat *threat =
              &g_array_index (self->analysis->threats, RedanThreat, self->analysis->ranked[rank]);

          if (redan_band_of (scoring, threat->residual / 1000.0) < self->band ||
              (!redan_id_is_null (&self->object) &&
               !stands_on (self->analysis->facts, threat, &self->object)) ||
              (needles != NULL && !matches_words (self, rank, needles)))
            continue;
          g_array_append_val (self->ranks, rank);
        }
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, old_length, self->ranks->len);
}

void
redan_threat_list_set_analysis (RedanThreatList *self, const RedanAnalysis *analysis)
{
  clear_haystacks (self);
  g_clear_pointer (&self->analysis, redan_analysis_unref);
  if (analysis != NULL)
    self->analysis = redan_analysis_ref ((RedanAnalysis *) analysis);
  refill (self);
}

void
redan_threat_list_set_filter (RedanThreatList *self,
                              const char *words,
                              RedanBand band,
                              const RedanObject *object)
{
  const RedanId none = { { 0 } };

  g_free (self->words);
  self->words = g_strdup (words);
  self->band = band;
  self->object = object != NULL ? object->id : none;
  refill (self);
}

gboolean
redan_threat_list_shows_only (RedanThreatList *self, const RedanObject *object)
{
  const RedanId none = { { 0 } };

  return redan_id_equal (&self->object, object != NULL ? &object->id : &none);
}

guint
redan_threat_list_find (RedanThreatList *self, guint index)
{
  for (guint i = 0; i < self->ranks->len; i++)
    if (self->analysis->ranked[g_array_index (self->ranks, guint, i)] == index)
      return i;
  return G_MAXUINT;
}
