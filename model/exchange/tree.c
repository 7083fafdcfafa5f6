/* SPDX-License-Identifier: Apache-2.0 */
/* Building a tree: values wait on a stack until the list or object they are in ends, and then lie
 * side by side. */

#include "config.h"

#include <string.h>

#include "model/exchange/tree-private.h"

#define FIRST_CHUNK ((gsize) 4 * 1024)
#define MAX_CHUNK ((gsize) 256 * 1024)
#define FIRST_STACK 256
#define FIRST_SLOTS 256
#define N_SHARED 4096
#define SHARED_LENGTH 40
#define MAX_SINGLE 200 /* short texts of a small tree, where sharing is not worth its table */
#define MAX_SCANNED 48 /* members that are looked through one by one */
#define MAX_LENGTH ((1u << 29) - 1)
#define NONE G_MAXUINT

/* A line in one of several files: the file in the upper bits; 0 is unknown. */
#define LINE_BITS 24
#define MAX_LINE ((1u << LINE_BITS) - 1)
#define MAX_FILES ((1u << (32 - LINE_BITS)) - 1)

/* Memory that is handed out front to back and given back as a whole. */
typedef struct
{
  guint8 *at;
  guint8 *end;
  gsize chunk;
} Pool;

/* Where values lie, and beside them their lines: one for as many bytes as a value has. */
typedef struct
{
  const guint8 *start;
  gsize size;
  guint32 *lines;
} Extent;

typedef struct
{
  const char *text;
  guint32 length;
  guint32 hash;
} Text;

/* What RedanNode.is.inside of an object points into; a list has its items alone. */
typedef struct
{
  RedanTree *tree;
  RedanNode members[];
} Members;

/* A list or object whose end did not come yet. */
typedef struct
{
  RedanNodeType type;
  guint start;       /* of its values on the stack */
  guint32 next_key;  /* of the value that comes next */
  guint32 next_line; /* of that key */
  guint32 line;      /* where it began */
  guint replaces;    /* where on the stack that one goes, NONE for the top */
  GHashTable *index; /* (nullable): key to place behind @start, of a large object */
} Frame;

struct _RedanTree
{
  GPtrArray *chunks;
  Pool texts;
  Pool nodes;

  Text *keys; /* by their numbers; 0 is none */
  guint n_keys;
  guint keys_room;
  guint32 *slots; /* numbers of keys by their hash, open addressing */
  guint n_slots;
  guint64 seed;
  Text *shared; /* short texts by their hash, the last one of each */
  guint n_short;

  RedanNode *stack;
  guint32 *stack_lines; /* of the values on the stack */
  guint n_stack;
  guint stack_room;
  guint stack_lines_room;
  GArray *frames;

  GHashTable *indexes; /* of large objects, by their members */
  GArray *extents;     /* by where they start */
  GPtrArray *files;    /* names of those that lines are in, but for the first */
  guint32 line;        /* where the reader is */
  gboolean full;
};

static void
open_frame (RedanTree *self, RedanNodeType type)
{
  Frame frame = { .type = type, .start = self->n_stack, .replaces = NONE, .line = self->line };

  g_array_append_val (self->frames, frame);
}

static Frame *
get_frame (const RedanTree *self)
{
  return &g_array_index (self->frames, Frame, self->frames->len - 1);
}

RedanTree *
redan_tree_new (void)
{
  RedanTree *self = g_new0 (RedanTree, 1);

  self->chunks = g_ptr_array_new_with_free_func (g_free);
  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self->indexes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  self->extents = g_array_new (FALSE, FALSE, sizeof (Extent));
  self->files = g_ptr_array_new_with_free_func (g_free);
  /* Who writes a file cannot know which keys share a slot. */
  self->seed = (guint64) g_random_int () << 32 | g_random_int ();
  open_frame (self, REDAN_NODE_LIST);
  return self;
}

void
redan_tree_clear (RedanTree *self)
{
  for (guint i = 0; i < self->frames->len; i++)
    g_clear_pointer (&g_array_index (self->frames, Frame, i).index, g_hash_table_unref);
  g_array_set_size (self->frames, 0);
  g_hash_table_remove_all (self->indexes);
  g_ptr_array_set_size (self->chunks, 0);
  g_array_set_size (self->extents, 0);
  g_ptr_array_set_size (self->files, 0);
  self->line = 0;
  self->texts = (Pool){ 0 };
  self->nodes = (Pool){ 0 };
  if (self->n_slots > 0)
    memset (self->slots, 0, self->n_slots * sizeof *self->slots);
  g_clear_pointer (&self->shared, g_free);
  self->n_short = 0;
  self->n_keys = 0;
  self->n_stack = 0;
  self->full = FALSE;
  open_frame (self, REDAN_NODE_LIST);
}

void
redan_tree_free (RedanTree *self)
{
  redan_tree_clear (self);
  g_array_unref (self->frames);
  g_hash_table_unref (self->indexes);
  g_ptr_array_unref (self->chunks);
  g_array_unref (self->extents);
  g_ptr_array_unref (self->files);
  g_free (self->keys);
  g_free (self->slots);
  g_free (self->stack);
  g_free (self->stack_lines);
  g_free (self);
}

/* The extent that holds an address, or else the first one behind it. */
static guint
find_extent (const RedanTree *self, const guint8 *at)
{
  guint low = 0;
  guint high = self->extents->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      const Extent *extent = &g_array_index (self->extents, Extent, middle);

      if (at >= extent->start + extent->size)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
add_extent (RedanTree *self, guint8 *start, gsize size)
{
  Extent extent = { start, size, (guint32 *) (gpointer) (start + size) };

  g_array_insert_val (self->extents, find_extent (self, start), extent);
}

/* Returns NULL when memory ran out. */
static void *
take (RedanTree *self, Pool *pool, gsize size)
{
  guint8 *taken;

  if (self->full)
    return NULL;
  if ((gsize) (pool->end - pool->at) < size)
    {
      gboolean large = size > MAX_CHUNK / 4;
      gboolean values = pool == &self->nodes;
      gsize room = 0;

      pool->chunk = CLAMP (2 * pool->chunk, FIRST_CHUNK, MAX_CHUNK);
      room = large ? size : MAX (pool->chunk, size);
      taken =
          g_try_malloc (room + (values ? (room / sizeof (RedanNode) + 1) * sizeof (guint32) : 0));
      if (taken == NULL)
        {
          self->full = TRUE;
          return NULL;
        }
      g_ptr_array_add (self->chunks, taken);
      if (values)
        add_extent (self, taken, room);
      if (large)
        return taken;
      pool->at = taken;
      pool->end = taken + room;
    }

  taken = pool->at;
  pool->at += size;
  return taken;
}

/* More room for what is in an array; whether there was memory. */
static gboolean
grow (RedanTree *self, gpointer *array, guint *room, gsize size, guint first)
{
  guint wanted = MAX (first, 2 * *room);
  gpointer grown = self->full ? NULL : g_try_realloc_n (*array, wanted, size);

  if (grown == NULL)
    {
      self->full = TRUE;
      return FALSE;
    }
  *array = grown;
  *room = wanted;
  return TRUE;
}

/* ---- texts and keys ---- */

static guint64
mix (guint64 hash)
{
  hash *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

static guint32
hash_text (const RedanTree *self, const char *text, gsize length)
{
  guint64 hash = mix (self->seed ^ length);
  guint64 part;

  for (; length >= sizeof part; text += sizeof part, length -= sizeof part)
    {
      memcpy (&part, text, sizeof part);
      hash = mix (hash ^ part);
    }
  part = 0;
  memcpy (&part, text, length);
  return (guint32) mix (hash ^ part);
}

static const char *
copy_text (RedanTree *self, const char *text, gsize length)
{
  char *copy = length > MAX_LENGTH ? NULL : take (self, &self->texts, length + 1);

  if (copy == NULL)
    {
      self->full = TRUE;
      return "";
    }
  memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

static gboolean
is_same (const Text *one, const char *text, gsize length, guint32 hash)
{
  return one->hash == hash && one->length == length && memcmp (one->text, text, length) == 0;
}

/* The slot that has the key, or the empty one where it goes. */
static guint32 *
find_slot (const RedanTree *self, const char *key, gsize length, guint32 hash)
{
  guint at = hash & (self->n_slots - 1);

  while (self->slots[at] != 0 && !is_same (&self->keys[self->slots[at]], key, length, hash))
    at = (at + 1) & (self->n_slots - 1);
  return &self->slots[at];
}

guint32
redan_tree_find_key (const RedanTree *self, const char *key, gsize length)
{
  return self->n_keys == 0 ? 0 : *find_slot (self, key, length, hash_text (self, key, length));
}

const char *
redan_tree_get_key (const RedanTree *self, guint32 number)
{
  return number == 0 ? "" : self->keys[number].text;
}

static gboolean
add_slots (RedanTree *self)
{
  guint n = MAX (FIRST_SLOTS, 2 * self->n_slots);
  guint32 *slots = self->full ? NULL : g_try_new0 (guint32, n);

  if (slots == NULL)
    {
      self->full = TRUE;
      return FALSE;
    }
  g_free (self->slots);
  self->slots = slots;
  self->n_slots = n;
  for (guint i = 1; i < self->n_keys; i++)
    *find_slot (self, self->keys[i].text, self->keys[i].length, self->keys[i].hash) = i;
  return TRUE;
}

/* The number of a key, 0 when memory ran out. */
static guint32
intern (RedanTree *self, const char *key, gsize length)
{
  guint32 hash = hash_text (self, key, length);
  guint32 *slot;

  self->n_keys = MAX (self->n_keys, 1);
  if (2 * self->n_keys >= self->n_slots && !add_slots (self))
    return 0;
  slot = find_slot (self, key, length, hash);
  if (*slot != 0)
    return *slot;

  self->full |= self->n_keys > REDAN_TREE_MAX_KEYS;
  if (self->n_keys >= self->keys_room &&
      !grow (self, (gpointer *) &self->keys, &self->keys_room, sizeof (Text), FIRST_SLOTS))
    return 0;
  if (self->full)
    return 0;
  self->keys[self->n_keys] = (Text){ copy_text (self, key, length), (guint32) length, hash };
  if (self->full)
    return 0;
  *slot = self->n_keys;
  return self->n_keys++;
}

/* Short texts recur in a file (types, states, numbers). */
static const char *
share_text (RedanTree *self, const char *text, gsize length)
{
  guint32 hash;
  Text *shared;

  if (length > SHARED_LENGTH || self->n_short++ < MAX_SINGLE)
    return copy_text (self, text, length);
  if (self->shared == NULL)
    self->shared = g_new0 (Text, N_SHARED);
  hash = hash_text (self, text, length);
  shared = &self->shared[hash % N_SHARED];
  if (shared->text == NULL || !is_same (shared, text, length, hash))
    {
      const char *copy = copy_text (self, text, length);

      if (self->full)
        return copy;
      *shared = (Text){ copy, (guint32) length, hash };
    }
  return shared->text;
}

/* ---- lines ---- */

/* Where the line of a value is kept, NULL when it does not lie in the tree. */
static guint32 *
find_line (const RedanTree *self, const RedanNode *node)
{
  const guint8 *at = (const guint8 *) node;
  const guint found = find_extent (self, at);
  const Extent *extent = &g_array_index (self->extents, Extent, found);

  if (found == self->extents->len || at < extent->start)
    return NULL;
  return &extent->lines[(gsize) (at - extent->start) / sizeof (RedanNode)];
}

/* A value that was copied out of the tree stands where the first one inside it does. */
static guint32
get_line (const RedanTree *self, const RedanNode *node)
{
  const guint32 *line = find_line (self, node);

  if (line == NULL && node->length > 0 &&
      (node->type == REDAN_NODE_LIST || node->type == REDAN_NODE_OBJECT))
    line = find_line (self, node->is.inside);
  return line != NULL ? *line : 0;
}

void
redan_tree_begin_file (RedanTree *self, const char *name)
{
  g_ptr_array_add (self->files, g_strdup (name));
}

void
redan_tree_set_line (RedanTree *self, gsize line)
{
  const gboolean known = line <= MAX_LINE && self->files->len <= MAX_FILES;

  self->line = known ? (guint32) line | (line > 0 ? self->files->len << LINE_BITS : 0) : 0;
}

guint
redan_tree_get_line (const RedanTree *self, const RedanNode *node, const char **file_out)
{
  const guint32 line = get_line (self, node);
  const guint file = line >> LINE_BITS;

  *file_out = file > 0 ? self->files->pdata[file - 1] : NULL;
  return line & MAX_LINE;
}

/* ---- values ---- */

/* The place of a key among the members of the object that is open, NONE when it has none. */
static guint
find_open (const RedanTree *self, const Frame *frame, guint32 key)
{
  if (frame->index != NULL)
    {
      guint found = GPOINTER_TO_UINT (g_hash_table_lookup (frame->index, GUINT_TO_POINTER (key)));

      return found > 0 ? frame->start + found - 1 : NONE;
    }
  for (guint i = frame->start; i < self->n_stack; i++)
    {
      if (self->stack[i].key == key)
        return i;
    }
  return NONE;
}

static void
index_member (Frame *frame, guint32 key, guint at)
{
  g_hash_table_insert (frame->index, GUINT_TO_POINTER (key),
                       GUINT_TO_POINTER (at - frame->start + 1));
}

static void
index_object (RedanTree *self, Frame *frame)
{
  frame->index = g_hash_table_new (NULL, NULL);
  for (guint i = frame->start; i < self->n_stack; i++)
    index_member (frame, self->stack[i].key, i);
}

/* @line: 0 for that of its key, or where the reader is */
static void
add_value (RedanTree *self, RedanNode node, guint32 line)
{
  Frame *frame = get_frame (self);
  guint at = frame->replaces != NONE ? frame->replaces : self->n_stack;

  if (line == 0)
    line = frame->next_line != 0 ? frame->next_line : self->line;
  node.key = frame->next_key;
  frame->next_key = 0;
  frame->next_line = 0;
  frame->replaces = NONE;
  if (at == self->stack_room &&
      (!grow (self, (gpointer *) &self->stack_lines, &self->stack_lines_room, sizeof (guint32),
              FIRST_STACK) ||
       !grow (self, (gpointer *) &self->stack, &self->stack_room, sizeof (RedanNode), FIRST_STACK)))
    return;

  self->stack[at] = node;
  self->stack_lines[at] = line;
  if (at < self->n_stack)
    return;
  self->n_stack++;
  if (frame->index != NULL && node.key != 0)
    index_member (frame, node.key, at);
  else if (frame->index == NULL && frame->type == REDAN_NODE_OBJECT &&
           self->n_stack - frame->start > MAX_SCANNED)
    index_object (self, frame);
}

void
redan_tree_open (RedanTree *self, RedanNodeType type)
{
  open_frame (self, type);
}

static void
name_next (RedanTree *self, guint32 key)
{
  Frame *frame = get_frame (self);

  frame->next_key = key;
  frame->next_line = self->line;
  frame->replaces = find_open (self, frame, key);
}

gboolean
redan_tree_key (RedanTree *self, const char *key, gssize length)
{
  name_next (self, intern (self, key, length >= 0 ? (gsize) length : strlen (key)));
  return self->full || get_frame (self)->replaces == NONE;
}

void
redan_tree_close (RedanTree *self)
{
  Frame frame = *get_frame (self);
  guint n = self->n_stack - frame.start;
  RedanNode node = { .type = (guint32) frame.type };
  Members *members = NULL;

  g_array_set_size (self->frames, self->frames->len - 1);
  self->n_stack = frame.start;
  self->full |= n > MAX_LENGTH;
  if (n > 0 && frame.type == REDAN_NODE_OBJECT)
    {
      members = take (self, &self->nodes, sizeof *members + n * sizeof (RedanNode));
      if (members != NULL)
        members->tree = self;
      node.is.inside = members != NULL ? members->members : NULL;
    }
  else if (n > 0)
    node.is.inside = take (self, &self->nodes, n * sizeof (RedanNode));

  if (n > 0 && node.is.inside != NULL)
    {
      node.length = n & MAX_LENGTH;
      memcpy (node.is.inside, self->stack + frame.start, n * sizeof (RedanNode));
      memcpy (find_line (self, node.is.inside), self->stack_lines + frame.start,
              n * sizeof (guint32));
    }
  if (frame.index != NULL && node.length > 0)
    g_hash_table_insert (self->indexes, node.is.inside, frame.index);
  else if (frame.index != NULL)
    g_hash_table_unref (frame.index);
  add_value (self, node, get_frame (self)->next_line != 0 ? 0 : frame.line);
}

void
redan_tree_add_plain (RedanTree *self, RedanNodeType type)
{
  add_value (self, (RedanNode){ .type = (guint32) type }, 0);
}

void
redan_tree_add_integer (RedanTree *self, gint64 integer)
{
  add_value (self, (RedanNode){ .type = REDAN_NODE_INTEGER, .is.integer = integer }, 0);
}

void
redan_tree_add_real (RedanTree *self, double real)
{
  add_value (self, (RedanNode){ .type = REDAN_NODE_REAL, .is.real = real }, 0);
}

void
redan_tree_add_number (RedanTree *self, double number)
{
  if (number > -1e15 && number < 1e15 && number == (double) (gint64) number)
    redan_tree_add_integer (self, (gint64) number);
  else
    redan_tree_add_real (self, number);
}

void
redan_tree_add_text (RedanTree *self, const char *text, gssize length)
{
  const gsize n = length >= 0 ? (gsize) length : strlen (text);
  const char *copy = share_text (self, text, n);

  add_value (self,
             (RedanNode){ .type = REDAN_NODE_TEXT,
                          .length = self->full ? 0 : (guint32) n & MAX_LENGTH,
                          .is.text = copy },
             0);
}

void
redan_tree_add (RedanTree *self, const RedanNode *node)
{
  add_value (self, *node, get_line (self, node));
}

void
redan_tree_add_copy (RedanTree *self, const RedanNode *node)
{
  const char *key;
  gsize i;
  RedanNode *inside;

  if (!redan_node_is_list (node) && !redan_node_is_object (node))
    {
      if (redan_node_is_text (node))
        redan_tree_add_text (self, node->is.text, node->length);
      else
        add_value (self, *node, 0);
      return;
    }

  redan_tree_open (self, node->type);
  redan_node_foreach_item (node, i, inside) redan_tree_add_copy (self, inside);
  redan_node_foreach_member (node, key, inside)
  {
    redan_tree_key (self, key, -1);
    redan_tree_add_copy (self, inside);
  }
  redan_tree_close (self);
}

void
redan_tree_add_missing (RedanTree *self, const RedanNode *object)
{
  const char *key;
  RedanNode *member;

  redan_node_foreach_member (object, key, member)
  {
    if (find_open (self, get_frame (self), member->key) != NONE)
      continue;
    name_next (self, member->key);
    add_value (self, *member, get_line (self, member));
  }
}

RedanNode
redan_tree_get_last (const RedanTree *self)
{
  const RedanNode nothing = { 0 };

  return self->n_stack > get_frame (self)->start ? self->stack[self->n_stack - 1] : nothing;
}

RedanNode
redan_tree_take_back (RedanTree *self)
{
  RedanNode node = redan_tree_get_last (self);

  self->n_stack -= self->n_stack > get_frame (self)->start;
  return node;
}

RedanNode *
redan_tree_take (RedanTree *self)
{
  RedanNode *taken = take (self, &self->nodes, sizeof *taken);

  if (taken == NULL)
    return NULL;
  *find_line (self, taken) = self->n_stack > 0 ? self->stack_lines[self->n_stack - 1] : 0;
  *taken = redan_tree_take_back (self);
  return taken;
}

const RedanTree *
redan_tree_of_members (const RedanNode *members)
{
  return ((const Members *) (gconstpointer) ((const guint8 *) members -
                                             G_STRUCT_OFFSET (Members, members)))
      ->tree;
}

RedanNode *
redan_tree_find_member (const RedanTree *self, const RedanNode *object, guint32 number)
{
  RedanNode *members = object->is.inside;

  if (number == 0)
    return NULL;
  if (object->length > MAX_SCANNED)
    {
      GHashTable *index = g_hash_table_lookup (self->indexes, members);
      guint at = GPOINTER_TO_UINT (g_hash_table_lookup (index, GUINT_TO_POINTER (number)));

      return at > 0 ? &members[at - 1] : NULL;
    }
  for (guint i = 0; i < object->length; i++)
    {
      if (members[i].key == number)
        return &members[i];
    }
  return NULL;
}
