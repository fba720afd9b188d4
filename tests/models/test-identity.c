/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <string.h>

#include "smith-identity-edit.h"
#include "smith-identity-private.h"
#include "smith-test.h"

typedef struct
{
  SmithIdentity *identity;
  GHashTable    *notified;  /* property → how often */
} Fixture;

static void
notify_cb (SmithIdentity *identity,
           GParamSpec    *pspec,
           Fixture       *fixture)
{
  gpointer n = g_hash_table_lookup (fixture->notified, pspec->name);

  g_hash_table_insert (fixture->notified, (char *) pspec->name, GINT_TO_POINTER (GPOINTER_TO_INT (n) + 1));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithIdentityData) empty = smith_identity_data_new ("id", "name");
  SmithIdentityContents nothing = { NULL };

  smith_identity_data_set_contents (empty, &nothing);
  fixture->identity = smith_identity_new (empty);
  fixture->notified = g_hash_table_new (g_str_hash, g_str_equal);
  g_signal_connect (fixture->identity, "notify", G_CALLBACK (notify_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->identity);
  g_hash_table_unref (fixture->notified);
}

static void
change (Fixture           *fixture,
        SmithIdentityEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithIdentityData) after =
    smith_identity_edit_apply (edit, smith_identity_get_data (fixture->identity), &error);

  g_assert_no_error (error);
  g_hash_table_remove_all (fixture->notified);
  smith_identity_set_data (fixture->identity, after);
}

/* Exactly these, each once. */
static void
assert_notified (Fixture    *fixture,
                 const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);
  GHashTableIter iter;
  gpointer name;
  gpointer n;

  g_hash_table_iter_init (&iter, fixture->notified);
  while (g_hash_table_iter_next (&iter, &name, &n))
    {
      if (!g_strv_contains ((const char * const *) list, name))
        g_error ("%s was notified, and has not changed", (char *) name);
      g_assert_cmpint (GPOINTER_TO_INT (n), ==, 1);
    }
  g_assert_cmpuint (g_hash_table_size (fixture->notified), ==, *names != '\0' ? g_strv_length (list) : 0);
}

static void
test_notify (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) key_edit = smith_identity_edit_new ();
  g_autoptr (SmithIdentityEdit) request_edit = smith_identity_edit_new ();
  g_autoptr (SmithIdentityEdit) certificate_edit = smith_identity_edit_new ();
  g_autoptr (SmithIdentityEdit) name_edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithRequest) request = material_request ("rsa-leaf");
  g_autoptr (SmithCertificate) certificate = material_certificate ("rsa-leaf");
  g_autoptr (GPtrArray) chain = material_chain_array ("rsa-two,rsa-one");
  SmithCertificate *parsed;

  /* What nobody has asked for yet is not announced as changed: text and step are made on demand. */
  smith_identity_edit_set_name (name_edit, "other");
  change (fixture, name_edit);
  assert_notified (fixture, "name search-text");
  g_assert_cmpstr (smith_identity_get_name (fixture->identity), ==, "other");

  g_assert_cmpstr (smith_identity_get_state_text (fixture->identity), ==, "Not kept");
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (fixture->identity)), ==, "key.create");
  smith_identity_edit_set_key (key_edit, key, NULL);
  change (fixture, key_edit);
  assert_notified (fixture, "has-key key-created-at public-key search-text state state-icon-name next-step");
  g_assert_true (smith_public_key_equal (smith_identity_get_public_key (fixture->identity), smith_key_get_public_key (key)));

  smith_identity_edit_set_request (request_edit, request);
  change (fixture, request_edit);
  assert_notified (fixture, "request search-text state state-icon-name");

  smith_identity_edit_set_certificate (certificate_edit, certificate, chain);
  change (fixture, certificate_edit);
  assert_notified (fixture, "certificate chain search-text state state-icon-name");
  parsed = smith_identity_get_certificate (fixture->identity);

  /* The same again is no change, and the objects stay. */
  change (fixture, certificate_edit);
  assert_notified (fixture, "");
  g_assert_true (smith_identity_get_certificate (fixture->identity) == parsed);
  change (fixture, name_edit);
  assert_notified (fixture, "");
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *n)
{
  (*n)++;
}

static void
test_chain (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithCertificate) certificate = material_certificate ("rsa-leaf");
  g_autoptr (GPtrArray) one = material_chain_array ("rsa-two");
  g_autoptr (GPtrArray) two = material_chain_array ("rsa-two,rsa-one");
  GListModel *chain = smith_identity_get_chain (fixture->identity);
  g_autoptr (SmithCertificate) first = NULL;
  guint n = 0;

  /* It is one model for life. */
  g_signal_connect (chain, "items-changed", G_CALLBACK (items_changed_cb), &n);
  g_assert_cmpuint (g_list_model_get_n_items (chain), ==, 0);
  smith_identity_edit_set_certificate (edit, certificate, one);
  change (fixture, edit);
  g_assert_cmpuint (n, ==, 1);
  smith_identity_edit_set_certificate (edit, certificate, two);
  change (fixture, edit);
  g_assert_cmpuint (n, ==, 2);
  change (fixture, edit);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (smith_identity_get_chain (fixture->identity) == chain);
  g_assert_cmpuint (g_list_model_get_n_items (chain), ==, 2);
  first = g_list_model_get_item (chain, 0);
  g_assert_true (smith_certificate_equal (first, g_ptr_array_index (two, 0)));
}

/* The clock alone changes what a row says. */
static void
test_refresh (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithCertificate) certificate = material_certificate ("rsa-leaf");
  g_autoptr (GPtrArray) chain = material_chain_array ("rsa-two,rsa-one");
  gint64 end = g_date_time_to_unix (smith_certificate_get_not_after (certificate));

  smith_identity_edit_set_key (edit, key, NULL);
  smith_identity_edit_set_certificate (edit, certificate, chain);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (SmithIdentityData) after =
      smith_identity_edit_apply (edit, smith_identity_get_data (fixture->identity), &error);

    g_assert_no_error (error);
    after->folder = g_strdup ("/kept");
    smith_identity_set_data (fixture->identity, after);
  }
  g_assert_true (smith_identity_get_kept (fixture->identity));
  g_assert_true (g_str_has_prefix (smith_identity_get_state_text (fixture->identity), "Valid until "));
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (fixture->identity)), ==, "upload.upload");

  g_hash_table_remove_all (fixture->notified);
  smith_identity_refresh (fixture->identity, end - 1000 * 24 * 3600);
  assert_notified (fixture, "");
  smith_identity_refresh (fixture->identity, end);
  assert_notified (fixture, "state state-text state-icon-name next-step");
  g_assert_cmpstr (smith_identity_get_state_text (fixture->identity), ==, "Expires today");
  g_hash_table_remove_all (fixture->notified);
  smith_identity_refresh (fixture->identity, end);
  assert_notified (fixture, "");
  smith_identity_refresh (fixture->identity, end + 1);
  g_assert_true (g_str_has_prefix (smith_identity_get_state_text (fixture->identity), "Expired on "));
  g_assert_cmpint (smith_identity_get_state (fixture->identity), ==, SMITH_IDENTITY_STATE_EXPIRED);
}

/* What a person types into the search finds it. */
static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithRequest) request = material_request ("idn");
  g_autoptr (SmithCertificate) certificate = material_certificate ("idn");
  g_autofree char *path = material_path ("idn.crt");
  const char *fingerprint_of[] = { "openssl", "x509", "-in", path, "-noout", "-fingerprint", "-sha256", NULL };
  const char *serial_of[] = { "openssl", "x509", "-in", path, "-noout", "-serial", NULL };
  g_autofree char *fingerprint_line = smith_test_run (fingerprint_of, NULL, NULL);
  g_autofree char *serial_line = smith_test_run (serial_of, NULL, NULL);
  g_autofree char *fingerprint = g_ascii_strdown (g_strstrip (strchr (fingerprint_line, '=') + 1), -1);
  g_autofree char *serial = g_ascii_strdown (g_strstrip (strchr (serial_line, '=') + 1), -1);
  g_auto (GStrv) pairs = g_strsplit (fingerprint, ":", -1);
  g_autofree char *plain = g_strjoinv ("", pairs);
  const char *text;

  smith_identity_edit_set_name (edit, "Mein GROẞES Ding");
  smith_identity_edit_set_request (edit, request);
  smith_identity_edit_set_certificate (edit, certificate, NULL);
  change (fixture, edit);
  text = smith_identity_get_search_text (fixture->identity);
  g_assert_nonnull (strstr (text, "mein grosses ding"));
  g_assert_nonnull (strstr (text, "bücher.example"));
  g_assert_nonnull (strstr (text, "xn--bcher-kva.example"));
  g_assert_nonnull (strstr (text, "example rsa authority two"));
  g_assert_nonnull (strstr (text, fingerprint));
  g_assert_nonnull (strstr (text, plain));
  g_assert_nonnull (strstr (text, serial));
}

/* Every getter is a property of the same name. */
static void
test_properties (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree GParamSpec **properties = NULL;
  guint n;

  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (fixture->identity), &n);
  g_assert_cmpuint (n, ==, 19);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_false (properties[i]->flags & G_PARAM_WRITABLE);
      g_value_init (&value, properties[i]->value_type);
      g_object_get_property (G_OBJECT (fixture->identity), properties[i]->name, &value);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/identity/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("notify", test_notify);
  ADD ("chain", test_chain);
  ADD ("refresh", test_refresh);
  ADD ("search", test_search);
  ADD ("properties", test_properties);

  return g_test_run ();
}
