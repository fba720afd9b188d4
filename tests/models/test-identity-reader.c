/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "identity-files.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "material.h"
#include "smith-test.h"

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
test_damage (IdentityFiles *fixture,
             gconstpointer  user_data)
{
  const Damage *damage = user_data;
  g_autofree char *path = identity_files_build (fixture, damage->file);
  g_autofree char *content = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autoptr (SmithIdentityEdit) rename = smith_identity_edit_new ();
  g_autoptr (SmithIdentityData) renamed = NULL;
  g_autoptr (GError) error = NULL;

  identity_files_create (fixture);
  if (damage->content == NULL)
    g_assert_cmpint (g_unlink (path), ==, 0);
  else
    {
      content = damage->content[0] == '@' ? material_text (damage->content + 1) : g_strdup (damage->content);
      identity_files_write (fixture, damage->file, content);
    }
  before = identity_files_take_picture (fixture);
  loaded = identity_files_load (fixture);
  g_assert_cmpint (loaded->damage, ==, damage->damage);
  if (damage->damage == 0)
    g_assert_cmpstr (loaded->problem, ==, NULL);
  else if (loaded->problem == NULL || !g_pattern_match_simple (damage->pattern, loaded->problem))
    g_error ("“%s” is not “%s”", loaded->problem, damage->pattern);
  /* Reading changes nothing. */
  after = identity_files_take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (loaded->name);

  /* What is not damaged can be changed, and what is damaged stays as it is. */
  smith_identity_edit_set_name (rename, "renamed");
  renamed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, rename, NULL, &error);
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
      g_autofree char *now = identity_files_read (fixture, damage->file);

      g_assert_cmpstr (now, ==, content);
    }
}

/* A damaged certificate can be replaced, and is put aside. */
static void
test_repair (IdentityFiles *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = identity_files_make_certificate_edit ("rsa-leaf", "rsa-two");
  g_autoptr (SmithIdentityEdit) request_edit = smith_identity_edit_new ();
  g_autoptr (SmithRequest) request = material_request ("rsa-leaf");
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;
  const char *files[] = { "certificate", "chain", "request" };

  identity_files_create (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat (files[i], ".pem", NULL);

      identity_files_write (fixture, name, files[i]);
    }
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed->damage, ==, SMITH_IDENTITY_PART_REQUEST);
  g_clear_pointer (&changed, smith_identity_data_unref);
  smith_identity_edit_set_request (request_edit, request);
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, request_edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (changed->problem, ==, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *prefix = g_strconcat (files[i], "-", NULL);
      g_autofree char *history = identity_files_find_history (fixture, prefix);
      g_autofree char *text = NULL;

      g_assert_nonnull (history);
      text = identity_files_read (fixture, history);
      g_assert_cmpstr (text, ==, files[i]);
    }
}

/* What was never ours is a row that says so, and stays. */
static void
test_foreign (IdentityFiles *fixture,
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

/* A writer that died between commit and end: readers see the new files, the next writer goes on from there. */
static void
test_pending (IdentityFiles *fixture,
              gconstpointer  data)
{
  g_autofree char *pending = identity_files_build (fixture, ".pending");
  g_autofree char *wildcard = material_text ("wildcard.crt");
  g_autofree char *lock_path = g_build_filename (fixture->library, "lock", NULL);
  g_autoptr (SmithCertificate) certificate = material_certificate ("wildcard");
  g_autoptr (SmithIdentityData) loaded = NULL;

  identity_files_create (fixture);
  g_assert_cmpint (g_mkdir (pending, 0700), ==, 0);
  identity_files_write (fixture, ".pending/certificate.pem", wildcard);
  identity_files_write (fixture, ".pending/chain.pem.remove", "");
  loaded = identity_files_load (fixture);
  g_assert_cmpstr (loaded->problem, ==, NULL);
  g_assert_cmpstr (loaded->sha256, ==, smith_certificate_get_sha256 (certificate));
  g_assert_null (loaded->chain);
  g_assert_false (g_file_test (pending, G_FILE_TEST_EXISTS));
}

/* The same where nothing can be put in place: read through. A folder in the way stands for a disk that
 * cannot be written, because root may write everywhere. */
static void
test_pending_read_only (IdentityFiles *fixture,
                        gconstpointer  data)
{
  g_autofree char *pending = identity_files_build (fixture, ".pending");
  g_autofree char *obstacle = identity_files_build (fixture, "request.pem");
  g_autofree char *inside = identity_files_build (fixture, "request.pem/x");
  g_autofree char *wildcard = material_text ("wildcard.crt");
  g_autofree char *request = material_text ("rsa-leaf.csr");
  g_autoptr (SmithCertificate) certificate = material_certificate ("wildcard");
  g_autoptr (SmithIdentityData) loaded = NULL;

  identity_files_create (fixture);
  g_assert_cmpint (g_unlink (obstacle), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (pending, 0700), ==, 0);
  identity_files_write (fixture, ".pending/certificate.pem", wildcard);
  identity_files_write (fixture, ".pending/request.pem", request);
  loaded = identity_files_load (fixture);
  g_assert_cmpstr (loaded->problem, ==, NULL);
  g_assert_cmpstr (loaded->sha256, ==, smith_certificate_get_sha256 (certificate));
  g_assert_nonnull (loaded->request);
}

/* In a process without the rights of root, who may do everything. A failed assertion fails the caller. */
static void
run_unprivileged (void (*function) (IdentityFiles *fixture),
                  IdentityFiles *fixture)
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
use_read_only (IdentityFiles *fixture)
{
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_identity_folder_prepare (fixture->library, &error));
  loaded = identity_files_load (fixture);
  g_assert_cmpstr (loaded->problem, ==, NULL);
  /* What was committed counts, in place or not. */
  g_assert_cmpstr (loaded->sha256, ==, smith_certificate_get_sha256 (fixture->certificate));

  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, fixture->edit, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (strlen (error->message), >, 20);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_create (fixture->library, "other", fixture->whole, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_trash (fixture->library, IDENTITY_FILES_ID, NULL, &error));
  g_assert_nonnull (error);
}

/* A library that can only be read is read, all of it, and every change says why it was not made. */
static void
test_read_only (IdentityFiles *fixture,
                gconstpointer  data)
{
  g_autofree char *pending = identity_files_build (fixture, ".pending");
  g_autofree char *wildcard = material_text ("wildcard.crt");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  identity_files_create (fixture);
  g_assert_cmpint (g_mkdir (pending, 0700), ==, 0);
  identity_files_write (fixture, ".pending/certificate.pem", wildcard);
  before = identity_files_take_picture (fixture);
  set_modes (fixture->library, 0555, 0444);
  /* The fixtures themselves need not be readable for others. */
  fixture->edit = identity_files_make_certificate_edit ("rsa-leaf", "rsa-two");
  fixture->whole = identity_files_make_edit ("rsa-leaf", NULL, NULL);
  fixture->certificate = material_certificate ("wildcard");
  run_unprivileged (use_read_only, fixture);
  set_modes (fixture->library, 0755, 0644);
  after = identity_files_take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
use_unreadable_key (IdentityFiles *fixture)
{
  g_autoptr (SmithIdentityData) loaded = identity_files_load (fixture);

  g_assert_cmpint (loaded->damage, ==, SMITH_IDENTITY_PART_PRIVATE_KEY);
  g_assert_nonnull (strstr (loaded->problem, "permission"));
  g_assert_true (loaded->has_key);
  g_assert_nonnull (loaded->certificate);
}

static void
use_unreadable_folder (IdentityFiles *fixture)
{
  g_autoptr (SmithIdentityData) loaded = identity_files_load (fixture);

  g_assert_cmpint (loaded->damage, ==, SMITH_IDENTITY_PART_FOLDER);
  g_assert_nonnull (strstr (loaded->problem, "ermission"));
  g_assert_cmpstr (loaded->name, ==, IDENTITY_FILES_ID);
}

static void
test_permissions (IdentityFiles *fixture,
                  gconstpointer  data)
{
  g_autofree char *key = identity_files_build (fixture, "private-key.pem");

  identity_files_create (fixture);
  set_modes (fixture->library, 0755, 0644);
  g_assert_cmpint (chmod (key, 0), ==, 0);
  run_unprivileged (use_unreadable_key, fixture);
  g_assert_cmpint (chmod (fixture->folder, 0), ==, 0);
  run_unprivileged (use_unreadable_folder, fixture);
  g_assert_cmpint (chmod (fixture->folder, 0700), ==, 0);
}

/* What a writer was making when it died was promised to nobody. */
static void
test_unfinished (IdentityFiles *fixture,
                 gconstpointer  data)
{
  g_autofree char *making = g_build_filename (fixture->library, "new", IDENTITY_FILES_ID, NULL);
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/identity-reader/" path, IdentityFiles, NULL, identity_files_set_up, function, identity_files_tear_down)
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/identity-reader/damage/", damages[i].title, NULL);

      g_test_add (path, IdentityFiles, &damages[i], identity_files_set_up, test_damage, identity_files_tear_down);
    }
  ADD ("repair", test_repair);
  ADD ("foreign", test_foreign);
  ADD ("pending", test_pending);
  ADD ("pending-in-the-way", test_pending_read_only);
  ADD ("read-only", test_read_only);
  ADD ("permissions", test_permissions);
  ADD ("unfinished", test_unfinished);

  return g_test_run ();
}
