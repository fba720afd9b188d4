/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command.h"

#include <string.h>

/**
 * smith_command_quote:
 * @text: one argument
 *
 * Returns: (transfer full): @text as one word for sh; as it is where it needs no quotes
 */
char *
smith_command_quote (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (*text != '\0' &&
      strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-") == strlen (text))
    return g_strdup (text);

  return g_shell_quote (text);
}

/**
 * smith_command_dup_path:
 * @identity: whose folder it is
 * @name: a file of it, such as "request.pem"
 *
 * Returns: (transfer full) (type filename): the whole path; only @name for an identity that is not kept
 */
char *
smith_command_dup_path (SmithIdentity *identity,
                        const char    *name)
{
  const char *folder;

  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  folder = smith_identity_get_folder (identity);

  return folder != NULL ? g_build_filename (folder, name, NULL) : g_strdup (name);
}

/**
 * smith_command_create_key:
 * @algorithm: what to create
 * @encrypted: whether openssl is to ask for a passphrase, on the terminal
 * @key_path: (type filename): the file to write; openssl makes it 0600
 *
 * Returns: (transfer full): openssl-genpkey(1) for the key that the key pane is about to create
 */
char *
smith_command_create_key (const SmithKeyAlgorithm *algorithm,
                          gboolean                 encrypted,
                          const char              *key_path)
{
  g_autofree char *path = NULL;
  g_autofree char *kind = NULL;

  g_return_val_if_fail (algorithm != NULL && key_path != NULL, NULL);

  path = smith_command_quote (key_path);
  if (smith_key_algorithm_get_curve (algorithm) != NULL)
    kind = g_strdup_printf ("-algorithm EC -pkeyopt ec_paramgen_curve:%s -pkeyopt ec_param_enc:named_curve",
                            smith_key_algorithm_get_curve (algorithm));
  else if (g_str_equal (smith_key_algorithm_get_family (algorithm), "RSA"))
    kind = g_strdup_printf ("-algorithm RSA -pkeyopt rsa_keygen_bits:%u", smith_key_algorithm_get_bits (algorithm));
  else
    kind = g_strdup_printf ("-algorithm %s", smith_key_algorithm_get_family (algorithm));

  return g_strdup_printf ("openssl genpkey %s%s -out %s", kind, encrypted ? " -aes256" : "", path);
}

static void
append_option (GString    *line,
               const char *option,
               const char *prefix,
               const char *value)
{
  g_autofree char *text = NULL;
  g_autofree char *quoted = NULL;

  if (value == NULL || *value == '\0')
    return;

  text = g_strconcat (prefix, value, NULL);
  quoted = smith_command_quote (text);
  g_string_append_printf (line, " %s %s", option, quoted);
}

static char *
finish_aws_command (GString    *line,
                    const char *profile,
                    const char *region,
                    const char *endpoint)
{
  append_option (line, "--profile", "", profile);
  append_option (line, "--region", "", region);
  append_option (line, "--endpoint-url", "", endpoint);

  return g_string_free (line, FALSE);
}

/**
 * smith_command_verify_chain:
 * @has_chain: whether there is a file of the chain
 * @has_root: whether it ends with a self-signed root, which is then trusted for the check
 * @self_signed: whether the certificate signed itself, and is then trusted for the check
 * @certificate_path: (type filename): the leaf
 * @chain_path: (type filename): the chain, without the leaf
 *
 * Returns: (transfer full): openssl-verify(1) for what the chain pane shows; without a root the roots of
 *   the system are asked
 */
char *
smith_command_verify_chain (gboolean    has_chain,
                            gboolean    has_root,
                            gboolean    self_signed,
                            const char *certificate_path,
                            const char *chain_path)
{
  g_autofree char *certificate = NULL;
  g_autofree char *chain = NULL;

  g_return_val_if_fail (certificate_path != NULL && chain_path != NULL, NULL);

  certificate = smith_command_quote (certificate_path);
  chain = smith_command_quote (chain_path);

  if (self_signed)
    return g_strdup_printf ("openssl verify -CAfile %s %s", certificate, certificate);
  if (!has_chain)
    return g_strdup_printf ("openssl verify %s", certificate);
  if (has_root)
    return g_strdup_printf ("openssl verify -CAfile %s -untrusted %s %s", chain, chain, certificate);

  return g_strdup_printf ("openssl verify -untrusted %s %s", chain, certificate);
}

/**
 * smith_command_show_certificate:
 * @certificate_path: (type filename): a certificate
 *
 * Returns: (transfer full): openssl-x509(1) for the text of the certificate
 */
char *
smith_command_show_certificate (const char *certificate_path)
{
  g_autofree char *certificate = NULL;

  g_return_val_if_fail (certificate_path != NULL, NULL);

  certificate = smith_command_quote (certificate_path);

  return g_strdup_printf ("openssl x509 -in %s -noout -text", certificate);
}

/**
 * smith_command_upload:
 * @name: ServerCertificateName
 * @path: such as "/"
 * @certificate_path: (type filename): the file of the certificate
 * @key_path: (type filename): the file of the private key
 * @key_encrypted: whether openssl is to decrypt the key, asking on the terminal; it goes through a
 *   pipe, so that it is in no argument and no file
 * @chain_path: (nullable) (type filename): the file of the chain
 *
 * Returns: (transfer full): `aws iam upload-server-certificate` for what the upload pane is about to do
 */
char *
smith_command_upload (const char *name,
                      const char *path,
                      const char *certificate_path,
                      const char *key_path,
                      gboolean    key_encrypted,
                      const char *chain_path,
                      const char *profile,
                      const char *region,
                      const char *endpoint)
{
  GString *line;

  g_return_val_if_fail (name != NULL && path != NULL, NULL);
  g_return_val_if_fail (certificate_path != NULL && key_path != NULL, NULL);

  line = g_string_new (NULL);
  if (key_encrypted)
    {
      g_autofree char *key = smith_command_quote (key_path);

      g_string_append_printf (line, "openssl pkey -in %s | ", key);
    }
  g_string_append (line, "aws iam upload-server-certificate");
  append_option (line, "--server-certificate-name", "", name);
  if (!g_str_equal (path, "/"))
    append_option (line, "--path", "", path);
  append_option (line, "--certificate-body", "file://", certificate_path);
  append_option (line, "--private-key", "file://", key_encrypted ? "/dev/stdin" : key_path);
  append_option (line, "--certificate-chain", "file://", chain_path);

  return finish_aws_command (line, profile, region, endpoint);
}

/**
 * smith_command_read_back:
 * @name: ServerCertificateName
 *
 * Returns: (transfer full): `aws iam get-server-certificate`
 */
char *
smith_command_read_back (const char *name,
                         const char *profile,
                         const char *region,
                         const char *endpoint)
{
  GString *line;

  g_return_val_if_fail (name != NULL, NULL);

  line = g_string_new ("aws iam get-server-certificate");
  append_option (line, "--server-certificate-name", "", name);

  return finish_aws_command (line, profile, region, endpoint);
}

/**
 * smith_command_identify:
 *
 * Returns: (transfer full): `aws sts get-caller-identity`, which tests the credentials of an account
 */
char *
smith_command_identify (const char *profile,
                        const char *region,
                        const char *endpoint)
{
  return finish_aws_command (g_string_new ("aws sts get-caller-identity"), profile, region, endpoint);
}
