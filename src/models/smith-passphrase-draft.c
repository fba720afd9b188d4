/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-passphrase-draft.h"

#include <string.h>

#include <glib/gi18n.h>

/* openssl asks for at least four characters of a passphrase it reads from a terminal; more than 1023
 * bytes it cannot read there (PEM_BUFSIZE), and such a key could be used in this program only. */
#define MIN_CHARACTERS 4
#define MAX_BYTES      1023

/**
 * SmithPassphraseDraft:
 *
 * How a key file is to be protected, while a person decides: by a passphrase typed twice, or not.
 *
 * The secrets go in by setters of their own and come out by smith_passphrase_draft_dup_passphrase():
 * they are no properties. What is wrong with them, and how strong the passphrase is, notifies.
 * Main thread only.
 */
struct _SmithPassphraseDraft
{
  GObject parent_instance;

  /* Owned */
  SmithSecret             *passphrase;
  SmithSecret             *repeat;
  gboolean                 protect;
  gboolean                 remember;

  /* Derived */
  SmithPassphraseStrength  strength;
  const char              *error;
  const char              *repeat_error;
  gboolean                 valid;
};

enum
{
  PROP_0,
  PROP_PROTECT,
  PROP_REMEMBER,
  PROP_STRENGTH,
  PROP_STRENGTH_TEXT,
  PROP_ERROR,
  PROP_REPEAT_ERROR,
  PROP_VALID,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithPassphraseDraft, smith_passphrase_draft, G_TYPE_OBJECT)

static gboolean
is_empty (SmithSecret *secret)
{
  return secret == NULL || smith_secret_get_size (secret) == 0;
}

static const char *
find_error (SmithPassphraseDraft *self)
{
  const char *text;

  if (is_empty (self->passphrase))
    return NULL;

  text = smith_secret_get_string (self->passphrase);
  if (smith_secret_get_size (self->passphrase) > MAX_BYTES)
    return _("Too long: OpenSSL reads at most 1023 bytes.");
  if (g_utf8_validate (text, -1, NULL) && g_utf8_strlen (text, -1) < MIN_CHARACTERS)
    return _("Too short: OpenSSL wants at least 4 characters.");

  return NULL;
}

static const char *
find_repeat_error (SmithPassphraseDraft *self)
{
  gsize typed;

  if (is_empty (self->passphrase) || is_empty (self->repeat))
    return NULL;

  /* As it is typed: no complaint as long as it can still become the same. */
  typed = smith_secret_get_size (self->repeat);
  if (typed < smith_secret_get_size (self->passphrase) &&
      memcmp (smith_secret_get_data (self->passphrase), smith_secret_get_data (self->repeat), typed) == 0)
    return NULL;
  if (!smith_secret_equal (self->passphrase, self->repeat))
    return _("The two passphrases differ.");

  return NULL;
}

static void
update (SmithPassphraseDraft *self)
{
  SmithPassphraseStrength strength = smith_passphrase_grade (self->passphrase);
  const char *error = find_error (self);
  const char *repeat_error = find_repeat_error (self);
  gboolean valid;

  valid = !self->protect ||
          (!is_empty (self->passphrase) && !is_empty (self->repeat) && error == NULL &&
           smith_secret_equal (self->passphrase, self->repeat));

  g_object_freeze_notify (G_OBJECT (self));
  if (self->strength != strength)
    {
      self->strength = strength;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STRENGTH]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STRENGTH_TEXT]);
    }
  if (g_strcmp0 (self->error, error) != 0)
    {
      self->error = error;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  if (g_strcmp0 (self->repeat_error, repeat_error) != 0)
    {
      self->repeat_error = repeat_error;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPEAT_ERROR]);
    }
  if (self->valid != valid)
    {
      self->valid = valid;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
smith_passphrase_draft_finalize (GObject *object)
{
  SmithPassphraseDraft *self = SMITH_PASSPHRASE_DRAFT (object);

  g_clear_pointer (&self->passphrase, smith_secret_unref);
  g_clear_pointer (&self->repeat, smith_secret_unref);

  G_OBJECT_CLASS (smith_passphrase_draft_parent_class)->finalize (object);
}

static void
smith_passphrase_draft_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SmithPassphraseDraft *self = SMITH_PASSPHRASE_DRAFT (object);

  switch (prop_id)
    {
    case PROP_PROTECT:
      g_value_set_boolean (value, smith_passphrase_draft_get_protect (self));
      break;
    case PROP_REMEMBER:
      g_value_set_boolean (value, smith_passphrase_draft_get_remember (self));
      break;
    case PROP_STRENGTH:
      g_value_set_uint (value, smith_passphrase_draft_get_strength (self));
      break;
    case PROP_STRENGTH_TEXT:
      g_value_set_string (value, smith_passphrase_draft_get_strength_text (self));
      break;
    case PROP_ERROR:
      g_value_set_string (value, smith_passphrase_draft_get_error (self));
      break;
    case PROP_REPEAT_ERROR:
      g_value_set_string (value, smith_passphrase_draft_get_repeat_error (self));
      break;
    case PROP_VALID:
      g_value_set_boolean (value, smith_passphrase_draft_get_valid (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_passphrase_draft_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  SmithPassphraseDraft *self = SMITH_PASSPHRASE_DRAFT (object);

  switch (prop_id)
    {
    case PROP_PROTECT:
      smith_passphrase_draft_set_protect (self, g_value_get_boolean (value));
      break;
    case PROP_REMEMBER:
      smith_passphrase_draft_set_remember (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_passphrase_draft_class_init (SmithPassphraseDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_passphrase_draft_finalize;
  object_class->get_property = smith_passphrase_draft_get_property;
  object_class->set_property = smith_passphrase_draft_set_property;

  properties[PROP_PROTECT] =
    g_param_spec_boolean ("protect", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REMEMBER] =
    g_param_spec_boolean ("remember", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STRENGTH] =
    g_param_spec_uint ("strength", NULL, NULL, SMITH_PASSPHRASE_NONE, SMITH_PASSPHRASE_STRONG, SMITH_PASSPHRASE_NONE,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STRENGTH_TEXT] =
    g_param_spec_string ("strength-text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REPEAT_ERROR] =
    g_param_spec_string ("repeat-error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALID] =
    g_param_spec_boolean ("valid", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_passphrase_draft_init (SmithPassphraseDraft *self)
{
  self->valid = TRUE;
}

/**
 * smith_passphrase_draft_new:
 *
 * Returns: (transfer full): a draft without protection
 */
SmithPassphraseDraft *
smith_passphrase_draft_new (void)
{
  return g_object_new (SMITH_TYPE_PASSPHRASE_DRAFT, NULL);
}

gboolean
smith_passphrase_draft_get_protect (SmithPassphraseDraft *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self), FALSE);

  return self->protect;
}

void
smith_passphrase_draft_set_protect (SmithPassphraseDraft *self,
                                    gboolean              protect)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self));

  if (self->protect == !!protect)
    return;

  self->protect = !!protect;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROTECT]);
  update (self);
}

gboolean
smith_passphrase_draft_get_remember (SmithPassphraseDraft *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self), FALSE);

  return self->remember;
}

void
smith_passphrase_draft_set_remember (SmithPassphraseDraft *self,
                                     gboolean              remember)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self));

  if (self->remember == !!remember)
    return;

  self->remember = !!remember;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMEMBER]);
}

static void
set_secret (SmithPassphraseDraft  *self,
            SmithSecret          **place,
            SmithSecret           *secret)
{
  if (secret != NULL)
    smith_secret_ref (secret);
  g_clear_pointer (place, smith_secret_unref);
  *place = secret;
  update (self);
}

/**
 * smith_passphrase_draft_set_passphrase:
 * @passphrase: (nullable): what was typed first
 */
void
smith_passphrase_draft_set_passphrase (SmithPassphraseDraft *self,
                                       SmithSecret          *passphrase)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self));

  set_secret (self, &self->passphrase, passphrase);
}

/**
 * smith_passphrase_draft_set_repeat:
 * @repeat: (nullable): what was typed to confirm it
 */
void
smith_passphrase_draft_set_repeat (SmithPassphraseDraft *self,
                                   SmithSecret          *repeat)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self));

  set_secret (self, &self->repeat, repeat);
}

/**
 * smith_passphrase_draft_clear:
 *
 * Forgets what was typed; the choices stay.
 */
void
smith_passphrase_draft_clear (SmithPassphraseDraft *self)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self));

  g_clear_pointer (&self->passphrase, smith_secret_unref);
  g_clear_pointer (&self->repeat, smith_secret_unref);
  update (self);
}

/**
 * smith_passphrase_draft_dup_passphrase:
 *
 * Returns: (transfer full) (nullable): the passphrase; NULL for no protection
 */
SmithSecret *
smith_passphrase_draft_dup_passphrase (SmithPassphraseDraft *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self), NULL);

  if (!self->protect || is_empty (self->passphrase))
    return NULL;

  return smith_secret_ref (self->passphrase);
}

SmithPassphraseStrength
smith_passphrase_draft_get_strength (SmithPassphraseDraft *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self), SMITH_PASSPHRASE_NONE);

  return self->strength;
}

const char *
smith_passphrase_draft_get_strength_text (SmithPassphraseDraft *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self), NULL);

  return smith_passphrase_describe_grade (self->strength);
}

/**
 * smith_passphrase_draft_get_error:
 *
 * Returns: (transfer none) (nullable): what is wrong with the passphrase
 */
const char *
smith_passphrase_draft_get_error (SmithPassphraseDraft *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self), NULL);

  return self->error;
}

/**
 * smith_passphrase_draft_get_repeat_error:
 *
 * Returns: (transfer none) (nullable): what is wrong with the repetition
 */
const char *
smith_passphrase_draft_get_repeat_error (SmithPassphraseDraft *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self), NULL);

  return self->repeat_error;
}

/**
 * smith_passphrase_draft_get_valid:
 *
 * Returns: whether a key can be written with it: no protection, or a passphrase typed twice alike
 */
gboolean
smith_passphrase_draft_get_valid (SmithPassphraseDraft *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_DRAFT (self), FALSE);

  return self->valid;
}
