/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-test-emulator.h"

#include <string.h>

#include <glib/gstdio.h>

#include "smith-test.h"

#define START_SECONDS 30

struct _SmithTestEmulator
{
  GSubprocess *process;
  char        *folder;
  char        *uri;
  guint16      port;
};

static guint16
wait_for_port (SmithTestEmulator *self,
               const char        *path)
{
  gint64 deadline = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;
  g_autofree char *text = NULL;

  while (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_assert_nonnull (g_subprocess_get_identifier (self->process));
      g_usleep (5000);
    }

  return (guint16) g_ascii_strtoull (text, NULL, 10);
}

/**
 * smith_test_emulator_start:
 * @arguments: (nullable) (array zero-terminated=1): further ones for server.py
 *
 * Returns: (transfer full): the emulator, ready
 */
SmithTestEmulator *
smith_test_emulator_start (const char * const *arguments)
{
  SmithTestEmulator *self = g_new0 (SmithTestEmulator, 1);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "aws-emulator", "server.py", NULL);
  g_autofree char *port_path = NULL;

  self->folder = smith_test_make_folder ();
  port_path = g_build_filename (self->folder, "port", NULL);
  g_subprocess_launcher_setenv (launcher, "AWS_ACCESS_KEY_ID", SMITH_TEST_ACCESS_KEY_ID, TRUE);
  g_subprocess_launcher_setenv (launcher, "AWS_SECRET_ACCESS_KEY", SMITH_TEST_SECRET_ACCESS_KEY, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "AWS_SESSION_TOKEN");
  g_ptr_array_add (argv, (gpointer) "/usr/bin/python3");
  g_ptr_array_add (argv, script);
  g_ptr_array_add (argv, (gpointer) "--port-file");
  g_ptr_array_add (argv, port_path);
  g_ptr_array_add (argv, (gpointer) "--exit-with-stdin");
  for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char * const *) argv->pdata, &error);
  g_assert_no_error (error);
  self->port = wait_for_port (self, port_path);
  self->uri = g_strdup_printf ("http://127.0.0.1:%u", self->port);

  return self;
}

void
smith_test_emulator_stop (SmithTestEmulator *self)
{
  /* It stops when its standard input ends. */
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  smith_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->uri);
  g_free (self);
}

/**
 * smith_test_emulator_get_uri:
 *
 * Returns: (transfer none): the endpoint, such as `http://127.0.0.1:4566`
 */
const char *
smith_test_emulator_get_uri (SmithTestEmulator *self)
{
  return self->uri;
}

/**
 * smith_test_emulator_control:
 * @method: `GET`, `POST`, `PUT` or `DELETE`
 * @name: of the knob
 * @json: (nullable): what to send
 *
 * Returns: (transfer full): the JSON that it answered; anything but success fails the test
 */
char *
smith_test_emulator_control (SmithTestEmulator *self,
                             const char        *method,
                             const char        *name,
                             const char        *json)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autofree char *request = NULL;
  GInputStream *input;
  char buffer[4096];
  gssize size;
  const char *body;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, &error);
  g_assert_no_error (error);
  request = g_strdup_printf ("%s /_emulator/%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n"
                             "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                             method, name, self->port, json != NULL ? strlen (json) : 0, json != NULL ? json : "");
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request),
                             NULL, NULL, &error);
  g_assert_no_error (error);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  while ((size = g_input_stream_read (input, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (answer, buffer, size);
  g_assert_no_error (error);
  if (!g_str_has_prefix (answer->str, "HTTP/1.1 200 "))
    g_error ("the emulator answered: %s", answer->str);
  body = strstr (answer->str, "\r\n\r\n");
  g_assert_nonnull (body);

  return g_strdup (body + 4);
}

void
smith_test_emulator_set_fault (SmithTestEmulator *self,
                               const char        *json)
{
  g_autofree char *answer = smith_test_emulator_control (self, json != NULL ? "PUT" : "DELETE", "faults", json);

  g_assert_nonnull (answer);
}
