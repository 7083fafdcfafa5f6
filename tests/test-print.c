/* SPDX-License-Identifier: Apache-2.0 */
/* Printing diagrams into a file: the pages that come out. */

#include <unistd.h>

#include "tests/diagram-fixture.h"
#include "ui/window/print.h"

/* The text of what is printed, by a tool that knows nothing of Redan. */
static char *
print_text (RedanModel *model)
{
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (GtkPrintOperation) operation =
      redan_print_new (redan_picture_new (scene, NULL, NULL, 0), "Test", REDAN_COLOUR_PLAIN);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  const char *arguments[] = { tool, NULL, "-", NULL };
  char *text = NULL;

  close (g_file_open_tmp ("redan-print-XXXXXX.pdf", &path, NULL));
  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (
      gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
      GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  arguments[1] = path;
  if (tool != NULL)
    g_assert_true (
        g_spawn_sync (NULL, (char **) arguments, NULL, 0, NULL, NULL, &text, NULL, NULL, NULL));
  unlink (path);
  return text;
}

static guint
count_pages (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\f';
  return n;
}

static void
test_one_page (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  g_autofree char *text = NULL;

  fixture_element (model, "shop", "process", "Shop", 0, 0);
  fixture_element (model, "db", "store", "Orders", 200, 200);
  text = print_text (model);
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_cmpuint (count_pages (text), ==, 1);
  g_assert_nonnull (strstr (text, "Shop"));
  g_assert_nonnull (strstr (text, "Orders"));
}

static void
test_several_pages (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  g_autofree char *text = NULL;

  fixture_element (model, "shop", "process", "Shop", 0, 0);
  fixture_element (model, "db", "store", "Orders", 4000, 200);
  text = print_text (model);
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_cmpuint (count_pages (text), >, 2);
  g_assert_cmpuint (count_pages (text), <, 8);
  g_assert_nonnull (strstr (text, "Shop"));
  g_assert_nonnull (strstr (text, "Orders"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/one-page", test_one_page);
  g_test_add_func ("/print/several-pages", test_several_pages);
  return g_test_run ();
}
