/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli info: what is in a model, by kind. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/inheritance.h"
#include "ui/report/inherited.h"
#include "ui/report/wording.h"

static void
print_counts (RedanSession *session)
{
  const RedanModel *model = session->opened->model;
  g_autofree char *title =
      redan_text_make_visible (redan_object_get_name (redan_model_get_meta (model)));
  g_autoptr (GPtrArray) inherited = NULL;
  RedanModelCounts counts;

  redan_rows_count (model, &counts);
  const struct
  {
    const char *title;
    guint count;
  } rows[] = {
    { _ ("external entities (actors and external systems)"), counts.actors },
    { _ ("processes"), counts.processes },
    { _ ("stores"), counts.stores },
    { _ ("flows"), counts.flows },
    { _ ("boundaries"), counts.boundaries },
    { _ ("data assets"), counts.assets },
    { _ ("recorded threats"), counts.threats },
    { _ ("mitigations"), counts.mitigations },
    { _ ("assumptions"), counts.assumptions },
    { _ ("diagrams"), counts.diagrams },
  };

  redan_session_print (session, "%s (%s)\n", title[0] != '\0' ? title : _ ("Untitled model"),
                       session->opened->format);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    redan_session_print (session, "%7u  %s\n", rows[i].count, rows[i].title);
  inherited = redan_inherited_list (redan_session_get_analysed (session));
  redan_session_print_inherited (session, redan_session_get_analysed (session), inherited);
}

int
redan_command_info (int argc, char **argv)
{
  RedanSession session;

  if (!redan_session_parse (&session, "info",
                            REDAN_OPTION_JSON | REDAN_OPTION_DATA | REDAN_OPTION_FROM, NULL, argc,
                            argv, 1, 1) ||
      !redan_session_open_model (&session, session.arguments[0]) ||
      !redan_session_inherit (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  if (session.json)
    redan_rows_info_json (session.opened->model, redan_session_get_analysed (&session),
                          redan_session_write, &session);
  else
    print_counts (&session);
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
