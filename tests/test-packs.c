/* SPDX-License-Identifier: Apache-2.0 */
/* Packs: they override, disable and add items, and everything wrong in them is refused with file
 * and line. */

#include <string.h>
#include <glib/gstdio.h>

#include "analysis/catalogue.h"

static RedanCatalogue *catalogue; /* without packs */

static RedanCatalogue *
load (const char *directory, GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (directory, error);
  g_autoptr (RedanSchema) own_schema = source != NULL ? redan_schema_load (source, error) : NULL;

  return own_schema != NULL ? redan_catalogue_load (source, own_schema, error) : NULL;
}

/* ---- packs ---- */

/** Packs: a directory with the files of a test */
typedef struct
{
  char *path;
} Packs;

static void
packs_init (Packs *self)
{
  self->path = g_dir_make_tmp ("redan-packs-XXXXXX", NULL);
  g_assert_nonnull (self->path);
}

static void
packs_add (Packs *self, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
packs_clear (Packs *self)
{
  g_autoptr (GDir) directory = g_dir_open (self->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->path, name, NULL);
      g_unlink (path);
    }
  g_rmdir (self->path);
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Packs, packs_clear)

#define RULES(body)                                                                                \
  "<rules pack=\"mine\" version=\"3\" method=\"STRIDE\" logic=\"three-valued\">\n" body "</"       \
  "rules>\n"
#define RULE(id, condition)                                                                        \
  "<rule id=\"" id "\" category=\"Tampering\" applies=\"process\" unknown=\"ask\" "                \
  "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\">\n"                                  \
  "<title>Lasers of {e.name}</title>\n"                                                            \
  "<condition>" condition "</condition>\n"                                                         \
  "<controls>C-ACC-01 C-DAT-01</controls>\n"                                                       \
  "</rule>\n"

static void
test_override (void)
{
  g_auto (Packs) packs;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanCatalogue) changed = NULL;
  guint n;
  guint n_built_in;
  const RedanRule *rules;
  const RedanRule *rule;

  packs_init (&packs);
  packs_add (&packs, "a.xml",
             RULES (RULE ("TR-S-02", "e.tech == vm") RULE ("TR-X-01", "e.tech == llm")));
  packs_add (&packs, "b.xml", RULES ("<rule id=\"TR-S-01\" disabled=\"yes\"/>\n"));
  packs_add (&packs, "c.xml",
             "<scoring pack=\"mine\" version=\"3\">\n<constant name=\"flow_pass\" value=\"0.8\">"
             "<meaning>Harder.</meaning></constant></scoring>\n");
  changed = load (packs.path, &error);
  g_assert_no_error (error);

  redan_catalogue_get_rules (catalogue, &n_built_in);
  rules = redan_catalogue_get_rules (changed, &n);
  g_assert_cmpuint (n, ==, n_built_in);
  g_assert_cmpuint (redan_catalogue_find_rule (changed, "TR-S-01"), ==, G_MAXUINT32);
  rule = &rules[redan_catalogue_find_rule (changed, "TR-S-02")];
  g_assert_cmpstr (rule->id, ==, "TR-S-02");
  g_assert_cmpstr (rule->title, ==, "Lasers of {e.name}");
  g_assert_cmpstr (rule->pack, ==, "mine");
  g_assert_true (g_str_has_suffix (rule->path, "/a.xml"));
  g_assert_cmpuint (rule->line, ==, 2);
  g_assert_cmpuint (rule->n_controls, ==, 2);
  g_assert_cmpuint (redan_catalogue_find_rule (changed, "TR-X-01"), ==, n - 1);

  /* TR-S-16 suppresses the rule that is off; that is no dangling reference */
  g_assert_cmpuint (rules[redan_catalogue_find_rule (changed, "TR-S-16")].n_suppresses, ==, 0);
  g_assert_cmpfloat (redan_catalogue_get_scoring (changed)->flow_pass, ==, .8);
  g_assert_cmpfloat (redan_catalogue_get_scoring (changed)->node_pass, ==, .6);
}

/* Law 34: one new attribute, and a rule that reads it. */
static void
test_new_attribute (void)
{
  g_auto (Packs) packs;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanCatalogue) changed = NULL;
  const RedanAttribute *attribute;
  const RedanRule *rules;
  guint n;

  packs_init (&packs);
  packs_add (&packs, "attributes.xml",
             "<attributes pack=\"mine\" version=\"3\">\n"
             " <attribute scope=\"element\" name=\"laser\" type=\"tri\" source=\"user\" "
             "unknown=\"ask\" group=\"host\">\n"
             "  <meaning>it has a laser</meaning>\n </attribute>\n</attributes>\n");
  packs_add (&packs, "rules.xml", RULES (RULE ("TR-X-01", "e.laser == yes")));
  changed = load (packs.path, &error);
  g_assert_no_error (error);

  attribute =
      redan_schema_lookup (redan_catalogue_get_schema (changed), REDAN_SCOPE_ELEMENT, "laser", -1);
  g_assert_nonnull (attribute);
  rules = redan_catalogue_get_rules (changed, &n);
  g_assert_cmpstr (redan_expression_get_text (rules[n - 1].condition), ==, "e.laser == yes");
}

/* "id version hash" of every pack, sorted; a pack of several files has one hash over all of them.
 */
static void
test_pack_list (void)
{
  g_auto (Packs) packs;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanCatalogue) changed = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *expected = NULL;
  const char *const *list;
  static const char first[] = RULES ("<rule id=\"TR-S-01\" disabled=\"yes\"/>\n");
  static const char second[] = RULES ("<rule id=\"TR-S-02\" disabled=\"yes\"/>\n");

  list = redan_catalogue_get_packs (catalogue);
  g_assert_cmpuint (g_strv_length ((char **) list), ==, 2);
  g_assert_true (g_regex_match_simple ("^linddun 1 [0-9a-f]{16}$", list[0], 0, 0));
  g_assert_true (g_regex_match_simple ("^redan 1 [0-9a-f]{16}$", list[1], 0, 0));

  packs_init (&packs);
  packs_add (&packs, "1.xml", first);
  packs_add (&packs, "2.xml", second);
  changed = load (packs.path, &error);
  g_assert_no_error (error);
  g_checksum_update (checksum, (const guchar *) first, strlen (first));
  g_checksum_update (checksum, (const guchar *) second, strlen (second));
  expected = g_strdup_printf ("mine 3 %.16s", g_checksum_get_string (checksum));
  g_assert_cmpstr (redan_catalogue_get_packs (changed)[0], ==, list[0]);
  g_assert_cmpstr (redan_catalogue_get_packs (changed)[1], ==, expected);
  g_assert_cmpstr (redan_catalogue_get_packs (changed)[2], ==, list[1]);
}

/* ---- what it refuses ---- */

/** Refusal: a pack file, the line that the message must name, and a piece of the message */
typedef struct
{
  const char *name;
  const char *content;
  guint line;
  const char *piece;
} Refusal;

#define CONTROL(attributes, body)                                                                  \
  "<controls pack=\"mine\" version=\"1\">\n<control id=\"C-X-01\" " attributes ">\n"               \
  "<title>Lasers</title>\n<description>Use lasers.</description>\n" body "</control>\n</controls>"
#define CONTROL_HEAD                                                                               \
  "applies=\"process\" layer=\"host\" gate=\"yes\" acts-on=\"L\" phase=\"1\" maturity=\"1\" "      \
  "cost=\"1\" basis=\"S\" automatable=\"no\" operation-name=\"lasers\" "
#define CONTROL_GOOD CONTROL_HEAD "function=\"preventive\" operation=\"P1\" strength=\"0.5\""
#define SCORING(line) "<scoring pack=\"mine\" version=\"1\">\n" line "\n</scoring>"
#define CRITERION(attributes, expression)                                                          \
  "<objectives pack=\"mine\" version=\"1\">\n<criterion id=\"X.1\" evidence=\"attr\" " attributes  \
  ">\n<text>Lasers</text>\n<expression>" expression "</expression>\n</criterion>\n</objectives>"

static const Refusal refusals[] = {
  { "unknown-control",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\"process\" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\">\n<title>x</title>\n"
           "<condition>e.tech == vm</condition>\n<controls>C-ACC-01 C-NO-99</controls>\n</rule>\n"),
    5, "C-NO-99" },
  { "unknown-suppressed",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\"process\" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\">\n<title>x</title>\n"
           "<condition>e.tech == vm</condition>\n<suppresses>TR-NO-1</suppresses>\n</rule>\n"),
    5, "TR-NO-1" },
  { "unknown-objective", CONTROL (CONTROL_GOOD, "<objectives>SEC01-BP09</objectives>\n"), 5,
    "SEC01-BP09" },
  { "criterion-of-nothing",
    CRITERION ("objective=\"NO\" required=\"yes\" weight=\"1\"", "prog.policies == yes"), 2, "NO" },
  { "repeated-reference", CONTROL (CONTROL_GOOD, "<objectives>BP01 BP01</objectives>\n"), 5,
    "twice" },
  { "unknown-attribute-name", RULES (RULE ("TR-X-01\" colour=\"red", "e.tech == vm")), 2,
    "colour" },
  { "unknown-child", CONTROL (CONTROL_GOOD, "<colour/>\n"), 5, "colour" },
  { "repeated-child", CONTROL (CONTROL_GOOD, "<title>Again</title>\n"), 5, "title" },
  { "unknown-item", RULES ("<colour/>\n"), 2, "colour" },
  { "unknown-root-attribute", "<scoring pack=\"a\" version=\"1\" colour=\"red\"/>", 1, "colour" },
  { "missing-pack", "<scoring version=\"1\"/>", 1, "pack" },
  { "missing-version", "<scoring pack=\"a\"/>", 1, "version" },
  { "missing-method", "<rules pack=\"a\" version=\"1\" logic=\"three-valued\"/>", 1, "method" },
  { "unknown-logic", "<rules pack=\"a\" version=\"1\" method=\"STRIDE\" logic=\"fuzzy\"/>", 1,
    "three-valued" },
  { "missing-id", RULES ("<rule disabled=\"yes\"/>\n"), 2, "id" },
  { "bad-id", RULES (RULE ("TR X", "e.tech == vm")), 2, "TR X" },
  { "duplicate-id", RULES (RULE ("TR-X-01", "e.tech == vm") RULE ("TR-X-01", "e.tech == llm")), 7,
    "first in line 2" },
  { "disabled-unknown", RULES ("<rule id=\"TR-NO-1\" disabled=\"yes\"/>\n"), 2, "TR-NO-1" },
  { "unknown-attribute", RULES (RULE ("TR-X-01", "e.tech == vm and e.laser == yes")), 4, "laser" },
  { "unknown-value", RULES (RULE ("TR-X-01", "e.tech == laser")), 4, "laser" },
  { "syntax", RULES (RULE ("TR-X-01", "e.tech == ")), 4, ":" },
  { "missing-condition",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\"process\" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\"><title>x</title></rule>\n"),
    2, "condition" },
  { "missing-title",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\"process\" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\">"
           "<condition>e.tech == vm</condition></rule>\n"),
    2, "title" },
  { "brace",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\"process\" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\">\n<title>{e.colour}</title>"
           "<condition>e.tech == vm</condition></rule>\n"),
    3, "brace" },
  { "category",
    RULES ("<rule id=\"TR-X-01\" category=\"Rust\" applies=\"process\" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\"><title>x</title>"
           "<condition>e.tech == vm</condition></rule>\n"),
    2, "Rust" },
  { "likelihood",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\"process\" unknown=\"ask\" "
           "likelihood=\"6\" impact=\"4\" axes=\"I\" effect=\"tamper\"><title>x</title>"
           "<condition>e.tech == vm</condition></rule>\n"),
    2, "1 to 5" },
  { "applies",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\"laser\" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\"><title>x</title>"
           "<condition>e.tech == vm</condition></rule>\n"),
    2, "laser" },
  { "applies to nothing",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\" \" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"I\" effect=\"tamper\"><title>x</title>"
           "<condition>e.tech == vm</condition></rule>\n"),
    2, "applies" },
  { "axes",
    RULES ("<rule id=\"TR-X-01\" category=\"Tampering\" applies=\"process\" unknown=\"ask\" "
           "likelihood=\"3\" impact=\"4\" axes=\"II\" effect=\"tamper\"><title>x</title>"
           "<condition>e.tech == vm</condition></rule>\n"),
    2, "II" },
  { "strength",
    CONTROL (CONTROL_HEAD "function=\"preventive\" operation=\"P1\" strength=\"1.0\"", ""), 2,
    "0.95" },
  { "strength-nan",
    CONTROL (CONTROL_HEAD "function=\"preventive\" operation=\"P1\" strength=\"nan\"", ""), 2,
    "nan" },
  { "function",
    CONTROL (CONTROL_HEAD "function=\"detective\" operation=\"P1\" strength=\"0.5\"", ""), 2,
    "preventive" },
  { "reference-name", CONTROL (CONTROL_GOOD, "<reference name=\"laser\">1</reference>\n"), 5,
    "laser" },
  { "weight",
    CRITERION ("objective=\"BP01\" required=\"yes\" weight=\"0\"", "prog.policies == yes"), 2,
    "weight" },
  { "criterion-names",
    CRITERION ("objective=\"BP01\" required=\"yes\" weight=\"1\"", "prog.lasers == yes"), 4,
    "lasers" },
  { "constant-name",
    SCORING ("<constant name=\"lasers\" value=\"1\"><meaning>x</meaning></constant>"), 2,
    "lasers" },
  { "constant-value",
    SCORING ("<constant name=\"flow_pass\" value=\"1.5\"><meaning>x</meaning></constant>"), 2,
    "1.5" },
  { "constant-comma",
    SCORING ("<constant name=\"flow_pass\" value=\"0,5\"><meaning>x</meaning></constant>"), 2,
    "0,5" },
  { "constant-count",
    SCORING ("<constant name=\"band\" value=\"0 4 15\"><meaning>x</meaning></constant>"), 2,
    "expected: 5" },
  { "constant-order",
    SCORING ("<constant name=\"band\" value=\"0 4 35 15 60\"><meaning>x</meaning></constant>"), 2,
    "less" },
  { "constant-meaning", SCORING ("<constant name=\"flow_pass\" value=\"0.5\"/>"), 2, "meaning" },
  { "constant-layer",
    SCORING ("<constant name=\"control_layers\" value=\"laser\"><meaning>x</meaning></constant>"),
    2, "laser" },
  { "constant-guardrail",
    SCORING ("<constant name=\"guardrails\" value=\"scp laser\"><meaning>x</meaning></constant>"),
    2, "laser" },
  { "not-xml", "<rules pack=\"a\"\n<", 2, "" },
  { "doctype", "<!DOCTYPE rules [<!ENTITY a \"b\">]>\n<rules/>", 1, "root element" },
};

static void
test_refusal (gconstpointer data)
{
  const Refusal *refusal = data;
  g_auto (Packs) packs;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanCatalogue) changed = NULL;
  g_autofree char *place = NULL;

  packs_init (&packs);
  packs_add (&packs, "x.xml", refusal->content);
  changed = load (packs.path, &error);
  g_assert_null (changed);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  place = g_strdup_printf ("%s/x.xml:%u:", packs.path, refusal->line);
  if (!g_str_has_prefix (error->message, place))
    g_error ("\"%s\" does not start with \"%s\"", error->message, place);
  g_assert_nonnull (strstr (error->message + strlen (place), refusal->piece));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  catalogue = load (NULL, &error);
  g_assert_no_error (error);

  g_test_add_func ("/packs/items/override", test_override);
  g_test_add_func ("/packs/items/new-attribute", test_new_attribute);
  g_test_add_func ("/packs/list/hash", test_pack_list);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/packs/refused/", refusals[i].name, NULL);
      g_test_add_data_func (path, &refusals[i], test_refusal);
    }
  result = g_test_run ();

  redan_catalogue_unref (catalogue);
  return result;
}
