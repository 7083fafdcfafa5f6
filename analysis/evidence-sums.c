/* SPDX-License-Identifier: Apache-2.0 */
/* The results of a batch in small: one entry for each check of each resource, and counts of the
 * rest. */

#include "config.h"

#include "analysis/evidence-sum-private.h"

#include <string.h>

#define FIRST_SLOTS 1024

static void
clear_check (gpointer data)
{
  EvidenceCheck *check = data;

  g_free (check->source);
  g_free (check->check);
  g_free (check->rule);
}

void
evidence_sums_init (EvidenceSums *self)
{
  *self = (EvidenceSums){ 0 };
  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (EvidenceEntry, FIRST_SLOTS);
  self->checks = g_array_new (FALSE, FALSE, sizeof (EvidenceCheck));
  g_array_set_clear_func (self->checks, clear_check);
  self->check_index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->places = g_array_new (FALSE, FALSE, sizeof (EvidencePlace));
  self->place_index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->definitions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->resources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->practices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->proposals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
evidence_sums_clear (EvidenceSums *self)
{
  g_free (self->slots);
  g_array_unref (self->checks);
  g_hash_table_unref (self->check_index);
  g_array_unref (self->places);
  g_hash_table_unref (self->place_index);
  g_hash_table_unref (self->definitions);
  g_hash_table_unref (self->resources);
  g_hash_table_unref (self->practices);
  g_hash_table_unref (self->proposals);
}

void
evidence_sums_reset (EvidenceSums *self)
{
  evidence_sums_clear (self);
  evidence_sums_init (self);
}

static gboolean
find_check (EvidenceSums *self,
            const char *source,
            const char *name,
            const char *rule,
            guint limit,
            guint32 *check_out)
{
  g_autofree char *key = g_strjoin ("\t", source, name, rule, NULL);
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->check_index, key));
  EvidenceCheck check;

  if (position == 0)
    {
      if (self->checks->len >= limit)
        return FALSE;
      check = (EvidenceCheck){ g_strdup (source), g_strdup (name), g_strdup (rule) };
      g_array_append_val (self->checks, check);
      position = self->checks->len;
      g_hash_table_insert (self->check_index, g_steal_pointer (&key), GUINT_TO_POINTER (position));
    }
  *check_out = position - 1;
  return TRUE;
}

gboolean
evidence_sums_find_check (EvidenceSums *self,
                          const RedanFinding *finding,
                          guint limit,
                          guint32 *check_out)
{
  return find_check (self, finding->source, finding->check, finding->rule, limit, check_out);
}

static gboolean
find_place (EvidenceSums *self, const EvidencePlace *place, guint limit, guint32 *place_out)
{
  gint64 key = (gint64) ((guint64) place->element << 32 | place->account);
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->place_index, &key));

  if (position == 0)
    {
      if (self->places->len >= limit)
        return FALSE;
      g_array_append_val (self->places, *place);
      position = self->places->len;
      g_hash_table_insert (self->place_index, g_memdup2 (&key, sizeof key),
                           GUINT_TO_POINTER (position));
    }
  *place_out = position - 1;
  return TRUE;
}

/* FNV-1a with two primes: nobody gets two resources to look like one by chance. */
static void
hash_text (guint64 hash[2], const char *text)
{
  for (const guchar *at = (const guchar *) text;; at++)
    {
      hash[0] = (hash[0] ^ *at) * G_GUINT64_CONSTANT (0x100000001b3);
      hash[1] = (hash[1] + *at) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash[1] ^= hash[1] >> 29;
      if (*at == '\0')
        return;
    }
}

static guint
find_slot (const EvidenceSums *self, const EvidenceEntry *entry)
{
  guint at = (guint) (entry->resource[0] ^ entry->resource[1] >> 17 ^ entry->check * 2654435761u) %
             self->n_slots;

  while (self->slots[at].check != 0 &&
         (self->slots[at].check != entry->check || self->slots[at].place != entry->place ||
          self->slots[at].resource[0] != entry->resource[0] ||
          self->slots[at].resource[1] != entry->resource[1]))
    at = (at + 1) % self->n_slots;
  return at;
}

static void
grow (EvidenceSums *self)
{
  g_autofree EvidenceEntry *old = self->slots;
  guint n = self->n_slots;

  self->n_slots = 2 * n;
  self->slots = g_new0 (EvidenceEntry, self->n_slots);
  for (guint i = 0; i < n; i++)
    if (old[i].check != 0)
      self->slots[find_slot (self, &old[i])] = old[i];
}

/* How bad a result is, when two are of the same time. */
static guint
get_weight (const EvidenceEntry *entry)
{
  static const guint8 weights[] = {
    [REDAN_FINDING_NOT_APPLICABLE] = 0,
    [REDAN_FINDING_PASS] = 1,
    [REDAN_FINDING_UNKNOWN] = 2,
    [REDAN_FINDING_FAIL] = 3,
  };

  return weights[entry->status] * 2u + !entry->muted;
}

static void
put_entry (EvidenceSums *self, const EvidenceEntry *entry)
{
  EvidenceEntry *slot;

  if (4 * (self->n_entries + 1) > 3 * self->n_slots)
    grow (self);
  slot = &self->slots[find_slot (self, entry)];
  if (slot->check == 0)
    self->n_entries++;
  else if (slot->time > entry->time ||
           (slot->time == entry->time && get_weight (slot) >= get_weight (entry)))
    return;
  *slot = *entry;
}

gboolean
evidence_sums_add (EvidenceSums *self,
                   guint32 check,
                   const EvidencePlace *place,
                   const char *account,
                   const RedanFinding *finding,
                   guint entry_limit,
                   guint place_limit)
{
  EvidenceEntry entry = { .resource = { G_GUINT64_CONSTANT (0xcbf29ce484222325), 1 },
                          .time = finding->time,
                          .check = check + 1,
                          .status = (guint8) finding->status,
                          .muted = finding->muted != 0 };

  if (self->n_entries >= entry_limit || !find_place (self, place, place_limit, &entry.place))
    return FALSE;
  hash_text (entry.resource, account);
  hash_text (entry.resource, finding->region);
  hash_text (entry.resource, finding->resource);
  put_entry (self, &entry);
  return TRUE;
}

gboolean
evidence_sums_count_name (
    GHashTable *table, const char *name, const char *account, guint64 n, guint limit)
{
  g_autofree char *key = g_strjoin ("\t", name, account, NULL);
  guint64 *count = g_hash_table_lookup (table, key);

  if (count == NULL)
    {
      if (g_hash_table_size (table) >= limit)
        return FALSE;
      count = g_new0 (guint64, 1);
      g_hash_table_insert (table, g_steal_pointer (&key), count);
    }
  *count += n;
  return TRUE;
}

void
evidence_sums_count_resource (EvidenceSums *self,
                              const char *resource,
                              const char *account,
                              guint limit)
{
  if (!evidence_sums_count_name (self->resources, resource, account, 1, limit))
    self->n_more++;
}

void
evidence_sums_propose (EvidenceSums *self, const char *resource, guint32 element)
{
  if (g_hash_table_size (self->proposals) < 10000)
    g_hash_table_insert (self->proposals, g_strdup (resource), GUINT_TO_POINTER (element));
}

static void
merge_names (GHashTable *to, GHashTable *from, guint64 *n_more)
{
  GHashTableIter iter;
  gpointer key;
  gpointer count;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &count))
    {
      g_auto (GStrv) parts = g_strsplit (key, "\t", 2);

      if (!evidence_sums_count_name (to, parts[0], parts[1], *(guint64 *) count, 100000))
        *n_more += *(guint64 *) count;
    }
}

static void
merge_entries (EvidenceSums *self, const EvidenceSums *other)
{
  for (guint i = 0; i < other->n_slots; i++)
    {
      EvidenceEntry entry = other->slots[i];
      const EvidenceCheck *check;
      guint32 position;

      if (entry.check == 0)
        continue;
      check = &g_array_index (other->checks, EvidenceCheck, entry.check - 1);
      if (!find_check (self, check->source, check->check, check->rule, G_MAXUINT, &position) ||
          !find_place (self, &g_array_index (other->places, EvidencePlace, entry.place), G_MAXUINT,
                       &entry.place))
        continue;
      entry.check = position + 1;
      put_entry (self, &entry);
    }
}

void
evidence_sums_merge (EvidenceSums *self, const EvidenceSums *other)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  guint64 ignored = 0;

  for (guint i = 0; i < REDAN_EVIDENCE_N_OUTCOMES; i++)
    self->outcomes[i] += other->outcomes[i];
  merge_entries (self, other);
  merge_names (self->resources, other->resources, &self->n_more);
  merge_names (self->practices, other->practices, &ignored);
  self->n_more += other->n_more;

  g_hash_table_iter_init (&iter, other->definitions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (self->definitions, g_strdup (key), g_strdup (value));
  g_hash_table_iter_init (&iter, other->proposals);
  while (g_hash_table_iter_next (&iter, &key, &value))
    evidence_sums_propose (self, key, GPOINTER_TO_UINT (value));
}
