/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-signer-row.h"

#include <glib/gi18n.h>

#include "smith-authority-signing.h"
#include "smith-settings.h"

/**
 * SmithSignerRow:
 *
 * Who signs a new certificate. Not shown where the library has no authority: then there is nothing to choose. What was
 * chosen the last time is chosen again; a renewal begins with who signed the certificate of today.
 */
struct _SmithSignerRow
{
  AdwComboRow parent_instance;

  /* Owned */
  GListModel *signers;    /* of SmithIdentity */
};

#define KEY_SIGNER "signer"

G_DEFINE_FINAL_TYPE (SmithSignerRow, smith_signer_row, ADW_TYPE_COMBO_ROW)

/* The first row is nobody's. */
static guint
find_row (SmithSignerRow *self,
          const char     *id)
{
  guint n = g_list_model_get_n_items (self->signers);

  for (guint i = 0; id != NULL && i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (self->signers, i);

      if (g_strcmp0 (smith_identity_get_id (identity), id) == 0)
        return i + 1;
    }

  return 0;
}

static void
smith_signer_row_dispose (GObject *object)
{
  g_clear_object (&SMITH_SIGNER_ROW (object)->signers);

  G_OBJECT_CLASS (smith_signer_row_parent_class)->dispose (object);
}

static void
smith_signer_row_class_init (SmithSignerRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = smith_signer_row_dispose;
}

static void
smith_signer_row_init (SmithSignerRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * smith_signer_row_new:
 *
 * Returns: (transfer floating): a row that is not shown until it is filled
 */
GtkWidget *
smith_signer_row_new (void)
{
  return g_object_new (SMITH_TYPE_SIGNER_ROW, NULL);
}

/**
 * smith_signer_row_fill:
 * @library: whose authorities are offered
 * @source: (nullable): what is renewed
 */
void
smith_signer_row_fill (SmithSignerRow *self,
                       SmithLibrary   *library,
                       SmithIdentity  *source)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GSettings) settings = smith_settings_open ();
  g_autofree char *last = settings != NULL ? g_settings_get_string (settings, KEY_SIGNER) : NULL;
  SmithCertificate *today = source != NULL ? smith_identity_get_certificate (source) : NULL;
  g_autoptr (SmithIdentity) signer = today != NULL ? smith_authority_find_signer (library, today) : NULL;
  guint n;

  g_return_if_fail (SMITH_IS_SIGNER_ROW (self));
  g_return_if_fail (SMITH_IS_LIBRARY (library));

  g_clear_object (&self->signers);
  self->signers = smith_authority_list (library);
  gtk_string_list_append (names, _("A CA, later"));
  n = g_list_model_get_n_items (self->signers);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (self->signers, i);

      gtk_string_list_append (names, smith_identity_get_name (identity));
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
  if (today != NULL)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self), find_row (self, signer != NULL ? smith_identity_get_id (signer) : NULL));
  else
    adw_combo_row_set_selected (ADW_COMBO_ROW (self), find_row (self, last));
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

/**
 * smith_signer_row_get_signer:
 *
 * Returns: (transfer none) (nullable): who signs at once; NULL: the request is sent to a CA
 */
SmithIdentity *
smith_signer_row_get_signer (SmithSignerRow *self)
{
  guint selected;
  g_autoptr (SmithIdentity) signer = NULL;

  g_return_val_if_fail (SMITH_IS_SIGNER_ROW (self), NULL);

  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  if (self->signers == NULL || selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;
  signer = g_list_model_get_item (self->signers, selected - 1);

  /* The list keeps it. */
  return signer;
}

/**
 * smith_signer_row_remember:
 *
 * What is chosen now is chosen the next time.
 */
void
smith_signer_row_remember (SmithSignerRow *self)
{
  g_autoptr (GSettings) settings = NULL;
  SmithIdentity *signer;

  g_return_if_fail (SMITH_IS_SIGNER_ROW (self));

  signer = smith_signer_row_get_signer (self);
  settings = smith_settings_open ();
  if (settings != NULL && gtk_widget_get_visible (GTK_WIDGET (self)))
    g_settings_set_string (settings, KEY_SIGNER, signer != NULL ? smith_identity_get_id (signer) : "");
}
