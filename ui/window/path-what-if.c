/* SPDX-License-Identifier: Apache-2.0 */
/* The controls on the attacks that are shown, and those that are missing there: each can be assumed
 * absent from its place, broken wherever it stands, or in place. */

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/report/attack-words.h"
#include "ui/report/wording.h"
#include "ui/window/apply-control.h"
#include "ui/window/path-view-private.h"
#include "ui/window/rows.h"
#include "ui/window/what-if.h"

#define MAX_ROWS 8

/** A control and how many of the attacks it concerns. */
typedef struct
{
  RedanStudyToggle toggle;
  guint32 node; /* of one that stands, REDAN_NONE for one that is missing */
  guint n;
} Candidate;

static gboolean
is_same (const RedanStudyToggle *a, const RedanStudyToggle *b)
{
  if (a->control != b->control ||
      (a->toggle == REDAN_TOGGLE_PRESENT) != (b->toggle == REDAN_TOGGLE_PRESENT))
    return FALSE;
  return a->toggle == REDAN_TOGGLE_PRESENT || a->toggle == REDAN_TOGGLE_BROKEN ||
         b->toggle == REDAN_TOGGLE_BROKEN ||
         (a->context == b->context && a->target == b->target);
}

static void
count (GArray *candidates, const RedanStudyToggle *toggle, guint32 node)
{
  const Candidate candidate = { *toggle, node, 1 };

  for (guint i = 0; i < candidates->len; i++)
    if (is_same (&g_array_index (candidates, Candidate, i).toggle, toggle))
      {
        Candidate *known = &g_array_index (candidates, Candidate, i);

        known->n += known->n < G_MAXUINT;
        return;
      }
  g_array_append_val (candidates, candidate);
}

/** Whether the control is assumed to fail everywhere. */
static gboolean
is_broken (RedanPathView *self, guint32 control)
{
  for (guint i = 0; i < self->toggles->len; i++)
    {
      const RedanStudyToggle *toggle = &g_array_index (self->toggles, RedanStudyToggle, i);

      if (toggle->control == control && toggle->toggle == REDAN_TOGGLE_BROKEN)
        return TRUE;
    }
  return FALSE;
}

static void
count_standing (RedanPathView *self, const RedanAttackHop *hop, GArray *candidates)
{
  for (guint i = 0; hop->controls != NULL && i < hop->controls->len; i++)
    {
      const guint32 node = g_array_index (hop->controls, guint32, i);
      RedanAttackItem item;
      RedanStudyToggle toggle;

      redan_attack_get_item (self->study->attack, node, &item);
      if (item.is != REDAN_ITEM_IS_CONTROL || item.control == REDAN_NONE)
        continue;
      toggle = (RedanStudyToggle){ item.control, item.context, item.target, REDAN_TOGGLE_ABSENT };
      if (is_broken (self, item.control))
        continue;
      count (candidates, &toggle, node);
    }
}

static gboolean
stands_on (RedanPathView *self, const RedanAttackHop *hop, guint32 control)
{
  for (guint i = 0; hop->controls != NULL && i < hop->controls->len; i++)
    {
      RedanAttackItem item;

      redan_attack_get_item (self->study->attack, g_array_index (hop->controls, guint32, i), &item);
      if (item.control == control)
        return TRUE;
    }
  return FALSE;
}

/** Whether the control could stand where the threat is, or in the account around it. */
static gboolean
can_stand (const RedanAnalysis *analysis, guint32 control, const RedanThreat *threat)
{
  const RedanFacts *facts = analysis->facts;
  const guint32 element = threat->context == REDAN_CONTEXT_ELEMENT ? threat->target
                          : threat->context == REDAN_CONTEXT_INTERACTION
                              ? facts->interaction_target[threat->target]
                              : REDAN_NONE;
  const guint32 account = element != REDAN_NONE ? facts->element_account[element] : REDAN_NONE;

  return redan_controls_applies (analysis->controls, control, threat->context, threat->target) ||
         (account != REDAN_NONE &&
          redan_controls_applies (analysis->controls, control, REDAN_CONTEXT_BOUNDARY, account));
}

static void
count_missing (RedanPathView *self, const RedanAttackHop *hop, GArray *candidates)
{
  const RedanAnalysis *analysis = redan_attack_get_analysis (self->study->attack);
  const RedanControl *controls = redan_catalogue_get_controls (analysis->facts->catalogue, NULL);
  const RedanThreat *threat = NULL;
  const RedanRule *rule = NULL;

  if (hop->item.is != REDAN_ITEM_IS_THREAT)
    return;
  threat = &g_array_index (analysis->threats, RedanThreat, hop->item.threat);
  rule = redan_threat_get_rule (analysis->facts, threat);
  for (guint i = 0; rule != NULL && i < rule->n_controls; i++)
    {
      const guint32 control = rule->controls[i];
      const RedanStudyToggle toggle = { control, REDAN_CONTEXT_MODEL, 0, REDAN_TOGGLE_PRESENT };

      if (controls[control].acts_on_likelihood && !stands_on (self, hop, control) &&
          !is_broken (self, control) &&
          can_stand (analysis, control, threat))
        count (candidates, &toggle, REDAN_NONE);
    }
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  if (x->n != y->n)
    return x->n < y->n ? 1 : -1;
  if (x->toggle.control != y->toggle.control)
    return x->toggle.control < y->toggle.control ? -1 : 1;
  return (x->toggle.target > y->toggle.target) - (x->toggle.target < y->toggle.target);
}

/** What is assumed already comes first: it may be on no attack any more, and must not get lost. */
static GArray *
list_candidates (RedanPathView *self, gboolean standing)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint i = 0; i < self->toggles->len; i++)
    {
      const RedanStudyToggle *toggle = &g_array_index (self->toggles, RedanStudyToggle, i);
      const Candidate candidate = { *toggle, REDAN_NONE, G_MAXUINT };

      if ((toggle->toggle != REDAN_TOGGLE_PRESENT) == standing)
        g_array_append_val (candidates, candidate);
    }
  for (guint i = 0; i < self->study->paths->len; i++)
    {
      const RedanAttackPath *path = self->study->paths->pdata[i];

      for (guint k = 0; k < path->hops->len; k++)
        {
          const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, k);

          if (standing)
            count_standing (self, hop, candidates);
          else
            count_missing (self, hop, candidates);
        }
    }
  g_array_sort (candidates, compare_candidates);
  if (candidates->len > MAX_ROWS)
    g_array_set_size (candidates, MAX_ROWS);
  return candidates;
}

static gboolean
is_assumed (RedanPathView *self, const RedanStudyToggle *toggle)
{
  for (guint i = 0; i < self->toggles->len; i++)
    if (is_same (&g_array_index (self->toggles, RedanStudyToggle, i), toggle))
      return TRUE;
  return FALSE;
}

static gboolean
assumed_cb (GtkSwitch *widget, gboolean state, gpointer user_data)
{
  RedanPathView *self = user_data;
  const RedanStudyToggle *toggle = g_object_get_data (G_OBJECT (widget), "toggle");

  for (guint i = self->toggles->len; i > 0; i--)
    if (is_same (&g_array_index (self->toggles, RedanStudyToggle, i - 1), toggle))
      g_array_remove_index (self->toggles, i - 1);
  if (state)
    g_array_append_vals (self->toggles, toggle, 1);
  redan_path_view_ask (self);
  return FALSE;
}

static void
assume (RedanPathView *self, const RedanStudyToggle *place, RedanToggle assumed)
{
  RedanStudyToggle chosen = *place;

  chosen.toggle = assumed;
  for (guint i = self->toggles->len; i > 0; i--)
    {
      const RedanStudyToggle *toggle = &g_array_index (self->toggles, RedanStudyToggle, i - 1);

      if (is_same (toggle, &chosen))
        g_array_remove_index (self->toggles, i - 1);
    }
  if (assumed != REDAN_TOGGLE_AS_IS)
    g_array_append_val (self->toggles, chosen);
  redan_path_view_ask (self);
}

/** So that the keyboard finds its place again when the rows are made anew. */
static void
name_widget (GtkWidget *widget, const RedanStudyToggle *toggle, RedanToggle assumed)
{
  g_autofree char *name =
      g_strdup_printf ("what-if-%u-%d-%u-%d", toggle->control, (int) toggle->context,
                       toggle->target, (int) assumed);

  gtk_widget_set_name (widget, name);
}

static void
segment_cb (GtkToggleButton *button, gpointer user_data)
{
  if (gtk_toggle_button_get_active (button))
    assume (user_data, g_object_get_data (G_OBJECT (button), "toggle"),
            GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "assumed")));
}

/** @control: its title */
static GtkWidget *
create_segments (RedanPathView *self, const RedanStudyToggle *toggle, const char *control)
{
  const struct
  {
    RedanToggle assumed;
    const char *label;
    const char *meaning;
  } segments[] = {
    { REDAN_TOGGLE_AS_IS, _ ("Holds"), _ ("%s holds") },
    { REDAN_TOGGLE_ABSENT, _ ("Absent"), _ ("%s is absent here") },
    { REDAN_TOGGLE_BROKEN, _ ("Broken"), _ ("%s is broken wherever it stands") },
  };
  const RedanToggle now = is_assumed (self, toggle) ? toggle->toggle : REDAN_TOGGLE_AS_IS;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *first = NULL;

  gtk_widget_add_css_class (box, "linked");
  for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (segments[i].label);
      g_autoptr (GString) meaning = g_string_new (segments[i].meaning);

      /* What is broken everywhere has no place where it could be absent. */
      if (segments[i].assumed == REDAN_TOGGLE_ABSENT && now == REDAN_TOGGLE_BROKEN)
        gtk_widget_set_sensitive (button, FALSE);
      g_string_replace (meaning, "%s", control, 1);
      gtk_widget_set_tooltip_text (button, meaning->str);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      meaning->str, -1);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), segments[i].assumed == now);
      if (first == NULL)
        first = button;
      else
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
      name_widget (button, toggle, segments[i].assumed);
      g_object_set_data (G_OBJECT (button), "assumed", GUINT_TO_POINTER (segments[i].assumed));
      g_object_set_data_full (G_OBJECT (button), "toggle", g_memdup2 (toggle, sizeof *toggle),
                              g_free);
      g_signal_connect_object (button, "toggled", G_CALLBACK (segment_cb), self, 0);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

/** "on Web application", or nothing when it is assumed everywhere. */
static char *
dup_place (RedanPathView *self, const RedanStudyToggle *toggle)
{
  const RedanFacts *facts = redan_attack_get_analysis (self->study->attack)->facts;
  const RedanObject *object =
      toggle->context == REDAN_CONTEXT_MODEL || toggle->toggle == REDAN_TOGGLE_BROKEN
          ? NULL
          : redan_target_get_object (facts, toggle->context, toggle->target);

  return object != NULL ? redan_object_dup_title (facts->snapshot->model, object) : NULL;
}

static GtkWidget *
create_switch (RedanPathView *self, const RedanStudyToggle *toggle, const char *control)
{
  GtkWidget *check = gtk_switch_new ();
  g_autofree char *name = g_strdup_printf (_ ("Assume %s"), control);

  name_widget (check, toggle, REDAN_TOGGLE_PRESENT);
  gtk_switch_set_active (GTK_SWITCH (check), is_assumed (self, toggle));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (check), "toggle", g_memdup2 (toggle, sizeof *toggle), g_free);
  g_signal_connect_object (check, "state-set", G_CALLBACK (assumed_cb), self, 0);
  return check;
}

static GtkWidget *
create_row (RedanPathView *self, const Candidate *candidate, gboolean standing)
{
  const RedanFacts *facts = redan_attack_get_analysis (self->study->attack)->facts;
  const RedanControl *control =
      &redan_catalogue_get_controls (facts->catalogue, NULL)[candidate->toggle.control];
  const gboolean is_everywhere = candidate->toggle.toggle == REDAN_TOGGLE_BROKEN;
  g_autofree char *place = dup_place (self, &candidate->toggle);
  GtkWidget *row = redan_row_new (control->title, is_everywhere ? _ ("wherever it stands") : place);
  GtkWidget *widget = standing ? create_segments (self, &candidate->toggle, control->title)
                               : create_switch (self, &candidate->toggle, control->title);

  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  if (!standing)
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
  return row;
}

static GArray *
list_assumed (RedanPathView *self)
{
  GArray *controls = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < self->toggles->len; i++)
    {
      const RedanStudyToggle *toggle = &g_array_index (self->toggles, RedanStudyToggle, i);

      if (toggle->toggle == REDAN_TOGGLE_PRESENT)
        g_array_append_val (controls, toggle->control);
    }
  return controls;
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanPathView) self = user_data;

  if (!redan_apply_controls_finish (result))
    return;
  g_array_set_size (self->toggles, 0);
  redan_path_view_ask (self);
}

static void
keep_cb (GtkWidget *button, gpointer user_data)
{
  RedanPathView *self = user_data;
  g_autoptr (GArray) controls = list_assumed (self);

  redan_apply_controls_async (GTK_WIDGET (self), self->workspace,
                              (const guint32 *) (gpointer) controls->data, controls->len, FALSE,
                              kept_cb, g_object_ref (self));
}

static void
forget_cb (GtkWidget *button, gpointer user_data)
{
  RedanPathView *self = user_data;

  g_array_set_size (self->toggles, 0);
  redan_path_view_ask (self);
}

static GArray *
list_failed (RedanPathView *self)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (RedanControlPlace));

  for (guint i = 0; i < self->toggles->len; i++)
    {
      const RedanStudyToggle *toggle = &g_array_index (self->toggles, RedanStudyToggle, i);
      const gboolean is_everywhere = toggle->toggle == REDAN_TOGGLE_BROKEN;
      const RedanControlPlace place = { toggle->control,
                                        is_everywhere ? REDAN_CONTEXT_MODEL : toggle->context,
                                        is_everywhere ? REDAN_NONE : toggle->target };

      if (toggle->toggle != REDAN_TOGGLE_PRESENT)
        g_array_append_val (places, place);
    }
  return places;
}

/** What the row compares with. */
typedef struct
{
  gint64 residual;
  guint n_met;
} Before;

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) row = GTK_WIDGET (user_data);
  const Before *before = g_object_get_data (G_OBJECT (row), "before");
  g_autofree char *text = NULL;
  RedanWhatIf what_if;

  if (!redan_what_if_finish (result, &what_if) || gtk_widget_get_root (row) == NULL)
    return;
  text = g_strdup_printf (_ ("Residual risk %.0f → %.0f · objectives met %u → %u"),
                          before->residual / 1000.0, what_if.total / 1000.0, before->n_met,
                          what_if.n_met);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
}

/** Has the row say what becomes of risk and objectives. */
static void
judge (RedanPathView *self, GtkWidget *row, const GArray *controls)
{
  RedanAnalysis *analysis = redan_attack_get_analysis (self->study->attack);
  g_autoptr (GArray) failed = list_failed (self);
  const Before before = {
    analysis->totals.residual,
    redan_objectives_count_met (redan_workspace_get_objectives (self->workspace)),
  };

  g_object_set_data_full (G_OBJECT (row), "before", g_memdup2 (&before, sizeof before), g_free);
  redan_what_if_async (analysis, (const guint32 *) (gpointer) controls->data, controls->len,
                       (const RedanControlPlace *) (gpointer) failed->data, failed->len, REDAN_NONE,
                       self->cancellable, judged_cb, g_object_ref (row));
}

/** What is written as the same is the same: "stays at 67 %". */
static char *
dup_odds_line (double odds_before, double odds_after, const char *stays, const char *changes)
{
  char texts[2][32];
  const char *before = redan_odds_format (odds_before, texts[0]);
  const char *after = redan_odds_format (odds_after, texts[1]);
  GString *line = g_string_new (g_str_equal (before, after) ? stays : changes);

  g_string_replace (line, "%s", before, 1);
  g_string_replace (line, "%s", after, 1);
  return g_string_free (line, FALSE);
}

/** "Likeliest attack 67 % → 45 %" */
static char *
dup_likeliest (double odds_before, double odds_after)
{
  return dup_odds_line (odds_before, odds_after, _ ("Likeliest attack stays at %s"),
                        _ ("Likeliest attack %s → %s"));
}

/** "any attack 67 % → 45 %" */
static char *
dup_any (double chance_before, double chance_after)
{
  return dup_odds_line (chance_before, chance_after, _ ("any attack stays at %s"),
                        _ ("any attack %s → %s"));
}

/** What the assumptions come to. */
static GtkWidget *
create_outcome (RedanPathView *self)
{
  g_autoptr (GArray) controls = list_assumed (self);
  g_autofree char *title = dup_likeliest (self->study->before, self->study->after);
  GtkWidget *row = redan_row_new (title, NULL);
  GtkWidget *keep = gtk_button_new_with_label (_ ("Keep as Planned"));
  GtkWidget *forget = gtk_button_new_with_label (_ ("Forget"));

  gtk_widget_set_valign (keep, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (forget, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (keep, controls->len > 0);
  g_signal_connect_object (keep, "clicked", G_CALLBACK (keep_cb), self, 0);
  g_signal_connect_object (forget, "clicked", G_CALLBACK (forget_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keep);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), forget);
  judge (self, row, controls);
  return row;
}

/** "No open path any more: 1 control has to fail. The likeliest attack is as likely as before" */
static char *
dup_verdict (const RedanStudyChange *change)
{
  const gboolean is_as_likely = fabs (change->odds_after - change->odds_before) < REDAN_STUDY_SAME_ODDS;

  if (change->depth_after < 0)
    return g_strdup (_ ("Closed: there is no attack on it any more"));
  if (change->depth_before < 0)
    return g_strdup (_ ("Opened: there was no attack on it before"));
  if (change->depth_after == 0 && change->depth_before > 0)
    return g_strdup (is_as_likely
                         ? _ ("Opened: a path on which no control has to fail, though not a "
                              "likelier one")
                         : _ ("Opened: a path on which no control has to fail"));
  if (change->depth_after > 0 && change->depth_before == 0)
    return g_strdup_printf (
        is_as_likely ? ngettext ("No open path any more: %d control has to fail. The likeliest "
                                 "attack is as likely as before",
                                 "No open path any more: %d controls have to fail. The likeliest "
                                 "attack is as likely as before",
                                 (gulong) change->depth_after)
                     : ngettext ("No open path any more: %d control has to fail",
                                 "No open path any more: %d controls have to fail",
                                 (gulong) change->depth_after),
        change->depth_after);
  if (change->depth_after != change->depth_before)
    return g_strdup_printf (_ ("Controls that have to fail: %d → %d"), change->depth_before,
                            change->depth_after);
  return NULL;
}

/** What the assumptions open and close, asset by asset. */
static void
add_changes (RedanPathView *self, GtkWidget *group)
{
  const GArray *changes = self->study->changes;

  if (changes->len == 0)
    adw_preferences_group_add (
        ADW_PREFERENCES_GROUP (group),
        redan_row_new (_ ("No asset gets easier or harder to come by"), NULL));
  for (guint i = 0; i < MIN (changes->len, MAX_ROWS); i++)
    {
      const RedanStudyChange *change = &g_array_index (changes, RedanStudyChange, i);
      g_autofree char *title = redan_asset_dup_title (self->study->attack, change->asset);
      g_autofree char *verdict = dup_verdict (change);
      g_autofree char *likeliest = dup_likeliest (change->odds_before, change->odds_after);
      g_autofree char *any = dup_any (change->chance_before, change->chance_after);
      g_autofree char *words = g_strconcat (likeliest, " · ", any, verdict != NULL ? "\n" : NULL,
                                            verdict, NULL);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), redan_row_new (title, words));
    }
  if (changes->len > MAX_ROWS)
    {
      const guint n = changes->len - MAX_ROWS;
      g_autofree char *more =
          g_strdup_printf (ngettext ("and %u more asset", "and %u more assets", n), n);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), redan_row_new (more, NULL));
    }
}

static void
expanded_cb (AdwExpanderRow *expander, GParamSpec *pspec, gpointer user_data)
{
  gboolean *unfolds = g_object_get_data (G_OBJECT (expander), "unfolds");

  *unfolds = adw_expander_row_get_expanded (expander);
}

GtkWidget *
redan_path_view_create_what_if (RedanPathView *self)
{
  GtkWidget *group = NULL;

  for (guint standing = 0; standing < 2; standing++)
    {
      g_autoptr (GArray) candidates = list_candidates (self, standing == 1);
      GtkWidget *expander = NULL;

      if (candidates->len == 0)
        continue;
      if (group == NULL)
        group = redan_group_new (
            _ ("What if"),
            self->toggles->len > 0
                ? _ ("The likeliest attack is one path; that any attack succeeds counts all of them, "
                     "within the time that the attacker has.")
                : NULL);
      if (standing == 0 && self->toggles->len > 0)
        {
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_outcome (self));
          add_changes (self, group);
        }
      expander = redan_expander_new (
          standing == 1 ? _ ("A control were absent or broken") : _ ("A control were in place"),
          standing == 1 ? _ ("Those these attacks have to get past")
                        : _ ("Those that would stand in the way of most of these attacks"));
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), self->unfolds_what_if[standing]);
      g_object_set_data (G_OBJECT (expander), "unfolds", &self->unfolds_what_if[standing]);
      g_signal_connect_object (expander, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
      for (guint i = 0; i < candidates->len; i++)
        adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                                  create_row (self, &g_array_index (candidates, Candidate, i), standing == 1));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), expander);
    }
  return group;
}
