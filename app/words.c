/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli --words: what may stand in a place of the command line, for completion by shells. */

#include "config.h"

#include "app/words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "analysis/tactics.h"
#include "app/gate-output.h"
#include "app/paths-what.h"
#include "app/session.h"
#include "model/exchange/event.h"
#include "model/exchange/export.h"
#include "ui/report/graph-answers.h"
#include "ui/report/listing.h"
#include "ui/report/posture.h"

typedef struct
{
  const char *place;
  guint n_files;
  /* Returns: FALSE after a message */
  gboolean (*print) (RedanSession *session, const char *file);
} Place;

static void
print_word (RedanSession *session, const char *word)
{
  redan_session_print (session, "%s\n", word);
}

static gboolean
print_commands (RedanSession *session, const char *file)
{
  guint n;
  const RedanCommand *commands = redan_commands_get (&n);

  for (guint i = 0; i < n; i++)
    print_word (session, commands[i].name);

  return TRUE;
}

static gboolean
print_list (RedanSession *session, const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, ", ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    print_word (session, words[i]);

  return TRUE;
}

static gboolean
print_paths_what (RedanSession *session, const char *file)
{
  g_autofree char *list = redan_paths_list_what ();

  return print_list (session, list);
}

static gboolean
print_graph_what (RedanSession *session, const char *file)
{
  g_autofree char *list = redan_graph_answers_list ();

  return print_list (session, list);
}

static gboolean
print_rules_verbs (RedanSession *session, const char *file)
{
  for (guint i = 0; redan_rules_verbs[i] != NULL; i++)
    print_word (session, redan_rules_verbs[i]);

  return TRUE;
}

static gboolean
print_rules (RedanSession *session, const char *file)
{
  guint n;
  const RedanRule *rules;

  if (!redan_session_load_catalogue (session))
    return FALSE;
  rules = redan_catalogue_get_rules (session->catalogue, &n);
  for (guint i = 0; i < n; i++)
    print_word (session, rules[i].id);

  return TRUE;
}

static gboolean
print_controls (RedanSession *session, const char *file)
{
  guint n;
  const RedanControl *controls;

  if (!redan_session_load_catalogue (session))
    return FALSE;
  controls = redan_catalogue_get_controls (session->catalogue, &n);
  for (guint i = 0; i < n; i++)
    print_word (session, controls[i].id);

  return TRUE;
}

static gboolean
print_profiles (RedanSession *session, const char *file)
{
  guint n;
  const RedanProfile *profiles;

  if (!redan_session_load_catalogue (session))
    return FALSE;
  profiles = redan_catalogue_get_profiles (session->catalogue, &n);
  for (guint i = 0; i < n; i++)
    print_word (session, profiles[i].id);

  return TRUE;
}

static gboolean
print_importers (RedanSession *session, const char *file)
{
  guint n;
  const RedanImporter *const *importers = redan_importers_get (&n);

  for (guint i = 0; i < n; i++)
    print_word (session, importers[i]->name);

  return TRUE;
}

static gboolean
print_exporters (RedanSession *session, const char *file)
{
  guint n;
  const RedanExporter *const *exporters = redan_exporters_get (&n);

  for (guint i = 0; i < n; i++)
    print_word (session, exporters[i]->name);

  return TRUE;
}

static gboolean
print_gate_formats (RedanSession *session, const char *file)
{
  g_autofree char *list = redan_gate_output_list ();

  return print_list (session, list);
}

static gboolean
print_listing_forms (RedanSession *session, const char *file)
{
  print_word (session, "text");
  print_word (session, "json");
  for (guint i = 0; i < REDAN_N_LISTING_FORMS; i++)
    print_word (session, redan_listing_form_get_word ((RedanListingForm) i));

  return TRUE;
}

static gboolean
print_severities (RedanSession *session, const char *file)
{
  for (guint i = 0; i < REDAN_N_BANDS; i++)
    print_word (session, redan_band_get_word ((RedanBand) i));

  return TRUE;
}

static gboolean
print_views (RedanSession *session, const char *file)
{
  for (guint i = 0; i < REDAN_N_POSTURE_VIEWS; i++)
    print_word (session, redan_posture_view_get_word ((RedanPostureView) i));
  print_word (session, "all");

  return TRUE;
}

static gboolean
print_classes (RedanSession *session, const char *file)
{
  const RedanAttribute *classes;

  if (!redan_session_load_schema (session))
    return FALSE;
  classes = redan_schema_lookup (session->schema, REDAN_SCOPE_ASSET, "classification", -1);
  for (guint i = 0; classes != NULL && i < classes->n_values; i++)
    print_word (session, classes->values[i]);

  return TRUE;
}

static gboolean
print_threats (RedanSession *session, const char *file)
{
  const GArray *threats;

  if (!redan_session_analyze (session, file))
    return FALSE;
  threats = session->analysis->threats;
  for (guint i = 0; i < threats->len; i++)
    {
      const RedanThreat *threat =
          &g_array_index (threats, RedanThreat, session->analysis->ranked[i]);
      g_autofree char *id = redan_threat_dup_id (session->analysis->facts, threat);

      print_word (session, id);
    }

  return TRUE;
}

static const Place places[] = {
  { "check-formats", 0, print_gate_formats },
  { "classes", 0, print_classes },
  { "commands", 0, print_commands },
  { "controls", 0, print_controls },
  { "export-formats", 0, print_exporters },
  { "graph-what", 0, print_graph_what },
  { "import-formats", 0, print_importers },
  { "listing-formats", 0, print_listing_forms },
  { "paths-what", 0, print_paths_what },
  { "profiles", 0, print_profiles },
  { "rules", 0, print_rules },
  { "rules-verbs", 0, print_rules_verbs },
  { "severities", 0, print_severities },
  { "threats", 1, print_threats },
  { "views", 0, print_views },
};

int
redan_words_run (int argc, char **argv)
{
  RedanSession session = { .output = g_string_new (NULL) };
  g_autoptr (GString) known = g_string_new (NULL);
  int status = REDAN_EXIT_WRONG;

  if (!redan_session_set_today (&session))
    return redan_session_finish (&session, status);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_string_append_printf (known, "%s%s%s", i > 0 ? ", " : "", places[i].place,
                              places[i].n_files > 0 ? " FILE" : "");
      if (argc > 0 && g_str_equal (argv[0], places[i].place) &&
          (guint) argc == 1 + places[i].n_files)
        return redan_session_finish (
            &session, places[i].print (&session, argv[1]) ? REDAN_EXIT_DONE : REDAN_EXIT_WRONG);
    }
  redan_complain (_ ("--words: expected one of %s"), known->str);

  return redan_session_finish (&session, status);
}
