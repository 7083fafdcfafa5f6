/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli check: the gate of a pull request. Fails when a change of the model opens what nobody
 * decided to open. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/attack-output.h"
#include "app/comparison.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

/* The options of the command line. */
typedef struct
{
  char *against;
  char *profile;
  char *class_word;
} CheckOptions;

typedef struct
{
  RedanSession *session;
  const CheckOptions *options;
  RedanModelPair models;
  GPtrArray *changes;
  int least_class; /* assets of this class and above are guarded */
  gboolean complete;
} Check;

/* A finding: an asset, and the path that shows it. */
typedef struct
{
  const RedanAssetChange *change;
  const RedanAttackPath *path;
} Finding;

/**
 * Gate: one thing that a change must not do
 * @find: adds what it finds
 */
typedef struct
{
  const char *id;
  const char *text;
  void (*find) (const Check *self, GArray *findings);
} Gate;

static gboolean
is_guarded (const Check *self, const RedanAssetChange *change)
{
  return change->after != REDAN_NONE &&
         redan_attack_get_asset_class (self->models.after, change->after) >= self->least_class;
}

static void
find_new_paths (const Check *self, GArray *findings)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const RedanAssetChange *change = self->changes->pdata[i];
      Finding finding = { change, NULL };

      if (!is_guarded (self, change) || change->opened->len == 0)
        continue;
      finding.path = change->opened->pdata[0];
      g_array_append_val (findings, finding);
    }
}

/* Before, some control had to fail on every path. */
static void
find_lost_controls (const Check *self, GArray *findings)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const RedanAssetChange *change = self->changes->pdata[i];
      Finding finding = { change, NULL };

      if (is_guarded (self, change) && change->depth_after == 0 && change->depth_before > 0)
        g_array_append_val (findings, finding);
    }
}

static const Gate gates[] = {
  { "new-path", N_ ("A path to a guarded asset opened"), find_new_paths },
  { "open-path", N_ ("A guarded asset can be had without any control failing"),
    find_lost_controls },
};

static char *
dup_asset_title (const Check *self, const RedanAssetChange *change)
{
  return redan_asset_dup_title (self->models.after, change->after);
}

static void
print_finding (Check *self, const Finding *finding)
{
  g_autofree char *title = dup_asset_title (self, finding->change);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *class_title =
      redan_asset_class_dup_title (self->models.after, finding->change->after);

  redan_session_print (self->session, " %s (%s)\n", visible, class_title);
  if (finding->path != NULL)
    redan_print_attack_path (self->session, self->models.view, 1, finding->path);
}

static void
write_finding (Check *self, RedanJson *json, const Gate *gate, const Finding *finding)
{
  g_autofree char *title = dup_asset_title (self, finding->change);
  RedanIdText id;

  redan_id_to_text (&finding->change->id, id);
  redan_json_begin_object (json, NULL);
  redan_json_string (json, "check", gate->id);
  redan_json_string (json, "asset", id);
  redan_json_string (json, "name", title);
  redan_json_begin_array (json, "paths");
  if (finding->path != NULL)
    redan_write_attack_path (json, self->models.view, finding->path);
  redan_json_end_array (json);
  redan_json_end_object (json);
}

/* Returns: how many findings there are */
static guint
run_gates (Check *self)
{
  RedanJson json;
  guint n = 0;

  if (self->session->json)
    {
      redan_json_init (&json, redan_session_write, self->session);
      redan_json_begin_object (&json, NULL);
      redan_json_begin_array (&json, "findings");
    }
  for (guint i = 0; i < G_N_ELEMENTS (gates); i++)
    {
      g_autoptr (GArray) findings = g_array_new (FALSE, FALSE, sizeof (Finding));

      gates[i].find (self, findings);
      n += findings->len;
      if (findings->len > 0 && !self->session->json)
        redan_session_print (self->session, "%s [%s]\n", _ (gates[i].text), gates[i].id);
      for (guint j = 0; j < findings->len; j++)
        if (self->session->json)
          write_finding (self, &json, &gates[i], &g_array_index (findings, Finding, j));
        else
          print_finding (self, &g_array_index (findings, Finding, j));
    }
  if (self->session->json)
    {
      redan_json_end_array (&json);
      redan_json_boolean (&json, "complete", self->complete);
      redan_json_end_object (&json);
      redan_json_finish (&json);
    }
  else if (n == 0)
    redan_session_print (self->session, self->complete
                                            ? _ ("Nothing opened.\n")
                                            : _ ("Nothing found, but the search was cut short.\n"));

  return n;
}

/* Returns: position of the class, or -1 after a message */
static int
find_class (const RedanSession *session, const char *word)
{
  const RedanAttribute *classes =
      redan_schema_lookup (session->schema, REDAN_SCOPE_ASSET, "classification", -1);
  int position = redan_attribute_find_value (classes, word, -1);

  if (position < 0)
    redan_complain (_ ("--class %s: expected public, internal, confidential or restricted"), word);

  return position;
}

static int
run (RedanSession *session, const CheckOptions *options)
{
  Check self = { .session = session, .options = options };
  RedanAttackBudget budget = { REDAN_PATH_BUDGET, NULL };
  g_autoptr (RedanAnalysis) before = NULL;
  int status = REDAN_EXIT_WRONG;

  if (options->against == NULL)
    {
      redan_complain (_ ("check needs what to compare with: --against REV or --against FILE"));
      return REDAN_EXIT_WRONG;
    }
  if (!redan_session_analyze (session, session->arguments[0]))
    return REDAN_EXIT_WRONG;
  self.least_class =
      find_class (session, options->class_word != NULL ? options->class_word : "confidential");
  if (self.least_class < 0)
    return REDAN_EXIT_WRONG;
  before = redan_load_other (session, options->against, session->arguments[0]);
  if (before == NULL)
    return REDAN_EXIT_WRONG;

  if (redan_model_pair_init (&self.models, before, session, options->profile))
    {
      self.changes = redan_attack_changes_list (self.models.view_before, self.models.view, 1,
                                                &budget, &self.complete);
      status = run_gates (&self) > 0 ? REDAN_EXIT_FOUND : REDAN_EXIT_DONE;
      g_ptr_array_unref (self.changes);
    }
  redan_model_pair_clear (&self.models);

  return status;
}

int
redan_command_check (int argc, char **argv)
{
  CheckOptions options = { 0 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "against", 0, 0, G_OPTION_ARG_STRING, &options.against,
      N_ ("Compare with a file, or with this git revision of the file: REV or REV:PATH"),
      N_ ("REV") },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &options.profile, N_ ("Attacker (the weightiest)"),
      N_ ("PROFILE") },
    { "class", 0, 0, G_OPTION_ARG_STRING, &options.class_word,
      N_ ("Guard assets of this class and above (confidential)"), N_ ("CLASS") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  int status = redan_session_parse (&session, "check",
                                    REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                                        REDAN_OPTION_FROM,
                                    entries, argc, argv, 1, 1)
                   ? run (&session, &options)
                   : REDAN_EXIT_WRONG;

  g_free (options.against);
  g_free (options.profile);
  g_free (options.class_word);

  return redan_session_finish (&session, status);
}
