/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the importer of the Microsoft Threat Modeling Tool: counts of real files, each feature
 * in small ones, refusals. */

#include <string.h>

#include "tests/import-support.h"

#include "model/canonical-writer.h"
#include "model/error.h"
#include "model/geometry.h"

#define N_MUTANTS 400
#define ZERO "00000000-0000-0000-0000-000000000000"

/* Two elements, a flow that is bent, a loose one, both kinds of boundary, free text, and a threat.
 */
static const char sample[] =
    "<ThreatModel xmlns:i='urn:i' xmlns:a='urn:a'><DrawingSurfaceList><DrawingSurfaceModel>"
    "<Guid>\n page1 </Guid><Borders>"
    "<a:X><a:Key>p</a:Key><a:Value i:type='StencilEllipse'><GenericTypeId>GE.P</GenericTypeId>"
    "<Guid> p </Guid><Properties>"
    "<a:anyType i:type='b:HeaderDisplayAttribute'><DisplayName>Web "
    "Service</DisplayName><Name/></a:anyType>"
    "<a:anyType "
    "i:type='b:StringDisplayAttribute'><DisplayName>Name</DisplayName><Name/"
    "><Value>Shop&#xD;\nfront</Value></a:anyType>"
    "<a:anyType i:type='b:BooleanDisplayAttribute'><DisplayName>Out Of Scope</DisplayName>"
    "<Name>71f3d9aa-b8ef-4e54-8126-607a1d903103</Name><Value> True </Value></a:anyType>"
    "<a:anyType i:type='b:StringDisplayAttribute'><DisplayName>Reason</DisplayName>"
    "<Name>752473b6-52d4-4776-9a24-202153f7d579</Name><Value>bought</Value></a:anyType>"
    "<a:anyType i:type='b:ListDisplayAttribute'><DisplayName>Sanitizes "
    "Output</DisplayName><Name>hasOutputSanitizers</Name>"
    "<Value><string>Not "
    "Selected</string><string>Yes</string><string>No</string></Value><SelectedIndex>1</"
    "SelectedIndex></a:anyType>"
    "<a:anyType "
    "i:type='b:ListDisplayAttribute'><DisplayName>Code</DisplayName><Name>codeType</Name>"
    "<Value><string>Not "
    "Selected</string><string>Managed</string></Value><SelectedIndex>0</SelectedIndex></a:anyType>"
    "<a:anyType i:type='b:ListDisplayAttribute'><DisplayName>Running "
    "As</DisplayName><Name>runningAs</Name>"
    "<Value><string>Not Selected</string><string> Kernel "
    "</string></Value><SelectedIndex>1</SelectedIndex></a:anyType>"
    "</Properties><TypeId>SE.P.TMCore.WebSvc</TypeId><Height>100</Height><Left>10</Left><Top>20</"
    "Top><Width>100</Width></a:Value></a:X>"
    "<a:X><a:Key>s</a:Key><a:Value "
    "i:type='StencilParallelLines'><Guid>s</Guid><TypeId>SE.DS.TMCore.SQL</TypeId>"
    "<Height>60</Height><Left>400</Left><Top>20</Top><Width>100</Width></a:Value></a:X>"
    "<a:X><a:Key>b</a:Key><a:Value i:type='BorderBoundary'><Guid>b</Guid><TypeId>GE.TB.B</TypeId>"
    "<Height>300</Height><Left>0</Left><Top>0</Top><Width>200</Width></a:Value></a:X>"
    "<a:X><a:Key>n</a:Key><a:Value "
    "i:type='StencilRectangle'><GenericTypeId>custom</GenericTypeId><Guid>n</Guid><Properties>"
    "<a:anyType i:type='b:StringDisplayAttribute'><DisplayName>Name</DisplayName><Name/><Value>see "
    "page 2</Value></a:anyType></Properties>"
    "<TypeId>custom</TypeId><Height>20</Height><Left>0</Left><Top>400</Top><Width>80</Width></"
    "a:Value></a:X>"
    "</Borders><Header>Overview</Header><Lines>"
    "<a:X><a:Key>f</a:Key><a:Value "
    "i:type='Connector'><Guid>f</Guid><TypeId>SE.DF.TMCore.HTTPS</TypeId>"
    "<HandleX>250</HandleX><HandleY>0</HandleY><PortSource>East</PortSource><PortTarget>West</"
    "PortTarget>"
    "<SourceGuid>p</SourceGuid><SourceX>105</SourceX><SourceY>70</SourceY><TargetGuid>s</"
    "TargetGuid><TargetX>405</TargetX><TargetY>50</TargetY></a:Value></a:X>"
    "<a:X><a:Key>g</a:Key><a:Value i:type='Connector'><Guid>g</Guid><TypeId>GE.DF</TypeId>"
    "<HandleX>5</HandleX><HandleY>5</HandleY><SourceGuid>" ZERO
    "</SourceGuid><SourceX>0</SourceX><SourceY>0</SourceY>"
    "<TargetGuid>gone</TargetGuid><TargetX>10</TargetX><TargetY>10</TargetY></a:Value></a:X>"
    "<a:X><a:Key>l</a:Key><a:Value i:type='LineBoundary'><Guid>l</Guid><TypeId>GE.TB.L</TypeId>"
    "<HandleX>310</HandleX><HandleY>50</HandleY><SourceGuid>" ZERO
    "</SourceGuid><SourceX>300</SourceX><SourceY>-50</SourceY>"
    "<TargetGuid>" ZERO "</TargetGuid><TargetX>300</TargetX><TargetY>150</TargetY></a:Value></a:X>"
    "</Lines></DrawingSurfaceModel></DrawingSurfaceList>"
    "<MetaInformation><Assumptions>nobody looks&#xD;\nat "
    "all</Assumptions><Owner>Ada</Owner><ThreatModelName>Shop</ThreatModelName></MetaInformation>"
    "<ThreatInstances><a:X><a:Key>T1pfs</a:Key><a:Value><ChangedBy>ada</ChangedBy><FlowGuid>f</"
    "FlowGuid><Id>7</Id>"
    "<ModifiedAt>0001-01-01T00:00:00</ModifiedAt><Properties>"
    "<K><Key>Title</Key><Value>Spoofed</Value></K><K><Key>UserThreatCategory</Key><Value>Spoofing</"
    "Value></K>"
    "<K><Key>StateInformation</Key><Value>client "
    "certificates</Value></K><K><Key>Phase</Key><Value>Design</Value></K></Properties>"
    "<SourceGuid>p</SourceGuid><State>Mitigated</State><TargetGuid>s</TargetGuid><TypeId>T1</"
    "TypeId></a:Value></a:X></ThreatInstances>"
    "<ThreatGenerationEnabled>false</ThreatGenerationEnabled>"
    "<KnowledgeBase><GenericElements><ElementType><Id>custom</Id><Representation>Annotation</"
    "Representation></ElementType></GenericElements>"
    "<Manifest><Name>Mine</Name><Version>1</Version></Manifest>"
    "<ThreatMetaData><PropertiesMetaData><ThreatMetaDatum><Name>Phase</Name><Label>Phase of "
    "work</Label></ThreatMetaDatum></PropertiesMetaData></ThreatMetaData></KnowledgeBase>"
    "</ThreatModel>";

static RedanOpened *
import_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  RedanOpened *opened = g_new0 (RedanOpened, 1);

  opened->model = import_support_parse (text, strlen (text), &opened->losses, &error);
  g_assert_no_error (error);
  return opened;
}

static const char *
get_extra (const RedanObject *object, const char *name)
{
  g_autofree char *key = g_strconcat ("tmt/", name, NULL);

  return redan_object_get_keyed (object, REDAN_FIELD_EXTRA, key);
}

static const RedanObject *
find (const RedanModel *model, RedanSection section, const char *id)
{
  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    if (g_strcmp0 (get_extra (redan_model_get_nth (model, section, i), "id"), id) == 0)
      return redan_model_get_nth (model, section, i);
  g_error ("no %s has the id \"%s\"", redan_section_get_tag (section), id);
}

static const char *
get_attribute (const RedanObject *object, const char *name)
{
  return redan_object_get (
      object, redan_field_lookup (import_support_schema, object->section, FALSE, name, -1));
}

static void
assert_loss (const RedanOpened *opened, const char *text)
{
  for (guint i = 0; i < opened->losses->len; i++)
    if (strstr (((RedanLoss *) g_ptr_array_index (opened->losses, i))->text, text) != NULL)
      return;
  g_error ("no line says \"%s\"", text);
}

static void
test_elements (void)
{
  g_autoptr (RedanOpened) opened = import_text (sample);
  const RedanObject *process = find (opened->model, REDAN_SECTION_ELEMENT, "p");
  const RedanObject *store = find (opened->model, REDAN_SECTION_ELEMENT, "s");
  const RedanObject *boundary = find (opened->model, REDAN_SECTION_BOUNDARY, "b");
  RedanId parent;

  g_assert_cmpuint (redan_model_get_n (opened->model, REDAN_SECTION_ELEMENT), ==, 2);
  g_assert_cmpstr (redan_object_get_name (process), ==, "Shop\nfront");
  g_assert_cmpstr (redan_object_get (process, REDAN_FIELD_KIND), ==, "process");
  g_assert_cmpstr (redan_object_get (process, REDAN_FIELD_SCOPE_REASON), ==, "bought");
  g_assert_cmpstr (get_attribute (process, "in_scope"), ==, "no");
  g_assert_cmpstr (get_attribute (process, "output_encoding"), ==, "yes");
  g_assert_cmpstr (get_extra (process, "value/codeType"), ==, "Not Selected");
  g_assert_cmpstr (get_extra (process, "value/runningAs"), ==, " Kernel ");
  g_assert_cmpstr (get_extra (process, "stencil"), ==, "Web Service");
  g_assert_true (redan_object_get_reference (process, REDAN_FIELD_PARENT, &parent));
  g_assert_true (redan_id_equal (&parent, &boundary->id));
  g_assert_cmpstr (redan_object_get (store, REDAN_FIELD_KIND), ==, "store");
  g_assert_false (redan_object_get_reference (store, REDAN_FIELD_PARENT, &parent));
  g_assert_cmpuint (redan_model_get_n (opened->model, REDAN_SECTION_NOTE), ==, 1);
  assert_loss (opened, "\"Running As\" has no counterpart");
  assert_loss (opened, "1 attribute was left at its first value");
  assert_loss (opened, "its template \"Mine 1\"");
  assert_loss (opened, "column \"Phase of work\" of 1 threat");
  assert_loss (opened, "generation of threats is switched off");
}

static void
test_flows (void)
{
  g_autoptr (RedanOpened) opened = import_text (sample);
  const RedanObject *flow = find (opened->model, REDAN_SECTION_FLOW, "f");
  const RedanObject *loose = find (opened->model, REDAN_SECTION_FLOW, "g");
  const RedanObject *line = find (opened->model, REDAN_SECTION_BOUNDARY, "l");
  const RedanObject *page = find (opened->model, REDAN_SECTION_DIAGRAM, "page1");
  RedanIdText diagram;
  RedanId end;
  guint n;
  g_autofree RedanPoint *bend = NULL;
  g_autofree RedanPoint *ends = NULL;
  g_autofree RedanPoint *arc = NULL;

  redan_id_to_text (&page->id, diagram);
  g_assert_cmpstr (redan_object_get_name (page), ==, "Overview");
  g_assert_cmpstr (get_attribute (flow, "protocol"), ==, "https");
  g_assert_cmpstr (get_extra (flow, "line"), ==, "105 70 250 0 405 50");
  g_assert_cmpstr (get_extra (flow, "ends"), ==, "95 50 5 30");
  bend = redan_object_get_route (flow, diagram, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (bend[0].x, ==, 250 * REDAN_UNITS_PER_PIXEL);
  ends = redan_object_get_route (loose, diagram, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (redan_object_get_reference (loose, REDAN_FIELD_SOURCE, &end));
  g_assert_false (redan_object_get_reference (loose, REDAN_FIELD_TARGET, &end));
  arc = redan_object_get_route (line, diagram, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (arc[1].x, ==, 310 * REDAN_UNITS_PER_PIXEL);
  assert_loss (opened, "its TargetGuid is gone");
  redan_object_get_range (flow, REDAN_FIELD_CROSSES, &n);
  g_assert_cmpuint (n, ==, 1);
}

static void
test_threats (void)
{
  g_autoptr (RedanOpened) opened = import_text (sample);
  const RedanObject *threat = redan_model_get_nth (opened->model, REDAN_SECTION_THREAT, 0);
  const RedanObject *flow = find (opened->model, REDAN_SECTION_FLOW, "f");
  const RedanObject *mitigation = redan_model_get_nth (opened->model, REDAN_SECTION_MITIGATION, 0);
  RedanId target;

  g_assert_cmpuint (redan_model_get_n (opened->model, REDAN_SECTION_THREAT), ==, 1);
  g_assert_cmpstr (redan_object_get_name (threat), ==, "Spoofed");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_DECISION), ==, "mitigate");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_REASON), ==, "client certificates");
  g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_NUMBER), ==, "7");
  g_assert_cmpstr (get_extra (threat, "rule"), ==, "T1");
  g_assert_cmpstr (get_extra (threat, "changed-by"), ==, "ada");
  g_assert_null (get_extra (threat, "modified-at"));
  g_assert_cmpstr (get_extra (threat, "column/Phase"), ==, "Design");
  g_assert_true (redan_object_get_reference (threat, REDAN_FIELD_TARGET, &target));
  g_assert_true (redan_id_equal (&target, &flow->id));
  g_assert_cmpstr (redan_object_get_name (mitigation), ==, "client certificates");
  g_assert_cmpuint (redan_model_get_n (opened->model, REDAN_SECTION_ASSUMPTION), ==, 1);
  g_assert_cmpstr (
      redan_object_get_name (redan_model_get_nth (opened->model, REDAN_SECTION_ASSUMPTION, 0)), ==,
      "nobody looks");
}

static void
assert_refused (const char *text, gssize length, RedanModelError code, const char *start)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  const RedanImporter *tmt = redan_importers_lookup ("tmt");
  RedanEventSink sink = { NULL };

  g_assert_false (tmt->parse ((const guint8 *) text, length < 0 ? strlen (text) : (gsize) length,
                              &sink, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, (int) code);
  if (!g_str_has_prefix (error->message, start))
    g_error ("\"%s\" does not start with \"%s\"", error->message, start);
}

static void
test_refused (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) names = g_string_new ("<ThreatModel>");
  g_autoptr (GString) text = g_string_new ("<ThreatModel>");
  g_autofree char *long_text = g_strnfill (11 * 1024 * 1024, 'a');
  g_autoptr (GString) tag = g_string_new ("<ThreatModel");

  for (guint i = 0; i < 300; i++)
    g_string_append (deep, "<ThreatModel>");
  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (names, "<n%u/>", i);
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (tag, " a%u='aaaaaaaaaaaaaaaa'", i);
  g_string_append (tag, "/>");

  assert_refused ("", -1, REDAN_MODEL_ERROR_SYNTAX, "1:1: ");
  assert_refused ("<ThreatModel>", -1, REDAN_MODEL_ERROR_SYNTAX, "1:");
  assert_refused ("<ThreatModel>\n<a></b></ThreatModel>", -1, REDAN_MODEL_ERROR_SYNTAX, "2:");
  assert_refused ("<ThreatModel>&evil;</ThreatModel>", -1, REDAN_MODEL_ERROR_SYNTAX, "1:");
  assert_refused ("<ThreatModel>\xff</ThreatModel>", -1, REDAN_MODEL_ERROR_SYNTAX, "1:");
  assert_refused ("<!DOCTYPE ThreatModel []><ThreatModel/>", -1, REDAN_MODEL_ERROR_FORMAT, "1:");
  assert_refused ("<!DOCTYPE ThreatModel SYSTEM 'file:///etc/passwd'><ThreatModel/>", -1,
                  REDAN_MODEL_ERROR_FORMAT, "1:");
  assert_refused ("\n<Other/>", -1, REDAN_MODEL_ERROR_FORMAT, "2:1: ");
  assert_refused ("<KnowledgeBase/>", -1, REDAN_MODEL_ERROR_FORMAT, "1:1: this is a template");
  assert_refused ("\xff\xfe<\0", 5, REDAN_MODEL_ERROR_SYNTAX, "1:");
  g_string_append_len (text, long_text, 11 * 1024 * 1024);
  assert_refused (text->str, -1, REDAN_MODEL_ERROR_LIMIT, "1:");
  assert_refused (deep->str, -1, REDAN_MODEL_ERROR_LIMIT, "1:");
  assert_refused (names->str, -1, REDAN_MODEL_ERROR_LIMIT, "1:");
  assert_refused (tag->str, -1, REDAN_MODEL_ERROR_LIMIT, "1");
}

/* A byte order mark, UTF-16 and other prefixes change nothing. */
static void
test_spellings (void)
{
  g_autoptr (RedanOpened) plain = import_text (sample);
  g_autoptr (GBytes) expected = redan_canonical_write (plain->model);
  g_autofree char *marked = g_strconcat (
      "\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<!-- x -->\n", sample, NULL);
  g_autoptr (RedanOpened) with_mark = import_text (marked);
  g_autoptr (GBytes) bytes = redan_canonical_write (with_mark->model);
  g_autofree char *declared = g_strconcat ("<?xml version='1.0' encoding='utf-16'?>", sample, NULL);
  glong n;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (declared, -1, NULL, &n, NULL);
  g_autofree guint8 *units = g_malloc (2 * (gsize) n + 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (GBytes) other = NULL;

  units[0] = 0xfe;
  units[1] = 0xff;
  for (glong i = 0; i < n; i++)
    {
      units[2 + 2 * i] = (guint8) (wide[i] >> 8);
      units[3 + 2 * i] = (guint8) (wide[i] & 0xff);
    }
  model = import_support_parse ((const char *) units, 2 * (gsize) n + 2, &losses, &error);
  g_assert_no_error (error);
  other = redan_canonical_write (model);
  g_assert_true (g_bytes_equal (expected, bytes));
  g_assert_true (g_bytes_equal (expected, other));
}

/* Whatever a file holds: a model that reads back, or an error with a place. */
static void
test_mutants (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  gsize length = strlen (sample);
  guint n_read = 0;

  for (guint i = 0; i < N_MUTANTS; i++)
    {
      g_autofree char *text = g_strdup (sample);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) losses = NULL;
      g_autoptr (RedanModel) model = NULL;
      static const char letters[] = "><&'0 -aZ9.\n";

      for (guint j = 0; j < 1 + i % 4; j++)
        {
          gsize at = (gsize) g_rand_int_range (random, 60, (int) length);

          /* Every other file is hit in its texts only, so that most of those can be read. */
          while (i % 2 == 0 && at > 60 && text[at - 1] != '>')
            at--;
          text[at] = letters[g_rand_int_range (random, i % 2 == 0 ? 4 : 0, sizeof letters - 1)];
        }
      model = import_support_parse (text, length, &losses, &error);
      if (model != NULL)
        {
          g_autoptr (GBytes) bytes = import_support_assert_reads_again (model);

          n_read++;
        }
      else if (!g_ascii_isdigit (error->message[0]))
        g_error ("no place in: %s", error->message);
    }
  g_assert_cmpuint (n_read, >, N_MUTANTS / 10);
  g_assert_cmpuint (n_read, <, N_MUTANTS);
}

static guint
count_column (const RedanModel *model, const char *column)
{
  static const char *const kinds[] = {
    "actors", "actor", "processes", "process", "stores", "store"
  };
  static const struct
  {
    const char *column;
    RedanSection section;
  } sections[] = {
    { "flows", REDAN_SECTION_FLOW },     { "boundaries", REDAN_SECTION_BOUNDARY },
    { "threats", REDAN_SECTION_THREAT }, { "mitigations", REDAN_SECTION_MITIGATION },
    { "assets", REDAN_SECTION_ASSET },   { "diagrams", REDAN_SECTION_DIAGRAM },
  };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (strcmp (sections[i].column, column) == 0)
      return redan_model_get_n (model, sections[i].section);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i += 2)
    for (guint j = 0;
         strcmp (kinds[i], column) == 0 && j < redan_model_get_n (model, REDAN_SECTION_ELEMENT);
         j++)
      n += g_strcmp0 (redan_object_get (redan_model_get_nth (model, REDAN_SECTION_ELEMENT, j),
                                        REDAN_FIELD_KIND),
                      kinds[i + 1]) == 0;
  return n;
}

static void
test_corpus_counts (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("tm7", &head);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      g_autoptr (RedanOpened) first = import_support_open (path);
      g_autoptr (RedanOpened) second = import_support_open (path);
      g_autoptr (GBytes) bytes = import_support_assert_reads_again (first->model);
      g_autoptr (GBytes) other = redan_canonical_write (second->model);

      g_assert_cmpstr (first->format, ==, "tmt");
      g_assert_true (g_bytes_equal (bytes, other));
      for (guint j = 5; j <= 15; j++)
        if (strcmp (head[j], "components_untyped") != 0 && strcmp (row[j], "-") != 0)
          {
            guint found = count_column (first->model, head[j]);

            if (found != g_ascii_strtoull (row[j], NULL, 10))
              g_error ("%s: %s: %u instead of %s", row[0], head[j], found, row[j]);
          }
    }
}

int
main (int argc, char **argv)
{
  import_support_begin (&argc, &argv);
  g_test_add_func ("/tmt/elements", test_elements);
  g_test_add_func ("/tmt/flows", test_flows);
  g_test_add_func ("/tmt/threats", test_threats);
  g_test_add_func ("/tmt/refused", test_refused);
  g_test_add_func ("/tmt/spellings", test_spellings);
  g_test_add_func ("/tmt/mutants", test_mutants);
  g_test_add_func ("/tmt/corpus/counts", test_corpus_counts);
  return import_support_end ();
}
