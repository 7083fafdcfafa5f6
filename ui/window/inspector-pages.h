/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of the inspector. Private to this folder. */

#pragma once

#include "ui/window/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Every page is made for what is selected, and redan_inspector_page_refresh() brings it up to
 * date in place: nothing that a person types into is made anew.
 */

#define REDAN_TYPE_INSPECTOR_PAGE (redan_inspector_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (
    RedanInspectorPage, redan_inspector_page, REDAN, INSPECTOR_PAGE, GtkWidget)

/**
 * RedanInspectorPageClass:
 * @fill: makes the content, in a box
 * @refresh: shows what the model and its analysis say now
 */
struct _RedanInspectorPageClass
{
  GtkWidgetClass parent_class;

  void (*fill) (RedanInspectorPage *self, GtkWidget *box);
  void (*refresh) (RedanInspectorPage *self);
};

/** redan_inspector_page_new: @id nullable: the object of the page */
GtkWidget *redan_inspector_page_new (GType type, RedanWorkspace *workspace, const RedanId *id);
void redan_inspector_page_refresh (RedanInspectorPage *self);
RedanWorkspace *redan_inspector_page_get_workspace (RedanInspectorPage *self);

/** redan_inspector_page_is_shown: Returns: whether a person can see it now; it is refreshed when
 * that begins */
gboolean redan_inspector_page_is_shown (RedanInspectorPage *self);

/** redan_inspector_page_get_id: the id that it was made with */
const RedanId *redan_inspector_page_get_id (RedanInspectorPage *self);

/** redan_inspector_page_get_object: Returns: (nullable): the object of the live model */
const RedanObject *redan_inspector_page_get_object (RedanInspectorPage *self);

GType redan_object_page_get_type (void);    /* one object, all of it */
GType redan_structure_page_get_type (void); /* what an object is, and its properties */
GType redan_threats_page_get_type (void);   /* threats of an object */
GType redan_controls_page_get_type (void);  /* controls of an object, of the model without one */
GType
redan_data_page_get_type (void); /* data at an element, in a flow, or without an id of the model */
GType redan_model_page_get_type (void);     /* the model: nothing is selected */
GType redan_model_lists_get_type (void);    /* diagrams, assumptions and data of the model */
GType redan_facts_page_get_type (void);     /* facts of the programme */
GType redan_inherited_page_get_type (void); /* what an object, or without an id the model, inherits
                                               from its organization; nothing without one */

/** redan_object_page_set_badge: what stands beside the name of @page, a page below an object page
 */
void redan_object_page_set_badge (GtkWidget *page, guint count);

/** redan_object_page_get_visible: Returns: (nullable): name of the page that is shown, so that the
 * next object can show the same one */
const char *redan_object_page_get_visible (GtkWidget *page);
void redan_object_page_set_visible (GtkWidget *page, const char *name);

G_END_DECLS
