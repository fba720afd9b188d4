/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-result.h"

#include <glib/gi18n.h>

#include "smith-gradual-layout.h"
#include "smith-page-layout.h"
#include "smith-tip.h"
#include "smith-value-row.h"

/**
 * SmithUploadResult:
 *
 * What is in AWS of an identity, as the library noted it: ARN and ID to copy, whether it was read
 * back and found identical, when, and in which account. An upload of an earlier certificate is
 * shown as such, so that nobody takes it for the present one.
 */
struct _SmithUploadResult
{
  GtkWidget parent_instance;

  /* Owned */
  SmithIdentity       *identity;

  /* Template */
  GtkWidget           *box;
  AdwPreferencesGroup *group;
  SmithValueRow       *arn_row;
  SmithValueRow       *id_row;
  AdwActionRow        *verified_row;
  GtkImage            *verified_image;
  SmithValueRow       *name_row;
  SmithValueRow       *account_row;
  SmithValueRow       *time_row;
};

enum
{
  PROP_0,
  PROP_IDENTITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithUploadResult, smith_upload_result, GTK_TYPE_WIDGET)

static void
show_value (SmithValueRow *row,
            const char    *value)
{
  gtk_widget_set_visible (GTK_WIDGET (row), value != NULL && *value != '\0');
  smith_value_row_set_value (row, value != NULL ? value : "");
}

static void
show_time (SmithUploadResult *self,
           GDateTime         *time)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *utc = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->time_row), time != NULL);
  if (time == NULL)
    return;

  local = g_date_time_to_local (time);
  shown = g_date_time_format (local, _("%-d %B %Y, %H:%M"));
  utc = g_date_time_format (time, "%Y-%m-%d %H:%M:%S UTC");
  smith_value_row_set_value (self->time_row, shown);
  smith_tip_set (GTK_WIDGET (self->time_row), utc);
}

static void
show_verified (SmithUploadResult *self,
               gboolean           verified)
{
  const char *styles[] = { verified ? "success" : "warning", NULL };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->verified_row),
                                 verified ? _("Read back: identical") : _("Not compared with what AWS has"));
  adw_action_row_set_subtitle (self->verified_row,
                               verified ? _("Certificate and chain in AWS are those on this computer, byte for byte.")
                                        : _("Upload again to read it back: nothing is uploaded twice."));
  gtk_image_set_from_icon_name (self->verified_image, verified ? "object-select-symbolic" : "dialog-warning-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->verified_image), styles);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->verified_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->verified_row)), -1);
}

static void
update (SmithUploadResult *self)
{
  const SmithUploadRecord *record = self->identity != NULL ? smith_identity_get_upload (self->identity) : NULL;
  SmithCertificate *certificate = self->identity != NULL ? smith_identity_get_certificate (self->identity) : NULL;
  g_autofree char *account = NULL;
  g_autofree char *name = NULL;
  gboolean current;

  gtk_widget_set_visible (GTK_WIDGET (self), record != NULL);
  if (record == NULL)
    return;

  current = certificate != NULL && g_strcmp0 (record->sha256, smith_certificate_get_sha256 (certificate)) == 0;
  adw_preferences_group_set_title (self->group, current ? _("In AWS") : _("In AWS: an Earlier Certificate"));
  adw_preferences_group_set_description (self->group,
                                         current ? NULL : _("The certificate of this identity has changed since. "
                                                            "Upload the new one under another name."));
  show_value (self->arn_row, record->arn);
  show_value (self->id_row, record->certificate_id);
  show_verified (self, record->verified);
  name = record->path != NULL && !g_str_equal (record->path, "/")
           ? g_strdup_printf ("%s%s", record->path, record->name) : g_strdup (record->name);
  show_value (self->name_row, name);
  if (record->account != NULL && record->account_name != NULL)
    /* Translators: the name of an account, then its number */
    account = g_strdup_printf (_("%s (%s)"), record->account_name, record->account);
  else
    account = g_strdup (record->account != NULL ? record->account : record->account_name);
  show_value (self->account_row, account);
  show_time (self, record->uploaded_at);
}

static void
identity_notify_cb (SmithUploadResult *self,
                    GParamSpec        *pspec)
{
  if (g_str_equal (pspec->name, "upload") || g_str_equal (pspec->name, "certificate"))
    update (self);
}

static void
smith_upload_result_dispose (GObject *object)
{
  SmithUploadResult *self = SMITH_UPLOAD_RESULT (object);

  if (self->identity != NULL)
    g_signal_handlers_disconnect_by_data (self->identity, self);
  g_clear_object (&self->identity);
  gtk_widget_dispose_template (GTK_WIDGET (object), SMITH_TYPE_UPLOAD_RESULT);

  G_OBJECT_CLASS (smith_upload_result_parent_class)->dispose (object);
}

static void
smith_upload_result_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SmithUploadResult *self = SMITH_UPLOAD_RESULT (object);

  switch (prop_id)
    {
    case PROP_IDENTITY:
      g_value_set_object (value, smith_upload_result_get_identity (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_upload_result_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SmithUploadResult *self = SMITH_UPLOAD_RESULT (object);

  switch (prop_id)
    {
    case PROP_IDENTITY:
      smith_upload_result_set_identity (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_upload_result_class_init (SmithUploadResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_upload_result_dispose;
  object_class->get_property = smith_upload_result_get_property;
  object_class->set_property = smith_upload_result_set_property;

  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SMITH_TYPE_GRADUAL_LAYOUT);
  g_type_ensure (SMITH_TYPE_VALUE_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-upload-result.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, box);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, group);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, arn_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, id_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, verified_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, verified_image);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, name_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, account_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadResult, time_row);
}

static void
smith_upload_result_init (SmithUploadResult *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_upload_result_get_identity:
 *
 * Returns: (transfer none) (nullable): whose upload it shows
 */
SmithIdentity *
smith_upload_result_get_identity (SmithUploadResult *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD_RESULT (self), NULL);

  return self->identity;
}

/**
 * smith_upload_result_set_identity:
 * @identity: (nullable): whose upload to show
 */
void
smith_upload_result_set_identity (SmithUploadResult *self,
                                  SmithIdentity     *identity)
{
  g_return_if_fail (SMITH_IS_UPLOAD_RESULT (self));

  if (self->identity == identity)
    return;

  if (self->identity != NULL)
    g_signal_handlers_disconnect_by_data (self->identity, self);
  g_set_object (&self->identity, identity);
  if (identity != NULL)
    g_signal_connect_object (identity, "notify", G_CALLBACK (identity_notify_cb), self, G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY]);
}
