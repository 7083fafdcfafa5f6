/* SPDX-License-Identifier: Apache-2.0 */
/* Microsoft Threat Modeling Tool: the document and its pages. What is drawn is read in
 * tmt-shapes.c, the recorded threats in tmt-threats.c, the rules of the template by template.c. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/tmt-private.h"

#include "model/error.h"

#define PAGE_LIMIT 10000
#define NOTE_LIMIT 10000

const char *const redan_tmt_pictures[] = { "ImageSource", "ImageStream", "Image", NULL };

char *
redan_tmt_dup_word (const RedanForeignXmlNode *node, const char *name)
{
  return g_strstrip (g_strdup (redan_foreign_xml_text (node, name)));
}

/* The kinds of elements of the template, and its rules: what threats and shapes refer to. */
static void
index_template (RedanTmt *self, const RedanForeignXmlNode *base)
{
  static const char *const lists[] = { "GenericElements", "StandardElements" };
  const RedanForeignXmlNode *rules = redan_foreign_xml_find (base, "ThreatTypes");

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const RedanForeignXmlNode *list = redan_foreign_xml_find (base, lists[i]);
      const RedanForeignXmlNode *type = list != NULL ? list->first_child : NULL;

      for (; type != NULL; type = type->next)
        g_hash_table_insert (self->types, redan_tmt_dup_word (type, "Id"), (gpointer) type);
    }

  for (const RedanForeignXmlNode *rule = rules != NULL ? rules->first_child : NULL; rule != NULL;
       rule = rule->next)
    g_hash_table_add (self->rules, redan_tmt_dup_word (rule, "Id"));
}

static void
read_notes (RedanTmt *self, const RedanForeignXmlNode *notes)
{
  guint n = 0;

  for (const RedanForeignXmlNode *note = notes != NULL ? notes->first_child : NULL;
       note != NULL && n < NOTE_LIMIT; note = note->next)
    {
      g_autofree char *id = redan_tmt_dup_word (note, "Id");
      g_autofree char *name = g_strdup_printf ("note/%u/%s", ++n, id);
      g_autofree char *text = g_strdup_printf (
          "%s, %s: %s", redan_foreign_xml_text (note, "AddedBy"),
          redan_foreign_xml_text (note, "Date"), redan_foreign_xml_text (note, "Message"));

      redan_relay_keep (&self->relay, name, _ ("note"), text);
    }
}

/* What the template holds is read again when its rules are asked for. */
static void
list_template (RedanTmt *self, const RedanForeignXmlNode *base)
{
  const RedanForeignXmlNode *manifest = redan_foreign_xml_find (base, "Manifest");
  g_autofree char *name = redan_tmt_dup_word (manifest, "Name");
  g_autofree char *version = redan_tmt_dup_word (manifest, "Version");
  g_autofree char *template = g_strdup_printf ("%s %s", name, version);

  if (base == NULL)
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL, _ ("the file holds no template"));
      return;
    }

  redan_relay_extra (&self->relay, "template", g_strstrip (template));
  redan_relay_lose (
      &self->relay, REDAN_LOSS_DROPPED, NULL,
      _ ("its template \"%s\" (%u rules, %u kinds of elements, pictures) is not kept; "
         "keep this file or the .tb7 for threats --rules"),
      template, g_hash_table_size (self->rules), g_hash_table_size (self->types));
}

/** Choices: what is known of the attributes that can be set, while they are passed on */
typedef struct
{
  GHashTable *defined; /* name: RedanForeignXmlNode of the template */
  GHashTable *done;    /* names */
} Choices;

/* The first kind of element that has an attribute says what it is. */
static void
find_defined (const RedanForeignXmlNode *base, GHashTable *defined)
{
  static const char *const lists[] = { "GenericElements", "StandardElements" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const RedanForeignXmlNode *list = redan_foreign_xml_find (base, lists[i]);
      const RedanForeignXmlNode *type = list != NULL ? list->first_child : NULL;

      for (; type != NULL; type = type->next)
        {
          const RedanForeignXmlNode *all = redan_foreign_xml_find (type, "Attributes");
          const RedanForeignXmlNode *one = all != NULL ? all->first_child : NULL;

          for (; one != NULL; one = one->next)
            {
              g_autofree char *name = redan_tmt_dup_word (one, "Name");

              if (!g_hash_table_contains (defined, name))
                g_hash_table_insert (defined, g_steal_pointer (&name), (gpointer) one);
            }
        }
    }
}

/* What the template says of it; of what an older one left behind, what the shape says. A value of
 * several lines cannot be told from several values. */
static void
pass_attribute (RedanTmt *self, const RedanForeignXmlNode *property, const Choices *choices)
{
  g_autofree char *id = redan_tmt_dup_word (property, "Name");
  const RedanForeignXmlNode *defined = g_hash_table_lookup (choices->defined, id);
  const RedanForeignXmlNode *list = defined != NULL
                                        ? redan_foreign_xml_find (defined, "AttributeValues")
                                        : redan_foreign_xml_find (property, "Value");
  g_autofree char *title = redan_tmt_dup_word (defined != NULL ? defined : property, "DisplayName");
  g_autofree char *key = g_strconcat ("attribute/", id, NULL);
  g_autoptr (GString) lines = g_string_new (title);

  if (strchr (title, '\n') != NULL || list == NULL || *id == '\0' ||
      !g_hash_table_add (choices->done, g_strdup (id)))
    return;
  for (const RedanForeignXmlNode *item = list->first_child; item != NULL; item = item->next)
    {
      if (strpbrk (item->text, "\r\n") != NULL)
        return;
      g_string_append_printf (lines, "\n%s", item->text);
    }
  redan_relay_extra (&self->relay, key, lines->str);
}

static void
pass_attributes_of (RedanTmt *self, const RedanForeignXmlNode *shapes, const Choices *choices)
{
  for (const RedanForeignXmlNode *item = shapes != NULL ? shapes->first_child : NULL; item != NULL;
       item = item->next)
    {
      const RedanForeignXmlNode *all =
          redan_foreign_xml_find (redan_foreign_xml_find (item, "Value"), "Properties");

      for (const RedanForeignXmlNode *one = all != NULL ? all->first_child : NULL; one != NULL;
           one = one->next)
        if (redan_tmt_is_choice (one))
          pass_attribute (self, one, choices);
    }
}

/* What the attributes that can be set are called and which values they have. */
static void
list_attributes (RedanTmt *self, const RedanForeignXmlNode *root)
{
  const RedanForeignXmlNode *pages = redan_foreign_xml_find (root, "DrawingSurfaceList");
  Choices choices = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  find_defined (redan_foreign_xml_find (root, "KnowledgeBase"), choices.defined);
  for (const RedanForeignXmlNode *page = pages != NULL ? pages->first_child : NULL; page != NULL;
       page = page->next)
    {
      pass_attributes_of (self, redan_foreign_xml_find (page, "Borders"), &choices);
      pass_attributes_of (self, redan_foreign_xml_find (page, "Lines"), &choices);
    }
  g_hash_table_unref (choices.defined);
  g_hash_table_unref (choices.done);
}

static guint
count_children (const RedanForeignXmlNode *node)
{
  guint n = 0;

  for (const RedanForeignXmlNode *child = node != NULL ? node->first_child : NULL; child != NULL;
       child = child->next)
    n++;
  return n;
}

/* The first page says which model this is: the file has no id of its own. */
static void
read_meta (RedanTmt *self, const RedanForeignXmlNode *root)
{
  const RedanForeignXmlNode *about = redan_foreign_xml_find (root, "MetaInformation");
  const RedanForeignXmlNode *pages = redan_foreign_xml_find (root, "DrawingSurfaceList");
  guint n_checks = count_children (redan_foreign_xml_find (root, "Validations"));
  g_autofree char *page =
      redan_tmt_dup_word (redan_foreign_xml_find (pages, "DrawingSurfaceModel"), "Guid");
  g_autofree char *generates = redan_tmt_dup_word (root, "ThreatGenerationEnabled");
  g_autofree char *name = redan_tmt_dup_word (about, "ThreatModelName");
  const char *identity = *page != '\0' ? page : "0";
  gboolean repeated;
  g_autofree char *foreign =
      redan_relay_dup_claim (&self->relay, REDAN_SECTION_META, identity, &repeated);

  redan_relay_at_line (&self->relay, root->line);
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->object (self->relay.sink, REDAN_SECTION_META, foreign);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, name);
  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION,
                     redan_foreign_xml_text (about, "HighLevelSystemDescription"));
  redan_relay_field (&self->relay, REDAN_FIELD_OWNER, redan_foreign_xml_text (about, "Owner"));
  redan_relay_keep (&self->relay, "reviewer", "Reviewer",
                    redan_foreign_xml_text (about, "Reviewer"));
  redan_relay_keep (&self->relay, "contributors", "Contributors",
                    redan_foreign_xml_text (about, "Contributors"));
  redan_relay_keep (&self->relay, "external-dependencies", "ExternalDependencies",
                    redan_foreign_xml_text (about, "ExternalDependencies"));
  redan_relay_extra (&self->relay, "version", redan_foreign_xml_text (root, "Version"));
  if (g_ascii_strcasecmp (generates, "false") == 0)
    {
      redan_relay_extra (&self->relay, "generation", "false");
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("the generation of threats is switched off in this file; kept as a "
                           "remark, which threats --rules obeys"));
    }

  read_notes (self, redan_foreign_xml_find (root, "Notes"));
  list_template (self, redan_foreign_xml_find (root, "KnowledgeBase"));
  list_attributes (self, root);
  if (n_checks > 0)
    redan_relay_lose (
        &self->relay, REDAN_LOSS_DROPPED, NULL,
        g_dngettext (GETTEXT_PACKAGE, "%u message of its check of the drawing is not kept",
                     "%u messages of its check of the drawing are not kept", n_checks),
        n_checks);
}

static void
read_assumptions (RedanTmt *self, const RedanForeignXmlNode *about)
{
  g_autofree char *text = redan_tmt_dup_word (about, "Assumptions");
  g_auto (GStrv) lines = NULL;

  if (*text == '\0' || !self->relay.alive)
    return;

  redan_relay_at_line (&self->relay, about->line);
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->object (self->relay.sink, REDAN_SECTION_ASSUMPTION, "0");
  lines = g_strsplit_set (text, "\r\n", 2);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, lines[0]);
  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION, text);
  redan_relay_field (&self->relay, REDAN_FIELD_STATE, "unconfirmed");
}

static void
read_page (RedanTmt *self, const RedanForeignXmlNode *page, guint index)
{
  g_autofree char *guid = redan_tmt_dup_word (page, "Guid");
  g_autofree char *title = redan_tmt_dup_word (page, "Header");
  g_autofree char *zoom = redan_tmt_dup_word (page, "Zoom");
  g_autofree char *order = g_strdup_printf ("%u", index + 1);
  g_autofree char *wanted = *guid != '\0' ? g_strdup (guid) : g_strdup_printf ("#%u", index);
  g_autofree char *foreign = NULL;
  gboolean repeated;
  guint n_shapes = count_children (redan_foreign_xml_find (page, "Borders")) +
                   count_children (redan_foreign_xml_find (page, "Lines"));

  foreign = redan_relay_dup_claim (&self->relay, REDAN_SECTION_DIAGRAM, wanted, &repeated);
  self->diagram = foreign;
  redan_relay_at_line (&self->relay, page->line);
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->object (self->relay.sink, REDAN_SECTION_DIAGRAM, foreign);
  if (repeated)
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("another page has the id \"%s\", too; kept as a second one"), wanted);
  if (*title == '\0' && redan_tmt_get_name (page) != NULL)
    {
      g_free (title);
      title = g_strdup (redan_tmt_get_name (page));
    }
  if (*title == '\0')
    {
      g_free (title);
      title = g_strdup_printf (_ ("Diagram %u"), index + 1);
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL, _ ("had no title; called \"%s\""),
                        title);
    }
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, title);
  redan_relay_field (&self->relay, REDAN_FIELD_ORDER, order);
  redan_relay_extra (&self->relay, "id", guid);
  if (strcmp (zoom, "1") != 0)
    redan_relay_extra (&self->relay, "zoom", zoom);
  redan_tmt_pass_texts (self, REDAN_SECTION_DIAGRAM, page);
  if (n_shapes > 0)
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                      g_dngettext (GETTEXT_PACKAGE, "the stacking order of %u shape is not kept",
                                   "the stacking order of %u shapes is not kept", n_shapes),
                      n_shapes);
  redan_tmt_read_page (self, page);
  self->diagram = NULL;
}

static void
read_pages (RedanTmt *self, const RedanForeignXmlNode *pages)
{
  guint n = 0;

  for (const RedanForeignXmlNode *page = pages != NULL ? pages->first_child : NULL;
       page != NULL && self->relay.alive; page = page->next)
    {
      if (n < PAGE_LIMIT)
        read_page (self, page, n);
      else if (n == PAGE_LIMIT)
        redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, "DrawingSurfaceList",
                          _ ("more than %d pages; the rest is left out"), PAGE_LIMIT);
      n++;
    }
}

static void
list_first_values (RedanTmt *self)
{
  if (self->n_first > 0)
    redan_relay_lose (
        &self->relay, REDAN_LOSS_GUESSED, "Properties",
        g_dngettext (GETTEXT_PACKAGE,
                     "%u attribute was left at its first value; taken as unknown, kept "
                     "as a remark",
                     "%u attributes were left at their first value; taken as unknown, "
                     "kept as remarks",
                     self->n_first),
        self->n_first);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The template says what a column is called; those that were added to it are named by numbers. */
static const char *
find_label (const RedanForeignXmlNode *base, const char *column)
{
  const RedanForeignXmlNode *list = redan_foreign_xml_find (
      redan_foreign_xml_find (base, "ThreatMetaData"), "PropertiesMetaData");

  for (const RedanForeignXmlNode *at = list != NULL ? list->first_child : NULL; at != NULL;
       at = at->next)
    {
      const char *label = redan_foreign_xml_text (at, "Label");

      if (strcmp (redan_foreign_xml_text (at, "Name"), column) == 0 && *label != '\0')
        return label;
    }
  return column;
}

static void
list_columns (RedanTmt *self, const RedanForeignXmlNode *base)
{
  guint n_names;
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (self->columns, &n_names);

  if (n_names > 1)
    qsort (names, n_names, sizeof *names, compare_strings);
  for (guint i = 0; i < n_names; i++)
    {
      const char *name = names[i];
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->columns, name));

      redan_relay_lose (
          &self->relay, REDAN_LOSS_DROPPED, "ThreatInstances",
          g_dngettext (GETTEXT_PACKAGE,
                       "column \"%s\" of %u threat has no counterpart here and is kept "
                       "only as a remark",
                       "column \"%s\" of %u threats has no counterpart here and is "
                       "kept only as remarks",
                       n),
          find_label (base, name), n);
    }
}

static void
read_root (RedanTmt *self, const RedanForeignXmlNode *root)
{
  self->elements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->flows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  index_template (self, redan_foreign_xml_find (root, "KnowledgeBase"));
  read_meta (self, root);
  read_assumptions (self, redan_foreign_xml_find (root, "MetaInformation"));
  read_pages (self, redan_foreign_xml_find (root, "DrawingSurfaceList"));
  redan_tmt_read_threats (self, redan_foreign_xml_find (root, "ThreatInstances"));
  list_first_values (self);
  list_columns (self, redan_foreign_xml_find (root, "KnowledgeBase"));

  redan_relay_clear (&self->relay);
  g_hash_table_unref (self->elements);
  g_hash_table_unref (self->flows);
  g_hash_table_unref (self->types);
  g_hash_table_unref (self->rules);
  g_hash_table_unref (self->columns);
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  RedanTmt self = { 0 };
  g_autoptr (RedanForeignXml) tree =
      redan_foreign_xml_parse (data, length, redan_tmt_pictures, error);
  const RedanForeignXmlNode *root;

  if (tree == NULL)
    return FALSE;

  root = redan_foreign_xml_get_root (tree);
  if (strcmp (root->name, "KnowledgeBase") == 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%u:1: this is a template, not a model; use it with threats MODEL --rules"),
                   root->line);
      return FALSE;
    }
  if (strcmp (root->name, "ThreatModel") != 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%u:1: the root is \"%s\"; expected \"ThreatModel\" of the Microsoft Threat "
                      "Modeling Tool"),
                   root->line, root->name);
      return FALSE;
    }

  redan_relay_init (&self.relay, sink, NULL);
  read_root (&self, root);
  return TRUE;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  g_autofree char *root = redan_foreign_xml_looks_like (data, length)
                              ? redan_foreign_xml_peek_root (data, length)
                              : NULL;

  return g_strcmp0 (root, "ThreatModel") == 0 || g_strcmp0 (root, "KnowledgeBase") == 0 ? 90 : 0;
}

const RedanImporter redan_importer_tmt = {
  .name = "tmt",
  .family = "tmt",
  .title = "Microsoft Threat Modeling Tool",
  .begins = redan_foreign_xml_looks_like,
  .detect = detect,
  .parse = parse,
};
