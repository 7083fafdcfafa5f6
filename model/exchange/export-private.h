/* SPDX-License-Identifier: Apache-2.0 */
/* What writers of formats share: the run, values of objects, what the importer kept, and trees of
 * JSON that become text. */

#pragma once

#include "model/exchange/export.h"
#include "model/exchange/json.h"
#include "model/geometry.h"

G_BEGIN_DECLS

/**
 * RedanExport:
 * @template: (nullable): path of the file whose template is taken
 * @path: (nullable): where the file will be; its end chooses between forms of a format
 * @threats: RedanId of a target: GPtrArray of the threats on it
 * @mitigations: text of the id of a threat: GPtrArray of what addresses it
 */
struct _RedanExport
{
  const RedanExporter *exporter;
  const RedanModel *model;
  RedanSchema *schema;
  const char *template;
  const char *path;
  GPtrArray *losses;
  GHashTable *threats;
  GHashTable *mitigations;
};

/** RedanExportWord: a word of ours, and that of a format */
typedef struct
{
  const char *ours;
  const char *word;
} RedanExportWord;

/** redan_export_find_word: Returns: (nullable): the word of the format for @ours */
const char *redan_export_find_word (const RedanExportWord *words, guint n, const char *ours);

/** redan_export_lose: lists what is not written; @object nullable */
void redan_export_lose (RedanExport *self, const RedanObject *object, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/** redan_export_get: Returns: the value of a scalar field, or "" */
const char *redan_export_get (const RedanObject *object, RedanField field);

/** redan_export_attribute: Returns: the value of an attribute by its name, or "" */
const char *
redan_export_attribute (const RedanExport *self, const RedanObject *object, const char *name);

/** redan_export_extra: Returns: what the importer of the format kept under @name, or "" */
const char *
redan_export_extra (const RedanExport *self, const RedanObject *object, const char *name);

/** redan_export_text: Returns: the field, or the same with the line breaks that the importer took
 * out of it, unless it was changed since */
const char *
redan_export_text (const RedanExport *self, const RedanObject *object, RedanField field);

/** redan_export_reference: Returns: (nullable): the object that a scalar field names */
const RedanObject *
redan_export_reference (const RedanExport *self, const RedanObject *object, RedanField field);

/** redan_export_uuid: Returns: (transfer full): a UUID that follows from the id of @object and from
 * @use */
char *redan_export_uuid (const RedanObject *object, const char *use);

/** redan_export_threats_on: Returns: (nullable) (element-type RedanObject): the threats whose
 * target or further target is @object, in the order of ids */
GPtrArray *redan_export_threats_on (const RedanExport *self, const RedanObject *object);

/** redan_export_mitigations_of: Returns: (nullable) (element-type RedanObject): what addresses
 * @threat, in the order of ids */
GPtrArray *redan_export_mitigations_of (const RedanExport *self, const RedanObject *threat);

/** redan_export_whole_text: Returns: (transfer full): name and description as one text, for formats
 * that have but one; a name is often its beginning */
char *redan_export_whole_text (const RedanObject *object);

/** redan_export_mitigation_text: Returns: (transfer full): what addresses @threat, as one text; ""
 * when nothing does */
char *redan_export_mitigation_text (const RedanExport *self, const RedanObject *threat);

/** redan_export_value: Returns: (transfer full): what redan_json_to_text() made @text of */
json_t *redan_export_value (const char *text);

/** redan_export_read: Returns: (transfer none): a value that is being written as the importer reads
 * it, in @tree */
RedanNode *redan_export_read (RedanTree *tree, const json_t *value);

/** redan_export_truth: redan_relay_truth() for an object that is being written */
int redan_export_truth (const json_t *object, const char *key);

/** redan_export_begin: Returns: (transfer full): the object as redan_relay_source() kept it, else
 * an empty one */
json_t *redan_export_begin (const RedanExport *run, const RedanObject *object);

/** redan_export_put: sets a text member when it says something */
void redan_export_put (json_t *target, const char *key, const char *text);

/** redan_export_put_tags: sets a list of the tags of @object, when it has any */
void redan_export_put_tags (json_t *target, const char *key, const RedanObject *object);

/** redan_export_foreign_id: Returns: (transfer none): what the importer kept as "id", else ours;
 * stays as long as @buffer */
const char *
redan_export_foreign_id (const RedanExport *self, const RedanObject *object, RedanIdText buffer);

/** redan_export_rest: puts back what the importer kept of @object, but for names in @known and
 * members that are there */
void redan_export_rest (const RedanExport *self,
                        const RedanObject *object,
                        json_t *target,
                        const char *const *known);

/** redan_export_path_ends: Returns: whether the file will have one of these suffixes.
 * @suffixes: (array zero-terminated=1) */
gboolean redan_export_path_ends (const RedanExport *self, const char *const *suffixes);

/** redan_export_yaml: @root: (transfer full); @loose: texts that are numbers, truths or dates are
 * not quoted, for readers that know which type they want. Returns: (transfer full): the file */
GBytes *redan_export_yaml (json_t *root, gboolean loose);

/** redan_export_tree: redan_export_yaml() when the file is called so, else redan_export_json() */
GBytes *redan_export_tree (const RedanExport *self, json_t *root);

/** redan_export_json: Returns: (transfer full): the file; @root: (transfer full) */
GBytes *redan_export_json (json_t *root);

G_END_DECLS
