/* SPDX-License-Identifier: Apache-2.0 */
/* What a gate found as text and JSON, and the table of its formats. */

#include "config.h"

#include "app/gate-output.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/attack-output.h"
#include "ui/report/catalogue-words.h"
#include "ui/report/gate-words.h"
#include "ui/report/json.h"

#define MAX_LISTED 20

static const struct
{
  const char *word;
  void (*write) (const RedanGateOutput *self);
} formats[] = {
  { "text", redan_gate_write_text },         { "json", redan_gate_write_json },
  { "sarif", redan_gate_write_sarif },       { "junit", redan_gate_write_junit },
  { "markdown", redan_gate_write_markdown },
};

static int
find_format (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].word, word))
      return (int) i;

  return -1;
}

gboolean
redan_gate_output_knows (const char *format)
{
  return find_format (format) >= 0;
}

char *
redan_gate_output_list (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", formats[i].word);

  return g_string_free (list, FALSE);
}

void
redan_gate_output_write (const RedanGateOutput *self, const char *format)
{
  formats[find_format (format)].write (self);
}

GHashTable *
redan_gate_list_lines (GBytes *bytes)
{
  static const char mark[] = " id=\"";
  GHashTable *lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize length = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  const char *end = text != NULL ? text + length : NULL;
  guint line = 1;

  for (const char *c = text; c < end; c++)
    {
      const char *value = c + strlen (mark);
      const char *quote;

      if (*c == '\n')
        line++;
      if (*c != ' ' || value >= end || memcmp (c, mark, strlen (mark)) != 0)
        continue;
      quote = memchr (value, '"', (gsize) (end - value));
      if (quote != NULL)
        g_hash_table_insert (lines, g_strndup (value, (gsize) (quote - value)),
                             GUINT_TO_POINTER (line));
    }

  return lines;
}

/* ---- text ---- */

static void
print_finding (const RedanGateOutput *self, const RedanGateFinding *finding)
{
  g_autofree char *title = redan_gate_finding_dup_title (finding, self->after, self->view);
  g_autofree char *subject = redan_gate_finding_dup_subject (finding, self->after);
  g_autofree char *detail =
      redan_gate_finding_dup_detail (finding, self->gate, self->before, self->after, self->view);

  redan_session_print (self->session, " %s  [%s]\n     %s\n", title, subject, detail);
  if (finding->path != NULL)
    redan_print_attack_path (self->session, self->view, 1, finding->path);
}

/* Apart from the findings. */
static void
print_catalogue (const RedanGateOutput *self)
{
  g_autoptr (GPtrArray) lines =
      redan_catalogue_change_list_lines (self->gate->catalogue, self->after, MAX_LISTED);

  for (guint i = 0; i < lines->len; i++)
    redan_session_print (self->session, "%s%s\n", i > 0 ? "  " : "",
                         (const char *) g_ptr_array_index (lines, i));
  if (lines->len > 0)
    redan_session_print (self->session, "\n");
}

/* What the exit status says, for who reads the log. */
static void
print_verdict (const RedanGateOutput *self)
{
  const guint n_failures = self->gate->n_failures;
  const guint n_warnings = self->gate->findings->len - n_failures;

  if (n_failures > 0)
    redan_session_print (
        self->session,
        ngettext ("The gate fails: %u finding.\n", "The gate fails: %u findings.\n", n_failures),
        n_failures);
  else if (n_warnings > 0)
    redan_session_print (self->session,
                         ngettext ("The gate is passed, with %u warning.\n",
                                   "The gate is passed, with %u warnings.\n", n_warnings),
                         n_warnings);
  else if (self->gate->complete)
    redan_session_print (self->session, "%s", _ ("The gate is passed: nothing was found.\n"));
  else
    redan_session_print (self->session, "%s", _ ("Nothing was found.\n"));
  if (!self->gate->complete)
    redan_session_print (self->session, "%s",
                         _ ("The search for attacks was cut short: there may be more.\n"));
}

void
redan_gate_write_text (const RedanGateOutput *self)
{
  const GArray *findings = self->gate->findings;

  for (guint i = 0; i < findings->len; i++)
    {
      const RedanGateFinding *finding = &g_array_index (findings, RedanGateFinding, i);

      if (i == 0 || finding->check != finding[-1].check)
        redan_session_print (self->session, "%s%s [%s]\n  %s\n",
                             finding->level == REDAN_GATE_WARN ? _ ("Warning: ") : "",
                             redan_gate_check_get_title (finding->check),
                             redan_gate_check_get_word (finding->check),
                             redan_gate_check_get_remedy (finding->check));
      print_finding (self, finding);
    }
  print_catalogue (self);
  print_verdict (self);
}

/* ---- JSON ---- */

static void
write_finding (const RedanGateOutput *self, RedanJson *json, const RedanGateFinding *finding)
{
  const RedanObject *object = redan_gate_finding_get_object (finding, self->after);
  g_autofree char *title = redan_gate_finding_dup_title (finding, self->after, self->view);
  g_autofree char *subject = redan_gate_finding_dup_subject (finding, self->after);
  g_autofree char *detail =
      redan_gate_finding_dup_detail (finding, self->gate, self->before, self->after, self->view);
  RedanIdText id;

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "check", redan_gate_check_get_word (finding->check));
  redan_json_string (json, "level", finding->level == REDAN_GATE_FAIL ? "fail" : "warn");
  redan_json_string (json, "threat", finding->threat != NULL ? subject : NULL);
  redan_json_string (json, "objective", finding->objective != REDAN_NONE ? subject : NULL);
  redan_json_string (json, "asset", finding->asset != NULL ? subject : NULL);
  redan_json_string (json, "resource",
                     finding->drift != NULL && finding->drift->resource != NULL
                         ? redan_object_get_name (finding->drift->resource)
                         : NULL);
  redan_json_string (json, "attribute",
                     finding->drift != NULL && finding->drift->attribute != NULL
                         ? finding->drift->attribute->name
                         : NULL);
  redan_json_string (json, "object", object != NULL ? redan_id_to_text (&object->id, id) : NULL);
  redan_json_string (json, "name", title);
  redan_json_string (json, "detail", detail);
  redan_json_begin_array (json, "paths");
  if (finding->path != NULL)
    redan_write_attack_path (json, self->view, finding->path);
  redan_json_end_array (json);
  redan_json_end_object (json);
}

void
redan_gate_write_json (const RedanGateOutput *self)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, self->session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "findings");
  for (guint i = 0; i < self->gate->findings->len; i++)
    write_finding (self, &json, &g_array_index (self->gate->findings, RedanGateFinding, i));
  redan_json_end_array (&json);
  redan_catalogue_change_write (&json, self->gate->catalogue, self->after);
  if (self->unmapped != NULL)
    {
      redan_json_begin_array (&json, "unmapped_types");
      for (guint i = 0; i < self->unmapped->len; i++)
        redan_json_string (&json, NULL, self->unmapped->pdata[i]);
      redan_json_end_array (&json);
    }
  redan_json_integer (&json, "failures", self->gate->n_failures);
  redan_json_boolean (&json, "complete", self->gate->complete);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}
