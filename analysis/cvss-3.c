/* SPDX-License-Identifier: Apache-2.0 */
/* The formulas of CVSS 3.0 and 3.1, from their specification documents, section 7 (3.0: section 8).
 */

#include "config.h"

#include "analysis/cvss-private.h"

#include <math.h>

/* In the order of the table. */
enum
{
  AV,
  AC,
  PR,
  UI,
  S,
  C,
  I,
  A,
  E,
  RL,
  RC,
  CR,
  IR,
  AR,
  MAV,
  MAC,
  MPR,
  MUI,
  MS,
  MC,
  MI,
  MA,
};

#define CHANGED 1 /* value of S */

static const RedanCvssMetric metrics[] = {
  [AV] = { "AV", "N A L P", FALSE },    [AC] = { "AC", "L H", FALSE },
  [PR] = { "PR", "N L H", FALSE },      [UI] = { "UI", "N R", FALSE },
  [S] = { "S", "U C", FALSE },          [C] = { "C", "H L N", FALSE },
  [I] = { "I", "H L N", FALSE },        [A] = { "A", "H L N", FALSE },
  [E] = { "E", "H F P U X", TRUE },     [RL] = { "RL", "U W T O X", TRUE },
  [RC] = { "RC", "C R U X", TRUE },     [CR] = { "CR", "H M L X", TRUE },
  [IR] = { "IR", "H M L X", TRUE },     [AR] = { "AR", "H M L X", TRUE },
  [MAV] = { "MAV", "N A L P X", TRUE }, [MAC] = { "MAC", "L H X", TRUE },
  [MPR] = { "MPR", "N L H X", TRUE },   [MUI] = { "MUI", "N R X", TRUE },
  [MS] = { "MS", "U C X", TRUE },       [MC] = { "MC", "H L N X", TRUE },
  [MI] = { "MI", "H L N X", TRUE },     [MA] = { "MA", "H L N X", TRUE },
};

/* CVSS 3.1 section 7.4 "Metric Values", by number of the value; those of 3.0 are the same. */
static const double attack_vector[] = { 0.85, 0.62, 0.55, 0.2 };
static const double attack_complexity[] = { 0.77, 0.44 };
static const double privileges[2][3] = { { 0.85, 0.62, 0.27 }, { 0.85, 0.68, 0.5 } };
static const double interaction[] = { 0.85, 0.62 };
static const double impact[] = { 0.56, 0.22, 0 };
static const double maturity[] = { 1, 0.97, 0.94, 0.91, 1 };
static const double remediation[] = { 1, 0.97, 0.96, 0.95, 1 };
static const double confidence[] = { 1, 0.96, 0.92, 1 };
static const double requirement[] = { 1.5, 1, 0.5, 1 };

const RedanCvssMetric *
cvss_3_get_metrics (guint *n_out)
{
  *n_out = G_N_ELEMENTS (metrics);
  return metrics;
}

/* CVSS 3.1 appendix A, "Roundup": the smallest number of one decimal that is not below @x, without
 * the errors of binary fractions. 3.0 defines the same with words only. Returns: tenths */
static guint
round_up (double x)
{
  gint64 scaled = (gint64) round (x * 100000);

  return (guint) (scaled % 10000 == 0 ? scaled / 10000 : scaled / 10000 + 1);
}

/* The modified metric @m, or the base metric when it is not defined. */
static guint8
pick (const guint8 *values, guint m, guint base)
{
  guint8 undefined[] = {
    [MAV] = 4, [MAC] = 2, [MPR] = 3, [MUI] = 2, [MS] = 2, [MC] = 3, [MI] = 3, [MA] = 3
  };

  return values[m] == undefined[m] ? values[base] : values[m];
}

static double
compute_exploitability (guint8 av, guint8 ac, guint8 pr, guint8 ui, gboolean changed)
{
  return 8.22 * attack_vector[av] * attack_complexity[ac] * privileges[changed][pr] *
         interaction[ui];
}

/* Base Equations; with @scope changed, the formula of the base score in both versions. */
static double
compute_impact (double iss, gboolean changed)
{
  return changed ? 7.52 * (iss - 0.029) - 3.25 * pow (iss - 0.02, 15) : 6.42 * iss;
}

/* Environmental Equations; 3.1 changed the part for a changed scope. */
static double
compute_modified_impact (double miss, gboolean changed, RedanCvssVersion version)
{
  if (!changed || version == REDAN_CVSS_3_0)
    return compute_impact (miss, changed);
  return 7.52 * (miss - 0.029) - 3.25 * pow (miss * 0.9731 - 0.02, 13);
}

static guint
combine (double impact_score, double exploitability, gboolean changed)
{
  if (impact_score <= 0)
    return 0;
  return round_up (MIN ((changed ? 1.08 : 1) * (impact_score + exploitability), 10));
}

static guint
score_environmental (const guint8 *values, RedanCvssVersion version, double temporal)
{
  gboolean changed = pick (values, MS, S) == CHANGED;
  double c = impact[pick (values, MC, C)] * requirement[values[CR]];
  double i = impact[pick (values, MI, I)] * requirement[values[IR]];
  double a = impact[pick (values, MA, A)] * requirement[values[AR]];
  double miss = MIN (1 - (1 - c) * (1 - i) * (1 - a), 0.915);
  double exploitability =
      compute_exploitability (pick (values, MAV, AV), pick (values, MAC, AC),
                              pick (values, MPR, PR), pick (values, MUI, UI), changed);
  guint modified =
      combine (compute_modified_impact (miss, changed, version), exploitability, changed);

  return round_up (modified / 10.0 * temporal);
}

void
cvss_3_score (const guint8 *values, RedanCvssScores *scores)
{
  gboolean changed = values[S] == CHANGED;
  double iss = 1 - (1 - impact[values[C]]) * (1 - impact[values[I]]) * (1 - impact[values[A]]);
  double exploitability =
      compute_exploitability (values[AV], values[AC], values[PR], values[UI], changed);
  double temporal = maturity[values[E]] * remediation[values[RL]] * confidence[values[RC]];

  scores->base = combine (compute_impact (iss, changed), exploitability, changed);
  scores->threat = round_up (scores->base / 10.0 * temporal);
  scores->environmental = score_environmental (values, scores->version, temporal);
  scores->exploitability =
      (guint) lround (100 * exploitability / compute_exploitability (0, 0, 0, 0, changed));
}
