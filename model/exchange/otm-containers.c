/* SPDX-License-Identifier: Apache-2.0 */
/* Components of the Open Threat Model that are places for others: networks, accounts, groups. They
 * become boundaries, as the model knows no elements inside elements. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/otm-private.h"

#include "model/exchange/component-kinds.h"

/* What data is in, or who talks to whom, only an element can say. */
static gboolean
acts (RedanNode *component, GHashTable *ends)
{
  RedanNode *assets = redan_node_get (component, "assets");

  return g_hash_table_contains (ends, redan_otm_id (component)) ||
         !redan_node_is_blank (redan_node_get (assets, "stored")) ||
         !redan_node_is_blank (redan_node_get (assets, "processed"));
}

static void
note_parents (RedanNode *list, GHashTable *parents)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (list, i, item)
  {
    RedanNode *parent = redan_node_get (item, "parent");
    const char *component = redan_node_get_text (redan_node_get (parent, "component"));

    if (component != NULL && redan_node_get (parent, "trustZone") == NULL)
      g_hash_table_add (parents, (gpointer) component);
  }
}

static void
note_ends (RedanNode *flows, GHashTable *ends)
{
  gsize i;
  RedanNode *flow;

  redan_node_foreach_item (flows, i, flow)
  {
    const char *source = redan_node_get_text (redan_node_get (flow, "source"));
    const char *destination = redan_node_get_text (redan_node_get (flow, "destination"));

    if (source != NULL)
      g_hash_table_add (ends, (gpointer) source);
    if (destination != NULL)
      g_hash_table_add (ends, (gpointer) destination);
  }
}

/* What our writer said, the type, or a tag that names a resource of a cloud. */
static const char *
find_kind (RedanOtm *self, RedanNode *component)
{
  const char *own = redan_otm_own (component, "kind");
  const char *type = redan_node_get_text (redan_node_get (component, "type"));
  const char *kind = type != NULL ? redan_container_kind_guess (type) : NULL;
  gsize i;
  RedanNode *tag;

  if (own != NULL)
    return own;
  redan_node_foreach_item (redan_node_get (component, "tags"), i, tag)
  {
    const char *text = redan_node_get_text (tag);
    const RedanResourceType *known =
        kind == NULL && text != NULL ? redan_resource_tables_find_type (self->tables, text) : NULL;

    if (known != NULL && known->becomes == REDAN_RESOURCE_BOUNDARY)
      kind = known->kind;
  }
  return kind;
}

void
redan_otm_find_containers (RedanOtm *self)
{
  g_autoptr (GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) ends = g_hash_table_new (g_str_hash, g_str_equal);
  gsize i;
  RedanNode *component;

  note_parents (redan_node_get (self->root, "components"), parents);
  note_parents (redan_node_get (self->root, "trustZones"), parents);
  note_ends (redan_node_get (self->root, "dataflows"), ends);
  redan_node_foreach_item (redan_node_get (self->root, "components"), i, component)
  {
    const char *id = redan_otm_id (component);
    const char *own = redan_otm_own (component, "kind");
    const char *type = redan_node_get_text (redan_node_get (component, "type"));
    const char *kind = NULL;

    if (g_hash_table_lookup (self->components, id) != component || acts (component, ends) ||
        (own != NULL && redan_component_kind_is_element (own)))
      continue;
    kind = find_kind (self, component);
    if (kind == NULL)
      kind = redan_container_kind_choose (type != NULL ? type : "",
                                          g_hash_table_contains (parents, id));
    if (kind != NULL)
      g_hash_table_insert (self->containers, component, (gpointer) kind);
  }
}

char *
redan_otm_dup_foreign (RedanOtm *self, RedanNode *object)
{
  const char *id = redan_otm_id (object);

  /* A zone may have the same id. */
  return g_hash_table_contains (self->containers, object) && g_hash_table_contains (self->zones, id)
             ? g_strconcat (REDAN_OTM_COMPONENT, ":", id, NULL)
             : g_strdup (id);
}

gboolean
redan_otm_container (RedanOtm *self, RedanNode *component)
{
  const char *kind = g_hash_table_lookup (self->containers, component);
  const char *type = redan_node_get_text (redan_node_get (component, "type"));
  g_autofree char *foreign = NULL;

  if (kind == NULL)
    return FALSE;
  foreign = redan_otm_dup_foreign (self, component);
  redan_relay_begin (&self->relay, REDAN_SECTION_BOUNDARY, foreign, component);
  redan_otm_common (self, component);
  redan_relay_field (&self->relay, REDAN_FIELD_KIND, kind);
  redan_relay_extra (&self->relay, REDAN_OTM_COMPONENT, "yes");
  redan_relay_extra (&self->relay, "type", type);
  redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                    _ ("is a component of type \"%s\" in which others lie or can; taken as a "
                       "boundary, %s"),
                    type != NULL ? type : "", kind);
  return TRUE;
}
