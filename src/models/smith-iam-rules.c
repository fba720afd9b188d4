/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-iam-rules.h"

#include <string.h>

#include <glib/gi18n.h>

/* The rules of IAM's service model for server certificates: serverCertificateNameType `[\w+=,.@-]+`
 * of 1 to 128, with `\w` as ASCII; pathType `/` or `/[\x21-\x7E]+/` of 1 to 512; PEM texts of TAB,
 * LF, CR and U+0020 to U+00FF. */

static gboolean
is_name_character (gunichar c)
{
  return c < 0x80 && (g_ascii_isalnum ((char) c) || (c != 0 && strchr ("_+=,.@-", (int) c) != NULL));
}

/**
 * smith_iam_check_name:
 * @text: valid UTF-8
 *
 * Returns: (transfer full) (nullable): why @text cannot be the name of a server certificate; NULL if it can
 */
char *
smith_iam_check_name (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (*text == '\0')
    return g_strdup (_("Enter the name that the certificate gets in IAM."));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      char shown[7] = { 0 };

      if (is_name_character (c))
        continue;
      if (g_unichar_isspace (c))
        return g_strdup (_("A name in IAM has no spaces; use a hyphen."));
      g_unichar_to_utf8 (c, shown);
      return g_strdup_printf (_("“%s” cannot be in a name in IAM; the letters a to z, digits and _ + = , . @ - can."), shown);
    }
  if (strlen (text) > SMITH_IAM_MAX_NAME)
    return g_strdup_printf (_("The name has %u characters; IAM takes up to %u."),
                            (guint) strlen (text), (guint) SMITH_IAM_MAX_NAME);

  return NULL;
}

/**
 * smith_iam_check_path:
 * @text: valid UTF-8
 *
 * Returns: (transfer full) (nullable): why @text cannot be the path of a server certificate; NULL if it can
 */
char *
smith_iam_check_path (const char *text)
{
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = strlen (text);
  if (length == 0)
    return g_strdup (_("Enter a path; / is the usual one."));
  if (text[0] != '/')
    return g_strdup (_("The path begins with a slash."));
  if (text[length - 1] != '/')
    return g_strdup (_("The path ends with a slash."));
  if (g_str_equal (text, "//"))
    return g_strdup (_("There is nothing between the slashes."));
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return g_strdup (_("A path in IAM has no spaces and no letters beyond ASCII."));
  if (length > SMITH_IAM_MAX_PATH)
    return g_strdup_printf (_("The path has %u characters; IAM takes up to %u."),
                            (guint) length, (guint) SMITH_IAM_MAX_PATH);

  return NULL;
}

/**
 * smith_iam_is_charset:
 * @text: bytes, possibly a private key
 * @length: how many
 *
 * Returns: whether IAM takes these characters in a PEM text; what this program sends is ASCII
 */
gboolean
smith_iam_is_charset (const char *text,
                      gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] != '\t' && text[i] != '\n' && text[i] != '\r' && !g_ascii_isprint (text[i]))
      return FALSE;

  return TRUE;
}

static const char *
find_host (SmithCertificate *certificate)
{
  GListModel *names = smith_certificate_get_alt_names (certificate);
  const char *common_name;

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);

      if (smith_alt_name_get_kind (name) == SMITH_ALT_NAME_DNS)
        return smith_alt_name_get_value (name);  /* lives as long as the list */
    }
  common_name = smith_name_lookup (smith_certificate_get_subject (certificate), "CN");

  return common_name != NULL ? common_name : smith_certificate_get_title (certificate);
}

/**
 * smith_iam_suggest_name:
 * @taken: (nullable): a name that cannot be used: the suggestion differs from it
 *
 * Suggests host and last day, such as `www.example.com-2027-03-03`, so that the certificate that
 * replaces this one gets another name.
 *
 * Returns: (transfer full): a name that smith_iam_check_name() lets pass
 */
char *
smith_iam_suggest_name (SmithCertificate *certificate,
                        const char       *taken)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *date = NULL;
  g_autofree char *base = NULL;
  const char *host;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);

  host = find_host (certificate);
  if (g_str_has_prefix (host, "*."))
    {
      g_string_append (name, "wildcard.");
      host += 2;
    }
  for (const char *p = host; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_c (name, is_name_character (g_utf8_get_char (p)) ? *p : '-');
  if (name->len == 0)
    g_string_append (name, "certificate");
  /* Room for the date and a number. */
  if (name->len > SMITH_IAM_MAX_NAME - 16)
    g_string_truncate (name, SMITH_IAM_MAX_NAME - 16);

  date = g_date_time_format (smith_certificate_get_not_after (certificate), "%Y-%m-%d");
  base = g_strdup_printf ("%s-%s", name->str, date);
  if (taken == NULL || !g_str_has_prefix (taken, base))
    return g_steal_pointer (&base);

  if (taken[strlen (base)] == '-')
    {
      guint64 number = g_ascii_strtoull (taken + strlen (base) + 1, NULL, 10);

      if (number >= 2 && number < 9999)
        return g_strdup_printf ("%s-%u", base, (guint) number + 1);
    }

  return g_strdup_printf ("%s-2", base);
}
