/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the Threat Dragon importer share: the run, the cells of a diagram, and how
 * leftovers are kept. */

#pragma once

#include "model/exchange/json.h"
#include "model/exchange/relay.h"

G_BEGIN_DECLS

/* Before the names of remarks on what a file says in these parts beside what we know. */
#define REDAN_DRAGON_SUMMARY "summary."
#define REDAN_DRAGON_DETAIL "detail."

/**
 * RedanDragonList:
 * @diagram: position of the diagram in its list
 * @inner: inside "diagramJson", as in version 1
 * @start: of "[" in the file
 * @end: behind "]"
 * @first: of its cells in the list of all cells
 * @n_lines: that end inside
 */
typedef struct
{
  guint64 diagram;
  gboolean inner;
  gsize start;
  gsize end;
  guint first;
  guint n;
  guint n_lines;
} RedanDragonList;

/** RedanDragonStart: where a cell begins, and the line of that */
typedef struct
{
  gsize at;
  gsize line;
} RedanDragonStart;

/**
 * RedanDragonSource:
 * @lists: of #RedanDragonList, in the order of the file
 * @cells: of #RedanDragonStart
 */
typedef struct
{
  const guint8 *data;
  gsize length;
  GArray *lists;
  GArray *cells;
} RedanDragonSource;

/** redan_dragon_source_open: checks the whole text and parses it with empty lists of cells.
 * Returns: (transfer none) (nullable): the root, in @tree; the source keeps @data and is closed in
 * any case
 */
RedanNode *redan_dragon_source_open (RedanDragonSource *self,
                                     RedanTree *tree,
                                     const guint8 *data,
                                     gsize length,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

void redan_dragon_source_close (RedanDragonSource *self);

/** redan_dragon_source_find: Returns: (nullable): the cells that were left out of a diagram */
const RedanDragonList *
redan_dragon_source_find (const RedanDragonSource *self, guint64 diagram, gboolean inner);

/** redan_dragon_source_parse_cell: Returns: (transfer none) (nullable): one of them, in @tree,
 * which has nothing else then */
RedanNode *redan_dragon_source_parse_cell (const RedanDragonSource *self,
                                           RedanTree *tree,
                                           const RedanDragonList *list,
                                           guint index,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_dragon_source_outline_cell: Returns: (transfer none) (nullable): the same with no more
 * than its id, kind, box and whether it has a source */
RedanNode *redan_dragon_source_outline_cell (const RedanDragonSource *self,
                                             RedanTree *tree,
                                             const RedanDragonList *list,
                                             guint index,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RedanDragon:
 * @relay: alive while the sink listens and there is no @problem
 * @problem: two keys of a cell are the same, or memory ran out
 * @tree: of the file without its cells
 * @cell: of one cell
 * @diagram: foreign id of the current diagram
 * @cells: of the current diagram, by their ids in the file
 * @drawn: (element-type RedanDragonCell): all of them
 * @n_looked: how many boxes were compared with loose ends in it
 */
typedef struct
{
  RedanRelay relay;
  RedanDragonSource source;
  RedanTree *tree;
  RedanTree *cell;
  GError *problem;
  const char *diagram;
  const char *diagram_name;
  GHashTable *cells;
  GPtrArray *drawn;
  guint n_looked;
} RedanDragon;

/**
 * RedanDragonCell:
 * @cell: (nullable): %NULL until it is passed on
 * @data: where the meaning stands: cell.data of version 2, the cell itself of version 1
 * @section: where it goes; %REDAN_N_SECTIONS when it is of no known kind
 * @kind: of an element or boundary
 * @line: a boundary drawn as a curve
 * @has_box: its four numbers are in @box; else they are what @position and @size make of them
 */
typedef struct
{
  RedanNode *cell;
  RedanNode *data;
  char *id;
  char *foreign;
  RedanSection section;
  const char *kind;
  guint index;
  gboolean line;
  gboolean repeated;
  gboolean has_box;
  double box[4];
  RedanNode *position;
  RedanNode *size;
} RedanDragonCell;

/** redan_dragon_dup_text: Returns: (nullable): the text of a member that is not empty; lists what
 * is no text */
char *redan_dragon_dup_text (RedanDragon *self, RedanNode *object, const char *key);

/** redan_dragon_text: passes a text member on as @field of the current object */
void redan_dragon_text (RedanDragon *self, RedanNode *object, const char *key, RedanField field);

/** redan_dragon_flag: Returns: whether a member is true; lists what is neither true nor false */
gboolean redan_dragon_flag (RedanDragon *self, RedanNode *object, const char *key);

/** redan_dragon_rest: redan_relay_remark() for all members that say something and are in neither
 * list of known names; a slip of one of these that is missing is told as such */
void redan_dragon_rest (RedanDragon *self,
                        RedanNode *object,
                        const char *const *known,
                        const char *const *more);

/** redan_dragon_find_protocol: @encrypted: what "HTTP/S" means. Returns: (nullable): our word for
 * how a person wrote a protocol */
const char *redan_dragon_find_protocol (const char *text, gboolean encrypted);

/** redan_dragon_claim: Returns: (transfer full): @wanted, or with a suffix when the section has it
 * already */
char *redan_dragon_claim (RedanDragon *self,
                          RedanSection section,
                          const char *wanted,
                          gboolean *repeated_out);

/** redan_dragon_cells: everything that is drawn in the current diagram: @list, or @cells without
 * one
 */
void redan_dragon_cells (RedanDragon *self, RedanNode *cells, const RedanDragonList *list);

/**
 * redan_dragon_find_touched:
 * @end: (nullable): a source or target of a line of the current diagram
 *
 * Looks for the smallest element whose box is under @end, or close to it. Gives up when a diagram
 * has so many of both that looking would take long.
 *
 * Returns: (transfer none) (nullable): the element; %NULL when @end is no point, too
 */
const RedanDragonCell *redan_dragon_find_touched (RedanDragon *self, RedanNode *end);

/** redan_dragon_threats: the threats of a cell and their mitigations */
void redan_dragon_threats (RedanDragon *self, const RedanDragonCell *cell);

G_END_DECLS
