/* SPDX-License-Identifier: Apache-2.0 */
/* redan-import: the program that reads foreign files for redan and redan-cli, in a process of its
 * own. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/advisories.h"
#include "model/exchange/findings.h"
#include "model/exchange/foreign-graph.h"
#include "model/exchange/import.h"
#include "model/exchange/template.h"

int
main (int argc, char **argv)
{
  setlocale (LC_MESSAGES, "");
  setlocale (LC_CTYPE, "");
  bindtextdomain (GETTEXT_PACKAGE, REDAN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  if (argc > 1 && strcmp (argv[1], "findings") == 0)
    return redan_findings_child_run ();
  if (argc > 1 && strcmp (argv[1], "advisories") == 0)
    return redan_advisories_child_run ();
  if (argc > 1 && strcmp (argv[1], "template") == 0)
    return redan_template_child_run ();
  if (argc > 1 && strcmp (argv[1], "graph") == 0)
    return redan_foreign_graphs_child_run ();
  return redan_import_child_run (argc > 1 ? argv[1] : NULL);
}
