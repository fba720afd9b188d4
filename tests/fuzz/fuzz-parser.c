/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-parser.h"

#include <string.h>

#include "smith-fuzz.h"
#include "smith-section.h"

/* Any bytes through the parser, with somebody who knows one passphrase; then all that the program shows of the results is
 * asked for. */

static void
touch_certificate (SmithCertificate *certificate)
{
  g_autofree char *text = smith_certificate_dup_text (certificate);

  g_assert_nonnull (smith_certificate_get_pem (certificate));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_utf8_validate (smith_certificate_get_title (certificate), -1, NULL));
  g_assert_true (g_utf8_validate (smith_name_get_rfc4514 (smith_certificate_get_issuer (certificate)), -1, NULL));
  g_assert_nonnull (smith_public_key_get_title (smith_certificate_get_public_key (certificate)));
  g_assert_nonnull (smith_certificate_get_sections (certificate));
  smith_certificate_is_issued_by (certificate, certificate);
}

static void
touch_request (SmithRequest *request)
{
  g_autofree char *text = smith_request_dup_text (request);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_nonnull (smith_request_get_pem (request));
  g_assert_nonnull (smith_request_get_alt_names (request));
  smith_request_is_signature_valid (request);
}

static void
touch_crl (SmithCrl *crl)
{
  GListModel *revoked = smith_crl_get_revoked (crl);
  guint n = MIN (g_list_model_get_n_items (revoked), 10);

  g_assert_nonnull (smith_crl_get_pem (crl));
  g_assert_nonnull (smith_crl_get_signature_algorithm (crl));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (revoked, i);

      g_assert_true (g_utf8_validate (smith_field_get_value (field), -1, NULL));
    }
}

static void
touch (SmithParsed *parsed)
{
  const char * const *mends = smith_parsed_get_mends (parsed);

  g_assert_true (g_utf8_validate (smith_parsed_get_source (parsed), -1, NULL));
  for (guint i = 0; mends[i] != NULL; i++)
    g_assert_true (g_utf8_validate (mends[i], -1, NULL));
  if (smith_parsed_get_certificate (parsed) != NULL)
    touch_certificate (smith_parsed_get_certificate (parsed));
  else if (smith_parsed_get_request (parsed) != NULL)
    touch_request (smith_parsed_get_request (parsed));
  else if (smith_parsed_get_crl (parsed) != NULL)
    touch_crl (smith_parsed_get_crl (parsed));
  else if (smith_parsed_get_key (parsed) != NULL)
    g_assert_nonnull (smith_public_key_get_pem (smith_key_get_public_key (smith_parsed_get_key (parsed))));
  else
    g_assert_true (g_utf8_validate (smith_parsed_get_error (parsed)->message, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GTlsInteraction) interaction = smith_fuzz_new_interaction ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) results = smith_parser_parse (bytes, "fuzz", interaction, NULL, &error);
  guint n;

  if (results == NULL)
    return 0;
  n = g_list_model_get_n_items (results);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (results, i);

      touch (parsed);
    }

  return 0;
}
