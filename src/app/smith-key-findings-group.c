/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-findings-group.h"

#include "smith-finding.h"

/**
 * SmithKeyFindingsGroup:
 *
 * What is weak about a key, each as a sentence with a symbol; not to be seen while nothing is.
 */
struct _SmithKeyFindingsGroup
{
  AdwPreferencesGroup parent_instance;

  /* Owned; the rows in it are borrowed: children of the group */
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (SmithKeyFindingsGroup, smith_key_findings_group, ADW_TYPE_PREFERENCES_GROUP)

static void
add_finding (SmithKeyFindingsGroup *self,
             const char            *sentence)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", sentence, "use-markup", FALSE, "title-lines", 0, NULL);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (image, "warning");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
smith_key_findings_group_finalize (GObject *object)
{
  g_ptr_array_unref (SMITH_KEY_FINDINGS_GROUP (object)->rows);

  G_OBJECT_CLASS (smith_key_findings_group_parent_class)->finalize (object);
}

static void
smith_key_findings_group_class_init (SmithKeyFindingsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = smith_key_findings_group_finalize;

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
  g_auto (GStrv) findings = NULL;

  g_return_if_fail (SMITH_IS_KEY_FINDINGS_GROUP (self));
  g_return_if_fail (key == NULL || SMITH_IS_PUBLIC_KEY (key));

  if (key != NULL)
    findings = smith_finding_list_for_public_key (key);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; findings != NULL && findings[i] != NULL; i++)
    add_finding (self, findings[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}
