/* SPDX-License-Identifier: Apache-2.0 */
/* The error domain of the model floor. */

#include "model/error.h"

G_DEFINE_QUARK (redan - model - error - quark, redan_model_error)
