/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns: small models to insert into another one; shipped, the user's own, and those of a repository. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_PATTERN_SHIPPED,    /* installed with the program */
  REDAN_PATTERN_USER,       /* $XDG_DATA_HOME/redan/patterns */
  REDAN_PATTERN_REPOSITORY, /* patterns/ or .redan/patterns/ beside the model */
} RedanPatternOrigin;

/**
 * RedanPattern:
 * @title: its name, in one line, or the name of the file when it has none
 * @description: what it is for; may be empty
 * @problem: (nullable): why it cannot be used: the message says file and line
 * @n_elements, @n_flows: how large it is
 */
typedef struct
{
  RedanPatternOrigin origin;
  char *path;
  char *title;
  char *description;
  char *problem;
  guint n_elements;
  guint n_flows;
} RedanPattern;

/**
 * redan_patterns_list:
 * @model_path: (nullable): the model that asks; its folder may hold patterns too
 *
 * Reads every *.redan file of the folders, at most 200 and 32 MiB of each, 16 MiB and 2000 objects a file. A file that cannot be read is listed with
 * its problem, so that a person learns why it is not offered.
 *
 * Returns: (transfer full) (element-type RedanPattern): by origin, then title, then path; never %NULL
 */
GPtrArray *redan_patterns_list (RedanSchema *schema, const char *model_path) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_pattern_load:
 * @error: set with %REDAN_MODEL_ERROR; the message says file and line
 *
 * Returns: (transfer full) (nullable): the whole model of a pattern file of at most 16 MiB and 2000 objects
 */
RedanModel *redan_pattern_load (RedanSchema *schema, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_patterns_dup_directory:
 * @model_path: (nullable): as for redan_patterns_list()
 *
 * Returns: (transfer full) (nullable): where patterns of @origin lie or would lie, whether or not it is there; %NULL for the
 *   repository of a model without a path and for shipped patterns that are not installed
 */
char *redan_patterns_dup_directory (RedanPatternOrigin origin, const char *model_path);

/** redan_pattern_dup_path: Returns: (transfer full): the file that a pattern called @title has in @directory */
char *redan_pattern_dup_path (const char *directory, const char *title);

/**
 * redan_pattern_save:
 * @fragment: what it holds
 * @directory: made when it is not there
 * @title: name of the pattern, one line, not empty; the name of the file is made from it
 * @description: (nullable): what it is for
 * @replace: whether a file of that name may be replaced
 * @path_out: (out) (optional) (transfer full): the file
 * @error: %G_FILE_ERROR_EXIST when there is such a file and it may not be replaced, else %REDAN_MODEL_ERROR
 *
 * Writes the file whole or not at all.
 */
gboolean redan_pattern_save (const RedanModel *fragment,
                             const char *directory,
                             const char *title,
                             const char *description,
                             gboolean replace,
                             char **path_out,
                             GError **error);

void redan_pattern_free (RedanPattern *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanPattern, redan_pattern_free)

G_END_DECLS
