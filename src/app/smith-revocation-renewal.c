/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-revocation-renewal.h"

#include <glib/gi18n.h>

#include "smith-authority.h"
#include "smith-compat.h"
#include "smith-password-interaction.h"
#include "smith-toast.h"

/*
 * The revocation list that is about to end, renewed with one button: read what was revoked -> sign a new list -> write
 * it where the last one was exported to -> say so.
 */

/* The widget may be gone when it is done. */
typedef struct
{
  GWeakRef from;
} Renewal;

static void
renewal_free (Renewal *renewal)
{
  g_weak_ref_clear (&renewal->from);
  g_free (renewal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renewal, renewal_free)

static void
tell_failure (GtkWidget  *from,
              const char *heading,
              const char *message)
{
  const SmithAlertResponse responses[] = { { "close", _("_Close"), ADW_RESPONSE_DEFAULT } };

  smith_compat_alert_async (GTK_WINDOW (gtk_widget_get_root (from)), heading, message, NULL, responses,
                            G_N_ELEMENTS (responses), NULL, NULL, NULL);
}

static void
renew_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Renewal) renewal = user_data;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&renewal->from);
  g_autoptr (GFile) written = NULL;
  g_autofree char *warning = NULL;
  g_autoptr (GError) error = NULL;
  gboolean renewed = smith_authority_renew_finish (SMITH_AUTHORITY (source), result, &written, &warning, &error);

  if (from == NULL || gtk_widget_get_root (from) == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!renewed)
    tell_failure (from, _("Couldn’t Renew the Revocation List"), error->message);
  else if (warning != NULL)
    tell_failure (from, _("Renewed, But Not Written"), warning);
  else
    smith_revocation_renewal_tell (from, written, "certificate.issued");
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Renewal) renewal = user_data;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&renewal->from);
  g_autoptr (GTlsInteraction) interaction = NULL;
  g_autoptr (GError) error = NULL;
  gboolean loaded = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (from == NULL || gtk_widget_get_root (from) == NULL)
    return;
  if (!loaded)
    {
      tell_failure (from, _("Couldn’t Renew the Revocation List"), error->message);
      return;
    }
  interaction = smith_password_interaction_new (GTK_WINDOW (gtk_widget_get_root (from)));
  smith_authority_renew_async (SMITH_AUTHORITY (source), interaction, NULL, renew_cb, g_steal_pointer (&renewal));
}

/**
 * smith_revocation_renewal_start:
 * @from: a widget of the window that says how it went
 * @workspace: the models
 * @identity: an authority
 *
 * Renews the revocation list of @identity.
 */
void
smith_revocation_renewal_start (GtkWidget      *from,
                                SmithWorkspace *workspace,
                                SmithIdentity  *identity)
{
  g_autoptr (SmithAuthority) authority = NULL;
  Renewal *renewal;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  authority = smith_authority_new (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace), identity);
  renewal = g_new0 (Renewal, 1);
  g_weak_ref_init (&renewal->from, from);
  smith_authority_load_async (authority, NULL, load_cb, renewal);
}

typedef struct
{
  GWeakRef  from;
  char     *action;
} Export;

static void
export_free (gpointer  data,
             GClosure *closure)
{
  Export *export = data;

  g_weak_ref_clear (&export->from);
  g_free (export->action);
  g_free (export);
}

static void
export_clicked_cb (gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&export->from);

  if (from != NULL)
    gtk_widget_activate_action (from, export->action, NULL);
}

/**
 * smith_revocation_renewal_tell:
 * @from: where it is said
 * @written: (nullable): the file that has the new list; NULL: it is to be exported
 * @export_action: of @from, or of what is around it
 *
 * Says that a list was renewed, and what is left to do.
 */
void
smith_revocation_renewal_tell (GtkWidget  *from,
                               GFile      *written,
                               const char *export_action)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  Export *export;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (written == NULL || G_IS_FILE (written));
  g_return_if_fail (export_action != NULL);

  if (written != NULL)
    {
      name = g_file_get_basename (written);
      /* Translators: %s is the name of a file */
      title = g_strdup_printf (_("Revocation list renewed and written to “%s”"), name);
      smith_toast_show (from, title);
      return;
    }
  export = g_new0 (Export, 1);
  g_weak_ref_init (&export->from, from);
  export->action = g_strdup (export_action);
  smith_toast_show_with_button (from, _("Revocation list renewed"), _("_Export…"), G_CALLBACK (export_clicked_cb), export,
                                export_free);
}
