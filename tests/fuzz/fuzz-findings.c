/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the readers of findings of scanners, as the import child runs it. */

#include "model/exchange/findings.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  fuzz_run_child (redan_findings_child_run, data, length);
  return 0;
}
