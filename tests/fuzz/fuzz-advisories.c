/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the readers of advisories, as the import child runs it. */

#include "model/exchange/advisories.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  fuzz_run_child (redan_advisories_child_run, data, length);
  return 0;
}
