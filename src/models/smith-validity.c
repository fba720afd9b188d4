/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-validity.h"

#include <glib/gi18n.h>

/* Pure functions over the two dates of a certificate (RFC 5280 4.1.2.5). The time of day is an
 * argument, so that all of it can be tested; a certificate is still good at its last second. */

/**
 * smith_validity_judge:
 * @not_before: the first second at which the certificate is good
 * @not_after: the last second at which it is good
 * @now: the time to judge for
 *
 * Returns: what to tell a person about the dates
 */
SmithValidity
smith_validity_judge (GDateTime *not_before,
                      GDateTime *not_after,
                      GDateTime *now)
{
  g_return_val_if_fail (not_before != NULL && not_after != NULL && now != NULL, SMITH_VALIDITY_EXPIRED);

  if (g_date_time_compare (now, not_after) > 0)
    return SMITH_VALIDITY_EXPIRED;
  if (g_date_time_compare (now, not_before) < 0)
    return SMITH_VALIDITY_NOT_YET_VALID;
  if (smith_validity_days_left (not_after, now) <= SMITH_VALIDITY_EXPIRING_DAYS)
    return SMITH_VALIDITY_EXPIRING;

  return SMITH_VALIDITY_GOOD;
}

/**
 * smith_validity_days_left:
 * @not_after: the last second at which the certificate is good
 * @now: the time to judge for
 *
 * Returns: whole days between the two, rounded down; negative once it has expired
 */
int
smith_validity_days_left (GDateTime *not_after,
                          GDateTime *now)
{
  GTimeSpan left;
  GTimeSpan days;

  g_return_val_if_fail (not_after != NULL && now != NULL, 0);

  left = g_date_time_difference (not_after, now);
  days = left / G_TIME_SPAN_DAY;
  if (left < 0 && left % G_TIME_SPAN_DAY != 0)
    days--;

  return (int) CLAMP (days, G_MININT, G_MAXINT);
}

/**
 * smith_validity_fraction:
 *
 * Returns: how much of the validity is over, from 0 (not begun) to 1 (expired)
 */
double
smith_validity_fraction (GDateTime *not_before,
                         GDateTime *not_after,
                         GDateTime *now)
{
  GTimeSpan whole;
  GTimeSpan past;

  g_return_val_if_fail (not_before != NULL && not_after != NULL && now != NULL, 1.0);

  whole = g_date_time_difference (not_after, not_before);
  past = g_date_time_difference (now, not_before);
  if (past <= 0)
    return 0.0;
  if (whole <= 0 || past >= whole)
    return 1.0;

  return (double) past / (double) whole;
}

static char *
dup_span (gint64 days)
{
  if (days >= 2 * 365)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d year", "%d years", (gulong) (days / 365)), (int) (days / 365));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong) days), (int) days);
}

/**
 * smith_validity_dup_sentence:
 *
 * Returns: (transfer full): the days left in words: "362 days left", "Expired 3 days ago"
 */
char *
smith_validity_dup_sentence (GDateTime *not_before,
                             GDateTime *not_after,
                             GDateTime *now)
{
  g_autofree char *span = NULL;
  GTimeSpan left;

  g_return_val_if_fail (not_before != NULL && not_after != NULL && now != NULL, NULL);

  if (g_date_time_compare (now, not_before) < 0 && g_date_time_compare (now, not_after) <= 0)
    {
      GTimeSpan ahead = g_date_time_difference (not_before, now);

      if (ahead < G_TIME_SPAN_DAY)
        return g_strdup (_("Not valid yet: becomes valid within a day"));
      span = dup_span (ahead / G_TIME_SPAN_DAY);
      /* Translators: %s is a span such as "3 days" */
      return g_strdup_printf (_("Not valid yet: becomes valid in %s"), span);
    }

  left = g_date_time_difference (not_after, now);
  if (left < 0)
    {
      if (-left < G_TIME_SPAN_DAY)
        return g_strdup (_("Expired less than a day ago"));
      span = dup_span (-left / G_TIME_SPAN_DAY);
      /* Translators: %s is a span such as "3 days" */
      return g_strdup_printf (_("Expired %s ago"), span);
    }
  if (left < G_TIME_SPAN_DAY)
    return g_strdup (_("Less than a day left"));
  span = dup_span (left / G_TIME_SPAN_DAY);

  /* Translators: %s is a span such as "362 days" */
  return g_strdup_printf (_("%s left"), span);
}

/**
 * smith_validity_dup_date:
 * @time: any time
 *
 * Returns: (transfer full): the day in the local time zone, such as "3 March 2027"
 */
char *
smith_validity_dup_date (GDateTime *time)
{
  g_autoptr (GDateTime) local = NULL;

  g_return_val_if_fail (time != NULL, NULL);

  local = g_date_time_to_local (time);

  /* Translators: a day for g_date_time_format(), such as "3 March 2027" */
  return g_date_time_format (local, _("%-d %B %Y"));
}

/**
 * smith_validity_dup_period:
 *
 * Returns: (transfer full): both days in the local time zone
 */
char *
smith_validity_dup_period (GDateTime *not_before,
                           GDateTime *not_after)
{
  g_autofree char *from = smith_validity_dup_date (not_before);
  g_autofree char *to = smith_validity_dup_date (not_after);

  /* Translators: two days: "3 March 2026 – 3 March 2027" */
  return g_strdup_printf (_("%s – %s"), from, to);
}

/**
 * smith_validity_dup_period_utc:
 *
 * Returns: (transfer full): both times to the second in UTC, for a tooltip
 */
char *
smith_validity_dup_period_utc (GDateTime *not_before,
                               GDateTime *not_after)
{
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) to = NULL;
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;

  g_return_val_if_fail (not_before != NULL && not_after != NULL, NULL);

  from = g_date_time_to_utc (not_before);
  to = g_date_time_to_utc (not_after);
  from_text = g_date_time_format (from, "%F %T");
  to_text = g_date_time_format (to, "%F %T");

  return g_strdup_printf (_("%s to %s UTC"), from_text, to_text);
}
