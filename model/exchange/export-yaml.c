/* SPDX-License-Identifier: Apache-2.0 */
/* A tree of JSON as YAML in blocks; every text that could be read as something else is quoted. */

#include "config.h"

#include <string.h>

#include <yaml.h>

#include "model/exchange/export-private.h"

#define WIDTH 120 /* characters of a line before a long text is folded */

/* Plain words: letters first, then what means nothing in YAML; none that readers of YAML 1.1 take
 * for a truth value or for nothing. */
static gboolean
is_plain (const char *text)
{
  static const char *const taken[] = { "true", "false", "yes", "no", "on",
                                       "off",  "null",  "y",   "n",  NULL };
  g_autofree char *folded = g_ascii_strdown (text, -1);

  if (!g_ascii_isalpha (*text) || g_strv_contains (taken, folded))
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr ("_-./ ", *at) == NULL)
        return FALSE;
    }
  return text[strlen (text) - 1] != ' ';
}

/* What a reader that wants a number, a truth or a date takes for one. */
static gboolean
is_loose (const char *text)
{
  gsize length = strlen (text);
  gsize digits = strspn (text, "0123456789");

  if (strcmp (text, "true") == 0 || strcmp (text, "false") == 0)
    return TRUE;
  if (length == 10 && digits == 4 && text[4] == '-' && text[7] == '-')
    return strspn (text, "0123456789-") == length;
  return digits > 0 &&
         (digits == length || (text[digits] == '.' && digits + 1 < length &&
                               strspn (text + digits + 1, "0123456789") == length - digits - 1));
}

/* Texts of a tree of JSON are valid: only memory can be missing, where GLib ends the program, too.
 * @made: what the function that made @event returned */
static void
put (yaml_emitter_t *emitter, yaml_event_t *event, int made)
{
  if (!made || !yaml_emitter_emit (emitter, event))
    g_error ("libyaml: %s", emitter->problem != NULL ? emitter->problem : "out of memory");
}

static void
emit_scalar (yaml_emitter_t *emitter, const char *text, gboolean quoted)
{
  yaml_scalar_style_t style = quoted ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE;
  yaml_event_t event;

  put (emitter, &event,
       yaml_scalar_event_initialize (&event, NULL, NULL, (const yaml_char_t *) text, -1, !quoted,
                                     quoted, style));
}

static void
emit (yaml_emitter_t *emitter, const json_t *value, gboolean loose)
{
  yaml_event_t event;
  const char *key;
  json_t *member;
  gsize i;

  if (json_is_object (value))
    {
      put (emitter, &event,
           yaml_mapping_start_event_initialize (
               &event, NULL, NULL, 1,
               json_object_size (value) > 0 ? YAML_BLOCK_MAPPING_STYLE : YAML_FLOW_MAPPING_STYLE));
      json_object_foreach ((json_t *) value, key, member)
      {
        emit_scalar (emitter, key, !is_plain (key));
        emit (emitter, member, loose);
      }
      put (emitter, &event, yaml_mapping_end_event_initialize (&event));
    }
  else if (json_is_array (value))
    {
      put (emitter, &event,
           yaml_sequence_start_event_initialize (
               &event, NULL, NULL, 1,
               json_array_size (value) > 0 ? YAML_BLOCK_SEQUENCE_STYLE : YAML_FLOW_SEQUENCE_STYLE));
      json_array_foreach (value, i, member) emit (emitter, member, loose);
      put (emitter, &event, yaml_sequence_end_event_initialize (&event));
    }
  else
    {
      g_autofree char *text = redan_json_to_text (value);

      emit_scalar (emitter, text,
                   json_is_string (value) && !is_plain (text) && !(loose && is_loose (text)));
    }
}

static int
write_out (void *data, unsigned char *buffer, size_t size)
{
  g_string_append_len (data, (const char *) buffer, (gssize) size);
  return 1;
}

GBytes *
redan_export_yaml (json_t *root, gboolean loose)
{
  GString *out = g_string_new (NULL);
  yaml_emitter_t emitter;
  yaml_event_t event;

  if (!yaml_emitter_initialize (&emitter))
    g_error ("libyaml could not be initialized");
  yaml_emitter_set_output (&emitter, write_out, out);
  yaml_emitter_set_unicode (&emitter, 1);
  yaml_emitter_set_width (&emitter, WIDTH);
  put (&emitter, &event, yaml_stream_start_event_initialize (&event, YAML_UTF8_ENCODING));
  put (&emitter, &event, yaml_document_start_event_initialize (&event, NULL, NULL, NULL, 1));
  emit (&emitter, root, loose);
  put (&emitter, &event, yaml_document_end_event_initialize (&event, 1));
  put (&emitter, &event, yaml_stream_end_event_initialize (&event));
  yaml_emitter_delete (&emitter);
  json_decref (root);
  return g_string_free_to_bytes (out);
}
