/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the tree that foreign files become: against jansson on random values, and of the places
 * and limits of YAML. */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/error.h"
#include "model/exchange/hcl.h"
#include "model/exchange/json.h"
#include "model/exchange/separated.h"
#include "model/exchange/tree-memory.h"
#include "model/exchange/yaml.h"

#define ROUNDS 400

static json_t *
make_text (GRand *random)
{
  static const char *const texts[] = {
    "",
    "a",
    "\"\\/",
    "\x01\x1f\b\f\n\r\t",
    "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
    "\x7f",
    "yes",
    "a text of more than forty bytes, which is not shared with others",
  };

  return json_string (texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))]);
}

static json_t *
make_value (GRand *random, guint depth)
{
  int kind = g_rand_int_range (random, 0, depth > 4 ? 6 : 8);
  int n = g_rand_int_range (random, 0, g_rand_int_range (random, 0, 10) == 0 ? 100 : 6);
  json_t *value;

  switch (kind)
    {
    case 0:
      return json_null ();
    case 1:
      return json_boolean (g_rand_boolean (random));
    case 2:
      return json_integer (
          (json_int_t) ((guint64) g_rand_int (random) << 32 | g_rand_int (random)));
    case 3:
      return json_real (g_rand_double_range (random, -1e6, 1e6));
    case 4:
    case 5:
      return make_text (random);
    case 6:
      value = json_array ();
      for (int i = 0; i < n; i++)
        json_array_append_new (value, make_value (random, depth + 1));
      return value;
    default:
      value = json_object ();
      for (int i = 0; i < n; i++)
        {
          g_autofree char *key = g_strdup_printf (i % 3 == 0 ? "k%d" : "key number \"%d\"",
                                                  g_rand_int_range (random, 0, 2 * n));

          json_object_set_new (value, key, make_value (random, depth + 1));
        }
      return value;
    }
}

/* That the tree says the same as @value, whichever way it is asked. */
static void
compare (const RedanNode *node, json_t *value)
{
  const char *key;
  const char *name;
  gsize i;
  json_t *inside;
  RedanNode *member;
  void *at = json_object_iter (value);

  g_assert_cmpint (redan_json_is_blank (value), ==, redan_node_is_blank (node));
  g_assert_cmpstr (redan_json_get_type_name (value), ==, redan_node_get_type_name (node));
  g_assert_cmpuint (redan_node_get_n_items (node), ==, json_array_size (value));
  g_assert_cmpuint (redan_node_get_n_members (node), ==, json_object_size (value));
  g_assert_cmpstr (redan_node_get_text (node), ==, json_string_value (value));
  g_assert_true (redan_node_get_number (node) == json_number_value (value));
  json_array_foreach (value, i, inside) compare (redan_node_get_item (node, i), inside);
  json_object_foreach (value, key, inside) compare (redan_node_get (node, key), inside);
  redan_node_foreach_member (node, name, member)
  {
    g_assert_cmpstr (name, ==, json_object_iter_key (at));
    at = json_object_iter_next (value, at);
  }
  g_assert_null (at);
  g_assert_null (redan_node_get (node, "absent"));
  g_assert_null (redan_node_get_item (node, json_array_size (value)));
}

static void
test_random (void)
{
  GRand *random = g_rand_new_with_seed (7);
  g_autoptr (RedanTree) tree = redan_tree_new ();
  g_autoptr (RedanTree) other = redan_tree_new ();

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (json_t) value = make_value (random, 0);
      g_autofree char *expected = json_dumps (value, JSON_COMPACT | JSON_ENCODE_ANY);
      g_autofree char *text = NULL;
      RedanNode *node;
      RedanNode *copy;

      if (round % 2 == 0)
        redan_tree_clear (tree);
      redan_json_add (tree, value);
      node = redan_tree_take (tree);
      compare (node, value);
      redan_tree_add_copy (other, node);
      copy = redan_tree_take (other);
      compare (copy, value);

      text = redan_node_to_text (copy);
      if (json_is_string (value) || json_is_real (value))
        continue;
      g_assert_cmpstr (text, ==, expected);
    }
  g_rand_free (random);
}

/* The same file through jansson as a whole, and record by record. */
static void
test_json (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "[1, {\"a\": [2]}]",
    "{\"a\": [], \"b\": [{\"c\": 1}, [2, [3]], 4, \"x\"], \"d\": {\"e\": [5]}}",
    "\xef\xbb\xbf{\"a\": [1, 2], \"\\u0061b\": [3]}",
    "{\"\": [\"\"], \"c\": null}",
  };
  static const struct
  {
    const char *text;
    const char *place;
  } wrong[] = {
    { "{\"a\": [1],\n \"a\": [2]}", "2:4: " },
    { "{\"a\": [1, {\"b\": 1,\n\n  \"b\": 2}]}", "3:5: " },
    { "{\"a\": [1, 2,\n}", "2:1: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (RedanTree) tree = redan_tree_new ();
      g_autoptr (GError) error = NULL;
      const char *plain = g_str_has_prefix (texts[i], "\xef") ? texts[i] + 3 : texts[i];
      g_autoptr (json_t) value = json_loads (plain, 0, NULL);

      compare (redan_json_parse (tree, (const guint8 *) texts[i], strlen (texts[i]), &error),
               value);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (RedanTree) tree = redan_tree_new ();
      g_autoptr (GError) error = NULL;

      g_assert_null (
          redan_json_parse (tree, (const guint8 *) wrong[i].text, strlen (wrong[i].text), &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX);
      if (!g_str_has_prefix (error->message, wrong[i].place))
        g_error ("%s instead of %s", error->message, wrong[i].place);
    }
}

static void
test_build (void)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  static const char *const without[] = { "k1", "absent", NULL };
  g_autofree char *text = NULL;
  g_autofree char *rest = NULL;
  RedanNode *base;
  RedanNode *node;
  RedanNode taken;

  redan_tree_open (tree, REDAN_NODE_OBJECT);
  for (int i = 0; i < 60; i++)
    {
      char key[8];

      g_snprintf (key, sizeof key, "k%d", i);
      g_assert_true (redan_tree_key (tree, key, -1));
      redan_tree_add_integer (tree, i);
    }
  /* What is taken back does not cost the index that so many members have. */
  for (int i = 0; i < 3; i++)
    {
      redan_tree_add_integer (tree, i);
      taken = redan_tree_take_back (tree);
      g_assert_cmpint (redan_node_get_integer (&taken), ==, i);
    }
  redan_tree_close (tree);
  base = redan_tree_take (tree);

  redan_tree_open (tree, REDAN_NODE_OBJECT);
  g_assert_true (redan_tree_key (tree, "k7", -1));
  redan_tree_add_plain (tree, REDAN_NODE_TRUE);
  g_assert_true (redan_tree_key (tree, "k1x", 2));
  redan_tree_add_number (tree, 0.5);
  g_assert_false (redan_tree_key (tree, "k7", -1));
  redan_tree_add_text (tree, "later", -1);
  redan_tree_add_number (tree, 2);
  taken = redan_tree_take_back (tree);
  redan_tree_add_missing (tree, base);
  g_assert_true (redan_tree_key (tree, "taken", -1));
  redan_tree_add (tree, &taken);
  redan_tree_close (tree);
  node = redan_tree_take (tree);

  g_assert_cmpuint (redan_node_get_n_members (node), ==, 61);
  g_assert_cmpstr (redan_node_get_text (redan_node_get (node, "k7")), ==, "later");
  g_assert_true (redan_node_get_number (redan_node_get (node, "k1")) == 0.5);
  g_assert_cmpint (redan_node_get_integer (redan_node_get (node, "k59")), ==, 59);
  g_assert_cmpint (redan_node_get_integer (redan_node_get (node, "taken")), ==, 2);
  text = redan_node_to_text (node);
  g_assert_true (g_str_has_prefix (text, "{\"k7\":\"later\",\"k1\":0.5,\"k0\":0,\"k2\":2,"));
  rest = redan_node_to_text_without (node, without);
  g_assert_true (g_str_has_prefix (rest, "{\"k7\":\"later\",\"k0\":0,\"k2\":2,"));
}

static RedanNode *
parse_yaml (RedanTree *tree, const char *text, const char *problem)
{
  g_autoptr (GError) error = NULL;
  RedanNode *root = redan_yaml_parse (tree, (const guint8 *) text, strlen (text), &error);

  g_assert_true ((root == NULL) == (problem != NULL));
  if (root == NULL && !g_str_has_prefix (error->message, problem))
    g_error ("%s instead of %s", error->message, problem);
  return root;
}

static void
test_yaml (void)
{
  static const struct
  {
    const char *text;
    const char *json;
  } cases[] = {
    { "", "null" },
    { "a: [1, ~, null, '~', no, \"\"]", "{\"a\":[\"1\",null,null,\"~\",\"no\",\"\"]}" },
    { "a: &x {b: 1, c: 2}\nd: {c: 3, <<: *x}\n",
      "{\"a\":{\"b\":\"1\",\"c\":\"2\"},\"d\":{\"c\":\"3\",\"b\":\"1\"}}" },
    { "d: {<<: [{b: 1}, {b: 2, e: 3}], c: 0}", "{\"d\":{\"c\":\"0\",\"b\":\"1\",\"e\":\"3\"}}" },
    { "\"<<\": 1", "{\"<<\":\"1\"}" },
    { "- &x [a]\n- *x\n- &x b\n- *x", "[[\"a\"],[\"a\"],\"b\",\"b\"]" },
    { "a: !Ref b\nc: !Sub &x [d]\ne: *x",
      "{\"a\":{\"Ref\":\"b\"},\"c\":{\"Fn::Sub\":[\"d\"]},\"e\":{\"Fn::Sub\":[\"d\"]}}" },
  };
  g_autoptr (RedanTree) tree = redan_tree_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = redan_node_to_text (parse_yaml (tree, cases[i].text, NULL));

      g_assert_cmpstr (text, ==, cases[i].json);
    }
  redan_tree_clear (tree);
  parse_yaml (tree, "a: {<<: {}, <<: {}}", "1:13: ");
  redan_tree_clear (tree);
  parse_yaml (tree, "a: {<<: x}", "1:10: ");
}

/* Behind several of the pieces in which the parser gets its text. */
static void
test_yaml_place (void)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "- \xc3\xa9 \xe2\x82\xac text\n");
  g_string_append (text, "- \xc3\xa9 \xff\n");
  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "- text\n");
  parse_yaml (tree, text->str, "5001:5: ");
}

static guint
line_of (const RedanTree *tree, const RedanNode *node)
{
  const char *file;
  guint line = redan_tree_get_line (tree, node, &file);

  g_assert_null (file);
  return line;
}

/* As many members as make large objects, which lie apart, and small ones, which share memory. */
static void
test_lines (void)
{
  const guint n = 30000;
  g_autoptr (RedanTree) tree = redan_tree_new ();

  for (guint yaml = 0; yaml < 2; yaml++)
    {
      g_autoptr (GString) text = g_string_new (yaml ? "list:\n" : "{ \"list\": [\n");
      g_autoptr (GError) error = NULL;
      RedanNode *root;
      RedanNode *list;

      for (guint i = 0; i < n; i++)
        g_string_append (text, yaml ? "- a: \"x\\ny\"\n  b:\n  - c\n"
                                    : "{ \"a\": \"\\\"x, {\\n\",\n\"b\":\n[ 1.5e3 ] },\n");
      g_string_append (text, yaml ? "last:\n  z: 1\n" : "{}],\n\"last\":\n{ \"z\"\n: true } }");
      redan_tree_clear (tree);
      root = yaml ? redan_yaml_parse (tree, (const guint8 *) text->str, text->len, &error)
                  : redan_json_parse (tree, (const guint8 *) text->str, text->len, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (line_of (tree, root), ==, 1);
      list = redan_node_get (root, "list");
      for (guint i = 0; i < n; i++)
        {
          const RedanNode *item = redan_node_get_item (list, i);
          const RedanNode *inner = redan_node_get (item, "b");

          g_assert_cmpuint (line_of (tree, item), ==, 2 + 3 * i);
          g_assert_cmpuint (line_of (tree, redan_node_get (item, "a")), ==, 2 + 3 * i);
          g_assert_cmpuint (line_of (tree, inner), ==, 3 + 3 * i);
          g_assert_cmpuint (line_of (tree, redan_node_get_item (inner, 0)), ==, 4 + 3 * i);
        }
      g_assert_cmpuint (line_of (tree, redan_node_get (redan_node_get (root, "last"), "z")), ==,
                        (yaml ? 3 : 4) + 3 * n);
    }
}

/* What is built from parts of a tree stands where they do; a second file has lines of its own. */
static void
test_lines_of_parts (void)
{
  static const char hcl[] = "a {\n  b = 1\n}\n\nc \"d\" {\n  e = [\n    2\n  ]\n}\n";
  g_autoptr (RedanTree) tree = redan_tree_new ();
  g_autoptr (GError) error = NULL;
  RedanNode *root = redan_hcl_parse (tree, (const guint8 *) hcl, strlen (hcl), &error);
  RedanNode *blocks = redan_node_get (root, "blocks");
  RedanNode *attributes =
      redan_node_get (redan_node_get (redan_node_get_item (blocks, 1), "body"), "attributes");
  const RedanNode *inner = redan_node_get_item (redan_node_get (attributes, "e"), 0);
  const char *file;

  g_assert_no_error (error);
  g_assert_cmpuint (line_of (tree, redan_node_get_item (blocks, 0)), ==, 1);
  g_assert_cmpuint (line_of (tree, redan_node_get_item (blocks, 1)), ==, 5);
  g_assert_cmpuint (line_of (tree, inner), ==, 7);

  redan_tree_begin_file (tree, "inc/more.yaml");
  root = parse_yaml (tree, "x:\n  y: z\n", NULL);
  g_assert_cmpuint (redan_tree_get_line (tree, redan_node_get (root, "x"), &file), ==, 1);
  g_assert_cmpstr (file, ==, "inc/more.yaml");
  redan_tree_open (tree, REDAN_NODE_OBJECT);
  redan_tree_key (tree, "joined", -1);
  redan_tree_add (tree, attributes);
  redan_tree_key (tree, "new", -1);
  redan_tree_add_text (tree, "text", -1);
  redan_tree_close (tree);
  root = redan_tree_take (tree);
  g_assert_cmpuint (line_of (tree, redan_node_get (root, "joined")), ==, 5);
  g_assert_cmpuint (line_of (tree, redan_node_get (root, "new")), ==, 0);
}

/* A large file is no bomb: many values, and as many again by aliases as they may stand for. */
static void
test_yaml_many (void)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  g_autoptr (GString) text = g_string_new ("a: &a [");
  RedanNode *root;

  for (guint i = 0; i < 1100000; i++)
    g_string_append (text, "x,");
  g_string_append (text, "]\n");
  root = parse_yaml (tree, text->str, NULL);
  g_assert_cmpuint (redan_node_get_n_items (redan_node_get (root, "a")), ==, 1100000);

  redan_tree_clear (tree);
  g_string_append (text, "b: *a\n");
  parse_yaml (tree, text->str, "2:4: more than 1000000 values that aliases stand for");
}

/* XML without line ends is not looked at as one row of a table. */
static void
test_table (void)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  g_autoptr (GString) text = g_string_new ("Account ID,Name\n1,\"a,\"\"b\"\n\n2\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *read = NULL;

  g_assert_true (redan_separated_has ((const guint8 *) text->str, text->len, "accountid"));
  read = redan_node_to_text (
      redan_separated_parse (tree, (const guint8 *) text->str, text->len, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (read, ==,
                   "[{\"Account ID\":\"1\",\"Name\":\"a,\\\"b\"},{\"Account ID\":\"2\"}]");

  g_string_truncate (text, strlen ("Account ID,Name"));
  g_assert_true (redan_separated_has ((const guint8 *) text->str, text->len, "accountid"));
  for (guint i = 0; i < 70000; i++)
    g_string_append_c (text, 'x');
  g_assert_false (redan_separated_has ((const guint8 *) text->str, text->len, "accountid"));
}

/* Whole pages of the input go, and nothing else. */
static void
test_let_go (void)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  guint8 *memory = NULL;

  g_assert_cmpint (posix_memalign ((void **) &memory, page, 4 * page), ==, 0);
  memset (memory, 'x', 4 * page);
  redan_tree_memory_let_go (memory, 4 * page);
  g_assert_cmpint (memory[page], ==, 'x');
  redan_tree_memory_own_input (memory + 1, 3 * page);
  redan_tree_memory_let_go (memory, 4 * page);
  g_assert_cmpint (memory[page - 1], ==, 'x');
  g_assert_cmpint (memory[page], ==, 0);
  g_assert_cmpint (memory[3 * page - 1], ==, 0);
  g_assert_cmpint (memory[3 * page], ==, 'x');
  redan_tree_memory_own_input (NULL, 0);
  free (memory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/random", test_random);
  g_test_add_func ("/tree/json", test_json);
  g_test_add_func ("/tree/build", test_build);
  g_test_add_func ("/tree/yaml", test_yaml);
  g_test_add_func ("/tree/yaml/place", test_yaml_place);
  g_test_add_func ("/tree/yaml/many", test_yaml_many);
  g_test_add_func ("/tree/lines", test_lines);
  g_test_add_func ("/tree/lines/parts", test_lines_of_parts);
  g_test_add_func ("/tree/table", test_table);
  g_test_add_func ("/tree/let-go", test_let_go);
  return g_test_run ();
}
