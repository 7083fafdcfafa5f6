/* SPDX-License-Identifier: Apache-2.0 */
/* The constants of scores, graph, plan and criteria: read by name into one struct, and the two
 * functions that need nothing else. */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "analysis/catalogue-private.h"
#include "analysis/error.h"

typedef enum
{
  CONSTANT_NUMBERS,
  CONSTANT_COUNT,      /* a guint */
  CONSTANT_LAYERS,     /* a mask of layers */
  CONSTANT_EFFECTS,    /* a mask of effects; "none" for none */
  CONSTANT_ATTRIBUTES, /* names of account attributes */
} ConstantType;

/** Constant: @n numbers from field @offset on; @rising: none is less than the one before */
typedef struct
{
  const char *name;
  gsize offset;
  ConstantType type;
  guint n;
  gboolean rising;
  double minimum;
  double maximum;
} Constant;

/* clang-format off */
#define NUMBER(field, minimum, maximum) \
  { #field, G_STRUCT_OFFSET (RedanScoring, field), CONSTANT_NUMBERS, 1, FALSE, minimum, maximum }
#define FIVE(field, minimum, maximum) \
  { #field, G_STRUCT_OFFSET (RedanScoring, field[1]), CONSTANT_NUMBERS, 5, TRUE, minimum, maximum }
#define TABLE(field, n, rising, minimum, maximum) \
  { #field, G_STRUCT_OFFSET (RedanScoring, field), CONSTANT_NUMBERS, n, rising, minimum, maximum }

static const Constant constants[] = {
  FIVE (hazard, 0, 100),
  FIVE (impact, 0, 1),
  FIVE (rating, 0, 1),
  NUMBER (unconfirmed, 0, 1),
  NUMBER (exposure_floor, 0, 1),
  NUMBER (layer_decay, 0, 1),
  NUMBER (model_wide, 0, 1),
  NUMBER (lone_detection, 0, 1),
  NUMBER (shared_impact, 0, 1),
  TABLE (state, REDAN_N_STATES, FALSE, 0, 1),
  TABLE (band, REDAN_N_BANDS, TRUE, 0, 100),
  TABLE (band_value, REDAN_N_BANDS, TRUE, 0, 100),
  FIVE (effort, 0.001, 1000),
  NUMBER (flow_pass, 0, 1),
  NUMBER (node_pass, 0, 1),
  NUMBER (entry_anonymous, 0, 1),
  NUMBER (entry_other, 0, 1),
  NUMBER (declared_exposure, 0, 1),
  NUMBER (right_admin, 0, 1),
  NUMBER (right_write, 0, 1),
  NUMBER (tailored_policy, 0, 1),
  NUMBER (root_none, 0, 1),
  NUMBER (root_virtual, 0, 1),
  NUMBER (root_strong, 0, 1),
  NUMBER (root_keys, 0, 1),
  NUMBER (root_limit, 0, 1),
  NUMBER (root_recovery_open, 0, 1),
  NUMBER (root_recovery_closed, 0, 1),
  NUMBER (blast_threshold, 0, 1),
  NUMBER (layer_threshold, 0, 1),
  NUMBER (value_process, 0, 2),
  NUMBER (value_store, 0, 2),
  NUMBER (empty_account_exposure, 0, 1),
  NUMBER (common_mode, 0, 1),
  NUMBER (hazard_days, 1, 100000),
  NUMBER (plan_minimum, 0, 100),
  NUMBER (root_member, 0, 1),
  { "control_layers", G_STRUCT_OFFSET (RedanScoring, control_layers), CONSTANT_LAYERS, 0, FALSE, 0, 0 },
  NUMBER (trust_anonymous, 0, 5),
  NUMBER (trust_outside, 0, 5),
  { "default_rating", G_STRUCT_OFFSET (RedanScoring, default_rating), CONSTANT_COUNT, 1, FALSE, 1, 5 },
  NUMBER (fresh_scan, 1, 100000),
  NUMBER (stale_days, 0, 100000),
  NUMBER (appetite, 0, 100),
  NUMBER (comparison_slack, 0, 0.01),
  NUMBER (duty_customer, 0, 1000),
  NUMBER (duty_shared, 0, 1000),
  NUMBER (duty_provider, 0, 1000),
  NUMBER (duty_own_code, 0, 1000),
  NUMBER (duty_all, 1, 1000),
  NUMBER (automation_full, 0, 1),
  NUMBER (automation_partial, 0, 1),
  NUMBER (automation_manual, 0, 1),
  { "reliance_layers", G_STRUCT_OFFSET (RedanScoring, reliance_layers), CONSTANT_COUNT, 1, FALSE, 1, 7 },
  { "reliance_rating", G_STRUCT_OFFSET (RedanScoring, reliance_rating), CONSTANT_COUNT, 1, FALSE, 1, 5 },
  { "blast_effects", G_STRUCT_OFFSET (RedanScoring, blast_effects), CONSTANT_EFFECTS, 0, FALSE, 0, 0 },
  { "dependent_effects", G_STRUCT_OFFSET (RedanScoring, dependent_effects), CONSTANT_EFFECTS, 0, FALSE, 0, 0 },
  TABLE (medium, 4, FALSE, 0, 1),
  NUMBER (medium_ends, 0, 1),
  { "control_reach", G_STRUCT_OFFSET (RedanScoring, control_reach), CONSTANT_COUNT, 1, FALSE, 0, 1 },
  NUMBER (place_effort, 0, 1),
  NUMBER (remove_effort, 0.1, 1000),
  NUMBER (mask_effort, 0.1, 1000),
  NUMBER (root_unknown, 0, 1),
  NUMBER (root_keys_unknown, 0, 1),
  NUMBER (root_organization, 0, 1),
  NUMBER (authorised_admin, 0, 1),
  { "target_effects", G_STRUCT_OFFSET (RedanScoring, target_effects), CONSTANT_EFFECTS, 0, FALSE, 0, 0 },
  { "card_element", G_STRUCT_OFFSET (RedanScoring, card_element), CONSTANT_COUNT, 1, FALSE, 1, 10 },
  { "card_unconfirmed", G_STRUCT_OFFSET (RedanScoring, card_unconfirmed), CONSTANT_COUNT, 1, FALSE, 0, 10 },
  NUMBER (card_without_data, 0, 1),
  NUMBER (card_value, 0, 1),
  NUMBER (card_zone, 0, 1),
  NUMBER (roadmap_open, 0, 1),
  NUMBER (roadmap_factor, 1, 1000),
  { "guardrails", G_STRUCT_OFFSET (RedanScoring, guardrails), CONSTANT_ATTRIBUTES, 0, FALSE, 0, 0 },
};
/* clang-format on */

static void
read_numbers (RedanReader *reader, const Constant *constant, const char *value)
{
  double *numbers = G_STRUCT_MEMBER_P (&reader->catalogue->scoring, constant->offset);
  g_auto (GStrv) words = g_strsplit (value, " ", 64);
  gboolean valid = g_strv_length (words) == constant->n;

  for (guint i = 0; valid && i < constant->n; i++)
    {
      valid =
          redan_reader_parse_number (words[i], constant->minimum, constant->maximum, &numbers[i]);
      if (valid && constant->rising && i > 0 && numbers[i] < numbers[i - 1])
        valid = FALSE;
    }

  if (valid)
    return;

  char minimum[G_ASCII_DTOSTR_BUF_SIZE];
  char maximum[G_ASCII_DTOSTR_BUF_SIZE];
  redan_reader_fail (
      reader, reader->node->line,
      _ ("constant \"%s\" cannot be \"%s\"; numbers expected: %u, each from %s to %s%s"),
      constant->name, value, constant->n,
      g_ascii_dtostr (minimum, sizeof minimum, constant->minimum),
      g_ascii_dtostr (maximum, sizeof maximum, constant->maximum),
      constant->rising ? _ (", none less than the one before") : "");
}

static void
read_layers (RedanReader *reader, const Constant *constant)
{
  guint *mask = G_STRUCT_MEMBER_P (&reader->catalogue->scoring, constant->offset);

  *mask = redan_reader_get_mask (reader, "value", redan_layer_words);
}

static void
read_effects (RedanReader *reader, const Constant *constant, const char *value)
{
  guint *mask = G_STRUCT_MEMBER_P (&reader->catalogue->scoring, constant->offset);

  *mask = g_str_equal (value, "none")
              ? 0
              : redan_reader_get_mask (reader, "value", redan_effect_words);
}

static void
read_attributes (RedanReader *reader, const Constant *constant, const char *value)
{
  const char *const **field = G_STRUCT_MEMBER_P (&reader->catalogue->scoring, constant->offset);
  g_auto (GStrv) words = g_strsplit (value, " ", 257);
  guint n = g_strv_length (words);
  const char **names = redan_catalogue_allocate (reader->catalogue, n + 1, sizeof (char *));

  for (guint i = 0; i < n; i++)
    {
      if (redan_schema_lookup (reader->catalogue->schema, REDAN_SCOPE_ACCOUNT, words[i], -1) ==
          NULL)
        redan_reader_fail (reader, reader->node->line,
                           _ ("constant \"%s\" names \"%s\"; expected attributes of accounts, one "
                              "space between two"),
                           constant->name, words[i]);
      names[i] = redan_reader_dup_string (reader, words[i]);
    }

  *field = names;
}

static void
read_constant (RedanReader *reader, const Constant *constant)
{
  const char *value = redan_reader_get (reader, "value");
  guint *count = G_STRUCT_MEMBER_P (&reader->catalogue->scoring, constant->offset);

  switch (constant->type)
    {
    case CONSTANT_NUMBERS:
      read_numbers (reader, constant, value);
      break;
    case CONSTANT_COUNT:
      *count = redan_reader_get_integer (reader, "value", constant->minimum, constant->maximum);
      break;
    case CONSTANT_LAYERS:
      read_layers (reader, constant);
      break;
    case CONSTANT_EFFECTS:
      read_effects (reader, constant, value);
      break;
    case CONSTANT_ATTRIBUTES:
      read_attributes (reader, constant, value);
      break;
    }
}

static const Constant *
find_constant (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
    if (g_str_equal (constants[i].name, name))
      return &constants[i];

  return NULL;
}

static void
read_item (RedanReader *reader, const RedanItem *item, gpointer data)
{
  const Constant *constant = find_constant (item->id);

  redan_reader_check_names (reader, "name value", "meaning", "");
  redan_reader_get_text (reader, "meaning");
  if (constant != NULL)
    read_constant (reader, constant);
  else
    redan_reader_fail (reader, item->node->line,
                       _ ("constant \"%s\" is not known; correct or remove it"), item->id);
}

gboolean
redan_catalogue_build_scoring (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  if (!redan_catalogue_read_items (self, items, read_item, NULL, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
    {
      if (g_hash_table_contains (items->positions, constants[i].name))
        continue;
      redan_catalogue_fail (error, "scoring", 1,
                            _ ("no file sets the constant \"%s\"; add it to a file with the root "
                               "element scoring"),
                            constants[i].name);
      return FALSE;
    }

  return TRUE;
}

RedanBand
redan_band_of (const RedanScoring *scoring, double score)
{
  RedanBand band = REDAN_BAND_CRITICAL;

  while (band > REDAN_BAND_INFO && score < scoring->band[band])
    band--;
  return band;
}

/* Puts @strength into the falling order of the @n values of @sorted. */
static void
insert_falling (double *sorted, guint n, double strength)
{
  guint position = n;

  for (; position > 0 && sorted[position - 1] < strength; position--)
    sorted[position] = sorted[position - 1];
  sorted[position] = strength;
}

double
redan_layer_reduction (const RedanScoring *scoring,
                       const RedanLayer *layers,
                       const double *strengths,
                       guint n)
{
  double few[64];
  g_autofree double *many = n > G_N_ELEMENTS (few) ? g_new (double, n) : NULL;
  double *sorted = many != NULL ? many : few;
  double product = 1;

  for (guint layer = 0; n > 0 && layer < REDAN_N_LAYERS; layer++)
    {
      double weight = 1;
      guint n_sorted = 0;
      for (guint i = 0; i < n; i++)
        if (layers[i] == layer)
          insert_falling (sorted, n_sorted++, strengths[i]);
      for (guint i = 0; i < n_sorted; i++, weight *= scoring->layer_decay)
        product *= 1 - sorted[i] * weight;
    }

  return product;
}
