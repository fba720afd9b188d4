/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-passphrase-group.h"

#include "smith-message-row.h"
#include "smith-secret-entry.h"

/**
 * SmithPassphraseGroup:
 *
 * Asks how a key file is to be protected: no passphrase, or one typed twice, with its strength and
 * whether the keyring shall remember it. Shows and fills a #SmithPassphraseDraft; the signal
 * "activated" says that Enter was pressed in an entry.
 */
struct _SmithPassphraseGroup
{
  AdwPreferencesGroup parent_instance;

  /* Owned */
  SmithPassphraseDraft *draft;
  GBindingGroup        *bindings;
  GSignalGroup         *signals;
  gboolean              rememberable;

  /* Template */
  GtkWidget            *protect_row;
  GtkWidget            *protect_switch;
  GtkWidget            *passphrase_row;
  SmithMessageRow      *passphrase_message;
  GtkWidget            *repeat_row;
  SmithMessageRow      *repeat_message;
  GtkWidget            *strength_bar;
  GtkWidget            *strength_label;
  GtkWidget            *remember_row;
  GtkWidget            *remember_switch;
};

enum
{
  PROP_0,
  PROP_DRAFT,
  PROP_REMEMBERABLE,
  N_PROPS
};

enum
{
  ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithPassphraseGroup, smith_passphrase_group, ADW_TYPE_PREFERENCES_GROUP)

/* Messages only where their row is: an error of a passphrase that is not wanted is none. */
static void
update (SmithPassphraseGroup *self)
{
  gboolean protect = self->draft != NULL && smith_passphrase_draft_get_protect (self->draft);

  smith_message_row_set_message (self->passphrase_message,
                                 protect ? smith_passphrase_draft_get_error (self->draft) : NULL);
  smith_message_row_set_message (self->repeat_message,
                                 protect ? smith_passphrase_draft_get_repeat_error (self->draft) : NULL);
  gtk_widget_set_visible (self->remember_row, protect && self->rememberable);
}

static void
passphrase_changed_cb (SmithPassphraseGroup *self)
{
  g_autoptr (SmithSecret) secret = smith_secret_entry_dup (GTK_EDITABLE (self->passphrase_row));

  if (self->draft != NULL)
    smith_passphrase_draft_set_passphrase (self->draft, secret);
}

static void
repeat_changed_cb (SmithPassphraseGroup *self)
{
  g_autoptr (SmithSecret) secret = smith_secret_entry_dup (GTK_EDITABLE (self->repeat_row));

  if (self->draft != NULL)
    smith_passphrase_draft_set_repeat (self->draft, secret);
}

static void
entry_activated_cb (SmithPassphraseGroup *self,
                    GtkWidget            *row)
{
  if (row == self->passphrase_row)
    gtk_widget_grab_focus (self->repeat_row);
  else
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
smith_passphrase_group_dispose (GObject *object)
{
  SmithPassphraseGroup *self = SMITH_PASSPHRASE_GROUP (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->signals);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (smith_passphrase_group_parent_class)->dispose (object);
}

static void
smith_passphrase_group_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SmithPassphraseGroup *self = SMITH_PASSPHRASE_GROUP (object);

  switch (prop_id)
    {
    case PROP_DRAFT:
      g_value_set_object (value, smith_passphrase_group_get_draft (self));
      break;
    case PROP_REMEMBERABLE:
      g_value_set_boolean (value, self->rememberable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_passphrase_group_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  SmithPassphraseGroup *self = SMITH_PASSPHRASE_GROUP (object);

  switch (prop_id)
    {
    case PROP_DRAFT:
      smith_passphrase_group_set_draft (self, g_value_get_object (value));
      break;
    case PROP_REMEMBERABLE:
      if (self->rememberable != g_value_get_boolean (value))
        {
          self->rememberable = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
          update (self);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_passphrase_group_class_init (SmithPassphraseGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_passphrase_group_dispose;
  object_class->get_property = smith_passphrase_group_get_property;
  object_class->set_property = smith_passphrase_group_set_property;

  properties[PROP_DRAFT] =
    g_param_spec_object ("draft", NULL, NULL, SMITH_TYPE_PASSPHRASE_DRAFT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REMEMBERABLE] =
    g_param_spec_boolean ("rememberable", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-passphrase-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, protect_row);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, protect_switch);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, passphrase_message);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, repeat_row);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, repeat_message);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, strength_bar);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, strength_label);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, remember_row);
  gtk_widget_class_bind_template_child (widget_class, SmithPassphraseGroup, remember_switch);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, repeat_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
}

static void
smith_passphrase_group_init (SmithPassphraseGroup *self)
{
  self->rememberable = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_secret_entry_prepare (GTK_EDITABLE (self->passphrase_row));
  smith_secret_entry_prepare (GTK_EDITABLE (self->repeat_row));

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "protect", self->protect_switch, "active",
                        G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_binding_group_bind (self->bindings, "remember", self->remember_switch, "active",
                        G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_binding_group_bind (self->bindings, "strength", self->strength_bar, "value", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "strength-text", self->strength_label, "label", G_BINDING_SYNC_CREATE);

  self->signals = g_signal_group_new (SMITH_TYPE_PASSPHRASE_DRAFT);
  g_signal_group_connect_swapped (self->signals, "notify::protect", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::error", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::repeat-error", G_CALLBACK (update), self);
  update (self);
}

/**
 * smith_passphrase_group_get_draft:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
SmithPassphraseDraft *
smith_passphrase_group_get_draft (SmithPassphraseGroup *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_GROUP (self), NULL);

  return self->draft;
}

/**
 * smith_passphrase_group_set_draft:
 * @draft: (nullable): what to show; what was typed for another one is forgotten
 */
void
smith_passphrase_group_set_draft (SmithPassphraseGroup *self,
                                  SmithPassphraseDraft *draft)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE_GROUP (self));
  g_return_if_fail (draft == NULL || SMITH_IS_PASSPHRASE_DRAFT (draft));

  if (self->draft == draft)
    return;

  smith_passphrase_group_clear (self);
  g_set_object (&self->draft, draft);
  g_binding_group_set_source (self->bindings, draft);
  g_signal_group_set_target (self->signals, draft);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

/**
 * smith_passphrase_group_set_required:
 * @required: whether there is no other protection than a passphrase; the draft is told so
 */
void
smith_passphrase_group_set_required (SmithPassphraseGroup *self,
                                     gboolean              required)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE_GROUP (self));

  gtk_widget_set_visible (self->protect_row, !required);
  if (required && self->draft != NULL)
    smith_passphrase_draft_set_protect (self->draft, TRUE);
}

/**
 * smith_passphrase_group_focus_first:
 *
 * Gives the focus to where somebody would begin to type. (Not as GtkWidget's grab_focus: with that, Tab
 * would go no further.)
 */
void
smith_passphrase_group_focus_first (SmithPassphraseGroup *self)
{
  gboolean protect;

  g_return_if_fail (SMITH_IS_PASSPHRASE_GROUP (self));

  protect = self->draft != NULL && smith_passphrase_draft_get_protect (self->draft);
  gtk_widget_grab_focus (protect ? self->passphrase_row : self->protect_switch);
}

/**
 * smith_passphrase_group_clear:
 *
 * Wipes what was typed, in the entries and in the draft.
 */
void
smith_passphrase_group_clear (SmithPassphraseGroup *self)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE_GROUP (self));

  smith_secret_entry_clear (GTK_EDITABLE (self->passphrase_row));
  smith_secret_entry_clear (GTK_EDITABLE (self->repeat_row));
  if (self->draft != NULL)
    smith_passphrase_draft_clear (self->draft);
}
