/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#include "smith-crypto-error.h"
#include "smith-outline.h"
#include "smith-test.h"

#define N_CERTIFICATES 300

typedef struct
{
  GMainLoop    *loop;
  GPtrArray    *batches;
  GCancellable *cancellable;
  GError       *error;
  double        fraction;
  guint         n;
  guint         n_errors;
  guint         cancel_after;      /* batches; 0: never */
  gboolean      is_freed;
  gboolean      is_done;
} Run;

static char *folder;
static char *bundle;        /* PEM */
static char **blocks;       /* each with its line end */

static void
batch_cb (SmithBundleBatch *batch,
          double            fraction,
          gpointer          user_data)
{
  Run *run = user_data;

  g_assert_false (g_cancellable_is_cancelled (run->cancellable));
  g_assert_cmpuint (smith_bundle_batch_get_n_entries (batch), >, 0);
  run->fraction = fraction;
  run->n += smith_bundle_batch_get_n_entries (batch);
  run->n_errors += smith_bundle_batch_get_n_errors (batch);
  g_ptr_array_add (run->batches, smith_bundle_batch_ref (batch));
  if (run->batches->len == run->cancel_after)
    g_cancellable_cancel (run->cancellable);
}

static void
free_cb (gpointer user_data)
{
  Run *run = user_data;

  g_assert_false (run->is_done);
  run->is_freed = TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Run *run = user_data;

  g_assert_true (run->is_freed);
  g_assert_cmpint (smith_bundle_read_finish (result, &run->error), ==, run->error == NULL);
  run->is_done = TRUE;
}

static gboolean
is_done (gpointer user_data)
{
  return ((Run *) user_data)->is_done;
}

static gboolean
has_batch (gpointer user_data)
{
  return ((Run *) user_data)->batches->len > 0;
}

static void
run_begin (Run          *run,
           GInputStream *stream,
           goffset       size)
{
  if (run->cancellable == NULL)
    run->cancellable = g_cancellable_new ();
  run->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_bundle_batch_unref);
  smith_bundle_read_async (stream, size, "bundle", batch_cb, run, free_cb, run->cancellable, read_cb, run);
}

static void
run_bytes (Run        *run,
           const void *data,
           gsize       size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  run_begin (run, stream, (goffset) size);
  smith_test_wait_until (is_done, run);
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->batches, g_ptr_array_unref);
  g_clear_object (&run->cancellable);
  g_clear_error (&run->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static SmithBundleBatch *
find_entry (Run   *run,
            guint  number,
            guint *entry)
{
  for (guint i = 0; i < run->batches->len; i++)
    {
      SmithBundleBatch *batch = g_ptr_array_index (run->batches, i);
      guint n = smith_bundle_batch_get_n_entries (batch);

      if (number < n)
        {
          *entry = number;
          return batch;
        }
      number -= n;
    }
  g_assert_not_reached ();
}

static const char *
get_error (Run   *run,
           guint  number)
{
  guint entry;
  SmithBundleBatch *batch = find_entry (run, number, &entry);

  return smith_bundle_batch_get_error (batch, entry);
}

static guint
get_line (Run   *run,
          guint  number)
{
  guint entry;
  SmithBundleBatch *batch = find_entry (run, number, &entry);

  return smith_bundle_batch_get_line (batch, entry);
}

static void
assert_is (Run   *run,
           guint  number,
           guint  host)
{
  guint entry;
  SmithBundleBatch *batch = find_entry (run, number, &entry);
  g_autofree char *pem = smith_bundle_batch_dup_pem (batch, entry);

  g_assert_cmpstr (smith_bundle_batch_get_error (batch, entry), ==, NULL);
  g_assert_cmpstr (pem, ==, blocks[host]);
}

static void
assert_is_whole (Run *run)
{
  g_assert_no_error (run->error);
  g_assert_cmpuint (run->n, ==, N_CERTIFICATES);
  g_assert_cmpuint (run->n_errors, ==, 0);
  for (guint i = 0; i < N_CERTIFICATES; i++)
    assert_is (run, i, i);
}

/* What pyca/cryptography says of each: fingerprint, serial number, end, common name and names. */
static void
test_authority (void)
{
  const char *script =
    "import sys\n"
    "from cryptography import x509\n"
    "from cryptography.hazmat.primitives import hashes\n"
    "from cryptography.x509.oid import NameOID\n"
    "for c in [x509.load_pem_x509_certificate(b'-----BEGIN' + part) for part in sys.stdin.buffer.read().split(b'-----BEGIN')[1:]]:\n"
    "    names = c.extensions.get_extension_for_class(x509.SubjectAlternativeName).value\n"
    "    print(c.fingerprint(hashes.SHA256()).hex(':').upper(), '%X' % c.serial_number,\n"
    "          c.not_valid_after.strftime('%FT%TZ'), c.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value,\n"
    "          c.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value,\n"
    "          ','.join(names.get_values_for_type(x509.DNSName)), sep='|')\n";
  const char *argv[] = { "/usr/bin/python3", "-W", "ignore", "-c", script, NULL };
  g_autoptr (GBytes) input = g_bytes_new_static (bundle, strlen (bundle));
  g_autofree char *output = smith_test_run (argv, input, NULL);
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  g_auto (Run) run = { NULL, };

  run_bytes (&run, bundle, strlen (bundle));
  assert_is_whole (&run);
  g_assert_cmpfloat (run.fraction, ==, 1.0);
  g_assert_cmpuint (g_strv_length (lines), ==, N_CERTIFICATES + 1);
  for (guint i = 0; i < N_CERTIFICATES; i++)
    {
      guint entry;
      SmithBundleBatch *batch = find_entry (&run, i, &entry);
      gsize size;
      const guint8 *der = smith_bundle_batch_peek_der (batch, entry, &size);
      g_autoptr (SmithOutline) outline = smith_outline_new_from_der (der, size, NULL);
      g_autofree char *end = g_date_time_format (outline->not_after, "%FT%TZ");
      g_autofree char *names = g_strjoinv (",", outline->names);
      g_autofree char *text = g_strjoin ("|", outline->sha256, outline->serial, end, outline->title, outline->issuer, names, NULL);

      g_assert_cmpstr (text, ==, lines[i]);
    }
}

static void
test_batch (void)
{
  g_auto (Run) run = { NULL, };
  SmithBundleBatch *batch;
  g_autoptr (SmithBundleBatch) kept = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (GBytes) der = NULL;
  gsize size;

  run_bytes (&run, bundle, strlen (bundle));
  batch = g_ptr_array_index (run.batches, 0);
  /* Something is seen at once: the first is small. */
  g_assert_cmpuint (smith_bundle_batch_get_n_entries (batch), <, 16);
  g_assert_cmpuint (run.batches->len, >, 3);
  g_assert_true (SMITH_TYPE_BUNDLE_BATCH != G_TYPE_INVALID);
  kept = smith_bundle_batch_ref (batch);
  run_clear (&run);

  certificate = smith_bundle_batch_dup_certificate (kept, 1);
  g_assert_cmpstr (smith_certificate_get_title (certificate), ==, "host-00001.example.com");
  g_assert_cmpstr (smith_certificate_get_pem (certificate), ==, blocks[1]);
  der = smith_bundle_batch_dup_der (kept, 1);
  g_assert_true (g_bytes_equal (der, smith_certificate_get_der (certificate)));
  g_assert_true (g_bytes_get_data (der, NULL) == smith_bundle_batch_peek_der (kept, 1, &size));
  g_assert_cmpuint (size, ==, g_bytes_get_size (der));
}

static char *
join_blocks (const char *between,
             const char *line_end)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_CERTIFICATES; i++)
    {
      g_auto (GStrv) lines = g_strsplit (blocks[i], "\n", -1);
      g_autofree char *block = g_strjoinv (line_end, lines);

      g_string_append (text, between);
      g_string_append (text, block);
    }

  return g_string_free (text, FALSE);
}

static void
test_writing (void)
{
  static const struct
  {
    const char *between;
    const char *line_end;
    guint       n_lines;       /* before the first */
  } rows[] = {
    { "", "\r\n", 0 },
    { "subject=CN = something\nissuer=CN = something else\n\n", "\n", 3 },
    { "# one more\n", "\r\n", 1 },
    { "\xEF\xBB\xBF", "\n", 0 },
    { "", " \n", 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = join_blocks (rows[i].between, rows[i].line_end);
      g_auto (Run) run = { NULL, };

      g_test_message ("row %u", i);
      run_bytes (&run, text, strlen (text));
      assert_is_whole (&run);
      g_assert_cmpuint (get_line (&run, 0), ==, rows[i].n_lines + 1);
    }
}

/* Every line number is that of a BEGIN line, in the order of the file. */
static void
test_lines (void)
{
  g_autofree char *text = join_blocks ("a line\n", "\n");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (Run) run = { NULL, };
  guint last = 0;

  run_bytes (&run, text, strlen (text));
  assert_is_whole (&run);
  for (guint i = 0; i < N_CERTIFICATES; i++)
    {
      guint line = get_line (&run, i);

      g_assert_cmpuint (line, >, last);
      g_assert_cmpstr (lines[line - 1], ==, "-----BEGIN CERTIFICATE-----");
      last = line;
    }
}

static void
test_errors (void)
{
  static const char * const wrong[] = {
    "-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n",
    "-----BEGIN CERTIFICATE-----\nno base64!\n-----END CERTIFICATE-----\n",
    "-----BEGIN PRIVATE KEY-----\nMEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCA=\n-----END PRIVATE KEY-----\n",
  };
  GString *text = g_string_new (NULL);
  g_autofree char *content = NULL;
  g_auto (Run) run = { NULL, };
  guint places[G_N_ELEMENTS (wrong)];
  guint lines[G_N_ELEMENTS (wrong)];
  guint n = 0;

  for (guint i = 0; i < N_CERTIFICATES; i++)
    {
      if (i % 97 == 20 && n < G_N_ELEMENTS (wrong))
        {
          places[n] = i + n;
          lines[n] = 1;
          for (gsize at = 0; at < text->len; at++)
            lines[n] += text->str[at] == '\n';
          g_string_append (text, wrong[n++]);
        }
      g_string_append (text, blocks[i]);
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (wrong));
  content = g_string_free (text, FALSE);

  run_bytes (&run, content, strlen (content));
  g_assert_no_error (run.error);
  g_assert_cmpuint (run.n, ==, N_CERTIFICATES + n);
  g_assert_cmpuint (run.n_errors, ==, n);
  for (guint i = 0, next = 0; i < run.n; i++)
    if (next < n && i == places[next])
      {
        guint entry;
        SmithBundleBatch *batch = find_entry (&run, i, &entry);
        gsize size;

        g_assert_nonnull (get_error (&run, i));
        g_assert_cmpuint (get_line (&run, i), ==, lines[next]);
        g_assert_null (smith_bundle_batch_peek_der (batch, entry, &size));
        g_assert_null (smith_bundle_batch_dup_der (batch, entry));
        g_assert_null (smith_bundle_batch_dup_pem (batch, entry));
        g_assert_null (smith_bundle_batch_dup_certificate (batch, entry));
        next++;
      }
    else
      assert_is (&run, i, i - next);
  g_assert_nonnull (strstr (get_error (&run, places[2]), "PRIVATE KEY"));
}

static GByteArray *
join_der (void)
{
  GByteArray *der = g_byte_array_new ();

  for (guint i = 0; i < N_CERTIFICATES; i++)
    {
      g_autoptr (SmithCertificate) certificate = smith_certificate_new_from_pem (blocks[i], NULL);
      gsize size;
      const guint8 *data = g_bytes_get_data (smith_certificate_get_der (certificate), &size);

      g_byte_array_append (der, data, (guint) size);
    }

  return der;
}

static void
test_der (void)
{
  g_autoptr (GByteArray) der = join_der ();
  g_autoptr (GBytes) bytes = g_bytes_new (der->data, der->len);
  g_auto (Run) run = { NULL, };
  g_auto (Run) cut = { NULL, };

  g_assert_true (smith_bundle_is_large (bytes));
  run_bytes (&run, der->data, der->len);
  assert_is_whole (&run);
  g_assert_cmpuint (get_line (&run, 1), ==, 0);

  run_bytes (&cut, der->data, der->len - 10);
  g_assert_no_error (cut.error);
  g_assert_cmpuint (cut.n, ==, N_CERTIFICATES);
  g_assert_cmpuint (cut.n_errors, ==, 1);
  assert_is (&cut, N_CERTIFICATES - 2, N_CERTIFICATES - 2);
  g_assert_nonnull (get_error (&cut, N_CERTIFICATES - 1));
}

/* As openssl packs them: the parser reads it, its certificates are rows. */
static void
test_pkcs7 (void)
{
  static const char * const forms[] = { "DER", "PEM" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_build_filename (folder, "bundle.pem", NULL);
      g_autofree char *packed = g_build_filename (folder, "bundle.p7b", NULL);
      const char *argv[] = { "openssl", "crl2pkcs7", "-nocrl", "-certfile", path, "-outform", forms[i], "-out", packed, NULL };
      g_autofree char *output = smith_test_run (argv, NULL, NULL);
      g_autofree char *content = NULL;
      gsize size;
      g_auto (Run) run = { NULL, };

      g_assert_true (g_file_get_contents (packed, &content, &size, NULL));
      run_bytes (&run, content, size);
      g_assert_no_error (run.error);
      g_assert_cmpuint (run.n, ==, N_CERTIFICATES);
      g_assert_cmpuint (run.n_errors, ==, 0);
      assert_is (&run, 0, 0);
      assert_is (&run, 123, 123);
    }
}

static void
test_nothing (void)
{
  static const char * const texts[] = { "", "0", "nothing here", "-----BEGIN", "-----BEGIN -----", "0-----BEGIN X-----" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_auto (Run) run = { NULL, };

      g_test_message ("“%s”", texts[i]);
      g_assert_false (smith_bundle_is_large (bytes));
      run_bytes (&run, texts[i], strlen (texts[i]));
      g_assert_no_error (run.error);
      g_assert_cmpuint (run.n, >, 0);
      g_assert_cmpuint (run.n_errors, ==, run.n);
    }
}

static void
test_cancel (void)
{
  g_auto (Run) early = { .cancellable = g_cancellable_new () };
  g_auto (Run) late = { .cancel_after = 2 };

  g_cancellable_cancel (early.cancellable);
  run_bytes (&early, bundle, strlen (bundle));
  g_assert_error (early.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (early.n, ==, 0);

  run_bytes (&late, bundle, strlen (bundle));
  g_assert_error (late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (late.batches->len, ==, 2);
}

/* The first rows are there while the end is not even written. */
static void
test_early (void)
{
  int ends[2];
  gsize size = strlen (bundle);
  gsize half = size / 2;
  gsize written = 0;
  g_autoptr (GInputStream) stream = NULL;
  g_auto (Run) run = { NULL, };

  g_assert_cmpint (pipe (ends), ==, 0);
  stream = g_unix_input_stream_new (ends[0], TRUE);
  run_begin (&run, stream, -1);
  while (written < 32 * 1024)
    {
      gssize n = write (ends[1], bundle + written, 32 * 1024 - written);

      g_assert_cmpint (n, >, 0);
      written += (gsize) n;
    }
  smith_test_wait_until (has_batch, &run);
  g_assert_false (run.is_done);
  g_assert_cmpfloat (run.fraction, <, 0);
  assert_is (&run, 0, 0);
  while (written < size)
    {
      gssize n = write (ends[1], bundle + written, MIN (size - written, half));

      g_assert_cmpint (n, >, 0);
      written += (gsize) n;
      g_main_context_iteration (NULL, FALSE);
    }
  close (ends[1]);
  smith_test_wait_until (is_done, &run);
  assert_is_whole (&run);
}

static void
test_large (void)
{
  g_autoptr (GBytes) many = g_bytes_new_static (bundle, strlen (bundle));
  g_autoptr (GString) exact = g_string_new (NULL);
  g_autoptr (GBytes) few = NULL;

  for (guint i = 0; i < SMITH_BUNDLE_MANY; i++)
    g_string_append (exact, blocks[i]);
  few = g_bytes_new (exact->str, exact->len);
  g_assert_true (smith_bundle_is_large (many));
  g_assert_false (smith_bundle_is_large (few));
}

/* A stream that fails says why, and what came before it stays. */
static void
test_too_large (void)
{
  GString *text = g_string_new (bundle);
  g_autofree char *content = NULL;
  g_auto (Run) run = { NULL, };

  while (text->len <= 64 * 1024 * 1024)
    g_string_append_printf (text, "%*s\n", 1024 * 1024, "");
  content = g_string_free (text, FALSE);
  run_bytes (&run, content, strlen (content));
  g_assert_error (run.error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE);
  g_assert_cmpuint (run.n, >=, N_CERTIFICATES - 1);
}

static void
make_bundle (void)
{
  g_autofree char *program = g_build_filename (g_getenv ("SMITH_BUILD"), "tests/support/smith-make-bundle", NULL);
  g_autofree char *path = NULL;
  g_autofree char *count = g_strdup_printf ("%d", N_CERTIFICATES);
  const char *argv[] = { program, count, NULL, NULL };
  g_autofree char *output = NULL;
  g_auto (GStrv) parts = NULL;

  folder = smith_test_make_folder ();
  path = g_build_filename (folder, "bundle.pem", NULL);
  argv[2] = path;
  output = smith_test_run (argv, NULL, NULL);
  g_assert_true (g_file_get_contents (path, &bundle, NULL, NULL));
  parts = g_strsplit (bundle, "-----BEGIN", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, N_CERTIFICATES + 1);
  blocks = g_new0 (char *, N_CERTIFICATES + 1);
  for (guint i = 0; i < N_CERTIFICATES; i++)
    blocks[i] = g_strconcat ("-----BEGIN", parts[i + 1], NULL);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_bundle ();

  g_test_add_func ("/bundle/authority", test_authority);
  g_test_add_func ("/bundle/batch", test_batch);
  g_test_add_func ("/bundle/writing", test_writing);
  g_test_add_func ("/bundle/lines", test_lines);
  g_test_add_func ("/bundle/errors", test_errors);
  g_test_add_func ("/bundle/der", test_der);
  g_test_add_func ("/bundle/pkcs7", test_pkcs7);
  g_test_add_func ("/bundle/nothing", test_nothing);
  g_test_add_func ("/bundle/cancel", test_cancel);
  g_test_add_func ("/bundle/early", test_early);
  g_test_add_func ("/bundle/large", test_large);
  g_test_add_func ("/bundle/too-large", test_too_large);

  status = g_test_run ();
  smith_test_remove_folder (folder);
  g_free (folder);
  g_free (bundle);
  g_strfreev (blocks);

  return status;
}
