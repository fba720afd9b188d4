/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-strip.h"

#include "smith-page-layout.h"

/**
 * SmithStrip:
 *
 * A quiet bar between the header and the panes: what comes next, or that something is not kept. It goes
 * away when there is nothing to say. Says "activated" for its suggested button and "other-activated"
 * for the one before it. "narrow" puts the buttons below the sentence.
 */
struct _SmithStrip
{
  GtkWidget parent_instance;

  /* Owned */
  char        *sentence;
  char        *button_label;
  gboolean     narrow;
  gboolean     suggested;

  /* Template */
  GtkRevealer *revealer;
  GtkWidget   *content_box;
  GtkWidget   *buttons_box;
  GtkImage    *icon;
  GtkLabel    *label;
  GtkButton   *button;
  GtkButton   *other_button;
};

enum
{
  PROP_0,
  PROP_NARROW,
  N_PROPS
};

enum
{
  ACTIVATED,
  OTHER_ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithStrip, smith_strip, GTK_TYPE_WIDGET)

static void
update_button (GtkButton  *button,
               const char *label)
{
  if (label != NULL)
    gtk_button_set_label (button, label);
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
}

/* Where the pane suggests the same, the mnemonic is the pane's: GTK only moves the focus between two. */
static void
show_button (SmithStrip *self)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *plain = NULL;

  if (self->button_label != NULL && !self->suggested)
    {
      parts = g_strsplit (self->button_label, "_", 2);
      plain = g_strjoinv (NULL, parts);
    }
  gtk_button_set_use_underline (self->button, self->suggested);
  update_button (self->button, plain != NULL ? plain : self->button_label);
}

static void
button_clicked_cb (SmithStrip *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
other_button_clicked_cb (SmithStrip *self)
{
  g_signal_emit (self, signals[OTHER_ACTIVATED], 0);
}

static void
set_narrow (SmithStrip *self,
            gboolean    narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->content_box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

static void
smith_strip_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, SMITH_STRIP (object)->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_strip_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_NARROW:
      set_narrow (SMITH_STRIP (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_strip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SMITH_TYPE_STRIP);

  G_OBJECT_CLASS (smith_strip_parent_class)->dispose (object);
}

static void
smith_strip_finalize (GObject *object)
{
  g_free (SMITH_STRIP (object)->sentence);
  g_free (SMITH_STRIP (object)->button_label);

  G_OBJECT_CLASS (smith_strip_parent_class)->finalize (object);
}

static void
smith_strip_class_init (SmithStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_strip_dispose;
  object_class->finalize = smith_strip_finalize;
  object_class->get_property = smith_strip_get_property;
  object_class->set_property = smith_strip_set_property;

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVATED] =
    g_signal_new ("activated", SMITH_TYPE_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OTHER_ACTIVATED] =
    g_signal_new ("other-activated", SMITH_TYPE_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, SmithStrip, content_box);
  gtk_widget_class_bind_template_child (widget_class, SmithStrip, buttons_box);
  gtk_widget_class_bind_template_child (widget_class, SmithStrip, icon);
  gtk_widget_class_bind_template_child (widget_class, SmithStrip, label);
  gtk_widget_class_bind_template_child (widget_class, SmithStrip, button);
  gtk_widget_class_bind_template_child (widget_class, SmithStrip, other_button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_button_clicked_cb);
  gtk_widget_class_set_css_name (widget_class, "strip");
}

static void
smith_strip_init (SmithStrip *self)
{
  self->suggested = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_strip_set:
 * @icon_name: symbolic
 * @sentence: (nullable): plain text; NULL hides the strip
 * @button: (nullable): label of the suggested button, with mnemonic
 * @other_button: (nullable): label of the button before it, with mnemonic
 *
 * Says something else.
 */
void
smith_strip_set (SmithStrip *self,
                 const char *icon_name,
                 const char *sentence,
                 const char *button,
                 const char *other_button)
{
  g_return_if_fail (SMITH_IS_STRIP (self));

  gtk_revealer_set_reveal_child (self->revealer, sentence != NULL);
  /* While it slides away it still says what it said. */
  if (sentence == NULL)
    {
      g_clear_pointer (&self->sentence, g_free);
      return;
    }
  if (g_strcmp0 (self->sentence, sentence) != 0)
    {
      g_free (self->sentence);
      self->sentence = g_strdup (sentence);
      gtk_label_set_text (self->label, sentence);
    }
  gtk_image_set_from_icon_name (self->icon, icon_name);
  g_free (self->button_label);
  self->button_label = g_strdup (button);
  show_button (self);
  update_button (self->other_button, other_button);
  gtk_widget_set_visible (self->buttons_box, button != NULL || other_button != NULL);
}

/**
 * smith_strip_set_suggested:
 * @suggested: whether its button stands out
 *
 * It does not need to where the pane below suggests the same; then it has no mnemonic either.
 */
void
smith_strip_set_suggested (SmithStrip *self,
                           gboolean    suggested)
{
  g_return_if_fail (SMITH_IS_STRIP (self));

  self->suggested = suggested;
  show_button (self);
  if (suggested)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "suggested-action");
}
