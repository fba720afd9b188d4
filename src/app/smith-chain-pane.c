/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-pane-private.h"

#include <glib/gi18n.h>

#include "smith-chain-undo.h"
#include "smith-command.h"
#include "smith-spare-row.h"

/**
 * SmithChainPane:
 *
 * The chain of the window's identity: what is right or wrong with it in one sentence, its rows, what is
 * not part of it, and the ways in (files, clipboard) and out (a file, the clipboard; smith-chain-pane-actions.c).
 */
enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_IDENTITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithChainPane, smith_chain_pane, GTK_TYPE_WIDGET)

/* What is shown. */

/**
 * smith_chain_pane_show_error:
 * @message: (nullable): a sentence; NULL: nothing is wrong any more
 */
void
smith_chain_pane_show_error (SmithChainPane *self,
                             const char     *message)
{
  /* Something may end after the window has. */
  if (self->error_card != NULL)
    smith_error_card_set_message (self->error_card, message);
}

static void
set_state_image (SmithChainPane *self,
                 const char     *icon_name,
                 const char     *style)
{
  const char *styles[] = { "success", "warning", "error", "dim-label" };

  gtk_image_set_from_icon_name (self->state_image, icon_name);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_image), styles[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->state_image), style);
}

static const char *
get_hint (SmithChain *chain)
{
  switch (smith_chain_get_state (chain))
    {
    case SMITH_CHAIN_STATE_EMPTY:
      return _("Your CA sends it with the certificate, or offers it on its website: as “intermediate”, “CA bundle” or “chain”.");
    case SMITH_CHAIN_STATE_GAP:
      return _("Add the missing certificate: your CA offers it on its website.");
    case SMITH_CHAIN_STATE_UNORDERED:
      return _("Each certificate must have signed the one above it.");
    case SMITH_CHAIN_STATE_OUT_OF_DATE:
      return _("Ask your CA for the certificates that are in use now.");
    case SMITH_CHAIN_STATE_ROOTLESS:
      return _("Servers leave the root out: clients have it already.");
    case SMITH_CHAIN_STATE_COMPLETE:
      return _("The root at the end is optional: clients have it already.");
    case SMITH_CHAIN_STATE_NO_CERTIFICATE:
    case SMITH_CHAIN_STATE_CHECKING:
    case SMITH_CHAIN_STATE_SELF_SIGNED:
    default:
      return NULL;
    }
}

static void
update_command (SmithChainPane *self)
{
  g_autofree char *certificate = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *command = NULL;

  if (self->identity == NULL)
    return;

  certificate = smith_command_dup_path (self->identity, "certificate.pem");
  chain = smith_command_dup_path (self->identity, "chain.pem");
  command = smith_command_verify_chain (g_list_model_get_n_items (G_LIST_MODEL (self->chain)) > 1,
                                        smith_chain_get_has_root (self->chain),
                                        smith_chain_get_state (self->chain) == SMITH_CHAIN_STATE_SELF_SIGNED,
                                        certificate, chain);
  smith_command_button_set_command (self->command_button, command);
}

static void
set_suggested (GtkWidget *button,
               gboolean   suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
update_state (SmithChainPane *self)
{
  SmithChainState state = smith_chain_get_state (self->chain);
  gboolean has_certificate = state != SMITH_CHAIN_STATE_NO_CERTIFICATE;
  gboolean has_chain = g_list_model_get_n_items (G_LIST_MODEL (self->chain)) > 1;
  const char *hint = get_hint (self->chain);

  gtk_stack_set_visible_child_name (self->stack, has_certificate ? "chain" : "none");
  gtk_label_set_label (self->sentence_label, smith_chain_get_sentence (self->chain));
  gtk_label_set_label (self->hint_label, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), hint != NULL);
  switch (state)
    {
    case SMITH_CHAIN_STATE_CHECKING:
    case SMITH_CHAIN_STATE_NO_CERTIFICATE:
      set_state_image (self, "content-loading-symbolic", "dim-label");
      break;
    case SMITH_CHAIN_STATE_EMPTY:
    case SMITH_CHAIN_STATE_OUT_OF_DATE:
      set_state_image (self, "dialog-warning-symbolic", "warning");
      break;
    case SMITH_CHAIN_STATE_UNORDERED:
    case SMITH_CHAIN_STATE_GAP:
      set_state_image (self, "dialog-error-symbolic", "error");
      break;
    case SMITH_CHAIN_STATE_SELF_SIGNED:
    case SMITH_CHAIN_STATE_ROOTLESS:
    case SMITH_CHAIN_STATE_COMPLETE:
    default:
      set_state_image (self, "object-select-symbolic", "success");
      break;
    }
  gtk_widget_set_visible (self->order_button, smith_chain_get_can_order (self->chain));
  set_suggested (self->order_button, state == SMITH_CHAIN_STATE_UNORDERED);
  set_suggested (self->add_button, state == SMITH_CHAIN_STATE_EMPTY || state == SMITH_CHAIN_STATE_GAP);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain.order", has_chain && !smith_chain_get_is_ordered (self->chain));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain.add", has_certificate);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain.paste", has_certificate);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain.save", has_certificate);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain.copy", has_certificate);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain.save-chain", has_chain);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain.copy-chain", has_chain);
  update_command (self);
}

static void
update_checking (SmithChainPane *self)
{
  gboolean checking = smith_chain_get_checking (self->chain);

  gtk_spinner_set_spinning (self->spinner, checking);
}

static void
update_spare (SmithChainPane *self)
{
  GListModel *spare = smith_chain_get_left_over (self->chain);

  gtk_widget_set_visible (self->spare_group, g_list_model_get_n_items (spare) > 0);
}

/* Rows. */

static guint
find_spare (SmithChainPane *self,
            SmithSpareRow  *row)
{
  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static void
spare_adopt_cb (SmithChainPane *self,
                SmithSpareRow  *row)
{
  guint end = g_list_model_get_n_items (G_LIST_MODEL (self->chain));

  smith_chain_adopt_async (self->chain, find_spare (self, row), end, NULL, smith_chain_pane_change_cb,
                           smith_chain_pane_begin_change (self, _("Certificate moved into the chain")));
}

static void
spare_forget_cb (SmithChainPane *self,
                 SmithSpareRow  *row)
{
  g_autoptr (SmithChainSnapshot) snapshot = smith_chain_dup_snapshot (self->chain);
  g_autofree char *title = NULL;

  title = g_strdup_printf (_("“%s” removed"), smith_certificate_get_title (smith_spare_row_get_certificate (row)));
  smith_chain_forget (self->chain, find_spare (self, row));
  smith_chain_undo_offer (GTK_WIDGET (self), title, self->chain, snapshot);
}

static GtkWidget *
create_spare_cb (gpointer item,
                 gpointer user_data)
{
  GtkWidget *row = smith_spare_row_new (item);

  g_signal_connect_object (row, "adopt", G_CALLBACK (spare_adopt_cb), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "forget", G_CALLBACK (spare_forget_cb), user_data, G_CONNECT_SWAPPED);

  return row;
}

static void
left_over_changed_cb (SmithChainPane *self)
{
  GListModel *spare = smith_chain_get_left_over (self->chain);

  gtk_list_box_bind_model (self->spare_box, spare, create_spare_cb, self, NULL);
  g_signal_group_set_target (self->spare_signals, spare);
  update_spare (self);
}

static void
list_failed_cb (SmithChainPane *self,
                const char     *message)
{
  smith_chain_pane_show_error (self, message);
}

static void
list_repair_cb (SmithChainPane *self,
                int             repair)
{
  gtk_widget_activate_action (GTK_WIDGET (self), repair == SMITH_CHAIN_REPAIR_ORDER ? "chain.order" : "chain.add", NULL);
}

static void
set_workspace (SmithChainPane *self,
               SmithWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace))
    return;

  g_clear_object (&self->chain);
  if (workspace != NULL)
    {
      self->chain = smith_chain_new (smith_workspace_get_library (workspace));
      g_signal_connect_object (self->chain, "notify::state", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->chain, "notify::sentence", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->chain, "notify::can-order", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->chain, "notify::is-ordered", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->chain, "items-changed", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->chain, "notify::checking", G_CALLBACK (update_checking), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->chain, "notify::left-over", G_CALLBACK (left_over_changed_cb), self, G_CONNECT_SWAPPED);
      left_over_changed_cb (self);
      smith_chain_set_identity (self->chain, self->identity);
      update_state (self);
    }
  smith_chain_list_set_chain (self->chain_list, self->chain);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
set_identity (SmithChainPane *self,
              SmithIdentity  *identity)
{
  if (!g_set_object (&self->identity, identity))
    return;

  smith_chain_pane_show_error (self, NULL);
  if (self->chain != NULL)
    {
      smith_chain_set_identity (self->chain, identity);
      update_state (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY]);
}

static void
smith_chain_pane_dispose (GObject *object)
{
  SmithChainPane *self = SMITH_CHAIN_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->spare_box != NULL)
    gtk_list_box_bind_model (self->spare_box, NULL, NULL, NULL, NULL);
  if (self->spare_signals != NULL)
    g_signal_group_set_target (self->spare_signals, NULL);
  g_clear_object (&self->spare_signals);
  g_clear_object (&self->chain);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_CHAIN_PANE);

  G_OBJECT_CLASS (smith_chain_pane_parent_class)->dispose (object);
}

static void
smith_chain_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SmithChainPane *self = SMITH_CHAIN_PANE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SmithChainPane *self = SMITH_CHAIN_PANE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      set_workspace (self, g_value_get_object (value));
      break;
    case PROP_IDENTITY:
      set_identity (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_pane_class_init (SmithChainPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SMITH_TYPE_CHAIN_LIST);
  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);
  g_type_ensure (SMITH_TYPE_ERROR_CARD);

  object_class->dispose = smith_chain_pane_dispose;
  object_class->get_property = smith_chain_pane_get_property;
  object_class->set_property = smith_chain_pane_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, SMITH_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-chain-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, state_image);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, hint_label);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, order_button);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, add_button);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, command_button);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, error_card);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, chain_list);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, spare_group);
  gtk_widget_class_bind_template_child (widget_class, SmithChainPane, spare_box);
  gtk_widget_class_bind_template_callback (widget_class, list_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_repair_cb);

  smith_chain_pane_install_actions (widget_class);
}

static void
smith_chain_pane_init (SmithChainPane *self)
{
  self->cancellable = g_cancellable_new ();
  self->spare_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->spare_signals, "items-changed", G_CALLBACK (update_spare), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
