/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the catalogue loader share: the catalogue itself, its items before they are built, and a strict reader of fields. */

#pragma once

#include "analysis/catalogue.h"
#include "model/xml.h"

G_BEGIN_DECLS

#define REDAN_CATALOGUE_MAX_ITEMS 65536

/** The kinds of items that a pack can bring, override or (rules) disable. */
typedef enum
{
  REDAN_ITEM_RULE,
  REDAN_ITEM_CONTROL,
  REDAN_ITEM_OBJECTIVE,
  REDAN_ITEM_CRITERION,
  REDAN_ITEM_CONSTANT,
  REDAN_ITEM_STEP,
  REDAN_ITEM_CLASS,
  REDAN_ITEM_GUARD,
  REDAN_ITEM_PROFILE,
  REDAN_ITEM_DUTY,
  REDAN_ITEM_REPLACEMENT,
  REDAN_ITEM_SERVICE_NOTE,
  REDAN_ITEM_CHECK,
  REDAN_ITEM_PRACTICE,
  REDAN_ITEM_DEFAULT,
  REDAN_N_ITEMS,
} RedanItemKind;

/**
 * RedanItem: an item as found in the files, before its names are resolved
 * @serial: number of the file, to find the same id twice in one
 * @disabled: the last word on it was disabled="yes"
 * @optional: its file is for models that ask for it
 */
typedef struct
{
  const char *id;
  const RedanXmlNode *node;
  const char *path;
  const char *pack;
  const char *method;
  guint serial;
  gboolean disabled;
  gboolean optional;
} RedanItem;

/** RedanItems: items in the order of first appearance; @positions maps an id to its position plus one */
typedef struct
{
  GArray *array;
  GHashTable *positions;
} RedanItems;

typedef struct _RedanTactics RedanTactics;

struct _RedanCatalogue
{
  gatomicrefcount references;
  RedanSchema *schema;
  GStringChunk *strings;
  GPtrArray *memory; /* arrays that live as long as the catalogue */
  RedanScoring scoring;
  RedanRule *rules;
  guint n_rules;
  RedanControl *controls;
  guint n_controls;
  RedanObjective *objectives;
  guint n_objectives;
  RedanCriterion *criteria;
  guint n_criteria;
  RedanDuty *duties;
  guint n_duties;
  RedanReplacement *replacements;
  guint n_replacements;
  RedanServiceNote *service_notes;
  guint n_service_notes;
  RedanServiceDefault *service_defaults;
  guint n_service_defaults;
  RedanCheck *checks;
  guint n_checks;
  RedanPractice *practices;
  guint n_practices;
  GHashTable *rule_index; /* id to position plus one */
  GHashTable *control_index;
  GHashTable *objective_index;
  RedanTactics *tactics;
  char **packs;
};

/**
 * RedanReader: reads the fields of one item; the first error stays and makes all further calls harmless
 */
typedef struct
{
  RedanCatalogue *catalogue;
  const char *path;
  const RedanXmlNode *node;
  GError *error;
} RedanReader;

/** redan_catalogue_fail: sets @error to "path:line: message" unless it is set */
void redan_catalogue_fail (GError **error, const char *path, guint line, const char *format, ...) G_GNUC_PRINTF (4, 5);

/** redan_catalogue_allocate: Returns: zeroed memory for @n things that lives as long as the catalogue */
gpointer redan_catalogue_allocate (RedanCatalogue *self, gsize n, gsize size);

/** redan_reader_fail: sets the error of the reader to "path:line: message" unless it has one */
void redan_reader_fail (RedanReader *self, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);

/** redan_reader_check_names: only these attributes and @children (each once) and @repeated children may stand on the item */
void redan_reader_check_names (RedanReader *self, const char *attributes, const char *children, const char *repeated);

/** redan_reader_get: Returns: the attribute @name, "" after an error; a missing one is an error */
const char *redan_reader_get (RedanReader *self, const char *name);

/** redan_reader_get_word: Returns: position of the attribute @name in the space-separated list @words */
guint redan_reader_get_word (RedanReader *self, const char *name, const char *words);

/** redan_reader_get_choice: Returns: the attribute @name, one of the space-separated list @words */
const char *redan_reader_get_choice (RedanReader *self, const char *name, const char *words);

/** redan_reader_get_mask: the attribute @name is a list of different @words. Returns: a mask of their positions */
guint redan_reader_get_mask (RedanReader *self, const char *name, const char *words);

/** redan_reader_get_letters: like redan_reader_get_mask() for letters without space between; "" is 0 when @optional */
guint redan_reader_get_letters (RedanReader *self, const char *name, const char *letters, gboolean optional);

/** redan_reader_get_integer: Returns: the attribute @name, a number of @minimum..@maximum; 0 after an error */
guint redan_reader_get_integer (RedanReader *self, const char *name, guint minimum, guint maximum);

/** redan_reader_parse_number: Returns: whether @text is a decimal number of minimum..maximum, without exponent or sign */
gboolean redan_reader_parse_number (const char *text, double minimum, double maximum, double *number_out);

/** redan_reader_dup_string: Returns: (transfer none): a copy that lives as long as the catalogue */
const char *redan_reader_dup_string (RedanReader *self, const char *text);

/** redan_reader_get_text: Returns: the text of the child @name, "" after an error; a missing or empty one is an error */
const char *redan_reader_get_text (RedanReader *self, const char *name);

/** redan_reader_get_list: Returns: (array zero-terminated=1): the members of the child @name, none when it is missing */
const char *const *redan_reader_get_list (RedanReader *self, const char *name);

/** redan_reader_find_reference: Returns: position of @id, which may be written "SEC01-BP07" for "BP07"; G_MAXUINT32 if unknown */
guint32 redan_reader_find_reference (GHashTable *index, const char *id);

/** redan_reader_get_references: the child @name is a list of ids; resolves them. @skipped may be named and is left out */
const guint32 *redan_reader_get_references (RedanReader *self,
                                            const char *name,
                                            const char *what,
                                            GHashTable *index,
                                            const RedanItems *skipped,
                                            guint *n_out);

/** redan_reader_get_expression: Returns: (transfer full) (nullable): the expression in the child @name */
RedanExpression *redan_reader_get_expression (RedanReader *self, const char *name, guint contexts, gboolean optional);

/**
 * redan_catalogue_read_items:
 * @read: reads one item into the tables of the catalogue of the reader; its first error ends the reading
 * @data: for @read
 *
 * Reads @items in their order, but those that are disabled.
 */
gboolean redan_catalogue_read_items (RedanCatalogue *self,
                                     const RedanItems *items,
                                     void (*read) (RedanReader *reader, const RedanItem *item, gpointer data),
                                     gpointer data,
                                     GError **error);

/** redan_reader_find_word: Returns: position of @word in the space-separated list @words, or -1 */
int redan_reader_find_word (const char *words, const char *word, gsize length);

/* The items of each kind, built from what was collected. Each returns %FALSE with @error set at the first item that is wrong. */

/** redan_catalogue_build_objectives: objectives */
gboolean redan_catalogue_build_objectives (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_criteria: criteria; needs the objectives */
gboolean redan_catalogue_build_criteria (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_controls: controls; needs the objectives */
gboolean redan_catalogue_build_controls (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_rules: rules; needs controls and objectives */
gboolean redan_catalogue_build_rules (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_duties: rows of the duty matrix */
gboolean redan_catalogue_build_duties (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_replacements: what can take the place of a self-run service */
gboolean redan_catalogue_build_replacements (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_service_notes: notes about new services */
gboolean redan_catalogue_build_service_notes (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_service_defaults: what services guarantee from a day on */
gboolean redan_catalogue_build_service_defaults (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_scoring: classes, guards, profiles and constants; fills the scoring of the catalogue */
gboolean redan_catalogue_build_scoring (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_tactics: @items: (array): of all kinds; needs rules and controls */
gboolean redan_catalogue_build_tactics (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_clear_tactics: frees what redan_catalogue_build_tactics() made; harmless twice */
void redan_catalogue_clear_tactics (RedanCatalogue *self);

/** redan_catalogue_build_checks: what scanners check, and which controls and attributes it speaks of */
gboolean redan_catalogue_build_checks (RedanCatalogue *self, const RedanItems *items, GError **error);

/** redan_catalogue_build_practices: numbers of practices in older findings, and the practices of today */
gboolean redan_catalogue_build_practices (RedanCatalogue *self, const RedanItems *items, GError **error);

extern const char redan_layer_words[];
extern const char redan_effect_words[];

G_END_DECLS
