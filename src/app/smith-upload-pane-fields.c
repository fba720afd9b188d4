/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-pane-private.h"

#include "smith-iam-rules.h"

/* Under which name and path a certificate goes to IAM: what is suggested, what a person typed for which identity. */

/* What a person typed for one identity, and for which certificate. */
typedef struct
{
  char *name;
  char *path;
  char *suggested;   /* the name that was suggested: as long as it stands, a new certificate brings a new one */
} Draft;

/**
 * smith_upload_pane_draft_free:
 *
 * GDestroyNotify: for the values of @drafts.
 */
void
smith_upload_pane_draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->name);
  g_free (draft->path);
  g_free (draft->suggested);
  g_free (draft);
}

static void
update_problems (SmithUploadPane *self)
{
  g_autofree char *name_problem = smith_iam_check_name (smith_preflight_get_name (self->preflight));
  g_autofree char *path_problem = smith_iam_check_path (smith_preflight_get_path (self->preflight));

  smith_message_row_set_message (self->name_message_row, name_problem);
  smith_message_row_set_message (self->path_message_row, path_problem);
}

/**
 * smith_upload_pane_fill_name:
 * @name: another one
 *
 * Puts a name into its entry, as if it had been typed.
 */
void
smith_upload_pane_fill_name (SmithUploadPane *self,
                             const char      *name)
{
  gtk_editable_set_text (self->name_row, name);
  gtk_editable_set_position (self->name_row, -1);
}

static Draft *
ensure_draft (SmithUploadPane *self)
{
  Draft *draft = g_hash_table_lookup (self->drafts, self->identity);
  const SmithUploadRecord *record = smith_identity_get_upload (self->identity);

  if (draft != NULL)
    return draft;

  draft = g_new0 (Draft, 1);
  draft->suggested = smith_iam_suggest_name (smith_upload_pane_get_certificate (self), NULL);
  draft->name = g_strdup (smith_upload_pane_is_uploaded (self) && record->name != NULL ? record->name : draft->suggested);
  draft->path = g_strdup (record != NULL && record->path != NULL ? record->path : SMITH_IAM_DEFAULT_PATH);
  g_hash_table_insert (self->drafts, g_object_ref (self->identity), draft);

  return draft;
}

/**
 * smith_upload_pane_fill_fields:
 *
 * Shows what was typed for the identity, or what is suggested.
 */
void
smith_upload_pane_fill_fields (SmithUploadPane *self)
{
  Draft *draft = ensure_draft (self);

  /* Another certificate than the one whose name was suggested, and nobody typed another name. */
  if (g_str_equal (draft->name, draft->suggested))
    {
      g_free (draft->suggested);
      draft->suggested = smith_iam_suggest_name (smith_upload_pane_get_certificate (self), NULL);
      g_free (draft->name);
      draft->name = g_strdup (draft->suggested);
    }
  self->filling = TRUE;
  smith_upload_pane_fill_name (self, draft->name);
  gtk_editable_set_text (self->path_row, draft->path);
  gtk_switch_set_active (self->cloudfront_switch, g_str_has_prefix (draft->path, SMITH_IAM_CLOUDFRONT_PATH));
  self->filling = FALSE;
  smith_preflight_set_name (self->preflight, draft->name);
  smith_preflight_set_path (self->preflight, draft->path);
  update_problems (self);
}

static void
name_changed_cb (SmithUploadPane *self)
{
  const char *text = gtk_editable_get_text (self->name_row);

  if (self->filling || smith_upload_pane_get_certificate (self) == NULL)
    return;

  g_free (ensure_draft (self)->name);
  ensure_draft (self)->name = g_strdup (text);
  smith_preflight_set_name (self->preflight, text);
  update_problems (self);
  smith_upload_pane_update_command (self);
}

static void
path_changed_cb (SmithUploadPane *self)
{
  const char *text = gtk_editable_get_text (self->path_row);

  if (self->filling || smith_upload_pane_get_certificate (self) == NULL)
    return;

  g_free (ensure_draft (self)->path);
  ensure_draft (self)->path = g_strdup (text);
  smith_preflight_set_path (self->preflight, text);
  self->filling = TRUE;
  gtk_switch_set_active (self->cloudfront_switch, g_str_has_prefix (text, SMITH_IAM_CLOUDFRONT_PATH));
  self->filling = FALSE;
  update_problems (self);
  smith_upload_pane_update_command (self);
}

static void
cloudfront_toggled_cb (SmithUploadPane *self)
{
  gboolean active = gtk_switch_get_active (self->cloudfront_switch);
  const char *path = gtk_editable_get_text (self->path_row);

  if (self->filling || active == g_str_has_prefix (path, SMITH_IAM_CLOUDFRONT_PATH))
    return;

  gtk_editable_set_text (self->path_row, active ? SMITH_IAM_CLOUDFRONT_PATH : SMITH_IAM_DEFAULT_PATH);
}

/**
 * smith_upload_pane_bind_fields:
 *
 * What the template says happens when one of them changes.
 */
void
smith_upload_pane_bind_fields (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, path_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cloudfront_toggled_cb);
}
