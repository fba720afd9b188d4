/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-pane.h"

#include "smith-key-details.h"
#include "smith-key-form.h"
#include "smith-workspace.h"

/**
 * SmithKeyPane:
 *
 * The private key of the current identity: the form that creates it, what it is once it is there, or why
 * neither can be shown. Action: "key.create".
 */
struct _SmithKeyPane
{
  GtkWidget        parent_instance;

  /* Owned */
  SmithWorkspace  *workspace;
  SmithIdentity   *identity;
  GSignalGroup    *identity_signals;

  /* Template */
  GtkWidget       *scrolled_window;
  GtkWidget       *stack;
  GtkWidget       *problem_page;
  GtkWidget       *missing_page;
  AdwClamp        *form_clamp;
  AdwClamp        *details_clamp;

  guint            prepare_source;

  /* Owned by their clamps; built when they are first needed, for they are many widgets. */
  SmithKeyForm    *form;
  SmithKeyDetails *details;
};

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_IDENTITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithKeyPane, smith_key_pane, GTK_TYPE_WIDGET)

/* In milliseconds. */
#define PREPARE_AFTER 700

static const char *
find_page (SmithIdentity *identity)
{
  if (identity == NULL)
    return "form";
  /* A file that is no key is nothing to export or to protect. */
  if (smith_identity_get_problem (identity) != NULL &&
      (!smith_identity_get_has_key (identity) || smith_identity_get_public_key (identity) == NULL))
    return "problem";
  if (smith_identity_get_has_key (identity))
    return "details";
  if (smith_identity_get_request (identity) != NULL || smith_identity_get_certificate (identity) != NULL)
    return "missing";

  return "form";
}

static void
scroll_to_top (SmithKeyPane *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled_window)), 0);
}

/* What is not seen costs nothing: the large symbols would load a library for SVG. */
static void
ensure_page (SmithKeyPane *self,
             const char   *page)
{
  if (g_str_equal (page, "problem"))
    adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->problem_page), "dialog-warning-symbolic");
  if (g_str_equal (page, "missing"))
    adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->missing_page), "dialog-password-symbolic");
  if (g_str_equal (page, "form") && self->form == NULL)
    {
      self->form = g_object_new (SMITH_TYPE_KEY_FORM, NULL);
      adw_clamp_set_child (self->form_clamp, GTK_WIDGET (self->form));
    }
  else if (g_str_equal (page, "details") && self->details == NULL)
    {
      self->details = g_object_new (SMITH_TYPE_KEY_DETAILS, NULL);
      adw_clamp_set_child (self->details_clamp, GTK_WIDGET (self->details));
    }
}

static gboolean
prepare_details_cb (gpointer user_data)
{
  SmithKeyPane *self = user_data;

  self->prepare_source = 0;
  ensure_page (self, "details");

  return G_SOURCE_REMOVE;
}

static void
update (SmithKeyPane *self)
{
  const char *problem = self->identity != NULL ? smith_identity_get_problem (self->identity) : NULL;
  const char *page = find_page (self->identity);
  g_autofree char *description = NULL;

  if (problem != NULL)
    description = g_markup_escape_text (problem, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->problem_page), description);
  if (self->identity != NULL)
    ensure_page (self, page);
  /* What shows the key is built while a person still reads the form, not in the moment the key is there. */
  if (self->form != NULL && self->details == NULL && self->prepare_source == 0)
    self->prepare_source = g_timeout_add_full (G_PRIORITY_LOW, PREPARE_AFTER, prepare_details_cb, self, NULL);
  if (self->form != NULL)
    smith_key_form_set_identity (self->form, self->workspace, g_str_equal (page, "form") ? self->identity : NULL);
  if (self->details != NULL)
    smith_key_details_set_identity (self->details, self->workspace,
                                    g_str_equal (page, "details") ? self->identity : NULL);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), page) != 0)
    scroll_to_top (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), page);
}

static void
create_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SmithKeyPane *self = SMITH_KEY_PANE (widget);

  if (self->form != NULL)
    smith_key_form_create (self->form);
}

static void
smith_key_pane_dispose (GObject *object)
{
  SmithKeyPane *self = SMITH_KEY_PANE (object);

  g_clear_handle_id (&self->prepare_source, g_source_remove);
  g_clear_object (&self->identity_signals);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_KEY_PANE);

  G_OBJECT_CLASS (smith_key_pane_parent_class)->dispose (object);
}

static void
smith_key_pane_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SmithKeyPane *self = SMITH_KEY_PANE (object);

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
smith_key_pane_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SmithKeyPane *self = SMITH_KEY_PANE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)))
        {
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_IDENTITY:
      if (g_set_object (&self->identity, g_value_get_object (value)))
        {
          g_signal_group_set_target (self->identity_signals, self->identity);
          update (self);
          scroll_to_top (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_key_pane_class_init (SmithKeyPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_key_pane_dispose;
  object_class->get_property = smith_key_pane_get_property;
  object_class->set_property = smith_key_pane_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, SMITH_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-key-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithKeyPane, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyPane, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyPane, problem_page);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyPane, missing_page);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyPane, form_clamp);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyPane, details_clamp);
  gtk_widget_class_install_action (widget_class, "key.create", NULL, create_action_cb);
}

static void
smith_key_pane_init (SmithKeyPane *self)
{
  static const char * const notes[] = {
    "notify::has-key", "notify::problem", "notify::request", "notify::certificate",
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    g_signal_group_connect_swapped (self->identity_signals, notes[i], G_CALLBACK (update), self);
}
