/* SPDX-License-Identifier: Apache-2.0 */
/* The table of models of the window: what is found in a folder, the same rows as the command line
 * has, cancelling, and beginning anew. */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/random-edits.h"
#include "ui/window/portfolio-study.h"

#define AS_OF 45000
#define MAX_FILES 10000 /* of the study */

static char *directory;

static void
put_copy (const char *example, const char *folder, const char *name)
{
  g_autofree char *from =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", example, NULL);
  g_autofree char *to = g_build_filename (directory, folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (to);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0777), ==, 0);
  g_assert_true (g_file_get_contents (from, &content, &length, NULL));
  g_assert_true (g_file_set_contents (to, content, (gssize) length, NULL));
}

static void
set_up (void)
{
  g_autofree char *broken = g_build_filename (directory, "b", "broken.redan", NULL);
  g_autofree char *circle = g_build_filename (directory, "b", "circle", NULL);

  put_copy ("webshop.redan", "a", "shop.redan");
  put_copy ("serverless.redan", "b", "serverless.redan");
  put_copy ("retailer.redan", ".git", "hidden.redan");
  put_copy ("retailer.redan", "a", "no-model.txt");
  g_assert_true (g_file_set_contents (broken, "<", 1, NULL));
  g_assert_cmpint (symlink ("..", circle), ==, 0);
}

static void
wait_for (RedanPortfolioStudy *study)
{
  while (redan_portfolio_study_is_busy (study))
    g_main_context_iteration (NULL, TRUE);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
assert_same_status (const RedanPortfolioRow *row, const GArray *expected)
{
  const RedanPortfolioRow *other = &g_array_index (expected, RedanPortfolioRow, 0);

  g_assert_cmpstr (row->path, ==, other->path);
  g_assert_cmpstr (row->problem, ==, other->problem);
  g_assert_cmpstr (row->status.name, ==, other->status.name);
  g_assert_cmpint (row->status.residual, ==, other->status.residual);
  g_assert_cmpmem (row->status.n_bands, sizeof row->status.n_bands, other->status.n_bands,
                   sizeof other->status.n_bands);
  g_assert_cmpuint (row->status.n_undecided, ==, other->status.n_undecided);
}

static void
test_folder (void)
{
  g_autoptr (RedanPortfolioStudy) study = redan_portfolio_study_new (NULL, AS_OF);
  g_autoptr (RedanDataSource) data = redan_data_source_new (NULL, NULL);
  g_autoptr (RedanSchema) schema = redan_schema_load (data, NULL);
  g_autoptr (RedanCatalogue) catalogue = redan_catalogue_load (data, schema, NULL);
  static const char *const names[] = { "a/shop.redan", "b/broken.redan", "b/serverless.redan" };
  const GArray *rows = redan_portfolio_study_get_rows (study);
  guint n_rows = 0;

  g_signal_connect_swapped (study, "row", G_CALLBACK (count_cb), &n_rows);
  redan_portfolio_study_start (study, (const char *const[]){ directory, NULL });
  wait_for (study);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (names));
  g_assert_cmpuint (redan_portfolio_study_get_n_files (study), ==, G_N_ELEMENTS (names));
  g_assert_cmpuint (n_rows, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < rows->len; i++)
    {
      const RedanPortfolioRow *row = &g_array_index (rows, RedanPortfolioRow, i);
      g_autofree char *path = g_build_filename (directory, names[i], NULL);
      g_autoptr (GArray) alone = redan_portfolio_new ();

      g_assert_cmpstr (row->path, ==, path);
      redan_portfolio_add_file (alone, catalogue, AS_OF, path, NULL);
      assert_same_status (row, alone);
      g_assert_true ((row->problem != NULL) == (i == 1));
    }
}

static void
test_cancel (void)
{
  g_autoptr (RedanPortfolioStudy) study = redan_portfolio_study_new (NULL, AS_OF);
  const GArray *rows = redan_portfolio_study_get_rows (study);
  g_autofree char *shop = g_build_filename (directory, "a", "shop.redan", NULL);
  g_autofree char *empty = g_build_filename (directory, "empty", NULL);

  redan_portfolio_study_start (study, (const char *const[]){ shop, shop, shop, NULL });
  while (rows->len == 0)
    g_main_context_iteration (NULL, TRUE);
  redan_portfolio_study_cancel (study);
  g_assert_false (redan_portfolio_study_is_busy (study));
  g_assert_cmpuint (rows->len, ==, 1);

  /* What is begun anew begins with no rows, and what was under way adds none. */
  redan_portfolio_study_start (study, (const char *const[]){ shop, shop, NULL });
  redan_portfolio_study_start (study, (const char *const[]){ shop, NULL });
  g_assert_cmpuint (rows->len, ==, 0);
  wait_for (study);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_null (redan_portfolio_study_get_problem (study));

  g_assert_cmpint (g_mkdir (empty, 0777), ==, 0);
  redan_portfolio_study_start (study, (const char *const[]){ empty, NULL });
  wait_for (study);
  g_assert_nonnull (redan_portfolio_study_get_problem (study));
}

/* Of too many files the first by name are taken, and it is said that there are more. */
static void
test_too_many (void)
{
  g_autoptr (RedanPortfolioStudy) study = redan_portfolio_study_new (NULL, AS_OF);
  const GArray *rows = redan_portfolio_study_get_rows (study);
  g_autofree char *many = g_build_filename (directory, "many", NULL);

  g_assert_cmpint (g_mkdir (many, 0777), ==, 0);
  for (guint i = 0; i <= MAX_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%05u.redan", many, MAX_FILES - i);

      g_assert_true (g_file_set_contents_full (name, "", 0, G_FILE_SET_CONTENTS_NONE, 0666, NULL));
    }
  redan_portfolio_study_start (study, (const char *const[]){ many, NULL });
  while (rows->len == 0)
    g_main_context_iteration (NULL, TRUE);
  redan_portfolio_study_cancel (study);
  g_assert_true (redan_portfolio_study_is_cut (study));
  g_assert_cmpuint (redan_portfolio_study_get_n_files (study), ==, MAX_FILES);
  g_assert_true (
      g_str_has_suffix (g_array_index (rows, RedanPortfolioRow, 0).path, "/00000.redan"));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("redan-portfolio-XXXXXX", NULL);
  set_up ();
  g_test_add_func ("/portfolio-study/folder", test_folder);
  g_test_add_func ("/portfolio-study/cancel", test_cancel);
  g_test_add_func ("/portfolio-study/too-many", test_too_many);
  result = g_test_run ();
  remove_tree (directory);
  g_free (directory);
  return result;
}
