/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command.h"

#include <string.h>

#include "smith-alt-name.h"
#include "smith-extensions.h"
#include "smith-issuance.h"

/*
 * The command line that makes the same request as smith_request_create_full(), byte for byte where the kind of key
 * has nothing random in its signatures. Three ways, the shortest one that can say it all:
 * -subj and -addext; -subj and a configuration that is piped in, where a value has a comma; everything in the
 * configuration, where there is an attribute that openssl has no name for, or a challenge password.
 */

/* Puts a backslash before each of @special. */
static void
append_escaped (GString    *line,
                const char *text,
                const char *special)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (strchr (special, *p) != NULL)
        g_string_append_c (line, '\\');
      g_string_append_c (line, *p);
    }
}

/* A value as OpenSSL's configuration syntax wants it (config(5)); -addext reads it the same way. */
static void
append_config_value (GString    *line,
                     const char *text)
{
  append_escaped (line, text, "\\\"'`$#;");
}

/* The value of -subj: /type=value/type=value, as openssl-req(1) reads it. */
static char *
build_subject (SmithName *subject)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < smith_name_get_n_attributes (subject); i++)
    {
      g_string_append_c (text, '/');
      g_string_append (text, smith_name_get_attribute (subject, i));
      g_string_append_c (text, '=');
      append_escaped (text, smith_name_get_value (subject, i), "\\/+");
    }
  if (text->len == 0)
    g_string_append_c (text, '/');

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_prefix (SmithAltName *name)
{
  switch (smith_alt_name_get_kind (name))
    {
    case SMITH_ALT_NAME_DNS:
      return "DNS";
    case SMITH_ALT_NAME_IP:
      return "IP";
    case SMITH_ALT_NAME_EMAIL:
      return "email";
    case SMITH_ALT_NAME_URI:
      return "URI";
    case SMITH_ALT_NAME_OTHER:
    default:
      return "otherName";
    }
}

/* One list of values of an extension: in one line "name=a,b", or as a section "name=@section". */
typedef struct
{
  const char *name;        /* "subjectAltName" */
  const char *section;     /* (nullable): what its section is called: NULL where values never have a comma */
  gboolean    critical;
  GPtrArray  *prefixes;    /* "DNS:", or NULL for a value that has none */
  GPtrArray  *values;
} Extension;

static void
extension_free (Extension *extension)
{
  g_ptr_array_unref (extension->prefixes);
  g_ptr_array_unref (extension->values);
  g_free (extension);
}

static Extension *
add_extension (GPtrArray  *extensions,
               const char *name,
               const char *section,
               gboolean    critical)
{
  Extension *extension = g_new0 (Extension, 1);

  extension->name = name;
  extension->section = section;
  extension->critical = critical;
  extension->prefixes = g_ptr_array_new ();
  extension->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (extensions, extension);

  return extension;
}

static void
add_value (Extension  *extension,
           const char *prefix,
           const char *value)
{
  g_ptr_array_add (extension->prefixes, (gpointer) prefix);
  g_ptr_array_add (extension->values, g_strdup (value));
}

/* As smith_request_create() does it: without names, the common name that can be one. */
static void
collect_names (GPtrArray              *extensions,
               const SmithRequestSpec *spec)
{
  guint n = spec->alt_names != NULL ? g_list_model_get_n_items (spec->alt_names) : 0;
  const char *common_name = smith_name_lookup (spec->subject, "CN");
  g_autoptr (GListStore) names = g_list_store_new (SMITH_TYPE_ALT_NAME);
  Extension *extension;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (spec->alt_names, i);

      g_list_store_append (names, name);
    }
  if (n == 0 && common_name != NULL && (spec->extensions == NULL || !spec->extensions->is_ca))
    {
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (common_name, NULL);

      if (name != NULL && (smith_alt_name_get_kind (name) == SMITH_ALT_NAME_DNS ||
                           smith_alt_name_get_kind (name) == SMITH_ALT_NAME_IP))
        g_list_store_append (names, name);
    }

  n = g_list_model_get_n_items (G_LIST_MODEL (names));
  if (n == 0)
    return;
  /* RFC 5280, 4.2.1.6: without a subject the names have to be understood. */
  extension = add_extension (extensions, "subjectAltName", "san", smith_name_get_n_attributes (spec->subject) == 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (G_LIST_MODEL (names), i);

      add_value (extension, get_prefix (name), smith_alt_name_get_value (name));
    }
}

/* "IP:10.0.0.0/8" is IP:10.0.0.0/255.0.0.0 for openssl. */
static char *
dup_network (const char *text)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (text, NULL);
  g_autoptr (GInetAddress) bits = NULL;
  g_autofree char *address = NULL;
  g_autofree char *last = NULL;
  guint8 bytes[16] = { 0 };
  GInetAddress *base;

  if (mask == NULL)
    return g_strdup (text);
  base = g_inet_address_mask_get_address (mask);
  for (guint i = 0; i < g_inet_address_mask_get_length (mask); i++)
    bytes[i / 8] |= (guint8) (0x80 >> (i % 8));
  bits = g_inet_address_new_from_bytes (bytes, g_inet_address_get_family (base));
  address = g_inet_address_to_string (base);
  last = g_inet_address_to_string (bits);

  return g_strconcat (address, "/", last, NULL);
}

static void
add_constraints (Extension   *extension,
                 const char  *dns,
                 const char  *ip,
                 const char  *email,
                 const char  *uri,
                 char       **names)
{
  for (; names != NULL && *names != NULL; names++)
    {
      const char *value = strchr (*names, ':');

      if (value == NULL)
        continue;
      value++;
      switch (g_ascii_tolower (**names))
        {
        case 'i':
          {
            g_autofree char *network = dup_network (value);

            add_value (extension, ip, network);
            break;
          }
        case 'e':
          add_value (extension, email, value);
          break;
        case 'u':
          add_value (extension, uri, value);
          break;
        default:
          add_value (extension, dns, value);
        }
    }
}

static void
add_values (Extension  *extension,
            const char *prefix,
            char      **values)
{
  for (; values != NULL && *values != NULL; values++)
    add_value (extension, prefix, *values);
}

static gboolean
has_any (char **list)
{
  return list != NULL && *list != NULL;
}

/* In the order of smith_extensions_add_to_stack(). */
static void
collect_extensions (GPtrArray             *extensions,
                    const SmithExtensions *asked)
{
  if (asked->is_ca)
    {
      Extension *extension = add_extension (extensions, "basicConstraints", NULL, TRUE);
      g_autofree char *length = g_strdup_printf ("%d", asked->path_length);

      add_value (extension, "CA", "TRUE");
      if (asked->path_length >= 0)
        add_value (extension, "pathlen", length);
    }
  if (asked->key_usage != SMITH_KEY_USAGE_NONE)
    {
      Extension *extension = add_extension (extensions, "keyUsage", NULL, TRUE);

      for (guint i = 0; i < SMITH_N_KEY_USAGES; i++)
        if ((asked->key_usage & (SmithKeyUsage) (1 << i)) != 0)
          add_value (extension, NULL, smith_key_usage_get_nick ((SmithKeyUsage) (1 << i)));
    }
  if (has_any (asked->extended_key_usages))
    add_values (add_extension (extensions, "extendedKeyUsage", NULL, FALSE), NULL, asked->extended_key_usages);
  if (asked->must_staple)
    add_value (add_extension (extensions, "tlsfeature", NULL, FALSE), NULL, "status_request");
  if (has_any (asked->permitted_names) || has_any (asked->excluded_names))
    {
      Extension *extension = add_extension (extensions, "nameConstraints", NULL, TRUE);

      add_constraints (extension, "permitted;DNS", "permitted;IP", "permitted;email", "permitted;URI",
                       asked->permitted_names);
      add_constraints (extension, "excluded;DNS", "excluded;IP", "excluded;email", "excluded;URI", asked->excluded_names);
    }
  if (has_any (asked->crl_urls))
    add_values (add_extension (extensions, "crlDistributionPoints", "crl", FALSE), "URI", asked->crl_urls);
  if (has_any (asked->ocsp_urls) || has_any (asked->issuer_urls))
    {
      Extension *extension = add_extension (extensions, "authorityInfoAccess", "aia", FALSE);

      add_values (extension, "OCSP;URI", asked->ocsp_urls);
      add_values (extension, "caIssuers;URI", asked->issuer_urls);
    }
}

/* What smith_certificate_issue() adds to every certificate of a server, and leaves out for kinds of keys. */
static void
collect_granted (GPtrArray           *extensions,
                 const SmithIssuance *issuance,
                 SmithPublicKey      *public_key)
{
  g_autoptr (SmithExtensions) granted = smith_extensions_copy (issuance->extensions);

  if (!g_str_equal (smith_public_key_get_family (public_key), "RSA"))
    granted->key_usage &= ~(SmithKeyUsage) (SMITH_KEY_USAGE_KEY_ENCIPHERMENT | SMITH_KEY_USAGE_DATA_ENCIPHERMENT);
  collect_extensions (extensions, granted);
  add_value (add_extension (extensions, "basicConstraints", NULL, TRUE), "CA", "FALSE");
  add_value (add_extension (extensions, "subjectKeyIdentifier", NULL, FALSE), NULL, "hash");
  add_value (add_extension (extensions, "authorityKeyIdentifier", NULL, FALSE), "keyid", "always");
}

static gboolean
has_comma (Extension *extension)
{
  for (guint i = 0; i < extension->values->len; i++)
    if (strchr (g_ptr_array_index (extension->values, i), ',') != NULL)
      return TRUE;

  return FALSE;
}

/* "name=critical,DNS:a,DNS:b", for -addext and for a configuration. */
static char *
format_extension (Extension *extension)
{
  g_autoptr (GString) text = g_string_new (extension->name);

  g_string_append (text, extension->critical ? "=critical," : "=");
  for (guint i = 0; i < extension->values->len; i++)
    {
      const char *prefix = g_ptr_array_index (extension->prefixes, i);

      if (i > 0)
        g_string_append_c (text, ',');
      if (prefix != NULL)
        g_string_append_printf (text, "%s:", prefix);
      append_config_value (text, g_ptr_array_index (extension->values, i));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_quoted (GString    *line,
               const char *text)
{
  g_autofree char *quoted = g_shell_quote (text);

  g_string_append_printf (line, " %s", quoted);
}

/* A list in one line cannot hold a comma in a value: such an extension gets a section of its own. */
static void
append_extensions (GString   *line,
                   GPtrArray *extensions)
{
  append_quoted (line, "[ext]");
  for (guint i = 0; i < extensions->len; i++)
    {
      Extension *extension = g_ptr_array_index (extensions, i);
      g_autofree char *text = NULL;

      if (has_comma (extension))
        text = g_strdup_printf ("%s=%s@%s", extension->name, extension->critical ? "critical," : "", extension->section);
      else
        text = format_extension (extension);
      append_quoted (line, text);
    }
  for (guint i = 0; i < extensions->len; i++)
    {
      Extension *extension = g_ptr_array_index (extensions, i);
      g_autofree char *title = g_strdup_printf ("[%s]", extension->section);

      if (!has_comma (extension))
        continue;
      append_quoted (line, title);
      for (guint j = 0; j < extension->values->len; j++)
        {
          g_autoptr (GString) entry = g_string_new (NULL);

          g_string_append_printf (entry, "%s.%u=", (const char *) g_ptr_array_index (extension->prefixes, j), j + 1);
          append_config_value (entry, g_ptr_array_index (extension->values, j));
          append_quoted (line, entry->str);
        }
    }
}

/* A number before each makes them different for the configuration; openssl-req(1) drops it. */
static void
append_subject (GString   *line,
                SmithName *subject)
{
  append_quoted (line, "[dn]");
  for (guint i = 0; i < smith_name_get_n_attributes (subject); i++)
    {
      g_autoptr (GString) entry = g_string_new (NULL);

      g_string_append_printf (entry, "%u.%s=", i + 1, smith_name_get_attribute (subject, i));
      append_config_value (entry, smith_name_get_value (subject, i));
      append_quoted (line, entry->str);
    }
}

/* -subj takes no OIDs. */
static gboolean
has_oid (SmithName *subject)
{
  for (guint i = 0; i < smith_name_get_n_attributes (subject); i++)
    if (g_ascii_isdigit (*smith_name_get_attribute (subject, i)))
      return TRUE;

  return FALSE;
}

static char *
build_configuration (const SmithRequestSpec *spec,
                     GPtrArray              *extensions,
                     gboolean                whole_subject,
                     gboolean                has_challenge)
{
  g_autoptr (GString) line = g_string_new (NULL);

  /* The shell asks; an argument or a file would be there for others to read. */
  if (has_challenge)
    g_string_append (line, "printf 'Challenge password: ' >&2; stty -echo 2>/dev/null; IFS= read -r CHALLENGE; "
                           "stty echo 2>/dev/null; ");
  g_string_append (line, "printf '%s\\n' '[req]' 'distinguished_name=dn'");
  if (whole_subject)
    g_string_append (line, " 'prompt=no'");
  if (has_challenge)
    g_string_append (line, " 'attributes=attributes' '[attributes]' 'challengePassword=$ENV::CHALLENGE'");
  if (whole_subject)
    append_subject (line, spec->subject);
  else
    append_quoted (line, "[dn]");
  if (extensions->len > 0)
    append_extensions (line, extensions);
  g_string_append (line, has_challenge ? " | CHALLENGE=\"$CHALLENGE\" " : " | ");

  return g_string_free (g_steal_pointer (&line), FALSE);
}

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
  g_autoptr (GPtrArray) extensions = g_ptr_array_new_with_free_func ((GDestroyNotify) extension_free);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *key = NULL;
  g_autofree char *request = NULL;
  gboolean has_challenge, whole_subject, piped;

  g_return_val_if_fail (spec != NULL && SMITH_IS_NAME (spec->subject), NULL);
  g_return_val_if_fail (key_path != NULL && request_path != NULL, NULL);

  key = smith_command_quote (key_path);
  request = smith_command_quote (request_path);
  collect_names (extensions, spec);
  if (spec->extensions != NULL)
    collect_extensions (extensions, spec->extensions);

  has_challenge = spec->challenge_password != NULL;
  whole_subject = has_challenge || has_oid (spec->subject);
  /* With an empty subject openssl-req(1) reads no configuration for it, and then no challenge password either. */
  if (smith_name_get_n_attributes (spec->subject) == 0)
    has_challenge = whole_subject = FALSE;
  piped = whole_subject;
  for (guint i = 0; i < extensions->len; i++)
    piped = piped || has_comma (g_ptr_array_index (extensions, i));

  if (piped)
    {
      g_autofree char *configuration = build_configuration (spec, extensions, whole_subject, has_challenge);

      g_string_append (line, configuration);
    }
  g_string_append_printf (line, "openssl req -new -utf8 %s -key %s ", get_digest_option (spec->digest), key);
  if (!whole_subject)
    {
      g_autofree char *subject = build_subject (spec->subject);
      g_autofree char *quoted = smith_command_quote (subject);

      g_string_append_printf (line, "-subj %s ", quoted);
    }
  if (piped)
    g_string_append (line, extensions->len > 0 ? "-config /dev/stdin -reqexts ext " : "-config /dev/stdin ");
  for (guint i = 0; !piped && i < extensions->len; i++)
    {
      g_autofree char *text = format_extension (g_ptr_array_index (extensions, i));
      g_autofree char *quoted = smith_command_quote (text);

      g_string_append_printf (line, "-addext %s ", quoted);
    }
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
  g_autoptr (GPtrArray) extensions = g_ptr_array_new_with_free_func ((GDestroyNotify) extension_free);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (SmithIssuance) issuance = NULL;
  g_autofree char *in = NULL;
  g_autofree char *key = NULL;
  g_autofree char *out = NULL;
  SmithRequestSpec spec;
  gboolean piped = FALSE;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);
  g_return_val_if_fail (days > 0, NULL);
  g_return_val_if_fail (request_path != NULL && key_path != NULL && certificate_path != NULL, NULL);

  in = smith_command_quote (request_path);
  key = smith_command_quote (key_path);
  out = smith_command_quote (certificate_path);
  issuance = smith_issuance_new_from_request (request, days);
  spec = (SmithRequestSpec) { .subject = issuance->subject, .alt_names = issuance->alt_names };
  collect_names (extensions, &spec);
  collect_granted (extensions, issuance, smith_request_get_public_key (request));
  for (guint i = 0; i < extensions->len; i++)
    piped = piped || has_comma (g_ptr_array_index (extensions, i));
  if (piped)
    {
      g_autofree char *configuration = build_configuration (&spec, extensions, FALSE, FALSE);

      g_string_append (line, configuration);
    }

  /* Never the configuration of the system, which would make it the certificate of an authority. */
  g_string_append_printf (line, "openssl req -x509 -sha256 -days %u -in %s -key %s -config %s ", days, in, key,
                          piped ? "/dev/stdin -extensions ext" : "/dev/null");
  for (guint i = 0; !piped && i < extensions->len; i++)
    {
      g_autofree char *text = format_extension (g_ptr_array_index (extensions, i));
      g_autofree char *quoted = smith_command_quote (text);

      g_string_append_printf (line, "-addext %s ", quoted);
    }
  g_string_append_printf (line, "-out %s", out);

  return g_string_free (g_steal_pointer (&line), FALSE);
}
