/* SPDX-License-Identifier: Apache-2.0 */
/* A report as a list of blocks, free of any paper: headings, paragraphs, tables, cards, figures,
 * diagrams. */

#pragma once

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_BLOCK_TITLE_PAGE,
  REDAN_BLOCK_CONTENTS,
  REDAN_BLOCK_HEADING,
  REDAN_BLOCK_PARAGRAPH,
  REDAN_BLOCK_FIGURES,
  REDAN_BLOCK_TABLE,
  REDAN_BLOCK_CARD,
  REDAN_BLOCK_STEPS,
  REDAN_BLOCK_DIAGRAM,
  REDAN_BLOCK_PAGE_BREAK,
} RedanBlockType;

/** What a badge, figure or mark means; papers choose the colour, and never colour alone. */
typedef enum
{
  REDAN_REPORT_TONE_NONE,
  REDAN_REPORT_TONE_INFO,
  REDAN_REPORT_TONE_LOW,
  REDAN_REPORT_TONE_MEDIUM,
  REDAN_REPORT_TONE_HIGH,
  REDAN_REPORT_TONE_CRITICAL,
  REDAN_REPORT_TONE_GOOD,
  REDAN_REPORT_TONE_UNKNOWN,
} RedanReportTone;

/** RedanReportColumn: @weight: share of the width; @right: numbers */
typedef struct
{
  char *title;
  double weight;
  gboolean right;
} RedanReportColumn;

/** RedanReportCell: @link: (nullable): anchor of another block; @object: (nullable): id of the
 * object of the model that it names, where a window can go */
typedef struct
{
  char *text;
  char *link;
  char *object;
  RedanReportTone tone;
} RedanReportCell;

/** RedanReportLine: a labelled line of a card ("Why", "Controls") or a figure; @tone: a mark before
 * the text */
typedef struct
{
  char *label;
  char *text;
  RedanReportTone tone;
} RedanReportLine;

/**
 * RedanReportHop: a box of a path drawn as a row of boxes
 * @object: (nullable): name of what it is about
 * @icon: (nullable): its picture, constant
 * @text: what happens
 * @note: (nullable): what it comes to: "12 %, then he controls Web application"
 * @controls: (element-type utf8): what stands in the way, a line each
 * @tone: of its frame
 */
typedef struct
{
  char *object;
  const RedanIcon *icon;
  char *text;
  char *note;
  GPtrArray *controls;
  RedanReportTone tone;
} RedanReportHop;

/**
 * RedanReportBlock:
 * @anchor: (nullable): name that links point to, unique in the report
 * @level: of a heading, 1 to 3
 * @text: heading, paragraph, title of a card, caption of a diagram, title of the title page
 * @note: (nullable): second line of a card, figure text of a heading; small print of a paragraph
 * @badge: (nullable): of a card: "59.3 High"
 * @low, @high: of a card: interval 0..1 shown as a bar when @high >= 0
 * @lines: (element-type RedanReportLine): of cards, figures and the title page
 * @columns, @cells: of a table: n_columns columns, rows of so many cells; of steps: the values of
 * the bars
 * @hops: (element-type RedanReportHop): of a card: a path, drawn below its lines
 * @scene: (nullable): of a diagram, owned
 */
typedef struct
{
  RedanBlockType type;
  char *anchor;
  guint level;
  char *text;
  char *note;
  char *badge;
  RedanReportTone tone;
  double low;
  double high;
  GPtrArray *lines;
  GPtrArray *columns;
  GPtrArray *cells;
  GArray *values;
  GPtrArray *hops;
  RedanScene *scene;
} RedanReportBlock;

typedef struct
{
  char *title;
  char *date; /* YYYY-MM-DD */
  GPtrArray *blocks;
} RedanReport;

/** redan_report_new: Returns: (transfer full): an empty report; @date as YYYY-MM-DD */
RedanReport *redan_report_new (const char *title, const char *date) G_GNUC_WARN_UNUSED_RESULT;
/** redan_report_free: frees the report with its blocks */
void redan_report_free (RedanReport *self);

/** redan_report_add: Returns: (transfer none): a new empty block at the end */
RedanReportBlock *redan_report_add (RedanReport *self, RedanBlockType type);
/** redan_report_add_heading: @level 1 to 3, @anchor nullable. Returns: (transfer none): the block
 */
RedanReportBlock *
redan_report_add_heading (RedanReport *self, guint level, const char *anchor, const char *text);
/** redan_report_add_paragraph: Returns: (transfer none): the block */
RedanReportBlock *redan_report_add_paragraph (RedanReport *self, const char *text);
/** redan_report_add_table: Returns: (transfer none): a table without columns; add those before
 * cells */
RedanReportBlock *redan_report_add_table (RedanReport *self);

/** redan_report_block_add_line: a labelled line of a card, a figure, or a line of the title page */
void redan_report_block_add_line (RedanReportBlock *self,
                                  const char *label,
                                  const char *text,
                                  RedanReportTone tone);
/** redan_report_block_add_column: @weight is the share of the width; @right aligns numbers */
void redan_report_block_add_column (RedanReportBlock *self,
                                    const char *title,
                                    double weight,
                                    gboolean right);
/** redan_report_block_add_cell: the next cell, row by row. Returns: (transfer none): it, to set
 * link and tone */
RedanReportCell *redan_report_block_add_cell (RedanReportBlock *self, const char *text);

/** redan_report_block_add_hop: the next box of a card. Returns: (transfer none): it, to set the
 * rest
 */
RedanReportHop *redan_report_block_add_hop (RedanReportBlock *self, const char *text);

/** redan_report_tone_of_band, redan_report_tone_of_state: what colour a severity or a state of an
 * objective has */
RedanReportTone redan_report_tone_of_band (RedanBand band);
RedanReportTone redan_report_tone_of_state (RedanObjectiveState state);

/** redan_report_tone_of_criterion: what colour the value of a criterion has; a waiver that counts
 * goes before it */
RedanReportTone redan_report_tone_of_criterion (const RedanCriterionResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanReport, redan_report_free)

G_END_DECLS
