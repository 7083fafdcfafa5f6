/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli paths: how an attacker gets to the assets of a model, hop by hop. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/attack-output.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define MAX_PATHS 1000

/* The options of the command line. */
typedef struct
{
  char *to;
  char *from;
  char *profile;
  int k;
} PathsOptions;

typedef struct
{
  RedanSession *session;
  const PathsOptions *options;
  RedanAttack *attack;
  RedanAttacker *attacker;
  RedanAttackView *view;
  GArray *assets; /* guint32: asked about */
  gboolean incomplete;
} Paths;

/* ---- what is asked about ---- */

/* The most sensitive first, those that nobody classified after the public ones. */
static int
compare_assets (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;
  int class_x = redan_attack_get_asset_class (user_data, x);
  int class_y = redan_attack_get_asset_class (user_data, y);

  if (class_x != class_y)
    return class_y - class_x;

  return (x > y) - (x < y);
}

static gboolean
find_asset (Paths *self)
{
  static const RedanSection sections[] = { REDAN_SECTION_ASSET, REDAN_SECTION_ELEMENT };
  const RedanModel *model = self->session->opened->model;
  const RedanObject *object;

  if (self->options->to == NULL)
    {
      for (guint32 i = 0; i < redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ); i++)
        g_array_append_val (self->assets, i);
      g_array_sort_with_data (self->assets, compare_assets, self->attack);
      return TRUE;
    }
  object = redan_find_object (model, self->options->to, sections, G_N_ELEMENTS (sections));
  if (object == NULL)
    return FALSE;
  for (guint32 i = 0; i < redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ); i++)
    {
      guint32 store;
      const RedanObject *asset = redan_attack_get_asset (self->attack, i, &store);

      if (asset == NULL)
        asset = self->session->analysis->facts->snapshot->elements[store];
      if (redan_id_equal (&asset->id, &object->id))
        {
          g_array_append_val (self->assets, i);
          return TRUE;
        }
    }
  redan_complain (_ ("--to %s: give an asset, or a store that no asset lies in"),
                  self->options->to);

  return FALSE;
}

/* ---- text ---- */

static GPtrArray *
find_paths (Paths *self, guint32 asset)
{
  RedanAttackBudget budget = { REDAN_PATH_BUDGET, NULL };
  gboolean complete;
  GPtrArray *paths = redan_attack_paths_list (self->view, asset, REDAN_N_HOLDS,
                                              (guint) self->options->k, &budget, &complete);

  self->incomplete |= !complete;

  return paths;
}

static void
print_asset (Paths *self, guint32 asset)
{
  g_autofree char *title = redan_asset_dup_title (self->attack, asset);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *class_title = redan_asset_class_dup_title (self->attack, asset);
  g_autoptr (GPtrArray) paths = find_paths (self, asset);

  redan_session_print (self->session, "%s (%s)\n", visible, class_title);
  if (paths->len == 0)
    redan_session_print (self->session, _ ("  There is no path.\n"));
  for (guint i = 0; i < paths->len; i++)
    redan_print_attack_path (self->session, self->view, i + 1, paths->pdata[i]);
  redan_session_print (self->session, "\n");
}

static void
print_paths (Paths *self)
{
  g_autofree char *visible = redan_text_make_visible (self->attacker->title);

  redan_session_print (self->session, _ ("Attacker: %s, skill %u of 4, within %u days\n"), visible,
                       self->attacker->skill, self->attacker->days);
  if (self->attacker->n_entries == 0)
    redan_session_print (self->session, _ ("This model has no place where he could start.\n"));
  redan_session_print (
      self->session,
      _ ("Odds are estimates: 1 - exp(-hazard) of each threat times what the controls let pass, "
         "each once, as if independent.\n\n"));
  for (guint i = 0; i < self->assets->len; i++)
    print_asset (self, g_array_index (self->assets, guint32, i));
  if (self->incomplete)
    redan_session_print (self->session,
                         _ ("A search was cut short: there may be likelier paths than those "
                            "listed after the first.\n"));
}

/* ---- JSON ---- */

static void
write_asset (Paths *self, RedanJson *json, guint32 asset)
{
  g_autofree char *title = redan_asset_dup_title (self->attack, asset);
  const RedanSnapshot *snapshot = self->session->analysis->facts->snapshot;
  guint32 store;
  const RedanObject *object = redan_attack_get_asset (self->attack, asset, &store);
  g_autoptr (GPtrArray) paths = find_paths (self, asset);
  g_autofree char *class_title = redan_asset_class_dup_title (self->attack, asset);
  RedanIdText text;

  redan_id_to_text (object != NULL ? &object->id : &snapshot->elements[store]->id, text);
  redan_json_begin_object (json, NULL);
  redan_json_string (json, "asset", text);
  redan_json_boolean (json, "asset_implied", object == NULL);
  redan_json_string (json, "name", title);
  redan_json_string (json, "class",
                     redan_attack_get_asset_class (self->attack, asset) < 0 ? NULL : class_title);
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
  redan_json_begin_array (&json, "assets");
  for (guint i = 0; i < self->assets->len; i++)
    write_asset (self, &json, g_array_index (self->assets, guint32, i));
  redan_json_end_array (&json);
  redan_json_boolean (&json, "complete", !self->incomplete);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static gboolean
run (RedanSession *session, const PathsOptions *options)
{
  g_autoptr (GArray) assets = g_array_new (FALSE, FALSE, sizeof (guint32));
  Paths self = { .session = session, .options = options, .assets = assets };
  gboolean done = FALSE;

  if (options->k < 1 || options->k > MAX_PATHS)
    {
      redan_complain (_ ("paths takes 1 to %d paths"), MAX_PATHS);
      return FALSE;
    }
  if (!redan_session_analyze (session, session->arguments[0]))
    return FALSE;
  self.attack = redan_attack_new (session->analysis, REDAN_ATTACK_AS_IT_IS);
  if (find_asset (&self))
    self.attacker = redan_choose_attacker (self.attack, options->profile, options->from);
  if (self.attacker != NULL)
    {
      self.view = redan_attack_view_new (self.attack, self.attacker);
      if (session->json)
        write_paths (&self);
      else
        print_paths (&self);
      done = TRUE;
    }
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
          "file (outsider)"),
      N_ ("PROFILE") },
    { "number", 'k', 0, G_OPTION_ARG_INT, &options.k, N_ ("At most so many paths to an asset (3)"),
      N_ ("N") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &session.format,
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

  return redan_session_finish (&session, done ? REDAN_EXIT_DONE : REDAN_EXIT_WRONG);
}
