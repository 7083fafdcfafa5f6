/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli: the engine without a display. Finds the command in the table and runs it. */

#include "config.h"

#include <glib/gi18n.h>
#include <libintl.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/names.h"
#include "app/session.h"
#include "app/words.h"

static const RedanCommand commands[] = {
  { "info", "FILE", N_ ("What is in a model: counts by kind"), redan_command_info },
  { "import", "IN OUT.redan",
    N_ ("Convert a foreign model, or update what it became; losses on standard error"),
    redan_command_import },
  { "export", "IN OUT.tm7",
    N_ ("Convert to the format of another tool, losses listed on standard error"),
    redan_command_export },
  { "threats", "FILE", N_ ("Ranked threats, each with its reason"), redan_command_threats },
  { "explain", "FILE THREAT", N_ ("Why a threat is there and how its score came about"),
    redan_command_explain },
  { "paths", "FILE", N_ ("How attackers get to the assets, hop by hop"), redan_command_paths },
  { "diff", "OLD NEW [OUT.{svg,pdf}]",
    N_ ("What changed in a model, and in threats, risk and objectives; also as a picture"),
    redan_command_diff },
  { "merge", "BASE OURS THEIRS [OUT.redan]",
    N_ ("Merge two models that come from the same one; conflicts stay in the file"),
    redan_command_merge },
  { "resolve", "FILE [CONFLICT...]", N_ ("Take one side of the conflicts that a merge left"),
    redan_command_resolve },
  { "show", "FILE", N_ ("A model in words"), redan_command_show },
  { "status", "FILES|DIRECTORY...", N_ ("How several models stand: review, risk, decisions, objectives"),
    redan_command_status },
  { "review", "FILE", N_ ("What a review has to look at; signs a model as reviewed"),
    redan_command_review },
  { "organization", "FILE [ORG.redan]",
    N_ ("What a model inherits from the file of its organization"), redan_command_organization },
  { "git-setup", "[DIRECTORY]", N_ ("Let git merge and compare models with redan-cli"),
    redan_command_git_setup },
  { "check", "FILE", N_ ("Gate for a pull request: new risks, lost objectives, opened paths"),
    redan_command_check },
  { "plan", "FILE [OUT.redan]",
    N_ ("Controls by risk reduction for their effort, with their objectives"), redan_command_plan },
  { "questions", "FILE", N_ ("Open questions by what their answers would change"),
    redan_command_questions },
  { "objectives", "FILE [OUT.redan]", N_ ("States of the SEC01 objectives and what is missing"),
    redan_command_objectives },
  { "evidence", "FILE FINDINGS...",
    N_ ("Findings of Prowler, Security Hub and AWS Config as evidence of controls"),
    redan_command_evidence },
  { "intel", "FILE FEED...",
    N_ ("Advisories from CSAF, OSV, CISA and ATT&CK files, matched to the model"),
    redan_command_intel },
  { "cvss", "VECTOR...", N_ ("Scores of CVSS 3.0, 3.1 and 4.0 vectors"), redan_command_cvss },
  { "graph", "FILE [FILE2]",
    N_ ("Analyse an attack graph made by another tool: MulVAL, MAL, plain or AND/OR"),
    redan_command_graph },
  { "report", "FILE OUT.{pdf,svg,csv}",
    N_ ("Write the report as PDF, a diagram as SVG, the audit as PDF or CSV"),
    redan_command_report },
  { "rules", "list|explain RULE|lint", N_ ("The rules in use: list them, explain one, check packs"),
    redan_command_rules },
  { "lint", "FILE", N_ ("Check a model: errors, inconsistencies, conflicts"), redan_command_lint },
  { "fmt", "FILE", N_ ("Rewrite a model in its canonical form"), redan_command_fmt },
  { "layout", "FILE OUT.redan", N_ ("Place what no diagram places"), redan_command_layout },
};

const RedanCommand *
redan_commands_get (guint *n_out)
{
  *n_out = G_N_ELEMENTS (commands);
  return commands;
}

/* Returns: exit status */
static int
refuse_command (const char *name)
{
  const char *names[G_N_ELEMENTS (commands) + 1] = { NULL };
  g_autofree char *hint = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i].name;
  hint = redan_names_dup_hint (names, name);
  if (*hint != '\0')
    redan_complain (_ ("there is no command \"%s\"%s"), name, hint);
  else
    redan_complain (_ ("there is no command \"%s\"; redan-cli --help lists them"), name);

  return REDAN_EXIT_WRONG;
}

static void
print_help (void)
{
  printf (_ ("usage: redan-cli COMMAND [OPTIONS] ARGUMENTS\n\nCommands:\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  %-13s %-20s %s\n", commands[i].name, commands[i].arguments, _ (commands[i].summary));
  printf (_ ("\nEvery command but fmt and graph reads a .redan file or any foreign format it "
             "knows, recognised by "
             "content; - is standard input.\n"
             "redan-cli COMMAND --help lists the options of a command. Exit status: 0 done, 1 "
             "something was found,\n"
             "2 wrong use or unreadable input.\n"));
}

/* One run, then the end: memory that was freed is better kept for the next large array than given
 * back to the kernel, which would clear it again. */
static void
keep_memory (void)
{
  mallopt (M_MMAP_THRESHOLD, 1 << 30);
  mallopt (M_TRIM_THRESHOLD, 1 << 30);
}

int
main (int argc, char **argv)
{
  keep_memory ();
  setlocale (LC_ALL, "");
  /* Numbers in output are read by machines. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, REDAN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* A closed pipe is an error like a full disk, with a message and exit status 2. */
  signal (SIGPIPE, SIG_IGN);

  if (argc < 2)
    {
      redan_complain (_ ("no command given; redan-cli --help lists them"));
      return REDAN_EXIT_WRONG;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help"))
    {
      print_help ();
      return REDAN_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      printf ("redan-cli %s\n", REDAN_VERSION);
      return REDAN_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "--words"))
    return redan_words_run (argc - 2, argv + 2);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);

  return refuse_command (argv[1]);
}
