/* SPDX-License-Identifier: Apache-2.0 */
/* Checks the options that waive a criterion, and changes the model. */

#include "config.h"

#include "app/waiver-change.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/changed-model.h"
#include "model/command-opinion.h"

/* Words of --kind and what the file says; the word of the file is understood, too. */
static const struct
{
  const char *option;
  const char *word;
} kinds[] = { { "not-applicable", "not-applicable" },
              { "compensating", "compensating-control" },
              { "exception", "exception" },
              { "inherited", "inherited" } };

void
redan_waiver_change_clear (RedanWaiverChange *self)
{
  g_free (self->waive);
  g_free (self->take_back);
  g_free (self->kind);
  g_free (self->owner);
  g_free (self->reason);
  g_free (self->expires);
  g_free (self->evidence);
}

const char *
redan_waiver_change_get_criterion (const RedanWaiverChange *self)
{
  return self->waive != NULL ? self->waive : self->take_back;
}

/* Returns: (nullable): the word of the file */
static const char *
find_kind (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].option, text) || g_str_equal (kinds[i].word, text))
      return kinds[i].word;

  return NULL;
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

static gboolean
check_kind (const char *kind)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (find_kind (kind) != NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", kinds[i].option);
  redan_complain (_ ("--kind %s: there is no such kind of waiver; choose one of: %s"), kind,
                  known->str);
  return FALSE;
}

static gboolean
check_expires (const char *expires, guint as_of)
{
  char date[11];
  guint days;

  if (!redan_days_from_date (expires, &days))
    {
      redan_complain (_ ("--expires %s is no date; write it as 2026-01-31"), expires);
      return FALSE;
    }
  if (days >= as_of)
    return TRUE;
  redan_days_to_date (as_of, date);
  redan_complain (_ ("--expires %s is before %s, so the waiver would not count; give a later day"),
                  expires, date);
  return FALSE;
}

gboolean
redan_waiver_change_check (const RedanWaiverChange *self, const RedanSession *session)
{
  const struct
  {
    const char *name;
    const char *value;
    gboolean needed;
  } options[] = { { "--kind", self->kind, TRUE },
                  { "--owner", self->owner, TRUE },
                  { "--reason", self->reason, TRUE },
                  { "--expires", self->expires, TRUE },
                  { "--evidence", self->evidence, FALSE } };
  g_autoptr (GString) missing = g_string_new (NULL);

  if (self->waive != NULL && self->take_back != NULL)
    {
      redan_complain (_ ("--waive and --take-back do not go together; give one of them"));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (self->waive == NULL && options[i].value != NULL)
        {
          redan_complain (_ ("%s goes with --waive CRITERION only"), options[i].name);
          return FALSE;
        }
      if (options[i].needed && is_blank (options[i].value))
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", options[i].name);
    }
  if (self->waive == NULL)
    return TRUE;
  if (missing->len > 0)
    {
      redan_complain (_ ("--waive %s: %s missing or empty; a waiver says of what kind it is, who "
                         "answers for it, why, and until when"),
                      self->waive, missing->str);
      return FALSE;
    }

  return check_kind (self->kind) && check_expires (self->expires, session->as_of);
}

/* Whoever names an objective is told its criteria. */
static void
complain_about_criterion (const RedanSession *session, const char *option, const char *id)
{
  guint32 objective = redan_catalogue_find_objective (session->catalogue, id);
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (session->catalogue, &n);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (criteria[i].objective == objective)
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "", criteria[i].id);
  if (ids->len > 0)
    redan_complain (_ ("%s %s: that is an objective; name one of its criteria: %s"), option, id,
                    ids->str);
  else
    redan_complain (_ ("%s %s: there is no such criterion; redan-cli objectives --all lists them"),
                    option, id);
}

gboolean
redan_waiver_change_apply (const RedanWaiverChange *self, RedanSession *session, const char *output)
{
  const char *criterion = redan_waiver_change_get_criterion (self);
  const RedanModel *model = session->opened->model;
  const char *option = self->waive != NULL ? "--waive" : "--take-back";
  g_autoptr (RedanEdit) edit = NULL;
  RedanId id = redan_waiver_id (criterion);

  if (redan_catalogue_find_criterion (session->catalogue, criterion) == REDAN_NONE &&
      (self->waive != NULL || redan_model_lookup (model, &id) == NULL))
    {
      complain_about_criterion (session, option, criterion);
      return FALSE;
    }
  if (self->take_back != NULL && redan_model_lookup (model, &id) == NULL)
    {
      redan_complain (_ ("--take-back %s: nobody waived it in %s"), criterion,
                      session->arguments[0]);
      return FALSE;
    }
  if (!redan_changed_model_check_place (session, output))
    return FALSE;
  edit = redan_command_waive (model, criterion, self->waive != NULL ? find_kind (self->kind) : NULL,
                              self->owner, self->reason, self->evidence, self->expires);

  return redan_changed_model_write (session, edit, output);
}
