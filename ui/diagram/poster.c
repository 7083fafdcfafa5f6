/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet is a list of things at their places, drawn in the order in which they were put there. */

#include "config.h"

#include "ui/diagram/poster.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/painter-private.h"
#include "ui/diagram/text.h"

#define POINTS_PER_PIXEL 0.75
#define MAX_PAGE 14400.0
#define CHIP_WIDTH 190.0
#define CHIP_PADDING 8.0
#define CHIP_GAP 26.0
#define ROW_GAP 12.0
#define CHIP_SIZE 11.0
#define CHIP_LINES 3
#define SIGN_SIZE 9.5
#define SIGN_HEIGHT 14.0
#define SIGN_WIDTH 16.0
#define SAMPLE_WIDTH 34.0
#define SAMPLE_HEIGHT 20.0
#define LEGEND_ROW 34.0
#define LEGEND_GAP 22.0

typedef enum
{
  ITEM_TEXT,
  ITEM_SCENE,
  ITEM_BOX,
  ITEM_ARROW,
  ITEM_SIGN,
} ItemKind;

/* One thing on the sheet; what its kind does not need is 0. */
typedef struct
{
  ItemKind kind;
  RedanSceneRect rect;
  char *text; /* one line, cleaned */
  double size;
  gboolean bold;
  gboolean muted;
  gboolean centred;
  const RedanScene *scene;
  guint8 *marks;
  const char *prefix;
  RedanPaintMark mark;
  gboolean framed; /* a plain frame, no mark */
  RedanScenePoint to;
} Item;

struct _RedanPoster
{
  char *title;
  GArray *items; /* Item */
};

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_free (item->text);
  g_free (item->marks);
}

RedanPoster *
redan_poster_new (const char *title)
{
  RedanPoster *self = g_new0 (RedanPoster, 1);

  self->title = redan_text_clean (title);
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (self->items, clear_item);
  return self;
}

void
redan_poster_free (RedanPoster *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_free (self->title);
  g_free (self);
}

static void
add (RedanPoster *self, Item item)
{
  g_array_append_val (self->items, item);
}

/* Lines from @top; centred around @x or from it. Returns: their height */
static double
add_lines (RedanPoster *self, const Item *look, char *const *lines, double x, double top)
{
  const double step = look->size * REDAN_TEXT_LINE_HEIGHT;
  guint n = 0;

  for (; lines[n] != NULL; n++)
    {
      Item item = *look;

      item.kind = ITEM_TEXT;
      item.rect = (RedanSceneRect){ x, top + n * step, 0, step };
      item.text = g_strdup (lines[n]);
      add (self, item);
    }
  return n * step;
}

double
redan_poster_add_text (RedanPoster *self,
                       RedanPosterInk ink,
                       RedanScenePoint at,
                       double width,
                       guint max_lines,
                       const char *text)
{
  static const double sizes[] = { [REDAN_POSTER_TITLE] = 20,
                                  [REDAN_POSTER_HEADING] = 15,
                                  [REDAN_POSTER_TEXT] = 12,
                                  [REDAN_POSTER_MUTED] = 12 };
  const Item look = { .size = sizes[ink],
                      .bold = ink == REDAN_POSTER_TITLE || ink == REDAN_POSTER_HEADING,
                      .muted = ink == REDAN_POSTER_MUTED };
  g_autofree char *clean = redan_text_clean (text);
  double widest;
  g_auto (GStrv) lines =
      redan_text_break (clean, look.size, look.bold, width, max_lines, &widest, NULL);

  return add_lines (self, &look, lines, at.x, at.y);
}

void
redan_poster_add_scene (RedanPoster *self,
                        const RedanScene *scene,
                        const guint8 *marks,
                        const char *prefix,
                        const RedanSceneRect *bounds,
                        RedanScenePoint at)
{
  const RedanSceneRect frame = { at.x, at.y, bounds->width, bounds->height };

  add (self, (Item){ .kind = ITEM_BOX, .rect = frame, .framed = TRUE });
  add (self, (Item){
                 .kind = ITEM_SCENE,
                 .rect = { at.x - bounds->x, at.y - bounds->y, 0, 0 },
                 .scene = scene,
                 .marks = marks == NULL ? NULL : g_memdup2 (marks, scene->n_boxes + scene->n_lines),
                 .prefix = prefix,
             });
}

void
redan_poster_add_frame (RedanPoster *self, const RedanSceneRect *frame, const char *text)
{
  const Item look = { .size = 12, .muted = TRUE, .centred = TRUE };
  g_autofree char *clean = redan_text_clean (text);
  double widest;
  g_auto (GStrv) lines =
      redan_text_break (clean, look.size, FALSE, MAX (frame->width - 20, 40), 3, &widest, NULL);

  add (self, (Item){ .kind = ITEM_BOX, .rect = *frame, .framed = TRUE });
  add_lines (self, &look, lines, frame->x + frame->width / 2, frame->y + frame->height / 2 - 8);
}

static void
add_chip (RedanPoster *self, char *const *lines, const RedanSceneRect *chip, RedanPaintMark mark)
{
  const Item look = { .size = CHIP_SIZE, .centred = TRUE };
  const double height = g_strv_length ((char **) lines) * CHIP_SIZE * REDAN_TEXT_LINE_HEIGHT;

  add (self, (Item){ .kind = ITEM_BOX, .rect = *chip, .mark = mark });
  add_lines (self, &look, lines, chip->x + chip->width / 2, chip->y + (chip->height - height) / 2);
}

double
redan_poster_add_chain (RedanPoster *self,
                        const char *const *texts,
                        RedanPaintMark mark,
                        RedanScenePoint at,
                        double width)
{
  const double height = CHIP_LINES * CHIP_SIZE * REDAN_TEXT_LINE_HEIGHT + 2 * CHIP_PADDING;
  RedanSceneRect chip = { at.x, at.y, 0, height };

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *clean = redan_text_clean (texts[i]);
      double widest = 0;
      g_auto (GStrv) lines = redan_text_break (
          clean, CHIP_SIZE, FALSE, CHIP_WIDTH - 2 * CHIP_PADDING, CHIP_LINES, &widest, NULL);

      chip.width = MAX (widest, 30) + 2 * CHIP_PADDING;
      if (i > 0 && chip.x + chip.width > at.x + width)
        {
          chip.x = at.x + CHIP_GAP;
          chip.y += height + ROW_GAP;
        }
      if (i > 0)
        add (self, (Item){ .kind = ITEM_ARROW,
                           .rect = { chip.x - CHIP_GAP + 3, chip.y + height / 2, 0, 0 },
                           .to = { chip.x - 3, chip.y + height / 2 } });
      add_chip (self, lines, &chip, mark);
      chip.x += chip.width + CHIP_GAP;
    }
  return chip.y + height - at.y;
}

void
redan_poster_add_sign (RedanPoster *self, RedanPaintMark mark, RedanScenePoint at)
{
  add (self,
       (Item){ .kind = ITEM_SIGN, .rect = { at.x, at.y, SIGN_WIDTH, SIGN_HEIGHT }, .mark = mark });
}

const char *
redan_mark_get_title (RedanPaintMark mark)
{
  static const char *const titles[REDAN_N_PAINT_MARKS] = {
    N_ ("Untouched"), N_ ("Added"), N_ ("Removed"), N_ ("Changed"), N_ ("Only moved"),
  };

  return _ (titles[mark]);
}

double
redan_poster_add_mark_legend (RedanPoster *self, RedanScenePoint at, double width)
{
  const Item look = { .size = 12 };
  double x = at.x;
  double y = at.y;

  for (guint i = 1; i <= REDAN_N_PAINT_MARKS; i++)
    {
      const RedanPaintMark mark = (RedanPaintMark) (i % REDAN_N_PAINT_MARKS);
      const char *title = redan_mark_get_title (mark);
      char *const lines[] = { (char *) title, NULL };
      const double piece =
          SAMPLE_WIDTH + 10 + redan_text_width (title, strlen (title), look.size, FALSE);

      if (x > at.x && x + piece > at.x + width)
        {
          x = at.x;
          y += LEGEND_ROW;
        }
      add (self, (Item){ .kind = ITEM_BOX,
                         .rect = { x, y + 8, SAMPLE_WIDTH, SAMPLE_HEIGHT },
                         .mark = mark });
      if (redan_theme_get_mark_sign (mark) != NULL)
        redan_poster_add_sign (self, mark,
                               (RedanScenePoint){ x + SAMPLE_WIDTH - SIGN_WIDTH + 4, y });
      add_lines (self, &look, lines, x + SAMPLE_WIDTH + 10, y + 10);
      x += piece + LEGEND_GAP;
    }
  return y + LEGEND_ROW - at.y;
}

/* ---- drawing ---- */

typedef struct
{
  const RedanPoster *poster;
  RedanTheme theme;
  RedanPaintOptions options;
} Draw;

static void
draw_text (RedanPainter *painter, const Draw *draw, const Item *item)
{
  const RedanScenePoint baseline = {
    item->rect.x, item->rect.y + item->size * (REDAN_TEXT_LINE_HEIGHT / 2 + .35)
  };

  painter->text (painter, baseline, item->centred ? REDAN_ANCHOR_MIDDLE : REDAN_ANCHOR_START,
                 item->text, item->size, item->bold,
                 item->muted ? draw->theme.caption : draw->theme.text);
}

static void
draw_scene (RedanPainter *painter, const Item *item)
{
  const RedanPaintOptions options = { .marks = item->marks };

  painter->begin_part (painter, item->prefix, (RedanScenePoint){ item->rect.x, item->rect.y });
  redan_paint (item->scene, painter, &options);
  painter->end_part (painter);
}

static void
draw_box (RedanPainter *painter, const Draw *draw, const Item *item)
{
  RedanStyle style = { draw->theme.background, draw->theme.note_border, 1, REDAN_DASH_NONE };

  style.stroke = draw->theme.muted;
  if (!item->framed)
    redan_theme_mark (&draw->options, item->mark, &style);
  if (!item->framed && item->mark == REDAN_PAINT_CHANGED)
    {
      const RedanSceneRect outer = redan_rect_grow (&item->rect, 4);
      const RedanStyle border = { .stroke = style.stroke, .width = 1 };

      painter->rect (painter, &outer, 7, &border);
    }
  if (item->framed)
    style.width = .6;
  painter->rect (painter, &item->rect, item->framed ? 0 : 4, &style);
}

static void
draw_arrow (RedanPainter *painter, const Draw *draw, const Item *item)
{
  const RedanScenePoint to = item->to;
  const RedanPart line[] = { { REDAN_PART_MOVE, { { item->rect.x, item->rect.y } } },
                             { REDAN_PART_LINE, { { to.x - 5, to.y } } } };
  const RedanPart head[] = { { REDAN_PART_MOVE, { to } },
                             { REDAN_PART_LINE, { { to.x - 8, to.y - 4 } } },
                             { REDAN_PART_LINE, { { to.x - 8, to.y + 4 } } },
                             { REDAN_PART_CLOSE, { to } } };
  const RedanStyle stroke = { .stroke = draw->theme.caption, .width = 1.3 };
  const RedanStyle fill = { .fill = draw->theme.caption };

  painter->path (painter, line, G_N_ELEMENTS (line), &stroke);
  painter->path (painter, head, G_N_ELEMENTS (head), &fill);
}

static void
draw_sign (RedanPainter *painter, const Draw *draw, const Item *item)
{
  RedanStyle style = { .fill = draw->theme.background };
  const RedanScenePoint at = { item->rect.x + item->rect.width / 2,
                               item->rect.y + item->rect.height / 2 + SIGN_SIZE * .35 };

  redan_theme_mark (&draw->options, item->mark, &style);
  style = (RedanStyle){ style.stroke, draw->theme.background, 1.2, REDAN_DASH_NONE };
  painter->rect (painter, &item->rect, SIGN_HEIGHT / 2, &style);
  painter->text (painter, at, REDAN_ANCHOR_MIDDLE, redan_theme_get_mark_sign (item->mark),
                 SIGN_SIZE, TRUE, draw->theme.badge_text);
}

static void
paint (RedanPainter *painter, gpointer data)
{
  const Draw *draw = data;

  for (guint i = 0; i < draw->poster->items->len; i++)
    {
      const Item *item = &g_array_index (draw->poster->items, Item, i);

      switch (item->kind)
        {
        case ITEM_TEXT:
          draw_text (painter, draw, item);
          break;
        case ITEM_SCENE:
          draw_scene (painter, item);
          break;
        case ITEM_BOX:
          draw_box (painter, draw, item);
          break;
        case ITEM_ARROW:
          draw_arrow (painter, draw, item);
          break;
        case ITEM_SIGN:
          draw_sign (painter, draw, item);
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

static GBytes *
write_pdf (Draw *draw, double width, double height, guint as_of, GError **error)
{
  const double scale = MIN (POINTS_PER_PIXEL, MAX_PAGE / MAX (width, height));
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      redan_picture_begin_pdf (bytes, draw->poster->title, width * scale, height * scale, as_of);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  redan_cairo_paint (cr, paint, draw);
  return redan_picture_finish_pdf (cr, surface, bytes, error);
}

GBytes *
redan_poster_write (const RedanPoster *self,
                    RedanPictureFormat format,
                    double width,
                    double height,
                    guint as_of,
                    GError **error)
{
  const RedanSceneRect bounds = { 0, 0, width, height };
  Draw draw = { .poster = self };

  redan_theme_get (&draw.options, &draw.theme);
  if (format == REDAN_PICTURE_SVG)
    return redan_svg_write (self->title, &bounds, paint, &draw);
  return write_pdf (&draw, width, height, as_of, error);
}
