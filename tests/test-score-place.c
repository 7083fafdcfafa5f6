/* SPDX-License-Identifier: Apache-2.0 */
/* Where the exposure, the reach and the controls of a score come from: wires, endpoints, callers,
 * root users. */

#include "tests/analysis-fixture.h"

/* ---- where exposure and reach come from ---- */

typedef struct
{
  RedanModel *model;
  RedanId account;
  RedanId person;
  RedanId web;
  RedanId store;
} Shop;

static RedanId
add (RedanModel *model,
     RedanSection section,
     RedanField field,
     const char *value,
     const RedanId *parent)
{
  RedanIdText text;

  if (parent == NULL)
    return fixture_create (model, section, field, value, 0);
  return fixture_create (model, section, field, value, REDAN_FIELD_PARENT,
                         redan_id_to_text (parent, text), 0);
}

static void
shop_init (Shop *self)
{
  self->model = redan_model_new (fixture_schema);
  self->account = add (self->model, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, "account", NULL);
  self->person = add (self->model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "actor", NULL);
  self->web = add (self->model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process", &self->account);
  self->store = add (self->model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "store", &self->account);
}

static const RedanThreat *
find_on (const RedanAnalysis *analysis, const char *rule, const RedanId *id)
{
  RedanIdText text;
  g_autofree char *name = g_strdup_printf ("%s@%s", rule, redan_id_to_text (id, text));
  const RedanThreat *threat = redan_analysis_find (analysis, name);

  if (threat == NULL)
    g_error ("there is no %s", name);
  return threat;
}

/* Listening needs the wire: credentials on the internet are more exposed than inside. */
static void
test_wires (void)
{
  Shop shop;
  g_autoptr (RedanAnalysis) analysis = NULL;
  RedanId outside;
  RedanId inside;

  shop_init (&shop);
  outside = fixture_connect (shop.model, &shop.web, &shop.person);
  inside = fixture_connect (shop.model, &shop.web, &shop.store);
  for (guint i = 0; i < 2; i++)
    {
      fixture_set (shop.model, i == 0 ? &outside : &inside, "enc_transit", "none");
      fixture_set (shop.model, i == 0 ? &outside : &inside, "carries_credentials", "yes");
      fixture_set (shop.model, i == 0 ? &outside : &inside, "network", i == 0 ? "internet" : "vpc");
    }
  analysis = fixture_analyse (shop.model, NULL, 0);
  g_assert_cmpfloat_with_epsilon (find_on (analysis, "TR-I-02", &outside)->exposure, .9, 1e-6);
  g_assert_cmpfloat_with_epsilon (find_on (analysis, "TR-I-02", &inside)->exposure, .15, .04);
  redan_model_unref (shop.model);
}

/* What stops takes its callers with it; what discloses does not, and control reaches further. */
static void
test_carried (void)
{
  Shop shop;
  g_autoptr (RedanAnalysis) analysis = NULL;

  shop_init (&shop);
  fixture_connect (shop.model, &shop.web, &shop.store);
  fixture_set (shop.model, &shop.store, "redundancy", "none");
  fixture_set (shop.model, &shop.store, "a_rating", "4");
  fixture_set (shop.model, &shop.store, "data_class", "internal");
  fixture_set (shop.model, &shop.store, "enc_rest", "none");
  fixture_set (shop.model, &shop.web, "credentials", "static");
  analysis = fixture_analyse (shop.model, NULL, 0);
  g_assert_cmpfloat (find_on (analysis, "TR-D-03", &shop.store)->blast, >, .2);
  g_assert_cmpfloat (find_on (analysis, "TR-I-03", &shop.store)->blast, ==, 0);
  g_assert_cmpfloat (find_on (analysis, "TR-S-08", &shop.web)->blast, >, .2);
  redan_model_unref (shop.model);
}

static gint32
get_residual (const RedanModel *model, const char *rule, const RedanId *id)
{
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);

  return find_on (analysis, rule, id)->residual;
}

/* Controls count on the caller of a flow, on all flows that lead to a store, and around it. */
static void
test_reach (void)
{
  Shop shop;
  RedanId call;
  RedanId query;
  RedanId zone;
  RedanIdText text;
  gint32 before;

  shop_init (&shop);
  call = fixture_connect (shop.model, &shop.person, &shop.web);
  query = fixture_connect (shop.model, &shop.web, &shop.store);
  fixture_set (shop.model, &shop.web, "custom_code", "yes");
  fixture_set (shop.model, &shop.web, "parameterized", "no");
  fixture_set (shop.model, &shop.store, "tech", "relational-db");
  before = get_residual (shop.model, "TR-T-02", &query);
  fixture_set (shop.model, &shop.web, "input_validation", "strict");
  g_assert_cmpint (get_residual (shop.model, "TR-T-02", &query), <, before);

  fixture_set (shop.model, &shop.store, "exposure", "internet");
  before = get_residual (shop.model, "TR-I-05", &shop.store);
  fixture_set (shop.model, &query, "allowlisted", "yes");
  g_assert_cmpint (get_residual (shop.model, "TR-I-05", &shop.store), <, before);
  fixture_set (shop.model, &query, "allowlisted", "no");
  g_assert_cmpint (get_residual (shop.model, "TR-I-05", &shop.store), ==, before);

  zone = add (shop.model, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, "subnet", &shop.account);
  fixture_set_field (shop.model, &shop.store, REDAN_FIELD_PARENT, NULL,
                     redan_id_to_text (&zone, text));
  before = get_residual (shop.model, "TR-I-05", &shop.store);
  fixture_set (shop.model, &zone, "public_subnet", "no");
  g_assert_cmpint (get_residual (shop.model, "TR-I-05", &shop.store), <, before);
  g_assert_false (redan_id_equal (&call, &query));
  redan_model_unref (shop.model);
}

/* A root user of which nobody said anything is not the worst root user. */
static void
test_unknown_roots (void)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  Shop shop;
  guint32 account;

  shop_init (&shop);
  account = redan_model_index_of (shop.model, &shop.account);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (shop.model, NULL, 0);

      g_assert_cmpfloat_with_epsilon (redan_graph_get_root_exposure (analysis->graph, account),
                                      i == 0 ? scoring->root_unknown + scoring->root_keys_unknown
                                             : scoring->root_none + scoring->root_keys,
                                      1e-9);
      fixture_set (shop.model, &shop.account, "root_mfa", "none");
      fixture_set (shop.model, &shop.account, "root_keys", "yes");
    }
  redan_model_unref (shop.model);
}

/* Whoever is the root user of the management account is master of the members. */
static void
test_organization_root (void)
{
  Shop shop;
  RedanId management;
  g_autoptr (RedanAnalysis) analysis = NULL;

  shop_init (&shop);
  management = add (shop.model, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, "account", NULL);
  fixture_set (shop.model, &management, "purpose", "management");
  fixture_set (shop.model, &management, "root_mfa", "none");
  fixture_set (shop.model, &management, "root_keys", "yes");
  fixture_set (shop.model, &shop.account, "purpose", "workload");
  fixture_set (shop.model, &shop.account, "root_mfa", "removed");
  analysis = fixture_analyse (shop.model, NULL, 0);
  g_assert_cmpfloat_with_epsilon (
      redan_graph_get_exposure (analysis->graph, redan_model_index_of (shop.model, &shop.store)),
      .6 * .9, 1e-9);
  redan_model_unref (shop.model);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/score/exposed/wires", test_wires);
  g_test_add_func ("/score/exposed/roots-of-which-nothing-is-said", test_unknown_roots);
  g_test_add_func ("/score/exposed/root-of-the-organization", test_organization_root);
  g_test_add_func ("/score/carried", test_carried);
  g_test_add_func ("/score/reach", test_reach);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
