/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-cli-options.h"

#include <glib/gi18n.h>

/*
 * The options of the program without a window, by GOption as everywhere in GNOME.
 */

void
smith_cli_options_free (SmithCliOptions *self)
{
  g_free (self->output);
  g_strfreev (self->files);
  g_free (self->help_text);
  g_free (self);
}

static gboolean
choose_mode (SmithCliOptions  *self,
             gboolean          print,
             gboolean          json,
             gboolean          convert,
             GError          **error)
{
  if (print + json + convert > 1)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("--print, --json and --convert are three different things; give one of them."));
      return FALSE;
    }
  if (print)
    self->mode = SMITH_CLI_MODE_PRINT;
  else if (json)
    self->mode = SMITH_CLI_MODE_JSON;
  else if (convert)
    self->mode = SMITH_CLI_MODE_CONVERT;

  return TRUE;
}

static gboolean
check_options (SmithCliOptions  *self,
               GError          **error)
{
  if (self->help || self->version)
    return TRUE;
  if (self->mode == SMITH_CLI_MODE_NONE)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("--output and --password-fd go with --print, --json or --convert."));
      return FALSE;
    }
  if (self->output != NULL && self->mode != SMITH_CLI_MODE_CONVERT)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("--output goes with --convert."));
      return FALSE;
    }
  if (self->files == NULL || self->files[0] == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("No file was given. Give at least one, or “-” for the standard input."));
      return FALSE;
    }

  return TRUE;
}

/**
 * smith_cli_options_parse:
 * @arguments: (array zero-terminated=1): the command line, the name of the program first; not changed
 * @error: return location for an error of G_OPTION_ERROR
 *
 * Returns: (transfer full): what it says; NULL where it makes no sense
 */
SmithCliOptions *
smith_cli_options_parse (char   **arguments,
                         GError **error)
{
  g_autoptr (SmithCliOptions) self = g_new0 (SmithCliOptions, 1);
  gboolean print = FALSE, json = FALSE, convert = FALSE;
  const GOptionEntry entries[] = {
    { "print", 0, 0, G_OPTION_ARG_NONE, &print, N_("Print what is in the files, to be read by people"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print what is in the files as one JSON array"), NULL },
    { "convert", 0, 0, G_OPTION_ARG_NONE, &convert, N_("Write what is in the files as PEM, one file for each piece"), NULL },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &self->output, N_("Where --convert writes; else the current folder"),
      N_("FOLDER") },
    { "password-fd", 0, 0, G_OPTION_ARG_INT, &self->password_fd,
      N_("Read passwords from this file descriptor, one a line"), N_("NUMBER") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, N_("Print the version"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->help, N_("Print this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, N_("[FILE…]") },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) copy = g_strdupv (arguments);

  self->password_fd = -1;
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Opens a window with the files. With --print, --json or --convert no window is\n"
                                           "opened and no display is needed; “-” is the standard input."));
  g_option_context_set_description (context, _("Exit status: 0 when everything was understood, 1 when something was not,\n"
                                               "2 when the options make no sense, 3 when something could not be written.\n"));
  if (!g_option_context_parse_strv (context, &copy, error) ||
      !choose_mode (self, print, json, convert, error) ||
      !check_options (self, error))
    return NULL;
  self->help_text = g_option_context_get_help (context, TRUE, NULL);

  return g_steal_pointer (&self);
}
