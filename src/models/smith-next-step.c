/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-next-step-private.h"

#include <glib/gi18n.h>

#include "smith-identity-state.h"

/**
 * SmithNextStep:
 *
 * The one thing to do next with an identity, as the strip above the panes says it. Found in a
 * table: the first row that applies. Immutable.
 */
struct _SmithNextStep
{
  GObject parent_instance;

  /* Owned */
  char       *sentence;

  /* Borrowed from the table */
  const char *button;
  const char *pane;
  const char *action;
};

enum
{
  PROP_0,
  PROP_SENTENCE,
  PROP_BUTTON,
  PROP_PANE,
  PROP_ACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithNextStep, smith_next_step, G_TYPE_OBJECT)

typedef struct
{
  const SmithIdentityData *data;
  SmithIdentityState       state;
  gint64                   now;
} Situation;

typedef struct
{
  gboolean   (*applies)  (const Situation *situation);
  char      *(*describe) (const Situation *situation);  /* NULL: the sentence of the row */
  const char  *sentence;
  const char  *button;
  const char  *pane;                                    /* NULL: the pane of what is damaged */
  const char  *action;
} Row;

static gboolean
is_damaged (const Situation *situation)
{
  return situation->state == SMITH_IDENTITY_STATE_DAMAGED;
}

static char *
describe_damage (const Situation *situation)
{
  return g_strdup (situation->data->problem);
}

static gboolean
is_unkept_import (const Situation *situation)
{
  return situation->data->folder == NULL &&
         (situation->data->has_key || situation->data->request != NULL || situation->data->certificate != NULL);
}

static gboolean
lacks_key_of_certificate (const Situation *situation)
{
  return !situation->data->has_key && situation->data->certificate != NULL;
}

static gboolean
lacks_key_of_request (const Situation *situation)
{
  return !situation->data->has_key && situation->data->request != NULL;
}

static gboolean
lacks_key (const Situation *situation)
{
  return !situation->data->has_key;
}

static gboolean
lacks_request (const Situation *situation)
{
  return situation->state == SMITH_IDENTITY_STATE_KEY_ONLY;
}

static gboolean
lacks_certificate (const Situation *situation)
{
  return situation->state == SMITH_IDENTITY_STATE_WAITING;
}

static gboolean
needs_renewal (const Situation *situation)
{
  return situation->state == SMITH_IDENTITY_STATE_EXPIRED || situation->state == SMITH_IDENTITY_STATE_EXPIRING;
}

static gboolean
needs_renewal_self_signed (const Situation *situation)
{
  return needs_renewal (situation) && situation->data->self_signed && situation->data->request != NULL;
}

static char *
describe_renewal (const Situation *situation)
{
  g_autofree char *when = smith_identity_state_dup_date (situation->data->not_after);

  if (situation->state == SMITH_IDENTITY_STATE_EXPIRED && situation->data->self_signed)
    return g_strdup_printf (_("Renew: self-sign again; this certificate expired on %s"), when);
  if (situation->state == SMITH_IDENTITY_STATE_EXPIRED)
    return g_strdup_printf (_("Renew: send your CA a new request with the same names; this certificate expired on %s"), when);
  if (situation->data->self_signed)
    return g_strdup_printf (_("Renew: self-sign again before this certificate expires on %s"), when);

  return g_strdup_printf (_("Renew: send your CA a new request with the same names, before this certificate expires on %s"),
                          when);
}

static guint
count_chain (const Situation *situation)
{
  return situation->data->chain != NULL ? situation->data->chain->len : 0;
}

static gboolean
is_chain_unordered (const Situation *situation)
{
  return !situation->data->chain_ordered && situation->data->chain_reach == count_chain (situation);
}

static gboolean
has_gap (const Situation *situation)
{
  return situation->data->chain_gap && situation->data->chain_reach > 0;
}

static gboolean
has_foreign_links (const Situation *situation)
{
  return !situation->data->chain_ordered && situation->data->chain_reach > 0;
}

static gboolean
lacks_issuer (const Situation *situation)
{
  return !situation->data->self_signed && situation->data->chain_reach == 0;
}

static gboolean
is_not_yet_valid (const Situation *situation)
{
  return situation->state == SMITH_IDENTITY_STATE_NOT_YET_VALID;
}

static char *
describe_not_yet_valid (const Situation *situation)
{
  g_autofree char *when = smith_identity_state_dup_date (situation->data->not_before);

  return g_strdup_printf (_("Wait: the certificate is not valid before %s"), when);
}

static gboolean
needs_new_authority (const Situation *situation)
{
  return needs_renewal (situation) && situation->data->has_key && situation->data->is_ca;
}

static char *
describe_new_authority (const Situation *situation)
{
  g_autofree char *when = smith_identity_state_dup_date (situation->data->not_after);

  if (situation->state == SMITH_IDENTITY_STATE_EXPIRED)
    return g_strdup_printf (_("Create a new authority: this one expired on %s, and so did all that it signed"), when);

  return g_strdup_printf (_("Create a new authority before this one, and all that it signed, expires on %s"), when);
}

/* An authority works here; its own certificate is installed by those who trust it, and is not uploaded. */
static gboolean
is_authority (const Situation *situation)
{
  return situation->data->has_key && situation->data->is_ca;
}

static gboolean
needs_new_list (const Situation *situation)
{
  return is_authority (situation) && situation->data->crl_due_at != 0 && situation->now >= situation->data->crl_due_at;
}

static char *
describe_new_list (const Situation *situation)
{
  g_autofree char *when = smith_identity_state_dup_date (situation->data->crl_ends_at);

  if (situation->now >= situation->data->crl_ends_at)
    return g_strdup_printf (_("Renew the revocation list: it is out of date since %s, and clients may refuse all that this "
                              "authority signed"), when);

  return g_strdup_printf (_("Renew the revocation list: clients want a newer one by %s"), when);
}

static gboolean
is_self_signed_to_upload (const Situation *situation)
{
  return situation->data->self_signed && !smith_identity_data_is_uploaded (situation->data);
}

static gboolean
is_to_upload (const Situation *situation)
{
  return !smith_identity_data_is_uploaded (situation->data);
}

static gboolean
is_uploaded (const Situation *situation)
{
  return smith_identity_data_is_uploaded (situation->data);
}

static char *
describe_uploaded (const Situation *situation)
{
  g_autofree char *until = smith_identity_state_dup_date (situation->data->not_after);
  const SmithUploadRecord *upload = situation->data->upload;

  return g_strdup_printf (_("Valid until %s, uploaded as %s"), until, upload->arn != NULL ? upload->arn : upload->name);
}

/* The first row that applies is the next step. */
static const Row rows[] = {
  { is_damaged, describe_damage, NULL, NULL, NULL, NULL },
  { is_unkept_import, NULL, N_("Keep this identity, so that it is here the next time"),
    N_("_Keep"), "key", "win.keep" },
  { lacks_key_of_certificate, NULL, N_("The private key of this certificate is not here: drop its file to add it"),
    NULL, "key", NULL },
  { lacks_key_of_request, NULL, N_("The private key of this request is not here: drop its file to add it"),
    NULL, "key", NULL },
  { lacks_key, NULL, N_("Create the key"), N_("_Create Key"), "key", "key.create" },
  { lacks_request, NULL, N_("Fill in the request"), N_("_Create Request"), "request", "request.create" },
  { lacks_certificate, NULL, N_("Send the request to your CA, then drop here what it sends you"),
    N_("_Copy Request"), "request", "request.copy" },
  { needs_new_authority, describe_new_authority, NULL, N_("_New Authority…"), "certificate", "win.new-authority" },
  { needs_renewal_self_signed, describe_renewal, NULL, N_("_Self-Sign…"), "certificate", "certificate.self-sign" },
  { needs_renewal, describe_renewal, NULL, N_("_Renew…"), "request", "win.renew" },
  { is_chain_unordered, NULL, N_("Put the chain in order"), N_("_Put in Order"), "chain", "chain.order" },
  { has_gap, NULL, N_("Add the certificate that is missing in the chain, or remove what does not belong to it"),
    N_("_Add Certificates…"), "chain", "chain.add" },
  { has_foreign_links, NULL, N_("Remove from the chain what did not sign the certificate above it"),
    N_("_Put in Order"), "chain", "chain.order" },
  { lacks_issuer, NULL, N_("Add the intermediate certificates that your CA sent with the certificate"),
    N_("_Add Certificates…"), "chain", "chain.add" },
  { is_not_yet_valid, describe_not_yet_valid, NULL, NULL, "certificate", NULL },
  { needs_new_list, describe_new_list, NULL, N_("_Renew List"), "certificate", "certificate.renew-list" },
  { is_authority, NULL, N_("Sign requests with this authority; its certificate is not for uploading, but for those who "
                           "trust it"), N_("_Issued…"), "certificate", "certificate.issued" },
  { is_self_signed_to_upload, NULL, N_("Ready to upload; replace it by a certificate of a CA when you have one"),
    N_("_Upload…"), "upload", "upload.upload" },
  { is_to_upload, NULL, N_("Ready to upload"), N_("_Upload…"), "upload", "upload.upload" },
  { is_uploaded, describe_uploaded, NULL, NULL, "upload", NULL },
};

/* Where a damage is looked at. */
static const struct
{
  SmithIdentityParts  parts;
  const char         *pane;
} damage_panes[] = {
  { SMITH_IDENTITY_PART_FOLDER | SMITH_IDENTITY_PART_INI, "key" },
  { SMITH_IDENTITY_PART_PRIVATE_KEY | SMITH_IDENTITY_PART_PUBLIC_KEY, "key" },
  { SMITH_IDENTITY_PART_REQUEST, "request" },
  { SMITH_IDENTITY_PART_CERTIFICATE | SMITH_IDENTITY_PART_AUTHORITY, "certificate" },
  { SMITH_IDENTITY_PART_CHAIN, "chain" },
};

static const char *
find_damage_pane (SmithIdentityParts damage)
{
  for (guint i = 0; i < G_N_ELEMENTS (damage_panes); i++)
    if (damage & damage_panes[i].parts)
      return damage_panes[i].pane;

  return "key";
}

static void
smith_next_step_finalize (GObject *object)
{
  SmithNextStep *self = SMITH_NEXT_STEP (object);

  g_free (self->sentence);

  G_OBJECT_CLASS (smith_next_step_parent_class)->finalize (object);
}

static void
smith_next_step_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithNextStep *self = SMITH_NEXT_STEP (object);

  switch (prop_id)
    {
    case PROP_SENTENCE:
      g_value_set_string (value, smith_next_step_get_sentence (self));
      break;
    case PROP_BUTTON:
      g_value_set_string (value, smith_next_step_get_button (self));
      break;
    case PROP_PANE:
      g_value_set_string (value, smith_next_step_get_pane (self));
      break;
    case PROP_ACTION:
      g_value_set_string (value, smith_next_step_get_action (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_next_step_class_init (SmithNextStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_next_step_finalize;
  object_class->get_property = smith_next_step_get_property;

  properties[PROP_SENTENCE] =
    g_param_spec_string ("sentence", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUTTON] =
    g_param_spec_string ("button", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANE] =
    g_param_spec_string ("pane", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACTION] =
    g_param_spec_string ("action", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_next_step_init (SmithNextStep *self)
{
}

/**
 * smith_next_step_find:
 * @data: an identity
 * @now: seconds since the epoch
 *
 * Returns: (transfer full) (nullable): the first row of the table that applies
 */
SmithNextStep *
smith_next_step_find (const SmithIdentityData *data,
                      gint64                   now)
{
  Situation situation = { data, smith_identity_state_find (data, now), now };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SmithNextStep *self;

      if (!rows[i].applies (&situation))
        continue;
      self = g_object_new (SMITH_TYPE_NEXT_STEP, NULL);
      self->sentence = rows[i].describe != NULL ? rows[i].describe (&situation) : g_strdup (_(rows[i].sentence));
      self->button = rows[i].button != NULL ? _(rows[i].button) : NULL;
      self->pane = rows[i].pane != NULL ? rows[i].pane : find_damage_pane (data->damage);
      self->action = rows[i].action;
      return self;
    }

  return NULL;
}

/**
 * smith_next_step_equal:
 * @a: (nullable): a step
 * @b: (nullable): another
 */
gboolean
smith_next_step_equal (SmithNextStep *a,
                       SmithNextStep *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_str_equal (a->sentence, b->sentence) && a->button == b->button &&
         g_str_equal (a->pane, b->pane) && a->action == b->action;
}

/**
 * smith_next_step_get_sentence:
 *
 * Returns: (transfer none): what to do, or that there is nothing to do
 */
const char *
smith_next_step_get_sentence (SmithNextStep *self)
{
  g_return_val_if_fail (SMITH_IS_NEXT_STEP (self), NULL);

  return self->sentence;
}

/**
 * smith_next_step_get_button:
 *
 * Returns: (transfer none) (nullable): the label of its button, with a mnemonic
 */
const char *
smith_next_step_get_button (SmithNextStep *self)
{
  g_return_val_if_fail (SMITH_IS_NEXT_STEP (self), NULL);

  return self->button;
}

/**
 * smith_next_step_get_pane:
 *
 * Returns: (transfer none): key, request, certificate, chain or upload
 */
const char *
smith_next_step_get_pane (SmithNextStep *self)
{
  g_return_val_if_fail (SMITH_IS_NEXT_STEP (self), NULL);

  return self->pane;
}

/**
 * smith_next_step_get_action:
 *
 * Returns: (transfer none) (nullable): the action behind the button, to be activated on the pane;
 *   one of the window's is found from there, too
 */
const char *
smith_next_step_get_action (SmithNextStep *self)
{
  g_return_val_if_fail (SMITH_IS_NEXT_STEP (self), NULL);

  return self->action;
}
