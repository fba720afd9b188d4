/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-archive.h"
#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * Archives, such as certificate authorities send, and compressed files: each file in them is read as if it came
 * by itself, named behind the archive and an exclamation mark.
 */

typedef struct
{
  SmithParserRun *run;
  const char     *title;
  guint           n_files;
  gboolean        is_refused;   /* nobody gave the password: that is told once, for all files that are locked */
} Visit;

typedef struct
{
  const guint8 *data;
  gsize         size;
} Locked;

static gboolean
visit_file_cb (gpointer      user_data,
               const char   *name,
               const guint8 *data,
               gsize         size,
               const GError *error)
{
  Visit *visit = user_data;

  visit->n_files++;
  if (visit->is_refused && g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG))
    return TRUE;
  smith_parser_run_parse_member (visit->run, name, data, size, error != NULL ? g_error_copy (error) : NULL);

  return !smith_parser_run_is_over (visit->run);
}

static gboolean
unlock_archive_cb (gpointer      user_data,
                   SmithSecret  *passphrase,
                   GError      **error)
{
  Locked *locked = user_data;

  return smith_archive_unlock (locked->data, locked->size, passphrase, error);
}

static void
read_archive (Visit        *visit,
              const guint8 *data,
              gsize         size)
{
  SmithParserRun *run = visit->run;
  Locked locked = { data, size };
  GError *error = NULL;
  g_autoptr (SmithSecret) passphrase = NULL;
  gboolean is_read;

  if (smith_archive_is_locked (data, size))
    {
      passphrase = smith_parser_run_unlock (run, _("The archive"), unlock_archive_cb, &locked, &error);
      /* Some of its files may not be locked. */
      visit->is_refused = passphrase == NULL;
      if (visit->is_refused)
        smith_parser_run_add_error (run, visit->title, g_steal_pointer (&error));
    }

  is_read = smith_archive_read (data, size, passphrase, smith_parser_run_get_archive_use (run), visit_file_cb, visit, &error);
  if (is_read && visit->n_files == 0)
    smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD, _("There is no file in the archive."));
  if (error != NULL)
    smith_parser_run_add_error (run, visit->title, error);
}

static gboolean
parse_archive (SmithParserRun *run,
               const guint8   *data,
               gsize           size)
{
  Visit visit = { run, smith_archive_sniff (data, size), 0, FALSE };
  g_autofree char *mend = NULL;
  GError *error = NULL;

  if (visit.title == NULL)
    return FALSE;
  if (!smith_parser_run_enter_archive (run))
    {
      smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_TOO_LARGE,
                              _("The archives are nested more than %d deep. The innermost was not read."),
                              SMITH_ARCHIVE_MAX_DEPTH);
      smith_parser_run_add_error (run, visit.title, error);
      return TRUE;
    }
  /* Translators: a kind of archive, such as ZIP. */
  mend = g_strdup_printf (_("%s unpacked"), visit.title);
  smith_parser_run_push_mend (run, mend);
  read_archive (&visit, data, size);
  smith_parser_run_pop_mend (run);
  smith_parser_run_leave_archive (run);

  return TRUE;
}

const SmithParserFormat smith_format_archive = { "archive", parse_archive };
