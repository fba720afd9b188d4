/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-export-draft-private.h"

#include "smith-command.h"

/* What SmithKeyExportDraft does, as a command line of openssl. */

static char *
dup_source (SmithKeyExportDraft *self,
            const char          *file)
{
  g_autofree char *name = self->former != NULL
    ? g_build_filename ("history", smith_former_key_get_id (self->former), file, NULL) : g_strdup (file);
  g_autofree char *path = smith_command_dup_path (self->identity, name);

  return smith_command_quote (path);
}

static char *
dup_pkcs12_command (SmithKeyExportDraft *self,
                    const char          *key,
                    const char          *out)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  SmithCertificate *certificate = smith_key_export_draft_find_certificate (self, chain);
  g_autofree char *certificate_path = dup_source (self, "certificate.pem");
  g_autofree char *chain_path = dup_source (self, "chain.pem");
  g_autoptr (GString) line = g_string_new ("openssl pkcs12 -export");

  g_string_append_printf (line, " -inkey %s", key);
  if (certificate != NULL)
    g_string_append_printf (line, " -in %s", certificate_path);
  else
    g_string_append (line, " -nocerts");
  if (chain->len > 0)
    g_string_append_printf (line, " -certfile %s", chain_path);
  if (self->encoding == SMITH_KEY_ENCODING_PKCS12_LEGACY)
    g_string_append (line, " -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1");
  else
    g_string_append (line, " -keypbe AES-256-CBC -certpbe AES-256-CBC -macalg sha256 -iter 100000");
  g_string_append_printf (line, " -out %s", out);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * smith_key_export_draft_dup_command:
 *
 * Returns: (transfer full): openssl's command line that does the same; it asks for passphrases on the terminal
 */
char *
smith_key_export_draft_dup_command (SmithKeyExportDraft *self)
{
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  g_autofree char *out = NULL;
  const char *stretch;
  const char *form;

  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), NULL);

  name = smith_key_export_draft_dup_file_name (self);
  out = smith_command_quote (name);
  key = dup_source (self, "private-key.pem");
  if (smith_key_export_draft_is_pkcs12 (self->encoding))
    return dup_pkcs12_command (self, key, out);
  if (self->encoding == SMITH_KEY_ENCODING_TRADITIONAL)
    return g_strdup_printf ("openssl pkey -traditional -in %s -out %s", key, out);

  form = self->encoding == SMITH_KEY_ENCODING_DER ? " -outform DER" : "";
  if (!smith_key_export_draft_get_encrypted (self))
    return g_strdup_printf ("openssl pkcs8 -topk8 -nocrypt%s -in %s -out %s", form, key, out);
  stretch = self->scrypt ? "-scrypt -scrypt_p 5" : "-v2prf hmacWithSHA256 -iter 600000";

  return g_strdup_printf ("openssl pkcs8 -topk8 -v2 aes-256-cbc %s%s -in %s -out %s", stretch, form, key, out);
}
