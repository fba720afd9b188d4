/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-findings-group.h"

#include "smith-finding.h"

/**
 * SmithKeyFindingsGroup:
 *
 * What is weak about a key, each as a sentence with a symbol; not to be seen while nothing is. "problem" is what its check
 * has found, and comes first.
 */
struct _SmithKeyFindingsGroup
{
  AdwPreferencesGroup parent_instance;

  /* Owned; the rows in it are borrowed: children of the group */
  GPtrArray      *rows;
  SmithPublicKey *key;
  char           *problem;
};

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithKeyFindingsGroup, smith_key_findings_group, ADW_TYPE_PREFERENCES_GROUP)

static void
add_finding (SmithKeyFindingsGroup *self,
             const char            *sentence,
             const char            *icon,
             const char            *class)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", sentence, "use-markup", FALSE, "title-lines", 0, NULL);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (image, class);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
update (SmithKeyFindingsGroup *self)
{
  g_auto (GStrv) findings = self->key != NULL ? smith_finding_list_for_public_key (self->key) : NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (self->key != NULL && self->problem != NULL)
    add_finding (self, self->problem, "dialog-error-symbolic", "error");
  for (guint i = 0; findings != NULL && findings[i] != NULL; i++)
    add_finding (self, findings[i], "dialog-warning-symbolic", "warning");
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
smith_key_findings_group_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, SMITH_KEY_FINDINGS_GROUP (object)->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_key_findings_group_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  SmithKeyFindingsGroup *self = SMITH_KEY_FINDINGS_GROUP (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      if (g_strcmp0 (self->problem, g_value_get_string (value)) != 0)
        {
          g_free (self->problem);
          self->problem = g_value_dup_string (value);
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_key_findings_group_finalize (GObject *object)
{
  SmithKeyFindingsGroup *self = SMITH_KEY_FINDINGS_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->key);
  g_free (self->problem);

  G_OBJECT_CLASS (smith_key_findings_group_parent_class)->finalize (object);
}

static void
smith_key_findings_group_class_init (SmithKeyFindingsGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_key_findings_group_finalize;
  object_class->get_property = smith_key_findings_group_get_property;
  object_class->set_property = smith_key_findings_group_set_property;

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/chainsmith/Chainsmith/smith-key-findings-group.ui");
}

static void
smith_key_findings_group_init (SmithKeyFindingsGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_key_findings_group_set_key:
 * @key: (nullable): what is looked at
 */
void
smith_key_findings_group_set_key (SmithKeyFindingsGroup *self,
                                  SmithPublicKey        *key)
{
  g_return_if_fail (SMITH_IS_KEY_FINDINGS_GROUP (self));
  g_return_if_fail (key == NULL || SMITH_IS_PUBLIC_KEY (key));

  g_set_object (&self->key, key);
  update (self);
}
