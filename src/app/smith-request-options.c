/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-options.h"

#include <glib/gi18n.h>

#include "smith-attributes-row.h"
#include "smith-carried-row.h"
#include "smith-message-row.h"
#include "smith-page-layout.h"
#include "smith-secret-entry.h"
#include "smith-usage-row.h"

/**
 * SmithRequestOptions:
 *
 * The part of the request form that is folded away: what few requests need. Each row says in its subtitle
 * what it holds, so that nothing is asked for unseen.
 */
struct _SmithRequestOptions
{
  GtkWidget           parent_instance;

  /* Owned */
  SmithRequestDraft  *draft;
  GSignalGroup       *draft_signals;
  gboolean            showing;

  /* Template */
  GtkWidget          *group;
  SmithAttributesRow *attributes_row;
  SmithUsageRow      *usage_row;
  SmithCarriedRow    *carried_row;
  AdwExpanderRow     *signature_row;
  AdwComboRow        *digest_row;
  GtkWidget          *challenge_row;
  SmithMessageRow    *challenge_message;
};

G_DEFINE_FINAL_TYPE (SmithRequestOptions, smith_request_options, GTK_TYPE_WIDGET)

static const struct
{
  const char *digest;
  const char *title;
} digests[] = {
  { "SHA256", "SHA-256" },
  { "SHA384", "SHA-384" },
  { "SHA512", "SHA-512" },
};

static void
update_usage (SmithRequestOptions *self)
{
  if (self->draft == NULL)
    return;

  smith_usage_row_set_extensions (self->usage_row, smith_request_draft_get_extensions (self->draft),
                                  smith_request_draft_get_default_extensions (self->draft),
                                  smith_request_draft_get_extensions_error (self->draft));
}

static void
update_signature (SmithRequestOptions *self)
{
  gboolean challenge;
  g_autofree char *subtitle = NULL;

  if (self->draft == NULL)
    return;

  challenge = smith_request_draft_get_challenge (self->draft) != NULL;
  self->showing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    {
      if (!g_str_equal (digests[i].digest, smith_request_draft_get_digest (self->draft)))
        continue;
      adw_combo_row_set_selected (self->digest_row, i);
      /* Translators: %s is a digest, such as SHA-256 */
      subtitle = challenge ? g_strdup_printf (_("%s, challenge password"), digests[i].title) : g_strdup (digests[i].title);
    }
  adw_expander_row_set_subtitle (self->signature_row, subtitle);
  /* It is forgotten when the request is there. */
  if (!challenge && smith_request_draft_get_challenge_error (self->draft) == NULL)
    smith_secret_entry_clear (GTK_EDITABLE (self->challenge_row));
  smith_message_row_set_message (self->challenge_message, smith_request_draft_get_challenge_error (self->draft));
  self->showing = FALSE;
}

static void
draft_changed_cb (SmithRequestOptions *self)
{
  update_usage (self);
  update_signature (self);
}

static void
usage_edited_cb (SmithRequestOptions *self)
{
  g_autoptr (SmithExtensions) extensions = smith_usage_row_dup_extensions (self->usage_row);

  if (self->draft != NULL)
    smith_request_draft_set_extensions (self->draft, extensions);
}

static void
usage_reset_cb (SmithRequestOptions *self)
{
  if (self->draft != NULL)
    smith_request_draft_set_extensions (self->draft, NULL);
}

static void
digest_selected_cb (SmithRequestOptions *self)
{
  guint selected = adw_combo_row_get_selected (self->digest_row);

  if (self->draft != NULL && !self->showing && selected < G_N_ELEMENTS (digests))
    smith_request_draft_set_digest (self->draft, digests[selected].digest);
}

static void
challenge_changed_cb (SmithRequestOptions *self)
{
  g_autoptr (SmithSecret) challenge = NULL;

  if (self->draft == NULL || self->showing)
    return;

  challenge = smith_secret_entry_dup (GTK_EDITABLE (self->challenge_row));
  smith_request_draft_set_challenge (self->draft, challenge);
}

static void
smith_request_options_dispose (GObject *object)
{
  SmithRequestOptions *self = SMITH_REQUEST_OPTIONS (object);

  g_clear_object (&self->draft_signals);
  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_REQUEST_OPTIONS);

  G_OBJECT_CLASS (smith_request_options_parent_class)->dispose (object);
}

static void
smith_request_options_class_init (SmithRequestOptionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_request_options_dispose;

  g_type_ensure (SMITH_TYPE_ATTRIBUTES_ROW);
  g_type_ensure (SMITH_TYPE_CARRIED_ROW);
  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  g_type_ensure (SMITH_TYPE_USAGE_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-request-options.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithRequestOptions, group);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestOptions, attributes_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestOptions, usage_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestOptions, carried_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestOptions, signature_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestOptions, digest_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestOptions, challenge_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestOptions, challenge_message);
  gtk_widget_class_bind_template_callback (widget_class, usage_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, usage_reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, digest_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, challenge_changed_cb);
}

static void
smith_request_options_init (SmithRequestOptions *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  smith_secret_entry_prepare (GTK_EDITABLE (self->challenge_row));
  self->showing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    gtk_string_list_append (titles, digests[i].title);
  adw_combo_row_set_model (self->digest_row, G_LIST_MODEL (titles));
  self->showing = FALSE;

  self->draft_signals = g_signal_group_new (SMITH_TYPE_REQUEST_DRAFT);
  g_signal_group_connect_swapped (self->draft_signals, "changed", G_CALLBACK (draft_changed_cb), self);
}

/**
 * smith_request_options_set_draft:
 * @draft: (nullable): what is shown and filled
 */
void
smith_request_options_set_draft (SmithRequestOptions *self,
                                 SmithRequestDraft   *draft)
{
  g_return_if_fail (SMITH_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (draft == NULL || SMITH_IS_REQUEST_DRAFT (draft));

  if (!g_set_object (&self->draft, draft))
    return;

  /* A secret that was typed for one is not shown, not even as dots, with another. */
  self->showing = TRUE;
  smith_secret_entry_clear (GTK_EDITABLE (self->challenge_row));
  self->showing = FALSE;
  g_signal_group_set_target (self->draft_signals, draft);
  smith_attributes_row_set_draft (self->attributes_row, draft);
  smith_carried_row_set_draft (self->carried_row, draft);
  draft_changed_cb (self);
}
