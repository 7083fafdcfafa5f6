/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the expression language of rules, parsed, compiled and evaluated; and the filter
 * language of templates. */

#include "analysis/catalogue.h"
#include "analysis/program.h"
#include "analysis/template-expression.h"
#include "model/data-source.h"
#include "tests/fuzz/fuzz.h"
#include "tests/small-model.h"

#define AS_OF 45000
#define N_ELEMENTS 6

/* The facts of a small model, kept for the life of the process. */
static const RedanFacts *
get_facts (void)
{
  static RedanFacts *facts;
  static RedanCatalogue *catalogue;

  if (facts == NULL)
    {
      g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, NULL);
      g_autoptr (RedanModel) model = small_random (fuzz_get_schema (), 5, N_ELEMENTS, "");
      g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
      catalogue = redan_catalogue_load (source, fuzz_get_schema (), NULL);
      facts = redan_facts_new (snapshot, catalogue, AS_OF);
    }
  return facts;
}

static guint
count_targets (const RedanFacts *facts, RedanContext context)
{
  if (context == REDAN_CONTEXT_INTERACTION)
    return facts->n_interactions;
  return context == REDAN_CONTEXT_BOUNDARY ? facts->snapshot->n_boundaries
                                           : facts->snapshot->n_elements;
}

static void
evaluate (const RedanExpression *expression, RedanContext context)
{
  const RedanFacts *facts = get_facts ();
  g_autoptr (RedanProgramSet) set = redan_program_set_new (facts, context);
  guint program = redan_program_set_add (set, expression);

  if (context == REDAN_CONTEXT_MODEL)
    {
      (void) redan_program_set_test (set, program, REDAN_NONE);
      return;
    }
  for (guint i = 0; i < count_targets (facts, context); i++)
    g_assert_cmpint (redan_program_set_test (set, program, i), <=, REDAN_UNDECIDED);
}

static void
try_filter (const char *text)
{
  RedanTemplateNames names;
  g_autoptr (GError) error = NULL;
  RedanTemplateExpression *filter;

  redan_template_names_init (&names);
  filter = redan_template_expression_parse (text, &names, &error);
  g_assert_true ((filter == NULL) == (error != NULL));
  if (filter != NULL)
    redan_template_expression_free (filter);
  redan_template_names_clear (&names);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (RedanExpression) expression = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint contexts;

  if (length == 0)
    return 0;
  /* the first byte says where it stands */
  contexts = 1 + data[0] % ((1u << REDAN_N_CONTEXTS) - 1);
  text = fuzz_dup_text (data + 1, length - 1);
  expression = redan_expression_parse (fuzz_get_schema (), text, contexts, "fuzz", 1, &error);
  g_assert_true ((expression == NULL) == (error != NULL));
  for (RedanContext context = 0; context < REDAN_N_CONTEXTS && expression != NULL; context++)
    if ((contexts & 1u << context) != 0)
      evaluate (expression, context);
  try_filter (text);
  return 0;
}
