/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle.h"

#include <string.h>

#include <openssl/asn1.h>

#include <glib/gi18n.h>

#include "smith-bundle-batch-private.h"
#include "smith-bundle-decode-private.h"
#include "smith-crypto-error-private.h"
#include "smith-outline.h"
#include "smith-parser.h"
#include "smith-secret.h"

/*
 * Reads a bundle of thousands of certificates. One thread reads the input and cuts it before a BEGIN line (or
 * between two DER values) into chunks, small ones first so that something is seen at once. A pool of threads,
 * one for each processor, makes a batch of each chunk. The main context gets the batches in their order.
 * What is neither PEM nor DER certificates (PKCS#7, an archive, UTF-16) goes to the parser as a whole.
 */

#define BEGIN "-----BEGIN "
#define FIRST_CHUNK (8 * 1024)
#define MAX_CHUNK (256 * 1024)
/* Not even the smallest certificates in the largest file are so many: something is made to fill the memory. */
#define MAX_ENTRIES 400000
/* Batches are handed over for so long, then the main loop goes on first. */
#define TURN_MICROSECONDS 4000

typedef struct
{
  /* Owned. */
  GInputStream    *stream;
  char            *source;
  GMainContext    *context;
  GPtrArray       *done;             /* of Chunk, NULL where it is under way or handed over */
  gpointer         func_data;
  GDestroyNotify   func_data_free;

  /* Borrowed. */
  GTask           *task;             /* until it has returned */
  GCancellable    *cancellable;
  SmithBundleFunc  func;

  GMutex   mutex;                    /* of done, n_handed, is_scheduled */
  goffset  size;
  guint    n_handed;
  guint    line;
  guint    n_entries;
  gboolean is_scheduled;
  gboolean has_ended;                /* main context only: no chunk will come any more */
  int      is_over;                  /* atomic: too many entries */
} Reading;

typedef struct
{
  Reading          *reading;
  SmithBundleBatch *batch;
  guint8           *data;            /* may hold keys: wiped */
  gsize             size;
  gsize             end;             /* in the input */
  guint             index;
  guint             n_lines;
  gboolean          is_der;
} Chunk;

/* What the first bytes say that the input is. */
typedef enum
{
  KIND_UNKNOWN,
  KIND_TEXT,
  KIND_DER,
  KIND_OTHER,                        /* begins as DER does, but with no certificate */
} Kind;

/* What was read and is not in a chunk yet. */
typedef struct
{
  guint8   *data;
  gsize     size;
  gsize     capacity;
  gsize     searched;
  gsize     cut;                     /* the last BEGIN, or the end of the last whole DER value; 0 where there is none */
  gboolean  has_begin;
} Buffer;

static Reading *
reading_new (void)
{
  Reading *reading = g_atomic_rc_box_new0 (Reading);

  g_mutex_init (&reading->mutex);
  reading->done = g_ptr_array_new ();
  reading->line = 1;

  return reading;
}

static void
clear_reading (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->stream);
  g_clear_pointer (&reading->source, g_free);
  g_clear_pointer (&reading->context, g_main_context_unref);
  g_clear_pointer (&reading->done, g_ptr_array_unref);
  g_mutex_clear (&reading->mutex);
}

static void
reading_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_reading);
}

static void
chunk_free (Chunk *chunk)
{
  if (chunk->data != NULL)
    smith_secret_wipe (chunk->data, chunk->size);
  g_free (chunk->data);
  g_clear_pointer (&chunk->batch, smith_bundle_batch_unref);
  g_clear_pointer (&chunk->reading, reading_unref);
  g_free (chunk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Chunk, chunk_free)

static gboolean
is_over (Reading *reading)
{
  return g_cancellable_is_cancelled (reading->cancellable) || g_atomic_int_get (&reading->is_over);
}

/* Handing over, in the main context. */

static Chunk *
take_next (Reading *reading)
{
  Chunk *chunk = NULL;

  g_mutex_lock (&reading->mutex);
  if (reading->n_handed < reading->done->len)
    chunk = g_ptr_array_index (reading->done, reading->n_handed);
  if (chunk != NULL)
    g_ptr_array_index (reading->done, reading->n_handed++) = NULL;
  else
    reading->is_scheduled = FALSE;
  g_mutex_unlock (&reading->mutex);

  return chunk;
}

static void
hand_over (Reading *reading,
           Chunk   *chunk)
{
  guint n = chunk->batch != NULL ? smith_bundle_batch_get_n_entries (chunk->batch) : 0;

  if (n == 0 || is_over (reading))
    {
      reading->line += chunk->n_lines;
      return;
    }
  smith_bundle_batch_set_first_line (chunk->batch, chunk->is_der ? 0 : reading->line);
  reading->line += chunk->n_lines;
  reading->n_entries += n;
  if (reading->n_entries > MAX_ENTRIES)
    g_atomic_int_set (&reading->is_over, TRUE);
  reading->func (chunk->batch, reading->size > 0 ? MIN (1.0, (double) chunk->end / (double) reading->size) : -1.0,
                 reading->func_data);
}

/* The last thing that happens. The callback may be all that keeps whoever asked. */
static void
return_task (Reading *reading)
{
  g_autoptr (GTask) task = g_steal_pointer (&reading->task);
  GError *error = g_object_steal_data (G_OBJECT (task), "error");

  if (reading->func_data_free != NULL)
    reading->func_data_free (g_steal_pointer (&reading->func_data));
  if (error == NULL && g_atomic_int_get (&reading->is_over))
    smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_TOO_LARGE,
                            _("There are more than %d entries in it. The rest was not read."), MAX_ENTRIES);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
hand_over_cb (gpointer user_data)
{
  Reading *reading = user_data;
  gint64 until = g_get_monotonic_time () + TURN_MICROSECONDS;

  for (;;)
    {
      g_autoptr (Chunk) chunk = take_next (reading);

      if (chunk == NULL)
        break;
      hand_over (reading, chunk);
      if (g_get_monotonic_time () >= until)
        return G_SOURCE_CONTINUE;
    }
  if (reading->has_ended && reading->task != NULL)
    return_task (reading);

  return G_SOURCE_REMOVE;
}

static void
schedule (Reading *reading)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, hand_over_cb, g_atomic_rc_box_acquire (reading), reading_unref);
  g_source_set_static_name (source, "[chainsmith] batches of a bundle");
  g_source_attach (source, reading->context);
}

/* Making batches, in the pool. */

static void
make_batch_cb (gpointer data,
               gpointer user_data)
{
  Chunk *chunk = data;
  Reading *reading = chunk->reading;
  gboolean wanted = FALSE;

  if (!is_over (reading))
    {
      chunk->batch = smith_bundle_batch_new ();
      if (chunk->is_der)
        smith_bundle_decode_der (chunk->batch, chunk->data, chunk->size);
      else
        chunk->n_lines = smith_bundle_decode_text (chunk->batch, chunk->data, chunk->size, reading->source,
                                                   reading->cancellable);
      smith_bundle_batch_seal (chunk->batch);
      smith_crypto_clear_queue ();
    }
  smith_secret_wipe (chunk->data, chunk->size);
  g_clear_pointer (&chunk->data, g_free);

  reading = g_atomic_rc_box_acquire (reading);
  g_mutex_lock (&reading->mutex);
  if (reading->done->len <= chunk->index)
    g_ptr_array_set_size (reading->done, (int) chunk->index + 1);
  g_ptr_array_index (reading->done, chunk->index) = chunk;
  if (!reading->is_scheduled && chunk->index == reading->n_handed)
    wanted = reading->is_scheduled = TRUE;
  g_mutex_unlock (&reading->mutex);
  if (wanted)
    schedule (reading);
  reading_unref (reading);
}

/* Reading and cutting, in one thread. */

static void
clear_buffer (Buffer *buffer)
{
  if (buffer->data != NULL)
    smith_secret_wipe (buffer->data, buffer->size);
  g_clear_pointer (&buffer->data, g_free);
}

static void
reserve (Buffer *buffer,
         gsize   more)
{
  gsize capacity = buffer->size + more;
  guint8 *data;

  if (capacity <= buffer->capacity)
    return;
  capacity = MAX (capacity, buffer->capacity * 2);
  data = g_malloc (capacity);
  if (buffer->size > 0)
    memcpy (data, buffer->data, buffer->size);
  clear_buffer (buffer);
  buffer->data = data;
  buffer->capacity = capacity;
}

/* Where the last BEGIN is, looking only at what is new. */
static void
search_begin (Buffer *buffer)
{
  gsize overlap = strlen (BEGIN) - 1;
  gsize from = buffer->searched > overlap ? buffer->searched - overlap : 0;
  const char *found = g_strrstr_len ((const char *) buffer->data + from, (gssize) (buffer->size - from), BEGIN);

  buffer->searched = buffer->size;
  if (found == NULL)
    return;
  buffer->has_begin = TRUE;
  buffer->cut = (gsize) (found - (const char *) buffer->data);
}

static void
search_value (Buffer *buffer)
{
  gsize length;

  while ((length = smith_bundle_measure_value (buffer->data + buffer->cut, buffer->size - buffer->cut)) > 0)
    buffer->cut += length;
}

/* Finds out what it is, and how much of it is whole. */
static Kind
search_cut (Buffer *buffer,
            Kind    kind)
{
  if (kind == KIND_UNKNOWN && buffer->data[0] != (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE))
    kind = KIND_TEXT;
  if (kind == KIND_TEXT)
    search_begin (buffer);
  else if (kind != KIND_OTHER)
    search_value (buffer);
  if (kind == KIND_UNKNOWN && buffer->cut > 0)
    kind = smith_outline_measure (buffer->data, buffer->size, NULL) > 0 ? KIND_DER : KIND_OTHER;
  if (kind == KIND_OTHER)
    buffer->cut = 0;

  return kind;
}

/* Takes what is before the cut out of @buffer. */
static Chunk *
cut_chunk (Reading  *reading,
           Buffer   *buffer,
           gsize     n_read,
           guint     index,
           gboolean  is_der)
{
  Chunk *chunk = g_new0 (Chunk, 1);
  gsize n_left = buffer->size - buffer->cut;
  Buffer rest = { NULL, };

  reserve (&rest, n_left + MAX_CHUNK);
  memcpy (rest.data, buffer->data + buffer->cut, n_left);
  rest.size = rest.searched = n_left;

  chunk->reading = g_atomic_rc_box_acquire (reading);
  chunk->index = index;
  chunk->is_der = is_der;
  chunk->end = n_read - n_left;
  chunk->data = buffer->data;
  chunk->size = buffer->cut;
  smith_secret_wipe (buffer->data + buffer->cut, n_left);
  *buffer = rest;

  return chunk;
}

/* The pool has nothing to do with what the parser reads. */
static gboolean
parse_rest (Reading  *reading,
            Buffer   *buffer,
            GError  **error)
{
  g_autoptr (Chunk) chunk = g_new0 (Chunk, 1);

  chunk->reading = g_atomic_rc_box_acquire (reading);
  chunk->batch = smith_bundle_batch_new ();
  chunk->is_der = TRUE;
  chunk->end = buffer->size;
  if (!smith_bundle_decode_other (chunk->batch, buffer->data, buffer->size, 0, reading->source, reading->cancellable, error))
    return FALSE;
  smith_bundle_batch_seal (chunk->batch);
  g_mutex_lock (&reading->mutex);
  g_ptr_array_add (reading->done, g_steal_pointer (&chunk));
  g_mutex_unlock (&reading->mutex);

  return TRUE;
}

static gboolean
read_more (Reading  *reading,
           Buffer   *buffer,
           gsize     wanted,
           gsize    *n_read,
           gboolean *at_end,
           GError  **error)
{
  gssize n;

  reserve (buffer, wanted);
  n = g_input_stream_read (reading->stream, buffer->data + buffer->size, wanted, reading->cancellable, error);
  if (n < 0)
    return FALSE;
  buffer->size += (gsize) n;
  *n_read += (gsize) n;
  *at_end = n == 0;
  if (*n_read > SMITH_PARSER_MAX_SIZE)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_TOO_LARGE,
                              _("It is larger than %d MB. The rest was not read."), SMITH_PARSER_MAX_SIZE / 1024 / 1024);
      return FALSE;
    }

  return TRUE;
}

/* What is left at the end of the input. */
static gboolean
take_rest (Reading      *reading,
           GThreadPool  *pool,
           Buffer       *buffer,
           gsize         n_read,
           guint         n_chunks,
           Kind          kind,
           GError      **error)
{
  if (n_chunks == 0)
    {
      if (kind != KIND_TEXT && kind != KIND_DER && buffer->size > 0)
        search_begin (buffer);
      if (kind != KIND_DER && !buffer->has_begin)
        return parse_rest (reading, buffer, error);
    }
  if (buffer->size == 0)
    return TRUE;
  buffer->cut = buffer->size;
  g_thread_pool_push (pool, cut_chunk (reading, buffer, n_read, n_chunks, kind == KIND_DER), NULL);

  return TRUE;
}

static gboolean
read_all (Reading      *reading,
          GThreadPool  *pool,
          GError      **error)
{
  Buffer buffer = { NULL, };
  Kind kind = KIND_UNKNOWN;
  gsize wanted = FIRST_CHUNK;
  gsize n_read = 0;
  guint n_chunks = 0;
  gboolean at_end = FALSE;
  gboolean done = TRUE;

  while (done && !at_end && !is_over (reading))
    {
      done = read_more (reading, &buffer, wanted, &n_read, &at_end, error);
      if (!done || at_end)
        break;
      kind = search_cut (&buffer, kind);
      if (buffer.cut > 0)
        g_thread_pool_push (pool, cut_chunk (reading, &buffer, n_read, n_chunks++, kind == KIND_DER), NULL);
      wanted = MIN (wanted * 2, MAX_CHUNK);
    }
  if (done && !is_over (reading))
    done = take_rest (reading, pool, &buffer, n_read, n_chunks, kind, error);
  clear_buffer (&buffer);

  return done;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Reading *reading = task_data;
  GThreadPool *pool = g_thread_pool_new (make_batch_cb, NULL, (int) g_get_num_processors (), FALSE, NULL);
  g_autoptr (GError) error = NULL;

  read_all (reading, pool, &error);
  g_thread_pool_free (pool, FALSE, TRUE);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* All chunks are done, though perhaps not handed over. */
static void
read_in_thread_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Reading *reading = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gboolean wanted;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_object_set_data_full (G_OBJECT (reading->task), "error", error, (GDestroyNotify) g_error_free);
  reading->has_ended = TRUE;
  g_mutex_lock (&reading->mutex);
  wanted = !reading->is_scheduled;
  reading->is_scheduled = TRUE;
  g_mutex_unlock (&reading->mutex);
  if (wanted)
    schedule (reading);
}

/**
 * smith_bundle_read_async:
 * @stream: PEM with text anywhere (RFC 7468), DER certificates one behind the other, or what the parser reads
 * @size: how long it is, in bytes; -1 where that is not known
 * @source: (nullable): what a person knows it by
 * @func: (scope notified): gets the batches in their order, in the main context of the caller
 * @func_data: for @func
 * @func_data_free: (nullable): called before @callback is
 * @cancellable: (nullable): ends it; no batch comes after that
 *
 * Reads a bundle of any number of certificates with all processors. What is no certificate becomes an entry
 * that says so, with its line. Certificates are checked to be ones (RFC 5280, 4.1), and kept as DER.
 */
void
smith_bundle_read_async (GInputStream        *stream,
                         goffset              size,
                         const char          *source,
                         SmithBundleFunc      func,
                         gpointer             func_data,
                         GDestroyNotify       func_data_free,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) work = NULL;
  Reading *reading;

  g_return_if_fail (G_IS_INPUT_STREAM (stream));
  g_return_if_fail (func != NULL);

  reading = reading_new ();
  reading->stream = g_object_ref (stream);
  reading->size = size;
  reading->source = g_strdup (source);
  reading->context = g_main_context_ref_thread_default ();
  reading->func = func;
  reading->func_data = func_data;
  reading->func_data_free = func_data_free;
  reading->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (reading->task, smith_bundle_read_async);
  g_task_set_task_data (reading->task, g_atomic_rc_box_acquire (reading), reading_unref);
  reading->cancellable = cancellable;

  /* It has its own end, which comes before that of the whole. */
  work = g_task_new (NULL, cancellable, read_in_thread_cb, NULL);
  g_task_set_source_tag (work, read_in_thread);
  g_task_set_task_data (work, reading, reading_unref);
  g_task_run_in_thread (work, read_in_thread);
}

/**
 * smith_bundle_read_finish:
 * @result: of smith_bundle_read_async()
 * @error: return location for %G_IO_ERROR_CANCELLED, a SMITH_CRYPTO_ERROR, or why @stream could not be read
 *
 * What was handed over before an error stays valid.
 *
 * Returns: whether all of it was read
 */
gboolean
smith_bundle_read_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_bundle_read_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * smith_bundle_is_large:
 * @bytes: the content of a file
 *
 * Counts without decoding, and not to the end: for workers where @bytes may be large and is no bundle.
 *
 * Returns: whether there are more than %SMITH_BUNDLE_MANY certificates in it, as PEM or as DER
 */
gboolean
smith_bundle_is_large (GBytes *bytes)
{
  gsize size;
  const guint8 *position;
  const guint8 *end;
  guint n = 0;

  g_return_val_if_fail (bytes != NULL, FALSE);

  position = g_bytes_get_data (bytes, &size);
  end = position + size;
  if (size > 0 && *position == (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE))
    {
      gsize length;

      while (n <= SMITH_BUNDLE_MANY && (length = smith_bundle_measure_value (position, (gsize) (end - position))) > 0)
        {
          position += length;
          n++;
        }
      return n > SMITH_BUNDLE_MANY;
    }
  /* BEGIN and END. */
  while (n <= SMITH_BUNDLE_MANY * 2 && position < end
         && (position = memmem (position, (gsize) (end - position), "CERTIFICATE-----", 16)) != NULL)
    {
      position += 16;
      n++;
    }

  return n > SMITH_BUNDLE_MANY * 2;
}
