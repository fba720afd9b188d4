/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-backup.h"

#include <glib/gi18n.h>

/*
 * What a backup or a restoration did, in words.
 */

static void
append (GString    *text,
        const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

static void
append_count (GString    *text,
              const char *format,
              guint       n)
{
  g_autofree char *sentence = NULL;

  if (n == 0)
    return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sentence = g_strdup_printf (format, n);
#pragma GCC diagnostic pop
  append (text, sentence);
}

/**
 * smith_backup_result_dup_title:
 *
 * Returns: (transfer full): what came of a restoration, in one line
 */
char *
smith_backup_result_dup_title (SmithBackupResult *self)
{
  guint n = self->n_added + self->n_completed + self->n_apart;

  g_return_val_if_fail (self != NULL, NULL);

  if (n == 0)
    return g_strdup (self->n_identities > 0 ? _("Everything in the backup is here already")
                                            : _("The backup holds no identity"));

  return g_strdup_printf (ngettext ("%u identity restored", "%u identities restored", n), n);
}

/**
 * smith_backup_result_dup_details:
 *
 * Returns: (transfer full): the rest of it, in sentences; "" where there is nothing to add
 */
char *
smith_backup_result_dup_details (SmithBackupResult *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  append_count (text, ngettext ("%u was missing and is new here.", "%u were missing and are new here.", self->n_added),
                self->n_added);
  append_count (text, ngettext ("%u was here in part and is complete now.", "%u were here in part and are complete now.",
                                self->n_completed), self->n_completed);
  append_count (text, ngettext ("%u is here with other contents; the one of the backup is beside it, marked “restored”.",
                                "%u are here with other contents; those of the backup are beside them, marked “restored”.",
                                self->n_apart), self->n_apart);
  append_count (text, ngettext ("%u was here already.", "%u were here already.", self->n_known), self->n_known);
  append_count (text, ngettext ("%u profile was added.", "%u profiles were added.", self->n_profiles), self->n_profiles);
  append_count (text, ngettext ("%u account was added; its secret is not in backups, enter it when it is asked for.",
                                "%u accounts were added; their secrets are not in backups, enter them when they are asked for.",
                                self->n_accounts), self->n_accounts);

  return g_string_free (text, FALSE);
}
