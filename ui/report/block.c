/* SPDX-License-Identifier: Apache-2.0 */
/* A report as a list of blocks, free of any paper: headings, paragraphs, tables, cards, figures,
 * diagrams. */

#include "ui/report/block.h"

static void
line_free (gpointer data)
{
  RedanReportLine *line = data;

  g_free (line->label);
  g_free (line->text);
  g_free (line);
}

static void
column_free (gpointer data)
{
  RedanReportColumn *column = data;

  g_free (column->title);
  g_free (column);
}

static void
cell_free (gpointer data)
{
  RedanReportCell *cell = data;

  g_free (cell->text);
  g_free (cell->link);
  g_free (cell->object);
  g_free (cell);
}

static void
hop_free (gpointer data)
{
  RedanReportHop *hop = data;

  g_free (hop->object);
  g_free (hop->text);
  g_free (hop->note);
  g_ptr_array_unref (hop->controls);
  g_free (hop);
}

static void
block_free (gpointer data)
{
  RedanReportBlock *block = data;

  g_free (block->anchor);
  g_free (block->text);
  g_free (block->note);
  g_free (block->badge);
  g_ptr_array_unref (block->lines);
  g_ptr_array_unref (block->columns);
  g_ptr_array_unref (block->cells);
  g_array_unref (block->values);
  g_ptr_array_unref (block->hops);
  g_clear_pointer (&block->scene, redan_scene_free);
  g_free (block);
}

RedanReport *
redan_report_new (const char *title, const char *date)
{
  RedanReport *self = g_new0 (RedanReport, 1);

  self->title = g_strdup (title);
  self->date = g_strdup (date);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

void
redan_report_free (RedanReport *self)
{
  g_free (self->title);
  g_free (self->date);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

RedanReportBlock *
redan_report_add (RedanReport *self, RedanBlockType type)
{
  RedanReportBlock *block = g_new0 (RedanReportBlock, 1);

  block->type = type;
  block->high = -1;
  block->lines = g_ptr_array_new_with_free_func (line_free);
  block->columns = g_ptr_array_new_with_free_func (column_free);
  block->cells = g_ptr_array_new_with_free_func (cell_free);
  block->values = g_array_new (FALSE, FALSE, sizeof (double));
  block->hops = g_ptr_array_new_with_free_func (hop_free);
  g_ptr_array_add (self->blocks, block);
  return block;
}

RedanReportBlock *
redan_report_add_heading (RedanReport *self, guint level, const char *anchor, const char *text)
{
  RedanReportBlock *block = redan_report_add (self, REDAN_BLOCK_HEADING);

  block->level = level;
  block->anchor = g_strdup (anchor);
  block->text = g_strdup (text);
  return block;
}

RedanReportBlock *
redan_report_add_paragraph (RedanReport *self, const char *text)
{
  RedanReportBlock *block = redan_report_add (self, REDAN_BLOCK_PARAGRAPH);

  block->text = g_strdup (text);
  return block;
}

RedanReportBlock *
redan_report_add_table (RedanReport *self)
{
  return redan_report_add (self, REDAN_BLOCK_TABLE);
}

void
redan_report_block_add_line (RedanReportBlock *self,
                             const char *label,
                             const char *text,
                             RedanReportTone tone)
{
  RedanReportLine *line = g_new0 (RedanReportLine, 1);

  line->label = g_strdup (label);
  line->text = g_strdup (text);
  line->tone = tone;
  g_ptr_array_add (self->lines, line);
}

void
redan_report_block_add_column (RedanReportBlock *self,
                               const char *title,
                               double weight,
                               gboolean right)
{
  RedanReportColumn *column = g_new0 (RedanReportColumn, 1);

  column->title = g_strdup (title);
  column->weight = weight;
  column->right = right;
  g_ptr_array_add (self->columns, column);
}

RedanReportCell *
redan_report_block_add_cell (RedanReportBlock *self, const char *text)
{
  RedanReportCell *cell = g_new0 (RedanReportCell, 1);

  cell->text = g_strdup (text);
  g_ptr_array_add (self->cells, cell);
  return cell;
}

RedanReportHop *
redan_report_block_add_hop (RedanReportBlock *self, const char *text)
{
  RedanReportHop *hop = g_new0 (RedanReportHop, 1);

  hop->text = g_strdup (text);
  hop->controls = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->hops, hop);
  return hop;
}

RedanReportTone
redan_report_tone_of_band (RedanBand band)
{
  static const RedanReportTone tones[REDAN_N_BANDS] = {
    [REDAN_BAND_INFO] = REDAN_REPORT_TONE_INFO,         [REDAN_BAND_LOW] = REDAN_REPORT_TONE_LOW,
    [REDAN_BAND_MEDIUM] = REDAN_REPORT_TONE_MEDIUM,     [REDAN_BAND_HIGH] = REDAN_REPORT_TONE_HIGH,
    [REDAN_BAND_CRITICAL] = REDAN_REPORT_TONE_CRITICAL,
  };
  return tones[band];
}

RedanReportTone
redan_report_tone_of_state (RedanObjectiveState state)
{
  static const RedanReportTone tones[] = {
    [REDAN_OBJECTIVE_MET] = REDAN_REPORT_TONE_GOOD,
    [REDAN_OBJECTIVE_PARTIAL] = REDAN_REPORT_TONE_MEDIUM,
    [REDAN_OBJECTIVE_NOT_MET] = REDAN_REPORT_TONE_CRITICAL,
    [REDAN_OBJECTIVE_NOT_APPLICABLE] = REDAN_REPORT_TONE_INFO,
    [REDAN_OBJECTIVE_UNKNOWN] = REDAN_REPORT_TONE_UNKNOWN,
  };
  return tones[state];
}

RedanReportTone
redan_report_tone_of_criterion (const RedanCriterionResult *result)
{
  if (result->waived)
    return REDAN_REPORT_TONE_INFO;

  switch (result->value)
    {
    case REDAN_CRITERION_TRUE:
      return REDAN_REPORT_TONE_GOOD;
    case REDAN_CRITERION_FALSE:
      return REDAN_REPORT_TONE_CRITICAL;
    case REDAN_CRITERION_UNKNOWN:
      return REDAN_REPORT_TONE_UNKNOWN;
    case REDAN_CRITERION_NOT_APPLICABLE:
    default:
      return REDAN_REPORT_TONE_NONE;
    }
}
