/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-issuance-private.h"

/*
 * A certificate that a request's own key signs: for tests, for servers inside a house, and for trying
 * out the way to AWS. A server's certificate, not an authority's: Firefox refuses the latter where it expects
 * the former, and whoever trusts it trusts nothing else with it.
 */

/**
 * smith_certificate_self_sign:
 * @request: what names the server
 * @key: the key that @request was made with
 * @days: how long it is valid, counted from now
 * @error: return location for a SMITH_CRYPTO_ERROR; %SMITH_CRYPTO_ERROR_MISMATCH where @key is another one
 *
 * Creates a certificate of version 3 for a TLS server that its own key signs with SHA-256. Its names are
 * those of the request. It begins five minutes ago, because clocks differ.
 *
 * Returns: (transfer full): a new certificate; NULL on error
 */
SmithCertificate *
smith_certificate_self_sign (SmithRequest  *request,
                             SmithKey      *key,
                             guint          days,
                             GError       **error)
{
  g_autoptr (SmithIssuance) issuance = NULL;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);
  g_return_val_if_fail (SMITH_IS_KEY (key), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  issuance = smith_issuance_new_from_request (request, days);
  issuance->digest = g_strdup ("SHA256");

  return smith_certificate_issue (smith_request_get_public_key (request), issuance, NULL, NULL, key, error);
}
