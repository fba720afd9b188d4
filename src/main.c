/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "smith-application.h"
#include "smith-cli.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (GApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name ("Chainsmith");
  g_set_prgname (APPLICATION_ID);

  /* Before anything of GTK is asked for: there may be no display. */
  if (smith_cli_wants ((const char * const *) argv))
    return smith_cli_run (argv);

  application = G_APPLICATION (smith_application_new ());

  return g_application_run (application, argc, argv);
}
