/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-index.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-outline.h"

/**
 * SmithBundleIndex:
 *
 * Searches and sorts the entries of a bundle. The first search decodes each certificate once, some ten
 * microseconds each, and keeps what can be searched for; later ones look only at that. One worker at a time:
 * others wait.
 */
struct _SmithBundleIndex
{
  GMutex        mutex;
  GStringChunk *chunk;       /* holds all texts */
  GArray       *rows;        /* of Row, by number */
  guint         n_batches;   /* that are in the rows */
  guint         n_entries;   /* of the batch under way that are */
};

typedef struct
{
  const char *text;          /* folded; a line for each thing that can be found */
  const char *sha256;        /* lower case, no colons; "" for errors */
  const char *name;          /* collation key, of titles with numbers in them; NULL for errors */
  gint64      not_after;     /* seconds since 1970; the largest for errors */
} Row;

/* One word of a search. */
typedef struct
{
  char *text;
  char *hex;                 /* lower case, no colons; NULL where it is no number in hexadecimal */
} Word;

/* How many digits of a fingerprint have to be given: its first, or some in the middle. With fewer, words would be
 * found in it that are none. */
#define MIN_START 4
#define MIN_MIDDLE 8

static void
clear_index (gpointer data)
{
  SmithBundleIndex *self = data;

  g_mutex_clear (&self->mutex);
  g_string_chunk_free (self->chunk);
  g_array_unref (self->rows);
}

/**
 * smith_bundle_index_new:
 *
 * Returns: (transfer full): an empty index
 */
SmithBundleIndex *
smith_bundle_index_new (void)
{
  SmithBundleIndex *self = g_atomic_rc_box_new0 (SmithBundleIndex);

  g_mutex_init (&self->mutex);
  self->chunk = g_string_chunk_new (64 * 1024);
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));

  return self;
}

/**
 * smith_bundle_index_ref:
 *
 * Returns: (transfer full): @self
 */
SmithBundleIndex *
smith_bundle_index_ref (SmithBundleIndex *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * smith_bundle_index_unref:
 *
 * The last one frees it.
 */
void
smith_bundle_index_unref (SmithBundleIndex *self)
{
  g_atomic_rc_box_release_full (self, clear_index);
}

static char *
dup_without_colons (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (*text != ':')
      g_string_append_c (plain, *text);

  return g_string_free (plain, FALSE);
}

static char *
dup_text (const SmithOutline *outline)
{
  g_autofree char *names = g_strjoinv ("\n", outline->names);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s\n%s\n%s", outline->title, outline->subject, outline->issuer, names,
                                           outline->serial);

  return g_utf8_casefold (text, -1);
}

static void
add_row (SmithBundleIndex *self,
         SmithBundleBatch *batch,
         guint             entry)
{
  gsize size;
  const guint8 *der = smith_bundle_batch_peek_der (batch, entry, &size);
  g_autoptr (SmithOutline) outline = der != NULL ? smith_outline_new_from_der (der, size, NULL) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  Row row = { NULL, "", NULL, G_MAXINT64 };

  if (outline != NULL)
    {
      g_autofree char *digits = dup_without_colons (outline->sha256);
      g_autofree char *sha256 = g_ascii_strdown (digits, -1);

      text = dup_text (outline);
      row.sha256 = g_string_chunk_insert (self->chunk, sha256);
      name = g_utf8_collate_key_for_filename (outline->title, -1);
      row.name = g_string_chunk_insert (self->chunk, name);
      row.not_after = g_date_time_to_unix (outline->not_after);
    }
  else
    {
      const char *error = smith_bundle_batch_get_error (batch, entry);

      text = g_utf8_casefold (error != NULL ? error : "", -1);
    }
  row.text = g_string_chunk_insert (self->chunk, text);
  g_array_append_val (self->rows, row);
}

/* Goes on where it was cancelled before. */
static gboolean
extend (SmithBundleIndex *self,
        GPtrArray        *batches,
        GCancellable     *cancellable)
{
  while (self->n_batches < batches->len)
    {
      SmithBundleBatch *batch = g_ptr_array_index (batches, self->n_batches);

      while (self->n_entries < smith_bundle_batch_get_n_entries (batch))
        {
          if (g_cancellable_is_cancelled (cancellable))
            return FALSE;
          add_row (self, batch, self->n_entries++);
        }
      self->n_batches++;
      self->n_entries = 0;
    }

  return TRUE;
}

static void
clear_word (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_free (word->hex);
}

/* All of the words must be found, each anywhere. Serial numbers and fingerprints may be written with colons. */
static GArray *
split_search (const char *search)
{
  g_autofree char *folded = g_utf8_casefold (search, -1);
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\r\n", -1);
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));

  g_array_set_clear_func (words, clear_word);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      Word word = { NULL, NULL };

      if (*parts[i] == '\0')
        continue;
      word.text = g_strdup (parts[i]);
      if (strspn (parts[i], "0123456789abcdef:") == strlen (parts[i]))
        word.hex = dup_without_colons (parts[i]);
      if (word.hex != NULL && *word.hex == '\0')
        g_clear_pointer (&word.hex, g_free);
      g_array_append_val (words, word);
    }

  return words;
}

static gboolean
matches_hex (const Row  *row,
             const char *hex)
{
  gsize length = strlen (hex);

  return strstr (row->text, hex) != NULL || (length >= MIN_START && g_str_has_prefix (row->sha256, hex))
    || (length >= MIN_MIDDLE && strstr (row->sha256, hex) != NULL);
}

static gboolean
matches (const Row *row,
         GArray    *words)
{
  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);

      if (strstr (row->text, word->text) == NULL && (word->hex == NULL || !matches_hex (row, word->hex)))
        return FALSE;
    }

  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  GArray *rows = user_data;
  guint32 first = *(const guint32 *) a;
  guint32 second = *(const guint32 *) b;
  const char *first_name = g_array_index (rows, Row, first).name;
  const char *second_name = g_array_index (rows, Row, second).name;
  int order = 0;

  if (first_name != NULL && second_name != NULL)
    order = strcmp (first_name, second_name);
  else if (first_name != second_name)
    order = first_name == NULL ? 1 : -1;
  if (order != 0)
    return order;

  return first < second ? -1 : first > second;
}

static int
compare_expiry (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  GArray *rows = user_data;
  guint32 first = *(const guint32 *) a;
  guint32 second = *(const guint32 *) b;
  gint64 first_time = g_array_index (rows, Row, first).not_after;
  gint64 second_time = g_array_index (rows, Row, second).not_after;

  if (first_time != second_time)
    return first_time < second_time ? -1 : 1;

  return first < second ? -1 : first > second;
}

static GArray *
list_errors (GPtrArray *batches)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 number = 0;

  for (guint i = 0; i < batches->len; i++)
    {
      SmithBundleBatch *batch = g_ptr_array_index (batches, i);
      guint n = smith_bundle_batch_get_n_entries (batch);

      for (guint entry = 0; entry < n; entry++, number++)
        if (smith_bundle_batch_get_error (batch, entry) != NULL)
          g_array_append_val (found, number);
    }

  return found;
}

static GArray *
list_matches (SmithBundleIndex *self,
              GPtrArray        *batches,
              const char       *search,
              GCancellable     *cancellable)
{
  g_autoptr (GArray) words = split_search (search);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 number = 0;

  for (guint i = 0; i < batches->len && !g_cancellable_is_cancelled (cancellable); i++)
    for (guint n = smith_bundle_batch_get_n_entries (g_ptr_array_index (batches, i)); n > 0; n--, number++)
      if (matches (&g_array_index (self->rows, Row, number), words))
        g_array_append_val (found, number);

  return found;
}

/**
 * smith_bundle_index_arrange:
 * @batches: (element-type SmithBundleBatch): all that were read, in their order; each time those of the time before and more
 * @search: (nullable): words, all of which must be in a name, serial number, fingerprint, issuer or error; any case
 * @only_errors: what is no certificate, and nothing else; @search and @sort do not matter then
 * @sort: how to sort; errors come last
 * @cancellable: (nullable): ends it early
 *
 * Blocking: for workers.
 *
 * Returns: (transfer full) (element-type guint32) (nullable): which entries to show, counted from 0, in the order to show
 *   them; NULL where it was cancelled
 */
GArray *
smith_bundle_index_arrange (SmithBundleIndex *self,
                            GPtrArray        *batches,
                            const char       *search,
                            gboolean          only_errors,
                            SmithBundleSort   sort,
                            GCancellable     *cancellable)
{
  g_autoptr (GArray) found = NULL;

  g_return_val_if_fail (self != NULL && batches != NULL, NULL);

  if (only_errors)
    return list_errors (batches);

  g_mutex_lock (&self->mutex);
  if (extend (self, batches, cancellable))
    {
      found = list_matches (self, batches, search != NULL ? search : "", cancellable);
      if (sort == SMITH_BUNDLE_SORT_NAME)
        g_array_sort_with_data (found, compare_names, self->rows);
      else if (sort == SMITH_BUNDLE_SORT_EXPIRY)
        g_array_sort_with_data (found, compare_expiry, self->rows);
    }
  g_mutex_unlock (&self->mutex);

  return g_cancellable_is_cancelled (cancellable) ? NULL : g_steal_pointer (&found);
}
