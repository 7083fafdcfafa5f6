/* SPDX-License-Identifier: Apache-2.0 */
/* The section about attacks: who attacks, and the worst attacks as rows of boxes. */

#include "ui/report/content-attacks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/diagram/icons.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define MAX_ASSETS 24
#define MAX_PATHS 6
#define PATHS_PER_ASSET 2

static char *
dup_visible (char *text)
{
  g_autofree char *owned = text;

  return redan_text_make_visible (owned);
}

/** "12 %; then he controls Web application" */
static char *
dup_outcome (const RedanReportAttacks *self, const RedanAttackHop *hop)
{
  g_autofree char *held = NULL;
  char odds[32];

  if (hop->item.is == REDAN_ITEM_IS_HOLD)
    return NULL;
  if (hop->to == REDAN_N_HOLDS || (hop->to >= REDAN_HOLD_READ && hop->to <= REDAN_HOLD_DISPUTE))
    return hop->odds < 1 ? g_strdup (redan_odds_format (hop->odds, odds)) : NULL;
  held = dup_visible (redan_hold_dup_title (self->attack, hop->to, hop->to_index));
  return hop->odds < 1
             ? g_strdup_printf (_ ("%s; then he %s"), redan_odds_format (hop->odds, odds), held)
             : g_strdup_printf (_ ("Then he %s"), held);
}

static void
add_controls (const RedanReportAttacks *self, const RedanAttackHop *hop, RedanReportHop *box)
{
  char odds[32];

  for (guint i = 0; i < hop->controls->len; i++)
    {
      const guint32 node = g_array_index (hop->controls, guint32, i);
      g_autofree char *title = dup_visible (redan_attack_control_dup_title (self->attack, node));

      g_ptr_array_add (
          box->controls,
          g_strdup_printf (_ ("%s (fails with %s)"), title,
                           redan_odds_format (exp (-self->view->graph.effort[node]), odds)));
    }
  if (hop->item.is == REDAN_ITEM_IS_THREAT && hop->controls->len == 0)
    {
      g_ptr_array_add (box->controls, g_strdup (_ ("No control stands against it")));
      box->tone = REDAN_REPORT_TONE_HIGH;
    }
  else if (hop->item.is == REDAN_ITEM_IS_THREAT)
    box->tone = REDAN_REPORT_TONE_INFO;
}

static void
add_hop (const RedanReportAttacks *self, const RedanAttackHop *hop, RedanReportBlock *card)
{
  const RedanModel *model = self->content->analysis->facts->snapshot->model;
  const RedanObject *object = redan_attack_hop_get_object (self->view, hop);
  g_autofree char *text = dup_visible (redan_attack_hop_dup_title (self->view, hop));
  RedanReportHop *box = redan_report_block_add_hop (card, text);

  if (object != NULL)
    {
      box->object = redan_object_dup_title (model, object);
      box->icon = redan_scene_object_icon (redan_model_get_schema (model), object);
    }
  else
    {
      box->object = g_strdup (_ ("World"));
      box->icon = redan_icon_lookup ("globe");
    }
  box->note = dup_outcome (self, hop);
  add_controls (self, hop, box);
}

/** "2 controls have to fail · skill 3 of 4 · about 12 working days" */
static char *
dup_summary (const RedanAttackPath *path)
{
  char days[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *controls =
      path->n_controls == 0
          ? g_strdup (_ ("an open path: no control has to fail"))
          : g_strdup_printf (
                ngettext ("%u control has to fail", "%u controls have to fail", path->n_controls),
                path->n_controls);

  return g_strdup_printf (_ ("%s · skill %u of 4 · %s working days"), controls, path->skill,
                          g_ascii_formatd (days, sizeof days, "%.1f", path->effort));
}

static void
add_path (const RedanReportAttacks *self, const RedanAttackPath *path, guint number)
{
  RedanReportBlock *card = redan_report_add (self->content->report, REDAN_BLOCK_CARD);
  g_autofree char *won = dup_visible (redan_hold_dup_title (self->attack, path->goal, path->asset));
  RedanReportHop *goal = NULL;
  char odds[32];

  card->anchor = g_strdup_printf ("attack-%u", number);
  card->text = g_strdup_printf ("%u. %s", number, won);
  card->note = dup_summary (path);
  card->badge = g_strdup_printf (_ ("odds %s"), redan_odds_format (path->odds, odds));
  card->tone = path->n_controls == 0   ? REDAN_REPORT_TONE_CRITICAL
               : path->n_controls == 1 ? REDAN_REPORT_TONE_HIGH
                                       : REDAN_REPORT_TONE_MEDIUM;
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      if (!hop->implied)
        add_hop (self, hop, card);
    }
  goal = redan_report_block_add_hop (card, won);
  goal->object = g_strdup (_ ("Goal"));
  goal->tone = REDAN_REPORT_TONE_CRITICAL;
}

static void
add_paths (RedanReportAttacks *self)
{
  const RedanAttackBudget budget = { REDAN_REPORT_ATTACK_BUDGET, NULL };
  g_autoptr (GPtrArray) paths = redan_attack_paths_list_worst (
      self->view, (const guint32 *) (gpointer) self->assets->data, self->assets->len,
      PATHS_PER_ASSET, MAX_PATHS, &budget, &self->is_complete);

  redan_report_add_heading (self->content->report, 2, "attack-paths", _ ("The worst attacks"));
  redan_report_add_paragraph (
      self->content->report,
      _ ("By their odds and the worth of what they win. Each box is a step: where, what happens, "
         "the odds that it works, what the attacker holds then, and which controls have to fail "
         "for it. A step in an orange frame is a threat that no control stands against; a grey "
         "frame is a threat with controls, a thin one a fact of the model."));
  for (guint i = 0; i < paths->len; i++)
    add_path (self, paths->pdata[i], i + 1);
}

/** Fills in the assets that some attack wins. */
static void
find_assets (RedanReportAttacks *self)
{
  g_autoptr (GArray) all = redan_attack_list_assets (self->attack);

  self->n_assets = all->len;
  for (guint i = 0; i < all->len; i++)
    {
      const guint32 asset = g_array_index (all, guint32, i);

      if (redan_attack_view_get_best_goal (self->view, asset, FALSE) == REDAN_N_HOLDS)
        continue;
      if (self->n_attacked++ < MAX_ASSETS)
        g_array_append_val (self->assets, asset);
    }
}

static void
add_attacker (const RedanReportAttacks *self)
{
  g_autofree char *name = redan_text_make_visible (self->attacker->title);
  g_autofree char *text = g_strdup_printf (
      _ ("Attacker: %s, skill %u of 4, within %u days; of those that have a way in the one of most "
         "weight. Of %u data assets there is an attack on %u. An attacker never loses what he "
         "has: being noticed and thrown out is not counted."),
      name, self->attacker->skill, self->attacker->days, self->n_assets, self->n_attacked);

  redan_report_add_paragraph (self->content->report, text);
  if (self->n_attacked <= self->assets->len)
    return;
  g_free (g_steal_pointer (&text));
  text = g_strdup_printf (_ ("The %u most sensitive of these are told about; redan-cli paths tells "
                             "about all of them."),
                          self->assets->len);
  redan_report_add_paragraph (self->content->report, text);
}

void
redan_content_add_attacks (const RedanReportContent *content)
{
  g_autoptr (RedanAttack) attack =
      redan_attack_new ((RedanAnalysis *) content->analysis, REDAN_ATTACK_AS_IT_IS);
  g_autoptr (GPtrArray) attackers = redan_attackers_list (attack);
  g_autoptr (RedanAttackView) view = NULL;
  g_autoptr (GArray) assets = g_array_new (FALSE, FALSE, sizeof (guint32));
  RedanReportAttacks self = {
    .content = content,
    .attack = attack,
    .attacker = redan_attackers_choose (attackers, NULL),
    .assets = assets,
  };

  redan_report_add_heading (content->report, 1, "attacks", _ ("Attacks"));
  if (self.attacker == NULL)
    {
      redan_report_add_paragraph (content->report, _ ("The packs in use describe no attacker."));
      return;
    }
  view = self.view = redan_attack_view_new (attack, self.attacker);
  find_assets (&self);
  add_attacker (&self);
  if (assets->len == 0)
    return;
  add_paths (&self);
  redan_content_add_attack_tables (&self);
}
