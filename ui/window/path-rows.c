/* SPDX-License-Identifier: Apache-2.0 */
/* The attacks as rows that unfold into their steps, and what several of them pass. */

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/report/attack-words.h"
#include "ui/report/wording.h"
#include "ui/window/path-view-private.h"
#include "ui/window/rows.h"

#define MAX_PASSED 5
#define MAX_CONTROLS 6

static RedanAttackPath *
get_path (RedanPathView *self, guint index)
{
  return self->study->paths->pdata[index];
}

/** "4 steps · skill 2 of 4 · 12 working days · 2 controls have to fail" */
static char *
dup_summary (const RedanAttackPath *path)
{
  g_autofree char *steps =
      g_strdup_printf (ngettext ("%u step", "%u steps", path->hops->len), path->hops->len);
  g_autofree char *controls =
      path->n_controls == 0
          ? g_strdup (_ ("no control in the way"))
          : g_strdup_printf (
                ngettext ("%u control has to fail", "%u controls have to fail", path->n_controls),
                path->n_controls);
  const guint whole_days = (guint) (path->effort + 0.5);
  g_autofree char *days =
      whole_days == 0
          ? g_strdup (_ ("less than a working day"))
          : g_strdup_printf (ngettext ("about %u working day", "about %u working days", whole_days),
                             whole_days);

  return g_strdup_printf (_ ("%s · skill %u of 4 · %s · %s"), steps, path->skill, days, controls);
}

static char *
dup_controls (const RedanAttack *attack, const RedanAttackHop *hop)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; hop->controls != NULL && i < MIN (hop->controls->len, MAX_CONTROLS); i++)
    {
      g_autofree char *title =
          redan_attack_control_dup_title (attack, g_array_index (hop->controls, guint32, i));

      g_string_append_printf (text, "%s%s", i == 0 ? _ ("Has to fail: ") : ", ", title);
    }
  if (hop->controls != NULL && hop->controls->len > MAX_CONTROLS)
    g_string_append_printf (text, _ (" and %u more"), hop->controls->len - MAX_CONTROLS);
  return g_string_free (text, FALSE);
}

static void
hop_activated_cb (GtkWidget *row, gpointer user_data)
{
  RedanPathView *self = user_data;
  const int path = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "path"));
  const int step = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "step"));

  redan_path_view_show_step (self, path, step);
}

static GtkWidget *
create_hop (RedanPathView *self, guint path, guint step)
{
  const RedanAttackView *view = self->study->view;
  const RedanAttackHop *hop = &g_array_index (get_path (self, path)->hops, RedanAttackHop, step);
  g_autofree char *words = redan_attack_hop_dup_title (view, hop);
  g_autofree char *title = g_strdup_printf ("%u. %s", step + 1, words);
  g_autofree char *controls = dup_controls (view->attack, hop);
  GtkWidget *row = redan_row_new (title, controls[0] != '\0' ? controls : NULL);
  char odds[32];

  if (hop->odds < 1)
    redan_row_add_value (row, redan_odds_format (hop->odds, odds), "dim-label");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "path", GINT_TO_POINTER ((int) path));
  g_object_set_data (G_OBJECT (row), "step", GINT_TO_POINTER ((int) step));
  g_signal_connect_object (row, "activated", G_CALLBACK (hop_activated_cb), self, 0);
  return row;
}

/** Only one attack is unfolded, the one on the diagram. */
static void
expanded_cb (GObject *row, GParamSpec *spec, gpointer user_data)
{
  RedanPathView *self = user_data;
  const int path = GPOINTER_TO_INT (g_object_get_data (row, "path"));

  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
    {
      GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (row));

      for (GtkWidget *other = gtk_widget_get_first_child (list); other != NULL;
           other = gtk_widget_get_next_sibling (other))
        if (ADW_IS_EXPANDER_ROW (other) && other != GTK_WIDGET (row))
          adw_expander_row_set_expanded (ADW_EXPANDER_ROW (other), FALSE);
      redan_path_view_show_step (self, path, -1);
    }
  else if (self->shown == path)
    redan_path_view_show_step (self, -1, -1);
}

static GtkWidget *
create_path (RedanPathView *self, guint index)
{
  const RedanAttackPath *path = get_path (self, index);
  g_autofree char *asset = redan_asset_dup_title (self->study->attack, path->asset);
  g_autofree char *title =
      g_strdup_printf (_ ("%u. %s: %s"), index + 1, asset, redan_goal_get_title (path->goal));
  g_autofree char *summary = dup_summary (path);
  GtkWidget *row = redan_expander_new (title, summary);
  char odds[32];
  GtkWidget *badge = redan_badge_new (redan_odds_format (path->odds, odds), "neutral");

  gtk_widget_set_tooltip_text (
      badge, _ ("Odds that this attack works within the horizon of the attacker, an estimate"));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), badge);
  for (guint i = 0; i < path->hops->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), create_hop (self, index, i));
  g_object_set_data (G_OBJECT (row), "path", GINT_TO_POINTER ((int) index));
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
  return row;
}

static char *
dup_description (RedanPathView *self)
{
  const RedanAttacker *attacker = self->study->attacker;
  g_autofree char *title = redan_text_make_visible (attacker->title);
  g_autofree char *entry = redan_path_view_dup_entry (self);
  g_autofree char *name =
      entry != NULL ? g_strdup_printf (_ ("%s, starting at %s"), title, entry) : g_strdup (title);

  if (self->study->view->scenario.n_entries == 0)
    return g_strdup_printf (_ ("%s has no place in this model to start from. Draw where he comes "
                               "in, or choose another attacker."),
                            name);
  return g_strdup_printf (_ ("%s, skill %u of 4, within %u days. Odds are estimates: the hazard of "
                             "each threat times what the controls let pass, as if independent."),
                          name, attacker->skill, attacker->days);
}

GtkWidget *
redan_path_view_create_paths (RedanPathView *self)
{
  g_autofree char *description = dup_description (self);
  GtkWidget *group = redan_group_new (_ ("The likeliest attacks"), description);

  for (guint i = 0; i < self->study->paths->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_path (self, i));
  if (self->study->paths->len == 0 && self->study->view->scenario.n_entries > 0)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               redan_row_new (_ ("There is no path to what is asked for"), NULL));
  if (!self->study->complete)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               redan_row_new (_ ("The search was cut short; there may be likelier "
                                                 "attacks than those after the first"),
                                              NULL));
  return group;
}

GtkWidget *
redan_path_view_create_passed (RedanPathView *self)
{
  const GArray *passed = self->study->passed;
  const guint n_paths = self->study->paths->len;
  const RedanModel *model = redan_attack_get_analysis (self->study->attack)->facts->snapshot->model;
  GtkWidget *group = NULL;

  for (guint i = 0; n_paths > 1 && i < MIN (passed->len, MAX_PASSED); i++)
    {
      const RedanStudyPassed *item = &g_array_index (passed, RedanStudyPassed, i);
      const RedanObject *object = redan_model_lookup (model, &item->id);
      g_autofree char *title = object != NULL ? redan_object_dup_title (model, object) : NULL;
      g_autofree char *count = g_strdup_printf (_ ("%u of %u"), item->n, n_paths);
      GtkWidget *row;

      if (title == NULL || item->n < 2)
        continue;
      if (group == NULL)
        group = redan_group_new (_ ("What most of them pass"),
                                 _ ("A control here works against several attacks at once."));
      row = redan_row_new (title, NULL);
      redan_row_add_value (row, count, NULL);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      redan_widget_select_on (row, "activated", self->workspace, &item->id);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  return group;
}
