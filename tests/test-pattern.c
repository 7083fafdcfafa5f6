/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the patterns: the shipped ones are canonical, without a finding, well laid out and
 * honest; user and repository folders are read; saving replaces nothing unasked. */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "model/canonical-writer.h"
#include "model/command-insert.h"
#include "model/error.h"
#include "model/fragment.h"
#include "model/geometry.h"
#include "model/pattern.h"
#include "model/validate.h"

#define N_SHIPPED 8

static RedanSchema *schema;

static GPtrArray *
list_shipped (void)
{
  GPtrArray *patterns = redan_patterns_list (schema, NULL);

  for (guint i = patterns->len; i-- > 0;)
    if (((RedanPattern *) g_ptr_array_index (patterns, i))->origin != REDAN_PATTERN_SHIPPED)
      g_ptr_array_remove_index (patterns, i);
  return patterns;
}

typedef void (*CheckPattern) (const RedanPattern *pattern, const RedanModel *model);

static void
each_shipped (gconstpointer data)
{
  CheckPattern check = *(const CheckPattern *) data;
  g_autoptr (GPtrArray) patterns = list_shipped ();

  g_assert_cmpuint (patterns->len, ==, N_SHIPPED);
  for (guint i = 0; i < patterns->len; i++)
    {
      const RedanPattern *pattern = g_ptr_array_index (patterns, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanModel) model = redan_pattern_load (schema, pattern->path, &error);

      g_assert_no_error (error);
      check (pattern, model);
    }
}

static void
check_file (const RedanPattern *pattern, const RedanModel *model)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  g_autoptr (GPtrArray) findings = redan_validate (model);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_null (pattern->problem);
  g_assert_cmpstr (pattern->title, !=, "");
  g_assert_cmpuint (strlen (pattern->description), >, 60);
  g_assert_true (g_file_get_contents (pattern->path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  for (guint i = 0; i < findings->len; i++)
    g_error ("%s: %s", pattern->path, ((RedanFinding *) g_ptr_array_index (findings, i))->message);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_DIAGRAM), ==, 1);
  /* A design, not anybody's opinion of it. */
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_DECISION), ==, 0);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_MITIGATION), ==, 0);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_FACT), ==, 0);
}

static gboolean
has_attribute (const RedanObject *object, RedanScope scope, const char *name)
{
  const RedanAttribute *attribute = redan_schema_lookup (schema, scope, name, -1);

  return redan_object_get (object, REDAN_FIELD_ATTRIBUTE + attribute->index) != NULL;
}

static void
check_content (const RedanPattern *pattern, const RedanModel *model)
{
  static const RedanField uses[] = { REDAN_FIELD_STORED, REDAN_FIELD_PROCESSED,
                                     REDAN_FIELD_CARRIED };
  guint n_elements = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
  guint n_accounts = 0;

  g_assert_cmpuint (n_elements, ==, pattern->n_elements);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_FLOW), ==, pattern->n_flows);
  g_assert_cmpuint (n_elements, >=, 8);
  g_assert_cmpuint (n_elements, <=, 14);
  for (guint i = 0; i < n_elements; i++)
    {
      const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);

      g_assert_true (has_attribute (element, REDAN_SCOPE_ELEMENT, "tech"));
      g_assert_nonnull (redan_object_get (element, REDAN_FIELD_PARENT));
    }
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);

      g_assert_cmpstr (redan_object_get_name (flow), !=, "");
      g_assert_true (has_attribute (flow, REDAN_SCOPE_FLOW, "protocol"));
    }
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); i++)
    n_accounts += g_str_equal (
        redan_object_get (redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i), REDAN_FIELD_KIND),
        "account");
  g_assert_cmpuint (n_accounts, >=, 1);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_ASSET), >=, 3);
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ASSET); i++)
    {
      const RedanObject *asset = redan_model_get_nth (model, REDAN_SECTION_ASSET, i);
      guint n_uses = 0;

      g_assert_true (has_attribute (asset, REDAN_SCOPE_ASSET, "c_rating"));
      g_assert_true (has_attribute (asset, REDAN_SCOPE_ASSET, "i_rating"));
      g_assert_true (has_attribute (asset, REDAN_SCOPE_ASSET, "a_rating"));
      for (guint k = 0; k < G_N_ELEMENTS (uses); k++)
        {
          guint n;

          redan_object_get_range (asset, uses[k], &n);
          n_uses += n;
        }
      g_assert_cmpuint (n_uses, >, 0);
    }
}

/* What only the user can know is not answered for them. */
static void
check_honest (const RedanPattern *pattern, const RedanModel *model)
{
  static const char *const theirs[] = { "enc_rest", "logging",          "monitoring", "backup",
                                        "authz",    "input_validation", "waf",        "mfa",
                                        "patching", "vuln_scan",        "redundancy" };

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ELEMENT); i++)
    for (guint k = 0; k < G_N_ELEMENTS (theirs); k++)
      g_assert_false (has_attribute (redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i),
                                     REDAN_SCOPE_ELEMENT, theirs[k]));
}

typedef struct
{
  const RedanObject *object;
  RedanBox box;
} Placed;

static gboolean
meets (const RedanBox *a, const RedanBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static gboolean
contains (const RedanBox *outer, const RedanBox *inner)
{
  return outer->x <= inner->x && outer->y <= inner->y &&
         inner->x + inner->width <= outer->x + outer->width &&
         inner->y + inner->height <= outer->y + outer->height;
}

static gboolean
lies_in (const RedanModel *model, const RedanObject *object, const RedanObject *boundary)
{
  RedanId parent;

  while (redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent))
    {
      if (redan_id_equal (&parent, &boundary->id))
        return TRUE;
      object = redan_model_lookup (model, &parent);
    }
  return FALSE;
}

/* Two boxes lie apart, unless one is a boundary that the other belongs to: then it encloses it. */
static void
check_layout (const RedanPattern *pattern, const RedanModel *model)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT };
  const RedanObject *diagram = redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, 0);
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (Placed));
  RedanIdText text;

  redan_id_to_text (&diagram->id, text);
  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    for (guint i = 0; i < redan_model_get_n (model, sections[s]); i++)
      {
        Placed placed = { redan_model_get_nth (model, sections[s], i), { 0 } };

        g_assert_true (redan_object_get_place (placed.object, text, &placed.box));
        g_array_append_val (boxes, placed);
      }
  for (guint i = 0; i < boxes->len; i++)
    for (guint k = i + 1; k < boxes->len; k++)
      {
        const Placed *a = &g_array_index (boxes, Placed, i);
        const Placed *b = &g_array_index (boxes, Placed, k);
        gboolean right = lies_in (model, b->object, a->object)   ? contains (&a->box, &b->box)
                         : lies_in (model, a->object, b->object) ? contains (&b->box, &a->box)
                                                                 : !meets (&a->box, &b->box);

        if (!right)
          g_error ("%s: %s and %s", pattern->path, redan_object_get_name (a->object),
                   redan_object_get_name (b->object));
      }
}

/* Into a model with a diagram, twice, each time as one command, and back. */
static void
check_insert (const RedanPattern *pattern, const RedanModel *model)
{
  const RedanObject *from = redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, 0);
  g_autoptr (RedanModel) fragment = redan_fragment_new (model, NULL, 0, &from->id);
  g_autoptr (RedanModel) target = redan_model_new (schema);
  g_autoptr (RedanEdit) setup = redan_edit_new (target, "Set up");
  RedanId diagram = redan_edit_create (setup, REDAN_SECTION_DIAGRAM, NULL);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_edit_free);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  RedanIdText text;

  redan_edit_set (setup, &diagram, REDAN_FIELD_NAME, NULL, "Main");
  g_assert_true (redan_edit_apply (setup, target, NULL));
  before = redan_canonical_write (target);
  for (guint round = 1; round <= 2; round++)
    {
      g_autoptr (GArray) ids = NULL;
      RedanBox place;

      g_ptr_array_add (edits, redan_command_insert (target, fragment, &diagram, 800, 1600, NULL,
                                                    "Insert", &ids));
      redan_edit_apply (g_ptr_array_index (edits, round - 1), target, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (redan_model_get_n (target, REDAN_SECTION_ELEMENT), ==,
                        round * pattern->n_elements);
      g_assert_cmpuint (redan_model_get_n (target, REDAN_SECTION_FLOW), ==,
                        round * pattern->n_flows);
      /* The same data is meant both times. */
      g_assert_cmpuint (redan_model_get_n (target, REDAN_SECTION_ASSET), ==,
                        redan_model_get_n (model, REDAN_SECTION_ASSET));
      g_assert_true (
          redan_object_get_place (redan_model_lookup (target, &g_array_index (ids, RedanId, 0)),
                                  redan_id_to_text (&diagram, text), &place));
    }
  for (guint i = edits->len; i-- > 0;)
    {
      g_autoptr (RedanEdit) back = redan_edit_reverse (g_ptr_array_index (edits, i));

      redan_edit_apply (back, target, &error);
      g_assert_no_error (error);
    }
  after = redan_canonical_write (target);
  g_assert_true (g_bytes_equal (before, after));
}

/* ---- folders ---- */

static void
write_file (const char *directory, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (directory, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
remove_file (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
}

static const RedanPattern *
find (GPtrArray *patterns, const char *title)
{
  for (guint i = 0; i < patterns->len; i++)
    if (g_str_equal (((RedanPattern *) g_ptr_array_index (patterns, i))->title, title))
      return g_ptr_array_index (patterns, i);
  return NULL;
}

#define MODEL(name) "<threat-model format=\"1\"><meta><name>" name "</name></meta></threat-model>"

/* A whole model is no pattern. */
static void
test_too_many_objects (void)
{
  g_autofree char *root = g_dir_make_tmp ("redan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (root, "large.redan", NULL);

  for (guint n = 1999; n <= 2000; n++) /* beside the programme */
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanModel) model = redan_model_new (schema);
      g_autoptr (RedanEdit) edit = redan_edit_new (model, "");
      for (guint i = 0; i < n; i++)
        redan_edit_create (edit, REDAN_SECTION_ASSET, NULL);
      g_assert_true (redan_edit_apply (edit, model, NULL));
      g_assert_true (redan_canonical_write_file (model, path, NULL));
      g_autoptr (RedanModel) pattern = redan_pattern_load (schema, path, &error);
      g_assert_cmpint (pattern == NULL, ==, n == 2000);
      if (pattern == NULL)
        g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE);
    }
  remove_file (root, "large.redan");
  g_assert_cmpint (g_rmdir (root), ==, 0);
}

static void
test_folders (void)
{
  g_autofree char *root = g_dir_make_tmp ("redan-XXXXXX", NULL);
  g_autofree char *model = g_build_filename (root, "shop.redan", NULL);
  g_autofree char *open = g_build_filename (root, "patterns", NULL);
  g_autofree char *parent = g_build_filename (root, ".redan", NULL);
  g_autofree char *hidden = g_build_filename (parent, "patterns", NULL);
  g_autofree char *user = redan_patterns_dup_directory (REDAN_PATTERN_USER, NULL);

  write_file (open, "b.redan", MODEL ("Zebra"));
  write_file (open, "a.redan", "<threat-model format=\"1\">\n<oops/></threat-model>");
  write_file (open, "notes.txt", "not a pattern");
  write_file (hidden, "c.redan", "<threat-model format=\"1\"><meta/></threat-model>");
  write_file (user, "mine.redan", MODEL ("Mine"));

  g_autoptr (GPtrArray) all = redan_patterns_list (schema, model);
  g_autoptr (GPtrArray) without = redan_patterns_list (schema, NULL);

  g_assert_cmpuint (all->len, ==, N_SHIPPED + 4);
  g_assert_cmpuint (without->len, ==, N_SHIPPED + 1);
  g_assert_cmpint (find (all, "Mine")->origin, ==, REDAN_PATTERN_USER);
  g_assert_cmpint (find (all, "Zebra")->origin, ==, REDAN_PATTERN_REPOSITORY);
  g_assert_null (find (all, "Zebra")->problem);
  /* Without a name the file gives one; what cannot be read says why. */
  g_assert_nonnull (find (all, "c"));
  g_assert_nonnull (strstr (find (all, "a")->problem, "a.redan:2: "));
  for (guint i = 1; i < all->len; i++)
    g_assert_cmpint (((RedanPattern *) g_ptr_array_index (all, i - 1))->origin, <=,
                     ((RedanPattern *) g_ptr_array_index (all, i))->origin);

  remove_file (user, "mine.redan");
  remove_file (hidden, "c.redan");
  remove_file (open, "a.redan");
  remove_file (open, "b.redan");
  remove_file (open, "notes.txt");
  remove_file (parent, "patterns");
  remove_file (root, "patterns");
  remove_file (root, ".redan");
  g_assert_cmpint (g_rmdir (root), ==, 0);
}

/* A folder that is reached by several paths is listed once: a link, a path with "..", the shipped
 * folder beside a model. */
static void
test_one_folder (void)
{
  g_autofree char *root = g_dir_make_tmp ("redan-XXXXXX", NULL);
  g_autofree char *detour = g_build_filename (root, "patterns", "..", "shop.redan", NULL);
  g_autofree char *open = g_build_filename (root, "patterns", NULL);
  g_autofree char *parent = g_build_filename (root, ".redan", NULL);
  g_autofree char *hidden = g_build_filename (parent, "patterns", NULL);
  g_autofree char *shipped = redan_patterns_dup_directory (REDAN_PATTERN_SHIPPED, NULL);
  g_autofree char *beside_folder = g_path_get_dirname (shipped);
  g_autofree char *plain = g_build_filename (beside_folder, ".", "shop.redan", NULL);

  write_file (open, "b.redan", MODEL ("Zebra"));
  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_assert_cmpint (symlink ("../patterns", hidden), ==, 0);

  g_autoptr (GPtrArray) all = redan_patterns_list (schema, detour);
  g_autoptr (GPtrArray) in_data = redan_patterns_list (schema, plain);

  g_assert_cmpuint (all->len, ==, N_SHIPPED + 1);
  g_assert_nonnull (find (all, "Zebra"));
  g_assert_cmpuint (in_data->len, ==, N_SHIPPED);

  remove_file (parent, "patterns");
  remove_file (open, "b.redan");
  remove_file (root, "patterns");
  remove_file (root, ".redan");
  g_assert_cmpint (g_rmdir (root), ==, 0);
}

static void
test_directory (void)
{
  g_autofree char *user = redan_patterns_dup_directory (REDAN_PATTERN_USER, NULL);
  g_autofree char *shipped = redan_patterns_dup_directory (REDAN_PATTERN_SHIPPED, NULL);
  g_autofree char *beside =
      redan_patterns_dup_directory (REDAN_PATTERN_REPOSITORY, "/no/such/shop.redan");

  g_assert_true (g_str_has_prefix (user, g_getenv ("XDG_DATA_HOME")));
  g_assert_true (g_str_has_suffix (user, "/redan/patterns"));
  g_assert_nonnull (shipped);
  g_assert_cmpstr (beside, ==, "/no/such/patterns");
  g_assert_null (redan_patterns_dup_directory (REDAN_PATTERN_REPOSITORY, NULL));
}

static void
test_path (void)
{
  static const char *const titles[][2] = {
    { "Orders API", "/d/orders-api.redan" },
    { "../../etc/passwd", "/d/etc-passwd.redan" },
    { "  A -- B  ", "/d/a-b.redan" },
    { "Caf\u00e9", "/d/cafe.redan" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *path = redan_pattern_dup_path ("/d", titles[i][0]);

      g_assert_cmpstr (path, ==, titles[i][1]);
    }

  g_autofree char *first = redan_pattern_dup_path ("/d", "\U0001f600");
  g_autofree char *second = redan_pattern_dup_path ("/d", "\U0001f601");

  g_assert_cmpstr (first, !=, second);
}

static void
test_save (void)
{
  g_autofree char *root = g_dir_make_tmp ("redan-XXXXXX", NULL);
  g_autofree char *directory = g_build_filename (root, "deep", "patterns", NULL);
  g_autofree char *deep = g_build_filename (root, "deep", NULL);
  g_autoptr (GPtrArray) shipped = list_shipped ();
  const RedanPattern *source = g_ptr_array_index (shipped, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) fragment = redan_pattern_load (schema, source->path, &error);
  g_autofree char *path = NULL;

  g_assert_true (
      redan_pattern_save (fragment, directory, "My design", "What for", FALSE, &path, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (path, "/my-design.redan"));
  /* The model that was saved keeps its own name. */
  g_assert_cmpstr (redan_object_get_name (redan_model_get_meta (fragment)), ==, source->title);

  g_autoptr (RedanModel) saved = redan_pattern_load (schema, path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (redan_object_get_name (redan_model_get_meta (saved)), ==, "My design");
  g_assert_cmpuint (redan_model_get_n (saved, REDAN_SECTION_ELEMENT), ==, source->n_elements);

  /* The same name again is refused and the file stays as it was, until replacing is asked for. */
  g_assert_false (
      redan_pattern_save (saved, directory, "My design!", "Other", FALSE, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  g_clear_error (&error);

  g_autoptr (RedanModel) same = redan_pattern_load (schema, path, &error);

  g_assert_cmpstr (redan_object_get (redan_model_get_meta (same), REDAN_FIELD_DESCRIPTION), ==,
                   "What for");
  g_assert_true (redan_pattern_save (saved, directory, "My design", NULL, TRUE, NULL, &error));

  g_autoptr (RedanModel) replaced = redan_pattern_load (schema, path, &error);

  g_assert_null (redan_object_get (redan_model_get_meta (replaced), REDAN_FIELD_DESCRIPTION));
  g_assert_false (redan_pattern_save (saved, directory, "", NULL, FALSE, NULL, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE);
  g_clear_error (&error);
  g_assert_false (redan_pattern_save (saved, "/proc/no", "x", NULL, FALSE, NULL, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);

  /* Nothing but the pattern is left. */
  remove_file (directory, "my-design.redan");
  g_assert_cmpint (g_rmdir (directory), ==, 0);
  g_assert_cmpint (g_rmdir (deep), ==, 0);
  g_assert_cmpint (g_rmdir (root), ==, 0);
}

int
main (int argc, char **argv)
{
  static const CheckPattern file = check_file;
  static const CheckPattern content = check_content;
  static const CheckPattern honest = check_honest;
  static const CheckPattern layout = check_layout;
  static const CheckPattern insert = check_insert;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);

  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);

  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  g_test_add_data_func ("/pattern/shipped/file", &file, each_shipped);
  g_test_add_data_func ("/pattern/shipped/content", &content, each_shipped);
  g_test_add_data_func ("/pattern/shipped/honest", &honest, each_shipped);
  g_test_add_data_func ("/pattern/shipped/layout", &layout, each_shipped);
  g_test_add_data_func ("/pattern/shipped/insert", &insert, each_shipped);
  g_test_add_func ("/pattern/folders", test_folders);
  g_test_add_func ("/pattern/too-many-objects", test_too_many_objects);
  g_test_add_func ("/pattern/one-folder", test_one_folder);
  g_test_add_func ("/pattern/directory", test_directory);
  g_test_add_func ("/pattern/path", test_path);
  g_test_add_func ("/pattern/save", test_save);

  int result = g_test_run ();

  redan_schema_unref (schema);
  return result;
}
