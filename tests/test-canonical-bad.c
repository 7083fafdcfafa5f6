/* SPDX-License-Identifier: Apache-2.0 */
/* Bad and hostile .redan files: each is refused with file, line and cause, and costs little. */

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "model/canonical-reader.h"
#include "model/error.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define HEAD DECLARATION "<threat-model format=\"1\">\n"
#define TAIL "</threat-model>\n"
#define E1 "3d7n1ya8s5k2gt9w"
#define E2 "4e2q8vb6m1p0xj7z"
#define B1 "0b4v6tq2m8e1zk5d"
#define B2 "1p8k3hd7t5n0wy6s"
#define F1 "8j3v7ye4r0w1bn6c"
#define D1 "5w1s7qn4x0c9h3ar"
#define ELEMENT(id, inside) " <element id=\"" id "\" kind=\"process\">\n" inside " </element>\n"
#define DIAGRAM " <diagram id=\"" D1 "\">\n </diagram>\n"
#define PLACE(x, y, width, height)                                                                 \
  "  <place diagram=\"" D1 "\">\n   <x>" x "</x>\n   <y>" y "</y>\n   <width>" width               \
  "</width>\n   <height>" height "</height>\n  </place>\n"

typedef struct
{
  const char *name;
  const char *text;
  RedanModelError code;
  const char *where;
  const char *fragments[3];
} Bad;

static RedanSchema *schema;

static const Bad bad_files[] = {
  { "empty", "", REDAN_MODEL_ERROR_FORMAT, "m.redan:1:", { "empty" } },
  { "other-root",
    DECLARATION "<model/>\n",
    REDAN_MODEL_ERROR_FORMAT,
    "m.redan:2:",
    { "<model>", "threat-model" } },
  { "no-format",
    DECLARATION "<threat-model>\n" TAIL,
    REDAN_MODEL_ERROR_FORMAT,
    "m.redan:2:",
    { "format=\"1\"" } },
  { "newer-format",
    DECLARATION "<threat-model format=\"2\">\n" TAIL,
    REDAN_MODEL_ERROR_FORMAT,
    "m.redan:2:",
    { "format 2", "newer Redan is needed" } },
  { "format-word",
    DECLARATION "<threat-model format=\"one\">\n" TAIL,
    REDAN_MODEL_ERROR_FORMAT,
    "m.redan:2:",
    { "\"one\"" } },
  { "root-attribute",
    DECLARATION "<threat-model format=\"1\" by=\"me\">\n" TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:2:",
    { "\"by\"" } },
  { "cut-off", HEAD ELEMENT (E1, ""), REDAN_MODEL_ERROR_SYNTAX, "m.redan:4:", { "cut off" } },
  { "mismatched-tag",
    HEAD " <element id=\"" E1 "\" kind=\"process\">\n </flow>\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "not well-formed", "mismatch" } },
  { "second-root",
    HEAD TAIL "<threat-model format=\"1\">\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "not well-formed" } },
  { "doctype",
    DECLARATION "<!DOCTYPE threat-model>\n<threat-model format=\"1\">\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:2:",
    { "DOCTYPE", "remove" } },
  { "external-entity",
    DECLARATION
    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<threat-model format=\"1\">\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:2:",
    { "DOCTYPE" } },
  { "billion-laughs",
    DECLARATION
    "<!DOCTYPE a [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>\n<threat-model format=\"1\">\n&c;\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:2:",
    { "DOCTYPE" } },
  { "unknown-entity",
    HEAD ELEMENT (E1, "  <name>&nbsp;</name>\n") TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "nbsp" } },
  { "namespace",
    DECLARATION "<threat-model xmlns=\"urn:x\" format=\"1\">\n" TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:2:",
    { "namespace" } },
  { "utf-16", "<\0?\0x\0", REDAN_MODEL_ERROR_FORMAT, "m.redan:1:", { "UTF-16", "UTF-8" } },
  { "latin-1",
    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<threat-model format=\"1\">\n" TAIL,
    REDAN_MODEL_ERROR_FORMAT,
    "m.redan:1:",
    { "ISO-8859-1", "UTF-8" } },
  { "bad-utf-8",
    HEAD ELEMENT (E1, "  <name>caf\xe9</name>\n") TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "not well-formed" } },
  { "overlong-utf-8",
    HEAD ELEMENT (E1, "  <name>\xc0\xaf</name>\n") TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "not well-formed" } },
  { "surrogate",
    HEAD ELEMENT (E1, "  <name>\xed\xa0\x80</name>\n") TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "not well-formed" } },
  { "non-character",
    HEAD ELEMENT (E1, "  <name>\xef\xbf\xbe</name>\n") TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "not well-formed" } },
  { "control-character",
    HEAD ELEMENT (E1, "  <name>a\x01z</name>\n") TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "not well-formed" } },
  { "control-reference",
    HEAD ELEMENT (E1, "  <name>a&#1;z</name>\n") TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:4:",
    { "not well-formed" } },
  { "carriage-return",
    HEAD ELEMENT (E1, "  <name>a&#13;z</name>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:4:",
    { "name" } },
  { "line-break-in-name",
    HEAD " <meta>\n  <name>a\nz</name>\n </meta>\n" TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "name", "line" } },
  { "blank-line-in-name",
    HEAD ELEMENT (E1, "  <name>a\n </name>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "name", "blank" } },
  { "conflict-markers",
    HEAD "<<<<<<< ours\n" ELEMENT (E1, "") "=======\n>>>>>>> theirs\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:3:",
    { "conflict marker", "merge" } },
  { "conflict-middle",
    HEAD ELEMENT (E1, "") "=======\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:",
    { "conflict marker" } },
  { "conflict-end",
    HEAD ELEMENT (E1, "") ">>>>>>> theirs\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:",
    { "conflict marker" } },
  { "stray-text", HEAD " hello\n" TAIL, REDAN_MODEL_ERROR_SYNTAX, "m.redan:", { "\"hello" } },
  { "unknown-section",
    HEAD " <widget id=\"" E1 "\"/>\n" TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:3:",
    { "<widget>", "section" } },
  { "unknown-field",
    HEAD ELEMENT (E1, "  <colour>red</colour>\n") TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:4:",
    { "<colour>", "<element>" } },
  { "field-of-other-section",
    HEAD ELEMENT (E1, "  <protocol>https</protocol>\n") TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:4:",
    { "<protocol>", "<element>" } },
  { "computed-attribute",
    HEAD ELEMENT (E1, "  <changed_on>2026-01-01</changed_on>\n") TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:4:",
    { "<changed_on>" } },
  { "unknown-start-attribute",
    HEAD " <element id=\"" E1 "\" kind=\"process\" size=\"2\"/>\n" TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:3:",
    { "\"size\"", "<element>" } },
  { "unknown-attribute-of-field",
    HEAD ELEMENT (E1, "  <name lang=\"en\">x</name>\n") TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:4:",
    { "\"lang\"", "<name>" } },
  { "tag-in-field",
    HEAD ELEMENT (E1, "  <name><b>x</b></name>\n") TAIL,
    REDAN_MODEL_ERROR_UNKNOWN_NAME,
    "m.redan:4:",
    { "<b>", "<name>" } },
  { "bad-enumeration",
    HEAD ELEMENT (E1, "  <authn>telepathy</authn>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:4:",
    { "authn", "telepathy", "password" } },
  { "bad-set-member",
    HEAD ELEMENT (E1, "  <formats>smell</formats>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:4:",
    { "formats", "smell" } },
  { "bad-kind",
    HEAD " <element id=\"" E1 "\" kind=\"ghost\">\n </element>\n" TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:3:",
    { "kind", "ghost", "process" } },
  { "bad-date",
    HEAD ELEMENT (E1, "  <reviewed_on>2026-02-30</reviewed_on>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:4:",
    { "2026-02-30", "YYYY-MM-DD" } },
  { "bad-rating",
    HEAD ELEMENT (E1, "  <c_rating>6</c_rating>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:4:",
    { "c_rating", "6" } },
  { "missing-kind",
    HEAD " <element id=\"" E1 "\">\n </element>\n" TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:4:",
    { "kind", "line 3" } },
  { "missing-id",
    HEAD " <element kind=\"process\">\n </element>\n" TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:3:",
    { "without id" } },
  { "bad-id",
    HEAD ELEMENT ("Element-1", "") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:3:",
    { "Element-1", "16 characters" } },
  { "duplicate-id",
    HEAD ELEMENT (E1, "") ELEMENT (E1, "") TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:5:",
    { E1, "line 3" } },
  { "duplicate-id-across-sections",
    HEAD " <boundary id=\"" E1 "\" kind=\"vpc\">\n </boundary>\n" ELEMENT (E1, "") TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:5:",
    { E1, "line 3" } },
  { "duplicate-fact",
    HEAD " <fact name=\"policies\">\n </fact>\n <fact name=\"policies\">\n </fact>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:5:",
    { "second time", "line 3" } },
  { "second-meta",
    HEAD " <meta>\n </meta>\n <meta>\n </meta>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:5:",
    { "second time" } },
  { "duplicate-field",
    HEAD ELEMENT (E1, "  <authn>iam</authn>\n  <authn>sso</authn>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "<authn>", "line 4" } },
  { "duplicate-set-member",
    HEAD ELEMENT (E1, "  <formats>json</formats>\n  <formats>json</formats>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "<formats> json", "line 4" } },
  { "duplicate-xml-attribute",
    HEAD " <element id=\"" E1 "\" id=\"" E1 "\" kind=\"process\"/>\n" TAIL,
    REDAN_MODEL_ERROR_SYNTAX,
    "m.redan:3:",
    { "id", "redefined" } },
  { "dangling-parent",
    HEAD " <element id=\"" E1 "\" kind=\"process\" parent=\"" B1 "\">\n </element>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:3:",
    { "parent", B1, "does not exist" } },
  { "dangling-place",
    HEAD ELEMENT (E1, "  <name>x</name>\n" PLACE ("0", "0", "8", "8")) TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:5:",
    { "place", D1 } },
  { "dangling-stored",
    HEAD ELEMENT (E1, "") " <asset id=\"" E2 "\">\n  <stored>" E1 "</stored>\n  <stored>" F1
                          "</stored>\n </asset>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:7:",
    { "stored", F1 } },
  { "parent-of-wrong-section",
    HEAD ELEMENT (E1, "") " <element id=\"" E2 "\" kind=\"store\" parent=\"" E1
                          "\">\n </element>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:5:",
    { "parent", "element", "boundary" } },
  { "flow-to-boundary",
    HEAD " <boundary id=\"" B1 "\" kind=\"vpc\">\n </boundary>\n <flow id=\"" F1 "\" target=\"" B1
         "\">\n </flow>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:5:",
    { "target", "boundary" } },
  { "parent-of-itself",
    HEAD " <boundary id=\"" B1 "\" kind=\"vpc\" parent=\"" B1 "\">\n </boundary>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:3:",
    { "inside itself" } },
  { "cyclic-parents",
    HEAD " <boundary id=\"" B1 "\" kind=\"vpc\" parent=\"" B2
         "\">\n </boundary>\n <boundary id=\"" B2 "\" kind=\"vpc\" parent=\"" B1
         "\">\n </boundary>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:3:",
    { "inside itself" } },
  { "nan",
    HEAD ELEMENT (E1, PLACE ("nan", "0", "8", "8")) DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "x is \"nan\"", "whole number" } },
  { "infinite",
    HEAD ELEMENT (E1, PLACE ("0", "-inf", "8", "8")) DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:6:",
    { "y is \"-inf\"" } },
  { "huge-coordinate",
    HEAD ELEMENT (E1, PLACE ("16777217", "0", "8", "8")) DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "16777217", "16777216" } },
  { "overflowing-coordinate",
    HEAD ELEMENT (E1, PLACE ("4294967297", "0", "8", "8")) DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "4294967297" } },
  { "hexadecimal-coordinate",
    HEAD ELEMENT (E1, PLACE ("0x10", "0", "8", "8")) DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "0x10" } },
  { "fractional-coordinate",
    HEAD ELEMENT (E1, PLACE ("1.5", "0", "8", "8")) DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "1.5" } },
  { "negative-width",
    HEAD ELEMENT (E1, PLACE ("0", "0", "-8", "8")) DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:9:",
    { "place" } },
  { "missing-height",
    HEAD ELEMENT (E1, "  <place diagram=\"" D1 "\">\n   <x>0</x>\n  </place>\n") DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:6:",
    { "<place>", "<y>" } },
  { "second-x",
    HEAD ELEMENT (E1, "  <place diagram=\"" D1 "\">\n   <x>0</x>\n   <x>0</x>\n") DIAGRAM TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:6:",
    { "<x>", "twice" } },
  { "point-without-y",
    HEAD " <flow id=\"" F1 "\">\n  <route diagram=\"" D1 "\">\n   <point x=\"1\"/>\n",
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:5:",
    { "<point>" } },
  { "place-without-diagram",
    HEAD ELEMENT (E1, "  <place>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:4:",
    { "\"diagram\"" } },
  { "unknown-fact",
    HEAD " <fact name=\"weather\">\n </fact>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:3:",
    { "weather" } },
  { "bad-fact",
    HEAD " <fact name=\"policies\">\n  <owner>Ana</owner>\n  <value>maybe</value>\n </fact>\n" TAIL,
    REDAN_MODEL_ERROR_REFERENCE,
    "m.redan:5:",
    { "policies", "maybe" } },
  { "extra-without-key",
    HEAD ELEMENT (E1, "  <extra format=\"x\">1</extra>\n") TAIL,
    REDAN_MODEL_ERROR_INVALID_VALUE,
    "m.redan:4:",
    { "\"key\"" } },
};

static RedanModel *
read_bytes (const char *text, gsize length, GError **error)
{
  return redan_canonical_read (schema, "m.redan", (const guint8 *) text, length, error);
}

static void
test_bad (gconstpointer user_data)
{
  const Bad *bad = user_data;
  g_autoptr (GError) error = NULL;
  gsize length = strcmp (bad->name, "utf-16") == 0 ? 6 : strlen (bad->text);
  g_autoptr (RedanModel) model = read_bytes (bad->text, length, &error);

  g_assert_null (model);
  g_test_message ("%s", error->message);
  g_assert_error (error, REDAN_MODEL_ERROR, (int) bad->code);
  g_assert_true (g_str_has_prefix (error->message, bad->where));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad->fragments) && bad->fragments[i] != NULL; i++)
    if (strstr (error->message, bad->fragments[i]) == NULL)
      g_error ("\"%s\" is missing in: %s", bad->fragments[i], error->message);
}

/* Everything of the table stands in a valid file when its one fault is taken away: the frame itself
 * is no reason. */
static void
test_frame_is_valid (void)
{
  g_autoptr (GError) error = NULL;
  const char *text = HEAD ELEMENT (E1, PLACE ("16777200", "-16777216", "8", "8")) DIAGRAM TAIL;
  g_autoptr (RedanModel) model = read_bytes (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_ELEMENT), ==, 1);
}

static long
peak_kilobytes (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return usage.ru_maxrss;
}

/* Refuses @text in line @line because of @fragment, with at most 64 MB above what was in use
 * before. */
static void
assert_cheap (GString *text, guint line, const char *fragment)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *where = g_strdup_printf ("m.redan:%u:", line);
  long before = peak_kilobytes ();
  g_autoptr (RedanModel) model = read_bytes (text->str, text->len, &error);

  g_assert_null (model);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, where));
  g_assert_nonnull (strstr (error->message, fragment));
  if (!REDAN_SANITIZED)
    g_assert_cmpint (peak_kilobytes () - before, <, 64 * 1024);
  g_string_free (text, TRUE);
}

static void
test_many_attributes (void)
{
  GString *text = g_string_new (HEAD " <element");

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, " a%u=\"\"", i);
  g_string_append (text, "/>\n" TAIL);
  assert_cheap (text, 3, "attributes");
}

static void
test_long_attribute (void)
{
  GString *text = g_string_new (HEAD " <element id=\"");

  for (guint i = 0; i < 50 * 1024; i++)
    g_string_append_printf (text, "%01024d", 0);
  g_string_append (text, "\"/>\n" TAIL);
  assert_cheap (text, 3, "bytes in one tag");
}

static void
test_long_name (void)
{
  GString *text = g_string_new (HEAD " <");

  for (guint i = 0; i < 50000; i++)
    g_string_append (text, "abcdefghij");
  g_string_append (text, "/>\n" TAIL);
  assert_cheap (text, 3, "name of a tag");
}

static void
test_long_text (void)
{
  GString *text = g_string_new (HEAD " <meta>\n  <description>");

  for (guint i = 0; i < 50 * 1024; i++)
    g_string_append_printf (text, "%01024d", 0);
  g_string_append (text, "</description>\n </meta>\n" TAIL);
  assert_cheap (text, 4, "text of more than");
}

static void
test_deep (void)
{
  GString *text = g_string_new (HEAD);

  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "<element>");
  assert_cheap (text, 3, "without id");
}

static void
test_many_names (void)
{
  GString *text = g_string_new (HEAD ELEMENT (E1, ""));

  g_string_truncate (text, text->len - strlen (" </element>\n"));
  for (guint i = 0; i < 1000000; i++)
    g_string_append_printf (text, "<f%u/>", i);
  assert_cheap (text, 4, "<f0>");
}

static void
test_many_points (void)
{
  GString *text =
      g_string_new (HEAD DIAGRAM " <flow id=\"" F1 "\">\n  <route diagram=\"" D1 "\">\n");

  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "   <point x=\"0\" y=\"0\"/>\n");
  assert_cheap (text, 7 + 10000, "10000 points");
}

/* 64 levels are allowed, the 65th is refused in its line. */
static void
test_nesting (void)
{
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (HEAD);

  for (guint i = 0; i < 64; i++)
    {
      char id[] = "0000000000000000";
      char parent[] = "0000000000000000";
      id[14] = digits[i / 32];
      id[15] = digits[i % 32];
      parent[14] = digits[(i - 1) / 32 % 32];
      parent[15] = digits[(i - 1) % 32];
      g_string_append_printf (text, " <boundary id=\"%s\" kind=\"vpc\"%s%s%s>\n </boundary>\n", id,
                              i == 0 ? "" : " parent=\"", i == 0 ? "" : parent, i == 0 ? "" : "\"");
    }
  gsize length = text->len;
  g_string_append (text, TAIL);
  g_autoptr (RedanModel) model = read_bytes (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_BOUNDARY), ==, 64);

  g_string_truncate (text, length);
  g_string_append (text, " <boundary id=\"" B1
                         "\" kind=\"vpc\" parent=\"000000000000001z\">\n </boundary>\n" TAIL);
  assert_cheap (text, 3 + 2 * 64, "64 levels");
}

/* A long chain of parents and a long circle: no recursion, no quadratic walk. */
static void
test_long_circle (void)
{
  GString *text = g_string_new (HEAD);

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, " <boundary id=\"%016u\" kind=\"vpc\" parent=\"%016u\"/>\n", i,
                            (i + 1) % 100000);
  g_string_append (text, TAIL);
  assert_cheap (text, 3, "inside itself");
}

static void
test_cut_anywhere (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "schema", "sample.redan", NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize i = 0; i < length - 1; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanModel) model = read_bytes (text, i, &error);
      g_assert_null (model);
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, "m.redan:"));
      if (i > strlen (HEAD))
        g_assert_nonnull (strstr (error->message, "cut off"));
    }
}

static void
test_files (void)
{
  static const char *const paths[] = { "/nonexistent/x.redan", "/", "/dev/null", "/dev/zero" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanModel) model = redan_canonical_read_file (schema, paths[i], &error);
      g_assert_null (model);
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
      g_assert_true (g_str_has_prefix (error->message, paths[i]));
    }
}

static void
test_sniff (void)
{
  const char *yes[] = { HEAD, "<threat-model format='1'/>",
                        "\xef\xbb\xbf<threat-model\n format=\"7\">", "<threat-model>" };
  const char *no[] = { "", "{\"summary\": \"<threat-model format\"}", "<mxfile format=\"1\">",
                       "<threat-models>", "threat-model format" };
  static const char wide[] = "\xff\xfe<\0t\0h\0r\0e\0a\0t\0-\0m\0o\0d\0e\0l\0>\0";

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (redan_canonical_sniff ((const guint8 *) yes[i], strlen (yes[i])));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (redan_canonical_sniff ((const guint8 *) no[i], strlen (no[i])));
  g_assert_true (redan_canonical_sniff ((const guint8 *) wide, sizeof wide - 1));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autofree char *path = g_strconcat ("/canonical/refuses/", bad_files[i].name, NULL);
      g_test_add_data_func (path, &bad_files[i], test_bad);
    }
  g_test_add_func ("/canonical/refuses/nothing-of-the-frame", test_frame_is_valid);
  g_test_add_func ("/canonical/limits/many-attributes", test_many_attributes);
  g_test_add_func ("/canonical/limits/long-attribute", test_long_attribute);
  g_test_add_func ("/canonical/limits/long-name", test_long_name);
  g_test_add_func ("/canonical/limits/long-text", test_long_text);
  g_test_add_func ("/canonical/limits/deep", test_deep);
  g_test_add_func ("/canonical/limits/many-names", test_many_names);
  g_test_add_func ("/canonical/limits/many-points", test_many_points);
  g_test_add_func ("/canonical/limits/nesting", test_nesting);
  g_test_add_func ("/canonical/limits/long-circle", test_long_circle);
  g_test_add_func ("/canonical/refuses/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/canonical/files/refused", test_files);
  g_test_add_func ("/canonical/sniff/by-content", test_sniff);
  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
