/* SPDX-License-Identifier: Apache-2.0 */
/* Lays out the picture of a difference: header, legend, diagrams before and after, words, attacks.
 */

#include "config.h"

#include "ui/report/difference-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "analysis/threat-changes.h"
#include "ui/diagram/grid.h"
#include "ui/report/attack-words.h"
#include "ui/report/difference-words.h"
#include "ui/report/wording.h"

#define MARGIN 32.0
#define GAP 24.0
#define LEAST_WIDTH 960.0
#define CAPTION 22.0
/* Wider than this, one above the other is easier to compare. */
#define WIDE 1.9
#define COLUMN 460.0
#define MAX_COLUMNS 4
#define MAX_WORDS 80
#define MAX_LINES 6
#define MAX_PATHS 8
#define MAX_HOPS 16

/* A diagram in both models. */
typedef struct
{
  const RedanObject *before; /* NULL where it is not there */
  const RedanObject *after;
  RedanScene *scenes[2];
  guint8 *marks[2];
  RedanSceneRect bounds; /* of both, so that what stayed is at the same place in both */
  gboolean stacked;
} Pair;

typedef struct
{
  const RedanDifferencePicture *input;
  RedanPoster *poster;
  GArray *pairs;
  guint n_untouched; /* diagrams that are left out */
  double width;      /* of what stands between the margins */
  double y;
} Page;

static void
clear_pair (gpointer data)
{
  Pair *pair = data;

  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&pair->scenes[i], redan_scene_free);
      g_free (pair->marks[i]);
    }
}

static void
unite (RedanSceneRect *bounds, const RedanSceneRect *other)
{
  const double right = MAX (bounds->x + bounds->width, other->x + other->width);
  const double bottom = MAX (bounds->y + bounds->height, other->y + other->height);

  bounds->x = MIN (bounds->x, other->x);
  bounds->y = MIN (bounds->y, other->y);
  bounds->width = right - bounds->x;
  bounds->height = bottom - bounds->y;
}

static gboolean
is_drawn (const RedanScene *scene)
{
  return scene != NULL && scene->n_boxes + scene->n_lines > 0;
}

static void
add_pair (Page *self, const RedanObject *before, const RedanObject *after)
{
  const RedanObject *const diagrams[2] = { before, after };
  RedanModel *const models[2] = { self->input->before_drawn, self->input->after_drawn };
  const RedanDifference *difference = self->input->difference;
  Pair pair = { .before = before, .after = after };
  guint n_marked = 0;
  gboolean first = TRUE;

  for (guint i = 0; i < 2; i++)
    {
      guint n;

      if (diagrams[i] == NULL)
        continue;
      pair.scenes[i] = redan_scene_new (models[i], &diagrams[i]->id, NULL);
      pair.marks[i] = redan_difference_list_marks (difference, pair.scenes[i], i == 1, &n);
      n_marked += n;
      if (!is_drawn (pair.scenes[i]))
        continue;
      if (first)
        pair.bounds = pair.scenes[i]->bounds;
      else
        unite (&pair.bounds, &pair.scenes[i]->bounds);
      first = FALSE;
    }
  if (n_marked == 0)
    {
      self->n_untouched++;
      clear_pair (&pair);
      return;
    }
  pair.stacked = pair.bounds.width > WIDE * pair.bounds.height;
  g_array_append_val (self->pairs, pair);
}

static void
find_pairs (Page *self)
{
  const RedanModel *before = self->input->before_drawn;
  const RedanModel *after = self->input->after_drawn;
  guint n;
  const RedanObject *const *diagrams = redan_model_get_objects (after, REDAN_SECTION_DIAGRAM, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *known = redan_model_lookup (before, &diagrams[i]->id);

      if (known != NULL && known->section != REDAN_SECTION_DIAGRAM)
        known = NULL;
      add_pair (self, known, diagrams[i]);
    }
  diagrams = redan_model_get_objects (before, REDAN_SECTION_DIAGRAM, &n);
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *known = redan_model_lookup (after, &diagrams[i]->id);

      if (known == NULL || known->section != REDAN_SECTION_DIAGRAM)
        add_pair (self, diagrams[i], NULL);
    }
  self->width = LEAST_WIDTH;
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (self->pairs, Pair, i);

      self->width =
          MAX (self->width, pair->stacked ? pair->bounds.width : 2 * pair->bounds.width + GAP);
    }
}

/* ---- what stands on the page, from above ---- */

static void
add_text (Page *self, RedanPosterInk ink, guint max_lines, const char *text)
{
  self->y += redan_poster_add_text (self->poster, ink, (RedanScenePoint){ MARGIN, self->y },
                                    self->width, max_lines, text);
}

static guint
count_changed_objectives (const RedanAnalysis *before, const RedanAnalysis *after)
{
  g_autoptr (RedanObjectives) from =
      redan_objectives_evaluate (before->facts, before->controls, before->graph, before->threats);
  g_autoptr (RedanObjectives) to =
      redan_objectives_evaluate (after->facts, after->controls, after->graph, after->threats);
  guint n = 0;

  for (guint i = 0; i < to->n_objectives; i++)
    n += from->objectives[i].state != to->objectives[i].state;
  return n;
}

static void
add_figures (Page *self)
{
  const RedanAnalysis *before = self->input->before;
  const RedanAnalysis *after = self->input->after;
  g_autoptr (RedanThreatChanges) threats = NULL;
  g_autofree char *line = NULL;
  char from[32];
  char to[32];

  if (before == NULL || after == NULL)
    return;
  threats = redan_threat_changes_new (before, after);
  line = g_strdup_printf (
      _ ("Residual risk %s → %s. Threats %u → %u: %u opened, %u closed, %u scored or decided "
         "otherwise. Objectives whose state changed: %u."),
      redan_score_format (before->totals.residual, from),
      redan_score_format (after->totals.residual, to), before->threats->len, after->threats->len,
      threats->lists[REDAN_THREATS_OPENED]->len, threats->lists[REDAN_THREATS_CLOSED]->len,
      threats->lists[REDAN_THREATS_RESCORED]->len, count_changed_objectives (before, after));
  add_text (self, REDAN_POSTER_TEXT, 3, line);
}

static void
add_header (Page *self)
{
  const RedanDifference *difference = self->input->difference;
  const guint *counts = difference->counts;
  g_autofree char *names =
      g_strdup_printf ("%s  →  %s", self->input->before_title, self->input->after_title);
  g_autofree char *line = NULL;

  add_text (self, REDAN_POSTER_TITLE, 1, _ ("What changed in the threat model"));
  self->y += 4;
  add_text (self, REDAN_POSTER_MUTED, 2, names);
  self->y += 6;
  if (difference->objects->len == 0)
    {
      add_text (self, REDAN_POSTER_TEXT, 1, _ ("The models are the same."));
      return;
    }
  line = g_strdup_printf (_ ("%u added, %u removed, %u changed, %u only drawn elsewhere."),
                          counts[REDAN_DIFFERENCE_ADDED], counts[REDAN_DIFFERENCE_REMOVED],
                          counts[REDAN_DIFFERENCE_CHANGED] - difference->n_signed,
                          counts[REDAN_DIFFERENCE_MOVED]);
  add_text (self, REDAN_POSTER_TEXT, 1, line);
  add_figures (self);
  self->y += 8;
  self->y += redan_poster_add_mark_legend (self->poster, (RedanScenePoint){ MARGIN, self->y },
                                           self->width);
}

static void
add_panel (Page *self, const Pair *pair, guint side, RedanScenePoint at)
{
  static const char *const prefixes[2] = { "before-", "after-" };
  const char *const titles[2] = { _ ("Before"), _ ("After") };
  const RedanSceneRect frame = { at.x, at.y + CAPTION, pair->bounds.width, pair->bounds.height };

  redan_poster_add_text (self->poster, REDAN_POSTER_MUTED, at, pair->bounds.width, 1, titles[side]);
  if (is_drawn (pair->scenes[side]))
    redan_poster_add_scene (self->poster, pair->scenes[side], pair->marks[side], prefixes[side],
                            &pair->bounds, (RedanScenePoint){ frame.x, frame.y });
  else
    redan_poster_add_frame (self->poster, &frame,
                            pair->scenes[side] == NULL ? _ ("There is no such diagram.")
                                                       : _ ("Nothing is drawn here."));
}

static char *
dup_title (const Pair *pair)
{
  const char *before = pair->before != NULL ? redan_object_get_name (pair->before) : NULL;
  const char *after = pair->after != NULL ? redan_object_get_name (pair->after) : NULL;

  if (before != NULL && after != NULL && !g_str_equal (before, after))
    return g_strdup_printf (_ ("Diagram %s, now %s"), before, after);
  if (after == NULL)
    return g_strdup_printf (_ ("Diagram %s, removed"), before);
  return g_strdup_printf (before == NULL ? _ ("Diagram %s, added") : _ ("Diagram %s"), after);
}

static void
add_diagrams (Page *self)
{
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (self->pairs, Pair, i);
      g_autofree char *title = dup_title (pair);
      const double panel = pair->bounds.height + CAPTION;

      self->y += GAP;
      add_text (self, REDAN_POSTER_HEADING, 2, title);
      self->y += 6;
      add_panel (self, pair, 0, (RedanScenePoint){ MARGIN, self->y });
      if (pair->stacked)
        self->y += panel + 12;
      add_panel (self, pair, 1,
                 (RedanScenePoint){
                     MARGIN + (pair->stacked ? 0 : pair->bounds.width + GAP),
                     self->y,
                 });
      self->y += panel;
    }
  if (self->n_untouched > 0 && self->input->difference->objects->len > 0)
    {
      g_autofree char *note = g_strdup_printf (
          ngettext ("%u diagram on which nothing changed is left out.",
                    "%u diagrams on which nothing changed are left out.", self->n_untouched),
          self->n_untouched);

      self->y += 8;
      add_text (self, REDAN_POSTER_MUTED, 1, note);
    }
}

/* ---- words ---- */

/* Returns: the height */
static double
add_object (Page *self, const RedanObjectDifference *object, RedanScenePoint at, double width)
{
  static const RedanPaintMark marks[REDAN_N_DIFFERENCES] = {
    [REDAN_DIFFERENCE_ADDED] = REDAN_PAINT_ADDED,
    [REDAN_DIFFERENCE_REMOVED] = REDAN_PAINT_REMOVED,
    [REDAN_DIFFERENCE_CHANGED] = REDAN_PAINT_CHANGED,
    [REDAN_DIFFERENCE_MOVED] = REDAN_PAINT_MOVED,
  };
  g_autofree char *title = redan_object_difference_dup_title (self->input->difference, object);
  g_autoptr (GPtrArray) lines =
      redan_object_difference_list_lines (self->input->difference, object);
  const double top = at.y;
  const double indent = 24;

  redan_poster_add_sign (self->poster, marks[object->kind], at);
  at.x += indent;
  width -= indent;
  at.y += redan_poster_add_text (self->poster, REDAN_POSTER_TEXT, at, width, 2, title);
  for (guint i = 0; i < MIN (lines->len, MAX_LINES); i++)
    at.y += redan_poster_add_text (self->poster, REDAN_POSTER_MUTED, at, width, 2,
                                   g_ptr_array_index (lines, i));
  if (lines->len > MAX_LINES)
    {
      g_autofree char *more = g_strdup_printf (_ ("and %u more"), lines->len - MAX_LINES);

      at.y += redan_poster_add_text (self->poster, REDAN_POSTER_MUTED, at, width, 1, more);
    }
  return at.y + 7 - top;
}

/* In columns, each next object in the one that ends first. */
static void
add_words (Page *self)
{
  const GArray *objects = self->input->difference->objects;
  const guint n_columns = CLAMP ((guint) (self->width / COLUMN), 1, MAX_COLUMNS);
  const double width = self->width / n_columns;
  const guint n_told = objects->len - self->input->difference->n_signed;
  g_autofree char *signed_text = redan_difference_dup_signed (self->input->difference);
  double ends[MAX_COLUMNS];
  guint n = 0;

  if (objects->len == 0)
    return;
  self->y += GAP;
  add_text (self, REDAN_POSTER_HEADING, 1, _ ("In words"));
  self->y += 6;
  for (guint i = 0; i < n_columns; i++)
    ends[i] = self->y;
  for (guint i = 0; i < objects->len && n < MAX_WORDS; i++)
    {
      const RedanObjectDifference *object = &g_array_index (objects, RedanObjectDifference, i);
      guint column = 0;

      if (object->signed_only)
        continue;
      n++;
      for (guint k = 1; k < n_columns; k++)
        if (ends[k] < ends[column])
          column = k;
      ends[column] += add_object (
          self, object, (RedanScenePoint){ MARGIN + column * width, ends[column] }, width - GAP);
    }
  for (guint i = 0; i < n_columns; i++)
    self->y = MAX (self->y, ends[i]);
  if (n_told > MAX_WORDS)
    {
      g_autofree char *more =
          g_strdup_printf (_ ("and %u more changed objects"), n_told - MAX_WORDS);

      add_text (self, REDAN_POSTER_MUTED, 1, more);
    }
  if (signed_text != NULL)
    add_text (self, REDAN_POSTER_MUTED, 2, signed_text);
}

/* ---- attacks ---- */

static void
add_path (Page *self, const RedanAttackView *view, const RedanAttackPath *path, RedanPaintMark mark)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *asset = redan_asset_dup_title (view->attack, path->asset);
  g_autofree char *title = NULL;
  char odds[32];
  guint n_left_out = 0;

  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      if (hop->implied)
        continue;
      if (texts->len < MAX_HOPS)
        g_ptr_array_add (texts, redan_attack_hop_dup_title (view, hop));
      else
        n_left_out++;
    }
  if (n_left_out > 0)
    g_ptr_array_add (texts, g_strdup_printf (_ ("and %u more steps"), n_left_out));
  g_ptr_array_add (texts, NULL);
  title = g_strdup_printf (_ ("%s is %s, odds %s"), asset, redan_goal_get_title (path->goal),
                           redan_odds_format (path->odds, odds));
  redan_poster_add_sign (self->poster, mark, (RedanScenePoint){ MARGIN, self->y });
  self->y +=
      redan_poster_add_text (self->poster, REDAN_POSTER_TEXT,
                             (RedanScenePoint){ MARGIN + 24, self->y }, self->width - 24, 2, title);
  self->y += 5;
  self->y += redan_poster_add_chain (self->poster, (const char *const *) texts->pdata, mark,
                                     (RedanScenePoint){ MARGIN, self->y }, self->width);
  self->y += 14;
}

static void
add_paths (Page *self, gboolean opened)
{
  const GPtrArray *attacks = self->input->attacks;
  guint n = 0;

  for (guint i = 0; i < attacks->len; i++)
    {
      const RedanAssetChange *change = g_ptr_array_index (attacks, i);
      const GPtrArray *paths = opened ? change->opened : change->closed;

      for (guint j = 0; j < paths->len; j++, n++)
        {
          if (n == 0)
            {
              self->y += GAP;
              add_text (self, REDAN_POSTER_HEADING, 1,
                        opened ? _ ("Attack paths opened") : _ ("Attack paths closed"));
              self->y += 6;
            }
          if (n < MAX_PATHS)
            add_path (self, opened ? self->input->view : self->input->view_before,
                      g_ptr_array_index (paths, j),
                      opened ? REDAN_PAINT_ADDED : REDAN_PAINT_REMOVED);
        }
    }
  if (n > MAX_PATHS)
    {
      g_autofree char *more = g_strdup_printf (_ ("and %u more"), n - MAX_PATHS);

      add_text (self, REDAN_POSTER_MUTED, 1, more);
    }
}

GBytes *
redan_difference_picture_write (const RedanDifferencePicture *input,
                                RedanPictureFormat format,
                                guint as_of,
                                GError **error)
{
  Page self = { .input = input, .y = MARGIN };
  GBytes *bytes = NULL;

  self.poster = redan_poster_new (_ ("What changed in the threat model"));
  self.pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (self.pairs, clear_pair);
  find_pairs (&self);
  add_header (&self);
  add_diagrams (&self);
  add_words (&self);
  if (input->attacks != NULL)
    {
      add_paths (&self, TRUE);
      add_paths (&self, FALSE);
      if (!input->complete)
        add_text (&self, REDAN_POSTER_MUTED, 1,
                  _ ("The search was cut short: more paths may have opened or closed."));
    }
  bytes = redan_poster_write (self.poster, format, self.width + 2 * MARGIN, self.y + MARGIN, as_of,
                              error);
  redan_poster_free (self.poster);
  g_array_unref (self.pairs);
  return bytes;
}
