/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-secret-service-keyring.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <gmodule.h>
#include <libsecret/secret.h>

#include "smith-test.h"

/* The real gnome-keyring on a private bus: unlocked, locked with somebody who types the password or
 * closes the prompt (GCR's mock prompter), and not there at all; and libsecret's file backend, which
 * a Flatpak gets. */

#define PASSWORD "practice"
#define ID "4a1f"
#define SECRET_TEXT "wJalr/XUtn+FEMI=\nsession token"

typedef struct
{
  char         *folder;
  GSubprocess  *daemon;
  SmithKeyring *keyring;
} Fixture;

static struct
{
  const char *(*start) (void);
  void (*stop) (void);
  void (*set_delay_msec) (guint milliseconds);
  void (*expect_password_ok) (const char *password, const char *first_property, ...);
  void (*expect_password_cancel) (void);
  gboolean (*is_prompting) (void);
  gboolean (*is_expecting) (void);
} prompter;

static char *prompter_name;

static void
load_prompter (void)
{
  static const struct
  {
    const char *symbol;
    gpointer   *place;
  } symbols[] =
  {
    { "gcr_mock_prompter_start", (gpointer *) &prompter.start },
    { "gcr_mock_prompter_stop", (gpointer *) &prompter.stop },
    { "gcr_mock_prompter_set_delay_msec", (gpointer *) &prompter.set_delay_msec },
    { "gcr_mock_prompter_expect_password_ok", (gpointer *) &prompter.expect_password_ok },
    { "gcr_mock_prompter_expect_password_cancel", (gpointer *) &prompter.expect_password_cancel },
    { "gcr_mock_prompter_is_prompting", (gpointer *) &prompter.is_prompting },
    { "gcr_mock_prompter_is_expecting", (gpointer *) &prompter.is_expecting },
  };
  GModule *module = g_module_open ("libgcr-base-3.so.1", G_MODULE_BIND_LAZY);

  if (module == NULL)
    module = g_module_open ("libgcr-4.so.4", G_MODULE_BIND_LAZY);
  if (module == NULL)
    g_error ("gnome-keyring's own library libgcr is missing");
  g_module_make_resident (module);
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (!g_module_symbol (module, symbols[i].symbol, symbols[i].place))
      g_error ("%s: %s", symbols[i].symbol, g_module_error ());
}

static gboolean
has_owner (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  gboolean owned;

  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
                                        g_variant_new ("(s)", "org.freedesktop.secrets"), G_VARIANT_TYPE ("(b)"),
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_variant_get (answer, "(b)", &owned);

  return owned;
}

static void
wait_for_owner (gboolean wanted)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (has_owner () != wanted)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (5000);
    }
}

/* PASSWORD_OR_NULL: NULL: nobody unlocks the keyring, as at a login without a password. */
static void
start_daemon (Fixture    *fixture,
              const char *password_or_null)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "HOME", fixture->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", fixture->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "GNOME_KEYRING_TEST_PROMPTER", prompter_name, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  fixture->daemon = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                                 "--components=secrets", "--control-directory", fixture->folder,
                                                 password_or_null != NULL ? "--unlock" : NULL, NULL);
  g_assert_no_error (error);
  if (password_or_null != NULL)
    g_output_stream_write_all (g_subprocess_get_stdin_pipe (fixture->daemon), password_or_null,
                               strlen (password_or_null), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (g_subprocess_get_stdin_pipe (fixture->daemon), NULL, NULL);
  wait_for_owner (TRUE);
}

static void
stop_daemon (Fixture *fixture)
{
  g_subprocess_send_signal (fixture->daemon, SIGTERM);
  g_subprocess_wait (fixture->daemon, NULL, NULL);
  wait_for_owner (FALSE);
  g_clear_object (&fixture->daemon);
}

static void
set_up_daemon (Fixture       *fixture,
               gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->keyring = smith_secret_service_keyring_new ();
  start_daemon (fixture, PASSWORD);
}

static void
set_up_nothing (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->keyring = smith_secret_service_keyring_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->daemon != NULL)
    {
      stop_daemon (fixture);
      smith_test_remove_folder (fixture->folder);
    }
  g_clear_object (&fixture->keyring);
  g_free (fixture->folder);
  secret_service_disconnect ();
}

static gboolean
store (SmithKeyring      *keyring,
       SmithKeyringItem   item,
       const char        *text,
       GCancellable      *cancellable,
       GError           **error)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (text);
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_keyring_store_async (keyring, item, ID, "Chainsmith test", secret, cancellable, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_keyring_store_finish (keyring, done, error);
}

static SmithSecret *
lookup (SmithKeyring      *keyring,
        SmithKeyringItem   item,
        const char        *id,
        GCancellable      *cancellable,
        GError           **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_keyring_lookup_async (keyring, item, id, cancellable, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_keyring_lookup_finish (keyring, done, error);
}

static gboolean
clear (SmithKeyring      *keyring,
       SmithKeyringItem   item,
       GCancellable      *cancellable,
       GError           **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_keyring_clear_async (keyring, item, ID, cancellable, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_keyring_clear_finish (keyring, done, error);
}

static void
assert_stored (SmithKeyring     *keyring,
               SmithKeyringItem  item,
               const char       *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithSecret) found = lookup (keyring, item, ID, NULL, &error);

  g_assert_no_error (error);
  g_assert_true ((found != NULL) == (text != NULL));
  if (found != NULL)
    g_assert_cmpmem (smith_secret_get_data (found), smith_secret_get_size (found), text, strlen (text));
}

static void
check_round_trip (SmithKeyring *keyring)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *long_text = g_strnfill (5000, 'k');

  assert_stored (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, NULL);
  g_assert_true (store (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT, NULL, &error));
  g_assert_no_error (error);
  assert_stored (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT);
  /* Kind and id both count. */
  assert_stored (keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, NULL);
  g_assert_null (lookup (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, "other", NULL, &error));
  g_assert_no_error (error);

  g_assert_true (store (keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, "Größe 🔑", NULL, &error));
  g_assert_no_error (error);
  g_assert_true (store (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, long_text, NULL, &error));
  g_assert_no_error (error);
  assert_stored (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, long_text);
  assert_stored (keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, "Größe 🔑");

  g_assert_true (clear (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, NULL, &error));
  g_assert_no_error (error);
  assert_stored (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, NULL);
  assert_stored (keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, "Größe 🔑");
  g_assert_true (clear (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, NULL, &error));
  g_assert_no_error (error);
}

static void
test_unlocked (Fixture       *fixture,
               gconstpointer  data)
{
  check_round_trip (fixture->keyring);
}

/* What is kept lies in the keyring's file only encrypted. */
static void
test_encrypted (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "keyrings", "login.keyring", NULL);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (store (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT, NULL, &error));
  g_assert_no_error (error);
  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  g_assert_null (memmem (contents, size, SECRET_TEXT, 10));
}

static void
lock_keyring (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GList) collections = NULL;

  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (collection);
  collections = g_list_prepend (NULL, collection);
  secret_service_lock_sync (service, collections, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Each expected prompt came up, and is gone. */
static void
wait_for_prompt_end (void)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (prompter.is_expecting () || prompter.is_prompting ())
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (2000);
    }
}

/* The prompt is closed: a sentence of its own for each call, and nothing is lost. */
static void
test_locked (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT, NULL, &error));
  g_assert_no_error (error);
  lock_keyring ();

  prompter.expect_password_cancel ();
  g_assert_null (lookup (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, ID, NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, "locked"));
  wait_for_prompt_end ();
  g_clear_error (&error);

  prompter.expect_password_cancel ();
  g_assert_false (store (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, "other", NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED);
  wait_for_prompt_end ();
  g_clear_error (&error);

  prompter.expect_password_cancel ();
  g_assert_false (clear (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED);
  wait_for_prompt_end ();
  g_clear_error (&error);

  /* Nobody is asked for what is not there. */
  g_assert_null (lookup (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, "other", NULL, &error));
  g_assert_no_error (error);

  /* Who types the password gets the secret, as it was. */
  prompter.expect_password_ok (PASSWORD, NULL);
  assert_stored (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT);
}

/* After a login that did not unlock the keyring, what was kept before is found all the same. */
static void
test_never_unlocked (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT, NULL, &error));
  g_assert_no_error (error);
  stop_daemon (fixture);
  secret_service_disconnect ();
  start_daemon (fixture, NULL);

  prompter.expect_password_cancel ();
  g_assert_null (lookup (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, ID, NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED);
  wait_for_prompt_end ();
  g_clear_error (&error);

  prompter.expect_password_ok (PASSWORD, NULL);
  assert_stored (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT);
  wait_for_prompt_end ();
  g_assert_true (clear (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, NULL, &error));
  g_assert_no_error (error);
  assert_stored (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, NULL);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

/* The program stops waiting while the prompt is open: cancelled, not locked. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();

      if (i < 3)
        g_cancellable_cancel (cancellable);
      else
        {
          lock_keyring ();
          prompter.set_delay_msec (1000);
          prompter.expect_password_cancel ();
          g_timeout_add (200, cancel_cb, cancellable);
        }
      if (i % 3 == 0)
        g_assert_null (lookup (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, ID, cancellable, &error));
      else if (i % 3 == 1)
        g_assert_false (store (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, "other", cancellable, &error));
      else
        g_assert_false (clear (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      if (i >= 3)
        wait_for_prompt_end ();
      prompter.set_delay_msec (0);
    }
  prompter.expect_password_ok (PASSWORD, NULL);
  assert_stored (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT);
}

static void
check_no_service (SmithKeyring *keyring)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lookup (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, ID, NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_NO_SERVICE);
  g_assert_nonnull (strstr (error->message, "no keyring"));
  g_clear_error (&error);
  g_assert_false (store (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT, NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_NO_SERVICE);
  g_clear_error (&error);
  g_assert_false (clear (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_NO_SERVICE);
}

static void
test_no_service (Fixture       *fixture,
                 gconstpointer  data)
{
  check_no_service (fixture->keyring);
}

/* The service goes away and comes back while the program runs. */
static void
test_comes_back (Fixture       *fixture,
                 gconstpointer  data)
{
  Fixture first = { NULL };
  g_autoptr (GError) error = NULL;

  check_no_service (fixture->keyring);
  set_up_daemon (&first, NULL);
  g_assert_true (store (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET, SECRET_TEXT, NULL, &error));
  g_assert_no_error (error);
  tear_down (&first, NULL);
  check_no_service (fixture->keyring);
}

static void
run_again_with (const char *name,
                const char *value,
                const char *other_name,
                const char *other_value,
                const char *third_name,
                const char *third_value)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  g_subprocess_launcher_setenv (launcher, name, value, TRUE);
  if (other_name != NULL)
    g_subprocess_launcher_setenv (launcher, other_name, other_value, TRUE);
  if (third_name != NULL)
    g_subprocess_launcher_setenv (launcher, third_name, third_value, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, self, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
test_no_bus (void)
{
  run_again_with ("SMITH_TEST_MODE", "no-bus", "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", NULL, NULL);
}

static void
test_file_backend (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "default.keyring", NULL);
  g_autofree char *contents = NULL;
  gsize size;

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  run_again_with ("SMITH_TEST_MODE", "file", "SECRET_FILE_TEST_PATH", path, "SECRET_FILE_TEST_PASSWORD", PASSWORD);
  g_unsetenv ("SECRET_BACKEND");
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_null (memmem (contents, size, SECRET_TEXT, 10));
  smith_test_remove_folder (folder);
}

/* Whatever the service says itself is kept, in a sentence with a way on. */
static void
test_errors (void)
{
  g_autoptr (GError) failed = smith_keyring_error_new (SMITH_KEYRING_ERROR_FAILED, "the service's words");
  g_autoptr (GError) silent = smith_keyring_error_new (SMITH_KEYRING_ERROR_FAILED, NULL);

  g_assert_error (failed, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_FAILED);
  g_assert_nonnull (strstr (failed->message, "the service's words"));
  g_assert_nonnull (strstr (failed->message, "without storing"));
  g_assert_nonnull (strstr (silent->message, "without storing"));
}

int
main (int    argc,
      char **argv)
{
  const char *mode = g_getenv ("SMITH_TEST_MODE");
  GTestDBus *bus;
  int status;

  g_test_init (&argc, &argv, NULL);

  if (mode != NULL)
    {
      g_autoptr (SmithKeyring) keyring = smith_secret_service_keyring_new ();

      if (g_str_equal (mode, "no-bus"))
        check_no_service (keyring);
      else
        check_round_trip (keyring);
      /* libsecret's file backend loses an etag with each save; leak checks run at a normal exit. */
      _exit (0);
    }

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  load_prompter ();
  prompter_name = g_strdup (prompter.start ());

#define ADD(path, set_up, function) g_test_add ("/secret-service-keyring/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("unlocked", set_up_daemon, test_unlocked);
  ADD ("encrypted", set_up_daemon, test_encrypted);
  ADD ("locked", set_up_daemon, test_locked);
  ADD ("never-unlocked", set_up_daemon, test_never_unlocked);
  ADD ("cancelled", set_up_daemon, test_cancelled);
  ADD ("no-service", set_up_nothing, test_no_service);
  ADD ("comes-back", set_up_nothing, test_comes_back);
#undef ADD
  g_test_add_func ("/secret-service-keyring/no-bus", test_no_bus);
  g_test_add_func ("/secret-service-keyring/file-backend", test_file_backend);
  g_test_add_func ("/secret-service-keyring/errors", test_errors);

  status = g_test_run ();

  prompter.stop ();
  g_free (prompter_name);
  g_test_dbus_stop (bus);

  return status;
}
