/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the automatic layout: everything placed, apart and inside its boundary, the same each
 * time, whatever Graphviz does. */

#include <stdio.h>
#include <sys/stat.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/command-move.h"
#include "tests/diagram-fixture.h"
#include "ui/diagram/layout.h"

/* The child of the build tree: tests and programs lie in sibling folders. */
static void
use_child (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *path = g_build_filename (folder, "..", "app", "redan-layout", NULL);

  redan_layout_set_child (path, 0);
}

/* A child that does what a line of shell says. */
static char *
use_script (const char *line, guint limit_ms)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("redan-layout-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "child", NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", line);

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (chmod (path, 0700), ==, 0);
  redan_layout_set_child (path, limit_ms);
  return folder;
}

static void
remove_script (char *folder)
{
  g_autofree char *path = g_build_filename (folder, "child", NULL);

  remove (path);
  remove (folder);
  g_free (folder);
  use_child ();
}

typedef struct
{
  const RedanObject *object;
  RedanBox box;
} Placed;

static gboolean
is_around (const RedanModel *model, const RedanObject *inner, const RedanObject *outer)
{
  RedanId id;

  while (inner != outer && redan_object_get_reference (inner, REDAN_FIELD_PARENT, &id))
    inner = redan_model_lookup (model, &id);
  return inner == outer;
}

/* All elements and boundaries have a place; boxes are nested as the model says, or disjoint. */
static void
assert_sound (const RedanModel *model)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Placed));
  RedanIdText diagram;

  redan_id_to_text (&redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, 0)->id, diagram);
  for (guint section = REDAN_SECTION_BOUNDARY; section <= REDAN_SECTION_ELEMENT; section++)
    for (guint i = 0; i < redan_model_get_n (model, section); i++)
      {
        Placed placed = { redan_model_get_nth (model, section, i), { 0 } };

        g_assert_true (redan_object_get_place (placed.object, diagram, &placed.box));
        g_assert_cmpint (placed.box.x % 64, ==, 0);
        g_assert_cmpint (placed.box.width % 64, ==, 0);
        g_array_append_val (all, placed);
      }
  for (guint i = 0; i < all->len; i++)
    for (guint k = 0; k < all->len; k++)
      {
        const Placed *a = &g_array_index (all, Placed, i);
        const Placed *b = &g_array_index (all, Placed, k);

        if (i == k)
          continue;
        if (is_around (model, a->object, b->object))
          {
            g_assert_cmpint (a->box.x, >=, b->box.x);
            g_assert_cmpint (a->box.y, >=, b->box.y + 8 * 24);
            g_assert_cmpint (a->box.x + a->box.width, <=, b->box.x + b->box.width);
            g_assert_cmpint (a->box.y + a->box.height, <=, b->box.y + b->box.height);
          }
        else if (!is_around (model, b->object, a->object))
          {
            g_assert_false (
                a->box.x < b->box.x + b->box.width && b->box.x < a->box.x + a->box.width &&
                a->box.y < b->box.y + b->box.height && b->box.y < a->box.y + a->box.height);
          }
      }
}

static char *
dup_bytes (const RedanModel *model)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_sizes (void)
{
  static const guint sizes[] = { 1, 13, 60, 160 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (RedanModel) model = fixture_random (i, sizes[i], FALSE);
      g_autoptr (RedanModel) copy = redan_model_copy (model);
      g_autofree char *note = NULL;

      g_assert_true (redan_layout_needed (model));
      redan_layout_model (model, FALSE, NULL, &note);
      g_assert_null (note);
      g_assert_false (redan_layout_needed (model));
      assert_sound (model);
      redan_layout_model (copy, FALSE, NULL, NULL);

      g_autofree char *first = dup_bytes (model);
      g_autofree char *second = dup_bytes (copy);

      g_assert_cmpstr (first, ==, second);
    }
}

static void
test_examples (void)
{
  static const char *const names[] = { "webshop", "serverless", "retailer" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_strconcat (names[i], ".redan", NULL);
      g_autofree char *path =
          g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanModel) model = redan_canonical_read_file (fixture_schema (), path, &error);
      g_autofree char *note = NULL;

      g_assert_no_error (error);
      redan_layout_model (model, TRUE, NULL, &note);
      g_assert_null (note);
      assert_sound (model);

      g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

      /* The shape of a page or a screen. */
      g_assert_cmpfloat (scene->bounds.width / scene->bounds.height, >, .7);
      g_assert_cmpfloat (scene->bounds.width / scene->bounds.height, <, 2.6);
    }
}

/* A model without a diagram gets one, under an id that is always the same. */
static void
test_diagram (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema ());
  g_autoptr (RedanModel) empty = redan_model_new (fixture_schema ());

  fixture_add (model, REDAN_SECTION_ELEMENT, "one", "One");
  fixture_set (model, "one", REDAN_FIELD_KIND, "", "process");

  g_autoptr (RedanModel) copy = redan_model_copy (model);

  redan_layout_model (model, FALSE, NULL, NULL);
  redan_layout_model (copy, FALSE, NULL, NULL);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_DIAGRAM), ==, 1);
  g_assert_true (redan_id_equal (&redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, 0)->id,
                                 &redan_model_get_nth (copy, REDAN_SECTION_DIAGRAM, 0)->id));
  assert_sound (model);
  redan_layout_model (empty, TRUE, NULL, NULL);
  g_assert_cmpuint (redan_model_get_n (empty, REDAN_SECTION_DIAGRAM), ==, 0);
}

/* What is placed stays; what is not goes into its boundary, or below. */
static void
test_missing (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  RedanIdText diagram;
  RedanId id = fixture_id ("diagram");
  RedanId in = fixture_id ("in"), out = fixture_id ("out"), old = fixture_id ("old");
  RedanBox box;

  redan_id_to_text (&id, diagram);
  fixture_boundary (model, "zone", "vpc", "Zone");
  fixture_place (model, "zone", 0, 0, 600, 400);
  fixture_element (model, "old", "process", "Old", 20, 40);
  fixture_refer (model, "old", REDAN_FIELD_PARENT, "zone");
  for (guint i = 0; i < 2; i++)
    {
      const char *name = i == 0 ? "in" : "out";

      fixture_add (model, REDAN_SECTION_ELEMENT, name, name);
      fixture_set (model, name, REDAN_FIELD_KIND, "", "store");
    }
  fixture_refer (model, "in", REDAN_FIELD_PARENT, "zone");
  redan_layout_model (model, FALSE, NULL, NULL);

  g_assert_true (redan_object_get_place (redan_model_lookup (model, &old), diagram, &box));
  g_assert_cmpint (box.x, ==, 20 * 8);
  g_assert_true (redan_object_get_place (redan_model_lookup (model, &in), diagram, &box));
  g_assert_cmpint (box.x + box.width, <=, 600 * 8);
  g_assert_cmpint (box.y + box.height, <=, 400 * 8);
  g_assert_true (box.x >= (20 + 120) * 8 || box.y >= (40 + 56) * 8);
  g_assert_true (redan_object_get_place (redan_model_lookup (model, &out), diagram, &box));
  g_assert_cmpint (box.y, >=, 400 * 8);
}

/* A model may fill the plane to its edges: what is added stays inside, or it could not be read
 * again. */
static void
test_edge_of_the_plane (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  const double edge = REDAN_COORDINATE_LIMIT / REDAN_UNITS_PER_PIXEL;
  RedanId diagram = fixture_id ("diagram");
  RedanId added = fixture_id ("added");
  RedanIdText text;
  RedanBox box;

  fixture_element (model, "first", "process", "First", -edge, -edge);
  fixture_element (model, "last", "process", "Last", edge - 120, edge - 56);
  fixture_add (model, REDAN_SECTION_ELEMENT, "added", "Added");
  fixture_set (model, "added", REDAN_FIELD_KIND, "", "store");
  redan_layout_model (model, FALSE, NULL, NULL);

  g_assert_true (redan_object_get_place (redan_model_lookup (model, &added),
                                         redan_id_to_text (&diagram, text), &box));
  g_assert_cmpint (box.x, >=, -REDAN_COORDINATE_LIMIT);
  g_assert_cmpint (box.y + box.height, <=, REDAN_COORDINATE_LIMIT);
}

/* With everything, bends of the old places go. */
static void
test_everything (void)
{
  g_autoptr (RedanModel) model = fixture_random (2, 24, TRUE);
  const RedanPoint bends[] = { { 80, 80 } };
  RedanId flow = fixture_id ("f0");
  guint n;

  fixture_route (model, "f0", bends, 1);
  redan_layout_model (model, TRUE, NULL, NULL);
  assert_sound (model);
  redan_object_get_range (redan_model_lookup (model, &flow), REDAN_FIELD_ROUTE, &n);
  g_assert_cmpuint (n, ==, 0);
}

static RedanBox
get_box (const RedanModel *model, const RedanObject *object, const char *diagram)
{
  RedanBox box = { 0 };

  redan_object_get_place (redan_model_lookup (model, &object->id), diagram, &box);
  return box;
}

/* The law of a layout of some objects: what is not chosen stays, what is chosen lies inside its
 * boundary and on nothing that is not chosen; where there is no room everything stays. */
static void
assert_kept_apart (const RedanModel *before,
                   const RedanModel *after,
                   GHashTable *chosen,
                   const char *diagram)
{
  for (guint i = 0; i < redan_model_get_n (after, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *a = redan_model_get_nth (after, REDAN_SECTION_ELEMENT, i);
      const RedanBox was = get_box (before, a, diagram);
      const RedanBox is = get_box (after, a, diagram);
      const gboolean moved = was.x != is.x || was.y != is.y;
      RedanId parent;

      g_assert_true (!moved || g_hash_table_contains (chosen, &a->id));
      if (!moved)
        continue;
      g_assert_true (redan_object_get_reference (a, REDAN_FIELD_PARENT, &parent));
      {
        const RedanBox around = get_box (after, redan_model_lookup (after, &parent), diagram);

        g_assert_true (redan_box_contains (&around, &is));
      }
      for (guint k = 0; k < redan_model_get_n (after, REDAN_SECTION_ELEMENT); k++)
        {
          const RedanObject *b = redan_model_get_nth (after, REDAN_SECTION_ELEMENT, k);
          const RedanBox other = get_box (after, b, diagram);

          g_assert_true (a == b || !redan_box_meets (&is, &other));
        }
    }
}

static void
test_selection (void)
{
  guint n_moved = 0, n_stuck = 0;

  for (guint32 seed = 0; seed < 12; seed++)
    {
      g_autoptr (RedanModel) model = fixture_random (seed, 24, TRUE);
      g_autoptr (RedanModel) before = NULL;
      g_autoptr (GHashTable) chosen = g_hash_table_new (redan_id_hash, redan_id_equal);
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
      const RedanId *diagram = &redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, 0)->id;
      RedanIdText text;

      /* What overlaps at the start would be no fault of the layout. */
      redan_layout_model (model, TRUE, NULL, NULL);
      for (guint i = 0; i < 2; i++)
        {
          g_autofree char *boundary = g_strdup_printf ("b%u", i);
          const RedanId id = fixture_id (boundary);
          const RedanBox box =
              get_box (model, redan_model_lookup (model, &id), redan_id_to_text (diagram, text));
          g_autoptr (RedanEdit) edit = redan_command_resize (
              model, diagram, &id,
              &(RedanBox){ box.x, box.y, box.width, box.height + (seed % 3 == 0 ? 0 : 4000) });

          if (i == 1 || seed % 2 == 0)
            redan_edit_apply (edit, model, NULL);
        }
      before = redan_model_copy (model);
      for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ELEMENT); i++)
        if ((i * 7 + seed) % 5 < 2)
          {
            const RedanObject *object = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);

            g_array_append_val (ids, object->id);
          }
      for (guint i = 0; i < ids->len; i++)
        g_hash_table_add (chosen, &g_array_index (ids, RedanId, i));
      n_stuck += redan_layout_selection (model, diagram, (const RedanId *) (gpointer) ids->data,
                                         ids->len, NULL);
      assert_kept_apart (before, model, chosen, redan_id_to_text (diagram, text));
      for (guint i = 0; i < ids->len; i++)
        {
          const RedanObject *object = redan_model_lookup (model, &g_array_index (ids, RedanId, i));
          const RedanBox was = get_box (before, object, text);
          const RedanBox is = get_box (model, object, text);

          n_moved += was.x != is.x || was.y != is.y;
        }
    }
  /* Both happened. */
  g_assert_cmpuint (n_moved, >, 12);
  g_assert_cmpuint (n_stuck, >, 0);
}

/* A boundary alone is arranged with its content, outside of everything else. */
static void
test_selection_boundary (void)
{
  g_autoptr (RedanModel) model = fixture_random (4, 36, TRUE);
  const RedanId *diagram = &redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, 0)->id;
  const RedanId boundary = fixture_id ("b1");
  RedanIdText text;

  redan_id_to_text (diagram, text);
  g_assert_cmpuint (redan_layout_selection (model, diagram, &boundary, 1, NULL), ==, 0);
  {
    const RedanBox is = get_box (model, redan_model_lookup (model, &boundary), text);

    for (guint i = 0; i < 36; i++)
      {
        g_autofree char *name = g_strdup_printf ("e%u", i);
        const RedanId id = fixture_id (name);
        const RedanBox box = get_box (model, redan_model_lookup (model, &id), text);

        if (i / 12 == 1)
          g_assert_true (redan_box_contains (&is, &box));
        else
          g_assert_false (redan_box_meets (&is, &box));
      }
  }
}

/* Whatever is wrong with the child, there is a layout and a note that says so. */
static void
test_bad_child (gconstpointer data)
{
  g_autoptr (RedanModel) model = fixture_random (6, 40, FALSE);
  g_autofree char *note = NULL;
  char *folder = use_script (data, 150);

  redan_layout_model (model, FALSE, NULL, &note);
  g_assert_nonnull (note);
  assert_sound (model);
  remove_script (folder);
}

/* Positions that are well-formed and inside the one boundary, but all the same. */
static void
test_overlap (void)
{
  g_autoptr (RedanModel) model = fixture_random (6, 12, FALSE);
  g_autofree char *note = NULL;
  char *folder =
      use_script ("i=0; while [ $i -lt 12 ]; do echo \"n $i 450 450\"; i=$((i+1)); done; "
                  "echo c 0 0 0 900 900; echo end",
                  1000);

  redan_layout_model (model, FALSE, NULL, &note);
  g_assert_nonnull (note);
  assert_sound (model);
  remove_script (folder);
}

static void
test_no_child (void)
{
  g_autoptr (RedanModel) model = fixture_random (6, 40, FALSE);
  g_autofree char *note = NULL;

  redan_layout_set_child ("/nonexistent/redan-layout", 0);
  redan_layout_model (model, FALSE, NULL, &note);
  g_assert_nonnull (note);
  assert_sound (model);
  use_child ();
}

static void
test_cancelled (void)
{
  g_autoptr (RedanModel) model = fixture_random (6, 40, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  redan_layout_model (model, FALSE, cancellable, NULL);
  assert_sound (model);
}

/* Far above what Graphviz can do: the own grid, soundness checked on a smaller one. */
static void
test_large (void)
{
  g_autoptr (RedanModel) model = fixture_random (1, 10000, FALSE);
  g_autoptr (RedanModel) smaller = fixture_random (1, 1600, FALSE);
  g_autofree char *note = NULL;

  redan_layout_model (model, FALSE, NULL, &note);
  g_assert_nonnull (note);
  g_assert_false (redan_layout_needed (model));
  redan_layout_model (smaller, FALSE, NULL, NULL);
  assert_sound (smaller);
}

/* Nested, empty and cyclic-looking boundaries: a deep chain with nothing but one element at the
 * bottom. */
static void
test_deep (void)
{
  g_autoptr (RedanModel) model = fixture_model ();

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("b%u", i);
      g_autofree char *parent = g_strdup_printf ("b%u", i - 1);

      fixture_boundary (model, id, "trust-zone", id);
      if (i > 0)
        fixture_refer (model, id, REDAN_FIELD_PARENT, parent);
    }
  fixture_boundary (model, "empty", "vpc", "Empty");
  fixture_add (model, REDAN_SECTION_ELEMENT, "one", "One");
  fixture_set (model, "one", REDAN_FIELD_KIND, "", "process");
  fixture_refer (model, "one", REDAN_FIELD_PARENT, "b39");
  redan_layout_model (model, FALSE, NULL, NULL);
  assert_sound (model);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  use_child ();
  g_test_add_func ("/layout/sizes", test_sizes);
  g_test_add_func ("/layout/examples", test_examples);
  g_test_add_func ("/layout/diagram", test_diagram);
  g_test_add_func ("/layout/missing", test_missing);
  g_test_add_func ("/layout/edge-of-the-plane", test_edge_of_the_plane);
  g_test_add_func ("/layout/everything", test_everything);
  g_test_add_func ("/layout/selection/apart", test_selection);
  g_test_add_func ("/layout/selection/boundary", test_selection_boundary);
  g_test_add_func ("/layout/deep", test_deep);
  g_test_add_func ("/layout/large", test_large);
  g_test_add_func ("/layout/child/none", test_no_child);
  g_test_add_func ("/layout/child/overlap", test_overlap);
  g_test_add_func ("/layout/child/cancelled", test_cancelled);
  g_test_add_data_func ("/layout/child/fails", "exit 1", test_bad_child);
  g_test_add_data_func ("/layout/child/crashes", "kill -SEGV $$", test_bad_child);
  g_test_add_data_func ("/layout/child/hangs", "exec sleep 100", test_bad_child);
  g_test_add_data_func ("/layout/child/ignores-input", "exec 0<&-; echo end", test_bad_child);
  g_test_add_data_func ("/layout/child/garbage", "cat; echo end", test_bad_child);
  g_test_add_data_func ("/layout/child/outside",
                        "i=0; while [ $i -lt 40 ]; do echo \"n $i 5 5\"; i=$((i+1)); done; "
                        "for c in 0 1 2 3; do echo \"c $c 0 0 9 9\"; done; echo end",
                        test_bad_child);
  return g_test_run ();
}
