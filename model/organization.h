/* SPDX-License-Identifier: Apache-2.0 */
/* The file of an organization: accounts, organizational units, facts and shared controls that models of workloads refer
 * to and inherit. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

/** Under this key of an extra, what a model inherited says so; see redan_object_inherits(). Never written to a file. */
#define REDAN_INHERITED_KEY "organization/inherited"

/** The largest file of an organization. */
#define REDAN_MAX_ORGANIZATION ((gsize) 64 * 1024 * 1024)

/**
 * RedanInheritance: a model together with what it inherits
 * @path: as the model has it
 * @hash: of the organization as it is; @stated: (nullable): as the model last saw it
 * @model: the model with what it inherits, for the analysis; never for a file
 * @n: objects that inherited something or are inherited
 * @n_accounts: accounts of the model that the organization has; @n_own: values and objects that it would give, if the
 * model did not have its own
 */
typedef struct
{
  char *path;
  char *hash;
  char *stated;
  RedanModel *model;
  guint n;
  guint n_accounts;
  guint n_own;
} RedanInheritance;

/** redan_organization_get_path: Returns: (nullable): the file that @model refers to, relative to its own folder */
const char *redan_organization_get_path (const RedanModel *model);

/** redan_organization_dup_hash: Returns: (transfer full): SHA-256 of the canonical form of @organization, in hexadecimal:
 * what sha256sum says of a canonical file */
char *redan_organization_dup_hash (const RedanModel *organization);

/**
 * redan_organization_read:
 * @model_path: file that refers to it; "-" stands for one in the current folder
 * @path: relative path
 * @error: set with %REDAN_MODEL_ERROR: where, what, remedy
 *
 * The file has to lie beneath the folder of the model or, where that is in a git repository, beneath the top of it;
 * symbolic links cannot lead out either.
 *
 * Returns: (transfer full) (nullable): the organization
 */
RedanModel *redan_organization_read (RedanSchema *schema,
                                     const char *model_path,
                                     const char *path,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_inheritance_new:
 * @model: of a workload, with %REDAN_FIELD_ORGANIZATION
 * @organization: what it refers to, with the same schema
 *
 * An account of the organization is that of the model when their account ids are the same. The model then inherits the
 * attributes of the account that it does not set, the organizational units and the organization around it when its own
 * account stands in no boundary, facts that it does not have (but for the day of a review), controls and evidence of the
 * whole organization, and controls on the account and on what is around it. What the model itself says always holds.
 *
 * Strings go to the pool of @model: to be called where that may be changed. Cost: O(objects of both).
 *
 * Returns: (transfer full) (nullable): the model with what it inherits; %NULL with @error when it would not be valid
 */
RedanInheritance *redan_inheritance_new (const RedanModel *model,
                                         const RedanModel *organization,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_inheritance_load:
 * @model_path: where @model was read from
 * @inheritance_out: (out) (nullable) (transfer full): %NULL when the model refers to no organization
 *
 * redan_organization_read() and redan_inheritance_new().
 *
 * Returns: %FALSE with @error when the file is missing or no good
 */
gboolean redan_inheritance_load (const RedanModel *model,
                                 const char *model_path,
                                 RedanInheritance **inheritance_out,
                                 GError **error);

/**
 * redan_inheritance_load_revision:
 * @text: the git revision that @model was read from, "REV" or "REV:PATH"
 * @beside: a file of the working tree
 *
 * redan_inheritance_load() with the organization of that revision, by redan_revision_read().
 *
 * Returns: %FALSE with @error when it has no such file, or one that is no good
 */
gboolean redan_inheritance_load_revision (const RedanModel *model,
                                          const char *text,
                                          const char *beside,
                                          RedanInheritance **inheritance_out,
                                          GError **error);

/** redan_inheritance_concerns: Returns: whether @edit would change what is inherited, put something on it, or was made
 * against values that are: then redan_inheritance_rebase() makes one of @model, the model itself, out of it */
gboolean redan_inheritance_concerns (const RedanInheritance *self, const RedanModel *model, const RedanEdit *edit);

/**
 * redan_inheritance_rebase:
 * @model: the model itself
 * @edit: made against the model with what it inherits
 *
 * Expects nothing where @edit expects an inherited value; what else it expects stays, for redan_edit_apply() to check.
 *
 * Returns: (transfer full) (nullable): the same edit of @model; %NULL with @error when it would change what is inherited,
 *   or put something on it: that stands in another file; or when @model was changed meanwhile in what it changes
 */
RedanEdit *redan_inheritance_rebase (const RedanInheritance *self,
                                     const RedanModel *model,
                                     const RedanEdit *edit,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_inheritance_free (RedanInheritance *self);

/** redan_inheritance_is_changed: Returns: whether the organization is not as the model last saw it */
gboolean redan_inheritance_is_changed (const RedanInheritance *self);

/** redan_object_is_inherited: Returns: whether the whole object comes from the organization */
gboolean redan_object_is_inherited (const RedanObject *object);

/** redan_object_inherits: Returns: whether @field of an object of the model itself comes from the organization */
gboolean redan_object_inherits (const RedanSchema *schema, const RedanObject *object, RedanField field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanInheritance, redan_inheritance_free)

G_END_DECLS
