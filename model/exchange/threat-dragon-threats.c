/* SPDX-License-Identifier: Apache-2.0 */
/* The threats of a Threat Dragon cell: each becomes a threat object, each mitigation text a
 * mitigation that addresses it. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threat-dragon-private.h"
#include "model/hash.h"

#define NAME_LENGTH 200
/* What a mitigation that somebody called done is taken to be worth, percent; without it a mitigated
 * threat would rank like an open one. */
#define DONE_STRENGTH "90"
#define KEY_LENGTH 32

typedef struct
{
  const char *written; /* letters only, lower case */
  const char *word;
} WordPair;

static const WordPair status_words[] = {
  { "open", "open" },         { "mitigated", "mitigate" }, { "notapplicable", "not-applicable" },
  { "na", "not-applicable" }, { "accepted", "accept" },    { "transferred", "transfer" },
  { "avoided", "avoid" },     { "eliminated", "avoid" },
};

static const WordPair severity_words[] = {
  { "critical", "critical" }, { "high", "high" }, { "medium", "medium" },
  { "low", "low" },           { "info", "info" }, { "informational", "info" },
};

/* "TBA" and the like say that nobody has decided. */
static const WordPair undecided_words[] = {
  { "tba", "" }, { "tbd", "" }, { "undecided", "" }, { "unknown", "" }, { "none", "" },
};

static const char *
find_word (const WordPair *words, guint n, const char *text)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isalpha (*text))
        g_string_append_c (letters, g_ascii_tolower (*text));
    }

  for (guint i = 0; i < n; i++)
    {
      if (strcmp (words[i].written, letters->str) == 0)
        return words[i].word;
    }

  return NULL;
}

/* Old files give threats no ids; then title and type are what makes one the same after a change
 * elsewhere in the list. */
static char *
dup_threat_key (RedanNode *threat)
{
  static const char *const keys[] = { "id", "threatId" };
  RedanHash hash;
  g_autofree char *digits = NULL;
  g_autofree char *title = NULL;
  g_autofree char *type = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      RedanNode *id = redan_node_get (threat, keys[i]);

      if (redan_node_is_number (id) ||
          (redan_node_is_text (id) && *redan_node_get_text (id) != '\0'))
        return redan_node_to_text (id);
    }

  title = redan_node_to_text (redan_node_get (threat, "title"));
  type = redan_node_to_text (redan_node_get (threat, "type"));
  redan_hash_init (&hash);
  redan_hash_add_item (&hash, title);
  redan_hash_add_item (&hash, type);
  digits = redan_hash_finish_text (&hash);
  return g_strdup_printf ("~%.*s", KEY_LENGTH, digits);
}

/* Returns the decision, so that the mitigation knows whether it is in place. */
static const char *
pass_status (RedanDragon *self, RedanNode *threat)
{
  g_autofree char *text = redan_dragon_dup_text (self, threat, "status");
  const char *decision = "open";

  if (text == NULL)
    redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL, _ ("has no status; taken as open"));
  else
    {
      decision = find_word (status_words, G_N_ELEMENTS (status_words), text);
      if (decision == NULL)
        {
          static const char *const names[] = { "Open", "Mitigated", "NotApplicable", NULL };
          g_autofree char *hint = redan_words_dup_hint (names, text);

          decision = "open";
          redan_relay_at (&self->relay, redan_node_get (threat, "status"));
          redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                            _ ("its status \"%s\" is not known; taken as open%s"), text,
                            hint != NULL ? hint : "");
          self->relay.alive =
              self->relay.alive && self->relay.sink->extra (self->relay.sink, "status", text);
        }
      /* Both are "avoid" here; the word is needed to write the file back. */
      else if (g_ascii_strcasecmp (text, "Eliminated") == 0 && self->relay.alive)
        self->relay.alive = self->relay.sink->extra (self->relay.sink, "status", text);
    }

  redan_relay_field (&self->relay, REDAN_FIELD_DECISION, decision);
  return decision;
}

static void
pass_severity (RedanDragon *self, RedanNode *threat)
{
  g_autofree char *text = redan_dragon_dup_text (self, threat, "severity");
  const char *severity;

  if (text == NULL)
    return;

  severity = find_word (severity_words, G_N_ELEMENTS (severity_words), text);
  if (severity != NULL)
    {
      redan_relay_field (&self->relay, REDAN_FIELD_SEVERITY, severity);
      return;
    }

  if (strcmp (text, "TBD") != 0) /* what is written when there is none */
    redan_relay_extra (&self->relay, "severity", text);
  if (find_word (undecided_words, G_N_ELEMENTS (undecided_words), text) != NULL)
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("its severity is \"%s\", which is none; left open"), text);
  else
    {
      static const char *const names[] = { "Low", "Medium", "High", "Critical", "TBD", NULL };
      g_autofree char *hint = redan_words_dup_hint (names, text);

      redan_relay_at (&self->relay, redan_node_get (threat, "severity"));
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("its severity \"%s\" is not known; left open%s"), text,
                        hint != NULL ? hint : "");
    }
}

/* The type is a free text, and older versions wrote it in the language of the user: only a slip of
 * a word of one of the methods is told. */
static void
pass_type (RedanDragon *self, RedanNode *threat)
{
  static const char *const names[] = { "Spoofing",          "Tampering",
                                       "Repudiation",       "Information disclosure",
                                       "Denial of service", "Elevation of privilege",
                                       "Linkability",       "Linking",
                                       "Identifiability",   "Identifying",
                                       "Non-repudiation",   "Detectability",
                                       "Detecting",         "Disclosure of information",
                                       "Data disclosure",   "Unawareness",
                                       "Non-compliance",    "Confidentiality",
                                       "Integrity",         "Availability",
                                       "Distributed",       "Immutable",
                                       "Ephemeral",         NULL };
  g_autofree char *text = redan_dragon_dup_text (self, threat, "type");
  const char *meant;

  redan_relay_field (&self->relay, REDAN_FIELD_CATEGORY, text);
  if (text == NULL)
    return;
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (redan_spells_alike (names[i], text))
        return;
    }
  meant = redan_words_find_near (names, text);
  if (meant == NULL)
    return;
  redan_relay_at (&self->relay, redan_node_get (threat, "type"));
  redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                    _ ("its type \"%s\" is not known and is kept as it is; did you mean \"%s\"?"),
                    text, meant);
}

static void
pass_number (RedanDragon *self, RedanNode *threat)
{
  RedanNode *value = redan_node_get (threat, "number");
  g_autofree char *text = NULL;

  if (redan_node_is_blank (value))
    return;

  if (!redan_node_is_integer (value) || redan_node_get_integer (value) < 0 ||
      redan_node_get_integer (value) > G_MAXINT32)
    {
      redan_relay_remark (&self->relay, "number", value);
      return;
    }

  text = redan_node_to_text (value);
  redan_relay_field (&self->relay, REDAN_FIELD_NUMBER, text);
}

/* The first line, shortened between words; the whole text is the description. */
static char *
dup_first_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  char *line = g_strstrip (valid);
  char *end;
  const char *cut;

  end = line + strcspn (line, "\r\n");
  *end = '\0';
  if (g_utf8_strlen (line, -1) <= NAME_LENGTH)
    return g_strdup (g_strstrip (line));

  cut = g_utf8_offset_to_pointer (line, NAME_LENGTH - 1);
  while (cut > line + NAME_LENGTH / 2 && *cut != ' ')
    cut--;
  *(line + (cut - line)) = '\0';
  return g_strconcat (g_strchomp (line), "…", NULL);
}

static void
pass_target (RedanDragon *self, const RedanDragonCell *cell)
{
  if (!self->relay.alive)
    return;

  if (cell->section == REDAN_SECTION_NOTE)
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("stands on a text block; kept without target"));
  else
    self->relay.alive = self->relay.sink->reference (self->relay.sink, REDAN_FIELD_TARGET,
                                                     cell->section, cell->foreign);
}

static void
pass_mitigation (RedanDragon *self,
                 const RedanDragonCell *cell,
                 const char *threat,
                 const char *text,
                 gboolean in_place)
{
  g_autofree char *name = dup_first_line (text);

  if (!self->relay.alive)
    return;

  self->relay.alive = self->relay.sink->object (self->relay.sink, REDAN_SECTION_MITIGATION, threat);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, name);
  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION, text);
  redan_relay_field (&self->relay, REDAN_FIELD_STATE, in_place ? "declared" : "planned");
  if (in_place)
    {
      redan_relay_field (&self->relay, REDAN_FIELD_STRENGTH, DONE_STRENGTH);
      redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("the threat is called mitigated; taken as a declared mitigation of "
                           "strength " DONE_STRENGTH ", set it to what it is worth"));
    }
  pass_target (self, cell);
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->reference (self->relay.sink, REDAN_FIELD_ADDRESSES,
                                                     REDAN_SECTION_THREAT, threat);
}

static void
pass_threat (RedanDragon *self, const RedanDragonCell *cell, RedanNode *threat)
{
  static const char *const known[] = { "id",        "threatId",    "title",      "status",
                                       "severity",  "description", "mitigation", "type",
                                       "modelType", "number",      "new",        "ruleId",
                                       "$$hashKey", NULL };
  static const char *const identities[] = { "id", "threatId", "ruleId" };
  g_autofree char *key = dup_threat_key (threat);
  g_autofree char *wanted = g_strdup_printf ("%s/%s", cell->foreign, key);
  gboolean repeated;
  g_autofree char *foreign =
      redan_relay_dup_claim (&self->relay, REDAN_SECTION_THREAT, wanted, &repeated);
  g_autofree char *mitigation = NULL;
  const char *decision;

  self->relay.alive = self->relay.sink->object (self->relay.sink, REDAN_SECTION_THREAT, foreign);
  if (repeated && key[0] != '~')
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("another threat of the cell has the id %s, too; kept as a second one"),
                      key);

  redan_dragon_text (self, threat, "title", REDAN_FIELD_NAME);
  redan_dragon_text (self, threat, "description", REDAN_FIELD_DESCRIPTION);
  redan_dragon_text (self, threat, "modelType", REDAN_FIELD_METHOD);
  pass_type (self, threat);
  pass_severity (self, threat);
  decision = pass_status (self, threat);
  pass_number (self, threat);
  pass_target (self, cell);
  if (cell->section == REDAN_SECTION_NOTE)
    redan_relay_extra (&self->relay, "cell", cell->id);

  for (guint i = 0; i < G_N_ELEMENTS (identities) && self->relay.alive; i++)
    {
      RedanNode *id = redan_node_get (threat, identities[i]);

      if (redan_node_is_text (id) && *redan_node_get_text (id) != '\0')
        self->relay.alive =
            self->relay.sink->extra (self->relay.sink, identities[i], redan_node_get_text (id));
      else if (!redan_node_is_blank (id))
        redan_relay_remark (&self->relay, identities[i], id);
    }
  redan_dragon_rest (self, threat, known, NULL);

  mitigation = redan_dragon_dup_text (self, threat, "mitigation");
  if (mitigation != NULL && *g_strstrip (mitigation) != '\0')
    pass_mitigation (self, cell, foreign, mitigation, strcmp (decision, "mitigate") == 0);
}

void
redan_dragon_threats (RedanDragon *self, const RedanDragonCell *cell)
{
  RedanNode *threats = redan_node_get (cell->data, "threats");
  gsize i;
  RedanNode *threat;

  /* The published schema puts the threats beside the data. */
  if (threats == NULL)
    threats = redan_node_get (cell->cell, "threats");
  if (!redan_node_is_list (threats) && !redan_node_is_blank (threats))
    redan_relay_remark (&self->relay, "threats", threats);

  redan_node_foreach_item (threats, i, threat)
  {
    if (!self->relay.alive)
      return;
    if (redan_node_is_object (threat))
      pass_threat (self, cell, threat);
    else
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("item %u of its threats is no threat"), (guint) i + 1);
  }
}
