/* SPDX-License-Identifier: Apache-2.0 */
/* The display attributes of an object of the Microsoft Threat Modeling Tool: all are kept for the
 * rules of its template, those that mean the same become attributes. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/tmt-private.h"

/* The tool knows these three by fixed ids, in every template. */
#define OUT_OF_SCOPE "71f3d9aa-b8ef-4e54-8126-607a1d903103"
#define OUT_OF_SCOPE_REASON "752473b6-52d4-4776-9a24-202153f7d579"
#define FLOW_ORDER "15ccd509-98eb-49ad-b9c2-b4a2926d1780"

/** Meaning: an attribute of the template, or a type, that says the same as one of ours */
typedef struct
{
  RedanSection section;
  const char *name;
  const char *value; /* NULL: the name is a type */
  const char *ours;
  const char *word;
} Meaning;

static const Meaning meanings[] = {
  { REDAN_SECTION_FLOW, "authenticatesDestination", "Yes", "dst_auth", "yes" },
  { REDAN_SECTION_FLOW, "authenticatesDestination", "No", "dst_auth", "no" },
  { REDAN_SECTION_FLOW, "providesIntegrity", "Yes", "integrity", "yes" },
  { REDAN_SECTION_FLOW, "providesIntegrity", "No", "integrity", "no" },
  { REDAN_SECTION_ELEMENT, "hasInputSanitizers", "No", "input_validation", "none" },
  { REDAN_SECTION_ELEMENT, "hasOutputSanitizers", "Yes", "output_encoding", "yes" },
  { REDAN_SECTION_ELEMENT, "hasOutputSanitizers", "No", "output_encoding", "no" },
  { REDAN_SECTION_ELEMENT, "Encrypted", "No", "enc_rest", "none" },
  { REDAN_SECTION_ELEMENT, "Backup", "No", "backup", "none" },
  { REDAN_SECTION_ELEMENT, "type", "Human", "tech", "human" },
  { REDAN_SECTION_ELEMENT, "storeType", "SQL Relational Database", "tech", "relational-db" },
  { REDAN_SECTION_ELEMENT, "storeType", "Non Relational Database", "tech", "nosql-db" },
  { REDAN_SECTION_ELEMENT, "storeType", "File System", "tech", "file-store" },
  { REDAN_SECTION_ELEMENT, "storeType", "Cache", "tech", "cache" },
  { REDAN_SECTION_FLOW, "SE.DF.TMCore.HTTPS", NULL, "protocol", "https" },
  { REDAN_SECTION_FLOW, "SE.DF.TMCore.HTTP", NULL, "protocol", "http" },
  { REDAN_SECTION_FLOW, "SE.DF.TMCore.SMB", NULL, "protocol", "smb" },
  { REDAN_SECTION_FLOW, "SE.DF.TMCore.UDP", NULL, "protocol", "udp" },
  { REDAN_SECTION_FLOW, "SE.DF.TMCore.IPsec", NULL, "enc_transit", "ipsec" },
  { REDAN_SECTION_ELEMENT, "SE.P.TMCore.WebServer", NULL, "tech", "web-server" },
  { REDAN_SECTION_ELEMENT, "SE.P.TMCore.WebApp", NULL, "tech", "app-server" },
  { REDAN_SECTION_ELEMENT, "SE.P.TMCore.ThickClient", NULL, "tech", "desktop-app" },
  { REDAN_SECTION_ELEMENT, "SE.P.TMCore.BrowserClient", NULL, "tech", "browser" },
  { REDAN_SECTION_ELEMENT, "SE.P.TMCore.VM", NULL, "tech", "vm" },
  { REDAN_SECTION_ELEMENT, "SE.EI.TMCore.Browser", NULL, "tech", "browser" },
  { REDAN_SECTION_ELEMENT, "SE.EI.TMCore.AuthProvider", NULL, "tech", "identity-provider" },
};

/* i:type without its prefix. */
static const char *
get_type (const RedanForeignXmlNode *property)
{
  const char *type = redan_foreign_xml_get (property, "type");
  const char *colon = type != NULL ? strrchr (type, ':') : NULL;

  return colon != NULL ? colon + 1 : type != NULL ? type : "";
}

gboolean
redan_tmt_is_choice (const RedanForeignXmlNode *property)
{
  return strcmp (get_type (property), "ListDisplayAttribute") == 0;
}

const char *
redan_tmt_get_name (const RedanForeignXmlNode *shape)
{
  const RedanForeignXmlNode *list = redan_foreign_xml_find (shape, "Properties");
  const RedanForeignXmlNode *property = list != NULL ? list->first_child : NULL;

  for (; property != NULL; property = property->next)
    {
      g_autofree char *id = redan_tmt_dup_word (property, "Name");
      g_autofree char *title = redan_tmt_dup_word (property, "DisplayName");

      if (*id == '\0' && strcmp (title, "Name") == 0 &&
          strcmp (get_type (property), "StringDisplayAttribute") == 0)
        return redan_foreign_xml_text (property, "Value");
    }
  return NULL;
}

/* Passes on what is not yet set: a type and an attribute may say the same. Returns whether it means
 * something here. */
static gboolean
pass_meaning (
    RedanTmt *self, RedanSection section, const char *name, const char *value, GPtrArray *done)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      const Meaning *meaning = &meanings[i];

      if (meaning->section != section || strcmp (meaning->name, name) != 0 ||
          g_strcmp0 (meaning->value, value) != 0)
        continue;
      if (!g_ptr_array_find_with_equal_func (done, meaning->ours, g_str_equal, NULL))
        {
          g_ptr_array_add (done, (gpointer) meaning->ours);
          if (self->relay.alive)
            self->relay.alive =
                self->relay.sink->attribute (self->relay.sink, meaning->ours, meaning->word);
        }
      return TRUE;
    }
  return FALSE;
}

/* The chosen string of a list, the first when nothing says which; none when there is no such. */
static const char *
get_selected (const RedanForeignXmlNode *property, guint64 *index_out)
{
  const RedanForeignXmlNode *list = redan_foreign_xml_find (property, "Value");
  const RedanForeignXmlNode *item = list != NULL ? list->first_child : NULL;
  g_autofree char *index = redan_tmt_dup_word (property, "SelectedIndex");

  if (!g_ascii_string_to_unsigned (index, 10, 0, G_MAXUINT16, index_out, NULL))
    *index_out = *index == '\0' ? 0 : G_MAXUINT16;
  for (guint64 i = 0; item != NULL && i < *index_out; i++)
    item = item->next;
  return item != NULL ? item->text : NULL;
}

/* The value is kept even when it means something here: the rules of the template read it. */
static void
pass_list (RedanTmt *self,
           RedanSection section,
           const RedanForeignXmlNode *property,
           gboolean fixed,
           GPtrArray *done)
{
  g_autofree char *id = redan_tmt_dup_word (property, "Name");
  g_autofree char *title = redan_tmt_dup_word (property, "DisplayName");
  g_autofree char *key = g_strconcat ("value/", id, NULL);
  guint64 index;
  const char *value = get_selected (property, &index);

  if (value == NULL)
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("attribute \"%s\" has no value; left out"), title);
      return;
    }

  if (self->relay.alive)
    self->relay.alive = self->relay.sink->extra (self->relay.sink, key, value);
  if (!fixed && index == 0)
    self->n_first++;
  else if (!pass_meaning (self, section, id, value, done) && !fixed)
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("\"%s\" has no counterpart here and is kept only as a remark: %s"), title,
                      value);
}

static void
pass_scope (RedanTmt *self, RedanSection section, const RedanForeignXmlNode *property)
{
  g_autofree char *value = redan_tmt_dup_word (property, "Value");

  if (g_ascii_strcasecmp (value, "true") != 0)
    return;

  if (section == REDAN_SECTION_BOUNDARY)
    redan_relay_keep (&self->relay, "out-of-scope", "Out Of Scope", value);
  else if (self->relay.alive)
    self->relay.alive = self->relay.sink->attribute (self->relay.sink, "in_scope", "no");
}

static void
pass_string (RedanTmt *self, RedanSection section, const RedanForeignXmlNode *property)
{
  g_autofree char *id = redan_tmt_dup_word (property, "Name");
  g_autofree char *title = redan_tmt_dup_word (property, "DisplayName");
  g_autofree char *key = g_strconcat ("text/", *id != '\0' ? id : title, NULL);
  const char *value = redan_foreign_xml_text (property, "Value");

  if (*id == '\0' && strcmp (title, "Name") == 0 &&
      strcmp (get_type (property), "StringDisplayAttribute") == 0)
    return; /* the name */

  if (strcmp (id, OUT_OF_SCOPE_REASON) == 0 && section != REDAN_SECTION_BOUNDARY)
    redan_relay_field (&self->relay, REDAN_FIELD_SCOPE_REASON, value);
  else if (strcmp (id, FLOW_ORDER) == 0 && (*value == '\0' || strcmp (value, "0") == 0))
    redan_relay_extra (&self->relay, "order", value);
  else
    redan_relay_keep (&self->relay, strcmp (id, FLOW_ORDER) == 0 ? "order" : key, title, value);
}

void
redan_tmt_pass_texts (RedanTmt *self, RedanSection section, const RedanForeignXmlNode *page)
{
  const RedanForeignXmlNode *list = redan_foreign_xml_find (page, "Properties");

  for (const RedanForeignXmlNode *property = list != NULL ? list->first_child : NULL;
       property != NULL && self->relay.alive; property = property->next)
    if (strcmp (get_type (property), "CustomStringDisplayAttribute") == 0)
      pass_string (self, section, property);
}

void
redan_tmt_pass_attributes (RedanTmt *self, RedanSection section, const RedanForeignXmlNode *shape)
{
  g_autofree char *type = redan_tmt_dup_word (shape, "TypeId");
  g_autofree char *generic = redan_tmt_dup_word (shape, "GenericTypeId");
  const RedanForeignXmlNode *list = redan_foreign_xml_find (shape, "Properties");
  const RedanForeignXmlNode *property = list != NULL ? list->first_child : NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new ();
  gboolean first = TRUE;

  redan_relay_field (&self->relay, REDAN_FIELD_NAME, redan_tmt_get_name (shape));
  redan_relay_extra (&self->relay, "type", type);
  redan_relay_extra (&self->relay, "generic", generic);
  pass_meaning (self, section, type, NULL, done);

  for (; property != NULL && self->relay.alive; property = property->next)
    {
      const char *kind = get_type (property);
      g_autofree char *id = redan_tmt_dup_word (property, "Name");

      if (strcmp (kind, "HeaderDisplayAttribute") == 0)
        {
          if (first)
            redan_relay_extra (&self->relay, "stencil",
                               redan_foreign_xml_text (property, "DisplayName"));
          first = FALSE;
        }
      else if (redan_tmt_is_choice (property))
        pass_list (self, section, property, FALSE, done);
      else if (strcmp (kind, "StaticListDisplayAttribute") == 0)
        pass_list (self, section, property, TRUE, done);
      else if (strcmp (id, OUT_OF_SCOPE) == 0)
        pass_scope (self, section, property);
      else
        pass_string (self, section, property);
    }
}
