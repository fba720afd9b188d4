/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command.h"

#include "smith-command-private.h"

/*
 * The command line that makes the same request as smith_request_create_full(), byte for byte where the kind of key
 * has nothing random in its signatures. Three ways, the shortest one that can say it all:
 * -subj and -addext; -subj and a configuration that is piped in, where a value has a comma; everything in the
 * configuration, where there is an attribute that openssl has no name for, or a challenge password.
 */

static const char *
get_digest_option (const char *digest)
{
  if (g_strcmp0 (digest, "SHA384") == 0)
    return "-sha384";
  if (g_strcmp0 (digest, "SHA512") == 0)
    return "-sha512";

  return "-sha256";
}

/**
 * smith_command_create_request:
 * @spec: all that goes into the request; of the challenge password only that there is one: the shell asks for it
 * @key_path: (type filename): where the private key is
 * @request_path: (type filename): the file to write
 *
 * Returns: (transfer full): openssl-req(1) for the request that the request pane is about to create
 */
char *
smith_command_create_request (const SmithRequestSpec *spec,
                              const char             *key_path,
                              const char             *request_path)
{
  g_autoptr (GPtrArray) extensions = smith_command_extensions_new ();
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *key = NULL;
  g_autofree char *request = NULL;
  gboolean has_challenge, whole_subject, piped;

  g_return_val_if_fail (spec != NULL && SMITH_IS_NAME (spec->subject), NULL);
  g_return_val_if_fail (key_path != NULL && request_path != NULL, NULL);

  key = smith_command_quote (key_path);
  request = smith_command_quote (request_path);
  smith_command_collect_names (extensions, spec);
  if (spec->extensions != NULL)
    smith_command_collect_extensions (extensions, spec->extensions);

  has_challenge = spec->challenge_password != NULL;
  whole_subject = has_challenge || smith_command_has_oid (spec->subject);
  /* With an empty subject openssl-req(1) reads no configuration for it, and then no challenge password either. */
  if (smith_name_get_n_attributes (spec->subject) == 0)
    has_challenge = whole_subject = FALSE;
  piped = whole_subject || smith_command_needs_configuration (extensions);

  if (piped)
    {
      g_autofree char *configuration = smith_command_build_configuration (spec, extensions, whole_subject, has_challenge);

      g_string_append (line, configuration);
    }
  g_string_append_printf (line, "openssl req -new -utf8 %s -key %s ", get_digest_option (spec->digest), key);
  if (!whole_subject)
    {
      g_autofree char *subject = smith_command_build_subject (spec->subject);
      g_autofree char *quoted = smith_command_quote (subject);

      g_string_append_printf (line, "-subj %s ", quoted);
    }
  if (piped)
    g_string_append (line, extensions->len > 0 ? "-config /dev/stdin -reqexts ext " : "-config /dev/stdin ");
  if (!piped)
    smith_command_append_additions (line, extensions);
  g_string_append_printf (line, "-out %s", request);
  if (spec->challenge_password != NULL && !has_challenge)
    g_string_append (line, "  # openssl takes a challenge password only together with a subject");

  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * smith_command_self_sign:
 * @request: the request to sign
 * @days: how long the certificate is valid
 * @request_path: (type filename): where the request is
 * @key_path: (type filename): where the private key is
 * @certificate_path: (type filename): the file to write
 *
 * Returns: (transfer full): openssl-req(1) for the certificate that smith_certificate_self_sign() makes
 */
char *
smith_command_self_sign (SmithRequest *request,
                         guint         days,
                         const char   *request_path,
                         const char   *key_path,
                         const char   *certificate_path)
{
  g_autoptr (GPtrArray) extensions = smith_command_extensions_new ();
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (SmithIssuance) issuance = NULL;
  g_autofree char *in = NULL;
  g_autofree char *key = NULL;
  g_autofree char *out = NULL;
  SmithRequestSpec spec;
  gboolean piped;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);
  g_return_val_if_fail (days > 0, NULL);
  g_return_val_if_fail (request_path != NULL && key_path != NULL && certificate_path != NULL, NULL);

  in = smith_command_quote (request_path);
  key = smith_command_quote (key_path);
  out = smith_command_quote (certificate_path);
  issuance = smith_issuance_new_from_request (request, days);
  spec = (SmithRequestSpec) { .subject = issuance->subject, .alt_names = issuance->alt_names };
  smith_command_collect_names (extensions, &spec);
  smith_command_collect_granted (extensions, issuance, smith_public_key_get_family (smith_request_get_public_key (request)),
                                 FALSE);
  piped = smith_command_needs_configuration (extensions);
  if (piped)
    {
      g_autofree char *configuration = smith_command_build_configuration (&spec, extensions, FALSE, FALSE);

      g_string_append (line, configuration);
    }

  /* Never the configuration of the system, which would make it the certificate of an authority. */
  g_string_append_printf (line, "openssl req -x509 -sha256 -days %u -in %s -key %s -config %s ", days, in, key,
                          piped ? "/dev/stdin -extensions ext" : "/dev/null");
  if (!piped)
    smith_command_append_additions (line, extensions);
  g_string_append_printf (line, "-out %s", out);

  return g_string_free (g_steal_pointer (&line), FALSE);
}
