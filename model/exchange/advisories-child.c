/* SPDX-License-Identifier: Apache-2.0 */
/* The import child for advisories: checks the whole text, then parses one entry at a time. */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/advisories.h"
#include "model/exchange/child-private.h"
#include "model/exchange/json.h"
#include "model/snapshot.h"

#define MAX_FILE ((gsize) 256 * 1024 * 1024)
#define READ_SIZE ((gsize) 1024 * 1024)
#define MAX_TEXT 400
#define MAX_PRODUCTS 60
#define MAX_PRODUCT_DEPTH 12

typedef struct
{
  guint8 *data;
  gsize length;
  GString *out;
  gboolean failed; /* nobody listens */

  GArray *entries;  /* gsize: where members of a list of entries begin */
  gboolean in_list; /* the root is a list */
  gboolean is_kev;
  gboolean is_bundle;
} Child;

/* ---- texts ---- */

static const char *
get_string (const json_t *object, const char *key)
{
  const char *text = json_string_value (json_object_get (object, key));

  return text != NULL ? text : "";
}

/* Lists keep their separator. */
static void
append_field (GString *out, const char *text, gsize limit)
{
  import_child_append_field (out, text, limit, '\x1f');
}

/* The day of "2024-01-31T..." or "2024-01-31", "" when it is none. */
static void
copy_day (const char *text, char day[11])
{
  guint days;

  g_strlcpy (day, text, 11);
  if (strlen (day) != 10 || !redan_days_from_date (day, &days))
    day[0] = '\0';
}

typedef struct
{
  const char *source;
  const char *id;
  const char *title;
  const char *date;
  const char *vector;
  GString *products;
  guint n_products;
  GString *cves;
  gboolean known_exploited;
} Entry;

static void
init_entry (Entry *self, const char *source)
{
  *self = (Entry){ .source = source, .id = "", .title = "", .date = "", .vector = "" };
  self->products = g_string_new (NULL);
  self->cves = g_string_new (NULL);
}

static void
add_product (Entry *self, const char *name)
{
  g_autofree char *clean = g_strndup (name, 200);
  char *end;

  if (name[0] == '\0' || self->n_products >= MAX_PRODUCTS)
    return;
  if (!g_utf8_validate (clean, -1, (const char **) &end))
    *end = '\0';
  g_strdelimit (clean, "\x1f", ' ');
  g_string_append_printf (self->products, "%s%s", self->n_products++ > 0 ? "\x1f" : "", clean);
}

static void
add_cve (Entry *self, const char *cve)
{
  if (g_str_has_prefix (cve, "CVE-") && strlen (cve) < 30 && self->cves->len < 600)
    g_string_append_printf (self->cves, "%s%s", self->cves->len > 0 ? " " : "", cve);
}

/* Says the entry when it has an identifier, and frees it. */
static void
say_entry (Child *self, Entry *entry)
{
  char day[11];

  copy_day (entry->date, day);
  if (entry->id[0] != '\0')
    {
      g_string_append_c (self->out, 'A');
      append_field (self->out, entry->source, 10);
      append_field (self->out, entry->id, 60);
      append_field (self->out, entry->title, MAX_TEXT);
      append_field (self->out, day, 10);
      append_field (self->out, entry->vector, 300);
      append_field (self->out, entry->products->str, 10000);
      append_field (self->out, entry->cves->str, 600);
      g_string_append_printf (self->out, "\t%d\n", entry->known_exploited);
    }
  g_string_free (entry->products, TRUE);
  g_string_free (entry->cves, TRUE);
  if (self->out->len > READ_SIZE)
    import_child_flush (self->out, &self->failed);
}

/* ---- formats ---- */

/* CISA: an entry of the catalogue of known exploited vulnerabilities, schema of 2021 and later. */
static void
read_kev (Child *self, const json_t *object)
{
  g_autofree char *product =
      g_strconcat (get_string (object, "vendorProject"), " ", get_string (object, "product"), NULL);
  Entry entry;

  init_entry (&entry, "kev");
  entry.id = get_string (object, "cveID");
  entry.title = get_string (object, "vulnerabilityName");
  entry.date = get_string (object, "dateAdded");
  entry.known_exploited = TRUE;
  add_product (&entry, get_string (object, "product"));
  add_product (&entry, product);
  add_cve (&entry, entry.id);
  say_entry (self, &entry);
}

/* ATT&CK in STIX 2: techniques, and the platforms that they are used on. */
static void
read_stix (Child *self, const json_t *object)
{
  const json_t *references = json_object_get (object, "external_references");
  const json_t *platforms = json_object_get (object, "x_mitre_platforms");
  const json_t *member;
  Entry entry;
  size_t i;

  if (strcmp (get_string (object, "type"), "attack-pattern") != 0 ||
      json_is_true (json_object_get (object, "revoked")) ||
      json_is_true (json_object_get (object, "x_mitre_deprecated")))
    return;
  init_entry (&entry, "attack");
  entry.title = get_string (object, "name");
  entry.date = get_string (object, "modified");
  json_array_foreach (references, i,
                      member) if (g_str_has_prefix (get_string (member, "source_name"), "mitre-"))
      entry.id = get_string (member, "external_id");
  json_array_foreach (platforms, i, member) if (json_is_string (member))
      add_product (&entry, json_string_value (member));
  say_entry (self, &entry);
}

/* OSV schema 1.x */
static void
read_osv (Child *self, const json_t *object)
{
  const json_t *affected = json_object_get (object, "affected");
  const json_t *aliases = json_object_get (object, "aliases");
  const json_t *severity = json_object_get (object, "severity");
  const json_t *member;
  Entry entry;
  size_t i;

  if (get_string (object, "withdrawn")[0] != '\0')
    return;
  init_entry (&entry, "osv");
  entry.id = get_string (object, "id");
  entry.title = get_string (object, "summary");
  if (entry.title[0] == '\0')
    entry.title = get_string (object, "details");
  entry.date = get_string (object, "modified");
  add_cve (&entry, entry.id);
  json_array_foreach (aliases, i, member) if (json_is_string (member))
      add_cve (&entry, json_string_value (member));
  json_array_foreach (affected, i, member)
      add_product (&entry, get_string (json_object_get (member, "package"), "name"));
  json_array_foreach (severity, i,
                      member) if (g_str_has_prefix (get_string (member, "score"), "CVSS:"))
      entry.vector = get_string (member, "score");
  say_entry (self, &entry);
}

/* CSAF 2.0, section 3.2.3: products stand in branches of any depth. */
static void
read_branches (Entry *entry, const json_t *tree, guint depth)
{
  const json_t *branches = json_object_get (tree, "branches");
  const json_t *branch;
  size_t i;

  if (depth > MAX_PRODUCT_DEPTH)
    return;
  json_array_foreach (branches, i, branch)
  {
    if (strcmp (get_string (branch, "category"), "product_name") == 0)
      add_product (entry, get_string (branch, "name"));
    read_branches (entry, branch, depth + 1);
  }
}

static const char *
find_vector (const json_t *vulnerability)
{
  static const char *const keys[] = { "cvss_v4", "cvss_v3" };
  const json_t *scores = json_object_get (vulnerability, "scores");
  const json_t *score;
  size_t i;

  json_array_foreach (scores, i, score) for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
  {
    const char *vector = get_string (json_object_get (score, keys[j]), "vectorString");

    if (vector[0] != '\0')
      return vector;
  }
  return "";
}

static void
read_csaf (Child *self, const json_t *object)
{
  const json_t *document = json_object_get (object, "document");
  const json_t *tracking = json_object_get (document, "tracking");
  const json_t *tree = json_object_get (object, "product_tree");
  const json_t *names = json_object_get (tree, "full_product_names");
  const json_t *vulnerabilities = json_object_get (object, "vulnerabilities");
  const json_t *member;
  Entry entry;
  size_t i;

  init_entry (&entry, "csaf");
  entry.id = get_string (tracking, "id");
  entry.title = get_string (document, "title");
  entry.date = get_string (tracking, "current_release_date");
  read_branches (&entry, tree, 0);
  json_array_foreach (names, i, member) add_product (&entry, get_string (member, "name"));
  json_array_foreach (vulnerabilities, i, member)
  {
    add_cve (&entry, get_string (member, "cve"));
    if (entry.vector[0] == '\0')
      entry.vector = find_vector (member);
  }
  say_entry (self, &entry);
}

/* ---- the file ---- */

static gboolean
visit (const RedanJsonPlace *place, gpointer data)
{
  Child *self = data;
  gsize at = self->length - place->length;

  if (place->ends || place->depth > 2)
    return TRUE;
  if (place->depth == 1)
    {
      self->in_list |= place->keys[0][0] == '\0';
      self->is_kev |= strcmp (place->keys[0], "catalogVersion") == 0;
      self->is_bundle |= strcmp (place->keys[0], "objects") == 0;
      if (self->in_list)
        g_array_append_val (self->entries, at);
    }
  else if (!self->in_list && (strcmp (place->keys[0], "vulnerabilities") == 0 ||
                              strcmp (place->keys[0], "objects") == 0))
    g_array_append_val (self->entries, at);
  return TRUE;
}

static gboolean
read_entry (Child *self, gsize at, guint *n_known, GError **error)
{
  gsize problem = 0;
  g_autoptr (json_t) object =
      redan_json_parse_part (self->data + at, self->length - at, &problem, error);

  if (object == NULL)
    {
      redan_json_prefix_place (self->data, at + problem, error);
      return FALSE;
    }
  *n_known += 1;
  if (self->is_kev && json_object_get (object, "cveID") != NULL)
    read_kev (self, object);
  else if (self->is_bundle && get_string (object, "type")[0] != '\0')
    read_stix (self, object);
  else if (get_string (json_object_get (object, "document"), "csaf_version")[0] != '\0')
    read_csaf (self, object);
  else if (get_string (object, "id")[0] != '\0' && get_string (object, "modified")[0] != '\0')
    read_osv (self, object);
  else
    *n_known -= 1;
  return TRUE;
}

static gboolean
read_entries (Child *self, GError **error)
{
  gsize start = self->length >= 3 && memcmp (self->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  guint n_known = 0;

  if (self->length == 0 || !redan_json_scan (self->data, self->length, visit, self, error))
    {
      if (self->length == 0)
        g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                             _ ("1:1: the file is empty; expected CSAF, OSV, the catalogue of CISA "
                                "or ATT&CK as STIX"));
      return FALSE;
    }
  if (!self->in_list && !self->is_kev && !self->is_bundle)
    {
      g_array_set_size (self->entries, 0);
      while (g_ascii_isspace ((char) self->data[start]))
        start++;
      g_array_append_val (self->entries, start);
    }
  for (guint i = 0; i < self->entries->len; i++)
    if (!read_entry (self, g_array_index (self->entries, gsize, i), &n_known, error))
      return FALSE;

  if (n_known > 0 || (self->is_kev && self->entries->len == 0))
    return TRUE;
  g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                       _ ("1:1: nothing in it is an advisory; expected CSAF, OSV, the catalogue of "
                          "CISA or ATT&CK as STIX"));
  return FALSE;
}

static gboolean
read_input (Child *self, GError **error)
{
  gsize room = READ_SIZE;

  self->data = g_malloc (room);
  for (;;)
    {
      gssize n =
          import_child_read (STDIN_FILENO, self->data + self->length, room - self->length, error);

      if (n <= 0)
        return n == 0;
      self->length += (gsize) n;
      if (self->length > MAX_FILE)
        {
          g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                       _ ("1:1: the file is larger than %zu MiB; split it"),
                       MAX_FILE / 1024 / 1024);
          return FALSE;
        }
      if (self->length == room)
        {
          room = MIN (2 * room, MAX_FILE + 1);
          self->data = g_realloc (self->data, room);
        }
    }
}

int
redan_advisories_child_run (void)
{
  g_autoptr (GError) error = NULL;
  Child self = { 0 };

  self.out = g_string_new (NULL);
  self.entries = g_array_new (FALSE, FALSE, sizeof (gsize));
  if (import_child_confine (FALSE, &error) && read_input (&self, &error))
    (void) read_entries (&self, &error);
  if (error != NULL)
    {
      g_string_append_printf (self.out, "E\t%d", error->code);
      append_field (self.out, error->message, 2000);
      g_string_append_c (self.out, '\n');
    }
  else
    g_string_append (self.out, "Z\n");
  import_child_flush (self.out, &self.failed);
  g_array_unref (self.entries);
  g_string_free (self.out, TRUE);
  g_free (self.data);
  return self.failed ? 1 : 0;
}
