/* SPDX-License-Identifier: Apache-2.0 */
/* The list of threats against a slow and obvious one: filters, order, groups, folding, selection.
 */

#include <string.h>

#include "model/command-triage.h"
#include "tests/analysis-fixture.h"
#include "tests/small-model.h"
#include "ui/report/wording.h"
#include "ui/window/threat-list.h"

#define N_MODELS 8
#define N_QUERIES 80
#define AS_OF 45687

static RedanAnalysis *
analyze (const RedanModel *model)
{
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
  const RedanAnalysisOptions options = { .as_of = AS_OF };

  return redan_analysis_new (snapshot, fixture_catalogue, &options);
}

/* Threats of people's own, and decisions on some of all threats. */
static RedanModel *
make_model (GRand *random)
{
  static const char *const severities[] = { "", "critical", "high", "medium", "low", "info" };
  static const char *const categories[] = { "", "Spoofing", "tampering", "Linkability" };
  static const char *const owners[] = { NULL, "Ana", "bo", "Zoë", "" };
  RedanModel *model = small_random (fixture_schema, g_rand_int (random), 25, "");
  g_autoptr (RedanAnalysis) analysis = NULL;

  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *title = g_strdup_printf ("Own threat %u of <b>people</b>", i);
      const RedanThreatText text = { title, categories[g_rand_int_range (random, 0, 4)],
                                     severities[g_rand_int_range (random, 0, 6)], "" };
      const RedanObject *target = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);

      fixture_apply (
          model, redan_command_add_threat (model, i % 3 == 0 ? NULL : &target->id, &text, NULL));
    }
  analysis = analyze (model);
  for (guint i = 0; i < analysis->threats->len; i += (guint) g_rand_int_range (random, 1, 9))
    {
      const RedanThreat *threat = fixture_threat (analysis, i);
      const RedanObject *object = redan_threat_get_object (analysis->facts, threat);
      const RedanVerdict verdict = { redan_decision_get_word ((RedanDecision) g_rand_int_range (
                                         random, 0, REDAN_N_DECISIONS)),
                                     owners[g_rand_int_range (random, 0, 5)], NULL, NULL,
                                     g_rand_boolean (random) ? "2024-01-01" : "2026-01-01" };
      RedanThreatName name = { NULL, { "" }, FALSE };

      if (threat->rule != REDAN_NONE)
        name = (RedanThreatName){ redan_threat_get_rule (analysis->facts, threat)->id,
                                  object != NULL ? object->id : (RedanId){ "" },
                                  threat->context == REDAN_CONTEXT_INTERACTION &&
                                      analysis->facts->interaction_reverse[threat->target] };
      else
        name.target = redan_threat_get_record (analysis->facts, threat)->id;
      fixture_apply (model, redan_command_decide_many (model, &name, 1, &verdict));
    }
  return model;
}

/* ---- the slow list ---- */

/* What has no name is found by its kind. */
static void
append_kind (GString *text, const RedanObject *object)
{
  const char *kind = object != NULL ? redan_object_get (object, REDAN_FIELD_KIND) : NULL;

  if (kind != NULL && redan_object_get_name (object)[0] == '\0')
    g_string_append_printf (text, "\n%s", kind);
}

static char *
dup_lower_text (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);
  g_autofree char *title = redan_threat_dup_title (analysis->facts, threat);
  g_autofree char *where = redan_threat_dup_where (analysis->facts, threat);
  const RedanFacts *facts = analysis->facts;
  g_autoptr (GString) text = g_string_new (title);

  g_string_append_printf (text, "\n%s\n%s\n%s", where, rule != NULL ? rule->id : "",
                          redan_threat_get_category (facts, threat));
  append_kind (text, redan_threat_get_object (facts, threat));
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    {
      append_kind (text, redan_target_get_object (facts, REDAN_CONTEXT_ELEMENT,
                                                  facts->interaction_source[threat->target]));
      append_kind (text, redan_target_get_object (facts, REDAN_CONTEXT_ELEMENT,
                                                  facts->interaction_target[threat->target]));
    }
  return g_utf8_strdown (text->str, -1);
}

static gboolean
has_words (const RedanAnalysis *analysis, const RedanThreat *threat, const char *words)
{
  g_autofree char *text = dup_lower_text (analysis, threat);
  g_autofree char *lower = g_utf8_strdown (words, -1);
  g_auto (GStrv) list = g_strsplit (lower, " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (strstr (text, list[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
passes (const RedanAnalysis *analysis, const RedanThreat *threat, const RedanThreatQuery *query)
{
  static const char letters[] = "STRIDE";
  const char *category = redan_threat_get_category (analysis->facts, threat);
  const RedanObject *object = redan_threat_get_object (analysis->facts, threat);
  const char *letter = category[0] != '\0' && strcmp (category, "Linkability") != 0
                           ? strchr (letters, g_ascii_toupper (category[0]))
                           : NULL;
  const guint bit = letter != NULL ? (guint) (letter - letters) : 6;

  if (query->words != NULL && !has_words (analysis, threat, query->words))
    return FALSE;
  if (redan_band_of (redan_catalogue_get_scoring (fixture_catalogue), threat->residual / 1000.0) <
      query->band)
    return FALSE;
  if (query->decisions != 0 && !(query->decisions >> threat->decision & 1))
    return FALSE;
  if (query->categories != 0 && !(query->categories >> bit & 1))
    return FALSE;
  if (query->confirmed == REDAN_THREAT_CONFIRMED_YES && !threat->confirmed)
    return FALSE;
  if (query->confirmed == REDAN_THREAT_CONFIRMED_NO && threat->confirmed)
    return FALSE;
  return query->objects == NULL ||
         (object != NULL && g_hash_table_contains (query->objects, &object->id));
}

/* A number or a text by which rows must go upwards; texts win over numbers. */
typedef struct
{
  char *text;
  gint64 number;
} Key;

static Key
make_key (const RedanAnalysis *analysis, const RedanThreat *threat, RedanThreatSort sort)
{
  const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);
  const RedanObject *object = redan_threat_get_object (analysis->facts, threat);
  const char *owner = redan_threat_get_owner (analysis->facts, threat);
  g_autofree char *name = object != NULL
                              ? redan_object_dup_title (analysis->facts->snapshot->model, object)
                              : g_strdup ("the model");
  g_autofree char *lower = g_utf8_strdown (name, -1);
  g_autofree char *kind = g_utf8_strdown (
      rule != NULL ? rule->title
                   : redan_object_get_name (redan_threat_get_record (analysis->facts, threat)),
      -1);
  char *brace = strchr (kind, '{');

  switch (sort)
    {
    case REDAN_THREAT_SORT_SEVERITY:
      return (Key){ NULL, threat->scored ? -(gint64) redan_band_of (
                                               redan_catalogue_get_scoring (fixture_catalogue),
                                               threat->residual / 1000.0)
                                         : 1 };
    case REDAN_THREAT_SORT_RESIDUAL:
      return (Key){ NULL, threat->scored ? -threat->residual : 1 };
    case REDAN_THREAT_SORT_TITLE:
      /* Up to the first name, which comes first or last among all letters. */
      if (brace != NULL)
        *brace = '\0';
      return (Key){ g_strdup (kind), 0 };
    case REDAN_THREAT_SORT_ELEMENT:
      return (Key){ g_utf8_collate_key_for_filename (lower, -1), 0 };
    case REDAN_THREAT_SORT_CATEGORY:
      return (Key){ NULL, redan_threat_get_category_index (analysis->facts, threat) };
    case REDAN_THREAT_SORT_DECISION:
      return (Key){ NULL, threat->decision };
    case REDAN_THREAT_SORT_OWNER:
      return (Key){ owner != NULL ? g_utf8_collate_key (owner, -1) : g_strdup ("\xff"), 0 };
    case REDAN_THREAT_SORT_RANK:
    default:
      return (Key){ NULL, 0 };
    }
}

/* Titles are compared only as far as both have no names in them. */
static int
compare_keys (const Key *a, const Key *b, RedanThreatSort sort)
{
  if (a->text == NULL)
    return a->number < b->number ? -1 : a->number > b->number;
  if (sort == REDAN_THREAT_SORT_TITLE)
    return strncmp (a->text, b->text, MIN (strlen (a->text), strlen (b->text)));
  return strcmp (a->text, b->text);
}

static void
check_order (const RedanAnalysis *analysis,
             RedanThreatIndex *index,
             const RedanThreatQuery *query,
             const RedanThreatRow *rows,
             guint n)
{
  for (guint i = 1; i < n; i++)
    {
      Key first = make_key (analysis, fixture_threat (analysis, rows[i - 1].threat), query->sort);
      Key second = make_key (analysis, fixture_threat (analysis, rows[i].threat), query->sort);
      const int order = compare_keys (&first, &second, query->sort);
      const gboolean by_rank = query->sort == REDAN_THREAT_SORT_RANK;
      const guint rank = redan_threat_index_get_rank (index, rows[i - 1].threat);
      const guint next = redan_threat_index_get_rank (index, rows[i].threat);

      g_assert_cmpint (query->descending ? -order : order, <=, 0);
      if (by_rank)
        g_assert_true (query->descending ? rank > next : rank < next);
      else if (first.text == NULL && order == 0 && query->sort != REDAN_THREAT_SORT_DECISION)
        g_assert_cmpuint (rank, <, next);
      g_free (first.text);
      g_free (second.text);
    }
}

/* ---- random questions ---- */

static void
pick_words (GRand *random, const RedanAnalysis *analysis, GString *words)
{
  for (guint n = (guint) g_rand_int_range (random, 1, 4); n > 0; n--)
    {
      const guint i = (guint) g_rand_int_range (random, 0, (gint32) analysis->threats->len);
      g_autofree char *text = dup_lower_text (analysis, fixture_threat (analysis, i));
      g_auto (GStrv) parts = g_strsplit_set (text, " \n(),:;'\"/<>-", -1);
      const guint length = g_strv_length (parts);

      g_string_append (words, parts[g_rand_int_range (random, 0, (gint32) length)]);
      g_string_append_c (words, ' ');
    }
}

static GHashTable *
pick_objects (GRand *random, const RedanModel *model)
{
  GHashTable *objects = g_hash_table_new (redan_id_hash, redan_id_equal);

  for (guint section = REDAN_SECTION_BOUNDARY; section <= REDAN_SECTION_FLOW; section++)
    for (guint i = 0; i < redan_model_get_n (model, (RedanSection) section); i++)
      if (g_rand_boolean (random))
        g_hash_table_add (objects,
                          (gpointer) &redan_model_get_nth (model, (RedanSection) section, i)->id);
  return objects;
}

static void
check_query (RedanThreatIndex *index, const RedanThreatQuery *query)
{
  const RedanAnalysis *analysis = redan_threat_index_get_analysis (index);
  g_autoptr (RedanThreatRows) rows = redan_threat_index_query (index, query);
  const RedanThreatRow *list = (const RedanThreatRow *) (gpointer) rows->rows->data;
  g_autofree guint8 *listed = g_malloc0 (analysis->threats->len);
  guint n = 0;

  for (guint i = 0; i < rows->rows->len; i++)
    {
      g_assert_cmpuint (list[i].threat, <, analysis->threats->len);
      g_assert_false (listed[list[i].threat]);
      listed[list[i].threat] = 1;
    }
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const gboolean passed = passes (analysis, fixture_threat (analysis, i), query);

      g_assert_cmpint (listed[i], ==, passed);
      n += passed;
    }
  g_assert_cmpuint (rows->n_matches, ==, n);
  check_order (analysis, index, query, list, rows->rows->len);
}

static void
test_queries (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260101);

  for (guint i = 0; i < N_MODELS; i++)
    {
      g_autoptr (RedanModel) model = make_model (random);
      g_autoptr (RedanAnalysis) analysis = analyze (model);
      g_autoptr (RedanThreatIndex) index = redan_threat_index_new (analysis, NULL);
      guint n_searches = 0;

      g_assert_cmpuint (analysis->threats->len, >, 60);
      for (guint j = 0; j < N_QUERIES; j++)
        {
          g_autoptr (GString) words = g_string_new (NULL);
          g_autoptr (GHashTable) objects =
              g_rand_int_range (random, 0, 4) == 0 ? pick_objects (random, model) : NULL;
          RedanThreatQuery query = { .objects = objects };

          query.sort = (RedanThreatSort) g_rand_int_range (random, 0, 8);
          query.descending = g_rand_boolean (random);
          if (g_rand_int_range (random, 0, 3) == 0)
            query.band = (RedanBand) g_rand_int_range (random, 0, REDAN_N_BANDS);
          if (g_rand_int_range (random, 0, 3) == 0)
            query.categories = (guint) g_rand_int_range (random, 0, 128);
          if (g_rand_int_range (random, 0, 3) == 0)
            query.decisions = (guint) g_rand_int_range (random, 0, 128);
          query.confirmed = (RedanThreatConfirmed) g_rand_int_range (random, 0, 3);
          if (g_rand_boolean (random))
            {
              pick_words (random, analysis, words);
              query.words = words->str;
              n_searches++;
            }
          check_query (index, &query);
        }
      g_assert_cmpuint (n_searches, >, 10);
    }
}

/* ---- groups and folding ---- */

static guint
count_places (const RedanAnalysis *analysis, guint32 threat, RedanThreatGrouping grouping)
{
  const RedanRule *rule =
      redan_threat_get_rule (analysis->facts, fixture_threat (analysis, threat));

  return grouping == REDAN_THREAT_GROUP_OBJECTIVE && rule != NULL ? MAX (rule->n_objectives, 1) : 1;
}

static gboolean
belongs_to (const RedanAnalysis *analysis,
            guint32 index,
            RedanThreatGrouping grouping,
            const char *key)
{
  const RedanThreat *threat = fixture_threat (analysis, index);
  const RedanObject *object = redan_threat_get_object (analysis->facts, threat);
  const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);
  RedanIdText text;

  if (grouping == REDAN_THREAT_GROUP_ELEMENT)
    return g_str_equal (key, object != NULL ? redan_id_to_text (&object->id, text) : "model");
  if (grouping == REDAN_THREAT_GROUP_RULE)
    return g_str_equal (
        key, rule != NULL
                 ? rule->id
                 : redan_id_to_text (&redan_threat_get_record (analysis->facts, threat)->id, text));
  for (guint i = 0; rule != NULL && i < rule->n_objectives; i++)
    if (g_str_equal (
            key, redan_catalogue_get_objectives (fixture_catalogue, NULL)[rule->objectives[i]].id))
      return TRUE;
  return g_str_equal (key, "none") && (rule == NULL || rule->n_objectives == 0);
}

static void
check_groups (RedanThreatIndex *index, RedanThreatQuery *query)
{
  const RedanAnalysis *analysis = redan_threat_index_get_analysis (index);
  g_autoptr (RedanThreatRows) rows = redan_threat_index_query (index, query);
  const RedanThreatRow *list = (const RedanThreatRow *) (gpointer) rows->rows->data;
  g_autofree guint *n_places = g_new0 (guint, analysis->threats->len);
  guint position = 0;

  for (guint g = 0; g < rows->groups->len; g++)
    {
      const RedanThreatGroup *group = &g_array_index (rows->groups, RedanThreatGroup, g);
      const guint first = position + 1;
      gint64 sum = 0;

      g_assert_cmpuint (list[position].threat, ==, REDAN_NONE);
      g_assert_cmpuint (list[position].group, ==, g);
      g_assert_cmpuint (group->count, >, 0);
      if (g > 0)
        g_assert_cmpint (group->sum, <=, (group - 1)->sum);
      for (position = first; position < rows->rows->len && list[position].threat != REDAN_NONE;
           position++)
        {
          sum += fixture_threat (analysis, list[position].threat)->residual;
          n_places[list[position].threat]++;
          g_assert_true (belongs_to (analysis, list[position].threat, query->grouping, group->key));
        }
      g_assert_cmpuint (position - first, ==, group->collapsed ? 0 : group->count);
      if (!group->collapsed)
        g_assert_cmpint (sum, ==, group->sum);
      check_order (analysis, index, query, list + first, position - first);
    }
  g_assert_cmpuint (position, ==, rows->rows->len);
  for (guint i = 0; query->collapsed == NULL && i < analysis->threats->len; i++)
    g_assert_cmpuint (n_places[i], ==, count_places (analysis, i, query->grouping));
}

static void
test_groups (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (RedanModel) model = make_model (random);
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (RedanThreatIndex) index = redan_threat_index_new (analysis, NULL);

  for (guint grouping = REDAN_THREAT_GROUP_ELEMENT; grouping <= REDAN_THREAT_GROUP_OBJECTIVE;
       grouping++)
    {
      RedanThreatQuery query = { .grouping = (RedanThreatGrouping) grouping, .fold = 3 };
      g_autoptr (GHashTable) collapsed =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr (RedanThreatRows) rows = NULL;

      check_groups (index, &query);
      rows = redan_threat_index_query (index, &query);
      g_assert_cmpuint (rows->groups->len, >, 3);
      for (guint i = 0; i < rows->groups->len; i += 2)
        g_hash_table_add (collapsed,
                          g_strdup (g_array_index (rows->groups, RedanThreatGroup, i).key));
      query.collapsed = collapsed;
      query.sort = REDAN_THREAT_SORT_CATEGORY;
      check_groups (index, &query);
    }
}

static void
test_folding (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (8);
  g_autoptr (RedanModel) model = make_model (random);
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (RedanThreatIndex) index = redan_threat_index_new (analysis, NULL);
  g_autoptr (GHashTable) kinds = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);
  RedanThreatQuery query = { .fold = 10 };
  g_autoptr (RedanCards) cards = redan_cards_new (analysis, 10);
  g_autoptr (RedanThreatRows) rows = redan_threat_index_query (index, &query);
  g_autoptr (RedanThreatRows) sorted = NULL;
  g_autoptr (RedanThreatRows) narrow = NULL;
  guint n_own = 0;

  /* the same cards as everywhere */
  g_assert_cmpuint (rows->rows->len, ==, cards->n + 1);
  for (guint i = 0; i < cards->n; i++)
    {
      g_assert_cmpuint (g_array_index (rows->rows, RedanThreatRow, i).threat, ==,
                        cards->cards[i].first);
      g_hash_table_add (shown, GUINT_TO_POINTER (cards->cards[i].first));
    }
  g_assert_cmpuint (g_array_index (rows->rows, RedanThreatRow, cards->n).threat, ==, REDAN_NONE);
  g_assert_cmpuint (g_array_index (rows->rows, RedanThreatRow, cards->n).group, ==, REDAN_NONE);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, i);

      if (g_hash_table_contains (shown, GUINT_TO_POINTER (i)))
        continue;
      n_own += threat->rule == REDAN_NONE;
      if (threat->rule != REDAN_NONE)
        g_hash_table_add (kinds, GUINT_TO_POINTER (threat->rule));
    }
  g_assert_cmpuint (rows->n_folded, ==, analysis->threats->len - cards->n);
  g_assert_cmpuint (rows->n_folded_kinds, ==, g_hash_table_size (kinds) + n_own);
  g_assert_cmpuint (rows->n_matches, ==, analysis->threats->len);
  /* another order shows the same ones */
  query.sort = REDAN_THREAT_SORT_TITLE;
  sorted = redan_threat_index_query (index, &query);
  g_assert_cmpuint (sorted->rows->len, ==, cards->n + 1);
  for (guint i = 0; i < cards->n; i++)
    g_assert_true (g_hash_table_contains (
        shown, GUINT_TO_POINTER (g_array_index (sorted->rows, RedanThreatRow, i).threat)));
  query.sort = REDAN_THREAT_SORT_RANK;

  query.words = "e";
  narrow = redan_threat_index_query (index, &query);
  g_assert_cmpuint (narrow->rows->len, >, 11);
  g_assert_cmpuint (narrow->n_folded, ==, 0);
}

/* ---- the list and its selection ---- */

typedef struct
{
  RedanThreatList *list;
  guint n; /* as told by items-changed */
  guint n_changed;
} Mirror;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer user_data)
{
  Mirror *mirror = user_data;

  g_assert_cmpuint (position + removed, <=, mirror->n);
  mirror->n = mirror->n - removed + added;
  g_assert_cmpuint (mirror->n, ==, g_list_model_get_n_items (list));
}

static void
item_changed_cb (RedanThreatItem *item, gpointer user_data)
{
  ((Mirror *) user_data)->n_changed++;
}

static GHashTable *
list_selected_ids (RedanThreatList *list)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (list);
  g_autoptr (GArray) selected = redan_threat_list_dup_selected (list);
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (selected->len, ==, redan_threat_list_get_n_selected (list));
  for (guint i = 0; i < selected->len; i++)
    g_assert_true (g_hash_table_add (
        ids,
        redan_threat_dup_id (analysis->facts,
                             fixture_threat (analysis, g_array_index (selected, guint32, i)))));
  return ids;
}

/* What is selected and still there and listed stays selected, and nothing else. */
static void
check_carried (RedanThreatList *list, GHashTable *before)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (list);
  g_autoptr (GHashTable) after = list_selected_ids (list);
  GHashTableIter iter;
  gpointer id;
  guint n = 0;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const RedanThreat *threat = redan_analysis_find (analysis, id);
      const guint index =
          threat != NULL ? (guint) (threat - fixture_threat (analysis, 0)) : REDAN_NONE;

      if (redan_threat_list_find (list, index) == G_MAXUINT)
        continue;
      g_assert_true (g_hash_table_contains (after, id));
      n++;
    }
  g_assert_cmpuint (g_hash_table_size (after), ==, n);
}

static void
test_selection (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (RedanThreatList) list = redan_threat_list_new ();
  g_autoptr (RedanModel) model = make_model (random);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (list);
  Mirror mirror = { list, 0, 0 };

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &mirror);
  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (RedanAnalysis) analysis = analyze (model);
      g_autoptr (GHashTable) before = NULL;
      RedanThreatQuery query = { .sort = (RedanThreatSort) (round % 8),
                                 .grouping = (RedanThreatGrouping) (round / 3 % 4),
                                 .fold = round % 5 == 0 ? 10 : 0 };
      guint n;

      redan_threat_list_set_analysis (list, analysis);
      redan_threat_list_set_query (list, &query);
      n = g_list_model_get_n_items (G_LIST_MODEL (list));
      gtk_selection_model_unselect_all (selection);
      gtk_selection_model_select_range (selection, (guint) g_rand_int_range (random, 0, (gint32) n),
                                        n / 3, FALSE);
      for (guint i = 0; i < n; i += 5)
        gtk_selection_model_select_item (selection, i, FALSE);
      before = list_selected_ids (list);
      g_assert_cmpuint (g_hash_table_size (before), >, 0);

      /* The model changes under the list. */
      if (round < 16 && round % 2 == 0)
        {
          g_autoptr (RedanEdit) edit = redan_edit_new (model, "delete");
          const RedanSection section = round % 4 == 0 ? REDAN_SECTION_FLOW : REDAN_SECTION_THREAT;

          redan_edit_delete (edit, &redan_model_get_nth (model, section, 0)->id);
          fixture_apply (model, g_steal_pointer (&edit));
        }
      {
        g_autoptr (RedanAnalysis) next = analyze (model);

        redan_threat_list_set_analysis (list, next);
        check_carried (list, before);
      }
      {
        g_autoptr (GHashTable) all = list_selected_ids (list);

        query.band = REDAN_BAND_MEDIUM;
        redan_threat_list_set_query (list, &query);
        check_carried (list, all);
      }
    }
}

static void
test_select_rules (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (12);
  g_autoptr (RedanModel) model = make_model (random);
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (RedanThreatList) list = redan_threat_list_new ();
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (list);
  const RedanThreatQuery query = { .grouping = REDAN_THREAT_GROUP_OBJECTIVE };
  g_autoptr (GtkBitset) chosen = gtk_bitset_new_range (1, 2);
  g_autoptr (GtkBitset) mask = NULL;
  g_autoptr (GtkBitset) seen = NULL;
  guint n;

  redan_threat_list_set_analysis (list, analysis);
  redan_threat_list_set_query (list, &query);
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  gtk_selection_model_select_all (selection);
  g_assert_cmpuint (redan_threat_list_get_n_selected (list), ==, analysis->threats->len);
  /* The head of a group is not selected, and does not unselect. */
  g_assert_false (gtk_selection_model_is_selected (selection, 0));
  gtk_selection_model_select_item (selection, 0, TRUE);
  g_assert_cmpuint (redan_threat_list_get_n_selected (list), ==, analysis->threats->len);

  mask = gtk_bitset_new_range (0, n);
  gtk_selection_model_set_selection (selection, chosen, mask);
  g_assert_cmpuint (redan_threat_list_get_n_selected (list), ==, 2);
  seen = gtk_selection_model_get_selection (selection);
  g_assert_true (gtk_bitset_contains (seen, 1) && gtk_bitset_contains (seen, 2));
  /* A threat that stands under several objectives is selected in all its places. */
  for (guint i = 0; i < n; i++)
    {
      const guint32 threat = redan_threat_list_get_row (list, i)->threat;
      const gboolean is_chosen =
          threat != REDAN_NONE && (threat == redan_threat_list_get_row (list, 1)->threat ||
                                   threat == redan_threat_list_get_row (list, 2)->threat);

      g_assert_cmpint (gtk_bitset_contains (seen, i), ==, is_chosen);
    }

  /* What is hidden is not decided with the rest. */
  redan_threat_list_toggle_group (list, redan_threat_list_get_row (list, 0)->group);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), <, n);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    g_assert_true (redan_threat_list_get_row (list, i)->threat == REDAN_NONE ||
                   !gtk_selection_model_is_selected (selection, i) ||
                   redan_threat_list_get_n_selected (list) > 0);
  redan_threat_list_toggle_group (list, redan_threat_list_get_row (list, 0)->group);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n);
}

/* Items are places: they stay, and say when another row stands there. */
static void
test_items (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (13);
  g_autoptr (RedanModel) model = make_model (random);
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (RedanThreatList) list = redan_threat_list_new ();
  g_autoptr (RedanThreatItem) item = NULL;
  g_autoptr (RedanThreatItem) again = NULL;
  Mirror mirror = { list, 0, 0 };
  RedanThreatQuery query = { .sort = REDAN_THREAT_SORT_RANK, .descending = TRUE };

  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 0));
  redan_threat_list_set_analysis (list, analysis);
  mirror.n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_assert_cmpuint (mirror.n, ==, analysis->threats->len);
  g_assert_cmpuint (redan_threat_list_get_row (list, 0)->threat, ==, analysis->ranked[0]);
  item = g_list_model_get_item (G_LIST_MODEL (list), 5);
  g_signal_connect (item, "changed", G_CALLBACK (item_changed_cb), &mirror);
  redan_threat_list_set_query (list, &query);
  g_assert_cmpuint (mirror.n_changed, ==, 1);
  again = g_list_model_get_item (G_LIST_MODEL (list), 5);
  g_assert_true (item == again);
  g_assert_cmpuint (redan_threat_list_get_row (list, 0)->threat, ==,
                    analysis->ranked[analysis->threats->len - 1]);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), analysis->threats->len));
  /* What is shown first counts from 1, whatever stands between in the ranking. */
  query.descending = FALSE;
  query.fold = 5;
  redan_threat_list_set_query (list, &query);
  mirror.n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_assert_cmpuint (mirror.n, >, 2);
  for (guint i = 0; i + 1 < mirror.n; i++)
    g_assert_cmpuint (
        redan_threat_list_get_rank (list, redan_threat_list_get_row (list, i)->threat), ==, i + 1);
  redan_threat_list_set_analysis (list, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

/* Texts that are taken over give the same answers as new ones. */
static void
test_take_over (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (14);
  g_autoptr (RedanModel) model = make_model (random);
  RedanThreatIndex *index = NULL;

  for (guint round = 0; round < 12; round++)
    {
      g_autoptr (RedanAnalysis) analysis = analyze (model);
      RedanThreatIndex *next = redan_threat_index_new (analysis, index);
      g_autoptr (GString) words = g_string_new (NULL);
      RedanThreatQuery query = { .sort = REDAN_THREAT_SORT_ELEMENT };

      redan_threat_index_free (index);
      index = next;
      check_query (index, &query);
      pick_words (random, analysis, words);
      query.words = words->str;
      check_query (index, &query);
      {
        g_autoptr (RedanEdit) edit = redan_edit_new (model, "rename");
        const RedanId id = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, round)->id;

        if (round % 3 == 2)
          redan_edit_delete (edit, &id);
        else
          redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL,
                          round % 3 == 0 ? "Entirely other" : NULL);
        fixture_apply (model, g_steal_pointer (&edit));
      }
    }
  redan_threat_index_free (index);
}

static void
test_expired (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) first = analyze (model);
  const RedanThreat *threat = fixture_threat (first, first->ranked[0]);
  const RedanObject *object = redan_threat_get_object (first->facts, threat);
  const RedanThreatName name = { redan_threat_get_rule (first->facts, threat)->id, object->id,
                                 FALSE };
  g_autofree char *id = redan_threat_dup_id (first->facts, threat);
  const struct
  {
    const char *decision;
    const char *expires;
    gboolean expired;
  } cases[] = {
    { "accept", "2025-02-01", FALSE }, /* the day itself still counts */
    { "accept", "2025-01-31", TRUE },
    { "accept", "", FALSE },
    { "transfer", "2025-01-31", FALSE },
  };

  g_assert_cmpuint (fixture_days ("2025-02-01"), ==, AS_OF);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const RedanVerdict verdict = { cases[i].decision, "Ana", NULL, NULL, cases[i].expires };
      g_autoptr (RedanAnalysis) analysis = NULL;

      fixture_apply (model, redan_command_decide_many (model, &name, 1, &verdict));
      analysis = analyze (model);
      threat = redan_analysis_find (analysis, id);
      g_assert_cmpint (redan_threat_is_expired (analysis->facts, threat), ==, cases[i].expired);
      g_assert_cmpstr (redan_threat_get_owner (analysis->facts, threat), ==, "Ana");
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/threat-list/queries/as-the-slow-list", test_queries);
  g_test_add_func ("/threat-list/groups/as-counted", test_groups);
  g_test_add_func ("/threat-list/folding", test_folding);
  g_test_add_func ("/threat-list/selection/survives-analyses", test_selection);
  g_test_add_func ("/threat-list/selection/rules", test_select_rules);
  g_test_add_func ("/threat-list/items/are-places", test_items);
  g_test_add_func ("/threat-list/texts/taken-over", test_take_over);
  g_test_add_func ("/threat-list/acceptance/expires", test_expired);
  status = g_test_run ();
  fixture_unload ();
  return status;
}
