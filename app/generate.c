/* SPDX-License-Identifier: Apache-2.0 */
/* redan-generate: writes a large, plausible, reproducible model for benchmarks and for trying out
 * the window. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "model/canonical-writer.h"
#include "model/geometry.h"
#include "model/snapshot.h"

#define PIXELS(n) ((n) *REDAN_UNITS_PER_PIXEL)
#define ELEMENT_WIDTH PIXELS (160)
#define ELEMENT_HEIGHT PIXELS (80)
#define GAP PIXELS (48)
#define MARGIN PIXELS (40)
#define OUTSIDE G_MAXUINT
#define MAX_ELEMENTS 1000000
#define FIRST_DAY 45290 /* 2024-01-01 */

typedef struct
{
  guint n_elements;
  guint n_flows;
  guint n_assets;
  guint64 seed;
} Options;

typedef enum
{
  ACTOR,
  PROCESS,
  STORE,
  N_GROUPS,
} Group;

typedef struct
{
  RedanId id;
  guint parent;
  gboolean is_account;
  RedanBox box;
  guint n_elements; /* inside, not counting nested boundaries */
  guint n_placed;
  guint columns;
  gint32 next_child_x; /* where the next nested boundary goes, relative to the box */
} Zone;

typedef struct
{
  RedanId id;
  Group group;
  guint zone;
  guint flow; /* a flow that ends here, or G_MAXUINT */
} Node;

typedef struct
{
  Options options;
  guint64 state;
  RedanSchema *schema;
  RedanModel *model;
  RedanIdText diagram;
  GArray *entries; /* of RedanEntry: the object being built */
  GPtrArray *objects;
  Zone *zones;
  guint n_zones;
  Node *nodes;
  guint **members; /* per zone, and last the outside: its nodes */
  guint *n_members;
  RedanId *flows;
} Generator;

static const char *const group_kinds[] = { "actor", "process", "store" };

static const char *const actor_techs[] = {
  "human", "browser", "mobile-app", "desktop-app", "iot-device",
};
static const char *const process_techs[] = {
  "load-balancer",
  "web-server",
  "app-server",
  "api-gateway",
  "function",
  "function",
  "container",
  "container",
  "orchestrator",
  "vm",
  "vm",
  "batch-job",
  "ci-server",
  "message-queue",
  "event-bus",
  "bastion",
  "identity-provider",
  "llm",
  "cdn",
  "waf",
  "vpn-gateway",
  "workflow-engine",
  "dns",
  "mail-server",
  "firewall",
};
static const char *const store_techs[] = {
  "relational-db",  "relational-db",     "nosql-db",  "object-store", "object-store",
  "file-store",     "block-store",       "cache",     "log-store",    "secret-store",
  "data-warehouse", "search-index",      "key-store", "backup-vault", "source-repo",
  "vector-store",   "artifact-registry",
};
static const char *const zone_kinds[] = {
  "account", "account", "account", "on-prem", "trust-zone", "partner", "vpc", "k8s-cluster",
};
static const char *const nested_kinds[] = {
  "vpc", "subnet", "security-group", "k8s-namespace", "host", "trust-zone",
};
static const char *const protocols[] = {
  "https", "https",   "https", "http", "tls", "grpc", "sql",
  "amqp",  "aws-api", "ssh",   "tcp",  "wss", "smtp",
};

/* Attributes that most elements have; about half of them are set. Others are set on one element in
 * ten. */
static const char *const common_attributes[] = {
  "custom_code",     "exposure",         "environment",      "authn",    "mfa",        "authz",
  "priv_level",      "iam_scope",        "credentials",      "enc_rest", "rate_limit", "logging",
  "monitoring",      "input_validation", "redundancy",       "hardened", "patching",   "vuln_scan",
  "resource_policy", "backup",           "secrets_location", "egress",   NULL,
};

/* splitmix64, Steele, Lea and Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
static guint64
next_random (Generator *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static guint
random_below (Generator *self, guint limit)
{
  return (next_random (self) >> 32) * limit >> 32;
}

static gboolean
chance (Generator *self, guint percent)
{
  return random_below (self, 100) < percent;
}

#define PICK(self, array) ((array)[random_below (self, G_N_ELEMENTS (array))])

static RedanId
random_id (Generator *self)
{
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  RedanId id;
  guint64 bits = 0;

  for (guint i = 0; i < REDAN_ID_LENGTH; i++)
    {
      if (i % 8 == 0)
        bits = next_random (self);
      id.text[i] = digits[bits & 31];
      bits >>= 5;
    }
  return id;
}

static void
add_keyed (Generator *self, RedanField field, const char *key, const char *value)
{
  RedanEntry entry = { redan_model_intern (self->model, key),
                       redan_model_intern (self->model, value), field };

  g_array_append_val (self->entries, entry);
}

static void
add (Generator *self, RedanField field, const char *value)
{
  add_keyed (self, field, "", value);
}

static void
add_id (Generator *self, RedanField field, const RedanId *id)
{
  RedanIdText text;

  add (self, field, redan_id_to_text (id, text));
}

static void
add_reference (Generator *self, RedanField field, const RedanId *id)
{
  RedanIdText text;

  add_keyed (self, field, redan_id_to_text (id, text), "");
}

static void
add_name (Generator *self, const char *word, guint number)
{
  g_autofree char *name = g_strdup_printf ("%c%s %u", g_ascii_toupper (word[0]), word + 1, number);

  add (self, REDAN_FIELD_NAME, name);
}

static void
add_date (Generator *self, RedanField field)
{
  char date[11];

  redan_days_to_date (FIRST_DAY + random_below (self, 730), date);
  add (self, field, date);
}

static void
add_number (Generator *self, RedanField field, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  add (self, field, text);
}

/* Sets an attribute to one of the values that the schema allows; free strings and references are
 * left out. */
static void
add_random_value (Generator *self, const RedanAttribute *attribute)
{
  RedanField field = REDAN_FIELD_ATTRIBUTE + attribute->index;

  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_ENUM:
    case REDAN_ATTRIBUTE_TRI:
    case REDAN_ATTRIBUTE_RATING:
      if (attribute->n_values > 0)
        add (self, field, attribute->values[random_below (self, attribute->n_values)]);
      break;
    case REDAN_ATTRIBUTE_SET:
      for (guint i = 0; i < attribute->n_values; i++)
        if (chance (self, 25))
          add_keyed (self, field, attribute->values[i], "");
      break;
    case REDAN_ATTRIBUTE_INTEGER:
      add_number (self, field,
                  attribute->minimum +
                      random_below (self, MIN (attribute->maximum - attribute->minimum + 1, 400)));
      break;
    case REDAN_ATTRIBUTE_DATE:
      add_date (self, field);
      break;
    case REDAN_ATTRIBUTE_STRING:
    case REDAN_ATTRIBUTE_REFERENCE:
    case REDAN_ATTRIBUTE_FACT:
    case REDAN_ATTRIBUTE_FACT_DATE:
      break;
    }
}

/* Attributes of @scope, each with the chance of @percent, or @rare for one that is not among
 * @common. */
static void
add_random_attributes (
    Generator *self, RedanScope scope, const char *const *common, guint percent, guint rare)
{
  guint n = redan_schema_get_n_attributes (self->schema);

  for (guint i = 0; i < n; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (self->schema, i);
      if (attribute->scope != scope || attribute->structural || !attribute->stored ||
          strcmp (attribute->name, "tech") == 0 || strcmp (attribute->name, "protocol") == 0)
        continue;
      gboolean is_common = common == NULL || g_strv_contains (common, attribute->name);
      if (chance (self, is_common ? percent : rare))
        add_random_value (self, attribute);
    }
}

/* Sets an attribute by name, if this schema has it with such a value. */
static void
add_attribute (Generator *self, RedanScope scope, const char *name, const char *value)
{
  const RedanAttribute *attribute = redan_schema_lookup (self->schema, scope, name, -1);

  if (attribute != NULL && redan_attribute_check (attribute, value, NULL))
    add (self, REDAN_FIELD_ATTRIBUTE + attribute->index, value);
}

static void
finish_object (Generator *self, RedanSection section, const RedanId *id)
{
  RedanEntry *entries = (RedanEntry *) (gpointer) self->entries->data;
  guint n = 0;

  g_array_sort (self->entries, redan_entry_compare);
  for (guint i = 0; i < self->entries->len; i++)
    if (n == 0 || redan_entry_compare (&entries[n - 1], &entries[i]) != 0)
      entries[n++] = entries[i];
  g_ptr_array_add (self->objects, redan_object_new (section, id, entries, n));
  g_array_set_size (self->entries, 0);
}

static void
add_place (Generator *self, const RedanBox *box)
{
  g_autofree char *place = redan_place_format (box);

  add_keyed (self, REDAN_FIELD_PLACE, self->diagram, place);
}

static void
plan_zones (Generator *self)
{
  self->n_zones = MAX (self->options.n_elements / 20, 1);
  self->zones = g_new0 (Zone, self->n_zones);
  for (guint i = 0; i < self->n_zones; i++)
    {
      self->zones[i].id = random_id (self);
      self->zones[i].parent = OUTSIDE;
      /* One in five lies in an earlier one, which keeps the nesting shallow and free of circles. */
      if (i % 5 == 4)
        self->zones[i].parent = random_below (self, i);
    }
}

static void
plan_nodes (Generator *self)
{
  guint n = self->options.n_elements;
  g_autofree guint *filled = g_new0 (guint, self->n_zones + 1);

  self->nodes = g_new0 (Node, n);
  self->members = g_new0 (guint *, self->n_zones + 1);
  self->n_members = g_new0 (guint, self->n_zones + 1);
  for (guint i = 0; i < n; i++)
    {
      Node *node = &self->nodes[i];
      guint part = random_below (self, 10);
      node->id = random_id (self);
      node->group = part < 2 ? ACTOR : part < 7 ? PROCESS : STORE;
      node->zone = chance (self, 5) ? self->n_zones : random_below (self, self->n_zones);
      node->flow = G_MAXUINT;
      self->n_members[node->zone]++;
    }
  for (guint i = 0; i <= self->n_zones; i++)
    self->members[i] = g_new (guint, self->n_members[i] + 1);
  for (guint i = 0; i < n; i++)
    {
      guint zone = self->nodes[i].zone;
      self->members[zone][filled[zone]++] = i;
    }
  for (guint i = 0; i < self->n_zones; i++)
    self->zones[i].n_elements = self->n_members[i];
}

/* Rows and columns of elements in a zone: as square as possible. */
static guint
count_columns (guint n_elements)
{
  guint columns = 1;

  while (columns * columns < n_elements)
    columns++;
  return columns;
}

static gint32
elements_height (const Zone *zone)
{
  return (zone->n_elements + zone->columns - 1) / zone->columns * (ELEMENT_HEIGHT + GAP);
}

/* Sizes from the innermost outwards (a nested zone comes after the one around it), then places
 * inwards. */
static void
place_zones (Generator *self)
{
  gint64 area = 0;
  gint32 x = 0;
  gint32 y = 0;
  gint32 row_height = 0;
  gint32 row_width = PIXELS (400);

  for (guint i = self->n_zones; i-- > 0;)
    {
      Zone *zone = &self->zones[i];
      zone->columns = count_columns (zone->n_elements);
      /* So far the box holds the sizes that nested zones asked for. */
      zone->box.width =
          MAX (zone->box.width, (gint32) zone->columns * (ELEMENT_WIDTH + GAP)) + 2 * MARGIN;
      zone->box.height += elements_height (zone) + 2 * MARGIN;
      if (zone->parent == OUTSIDE)
        {
          area += (gint64) (zone->box.width + GAP) * (zone->box.height + GAP);
          continue;
        }
      Zone *outer = &self->zones[zone->parent];
      outer->box.width += zone->box.width + GAP;
      outer->box.height = MAX (outer->box.height, zone->box.height + GAP);
    }

  while ((gint64) row_width * row_width < area * 3 / 2)
    row_width += row_width / 8;
  for (guint i = 0; i < self->n_zones; i++)
    {
      Zone *zone = &self->zones[i];
      zone->next_child_x = MARGIN;
      if (zone->parent != OUTSIDE)
        {
          Zone *outer = &self->zones[zone->parent];
          zone->box.x = outer->box.x + outer->next_child_x;
          zone->box.y = outer->box.y + MARGIN + elements_height (outer);
          outer->next_child_x += zone->box.width + GAP;
          continue;
        }
      if (x > 0 && x + zone->box.width > row_width)
        {
          x = 0;
          y += row_height + GAP;
          row_height = 0;
        }
      zone->box.x = x;
      zone->box.y = y;
      x += zone->box.width + GAP;
      row_height = MAX (row_height, zone->box.height);
    }
}

static void
build_zones (Generator *self)
{
  for (guint i = 0; i < self->n_zones; i++)
    {
      Zone *zone = &self->zones[i];
      const char *kind =
          zone->parent == OUTSIDE ? PICK (self, zone_kinds) : PICK (self, nested_kinds);
      zone->is_account = strcmp (kind, "account") == 0;
      add (self, REDAN_FIELD_KIND, kind);
      if (zone->parent != OUTSIDE)
        add_id (self, REDAN_FIELD_PARENT, &self->zones[zone->parent].id);
      add_name (self, kind, i + 1);
      add_random_attributes (self, REDAN_SCOPE_BOUNDARY, NULL, 50, 50);
      if (zone->is_account)
        {
          g_autofree char *number = g_strdup_printf ("%012u", 100000000u + i);
          add_attribute (self, REDAN_SCOPE_ACCOUNT, "account_id", number);
          add_random_attributes (self, REDAN_SCOPE_ACCOUNT, NULL, 50, 50);
        }
      add_place (self, &zone->box);
      finish_object (self, REDAN_SECTION_BOUNDARY, &zone->id);
    }
}

static void
build_nodes (Generator *self)
{
  guint n_outside = 0;

  for (guint i = 0; i < self->options.n_elements; i++)
    {
      Node *node = &self->nodes[i];
      RedanBox box = { .width = ELEMENT_WIDTH, .height = ELEMENT_HEIGHT };
      gboolean external = node->group == ACTOR && chance (self, 25);
      const char *tech = node->group == ACTOR     ? PICK (self, actor_techs)
                         : node->group == PROCESS ? PICK (self, process_techs)
                                                  : PICK (self, store_techs);

      add (self, REDAN_FIELD_KIND, external ? "external" : group_kinds[node->group]);
      add_name (self, external ? "partner system" : tech, i + 1);
      if (!external)
        add_attribute (self, REDAN_SCOPE_ELEMENT, "tech", tech);
      add_random_attributes (self, REDAN_SCOPE_ELEMENT, common_attributes,
                             node->group == ACTOR ? 15 : 50, node->group == ACTOR ? 2 : 10);
      if (node->zone == self->n_zones)
        {
          /* A column on the left, outside every boundary; a new column after 500. */
          box.x = -(gint32) (n_outside / 500 + 1) * (ELEMENT_WIDTH + GAP);
          box.y = (gint32) (n_outside % 500) * (ELEMENT_HEIGHT + GAP);
          n_outside++;
        }
      else
        {
          Zone *zone = &self->zones[node->zone];
          add_id (self, REDAN_FIELD_PARENT, &zone->id);
          box.x = zone->box.x + MARGIN +
                  (gint32) (zone->n_placed % zone->columns) * (ELEMENT_WIDTH + GAP);
          box.y = zone->box.y + MARGIN +
                  (gint32) (zone->n_placed / zone->columns) * (ELEMENT_HEIGHT + GAP);
          zone->n_placed++;
        }
      add_place (self, &box);
      finish_object (self, REDAN_SECTION_ELEMENT, &node->id);
    }
}

/* Sources are seldom stores and targets seldom actors; 60 % of the flows stay in the boundary of
 * their source. */
static void
choose_ends (Generator *self, guint *source_out, guint *target_out)
{
  guint n = self->options.n_elements;
  guint source = random_below (self, n);

  for (guint i = 0; i < 4 && self->nodes[source].group == STORE; i++)
    source = random_below (self, n);

  guint zone = self->nodes[source].zone;
  gboolean inside = chance (self, 60) && self->n_members[zone] > 1;
  guint target = source;
  for (guint i = 0; i < 6 || target == source; i++)
    {
      target = inside ? self->members[zone][random_below (self, self->n_members[zone])]
                      : random_below (self, n);
      if (target != source && self->nodes[target].group != ACTOR)
        break;
    }
  *source_out = source;
  *target_out = target;
}

static void
build_flows (Generator *self)
{
  self->flows = g_new0 (RedanId, self->options.n_flows + 1);
  for (guint i = 0; i < self->options.n_flows; i++)
    {
      guint source;
      guint target;
      const char *protocol = PICK (self, protocols);

      choose_ends (self, &source, &target);
      self->flows[i] = random_id (self);
      self->nodes[target].flow = i;
      add_id (self, REDAN_FIELD_SOURCE, &self->nodes[source].id);
      add_id (self, REDAN_FIELD_TARGET, &self->nodes[target].id);
      add_name (self, protocol, i + 1);
      if (chance (self, 20))
        add (self, REDAN_FIELD_BIDIRECTIONAL, "yes");
      add_attribute (self, REDAN_SCOPE_FLOW, "protocol", protocol);
      add_random_attributes (self, REDAN_SCOPE_FLOW, NULL, 40, 40);
      finish_object (self, REDAN_SECTION_FLOW, &self->flows[i]);
    }
}

/* An element of the group, or any when 64 draws find none. */
static guint
choose_node (Generator *self, Group group)
{
  guint node = random_below (self, self->options.n_elements);

  for (guint i = 0; i < 64 && self->nodes[node].group != group; i++)
    node = random_below (self, self->options.n_elements);
  return node;
}

static void
build_assets (Generator *self)
{
  for (guint i = 0; i < self->options.n_assets; i++)
    {
      RedanId id = random_id (self);
      guint store = choose_node (self, STORE);
      guint n_processes = random_below (self, 3);

      add_name (self, "data", i + 1);
      add_random_attributes (self, REDAN_SCOPE_ASSET, NULL, 70, 70);
      add_reference (self, REDAN_FIELD_STORED, &self->nodes[store].id);
      for (guint j = 0; j < n_processes; j++)
        add_reference (self, REDAN_FIELD_PROCESSED, &self->nodes[choose_node (self, PROCESS)].id);
      if (self->nodes[store].flow != G_MAXUINT)
        add_reference (self, REDAN_FIELD_CARRIED, &self->flows[self->nodes[store].flow]);
      finish_object (self, REDAN_SECTION_ASSET, &id);
    }
}

static void
build_facts (Generator *self)
{
  guint n = redan_schema_get_n_attributes (self->schema);

  for (guint i = 0; i < n; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (self->schema, i);
      RedanId id = redan_fact_id (attribute->name);
      if (attribute->scope != REDAN_SCOPE_PROGRAMME || !chance (self, 50))
        continue;
      add (self, REDAN_FIELD_KEY, attribute->name);
      if (attribute->type == REDAN_ATTRIBUTE_FACT_DATE)
        add_date (self, REDAN_FIELD_VALUE);
      else if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
        add_number (self, REDAN_FIELD_VALUE, MAX (attribute->minimum, 90));
      else
        {
          add (self, REDAN_FIELD_VALUE,
               attribute->values[random_below (self, attribute->n_values)]);
          add_date (self, REDAN_FIELD_DATE);
        }
      finish_object (self, REDAN_SECTION_FACT, &id);
    }
}

static void
build_frame (Generator *self, const RedanId *diagram)
{
  RedanId meta = redan_meta_id ();
  g_autofree char *name =
      g_strdup_printf ("Generated model of %u elements", self->options.n_elements);

  add (self, REDAN_FIELD_NAME, name);
  finish_object (self, REDAN_SECTION_META, &meta);
  add (self, REDAN_FIELD_NAME, "Overview");
  finish_object (self, REDAN_SECTION_DIAGRAM, diagram);
}

static void
generate (Generator *self)
{
  RedanId diagram = random_id (self);

  redan_id_to_text (&diagram, self->diagram);
  self->entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
  self->objects = g_ptr_array_new ();
  plan_zones (self);
  plan_nodes (self);
  place_zones (self);
  build_frame (self, &diagram);
  build_zones (self);
  build_nodes (self);
  build_flows (self);
  build_assets (self);
  build_facts (self);
  redan_model_put_all (self->model, (RedanObject **) self->objects->pdata, self->objects->len);
}

static void
generator_clear (Generator *self)
{
  for (guint i = 0; self->members != NULL && i <= self->n_zones; i++)
    g_free (self->members[i]);
  g_free (self->members);
  g_free (self->n_members);
  g_free (self->zones);
  g_free (self->nodes);
  g_free (self->flows);
  g_array_unref (self->entries);
  g_ptr_array_unref (self->objects);
  redan_model_unref (self->model);
  redan_schema_unref (self->schema);
}

static gboolean
write_model (const Options *options, const char *path, GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, error);
  Generator generator = { .options = *options, .state = options->seed };

  if (source == NULL)
    return FALSE;
  generator.schema = redan_schema_load (source, error);
  if (generator.schema == NULL)
    return FALSE;
  generator.model = redan_model_new (generator.schema);
  generate (&generator);
  gboolean written = redan_canonical_write_file (generator.model, path, error);
  generator_clear (&generator);
  return written;
}

/* A number option, or @otherwise when it was not given; -1 when it is out of range. */
static gint64
read_number (const char *text, gint64 minimum, gint64 maximum, gint64 otherwise)
{
  gint64 number;

  if (text == NULL)
    return otherwise;
  return g_ascii_string_to_signed (text, 10, minimum, maximum, &number, NULL) ? number : -1;
}

int
main (int argc, char **argv)
{
  g_autofree char *flows = NULL;
  g_autofree char *assets = NULL;
  g_autofree char *seed = NULL;
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "flows", 0, 0, G_OPTION_ARG_STRING, &flows, N_ ("Number of flows (2.5 for each element)"),
      "F" },
    { "assets", 0, 0, G_OPTION_ARG_STRING, &assets,
      N_ ("Number of data assets (one for ten elements)"), "A" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &seed, N_ ("Another seed gives another model"), "S" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, N_ ("N OUT.redan") },
    { NULL },
  };

  setlocale (LC_ALL, "");
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("redan-generate: %s\n", error->message);
      return 2;
    }
  if (rest == NULL || g_strv_length (rest) != 2)
    {
      g_printerr (_ ("redan-generate: expected two arguments: number of elements, output file\n"));
      return 2;
    }

  gint64 n_elements = read_number (rest[0], 1, MAX_ELEMENTS, -1);
  gint64 n_flows =
      read_number (flows, 0, 3 * MAX_ELEMENTS, n_elements > 1 ? n_elements * 5 / 2 : 0);
  gint64 n_assets = read_number (assets, 0, MAX_ELEMENTS, n_elements / 10);
  gint64 seed_number = read_number (seed, 0, G_MAXINT64, 1);
  if (n_elements < 0 || n_flows < 0 || n_assets < 0 || seed_number < 0 ||
      (n_elements == 1 && n_flows > 0) ||
      n_elements + n_elements / 20 + n_flows + n_assets > REDAN_MODEL_MAX_OBJECTS - 1000)
    {
      g_printerr (
          _ ("redan-generate: a number is out of range; at most %d elements and %d objects, flows "
             "need two elements\n"),
          MAX_ELEMENTS, REDAN_MODEL_MAX_OBJECTS);
      return 2;
    }

  Options options = { n_elements, n_flows, n_assets, seed_number };
  if (!write_model (&options, rest[1], &error))
    {
      g_printerr ("redan-generate: %s\n", error->message);
      return 2;
    }
  return 0;
}
