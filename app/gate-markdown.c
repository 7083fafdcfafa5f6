/* SPDX-License-Identifier: Apache-2.0 */
/* What a gate found, as a comment of a pull request: Markdown with attacks drawn by Mermaid. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/gate-output.h"
#include "ui/report/attack-words.h"
#include "ui/report/gate-words.h"
#include "ui/report/markdown.h"
#include "ui/report/wording.h"

#define MAX_FINDINGS 30 /* of a check; a comment has a limit, and a reader, too */
#define MAX_HOPS 20
#define MAX_LABEL 120 /* characters */

/* Mermaid takes entities by number between "#" and ";". */
static void
append_label (GString *out, const char *text)
{
  g_autofree char *visible = redan_text_make_visible (text);
  g_autofree char *start = redan_text_dup_excerpt (visible, MAX_LABEL, 1);

  for (const char *c = start; *c != '\0'; c++)
    if (g_ascii_ispunct (*c))
      g_string_append_printf (out, "#%d;", (guchar) *c);
    else
      g_string_append_c (out, *c);
}

static void
append_path (const RedanGateOutput *self, GString *out, const RedanAttackPath *path)
{
  guint n = 0;

  g_string_append (out, "\n  ```mermaid\n  flowchart LR\n");
  for (guint i = 0; i < path->hops->len && n < MAX_HOPS; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);
      g_autofree char *title = NULL;

      if (hop->implied)
        continue;
      title = redan_attack_hop_dup_title (self->view, hop);
      if (n > 0)
        g_string_append_printf (out, "  n%u --> n%u\n", n - 1, n);
      g_string_append_printf (out, "  n%u[\"", n);
      append_label (out, title);
      g_string_append (out, "\"]\n");
      n++;
    }
  g_string_append (out, "  ```\n\n");
}

static void
append_finding (const RedanGateOutput *self, GString *out, const RedanGateFinding *finding)
{
  g_autofree char *title = redan_gate_finding_dup_title (finding, self->after, self->view);
  g_autofree char *subject = redan_gate_finding_dup_subject (finding, self->after);
  g_autofree char *detail =
      redan_gate_finding_dup_detail (finding, self->gate, self->before, self->after, self->view);

  g_string_append (out, "- **");
  redan_markdown_append (out, title);
  g_string_append (out, "**: ");
  redan_markdown_append (out, detail);
  g_string_append_printf (out, " `%s`\n", subject);
  if (finding->path != NULL)
    append_path (self, out, finding->path);
}

static void
append_check (const RedanGateOutput *self, GString *out, RedanGateCheck check)
{
  const GArray *findings = self->gate->findings;
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const RedanGateFinding *finding = &g_array_index (findings, RedanGateFinding, i);

      if (finding->check != check)
        continue;
      if (n == 0)
        g_string_append_printf (
            out, "\n#### %s%s\n\n%s\n\n", finding->level == REDAN_GATE_WARN ? _ ("Warning: ") : "",
            redan_gate_check_get_title (check), redan_gate_check_get_remedy (check));
      if (n++ < MAX_FINDINGS)
        append_finding (self, out, finding);
    }
  if (n > MAX_FINDINGS)
    g_string_append_printf (out, _ ("- and %u more\n"), n - MAX_FINDINGS);
}

static void
append_risk (const RedanGateOutput *self, GString *out)
{
  char before[32];
  char after[32];

  if (self->before == NULL)
    return;
  g_string_append_printf (out,
                          _ ("\n| | before | now |\n|---|---:|---:|\n| Residual risk | %s | %s |\n"
                             "| Threats | %u | %u |\n"),
                          redan_score_format (self->before->totals.residual, before),
                          redan_score_format (self->after->totals.residual, after),
                          self->before->threats->len, self->after->threats->len);
  for (guint band = REDAN_N_BANDS; band-- > 0;)
    g_string_append_printf (out, "| %s | %u | %u |\n", redan_band_get_title ((RedanBand) band),
                            self->before->totals.bands[band], self->after->totals.bands[band]);
}

void
redan_gate_write_markdown (const RedanGateOutput *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *visible = redan_text_make_visible (base);
  const guint n_failures = self->gate->n_failures;

  g_string_append (out, "### ");
  g_string_append (out, _ ("Threat model "));
  redan_markdown_append (out, visible);
  g_string_append (out, ": ");
  if (n_failures == 0)
    g_string_append (out, _ ("the gate is passed"));
  else
    g_string_append_printf (out, ngettext ("%u finding", "%u findings", n_failures), n_failures);
  g_string_append (out, "\n");
  if (!self->gate->complete)
    g_string_append (out, _ ("\nThe search for attacks was cut short.\n"));
  append_risk (self, out);
  for (guint i = 0; i < REDAN_N_GATE_CHECKS; i++)
    append_check (self, out, (RedanGateCheck) i);
  redan_session_print (self->session, "%s", out->str);
}
