/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-key-history.h"
#include "smith-new-dialog.h"
#include "smith-request-draft.h"
#include "smith-toast.h"

/* New certificates and renewals: the dialog, what comes after it, and Undo. */

typedef enum
{
  KIND_NEW,                           /* another identity */
  KIND_NEW_KEY,                       /* a key took the place of another */
  KIND_SAME_KEY,                      /* only the request is new */
} Kind;

/* The toast outlives nothing: it does not keep the window. */
typedef struct
{
  GWeakRef            window;
  SmithIdentity      *identity;
  GdkContentProvider *clip;           /* (nullable): what was put on the clipboard */
  SmithRequest       *old_request;    /* (nullable): of a renewal with the same key */
  SmithCertificate   *old_certificate; /* (nullable): the same */
  GListModel         *old_chain;      /* (nullable): the same */
  Kind                kind;
} Undo;

static void
undo_free (gpointer  data,
           GClosure *closure)
{
  Undo *undo = data;

  g_weak_ref_clear (&undo->window);
  g_clear_object (&undo->identity);
  g_clear_object (&undo->clip);
  g_clear_object (&undo->old_request);
  g_clear_object (&undo->old_certificate);
  g_clear_object (&undo->old_chain);
  g_free (undo);
}

static void
change_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_window_show_error (self, _("Couldn’t Change the Library"), error->message);
}

typedef struct
{
  SmithWindow   *window;
  SmithIdentity *identity;
} Return;

/* The history may begin with the key of today, where older certificates of it are kept. */
static SmithFormerKey *
find_last_former (GListModel    *history,
                  SmithIdentity *identity)
{
  SmithPublicKey *today = smith_identity_get_public_key (identity);

  for (guint i = 0; i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (SmithFormerKey) former = g_list_model_get_item (history, i);
      SmithPublicKey *key = smith_former_key_get_public_key (former);

      if (key != NULL && smith_former_key_get_has_key (former) && (today == NULL || !smith_public_key_equal (key, today)))
        return g_steal_pointer (&former);
    }

  return NULL;
}

static void
history_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autofree Return *back = user_data;
  g_autoptr (SmithWindow) self = back->window;
  g_autoptr (SmithIdentity) identity = back->identity;
  g_autoptr (GListModel) history = NULL;
  g_autoptr (SmithFormerKey) last = NULL;
  g_autoptr (GError) error = NULL;

  history = smith_library_load_key_history_finish (SMITH_LIBRARY (source), result, &error);
  last = history != NULL ? find_last_former (history, identity) : NULL;
  if (last != NULL)
    smith_library_bring_back_key_async (SMITH_LIBRARY (source), identity, last, self->cancellable,
                                        change_cb, g_object_ref (self));
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_window_show_error (self, _("Couldn’t Undo"), error->message);
}

/* The key that was replaced, with its request, certificate and chain; the new one goes to the history. */
static void
bring_back_key (SmithWindow   *self,
                SmithIdentity *identity)
{
  Return *back = g_new0 (Return, 1);

  back->window = g_object_ref (self);
  back->identity = g_object_ref (identity);
  smith_library_load_key_history_async (smith_workspace_get_library (self->workspace), identity, self->cancellable,
                                        history_loaded_cb, back);
}

/* Also the certificate, where the new request was signed at once. */
static void
bring_back_request (SmithWindow *self,
                    Undo        *undo)
{
  SmithLibrary *library = smith_workspace_get_library (self->workspace);

  smith_library_set_request_async (library, undo->identity, undo->old_request, self->cancellable, change_cb,
                                   g_object_ref (self));
  if (undo->old_certificate != smith_identity_get_certificate (undo->identity))
    smith_library_set_certificate_async (library, undo->identity, undo->old_certificate, undo->old_chain, self->cancellable,
                                         change_cb, g_object_ref (self));
}

static void
undo_clicked_cb (gpointer user_data)
{
  Undo *undo = user_data;
  g_autoptr (SmithWindow) self = g_weak_ref_get (&undo->window);
  GdkClipboard *clipboard;

  if (self == NULL || self->workspace == NULL)
    return;

  /* A request that is undone is not sent by mistake. */
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  if (undo->clip != NULL && gdk_clipboard_get_content (clipboard) == undo->clip)
    gdk_clipboard_set_content (clipboard, NULL);
  if (undo->kind == KIND_NEW)
    smith_window_delete (self, undo->identity);
  else if (undo->kind == KIND_NEW_KEY)
    bring_back_key (self, undo->identity);
  else
    bring_back_request (self, undo);
}

/* A dialog on its way, and what its identity had before; the dialog may outlive the window. */
typedef struct
{
  GWeakRef          window;
  SmithRequest     *old_request;
  SmithCertificate *old_certificate;
  GListModel       *old_chain;
} Creation;

static void
offer_undo (SmithWindow   *self,
            SmithIdentity *identity,
            Creation      *creation,
            Kind           kind,
            const char    *title,
            gboolean       copied)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  Undo *undo = g_new0 (Undo, 1);

  g_weak_ref_init (&undo->window, self);
  undo->identity = g_object_ref (identity);
  undo->kind = kind;
  if (copied)
    g_set_object (&undo->clip, gdk_clipboard_get_content (clipboard));
  g_set_object (&undo->old_request, creation->old_request);
  g_set_object (&undo->old_certificate, creation->old_certificate);
  g_set_object (&undo->old_chain, creation->old_chain);
  smith_toast_show_with_undo (smith_window_get_toast_place (self), title, G_CALLBACK (undo_clicked_cb), undo, undo_free);
}

static void
creation_free (gpointer  data,
               GClosure *closure)
{
  Creation *creation = data;

  g_weak_ref_clear (&creation->window);
  g_clear_object (&creation->old_request);
  g_clear_object (&creation->old_certificate);
  g_clear_object (&creation->old_chain);
  g_free (creation);
}

static void
show_request (SmithWindow   *self,
              SmithIdentity *identity,
              Creation      *creation,
              Kind           kind)
{
  smith_window_show (self, identity, "request");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          smith_request_get_pem (smith_identity_get_request (identity)));
  offer_undo (self, identity, creation, kind,
              kind == KIND_SAME_KEY ? _("Request created and copied: send it to your CA")
                                    : _("Key and request created, request copied: send it to your CA"), TRUE);
}

/* Signed by an authority of the library: nothing has to be sent anywhere. */
static void
show_certificate (SmithWindow   *self,
                  SmithIdentity *identity,
                  SmithIdentity *signer,
                  Creation      *creation,
                  Kind           kind)
{
  /* Translators: %s is the name of an authority */
  g_autofree char *title = g_strdup_printf (_("Certificate and chain are here, signed by “%s”"), smith_identity_get_name (signer));

  smith_window_show (self, identity, "certificate");
  offer_undo (self, identity, creation, kind, title, FALSE);
}

static void
created_cb (SmithNewDialog *dialog,
            SmithIdentity  *identity,
            Creation       *creation)
{
  g_autoptr (SmithWindow) self = g_weak_ref_get (&creation->window);
  SmithNewIdentity *new_identity = smith_new_dialog_get_new_identity (dialog);
  SmithIdentity *signer = smith_new_dialog_get_signer (dialog);
  const char *warning = smith_new_dialog_get_warning (dialog);
  Kind kind = KIND_NEW;

  if (self == NULL || self->workspace == NULL || smith_identity_get_request (identity) == NULL)
    return;

  if (identity == smith_new_identity_get_source (new_identity))
    kind = smith_new_identity_get_keep_key (new_identity) ? KIND_SAME_KEY : KIND_NEW_KEY;
  if (signer != NULL && warning == NULL)
    show_certificate (self, identity, signer, creation, kind);
  else
    show_request (self, identity, creation, kind);
  if (warning != NULL)
    smith_window_show_error (self, _("Not Signed Yet"), warning);
}

static void
begun_cb (SmithNewDialog *dialog,
          SmithIdentity  *identity,
          Creation       *creation)
{
  g_autoptr (SmithWindow) self = g_weak_ref_get (&creation->window);

  if (self == NULL || self->workspace == NULL)
    return;

  smith_window_show (self, identity, smith_identity_get_has_key (identity) ? "request" : "key");
  /* Who asks for a new one wants to keep it; what comes in from outside is asked about. */
  if (!smith_identity_get_kept (identity))
    smith_library_keep_async (smith_workspace_get_library (self->workspace), identity, self->cancellable,
                              change_cb, g_object_ref (self));
}

static GListModel *
copy_chain (SmithIdentity *identity)
{
  GListModel *chain = smith_identity_get_chain (identity);
  GListStore *copy = g_list_store_new (SMITH_TYPE_CERTIFICATE);
  guint n = g_list_model_get_n_items (chain);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithCertificate) certificate = g_list_model_get_item (chain, i);

      g_list_store_append (copy, certificate);
    }

  return G_LIST_MODEL (copy);
}

static void
present (SmithWindow      *self,
         SmithNewIdentity *new_identity)
{
  GtkWidget *dialog = smith_new_dialog_new (GTK_WINDOW (self), self->workspace, new_identity);
  SmithIdentity *source = smith_new_identity_get_source (new_identity);
  Creation *creation = g_new0 (Creation, 1);
  Creation *beginning = g_new0 (Creation, 1);

  g_weak_ref_init (&creation->window, self);
  g_weak_ref_init (&beginning->window, self);
  if (source != NULL)
    {
      g_set_object (&creation->old_request, smith_identity_get_request (source));
      g_set_object (&creation->old_certificate, smith_identity_get_certificate (source));
      creation->old_chain = copy_chain (source);
    }
  g_signal_connect_data (dialog, "created", G_CALLBACK (created_cb), creation, creation_free, 0);
  g_signal_connect_data (dialog, "begun", G_CALLBACK (begun_cb), beginning, creation_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
activate_new (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);
  g_autoptr (SmithNewIdentity) new_identity = NULL;

  if (self->workspace == NULL)
    return;

  new_identity = smith_new_identity_new ();
  present (self, new_identity);
}

static void
activate_renew (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);
  g_autoptr (SmithNewIdentity) new_identity = NULL;

  if (self->workspace == NULL || !smith_window_can_renew (self))
    return;

  new_identity = smith_new_identity_new_renewal (self->identity);
  present (self, new_identity);
}

/**
 * smith_window_can_renew:
 *
 * Returns: whether the identity has something to take names from
 */
gboolean
smith_window_can_renew (SmithWindow *self)
{
  return self->identity != NULL &&
         (smith_identity_get_request (self->identity) != NULL || smith_identity_get_certificate (self->identity) != NULL);
}

void
smith_window_install_new_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new", NULL, activate_new);
  gtk_widget_class_install_action (widget_class, "win.renew", NULL, activate_renew);
}
