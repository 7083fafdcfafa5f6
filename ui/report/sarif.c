/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format) that every list of
 * results has. */

#include "config.h"

#include "ui/report/sarif.h"
#include "model/hash.h"

void
redan_sarif_begin (RedanJson *json)
{
  redan_json_begin_object (json, NULL);
  redan_json_string (json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  redan_json_string (json, "version", "2.1.0");
  redan_json_begin_array (json, "runs");
  redan_json_begin_object (json, NULL);
  redan_json_begin_object (json, "tool");
  redan_json_begin_object (json, "driver");
  redan_json_string (json, "name", "Redan");
  redan_json_string (json, "version", REDAN_VERSION);
  redan_json_begin_array (json, "rules");
}

void
redan_sarif_begin_results (RedanJson *json)
{
  redan_json_end_array (json);
  redan_json_end_object (json);
  redan_json_end_object (json);
  redan_json_begin_array (json, "results");
}

static void
write_notes (RedanJson *json, const GPtrArray *notes)
{
  redan_json_begin_array (json, "invocations");
  redan_json_begin_object (json, NULL);
  redan_json_boolean (json, "executionSuccessful", TRUE);
  redan_json_begin_array (json, "toolExecutionNotifications");
  for (guint i = 0; i < notes->len; i++)
    {
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "level", "note");
      redan_sarif_text (json, "message", g_ptr_array_index (notes, i));
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
  redan_json_end_object (json);
  redan_json_end_array (json);
}

gboolean
redan_sarif_end (RedanJson *json, const GPtrArray *notes)
{
  redan_json_end_array (json);
  if (notes != NULL && notes->len > 0)
    write_notes (json, notes);
  redan_json_end_object (json);
  redan_json_end_array (json);
  redan_json_end_object (json);
  return redan_json_finish (json);
}

void
redan_sarif_text (RedanJson *json, const char *key, const char *text)
{
  redan_json_begin_object (json, key);
  redan_json_string (json, "text", text);
  redan_json_end_object (json);
}

/* A path on the command line as a reference; views resolve it against the top of the repository. */
static char *
dup_uri (const char *path)
{
  if (g_str_equal (path, "-"))
    return g_strdup ("stdin");
  if (g_path_is_absolute (path))
    return g_filename_to_uri (path, NULL, NULL);

  return g_uri_escape_string (path, "/", FALSE);
}

/* What stands on no object, or came from a foreign format, stands on the file. */
static guint
get_line (GHashTable *lines, const RedanObject *object)
{
  RedanIdText id;
  guint line = 0;

  if (object != NULL && lines != NULL)
    line = GPOINTER_TO_UINT (g_hash_table_lookup (lines, redan_id_to_text (&object->id, id)));
  return MAX (line, 1);
}

void
redan_sarif_locations (RedanJson *json,
                       const char *path,
                       GHashTable *lines,
                       const RedanObject *object)
{
  g_autofree char *uri = dup_uri (path);
  RedanIdText id;

  redan_json_begin_array (json, "locations");
  redan_json_begin_object (json, NULL);
  redan_json_begin_object (json, "physicalLocation");
  redan_json_begin_object (json, "artifactLocation");
  redan_json_string (json, "uri", uri);
  redan_json_end_object (json);
  redan_json_begin_object (json, "region");
  redan_json_integer (json, "startLine", get_line (lines, object));
  redan_json_end_object (json);
  redan_json_end_object (json);
  if (object != NULL)
    {
      redan_json_begin_array (json, "logicalLocations");
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "fullyQualifiedName", redan_id_to_text (&object->id, id));
      redan_json_string (json, "kind", "element");
      redan_json_end_object (json);
      redan_json_end_array (json);
    }
  redan_json_end_object (json);
  redan_json_end_array (json);
}

void
redan_sarif_fingerprint (RedanJson *json, const char *rule, const char *subject)
{
  g_autofree char *text = g_strconcat (rule, " ", subject, NULL);
  g_autofree char *hash = redan_hash_text (text);

  redan_json_begin_object (json, "partialFingerprints");
  redan_json_string (json, "redanFinding/v1", hash);
  redan_json_end_object (json);
}
