/* SPDX-License-Identifier: Apache-2.0 */
/* The times in findings: three notations, two units. */

#include "config.h"

#include "model/exchange/findings-private.h"

#include <stdlib.h>
#include <string.h>

/* Above this a number of seconds would be after the year 5000, so it is milliseconds. */
#define FIRST_MILLISECONDS 1e11
#define LAST_SECOND 4102444800.0 /* 2100 */

static gint64
parse_number (const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(value > 0))
    return 0;
  if (value > FIRST_MILLISECONDS)
    value /= 1000;
  return value < LAST_SECOND ? (gint64) value : 0;
}

static gint64
to_seconds (GDateTime *time)
{
  gint64 seconds = time != NULL ? g_date_time_to_unix (time) : 0;

  if (time != NULL)
    g_date_time_unref (time);
  return seconds > 0 && (double) seconds < LAST_SECOND ? seconds : 0;
}

/* "2025-02-14 14:27:03.913874" is ISO 8601 with another separator. */
static gint64
parse_iso (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *copy = g_strdup (text);

  if (strlen (copy) > 10 && copy[10] == ' ')
    copy[10] = 'T';
  return to_seconds (g_date_time_new_from_iso8601 (copy, utc));
}

/* Hours east of UTC of the zones that AWS prints; others are read as UTC. */
static int
find_zone (const char *name)
{
  static const struct
  {
    const char *name;
    int hours;
  } zones[] = {
    { "PDT", -7 }, { "PST", -8 }, { "MDT", -6 }, { "MST", -7 }, { "CDT", -5 }, { "CST", -6 },
    { "EDT", -4 }, { "EST", -5 }, { "CEST", 2 }, { "CET", 1 },  { "BST", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (strcmp (zones[i].name, name) == 0)
      return zones[i].hours;
  return 0;
}

/* "Tue Jul 16 23:07:35 PDT 2019" */
static gint64
parse_words (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  g_auto (GStrv) words = g_strsplit (text, " ", 8);
  g_auto (GStrv) clock = NULL;
  const char *month;
  gint64 seconds;

  if (g_strv_length (words) != 6 || strlen (words[1]) != 3)
    return 0;
  month = strstr (months, words[1]);
  clock = g_strsplit (words[3], ":", 4);
  if (month == NULL || (month - months) % 3 != 0 || g_strv_length (clock) != 3)
    return 0;

  seconds = to_seconds (g_date_time_new_utc (atoi (words[5]), (int) (month - months) / 3 + 1,
                                             atoi (words[2]), atoi (clock[0]), atoi (clock[1]),
                                             atoi (clock[2])));
  return seconds > 0 ? seconds - find_zone (words[4]) * 3600 : 0;
}

gint64
finding_time_parse (const char *text)
{
  gint64 seconds = parse_number (text);

  if (seconds == 0)
    seconds = parse_iso (text);
  return seconds != 0 ? seconds : parse_words (text);
}
