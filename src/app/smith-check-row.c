/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-check-row.h"

#include <glib/gi18n.h>

#include "smith-tip.h"

/**
 * SmithCheckRow:
 *
 * One check of an upload. The symbol's shape tells the verdict, the color only underlines it; the
 * verdict's word is in the row's accessible name. The repair's button activates an action of the
 * pane or of the window.
 */
struct _SmithCheckRow
{
  GtkListBoxRow parent_instance;

  /* Owned */
  SmithCheck *check;

  /* Template */
  GtkImage   *image;
  GtkLabel   *sentence_label;
  GtkLabel   *explanation_label;
  GtkButton  *repair_button;
};

enum
{
  PROP_0,
  PROP_CHECK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithCheckRow, smith_check_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
get_style (SmithCheckVerdict verdict)
{
  switch (verdict)
    {
    case SMITH_CHECK_FAILED:
      return "error";
    case SMITH_CHECK_WARNED:
      return "warning";
    case SMITH_CHECK_PASSED:
      return "success";
    case SMITH_CHECK_PENDING:
    default:
      return "dim-label";
    }
}

/* The target before the name: GTK warns of an action that wants one and has none yet. */
static void
set_action (GtkActionable *button,
            const char    *detailed_name)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  gtk_actionable_set_action_name (button, NULL);
  if (!g_action_parse_detailed_name (detailed_name, &name, &target, NULL))
    g_return_if_reached ();
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

static void
show_check (SmithCheckRow *self)
{
  g_autofree char *name = NULL;
  const char *explanation, *action;
  const char *styles[] = { NULL, NULL };

  if (self->check == NULL)
    return;

  styles[0] = get_style (smith_check_get_verdict (self->check));
  explanation = smith_check_get_explanation (self->check);
  action = smith_check_get_repair_action (self->check);
  gtk_image_set_from_icon_name (self->image, smith_check_get_icon_name (self->check));
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), (const char **) styles);
  smith_tip_set (GTK_WIDGET (self->image), smith_check_get_verdict_text (self->check));
  gtk_label_set_label (self->sentence_label, smith_check_get_sentence (self->check));
  gtk_label_set_label (self->explanation_label, explanation != NULL ? explanation : "");
  gtk_widget_set_visible (GTK_WIDGET (self->explanation_label), explanation != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->repair_button), action != NULL);
  if (action != NULL)
    {
      gtk_button_set_label (self->repair_button, smith_check_get_repair_label (self->check));
      set_action (GTK_ACTIONABLE (self->repair_button), action);
    }

  /* Translators: a verdict such as "Failed", then the sentence of a check */
  name = g_strdup_printf (_("%s: %s"), smith_check_get_verdict_text (self->check), smith_check_get_sentence (self->check));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
smith_check_row_finalize (GObject *object)
{
  SmithCheckRow *self = SMITH_CHECK_ROW (object);

  g_clear_object (&self->check);

  G_OBJECT_CLASS (smith_check_row_parent_class)->finalize (object);
}

static void
smith_check_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithCheckRow *self = SMITH_CHECK_ROW (object);

  switch (prop_id)
    {
    case PROP_CHECK:
      g_value_set_object (value, smith_check_row_get_check (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_check_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SmithCheckRow *self = SMITH_CHECK_ROW (object);

  switch (prop_id)
    {
    case PROP_CHECK:
      smith_check_row_set_check (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_check_row_class_init (SmithCheckRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = smith_check_row_finalize;
  object_class->get_property = smith_check_row_get_property;
  object_class->set_property = smith_check_row_set_property;

  properties[PROP_CHECK] =
    g_param_spec_object ("check", NULL, NULL, SMITH_TYPE_CHECK,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithCheckRow, image);
  gtk_widget_class_bind_template_child (widget_class, SmithCheckRow, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, SmithCheckRow, explanation_label);
  gtk_widget_class_bind_template_child (widget_class, SmithCheckRow, repair_button);
}

static void
smith_check_row_init (SmithCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_check_row_new:
 * @check: what to show
 *
 * Returns: (transfer none): a new row
 */
GtkWidget *
smith_check_row_new (SmithCheck *check)
{
  return g_object_new (SMITH_TYPE_CHECK_ROW, "check", check, NULL);
}

/**
 * smith_check_row_get_check:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
SmithCheck *
smith_check_row_get_check (SmithCheckRow *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK_ROW (self), NULL);

  return self->check;
}

/**
 * smith_check_row_set_check:
 * @check: (nullable): what to show
 */
void
smith_check_row_set_check (SmithCheckRow *self,
                           SmithCheck    *check)
{
  g_return_if_fail (SMITH_IS_CHECK_ROW (self));

  if (!g_set_object (&self->check, check))
    return;

  show_check (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECK]);
}
