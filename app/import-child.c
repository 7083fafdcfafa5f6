/* SPDX-License-Identifier: Apache-2.0 */
/* redan-import: the program that reads foreign files for redan and redan-cli, in a process of its
 * own. */

#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/import.h"

int
main (int argc, char **argv)
{
  setlocale (LC_MESSAGES, "");
  setlocale (LC_CTYPE, "");
  bindtextdomain (GETTEXT_PACKAGE, REDAN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  return redan_import_child_run (argc > 1 ? argv[1] : NULL);
}
