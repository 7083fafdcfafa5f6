/* SPDX-License-Identifier: Apache-2.0 */
/* From the results of a batch to one edit: controls and attributes on their targets, merged with
 * what the model has. */

#include "config.h"

#include "analysis/evidence-sum-private.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/snapshot.h"

#define UNIX_EPOCH 25567 /* days from 1900-01-01 to 1970-01-01 */
#define SECONDS_A_DAY 86400
#define KINDS_OF_ELEMENT                                                                           \
  (REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS | REDAN_APPLIES_STORE)

/* What is summed up: results of one check about one control on one target. */
typedef struct
{
  guint32 control;
  guint32 check;
  RedanId target;
} Key;

/* What a check says about an attribute of a target. */
typedef struct
{
  const RedanAttribute *attribute;
  RedanId target;
  const RedanCheck *passed; /* the last one in the order of the data that passed */
  const RedanCheck *failed;
  guint newest;
} Answer;

typedef struct
{
  const EvidenceSums *sums;
  const RedanModel *model;
  const RedanCatalogue *catalogue;
  const RedanControl *controls;
  const RedanEvidenceOptions *options;
  RedanEvidenceReport *report;
  RedanEdit *edit;

  GPtrArray *check_controls; /* by check: (nullable) const GArray of guint32 */
  GPtrArray *check_infos;    /* by check: (nullable) const RedanCheck */
  guint64 *unmatched;        /* by check */
  GHashTable *tallies;       /* Key -> RedanEvidenceTally */
  GHashTable *answers;       /* Answer, by attribute and target */
  GPtrArray **flows_into;    /* by element, made when first asked for */
} Sum;

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return redan_id_hash (&key->target) ^ key->control * 2654435761u ^ key->check * 40503u;
}

static gboolean
equal_key (gconstpointer a, gconstpointer b)
{
  const Key *one = a;
  const Key *two = b;

  return one->control == two->control && one->check == two->check &&
         redan_id_equal (&one->target, &two->target);
}

static guint
hash_answer (gconstpointer data)
{
  const Answer *answer = data;

  return redan_id_hash (&answer->target) ^ g_direct_hash (answer->attribute);
}

static gboolean
equal_answer (gconstpointer a, gconstpointer b)
{
  const Answer *one = a;
  const Answer *two = b;

  return one->attribute == two->attribute && redan_id_equal (&one->target, &two->target);
}

static guint
get_day (const Sum *self, const EvidenceEntry *entry)
{
  return entry->time > 0 ? (guint) (entry->time / SECONDS_A_DAY) + UNIX_EPOCH
                         : self->options->as_of;
}

static guint
get_kind (const RedanObject *element)
{
  static const char *const words[] = { "actor", "external", "process", "store" };
  const char *kind = redan_object_get (element, REDAN_FIELD_KIND);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (kind, words[i]) == 0)
      return 1u << i;
  return 0;
}

/* Flows that end at an element: who talks to a resource talks over what its settings allow. */
static const GPtrArray *
get_flows_into (Sum *self, guint32 element)
{
  RedanId id;

  if (self->flows_into == NULL)
    {
      guint n_flows = redan_model_get_n (self->model, REDAN_SECTION_FLOW);

      self->flows_into =
          g_new0 (GPtrArray *, redan_model_get_n (self->model, REDAN_SECTION_ELEMENT) + 1);
      for (guint i = 0; i < n_flows; i++)
        {
          const RedanObject *flow = redan_model_get_nth (self->model, REDAN_SECTION_FLOW, i);
          guint at;

          if (!redan_object_get_reference (flow, REDAN_FIELD_TARGET, &id))
            continue;
          at = redan_model_index_of (self->model, &id);
          if (self->flows_into[at] == NULL)
            self->flows_into[at] = g_ptr_array_new ();
          g_ptr_array_add (self->flows_into[at], (gpointer) flow);
        }
    }
  return self->flows_into[element];
}

static void
tally_on (Sum *self, guint32 control, const EvidenceEntry *entry, const RedanId *target)
{
  Key key = { control, entry->check - 1, *target };
  RedanEvidenceTally *tally = g_hash_table_lookup (self->tallies, &key);
  RedanEvidenceTally one = { 0 };

  if (tally == NULL)
    {
      tally = g_new0 (RedanEvidenceTally, 1);
      g_hash_table_insert (self->tallies, g_memdup2 (&key, sizeof key), tally);
    }
  one.oldest = one.newest = get_day (self, entry);
  if (entry->muted)
    one.exceptions = 1;
  else if (entry->status == REDAN_FINDING_PASS)
    one.passed = 1;
  else if (entry->status == REDAN_FINDING_FAIL)
    one.failed = 1;
  else
    one.unknown = 1;
  redan_evidence_tally_add (tally, &one);
}

/* On the element, else on the flows into it, else on its account, else on the model: the first on
 * which the control can stand. Returns: whether there is one */
static gboolean
place_result (Sum *self, guint32 control, const EvidenceEntry *entry)
{
  const EvidencePlace *place = &g_array_index (self->sums->places, EvidencePlace, entry->place);
  guint applies = self->controls[control].applies;
  const RedanId model = { 0 };

  if (place->element != PLACE_NONE)
    {
      const RedanObject *element =
          redan_model_get_nth (self->model, REDAN_SECTION_ELEMENT, place->element);
      const GPtrArray *flows = NULL;

      if ((applies & KINDS_OF_ELEMENT & get_kind (element)) != 0)
        {
          tally_on (self, control, entry, &element->id);
          return TRUE;
        }
      if ((applies & REDAN_APPLIES_FLOW) != 0)
        flows = get_flows_into (self, place->element);
      for (guint i = 0; flows != NULL && i < flows->len; i++)
        tally_on (self, control, entry, &((const RedanObject *) flows->pdata[i])->id);
      if (flows != NULL)
        return TRUE;
    }
  if (place->account != PLACE_NONE &&
      (applies & (REDAN_APPLIES_ACCOUNT | REDAN_APPLIES_BOUNDARY)) != 0)
    {
      tally_on (self, control, entry,
                &redan_model_get_nth (self->model, REDAN_SECTION_BOUNDARY, place->account)->id);
      return TRUE;
    }
  if ((applies & REDAN_APPLIES_MODEL) != 0)
    {
      tally_on (self, control, entry, &model);
      return TRUE;
    }
  return FALSE;
}

/* Returns: whether the attribute of the check belongs to what the result is about */
static gboolean
answer_attribute (Sum *self, const RedanCheck *info, const EvidenceEntry *entry)
{
  const EvidencePlace *place = &g_array_index (self->sums->places, EvidencePlace, entry->place);
  gboolean of_element = info->attribute->scope == REDAN_SCOPE_ELEMENT;
  guint32 at = of_element ? place->element : place->account;
  Answer key = { .attribute = info->attribute };
  Answer *answer;

  if (at == PLACE_NONE || entry->muted ||
      (entry->status != REDAN_FINDING_PASS && entry->status != REDAN_FINDING_FAIL))
    return FALSE;
  key.target = redan_model_get_nth (self->model,
                                    of_element ? REDAN_SECTION_ELEMENT : REDAN_SECTION_BOUNDARY, at)
                   ->id;
  answer = g_hash_table_lookup (self->answers, &key);
  if (answer == NULL)
    {
      answer = g_memdup2 (&key, sizeof key);
      g_hash_table_add (self->answers, answer);
    }

  /* of several checks the later one in the data is the more exact, but any failure that says a
   * value counts */
  if (entry->status == REDAN_FINDING_PASS && (answer->passed == NULL || info > answer->passed))
    answer->passed = info;
  if (entry->status == REDAN_FINDING_FAIL && info->fail != NULL &&
      (answer->failed == NULL || info > answer->failed))
    answer->failed = info;
  answer->newest = MAX (answer->newest, get_day (self, entry));
  return TRUE;
}

static void
resolve_checks (Sum *self, const RedanCheckNames *names)
{
  for (guint i = 0; i < self->sums->checks->len; i++)
    {
      const EvidenceCheck *check = &g_array_index (self->sums->checks, EvidenceCheck, i);
      const RedanCheck *info;

      g_ptr_array_add (self->check_controls,
                       (gpointer) check_names_find (
                           names, check->source, check->check, check->rule,
                           g_hash_table_lookup (self->sums->definitions, check->rule), &info));
      g_ptr_array_add (self->check_infos, (gpointer) info);
    }
}

static void
take_entry (Sum *self, const EvidenceEntry *entry)
{
  const GArray *controls = self->check_controls->pdata[entry->check - 1];
  const RedanCheck *info = self->check_infos->pdata[entry->check - 1];
  gboolean placed = FALSE;

  if (controls == NULL && info == NULL)
    {
      self->unmatched[entry->check - 1]++;
      self->report->outcomes[REDAN_EVIDENCE_NO_CONTROL]++;
      return;
    }
  if (entry->status == REDAN_FINDING_NOT_APPLICABLE)
    {
      self->report->outcomes[REDAN_EVIDENCE_MATCHED]++;
      return;
    }

  for (guint i = 0; controls != NULL && i < controls->len; i++)
    placed |= place_result (self, g_array_index (controls, guint32, i), entry);
  if (info != NULL)
    placed |= answer_attribute (self, info, entry);
  self->report->outcomes[placed ? REDAN_EVIDENCE_MATCHED : REDAN_EVIDENCE_NO_PLACE]++;
}

/* ---- the edit ---- */

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Key *one = *(const Key *const *) a;
  const Key *two = *(const Key *const *) b;
  int order = redan_id_compare (&one->target, &two->target);

  if (one->control != two->control)
    return one->control < two->control ? -1 : 1;
  if (order != 0)
    return order;
  return one->check < two->check ? -1 : one->check > two->check;
}

/* "prowler/iam_root_mfa_enabled": a word that a file can hold. */
static char *
name_check (const EvidenceCheck *check)
{
  char *name = g_strdup_printf ("%s/%.200s", check->source, check->check);

  return g_strcanon (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.:@/", '_');
}

/* Whether what a scan found replaces what is written down. */
static gboolean
is_newer (const RedanEvidenceTally *found, const RedanEvidenceTally *written)
{
  if (found->newest != written->newest)
    return found->newest > written->newest;
  if (found->failed != written->failed)
    return found->failed > written->failed;
  if (found->passed != written->passed)
    return found->passed > written->passed;
  return found->exceptions + found->unknown > written->exceptions + written->unknown;
}

static RedanId
ensure_evidence (Sum *self, const char *control, const char *attribute, const RedanId *target)
{
  RedanId id = redan_evidence_id (control, attribute, target);
  RedanIdText text;

  if (redan_edit_keeps (self->edit, &id))
    return id;
  redan_edit_create (self->edit, REDAN_SECTION_EVIDENCE, &id);
  if (!redan_id_is_null (target))
    redan_edit_set (self->edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (target, text));
  redan_edit_set (self->edit, &id, REDAN_FIELD_CONTROL, NULL, control);
  redan_edit_set (self->edit, &id, REDAN_FIELD_ANSWERS, NULL, attribute);
  return id;
}

static void
write_check (Sum *self, const Key *key, const RedanEvidenceTally *found)
{
  const EvidenceCheck *check = &g_array_index (self->sums->checks, EvidenceCheck, key->check);
  RedanId id = ensure_evidence (self, self->controls[key->control].id, NULL, &key->target);
  g_autofree char *name = name_check (check);
  g_autofree char *text = redan_evidence_tally_to_text (found);
  const char *written = redan_edit_get (self->edit, &id, REDAN_FIELD_CHECK, name);
  RedanEvidenceTally earlier;

  if (written == NULL || !redan_evidence_tally_parse (written, &earlier) ||
      is_newer (found, &earlier))
    redan_edit_set (self->edit, &id, REDAN_FIELD_CHECK, name, text);
}

/* The row of an evidence object after the edit: what the model had and what is new. */
static void
add_row (Sum *self, const Key *key, const GHashTable *touched)
{
  RedanEvidenceRow row = { .control = key->control, .target = key->target };
  RedanId id = redan_evidence_id (self->controls[key->control].id, NULL, &key->target);
  const RedanObject *before = redan_model_lookup (self->model, &id);
  GHashTableIter iter;
  gpointer name;
  guint n = 0;
  const RedanEntry *entries =
      before != NULL ? redan_object_get_range (before, REDAN_FIELD_CHECK, &n) : NULL;
  RedanEvidenceTally tally;

  for (guint i = 0; i < n; i++)
    if (!g_hash_table_contains ((GHashTable *) touched, entries[i].key) &&
        redan_evidence_tally_parse (entries[i].value, &tally))
      {
        redan_evidence_tally_add (&row.tally, &tally);
        row.n_checks++;
      }
  g_hash_table_iter_init (&iter, (GHashTable *) touched);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (redan_evidence_tally_parse (redan_edit_get (self->edit, &id, REDAN_FIELD_CHECK, name),
                                    &tally))
      {
        redan_evidence_tally_add (&row.tally, &tally);
        row.n_checks++;
      }
  g_array_append_val (self->report->rows, row);
}

static void
write_controls (Sum *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->tallies);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort (keys, compare_keys);

  for (guint i = 0; i < keys->len; i++)
    {
      const Key *here = keys->pdata[i];
      const Key *next = i + 1 < keys->len ? keys->pdata[i + 1] : NULL;

      write_check (self, here, g_hash_table_lookup (self->tallies, here));
      g_hash_table_add (
          touched, name_check (&g_array_index (self->sums->checks, EvidenceCheck, here->check)));
      if (next != NULL && next->control == here->control &&
          redan_id_equal (&next->target, &here->target))
        continue;
      add_row (self, here, touched);
      g_hash_table_remove_all (touched);
    }
}

static int
compare_answers (gconstpointer a, gconstpointer b)
{
  const Answer *one = *(const Answer *const *) a;
  const Answer *two = *(const Answer *const *) b;

  if (one->attribute->index != two->attribute->index)
    return one->attribute->index < two->attribute->index ? -1 : 1;
  return redan_id_compare (&one->target, &two->target);
}

static gboolean
is_listed (const char *const *values, const char *value)
{
  return g_strv_contains (values, value);
}

static void
write_answer (Sum *self, const Answer *answer)
{
  const RedanCheck *info = answer->failed != NULL ? answer->failed : answer->passed;
  const char *value = answer->failed != NULL ? answer->failed->fail : NULL;
  const RedanObject *object = redan_model_lookup (self->model, &answer->target);
  const char *stated =
      redan_object_get (object, (RedanField) (REDAN_FIELD_ATTRIBUTE + answer->attribute->index));
  RedanEvidenceAnswer row = { .attribute = answer->attribute, .target = answer->target };
  char date[11];
  const char *written;
  RedanId id;

  if (info == NULL)
    return;
  if (value == NULL)
    value = info->pass[0];
  row.value = value;
  if (stated != NULL && strcmp (stated, "unknown") != 0 && strcmp (stated, value) != 0 &&
      (answer->failed != NULL || !is_listed (info->pass, stated)))
    row.stated = g_strdup (stated);
  g_array_append_val (self->report->answers, row);

  redan_days_to_date (answer->newest, date);
  id = redan_evidence_id (NULL, answer->attribute->name, &answer->target);
  written = redan_edit_keeps (self->edit, &id)
                ? redan_edit_get (self->edit, &id, REDAN_FIELD_DATE, NULL)
                : NULL;
  if (written != NULL && strcmp (written, date) >= 0 &&
      (strcmp (written, date) > 0 || answer->failed == NULL))
    return;
  ensure_evidence (self, NULL, answer->attribute->name, &answer->target);
  redan_edit_set (self->edit, &id, REDAN_FIELD_VALUE, NULL, value);
  redan_edit_set (self->edit, &id, REDAN_FIELD_DATE, NULL, date);
  redan_edit_set (self->edit, &id, REDAN_FIELD_ORIGIN, NULL, info->id);
}

static void
write_answers (Sum *self)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer answer;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &answer, NULL))
    g_ptr_array_add (sorted, answer);
  g_ptr_array_sort (sorted, compare_answers);
  for (guint i = 0; i < sorted->len; i++)
    write_answer (self, sorted->pdata[i]);
}

/* ---- the report ---- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const RedanEvidenceName *one = a;
  const RedanEvidenceName *two = b;
  int order = strcmp (one->name, two->name);

  return order != 0 ? order : strcmp (one->account, two->account);
}

static void
list_names (GHashTable *table, GArray *list)
{
  GHashTableIter iter;
  gpointer key;
  gpointer count;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &count))
    {
      g_auto (GStrv) parts = g_strsplit (key, "\t", 2);
      RedanEvidenceName name = { g_strdup (parts[0]), g_strdup (parts[1]), *(guint64 *) count };

      g_array_append_val (list, name);
    }
  g_array_sort (list, compare_names);
}

static void
list_practices (Sum *self)
{
  g_autoptr (GHashTable) current = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key;
  gpointer count;

  g_hash_table_iter_init (&iter, self->sums->practices);
  while (g_hash_table_iter_next (&iter, &key, &count))
    {
      g_auto (GStrv) parts = g_strsplit (key, "\t", 2);

      evidence_sums_count_name (current,
                                redan_catalogue_translate_practice (self->catalogue, parts[0]), "",
                                *(guint64 *) count, G_MAXUINT);
    }
  list_names (current, self->report->practices);
}

static void
list_unmatched (Sum *self)
{
  for (guint i = 0; i < self->sums->checks->len; i++)
    {
      const EvidenceCheck *check = &g_array_index (self->sums->checks, EvidenceCheck, i);
      RedanEvidenceName name = { g_strdup (check->check), g_strdup (check->source),
                                 self->unmatched[i] };

      if (self->unmatched[i] > 0)
        g_array_append_val (self->report->checks, name);
      else
        {
          g_free (name.name);
          g_free (name.account);
        }
    }
  g_array_sort (self->report->checks, compare_names);
}

static int
compare_proposals (gconstpointer a, gconstpointer b)
{
  return strcmp (((const RedanEvidenceProposal *) a)->resource,
                 ((const RedanEvidenceProposal *) b)->resource);
}

static void
take_proposals (Sum *self)
{
  const RedanAttribute *ids = redan_schema_lookup (redan_model_get_schema (self->model),
                                                   REDAN_SCOPE_ELEMENT, "resource_ids", -1);
  GHashTableIter iter;
  gpointer key;
  gpointer position;

  g_hash_table_iter_init (&iter, self->sums->proposals);
  while (g_hash_table_iter_next (&iter, &key, &position))
    {
      RedanEvidenceProposal proposal = {
        g_strdup (key),
        redan_model_get_nth (self->model, REDAN_SECTION_ELEMENT, GPOINTER_TO_UINT (position))->id
      };

      g_array_append_val (self->report->proposals, proposal);
    }
  g_array_sort (self->report->proposals, compare_proposals);
  for (guint i = 0; self->options->accept && ids != NULL && i < self->report->proposals->len; i++)
    {
      const RedanEvidenceProposal *proposal =
          &g_array_index (self->report->proposals, RedanEvidenceProposal, i);

      redan_edit_set (self->edit, &proposal->element,
                      (RedanField) (REDAN_FIELD_ATTRIBUTE + ids->index), proposal->resource, "");
    }
}

static void
clear (Sum *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_ELEMENT);

  for (guint i = 0; self->flows_into != NULL && i < n; i++)
    if (self->flows_into[i] != NULL)
      g_ptr_array_unref (self->flows_into[i]);
  g_free (self->flows_into);
  g_free (self->unmatched);
  g_ptr_array_unref (self->check_controls);
  g_ptr_array_unref (self->check_infos);
  g_hash_table_unref (self->tallies);
  g_hash_table_unref (self->answers);
}

RedanEdit *
evidence_sum_up (const EvidenceSums *sums,
                 const RedanModel *model,
                 const RedanCatalogue *catalogue,
                 const RedanCheckNames *names,
                 const RedanEvidenceOptions *options,
                 RedanEvidenceReport *report)
{
  Sum self = { .sums = sums,
               .model = model,
               .catalogue = catalogue,
               .controls = redan_catalogue_get_controls (catalogue, NULL),
               .options = options,
               .report = report,
               .edit = redan_edit_new (model, _ ("Import evidence")),
               .check_controls = g_ptr_array_new (),
               .check_infos = g_ptr_array_new (),
               .unmatched = g_new0 (guint64, sums->checks->len + 1),
               .tallies = g_hash_table_new_full (hash_key, equal_key, g_free, g_free),
               .answers = g_hash_table_new_full (hash_answer, equal_answer, g_free, NULL) };

  memcpy (report->outcomes, sums->outcomes, sizeof report->outcomes);
  report->n_more = sums->n_more;
  evidence_report_init_lists (report);
  resolve_checks (&self, names);
  for (guint i = 0; i < sums->n_slots; i++)
    if (sums->slots[i].check != 0)
      take_entry (&self, &sums->slots[i]);

  take_proposals (&self);
  write_controls (&self);
  write_answers (&self);
  list_unmatched (&self);
  list_names (sums->resources, report->resources);
  list_practices (&self);
  clear (&self);
  return self.edit;
}
