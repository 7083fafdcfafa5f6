/* SPDX-License-Identifier: Apache-2.0 */
/* The results of a batch in small: one entry for each check of each resource, and counts of the
 * rest. */

#pragma once

#include "analysis/evidence-private.h"

G_BEGIN_DECLS

/** EvidenceEntry: the newest result of a check on a resource; the resource itself is kept as a hash
 * only */
typedef struct
{
  guint64 resource[2];
  gint64 time;
  guint32 check; /* plus one; 0 for an empty slot */
  guint32 place;
  guint8 status; /* RedanFindingStatus */
  guint8 muted;
} EvidenceEntry;

typedef struct
{
  char *source;
  char *check;
  char *rule;
} EvidenceCheck;

typedef struct
{
  guint64 outcomes[REDAN_EVIDENCE_N_OUTCOMES];
  EvidenceEntry *slots; /* open addressing */
  guint n_slots;
  guint n_entries;
  GArray *checks;          /* EvidenceCheck */
  GHashTable *check_index; /* "source\tcheck\trule" -> position plus one */
  GArray *places;          /* EvidencePlace */
  GHashTable *place_index; /* gint64 of both -> position plus one */
  GHashTable *definitions; /* name of a Config rule -> managed rule */
  GHashTable *resources;   /* "resource\taccount" -> guint64 */
  GHashTable *practices;   /* the same, without account */
  GHashTable *proposals;   /* resource -> position of the element */
  guint64 n_more;
} EvidenceSums;

void evidence_sums_init (EvidenceSums *self);
void evidence_sums_reset (EvidenceSums *self);
void evidence_sums_clear (EvidenceSums *self);

/** evidence_sums_find_check: Returns: %FALSE when there are @limit already */
gboolean evidence_sums_find_check (EvidenceSums *self,
                                   const RedanFinding *finding,
                                   guint limit,
                                   guint32 *check_out);

/** evidence_sums_add: keeps the newest result. Returns: %FALSE when there are too many already */
gboolean evidence_sums_add (EvidenceSums *self,
                            guint32 check,
                            const EvidencePlace *place,
                            const char *account,
                            const RedanFinding *finding,
                            guint entry_limit,
                            guint place_limit);

/** evidence_sums_count_name: Returns: %FALSE when @name is not kept since there are @limit others
 */
gboolean evidence_sums_count_name (
    GHashTable *table, const char *name, const char *account, guint64 n, guint limit);
void evidence_sums_count_resource (EvidenceSums *self,
                                   const char *resource,
                                   const char *account,
                                   guint limit);
void evidence_sums_propose (EvidenceSums *self, const char *resource, guint32 element);

/** evidence_sums_merge: adds all of @other */
void evidence_sums_merge (EvidenceSums *self, const EvidenceSums *other);

void evidence_report_init_lists (RedanEvidenceReport *report);

/** evidence_sum_up: fills all of @report but its files. Returns: (transfer full): the edit */
RedanEdit *evidence_sum_up (const EvidenceSums *self,
                            const RedanModel *model,
                            const RedanCatalogue *catalogue,
                            const RedanCheckNames *names,
                            const RedanEvidenceOptions *options,
                            RedanEvidenceReport *report);

G_END_DECLS
