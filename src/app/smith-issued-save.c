/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued-save.h"

#include <glib/gi18n.h>

#include "smith-compat.h"
#include "smith-file-save.h"

/* A certificate for somebody else, as the file that goes back to them: the certificate, then its chain. */

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  const SmithAlertResponse responses[] = { { "cancel", _("_Close"), ADW_RESPONSE_DEFAULT } };

  if (!smith_file_save_finish (GTK_WIDGET (source), result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_compat_alert_async (GTK_WINDOW (source), _("Couldn’t Save the Certificate"), error->message, NULL, responses,
                              G_N_ELEMENTS (responses), NULL, NULL, NULL);
}

/**
 * smith_issued_save:
 * @parent: the window it belongs to
 * @certificate: what was issued
 * @chain: (element-type SmithCertificate): what belongs after it
 *
 * Asks where to, and writes both as PEM. Closing the chooser loses nothing: the authority keeps what it has issued.
 */
void
smith_issued_save (GtkWindow        *parent,
                   SmithCertificate *certificate,
                   GPtrArray        *chain)
{
  GString *text;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (SMITH_IS_CERTIFICATE (certificate));

  text = g_string_new (smith_certificate_get_pem (certificate));
  for (guint i = 0; i < chain->len; i++)
    g_string_append (text, smith_certificate_get_pem (g_ptr_array_index (chain, i)));
  bytes = g_string_free_to_bytes (text);
  name = smith_file_save_dup_name (smith_certificate_get_title (certificate), ".pem");
  smith_file_save_async (GTK_WIDGET (parent), _("Save the Certificate"), name, bytes, NULL, save_cb, NULL);
}
