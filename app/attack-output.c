/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands about attacks share: who attacks, and paths as text and JSON. */

#include "config.h"

#include "app/attack-output.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/names.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

typedef struct
{
  RedanSession *session;
  const RedanAttackView *view;
  const RedanAttack *attack;
} Teller;

/* ---- names on the command line ---- */

/* Says what may have been meant by @text; ends @titles with a NULL. */
static void
refuse_object (GPtrArray *titles, const char *text)
{
  g_autofree char *hint = NULL;

  g_ptr_array_add (titles, NULL);
  hint = redan_names_dup_hint ((const char *const *) titles->pdata, text);
  if (*hint != '\0')
    redan_complain (_ ("\"%s\" is neither the id nor the name of one in this model%s"), text, hint);
  else
    redan_complain (_ ("\"%s\" is neither the id nor the name of one in this model; redan-cli show "
                       "lists both"),
                    text);
}

const RedanObject *
redan_find_object (const RedanModel *model, const char *text, const RedanSection *sections, guint n)
{
  const RedanObject *found = redan_model_lookup_text (model, text);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  guint n_exact = 0;
  guint n_alike = 0;

  if (found != NULL)
    return found;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < redan_model_get_n (model, sections[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (model, sections[i], j);
        char *title = redan_object_dup_title (model, object);
        const gboolean exact = g_str_equal (title, text);

        g_ptr_array_add (titles, title);
        if (!exact && !redan_name_is (title, text))
          continue;
        /* The very name goes before those in another case. */
        if (exact || n_exact == 0)
          found = object;
        n_exact += exact;
        n_alike++;
      }
  if (n_exact == 1 || n_alike == 1)
    return found;
  if (n_alike > 1)
    redan_complain (_ ("\"%s\" is the name of several objects; give the id of one"), text);
  else
    refuse_object (titles, text);

  return NULL;
}

/* Returns: (transfer full) (nullable): taken out of @attackers; %NULL after a message */
static RedanAttacker *
take_attacker (GPtrArray *attackers, const char *name, const GPtrArray *also_in)
{
  g_autoptr (GString) known = g_string_new (NULL);
  const RedanAttacker *found = name != NULL ? redan_attackers_find (attackers, name)
                                            : redan_attackers_choose (attackers, also_in);
  guint index;

  if (found != NULL && g_ptr_array_find (attackers, found, &index))
    return g_ptr_array_steal_index (attackers, index);

  for (guint i = 0; i < attackers->len; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
                            ((const RedanAttacker *) attackers->pdata[i])->id);
  redan_complain (_ ("--profile %s: there is no such attacker; known are %s"),
                  name != NULL ? name : "", known->str);

  return NULL;
}

RedanAttacker *
redan_choose_attacker (const RedanAttack *attack,
                       const char *profile,
                       const char *from,
                       const GPtrArray *also_in)
{
  static const RedanSection sections[] = { REDAN_SECTION_ELEMENT, REDAN_SECTION_BOUNDARY };
  const RedanModel *model = redan_attack_get_analysis (attack)->facts->snapshot->model;
  g_autoptr (GPtrArray) attackers = redan_attackers_list (attack);
  g_autoptr (RedanAttacker) attacker = take_attacker (attackers, profile, also_in);
  const RedanObject *object = NULL;

  if (attacker == NULL || from == NULL)
    return g_steal_pointer (&attacker);

  if (!g_str_equal (from, "internet"))
    {
      object = redan_find_object (model, from, sections, G_N_ELEMENTS (sections));
      if (object == NULL)
        return NULL;
      if (object->section != REDAN_SECTION_ELEMENT && object->section != REDAN_SECTION_BOUNDARY)
        {
          redan_complain (_ ("--from %s: give an element, a boundary, or internet"), from);
          return NULL;
        }
    }

  return redan_attacker_new_at (attack, attacker, object);
}

/* ---- text ---- */

static void
print_hop (Teller *self, guint number, const RedanAttackHop *hop)
{
  const RedanAnalysis *analysis = redan_attack_get_analysis (self->attack);
  g_autofree char *title = redan_attack_hop_dup_title (self->view, hop);
  g_autofree char *visible = redan_text_make_visible (title);
  char odds[32];

  redan_session_print (self->session, "    %2u. %s", number, visible);
  if (hop->item.is == REDAN_ITEM_IS_THREAT)
    {
      g_autofree char *id = redan_threat_dup_id (
          analysis->facts, &g_array_index (analysis->threats, RedanThreat, hop->item.threat));

      redan_session_print (self->session, "  [%s]", id);
    }
  redan_session_print (self->session, "\n");
  if (hop->item.is == REDAN_ITEM_IS_HOLD)
    return;

  redan_session_print (self->session, "        %s", redan_odds_format (hop->odds, odds));
  if (hop->to != REDAN_N_HOLDS)
    {
      g_autofree char *held = redan_hold_dup_title (self->attack, hop->to, hop->to_index);
      g_autofree char *seen = redan_text_make_visible (held);

      redan_session_print (self->session, _ ("; then he %s"), seen);
    }
  if (hop->item.is == REDAN_ITEM_IS_THREAT && hop->controls->len == 0)
    redan_session_print (self->session, _ ("; no control stands against it"));
  redan_session_print (self->session, "\n");
  for (guint i = 0; i < hop->controls->len; i++)
    {
      guint32 node = g_array_index (hop->controls, guint32, i);
      g_autofree char *control = redan_attack_control_dup_title (self->attack, node);

      redan_session_print (self->session, _ ("        although %s stands (fails with %s)\n"),
                           control,
                           redan_odds_format (exp (-self->view->graph.effort[node]), odds));
    }
}

void
redan_print_attack_path (RedanSession *session,
                         const RedanAttackView *view,
                         guint number,
                         const RedanAttackPath *path)
{
  Teller teller = { session, view, view->attack };
  Teller *self = &teller;
  g_autofree char *asset = redan_asset_dup_title (self->attack, path->asset);
  g_autofree char *visible = redan_text_make_visible (asset);
  char odds[32];
  guint n = 0;

  redan_session_print (self->session, _ ("  %u. %s is %s: odds %s, %.1f days, skill %u, "), number,
                       visible, redan_goal_get_title (path->goal),
                       redan_odds_format (path->odds, odds), path->effort, path->skill);
  if (path->n_controls == 0)
    redan_session_print (self->session, _ ("an open path: no control has to fail\n"));
  else
    redan_session_print (
        self->session,
        ngettext ("%u control has to fail\n", "%u controls have to fail\n", path->n_controls),
        path->n_controls);
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      if (!hop->implied)
        print_hop (self, ++n, hop);
    }
}

/* ---- JSON ---- */

static void
write_controls (const RedanAttackView *view, RedanJson *json, const RedanAttackHop *hop)
{
  const RedanControl *controls = redan_catalogue_get_controls (
      redan_attack_get_analysis (view->attack)->facts->catalogue, NULL);

  redan_json_begin_array (json, "controls");
  for (guint i = 0; i < hop->controls->len; i++)
    {
      guint32 node = g_array_index (hop->controls, guint32, i);
      RedanAttackItem item;

      redan_attack_get_item (view->attack, node, &item);
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "control",
                         item.control == REDAN_NONE ? NULL : controls[item.control].id);
      redan_json_decimal (json, "fails", exp (-view->graph.effort[node]), 4);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_hop (const RedanAttackView *view, RedanJson *json, const RedanAttackHop *hop)
{
  const RedanAnalysis *analysis = redan_attack_get_analysis (view->attack);
  g_autofree char *title = redan_attack_hop_dup_title (view, hop);
  g_autofree char *id = NULL;
  const RedanObject *object = redan_attack_hop_get_object (view, hop);
  RedanIdText text;

  if (hop->item.is == REDAN_ITEM_IS_THREAT)
    id = redan_threat_dup_id (analysis->facts,
                              &g_array_index (analysis->threats, RedanThreat, hop->item.threat));
  redan_json_begin_object (json, NULL);
  redan_json_string (json, "threat", id);
  redan_json_string (
      json, "fact",
      hop->item.is == REDAN_ITEM_IS_FACT ? redan_attack_fact_get_word (hop->item.fact) : NULL);
  if (object != NULL)
    redan_id_to_text (&object->id, text);
  redan_json_string (json, "object", object == NULL ? NULL : text);
  redan_json_string (json, "title", title);
  redan_json_string (json, "holds",
                     hop->to == REDAN_N_HOLDS ? NULL : redan_hold_get_word (hop->to));
  redan_json_decimal (json, "odds", hop->odds, 4);
  redan_json_boolean (json, "implied", hop->implied);
  write_controls (view, json, hop);
  redan_json_end_object (json);
}

void
redan_write_attack_path (RedanJson *json, const RedanAttackView *view, const RedanAttackPath *path)
{
  redan_json_begin_object (json, NULL);
  redan_json_string (json, "goal", redan_hold_get_word (path->goal));
  redan_json_decimal (json, "odds", path->odds, 6);
  redan_json_decimal (json, "days", path->effort, 1);
  redan_json_integer (json, "skill", path->skill);
  redan_json_integer (json, "depth", path->n_controls);
  redan_json_integer (json, "class_depth", path->n_classes);
  redan_json_begin_array (json, "hops");
  for (guint i = 0; i < path->hops->len; i++)
    write_hop (view, json, &g_array_index (path->hops, RedanAttackHop, i));
  redan_json_end_array (json);
  redan_json_end_object (json);
}
