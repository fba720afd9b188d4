/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-contents.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-validity.h"

/**
 * SmithUploadContents:
 *
 * An expander that says what will be sent: in a line when it is closed, part by part when it is open.
 */
struct _SmithUploadContents
{
  AdwExpanderRow parent_instance;

  /* Owned */
  SmithIdentity *identity;
  gsize          key_size;

  /* Borrowed: rows that are ours to take away */
  GPtrArray     *rows;
};

G_DEFINE_FINAL_TYPE (SmithUploadContents, smith_upload_contents, ADW_TYPE_EXPANDER_ROW)

static void
append_row (SmithUploadContents *self,
            const char          *title,
            const char          *subtitle,
            const char          *suffix)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "title", title,
                                 "subtitle", subtitle,
                                 "title-lines", 0,
                                 "subtitle-lines", 0,
                                 NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", suffix, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

static char *
describe_size (gsize size)
{
  return g_strdup_printf (ngettext ("%'u character", "%'u characters", (gulong) size), (guint) size);
}

static void
append_certificate (SmithUploadContents *self,
                    SmithCertificate    *certificate,
                    const char          *role)
{
  g_autofree char *date = smith_validity_dup_date (smith_certificate_get_not_after (certificate));
  g_autofree char *size = describe_size (strlen (smith_certificate_get_pem (certificate)));
  /* Translators: what a certificate is for, then until when it is valid */
  g_autofree char *subtitle = g_strdup_printf (_("%s, valid until %s"), role, date);

  append_row (self, smith_certificate_get_title (certificate), subtitle, size);
}

static void
append_key (SmithUploadContents *self)
{
  SmithPublicKey *public_key = smith_identity_get_public_key (self->identity);
  gboolean encrypted = smith_identity_get_key_protection (self->identity) == SMITH_KEY_PROTECTION_PASSPHRASE;
  g_autofree char *size = self->key_size > 0 ? describe_size (self->key_size) : g_strdup ("");
  g_autofree char *title = public_key != NULL
                             /* Translators: %s is the kind of key, such as "RSA 2048" */
                             ? g_strdup_printf (_("Private key, %s"), smith_public_key_get_title (public_key))
                             : g_strdup (_("Private key"));

  append_row (self, title,
              encrypted ? _("Decrypted in memory at the upload, inside TLS; AWS never gives it back")
                        : _("Without passphrase, inside TLS; AWS never gives it back"), size);
}

/* The rows are built for who opens the expander. */
static void
update_rows (SmithUploadContents *self)
{
  SmithCertificate *certificate = self->identity != NULL ? smith_identity_get_certificate (self->identity) : NULL;
  GListModel *chain;
  guint n;

  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  if (certificate == NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;

  append_certificate (self, certificate, _("Certificate"));
  chain = smith_identity_get_chain (self->identity);
  n = g_list_model_get_n_items (chain);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithCertificate) link = g_list_model_get_item (chain, i);
      g_autofree char *role = g_strdup_printf (_("Chain, %u of %u"), i + 1, n);

      append_certificate (self, link, role);
    }
  if (smith_identity_get_has_key (self->identity))
    append_key (self);
}

static void
smith_upload_contents_finalize (GObject *object)
{
  SmithUploadContents *self = SMITH_UPLOAD_CONTENTS (object);

  g_clear_object (&self->identity);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (smith_upload_contents_parent_class)->finalize (object);
}

static void
smith_upload_contents_class_init (SmithUploadContentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = smith_upload_contents_finalize;
}

static void
smith_upload_contents_init (SmithUploadContents *self)
{
  self->rows = g_ptr_array_new ();
  g_signal_connect (self, "notify::expanded", G_CALLBACK (update_rows), NULL);
}

/**
 * smith_upload_contents_show:
 * @identity: (nullable): what is to be uploaded
 * @key_size: characters of the private key; 0: not known before it is decrypted
 */
void
smith_upload_contents_show (SmithUploadContents *self,
                            SmithIdentity       *identity,
                            gsize                key_size)
{
  g_autofree char *subtitle = NULL;
  guint n;

  g_return_if_fail (SMITH_IS_UPLOAD_CONTENTS (self));

  g_set_object (&self->identity, identity);
  self->key_size = key_size;
  update_rows (self);
  if (identity == NULL || smith_identity_get_certificate (identity) == NULL)
    return;

  n = g_list_model_get_n_items (smith_identity_get_chain (identity));
  if (n == 0)
    subtitle = g_strdup (_("Certificate and key, no chain"));
  else
    subtitle = g_strdup_printf (ngettext ("Certificate, key and a chain of %u certificate",
                                          "Certificate, key and a chain of %u certificates", n), n);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What will be sent"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
}
