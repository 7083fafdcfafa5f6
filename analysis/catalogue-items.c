/* SPDX-License-Identifier: Apache-2.0 */
/* Builds rules, controls, objectives and criteria from the nodes of the data files. */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "analysis/catalogue-private.h"
#include "analysis/error.h"

static const char stride_letters[] = "STRIDE";
static const char *const stride_categories[] = {
  "Spoofing",          "Tampering",
  "Repudiation",       "Information disclosure",
  "Denial of service", "Elevation of privilege",
};

static const char applies_words[] = "actor external process store flow boundary account model";
static const char unknown_words[] = "fire ask skip";
static const char exposed_words[] = "source target medium";
static const char operation_words[] = "P1 P2 P3 P4 P5 D1 D2 D3 D4 D5 R1 R2 R3 R4 R5";
static const char *const functions[] = { "preventive", "detective", "responsive" };
static const char reference_words[] =
    "prowler config securityhub nist-800-53 nist-csf iso-27001 asvs d3fend";

#define APPLIES_ELEMENT                                                                            \
  (REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS | REDAN_APPLIES_STORE)

static guint
contexts_of (guint applies)
{
  guint contexts = 0;

  if ((applies & APPLIES_ELEMENT) != 0)
    contexts |= 1u << REDAN_CONTEXT_ELEMENT;
  if ((applies & REDAN_APPLIES_FLOW) != 0)
    contexts |= 1u << REDAN_CONTEXT_INTERACTION;
  if ((applies & (REDAN_APPLIES_BOUNDARY | REDAN_APPLIES_ACCOUNT)) != 0)
    contexts |= 1u << REDAN_CONTEXT_BOUNDARY;
  if ((applies & REDAN_APPLIES_MODEL) != 0)
    contexts |= 1u << REDAN_CONTEXT_MODEL;
  return contexts;
}

/* The only names that a title may ask for, so that a message cannot show a raw brace. */
static void
check_title (RedanReader *reader, const char *title)
{
  static const char names[] = "e.name src.name dst.name f.name b.name acct.name x.name";

  for (const char *open = strpbrk (title, "{}"); open != NULL; open = strpbrk (open, "{}"))
    {
      gsize length = strcspn (open + 1, "{}");
      if (*open == '{' && open[1 + length] == '}' &&
          redan_reader_find_word (names, open + 1, length) >= 0)
        {
          open += length + 2;
          continue;
        }
      redan_reader_fail (reader, redan_xml_find (reader->node, "title")->line,
                         _ ("\"%s\" has a brace that is no place for a name; expected one of %s "
                            "in braces"),
                         title, names);
      return;
    }
}

static void
read_category (RedanReader *reader, const RedanItem *item, RedanRule *rule)
{
  rule->method = redan_reader_dup_string (reader, item->method);
  rule->category = redan_reader_dup_string (reader, redan_reader_get (reader, "category"));
  if (!g_str_equal (rule->method, "STRIDE"))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (stride_categories); i++)
    if (g_str_equal (rule->category, stride_categories[i]))
      rule->stride = stride_letters[i];
  if (rule->stride == '\0')
    redan_reader_fail (reader, item->node->line,
                       _ ("category \"%s\" is not one of STRIDE; expected Spoofing, Tampering, "
                          "Repudiation, Information disclosure, Denial of service or Elevation of "
                          "privilege"),
                       rule->category);
}

static void
read_fixtures (RedanReader *reader, RedanRule *rule)
{
  RedanFixture *fixtures;

  for (const RedanXmlNode *child = reader->node->first_child; child != NULL; child = child->next)
    rule->n_fixtures += g_str_equal (child->name, "fixture");
  fixtures = redan_catalogue_allocate (reader->catalogue, rule->n_fixtures + 1, sizeof *fixtures);
  rule->fixtures = fixtures;
  for (const RedanXmlNode *child = reader->node->first_child; child != NULL; child = child->next)
    {
      const char *fires = redan_xml_get (child, "fires");

      if (!g_str_equal (child->name, "fixture"))
        continue;
      if (fires == NULL || (!g_str_equal (fires, "yes") && !g_str_equal (fires, "no")))
        redan_reader_fail (reader, child->line,
                           _ ("fixture without fires=\"yes\" or fires=\"no\"; say which"));
      fixtures->fires = g_strcmp0 (fires, "yes") == 0;
      fixtures->text = redan_reader_dup_string (reader, child->text);
      fixtures->line = child->line;
      fixtures++;
    }
}

static void
read_rule (RedanReader *reader, const RedanItem *item, gpointer data)
{
  const RedanItems *items = data;
  RedanCatalogue *self = reader->catalogue;
  /* counted before it is read, so that freeing the catalogue frees its expression */
  RedanRule *rule = &self->rules[self->n_rules++];

  redan_reader_check_names (reader,
                            "id category applies unknown likelihood impact axes effect exposed "
                            "basis cause disabled",
                            "title reason condition cwe capec attack controls objectives "
                            "suppresses",
                            "fixture");
  rule->id = redan_reader_dup_string (reader, item->id);
  rule->pack = redan_reader_dup_string (reader, item->pack);
  rule->path = redan_reader_dup_string (reader, item->path);
  rule->line = item->node->line;
  read_category (reader, item, rule);
  rule->applies = redan_reader_get_mask (reader, "applies", applies_words);
  rule->unknown = redan_reader_get_word (reader, "unknown", unknown_words);
  rule->likelihood = redan_reader_get_integer (reader, "likelihood", 1, 5);
  rule->impact = redan_reader_get_integer (reader, "impact", 1, 5);
  rule->axes = redan_reader_get_letters (reader, "axes", "CIA", FALSE);
  rule->effect = redan_reader_get_choice (reader, "effect", redan_effect_words);
  rule->effect_code = redan_reader_get_word (reader, "effect", redan_effect_words);
  if (redan_xml_get (item->node, "exposed") != NULL)
    rule->exposed = redan_reader_get_word (reader, "exposed", exposed_words);
  if (redan_xml_get (item->node, "basis") != NULL)
    rule->judgement = redan_reader_get_word (reader, "basis", "source judgement") == 1;
  if (redan_xml_get (item->node, "cause") != NULL)
    rule->cause = redan_reader_dup_string (reader, redan_xml_get (item->node, "cause"));
  rule->optional = item->optional;
  rule->title = redan_reader_get_text (reader, "title");
  check_title (reader, rule->title);
  if (redan_xml_find (item->node, "reason") != NULL)
    rule->reason = redan_reader_get_text (reader, "reason");
  rule->cwe = redan_reader_get_list (reader, "cwe");
  rule->capec = redan_reader_get_list (reader, "capec");
  rule->attack = redan_reader_get_list (reader, "attack");
  rule->controls = redan_reader_get_references (reader, "controls", _ ("control"),
                                                self->control_index, NULL, &rule->n_controls);
  rule->objectives = redan_reader_get_references (reader, "objectives", _ ("objective"),
                                                  self->objective_index, NULL, &rule->n_objectives);
  rule->suppresses = redan_reader_get_references (reader, "suppresses", _ ("rule"),
                                                  self->rule_index, items, &rule->n_suppresses);
  read_fixtures (reader, rule);
  if (redan_xml_find (item->node, "condition") != NULL)
    rule->condition_line = redan_xml_find (item->node, "condition")->line;
  rule->condition =
      redan_reader_get_expression (reader, "condition", contexts_of (rule->applies), FALSE);
}

gboolean
redan_catalogue_build_rules (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  guint n_enabled = 0;

  for (guint i = 0; i < items->array->len; i++)
    {
      const RedanItem *item = &g_array_index (items->array, RedanItem, i);
      if (!item->disabled)
        g_hash_table_insert (self->rule_index,
                             g_string_chunk_insert_const (self->strings, item->id),
                             GUINT_TO_POINTER (++n_enabled));
    }

  self->rules = redan_catalogue_allocate (self, n_enabled, sizeof (RedanRule));

  return redan_catalogue_read_items (self, items, read_rule, (gpointer) items, error);
}

static const char *const *
read_services (RedanReader *reader)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new ();
  const char **copy;

  for (const RedanXmlNode *child = reader->node->first_child; child != NULL; child = child->next)
    if (g_str_equal (child->name, "service"))
      g_ptr_array_add (services, (gpointer) redan_reader_dup_string (reader, child->text));

  copy = redan_catalogue_allocate (reader->catalogue, services->len + 1, sizeof (char *));
  for (guint i = 0; i < services->len; i++)
    copy[i] = g_ptr_array_index (services, i);
  return copy;
}

/* Pairs of name and value, one pair for each word of each child "reference". */
static const char *const *
read_references (RedanReader *reader)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  const char **copy;

  for (const RedanXmlNode *child = reader->node->first_child; child != NULL; child = child->next)
    {
      const char *name = redan_xml_get (child, "name");
      if (!g_str_equal (child->name, "reference"))
        continue;
      if (name == NULL || redan_reader_find_word (reference_words, name, strlen (name)) < 0)
        {
          redan_reader_fail (reader, child->line, _ ("reference to \"%s\"; expected one of %s"),
                             name != NULL ? name : "", reference_words);
          break;
        }
      g_auto (GStrv) words = g_strsplit_set (child->text, " \t\n", -1);
      for (guint i = 0; words[i] != NULL; i++)
        {
          if (*words[i] == '\0')
            continue;
          g_ptr_array_add (pairs, (gpointer) redan_reader_dup_string (reader, name));
          g_ptr_array_add (pairs, (gpointer) redan_reader_dup_string (reader, words[i]));
        }
    }

  copy = redan_catalogue_allocate (reader->catalogue, pairs->len + 1, sizeof (char *));
  for (guint i = 0; i < pairs->len; i++)
    copy[i] = g_ptr_array_index (pairs, i);
  return copy;
}

static void
read_operation (RedanReader *reader, RedanControl *control)
{
  guint operation = redan_reader_get_word (reader, "operation", operation_words);

  control->operation = redan_reader_dup_string (reader, redan_reader_get (reader, "operation"));
  control->operation_name =
      redan_reader_dup_string (reader, redan_reader_get (reader, "operation-name"));
  control->function = redan_reader_dup_string (reader, redan_reader_get (reader, "function"));
  if (!g_str_equal (control->function, functions[operation / 5]))
    redan_reader_fail (reader, reader->node->line,
                       _ ("operation \"%s\" belongs to function \"%s\", not \"%s\"; correct one"),
                       control->operation, functions[operation / 5], control->function);
}

static void
read_control_numbers (RedanReader *reader, RedanControl *control)
{
  const char *strength = redan_reader_get (reader, "strength");

  control->phase = redan_reader_get_integer (reader, "phase", 1, 4);
  control->maturity = redan_reader_get_integer (reader, "maturity", 1, 4);
  control->cost = redan_reader_get_integer (reader, "cost", 1, 5);
  if (!redan_reader_parse_number (strength, 0, 0.95, &control->strength))
    redan_reader_fail (reader, reader->node->line,
                       _ ("strength cannot be \"%s\"; expected 0 to 0.95, because no control stops "
                          "everything"),
                       strength);
  control->basis = *redan_reader_get_choice (reader, "basis", "S E H D P");
}

static void
read_control (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanControl *control = &reader->catalogue->controls[reader->catalogue->n_controls++];
  guint acts_on;
  guint contexts;

  redan_reader_check_names (reader,
                            "id stride applies function operation operation-name layer gate "
                            "acts-on phase maturity cost strength basis automatable",
                            "title description when implied-by objectives practices supersedes "
                            "needs",
                            "service reference");
  control->id = redan_reader_dup_string (reader, item->id);
  control->pack = redan_reader_dup_string (reader, item->pack);
  control->path = redan_reader_dup_string (reader, item->path);
  control->line = item->node->line;
  control->title = redan_reader_get_text (reader, "title");
  control->description = redan_reader_get_text (reader, "description");
  control->stride = redan_reader_get_letters (reader, "stride", stride_letters, TRUE);
  control->applies = redan_reader_get_mask (reader, "applies", applies_words);
  read_operation (reader, control);
  control->layer = redan_reader_get_word (reader, "layer", redan_layer_words);
  control->gate = redan_reader_get_word (reader, "gate", "no yes");
  acts_on = redan_reader_get_letters (reader, "acts-on", "LI", FALSE);
  control->acts_on_likelihood = (acts_on & 1) != 0;
  control->acts_on_impact = (acts_on & 2) != 0;
  read_control_numbers (reader, control);
  control->automatable = redan_reader_get_choice (reader, "automatable", "no partial yes");
  control->objectives = redan_reader_get_references (reader, "objectives", _ ("objective"),
                                                     reader->catalogue->objective_index, NULL,
                                                     &control->n_objectives);
  control->supersedes =
      redan_reader_get_references (reader, "supersedes", _ ("control"),
                                   reader->catalogue->control_index, NULL, &control->n_supersedes);
  control->needs = redan_reader_get_references (
      reader, "needs", _ ("control"), reader->catalogue->control_index, NULL, &control->n_needs);
  control->secondary_practices = redan_reader_get_list (reader, "practices");
  control->services = read_services (reader);
  control->references = read_references (reader);
  contexts = contexts_of (control->applies);
  control->when = redan_reader_get_expression (reader, "when", contexts, TRUE);
  control->implied_by = redan_reader_get_expression (reader, "implied-by", contexts, TRUE);
}

gboolean
redan_catalogue_build_controls (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  for (guint i = 0; i < items->array->len; i++)
    {
      const RedanItem *item = &g_array_index (items->array, RedanItem, i);
      g_hash_table_insert (self->control_index,
                           g_string_chunk_insert_const (self->strings, item->id),
                           GUINT_TO_POINTER (i + 1));
    }

  self->controls = redan_catalogue_allocate (self, items->array->len, sizeof (RedanControl));

  return redan_catalogue_read_items (self, items, read_control, NULL, error);
}

static void
read_objective (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanObjective *objective = &reader->catalogue->objectives[reader->catalogue->n_objectives++];

  redan_reader_check_names (reader, "id group slug address", "section title", "");
  objective->id = redan_reader_dup_string (reader, item->id);
  objective->path = redan_reader_dup_string (reader, item->path);
  objective->line = item->node->line;
  objective->group = redan_reader_dup_string (reader, redan_reader_get (reader, "group"));
  if (redan_xml_get (item->node, "slug") != NULL)
    objective->slug = redan_reader_dup_string (reader, redan_reader_get (reader, "slug"));
  if (redan_xml_get (item->node, "address") != NULL)
    objective->address = redan_reader_dup_string (reader, redan_reader_get (reader, "address"));
  if (objective->address != NULL && !g_str_has_prefix (objective->address, "https://"))
    redan_reader_fail (reader, item->node->line,
                       _ ("address \"%s\" is no web page; expected https://..."),
                       objective->address);
  objective->section = redan_reader_get_text (reader, "section");
  objective->title = redan_reader_get_text (reader, "title");
  g_hash_table_insert (reader->catalogue->objective_index, (gpointer) objective->id,
                       GUINT_TO_POINTER (reader->catalogue->n_objectives));
}

gboolean
redan_catalogue_build_objectives (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  self->objectives = redan_catalogue_allocate (self, items->array->len, sizeof (RedanObjective));

  return redan_catalogue_read_items (self, items, read_objective, NULL, error);
}

static void
read_criterion (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanCriterion *criterion = &reader->catalogue->criteria[reader->catalogue->n_criteria++];
  GHashTable *index = reader->catalogue->objective_index;
  const char *objective;

  redan_reader_check_names (reader, "id objective evidence required scope threshold weight",
                            "text expression", "");
  criterion->id = redan_reader_dup_string (reader, item->id);
  criterion->path = redan_reader_dup_string (reader, item->path);
  criterion->line = item->node->line;
  criterion->evidence_kind =
      redan_reader_get_choice (reader, "evidence", "graph attr attest import cov roll");
  criterion->required = redan_reader_get_word (reader, "required", "no yes");
  if (redan_xml_get (reader->node, "scope") != NULL)
    criterion->of_organization = redan_reader_get_word (reader, "scope", "workload organization");
  if (redan_xml_get (reader->node, "threshold") != NULL)
    criterion->threshold = redan_reader_get_word (reader, "threshold", "none aws ours");
  criterion->weight = redan_reader_get_integer (reader, "weight", 1, 100);
  criterion->text = redan_reader_get_text (reader, "text");
  objective = redan_reader_get (reader, "objective");
  criterion->objective = redan_reader_find_reference (index, objective);
  if (criterion->objective == G_MAXUINT32)
    redan_reader_fail (reader, item->node->line,
                       _ ("objective \"%s\" is not in any file that was read; correct the id or "
                          "add it"),
                       objective);
  criterion->expression =
      redan_reader_get_expression (reader, "expression", 1u << REDAN_CONTEXT_MODEL, FALSE);
}

gboolean
redan_catalogue_build_criteria (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  self->criteria = redan_catalogue_allocate (self, items->array->len, sizeof (RedanCriterion));

  return redan_catalogue_read_items (self, items, read_criterion, NULL, error);
}
