/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-state.h"

#include <glib/gi18n.h>

/**
 * smith-identity-state:
 *
 * What an identity is at, in one enum, a few words and a symbol: computed from its data and the
 * time, and from nothing else.
 */

/* From here on a certificate wants a new one: CAs and AWS remind at the same distance. */
#define EXPIRING_SECONDS ((gint64) 30 * 24 * 60 * 60)

/**
 * smith_identity_state_find:
 * @now: seconds since the epoch
 */
SmithIdentityState
smith_identity_state_find (const SmithIdentityData *data,
                           gint64                   now)
{
  if (data->problem != NULL)
    return SMITH_IDENTITY_STATE_DAMAGED;

  if (data->certificate != NULL)
    {
      /* RFC 5280 4.1.2.5: both ends belong to the validity. */
      if (now > data->not_after)
        return SMITH_IDENTITY_STATE_EXPIRED;
      if (now < data->not_before)
        return SMITH_IDENTITY_STATE_NOT_YET_VALID;
      if (data->not_after - now <= EXPIRING_SECONDS)
        return SMITH_IDENTITY_STATE_EXPIRING;
      return SMITH_IDENTITY_STATE_VALID;
    }

  if (data->request != NULL)
    return SMITH_IDENTITY_STATE_WAITING;

  return data->has_key ? SMITH_IDENTITY_STATE_KEY_ONLY : SMITH_IDENTITY_STATE_EMPTY;
}

static GDateTime *
make_local (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (seconds);

  /* Years that GDateTime does not know (RFC 5280 allows 9999-12-31 as "never", in any zone). */
  return date != NULL ? g_steal_pointer (&date) : g_date_time_new_utc (9999, 12, 31, 23, 59, 59);
}

/**
 * smith_identity_state_dup_date:
 * @seconds: since the epoch
 *
 * Returns: (transfer full): the day in the local time zone, as the locale writes it
 */
char *
smith_identity_state_dup_date (gint64 seconds)
{
  g_autoptr (GDateTime) date = make_local (seconds);

  /* Translators: a day such as "3 March 2027", in the format of g_date_time_format(). */
  return g_date_time_format (date, _("%-d %B %Y"));
}

/* Midnights between now and then, as a person counts days. */
static int
count_days (gint64 now,
            gint64 then)
{
  g_autoptr (GDateTime) from = make_local (now);
  g_autoptr (GDateTime) to = make_local (then);
  GDate from_day;
  GDate to_day;

  g_date_clear (&from_day, 1);
  g_date_clear (&to_day, 1);
  g_date_set_dmy (&from_day, (GDateDay) g_date_time_get_day_of_month (from),
                  (GDateMonth) g_date_time_get_month (from), (GDateYear) g_date_time_get_year (from));
  g_date_set_dmy (&to_day, (GDateDay) g_date_time_get_day_of_month (to),
                  (GDateMonth) g_date_time_get_month (to), (GDateYear) g_date_time_get_year (to));

  return g_date_days_between (&from_day, &to_day);
}

static char *
describe_expiring (gint64 now,
                   gint64 not_after)
{
  int days = count_days (now, not_after);

  if (days <= 0)
    return g_strdup (_("Expires today"));

  return g_strdup_printf (ngettext ("Expires in %d day", "Expires in %d days", (gulong) days), days);
}

/**
 * smith_identity_state_dup_text:
 * @now: seconds since the epoch
 *
 * Returns: (transfer full): a few words for a row
 */
char *
smith_identity_state_dup_text (const SmithIdentityData *data,
                               gint64                   now)
{
  g_autofree char *date = NULL;

  if (data->folder == NULL)
    return g_strdup (_("Not kept"));

  switch (smith_identity_state_find (data, now))
    {
    case SMITH_IDENTITY_STATE_EXPIRED:
      date = smith_identity_state_dup_date (data->not_after);
      return g_strdup_printf (_("Expired on %s"), date);
    case SMITH_IDENTITY_STATE_EXPIRING:
      return describe_expiring (now, data->not_after);
    case SMITH_IDENTITY_STATE_NOT_YET_VALID:
      date = smith_identity_state_dup_date (data->not_before);
      return g_strdup_printf (_("Valid from %s"), date);
    case SMITH_IDENTITY_STATE_EMPTY:
      return g_strdup (_("No key yet"));
    case SMITH_IDENTITY_STATE_KEY_ONLY:
      return g_strdup (_("Key created, no request yet"));
    case SMITH_IDENTITY_STATE_WAITING:
      return g_strdup (_("Waiting for the CA"));
    case SMITH_IDENTITY_STATE_VALID:
      date = smith_identity_state_dup_date (data->not_after);
      return g_strdup_printf (_("Valid until %s"), date);
    case SMITH_IDENTITY_STATE_DAMAGED:
    default:
      return g_strdup (_("Damaged"));
    }
}

/**
 * smith_identity_state_get_icon_name:
 * @now: seconds since the epoch
 *
 * Returns: (transfer none): a symbolic icon of Adwaita; the states differ by shape
 */
const char *
smith_identity_state_get_icon_name (const SmithIdentityData *data,
                                    gint64                   now)
{
  if (data->folder == NULL)
    return "document-save-symbolic";

  switch (smith_identity_state_find (data, now))
    {
    case SMITH_IDENTITY_STATE_EXPIRED:
      return "action-unavailable-symbolic";
    case SMITH_IDENTITY_STATE_EXPIRING:
      return "dialog-warning-symbolic";
    case SMITH_IDENTITY_STATE_NOT_YET_VALID:
      return "alarm-symbolic";
    case SMITH_IDENTITY_STATE_EMPTY:
      return "document-new-symbolic";
    case SMITH_IDENTITY_STATE_KEY_ONLY:
      return "dialog-password-symbolic";
    case SMITH_IDENTITY_STATE_WAITING:
      return "content-loading-symbolic";
    case SMITH_IDENTITY_STATE_VALID:
      return "object-select-symbolic";
    case SMITH_IDENTITY_STATE_DAMAGED:
    default:
      return "dialog-error-symbolic";
    }
}
