/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of redan-cli: one table row and one file each. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Exit statuses of the command line. */
#define REDAN_EXIT_DONE 0
#define REDAN_EXIT_FOUND 1 /* lint, fmt --check, check: something was found */
#define REDAN_EXIT_WRONG 2 /* wrong use, unreadable input, unwritable output */

/**
 * RedanCommand:
 * @name: the word after redan-cli
 * @arguments: for the usage line: "FILE OUT.redan"
 * @summary: one translated line for the list of commands
 * @run: parses its own options; @argv[0] is the name. Returns: exit status
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run) (int argc, char **argv);
} RedanCommand;

int redan_command_cvss (int argc, char **argv);
int redan_command_check (int argc, char **argv);
int redan_command_diff (int argc, char **argv);
int redan_command_evidence (int argc, char **argv);
int redan_command_explain (int argc, char **argv);
int redan_command_export (int argc, char **argv);
int redan_command_fmt (int argc, char **argv);
int redan_command_git_setup (int argc, char **argv);
int redan_command_graph (int argc, char **argv);
int redan_command_import (int argc, char **argv);
int redan_command_info (int argc, char **argv);
int redan_command_intel (int argc, char **argv);
int redan_command_layout (int argc, char **argv);
int redan_command_lint (int argc, char **argv);
int redan_command_merge (int argc, char **argv);
int redan_command_objectives (int argc, char **argv);
int redan_command_organization (int argc, char **argv);
int redan_command_paths (int argc, char **argv);
int redan_command_plan (int argc, char **argv);
int redan_command_questions (int argc, char **argv);
int redan_command_report (int argc, char **argv);
int redan_command_resolve (int argc, char **argv);
int redan_command_review (int argc, char **argv);
int redan_command_rules (int argc, char **argv);
int redan_command_show (int argc, char **argv);
int redan_command_status (int argc, char **argv);
int redan_command_threats (int argc, char **argv);

/** redan_commands_get: Returns: (array length=n_out): the table, sorted as help prints it */
const RedanCommand *redan_commands_get (guint *n_out);

/** redan_rules_verbs: (array zero-terminated=1): what redan-cli rules does */
extern const char *const redan_rules_verbs[];

G_END_DECLS
