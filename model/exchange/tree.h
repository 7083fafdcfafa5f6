/* SPDX-License-Identifier: Apache-2.0 */
/* What a file of strangers says, as a tree to read: JSON, YAML and HCL alike, at 16 bytes a value,
 * and 4 for its line. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_TREE_MAX_VALUES 10000000
#define REDAN_TREE_MAX_KEYS 2000000 /* different ones; more count as memory that ran out */

typedef enum
{
  REDAN_NODE_NULL,
  REDAN_NODE_FALSE,
  REDAN_NODE_TRUE,
  REDAN_NODE_INTEGER,
  REDAN_NODE_REAL,
  REDAN_NODE_TEXT,
  REDAN_NODE_LIST,
  REDAN_NODE_OBJECT,
} RedanNodeType;

typedef struct _RedanTree RedanTree;
typedef struct _RedanNode RedanNode;

/**
 * RedanNode:
 * @key: its name in the object it is a member of, a number of the tree
 * @type: a #RedanNodeType
 * @length: bytes of a text, items of a list, members of an object
 *
 * A value, which lives as long as its tree. It is read by the functions below, which take %NULL and
 * a value of another type for one that says nothing.
 */
struct _RedanNode
{
  guint32 key;
  guint32 type : 3;
  guint32 length : 29;
  union
  {
    const char *text;
    RedanNode *inside;
    gint64 integer;
    double real;
  } is;
};

/** redan_tree_new: Returns: (transfer full): a tree without values */
RedanTree *redan_tree_new (void) G_GNUC_WARN_UNUSED_RESULT;
/** redan_tree_free: the tree and all its values go */
void redan_tree_free (RedanTree *self);
/** redan_tree_clear: all its values go */
void redan_tree_clear (RedanTree *self);

/* Building: values in the order of the file, each member of an object behind its key. When memory
 * runs out, redan_tree_take() says it in the end. A length of -1 stands for that of the text. */

/** redan_tree_begin_file: lines are of the file @name from here on; those before the first call are
 * of the main file */
void redan_tree_begin_file (RedanTree *self, const char *name);
/** redan_tree_set_line: what is added from here on stands in that line, but for a value behind a
 * key, which stands where its key does. @line: from 1; 0 when it is unknown, as lines above 2^24
 * are */
void redan_tree_set_line (RedanTree *self, gsize line);

/** redan_tree_open: a list or an object begins */
void redan_tree_open (RedanTree *self, RedanNodeType type);
/** redan_tree_key: the name of the next value in the object that is open. Returns: whether it is
 * new there; the next value stands in for the one that has it else */
gboolean redan_tree_key (RedanTree *self, const char *key, gssize length);
/** redan_tree_close: the list or object that was opened last ends */
void redan_tree_close (RedanTree *self);
/** redan_tree_add_plain: null, false or true */
void redan_tree_add_plain (RedanTree *self, RedanNodeType type);
/** redan_tree_add_integer: a whole number */
void redan_tree_add_integer (RedanTree *self, gint64 integer);
/** redan_tree_add_real: any other number */
void redan_tree_add_real (RedanTree *self, double real);
/** redan_tree_add_number: an integer where it is one */
void redan_tree_add_number (RedanTree *self, double number);
/** redan_tree_add_text: @text: copied; has no NUL inside */
void redan_tree_add_text (RedanTree *self, const char *text, gssize length);
/** redan_tree_add: the same value once more. @node: of this tree; what is inside is shared */
void redan_tree_add (RedanTree *self, const RedanNode *node);
/** redan_tree_add_copy: a copy of a value of any tree */
void redan_tree_add_copy (RedanTree *self, const RedanNode *node);
/** redan_tree_add_missing: the members of @object (of this tree) that the open object has not */
void redan_tree_add_missing (RedanTree *self, const RedanNode *object);
/** redan_tree_take_back: takes what was added last out of the list or object that is open. Returns:
 * it, to be added elsewhere */
RedanNode redan_tree_take_back (RedanTree *self);
/** redan_tree_get_last: Returns: what was added last, to be added again */
RedanNode redan_tree_get_last (const RedanTree *self);
/** redan_tree_take: Returns: (transfer none) (nullable): the value that was built, %NULL when
 * memory ran out */
RedanNode *redan_tree_take (RedanTree *self) G_GNUC_WARN_UNUSED_RESULT;

/* Reading. */

/** redan_tree_get_line: the line a value stands in. @file_out: (nullable): its file, %NULL for the
 * main one. Returns: it, 0 when it is unknown. Cost: O(log(size of the tree)) */
guint redan_tree_get_line (const RedanTree *self, const RedanNode *node, const char **file_out);

/** redan_node_get: Returns: (transfer none) (nullable): the member called @key.
 * Cost: that of a hash table for large objects, one comparison of numbers a member for small ones
 */
RedanNode *redan_node_get (const RedanNode *object, const char *key);
/** redan_node_get_text: Returns: (nullable): a text, with a NUL behind it */
const char *redan_node_get_text (const RedanNode *node);
/** redan_node_get_number: Returns: the number, 0 for what is none */
double redan_node_get_number (const RedanNode *node);
/** redan_node_get_integer: Returns: the integer, 0 for what is none */
gint64 redan_node_get_integer (const RedanNode *node);
/** redan_node_get_n_items: Returns: how many values a list has */
gsize redan_node_get_n_items (const RedanNode *list);
/** redan_node_get_item: Returns: (transfer none) (nullable): a value of a list */
RedanNode *redan_node_get_item (const RedanNode *list, gsize index);
/** redan_node_get_n_members: Returns: how many members an object has */
gsize redan_node_get_n_members (const RedanNode *object);
/** redan_node_next_member: @before: (nullable): the member before it. Returns: (transfer none)
 * (nullable): a member and its @key_out, in the order of the file */
RedanNode *
redan_node_next_member (const RedanNode *object, const RedanNode *before, const char **key_out);

/** redan_node_is_null: Returns: whether it is null; %NULL is not */
gboolean redan_node_is_null (const RedanNode *node);
/** redan_node_is_true: Returns: whether it is true */
gboolean redan_node_is_true (const RedanNode *node);
/** redan_node_is_truth: Returns: whether it is true or false */
gboolean redan_node_is_truth (const RedanNode *node);
/** redan_node_is_integer: Returns: whether it is a number written as an integer */
gboolean redan_node_is_integer (const RedanNode *node);
/** redan_node_is_number: Returns: whether it is a number of either kind */
gboolean redan_node_is_number (const RedanNode *node);
/** redan_node_is_text: Returns: whether it is a text */
gboolean redan_node_is_text (const RedanNode *node);
/** redan_node_is_list: Returns: whether it is a list */
gboolean redan_node_is_list (const RedanNode *node);
/** redan_node_is_object: Returns: whether it is an object */
gboolean redan_node_is_object (const RedanNode *node);
/** redan_node_is_blank: Returns: whether it says nothing: absent, null, false, "", [] or {} */
gboolean redan_node_is_blank (const RedanNode *node);

/** redan_node_get_type_name: Returns: "an object", "a number", ... for messages */
const char *redan_node_get_type_name (const RedanNode *node);

/** redan_node_to_text: Returns: (transfer full): a text as it is, a number in its shortest form,
 * all else as compact JSON, which is left off after 4 MiB */
char *redan_node_to_text (const RedanNode *node);
/** redan_node_to_text_without: Returns: (transfer full): @object as compact JSON without some
 * members. @keys: (array zero-terminated=1) */
char *redan_node_to_text_without (const RedanNode *object, const char *const *keys);

/* Loops over what is inside, none for what is no list or no object. */

#define redan_node_foreach_item(list, i, item)                                                     \
  for ((i) = 0; ((item) = redan_node_get_item ((list), (i))) != NULL; (i)++)

#define redan_node_foreach_member(object, key, member)                                             \
  for ((member) = redan_node_next_member ((object), NULL, &(key)); (member) != NULL;               \
       (member) = redan_node_next_member ((object), (member), &(key)))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanTree, redan_tree_free)

G_END_DECLS
