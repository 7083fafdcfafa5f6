/* SPDX-License-Identifier: Apache-2.0 */
/* What a change of a model did, for the reader of a pull request. */

#include "config.h"

#include "app/change-markdown.h"

#include <glib/gi18n.h>

#include "analysis/threat-changes.h"
#include "ui/report/attack-words.h"
#include "ui/report/difference-words.h"
#include "ui/report/markdown.h"
#include "ui/report/wording.h"

#define MAX_OBJECTS 25
#define MAX_LINES 6
#define MAX_TEXT 200 /* characters */
#define MAX_NODES 30
#define MAX_EDGES 50
#define MAX_THREATS 10
#define MAX_PATHS 10

/* Folded away where the forge can, so that the findings stay in sight. Returns: whether there was
 * room; then it has to be ended */
static gboolean
begin_section (RedanComment *out, const char *title, guint n, gboolean open)
{
  g_autoptr (GString) block = g_string_new (NULL);

  g_string_append_printf (block, "\n<details%s><summary>%s (%u)</summary>\n\n", open ? " open" : "",
                          title, n);
  return redan_comment_add (out, block);
}

/* There is always room for this. */
static void
end_section (RedanComment *out)
{
  g_string_append (out->text, "\n</details>\n");
}

static void
add_more (RedanComment *out, guint n)
{
  g_autoptr (GString) block = g_string_new (NULL);

  g_string_append_printf (block, _ ("- and %u more\n"), n);
  redan_comment_add (out, block);
}

/* The beginning of a text that anybody may have made as long as he liked. */
static void
append_text (GString *out, const char *text)
{
  g_autofree char *visible = redan_text_make_visible (text);
  g_autofree char *start = redan_text_dup_excerpt (visible, MAX_TEXT, 1);

  redan_markdown_append (out, start);
}

/* ---- words ---- */

static void
append_object (GString *out, const RedanDifference *difference, const RedanObjectDifference *object)
{
  g_autofree char *title = redan_object_difference_dup_title (difference, object);
  g_autoptr (GPtrArray) lines = redan_object_difference_list_lines (difference, object);

  g_string_append_printf (out, "- _%s_: ", redan_difference_kind_get_title (object->kind));
  append_text (out, title);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < MIN (lines->len, MAX_LINES); i++)
    {
      g_string_append (out, "  - ");
      append_text (out, g_ptr_array_index (lines, i));
      g_string_append_c (out, '\n');
    }
  if (lines->len > MAX_LINES)
    g_string_append_printf (out, _ ("  - and %u more\n"), lines->len - MAX_LINES);
}

/* ---- the neighbourhood ---- */

typedef struct
{
  const RedanDifference *difference;
  GHashTable *nodes; /* RedanId: number + 1 */
  GHashTable *kinds; /* RedanId: RedanDifferenceKind + 1 of changed elements and flows */
  GHashTable *focus; /* RedanId of elements that changed, or at which a flow did */
  GString *out;
  guint n_edges;
  gboolean is_cut;
} Picture;

static gboolean
is_drawn (const RedanObjectDifference *object)
{
  const RedanSection section = redan_difference_get_section (object);

  return object->kind != REDAN_DIFFERENCE_MOVED && !object->signed_only &&
         (section == REDAN_SECTION_ELEMENT || section == REDAN_SECTION_FLOW);
}

static void
focus_on (Picture *self, const RedanObject *object)
{
  static const RedanField ends[] = { REDAN_FIELD_SOURCE, REDAN_FIELD_TARGET };
  RedanId id;

  if (object->section == REDAN_SECTION_ELEMENT)
    {
      g_hash_table_add (self->focus, g_memdup2 (&object->id, sizeof object->id));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (redan_object_get_reference (object, ends[i], &id))
      g_hash_table_add (self->focus, g_memdup2 (&id, sizeof id));
}

static void
find_focus (Picture *self)
{
  for (guint i = 0; i < self->difference->objects->len; i++)
    {
      const RedanObjectDifference *object =
          &g_array_index (self->difference->objects, RedanObjectDifference, i);
      const RedanObject *either = object->after != NULL ? object->after : object->before;

      if (!is_drawn (object))
        continue;
      g_hash_table_insert (self->kinds, g_memdup2 (&either->id, sizeof either->id),
                           GUINT_TO_POINTER (object->kind + 1));
      focus_on (self, either);
    }
}

static const RedanObject *
find_element (const Picture *self, const RedanId *id)
{
  const RedanObject *object = redan_model_lookup (self->difference->to, id);

  return object != NULL ? object : redan_model_lookup (self->difference->from, id);
}

/* The sign and the class of what became of something; the class is "" where nothing did. Signs are
 * written as entities, since a label that begins like a list is taken for one. */
static const char *
get_class (const Picture *self, const RedanId *id, const char **sign_out)
{
  static const char *const classes[REDAN_N_DIFFERENCES] = { "added", "removed", "changed", "" };
  static const char *const signs[REDAN_N_DIFFERENCES] = { "#43; ", "\xe2\x88\x92 ", "#126; ", "" };
  const guint kind = GPOINTER_TO_UINT (g_hash_table_lookup (self->kinds, id));

  *sign_out = kind > 0 ? signs[kind - 1] : "";
  return kind > 0 ? classes[kind - 1] : "";
}

/* Returns: the number of the node, which is drawn when it is new; 0 when there is no room */
static guint
add_node (Picture *self, const RedanId *id)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->nodes, id));
  const RedanObject *element = find_element (self, id);
  g_autofree char *title = NULL;
  const char *kind = NULL;
  const char *sign;
  const char *class;

  if (number > 0 || element == NULL || g_hash_table_size (self->nodes) >= MAX_NODES)
    {
      self->is_cut |= number == 0;
      return number;
    }
  number = g_hash_table_size (self->nodes) + 1;
  g_hash_table_insert (self->nodes, g_memdup2 (id, sizeof *id), GUINT_TO_POINTER (number));
  title = redan_object_dup_title (self->difference->to, element);
  kind = redan_object_get (element, REDAN_FIELD_KIND);
  class = get_class (self, id, &sign);
  g_string_append_printf (self->out, "n%u%s\"%s", number,
                          g_strcmp0 (kind, "store") == 0     ? "[("
                          : g_strcmp0 (kind, "process") == 0 ? "("
                                                             : "[",
                          sign);
  redan_mermaid_append_label (self->out, title);
  g_string_append_printf (self->out, "\"%s%s%s\n",
                          g_strcmp0 (kind, "store") == 0     ? ")]"
                          : g_strcmp0 (kind, "process") == 0 ? ")"
                                                             : "]",
                          *class != '\0' ? ":::" : "", class);
  return number;
}

static void
add_edge (Picture *self, const RedanModel *model, const RedanObject *flow)
{
  RedanId source, target;
  guint from, to;
  const char *sign;
  const char *class = get_class (self, &flow->id, &sign);
  g_autofree char *title = redan_object_dup_title (model, flow);

  if (!redan_object_get_reference (flow, REDAN_FIELD_SOURCE, &source) ||
      !redan_object_get_reference (flow, REDAN_FIELD_TARGET, &target) ||
      (!g_hash_table_contains (self->focus, &source) &&
       !g_hash_table_contains (self->focus, &target)))
    return;
  if (self->n_edges >= MAX_EDGES)
    {
      self->is_cut = TRUE;
      return;
    }
  from = add_node (self, &source);
  to = add_node (self, &target);
  if (from == 0 || to == 0)
    return;
  self->n_edges++;
  g_string_append_printf (self->out, "n%u %s \"%s", from,
                          *class == '\0'                   ? "--"
                          : g_str_equal (class, "removed") ? "-."
                                                           : "==",
                          sign);
  redan_mermaid_append_label (self->out, title);
  g_string_append_printf (self->out, "\" %s n%u\n",
                          *class == '\0'                   ? "-->"
                          : g_str_equal (class, "removed") ? ".->"
                                                           : "==>",
                          to);
}

/* Flows of the new model, then those that went. */
static void
add_edges (Picture *self)
{
  guint n;
  const RedanObject *const *flows =
      redan_model_get_objects (self->difference->to, REDAN_SECTION_FLOW, &n);

  for (guint i = 0; i < n; i++)
    add_edge (self, self->difference->to, flows[i]);
  flows = redan_model_get_objects (self->difference->from, REDAN_SECTION_FLOW, &n);
  for (guint i = 0; i < n; i++)
    if (redan_model_lookup (self->difference->to, &flows[i]->id) == NULL)
      add_edge (self, self->difference->from, flows[i]);
}

static void
add_picture (const RedanDifference *difference, RedanComment *out)
{
  Picture self = { .difference = difference };

  self.nodes = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);
  self.kinds = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);
  self.focus = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);
  self.out = g_string_new ("\n```mermaid\nflowchart LR\n");
  find_focus (&self);
  if (g_hash_table_size (self.kinds) > 0)
    {
      /* in the order of the file, whatever the table does */
      for (guint i = 0; i < difference->objects->len; i++)
        {
          const RedanObjectDifference *object =
              &g_array_index (difference->objects, RedanObjectDifference, i);
          const RedanObject *either = object->after != NULL ? object->after : object->before;

          if (is_drawn (object) && either->section == REDAN_SECTION_ELEMENT)
            add_node (&self, &either->id);
        }
      add_edges (&self);
      g_string_append (self.out,
                       "classDef added stroke:#1b7f4e,stroke-width:3px\n"
                       "classDef removed stroke:#a51d2d,stroke-width:2px,stroke-dasharray:6 4\n"
                       "classDef changed stroke:#8f6500,stroke-width:3px\n```\n");
      g_string_append (self.out, _ ("\n<sub>+ added, − removed, ~ changed, with what is next to "
                                    "it"));
      g_string_append (self.out, self.is_cut ? _ ("; not all of it</sub>\n") : "</sub>\n");
      redan_comment_add (out, self.out);
    }
  g_string_free (self.out, TRUE);
  g_hash_table_unref (self.nodes);
  g_hash_table_unref (self.kinds);
  g_hash_table_unref (self.focus);
}

void
redan_change_add_words (const RedanGateOutput *self, RedanComment *out)
{
  const GArray *objects = self->difference != NULL ? self->difference->objects : NULL;
  const guint n_told = objects != NULL ? objects->len - self->difference->n_signed : 0;
  g_autofree char *signed_text =
      objects != NULL ? redan_difference_dup_signed (self->difference) : NULL;
  guint n = 0;

  if (objects == NULL || objects->len == 0 ||
      !begin_section (out, _ ("What changed in the model"), n_told, TRUE))
    return;
  for (guint i = 0; i < objects->len && n < MAX_OBJECTS; i++)
    {
      const RedanObjectDifference *object = &g_array_index (objects, RedanObjectDifference, i);
      g_autoptr (GString) block = g_string_new (NULL);

      if (object->signed_only)
        continue;
      n++;
      append_object (block, self->difference, object);
      redan_comment_add (out, block);
    }
  if (n_told > MAX_OBJECTS)
    add_more (out, n_told - MAX_OBJECTS);
  if (signed_text != NULL)
    {
      g_autoptr (GString) block = g_string_new (NULL);

      g_string_append_printf (block, "\n%s.\n", signed_text);
      redan_comment_add (out, block);
    }
  add_picture (self->difference, out);
  end_section (out);
}

/* ---- threats and attacks ---- */

static void
add_threats (const RedanGateOutput *self,
             RedanComment *out,
             const GArray *changes,
             const char *title,
             gboolean is_after)
{
  const RedanAnalysis *analysis = is_after ? self->after : self->before;

  if (changes->len == 0 || !begin_section (out, title, changes->len, FALSE))
    return;
  for (guint i = 0; i < MIN (changes->len, MAX_THREATS); i++)
    {
      const RedanThreatChange *change = &g_array_index (changes, RedanThreatChange, i);
      const RedanThreat *threat = is_after ? change->after : change->before;
      g_autofree char *name = redan_threat_dup_title (analysis->facts, threat);
      g_autoptr (GString) block = g_string_new ("- ");
      char score[32];

      if (threat->scored)
        g_string_append_printf (block, "%s ", redan_score_format (threat->residual, score));
      append_text (block, name);
      g_string_append_printf (block, " `%s`\n", change->id);
      redan_comment_add (out, block);
    }
  if (changes->len > MAX_THREATS)
    add_more (out, changes->len - MAX_THREATS);
  end_section (out);
}

static void
add_path (RedanComment *out, const RedanAttackView *view, const RedanAttackPath *path)
{
  g_autofree char *asset = redan_asset_dup_title (view->attack, path->asset);
  g_autoptr (GString) block = g_string_new ("- ");
  gboolean first = TRUE;
  char odds[32];

  append_text (block, asset);
  g_string_append_printf (block, ": %s, %s. ", redan_goal_get_title (path->goal),
                          redan_odds_format (path->odds, odds));
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);
      g_autofree char *title = NULL;

      if (hop->implied)
        continue;
      title = redan_attack_hop_dup_title (view, hop);
      g_string_append (block, first ? "" : " → ");
      append_text (block, title);
      first = FALSE;
    }
  g_string_append_c (block, '\n');
  redan_comment_add (out, block);
}

static void
add_paths (const RedanGateOutput *self, RedanComment *out, gboolean opened)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; i < self->gate->changes->len; i++)
    {
      const RedanAssetChange *change = g_ptr_array_index (self->gate->changes, i);
      const GPtrArray *paths = opened ? change->opened : change->closed;

      for (guint j = 0; j < paths->len; j++)
        g_ptr_array_add (all, g_ptr_array_index (paths, j));
    }
  if (all->len == 0 ||
      !begin_section (out, opened ? _ ("Attack paths opened") : _ ("Attack paths closed"), all->len,
                      FALSE))
    return;
  for (guint i = 0; i < MIN (all->len, MAX_PATHS); i++)
    add_path (out, opened ? self->view : self->view_before, g_ptr_array_index (all, i));
  if (all->len > MAX_PATHS)
    add_more (out, all->len - MAX_PATHS);
  end_section (out);
}

void
redan_change_add_threats (const RedanGateOutput *self, RedanComment *out)
{
  g_autoptr (RedanThreatChanges) threats = NULL;

  if (self->before == NULL)
    return;
  threats = redan_threat_changes_new (self->before, self->after);
  add_threats (self, out, threats->lists[REDAN_THREATS_OPENED], _ ("Threats opened"), TRUE);
  add_threats (self, out, threats->lists[REDAN_THREATS_CLOSED], _ ("Threats closed"), FALSE);
  add_paths (self, out, TRUE);
  add_paths (self, out, FALSE);
}
