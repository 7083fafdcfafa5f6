/* SPDX-License-Identifier: Apache-2.0 */
/* Random models and random commands, seeded, and the clearing of directories, for the tests of
 * edits, commands, document and store. */

#include <glib/gstdio.h>
#include <string.h>

#include "model/canonical-writer.h"
#include "model/command.h"
#include "model/data-source.h"
#include "model/validate.h"
#include "tests/decide.h"
#include "tests/random-edits.h"

static const char *const names[] = {
  "Web shop", "Zahlung", "<b>&amp;", "one\ttab",        "Kunde \"A\"",
  "データ",   "x",       "]]>",      "Load balancer 7",
};

RedanSchema *
random_schema (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  RedanSchema *schema;

  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  return schema;
}

static gboolean
chance (GRand *random, guint percent)
{
  return (guint) g_rand_int_range (random, 0, 100) < percent;
}

static const char *
random_name (GRand *random)
{
  return names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))];
}

/* The lines of the name of what is drawn may be broken. */
static const char *
random_name_of (GRand *random, RedanSection section)
{
  static const char *const broken[] = { "Web\nshop", "Kunde \n\n \"A\"" };
  guint at = g_rand_int_range (random, 0, G_N_ELEMENTS (names) + G_N_ELEMENTS (broken));

  if (at < G_N_ELEMENTS (names))
    return names[at];
  return redan_field_get_info (section, REDAN_FIELD_NAME)->type == REDAN_VALUE_LINES
             ? broken[at - G_N_ELEMENTS (names)]
             : names[0];
}

const RedanObject *
random_object (const RedanModel *model, GRand *random, RedanSection section)
{
  guint n = redan_model_get_n (model, section);

  return n == 0 ? NULL : redan_model_get_nth (model, section, g_rand_int_range (random, 0, n));
}

/* A random object of a random section. */
static const RedanObject *
any_object (const RedanModel *model, GRand *random)
{
  for (;;)
    {
      const RedanObject *object =
          random_object (model, random, g_rand_int_range (random, 0, REDAN_N_SECTIONS));
      if (object != NULL)
        return object;
    }
}

static const char *
id_text (const RedanObject *object, RedanIdText text)
{
  return object == NULL ? NULL : redan_id_to_text (&object->id, text);
}

static char *
random_place (GRand *random)
{
  RedanBox box = { g_rand_int_range (random, -8000, 8000), g_rand_int_range (random, -8000, 8000),
                   g_rand_int_range (random, 80, 2000), g_rand_int_range (random, 80, 1000) };

  return redan_place_format (&box);
}

static char *
random_route (GRand *random)
{
  RedanPoint points[3];

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    points[i] = (RedanPoint){ g_rand_int_range (random, -8000, 8000),
                              g_rand_int_range (random, -8000, 8000) };
  return redan_points_format (points, 2 + g_rand_int_range (random, 0, 2));
}

/* A value that the attribute may have; for sets, members joined by ",". */
static char *
random_value (const RedanAttribute *attribute, GRand *random)
{
  guint n = attribute->n_values;

  if (chance (random, 10) && attribute->type != REDAN_ATTRIBUTE_SET)
    return g_strdup ("unknown");
  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_SET:
      if (n > 1)
        return g_strjoin (",", attribute->values[g_rand_int_range (random, 0, n)],
                          attribute->values[g_rand_int_range (random, 0, n)], NULL);
      return g_strdup (n == 1 ? attribute->values[0] : "first,second");
    case REDAN_ATTRIBUTE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT,
                              attribute->minimum +
                                  g_rand_int_range (random, 0, 5) %
                                      (attribute->maximum - attribute->minimum + 1));
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      return g_strdup_printf ("20%02d-0%d-1%d", g_rand_int_range (random, 10, 40),
                              g_rand_int_range (random, 1, 10), g_rand_int_range (random, 0, 10));
    case REDAN_ATTRIBUTE_STRING:
      return g_strdup (random_name (random));
    case REDAN_ATTRIBUTE_REFERENCE:
      return g_strdup ("unknown");
    default:
      return g_strdup (n == 0 ? "unknown" : attribute->values[g_rand_int_range (random, 0, n)]);
    }
}

static const RedanAttribute *
random_attribute (const RedanSchema *schema, GRand *random, RedanScope scope)
{
  for (;;)
    {
      guint index = g_rand_int_range (random, 0, redan_schema_get_n_attributes (schema));
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, index);
      if (attribute->scope == scope && attribute->stored && !attribute->structural)
        return attribute;
    }
}

static RedanScope
scope_of (RedanSection section)
{
  switch (section)
    {
    case REDAN_SECTION_FLOW:
      return REDAN_SCOPE_FLOW;
    case REDAN_SECTION_ASSET:
      return REDAN_SCOPE_ASSET;
    case REDAN_SECTION_BOUNDARY:
      return REDAN_SCOPE_BOUNDARY;
    default:
      return REDAN_SCOPE_ELEMENT;
    }
}

static void
set_attributes (RedanEdit *edit,
                const RedanSchema *schema,
                GRand *random,
                const RedanId *id,
                RedanSection section)
{
  for (guint i = g_rand_int_range (random, 0, 4); i > 0; i--)
    {
      const RedanAttribute *attribute = random_attribute (schema, random, scope_of (section));
      g_autofree char *value = random_value (attribute, random);
      redan_edit_set_attribute (edit, id, attribute->name, value);
    }
}

/* Ids that an edit creates, by section, so that later objects can refer to them. */
typedef struct
{
  RedanEdit *edit;
  RedanSchema *schema;
  GRand *random;
  GArray *ids[REDAN_N_SECTIONS];
} Maker;

static RedanId
make (Maker *self, RedanSection section)
{
  RedanId id = redan_edit_create (self->edit, section, NULL);

  g_array_append_val (self->ids[section], id);
  if (section != REDAN_SECTION_DECISION && section != REDAN_SECTION_FACT &&
      chance (self->random, 80))
    redan_edit_set (self->edit, &id, REDAN_FIELD_NAME, NULL,
                    random_name_of (self->random, section));
  set_attributes (self->edit, self->schema, self->random, &id, section);
  return id;
}

static const char *
pick (Maker *self, RedanSection section, RedanIdText text)
{
  GArray *ids = self->ids[section];

  if (ids->len == 0)
    return NULL;
  return redan_id_to_text (
      &g_array_index (ids, RedanId, g_rand_int_range (self->random, 0, ids->len)), text);
}

static void
place (Maker *self, const RedanId *id)
{
  RedanIdText text;
  g_autofree char *box = random_place (self->random);

  redan_edit_set (self->edit, id, REDAN_FIELD_PLACE, pick (self, REDAN_SECTION_DIAGRAM, text), box);
}

static void
make_boundaries (Maker *self, guint n)
{
  static const char *const kinds[] = { "trust-zone", "account", "vpc", "region" };
  RedanIdText text;

  for (guint i = 0; i < n; i++)
    {
      const char *parent =
          chance (self->random, 60) ? pick (self, REDAN_SECTION_BOUNDARY, text) : NULL;
      RedanId id = redan_edit_create (self->edit, REDAN_SECTION_BOUNDARY, NULL);
      redan_edit_set (self->edit, &id, REDAN_FIELD_KIND, NULL,
                      kinds[g_rand_int_range (self->random, 0, G_N_ELEMENTS (kinds))]);
      redan_edit_set (self->edit, &id, REDAN_FIELD_PARENT, NULL, parent);
      redan_edit_set (self->edit, &id, REDAN_FIELD_NAME, NULL,
                      random_name_of (self->random, REDAN_SECTION_BOUNDARY));
      if (i % 5 == 4)
        {
          g_autofree char *route = random_route (self->random);
          redan_edit_set (self->edit, &id, REDAN_FIELD_ROUTE,
                          pick (self, REDAN_SECTION_DIAGRAM, text), route);
        }
      else
        place (self, &id);
      g_array_append_val (self->ids[REDAN_SECTION_BOUNDARY], id);
    }
}

static void
make_elements (Maker *self, guint n)
{
  static const char *const kinds[] = { "actor", "external", "process", "store" };
  RedanIdText text;

  for (guint i = 0; i < n; i++)
    {
      RedanId id = make (self, REDAN_SECTION_ELEMENT);
      redan_edit_set (self->edit, &id, REDAN_FIELD_KIND, NULL, kinds[i % 4]);
      if (chance (self->random, 70))
        redan_edit_set (self->edit, &id, REDAN_FIELD_PARENT, NULL,
                        pick (self, REDAN_SECTION_BOUNDARY, text));
      place (self, &id);
    }
}

static void
make_flows (Maker *self, guint n)
{
  RedanIdText text;

  for (guint i = 0; i < n; i++)
    {
      RedanId id = make (self, REDAN_SECTION_FLOW);
      redan_edit_set (self->edit, &id, REDAN_FIELD_SOURCE, NULL,
                      pick (self, REDAN_SECTION_ELEMENT, text));
      redan_edit_set (self->edit, &id, REDAN_FIELD_TARGET, NULL,
                      pick (self, REDAN_SECTION_ELEMENT, text));
      if (chance (self->random, 20))
        redan_edit_set (self->edit, &id, REDAN_FIELD_BIDIRECTIONAL, NULL, "yes");
      if (chance (self->random, 30))
        {
          g_autofree char *route = random_route (self->random);
          redan_edit_set (self->edit, &id, REDAN_FIELD_ROUTE,
                          pick (self, REDAN_SECTION_DIAGRAM, text), route);
        }
      if (chance (self->random, 20))
        redan_edit_set (self->edit, &id, REDAN_FIELD_CROSSES,
                        pick (self, REDAN_SECTION_BOUNDARY, text), "");
    }
}

static void
make_opinions (Maker *self, guint n)
{
  RedanIdText text;
  RedanIdText other;

  for (guint i = 0; i < n; i++)
    {
      RedanId asset = make (self, REDAN_SECTION_ASSET);
      RedanId threat = make (self, REDAN_SECTION_THREAT);
      RedanId mitigation = make (self, REDAN_SECTION_MITIGATION);
      RedanId assumption = make (self, REDAN_SECTION_ASSUMPTION);
      RedanId decision = redan_edit_create (self->edit, REDAN_SECTION_DECISION, NULL);
      RedanId note = make (self, REDAN_SECTION_NOTE);
      g_autofree char *identity =
          g_strconcat ("TR-E-10@", pick (self, REDAN_SECTION_ELEMENT, text), NULL);

      redan_edit_set (self->edit, &asset, REDAN_FIELD_STORED,
                      pick (self, REDAN_SECTION_ELEMENT, text), "");
      redan_edit_set (self->edit, &asset, REDAN_FIELD_CARRIED,
                      pick (self, REDAN_SECTION_FLOW, text), "");
      redan_edit_set (self->edit, &asset, REDAN_FIELD_EXTRA, "otm/id", "line 1\nline 2\n");
      redan_edit_set (self->edit, &threat, REDAN_FIELD_TARGET, NULL,
                      pick (self, REDAN_SECTION_ELEMENT, text));
      redan_edit_set (self->edit, &threat, REDAN_FIELD_AFFECTS,
                      pick (self, REDAN_SECTION_FLOW, text), "");
      redan_edit_set (self->edit, &mitigation, REDAN_FIELD_TARGET, NULL,
                      pick (self, REDAN_SECTION_FLOW, text));
      redan_edit_set (self->edit, &mitigation, REDAN_FIELD_ADDRESSES,
                      redan_id_to_text (&threat, other), "");
      redan_edit_set (self->edit, &mitigation, REDAN_FIELD_ADDRESSES, identity, "");
      redan_edit_set (self->edit, &assumption, REDAN_FIELD_AFFECTS,
                      redan_id_to_text (&mitigation, other), "");
      redan_edit_set (self->edit, &assumption, REDAN_FIELD_DESCRIPTION, NULL, "a\n\n  b\nc");
      redan_edit_set (self->edit, &decision, REDAN_FIELD_TARGET, NULL,
                      pick (self, REDAN_SECTION_BOUNDARY, text));
      redan_edit_set (self->edit, &decision, REDAN_FIELD_RULE, NULL, "TR-E-22");
      redan_edit_set (self->edit, &decision, REDAN_FIELD_DECISION, NULL, "accept");
      redan_edit_set (self->edit, &note, REDAN_FIELD_DIAGRAM, NULL,
                      pick (self, REDAN_SECTION_DIAGRAM, text));
      place (self, &note);
    }
}

RedanModel *
random_model (RedanSchema *schema, GRand *random, guint n_elements)
{
  RedanModel *model = redan_model_new (schema);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Make");
  g_autoptr (GError) error = NULL;
  Maker maker = { .edit = edit, .schema = schema, .random = random };
  RedanId meta = redan_meta_id ();

  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    maker.ids[i] = g_array_new (FALSE, FALSE, sizeof (RedanId));
  redan_edit_set (edit, &meta, REDAN_FIELD_NAME, NULL, "Random");
  make (&maker, REDAN_SECTION_DIAGRAM);
  make (&maker, REDAN_SECTION_DIAGRAM);
  make_boundaries (&maker, n_elements / 5 + 2);
  make_elements (&maker, n_elements + 1);
  make_flows (&maker, n_elements * 5 / 2 + 1);
  make_opinions (&maker, n_elements / 10 + 1);
  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    g_array_unref (maker.ids[i]);

  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
  return model;
}

static RedanEdit *
random_structure (const RedanModel *model, GRand *random)
{
  static const char *const kinds[] = { "actor", "external", "process", "store" };
  const RedanObject *diagram = random_object (model, random, REDAN_SECTION_DIAGRAM);
  const RedanObject *parent =
      chance (random, 60) ? random_object (model, random, REDAN_SECTION_BOUNDARY) : NULL;
  const RedanObject *element = random_object (model, random, REDAN_SECTION_ELEMENT);
  const RedanObject *other = random_object (model, random, REDAN_SECTION_ELEMENT);
  RedanBox box = { g_rand_int_range (random, 0, 9000), 80, 800, 400 };
  RedanId id;

  if (element == NULL || chance (random, 40))
    return redan_command_add_element (model, kinds[g_rand_int_range (random, 0, 4)],
                                      random_name (random), parent == NULL ? NULL : &parent->id,
                                      diagram == NULL ? NULL : &diagram->id, &box, &id);
  if (chance (random, 30))
    return redan_command_add_boundary (
        model, "vpc", random_name_of (random, REDAN_SECTION_BOUNDARY),
        parent == NULL ? NULL : &parent->id, diagram == NULL ? NULL : &diagram->id, &box, &id);
  return redan_command_connect (model, &element->id, &other->id,
                                random_name_of (random, REDAN_SECTION_FLOW), NULL);
}

static RedanEdit *
random_deletion (const RedanModel *model, GRand *random)
{
  RedanId ids[3];
  guint n = g_rand_int_range (random, 1, 4);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = any_object (model, random);
      while (object->section == REDAN_SECTION_META ||
             (object->section == REDAN_SECTION_DIAGRAM && chance (random, 95)))
        {
          if (redan_model_get_n (model, REDAN_SECTION_ELEMENT) == 0)
            break;
          object = random_object (model, random, REDAN_SECTION_ELEMENT);
        }
      ids[i] = object->id;
    }
  return redan_command_delete (model, ids, n);
}

/* What no gesture does, but an imported file may say: a parent elsewhere than where it is drawn. */
static RedanEdit *
set_parent (const RedanModel *model, const RedanId *object, const RedanId *parent)
{
  RedanEdit *edit = redan_edit_new (model, "Set parent");
  RedanIdText text;

  redan_edit_set (edit, object, REDAN_FIELD_PARENT, NULL,
                  parent == NULL ? NULL : redan_id_to_text (parent, text));
  return edit;
}

static RedanEdit *
random_opinion (const RedanModel *model, GRand *random)
{
  const RedanObject *object = random_object (model, random, REDAN_SECTION_ELEMENT);
  RedanIdText text = "model";
  RedanSchema *schema = redan_model_get_schema (model);
  const RedanAttribute *fact = random_attribute (schema, random, REDAN_SCOPE_PROGRAMME);
  g_autofree char *value = random_value (fact, random);

  if (object != NULL && chance (random, 90))
    redan_id_to_text (&object->id, text);
  switch (g_rand_int_range (random, 0, 3))
    {
    case 0:
      return decide_one (model, "TR-E-10", object == NULL ? NULL : &object->id, chance (random, 20),
                         "accept", "me", random_name (random),
                         chance (random, 50) ? "2027-01-31" : NULL);
    case 1:
      return redan_command_place_control (model, "C-IAM-01", text,
                                          chance (random, 50) ? "planned" : "declared");
    default:
      return redan_command_set_fact (model, fact->name, chance (random, 80) ? value : NULL,
                                     "2026-02-28");
    }
}

static RedanEdit *
random_move (const RedanModel *model, GRand *random)
{
  const RedanObject *diagram = random_object (model, random, REDAN_SECTION_DIAGRAM);
  RedanId ids[4];
  guint n = g_rand_int_range (random, 1, 5);

  for (guint i = 0; i < n; i++)
    ids[i] = any_object (model, random)->id;
  return redan_command_move (model, diagram == NULL ? &ids[0] : &diagram->id, ids, n,
                             g_rand_int_range (random, -900, 900),
                             g_rand_int_range (random, -900, 900));
}

static RedanEdit *
random_raw (const RedanModel *model, GRand *random)
{
  RedanEdit *edit = redan_edit_new (model, "Raw");

  for (guint i = g_rand_int_range (random, 1, 6); i > 0; i--)
    {
      const RedanObject *object = any_object (model, random);
      if (!redan_edit_keeps (edit, &object->id))
        continue;
      redan_edit_set (edit, &object->id, REDAN_FIELD_TAG, random_name (random),
                      chance (random, 70) ? "" : NULL);
      redan_edit_set (edit, &object->id, REDAN_FIELD_EXTRA, "td/x", random_name (random));
      if (chance (random, 10) && object->section != REDAN_SECTION_META)
        redan_edit_delete (edit, &object->id);
      if (chance (random, 10))
        redan_edit_create (edit, REDAN_SECTION_ASSET, NULL);
    }
  return edit;
}

RedanEdit *
random_command (const RedanModel *model, GRand *random)
{
  const RedanObject *object = any_object (model, random);
  const RedanObject *parent = random_object (model, random, REDAN_SECTION_BOUNDARY);
  RedanSchema *schema = redan_model_get_schema (model);
  const RedanAttribute *attribute = random_attribute (schema, random, scope_of (object->section));
  g_autofree char *value = random_value (attribute, random);

  switch (g_rand_int_range (random, 0, 16))
    {
    case 0:
    case 1:
      return random_structure (model, random);
    case 2:
      return redan_command_rename (
          model, &object->id,
          chance (random, 90) ? random_name_of (random, REDAN_SECTION_ELEMENT) : NULL);
    case 3:
    case 4:
      return redan_command_set_attribute (model, &object->id, attribute->name,
                                          chance (random, 80) ? value : NULL);
    case 5:
      return random_move (model, random);
    case 6:
      return set_parent (model, &object->id,
                         parent != NULL && chance (random, 80) ? &parent->id : NULL);
    case 7:
      return random_deletion (model, random);
    case 8:
      return random_opinion (model, random);
    case 9:
      return random_raw (model, random);
    default:
      return random_gesture (model, random);
    }
}

void
random_record (RedanEdit *edit, const RedanModel *model, GRand *random)
{
  static const char *const values[] = { "",  "yes",        "actor",   "vpc", "unknown",
                                        "3", "2026-01-01", "1 2 3 4", "a\nb" };
  const RedanObject *object = any_object (model, random);
  const RedanObject *other = any_object (model, random);
  const RedanObject *boundary = random_object (model, random, REDAN_SECTION_BOUNDARY);
  RedanIdText text;
  guint n;
  const RedanFieldInfo *fields = redan_section_get_fields (object->section, &n);
  const RedanFieldInfo *field = &fields[g_rand_int_range (random, 0, n)];
  const char *value = values[g_rand_int_range (random, 0, G_N_ELEMENTS (values))];
  const char *key = "";

  if (chance (random, 50))
    value = id_text (chance (random, 50) && boundary != NULL ? boundary : other, text);
  if (field->keyed)
    {
      key = id_text (other, text);
      value = chance (random, 50) ? "" : value;
    }
  if (chance (random, 25))
    value = NULL;
  if (chance (random, 40) && boundary != NULL)
    redan_edit_set (edit, &boundary->id, REDAN_FIELD_PARENT, NULL,
                    id_text (random_object (model, random, REDAN_SECTION_BOUNDARY), text));
  else
    redan_edit_set (edit, &object->id, field->field, key, value);
}

GBytes *
model_bytes (const RedanModel *model)
{
  return redan_canonical_write (model);
}

static gboolean
is_object_valid (const RedanSchema *schema, const RedanObject *object)
{
  guint n;
  const RedanFieldInfo *fields = redan_section_get_fields (object->section, &n);

  for (guint i = 0; i < n; i++)
    if (fields[i].required && redan_object_get (object, fields[i].field) == NULL)
      return FALSE;
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      if (redan_field_is_keyed (schema, entry->field) != (*entry->key != '\0') ||
          !redan_field_check_value (schema, object->section, entry->field, entry->key, entry->value,
                                    NULL))
        return FALSE;
    }
  return TRUE;
}

gboolean
is_valid (const RedanModel *model)
{
  const RedanSchema *schema = redan_model_get_schema (model);
  g_autoptr (GPtrArray) findings = redan_validate (model);

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (model, section); i++)
      if (!is_object_valid (schema, redan_model_get_nth (model, section, i)))
        return FALSE;
  return findings->len == 0 ||
         ((RedanFinding *) g_ptr_array_index (findings, 0))->level != REDAN_FINDING_ERROR;
}

void
assert_valid (const RedanModel *model)
{
  g_autoptr (GPtrArray) findings = redan_validate (model);

  if (!is_valid (model))
    g_error ("invalid model: %s",
             findings->len == 0 ? "a field"
                                : ((RedanFinding *) g_ptr_array_index (findings, 0))->message);
}

void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}
