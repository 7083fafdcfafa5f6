/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the Threat Dragon importer: counts of real files, each feature in small files. */

#include <string.h>

#include "tests/import-support.h"

#include "model/canonical-writer.h"

static RedanOpened *
open_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "import", name, NULL);

  return import_support_open (path);
}

static RedanOpened *
import_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  RedanOpened *opened = g_new0 (RedanOpened, 1);

  opened->model = import_support_parse (text, strlen (text), &opened->losses, &error);
  g_assert_no_error (error);
  return opened;
}

static const RedanObject *
find_named (const RedanModel *model, RedanSection section, const char *name)
{
  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (model, section, i);

      if (strcmp (redan_object_get_name (object), name) == 0)
        return object;
    }

  g_error ("no %s is called \"%s\"", redan_section_get_tag (section), name);
}

static const RedanObject *
get_referred (const RedanModel *model, const RedanObject *object, RedanField field)
{
  RedanId id;

  return redan_object_get_reference (object, field, &id) ? redan_model_lookup (model, &id) : NULL;
}

static const char *
get_attribute (const RedanObject *object, const char *name)
{
  return redan_object_get (
      object, redan_field_lookup (import_support_schema, object->section, FALSE, name, -1));
}

static const char *
get_extra (const RedanObject *object, const char *name)
{
  g_autofree char *key = g_strconcat ("threat-dragon/", name, NULL);

  return redan_object_get_keyed (object, REDAN_FIELD_EXTRA, key);
}

static guint
count_losses (const RedanOpened *opened, RedanLossKind kind, const char *place, const char *text)
{
  guint n = 0;

  for (guint i = 0; i < opened->losses->len; i++)
    {
      const RedanLoss *loss = g_ptr_array_index (opened->losses, i);

      n += loss->kind == kind && strstr (loss->place, place) != NULL &&
           strstr (loss->text, text) != NULL;
    }

  return n;
}

static void
assert_loss (const RedanOpened *opened, RedanLossKind kind, const char *place, const char *text)
{
  if (count_losses (opened, kind, place, text) != 1)
    g_error ("%u lines instead of 1: %s: %s: %s", count_losses (opened, kind, place, text),
             redan_loss_kind_get_word (kind), place, text);
}

static void
test_corpus_counts (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("threatdragon-", &head);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      g_autoptr (RedanOpened) opened = import_support_open (path);
      guint n_columns = 0;

      g_assert_cmpstr (opened->format, ==,
                       strcmp (row[2], "threatdragon-v1") == 0 ? "threat-dragon-1"
                                                               : "threat-dragon-2");
      for (guint j = 5; j <= 15; j++)
        {
          guint found = import_support_count (opened->model, head[j]);

          if (found == G_MAXUINT)
            continue;
          n_columns++;
          if (found != g_ascii_strtoull (row[j], NULL, 10))
            g_error ("%s: %s: %u instead of %s", row[0], head[j], found, row[j]);
        }
      g_assert_cmpuint (n_columns, ==, 10);
    }
}

static void
test_corpus_stable (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("threatdragon-", &head);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      g_autoptr (RedanOpened) first = import_support_open (path);
      g_autoptr (RedanOpened) second = import_support_open (path);
      g_autoptr (GBytes) bytes = import_support_assert_reads_again (first->model);
      g_autoptr (GBytes) other = redan_canonical_write (second->model);

      g_assert_true (g_bytes_equal (bytes, other));
      g_assert_cmpuint (first->losses->len, ==, second->losses->len);
    }
}

/* Every cell of every file is there under its id, so nothing was lost without a line. */
static void
test_corpus_flow_ends (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("threatdragon-", &head);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      g_autoptr (RedanOpened) opened = import_support_open (path);

      for (guint j = 0; j < redan_model_get_n (opened->model, REDAN_SECTION_FLOW); j++)
        {
          const RedanObject *flow = redan_model_get_nth (opened->model, REDAN_SECTION_FLOW, j);

          g_assert_nonnull (get_referred (opened->model, flow, REDAN_FIELD_SOURCE));
          g_assert_nonnull (get_referred (opened->model, flow, REDAN_FIELD_TARGET));
        }
      for (guint j = 0; j < redan_model_get_n (opened->model, REDAN_SECTION_MITIGATION); j++)
        {
          const RedanObject *mitigation =
              redan_model_get_nth (opened->model, REDAN_SECTION_MITIGATION, j);
          guint n;
          const RedanEntry *addressed =
              redan_object_get_range (mitigation, REDAN_FIELD_ADDRESSES, &n);

          g_assert_cmpuint (n, ==, 1);
          g_assert_cmpint (redan_model_lookup_text (opened->model, addressed[0].key)->section, ==,
                           REDAN_SECTION_THREAT);
        }
    }
}

static void
test_two_meta (void)
{
  g_autoptr (RedanOpened) opened = open_data ("dragon-2.json");
  const RedanObject *meta = redan_model_get_meta (opened->model);

  g_assert_cmpstr (opened->format, ==, "threat-dragon-2");
  g_assert_true (opened->has_geometry);
  g_assert_cmpstr (redan_object_get_name (meta), ==, "Bakery\u202e");
  g_assert_cmpstr (redan_object_get (meta, REDAN_FIELD_DESCRIPTION), ==, "Sells\nbread");
  g_assert_cmpstr (redan_object_get (meta, REDAN_FIELD_OWNER), ==, "Ada");
  g_assert_cmpstr (get_extra (meta, "contributors"), ==, "[\"Ben\",\"Cem\"]");
  g_assert_cmpstr (get_extra (meta, "reviewer"), ==, "Dora");
  assert_loss (opened, REDAN_LOSS_DROPPED, "model", "\"reviewer\"");
  assert_loss (opened, REDAN_LOSS_DROPPED, "model", "\"contributors\"");
}

static void
test_two_diagrams (void)
{
  g_autoptr (RedanOpened) opened = open_data ("dragon-2.json");
  const RedanObject *shop = find_named (opened->model, REDAN_SECTION_DIAGRAM, "Shop");
  const RedanObject *copy = find_named (opened->model, REDAN_SECTION_DIAGRAM, "Copy");
  RedanIdText shop_id;
  guint n_in_shop = 0;

  redan_id_to_text (&shop->id, shop_id);
  g_assert_cmpstr (redan_object_get (shop, REDAN_FIELD_METHOD), ==, "STRIDE");
  g_assert_cmpstr (redan_object_get (shop, REDAN_FIELD_DESCRIPTION), ==, "The shop");
  g_assert_cmpstr (redan_object_get (shop, REDAN_FIELD_ORDER), ==, "1");
  g_assert_cmpstr (redan_object_get (copy, REDAN_FIELD_ORDER), ==, "2");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Copy", "another diagram has the id \"0\"");
  assert_loss (opened, REDAN_LOSS_DROPPED, "Shop", "positions of 16 shapes");

  /* the same cell in two diagrams is two objects */
  for (guint i = 0; i < redan_model_get_n (opened->model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (opened->model, REDAN_SECTION_ELEMENT, i);

      if (strcmp (redan_object_get_name (element), "Till") == 0)
        n_in_shop += redan_object_get_keyed (element, REDAN_FIELD_PLACE, shop_id) != NULL ? 1 : 100;
    }
  g_assert_cmpuint (n_in_shop, ==, 101);
}

static void
test_two_elements (void)
{
  g_autoptr (RedanOpened) opened = open_data ("dragon-2.json");
  const RedanObject *who = find_named (opened->model, REDAN_SECTION_ELEMENT, "Customer\nat home");
  const RedanObject *log = find_named (opened->model, REDAN_SECTION_ELEMENT, "Log");
  const RedanObject *note = find_named (opened->model, REDAN_SECTION_NOTE, "Read me");
  const RedanObject *nameless = find_named (opened->model, REDAN_SECTION_ELEMENT, "Nameless id");

  g_assert_cmpstr (redan_object_get (who, REDAN_FIELD_KIND), ==, "actor");
  g_assert_null (get_extra (who, "name"));
  g_assert_cmpstr (get_attribute (who, "in_scope"), ==, "no");
  g_assert_cmpstr (redan_object_get (who, REDAN_FIELD_SCOPE_REASON), ==, "Not ours");
  g_assert_cmpstr (get_extra (who, "providesAuthentication"), ==, "true");
  assert_loss (opened, REDAN_LOSS_DROPPED, "actor \"Customer at home\"", "providesAuthentication");
  g_assert_cmpuint (count_losses (opened, REDAN_LOSS_DROPPED, "Customer", ""), ==, 1);

  g_assert_cmpstr (get_attribute (log, "tech"), ==, "log-store");
  g_assert_null (get_attribute (log, "enc_rest"));
  assert_loss (opened, REDAN_LOSS_DROPPED, "Log", "set enc_rest");
  assert_loss (opened, REDAN_LOSS_DROPPED, "Log", "isSigned");
  g_assert_null (get_extra (log, "storesCredentials"));

  assert_loss (opened, REDAN_LOSS_REPAIRED, "process \"Till\"", "is drawn as \"store\"");
  assert_loss (opened, REDAN_LOSS_DROPPED, "process \"Till\"", "[1,2]");
  g_assert_nonnull (get_referred (opened->model, note, REDAN_FIELD_DIAGRAM));

  g_assert_cmpstr (redan_object_get (nameless, REDAN_FIELD_KIND), ==, "process");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Nameless id", "cell 15");
  assert_loss (opened, REDAN_LOSS_GUESSED, "Nameless id", "tm.Oracle");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Second till", "the id till, too");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Second till", "outside the range");
  assert_loss (opened, REDAN_LOSS_DROPPED, "cell 16 (alien)", "dropped with its threats");
}

static void
test_two_boundaries (void)
{
  g_autoptr (RedanOpened) opened = open_data ("dragon-2.json");
  const RedanObject *outer = find_named (opened->model, REDAN_SECTION_BOUNDARY, "Outer");
  const RedanObject *inner = find_named (opened->model, REDAN_SECTION_BOUNDARY, "Inner");
  const RedanObject *line = find_named (opened->model, REDAN_SECTION_BOUNDARY, "");
  const RedanObject *who = find_named (opened->model, REDAN_SECTION_ELEMENT, "Customer\nat home");
  const RedanObject *log = find_named (opened->model, REDAN_SECTION_ELEMENT, "Log");
  const RedanObject *buy = find_named (opened->model, REDAN_SECTION_FLOW, "Buy");
  const RedanObject *shop = find_named (opened->model, REDAN_SECTION_DIAGRAM, "Shop");
  RedanIdText line_id;
  RedanIdText shop_id;
  guint n;
  const RedanEntry *crossed = redan_object_get_range (buy, REDAN_FIELD_CROSSES, &n);

  redan_id_to_text (&line->id, line_id);
  redan_id_to_text (&shop->id, shop_id);
  g_assert_cmpstr (redan_object_get (outer, REDAN_FIELD_KIND), ==, "trust-zone");
  g_assert_true (get_referred (opened->model, inner, REDAN_FIELD_PARENT) == outer);
  g_assert_true (get_referred (opened->model, who, REDAN_FIELD_PARENT) == outer);
  g_assert_true (get_referred (opened->model, log, REDAN_FIELD_PARENT) == inner);
  g_assert_cmpstr (redan_object_get_keyed (inner, REDAN_FIELD_PLACE, shop_id), ==,
                   "3200 160 3040 4000");
  g_assert_cmpstr (redan_object_get_keyed (line, REDAN_FIELD_ROUTE, shop_id), ==,
                   "2400 -400 2440 2402 2480 5600");
  g_assert_null (get_referred (opened->model, line, REDAN_FIELD_PARENT));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (crossed[0].key, ==, line_id);
}

static void
test_two_flows (void)
{
  g_autoptr (RedanOpened) opened = open_data ("dragon-2.json");
  const RedanObject *buy = find_named (opened->model, REDAN_SECTION_FLOW, "Buy");
  const RedanObject *write = find_named (opened->model, REDAN_SECTION_FLOW, "Write");
  const RedanObject *loose = find_named (opened->model, REDAN_SECTION_FLOW, "Loose");
  const RedanObject *wild = find_named (opened->model, REDAN_SECTION_FLOW, "Wild");
  const RedanObject *loop = find_named (opened->model, REDAN_SECTION_FLOW, "Loop");
  guint n;

  g_assert_cmpstr (redan_object_get (buy, REDAN_FIELD_BIDIRECTIONAL), ==, "yes");
  g_assert_cmpstr (redan_object_get_range (buy, REDAN_FIELD_ROUTE, &n)->value, ==, "2560 720");
  g_assert_cmpstr (get_attribute (buy, "network"), ==, "internet");
  g_assert_cmpstr (get_attribute (buy, "protocol"), ==, "https");
  g_assert_cmpstr (get_extra (buy, "protocol"), ==, "HTTPS/TLS");
  g_assert_cmpuint (count_losses (opened, REDAN_LOSS_DROPPED, "Buy", ""), ==, 0);
  g_assert_null (get_attribute (write, "protocol"));
  assert_loss (opened, REDAN_LOSS_DROPPED, "Write", "Pigeon");
  assert_loss (opened, REDAN_LOSS_DROPPED, "Write", "set enc_transit");

  g_assert_null (get_referred (opened->model, loose, REDAN_FIELD_TARGET));
  g_assert_cmpstr (redan_object_get_range (loose, REDAN_FIELD_ROUTE, &n)->value, ==, "5600 5600");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Loose", "ends at no element");
  g_assert_cmpstr (redan_object_get_range (wild, REDAN_FIELD_ROUTE, &n)->value, ==, "3200 2400");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Wild", "starts at cell nobody");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Wild", "cell 1 (outer)");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Selfish", "cell 11 (self)");
  g_assert_true (get_referred (opened->model, loop, REDAN_FIELD_SOURCE) ==
                 get_referred (opened->model, loop, REDAN_FIELD_TARGET));
}

static void
test_two_threats (void)
{
  static const char *const decisions[][2] = {
    { "Spoof", "open" }, { "Tamper", "mitigate" }, { "A", "not-applicable" },
    { "B", "accept" },   { "C", "transfer" },      { "D", "avoid" },
    { "E", "avoid" },    { "F", "open" },          { "G", "not-applicable" },
  };
  g_autoptr (RedanOpened) opened = open_data ("dragon-2.json");
  const RedanObject *spoof = find_named (opened->model, REDAN_SECTION_THREAT, "Spoof");
  const RedanObject *tamper = find_named (opened->model, REDAN_SECTION_THREAT, "Tamper");
  const RedanObject *planned = find_named (opened->model, REDAN_SECTION_MITIGATION, "First line");
  const RedanObject *done = find_named (opened->model, REDAN_SECTION_MITIGATION, "Done");
  RedanIdText spoof_id;

  redan_id_to_text (&spoof->id, spoof_id);
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      const RedanObject *threat = find_named (opened->model, REDAN_SECTION_THREAT, decisions[i][0]);

      g_assert_cmpstr (redan_object_get (threat, REDAN_FIELD_DECISION), ==, decisions[i][1]);
      g_assert_cmpstr (
          redan_object_get_name (get_referred (opened->model, threat, REDAN_FIELD_TARGET)), ==,
          "Till");
    }

  g_assert_cmpstr (redan_object_get (spoof, REDAN_FIELD_CATEGORY), ==, "Spoofing");
  g_assert_cmpstr (redan_object_get (spoof, REDAN_FIELD_METHOD), ==, "STRIDE");
  g_assert_cmpstr (redan_object_get (spoof, REDAN_FIELD_SEVERITY), ==, "high");
  g_assert_cmpstr (redan_object_get (spoof, REDAN_FIELD_NUMBER), ==, "3");
  g_assert_cmpstr (get_extra (spoof, "score"), ==, "5");
  g_assert_null (redan_object_get (tamper, REDAN_FIELD_SEVERITY));
  assert_loss (opened, REDAN_LOSS_DROPPED, "Tamper", "TBA");
  assert_loss (opened, REDAN_LOSS_GUESSED, "threat \"F\"", "Sleeping");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "threat \"G\"", "the id t8, too");

  g_assert_cmpstr (redan_object_get (planned, REDAN_FIELD_DESCRIPTION), ==, "First line\nand more");
  g_assert_cmpstr (redan_object_get (planned, REDAN_FIELD_STATE), ==, "planned");
  g_assert_nonnull (redan_object_get_keyed (planned, REDAN_FIELD_ADDRESSES, spoof_id));
  g_assert_null (redan_object_get (planned, REDAN_FIELD_STRENGTH));
  g_assert_cmpstr (redan_object_get (done, REDAN_FIELD_STATE), ==, "declared");
  g_assert_cmpstr (redan_object_get (done, REDAN_FIELD_STRENGTH), ==, "90");
  assert_loss (opened, REDAN_LOSS_GUESSED, "Done", "strength 90");
}

static void
test_one (void)
{
  g_autoptr (RedanOpened) opened = open_data ("dragon-1.json");
  const RedanObject *who = find_named (opened->model, REDAN_SECTION_ELEMENT, "Customer");
  const RedanObject *buy = find_named (opened->model, REDAN_SECTION_FLOW, "Buy");
  const RedanObject *pay = find_named (opened->model, REDAN_SECTION_FLOW, "");
  guint n;

  g_assert_cmpstr (opened->format, ==, "threat-dragon-1");
  g_assert_true (get_referred (opened->model, buy, REDAN_FIELD_SOURCE) == who);
  g_assert_nonnull (redan_object_get_range (buy, REDAN_FIELD_CROSSES, &n));
  g_assert_cmpuint (redan_model_get_n (opened->model, REDAN_SECTION_THREAT), ==, 2);
  assert_loss (opened, REDAN_LOSS_REPAIRED, "Till", "\"width\" is the text \"80\"");

  /* "HTTP/S" is a guess beside the flag, and nothing without it */
  g_assert_cmpstr (get_attribute (buy, "protocol"), ==, "https");
  assert_loss (opened, REDAN_LOSS_GUESSED, "Buy", "HTTP/S");
  g_assert_null (get_attribute (pay, "protocol"));
  assert_loss (opened, REDAN_LOSS_DROPPED, "flow \"Customer\" → \"Till\"", "HTTP/S");
  g_assert_cmpuint (opened->losses->len, ==, 4);
}

#define V2(cells)                                                                                  \
  "{\"version\":\"2.0\",\"summary\":{\"title\":\"T\"},\"detail\":{\"diagrams\":[{\"id\":0,"        \
  "\"title\":\"D\",\"cells\":[" cells "]}]}}"
#define PROCESS(id, name)                                                                          \
  "{\"id\":\"" id "\",\"shape\":\"process\",\"position\":{\"x\":1,\"y\":1},\"size\":{\"width\":"   \
  "50,\"height\":50},\"data\":{\"type\":\"tm.Process\",\"name\":\"" name "\"}}"

/* Importing again gives the same ids when everything around an object changed. */
static void
test_ids_stay (void)
{
  g_autoptr (RedanOpened) first = import_text (V2 (PROCESS ("p", "Old") "," PROCESS ("q", "Q")));
  g_autoptr (RedanOpened) second = import_text (V2 (PROCESS ("q", "Q") "," PROCESS ("p", "New")));

  g_assert_true (redan_id_equal (&find_named (first->model, REDAN_SECTION_ELEMENT, "Old")->id,
                                 &find_named (second->model, REDAN_SECTION_ELEMENT, "New")->id));
}

/* A file of version 1 that Threat Dragon 2 has saved again keeps its ids. */
static void
test_ids_across_versions (void)
{
  g_autoptr (RedanOpened) new = import_text (V2 (PROCESS ("p", "P")));
  g_autoptr (RedanOpened) old = import_text (
      "{\"summary\":{\"title\":\"T\"},\"detail\":{\"diagrams\":[{\"id\":0,\"title\":\"D\","
      "\"diagramJson\":{\"cells\":[{\"id\":\"p\",\"type\":\"tm.Process\",\"name\":\"P\"}]}}]}}");

  g_assert_true (redan_id_equal (&find_named (new->model, REDAN_SECTION_ELEMENT, "P")->id,
                                 &find_named (old->model, REDAN_SECTION_ELEMENT, "P")->id));
}

/* Without a known type the shape tells, in all its spellings. */
static void
test_shapes (void)
{
  static const char *const shapes[][2] = {
    { "actor", "element" },
    { "process", "element" },
    { "store", "element" },
    { "flow", "flow" },
    { "trust-boundary", "boundary" },
    { "trust-boundary-box", "boundary" },
    { "trust-boundary-curve", "boundary" },
    { "trust-broundary-curve", "boundary" },
    { "td-text-block", "note" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *text = g_strdup_printf (
          V2 ("{\"id\":\"c\",\"shape\":\"%s\",\"source\":{\"x\":1,\"y\":1},\"target\":{\"x\":"
              "9,\"y\":9},\"data\":{\"name\":\"N\"}}"),
          shapes[i][0]);
      g_autoptr (RedanOpened) opened = import_text (text);
      RedanSection section;

      g_assert_true (redan_section_lookup (shapes[i][1], -1, &section));
      g_assert_nonnull (find_named (opened->model, section, "N"));
      assert_loss (opened, REDAN_LOSS_GUESSED, "\"N\"", "taken by its shape");
    }
}

/* Members that no version is known to have are kept and listed, those that say nothing are not. */
static void
test_unknown_members (void)
{
  g_autoptr (RedanOpened) opened = import_text (V2 (
      "{\"id\":\"c\",\"shape\":\"store\",\"position\":{\"x\":1,\"y\":1},\"size\":{\"width\":1,"
      "\"height\":1},\"odd\":{\"k\":1},\"data\":{\"type\":\"tm.Store\",\"name\":\"N\",\"a\":false,"
      "\"b\":\"\",\"c\":null,\"d\":[],\"e\":0,\"description\":5,\"outOfScope\":\"true\"}}"));
  const RedanObject *store = find_named (opened->model, REDAN_SECTION_ELEMENT, "N");

  g_assert_cmpstr (get_extra (store, "odd"), ==, "{\"k\":1}");
  g_assert_cmpstr (get_extra (store, "e"), ==, "0");
  g_assert_null (get_extra (store, "a"));
  g_assert_cmpstr (redan_object_get (store, REDAN_FIELD_DESCRIPTION), ==, "5");
  g_assert_cmpstr (get_attribute (store, "in_scope"), ==, "no");
  assert_loss (opened, REDAN_LOSS_DROPPED, "store \"N\"", "\"odd\"");
  assert_loss (opened, REDAN_LOSS_DROPPED, "store \"N\"", "\"e\"");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "store \"N\"", "\"description\"");
  assert_loss (opened, REDAN_LOSS_REPAIRED, "store \"N\"", "\"outOfScope\"");
  g_assert_cmpuint (opened->losses->len, ==, 5);
}

int
main (int argc, char **argv)
{
  import_support_begin (&argc, &argv);

  g_test_add_func ("/threat-dragon/corpus/counts", test_corpus_counts);
  g_test_add_func ("/threat-dragon/corpus/stable", test_corpus_stable);
  g_test_add_func ("/threat-dragon/corpus/references", test_corpus_flow_ends);
  g_test_add_func ("/threat-dragon/two/meta", test_two_meta);
  g_test_add_func ("/threat-dragon/two/diagrams", test_two_diagrams);
  g_test_add_func ("/threat-dragon/two/elements", test_two_elements);
  g_test_add_func ("/threat-dragon/two/boundaries", test_two_boundaries);
  g_test_add_func ("/threat-dragon/two/flows", test_two_flows);
  g_test_add_func ("/threat-dragon/two/threats", test_two_threats);
  g_test_add_func ("/threat-dragon/one", test_one);
  g_test_add_func ("/threat-dragon/ids/stay", test_ids_stay);
  g_test_add_func ("/threat-dragon/ids/across-versions", test_ids_across_versions);
  g_test_add_func ("/threat-dragon/shapes", test_shapes);
  g_test_add_func ("/threat-dragon/unknown-members", test_unknown_members);

  return import_support_end ();
}
