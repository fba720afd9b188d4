/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-list.h"

#include <string.h>

#include "smith-bundle-probe.h"
#include "smith-crypto-error.h"
#include "smith-test.h"

#define N_CERTIFICATES 400
#define WRONG "-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n"

static char *folder;
static char *path;
static char *bundle;

static gboolean
has_loaded (gpointer user_data)
{
  return !smith_bundle_list_get_loading (user_data);
}

static gboolean
has_arranged (gpointer user_data)
{
  return !smith_bundle_list_get_arranging (user_data);
}

static gboolean
has_rows (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) > 0;
}

static SmithBundleList *
load (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  SmithBundleList *list = smith_bundle_list_new ();

  smith_bundle_list_load_bytes (list, bytes, "bundle.pem");
  g_assert_true (smith_bundle_list_get_loading (list));
  smith_test_wait_until (has_loaded, list);

  return list;
}

/* Keeps a copy of what a view would show, by what the list says that it changes. */
static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  gpointer    user_data)
{
  GArray *rows = user_data;

  g_assert_cmpuint (position + n_removed, <=, rows->len);
  g_array_remove_range (rows, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (SmithBundleItem) item = g_list_model_get_item (model, position + i);
      guint number = smith_bundle_item_get_number (item);

      g_array_insert_val (rows, position + i, number);
    }
}

static void
assert_rows (SmithBundleList *list,
             GArray          *rows)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (SmithBundleItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpuint (smith_bundle_item_get_number (item), ==, g_array_index (rows, guint, i));
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), rows->len));
}

static GArray *
follow (SmithBundleList *list)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      guint number = i + 1;

      g_array_append_val (rows, number);
    }
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), rows);

  return rows;
}

static void
test_file (void)
{
  g_autoptr (SmithBundleList) list = smith_bundle_list_new ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GArray) rows = follow (list);

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == SMITH_TYPE_BUNDLE_ITEM);
  g_assert_null (smith_bundle_list_get_name (list));
  smith_bundle_list_load_file (list, file);
  g_assert_cmpstr (smith_bundle_list_get_name (list), ==, "bundle.pem");
  smith_test_wait_until (has_rows, list);
  smith_test_wait_until (has_loaded, list);
  g_assert_no_error (smith_bundle_list_get_error (list));
  g_assert_cmpfloat (smith_bundle_list_get_fraction (list), ==, 1.0);
  g_assert_cmpuint (smith_bundle_list_get_n_entries (list), ==, N_CERTIFICATES);
  g_assert_cmpuint (smith_bundle_list_get_n_errors (list), ==, 0);
  g_assert_cmpuint (rows->len, ==, N_CERTIFICATES);
  assert_rows (list, rows);
  g_signal_handlers_disconnect_by_data (list, rows);
}

static void
test_item (void)
{
  g_autoptr (SmithBundleList) list = load (bundle);
  g_autoptr (SmithBundleItem) item = g_list_model_get_item (G_LIST_MODEL (list), 123);
  g_autoptr (SmithBundleItem) same = g_list_model_get_item (G_LIST_MODEL (list), 123);
  g_autoptr (SmithCertificate) certificate = smith_bundle_item_dup_certificate (item);
  g_autofree char *pem = smith_bundle_item_dup_pem (item);
  gpointer weak = item;

  g_assert_true (item == same);
  g_assert_cmpuint (smith_bundle_item_get_number (item), ==, 124);
  g_assert_cmpuint (smith_bundle_item_get_line (item), >, 123);
  g_assert_null (smith_bundle_item_get_error (item));
  g_assert_cmpstr (smith_bundle_item_get_title (item), ==, "host-00123.example.com");
  g_assert_cmpstr (smith_bundle_item_get_subtitle (item), ==, "Example Issuing CA 1");
  g_assert_cmpstr (smith_bundle_item_get_outline (item)->sha256, ==, smith_certificate_get_sha256 (certificate));
  g_assert_cmpstr (pem, ==, smith_certificate_get_pem (certificate));

  /* It lives as long as somebody holds it, and no longer; an item may outlive its list. */
  g_object_add_weak_pointer (G_OBJECT (item), &weak);
  g_clear_object (&item);
  g_assert_nonnull (weak);
  g_clear_object (&list);
  g_assert_cmpstr (smith_bundle_item_get_title (same), ==, "host-00123.example.com");
  g_clear_object (&same);
  g_assert_null (weak);
}

static void
test_errors (void)
{
  g_autofree char *text = g_strconcat (WRONG, bundle, WRONG, NULL);
  g_autoptr (SmithBundleList) list = load (text);
  g_autoptr (SmithBundleItem) first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_autoptr (SmithBundleItem) second = NULL;
  g_autoptr (SmithBundleItem) last = NULL;

  g_assert_cmpuint (smith_bundle_list_get_n_entries (list), ==, N_CERTIFICATES + 2);
  g_assert_cmpuint (smith_bundle_list_get_n_errors (list), ==, 2);
  g_assert_nonnull (smith_bundle_item_get_error (first));
  g_assert_null (smith_bundle_item_get_outline (first));
  g_assert_cmpstr (smith_bundle_item_get_title (first), ==, "Line 1");
  g_assert_cmpstr (smith_bundle_item_get_subtitle (first), ==, smith_bundle_item_get_error (first));
  g_assert_null (smith_bundle_item_dup_pem (first));
  g_assert_null (smith_bundle_item_dup_certificate (first));

  smith_bundle_list_set_only_errors (list, TRUE);
  g_assert_true (smith_bundle_list_get_only_errors (list));
  smith_test_wait_until (has_arranged, list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  last = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_cmpuint (smith_bundle_item_get_number (last), ==, N_CERTIFICATES + 2);
  smith_bundle_list_set_only_errors (list, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, N_CERTIFICATES + 2);

  /* An error cannot be chosen. */
  smith_bundle_list_set_chosen (list, first, TRUE);
  g_assert_cmpuint (smith_bundle_list_get_n_chosen (list), ==, 0);
  g_assert_false (smith_bundle_item_get_chosen (first));
  smith_bundle_list_choose_shown (list);
  g_assert_cmpuint (smith_bundle_list_get_n_chosen (list), ==, N_CERTIFICATES);
}

static void
test_missing (void)
{
  g_autoptr (SmithBundleList) list = smith_bundle_list_new ();
  g_autoptr (GFile) file = g_file_new_build_filename (folder, "none", NULL);

  smith_bundle_list_load_file (list, file);
  smith_test_wait_until (has_loaded, list);
  g_assert_error (smith_bundle_list_get_error (list), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

static void
test_cancel (void)
{
  g_autoptr (SmithBundleList) list = smith_bundle_list_new ();
  g_autoptr (GFile) file = g_file_new_for_path (path);

  smith_bundle_list_load_file (list, file);
  smith_bundle_list_cancel (list);
  smith_test_wait_until (has_loaded, list);
  g_assert_error (smith_bundle_list_get_error (list), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  smith_bundle_list_cancel (list);
}

static void
test_search (void)
{
  g_autoptr (SmithBundleList) list = load (bundle);
  g_autoptr (SmithBundleItem) wanted = g_list_model_get_item (G_LIST_MODEL (list), 37);
  const SmithOutline *outline = smith_bundle_item_get_outline (wanted);
  g_autofree char *part = g_strndup (outline->sha256 + 3, 32);
  g_autofree char *lower = g_ascii_strdown (part, -1);
  g_autofree char *serial = g_ascii_strdown (outline->serial, -1);
  const struct
  {
    const char *search;
    guint       n;
  } rows[] = {
    { "host-00037", 1 },
    { "HOST-00037.EXAMPLE.COM", 1 },
    { "www.host-00037", 1 },
    { part, 1 },
    { lower, 1 },
    { serial, 1 },
    { "-00037 example issuing", 1 },
    { "  -00037  ", 1 },
    { "host-0003", 10 },
    { "no such thing", 0 },
    { "example", N_CERTIFICATES },
  };
  g_autoptr (GArray) shown = follow (list);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].search);
      smith_bundle_list_set_search (list, rows[i].search);
      g_assert_true (smith_bundle_list_get_arranging (list));
      smith_test_wait_until (has_arranged, list);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, rows[i].n);
      assert_rows (list, shown);
      if (rows[i].n == 1)
        {
          g_autoptr (SmithBundleItem) item = g_list_model_get_item (G_LIST_MODEL (list), 0);

          g_assert_true (item == wanted);
        }
    }
  g_assert_cmpstr (smith_bundle_list_get_search (list), ==, "example");
  /* The last of several is what counts. */
  smith_bundle_list_set_search (list, "host-00001");
  smith_bundle_list_set_search (list, "host-0000");
  smith_test_wait_until (has_arranged, list);
  g_assert_cmpuint (shown->len, ==, 10);
  smith_bundle_list_set_search (list, "host-00001");
  smith_bundle_list_set_search (list, " ");
  g_assert_false (smith_bundle_list_get_arranging (list));
  g_assert_null (smith_bundle_list_get_search (list));
  g_assert_cmpuint (shown->len, ==, N_CERTIFICATES);
  assert_rows (list, shown);
  g_signal_handlers_disconnect_by_data (list, shown);
}

/* What is searched for before it is read is found as it comes. */
static void
test_search_early (void)
{
  g_autoptr (SmithBundleList) list = smith_bundle_list_new ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GArray) shown = follow (list);

  smith_bundle_list_load_file (list, file);
  smith_bundle_list_set_search (list, "host-003");
  smith_test_wait_until (has_loaded, list);
  smith_test_wait_until (has_arranged, list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 100);
  assert_rows (list, shown);
  g_signal_handlers_disconnect_by_data (list, shown);
}

static void
assert_order (SmithBundleList *list,
              SmithBundleSort  sort)
{
  g_autoptr (GDateTime) last_end = NULL;
  g_autofree char *last_title = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithBundleItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      const SmithOutline *outline = smith_bundle_item_get_outline (item);

      if (outline == NULL)
        {
          g_assert_cmpuint (i, ==, n - 1);
          continue;
        }
      if (last_end != NULL && sort == SMITH_BUNDLE_SORT_EXPIRY)
        g_assert_cmpint (g_date_time_compare (last_end, outline->not_after), <=, 0);
      if (last_title != NULL && sort == SMITH_BUNDLE_SORT_NAME)
        g_assert_cmpstr (last_title, <=, outline->title);
      g_clear_pointer (&last_end, g_date_time_unref);
      last_end = g_date_time_ref (outline->not_after);
      g_free (last_title);
      last_title = g_strdup (outline->title);
    }
}

/* The certificates backwards, behind something broken. */
static void
test_sort (void)
{
  g_auto (GStrv) parts = g_strsplit (bundle, "-----BEGIN", -1);
  GString *text = g_string_new (WRONG);
  g_autofree char *content = NULL;
  g_autoptr (SmithBundleList) list = NULL;
  g_autoptr (GArray) shown = NULL;

  for (guint i = N_CERTIFICATES; i > 0; i--)
    g_string_append_printf (text, "-----BEGIN%s", parts[i]);
  content = g_string_free (text, FALSE);
  list = load (content);
  shown = follow (list);
  for (SmithBundleSort sort = SMITH_BUNDLE_SORT_NAME; sort <= SMITH_BUNDLE_SORT_EXPIRY; sort++)
    {
      smith_bundle_list_set_sort (list, sort);
      g_assert_cmpuint (smith_bundle_list_get_sort (list), ==, sort);
      smith_test_wait_until (has_arranged, list);
      g_assert_cmpuint (shown->len, ==, N_CERTIFICATES + 1);
      assert_rows (list, shown);
      assert_order (list, sort);
    }
  smith_bundle_list_set_sort (list, SMITH_BUNDLE_SORT_FILE);
  assert_rows (list, shown);
  g_assert_cmpuint (g_array_index (shown, guint, 5), ==, 6);
  g_signal_handlers_disconnect_by_data (list, shown);
}

static void
notify_cb (guint *count)
{
  (*count)++;
}

static void
test_choice (void)
{
  g_autoptr (SmithBundleList) list = load (bundle);
  g_autoptr (SmithBundleItem) item = g_list_model_get_item (G_LIST_MODEL (list), 7);
  g_autoptr (SmithBundleItem) again = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GBytes) pem = NULL;
  g_autofree char *first = smith_bundle_item_dup_pem (item);
  g_autofree char *text = NULL;
  guint n_notified = 0;

  g_signal_connect_swapped (item, "notify::chosen", G_CALLBACK (notify_cb), &n_notified);
  g_signal_connect_swapped (list, "notify::n-chosen", G_CALLBACK (notify_cb), &n_notified);
  smith_bundle_list_set_chosen (list, item, TRUE);
  smith_bundle_list_set_chosen (list, item, TRUE);
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_cmpuint (smith_bundle_list_get_n_chosen (list), ==, 1);
  g_clear_object (&item);

  /* It stays chosen while others are searched for; those are chosen in addition. */
  smith_bundle_list_set_search (list, "host-0030");
  smith_test_wait_until (has_arranged, list);
  smith_bundle_list_choose_shown (list);
  g_assert_cmpuint (smith_bundle_list_get_n_chosen (list), ==, 11);
  smith_bundle_list_set_search (list, NULL);
  again = g_list_model_get_item (G_LIST_MODEL (list), 7);
  g_assert_true (smith_bundle_item_get_chosen (again));

  smith_bundle_list_export_async (list, NULL, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);
  pem = smith_bundle_list_export_finish (list, done, NULL);
  text = g_strndup (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem));
  g_assert_true (g_str_has_prefix (text, first));
  {
    g_auto (GStrv) parts = g_strsplit (text, "-----BEGIN CERTIFICATE", -1);

    g_assert_cmpuint (g_strv_length (parts), ==, 12);
  }
  smith_bundle_list_choose_none (list);
  g_assert_cmpuint (smith_bundle_list_get_n_chosen (list), ==, 0);
  g_assert_false (smith_bundle_item_get_chosen (again));
  smith_bundle_item_set_chosen (again, TRUE);
  g_assert_true (smith_bundle_item_get_chosen (again));
}

static void
test_index (void)
{
  g_autoptr (SmithBundleIndex) index = smith_bundle_index_new ();
  g_autoptr (SmithBundleIndex) same = smith_bundle_index_ref (index);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) found = smith_bundle_index_arrange (index, none, "a", FALSE, SMITH_BUNDLE_SORT_NAME, cancellable);

  g_assert_true (index == same);
  g_assert_cmpuint (found->len, ==, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (smith_bundle_index_arrange (index, none, "a", FALSE, SMITH_BUNDLE_SORT_NAME, cancellable));
}

static void
write_file (GListStore *files,
            const char *name,
            const char *content,
            gsize       size)
{
  g_autofree char *full = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (full);

  if (content != NULL)
    g_assert_true (g_file_set_contents (full, content, (gssize) size, NULL));
  g_list_store_append (files, file);
}

static void
assert_names (GListModel *files,
              const char *expected)
{
  GString *names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *name = g_file_get_basename (file);

      g_string_append_printf (names, "%s ", name);
    }
  text = g_string_free (names, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

/* What is a bundle is told by its content: PEM, PKCS#7 and archives; one certificate is none, nor is a large text. */
static void
test_probe (void)
{
  g_autofree char *p7b = g_build_filename (folder, "bundle.p7b", NULL);
  g_autofree char *tar = g_build_filename (folder, "bundle.tgz", NULL);
  const char *pack[] = { "openssl", "crl2pkcs7", "-nocrl", "-certfile", path, "-outform", "DER", "-out", p7b, NULL };
  const char *archive[] = { "tar", "-C", folder, "-czf", tar, "bundle.pem", NULL };
  g_autofree char *packed = smith_test_run (pack, NULL, NULL);
  g_autofree char *archived = smith_test_run (archive, NULL, NULL);
  g_autofree char *one = g_strndup (bundle, (gsize) (strstr (bundle + 1, "-----BEGIN") - bundle));
  g_autofree char *large = g_strnfill (100000, 'a');
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GListModel) bundles = NULL;
  g_autoptr (GListModel) rest = NULL;

  write_file (files, "bundle.pem", NULL, 0);
  write_file (files, "one.pem", one, strlen (one));
  write_file (files, "bundle.p7b", NULL, 0);
  write_file (files, "large.txt", large, strlen (large));
  write_file (files, "bundle.tgz", NULL, 0);
  write_file (files, "missing", NULL, 0);
  smith_bundle_probe_async (G_LIST_MODEL (files), NULL, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);
  bundles = smith_bundle_probe_finish (done, &rest, NULL);
  assert_names (bundles, "bundle.pem bundle.p7b bundle.tgz ");
  assert_names (rest, "one.pem large.txt missing ");
}

static void
test_properties (void)
{
  g_autoptr (SmithBundleList) list = load (bundle);
  g_autofree char *name = NULL;
  g_autofree char *search = NULL;
  double fraction;
  guint n_entries, n_errors, n_chosen, sort;
  gboolean loading, arranging, only_errors;

  g_object_set (list, "search", "host-00001", "sort", SMITH_BUNDLE_SORT_NAME, "only-errors", FALSE, NULL);
  smith_test_wait_until (has_arranged, list);
  g_object_get (list, "name", &name, "search", &search, "fraction", &fraction, "n-entries", &n_entries, "n-errors", &n_errors,
                "n-chosen", &n_chosen, "sort", &sort, "loading", &loading, "arranging", &arranging,
                "only-errors", &only_errors, NULL);
  g_assert_cmpstr (name, ==, "bundle.pem");
  g_assert_cmpstr (search, ==, "host-00001");
  g_assert_cmpfloat (fraction, ==, 1.0);
  g_assert_cmpuint (n_entries, ==, N_CERTIFICATES);
  g_assert_cmpuint (n_errors + n_chosen, ==, 0);
  g_assert_cmpuint (sort, ==, SMITH_BUNDLE_SORT_NAME);
  g_assert_false (loading || arranging || only_errors);
}

static void
make_bundle (void)
{
  g_autofree char *program = g_build_filename (g_getenv ("SMITH_BUILD"), "tests/support/smith-make-bundle", NULL);
  g_autofree char *count = g_strdup_printf ("%d", N_CERTIFICATES);
  const char *argv[] = { program, count, NULL, NULL };
  g_autofree char *output = NULL;

  folder = smith_test_make_folder ();
  argv[2] = path = g_build_filename (folder, "bundle.pem", NULL);
  output = smith_test_run (argv, NULL, NULL);
  g_assert_true (g_file_get_contents (path, &bundle, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_bundle ();

  g_test_add_func ("/bundle-list/file", test_file);
  g_test_add_func ("/bundle-list/item", test_item);
  g_test_add_func ("/bundle-list/errors", test_errors);
  g_test_add_func ("/bundle-list/missing", test_missing);
  g_test_add_func ("/bundle-list/cancel", test_cancel);
  g_test_add_func ("/bundle-list/search", test_search);
  g_test_add_func ("/bundle-list/search-early", test_search_early);
  g_test_add_func ("/bundle-list/sort", test_sort);
  g_test_add_func ("/bundle-list/choice", test_choice);
  g_test_add_func ("/bundle-list/index", test_index);
  g_test_add_func ("/bundle-list/probe", test_probe);
  g_test_add_func ("/bundle-list/properties", test_properties);

  status = g_test_run ();
  smith_test_remove_folder (folder);
  g_free (folder);
  g_free (path);
  g_free (bundle);

  return status;
}
