/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-export-draft.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "person.h"
#include "smith-certificate.h"
#include "smith-fake-keyring.h"
#include "smith-key-history.h"
#include "smith-test.h"

#define PASSPHRASE "another one, for the copy"

typedef struct
{
  char                *folder;
  char                *path;
  GFile               *file;
  SmithFakeKeyring    *keyring;
  SmithWorkspace      *workspace;
  SmithLibrary        *library;
  SmithIdentity       *identity;
  SmithKeyExportDraft *draft;
  GAsyncResult        *result;
} Fixture;

static void
finish_library (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (&fixture->result);
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_library_change_finish (fixture->library, result, &error));
  g_assert_no_error (error);
}

static SmithCertificate *
make_certificate (SmithKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) names = g_list_store_new (SMITH_TYPE_ALT_NAME);
  g_autoptr (SmithAltName) name = smith_alt_name_new_from_text ("www.example.com", NULL);
  static const char * const attributes[] = { "CN", "www.example.com", NULL };
  g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
  g_autoptr (SmithRequest) request = NULL;
  SmithCertificate *certificate;

  g_assert_no_error (error);
  g_list_store_append (names, name);
  request = smith_request_create (key, subject, G_LIST_MODEL (names), &error);
  g_assert_no_error (error);
  certificate = smith_certificate_self_sign (request, key, 30, &error);
  g_assert_no_error (error);

  return certificate;
}

/* A kept identity with a key under a passphrase and a certificate. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *nick = data != NULL ? data : "ec-p256";
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("correct horse");
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup (nick), NULL, &error);
  g_autoptr (SmithCertificate) certificate = make_certificate (key);

  fixture->folder = smith_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "copy", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  fixture->keyring = smith_fake_keyring_new ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (fixture->keyring));
  fixture->library = smith_workspace_get_library (fixture->workspace);
  fixture->identity = g_object_ref (smith_library_add (fixture->library, "*.example.com"));
  smith_library_set_key_async (fixture->library, fixture->identity, key, passphrase, NULL, smith_test_store_result,
                               &fixture->result);
  finish_library (fixture);
  smith_library_set_certificate_async (fixture->library, fixture->identity, certificate, NULL, NULL,
                                       smith_test_store_result, &fixture->result);
  finish_library (fixture);
  fixture->draft = smith_key_export_draft_new (fixture->identity, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->draft);
  g_clear_object (&fixture->file);
  g_clear_object (&fixture->identity);
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->keyring);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
type (Fixture    *fixture,
      const char *passphrase)
{
  SmithPassphraseDraft *draft = smith_key_export_draft_get_passphrase (fixture->draft);
  g_autoptr (SmithSecret) secret = smith_secret_new_string (passphrase);

  smith_passphrase_draft_set_protect (draft, TRUE);
  smith_passphrase_draft_set_passphrase (draft, secret);
  smith_passphrase_draft_set_repeat (draft, secret);
}

static gboolean
write_copy (Fixture          *fixture,
            GTlsInteraction  *person,
            GFile            *file,
            GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  smith_key_export_draft_write_async (fixture->draft, fixture->workspace, person, file, NULL, smith_test_store_result,
                                      &fixture->result);
  result = smith_test_wait_result (&fixture->result);

  return smith_key_export_draft_write_finish (fixture->draft, result, error);
}

/* What openssl reads out of the copy. */
static char *
dup_public_key (Fixture          *fixture,
                SmithKeyEncoding  encoding)
{
  const char *pkey[] = { "openssl", "pkey", "-in", fixture->path, "-passin", "pass:" PASSPHRASE, "-pubout", NULL };
  g_autofree char *line = g_strdup_printf ("openssl pkcs12 -in %s -passin 'pass:" PASSPHRASE "' -nodes | openssl pkey -pubout",
                                           fixture->path);
  const char *pkcs12[] = { "sh", "-c", line, NULL };

  return smith_test_run (encoding >= SMITH_KEY_ENCODING_PKCS12 ? pkcs12 : pkey, NULL, NULL);
}

static void
test_every_form (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char * const answers[] = {
    "correct horse", "correct horse", "correct horse", "correct horse", "correct horse", "correct horse", NULL
  };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  const char *expected = smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity));

  for (guint encoding = 0; encoding < SMITH_N_KEY_ENCODINGS; encoding++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *theirs = NULL;
      struct stat information;

      g_test_message ("%s", smith_key_export_draft_get_title (encoding));
      smith_key_export_draft_set_encoding (fixture->draft, encoding);
      smith_key_export_draft_set_scrypt (fixture->draft, encoding == SMITH_KEY_ENCODING_DER);
      g_assert_cmpint (smith_key_export_draft_get_scrypt (fixture->draft), ==, encoding == SMITH_KEY_ENCODING_DER);
      type (fixture, PASSPHRASE);
      g_assert_true (smith_key_export_draft_get_valid (fixture->draft));
      /* A file that anybody can read is replaced, not written into. */
      g_file_set_contents (fixture->path, "old", -1, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
      g_assert_true (write_copy (fixture, person, fixture->file, &error));
      g_assert_no_error (error);
      g_assert_cmpint (stat (fixture->path, &information), ==, 0);
      g_assert_cmpint (information.st_mode & 07777, ==, 0600);
      theirs = dup_public_key (fixture, encoding);
      g_assert_cmpstr (theirs, ==, expected);
      /* What was typed is forgotten. */
      if (smith_key_export_draft_get_encrypted (fixture->draft))
        g_assert_false (smith_key_export_draft_get_valid (fixture->draft));
    }
  g_assert_cmpuint (person_get_n_asked (PERSON_ITSELF (person)), ==, SMITH_N_KEY_ENCODINGS);
}

static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  SmithPassphraseDraft *passphrase = smith_key_export_draft_get_passphrase (fixture->draft);
  g_autofree char *pem = NULL;
  g_autofree char *p12 = NULL;

  g_assert_true (smith_key_export_draft_get_identity (fixture->draft) == fixture->identity);
  g_assert_cmpint (smith_key_export_draft_get_encoding (fixture->draft), ==, SMITH_KEY_ENCODING_PKCS8);
  g_assert_true (smith_passphrase_draft_get_protect (passphrase));
  g_assert_false (smith_key_export_draft_get_valid (fixture->draft));
  pem = smith_key_export_draft_dup_file_name (fixture->draft);
  g_assert_cmpstr (pem, ==, "_.example.com-key.pem");

  /* Without a passphrase: possible, and not called encrypted. PKCS#12: not possible, and said so. */
  smith_passphrase_draft_set_protect (passphrase, FALSE);
  g_assert_true (smith_key_export_draft_get_valid (fixture->draft));
  g_assert_false (smith_key_export_draft_get_encrypted (fixture->draft));
  smith_key_export_draft_set_encoding (fixture->draft, SMITH_KEY_ENCODING_PKCS12);
  g_assert_true (smith_key_export_draft_get_encrypted (fixture->draft));
  smith_passphrase_draft_set_protect (passphrase, FALSE);
  g_assert_nonnull (smith_key_export_draft_get_problem (fixture->draft));
  g_assert_false (smith_key_export_draft_get_valid (fixture->draft));
  type (fixture, PASSPHRASE);
  g_assert_null (smith_key_export_draft_get_problem (fixture->draft));
  g_assert_true (smith_key_export_draft_get_valid (fixture->draft));
  p12 = smith_key_export_draft_dup_file_name (fixture->draft);
  g_assert_cmpstr (p12, ==, "_.example.com.p12");

  smith_key_export_draft_set_encoding (fixture->draft, SMITH_KEY_ENCODING_TRADITIONAL);
  g_assert_false (smith_key_export_draft_get_protectable (fixture->draft));
  g_assert_false (smith_key_export_draft_get_encrypted (fixture->draft));
  g_assert_true (smith_key_export_draft_get_valid (fixture->draft));
  for (guint i = 0; i < SMITH_N_KEY_ENCODINGS; i++)
    g_assert_true (g_str_has_suffix (smith_key_export_draft_get_description (i), "."));
}

static void
test_edwards (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_false (smith_key_export_draft_takes (fixture->draft, SMITH_KEY_ENCODING_TRADITIONAL));
  g_assert_true (smith_key_export_draft_takes (fixture->draft, SMITH_KEY_ENCODING_PKCS12));
  smith_key_export_draft_set_encoding (fixture->draft, SMITH_KEY_ENCODING_TRADITIONAL);
  g_assert_nonnull (smith_key_export_draft_get_problem (fixture->draft));
  g_assert_false (smith_key_export_draft_get_valid (fixture->draft));
}

/* The lines that are shown, run in the folder of the test, with the passphrases from a pipe. */
static void
test_commands (Fixture       *fixture,
               gconstpointer  data)
{
  const char *expected = smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity));

  for (guint encoding = 0; encoding < SMITH_N_KEY_ENCODINGS; encoding++)
    for (guint scrypt = 0; scrypt <= (encoding == SMITH_KEY_ENCODING_PKCS8); scrypt++)
      {
        g_autofree char *command = NULL;
        g_autofree char *line = NULL;
        g_autofree char *output = NULL;
        g_autofree char *theirs = NULL;
        const char *argv[] = { "sh", "-c", NULL, NULL };
        gboolean asks;

        smith_key_export_draft_set_encoding (fixture->draft, encoding);
        smith_key_export_draft_set_scrypt (fixture->draft, scrypt == 1);
        type (fixture, PASSPHRASE);
        command = smith_key_export_draft_dup_command (fixture->draft);
        asks = smith_key_export_draft_get_encrypted (fixture->draft);
        g_assert_null (strstr (command, PASSPHRASE));
        line = g_strdup_printf ("cd %s && %s -passin 'pass:correct horse' %s -out %s", fixture->folder, command,
                                asks ? "-passout 'pass:" PASSPHRASE "'" : "", fixture->path);
        argv[2] = line;
        output = smith_test_run (argv, NULL, NULL);
        theirs = dup_public_key (fixture, encoding);
        g_assert_cmpstr (theirs, ==, expected);
      }
}

static void
test_fails (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const answers[] = { "correct horse", NULL };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) remote_error = NULL;
  g_autoptr (GError) closed_error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "no", "such", "folder.pem", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://server.example/key.pem");

  type (fixture, PASSPHRASE);
  g_assert_false (write_copy (fixture, person, file, &error));
  g_assert_nonnull (error);
  type (fixture, PASSPHRASE);
  g_assert_false (write_copy (fixture, person, remote, &remote_error));
  g_assert_error (remote_error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  /* The person closes the question: nothing is written. */
  type (fixture, PASSPHRASE);
  g_assert_false (write_copy (fixture, person, fixture->file, &closed_error));
  g_assert_error (closed_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* A key that was replaced goes out with the certificate that belongs to it, and not with the one of today. */
static void
test_former (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const answers[] = { "correct horse", NULL };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p384"), NULL, &error);
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GListModel) history = NULL;
  g_autoptr (SmithFormerKey) former = NULL;
  g_autofree char *before = g_strdup (smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity)));
  g_autofree char *theirs = NULL;
  g_autofree char *command = NULL;

  smith_library_replace_key_async (fixture->library, fixture->identity, key, NULL, NULL, smith_test_store_result,
                                   &fixture->result);
  finish_library (fixture);
  g_assert_null (smith_identity_get_certificate (fixture->identity));
  smith_library_load_key_history_async (fixture->library, fixture->identity, NULL, smith_test_store_result,
                                        &fixture->result);
  listed = smith_test_wait_result (&fixture->result);
  history = smith_library_load_key_history_finish (fixture->library, listed, &error);
  former = g_list_model_get_item (history, 0);

  g_clear_object (&fixture->draft);
  fixture->draft = smith_key_export_draft_new (fixture->identity, former);
  smith_key_export_draft_set_encoding (fixture->draft, SMITH_KEY_ENCODING_PKCS12);
  type (fixture, PASSPHRASE);
  command = smith_key_export_draft_dup_command (fixture->draft);
  g_assert_nonnull (strstr (command, smith_former_key_get_id (former)));
  g_assert_true (write_copy (fixture, person, fixture->file, &error));
  g_assert_no_error (error);
  theirs = dup_public_key (fixture, SMITH_KEY_ENCODING_PKCS12);
  g_assert_cmpstr (theirs, ==, before);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/key-export-draft/choices", Fixture, NULL, set_up, test_choices, tear_down);
  g_test_add ("/key-export-draft/every-form", Fixture, NULL, set_up, test_every_form, tear_down);
  g_test_add ("/key-export-draft/edwards", Fixture, "ed25519", set_up, test_edwards, tear_down);
  g_test_add ("/key-export-draft/commands", Fixture, NULL, set_up, test_commands, tear_down);
  g_test_add ("/key-export-draft/fails", Fixture, NULL, set_up, test_fails, tear_down);
  g_test_add ("/key-export-draft/former", Fixture, NULL, set_up, test_former, tear_down);

  return g_test_run ();
}
