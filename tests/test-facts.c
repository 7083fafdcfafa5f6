/* SPDX-License-Identifier: Apache-2.0 */
/* Facts: every derivation by hand, and the laws: order and names of objects mean nothing. */

#include "analysis/facts.h"

#include <string.h>

#include "tests/small-model.h"

#define AS_OF 45687 /* 2025-02-01 */

static RedanSchema *schema;
static RedanCatalogue *catalogue;

static RedanFacts *
make_facts (const RedanModel *model)
{
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);

  return redan_facts_new (snapshot, catalogue, AS_OF);
}

static const RedanAttribute *
find_attribute (RedanContext context, const char *name)
{
  static const RedanScope scopes[] = { REDAN_SCOPE_ELEMENT, REDAN_SCOPE_FLOW,
                                       REDAN_SCOPE_BOUNDARY };

  return redan_schema_lookup (schema, scopes[context], name, -1);
}

/* "tls12 derived": value and where it came from */
static char *
describe (const RedanFacts *facts, RedanContext context, guint32 target, const char *name)
{
  const RedanAttribute *attribute = find_attribute (context, name);
  RedanCode code = redan_facts_get_code (facts, context, target, name);
  g_autofree char *text =
      redan_code_to_text (attribute, redan_model_get_strings (facts->snapshot->model), code);

  return g_strdup_printf (
      "%s %s", code < REDAN_CODE_FIRST ? "unknown" : text,
      redan_provenance_get_word ((RedanProvenance) facts->provenance[attribute->index][target]));
}

#define assert_value(facts, context, target, name, expected)                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_value = describe (facts, context, target, name);                        \
    g_assert_cmpstr (found_value, ==, expected);                                                   \
  }                                                                                                \
  G_STMT_END

#define assert_element(model, facts, element, name, expected)                                      \
  assert_value (facts, REDAN_CONTEXT_ELEMENT, small_index (model, element), name, expected)
#define assert_flow(model, facts, flow, name, expected)                                            \
  assert_value (facts, REDAN_CONTEXT_INTERACTION, small_index (model, flow), name, expected)

static guint32
find_way_back (const RedanModel *model, const RedanFacts *facts, const char *flow)
{
  guint32 index = small_index (model, flow);

  for (guint32 i = facts->snapshot->n_flows; i < facts->n_interactions; i++)
    if (facts->interaction_flow[i] == index)
      return i;

  g_assert_not_reached ();
}

/* ---- elements ---- */

static void
test_inherited (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_boundary (model, "org", "organization", NULL, "owner=board;environment=shared");
  small_boundary (model, "acct", "account", "org",
                  "provider=aws;environment=prod;workload=shop;guardduty=yes");
  small_boundary (model, "vpc", "vpc", "acct", "environment=unknown");
  small_element (model, "web", "process", "vpc", "tech=vm");
  small_element (model, "own", "process", "vpc",
                 "tech=vm;environment=dev;threat_detection=no;workload=unknown");
  small_element (model, "alone", "process", NULL, "");
  facts = make_facts (model);

  assert_element (model, facts, "web", "environment", "prod inherited");
  assert_element (model, facts, "web", "workload", "shop inherited");
  assert_element (model, facts, "web", "owner", "board inherited");
  assert_element (model, facts, "web", "provider", "aws inherited");
  assert_element (model, facts, "web", "threat_detection", "yes inherited");
  assert_element (model, facts, "own", "environment", "dev set");
  assert_element (model, facts, "own", "workload", "unknown unknown");
  assert_element (model, facts, "own", "threat_detection", "no set");
  assert_element (model, facts, "alone", "environment", "unknown unknown");
  /* a boundary does not inherit from the one around it */
  assert_value (facts, REDAN_CONTEXT_BOUNDARY, small_index (model, "vpc"), "environment",
                "unknown unknown");
}

static void
test_management (void)
{
  static const struct
  {
    const char *kind;
    const char *parent;
    const char *attributes;
    const char *expected;
  } cases[] = {
    { "process", "acct", "tech=function", "provider derived" },
    { "process", "acct", "tech=container", "shared derived" },
    { "process", "acct", "tech=vm", "customer derived" },
    { "process", "acct", "", "customer derived" },
    { "process", "acct", "tech=vm;mgmt=shared", "shared set" },
    { "process", "acct", "tech=function;mgmt=unknown", "unknown unknown" },
    { "process", "room", "tech=function", "customer derived" },
    { "store", "room", "tech=relational-db", "customer derived" },
    { "process", "bank", "tech=saas", "provider derived" },
    { "external", "room", "tech=saas", "provider derived" },
    { "actor", "room", "tech=human", "unknown unknown" },
    { "actor", "bank", "tech=human", "customer derived" },
    { "process", NULL, "tech=function", "customer derived" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      g_autoptr (RedanFacts) facts = NULL;

      small_boundary (model, "acct", "account", NULL, "provider=aws");
      small_boundary (model, "room", "on-prem", NULL, "");
      small_boundary (model, "bank", "partner", NULL, "");
      small_element (model, "it", cases[i].kind, cases[i].parent, cases[i].attributes);
      facts = make_facts (model);
      assert_element (model, facts, "it", "mgmt", cases[i].expected);
    }
}

static void
test_provider_run (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_boundary (model, "acct", "account", NULL, "provider=aws");
  small_element (model, "bucket", "store", "acct", "tech=object-store");
  small_element (model, "code", "process", "acct", "tech=function;custom_code=yes");
  small_element (model, "plain", "process", "acct", "tech=function");
  small_element (model, "host", "process", "acct", "tech=vm");
  facts = make_facts (model);

  assert_element (model, facts, "bucket", "custom_code", "no default");
  assert_element (model, facts, "bucket", "patching", "provider derived");
  assert_element (model, facts, "bucket", "interactive_access", "none default");
  assert_element (model, facts, "bucket", "privileged", "no default");
  assert_element (model, facts, "bucket", "credentials", "none default");
  assert_element (model, facts, "code", "patching", "provider derived");
  assert_element (model, facts, "code", "interactive_access", "none default");
  assert_element (model, facts, "code", "credentials", "unknown unknown");
  assert_element (model, facts, "code", "egress", "unknown unknown");
  assert_element (model, facts, "plain", "custom_code", "unknown unknown");
  assert_element (model, facts, "plain", "secrets_location", "none default");
  assert_element (model, facts, "plain", "egress", "none default");
  assert_element (model, facts, "host", "patching", "unknown unknown");
  assert_element (model, facts, "host", "privileged", "unknown unknown");
}

static void
test_standards (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_boundary (model, "acct", "account", NULL, "");
  small_element (model, "web", "process", "acct", "imds=unknown");
  small_flow (model, "self", "web", "web", "");
  facts = make_facts (model);

  assert_element (model, facts, "web", "priv_level", "none default");
  assert_element (model, facts, "web", "deploys_to_prod", "no default");
  assert_element (model, facts, "web", "imds", "unknown unknown");
  assert_element (model, facts, "web", "c_rating", "3 default");
  assert_element (model, facts, "web", "a_rating", "3 default");
  assert_element (model, facts, "web", "ddos", "unknown unknown");
  assert_flow (model, facts, "self", "admin", "no default");
  assert_flow (model, facts, "self", "carries_credentials", "no default");
  /* nobody said so, and it would count in favour of the account */
  assert_value (facts, REDAN_CONTEXT_BOUNDARY, 0, "public_subnet", "unknown unknown");
  g_assert_cmpuint (redan_facts_get_code (facts, REDAN_CONTEXT_BOUNDARY, 0, "purpose"), ==,
                    REDAN_CODE_ABSENT);
}

/* ---- data ---- */

static void
test_assets (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;
  guint32 query;

  small_element (model, "user", "actor", NULL, "");
  small_element (model, "web", "process", NULL, "data_class=public");
  small_element (model, "db", "store", NULL, "c_rating=2;data_class=restricted");
  small_element (model, "job", "process", NULL, "data_class=unknown");
  small_flow (model, "browse", "user", "web", "");
  small_flow (model, "query", "web", "db", "");
  small_asset (model, "orders",
               "classification=confidential;c_rating=4;i_rating=5;a_rating=2;pii=yes");
  small_asset (model, "leaflet", "classification=internal");
  small_set (model, "orders", REDAN_FIELD_CARRIED, "browse", "");
  small_set (model, "orders", REDAN_FIELD_STORED, "db", "");
  small_set (model, "leaflet", REDAN_FIELD_PROCESSED, "job", "");
  facts = make_facts (model);

  assert_element (model, facts, "web", "data_class", "confidential derived");
  assert_element (model, facts, "web", "i_rating", "5 derived");
  assert_element (model, facts, "web", "pii", "yes derived");
  assert_element (model, facts, "user", "data_class", "unknown unknown");
  assert_element (model, facts, "user", "c_rating", "3 default");
  assert_element (model, facts, "db", "data_class", "restricted set");
  assert_element (model, facts, "db", "c_rating", "4 derived");
  assert_element (model, facts, "db", "a_rating", "2 derived");
  assert_element (model, facts, "job", "data_class", "internal derived");
  assert_element (model, facts, "job", "c_rating", "2 derived");
  assert_flow (model, facts, "browse", "data_class", "confidential derived");
  /* neither stored nor carried: the lower class of both ends */
  assert_flow (model, facts, "query", "data_class", "confidential derived");
  query = small_index (model, "query");
  g_assert_cmpuint (redan_facts_get_rating (facts, REDAN_CONTEXT_INTERACTION,
                                            small_index (model, "browse"), "i_rating"),
                    ==, 5);
  g_assert_cmpuint (redan_facts_get_rating (facts, REDAN_CONTEXT_INTERACTION, query, "i_rating"),
                    ==, 3);
  g_assert_cmpuint (
      redan_facts_get_rating (facts, REDAN_CONTEXT_ELEMENT, small_index (model, "db"), "c_rating"),
      ==, 4);
}

static void
test_flow_class (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_element (model, "user", "actor", NULL, "data_class=restricted");
  small_element (model, "web", "process", NULL, "");
  small_element (model, "db", "store", NULL, "data_class=confidential");
  small_flow (model, "sign-in", "user", "db", "");
  small_flow (model, "one", "web", "db", "");
  small_flow (model, "none", "web", "web", "");
  small_flow (model, "said", "web", "db", "data_class=unknown");
  facts = make_facts (model);

  assert_flow (model, facts, "sign-in", "data_class", "unknown unknown");
  assert_flow (model, facts, "one", "data_class", "confidential derived");
  assert_flow (model, facts, "none", "data_class", "unknown unknown");
  assert_flow (model, facts, "said", "data_class", "unknown unknown");
}

/* ---- flows ---- */

static void
test_encryption (void)
{
  static const struct
  {
    const char *attributes;
    const char *encryption;
    const char *dst_auth;
  } cases[] = {
    { "protocol=https", "tls12 derived", "yes derived" },
    { "protocol=http", "none derived", "no derived" },
    { "protocol=ssh", "ssh derived", "yes derived" },
    { "protocol=ipc", "na derived", "unknown unknown" },
    { "protocol=sql", "unknown unknown", "unknown unknown" },
    { "", "unknown unknown", "unknown unknown" },
    { "protocol=http;enc_transit=tls13", "tls13 set", "yes derived" },
    { "protocol=https;enc_transit=unknown", "unknown unknown", "unknown unknown" },
    { "protocol=https;dst_auth=no", "tls12 derived", "no set" },
    { "enc_transit=tls-legacy", "tls-legacy set", "yes derived" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      g_autoptr (RedanFacts) facts = NULL;

      small_element (model, "a", "process", NULL, "");
      small_flow (model, "loop", "a", "a", cases[i].attributes);
      facts = make_facts (model);
      assert_flow (model, facts, "loop", "enc_transit", cases[i].encryption);
      assert_flow (model, facts, "loop", "dst_auth", cases[i].dst_auth);
    }
}

static void
make_zones (RedanModel *model)
{
  small_boundary (model, "net", "internet", NULL, "");
  small_boundary (model, "bank", "partner", NULL, "");
  small_boundary (model, "room", "on-prem", NULL, "");
  small_boundary (model, "region", "region", NULL, "");
  small_boundary (model, "acct", "account", "region", "");
  small_boundary (model, "other", "account", "region", "");
  small_boundary (model, "vpc", "vpc", "acct", "");
  small_boundary (model, "subnet", "subnet", "vpc", "");
}

/** Place: two parents and what follows for a flow from the first to the second */
static const struct
{
  const char *source;
  const char *target;
  const char *network;
  gboolean crosses;
  const char *exposure; /* of the target */
} places[] = {
  { "net", "vpc", "internet derived", TRUE, "internet derived" },
  { "vpc", "net", "internet derived", TRUE, "internal derived" },
  { "bank", "vpc", "partner derived", TRUE, "partner derived" },
  { "net", "bank", "internet derived", TRUE, "internet derived" },
  { "acct", "other", "peering derived", TRUE, "internal derived" },
  { "room", "region", "vpn derived", TRUE, "internal derived" },
  { "room", "acct", "peering derived", TRUE, "internal derived" },
  { "acct", "vpc", "vpc derived", TRUE, "internal derived" },
  { "subnet", "vpc", "vpc derived", TRUE, "internal derived" },
  { "vpc", "vpc", "local derived", FALSE, "internal derived" },
  { NULL, NULL, "local derived", FALSE, "internal derived" },
  { "region", NULL, "vpc derived", FALSE, "internal derived" },
  { NULL, "vpc", "peering derived", TRUE, "internal derived" },
};

static void
test_crossings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      g_autoptr (RedanFacts) facts = NULL;

      make_zones (model);
      small_element (model, "a", "process", places[i].source, "");
      small_element (model, "b", "process", places[i].target, "");
      small_flow (model, "ab", "a", "b", "");
      facts = make_facts (model);

      assert_flow (model, facts, "ab", "network", places[i].network);
      assert_element (model, facts, "b", "exposure", places[i].exposure);
      g_assert_cmpuint (facts->interaction_crosses[0], ==, places[i].crosses);
    }
}

static gboolean
crosses_kind (const RedanFacts *facts, guint32 interaction, const char *kind)
{
  const RedanAttribute *kinds = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

  return facts->interaction_crossed_kinds[interaction] >>
             redan_attribute_find_value (kinds, kind, -1) &
         1;
}

static void
test_lines (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_boundary (model, "curve", "trust-zone", NULL, "");
  small_boundary (model, "shore", "internet", NULL, "");
  small_element (model, "a", "process", NULL, "");
  small_element (model, "b", "process", NULL, "");
  small_element (model, "c", "process", NULL, "");
  small_flow (model, "ab", "a", "b", "");
  small_flow (model, "ac", "a", "c", "");
  small_set (model, "ab", REDAN_FIELD_CROSSES, "curve", "");
  small_set (model, "ac", REDAN_FIELD_CROSSES, "shore", "");
  facts = make_facts (model);

  g_assert_true (facts->interaction_crosses[small_index (model, "ab")]);
  g_assert_true (crosses_kind (facts, small_index (model, "ab"), "trust-zone"));
  g_assert_false (crosses_kind (facts, small_index (model, "ab"), "internet"));
  assert_flow (model, facts, "ab", "network", "vpc derived");
  assert_flow (model, facts, "ac", "network", "internet derived");
  assert_element (model, facts, "b", "exposure", "internal derived");
  assert_element (model, facts, "c", "exposure", "internet derived");
}

/* Decision 8: an imported model without boundaries has its people on the internet. */
static void
test_outside (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;
  guint32 web;

  small_element (model, "user", "actor", NULL, "");
  small_element (model, "web", "process", NULL, "");
  small_element (model, "db", "store", NULL, "");
  small_flow (model, "browse", "user", "web", "");
  small_flow (model, "query", "web", "db", "");
  facts = make_facts (model);
  web = small_index (model, "web");

  assert_element (model, facts, "web", "exposure", "internet derived");
  assert_element (model, facts, "db", "exposure", "internal derived");
  assert_flow (model, facts, "browse", "network", "internet derived");
  g_assert_true (crosses_kind (facts, small_index (model, "browse"), "internet"));
  g_assert_false (facts->interaction_crosses[small_index (model, "query")]);
  g_assert_cmpuint (facts->element_trust[web], ==, 255);
  g_assert_true (facts->element_reachable[web]);
  g_assert_true (facts->element_in_scope[web]);
  g_assert_cmpuint (facts->element_account[web], ==, REDAN_NONE);
}

static void
test_from_target (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;
  guint32 back;

  small_element (model, "a", "process", NULL, "authn=mtls;rate_limit=no");
  small_element (model, "b", "process", NULL, "authn=token;mfa=unknown;rate_limit=yes");
  small_flow (model, "both", "a", "b", "rate_limit=no");
  small_set (model, "both", REDAN_FIELD_BIDIRECTIONAL, NULL, "yes");
  small_flow (model, "one", "a", "b", "authn=unknown");
  facts = make_facts (model);
  back = find_way_back (model, facts, "both");

  g_assert_cmpuint (facts->n_interactions, ==, 3);
  g_assert_true (facts->interaction_reverse[back]);
  g_assert_cmpuint (facts->interaction_source[back], ==, small_index (model, "b"));
  assert_flow (model, facts, "both", "authn", "token derived");
  assert_flow (model, facts, "both", "rate_limit", "no set");
  assert_flow (model, facts, "both", "mfa", "unknown unknown");
  assert_flow (model, facts, "one", "authn", "unknown unknown");
  assert_flow (model, facts, "one", "rate_limit", "yes derived");
  /* on the way back the other end is asked */
  assert_value (facts, REDAN_CONTEXT_INTERACTION, back, "authn", "mtls derived");
  assert_value (facts, REDAN_CONTEXT_INTERACTION, back, "rate_limit", "no set");
}

/* ---- structure ---- */

static void
test_people (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_boundary (model, "zone", "trust-zone", NULL, "");
  small_element (model, "user", "actor", "zone", "");
  small_element (model, "app", "process", "zone", "tech=browser");
  small_element (model, "web", "process", "zone", "");
  small_element (model, "api", "process", "zone", "");
  small_element (model, "db", "store", "zone", "");
  small_flow (model, "user-web", "user", "web", "");
  small_flow (model, "app-api", "app", "api", "");
  small_flow (model, "web-db", "web", "db", "");
  facts = make_facts (model);

  g_assert_true (facts->interaction_human[small_index (model, "user-web")]);
  g_assert_true (facts->interaction_human[small_index (model, "app-api")]);
  g_assert_false (facts->interaction_human[small_index (model, "web-db")]);
  g_assert_true (facts->element_human[small_index (model, "user")]);
  g_assert_true (facts->element_human[small_index (model, "web")]);
  g_assert_true (facts->element_human[small_index (model, "api")]);
  g_assert_false (facts->element_human[small_index (model, "db")]);
  g_assert_false (facts->element_human[small_index (model, "app")]);
}

static void
test_reach (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  make_zones (model);
  small_boundary (model, "inner", "vpc", "net", "");
  small_element (model, "user", "actor", "net", "");
  small_element (model, "deep", "process", "inner", "");
  small_element (model, "clerk", "actor", "room", "");
  small_element (model, "web", "process", "vpc", "");
  small_element (model, "db", "store", "vpc", "");
  small_element (model, "archive", "store", "vpc", "");
  small_flow (model, "user-web", "user", "web", "");
  small_flow (model, "web-db", "web", "db", "");
  small_flow (model, "clerk-archive", "clerk", "archive", "");
  small_flow (model, "archive-user", "archive", "user", "");
  facts = make_facts (model);

  g_assert_true (facts->element_reachable[small_index (model, "user")]);
  g_assert_true (facts->element_reachable[small_index (model, "deep")]);
  g_assert_true (facts->element_reachable[small_index (model, "web")]);
  g_assert_true (facts->element_reachable[small_index (model, "db")]);
  g_assert_false (facts->element_reachable[small_index (model, "clerk")]);
  g_assert_false (facts->element_reachable[small_index (model, "archive")]);
  g_assert_cmpuint (facts->element_trust[small_index (model, "deep")], ==, 0);
  g_assert_cmpuint (facts->element_trust[small_index (model, "clerk")], ==, 3);
  g_assert_cmpuint (facts->element_account[small_index (model, "db")], ==,
                    small_index (model, "acct"));
}

static void
test_trust_as_set (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_boundary (model, "guests", "trust-zone", NULL, "trust=1");
  small_element (model, "kiosk", "process", "guests", "");
  facts = make_facts (model);
  g_assert_cmpuint (facts->boundary_trust[0], ==, 1);
  g_assert_true (facts->element_reachable[0]);
}

static void
test_tenants (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;
  guint32 acct;
  guint32 vpc;

  make_zones (model);
  small_element (model, "a", "process", "acct", "workload=shop;environment=prod");
  small_element (model, "b", "process", "vpc", "workload=shop;environment=prod");
  small_element (model, "c", "store", "vpc", "workload=billing;environment=shared");
  small_element (model, "d", "store", "vpc", "workload=org");
  small_element (model, "e", "actor", "vpc", "workload=people;environment=dev");
  small_element (model, "f", "process", "acct", "environment=test");
  facts = make_facts (model);
  acct = small_index (model, "acct");
  vpc = small_index (model, "vpc");

  g_assert_cmpuint (facts->workloads[acct], ==, 2);
  g_assert_cmpuint (facts->workloads[vpc], ==, 2);
  g_assert_cmpuint (facts->environments[acct], ==, 2);
  g_assert_cmpuint (facts->environments[vpc], ==, 1);
  g_assert_cmpuint (facts->workloads[small_index (model, "net")], ==, 0);
  g_assert_cmpuint (facts->member_offset[acct + 1] - facts->member_offset[acct], ==, 6);
  g_assert_cmpuint (facts->member_offset[vpc + 1] - facts->member_offset[vpc], ==, 4);
}

static void
test_loose (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_element (model, "a", "process", NULL, "authn=mtls");
  small_flow (model, "from", "a", NULL, "");
  small_flow (model, "to", NULL, "a", "");
  facts = make_facts (model);

  g_assert_cmpuint (facts->n_interactions, ==, 2);
  g_assert_cmpuint (facts->out_offset[1], ==, 0);
  g_assert_cmpuint (facts->in_offset[1], ==, 0);
  assert_flow (model, facts, "to", "authn", "mtls derived");
  assert_flow (model, facts, "from", "authn", "unknown unknown");
}

/* ---- defaults of services ---- */

static const RedanServiceDefault *
find_default (const RedanModel *model,
              const RedanFacts *facts,
              const char *element,
              const char *name)
{
  return redan_facts_find_service_default (facts, small_index (model, element),
                                           find_attribute (REDAN_CONTEXT_ELEMENT, name));
}

static void
test_service_defaults (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;
  const RedanServiceDefault *standard;

  small_boundary (model, "acct", "account", NULL, "provider=aws");
  small_boundary (model, "room", "on-prem", NULL, "provider=on-prem");
  small_element (model, "bucket", "store", "acct", "aws_service=s3");
  small_element (model, "named", "store", "acct", "aws_service=s3;enc_rest=none;authn=unknown");
  small_element (model, "shape", "store", "acct", "tech=object-store");
  small_element (model, "other", "store", "acct", "tech=object-store;aws_service=own-thing");
  small_element (model, "disk", "store", "room", "tech=object-store");
  small_element (model, "host", "process", "acct", "tech=vm");
  small_element (model, "person", "actor", "acct", "aws_service=ec2");
  small_flow (model, "put", "person", "bucket", "");
  facts = make_facts (model);

  assert_element (model, facts, "bucket", "enc_rest", "provider-key default");
  assert_element (model, facts, "bucket", "resource_policy", "none default");
  assert_element (model, facts, "host", "ddos", "standard default");
  assert_flow (model, facts, "put", "authn", "iam derived");
  standard = find_default (model, facts, "bucket", "enc_rest");
  g_assert_cmpstr (standard->id, ==, "SD-S3-ENCRYPTION");
  g_assert_cmpstr (standard->slug, ==, "AmazonS3/latest/userguide/default-encryption-faq");
  /* what a person said stays, "unknown" included */
  assert_element (model, facts, "named", "enc_rest", "none set");
  assert_element (model, facts, "named", "authn", "unknown unknown");
  g_assert_null (find_default (model, facts, "named", "enc_rest"));
  /* a technology stands for a service only where AWS runs it and no other is named */
  assert_element (model, facts, "shape", "enc_rest", "provider-key default");
  assert_element (model, facts, "other", "enc_rest", "unknown unknown");
  assert_element (model, facts, "disk", "enc_rest", "unknown unknown");
  assert_element (model, facts, "person", "ddos", "unknown unknown");
  /* other defaults are no rows of the table */
  assert_element (model, facts, "bucket", "custom_code", "no default");
  g_assert_null (find_default (model, facts, "bucket", "custom_code"));
}

/* A row holds from its day on. */
static void
test_service_defaults_as_of (void)
{
  guint n;
  const RedanServiceDefault *rows = redan_catalogue_get_service_defaults (catalogue, &n);

  g_assert_cmpuint (n, >, 30);
  for (guint i = 0; i < n; i++)
    for (guint later = 0; later < 2; later++)
      {
        g_autoptr (RedanModel) model = redan_model_new (schema);
        g_autofree char *service = g_strconcat ("aws_service=", rows[i].service, NULL);
        g_autoptr (RedanSnapshot) snapshot = NULL;
        g_autoptr (RedanFacts) facts = NULL;

        small_boundary (model, "acct", "account", NULL, "provider=aws");
        small_element (model, "it", "store", "acct", service);
        snapshot = redan_snapshot_new (model);
        facts = redan_facts_new (snapshot, catalogue, rows[i].since - 1 + later);
        g_assert_true (find_default (model, facts, "it", rows[i].attribute->name) ==
                       (later ? &rows[i] : NULL));
        g_assert_cmpuint (redan_facts_get_code (facts, REDAN_CONTEXT_ELEMENT,
                                                small_index (model, "it"), rows[i].attribute->name),
                          ==, later ? REDAN_CODE_FIRST + rows[i].value : REDAN_CODE_ABSENT);
      }
}

/* ---- laws ---- */

/* All that is said of the objects of two models that differ in ids, hence in order, by the names
 * that both give them. */
static char *
describe_all (const RedanModel *model, const RedanFacts *facts, const char *salt, guint n_elements)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      const char *letter = attribute->scope == REDAN_SCOPE_ELEMENT ? "e"
                           : attribute->scope == REDAN_SCOPE_FLOW  ? "f"
                                                                   : NULL;
      guint n = attribute->scope == REDAN_SCOPE_FLOW ? 2 * n_elements : n_elements;

      for (guint j = 0; letter != NULL && facts->columns[i] != NULL && j < n; j++)
        {
          g_autofree char *name = g_strdup_printf ("%s%s%u", salt, letter, j);
          guint32 index = small_index (model, name);
          g_autofree char *value =
              redan_code_to_text (attribute, redan_model_get_strings (facts->snapshot->model),
                                  facts->columns[i][index]);

          g_string_append_printf (text, "%s %s%u %s %u\n", attribute->name, letter, j, value,
                                  facts->provenance[i][index]);
        }
    }

  for (guint j = 0; j < n_elements; j++)
    {
      g_autofree char *name = g_strdup_printf ("%se%u", salt, j);
      guint32 index = small_index (model, name);

      g_string_append_printf (text, "%u: %u %u %u %u\n", j, facts->element_trust[index],
                              facts->element_human[index], facts->element_reachable[index],
                              facts->element_in_scope[index]);
    }

  return g_string_free (text, FALSE);
}

static void
test_order (void)
{
  for (guint seed = 0; seed < 30; seed++)
    {
      g_autoptr (RedanModel) first = small_random (schema, seed, 25, "");
      g_autoptr (RedanModel) second = small_random (schema, seed, 25, "other-");
      g_autoptr (RedanFacts) first_facts = make_facts (first);
      g_autoptr (RedanFacts) second_facts = make_facts (second);
      g_autofree char *first_text = describe_all (first, first_facts, "", 25);
      g_autofree char *second_text = describe_all (second, second_facts, "other-", 25);

      g_assert_cmpstr (first_text, ==, second_text);
    }
}

/* What a person set stays as it was set, and nothing comes from nowhere. */
static void
test_explicit_wins (void)
{
  for (guint seed = 0; seed < 30; seed++)
    {
      g_autoptr (RedanModel) model = small_random (schema, seed, 25, "");
      g_autoptr (RedanFacts) facts = make_facts (model);
      const RedanSnapshot *snapshot = facts->snapshot;

      for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
        {
          const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
          const RedanCode *said = snapshot->columns[i];
          gboolean is_raised = strstr (attribute->name, "_rating") != NULL ||
                               strcmp (attribute->name, "data_class") == 0;

          for (guint j = 0; attribute->scope == REDAN_SCOPE_ELEMENT && facts->columns[i] != NULL &&
                            strcmp (attribute->name, "pii") != 0 && j < snapshot->n_elements;
               j++)
            {
              g_assert_cmpint (facts->columns[i][j] >= REDAN_CODE_FIRST, ==,
                               facts->provenance[i][j] != REDAN_PROVENANCE_UNKNOWN);
              if (said == NULL || said[j] == REDAN_CODE_ABSENT)
                g_assert_true (facts->provenance[i][j] != REDAN_PROVENANCE_SET ||
                               attribute->structural);
              else if (!is_raised)
                g_assert_cmpuint (facts->columns[i][j], ==, said[j]);
              else
                g_assert_cmpuint (facts->columns[i][j], >=, said[j]);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  catalogue = redan_catalogue_load (source, schema, &error);
  g_assert_no_error (error);

  g_test_add_func ("/facts/elements/inherited", test_inherited);
  g_test_add_func ("/facts/elements/management", test_management);
  g_test_add_func ("/facts/elements/provider-run", test_provider_run);
  g_test_add_func ("/facts/elements/standards", test_standards);
  g_test_add_func ("/facts/data/assets", test_assets);
  g_test_add_func ("/facts/data/flow-class", test_flow_class);
  g_test_add_func ("/facts/flows/encryption", test_encryption);
  g_test_add_func ("/facts/flows/crossings", test_crossings);
  g_test_add_func ("/facts/flows/lines", test_lines);
  g_test_add_func ("/facts/flows/outside", test_outside);
  g_test_add_func ("/facts/flows/from-target", test_from_target);
  g_test_add_func ("/facts/flows/loose", test_loose);
  g_test_add_func ("/facts/structure/people", test_people);
  g_test_add_func ("/facts/structure/reach", test_reach);
  g_test_add_func ("/facts/structure/trust-as-set", test_trust_as_set);
  g_test_add_func ("/facts/structure/tenants", test_tenants);
  g_test_add_func ("/facts/services/defaults", test_service_defaults);
  g_test_add_func ("/facts/services/as-of", test_service_defaults_as_of);
  g_test_add_func ("/facts/laws/order", test_order);
  g_test_add_func ("/facts/laws/explicit-wins", test_explicit_wins);
  result = g_test_run ();

  redan_catalogue_unref (catalogue);
  redan_schema_unref (schema);
  return result;
}
