/* SPDX-License-Identifier: Apache-2.0 */
/* What a gate found, as a comment of a pull request: Markdown with attacks drawn by Mermaid. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/gate-output.h"
#include "app/change-markdown.h"
#include "ui/report/attack-words.h"
#include "ui/report/catalogue-words.h"
#include "ui/report/gate-words.h"
#include "ui/report/markdown.h"
#include "ui/report/wording.h"

#define MAX_FINDINGS 30 /* of a check; a comment has a limit, and a reader, too */
#define MAX_HOPS 20

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
      redan_mermaid_append_label (out, title);
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
add_check (const RedanGateOutput *self, RedanComment *out, RedanGateCheck check)
{
  const GArray *findings = self->gate->findings;
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const RedanGateFinding *finding = &g_array_index (findings, RedanGateFinding, i);
      g_autoptr (GString) block = g_string_new (NULL);

      if (finding->check != check)
        continue;
      if (n == 0)
        g_string_append_printf (block, "\n#### %s%s\n\n%s\n\n",
                                finding->level == REDAN_GATE_WARN ? _ ("Warning: ") : "",
                                redan_gate_check_get_title (check),
                                redan_gate_check_get_remedy (check));
      if (n++ < MAX_FINDINGS)
        append_finding (self, block, finding);
      redan_comment_add (out, block);
    }
  if (n > MAX_FINDINGS)
    {
      g_autoptr (GString) more = g_string_new (NULL);

      g_string_append_printf (more, _ ("- and %u more\n"), n - MAX_FINDINGS);
      redan_comment_add (out, more);
    }
}

static void
add_catalogue (const RedanGateOutput *self, RedanComment *out)
{
  g_autoptr (GPtrArray) lines =
      redan_catalogue_change_list_lines (self->gate->catalogue, self->after, MAX_FINDINGS);
  g_autoptr (GString) block = g_string_new (NULL);

  if (lines->len == 0)
    return;
  g_string_append_printf (block, "\n<details><summary>%s</summary>\n\n",
                          _ ("Owed to the catalogue, not to the model"));
  for (guint i = 0; i < lines->len; i++)
    {
      g_string_append (block, i > 0 ? "- " : "");
      redan_markdown_append (block, g_ptr_array_index (lines, i));
      g_string_append (block, i > 0 ? "\n" : "\n\n");
    }
  g_string_append (block, "\n</details>\n");
  redan_comment_add (out, block);
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
  g_autoptr (GString) text = g_string_new (NULL);
  RedanComment out = { text, FALSE };
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *visible = redan_text_make_visible (base);
  const guint n_failures = self->gate->n_failures;

  g_string_append (text, "### ");
  g_string_append (text, _ ("Threat model "));
  redan_markdown_append (text, visible);
  g_string_append (text, ": ");
  if (n_failures == 0)
    g_string_append (text, _ ("the gate is passed"));
  else
    g_string_append_printf (text, ngettext ("%u finding", "%u findings", n_failures), n_failures);
  g_string_append (text, "\n");
  if (!self->gate->complete)
    g_string_append (text, _ ("\nThe search for attacks was cut short.\n"));
  append_risk (self, text);
  redan_change_add_words (self, &out);
  for (guint i = 0; i < REDAN_N_GATE_CHECKS; i++)
    add_check (self, &out, (RedanGateCheck) i);
  redan_change_add_threats (self, &out);
  add_catalogue (self, &out);
  if (out.is_cut)
    g_string_append (text, _ ("\n_The comment was cut, since forges take no more than 65,536 "
                              "characters; redan-cli check says all of it._\n"));
  redan_session_print (self->session, "%s", text->str);
}
