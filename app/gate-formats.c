/* SPDX-License-Identifier: Apache-2.0 */
/* What a gate found, for the views of continuous integration: SARIF 2.1.0 and JUnit. */

#include "config.h"

#include "app/gate-output.h"
#include "model/git.h"
#include "ui/report/catalogue-words.h"
#include "ui/report/gate-words.h"
#include "ui/report/json.h"
#include "ui/report/sarif.h"

/* What is owed to the catalogue and not to the model is told apart from the findings. */
#define MAX_NOTES 40

/* ---- SARIF ---- */

/* Those about infrastructure come last. */
static void
write_rules (RedanJson *json, gboolean infrastructure)
{
  const guint n = infrastructure ? REDAN_N_GATE_CHECKS : REDAN_GATE_UNMODELLED_RESOURCE;

  for (guint i = 0; i < n; i++)
    {
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "id", redan_gate_check_get_word ((RedanGateCheck) i));
      redan_sarif_text (json, "shortDescription", redan_gate_check_get_title ((RedanGateCheck) i));
      redan_sarif_text (json, "help", redan_gate_check_get_remedy ((RedanGateCheck) i));
      redan_json_end_object (json);
    }
}

/* Code scanning knows files from the top of the repository, wherever the command runs. */
typedef struct
{
  char *model;
  char *infrastructure;
} Places;

static void
write_result (const RedanGateOutput *self,
              RedanJson *json,
              const Places *places,
              const RedanGateFinding *finding)
{
  const RedanObject *object = redan_gate_finding_get_object (finding, self->after);
  /* What is declared and not drawn stands in the file that declares it. */
  const gboolean declared = finding->drift != NULL && object == NULL;
  g_autofree char *title = redan_gate_finding_dup_title (finding, self->after, self->view);
  g_autofree char *subject = redan_gate_finding_dup_subject (finding, self->after);
  g_autofree char *detail =
      redan_gate_finding_dup_detail (finding, self->gate, self->before, self->after, self->view);
  g_autofree char *message =
      g_strdup_printf ("%s: %s (%s)", redan_gate_check_get_title (finding->check), title, detail);

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "ruleId", redan_gate_check_get_word (finding->check));
  redan_json_integer (json, "ruleIndex", finding->check);
  redan_json_string (json, "level", finding->level == REDAN_GATE_FAIL ? "error" : "warning");
  redan_sarif_text (json, "message", message);
  redan_sarif_locations (json, declared ? places->infrastructure : places->model, self->lines,
                         object);
  redan_sarif_fingerprint (json, redan_gate_check_get_word (finding->check), subject);
  redan_json_begin_object (json, "properties");
  redan_json_string (json, "subject", subject);
  redan_json_end_object (json);
  redan_json_end_object (json);
}

void
redan_gate_write_sarif (const RedanGateOutput *self)
{
  g_autoptr (GPtrArray) notes =
      redan_catalogue_change_list_lines (self->gate->catalogue, self->after, MAX_NOTES);
  g_autofree char *model = redan_git_dup_place (self->path);
  g_autofree char *infrastructure =
      self->infrastructure != NULL ? redan_git_dup_place (self->infrastructure) : NULL;
  const Places places = { model, infrastructure };
  RedanJson json;

  redan_json_init (&json, redan_session_write, self->session);
  redan_sarif_begin (&json);
  write_rules (&json, self->infrastructure != NULL);
  redan_sarif_begin_results (&json);
  for (guint i = 0; i < self->gate->findings->len; i++)
    write_result (self, &json, &places, &g_array_index (self->gate->findings, RedanGateFinding, i));
  redan_sarif_end (&json, notes);
}

/* ---- JUnit, as Jenkins, GitLab and others read it ---- */

static void G_GNUC_PRINTF (2, 3) print_markup (const RedanGateOutput *self, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  redan_session_print (self->session, "%s", text);
}

static void
print_case (const RedanGateOutput *self, const RedanGateFinding *finding)
{
  const char *word = redan_gate_check_get_word (finding->check);
  g_autofree char *title = redan_gate_finding_dup_title (finding, self->after, self->view);
  g_autofree char *subject = redan_gate_finding_dup_subject (finding, self->after);
  g_autofree char *detail =
      redan_gate_finding_dup_detail (finding, self->gate, self->before, self->after, self->view);

  print_markup (self, "    <testcase classname=\"redan.%s\" name=\"%s [%s]\">\n", word, title,
                subject);
  if (finding->level == REDAN_GATE_FAIL)
    print_markup (self, "      <failure type=\"%s\" message=\"%s\">%s\n%s</failure>\n", word,
                  redan_gate_check_get_title (finding->check), detail,
                  redan_gate_check_get_remedy (finding->check));
  else
    print_markup (self, "      <system-out>%s: %s</system-out>\n",
                  redan_gate_check_get_title (finding->check), detail);
  print_markup (self, "    </testcase>\n");
}

static guint
count (const RedanGate *gate, RedanGateCheck check)
{
  guint n = 0;

  for (guint i = 0; i < gate->findings->len; i++)
    n += g_array_index (gate->findings, RedanGateFinding, i).check == check;

  return n;
}

static void
print_notes (const RedanGateOutput *self)
{
  g_autoptr (GPtrArray) notes =
      redan_catalogue_change_list_lines (self->gate->catalogue, self->after, MAX_NOTES);

  if (notes->len > 0)
    print_markup (self, "    <system-out>");
  for (guint i = 0; i < notes->len; i++)
    print_markup (self, "%s\n", (const char *) g_ptr_array_index (notes, i));
  if (notes->len > 0)
    print_markup (self, "</system-out>\n");
}

void
redan_gate_write_junit (const RedanGateOutput *self)
{
  guint n_cases = self->gate->findings->len;

  for (guint i = 0; i < REDAN_N_GATE_CHECKS; i++)
    n_cases +=
        self->policy->levels[i] != REDAN_GATE_OFF && count (self->gate, (RedanGateCheck) i) == 0;
  print_markup (self,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"%u\" "
                "failures=\"%u\">\n  <testsuite name=\"redan check\" tests=\"%u\" "
                "failures=\"%u\" errors=\"0\" skipped=\"0\">\n",
                n_cases, self->gate->n_failures, n_cases, self->gate->n_failures);
  for (guint i = 0; i < REDAN_N_GATE_CHECKS; i++)
    if (self->policy->levels[i] != REDAN_GATE_OFF && count (self->gate, (RedanGateCheck) i) == 0)
      print_markup (self, "    <testcase classname=\"redan.%s\" name=\"%s\"/>\n",
                    redan_gate_check_get_word ((RedanGateCheck) i),
                    redan_gate_check_get_title ((RedanGateCheck) i));
  for (guint i = 0; i < self->gate->findings->len; i++)
    print_case (self, &g_array_index (self->gate->findings, RedanGateFinding, i));
  print_notes (self);
  print_markup (self, "  </testsuite>\n</testsuites>\n");
}
