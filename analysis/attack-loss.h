/* SPDX-License-Identifier: Apache-2.0 */
/* What the attacks on a model are expected to cost, with any choice of further controls, and with
 * any of the standing ones broken. */

#pragma once

#include "analysis/attack-view.h"
#include "analysis/graph/attack-trials.h"

G_BEGIN_DECLS

/**
 * RedanAttackOffer: a control that could stand at more places, or better
 * @effort: points, as a plan counts them
 * @n_places: where it would newly stand in the whole model
 * @matters: some attack has to overcome it, or something else that does needs it
 */
typedef struct
{
  guint32 control;
  double effort;
  guint n_places;
  gboolean matters;
} RedanAttackOffer;

/** RedanAttackStanding: a control that attackers have to overcome; @n_places: where it stands */
typedef struct
{
  guint32 control;
  guint n_places;
} RedanAttackStanding;

/**
 * RedanAttackLoss:
 * @offers: (element-type RedanAttackOffer): what to choose from, in the order of the catalogue
 * @standing: (element-type RedanAttackStanding): in the order of the catalogue
 * @n_samples: random trials, the same for every choice
 */
typedef struct
{
  RedanAttack *attack;
  GArray *offers;
  GArray *standing;
  guint32 n_samples;

  /*< private >*/
  GPtrArray *trials; /* by attacker */
  double *share;
  guint8 *items; /* offers, then standing ones broken */
  GArray *needs; /* pairs of offers: the first is of no use without the second */
} RedanAttackLoss;

/**
 * redan_attack_loss_new:
 * @attack: made with REDAN_ATTACK_WHAT_IF; must live as long as the result
 * @attacker: (nullable): %NULL for all of the catalogue and the file, by their weight
 * @phase: only controls up to this phase of the roadmap, 1..4
 * @n_samples: rounded up to a multiple of 512; 0 for 2,048, in a large model less
 *
 * The loss is the sum over the assets and over confidentiality, integrity and availability of what
 * they are worth (0..1) times the chance that an attacker takes them within his time; estimated, in
 * random trials.
 *
 * Cost: O(attackers * (size + random nodes * samples / 64)) time and memory.
 */
RedanAttackLoss *redan_attack_loss_new (RedanAttack *attack,
                                        const RedanAttacker *attacker,
                                        guint phase,
                                        guint32 n_samples) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_loss_free (RedanAttackLoss *self);

/**
 * redan_attack_loss_get:
 * @chosen: (array): 1 for the offers that are declared wherever they apply. One that needs another
 *   is of no use before that stands
 * @margin_out: (optional): half the width of the 95 % interval
 *
 * Never more with more offers. Cost: O(attackers * size * samples / 512).
 *
 * Returns: the expected loss
 */
double redan_attack_loss_get (RedanAttackLoss *self, const guint8 *chosen, double *margin_out);

/** redan_attack_loss_get_without: Returns: the expected loss when standing control number @standing
 * is broken wherever it stands, and nothing is chosen */
double redan_attack_loss_get_without (RedanAttackLoss *self, guint standing);

/** redan_attack_loss_count_outcomes: Returns: goals in trials, of all attackers */
guint32 redan_attack_loss_count_outcomes (const RedanAttackLoss *self);

/**
 * redan_attack_loss_tell:
 * @chosen: as of redan_attack_loss_get()
 * @number: (array): by offer, its bit; REDAN_NONE for those that nobody will choose
 * @n_numbers: bits
 * @told: for each outcome that is a loss; see redan_attack_trials_tell(), which it costs for each
 *   attacker
 */
void redan_attack_loss_tell (RedanAttackLoss *self,
                             const guint8 *chosen,
                             const guint32 *number,
                             guint32 n_numbers,
                             RedanAttackTrialsTold told,
                             gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackLoss, redan_attack_loss_free)

G_END_DECLS
