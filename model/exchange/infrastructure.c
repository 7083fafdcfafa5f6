/* SPDX-License-Identifier: Apache-2.0 */
/* CloudFormation templates and Terraform plans: each resource becomes a boundary, an element or a
 * note, by the tables data/resource-types.csv and data/resource-attributes.csv. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/bundle.h"
#include "model/exchange/relay.h"
#include "model/exchange/resource-request.h"
#include "model/resource-tables.h"

#define MAX_WALK 64
#define MAX_IDENTIFIER 1024

/**
 * Resource:
 * @address: logical id, or address in the plan
 * @values: properties, or planned values
 * @references: (element-type utf8): addresses that it names, in the order of the file
 * @facts: (element-type RedanResourceAttribute) (nullable): what properties of it and its parts say
 */
typedef struct
{
  const char *address;
  const char *type;
  const RedanNode *node;
  RedanNode *values;
  GPtrArray *references;
  GPtrArray *facts;
  const RedanResourceType *known;
} Resource;

typedef struct
{
  RedanRelay relay;
  RedanResourceTables *tables;
  GPtrArray *resources;
  GPtrArray *addresses; /* those that no text of the file is */
  GHashTable *by_address;
  gboolean complete; /* a property that is not there has its standard value */
} Infrastructure;

static void
free_resource (gpointer data)
{
  Resource *resource = data;

  g_ptr_array_unref (resource->references);
  g_clear_pointer (&resource->facts, g_ptr_array_unref);
  g_free (resource);
}

static Resource *
add_resource (Infrastructure *self, const char *address, RedanNode *node, RedanNode *values)
{
  Resource *resource = g_new0 (Resource, 1);
  const char *type_key = redan_node_get (node, "Type") != NULL ? "Type" : "type";
  const char *type = redan_node_get_text (redan_node_get (node, type_key));

  resource->address = address;
  resource->node = node;
  resource->type = type != NULL ? type : "";
  resource->values = values;
  resource->references = g_ptr_array_new_with_free_func (g_free);
  resource->known = redan_resource_tables_find_type (self->tables, resource->type);
  g_ptr_array_add (self->resources, resource);
  if (!g_hash_table_contains (self->by_address, address))
    g_hash_table_insert (self->by_address, (gpointer) address, resource);
  return resource;
}

/* "Ref", "Fn::GetAtt" in both forms, and "${X}" in "Fn::Sub". */
static void
note_function (Resource *resource, const char *key, RedanNode *value)
{
  const char *text =
      redan_node_get_text (redan_node_is_list (value) ? redan_node_get_item (value, 0) : value);

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
note_references (Resource *resource, RedanNode *value, guint depth)
{
  const char *key;
  RedanNode *item;
  gsize i;

  if (depth > MAX_WALK)
    return;
  redan_node_foreach_member (value, key, item)
  {
    note_function (resource, key, item);
    note_references (resource, item, depth + 1);
  }
  redan_node_foreach_item (value, i, item) note_references (resource, item, depth + 1);
}

static void
collect_template (Infrastructure *self, RedanNode *root)
{
  const char *key;
  RedanNode *resource;

  redan_node_foreach_member (redan_node_get (root, "Resources"), key, resource)
  {
    RedanNode *values = redan_node_get (resource, "Properties");

    note_references (add_resource (self, key, resource, values), values, 0);
  }
}

/* "a.b.id" names an attribute; the address is its first two parts behind those of modules. */
static void
note_plan_references (Resource *resource, RedanNode *value, const char *module, guint depth)
{
  const char *key;
  RedanNode *item;
  gsize i;

  if (depth > MAX_WALK)
    return;
  redan_node_foreach_member (value, key, item)
  {
    gsize j;
    RedanNode *name;

    note_plan_references (resource, item, module, depth + 1);
    if (strcmp (key, "references") != 0)
      continue;
    redan_node_foreach_item (item, j, name)
    {
      if (redan_node_is_text (name))
        g_ptr_array_add (resource->references,
                         *module != '\0'
                             ? g_strconcat (module, ".", redan_node_get_text (name), NULL)
                             : g_strdup (redan_node_get_text (name)));
    }
  }
  redan_node_foreach_item (value, i, item) note_plan_references (resource, item, module, depth + 1);
}

static void
collect_module (Infrastructure *self, RedanNode *module, guint depth)
{
  gsize i;
  RedanNode *item;

  if (depth > MAX_WALK)
    return;
  redan_node_foreach_item (redan_node_get (module, "resources"), i, item)
  {
    const char *address = redan_node_get_text (redan_node_get (item, "address"));

    if (address != NULL)
      add_resource (self, address, item, redan_node_get (item, "values"));
  }
  redan_node_foreach_item (redan_node_get (module, "child_modules"), i, item)
      collect_module (self, item, depth + 1);
}

/* As the address of an instance is written in a plan. */
static char *
make_address (RedanNode *resource, RedanNode *instance)
{
  const char *module = redan_node_get_text (redan_node_get (resource, "module"));
  const char *mode = redan_node_get_text (redan_node_get (resource, "mode"));
  const char *type = redan_node_get_text (redan_node_get (resource, "type"));
  const char *name = redan_node_get_text (redan_node_get (resource, "name"));
  RedanNode *index = redan_node_get (instance, "index_key");
  GString *address = g_string_new (NULL);

  if (module != NULL)
    g_string_append_printf (address, "%s.", module);
  g_string_append_printf (address, "%s%s.%s", g_strcmp0 (mode, "data") == 0 ? "data." : "",
                          type != NULL ? type : "", name != NULL ? name : "");
  if (redan_node_is_text (index))
    g_string_append_printf (address, "[\"%s\"]", redan_node_get_text (index));
  else if (redan_node_is_number (index))
    {
      g_autofree char *number = redan_node_to_text (index);

      g_string_append_printf (address, "[%s]", number);
    }
  return g_string_free (address, FALSE);
}

/* The file that Terraform keeps: instances of resources, with what each was made from. */
static void
collect_state (Infrastructure *self, RedanNode *root)
{
  gsize i;
  gsize j;
  gsize k;
  RedanNode *item;
  RedanNode *instance;
  RedanNode *name;

  redan_node_foreach_item (redan_node_get (root, "resources"), i, item)
  {
    redan_node_foreach_item (redan_node_get (item, "instances"), j, instance)
    {
      char *address = make_address (item, instance);
      Resource *resource;

      g_ptr_array_add (self->addresses, address);
      resource = add_resource (self, address, item, redan_node_get (instance, "attributes"));
      redan_node_foreach_item (redan_node_get (instance, "dependencies"), k, name)
      {
        if (redan_node_is_text (name))
          g_ptr_array_add (resource->references, g_strdup (redan_node_get_text (name)));
      }
    }
  }
}

/* The configuration says what names what; each instance of a counted resource has the same. */
static void
collect_configuration (Infrastructure *self, RedanNode *module, const char *prefix, guint depth)
{
  gsize i;
  RedanNode *item;
  const char *name;

  if (depth > MAX_WALK)
    return;
  redan_node_foreach_item (redan_node_get (module, "resources"), i, item)
  {
    const char *address = redan_node_get_text (redan_node_get (item, "address"));
    g_autofree char *whole = address != NULL && *prefix != '\0'
                                 ? g_strconcat (prefix, ".", address, NULL)
                                 : g_strdup (address);

    for (guint j = 0; whole != NULL && j < self->resources->len; j++)
      {
        Resource *resource = g_ptr_array_index (self->resources, j);
        gsize n = strlen (whole);

        if (strncmp (resource->address, whole, n) == 0 &&
            (resource->address[n] == '\0' || resource->address[n] == '['))
          note_plan_references (resource, redan_node_get (item, "expressions"), prefix, 0);
      }
  }
  redan_node_foreach_member (redan_node_get (module, "module_calls"), name, item)
  {
    g_autofree char *inner =
        g_strconcat (prefix, *prefix != '\0' ? "." : "", "module.", name, NULL);

    collect_configuration (self, redan_node_get (item, "module"), inner, depth + 1);
  }
}

static gboolean
is_boundary (const Resource *resource, const char *kind)
{
  return resource != NULL && resource->known != NULL &&
         resource->known->becomes == REDAN_RESOURCE_BOUNDARY &&
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

/* ---- what properties say ---- */

static gboolean
is_nothing (const RedanNode *value)
{
  switch ((RedanNodeType) value->type)
    {
    case REDAN_NODE_OBJECT:
      return redan_node_get_n_members (value) == 0;
    case REDAN_NODE_LIST:
      return redan_node_get_n_items (value) == 0;
    case REDAN_NODE_TEXT:
      return *redan_node_get_text (value) == '\0' ||
             g_ascii_strcasecmp (redan_node_get_text (value), "false") == 0;
    case REDAN_NODE_INTEGER:
    case REDAN_NODE_REAL:
      return redan_node_get_number (value) == 0;
    case REDAN_NODE_NULL:
    case REDAN_NODE_FALSE:
      return TRUE;
    case REDAN_NODE_TRUE:
    default:
      return FALSE;
    }
}

static gboolean
equals (const RedanNode *value, const char *text)
{
  g_autofree char *number = NULL;

  if (redan_node_is_text (value))
    return g_ascii_strcasecmp (redan_node_get_text (value), text) == 0;
  if (redan_node_is_truth (value))
    return g_ascii_strcasecmp (redan_node_is_true (value) ? "true" : "false", text) == 0;
  if (redan_node_is_integer (value))
    number = g_strdup_printf ("%" G_GINT64_FORMAT, redan_node_get_integer (value));
  return g_strcmp0 (number, text) == 0;
}

typedef struct
{
  const char *wanted;
  gboolean seen;    /* the property, or something on the way to it that is nothing */
  gboolean matches; /* one of its values is the wanted one */
  gboolean says;    /* one of its values is something */
} Property;

/* Follows names with dots between; lists are looked through. */
static void
follow (Property *self, const RedanNode *value, const char *path, guint depth)
{
  const gsize length = path != NULL ? strcspn (path, ".") : 0;
  g_autofree char *name = NULL;
  gsize i;
  RedanNode *item;

  if (value == NULL || depth > MAX_WALK)
    return;
  if (path == NULL || (depth > 0 && is_nothing (value)))
    self->seen = TRUE;
  if (redan_node_is_list (value))
    {
      redan_node_foreach_item (value, i, item) follow (self, item, path, depth + 1);
      return;
    }
  if (path != NULL)
    {
      name = g_strndup (path, length);
      follow (self, redan_node_get (value, name), path[length] == '.' ? path + length + 1 : NULL,
              depth + 1);
      return;
    }
  self->says |= !is_nothing (value);
  self->matches |= equals (value, self->wanted);
}

static gboolean
holds (const Infrastructure *self, const Resource *resource, const RedanResourceAttribute *row)
{
  Property property = { .wanted = row->value };

  follow (&property, resource->values, row->property, 0);
  if (strcmp (row->value, "*") == 0)
    return property.says;
  if (strcmp (row->value, "-") == 0)
    return !property.says && (property.seen || self->complete);
  return property.matches;
}

static gboolean
is_told (const GPtrArray *facts, const char *attribute)
{
  for (guint i = 0; i < facts->len; i++)
    if (strcmp (((const RedanResourceAttribute *) facts->pdata[i])->attribute, attribute) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_element (const Resource *resource)
{
  return resource != NULL && resource->known != NULL &&
         resource->known->becomes == REDAN_RESOURCE_ELEMENT;
}

/* A part says something about the first element that it names. */
static Resource *
find_owner (Infrastructure *self, Resource *resource)
{
  if (is_element (resource))
    return resource;
  if (resource->known == NULL || resource->known->becomes != REDAN_RESOURCE_PART)
    return NULL;
  for (guint i = 0; i < resource->references->len; i++)
    {
      Resource *named =
          g_hash_table_lookup (self->by_address, g_ptr_array_index (resource->references, i));

      if (is_element (named))
        return named;
    }
  return NULL;
}

static void
collect_facts (Infrastructure *self, Resource *resource)
{
  const GPtrArray *rows = redan_resource_tables_find_attributes (self->tables, resource->type);
  Resource *owner = rows != NULL ? find_owner (self, resource) : NULL;

  if (owner == NULL)
    return;
  if (owner->facts == NULL)
    owner->facts = g_ptr_array_new ();
  for (guint i = 0; i < rows->len; i++)
    {
      RedanResourceAttribute *row = rows->pdata[i];

      if (*row->becomes != '\0' && !is_told (owner->facts, row->attribute) &&
          holds (self, resource, row))
        g_ptr_array_add (owner->facts, row);
    }
}

/* What the resource itself says goes before what its parts say. */
static void
collect_all_facts (Infrastructure *self)
{
  for (guint parts = 0; parts < 2; parts++)
    for (guint i = 0; i < self->resources->len; i++)
      {
        Resource *resource = g_ptr_array_index (self->resources, i);

        if (is_element (resource) == (parts == 0))
          collect_facts (self, resource);
      }
}

/* ---- objects ---- */

static const char *
get_provider (const char *type)
{
  static const char *const providers[][2] = {
    { "AWS::", "aws" },    { "aws_", "aws" },       { "awscc_", "aws" },  { "azurerm_", "azure" },
    { "azapi_", "azure" }, { "azuread_", "azure" }, { "google_", "gcp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    if (g_str_has_prefix (type, providers[i][0]))
      return providers[i][1];
  return NULL;
}

static void
pass_identifier (Infrastructure *self, const char *identifier, GHashTable *seen)
{
  if (identifier != NULL && *identifier != '\0' && strlen (identifier) <= MAX_IDENTIFIER &&
      g_hash_table_add (seen, g_strdup (identifier)))
    redan_relay_attribute (&self->relay, "resource_ids", identifier);
}

/* The address, and what the cloud calls a resource that it has already. The name that it will have
 * is the end of its ARN. */
static void
pass_identifiers (Infrastructure *self, const Resource *resource)
{
  static const char *const names[] = {
    "bucket",      "identifier",          "cluster_identifier", "function_name",
    "name",        "BucketName",          "FunctionName",       "DBInstanceIdentifier",
    "TableName",   "DBClusterIdentifier", "QueueName",          "TopicName",
    "ClusterName", "RepositoryName",      "LoadBalancerName",   "Name",
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  pass_identifier (self, resource->address, seen);
  if (!self->complete)
    {
      pass_identifier (self, redan_node_get_text (redan_node_get (resource->values, "arn")), seen);
      pass_identifier (self, redan_node_get_text (redan_node_get (resource->values, "id")), seen);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *name = redan_node_get_text (redan_node_get (resource->values, names[i]));

      if (name == NULL)
        continue;
      redan_relay_extra (&self->relay, "resource", name);
      break;
    }
}

static void
pass_note (Infrastructure *self, const Resource *resource)
{
  RedanRelay *relay = &self->relay;

  redan_relay_field (relay, REDAN_FIELD_DESCRIPTION, resource->type);
  if (resource->known == NULL)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("its type %.60s is in no table of elements; kept as a note"),
                      resource->type);
  else
    redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("is of type %.60s, which is no element of its own; kept as a note"),
                      resource->type);
}

/* Neither properties nor planned values are kept but for what tables of attributes read: plans have
 * passwords in them. */
static void
pass_resource (Infrastructure *self, const Resource *resource)
{
  RedanRelay *relay = &self->relay;
  const RedanResourceType *known = resource->known;
  RedanSection section = is_element (resource)          ? REDAN_SECTION_ELEMENT
                         : is_boundary (resource, NULL) ? REDAN_SECTION_BOUNDARY
                                                        : REDAN_SECTION_NOTE;
  const Resource *parent;
  gboolean several;

  redan_relay_begin (relay, section, resource->address, resource->node);
  redan_relay_field (relay, REDAN_FIELD_NAME, resource->address);
  redan_relay_extra (relay, "type", resource->type);
  if (section == REDAN_SECTION_NOTE)
    {
      pass_note (self, resource);
      return;
    }

  redan_relay_field (relay, REDAN_FIELD_KIND, known->kind);
  redan_relay_attribute (relay, "provider", get_provider (resource->type));
  if (section == REDAN_SECTION_ELEMENT)
    {
      redan_relay_attribute (relay, "tech", known->tech);
      pass_identifiers (self, resource);
      for (guint i = 0; resource->facts != NULL && i < resource->facts->len; i++)
        {
          const RedanResourceAttribute *fact = resource->facts->pdata[i];

          redan_relay_attribute (relay, fact->attribute, fact->becomes);
        }
    }
  redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                    _ ("is of type %.60s; its properties are not kept beside what the table of "
                       "attributes reads, since they may hold secrets"),
                    resource->type);
  parent = find_parent (self, resource, &several);
  if (parent != NULL)
    redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, parent->address);
  if (several)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("stands in several subnets; put into what these lie in"));
}

static void
add_table (Infrastructure *self, const RedanBundle *bundle, const char *name, const char *table)
{
  const guint8 *data;
  gsize length;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (!redan_bundle_find (bundle, name, &data, &length))
    return;
  bytes = g_bytes_new_static (data, length);
  if (!redan_resource_tables_add (self->tables, name, table, bytes, NULL, NULL, &error))
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, name, "%s", error->message);
}

/* What the file declares: (nullable) resources of a plan or state, or those of a template. */
static RedanNode *
find_plan (RedanNode *root)
{
  RedanNode *plan = redan_node_get (root, "planned_values");

  return plan != NULL ? plan : redan_node_get (root, "values");
}

static gboolean
is_state (RedanNode *root)
{
  return redan_node_is_list (redan_node_get (root, "resources")) &&
         redan_node_get (root, "lineage") != NULL;
}

static void
collect (Infrastructure *self, RedanNode *root)
{
  RedanNode *plan = find_plan (root);

  if (plan == NULL && is_state (root))
    {
      collect_state (self, root);
      return;
    }
  self->complete = plan == NULL;
  if (plan == NULL)
    {
      collect_template (self, root);
      return;
    }
  collect_module (self, redan_node_get (plan, "root_module"), 0);
  collect_configuration (
      self, redan_node_get (redan_node_get (root, "configuration"), "root_module"), "", 0);
}

static void
pass_model (Infrastructure *self, RedanNode *root, const RedanBundle *bundle, RedanEventSink *sink)
{
  redan_relay_meta (&self->relay, self->complete ? "template" : "plan", root);
  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION,
                     redan_node_get_text (redan_node_get (root, "Description")));
  if (bundle->data != NULL && g_hash_table_size (bundle->files) == 0)
    {
      sink->include (sink, REDAN_REQUEST_RESOURCE_TYPES);
      sink->include (sink, REDAN_REQUEST_RESOURCE_ATTRIBUTES);
    }
  redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, "$",
                    _ ("which resource talks to which is not read from rules of security groups; "
                       "draw the flows"));
  for (guint i = 0; i < self->resources->len && self->relay.alive; i++)
    pass_resource (self, g_ptr_array_index (self->resources, i));
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (RedanBundle) bundle = redan_bundle_read (data, length, error);
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root;
  Infrastructure self = { 0 };

  if (bundle == NULL)
    return FALSE;
  root = redan_relay_parse (tree, bundle->data, bundle->length, error);
  if (root == NULL)
    return FALSE;
  if (find_plan (root) == NULL && !is_state (root) &&
      !redan_node_is_object (redan_node_get (root, "Resources")))
    return redan_relay_fail ("$.Resources", redan_node_get (root, "Resources"),
                             _ ("a mapping of resources"), error);

  redan_relay_init (&self.relay, sink, tree);
  self.tables = redan_resource_tables_new_built_in ();
  add_table (&self, bundle, REDAN_REQUEST_RESOURCE_TYPES, REDAN_RESOURCE_TYPES);
  add_table (&self, bundle, REDAN_REQUEST_RESOURCE_ATTRIBUTES, REDAN_RESOURCE_ATTRIBUTES);
  self.resources = g_ptr_array_new_with_free_func (free_resource);
  self.addresses = g_ptr_array_new_with_free_func (g_free);
  self.by_address = g_hash_table_new (g_str_hash, g_str_equal);
  collect (&self, root);
  collect_all_facts (&self);
  pass_model (&self, root, bundle, sink);

  redan_resource_tables_free (self.tables);
  g_hash_table_unref (self.by_address);
  g_ptr_array_unref (self.resources);
  g_ptr_array_unref (self.addresses);
  redan_relay_clear (&self.relay);
  return TRUE;
}

static int
detect_template (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "Resources", "AWSTemplateFormatVersion", NULL };
  guint found = redan_root_keys_find (keys, names);

  if ((found & 2) != 0)
    return 90;
  return found != 0 ? 50 : 0;
}

static int
detect_plan (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = {
    "format_version", "planned_values", "values", "terraform_version", "lineage", "resources", NULL
  };
  guint found = redan_json_looks_like (data, length) ? redan_root_keys_find (keys, names) : 0;

  return (found & 3) == 3 || (found & 13) == 13 || (found & 56) == 56 ? 90 : 0;
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
