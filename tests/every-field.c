/* SPDX-License-Identifier: Apache-2.0 */
/* Random valid models with objects of every section, every field and awkward texts. */

#include <string.h>

#include "model/name.h"
#include "model/snapshot.h"
#include "tests/every-field.h"

/* Pieces of names and texts that have hurt other programs. */
static const char *const pieces[] = {
  "Shop",
  " ",
  "&",
  "<b>",
  "</name>",
  "\"quoted\"",
  "'",
  "]]>",
  "<!--",
  "&amp;",
  "&#0;",
  "\xe2\x80\xae"
  "desrever",
  "\xf0\x9f\x94\x92",
  "e\xcc\x81",
  "\xc2\xa0",
  "\xe2\x80\xa8",
  "\xef\xbb\xbf",
  "\xed\x9f\xbf",
  "\xf4\x8f\xbf\xbd",
  "%s",
  "=1+1",
  "\t",
  "\xc2\x85",
  "\x7f",
  "0",
  "-",
  "redan",
  "a longer piece of text that fills the line",
};

typedef struct
{
  GRand *rand;
  RedanSchema *schema;
  RedanModel *model;
  GArray *ids[REDAN_N_SECTIONS]; /* of RedanId: what references may name */
  RedanSection section;
  guint index; /* of the object in its section */
  GArray *entries;
} Random;

static guint
below (Random *random, guint limit)
{
  return (guint) g_rand_int_range (random->rand, 0, (gint32) limit);
}

static RedanId
random_id (Random *random)
{
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  RedanId id;

  for (guint i = 0; i < REDAN_ID_LENGTH; i++)
    id.text[i] = digits[below (random, 32)];
  return id;
}

static char *
random_words (Random *random, gboolean lines)
{
  GString *text = g_string_new (NULL);
  guint n = 1 + below (random, 8);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, pieces[below (random, G_N_ELEMENTS (pieces))]);
      if (lines && below (random, 3) == 0)
        g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static char *
random_token (Random *random)
{
  return g_strdup_printf ("T%u-_.:@/x%u", below (random, 1000), below (random, 10));
}

static char *
random_date (Random *random)
{
  char date[11];

  redan_days_to_date (below (random, 100000), date);
  return g_strdup (date);
}

/* An id out of the sections of the mask; of boundaries only earlier ones, so that parents make no
 * circle. */
static char *
random_reference (Random *random, guint sections, gboolean earlier)
{
  for (guint tries = 0; tries < 20; tries++)
    {
      guint section = below (random, REDAN_N_SECTIONS);
      GArray *ids = random->ids[section];
      guint n = earlier ? random->index : ids->len;
      if ((sections & 1u << section) == 0 || n == 0)
        continue;
      const RedanId *id = &g_array_index (ids, RedanId, below (random, n));
      return g_strndup (id->text, REDAN_ID_LENGTH);
    }
  return NULL;
}

static char *
random_numbers (Random *random, guint n, gboolean is_place)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%d", i == 0 ? "" : " ",
                            is_place && i >= 2
                                ? g_rand_int_range (random->rand, 1, 100000)
                                : g_rand_int_range (random->rand, -9000000, 9000000));
  return g_string_free (text, FALSE);
}

static char *
random_attribute_value (Random *random, const RedanAttribute *attribute)
{
  if (below (random, 10) == 0)
    return g_strdup ("unknown");
  if (attribute->n_values > 0)
    return g_strdup (attribute->values[below (random, attribute->n_values)]);

  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_INTEGER:
      return g_strdup_printf (
          "%" G_GINT64_FORMAT,
          attribute->minimum +
              below (random, MIN (attribute->maximum - attribute->minimum + 1, 1000)));
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      return random_date (random);
    case REDAN_ATTRIBUTE_REFERENCE:
      return g_strdup ("unknown");
    default:
      return random_words (random, FALSE);
    }
}

static char *
random_lines (Random *random)
{
  g_autofree char *words = random_words (random, TRUE);

  char *lines = redan_text_trim_lines (words);

  if (*lines != '\0')
    return lines;
  g_free (lines);
  return g_strdup ("one\ntwo");
}

static char *
random_value (Random *random, const RedanFieldInfo *info)
{
  switch (info->type)
    {
    case REDAN_VALUE_LINE:
    case REDAN_VALUE_METRIC:
      return random_words (random, FALSE);
    case REDAN_VALUE_LINES:
      return random_lines (random);
    case REDAN_VALUE_TEXT:
    case REDAN_VALUE_EXTRA:
      return random_words (random, TRUE);
    case REDAN_VALUE_WORD:
      return g_strdup (info->words[below (random, g_strv_length ((char **) info->words))]);
    case REDAN_VALUE_INTEGER:
    case REDAN_VALUE_Z_ORDER:
      return g_strdup_printf ("%" G_GINT64_FORMAT,
                              info->minimum +
                                  below (random, MIN (info->maximum - info->minimum + 1, 1000000)));
    case REDAN_VALUE_DATE:
      return random_date (random);
    case REDAN_VALUE_REFERENCE:
      return random_reference (random, info->references == 0 ? G_MAXUINT : info->references,
                               info->field == REDAN_FIELD_PARENT &&
                                   random->section == REDAN_SECTION_BOUNDARY);
    case REDAN_VALUE_NAME:
      return random_token (random);
    case REDAN_VALUE_PACK:
      return g_strdup (below (random, 2) == 0 ? "1.2" : "3 0123abcd");
    case REDAN_VALUE_PLACE:
      return random_numbers (random, 4, TRUE);
    case REDAN_VALUE_POINTS:
      return random_numbers (random, 2 * (1 + below (random, 5)), FALSE);
    case REDAN_VALUE_POINT:
      return random_numbers (random, 2, FALSE);
    case REDAN_VALUE_ATTRIBUTE:
      return random_attribute_value (
          random, redan_schema_lookup (random->schema, REDAN_SCOPE_BOUNDARY, "btype", -1));
    }
  g_assert_not_reached ();
}

static char *
random_key (Random *random, const RedanFieldInfo *info)
{
  if (info->references != 0)
    return random_reference (random, info->references, FALSE);
  if (info->field == REDAN_FIELD_TAG)
    return random_words (random, FALSE);
  if (info->field == REDAN_FIELD_EXTRA)
    {
      g_autofree char *words = random_words (random, FALSE);
      return g_strconcat ("threat-dragon/", words, NULL);
    }
  return random_token (random);
}

static void
add_entry (Random *random, RedanField field, const char *key, const char *value)
{
  RedanEntry entry = { redan_model_intern (random->model, key),
                       redan_model_intern (random->model, value), field };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < random->entries->len; i++)
    {
      const RedanEntry *other = &g_array_index (random->entries, RedanEntry, i);
      if (other->field == field && strcmp (other->key, key) == 0)
        return;
    }
  g_assert_true (
      redan_field_check_value (random->schema, random->section, field, key, value, &error));
  g_array_append_val (random->entries, entry);
}

static void
add_random_field (Random *random, const RedanFieldInfo *info)
{
  guint n = !info->keyed ? 1 : 1 + below (random, 3);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = info->keyed ? random_key (random, info) : g_strdup ("");
      g_autofree char *value =
          info->keyed && info->key_tag == NULL ? g_strdup ("") : random_value (random, info);
      if (key != NULL && value != NULL)
        add_entry (random, info->field, key, value);
    }
}

static void
add_random_attributes (Random *random)
{
  guint n = redan_schema_get_n_attributes (random->schema);

  for (guint i = 0; i < n; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (random->schema, i);
      RedanField field =
          redan_field_lookup (random->schema, random->section, FALSE, attribute->name, -1);
      if (field != REDAN_FIELD_ATTRIBUTE + i || below (random, 4) != 0)
        continue;
      g_autofree char *value = random_attribute_value (random, attribute);
      if (attribute->type == REDAN_ATTRIBUTE_SET)
        add_entry (random, field, value, "");
      else
        add_entry (random, field, "", value);
    }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const RedanEntry *left = a;
  const RedanEntry *right = b;

  return left->field != right->field ? (int) left->field - (int) right->field
                                     : strcmp (left->key, right->key);
}

static RedanObject *
random_object (Random *random, RedanId id)
{
  guint n_fields;
  const RedanFieldInfo *fields = redan_section_get_fields (random->section, &n_fields);

  g_array_set_size (random->entries, 0);
  if (random->section == REDAN_SECTION_FACT)
    {
      const RedanAttribute *attribute = NULL;
      while (attribute == NULL || attribute->scope != REDAN_SCOPE_PROGRAMME)
        attribute = redan_schema_get_attribute (
            random->schema, below (random, redan_schema_get_n_attributes (random->schema)));
      g_autofree char *value = random_attribute_value (random, attribute);
      add_entry (random, REDAN_FIELD_KEY, "", attribute->name);
      add_entry (random, REDAN_FIELD_VALUE, "", value);
      id = redan_fact_id (attribute->name);
    }
  for (guint i = 0; i < n_fields; i++)
    if ((fields[i].required || below (random, 2) == 0) &&
        !(random->section == REDAN_SECTION_FACT &&
          (fields[i].field == REDAN_FIELD_KEY || fields[i].field == REDAN_FIELD_VALUE)))
      add_random_field (random, &fields[i]);
  add_random_attributes (random);
  g_array_sort (random->entries, compare_entries);
  return redan_object_new (random->section, &id, (RedanEntry *) (gpointer) random->entries->data,
                           random->entries->len);
}

RedanModel *
every_field_model (RedanSchema *schema, GRand *rand)
{
  Random random = { .rand = rand, .schema = schema, .model = redan_model_new (schema) };
  RedanId meta = redan_meta_id ();

  random.entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n = section == REDAN_SECTION_META ? 0 : below (&random, 8);
      random.ids[section] = g_array_new (FALSE, FALSE, sizeof (RedanId));
      for (guint i = 0; i < n; i++)
        {
          RedanId id = random_id (&random);
          g_array_append_val (random.ids[section], id);
        }
    }
  redan_model_put (random.model, random_object (&random, meta));
  for (guint section = 1; section < REDAN_N_SECTIONS; section++)
    for (random.index = 0; random.index < random.ids[section]->len; random.index++)
      {
        random.section = section;
        redan_model_put (
            random.model,
            random_object (&random, g_array_index (random.ids[section], RedanId, random.index)));
      }

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    g_array_unref (random.ids[section]);
  g_array_unref (random.entries);
  return random.model;
}
