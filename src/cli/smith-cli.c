/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "smith-cli-converter.h"
#include "smith-cli-interaction.h"
#include "smith-cli-json.h"
#include "smith-cli-options.h"
#include "smith-cli-reader.h"
#include "smith-cli-text.h"

/**
 * smith-cli:
 *
 * The program without a window: what is in files, printed or converted, by the same values that the window
 * shows. It needs no display, no session and no configuration.
 */

typedef struct
{
  SmithCliConverter *converter;
  guint              n_visited;
} Output;

/* Texts go through the locale's encoding; a character that it does not have becomes a question mark. */
static void
complain (const char *file,
          const char *sentence)
{
  g_autofree char *text = file != NULL ? g_strdup_printf ("%s: %s", file, sentence) : g_strdup (sentence);
  g_autofree char *escaped = smith_cli_text_escape (text);

  g_printerr ("chainsmith: %s\n", escaped);
}

static void
print_cb (const char   *file,
          SmithParsed  *parsed,
          const GError *error,
          gpointer      user_data)
{
  Output *output = user_data;
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      complain (file, error->message);
      return;
    }
  text = smith_cli_text_describe (file, parsed);
  g_print ("%s%s", output->n_visited++ > 0 ? "\n" : "", text);
}

/* Always UTF-8 (RFC 8259, 8.1), whatever the locale. */
static void
print_json_cb (const char   *file,
               SmithParsed  *parsed,
               const GError *error,
               gpointer      user_data)
{
  Output *output = user_data;
  g_autofree char *text = smith_cli_json_write (smith_cli_json_new (file, parsed, error));

  fputs (output->n_visited++ > 0 ? ",\n" : "\n", stdout);
  fputs (text, stdout);
}

static void
convert_cb (const char   *file,
            SmithParsed  *parsed,
            const GError *error,
            gpointer      user_data)
{
  Output *output = user_data;

  if (error != NULL)
    complain (file, error->message);
  else
    smith_cli_converter_take (output->converter, parsed);
}

static void
tell_written_cb (const char *path,
                 gboolean    exists,
                 gpointer    user_data)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *escaped = smith_cli_text_escape (name);

  if (exists)
    /* Translators: a file. */
    g_print (_("%s (was there already)\n"), escaped);
  else
    g_print ("%s\n", escaped);
}

/* A file that is opened must not take the place of a standard stream that was closed: what is printed would
 * end up in it. Such a stream can be opened for reading only, so that writing to it fails and is told. */
static void
guard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF)
      open ("/dev/null", O_RDONLY);
}

static SmithCliStatus
check_output (SmithCliStatus status)
{
  int number;

  errno = 0;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  number = errno;
  complain (NULL, _("The output could not be written."));
  if (number != 0)
    g_debug ("The output could not be written: %s", g_strerror (number));

  return SMITH_CLI_STATUS_OUTPUT;
}

static SmithCliStatus
read_files (SmithCliOptions *options,
            GTlsInteraction *interaction)
{
  g_autoptr (SmithCliConverter) converter = smith_cli_converter_new (options->output != NULL ? options->output : ".");
  g_autoptr (GError) error = NULL;
  Output output = { converter, 0 };
  SmithCliStatus status;
  gboolean understood = FALSE;

  switch (options->mode)
    {
    case SMITH_CLI_MODE_JSON:
      fputs ("[", stdout);
      understood = smith_cli_reader_read (options->files, interaction, print_json_cb, &output);
      fputs (output.n_visited > 0 ? "\n]\n" : "]\n", stdout);
      break;
    case SMITH_CLI_MODE_CONVERT:
      understood = smith_cli_reader_read (options->files, interaction, convert_cb, &output);
      break;
    case SMITH_CLI_MODE_PRINT:
    case SMITH_CLI_MODE_NONE:
    default:
      understood = smith_cli_reader_read (options->files, interaction, print_cb, &output);
      break;
    }
  status = understood ? SMITH_CLI_STATUS_UNDERSTOOD : SMITH_CLI_STATUS_NOT_UNDERSTOOD;
  if (!smith_cli_converter_write (converter, tell_written_cb, NULL, &error))
    {
      complain (NULL, error->message);
      status = SMITH_CLI_STATUS_OUTPUT;
    }

  return status;
}

/**
 * smith_cli_wants:
 * @arguments: (array zero-terminated=1): the command line, the name of the program first
 *
 * Returns: whether it asks for something that needs no window
 */
gboolean
smith_cli_wants (const char * const *arguments)
{
  static const char * const flags[] = { "--print", "--json", "--convert", "--version", "--help", "-h", NULL };
  static const char * const values[] = { "--output", "--password-fd", NULL };

  g_return_val_if_fail (arguments != NULL, FALSE);

  for (guint i = 1; arguments[0] != NULL && arguments[i] != NULL && !g_str_equal (arguments[i], "--"); i++)
    {
      if (g_strv_contains (flags, arguments[i]) || g_strv_contains (values, arguments[i]))
        return TRUE;
      for (guint j = 0; values[j] != NULL; j++)
        if (g_str_has_prefix (arguments[i], values[j]) && arguments[i][strlen (values[j])] == '=')
          return TRUE;
    }

  return FALSE;
}

/**
 * smith_cli_run:
 * @arguments: (array zero-terminated=1): a command line that smith_cli_wants() is true for; not changed
 *
 * Reads the files and prints to the standard output. Blocks; asks for passwords on the terminal.
 *
 * Returns: the exit status
 */
SmithCliStatus
smith_cli_run (char **arguments)
{
  g_autoptr (SmithCliOptions) options = NULL;
  g_autoptr (GTlsInteraction) interaction = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (arguments != NULL, SMITH_CLI_STATUS_USAGE);

  guard_streams ();
  options = smith_cli_options_parse (arguments, &error);
  if (options == NULL)
    {
      complain (NULL, error->message);
      return SMITH_CLI_STATUS_USAGE;
    }
  if (options->help)
    {
      g_print ("%s", options->help_text);
      return check_output (SMITH_CLI_STATUS_UNDERSTOOD);
    }
  if (options->version)
    {
      g_print ("Chainsmith %s\n", PACKAGE_VERSION);
      return check_output (SMITH_CLI_STATUS_UNDERSTOOD);
    }

  interaction = smith_cli_interaction_new (TRUE);
  if (options->password_fd >= 0 &&
      !smith_cli_interaction_read_passwords (SMITH_CLI_INTERACTION (interaction), options->password_fd, &error))
    {
      complain (NULL, error->message);
      return SMITH_CLI_STATUS_USAGE;
    }

  return check_output (read_files (options, interaction));
}
