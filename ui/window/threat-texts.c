/* SPDX-License-Identifier: Apache-2.0 */
/* Names and kinds of threats prepared for searching and sorting: a hundred thousand threats share
 * some thousand names. */

#include "ui/window/threat-texts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"

typedef struct
{
  const RedanObject *object; /* NULL for the model */
  char *lower;
  char *key; /* for sorting */
} Name;

struct _RedanThreatTexts
{
  const RedanFacts *facts;
  const RedanRule *rules;
  guint n_rules;
  guint n_recorded;

  Name *names; /* by slot */
  guint n_slots;
  gboolean has_lower;
  guint32 *name_ranks;
  char **kinds; /* lower case: title, id and category */
  guint32 *kind_ranks;
  guint8 *mentions_account; /* by rule */
  guint8 *mentions_boundary;
};

static char *
dup_lower (const char *text)
{
  const gsize length = strlen (text);
  char *lower = NULL;

  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] >= 0x80)
      return g_utf8_strdown (text, (gssize) length);
  lower = g_malloc (length + 1);
  for (gsize i = 0; i <= length; i++)
    lower[i] = g_ascii_tolower (text[i]);
  return lower;
}

static const RedanObject *
find_object (const RedanFacts *facts, guint slot)
{
  const RedanSnapshot *snapshot = facts->snapshot;

  if (slot < snapshot->n_elements)
    return snapshot->elements[slot];
  slot -= snapshot->n_elements;
  if (slot < snapshot->n_flows)
    return snapshot->flows[slot];
  slot -= snapshot->n_flows;
  return slot < snapshot->n_boundaries ? snapshot->boundaries[slot] : NULL;
}

/* An unnamed flow is called by its ends, which may have new names. */
static gboolean
is_same_name (const Name *old, const RedanObject *object)
{
  return old->object == object && object != NULL &&
         (object->section != REDAN_SECTION_FLOW || redan_object_get_name (object)[0] != '\0');
}

/* Both are in the order of sections and ids. */
static int
compare_objects (const RedanObject *a, const RedanObject *b)
{
  static const guint8 order[REDAN_N_SECTIONS] = {
    [REDAN_SECTION_ELEMENT] = 0, [REDAN_SECTION_FLOW] = 1, [REDAN_SECTION_BOUNDARY] = 2
  };

  if (a->section != b->section)
    return order[a->section] < order[b->section] ? -1 : 1;
  return redan_id_compare (&a->id, &b->id);
}

static void
take_over (RedanThreatTexts *self, RedanThreatTexts *previous)
{
  gboolean same = self->n_slots == previous->n_slots;
  guint n_taken = 0;
  guint old = 0;

  for (guint slot = 0; slot + 1 < self->n_slots; slot++)
    {
      Name *name = &self->names[slot];

      while (old + 1 < previous->n_slots &&
             compare_objects (previous->names[old].object, name->object) < 0)
        old++;
      if (old + 1 >= previous->n_slots || !is_same_name (&previous->names[old], name->object))
        continue;
      name->lower = g_steal_pointer (&previous->names[old].lower);
      name->key = g_steal_pointer (&previous->names[old].key);
      n_taken++;
    }
  if (same && n_taken + 1 == self->n_slots)
    {
      self->name_ranks = g_steal_pointer (&previous->name_ranks);
      self->has_lower = previous->has_lower;
      self->names[n_taken].lower = g_steal_pointer (&previous->names[n_taken].lower);
      self->names[n_taken].key = g_steal_pointer (&previous->names[n_taken].key);
    }
  /* What was taken from it is gone. */
  previous->has_lower = FALSE;
}

RedanThreatTexts *
redan_threat_texts_new (const RedanFacts *facts, RedanThreatTexts *previous)
{
  RedanThreatTexts *self = g_new0 (RedanThreatTexts, 1);
  const RedanSnapshot *snapshot = facts->snapshot;

  self->facts = facts;
  self->rules = redan_catalogue_get_rules (facts->catalogue, &self->n_rules);
  self->n_recorded = redan_model_get_n (snapshot->model, REDAN_SECTION_THREAT);
  self->n_slots = snapshot->n_elements + snapshot->n_flows + snapshot->n_boundaries + 1;
  self->names = g_new0 (Name, self->n_slots);
  for (guint slot = 0; slot < self->n_slots; slot++)
    self->names[slot].object = find_object (facts, slot);
  if (previous != NULL)
    take_over (self, previous);
  return self;
}

void
redan_threat_texts_free (RedanThreatTexts *self)
{
  if (self == NULL)
    return;
  for (guint slot = 0; slot < self->n_slots; slot++)
    {
      g_free (self->names[slot].lower);
      g_free (self->names[slot].key);
    }
  for (guint kind = 0; self->kinds != NULL && kind < self->n_rules + self->n_recorded; kind++)
    g_free (self->kinds[kind]);
  g_free (self->kinds);
  g_free (self->names);
  g_free (self->name_ranks);
  g_free (self->kind_ranks);
  g_free (self->mentions_account);
  g_free (self->mentions_boundary);
  g_free (self);
}

guint
redan_threat_texts_get_n_slots (const RedanThreatTexts *self)
{
  return self->n_slots;
}

guint
redan_threat_texts_get_n_kinds (const RedanThreatTexts *self)
{
  return self->n_rules + self->n_recorded;
}

guint
redan_threat_texts_get_slot (const RedanThreatTexts *self, const RedanThreat *threat)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;

  if (threat->target == REDAN_NONE)
    return self->n_slots - 1;
  switch (threat->context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return threat->target;
    case REDAN_CONTEXT_INTERACTION:
      return snapshot->n_elements + self->facts->interaction_flow[threat->target];
    case REDAN_CONTEXT_BOUNDARY:
      return snapshot->n_elements + snapshot->n_flows + threat->target;
    default:
      return self->n_slots - 1;
    }
}

const RedanObject *
redan_threat_texts_get_object (const RedanThreatTexts *self, guint slot)
{
  return self->names[slot].object;
}

guint
redan_threat_texts_get_kind (const RedanThreatTexts *self, const RedanThreat *threat)
{
  return threat->rule != REDAN_NONE ? threat->rule : self->n_rules + threat->recorded;
}

static char *
dup_name (const RedanThreatTexts *self, guint slot)
{
  const RedanObject *object = self->names[slot].object;
  const char *kind = object != NULL ? redan_object_get (object, REDAN_FIELD_KIND) : NULL;
  g_autofree char *title = object != NULL
                               ? redan_object_dup_title (self->facts->snapshot->model, object)
                               : g_strdup (_ ("the model"));

  /* The titles of threats call what has no name by its kind. */
  return object != NULL && redan_object_get_name (object)[0] == '\0' && kind != NULL
             ? g_strconcat (title, "\n", kind, NULL)
             : g_steal_pointer (&title);
}

static void
ensure_lower (RedanThreatTexts *self)
{
  for (guint slot = 0; !self->has_lower && slot < self->n_slots; slot++)
    if (self->names[slot].lower == NULL)
      {
        g_autofree char *name = dup_name (self, slot);

        self->names[slot].lower = dup_lower (name);
      }
  self->has_lower = TRUE;
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Name *names = user_data;

  return strcmp (names[*(const guint32 *) a].key, names[*(const guint32 *) b].key);
}

const guint32 *
redan_threat_texts_get_name_ranks (RedanThreatTexts *self)
{
  g_autofree guint32 *order = NULL;
  guint rank = 0;

  if (self->name_ranks != NULL)
    return self->name_ranks;
  ensure_lower (self);
  order = g_new (guint32, self->n_slots);
  for (guint slot = 0; slot < self->n_slots; slot++)
    {
      Name *name = &self->names[slot];

      order[slot] = slot;
      /* "Server 10" comes after "Server 9". */
      if (name->key == NULL)
        name->key = g_utf8_collate_key_for_filename (name->lower, -1);
    }
  g_qsort_with_data (order, (gint) self->n_slots, sizeof *order, compare_keys, self->names);
  self->name_ranks = g_new (guint32, self->n_slots);
  for (guint i = 0; i < self->n_slots; i++)
    {
      if (i > 0 && strcmp (self->names[order[i - 1]].key, self->names[order[i]].key) != 0)
        rank = i;
      self->name_ranks[order[i]] = rank;
    }
  return self->name_ranks;
}

static const RedanObject *
get_recorded (const RedanThreatTexts *self, guint kind)
{
  return redan_model_get_nth (self->facts->snapshot->model, REDAN_SECTION_THREAT,
                              kind - self->n_rules);
}

char *
redan_threat_texts_dup_kind_title (const RedanThreatTexts *self, guint kind)
{
  GString *title = NULL;

  if (kind >= self->n_rules)
    return redan_text_make_visible (redan_object_get_name (get_recorded (self, kind)));
  title = g_string_new (NULL);
  for (const char *text = self->rules[kind].title; *text != '\0';)
    {
      const char *end = *text == '{' ? strchr (text, '}') : NULL;

      if (end != NULL)
        {
          g_string_append (title, "…");
          text = end + 1;
        }
      else
        g_string_append_c (title, *text++);
    }
  return g_string_free (title, FALSE);
}

static void
ensure_kinds (RedanThreatTexts *self)
{
  const guint n = redan_threat_texts_get_n_kinds (self);

  if (self->kinds != NULL)
    return;
  self->kinds = g_new (char *, n);
  self->mentions_account = g_new0 (guint8, self->n_rules);
  self->mentions_boundary = g_new0 (guint8, self->n_rules);
  for (guint kind = 0; kind < n; kind++)
    {
      const gboolean is_rule = kind < self->n_rules;
      const char *category =
          is_rule ? self->rules[kind].category
                  : redan_object_get (get_recorded (self, kind), REDAN_FIELD_CATEGORY);
      g_autofree char *title = redan_threat_texts_dup_kind_title (self, kind);
      g_autofree char *text = g_strjoin ("\n", title, is_rule ? self->rules[kind].id : "",
                                         category != NULL ? category : "", NULL);

      self->kinds[kind] = dup_lower (text);
      if (!is_rule)
        continue;
      self->mentions_account[kind] = strstr (self->rules[kind].title, "{acct.name}") != NULL;
      self->mentions_boundary[kind] = strstr (self->rules[kind].title, "{b.name}") != NULL;
    }
}

static int
compare_texts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  char *const *texts = user_data;

  return strcmp (texts[*(const guint32 *) a], texts[*(const guint32 *) b]);
}

const guint32 *
redan_threat_texts_get_kind_ranks (RedanThreatTexts *self)
{
  const guint n = redan_threat_texts_get_n_kinds (self);
  g_autofree guint32 *order = NULL;
  guint rank = 0;

  if (self->kind_ranks != NULL)
    return self->kind_ranks;
  ensure_kinds (self);
  order = g_new (guint32, MAX (n, 1));
  for (guint kind = 0; kind < n; kind++)
    order[kind] = kind;
  g_qsort_with_data (order, (gint) n, sizeof *order, compare_texts, self->kinds);
  self->kind_ranks = g_new (guint32, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && strcmp (self->kinds[order[i - 1]], self->kinds[order[i]]) != 0)
        rank = i;
      self->kind_ranks[order[i]] = rank;
    }
  return self->kind_ranks;
}

/* ---- searching ---- */

/* Whether a name that the title or the place mentions has the word. */
static gboolean
is_mentioned (const RedanThreatTexts *self, const RedanThreat *threat, const guint8 *name_hits)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;
  const guint first_boundary = snapshot->n_elements + snapshot->n_flows;
  guint32 element = threat->target;

  if (name_hits[redan_threat_texts_get_slot (self, threat)])
    return TRUE;
  if (threat->target == REDAN_NONE || threat->context == REDAN_CONTEXT_BOUNDARY)
    return FALSE;
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    {
      const guint32 source = self->facts->interaction_source[threat->target];

      element = self->facts->interaction_target[threat->target];
      if (source != REDAN_NONE && name_hits[source])
        return TRUE;
      if (element != REDAN_NONE && name_hits[element])
        return TRUE;
    }
  if (element == REDAN_NONE || threat->rule == REDAN_NONE)
    return FALSE;
  if (self->mentions_account[threat->rule] && self->facts->element_account[element] != REDAN_NONE &&
      name_hits[first_boundary + self->facts->element_account[element]])
    return TRUE;
  return self->mentions_boundary[threat->rule] && threat->context == REDAN_CONTEXT_ELEMENT &&
         snapshot->element_parent[element] != REDAN_NONE &&
         name_hits[first_boundary + snapshot->element_parent[element]];
}

static void
match_word (RedanThreatTexts *self, const char *word, const GArray *threats, guint8 *passes)
{
  const guint n_kinds = redan_threat_texts_get_n_kinds (self);
  g_autofree guint8 *name_hits = g_new (guint8, self->n_slots);
  g_autofree guint8 *kind_hits = g_new (guint8, MAX (n_kinds, 1));

  for (guint slot = 0; slot < self->n_slots; slot++)
    name_hits[slot] = strstr (self->names[slot].lower, word) != NULL;
  for (guint kind = 0; kind < n_kinds; kind++)
    kind_hits[kind] = strstr (self->kinds[kind], word) != NULL;
  for (guint i = 0; i < threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (threats, RedanThreat, i);

      if (passes[i] && !kind_hits[redan_threat_texts_get_kind (self, threat)])
        passes[i] = is_mentioned (self, threat, name_hits);
    }
}

void
redan_threat_texts_match (RedanThreatTexts *self,
                          const char *const *words,
                          const GArray *threats,
                          guint8 *passes)
{
  ensure_lower (self);
  ensure_kinds (self);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      match_word (self, words[i], threats, passes);
}
