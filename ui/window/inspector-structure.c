/* SPDX-License-Identifier: Apache-2.0 */
/* What an object is: kind, technology, ends, members; then its description and properties, and
 * what the graph says of it. */

#include <glib/gi18n-lib.h>

#include "model/command.h"
#include "ui/report/inspection.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-attribute.h"
#include "ui/window/inspector-choice.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/inspector-properties.h"
#include "ui/window/inspector-template.h"
#include "ui/window/rows.h"

#define MAX_LINKS 12
#define CONTROL_WIDTH 132
#define HELP_WIDTH 30 /* of the button that rows of attributes end with */

#define REDAN_TYPE_STRUCTURE_PAGE (redan_structure_page_get_type ())
G_DECLARE_FINAL_TYPE (
    RedanStructurePage, redan_structure_page, REDAN, STRUCTURE_PAGE, RedanInspectorPage)

struct _RedanStructurePage
{
  RedanInspectorPage parent_instance;

  RedanSection section;
  RedanChoice *kind;
  GtkWidget *main_attribute; /* technology or protocol */
  GtkWidget *ends[2];
  GtkWidget *both_ways;
  gboolean is_showing;
  GtkWidget *links; /* list of members or of crossed boundaries */
  char *links_shape;
  GtkWidget *description;
  GtkWidget *properties;
  GtkWidget *template_part;
  GtkWidget *figures[2];
  GtkWidget *inherited; /* of a boundary */
};

G_DEFINE_FINAL_TYPE (RedanStructurePage, redan_structure_page, REDAN_TYPE_INSPECTOR_PAGE)

static RedanWorkspace *
get_workspace (RedanStructurePage *self)
{
  return redan_inspector_page_get_workspace (REDAN_INSPECTOR_PAGE (self));
}

static const RedanId *
get_id (RedanStructurePage *self)
{
  return redan_inspector_page_get_id (REDAN_INSPECTOR_PAGE (self));
}

static const RedanModel *
get_model (RedanStructurePage *self)
{
  return redan_workspace_get_model (get_workspace (self));
}

static const RedanAttribute *
find_attribute (RedanStructurePage *self, RedanScope scope, const char *name)
{
  return redan_schema_lookup (redan_model_get_schema (get_model (self)), scope, name, -1);
}

/* Kind */

static const RedanAttribute *
find_kinds (RedanStructurePage *self)
{
  return self->section == REDAN_SECTION_ELEMENT
             ? find_attribute (self, REDAN_SCOPE_ELEMENT, "kind")
             : find_attribute (self, REDAN_SCOPE_BOUNDARY, "btype");
}

static void
kind_chosen_cb (RedanStructurePage *self, guint position)
{
  const RedanAttribute *kinds = find_kinds (self);

  redan_workspace_apply (get_workspace (self),
                         redan_command_set_attribute (get_model (self), get_id (self), "kind",
                                                      kinds->values[position]));
}

static void
kind_opening_cb (RedanStructurePage *self)
{
  const RedanAttribute *kinds = find_kinds (self);
  const RedanObject *object = redan_inspector_page_get_object (REDAN_INSPECTOR_PAGE (self));
  const char *kind = object != NULL ? redan_object_get (object, REDAN_FIELD_KIND) : NULL;
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < kinds->n_values; i++)
    g_ptr_array_add (titles, redan_value_dup_title (kinds, kinds->values[i]));
  redan_choice_set_options (self->kind, (const char *const *) titles->pdata, titles->len);
  for (guint i = 0; i < kinds->n_values; i++)
    redan_choice_set_chosen (self->kind, i, g_strcmp0 (kind, kinds->values[i]) == 0);
}

static void
add_kind (RedanStructurePage *self, GtkWidget *list)
{
  GtkWidget *choice = redan_choice_new (_ ("Kind"));

  self->kind = REDAN_CHOICE (choice);
  gtk_widget_set_size_request (choice, CONTROL_WIDTH, -1);
  gtk_widget_set_margin_end (choice, HELP_WIDTH);
  g_signal_connect_object (choice, "opening", G_CALLBACK (kind_opening_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "chosen", G_CALLBACK (kind_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (list), redan_inspector_row_new (_ ("Kind"), choice));
}

static void
add_main_attribute (RedanStructurePage *self, GtkWidget *list, RedanScope scope, const char *name)
{
  const RedanAttribute *attribute = find_attribute (self, scope, name);

  if (attribute == NULL)
    return;
  self->main_attribute =
      redan_attribute_row_new (get_workspace (self), get_id (self), 1, attribute);
  gtk_list_box_append (GTK_LIST_BOX (list), self->main_attribute);
}

/* Flows */

static void
both_ways_cb (RedanStructurePage *self)
{
  if (!self->is_showing)
    redan_workspace_apply (
        get_workspace (self),
        redan_command_set_bidirectional (get_model (self), get_id (self),
                                         gtk_switch_get_active (GTK_SWITCH (self->both_ways))));
}

static void
reverse_cb (RedanStructurePage *self)
{
  redan_workspace_apply (get_workspace (self),
                         redan_command_reverse (get_model (self), get_id (self)));
}

static void
add_ends (RedanStructurePage *self, GtkWidget *list)
{
  const char *labels[] = { _ ("From"), _ ("To") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *reverse =
      redan_inspector_icon_button_new ("object-flip-horizontal-symbolic", _ ("Reverse the flow"));

  for (guint i = 0; i < 2; i++)
    {
      self->ends[i] = redan_inspector_link_new (get_workspace (self), NULL);
      gtk_widget_set_size_request (self->ends[i], CONTROL_WIDTH, -1);
      gtk_list_box_append (GTK_LIST_BOX (list), redan_inspector_row_new (labels[i], self->ends[i]));
    }
  self->both_ways = gtk_switch_new ();
  gtk_widget_set_valign (self->both_ways, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->both_ways), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Both ways"), -1);
  g_signal_connect_object (self->both_ways, "notify::active", G_CALLBACK (both_ways_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (reverse, "clicked", G_CALLBACK (reverse_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), reverse);
  gtk_box_append (GTK_BOX (box), self->both_ways);
  gtk_list_box_append (GTK_LIST_BOX (list), redan_inspector_row_new (_ ("Both ways"), box));
}

static void
refresh_ends (RedanStructurePage *self, const RedanObject *flow)
{
  static const RedanField fields[] = { REDAN_FIELD_SOURCE, REDAN_FIELD_TARGET };

  for (guint i = 0; i < 2; i++)
    {
      RedanId id;
      gboolean is_set = redan_object_get_reference (flow, fields[i], &id);

      redan_inspector_link_refresh (self->ends[i], get_workspace (self), is_set ? &id : NULL);
    }
  self->is_showing = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->both_ways),
                         redan_object_get (flow, REDAN_FIELD_BIDIRECTIONAL) != NULL);
  self->is_showing = FALSE;
}

/* Members and crossings */

static gboolean
is_around (const RedanSnapshot *snapshot, guint32 element, guint32 boundary)
{
  for (guint32 b = element == REDAN_NONE ? REDAN_NONE : snapshot->element_parent[element];
       b != REDAN_NONE; b = snapshot->boundary_parent[b])
    if (b == boundary)
      return TRUE;
  return FALSE;
}

static void
list_crossed (const RedanFacts *facts, guint32 flow, GArray *ids)
{
  const RedanSnapshot *snapshot = facts->snapshot;

  for (guint32 b = 0; b < snapshot->n_boundaries; b++)
    {
      gboolean line = FALSE;

      for (guint32 i = snapshot->crosses_offset[flow];
           i < snapshot->crosses_offset[flow + 1] && !line; i++)
        line = snapshot->crosses_boundary[i] == b;
      if (line || is_around (snapshot, snapshot->flow_source[flow], b) !=
                      is_around (snapshot, snapshot->flow_target[flow], b))
        g_array_append_val (ids, snapshot->boundaries[b]->id);
    }
}

static void
list_members (const RedanFacts *facts, guint32 boundary, GArray *ids)
{
  const RedanSnapshot *snapshot = facts->snapshot;

  for (guint32 b = 0; b < snapshot->n_boundaries; b++)
    if (snapshot->boundary_parent[b] == boundary)
      g_array_append_val (ids, snapshot->boundaries[b]->id);
  for (guint32 e = 0; e < snapshot->n_elements; e++)
    if (snapshot->element_parent[e] == boundary)
      g_array_append_val (ids, snapshot->elements[e]->id);
}

static char *
dup_links_shape (RedanStructurePage *self, const GArray *ids)
{
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      const RedanObject *object =
          redan_model_lookup (get_model (self), &g_array_index (ids, RedanId, i));
      RedanIdText text;

      g_string_append_printf (shape, "%s %s\n",
                              redan_id_to_text (&g_array_index (ids, RedanId, i), text),
                              object != NULL ? redan_object_get_name (object) : "");
    }
  return g_string_free (shape, FALSE);
}

/** Links to members or crossings; made anew only when they changed. */
static void
refresh_links (RedanStructurePage *self, const RedanFacts *facts, const RedanTarget *target)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_autofree char *shape = NULL;
  GtkWidget *row = NULL;

  if (target->index == REDAN_NONE)
    return;
  if (self->section == REDAN_SECTION_FLOW)
    list_crossed (facts, target->index, ids);
  else
    list_members (facts, target->index, ids);
  shape = dup_links_shape (self, ids);
  if (g_strcmp0 (shape, self->links_shape) == 0)
    return;
  g_free (self->links_shape);
  self->links_shape = g_steal_pointer (&shape);
  while ((row = gtk_widget_get_first_child (self->links)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->links), row);
  for (guint i = 0; i < MIN (ids->len, MAX_LINKS); i++)
    gtk_list_box_append (GTK_LIST_BOX (self->links),
                         redan_inspector_wide_row_new (redan_inspector_link_new (
                             get_workspace (self), &g_array_index (ids, RedanId, i))));
  if (ids->len == 0 || ids->len > MAX_LINKS)
    {
      g_autofree char *text =
          ids->len == 0
              ? g_strdup (_ ("None"))
              : g_strdup_printf (ngettext ("and %u more", "and %u more", ids->len - MAX_LINKS),
                                 ids->len - MAX_LINKS);

      gtk_list_box_append (GTK_LIST_BOX (self->links),
                           redan_inspector_wide_row_new (redan_heading_new (text, "dim-label")));
    }
}

/* Figures of the graph */

static GtkWidget *
add_figure (GtkWidget *list, const char *title, const char *subtitle)
{
  GtkWidget *value = gtk_label_new (NULL);
  GtkWidget *row = redan_row_new (title, subtitle);

  gtk_widget_add_css_class (value, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return value;
}

static void
add_figures (RedanStructurePage *self, GtkWidget *box)
{
  GtkWidget *list = NULL;

  if (self->section == REDAN_SECTION_FLOW)
    return;
  list = redan_inspector_add_list (box, NULL);
  if (self->section == REDAN_SECTION_ELEMENT)
    self->figures[0] =
        add_figure (list, _ ("Who can reach this?"), _ ("exposure: 1 is anyone on the internet"));
  self->figures[1] =
      add_figure (list, _ ("What falls if this falls?"), _ ("blast radius: share of all value"));
}

/** Of an account what its root user reaches; of another boundary what its worst element does. */
static double
find_boundary_blast (const RedanAnalysis *analysis, guint32 boundary)
{
  const RedanFacts *facts = analysis->facts;
  double share = 0;

  if (facts->boundary_is_account[boundary])
    return redan_graph_get_account_blast (analysis->graph, boundary);
  for (guint32 i = facts->member_offset[boundary]; i < facts->member_offset[boundary + 1]; i++)
    share = MAX (share, redan_graph_get_blast (analysis->graph, facts->member_element[i]));
  return share;
}

static void
refresh_figures (RedanStructurePage *self, const RedanAnalysis *analysis, const RedanTarget *target)
{
  g_autofree char *exposure = NULL;
  g_autofree char *blast = NULL;
  double share = 0;

  if (self->figures[1] == NULL || target->index == REDAN_NONE)
    return;
  if (self->section == REDAN_SECTION_ELEMENT)
    {
      exposure =
          g_strdup_printf ("%.2f", redan_graph_get_exposure (analysis->graph, target->index));
      gtk_label_set_text (GTK_LABEL (self->figures[0]), exposure);
      share = redan_graph_get_blast (analysis->graph, target->index);
    }
  else
    share = find_boundary_blast (analysis, target->index);
  blast = g_strdup_printf ("%.0f %%", 100 * share);
  gtk_label_set_text (GTK_LABEL (self->figures[1]), blast);
}

/* The page */

static void
redan_structure_page_fill (RedanInspectorPage *page, GtkWidget *box)
{
  RedanStructurePage *self = REDAN_STRUCTURE_PAGE (page);
  const RedanObject *object = redan_inspector_page_get_object (page);
  const char *apart = NULL;
  GtkWidget *list = NULL;

  if (object == NULL)
    return;
  self->section = object->section;
  list = redan_inspector_add_list (box, NULL);
  if (self->section == REDAN_SECTION_FLOW)
    add_ends (self, list);
  else
    add_kind (self, list);
  if (self->section != REDAN_SECTION_BOUNDARY)
    {
      apart = self->section == REDAN_SECTION_FLOW ? "protocol" : "tech";
      add_main_attribute (
          self, list, self->section == REDAN_SECTION_FLOW ? REDAN_SCOPE_FLOW : REDAN_SCOPE_ELEMENT,
          apart);
    }
  self->description =
      redan_inspector_field_new (get_workspace (self), get_id (self), REDAN_FIELD_DESCRIPTION,
                                 REDAN_TEXT_FIELD_PARAGRAPH, _ ("Description"), _ ("Description"));
  gtk_box_append (GTK_BOX (box), self->description);
  self->properties = redan_properties_new (get_workspace (self), get_id (self), 1, apart);
  gtk_box_append (GTK_BOX (box), self->properties);
  self->template_part = redan_template_part_new (get_workspace (self), get_id (self));
  gtk_box_append (GTK_BOX (box), self->template_part);
  if (self->section != REDAN_SECTION_ELEMENT)
    self->links = redan_inspector_add_list (
        box, self->section == REDAN_SECTION_FLOW ? _ ("Crosses") : _ ("Members"));
  add_figures (self, box);
  if (self->section == REDAN_SECTION_BOUNDARY)
    {
      self->inherited = redan_inspector_page_new (redan_inherited_page_get_type (),
                                                  get_workspace (self), get_id (self));
      gtk_box_append (GTK_BOX (box), self->inherited);
    }
}

static void
redan_structure_page_refresh (RedanInspectorPage *page)
{
  RedanStructurePage *self = REDAN_STRUCTURE_PAGE (page);
  const RedanObject *object = redan_inspector_page_get_object (page);
  const RedanAnalysis *analysis = redan_workspace_get_analysis (get_workspace (self));
  RedanTarget target;

  if (object == NULL || self->description == NULL)
    return;
  target = redan_target_of (analysis->facts, object);
  if (self->kind != NULL)
    {
      g_autofree char *title =
          redan_value_dup_title (find_kinds (self), redan_object_get (object, REDAN_FIELD_KIND));

      redan_choice_show (self->kind, title, FALSE);
    }
  if (self->main_attribute != NULL)
    redan_attribute_row_refresh (REDAN_ATTRIBUTE_ROW (self->main_attribute));
  if (self->both_ways != NULL)
    refresh_ends (self, object);
  if (self->links != NULL)
    refresh_links (self, analysis->facts, &target);
  redan_inspector_field_refresh (self->description, get_workspace (self));
  redan_properties_refresh (REDAN_PROPERTIES (self->properties));
  redan_template_part_refresh (REDAN_TEMPLATE_PART (self->template_part));
  refresh_figures (self, analysis, &target);
  if (self->inherited != NULL)
    redan_inspector_page_refresh (REDAN_INSPECTOR_PAGE (self->inherited));
}

static void
redan_structure_page_finalize (GObject *object)
{
  g_free (REDAN_STRUCTURE_PAGE (object)->links_shape);
  G_OBJECT_CLASS (redan_structure_page_parent_class)->finalize (object);
}

static void
redan_structure_page_class_init (RedanStructurePageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_structure_page_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_structure_page_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_structure_page_refresh;
}

static void
redan_structure_page_init (RedanStructurePage *self)
{
}
