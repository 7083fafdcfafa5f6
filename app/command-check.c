/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli check: the gate of a pull request. Fails when a model, or a change of it, lets in what
 * nobody decided to let in. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/attack-output.h"
#include "app/comparison.h"
#include "app/gate-output.h"
#include "model/revision.h"
#include "model/file-read.h"
#include "model/resource-tables.h"

#define POLICY_NAME "redan-policy.xml"
#define MAX_POLICY_BYTES (1u * 1024 * 1024)

/* The options of the command line. */
typedef struct
{
  char *against;
  char *policy;
  char *severity;
  char *class_word;
  char *profile;
  char *format;
  char *infrastructure;
} CheckOptions;

typedef struct
{
  RedanSession *session;
  const CheckOptions *options;
  const char *path;
  RedanGatePolicy policy;
  RedanAnalysis *before;
  RedanDifference *difference;
  RedanModelPair models;
  RedanOpened *infrastructure;
  GPtrArray *unmapped;
  GPtrArray *drift;
} Check;

/* ---- policy ---- */

/* A change must not be judged by the policy that it brings along: what is compared with a revision
 * is judged by the policy of that revision. Returns: (nullable): the revision */
static char *
dup_revision (const Check *self)
{
  const char *against = self->options->against;

  if (against == NULL || g_file_test (against, G_FILE_TEST_EXISTS))
    return NULL;

  return g_strndup (against, strcspn (against, ":"));
}

/* Returns: (nullable): what is not there is no error */
static GBytes *
read_policy (const char *path, const char *revision)
{
  if (revision != NULL)
    return redan_revision_read (revision, path, NULL);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;

  return redan_file_read (path, FALSE, MAX_POLICY_BYTES, NULL);
}

/* Beside the model, else in a folder above it, up to the top of the repository. Returns: (nullable)
 */
static GBytes *
find_policy (const Check *self, const char *revision, char **path_out)
{
  g_autofree char *start = g_path_get_dirname (self->path);
  g_autofree char *directory = g_canonicalize_filename (start, NULL);

  for (;;)
    {
      g_autofree char *path = g_build_filename (directory, POLICY_NAME, NULL);
      g_autofree char *top = g_build_filename (directory, ".git", NULL);
      g_autofree char *parent = g_path_get_dirname (directory);
      GBytes *bytes = read_policy (path, revision);

      if (bytes == NULL && revision != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
        redan_complain (_ ("%s is not in %s and does not count for this comparison"), path,
                        revision);
      if (bytes != NULL)
        {
          *path_out = g_steal_pointer (&path);
          return bytes;
        }
      if (g_file_test (top, G_FILE_TEST_EXISTS) || g_str_equal (parent, directory))
        return NULL;
      g_free (directory);
      directory = g_steal_pointer (&parent);
    }
}

static gboolean
load_policy (Check *self)
{
  const RedanSchema *schema = self->session->schema;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *revision = dup_revision (self);
  g_autofree char *path = NULL;

  redan_gate_policy_init (&self->policy, schema, self->options->against != NULL);
  if (self->options->policy != NULL)
    {
      path = g_strdup (self->options->policy);
      bytes = redan_file_read (path, FALSE, MAX_POLICY_BYTES, &error);
    }
  else if (!g_str_equal (self->path, "-"))
    bytes = find_policy (self, revision, &path);
  if (error == NULL &&
      (bytes == NULL || redan_gate_policy_read (&self->policy, schema, path, bytes, &error)))
    return TRUE;
  redan_complain ("%s", error->message);

  return FALSE;
}

/* The command line holds over the policy. */
static gboolean
apply_options (Check *self)
{
  const CheckOptions *options = self->options;

  if (options->severity != NULL &&
      !redan_gate_policy_set_severity (&self->policy, options->severity))
    {
      redan_complain (_ ("--fail-on %s: expected info, low, medium, high or critical"),
                      options->severity);
      return FALSE;
    }
  if (options->class_word != NULL &&
      !redan_gate_policy_set_class (&self->policy, self->session->schema, options->class_word))
    {
      redan_complain (_ ("--class %s: expected public, internal, confidential or restricted"),
                      options->class_word);
      return FALSE;
    }
  if (options->profile != NULL)
    {
      g_free (self->policy.profile);
      self->policy.profile = g_strdup (options->profile);
    }

  return TRUE;
}

/* ---- the check ---- */

static GBytes *
read_own_bytes (const Check *self)
{
  return g_str_equal (self->path, "-") ? NULL
                                       : redan_file_read (self->path, FALSE, REDAN_MAX_FILE, NULL);
}

static guint
run_gate (Check *self, const char *format)
{
  RedanAttackBudget budget = { REDAN_PATH_BUDGET, NULL };
  RedanAnalysis *after = self->session->analysis;
  g_autoptr (RedanGate) gate =
      redan_gate_run (&self->policy, self->before, after, self->models.view_before,
                      self->models.view, self->drift, &budget);
  g_autoptr (GBytes) bytes = g_str_equal (format, "sarif") ? read_own_bytes (self) : NULL;
  g_autoptr (GHashTable) lines = redan_gate_list_lines (bytes);
  const RedanGateOutput output = {
    .session = self->session,
    .policy = &self->policy,
    .gate = gate,
    .before = self->before,
    .after = after,
    .difference = self->difference,
    .view_before = self->models.view_before,
    .view = self->models.view,
    .path = self->path,
    .infrastructure = self->options->infrastructure,
    .unmapped = self->unmapped,
    .lines = lines,
  };

  redan_gate_output_write (&output, format);

  return gate->n_failures;
}

/* ---- infrastructure ---- */

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full) (element-type utf8): types of resources that stand in no table, sorted
 */
static GPtrArray *
list_unmapped (const RedanModel *infrastructure, const RedanResourceTables *own)
{
  g_autoptr (RedanResourceTables) built_in = redan_resource_tables_new_built_in ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *types = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < redan_model_get_n (infrastructure, REDAN_SECTION_NOTE); i++)
    {
      const RedanObject *note = redan_model_get_nth (infrastructure, REDAN_SECTION_NOTE, i);
      const char *type = redan_object_get (note, REDAN_FIELD_DESCRIPTION);

      if (type != NULL && redan_resource_tables_find_type (own, type) == NULL &&
          redan_resource_tables_find_type (built_in, type) == NULL &&
          g_hash_table_add (seen, (gpointer) type))
        g_ptr_array_add (types, g_strdup (type));
    }
  g_ptr_array_sort (types, compare_words);
  return types;
}

static gboolean
load_infrastructure (Check *self)
{
  const char *path = self->options->infrastructure;
  const RedanSchema *schema = self->session->schema;
  g_autoptr (GError) error = NULL;

  self->infrastructure = redan_open_file (self->session->schema, path, NULL, &error);
  if (self->infrastructure == NULL)
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  if (!g_str_equal (self->infrastructure->format, "terraform-plan") &&
      !g_str_equal (self->infrastructure->format, "cloudformation"))
    {
      redan_complain (_ ("%s: is of format %s; --iac takes what terraform show -json prints, or a "
                         "template of CloudFormation"),
                      path, self->infrastructure->format);
      return FALSE;
    }
  self->drift = redan_drift_list (self->session->opened->model, self->infrastructure->model);
  self->unmapped = list_unmapped (self->infrastructure->model, redan_schema_get_resources (schema));
  for (guint i = 0; i < self->unmapped->len; i++)
    redan_complain (_ ("%s: resources of type %s are not compared: the type is in no table; add it "
                       "to resource-types.csv"),
                    path, (const char *) self->unmapped->pdata[i]);

  return TRUE;
}

/* A model that is new since the revision is held against an empty one. */
static gboolean
load_before (Check *self)
{
  const char *against = self->options->against;
  g_autoptr (RedanModel) other = NULL;

  if (g_file_test (against, G_FILE_TEST_EXISTS) || !redan_revision_lacks (against, self->path))
    {
      other = redan_load_model (self->session, against, self->path);
      if (other == NULL)
        return FALSE;
      self->before = redan_analyze_loaded (self->session, other, against, self->path);
    }
  else
    {
      redan_complain (_ ("%s is not in %s: it is new, and so is everything in it"), self->path,
                      against);
      other = redan_model_new (self->session->schema);
      self->before = redan_analyze_model (self->session, other);
    }
  self->difference = redan_difference_new (other, self->session->opened->model);
  return self->before != NULL;
}

static gboolean
load (Check *self)
{
  const CheckOptions *options = self->options;

  /* The policy is read where the revision is known to be there: what a revision lacks is only said
   * of one that exists. */
  if (!redan_session_analyze (self->session, self->path) ||
      (options->against != NULL && !load_before (self)) || !load_policy (self) ||
      !apply_options (self))
    return FALSE;
  if (options->infrastructure == NULL)
    for (RedanGateCheck check = REDAN_GATE_UNMODELLED_RESOURCE; check < REDAN_N_GATE_CHECKS;
         check++)
      self->policy.levels[check] = REDAN_GATE_OFF;
  else if (!load_infrastructure (self))
    return FALSE;

  return options->against == NULL ||
         redan_model_pair_init (&self->models, self->before, self->session, self->policy.profile);
}

static int
run (RedanSession *session, const CheckOptions *options)
{
  Check self = { .session = session, .options = options, .path = session->arguments[0] };
  const char *format = options->format;
  int status = REDAN_EXIT_WRONG;

  if (format == NULL)
    format = session->json ? "json" : "text";
  if (!redan_gate_output_knows (format))
    {
      g_autofree char *known = redan_gate_output_list ();

      redan_complain (_ ("--format %s: expected one of %s"), format, known);
      return REDAN_EXIT_WRONG;
    }
  if (g_str_equal (self.path, "-") && options->against != NULL &&
      strchr (options->against, ':') == NULL && !g_file_test (options->against, G_FILE_TEST_EXISTS))
    {
      redan_complain (
          _ ("--against %s: standard input has no name in git; give REV:PATH or a file"),
          options->against);
      return REDAN_EXIT_WRONG;
    }
  if (load (&self))
    status = run_gate (&self, format) > 0 ? REDAN_EXIT_FOUND : REDAN_EXIT_DONE;
  redan_model_pair_clear (&self.models);
  redan_gate_policy_clear (&self.policy);
  g_clear_pointer (&self.difference, redan_difference_free);
  g_clear_pointer (&self.before, redan_analysis_unref);
  g_clear_pointer (&self.drift, g_ptr_array_unref);
  g_clear_pointer (&self.unmapped, g_ptr_array_unref);
  g_clear_pointer (&self.infrastructure, redan_opened_free);

  return status;
}

int
redan_command_check (int argc, char **argv)
{
  CheckOptions options = { 0 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "against", 0, 0, G_OPTION_ARG_STRING, &options.against,
      N_ ("Compare with a file, or with this git revision of the file: REV or REV:PATH"),
      N_ ("REV") },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &options.policy,
      N_ ("What counts (redan-policy.xml beside the model or above it)"), N_ ("FILE") },
    { "fail-on", 0, 0, G_OPTION_ARG_STRING, &options.severity,
      N_ ("Threats of this severity and above count (high)"), N_ ("SEVERITY") },
    { "class", 0, 0, G_OPTION_ARG_STRING, &options.class_word,
      N_ ("Guard assets of this class and above (confidential)"), N_ ("CLASS") },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &options.profile, N_ ("Attacker (the weightiest)"),
      N_ ("PROFILE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format,
      N_ ("text, json, sarif, junit or markdown (text)"), N_ ("FORMAT") },
    { "iac", 0, 0, G_OPTION_ARG_FILENAME, &options.infrastructure,
      N_ ("Compare with declared infrastructure: terraform show -json, or CloudFormation"),
      N_ ("FILE") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  int status = redan_session_parse (&session, "check",
                                    REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                                        REDAN_OPTION_FROM,
                                    entries, argc, argv, 1, 1)
                   ? run (&session, &options)
                   : REDAN_EXIT_WRONG;

  g_free (options.against);
  g_free (options.policy);
  g_free (options.severity);
  g_free (options.class_word);
  g_free (options.profile);
  g_free (options.format);
  g_free (options.infrastructure);

  return redan_session_finish (&session, status);
}
