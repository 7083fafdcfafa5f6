/* SPDX-License-Identifier: Apache-2.0 */
/* Duties, managed replacements, notes on services and their defaults, built from their items. */

#include <glib/gi18n-lib.h>

#include "analysis/catalogue-private.h"
#include "model/snapshot.h"

static const char held_words[] = "customer shared provider own-code";

static const char *
read_name (RedanReader *reader, const char *name)
{
  return redan_reader_dup_string (reader, redan_reader_get (reader, name));
}

static void
read_duty (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanDuty *duty = &reader->catalogue->duties[reader->catalogue->n_duties++];

  redan_reader_check_names (reader, "id held-by", "title controls", "");
  duty->id = redan_reader_dup_string (reader, item->id);
  duty->title = redan_reader_get_text (reader, "title");
  if (redan_xml_get (item->node, "held-by") != NULL)
    duty->held = redan_reader_get_mask (reader, "held-by", held_words);
  duty->controls = redan_reader_get_references (
      reader, "controls", _ ("control"), reader->catalogue->control_index, NULL, &duty->n_controls);
}

gboolean
redan_catalogue_build_duties (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  self->duties = redan_catalogue_allocate (self, items->array->len, sizeof (RedanDuty));

  return redan_catalogue_read_items (self, items, read_duty, NULL, error);
}

static void
check_technology (RedanReader *reader, const char *name)
{
  const RedanAttribute *tech =
      redan_schema_lookup (reader->catalogue->schema, REDAN_SCOPE_ELEMENT, "tech", -1);

  if (reader->error == NULL &&
      (tech == NULL || redan_attribute_find_value (tech, redan_reader_get (reader, name), -1) < 0))
    redan_reader_fail (reader, reader->node->line,
                       _ ("%s \"%s\" is no value of the attribute tech; correct it"), name,
                       redan_reader_get (reader, name));
}

static void
read_replacement (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanReplacement *replacement =
      &reader->catalogue->replacements[reader->catalogue->n_replacements++];

  redan_reader_check_names (reader, "id tech to service management cost", "title", "");
  replacement->id = redan_reader_dup_string (reader, item->id);
  replacement->tech = read_name (reader, "tech");
  replacement->to = read_name (reader, "to");
  check_technology (reader, "tech");
  check_technology (reader, "to");
  if (redan_xml_get (item->node, "service") != NULL)
    replacement->service = read_name (reader, "service");
  replacement->management = redan_reader_dup_string (
      reader, redan_reader_get_choice (reader, "management", "shared provider"));
  replacement->cost = redan_reader_get_integer (reader, "cost", 1, 5);
  replacement->title = redan_reader_get_text (reader, "title");
}

gboolean
redan_catalogue_build_replacements (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  self->replacements =
      redan_catalogue_allocate (self, items->array->len, sizeof (RedanReplacement));

  return redan_catalogue_read_items (self, items, read_replacement, NULL, error);
}

static guint
read_since (RedanReader *reader)
{
  const char *since = redan_reader_get (reader, "since");
  guint days = 0;

  if (reader->error == NULL && !redan_days_from_date (since, &days))
    redan_reader_fail (reader, reader->node->line,
                       _ ("since cannot be \"%s\"; write it as 2026-01-31"), since);
  return days;
}

static void
read_service_note (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanServiceNote *note = &reader->catalogue->service_notes[reader->catalogue->n_service_notes++];

  redan_reader_check_names (reader, "id since maturity cost", "service feature controls", "");
  note->id = redan_reader_dup_string (reader, item->id);
  note->service = redan_reader_get_text (reader, "service");
  note->feature = redan_reader_get_text (reader, "feature");
  note->controls = redan_reader_get_references (
      reader, "controls", _ ("control"), reader->catalogue->control_index, NULL, &note->n_controls);
  note->maturity = redan_reader_get_integer (reader, "maturity", 1, 4);
  note->cost = redan_reader_get_integer (reader, "cost", 1, 5);
  note->since = read_since (reader);
}

gboolean
redan_catalogue_build_service_notes (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  self->service_notes =
      redan_catalogue_allocate (self, items->array->len, sizeof (RedanServiceNote));

  return redan_catalogue_read_items (self, items, read_service_note, NULL, error);
}

static void
read_service_default (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanServiceDefault *standard =
      &reader->catalogue->service_defaults[reader->catalogue->n_service_defaults++];
  const char *name;
  const char *value;
  int position = -1;

  redan_reader_check_names (reader, "id service tech attribute value since slug", "sentence", "");
  standard->id = redan_reader_dup_string (reader, item->id);
  standard->service = read_name (reader, "service");
  if (redan_xml_get (item->node, "tech") != NULL)
    {
      check_technology (reader, "tech");
      standard->tech = read_name (reader, "tech");
    }
  if (redan_xml_get (item->node, "slug") != NULL)
    standard->slug = read_name (reader, "slug");
  standard->since = read_since (reader);
  standard->sentence = redan_reader_get_text (reader, "sentence");
  name = redan_reader_get (reader, "attribute");
  value = redan_reader_get (reader, "value");
  if (reader->error != NULL)
    return;

  standard->attribute =
      redan_schema_lookup (reader->catalogue->schema, REDAN_SCOPE_ELEMENT, name, -1);
  if (standard->attribute != NULL && !standard->attribute->structural &&
      standard->attribute->type != REDAN_ATTRIBUTE_SET)
    position = redan_attribute_find_value (standard->attribute, value, -1);
  if (position < 0)
    redan_reader_fail (reader, item->node->line,
                       _ ("elements have no attribute \"%s\" that can be \"%s\"; correct it"), name,
                       value);
  standard->value = (guint) MAX (position, 0);
}

gboolean
redan_catalogue_build_service_defaults (RedanCatalogue *self,
                                        const RedanItems *items,
                                        GError **error)
{
  self->service_defaults =
      redan_catalogue_allocate (self, items->array->len, sizeof (RedanServiceDefault));

  return redan_catalogue_read_items (self, items, read_service_default, NULL, error);
}
