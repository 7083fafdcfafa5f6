/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli paths: how an attacker gets to the assets of a model, hop by hop. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "analysis/attack-answers.h"
#include "analysis/attack-hardening.h"
#include "app/attack-output.h"
#include "app/names.h"
#include "app/paths-what.h"
#include "app/paths-what-if.h"
#include "model/exchange/event.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define MAX_PATHS 1000

/* The options of the command line. */
typedef struct
{
  char *to;
  char *from;
  char *profile;
  char *what;
  RedanPathsWhatIf what_if;
  gboolean stability;
  char *format;
  int k;
} PathsOptions;

typedef struct
{
  RedanSession *session;
  PathsOptions *options;
  RedanAttack *attack;
  RedanAttacker *attacker;
  RedanAttackView *view;
  GArray *assets; /* guint32: asked about */
  RedanAttackFinder *finder;
  gboolean incomplete;
  RedanAttack *harden;      /* made for one asset only */
  RedanStanding *standings; /* by asset asked about */
  RedanAttackMethod method;
  RedanStanding *before; /* the same before the what-if, %NULL when there is none */
  RedanAttackMethod method_before;
  RedanAttackStability *stability; /* by asset; %NULL unless asked for */
  gboolean same_order;
} Paths;

/* ---- what is asked about ---- */

/* Whether the output calls the asset so, in any case: by its name, or as the heading says it. */
static gboolean
is_called (const Paths *self, guint32 asset, const char *text)
{
  g_autofree char *title = redan_asset_dup_title (self->attack, asset);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *class_title = redan_asset_class_dup_title (self->attack, asset);
  g_autofree char *heading = g_strdup_printf ("%s (%s)", visible, class_title);

  return redan_name_is (text, title) || redan_name_is (text, visible) ||
         redan_name_is (text, heading);
}

/* Returns: how many assets the output calls so, the last in @asset_out */
static guint
find_called (const Paths *self, const char *text, guint32 *asset_out)
{
  guint n = 0;

  for (guint32 i = 0; i < redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ); i++)
    if (is_called (self, i, text))
      {
        *asset_out = i;
        n++;
      }

  return n;
}

static gboolean
find_asset (Paths *self)
{
  static const RedanSection sections[] = { REDAN_SECTION_ASSET, REDAN_SECTION_ELEMENT };
  const char *to = self->options->to;
  const RedanModel *model = self->session->opened->model;
  guint32 asset = REDAN_NONE;

  if (to == NULL)
    {
      self->assets = redan_attack_list_assets (self->attack);
      return TRUE;
    }
  if (redan_model_lookup_text (model, to) != NULL || find_called (self, to, &asset) != 1)
    {
      const RedanObject *object = redan_find_object (model, to, sections, G_N_ELEMENTS (sections));

      if (object == NULL)
        return FALSE;
      asset = redan_attack_find_asset (self->attack, &object->id);
    }
  if (asset == REDAN_NONE)
    {
      redan_complain (
          _ ("--to %s: give an asset, or a store that no asset lies in; without --to all "
             "are listed"),
          to);
      return FALSE;
    }
  self->assets = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (self->assets, asset);

  return TRUE;
}

/* ---- text ---- */

static GPtrArray *
find_paths (Paths *self, guint32 asset)
{
  gboolean complete;
  GPtrArray *paths = redan_attack_finder_list (self->finder, asset, &complete);

  self->incomplete |= !complete;

  return paths;
}

/* ---- answers ---- */

static void
print_chances (Paths *self, guint number)
{
  const RedanStanding *standing = &self->standings[number];
  double widest = 0;

  redan_session_print (self->session, _ ("  By any path within %u days: "), self->attacker->days);
  redan_chances_print (self->session, standing);
  for (guint i = 0; i < REDAN_N_ASKED; i++)
    widest = MAX (widest, (standing->chances[i].high - standing->chances[i].low) / 2);
  if (self->method == REDAN_ATTACK_SAMPLES)
    redan_session_print (self->session, _ (" (estimated from samples, ±%.1f points)\n"),
                         widest * 100);
  else
    redan_session_print (self->session, _ (" (exact for these odds: %s)\n"),
                         redan_attack_method_get_word (self->method));
}

static void
print_depth (Paths *self, const RedanAttackDepth *depth, guint32 goal)
{
  g_autoptr (GArray) single = redan_attack_view_list_single_controls (self->view, goal);

  if (depth->depth == 0)
    redan_session_print (self->session, _ ("  Depth 0: there is an open path\n"));
  else
    redan_session_print (
        self->session,
        _ ("  Depth %d, by kinds %d: so many different controls have to fail at least (%s)\n"),
        depth->depth, depth->class_depth, depth->optimal ? _ ("exact") : _ ("not proven"));
  for (guint i = 0; i < single->len; i++)
    {
      g_autofree char *title =
          redan_attack_control_dup_title (self->attack, g_array_index (single, guint32, i));

      redan_session_print (self->session,
                           _ ("  Hangs on one control: if %s fails, a path is open\n"), title);
    }
}

static void
print_chokes (Paths *self, guint32 goal)
{
  g_autoptr (GArray) chokes = redan_attack_view_list_chokes (self->view, goal);
  const RedanAnalysis *analysis = self->session->analysis;
  guint n = 0;

  for (guint i = 0; i < chokes->len; i++)
    {
      const RedanAttackChoke *choke = &g_array_index (chokes, RedanAttackChoke, i);
      g_autofree char *title = redan_attack_choke_dup_title (self->view, choke);
      g_autofree char *visible = redan_text_make_visible (title);

      redan_session_print (self->session, n++ == 0 ? _ ("  On every path: %s") : "; %s", visible);
      if (choke->item.is == REDAN_ITEM_IS_THREAT)
        {
          g_autofree char *id = redan_threat_dup_id (
              analysis->facts, &g_array_index (analysis->threats, RedanThreat, choke->item.threat));

          redan_session_print (self->session, " [%s]", id);
        }
    }
  redan_session_print (self->session, n > 0 ? "\n" : _ ("  Nothing is on every path.\n"));
}

static int
get_least_skill (const Paths *self, const RedanAttacker *attacker, guint32 asset)
{
  g_autofree int *skills =
      g_new (int, redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ) + 1);

  redan_attack_get_least_skills (self->attack, attacker, skills);

  return skills[asset];
}

static void
print_adversaries (Paths *self, guint32 asset)
{
  g_autoptr (GPtrArray) attackers = redan_attackers_list (self->attack);
  guint n = 0;

  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *attacker = attackers->pdata[i];
      g_autofree char *visible = redan_text_make_visible (attacker->title);
      int skill = get_least_skill (self, attacker, asset);

      if (skill < 0 || (guint) skill > attacker->skill)
        continue;
      redan_session_print (self->session,
                           n++ == 0 ? _ ("  Who gets there: %s (needs skill %d)") : _ ("; %s (%d)"),
                           visible, skill);
    }
  redan_session_print (self->session, n > 0 ? "\n" : _ ("  No attacker gets there.\n"));
}

static RedanHardening *
find_hardening (Paths *self, guint32 asset, RedanHold goal)
{
  RedanAttackBudget budget = { REDAN_PATH_BUDGET, NULL };
  guint32 node;

  if (self->harden == NULL)
    self->harden = redan_attack_new_assuming (
        self->session->analysis,
        (const RedanAttackAssumption *) (gpointer) self->options->what_if.assumed->data,
        self->options->what_if.assumed->len);
  node = redan_attack_get_node (self->harden, goal, asset);

  return redan_hardening_find (self->harden, self->attacker, &node, 1, &budget);
}

static void
print_hardening (Paths *self, guint32 asset, RedanHold goal)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->session->catalogue, NULL);
  g_autoptr (RedanHardening) hardening = find_hardening (self, asset, goal);
  char effort[32];
  char least[32];

  if (!isfinite (hardening->effort))
    {
      redan_session_print (self->session,
                           _ ("  No controls of the catalogue alone close every open path.\n"));
      return;
    }
  if (hardening->controls->len == 0)
    return;
  redan_session_print (self->session,
                       self->options->what_if.with != NULL
                           ? _ ("  Cheapest further controls that leave no open path:")
                           : _ ("  Cheapest controls that leave no open path:"));
  for (guint i = 0; i < hardening->controls->len; i++)
    redan_session_print (self->session, "%s %s", i > 0 ? "," : "",
                         controls[g_array_index (hardening->controls, guint32, i)].id);
  redan_effort_format (hardening->effort, effort);
  if (hardening->optimal)
    redan_session_print (self->session, _ (" (%s effort points, optimal)\n"), effort);
  else
    redan_session_print (self->session,
                         _ (" (%s effort points; at least %s are needed, gap %.0f %%)\n"), effort,
                         redan_effort_format (hardening->at_least, least),
                         100 * (hardening->effort - hardening->at_least) / hardening->effort);
}

static void
print_stability (Paths *self, guint32 asset)
{
  const RedanAttackStability *stability = &self->stability[asset];
  char low[32];
  char high[32];

  redan_session_print (self->session,
                       _ ("  When the likelihood of one rule moves by one step, the likeliest path "
                          "stays the same in "
                          "%u of %u cases; its odds are between %s and %s\n"),
                       stability->n_same, stability->n_moves,
                       redan_odds_format (stability->low, low),
                       redan_odds_format (stability->high, high));
}

static void
print_answers (Paths *self, guint number, guint32 asset)
{
  RedanHold goal = redan_attack_view_get_best_goal (self->view, asset, FALSE);
  guint32 node = goal == REDAN_N_HOLDS ? 0 : redan_attack_get_node (self->attack, goal, asset);

  if (goal == REDAN_N_HOLDS && self->before == NULL)
    return;
  print_chances (self, number);
  if (self->before != NULL)
    redan_paths_what_if_print_before (self->session, &self->before[number],
                                      &self->standings[number]);
  if (self->stability != NULL)
    print_stability (self, asset);
  if (goal == REDAN_N_HOLDS)
    return;
  print_depth (self, &self->standings[number].depth, node);
  if (self->options->to == NULL)
    return;
  print_chokes (self, node);
  print_adversaries (self, asset);
  print_hardening (self, asset, goal);
}

static void
print_asset (Paths *self, guint number, guint32 asset)
{
  g_autofree char *title = redan_asset_dup_title (self->attack, asset);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *class_title = redan_asset_class_dup_title (self->attack, asset);
  g_autoptr (GPtrArray) paths = find_paths (self, asset);

  redan_session_print (self->session, "%s (%s)\n", visible, class_title);
  print_answers (self, number, asset);
  if (paths->len == 0)
    redan_session_print (self->session, _ ("  There is no path.\n"));
  for (guint i = 0; i < paths->len; i++)
    redan_print_attack_path (self->session, self->view, i + 1, paths->pdata[i]);
  redan_session_print (self->session, "\n");
}

/* What can be had from where he starts. */
static void
print_blast (Paths *self)
{
  guint32 n = redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ);
  guint n_falls = 0;

  for (guint32 i = 0; i < n; i++)
    n_falls += redan_attack_view_get_best_goal (self->view, i, FALSE) != REDAN_N_HOLDS;
  redan_session_print (self->session, _ ("From there he gets to %u of %u assets.\n"), n_falls, n);
}

static void
print_paths (Paths *self)
{
  g_autofree char *visible = redan_text_make_visible (self->attacker->title);

  redan_session_print (self->session, _ ("Attacker: %s, skill %u of 4, within %u days\n"), visible,
                       self->attacker->skill, self->attacker->days);
  if (self->attacker->n_entries == 0)
    redan_session_print (self->session, _ ("This model has no place where he could start.\n"));
  if (self->options->from != NULL)
    print_blast (self);
  if (self->before != NULL)
    redan_paths_what_if_print (&self->options->what_if, self->session, self->before,
                               self->standings, self->assets->len);
  redan_session_print (
      self->session,
      _ ("Odds are estimates: 1 - exp(-hazard) of each threat times what the controls let pass, "
         "each once, as if independent.\n"
         "The most sensitive assets come first; the paths to each by their odds, the likeliest "
         "first.\n\n"));
  for (guint i = 0; i < self->assets->len; i++)
    print_asset (self, i, g_array_index (self->assets, guint32, i));
  if (self->stability != NULL && self->assets->len > 1)
    redan_session_print (
        self->session, self->same_order
                           ? _ ("The order of the assets by their odds is the same in all cases.\n")
                           : _ ("The order of the assets by their odds changes in some case.\n"));
  if (self->incomplete)
    redan_session_print (self->session,
                         _ ("A search was cut short: there may be likelier paths than those "
                            "listed after the first.\n"));
}

/* ---- JSON ---- */

static void
write_chokes (Paths *self, RedanJson *json, guint32 goal)
{
  g_autoptr (GArray) chokes = redan_attack_view_list_chokes (self->view, goal);
  const RedanAnalysis *analysis = self->session->analysis;

  redan_json_begin_array (json, "choke_points");
  for (guint i = 0; i < chokes->len; i++)
    {
      const RedanAttackChoke *choke = &g_array_index (chokes, RedanAttackChoke, i);
      g_autofree char *title = redan_attack_choke_dup_title (self->view, choke);
      g_autofree char *id = NULL;

      if (choke->item.is == REDAN_ITEM_IS_THREAT)
        id = redan_threat_dup_id (
            analysis->facts, &g_array_index (analysis->threats, RedanThreat, choke->item.threat));
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "title", title);
      redan_json_string (json, "threat", id);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_adversaries (Paths *self, RedanJson *json, guint32 asset)
{
  g_autoptr (GPtrArray) attackers = redan_attackers_list (self->attack);

  redan_json_begin_array (json, "attackers");
  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *attacker = attackers->pdata[i];
      int skill = get_least_skill (self, attacker, asset);

      if (skill < 0 || (guint) skill > attacker->skill)
        continue;
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "attacker", attacker->id);
      redan_json_integer (json, "needs_skill", skill);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_hardening (Paths *self, RedanJson *json, guint32 asset, RedanHold goal)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->session->catalogue, NULL);
  g_autoptr (RedanHardening) hardening = find_hardening (self, asset, goal);

  redan_json_begin_object (json, "hardening");
  redan_json_boolean (json, "possible", isfinite (hardening->effort));
  redan_json_begin_array (json, "controls");
  for (guint i = 0; i < hardening->controls->len; i++)
    redan_json_string (json, NULL, controls[g_array_index (hardening->controls, guint32, i)].id);
  redan_json_end_array (json);
  if (isfinite (hardening->effort))
    {
      redan_json_decimal (json, "effort", hardening->effort, 1);
      redan_json_decimal (json, "at_least", hardening->at_least, 1);
      redan_json_boolean (json, "optimal", hardening->optimal);
    }
  redan_json_end_object (json);
}

/* What only an asset that was asked for is told with. */
static void
write_details (Paths *self, RedanJson *json, guint32 asset)
{
  RedanHold goal = redan_attack_view_get_best_goal (self->view, asset, FALSE);

  if (self->options->to == NULL || goal == REDAN_N_HOLDS)
    return;
  write_chokes (self, json, redan_attack_get_node (self->attack, goal, asset));
  write_adversaries (self, json, asset);
  write_hardening (self, json, asset, goal);
}

static void
write_answers (Paths *self, RedanJson *json, guint number, guint32 asset)
{
  const RedanStanding *standing = &self->standings[number];

  redan_chances_write (json, standing);
  redan_json_integer (json, "depth", standing->depth.depth);
  redan_json_integer (json, "class_depth", standing->depth.class_depth);
  if (self->before != NULL)
    redan_paths_what_if_write_before (json, &self->before[number]);
  if (self->stability == NULL)
    return;
  redan_json_begin_object (json, "stability");
  redan_json_integer (json, "moves", self->stability[asset].n_moves);
  redan_json_integer (json, "same", self->stability[asset].n_same);
  redan_json_decimal (json, "low", self->stability[asset].low, 6);
  redan_json_decimal (json, "high", self->stability[asset].high, 6);
  redan_json_end_object (json);
}

static void
write_asset (Paths *self, RedanJson *json, guint number, guint32 asset)
{
  g_autofree char *title = redan_asset_dup_title (self->attack, asset);
  guint32 store;
  gboolean implied = redan_attack_get_asset (self->attack, asset, &store) == NULL;
  g_autoptr (GPtrArray) paths = find_paths (self, asset);
  g_autofree char *class_title = redan_asset_class_dup_title (self->attack, asset);
  RedanIdText text;

  redan_id_to_text (&redan_attack_get_asset_object (self->attack, asset)->id, text);
  redan_json_begin_object (json, NULL);
  redan_json_string (json, "asset", text);
  redan_json_boolean (json, "asset_implied", implied);
  redan_json_string (json, "name", title);
  redan_json_string (json, "class",
                     redan_attack_get_asset_class (self->attack, asset) < 0 ? NULL : class_title);
  write_answers (self, json, number, asset);
  write_details (self, json, asset);
  redan_json_begin_array (json, "paths");
  for (guint i = 0; i < paths->len; i++)
    redan_write_attack_path (json, self->view, paths->pdata[i]);
  redan_json_end_array (json);
  redan_json_end_object (json);
}

static void
write_paths (Paths *self)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, self->session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_object (&json, "attacker");
  redan_json_string (&json, "id", self->attacker->id);
  redan_json_string (&json, "name", self->attacker->title);
  redan_json_integer (&json, "skill", self->attacker->skill);
  redan_json_integer (&json, "days", self->attacker->days);
  redan_json_end_object (&json);
  if (self->before != NULL)
    redan_paths_what_if_write (&self->options->what_if, &json, self->method_before);
  redan_json_string (&json, "method", redan_attack_method_get_word (self->method));
  redan_json_begin_array (&json, "assets");
  for (guint i = 0; i < self->assets->len; i++)
    write_asset (self, &json, i, g_array_index (self->assets, guint32, i));
  redan_json_end_array (&json);
  redan_json_boolean (&json, "complete", !self->incomplete);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
answer (Paths *self)
{
  const RedanAttackBudget budget = { REDAN_PATH_BUDGET * 100, NULL };

  if (self->options->stability)
    {
      self->stability = g_new0 (RedanAttackStability,
                                redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ) + 1);
      self->same_order = redan_attack_view_get_stability (self->view, NULL, self->stability);
    }
  self->standings = redan_standings_new (self->view, self->assets, &self->method);
  self->finder =
      redan_attack_finder_new (self->view, (const guint32 *) (gpointer) self->assets->data,
                               self->assets->len, REDAN_N_HOLDS, (guint) self->options->k, &budget);
  if (self->session->json)
    write_paths (self);
  else
    print_paths (self);
}

/* What --format asks for. It named the format of the file once, since --from says here where the
 * attacker starts: such a name still does. Returns: FALSE after a message */
static gboolean
read_format (RedanSession *session, const char *format)
{
  if (format == NULL)
    return TRUE;
  if (session->json && g_str_equal (format, "text"))
    {
      redan_complain (_ ("--format text and --json are two forms of one output; give one of them"));
      return FALSE;
    }
  if (g_str_equal (format, "text"))
    return TRUE;
  if (g_str_equal (format, "json"))
    {
      session->json = TRUE;
      return TRUE;
    }
  if (session->format == NULL && redan_importers_lookup (format) != NULL)
    {
      session->format = g_strdup (format);
      return TRUE;
    }
  redan_complain (
      _ ("--format %s: expected text or json; --input-format says what a foreign file is"), format);

  return FALSE;
}

static gboolean
run (RedanSession *session, PathsOptions *options)
{
  Paths self = { .session = session, .options = options };
  gboolean done = FALSE;

  if (options->k < 1 || options->k > MAX_PATHS)
    {
      redan_complain (_ ("paths takes 1 to %d paths"), MAX_PATHS);
      return FALSE;
    }
  if (!read_format (session, options->format) ||
      !redan_session_analyze (session, session->arguments[0]))
    return FALSE;
  self.attack =
      redan_attack_new (session->analysis, options->what_if.with != NULL ? REDAN_ATTACK_WHAT_IF
                                                                         : REDAN_ATTACK_AS_IT_IS);
  if (find_asset (&self))
    self.attacker = redan_choose_attacker (self.attack, options->profile, options->from, NULL);
  if (self.attacker != NULL)
    self.view = redan_attack_view_new (self.attack, self.attacker);
  if (self.view != NULL && options->what == NULL &&
      !redan_paths_what_if_is_empty (&options->what_if))
    self.before = redan_standings_new (self.view, self.assets, &self.method_before);
  if (self.view != NULL && redan_paths_what_if_apply (&options->what_if, session, self.view))
    {
      done = options->what == NULL ||
             redan_paths_answer_what (session, self.view, options->what, self.assets);
      if (options->what == NULL)
        answer (&self);
    }
  g_clear_pointer (&self.assets, g_array_unref);
  g_free (self.standings);
  g_free (self.before);
  g_free (self.stability);
  redan_attack_finder_free (self.finder);
  redan_attack_free (self.harden);
  redan_attack_view_free (self.view);
  redan_attacker_free (self.attacker);
  redan_attack_free (self.attack);

  return done;
}

int
redan_command_paths (int argc, char **argv)
{
  PathsOptions options = { .k = 3 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to,
      N_ ("Only to this asset, or to the data of this store (id or name)"), N_ ("ASSET") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from,
      N_ ("Start only here: an element, a boundary (id or name), or internet"), N_ ("ENTRY") },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &options.profile,
      N_ ("Attacker: opportunist, outsider, third-party, insider, administrator, or one of the "
          "file (the weightiest with a way in)"),
      N_ ("PROFILE") },
    { "what", 0, 0, G_OPTION_ARG_STRING, &options.what,
      N_ ("Instead of paths, separated by commas: reach (of each attacker), blast (radius), "
          "exposure (of assets), zones (of trust), key (elements), sensors (where to watch), "
          "single (controls that all hangs on), "
          "decay (of the controls), time (to compromise), crossings (of boundaries)"),
      N_ ("WORDS") },
    { "with", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.what_if.with,
      N_ ("What if this control (id or title) stood wherever it applies (may be repeated)"),
      N_ ("CONTROL") },
    { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.what_if.without,
      N_ ("What if this control (id or title) stood nowhere (may be repeated)"), N_ ("CONTROL") },
    { "stability", 0, 0, G_OPTION_ARG_NONE, &options.stability,
      N_ ("Which conclusions survive when every likelihood moves by one step"), NULL },
    { "number", 'k', 0, G_OPTION_ARG_INT, &options.k, N_ ("At most so many paths to an asset (3)"),
      N_ ("N") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format,
      N_ ("text, or json as with --json (text)"), N_ ("FORMAT") },
    { "input-format", 0, 0, G_OPTION_ARG_STRING, &session.format,
      N_ ("Format of a foreign file, when its content does not tell"), N_ ("FORMAT") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  gboolean done = redan_session_parse (&session, "paths",
                                       REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA,
                                       entries, argc, argv, 1, 1) &&
                  run (&session, &options);

  g_free (options.to);
  g_free (options.from);
  g_free (options.profile);
  g_free (options.what);
  g_free (options.format);
  g_strfreev (options.what_if.with);
  g_strfreev (options.what_if.without);
  g_clear_pointer (&options.what_if.assumed, g_array_unref);

  return redan_session_finish (&session, done ? REDAN_EXIT_DONE : REDAN_EXIT_WRONG);
}
