/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-application.h"

#include "smith-secret-service-keyring.h"
#include "smith-window.h"

/**
 * SmithApplication:
 *
 * One per session: a second start hands its files to the first. Owns the workspace, which its window
 * shows.
 */
struct _SmithApplication
{
  AdwApplication parent_instance;

  /* Owned */
  SmithWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (SmithApplication, smith_application, ADW_TYPE_APPLICATION)

typedef struct
{
  const char *action;
  const char *accels[3];
} Accelerators;

static const Accelerators accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "win.new", { "<Control>n" } },
  { "win.open", { "<Control>o" } },
  { "win.search", { "<Control>f" } },
  { "win.back", { "<Alt>Left" } },
  { "win.show-pane::key", { "<Alt>1" } },
  { "win.show-pane::request", { "<Alt>2" } },
  { "win.show-pane::certificate", { "<Alt>3" } },
  { "win.show-pane::chain", { "<Alt>4" } },
  { "win.show-pane::upload", { "<Alt>5" } },
  { "win.accounts", { "<Control>comma" } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1" } },
  { "window.close", { "<Control>w" } },
};

static SmithWindow *
ensure_window (SmithApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  while (window != NULL && !SMITH_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  if (window == NULL)
    window = GTK_WINDOW (smith_window_new (self, smith_application_get_workspace (self)));
  gtk_window_present (window);

  return SMITH_WINDOW (window);
}

static void
quit_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  /* Closed one by one, so that each remembers how it was left. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_list_free (windows);
}

static void
smith_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = { { .name = "quit", .activate = quit_activated_cb } };

  G_APPLICATION_CLASS (smith_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           (const char * const *) accelerators[i].accels);
}

static void
smith_application_activate (GApplication *application)
{
  ensure_window (SMITH_APPLICATION (application));
}

static void
smith_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < n_files; i++)
    g_list_store_append (list, files[i]);
  smith_window_import_files (ensure_window (SMITH_APPLICATION (application)), G_LIST_MODEL (list));
}

static void
smith_application_shutdown (GApplication *application)
{
  SmithApplication *self = SMITH_APPLICATION (application);

  G_APPLICATION_CLASS (smith_application_parent_class)->shutdown (application);

  g_clear_object (&self->workspace);
}

static void
smith_application_dispose (GObject *object)
{
  g_clear_object (&SMITH_APPLICATION (object)->workspace);

  G_OBJECT_CLASS (smith_application_parent_class)->dispose (object);
}

static void
smith_application_class_init (SmithApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = smith_application_dispose;

  application_class->startup = smith_application_startup;
  application_class->activate = smith_application_activate;
  application_class->open = smith_application_open;
  application_class->shutdown = smith_application_shutdown;
}

static void
smith_application_init (SmithApplication *self)
{
}

/**
 * smith_application_new:
 *
 * Returns: (transfer full): the application, not registered yet
 */
SmithApplication *
smith_application_new (void)
{
  return g_object_new (SMITH_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/chainsmith/Chainsmith",
                       NULL);
}

/**
 * smith_application_get_workspace:
 *
 * Returns: (transfer none): the models, created the first time; nothing is read from disk here
 */
SmithWorkspace *
smith_application_get_workspace (SmithApplication *self)
{
  g_return_val_if_fail (SMITH_IS_APPLICATION (self), NULL);

  if (self->workspace == NULL)
    {
      g_autoptr (SmithKeyring) keyring = smith_secret_service_keyring_new ();

      self->workspace = smith_workspace_new (NULL, keyring);
    }

  return self->workspace;
}
