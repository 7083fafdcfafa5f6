/* SPDX-License-Identifier: Apache-2.0 */
/* Advisories matched to a model: what they are about in it becomes recorded threats that wait for a
 * decision (BP04). */

#include "config.h"

#include "analysis/intel.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "analysis/cvss.h"

#define MAX_ELEMENTS 200
#define MAX_UNMATCHED 100000
#define SHORTEST_TAG 3

#define EXTRA_IMPORTED REDAN_INTEL_METHOD "/imported"
#define EXTRA_PUBLISHED REDAN_INTEL_METHOD "/published"

typedef struct
{
  char *text;     /* the words, " nginx ingress " */
  gboolean whole; /* a service: the product has to be called so, not only to contain it */
  RedanId element;
} Term;

struct _RedanIntelImport
{
  const RedanAnalysis *analysis;
  const RedanModel *model;
  GArray *terms;
  GHashTable *techniques; /* T1530 -> GArray of RedanId */
  GHashTable *matches;    /* "source id" -> RedanIntelMatch */
  GHashTable *unmatched;  /* "source id" */
  GHashTable *seen;       /* all of them */

  GPtrArray *
      stage; /* RedanIntelMatch, of the current file; @by NULL for one that is about nothing here */
};

static void
free_match (gpointer data)
{
  RedanIntelMatch *match = data;

  g_free (match->source);
  g_free (match->id);
  g_free (match->title);
  g_free (match->date);
  g_free (match->vector);
  g_free (match->by);
  g_array_unref (match->elements);
  g_free (match);
}

static void
clear_term (gpointer data)
{
  g_free (((Term *) data)->text);
}

/* " word word ": letters and digits in one case, all else between. */
static char *
dup_words (const char *text)
{
  GString *words = g_string_new (" ");

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isalnum (*at) || (guint8) *at >= 0x80)
      g_string_append_c (words, g_ascii_tolower (*at));
    else if (words->str[words->len - 1] != ' ')
      g_string_append_c (words, ' ');
  if (words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');
  return g_string_free (words, FALSE);
}

/* "Amazon S3" is the service s3. */
static char *
dup_service (const char *text)
{
  g_autofree char *words = dup_words (text);
  const char *rest = words;

  if (g_str_has_prefix (words, " amazon "))
    rest += strlen (" amazon");
  else if (g_str_has_prefix (words, " aws "))
    rest += strlen (" aws");
  return g_strdup (rest);
}

static void
add_term (RedanIntelImport *self, char *words, gboolean whole, const RedanId *element)
{
  Term term = { words, whole, *element };

  if (strlen (words) < (whole ? 1 : SHORTEST_TAG) + 2)
    g_free (words);
  else
    g_array_append_val (self->terms, term);
}

static void
add_terms (RedanIntelImport *self, const RedanObject *element)
{
  const RedanAttribute *service = redan_schema_lookup (redan_model_get_schema (self->model),
                                                       REDAN_SCOPE_ELEMENT, "aws_service", -1);
  const char *value =
      service != NULL
          ? redan_object_get (element, (RedanField) (REDAN_FIELD_ATTRIBUTE + service->index))
          : NULL;
  guint n;
  const RedanEntry *tags = redan_object_get_range (element, REDAN_FIELD_TAG, &n);

  if (value != NULL)
    add_term (self, dup_service (value), TRUE, &element->id);
  for (guint i = 0; i < n; i++)
    add_term (self, dup_words (tags[i].key), FALSE, &element->id);
}

/* Where a rule that names a technique finds a threat; a sub-technique counts for its technique too.
 */
static void
add_techniques (RedanIntelImport *self)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanRule *rules = redan_catalogue_get_rules (facts->catalogue, NULL);

  for (guint i = 0; i < self->analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->analysis->threats, RedanThreat, i);
      const RedanObject *object;

      if (threat->rule == REDAN_NONE || threat->context != REDAN_CONTEXT_ELEMENT ||
          !threat->confirmed)
        continue;
      object = redan_facts_get_object (facts, REDAN_CONTEXT_ELEMENT, threat->target);
      for (const char *const *at = rules[threat->rule].attack; *at != NULL; at++)
        {
          GArray *list = g_hash_table_lookup (self->techniques, *at);

          if (list == NULL)
            {
              list = g_array_new (FALSE, FALSE, sizeof (RedanId));
              g_hash_table_insert (self->techniques, g_strdup (*at), list);
            }
          g_array_append_val (list, object->id);
        }
    }
}

RedanIntelImport *
redan_intel_import_new (const RedanAnalysis *analysis)
{
  RedanIntelImport *self = g_new0 (RedanIntelImport, 1);

  self->analysis = analysis;
  self->model = analysis->facts->snapshot->model;
  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  g_array_set_clear_func (self->terms, clear_term);
  self->techniques =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->matches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_match);
  self->unmatched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stage = g_ptr_array_new_with_free_func (free_match);
  for (guint i = 0; i < redan_model_get_n (self->model, REDAN_SECTION_ELEMENT); i++)
    add_terms (self, redan_model_get_nth (self->model, REDAN_SECTION_ELEMENT, i));
  add_techniques (self);
  return self;
}

void
redan_intel_import_free (RedanIntelImport *self)
{
  g_array_unref (self->terms);
  g_hash_table_unref (self->techniques);
  g_hash_table_unref (self->matches);
  g_hash_table_unref (self->unmatched);
  g_hash_table_unref (self->seen);
  g_ptr_array_unref (self->stage);
  g_free (self);
}

static void
add_element (RedanIntelMatch *match, const RedanId *element)
{
  for (guint i = 0; i < match->elements->len; i++)
    if (redan_id_equal (&g_array_index (match->elements, RedanId, i), element))
      return;
  if (match->elements->len < MAX_ELEMENTS)
    g_array_append_val (match->elements, *element);
}

static void
note_reason (RedanIntelMatch *match, const char *words)
{
  g_autofree char *copy = g_strstrip (g_strdup (words));

  /* the first in order, whatever the order of products */
  if (match->by == NULL || strcmp (copy, match->by) < 0)
    {
      g_free (match->by);
      match->by = g_steal_pointer (&copy);
    }
}

static void
match_product (RedanIntelImport *self, RedanIntelMatch *match, const char *product)
{
  g_autofree char *words = dup_words (product);
  g_autofree char *service = dup_service (product);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const Term *term = &g_array_index (self->terms, Term, i);

      if (term->whole ? strcmp (service, term->text) != 0 : strstr (words, term->text) == NULL)
        continue;
      add_element (match, &term->element);
      note_reason (match, term->text);
    }
}

static void
match_technique (RedanIntelImport *self, RedanIntelMatch *match)
{
  const GArray *elements = g_hash_table_lookup (self->techniques, match->id);

  if (elements == NULL)
    return;
  for (guint i = 0; i < elements->len; i++)
    add_element (match, &g_array_index (elements, RedanId, i));
  note_reason (match, match->id);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return redan_id_compare (a, b);
}

static gboolean
take_advisory (gpointer data, const RedanAdvisory *advisory)
{
  RedanIntelImport *self = data;
  RedanIntelMatch *match = g_new0 (RedanIntelMatch, 1);
  g_auto (GStrv) products = g_strsplit (advisory->products, "\n", -1);

  match->source = g_strdup (advisory->source);
  match->id = g_strdup (advisory->id);
  match->title = g_strdup (advisory->title);
  match->date = g_strdup (advisory->date);
  match->vector = g_strdup (advisory->vector);
  match->known_exploited = advisory->known_exploited;
  match->elements = g_array_new (FALSE, FALSE, sizeof (RedanId));
  if (strcmp (advisory->source, "attack") == 0)
    match_technique (self, match);
  else
    for (guint i = 0; products[i] != NULL; i++)
      match_product (self, match, products[i]);
  g_array_sort (match->elements, compare_ids);
  g_ptr_array_add (self->stage, match);
  return TRUE;
}

/* Of two notes on the same advisory the newer counts. */
static void
keep (RedanIntelImport *self, RedanIntelMatch *match)
{
  g_autofree char *key = g_strjoin (" ", match->source, match->id, NULL);
  const RedanIntelMatch *earlier = g_hash_table_lookup (self->matches, key);

  g_hash_table_add (self->seen, g_strdup (key));
  if (match->by == NULL || (earlier != NULL && strcmp (earlier->date, match->date) > 0))
    {
      if (earlier == NULL && g_hash_table_size (self->unmatched) < MAX_UNMATCHED)
        g_hash_table_add (self->unmatched, g_steal_pointer (&key));
      free_match (match);
      return;
    }
  g_hash_table_remove (self->unmatched, key);
  g_hash_table_insert (self->matches, g_steal_pointer (&key), match);
}

gboolean
redan_intel_import_read (RedanIntelImport *self, const char *path, GError **error)
{
  g_ptr_array_set_size (self->stage, 0);
  if (!redan_advisories_read_file (path, take_advisory, self, NULL, error))
    return FALSE;

  g_ptr_array_set_free_func (self->stage, NULL);
  for (guint i = 0; i < self->stage->len; i++)
    keep (self, self->stage->pdata[i]);
  g_ptr_array_set_size (self->stage, 0);
  g_ptr_array_set_free_func (self->stage, free_match);
  return TRUE;
}

static RedanId
derive_id (const RedanIntelMatch *match)
{
  const char *parts[] = { REDAN_INTEL_METHOD, match->id, NULL };

  return redan_id_derive (parts);
}

/* A new advisory is a threat that waits for a decision; one that is known keeps what people wrote.
 */
static void
write_threat (RedanIntelImport *self, RedanEdit *edit, RedanIntelMatch *match, const char *today)
{
  RedanId id = derive_id (match);
  g_autofree char *name = g_strdup_printf ("%s: %s", match->id, match->title);
  RedanCvssScores scores;
  RedanIdText text;

  match->threat = id;
  match->is_new = !redan_edit_keeps (edit, &id);
  if (match->is_new)
    {
      redan_edit_create (edit, REDAN_SECTION_THREAT, &id);
      redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL,
                      redan_id_to_text (&g_array_index (match->elements, RedanId, 0), text));
      redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
      redan_edit_set (edit, &id, REDAN_FIELD_METHOD, NULL, REDAN_INTEL_METHOD);
      redan_edit_set (edit, &id, REDAN_FIELD_EXTRA, EXTRA_IMPORTED, today);
      if (match->known_exploited && match->vector[0] == '\0')
        redan_edit_set (edit, &id, REDAN_FIELD_SEVERITY, NULL, "high");
    }
  if (match->known_exploited)
    redan_edit_set (edit, &id, REDAN_FIELD_TAG, "known-exploited", "");
  if (match->date[0] != '\0')
    redan_edit_set (edit, &id, REDAN_FIELD_EXTRA, EXTRA_PUBLISHED, match->date);
  if (match->vector[0] != '\0' && redan_cvss_score (match->vector, &scores, NULL))
    redan_edit_set (edit, &id, REDAN_FIELD_CVSS, NULL, match->vector);
  for (guint i = match->is_new ? 1 : 0; i < match->elements->len; i++)
    {
      const RedanId *element = &g_array_index (match->elements, RedanId, i);
      const char *target = redan_edit_get (edit, &id, REDAN_FIELD_TARGET, NULL);

      redan_id_to_text (element, text);
      if (g_strcmp0 (target, text) != 0)
        redan_edit_set (edit, &id, REDAN_FIELD_AFFECTS, text, "");
    }
}

static void
write_fact (RedanIntelImport *self, RedanEdit *edit, const char *today)
{
  RedanId id = redan_fact_id ("intel_feeds");
  const char *date;

  if (redan_schema_lookup (redan_model_get_schema (self->model), REDAN_SCOPE_PROGRAMME,
                           "intel_feeds", -1) == NULL)
    return;
  if (!redan_edit_keeps (edit, &id))
    {
      redan_edit_create (edit, REDAN_SECTION_FACT, &id);
      redan_edit_set (edit, &id, REDAN_FIELD_KEY, NULL, "intel_feeds");
    }
  date = redan_edit_get (edit, &id, REDAN_FIELD_DATE, NULL);
  if (date == NULL || strcmp (date, today) < 0)
    redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, today);
  /* a person may state the fact without any feed in the model */
  date = redan_edit_get (edit, &id, REDAN_FIELD_EXTRA, EXTRA_IMPORTED);
  if (date == NULL || strcmp (date, today) < 0)
    redan_edit_set (edit, &id, REDAN_FIELD_EXTRA, EXTRA_IMPORTED, today);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_keys (GHashTable *table)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  g_ptr_array_sort (keys, compare_texts);
  return keys;
}

RedanEdit *
redan_intel_import_finish (RedanIntelImport *self, guint as_of, RedanIntelReport **report_out)
{
  RedanEdit *edit = redan_edit_new (self->model, _ ("Import advisories"));
  RedanIntelReport *report = g_new0 (RedanIntelReport, 1);
  g_autoptr (GPtrArray) keys = list_keys (self->matches);
  char today[11];

  redan_days_to_date (as_of, today);
  report->matches = g_ptr_array_new_with_free_func (free_match);
  report->unmatched = list_keys (self->unmatched);
  report->n_advisories = g_hash_table_size (self->seen);
  for (guint i = 0; i < keys->len; i++)
    {
      RedanIntelMatch *match = NULL;
      char *key = NULL;

      g_hash_table_steal_extended (self->matches, keys->pdata[i], (gpointer *) &key,
                                   (gpointer *) &match);
      g_free (key);
      if (strcmp (match->source, "attack") != 0)
        write_threat (self, edit, match, today);
      g_ptr_array_add (report->matches, match);
    }
  write_fact (self, edit, today);
  *report_out = report;
  return edit;
}

void
redan_intel_report_free (RedanIntelReport *self)
{
  g_ptr_array_unref (self->matches);
  g_ptr_array_unref (self->unmatched);
  g_free (self);
}

gboolean
redan_intel_was_imported (const RedanModel *model)
{
  const RedanId id = redan_fact_id ("intel_feeds");
  const RedanObject *fact = redan_model_lookup (model, &id);

  return fact != NULL && redan_object_get_keyed (fact, REDAN_FIELD_EXTRA, EXTRA_IMPORTED) != NULL;
}

guint
redan_intel_count_open (const RedanModel *model, guint as_of, guint days)
{
  guint n = 0;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_THREAT); i++)
    {
      const RedanObject *threat = redan_model_get_nth (model, REDAN_SECTION_THREAT, i);
      const char *decision = redan_object_get (threat, REDAN_FIELD_DECISION);
      const char *date = redan_object_get_keyed (threat, REDAN_FIELD_EXTRA, EXTRA_IMPORTED);
      guint imported;

      n += g_strcmp0 (redan_object_get (threat, REDAN_FIELD_METHOD), REDAN_INTEL_METHOD) == 0 &&
           (decision == NULL || strcmp (decision, "open") == 0) && date != NULL &&
           redan_days_from_date (date, &imported) && as_of > imported + days;
    }
  return n;
}
