/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the policy of the gate. */

#include "analysis/gate.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  RedanGatePolicy policy = { 0 };

  redan_gate_policy_init (&policy, fuzz_get_schema (), TRUE);
  gboolean done = redan_gate_policy_read (&policy, fuzz_get_schema (), "fuzz", bytes, &error);
  g_assert_true (done == (error == NULL));
  redan_gate_policy_clear (&policy);
  return 0;
}
