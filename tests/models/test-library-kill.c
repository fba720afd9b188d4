/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "smith-former-key.h"
#include "smith-identity-folder.h"
#include "smith-test.h"

/*
 * This program runs itself as a writer that saves without end, two of them at a time, and kills them
 * at random moments. After each kill every identity must be whole, the old one or the new one, and
 * every private key that a writer said to have saved must be there and open.
 */

#define N_IDENTITIES 6
#define N_KILLS 300
#define FEWEST_KILLS 40
#define FEWEST_KEYS 5
#define SECONDS 25
/* A machine that is too busy for the fewest gets more time. */
#define MOST_SECONDS 75

/* In milliseconds: how long a writer lives. */
#define LONGEST 140
#define PASSPHRASE "between two worlds"
#define KEY_MARK "key: "
#define HISTORY_ID "history"
#define N_FORMER 4

/* Each certificate goes with a name and a chain: seen together, or the transaction was torn. */
static const struct
{
  const char *certificate;
  const char *chain;
} versions[] = {
  { "rsa-leaf", "rsa-two,rsa-one,rsa-root" },
  { "wildcard", "rsa-two" },
  { "many", "rsa-two,rsa-one" },
};

typedef struct
{
  SmithCertificate *certificate;
  GPtrArray        *chain;
} Version;

static SmithIdentityEdit *
make_version (const Version *version,
              const char    *name)
{
  SmithIdentityEdit *edit = smith_identity_edit_new ();

  smith_identity_edit_set_name (edit, name);
  smith_identity_edit_set_certificate (edit, version->certificate, version->chain);
  edit->what |= SMITH_IDENTITY_EDIT_UPLOAD;
  edit->upload = g_new0 (SmithUploadRecord, 1);
  edit->upload->sha256 = g_strdup (smith_certificate_get_sha256 (version->certificate));

  return edit;
}

/* The key of today goes to the history, or the last one there comes back: two keys take turns, none is ever lost. */
static SmithIdentityData *
exchange_key (const char  *library,
              SmithKey    *first,
              SmithKey    *second,
              GError     **error)
{
  g_autoptr (SmithIdentityData) before = smith_identity_folder_load (library, HISTORY_ID, NULL, error);
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();

  if (before == NULL)
    return NULL;
  if (before->former != NULL && before->former->len >= N_FORMER)
    {
      g_autoptr (GPtrArray) history = smith_identity_folder_read_history (library, HISTORY_ID, NULL, error);

      if (history == NULL)
        return NULL;
      /* By the time that it is asked for, the other writer may have brought it back. */
      edit->what = SMITH_IDENTITY_EDIT_BRING_BACK;
      edit->former = g_strdup (smith_former_key_get_id (g_ptr_array_index (history, history->len - 1)));
    }
  else
    {
      smith_identity_edit_set_key (edit, g_random_boolean () ? first : second, NULL);
      edit->what |= SMITH_IDENTITY_EDIT_REPLACE;
    }
  {
    g_autoptr (GError) reason = NULL;
    SmithIdentityData *after = smith_identity_folder_change (library, HISTORY_ID, edit, NULL, &reason);

    if (after != NULL)
      return after;
    if (strstr (reason->message, "not there any more") != NULL)
      return g_steal_pointer (&before);
    g_propagate_error (error, g_steal_pointer (&reason));
    return NULL;
  }
}

/* Tells the parent what is saved for good: a line is a key. */
static void
report_key (const char *id)
{
  g_autofree char *line = g_strconcat (KEY_MARK, id, "\n", NULL);

  if (write (STDOUT_FILENO, line, strlen (line)) != (gssize) strlen (line))
    _exit (1);
}

static int
write_without_end (const char *library,
                   guint32     seed)
{
  g_autoptr (SmithKey) leaf_key = material_key ("rsa-leaf");
  g_autoptr (SmithKey) other_key = material_key ("ec-leaf");
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string (PASSPHRASE);
  Version parsed[G_N_ELEMENTS (versions)];

  g_random_set_seed (seed);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      parsed[i].certificate = material_certificate (versions[i].certificate);
      parsed[i].chain = material_chain_array (versions[i].chain);
    }

  for (;;)
    {
      g_autofree char *id = g_strdup_printf ("identity-%d", g_random_int_range (0, N_IDENTITIES));
      g_autoptr (SmithIdentityEdit) edit = NULL;
      g_autoptr (SmithIdentityData) data = NULL;
      g_autoptr (GError) error = NULL;
      int choice = g_random_int_range (0, 10);

      if (choice == 0)
        {
          g_autofree char *new_id = g_uuid_string_random ();

          edit = smith_identity_edit_new ();
          smith_identity_edit_set_name (edit, "new");
          smith_identity_edit_set_key (edit, other_key, NULL);
          data = smith_identity_folder_create (library, new_id, edit, NULL, &error);
          if (data != NULL)
            report_key (new_id);
        }
      else if (choice == 1)
        {
          edit = smith_identity_edit_new ();
          smith_identity_edit_set_key (edit, leaf_key, g_random_boolean () ? passphrase : NULL);
          edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
          data = smith_identity_folder_change (library, id, edit, NULL, &error);
        }
      else if (choice <= 4)
        data = exchange_key (library, leaf_key, other_key, &error);
      else
        {
          guint version = (guint) g_random_int_range (0, G_N_ELEMENTS (versions));

          edit = make_version (&parsed[version], versions[version].certificate);
          data = smith_identity_folder_change (library, id, edit, NULL, &error);
        }
      if (data == NULL)
        {
          fprintf (stderr, "%s\n", error->message);
          _exit (2);
        }
    }
}

typedef struct
{
  GSubprocess *process;
  GString     *reported;
} Writer;

static void
start_writer (Writer     *writer,
              const char *self,
              const char *library)
{
  g_autofree char *seed = g_strdup_printf ("%u", g_test_rand_int ());
  g_autoptr (GError) error = NULL;

  writer->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self, "--writer", library, seed, NULL);
  g_assert_no_error (error);
}

/* What it reported before it died: how many keys. */
static guint
kill_writer (Writer     *writer,
             GHashTable  *keys)
{
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  gsize size;
  const char *data;
  guint n_told = 0;

  g_subprocess_send_signal (writer->process, SIGKILL);
  g_subprocess_communicate (writer->process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (writer->process));
  g_clear_object (&writer->process);

  data = g_bytes_get_data (output, &size);
  /* A writer that died before its first line has no data at all. */
  text = g_strndup (data != NULL ? data : "", size);
  lines = g_strsplit (text, "\n", -1);
  /* Behind the last newline is what was not told to the end. */
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    if (g_str_has_prefix (lines[i], KEY_MARK))
      {
        g_hash_table_add (keys, g_strdup (lines[i] + strlen (KEY_MARK)));
        n_told++;
      }

  return n_told;
}

static void
check_key (const char     *library,
           const char     *id,
           SmithPublicKey *expected)
{
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string (PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithSecret) pem = smith_identity_folder_read_key (library, id, NULL, &error);
  g_autoptr (SmithKey) key = NULL;

  g_assert_no_error (error);
  key = smith_key_new_from_pem (pem, smith_key_pem_is_encrypted (pem) ? passphrase : NULL, &error);
  g_assert_no_error (error);
  g_assert_true (smith_public_key_equal (smith_key_get_public_key (key), expected));
}

static SmithIdentityData *
load_whole (const char *library,
            const char *id)
{
  g_autoptr (GError) error = NULL;
  SmithIdentityData *data = smith_identity_folder_load (library, id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (data->problem, ==, NULL);
  g_assert_true (data->has_key);

  return data;
}

/* Name, certificate, chain and upload record came by one transaction, so they must be of one version. */
static guint
check_identity (const char     *library,
                const char     *id,
                const char     *fingerprints[],
                SmithPublicKey *expected)
{
  g_autoptr (SmithIdentityData) data = load_whole (library, id);

  check_key (library, id, expected);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (g_str_equal (data->name, versions[i].certificate))
      {
        g_auto (GStrv) chain = g_strsplit (versions[i].chain, ",", -1);

        g_assert_cmpstr (data->sha256, ==, fingerprints[i]);
        g_assert_nonnull (data->upload);
        g_assert_cmpstr (data->upload->sha256, ==, fingerprints[i]);
        g_assert_cmpuint (data->chain->len, ==, g_strv_length (chain));
        g_assert_true (data->chain_ordered);
        return i;
      }
  g_assert_not_reached ();
}

/* Every key of the history and the one of today opens, and there are never fewer of them. */
static guint
check_history (const char     *library,
               guint           n_before,
               SmithPublicKey *first,
               SmithPublicKey *second)
{
  g_autoptr (SmithIdentityData) data = load_whole (library, HISTORY_ID);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) history = smith_identity_folder_read_history (library, HISTORY_ID, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, data->former != NULL ? data->former->len : 0);
  g_assert_cmpuint (history->len, >=, n_before);
  for (guint i = 0; i < history->len; i++)
    {
      SmithFormerKey *former = g_ptr_array_index (history, i);
      g_autoptr (SmithSecret) pem = NULL;
      g_autoptr (SmithKey) key = NULL;

      g_assert_cmpstr (smith_former_key_get_problem (former), ==, NULL);
      g_assert_true (smith_former_key_get_has_key (former));
      g_assert_nonnull (smith_former_key_get_replaced_at (former));
      pem = smith_identity_folder_read_former_key (library, HISTORY_ID, smith_former_key_get_id (former), NULL, &error);
      g_assert_no_error (error);
      key = smith_key_new_from_pem (pem, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (smith_public_key_equal (smith_key_get_public_key (key), first) ||
                     smith_public_key_equal (smith_key_get_public_key (key), second));
    }

  return history->len;
}

static gboolean
wants_more (guint  n_kills,
            guint  n_keys,
            gint64 microseconds)
{
  if (n_kills < FEWEST_KILLS || n_keys < FEWEST_KEYS)
    return microseconds < MOST_SECONDS * G_USEC_PER_SEC;

  return n_kills < N_KILLS && microseconds < SECONDS * G_USEC_PER_SEC;
}

static void
test_kill (gconstpointer data)
{
  const char *self = data;
  g_autofree char *library = smith_test_make_folder ();
  g_autoptr (SmithKey) leaf_key = material_key ("rsa-leaf");
  g_autoptr (SmithKey) other_key = material_key ("ec-leaf");
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) checked = g_hash_table_new (g_str_hash, g_str_equal);
  const char *fingerprints[G_N_ELEMENTS (versions)];
  SmithCertificate *certificates[G_N_ELEMENTS (versions)];
  guint seen[N_IDENTITIES][G_N_ELEMENTS (versions)] = { { 0 } };
  gint64 start;
  guint n_kills;
  guint n_changed = 0;
  guint n_former = 0;
  guint longest = LONGEST;
  Writer writers[2] = { { NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      certificates[i] = material_certificate (versions[i].certificate);
      fingerprints[i] = smith_certificate_get_sha256 (certificates[i]);
    }
  for (guint i = 0; i < N_IDENTITIES; i++)
    {
      g_autofree char *id = g_strdup_printf ("identity-%u", i);
      g_autoptr (GPtrArray) chain = material_chain_array (versions[0].chain);
      Version version = { certificates[0], chain };
      g_autoptr (SmithIdentityEdit) edit = make_version (&version, versions[0].certificate);
      g_autoptr (SmithIdentityData) created = NULL;
      g_autoptr (GError) error = NULL;

      smith_identity_edit_set_key (edit, leaf_key, NULL);
      created = smith_identity_folder_create (library, id, edit, NULL, &error);
      g_assert_no_error (error);
    }

  {
    g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
    g_autoptr (SmithIdentityData) created = NULL;
    g_autoptr (GError) error = NULL;

    smith_identity_edit_set_name (edit, HISTORY_ID);
    smith_identity_edit_set_key (edit, leaf_key, NULL);
    created = smith_identity_folder_create (library, HISTORY_ID, edit, NULL, &error);
    g_assert_no_error (error);
  }

  start = g_get_monotonic_time ();
  for (n_kills = 0; wants_more (n_kills, g_hash_table_size (keys), g_get_monotonic_time () - start); n_kills += 2)
    {
      guint n_told = 0;

      for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
        start_writer (&writers[i], self, library);
      g_usleep ((gulong) g_test_rand_int_range (15, longest) * 1000);
      for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
        n_told += kill_writer (&writers[i], keys);
      /* On a slow machine a writer wants more time before it is at work. */
      longest = n_told == 0 ? MIN (2 * longest, 8 * LONGEST) : MAX (3 * longest / 4, LONGEST);

      for (guint i = 0; i < N_IDENTITIES; i++)
        {
          g_autofree char *id = g_strdup_printf ("identity-%u", i);

          seen[i][check_identity (library, id, fingerprints, smith_key_get_public_key (leaf_key))]++;
        }
      n_former = check_history (library, n_former, smith_key_get_public_key (leaf_key),
                                smith_key_get_public_key (other_key));
      {
        GHashTableIter iter;
        gpointer id;

        g_hash_table_iter_init (&iter, keys);
        while (g_hash_table_iter_next (&iter, &id, NULL))
          if (g_hash_table_add (checked, id))
            {
              g_autoptr (SmithIdentityData) created = load_whole (library, id);

              check_key (library, id, smith_key_get_public_key (other_key));
            }
      }
    }

  /* Whatever lies there, reported or not, is whole. */
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) ids = NULL;

    g_assert_true (smith_identity_folder_prepare (library, &error));
    ids = smith_identity_folder_list (library, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (ids->len, >=, N_IDENTITIES + g_hash_table_size (keys));
    for (guint i = 0; i < ids->len; i++)
      {
        g_autoptr (SmithIdentityData) whole = load_whole (library, g_ptr_array_index (ids, i));
      }
  }

  for (guint i = 0; i < N_IDENTITIES; i++)
    for (guint j = 1; j < G_N_ELEMENTS (versions); j++)
      n_changed += seen[i][j] > 0;
  g_test_message ("%u writers killed, %u keys created by them", n_kills, g_hash_table_size (keys));
  /* The writers did write, or the test shows nothing. */
  g_assert_cmpuint (n_kills, >=, FEWEST_KILLS);
  g_assert_cmpuint (n_changed, >=, N_IDENTITIES);
  g_assert_cmpuint (g_hash_table_size (keys), >=, FEWEST_KEYS);
  g_assert_cmpuint (n_former, >=, 1);

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    g_object_unref (certificates[i]);
  smith_test_remove_folder (library);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  if (argc == 4 && g_str_equal (argv[1], "--writer"))
    {
      char *arguments[] = { argv[0], NULL };
      char **argv_copy = arguments;
      int n = 1;

      g_test_init (&n, &argv_copy, NULL);
      return write_without_end (argv[2], (guint32) g_ascii_strtoull (argv[3], NULL, 10));
    }

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/library/kill", self, test_kill);

  return g_test_run ();
}
