/* SPDX-License-Identifier: Apache-2.0 */
/* The table of signs by which files that are no model are known. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/foreign-xml.h"
#include "model/exchange/near-miss.h"

#define PEEK (64 * 1024)

typedef enum
{
  SIGN_START, /* the bytes begin so */
  SIGN_LINE,  /* a line does behind its indent, whatever stands before it in the file */
  SIGN_ROOT,  /* the root element of XML is called so */
} SignKind;

typedef struct
{
  SignKind kind;
  const char *text;
  const char *advice;
} Sign;

static const char program[] =
    N_ ("this is a program for pytm; run it with --json FILE and import the file that it writes");
static const char code[] =
    N_ ("this is code of Terraform; import its plan: terraform plan -out PLAN, then terraform show "
        "-json PLAN > PLAN.json");
static const char graph[] =
    N_ ("this is an attack graph and no model; redan-cli graph analyses it");
static const char page[] =
    N_ ("this is a web page; save the file itself, not the page that shows it");
static const char old_visio[] = N_ ("this is a drawing of an old Visio; save it as .vsdx there");

static const Sign signs[] = {
  { SIGN_START, "version https://git-lfs",
    N_ ("this is a pointer of Git LFS; fetch the file itself with git lfs pull") },
  { SIGN_START, "\xd0\xcf\x11\xe0", /* compound files, in which Office wrote until 2007 */
    old_visio },
  { SIGN_ROOT, "VisioDocument", old_visio },
  { SIGN_ROOT, "html", page },
  { SIGN_ROOT, "bom",
    N_ ("this is CycloneDX written as XML; convert it to JSON, for example with cyclonedx "
        "convert") },
  { SIGN_ROOT, "attack_graph", graph },
  { SIGN_LINE, "from pytm import ", program },
  { SIGN_LINE, "from pytm.pytm import ", program },
  { SIGN_LINE, "import pytm", program },
  { SIGN_LINE, "resource \"", code },
  { SIGN_LINE, "provider \"", code },
  { SIGN_LINE, "terraform {", code },
};

static gboolean
has_line (const char *text, gsize length, const char *start)
{
  const gsize n = strlen (start);
  const char *end = text + length;

  for (const char *line = text; line != NULL && (gsize) (end - line) >= n;)
    {
      while ((gsize) (end - line) > n && (*line == ' ' || *line == '\t'))
        line++;
      if (memcmp (line, start, n) == 0)
        return TRUE;
      line = memchr (line, '\n', (gsize) (end - line));
      line = line != NULL ? line + 1 : NULL;
    }
  return FALSE;
}

static gboolean
has (const Sign *sign, const guint8 *data, gsize length, const char *root)
{
  const gsize n = strlen (sign->text);

  switch (sign->kind)
    {
    case SIGN_START:
      return length >= n && memcmp (data, sign->text, n) == 0;
    case SIGN_LINE:
      return has_line ((const char *) data, length, sign->text);
    case SIGN_ROOT:
    default:
      return root != NULL && g_ascii_strcasecmp (root, sign->text) == 0;
    }
}

const char *
redan_near_miss_find (const guint8 *data, gsize length)
{
  const gsize peeked = MIN (length, (gsize) PEEK);
  g_autofree char *root = redan_foreign_xml_peek_root (data, peeked);

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (has (&signs[i], data, peeked, root))
      return _ (signs[i].advice);
  return NULL;
}
