/* SPDX-License-Identifier: Apache-2.0 */
/* Finds icons and turns their paths into parts for a painter or for cairo. */

#include "ui/diagram/icons-private.h"

#include <stdlib.h>
#include <string.h>

#define LINE_WIDTH 1.8
#define THINNEST 1.1
/* A quarter of a circle as one curve: distance of its control points in radii. */
#define QUARTER .5523
#define NUMBERS 6

typedef struct
{
  const char *at;
  RedanScenePoint origin;
  double scale;
  double x; /* current point on the grid */
  double y;
  GArray *parts;
} Reader;

/* Numbers of the table are plain decimals: this is quicker than g_ascii_strtod(), and icons are
 * read whenever they are drawn. */
static double
read_number (Reader *self)
{
  double value = 0;
  double place = 1;

  while (*self->at == ' ')
    self->at++;
  g_assert (g_ascii_isdigit (*self->at));
  for (; g_ascii_isdigit (*self->at); self->at++)
    value = value * 10 + (*self->at - '0');
  if (*self->at == '.')
    for (self->at++; g_ascii_isdigit (*self->at); self->at++)
      value += (*self->at - '0') * (place /= 10);
  return value;
}

static RedanScenePoint
place_point (const Reader *self, double x, double y)
{
  return (RedanScenePoint){ self->origin.x + x * self->scale, self->origin.y + y * self->scale };
}

static void
add_point (Reader *self, RedanPartKind kind, double x, double y)
{
  RedanPart part = { kind, { place_point (self, x, y) } };

  self->x = x;
  self->y = y;
  g_array_append_val (self->parts, part);
}

static void
add_curve (Reader *self, const double *numbers)
{
  RedanPart part = { REDAN_PART_CURVE,
                     { place_point (self, numbers[0], numbers[1]),
                       place_point (self, numbers[2], numbers[3]),
                       place_point (self, numbers[4], numbers[5]) } };

  self->x = numbers[4];
  self->y = numbers[5];
  g_array_append_val (self->parts, part);
}

static void
add_circle (Reader *self, double x, double y, double r)
{
  double k = r * QUARTER;
  const double quarters[][NUMBERS] = {
    { x + r, y + k, x + k, y + r, x, y + r },
    { x - k, y + r, x - r, y + k, x - r, y },
    { x - r, y - k, x - k, y - r, x, y - r },
    { x + k, y - r, x + r, y - k, x + r, y },
  };

  add_point (self, REDAN_PART_MOVE, x + r, y);
  for (guint i = 0; i < G_N_ELEMENTS (quarters); i++)
    add_curve (self, quarters[i]);
  add_point (self, REDAN_PART_CLOSE, x + r, y);
}

static void
read_command (Reader *self, char command)
{
  double numbers[NUMBERS];
  guint n = command == 'C' ? 6 : command == 'O' ? 3 : command == 'Z' ? 0 : 2;

  if (command == 'H' || command == 'V')
    n = 1;
  for (guint i = 0; i < n; i++)
    numbers[i] = read_number (self);
  if (command == 'M')
    add_point (self, REDAN_PART_MOVE, numbers[0], numbers[1]);
  else if (command == 'L')
    add_point (self, REDAN_PART_LINE, numbers[0], numbers[1]);
  else if (command == 'H')
    add_point (self, REDAN_PART_LINE, numbers[0], self->y);
  else if (command == 'V')
    add_point (self, REDAN_PART_LINE, self->x, numbers[0]);
  else if (command == 'C')
    add_curve (self, numbers);
  else if (command == 'O')
    add_circle (self, numbers[0], numbers[1], numbers[2]);
  else if (command == 'Z')
    add_point (self, REDAN_PART_CLOSE, self->x, self->y);
  else
    g_assert_not_reached ();
}

static GArray *
read_path (const char *path, RedanScenePoint at, double size)
{
  Reader reader = { path, at, size / REDAN_ICON_GRID, 0, 0, NULL };

  reader.parts = g_array_sized_new (FALSE, FALSE, sizeof (RedanPart), 32);
  while (*reader.at != '\0')
    read_command (&reader, *reader.at++);
  return reader.parts;
}

static int
compare_name (const void *key, const void *icon)
{
  return strcmp (key, ((const RedanIcon *) icon)->name);
}

const RedanIcon *
redan_icon_lookup (const char *name)
{
  return bsearch (name, redan_icons, redan_n_icons, sizeof (RedanIcon), compare_name);
}

const RedanIcon *
redan_icon_of_value (const RedanAttribute *attribute, const char *value)
{
  int index =
      attribute == NULL || value == NULL ? -1 : redan_attribute_find_value (attribute, value, -1);
  const char *name =
      index < 0 ? NULL : redan_attribute_get_property (attribute, (guint) index, "icon");

  if (index < 0)
    return NULL;
  return redan_icon_lookup (name == NULL ? value : name);
}

const RedanIcon *
redan_icon_of_stencil (const RedanSchema *schema, const RedanStencil *stencil)
{
  if (stencil->icon != NULL && redan_icon_lookup (stencil->icon) != NULL)
    return redan_icon_lookup (stencil->icon);
  if (stencil->section == REDAN_SECTION_BOUNDARY)
    return redan_icon_of_value (redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1),
                                stencil->kind);
  for (guint i = 0; i < stencil->n_values; i++)
    if (strcmp (stencil->values[i].attribute->name, "tech") == 0)
      return redan_icon_of_value (stencil->values[i].attribute, stencil->values[i].value);
  return stencil->kind == NULL ? NULL : redan_icon_lookup (stencil->kind);
}

guint
redan_icon_get_n (void)
{
  return redan_n_icons;
}

const RedanIcon *
redan_icon_get_nth (guint index)
{
  g_return_val_if_fail (index < redan_n_icons, NULL);

  return &redan_icons[index];
}

const char *
redan_icon_get_name (const RedanIcon *self)
{
  return self->name;
}

void
redan_icon_paint (const RedanIcon *self,
                  RedanPainter *painter,
                  RedanScenePoint at,
                  double size,
                  RedanColour colour)
{
  RedanStyle stroke = { .stroke = colour,
                        .width = MAX (LINE_WIDTH * size / REDAN_ICON_GRID, THINNEST) };
  RedanStyle fill = { .fill = colour };
  g_autoptr (GArray) lines = read_path (self->lines, at, size);

  painter->path (painter, (const RedanPart *) (gpointer) lines->data, lines->len, &stroke);
  if (self->solid == NULL)
    return;

  g_autoptr (GArray) solid = read_path (self->solid, at, size);

  painter->path (painter, (const RedanPart *) (gpointer) solid->data, solid->len, &fill);
}
