/* SPDX-License-Identifier: Apache-2.0 */
/* The details of an element, flow or boundary: values with their provenance, threats, controls,
 * data. */

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/details-private.h"
#include "ui/window/rows.h"

#define MAX_THREATS 12

/** Where an object stands in the facts; target is REDAN_NONE for notes, assets and the like. */
typedef struct
{
  RedanContext context;
  guint32 target;
  guint scopes; /* mask of RedanScope */
} Place;

static Place
find_place (const RedanFacts *facts, const RedanObject *object)
{
  const RedanModel *model = facts->snapshot->model;
  Place place = { REDAN_CONTEXT_MODEL, REDAN_NONE, 0 };

  switch (object->section)
    {
    case REDAN_SECTION_ELEMENT:
      place = (Place){ REDAN_CONTEXT_ELEMENT, redan_model_index_of (model, &object->id),
                       1 << REDAN_SCOPE_ELEMENT };
      break;
    case REDAN_SECTION_FLOW:
      place = (Place){ REDAN_CONTEXT_INTERACTION, redan_model_index_of (model, &object->id),
                       1 << REDAN_SCOPE_FLOW };
      break;
    case REDAN_SECTION_BOUNDARY:
      place = (Place){ REDAN_CONTEXT_BOUNDARY, redan_model_index_of (model, &object->id),
                       1 << REDAN_SCOPE_BOUNDARY };
      if (g_strcmp0 (redan_object_get (object, REDAN_FIELD_KIND), "account") == 0)
        place.scopes |= 1 << REDAN_SCOPE_ACCOUNT;
      break;
    default:
      break;
    }
  return place;
}

/** Values that are known, by group of the schema; what nobody answered stays out of the way until
 * it is asked for. */
static void
add_values (GtkWidget *box, const RedanFacts *facts, const Place *place)
{
  const RedanSchema *schema = facts->snapshot->schema;
  const guint n = redan_schema_get_n_attributes (schema);
  g_autoptr (GString) unanswered = g_string_new (NULL);
  const char *current = NULL;
  GtkWidget *group = NULL;
  guint n_unanswered = 0;

  for (guint i = 0; i < n; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      g_autofree char *word = NULL;
      g_autofree char *value = NULL;
      g_autofree char *subtitle = NULL;
      GtkWidget *row = NULL;
      RedanCode code;

      if (attribute->structural || !attribute->stored ||
          (place->scopes & (1u << attribute->scope)) == 0 || facts->columns[i] == NULL)
        continue;
      code = facts->columns[i][place->target];
      if (code < REDAN_CODE_FIRST)
        {
          n_unanswered++;
          g_string_append_printf (unanswered, "%s%s", unanswered->len > 0 ? ", " : "",
                                  attribute->name);
          continue;
        }
      if (group == NULL || g_strcmp0 (current, attribute->group) != 0)
        {
          g_autofree char *title = redan_word_dup_title (attribute->group);

          current = attribute->group;
          group = redan_group_new (title, NULL);
          gtk_box_append (GTK_BOX (box), group);
        }
      word = redan_code_to_text (attribute, redan_model_get_strings (facts->snapshot->model), code);
      value = redan_word_dup_title (word);
      subtitle = g_strdup_printf ("%s (%s)", attribute->name,
                                  redan_provenance_get_title (facts->provenance[i][place->target]));
      row = redan_row_new (attribute->meaning, subtitle);
      redan_row_add_value (row, value, NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  if (n_unanswered > 0)
    {
      g_autofree char *title = g_strdup_printf (
          ngettext ("%u property is not answered", "%u properties are not answered", n_unanswered),
          n_unanswered);

      group = redan_group_new (NULL, NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 redan_row_new (title, unanswered->str));
      gtk_box_append (GTK_BOX (box), group);
    }
}

static void
add_controls (GtkWidget *box, const RedanAnalysis *analysis, const Place *place)
{
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (analysis->facts->catalogue, &n);
  GtkWidget *group = redan_group_new (_ ("Controls in place"), NULL);
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      RedanControlState state =
          redan_controls_get_state (analysis->controls, i, place->context, place->target);
      GtkWidget *row = NULL;

      if (state == REDAN_STATE_ABSENT)
        continue;
      any = TRUE;
      row = redan_row_new (controls[i].title, controls[i].id);
      redan_row_add_value (row, redan_control_state_get_title (state), NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  if (!any)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               redan_row_new (_ ("None is known"), NULL));
  gtk_box_append (GTK_BOX (box), group);
}

static void
add_assets (GtkWidget *box, const RedanSnapshot *snapshot, const RedanObject *object)
{
  GtkWidget *group = NULL;
  RedanIdText id;

  redan_id_to_text (&object->id, id);
  for (guint i = 0; i < snapshot->n_assets; i++)
    {
      static const RedanField roles[] = { REDAN_FIELD_STORED, REDAN_FIELD_PROCESSED,
                                          REDAN_FIELD_CARRIED };
      const char *titles[] = { _ ("stored here"), _ ("processed here"), _ ("carried") };

      for (guint role = 0; role < G_N_ELEMENTS (roles); role++)
        {
          if (redan_object_get_keyed (snapshot->assets[i], roles[role], id) == NULL)
            continue;
          if (group == NULL)
            {
              group = redan_group_new (_ ("Data"), NULL);
              gtk_box_append (GTK_BOX (box), group);
            }
          g_autofree char *name = redan_object_dup_title (snapshot->model, snapshot->assets[i]);

          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                     redan_row_new (name, titles[role]));
        }
    }
}

static char *
dup_subtitle (const RedanFacts *facts, const RedanObject *object)
{
  const RedanModel *model = facts->snapshot->model;
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);
  g_autofree char *kind_title =
      redan_word_dup_title (kind != NULL ? kind : redan_section_get_tag (object->section));
  RedanId parent;

  if (object->section == REDAN_SECTION_FLOW)
    {
      RedanId source, target;
      const RedanObject *from = redan_object_get_reference (object, REDAN_FIELD_SOURCE, &source)
                                    ? redan_model_lookup (model, &source)
                                    : NULL;
      const RedanObject *to = redan_object_get_reference (object, REDAN_FIELD_TARGET, &target)
                                  ? redan_model_lookup (model, &target)
                                  : NULL;
      g_autofree char *from_name =
          from != NULL ? redan_object_dup_title (model, from) : g_strdup (_ ("nothing"));
      g_autofree char *to_name =
          to != NULL ? redan_object_dup_title (model, to) : g_strdup (_ ("nothing"));

      return g_strdup_printf (_ ("Flow from %s to %s"), from_name, to_name);
    }
  if (redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent))
    {
      g_autofree char *name = redan_object_dup_title (model, redan_model_lookup (model, &parent));

      return g_strdup_printf (_ ("%s in %s"), kind_title, name);
    }
  return g_steal_pointer (&kind_title);
}

static void
add_graph_facts (GtkWidget *box, const RedanAnalysis *analysis, const Place *place)
{
  GtkWidget *group = NULL;
  GtkWidget *row = NULL;
  g_autofree char *exposure = NULL;
  g_autofree char *blast = NULL;

  if (place->context != REDAN_CONTEXT_ELEMENT)
    return;
  group = redan_group_new (NULL, NULL);
  exposure = g_strdup_printf ("%.2f", redan_graph_get_exposure (analysis->graph, place->target));
  blast = g_strdup_printf ("%.0f %%", 100 * redan_graph_get_blast (analysis->graph, place->target));
  row = redan_row_new (_ ("Who can reach this?"), _ ("exposure: 1 is anyone on the internet"));
  redan_row_add_value (row, exposure, "numeric");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  row = redan_row_new (_ ("What falls if this falls?"), _ ("blast radius: share of all value"));
  redan_row_add_value (row, blast, "numeric");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_box_append (GTK_BOX (box), group);
}

void
redan_details_add_object (GtkWidget *box, RedanWorkspace *workspace, const RedanObject *object)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  const RedanFacts *facts = analysis->facts;
  Place place = find_place (facts, object);
  g_autofree char *title = redan_object_dup_title (facts->snapshot->model, object);
  g_autofree char *subtitle = dup_subtitle (facts, object);
  const char *description = redan_object_get (object, REDAN_FIELD_DESCRIPTION);

  gtk_box_append (GTK_BOX (box), redan_heading_new (title, "title-3"));
  gtk_box_append (GTK_BOX (box), redan_heading_new (subtitle, "dim-label"));
  if (description != NULL)
    gtk_box_append (GTK_BOX (box), redan_paragraph_new (description, FALSE));
  if (place.target == REDAN_NONE || place.target == G_MAXUINT)
    return;
  add_graph_facts (box, analysis, &place);
  redan_details_add_threat_rows (box, workspace, object, _ ("Threats"), MAX_THREATS);
  add_assets (box, facts->snapshot, object);
  add_controls (box, analysis, &place);
  add_values (box, facts, &place);
}
