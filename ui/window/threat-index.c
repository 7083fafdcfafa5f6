/* SPDX-License-Identifier: Apache-2.0 */
/* Which threats a table shows and in which order: filters, sorting, groups and folding over plain
 * arrays. */

#include "ui/window/threat-index.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cards.h"
#include "analysis/carry.h"
#include "ui/report/wording.h"
#include "ui/window/threat-texts.h"

#define MAX_WORDS 16

struct _RedanThreatIndex
{
  RedanAnalysis *analysis;
  RedanThreatTexts *texts;
  guint32 *ranks; /* by threat, from 0 */
};

/** A threat that passes, with what it is sorted by. */
typedef struct
{
  guint64 first;
  guint64 second;
  guint32 rank;
} SortKey;

static const RedanThreat *
get_threat (const RedanThreatIndex *self, guint32 index)
{
  return &g_array_index (self->analysis->threats, RedanThreat, index);
}

/* ---- what a threat says ---- */

const RedanObject *
redan_threat_get_record (const RedanFacts *facts, const RedanThreat *threat)
{
  return threat->rule != REDAN_NONE
             ? threat->decision_object
             : redan_model_get_nth (facts->snapshot->model, REDAN_SECTION_THREAT, threat->recorded);
}

const char *
redan_threat_get_owner (const RedanFacts *facts, const RedanThreat *threat)
{
  const RedanObject *record = redan_threat_get_record (facts, threat);

  return record != NULL ? redan_object_get (record, REDAN_FIELD_OWNER) : NULL;
}

gboolean
redan_threat_is_expired (const RedanFacts *facts, const RedanThreat *threat)
{
  return threat->decision == REDAN_DECISION_ACCEPT &&
         redan_object_is_expired (redan_threat_get_record (facts, threat), facts->as_of);
}

guint
redan_threat_get_category_index (const RedanFacts *facts, const RedanThreat *threat)
{
  static const char *const categories[] = { "spoofing",          "tampering",
                                            "repudiation",       "information disclosure",
                                            "denial of service", "elevation of privilege" };
  const char *category = redan_threat_get_category (facts, threat);

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (g_ascii_strcasecmp (category, categories[i]) == 0)
      return i;
  return G_N_ELEMENTS (categories);
}

/* ---- filters ---- */

gboolean
redan_threat_query_narrows (const RedanThreatQuery *self)
{
  return (self->words != NULL && self->words[strspn (self->words, " ")] != '\0') ||
         self->band > REDAN_BAND_INFO || self->categories != 0 || self->decisions != 0 ||
         self->confirmed != REDAN_THREAT_CONFIRMED_ANY || self->objects != NULL ||
         !redan_id_is_null (&self->diagram);
}

static void
filter_words (RedanThreatIndex *self, const char *words, guint8 *passes)
{
  g_autofree char *lower = g_utf8_strdown (words, -1);
  g_auto (GStrv) list = g_strsplit (lower, " ", MAX_WORDS);

  redan_threat_texts_match (self->texts, (const char *const *) list, self->analysis->threats,
                            passes);
}

static gboolean
is_on_diagram (const RedanFacts *facts, const RedanObject *object, const char *diagram)
{
  RedanId source;
  RedanId target;

  if (object->section != REDAN_SECTION_FLOW)
    return redan_object_get_keyed (object, REDAN_FIELD_PLACE, diagram) != NULL ||
           redan_object_get_keyed (object, REDAN_FIELD_ROUTE, diagram) != NULL;
  if (!redan_object_get_reference (object, REDAN_FIELD_SOURCE, &source) ||
      !redan_object_get_reference (object, REDAN_FIELD_TARGET, &target))
    return redan_object_get_keyed (object, REDAN_FIELD_ROUTE, diagram) != NULL;
  return is_on_diagram (facts, redan_model_lookup (facts->snapshot->model, &source), diagram) &&
         is_on_diagram (facts, redan_model_lookup (facts->snapshot->model, &target), diagram);
}

/** By slot, whether a threat may stand there. */
static guint8 *
list_places (RedanThreatIndex *self, const RedanThreatQuery *query)
{
  const guint n = redan_threat_texts_get_n_slots (self->texts);
  guint8 *places = g_new0 (guint8, n);
  RedanIdText diagram;

  redan_id_to_text (&query->diagram, diagram);
  for (guint slot = 0; slot < n; slot++)
    {
      const RedanObject *object = redan_threat_texts_get_object (self->texts, slot);

      places[slot] =
          object != NULL &&
          (query->objects == NULL || g_hash_table_contains (query->objects, &object->id)) &&
          (redan_id_is_null (&query->diagram) ||
           is_on_diagram (self->analysis->facts, object, diagram));
    }
  return places;
}

static gboolean
passes_fields (const RedanThreatIndex *self,
               const RedanThreatQuery *query,
               const RedanScoring *scoring,
               const RedanThreat *threat)
{
  if (query->band > REDAN_BAND_INFO &&
      redan_band_of (scoring, threat->residual / 1000.0) < query->band)
    return FALSE;
  if (query->decisions != 0 && (query->decisions & 1u << threat->decision) == 0)
    return FALSE;
  if (query->confirmed != REDAN_THREAT_CONFIRMED_ANY &&
      (query->confirmed == REDAN_THREAT_CONFIRMED_YES) != (threat->confirmed != 0))
    return FALSE;
  return query->categories == 0 || (query->categories & 1u << redan_threat_get_category_index (
                                                            self->analysis->facts, threat)) != 0;
}

static guint8 *
filter (RedanThreatIndex *self, const RedanThreatQuery *query)
{
  const guint n = self->analysis->threats->len;
  const RedanScoring *scoring = redan_catalogue_get_scoring (self->analysis->facts->catalogue);
  guint8 *passes = g_malloc (MAX (n, 1));
  g_autofree guint8 *places = NULL;

  if (query->objects != NULL || !redan_id_is_null (&query->diagram))
    places = list_places (self, query);
  for (guint i = 0; i < n; i++)
    {
      const RedanThreat *threat = get_threat (self, i);

      passes[i] = !redan_carry_is_shown_as_other (self->analysis, threat) &&
                  passes_fields (self, query, scoring, threat) &&
                  (places == NULL || places[redan_threat_texts_get_slot (self->texts, threat)]);
    }
  if (query->words != NULL && query->words[0] != '\0')
    filter_words (self, query->words, passes);
  return passes;
}

/* ---- sorting ---- */

static int
compare_owners (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/** By owner, the place of the name among all owners. */
static GHashTable *
rank_owners (const RedanThreatIndex *self)
{
  GHashTable *ranks = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->analysis->threats->len; i++)
    {
      const char *owner = redan_threat_get_owner (self->analysis->facts, get_threat (self, i));

      if (owner != NULL && g_hash_table_add (ranks, (gpointer) owner))
        g_ptr_array_add (names, (gpointer) owner);
    }
  g_ptr_array_sort (names, compare_owners);
  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (ranks, g_ptr_array_index (names, i), GUINT_TO_POINTER (i));
  return ranks;
}

static guint64
get_source_rank (const RedanThreatIndex *self, const RedanThreat *threat, const guint32 *names)
{
  const RedanFacts *facts = self->analysis->facts;

  if (threat->context != REDAN_CONTEXT_INTERACTION || threat->target == REDAN_NONE ||
      facts->interaction_source[threat->target] == REDAN_NONE)
    return 0;
  return (guint64) names[facts->interaction_source[threat->target]] + 1;
}

static void
make_key (const RedanThreatIndex *self,
          const RedanThreatQuery *query,
          GHashTable *owners,
          const RedanThreat *threat,
          SortKey *key)
{
  const RedanFacts *facts = self->analysis->facts;
  const char *owner = NULL;
  const guint32 *names = NULL;

  switch (query->sort)
    {
    case REDAN_THREAT_SORT_SEVERITY:
      key->first =
          !threat->scored
              ? REDAN_N_BANDS
              : REDAN_BAND_CRITICAL - redan_band_of (redan_catalogue_get_scoring (facts->catalogue),
                                                     threat->residual / 1000.0);
      break;
    case REDAN_THREAT_SORT_RESIDUAL:
      key->first = !threat->scored ? G_MAXUINT32 : (guint64) (100000 - threat->residual);
      break;
    case REDAN_THREAT_SORT_TITLE:
      names = redan_threat_texts_get_name_ranks (self->texts);
      key->first = (guint64) redan_threat_texts_get_kind_ranks (
                       self->texts)[redan_threat_texts_get_kind (self->texts, threat)]
                       << 32 |
                   names[redan_threat_texts_get_slot (self->texts, threat)];
      key->second = get_source_rank (self, threat, names);
      break;
    case REDAN_THREAT_SORT_ELEMENT:
      names = redan_threat_texts_get_name_ranks (self->texts);
      key->first = names[redan_threat_texts_get_slot (self->texts, threat)];
      key->second = get_source_rank (self, threat, names);
      break;
    case REDAN_THREAT_SORT_CATEGORY:
      key->first = redan_threat_get_category_index (facts, threat);
      break;
    case REDAN_THREAT_SORT_DECISION:
      key->first = threat->decision * 2u + (threat->confirmed ? 0 : 1);
      break;
    case REDAN_THREAT_SORT_OWNER:
      owner = redan_threat_get_owner (facts, threat);
      key->first =
          owner != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (owners, owner)) : G_MAXUINT32;
      break;
    case REDAN_THREAT_SORT_RANK:
    default:
      key->first = key->rank;
      break;
    }
}

static int
compare_upwards (gconstpointer a, gconstpointer b)
{
  const SortKey *x = a;
  const SortKey *y = b;

  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  if (x->second != y->second)
    return x->second < y->second ? -1 : 1;
  return x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* What is equal stays in the order of the ranking. */
static int
compare_downwards (gconstpointer a, gconstpointer b)
{
  const SortKey *x = a;
  const SortKey *y = b;

  if (x->first != y->first)
    return x->first > y->first ? -1 : 1;
  if (x->second != y->second)
    return x->second > y->second ? -1 : 1;
  return x->rank < y->rank ? -1 : x->rank > y->rank;
}

/** Returns: (element-type guint32): the threats that pass, in the order asked for. */
static GArray *
sort (RedanThreatIndex *self, const RedanThreatQuery *query, const guint8 *passes)
{
  const guint n = self->analysis->threats->len;
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);
  g_autofree SortKey *keys = NULL;
  g_autoptr (GHashTable) owners = NULL;
  guint n_keys = 0;

  for (guint rank = 0; rank < n; rank++)
    if (passes[self->analysis->ranked[rank]])
      g_array_append_val (sorted, self->analysis->ranked[rank]);
  if (query->sort == REDAN_THREAT_SORT_RANK && !query->descending)
    return sorted;

  if (query->sort == REDAN_THREAT_SORT_OWNER)
    owners = rank_owners (self);
  keys = g_new0 (SortKey, MAX (sorted->len, 1));
  for (; n_keys < sorted->len; n_keys++)
    {
      const guint32 index = g_array_index (sorted, guint32, n_keys);

      keys[n_keys].rank = self->ranks[index];
      make_key (self, query, owners, get_threat (self, index), &keys[n_keys]);
    }
  qsort (keys, n_keys, sizeof *keys, query->descending ? compare_downwards : compare_upwards);
  for (guint i = 0; i < n_keys; i++)
    g_array_index (sorted, guint32, i) = self->analysis->ranked[keys[i].rank];
  return sorted;
}

/* ---- groups ---- */

static void
clear_group (gpointer data)
{
  g_free (((RedanThreatGroup *) data)->key);
  g_free (((RedanThreatGroup *) data)->title);
}

/** One bucket of a grouping while the rows are dealt out. */
typedef struct
{
  guint bucket;
  guint count;
  gint64 sum;
  guint first;
} Bucket;

static guint
count_buckets (const RedanThreatIndex *self, RedanThreatGrouping grouping)
{
  guint n = 0;

  switch (grouping)
    {
    case REDAN_THREAT_GROUP_ELEMENT:
      return redan_threat_texts_get_n_slots (self->texts);
    case REDAN_THREAT_GROUP_RULE:
      return redan_threat_texts_get_n_kinds (self->texts);
    case REDAN_THREAT_GROUP_OBJECTIVE:
      redan_catalogue_get_objectives (self->analysis->facts->catalogue, &n);
      return n + 1;
    case REDAN_THREAT_GROUP_NONE:
    default:
      return 1;
    }
}

/** The buckets of a threat: as many as its rule has objectives, else one. */
static guint
get_buckets (const RedanThreatIndex *self,
             RedanThreatGrouping grouping,
             const RedanThreat *threat,
             guint n_buckets,
             guint32 *one,
             const guint32 **buckets_out)
{
  const RedanRule *rule = redan_threat_get_rule (self->analysis->facts, threat);

  *buckets_out = one;
  if (grouping == REDAN_THREAT_GROUP_OBJECTIVE)
    {
      *one = n_buckets - 1;
      if (rule == NULL || rule->n_objectives == 0)
        return 1;
      *buckets_out = rule->objectives;
      return rule->n_objectives;
    }
  *one = grouping == REDAN_THREAT_GROUP_RULE ? redan_threat_texts_get_kind (self->texts, threat)
                                             : redan_threat_texts_get_slot (self->texts, threat);
  return 1;
}

static void
name_group (const RedanThreatIndex *self,
            RedanThreatGrouping grouping,
            guint bucket,
            guint n_buckets,
            RedanThreatGroup *group)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanObject *object = NULL;
  guint n_rules;
  const RedanRule *rules = redan_catalogue_get_rules (facts->catalogue, &n_rules);
  RedanIdText text;

  if (grouping == REDAN_THREAT_GROUP_OBJECTIVE && bucket == n_buckets - 1)
    {
      group->key = g_strdup ("none");
      group->title = g_strdup (_ ("No objective"));
    }
  else if (grouping == REDAN_THREAT_GROUP_OBJECTIVE)
    {
      const RedanObjective *objective =
          &redan_catalogue_get_objectives (facts->catalogue, NULL)[bucket];
      g_autofree char *reference = redan_objective_dup_reference (objective);

      group->key = g_strdup (objective->id);
      group->title = g_strdup_printf ("%s %s", reference, objective->title);
    }
  else if (grouping == REDAN_THREAT_GROUP_RULE)
    {
      if (bucket >= n_rules)
        object =
            redan_model_get_nth (facts->snapshot->model, REDAN_SECTION_THREAT, bucket - n_rules);
      group->key =
          g_strdup (object != NULL ? redan_id_to_text (&object->id, text) : rules[bucket].id);
      group->title = redan_threat_texts_dup_kind_title (self->texts, bucket);
    }
  else
    {
      object = redan_threat_texts_get_object (self->texts, bucket);
      group->key = g_strdup (object != NULL ? redan_id_to_text (&object->id, text) : "model");
      group->title = object != NULL ? redan_object_dup_title (facts->snapshot->model, object)
                                    : g_strdup (_ ("The model as a whole"));
    }
}

static int
compare_buckets (gconstpointer a, gconstpointer b)
{
  const Bucket *x = a;
  const Bucket *y = b;

  if (x->sum != y->sum)
    return x->sum > y->sum ? -1 : 1;
  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return x->bucket < y->bucket ? -1 : x->bucket > y->bucket;
}

/** Counts and sums the buckets; what is in them is a run of the array that is returned. */
static guint32 *
deal_out (const RedanThreatIndex *self,
          const RedanThreatQuery *query,
          const GArray *sorted,
          Bucket *buckets,
          guint n_buckets)
{
  g_autofree guint *next = g_new0 (guint, n_buckets);
  guint32 *dealt = NULL;
  const guint32 *list;
  guint32 one;
  guint total = 0;

  for (guint i = 0; i < sorted->len; i++)
    {
      const RedanThreat *threat = get_threat (self, g_array_index (sorted, guint32, i));
      const guint n = get_buckets (self, query->grouping, threat, n_buckets, &one, &list);

      for (guint j = 0; j < n; j++)
        {
          buckets[list[j]].count++;
          buckets[list[j]].sum += threat->residual;
        }
    }
  for (guint i = 0; i < n_buckets; i++)
    {
      buckets[i].bucket = i;
      buckets[i].first = next[i] = total;
      total += buckets[i].count;
    }
  dealt = g_new (guint32, MAX (total, 1));
  for (guint i = 0; i < sorted->len; i++)
    {
      const guint32 index = g_array_index (sorted, guint32, i);
      const guint n =
          get_buckets (self, query->grouping, get_threat (self, index), n_buckets, &one, &list);

      for (guint j = 0; j < n; j++)
        dealt[next[list[j]]++] = index;
    }
  return dealt;
}

static void
add_groups (const RedanThreatIndex *self,
            const RedanThreatQuery *query,
            const GArray *sorted,
            RedanThreatRows *rows)
{
  const guint n_buckets = count_buckets (self, query->grouping);
  g_autofree Bucket *buckets = g_new0 (Bucket, n_buckets);
  g_autofree guint32 *dealt = deal_out (self, query, sorted, buckets, n_buckets);

  qsort (buckets, n_buckets, sizeof *buckets, compare_buckets);
  for (guint i = 0; i < n_buckets; i++)
    {
      RedanThreatGroup group = { .count = buckets[i].count, .sum = buckets[i].sum };
      RedanThreatRow row = { REDAN_NONE, rows->groups->len };

      if (group.count == 0)
        continue;
      name_group (self, query->grouping, buckets[i].bucket, n_buckets, &group);
      group.collapsed =
          query->collapsed != NULL && g_hash_table_contains (query->collapsed, group.key);
      g_array_append_val (rows->groups, group);
      g_array_append_val (rows->rows, row);
      for (guint j = 0; !group.collapsed && j < group.count; j++)
        {
          row.threat = dealt[buckets[i].first + j];
          g_array_append_val (rows->rows, row);
        }
    }
}

/** What a table shows first: the cards, in their order unless another one was asked for. Where
 * nothing is open, the first rows.
 */
static GArray *
choose_first (const RedanThreatIndex *self,
              const RedanThreatQuery *query,
              const GArray *sorted,
              RedanThreatRows *rows)
{
  g_autoptr (RedanCards) cards = redan_cards_new (self->analysis, query->fold);
  g_autofree guint8 *chosen = g_malloc0 (MAX (self->analysis->threats->len, 1));
  GArray *first = g_array_new (FALSE, FALSE, sizeof (guint32));

  rows->cards = g_array_sized_new (FALSE, FALSE, sizeof (guint32), cards->n);
  for (guint i = 0; i < cards->n; i++)
    {
      chosen[cards->cards[i].first] = 1;
      g_array_append_val (rows->cards, cards->cards[i].first);
    }
  if (query->sort == REDAN_THREAT_SORT_RANK && !query->descending)
    g_array_append_vals (first, rows->cards->data, rows->cards->len);
  else
    for (guint i = 0; i < sorted->len; i++)
      if (chosen[g_array_index (sorted, guint32, i)])
        g_array_append_val (first, g_array_index (sorted, guint32, i));
  if (first->len == 0)
    g_array_append_vals (first, sorted->data, MIN (query->fold, sorted->len));
  return first;
}

/** Says how many more there are than the first, of how many kinds. */
static void
fold (const RedanThreatIndex *self,
      const GArray *sorted,
      const GArray *first,
      RedanThreatRows *rows)
{
  g_autofree guint8 *seen = g_malloc0 (MAX (redan_threat_texts_get_n_kinds (self->texts), 1));
  g_autofree guint8 *shown = g_malloc0 (MAX (self->analysis->threats->len, 1));
  const RedanThreatRow more = { REDAN_NONE, REDAN_NONE };

  for (guint i = 0; i < first->len; i++)
    shown[g_array_index (first, guint32, i)] = 1;
  for (guint i = 0; i < sorted->len; i++)
    {
      const guint32 index = g_array_index (sorted, guint32, i);
      guint8 *kind = &seen[redan_threat_texts_get_kind (self->texts, get_threat (self, index))];

      rows->n_folded_kinds += !shown[index] && *kind == 0;
      *kind |= !shown[index];
    }
  rows->n_folded = sorted->len - first->len;
  g_array_append_val (rows->rows, more);
}

RedanThreatRows *
redan_threat_index_query (RedanThreatIndex *self, const RedanThreatQuery *query)
{
  g_autofree guint8 *passes = filter (self, query);
  g_autoptr (GArray) sorted = sort (self, query, passes);
  RedanThreatRows *rows = g_new0 (RedanThreatRows, 1);
  g_autoptr (GArray) first = NULL;

  rows->rows = g_array_sized_new (FALSE, FALSE, sizeof (RedanThreatRow), sorted->len);
  rows->groups = g_array_new (FALSE, FALSE, sizeof (RedanThreatGroup));
  g_array_set_clear_func (rows->groups, clear_group);
  rows->n_matches = sorted->len;
  if (query->grouping != REDAN_THREAT_GROUP_NONE)
    {
      add_groups (self, query, sorted, rows);
      return rows;
    }
  if (query->fold > 0 && !redan_threat_query_narrows (query))
    first = choose_first (self, query, sorted, rows);
  /* A line that says "and 1 more" takes as much room as the one. */
  if (first == NULL || sorted->len <= first->len + 1)
    {
      g_clear_pointer (&rows->cards, g_array_unref);
      g_clear_pointer (&first, g_array_unref);
      first = g_array_ref (sorted);
    }
  for (guint i = 0; i < first->len; i++)
    {
      const RedanThreatRow row = { g_array_index (first, guint32, i), REDAN_NONE };

      g_array_append_val (rows->rows, row);
    }
  if (first->len < sorted->len)
    fold (self, sorted, first, rows);
  return rows;
}

void
redan_threat_rows_free (RedanThreatRows *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rows);
  g_array_unref (self->groups);
  g_clear_pointer (&self->cards, g_array_unref);
  g_free (self);
}

/* ---- the same threat later ---- */

static gboolean
is_way_back (const RedanFacts *facts, const RedanThreat *threat)
{
  return threat->context == REDAN_CONTEXT_INTERACTION && threat->target != REDAN_NONE &&
         facts->interaction_reverse[threat->target];
}

static gboolean
is_same (const RedanAnalysis *old, guint32 i, const RedanAnalysis *now, guint32 j)
{
  const RedanThreat *a = &g_array_index (old->threats, RedanThreat, i);
  const RedanThreat *b = &g_array_index (now->threats, RedanThreat, j);
  const RedanObject *x = NULL;
  const RedanObject *y = NULL;

  if (a->rule != b->rule)
    return FALSE;
  if (a->rule == REDAN_NONE)
    {
      x = redan_threat_get_record (old->facts, a);
      y = redan_threat_get_record (now->facts, b);
    }
  else
    {
      x = redan_threat_get_object (old->facts, a);
      y = redan_threat_get_object (now->facts, b);
      if (is_way_back (old->facts, a) != is_way_back (now->facts, b))
        return FALSE;
    }
  return x == y || (x != NULL && y != NULL && redan_id_equal (&x->id, &y->id));
}

void
redan_threat_find_same (const RedanAnalysis *old,
                        const RedanAnalysis *now,
                        guint32 *threats,
                        guint n)
{
  gint64 shift = 0;

  for (guint i = 0; i < n; i++)
    {
      const gint64 guess = threats[i] + shift;
      const RedanThreat *found = NULL;
      g_autofree char *id = NULL;

      /* Both are in the same order, so most have moved as far as the one before. */
      if (guess >= 0 && guess < now->threats->len &&
          is_same (old, threats[i], now, (guint32) guess))
        {
          threats[i] = (guint32) guess;
          continue;
        }
      id = redan_threat_dup_id (old->facts, &g_array_index (old->threats, RedanThreat, threats[i]));
      found = redan_analysis_find (now, id);
      if (found == NULL)
        {
          threats[i] = REDAN_NONE;
          continue;
        }
      shift = (found - (const RedanThreat *) (gpointer) now->threats->data) - (gint64) threats[i];
      threats[i] = (guint32) (threats[i] + shift);
    }
}

/* ---- making ---- */

RedanThreatIndex *
redan_threat_index_new (const RedanAnalysis *analysis, RedanThreatIndex *previous)
{
  RedanThreatIndex *self = g_new0 (RedanThreatIndex, 1);

  self->analysis = redan_analysis_ref ((RedanAnalysis *) analysis);
  self->texts = redan_threat_texts_new (analysis->facts, previous != NULL ? previous->texts : NULL);
  self->ranks = g_new (guint32, MAX (analysis->threats->len, 1));
  for (guint rank = 0; rank < analysis->threats->len; rank++)
    self->ranks[analysis->ranked[rank]] = rank;
  return self;
}

void
redan_threat_index_free (RedanThreatIndex *self)
{
  if (self == NULL)
    return;
  redan_threat_texts_free (self->texts);
  redan_analysis_unref (self->analysis);
  g_free (self->ranks);
  g_free (self);
}

const RedanAnalysis *
redan_threat_index_get_analysis (const RedanThreatIndex *self)
{
  return self->analysis;
}

guint
redan_threat_index_get_rank (const RedanThreatIndex *self, guint threat)
{
  return self->ranks[threat] + 1;
}
