/* SPDX-License-Identifier: Apache-2.0 */
/* A quick way through files as Redan writes them; everything else is left to libxml2. */

#include <string.h>

#include "model/canonical-quick.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define MAX_DEPTH 5
#define MAX_ATTRIBUTES 8
#define MAX_NAME 255
#define N_NAMES 1024
#define MAX_NAMES (N_NAMES / 2)

/* Classes of bytes inside text and attribute values. */
enum
{
  PLAIN,
  BREAK, /* tab and line feed: plain in text only */
  MARKUP,
  REFERENCE,
  QUOTE, /* plain in text only */
  HIGH,
  ILLEGAL,
};

static const guint8 classes[256] = {
  [0x00 ... 0x08] = ILLEGAL, ['\t' ... '\n'] = BREAK,
  [0x0b ... 0x1f] = ILLEGAL, ['"'] = QUOTE,
  ['&'] = REFERENCE,         ['<'] = MARKUP,
  ['>'] = ILLEGAL,           [0x80 ... 0xff] = HIGH,
};

static const guint8 name_characters[256] = {
  ['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['_'] = 1, ['-'] = 1, ['.'] = 1,
};

typedef struct
{
  xmlChar
      *text; /* terminated; the same pointer for the same name, as in the dictionary of libxml2 */
  guint32 hash;
  guint32 length;
} Name;

typedef struct
{
  RedanAssembler *assembler;
  const RedanReadShare *share; /* NULL for none */
  guint next_block;            /* of the share, that may come next */
  GArray *record;              /* gets the blocks of this file; NULL for nobody */
  const char *start;
  const char *at;
  const char *end;
  const Name *open[MAX_DEPTH];
  guint depth;
  GString *scratch; /* values of attributes with references */
  guint n_names;
  Name names[N_NAMES];
} Quick;

/* The character that the reference at @at stands for, and what follows it; NULL for all but the
 * predefined ones. */
static const char *
read_reference (const Quick *quick, const char *at, char *character_out)
{
  static const struct
  {
    const char *text;
    char character;
  } known[] = {
    { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      gsize length = strlen (known[i].text);
      if ((gsize) (quick->end - at) < length || memcmp (at, known[i].text, length) != 0)
        continue;
      *character_out = known[i].character;
      return at + length;
    }
  return NULL;
}

/* Whether a run that starts with a byte above 0x7f is legal text in UTF-8; sets what follows the
 * run. */
static gboolean
skip_high (const Quick *quick, const char *at, const char **next_out)
{
  const char *end = at;

  while (end < quick->end && (guint8) *end >= 0x80)
    end++;
  *next_out = end;
  if (!g_utf8_validate_len (at, end - at, NULL))
    return FALSE;
  for (; end - at >= 3; at++)
    if (memcmp (at, "\xef\xbf\xbe", 3) == 0 || memcmp (at, "\xef\xbf\xbf", 3) == 0)
      return FALSE;
  return TRUE;
}

static const Name *
read_name (Quick *quick)
{
  const char *start = quick->at;
  const char *at = start;
  guint32 hash = 0;

  while (at < quick->end && name_characters[(guint8) *at])
    hash = (hash + (guint8) *at++) * 0x9e3779b1u;
  gsize length = at - start;
  if (length == 0 || length > MAX_NAME || g_ascii_isdigit (*start) || *start == '-' ||
      *start == '.')
    return NULL;
  quick->at = at;

  guint slot = (hash ^ hash >> 16) % N_NAMES;
  for (; quick->names[slot].text != NULL; slot = (slot + 1) % N_NAMES)
    if (quick->names[slot].hash == hash && quick->names[slot].length == length &&
        memcmp (quick->names[slot].text, start, length) == 0)
      return &quick->names[slot];
  if (quick->n_names == MAX_NAMES)
    return NULL;

  quick->names[slot] = (Name){ (xmlChar *) g_strndup (start, length), hash, length };
  quick->n_names++;
  return &quick->names[slot];
}

static gboolean
skip (Quick *quick, char expected)
{
  if (quick->at == quick->end || *quick->at != expected)
    return FALSE;
  quick->at++;
  return TRUE;
}

/* A value up to the closing quote; one with references is decoded into the scratch buffer, as an
 * offset to it. */
static gboolean
read_value (Quick *quick, const char **start_out, gsize *length_out, gboolean *decoded_out)
{
  const char *start = quick->at;
  const char *at = start;
  gsize offset = quick->scratch->len;

  *decoded_out = FALSE;
  for (;;)
    {
      while (at < quick->end && classes[(guint8) *at] == PLAIN)
        at++;
      if (at == quick->end)
        return FALSE;
      guint8 class = classes[(guint8) *at];
      if (class == QUOTE)
        break;
      if (class == HIGH)
        {
          if (!skip_high (quick, at, &at))
            return FALSE;
          continue;
        }
      if (class != REFERENCE)
        return FALSE;

      char character;
      const char *next = read_reference (quick, at, &character);
      if (next == NULL)
        return FALSE;
      g_string_append_len (quick->scratch, start, at - start);
      g_string_append_c (quick->scratch, character);
      *decoded_out = TRUE;
      start = at = next;
    }

  quick->at = at + 1;
  if (*decoded_out)
    {
      g_string_append_len (quick->scratch, start, at - start);
      *start_out = GSIZE_TO_POINTER (offset);
      *length_out = quick->scratch->len - offset;
      return TRUE;
    }
  *start_out = start;
  *length_out = at - start;
  return TRUE;
}

/* Five pointers for each attribute, in the way of libxml2; their number, or -1. */
static int
read_attributes (Quick *quick, const xmlChar *attributes[5 * MAX_ATTRIBUTES])
{
  gsize lengths[MAX_ATTRIBUTES];
  gboolean decoded[MAX_ATTRIBUTES];
  int n = 0;

  g_string_truncate (quick->scratch, 0);
  while (quick->at < quick->end && *quick->at == ' ')
    {
      const char *value;
      quick->at++;
      const Name *name = n == MAX_ATTRIBUTES ? NULL : read_name (quick);
      if (name == NULL || !skip (quick, '=') || !skip (quick, '"') ||
          !read_value (quick, &value, &lengths[n], &decoded[n]))
        return -1;
      for (int i = 0; i < n; i++)
        if (attributes[5 * i] == name->text)
          return -1;
      attributes[5 * n] = name->text;
      attributes[5 * n + 1] = NULL;
      attributes[5 * n + 2] = NULL;
      attributes[5 * n + 3] = (const xmlChar *) value;
      n++;
    }

  for (int i = 0; i < n; i++)
    {
      if (decoded[i])
        attributes[5 * i + 3] =
            (const xmlChar *) quick->scratch->str + GPOINTER_TO_SIZE (attributes[5 * i + 3]);
      attributes[5 * i + 4] = attributes[5 * i + 3] + lengths[i];
    }
  return n;
}

static gboolean
read_start_tag (Quick *quick)
{
  const xmlChar *attributes[5 * MAX_ATTRIBUTES];
  const Name *name = quick->depth == MAX_DEPTH ? NULL : read_name (quick);
  int n_attributes = name == NULL ? -1 : read_attributes (quick, attributes);

  if (n_attributes < 0)
    return FALSE;
  gboolean is_empty = skip (quick, '/');
  if (!skip (quick, '>'))
    return FALSE;
  redan_assembler_start (quick->assembler, name->text, NULL, 0, n_attributes, attributes);
  if (is_empty)
    redan_assembler_end (quick->assembler);
  else
    quick->open[quick->depth++] = name;
  return redan_assembler_get_error (quick->assembler) == NULL;
}

static gboolean
read_end_tag (Quick *quick)
{
  const Name *name = quick->open[--quick->depth];

  if ((gsize) (quick->end - quick->at) <= name->length ||
      memcmp (quick->at, name->text, name->length) != 0 || quick->at[name->length] != '>')
    return FALSE;
  quick->at += name->length + 1;
  redan_assembler_end (quick->assembler);
  return redan_assembler_get_error (quick->assembler) == NULL;
}

/* Hands over the text up to the next tag. */
static gboolean
read_text (Quick *quick)
{
  const char *start = quick->at;
  const char *at = start;

  for (;;)
    {
      while (at < quick->end && classes[(guint8) *at] <= BREAK)
        at++;
      if (at == quick->end)
        return FALSE;
      guint8 class = classes[(guint8) *at];
      if (class == MARKUP)
        break;
      if (class == QUOTE)
        {
          at++;
          continue;
        }
      if (class == HIGH)
        {
          if (!skip_high (quick, at, &at))
            return FALSE;
          continue;
        }
      if (class != REFERENCE)
        return FALSE;

      char character;
      const char *next = read_reference (quick, at, &character);
      if (next == NULL)
        return FALSE;
      redan_assembler_text (quick->assembler, start, at - start);
      redan_assembler_text (quick->assembler, &character, 1);
      start = at = next;
    }

  if (at > start)
    redan_assembler_text (quick->assembler, start, at - start);
  quick->at = at;
  return redan_assembler_get_error (quick->assembler) == NULL;
}

/* The order of the file. */
static int
compare_places (const RedanObject *one, const RedanObject *other)
{
  return one->section != other->section ? (int) one->section - (int) other->section
                                        : redan_id_compare (&one->id, &other->id);
}

static void
record (Quick *quick, const char *start, gsize length, RedanObject *object)
{
  const RedanReadBlock block = { start - quick->start, length, object };

  if (quick->record == NULL)
    return;
  redan_object_ref (object);
  g_array_append_val (quick->record, block);
}

/* Takes over the object that begins at the tag, when the share has the same text. */
static gboolean
reuse (Quick *quick)
{
  const RedanReadShare *share = quick->share;
  const RedanReadBlock *block;

  if (share == NULL || quick->next_block >= share->blocks->len)
    return FALSE;
  block = &g_array_index (share->blocks, RedanReadBlock, quick->next_block);
  if ((gsize) (quick->end - quick->at) < block->length ||
      memcmp (quick->at, (const char *) g_bytes_get_data (share->bytes, NULL) + block->start,
              block->length) != 0)
    return FALSE;
  redan_assembler_reuse (quick->assembler, block->object);
  record (quick, quick->at, block->length, block->object);
  quick->at += block->length;
  quick->next_block++;
  return TRUE;
}

/* An object that began at @start was read: the blocks of the share up to it are passed by. */
static void
note_object (Quick *quick, const char *start)
{
  const RedanReadShare *share = quick->share;
  RedanObject *object;

  if (share == NULL && quick->record == NULL)
    return;
  object = redan_assembler_get_last (quick->assembler);
  record (quick, start, quick->at - start, object);
  while (share != NULL && quick->next_block < share->blocks->len &&
         compare_places (g_array_index (share->blocks, RedanReadBlock, quick->next_block).object,
                         object) <= 0)
    quick->next_block++;
}

/* Reads what begins with the tag at the current place. */
static gboolean
read_tag (Quick *quick, const char **object_start)
{
  if (quick->depth == 1)
    {
      *object_start = quick->at;
      if (reuse (quick))
        return redan_assembler_get_error (quick->assembler) == NULL;
    }
  quick->at++;
  gboolean is_end = skip (quick, '/');
  if (!(is_end ? read_end_tag (quick) : read_start_tag (quick)))
    return FALSE;
  if (quick->depth == 1)
    note_object (quick, *object_start);
  return TRUE;
}

static gboolean
parse (Quick *quick)
{
  const char *object_start = NULL;
  gsize prologue = strlen (DECLARATION);

  if ((gsize) (quick->end - quick->at) <= prologue ||
      memcmp (quick->at, DECLARATION, prologue) != 0 || quick->at[prologue] != '<')
    return FALSE;
  quick->at += prologue + 1;
  if (!read_start_tag (quick))
    return FALSE;

  while (quick->depth > 0)
    {
      if (!read_text (quick) || !read_tag (quick, &object_start))
        return FALSE;
    }
  return quick->end - quick->at == 1 && *quick->at == '\n';
}

gboolean
redan_quick_parse (RedanAssembler *assembler,
                   const RedanReadShare *share,
                   GArray *record_out,
                   const guint8 *data,
                   gsize length)
{
  g_autofree Quick *quick = g_new0 (Quick, 1);

  quick->assembler = assembler;
  quick->share = share;
  quick->record = record_out;
  quick->start = quick->at = (const char *) data;
  quick->end = quick->at + length;
  quick->scratch = g_string_new (NULL);
  gboolean understood = parse (quick);
  g_string_free (quick->scratch, TRUE);
  for (guint i = 0; i < N_NAMES; i++)
    g_free (quick->names[i].text);
  return understood;
}
