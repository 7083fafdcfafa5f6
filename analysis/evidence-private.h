/* SPDX-License-Identifier: Apache-2.0 */
/* Names of checks and resources, and what they stand for in catalogue and model. */

#pragma once

#include "analysis/evidence.h"

G_BEGIN_DECLS

/** RedanCheckNames: from names of checks in any notation to controls and to what is known of the
 * checks */
typedef struct
{
  const RedanCatalogue *catalogue;
  GHashTable *controls; /* normal name with its source -> GArray of guint32 */
  GHashTable *infos;    /* normal name -> const RedanCheck */
} RedanCheckNames;

void check_names_init (RedanCheckNames *self, const RedanCatalogue *catalogue);
void check_names_clear (RedanCheckNames *self);

/**
 * check_names_find:
 * @identifier: (nullable): the managed rule that a Config rule is said to be
 * @info_out: (nullable out): what is known of the check
 *
 * Returns: (nullable): the controls that it verifies
 */
const GArray *check_names_find (const RedanCheckNames *self,
                                const char *source,
                                const char *check,
                                const char *rule,
                                const char *identifier,
                                const RedanCheck **info_out);

/** check_name_strip_rule: Returns: (transfer full): the name of a Config rule without what services
 * add around it */
char *check_name_strip_rule (const char *rule);

#define PLACE_NONE G_MAXUINT32

/** EvidencePlace: @element and @account are positions in the model, or PLACE_NONE */
typedef struct
{
  guint32 element;
  guint32 account;
} EvidencePlace;

typedef struct
{
  const RedanModel *model;
  GHashTable
      *resources;       /* identifier -> position of the element plus one; 0 when several have it */
  GHashTable *names;    /* normal name -> the same, of elements with a service */
  GHashTable *accounts; /* twelve digits -> position of the boundary plus one */
  guint32 *account_of;  /* by element: innermost account with a number, or PLACE_NONE */
} RedanResourceNames;

void resource_names_init (RedanResourceNames *self, const RedanModel *model);
void resource_names_clear (RedanResourceNames *self);

/**
 * resource_names_find:
 * @proposed_out: an element that may be meant, or PLACE_NONE, when none is for sure
 * @whole_account_out: the result is about the account as a whole
 *
 * An identifier that an element names, then what stands behind the last separator of an ARN, when
 * the account agrees.
 */
EvidencePlace resource_names_find (const RedanResourceNames *self,
                                   const RedanFinding *finding,
                                   const char *account,
                                   guint32 *proposed_out,
                                   gboolean *whole_account_out);

G_END_DECLS
