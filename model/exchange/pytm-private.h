/* SPDX-License-Identifier: Apache-2.0 */
/* Words of pytm and ours, for reading and for writing. */

#pragma once

#include "model/exchange/relay.h"

G_BEGIN_DECLS

/** RedanPytmClass: a class of elements; @tech nullable */
typedef struct
{
  const char *name;
  const char *kind;
  const char *tech;
} RedanPytmClass;

/** redan_pytm_classes: (array zero-terminated=1): by their @name */
extern const RedanPytmClass redan_pytm_classes[];

/** RedanPytmControl: a flag that means the same as a value of an attribute */
typedef struct
{
  const char *key;
  RedanSection section;
  const char *attribute;
  const char *value;
} RedanPytmControl;

/** redan_pytm_controls: (array zero-terminated=1): by their @key */
extern const RedanPytmControl redan_pytm_controls[];

/** redan_pytm_find_class: Returns: (nullable): our word for a classification of data */
const char *redan_pytm_find_class (const char *written);

G_END_DECLS
