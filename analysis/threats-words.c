/* SPDX-License-Identifier: Apache-2.0 */
/* How a threat is called: its id, its title with the names filled in, its category, the object it
 * stands on. */

#include "analysis/threats.h"

#include <string.h>

#include <glib/gi18n-lib.h>

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

static const RedanRule *
get_rule (const RedanFacts *facts, const RedanThreat *threat)
{
  guint n;

  return &redan_catalogue_get_rules (facts->catalogue, &n)[threat->rule];
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
  return g_strconcat (get_rule (facts, threat)->id, "@",
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
    return g_strdup (name);

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

/* The name behind "{dst.name}"; %NULL when the template asks for something that the threat has not.
 */
static char *
dup_placeholder (const RedanFacts *facts, const RedanThreat *threat, const char *name, gsize length)
{
  static const char suffix[] = ".name";
  RedanContext context = (RedanContext) threat->context;
  g_autofree char *subject = NULL;

  if (length <= strlen (suffix) ||
      memcmp (name + length - strlen (suffix), suffix, strlen (suffix)) != 0)
    return NULL;

  subject = g_strndup (name, length - strlen (suffix));
  if (context == REDAN_CONTEXT_INTERACTION && strcmp (subject, "src") == 0)
    return dup_name (facts, REDAN_CONTEXT_ELEMENT, facts->interaction_source[threat->target]);
  if (context == REDAN_CONTEXT_INTERACTION && strcmp (subject, "dst") == 0)
    return dup_name (facts, REDAN_CONTEXT_ELEMENT, facts->interaction_target[threat->target]);
  if (strcmp (subject, "acct") == 0)
    return dup_name (facts, REDAN_CONTEXT_BOUNDARY, find_account (facts, threat));
  if (context == REDAN_CONTEXT_ELEMENT && strcmp (subject, "b") == 0)
    return dup_name (facts, REDAN_CONTEXT_BOUNDARY,
                     facts->snapshot->element_parent[threat->target]);
  if (strcmp (subject, "x") == 0 || strcmp (subject, "e") == 0 || strcmp (subject, "f") == 0 ||
      strcmp (subject, "b") == 0)
    return dup_name (facts, context, threat->target);

  return NULL;
}

char *
redan_threat_dup_title (const RedanFacts *facts, const RedanThreat *threat)
{
  const char *text;
  GString *title;

  if (threat->rule == REDAN_NONE)
    return g_strdup (redan_object_get_name (get_recorded (facts, threat)));

  title = g_string_sized_new (128);
  for (text = get_rule (facts, threat)->title; *text != '\0';)
    {
      const char *open = strchrnul (text, '{');
      const char *end = *open == '{' ? strchr (open, '}') : NULL;
      g_autofree char *name =
          end != NULL ? dup_placeholder (facts, threat, open + 1, (gsize) (end - open - 1)) : NULL;

      g_string_append_len (title, text, open - text);
      if (name == NULL)
        {
          text = open;
          if (*text != '\0')
            g_string_append_c (title, *text++);
          continue;
        }
      g_string_append (title, name);
      text = end + 1;
    }

  return g_string_free (title, FALSE);
}

const char *
redan_threat_get_category (const RedanFacts *facts, const RedanThreat *threat)
{
  const char *category;

  if (threat->rule == REDAN_NONE)
    category = redan_object_get (get_recorded (facts, threat), REDAN_FIELD_CATEGORY);
  else
    category = get_rule (facts, threat)->category;

  return category != NULL ? category : "";
}
