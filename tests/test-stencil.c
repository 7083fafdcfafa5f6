/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the stencils: the shipped table is valid and presets only what a choice implies, errors
 * name file and line, each stencil makes an object that can be undone. */

#include <glib/gstdio.h>
#include <libxml/relaxng.h>
#include <string.h>

#include "model/error.h"
#include "model/stencil.h"

#define HEAD "<stencils pack=\"acme\" version=\"1\">\n"
#define GROUP "<group id=\"g\" label=\"Group\"/>\n"
#define STENCIL "<stencil id=\"x\" group=\"basic\" label=\"X\" width=\"100\" height=\"50\" "

static RedanSchema *schema;

/* The built-in table and @content as a pack of --data. */
static RedanStencils *
load (const char *content, GError **error)
{
  g_autofree char *directory = g_dir_make_tmp ("redan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "pack.xml", NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));

  g_autoptr (RedanDataSource) source = redan_data_source_new (directory, error);
  RedanStencils *table = source == NULL ? NULL : redan_stencils_load (source, schema, error);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
  return table;
}

static RedanStencils *
load_built_in (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  RedanStencils *table = redan_stencils_load (source, schema, &error);

  g_assert_no_error (error);
  return table;
}

static void
test_shipped (void)
{
  static const char *const wanted[] = {
    "actor",
    "process",
    "store",
    "external",
    "boundary",
    "note",
    "aws-account",
    "vpc",
    "public-subnet",
    "private-subnet",
    "aws-region",
    "function",
    "container",
    "vm",
    "queue",
    "topic",
    "event-bus",
    "stream",
    "bucket",
    "relational-db",
    "nosql-db",
    "cache",
    "api-gateway",
    "load-balancer",
    "cdn",
    "waf",
    "secrets",
    "keys",
    "identity-provider",
    "user",
    "administrator",
    "browser",
    "mobile-app",
    "saas",
    "ci-server",
    "source-repo",
    "registry",
    "llm",
    "vector-store",
    "log-store",
  };
  g_autoptr (RedanStencils) table = load_built_in ();
  g_autofree guint *in_group = g_new0 (guint, redan_stencils_get_n_groups (table));

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (redan_stencils_lookup (table, wanted[i]) == NULL)
      g_error ("there is no stencil %s", wanted[i]);
  g_assert_null (redan_stencils_lookup (table, "no-such-stencil"));
  for (guint i = 0; i < redan_stencils_get_n (table); i++)
    {
      const RedanStencil *stencil = redan_stencils_get_nth (table, i);

      g_assert_true (redan_stencils_lookup (table, stencil->id) == stencil);
      in_group[stencil->group]++;
    }
  for (guint i = 0; i < redan_stencils_get_n_groups (table); i++)
    g_assert_cmpuint (in_group[i], >, 0);
}

/* A choice of technology says nothing about how it is set up: presets come from the identity of the
 * element. */
static void
test_no_claims (void)
{
  static const char *const implied[] = { "tech",    "aws_service",   "provider", "custom_code",
                                         "formats", "public_subnet", NULL };
  g_autoptr (RedanStencils) table = load_built_in ();

  for (guint i = 0; i < redan_stencils_get_n (table); i++)
    {
      const RedanStencil *stencil = redan_stencils_get_nth (table, i);

      for (guint k = 0; k < stencil->n_values; k++)
        if (!g_strv_contains (implied, stencil->values[k].attribute->name))
          g_error ("stencil %s claims %s", stencil->id, stencil->values[k].attribute->name);
    }
}

static void
ignore_message (void *user_data, const char *format, ...)
{
}

static int
validate (const char *schema_name)
{
  const char *root = g_getenv ("REDAN_SOURCE_ROOT");
  g_autofree char *rng = g_build_filename (root, "data", "schema", schema_name, NULL);
  g_autofree char *path = g_build_filename (root, "data", "stencils.xml", NULL);
  xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewParserCtxt (rng);
  xmlRelaxNG *grammar = xmlRelaxNGParse (parser);
  xmlDoc *document = xmlReadFile (path, NULL, XML_PARSE_NONET);

  g_assert_nonnull (grammar);
  g_assert_nonnull (document);

  xmlRelaxNGValidCtxt *validator = xmlRelaxNGNewValidCtxt (grammar);

  xmlRelaxNGSetValidErrors (validator, ignore_message, ignore_message, NULL);

  int result = xmlRelaxNGValidateDoc (validator, document);

  xmlRelaxNGFreeValidCtxt (validator);
  xmlFreeDoc (document);
  xmlRelaxNGFree (grammar);
  xmlRelaxNGFreeParserCtxt (parser);
  return result;
}

static void
test_relax_ng (void)
{
  g_assert_cmpint (validate ("stencils.rng"), ==, 0);
  g_assert_cmpint (validate ("scoring.rng"), !=, 0);
}

/* What is wrong with a file, and the line that says so. */
static void
test_refused (void)
{
  static const struct
  {
    const char *content;
    int code;
    guint line;
  } bad[] = {
    { "<stencils/>", REDAN_MODEL_ERROR_INVALID_VALUE, 1 },
    { "<stencils pack=\"acme\"/>", REDAN_MODEL_ERROR_INVALID_VALUE, 1 },
    { HEAD "<stencil", REDAN_MODEL_ERROR_SYNTAX, 2 },
    { HEAD "<thing/></stencils>", REDAN_MODEL_ERROR_UNKNOWN_NAME, 2 },
    { HEAD "<group id=\"g\"/></stencils>", REDAN_MODEL_ERROR_INVALID_VALUE, 2 },
    { HEAD "<group id=\"a b\" label=\"G\"/></stencils>", REDAN_MODEL_ERROR_INVALID_VALUE, 2 },
    { HEAD GROUP GROUP "</stencils>", REDAN_MODEL_ERROR_REFERENCE, 3 },
    { HEAD GROUP "<group id=\"h\" label=\"H\" colour=\"red\"/></stencils>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, 3 },
    { HEAD "<stencil id=\"x\" group=\"nowhere\" label=\"X\" section=\"note\" width=\"100\" "
           "height=\"50\"/></stencils>",
      REDAN_MODEL_ERROR_REFERENCE, 2 },
    { HEAD STENCIL "/></stencils>", REDAN_MODEL_ERROR_INVALID_VALUE, 2 },
    { HEAD STENCIL "section=\"flow\"/></stencils>", REDAN_MODEL_ERROR_INVALID_VALUE, 2 },
    { HEAD STENCIL "section=\"element\"/></stencils>", REDAN_MODEL_ERROR_UNKNOWN_NAME, 2 },
    { HEAD STENCIL "section=\"element\" kind=\"vpc\"/></stencils>", REDAN_MODEL_ERROR_UNKNOWN_NAME,
      2 },
    { HEAD STENCIL "section=\"boundary\" kind=\"store\"/></stencils>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, 2 },
    { HEAD STENCIL "section=\"note\" kind=\"store\"/></stencils>", REDAN_MODEL_ERROR_INVALID_VALUE,
      2 },
    { HEAD STENCIL "section=\"note\" form=\"round\"/></stencils>", REDAN_MODEL_ERROR_UNKNOWN_NAME,
      2 },
    { HEAD STENCIL "section=\"note\" shape=\"line\"/></stencils>", REDAN_MODEL_ERROR_INVALID_VALUE,
      2 },
    { HEAD STENCIL "section=\"boundary\" kind=\"vpc\" shape=\"round\"/></stencils>",
      REDAN_MODEL_ERROR_INVALID_VALUE, 2 },
    { HEAD STENCIL "section=\"note\" icon=\"a b\"/></stencils>", REDAN_MODEL_ERROR_INVALID_VALUE,
      2 },
    { HEAD STENCIL "section=\"note\"/>\n" STENCIL "section=\"note\"/></stencils>",
      REDAN_MODEL_ERROR_REFERENCE, 3 },
    { HEAD "<stencil id=\"x\" group=\"basic\" label=\"X\" section=\"note\" width=\"15\" "
           "height=\"50\"/></stencils>",
      REDAN_MODEL_ERROR_INVALID_VALUE, 2 },
    { HEAD "<stencil id=\"x\" group=\"basic\" label=\"X\" section=\"note\" width=\"100\" "
           "height=\"4001\"/></stencils>",
      REDAN_MODEL_ERROR_INVALID_VALUE, 2 },
    { HEAD STENCIL "section=\"element\" kind=\"store\">\n<get/></stencil></stencils>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, 3 },
    { HEAD STENCIL "section=\"element\" kind=\"store\">\n<set attribute=\"tech\"/></stencil>"
                   "</stencils>",
      REDAN_MODEL_ERROR_INVALID_VALUE, 3 },
    { HEAD STENCIL "section=\"element\" kind=\"store\">\n<set attribute=\"techno\" "
                   "value=\"vm\"/></stencil></stencils>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, 3 },
    { HEAD STENCIL "section=\"element\" kind=\"store\">\n<set attribute=\"kind\" "
                   "value=\"store\"/></stencil></stencils>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, 3 },
    { HEAD STENCIL "section=\"element\" kind=\"store\">\n<set attribute=\"changed_on\" "
                   "value=\"2025-01-01\"/></stencil></stencils>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, 3 },
    { HEAD STENCIL "section=\"element\" kind=\"store\">\n<set attribute=\"tech\" "
                   "value=\"bucket\"/></stencil></stencils>",
      REDAN_MODEL_ERROR_INVALID_VALUE, 3 },
    { HEAD STENCIL "section=\"element\" kind=\"store\">\n<set attribute=\"tech\" "
                   "value=\"vm\"/>\n<set attribute=\"tech\" value=\"cdn\"/></stencil></stencils>",
      REDAN_MODEL_ERROR_REFERENCE, 4 },
    { HEAD STENCIL "section=\"boundary\" kind=\"vpc\">\n<set attribute=\"purpose\" "
                   "value=\"workload\"/></stencil></stencils>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, 3 },
    { HEAD STENCIL "section=\"note\">\n<set attribute=\"tech\" value=\"vm\"/></stencil></stencils>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *place = g_strdup_printf ("pack.xml:%u: ", bad[i].line);

      if (load (bad[i].content, &error) != NULL)
        g_error ("accepted: %s", bad[i].content);
      if (!g_error_matches (error, REDAN_MODEL_ERROR, bad[i].code) ||
          strstr (error->message, place) == NULL)
        g_error ("%s\ngave: %s (%d)", bad[i].content, error->message, error->code);
    }
}

static void
test_pack (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanStencils) before = load_built_in ();
  g_autoptr (RedanStencils) table = load (
      HEAD GROUP "<group id=\"basic\" label=\"Plain\"/>\n"
                 "<stencil id=\"vault\" group=\"g\" label=\"Acme vault\" section=\"boundary\" "
                 "kind=\"account\" width=\"100\" height=\"50\">\n"
                 " <set attribute=\"purpose\" value=\"backup\"/></stencil>\n"
                 "<stencil id=\"vm\" group=\"g\" label=\"Acme host\" section=\"element\" "
                 "kind=\"process\" width=\"100\" height=\"50\">\n"
                 " <set attribute=\"formats\" value=\"json\"/><set attribute=\"formats\" "
                 "value=\"xml\"/></stencil></stencils>",
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (redan_stencils_get_n (table), ==, redan_stencils_get_n (before) + 1);
  g_assert_cmpuint (redan_stencils_get_n_groups (table), ==,
                    redan_stencils_get_n_groups (before) + 1);
  g_assert_cmpstr (redan_stencils_get_group (table, 0)->label, ==, "Plain");
  g_assert_cmpstr (redan_stencils_lookup (table, "vm")->label, ==, "Acme host");
  g_assert_cmpuint (redan_stencils_lookup (table, "vm")->n_values, ==, 2);
  g_assert_cmpint (redan_stencils_lookup (table, "vault")->width, ==, 100 * REDAN_UNITS_PER_PIXEL);
}

static void
test_matches (void)
{
  g_autoptr (RedanStencils) table = load_built_in ();
  const RedanStencil *queue = redan_stencils_lookup (table, "queue");

  g_assert_true (redan_stencil_matches (queue, ""));
  g_assert_true (redan_stencil_matches (queue, "sqs"));
  g_assert_true (redan_stencil_matches (queue, "queue mess"));
  g_assert_true (redan_stencil_matches (queue, "message-queue"));
  g_assert_true (redan_stencil_matches (queue, "store"));
  g_assert_false (redan_stencil_matches (queue, "queue bucket"));
}

static void
check_object (const RedanModel *model, const RedanStencil *stencil, const RedanId *id)
{
  const RedanObject *object = redan_model_lookup (model, id);

  g_assert_nonnull (object);
  g_assert_cmpint (object->section, ==, stencil->section);
  g_assert_cmpstr (stencil->section == REDAN_SECTION_NOTE
                       ? redan_object_get (object, REDAN_FIELD_DESCRIPTION)
                       : redan_object_get_name (object),
                   ==, stencil->label);
  g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_KIND), ==, stencil->kind);
  for (guint i = 0; i < stencil->n_values; i++)
    {
      RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + stencil->values[i].attribute->index);

      if (stencil->values[i].attribute->type == REDAN_ATTRIBUTE_SET)
        g_assert_nonnull (redan_object_get_keyed (object, field, stencil->values[i].value));
      else
        g_assert_cmpstr (redan_object_get (object, field), ==, stencil->values[i].value);
    }
}

/* A line has bends and no box; a box has the usual size of its stencil. */
static void
check_place (const RedanObject *object,
             const RedanStencil *stencil,
             const char *diagram,
             const RedanBox *corner)
{
  RedanBox place;
  guint n = 0;
  g_autofree RedanPoint *points = redan_object_get_route (object, diagram, &n);

  g_assert_cmpint (redan_object_get_place (object, diagram, &place), ==, !stencil->is_line);
  g_assert_cmpuint (n, ==, stencil->is_line ? 2 : 0);
  if (stencil->is_line)
    return;
  g_assert_cmpint (place.x, ==, corner->x);
  g_assert_cmpint (place.width, ==, stencil->width);
  g_assert_cmpint (place.height, ==, stencil->height);
}

/* Each stencil in a diagram and in a boundary, and back to nothing. */
static void
test_add (void)
{
  g_autoptr (RedanStencils) table = load_built_in ();
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanEdit) setup = redan_edit_new (model, "Set up");
  RedanId diagram = redan_edit_create (setup, REDAN_SECTION_DIAGRAM, NULL);
  RedanId parent = redan_edit_create (setup, REDAN_SECTION_BOUNDARY, NULL);
  const RedanBox corner = { 800, 400, 0, 0 };
  const RedanPoint line[] = { { 800, 400 }, { 1600, 400 } };
  RedanIdText text;

  redan_edit_set (setup, &diagram, REDAN_FIELD_NAME, NULL, "Main");
  redan_edit_set (setup, &parent, REDAN_FIELD_KIND, NULL, "organization");
  g_assert_true (redan_edit_apply (setup, model, NULL));
  for (guint i = 0; i < redan_stencils_get_n (table); i++)
    {
      const RedanStencil *stencil = redan_stencils_get_nth (table, i);
      g_autoptr (GError) error = NULL;
      RedanId id;
      g_autoptr (RedanEdit) edit =
          stencil->is_line
              ? redan_command_add_stencil_line (model, stencil, NULL, &diagram, line, 2, &id)
              : redan_command_add_stencil (model, stencil, NULL, &parent, &diagram, &corner, &id);
      g_autoptr (RedanEdit) back = redan_edit_reverse (edit);

      redan_edit_apply (edit, model, &error);
      g_assert_no_error (error);
      check_object (model, stencil, &id);
      check_place (redan_model_lookup (model, &id), stencil, redan_id_to_text (&diagram, text),
                   &corner);
      redan_edit_apply (back, model, &error);
      g_assert_no_error (error);
      g_assert_null (redan_model_lookup (model, &id));
    }
}

static void
test_add_named (void)
{
  g_autoptr (RedanStencils) table = load_built_in ();
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (GError) error = NULL;
  RedanId id;
  g_autoptr (RedanEdit) edit = redan_command_add_stencil (
      model, redan_stencils_lookup (table, "bucket"), "Invoices", NULL, NULL, NULL, &id);

  g_assert_cmpstr (redan_edit_get_label (edit), ==, "Add S3 bucket");
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (redan_object_get_name (redan_model_lookup (model, &id)), ==, "Invoices");
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
  g_test_add_func ("/stencil/shipped", test_shipped);
  g_test_add_func ("/stencil/no-claims", test_no_claims);
  g_test_add_func ("/stencil/relax-ng", test_relax_ng);
  g_test_add_func ("/stencil/refused", test_refused);
  g_test_add_func ("/stencil/pack", test_pack);
  g_test_add_func ("/stencil/matches", test_matches);
  g_test_add_func ("/stencil/add", test_add);
  g_test_add_func ("/stencil/add-named", test_add_named);

  int result = g_test_run ();

  redan_schema_unref (schema);
  return result;
}
