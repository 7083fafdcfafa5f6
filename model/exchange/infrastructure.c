/* SPDX-License-Identifier: Apache-2.0 */
/* CloudFormation templates and Terraform plans: each resource becomes a boundary, an element or a
 * note, by the table data/resource-types.csv. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/relay.h"

#include "data/redan-data.h"

#define TABLE "/org/redan/tables/resource-types.csv"
#define MAX_WALK 64

typedef struct
{
  char *becomes;
  char *kind;
  char *tech;
} ResourceType;

/**
 * Resource:
 * @address: logical id, or address in the plan
 * @values: properties, or planned values
 * @references: (element-type utf8): addresses that it names, in the order of the file
 */
typedef struct
{
  const char *address;
  const char *type;
  json_t *values;
  GPtrArray *references;
  const ResourceType *known;
} Resource;

typedef struct
{
  RedanRelay relay;
  GHashTable *types;
  GPtrArray *resources;
  GHashTable *by_address;
} Infrastructure;

static void
free_type (gpointer data)
{
  ResourceType *type = data;

  g_free (type->becomes);
  g_free (type->kind);
  g_free (type->tech);
  g_free (type);
}

static void
free_resource (gpointer data)
{
  Resource *resource = data;

  g_ptr_array_unref (resource->references);
  g_free (resource);
}

static GHashTable *
load_types (void)
{
  GHashTable *types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_type);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (redan_data_get_resource (), TABLE,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert (bytes != NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", 4);
      ResourceType *type;

      if (*lines[i] == '#' || g_strv_length (cells) != 4)
        continue;
      type = g_new0 (ResourceType, 1);
      type->becomes = g_strdup (cells[1]);
      type->kind = g_strdup (cells[2]);
      type->tech = g_strdup (cells[3]);
      g_hash_table_insert (types, g_strdup (cells[0]), type);
    }
  return types;
}

static Resource *
add_resource (Infrastructure *self, const char *address, const char *type, json_t *values)
{
  Resource *resource = g_new0 (Resource, 1);

  resource->address = address;
  resource->type = type != NULL ? type : "";
  resource->values = values;
  resource->references = g_ptr_array_new_with_free_func (g_free);
  resource->known = g_hash_table_lookup (self->types, resource->type);
  g_ptr_array_add (self->resources, resource);
  if (!g_hash_table_contains (self->by_address, address))
    g_hash_table_insert (self->by_address, (gpointer) address, resource);
  return resource;
}

/* "Ref", "Fn::GetAtt" in both forms, and "${X}" in "Fn::Sub". */
static void
note_function (Resource *resource, const char *key, json_t *value)
{
  const char *text = json_string_value (json_is_array (value) ? json_array_get (value, 0) : value);

  if (text == NULL)
    return;
  if (strcmp (key, "Ref") == 0)
    g_ptr_array_add (resource->references, g_strdup (text));
  else if (strcmp (key, "Fn::GetAtt") == 0)
    g_ptr_array_add (resource->references, g_strndup (text, strcspn (text, ".")));
  else if (strcmp (key, "Fn::Sub") == 0)
    for (const char *at = strstr (text, "${"); at != NULL; at = strstr (at + 2, "${"))
      g_ptr_array_add (resource->references, g_strndup (at + 2, strcspn (at + 2, ".}")));
}

static void
note_references (Resource *resource, json_t *value, guint depth)
{
  const char *key;
  json_t *item;
  gsize i;

  if (depth > MAX_WALK)
    return;
  json_object_foreach (value, key, item)
  {
    note_function (resource, key, item);
    note_references (resource, item, depth + 1);
  }
  json_array_foreach (value, i, item) note_references (resource, item, depth + 1);
}

static void
collect_template (Infrastructure *self, json_t *root)
{
  const char *key;
  json_t *resource;

  json_object_foreach (json_object_get (root, "Resources"), key, resource)
  {
    json_t *values = json_object_get (resource, "Properties");

    note_references (
        add_resource (self, key, json_string_value (json_object_get (resource, "Type")), values),
        values, 0);
  }
}

/* "a.b.id" names an attribute; the address is its first two parts behind those of modules. */
static void
note_plan_references (Resource *resource, json_t *value, const char *module, guint depth)
{
  const char *key;
  json_t *item;
  gsize i;

  if (depth > MAX_WALK)
    return;
  json_object_foreach (value, key, item)
  {
    gsize j;
    json_t *name;

    note_plan_references (resource, item, module, depth + 1);
    if (strcmp (key, "references") != 0)
      continue;
    json_array_foreach (item, j, name)
    {
      if (json_is_string (name))
        g_ptr_array_add (resource->references,
                         *module != '\0' ? g_strconcat (module, ".", json_string_value (name), NULL)
                                         : g_strdup (json_string_value (name)));
    }
  }
  json_array_foreach (value, i, item) note_plan_references (resource, item, module, depth + 1);
}

static void
collect_module (Infrastructure *self, json_t *module, guint depth)
{
  gsize i;
  json_t *item;

  if (depth > MAX_WALK)
    return;
  json_array_foreach (json_object_get (module, "resources"), i, item)
  {
    const char *address = json_string_value (json_object_get (item, "address"));

    if (address != NULL)
      add_resource (self, address, json_string_value (json_object_get (item, "type")),
                    json_object_get (item, "values"));
  }
  json_array_foreach (json_object_get (module, "child_modules"), i, item)
      collect_module (self, item, depth + 1);
}

/* The configuration says what names what; each instance of a counted resource has the same. */
static void
collect_configuration (Infrastructure *self, json_t *module, const char *prefix, guint depth)
{
  gsize i;
  json_t *item;
  const char *name;

  if (depth > MAX_WALK)
    return;
  json_array_foreach (json_object_get (module, "resources"), i, item)
  {
    const char *address = json_string_value (json_object_get (item, "address"));
    g_autofree char *whole = address != NULL && *prefix != '\0'
                                 ? g_strconcat (prefix, ".", address, NULL)
                                 : g_strdup (address);

    for (guint j = 0; whole != NULL && j < self->resources->len; j++)
      {
        Resource *resource = g_ptr_array_index (self->resources, j);
        gsize n = strlen (whole);

        if (strncmp (resource->address, whole, n) == 0 &&
            (resource->address[n] == '\0' || resource->address[n] == '['))
          note_plan_references (resource, json_object_get (item, "expressions"), prefix, 0);
      }
  }
  json_object_foreach (json_object_get (module, "module_calls"), name, item)
  {
    g_autofree char *inner =
        g_strconcat (prefix, *prefix != '\0' ? "." : "", "module.", name, NULL);

    collect_configuration (self, json_object_get (item, "module"), inner, depth + 1);
  }
}

static gboolean
is_boundary (const Resource *resource, const char *kind)
{
  return resource != NULL && resource->known != NULL &&
         strcmp (resource->known->becomes, "boundary") == 0 &&
         (kind == NULL || strcmp (resource->known->kind, kind) == 0);
}

/* The only subnet that it names; of several, the network that these lie in. */
static const Resource *
find_parent (Infrastructure *self, const Resource *resource, gboolean *several)
{
  const Resource *subnet = NULL;
  const Resource *other = NULL;

  *several = FALSE;
  for (guint i = 0; i < resource->references->len; i++)
    {
      const Resource *named =
          g_hash_table_lookup (self->by_address, g_ptr_array_index (resource->references, i));

      if (named == resource || !is_boundary (named, NULL))
        continue;
      if (!is_boundary (named, "subnet"))
        other = other != NULL ? other : named;
      else if (subnet == NULL)
        subnet = named;
      else
        *several |= named != subnet;
    }

  if (is_boundary (resource, "vpc"))
    return NULL;
  if (is_boundary (resource, "subnet"))
    return is_boundary (other, "vpc") ? other : NULL;
  if (*several && other == NULL)
    {
      gboolean ignored;

      other = find_parent (self, subnet, &ignored);
    }
  return *several || subnet == NULL ? other : subnet;
}

/* Neither properties nor planned values are kept: plans have passwords in them. */
static void
pass_resource (Infrastructure *self, const Resource *resource)
{
  RedanRelay *relay = &self->relay;
  const ResourceType *known = resource->known;
  RedanSection section = known == NULL                              ? REDAN_SECTION_NOTE
                         : strcmp (known->becomes, "boundary") == 0 ? REDAN_SECTION_BOUNDARY
                                                                    : REDAN_SECTION_ELEMENT;
  const Resource *parent;
  gboolean several;

  redan_relay_begin (relay, section, resource->address);
  redan_relay_field (relay, REDAN_FIELD_NAME, resource->address);
  redan_relay_extra (relay, "type", resource->type);
  if (section == REDAN_SECTION_NOTE)
    {
      redan_relay_field (relay, REDAN_FIELD_DESCRIPTION, resource->type);
      redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("its type %.60s is in no table of elements; kept as a note"),
                        resource->type);
      return;
    }

  redan_relay_field (relay, REDAN_FIELD_KIND, known->kind);
  redan_relay_attribute (relay, "provider", "aws");
  if (section == REDAN_SECTION_ELEMENT)
    {
      redan_relay_attribute (relay, "tech", known->tech);
      redan_relay_attribute (relay, "resource_ids", resource->address);
    }
  redan_relay_lose (
      relay, REDAN_LOSS_DROPPED, NULL,
      _ ("is of type %.60s; its properties are not kept, since they may hold secrets"),
      resource->type);
  parent = find_parent (self, resource, &several);
  if (parent != NULL)
    redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, parent->address);
  if (several)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("stands in several subnets; put into what these lie in"));
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (json_t) root = redan_relay_parse (data, length, error);
  json_t *plan = json_object_get (root, "planned_values");
  const char *description = json_string_value (json_object_get (root, "Description"));
  Infrastructure self = { 0 };

  if (root == NULL)
    return FALSE;
  if (plan == NULL && !json_is_object (json_object_get (root, "Resources")))
    return redan_relay_fail ("$.Resources", json_object_get (root, "Resources"),
                             _ ("a mapping of resources"), error);

  redan_relay_init (&self.relay, sink);
  self.types = load_types ();
  self.resources = g_ptr_array_new_with_free_func (free_resource);
  self.by_address = g_hash_table_new (g_str_hash, g_str_equal);
  if (plan == NULL)
    collect_template (&self, root);
  else
    {
      collect_module (&self, json_object_get (plan, "root_module"), 0);
      collect_configuration (
          &self, json_object_get (json_object_get (root, "configuration"), "root_module"), "", 0);
    }

  redan_relay_meta (&self.relay, plan == NULL ? "template" : "plan");
  redan_relay_field (&self.relay, REDAN_FIELD_DESCRIPTION, description);
  redan_relay_lose (&self.relay, REDAN_LOSS_DROPPED, "$",
                    _ ("which resource talks to which is not read from rules of security groups; "
                       "draw the flows"));
  for (guint i = 0; i < self.resources->len && self.relay.alive; i++)
    pass_resource (&self, g_ptr_array_index (self.resources, i));

  g_hash_table_unref (self.types);
  g_hash_table_unref (self.by_address);
  g_ptr_array_unref (self.resources);
  redan_relay_clear (&self.relay);
  return TRUE;
}

static int
detect_template (const guint8 *data, gsize length)
{
  static const char *const names[] = { "Resources", "AWSTemplateFormatVersion", NULL };
  guint found = redan_relay_find_keys (data, length, names);

  if ((found & 2) != 0)
    return 90;
  return found != 0 ? 50 : 0;
}

static int
detect_plan (const guint8 *data, gsize length)
{
  static const char *const names[] = { "planned_values", "format_version", NULL };

  return redan_json_looks_like (data, length) && redan_relay_find_keys (data, length, names) == 3
             ? 90
             : 0;
}

const RedanImporter redan_importer_cloudformation = {
  .name = "cloudformation",
  .family = "cloudformation",
  .title = "CloudFormation",
  .begins = redan_relay_may_be_text,
  .detect = detect_template,
  .parse = parse,
};

const RedanImporter redan_importer_terraform_plan = {
  .name = "terraform-plan",
  .family = "terraform-plan",
  .title = "Terraform plan",
  .begins = redan_json_looks_like,
  .detect = detect_plan,
  .parse = parse,
};
