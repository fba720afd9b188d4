/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-export-draft-private.h"

#include <glib/gi18n.h>

#include "smith-list.h"

/**
 * SmithKeyExportDraft:
 *
 * The form that a copy of a private key is to have: encoding, passphrase, and how the passphrase is stretched.
 *
 * The copy is made in smith-key-export-draft-write.c; the same as a command line, in smith-key-export-draft-command.c.
 * Main thread only.
 */

enum
{
  PROP_0,
  PROP_ENCODING,
  PROP_SCRYPT,
  PROP_PASSPHRASE,
  PROP_PROTECTABLE,
  PROP_VALID,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithKeyExportDraft, smith_key_export_draft, G_TYPE_OBJECT)

/* What each is for, in the order in which they are offered. */
static const struct
{
  const char *title;
  const char *description;
  const char *suffix;
} encodings[SMITH_N_KEY_ENCODINGS] = {
  [SMITH_KEY_ENCODING_PKCS8] = {
    N_("PKCS#8 (PEM)"), N_("For nginx, Apache, HAProxy, AWS and nearly everything else."), "-key.pem" },
  [SMITH_KEY_ENCODING_TRADITIONAL] = {
    N_("Traditional (PEM): PKCS#1 or SEC 1"), N_("For old programs that ask for “BEGIN RSA PRIVATE KEY” or “BEGIN EC PRIVATE KEY”; "
                                                 "never encrypted."), "-key.pem" },
  [SMITH_KEY_ENCODING_DER] = {
    N_("PKCS#8 (DER)"), N_("The same without text around it: for Java programs and devices."), "-key.der" },
  [SMITH_KEY_ENCODING_PKCS12] = {
    N_("PKCS#12 (.p12)"), N_("Key, certificate and chain in one file: for Windows 10 and Server 2019 or newer, macOS, Java "
                             "and browsers."), ".p12" },
  [SMITH_KEY_ENCODING_PKCS12_LEGACY] = {
    N_("PKCS#12 for old Windows (.pfx)"), N_("For Server 2016 and older: Triple DES and SHA-1, so choose a long passphrase."),
    ".pfx" },
};

gboolean
smith_key_export_draft_is_pkcs12 (SmithKeyEncoding encoding)
{
  return encoding == SMITH_KEY_ENCODING_PKCS12 || encoding == SMITH_KEY_ENCODING_PKCS12_LEGACY;
}

static void
notify_valid (SmithKeyExportDraft *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
smith_key_export_draft_finalize (GObject *object)
{
  SmithKeyExportDraft *self = SMITH_KEY_EXPORT_DRAFT (object);

  g_clear_object (&self->identity);
  g_clear_object (&self->former);
  g_clear_object (&self->passphrase);

  G_OBJECT_CLASS (smith_key_export_draft_parent_class)->finalize (object);
}

static void
smith_key_export_draft_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SmithKeyExportDraft *self = SMITH_KEY_EXPORT_DRAFT (object);

  switch (prop_id)
    {
    case PROP_ENCODING:
      g_value_set_int (value, (int) smith_key_export_draft_get_encoding (self));
      break;
    case PROP_SCRYPT:
      g_value_set_boolean (value, smith_key_export_draft_get_scrypt (self));
      break;
    case PROP_PASSPHRASE:
      g_value_set_object (value, smith_key_export_draft_get_passphrase (self));
      break;
    case PROP_PROTECTABLE:
      g_value_set_boolean (value, smith_key_export_draft_get_protectable (self));
      break;
    case PROP_VALID:
      g_value_set_boolean (value, smith_key_export_draft_get_valid (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_key_export_draft_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  SmithKeyExportDraft *self = SMITH_KEY_EXPORT_DRAFT (object);

  switch (prop_id)
    {
    case PROP_ENCODING:
      smith_key_export_draft_set_encoding (self, (SmithKeyEncoding) g_value_get_int (value));
      break;
    case PROP_SCRYPT:
      smith_key_export_draft_set_scrypt (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_key_export_draft_class_init (SmithKeyExportDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_key_export_draft_finalize;
  object_class->get_property = smith_key_export_draft_get_property;
  object_class->set_property = smith_key_export_draft_set_property;

  /* #SmithKeyEncoding as a number. */
  properties[PROP_ENCODING] =
    g_param_spec_int ("encoding", NULL, NULL, 0, SMITH_N_KEY_ENCODINGS - 1, SMITH_KEY_ENCODING_PKCS8,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCRYPT] =
    g_param_spec_boolean ("scrypt", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PASSPHRASE] =
    g_param_spec_object ("passphrase", NULL, NULL, SMITH_TYPE_PASSPHRASE_DRAFT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROTECTABLE] =
    g_param_spec_boolean ("protectable", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALID] =
    g_param_spec_boolean ("valid", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_key_export_draft_init (SmithKeyExportDraft *self)
{
  self->passphrase = smith_passphrase_draft_new ();
  smith_passphrase_draft_set_protect (self->passphrase, TRUE);
  g_signal_connect_object (self->passphrase, "notify::valid", G_CALLBACK (notify_valid), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->passphrase, "notify::protect", G_CALLBACK (notify_valid), self, G_CONNECT_SWAPPED);
}

/**
 * smith_key_export_draft_new:
 * @identity: whose key it is
 * @former: (nullable): one of its former keys; NULL: the key of today
 *
 * Returns: (transfer full): a draft of PKCS#8 in PEM with a passphrase
 */
SmithKeyExportDraft *
smith_key_export_draft_new (SmithIdentity  *identity,
                            SmithFormerKey *former)
{
  SmithKeyExportDraft *self;

  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (former == NULL || SMITH_IS_FORMER_KEY (former), NULL);

  self = g_object_new (SMITH_TYPE_KEY_EXPORT_DRAFT, NULL);
  g_set_object (&self->identity, identity);
  g_set_object (&self->former, former);

  return self;
}

/**
 * smith_key_export_draft_get_identity:
 *
 * Returns: (transfer none): whose key it is
 */
SmithIdentity *
smith_key_export_draft_get_identity (SmithKeyExportDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), NULL);

  return self->identity;
}

SmithKeyEncoding
smith_key_export_draft_get_encoding (SmithKeyExportDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), SMITH_KEY_ENCODING_PKCS8);

  return self->encoding;
}

void
smith_key_export_draft_set_encoding (SmithKeyExportDraft *self,
                                     SmithKeyEncoding     encoding)
{
  g_return_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self));
  g_return_if_fail (encoding < SMITH_N_KEY_ENCODINGS);

  if (self->encoding == encoding)
    return;

  self->encoding = encoding;
  if (smith_key_export_draft_is_pkcs12 (encoding))
    smith_passphrase_draft_set_protect (self->passphrase, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENCODING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROTECTABLE]);
  notify_valid (self);
}

static SmithPublicKey *
get_public_key (SmithKeyExportDraft *self)
{
  return self->former != NULL ? smith_former_key_get_public_key (self->former)
                              : smith_identity_get_public_key (self->identity);
}

/**
 * smith_key_export_draft_takes:
 *
 * Returns: whether this kind of key can be written in @encoding
 */
gboolean
smith_key_export_draft_takes (SmithKeyExportDraft *self,
                              SmithKeyEncoding     encoding)
{
  SmithPublicKey *key;

  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), FALSE);

  key = get_public_key (self);

  return key == NULL || smith_key_encoding_takes (encoding, key);
}

/**
 * smith_key_export_draft_get_scrypt:
 *
 * Returns: whether the passphrase of PKCS#8 is stretched by scrypt instead of PBKDF2
 */
gboolean
smith_key_export_draft_get_scrypt (SmithKeyExportDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), FALSE);

  return self->scrypt;
}

void
smith_key_export_draft_set_scrypt (SmithKeyExportDraft *self,
                                   gboolean             scrypt)
{
  g_return_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self));

  if (self->scrypt == scrypt)
    return;

  self->scrypt = scrypt;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCRYPT]);
}

/**
 * smith_key_export_draft_get_passphrase:
 *
 * Returns: (transfer none): the passphrase of the copy
 */
SmithPassphraseDraft *
smith_key_export_draft_get_passphrase (SmithKeyExportDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), NULL);

  return self->passphrase;
}

/**
 * smith_key_export_draft_get_protectable:
 *
 * Returns: whether a passphrase makes sense: the traditional form has none
 */
gboolean
smith_key_export_draft_get_protectable (SmithKeyExportDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), FALSE);

  return self->encoding != SMITH_KEY_ENCODING_TRADITIONAL;
}

/**
 * smith_key_export_draft_get_encrypted:
 *
 * Returns: whether the copy will be useless to whoever does not have the passphrase
 */
gboolean
smith_key_export_draft_get_encrypted (SmithKeyExportDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), FALSE);

  return smith_key_export_draft_get_protectable (self) && smith_passphrase_draft_get_protect (self->passphrase);
}

/**
 * smith_key_export_draft_get_valid:
 *
 * Returns: whether smith_key_export_draft_write_async() may be called
 */
gboolean
smith_key_export_draft_get_valid (SmithKeyExportDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), FALSE);

  if (!smith_key_export_draft_takes (self, self->encoding) || smith_key_export_draft_get_problem (self) != NULL)
    return FALSE;

  return !smith_key_export_draft_get_encrypted (self) || smith_passphrase_draft_get_valid (self->passphrase);
}

/**
 * smith_key_export_draft_get_problem:
 *
 * Returns: (transfer none) (nullable): why what is chosen does not go together, as a sentence
 */
const char *
smith_key_export_draft_get_problem (SmithKeyExportDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), NULL);

  if (!smith_key_export_draft_takes (self, self->encoding))
    return _("There is no traditional form of this kind of key. Choose PKCS#8.");
  if (smith_key_export_draft_is_pkcs12 (self->encoding) && !smith_passphrase_draft_get_protect (self->passphrase))
    return _("A PKCS#12 file always has a passphrase: programs do not agree on what none would mean.");

  return NULL;
}

/**
 * smith_key_export_draft_dup_file_name:
 *
 * Returns: (transfer full): what the file may be called
 */
char *
smith_key_export_draft_dup_file_name (SmithKeyExportDraft *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self), NULL);

  name = g_strconcat (smith_identity_get_name (self->identity), encodings[self->encoding].suffix, NULL);
  /* "*.example.com" would make a file name that shells stumble over. */
  g_strdelimit (name, "*/\\:?\"<>|", '_');

  return g_steal_pointer (&name);
}

static void
append_all (GPtrArray *chain,
            GPtrArray *links)
{
  for (guint i = 0; i < links->len; i++)
    g_ptr_array_add (chain, g_object_ref (g_ptr_array_index (links, i)));
}

/* What is exported beside the key: the certificate is borrowed, and its chain is added to @chain; nothing where there is
 * no certificate. */
SmithCertificate *
smith_key_export_draft_find_certificate (SmithKeyExportDraft *self,
                                         GPtrArray           *chain)
{
  SmithCertificate *certificate = NULL;

  if (self->former != NULL)
    {
      g_autoptr (SmithCertificate) first =
        g_list_model_get_item (smith_former_key_get_certificates (self->former), 0);

      certificate = first;
      if (certificate != NULL)
        append_all (chain, smith_former_key_get_chain (self->former));
      return certificate;
    }

  certificate = smith_identity_get_certificate (self->identity);
  if (certificate != NULL)
    g_ptr_array_extend_and_steal (chain, smith_list_dup_items (smith_identity_get_chain (self->identity)));

  return certificate;
}

/**
 * smith_key_export_draft_get_title:
 *
 * Returns: (transfer none): an encoding by name
 */
const char *
smith_key_export_draft_get_title (SmithKeyEncoding encoding)
{
  g_return_val_if_fail (encoding < SMITH_N_KEY_ENCODINGS, NULL);

  return _(encodings[encoding].title);
}

/**
 * smith_key_export_draft_get_description:
 *
 * Returns: (transfer none): what an encoding is for, in a line
 */
const char *
smith_key_export_draft_get_description (SmithKeyEncoding encoding)
{
  g_return_val_if_fail (encoding < SMITH_N_KEY_ENCODINGS, NULL);

  return _(encodings[encoding].description);
}
