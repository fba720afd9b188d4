/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-crl.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-section.h"
#include "smith-test.h"

static char *
fixture_path (const char *name)
{
  return g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
}

static GBytes *
read_der (const char *name)
{
  g_autofree char *path = fixture_path (name);
  g_autofree char *der_path = NULL;
  g_autofree char *folder = smith_test_make_folder ();
  const char *argv[] = { "openssl", "crl", "-in", path, "-outform", "DER", "-out", NULL, NULL };
  g_autofree char *output = NULL;
  char *data;
  gsize size;

  argv[7] = der_path = g_build_filename (folder, "der", NULL);
  output = smith_test_run (argv, NULL, NULL);
  g_assert_true (g_file_get_contents (der_path, &data, &size, NULL));
  smith_test_remove_folder (folder);

  return g_bytes_new_take (data, size);
}

static SmithCrl *
read_crl (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = read_der (name);
  SmithCrl *crl = smith_crl_new_from_der (der, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (smith_crl_get_der (crl), der));

  return crl;
}

static SmithCertificate *
read_certificate (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fixture_path (name);
  g_autofree char *pem = NULL;
  SmithCertificate *certificate;

  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

/* What `openssl crl -OPTION` says, without its name and the equals sign. */
static char *
ask_openssl (const char *name,
             const char *option)
{
  g_autofree char *path = fixture_path (name);
  const char *argv[] = { "openssl", "crl", "-in", path, "-noout", "-nameopt", "rfc2253,-esc_msb,utf8", option,
                         strcmp (option, "-fingerprint") == 0 ? "-sha256" : NULL, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);
  const char *equals = strchr (output, '=');

  g_assert_nonnull (equals);

  return g_strstrip (g_strdup (equals + 1));
}

static char *
format_time (GDateTime *time)
{
  g_autofree char *text = g_date_time_format (time, "%b %d %H:%M:%S %Y GMT");

  /* openssl pads the day with a space. */
  if (text[4] == '0')
    text[4] = ' ';

  return g_steal_pointer (&text);
}

static void
test_fields (gconstpointer data)
{
  const char *name = data;
  g_autoptr (SmithCrl) crl = read_crl (name);
  g_autofree char *issuer = ask_openssl (name, "-issuer");
  g_autofree char *last = ask_openssl (name, "-lastupdate");
  g_autofree char *next = ask_openssl (name, "-nextupdate");
  g_autofree char *number = ask_openssl (name, "-crlnumber");
  g_autofree char *fingerprint = ask_openssl (name, "-fingerprint");
  g_autofree char *this_update = format_time (smith_crl_get_this_update (crl));
  g_autofree char *next_update = format_time (smith_crl_get_next_update (crl));
  g_autofree char *path = fixture_path (name);
  const char *argv[] = { "openssl", "crl", "-in", path, NULL };
  g_autofree char *pem = smith_test_run (argv, NULL, NULL);

  g_assert_cmpstr (smith_name_get_rfc4514 (smith_crl_get_issuer (crl)), ==, issuer);
  g_assert_cmpstr (this_update, ==, last);
  g_assert_cmpstr (next_update, ==, next);
  g_assert_cmpstr (smith_crl_get_number (crl), ==, g_str_has_prefix (number, "0x") ? number + 2 : number);
  g_assert_cmpstr (smith_crl_get_sha256 (crl), ==, fingerprint);
  g_assert_cmpstr (smith_crl_get_pem (crl), ==, pem);
}

/* Serial numbers and reasons as `openssl crl -text` has them. */
static void
test_revoked (void)
{
  static const struct
  {
    const char *serial;
    const char *reason;
  } expected[] = {
    { "0A", "The private key was lost or stolen" },
    { "0B", "Replaced by a newer one" },
    { "0C", "On hold for now" },
    { "0D", "No longer in use" },
    { "0123456789ABCDEF0123456789ABCDEF0123", NULL },
  };
  g_autoptr (SmithCrl) crl = read_crl ("rsa-two.crl");
  GListModel *revoked = smith_crl_get_revoked (crl);
  g_autofree char *path = fixture_path ("rsa-two.crl");
  const char *argv[] = { "openssl", "crl", "-in", path, "-noout", "-text", NULL };
  g_autofree char *text = smith_test_run (argv, NULL, NULL);
  g_autofree char *algorithm = g_strdup_printf ("Signature Algorithm: %s\n", smith_crl_get_signature_algorithm (crl));

  g_assert_nonnull (strstr (text, algorithm));
  g_assert_cmpuint (smith_crl_get_n_revoked (crl), ==, G_N_ELEMENTS (expected));
  g_assert_cmpuint (g_list_model_get_n_items (revoked), ==, G_N_ELEMENTS (expected));
  g_assert_true (g_list_model_get_item_type (revoked) == SMITH_TYPE_FIELD);
  g_assert_null (g_list_model_get_item (revoked, G_N_ELEMENTS (expected)));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (revoked, i);
      g_autofree char *line = g_strdup_printf ("Serial Number: %s\n", expected[i].serial);
      const char *colon = strstr (smith_field_get_value (field), ": ");

      g_assert_nonnull (strstr (text, line));
      g_assert_cmpstr (smith_field_get_label (field), ==, expected[i].serial);
      g_assert_cmpstr (colon != NULL ? colon + 2 : NULL, ==, expected[i].reason);
      g_assert_true (g_str_has_prefix (smith_field_get_value (field), "20"));
    }
}

static void
test_signed_by (void)
{
  g_autoptr (SmithCrl) crl = read_crl ("rsa-two.crl");
  g_autoptr (SmithCrl) other = read_crl ("certtool.crl");
  g_autoptr (SmithCertificate) issuer = read_certificate ("rsa-two.crt");
  g_autoptr (SmithCertificate) other_issuer = read_certificate ("ec-two.crt");

  g_assert_true (smith_crl_is_signed_by (crl, issuer));
  g_assert_true (smith_crl_is_signed_by (other, other_issuer));
  g_assert_false (smith_crl_is_signed_by (crl, other_issuer));
  g_assert_false (smith_crl_is_signed_by (other, issuer));
}

/* A list that says it is of the issuer, with one bit of its signature changed. */
static void
test_forged (void)
{
  g_autoptr (GBytes) der = read_der ("rsa-two.crl");
  gsize size = g_bytes_get_size (der);
  g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (der, NULL), size);
  g_autoptr (GBytes) forged = NULL;
  g_autoptr (SmithCrl) crl = NULL;
  g_autoptr (SmithCertificate) issuer = read_certificate ("rsa-two.crt");

  changed[size - 1] ^= 1;
  forged = g_bytes_new (changed, size);
  crl = smith_crl_new_from_der (forged, NULL);
  g_assert_nonnull (crl);
  g_assert_false (smith_crl_is_signed_by (crl, issuer));
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) der = read_der ("rsa-two.crl");
  gsize size = g_bytes_get_size (der);
  g_autofree guint8 *longer = g_malloc0 (size + 1);
  g_autoptr (GBytes) trailing = NULL;

  for (gsize length = 0; length < size; length += 7)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (der, 0, length);

      g_assert_null (smith_crl_new_from_der (part, &error));
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
    }
  memcpy (longer, g_bytes_get_data (der, NULL), size);
  trailing = g_bytes_new (longer, size + 1);
  g_assert_null (smith_crl_new_from_der (trailing, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/crl/fields/openssl", "rsa-two.crl", test_fields);
  g_test_add_data_func ("/crl/fields/certtool", "certtool.crl", test_fields);
  g_test_add_func ("/crl/revoked", test_revoked);
  g_test_add_func ("/crl/signed-by", test_signed_by);
  g_test_add_func ("/crl/forged", test_forged);
  g_test_add_func ("/crl/damaged", test_damaged);

  return g_test_run ();
}
