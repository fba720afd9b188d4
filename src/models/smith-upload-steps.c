/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-private.h"

#include <glib/gi18n.h>

#include "smith-account-private.h"
#include "smith-aws-sts.h"
#include "smith-checks.h"
#include "smith-list.h"
#include "smith-net-error.h"
#include "smith-read-back.h"
#include "smith-unlock.h"

/* The steps of SmithUpload, in the order of the table in smith-upload-run.c. Each ends, now or in its
 * callback, in smith_upload_finish_step(), smith_upload_go_to_step(), smith_upload_pause() or
 * smith_upload_fail(). */

#define MAX_LOST_ANSWERS 3
#define MAX_ASK_PAUSES   3

/* Whether the request may have been carried out although there is no answer that says so. */
static gboolean
may_have_arrived (const GError *error)
{
  return g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_CONNECTION_LOST) ||
         g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT) ||
         g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TOO_LARGE) ||
         g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED) ||
         g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_BAD_REPLY) ||
         g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_SERVICE_FAILURE) ||
         g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CONCURRENT_MODIFICATION);
}

static GError *
judge_checks (SmithUpload *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GPtrArray) checks = NULL;
  SmithCheck *first;
  SmithCheckInput input = {
    .certificate = self->certificate,
    .chain = self->chain,
    .has_key = smith_identity_get_has_key (self->identity),
    .public_key = smith_identity_get_public_key (self->identity),
    .facts = self->facts,
    .account = self->account,
    .name = self->name,
    .path = self->path,
    .now = now,
    .clock_offset = smith_account_get_clock_offset (self->account),
  };

  checks = smith_checks_run (&input);
  first = checks->pdata[0];
  if (smith_check_get_verdict (first) != SMITH_CHECK_FAILED)
    return NULL;

  return g_error_new (SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NOT_READY, "%s%s%s", smith_check_get_sentence (first),
                      smith_check_get_explanation (first) != NULL ? " " : "",
                      smith_check_get_explanation (first) != NULL ? smith_check_get_explanation (first) : "");
}

static void
find_facts_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  SmithUpload *self = user_data;
  GError *error = NULL;

  g_clear_pointer (&self->facts, smith_check_facts_unref);
  self->facts = smith_check_facts_find_finish (result, &error);
  if (self->facts != NULL)
    error = judge_checks (self);
  if (error != NULL)
    smith_upload_fail (self, error);
  else
    smith_upload_finish_step (self);
}

void
smith_upload_check_prerequisites (SmithUpload *self)
{
  g_autofree char *key_path = NULL;

  g_set_object (&self->certificate, smith_identity_get_certificate (self->identity));
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  self->chain = smith_list_dup_items (smith_identity_get_chain (self->identity));

  if (smith_identity_get_has_key (self->identity) && smith_identity_get_folder (self->identity) != NULL)
    key_path = g_build_filename (smith_identity_get_folder (self->identity), "private-key.pem", NULL);
  smith_check_facts_find_async (self->certificate, self->chain, smith_identity_get_public_key (self->identity),
                                key_path, smith_upload_get_cancellable (self), find_facts_cb, self);
}

static void
open_account_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  SmithUpload *self = user_data;
  GError *error = NULL;

  self->client = smith_account_open_finish (SMITH_ACCOUNT (source), result, &error);
  if (self->client == NULL)
    smith_upload_fail (self, error);
  else
    smith_upload_finish_step (self);
}

void
smith_upload_open_account (SmithUpload *self)
{
  g_clear_object (&self->client);
  smith_account_open_async (self->account, smith_workspace_get_keyring (self->workspace),
                            smith_upload_get_cancellable (self), open_account_cb, self);
}

static void
identify_caller_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  SmithUpload *self = user_data;
  g_autofree char *number = NULL;
  g_autofree char *arn = NULL;
  GError *error = NULL;
  gboolean success;

  success = smith_aws_sts_get_caller_identity_finish (SMITH_AWS_CLIENT (source), result, &number, &arn, NULL, &error);
  smith_account_set_clock_offset (self->account, smith_aws_client_get_clock_offset (self->client));
  if (success)
    {
      smith_account_list_note_caller (smith_workspace_get_accounts (self->workspace), self->account, number, arn);
      g_free (self->account_number);
      self->account_number = g_steal_pointer (&number);
      /* The clock of AWS is known now, and it is the one that decides about the dates. */
      error = judge_checks (self);
    }
  if (error != NULL)
    smith_upload_fail (self, error);
  else
    smith_upload_finish_step (self);
}

void
smith_upload_identify_caller (SmithUpload *self)
{
  smith_aws_sts_get_caller_identity_async (self->client, smith_upload_get_cancellable (self), identify_caller_cb, self);
}

static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  SmithUpload *self = user_data;
  g_autoptr (SmithKey) key = NULL;
  GError *error = NULL;

  key = smith_unlock_finish (SMITH_LIBRARY (source), result, &error);
  if (key != NULL &&
      !smith_public_key_equal (smith_key_get_public_key (key), smith_certificate_get_public_key (self->certificate)))
    g_set_error_literal (&error, SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NOT_READY,
                         _("The key does not fit the certificate. Add the key that the certificate was issued for."));
  if (error == NULL)
    {
      g_clear_pointer (&self->private_key, smith_secret_unref);
      self->private_key = smith_key_to_pem (key, NULL, &error);
    }
  if (error != NULL)
    smith_upload_fail (self, error);
  else
    smith_upload_finish_step (self);
}

void
smith_upload_load_key (SmithUpload *self)
{
  smith_unlock_async (smith_workspace_get_library (self->workspace), smith_workspace_get_keyring (self->workspace),
                      self->identity, self->interaction, smith_upload_get_cancellable (self), unlock_cb, self);
}

static void
compare_asked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  SmithUpload *self = user_data;
  g_autofree char *suggestion = smith_upload_dup_suggestion (self);
  SmithReadBack verdict = SMITH_READ_BACK_OTHER_CERTIFICATE;
  g_autoptr (GError) error = NULL;

  if (!smith_read_back_compare_finish (result, &verdict, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      smith_upload_fail (self, g_steal_pointer (&error));
      return;
    }

  switch (verdict)
    {
    case SMITH_READ_BACK_IDENTICAL:
      smith_upload_set_result (self, smith_aws_server_certificate_get_arn (self->there),
                  smith_aws_server_certificate_get_id (self->there));
      smith_upload_set_reused (self, !self->answer_lost);
      self->answer_lost = FALSE;
      smith_upload_go_to_step (self, SMITH_UPLOAD_READ_BACK);
      return;
    case SMITH_READ_BACK_OTHER_CHAIN:
      smith_upload_fail (self, g_error_new (SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NAME_TAKEN,
                               _("This certificate is in the account under the name “%s”, but with another chain. "
                                 "IAM never changes a certificate: upload it under another name, such as “%s”."),
                               self->name, suggestion));
      return;
    case SMITH_READ_BACK_OTHER_CERTIFICATE:
    default:
      smith_upload_fail (self, g_error_new (SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NAME_TAKEN,
                               _("Another certificate has the name “%s” in this account. "
                                 "IAM never replaces a certificate: choose another name, such as “%s”."),
                               self->name, suggestion));
    }
}

static void
ask_for_name_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  SmithUpload *self = user_data;
  GError *error = NULL;

  g_clear_object (&self->there);
  self->there = smith_aws_iam_get_server_certificate_finish (SMITH_AWS_CLIENT (source), result, &error);
  if (self->there != NULL)
    {
      smith_read_back_compare_async (self->there, self->certificate, self->chain, smith_upload_get_cancellable (self),
                                     compare_asked_cb, self);
      return;
    }
  if (!g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_NO_SUCH_ENTITY))
    {
      smith_upload_fail (self, error);
      return;
    }

  g_clear_error (&error);
  /* Where it should be there "not there" may only mean "not yet": IAM is eventually consistent. */
  if (self->expected && self->n_pauses_taken < MAX_ASK_PAUSES && smith_upload_pause (self))
    return;
  self->expected = FALSE;
  smith_upload_finish_step (self);
}

void
smith_upload_ask_for_name (SmithUpload *self)
{
  smith_aws_iam_get_server_certificate_async (self->client, self->name, smith_upload_get_cancellable (self), ask_for_name_cb, self);
}

static char *
write_chain (GPtrArray *chain)
{
  GString *pem;

  if (chain->len == 0)
    return NULL;
  pem = g_string_new (NULL);
  for (guint i = 0; i < chain->len; i++)
    g_string_append (pem, smith_certificate_get_pem (chain->pdata[i]));

  return g_string_free (pem, FALSE);
}

static void
upload_certificate_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  SmithUpload *self = user_data;
  g_autoptr (SmithAwsServerCertificate) uploaded = NULL;
  GError *error = NULL;

  uploaded = smith_aws_iam_upload_server_certificate_finish (SMITH_AWS_CLIENT (source), result, &error);
  if (uploaded != NULL)
    {
      self->answer_lost = FALSE;
      smith_upload_set_reused (self, FALSE);
      smith_upload_set_result (self, smith_aws_server_certificate_get_arn (uploaded),
                  smith_aws_server_certificate_get_id (uploaded));
      smith_upload_finish_step (self);
      return;
    }

  if (may_have_arrived (error) && self->n_lost < MAX_LOST_ANSWERS)
    {
      self->n_lost++;
      self->answer_lost = TRUE;
      self->expected = TRUE;
      g_error_free (error);
      smith_upload_go_to_step (self, SMITH_UPLOAD_ASK);
      return;
    }
  if (may_have_arrived (error))
    self->answer_lost = TRUE;
  /* The name was free a moment ago: somebody else took it, or our own lost request did. */
  if (g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_ALREADY_EXISTS) && self->n_lost < MAX_LOST_ANSWERS)
    {
      self->n_lost++;
      self->expected = TRUE;
      g_error_free (error);
      smith_upload_go_to_step (self, SMITH_UPLOAD_ASK);
      return;
    }

  smith_upload_fail (self, error);
}

void
smith_upload_upload_certificate (SmithUpload *self)
{
  g_autofree char *chain = write_chain (self->chain);

  smith_aws_iam_upload_server_certificate_async (self->client, self->name, self->path,
                                                 smith_certificate_get_pem (self->certificate), self->private_key,
                                                 chain, smith_upload_get_cancellable (self), upload_certificate_cb, self);
}

static void
read_back_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  SmithUpload *self = user_data;
  GError *error = NULL;

  g_clear_object (&self->there);
  self->there = smith_aws_iam_get_server_certificate_finish (SMITH_AWS_CLIENT (source), result, &error);
  if (self->there != NULL)
    {
      smith_upload_finish_step (self);
      return;
    }
  if (g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_NO_SUCH_ENTITY))
    {
      g_clear_error (&error);
      if (smith_upload_pause (self))
        return;
      error = g_error_new_literal (SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NOT_SHOWN,
                                   _("AWS took the certificate but does not show it yet, which can take minutes. "
                                     "Try again in a while: it is only read back then, not uploaded again."));
    }

  smith_upload_fail (self, error);
}

void
smith_upload_read_back (SmithUpload *self)
{
  /* The key has done its work. */
  g_clear_pointer (&self->private_key, smith_secret_unref);
  smith_aws_iam_get_server_certificate_async (self->client, self->name, smith_upload_get_cancellable (self), read_back_cb, self);
}

static void
compare_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  SmithUpload *self = user_data;
  SmithReadBack verdict;
  GError *error = NULL;

  if (!smith_read_back_compare_finish (result, &verdict, &error))
    {
      smith_upload_fail (self, error);
      return;
    }
  if (verdict != SMITH_READ_BACK_IDENTICAL)
    {
      smith_upload_fail (self, g_error_new (SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_DIFFERENT, "%s",
                               verdict == SMITH_READ_BACK_OTHER_CHAIN
                                 ? _("AWS has the certificate, but not the chain that was sent. Do not use it before you know why: "
                                     "delete it in AWS and upload again.")
                                 : _("AWS has another certificate than the one that was sent. Do not use it before you know why: "
                                     "somebody else may have uploaded at the same moment.")));
      return;
    }

  smith_upload_set_identical (self, TRUE);
  smith_upload_finish_step (self);
}

void
smith_upload_compare (SmithUpload *self)
{
  if (self->there == NULL)
    {
      smith_upload_go_to_step (self, SMITH_UPLOAD_READ_BACK);
      return;
    }
  smith_read_back_compare_async (self->there, self->certificate, self->chain, smith_upload_get_cancellable (self), compare_cb, self);
}

static void
record_upload_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  SmithUpload *self = user_data;
  GError *error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    smith_upload_fail (self, error);
  else
    smith_upload_finish_step (self);
}

void
smith_upload_record_upload (SmithUpload *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  SmithUploadRecord record = {
    .account = self->account_number,
    .account_name = (char *) smith_account_get_name (self->account),
    .name = self->name,
    .path = self->path,
    .arn = self->arn,
    .certificate_id = self->certificate_id,
    .sha256 = (char *) smith_certificate_get_sha256 (self->certificate),
    .uploaded_at = now,
    .verified = self->identical,
  };

  smith_library_set_upload_async (smith_workspace_get_library (self->workspace), self->identity, &record,
                                  smith_upload_get_cancellable (self), record_upload_cb, self);
}
