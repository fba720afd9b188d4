/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-check-row.h"

#include <glib/gi18n.h>

#include "smith-crypto-error.h"
#include "smith-key-change.h"
#include "smith-key-subject.h"
#include "smith-password-interaction.h"

/**
 * SmithKeyCheckRow:
 *
 * Whether the numbers of a key belong together, as `openssl pkey -check` asks: said by itself where that needs no passphrase
 * and little time, else after a click. Another key of the identity is looked at anew. "problem" is what is wrong, for
 * a place where nobody overlooks it.
 */
struct _SmithKeyCheckRow
{
  AdwActionRow    parent_instance;

  /* Owned */
  SmithKeySubject subject;
  GCancellable   *cancellable;        /* (nullable): of the check that is under way */
  char           *problem;            /* (nullable): what it found */

  /* Template */
  GtkWidget      *image;
  GtkWidget      *button;
};

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithKeyCheckRow, smith_key_check_row, ADW_TYPE_ACTION_ROW)

/* The check of an RSA key of this size takes some tenths of a second of one processor. */
#define AUTOMATIC_CHECK_BITS 4096

#define NOT_CHECKED _("Not checked in this session: whether its numbers belong together.")

static const char * const verdict_classes[] = { "success", "error" };

static void
set_problem (SmithKeyCheckRow *self,
             const char       *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
show_verdict (SmithKeyCheckRow *self,
              const char       *text,
              const char       *icon,
              const char       *class)
{
  set_problem (self, NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), icon);
  for (guint i = 0; i < G_N_ELEMENTS (verdict_classes); i++)
    gtk_widget_remove_css_class (self->image, verdict_classes[i]);
  if (class != NULL)
    gtk_widget_add_css_class (self->image, class);
}

static void
cancel_check (SmithKeyCheckRow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
check_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SmithKeyCheckRow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean sound = smith_key_change_finish (SMITH_WORKSPACE (source), result, NULL, &error);

  /* It was about another key. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (self->button, TRUE);
  if (sound)
    show_verdict (self, _("Checked just now: its numbers belong together, and it is the key of its public half."),
                  "object-select-symbolic", "success");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_verdict (self, NOT_CHECKED, "dialog-question-symbolic", NULL);
  else
    show_verdict (self, error->message, "dialog-error-symbolic", "error");
  /* Not what only kept it from being checked. */
  if (g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED))
    set_problem (self, error->message);
}

/* Asks for the passphrase where @interaction does. */
static void
start_check (SmithKeyCheckRow *self,
             GTlsInteraction  *interaction)
{
  cancel_check (self);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_sensitive (self->button, FALSE);
  show_verdict (self, _("Checking…"), "content-loading-symbolic", NULL);
  smith_key_change_check_async (self->subject.workspace, self->subject.identity, interaction, self->cancellable, check_cb,
                                g_object_ref (self));
}

static void
clicked_cb (SmithKeyCheckRow *self)
{
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (!smith_key_subject_is_set (&self->subject))
    return;
  interaction = smith_password_interaction_new (smith_key_subject_get_window (GTK_WIDGET (self)));
  start_check (self, interaction);
}

/* What needs no passphrase (a key that has just come in is open already) and takes less than half a second is not
 * left to a button. */
static void
update (SmithKeyCheckRow *self)
{
  SmithPublicKey *key = smith_identity_get_public_key (self->subject.identity);

  cancel_check (self);
  gtk_widget_set_sensitive (self->button, TRUE);
  show_verdict (self, NOT_CHECKED, "dialog-question-symbolic", NULL);
  if (self->subject.workspace != NULL && key != NULL && smith_public_key_get_bits (key) <= AUTOMATIC_CHECK_BITS &&
      (smith_identity_get_key_protection (self->subject.identity) == SMITH_KEY_PROTECTION_NONE ||
       !smith_identity_get_kept (self->subject.identity)))
    start_check (self, NULL);
}

static void
smith_key_check_row_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, SMITH_KEY_CHECK_ROW (object)->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_key_check_row_finalize (GObject *object)
{
  g_free (SMITH_KEY_CHECK_ROW (object)->problem);

  G_OBJECT_CLASS (smith_key_check_row_parent_class)->finalize (object);
}

static void
smith_key_check_row_dispose (GObject *object)
{
  SmithKeyCheckRow *self = SMITH_KEY_CHECK_ROW (object);

  cancel_check (self);
  smith_key_subject_clear (&self->subject);

  G_OBJECT_CLASS (smith_key_check_row_parent_class)->dispose (object);
}

static void
smith_key_check_row_class_init (SmithKeyCheckRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_key_check_row_dispose;
  object_class->finalize = smith_key_check_row_finalize;
  object_class->get_property = smith_key_check_row_get_property;

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-key-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithKeyCheckRow, image);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyCheckRow, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
smith_key_check_row_init (SmithKeyCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_key_subject_init (&self->subject);
  g_signal_group_connect_swapped (self->subject.signals, "notify::public-key", G_CALLBACK (update), self);
}

/**
 * smith_key_check_row_set_identity:
 * @workspace: (nullable): has the library and the keyring
 * @identity: (nullable): whose key is checked
 */
void
smith_key_check_row_set_identity (SmithKeyCheckRow *self,
                                  SmithWorkspace   *workspace,
                                  SmithIdentity    *identity)
{
  g_return_if_fail (SMITH_IS_KEY_CHECK_ROW (self));

  if (!smith_key_subject_set (&self->subject, workspace, identity))
    return;

  if (identity != NULL)
    update (self);
  else
    cancel_check (self);
}
