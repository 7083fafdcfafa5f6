/* SPDX-License-Identifier: Apache-2.0 */
/* How a threat is called: its id, its title with the names filled in, its category, the object it
 * stands on. */

#include "analysis/threats.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/name.h"

const RedanObject *
redan_threat_get_object (const RedanFacts *facts, const RedanThreat *threat)
{
  return redan_facts_get_object (facts, (RedanContext) threat->context, threat->target);
}

static const RedanObject *
get_recorded (const RedanFacts *facts, const RedanThreat *threat)
{
  return redan_model_get_nth (facts->snapshot->model, REDAN_SECTION_THREAT, threat->recorded);
}

const RedanRule *
redan_threat_get_rule (const RedanFacts *facts, const RedanThreat *threat)
{
  return threat->rule != REDAN_NONE
             ? &redan_catalogue_get_rules (facts->catalogue, NULL)[threat->rule]
             : NULL;
}

char *
redan_threat_dup_id (const RedanFacts *facts, const RedanThreat *threat)
{
  const RedanObject *object = redan_threat_get_object (facts, threat);
  RedanIdText text;
  gboolean is_way_back;

  if (threat->rule == REDAN_NONE)
    return g_strdup_printf ("@%s", redan_id_to_text (&get_recorded (facts, threat)->id, text));

  is_way_back =
      threat->context == REDAN_CONTEXT_INTERACTION && facts->interaction_reverse[threat->target];
  return g_strconcat (redan_threat_get_rule (facts, threat)->id, "@",
                      object != NULL ? redan_id_to_text (&object->id, text) : "model",
                      is_way_back ? "~" : "", NULL);
}

static char *dup_name (const RedanFacts *facts, RedanContext context, guint32 target);

static char *
dup_flow_name (const RedanFacts *facts, guint32 interaction)
{
  g_autofree char *source =
      dup_name (facts, REDAN_CONTEXT_ELEMENT, facts->interaction_source[interaction]);
  g_autofree char *target =
      dup_name (facts, REDAN_CONTEXT_ELEMENT, facts->interaction_target[interaction]);

  return g_strdup_printf (_ ("%s to %s"), source, target);
}

/* What has no name is called by its kind, a flow by its ends. */
static char *
dup_name (const RedanFacts *facts, RedanContext context, guint32 target)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  const RedanObject *object = redan_facts_get_object (facts, context, target);
  const RedanAttribute *kinds;
  const char *name = object != NULL ? redan_object_get_name (object) : "";

  if (*name != '\0')
    return redan_text_fold_lines (name);

  if (object == NULL)
    return g_strdup (context == REDAN_CONTEXT_MODEL ? _ ("the model") : _ ("the outside"));

  if (context == REDAN_CONTEXT_INTERACTION)
    return dup_flow_name (facts, target);

  if (context == REDAN_CONTEXT_ELEMENT)
    {
      kinds = redan_schema_lookup (snapshot->schema, REDAN_SCOPE_ELEMENT, "kind", -1);
      return g_strdup_printf (_ ("unnamed %s"), kinds->values[snapshot->element_kind[target]]);
    }

  kinds = redan_schema_lookup (snapshot->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  return g_strdup_printf (_ ("unnamed %s"), kinds->values[snapshot->boundary_kind[target]]);
}

/* The account of the target: of the called element for a flow. */
static guint32
find_account (const RedanFacts *facts, const RedanThreat *threat)
{
  guint32 element = threat->target;

  if (threat->context == REDAN_CONTEXT_BOUNDARY || threat->target == REDAN_NONE)
    return threat->target;
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    element = facts->interaction_target[threat->target];

  return element != REDAN_NONE ? facts->element_account[element] : REDAN_NONE;
}

/* Most names are there and need no copy of their own. */
static void
append_name (GString *title, const RedanFacts *facts, RedanContext context, guint32 target)
{
  const RedanObject *object = redan_facts_get_object (facts, context, target);
  const char *name = object != NULL ? redan_object_get_name (object) : "";
  g_autofree char *made = *name == '\0' ? dup_name (facts, context, target) : NULL;

  redan_text_append_folded (title, made != NULL ? made : name);
}

static gboolean
is_subject (const char *text, gsize length, const char *subject)
{
  return length == strlen (subject) && memcmp (text, subject, length) == 0;
}

/* Appends what stands for "{dst.name}"; %FALSE when the template asks for something that the threat
 * has not. */
static gboolean
append_placeholder (GString *title,
                    const RedanFacts *facts,
                    const RedanThreat *threat,
                    const char *name,
                    gsize length)
{
  static const char suffix[] = ".name";
  const gsize suffix_length = sizeof suffix - 1;
  RedanContext context = (RedanContext) threat->context;
  gsize n;

  if (length <= suffix_length || memcmp (name + length - suffix_length, suffix, suffix_length) != 0)
    return FALSE;

  n = length - suffix_length;
  if (context == REDAN_CONTEXT_INTERACTION && is_subject (name, n, "src"))
    append_name (title, facts, REDAN_CONTEXT_ELEMENT, facts->interaction_source[threat->target]);
  else if (context == REDAN_CONTEXT_INTERACTION && is_subject (name, n, "dst"))
    append_name (title, facts, REDAN_CONTEXT_ELEMENT, facts->interaction_target[threat->target]);
  else if (is_subject (name, n, "acct"))
    append_name (title, facts, REDAN_CONTEXT_BOUNDARY, find_account (facts, threat));
  else if (context == REDAN_CONTEXT_ELEMENT && is_subject (name, n, "b"))
    append_name (title, facts, REDAN_CONTEXT_BOUNDARY,
                 facts->snapshot->element_parent[threat->target]);
  else if (is_subject (name, n, "x") || is_subject (name, n, "e") || is_subject (name, n, "f") ||
           is_subject (name, n, "b"))
    append_name (title, facts, context, threat->target);
  else
    return FALSE;

  return TRUE;
}

void
redan_threat_append_title (const RedanFacts *facts, const RedanThreat *threat, GString *title)
{
  const char *text;

  if (threat->rule == REDAN_NONE)
    {
      g_string_append (title, redan_object_get_name (get_recorded (facts, threat)));
      return;
    }

  for (text = redan_threat_get_rule (facts, threat)->title; *text != '\0';)
    {
      const char *open = strchrnul (text, '{');
      const char *end = *open == '{' ? strchr (open, '}') : NULL;

      g_string_append_len (title, text, open - text);
      if (end != NULL &&
          append_placeholder (title, facts, threat, open + 1, (gsize) (end - open - 1)))
        {
          text = end + 1;
          continue;
        }
      text = open;
      if (*text != '\0')
        g_string_append_c (title, *text++);
    }
}

char *
redan_threat_dup_title (const RedanFacts *facts, const RedanThreat *threat)
{
  GString *title = g_string_sized_new (128);

  redan_threat_append_title (facts, threat, title);
  return g_string_free (title, FALSE);
}

const char *
redan_threat_get_category (const RedanFacts *facts, const RedanThreat *threat)
{
  const char *category;

  if (threat->rule == REDAN_NONE)
    category = redan_object_get (get_recorded (facts, threat), REDAN_FIELD_CATEGORY);
  else
    category = redan_threat_get_rule (facts, threat)->category;

  return category != NULL ? category : "";
}
