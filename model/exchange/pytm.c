/* SPDX-License-Identifier: Apache-2.0 */
/* pytm JSON: what `--json` reads (elements, flows) and what it writes (actors, assets, flows,
 * findings). All is known by name. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/pytm-private.h"

#define MAX_CLASSES 20

const RedanPytmClass redan_pytm_classes[] = {
  { "Actor", "actor", NULL },    { "ExternalEntity", "external", NULL },
  { "Server", "process", NULL }, { "Process", "process", NULL },
  { "Asset", "process", NULL },  { "SetOfProcesses", "process", NULL },
  { "Agent", "process", NULL },  { "Lambda", "process", "function" },
  { "LLM", "process", "llm" },   { "Datastore", "store", NULL },
  { NULL, NULL, NULL },
};

static const RedanRelayWord store_words[] = {
  { "sql", "relational-db" },
  { "datastoretypesql", "relational-db" },
  { "filesystem", "file-store" },
  { "datastoretypefilesystem", "file-store" },
  { "awss3", "object-store" },
  { "datastoretypeawss3", "object-store" },
  { "ldap", "directory" },
  { "datastoretypeldap", "directory" },
  { "unknown", "" },
  { "datastoretypeunknown", "" },
};

static const RedanRelayWord tls_words[] = {
  { "tlsversionnone", "" },
  { "none", "" },
  { "tlsversionsslv1", "tls-legacy" },
  { "tlsversionsslv2", "tls-legacy" },
  { "tlsversionsslv3", "tls-legacy" },
  { "tlsversiontlsv10", "tls-legacy" },
  { "tlsversiontlsv11", "tls-legacy" },
  { "tlsversiontlsv12", "tls12" },
  { "tlsversiontlsv13", "tls13" },
  { "sslv3", "tls-legacy" },
  { "tlsv10", "tls-legacy" },
  { "tlsv11", "tls-legacy" },
  { "tlsv12", "tls12" },
  { "tlsv13", "tls13" },
};

/* Its levels are public < restricted < sensitive < secret < top secret. */
static const RedanRelayWord class_of_data[] = {
  { "public", "public" },     { "restricted", "internal" },  { "sensitive", "confidential" },
  { "secret", "restricted" }, { "topsecret", "restricted" }, { "unknown", "" },
};

static const RedanRelayWord severity_words[] = {
  { "veryhigh", "critical" }, { "critical", "critical" },
  { "high", "high" },         { "medium", "medium" },
  { "low", "low" },           { "verylow", "info" },
  { "info", "info" },         { "0", "" },
};

static const char *const class_names[] = {
  "UNKNOWN", "PUBLIC", "RESTRICTED", "SENSITIVE", "SECRET", "TOP_SECRET", NULL,
};

/* By name and by value, since both are written. */
static const char *const lifetime_names[] = {
  "NONE",
  "UNKNOWN",
  "SHORT",
  "LONG",
  "AUTO",
  "MANUAL",
  "HARDCODED",
  "SHORT_LIVED",
  "LONG_LIVED",
  "AUTO_REVOKABLE",
  "MANUALLY_REVOKABLE",
  NULL,
};

static const char *const store_names[] = {
  "UNKNOWN", "FILE_SYSTEM", "SQL", "LDAP", "AWS_S3", NULL,
};

static const char *const tls_names[] = {
  "NONE", "SSLv1", "SSLv2", "SSLv3", "TLSv10", "TLSv11", "TLSv12", "TLSv13", NULL,
};

static const RedanVocabulary vocabulary[] = {
  { REDAN_SECTION_ASSET, "classification", class_names },
  { REDAN_SECTION_ASSET, "lifetime", lifetime_names },
  { REDAN_SECTION_ASSET, "credentialsLife", lifetime_names },
  { REDAN_SECTION_ELEMENT, "type", store_names },
  { REDAN_N_SECTIONS, "tlsVersion", tls_names },
  { REDAN_N_SECTIONS, NULL, NULL },
};

/* Controls that mean the same as an attribute; false is pytm's first value and says nothing. */
const RedanPytmControl redan_pytm_controls[] = {
  { "encodesOutput", REDAN_SECTION_ELEMENT, "output_encoding", "yes" },
  { "implementsCSRFToken", REDAN_SECTION_ELEMENT, "csrf_protection", "yes" },
  { "isHardened", REDAN_SECTION_ELEMENT, "hardened", "yes" },
  { "usesParameterizedInput", REDAN_SECTION_ELEMENT, "parameterized", "yes" },
  { "usesStrongSessionIdentifiers", REDAN_SECTION_ELEMENT, "session_secure", "yes" },
  { "usesMFA", REDAN_SECTION_ELEMENT, "mfa", "required" },
  { "usesMFA", REDAN_SECTION_FLOW, "mfa", "required" },
  { "authenticatesDestination", REDAN_SECTION_FLOW, "dst_auth", "yes" },
  { "implementsNonce", REDAN_SECTION_FLOW, "replay_protection", "yes" },
  { "providesIntegrity", REDAN_SECTION_FLOW, "integrity", "yes" },
  { "isAdmin", REDAN_SECTION_ELEMENT, "priv_level", "admin" },
  { "usesVPN", REDAN_SECTION_FLOW, "network", "vpn" },
  { "onAWS", REDAN_SECTION_ELEMENT, "provider", "aws" },
  { NULL, REDAN_N_SECTIONS, NULL, NULL },
};

/* Derived by pytm, drawn, or passed on by name. */
static const char *const known_members[] = {
  "__class__",
  "name",
  "description",
  "inBoundary",
  "inScope",
  "controls",
  "data",
  "findings",
  "inputs",
  "outputs",
  "levels",
  "source",
  "sink",
  "note",
  "protocol",
  "tlsVersion",
  "type",
  "isSQL",
  "order",
  "severity",
  "overrides",
  "minTLSVersion",
  "maxClassification",
  "color",
  "uuid",
  NULL,
};

typedef struct
{
  RedanRelay relay;
  RedanNode *root;
  GPtrArray *flows; /* foreign ids, by position */
  gboolean read;    /* the file is what pytm reads, so it can be written back */
} Pytm;

/* For who writes the file back: its members, and which of several of one name it is. */
static void
keep (Pytm *self, RedanNode *object, gsize at, const char *const *elsewhere)
{
  g_autofree char *position = g_strdup_printf ("%08" G_GSIZE_FORMAT, at);

  if (!self->read)
    return;
  redan_relay_extra (&self->relay, "position", position);
  redan_relay_source (&self->relay, object, elsewhere);
}

static const char *const inside[] = { "inBoundary", NULL };

static const char *
look_name (RedanNode *object)
{
  const char *name = redan_node_get_text (redan_node_get (object, "name"));

  return name != NULL ? name : "";
}

static gboolean
says_nothing (RedanNode *value)
{
  const char *text = redan_node_get_text (value);

  return redan_node_is_blank (value) ||
         (redan_node_is_integer (value) && redan_node_get_integer (value) == -1) ||
         (text != NULL &&
          (g_str_has_suffix (text, ".NONE") || g_str_has_suffix (text, ".UNKNOWN")));
}

static const RedanPytmControl *
find_control (RedanSection section, const char *key)
{
  for (guint i = 0; redan_pytm_controls[i].key != NULL; i++)
    {
      if (redan_pytm_controls[i].section == section &&
          strcmp (redan_pytm_controls[i].key, key) == 0)
        return &redan_pytm_controls[i];
    }
  return NULL;
}

/* The members of an element, flow or boundary, which older files have beside "controls". */
static void
pass_members (Pytm *self, RedanNode *object, RedanSection section)
{
  RedanRelay *relay = &self->relay;
  const char *key;
  RedanNode *value;

  redan_node_foreach_member (object, key, value)
  {
    const RedanPytmControl *control = find_control (section, key);

    if (says_nothing (value) || g_strv_contains (known_members, key))
      continue;
    if (control != NULL && redan_node_is_true (value))
      redan_relay_attribute (relay, control->attribute, control->value);
    else if (strcmp (key, "inScope") != 0)
      redan_relay_remark (relay, key, value);
  }
}

static void
pass_common (Pytm *self, RedanNode *object, RedanSection section)
{
  RedanRelay *relay = &self->relay;
  static const char *const titles[] = { NULL, NULL };
  g_autofree char *description = redan_relay_dup_text (relay, object, "description");
  g_autofree char *note = redan_relay_dup_text (relay, object, "note");
  const char *const texts[] = { description, note };

  redan_relay_text (relay, object, "name", REDAN_FIELD_NAME);
  redan_relay_describe (relay, titles, texts, G_N_ELEMENTS (texts));
  if (redan_relay_truth (object, "inScope") == 0)
    {
      if (section == REDAN_SECTION_BOUNDARY)
        redan_relay_remark (relay, "inScope", redan_node_get (object, "inScope"));
      else
        redan_relay_attribute (relay, "in_scope", "no");
    }
  pass_members (self, object, section);
  pass_members (self, redan_node_get (object, "controls"), section);
}

static void
pass_parent (Pytm *self, RedanNode *object)
{
  RedanNode *parent = redan_node_get (object, "inBoundary");

  if (redan_node_is_object (parent))
    parent = redan_node_get (parent, "name");
  if (redan_node_is_text (parent) && *redan_node_get_text (parent) != '\0')
    redan_relay_refer (&self->relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY,
                       redan_node_get_text (parent));
}

static void
read_boundaries (Pytm *self)
{
  gsize i;
  RedanNode *boundary;

  redan_node_foreach_item (redan_node_get (self->root, "boundaries"), i, boundary)
  {
    redan_relay_begin (&self->relay, REDAN_SECTION_BOUNDARY, look_name (boundary), boundary);
    keep (self, boundary, i, inside);
    redan_relay_field (&self->relay, REDAN_FIELD_KIND, "trust-zone");
    pass_common (self, boundary, REDAN_SECTION_BOUNDARY);
    pass_parent (self, boundary);
  }
}

static const RedanPytmClass *
find_class (Pytm *self, RedanNode *element)
{
  const char *name = redan_node_get_text (redan_node_get (element, "__class__"));
  const char *all[MAX_CLASSES + 1] = { NULL };
  g_autofree char *hint = NULL;

  for (guint i = 0; i < MAX_CLASSES && redan_pytm_classes[i].name != NULL; i++)
    all[i] = redan_pytm_classes[i].name;
  for (guint i = 0; name != NULL && redan_pytm_classes[i].name != NULL; i++)
    {
      if (strcmp (redan_pytm_classes[i].name, name) == 0)
        return &redan_pytm_classes[i];
    }
  hint = redan_words_dup_hint (all, name != NULL ? name : "");
  redan_relay_at (&self->relay, redan_node_get (element, "__class__"));
  redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                    _ ("its class \"%s\" is not known; taken as a process%s"),
                    name != NULL ? name : "", hint != NULL ? hint : "");
  return &redan_pytm_classes[3];
}

static gboolean
is_on_diagram_as_other (RedanNode *element)
{
  const char *name = redan_node_get_text (redan_node_get (element, "__class__"));

  return name != NULL && (strcmp (name, "Boundary") == 0 || strcmp (name, "Dataflow") == 0);
}

static void
read_element (Pytm *self, RedanNode *element, gsize at)
{
  RedanRelay *relay = &self->relay;
  const RedanPytmClass *word;

  redan_relay_begin (relay, REDAN_SECTION_ELEMENT, look_name (element), element);
  keep (self, element, at, inside);
  word = find_class (self, element);
  redan_relay_field (relay, REDAN_FIELD_KIND, word->kind);
  if (redan_node_get (element, "__class__") != NULL)
    redan_relay_extra (relay, "class", redan_node_get_text (redan_node_get (element, "__class__")));
  pass_common (self, element, REDAN_SECTION_ELEMENT);
  pass_parent (self, element);

  if (word->tech != NULL)
    redan_relay_attribute (relay, "tech", word->tech);
  else if (strcmp (word->kind, "store") == 0 && redan_relay_truth (element, "isSQL") == 1 &&
           says_nothing (redan_node_get (element, "type")))
    redan_relay_attribute (relay, "tech", "relational-db");
  else if (strcmp (word->kind, "store") == 0)
    redan_relay_word (relay, element, "type", "tech", store_words, G_N_ELEMENTS (store_words));
  else if (!says_nothing (redan_node_get (element, "type")))
    redan_relay_remark (relay, "type", redan_node_get (element, "type"));
  if (!says_nothing (redan_node_get (element, "protocol")))
    redan_relay_remark (relay, "protocol", redan_node_get (element, "protocol"));
}

static void
read_elements (Pytm *self)
{
  gboolean written = redan_node_get (self->root, "actors") != NULL ||
                     redan_node_get (self->root, "assets") != NULL;
  static const char *const read_lists[] = { "elements", NULL };
  static const char *const written_lists[] = { "actors", "assets", NULL };
  const char *const *lists = written ? written_lists : read_lists;
  gsize i;
  RedanNode *element;

  for (guint n = 0; lists[n] != NULL; n++)
    redan_node_foreach_item (redan_node_get (self->root, lists[n]), i, element)
    {
      if (!self->relay.alive)
        return;
      if (!is_on_diagram_as_other (element))
        read_element (self, element, i);
    }
}

/* An end is a name, or in some files the object that has it. */
static void
pass_end (Pytm *self, RedanNode *flow, const char *key, RedanField field)
{
  RedanNode *end = redan_node_get (flow, key);

  if (redan_node_is_object (end))
    end = redan_node_get (end, "name");
  if (redan_node_is_text (end))
    redan_relay_refer (&self->relay, field, REDAN_SECTION_ELEMENT, redan_node_get_text (end));
  else
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("its \"%s\" names no element; kept without that end"), key);
}

static void
read_flows (Pytm *self)
{
  static const char *const ends[] = { "source", "sink", "data", NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  RedanNode *flow;

  redan_node_foreach_item (redan_node_get (self->root, "flows"), i, flow)
  {
    g_autofree char *protocol = NULL;

    g_ptr_array_add (self->flows, (gpointer) redan_relay_begin (relay, REDAN_SECTION_FLOW,
                                                                look_name (flow), flow));
    keep (self, flow, i, ends);
    pass_end (self, flow, "source", REDAN_FIELD_SOURCE);
    pass_end (self, flow, "sink", REDAN_FIELD_TARGET);
    pass_common (self, flow, REDAN_SECTION_FLOW);
    if (!says_nothing (redan_node_get (flow, "tlsVersion")))
      redan_relay_word (relay, flow, "tlsVersion", "enc_transit", tls_words,
                        G_N_ELEMENTS (tls_words));
    protocol = redan_relay_dup_text (relay, flow, "protocol");
    if (protocol != NULL && redan_relay_find_protocol (protocol) != NULL)
      redan_relay_attribute (relay, "protocol", redan_relay_find_protocol (protocol));
    else if (protocol != NULL)
      redan_relay_remark (relay, "protocol", redan_node_get (flow, "protocol"));
  }
}

static void
pass_names (Pytm *self, RedanNode *data, const char *key, RedanField field, RedanSection section)
{
  gsize i;
  RedanNode *name;

  redan_node_foreach_item (redan_node_get (data, key), i, name)
  {
    if (redan_node_is_text (name))
      redan_relay_refer (&self->relay, field, section, redan_node_get_text (name));
  }
}

/* The reading dialect says on the flow what it carries. */
static void
pass_carriers (Pytm *self, const char *data_name)
{
  gsize i;
  gsize j;
  RedanNode *flow;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (self->root, "flows"), i, flow)
  {
    RedanNode *list = redan_node_get (flow, "data");

    redan_node_foreach_item (list, j, item)
    {
      if (g_strcmp0 (redan_node_get_text (item), data_name) != 0)
        continue;
      redan_relay_refer (&self->relay, REDAN_FIELD_CARRIED, REDAN_SECTION_FLOW,
                         g_ptr_array_index (self->flows, i));
      break;
    }
  }
}

const char *
redan_pytm_find_class (const char *written)
{
  return redan_relay_find_word (class_of_data, G_N_ELEMENTS (class_of_data), written);
}

static void
pass_class (Pytm *self, RedanNode *data)
{
  RedanRelay *relay = &self->relay;
  g_autofree char *text = redan_relay_dup_text (relay, data, "classification");
  const char *written = text != NULL && strchr (text, '.') != NULL ? strchr (text, '.') + 1 : text;
  const char *word;

  if (text == NULL)
    return;
  word = redan_pytm_find_class (written);
  if (word == NULL)
    redan_relay_remark (relay, "classification", redan_node_get (data, "classification"));
  else if (*word != '\0')
    {
      redan_relay_attribute (relay, "classification", word);
      redan_relay_extra (relay, "classification", written);
      if (g_ascii_strcasecmp (word, written) != 0 || strcmp (word, "restricted") == 0)
        redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                          _ ("its classification %s is taken as %s"), written, word);
    }
}

static void
read_data (Pytm *self)
{
  static const char *const known[] = { "name",        "description", "classification", "carriedBy",
                                       "processedBy", "isPII",       "isStored",       NULL };
  static const char *const nothing[] = { NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  RedanNode *data;
  const char *key;
  RedanNode *value;

  redan_node_foreach_item (redan_node_get (self->root, "data"), i, data)
  {
    redan_relay_begin (relay, REDAN_SECTION_ASSET, look_name (data), data);
    keep (self, data, i, nothing);
    redan_relay_text (relay, data, "name", REDAN_FIELD_NAME);
    redan_relay_text (relay, data, "description", REDAN_FIELD_DESCRIPTION);
    pass_class (self, data);
    if (redan_relay_truth (data, "isPII") == 1)
      redan_relay_attribute (relay, "pii", "yes");
    pass_names (self, data, "processedBy", REDAN_FIELD_PROCESSED, REDAN_SECTION_ELEMENT);
    if (redan_node_get (data, "carriedBy") != NULL)
      pass_names (self, data, "carriedBy", REDAN_FIELD_CARRIED, REDAN_SECTION_FLOW);
    else
      pass_carriers (self, look_name (data));
    redan_node_foreach_member (data, key, value)
    {
      if (!says_nothing (value) && !g_strv_contains (known, key))
        redan_relay_remark (relay, key, value);
    }
  }
}

static void
pass_target (Pytm *self, RedanNode *finding)
{
  static const RedanSection sections[] = { REDAN_SECTION_ELEMENT, REDAN_SECTION_FLOW,
                                           REDAN_SECTION_BOUNDARY };
  const char *target = redan_node_get_text (redan_node_get (finding, "target"));

  for (guint i = 0; i < G_N_ELEMENTS (sections) && target != NULL; i++)
    {
      if (!redan_relay_is_claimed (&self->relay, sections[i], target))
        continue;
      redan_relay_refer (&self->relay, REDAN_FIELD_TARGET, sections[i], target);
      return;
    }
  redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                    _ ("is about \"%s\", which is not in the file; kept without target"),
                    target != NULL ? target : "");
}

static void
read_finding (Pytm *self, RedanNode *finding)
{
  static const char *const titles[] = { NULL, N_ ("Mitigations"), N_ ("Example"),
                                        N_ ("References") };
  static const char *const known[] = { "target",   "threat_id",   "description", "details",
                                       "severity", "mitigations", "example",     "references",
                                       "element",  "id",          "response",    NULL };
  RedanRelay *relay = &self->relay;
  const char *id = redan_node_get_text (redan_node_get (finding, "threat_id"));
  const char *target = redan_node_get_text (redan_node_get (finding, "target"));
  g_autofree char *wanted =
      g_strconcat (id != NULL ? id : "", "@", target != NULL ? target : "", NULL);
  g_autofree char *details = NULL;
  g_autofree char *mitigations = NULL;
  g_autofree char *example = NULL;
  g_autofree char *references = NULL;

  redan_relay_begin (relay, REDAN_SECTION_THREAT, wanted, finding);
  redan_relay_text (relay, finding, "description", REDAN_FIELD_NAME);
  details = redan_relay_dup_text (relay, finding, "details");
  mitigations = redan_relay_dup_text (relay, finding, "mitigations");
  example = redan_relay_dup_text (relay, finding, "example");
  references = redan_relay_dup_text (relay, finding, "references");
  redan_relay_describe (relay, titles,
                        (const char *const[]){ details, mitigations, example, references },
                        G_N_ELEMENTS (titles));
  redan_relay_extra (relay, "threat_id", id);
  {
    g_autofree char *severity = redan_relay_dup_text (relay, finding, "severity");
    const char *word =
        severity != NULL
            ? redan_relay_find_word (severity_words, G_N_ELEMENTS (severity_words), severity)
            : NULL;

    if (word != NULL)
      redan_relay_field (relay, REDAN_FIELD_SEVERITY, word);
    else if (severity != NULL)
      redan_relay_remark (relay, "severity", redan_node_get (finding, "severity"));
  }
  redan_relay_field (relay, REDAN_FIELD_DECISION, "open");
  redan_relay_text (relay, finding, "response", REDAN_FIELD_REASON);
  pass_target (self, finding);
  redan_relay_rest (relay, finding, known);
}

static void
read_assumptions (Pytm *self)
{
  gsize i;
  RedanNode *assumption;

  redan_node_foreach_item (redan_node_get (self->root, "assumptions"), i, assumption)
  {
    RedanNode *name =
        redan_node_is_object (assumption) ? redan_node_get (assumption, "name") : assumption;
    g_autofree char *text = redan_node_to_text (name);

    redan_relay_begin (&self->relay, REDAN_SECTION_ASSUMPTION, text, assumption);
    redan_relay_field (&self->relay, REDAN_FIELD_NAME, text);
    if (redan_node_is_object (assumption))
      redan_relay_text (&self->relay, assumption, "description", REDAN_FIELD_DESCRIPTION);
    redan_relay_field (&self->relay, REDAN_FIELD_STATE, "unconfirmed");
  }
}

static gboolean
check_shape (RedanNode *root, GError **error)
{
  static const char *const lists[] = { "boundaries", "data",   "elements", "flows",
                                       "actors",     "assets", "findings", "assumptions" };

  if (!redan_node_is_object (root))
    return redan_relay_fail ("$", root, _ ("an object"), error);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      RedanNode *list = redan_node_get (root, lists[i]);
      gsize at;
      RedanNode *item;

      if (list != NULL && !redan_node_is_null (list) && !redan_node_is_list (list))
        {
          g_autofree char *place = g_strconcat ("$.", lists[i], NULL);

          return redan_relay_fail (place, list, _ ("a list"), error);
        }
      redan_node_foreach_item (list, at, item)
      {
        if (!redan_node_is_object (item) && !redan_node_is_text (item))
          {
            g_autofree char *place = g_strdup_printf ("$.%s[%" G_GSIZE_FORMAT "]", lists[i], at);

            return redan_relay_fail (place, item, _ ("an object with a name"), error);
          }
      }
    }
  return TRUE;
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  static const char *const known[] = {
    "name",         "description", "boundaries",  "data",           "elements",
    "flows",        "actors",      "assets",      "findings",       "isOrdered",
    "onDuplicates", "colormap",    "threatsFile", "mergeResponses", "ignoreUnused",
    "assumptions",  NULL
  };
  static const char *const lists[] = { "boundaries", "data",        "elements",
                                       "flows",      "assumptions", NULL };
  static const char *const main_lists[] = { "elements", "actors", "assets", NULL };
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root = redan_relay_parse (tree, data, length, error);
  Pytm self = { .root = root };
  gsize i;
  RedanNode *finding;

  if (root == NULL || !check_shape (root, error))
    return FALSE;

  redan_relay_init (&self.relay, sink, tree);
  redan_relay_use_words (&self.relay, "pytm", vocabulary);
  self.flows = g_ptr_array_new ();
  self.read = redan_node_get (root, "actors") == NULL && redan_node_get (root, "assets") == NULL &&
              redan_node_get (root, "findings") == NULL;
  redan_relay_meta (&self.relay, look_name (root), root);
  keep (&self, root, 0, lists);
  redan_relay_text (&self.relay, root, "name", REDAN_FIELD_NAME);
  redan_relay_text (&self.relay, root, "description", REDAN_FIELD_DESCRIPTION);
  redan_relay_rest (&self.relay, root, known);
  redan_relay_lose_empty (&self.relay, root, main_lists);
  read_boundaries (&self);
  read_elements (&self);
  read_flows (&self);
  read_data (&self);
  redan_node_foreach_item (redan_node_get (root, "findings"), i, finding)
      read_finding (&self, finding);
  read_assumptions (&self);

  g_ptr_array_unref (self.flows);
  redan_relay_clear (&self.relay);
  return TRUE;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "flows",  "boundaries", "elements", "actors",
                                       "assets", "findings",   "data",     NULL };
  guint found;

  if (!redan_json_looks_like (data, length))
    return 0;
  found = redan_root_keys_find (keys, names);
  if ((found & 0x39) == 0x39)
    return 90;
  return (found & 0x5) == 0x5 ? 60 : 0;
}

const RedanImporter redan_importer_pytm = {
  .name = "pytm",
  .family = "pytm",
  .title = "pytm",
  .begins = redan_json_looks_like,
  .detect = detect,
  .parse = parse,
};
