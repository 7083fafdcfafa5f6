/* SPDX-License-Identifier: Apache-2.0 */
/* What an importer may ask the parent for that is no file beneath the folder of the model. */

#pragma once

/** Rows of the user for the tables of cloud resources. When there are none, what was passed holds.
 */
#define REDAN_REQUEST_RESOURCE_TYPES "redan:resource-types"
#define REDAN_REQUEST_RESOURCE_ATTRIBUTES "redan:resource-attributes"
