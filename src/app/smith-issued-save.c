/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued-save.h"

#include <glib/gi18n.h>

#include "smith-compat.h"
#include "smith-toast.h"

/* A certificate for somebody else, as the file that goes back to them: the certificate, then its chain. */

typedef struct
{
  GtkWindow *parent;
  GBytes    *bytes;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->parent);
  g_clear_pointer (&saving->bytes, g_bytes_unref);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
replace_contents_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GtkWindow) parent = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *text = NULL;
  const SmithAlertResponse responses[] = { { "cancel", _("_Close"), ADW_RESPONSE_DEFAULT } };

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      text = g_strdup_printf (_("Saved as “%s”"), name);
      smith_toast_show (GTK_WIDGET (parent), text);
      return;
    }
  text = g_strdup_printf (_("Couldn’t save “%s”: %s"), name, error->message);
  smith_compat_alert_async (parent, _("Couldn’t Save the Certificate"), text, NULL, responses, G_N_ELEMENTS (responses), NULL,
                            NULL, NULL);
}

static void
save_file_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GFile) file = smith_compat_save_file_finish (result, NULL);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, saving->bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                         replace_contents_cb, g_object_ref (saving->parent));
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
  g_autofree char *name = NULL;
  Saving *saving;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (SMITH_IS_CERTIFICATE (certificate));

  text = g_string_new (smith_certificate_get_pem (certificate));
  for (guint i = 0; i < chain->len; i++)
    g_string_append (text, smith_certificate_get_pem (g_ptr_array_index (chain, i)));
  saving = g_new0 (Saving, 1);
  saving->parent = g_object_ref (parent);
  saving->bytes = g_string_free_to_bytes (text);
  name = g_strdup_printf ("%s.pem", smith_certificate_get_title (certificate));
  g_strdelimit (name, "/\\:*?\"<>|", '_');
  smith_compat_save_file_async (parent, _("Save the Certificate"), name, NULL, save_file_cb, saving);
}
