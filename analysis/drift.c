/* SPDX-License-Identifier: Apache-2.0 */
/* Joins elements with declared resources and compares what both say. */

#include "config.h"

#include "analysis/drift.h"

#include <string.h>

#define RESOURCE_NAME                                                                              \
  "/resource"         /* end of the key under which importers keep the name of a resource */
#define MAX_DEPTH 100 /* of boundaries; a model has fewer */

typedef struct
{
  const RedanModel *model;
  const RedanModel *infrastructure;
  const RedanSchema *schema;
  RedanField ids;
  GHashTable *by_id;   /* id or address: GPtrArray of resources */
  GHashTable *by_name; /* name that a resource will have: GPtrArray of resources */
  GHashTable *named;   /* resources that an element names */
  GHashTable *providers;
  GPtrArray *drifts;
} Join;

static RedanField
get_field (const RedanSchema *schema, RedanScope scope, const char *name)
{
  const RedanAttribute *attribute = redan_schema_lookup (schema, scope, name, -1);

  return attribute != NULL ? (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index)
                           : REDAN_FIELD_EXISTS;
}

static const char *
get_text (const RedanSchema *schema, const RedanObject *object, RedanScope scope, const char *name)
{
  RedanField field = get_field (schema, scope, name);

  return field != REDAN_FIELD_EXISTS ? redan_object_get (object, field) : NULL;
}

static void
add (Join *self,
     RedanDriftKind kind,
     const RedanObject *element,
     const RedanObject *resource,
     const RedanAttribute *attribute,
     const char *modelled,
     const char *declared)
{
  RedanDrift *drift = g_new (RedanDrift, 1);

  *drift = (RedanDrift){ kind, element, resource, attribute, modelled, declared };
  g_ptr_array_add (self->drifts, drift);
}

static void
note (GHashTable *table, char *key, const RedanObject *resource)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (table, g_strdup (key), list);
    }
  if (list->len == 0 || list->pdata[list->len - 1] != resource)
    g_ptr_array_add (list, (gpointer) resource);
  g_free (key);
}

/* An address with the index of an instance also goes without it: aws_instance.web["a"]. */
static void
note_identifier (Join *self, const char *identifier, const RedanObject *resource)
{
  const gsize length = strlen (identifier);
  const char *index =
      length > 0 && identifier[length - 1] == ']' ? strrchr (identifier, '[') : NULL;

  note (self->by_id, g_strdup (identifier), resource);
  if (index != NULL)
    note (self->by_id, g_strndup (identifier, (gsize) (index - identifier)), resource);
}

static void
note_resources (Join *self)
{
  for (guint i = 0; i < redan_model_get_n (self->infrastructure, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *resource =
          redan_model_get_nth (self->infrastructure, REDAN_SECTION_ELEMENT, i);
      const char *provider = get_text (self->schema, resource, REDAN_SCOPE_ELEMENT, "provider");
      guint n;
      const RedanEntry *entries = redan_object_get_range (resource, self->ids, &n);

      for (guint j = 0; j < n; j++)
        note_identifier (self, entries[j].key, resource);
      entries = redan_object_get_range (resource, REDAN_FIELD_EXTRA, &n);
      for (guint j = 0; j < n; j++)
        if (g_str_has_suffix (entries[j].key, RESOURCE_NAME))
          note (self->by_name, g_strdup (entries[j].value), resource);
      if (provider != NULL)
        g_hash_table_add (self->providers, (gpointer) provider);
    }
}

/* "arn:aws:s3:::bucket", "arn:aws:lambda:eu-west-1:1:function:name", ".../name" */
static const GPtrArray *
find_by_arn (const Join *self, const char *identifier)
{
  const char *name = identifier;

  if (!g_str_has_prefix (identifier, "arn:"))
    return NULL;
  for (const char *at = identifier; *at != '\0'; at++)
    if (*at == ':' || *at == '/')
      name = at + 1;
  return g_hash_table_lookup (self->by_name, name);
}

/* Returns: (transfer full): the resources behind an element */
static GPtrArray *
find_resources (Join *self, const RedanObject *element)
{
  GPtrArray *found = g_ptr_array_new ();
  guint n;
  const RedanEntry *entries = redan_object_get_range (element, self->ids, &n);

  for (guint i = 0; i < n; i++)
    {
      const GPtrArray *list = g_hash_table_lookup (self->by_id, entries[i].key);

      if (list == NULL)
        list = find_by_arn (self, entries[i].key);
      for (guint j = 0; list != NULL && j < list->len; j++)
        if (!g_ptr_array_find (found, list->pdata[j], NULL))
          g_ptr_array_add (found, list->pdata[j]);
    }
  return found;
}

/* Said of the element, else of the nearest boundary around it. */
static const char *
find_provider (const Join *self, const RedanObject *element)
{
  const char *provider = get_text (self->schema, element, REDAN_SCOPE_ELEMENT, "provider");
  const RedanObject *object = element;
  RedanId parent;

  for (guint depth = 0; provider == NULL && depth < MAX_DEPTH &&
                        redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent);
       depth++)
    {
      object = redan_model_lookup (self->model, &parent);
      if (object == NULL)
        break;
      if (object->section == REDAN_SECTION_BOUNDARY)
        provider = get_text (self->schema, object, REDAN_SCOPE_BOUNDARY, "provider");
    }
  return provider;
}

/* Whether a thing that names no resource would be declared as one. */
static gboolean
is_expected (const Join *self, const RedanObject *element)
{
  const char *kind = redan_object_get (element, REDAN_FIELD_KIND);
  const char *in_scope = get_text (self->schema, element, REDAN_SCOPE_ELEMENT, "in_scope");
  const char *provider = find_provider (self, element);

  return (g_strcmp0 (kind, "process") == 0 || g_strcmp0 (kind, "store") == 0) &&
         g_strcmp0 (in_scope, "no") != 0 && provider != NULL &&
         g_hash_table_contains (self->providers, provider);
}

/* Returns: (nullable): what the resources say when none of them says @modelled */
static const char *
find_other (const GPtrArray *resources,
            RedanField field,
            const char *modelled,
            const RedanObject **resource_out)
{
  const char *other = NULL;

  for (guint i = 0; i < resources->len; i++)
    {
      const char *declared = redan_object_get (resources->pdata[i], field);

      if (declared == NULL || strcmp (declared, "unknown") == 0)
        continue;
      if (strcmp (declared, modelled) == 0)
        return NULL;
      if (other == NULL)
        {
          other = declared;
          *resource_out = resources->pdata[i];
        }
    }
  return other;
}

static void
compare (Join *self, const RedanObject *element, const GPtrArray *resources)
{
  for (guint i = 0; i < redan_schema_get_n_attributes (self->schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (self->schema, i);
      const gboolean kind = attribute->structural && strcmp (attribute->name, "kind") == 0;
      const RedanField field =
          kind ? REDAN_FIELD_KIND : (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index);
      const RedanObject *resource = NULL;
      const char *modelled;
      const char *declared;

      if (attribute->scope != REDAN_SCOPE_ELEMENT || (attribute->structural && !kind) ||
          attribute->type == REDAN_ATTRIBUTE_SET)
        continue;
      modelled = redan_object_get (element, field);
      if (modelled == NULL || strcmp (modelled, "unknown") == 0)
        continue;
      declared = find_other (resources, field, modelled, &resource);
      if (declared != NULL)
        add (self, REDAN_DRIFT_ATTRIBUTE, element, resource, attribute, modelled, declared);
    }
}

static void
join_elements (Join *self)
{
  GPtrArray *attributes = self->drifts;
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  for (guint i = 0; i < redan_model_get_n (self->model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (self->model, REDAN_SECTION_ELEMENT, i);
      g_autoptr (GPtrArray) resources = find_resources (self, element);
      guint n;

      for (guint j = 0; j < resources->len; j++)
        g_hash_table_add (self->named, resources->pdata[j]);
      redan_object_get_range (element, self->ids, &n);
      if (resources->len > 0)
        compare (self, element, resources);
      else if (n > 0 || is_expected (self, element))
        g_ptr_array_add (missing, (gpointer) element);
    }

  self->drifts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < redan_model_get_n (self->infrastructure, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *resource =
          redan_model_get_nth (self->infrastructure, REDAN_SECTION_ELEMENT, i);

      if (!g_hash_table_contains (self->named, resource))
        add (self, REDAN_DRIFT_NO_ELEMENT, NULL, resource, NULL, NULL, NULL);
    }
  for (guint i = 0; i < missing->len; i++)
    add (self, REDAN_DRIFT_NO_RESOURCE, missing->pdata[i], NULL, NULL, NULL, NULL);
  g_ptr_array_extend_and_steal (self->drifts, attributes);
}

GPtrArray *
redan_drift_list (const RedanModel *model, const RedanModel *infrastructure)
{
  const RedanSchema *schema = redan_model_get_schema (model);
  Join self = {
    .model = model,
    .infrastructure = infrastructure,
    .schema = schema,
    .ids = get_field (schema, REDAN_SCOPE_ELEMENT, "resource_ids"),
    .by_id =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref),
    .by_name =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref),
    .named = g_hash_table_new (NULL, NULL),
    .providers = g_hash_table_new (g_str_hash, g_str_equal),
    .drifts = g_ptr_array_new_with_free_func (g_free),
  };

  note_resources (&self);
  join_elements (&self);

  g_hash_table_unref (self.by_id);
  g_hash_table_unref (self.by_name);
  g_hash_table_unref (self.named);
  g_hash_table_unref (self.providers);
  return self.drifts;
}
