/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-workspace.h"

/**
 * SmithWorkspace:
 *
 * Owns the models of the application: the library, the accounts, the jobs, the keyring. What is
 * dropped, pasted or opened comes in here (smith-import.c). It does nothing else, and is to stay so.
 */
struct _SmithWorkspace
{
  GObject parent_instance;

  /* Owned */
  SmithLibrary     *library;
  SmithJobList     *jobs;
  SmithAccountList *accounts;
  SmithKeyring     *keyring;
};

enum
{
  PROP_0,
  PROP_LIBRARY,
  PROP_JOBS,
  PROP_ACCOUNTS,
  PROP_KEYRING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithWorkspace, smith_workspace, G_TYPE_OBJECT)

static void
smith_workspace_finalize (GObject *object)
{
  SmithWorkspace *self = SMITH_WORKSPACE (object);

  g_clear_object (&self->library);
  g_clear_object (&self->jobs);
  g_clear_object (&self->accounts);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (smith_workspace_parent_class)->finalize (object);
}

static void
smith_workspace_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithWorkspace *self = SMITH_WORKSPACE (object);

  switch (prop_id)
    {
    case PROP_LIBRARY:
      g_value_set_object (value, self->library);
      break;
    case PROP_JOBS:
      g_value_set_object (value, self->jobs);
      break;
    case PROP_ACCOUNTS:
      g_value_set_object (value, self->accounts);
      break;
    case PROP_KEYRING:
      g_value_set_object (value, self->keyring);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_workspace_class_init (SmithWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_workspace_finalize;
  object_class->get_property = smith_workspace_get_property;

  properties[PROP_LIBRARY] =
    g_param_spec_object ("library", NULL, NULL, SMITH_TYPE_LIBRARY, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_JOBS] =
    g_param_spec_object ("jobs", NULL, NULL, SMITH_TYPE_JOB_LIST, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACCOUNTS] =
    g_param_spec_object ("accounts", NULL, NULL, SMITH_TYPE_ACCOUNT_LIST, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEYRING] =
    g_param_spec_object ("keyring", NULL, NULL, SMITH_TYPE_KEYRING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_workspace_init (SmithWorkspace *self)
{
  self->jobs = smith_job_list_new ();
}

/**
 * smith_workspace_new:
 * @folder: (nullable) (type filename): of the library; NULL: the one in the user's data folder
 * @keyring: (nullable): where secrets are
 *
 * Returns: (transfer full): a workspace whose library is still to be loaded
 */
SmithWorkspace *
smith_workspace_new (const char   *folder,
                     SmithKeyring *keyring)
{
  SmithWorkspace *self = g_object_new (SMITH_TYPE_WORKSPACE, NULL);

  g_set_object (&self->keyring, keyring);
  self->library = smith_library_new (folder);
  self->accounts = smith_account_list_new (keyring, NULL, NULL);

  return self;
}

/**
 * smith_workspace_get_library:
 *
 * Returns: (transfer none): the identities of this computer
 */
SmithLibrary *
smith_workspace_get_library (SmithWorkspace *self)
{
  g_return_val_if_fail (SMITH_IS_WORKSPACE (self), NULL);

  return self->library;
}

/**
 * smith_workspace_get_jobs:
 *
 * Returns: (transfer none): what is under way
 */
SmithJobList *
smith_workspace_get_jobs (SmithWorkspace *self)
{
  g_return_val_if_fail (SMITH_IS_WORKSPACE (self), NULL);

  return self->jobs;
}

/**
 * smith_workspace_get_accounts:
 *
 * Returns: (transfer none): the AWS accounts
 */
SmithAccountList *
smith_workspace_get_accounts (SmithWorkspace *self)
{
  g_return_val_if_fail (SMITH_IS_WORKSPACE (self), NULL);

  return self->accounts;
}

/**
 * smith_workspace_get_keyring:
 *
 * Returns: (transfer none) (nullable): where secrets are
 */
SmithKeyring *
smith_workspace_get_keyring (SmithWorkspace *self)
{
  g_return_val_if_fail (SMITH_IS_WORKSPACE (self), NULL);

  return self->keyring;
}
