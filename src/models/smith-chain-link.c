/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-link-private.h"

#include <glib/gi18n.h>

#include "smith-validity.h"

/**
 * SmithChainLink:
 *
 * One row of a [class@SmithChain]: a certificate, where it stands, and what it is to the one above.
 *
 * Owned by the chain, which moves the same object when a person moves the certificate, so that a
 * view can keep its row. All words that a row shows are properties of it.
 */
struct _SmithChainLink
{
  GObject parent_instance;

  /* Owned */
  SmithCertificate *certificate;
  char             *issuer_text;
  char             *expiry_text;
  char             *verdict_text;
  char             *description;

  guint             position;
  guint             n_links;
  gboolean          is_root;
  SmithChainVerdict verdict;
  SmithChainRepair  repair;
};

enum
{
  PROP_0,
  PROP_CERTIFICATE,
  PROP_POSITION,
  PROP_N_LINKS,
  PROP_IS_LEAF,
  PROP_IS_ROOT,
  PROP_VERDICT,
  PROP_HOLDS,
  PROP_REPAIR,
  PROP_TITLE,
  PROP_ROLE_TEXT,
  PROP_ISSUER_TEXT,
  PROP_EXPIRY_TEXT,
  PROP_VERDICT_TEXT,
  PROP_DESCRIPTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithChainLink, smith_chain_link, G_TYPE_OBJECT)

static char *
dup_expiry_text (SmithCertificate *certificate)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GDateTime *not_before = smith_certificate_get_not_before (certificate);
  GDateTime *not_after = smith_certificate_get_not_after (certificate);
  g_autofree char *date = NULL;

  switch (smith_validity_judge (not_before, not_after, now))
    {
    case SMITH_VALIDITY_EXPIRED:
      date = smith_validity_dup_date (not_after);
      return g_strdup_printf (_("Expired on %s"), date);
    case SMITH_VALIDITY_NOT_YET_VALID:
      date = smith_validity_dup_date (not_before);
      return g_strdup_printf (_("Not valid before %s"), date);
    case SMITH_VALIDITY_EXPIRING:
    case SMITH_VALIDITY_GOOD:
    default:
      date = smith_validity_dup_date (not_after);
      return g_strdup_printf (_("Valid until %s"), date);
    }
}

static char *
dup_verdict_text (SmithChainLink   *self,
                  SmithCertificate *above)
{
  g_autofree char *date = NULL;

  switch (self->verdict)
    {
    case SMITH_CHAIN_VERDICT_CHECKING:
      return g_strdup (_("Checking the signature…"));
    case SMITH_CHAIN_VERDICT_SIGNED_ABOVE:
      return g_strdup (_("Signed the certificate above"));
    case SMITH_CHAIN_VERDICT_EXPIRED:
      date = smith_validity_dup_date (smith_certificate_get_not_after (self->certificate));
      return g_strdup_printf (_("Signed the certificate above, but expired on %s"), date);
    case SMITH_CHAIN_VERDICT_NOT_YET_VALID:
      date = smith_validity_dup_date (smith_certificate_get_not_before (self->certificate));
      return g_strdup_printf (_("Signed the certificate above, but is not valid before %s"), date);
    case SMITH_CHAIN_VERDICT_NOT_ISSUER:
      return g_strdup_printf (_("Did not sign the certificate above, which names “%s” as its issuer"),
                              smith_name_get_display_name (smith_certificate_get_issuer (above)));
    case SMITH_CHAIN_VERDICT_BAD_SIGNATURE:
      return g_strdup (_("Has the name of the issuer, but its key did not sign the certificate above"));
    case SMITH_CHAIN_VERDICT_AFTER_ROOT:
      return g_strdup (_("Did not sign the certificate above, which signed itself and ends the chain"));
    case SMITH_CHAIN_VERDICT_DUPLICATE:
      return g_strdup (_("The same certificate is in the chain already, further up"));
    case SMITH_CHAIN_VERDICT_LEAF_AGAIN:
      return g_strdup (_("This is the server certificate again, which never belongs into the chain"));
    case SMITH_CHAIN_VERDICT_LEAF:
    default:
      return NULL;
    }
}

static char *
dup_description (SmithChainLink *self)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;
  g_autofree char *place = NULL;

  /* Translators: place in a list: "2 of 4" */
  place = g_strdup_printf (_("%u of %u"), self->position + 1, self->n_links);
  g_strv_builder_add_many (parts, place, smith_chain_link_get_role_text (self),
                           smith_chain_link_get_title (self), self->issuer_text, self->expiry_text, NULL);
  if (self->verdict_text != NULL)
    g_strv_builder_add (parts, self->verdict_text);
  strv = g_strv_builder_end (parts);

  return g_strjoinv (", ", strv);
}

static gboolean
take_text (char **place,
           char  *text)
{
  g_autofree char *owned = text;

  if (g_strcmp0 (*place, owned) == 0)
    return FALSE;
  g_free (*place);
  *place = g_steal_pointer (&owned);

  return TRUE;
}

static void
smith_chain_link_finalize (GObject *object)
{
  SmithChainLink *self = SMITH_CHAIN_LINK (object);

  g_clear_object (&self->certificate);
  g_free (self->issuer_text);
  g_free (self->expiry_text);
  g_free (self->verdict_text);
  g_free (self->description);

  G_OBJECT_CLASS (smith_chain_link_parent_class)->finalize (object);
}

static void
smith_chain_link_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SmithChainLink *self = SMITH_CHAIN_LINK (object);

  switch (prop_id)
    {
    case PROP_CERTIFICATE:
      g_value_set_object (value, self->certificate);
      break;
    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;
    case PROP_N_LINKS:
      g_value_set_uint (value, self->n_links);
      break;
    case PROP_IS_LEAF:
      g_value_set_boolean (value, smith_chain_link_get_is_leaf (self));
      break;
    case PROP_IS_ROOT:
      g_value_set_boolean (value, self->is_root);
      break;
    case PROP_VERDICT:
      g_value_set_int (value, self->verdict);
      break;
    case PROP_HOLDS:
      g_value_set_boolean (value, smith_chain_link_get_holds (self));
      break;
    case PROP_REPAIR:
      g_value_set_int (value, self->repair);
      break;
    case PROP_TITLE:
      g_value_set_string (value, smith_chain_link_get_title (self));
      break;
    case PROP_ROLE_TEXT:
      g_value_set_string (value, smith_chain_link_get_role_text (self));
      break;
    case PROP_ISSUER_TEXT:
      g_value_set_string (value, self->issuer_text);
      break;
    case PROP_EXPIRY_TEXT:
      g_value_set_string (value, self->expiry_text);
      break;
    case PROP_VERDICT_TEXT:
      g_value_set_string (value, self->verdict_text);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_link_class_init (SmithChainLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = smith_chain_link_finalize;
  object_class->get_property = smith_chain_link_get_property;

  properties[PROP_CERTIFICATE] =
    g_param_spec_object ("certificate", NULL, NULL, SMITH_TYPE_CERTIFICATE, flags);
  properties[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_LINKS] = g_param_spec_uint ("n-links", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_IS_LEAF] = g_param_spec_boolean ("is-leaf", NULL, NULL, FALSE, flags);
  properties[PROP_IS_ROOT] = g_param_spec_boolean ("is-root", NULL, NULL, FALSE, flags);
  properties[PROP_VERDICT] =
    g_param_spec_int ("verdict", NULL, NULL, 0, SMITH_CHAIN_VERDICT_LEAF_AGAIN, 0, flags);
  properties[PROP_HOLDS] = g_param_spec_boolean ("holds", NULL, NULL, FALSE, flags);
  properties[PROP_REPAIR] =
    g_param_spec_int ("repair", NULL, NULL, 0, SMITH_CHAIN_REPAIR_ADD_ISSUER, 0, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ROLE_TEXT] = g_param_spec_string ("role-text", NULL, NULL, NULL, flags);
  properties[PROP_ISSUER_TEXT] = g_param_spec_string ("issuer-text", NULL, NULL, NULL, flags);
  properties[PROP_EXPIRY_TEXT] = g_param_spec_string ("expiry-text", NULL, NULL, NULL, flags);
  properties[PROP_VERDICT_TEXT] = g_param_spec_string ("verdict-text", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_chain_link_init (SmithChainLink *self)
{
}

/**
 * smith_chain_link_new: (skip)
 * @certificate: what the row is about
 *
 * Returns: (transfer full): a row that stands nowhere yet
 */
SmithChainLink *
smith_chain_link_new (SmithCertificate *certificate)
{
  SmithChainLink *self;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);

  self = g_object_new (SMITH_TYPE_CHAIN_LINK, NULL);
  self->certificate = g_object_ref (certificate);

  return self;
}

/**
 * smith_chain_link_update: (skip)
 * @above: (nullable): the certificate of the row above
 *
 * Says where the row stands now and what it is to the one above; notifies what changed.
 */
void
smith_chain_link_update (SmithChainLink    *self,
                         guint              position,
                         guint              n_links,
                         gboolean           is_root,
                         SmithCertificate  *above,
                         SmithChainVerdict  verdict,
                         SmithChainRepair   repair)
{
  GObject *object = G_OBJECT (self);
  g_autofree char *old_role = NULL;
  gboolean old_holds;
  gboolean old_is_leaf;

  g_return_if_fail (SMITH_IS_CHAIN_LINK (self));

  g_object_freeze_notify (object);
  old_role = g_strdup (smith_chain_link_get_role_text (self));
  old_holds = smith_chain_link_get_holds (self);
  old_is_leaf = smith_chain_link_get_is_leaf (self);

#define UPDATE(field, value, PROP) \
  if (self->field != (value)) \
    { \
      self->field = (value); \
      g_object_notify_by_pspec (object, properties[PROP]); \
    }
  UPDATE (position, position, PROP_POSITION)
  UPDATE (n_links, n_links, PROP_N_LINKS)
  UPDATE (is_root, is_root, PROP_IS_ROOT)
  UPDATE (verdict, verdict, PROP_VERDICT)
  UPDATE (repair, repair, PROP_REPAIR)
#undef UPDATE

  if (old_is_leaf != smith_chain_link_get_is_leaf (self))
    g_object_notify_by_pspec (object, properties[PROP_IS_LEAF]);
  if (old_holds != smith_chain_link_get_holds (self))
    g_object_notify_by_pspec (object, properties[PROP_HOLDS]);
  if (g_strcmp0 (old_role, smith_chain_link_get_role_text (self)) != 0)
    g_object_notify_by_pspec (object, properties[PROP_ROLE_TEXT]);
  if (take_text (&self->issuer_text, is_root ? g_strdup (_("Signed by itself"))
                 : g_strdup_printf (_("Issued by %s"),
                                    smith_name_get_display_name (smith_certificate_get_issuer (self->certificate)))))
    g_object_notify_by_pspec (object, properties[PROP_ISSUER_TEXT]);
  if (take_text (&self->expiry_text, dup_expiry_text (self->certificate)))
    g_object_notify_by_pspec (object, properties[PROP_EXPIRY_TEXT]);
  if (take_text (&self->verdict_text, dup_verdict_text (self, above)))
    g_object_notify_by_pspec (object, properties[PROP_VERDICT_TEXT]);
  if (take_text (&self->description, dup_description (self)))
    g_object_notify_by_pspec (object, properties[PROP_DESCRIPTION]);
  g_object_thaw_notify (object);
}

/**
 * smith_chain_link_get_certificate:
 *
 * Returns: (transfer none): the certificate
 */
SmithCertificate *
smith_chain_link_get_certificate (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), NULL);

  return self->certificate;
}

guint
smith_chain_link_get_position (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), 0);

  return self->position;
}

guint
smith_chain_link_get_n_links (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), 0);

  return self->n_links;
}

gboolean
smith_chain_link_get_is_leaf (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), FALSE);

  return self->verdict == SMITH_CHAIN_VERDICT_LEAF;
}

/**
 * smith_chain_link_get_is_root:
 *
 * Returns: whether it signed itself (checked by signature); FALSE while that is being checked
 */
gboolean
smith_chain_link_get_is_root (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), FALSE);

  return self->is_root;
}

SmithChainVerdict
smith_chain_link_get_verdict (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), SMITH_CHAIN_VERDICT_CHECKING);

  return self->verdict;
}

/**
 * smith_chain_link_get_holds:
 *
 * Returns: whether it signed the certificate above, or has none above it; dates play no part
 */
gboolean
smith_chain_link_get_holds (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), FALSE);

  switch (self->verdict)
    {
    case SMITH_CHAIN_VERDICT_LEAF:
    case SMITH_CHAIN_VERDICT_SIGNED_ABOVE:
    case SMITH_CHAIN_VERDICT_EXPIRED:
    case SMITH_CHAIN_VERDICT_NOT_YET_VALID:
      return TRUE;
    case SMITH_CHAIN_VERDICT_CHECKING:
    case SMITH_CHAIN_VERDICT_NOT_ISSUER:
    case SMITH_CHAIN_VERDICT_BAD_SIGNATURE:
    case SMITH_CHAIN_VERDICT_AFTER_ROOT:
    case SMITH_CHAIN_VERDICT_DUPLICATE:
    case SMITH_CHAIN_VERDICT_LEAF_AGAIN:
    default:
      return FALSE;
    }
}

SmithChainRepair
smith_chain_link_get_repair (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), SMITH_CHAIN_REPAIR_NONE);

  return self->repair;
}

/**
 * smith_chain_link_get_title:
 *
 * Returns: (transfer none): who the certificate is about
 */
const char *
smith_chain_link_get_title (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), NULL);

  return smith_certificate_get_title (self->certificate);
}

/**
 * smith_chain_link_get_role_text:
 *
 * Returns: (transfer none): what it is in the chain, translated
 */
const char *
smith_chain_link_get_role_text (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), NULL);

  if (self->verdict == SMITH_CHAIN_VERDICT_LEAF)
    return _("server certificate");
  if (self->is_root)
    return _("root, optional");
  if (!smith_certificate_is_ca (self->certificate))
    return _("not a CA");

  return _("intermediate");
}

/**
 * smith_chain_link_get_issuer_text:
 *
 * Returns: (transfer none): who issued it, in words
 */
const char *
smith_chain_link_get_issuer_text (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), NULL);

  return self->issuer_text;
}

/**
 * smith_chain_link_get_expiry_text:
 *
 * Returns: (transfer none): until when it is good, in words
 */
const char *
smith_chain_link_get_expiry_text (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), NULL);

  return self->expiry_text;
}

/**
 * smith_chain_link_get_verdict_text:
 *
 * Returns: (transfer none) (nullable): what it is to the certificate above, as a sentence; NULL for the leaf
 */
const char *
smith_chain_link_get_verdict_text (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), NULL);

  return self->verdict_text;
}

/**
 * smith_chain_link_get_description:
 *
 * Returns: (transfer none): place, role, subject, issuer, dates and verdict in one, to be read aloud
 */
const char *
smith_chain_link_get_description (SmithChainLink *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (self), NULL);

  return self->description;
}
