/* SPDX-License-Identifier: Apache-2.0 */
/* The policy of a gate: what it says when nobody wrote one, and how it is read. */

#include "config.h"

#include "analysis/gate.h"

#include <glib/gi18n-lib.h>

#include "analysis/error.h"
#include "model/xml.h"

#define VERSION "1"

/* Ends with a NULL. */
static const char *const words[REDAN_N_GATE_CHECKS + 1] = {
  [REDAN_GATE_CONFLICT] = "unresolved-conflict",
  [REDAN_GATE_NEW_RISK] = "new-risk",
  [REDAN_GATE_HIGHER_RISK] = "higher-risk",
  [REDAN_GATE_REOPENED] = "reopened",
  [REDAN_GATE_UNDECIDED] = "undecided",
  [REDAN_GATE_EXPIRED] = "expired",
  [REDAN_GATE_LOST_OBJECTIVE] = "lost-objective",
  [REDAN_GATE_NEW_PATH] = "new-path",
  [REDAN_GATE_OPEN_PATH] = "open-path",
  [REDAN_GATE_UNMODELLED_RESOURCE] = "unmodelled-resource",
  [REDAN_GATE_MISSING_RESOURCE] = "missing-resource",
  [REDAN_GATE_DIFFERENT_ATTRIBUTE] = "different-attribute",
};

static const char *const level_words[] = {
  [REDAN_GATE_OFF] = "off",
  [REDAN_GATE_WARN] = "warn",
  [REDAN_GATE_FAIL] = "fail",
};

const char *
redan_gate_check_get_word (RedanGateCheck check)
{
  return words[check];
}

void
redan_gate_policy_init (RedanGatePolicy *self, const RedanSchema *schema, gboolean compares)
{
  for (guint i = 0; i < REDAN_N_GATE_CHECKS; i++)
    self->levels[i] = REDAN_GATE_FAIL;
  if (compares)
    self->levels[REDAN_GATE_UNDECIDED] = REDAN_GATE_OFF;
  self->severity = REDAN_BAND_HIGH;
  self->profile = NULL;
  redan_gate_policy_set_class (self, schema, "confidential");
}

void
redan_gate_policy_clear (RedanGatePolicy *self)
{
  g_clear_pointer (&self->profile, g_free);
}

gboolean
redan_gate_policy_set_severity (RedanGatePolicy *self, const char *word)
{
  return redan_band_from_word (word, &self->severity);
}

gboolean
redan_gate_policy_set_class (RedanGatePolicy *self, const RedanSchema *schema, const char *word)
{
  const RedanAttribute *classes =
      redan_schema_lookup (schema, REDAN_SCOPE_ASSET, "classification", -1);
  const int position = redan_attribute_find_value (classes, word, -1);

  if (position >= 0)
    self->least_class = position;

  return position >= 0;
}

static gboolean G_GNUC_PRINTF (4, 5)
    fail (const char *path, guint line, GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_CATALOGUE, "%s:%u: %s", path, line,
               text);

  return FALSE;
}

static int
find_word (const char *const *among, guint n, const char *word)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (among[i], word) == 0)
      return (int) i;

  return -1;
}

static gboolean
check_names (
    const RedanXmlNode *node, const char *const *allowed, guint n, const char *path, GError **error)
{
  for (guint i = 0; i < node->n_attributes; i++)
    if (find_word (allowed, n, node->attributes[i].name) < 0)
      return fail (path, node->line, error,
                   _ ("\"%s\" is no attribute of \"%s\"; correct or remove it"),
                   node->attributes[i].name, node->name);

  return TRUE;
}

static gboolean
read_check (RedanGatePolicy *self, const RedanXmlNode *node, const char *path, GError **error)
{
  static const char *const allowed[] = { "id", "level" };
  int check;
  int level;

  if (g_strcmp0 (node->name, "check") != 0)
    return fail (path, node->line, error, _ ("\"%s\" is not expected; a policy holds \"check\""),
                 node->name);
  if (!check_names (node, allowed, G_N_ELEMENTS (allowed), path, error))
    return FALSE;
  check = find_word (words, REDAN_N_GATE_CHECKS, redan_xml_get (node, "id"));
  if (check < 0)
    {
      g_autofree char *known = g_strjoinv (", ", (char **) words);
      return fail (path, node->line, error, _ ("a check needs an id, one of %s"), known);
    }
  level = find_word (level_words, G_N_ELEMENTS (level_words), redan_xml_get (node, "level"));
  if (level < 0)
    return fail (path, node->line, error, _ ("a check needs a level: off, warn or fail"));
  self->levels[check] = (RedanGateLevel) level;

  return TRUE;
}

static gboolean
read_root (RedanGatePolicy *self,
           const RedanSchema *schema,
           const RedanXmlNode *root,
           const char *path,
           GError **error)
{
  static const char *const allowed[] = { "version", "severity", "class", "profile" };
  const char *severity = redan_xml_get (root, "severity");
  const char *class_word = redan_xml_get (root, "class");
  const char *profile = redan_xml_get (root, "profile");

  if (g_strcmp0 (root->name, "policy") != 0)
    return fail (path, root->line, error, _ ("this is no policy; its root is \"policy\""));
  if (!check_names (root, allowed, G_N_ELEMENTS (allowed), path, error))
    return FALSE;
  if (g_strcmp0 (redan_xml_get (root, "version"), VERSION) != 0)
    return fail (path, root->line, error, _ ("a policy needs version=\"%s\""), VERSION);
  if (severity != NULL && !redan_gate_policy_set_severity (self, severity))
    return fail (path, root->line, error,
                 _ ("severity \"%s\": expected info, low, medium, high or critical"), severity);
  if (class_word != NULL && !redan_gate_policy_set_class (self, schema, class_word))
    return fail (path, root->line, error,
                 _ ("class \"%s\": expected public, internal, confidential or restricted"),
                 class_word);
  if (profile != NULL)
    {
      g_free (self->profile);
      self->profile = g_strdup (profile);
    }
  for (const RedanXmlNode *node = root->first_child; node != NULL; node = node->next)
    if (!read_check (self, node, path, error))
      return FALSE;

  return TRUE;
}

gboolean
redan_gate_policy_read (RedanGatePolicy *self,
                        const RedanSchema *schema,
                        const char *path,
                        GBytes *bytes,
                        GError **error)
{
  g_autoptr (RedanXmlTree) tree = redan_xml_parse (path, bytes, error);
  RedanGatePolicy next = *self;

  if (tree == NULL)
    return FALSE;
  next.profile = g_strdup (self->profile);
  if (!read_root (&next, schema, redan_xml_tree_get_root (tree), path, error))
    {
      redan_gate_policy_clear (&next);
      return FALSE;
    }
  redan_gate_policy_clear (self);
  *self = next;

  return TRUE;
}
