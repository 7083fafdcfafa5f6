/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes that a model has from the template of another tool: kept as remarks, which rules of
 * that template read. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

/** The remark with the chosen value of an attribute, and the remark of the model that says what the
 * attribute is called and which values it has, a line each; the name comes behind both */
#define REDAN_TEMPLATE_VALUE "tmt/value/"
#define REDAN_TEMPLATE_ATTRIBUTE "tmt/attribute/"

/**
 * RedanTemplateChoice:
 * @name: what the template knows the attribute by
 * @title: what a person calls it
 * @value: what is chosen
 * @values: (array zero-terminated=1): what can be chosen
 */
typedef struct
{
  char *name;
  char *title;
  char *value;
  char **values;
} RedanTemplateChoice;

/** redan_template_dup_lines: Returns: (transfer full) (nullable): title and values of an attribute;
 * %NULL when the model says nothing of it */
char **redan_template_dup_lines (const RedanModel *model, const char *name);

/** redan_template_choices: Returns: (transfer full) (element-type RedanTemplateChoice): what can be
 * chosen for @object, by title; empty when it came from no template. Cost: its remarks */
GArray *redan_template_choices (const RedanModel *model, const RedanObject *object);

/** redan_command_choose: one value of an attribute of a template; @value: of its values */
RedanEdit *redan_command_choose (const RedanModel *model,
                                 const RedanId *object,
                                 const char *name,
                                 const char *value);

G_END_DECLS
