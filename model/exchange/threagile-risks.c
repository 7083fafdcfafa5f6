/* SPDX-License-Identifier: Apache-2.0 */
/* Risks that a Threagile file records under individual categories, and the tracking of these and of
 * generated ones. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threagile-private.h"

static const char *const no_names[] = { NULL };

static void
pass_word (RedanThreagile *self,
           RedanNode *object,
           const char *key,
           RedanField field,
           RedanThreagileTopic topic)
{
  g_autofree char *text = redan_relay_dup_text (&self->relay, object, key);
  const char *word;

  if (text == NULL)
    return;
  word = redan_threagile_find (topic, text);
  if (word == NULL)
    redan_relay_remark (&self->relay, key, redan_node_get (object, key));
  else
    redan_relay_field (&self->relay, field, word);
}

static const char *
get_most_relevant (RedanNode *risk, const char *what)
{
  g_autofree char *key = g_strconcat ("most_relevant_", what, NULL);
  const char *id = redan_node_get_text (redan_node_get (risk, key));

  return id != NULL && *id != '\0' ? id : NULL;
}

static void
pass_targets (RedanThreagile *self, RedanNode *risk)
{
  RedanRelay *relay = &self->relay;
  const char *asset = get_most_relevant (risk, "technical_asset");
  const char *link = get_most_relevant (risk, "communication_link");
  const char *boundary = get_most_relevant (risk, "trust_boundary");
  const char *data = get_most_relevant (risk, "data_asset");
  const char *flow = link != NULL ? g_hash_table_lookup (self->flows, link) : NULL;
  RedanNode *breached = redan_node_get (risk, "data_breach_technical_assets");
  gboolean targeted = TRUE;
  gsize i;
  RedanNode *id;

  if (flow != NULL)
    redan_relay_refer (relay, REDAN_FIELD_TARGET, REDAN_SECTION_FLOW, flow);
  else if (asset != NULL)
    redan_relay_refer (relay, REDAN_FIELD_TARGET, REDAN_SECTION_ELEMENT, asset);
  else if (boundary != NULL)
    redan_relay_refer (relay, REDAN_FIELD_TARGET, REDAN_SECTION_BOUNDARY, boundary);
  else
    targeted = FALSE;

  if (link != NULL && flow == NULL)
    redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("is about the link \"%s\", which is not in the file"), link);
  if (asset != NULL && flow != NULL)
    redan_relay_refer (relay, REDAN_FIELD_AFFECTS, REDAN_SECTION_ELEMENT, asset);
  if (boundary != NULL && targeted && (flow != NULL || asset != NULL))
    redan_relay_refer (relay, REDAN_FIELD_AFFECTS, REDAN_SECTION_BOUNDARY, boundary);
  if (data != NULL)
    redan_relay_refer (relay, targeted ? REDAN_FIELD_AFFECTS : REDAN_FIELD_TARGET,
                       REDAN_SECTION_ASSET, data);
  redan_node_foreach_item (breached, i, id)
  {
    const char *text = redan_node_get_text (id);

    if (text != NULL && g_strcmp0 (text, asset) != 0)
      redan_relay_refer (relay, REDAN_FIELD_AFFECTS, REDAN_SECTION_ELEMENT, text);
  }
}

char *
redan_threagile_dup_synthetic (const char *category, RedanNode *risk)
{
  static const char *const parts[] = { "data_asset", "technical_asset", "communication_link",
                                       "trust_boundary", "shared_runtime" };
  GString *synthetic = g_string_new (category);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (get_most_relevant (risk, parts[i]) != NULL)
        g_string_append_printf (synthetic, "@%s", get_most_relevant (risk, parts[i]));
    }
  return g_string_free (synthetic, FALSE);
}

/* "*" stands for anything up to the next "@". */
gboolean
redan_threagile_matches (const char *pattern, const char *synthetic)
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "@", -1);
  g_auto (GStrv) given = g_strsplit (synthetic, "@", -1);
  guint i;

  for (i = 0; wanted[i] != NULL && given[i] != NULL; i++)
    {
      if (strcmp (wanted[i], "*") != 0 && strcmp (wanted[i], given[i]) != 0)
        return FALSE;
    }
  return wanted[i] == NULL && given[i] == NULL;
}

static RedanNode *
find_tracking (RedanThreagile *self, const char *synthetic)
{
  const char *key;
  RedanNode *tracking;

  redan_node_foreach_member (redan_node_get (self->root, "risk_tracking"), key, tracking)
  {
    if (redan_threagile_matches (key, synthetic))
      return tracking;
  }
  return NULL;
}

char *
redan_threagile_dup_category_text (RedanNode *category)
{
  static const char *const keys[] = {
    "description",     "impact",          "action", "mitigation",  "check", "detection_logic",
    "risk_assessment", "false_positives", "asvs",   "cheat_sheet", "cwe"
  };
  static const char *const titles[] = { NULL,
                                        N_ ("Impact"),
                                        N_ ("Action"),
                                        N_ ("Mitigation"),
                                        N_ ("Check"),
                                        N_ ("Detection"),
                                        N_ ("Assessment"),
                                        N_ ("False positives"),
                                        "ASVS",
                                        N_ ("Cheat sheet"),
                                        "CWE" };
  GString *whole = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      RedanNode *value = redan_node_get (category, keys[i]);
      g_autofree char *text = redan_node_is_blank (value) ? NULL : redan_node_to_text (value);
      g_autofree char *plain = text != NULL ? redan_threagile_plain (text) : g_strdup ("");

      if (*plain == '\0')
        continue;
      g_string_append_printf (whole, "%s%s%s%s", whole->len > 0 ? "\n\n" : "",
                              titles[i] != NULL ? titles[i] : "", titles[i] != NULL ? ": " : "",
                              plain);
    }
  return g_string_free (whole, FALSE);
}

/* Its texts go to each of its risks, which remember the whole of it. */
static void
pass_category (RedanThreagile *self, RedanNode *category)
{
  g_autofree char *text = redan_threagile_dup_category_text (category);
  RedanTree *tree = self->tree;
  g_autofree char *written = NULL;
  const char *key;
  RedanNode *member;

  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION, text);
  redan_tree_open (tree, REDAN_NODE_LIST);
  redan_tree_add_text (tree, self->list, -1);
  redan_tree_add_text (tree, self->category, -1);
  redan_tree_open (tree, REDAN_NODE_OBJECT);
  redan_node_foreach_member (category, key, member)
  {
    if (strcmp (key, "risks_identified") == 0)
      continue;
    redan_tree_key (tree, key, -1);
    redan_tree_add (tree, member);
  }
  redan_tree_close (tree);
  redan_tree_close (tree);
  written = redan_node_to_text (redan_tree_take (tree));
  redan_relay_extra (&self->relay, "category-source", written);
}

static void
read_risk (
    RedanThreagile *self, const char *id, RedanNode *category, const char *key, RedanNode *risk)
{
  static const char *const known[] = {
    "title",
    "severity",
    "exploitation_likelihood",
    "exploitation_impact",
    "most_relevant_data_asset",
    "most_relevant_technical_asset",
    "most_relevant_communication_link",
    "most_relevant_trust_boundary",
    "data_breach_technical_assets",
    NULL,
  };
  RedanRelay *relay = &self->relay;
  g_autofree char *wanted = g_strconcat (id, "@", key, NULL);
  RedanThreagileRisk track = { .synthetic = redan_threagile_dup_synthetic (id, risk) };
  RedanNode *tracking = find_tracking (self, track.synthetic);

  track.foreign = redan_relay_begin (relay, REDAN_SECTION_THREAT, wanted, risk);
  g_array_append_val (self->threats, track);
  redan_threagile_keep (self, key, risk, no_names);
  redan_threagile_name (self, key, risk);
  pass_category (self, category);
  redan_relay_field (relay, REDAN_FIELD_METHOD, "STRIDE");
  pass_word (self, category, "stride", REDAN_FIELD_CATEGORY, REDAN_THREAGILE_STRIDE);
  pass_word (self, risk, "severity", REDAN_FIELD_SEVERITY, REDAN_THREAGILE_SEVERITY);
  pass_word (self, risk, "exploitation_likelihood", REDAN_FIELD_LIKELIHOOD,
             REDAN_THREAGILE_LIKELIHOOD);
  pass_word (self, risk, "exploitation_impact", REDAN_FIELD_IMPACT, REDAN_THREAGILE_IMPACT);
  pass_targets (self, risk);
  if (tracking != NULL)
    {
      pass_word (self, tracking, "status", REDAN_FIELD_DECISION, REDAN_THREAGILE_DECISION);
      redan_threagile_text (self, tracking, "justification", REDAN_FIELD_REASON);
    }
  else
    redan_relay_field (relay, REDAN_FIELD_DECISION, "open");
  redan_relay_rest (relay, risk, known);
}

static void
read_category (RedanThreagile *self, const char *key, RedanNode *category)
{
  RedanNode *risks = redan_node_get (category, "risks_identified");
  const char *id = redan_threagile_id (key, category);
  const char *title;
  RedanNode *risk;
  gsize i;

  self->category = key;
  /* A dump lists them apart. */
  if (risks == NULL)
    risks = redan_node_get (redan_node_get (self->root, "generated_risks_by_category"), id);
  redan_node_foreach_member (risks, title, risk) read_risk (self, id, category, title, risk);
  redan_node_foreach_item (risks, i, risk)
  {
    const char *text = redan_node_get_text (redan_node_get (risk, "title"));

    read_risk (self, id, category, text != NULL ? text : "", risk);
  }
}

static void
lose_unknown_status (RedanRelay *relay, RedanNode *tracking, const char *status)
{
  g_autofree char *hint = redan_relay_dup_unknown (relay, "status", status);

  if (hint == NULL)
    return;
  redan_relay_at (relay, redan_node_get (tracking, "status"));
  redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                    _ ("its status \"%.60s\" is not known; taken as absent and kept as a tag%s"),
                    status, hint);
}

/* One mitigation for each entry; those of risks that Threagile itself finds address nothing that is
 * here. */
static void
read_tracking (RedanThreagile *self, const char *key, RedanNode *tracking)
{
  static const char *const known[] = { "status", "justification", "checked_by", "synthetic_risk_id",
                                       NULL };
  RedanRelay *relay = &self->relay;
  const char *status = redan_node_get_text (redan_node_get (tracking, "status"));
  guint n_addressed = 0;

  redan_relay_begin (relay, REDAN_SECTION_MITIGATION, key, tracking);
  redan_threagile_keep (self, key, tracking, no_names);
  redan_relay_field (relay, REDAN_FIELD_NAME, key);
  redan_threagile_text (self, tracking, "justification", REDAN_FIELD_DESCRIPTION);
  redan_relay_text (relay, tracking, "checked_by", REDAN_FIELD_OWNER);
  if (g_strcmp0 (status, "mitigated") == 0)
    redan_relay_in_place (relay);
  else
    redan_relay_field (relay, REDAN_FIELD_STATE,
                       g_strcmp0 (status, "in-progress") == 0 ? "planned" : "absent");
  if (status != NULL)
    redan_relay_tag (relay, status);
  lose_unknown_status (relay, tracking, status);
  for (guint i = 0; i < self->threats->len; i++)
    {
      const RedanThreagileRisk *risk = &g_array_index (self->threats, RedanThreagileRisk, i);

      if (!redan_threagile_matches (key, risk->synthetic))
        continue;
      redan_relay_refer (relay, REDAN_FIELD_ADDRESSES, REDAN_SECTION_THREAT, risk->foreign);
      n_addressed++;
    }
  if (n_addressed == 0)
    redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("tracks a risk that Threagile computes, and that is not in the file; kept "
                         "as a mitigation without "
                         "threat"));
  redan_relay_rest (relay, tracking, known);
}

void
redan_threagile_risks (RedanThreagile *self)
{
  static const char *const lists[] = { "individual_risk_categories", "custom_risk_categories" };
  const char *key;
  RedanNode *item;
  gsize i;

  for (guint n = 0; n < G_N_ELEMENTS (lists); n++)
    {
      RedanNode *categories = redan_node_get (self->root, lists[n]);

      self->list = lists[n];
      redan_node_foreach_member (categories, key, item) read_category (self, key, item);
      redan_node_foreach_item (categories, i, item)
      {
        const char *title = redan_node_get_text (redan_node_get (item, "title"));

        read_category (self, title != NULL ? title : "", item);
      }
    }
  redan_node_foreach_member (redan_node_get (self->root, "risk_tracking"), key, item)
      read_tracking (self, key, item);
}
