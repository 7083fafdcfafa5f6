/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli cvss: scores CVSS vectors, given as arguments or one on each line of standard input. */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "analysis/cvss.h"
#include "app/session.h"
#include "ui/report/json.h"

/* A line that is longer holds no vector. */
#define MAX_LINE 4096

typedef struct
{
  RedanSession *session;
  RedanJson json;
  gboolean failed;
} Run;

static void
write_score (RedanJson *json, const char *key, guint tenths, gboolean valid)
{
  char text[16];

  if (!valid)
    {
      redan_json_string (json, key, NULL);
      return;
    }
  g_snprintf (text, sizeof text, "%s", redan_cvss_get_severity (tenths));
  text[0] = g_ascii_tolower (text[0]);
  redan_json_begin_object (json, key);
  redan_json_decimal (json, "score", tenths / 10.0, 1);
  redan_json_string (json, "severity", text);
  redan_json_end_object (json);
}

static void
write_json (RedanJson *json, const char *vector, const RedanCvssScores *scores, const char *problem)
{
  gboolean valid = problem == NULL;

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "vector", vector);
  redan_json_string (json, "version", valid ? redan_cvss_version_get_text (scores->version) : NULL);
  write_score (json, "base", scores->base, valid);
  write_score (json, "threat", scores->threat, valid);
  write_score (json, "environmental", scores->environmental, valid);
  redan_json_string (json, "error", problem);
  redan_json_end_object (json);
}

/* @line: number of the line in standard input, 0 for an argument */
static void
score (Run *self, const char *vector, guint line)
{
  RedanCvssScores scores = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *valid = g_utf8_make_valid (vector, -1);

  if (!redan_cvss_score (valid, &scores, &error))
    {
      self->failed = TRUE;
      if (line > 0)
        redan_complain (_ ("line %u: %.80s: %s"), line, valid, error->message);
      else
        redan_complain ("%.80s: %s", valid, error->message);
    }

  if (self->session->json)
    write_json (&self->json, valid, &scores, error != NULL ? error->message : NULL);
  else if (error == NULL)
    redan_session_print (self->session, "%s\t%u.%u\t%u.%u\t%u.%u\t%s\n", valid, scores.base / 10,
                         scores.base % 10, scores.threat / 10, scores.threat % 10,
                         scores.environmental / 10, scores.environmental % 10,
                         redan_cvss_get_severity (scores.environmental));
}

/* Skips the rest of a line that did not fit. */
static void
skip_line (FILE *stream)
{
  int c;

  do
    c = getc_unlocked (stream);
  while (c != EOF && c != '\n');
}

static gsize
read_line (FILE *stream, char *buffer, gboolean *ended)
{
  gsize n = 0;
  int c = EOF;

  while (n < MAX_LINE && (c = getc_unlocked (stream)) != EOF && c != '\n')
    buffer[n++] = (char) c;
  *ended = c == EOF && n < MAX_LINE;
  buffer[n] = '\0';
  if (n == MAX_LINE)
    skip_line (stream);
  return n;
}

static void
score_input (Run *self)
{
  g_autofree char *buffer = g_malloc (MAX_LINE + 1);
  gboolean ended = FALSE;

  for (guint line = 1; !ended && !self->session->output_failed; line++)
    {
      gsize n = read_line (stdin, buffer, &ended);

      if (memchr (buffer, '\0', n) != NULL)
        {
          redan_complain (_ ("line %u: a NUL byte; a vector is plain text"), line);
          self->failed = TRUE;
          continue;
        }
      g_strstrip (buffer);
      if (buffer[0] != '\0')
        score (self, buffer, line);
    }

  if (ferror (stdin))
    {
      redan_complain (_ ("standard input: %s"), g_strerror (errno));
      self->failed = TRUE;
    }
}

int
redan_command_cvss (int argc, char **argv)
{
  RedanSession session;
  Run run = { .session = &session };

  if (!redan_session_parse (&session, "cvss", REDAN_OPTION_JSON, NULL, argc, argv, 1, G_MAXUINT))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  if (session.json)
    {
      redan_json_init (&run.json, redan_session_write, &session);
      redan_json_begin_object (&run.json, NULL);
      redan_json_begin_array (&run.json, "vectors");
    }
  for (guint i = 0; session.arguments[i] != NULL; i++)
    if (g_str_equal (session.arguments[i], "-"))
      score_input (&run);
    else
      score (&run, session.arguments[i], 0);
  if (session.json)
    {
      redan_json_end_array (&run.json);
      redan_json_end_object (&run.json);
      redan_json_finish (&run.json);
    }

  return redan_session_finish (&session, run.failed ? REDAN_EXIT_WRONG : REDAN_EXIT_DONE);
}
