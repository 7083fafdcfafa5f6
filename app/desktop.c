/* SPDX-License-Identifier: Apache-2.0 */
/* redan: the desktop application. */

#include "config.h"

#include <glib/gi18n.h>
#include <libintl.h>
#include <locale.h>

#include "ui/window/application.h"

int
main (int argc, char **argv)
{
  g_autoptr (RedanApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, REDAN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = redan_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
