/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "smith-crypto-error.h"
#include "smith-identity-folder.h"
#include "smith-lock.h"
#include "smith-test.h"

#define ID "6ba7b810-9dad-41d1-80b4-00c04fd430c8"

typedef struct
{
  char              *library;
  char              *folder;

  /* For a child that cannot read the fixtures */
  SmithIdentityEdit *edit;
  SmithIdentityEdit *whole;
  SmithCertificate  *certificate;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->library = smith_test_make_folder ();
  fixture->folder = g_build_filename (fixture->library, "identities", ID, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_remove_folder (fixture->library);
  g_free (fixture->library);
  g_free (fixture->folder);
  g_clear_pointer (&fixture->edit, smith_identity_edit_free);
  g_clear_pointer (&fixture->whole, smith_identity_edit_free);
  g_clear_object (&fixture->certificate);
}

static SmithIdentityEdit *
make_edit (const char *key,
           const char *certificate,
           const char *chain)
{
  SmithIdentityEdit *edit = smith_identity_edit_new ();

  smith_identity_edit_set_name (edit, "www.example.com");
  if (key != NULL)
    {
      g_autoptr (SmithKey) parsed = material_key (key);
      g_autoptr (SmithRequest) request = material_request (key);

      smith_identity_edit_set_key (edit, parsed, NULL);
      smith_identity_edit_set_request (edit, request);
    }
  if (certificate != NULL)
    {
      g_autoptr (SmithCertificate) parsed = material_certificate (certificate);
      g_autoptr (GPtrArray) links = chain != NULL ? material_chain_array (chain) : NULL;

      smith_identity_edit_set_certificate (edit, parsed, links);
    }

  return edit;
}

static SmithIdentityEdit *
make_certificate_edit (const char *certificate,
                       const char *chain)
{
  SmithIdentityEdit *edit = make_edit (NULL, certificate, chain);

  edit->what &= ~SMITH_IDENTITY_EDIT_NAME;

  return edit;
}

static void
create_full (Fixture *fixture)
{
  g_autoptr (SmithIdentityEdit) edit = make_edit ("rsa-leaf", "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithIdentityData) data = NULL;
  g_autoptr (GError) error = NULL;

  data = smith_identity_folder_create (fixture->library, ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data->problem, ==, NULL);
}

static char *
build (Fixture    *fixture,
       const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static char *
read_file (Fixture    *fixture,
           const char *name)
{
  g_autofree char *path = build (fixture, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static void
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = build (fixture, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static SmithIdentityData *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  SmithIdentityData *data = smith_identity_folder_load (fixture->library, ID, NULL, &error);

  g_assert_no_error (error);

  return data;
}

static int
get_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);

  return info.st_mode & 07777;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Everything of the folder: to see that a failure changed nothing. */
static char *
take_picture (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *text = read_file (fixture, name);

      g_ptr_array_add (parts, g_strdup_printf ("%s:%s", name, text));
    }
  g_ptr_array_sort (parts, compare_texts);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv ("\n", (char **) parts->pdata);
}

static char *
find_history (Fixture    *fixture,
              const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      return g_strdup (name);

  return NULL;
}

/* What is written, openssl reads; modes and permissions are as promised. */
static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autofree char *key = build (fixture, "private-key.pem");
  g_autofree char *request = build (fixture, "request.pem");
  g_autofree char *certificate = build (fixture, "certificate.pem");
  g_autofree char *chain = build (fixture, "chain.pem");
  mode_t before = umask (0);

  create_full (fixture);
  umask (before);
  g_assert_cmpint (get_mode (fixture->folder), ==, 0700);
  g_assert_cmpint (get_mode (key), ==, 0600);
  g_assert_cmpint (get_mode (certificate), ==, 0644);

  {
    const char *of_key[] = { "openssl", "pkey", "-in", key, "-pubout", NULL };
    const char *of_request[] = { "openssl", "req", "-in", request, "-noout", "-pubkey", "-verify", NULL };
    const char *of_certificate[] = { "openssl", "x509", "-in", certificate, "-noout", "-pubkey", NULL };
    const char *verify[] = { "openssl", "verify", "-partial_chain", "-untrusted", chain, "-trusted", chain, certificate, NULL };
    g_autofree char *a = smith_test_run (of_key, NULL, NULL);
    g_autofree char *b = smith_test_run (of_request, NULL, NULL);
    g_autofree char *c = smith_test_run (of_certificate, NULL, NULL);
    g_autofree char *d = smith_test_run (verify, NULL, NULL);
    g_autofree char *written = read_file (fixture, "public-key.pem");

    g_assert_cmpstr (a, ==, written);
    g_assert_cmpstr (b, ==, written);
    g_assert_cmpstr (c, ==, written);
    g_assert_true (g_str_has_suffix (d, ": OK\n"));
  }

  loaded = load (fixture);
  g_assert_cmpstr (loaded->name, ==, "www.example.com");
  g_assert_cmpstr (loaded->folder, ==, fixture->folder);
  g_assert_true (loaded->has_key);
  g_assert_cmpint (loaded->key_protection, ==, SMITH_KEY_PROTECTION_NONE);
  g_assert_nonnull (loaded->key_created_at);
  g_assert_nonnull (loaded->created_at);
  g_assert_nonnull (loaded->request);
  g_assert_cmpuint (loaded->chain->len, ==, 2);
  g_assert_true (loaded->chain_ordered);
  g_assert_nonnull (strstr (loaded->search_text, "www.example.com"));
}

static void
test_create_twice (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = make_edit ("ec-leaf", NULL, NULL);
  g_autoptr (SmithIdentityData) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  create_full (fixture);
  before = take_picture (fixture);
  again = smith_identity_folder_create (fixture->library, ID, edit, NULL, &error);
  g_assert_null (again);
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  after = take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

/* A key is never overwritten, and only the key that is missing can take a missing one's place. */
static void
test_key_stays (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) other = material_key ("ec-leaf");
  g_autoptr (SmithKey) own = material_key ("rsa-leaf");
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = build (fixture, "private-key.pem");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  create_full (fixture);
  before = read_file (fixture, "private-key.pem");
  smith_identity_edit_set_key (edit, own, NULL);
  g_assert_null (smith_identity_folder_change (fixture->library, ID, edit, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  after = read_file (fixture, "private-key.pem");
  g_assert_cmpstr (before, ==, after);

  g_assert_cmpint (g_unlink (path), ==, 0);
  changed = load (fixture);
  g_assert_cmpint (changed->damage, ==, SMITH_IDENTITY_PART_PRIVATE_KEY);
  smith_identity_edit_set_key (edit, other, NULL);
  g_assert_null (smith_identity_folder_change (fixture->library, ID, edit, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  g_clear_pointer (&changed, smith_identity_data_unref);

  smith_identity_edit_set_key (edit, own, NULL);
  changed = smith_identity_folder_change (fixture->library, ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (changed->problem, ==, NULL);
  g_assert_cmpint (get_mode (path), ==, 0600);
}

static void
test_mismatch_refused (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) certificate = make_certificate_edit ("ec-leaf", NULL);
  g_autoptr (SmithIdentityEdit) request = smith_identity_edit_new ();
  g_autoptr (SmithRequest) other = material_request ("ec-leaf");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  create_full (fixture);
  before = take_picture (fixture);
  g_assert_null (smith_identity_folder_change (fixture->library, ID, certificate, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  smith_identity_edit_set_request (request, other);
  g_assert_null (smith_identity_folder_change (fixture->library, ID, request, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  after = take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_passphrase (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithKey) other = material_key ("ec-leaf");
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("açaí 😀 \"'$ x");
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = build (fixture, "private-key.pem");
  const char *read_encrypted[] = { "openssl", "pkey", "-in", path, "-passin", "stdin", "-pubout", NULL };
  const char *read_plain[] = { "openssl", "pkey", "-in", path, "-pubout", NULL };
  g_autoptr (GBytes) typed = g_bytes_new_static ("açaí 😀 \"'$ x\n", strlen ("açaí 😀 \"'$ x\n"));

  create_full (fixture);
  smith_identity_edit_set_key (edit, key, passphrase);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  changed = smith_identity_folder_change (fixture->library, ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed->key_protection, ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  g_assert_cmpint (get_mode (path), ==, 0600);
  {
    g_autofree char *text = read_file (fixture, "private-key.pem");
    g_autofree char *public_key = smith_test_run (read_encrypted, typed, NULL);
    g_autofree char *expected = read_file (fixture, "public-key.pem");

    g_assert_true (g_str_has_prefix (text, "-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    g_assert_cmpstr (public_key, ==, expected);
  }
  g_clear_pointer (&changed, smith_identity_data_unref);

  smith_identity_edit_set_key (edit, other, NULL);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  g_assert_null (smith_identity_folder_change (fixture->library, ID, edit, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);

  smith_identity_edit_set_key (edit, key, NULL);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  changed = smith_identity_folder_change (fixture->library, ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed->key_protection, ==, SMITH_KEY_PROTECTION_NONE);
  {
    g_autofree char *public_key = smith_test_run (read_plain, NULL, NULL);
    g_autofree char *expected = read_file (fixture, "public-key.pem");

    g_assert_cmpstr (public_key, ==, expected);
  }
}

static void
test_passphrase_without_key (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) nothing = smith_identity_edit_new ();
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithIdentityData) created = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  g_autoptr (GError) error = NULL;

  smith_identity_edit_set_name (nothing, "empty");
  created = smith_identity_folder_create (fixture->library, ID, nothing, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (created->problem, ==, NULL);
  smith_identity_edit_set_key (edit, key, NULL);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  g_assert_null (smith_identity_folder_change (fixture->library, ID, edit, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY);
  g_clear_error (&error);
  pem = smith_identity_folder_read_key (fixture->library, ID, NULL, &error);
  g_assert_null (pem);
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY);
}

/* A certificate that is replaced stays in the folder with its chain, once. */
static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) renewal = make_certificate_edit ("wildcard", "rsa-two");
  g_autoptr (SmithIdentityEdit) original = make_certificate_edit ("rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithIdentityEdit) none = make_certificate_edit ("rsa-leaf", NULL);
  g_autofree char *certificate = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  create_full (fixture);
  certificate = read_file (fixture, "certificate.pem");
  chain = read_file (fixture, "chain.pem");
  expected = g_strconcat (certificate, chain, NULL);
  g_assert_null (find_history (fixture, "certificate-"));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SmithIdentityData) a = smith_identity_folder_change (fixture->library, ID, renewal, NULL, &error);
      g_autoptr (SmithIdentityData) b = smith_identity_folder_change (fixture->library, ID, original, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (a->problem, ==, NULL);
      g_assert_cmpuint (a->chain->len, ==, 1);
      g_assert_cmpuint (b->chain->len, ==, 2);
    }
  {
    g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
    guint n = 0;
    const char *entry;

    while ((entry = g_dir_read_name (dir)) != NULL)
      {
        g_autofree char *text = read_file (fixture, entry);

        n += g_str_has_prefix (entry, "certificate-");
        if (g_str_has_prefix (entry, "certificate-") && g_strcmp0 (text, expected) == 0)
          name = g_strdup (entry);
      }
    g_assert_cmpuint (n, ==, 2);
    g_assert_nonnull (name);
  }

  /* The same certificate without its chain is no other certificate. */
  {
    g_autoptr (SmithIdentityData) a = smith_identity_folder_change (fixture->library, ID, none, NULL, &error);
    g_autofree char *gone = read_file (fixture, "chain.pem");

    g_assert_no_error (error);
    g_assert_null (a->chain);
    g_assert_null (gone);
  }
}

static void
test_upload_record (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithIdentityEdit) rename = smith_identity_edit_new ();
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *ini = NULL;
  g_autofree char *grown = NULL;

  create_full (fixture);
  ini = read_file (fixture, "identity.ini");
  grown = g_strconcat (ini, "\n[Later]\nversion=2\n", NULL);
  write_file (fixture, "identity.ini", grown);
  edit->what = SMITH_IDENTITY_EDIT_UPLOAD;
  edit->upload = g_new0 (SmithUploadRecord, 1);
  edit->upload->arn = g_strdup ("arn:aws:iam::1:server-certificate/x");
  edit->upload->verified = TRUE;
  changed = smith_identity_folder_change (fixture->library, ID, edit, NULL, &error);
  g_assert_no_error (error);
  smith_identity_edit_set_name (rename, "new name");
  g_clear_pointer (&changed, smith_identity_data_unref);
  changed = smith_identity_folder_change (fixture->library, ID, rename, NULL, &error);
  g_assert_no_error (error);

  loaded = load (fixture);
  g_assert_cmpstr (loaded->name, ==, "new name");
  g_assert_true (smith_upload_record_equal (loaded->upload, edit->upload));
  g_clear_pointer (&ini, g_free);
  ini = read_file (fixture, "identity.ini");
  g_assert_nonnull (strstr (ini, "[Later]\nversion=2"));
}

/* One thing is wrong with a whole identity: what it is called, and what may still be changed. */
typedef struct
{
  const char         *title;
  const char         *file;       /* replaced by */
  const char         *content;    /* text, or @FILE of the fixtures; NULL: removed */
  SmithIdentityParts  damage;     /* 0: that is no damage */
  const char         *pattern;
} Damage;

static const Damage damages[] = {
  { "key-garbage", "private-key.pem", "garbage", SMITH_IDENTITY_PART_PRIVATE_KEY, "*private-key.pem*damaged*backup*" },
  { "key-empty", "private-key.pem", "", SMITH_IDENTITY_PART_PRIVATE_KEY, "*private-key.pem*damaged*" },
  { "key-cut", "private-key.pem", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n",
    SMITH_IDENTITY_PART_PRIVATE_KEY, "*private-key.pem*damaged*" },
  { "key-missing", "private-key.pem", NULL, SMITH_IDENTITY_PART_PRIVATE_KEY, "*private key is missing*" },
  { "key-other", "private-key.pem", "@ec-leaf.key", SMITH_IDENTITY_PART_PUBLIC_KEY, "*public-key.pem*not the public half*" },
  { "public-garbage", "public-key.pem", "garbage", SMITH_IDENTITY_PART_PUBLIC_KEY, "*public-key.pem*damaged*" },
  { "public-missing", "public-key.pem", NULL, 0, NULL },
  { "request-garbage", "request.pem", "garbage", SMITH_IDENTITY_PART_REQUEST, "*request.pem*damaged*" },
  { "request-other", "request.pem", "@ec-leaf.csr", SMITH_IDENTITY_PART_REQUEST, "*request was made with another key*" },
  { "request-missing", "request.pem", NULL, 0, NULL },
  { "certificate-garbage", "certificate.pem", "garbage", SMITH_IDENTITY_PART_CERTIFICATE, "*certificate.pem*damaged*" },
  { "certificate-is-key", "certificate.pem", "@ec-leaf.key", SMITH_IDENTITY_PART_CERTIFICATE, "*certificate.pem*damaged*" },
  { "certificate-other", "certificate.pem", "@ec-leaf.crt", SMITH_IDENTITY_PART_CERTIFICATE,
    "*certificate belongs to another key*" },
  { "certificate-missing", "certificate.pem", NULL, 0, NULL },
  { "chain-garbage", "chain.pem", "garbage", SMITH_IDENTITY_PART_CHAIN, "*no certificate in*chain.pem*" },
  { "chain-cut", "chain.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n", SMITH_IDENTITY_PART_CHAIN,
    "*Certificate 1 of*chain.pem*damaged*" },
  { "chain-missing", "chain.pem", NULL, 0, NULL },
  { "ini-garbage", "identity.ini", "garbage", SMITH_IDENTITY_PART_INI, "*identity.ini*damaged*" },
  { "ini-missing", "identity.ini", NULL, 0, NULL },
};

static void
test_damage (Fixture       *fixture,
             gconstpointer  user_data)
{
  const Damage *damage = user_data;
  g_autofree char *path = build (fixture, damage->file);
  g_autofree char *content = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autoptr (SmithIdentityEdit) rename = smith_identity_edit_new ();
  g_autoptr (SmithIdentityData) renamed = NULL;
  g_autoptr (GError) error = NULL;

  create_full (fixture);
  if (damage->content == NULL)
    g_assert_cmpint (g_unlink (path), ==, 0);
  else
    {
      content = damage->content[0] == '@' ? material_text (damage->content + 1) : g_strdup (damage->content);
      write_file (fixture, damage->file, content);
    }
  before = take_picture (fixture);
  loaded = load (fixture);
  g_assert_cmpint (loaded->damage, ==, damage->damage);
  if (damage->damage == 0)
    g_assert_cmpstr (loaded->problem, ==, NULL);
  else if (loaded->problem == NULL || !g_pattern_match_simple (damage->pattern, loaded->problem))
    g_error ("“%s” is not “%s”", loaded->problem, damage->pattern);
  /* Reading changes nothing. */
  after = take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (loaded->name);

  /* What is not damaged can be changed, and what is damaged stays as it is. */
  smith_identity_edit_set_name (rename, "renamed");
  renamed = smith_identity_folder_change (fixture->library, ID, rename, NULL, &error);
  if (damage->damage & SMITH_IDENTITY_PART_INI)
    {
      g_assert_null (renamed);
      g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (renamed->name, ==, "renamed");
  g_assert_cmpint (renamed->damage, ==, damage->damage);
  if (content != NULL && !g_str_equal (damage->file, "identity.ini"))
    {
      g_autofree char *now = read_file (fixture, damage->file);

      g_assert_cmpstr (now, ==, content);
    }
}

/* A damaged certificate can be replaced, and is put aside. */
static void
test_repair (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = make_certificate_edit ("rsa-leaf", "rsa-two");
  g_autoptr (SmithIdentityEdit) request_edit = smith_identity_edit_new ();
  g_autoptr (SmithRequest) request = material_request ("rsa-leaf");
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;
  const char *files[] = { "certificate", "chain", "request" };

  create_full (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat (files[i], ".pem", NULL);

      write_file (fixture, name, files[i]);
    }
  changed = smith_identity_folder_change (fixture->library, ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed->damage, ==, SMITH_IDENTITY_PART_REQUEST);
  g_clear_pointer (&changed, smith_identity_data_unref);
  smith_identity_edit_set_request (request_edit, request);
  changed = smith_identity_folder_change (fixture->library, ID, request_edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (changed->problem, ==, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *prefix = g_strconcat (files[i], "-", NULL);
      g_autofree char *history = find_history (fixture, prefix);
      g_autofree char *text = NULL;

      g_assert_nonnull (history);
      text = read_file (fixture, history);
      g_assert_cmpstr (text, ==, files[i]);
    }
}

/* What was never ours is a row that says so, and stays. */
static void
test_foreign (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *identities = g_path_get_dirname (fixture->folder);
  g_autofree char *file = g_build_filename (identities, "notes.txt", NULL);
  g_autofree char *link = g_build_filename (identities, "dangling", NULL);
  g_autofree char *photos = g_build_filename (identities, "photos", NULL);
  g_autofree char *photo = g_build_filename (photos, "me.jpg", NULL);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_identity_folder_prepare (fixture->library, &error));
  g_assert_true (g_file_set_contents (file, "hello", -1, NULL));
  g_assert_cmpint (symlink ("/nowhere/at/all", link), ==, 0);
  g_assert_cmpint (g_mkdir (photos, 0755), ==, 0);
  g_assert_true (g_file_set_contents (photo, "jpg", -1, NULL));
  ids = smith_identity_folder_list (fixture->library, &error);
  g_assert_cmpuint (ids->len, ==, 3);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (SmithIdentityEdit) rename = smith_identity_edit_new ();
      g_autoptr (SmithIdentityData) foreign = smith_identity_folder_load (fixture->library, ids->pdata[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (foreign->damage, ==, SMITH_IDENTITY_PART_FOLDER);
      g_assert_nonnull (strstr (foreign->problem, ids->pdata[i]));
      smith_identity_edit_set_name (rename, "mine");
      g_assert_null (smith_identity_folder_change (fixture->library, ids->pdata[i], rename, NULL, &error));
      g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED);
      g_clear_error (&error);
    }
  g_assert_true (g_file_test (photo, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));

  /* They can be deleted by the person, and come back as they were. */
  {
    g_autofree char *name = smith_identity_folder_trash (fixture->library, "notes.txt", NULL, &error);
    g_autoptr (SmithIdentityData) back = NULL;

    g_assert_no_error (error);
    g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
    back = smith_identity_folder_restore (fixture->library, "notes.txt", name, NULL, &error);
    g_assert_no_error (error);
    g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
  }
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_identity_folder_prepare (fixture->library, &error));
  g_assert_null (smith_identity_folder_load (fixture->library, ID, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  smith_identity_edit_set_name (edit, "name");
  g_assert_null (smith_identity_folder_change (fixture->library, ID, edit, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_trash (fixture->library, ID, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

/* Whatever the disk refuses: an error in words, and nothing is changed. */
static void
test_no_space (Fixture       *fixture,
               gconstpointer  data)
{
  const struct rlimit small = { 900, RLIM_INFINITY };
  g_autoptr (SmithIdentityEdit) edit = make_certificate_edit ("wildcard", "rsa-two");
  g_autoptr (SmithIdentityEdit) whole = make_edit ("rsa-leaf", NULL, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *room = g_build_filename (fixture->library, "new", NULL);
  g_autoptr (SmithIdentityData) created = NULL;
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) create_error = NULL;
  struct rlimit limit;

  create_full (fixture);
  before = take_picture (fixture);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  changed = smith_identity_folder_change (fixture->library, ID, edit, NULL, &error);
  created = smith_identity_folder_create (fixture->library, "other", whole, NULL, &create_error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_null (changed);
  g_assert_null (created);
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_error (create_error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "www.example.com"));
  after = take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
  {
    g_autoptr (GDir) dir = g_dir_open (room, 0, NULL);

    g_assert_null (g_dir_read_name (dir));
  }
}

/* The library cannot be made: a file is in the way. */
static void
test_no_library (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *library = g_build_filename (fixture->library, "file", NULL);
  g_autoptr (SmithIdentityEdit) edit = make_edit ("rsa-leaf", NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (library, "x", -1, NULL));
  g_assert_false (smith_identity_folder_prepare (library, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_create (library, ID, edit, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_list (library, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = make_certificate_edit ("wildcard", "rsa-two");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  create_full (fixture);
  before = take_picture (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_null (smith_identity_folder_change (fixture->library, ID, edit, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_load (fixture->library, ID, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_trash (fixture->library, ID, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

/* A writer that died between commit and end: readers see the new files, the next writer goes on from there. */
static void
test_pending (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *pending = build (fixture, ".pending");
  g_autofree char *wildcard = material_text ("wildcard.crt");
  g_autofree char *lock_path = g_build_filename (fixture->library, "lock", NULL);
  g_autoptr (SmithCertificate) certificate = material_certificate ("wildcard");
  g_autoptr (SmithIdentityData) loaded = NULL;

  create_full (fixture);
  g_assert_cmpint (g_mkdir (pending, 0700), ==, 0);
  write_file (fixture, ".pending/certificate.pem", wildcard);
  write_file (fixture, ".pending/chain.pem.remove", "");
  loaded = load (fixture);
  g_assert_cmpstr (loaded->problem, ==, NULL);
  g_assert_cmpstr (loaded->sha256, ==, smith_certificate_get_sha256 (certificate));
  g_assert_null (loaded->chain);
  g_assert_false (g_file_test (pending, G_FILE_TEST_EXISTS));
}

/* The same where nothing can be put in place: read through. A folder in the way stands for a disk that
 * cannot be written, because root may write everywhere. */
static void
test_pending_read_only (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *pending = build (fixture, ".pending");
  g_autofree char *obstacle = build (fixture, "request.pem");
  g_autofree char *inside = build (fixture, "request.pem/x");
  g_autofree char *wildcard = material_text ("wildcard.crt");
  g_autofree char *request = material_text ("rsa-leaf.csr");
  g_autoptr (SmithCertificate) certificate = material_certificate ("wildcard");
  g_autoptr (SmithIdentityData) loaded = NULL;

  create_full (fixture);
  g_assert_cmpint (g_unlink (obstacle), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (pending, 0700), ==, 0);
  write_file (fixture, ".pending/certificate.pem", wildcard);
  write_file (fixture, ".pending/request.pem", request);
  loaded = load (fixture);
  g_assert_cmpstr (loaded->problem, ==, NULL);
  g_assert_cmpstr (loaded->sha256, ==, smith_certificate_get_sha256 (certificate));
  g_assert_nonnull (loaded->request);
}

/* In a process without the rights of root, who may do everything. A failed assertion fails the caller. */
static void
run_unprivileged (void (*function) (Fixture *fixture),
                  Fixture *fixture)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      if (geteuid () == 0)
        g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
      function (fixture);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
set_modes (const char *path,
           int         folder_mode,
           int         file_mode)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      set_modes (child, folder_mode, file_mode);
    }
  g_assert_cmpint (chmod (path, (mode_t) (dir != NULL ? folder_mode : file_mode)), ==, 0);
}

static void
use_read_only (Fixture *fixture)
{
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_identity_folder_prepare (fixture->library, &error));
  loaded = load (fixture);
  g_assert_cmpstr (loaded->problem, ==, NULL);
  /* What was committed counts, in place or not. */
  g_assert_cmpstr (loaded->sha256, ==, smith_certificate_get_sha256 (fixture->certificate));

  g_assert_null (smith_identity_folder_change (fixture->library, ID, fixture->edit, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (strlen (error->message), >, 20);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_create (fixture->library, "other", fixture->whole, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_trash (fixture->library, ID, NULL, &error));
  g_assert_nonnull (error);
}

/* A library that can only be read is read, all of it, and every change says why it was not made. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *pending = build (fixture, ".pending");
  g_autofree char *wildcard = material_text ("wildcard.crt");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  create_full (fixture);
  g_assert_cmpint (g_mkdir (pending, 0700), ==, 0);
  write_file (fixture, ".pending/certificate.pem", wildcard);
  before = take_picture (fixture);
  set_modes (fixture->library, 0555, 0444);
  /* The fixtures themselves need not be readable for others. */
  fixture->edit = make_certificate_edit ("rsa-leaf", "rsa-two");
  fixture->whole = make_edit ("rsa-leaf", NULL, NULL);
  fixture->certificate = material_certificate ("wildcard");
  run_unprivileged (use_read_only, fixture);
  set_modes (fixture->library, 0755, 0644);
  after = take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
use_unreadable_key (Fixture *fixture)
{
  g_autoptr (SmithIdentityData) loaded = load (fixture);

  g_assert_cmpint (loaded->damage, ==, SMITH_IDENTITY_PART_PRIVATE_KEY);
  g_assert_nonnull (strstr (loaded->problem, "permission"));
  g_assert_true (loaded->has_key);
  g_assert_nonnull (loaded->certificate);
}

static void
use_unreadable_folder (Fixture *fixture)
{
  g_autoptr (SmithIdentityData) loaded = load (fixture);

  g_assert_cmpint (loaded->damage, ==, SMITH_IDENTITY_PART_FOLDER);
  g_assert_nonnull (strstr (loaded->problem, "ermission"));
  g_assert_cmpstr (loaded->name, ==, ID);
}

static void
test_permissions (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *key = build (fixture, "private-key.pem");

  create_full (fixture);
  set_modes (fixture->library, 0755, 0644);
  g_assert_cmpint (chmod (key, 0), ==, 0);
  run_unprivileged (use_unreadable_key, fixture);
  g_assert_cmpint (chmod (fixture->folder, 0), ==, 0);
  run_unprivileged (use_unreadable_folder, fixture);
  g_assert_cmpint (chmod (fixture->folder, 0700), ==, 0);
}

/* What a writer was making when it died was promised to nobody. */
static void
test_unfinished (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *making = g_build_filename (fixture->library, "new", ID, NULL);
  g_autofree char *half = g_build_filename (making, "private-key.pem", NULL);
  g_autofree char *draft = g_build_filename (making, ".pending.tmp", NULL);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (draft, 0700), ==, 0);
  g_assert_true (g_file_set_contents (half, "half", -1, NULL));
  g_assert_true (smith_identity_folder_prepare (fixture->library, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (making, G_FILE_TEST_EXISTS));
  ids = smith_identity_folder_list (fixture->library, &error);
  g_assert_cmpuint (ids->len, ==, 0);
}

static void
test_trash (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (SmithIdentityData) back = NULL;
  g_autoptr (GError) error = NULL;

  create_full (fixture);
  before = take_picture (fixture);
  first = smith_identity_folder_trash (fixture->library, ID, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));

  /* Another one of the same id takes the place; both can be deleted, none overwrites the other. */
  create_full (fixture);
  g_assert_null (smith_identity_folder_restore (fixture->library, ID, first, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  second = smith_identity_folder_trash (fixture->library, ID, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, !=, second);

  back = smith_identity_folder_restore (fixture->library, ID, first, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->problem, ==, NULL);
  after = take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_stamp (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = make_certificate_edit ("wildcard", "rsa-two");
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;

  create_full (fixture);
  loaded = load (fixture);
  g_assert_cmpuint (loaded->stamp, ==, smith_identity_folder_stamp (fixture->library, ID));
  changed = smith_identity_folder_change (fixture->library, ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->stamp, !=, changed->stamp);
  g_assert_cmpuint (changed->stamp, ==, smith_identity_folder_stamp (fixture->library, ID));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/identity-folder/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("create", test_create);
  ADD ("create-twice", test_create_twice);
  ADD ("key-stays", test_key_stays);
  ADD ("mismatch-refused", test_mismatch_refused);
  ADD ("passphrase", test_passphrase);
  ADD ("passphrase-without-key", test_passphrase_without_key);
  ADD ("history", test_history);
  ADD ("upload-record", test_upload_record);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/identity-folder/damage/", damages[i].title, NULL);

      g_test_add (path, Fixture, &damages[i], set_up, test_damage, tear_down);
    }
  ADD ("repair", test_repair);
  ADD ("foreign", test_foreign);
  ADD ("gone", test_gone);
  ADD ("no-space", test_no_space);
  ADD ("no-library", test_no_library);
  ADD ("cancel", test_cancel);
  ADD ("pending", test_pending);
  ADD ("pending-read-only", test_pending_read_only);
  ADD ("read-only", test_read_only);
  ADD ("permissions", test_permissions);
  ADD ("unfinished", test_unfinished);
  ADD ("trash", test_trash);
  ADD ("stamp", test_stamp);

  return g_test_run ();
}
