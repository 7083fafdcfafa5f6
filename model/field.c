/* SPDX-License-Identifier: Apache-2.0 */
/* The table of sections and their fields, and the checks of single values. */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/field.h"
#include "model/geometry.h"
#include "model/id.h"
#include "model/snapshot.h"

#define MAX_LINE 4096
#define MAX_TEXT (1024 * 1024)
#define MAX_TOKEN 256
#define MAX_KEY 512

#define IN(section) (1u << REDAN_SECTION_##section)
#define TARGETS (IN (BOUNDARY) | IN (ELEMENT) | IN (FLOW) | IN (ASSET))

#define START(field_, tag_, type_, ...)                                                            \
  {                                                                                                \
    .field = REDAN_FIELD_##field_, .tag = tag_, .type = REDAN_VALUE_##type_, .on_start_tag = TRUE, \
    __VA_ARGS__                                                                                    \
  }
#define CHILD(field_, tag_, type_, ...)                                                            \
  {                                                                                                \
    .field = REDAN_FIELD_##field_, .tag = tag_, .type = REDAN_VALUE_##type_, __VA_ARGS__           \
  }
#define KEYED(field_, tag_, type_, ...)                                                            \
  {                                                                                                \
    .field = REDAN_FIELD_##field_, .tag = tag_, .type = REDAN_VALUE_##type_, .keyed = TRUE,        \
    __VA_ARGS__                                                                                    \
  }

#define NAME CHILD (NAME, "name", LINE)
#define DRAWN_NAME CHILD (NAME, "name", LINES) /* broken as it is to be read in a diagram */
#define DESCRIPTION CHILD (DESCRIPTION, "description", TEXT)
#define OWNER CHILD (OWNER, "owner", LINE)
#define REVIEWED_HASH CHILD (REVIEWED_HASH, "reviewed-hash", NAME)
#define TAG KEYED (TAG, "tag", LINE)
#define EXTRA KEYED (EXTRA, "extra", EXTRA, .key_tag = "format")
#define Z_ORDER                                                                                    \
  KEYED (Z_ORDER, "z-order", Z_ORDER, .key_tag = "diagram", .references = IN (DIAGRAM),            \
         .minimum = -REDAN_MAX_Z_ORDER, .maximum = REDAN_MAX_Z_ORDER)
#define PLACE KEYED (PLACE, "place", PLACE, .key_tag = "diagram", .references = IN (DIAGRAM))
#define ROUTE KEYED (ROUTE, "route", POINTS, .key_tag = "diagram", .references = IN (DIAGRAM))
#define LABEL KEYED (LABEL, "label", POINT, .key_tag = "diagram", .references = IN (DIAGRAM))

static const char *const reverse_words[] = { "reverse", NULL };
static const char *const yes_words[] = { "yes", NULL };
static const char *const element_words[] = { "actor", "external", "process", "store", NULL };
static const char *const severity_words[] = { "critical", "high", "medium", "low", "info", NULL };
static const char *const decision_words[] = {
  "open", "investigate", "mitigate", "accept", "transfer", "avoid", "not-applicable", NULL,
};
static const char *const mitigation_words[] = {
  "absent", "planned", "declared", "attested", "validated", NULL,
};
static const char *const routing_words[] = { "straight", "orthogonal", "curved", NULL };
static const char *const waiver_words[] = {
  "not-applicable", "compensating-control", "exception", "inherited", NULL,
};
static const char *const assumption_words[] = { "unconfirmed", "confirmed", "rejected", NULL };

static const RedanFieldInfo meta_fields[] = {
  NAME,
  DESCRIPTION,
  OWNER,
  CHILD (SCOPE, "scope", TEXT),
  CHILD (ORGANIZATION, "organization", LINE),
  CHILD (ORGANIZATION_HASH, "organization-hash", NAME),
  KEYED (PACK, "pack", PACK, .key_tag = "id"),
  EXTRA,
};

static const RedanFieldInfo boundary_fields[] = {
  START (KIND, "kind", ATTRIBUTE, .required = TRUE),
  START (PARENT, "parent", REFERENCE, .references = IN (BOUNDARY)),
  DRAWN_NAME,
  DESCRIPTION,
  REVIEWED_HASH,
  TAG,
  Z_ORDER,
  PLACE,
  ROUTE,
  LABEL,
  EXTRA,
};

static const RedanFieldInfo element_fields[] = {
  START (KIND, "kind", WORD, .required = TRUE, .words = element_words),
  START (PARENT, "parent", REFERENCE, .references = IN (BOUNDARY)),
  DRAWN_NAME,
  DESCRIPTION,
  CHILD (SCOPE_REASON, "scope-reason", TEXT),
  REVIEWED_HASH,
  TAG,
  Z_ORDER,
  PLACE,
  EXTRA,
};

static const RedanFieldInfo flow_fields[] = {
  START (SOURCE, "source", REFERENCE, .references = IN (ELEMENT)),
  START (TARGET, "target", REFERENCE, .references = IN (ELEMENT)),
  DRAWN_NAME,
  DESCRIPTION,
  CHILD (SCOPE_REASON, "scope-reason", TEXT),
  CHILD (BIDIRECTIONAL, "bidirectional", WORD, .words = yes_words),
  REVIEWED_HASH,
  KEYED (CROSSES, "crosses", REFERENCE, .references = IN (BOUNDARY)),
  TAG,
  ROUTE,
  LABEL,
  EXTRA,
};

static const RedanFieldInfo asset_fields[] = {
  NAME,
  DESCRIPTION,
  OWNER,
  KEYED (STORED, "stored", REFERENCE, .references = IN (ELEMENT)),
  KEYED (PROCESSED, "processed", REFERENCE, .references = IN (ELEMENT)),
  KEYED (CARRIED, "carried", REFERENCE, .references = IN (FLOW)),
  TAG,
  EXTRA,
};

static const RedanFieldInfo mitigation_fields[] = {
  START (TARGET, "target", REFERENCE, .references = TARGETS),
  START (CONTROL, "control", NAME),
  NAME,
  DESCRIPTION,
  OWNER,
  CHILD (STATE, "state", WORD, .words = mitigation_words),
  CHILD (STRENGTH, "strength", INTEGER, .maximum = 100),
  CHILD (COST, "cost", INTEGER, .minimum = 1, .maximum = 5),
  CHILD (DUE, "due", DATE),
  CHILD (PROOF, "proof", LINE),
  KEYED (ADDRESSES, "addresses", NAME),
  TAG,
  EXTRA,
};

static const RedanFieldInfo threat_fields[] = {
  START (TARGET, "target", REFERENCE, .references = TARGETS),
  NAME,
  DESCRIPTION,
  OWNER,
  CHILD (METHOD, "method", LINE),
  CHILD (CATEGORY, "category", LINE),
  CHILD (SEVERITY, "severity", WORD, .words = severity_words),
  CHILD (CVSS, "cvss", LINE),
  CHILD (LIKELIHOOD, "likelihood", INTEGER, .minimum = 1, .maximum = 5),
  CHILD (IMPACT, "impact", INTEGER, .minimum = 1, .maximum = 5),
  CHILD (DECISION, "decision", WORD, .words = decision_words),
  CHILD (REASON, "reason", TEXT),
  CHILD (DUE, "due", DATE),
  CHILD (EXPIRES, "expires", DATE),
  CHILD (NUMBER, "number", INTEGER, .maximum = G_MAXINT32),
  KEYED (AFFECTS, "affects", REFERENCE, .references = TARGETS),
  TAG,
  EXTRA,
};

static const RedanFieldInfo decision_fields[] = {
  START (TARGET, "target", REFERENCE),
  START (RULE, "rule", NAME, .required = TRUE),
  START (DIRECTION, "direction", WORD, .words = reverse_words),
  OWNER,
  CHILD (DECISION, "decision", WORD, .words = decision_words),
  CHILD (REASON, "reason", TEXT),
  CHILD (DATE, "date", DATE),
  CHILD (DUE, "due", DATE),
  CHILD (EXPIRES, "expires", DATE),
  TAG,
  EXTRA,
};

static const RedanFieldInfo assumption_fields[] = {
  NAME,
  DESCRIPTION,
  OWNER,
  CHILD (STATE, "state", WORD, .words = assumption_words),
  KEYED (AFFECTS,
         "affects",
         REFERENCE,
         .references = TARGETS | IN (MITIGATION) | IN (THREAT) | IN (DECISION)),
  TAG,
  EXTRA,
};

static const RedanFieldInfo fact_fields[] = {
  START (KEY, "name", NAME, .required = TRUE),
  DESCRIPTION,
  OWNER,
  CHILD (VALUE, "value", LINE),
  CHILD (DATE, "date", DATE),
  CHILD (EXPIRES, "expires", DATE),
  CHILD (PROOF, "proof", LINE),
  TAG,
  EXTRA,
};

static const RedanFieldInfo profile_fields[] = {
  NAME,
  DESCRIPTION,
  CHILD (SKILL, "skill", INTEGER, .maximum = 4),
  CHILD (HORIZON, "horizon", INTEGER, .minimum = 1, .maximum = 100000),
  CHILD (WEIGHT, "weight", INTEGER, .maximum = 100),
  KEYED (ENTRY, "entry", REFERENCE, .references = IN (ELEMENT) | IN (BOUNDARY)),
  TAG,
  EXTRA,
};

static const RedanFieldInfo evidence_fields[] = {
  START (TARGET, "target", REFERENCE),
  START (CONTROL, "control", NAME),
  START (ANSWERS, "attribute", NAME),
  NAME,
  DESCRIPTION,
  CHILD (VALUE, "value", LINE),
  CHILD (DATE, "date", DATE),
  CHILD (ORIGIN, "origin", LINE),
  TAG,
  KEYED (CHECK, "check", METRIC, .key_tag = "name"),
  EXTRA,
};

static const RedanFieldInfo assessment_fields[] = {
  NAME,
  DESCRIPTION,
  CHILD (DATE, "date", DATE),
  CHILD (ORIGIN, "origin", LINE),
  TAG,
  KEYED (METRIC, "metric", METRIC, .key_tag = "name"),
  EXTRA,
};

static const RedanFieldInfo waiver_fields[] = {
  START (KIND, "kind", WORD, .required = TRUE, .words = waiver_words),
  START (CRITERION, "criterion", NAME, .required = TRUE),
  DESCRIPTION,
  OWNER,
  CHILD (REASON, "reason", TEXT),
  CHILD (DATE, "date", DATE),
  CHILD (EXPIRES, "expires", DATE),
  CHILD (PROOF, "proof", LINE),
  TAG,
  EXTRA,
};

static const RedanFieldInfo note_fields[] = {
  START (DIAGRAM, "diagram", REFERENCE, .references = IN (DIAGRAM)),
  NAME,
  DESCRIPTION,
  TAG,
  Z_ORDER,
  PLACE,
  EXTRA,
};

static const RedanFieldInfo diagram_fields[] = {
  NAME,
  DESCRIPTION,
  CHILD (ORDER, "order", INTEGER, .maximum = 1000000),
  CHILD (ROUTING, "routing", WORD, .words = routing_words),
  CHILD (METHOD, "method", LINE),
  TAG,
  EXTRA,
};

static const RedanFieldInfo conflict_fields[] = {
  START (TARGET, "target", REFERENCE, .required = TRUE),
  START (KEY, "name", NAME, .required = TRUE),
  CHILD (MEMBER, "member", LINE),
  CHILD (BASE, "base", TEXT),
  CHILD (OURS, "ours", TEXT),
  CHILD (THEIRS, "theirs", TEXT),
};

typedef struct
{
  const char *tag;
  const RedanFieldInfo *fields;
  guint n_fields;
} SectionInfo;

#define SECTION(tag)                                                                               \
  {                                                                                                \
#tag, tag##_fields, G_N_ELEMENTS(tag##_fields)                                                 \
  }

/* In the order of RedanSection. */
static const SectionInfo sections[REDAN_N_SECTIONS] = {
  SECTION (meta),       SECTION (boundary),   SECTION (element), SECTION (flow),
  SECTION (asset),      SECTION (mitigation), SECTION (threat),  SECTION (decision),
  SECTION (assumption), SECTION (fact),       SECTION (profile), SECTION (evidence),
  SECTION (assessment), SECTION (waiver),     SECTION (note),    SECTION (diagram),
  SECTION (conflict),
};

#define N_TAG_SLOTS 1024

/* Open addressing over (section, place, tag) of all structural fields, built once. */
static const RedanFieldInfo *tag_slots[N_TAG_SLOTS];
static guint8 tag_sections[N_TAG_SLOTS];

static guint
hash_tag (RedanSection section, gboolean on_start_tag, const char *tag, gsize length)
{
  guint hash = (section * 2 + (on_start_tag ? 1 : 0)) * 16777619u ^ 2166136261u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) tag[i]) * 16777619u;
  return (hash ^ hash >> 15) % N_TAG_SLOTS;
}

static void
build_tags (void)
{
  static gsize built;

  if (!g_once_init_enter (&built))
    return;

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < sections[section].n_fields; i++)
      {
        const RedanFieldInfo *info = &sections[section].fields[i];
        guint at = hash_tag (section, info->on_start_tag, info->tag, strlen (info->tag));
        while (tag_slots[at] != NULL)
          at = (at + 1) % N_TAG_SLOTS;
        tag_slots[at] = info;
        tag_sections[at] = (guint8) section;
      }
  g_once_init_leave (&built, 1);
}

const char *
redan_section_get_tag (RedanSection section)
{
  return sections[section].tag;
}

gboolean
redan_section_lookup (const char *tag, gssize length, RedanSection *section_out)
{
  gsize n = length < 0 ? strlen (tag) : (gsize) length;

  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    if (strncmp (sections[i].tag, tag, n) == 0 && sections[i].tag[n] == '\0')
      {
        *section_out = (RedanSection) i;
        return TRUE;
      }
  return FALSE;
}

const RedanFieldInfo *
redan_section_get_fields (RedanSection section, guint *n_out)
{
  *n_out = sections[section].n_fields;
  return sections[section].fields;
}

const RedanFieldInfo *
redan_field_get_info (RedanSection section, RedanField field)
{
  for (guint i = 0; i < sections[section].n_fields; i++)
    if (sections[section].fields[i].field == field)
      return &sections[section].fields[i];
  return NULL;
}

static const RedanAttribute *
lookup_attribute (const RedanSchema *schema, RedanSection section, const char *tag, gsize length)
{
  const RedanAttribute *attribute;

  switch (section)
    {
    case REDAN_SECTION_ELEMENT:
      return redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, tag, (gssize) length);
    case REDAN_SECTION_FLOW:
      return redan_schema_lookup (schema, REDAN_SCOPE_FLOW, tag, (gssize) length);
    case REDAN_SECTION_ASSET:
      return redan_schema_lookup (schema, REDAN_SCOPE_ASSET, tag, (gssize) length);
    case REDAN_SECTION_BOUNDARY:
      attribute = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, tag, (gssize) length);
      if (attribute != NULL)
        return attribute;
      return redan_schema_lookup (schema, REDAN_SCOPE_ACCOUNT, tag, (gssize) length);
    default:
      return NULL;
    }
}

RedanField
redan_field_lookup (const RedanSchema *schema,
                    RedanSection section,
                    gboolean on_start_tag,
                    const char *tag,
                    gssize length)
{
  gsize n = length < 0 ? strlen (tag) : (gsize) length;

  build_tags ();
  guint at = hash_tag (section, on_start_tag, tag, n);
  for (; tag_slots[at] != NULL; at = (at + 1) % N_TAG_SLOTS)
    {
      const RedanFieldInfo *info = tag_slots[at];
      if (tag_sections[at] == section && info->on_start_tag == !!on_start_tag &&
          strncmp (info->tag, tag, n) == 0 && info->tag[n] == '\0')
        return info->field;
    }
  if (on_start_tag || schema == NULL)
    return REDAN_FIELD_EXISTS;

  const RedanAttribute *attribute = lookup_attribute (schema, section, tag, n);
  if (attribute == NULL || attribute->structural || !attribute->stored)
    return REDAN_FIELD_EXISTS;
  return (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index);
}

const char *
redan_field_get_tag (const RedanSchema *schema, RedanField field)
{
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);

  if (attribute != NULL)
    return attribute->name;
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      const RedanFieldInfo *info = redan_field_get_info (section, field);
      if (info != NULL)
        return info->tag;
    }
  return "";
}

const RedanAttribute *
redan_field_get_attribute (const RedanSchema *schema, RedanField field)
{
  guint index = field - REDAN_FIELD_ATTRIBUTE;

  if (field < REDAN_FIELD_ATTRIBUTE || field >= REDAN_FIELD_PACK ||
      index >= redan_schema_get_n_attributes (schema))
    return NULL;
  return redan_schema_get_attribute (schema, index);
}

gboolean
redan_field_is_keyed (const RedanSchema *schema, RedanField field)
{
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);

  if (attribute != NULL)
    return attribute->type == REDAN_ATTRIBUTE_SET;
  return field >= REDAN_FIELD_PACK;
}

static gboolean
is_legal_text (const char *text, gsize limit, gboolean line_breaks)
{
  const char *end;
  gsize length = strlen (text);

  if (length > limit || !g_utf8_validate_len (text, length, &end))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      guint8 c = (guint8) text[i];
      if (c < 0x20 && c != '\t' && !(c == '\n' && line_breaks))
        return FALSE;
      /* U+FFFE and U+FFFF are not characters of XML */
      if (c == 0xef && (guint8) text[i + 1] == 0xbf && (guint8) text[i + 2] >= 0xbe)
        return FALSE;
    }
  return TRUE;
}

gboolean
redan_text_is_line (const char *text, gsize limit)
{
  return is_legal_text (text, limit, FALSE);
}

gboolean
redan_text_is_legal (const char *text, gsize limit)
{
  return is_legal_text (text, limit, TRUE);
}

/* One line may be blank, as any line may. */
static gboolean
is_lines (const char *text)
{
  const char *last = strrchr (text, '\n');

  if (!redan_text_is_legal (text, MAX_LINE))
    return FALSE;
  return last == NULL ||
         (text[strspn (text, " \t")] != '\n' && last[1 + strspn (last + 1, " \t")] != '\0');
}

static gboolean
is_token (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_TOKEN)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("-_.:@/", text[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_id (const char *text)
{
  RedanId id;

  return redan_id_parse (text, strlen (text), &id);
}

/* "version hash": two tokens with a space between; the hash may be missing. */
static gboolean
is_pack_value (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 3);
  guint n = g_strv_length (parts);

  return n >= 1 && n <= 2 && is_token (parts[0]) && (n == 1 || is_token (parts[1]));
}

/* "format/name": a token without slash, and any line. */
static gboolean
is_extra_key (const char *key)
{
  const char *slash = strchr (key, '/');

  if (slash == NULL || slash[1] == '\0' || !redan_text_is_line (key, MAX_KEY))
    return FALSE;

  g_autofree char *format = g_strndup (key, slash - key);
  return is_token (format);
}

static gboolean
is_integer (const RedanFieldInfo *info, const char *value)
{
  gint64 number;

  if (!g_ascii_string_to_signed (value, 10, info->minimum, info->maximum, &number, NULL))
    return FALSE;

  g_autofree char *back = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return strcmp (back, value) == 0;
}

static gboolean
is_point (const char *value)
{
  guint n;
  g_autofree RedanPoint *points = redan_points_parse (value, &n);

  return points != NULL && n == 1;
}

static gboolean
is_points (const char *value)
{
  guint n;
  g_autofree RedanPoint *points = redan_points_parse (value, &n);

  return points != NULL;
}

static gboolean
fits (const RedanFieldInfo *info, const char *value)
{
  RedanBox box;
  guint days;

  switch (info->type)
    {
    case REDAN_VALUE_LINE:
    case REDAN_VALUE_METRIC:
      return redan_text_is_line (value, MAX_LINE);
    case REDAN_VALUE_LINES:
      return is_lines (value);
    case REDAN_VALUE_TEXT:
    case REDAN_VALUE_EXTRA:
      return redan_text_is_legal (value, MAX_TEXT);
    case REDAN_VALUE_WORD:
      return g_strv_contains (info->words, value);
    case REDAN_VALUE_INTEGER:
    case REDAN_VALUE_Z_ORDER:
      return is_integer (info, value);
    case REDAN_VALUE_DATE:
      return redan_days_from_date (value, &days);
    case REDAN_VALUE_REFERENCE:
      return is_id (value);
    case REDAN_VALUE_NAME:
      return is_token (value);
    case REDAN_VALUE_PACK:
      return is_pack_value (value);
    case REDAN_VALUE_PLACE:
      return redan_place_parse (value, &box);
    case REDAN_VALUE_POINTS:
      return is_points (value);
    case REDAN_VALUE_POINT:
      return is_point (value);
    case REDAN_VALUE_ATTRIBUTE:
      return TRUE;
    }
  g_assert_not_reached ();
}

static char *
describe (const RedanFieldInfo *info)
{
  g_autofree char *words = NULL;

  switch (info->type)
    {
    case REDAN_VALUE_LINE:
    case REDAN_VALUE_METRIC:
      return g_strdup_printf (_ ("a line of legal characters, at most %d bytes"), MAX_LINE);
    case REDAN_VALUE_LINES:
      return g_strdup_printf (_ ("lines of legal characters, none blank at the ends, at most %d "
                                 "bytes"),
                              MAX_LINE);
    case REDAN_VALUE_TEXT:
    case REDAN_VALUE_EXTRA:
      return g_strdup_printf (_ ("text of legal characters, at most %d bytes"), MAX_TEXT);
    case REDAN_VALUE_WORD:
      words = g_strjoinv (", ", (char **) info->words);
      return g_strdup_printf (_ ("one of %s"), words);
    case REDAN_VALUE_INTEGER:
    case REDAN_VALUE_Z_ORDER:
      return g_strdup_printf (_ ("a number from %lld to %lld"), (long long) info->minimum,
                              (long long) info->maximum);
    case REDAN_VALUE_DATE:
      return g_strdup (_ ("a date YYYY-MM-DD from 1900 to 2199"));
    case REDAN_VALUE_REFERENCE:
      return g_strdup (_ ("an id of 16 characters"));
    case REDAN_VALUE_NAME:
      return g_strdup (_ ("letters, digits and -_.:@/, at most 256"));
    case REDAN_VALUE_PACK:
      return g_strdup (_ ("a version and a hash"));
    case REDAN_VALUE_PLACE:
      return g_strdup (_ ("\"x y width height\", integers within +-16777216"));
    case REDAN_VALUE_POINTS:
    case REDAN_VALUE_POINT:
      return g_strdup (_ ("\"x y\" per point, integers within +-16777216, at most 10000 points"));
    case REDAN_VALUE_ATTRIBUTE:
      break;
    }
  return g_strdup (_ ("a value of the schema"));
}

static gboolean
key_fits (const RedanFieldInfo *info, const char *key)
{
  if (info->references != 0)
    return is_id (key);
  if (info->field == REDAN_FIELD_EXTRA)
    return is_extra_key (key);
  if (info->field == REDAN_FIELD_TAG)
    return key[0] != '\0' && redan_text_is_line (key, MAX_KEY);
  return is_token (key);
}

/* Keyed fields whose key is all there is. */
static gboolean
is_set (const RedanFieldInfo *info)
{
  return info->keyed && info->key_tag == NULL;
}

RedanFieldNature
redan_field_get_nature (const RedanSchema *schema, RedanSection section, RedanField field)
{
  const RedanFieldInfo *info = redan_field_get_info (section, field);

  if (info == NULL)
    return redan_field_is_keyed (schema, field) ? REDAN_NATURE_MEMBER : REDAN_NATURE_VALUE;
  if (is_set (info))
    return REDAN_NATURE_MEMBER;
  switch (info->type)
    {
    case REDAN_VALUE_TEXT:
      return REDAN_NATURE_TEXT;
    case REDAN_VALUE_Z_ORDER:
    case REDAN_VALUE_PLACE:
    case REDAN_VALUE_POINTS:
    case REDAN_VALUE_POINT:
      return REDAN_NATURE_GEOMETRY;
    default:
      return REDAN_NATURE_VALUE;
    }
}

static gboolean
check_attribute (const RedanAttribute *attribute,
                 const char *key,
                 const char *value,
                 GError **error)
{
  if (attribute->type == REDAN_ATTRIBUTE_SET)
    return redan_attribute_check (attribute, key == NULL ? "" : key, error);
  return redan_attribute_check (attribute, value, error);
}

gboolean
redan_field_check_value (const RedanSchema *schema,
                         RedanSection section,
                         RedanField field,
                         const char *key,
                         const char *value,
                         GError **error)
{
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);

  if (attribute != NULL)
    return check_attribute (attribute, key, value, error);

  const RedanFieldInfo *info = redan_field_get_info (section, field);
  if (info == NULL)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                   _ ("%s has no field \"%s\""), redan_section_get_tag (section),
                   redan_field_get_tag (schema, field));
      return FALSE;
    }
  if (info->type == REDAN_VALUE_ATTRIBUTE)
    {
      attribute = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
      return attribute == NULL || check_attribute (attribute, key, value, error);
    }
  if (info->keyed && !key_fits (info, key == NULL ? "" : key))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("%s cannot name \"%.80s\"; expected %s"), info->tag, key == NULL ? "" : key,
                   info->references != 0 ? _ ("an id of 16 characters") : _ ("a short word"));
      return FALSE;
    }
  if (is_set (info) ? value[0] == '\0' : fits (info, value))
    return TRUE;

  g_autofree char *expected = is_set (info) ? g_strdup (_ ("no value")) : describe (info);
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
               _ ("%s cannot be \"%.80s\"; expected %s"), info->tag, value, expected);
  return FALSE;
}

gboolean
redan_fact_check (const RedanSchema *schema, const char *name, const char *value, GError **error)
{
  const RedanAttribute *attribute = redan_schema_lookup (schema, REDAN_SCOPE_PROGRAMME, name, -1);

  if (attribute != NULL)
    return value == NULL || redan_attribute_check (attribute, value, error);

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME,
               _ ("unknown fact \"%.64s\"; expected an attribute of the programme in "
                  "data/attributes.xml; remove it or load the pack that defines it"),
               name);
  return FALSE;
}
