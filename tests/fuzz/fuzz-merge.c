/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the three-way merge. The bytes are edits of both sides of a small model; or, where
 * there is a record separator, three files. */

#include <string.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/merge.h"
#include "tests/fuzz/fuzz.h"
#include "tests/random-edits.h"

#define SEPARATOR 0x1e
#define N_ELEMENTS 8
#define MAX_EDITS 24

static void
check_equal (const RedanModel *one, const RedanModel *other, const char *law)
{
  g_autoptr (GBytes) left = redan_canonical_write (one);
  g_autoptr (GBytes) right = redan_canonical_write (other);

  if (!g_bytes_equal (left, right))
    fuzz_fail ("not so: %s", law);
}

static void
check_law (const RedanModel *base,
           const RedanModel *ours,
           const RedanModel *theirs,
           const RedanModel *expected,
           const char *law)
{
  g_autoptr (RedanMerge) merge = redan_merge_new (base, ours, theirs, NULL);

  if (merge != NULL)
    check_equal (merge->model, expected, law);
}

static void
check_merge (const RedanModel *base, const RedanModel *ours, const RedanModel *theirs)
{
  g_autoptr (RedanMerge) merge = redan_merge_new (base, ours, theirs, NULL);
  g_autoptr (RedanMerge) swapped = redan_merge_new (base, theirs, ours, NULL);

  g_assert_true ((merge == NULL) == (swapped == NULL));
  if (merge == NULL)
    return;
  fuzz_check_model (merge->model);
  fuzz_check_model (swapped->model);
  g_assert_cmpuint (merge->n_conflicts, ==, swapped->n_conflicts);
  check_law (base, ours, base, ours, "merge (b, x, b) = x");
  check_law (base, base, ours, ours, "merge (b, b, x) = x");
  check_law (base, ours, ours, ours, "merge (b, x, x) = x");
}

static void
merge_edits (const guint8 *data, gsize length)
{
  static RedanModel *base;
  RedanModel *sides[2];

  if (base == NULL)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (1);
      base = random_model (fuzz_get_schema (), random, N_ELEMENTS);
    }
  sides[0] = redan_model_copy (base);
  sides[1] = redan_model_copy (base);
  for (gsize i = 0; i + 1 < MIN (length, 2 * MAX_EDITS); i += 2)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (data[i] % 128u << 8 | data[i + 1]);
      RedanModel *side = sides[data[i] / 128];
      g_autoptr (RedanEdit) edit =
          i % 3 == 0 ? random_gesture (side, random) : random_command (side, random);
      (void) redan_edit_apply (edit, side, NULL);
    }
  check_merge (base, sides[0], sides[1]);
  redan_model_unref (sides[0]);
  redan_model_unref (sides[1]);
}

static gboolean
merge_files (const guint8 *data, gsize length)
{
  RedanModel *models[3];
  g_auto (GStrv) parts = NULL;
  g_autofree char *text = fuzz_dup_text (data, length);

  if (memchr (data, SEPARATOR, length) == NULL)
    return FALSE;
  parts = g_strsplit (text, "\x1e", 3);
  if (g_strv_length (parts) < 3)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    models[i] = redan_canonical_read (fuzz_get_schema (), "fuzz", (const guint8 *) parts[i],
                                      strlen (parts[i]), NULL);
  if (models[1] != NULL && models[2] != NULL && models[0] != NULL)
    check_merge (models[0], models[1], models[2]);
  for (guint i = 0; i < 3; i++)
    g_clear_pointer (&models[i], redan_model_unref);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  if (length > 0 && !merge_files (data, length))
    merge_edits (data, length);
  return 0;
}
