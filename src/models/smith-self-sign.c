/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-self-sign.h"

#include <glib/gi18n.h>

#include "smith-unlock.h"
#include "smith-validity.h"

/* Self-signing: the request of an identity, signed with the identity's own key.
 * load key -> sign in a worker -> certificate on disk, chain emptied. */

typedef struct
{
  SmithIdentity *identity;
  SmithRequest  *request;
  SmithKey      *key;
  guint          days;
} SelfSign;

static void
self_sign_free (SelfSign *state)
{
  g_clear_object (&state->identity);
  g_clear_object (&state->request);
  g_clear_object (&state->key);
  g_free (state);
}

static void
set_certificate_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
sign_in_thread (GTask        *worker,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  SelfSign *state = task_data;
  SmithCertificate *certificate;
  GError *error = NULL;

  certificate = smith_certificate_self_sign (state->request, state->key, state->days, &error);
  if (certificate != NULL)
    g_task_return_pointer (worker, certificate, g_object_unref);
  else
    g_task_return_error (worker, error);
}

static void
sign_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithCertificate) certificate = NULL;
  SelfSign *state = g_task_get_task_data (task);
  GError *error = NULL;

  certificate = g_task_propagate_pointer (G_TASK (result), &error);
  if (certificate == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  smith_library_set_certificate_async (SMITH_LIBRARY (source), state->identity, certificate, NULL,
                                       g_task_get_cancellable (task), set_certificate_cb,
                                       g_object_ref (task));
}

static void
load_key_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) worker = NULL;
  SelfSign *state = g_task_get_task_data (task);
  GError *error = NULL;

  state->key = smith_unlock_finish (SMITH_LIBRARY (source), result, &error);
  if (state->key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  worker = g_task_new (source, g_task_get_cancellable (task), sign_cb, g_object_ref (task));
  g_task_set_source_tag (worker, load_key_cb);
  /* The state is the outer task's, which sign_cb() keeps until the worker is done. */
  g_task_set_task_data (worker, state, NULL);
  g_task_run_in_thread (worker, sign_in_thread);
}

/**
 * smith_self_sign_get_obstacle:
 * @identity: an identity
 *
 * Returns: (nullable): why @identity cannot be self-signed, as a sentence; NULL if it can
 */
const char *
smith_self_sign_get_obstacle (SmithIdentity *identity)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  if (!smith_identity_get_has_key (identity))
    return _("There is no private key yet. Create the key first: it signs the certificate.");
  if (smith_identity_get_request (identity) == NULL)
    return _("There is no request yet. Create the request first: the certificate takes its names from it.");

  return NULL;
}

/**
 * smith_self_sign_dup_hint:
 * @days: how long the certificate shall be good
 *
 * Returns: (transfer full): what a person should know about that span, in one line
 */
char *
smith_self_sign_dup_hint (guint days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = g_date_time_add_days (now, (int) MIN (days, SMITH_SELF_SIGN_MAX_DAYS));
  g_autofree char *date = smith_validity_dup_date (end);

  if (days > SMITH_SELF_SIGN_APPLE_DAYS)
    return g_strdup_printf (_("Apple’s systems refuse server certificates that are valid for more than %d days."),
                            SMITH_SELF_SIGN_APPLE_DAYS);

  return g_strdup_printf (_("Valid until %s."), date);
}

/**
 * smith_self_sign_async:
 * @library: the library that keeps @identity
 * @keyring: (nullable): asked first for the passphrase of the key, where it has one
 * @identity: has a key and a request
 * @days: from now, 1 to %SMITH_SELF_SIGN_MAX_DAYS
 * @interaction: (nullable): asked for the passphrase where the keyring has none
 * @cancellable: (nullable): a #GCancellable
 *
 * Signs the request of @identity with its own key, in a worker, and makes the result its certificate,
 * on disk first. The chain becomes empty: a self-signed certificate has none.
 *
 * Fails with %SMITH_LIBRARY_ERROR_NO_KEY if there is no key, %SMITH_LIBRARY_ERROR_FAILED if there is no
 * request, and with what the key, OpenSSL and the disk report.
 */
void
smith_self_sign_async (SmithLibrary        *library,
                       SmithKeyring        *keyring,
                       SmithIdentity       *identity,
                       guint                days,
                       GTlsInteraction     *interaction,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  SelfSign *state;
  const char *obstacle;

  g_return_if_fail (SMITH_IS_LIBRARY (library));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (days >= 1 && days <= SMITH_SELF_SIGN_MAX_DAYS);

  task = g_task_new (library, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_self_sign_async);

  obstacle = smith_self_sign_get_obstacle (identity);
  if (obstacle != NULL)
    {
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR,
                               smith_identity_get_has_key (identity) ? SMITH_LIBRARY_ERROR_FAILED
                                                                     : SMITH_LIBRARY_ERROR_NO_KEY,
                               "%s", obstacle);
      return;
    }

  state = g_new0 (SelfSign, 1);
  state->identity = g_object_ref (identity);
  state->request = g_object_ref (smith_identity_get_request (identity));
  state->days = days;
  g_task_set_task_data (task, state, (GDestroyNotify) self_sign_free);
  smith_unlock_async (library, keyring, identity, interaction, cancellable, load_key_cb, g_object_ref (task));
}

/**
 * smith_self_sign_finish:
 *
 * Returns: whether the identity has the new certificate
 */
gboolean
smith_self_sign_finish (SmithLibrary  *library,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, library), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
