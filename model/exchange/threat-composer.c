/* SPDX-License-Identifier: Apache-2.0 */
/* AWS threat-composer: threat statements, mitigations and assumptions with the links between them;
 * it has no data flows. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threat-composer-private.h"

typedef struct
{
  RedanRelay relay;
  RedanNode *root;
} Composer;

static const RedanRelayWord threat_words[] = {
  { "threatIdentified", "open" },
  { "threatResolved", "mitigate" },
  { "threatResolvedNotUseful", "not-applicable" },
};

static const RedanRelayWord severity_words[] = {
  { "Critical", "critical" },
  { "High", "high" },
  { "Medium", "medium" },
  { "Low", "low" },
};

static const RedanRelayWord mitigation_words[] = {
  { "mitigationIdentified", "planned" },
  { "mitigationInProgress", "planned" },
  { "mitigationResolved", "declared" },
  { "mitigationResolvedWillNotAction", "absent" },
};

static const RedanRelayWord stride_words[] = {
  { "S", "Spoofing" },          { "T", "Tampering" },
  { "R", "Repudiation" },       { "I", "Information disclosure" },
  { "D", "Denial of service" }, { "E", "Elevation of privilege" },
};

/* In the order of RedanComposerTopic. */
const RedanComposerWords redan_composer_words[] = {
  { threat_words, G_N_ELEMENTS (threat_words) },
  { severity_words, G_N_ELEMENTS (severity_words) },
  { mitigation_words, G_N_ELEMENTS (mitigation_words) },
  { stride_words, G_N_ELEMENTS (stride_words) },
};

static const char *const all_of_it[] = { NULL };

const char *
redan_composer_find (RedanComposerTopic topic, const char *written)
{
  return redan_relay_find_word (redan_composer_words[topic].words, redan_composer_words[topic].n,
                                written);
}

static const char *
get_id (RedanNode *object)
{
  const char *id = redan_node_get_text (redan_node_get (object, "id"));

  return id != NULL ? id : "";
}

/* "metadata" is a list of keys and values. */
static RedanNode *
find_metadata (RedanNode *object, const char *key)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (object, "metadata"), i, item)
  {
    if (g_strcmp0 (redan_node_get_text (redan_node_get (item, "key")), key) == 0)
      return redan_node_get (item, "value");
  }
  return NULL;
}

static void
pass_metadata (Composer *self, RedanNode *object, const char *const *known)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (object, "metadata"), i, item)
  {
    const char *key = redan_node_get_text (redan_node_get (item, "key"));

    if (key != NULL && !g_strv_contains (known, key) &&
        !redan_node_is_blank (redan_node_get (item, "value")))
      redan_relay_remark (&self->relay, key, redan_node_get (item, "value"));
  }
}

char *
redan_composer_dup_description (const char *content, const char *comments)
{
  g_autofree char *name = redan_relay_first_line (content);
  gboolean longer = strcmp (name, content) != 0;
  gboolean commented = comments != NULL && *comments != '\0';

  return g_strconcat (longer ? content : "", longer && commented ? "\n\n" : "",
                      commented ? _ ("Comments") : "", commented ? ": " : "",
                      commented ? comments : "", NULL);
}

/* A text of any length: its first line is the name, all of it the description when it is longer. */
static void
pass_content (Composer *self, RedanNode *object, const char *content)
{
  const char *comments = redan_node_get_text (find_metadata (object, "Comments"));
  g_autofree char *name = redan_relay_first_line (content);
  g_autofree char *description = redan_composer_dup_description (content, comments);

  redan_relay_source (&self->relay, object, all_of_it);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, name);
  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION, description);
}

static void
read_picture (Composer *self, const char *key, const char *title, guint order)
{
  RedanRelay *relay = &self->relay;
  RedanNode *part = redan_node_get (self->root, key);
  const char *image = redan_node_get_text (redan_node_get (part, "image"));
  g_autofree char *number = g_strdup_printf ("%u", order);

  if (redan_node_is_blank (redan_node_get (part, "image")) &&
      redan_node_is_blank (redan_node_get (part, "description")))
    return;
  if (redan_node_is_blank (redan_node_get (part, "image")))
    redan_relay_begin (relay, REDAN_SECTION_NOTE, key, part);
  else
    {
      redan_relay_begin (relay, REDAN_SECTION_DIAGRAM, key, part);
      redan_relay_field (relay, REDAN_FIELD_ORDER, number);
      redan_relay_lose (
          relay, REDAN_LOSS_DROPPED, NULL,
          _ ("its picture (%zu bytes of text) is kept only as a remark; draw the diagram here"),
          image != NULL ? strlen (image) : 0);
    }
  redan_relay_extra (relay, "part", key);
  redan_relay_source (relay, part, all_of_it);
  redan_relay_field (relay, REDAN_FIELD_NAME, title);
  redan_relay_text (relay, part, "description", REDAN_FIELD_DESCRIPTION);
}

static void
read_meta (Composer *self)
{
  static const char *const known[] = {
    "schema",      "applicationInfo", "architecture",    "dataflow", "assumptions",
    "mitigations", "assumptionLinks", "mitigationLinks", "threats",  NULL,
  };
  static const char *const known_info[] = { "name", "description", NULL };
  static const char *const elsewhere[] = { "architecture", "dataflow", "assumptions",
                                           "mitigations",  "threats",  NULL };
  RedanNode *info = redan_node_get (self->root, "applicationInfo");
  const char *name = redan_node_get_text (redan_node_get (info, "name"));

  redan_relay_meta (&self->relay, name != NULL ? name : "", self->root);
  redan_relay_source (&self->relay, self->root, elsewhere);
  redan_relay_text (&self->relay, info, "name", REDAN_FIELD_NAME);
  redan_relay_text (&self->relay, info, "description", REDAN_FIELD_DESCRIPTION);
  redan_relay_rest (&self->relay, info, known_info);
  redan_relay_rest (&self->relay, self->root, known);
}

/* Assets are words on threats; the same word is the same asset. */
static void
read_assets (Composer *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gsize i;
  gsize j;
  RedanNode *threat;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (self->root, "threats"), i, threat)
  {
    redan_node_foreach_item (redan_node_get (threat, "impactedAssets"), j, item)
    {
      const char *name = redan_node_get_text (item);

      if (name == NULL || !g_hash_table_add (seen, (gpointer) name))
        continue;
      redan_relay_begin (&self->relay, REDAN_SECTION_ASSET, name, item);
      redan_relay_field (&self->relay, REDAN_FIELD_NAME, name);
    }
  }
}

static void
append_list (GString *text, RedanNode *list)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (list, i, item)
  {
    if (redan_node_is_text (item))
      g_string_append_printf (text, "%s%s", i == 0 ? "" : ", ", redan_node_get_text (item));
  }
}

/* The sentence that threat-composer shows when only its parts are stored. */
char *
redan_composer_dup_statement (RedanNode *threat)
{
  static const struct
  {
    const char *key;
    const char *before;
  } parts[] = {
    { "threatSource", "A " },
    { "prerequisites", " " },
    { "threatAction", " can " },
    { "threatImpact", ", which leads to " },
    { "impactedGoal", ", resulting in reduced " },
    { "impactedAssets", " of " },
  };
  const char *statement = redan_node_get_text (redan_node_get (threat, "statement"));
  g_autoptr (GString) built = g_string_new (NULL);

  if (statement != NULL && *statement != '\0')
    return g_strdup (statement);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      RedanNode *part = redan_node_get (threat, parts[i].key);

      if (redan_node_is_blank (part))
        continue;
      g_string_append (built, parts[i].before);
      if (redan_node_is_list (part))
        append_list (built, part);
      else if (redan_node_is_text (part))
        g_string_append (built, redan_node_get_text (part));
    }
  return g_string_free (g_steal_pointer (&built), FALSE);
}

static void
pass_status (Composer *self, RedanNode *object, RedanField field, RedanComposerTopic topic)
{
  g_autofree char *text = redan_relay_dup_text (&self->relay, object, "status");
  const char *word = text != NULL ? redan_composer_find (topic, text) : NULL;

  if (text != NULL && word == NULL)
    {
      g_autofree char *hint = redan_relay_dup_hint (redan_composer_words[topic].words,
                                                    redan_composer_words[topic].n, text);

      redan_relay_at (&self->relay, redan_node_get (object, "status"));
      redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("its status \"%s\" is not known; taken as %s%s"), text,
                        redan_composer_words[topic].words[0].word, hint);
    }
  if (word != NULL && field == REDAN_FIELD_STATE && strcmp (word, "declared") == 0)
    redan_relay_in_place (&self->relay);
  else
    redan_relay_field (&self->relay, field,
                       word != NULL ? word : redan_composer_words[topic].words[0].word);
}

static void
pass_stride (Composer *self, RedanNode *threat)
{
  RedanNode *letters = find_metadata (threat, "STRIDE");
  g_autoptr (GString) categories = g_string_new (NULL);
  gsize i;
  RedanNode *letter;

  redan_node_foreach_item (letters, i, letter)
  {
    const char *text = redan_node_get_text (letter);
    const char *word = text != NULL ? redan_composer_find (REDAN_COMPOSER_STRIDE, text) : NULL;

    g_string_append_printf (categories, "%s%s", categories->len > 0 ? ", " : "",
                            word != NULL   ? word
                            : text != NULL ? text
                                           : "");
  }
  if (categories->len == 0)
    return;
  redan_relay_field (&self->relay, REDAN_FIELD_METHOD, "STRIDE");
  redan_relay_field (&self->relay, REDAN_FIELD_CATEGORY, categories->str);
}

static void
read_threat (Composer *self, RedanNode *threat)
{
  static const char *const known[] = {
    "id",
    "numericId",
    "displayOrder",
    "metadata",
    "tags",
    "threatSource",
    "prerequisites",
    "threatAction",
    "threatImpact",
    "impactedGoal",
    "impactedAssets",
    "statement",
    "status",
    "displayedStatement",
    NULL,
  };
  static const char *const parts[] = { "threatSource",      "prerequisites", "threatAction",
                                       "threatImpact",      "impactedGoal",  "displayOrder",
                                       "displayedStatement" };
  static const char *const known_metadata[] = { "STRIDE", "Priority", "Comments", NULL };
  RedanRelay *relay = &self->relay;
  g_autofree char *statement = redan_composer_dup_statement (threat);
  const char *priority = redan_node_get_text (find_metadata (threat, "Priority"));
  const char *severity =
      priority != NULL ? redan_composer_find (REDAN_COMPOSER_SEVERITY, priority) : NULL;
  g_autoptr (GHashTable) affected = g_hash_table_new (g_str_hash, g_str_equal);
  gsize i;
  RedanNode *asset;

  redan_relay_begin (relay, REDAN_SECTION_THREAT, get_id (threat), threat);
  redan_relay_extra (relay, "id", get_id (threat));
  pass_content (self, threat, statement);
  pass_stride (self, threat);
  if (priority != NULL && severity == NULL)
    redan_relay_remark (relay, "Priority", find_metadata (threat, "Priority"));
  redan_relay_field (relay, REDAN_FIELD_SEVERITY, severity);
  pass_status (self, threat, REDAN_FIELD_DECISION, REDAN_COMPOSER_THREAT);
  redan_relay_text (relay, threat, "numericId", REDAN_FIELD_NUMBER);
  for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
    {
      RedanNode *value = redan_node_get (threat, parts[part]);
      g_autofree char *text = redan_node_is_blank (value) ? NULL : redan_node_to_text (value);

      redan_relay_extra (relay, parts[part], text); /* said by the statement, too */
    }
  redan_node_foreach_item (redan_node_get (threat, "impactedAssets"), i, asset)
  {
    if (redan_node_is_text (asset) &&
        g_hash_table_add (affected, (gpointer) redan_node_get_text (asset)))
      redan_relay_refer (relay, REDAN_FIELD_AFFECTS, REDAN_SECTION_ASSET,
                         redan_node_get_text (asset));
  }
  redan_relay_tags (relay, threat, "tags");
  pass_metadata (self, threat, known_metadata);
  redan_relay_rest (relay, threat, known);
}

/* The links whose @from is @id, to what @type says; "" for links without a type. */
static void
pass_links (Composer *self,
            const char *list,
            const char *from,
            const char *id,
            const char *type,
            RedanField field,
            RedanSection section)
{
  g_autoptr (GHashTable) linked = g_hash_table_new (g_str_hash, g_str_equal);
  gsize i;
  RedanNode *link;

  redan_node_foreach_item (redan_node_get (self->root, list), i, link)
  {
    const char *target = redan_node_get_text (redan_node_get (link, "linkedId"));
    const char *of = redan_node_get_text (redan_node_get (link, "type"));

    if (target == NULL || g_strcmp0 (redan_node_get_text (redan_node_get (link, from)), id) != 0 ||
        strcmp (of != NULL ? of : "", type) != 0)
      continue;
    if (g_hash_table_add (linked, (gpointer) target))
      redan_relay_refer (&self->relay, field, section, target);
  }
}

static void
read_mitigation (Composer *self, RedanNode *mitigation)
{
  static const char *const known[] = { "id",   "numericId", "displayOrder", "metadata",
                                       "tags", "content",   "status",       NULL };
  static const char *const known_metadata[] = { "Comments", NULL };
  RedanRelay *relay = &self->relay;
  g_autofree char *content = NULL;

  redan_relay_begin (relay, REDAN_SECTION_MITIGATION, get_id (mitigation), mitigation);
  redan_relay_extra (relay, "id", get_id (mitigation));
  content = redan_relay_dup_text (relay, mitigation, "content");
  pass_content (self, mitigation, content != NULL ? content : "");
  pass_status (self, mitigation, REDAN_FIELD_STATE, REDAN_COMPOSER_MITIGATION);
  pass_links (self, "mitigationLinks", "mitigationId", get_id (mitigation), "",
              REDAN_FIELD_ADDRESSES, REDAN_SECTION_THREAT);
  redan_relay_tags (relay, mitigation, "tags");
  pass_metadata (self, mitigation, known_metadata);
  redan_relay_rest (relay, mitigation, known);
}

static void
read_assumption (Composer *self, RedanNode *assumption)
{
  static const char *const known[] = { "id",      "numericId", "displayOrder", "metadata", "tags",
                                       "content", NULL };
  static const char *const known_metadata[] = { "Comments", NULL };
  RedanRelay *relay = &self->relay;
  const char *id = get_id (assumption);
  g_autofree char *content = NULL;

  redan_relay_begin (relay, REDAN_SECTION_ASSUMPTION, id, assumption);
  redan_relay_extra (relay, "id", id);
  content = redan_relay_dup_text (relay, assumption, "content");
  pass_content (self, assumption, content != NULL ? content : "");
  redan_relay_field (relay, REDAN_FIELD_STATE, "unconfirmed");
  pass_links (self, "assumptionLinks", "assumptionId", id, "Threat", REDAN_FIELD_AFFECTS,
              REDAN_SECTION_THREAT);
  pass_links (self, "assumptionLinks", "assumptionId", id, "Mitigation", REDAN_FIELD_AFFECTS,
              REDAN_SECTION_MITIGATION);
  redan_relay_tags (relay, assumption, "tags");
  pass_metadata (self, assumption, known_metadata);
  redan_relay_rest (relay, assumption, known);
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  static const char *const lists[] = { "threats",         "mitigations",     "assumptions",
                                       "mitigationLinks", "assumptionLinks", NULL };
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root = redan_relay_parse (tree, data, length, error);
  Composer self = { .root = root };
  gsize i;
  RedanNode *item;

  if (root == NULL || !redan_relay_check_lists (root, lists, error))
    return FALSE;

  redan_relay_init (&self.relay, sink, tree);
  read_meta (&self);
  read_picture (&self, "architecture", _ ("Architecture"), 1);
  read_picture (&self, "dataflow", _ ("Data flow"), 2);
  read_assets (&self);
  redan_node_foreach_item (redan_node_get (root, "threats"), i, item) read_threat (&self, item);
  redan_node_foreach_item (redan_node_get (root, "mitigations"), i, item)
      read_mitigation (&self, item);
  redan_node_foreach_item (redan_node_get (root, "assumptions"), i, item)
      read_assumption (&self, item);
  redan_relay_clear (&self.relay);
  return TRUE;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "schema",          "applicationInfo", "mitigationLinks",
                                       "assumptionLinks", "threats",         "mitigations",
                                       "architecture",    "dataflow",        NULL };
  guint found;

  if (!redan_json_looks_like (data, length))
    return 0;
  found = redan_root_keys_find (keys, names);
  if ((found & 0x0c) != 0)
    return 90;
  return (found & 1) != 0 && (found & 0xf2) != 0 ? 70 : 0;
}

const RedanImporter redan_importer_threat_composer = {
  .name = "threat-composer",
  .family = "threat-composer",
  .title = "threat-composer",
  .begins = redan_json_looks_like,
  .detect = detect,
  .parse = parse,
};
