/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-parsed-private.h"

/**
 * SmithParsed:
 *
 * One thing that was found in what was dropped, pasted or opened: a certificate, a request, a key or a
 * revocation list, or the error that says why it could not be read. Immutable once the parser has handed it out.
 */
struct _SmithParsed
{
  GObject parent_instance;

  /* Owned. */
  char             *source;
  char             *format;
  SmithCertificate *certificate;
  SmithRequest     *request;
  SmithCrl         *crl;
  SmithKey         *key;
  SmithSecret      *passphrase;
  GError           *error;
  GPtrArray        *mends;    /* NULL-terminated. */
};

G_DEFINE_FINAL_TYPE (SmithParsed, smith_parsed, G_TYPE_OBJECT)

static void
smith_parsed_finalize (GObject *object)
{
  SmithParsed *self = SMITH_PARSED (object);

  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->format, g_free);
  g_clear_object (&self->certificate);
  g_clear_object (&self->request);
  g_clear_object (&self->crl);
  g_clear_object (&self->key);
  g_clear_pointer (&self->passphrase, smith_secret_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->mends, g_ptr_array_unref);

  G_OBJECT_CLASS (smith_parsed_parent_class)->finalize (object);
}

static void
smith_parsed_class_init (SmithParsedClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_parsed_finalize;
}

static void
smith_parsed_init (SmithParsed *self)
{
  self->mends = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->mends, NULL);
}

/**
 * smith_parsed_new: (skip)
 * @source: (nullable): where it comes from, such as the name of a file
 * @format: how it was written, such as "PEM"
 *
 * Returns: (transfer full): a new result that holds nothing yet
 */
SmithParsed *
smith_parsed_new (const char *source,
                  const char *format)
{
  SmithParsed *self = g_object_new (SMITH_TYPE_PARSED, NULL);

  self->source = g_strdup (source != NULL ? source : "");
  self->format = g_strdup (format);

  return self;
}

void
smith_parsed_take_certificate (SmithParsed      *self,
                               SmithCertificate *certificate)
{
  g_clear_object (&self->certificate);
  self->certificate = certificate;
}

void
smith_parsed_take_request (SmithParsed  *self,
                           SmithRequest *request)
{
  g_clear_object (&self->request);
  self->request = request;
}

void
smith_parsed_take_crl (SmithParsed *self,
                       SmithCrl    *crl)
{
  g_clear_object (&self->crl);
  self->crl = crl;
}

/* @passphrase: (nullable) (transfer none): what opened the key. */
void
smith_parsed_take_key (SmithParsed *self,
                       SmithKey    *key,
                       SmithSecret *passphrase)
{
  g_clear_object (&self->key);
  g_clear_pointer (&self->passphrase, smith_secret_unref);
  self->key = key;
  if (passphrase != NULL)
    self->passphrase = smith_secret_ref (passphrase);
}

void
smith_parsed_take_error (SmithParsed *self,
                         GError      *error)
{
  g_clear_error (&self->error);
  self->error = error;
}

void
smith_parsed_add_mend (SmithParsed *self,
                       const char  *mend)
{
  g_ptr_array_insert (self->mends, (int) self->mends->len - 1, g_strdup (mend));
}

/**
 * smith_parsed_get_source:
 *
 * Returns: what smith_parser_parse() was told, such as the name of a file, then for a file in an archive "!" and its
 *   name there ("ca.zip!chain/two.crt"); "" where it was told nothing
 */
const char *
smith_parsed_get_source (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return self->source;
}

/**
 * smith_parsed_get_format:
 *
 * Returns: how it was written: "PEM", "DER", "PKCS#7", "PKCS#12", the kind of an archive that
 *   could not be read, …; "" where nothing was understood
 */
const char *
smith_parsed_get_format (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return self->format;
}

/**
 * smith_parsed_get_certificate:
 *
 * Returns: (transfer none) (nullable): the certificate, where it is one
 */
SmithCertificate *
smith_parsed_get_certificate (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return self->certificate;
}

/**
 * smith_parsed_get_request:
 *
 * Returns: (transfer none) (nullable): the request, where it is one
 */
SmithRequest *
smith_parsed_get_request (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return self->request;
}

/**
 * smith_parsed_get_crl:
 *
 * Returns: (transfer none) (nullable): the revocation list, where it is one
 */
SmithCrl *
smith_parsed_get_crl (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return self->crl;
}

/**
 * smith_parsed_get_key:
 *
 * Returns: (transfer none) (nullable): the private key, where it is one
 */
SmithKey *
smith_parsed_get_key (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return self->key;
}

/**
 * smith_parsed_get_passphrase:
 *
 * Returns: (transfer none) (nullable): what opened the key, so that it can be kept encrypted with the same;
 *   NULL where the key was not encrypted
 */
SmithSecret *
smith_parsed_get_passphrase (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return self->passphrase;
}

/**
 * smith_parsed_get_error:
 *
 * Returns: (nullable): why there is no certificate, request, key or revocation list
 */
const GError *
smith_parsed_get_error (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return self->error;
}

/**
 * smith_parsed_get_mends:
 *
 * Returns: (array zero-terminated=1): how the input was mended to be read, in words that make a list with commas, such as
 *   "22 trailing spaces removed" and "PKCS#12 unpacked"; often none
 */
const char * const *
smith_parsed_get_mends (SmithParsed *self)
{
  g_return_val_if_fail (SMITH_IS_PARSED (self), NULL);

  return (const char * const *) self->mends->pdata;
}
