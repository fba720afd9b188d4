/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-revoked-list-private.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-revocation-reason.h"
#include "smith-section.h"

/**
 * SmithRevokedList:
 *
 * The revoked certificates of a #SmithCrl, of which there may be a million: each #SmithField is made when it
 * is asked for. Immutable, free to cross threads.
 */
struct _SmithRevokedList
{
  GObject parent_instance;

  /* Owned. */
  X509_CRL *crl;
};

/* CRLReason (RFC 5280, 5.3.1); only lists of changes have it. */
#define REMOVED_FROM_LIST 8

static const char *
find_reason (const X509_REVOKED *revoked)
{
  ASN1_ENUMERATED *value = X509_REVOKED_get_ext_d2i (revoked, NID_crl_reason, NULL, NULL);
  long reason;

  if (value == NULL)
    return NULL;
  reason = ASN1_ENUMERATED_get (value);
  ASN1_ENUMERATED_free (value);
  if (reason == REMOVED_FROM_LIST)
    return _("Removed from the list");

  return smith_revocation_reason_get_title ((SmithRevocationReason) reason);
}

static GType
smith_revoked_list_get_item_type (GListModel *model)
{
  return SMITH_TYPE_FIELD;
}

static guint
smith_revoked_list_get_n_items (GListModel *model)
{
  SmithRevokedList *self = SMITH_REVOKED_LIST (model);
  int n = sk_X509_REVOKED_num (X509_CRL_get_REVOKED (self->crl));

  return (guint) MAX (n, 0);
}

static gpointer
smith_revoked_list_get_item (GListModel *model,
                             guint       position)
{
  SmithRevokedList *self = SMITH_REVOKED_LIST (model);
  const X509_REVOKED *revoked;
  const char *reason;
  g_autofree char *serial = NULL, *date = NULL, *value = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (position >= smith_revoked_list_get_n_items (model))
    return NULL;

  revoked = sk_X509_REVOKED_value (X509_CRL_get_REVOKED (self->crl), (int) position);
  serial = smith_openssl_dup_integer (X509_REVOKED_get0_serialNumber (revoked));
  time = smith_openssl_dup_time (X509_REVOKED_get0_revocationDate (revoked));
  date = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S UTC") : g_strdup (_("At a time that cannot be read"));
  reason = find_reason (revoked);
  smith_crypto_clear_queue ();
  /* Translators: when a certificate was revoked, and why. */
  value = reason != NULL ? g_strdup_printf (_("%s: %s"), date, reason) : g_strdup (date);

  return smith_field_new (serial, value, TRUE);
}

static void
smith_revoked_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = smith_revoked_list_get_item_type;
  iface->get_n_items = smith_revoked_list_get_n_items;
  iface->get_item = smith_revoked_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithRevokedList, smith_revoked_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, smith_revoked_list_list_model_init))

static void
smith_revoked_list_finalize (GObject *object)
{
  SmithRevokedList *self = SMITH_REVOKED_LIST (object);

  g_clear_pointer (&self->crl, X509_CRL_free);

  G_OBJECT_CLASS (smith_revoked_list_parent_class)->finalize (object);
}

static void
smith_revoked_list_class_init (SmithRevokedListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_revoked_list_finalize;
}

static void
smith_revoked_list_init (SmithRevokedList *self)
{
}

/**
 * smith_revoked_list_new: (skip)
 * @crl: (transfer none): a list that nobody changes any more
 *
 * Returns: (transfer full): a list of #SmithField: the serial number, then when and why
 */
GListModel *
smith_revoked_list_new (X509_CRL *crl)
{
  SmithRevokedList *self = g_object_new (SMITH_TYPE_REVOKED_LIST, NULL);

  X509_CRL_up_ref (crl);
  self->crl = crl;

  return G_LIST_MODEL (self);
}
