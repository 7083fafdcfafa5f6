/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the reader of .redan files. What it accepts is written canonically, and is the same
 * when it is read after another version. */

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "tests/fuzz/fuzz.h"

/* @data holds @model; its canonical form is the version that was read before. */
static void
check_again (const RedanModel *model, const guint8 *data, gsize length)
{
  g_autoptr (RedanReadShare) share = redan_read_share_new ();
  g_autoptr (GBytes) written = redan_canonical_write (model);
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  GBytes *versions[] = { written, bytes, written };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (RedanModel) again =
          redan_canonical_read_again (fuzz_get_schema (), share, "fuzz", versions[i], NULL);

      g_assert_nonnull (again);
      g_autoptr (GBytes) rewritten = redan_canonical_write (again);
      g_assert_true (g_bytes_equal (rewritten, written));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) model =
      redan_canonical_read (fuzz_get_schema (), "fuzz", data, length, &error);

  g_assert_true ((model == NULL) == (error != NULL));
  if (model != NULL)
    {
      fuzz_check_model (model);
      check_again (model, data, length);
    }
  return 0;
}
