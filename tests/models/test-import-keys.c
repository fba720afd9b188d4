/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "importing.h"

#include <string.h>

#include <glib/gstdio.h>

#include "material.h"
#include "smith-fake-interaction.h"
#include "smith-test.h"

/* @words: of openssl, with $KEY, $CRT and $OUT for the files of @name and the one that is written. */
static char *
make (Importing  *fixture,
      const char *words,
      const char *name,
      const char *file)
{
  g_autofree char *key_file = g_strconcat (name, ".key", NULL);
  g_autofree char *certificate_file = g_strconcat (name, ".crt", NULL);
  g_autofree char *key = material_path (key_file);
  g_autofree char *certificate = material_path (certificate_file);
  g_autofree char *command = g_strconcat ("openssl ", words, NULL);
  char *path = g_build_filename (fixture->files, file, NULL);
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  g_autofree char *output = NULL;

  for (guint i = 0; argv[i] != NULL; i++)
    {
      const char *value = strcmp (argv[i], "$KEY") == 0 ? key
                          : strcmp (argv[i], "$CRT") == 0 ? certificate
                          : strcmp (argv[i], "$OUT") == 0 ? path : NULL;

      if (value != NULL)
        {
          g_free (argv[i]);
          argv[i] = g_strdup (value);
        }
    }
  output = smith_test_run ((const char * const *) argv, NULL, NULL);

  return path;
}

/* The same, with one bit of the private half turned over. */
static char *
make_broken (Importing  *fixture,
             const char *words,
             gsize       at,
             const char *name,
             const char *file)
{
  char *path = make (fixture, words, name, file);
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpuint (at, <, size);
  data[at] ^= 2;
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));

  return path;
}

#define TRADITIONAL "pkey -in $KEY -traditional -out $OUT"
#define PKCS8_DER "pkcs8 -topk8 -nocrypt -in $KEY -outform DER -out $OUT"
#define LOCKED(password) "pkcs8 -topk8 -in $KEY -passout pass:" password " -out $OUT"
#define PACKED(password) "pkcs12 -export -inkey $KEY -in $CRT -passout pass:" password " -out $OUT"
#define RSA_DER "rsa -in $KEY -traditional -outform DER -out $OUT"
/* In the private exponent. */
#define RSA_BIT 400
#define EC_DER "ec -in $KEY -outform DER -out $OUT"
/* In the private number, which are the 32 bytes after 30 77, 02 01 01, 04 20. */
#define EC_BIT 20

/* What openssl says of the key of the only identity, once that is kept. */
static char *
keep_and_check (Importing  *fixture,
                const char *password)
{
  g_autoptr (GAsyncResult) result = NULL;
  SmithIdentity *identity = importing_get (fixture, 0);
  g_autofree char *pass = g_strconcat ("pass:", password, NULL);
  g_autofree char *path = NULL;

  g_assert_cmpuint (importing_count (fixture), ==, 1);
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  g_assert_cmpint (smith_identity_get_key_protection (identity), ==,
                   *password != '\0' ? SMITH_KEY_PROTECTION_PASSPHRASE : SMITH_KEY_PROTECTION_NONE);
  path = g_build_filename (smith_identity_get_folder (identity), "private-key.pem", NULL);
  {
    const char *argv[] = { "openssl", "pkey", "-check", "-noout", "-in", path, "-passin", pass, NULL };

    return smith_test_run (argv, NULL, NULL);
  }
}

/* One key in three formats is one key. */
static void
test_formats (Importing     *fixture,
              gconstpointer  data)
{
  g_autofree char *first = make (fixture, TRADITIONAL, "rsa-leaf", "first.key");
  g_autofree char *second = make (fixture, PKCS8_DER, "rsa-leaf", "second.der");
  g_autofree char *names = g_strjoin (" ", first, second, "rsa-leaf.key", NULL);
  g_autofree char *verdict = NULL;

  importing_files (fixture, names, NULL, NULL);
  importing_assert_title (fixture, "1 key; 2 duplicates");
  importing_assert_line (fixture, "second.der", "Came in more than once; kept as in “first.key”");
  importing_assert_line (fixture, "rsa-leaf.key", "Came in more than once; kept as in “first.key”");
  importing_assert_line (fixture, "first.key", "Checked: its numbers belong together");
  verdict = keep_and_check (fixture, "");
  g_assert_nonnull (strstr (verdict, "Key is valid"));

  importing_files (fixture, names, NULL, NULL);
  importing_assert_title (fixture, "3 duplicates");
  importing_assert_line (fixture, "second.der", "Already here, in “first”");
}

/* Pasted at once: the name of the clipboard tells nobody which of them it is. A part that is cut off is said. */
static void
test_pasted (Importing     *fixture,
             gconstpointer  data)
{
  g_autofree char *path = make (fixture, TRADITIONAL, "ec-leaf", "traditional.key");
  g_autofree char *key = material_text ("ec-leaf.key");
  g_autofree char *certificate = material_text ("ec-leaf.crt");
  g_autofree char *traditional = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &traditional, NULL, NULL));
  certificate[strlen (certificate) / 2] = '\0';
  text = g_strconcat (key, traditional, certificate, NULL);
  importing_text (fixture, text, NULL);
  importing_assert_title (fixture, "1 key; 1 duplicate; a part of it not understood");
  importing_assert_line (fixture, "Private key", "Came in more than once; counted once");
  importing_assert_line (fixture, "A part that did not come in", "cut off");
}

/* Nothing is less protected on disk than it came. */
static void
test_protected (Importing     *fixture,
                gconstpointer  data)
{
  const char *answers[] = { "sesame", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *locked = make (fixture, LOCKED ("sesame"), "ec-leaf", "locked.key");
  gboolean plain_first = GPOINTER_TO_INT (data);
  g_autofree char *names = plain_first ? g_strjoin (" ", "ec-leaf.key", locked, NULL)
                                       : g_strjoin (" ", locked, "ec-leaf.key", NULL);
  g_autofree char *verdict = NULL;

  importing_files (fixture, names, NULL, G_TLS_INTERACTION (person));
  importing_assert_title (fixture, "1 key; 1 duplicate");
  importing_assert_line (fixture, "ec-leaf.key",
                         "Came in more than once; kept as in “locked.key”, where a passphrase protects it");
  importing_assert_line (fixture, "locked.key", "protected by the same passphrase");
  verdict = keep_and_check (fixture, "sesame");
  g_assert_nonnull (strstr (verdict, "Key is valid"));
}

/* Two passphrases: the first one is kept, and that is said. */
static void
test_two_passphrases (Importing     *fixture,
                      gconstpointer  data)
{
  const char *answers[] = { "one", "two", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *first = make (fixture, LOCKED ("one"), "ec-leaf", "first.key");
  g_autofree char *second = make (fixture, LOCKED ("two"), "ec-leaf", "second.key");
  g_autofree char *names = g_strjoin (" ", first, second, NULL);
  g_autofree char *verdict = NULL;

  importing_files (fixture, names, NULL, G_TLS_INTERACTION (person));
  importing_assert_title (fixture, "1 key; 1 duplicate");
  importing_assert_line (fixture, "second.key", "kept as in “first.key”, with the passphrase of that");
  verdict = keep_and_check (fixture, "one");
  g_assert_nonnull (strstr (verdict, "Key is valid"));
}

typedef struct
{
  const char *broken;
  gsize       bit;
  const char *good;
  const char *name;
  const char *password;
  gboolean    broken_first;
} Damage;

static const Damage damages[] = {
  { RSA_DER, RSA_BIT, PKCS8_DER, "rsa-leaf", "", TRUE },
  { RSA_DER, RSA_BIT, PKCS8_DER, "rsa-leaf", "", FALSE },
  { RSA_DER, RSA_BIT, LOCKED ("sesame"), "rsa-leaf", "sesame", TRUE },
  { EC_DER, EC_BIT, PKCS8_DER, "ec-leaf", "", TRUE },
};

/* The one that openssl calls valid wins, whichever came first. */
static void
test_damaged (Importing     *fixture,
              gconstpointer  data)
{
  const Damage *damage = data;
  const char *answers[] = { damage->password, NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *broken = make_broken (fixture, damage->broken, damage->bit, damage->name, "broken.key");
  g_autofree char *good = make (fixture, damage->good, damage->name, "good.key");
  g_autofree char *certificate = g_strconcat (damage->name, ".crt", NULL);
  g_autofree char *names = g_strjoin (" ", damage->broken_first ? broken : good, damage->broken_first ? good : broken,
                                      certificate, NULL);
  g_autofree char *verdict = NULL;

  importing_files (fixture, names, NULL, G_TLS_INTERACTION (person));
  g_assert_nonnull (strstr (smith_import_summary_get_title (fixture->summary), "1 certificate, 1 key; the key fits "));
  g_assert_nonnull (strstr (smith_import_summary_get_title (fixture->summary), "; 1 left out"));
  importing_assert_line (fixture, "broken.key", "Left out: it is damaged, its numbers do not belong together. "
                         "The same key came in sound, from “good.key”, and that one was taken.");
  importing_assert_line (fixture, "good.key", "Checked: its numbers belong together");
  verdict = keep_and_check (fixture, damage->password);
  g_assert_nonnull (strstr (verdict, "Key is valid"));
}

/* The same damaged key twice: one damaged key, and a duplicate. */
static void
test_all_damaged (Importing     *fixture,
                  gconstpointer  data)
{
  g_autofree char *first = make_broken (fixture, RSA_DER, RSA_BIT, "rsa-leaf", "first.key");
  g_autofree char *second = make_broken (fixture, RSA_DER, RSA_BIT, "rsa-leaf", "second.key");
  g_autofree char *names = g_strjoin (" ", first, second, NULL);

  importing_files (fixture, names, NULL, NULL);
  importing_assert_title (fixture, "1 key; 1 key is damaged: do not use it; 1 duplicate");
}

/* The right one comes after the damaged one, with its certificate: that is no duplicate. */
static void
test_sound_later (Importing     *fixture,
                  gconstpointer  data)
{
  g_autofree char *broken = make_broken (fixture, RSA_DER, RSA_BIT, "rsa-leaf", "broken.key");

  importing_files (fixture, broken, NULL, NULL);
  importing_assert_title (fixture, "1 key; 1 key is damaged: do not use it");
  importing_files (fixture, broken, NULL, NULL);
  importing_assert_title (fixture, "1 duplicate");
  importing_files (fixture, "rsa-leaf.key rsa-leaf.crt", NULL, NULL);
  importing_assert_title (fixture, "1 certificate, 1 key; the key fits www.example.com");
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  importing_assert_leaf (importing_get (fixture, 1), "rsa-leaf");
  g_assert_true (smith_identity_get_has_key (importing_get (fixture, 1)));
  g_assert_null (smith_identity_get_certificate (importing_get (fixture, 0)));
}

/* What a faulty disk left of a key: a copy, dropped, takes its place, and nothing is thrown away. */
static void
test_damaged_file (Importing     *fixture,
                   gconstpointer  data)
{
  static const char half[] = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n";
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  g_autofree char *path = g_build_filename (smith_identity_get_folder (identity), "private-key.pem", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *verdict = NULL;
  g_autofree char *aside = NULL;
  const char *name;
  g_autoptr (GDir) folder = NULL;

  g_assert_true (g_file_set_contents (path, half, -1, NULL));
  smith_library_rescan_async (fixture->library, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  identity = importing_get (fixture, 0);
  g_assert_nonnull (strstr (smith_identity_get_problem (identity), "Drop a copy of the key here"));

  /* Another key is no copy of it. */
  importing_files (fixture, "ec-leaf.key", identity, NULL);
  g_assert_nonnull (smith_identity_get_problem (identity));
  importing_files (fixture, "rsa-leaf.key", NULL, NULL);
  importing_assert_title (fixture, "1 key; the key fits rsa-leaf");
  importing_assert_line (fixture, "rsa-leaf.key", "In place of the damaged file, which is kept beside it");
  g_assert_null (smith_identity_get_problem (identity));
  {
    const char *argv[] = { "openssl", "pkey", "-check", "-noout", "-in", path, NULL };

    verdict = smith_test_run (argv, NULL, NULL);
  }
  g_assert_nonnull (strstr (verdict, "Key is valid"));
  folder = g_dir_open (smith_identity_get_folder (identity), 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "private-key-"))
      {
        g_autofree char *kept = g_build_filename (smith_identity_get_folder (identity), name, NULL);
        GStatBuf info;

        g_assert_null (aside);
        g_assert_true (g_str_has_suffix (name, "-damaged.pem"));
        g_assert_true (g_file_get_contents (kept, &aside, NULL, NULL));
        g_assert_cmpint (g_stat (kept, &info), ==, 0);
        g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      }
  g_assert_cmpstr (aside, ==, half);
}

/* Two of one passphrase and one of another, with what is not locked, as a ZIP and as a folder would come. */
static void
make_archive (Importing *fixture,
              char     **path)
{
  static const char * const program =
    "import pathlib, sys, zipfile\n"
    "with zipfile.ZipFile(sys.argv[1], 'w') as archive:\n"
    "    for each in sys.argv[2:]:\n"
    "        archive.write(each, 'server/' + pathlib.Path(each).name)\n";
  g_autofree char *first = make (fixture, PACKED ("sesame"), "rsa-leaf", "a.p12");
  g_autofree char *second = make (fixture, PACKED ("other"), "ec-leaf", "b.p12");
  g_autofree char *third = make (fixture, PACKED ("sesame"), "loop-leaf", "c.p12");
  g_autofree char *open = material_path ("other-root.crt");
  const char *argv[] = { "/usr/bin/python3", "-c", program, NULL, first, second, third, open, NULL };
  g_autofree char *output = NULL;

  *path = g_build_filename (fixture->files, "all.zip", NULL);
  argv[3] = *path;
  output = smith_test_run (argv, NULL, NULL);
}

static void
test_archive (Importing     *fixture,
              gconstpointer  data)
{
  const char *answers[] = { "sesame", "wrong", "other", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *path = NULL;

  make_archive (fixture, &path);
  importing_files (fixture, path, NULL, G_TLS_INTERACTION (person));
  importing_assert_title (fixture, "4 certificates, 3 keys; 3 keys fit");
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 3);
  g_assert_nonnull (strstr (smith_fake_interaction_get_description (person), "all.zip!server/b.p12"));
  importing_assert_line (fixture, "server/c.p12", "1 certificate, 1 key in PKCS#12");
}

static void
test_archive_canceled (Importing     *fixture,
                       gconstpointer  data)
{
  const char *answers[] = { "sesame", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *path = NULL;

  make_archive (fixture, &path);
  importing_files (fixture, path, NULL, G_TLS_INTERACTION (person));
  importing_assert_title (fixture, "3 certificates, 2 keys; 2 keys fit; 1 stays locked: b.p12");
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 2);
  importing_assert_line (fixture, "all.zip!server/b.p12", "no passphrase was given");
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

#define ADD(path, data, function) \
  g_test_add ("/import-keys/" path, Importing, data, importing_set_up, function, importing_tear_down)
  ADD ("formats", NULL, test_formats);
  ADD ("pasted", NULL, test_pasted);
  ADD ("protected/first", GINT_TO_POINTER (FALSE), test_protected);
  ADD ("protected/second", GINT_TO_POINTER (TRUE), test_protected);
  ADD ("two-passphrases", NULL, test_two_passphrases);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/import-keys/damaged/%u", i);

      g_test_add (path, Importing, &damages[i], importing_set_up, test_damaged, importing_tear_down);
    }
  ADD ("all-damaged", NULL, test_all_damaged);
  ADD ("sound-later", NULL, test_sound_later);
  ADD ("damaged-file", NULL, test_damaged_file);
  ADD ("archive", NULL, test_archive);
  ADD ("archive-canceled", NULL, test_archive_canceled);

  status = g_test_run ();
  smith_test_remove_folder (configuration);

  return status;
}
