/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of a template of the Microsoft Threat Modeling Tool, from a .tb7 or from inside a .tm7.
 */

#pragma once

#include <gio/gio.h>

#include "model/strings.h"

G_BEGIN_DECLS

/**
 * RedanTemplateType: a kind of element
 * @parent: id of the kind that it inherits from, "ROOT" at the top
 * @drawn: "Ellipse", "Rectangle", "ParallelLines", "Line", "LineBoundary", "BorderBoundary",
 * "Annotation", "Inherited"
 */
typedef struct
{
  const char *id;
  const char *parent;
  const char *drawn;
  const char *name;
} RedanTemplateType;

/**
 * RedanTemplateAttribute: of a kind of element
 * @type: index of the kind
 * @is_fixed: the kind has this value; a person cannot change it
 * @values: separated by \x1f
 */
typedef struct
{
  guint type;
  const char *name;
  const char *title;
  gboolean is_fixed;
  const char *values;
} RedanTemplateAttribute;

/**
 * RedanTemplateRule:
 * @category: name of the category, or its id when the template has no such category
 * @title, @description: may hold {source.Name}, {target.Name} and {flow.Name}
 * @include, @exclude: expressions as they were written, "" for none
 * @is_cut: an expression is longer than the limit; the rule cannot be used
 */
typedef struct
{
  const char *id;
  const char *category;
  const char *title;
  const char *description;
  const char *priority;
  const char *include;
  const char *exclude;
  gboolean is_cut;
} RedanTemplateRule;

/**
 * RedanTemplate:
 * @types: of #RedanTemplateType
 * @attributes: of #RedanTemplateAttribute, by their types, in the order of the file
 * @rules: of #RedanTemplateRule, in the order of the file, which is the order of their threats
 */
typedef struct
{
  gatomicrefcount references;
  RedanStrings *strings;
  const char *name;
  const char *version;
  GArray *types;
  GArray *attributes;
  GArray *rules;
} RedanTemplate;

/** Rules, types and tens of attributes that a template may have. */
#define REDAN_TEMPLATE_MAX_RULES 20000

/** Bytes that an expression may have. */
#define REDAN_TEMPLATE_MAX_EXPRESSION 15000

RedanTemplate *redan_template_ref (RedanTemplate *self);
void redan_template_unref (RedanTemplate *self);

/**
 * redan_template_read_file:
 * @path: a .tb7, or a .tm7 with its template inside; told apart by content
 * @error: set with %REDAN_MODEL_ERROR; begins with @path
 *
 * The bytes go to the import child; what it says is checked again.
 *
 * Returns: (transfer full) (nullable): the template
 */
RedanTemplate *redan_template_read_file (const char *path,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_template_child_run: the main function of the import child for templates. Returns: exit
 * status */
int redan_template_child_run (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanTemplate, redan_template_unref)

G_END_DECLS
