/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-cli-text.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-crl.h"
#include "smith-extension-value.h"
#include "smith-finding.h"
#include "smith-section.h"

/*
 * What was found, for people on a terminal: the sections that the window's inspector shows, as text.
 */

#define LABEL_WIDTH 24
/* A revocation list may have a million rows; who wants them all takes --json. */
#define MAX_REVOKED 1000

/* How many columns a label takes, near enough for what labels are. */
static void
append_field (GString    *text,
              const char *label,
              const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);
  glong width = g_utf8_strlen (label, -1);

  g_string_append_printf (text, "    %s:", label);
  for (glong i = width; i < LABEL_WIDTH; i++)
    g_string_append_c (text, ' ');
  for (guint i = 0; lines[i] != NULL; i++)
    {
      /* What is printed by OpenSSL in lines begins a line of its own. */
      if (i > 0)
        g_string_append_printf (text, "%*s", LABEL_WIDTH + 6, "");
      else
        g_string_append_c (text, ' ');
      g_string_append (text, g_strchomp (lines[i]));
      g_string_append_c (text, '\n');
    }
}

static void
append_sections (GString    *text,
                 GListModel *sections)
{
  guint n = g_list_model_get_n_items (sections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = smith_section_get_fields (section);
      guint n_fields = g_list_model_get_n_items (fields);

      g_string_append_printf (text, "  %s\n", smith_section_get_title (section));
      for (guint j = 0; j < n_fields; j++)
        {
          g_autoptr (SmithField) field = g_list_model_get_item (fields, j);

          append_field (text, smith_field_get_label (field), smith_field_get_value (field));
        }
    }
}

static void
append_sentences (GString            *text,
                  const char         *title,
                  const char * const *sentences)
{
  if (sentences == NULL || sentences[0] == NULL)
    return;
  g_string_append_printf (text, "  %s\n", title);
  for (guint i = 0; sentences[i] != NULL; i++)
    g_string_append_printf (text, "    - %s\n", sentences[i]);
}

static void
append_findings (GString  *text,
                 char    **findings)
{
  append_sentences (text, _("Findings"), (const char * const *) findings);
  g_strfreev (findings);
}

static void
append_key (GString  *text,
            SmithKey *key,
            gboolean  encrypted)
{
  SmithPublicKey *public_key = smith_key_get_public_key (key);
  g_autofree char *size = g_strdup_printf (_("%u bits"), smith_public_key_get_bits (public_key));

  g_string_append_printf (text, "  %s\n", _("Private Key"));
  append_field (text, _("Algorithm"), smith_public_key_get_title (public_key));
  if (smith_public_key_get_bits (public_key) > 0)
    append_field (text, _("Size"), size);
  if (smith_public_key_get_curve (public_key) != NULL)
    append_field (text, _("Curve"), smith_public_key_get_curve (public_key));
  append_field (text, _("Pin (SHA-256)"), smith_public_key_get_spki_sha256 (public_key));
  append_field (text, _("Protection"), encrypted ? _("Encrypted") : _("None: whoever has the file has the key"));
}

static void
append_time (GString    *text,
             const char *label,
             GDateTime  *time)
{
  g_autofree char *value = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S UTC") : NULL;

  if (value != NULL)
    append_field (text, label, value);
}

static void
append_crl (GString  *text,
            SmithCrl *crl)
{
  g_autoptr (GPtrArray) extensions = smith_extension_value_list_for_crl (crl);
  GListModel *revoked = smith_crl_get_revoked (crl);
  guint n = g_list_model_get_n_items (revoked);

  g_string_append_printf (text, "  %s\n", _("Revocation List"));
  append_field (text, _("Issuer"), smith_name_get_rfc4514 (smith_crl_get_issuer (crl)));
  if (smith_crl_get_number (crl) != NULL)
    append_field (text, _("Number"), smith_crl_get_number (crl));
  append_time (text, _("Issued"), smith_crl_get_this_update (crl));
  append_time (text, _("Next one by"), smith_crl_get_next_update (crl));
  append_field (text, _("Signature algorithm"), smith_crl_get_signature_algorithm (crl));
  append_field (text, "SHA-256", smith_crl_get_sha256 (crl));
  if (extensions->len > 0)
    g_string_append_printf (text, "  %s\n", _("Extensions"));
  for (guint i = 0; i < extensions->len; i++)
    {
      const SmithExtensionValue *extension = g_ptr_array_index (extensions, i);

      append_field (text, extension->name, extension->value);
    }

  g_string_append_printf (text, ngettext ("  %u Revoked Certificate\n", "  %u Revoked Certificates\n", n), n);
  for (guint i = 0; i < MIN (n, MAX_REVOKED); i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (revoked, i);

      append_field (text, smith_field_get_label (field), smith_field_get_value (field));
    }
  if (n > MAX_REVOKED)
    g_string_append_printf (text, "    %s\n", _("… and more: --json has them all."));
}

/* Characters that move the cursor, ring the bell or turn text around come as their codes: what a file says
 * must not reach the terminal as a command. */
static gboolean
is_dangerous (gunichar c)
{
  return (g_unichar_iscntrl (c) && c != '\n') ||
         c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/**
 * smith_cli_text_escape:
 * @text: UTF-8, in any number of lines
 *
 * Returns: (transfer full): @text for a terminal
 */
char *
smith_cli_text_escape (const char *text)
{
  GString *escaped = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_dangerous (c))
        g_string_append_printf (escaped, "\\u%04X", c);
      else
        g_string_append_unichar (escaped, c);
    }

  return g_string_free (escaped, FALSE);
}

/**
 * smith_cli_text_describe:
 * @file: where it was found
 * @parsed: what was found, not an error
 *
 * Returns: (transfer full): what there is to know about it, ready for a terminal, in lines
 */
char *
smith_cli_text_describe (const char  *file,
                         SmithParsed *parsed)
{
  GString *text = g_string_new (NULL);
  g_autofree char *raw = NULL;
  const char *format = smith_parsed_get_format (parsed);

  if (smith_parsed_get_certificate (parsed) != NULL)
    {
      SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

      /* Translators: the name of a file, then a format such as PEM. */
      g_string_append_printf (text, _("%s: certificate (%s)\n"), file, format);
      append_sections (text, smith_certificate_get_sections (certificate));
      append_findings (text, smith_finding_list_for_certificate (certificate, now));
    }
  else if (smith_parsed_get_request (parsed) != NULL)
    {
      SmithRequest *request = smith_parsed_get_request (parsed);

      /* Translators: the name of a file, then a format such as PEM. */
      g_string_append_printf (text, _("%s: request (%s)\n"), file, format);
      append_sections (text, smith_request_get_sections (request));
      append_findings (text, smith_finding_list_for_request (request));
    }
  else if (smith_parsed_get_key (parsed) != NULL)
    {
      SmithKey *key = smith_parsed_get_key (parsed);

      /* Translators: the name of a file, then a format such as PEM. */
      g_string_append_printf (text, _("%s: private key (%s)\n"), file, format);
      append_key (text, key, smith_parsed_get_passphrase (parsed) != NULL);
      append_findings (text, smith_finding_list_for_public_key (smith_key_get_public_key (key)));
    }
  else if (smith_parsed_get_crl (parsed) != NULL)
    {
      /* Translators: the name of a file, then a format such as PEM. */
      g_string_append_printf (text, _("%s: revocation list (%s)\n"), file, format);
      append_crl (text, smith_parsed_get_crl (parsed));
    }
  append_sentences (text, _("Mended"), smith_parsed_get_mends (parsed));
  raw = g_string_free (text, FALSE);

  return smith_cli_text_escape (raw);
}
