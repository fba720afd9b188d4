/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-item.h"

#include <glib/gi18n.h>

/**
 * SmithBundleItem:
 *
 * One row of a #SmithBundleList: a certificate, or what is wrong where one should be. Made when a view asks
 * for the row, and decoded when the row asks for what it shows. "chosen" notifies; it is the list's to set.
 * Main thread only.
 */
struct _SmithBundleItem
{
  GObject parent_instance;

  /* Owned */
  SmithBundleBatch *batch;
  SmithOutline     *outline;        /* when first asked for */
  char             *title;          /* likewise */

  guint    entry;
  guint    number;
  gboolean chosen;
};

enum
{
  PROP_0,
  PROP_CHOSEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithBundleItem, smith_bundle_item, G_TYPE_OBJECT)

static void
smith_bundle_item_finalize (GObject *object)
{
  SmithBundleItem *self = SMITH_BUNDLE_ITEM (object);

  g_clear_pointer (&self->batch, smith_bundle_batch_unref);
  g_clear_pointer (&self->outline, smith_outline_free);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (smith_bundle_item_parent_class)->finalize (object);
}

static void
smith_bundle_item_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, smith_bundle_item_get_chosen (SMITH_BUNDLE_ITEM (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_bundle_item_class_init (SmithBundleItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_bundle_item_finalize;
  object_class->get_property = smith_bundle_item_get_property;

  properties[PROP_CHOSEN] =
    g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_bundle_item_init (SmithBundleItem *self)
{
}

/**
 * smith_bundle_item_new:
 * @batch: where it is
 * @entry: its place there
 * @number: its place in the bundle, from 1
 *
 * Returns: (transfer full): a new item, not chosen
 */
SmithBundleItem *
smith_bundle_item_new (SmithBundleBatch *batch,
                       guint             entry,
                       guint             number)
{
  SmithBundleItem *self;

  g_return_val_if_fail (batch != NULL && entry < smith_bundle_batch_get_n_entries (batch), NULL);

  self = g_object_new (SMITH_TYPE_BUNDLE_ITEM, NULL);
  self->batch = smith_bundle_batch_ref (batch);
  self->entry = entry;
  self->number = number;

  return self;
}

/**
 * smith_bundle_item_get_number:
 *
 * Returns: its place in the bundle, from 1
 */
guint
smith_bundle_item_get_number (SmithBundleItem *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), 0);

  return self->number;
}

/**
 * smith_bundle_item_get_line:
 *
 * Returns: the line on which it begins, from 1; 0 where there are no lines
 */
guint
smith_bundle_item_get_line (SmithBundleItem *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), 0);

  return smith_bundle_batch_get_line (self->batch, self->entry);
}

/**
 * smith_bundle_item_get_error:
 *
 * Returns: (nullable): why it is no certificate, as a sentence; NULL where it is one
 */
const char *
smith_bundle_item_get_error (SmithBundleItem *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), NULL);

  return smith_bundle_batch_get_error (self->batch, self->entry);
}

/**
 * smith_bundle_item_get_outline:
 *
 * Decodes it the first time.
 *
 * Returns: (transfer none) (nullable): what the certificate says; NULL where it is none
 */
const SmithOutline *
smith_bundle_item_get_outline (SmithBundleItem *self)
{
  gsize size;
  const guint8 *der;

  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), NULL);

  der = smith_bundle_batch_peek_der (self->batch, self->entry, &size);
  if (self->outline == NULL && der != NULL)
    self->outline = smith_outline_new_from_der (der, size, NULL);

  return self->outline;
}

/**
 * smith_bundle_item_get_title:
 *
 * Returns: the name of the certificate for people; for an error, where it is
 */
const char *
smith_bundle_item_get_title (SmithBundleItem *self)
{
  const SmithOutline *outline;

  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), NULL);

  outline = smith_bundle_item_get_outline (self);
  if (outline != NULL)
    return outline->title;
  if (self->title == NULL)
    {
      guint line = smith_bundle_item_get_line (self);

      self->title = line > 0
        /* Translators: a line of a file, counted from 1. */
        ? g_strdup_printf (_("Line %u"), line)
        /* Translators: an entry of a file that has no lines, counted from 1. */
        : g_strdup_printf (_("Entry %u"), self->number);
    }

  return self->title;
}

/**
 * smith_bundle_item_get_subtitle:
 *
 * Returns: who issued the certificate, for people; for an error, what is wrong
 */
const char *
smith_bundle_item_get_subtitle (SmithBundleItem *self)
{
  const SmithOutline *outline;
  const char *error;

  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), NULL);

  outline = smith_bundle_item_get_outline (self);
  if (outline != NULL)
    return outline->issuer;
  error = smith_bundle_item_get_error (self);

  return error != NULL ? error : "";
}

/**
 * smith_bundle_item_get_chosen:
 *
 * Returns: whether a person has picked it for what is done with several
 */
gboolean
smith_bundle_item_get_chosen (SmithBundleItem *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), FALSE);

  return self->chosen;
}

/**
 * smith_bundle_item_set_chosen:
 *
 * For the list: see smith_bundle_list_set_chosen().
 */
void
smith_bundle_item_set_chosen (SmithBundleItem *self,
                              gboolean         chosen)
{
  g_return_if_fail (SMITH_IS_BUNDLE_ITEM (self));

  if (self->chosen == chosen)
    return;

  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

/**
 * smith_bundle_item_dup_pem:
 *
 * Returns: (transfer full) (nullable): the certificate as canonical PEM; NULL where it is none
 */
char *
smith_bundle_item_dup_pem (SmithBundleItem *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), NULL);

  return smith_bundle_batch_dup_pem (self->batch, self->entry);
}

/**
 * smith_bundle_item_dup_certificate:
 *
 * Returns: (transfer full) (nullable): the certificate, decoded anew; NULL where it is none
 */
SmithCertificate *
smith_bundle_item_dup_certificate (SmithBundleItem *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_ITEM (self), NULL);

  return smith_bundle_batch_dup_certificate (self->batch, self->entry);
}
