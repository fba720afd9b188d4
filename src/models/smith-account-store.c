/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-store.h"

#include <glib/gi18n.h>

#include "smith-account-private.h"
#include "smith-aws-environment.h"
#include "smith-file.h"

#define MAX_FILE_SIZE (1024 * 1024)

#define KEY_NAME           "Name"
#define KEY_REGION         "Region"
#define KEY_ACCESS_KEY_ID  "AccessKeyId"
#define KEY_ENDPOINT       "Endpoint"
#define KEY_ACCOUNT_NUMBER "AccountNumber"
#define KEY_ARN            "Arn"

static char *
read_value (GKeyFile   *file,
            const char *group,
            const char *key)
{
  char *value = g_key_file_get_string (file, group, key, NULL);

  if (value != NULL && *value == '\0')
    g_clear_pointer (&value, g_free);

  return value;
}

static SmithAccount *
read_account (GKeyFile   *file,
              const char *group)
{
  g_autoptr (SmithAccount) account = NULL;
  g_autofree char *name = read_value (file, group, KEY_NAME);
  g_autofree char *region = read_value (file, group, KEY_REGION);
  g_autofree char *access_key_id = read_value (file, group, KEY_ACCESS_KEY_ID);
  g_autofree char *endpoint = read_value (file, group, KEY_ENDPOINT);
  g_autofree char *account_number = read_value (file, group, KEY_ACCOUNT_NUMBER);
  g_autofree char *arn = read_value (file, group, KEY_ARN);

  if (name == NULL || region == NULL || access_key_id == NULL)
    return NULL;

  account = smith_account_new (group, SMITH_ACCOUNT_SOURCE_KEYRING);
  smith_account_set_name (account, name);
  smith_account_set_region (account, region);
  smith_account_set_access_key_id (account, access_key_id);
  smith_account_set_endpoint (account, endpoint);
  smith_account_set_caller (account, account_number, arn);

  return g_steal_pointer (&account);
}

/**
 * smith_account_store_load:
 * @path: accounts.ini: one group an account, named by its id
 *
 * A file that is not there holds no accounts. A group without name, region or access key ID is
 * reported in @error, together with the accounts that are whole.
 *
 * Returns: (transfer full) (element-type SmithAccount): the accounts, possibly none
 */
GPtrArray *
smith_account_store_load (const char  *path,
                          GError     **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) groups = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  bytes = smith_file_read (path, MAX_FILE_SIZE, &problem);
  if (bytes == NULL)
    {
      if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) &&
          !g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_propagate_error (error, g_steal_pointer (&problem));
      return g_steal_pointer (&accounts);
    }
  if (g_bytes_get_size (bytes) > 0 &&
      !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &problem))
    {
      g_set_error (error, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_INVALID,
                   _("Couldn't read the list of accounts: %s. The file %s is kept aside when the next account is added."),
                   problem->message, path);
      return g_steal_pointer (&accounts);
    }

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      SmithAccount *account = read_account (file, groups[i]);

      if (account != NULL)
        g_ptr_array_add (accounts, account);
      else if (error != NULL && *error == NULL)
        g_set_error (error, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_INVALID,
                     _("The account “%s” in %s lacks its name, region or access key ID, so it is not shown. "
                       "The file is kept aside when the next account is added."),
                     groups[i], path);
    }

  return g_steal_pointer (&accounts);
}

/**
 * smith_account_store_parse:
 * @bytes: the text of an accounts.ini, such as that of a backup
 *
 * Returns: (transfer full) (element-type SmithAccount): the accounts that are whole
 */
GPtrArray *
smith_account_store_parse (GBytes *bytes)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  g_return_val_if_fail (bytes != NULL, accounts);

  if (g_bytes_get_size (bytes) == 0 || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    return accounts;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      SmithAccount *account = read_account (file, groups[i]);

      if (account != NULL)
        g_ptr_array_add (accounts, account);
    }

  return accounts;
}

static void
write_value (GKeyFile   *file,
             const char *group,
             const char *key,
             const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, group, key, value);
}

/**
 * smith_account_store_to_bytes:
 * @accounts: (element-type SmithAccount): those of other sources are left out
 *
 * Returns: (transfer full): the text of accounts.ini; no secret is in it
 */
GBytes *
smith_account_store_to_bytes (GListModel *accounts)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gsize length;
  char *text;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SmithAccount) account = g_list_model_get_item (accounts, i);
      const char *group = smith_account_get_id (account);

      if (smith_account_get_source (account) != SMITH_ACCOUNT_SOURCE_KEYRING)
        continue;

      write_value (file, group, KEY_NAME, smith_account_get_name (account));
      write_value (file, group, KEY_REGION, smith_account_get_region (account));
      write_value (file, group, KEY_ACCESS_KEY_ID, smith_account_get_access_key_id (account));
      write_value (file, group, KEY_ENDPOINT, smith_account_get_endpoint (account));
      write_value (file, group, KEY_ACCOUNT_NUMBER, smith_account_get_account_number (account));
      write_value (file, group, KEY_ARN, smith_account_get_arn (account));
    }
  text = g_key_file_to_data (file, &length, NULL);

  return g_bytes_new_take (text, length);
}

/**
 * smith_account_store_read_environment:
 * @environment: (array zero-terminated=1): as g_get_environ() gives it
 *
 * Reads the AWS_* variables (smith-aws-environment.h): credentials, region, endpoints.
 *
 * Returns: (transfer full) (nullable): an account, or NULL where either half of the credentials is missing
 */
SmithAccount *
smith_account_store_read_environment (const char * const *environment)
{
  static const char * const services[] = { "iam", "sts" };
  g_autoptr (SmithAwsCredentials) credentials = smith_aws_environment_dup_credentials (environment);
  const char *region = smith_aws_environment_get_region (environment);
  SmithAccount *account;

  if (credentials == NULL)
    return NULL;

  account = smith_account_new ("environment", SMITH_ACCOUNT_SOURCE_ENVIRONMENT);
  smith_account_set_name (account, _("Environment"));
  smith_account_set_region (account, region != NULL ? region : "us-east-1");
  smith_account_set_access_key_id (account, smith_aws_credentials_get_access_key_id (credentials));
  smith_account_set_credentials (account, credentials);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      const char *uri = smith_aws_environment_get_endpoint (environment, services[i]);

      if (uri != NULL)
        smith_account_set_service_endpoint (account, services[i], uri);
    }

  return account;
}
