/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command-private.h"

#include <string.h>

#include "smith-alt-name.h"
#include "smith-command.h"

/*
 * Subjects and extensions as openssl-req(1) wants to hear them: with -subj and -addext, or in a configuration where a
 * value has a comma or an attribute has no name.
 */

/* One list of values of an extension: in one line "name=a,b", or as a section "name=@section". */
typedef struct
{
  char       *name;        /* "subjectAltName" */
  const char *section;     /* (nullable): what its section is called: NULL where values never have a comma */
  gboolean    critical;
  GPtrArray  *prefixes;    /* "DNS:", or NULL for a value that has none */
  GPtrArray  *values;
} Extension;

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

/**
 * smith_command_build_subject:
 *
 * Returns: (transfer full): the value of -subj: /type=value/type=value, as openssl-req(1) reads it
 */
char *
smith_command_build_subject (SmithName *subject)
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

static void
extension_free (gpointer data)
{
  Extension *extension = data;

  g_free (extension->name);
  g_ptr_array_unref (extension->prefixes);
  g_ptr_array_unref (extension->values);
  g_free (extension);
}

/**
 * smith_command_extensions_new:
 *
 * Returns: (transfer full): a list of extensions, to be filled by the functions below
 */
GPtrArray *
smith_command_extensions_new (void)
{
  return g_ptr_array_new_with_free_func (extension_free);
}

static Extension *
add_extension (GPtrArray  *extensions,
               const char *name,
               const char *section,
               gboolean    critical)
{
  Extension *extension = g_new0 (Extension, 1);

  extension->name = g_strdup (name);
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

/**
 * smith_command_collect_names:
 *
 * As smith_request_create() does it: without names, the common name that can be one.
 */
void
smith_command_collect_names (GPtrArray              *extensions,
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

/* It is written as openssl wants it: "1.2.3=critical,DER:0500". */
static void
add_other (GPtrArray  *extensions,
           const char *other)
{
  g_auto (GStrv) parts = g_strsplit (other, "=", 2);
  g_auto (GStrv) value = g_strv_length (parts) == 2 ? g_strsplit (parts[1], ":", 2) : NULL;

  if (value != NULL && g_strv_length (value) == 2)
    add_value (add_extension (extensions, parts[0], NULL, g_str_has_prefix (value[0], "critical")), "DER", value[1]);
}

/**
 * smith_command_collect_extensions:
 *
 * In the order of smith_extensions_add_to_stack().
 */
void
smith_command_collect_extensions (GPtrArray             *extensions,
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
  for (char **other = asked->others; other != NULL && *other != NULL; other++)
    add_other (extensions, *other);
}

/**
 * smith_command_collect_granted:
 * @extensions: where they go
 * @issuance: what is signed
 * @family: of the key that it is for
 * @issuer_known: whether the issuer is a certificate of its own, which may have no key identifier
 *
 * What smith_certificate_issue() writes besides the names.
 */
void
smith_command_collect_granted (GPtrArray           *extensions,
                               const SmithIssuance *issuance,
                               const char          *family,
                               gboolean             issuer_known)
{
  g_autoptr (SmithExtensions) granted = smith_issuance_dup_granted (issuance, family);
  Extension *identifier;

  smith_command_collect_extensions (extensions, granted);
  if (!granted->is_ca)
    add_value (add_extension (extensions, "basicConstraints", NULL, TRUE), "CA", "FALSE");
  add_value (add_extension (extensions, "subjectKeyIdentifier", NULL, FALSE), NULL, "hash");
  identifier = add_extension (extensions, "authorityKeyIdentifier", NULL, FALSE);
  if (issuer_known)
    {
      /* The second only where there is no first. */
      add_value (identifier, NULL, "keyid");
      add_value (identifier, NULL, "issuer");
    }
  else
    {
      add_value (identifier, "keyid", "always");
    }
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

/**
 * smith_command_needs_configuration:
 *
 * Returns: whether @extensions cannot be said with -addext
 */
gboolean
smith_command_needs_configuration (GPtrArray *extensions)
{
  for (guint i = 0; i < extensions->len; i++)
    if (has_comma (g_ptr_array_index (extensions, i)))
      return TRUE;

  return FALSE;
}

/**
 * smith_command_append_additions:
 * @line: has a space at its end, before and after
 *
 * Says each of @extensions with -addext.
 */
void
smith_command_append_additions (GString   *line,
                                GPtrArray *extensions)
{
  for (guint i = 0; i < extensions->len; i++)
    {
      g_autofree char *text = format_extension (g_ptr_array_index (extensions, i));
      g_autofree char *quoted = smith_command_quote (text);

      g_string_append_printf (line, "-addext %s ", quoted);
    }
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

/**
 * smith_command_has_oid:
 *
 * Returns: whether @subject has an attribute that -subj does not take
 */
gboolean
smith_command_has_oid (SmithName *subject)
{
  for (guint i = 0; i < smith_name_get_n_attributes (subject); i++)
    if (g_ascii_isdigit (*smith_name_get_attribute (subject, i)))
      return TRUE;

  return FALSE;
}

/**
 * smith_command_build_configuration:
 * @spec: what is asked for; of the challenge password only that there is one
 * @extensions: those of the section "ext"
 * @whole_subject: the subject, too, for -subj cannot say it
 * @has_challenge: the shell asks for a challenge password
 *
 * Returns: (transfer full): the beginning of a line that pipes a configuration into openssl-req(1)
 */
char *
smith_command_build_configuration (const SmithRequestSpec *spec,
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
