/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the Threagile writer share: members of the file that are changed only where the
 * model says something else. */

#pragma once

#include "model/exchange/export-private.h"
#include "model/exchange/threagile-private.h"

G_BEGIN_DECLS

/** redan_threagile_id_of: Returns: the id that @object has in the file; stays as long as @buffer */
const char *
redan_threagile_id_of (const RedanExport *run, const RedanObject *object, RedanIdText buffer);

/** redan_threagile_key: Returns: (transfer full): the key of the object in @map: that of the file,
 * else its name, with a number when it is taken */
char *redan_threagile_key (const RedanExport *run, const RedanObject *object, json_t *map);

/** redan_threagile_put_name: sets "title" when the name is another than @key, the name of the
 * member in its map, or the file had one */
void redan_threagile_put_name (const RedanExport *run,
                               const RedanObject *object,
                               const char *key,
                               json_t *written);

/** redan_threagile_put_text: sets a text that differs from what is there by more than marks */
void redan_threagile_put_text (json_t *written, const char *key, const char *text);

/** redan_threagile_put_word: sets a word that means something else than the one there; @word "" for
 * nothing. Returns: whether the format has one */
gboolean redan_threagile_put_word (json_t *written,
                                   const char *key,
                                   RedanThreagileTopic topic,
                                   const char *word);

/** redan_threagile_begin: Returns: (transfer full): the member for @object, as the file had it, with
 * id, name and description; @key_out: (transfer full): the key that it gets in @map */
json_t *redan_threagile_begin (const RedanExport *run,
                               const RedanObject *object,
                               json_t *map,
                               char **key_out);

/** redan_threagile_put_truth: sets a truth that is not there */
void redan_threagile_put_truth (json_t *written, const char *key, gboolean truth);

/** redan_threagile_put_ratings: confidentiality, integrity and availability */
void redan_threagile_put_ratings (const RedanExport *run,
                                  const RedanObject *object,
                                  json_t *written,
                                  const char *class_attribute);

/** redan_threagile_put_tags: tags without those that stand for something else, which begin with
 * @prefix (nullable) */
void redan_threagile_put_tags (const RedanObject *object, json_t *written, const char *prefix);

/** redan_threagile_fill: sets what the format wants and nobody said, and lists it.
 * @defaults: (array zero-terminated=1): pairs of key and value */
void redan_threagile_fill (RedanExport *run,
                           const RedanObject *object,
                           json_t *written,
                           const char *const *defaults);

/** redan_threagile_make_assets: Returns: (transfer full): technical assets with their links */
json_t *redan_threagile_make_assets (RedanExport *run);

/** redan_threagile_link_of: Returns: (transfer full): what a risk calls the link @flow by */
char *redan_threagile_link_of (const RedanExport *run, const RedanObject *flow);

/** redan_threagile_put_risks: categories with their risks, and the tracking of risks */
void redan_threagile_put_risks (RedanExport *run, json_t *root);

G_END_DECLS
