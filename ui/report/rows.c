/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows of a model as it stands: counts and losses. */

#include "ui/report/rows.h"

#include "ui/report/inherited.h"
#include "ui/report/json.h"

static guint
count_kind (const RedanModel *model, const char *kind, const char *other)
{
  guint n = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
  guint count = 0;

  for (guint i = 0; i < n; i++)
    {
      const char *value = redan_object_get (redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i),
                                            REDAN_FIELD_KIND);
      count += g_strcmp0 (value, kind) == 0 || (other != NULL && g_strcmp0 (value, other) == 0);
    }
  return count;
}

void
redan_rows_count (const RedanModel *model, RedanModelCounts *counts_out)
{
  /* Actors and external systems are the external entities of a data-flow diagram: both are outside
   * our control, and count as one kind. */
  *counts_out = (RedanModelCounts){
    .actors = count_kind (model, "actor", "external"),
    .processes = count_kind (model, "process", NULL),
    .stores = count_kind (model, "store", NULL),
    .flows = redan_model_get_n (model, REDAN_SECTION_FLOW),
    .boundaries = redan_model_get_n (model, REDAN_SECTION_BOUNDARY),
    .assets = redan_model_get_n (model, REDAN_SECTION_ASSET),
    .threats = redan_model_get_n (model, REDAN_SECTION_THREAT),
    .mitigations = redan_model_get_n (model, REDAN_SECTION_MITIGATION),
    .assumptions = redan_model_get_n (model, REDAN_SECTION_ASSUMPTION),
    .diagrams = redan_model_get_n (model, REDAN_SECTION_DIAGRAM),
  };
}

gboolean
redan_rows_info_json (const RedanModel *model,
                      const RedanModel *whole,
                      RedanRowSink sink,
                      gpointer user_data)
{
  g_autoptr (GPtrArray) inherited = redan_inherited_list (whole);
  RedanModelCounts counts;
  RedanJson json;

  redan_rows_count (model, &counts);
  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  redan_json_integer (&json, "actors", counts.actors);
  redan_json_integer (&json, "processes", counts.processes);
  redan_json_integer (&json, "stores", counts.stores);
  redan_json_integer (&json, "flows", counts.flows);
  redan_json_integer (&json, "boundaries", counts.boundaries);
  redan_json_integer (&json, "assets", counts.assets);
  redan_json_integer (&json, "threats", counts.threats);
  redan_json_integer (&json, "mitigations", counts.mitigations);
  redan_json_integer (&json, "assumptions", counts.assumptions);
  redan_json_integer (&json, "diagrams", counts.diagrams);
  if (whole != model)
    redan_json_integer (&json, "inherited", inherited->len);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}

gboolean
redan_rows_losses_json (const GPtrArray *losses, RedanRowSink sink, gpointer user_data)
{
  RedanJson json;

  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "losses");
  for (guint i = 0; i < losses->len; i++)
    {
      const RedanLoss *loss = g_ptr_array_index (losses, i);
      RedanIdText id;

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "kind", redan_loss_kind_get_word (loss->kind));
      redan_json_string (&json, "object",
                         redan_id_is_null (&loss->object) ? NULL
                                                          : redan_id_to_text (&loss->object, id));
      redan_json_string (&json, "place", loss->place);
      redan_json_string (&json, "text", loss->text);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}
