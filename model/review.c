/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes what a person reviewed of an element, flow or boundary. */

#include "model/review.h"

#include <string.h>

static gboolean
is_reviewed (const RedanSchema *schema, RedanField field)
{
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);

  if (attribute != NULL)
    return strcmp (attribute->name, "reviewed_on") != 0 && strcmp (attribute->name, "owner") != 0;

  return field == REDAN_FIELD_KIND || field == REDAN_FIELD_PARENT || field == REDAN_FIELD_SOURCE ||
         field == REDAN_FIELD_TARGET || field == REDAN_FIELD_SCOPE_REASON ||
         field == REDAN_FIELD_BIDIRECTIONAL || field == REDAN_FIELD_CROSSES;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Fields go by their names and in the order of those, because their numbers follow from the packs
 * in use. */
gboolean
redan_review_hash (const RedanSchema *schema,
                   const RedanObject *object,
                   char hash_out[REDAN_REVIEW_HASH_SIZE])
{
  g_autoptr (GPtrArray) parts = NULL;
  RedanId id;

  if (object->section != REDAN_SECTION_ELEMENT && object->section != REDAN_SECTION_FLOW &&
      object->section != REDAN_SECTION_BOUNDARY)
    return FALSE;

  parts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];

      if (is_reviewed (schema, entry->field))
        g_ptr_array_add (parts,
                         g_strdup_printf ("%s %s=%s", redan_field_get_tag (schema, entry->field),
                                          entry->key, entry->value));
    }
  g_ptr_array_sort (parts, compare_texts);
  g_ptr_array_insert (parts, 0,
                      g_strdup_printf ("review %s", redan_section_get_tag (object->section)));
  g_ptr_array_add (parts, NULL);
  id = redan_id_derive ((const char *const *) parts->pdata);
  memcpy (hash_out, id.text, REDAN_ID_LENGTH);
  hash_out[REDAN_ID_LENGTH] = '\0';

  return TRUE;
}

gboolean
redan_review_holds (const RedanSchema *schema, const RedanObject *object)
{
  const char *signed_hash = redan_object_get (object, REDAN_FIELD_REVIEWED_HASH);
  char hash[REDAN_REVIEW_HASH_SIZE];

  return signed_hash != NULL && redan_review_hash (schema, object, hash) &&
         strcmp (signed_hash, hash) == 0;
}
