/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks in words. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define MAX_PLACES 4

/* @word: of machine output; @title: with the name of the object */
static const struct
{
  const char *word;
  const char *title;
} holds[REDAN_N_HOLDS] = {
  [REDAN_HOLD_REACH] = { "reach", N_ ("can talk to {1}") },
  [REDAN_HOLD_USER] = { "user", N_ ("is a user of {1}") },
  [REDAN_HOLD_AS] = { "as", N_ ("has the identity of {1}") },
  [REDAN_HOLD_CTL] = { "control", N_ ("controls {1}") },
  [REDAN_HOLD_SEE] = { "see", N_ ("reads the data of {1}") },
  [REDAN_HOLD_ALTER] = { "alter", N_ ("changes the data of {1}") },
  [REDAN_HOLD_DOWN] = { "down", N_ ("stops {1}") },
  [REDAN_HOLD_REPUD] = { "no-proof", N_ ("leaves no proof at {1}") },
  [REDAN_HOLD_PUSH] = { "ship", N_ ("decides what {1} ships") },
  [REDAN_HOLD_PATH] = { "path", N_ ("is on the way of {1}") },
  [REDAN_HOLD_USE] = { "use", N_ ("uses {1} as its client") },
  [REDAN_HOLD_FLOW_SEE] = { "see-flow", N_ ("reads {1}") },
  [REDAN_HOLD_FLOW_ALTER] = { "alter-flow", N_ ("changes {1}") },
  [REDAN_HOLD_AT] = { "zone", N_ ("is in {1}") },
  [REDAN_HOLD_LAN] = { "zone-reach", N_ ("can talk to everything in {1}") },
  [REDAN_HOLD_ACCOUNT_USER] = { "account-user", N_ ("is a user of {1}") },
  [REDAN_HOLD_ACCOUNT] = { "account", N_ ("administers {1}") },
  [REDAN_HOLD_RIGHTS] = { "rights", N_ ("may change what is in {1}") },
  [REDAN_HOLD_MEMBER] = { "member", N_ ("controls something in {1}") },
  [REDAN_HOLD_NEIGHBOURS] = { "account-reach", N_ ("can talk to everything in {1}") },
  [REDAN_HOLD_ACCOUNT_REPUD] = { "account-no-proof", N_ ("leaves no proof in {1}") },
  [REDAN_HOLD_SERVICE] = { "service", N_ ("may change what belongs to a service of {1}") },
  [REDAN_HOLD_READ] = { "read", N_ ("{1} is read") },
  [REDAN_HOLD_WRITE] = { "write", N_ ("{1} is changed") },
  [REDAN_HOLD_DENY] = { "deny", N_ ("{1} is denied") },
  [REDAN_HOLD_DISPUTE] = { "dispute", N_ ("nobody can prove what was done to {1}") },
  [REDAN_HOLD_INTERNET] = { "internet", N_ ("is on the internet") },
  [REDAN_HOLD_PARTNER] = { "partner", N_ ("is with a partner") },
  [REDAN_HOLD_RECOVERY] = { "recovery", N_ ("can reset root users") },
  [REDAN_HOLD_ORGANIZATION] = { "organization", N_ ("administers the organization") },
};

static const char *const fact_words[REDAN_N_FACTS] = {
  "enter", "unplaced", "identity", "rights", "guard", "all-down", "content",
};

/* A state that follows from another by itself: {1} is the object of the first, {2} of the second.
 */
static const struct
{
  RedanHold from;
  RedanHold to;
  const char *text;
} steps[] = {
  { REDAN_HOLD_INTERNET, REDAN_HOLD_REACH, N_ ("{2} can be reached from the internet") },
  { REDAN_HOLD_AT, REDAN_HOLD_REACH, N_ ("From {1} a flow leads to {2}") },
  { REDAN_HOLD_PARTNER, REDAN_HOLD_REACH, N_ ("{2} is open to partners") },
  { REDAN_HOLD_REACH, REDAN_HOLD_USE, N_ ("{2} asks nobody who he is") },
  { REDAN_HOLD_CTL, REDAN_HOLD_USE, N_ ("On from {1} over {2}") },
  { REDAN_HOLD_USE, REDAN_HOLD_CTL, N_ ("{1} is administration: it controls {2}") },
  { REDAN_HOLD_CTL, REDAN_HOLD_FLOW_SEE, N_ ("{1} sends or receives {2}") },
  { REDAN_HOLD_REACH, REDAN_HOLD_USER, N_ ("{2} asks nobody who he is") },
  { REDAN_HOLD_FLOW_ALTER, REDAN_HOLD_REACH, N_ ("What was changed in {1} arrives at {2}") },
  { REDAN_HOLD_SEE, REDAN_HOLD_FLOW_SEE, N_ ("{1} has it from {2}") },
  { REDAN_HOLD_ALTER, REDAN_HOLD_FLOW_ALTER, N_ ("{1} writes it by {2}") },
  { REDAN_HOLD_FLOW_SEE, REDAN_HOLD_SEE,
    N_ ("Nobody said what {1} carries: taken for all that {2} has") },
  { REDAN_HOLD_FLOW_ALTER, REDAN_HOLD_ALTER,
    N_ ("Nobody said what {1} carries: taken for all that {2} has") },
  { REDAN_HOLD_ALTER, REDAN_HOLD_REACH, N_ ("{2} reads what was changed in {1}") },
  { REDAN_HOLD_PUSH, REDAN_HOLD_CTL, N_ ("What {1} ships runs in {2}") },
  { REDAN_HOLD_LAN, REDAN_HOLD_REACH, N_ ("{2} is in {1}") },
  { REDAN_HOLD_NEIGHBOURS, REDAN_HOLD_REACH, N_ ("{2} is in {1}") },
  { REDAN_HOLD_ACCOUNT, REDAN_HOLD_CTL, N_ ("The administrator of {1} controls {2}") },
  { REDAN_HOLD_ORGANIZATION, REDAN_HOLD_RIGHTS, N_ ("Rights over the organization reach {2}") },
  { REDAN_HOLD_CTL, REDAN_HOLD_RECOVERY, N_ ("{1} receives the mail that resets root users") },
  { REDAN_HOLD_SEE, REDAN_HOLD_READ, N_ ("{1} has {2}") },
  { REDAN_HOLD_ALTER, REDAN_HOLD_WRITE, N_ ("{1} has {2}") },
  { REDAN_HOLD_FLOW_SEE, REDAN_HOLD_READ, N_ ("{1} carries {2}") },
  { REDAN_HOLD_FLOW_ALTER, REDAN_HOLD_WRITE, N_ ("{1} carries {2}") },
  { REDAN_HOLD_DOWN, REDAN_HOLD_DENY, N_ ("{2} is only to be had from {1}") },
  { REDAN_HOLD_REPUD, REDAN_HOLD_DISPUTE, N_ ("{1} handles {2}") },
};

const char *
redan_hold_get_word (RedanHold hold)
{
  g_return_val_if_fail (hold < REDAN_N_HOLDS, "");

  return holds[hold].word;
}

const char *
redan_goal_get_title (RedanHold goal)
{
  switch (goal)
    {
    case REDAN_HOLD_READ:
      return _ ("read");
    case REDAN_HOLD_WRITE:
      return _ ("changed");
    case REDAN_HOLD_DENY:
      return _ ("denied");
    default:
      return _ ("disputed");
    }
}

const char *
redan_attack_fact_get_word (RedanAttackFact fact)
{
  g_return_val_if_fail (fact < REDAN_N_FACTS, "");

  return fact_words[fact];
}

static char *
dup_object_title (const RedanAttack *attack, const RedanObject *object)
{
  return redan_object_dup_title (redan_attack_get_analysis (attack)->facts->snapshot->model,
                                 object);
}

char *
redan_asset_dup_title (const RedanAttack *attack, guint32 asset)
{
  const RedanSnapshot *snapshot = redan_attack_get_analysis (attack)->facts->snapshot;
  guint32 store;
  const RedanObject *object = redan_attack_get_asset (attack, asset, &store);
  g_autofree char *name = NULL;

  if (object != NULL)
    return dup_object_title (attack, object);

  name = dup_object_title (attack, snapshot->elements[store]);

  return g_strdup_printf (_ ("Data in %s"), name);
}

char *
redan_asset_class_dup_title (const RedanAttack *attack, guint32 asset)
{
  const RedanSnapshot *snapshot = redan_attack_get_analysis (attack)->facts->snapshot;
  const RedanAttribute *classes =
      redan_schema_lookup (snapshot->schema, REDAN_SCOPE_ASSET, "classification", -1);
  int position = redan_attack_get_asset_class (attack, asset);

  return g_strdup (position < 0 ? _ ("not classified") : classes->values[position]);
}

/* The name of what a state is about; flows in quotes, since their names are often verbs. */
static char *
dup_name (const RedanAttack *attack, RedanHold hold, guint32 index)
{
  const RedanObject *object = redan_attack_get_hold_object (attack, hold, index);
  g_autofree char *title = NULL;

  if (hold >= REDAN_HOLD_READ && hold <= REDAN_HOLD_DISPUTE)
    return redan_asset_dup_title (attack, index);
  if (object == NULL)
    return g_strdup ("");

  title = dup_object_title (attack, object);

  return hold >= REDAN_HOLD_PATH && hold <= REDAN_HOLD_FLOW_ALTER
             ? g_strdup_printf (_ ("“%s”"), title)
             : g_steal_pointer (&title);
}

/* Names are data: they are put in once, and braces in them stay as they are. */
static char *
fill_in (const char *text, const char *first, const char *second)
{
  GString *filled = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (g_str_has_prefix (text, "{1}") || g_str_has_prefix (text, "{2}"))
      {
        g_string_append (filled, text[1] == '1' ? first : second);
        text += 2;
      }
    else
      g_string_append_c (filled, *text);

  return g_string_free (filled, FALSE);
}

char *
redan_hold_dup_title (const RedanAttack *attack, RedanHold hold, guint32 index)
{
  g_autofree char *name = dup_name (attack, hold, index);

  return fill_in (_ (holds[hold].title), name, "");
}

static char *
dup_state_title (const RedanAttack *attack, const RedanAttackHop *hop)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (hop->before != REDAN_N_HOLDS)
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
      if (steps[i].from == hop->before && steps[i].to == hop->to)
        {
          from = dup_name (attack, hop->before, hop->before_index);
          to = dup_name (attack, hop->to, hop->to_index);
          return fill_in (_ (steps[i].text), from, to);
        }
  to = redan_hold_dup_title (attack, hop->to, hop->to_index);

  return g_strdup_printf (
      hop->before == REDAN_N_HOLDS ? _ ("Start: the attacker %s") : _ ("So he %s"), to);
}

static char *
dup_fact_title (const RedanAttack *attack, const RedanAttackItem *item)
{
  g_autofree char *name = dup_object_title (attack, redan_attack_get_fact_object (attack, item));

  switch (item->fact)
    {
    case REDAN_FACT_ENTER:
      return g_strdup_printf (_ ("“%s” is a way in from outside"), name);
    case REDAN_FACT_UNPLACED:
      return g_strdup_printf (
          _ ("%s stands outside every boundary: it may be reachable from anywhere"), name);
    case REDAN_FACT_IDENTITY:
      return g_strdup_printf (_ ("With the identity of its client he uses “%s”"), name);
    case REDAN_FACT_RIGHTS:
      return g_strdup_printf (_ ("%s has rights over its account or service"), name);
    case REDAN_FACT_GUARD:
      return g_strdup_printf (_ ("These rights reach what is in %s"), name);
    case REDAN_FACT_ALL_DOWN:
      return g_strdup_printf (_ ("Every copy of %s is stopped"), name);
    default:
      return g_strdup_printf (_ ("Protection of the content of %s fails"), name);
    }
}

char *
redan_attack_hop_dup_title (const RedanAttackView *view, const RedanAttackHop *hop)
{
  const RedanAnalysis *analysis = redan_attack_get_analysis (view->attack);

  if (hop->item.is == REDAN_ITEM_IS_THREAT)
    return redan_threat_dup_title (
        analysis->facts, &g_array_index (analysis->threats, RedanThreat, hop->item.threat));
  if (hop->item.is == REDAN_ITEM_IS_FACT)
    return dup_fact_title (view->attack, &hop->item);

  return dup_state_title (view->attack, hop);
}

char *
redan_attack_choke_dup_title (const RedanAttackView *view, const RedanAttackChoke *choke)
{
  const RedanAttackHop hop = { .item = choke->item,
                               .node = choke->node,
                               .before = REDAN_N_HOLDS,
                               .to = choke->item.hold,
                               .to_index = choke->item.index };

  if (choke->item.is == REDAN_ITEM_IS_HOLD)
    return redan_hold_dup_title (view->attack, choke->item.hold, choke->item.index);
  if (choke->item.is == REDAN_ITEM_IS_CONTROL || choke->item.is == REDAN_ITEM_IS_LINKED)
    return redan_attack_control_dup_title (view->attack, choke->node);

  return redan_attack_hop_dup_title (view, &hop);
}

char *
redan_attack_control_dup_title (const RedanAttack *attack, guint32 node)
{
  const RedanAnalysis *analysis = redan_attack_get_analysis (attack);
  const RedanControl *controls = redan_catalogue_get_controls (analysis->facts->catalogue, NULL);
  RedanAttackItem item;

  redan_attack_get_item (attack, node, &item);
  if (item.control == REDAN_NONE)
    return g_strdup (_ ("a mitigation of its own"));

  return g_strdup_printf ("%s %s", controls[item.control].id, controls[item.control].title);
}

char *
redan_hardening_dup_summary (const RedanHardening *hardening)
{
  guint n_closed = hardening->n_goals - hardening->n_open;
  char effort[G_ASCII_DTOSTR_BUF_SIZE];
  char least[G_ASCII_DTOSTR_BUF_SIZE];

  g_autofree char *rest =
      hardening->n_open == 0
          ? g_strdup ("")
          : g_strdup_printf (ngettext (" %u other stays open whatever controls of the catalogue "
                                       "are in place.",
                                       " %u others stay open whatever controls of the catalogue "
                                       "are in place.",
                                       hardening->n_open),
                             hardening->n_open);

  if (hardening->n_goals == 0)
    return g_strdup (_ ("No path is open: on each some control has to fail."));
  if (!isfinite (hardening->effort))
    return g_strdup (_ ("No controls of the catalogue alone close an open path."));
  redan_effort_format (hardening->effort, effort);
  if (hardening->optimal)
    return g_strdup_printf (
        _ ("These close the open paths to %u of %u goals for %s effort points; no other choice "
           "costs less (proven).%s"),
        n_closed, hardening->n_goals, effort, rest);

  redan_effort_format (hardening->at_least, least);
  return g_strdup_printf (_ ("These close the open paths to %u of %u goals for %s effort points; "
                             "no choice costs less "
                             "than %s, so that at most %.0f %% could be saved.%s"),
                          n_closed, hardening->n_goals, effort, least,
                          100 * (hardening->effort - hardening->at_least) / hardening->effort,
                          rest);
}

char *
redan_hardening_dup_places (const RedanHardening *hardening,
                            const RedanAttack *attack,
                            guint32 control)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < hardening->places->len; i++)
    {
      const RedanHardeningPlace *place = &g_array_index (hardening->places, RedanHardeningPlace, i);
      const RedanObject *object = redan_attack_item_get_object (attack, &place->item);
      g_autofree char *title = NULL;

      if (place->control != control || object == NULL ||
          !g_hash_table_add (seen, (gpointer) object))
        continue;
      title = dup_object_title (attack, object);
      if (g_hash_table_size (seen) <= MAX_PLACES)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", title);
    }
  if (g_hash_table_size (seen) > MAX_PLACES)
    g_string_append_printf (text, _ (" and %u more"), g_hash_table_size (seen) - MAX_PLACES);

  return g_string_free (text, FALSE);
}

const char *
redan_odds_format (double odds, char text[32])
{
  double percent = odds * 100;

  if (odds <= 0)
    return _ ("none");
  if (percent < 0.01)
    return _ ("below 0.01 %");
  if (odds < 1 && percent >= 99.5)
    return _ ("over 99 %");
  g_ascii_formatd (text, 29, percent < 1 ? "%.2f" : percent < 10 ? "%.1f" : "%.0f", percent);
  g_strlcat (text, " %", 32);

  return text;
}
