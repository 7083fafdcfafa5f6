/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the reader of .redan files. What it accepts is written canonically. */

#include "model/canonical-reader.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) model =
      redan_canonical_read (fuzz_get_schema (), "fuzz", data, length, &error);

  g_assert_true ((model == NULL) == (error != NULL));
  if (model != NULL)
    fuzz_check_model (model);
  return 0;
}
