/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-private.h"

#include <glib/gi18n.h>

#include "smith-command-authority.h"
#include "smith-validity.h"

/**
 * SmithAuthority:
 *
 * An identity whose certificate may sign others, and whose key is here: what it has issued, what it revoked, and
 * its revocation list. Made by whoever shows it; everything is on disk before it is said here. Main thread only; the
 * work is done by the library's worker. The rows are in smith-authority-issued.c; the verbs in
 * smith-authority-changes.c, -issue.c and -crl.c.
 */

enum
{
  PROP_0,
  PROP_CRL,
  PROP_CRL_DAYS,
  PROP_CRL_DUE,
  PROP_CRL_TEXT,
  PROP_IDENTITY,
  PROP_ISSUED,
  PROP_LOADING,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithAuthority, smith_authority, G_TYPE_OBJECT)

static char *
describe_crl (SmithAuthority *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *until = NULL;
  g_autofree char *revoked = NULL;
  guint n;

  if (self->crl == NULL)
    return g_strdup (_("There is no revocation list yet. It is made when you revoke something, or export it."));
  n = smith_crl_get_n_revoked (self->crl);
  revoked = g_strdup_printf (g_dngettext (NULL, "%u revoked certificate", "%u revoked certificates", n), n);
  if (smith_crl_get_next_update (self->crl) == NULL)
    return g_steal_pointer (&revoked);
  until = smith_validity_dup_date (smith_crl_get_next_update (self->crl));
  if (g_date_time_compare (smith_crl_get_next_update (self->crl), now) < 0)
    /* Translators: "2 revoked certificates", then a date. */
    return g_strdup_printf (_("%s; out of date since %s: clients may refuse what this authority signed"), revoked, until);

  /* Translators: "2 revoked certificates", then a date. */
  return g_strdup_printf (_("%s; clients want a newer list by %s"), revoked, until);
}

static void
smith_authority_finalize (GObject *object)
{
  SmithAuthority *self = SMITH_AUTHORITY (object);

  g_clear_object (&self->library);
  g_clear_object (&self->keyring);
  g_clear_object (&self->identity);
  g_clear_object (&self->issued);
  g_clear_pointer (&self->revocations, g_hash_table_unref);
  g_clear_pointer (&self->addresses, smith_extensions_free);
  g_clear_object (&self->crl);
  g_free (self->crl_text);
  g_free (self->problem);
  g_free (self->export_uri);

  G_OBJECT_CLASS (smith_authority_parent_class)->finalize (object);
}

static void
smith_authority_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithAuthority *self = SMITH_AUTHORITY (object);

  switch (prop_id)
    {
    case PROP_CRL:
      g_value_set_object (value, self->crl);
      break;
    case PROP_CRL_DAYS:
      g_value_set_uint (value, self->crl_days);
      break;
    case PROP_CRL_DUE:
      g_value_set_boolean (value, smith_authority_get_crl_due (self));
      break;
    case PROP_CRL_TEXT:
      g_value_set_string (value, self->crl_text);
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    case PROP_ISSUED:
      g_value_set_object (value, self->issued);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, smith_authority_get_loading (self));
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_authority_class_init (SmithAuthorityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = smith_authority_finalize;
  object_class->get_property = smith_authority_get_property;

  properties[PROP_CRL] = g_param_spec_object ("crl", NULL, NULL, SMITH_TYPE_CRL, flags);
  properties[PROP_CRL_DAYS] =
    g_param_spec_uint ("crl-days", NULL, NULL, 1, SMITH_AUTHORITY_MAX_CRL_DAYS, SMITH_AUTHORITY_DEFAULT_CRL_DAYS, flags);
  properties[PROP_CRL_DUE] = g_param_spec_boolean ("crl-due", NULL, NULL, FALSE, flags);
  properties[PROP_CRL_TEXT] = g_param_spec_string ("crl-text", NULL, NULL, NULL, flags);
  properties[PROP_IDENTITY] = g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY, flags);
  properties[PROP_ISSUED] = g_param_spec_object ("issued", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_authority_init (SmithAuthority *self)
{
  self->issued = g_list_store_new (SMITH_TYPE_ISSUED);
  self->addresses = smith_extensions_new ();
  self->crl_days = SMITH_AUTHORITY_DEFAULT_CRL_DAYS;
  self->crl_text = describe_crl (self);
}

/**
 * smith_authority_new:
 * @library: the library that keeps @identity
 * @keyring: (nullable): asked first for the passphrase of the key, where it has one
 * @identity: an authority
 *
 * Returns: (transfer full): what @identity can do; empty until smith_authority_load_async()
 */
SmithAuthority *
smith_authority_new (SmithLibrary  *library,
                     SmithKeyring  *keyring,
                     SmithIdentity *identity)
{
  SmithAuthority *self;

  g_return_val_if_fail (SMITH_IS_LIBRARY (library), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  self = g_object_new (SMITH_TYPE_AUTHORITY, NULL);
  self->library = g_object_ref (library);
  g_set_object (&self->keyring, keyring);
  self->identity = g_object_ref (identity);

  return self;
}

/**
 * smith_authority_get_library:
 *
 * Returns: (transfer none): the library that keeps it
 */
SmithLibrary *
smith_authority_get_library (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  return self->library;
}

SmithKeyring *
smith_authority_get_keyring (SmithAuthority *self)
{
  return self->keyring;
}

/**
 * smith_authority_get_identity:
 *
 * Returns: (transfer none): whose certificate and key sign
 */
SmithIdentity *
smith_authority_get_identity (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  return self->identity;
}

/**
 * smith_authority_get_issued:
 *
 * Returns: (transfer none): a list of #SmithIssued, the newest first
 */
GListModel *
smith_authority_get_issued (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  return G_LIST_MODEL (self->issued);
}

gboolean
smith_authority_get_loading (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), FALSE);

  return self->n_loads > 0;
}

/**
 * smith_authority_get_problem:
 *
 * Returns: (transfer none) (nullable): what is damaged among its records, and what to do
 */
const char *
smith_authority_get_problem (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  return self->problem;
}

/**
 * smith_authority_get_crl:
 *
 * Returns: (transfer none) (nullable): the last revocation list
 */
SmithCrl *
smith_authority_get_crl (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  return self->crl;
}

/**
 * smith_authority_get_crl_text:
 *
 * Returns: (transfer none): what there is to know of the list, in one line
 */
const char *
smith_authority_get_crl_text (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  return self->crl_text;
}

/**
 * smith_authority_get_addresses:
 *
 * Returns: (transfer none): where the last certificate that it issued says to look for the list, the authority's own
 *   certificate and answers; only the URLs count
 */
const SmithExtensions *
smith_authority_get_addresses (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  return self->addresses;
}

/**
 * smith_authority_get_crl_days:
 *
 * Returns: for how many days each list counts that is made from now on
 */
guint
smith_authority_get_crl_days (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), SMITH_AUTHORITY_DEFAULT_CRL_DAYS);

  return self->crl_days;
}

/**
 * smith_authority_get_crl_due:
 *
 * Returns: whether there is a list that will soon be out of date, or is (smith_authority_find_crl_due())
 */
gboolean
smith_authority_get_crl_due (SmithAuthority *self)
{
  gint64 due;

  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), FALSE);

  due = smith_authority_find_crl_due (self->crl);

  return due != 0 && g_get_real_time () / G_USEC_PER_SEC >= due;
}

/**
 * smith_authority_dup_export_file:
 *
 * Returns: (transfer full) (nullable): where the last list was exported to
 */
GFile *
smith_authority_dup_export_file (SmithAuthority *self)
{
  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  return self->export_uri != NULL ? g_file_new_for_uri (self->export_uri) : NULL;
}

/**
 * smith_authority_dup_crl_command:
 *
 * Returns: (transfer full): the command line that makes the next list (smith_command_make_crl())
 */
char *
smith_authority_dup_crl_command (SmithAuthority *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  file = smith_authority_dup_export_file (self);
  path = file != NULL ? g_file_get_path (file) : NULL;

  return smith_command_make_crl (self->identity, self->crl_days, self->crl_number + 1,
                                 self->revocations != NULL && g_hash_table_size (self->revocations) > 0, path);
}

/**
 * smith_authority_dup_chain:
 *
 * Returns: (transfer full) (element-type SmithCertificate): what belongs after a certificate that it issues: its own,
 *   and those above but for the root, which clients have; a root that signs itself is there, for want of another
 */
GPtrArray *
smith_authority_dup_chain (SmithAuthority *self)
{
  g_autoptr (GPtrArray) chain = NULL;
  GListModel *above;
  guint n;

  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);

  chain = g_ptr_array_new_with_free_func (g_object_unref);
  if (smith_identity_get_certificate (self->identity) == NULL)
    return g_steal_pointer (&chain);
  g_ptr_array_add (chain, g_object_ref (smith_identity_get_certificate (self->identity)));
  above = smith_identity_get_chain (self->identity);
  n = g_list_model_get_n_items (above);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithCertificate) certificate = g_list_model_get_item (above, i);

      if (!smith_certificate_is_self_signed (certificate))
        g_ptr_array_add (chain, g_steal_pointer (&certificate));
    }

  return g_steal_pointer (&chain);
}

/**
 * smith_authority_find_recipient:
 * @public_key: that of a request
 *
 * Returns: (transfer none) (nullable): the identity of the library that a certificate for @public_key goes to
 */
SmithIdentity *
smith_authority_find_recipient (SmithAuthority *self,
                                SmithPublicKey *public_key)
{
  SmithIdentity *found;

  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (public_key), NULL);

  found = smith_library_find_by_public_key (self->library, public_key);

  return found != self->identity ? found : NULL;
}

/**
 * smith_authority_needs_new_list: (skip)
 *
 * Returns: whether there is no list, or more than half of its time is over
 */
gboolean
smith_authority_needs_new_list (SmithAuthority *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GTimeSpan left;

  if (self->crl == NULL || smith_crl_get_next_update (self->crl) == NULL)
    return TRUE;
  left = g_date_time_difference (smith_crl_get_next_update (self->crl), now);

  return left < (GTimeSpan) self->crl_days * G_TIME_SPAN_DAY / 2;
}

void
smith_authority_count_load (SmithAuthority *self,
                            int             change)
{
  self->n_loads = (guint) ((int) self->n_loads + change);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/**
 * smith_authority_take_records: (skip)
 * @records: (transfer full): as they are on disk now
 */
void
smith_authority_take_records (SmithAuthority        *self,
                              SmithAuthorityRecords *records)
{
  g_clear_pointer (&self->revocations, g_hash_table_unref);
  self->revocations = g_hash_table_ref (records->revocations);
  g_clear_pointer (&self->addresses, smith_extensions_free);
  self->addresses = g_steal_pointer (&records->addresses);
  self->crl_days = records->crl_days;
  self->crl_number = records->crl_number;
  g_free (self->export_uri);
  self->export_uri = g_steal_pointer (&records->export_uri);
  g_set_object (&self->crl, records->crl);
  g_free (self->problem);
  self->problem = g_steal_pointer (&records->problem);
  g_free (self->crl_text);
  self->crl_text = describe_crl (self);
  smith_authority_records_free (records);
  smith_authority_update_issued (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CRL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CRL_DAYS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CRL_DUE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CRL_TEXT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}
