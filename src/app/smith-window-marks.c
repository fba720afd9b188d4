/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

/* The marks on the switcher, which make the row of panes read as progress: a check for what is done, a dot
 * for what needs attention, the pane's own symbol for what is still to come. */

typedef struct
{
  const char *pane;
  const char *icon_name;
  gboolean  (*is_done) (SmithIdentity *identity);
} Mark;

static gboolean
is_next_pane (SmithIdentity *identity,
              const char    *pane)
{
  SmithNextStep *step = smith_identity_get_next_step (identity);

  return step != NULL && g_strcmp0 (smith_next_step_get_pane (step), pane) == 0;
}

static gboolean
is_key_done (SmithIdentity *identity)
{
  return smith_identity_get_has_key (identity);
}

static gboolean
is_request_done (SmithIdentity *identity)
{
  return smith_identity_get_request (identity) != NULL;
}

static gboolean
is_certificate_done (SmithIdentity *identity)
{
  return smith_identity_get_certificate (identity) != NULL;
}

static gboolean
is_chain_done (SmithIdentity *identity)
{
  SmithNextStep *step = smith_identity_get_next_step (identity);

  /* The step of a certificate that can go to AWS is the upload: its chain reaches as far as it has to. */
  return smith_identity_get_certificate (identity) != NULL &&
         (step == NULL || g_strcmp0 (smith_next_step_get_pane (step), "upload") == 0);
}

static gboolean
is_upload_done (SmithIdentity *identity)
{
  SmithNextStep *step = smith_identity_get_next_step (identity);

  return smith_identity_get_upload (identity) != NULL &&
         (step == NULL || smith_next_step_get_action (step) == NULL);
}

static const Mark marks[SMITH_N_PANES] = {
  { "key", "dialog-password-symbolic", is_key_done },
  { "request", "document-edit-symbolic", is_request_done },
  { "certificate", "smith-certificate-symbolic", is_certificate_done },
  { "chain", "smith-chain-symbolic", is_chain_done },
  { "upload", "smith-upload-symbolic", is_upload_done },
};

/* Dates are the certificate's; damage is where the next step says. */
static gboolean
needs_attention (SmithIdentity *identity,
                 const char    *pane)
{
  switch (smith_identity_get_state (identity))
    {
    case SMITH_IDENTITY_STATE_DAMAGED:
      return is_next_pane (identity, pane);
    case SMITH_IDENTITY_STATE_EXPIRED:
    case SMITH_IDENTITY_STATE_EXPIRING:
    case SMITH_IDENTITY_STATE_NOT_YET_VALID:
      return g_strcmp0 (pane, "certificate") == 0;
    case SMITH_IDENTITY_STATE_EMPTY:
    case SMITH_IDENTITY_STATE_KEY_ONLY:
    case SMITH_IDENTITY_STATE_WAITING:
    case SMITH_IDENTITY_STATE_VALID:
    default:
      return FALSE;
    }
}

/**
 * smith_window_update_marks:
 *
 * To be called when the identity or its next step changed.
 */
void
smith_window_update_marks (SmithWindow *self)
{
  for (guint i = 0; i < SMITH_N_PANES; i++)
    {
      GtkWidget *pane = smith_window_get_pane (self, marks[i].pane);
      AdwViewStackPage *page = adw_view_stack_get_page (self->view_stack, pane);
      gboolean attention = self->identity != NULL && needs_attention (self->identity, marks[i].pane);
      gboolean done = self->identity != NULL && !attention && marks[i].is_done (self->identity);

      adw_view_stack_page_set_icon_name (page, done ? "smith-done-symbolic" : marks[i].icon_name);
      adw_view_stack_page_set_needs_attention (page, attention);
    }
}
