/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued-window.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-authority.h"
#include "smith-certificate-dialog.h"
#include "smith-compat.h"
#include "smith-issue-dialog.h"
#include "smith-issued-row.h"
#include "smith-issued-save.h"
#include "smith-parser.h"
#include "smith-password-interaction.h"
#include "smith-toast.h"

/**
 * SmithIssuedWindow:
 *
 * What an authority has issued and revoked, and the next request, by file, paste or drop. Revoking asks for the reason
 * and can be taken back until the list is exported. What fails is said at the top.
 */
struct _SmithIssuedWindow
{
  AdwWindow parent_instance;

  /* Owned */
  SmithWorkspace *workspace;
  SmithAuthority *authority;
  GCancellable   *cancellable;   /* of all that is under way: ends with the window */

  /* Template */
  AdwWindowTitle *window_title;
  GtkLabel       *error_label;
  AdwActionRow   *crl_row;
  GtkStack       *stack;
  GtkListView    *list_view;
};

G_DEFINE_FINAL_TYPE (SmithIssuedWindow, smith_issued_window, ADW_TYPE_WINDOW)

/* A question, or a verb, on its way: the window may be gone when it is answered. */
typedef struct
{
  SmithIssuedWindow *window;
  SmithIssued       *issued;
  AdwComboRow       *reason_row;
} Verb;

static Verb *
verb_new (SmithIssuedWindow *window,
          SmithIssued       *issued)
{
  Verb *verb = g_new0 (Verb, 1);

  verb->window = g_object_ref (window);
  g_set_object (&verb->issued, issued);

  return verb;
}

static void
verb_free (Verb *verb)
{
  g_clear_object (&verb->window);
  g_clear_object (&verb->issued);
  g_clear_object (&verb->reason_row);
  g_free (verb);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Verb, verb_free)

static void
show_error (SmithIssuedWindow *self,
            const char        *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
}

static void
update (SmithIssuedWindow *self)
{
  guint n;

  if (self->authority == NULL)
    return;

  n = g_list_model_get_n_items (smith_authority_get_issued (self->authority));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list"
                                                       : smith_authority_get_loading (self->authority) ? "loading" : "empty");
  adw_action_row_set_subtitle (self->crl_row, smith_authority_get_crl_text (self->authority));
  if (smith_authority_get_problem (self->authority) != NULL)
    show_error (self, smith_authority_get_problem (self->authority));
}

/* What went wrong is shown where it happened; TRUE where all went well. */
static gboolean
finish_verb (SmithIssuedWindow *self,
             gboolean           done,
             GError            *error)
{
  if (self->authority == NULL)
    return FALSE;
  if (done)
    show_error (self, smith_authority_get_problem (self->authority));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error->message);

  return done;
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean loaded = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (finish_verb (self, loaded, error))
    update (self);
}

/* Undo */

static void
restore_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Verb) verb = user_data;
  g_autoptr (GError) error = NULL;
  gboolean restored = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (finish_verb (verb->window, restored, error))
    smith_toast_show (GTK_WIDGET (verb->window->stack), _("Revocation taken back"));
}

static void
restore (SmithIssuedWindow *self,
         SmithIssued       *issued)
{
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (GTK_WINDOW (self));

  smith_authority_restore_async (self->authority, issued, interaction, self->cancellable, restore_cb,
                                 verb_new (self, issued));
}

static void
row_undo_cb (SmithIssuedWindow *self,
             SmithIssuedRow    *row)
{
  restore (self, smith_issued_row_get_issued (row));
}

/* Revoke */

static void
revoke_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Verb) verb = user_data;
  g_autoptr (GError) error = NULL;
  gboolean revoked = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (finish_verb (verb->window, revoked, error))
    smith_toast_show (GTK_WIDGET (verb->window->stack), _("Certificate revoked"));
}

static void
ask_reason_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Verb *verb = user_data;
  g_autofree char *answer = smith_compat_alert_finish (result, NULL);
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (g_strcmp0 (answer, "revoke") != 0 || verb->window->authority == NULL)
    {
      verb_free (verb);
      return;
    }
  interaction = smith_password_interaction_new (GTK_WINDOW (verb->window));
  smith_authority_revoke_async (verb->window->authority, verb->issued,
                                smith_revocation_reason_get_nth (adw_combo_row_get_selected (verb->reason_row)), interaction,
                                verb->window->cancellable, revoke_cb, verb);
}

static GtkWidget *
create_reason_list (Verb *verb)
{
  GtkWidget *list = gtk_list_box_new ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < smith_revocation_reason_get_n_reasons (); i++)
    gtk_string_list_append (titles, smith_revocation_reason_get_title (smith_revocation_reason_get_nth (i)));
  verb->reason_row = g_object_ref_sink (ADW_COMBO_ROW (adw_combo_row_new ()));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (verb->reason_row), _("Reason"));
  adw_combo_row_set_model (verb->reason_row, G_LIST_MODEL (titles));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (verb->reason_row));

  return list;
}

static void
row_revoke_cb (SmithIssuedWindow *self,
               SmithIssuedRow    *row)
{
  SmithIssued *issued = smith_issued_row_get_issued (row);
  /* Translators: %s is the name of a server */
  g_autofree char *body = g_strdup_printf (_("“%s” will be on the revocation list. You can take it back until you export the "
                                             "list."), smith_issued_get_title (issued));
  Verb *verb = verb_new (self, issued);
  const SmithAlertResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "revoke", _("_Revoke"), ADW_RESPONSE_DESTRUCTIVE },
  };

  smith_compat_alert_async (GTK_WINDOW (self), _("Revoke the Certificate?"), body, create_reason_list (verb), responses,
                            G_N_ELEMENTS (responses), self->cancellable, ask_reason_cb, verb);
}

/* Save */

static void
row_save_cb (SmithIssuedWindow *self,
             SmithIssuedRow    *row)
{
  g_autoptr (GPtrArray) chain = smith_authority_dup_chain (self->authority);

  smith_issued_save (GTK_WINDOW (self), smith_issued_get_certificate (smith_issued_row_get_issued (row)), chain);
}

/* Export */

static void
export_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean exported = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (finish_verb (self, exported, error))
    smith_toast_show (GTK_WIDGET (self->stack), _("Revocation list exported"));
}

static void
choose_export_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GFile) file = smith_compat_save_file_finish (result, NULL);
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (file == NULL || self->authority == NULL)
    return;
  interaction = smith_password_interaction_new (GTK_WINDOW (self));
  smith_authority_export_async (self->authority, file, interaction, self->cancellable, export_cb, g_object_ref (self));
}

static void
activate_export (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SmithIssuedWindow *self = SMITH_ISSUED_WINDOW (widget);
  g_autofree char *file = g_strdup_printf ("%s.crl", smith_identity_get_name (smith_authority_get_identity (self->authority)));

  g_strdelimit (file, "/\\:*?\"<>|", '_');
  smith_compat_save_file_async (GTK_WINDOW (self), _("Export the Revocation List"), file, self->cancellable,
                                choose_export_cb, g_object_ref (self));
}

/* The next request */

static void
signed_cb (SmithIssuedWindow *self,
           SmithCertificate  *certificate,
           SmithIdentity     *recipient,
           const char        *warning)
{
  g_autoptr (GPtrArray) chain = smith_authority_dup_chain (self->authority);

  /* The dialog has an authority of its own: it may have been another one. */
  smith_authority_load_async (self->authority, self->cancellable, load_cb, g_object_ref (self));
  if (warning != NULL)
    {
      show_error (self, warning);
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
parse_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) found = smith_parser_parse_finish (result, &error);
  guint n = found != NULL ? g_list_model_get_n_items (found) : 0;

  if (self->authority == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (found, i);
      SmithRequest *request = smith_parsed_get_request (parsed);
      GtkWidget *dialog;

      if (request == NULL)
        continue;
      show_error (self, NULL);
      dialog = smith_issue_dialog_new (self->workspace, request, smith_authority_get_identity (self->authority));
      g_signal_connect_object (dialog, "signed", G_CALLBACK (signed_cb), self, G_CONNECT_SWAPPED);
      gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }
  show_error (self, _("There is no certificate signing request in it. A request begins with “-----BEGIN CERTIFICATE REQUEST-----”."));
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
    finish_verb (self, FALSE, error);
  else
    take_bytes (self, bytes, name);
}

/* RFC 2986 sets no limit, but a request of more than a few kilobytes is none. */
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
    finish_verb (self, FALSE, error);
  else if (g_file_info_get_size (info) > MAX_REQUEST_SIZE || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    show_error (self, _("This is not the file of a request: it is too large, or no file at all."));
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

static void
take_text (SmithIssuedWindow *self,
           const char        *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  take_bytes (self, bytes, _("Clipboard"));
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

  smith_compat_open_files_async (GTK_WINDOW (self), _("Open a Request"), FALSE, self->cancellable, open_files_cb,
                                 g_object_ref (self));
}

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->authority == NULL)
    return;
  if (text != NULL)
    take_text (self, text);
  else
    show_error (self, _("There is no text on the clipboard. Copy the request first."));
}

static void
activate_paste (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithIssuedWindow *self = SMITH_ISSUED_WINDOW (widget);

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), self->cancellable, read_text_cb, g_object_ref (self));
}

static gboolean
drop_cb (GtkDropTarget     *target,
         const GValue      *value,
         double             x,
         double             y,
         SmithIssuedWindow *self)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

      if (files == NULL)
        return FALSE;
      take_file (self, files->data);
      return TRUE;
    }
  if (G_VALUE_HOLDS_STRING (value))
    {
      take_text (self, g_value_get_string (value));
      return TRUE;
    }

  return FALSE;
}

/* Rows */

static void
row_setup_cb (SmithIssuedWindow  *self,
              GtkListItem        *item)
{
  GtkWidget *row = smith_issued_row_new ();

  gtk_list_item_set_selectable (item, FALSE);
  g_signal_connect_object (row, "save", G_CALLBACK (row_save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "revoke", G_CALLBACK (row_revoke_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "undo", G_CALLBACK (row_undo_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

/* All there is to know of one. */
static void
row_activate_cb (SmithIssuedWindow *self,
                 guint              position)
{
  g_autoptr (SmithIssued) issued = g_list_model_get_item (smith_authority_get_issued (self->authority), position);
  GtkWidget *dialog;

  if (issued == NULL || smith_issued_get_certificate (issued) == NULL)
    return;
  dialog = smith_certificate_dialog_new (smith_issued_get_certificate (issued));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
row_bind_cb (SmithIssuedWindow  *self,
             GtkListItem        *item)
{
  smith_issued_row_set_issued (SMITH_ISSUED_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
row_unbind_cb (SmithIssuedWindow  *self,
               GtkListItem        *item)
{
  smith_issued_row_set_issued (SMITH_ISSUED_ROW (gtk_list_item_get_child (item)), NULL);
}

static gboolean
smith_issued_window_close_request (GtkWindow *window)
{
  g_cancellable_cancel (SMITH_ISSUED_WINDOW (window)->cancellable);

  return GTK_WINDOW_CLASS (smith_issued_window_parent_class)->close_request (window);
}

static void
smith_issued_window_dispose (GObject *object)
{
  SmithIssuedWindow *self = SMITH_ISSUED_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_object (&self->authority);

  G_OBJECT_CLASS (smith_issued_window_parent_class)->dispose (object);
}

static void
smith_issued_window_finalize (GObject *object)
{
  g_clear_object (&SMITH_ISSUED_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (smith_issued_window_parent_class)->finalize (object);
}

static void
smith_issued_window_class_init (SmithIssuedWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_issued_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = smith_issued_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = smith_issued_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-issued-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, crl_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, list_view);

  gtk_widget_class_bind_template_callback (widget_class, row_activate_cb);

  gtk_widget_class_install_action (widget_class, "issued.export", NULL, activate_export);
  gtk_widget_class_install_action (widget_class, "issued.open", NULL, activate_open);
  gtk_widget_class_install_action (widget_class, "issued.paste", NULL, activate_paste);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "issued.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "issued.open", NULL);
}

static void
smith_issued_window_init (SmithIssuedWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };

  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (row_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (row_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (row_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * smith_issued_window_new:
 * @workspace: the models
 * @identity: an authority
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_issued_window_new (SmithWorkspace *workspace,
                         SmithIdentity  *identity)
{
  SmithIssuedWindow *self;
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  self = g_object_new (SMITH_TYPE_ISSUED_WINDOW, NULL);
  self->workspace = g_object_ref (workspace);
  self->authority = smith_authority_new (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace),
                                         identity);
  adw_window_title_set_title (self->window_title, _("Issued"));
  adw_window_title_set_subtitle (self->window_title, smith_identity_get_name (identity));
  selection = gtk_no_selection_new (g_object_ref (smith_authority_get_issued (self->authority)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (smith_authority_get_issued (self->authority), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->authority, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  smith_authority_load_async (self->authority, self->cancellable, load_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}
