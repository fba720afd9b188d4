/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-read-back.h"

#include <string.h>

#include "smith-parser.h"

typedef struct
{
  SmithAwsServerCertificate *there;
  SmithCertificate          *certificate;
  GPtrArray                 *chain;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->there);
  g_object_unref (question->certificate);
  g_ptr_array_unref (question->chain);
  g_free (question);
}

/* The certificates of a PEM text in their order; an absent or empty text holds none. */
static GPtrArray *
parse_certificates (const char    *pem,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GListModel) parsed = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (pem == NULL || pem[strspn (pem, " \t\r\n")] == '\0')
    return g_steal_pointer (&certificates);

  bytes = g_bytes_new (pem, strlen (pem));
  parsed = smith_parser_parse (bytes, "AWS", NULL, cancellable, error);
  if (parsed == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (parsed); i++)
    {
      g_autoptr (SmithParsed) item = g_list_model_get_item (parsed, i);
      SmithCertificate *certificate = smith_parsed_get_certificate (item);

      if (smith_parsed_get_error (item) != NULL)
        {
          g_propagate_error (error, g_error_copy (smith_parsed_get_error (item)));
          return NULL;
        }
      if (certificate != NULL)
        g_ptr_array_add (certificates, g_object_ref (certificate));
    }

  return g_steal_pointer (&certificates);
}

static gboolean
holds_same (GPtrArray *a,
            GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!smith_certificate_equal (a->pdata[i], b->pdata[i]))
      return FALSE;

  return TRUE;
}

static void
compare_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Question *question = task_data;
  g_autoptr (GPtrArray) body = NULL;
  g_autoptr (GPtrArray) chain = NULL;
  SmithReadBack verdict;
  GError *error = NULL;

  body = parse_certificates (smith_aws_server_certificate_get_body (question->there), cancellable, &error);
  if (body != NULL)
    chain = parse_certificates (smith_aws_server_certificate_get_chain (question->there), cancellable, &error);
  if (chain == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (body->len != 1 || !smith_certificate_equal (body->pdata[0], question->certificate))
    verdict = SMITH_READ_BACK_OTHER_CERTIFICATE;
  else if (!holds_same (chain, question->chain))
    verdict = SMITH_READ_BACK_OTHER_CHAIN;
  else
    verdict = SMITH_READ_BACK_IDENTICAL;

  g_task_return_int (task, verdict);
}

/**
 * smith_read_back_compare_async:
 * @there: as GetServerCertificate answered
 * @certificate: the leaf on this computer
 * @chain: (element-type SmithCertificate): the chain on this computer; not changed any more
 *
 * Parses and compares in a worker.
 */
void
smith_read_back_compare_async (SmithAwsServerCertificate *there,
                               SmithCertificate          *certificate,
                               GPtrArray                 *chain,
                               GCancellable              *cancellable,
                               GAsyncReadyCallback        callback,
                               gpointer                   user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (there) && SMITH_IS_CERTIFICATE (certificate));
  g_return_if_fail (chain != NULL);

  question = g_new0 (Question, 1);
  question->there = g_object_ref (there);
  question->certificate = g_object_ref (certificate);
  question->chain = g_ptr_array_ref (chain);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_read_back_compare_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, compare_thread);
}

/**
 * smith_read_back_compare_finish:
 * @verdict: (out): how the two relate
 * @error: SMITH_CRYPTO_ERROR where AWS's text is no certificate, G_IO_ERROR_CANCELLED
 *
 * Returns: whether they could be compared
 */
gboolean
smith_read_back_compare_finish (GAsyncResult   *result,
                                SmithReadBack  *verdict,
                                GError        **error)
{
  gssize value;

  g_return_val_if_fail (g_task_is_valid (result, NULL) && verdict != NULL, FALSE);

  value = g_task_propagate_int (G_TASK (result), error);
  if (value < 0)
    return FALSE;
  *verdict = (SmithReadBack) value;

  return TRUE;
}
