/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the reader of templates of the Microsoft Threat Modeling Tool, as the import child
 * runs it. */

#include "model/exchange/template.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  fuzz_run_child (redan_template_child_run, data, length);
  return 0;
}
