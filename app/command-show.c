/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli show: a model in words, without what is only drawing; also what git compares when it
 * shows a difference. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/inheritance.h"
#include "model/file-read.h"
#include "ui/report/difference-words.h"
#include "ui/report/inherited.h"
#include "ui/report/wording.h"

/* All of a text, for a change anywhere in it has to be seen. */
static void
print_text (RedanSession *session, const char *title, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  redan_session_print (session, "    %s:\n", title);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *visible = redan_text_make_visible (lines[i]);
      redan_session_print (session, "        %s\n", visible);
    }
}

static void
print_object (RedanSession *session, const RedanModel *model, const RedanObject *object)
{
  g_autofree char *title = redan_object_dup_title (model, object);

  redan_session_print (session, "%s %s  [%.16s]\n", redan_object_get_kind (object), title,
                       object->id.text);
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      RedanFieldNature nature =
          redan_field_get_nature (session->schema, object->section, entry->field);
      gboolean in_title = entry->field == REDAN_FIELD_NAME ||
                          (entry->field == REDAN_FIELD_KIND &&
                           g_str_equal (entry->value, redan_object_get_kind (object)));
      if (in_title || entry->field == REDAN_FIELD_EXTRA || nature == REDAN_NATURE_GEOMETRY)
        continue;
      g_autofree char *field = redan_field_dup_title (model, object->section, entry->field);
      if (nature == REDAN_NATURE_TEXT)
        {
          print_text (session, field, entry->value);
          continue;
        }
      g_autofree char *text =
          redan_entry_dup_text (model, object->section, entry->field, entry->key, entry->value);
      redan_session_print (session, "    %s: %s\n", field, text);
    }
}

static void
print_model (RedanSession *session, const RedanModel *model)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (model, section, &n);
      for (guint i = 0; i < n; i++)
        print_object (session, model, objects[i]);
    }
}

static gboolean
print_inherited (RedanSession *session)
{
  g_autoptr (GPtrArray) inherited = NULL;

  if (!redan_session_inherit (session, session->arguments[0]))
    return FALSE;
  inherited = redan_inherited_list (redan_session_get_analysed (session));
  redan_session_print_inherited (session, redan_session_get_analysed (session), inherited);
  return TRUE;
}

/* For git a file that cannot be read, such as one with conflict markers, is shown as it stands. */
static gboolean
print_as_it_is (RedanSession *session, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = redan_file_read (path, TRUE, REDAN_MAX_FILE, &error);
  gsize length;
  const char *data;

  if (bytes == NULL)
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  data = g_bytes_get_data (bytes, &length);
  return redan_session_write (session, data, length);
}

int
redan_command_show (int argc, char **argv)
{
  gboolean text = FALSE;
  RedanSession session;
  gboolean done = FALSE;
  const GOptionEntry entries[] = {
    { "text", 0, 0, G_OPTION_ARG_NONE, &text,
      N_ ("For git: a file that cannot be read is printed as it stands"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "show", REDAN_OPTION_DATA | REDAN_OPTION_FROM, entries, argc,
                            argv, 1, 1))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  if (redan_session_open_model (&session, session.arguments[0]))
    {
      print_model (&session, session.opened->model);
      /* git compares what stands in the file, from a copy elsewhere */
      done = text || print_inherited (&session);
    }
  else if (text)
    done = print_as_it_is (&session, session.arguments[0]);
  return redan_session_finish (&session, done ? REDAN_EXIT_DONE : REDAN_EXIT_WRONG);
}
