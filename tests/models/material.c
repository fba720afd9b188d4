/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <string.h>

#include "smith-library-private.h"
#include "smith-test.h"

char *
material_path (const char *file)
{
  return g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", file, NULL);
}

char *
material_text (const char *file)
{
  g_autofree char *path = material_path (file);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static char *
read_named (const char *name,
            const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return material_text (file);
}

SmithCertificate *
material_certificate (const char *name)
{
  g_autofree char *text = read_named (name, ".crt");
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate = smith_certificate_new_from_pem (text, &error);

  g_assert_no_error (error);

  return certificate;
}

SmithRequest *
material_request (const char *name)
{
  g_autofree char *text = read_named (name, ".csr");
  g_autoptr (GError) error = NULL;
  SmithRequest *request = smith_request_new_from_pem (text, &error);

  g_assert_no_error (error);

  return request;
}

SmithKey *
material_key (const char *name)
{
  g_autofree char *text = read_named (name, ".key");
  g_autoptr (SmithSecret) pem = smith_secret_new_string (text);
  g_autoptr (GError) error = NULL;
  SmithKey *key = smith_key_new_from_pem (pem, NULL, &error);

  g_assert_no_error (error);

  return key;
}

GListModel *
material_chain (const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, ",", -1);
  GListStore *chain = g_list_store_new (SMITH_TYPE_CERTIFICATE);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autoptr (SmithCertificate) certificate = material_certificate (list[i]);

      g_list_store_append (chain, certificate);
    }

  return G_LIST_MODEL (chain);
}

GPtrArray *
material_chain_array (const char *names)
{
  g_autoptr (GListModel) chain = material_chain (names);
  GPtrArray *array = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (chain); i++)
    g_ptr_array_add (array, g_list_model_get_item (chain, i));

  return array;
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static gboolean
wake_up_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
material_drop (gpointer object)
{
  gpointer watched = object;
  guint source = g_timeout_add (5, wake_up_cb, NULL);

  g_object_add_weak_pointer (object, &watched);
  g_object_unref (object);
  smith_test_wait_until (is_gone, &watched);
  g_source_remove (source);
}

void
material_load (SmithLibrary *library)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (GError) error = NULL;

  smith_library_load_async (library, NULL, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);
  smith_library_load_finish (library, waited, &error);
  g_assert_no_error (error);
}

gboolean
material_finish (SmithLibrary  *library,
                 GAsyncResult **result,
                 GError       **error)
{
  g_autoptr (GAsyncResult) waited = smith_test_wait_result (result);

  return smith_library_change_finish (library, waited, error);
}

SmithIdentity *
material_keep (SmithLibrary *library,
               const char   *name,
               const char   *chain)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) key = material_key (name);
  g_autoptr (SmithRequest) request = material_request (name);
  g_autoptr (SmithCertificate) certificate = material_certificate (name);
  g_autoptr (GPtrArray) certificates = material_chain_array (chain);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SmithIdentity *identity;

  smith_identity_edit_set_name (edit, name);
  smith_identity_edit_set_key (edit, key, NULL);
  smith_identity_edit_set_request (edit, request);
  smith_identity_edit_set_certificate (edit, certificate, certificates);
  identity = smith_library_add_edit (library, edit, &error);
  g_assert_no_error (error);
  smith_library_keep_async (library, identity, NULL, smith_test_store_result, &result);
  material_finish (library, &result, &error);
  g_assert_no_error (error);

  return identity;
}

/* Certificates that differ in their Ed25519 keys, of which any 32 bytes are one (RFC 8410, 4), and in nothing else. */
void
material_append_strangers (GString *text,
                           guint    n)
{
  static const guint8 start[] = { 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };
  g_autoptr (SmithCertificate) model = material_certificate ("ed25519");
  gsize size;
  const guint8 *der = g_bytes_get_data (smith_certificate_get_der (model), &size);

  for (guint i = 0; i < n; i++)
    {
      g_autofree guint8 *data = g_memdup2 (der, size);
      guint8 *key = memmem (data, size, start, sizeof start);
      g_autofree char *base64 = NULL;

      g_assert_nonnull (key);
      key[sizeof start] = (guint8) i;
      key[sizeof start + 1] = (guint8) (i >> 8);
      base64 = g_base64_encode (data, size);
      g_string_append_printf (text, "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n", base64);
    }
}
