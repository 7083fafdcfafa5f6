/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of what importers make of single features, in small texts of each format. */

#include <string.h>

#include "tests/import-support.h"

#include "model/geometry.h"

typedef struct
{
  RedanModel *model;
  GPtrArray *losses;
} Imported;

static Imported
import_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  Imported imported = { 0 };

  imported.model = import_support_parse (text, strlen (text), &imported.losses, &error);
  g_assert_no_error (error);
  return imported;
}

static void
clear (Imported *imported)
{
  redan_model_unref (imported->model);
  g_ptr_array_unref (imported->losses);
}

static const RedanObject *
find (const Imported *imported, RedanSection section, const char *name)
{
  for (guint i = 0; i < redan_model_get_n (imported->model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (imported->model, section, i);

      if (strcmp (redan_object_get_name (object), name) == 0)
        return object;
    }
  g_error ("no %s is called \"%s\"", redan_section_get_tag (section), name);
}

static const char *
attribute (const RedanObject *object, const char *name)
{
  return redan_object_get (
      object, redan_field_lookup (import_support_schema, object->section, FALSE, name, -1));
}

static const char *
referred (const Imported *imported, const RedanObject *object, RedanField field)
{
  RedanId id;

  return redan_object_get_reference (object, field, &id)
             ? redan_object_get_name (redan_model_lookup (imported->model, &id))
             : NULL;
}

/* The value of the only entry of a keyed field. */
static const RedanEntry *
only (const RedanObject *object, RedanField field)
{
  guint n;
  const RedanEntry *entries = redan_object_get_range (object, field, &n);

  g_assert_cmpuint (n, ==, 1);
  return entries;
}

static const char *
keyed (const Imported *imported, const RedanObject *object, RedanField field)
{
  return redan_object_get_name (
      redan_model_lookup_text (imported->model, only (object, field)->key));
}

static void
assert_loss (const Imported *imported, RedanLossKind kind, const char *place, const char *text)
{
  for (guint i = 0; i < imported->losses->len; i++)
    {
      const RedanLoss *loss = g_ptr_array_index (imported->losses, i);

      if (loss->kind == kind && strstr (loss->place, place) != NULL &&
          strstr (loss->text, text) != NULL)
        return;
    }
  g_error ("not listed: %s: %s: %s", redan_loss_kind_get_word (kind), place, text);
}

static void
test_pytm (void)
{
  Imported in = import_text (
      "{\"name\":\"M\",\"boundaries\":[{\"name\":\"B\"},{\"name\":\"C\",\"inBoundary\":\"B\"}],"
      "\"data\":[{\"name\":\"D\",\"classification\":\"PUBLIC\",\"isPII\":true}],\"elements\":["
      "{\"__class__\":\"Datastore\",\"name\":\"S\",\"inBoundary\":\"C\",\"isSQL\":true,\"inScope\":"
      "false},"
      "{\"__class__\":\"Robot\",\"name\":\"R\"},{\"__class__\":\"Server\",\"name\":\"R\","
      "\"isHardened\":true}],"
      "\"flows\":[{\"name\":\"F\",\"source\":\"R\",\"sink\":\"S\",\"data\":[\"D\",\"D\"],"
      "\"protocol\":\"HTTPS\"},"
      "{\"name\":\"G\",\"source\":\"nobody\",\"sink\":\"S\"}]}");
  const RedanObject *store = find (&in, REDAN_SECTION_ELEMENT, "S");
  const RedanObject *flow = find (&in, REDAN_SECTION_FLOW, "F");
  const RedanObject *data = find (&in, REDAN_SECTION_ASSET, "D");

  g_assert_cmpstr (attribute (store, "tech"), ==, "relational-db");
  g_assert_cmpstr (attribute (store, "in_scope"), ==, "no");
  g_assert_cmpstr (referred (&in, store, REDAN_FIELD_PARENT), ==, "C");
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_BOUNDARY, "C"), REDAN_FIELD_PARENT), ==,
                   "B");
  g_assert_cmpstr (referred (&in, flow, REDAN_FIELD_SOURCE), ==, "R");
  g_assert_cmpstr (attribute (flow, "protocol"), ==, "https");
  g_assert_cmpstr (attribute (data, "classification"), ==, "public");
  g_assert_cmpstr (attribute (data, "pii"), ==, "yes");
  g_assert_cmpstr (keyed (&in, data, REDAN_FIELD_CARRIED), ==, "F");
  assert_loss (&in, REDAN_LOSS_GUESSED, "process \"R\"", "class \"Robot\"");
  assert_loss (&in, REDAN_LOSS_REPAIRED, "process \"R\"", "another one is called \"R\"");
  assert_loss (&in, REDAN_LOSS_REPAIRED, "flow \"G\"", "\"nobody\", which is not in the file");
  clear (&in);
}

static void
test_threagile (void)
{
  Imported in = import_text (
      "threagile_version: 1.0.0\ntitle: T\n"
      "data_assets:\n"
      "  Secret <b>data</b>: &d {id: sd, confidentiality: strictly-confidential, integrity: "
      "critical}\n"
      "  Copy: {<<: *d, id: cp, confidentiality: public}\n"
      "technical_assets:\n"
      "  Shop: {id: shop, type: process, technology: web-server, multi_tenant: no,\n"
      "    custom_developed_parts: true, data_assets_stored: [sd], communication_links: {\n"
      "      Save it: {target: db, protocol: jdbc-encrypted, authentication: client-certificate,\n"
      "        data_assets_sent: [sd], data_assets_received: [sd]},\n"
      "      Plain: {target: db, protocol: http}}}\n"
      "  DB: {id: db, type: datastore, technology: database, out_of_scope: true}\n"
      "  Anna: {id: anna, type: external-entity, technology: browser}\n"
      "trust_boundaries:\n"
      "  Outer: {id: o, type: network-cloud-security-group, trust_boundaries_nested: [i]}\n"
      "  Inner: {id: i, type: execution-environment, technical_assets_inside: [db]}\n"
      "  Rival: {id: r, type: odd, technical_assets_inside: [db]}\n"
      "individual_risk_categories:\n"
      "  Cat: {id: cat, stride: tampering, risks_identified: {\n"
      "    Bad: {severity: elevated, most_relevant_communication_link: shop>save-it}}}\n"
      "risk_tracking:\n"
      "  cat@*: {status: accepted, justification: Why not}\n");
  const RedanObject *data = find (&in, REDAN_SECTION_ASSET, "Secret data");
  const RedanObject *flow = find (&in, REDAN_SECTION_FLOW, "Save it");
  const RedanObject *threat = find (&in, REDAN_SECTION_THREAT, "Bad");

  g_assert_cmpstr (attribute (data, "classification"), ==, "restricted");
  g_assert_cmpstr (attribute (data, "i_rating"), ==, "4");
  g_assert_cmpstr (keyed (&in, data, REDAN_FIELD_STORED), ==, "Shop");
  g_assert_cmpstr (keyed (&in, data, REDAN_FIELD_CARRIED), ==, "Save it");
  g_assert_cmpstr (attribute (find (&in, REDAN_SECTION_ASSET, "Copy"), "classification"), ==,
                   "public");
  g_assert_cmpstr (attribute (find (&in, REDAN_SECTION_ASSET, "Copy"), "i_rating"), ==, "4");
  g_assert_cmpstr (attribute (flow, "protocol"), ==, "sql");
  g_assert_cmpstr (attribute (flow, "authn"), ==, "mtls");
  g_assert_null (attribute (flow, "enc_transit"));
  g_assert_cmpstr (attribute (find (&in, REDAN_SECTION_FLOW, "Plain"), "enc_transit"), ==, "none");
  g_assert_cmpstr (redan_object_get (find (&in, REDAN_SECTION_ELEMENT, "Anna"), REDAN_FIELD_KIND),
                   ==, "actor");
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_ELEMENT, "DB"), REDAN_FIELD_PARENT), ==,
                   "Inner");
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_BOUNDARY, "Inner"), REDAN_FIELD_PARENT),
                   ==, "Outer");
  g_assert_cmpstr (referred (&in, threat, REDAN_FIELD_TARGET), ==, "Save it");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_SEVERITY), ==, "high");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_DECISION), ==, "accept");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_REASON), ==, "Why not");
  assert_loss (&in, REDAN_LOSS_REPAIRED, "Rival", "\"db\" lies inside another boundary");
  assert_loss (&in, REDAN_LOSS_DROPPED, "Save it", "is encrypted, but how is not said");
  clear (&in);
}

static void
test_otm (void)
{
  Imported in = import_text (
      "otmVersion: 0.2.0\nproject: {name: P, id: p}\n"
      "representations: [{id: d, name: D, type: diagram}]\n"
      "trustZones: [{id: x, name: Zone, risk: {trustRating: 80}, representations: [\n"
      "  {representation: d, position: {x: 100, y: 200}, size: {width: 500, height: 400}}]}]\n"
      "components:\n"
      " - {id: x, name: Host, type: ec2, parent: {trustZone: x}, representations: [\n"
      "    {representation: d, position: {x: 10, y: 20}, size: {width: 200, height: 100}}]}\n"
      " - {id: y, name: Base, type: CD-MICROSOFT-AZURE-SQL-DB, parent: {component: x},\n"
      "    threats: [{threat: t, state: mitigated, mitigations: [{mitigation: m, state: "
      "implemented}]}],\n"
      "    representations: [{representation: d, position: {x: 1.5, y: 2}, size: {width: 50, "
      "height: 40}}]}\n"
      " - {id: a, name: Loop, type: thing, parent: {component: b}}\n"
      " - {id: b, name: Pool, type: null, parent: {component: a}}\n"
      " - {id: c, name: Other, type: thing, parent: {component: b}}\n"
      "dataflows: [{id: f, name: F, source: x, destination: y, bidirectional: true, assets: "
      "null}]\n"
      "threats: [{id: t, name: T, categories: [A, B], risk: {likelihood: 50, impact: 100}}]\n"
      "mitigations: [{id: m, name: M, riskReduction: 70}]\n");
  const RedanObject *base = find (&in, REDAN_SECTION_ELEMENT, "Base");
  const RedanObject *threat = find (&in, REDAN_SECTION_THREAT, "T");
  const RedanObject *mitigation = find (&in, REDAN_SECTION_MITIGATION, "M");

  g_assert_cmpstr (only (base, REDAN_FIELD_PLACE)->value, ==,
                   "892 1776 400 320"); /* eighths of 111.5, 222, 50, 40 */
  g_assert_cmpstr (referred (&in, base, REDAN_FIELD_PARENT), ==, "Zone");
  g_assert_cmpstr (redan_object_get (base, REDAN_FIELD_KIND), ==, "store");
  g_assert_cmpstr (attribute (base, "tech"), ==, "relational-db");
  /* two that lie in each other: one of them is outside */
  g_assert_true (
      (referred (&in, find (&in, REDAN_SECTION_BOUNDARY, "Loop"), REDAN_FIELD_PARENT) == NULL) !=
      (referred (&in, find (&in, REDAN_SECTION_BOUNDARY, "Pool"), REDAN_FIELD_PARENT) == NULL));
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_ELEMENT, "Other"), REDAN_FIELD_PARENT),
                   ==, "Pool");
  g_assert_cmpstr (attribute (find (&in, REDAN_SECTION_BOUNDARY, "Zone"), "trust"), ==, "4");
  g_assert_cmpstr (
      redan_object_get (find (&in, REDAN_SECTION_FLOW, "F"), REDAN_FIELD_BIDIRECTIONAL), ==, "yes");
  g_assert_cmpstr (referred (&in, threat, REDAN_FIELD_TARGET), ==, "Base");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_DECISION), ==, "mitigate");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_LIKELIHOOD), ==, "3");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_CATEGORY), ==, "A, B");
  g_assert_cmpstr (redan_object_get (mitigation, REDAN_FIELD_STATE), ==, "declared");
  g_assert_cmpstr (redan_object_get (mitigation, REDAN_FIELD_STRENGTH), ==, "70");
  g_assert_cmpstr (keyed (&in, mitigation, REDAN_FIELD_ADDRESSES), ==, "T");
  assert_loss (&in, REDAN_LOSS_DROPPED, "Base", "lies inside the component \"Host\"");
  assert_loss (&in, REDAN_LOSS_GUESSED, "Other", "type \"thing\" is not known");
  assert_loss (&in, REDAN_LOSS_GUESSED, "Loop", "taken as a boundary, trust-zone");
  clear (&in);
}

#define CELL(id, style, parent, x, y, w, h, label)                                                 \
  "<mxCell id='" id "' value='" label "' style='" style "' vertex='1' parent='" parent             \
  "'><mxGeometry x='" x "' y='" y "' width='" w "' height='" h "' as='geometry'/></mxCell>"
#define POINT(x, y, as) "<mxPoint x='" x "' y='" y "' as='" as "'/>"

static void
test_drawio (void)
{
  Imported in = import_text (
      "<mxGraphModel><root><mxCell id='0'/><mxCell id='1' parent='0'/>" CELL (
          "z", "dashed=1", "1", "100", "100", "400", "300", "Zone")
          CELL ("p", "ellipse;html=1", "z", "10", "20", "80", "80",
                "A &amp;amp; &lt;b&gt;B&lt;/b&gt;&lt;br&gt;two")
              CELL ("s", "shape=cylinder3", "1", "700", "100", "60", "80", "S")
                  CELL ("t", "text;html=1", "1", "0", "0", "50", "20", "a note")
                      CELL ("w", "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.sqs", "1",
                            "700", "300", "40", "40",
                            "W") "<mxCell id='e' style='endArrow=classic' edge='1' parent='z' "
                                 "source='p'><mxGeometry as='geometry'>" POINT (
                                     "598", "40", "targetPoint") "<Array "
                                                                 "as='points'><"
                                                                 "mxPoint x='300' "
                                                                 "y='60'/></"
                                                                 "Array></"
                                                                 "mxGeometry></"
                                                                 "mxCell>"
                                                                 "<mxCell id='l' "
                                                                 "value='HTTPS' "
                                                                 "vertex='1' "
                                                                 "parent='e'/>"
                                                                 "<UserObject "
                                                                 "id='o' "
                                                                 "label='%kind% "
                                                                 "flow' kind='Odd' "
                                                                 "placeholders='1'>"
                                                                 "<mxCell "
                                                                 "style='"
                                                                 "startArrow=block;"
                                                                 "endArrow=none' "
                                                                 "edge='1' "
                                                                 "parent='1' "
                                                                 "source='s' "
                                                                 "target='w'>"
                                                                 "<mxGeometry "
                                                                 "as='geometry'/></"
                                                                 "mxCell></"
                                                                 "UserObject></"
                                                                 "root></"
                                                                 "mxGraphModel>");
  const RedanObject *process = find (&in, REDAN_SECTION_ELEMENT, "A & B\ntwo");
  const RedanObject *flow = find (&in, REDAN_SECTION_FLOW, "HTTPS");
  const RedanObject *odd = find (&in, REDAN_SECTION_FLOW, "Odd flow");

  g_assert_cmpstr (redan_object_get (process, REDAN_FIELD_KIND), ==, "process");
  g_assert_cmpstr (referred (&in, process, REDAN_FIELD_PARENT), ==, "Zone");
  g_assert_cmpstr (only (process, REDAN_FIELD_PLACE)->value, ==, "880 960 640 640");
  g_assert_cmpstr (attribute (find (&in, REDAN_SECTION_ELEMENT, "W"), "tech"), ==, "message-queue");
  g_assert_cmpstr (redan_object_get (find (&in, REDAN_SECTION_ELEMENT, "S"), REDAN_FIELD_KIND), ==,
                   "store");
  g_assert_cmpuint (redan_model_get_n (in.model, REDAN_SECTION_NOTE), ==, 1);
  g_assert_cmpstr (referred (&in, flow, REDAN_FIELD_SOURCE), ==, "A & B\ntwo");
  g_assert_cmpstr (referred (&in, flow, REDAN_FIELD_TARGET), ==, "S");
  g_assert_cmpstr (only (flow, REDAN_FIELD_ROUTE)->value, ==, "3200 1280");
  g_assert_cmpstr (attribute (flow, "protocol"), ==, "https");
  g_assert_cmpstr (referred (&in, odd, REDAN_FIELD_SOURCE), ==, "W");
  g_assert_cmpstr (referred (&in, odd, REDAN_FIELD_TARGET), ==, "S");
  assert_loss (&in, REDAN_LOSS_GUESSED, "HTTPS", "touches \"S\"");
  assert_loss (&in, REDAN_LOSS_DROPPED, "Odd flow", "\"kind\"");
  clear (&in);
}

static void
test_hcltm (void)
{
  Imported in = import_text (
      "variable \"who\" { default = \"Ada\" }\n/* two\nlines */\nthreatmodel \"M\" {\n"
      "  author = var.who # ours\n  description = <<-END\n    First\n      second\n  END\n"
      "  information_asset \"Keys\" {\n    information_classification = \"Restricted\"\n  }\n"
      "  threat {\n    description = \"Theft \\\"x\\\" ${var.who}\"\n    stride = [\"Spoofing\", "
      "\"Tampering\",]\n"
      "    information_asset_refs = [\"Keys\"]\n    control \"Lock\" {\n      implemented = true\n"
      "      risk_reduction = 60\n      description = import.a.b\n    }\n  }\n"
      "  data_flow_diagram_v2 \"D\" {\n    process \"P\" { trust_zone = \"Z\" }\n"
      "    data_store \"S\" { information_asset = \"Keys\" }\n"
      "    flow \"sql\" { from = \"P\"\n to = \"S\" }\n  }\n}\n");
  const RedanObject *keys = find (&in, REDAN_SECTION_ASSET, "Keys");
  const RedanObject *lock = find (&in, REDAN_SECTION_MITIGATION, "Lock");
  const RedanObject *threat = find (&in, REDAN_SECTION_THREAT, "Theft \"x\" ${var.who}");

  g_assert_cmpstr (redan_object_get (redan_model_get_meta (in.model), REDAN_FIELD_OWNER), ==,
                   "Ada");
  g_assert_cmpstr (redan_object_get (redan_model_get_meta (in.model), REDAN_FIELD_DESCRIPTION), ==,
                   "First\n  second");
  g_assert_cmpstr (attribute (keys, "classification"), ==, "restricted");
  g_assert_cmpstr (keyed (&in, keys, REDAN_FIELD_STORED), ==, "S");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_CATEGORY), ==, "Spoofing, Tampering");
  g_assert_cmpstr (keyed (&in, threat, REDAN_FIELD_AFFECTS), ==, "Keys");
  g_assert_cmpstr (redan_object_get (lock, REDAN_FIELD_STATE), ==, "declared");
  g_assert_cmpstr (redan_object_get (lock, REDAN_FIELD_STRENGTH), ==, "60");
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_ELEMENT, "P"), REDAN_FIELD_PARENT), ==,
                   "Z");
  assert_loss (&in, REDAN_LOSS_DROPPED, "Lock", "import.a.b");
  clear (&in);
}

static void
test_dot (void)
{
  Imported in = import_text (
      "strict digraph g { // x\n node [shape=box]; subgraph cluster_a { label=<A &amp; <i>co</i>>; "
      "a [shape=circle]\n"
      "  subgraph cluster_b { b } }\n a -> b -> { c; d } [label=\"x\" + \"y\\nz\", dir=both]\n"
      " datastore_1 [label=S]; c:n -> datastore_1 [dir=back] }");
  const RedanObject *last = find (&in, REDAN_SECTION_FLOW, "");

  g_assert_cmpuint (redan_model_get_n (in.model, REDAN_SECTION_FLOW), ==, 4);
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_ELEMENT, "a"), REDAN_FIELD_PARENT), ==,
                   "A & co");
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_ELEMENT, "b"), REDAN_FIELD_PARENT), ==,
                   "cluster_b");
  g_assert_cmpstr (redan_object_get (find (&in, REDAN_SECTION_ELEMENT, "S"), REDAN_FIELD_KIND), ==,
                   "store");
  g_assert_cmpstr (
      redan_object_get (find (&in, REDAN_SECTION_FLOW, "xy\nz"), REDAN_FIELD_BIDIRECTIONAL), ==,
      "yes");
  g_assert_cmpstr (referred (&in, last, REDAN_FIELD_SOURCE), ==, "S");
  g_assert_cmpstr (referred (&in, last, REDAN_FIELD_TARGET), ==, "c");
  clear (&in);
}

/* Short tags of YAML, the parent of what stands in one subnet and in two, and no values of
 * properties. */
static void
test_infrastructure (void)
{
  Imported in = import_text (
      "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Net: {Type: AWS::EC2::VPC}\n"
      "  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net}}\n"
      "  Sub2: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net}}\n"
      "  One: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub, Secret: hunter2}}\n"
      "  Two: {Type: AWS::RDS::DBInstance, Properties: {Subnets: [!Ref Sub, !GetAtt Sub2.Id]}}\n"
      "  Role: {Type: AWS::IAM::Role}\n");
  g_autoptr (GBytes) bytes = import_support_assert_reads_again (in.model);
  const RedanObject *two = find (&in, REDAN_SECTION_ELEMENT, "Two");

  g_assert_null (
      g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), "hunter2"));
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_BOUNDARY, "Sub"), REDAN_FIELD_PARENT),
                   ==, "Net");
  g_assert_cmpstr (referred (&in, find (&in, REDAN_SECTION_ELEMENT, "One"), REDAN_FIELD_PARENT), ==,
                   "Sub");
  g_assert_cmpstr (referred (&in, two, REDAN_FIELD_PARENT), ==, "Net");
  g_assert_cmpstr (attribute (two, "tech"), ==, "relational-db");
  g_assert_nonnull (find (&in, REDAN_SECTION_NOTE, "Role"));
  assert_loss (&in, REDAN_LOSS_GUESSED, "Two", "several subnets");
  clear (&in);
}

int
main (int argc, char **argv)
{
  import_support_begin (&argc, &argv);
  g_test_add_func ("/importers-detail/pytm", test_pytm);
  g_test_add_func ("/importers-detail/threagile", test_threagile);
  g_test_add_func ("/importers-detail/otm", test_otm);
  g_test_add_func ("/importers-detail/drawio", test_drawio);
  g_test_add_func ("/importers-detail/hcltm", test_hcltm);
  g_test_add_func ("/importers-detail/dot", test_dot);
  g_test_add_func ("/importers-detail/infrastructure", test_infrastructure);
  return import_support_end ();
}
