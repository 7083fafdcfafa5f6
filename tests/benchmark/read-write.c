/* SPDX-License-Identifier: Apache-2.0 */
/* Times reading and writing of a .redan file, and xmlTextWriter writing the same bytes for
 * comparison. */

#include <libxml/xmlwriter.h>
#include <string.h>
#include <sys/resource.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "tests/benchmark/clock.h"

#define N_ROUNDS 5

static const xmlChar *
to_xml (const char *text)
{
  return (const xmlChar *) text;
}

static void
write_element (xmlTextWriterPtr writer, const char *indent, const char *tag, const char *text)
{
  xmlTextWriterWriteString (writer, to_xml (indent));
  xmlTextWriterStartElement (writer, to_xml (tag));
  xmlTextWriterWriteString (writer, to_xml (text));
  xmlTextWriterEndElement (writer);
}

static void
write_parts (xmlTextWriterPtr writer, const char *value, guint n_parts)
{
  static const char *const names[] = { "x", "y", "width", "height" };
  g_auto (GStrv) numbers = g_strsplit (value, " ", 0);

  for (guint i = 0; i < n_parts; i++)
    write_element (writer, "\n   ", names[i], numbers[i]);
}

static void
write_points (xmlTextWriterPtr writer, const char *value)
{
  g_auto (GStrv) numbers = g_strsplit (value, " ", 0);

  for (guint i = 0; numbers[i] != NULL; i += 2)
    {
      xmlTextWriterWriteString (writer, to_xml ("\n   "));
      xmlTextWriterStartElement (writer, to_xml ("point"));
      xmlTextWriterWriteAttribute (writer, to_xml ("x"), to_xml (numbers[i]));
      xmlTextWriterWriteAttribute (writer, to_xml ("y"), to_xml (numbers[i + 1]));
      xmlTextWriterEndElement (writer);
    }
}

static void
write_pack (xmlTextWriterPtr writer, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, " ", 2);

  xmlTextWriterWriteAttribute (writer, to_xml ("version"), to_xml (parts[0]));
  if (parts[1] != NULL)
    xmlTextWriterWriteAttribute (writer, to_xml ("hash"), to_xml (parts[1]));
}

static void
write_keyed (xmlTextWriterPtr writer, const RedanFieldInfo *info, const RedanEntry *entry)
{
  const char *key = entry->key;
  g_autofree char *format = NULL;

  xmlTextWriterWriteString (writer, to_xml ("\n  "));
  xmlTextWriterStartElement (writer, to_xml (info->tag));
  if (info->type == REDAN_VALUE_EXTRA)
    {
      format = g_strndup (key, strcspn (key, "/"));
      key += strlen (format) + 1;
      xmlTextWriterWriteAttribute (writer, to_xml ("format"), to_xml (format));
    }
  xmlTextWriterWriteAttribute (writer, to_xml (format != NULL ? "key" : info->key_tag),
                               to_xml (key));
  switch (info->type)
    {
    case REDAN_VALUE_PLACE:
      write_parts (writer, entry->value, 4);
      break;
    case REDAN_VALUE_POINT:
      write_parts (writer, entry->value, 2);
      break;
    case REDAN_VALUE_POINTS:
      write_points (writer, entry->value);
      break;
    case REDAN_VALUE_PACK:
      write_pack (writer, entry->value);
      xmlTextWriterEndElement (writer);
      return;
    default:
      xmlTextWriterWriteString (writer, to_xml (entry->value));
      xmlTextWriterFullEndElement (writer);
      return;
    }
  xmlTextWriterWriteString (writer, to_xml ("\n  "));
  xmlTextWriterFullEndElement (writer);
}

static void
write_object (xmlTextWriterPtr writer, RedanSchema *schema, const RedanObject *object)
{
  RedanIdText id;
  guint i = 0;

  xmlTextWriterWriteString (writer, to_xml ("\n "));
  xmlTextWriterStartElement (writer, to_xml (redan_section_get_tag (object->section)));
  if (object->section != REDAN_SECTION_META && object->section != REDAN_SECTION_FACT)
    xmlTextWriterWriteAttribute (writer, to_xml ("id"),
                                 to_xml (redan_id_to_text (&object->id, id)));
  for (; i < object->n_entries && object->entries[i].field < REDAN_FIELD_NAME; i++)
    xmlTextWriterWriteAttribute (writer,
                                 to_xml (redan_field_get_tag (schema, object->entries[i].field)),
                                 to_xml (object->entries[i].value));
  for (; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      const RedanFieldInfo *info = redan_field_get_info (object->section, entry->field);
      if (info != NULL && info->key_tag != NULL)
        write_keyed (writer, info, entry);
      else
        write_element (writer, "\n  ", redan_field_get_tag (schema, entry->field),
                       entry->key[0] != '\0' ? entry->key : entry->value);
    }
  xmlTextWriterWriteString (writer, to_xml ("\n "));
  xmlTextWriterFullEndElement (writer);
}

static GBytes *
write_with_library (const RedanModel *model)
{
  RedanSchema *schema = redan_model_get_schema (model);
  xmlBufferPtr buffer = xmlBufferCreate ();
  xmlTextWriterPtr writer = xmlNewTextWriterMemory (buffer, 0);

  xmlTextWriterStartDocument (writer, "1.0", "UTF-8", NULL);
  xmlTextWriterStartElement (writer, to_xml ("threat-model"));
  xmlTextWriterWriteAttribute (writer, to_xml ("format"), to_xml ("1"));
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n = redan_model_get_n (model, section);
      for (guint i = 0; i < n; i++)
        write_object (writer, schema, redan_model_get_nth (model, section, i));
    }
  xmlTextWriterWriteString (writer, to_xml ("\n"));
  xmlTextWriterFullEndElement (writer);
  xmlTextWriterEndDocument (writer);
  xmlFreeTextWriter (writer);
  GBytes *bytes = g_bytes_new (xmlBufferContent (buffer), (gsize) xmlBufferLength (buffer));
  xmlBufferFree (buffer);
  return bytes;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  double best[3] = { G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE };
  long peak = 0;

  if (argc != 2)
    {
      g_printerr ("usage: read-write FILE.redan\n");
      return 2;
    }
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  g_autoptr (RedanSchema) schema = source == NULL ? NULL : redan_schema_load (source, &error);
  for (guint round = 0; schema != NULL && round < N_ROUNDS; round++)
    {
      struct rusage usage;
      double times[4];
      times[0] = cpu_ms ();
      g_autoptr (RedanModel) model = redan_canonical_read_file (schema, argv[1], &error);
      if (model == NULL)
        break;
      times[1] = cpu_ms ();
      if (round == 0 && getrusage (RUSAGE_SELF, &usage) == 0)
        peak = usage.ru_maxrss;
      g_autoptr (GBytes) own = redan_canonical_write (model);
      times[2] = cpu_ms ();
      g_autoptr (GBytes) library = write_with_library (model);
      times[3] = cpu_ms ();
      if (!g_bytes_equal (own, library))
        {
          g_printerr ("read-write: xmlTextWriter wrote other bytes: the comparison is void\n");
          return 1;
        }
      for (guint i = 0; i < G_N_ELEMENTS (best); i++)
        best[i] = MIN (best[i], times[i + 1] - times[i]);
    }
  if (error != NULL)
    {
      g_printerr ("read-write: %s\n", error->message);
      return 2;
    }

  g_print ("read_cpu_ms %.1f\nwrite_cpu_ms %.1f\nxmltextwriter_cpu_ms %.1f\npeak_rss_kb %ld\n",
           best[0], best[1], best[2], peak);
  return 0;
}
