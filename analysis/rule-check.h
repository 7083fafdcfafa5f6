/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of a catalogue beyond names and types: fixtures, conditions that nothing tests, controls that cannot act, bands
 * that nothing reaches, kinds that no rule looks at. */

#pragma once

#include "analysis/catalogue.h"

G_BEGIN_DECLS

/** RedanRuleFinding: @path, @line: of the item; @column: in its condition, 0 for the item as a whole */
typedef struct
{
  const char *path;
  guint line;
  guint column;
  char *message;
} RedanRuleFinding;

void redan_rule_finding_free (RedanRuleFinding *self);

/**
 * redan_catalogue_check:
 * @pack: (nullable): only the items of this pack
 *
 * - every rule has a fixture in which it fires and one in which it does not, and both come out so;
 * - negating any single condition of a rule changes the outcome of one of its fixtures;
 * - every control that a rule names can count for it;
 * - every control that is named can act in scores;
 * - every band can be reached by some rule;
 * - for every criterion there is a model in which it holds and one in which it fails, for every objective one in which it is
 *   met and one in which it is not; none that is required holds in an empty model.
 *
 * The last two are asked of the whole catalogue only. Models are tried: an organization that nobody looks after, one that
 * puts every control in place, and in both the values of the attributes that a criterion reads.
 *
 * Cost: one small analysis for each fixture, control, and model tried, and one evaluation for each condition and fixture.
 *
 * Returns: (transfer full) (element-type RedanRuleFinding): by path and line
 */
GPtrArray *redan_catalogue_check (RedanCatalogue *catalogue, const char *pack);

/** The rows and columns of the coverage: what a rule may be about. */
#define REDAN_COVERAGE_KINDS 8  /* bits of RedanApplies */
#define REDAN_COVERAGE_PAIRS 16 /* kind of the source * 4 + kind of the destination */

/**
 * RedanCoverage: how many rules of each letter can fire
 * @kinds: by kind and letter of STRIDE
 * @pairs: by pair of kinds and letter, rules on flows
 */
typedef struct
{
  guint kinds[REDAN_COVERAGE_KINDS][6];
  guint pairs[REDAN_COVERAGE_PAIRS][6];
} RedanCoverage;

/** redan_catalogue_get_coverage: counts the rules of the method STRIDE; what their conditions say about kinds is read from
 * the conditions, everything else may be so */
void redan_catalogue_get_coverage (const RedanCatalogue *catalogue, RedanCoverage *coverage_out);

/** redan_coverage_expects: Returns: whether threats of @letter (position in STRIDE) are to be expected on a @kind */
gboolean redan_coverage_expects (guint kind, guint letter);

/** redan_coverage_expects_pair: the same of flows; nothing is expected between two ends that are not ours */
gboolean redan_coverage_expects_pair (guint pair);

/** redan_rule_reads_graph: Returns: whether the condition asks for reach(), depth(), blast() or choke() */
gboolean redan_rule_reads_graph (const RedanRule *rule);

G_END_DECLS
