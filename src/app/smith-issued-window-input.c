/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued-window-private.h"

#include <glib/gi18n.h>

#include "smith-compat.h"
#include "smith-incoming.h"
#include "smith-issue-dialog.h"
#include "smith-issued-save.h"
#include "smith-parser.h"
#include "smith-toast.h"

/* What comes in: by file, paste or drop. */

/* The next request */

static void
signed_cb (SmithIssuedWindow *self,
           SmithCertificate  *certificate,
           SmithIdentity     *recipient,
           const char        *warning)
{
  g_autoptr (GPtrArray) chain = smith_authority_dup_chain (self->authority);

  /* The dialog has an authority of its own: it may have been another one. */
  smith_issued_window_reload (self);
  if (warning != NULL)
    {
      smith_issued_window_show_error (self, warning);
    }
  else if (recipient != NULL)
    {
      g_autofree char *title = g_strdup_printf (_("Signed; “%s” has its certificate and chain"),
                                                smith_identity_get_name (recipient));

      smith_toast_show (GTK_WIDGET (self->stack), title);
    }
  else
    {
      smith_issued_save (GTK_WINDOW (self), certificate, chain);
    }
}

static void
sign (SmithIssuedWindow *self,
      SmithRequest      *request)
{
  GtkWidget *dialog = smith_issue_dialog_new (self->workspace, request, smith_authority_get_identity (self->authority));

  g_signal_connect_object (dialog, "signed", G_CALLBACK (signed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A request is to be signed; a certificate that this authority issued is to be revoked. */
static void
parse_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) found = smith_parser_parse_finish (result, &error);
  guint n = found != NULL ? g_list_model_get_n_items (found) : 0;
  g_autoptr (SmithCertificate) foreign = NULL;
  g_autofree char *sentence = NULL;

  if (self->authority == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  smith_issued_window_show_error (self, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (found, i);
      SmithCertificate *certificate = smith_parsed_get_certificate (parsed);

      if (smith_parsed_get_request (parsed) != NULL)
        {
          sign (self, smith_parsed_get_request (parsed));
          return;
        }
      if (certificate != NULL && smith_authority_has_issued (self->authority, certificate))
        {
          smith_issued_window_revoke (self, certificate);
          return;
        }
      if (certificate != NULL && foreign == NULL)
        foreign = g_object_ref (certificate);
    }
  if (foreign != NULL)
    sentence = g_strdup_printf (_("“%s” was issued by somebody else: only who issued a certificate can revoke it."),
                                smith_certificate_get_title (foreign));
  else
    sentence = g_strdup (_("There is no certificate signing request in it, and no certificate to revoke. A "
                           "with “-----BEGIN CERTIFICATE REQUEST-----”."));
  smith_issued_window_show_error (self, sentence);
}

static void
take_bytes (SmithIssuedWindow *self,
            GBytes            *bytes,
            const char        *source)
{
  smith_parser_parse_async (bytes, source, NULL, self->cancellable, parse_cb, g_object_ref (self));
}

static void
load_file_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);
  g_autofree char *name = g_file_get_basename (G_FILE (source));

  if (self->authority == NULL)
    return;
  if (bytes == NULL)
    smith_issued_window_finish_verb (self, FALSE, error);
  else
    take_bytes (self, bytes, name);
}

/* RFC 2986 and RFC 5280 set no limit, but a request or certificate of more than a few kilobytes is none. */
#define MAX_REQUEST_SIZE (1024 * 1024)

static void
query_info_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (self->authority == NULL)
    return;
  if (info == NULL)
    smith_issued_window_finish_verb (self, FALSE, error);
  else if (g_file_info_get_size (info) > MAX_REQUEST_SIZE || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    smith_issued_window_show_error (self, _("This is not the file of a request or certificate: it is too large, or no file at all."));
  else
    g_file_load_bytes_async (G_FILE (source), self->cancellable, load_file_cb, g_object_ref (self));
}

static void
take_file (SmithIssuedWindow *self,
           GFile             *file)
{
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->cancellable, query_info_cb, g_object_ref (self));
}

/* Several at once would ask several questions at once: the first. */
static void
take_incoming (SmithIssuedWindow *self,
               SmithIncoming     *incoming)
{
  g_autoptr (GFile) file = incoming->files != NULL ? g_list_model_get_item (incoming->files, 0) : NULL;

  if (file != NULL)
    take_file (self, file);
  else
    take_bytes (self, incoming->bytes, _("Clipboard"));
}

static void
open_files_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GListModel) files = smith_compat_open_files_finish (result, NULL);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (file != NULL && self->authority != NULL)
    take_file (self, file);
}

static void
activate_open (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SmithIssuedWindow *self = SMITH_ISSUED_WINDOW (widget);

  smith_compat_open_files_async (GTK_WINDOW (self),
                                 g_str_equal (name, "issued.open") ? _("Open a Request") : _("Open a Certificate"), FALSE,
                                 self->cancellable, open_files_cb, g_object_ref (self));
}

static void
paste_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  SmithIssuedWindow *self = SMITH_ISSUED_WINDOW (source);
  g_autoptr (SmithIncoming) incoming = smith_incoming_paste_finish (GTK_WIDGET (self), result, NULL);

  if (self->authority == NULL)
    return;
  if (incoming != NULL)
    take_incoming (self, incoming);
  else
    smith_issued_window_show_error (self, _("There is no text on the clipboard. Copy the request first."));
}

static void
activate_paste (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  smith_incoming_paste_async (widget, SMITH_ISSUED_WINDOW (widget)->cancellable, paste_cb, NULL);
}

static gboolean
dropped_cb (SmithIssuedWindow *self,
            const GValue      *value)
{
  g_autoptr (SmithIncoming) incoming = smith_incoming_new_from_value (value);

  if (incoming != NULL)
    take_incoming (self, incoming);

  return incoming != NULL;
}

/**
 * smith_issued_window_init_drop:
 *
 * Takes a file or text that is dropped anywhere on the window.
 */
void
smith_issued_window_init_drop (SmithIssuedWindow *self)
{
  GtkDropTarget *target = smith_incoming_create_target ();

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
smith_issued_window_install_input_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "issued.open", NULL, activate_open);
  gtk_widget_class_install_action (widget_class, "issued.paste", NULL, activate_paste);
  gtk_widget_class_install_action (widget_class, "issued.revoke-file", NULL, activate_open);
}
