/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the table of rules that say the same, and matches recorded threats with ours by it. */

#include "config.h"

#include "analysis/carry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/error.h"

#define TEMPLATE "tmt/template"
#define RULE "tmt/rule"
#define CELLS 4
#define MAX_ROWS 20000
#define MAX_CELL 200
#define MAX_REASON (64 * 1024)

typedef enum
{
  ON_FLOW,
  ON_SOURCE,
  ON_TARGET,
  N_PLACES,
} Place;

/* One row; the rule of the template is the key of its list. */
typedef struct
{
  char *template_name;
  Place place;
  char *rule;
} Row;

struct _RedanCarryMap
{
  GHashTable *by_rule; /* of GPtrArray of Row */
  guint n_rows;
};

static const char *const place_words[N_PLACES] = {
  [ON_FLOW] = "flow",
  [ON_SOURCE] = "source",
  [ON_TARGET] = "target",
};

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->template_name);
  g_free (row->rule);
  g_free (row);
}

void
redan_carry_map_free (RedanCarryMap *self)
{
  g_hash_table_unref (self->by_rule);
  g_free (self);
}

/* ---- the table ---- */

static gboolean G_GNUC_PRINTF (4, 5)
    refuse (const RedanDataFile *file, guint line, GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_CATALOGUE, "%s:%u: %s", file->path,
               line, text);
  return FALSE;
}

static gboolean
add_row (RedanCarryMap *self,
         const RedanCatalogue *catalogue,
         const RedanDataFile *file,
         guint line,
         char **cells,
         GError **error)
{
  guint place = 0;
  GPtrArray *rows;
  Row *row;

  for (guint i = 0; i < CELLS; i++)
    if (*g_strstrip (cells[i]) == '\0' || strlen (cells[i]) > MAX_CELL ||
        !g_utf8_validate (cells[i], -1, NULL))
      return refuse (file, line, error, _ ("column %u is empty, longer than %d bytes or not UTF-8"),
                     i + 1, MAX_CELL);
  while (place < N_PLACES && strcmp (cells[2], place_words[place]) != 0)
    place++;
  if (place == N_PLACES)
    return refuse (file, line, error, _ ("\"%s\": a threat is about flow, source or target"),
                   cells[2]);
  if (redan_catalogue_find_rule (catalogue, cells[3]) == REDAN_NONE)
    return refuse (file, line, error, _ ("there is no rule %s; correct or remove the row"),
                   cells[3]);
  if (self->n_rows++ >= MAX_ROWS)
    return refuse (file, line, error, _ ("there are more than %d rows; remove some"), MAX_ROWS);

  row = g_new (Row, 1);
  *row = (Row){ g_strdup (cells[0]), (Place) place, g_strdup (cells[3]) };
  rows = g_hash_table_lookup (self->by_rule, cells[1]);
  if (rows == NULL)
    {
      rows = g_ptr_array_new_with_free_func (free_row);
      g_hash_table_insert (self->by_rule, g_strdup (cells[1]), rows);
    }
  g_ptr_array_add (rows, row);
  return TRUE;
}

static gboolean
load_file (RedanCarryMap *self,
           const RedanCatalogue *catalogue,
           const RedanDataFile *file,
           GError **error)
{
  g_autofree char *text =
      g_strndup (g_bytes_get_data (file->bytes, NULL), g_bytes_get_size (file->bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = NULL;

      g_strchomp (lines[i]);
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      cells = g_strsplit (lines[i], ",", CELLS + 1);
      if (g_strv_length (cells) != CELLS)
        return refuse (file, i + 1, error, _ ("a row is \"template,rule,on,ours\""));
      if (!add_row (self, catalogue, file, i + 1, cells, error))
        return FALSE;
    }
  return TRUE;
}

RedanCarryMap *
redan_carry_map_new (const RedanDataSource *source, const RedanCatalogue *catalogue, GError **error)
{
  g_autoptr (RedanCarryMap) self = g_new0 (RedanCarryMap, 1);

  self->by_rule =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < redan_data_source_get_n_files (source); i++)
    {
      const RedanDataFile *file = redan_data_source_get_file (source, i);

      if (g_str_equal (file->root, REDAN_CARRY_TABLE) && !load_file (self, catalogue, file, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

/* ---- matching ---- */

static void
free_carry (gpointer data)
{
  RedanCarry *carry = data;

  g_ptr_array_unref (carry->recorded);
  g_free (carry->reason);
  g_free (carry);
}

/* Returns: (nullable): our threat that a row says is the same */
static const RedanThreat *
find_same (const RedanAnalysis *analysis, const Row *row, const RedanObject *flow)
{
  static const RedanField ends[] = {
    [ON_SOURCE] = REDAN_FIELD_SOURCE,
    [ON_TARGET] = REDAN_FIELD_TARGET,
  };
  g_autofree char *id = NULL;
  RedanId target = flow->id;
  RedanIdText text;

  if (row->place != ON_FLOW && !redan_object_get_reference (flow, ends[row->place], &target))
    return NULL;
  id = g_strdup_printf ("%s@%s", row->rule, redan_id_to_text (&target, text));
  return redan_analysis_find (analysis, id);
}

static void
match (const RedanAnalysis *analysis,
       GHashTable *by_threat,
       const RedanObject *recorded,
       const Row *row,
       const RedanObject *flow)
{
  const RedanThreat *threat = find_same (analysis, row, flow);
  RedanCarry *carry;

  if (threat == NULL)
    return;
  carry = g_hash_table_lookup (by_threat, threat);
  if (carry == NULL)
    {
      carry = g_new0 (RedanCarry, 1);
      carry->threat = threat;
      carry->recorded = g_ptr_array_new ();
      g_hash_table_insert (by_threat, (gpointer) threat, carry);
    }
  if (!g_ptr_array_find (carry->recorded, recorded, NULL))
    g_ptr_array_add (carry->recorded, (gpointer) recorded);
}

static void
match_recorded (const RedanAnalysis *analysis,
                const RedanCarryMap *map,
                GHashTable *by_threat,
                const RedanObject *recorded)
{
  const RedanModel *model = analysis->facts->snapshot->model;
  const char *name =
      redan_object_get_keyed (redan_model_get_meta (model), REDAN_FIELD_EXTRA, TEMPLATE);
  const char *rule = redan_object_get_keyed (recorded, REDAN_FIELD_EXTRA, RULE);
  const GPtrArray *rows = rule != NULL ? g_hash_table_lookup (map->by_rule, rule) : NULL;
  const RedanObject *flow;
  RedanId id;

  if (name == NULL || rows == NULL ||
      !redan_object_get_reference (recorded, REDAN_FIELD_TARGET, &id))
    return;
  flow = redan_model_lookup (model, &id);
  if (flow == NULL || flow->section != REDAN_SECTION_FLOW)
    return;
  for (guint i = 0; i < rows->len; i++)
    if (g_str_has_prefix (name, ((const Row *) rows->pdata[i])->template_name))
      match (analysis, by_threat, recorded, rows->pdata[i], flow);
}

static RedanDecision
get_decision (const RedanObject *recorded)
{
  const char *word = redan_object_get (recorded, REDAN_FIELD_DECISION);
  RedanDecision decision = REDAN_DECISION_OPEN;

  if (word != NULL)
    redan_decision_from_word (word, &decision);
  return decision;
}

static RedanDecision
join_decisions (const RedanCarry *carry)
{
  RedanDecision joined = REDAN_DECISION_NOT_APPLICABLE;

  if (carry->threat->decision != REDAN_DECISION_OPEN || carry->threat->decision_object != NULL)
    return REDAN_DECISION_OPEN;
  for (guint i = 0; i < carry->recorded->len; i++)
    {
      const RedanDecision decision = get_decision (carry->recorded->pdata[i]);

      if (decision != REDAN_DECISION_MITIGATE && decision != REDAN_DECISION_NOT_APPLICABLE)
        return REDAN_DECISION_OPEN;
      if (decision == REDAN_DECISION_MITIGATE)
        joined = decision;
    }
  return joined;
}

static char *
join_reasons (const RedanCarry *carry)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < carry->recorded->len; i++)
    {
      const char *reason = redan_object_get (carry->recorded->pdata[i], REDAN_FIELD_REASON);
      g_autofree char *text = g_strstrip (g_strdup (reason != NULL ? reason : ""));

      if (*text == '\0' || joined->len + strlen (text) > MAX_REASON ||
          !g_hash_table_add (seen, g_strdup (text)))
        continue;
      if (joined->len > 0)
        g_string_append_c (joined, '\n');
      g_string_append (joined, text);
    }
  return g_string_free (joined, FALSE);
}

/* Threats stand in one array, in the order of rule and target. */
static int
compare_carries (gconstpointer a, gconstpointer b)
{
  const RedanCarry *x = *(RedanCarry *const *) a;
  const RedanCarry *y = *(RedanCarry *const *) b;

  return x->threat < y->threat ? -1 : x->threat > y->threat;
}

GPtrArray *
redan_carry_list (const RedanAnalysis *analysis, const RedanCarryMap *map)
{
  const RedanModel *model = analysis->facts->snapshot->model;
  g_autoptr (GHashTable) by_threat = g_hash_table_new (NULL, NULL);
  GPtrArray *carries = g_ptr_array_new_with_free_func (free_carry);
  GHashTableIter iter;
  gpointer carry;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_THREAT); i++)
    match_recorded (analysis, map, by_threat, redan_model_get_nth (model, REDAN_SECTION_THREAT, i));
  g_hash_table_iter_init (&iter, by_threat);
  while (g_hash_table_iter_next (&iter, NULL, &carry))
    g_ptr_array_add (carries, carry);
  g_ptr_array_sort (carries, compare_carries);
  for (guint i = 0; i < carries->len; i++)
    {
      RedanCarry *one = carries->pdata[i];

      one->decision = join_decisions (one);
      one->reason = join_reasons (one);
    }
  return carries;
}

/* ---- carrying over ---- */

static void
decide (RedanEdit *edit, const RedanAnalysis *analysis, const RedanCarry *carry)
{
  const RedanObject *object = redan_threat_get_object (analysis->facts, carry->threat);
  const char *rule = redan_threat_get_rule (analysis->facts, carry->threat)->id;
  RedanId id = redan_decision_id (rule, &object->id, FALSE);
  RedanIdText target;

  redan_edit_create (edit, REDAN_SECTION_DECISION, &id);
  redan_edit_set (edit, &id, REDAN_FIELD_RULE, "", rule);
  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, "", redan_id_to_text (&object->id, target));
  redan_edit_set (edit, &id, REDAN_FIELD_DECISION, "", redan_decision_get_word (carry->decision));
  if (*carry->reason != '\0')
    redan_edit_set (edit, &id, REDAN_FIELD_REASON, "", carry->reason);
}

RedanEdit *
redan_carry_edit (const RedanAnalysis *analysis, const GPtrArray *carries, const char *label)
{
  RedanEdit *edit = redan_edit_new (analysis->facts->snapshot->model, label);

  for (guint i = 0; i < carries->len; i++)
    {
      const RedanCarry *carry = carries->pdata[i];
      g_autofree char *id = redan_threat_dup_id (analysis->facts, carry->threat);

      if (carry->decision != REDAN_DECISION_OPEN)
        decide (edit, analysis, carry);
      for (guint j = 0; j < carry->recorded->len; j++)
        {
          const RedanObject *recorded = carry->recorded->pdata[j];

          if (redan_edit_get (edit, &recorded->id, REDAN_FIELD_EXTRA, REDAN_CARRY_SHOWN_AS) == NULL)
            redan_edit_set (edit, &recorded->id, REDAN_FIELD_EXTRA, REDAN_CARRY_SHOWN_AS, id);
        }
    }
  return edit;
}

gboolean
redan_carry_is_shown_as_other (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  const RedanModel *model = analysis->facts->snapshot->model;
  const char *other;

  if (threat->recorded == REDAN_NONE)
    return FALSE;
  other =
      redan_object_get_keyed (redan_model_get_nth (model, REDAN_SECTION_THREAT, threat->recorded),
                              REDAN_FIELD_EXTRA, REDAN_CARRY_SHOWN_AS);
  return other != NULL && *other != '@' && redan_analysis_find (analysis, other) != NULL;
}
