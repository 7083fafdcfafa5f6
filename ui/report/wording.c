/* SPDX-License-Identifier: Apache-2.0 */
/* Words for people: bands, states, kinds, provenance and references, the same in report, window and
 * command line. */

#include "ui/report/wording.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/name.h"
#include "ui/diagram/text.h"

char *
redan_objective_dup_reference (const RedanObjective *objective)
{
  if (g_str_equal (objective->group, "bp"))
    return g_strconcat ("SEC01-", objective->id, NULL);
  return g_strdup (objective->id);
}

const char *
redan_band_get_title (RedanBand band)
{
  static const char *const titles[REDAN_N_BANDS] = {
    [REDAN_BAND_INFO] = N_ ("Info"),         [REDAN_BAND_LOW] = N_ ("Low"),
    [REDAN_BAND_MEDIUM] = N_ ("Medium"),     [REDAN_BAND_HIGH] = N_ ("High"),
    [REDAN_BAND_CRITICAL] = N_ ("Critical"),
  };
  return _ (titles[band]);
}

const char *
redan_objective_state_get_title (RedanObjectiveState state)
{
  static const char *const titles[] = {
    [REDAN_OBJECTIVE_MET] = N_ ("Met"),
    [REDAN_OBJECTIVE_PARTIAL] = N_ ("Partly met"),
    [REDAN_OBJECTIVE_NOT_MET] = N_ ("Not met"),
    [REDAN_OBJECTIVE_NOT_APPLICABLE] = N_ ("Not applicable"),
    [REDAN_OBJECTIVE_UNKNOWN] = N_ ("Unknown"),
  };
  return _ (titles[state]);
}

char *
redan_coverage_dup_text (const RedanObjectiveResult *result)
{
  int low = (int) (100 * result->low + 0.5);
  int high = (int) (100 * result->high + 0.5);

  if (result->state == REDAN_OBJECTIVE_NOT_APPLICABLE)
    return g_strdup ("–");
  if (low == high)
    return g_strdup_printf ("%d %%", low);
  return g_strdup_printf ("%d–%d %%", low, high);
}

const char *
redan_objective_group_get_title (const char *group)
{
  static const struct
  {
    const char *group;
    const char *title;
  } titles[] = {
    { "bp", N_ ("Best practices") },
    { "principle", N_ ("Principles") },
    { "element", N_ ("Foundational elements") },
    { "service", N_ ("AWS services") },
    { "phase", N_ ("Implementation phases") },
    { "ops-preventive", N_ ("Operations: preventive controls") },
    { "ops-detective", N_ ("Operations: detective controls") },
    { "ops-responsive", N_ ("Operations: responsive controls") },
    { "challenge", N_ ("Challenges") },
    { "maturity", N_ ("Maturity") },
    { "resource", N_ ("Resources") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].group, group))
      return _ (titles[i].title);
  return group;
}

const char *
redan_decision_get_title (RedanDecision decision)
{
  static const char *const titles[REDAN_N_DECISIONS] = {
    [REDAN_DECISION_OPEN] = N_ ("Open"),
    [REDAN_DECISION_INVESTIGATE] = N_ ("Investigate"),
    [REDAN_DECISION_MITIGATE] = N_ ("To mitigate"),
    [REDAN_DECISION_ACCEPT] = N_ ("Accepted"),
    [REDAN_DECISION_TRANSFER] = N_ ("Transferred"),
    [REDAN_DECISION_AVOID] = N_ ("Avoided"),
    [REDAN_DECISION_NOT_APPLICABLE] = N_ ("Not applicable"),
  };
  return _ (titles[decision]);
}

const char *
redan_control_state_get_title (RedanControlState state)
{
  static const char *const titles[REDAN_N_STATES] = {
    [REDAN_STATE_ABSENT] = N_ ("Absent"),
    [REDAN_STATE_PLANNED] = N_ ("Planned"),
    [REDAN_STATE_CONTRADICTED] = N_ ("Contradicted"),
    [REDAN_STATE_DECLARED] = N_ ("Declared"),
    [REDAN_STATE_ATTESTED] = N_ ("Attested"),
    [REDAN_STATE_VALIDATED] = N_ ("Validated"),
    [REDAN_STATE_STALE] = N_ ("Stale"),
  };
  return _ (titles[state]);
}

const char *
redan_provenance_get_title (RedanProvenance provenance)
{
  static const char *const titles[] = {
    [REDAN_PROVENANCE_UNKNOWN] = N_ ("not answered"),
    [REDAN_PROVENANCE_SET] = N_ ("set"),
    [REDAN_PROVENANCE_IMPORTED] = N_ ("imported"),
    [REDAN_PROVENANCE_INHERITED] = N_ ("inherited"),
    [REDAN_PROVENANCE_DERIVED] = N_ ("derived"),
    [REDAN_PROVENANCE_STANDARD] = N_ ("default"),
  };
  return _ (titles[provenance]);
}

char *
redan_card_dup_more (const RedanCard *card)
{
  if (card->n <= 1)
    return NULL;
  return g_strdup_printf (ngettext ("%u more threat of the same cause",
                                    "%u more threats of the same cause", card->n - 1),
                          card->n - 1);
}

char *
redan_cards_dup_rest (const RedanCards *cards)
{
  return g_strdup_printf (_ ("Folded away: %u, waiting for an answer: %u; causes in all: %u."),
                          cards->n_hidden, cards->n_hidden_unconfirmed, cards->n_causes);
}

char *
redan_service_default_dup_title (const RedanServiceDefault *standard)
{
  char since[11];

  redan_days_to_date (standard->since, since);
  return g_strdup_printf (_ ("default since %s: %s"), since, standard->sentence);
}

char *
redan_word_dup_title (const char *word)
{
  static const char *const kept[] = {
    "aws", "azure", "gcp",   "api",  "ssh",  "rdp",  "iam",   "sso", "mtls", "vpc", "dns",
    "vm",  "cdn",   "waf",   "iot",  "siem", "hsm",  "vpn",   "llm", "ci",   "db",  "ou",
    "sql", "http",  "https", "tls",  "smtp", "ldap", "ldaps", "ftp", "sftp", "nfs", "smb",
    "udp", "tcp",   "grpc",  "mqtt", "amqp", "ws",   "wss",   "k8s",
  };
  static const char *const spelled[][2] = {
    { "tls12", "TLS 1.2" }, { "tls13", "TLS 1.3" }, { "tls-legacy", "TLS before 1.2" },
    { "ipsec", "IPsec" },   { "saas", "SaaS" },     { "na", "Not applicable" },
  };
  g_auto (GStrv) parts = g_strsplit (word, "-", -1);
  GString *title = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (spelled); i++)
    if (g_str_equal (spelled[i][0], word))
      return g_strdup (spelled[i][1]);
  title = g_string_new (NULL);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean acronym = FALSE;

      if (i > 0)
        g_string_append_c (title, ' ');
      for (guint j = 0; j < G_N_ELEMENTS (kept) && !acronym; j++)
        acronym = g_str_equal (parts[i], kept[j]);
      if (acronym)
        {
          g_autofree char *upper = g_ascii_strup (parts[i], -1);
          g_string_append (title, upper);
        }
      else if (i == 0 && parts[i][0] != '\0')
        {
          g_string_append_c (title, g_ascii_toupper (parts[i][0]));
          g_string_append (title, parts[i] + 1);
        }
      else
        g_string_append (title, parts[i]);
    }
  return g_string_free (title, FALSE);
}

char *
redan_value_dup_title (const RedanAttribute *attribute, const char *word)
{
  int position = redan_attribute_find_value (attribute, word, -1);
  const char *label =
      position < 0 ? NULL : redan_attribute_get_value_label (attribute, (guint) position);

  if (label != NULL)
    return g_strdup (label);
  if (position >= 0 || g_str_equal (word, "unknown"))
    return redan_word_dup_title (word);
  return redan_text_make_visible (word);
}

static const char *
get_end_name (const RedanModel *model, const RedanObject *flow, RedanField field)
{
  const char *id = redan_object_get (flow, field);
  const RedanObject *end = id != NULL ? redan_model_lookup_text (model, id) : NULL;
  const char *name = end != NULL ? redan_object_get_name (end) : "";

  if (end == NULL)
    return _ ("nothing");
  return name[0] != '\0' ? name : _ ("unnamed");
}

/* What an object that has no name of its own goes by: the fact, the control, the rule. */
static const char *
get_key (const RedanModel *model, const RedanObject *object)
{
  static const RedanField keys[] = { REDAN_FIELD_KEY, REDAN_FIELD_CONTROL, REDAN_FIELD_ANSWERS,
                                     REDAN_FIELD_RULE, REDAN_FIELD_CRITERION };
  const char *key = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys) && key == NULL; i++)
    key = redan_object_get (object, keys[i]);
  if (key != NULL && object->section == REDAN_SECTION_FACT)
    {
      const RedanAttribute *fact =
          redan_schema_lookup (redan_model_get_schema (model), REDAN_SCOPE_PROGRAMME, key, -1);

      if (fact != NULL)
        key = fact->label;
    }
  return key;
}

char *
redan_object_dup_title (const RedanModel *model, const RedanObject *object)
{
  const char *name = redan_object_get_name (object);
  g_autofree char *title = NULL;

  if (name[0] == '\0' && get_key (model, object) != NULL)
    name = get_key (model, object);
  if (name[0] != '\0')
    return redan_text_make_visible (name);
  if (object->section == REDAN_SECTION_FLOW)
    {
      title = g_strdup_printf (_ ("%s to %s"), get_end_name (model, object, REDAN_FIELD_SOURCE),
                               get_end_name (model, object, REDAN_FIELD_TARGET));
      return redan_text_make_visible (title);
    }
  title = g_strdup_printf (_ ("unnamed %s"), redan_section_get_tag (object->section));
  return g_steal_pointer (&title);
}

char *
redan_threat_dup_where (const RedanFacts *facts, const RedanThreat *threat)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  const RedanObject *object = redan_threat_get_object (facts, threat);

  if (object == NULL)
    return g_strdup (_ ("the model"));
  if (threat->context == REDAN_CONTEXT_INTERACTION && threat->target != REDAN_NONE)
    {
      guint32 source = facts->interaction_source[threat->target];
      guint32 target = facts->interaction_target[threat->target];

      if (source != REDAN_NONE && target != REDAN_NONE)
        {
          g_autofree char *flow = redan_object_dup_title (snapshot->model, object);
          g_autofree char *from =
              redan_object_dup_title (snapshot->model, snapshot->elements[source]);
          g_autofree char *to =
              redan_object_dup_title (snapshot->model, snapshot->elements[target]);

          if (redan_object_get_name (object)[0] == '\0')
            return g_strdup_printf (_ ("%s to %s"), from, to);
          return g_strdup_printf (_ ("%s (%s to %s)"), flow, from, to);
        }
    }
  return redan_object_dup_title (snapshot->model, object);
}

const char *
redan_score_format (gint64 thousandths, char text[32])
{
  gint64 tenths = (ABS (thousandths) + 50) / 100;

  g_snprintf (text, 32, "%s%" G_GINT64_FORMAT ".%d", thousandths < 0 && tenths > 0 ? "-" : "",
              tenths / 10, (int) (tenths % 10));
  return text;
}

const char *
redan_effort_format (double points, char text[32])
{
  return g_ascii_formatd (text, 32, "%.1f", points);
}

const RedanObject *
redan_target_get_object (const RedanFacts *facts, RedanContext context, guint32 target)
{
  const RedanSnapshot *snapshot = facts->snapshot;

  if (target == REDAN_NONE)
    return NULL;
  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return snapshot->elements[target];
    case REDAN_CONTEXT_INTERACTION:
      return snapshot->flows[facts->interaction_flow[target]];
    case REDAN_CONTEXT_BOUNDARY:
      return snapshot->boundaries[target];
    case REDAN_CONTEXT_MODEL:
    case REDAN_N_CONTEXTS:
    default:
      return NULL;
    }
}

/** The last argument of a call as written: "confidential" of "class_ge(e, confidential)"; "" when
 * there is only one. */
static char *
dup_last_argument (const char *call)
{
  const char *comma = strrchr (call, ',');
  const char *end = strrchr (call, ')');

  if (comma == NULL || end == NULL || end < comma)
    return g_strdup ("");
  return g_strstrip (g_strndup (comma + 1, (gsize) (end - comma - 1)));
}

/** A test by a function in the words of a person; NULL for functions without words of their own. */
static char *
dup_call_sentence (const RedanReason *reason)
{
  static const struct
  {
    const char *call;
    const char *yes;
    const char *no;
  } sentences[] = {
    { "crosses(f)", N_ ("the flow crosses a trust boundary"),
      N_ ("the flow stays inside its trust boundary") },
    { "human(", N_ ("a person is the caller"), N_ ("no person is the caller") },
    { "reach(", N_ ("it can be reached from outside"), N_ ("it cannot be reached from outside") },
    { "class_ge(", N_ ("the data is %s or higher"), N_ ("the data is below %s") },
    { "crosses(f,", N_ ("the flow crosses a boundary of the kind “%s”"),
      N_ ("the flow crosses no boundary of the kind “%s”") },
    { "inside(", N_ ("it lies inside a boundary of the kind “%s”"),
      N_ ("it does not lie inside a boundary of the kind “%s”") },
    { "stale(", N_ ("it was not renewed within %s days"), N_ ("it was renewed within %s days") },
  };

  if (reason->truth == REDAN_UNDECIDED)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      const char *words = _ (reason->truth == REDAN_TRUE ? sentences[i].yes : sentences[i].no);
      const char *hole = strstr (words, "%s");
      g_autofree char *argument = NULL;
      g_autofree char *before = NULL;

      if (!g_str_has_prefix (reason->text, sentences[i].call))
        continue;
      if (hole == NULL)
        return g_strdup (words);
      argument = dup_last_argument (reason->text);
      before = g_strndup (words, (gsize) (hole - words));
      return g_strconcat (before, argument, hole + 2, NULL);
    }
  return NULL;
}

/** A figure of the graph in words; NULL for tests that compare something else. */
static char *
dup_figure_sentence (const RedanReason *reason)
{
  static const struct
  {
    const char *call;
    const char *words;
  } figures[] = {
    { "blast(", N_ ("share of all value that falls with it") },
    { "choke(", N_ ("share of the reachable stores that depend on it") },
    { "depth(", N_ ("layers of defence on the weakest path to it") },
    { "envs(", N_ ("environments in it") },
    { "workloads(", N_ ("workloads in it") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (g_str_has_prefix (reason->text, figures[i].call))
      return g_strdup_printf ("%s: %s", _ (figures[i].words), reason->value);
  return g_strdup_printf (_ ("%s, which is %s"), reason->text, reason->value);
}

char *
redan_reason_dup_sentence (const RedanFacts *facts, const RedanReason *reason)
{
  const RedanObject *object = redan_target_get_object (facts, reason->context, reason->target);
  g_autofree char *title = NULL;
  g_autofree char *value = NULL;
  g_autofree char *where = NULL;
  g_autofree char *source = NULL;
  const RedanServiceDefault *standard = NULL;

  if (reason->attribute == NULL || object == NULL)
    {
      char *sentence = dup_call_sentence (reason);

      if (sentence != NULL)
        return sentence;
      if (reason->truth != REDAN_UNDECIDED && reason->value != NULL &&
          !g_str_equal (reason->value, "unknown"))
        return dup_figure_sentence (reason);
      if (reason->truth == REDAN_UNDECIDED)
        return g_strdup_printf (_ ("%s: not known"), reason->text);
      return g_strdup_printf (reason->truth == REDAN_TRUE ? _ ("%s: yes") : _ ("%s: no"),
                              reason->text);
    }
  where = redan_object_dup_title (facts->snapshot->model, object);
  title = redan_value_dup_title (reason->attribute, reason->value);
  value = redan_text_make_visible (title);
  if (reason->context == REDAN_CONTEXT_ELEMENT)
    standard = redan_facts_find_service_default (facts, reason->target, reason->attribute);
  if (standard != NULL)
    source = redan_service_default_dup_title (standard);
  return g_strdup_printf (_ ("%s · %s: %s (%s)"), where, reason->attribute->label, value,
                          source != NULL ? source
                                         : redan_provenance_get_title (reason->provenance));
}

char *
redan_hop_dup_title (const RedanFacts *facts, const RedanPathHop *hop)
{
  const RedanSnapshot *snapshot = facts->snapshot;

  if (hop->element != REDAN_NONE)
    return redan_object_dup_title (snapshot->model, snapshot->elements[hop->element]);
  if (hop->account != REDAN_NONE)
    {
      g_autofree char *account =
          redan_object_dup_title (snapshot->model, snapshot->boundaries[hop->account]);
      return g_strdup_printf (_ ("root user of %s"), account);
    }
  return g_strdup (_ ("the internet"));
}

GPtrArray *
redan_path_list_titles (const RedanFacts *facts, const GArray *path)
{
  GPtrArray *titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < path->len; i++)
    {
      const RedanPathHop *hop = &g_array_index (path, RedanPathHop, i);
      gboolean has_name = i == 0 || hop->element != REDAN_NONE || hop->account != REDAN_NONE;
      g_autofree char *title = has_name ? redan_hop_dup_title (facts, hop) : NULL;

      if (title != NULL &&
          (titles->len == 0 || !g_str_equal (title, titles->pdata[titles->len - 1])))
        g_ptr_array_add (titles, g_steal_pointer (&title));
    }
  return titles;
}

char *
redan_path_dup_title (const RedanFacts *facts, const GArray *path)
{
  g_autoptr (GPtrArray) titles = redan_path_list_titles (facts, path);

  g_ptr_array_add (titles, NULL);
  return g_strjoinv (" → ", (char **) titles->pdata);
}

char *
redan_headline_dup_title (const RedanFacts *facts, const RedanHeadlineRow *row)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  g_autofree char *element =
      redan_object_dup_title (snapshot->model, snapshot->elements[row->element]);
  g_autofree char *asset =
      row->asset == REDAN_NONE
          ? NULL
          : redan_object_dup_title (snapshot->model, snapshot->assets[row->asset]);
  g_autofree char *title =
      asset == NULL ? g_strdup (element) : g_strdup_printf (_ ("%s in %s"), asset, element);

  return redan_text_make_visible (title);
}

char *
redan_headline_dup_exposure (const RedanHeadlineRow *row)
{
  char exposure[G_ASCII_DTOSTR_BUF_SIZE];

  if (row->layers < 0)
    return g_strdup (_ ("no path leads there"));
  g_ascii_formatd (exposure, sizeof exposure, "%.2f", row->exposure);
  return g_strdup_printf (ngettext ("exposure %s, %d layer", "exposure %s, %d layers", row->layers),
                          exposure, row->layers);
}

gboolean
redan_unichar_is_noncharacter (gunichar c)
{
  return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

static gboolean
is_deceptive (gunichar c)
{
  return (c >= 0x80 && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
         redan_unichar_is_noncharacter (c) || (c >= 0xe0000 && c <= 0xe007f);
}

/** @p: a character of a text that begins at @start */
static gboolean
deceives_there (const char *start, const char *p)
{
  const gunichar c = g_utf8_get_char (p);
  const gunichar before = p > start ? g_utf8_get_char (g_utf8_prev_char (p)) : 0;

  return is_deceptive (c) &&
         !redan_text_is_joiner (before, c, g_utf8_get_char (g_utf8_next_char (p)));
}

/** @p: the next character, of a text that begins at @start */
static void
append_visible (GString *visible, const char *start, const char *p)
{
  const gunichar c = g_utf8_get_char (p);

  if (c == '\t')
    g_string_append_c (visible, ' ');
  else if (c < 0x20)
    g_string_append_unichar (visible, 0x2400 + c);
  else if (c == 0x7f)
    g_string_append_unichar (visible, 0x2421);
  else
    g_string_append_unichar (visible, deceives_there (start, p) ? 0xfffd : c);
}

char *
redan_text_drop_invisible (const char *text, guint *n_dropped)
{
  GString *kept = g_string_sized_new (strlen (text));

  *n_dropped = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (deceives_there (text, p))
      (*n_dropped)++;
    else
      g_string_append_len (kept, p, g_utf8_next_char (p) - p);
  return g_string_free (kept, FALSE);
}

char *
redan_text_make_visible (const char *text)
{
  g_autofree char *folded = NULL;
  g_autofree char *valid = NULL;
  GString *visible = NULL;
  gsize plain = 0;

  /* Nearly all names are printable ASCII and stay as they are. */
  while (text[plain] >= 0x20 && text[plain] < 0x7f)
    plain++;
  if (text[plain] == '\0')
    return g_strndup (text, plain);
  if (strchr (text + plain, '\n') != NULL)
    {
      text = folded = redan_text_fold_lines (text);
      plain = 0;
    }
  /* Arguments and file names may be any bytes. */
  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);
  visible = g_string_new_len (text, (gssize) plain);
  for (const char *p = text + plain; *p != '\0'; p = g_utf8_next_char (p))
    append_visible (visible, text, p);
  return g_string_free (visible, FALSE);
}

char *
redan_text_dup_excerpt (const char *text, guint max_characters, guint max_lines)
{
  GString *excerpt = g_string_new (NULL);
  guint n_breaks = 0;
  guint n_lines = 1;
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (*p == '\n')
        {
          n_breaks++;
          continue;
        }
      if (excerpt->len > 0)
        n_lines += MIN (n_breaks, 2);
      if (n == max_characters || n_lines > max_lines)
        {
          g_string_append (excerpt, "…");
          break;
        }
      /* One empty line parts paragraphs, however many were written. */
      for (guint i = 0; i < MIN (n_breaks, 2) && excerpt->len > 0; i++)
        g_string_append_c (excerpt, '\n');
      n_breaks = 0;
      append_visible (excerpt, text, p);
      n++;
    }
  return g_string_free (excerpt, FALSE);
}

const char *
redan_waiver_get_title (const RedanObject *waiver)
{
  static const struct
  {
    const char *word;
    const char *title;
  } kinds[] = { { "not-applicable", N_ ("waived: does not apply") },
                { "compensating-control", N_ ("waived: met by another control") },
                { "exception", N_ ("waived: exception") },
                { "inherited", N_ ("waived: inherited") } };
  const char *word = redan_object_get (waiver, REDAN_FIELD_KIND);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (word, kinds[i].word) == 0)
      return _ (kinds[i].title);
  return _ ("waived");
}

char *
redan_waiver_dup_standing (const RedanCriterionResult *result)
{
  const char *name = redan_object_get (result->waiver, REDAN_FIELD_OWNER);
  const char *expires = redan_object_get (result->waiver, REDAN_FIELD_EXPIRES);
  g_autofree char *owner = redan_text_make_visible (name != NULL ? name : "");

  switch (result->standing)
    {
    case REDAN_WAIVER_EXPIRED:
      return g_strdup_printf (_ ("%s, expired on %s"), owner, expires);
    case REDAN_WAIVER_NOT_YET:
      return g_strdup_printf (_ ("%s, not before %s"), owner,
                              redan_object_get (result->waiver, REDAN_FIELD_DATE));
    case REDAN_WAIVER_INCOMPLETE:
      return g_strdup (_ ("without owner or reason"));
    default:
      return expires == NULL ? g_steal_pointer (&owner)
                             : g_strdup_printf (_ ("%s, until %s"), owner, expires);
    }
}

char *
redan_waiver_dup_text (const RedanCriterionResult *result)
{
  g_autofree char *standing = NULL;

  if (result->waiver == NULL)
    return NULL;
  standing = redan_waiver_dup_standing (result);
  if (!result->waived)
    return g_strdup_printf (_ ("waiver does not count: %s"), standing);

  return g_strdup_printf ("%s (%s)", redan_waiver_get_title (result->waiver), standing);
}

char *
redan_objective_dup_waivers (const RedanObjectiveResult *result)
{
  GString *text = NULL;

  if (result->n_waived == 0 && result->n_lapsed == 0)
    return NULL;
  text = g_string_new (NULL);
  if (result->n_waived > 0)
    g_string_append_printf (text, _ ("%u waived"), result->n_waived);
  if (result->n_lapsed > 0)
    g_string_append_printf (
        text,
        ngettext ("%s%u waiver does not count", "%s%u waivers do not count", result->n_lapsed),
        text->len > 0 ? ", " : "", result->n_lapsed);

  return g_string_free (text, FALSE);
}

char *
redan_loss_dup_where (const RedanLoss *loss)
{
  g_autofree char *place = redan_text_make_visible (loss->place);
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;

  if (loss->file == NULL)
    return g_steal_pointer (&place);
  name = g_path_get_basename (loss->file);
  shown = redan_text_make_visible (name);
  return g_strdup_printf ("%s · %s:%u", place, shown, loss->line);
}

const char *
redan_criterion_value_get_title (RedanCriterionValue value)
{
  static const char *const titles[] = {
    [REDAN_CRITERION_FALSE] = N_ ("not met"),
    [REDAN_CRITERION_TRUE] = N_ ("met"),
    [REDAN_CRITERION_UNKNOWN] = N_ ("unknown"),
    [REDAN_CRITERION_NOT_APPLICABLE] = N_ ("not applicable"),
  };

  return _ (titles[value]);
}

const char *
redan_criterion_get_state (const RedanCriterionResult *result)
{
  return result->waived ? redan_waiver_get_title (result->waiver)
                        : redan_criterion_value_get_title (result->value);
}
