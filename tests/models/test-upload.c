/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "material.h"
#include "smith-fake-interaction.h"
#include "smith-fake-keyring.h"
#include "smith-net-error.h"
#include "smith-test-emulator.h"
#include "smith-test.h"
#include "smith-upload.h"

/* Whole uploads against the practice account, which checks signatures, certificates and keys by botocore
 * and cryptography; what it stores is compared with the files on disk by openssl. */

#define NAME "www.example.com-2030"

typedef struct
{
  SmithTestEmulator *emulator;
  SmithWorkspace    *workspace;
  SmithIdentity     *identity;
  SmithAccount      *account;
  SmithUpload       *upload;
  char              *folder;
  GString           *texts;
} Fixture;

static void
note_text_cb (Fixture *fixture)
{
  const char *text = smith_upload_get_step_text (fixture->upload);

  g_string_append_printf (fixture->texts, "%s\n", text != NULL ? text : "");
}

static SmithUpload *
create_upload (Fixture    *fixture,
               const char *name,
               const char *path)
{
  SmithUpload *upload = smith_upload_new (fixture->workspace, fixture->identity, fixture->account, name, path);

  smith_upload_set_first_pause (upload, 10, 12);

  return upload;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithFakeKeyring) keyring = smith_fake_keyring_new ();
  g_autofree char *config = NULL;

  fixture->emulator = smith_test_emulator_start (NULL);
  g_setenv ("AWS_ACCESS_KEY_ID", SMITH_TEST_ACCESS_KEY_ID, TRUE);
  g_setenv ("AWS_SECRET_ACCESS_KEY", SMITH_TEST_SECRET_ACCESS_KEY, TRUE);
  g_setenv ("AWS_ENDPOINT_URL", smith_test_emulator_get_uri (fixture->emulator), TRUE);
  fixture->folder = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (keyring));
  material_load (smith_workspace_get_library (fixture->workspace));
  fixture->identity = material_keep (smith_workspace_get_library (fixture->workspace),
                                     data != NULL ? data : "rsa-leaf",
                                     data != NULL ? "ec-two,ec-one" : "rsa-two,rsa-one");
  fixture->account = smith_account_list_find (smith_workspace_get_accounts (fixture->workspace), "environment");
  g_assert_nonnull (fixture->account);
  fixture->upload = create_upload (fixture, NAME, "/");
  fixture->texts = g_string_new (NULL);
  g_signal_connect_swapped (fixture->upload, "notify::step-text", G_CALLBACK (note_text_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->upload);
  smith_test_unref_and_wait (fixture->workspace);
  smith_test_emulator_stop (fixture->emulator);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_string_free (fixture->texts, TRUE);
}

static gboolean
is_stopped (gpointer user_data)
{
  return !smith_upload_get_running (user_data);
}

static void
run (SmithUpload *upload)
{
  smith_upload_start (upload);
  g_assert_true (smith_upload_get_running (upload));
  smith_test_wait_until (is_stopped, upload);
}

static void
run_well (SmithUpload *upload)
{
  run (upload);
  g_assert_no_error (smith_upload_get_error (upload));
  g_assert_true (smith_upload_get_done (upload));
  g_assert_true (smith_upload_get_identical (upload));
  g_assert_cmpfloat (smith_upload_get_fraction (upload), ==, 1.0);
}

static guint
count_requests (Fixture    *fixture,
                const char *action)
{
  g_autofree char *log = smith_test_emulator_control (fixture->emulator, "GET", "requests", NULL);
  g_autofree char *wanted = g_strdup_printf ("\"action\": \"%s\"", action);
  guint n = 0;

  for (const char *p = log; (p = strstr (p, wanted)) != NULL; p++)
    n++;

  return n;
}

/* SHA-256 over the DER of each certificate in a PEM text, by openssl. */
static char *
fingerprints (const char *pem)
{
  static const char script[] =
    "awk '/BEGIN/{n++} {print > (\"" "'\"$1\"'" "/\" n \".pem\")}' && "
    "for f in $(ls \"$1\"/*.pem | sort -V); do openssl x509 -in \"$f\" -outform DER | openssl dgst -sha256 -r; done";
  g_autofree char *folder = smith_test_make_folder ();
  g_autoptr (GBytes) input = g_bytes_new (pem, strlen (pem));
  const char *argv[] = { "/bin/sh", "-ec", script, "sh", folder, NULL };
  char *output = smith_test_run (argv, input, NULL);

  smith_test_remove_folder (folder);

  return output;
}

/* A member of the only stored certificate, with the line ends that JSON escapes. */
static char *
read_stored (Fixture    *fixture,
             const char *member)
{
  static const char script[] = "import json, sys; print(json.load(sys.stdin)[0][sys.argv[1]] or '', end='')";
  g_autofree char *json = smith_test_emulator_control (fixture->emulator, "GET", "certificates", NULL);
  g_autoptr (GBytes) input = g_bytes_new (json, strlen (json));
  const char *argv[] = { "/usr/bin/python3", "-c", script, member, NULL };

  return smith_test_run (argv, input, NULL);
}

static void
assert_same_certificates (const char *stored,
                          const char *folder,
                          const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *text = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *ours = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  theirs = fingerprints (stored);
  ours = fingerprints (text);
  g_assert_cmpuint (strlen (ours), >, 64);
  g_assert_cmpstr (theirs, ==, ours);
}

static void
assert_stored (Fixture *fixture)
{
  g_autofree char *body = read_stored (fixture, "CertificateBody");
  g_autofree char *chain = read_stored (fixture, "CertificateChain");
  const char *folder = smith_identity_get_folder (fixture->identity);

  assert_same_certificates (body, folder, "certificate.pem");
  assert_same_certificates (chain, folder, "chain.pem");
}

static void
test_success (Fixture       *fixture,
              gconstpointer  data)
{
  const SmithUploadRecord *record;

  g_assert_cmpstr (smith_upload_get_name (fixture->upload), ==, NAME);
  g_assert_cmpstr (smith_upload_get_path (fixture->upload), ==, "/");
  g_assert_true (smith_upload_get_identity (fixture->upload) == fixture->identity);
  g_assert_true (smith_upload_get_account (fixture->upload) == fixture->account);
  run_well (fixture->upload);

  g_assert_cmpint (smith_upload_get_step (fixture->upload), ==, SMITH_UPLOAD_DONE);
  g_assert_false (smith_upload_get_reused (fixture->upload));
  g_assert_cmpstr (smith_upload_get_arn (fixture->upload), ==,
                   "arn:aws:iam::" SMITH_TEST_ACCOUNT_NUMBER ":server-certificate/" NAME);
  g_assert_true (g_str_has_prefix (smith_upload_get_certificate_id (fixture->upload), "ASCA"));
  g_assert_null (smith_upload_get_error_text (fixture->upload));
  g_assert_null (smith_upload_dup_details (fixture->upload));
  assert_stored (fixture);
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 1);
  g_assert_cmpstr (smith_account_get_account_number (fixture->account), ==, SMITH_TEST_ACCOUNT_NUMBER);

  record = smith_identity_get_upload (fixture->identity);
  g_assert_nonnull (record);
  g_assert_true (record->verified);
  g_assert_cmpstr (record->arn, ==, smith_upload_get_arn (fixture->upload));
  g_assert_cmpstr (record->account, ==, SMITH_TEST_ACCOUNT_NUMBER);
  g_assert_cmpstr (record->sha256, ==,
                   smith_certificate_get_sha256 (smith_identity_get_certificate (fixture->identity)));

  /* Every step was there to read, and a job beside it that is gone again. */
  g_assert_nonnull (strstr (fixture->texts->str, "Asking AWS whether the name is free"));
  g_assert_nonnull (strstr (fixture->texts->str, "Uploading"));
  g_assert_nonnull (strstr (fixture->texts->str, "Comparing"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_jobs (fixture->workspace))), ==, 0);
}

static void
test_path (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithUpload) upload = create_upload (fixture, NAME, "/cloudfront/test/");

  run_well (upload);
  g_assert_cmpstr (smith_upload_get_arn (upload), ==,
                   "arn:aws:iam::" SMITH_TEST_ACCOUNT_NUMBER ":server-certificate/cloudfront/test/" NAME);
}

/* The same once more is read back, not uploaded. */
static void
test_reuse (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithUpload) again = create_upload (fixture, NAME, "/");

  run_well (fixture->upload);
  run_well (again);
  g_assert_true (smith_upload_get_reused (again));
  g_assert_cmpstr (smith_upload_get_arn (again), ==, smith_upload_get_arn (fixture->upload));
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 1);
}

static void
test_name_taken (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SmithUpload) other = NULL;
  g_autofree char *suggestion = NULL;

  run_well (fixture->upload);
  fixture->identity = material_keep (smith_workspace_get_library (fixture->workspace), "ec-leaf", "ec-two,ec-one");
  other = create_upload (fixture, NAME, "/");
  run (other);
  g_assert_error (smith_upload_get_error (other), SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NAME_TAKEN);
  g_assert_cmpint (smith_upload_get_step (other), ==, SMITH_UPLOAD_ASK);
  suggestion = smith_upload_dup_suggestion (other);
  g_assert_cmpstr (suggestion, !=, NAME);
  g_assert_nonnull (strstr (smith_upload_get_error_text (other), suggestion));
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 1);
}

/* Same certificate, other chain: IAM would never change it. */
static void
test_other_chain (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GListModel) shorter = material_chain ("rsa-two");
  g_autoptr (SmithUpload) again = create_upload (fixture, NAME, "/");
  g_autoptr (GAsyncResult) result = NULL;
  SmithLibrary *library = smith_workspace_get_library (fixture->workspace);

  run_well (fixture->upload);
  smith_library_set_certificate_async (library, fixture->identity, smith_identity_get_certificate (fixture->identity),
                                       shorter, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (library, &result, NULL));
  run (again);
  g_assert_error (smith_upload_get_error (again), SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NAME_TAKEN);
  g_assert_nonnull (strstr (smith_upload_get_error_text (again), "another chain"));
}

/* Faults that a person never sees: each run ends well, with one certificate there. */
static const char * const harmless_faults[] = {
  "{\"kind\": \"throttle\", \"count\": 2}",
  "{\"kind\": \"throttle\", \"action\": \"UploadServerCertificate\", \"count\": 2}",
  "{\"kind\": \"status\", \"status\": 503, \"action\": \"GetServerCertificate\", \"count\": 1}",
  "{\"kind\": \"status\", \"status\": 500, \"action\": \"UploadServerCertificate\", \"count\": 1}",
  "{\"kind\": \"drop-before\", \"action\": \"UploadServerCertificate\", \"count\": 1}",
  "{\"kind\": \"drop-after\", \"action\": \"UploadServerCertificate\", \"count\": 1}",
  "{\"kind\": \"drop-middle\", \"action\": \"UploadServerCertificate\", \"count\": 1}",
  "{\"kind\": \"wrong-xml\", \"action\": \"UploadServerCertificate\", \"count\": 1}",
  "{\"kind\": \"wrong-xml\", \"variant\": \"truncated\", \"action\": \"UploadServerCertificate\", \"count\": 1}",
  "{\"kind\": \"drop-after\", \"action\": \"GetServerCertificate\", \"count\": 1}",
  "{\"kind\": \"clock-skew\", \"seconds\": 3600}",
};

static void
test_harmless_fault (Fixture       *fixture,
                     gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (harmless_faults); i++)
    {
      g_autofree char *name = g_strdup_printf ("fault-%" G_GSIZE_FORMAT, i);
      g_autoptr (SmithUpload) upload = create_upload (fixture, name, "/");

      g_test_message ("%s", harmless_faults[i]);
      g_free (smith_test_emulator_control (fixture->emulator, "DELETE", "certificates", NULL));
      smith_test_emulator_set_fault (fixture->emulator, harmless_faults[i]);
      run_well (upload);
      smith_test_emulator_set_fault (fixture->emulator, NULL);
      assert_stored (fixture);
    }
}

/* The answer is lost after the work was done: AWS is asked before anything is sent again. */
static void
test_lost_answer (Fixture       *fixture,
                  gconstpointer  data)
{
  smith_test_emulator_set_fault (fixture->emulator,
                                 "{\"kind\": \"drop-after\", \"action\": \"UploadServerCertificate\", \"count\": 1}");
  run_well (fixture->upload);
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 1);
  g_assert_false (smith_upload_get_reused (fixture->upload));
  assert_stored (fixture);
}

static void
test_eventual_consistency (Fixture       *fixture,
                           gconstpointer  data)
{
  g_free (smith_test_emulator_control (fixture->emulator, "POST", "settings", "{\"eventual_calls\": 4}"));
  smith_upload_set_first_pause (fixture->upload, 100, 6);
  run_well (fixture->upload);
  g_assert_nonnull (strstr (fixture->texts->str, "asking again in"));
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 1);
}

/* Not shown for longer than anybody waits: what is left is to read it back later. */
static void
test_not_shown (Fixture       *fixture,
                gconstpointer  data)
{
  g_free (smith_test_emulator_control (fixture->emulator, "POST", "settings", "{\"eventual_calls\": 6}"));
  smith_upload_set_first_pause (fixture->upload, 5, 2);
  run (fixture->upload);
  g_assert_error (smith_upload_get_error (fixture->upload), SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NOT_SHOWN);
  g_assert_cmpint (smith_upload_get_step (fixture->upload), ==, SMITH_UPLOAD_READ_BACK);
  smith_upload_set_first_pause (fixture->upload, 5, 12);
  run_well (fixture->upload);
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 1);
}

/* Refused: the error stays at its step with AWS's own words behind it, and trying again goes on from there. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *details = NULL;

  smith_test_emulator_set_fault (fixture->emulator,
                                 "{\"kind\": \"error\", \"action\": \"UploadServerCertificate\", \"code\": \"AccessDenied\", "
                                 "\"status\": 403, \"message\": \"User is not authorized\"}");
  run (fixture->upload);
  g_assert_error (smith_upload_get_error (fixture->upload), SMITH_AWS_ERROR, SMITH_AWS_ERROR_ACCESS_DENIED);
  g_assert_cmpint (smith_upload_get_step (fixture->upload), ==, SMITH_UPLOAD_UPLOAD);
  g_assert_cmpstr (smith_upload_get_error_text (fixture->upload), ==, smith_upload_get_error (fixture->upload)->message);
  details = smith_upload_dup_details (fixture->upload);
  g_assert_nonnull (strstr (details, "AccessDenied"));
  g_assert_nonnull (strstr (details, "403"));
  g_assert_nonnull (strstr (details, smith_aws_error_get_request_id (smith_upload_get_error (fixture->upload))));
  g_assert_null (smith_identity_get_upload (fixture->identity));

  smith_test_emulator_set_fault (fixture->emulator, NULL);
  run_well (fixture->upload);
  g_assert_cmpuint (count_requests (fixture, "GetCallerIdentity"), ==, 1);
}

static void
test_quota (Fixture       *fixture,
            gconstpointer  data)
{
  g_free (smith_test_emulator_control (fixture->emulator, "POST", "settings", "{\"quota\": 0}"));
  run (fixture->upload);
  g_assert_error (smith_upload_get_error (fixture->upload), SMITH_AWS_ERROR, SMITH_AWS_ERROR_LIMIT_EXCEEDED);
}

static void
test_unknown_code (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *details = NULL;

  smith_test_emulator_set_fault (fixture->emulator,
                                 "{\"kind\": \"error\", \"action\": \"UploadServerCertificate\", \"code\": \"BrandNew\", "
                                 "\"status\": 400, \"message\": \"Something new.\"}");
  run (fixture->upload);
  g_assert_error (smith_upload_get_error (fixture->upload), SMITH_AWS_ERROR, SMITH_AWS_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (smith_upload_get_error_text (fixture->upload), "Something new."));
  details = smith_upload_dup_details (fixture->upload);
  g_assert_nonnull (strstr (details, "BrandNew"));
}

/* What is read back is not what was sent. */
static void
test_different (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithUpload) other = NULL;
  SmithIdentity *first = fixture->identity;

  /* Another certificate takes the name while ours is thought to be free: the lost answer is not ours. */
  fixture->identity = material_keep (smith_workspace_get_library (fixture->workspace), "ec-leaf", "ec-two,ec-one");
  other = create_upload (fixture, NAME, "/");
  run_well (other);
  fixture->identity = first;
  smith_test_emulator_set_fault (fixture->emulator,
                                 "{\"kind\": \"error\", \"action\": \"GetServerCertificate\", \"code\": \"NoSuchEntity\", "
                                 "\"status\": 404, \"message\": \"no\", \"count\": 1}");
  run (fixture->upload);
  g_assert_error (smith_upload_get_error (fixture->upload), SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NAME_TAKEN);
  g_assert_false (smith_upload_get_identical (fixture->upload));
}

static void
cancel_at_cb (SmithUpload *upload,
              GParamSpec  *pspec,
              gpointer     user_data)
{
  if (smith_upload_get_step (upload) == GPOINTER_TO_UINT (user_data))
    smith_upload_cancel (upload);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint step = SMITH_UPLOAD_OPEN_ACCOUNT; step < SMITH_UPLOAD_RECORD; step++)
    {
      g_autofree char *name = g_strdup_printf ("cancel-%u", step);
      g_autoptr (SmithUpload) upload = create_upload (fixture, name, "/");
      gulong handler;

      g_test_message ("step %u", step);
      handler = g_signal_connect (upload, "notify::step", G_CALLBACK (cancel_at_cb), GUINT_TO_POINTER (step));
      run (upload);
      g_assert_error (smith_upload_get_error (upload), G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (smith_upload_get_step (upload), ==, step);
      g_assert_false (smith_upload_get_done (upload));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_jobs (fixture->workspace))), ==, 0);

      g_signal_handler_disconnect (upload, handler);
      run_well (upload);
    }
}

static void
test_cancel_pause (Fixture       *fixture,
                   gconstpointer  data)
{
  g_free (smith_test_emulator_control (fixture->emulator, "POST", "settings", "{\"eventual_calls\": 100}"));
  smith_upload_set_first_pause (fixture->upload, 10000, 5);
  g_signal_connect (fixture->upload, "notify::step-text", G_CALLBACK (cancel_at_cb),
                    GUINT_TO_POINTER (SMITH_UPLOAD_READ_BACK));
  run (fixture->upload);
  g_assert_error (smith_upload_get_error (fixture->upload), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (smith_upload_get_step (fixture->upload), ==, SMITH_UPLOAD_READ_BACK);
}

/* A failed check stops it before AWS hears of it. */
static void
test_not_ready (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GListModel) wrong = material_chain ("rsa-one,rsa-two");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SmithUpload) bad_name = create_upload (fixture, "no spaces", "/");
  SmithLibrary *library = smith_workspace_get_library (fixture->workspace);

  run (bad_name);
  g_assert_error (smith_upload_get_error (bad_name), SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NOT_READY);
  smith_library_set_certificate_async (library, fixture->identity, smith_identity_get_certificate (fixture->identity),
                                       wrong, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (library, &result, NULL));
  run (fixture->upload);
  g_assert_error (smith_upload_get_error (fixture->upload), SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NOT_READY);
  g_assert_cmpint (smith_upload_get_step (fixture->upload), ==, SMITH_UPLOAD_CHECK);
  g_assert_cmpuint (count_requests (fixture, "GetCallerIdentity"), ==, 0);
}

/* The key of a person who uses a passphrase: asked, decrypted in memory, still encrypted on disk. */
static void
test_passphrase (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char * const answers[] = { "correct horse", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autoptr (SmithFakeInteraction) nobody = smith_fake_interaction_new ((const char *[]) { NULL });
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("correct horse");
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *path = g_build_filename (smith_identity_get_folder (fixture->identity), "private-key.pem", NULL);
  g_autofree char *text = NULL;
  SmithLibrary *library = smith_workspace_get_library (fixture->workspace);

  smith_library_change_passphrase_async (library, fixture->identity, key, passphrase, NULL,
                                         smith_test_store_result, &result);
  g_assert_true (material_finish (library, &result, NULL));

  smith_upload_set_interaction (fixture->upload, G_TLS_INTERACTION (nobody));
  run (fixture->upload);
  g_assert_nonnull (smith_upload_get_error (fixture->upload));
  g_assert_cmpint (smith_upload_get_step (fixture->upload), ==, SMITH_UPLOAD_LOAD_KEY);

  smith_upload_set_interaction (fixture->upload, G_TLS_INTERACTION (person));
  run_well (fixture->upload);
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 1);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "ENCRYPTED"));
}

static void
test_no_network (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string ("secret");
  g_autoptr (GError) error = NULL;

  fixture->account = smith_account_list_add_session (smith_workspace_get_accounts (fixture->workspace), "Closed", "us-east-1",
                                                     "AKIAPRACTICE00000000", "http://127.0.0.1:9", secret, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->upload);
  fixture->upload = create_upload (fixture, NAME, "/");
  run (fixture->upload);
  g_assert_error (smith_upload_get_error (fixture->upload), SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE);
  g_assert_cmpint (smith_upload_get_step (fixture->upload), ==, SMITH_UPLOAD_IDENTIFY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, function) g_test_add ("/upload/" name, Fixture, data, set_up, function, tear_down)
  ADD ("success/rsa", NULL, test_success);
  ADD ("success/ec", "ec-leaf", test_success);
  ADD ("path", NULL, test_path);
  ADD ("reuse", NULL, test_reuse);
  ADD ("name-taken", NULL, test_name_taken);
  ADD ("other-chain", NULL, test_other_chain);
  ADD ("harmless-fault", NULL, test_harmless_fault);
  ADD ("lost-answer", NULL, test_lost_answer);
  ADD ("eventual-consistency", NULL, test_eventual_consistency);
  ADD ("not-shown", NULL, test_not_shown);
  ADD ("refused", NULL, test_refused);
  ADD ("quota", NULL, test_quota);
  ADD ("unknown-code", NULL, test_unknown_code);
  ADD ("different", NULL, test_different);
  ADD ("cancel", NULL, test_cancel);
  ADD ("cancel-pause", NULL, test_cancel_pause);
  ADD ("not-ready", NULL, test_not_ready);
  ADD ("passphrase", NULL, test_passphrase);
  ADD ("no-network", NULL, test_no_network);

  return g_test_run ();
}
