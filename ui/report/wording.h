/* SPDX-License-Identifier: Apache-2.0 */
/* Words for people: bands, states, kinds, provenance and references, the same in report, window and
 * command line. */

#pragma once

#include "analysis/cards.h"
#include "analysis/headline.h"
#include "model/exchange/import.h"

G_BEGIN_DECLS

/** redan_objective_dup_reference: Returns: (transfer full): "SEC01-BP07" for a best practice, else
 * the id */
char *redan_objective_dup_reference (const RedanObjective *objective);

/** redan_band_get_title: Returns: translated "Critical", "High", ... */
const char *redan_band_get_title (RedanBand band);

/** redan_objective_state_get_title: Returns: translated "Met", "Partly met", ... */
const char *redan_objective_state_get_title (RedanObjectiveState state);

/** redan_coverage_dup_text: Returns: (transfer full): "29 %" or "29–43 %", "–" when not applicable
 */
char *redan_coverage_dup_text (const RedanObjectiveResult *result);

/** redan_criterion_value_get_title: Returns: (transfer none): translated "met", "not met", "unknown",
 * "not applicable" */
const char *redan_criterion_value_get_title (RedanCriterionValue value);

/** redan_criterion_get_state: Returns: (transfer none): translated "met", "not met", "unknown", "not
 * applicable", or how it is waived */
const char *redan_criterion_get_state (const RedanCriterionResult *result);

/** redan_waiver_get_title: Returns: (transfer none): translated kind of a waiver: "exception", ... */
const char *redan_waiver_get_title (const RedanObject *waiver);

/** redan_waiver_dup_standing: Returns: (transfer full): who waived it and until when, or why the
 * waiver does not count: "Ana, until 2026-06-30", "Ana, expired on 2025-01-31"; user text made
 * visible; only for a result with a waiver */
char *redan_waiver_dup_standing (const RedanCriterionResult *result);

/** redan_waiver_dup_text: Returns: (transfer full) (nullable): both in one line, and that it does not count where it does not:
 * "waived: exception (Ana, until 2026-06-30)"; %NULL without a waiver */
char *redan_waiver_dup_text (const RedanCriterionResult *result);

/** redan_objective_dup_waivers: Returns: (transfer full) (nullable): how many criteria are waived, and how many waivers do not
 * count; %NULL when there is no waiver */
char *redan_objective_dup_waivers (const RedanObjectiveResult *result);

/** redan_objective_group_get_title: Returns: translated heading of a group of objectives */
const char *redan_objective_group_get_title (const char *group);

/** redan_decision_get_title: Returns: translated "Open", "Accepted", ... */
const char *redan_decision_get_title (RedanDecision decision);

/** redan_control_state_get_title: Returns: translated "Absent", "Declared", ... */
const char *redan_control_state_get_title (RedanControlState state);

/** redan_provenance_get_title: Returns: translated "set", "inherited", ... */
const char *redan_provenance_get_title (RedanProvenance provenance);

/** redan_card_dup_more: Returns: (transfer full) (nullable): "3 more threats of the same cause"; %NULL when the card
 * stands for one */
char *redan_card_dup_more (const RedanCard *card);

/** redan_cards_dup_rest: Returns: (transfer full): how much is folded away, a sentence */
char *redan_cards_dup_rest (const RedanCards *cards);

/** redan_service_default_dup_title: Returns: (transfer full): "default since 2023-01-05: " and the sentence of the table */
char *redan_service_default_dup_title (const RedanServiceDefault *standard);

/** redan_word_dup_title: Returns: (transfer full): a value word as a person reads it: "app-server"
 * as "App server" */
char *redan_word_dup_title (const char *word);

/** redan_value_dup_title: Returns: (transfer full): an allowed value of @attribute as a person
 * reads it: its label, else redan_word_dup_title() of an allowed value, else @word itself;
 * "unknown" is "Unknown" */
char *redan_value_dup_title (const RedanAttribute *attribute, const char *word);

/** redan_object_dup_title: Returns: (transfer full): the name on one line, "Source to Target" for
 * an unnamed flow, what a fact, mitigation, decision, evidence or waiver is about, else the kind */
char *redan_object_dup_title (const RedanModel *model, const RedanObject *object);

/** redan_threat_dup_where: Returns: (transfer full): what a threat stands on: an element, "A to B:
 * flow", a boundary, the model */
char *redan_threat_dup_where (const RedanFacts *facts, const RedanThreat *threat);

/** redan_target_get_object: Returns: (nullable): the element, flow or boundary behind a target of a
 * context */
const RedanObject *
redan_target_get_object (const RedanFacts *facts, RedanContext context, guint32 target);

/** redan_score_format: writes a score of 1/1000 as "59.3", in the C locale */
const char *redan_score_format (gint64 thousandths, char text[32]);

/** redan_effort_format: points of effort, as every output has them: "2.0", in the C locale */
const char *redan_effort_format (double points, char text[32]);

/** redan_reason_dup_sentence: Returns: (transfer full): "Shop to API · Authentication: None
 * (derived)" */
char *redan_reason_dup_sentence (const RedanFacts *facts, const RedanReason *reason);

/** redan_hop_dup_title: Returns: (transfer full): the end of a hop: an element, "root of
 * Production", "internet" */
char *redan_hop_dup_title (const RedanFacts *facts, const RedanPathHop *hop);

/** redan_path_list_titles: @path: (element-type RedanPathHop). Returns: (transfer full) (element-type
 * utf8): what lies on it, entry first; hubs that nobody drew are left out */
GPtrArray *redan_path_list_titles (const RedanFacts *facts, const GArray *path);

/** redan_path_dup_title: @path: (element-type RedanPathHop). Returns: (transfer full): "Customer → Web
 * application → Orders database" */
char *redan_path_dup_title (const RedanFacts *facts, const GArray *path);

/** redan_headline_dup_title: Returns: (transfer full): "Orders in Orders database", or the store alone;
 * on one line */
char *redan_headline_dup_title (const RedanFacts *facts, const RedanHeadlineRow *row);

/** redan_headline_dup_exposure: Returns: (transfer full): "exposure 0.42, 2 layers", or that no path
 * leads there */
char *redan_headline_dup_exposure (const RedanHeadlineRow *row);

/** redan_loss_dup_where: Returns: (transfer full): "Cart · shop.yaml:12", one visible line; without the file where no
 * line is known */
char *redan_loss_dup_where (const RedanLoss *loss);

/** redan_unichar_is_noncharacter: Returns: whether @c never stands for a character; cairo refuses
 * to write such text into a PDF */
gboolean redan_unichar_is_noncharacter (gunichar c);

/**
 * redan_text_make_visible:
 *
 * Returns: (transfer full): one line: control characters, line breaks, bidi and zero-width
 * characters replaced by visible marks
 */
char *redan_text_make_visible (const char *text);

/**
 * redan_text_drop_invisible:
 * @text: any text in UTF-8
 * @n_dropped: (out): how many characters were left out
 *
 * Returns: (transfer full): the text without bidi and zero-width characters, which make it read as
 * what it is not; lines, tabs and joined emoji stay
 */
char *redan_text_drop_invisible (const char *text, guint *n_dropped);

/**
 * redan_text_dup_excerpt:
 * @text: a description in UTF-8
 *
 * Returns: (transfer full): its beginning for a page: line breaks stay, several empty lines become
 * one, other invisible characters become visible marks; ends with an ellipsis when it was cut
 */
char *redan_text_dup_excerpt (const char *text, guint max_characters, guint max_lines);

G_END_DECLS
