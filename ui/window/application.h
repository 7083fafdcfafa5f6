/* SPDX-License-Identifier: Apache-2.0 */
/* The desktop application: options, actions, one window for each model. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REDAN_TYPE_APPLICATION (redan_application_get_type ())
G_DECLARE_FINAL_TYPE (RedanApplication, redan_application, REDAN, APPLICATION, AdwApplication)

RedanApplication *redan_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
