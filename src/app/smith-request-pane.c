/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-pane.h"

#include "smith-request-form.h"
#include "smith-request-summary.h"
#include "smith-workspace.h"

/**
 * SmithRequestPane:
 *
 * The request of the current identity: the form that creates it, what it says once it is there, or why
 * neither can be shown. Actions: "request.create", "request.change", "request.copy", "request.save".
 */
struct _SmithRequestPane
{
  GtkWidget            parent_instance;

  /* Owned */
  SmithWorkspace      *workspace;
  SmithIdentity       *identity;
  GSignalGroup        *identity_signals;
  GSignalGroup        *draft_signals;

  /* Template */
  GtkWidget           *scrolled_window;
  GtkWidget           *stack;
  GtkWidget           *problem_page;
  AdwClamp            *form_clamp;
  AdwClamp            *summary_clamp;

  /* Owned by their clamps; built when they are first needed, for they are many widgets. */
  SmithRequestForm    *form;
  SmithRequestSummary *summary;

  guint                update_source;
};

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_IDENTITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithRequestPane, smith_request_pane, GTK_TYPE_WIDGET)

static const char *
find_page (SmithIdentity *identity)
{
  gboolean editing;

  if (identity == NULL)
    return "form";

  editing = smith_request_draft_get_editing (smith_request_draft_for_identity (identity));
  if (smith_identity_get_request (identity) != NULL && !(editing && smith_identity_get_has_key (identity)))
    return "summary";
  if (smith_identity_get_has_key (identity))
    return "form";
  if (smith_identity_get_problem (identity) != NULL)
    return "problem";
  if (smith_identity_get_certificate (identity) != NULL)
    return "missing";

  return "no-key";
}

static void
scroll_to_top (SmithRequestPane *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled_window)), 0);
}

/* Whether PAGE was there already. */
static gboolean
ensure_page (SmithRequestPane *self,
             const char       *page)
{
  if (g_str_equal (page, "form") && self->form == NULL)
    {
      self->form = g_object_new (SMITH_TYPE_REQUEST_FORM, NULL);
      adw_clamp_set_child (self->form_clamp, GTK_WIDGET (self->form));
    }
  else if (g_str_equal (page, "summary") && self->summary == NULL)
    {
      self->summary = g_object_new (SMITH_TYPE_REQUEST_SUMMARY, NULL);
      adw_clamp_set_child (self->summary_clamp, GTK_WIDGET (self->summary));
    }
  else
    {
      return TRUE;
    }

  return FALSE;
}

static void update (SmithRequestPane *self);

static gboolean
update_cb (gpointer user_data)
{
  SmithRequestPane *self = user_data;

  self->update_source = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
update (SmithRequestPane *self)
{
  const char *problem = self->identity != NULL ? smith_identity_get_problem (self->identity) : NULL;
  const char *page = find_page (self->identity);
  gboolean form = g_str_equal (page, "form");
  gboolean summary = g_str_equal (page, "summary");
  g_autofree char *description = NULL;

  if (problem != NULL)
    description = g_markup_escape_text (problem, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->problem_page), description);
  /* Two turns of the main loop: the widgets, then what they show. */
  if (self->identity != NULL && !ensure_page (self, page) && self->update_source == 0)
    self->update_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
  if (self->update_source != 0)
    return;
  if (self->form != NULL)
    smith_request_form_set_identity (self->form, self->workspace, form ? self->identity : NULL);
  if (self->summary != NULL)
    smith_request_summary_set_identity (self->summary, summary ? self->identity : NULL);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), page) != 0)
    scroll_to_top (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "request.copy", summary);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "request.save", summary);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "request.change",
                                 summary && smith_identity_get_has_key (self->identity));
}

static void
create_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SmithRequestPane *self = SMITH_REQUEST_PANE (widget);

  if (self->form != NULL)
    smith_request_form_create (self->form);
}

static void
change_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SmithRequestPane *self = SMITH_REQUEST_PANE (widget);
  SmithRequest *request = self->identity != NULL ? smith_identity_get_request (self->identity) : NULL;
  SmithRequestDraft *draft;

  if (request == NULL)
    return;

  draft = smith_request_draft_for_identity (self->identity);
  smith_request_draft_prefill_from (draft, request);
  smith_request_draft_set_editing (draft, TRUE);
}

static void
copy_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  smith_request_summary_copy (SMITH_REQUEST_PANE (widget)->summary);
}

static void
save_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  smith_request_summary_save (SMITH_REQUEST_PANE (widget)->summary);
}

static void
smith_request_pane_dispose (GObject *object)
{
  SmithRequestPane *self = SMITH_REQUEST_PANE (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_object (&self->identity_signals);
  g_clear_object (&self->draft_signals);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_REQUEST_PANE);

  G_OBJECT_CLASS (smith_request_pane_parent_class)->dispose (object);
}

static void
smith_request_pane_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SmithRequestPane *self = SMITH_REQUEST_PANE (object);

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
smith_request_pane_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SmithRequestPane *self = SMITH_REQUEST_PANE (object);

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
          g_signal_group_set_target (self->draft_signals,
                                     self->identity != NULL ? smith_request_draft_for_identity (self->identity) : NULL);
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
smith_request_pane_class_init (SmithRequestPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_request_pane_dispose;
  object_class->get_property = smith_request_pane_get_property;
  object_class->set_property = smith_request_pane_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, SMITH_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-request-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithRequestPane, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestPane, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestPane, problem_page);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestPane, form_clamp);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestPane, summary_clamp);
  gtk_widget_class_install_action (widget_class, "request.create", NULL, create_action_cb);
  gtk_widget_class_install_action (widget_class, "request.change", NULL, change_action_cb);
  gtk_widget_class_install_action (widget_class, "request.copy", NULL, copy_action_cb);
  gtk_widget_class_install_action (widget_class, "request.save", NULL, save_action_cb);
}

static void
smith_request_pane_init (SmithRequestPane *self)
{
  static const char * const notes[] = {
    "notify::has-key", "notify::problem", "notify::request", "notify::certificate",
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    g_signal_group_connect_swapped (self->identity_signals, notes[i], G_CALLBACK (update), self);
  self->draft_signals = g_signal_group_new (SMITH_TYPE_REQUEST_DRAFT);
  g_signal_group_connect_swapped (self->draft_signals, "notify::editing", G_CALLBACK (update), self);
}
