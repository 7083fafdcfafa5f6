/* SPDX-License-Identifier: Apache-2.0 */
/* CVSS 4.0 from its specification document, section 8 "CVSS v4.0 Scoring": a score for each
 * equivalence class of vectors (MacroVector), less the mean of the shares of the way to the next
 * lower ones. In whole numbers throughout. */

#include "config.h"

#include "analysis/cvss-private.h"

/* In the order of the table. */
enum
{
  AV,
  AC,
  AT,
  PR,
  UI,
  VC,
  VI,
  VA,
  SC,
  SI,
  SA,
  E,
  CR,
  IR,
  AR,
  MAV,
  N_SCORED = MAV, /* of these each has an effective value */
  MSI = MAV + 9,
  MSA,
  N_METRICS = MSA + 7,
};

/* The numbers of values are the severity distances to the most severe value of each metric
 * (section 8.2); the modified metrics have the numbers of their base metrics. "S" stands last among
 * the values of MSI and MSA and is handled by get_effective(). */
static const RedanCvssMetric metrics[N_METRICS] = {
  { "AV", "N A L P", FALSE },   { "AC", "L H", FALSE },
  { "AT", "N P", FALSE },       { "PR", "N L H", FALSE },
  { "UI", "N P A", FALSE },     { "VC", "H L N", FALSE },
  { "VI", "H L N", FALSE },     { "VA", "H L N", FALSE },
  { "SC", "H L N", FALSE },     { "SI", "H L N", FALSE },
  { "SA", "H L N", FALSE },     { "E", "A P U X", TRUE },
  { "CR", "H M L X", TRUE },    { "IR", "H M L X", TRUE },
  { "AR", "H M L X", TRUE },    { "MAV", "N A L P X", TRUE },
  { "MAC", "L H X", TRUE },     { "MAT", "N P X", TRUE },
  { "MPR", "N L H X", TRUE },   { "MUI", "N P A X", TRUE },
  { "MVC", "H L N X", TRUE },   { "MVI", "H L N X", TRUE },
  { "MVA", "H L N X", TRUE },   { "MSC", "H L N X", TRUE },
  { "MSI", "H L N S X", TRUE }, { "MSA", "H L N S X", TRUE },
  { "S", "N P X", TRUE },       { "AU", "N Y X", TRUE },
  { "R", "A U I X", TRUE },     { "V", "D C X", TRUE },
  { "RE", "L M H X", TRUE },    { "U", "Clear Green Amber Red X", TRUE },
};

/* Number of the value "X" of MAV..MSA. */
static const guint8 undefined[] = { 4, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4 };

#define SAFETY 3 /* of MSI and MSA */

/* EQ3 and EQ6 together have five levels: 00, 01, 10, 11, 21. */
enum
{
  N_EQ1 = 3,
  N_EQ2 = 2,
  N_EQ36 = 5,
  N_EQ4 = 3,
  N_EQ5 = 3,
};

/* Section 8.3, scores of the MacroVectors in tenths, by EQ1, EQ2, EQ3+EQ6, EQ4, EQ5. */
static const guint8 macro_scores[N_EQ1][N_EQ2][N_EQ36][N_EQ4][N_EQ5] = {
  { { { { 100, 98, 95 }, { 100, 93, 91 }, { 93, 89, 81 } },
      { { 99, 95, 92 }, { 96, 87, 81 }, { 90, 80, 68 } },
      { { 98, 95, 90 }, { 93, 89, 81 }, { 88, 78, 69 } },
      { { 95, 92, 84 }, { 92, 81, 65 }, { 80, 70, 48 } },
      { { 92, 82, 72 }, { 79, 69, 50 }, { 69, 55, 27 } } },
    { { { 99, 95, 92 }, { 95, 90, 84 }, { 92, 82, 72 } },
      { { 97, 92, 85 }, { 91, 83, 71 }, { 81, 71, 53 } },
      { { 95, 92, 85 }, { 92, 80, 70 }, { 84, 71, 50 } },
      { { 93, 85, 73 }, { 82, 72, 59 }, { 70, 52, 30 } },
      { { 86, 75, 52 }, { 71, 52, 29 }, { 63, 29, 17 } } } },
  { { { { 98, 94, 91 }, { 94, 86, 77 }, { 87, 74, 63 } },
      { { 95, 87, 81 }, { 89, 74, 64 }, { 75, 63, 49 } },
      { { 94, 88, 76 }, { 86, 74, 59 }, { 72, 57, 52 } },
      { { 89, 77, 67 }, { 76, 58, 50 }, { 57, 52, 25 } },
      { { 83, 70, 54 }, { 65, 58, 26 }, { 53, 21, 13 } } },
    { { { 95, 88, 76 }, { 90, 75, 61 }, { 77, 68, 52 } },
      { { 90, 76, 70 }, { 77, 62, 53 }, { 66, 59, 30 } },
      { { 89, 76, 62 }, { 74, 57, 47 }, { 61, 57, 24 } },
      { { 78, 67, 58 }, { 59, 57, 23 }, { 52, 29, 16 } },
      { { 71, 59, 30 }, { 58, 26, 15 }, { 23, 13, 6 } } } },
  { { { { 93, 86, 75 }, { 86, 74, 56 }, { 70, 52, 40 } },
      { { 87, 72, 58 }, { 74, 61, 34 }, { 54, 40, 22 } },
      { { 85, 74, 62 }, { 72, 55, 46 }, { 53, 34, 19 } },
      { { 75, 55, 51 }, { 57, 41, 19 }, { 36, 19, 8 } },
      { { 64, 51, 20 }, { 47, 21, 11 }, { 24, 9, 4 } } },
    { { { 88, 73, 60 }, { 73, 59, 41 }, { 54, 45, 20 } },
      { { 75, 53, 50 }, { 55, 40, 20 }, { 43, 22, 11 } },
      { { 75, 58, 40 }, { 61, 48, 20 }, { 46, 17, 8 } },
      { { 55, 45, 21 }, { 51, 18, 9 }, { 18, 7, 2 } },
      { { 53, 24, 14 }, { 24, 12, 5 }, { 10, 3, 1 } } } },
};

/* Most severe vectors of a level (section 8.2, "highest severity vectors"), as values of the
 * metrics of its equivalence class, and its depth: the largest severity distance in it, plus one.
 * Any of them from which no value of a vector is more severe gives the same distance. */
typedef struct
{
  guint8 depth;
  guint8 n_highest;
  guint8 highest[5][6];
} Level;

typedef struct
{
  guint8 n_metrics;
  guint8 metrics[6];
  Level levels[5];
} Class;

static const Class eq1 = { 3,
                           { AV, PR, UI },
                           { { 1, 1, { { 0, 0, 0 } } },
                             { 4, 3, { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } },
                             { 5, 2, { { 3, 0, 0 }, { 1, 1, 1 } } } } };

static const Class eq2 = { 2,
                           { AC, AT },
                           { { 1, 1, { { 0, 0 } } }, { 2, 2, { { 1, 0 }, { 0, 1 } } } } };

static const Class eq36 = { 6,
                            { VC, VI, VA, CR, IR, AR },
                            { { 7, 1, { { 0, 0, 0, 0, 0, 0 } } },
                              { 6, 2, { { 0, 0, 1, 1, 1, 0 }, { 0, 0, 0, 1, 1, 1 } } },
                              { 8, 2, { { 1, 0, 0, 0, 0, 0 }, { 0, 1, 0, 0, 0, 0 } } },
                              { 8,
                                5,
                                { { 1, 0, 1, 0, 1, 0 },
                                  { 1, 0, 0, 0, 1, 1 },
                                  { 0, 1, 0, 1, 0, 1 },
                                  { 0, 1, 1, 1, 0, 0 },
                                  { 1, 1, 0, 0, 0, 1 } } },
                              { 10, 1, { { 1, 1, 1, 0, 0, 0 } } } } };

/* Distances of SC, SI, SA begin at 1: 0 is Safety. */
static const Class eq4 = {
  3,
  { SC, SI, SA },
  { { 6, 1, { { 1, 0, 0 } } }, { 5, 1, { { 1, 1, 1 } } }, { 4, 1, { { 2, 2, 2 } } } }
};

const RedanCvssMetric *
cvss_4_get_metrics (guint *n_out)
{
  *n_out = G_N_ELEMENTS (metrics);
  return metrics;
}

/* Section 8.1: undefined means the worst for E, CR, IR, AR, and the base metric for a modified one.
 * Values of SC, SI, SA become 0 Safety, 1 High, 2 Low, 3 None. */
static void
get_effective (const guint8 *values, gboolean threat, gboolean environmental, guint8 *effective)
{
  for (guint i = AV; i <= SA; i++)
    {
      guint8 modified = environmental ? values[MAV + i] : undefined[i];
      gboolean subsequent = i >= SC;

      effective[i] = modified == undefined[i] ? values[i] : modified;
      if (subsequent)
        effective[i] = effective[i] == SAFETY ? 0 : effective[i] + 1;
    }

  effective[E] = threat && values[E] < 3 ? values[E] : 0;
  for (guint i = CR; i <= AR; i++)
    effective[i] = environmental && values[i] < 3 ? values[i] : 0;
}

static gboolean
has_no_impact (const guint8 *v)
{
  return v[VC] == 2 && v[VI] == 2 && v[VA] == 2 && v[SC] == 3 && v[SI] == 3 && v[SA] == 3;
}

/* Section 8.2, tables 24 to 29. */
static void
classify (const guint8 *v, guint8 *level)
{
  guint n_none = (v[AV] == 0) + (v[PR] == 0) + (v[UI] == 0);
  gboolean lower_requirement =
      !((v[VC] == 0 && v[CR] == 0) || (v[VI] == 0 && v[IR] == 0) || (v[VA] == 0 && v[AR] == 0));

  level[0] = n_none == 3 ? 0 : v[AV] == 3 || n_none == 0 ? 2 : 1;
  level[1] = v[AC] == 0 && v[AT] == 0 ? 0 : 1;
  if (v[VC] == 0 && v[VI] == 0)
    level[2] = lower_requirement;
  else if (v[VC] == 0 || v[VI] == 0 || v[VA] == 0)
    level[2] = 2 + lower_requirement;
  else
    level[2] = 4;
  level[3] = v[SI] == 0 || v[SA] == 0 ? 0 : v[SC] == 1 || v[SI] == 1 || v[SA] == 1 ? 1 : 2;
  level[4] = v[E];
}

/* Severity distance to the first highest vector of the level that is at least as severe in every
 * metric. */
static guint
get_distance (const Class *class, const Level *level, const guint8 *v)
{
  for (guint i = 0; i < level->n_highest; i++)
    {
      guint distance = 0;
      gboolean below = TRUE;

      for (guint j = 0; j < class->n_metrics; j++)
        {
          below &= v[class->metrics[j]] >= level->highest[i][j];
          distance += v[class->metrics[j]] - level->highest[i][j];
        }
      if (below)
        return distance;
    }
  g_assert_not_reached ();
}

static guint
get_macro_score (const guint8 *level)
{
  return macro_scores[level[0]][level[1]][level[2]][level[3]][level[4]];
}

/* Score of the next lower MacroVector in one class; of two ways down the higher score counts.
 * Returns: whether there is one */
static gboolean
get_lower_score (const guint8 *level, guint class, guint *score_out)
{
  static const guint8 n_levels[] = { N_EQ1, N_EQ2, N_EQ36, N_EQ4, N_EQ5 };
  static const gint8 next_36[N_EQ36][2] = { { 1, 2 }, { 3, 3 }, { 3, 3 }, { 4, 4 }, { -1, -1 } };
  guint8 lower[5] = { level[0], level[1], level[2], level[3], level[4] };

  if (level[class] + 1 >= n_levels[class])
    return FALSE;
  if (class != 2)
    {
      lower[class]++;
      *score_out = get_macro_score (lower);
      return TRUE;
    }

  *score_out = 0;
  for (guint i = 0; i < 2; i++)
    {
      lower[2] = (guint8) next_36[level[2]][i];
      *score_out = MAX (*score_out, get_macro_score (lower));
    }
  return TRUE;
}

/* Every depth divides this, so that shares of the way are whole numbers. */
#define UNIT 840

static guint
score (const guint8 *v)
{
  static const Class *const classes[] = { &eq1, &eq2, &eq36, &eq4 };
  guint8 level[5];
  guint macro_score;
  guint n_lower = 0;
  guint sum = 0;
  guint lower;

  if (has_no_impact (v))
    return 0;
  classify (v, level);
  macro_score = get_macro_score (level);

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      const Level *here = &classes[i]->levels[level[i]];

      if (!get_lower_score (level, i, &lower))
        continue;
      n_lower++;
      sum += (macro_score - lower) * get_distance (classes[i], here, v) * (UNIT / here->depth);
    }
  /* in EQ5 the distance is always 0, but it counts in the mean */
  n_lower += get_lower_score (level, 4, &lower);
  if (n_lower == 0)
    return macro_score;

  /* half up: the mean is sum / (UNIT * n_lower) tenths */
  return (2 * macro_score * UNIT * n_lower - 2 * sum + UNIT * n_lower) / (2 * UNIT * n_lower);
}

static guint
score_part (const guint8 *values, gboolean threat, gboolean environmental)
{
  guint8 effective[N_SCORED];

  get_effective (values, threat, environmental, effective);
  return score (effective);
}

void
cvss_4_score (const guint8 *values, RedanCvssScores *scores)
{
  guint distance = values[AV] + values[AC] + values[AT] + values[PR] + values[UI];

  scores->base = score_part (values, FALSE, FALSE);
  scores->threat = score_part (values, TRUE, FALSE);
  scores->environmental = score_part (values, TRUE, TRUE);
  scores->exploitability = 100 - 100 * distance / (3 + 1 + 1 + 2 + 2);
}
