/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-validity.h"

/* Dates of a certificate and what is said of them; times are UTC, and so is the zone of the tests. */

typedef struct
{
  const char    *not_before;
  const char    *not_after;
  const char    *now;
  SmithValidity  validity;
  int            days_left;
  double         fraction;
  const char    *sentence;
} Row;

static const Row rows[] = {
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z", SMITH_VALIDITY_GOOD, 365, 0.0, "365 days left" },
  { "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z", "2026-07-02T12:00:00Z", SMITH_VALIDITY_GOOD, 182, 0.5, "182 days left" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2026-12-02T00:00:00Z", SMITH_VALIDITY_EXPIRING, 30, 335 / 365.0,
    "30 days left" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2026-11-30T23:59:59Z", SMITH_VALIDITY_GOOD, 31, 334 / 365.0, "31 days left" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2026-12-30T23:00:00Z", SMITH_VALIDITY_EXPIRING, 1, 364 / 365.0, "1 day left" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z", SMITH_VALIDITY_EXPIRING, 0, 1.0, "Less than a day left" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-01-01T00:00:01Z", SMITH_VALIDITY_EXPIRED, -1, 1.0,
    "Expired less than a day ago" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z", SMITH_VALIDITY_EXPIRED, -1, 1.0, "Expired 1 day ago" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2030-01-02T00:00:00Z", SMITH_VALIDITY_EXPIRED, -1097, 1.0, "Expired 3 years ago" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2025-12-29T00:00:00Z", SMITH_VALIDITY_NOT_YET_VALID, 368, 0.0,
    "Not valid yet: becomes valid in 3 days" },
  { "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2025-12-31T23:00:00Z", SMITH_VALIDITY_NOT_YET_VALID, 365, 0.0,
    "Not valid yet: becomes valid within a day" },
  /* RFC 5280 4.1.2.5: a certificate without a well-defined end. */
  { "2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-02T00:00:00Z", SMITH_VALIDITY_GOOD, 2912441, 0.0, "7979 years left" },
  /* The dates the wrong way round, which anybody can write into a file. */
  { "2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z", SMITH_VALIDITY_EXPIRED, -181, 0.0,
    "Expired 181 days ago" },
};

static GDateTime *
read_time (const char *text)
{
  GDateTime *time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);

  return time;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GDateTime) not_before = read_time (row->not_before);
  g_autoptr (GDateTime) not_after = read_time (row->not_after);
  g_autoptr (GDateTime) now = read_time (row->now);
  g_autofree char *sentence = smith_validity_dup_sentence (not_before, not_after, now);

  g_assert_cmpint (smith_validity_judge (not_before, not_after, now), ==, row->validity);
  g_assert_cmpint (smith_validity_days_left (not_after, now), ==, row->days_left);
  g_assert_cmpfloat_with_epsilon (smith_validity_fraction (not_before, not_after, now), row->fraction, 0.003);
  g_assert_cmpstr (sentence, ==, row->sentence);
}

static void
test_dates (void)
{
  g_autoptr (GDateTime) from = read_time ("2026-03-03T09:08:07Z");
  g_autoptr (GDateTime) to = read_time ("2027-12-24T23:59:59Z");
  g_autofree char *date = smith_validity_dup_date (from);
  g_autofree char *period = smith_validity_dup_period (from, to);
  g_autofree char *utc = smith_validity_dup_period_utc (from, to);

  g_assert_cmpstr (date, ==, "3 March 2026");
  g_assert_cmpstr (period, ==, "3 March 2026 – 24 December 2027");
  g_assert_cmpstr (utc, ==, "2026-03-03 09:08:07 to 2027-12-24 23:59:59 UTC");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strdup_printf ("/validity/%s", rows[i].sentence);

      g_strdelimit (name + 1, " ", '-');
      g_test_add_data_func (name, &rows[i], test_row);
    }
  g_test_add_func ("/validity/dates", test_dates);

  return g_test_run ();
}
