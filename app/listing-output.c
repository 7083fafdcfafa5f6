/* SPDX-License-Identifier: Apache-2.0 */
/* The option --format of commands that list rows. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/gate-output.h"
#include "app/listing-output.h"
#include "model/file-read.h"
#include "model/git.h"

gboolean
redan_listing_option_read (RedanSession *session,
                           const char *format,
                           gboolean csv,
                           RedanListingOption *option_out)
{
  g_autoptr (GString) words = g_string_new ("text, json");
  const char *word = format != NULL ? format : csv ? "csv" : session->json ? "json" : "text";

  *option_out = (RedanListingOption){ .as_text = strcmp (word, "text") == 0,
                                      .as_json = strcmp (word, "json") == 0 };
  if ((csv && strcmp (word, "csv") != 0) || (session->json && strcmp (word, "json") != 0))
    {
      if (format == NULL)
        redan_complain (_ ("--csv and --json are two forms of one output; give one of them"));
      else
        redan_complain (_ ("--format %s and --%s are two forms of one output; give one of them"),
                        format, csv ? "csv" : "json");
      return FALSE;
    }
  session->json = option_out->as_json;
  if (option_out->as_text || option_out->as_json ||
      redan_listing_form_from_word (word, &option_out->form))
    return TRUE;

  for (guint i = 0; i < REDAN_N_LISTING_FORMS; i++)
    g_string_append_printf (words, ", %s", redan_listing_form_get_word ((RedanListingForm) i));
  redan_complain (_ ("--format %s: expected one of %s"), word, words->str);
  return FALSE;
}

void
redan_listing_show (RedanSession *session, RedanListing *listing, RedanListingForm form)
{
  const char *path = session->arguments[0];
  g_autoptr (RedanListing) shown = listing;
  g_autoptr (GBytes) bytes = form == REDAN_LISTING_SARIF && strcmp (path, "-") != 0
                                 ? redan_file_read (path, FALSE, REDAN_MAX_FILE, NULL)
                                 : NULL;
  g_autoptr (GHashTable) lines = redan_gate_list_lines (bytes);
  /* as code scanning knows it */
  g_autofree char *place =
      form == REDAN_LISTING_SARIF ? redan_git_dup_place (path) : g_strdup (path);

  redan_listing_write (shown, form, place, lines, redan_session_write, session);
}
