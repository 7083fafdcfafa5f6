/* SPDX-License-Identifier: Apache-2.0 */
/* The common part of the fuzz targets. */

#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/data-source.h"
#include "model/validate.h"

void
fuzz_fail (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  fputc ('\n', stderr);
  abort ();
}

RedanSchema *
fuzz_get_schema (void)
{
  static RedanSchema *schema;

  if (schema == NULL)
    {
      g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, NULL);
      schema = redan_schema_load (source, NULL);
      g_assert_nonnull (schema);
    }
  return schema;
}

void
fuzz_check_model (const RedanModel *model)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (RedanModel) copy = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  copy = redan_canonical_read (fuzz_get_schema (), "written", data, length, &error);
  if (copy == NULL)
    fuzz_fail ("what was written cannot be read: %s", error->message);
  again = redan_canonical_write (copy);
  if (!g_bytes_equal (bytes, again))
    fuzz_fail ("what was written is not written the same again");
  findings = redan_validate (copy);
  if (findings->len > 0 &&
      ((const RedanFinding *) findings->pdata[0])->level == REDAN_FINDING_ERROR)
    fuzz_fail ("what was accepted is not valid: %s",
               ((const RedanFinding *) findings->pdata[0])->message);
}

void
fuzz_run_child (int (*run) (void), const guint8 *data, gsize length)
{
  static int input = -1;

  if (input < 0)
    {
      int nothing = open ("/dev/null", O_WRONLY);
      input = memfd_create ("input", 0);
      dup2 (nothing, STDOUT_FILENO);
      dup2 (input, STDIN_FILENO);
      close (nothing);
    }
  if (ftruncate (input, 0) != 0 || pwrite (input, data, length, 0) != (gssize) length ||
      lseek (STDIN_FILENO, 0, SEEK_SET) != 0)
    fuzz_fail ("the input cannot be passed on");
  (void) run ();
}

char *
fuzz_dup_text (const guint8 *data, gsize length)
{
  const guint8 *end = length == 0 ? NULL : memchr (data, 0, length);

  return g_strndup ((const char *) data, end != NULL ? (gsize) (end - data) : length);
}
