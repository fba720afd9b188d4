/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-note.h"

#include <string.h>

#include <libpsl.h>

#include <glib/gi18n.h>

/* Names that can be asked for, but that no public CA signs, or that are not what they look like. */

/* RFC 6761, RFC 6762, RFC 8375, ICANN's reservation of .internal, and what routers and Windows domains use.
 * .example is only written by people who write documentation. */
static const char * const internal_domains[] = {
  "local", "internal", "localhost", "localdomain", "lan", "home", "home.arpa", "corp", "intranet", "intra", "private",
  "test", "invalid", "workgroup", NULL
};

static gboolean
is_below (const char *host,
          const char *domain)
{
  gsize host_length = strlen (host);
  gsize length = strlen (domain);

  return g_str_equal (host, domain) ||
         (host_length > length && g_str_has_suffix (host, domain) && host[host_length - length - 1] == '.');
}

static const psl_ctx_t *
get_suffixes (void)
{
  static gsize once = 0;
  static const psl_ctx_t *suffixes = NULL;

  if (g_once_init_enter (&once))
    {
      suffixes = psl_builtin ();
      if (suffixes == NULL)
        suffixes = psl_latest (NULL);
      g_once_init_leave (&once, 1);
    }

  return suffixes;
}

/* Unicode Technical Standard 39, 5.2, "highly restrictive": scripts that are written together. */
static gboolean
is_one_writing_system (GUnicodeScript a,
                       GUnicodeScript b)
{
  static const GUnicodeScript systems[][5] = {
    { G_UNICODE_SCRIPT_LATIN, G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_HIRAGANA, G_UNICODE_SCRIPT_KATAKANA },
    { G_UNICODE_SCRIPT_LATIN, G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_BOPOMOFO },
    { G_UNICODE_SCRIPT_LATIN, G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_HANGUL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (systems); i++)
    {
      gboolean has_a = FALSE;
      gboolean has_b = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (systems[i]); j++)
        {
          has_a = has_a || (systems[i][j] == a && a != G_UNICODE_SCRIPT_COMMON);
          has_b = has_b || (systems[i][j] == b && b != G_UNICODE_SCRIPT_COMMON);
        }
      if (has_a && has_b)
        return TRUE;
    }

  return FALSE;
}

/* Within one label; whole labels of another script ("例え.com") are usual. */
static gboolean
mixes_scripts (const char *unicode)
{
  GUnicodeScript first = G_UNICODE_SCRIPT_COMMON;

  for (const char *p = unicode; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeScript script = g_unichar_get_script (c);

      if (c == '.')
        first = G_UNICODE_SCRIPT_COMMON;
      else if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED)
        continue;
      else if (first == G_UNICODE_SCRIPT_COMMON)
        first = script;
      else if (script != first && !is_one_writing_system (first, script))
        return TRUE;
    }

  return FALSE;
}

static char *
note_suffix (const char *host,
             gboolean    wildcard)
{
  const psl_ctx_t *suffixes = get_suffixes ();

  if (suffixes == NULL)
    return NULL;
  if (psl_is_public_suffix2 (suffixes, host, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE))
    return wildcard
      /* Translators: a domain such as co.uk. */
      ? g_strdup_printf (_("Anybody can register names under “%s”: no CA issues a wildcard for all of them."), host)
      : g_strdup_printf (_("“%s” is where others register their names: only its registry gets a certificate for it."), host);
  if (psl_is_public_suffix2 (suffixes, host, PSL_TYPE_PRIVATE | PSL_TYPE_NO_STAR_RULE))
    return g_strdup_printf (_("Names under “%s” belong to many people: only the company that runs it gets this certificate."),
                            host);

  return NULL;
}

static char *
note_host (const char *value)
{
  gboolean wildcard = g_str_has_prefix (value, "*.");
  const char *host = wildcard ? value + 2 : value;
  const psl_ctx_t *suffixes = get_suffixes ();
  const char *last = strrchr (host, '.');
  g_autofree char *unicode = g_hostname_to_unicode (host);
  char *note = NULL;

  if (unicode != NULL && mixes_scripts (unicode))
    return g_strdup (_("This mixes letters of different scripts that look alike, as forged names do: "
                       "compare the form that starts with xn--."));
  for (guint i = 0; internal_domains[i] != NULL; i++)
    if (is_below (host, internal_domains[i]))
      return g_strdup_printf (_("“.%s” is for internal names: no public CA issues a certificate for it, your own CA can."),
                              internal_domains[i]);
  note = note_suffix (host, wildcard);
  if (note != NULL)
    return note;
  if (last == NULL)
    return g_strdup (_("A name without a dot is internal: no public CA issues a certificate for it, your own CA can."));
  /* The last label of every name that is in the public DNS is in the list. */
  if (suffixes != NULL && !is_below (host, "example") && !is_below (host, "onion") &&
      !psl_is_public_suffix2 (suffixes, last + 1, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE))
    return g_strdup_printf (_("There is no top-level domain “%s”: no public CA issues a certificate for this name."), last + 1);

  return NULL;
}

/* RFC 1918, RFC 4193, RFC 6598: CA/Browser Forum Baseline Requirements 4.2.2 forbid them. */
static char *
note_address (const char *value)
{
  static const char * const shared = "100.64.0.0/10";
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (value);
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (shared, NULL);
  gboolean unique_local;

  if (address == NULL)
    return NULL;
  unique_local = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
                 (g_inet_address_to_bytes (address)[0] & 0xfe) == 0xfc;
  if (g_inet_address_get_is_loopback (address) || g_inet_address_get_is_link_local (address) ||
      g_inet_address_get_is_site_local (address) || g_inet_address_get_is_any (address) || unique_local ||
      g_inet_address_mask_matches (mask, address))
    return g_strdup (_("A private address: no public CA issues a certificate for it, your own CA can."));
  if (g_inet_address_get_is_multicast (address))
    return g_strdup (_("An address of a group of computers, not of a server."));

  return NULL;
}

/**
 * smith_name_note_for:
 * @name: a name that is right in form
 *
 * What a person should know before asking a CA for @name: public suffixes (libpsl, with its list as it was
 * installed), internal names, private addresses, mixed scripts.
 *
 * Returns: (transfer full) (nullable): a sentence; NULL where there is nothing to say
 */
char *
smith_name_note_for (SmithAltName *name)
{
  g_return_val_if_fail (SMITH_IS_ALT_NAME (name), NULL);

  switch (smith_alt_name_get_kind (name))
    {
    case SMITH_ALT_NAME_DNS:
      return note_host (smith_alt_name_get_value (name));
    case SMITH_ALT_NAME_IP:
      return note_address (smith_alt_name_get_value (name));
    case SMITH_ALT_NAME_EMAIL:
    case SMITH_ALT_NAME_URI:
    case SMITH_ALT_NAME_OTHER:
    default:
      return NULL;
    }
}
