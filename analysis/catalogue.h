/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, controls, objectives, criteria and scoring as loaded from data/: names resolved, expressions parsed. */

#pragma once

#include "analysis/expression.h"

G_BEGIN_DECLS

/** What a rule or control applies to, as a mask. The first four are element kinds in the order of RedanElementKind. */
typedef enum
{
  REDAN_APPLIES_ACTOR = 1 << 0,
  REDAN_APPLIES_EXTERNAL = 1 << 1,
  REDAN_APPLIES_PROCESS = 1 << 2,
  REDAN_APPLIES_STORE = 1 << 3,
  REDAN_APPLIES_FLOW = 1 << 4,
  REDAN_APPLIES_BOUNDARY = 1 << 5, /* every boundary but accounts */
  REDAN_APPLIES_ACCOUNT = 1 << 6,
  REDAN_APPLIES_MODEL = 1 << 7,
} RedanApplies;

typedef enum
{
  REDAN_UNKNOWN_FIRE, /* unknown counts as true */
  REDAN_UNKNOWN_ASK,  /* unconfirmed, with a question */
  REDAN_UNKNOWN_SKIP, /* counts in completeness only */
} RedanUnknownPolicy;

typedef enum
{
  REDAN_LAYER_ACCOUNT,
  REDAN_LAYER_IDENTITY,
  REDAN_LAYER_NETWORK,
  REDAN_LAYER_APPLICATION,
  REDAN_LAYER_DATA,
  REDAN_LAYER_HOST,
  REDAN_LAYER_SUPPLY_CHAIN,
  REDAN_N_PREVENTIVE_LAYERS,
  REDAN_LAYER_DETECTION = REDAN_N_PREVENTIVE_LAYERS,
  REDAN_LAYER_RESPONSE,
  REDAN_LAYER_ORGANIZATIONAL,
  REDAN_N_LAYERS,
} RedanLayer;

typedef enum
{
  REDAN_STATE_ABSENT,
  REDAN_STATE_PLANNED,
  REDAN_STATE_CONTRADICTED,
  REDAN_STATE_DECLARED,
  REDAN_STATE_ATTESTED,
  REDAN_STATE_VALIDATED,
  REDAN_STATE_STALE,
  REDAN_N_STATES,
} RedanControlState;

typedef enum
{
  REDAN_BAND_INFO,
  REDAN_BAND_LOW,
  REDAN_BAND_MEDIUM,
  REDAN_BAND_HIGH,
  REDAN_BAND_CRITICAL,
  REDAN_N_BANDS,
} RedanBand;

/** Whose exposure counts for a threat on a flow; other threats have that of their target. */
typedef enum
{
  REDAN_EXPOSED_SOURCE, /* whoever holds the source acts */
  REDAN_EXPOSED_TARGET, /* anybody who reaches the destination acts: endpoints, copies */
  REDAN_EXPOSED_MEDIUM, /* anybody on the wire acts */
} RedanExposed;

/** The effects of a rule, as positions in masks of RedanScoring */
typedef enum
{
  REDAN_EFFECT_ACCESS,
  REDAN_EFFECT_CREDENTIAL,
  REDAN_EFFECT_EXECUTE,
  REDAN_EFFECT_READ,
  REDAN_EFFECT_TAMPER,
  REDAN_EFFECT_DESTROY,
  REDAN_EFFECT_DENY,
  REDAN_EFFECT_HIDE,
  REDAN_EFFECT_ESCALATE,
  REDAN_EFFECT_PIVOT,
  REDAN_N_EFFECTS,
} RedanEffect;

/** RedanFixture: a small world for one rule: @fires: whether the rule must fire in it; @text: see rule-world.h */
typedef struct
{
  gboolean fires;
  const char *text;
  guint line;
} RedanFixture;

/**
 * RedanRule:
 * @stride: the letter; 0 for packs of another method
 * @axes: mask of 1 confidentiality, 2 integrity, 4 availability
 * @controls: (array length=n_controls): indices of controls in the order of the table
 * @suppresses: (array length=n_suppresses): indices of rules hidden on the same target when this one is confirmed
 * @objectives: (array length=n_objectives): indices of objectives
 * @cwe, @capec, @attack: (array zero-terminated=1)
 * @effect_code: @effect as a number
 * @cause: (nullable): a word that rules share whose threats go away together; cards show one of them
 * @reason: (nullable): why it matters, a sentence for a person
 * @judgement: likelihood and impact are ours and not from a source
 * @optional: only for models that name the pack among theirs
 * @fixtures: (array length=n_fixtures): worlds in which it must fire, or must not
 */
typedef struct
{
  const char *id;
  const char *pack;
  const char *method;
  const char *category; /* "Spoofing", ... */
  char stride;
  const char *title;
  guint applies;
  RedanExpression *condition;
  RedanUnknownPolicy unknown;
  guint likelihood;
  guint impact;
  guint axes;
  const char *effect;
  RedanEffect effect_code;
  RedanExposed exposed;
  const char *cause;
  const char *reason;
  gboolean judgement;
  gboolean optional;
  const char *const *cwe;
  const char *const *capec;
  const char *const *attack;
  const guint32 *controls;
  guint n_controls;
  const guint32 *suppresses;
  guint n_suppresses;
  const guint32 *objectives;
  guint n_objectives;
  const RedanFixture *fixtures;
  guint n_fixtures;
  const char *path;
  guint line;
  guint condition_line;
} RedanRule;

/**
 * RedanControl:
 * @stride: mask, bit = position in "STRIDE"
 * @when: (nullable): where it applies; %NULL everywhere
 * @implied_by: (nullable): attributes that make it declared present
 * @gate: it can stop an attack step
 * @acts_on_likelihood, @acts_on_impact: columns L, I, LI
 * @operation: P1..P5, D1..D5, R1..R5
 * @strength: 0..0.95
 * @references: (array zero-terminated=1): pairs of name ("prowler", "config", "securityhub", "nist-800-53",
 *   "nist-csf", "iso-27001", "asvs", "d3fend") and value, one pair for each value
 * @supersedes: (array length=n_supersedes): controls that it makes needless where it stands; a plan takes one of them only
 * @needs: (array length=n_needs): controls that have to stand before it is of use
 */
typedef struct
{
  const char *id;
  const char *pack;
  const char *title;
  const char *description;
  guint stride;
  guint applies;
  RedanExpression *when;
  RedanExpression *implied_by;
  const char *function;
  const char *operation;
  const char *operation_name;
  RedanLayer layer;
  gboolean gate;
  gboolean acts_on_likelihood;
  gboolean acts_on_impact;
  const guint32 *objectives; /* the SEC01 practices it serves */
  guint n_objectives;
  const char *const *secondary_practices;
  const char *const *services;
  guint phase;
  guint maturity;
  guint cost;
  double strength;
  char basis;
  const char *automatable;
  const char *const *references;
  const guint32 *supersedes;
  guint n_supersedes;
  const guint32 *needs;
  guint n_needs;
  const char *path;
  guint line;
} RedanControl;

/** RedanObjective: @slug: (nullable): name of the AWS documentation page; @address: (nullable): of a page to read, never fetched */
typedef struct
{
  const char *id;
  const char *slug;
  const char *address;
  const char *group; /* bp, principle, element, service, phase, ops-preventive, ..., challenge, maturity, resource */
  const char *section;
  const char *title;
  const char *path;
  guint line;
} RedanObjective;

typedef enum
{
  REDAN_THRESHOLD_NONE, /* yes or no, nothing to measure */
  REDAN_THRESHOLD_AWS,  /* the documentation of AWS says so */
  REDAN_THRESHOLD_OURS, /* our judgement */
} RedanThreshold;

/** RedanCriterion: @required: the column "gate": without it the objective shows a red badge; @of_organization: it is about
 * all accounts and the programme, not about one workload; @threshold: whose limit it is */
typedef struct
{
  const char *id;
  guint32 objective;
  const char *evidence_kind; /* graph, attr, attest, import, cov, roll */
  gboolean required;
  gboolean of_organization;
  RedanThreshold threshold;
  guint weight;
  const char *text;
  RedanExpression *expression;
  const char *path;
  guint line;
} RedanCriterion;

/** Who holds a duty, as a mask: the customer when mgmt is customer, shared or provider, or when there is code of one's own. */
typedef enum
{
  REDAN_HELD_CUSTOMER = 1 << 0,
  REDAN_HELD_SHARED = 1 << 1,
  REDAN_HELD_PROVIDER = 1 << 2,
  REDAN_HELD_OWN_CODE = 1 << 3,
} RedanHeld;

/** RedanDuty: a column of the matrix of duties (BP05); @controls: any one of them fulfils it, in the order of the file */
typedef struct
{
  const char *id;
  const char *title;
  guint held; /* mask of RedanHeld */
  const guint32 *controls;
  guint n_controls;
} RedanDuty;

/** RedanReplacement: what can take over an element of technology @tech that is run by hand; @to: the technology afterwards;
 * @service: (nullable): the aws_service afterwards; @management: "shared" or "provider"; @cost: 1..5 */
typedef struct
{
  const char *id;
  const char *tech;
  const char *to;
  const char *service;
  const char *title;
  const char *management;
  guint cost;
} RedanReplacement;

/** RedanServiceNote: a security service or feature (BP08); @since: days since 1900-01-01; @controls: which it brings */
typedef struct
{
  const char *id;
  const char *service;
  const char *feature;
  guint since;
  const guint32 *controls;
  guint n_controls;
  guint maturity;
  guint cost;
} RedanServiceNote;

/**
 * RedanServiceDefault: what a service of AWS does where nobody says the value of an attribute
 * @service: the aws_service
 * @tech: (nullable): the technology that stands for it where no service is named and the provider is aws
 * @value: position among the allowed values of @attribute, which is one of elements
 * @since: days since 1900-01-01: before that day it does not hold
 * @slug: (nullable): the page under https://docs.aws.amazon.com/ that says so
 */
typedef struct
{
  const char *id;
  const char *service;
  const char *tech;
  const RedanAttribute *attribute;
  guint value;
  guint since;
  const char *slug;
  const char *sentence;
} RedanServiceDefault;

/**
 * RedanCheck: what is known of a check of a scanner beside the controls it verifies
 * @same_as: (nullable): another name under which the same check is known
 * @attribute: (nullable): the attribute that its result answers
 * @pass: (array zero-terminated=1): values that agree with a pass, the first is what it says
 * @fail: (nullable): the value that a failure says
 */
typedef struct
{
  const char *id;
  const char *same_as;
  const RedanAttribute *attribute;
  const char *const *pass;
  const char *fail;
} RedanCheck;

/** RedanPractice: a practice number in older findings, and the practice of today */
typedef struct
{
  const char *id;
  const char *current;
} RedanPractice;

/** RedanScoring: every weight of the formula; index 0 of the 1..5 tables is unused */
typedef struct
{
  double hazard[6];
  double impact[6];
  double rating[6];
  double unconfirmed;          /* .5 */
  double exposure_floor;       /* .2; the rest is weighted with e(x) */
  double layer_decay;          /* .5: the second control of a layer counts half */
  double model_wide;           /* .1: share of model-wide controls */
  double lone_detection;       /* .5: detection without response */
  double shared_impact;        /* .5: share of the strength of LI controls that lowers impact */
  double state[REDAN_N_STATES];
  double band[REDAN_N_BANDS];  /* lower limits: 0, 4, 15, 35, 60 */
  double band_value[REDAN_N_BANDS]; /* score of a hand-made threat that only has a severity */
  double effort[6];            /* effort points of cost 1..5 */
  double flow_pass;            /* .9 */
  double node_pass;            /* .6 */
  double entry_anonymous;      /* 1.0 */
  double entry_other;          /* .3 */
  double declared_exposure;    /* .9 */
  double right_admin;          /* .9 */
  double right_write;          /* .6 */
  double tailored_policy;      /* .8: strength of tailored organization policies on control edges */
  double root_none, root_virtual, root_strong, root_keys, root_limit; /* .3 .12 .02 .3 .9 */
  double root_recovery_open, root_recovery_closed;                    /* .5 .05 */
  double blast_threshold;      /* .1 */
  double layer_threshold;      /* .3: a control of less strength is no layer */
  double value_process;        /* .6 */
  double value_store;          /* 1.0 */
  double empty_account_exposure; /* .2 */
  double common_mode;          /* .1: share of failures that strike all controls of a class */
  double hazard_days;          /* 365: days that the hazards are about */
  double plan_minimum;         /* .05: smallest reduction worth a row */
  double root_member;          /* 1.0: from the root user of an account to everything in it */
  guint control_layers;        /* mask of layers that still count at the end of a control edge: identity, data */
  double trust_anonymous;      /* 0: in a zone of this trust people are anonymous and elements are not assessed */
  double trust_outside;        /* 1: zones up to this trust are outside our control */
  guint default_rating;        /* 3: of an element without data assets and own rating */
  double fresh_scan;           /* 30: days that a result of a scanner counts in full */
  double stale_days;           /* 180: for stale() when the number of days is unknown */
  double appetite;             /* 35: residual that needs an acceptance */
  double comparison_slack;     /* 1e-9: ratios this close to a threshold are equal to it */
  double duty_customer, duty_shared, duty_provider; /* 7 5 3: duties that the customer holds, by mgmt; unknown is customer */
  double duty_own_code;                             /* 1: more of them with code of one's own */
  double duty_all;                                  /* 10: duties of an element */
  double automation_full, automation_partial, automation_manual; /* 1 .5 0: by iac; unknown is 0..1 */
  guint reliance_layers;         /* 2: layers that must not hang on one control, before stores with data of */
  guint reliance_rating;         /* 4: a class of this rating or a higher one */
  guint blast_effects;         /* mask of effects whose impact grows with the blast radius */
  guint dependent_effects;     /* mask of effects whose impact grows with what depends on the target */
  double medium[4];            /* exposure of a wire: internet, partner, private line, inside */
  double medium_ends;          /* share of the exposure of its ends that a wire has at least */
  gboolean control_reach;      /* controls count on either end of a flow, on all flows to an element and around it */
  double place_effort;         /* share of the effort that each further place costs */
  double remove_effort;        /* effort of taking an element out, place_effort more for each of its flows */
  double mask_effort;          /* effort of masking a data asset where it is a copy, place_effort more for each further one */
  double root_unknown, root_keys_unknown; /* pass to a root user of which nobody said anything */
  double root_organization;    /* from the root user of a management account to those of the members */
  double authorised_admin;     /* from a process that administers another one to that one; 0: only over the gates of the flow */
  guint target_effects;        /* mask of effects over a flow that are rated like its end where that is rated higher */
  guint card_element;          /* of the first cards at most so many on one element */
  guint card_unconfirmed;      /* and so many that wait for an answer */
  double card_without_data;    /* share of the weight of a card on an element without data, where others have some */
  double card_value;           /* share of the weight of a card that goes by the value of what it stands on */
  double card_zone;            /* and what is left of it for each card of the same zone before it */
  double roadmap_open;           /* .4: more of a lane open than this holds back the next lane */
  double roadmap_factor;         /* 3: unless a control there is so many times as good as the best of the lane before */
  const char *const *guardrails; /* (array zero-terminated=1): account attributes that envdiff() compares */
} RedanScoring;

typedef struct _RedanCatalogue RedanCatalogue;

/**
 * redan_catalogue_load:
 * @source: data files with the roots rules, controls, objectives, practices, scoring, attack, evidence, defaults
 * @error: set with %REDAN_ANALYSIS_ERROR, or by the XML reader
 *
 * An item of a later file replaces the one with the same id of an earlier file in its place; a rule with disabled="yes"
 * is taken out. References are resolved after all files are read, so a pack may name what another pack brings.
 *
 * Returns: (transfer full) (nullable): the immutable catalogue; error names file and line
 */
RedanCatalogue *redan_catalogue_load (RedanDataSource *source, RedanSchema *schema, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_catalogue_ref: Returns: (transfer full): @self; from any thread */
RedanCatalogue *redan_catalogue_ref (RedanCatalogue *self);

/** redan_catalogue_unref: (transfer full) @self; from any thread */
void redan_catalogue_unref (RedanCatalogue *self);

/** redan_catalogue_get_schema: Returns: (transfer none): the schema that names were resolved against */
RedanSchema *redan_catalogue_get_schema (const RedanCatalogue *self);
/** redan_catalogue_get_scoring: Returns: (transfer none): every weight of the formula */
const RedanScoring *redan_catalogue_get_scoring (const RedanCatalogue *self);

/* The tables, in the order in which ids first appeared; @n_out (nullable) is their length. They live as long as the catalogue. */

/** redan_catalogue_get_rules: Returns: (array length=n_out) (transfer none): what fires, on what, and why it matters */
const RedanRule *redan_catalogue_get_rules (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_get_controls: Returns: (array length=n_out) (transfer none): what lowers threats */
const RedanControl *redan_catalogue_get_controls (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_get_objectives: Returns: (array length=n_out) (transfer none): the objects of SEC01 */
const RedanObjective *redan_catalogue_get_objectives (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_get_criteria: Returns: (array length=n_out) (transfer none): what objectives demand */
const RedanCriterion *redan_catalogue_get_criteria (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_get_duties: Returns: (array length=n_out) (transfer none): columns of the matrix of duties */
const RedanDuty *redan_catalogue_get_duties (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_get_replacements: Returns: (array length=n_out) (transfer none): managed services that can take the place of self-run ones */
const RedanReplacement *redan_catalogue_get_replacements (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_get_service_notes: Returns: (array length=n_out) (transfer none): new security services and features */
const RedanServiceNote *redan_catalogue_get_service_notes (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_get_service_defaults: Returns: (array length=n_out) (transfer none): attributes that a service guarantees */
const RedanServiceDefault *redan_catalogue_get_service_defaults (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_find_criterion: Returns: index, or G_MAXUINT32. O(criteria) */
guint32 redan_catalogue_find_criterion (const RedanCatalogue *self, const char *id);

/** redan_catalogue_find_rule: Returns: index, or G_MAXUINT32. O(1) */
guint32 redan_catalogue_find_rule (const RedanCatalogue *self, const char *id);

/** redan_catalogue_find_control: Returns: index, or G_MAXUINT32. O(1) */
guint32 redan_catalogue_find_control (const RedanCatalogue *self, const char *id);

/** redan_catalogue_find_objective: Returns: index, or G_MAXUINT32. O(1) */
guint32 redan_catalogue_find_objective (const RedanCatalogue *self, const char *id);

/** redan_catalogue_get_checks: Returns: (array length=n_out): what is known of checks of scanners */
const RedanCheck *redan_catalogue_get_checks (const RedanCatalogue *self, guint *n_out);

/** redan_catalogue_translate_practice: Returns: the number that the practice @practice of older findings has today */
const char *redan_catalogue_translate_practice (const RedanCatalogue *self, const char *practice);

/** redan_catalogue_get_packs: Returns: (array zero-terminated=1): "id version hash" of every pack in use, sorted */
const char *const *redan_catalogue_get_packs (const RedanCatalogue *self);

/** redan_band_of: Returns: the band of a score of 0..100 */
RedanBand redan_band_of (const RedanScoring *scoring, double score);

/** redan_band_get_word: Returns: the word of machine output, never translated */
const char *redan_band_get_word (RedanBand band);

/** redan_band_from_word: Returns: whether @word is one of redan_band_get_word(); else @band_out stays as it is */
gboolean redan_band_from_word (const char *word, RedanBand *band_out);

/** redan_layer_get_word: Returns: the word of machine output, never translated */
const char *redan_layer_get_word (RedanLayer layer);

/** redan_control_state_get_word: Returns: the word of machine output, never translated */
const char *redan_control_state_get_word (RedanControlState state);

/** redan_layer_reduction: product over layers of (1 - s_k * decay^(k-1)), strengths sorted downwards inside a layer */
double redan_layer_reduction (const RedanScoring *scoring, const RedanLayer *layers, const double *strengths, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanCatalogue, redan_catalogue_unref)

G_END_DECLS
