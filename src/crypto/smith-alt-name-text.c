/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-alt-name-private.h"
#include "smith-crypto-error-private.h"

/*
 * What people type as a name of a server, and why it cannot be one: each refusal has its own sentence.
 */

/* RFC 1035, 2.3.4, without the bytes that only the wire needs; RFC 5321, 4.5.3.1. */
#define MAX_HOST 253
#define MAX_LABEL 63
#define MAX_MAILBOX 64
#define MAX_EMAIL 254

static SmithAltName *
new_from_ia5 (int         type,
              const char *value)
{
  g_autoptr (GENERAL_NAME) name = GENERAL_NAME_new ();
  ASN1_IA5STRING *string = ASN1_IA5STRING_new ();

  ASN1_STRING_set (string, value, -1);
  GENERAL_NAME_set0_value (name, type, string);

  return smith_alt_name_new_from_x509 (name);
}

static SmithAltName *
new_from_address (GInetAddress *inet)
{
  g_autoptr (GENERAL_NAME) name = GENERAL_NAME_new ();
  ASN1_OCTET_STRING *string = ASN1_OCTET_STRING_new ();

  ASN1_STRING_set (string, g_inet_address_to_bytes (inet), (int) g_inet_address_get_native_size (inet));
  GENERAL_NAME_set0_value (name, GEN_IPADD, string);

  return smith_alt_name_new_from_x509 (name);
}

static gboolean
is_graphic (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isgraph (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

/* Letters that the rules of 2003, which GLib follows, turn into others and those of 2008 keep (RFC 5894, 7.2):
 * the two give different domains, so neither is guessed. */
static gboolean
check_deviations (const char  *text,
                  GError     **error)
{
  static const char * const letters[] = { "ß", "ς", "\xE2\x80\x8C", "\xE2\x80\x8D" };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (strstr (text, letters[i]) != NULL)
      {
        smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                /* Translators: one letter, such as ß. */
                                _("“%s” means different domains by the old and the new rules for international names: "
                                  "enter the form that starts with xn--, which your registrar shows."), letters[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_label (const char  *label,
             GError     **error)
{
  gsize length = strlen (label);

  if (length == 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("Two dots follow each other, or the name starts with one."));
      return FALSE;
    }
  if (length > MAX_LABEL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              /* Translators: a part of a domain name, then a number. */
                              _("The part “%s” is longer than %d characters (RFC 1035)."), label, MAX_LABEL);
      return FALSE;
    }
  for (gsize i = 0; i < length; i++)
    {
      if (label[i] == '*')
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  _("A star can only be the whole first part, as in *.example.com."));
          return FALSE;
        }
      if (label[i] == '_')
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  _("The name of a host has no underscore (RFC 1123), and no CA issues a certificate "
                                    "for one that has: use a hyphen."));
          return FALSE;
        }
      if (!g_ascii_isalnum (label[i]) && label[i] != '-')
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  /* Translators: one character. */
                                  _("“%c” cannot be part of a domain name; letters, digits and hyphens can."), label[i]);
          return FALSE;
        }
    }
  if (label[0] == '-' || label[length - 1] == '-')
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("The part “%s” starts or ends with a hyphen."), label);
      return FALSE;
    }
  if (g_str_has_prefix (label, "xn--"))
    {
      g_autofree char *unicode = g_hostname_to_unicode (label);

      if (unicode == NULL || g_hostname_is_ascii_encoded (unicode) || !is_graphic (unicode))
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  _("“%s” is not a valid encoding of an international name."), label);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_host (const char  *host,
            GError     **error)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint n = g_strv_length (labels);

  if (n == 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("There is no name."));
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    if (!check_label (labels[i], error))
      return FALSE;
  if (strlen (host) > MAX_HOST)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("The name is longer than %d characters (RFC 1035)."), MAX_HOST);
      return FALSE;
    }
  if (strspn (labels[n - 1], "0123456789") == strlen (labels[n - 1]))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("This looks like an IP address, but is none: each of its four numbers is 0 to 255."));
      return FALSE;
    }

  return TRUE;
}

/* Lower case, A-labels, no dot at the end; NULL with the reason. */
static char *
normalize_host (const char  *text,
                GError     **error)
{
  g_autofree char *ascii = NULL;
  gsize length = strlen (text);

  if (*text == '.' || strstr (text, "..") != NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("Two dots follow each other, or the name starts with one."));
      return NULL;
    }
  if (g_hostname_is_non_ascii (text))
    {
      if (!check_deviations (text, error))
        return NULL;
      /* RFC 3490: lower case and normalization are part of it. */
      ascii = g_hostname_to_ascii (text);
      if (ascii == NULL)
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  /* Translators: a domain name. */
                                  _("“%s” has letters that an international domain name cannot have, or is too long."),
                                  text);
          return NULL;
        }
    }
  else
    ascii = g_ascii_strdown (text, -1);

  length = strlen (ascii);
  if (length > 1 && ascii[length - 1] == '.')
    ascii[length - 1] = '\0';
  if (!check_host (ascii, error))
    return NULL;

  return g_steal_pointer (&ascii);
}

static SmithAltName *
new_from_host (const char  *text,
               GError     **error)
{
  const char *host = text;
  const char *wildcard = "";
  g_autofree char *normalized = NULL;
  g_autofree char *whole = NULL;

  if (g_str_equal (text, "*"))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("A star alone stands for nothing: a domain follows it, as in *.example.com."));
      return NULL;
    }
  if (g_str_has_prefix (text, "*."))
    {
      wildcard = "*.";
      host += 2;
    }
  normalized = normalize_host (host, error);
  if (normalized == NULL)
    return NULL;
  whole = g_strconcat (wildcard, normalized, NULL);
  if (strlen (whole) > MAX_HOST)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("The name is longer than %d characters (RFC 1035)."), MAX_HOST);
      return NULL;
    }

  return new_from_ia5 (GEN_DNS, whole);
}

static SmithAltName *
new_from_email (const char  *text,
                GError     **error)
{
  const char *at = strrchr (text, '@');
  gsize length = (gsize) (at - text);
  g_autofree char *mailbox = g_strndup (text, length);
  g_autofree char *host = NULL;
  g_autofree char *whole = NULL;

  if (length == 0 || length > MAX_MAILBOX)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("Before the @ of an email address there are 1 to %d characters."), MAX_MAILBOX);
      return NULL;
    }
  if (!g_str_is_ascii (mailbox) || strpbrk (mailbox, "()<>[]:;@\\,\"") != NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("“%s” has characters that cannot be before the @ of an email address."), mailbox);
      return NULL;
    }
  if (*mailbox == '.' || mailbox[length - 1] == '.' || strstr (mailbox, "..") != NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("A dot of “%s” has nothing before or behind it."), mailbox);
      return NULL;
    }
  host = normalize_host (at + 1, error);
  if (host == NULL)
    return NULL;
  whole = g_strconcat (mailbox, "@", host, NULL);
  if (strlen (whole) > MAX_EMAIL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("The email address is longer than %d characters (RFC 5321)."), MAX_EMAIL);
      return NULL;
    }

  return new_from_ia5 (GEN_EMAIL, whole);
}

static SmithAltName *
new_from_uri (const char  *text,
              GError     **error)
{
  if (!g_str_is_ascii (text))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("An address of this kind can only have ASCII characters; write the others as %%XX."));
      return NULL;
    }
  /* GLib forgives spaces. */
  if (strpbrk (text, " \t\r\n<>\"{}|\\^`") != NULL || !g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("“%s” is not a valid address (RFC 3986)."), text);
      return NULL;
    }

  return new_from_ia5 (GEN_URI, text);
}

/* The mistakes that people make, told before their characters are. */
static gboolean
check_common_mistakes (const char  *text,
                       GError     **error)
{
  const char *colon = strrchr (text, ':');

  if (*text == '\0')
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("There is no name."));
      return FALSE;
    }
  if (!g_utf8_validate (text, -1, NULL))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("The name is not UTF-8 text."));
      return FALSE;
    }
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == ',' || c == ';')
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  _("A name has no spaces and no commas: enter one name at a time."));
          return FALSE;
        }
    }
  if (strstr (text, "://") == NULL && strchr (text, '/') != NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("A name has no path and no network mask: leave out the slash and what follows it."));
      return FALSE;
    }
  if (colon != NULL && strchr (text, ':') == colon && colon[1] != '\0' &&
      strspn (colon + 1, "0123456789") == strlen (colon + 1))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("A certificate names a host, not a port: leave out “%s”."), colon);
      return FALSE;
    }

  return TRUE;
}

/* "DNS:", "IP:" … as OpenSSL's configuration has them; SMITH_ALT_NAME_OTHER for none. */
static SmithAltNameKind
take_prefix (const char **text)
{
  for (guint i = 0; smith_alt_name_prefixes[i] != NULL; i++)
    {
      gsize length = strlen (smith_alt_name_prefixes[i]);

      if (g_ascii_strncasecmp (*text, smith_alt_name_prefixes[i], length) == 0 && (*text)[length] == ':')
        {
          *text += length + 1;
          return (SmithAltNameKind) i;
        }
    }

  return SMITH_ALT_NAME_OTHER;
}

static GInetAddress *
parse_address (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *bare = NULL;

  /* A zone such as %eth0 means something on one computer only. */
  if (strchr (text, '%') != NULL)
    return NULL;
  if (length > 2 && text[0] == '[' && text[length - 1] == ']')
    bare = g_strndup (text + 1, length - 2);

  return g_inet_address_new_from_string (bare != NULL ? bare : text);
}

/**
 * smith_alt_name_new_from_text:
 * @text: what a person typed: a host name, a wildcard, an IPv4 or IPv6 address, an email address or a URI,
 *   optionally with OpenSSL's prefix ("DNS:", "IP:", "email:", "URI:")
 * @error: return location for %SMITH_CRYPTO_ERROR_INVALID with the reason in a sentence
 *
 * Finds the kind by itself. Host names become lower case, international ones A-labels (RFC 3490), a dot at
 * the end goes; lengths as in RFC 1035, 2.3.4; a wildcard only as the whole first label (RFC 6125, 6.4.3).
 *
 * Returns: (transfer full): a new name; NULL where @text breaks a rule
 */
SmithAltName *
smith_alt_name_new_from_text (const char  *text,
                              GError     **error)
{
  g_autofree char *stripped = NULL;
  g_autoptr (GInetAddress) inet = NULL;
  const char *bare;
  SmithAltNameKind kind;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  bare = stripped;
  kind = take_prefix (&bare);
  if (kind != SMITH_ALT_NAME_URI && !check_common_mistakes (bare, error))
    return NULL;

  inet = parse_address (bare);
  if (inet != NULL && (kind == SMITH_ALT_NAME_OTHER || kind == SMITH_ALT_NAME_IP))
    return new_from_address (inet);
  if (kind == SMITH_ALT_NAME_IP || (kind == SMITH_ALT_NAME_OTHER && strchr (bare, ':') != NULL &&
                                    strspn (bare, "0123456789abcdefABCDEF:.[]%") == strlen (bare)))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("“%s” is not an IP address."), bare);
      return NULL;
    }
  if (kind == SMITH_ALT_NAME_URI || (kind == SMITH_ALT_NAME_OTHER && strstr (bare, "://") != NULL))
    return new_from_uri (bare, error);
  if (kind == SMITH_ALT_NAME_EMAIL && strchr (bare, '@') == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("An email address has an @."));
      return NULL;
    }
  if (kind == SMITH_ALT_NAME_EMAIL || (kind == SMITH_ALT_NAME_OTHER && strchr (bare, '@') != NULL))
    return new_from_email (bare, error);

  return new_from_host (bare, error);
}
