/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the canonical reader share: its state while a file is read. Private. */

#pragma once

#include "model/canonical-assembler.h"

G_BEGIN_DECLS

#define REDAN_READ_MAX_TEXT (1024 * 1024)
#define REDAN_READ_N_NAMES 2048
#define REDAN_READ_N_VALUES 8192

typedef enum
{
  LEVEL_DOCUMENT,
  LEVEL_ROOT,
  LEVEL_OBJECT,
  LEVEL_FIELD,
  LEVEL_PART,
} RedanReadLevel;

/* What the name of a child element means in a section. Names come from the dictionary of the
 * parser: one pointer each. */
typedef struct
{
  const xmlChar *name;
  RedanSection section;
  RedanField field;
  RedanValueType type;
  gboolean keyed;
  gboolean on_start_tag;
} RedanReadName;

/* A value that was checked before, and its interned text. */
typedef struct
{
  const char *text;
  RedanSection section;
  RedanField field;
  guint16 length;
} RedanReadValue;

/* A place in the table of ids: open addressing. */
typedef struct
{
  guint32 number; /* index of an object + 1; 0 for an empty slot */
  guint32 hash;
} RedanReadSlot;

struct _RedanAssembler
{
  RedanSchema *schema;
  RedanModel *model;
  RedanStrings *strings;
  const char *path;
  const char *empty;
  xmlParserCtxt *parser;
  GError *error;

  RedanReadLevel level;
  gboolean finished; /* the root has ended */

  RedanSection section;
  const xmlChar *section_name; /* of the last object, from the dictionary of the parser */
  RedanId id;
  guint line;
  gboolean unsorted;
  RedanEntry *entries; /* of the current object */
  guint32 *entry_lines;
  guint n_entries;
  guint allocated_entries;

  RedanReadName *name; /* the current field */
  const char *key;
  gint32 parts[4];
  guint parts_seen;
  int part;
  guint n_points;
  GString *value; /* "x y x y": the value made of parts */
  char *text;
  gsize length;
  gsize allocated;

  GPtrArray *objects;
  gboolean handed_over; /* the objects belong to the model */
  GArray *lines; /* guint32: line of each object */
  RedanReadSlot *slots;
  guint32 mask;
  RedanReadSlot *slot; /* where the current object will stand */

  RedanReadName names[REDAN_READ_N_NAMES];
  RedanReadValue values[REDAN_READ_N_VALUES];
};

/** redan_read_current_line: Returns: where the parser stands */
guint redan_read_current_line (const RedanAssembler *self);

/** redan_read_fail_with: takes over an error that says what was expected but not where */
void redan_read_fail_with (RedanAssembler *self, GError *error);

/** redan_read_add_entry: adds an entry to the current object; strings belong to the pool of the model */
void redan_read_add_entry (RedanAssembler *self, RedanField field, const char *key, const char *value);

/** redan_read_unknown_attribute: fails because of an XML attribute that <@tag> does not have */
void redan_read_unknown_attribute (RedanAssembler *self, const xmlChar *name, const char *tag);

/** redan_read_unknown_part: fails because of a tag inside a field */
void redan_read_unknown_part (RedanAssembler *self, const xmlChar *name);

/** redan_read_add_text: appends to the text of the current field; FALSE when it gets too long */
gboolean redan_read_add_text (RedanAssembler *self, const char *text, gsize length);

/** redan_read_set_text: the value of an XML attribute becomes the current text */
void redan_read_set_text (RedanAssembler *self, const xmlChar *start, const xmlChar *end);

/** redan_read_find_name: Returns: (nullable): what @name means on the start tag or as a child in the current section */
RedanReadName *redan_read_find_name (RedanAssembler *self, const xmlChar *name, gboolean on_start_tag);

/** redan_read_add_scalar: checks the current text as the value of a field and adds the entry, unless it is empty */
void redan_read_add_scalar (RedanAssembler *self, const RedanReadName *name);

void redan_read_start_field (RedanAssembler *self, const xmlChar *name, int n_attributes, const xmlChar **attributes);
void redan_read_start_part (RedanAssembler *self, const xmlChar *name, int n_attributes, const xmlChar **attributes);
void redan_read_end_part (RedanAssembler *self);
void redan_read_end_field (RedanAssembler *self);

G_END_DECLS
