/* SPDX-License-Identifier: Apache-2.0 */
/* Where a model and the infrastructure that is declared in code say different things. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_DRIFT_NO_ELEMENT,  /* a resource that no element names */
  REDAN_DRIFT_NO_RESOURCE, /* an element whose resource is not declared */
  REDAN_DRIFT_ATTRIBUTE,   /* an attribute that is said to be something else */
} RedanDriftKind;

/**
 * RedanDrift:
 * @element: (nullable): of the model
 * @resource: (nullable): of the infrastructure
 * @attribute: (nullable): of elements
 * @modelled, @declared: (nullable): its values
 */
typedef struct
{
  RedanDriftKind kind;
  const RedanObject *element;
  const RedanObject *resource;
  const RedanAttribute *attribute;
  const char *modelled;
  const char *declared;
} RedanDrift;

/**
 * redan_drift_list:
 * @model: the model that is checked
 * @infrastructure: a plan or template as redan_open_file() reads it, with the same schema
 *
 * Joins elements with resources by the attribute resource_ids: an address or id that both have (an
 * address without an index stands for all its instances), else an ARN in the model whose last part
 * is the name that the resource will have. Elements that name no resource are asked for one when
 * they are processes or stores in scope, run by a provider that the infrastructure has resources
 * of. Values that the model leaves open differ from nothing; of several resources behind one
 * element one must agree. Boundaries are not joined. Both models must outlive the result.
 *
 * O((elements + resources) log).
 *
 * Returns: (transfer full) (element-type RedanDrift): resources without an element in the order of
 * the infrastructure, elements without a resource and attributes in the order of the model
 */
GPtrArray *redan_drift_list (const RedanModel *model,
                             const RedanModel *infrastructure) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
