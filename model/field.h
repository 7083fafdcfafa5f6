/* SPDX-License-Identifier: Apache-2.0 */
/* Sections of a model and the fields of their objects: the one table that reader, writer, validator, store, diff and merge use. */

#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/** One per section of the file, in file order. An object belongs to exactly one. */
typedef enum
{
  REDAN_SECTION_META,
  REDAN_SECTION_BOUNDARY,
  REDAN_SECTION_ELEMENT,
  REDAN_SECTION_FLOW,
  REDAN_SECTION_ASSET,
  REDAN_SECTION_MITIGATION,
  REDAN_SECTION_THREAT,
  REDAN_SECTION_DECISION,
  REDAN_SECTION_ASSUMPTION,
  REDAN_SECTION_FACT,
  REDAN_SECTION_PROFILE,
  REDAN_SECTION_EVIDENCE,
  REDAN_SECTION_ASSESSMENT,
  REDAN_SECTION_WAIVER,
  REDAN_SECTION_NOTE,
  REDAN_SECTION_DIAGRAM,
  REDAN_SECTION_CONFLICT,
  REDAN_N_SECTIONS,
} RedanSection;

/** How far behind or in front of the others an object can stand. */
#define REDAN_MAX_Z_ORDER 1000000000

/**
 * RedanField:
 *
 * A field number. Its order is the order in the file: start-tag fields, leading children, attributes in the order of
 * the schema (%REDAN_FIELD_ATTRIBUTE + index), trailing children. The numbers are never written to a file.
 */
typedef guint16 RedanField;

enum
{
  REDAN_FIELD_EXISTS, /* pseudo field of a change record: the object itself */

  /* on the start tag */
  REDAN_FIELD_KIND,      /* element: actor, external, process, store; boundary: its btype; waiver: why it does not count */
  REDAN_FIELD_PARENT,    /* id of a boundary */
  REDAN_FIELD_SOURCE,    /* flow: id of an element */
  REDAN_FIELD_TARGET,    /* flow: id of an element; mitigation, threat, decision, evidence: id of what it stands on */
  REDAN_FIELD_RULE,      /* decision: rule id, or id of a note on a service */
  REDAN_FIELD_CRITERION, /* waiver: id of a criterion of an objective */
  REDAN_FIELD_CONTROL,   /* mitigation, evidence: control id */
  REDAN_FIELD_DIRECTION, /* decision: "reverse" for the way back of a bidirectional flow */
  REDAN_FIELD_KEY,       /* fact: its name; conflict: field name */
  REDAN_FIELD_DIAGRAM,   /* note: id of its diagram */
  REDAN_FIELD_ANSWERS,   /* evidence: the attribute whose value it gives */

  /* leading children */
  REDAN_FIELD_NAME = 0x40,
  REDAN_FIELD_DESCRIPTION,
  REDAN_FIELD_OWNER,       /* not on elements and boundaries: there it is an attribute */
  REDAN_FIELD_SCOPE,       /* meta: what the model covers */
  REDAN_FIELD_ORGANIZATION, /* meta: path of the file of the organization, from the folder of the model */
  REDAN_FIELD_ORGANIZATION_HASH, /* meta: SHA-256 of that file in canonical form, when it was last looked at */
  REDAN_FIELD_SCOPE_REASON, /* element, flow: why it is out of scope */
  REDAN_FIELD_ORDER,       /* diagram: position among the diagrams */
  REDAN_FIELD_ROUTING,     /* diagram: how flows run: straight, orthogonal, curved */
  REDAN_FIELD_METHOD,      /* threat, diagram: STRIDE, LINDDUN, ... */
  REDAN_FIELD_CATEGORY,    /* threat */
  REDAN_FIELD_SEVERITY,    /* threat: critical, high, medium, low, info */
  REDAN_FIELD_CVSS,        /* threat: a CVSS vector, scored when nothing else says how severe it is */
  REDAN_FIELD_LIKELIHOOD,  /* threat: 1..5 */
  REDAN_FIELD_IMPACT,      /* threat: 1..5 */
  REDAN_FIELD_DECISION,    /* threat, decision: open, investigate, mitigate, accept, transfer, avoid, not-applicable */
  REDAN_FIELD_REASON,      /* decision */
  REDAN_FIELD_STATE,       /* mitigation: absent, planned, declared, attested, validated; assumption: unconfirmed, confirmed, rejected */
  REDAN_FIELD_STRENGTH,    /* mitigation: 0..100 */
  REDAN_FIELD_COST,        /* mitigation: 1..5 */
  REDAN_FIELD_VALUE,       /* fact, evidence */
  REDAN_FIELD_DATE,        /* decision, fact, evidence, assessment: YYYY-MM-DD */
  REDAN_FIELD_DUE,         /* mitigation, threat, decision */
  REDAN_FIELD_EXPIRES,     /* threat, decision, fact */
  REDAN_FIELD_PROOF,       /* fact, mitigation: where the evidence lies */
  REDAN_FIELD_ORIGIN,      /* evidence: the tool or person; assessment: commit */
  REDAN_FIELD_SKILL,       /* profile: 0..4 */
  REDAN_FIELD_HORIZON,     /* profile: days */
  REDAN_FIELD_WEIGHT,      /* profile: percent */
  REDAN_FIELD_BIDIRECTIONAL, /* flow: yes */
  REDAN_FIELD_NUMBER,      /* threat: number shown by a foreign tool */
  REDAN_FIELD_REVIEWED_HASH, /* element, flow, boundary: hash of the fields that were reviewed */
  REDAN_FIELD_MEMBER,      /* conflict: key of the entry, where the field may repeat */
  REDAN_FIELD_BASE,        /* conflict */
  REDAN_FIELD_OURS,        /* conflict */
  REDAN_FIELD_THEIRS,      /* conflict */

  /* attributes */
  REDAN_FIELD_ATTRIBUTE = 0x100,

  /* trailing children; all of these may repeat and have a key */
  REDAN_FIELD_PACK = 0x7000, /* meta: key pack id, value "version hash" */
  REDAN_FIELD_STORED,        /* asset: key element id */
  REDAN_FIELD_PROCESSED,     /* asset: key element id */
  REDAN_FIELD_CARRIED,       /* asset: key flow id */
  REDAN_FIELD_CROSSES,       /* flow: key id of a boundary drawn as a line */
  REDAN_FIELD_AFFECTS,       /* threat: key id of a further element, flow, boundary or asset; assumption: what it is about */
  REDAN_FIELD_ADDRESSES,     /* mitigation: key id of a threat object or a threat identity */
  REDAN_FIELD_ENTRY,         /* profile: key id of an element or boundary */
  REDAN_FIELD_TAG,           /* any: key free word */
  REDAN_FIELD_METRIC,        /* assessment: key name, value text */
  REDAN_FIELD_CHECK,         /* evidence: key source/check, value what it found */
  REDAN_FIELD_Z_ORDER,       /* key diagram id, value integer: higher is in front of lower, 0 when not set */
  REDAN_FIELD_PLACE,         /* key diagram id, value "x y width height" in 1/8 px */
  REDAN_FIELD_ROUTE,         /* key diagram id, value "x y x y ...": bend points of a flow, points of a line boundary */
  REDAN_FIELD_LABEL,         /* key diagram id, value "x y": offset of the label from its automatic place */
  REDAN_FIELD_EXTRA,         /* key "format/name", value text kept for a foreign format */
};

typedef enum
{
  REDAN_VALUE_LINE,      /* text without line breaks, at most 4 kB */
  REDAN_VALUE_LINES,     /* the same with line breaks; neither its first nor its last line is blank */
  REDAN_VALUE_TEXT,      /* text, at most 1 MB */
  REDAN_VALUE_WORD,      /* one of a list */
  REDAN_VALUE_INTEGER,   /* minimum..maximum */
  REDAN_VALUE_DATE,
  REDAN_VALUE_REFERENCE, /* id of an object of the allowed sections */
  REDAN_VALUE_NAME,      /* a token: letters, digits, '-', '_', '.', ':', '@', '/' */
  REDAN_VALUE_PACK,
  REDAN_VALUE_Z_ORDER,   /* minimum..maximum, for a diagram */
  REDAN_VALUE_PLACE,
  REDAN_VALUE_POINTS,
  REDAN_VALUE_POINT,
  REDAN_VALUE_EXTRA,
  REDAN_VALUE_METRIC,
  REDAN_VALUE_ATTRIBUTE, /* see the attribute */
} RedanValueType;

/**
 * RedanFieldInfo:
 * @tag: name of the XML attribute or child element
 * @on_start_tag: written on the start tag
 * @keyed: may repeat; entries have keys and are sorted by them
 * @required: an object without it is refused
 * @words: (nullable) (array zero-terminated=1): allowed values of %REDAN_VALUE_WORD
 * @references: bit mask of sections that a reference may name; for keyed fields it is the key that refers. 0 for a
 *   reference that may name what is gone (decision, evidence, conflict): only its form is checked
 * @key_tag: (nullable): for keyed fields, the XML attribute that holds the key; %NULL when the key is the text of the child
 *   and there is no value. The key of an extra is "format/name": written as format="..." key="..."
 */
typedef struct
{
  RedanField field;
  RedanValueType type;
  const char *tag;
  gboolean on_start_tag;
  gboolean keyed;
  gboolean required;
  const char *const *words;
  gint64 minimum;
  gint64 maximum;
  guint references;
  const char *key_tag;
} RedanFieldInfo;

/** What kind of thing a field is for who compares and merges models. */
typedef enum
{
  REDAN_NATURE_VALUE,    /* one value, which two people can change to different ones */
  REDAN_NATURE_MEMBER,   /* a member of a set: there or not */
  REDAN_NATURE_TEXT,     /* lines that can be merged one by one */
  REDAN_NATURE_GEOMETRY, /* where and how something is drawn; says nothing about the system */
} RedanFieldNature;

/** redan_section_get_tag: Returns: element name of the section's objects in the file */
const char *redan_section_get_tag (RedanSection section);

/** redan_section_lookup: Returns: whether @tag names a section; @length -1 when terminated */
gboolean redan_section_lookup (const char *tag, gssize length, RedanSection *section_out);

/** redan_section_get_fields: Returns: (array length=n_out): structural fields of @section in file order */
const RedanFieldInfo *redan_section_get_fields (RedanSection section, guint *n_out);

/** redan_field_get_info: Returns: (nullable): the definition of the structural field @field in @section */
const RedanFieldInfo *redan_field_get_info (RedanSection section, RedanField field);

/**
 * redan_field_lookup:
 * @on_start_tag: whether @tag is an XML attribute of the start tag, else a child element
 *
 * Finds a structural field or a stored schema attribute of the section by its name in the file; with @schema %NULL only
 * structural fields.
 *
 * Returns: the field, or %REDAN_FIELD_EXISTS when the section has none of that name. O(1) expected
 */
RedanField redan_field_lookup (const RedanSchema *schema,
                               RedanSection section,
                               gboolean on_start_tag,
                               const char *tag,
                               gssize length);

/** redan_text_is_line: Returns: whether @text is UTF-8 of at most @limit bytes without line breaks and control characters */
gboolean redan_text_is_line (const char *text, gsize limit);

/** redan_text_is_legal: Returns: whether @text is UTF-8 of at most @limit bytes that XML can hold; tab and LF are allowed */
gboolean redan_text_is_legal (const char *text, gsize limit);

/** redan_field_get_tag: Returns: name of a structural field or attribute in the file */
const char *redan_field_get_tag (const RedanSchema *schema, RedanField field);

/** redan_field_get_attribute: Returns: (nullable): the attribute behind an attribute field */
const RedanAttribute *redan_field_get_attribute (const RedanSchema *schema, RedanField field);

/** redan_field_is_keyed: Returns: whether the field may repeat (keyed structural fields, set attributes) */
gboolean redan_field_is_keyed (const RedanSchema *schema, RedanField field);

/**
 * redan_field_check_value:
 * @key: (nullable): the key of a keyed field
 * @value: the value; empty for sets
 * @error: set with %REDAN_MODEL_ERROR; says field and what was expected, without file and line
 *
 * Checks form and range, not whether a reference exists.
 */
gboolean redan_field_check_value (const RedanSchema *schema,
                                  RedanSection section,
                                  RedanField field,
                                  const char *key,
                                  const char *value,
                                  GError **error);

/**
 * redan_fact_check:
 * @name: name of the fact
 * @value: (nullable): its value
 * @error: set with %REDAN_MODEL_ERROR
 *
 * Returns: whether @name is an attribute of the programme that may have this value
 */
gboolean redan_fact_check (const RedanSchema *schema, const char *name, const char *value, GError **error);

/** redan_field_get_nature: Returns: the nature of a field of @section, as the table of fields has it */
RedanFieldNature redan_field_get_nature (const RedanSchema *schema, RedanSection section, RedanField field);

G_END_DECLS
