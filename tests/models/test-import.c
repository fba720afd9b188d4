/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "importing.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "material.h"
#include "smith-bundle.h"
#include "smith-fake-interaction.h"
#include "smith-identity-folder.h"
#include "smith-import-reader.h"
#include "smith-test.h"

static char *
path_of (Importing  *fixture,
         const char *name)
{
  return g_build_filename (fixture->files, name, NULL);
}

static void
make_folder (Importing  *fixture,
             const char *name)
{
  g_autofree char *path = path_of (fixture, name);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

/* What openssl makes of a file. */
static char *
openssl (const char *command,
         const char *path)
{
  const char *argv[] = { "openssl", command, "-in", path, NULL };

  return smith_test_run (argv, NULL, NULL);
}

static char *
lock_key (Importing  *fixture,
          const char *name,
          const char *password)
{
  g_autofree char *file = g_strconcat (name, ".key", NULL);
  g_autofree char *from = material_path (file);
  g_autofree char *pass = g_strconcat ("pass:", password, NULL);
  char *path = path_of (fixture, file);
  const char *argv[] = { "openssl", "pkcs8", "-topk8", "-in", from, "-out", path, "-passout", pass, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);

  return path;
}

static char *
pack (Importing  *fixture,
      const char *name,
      const char *password)
{
  g_autofree char *key_file = g_strconcat (name, ".key", NULL);
  g_autofree char *leaf_file = g_strconcat (name, ".crt", NULL);
  g_autofree char *pack_file = g_strconcat (name, ".p12", NULL);
  g_autofree char *key = material_path (key_file);
  g_autofree char *leaf = material_path (leaf_file);
  g_autofree char *pass = g_strconcat ("pass:", password, NULL);
  char *path = path_of (fixture, pack_file);
  const char *argv[] = { "openssl", "pkcs12", "-export", "-inkey", key, "-in", leaf, "-out", path, "-passout", pass, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);

  return path;
}

/* A wrong answer, then one that opens two of three; the third is asked for by itself. */
static void
test_passphrases (Importing     *fixture,
                  gconstpointer  data)
{
  const char *answers[] = { "wrong", "sesame", "other", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *first = pack (fixture, "rsa-leaf", "sesame");
  g_autofree char *second = lock_key (fixture, "ec-leaf", "other");
  g_autofree char *third = lock_key (fixture, "ec-one", "sesame");
  g_autofree char *names = g_strjoin (" ", first, second, third, NULL);

  importing_files (fixture, names, NULL, G_TLS_INTERACTION (person));
  importing_assert_title (fixture, "1 certificate, 3 keys; the key fits www.example.com");
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 3);
  g_assert_cmpint (smith_fake_interaction_get_flags (person), ==, G_TLS_PASSWORD_NONE);
  g_assert_nonnull (strstr (smith_fake_interaction_get_description (person), "ec-leaf.key"));
  importing_assert_line (fixture, "Private key", "protected by the same passphrase");
  importing_assert_line (fixture, "rsa-leaf.p12", "1 certificate, 1 key in PKCS#12");
  g_assert_cmpuint (importing_count (fixture), ==, 3);
}

/* Cancel: not asked again, the rest comes in, and what stays locked is told. */
static void
test_canceled (Importing     *fixture,
               gconstpointer  data)
{
  const char *answers[] = { NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *first = pack (fixture, "rsa-leaf", "sesame");
  g_autofree char *second = lock_key (fixture, "ec-leaf", "other");
  g_autofree char *names = g_strjoin (" ", first, second, "wildcard.crt", NULL);

  importing_files (fixture, names, NULL, G_TLS_INTERACTION (person));
  importing_assert_title (fixture, "1 certificate; 2 stay locked: rsa-leaf.p12, ec-leaf.key");
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 1);
  importing_assert_line (fixture, "rsa-leaf.p12", "no passphrase was given");
  importing_assert_line (fixture, "ec-leaf.key", "no passphrase was given");
  g_assert_true (smith_import_summary_has_problems (fixture->summary));
}

/* Folders in folders; links that lead in circles; what is hidden, or no file at all. */
static void
test_folders (Importing     *fixture,
              gconstpointer  data)
{
  g_autofree char *leaf = material_text ("rsa-leaf.crt");
  g_autofree char *two = material_text ("rsa-two.crt");
  g_autofree char *key = material_text ("rsa-leaf.key");
  g_autofree char *circle = path_of (fixture, "a/b/circle");
  g_autofree char *pipe = path_of (fixture, "a/pipe");
  g_autofree char *deep = path_of (fixture, "1/2/3/4/5/6/7/8/deep.crt");

  make_folder (fixture, "a/b/c");
  make_folder (fixture, ".git/objects");
  make_folder (fixture, "1/2/3/4/5/6/7/8");
  importing_write (fixture, "a/b/c/leaf.txt", leaf);
  importing_write (fixture, "a/two.pem", two);
  importing_write (fixture, "a/.hidden.key", key);
  importing_write (fixture, ".git/objects/leaf", leaf);
  g_assert_true (g_file_set_contents (deep, leaf, -1, NULL));
  g_assert_cmpint (symlink ("..", circle), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  importing_files (fixture, fixture->files, NULL, NULL);
  importing_assert_title (fixture, "2 certificates; 2 not read: 8, pipe");
  importing_assert_line (fixture, "a/b/c/leaf.txt", "PEM");
  importing_assert_line (fixture, "a/two.pem", "chain of “www.example.com”");
  importing_assert_line (fixture, "a/pipe", "neither a file nor a folder");
  importing_assert_line (fixture, "1/2/3/4/5/6/7/8", "more than 8 folders deep");
  importing_assert_line (fixture, "/a", "1 hidden file was passed over");
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  g_assert_false (smith_identity_get_has_key (importing_get (fixture, 0)));
}

static void
test_too_many (Importing     *fixture,
               gconstpointer  data)
{
  g_autofree char *leaf = material_text ("rsa-leaf.crt");

  for (guint i = 0; i <= SMITH_IMPORT_MAX_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%04u", i);

      importing_write (fixture, name, i == 0 ? leaf : "x");
    }
  importing_files (fixture, fixture->files, NULL, NULL);
  importing_assert_title (fixture, "1 certificate; 999 files not understood; 1 not read: 1000");
  importing_assert_line (fixture, "1000", "more than 1000 files");
}

/* The trust store that lies beside the certificates does not become hundreds of rows. */
static void
test_bundle_in_folder (Importing     *fixture,
                       gconstpointer  data)
{
  g_autofree char *leaf = material_text ("rsa-leaf.crt");
  g_autofree char *root = material_text ("rsa-root.crt");
  g_autoptr (GString) bundle = g_string_new (NULL);

  for (guint i = 0; i <= SMITH_BUNDLE_MANY + 1; i++)
    g_string_append (bundle, root);
  importing_write (fixture, "ca-certificates.crt", bundle->str);
  importing_write (fixture, "leaf.crt", leaf);
  importing_files (fixture, fixture->files, NULL, NULL);
  importing_assert_title (fixture, "1 certificate");
  importing_assert_line (fixture, "ca-certificates.crt", "Open it by itself");
  importing_assert_chain (importing_get (fixture, 0), "");
}

static char *
read_kept (SmithIdentity *identity,
           const char    *file)
{
  g_autofree char *path = g_build_filename (smith_identity_get_folder (identity), file, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

/* Carriage returns, spaces at the ends, words around it: what is written is what openssl would write. */
static void
test_canonical (Importing     *fixture,
                gconstpointer  data)
{
  g_autoptr (GString) mess = g_string_new ("Dear customer,\r\n\r\n");
  const char *files[] = { "rsa-two.crt", "rsa-leaf.key", "rsa-leaf.crt", "rsa-leaf.csr" };
  g_autofree char *leaf_path = material_path ("rsa-leaf.crt");
  g_autofree char *key_path = material_path ("rsa-leaf.key");
  g_autofree char *request_path = material_path ("rsa-leaf.csr");
  g_autofree char *two_path = material_path ("rsa-two.crt");
  g_autofree char *leaf = openssl ("x509", leaf_path);
  g_autofree char *key = openssl ("pkey", key_path);
  g_autofree char *request = openssl ("req", request_path);
  g_autofree char *two = openssl ("x509", two_path);
  g_autofree char *kept_leaf = NULL;
  g_autofree char *kept_key = NULL;
  g_autofree char *kept_request = NULL;
  g_autofree char *kept_chain = NULL;
  g_autofree char *path = path_of (fixture, "mail.txt");
  g_autoptr (GAsyncResult) result = NULL;
  SmithIdentity *identity;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = material_text (files[i]);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (guint j = 0; lines[j] != NULL; j++)
        g_string_append_printf (mess, "%s  \r\n", lines[j]);
      g_string_append (mess, "and\r\n");
    }
  importing_write (fixture, "mail.txt", mess->str);
  importing_files (fixture, path, NULL, NULL);
  importing_assert_title (fixture, "2 certificates, 1 request, 1 key; the key fits www.example.com");
  importing_assert_line (fixture, "www.example.com", "Mended: ");
  importing_assert_line (fixture, "www.example.com", "trailing spaces");

  identity = importing_get (fixture, 0);
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  kept_leaf = read_kept (identity, "certificate.pem");
  kept_key = read_kept (identity, "private-key.pem");
  kept_request = read_kept (identity, "request.pem");
  kept_chain = read_kept (identity, "chain.pem");
  g_assert_cmpstr (kept_leaf, ==, leaf);
  g_assert_cmpstr (kept_key, ==, key);
  g_assert_cmpstr (kept_request, ==, request);
  g_assert_cmpstr (kept_chain, ==, two);
}

/* A certificate does not take the place of a newer one; by itself it is shown beside it. */
static void
test_older (Importing     *fixture,
            gconstpointer  data)
{
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two");

  importing_files (fixture, "expired.crt ec-leaf.crt", identity, NULL);
  importing_assert_title (fixture, "1 certificate; 1 left out");
  importing_assert_line (fixture, "expired.example.com", "“rsa-leaf” has a newer certificate");
  importing_assert_leaf (identity, "rsa-leaf");
  g_assert_cmpuint (importing_count (fixture), ==, 2);

  importing_files (fixture, "expired.crt", identity, NULL);
  importing_assert_title (fixture, "1 certificate");
  importing_assert_line (fixture, "expired.example.com", "“rsa-leaf” has a newer certificate of the same key and keeps it");
  importing_assert_leaf (identity, "rsa-leaf");
  g_assert_cmpuint (importing_count (fixture), ==, 3);
  g_assert_true (smith_import_summary_get_identity (fixture->summary) != identity);

  /* That it is here is known from now on. */
  importing_files (fixture, "expired.crt", identity, NULL);
  importing_assert_title (fixture, "1 duplicate");
}

/* One signs oneself until the CA answers, and CAs date back. */
static void
test_after_self_signed (Importing     *fixture,
                        gconstpointer  data)
{
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithRequest) request = material_request ("rsa-leaf");
  g_autoptr (SmithCertificate) own = smith_certificate_self_sign (request, key, 30, &fixture->error);
  g_autoptr (GAsyncResult) result = NULL;
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");

  g_assert_no_error (fixture->error);
  smith_library_set_certificate_async (fixture->library, identity, own, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  importing_files (fixture, "rsa-leaf.crt", identity, NULL);
  importing_assert_title (fixture, "1 certificate; the key of rsa-leaf fits; replaces the certificate of rsa-leaf");
  importing_assert_leaf (identity, "rsa-leaf");
}

/* Another request of the same key takes the place of the first; that is said. */
static void
test_request (Importing     *fixture,
              gconstpointer  data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");

  importing_files (fixture, "wildcard.csr", identity, NULL);
  importing_assert_title (fixture, "1 request; replaces the request of rsa-leaf");
  importing_assert_line (fixture, "wildcard.csr", "in place of the request that was there");
  importing_files (fixture, "rsa-leaf.csr wildcard.csr ip.csr", identity, NULL);
  importing_assert_line (fixture, "rsa-leaf.csr", "Left out: another request of the same key");
}

/* A key that nobody should use comes in, and that is said. */
static void
test_weak_key (Importing     *fixture,
               gconstpointer  data)
{
  importing_files (fixture, "rsa-1024.key ec-leaf.key", NULL, NULL);
  importing_assert_title (fixture, "2 keys; 1 key needs attention");
  importing_assert_line (fixture, "rsa-1024.key", "RSA with 1024 bits is weak");
  importing_assert_line (fixture, "rsa-1024.key", "Checked: its numbers belong together");
}

/* A key that `openssl pkey -check` refuses says so, and takes nobody's place: the right one still comes to its certificate. */
static void
test_broken_key (Importing     *fixture,
                 gconstpointer  data)
{
  static const char * const program =
    "import subprocess, sys\n"
    "key = bytearray(subprocess.check_output(['openssl', 'rsa', '-in', sys.argv[1], '-traditional', '-outform', 'DER'],"
    " stderr=subprocess.DEVNULL))\n"
    /* In the private exponent. */
    "key[400] ^= 2\n"
    "open(sys.argv[2], 'wb').write(key)\n";
  g_autofree char *from = material_path ("rsa-leaf.key");
  g_autofree char *path = path_of (fixture, "broken.key");
  const char *argv[] = { "/usr/bin/python3", "-c", program, from, path, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  SmithIdentity *identity;

  importing_files (fixture, "rsa-leaf.crt", NULL, NULL);
  identity = importing_get (fixture, 0);
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  importing_files (fixture, path, identity, NULL);
  importing_assert_title (fixture, "1 key; 1 key is damaged: do not use it");
  importing_assert_line (fixture, "broken.key", "The numbers of the private key do not belong together");
  g_assert_false (smith_identity_get_has_key (identity));
  g_assert_cmpuint (importing_count (fixture), ==, 2);

  importing_files (fixture, "rsa-leaf.key", identity, NULL);
  g_assert_true (smith_identity_get_has_key (identity));
}

/* Keys that would take long to check come in at once. */
static void
test_large_key (Importing     *fixture,
                gconstpointer  data)
{
  /* Primes would take a while, and nobody looks at them here. */
  static const char * const program =
    "import sys\n"
    "def der(tag, body):\n"
    "    size = len(body)\n"
    "    head = bytes([size]) if size < 128 else bytes([0x82, size >> 8, size & 255])\n"
    "    return bytes([tag]) + head + body\n"
    "number = lambda i: der(2, i.to_bytes(i.bit_length() // 8 + 1, 'big'))\n"
    "p, q = 2 ** 4096 - 2305, 2 ** 4095 + 3\n"
    "parts = (0, p * q, 65537, 5, p, q, 5, 5, 7)\n"
    "open(sys.argv[1], 'wb').write(der(0x30, b''.join(number(i) for i in parts)))\n";
  g_autofree char *path = path_of (fixture, "large.key");
  const char *argv[] = { "/usr/bin/python3", "-c", program, path, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);

  importing_files (fixture, path, NULL, NULL);
  importing_assert_line (fixture, "large.key", "Not checked yet whether its numbers belong together");
}

/* Revocation lists are read, told, and not kept. */
static void
test_crl (Importing     *fixture,
          gconstpointer  data)
{
  SmithIdentity *authority;
  g_autofree char *name = NULL;

  importing_files (fixture, "rsa-two.crl", NULL, NULL);
  importing_assert_title (fixture, "1 revocation list; the revocation list is not kept");
  importing_assert_line (fixture, "rsa-two.crl", "Who signed it is not in your library");
  g_assert_false (smith_import_summary_has_problems (fixture->summary));
  g_assert_false (smith_import_summary_get_can_undo (fixture->summary));
  g_assert_cmpuint (importing_count (fixture), ==, 0);

  importing_files (fixture, "rsa-two.crl rsa-two.crt rsa-two.crl", NULL, NULL);
  importing_assert_title (fixture, "1 certificate, 1 revocation list; the revocation list is not kept; 1 duplicate");
  importing_assert_line (fixture, "Revocation list of “Example RSA Authority Two”", "which came with it");

  authority = importing_get (fixture, 0);
  name = g_strdup_printf ("“%s” of your library", smith_identity_get_name (authority));
  importing_files (fixture, "rsa-two.crl", NULL, NULL);
  importing_assert_line (fixture, "rsa-two.crl", name);
}

/* The whole of it as text, for a mail to somebody who can help. */
static void
test_text (Importing     *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *notes = path_of (fixture, "notes.txt");
  g_autofree char *names = g_strconcat ("rsa-chain.pem rsa-leaf.key ", notes, NULL);

  importing_write (fixture, "notes.txt", "buy milk");
  importing_files (fixture, names, NULL, NULL);
  text = smith_import_summary_dup_text (fixture->summary);
  g_assert_true (g_str_has_prefix (text, smith_import_summary_get_title (fixture->summary)));
  g_assert_nonnull (strstr (text, "\nrsa-chain.pem\n    3 certificates in PEM\n"));
  g_assert_nonnull (strstr (text, "\nnotes.txt\n"));
  g_assert_null (strstr (text, "PRIVATE KEY-----"));
}

/* A key with a bundle: one identity, and the rest to choose among. */
static void
test_bundle (Importing     *fixture,
             gconstpointer  data)
{
  g_autofree char *key = material_text ("rsa-leaf.key");
  g_autofree char *text = NULL;
  g_autoptr (GListModel) parsed = NULL;
  GString *bundle = g_string_new (key);
  const char *name = NULL;
  GBytes *loose;

  material_append_strangers (bundle, 150);
  text = g_string_free (bundle, FALSE);
  importing_text (fixture, text, NULL);
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  loose = smith_import_summary_get_loose (fixture->summary, &name);
  g_assert_nonnull (loose);
  g_assert_nonnull (name);
  parsed = smith_parser_parse (loose, name, NULL, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (parsed), ==, 150);

  g_clear_object (&fixture->summary);
  importing_text (fixture, key, NULL);
  g_assert_null (smith_import_summary_get_loose (fixture->summary, &name));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *configuration = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  /* Nobody's own accounts. */
  configuration = smith_test_make_folder ();
  g_setenv ("XDG_CONFIG_HOME", configuration, TRUE);

#define ADD(path, function) \
  g_test_add ("/import/" path, Importing, NULL, importing_set_up, function, importing_tear_down)
  ADD ("passphrases", test_passphrases);
  ADD ("canceled", test_canceled);
  ADD ("folders", test_folders);
  ADD ("too-many", test_too_many);
  ADD ("bundle-in-folder", test_bundle_in_folder);
  ADD ("canonical", test_canonical);
  ADD ("older", test_older);
  ADD ("after-self-signed", test_after_self_signed);
  ADD ("request", test_request);
  ADD ("weak-key", test_weak_key);
  ADD ("broken-key", test_broken_key);
  ADD ("large-key", test_large_key);
  ADD ("crl", test_crl);
  ADD ("text", test_text);
  ADD ("bundle", test_bundle);

  status = g_test_run ();
  smith_test_remove_folder (configuration);

  return status;
}
