/* SPDX-License-Identifier: Apache-2.0 */
/* The line of a flow as the Microsoft Threat Modeling Tool has it, from what its importer kept and
 * from where things stand now. */

#include "config.h"

#include <math.h>

#include "model/exchange/tmt-line.h"

#include "model/geometry.h"

#define LINE_NUMBERS 6
#define END_NUMBERS 4

static RedanTmtPoint
to_pixels (RedanPoint point)
{
  return (RedanTmtPoint){ (double) point.x / REDAN_UNITS_PER_PIXEL,
                          (double) point.y / REDAN_UNITS_PER_PIXEL };
}

static gboolean
read_numbers (const RedanObject *object, const char *key, double *numbers, guint n)
{
  const char *at = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, key);

  for (guint i = 0; i < n; i++)
    {
      char *end;

      if (at == NULL)
        return FALSE;
      numbers[i] = g_ascii_strtod (at, &end);
      if (end == at || !isfinite (numbers[i]) || fabs (numbers[i]) > REDAN_COORDINATE_LIMIT)
        return FALSE;
      at = end;
    }
  return TRUE;
}

static gboolean
is_near (RedanTmtPoint a, const double *b)
{
  const double least = 1.0 / REDAN_UNITS_PER_PIXEL;

  return fabs (a.x - b[0]) < least && fabs (a.y - b[1]) < least;
}

/** End: of a flow; loose when it is connected to nothing */
typedef struct
{
  RedanTmtPoint point;
  gboolean loose;
} End;

static gboolean
find_end (const RedanModel *model,
          const RedanObject *flow,
          RedanField field,
          const char *diagram,
          const double *offset,
          const double *drawn,
          End *end_out)
{
  const RedanObject *element;
  RedanId id;
  RedanBox box;

  end_out->loose = !redan_object_get_reference (flow, field, &id);
  if (end_out->loose)
    return TRUE;

  element = redan_model_lookup (model, &id);
  if (element == NULL || !redan_object_get_place (element, diagram, &box))
    return FALSE;

  end_out->point = to_pixels ((RedanPoint){ box.x, box.y });
  end_out->point.x += offset != NULL ? offset[0] : box.width / 2.0 / REDAN_UNITS_PER_PIXEL;
  end_out->point.y += offset != NULL ? offset[1] : box.height / 2.0 / REDAN_UNITS_PER_PIXEL;
  if (offset == NULL && drawn != NULL)
    end_out->point = (RedanTmtPoint){ drawn[0], drawn[1] };
  return TRUE;
}

RedanTmtPoint *
redan_tmt_line_of_flow (const RedanModel *model,
                        const RedanObject *flow,
                        const char *diagram,
                        guint *n_out)
{
  double line[LINE_NUMBERS];
  double ends[END_NUMBERS];
  gboolean drawn = read_numbers (flow, "tmt/line", line, LINE_NUMBERS);
  gboolean tied = read_numbers (flow, "tmt/ends", ends, END_NUMBERS);
  guint n = 0;
  g_autofree RedanPoint *route = redan_object_get_route (flow, diagram, &n);
  guint first = 0;
  guint n_bends = route != NULL ? n : 0;
  RedanTmtPoint *points;
  End source, target;

  if (!find_end (model, flow, REDAN_FIELD_SOURCE, diagram, tied ? ends : NULL, drawn ? line : NULL,
                 &source) ||
      !find_end (model, flow, REDAN_FIELD_TARGET, diagram, tied ? ends + 2 : NULL,
                 drawn ? line + 4 : NULL, &target) ||
      n_bends < (guint) source.loose + (guint) target.loose)
    return NULL;

  if (source.loose)
    source.point = to_pixels (route[first++]);
  if (target.loose)
    target.point = to_pixels (route[n_bends - 1]);
  n_bends -= (guint) source.loose + (guint) target.loose;

  points = g_new (RedanTmtPoint, MAX (n_bends, 1) + 2);
  points[0] = source.point;
  for (guint i = 0; i < n_bends; i++)
    points[i + 1] = to_pixels (route[first + i]);
  if (n_bends == 0)
    points[1] = (RedanTmtPoint){ (source.point.x + target.point.x) / 2,
                                 (source.point.y + target.point.y) / 2 };
  *n_out = MAX (n_bends, 1) + 2;
  points[*n_out - 1] = target.point;
  if (drawn && *n_out == 3 && is_near (source.point, line) && is_near (target.point, line + 4) &&
      (n_bends == 0 || is_near (points[1], line + 2)))
    points[1] = (RedanTmtPoint){ line[2], line[3] };
  return points;
}
