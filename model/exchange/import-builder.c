/* SPDX-License-Identifier: Apache-2.0 */
/* Takes the events of an import: cleans text, checks values and keeps drafts of objects until all
 * references are known. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/import-builder-private.h"

#include "model/error.h"
#include "model/name.h"

#define LINE_LIMIT 4096
#define TEXT_LIMIT (1024 * 1024)
#define FOREIGN_LIMIT 8192
#define EXTRA_NAME_LIMIT 200
#define LOSS_TEXT_LIMIT 2000
#define INCLUDE_LIMIT 1000
#define LOSS_LIMIT 1000000

typedef struct
{
  RedanSection section;
  const char *foreign;
} DraftKey;

static guint
hash_key (gconstpointer data)
{
  const DraftKey *key = data;

  return g_str_hash (key->foreign) * 31 + key->section;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const DraftKey *one = a;
  const DraftKey *other = b;

  return one->section == other->section && strcmp (one->foreign, other->foreign) == 0;
}

static gboolean
stop (RedanImportBuilder *self, RedanModelError code, const char *message)
{
  if (self->error == NULL)
    self->error = g_error_new_literal (REDAN_MODEL_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
stop_out_of_order (RedanImportBuilder *self)
{
  return stop (self, REDAN_MODEL_ERROR_IMPORT,
               _ ("the import program spoke out of order; install redan-import and redan of the "
                  "same version"));
}

static RedanDraft *
get_current (RedanImportBuilder *self)
{
  return self->drafts->len == 0 ? NULL
                                : &g_array_index (self->drafts, RedanDraft, self->drafts->len - 1);
}

static guint
get_current_index (RedanImportBuilder *self)
{
  return self->drafts->len == 0 ? REDAN_NO_DRAFT : self->drafts->len - 1;
}

/* Length of a character that text may not have, else 0. */
static guint
match_illegal (const guchar *at)
{
  if (at[0] < 0x20)
    return at[0] == '\t' || at[0] == '\n' ? 0 : 1;
  return at[0] == 0xef && at[1] == 0xbf && at[2] >= 0xbe ? 3 : 0;
}

static gboolean
is_clean (const char *text, gsize limit, gboolean breaks)
{
  gsize i;

  for (i = 0; text[i] != '\0'; i++)
    {
      if (match_illegal ((const guchar *) text + i) > 0 || (text[i] == '\n' && !breaks))
        return FALSE;
    }

  return i <= limit && g_utf8_validate_len (text, i, NULL);
}

char *
redan_clean_text (
    const char *text, gsize limit, gboolean breaks, guint *n_removed_out, gboolean *joined_out)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) clean = NULL;

  *n_removed_out = 0;
  *joined_out = FALSE;
  if (is_clean (text, limit, breaks))
    return NULL;

  valid = g_utf8_make_valid (text, -1);
  clean = g_string_sized_new (MIN (strlen (valid), limit));
  for (const char *at = valid; *at != '\0';)
    {
      guint length = (guint) (g_utf8_next_char (at) - at);
      gboolean line_end = *at == '\n' || *at == '\r';

      if (at[0] == '\r' && at[1] == '\n')
        length = 2;
      if (clean->len + (line_end ? 1 : length) > limit)
        break;

      if (line_end && breaks)
        g_string_append_c (clean, '\n');
      else if (line_end)
        {
          g_string_append_c (clean, ' ');
          *joined_out = TRUE;
        }
      else if (match_illegal ((const guchar *) at) > 0)
        (*n_removed_out)++;
      else
        g_string_append_len (clean, at, length);
      at += length;
    }

  return g_string_free (g_steal_pointer (&clean), FALSE);
}

void
redan_import_builder_lose (RedanImportBuilder *self,
                           RedanLossKind kind,
                           guint draft,
                           const char *place,
                           const char *format,
                           ...)
{
  g_autofree char *text = NULL;
  RedanDraftLoss loss = { .kind = kind, .draft = draft };
  va_list arguments;

  if (self->losses->len > LOSS_LIMIT)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->losses->len == LOSS_LIMIT)
    {
      loss.draft = 0;
      loss.text = _ ("further lines are not listed");
    }
  else
    {
      loss.place = place != NULL ? redan_strings_store (self->strings, place, -1) : NULL;
      loss.text = redan_strings_store (self->strings, text, -1);
    }
  g_array_append_val (self->losses, loss);
}

static void
append_entry (RedanImportBuilder *self, RedanField field, const char *key, const char *value)
{
  RedanDraftEntry entry = { field, REDAN_N_SECTIONS, key, value, 0, 0 };

  g_array_append_val (self->entries, entry);
  get_current (self)->n_entries++;
}

static void
append_extra (RedanImportBuilder *self, const char *name, const char *value)
{
  append_entry (self, REDAN_FIELD_EXTRA, redan_strings_intern (self->strings, name, -1),
                redan_strings_store (self->strings, value, -1));
}

/* Lists what cleaning changed; the original of joined lines stays as an extra, so that nothing is
 * lost. */
static char *
clean_value (
    RedanImportBuilder *self, const char *tag, const char *value, gsize limit, gboolean breaks)
{
  guint n_removed;
  gboolean joined;
  char *clean = redan_clean_text (value, limit, breaks, &n_removed, &joined);
  gsize length = strlen (value);

  if (clean == NULL)
    return g_strdup (value);

  if (n_removed > 0)
    redan_import_builder_lose (
        self, REDAN_LOSS_REPAIRED, get_current_index (self), NULL,
        g_dngettext (GETTEXT_PACKAGE, "\"%s\" had %u control character, which was removed",
                     "\"%s\" had %u control characters, which were removed", n_removed),
        tag, n_removed);
  if (length > limit)
    redan_import_builder_lose (self, REDAN_LOSS_DROPPED, get_current_index (self), NULL,
                               _ ("\"%s\" is longer than %u bytes; the rest is cut"), tag,
                               (guint) limit);
  if (joined)
    {
      guint n_ignored;
      gboolean ignored;
      g_autofree char *whole = redan_clean_text (value, TEXT_LIMIT, TRUE, &n_ignored, &ignored);

      append_extra (self, tag, whole != NULL ? whole : value);
      redan_import_builder_lose (self, REDAN_LOSS_REPAIRED, get_current_index (self), NULL,
                                 _ ("\"%s\" had line breaks, which became spaces; it is kept as it "
                                    "was as a remark"),
                                 tag);
    }

  return clean;
}

static gboolean
sink_object (RedanEventSink *sink, RedanSection section, const char *foreign_id)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  RedanDraft draft = {
    .section = section, .first_entry = self->entries->len, .line = self->line, .file = self->file
  };
  DraftKey *key;

  if ((self->drafts->len == 0) != (section == REDAN_SECTION_META) ||
      section == REDAN_SECTION_CONFLICT || strlen (foreign_id) > FOREIGN_LIMIT)
    return stop_out_of_order (self);
  if (self->drafts->len >= REDAN_MODEL_MAX_OBJECTS)
    return stop (self, REDAN_MODEL_ERROR_LIMIT,
                 _ ("the file has too many objects; split the model"));

  self->line = 0;
  draft.foreign = redan_strings_store (self->strings, foreign_id, -1);
  key = g_new (DraftKey, 1);
  *key = (DraftKey){ section, draft.foreign };
  if (!g_hash_table_insert (self->by_foreign, key, GUINT_TO_POINTER (self->drafts->len)))
    return stop_out_of_order (self);

  g_array_append_val (self->drafts, draft);
  return TRUE;
}

guint
redan_import_builder_find (RedanImportBuilder *self, RedanSection section, const char *foreign)
{
  DraftKey key = { section, foreign };
  gpointer index;

  if (!g_hash_table_lookup_extended (self->by_foreign, &key, NULL, &index))
    return REDAN_NO_DRAFT;
  return GPOINTER_TO_UINT (index);
}

/* A value that the schema refuses stays as an extra. */
static void
refuse_value (RedanImportBuilder *self, const char *tag, const char *value, const char *reason)
{
  guint n_removed;
  gboolean joined;
  g_autofree char *clean = redan_clean_text (value, TEXT_LIMIT, TRUE, &n_removed, &joined);

  append_extra (self, tag, clean != NULL ? clean : value);
  redan_import_builder_lose (self, REDAN_LOSS_DROPPED, get_current_index (self), NULL,
                             _ ("kept only as a remark: %s"), reason);
}

/* Blank lines at the ends of a name say nothing, but they were there. */
static char *
trim_lines (RedanImportBuilder *self, const char *tag, char *lines)
{
  g_autofree char *whole = lines;
  char *trimmed = redan_text_trim_lines (whole);

  if (strcmp (trimmed, whole) != 0)
    redan_import_builder_lose (self, REDAN_LOSS_REPAIRED, get_current_index (self), NULL,
                               _ ("\"%s\" had blank lines at its ends, which were removed"), tag);
  return trimmed;
}

static gboolean
sink_field (RedanEventSink *sink, RedanField field, const char *key, const char *value)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  const RedanDraft *draft = get_current (self);
  const RedanFieldInfo *info = draft != NULL ? redan_field_get_info (draft->section, field) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *clean = NULL;
  gboolean breaks;
  gboolean word;

  if (info == NULL || info->references != 0 || info->type == REDAN_VALUE_REFERENCE ||
      info->keyed != (key != NULL) || field == REDAN_FIELD_EXTRA)
    return stop_out_of_order (self);

  breaks = info->type == REDAN_VALUE_TEXT || info->type == REDAN_VALUE_LINES;
  clean = clean_value (self, info->tag, value != NULL ? value : "",
                       info->type == REDAN_VALUE_TEXT ? TEXT_LIMIT : LINE_LIMIT, breaks);
  if (info->type == REDAN_VALUE_LINES)
    clean = trim_lines (self, info->tag, g_steal_pointer (&clean));
  if (*clean == '\0' && !info->keyed)
    return TRUE;
  if (!redan_field_check_value (self->schema, draft->section, field, key, clean, &error))
    {
      refuse_value (self, info->tag, clean, error->message);
      return TRUE;
    }

  word = info->type != REDAN_VALUE_LINE && !breaks;
  append_entry (self, field, redan_strings_intern (self->strings, key != NULL ? key : "", -1),
                word ? redan_strings_intern (self->strings, clean, -1)
                     : redan_strings_store (self->strings, clean, -1));
  return TRUE;
}

static gboolean
sink_attribute (RedanEventSink *sink, const char *name, const char *value)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  const RedanDraft *draft = get_current (self);
  g_autofree char *clean = NULL;
  g_autoptr (GError) error = NULL;
  RedanField field;
  gboolean set;

  if (draft == NULL)
    return stop_out_of_order (self);

  clean = clean_value (self, name, value, LINE_LIMIT, FALSE);
  field = redan_field_lookup (self->schema, draft->section, FALSE, name, -1);
  if (redan_field_get_attribute (self->schema, field) == NULL)
    {
      g_autofree char *reason =
          g_strdup_printf (_ ("%s is %s, but a %s has no such attribute"), name, clean,
                           redan_section_get_tag (draft->section));

      refuse_value (self, name, clean, reason);
      return TRUE;
    }

  set = redan_field_is_keyed (self->schema, field);
  if (!redan_field_check_value (self->schema, draft->section, field, set ? clean : "",
                                set ? "" : clean, &error))
    {
      refuse_value (self, name, clean, error->message);
      return TRUE;
    }

  append_entry (self, field, redan_strings_intern (self->strings, set ? clean : "", -1),
                redan_strings_intern (self->strings, set ? "" : clean, -1));
  return TRUE;
}

static gboolean
sink_reference (RedanEventSink *sink,
                RedanField field,
                RedanSection section,
                const char *foreign_id)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  RedanDraft *draft = get_current (self);
  const RedanFieldInfo *info = draft != NULL ? redan_field_get_info (draft->section, field) : NULL;
  RedanDraftEntry entry = { .field = field, .refers = section, .key = "", .value = "" };

  if (info == NULL || (info->references == 0 && info->type != REDAN_VALUE_REFERENCE &&
                       info->type != REDAN_VALUE_NAME))
    return stop_out_of_order (self);
  if (info->references != 0 && (info->references & (1u << section)) == 0)
    return stop_out_of_order (self);

  if (info->keyed)
    entry.key = redan_strings_store (self->strings, foreign_id, -1);
  else
    entry.value = redan_strings_store (self->strings, foreign_id, -1);
  g_array_append_val (self->entries, entry);
  draft->n_entries++;
  return TRUE;
}

/* From px to units of 1/8 px, rounded, into the range. */
static gint32
convert (double pixels, double minimum, double maximum, gboolean *clamped)
{
  double units = pixels * REDAN_UNITS_PER_PIXEL;

  units += units < 0 ? -0.5 : 0.5;
  if (units > minimum - 1 && units < maximum + 1)
    return (gint32) units;

  *clamped = TRUE;
  return (gint32) CLAMP (units, minimum, maximum);
}

static void
lose_clamped (RedanImportBuilder *self, gboolean clamped)
{
  if (clamped)
    redan_import_builder_lose (
        self, REDAN_LOSS_REPAIRED, get_current_index (self), NULL,
        _ ("was drawn outside the range of coordinates or without a size; moved to its edge"));
}

static gboolean
check_placeable (RedanImportBuilder *self, RedanField field)
{
  const RedanDraft *draft = get_current (self);

  return draft != NULL && redan_field_get_info (draft->section, field) != NULL;
}

static gboolean
sink_place (RedanEventSink *sink,
            const char *foreign_diagram,
            double x,
            double y,
            double width,
            double height)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  RedanDraftEntry entry = { .field = REDAN_FIELD_PLACE, .refers = REDAN_SECTION_DIAGRAM };
  g_autofree char *text = NULL;
  gboolean clamped = FALSE;
  RedanBox box;

  if (!check_placeable (self, REDAN_FIELD_PLACE))
    return stop_out_of_order (self);

  /* The far corner is in range, too. */
  box.x = convert (x, -REDAN_COORDINATE_LIMIT, REDAN_COORDINATE_LIMIT - 1, &clamped);
  box.y = convert (y, -REDAN_COORDINATE_LIMIT, REDAN_COORDINATE_LIMIT - 1, &clamped);
  box.width = convert (width, 1, REDAN_COORDINATE_LIMIT - box.x, &clamped);
  box.height = convert (height, 1, REDAN_COORDINATE_LIMIT - box.y, &clamped);
  lose_clamped (self, clamped);

  text = redan_place_format (&box);
  entry.key = redan_strings_store (self->strings, foreign_diagram, -1);
  entry.value = redan_strings_store (self->strings, text, -1);
  g_array_append_val (self->entries, entry);
  get_current (self)->n_entries++;
  return TRUE;
}

static gboolean
sink_point (RedanEventSink *sink, const char *foreign_diagram, double x, double y)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  RedanDraft *draft = get_current (self);
  RedanDraftEntry *last = NULL;
  gboolean clamped = FALSE;
  RedanPoint point;

  if (!check_placeable (self, REDAN_FIELD_ROUTE))
    return stop_out_of_order (self);

  point.x = convert (x, -REDAN_COORDINATE_LIMIT, REDAN_COORDINATE_LIMIT, &clamped);
  point.y = convert (y, -REDAN_COORDINATE_LIMIT, REDAN_COORDINATE_LIMIT, &clamped);
  lose_clamped (self, clamped);

  for (guint i = 0; i < draft->n_entries && last == NULL; i++)
    {
      RedanDraftEntry *entry =
          &g_array_index (self->entries, RedanDraftEntry, draft->first_entry + i);

      if (entry->field == REDAN_FIELD_ROUTE && strcmp (entry->key, foreign_diagram) == 0)
        last = entry;
    }

  if (last == NULL)
    {
      RedanDraftEntry entry = { .field = REDAN_FIELD_ROUTE,
                                .refers = REDAN_SECTION_DIAGRAM,
                                .key = redan_strings_store (self->strings, foreign_diagram, -1),
                                .value = "",
                                .first_point = self->points->len };

      g_array_append_val (self->entries, entry);
      draft->n_entries++;
      last = &g_array_index (self->entries, RedanDraftEntry, self->entries->len - 1);
    }
  else if (last->first_point + last->n_points != self->points->len)
    return stop_out_of_order (self); /* the routes of an object come one after the other */

  g_array_append_val (self->points, point);
  last->n_points++;
  return TRUE;
}

static gboolean
sink_extra (RedanEventSink *sink, const char *name, const char *value)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  g_autofree char *clean = NULL;
  g_autofree char *cleaned_name = NULL;
  guint n_removed;
  gboolean joined;

  if (get_current (self) == NULL || *name == '\0')
    return get_current (self) != NULL || stop_out_of_order (self);

  cleaned_name = redan_clean_text (name, EXTRA_NAME_LIMIT, FALSE, &n_removed, &joined);
  clean = clean_value (self, name, value, TEXT_LIMIT, TRUE);
  if (cleaned_name == NULL || *cleaned_name != '\0')
    append_extra (self, cleaned_name != NULL ? cleaned_name : name, clean);
  return TRUE;
}

static gboolean
sink_loss (RedanEventSink *sink, RedanLossKind kind, const char *place, const char *text)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  const guint before = self->losses->len;
  guint n_removed;
  gboolean joined;
  g_autofree char *clean = redan_clean_text (text, LOSS_TEXT_LIMIT, FALSE, &n_removed, &joined);
  g_autofree char *clean_place = NULL;

  if (place != NULL)
    clean_place = redan_clean_text (place, LOSS_TEXT_LIMIT, FALSE, &n_removed, &joined);

  redan_import_builder_lose (self, kind, place != NULL ? REDAN_NO_DRAFT : get_current_index (self),
                             clean_place != NULL ? clean_place : place, "%s",
                             clean != NULL ? clean : text);
  if (self->losses->len > before)
    {
      g_array_index (self->losses, RedanDraftLoss, before).line = self->line;
      g_array_index (self->losses, RedanDraftLoss, before).file = self->file;
    }
  self->line = 0;
  return TRUE;
}

static gboolean
sink_line (RedanEventSink *sink, const char *file, guint line)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;
  guint n_removed;
  gboolean joined;
  g_autofree char *clean = NULL;

  self->line = line;
  self->file = NULL;
  if (file == NULL)
    return TRUE;
  clean = redan_clean_text (file, LOSS_TEXT_LIMIT, FALSE, &n_removed, &joined);
  self->file = redan_strings_intern (self->strings, clean != NULL ? clean : file, -1);
  return TRUE;
}

static gboolean
sink_include (RedanEventSink *sink, const char *path)
{
  RedanImportBuilder *self = (RedanImportBuilder *) sink;

  if (self->includes->len >= INCLUDE_LIMIT)
    return stop (self, REDAN_MODEL_ERROR_LIMIT, _ ("the model includes too many files; join them"));
  g_ptr_array_add (self->includes, g_strdup (path));
  return TRUE;
}

static const RedanEventSink builder_functions = {
  .object = sink_object,
  .field = sink_field,
  .attribute = sink_attribute,
  .reference = sink_reference,
  .place = sink_place,
  .point = sink_point,
  .extra = sink_extra,
  .include = sink_include,
  .line = sink_line,
  .loss = sink_loss,
};

RedanImportBuilder *
redan_import_builder_new (RedanSchema *schema)
{
  RedanImportBuilder *self = g_new0 (RedanImportBuilder, 1);

  self->sink = builder_functions;
  self->schema = redan_schema_ref (schema);
  self->model = redan_model_new (schema);
  self->strings = redan_model_get_strings (self->model);
  self->drafts = g_array_new (FALSE, FALSE, sizeof (RedanDraft));
  self->entries = g_array_new (FALSE, FALSE, sizeof (RedanDraftEntry));
  self->points = g_array_new (FALSE, FALSE, sizeof (RedanPoint));
  self->losses = g_array_new (FALSE, FALSE, sizeof (RedanDraftLoss));
  self->includes = g_ptr_array_new_with_free_func (g_free);
  self->by_foreign = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
  return self;
}

void
redan_import_builder_free (RedanImportBuilder *self)
{
  g_array_unref (self->drafts);
  g_array_unref (self->entries);
  g_array_unref (self->points);
  g_array_unref (self->losses);
  g_ptr_array_unref (self->includes);
  g_hash_table_unref (self->by_foreign);
  g_clear_pointer (&self->model, redan_model_unref);
  redan_schema_unref (self->schema);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
redan_import_builder_name_model (RedanImportBuilder *self, const char *title)
{
  const RedanDraft *meta =
      self->drafts->len > 0 ? &g_array_index (self->drafts, RedanDraft, 0) : NULL;
  guint n_removed;
  gboolean joined;
  g_autofree char *clean = NULL;

  if (meta == NULL || title == NULL)
    return FALSE;
  for (guint i = 0; i < meta->n_entries; i++)
    if (g_array_index (self->entries, RedanDraftEntry, meta->first_entry + i).field ==
        REDAN_FIELD_NAME)
      return FALSE;

  clean = redan_clean_text (title, LINE_LIMIT, FALSE, &n_removed, &joined);
  self->title = redan_strings_store (self->strings, clean != NULL ? clean : title, -1);
  return *self->title != '\0';
}

const char *
redan_import_builder_get_source (const RedanImportBuilder *self)
{
  return self->drafts->len > 0 ? g_array_index (self->drafts, RedanDraft, 0).foreign : NULL;
}

void
redan_import_builder_set_source (RedanImportBuilder *self, const char *source)
{
  if (self->drafts->len > 0)
    g_array_index (self->drafts, RedanDraft, 0).foreign =
        redan_strings_store (self->strings, source, -1);
}

RedanEventSink *
redan_import_builder_get_sink (RedanImportBuilder *self)
{
  return &self->sink;
}

GPtrArray *
redan_import_builder_get_includes (RedanImportBuilder *self)
{
  return self->includes;
}

GError *
redan_import_builder_take_error (RedanImportBuilder *self)
{
  return g_steal_pointer (&self->error);
}
