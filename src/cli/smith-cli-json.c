/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-cli-json.h"

#include "smith-cli-reader.h"
#include "smith-crl.h"
#include "smith-extension-value.h"
#include "smith-finding.h"
#include "smith-section.h"

/*
 * What was found, as JSON for other programs. The members are told in the manual page, data/chainsmith.1; they
 * are only ever added to. Nothing here has access to the private half of a key.
 */

static void
set_string (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

/* "AB:CD" becomes "abcd". */
static void
set_hex (JsonObject *object,
         const char *member,
         const char *value)
{
  g_auto (GStrv) octets = g_strsplit (value, ":", -1);
  g_autofree char *joined = g_strjoinv ("", octets);
  g_autofree char *lower = g_ascii_strdown (joined, -1);

  set_string (object, member, lower);
}

static void
set_checksum (JsonObject    *object,
              const char    *member,
              GChecksumType  type,
              GBytes        *der)
{
  g_autofree char *checksum = g_compute_checksum_for_bytes (type, der);

  set_string (object, member, checksum);
}

/* A number of any size: no prefix, no leading zero, a minus sign where it is negative. */
static char *
dup_number (const char *hex)
{
  const char *digits = hex;
  const char *sign = "";
  g_autofree char *lower = NULL;

  if (*digits == '-')
    {
      sign = "-";
      digits++;
    }
  while (digits[0] == '0' && digits[1] != '\0')
    digits++;
  lower = g_ascii_strdown (digits, -1);

  return g_strconcat (sign, lower, NULL);
}

static void
set_number (JsonObject *object,
            const char *member,
            const char *hex)
{
  g_autofree char *number = hex != NULL ? dup_number (hex) : NULL;

  set_string (object, member, number);
}

static void
set_time (JsonObject *object,
          const char *member,
          GDateTime  *time)
{
  g_autofree char *text = NULL;

  /* ISO 8601 wants four digits of the year, which "%Y" does not always have. */
  if (time != NULL)
    text = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ", g_date_time_get_year (time), g_date_time_get_month (time),
                            g_date_time_get_day_of_month (time), g_date_time_get_hour (time),
                            g_date_time_get_minute (time), g_date_time_get_second (time));
  set_string (object, member, text);
}

static void
set_strings (JsonObject         *object,
             const char         *member,
             const char * const *strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  json_object_set_array_member (object, member, array);
}

static void
set_names (JsonObject *object,
           GListModel *names)
{
  JsonArray *array = json_array_new ();
  guint n = g_list_model_get_n_items (names);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);

      json_array_add_string_element (array, smith_alt_name_get_prefixed (name));
    }
  json_object_set_array_member (object, "names", array);
}

/* Into @object itself: a key has these as its own members, others have them under "key". */
static void
set_public_key (JsonObject     *object,
                SmithPublicKey *key)
{
  const char *family = smith_public_key_get_family (key);
  const char *title = smith_public_key_get_title (key);
  const char *pin = smith_public_key_get_spki_sha256 (key);
  GString *hex = g_string_new (NULL);
  g_autofree guint8 *digest = NULL;
  gsize size;

  /* "Ed25519" rather than "ED25519"; "RSA" rather than "RSA 2048". */
  set_string (object, "algorithm", g_ascii_strcasecmp (family, title) == 0 ? title : family);
  if (smith_public_key_get_bits (key) > 0)
    json_object_set_int_member (object, "bits", smith_public_key_get_bits (key));
  else
    json_object_set_null_member (object, "bits");
  set_string (object, "curve", smith_public_key_get_curve (key));
  digest = g_base64_decode (pin, &size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  set_string (object, "spki_sha256", hex->str);
  set_string (object, "pin", pin);
  g_string_free (hex, TRUE);
}

static void
set_key (JsonObject     *object,
         SmithPublicKey *key)
{
  JsonObject *member = json_object_new ();

  set_public_key (member, key);
  json_object_set_object_member (object, "key", member);
}

static void
set_extensions (JsonObject *object,
                GPtrArray  *extensions)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < extensions->len; i++)
    {
      const SmithExtensionValue *extension = g_ptr_array_index (extensions, i);
      JsonObject *element = json_object_new ();

      set_string (element, "oid", extension->oid);
      set_string (element, "name", extension->name);
      json_object_set_boolean_member (element, "critical", extension->critical);
      set_string (element, "value", extension->value);
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "extensions", array);
}

static void
set_certificate (JsonObject       *object,
                 SmithCertificate *certificate)
{
  g_autoptr (GPtrArray) extensions = smith_extension_value_list_for_certificate (certificate);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_auto (GStrv) findings = smith_finding_list_for_certificate (certificate, now);
  gboolean is_ca;
  int path_length;

  smith_certificate_get_basic_constraints (certificate, &is_ca, &path_length);
  set_string (object, "subject", smith_name_get_rfc4514 (smith_certificate_get_subject (certificate)));
  set_string (object, "issuer", smith_name_get_rfc4514 (smith_certificate_get_issuer (certificate)));
  set_number (object, "serial", smith_certificate_get_serial (certificate));
  set_time (object, "not_before", smith_certificate_get_not_before (certificate));
  set_time (object, "not_after", smith_certificate_get_not_after (certificate));
  set_names (object, smith_certificate_get_alt_names (certificate));
  set_key (object, smith_certificate_get_public_key (certificate));
  set_string (object, "signature_algorithm", smith_certificate_get_signature_algorithm (certificate));
  json_object_set_int_member (object, "version", smith_certificate_get_version (certificate));
  set_hex (object, "sha256", smith_certificate_get_sha256 (certificate));
  set_hex (object, "sha1", smith_certificate_get_sha1 (certificate));
  json_object_set_boolean_member (object, "is_ca", is_ca);
  if (path_length >= 0)
    json_object_set_int_member (object, "path_length", path_length);
  else
    json_object_set_null_member (object, "path_length");
  json_object_set_boolean_member (object, "is_self_signed", smith_certificate_is_self_signed (certificate));
  set_extensions (object, extensions);
  set_strings (object, "findings", (const char * const *) findings);
}

static void
set_request (JsonObject   *object,
             SmithRequest *request)
{
  g_autoptr (GPtrArray) extensions = smith_extension_value_list_for_request (request);
  g_auto (GStrv) findings = smith_finding_list_for_request (request);

  set_string (object, "subject", smith_name_get_rfc4514 (smith_request_get_subject (request)));
  set_names (object, smith_request_get_alt_names (request));
  set_key (object, smith_request_get_public_key (request));
  set_string (object, "signature_algorithm", smith_request_get_signature_algorithm (request));
  json_object_set_boolean_member (object, "signature_valid", smith_request_is_signature_valid (request));
  json_object_set_int_member (object, "version", smith_request_get_version (request));
  set_checksum (object, "sha256", G_CHECKSUM_SHA256, smith_request_get_der (request));
  set_checksum (object, "sha1", G_CHECKSUM_SHA1, smith_request_get_der (request));
  json_object_set_boolean_member (object, "challenge_password", smith_request_has_challenge_password (request));
  set_extensions (object, extensions);
  set_strings (object, "findings", (const char * const *) findings);
}

/* Only what everybody may know of a private key. */
static void
set_private_key (JsonObject *object,
                 SmithKey   *key,
                 gboolean    encrypted)
{
  g_auto (GStrv) findings = smith_finding_list_for_public_key (smith_key_get_public_key (key));

  set_public_key (object, smith_key_get_public_key (key));
  json_object_set_boolean_member (object, "encrypted", encrypted);
  set_strings (object, "findings", (const char * const *) findings);
}

static void
set_crl (JsonObject *object,
         SmithCrl   *crl)
{
  g_autoptr (GPtrArray) extensions = smith_extension_value_list_for_crl (crl);
  GListModel *revoked = smith_crl_get_revoked (crl);
  guint n = g_list_model_get_n_items (revoked);
  JsonArray *array = json_array_new ();

  set_string (object, "issuer", smith_name_get_rfc4514 (smith_crl_get_issuer (crl)));
  set_time (object, "this_update", smith_crl_get_this_update (crl));
  set_time (object, "next_update", smith_crl_get_next_update (crl));
  set_number (object, "number", smith_crl_get_number (crl));
  set_string (object, "signature_algorithm", smith_crl_get_signature_algorithm (crl));
  set_hex (object, "sha256", smith_crl_get_sha256 (crl));
  set_checksum (object, "sha1", G_CHECKSUM_SHA1, smith_crl_get_der (crl));
  set_extensions (object, extensions);
  json_object_set_int_member (object, "revoked_count", n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (revoked, i);
      JsonObject *element = json_object_new ();

      set_number (element, "serial", smith_field_get_label (field));
      set_string (element, "revoked", smith_field_get_value (field));
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "revoked", array);
}

/**
 * smith_cli_json_new:
 * @file: where it was found
 * @parsed: (nullable): what was found
 * @error: (nullable): why it could not be read
 *
 * Returns: (transfer full): the object for one thing
 */
JsonObject *
smith_cli_json_new (const char   *file,
                    SmithParsed  *parsed,
                    const GError *error)
{
  JsonObject *object = json_object_new ();
  const char *format = parsed != NULL ? smith_parsed_get_format (parsed) : "";

  /* First, so that a reader sees it first; what it is is known below. */
  json_object_set_string_member (object, "type", "error");
  set_string (object, "file", file);
  set_string (object, "format", *format != '\0' ? format : NULL);
  if (error != NULL || parsed == NULL)
    {
      set_string (object, "code", error != NULL ? smith_cli_reader_name_code (error) : "failed");
      set_string (object, "message", error != NULL ? error->message : "");
    }
  else if (smith_parsed_get_certificate (parsed) != NULL)
    {
      json_object_set_string_member (object, "type", "certificate");
      set_certificate (object, smith_parsed_get_certificate (parsed));
    }
  else if (smith_parsed_get_request (parsed) != NULL)
    {
      json_object_set_string_member (object, "type", "request");
      set_request (object, smith_parsed_get_request (parsed));
    }
  else if (smith_parsed_get_key (parsed) != NULL)
    {
      json_object_set_string_member (object, "type", "key");
      set_private_key (object, smith_parsed_get_key (parsed), smith_parsed_get_passphrase (parsed) != NULL);
    }
  else if (smith_parsed_get_crl (parsed) != NULL)
    {
      json_object_set_string_member (object, "type", "crl");
      set_crl (object, smith_parsed_get_crl (parsed));
    }
  set_strings (object, "mends", parsed != NULL ? smith_parsed_get_mends (parsed) : NULL);

  return object;
}

/**
 * smith_cli_json_write:
 * @object: (transfer full): an element of the array
 *
 * Returns: (transfer full): its text, in UTF-8 and in lines
 */
char *
smith_cli_json_write (JsonObject *object)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, node);

  return json_generator_to_data (generator, NULL);
}
