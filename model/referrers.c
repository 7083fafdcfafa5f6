/* SPDX-License-Identifier: Apache-2.0 */
/* Index of references: append-only lists whose members are checked against the model when they are
 * read. */

#include <string.h>

#include "model/referrers.h"

struct _RedanReferrers
{
  GHashTable *lists; /* RedanId in the List -> List */
};

typedef struct
{
  RedanId target;
  GArray *referrers; /* RedanId, may repeat or be out of date */
} List;

static void
list_free (gpointer data)
{
  List *self = data;

  g_array_unref (self->referrers);
  g_free (self);
}

/* The id in a threat identity "rule@id" or "rule@id:reverse". */
static gboolean
parse_identity (const char *text, RedanId *id_out)
{
  const char *at = strchr (text, '@');

  while (at != NULL)
    {
      gsize length = strspn (at + 1, "0123456789abcdefghjkmnpqrstvwxyz");
      if (length == REDAN_ID_LENGTH && redan_id_parse (at + 1, length, id_out))
        return TRUE;
      at = strchr (at + 1, '@');
    }
  return FALSE;
}

gboolean
redan_reference_parse (const RedanSchema *schema,
                       RedanSection section,
                       RedanField field,
                       const char *key,
                       const char *value,
                       RedanReference *reference_out)
{
  if (field >= REDAN_FIELD_ATTRIBUTE && field < REDAN_FIELD_PACK)
    {
      const RedanAttribute *attribute = redan_field_get_attribute (schema, field);
      if (attribute == NULL || attribute->type != REDAN_ATTRIBUTE_REFERENCE)
        return FALSE;
      reference_out->sections = (1u << REDAN_N_SECTIONS) - 1;
      reference_out->by_key = FALSE;
      reference_out->loose = FALSE;
      return redan_id_parse (value, strlen (value), &reference_out->id);
    }

  const RedanFieldInfo *info = redan_field_get_info (section, field);
  if (info == NULL || (info->references == 0 && info->type != REDAN_VALUE_REFERENCE &&
                       field != REDAN_FIELD_ADDRESSES))
    return FALSE;

  const char *text = info->keyed ? key : value;
  reference_out->loose = info->references == 0;
  reference_out->sections = info->references;
  reference_out->by_key = info->keyed;
  return redan_id_parse (text, strlen (text), &reference_out->id) ||
         (field == REDAN_FIELD_ADDRESSES && parse_identity (text, &reference_out->id));
}

void
redan_referrers_add (RedanReferrers *self, const RedanId *target, const RedanId *referrer)
{
  List *list = g_hash_table_lookup (self->lists, target);

  if (list == NULL)
    {
      list = g_new (List, 1);
      list->target = *target;
      list->referrers = g_array_new (FALSE, FALSE, sizeof (RedanId));
      g_hash_table_insert (self->lists, &list->target, list);
    }
  g_array_append_val (list->referrers, *referrer);
}

void
redan_referrers_add_object (RedanReferrers *self,
                            const RedanSchema *schema,
                            const RedanObject *object)
{
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      RedanReference reference;
      if (redan_reference_parse (schema, object->section, entry->field, entry->key, entry->value,
                                 &reference))
        redan_referrers_add (self, &reference.id, &object->id);
    }
}

RedanReferrers *
redan_referrers_new (const RedanModel *model)
{
  RedanReferrers *self = g_new (RedanReferrers, 1);
  const RedanSchema *schema = redan_model_get_schema (model);

  self->lists = g_hash_table_new_full (redan_id_hash, redan_id_equal, NULL, list_free);
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n = redan_model_get_n (model, section);
      for (guint i = 0; i < n; i++)
        redan_referrers_add_object (self, schema, redan_model_get_nth (model, section, i));
    }
  return self;
}

void
redan_referrers_free (RedanReferrers *self)
{
  g_hash_table_unref (self->lists);
  g_free (self);
}

static gboolean
refers_to (const RedanSchema *schema, const RedanObject *object, const RedanId *target)
{
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      RedanReference reference;
      if (redan_reference_parse (schema, object->section, entry->field, entry->key, entry->value,
                                 &reference) &&
          redan_id_equal (&reference.id, target))
        return TRUE;
    }
  return FALSE;
}

static int
compare_by_section (gconstpointer a, gconstpointer b, gpointer model)
{
  const RedanObject *left = redan_model_lookup (model, a);
  const RedanObject *right = redan_model_lookup (model, b);

  if (left->section != right->section)
    return left->section < right->section ? -1 : 1;
  return redan_id_compare (a, b);
}

GArray *
redan_referrers_get (RedanReferrers *self, const RedanModel *model, const RedanId *target)
{
  const RedanSchema *schema = redan_model_get_schema (model);
  List *list = g_hash_table_lookup (self->lists, target);
  GArray *result = g_array_new (FALSE, FALSE, sizeof (RedanId));

  if (list == NULL)
    return result;

  for (guint i = 0; i < list->referrers->len; i++)
    {
      const RedanId *id = &g_array_index (list->referrers, RedanId, i);
      const RedanObject *object = redan_model_lookup (model, id);
      if (object != NULL && refers_to (schema, object, target))
        g_array_append_val (result, *id);
    }
  g_array_sort_with_data (result, compare_by_section, (gpointer) model);

  guint n = 0;
  for (guint i = 0; i < result->len; i++)
    {
      RedanId id = g_array_index (result, RedanId, i);
      if (n == 0 || !redan_id_equal (&g_array_index (result, RedanId, n - 1), &id))
        g_array_index (result, RedanId, n++) = id;
    }
  g_array_set_size (result, n);
  return result;
}
