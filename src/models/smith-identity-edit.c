/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-edit.h"

#include <glib/gi18n.h>

#include "smith-library.h"

/**
 * SmithIdentityEdit:
 *
 * One change of an identity, and the rules that it must keep whether the identity is on disk or
 * not: a private key is never overwritten, only put into the history, and key, request and certificate are of
 * one key pair.
 */

SmithIdentityEdit *
smith_identity_edit_new (void)
{
  return g_new0 (SmithIdentityEdit, 1);
}

/**
 * smith_identity_edit_new_from_data:
 * @data: an identity that is not kept
 *
 * Returns: (transfer full): the change that makes @data out of nothing
 */
SmithIdentityEdit *
smith_identity_edit_new_from_data (const SmithIdentityData *data)
{
  g_auto (SmithIdentityContents) contents = { NULL };
  SmithIdentityEdit *self = smith_identity_edit_new ();

  smith_identity_data_parse_contents (data, &contents);
  smith_identity_edit_set_name (self, data->name);
  if (data->held_key != NULL)
    smith_identity_edit_set_key (self, data->held_key, data->held_passphrase);
  if (data->key_created_at != NULL)
    self->key_created_at = g_date_time_ref (data->key_created_at);
  if (contents.request != NULL)
    smith_identity_edit_set_request (self, contents.request);
  if (contents.certificate != NULL || contents.chain->len > 0)
    smith_identity_edit_set_certificate (self, contents.certificate, contents.chain);
  if (data->upload != NULL)
    {
      self->what |= SMITH_IDENTITY_EDIT_UPLOAD;
      self->upload = smith_upload_record_copy (data->upload);
    }

  return self;
}

/**
 * smith_identity_edit_new_for_home:
 * @data: an identity that is not kept, with a home
 *
 * Returns: (transfer full): the change that brings what @data holds to its home
 */
SmithIdentityEdit *
smith_identity_edit_new_for_home (const SmithIdentityData *data)
{
  g_auto (SmithIdentityContents) contents = { NULL };
  SmithIdentityEdit *self = smith_identity_edit_new ();

  smith_identity_data_parse_contents (data, &contents);
  if (data->home_former != NULL)
    {
      if (contents.request != NULL)
        smith_identity_edit_set_former_request (self, data->home_former, contents.request);
      if (contents.certificate != NULL)
        smith_identity_edit_set_former_certificate (self, data->home_former, contents.certificate, contents.chain);
      return self;
    }
  if (data->held_key != NULL)
    smith_identity_edit_set_key (self, data->held_key, data->held_passphrase);
  if (contents.request != NULL)
    smith_identity_edit_set_request (self, contents.request);
  if (contents.certificate != NULL || contents.chain->len > 0)
    smith_identity_edit_set_certificate (self, contents.certificate, contents.chain);

  return self;
}

/**
 * smith_identity_edit_free:
 * @self: (transfer full): a change
 */
void
smith_identity_edit_free (SmithIdentityEdit *self)
{
  g_free (self->name);
  g_clear_object (&self->key);
  g_clear_pointer (&self->passphrase, smith_secret_unref);
  g_clear_pointer (&self->key_created_at, g_date_time_unref);
  g_clear_object (&self->request);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->upload, smith_upload_record_free);
  g_free (self->former);
  g_free (self->home);
  g_free (self->home_former);
  g_free (self);
}

void
smith_identity_edit_set_name (SmithIdentityEdit *self,
                              const char        *name)
{
  self->what |= SMITH_IDENTITY_EDIT_NAME;
  g_free (self->name);
  self->name = g_strdup (name);
}

void
smith_identity_edit_set_key (SmithIdentityEdit *self,
                             SmithKey          *key,
                             SmithSecret       *passphrase)
{
  self->what |= SMITH_IDENTITY_EDIT_KEY;
  g_set_object (&self->key, key);
  g_clear_pointer (&self->passphrase, smith_secret_unref);
  self->passphrase = passphrase != NULL ? smith_secret_ref (passphrase) : NULL;
}

void
smith_identity_edit_set_request (SmithIdentityEdit *self,
                                 SmithRequest      *request)
{
  self->what |= SMITH_IDENTITY_EDIT_REQUEST;
  g_set_object (&self->request, request);
}

/**
 * smith_identity_edit_set_certificate:
 * @certificate: (nullable): the leaf
 * @chain: (nullable) (element-type SmithCertificate): copied
 */
void
smith_identity_edit_set_certificate (SmithIdentityEdit *self,
                                     SmithCertificate  *certificate,
                                     GPtrArray         *chain)
{
  self->what |= SMITH_IDENTITY_EDIT_CERTIFICATE;
  g_set_object (&self->certificate, certificate);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; chain != NULL && i < chain->len; i++)
    g_ptr_array_add (self->chain, g_object_ref (g_ptr_array_index (chain, i)));
}

/**
 * smith_identity_edit_set_former_certificate:
 * @former: (type filename): a folder of the history
 * @certificate: (nullable): one of that key; NULL: none
 * @chain: (nullable) (element-type SmithCertificate): copied
 *
 * The certificate of a key that was replaced: the identity of today stays as it is.
 */
void
smith_identity_edit_set_former_certificate (SmithIdentityEdit *self,
                                            const char        *former,
                                            SmithCertificate  *certificate,
                                            GPtrArray         *chain)
{
  smith_identity_edit_set_certificate (self, certificate, chain);
  self->what &= ~(SmithIdentityEditFlags) SMITH_IDENTITY_EDIT_CERTIFICATE;
  self->what |= SMITH_IDENTITY_EDIT_FORMER_CERTIFICATE;
  g_free (self->former);
  self->former = g_strdup (former);
}

/**
 * smith_identity_edit_set_former_request:
 * @former: (type filename): a folder of the history; the same one where both are set
 * @request: (nullable): one of that key; NULL: none
 *
 * The request of a key that was replaced: the identity of today stays as it is.
 */
void
smith_identity_edit_set_former_request (SmithIdentityEdit *self,
                                        const char        *former,
                                        SmithRequest      *request)
{
  smith_identity_edit_set_request (self, request);
  self->what &= ~(SmithIdentityEditFlags) SMITH_IDENTITY_EDIT_REQUEST;
  self->what |= SMITH_IDENTITY_EDIT_FORMER_REQUEST;
  g_free (self->former);
  self->former = g_strdup (former);
}

/**
 * smith_identity_edit_set_home:
 * @id: the identity that should have got what this is about, and could not be written to
 * @former: (nullable): its former key that should have got it
 *
 * Of a new identity: keeping it brings what it holds there.
 */
void
smith_identity_edit_set_home (SmithIdentityEdit *self,
                              const char        *id,
                              const char        *former)
{
  g_free (self->home);
  g_free (self->home_former);
  self->home = g_strdup (id);
  self->home_former = g_strdup (former);
}

/* What there will be, borrowed. */
static SmithIdentityContents
merge (const SmithIdentityEdit     *self,
       const SmithIdentityContents *contents)
{
  SmithIdentityContents merged = *contents;

  /* Request and certificate go with their key. */
  if (self->what & SMITH_IDENTITY_EDIT_REPLACE)
    merged = (SmithIdentityContents) { NULL };
  if (self->what & SMITH_IDENTITY_EDIT_KEY)
    merged.public_key = smith_key_get_public_key (self->key);
  if (self->what & SMITH_IDENTITY_EDIT_REQUEST)
    merged.request = self->request;
  if (self->what & SMITH_IDENTITY_EDIT_CERTIFICATE)
    {
      merged.certificate = self->certificate;
      merged.chain = self->chain;
    }

  return merged;
}

/* The file of the key is damaged, and its public half, which is whole, says which key it was. */
static gboolean
is_repair (const SmithIdentityData     *data,
           const SmithIdentityContents *contents)
{
  return (data->damage & SMITH_IDENTITY_PART_PRIVATE_KEY) && contents->public_key != NULL;
}

/**
 * smith_identity_edit_check:
 * @data: the identity before the change
 * @contents: what it holds
 *
 * Returns: whether the change may be made; #SmithLibraryError
 */
gboolean
smith_identity_edit_check (const SmithIdentityEdit     *self,
                           const SmithIdentityData     *data,
                           const SmithIdentityContents *contents,
                           GError                     **error)
{
  const SmithIdentityEditFlags pairing =
    SMITH_IDENTITY_EDIT_KEY | SMITH_IDENTITY_EDIT_REQUEST | SMITH_IDENTITY_EDIT_CERTIFICATE;
  SmithIdentityContents merged = merge (self, contents);
  g_autofree char *mismatch = NULL;
  SmithIdentityParts part = 0;

  if (data->damage & (SMITH_IDENTITY_PART_FOLDER | SMITH_IDENTITY_PART_INI))
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED, data->problem);
      return FALSE;
    }
  if (self->what & (SMITH_IDENTITY_EDIT_BRING_BACK | SMITH_IDENTITY_EDIT_REPLACE |
                    SMITH_IDENTITY_EDIT_FORMER_CERTIFICATE | SMITH_IDENTITY_EDIT_FORMER_REQUEST))
    {
      if (data->folder != NULL)
        return TRUE;
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                           _("Keep this certificate on this computer first: the key that is replaced stays in its folder."));
      return FALSE;
    }
  if ((self->what & SMITH_IDENTITY_EDIT_KEY) && data->has_key && !is_repair (data, contents))
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                           _("There is a private key already, and it is never overwritten. "
                             "Replace it, and it stays among the former keys."));
      return FALSE;
    }
  if ((self->what & SMITH_IDENTITY_EDIT_KEY) && contents->public_key != NULL &&
      !smith_public_key_equal (contents->public_key, smith_key_get_public_key (self->key)))
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                           _("This is not the private key that is missing here: its public key is another one."));
      return FALSE;
    }
  if ((self->what & SMITH_IDENTITY_EDIT_PASSPHRASE) && !data->has_key)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY,
                           _("There is no private key whose passphrase could be changed."));
      return FALSE;
    }
  if ((self->what & SMITH_IDENTITY_EDIT_PASSPHRASE) && contents->public_key == NULL)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED,
                           data->problem != NULL ? data->problem :
                           _("The passphrase was not changed: it is not known which key is on disk."));
      return FALSE;
    }
  if ((self->what & SMITH_IDENTITY_EDIT_PASSPHRASE) &&
      !smith_public_key_equal (contents->public_key, smith_key_get_public_key (self->key)))
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                           _("The passphrase was not changed: this is another private key than the one on disk."));
      return FALSE;
    }
  if (self->what & pairing)
    mismatch = smith_identity_contents_find_mismatch (&merged, &part);
  if (mismatch != NULL)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED, mismatch);
      return FALSE;
    }

  return TRUE;
}

/**
 * smith_identity_edit_apply:
 * @data: an identity that is not kept
 *
 * Returns: (transfer full): the identity after the change, which is in memory only
 */
SmithIdentityData *
smith_identity_edit_apply (const SmithIdentityEdit  *self,
                           const SmithIdentityData  *data,
                           GError                  **error)
{
  g_auto (SmithIdentityContents) contents = { NULL };
  g_autoptr (SmithIdentityData) after = NULL;
  SmithIdentityContents merged;

  smith_identity_data_parse_contents (data, &contents);
  if (!smith_identity_edit_check (self, data, &contents, error))
    return NULL;

  after = smith_identity_data_copy (data);
  if (self->home != NULL)
    {
      g_free (after->home);
      g_free (after->home_former);
      after->home = g_strdup (self->home);
      after->home_former = g_strdup (self->home_former);
    }
  if (self->what & SMITH_IDENTITY_EDIT_NAME)
    {
      g_free (after->name);
      after->name = g_strdup (self->name);
    }
  if (self->what & (SMITH_IDENTITY_EDIT_KEY | SMITH_IDENTITY_EDIT_PASSPHRASE))
    {
      after->has_key = TRUE;
      g_set_object (&after->held_key, self->key);
      g_clear_pointer (&after->held_passphrase, smith_secret_unref);
      after->held_passphrase = self->passphrase != NULL ? smith_secret_ref (self->passphrase) : NULL;
      after->key_protection = self->passphrase != NULL ? SMITH_KEY_PROTECTION_PASSPHRASE : SMITH_KEY_PROTECTION_NONE;
    }
  if ((self->what & SMITH_IDENTITY_EDIT_KEY) && after->key_created_at == NULL)
    after->key_created_at = self->key_created_at != NULL ? g_date_time_ref (self->key_created_at)
                                                         : g_date_time_new_now_utc ();
  if (self->what & SMITH_IDENTITY_EDIT_UPLOAD)
    {
      g_clear_pointer (&after->upload, smith_upload_record_free);
      after->upload = smith_upload_record_copy (self->upload);
    }
  merged = merge (self, &contents);
  smith_identity_data_set_contents (after, &merged);

  return g_steal_pointer (&after);
}
