/* SPDX-License-Identifier: Apache-2.0 */
/* Label text: made harmless, measured and broken into lines; the same for screen, PDF and SVG. */

#include "ui/diagram/text.h"

#include <string.h>

#include "ui/diagram/painter.h"

#define MAX_CHARACTERS 600
#define MAX_MARKS 2
#define ROUNDING 1e-6 /* sums in another order must not break a line */
#define TABLE_SIZE 128
#define TABLE_FONT_SIZE 100.0
#define ELLIPSIS "\u2026"

/* Per thread: Pango's font maps must not be shared between threads. */
typedef struct
{
  PangoContext *context;
  PangoLayout *layout;
  double advance[2][TABLE_SIZE]; /* of ASCII at TABLE_FONT_SIZE, regular and bold */
  double ellipsis[2];
} TextTools;

typedef struct
{
  const char *start;
  gsize length;
  double width;
  gboolean glued;  /* continues a word that was too long */
  gboolean breaks; /* stands at the start of a line of the text */
} TextPiece;

static void
free_tools (gpointer data)
{
  TextTools *tools = data;

  g_object_unref (tools->layout);
  g_object_unref (tools->context);
  g_free (tools);
}

static GPrivate tools_key = G_PRIVATE_INIT (free_tools);

static void
set_font (PangoLayout *layout, double size, gboolean bold)
{
  PangoFontDescription *font = pango_font_description_from_string (REDAN_TEXT_FAMILY);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

static double
measure_layout (PangoLayout *layout, const char *text, gsize length)
{
  PangoRectangle logical;

  pango_layout_set_text (layout, text, (int) length);
  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.width / PANGO_SCALE;
}

static void
fill_tables (TextTools *tools)
{
  for (int bold = 0; bold < 2; bold++)
    {
      set_font (tools->layout, TABLE_FONT_SIZE, bold);
      for (int c = ' '; c < TABLE_SIZE; c++)
        {
          char text[2] = { (char) c, '\0' };

          tools->advance[bold][c] = measure_layout (tools->layout, text, 1);
        }
      tools->ellipsis[bold] = measure_layout (tools->layout, ELLIPSIS, strlen (ELLIPSIS));
    }
}

static TextTools *
get_tools (void)
{
  TextTools *tools = g_private_get (&tools_key);

  if (tools != NULL)
    return tools;

  g_autoptr (PangoFontMap) map = pango_cairo_font_map_new ();
  cairo_font_options_t *options = cairo_font_options_create ();

  tools = g_new0 (TextTools, 1);
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (map), 72);
  tools->context = pango_font_map_create_context (map);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (tools->context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (tools->context, FALSE);
  pango_context_set_language (tools->context, pango_language_from_string ("en"));

  PangoAttrList *attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("liga=0"));
  tools->layout = pango_layout_new (tools->context);
  pango_layout_set_single_paragraph_mode (tools->layout, TRUE);
  pango_layout_set_attributes (tools->layout, attributes);
  pango_attr_list_unref (attributes);
  fill_tables (tools);
  g_private_set (&tools_key, tools);
  return tools;
}

PangoLayout *
redan_text_get_layout (double size, gboolean bold)
{
  TextTools *tools = get_tools ();

  set_font (tools->layout, size, bold);
  return tools->layout;
}

static gboolean
is_invisible (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_SURROGATE ||
         type == G_UNICODE_UNASSIGNED || type == G_UNICODE_PRIVATE_USE ||
         type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR || c == 0x115f ||
         c == 0x1160 || c == 0x3164 || c == 0xffa0;
}

static gboolean
is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

static gboolean
takes_joiner (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_OTHER_LETTER || type == G_UNICODE_NON_SPACING_MARK ||
         type == G_UNICODE_SPACING_MARK || type == G_UNICODE_OTHER_SYMBOL ||
         type == G_UNICODE_MODIFIER_SYMBOL;
}

gboolean
redan_text_is_joiner (gunichar before, gunichar c, gunichar after)
{
  return (c == 0x200c || c == 0x200d) && takes_joiner (before) && takes_joiner (after);
}

/* @gap: the space or line break that comes before the next character, 0 for none */
static void
append_visible (GString *out, gunichar c, gboolean joins, char *gap)
{
  if (g_unichar_isspace (c) || c == 0x2028 || c == 0x2029)
    {
      if (out->len > 0 && *gap != '\n')
        *gap = c == '\n' ? '\n' : ' ';
      return;
    }
  if (*gap != '\0')
    g_string_append_c (out, *gap);
  *gap = '\0';
  if (is_invisible (c) && !joins)
    g_string_append_printf (out, "[U+%04X]", c);
  else
    g_string_append_unichar (out, c);
}

char *
redan_text_clean (const char *text)
{
  g_autofree char *valid = NULL;
  GString *out = g_string_new (NULL);
  char gap = '\0';
  gunichar before = 0;
  guint n = 0;
  guint marks = 0;

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      marks = is_mark (c) ? marks + 1 : 0;
      if (marks > MAX_MARKS)
        continue;
      if (++n > MAX_CHARACTERS)
        {
          g_string_append (out, ELLIPSIS);
          break;
        }
      append_visible (
          out, c, redan_text_is_joiner (before, c, g_utf8_get_char (g_utf8_next_char (p))), &gap);
      before = c;
    }
  return g_string_free (out, FALSE);
}

double
redan_text_width (const char *text, gsize length, double size, gboolean bold)
{
  TextTools *tools = get_tools ();
  const double *advance = tools->advance[bold ? 1 : 0];
  double sum = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if (c >= TABLE_SIZE || c < ' ')
        {
          set_font (tools->layout, TABLE_FONT_SIZE, bold);
          return measure_layout (tools->layout, text, length) * size / TABLE_FONT_SIZE;
        }
      sum += advance[c];
    }
  return sum * size / TABLE_FONT_SIZE;
}

/* How many bytes of a word fit into @width, at least one character; better after a separator than
 * in the middle. */
static gsize
fit_bytes (const char *text, gsize length, double size, gboolean bold, double width)
{
  const char *end = text + length;
  const char *p = text;
  gsize best = 0;
  double sum = 0;

  while (p < end)
    {
      const char *next = g_utf8_next_char (p);

      sum += redan_text_width (p, (gsize) (next - p), size, bold);
      if (sum > width && p > text)
        break;
      if (strchr ("-_/.:@", *p) != NULL)
        best = (gsize) (next - text);
      p = next;
    }
  if (p >= end)
    return length;
  return best * 3 >= (gsize) (p - text) ? best : (gsize) (p - text);
}

static void
add_word (GArray *pieces,
          const char *word,
          gsize length,
          gboolean breaks,
          double size,
          gboolean bold,
          double width)
{
  gboolean glued = FALSE;

  while (length > 0)
    {
      TextPiece piece = { word, length, redan_text_width (word, length, size, bold), glued,
                          breaks && !glued };

      if (piece.width > width)
        {
          piece.length = fit_bytes (word, length, size, bold, width);
          piece.width = redan_text_width (word, piece.length, size, bold);
        }
      g_array_append_val (pieces, piece);
      word += piece.length;
      length -= piece.length;
      glued = TRUE;
    }
}

static GArray *
split_words (const char *text, double size, gboolean bold, double width)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (TextPiece));
  gboolean breaks = FALSE;

  while (*text != '\0')
    {
      gsize length = strcspn (text, " \n");

      if (length > 0)
        add_word (pieces, text, length, breaks, size, bold, width);
      breaks = text[length] == '\n';
      text += length;
      text += strspn (text, " \n");
    }
  return pieces;
}

/* Greedy filling; the first piece of each line goes to @starts. Returns the number of lines. */
static guint
fill_lines (
    const GArray *pieces, double space, double width, guint *starts, guint max, double *widest)
{
  guint n = 0;
  double used = 0;

  *widest = 0;
  for (guint i = 0; i < pieces->len; i++)
    {
      const TextPiece *piece = &g_array_index (pieces, TextPiece, i);
      double gap = piece->glued ? 0 : space;

      if (i > 0 && !piece->breaks && used + gap + piece->width <= width + ROUNDING &&
          (!piece->glued || used == 0))
        {
          used += gap + piece->width;
        }
      else
        {
          if (n < max)
            starts[n] = i;
          n++;
          used = piece->width;
        }
      *widest = MAX (*widest, used);
    }
  return n;
}

static char *
join_line (const GArray *pieces, guint from, guint to)
{
  GString *line = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    {
      const TextPiece *piece = &g_array_index (pieces, TextPiece, i);

      if (i > from && !piece->glued)
        g_string_append_c (line, ' ');
      g_string_append_len (line, piece->start, (gssize) piece->length);
    }
  return g_string_free (line, FALSE);
}

/* Where a line that begins at @from and takes all that is left ends. */
static guint
find_break (const GArray *pieces, guint from)
{
  guint to = from + 1;

  while (to < pieces->len && !g_array_index (pieces, TextPiece, to).breaks)
    to++;
  return to;
}

/* Shortens a line so that it and an ellipsis fit. */
static char *
cut_line (const char *line, double size, gboolean bold, double width)
{
  double ellipsis = get_tools ()->ellipsis[bold ? 1 : 0] * size / TABLE_FONT_SIZE;
  const char *end = line + strlen (line);

  while (end > line && redan_text_width (line, (gsize) (end - line), size, bold) + ellipsis > width)
    end = g_utf8_prev_char (end);
  while (end > line && end[-1] == ' ')
    end--;
  return g_strdup_printf ("%.*s" ELLIPSIS, (int) (end - line), line);
}

char **
redan_text_break (const char *text,
                  double size,
                  gboolean bold,
                  double width,
                  guint max_lines,
                  double *width_out,
                  gboolean *cut_out)
{
  g_autoptr (GArray) pieces = split_words (text, size, bold, width);
  g_autofree guint *starts = g_new0 (guint, max_lines + 1);
  double space = redan_text_width (" ", 1, size, bold);
  double widest;
  guint n = fill_lines (pieces, space, width, starts, max_lines, &widest);
  gboolean cut = n > max_lines;
  double narrow = widest / MAX (n, 1);

  /* The same number of lines in the least width reads best. */
  for (double high = widest; !cut && n > 1 && high - narrow > 2;)
    {
      double middle = (narrow + high) / 2;
      double ignored;

      if (fill_lines (pieces, space, middle, starts, max_lines, &ignored) <= n &&
          ignored <= middle + ROUNDING)
        high = widest = middle;
      else
        narrow = middle;
    }
  n = MIN (fill_lines (pieces, space, cut ? width : widest, starts, max_lines, &widest), max_lines);

  char **lines = g_new0 (char *, n + 1);

  *width_out = 0;
  for (guint i = 0; i < n; i++)
    {
      lines[i] =
          join_line (pieces, starts[i], i + 1 < n ? starts[i + 1] : find_break (pieces, starts[i]));
      if (cut && i + 1 == n)
        {
          g_autofree char *whole = lines[i];

          lines[i] = cut_line (whole, size, bold, width);
        }
      *width_out = MAX (*width_out, redan_text_width (lines[i], strlen (lines[i]), size, bold));
    }
  if (cut_out != NULL)
    *cut_out = cut;
  return lines;
}

void
redan_text_measure (const char *text, double size, double *width_out, double *height_out)
{
  *width_out = redan_text_width (text, strlen (text), size, FALSE);
  *height_out = size * REDAN_TEXT_LINE_HEIGHT;
}
