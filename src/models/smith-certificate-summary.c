/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate-summary.h"

#include <glib/gi18n.h>

/**
 * SmithCertificateSummary:
 *
 * The certificate of an identity as a person reads it first: who, for which names, by whom, how long
 * still, whether it is trusted and whether the key fits.
 *
 * Follows the identity of its [class@SmithChain]. The days are those of the last change or of
 * smith_certificate_summary_refresh(), which a view calls when it is shown.
 */
struct _SmithCertificateSummary
{
  GObject parent_instance;

  /* Owned */
  SmithChain       *chain;
  GSignalGroup     *identity_signals;
  SmithCertificate *certificate;
  char             *issuer_text;
  char             *validity_text;
  char             *period_text;
  char             *period_utc;
  char             *trust_text;
  const char       *key_text;

  SmithValidity     validity;
  double            fraction;
  gboolean          trust_is_good;
  SmithKeyFit       key_fit;
};

enum
{
  PROP_0,
  PROP_CHAIN,
  PROP_CERTIFICATE,
  PROP_TITLE,
  PROP_NAMES,
  PROP_ISSUER_TEXT,
  PROP_VALIDITY,
  PROP_FRACTION,
  PROP_VALIDITY_TEXT,
  PROP_PERIOD_TEXT,
  PROP_PERIOD_UTC,
  PROP_TRUST_IS_GOOD,
  PROP_TRUST_TEXT,
  PROP_KEY_FIT,
  PROP_KEY_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithCertificateSummary, smith_certificate_summary, G_TYPE_OBJECT)

static void
take_text (SmithCertificateSummary  *self,
           char                    **place,
           char                     *text,
           guint                     prop_id)
{
  g_autofree char *owned = text;

  if (g_strcmp0 (*place, owned) == 0)
    return;
  g_free (*place);
  *place = g_steal_pointer (&owned);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static const char *
get_trust_text (SmithCertificateSummary *self)
{
  switch (smith_chain_get_state (self->chain))
    {
    case SMITH_CHAIN_STATE_SELF_SIGNED:
      return _("Self-signed: only those who are told to trust it do");
    case SMITH_CHAIN_STATE_COMPLETE:
      return _("The chain from its issuer to a root is complete and in order");
    case SMITH_CHAIN_STATE_ROOTLESS:
      return _("The chain of its issuers is in order");
    case SMITH_CHAIN_STATE_EMPTY:
      return _("The chain is missing: without it many clients cannot tell who issued this certificate");
    case SMITH_CHAIN_STATE_UNORDERED:
      if (smith_certificate_is_self_signed (self->certificate))
        return _("Self-signed, but there are certificates in its chain, which do not belong there");
      return _("The chain of its issuers is not in order");
    case SMITH_CHAIN_STATE_GAP:
      return _("A certificate of the chain is missing");
    case SMITH_CHAIN_STATE_OUT_OF_DATE:
      return _("The chain is in order, but not all of it is valid today");
    case SMITH_CHAIN_STATE_NO_CERTIFICATE:
    case SMITH_CHAIN_STATE_CHECKING:
    default:
      return _("Checking the chain…");
    }
}

static void
refresh_trust (SmithCertificateSummary *self)
{
  SmithChainState state = smith_chain_get_state (self->chain);
  gboolean is_good = state == SMITH_CHAIN_STATE_COMPLETE || state == SMITH_CHAIN_STATE_ROOTLESS ||
                     state == SMITH_CHAIN_STATE_SELF_SIGNED;

  if (self->trust_is_good != is_good)
    {
      self->trust_is_good = is_good;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRUST_IS_GOOD]);
    }
  take_text (self, &self->trust_text, self->certificate != NULL ? g_strdup (get_trust_text (self)) : NULL, PROP_TRUST_TEXT);
}

static void
refresh_key (SmithCertificateSummary *self)
{
  SmithIdentity *identity = smith_chain_get_identity (self->chain);
  SmithKeyFit fit = SMITH_KEY_FIT_UNKNOWN;

  self->key_text = NULL;
  if (self->certificate != NULL && !smith_identity_get_has_key (identity))
    {
      fit = SMITH_KEY_FIT_NO_KEY;
      self->key_text = _("The private key is not here: without it the certificate cannot be used on a server");
    }
  else if (self->certificate != NULL && smith_identity_get_public_key (identity) != NULL)
    {
      if (smith_public_key_equal (smith_identity_get_public_key (identity),
                                  smith_certificate_get_public_key (self->certificate)))
        {
          fit = SMITH_KEY_FIT_FITS;
          self->key_text = _("Your key fits");
        }
      else
        {
          fit = SMITH_KEY_FIT_DIFFERS;
          self->key_text = _("This certificate was made for another key than the one that is here");
        }
    }

  if (self->key_fit != fit)
    {
      self->key_fit = fit;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_FIT]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_TEXT]);
    }
}

static void
follow_certificate (SmithCertificateSummary *self)
{
  SmithIdentity *identity = smith_chain_get_identity (self->chain);
  SmithCertificate *certificate = identity != NULL ? smith_identity_get_certificate (identity) : NULL;

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->certificate, certificate))
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CERTIFICATE]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAMES]);
    }
  smith_certificate_summary_refresh (self, NULL);
  refresh_trust (self);
  refresh_key (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
follow_identity (SmithCertificateSummary *self)
{
  g_signal_group_set_target (self->identity_signals, smith_chain_get_identity (self->chain));
  follow_certificate (self);
}

static void
smith_certificate_summary_constructed (GObject *object)
{
  SmithCertificateSummary *self = SMITH_CERTIFICATE_SUMMARY (object);

  G_OBJECT_CLASS (smith_certificate_summary_parent_class)->constructed (object);

  g_signal_connect_object (self->chain, "notify::identity", G_CALLBACK (follow_identity), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chain, "notify::state", G_CALLBACK (refresh_trust), self, G_CONNECT_SWAPPED);
  follow_identity (self);
}

static void
smith_certificate_summary_dispose (GObject *object)
{
  SmithCertificateSummary *self = SMITH_CERTIFICATE_SUMMARY (object);

  if (self->identity_signals != NULL)
    g_signal_group_set_target (self->identity_signals, NULL);
  g_clear_object (&self->identity_signals);
  g_clear_object (&self->certificate);
  if (self->chain != NULL)
    g_signal_handlers_disconnect_by_data (self->chain, self);
  g_clear_object (&self->chain);

  G_OBJECT_CLASS (smith_certificate_summary_parent_class)->dispose (object);
}

static void
smith_certificate_summary_finalize (GObject *object)
{
  SmithCertificateSummary *self = SMITH_CERTIFICATE_SUMMARY (object);

  g_free (self->issuer_text);
  g_free (self->validity_text);
  g_free (self->period_text);
  g_free (self->period_utc);
  g_free (self->trust_text);

  G_OBJECT_CLASS (smith_certificate_summary_parent_class)->finalize (object);
}

static void
smith_certificate_summary_get_property (GObject    *object,
                                        guint       prop_id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  SmithCertificateSummary *self = SMITH_CERTIFICATE_SUMMARY (object);

  switch (prop_id)
    {
    case PROP_CHAIN:
      g_value_set_object (value, self->chain);
      break;
    case PROP_CERTIFICATE:
      g_value_set_object (value, self->certificate);
      break;
    case PROP_TITLE:
      g_value_set_string (value, smith_certificate_summary_get_title (self));
      break;
    case PROP_NAMES:
      g_value_set_object (value, smith_certificate_summary_get_names (self));
      break;
    case PROP_ISSUER_TEXT:
      g_value_set_string (value, self->issuer_text);
      break;
    case PROP_VALIDITY:
      g_value_set_int (value, self->validity);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_VALIDITY_TEXT:
      g_value_set_string (value, self->validity_text);
      break;
    case PROP_PERIOD_TEXT:
      g_value_set_string (value, self->period_text);
      break;
    case PROP_PERIOD_UTC:
      g_value_set_string (value, self->period_utc);
      break;
    case PROP_TRUST_IS_GOOD:
      g_value_set_boolean (value, self->trust_is_good);
      break;
    case PROP_TRUST_TEXT:
      g_value_set_string (value, self->trust_text);
      break;
    case PROP_KEY_FIT:
      g_value_set_int (value, self->key_fit);
      break;
    case PROP_KEY_TEXT:
      g_value_set_string (value, self->key_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_certificate_summary_set_property (GObject      *object,
                                        guint         prop_id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  SmithCertificateSummary *self = SMITH_CERTIFICATE_SUMMARY (object);

  switch (prop_id)
    {
    case PROP_CHAIN:
      self->chain = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_certificate_summary_class_init (SmithCertificateSummaryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = smith_certificate_summary_constructed;
  object_class->dispose = smith_certificate_summary_dispose;
  object_class->finalize = smith_certificate_summary_finalize;
  object_class->get_property = smith_certificate_summary_get_property;
  object_class->set_property = smith_certificate_summary_set_property;

  properties[PROP_CHAIN] =
    g_param_spec_object ("chain", NULL, NULL, SMITH_TYPE_CHAIN,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CERTIFICATE] =
    g_param_spec_object ("certificate", NULL, NULL, SMITH_TYPE_CERTIFICATE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_NAMES] = g_param_spec_object ("names", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_ISSUER_TEXT] = g_param_spec_string ("issuer-text", NULL, NULL, NULL, flags);
  properties[PROP_VALIDITY] =
    g_param_spec_int ("validity", NULL, NULL, 0, SMITH_VALIDITY_NOT_YET_VALID, 0, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0.0, 1.0, 0.0, flags);
  properties[PROP_VALIDITY_TEXT] = g_param_spec_string ("validity-text", NULL, NULL, NULL, flags);
  properties[PROP_PERIOD_TEXT] = g_param_spec_string ("period-text", NULL, NULL, NULL, flags);
  properties[PROP_PERIOD_UTC] = g_param_spec_string ("period-utc", NULL, NULL, NULL, flags);
  properties[PROP_TRUST_IS_GOOD] = g_param_spec_boolean ("trust-is-good", NULL, NULL, FALSE, flags);
  properties[PROP_TRUST_TEXT] = g_param_spec_string ("trust-text", NULL, NULL, NULL, flags);
  properties[PROP_KEY_FIT] = g_param_spec_int ("key-fit", NULL, NULL, 0, SMITH_KEY_FIT_NO_KEY, 0, flags);
  properties[PROP_KEY_TEXT] = g_param_spec_string ("key-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_certificate_summary_init (SmithCertificateSummary *self)
{
  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  g_signal_group_connect_swapped (self->identity_signals, "notify::certificate", G_CALLBACK (follow_certificate), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::public-key", G_CALLBACK (refresh_key), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::has-key", G_CALLBACK (refresh_key), self);
}

/**
 * smith_certificate_summary_new:
 * @chain: whose identity it follows
 *
 * Returns: (transfer full): a summary
 */
SmithCertificateSummary *
smith_certificate_summary_new (SmithChain *chain)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (chain), NULL);

  return g_object_new (SMITH_TYPE_CERTIFICATE_SUMMARY, "chain", chain, NULL);
}

/**
 * smith_certificate_summary_refresh:
 * @now: (nullable): the time to judge for; NULL: now
 *
 * Says again how long the certificate is good.
 */
void
smith_certificate_summary_refresh (SmithCertificateSummary *self,
                                   GDateTime               *now)
{
  g_autoptr (GDateTime) time = NULL;
  GDateTime *not_before;
  GDateTime *not_after;
  SmithValidity validity;
  double fraction;

  g_return_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self));

  if (self->certificate == NULL)
    return;

  time = now != NULL ? g_date_time_ref (now) : g_date_time_new_now_utc ();
  not_before = smith_certificate_get_not_before (self->certificate);
  not_after = smith_certificate_get_not_after (self->certificate);
  validity = smith_validity_judge (not_before, not_after, time);
  fraction = smith_validity_fraction (not_before, not_after, time);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->validity != validity)
    {
      self->validity = validity;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALIDITY]);
    }
  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
    }
  take_text (self, &self->issuer_text,
             smith_certificate_is_self_signed (self->certificate)
             ? g_strdup (_("Issued by itself"))
             : g_strdup_printf (_("Issued by %s"),
                                smith_name_get_display_name (smith_certificate_get_issuer (self->certificate))),
             PROP_ISSUER_TEXT);
  take_text (self, &self->validity_text, smith_validity_dup_sentence (not_before, not_after, time),
             PROP_VALIDITY_TEXT);
  take_text (self, &self->period_text, smith_validity_dup_period (not_before, not_after), PROP_PERIOD_TEXT);
  take_text (self, &self->period_utc, smith_validity_dup_period_utc (not_before, not_after), PROP_PERIOD_UTC);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * smith_certificate_summary_get_certificate:
 *
 * Returns: (transfer none) (nullable): the certificate, if there is one
 */
SmithCertificate *
smith_certificate_summary_get_certificate (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->certificate;
}

/**
 * smith_certificate_summary_get_title:
 *
 * Returns: (transfer none) (nullable): who it is about
 */
const char *
smith_certificate_summary_get_title (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->certificate != NULL ? smith_certificate_get_title (self->certificate) : NULL;
}

/**
 * smith_certificate_summary_get_names:
 *
 * Returns: (transfer none) (nullable) (element-type SmithAltName): the names that it is good for
 */
GListModel *
smith_certificate_summary_get_names (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->certificate != NULL ? smith_certificate_get_alt_names (self->certificate) : NULL;
}

/**
 * smith_certificate_summary_get_issuer_text:
 *
 * Returns: (transfer none) (nullable): who issued it, in words
 */
const char *
smith_certificate_summary_get_issuer_text (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->issuer_text;
}

SmithValidity
smith_certificate_summary_get_validity (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), SMITH_VALIDITY_EXPIRED);

  return self->validity;
}

double
smith_certificate_summary_get_fraction (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), 0.0);

  return self->fraction;
}

/**
 * smith_certificate_summary_get_validity_text:
 *
 * Returns: (transfer none) (nullable): the days left, in words
 */
const char *
smith_certificate_summary_get_validity_text (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->validity_text;
}

/**
 * smith_certificate_summary_get_period_text:
 *
 * Returns: (transfer none) (nullable): from when until when, in the local time zone
 */
const char *
smith_certificate_summary_get_period_text (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->period_text;
}

/**
 * smith_certificate_summary_get_period_utc:
 *
 * Returns: (transfer none) (nullable): the same to the second, in UTC
 */
const char *
smith_certificate_summary_get_period_utc (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->period_utc;
}

gboolean
smith_certificate_summary_get_trust_is_good (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), FALSE);

  return self->trust_is_good;
}

/**
 * smith_certificate_summary_get_trust_text:
 *
 * Returns: (transfer none) (nullable): who vouches for it, in words
 */
const char *
smith_certificate_summary_get_trust_text (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->trust_text;
}

SmithKeyFit
smith_certificate_summary_get_key_fit (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), SMITH_KEY_FIT_UNKNOWN);

  return self->key_fit;
}

/**
 * smith_certificate_summary_get_key_text:
 *
 * Returns: (transfer none) (nullable): whether the private key is here and fits, in words
 */
const char *
smith_certificate_summary_get_key_text (SmithCertificateSummary *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE_SUMMARY (self), NULL);

  return self->key_text;
}
