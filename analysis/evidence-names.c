/* SPDX-License-Identifier: Apache-2.0 */
/* Names of checks and resources, and what they stand for in catalogue and model. */

#include "config.h"

#include "analysis/evidence-private.h"

#include <string.h>

/* Names of the same thing differ in case and separators: multi-region-cloudtrail-enabled,
 * MULTI_REGION_CLOUD_TRAIL_ENABLED. */
static char *
normalize (const char *source, const char *name)
{
  g_autoptr (GString) text = g_string_new (source);

  for (const char *at = name; *at != '\0'; at++)
    if (*at != '-' && *at != '_')
      g_string_append_c (text, g_ascii_tolower (*at));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_control (RedanCheckNames *self, const char *source, const char *name, guint32 control)
{
  g_autofree char *key = normalize (source, name);
  GArray *list = g_hash_table_lookup (self->controls, key);

  if (list == NULL)
    {
      list = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_hash_table_insert (self->controls, g_steal_pointer (&key), list);
    }
  g_array_append_val (list, control);
}

#define PROWLER "prowler:"
#define SECURITY_HUB "securityhub:"
#define CONFIG "config:"

void
check_names_init (RedanCheckNames *self, const RedanCatalogue *catalogue)
{
  static const char *const sources[][2] = { { "prowler", PROWLER },
                                            { "securityhub", SECURITY_HUB },
                                            { "config", CONFIG } };
  guint n_controls;
  guint n_checks;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, &n_controls);
  const RedanCheck *checks = redan_catalogue_get_checks (catalogue, &n_checks);

  self->catalogue = catalogue;
  self->controls =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->infos = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint32 i = 0; i < n_controls; i++)
    for (const char *const *at = controls[i].references; *at != NULL; at += 2)
      for (guint j = 0; j < G_N_ELEMENTS (sources); j++)
        {
          g_auto (GStrv) names =
              strcmp (at[0], sources[j][0]) == 0 ? g_strsplit (at[1], " ", -1) : NULL;

          for (guint k = 0; names != NULL && names[k] != NULL; k++)
            add_control (self, sources[j][1], names[k], i);
        }
  for (guint i = 0; i < n_checks; i++)
    g_hash_table_insert (self->infos, normalize ("", checks[i].id), (gpointer) &checks[i]);
}

void
check_names_clear (RedanCheckNames *self)
{
  g_hash_table_unref (self->controls);
  g_hash_table_unref (self->infos);
}

/* "-" and @n characters of @allowed at the end. */
static void
strip_suffix (char *name, gsize n, const char *allowed)
{
  gsize length = strlen (name);

  if (length > n + 1 && name[length - n - 1] == '-' && strspn (name + length - n, allowed) == n)
    name[length - n - 1] = '\0';
}

char *
check_name_strip_rule (const char *rule)
{
  static const char lower[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  static const char hex[] = "0123456789abcdef";
  char *name;
  char *pack;

  if (g_str_has_prefix (rule, "AWSControlTower_"))
    {
      rule += strlen ("AWSControlTower_");
      return g_strdup (g_str_has_prefix (rule, "AWS-GR_") ? rule + strlen ("AWS-GR_") : rule);
    }
  if (g_str_has_prefix (rule, "securityhub-"))
    {
      name = g_strdup (rule + strlen ("securityhub-"));
      strip_suffix (name, 8, hex);
      return name;
    }
  if (g_str_has_prefix (rule, "OrgConfigRule-"))
    {
      name = g_strdup (rule + strlen ("OrgConfigRule-"));
      strip_suffix (name, 8, lower);
      return name;
    }

  name = g_strdup (
      g_str_has_prefix (rule, "awsconfigconforms-") ? rule + strlen ("awsconfigconforms-") : rule);
  pack = strstr (name, "-conformance-pack-");
  if (pack != NULL)
    *pack = '\0';
  return name;
}

/* Looks a name up; what is known of it may say that it is the same as another. */
static const GArray *
find_name (const RedanCheckNames *self,
           const char *source,
           const char *name,
           const RedanCheck **info_out)
{
  g_autofree char *key = normalize (source, name);
  g_autofree char *plain = normalize ("", name);
  const RedanCheck *info = g_hash_table_lookup (self->infos, plain);
  const GArray *controls = g_hash_table_lookup (self->controls, key);

  if (info != NULL && info->same_as != NULL && controls == NULL)
    {
      g_autofree char *other = normalize (source, info->same_as);
      g_autofree char *other_plain = normalize ("", info->same_as);

      controls = g_hash_table_lookup (self->controls, other);
      info = g_hash_table_lookup (self->infos, other_plain);
    }
  if (*info_out == NULL && info != NULL && info->attribute != NULL)
    *info_out = info;
  return controls;
}

const GArray *
check_names_find (const RedanCheckNames *self,
                  const char *source,
                  const char *check,
                  const char *rule,
                  const char *identifier,
                  const RedanCheck **info_out)
{
  g_autofree char *stripped = check_name_strip_rule (rule);
  const GArray *controls = NULL;

  *info_out = NULL;
  if (identifier != NULL)
    controls = find_name (self, CONFIG, identifier, info_out);
  if (controls == NULL && strcmp (source, "prowler") == 0)
    controls = find_name (self, PROWLER, check, info_out);
  if (controls == NULL && strcmp (source, "securityhub") == 0)
    {
      /* the names of rules of a standard are written with a slash */
      g_autofree char *name = g_strdelimit (g_strdup (check), "/", '-');

      controls = find_name (self, SECURITY_HUB, name, info_out);
    }
  if (controls == NULL && stripped[0] != '\0')
    controls = find_name (self, CONFIG, stripped, info_out);
  return controls;
}

/* ---- resources ---- */

static void
add_position (GHashTable *table, const char *key, guint32 position)
{
  gpointer earlier;

  if (key[0] == '\0')
    return;
  if (g_hash_table_lookup_extended (table, key, NULL, &earlier) &&
      GPOINTER_TO_UINT (earlier) != position + 1)
    g_hash_table_insert (table, g_strdup (key), GUINT_TO_POINTER (0));
  else
    g_hash_table_insert (table, g_strdup (key), GUINT_TO_POINTER (position + 1));
}

static guint32
find_position (GHashTable *table, const char *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (table, key)) - 1;
}

/* Letters and digits only, in one case. */
static char *
normalize_word (const char *text)
{
  g_autoptr (GString) word = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isalnum (*at) || (guint8) *at >= 0x80)
      g_string_append_c (word, g_ascii_tolower (*at));
  return g_string_free (g_steal_pointer (&word), FALSE);
}

/* "Amazon S3" -> "s3" */
static char *
normalize_service (const char *text)
{
  g_autofree char *word = normalize_word (text);
  const char *rest = word;

  if (g_str_has_prefix (word, "amazon"))
    rest += strlen ("amazon");
  else if (g_str_has_prefix (word, "aws"))
    rest += strlen ("aws");
  return g_strdup (rest);
}

/* What stands behind the last ":" or "/" of an identifier; a version there is no name. */
static const char *
get_name (const char *identifier)
{
  gsize length = strlen (identifier);
  const char *name;

  while (length > 0 && identifier[length - 1] != '/' && identifier[length - 1] != ':')
    length--;
  name = identifier + length;
  return strlen (name) < 3 || name[strspn (name, "0123456789")] == '\0' ? "" : name;
}

static const char *
get_text (const RedanModel *model, const RedanObject *object, RedanScope scope, const char *name)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (redan_model_get_schema (model), scope, name, -1);
  const char *value =
      attribute != NULL
          ? redan_object_get (object, (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index))
          : NULL;

  return value != NULL ? value : "";
}

static void
add_element (RedanResourceNames *self, guint32 position, const RedanObject *element)
{
  const RedanAttribute *ids = redan_schema_lookup (redan_model_get_schema (self->model),
                                                   REDAN_SCOPE_ELEMENT, "resource_ids", -1);
  const char *service = get_text (self->model, element, REDAN_SCOPE_ELEMENT, "aws_service");
  guint n = 0;
  const RedanEntry *entries =
      ids != NULL
          ? redan_object_get_range (element, (RedanField) (REDAN_FIELD_ATTRIBUTE + ids->index), &n)
          : NULL;

  for (guint i = 0; i < n; i++)
    {
      add_position (self->resources, entries[i].key, position);
      if (g_str_has_prefix (entries[i].key, "arn:"))
        add_position (self->resources, get_name (entries[i].key), position);
    }
  if (n == 0 && service[0] != '\0')
    {
      g_autofree char *name = normalize_word (redan_object_get_name (element));

      add_position (self->names, name, position);
    }
}

static void
find_account_of (RedanResourceNames *self, guint32 position, const RedanObject *element)
{
  const RedanObject *object = element;
  RedanId id;

  self->account_of[position] = PLACE_NONE;
  while (redan_object_get_reference (object, REDAN_FIELD_PARENT, &id) &&
         (object = redan_model_lookup (self->model, &id)) != NULL)
    if (get_text (self->model, object, REDAN_SCOPE_ACCOUNT, "account_id")[0] != '\0')
      {
        self->account_of[position] = redan_model_index_of (self->model, &object->id);
        return;
      }
}

void
resource_names_init (RedanResourceNames *self, const RedanModel *model)
{
  guint n_elements = redan_model_get_n (model, REDAN_SECTION_ELEMENT);

  self->model = model;
  self->resources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->account_of = g_new0 (guint32, n_elements + 1);
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); i++)
    {
      const RedanObject *boundary = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i);

      add_position (self->accounts, get_text (model, boundary, REDAN_SCOPE_ACCOUNT, "account_id"),
                    i);
    }
  for (guint i = 0; i < n_elements; i++)
    {
      const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);

      add_element (self, i, element);
      find_account_of (self, i, element);
    }
}

void
resource_names_clear (RedanResourceNames *self)
{
  g_hash_table_unref (self->resources);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->accounts);
  g_free (self->account_of);
}

/* "AWS::::Account:111122223333", "arn:aws:iam::111122223333:root", or the number alone */
static gboolean
is_account (const RedanFinding *finding, const char *account)
{
  const char *resource = finding->resource;

  return strcmp (finding->type, "AwsAccount") == 0 ||
         strcmp (finding->type, "AWS::::Account") == 0 ||
         g_str_has_prefix (resource, "AWS::::Account:") ||
         (g_str_has_prefix (resource, "arn:") && g_str_has_suffix (resource, ":root")) ||
         (account[0] != '\0' && strcmp (resource, account) == 0);
}

/* The service in "arn:aws:SERVICE:", "AWS::SERVICE::Type", "AwsServiceType" or "service". */
static char *
dup_service (const RedanFinding *finding)
{
  g_auto (GStrv) parts = NULL;

  if (g_str_has_prefix (finding->resource, "arn:"))
    {
      parts = g_strsplit (finding->resource, ":", 4);
      return normalize_word (g_strv_length (parts) > 2 ? parts[2] : "");
    }
  if (g_str_has_prefix (finding->type, "AWS::"))
    {
      parts = g_strsplit (finding->type, "::", 3);
      return normalize_word (g_strv_length (parts) > 1 ? parts[1] : "");
    }
  return normalize_service (finding->type);
}

static gboolean
agrees (const char *a, const char *b)
{
  return a[0] != '\0' && b[0] != '\0' && (g_str_has_prefix (a, b) || g_str_has_prefix (b, a));
}

static guint32
propose (const RedanResourceNames *self, const RedanFinding *finding)
{
  g_autofree char *name = normalize_word (get_name (finding->resource));
  g_autofree char *service = dup_service (finding);
  g_autofree char *own = NULL;
  guint32 position = find_position (self->names, name);

  if (position == PLACE_NONE)
    return PLACE_NONE;
  own = normalize_service (
      get_text (self->model, redan_model_get_nth (self->model, REDAN_SECTION_ELEMENT, position),
                REDAN_SCOPE_ELEMENT, "aws_service"));
  return agrees (service, own) ? position : PLACE_NONE;
}

EvidencePlace
resource_names_find (const RedanResourceNames *self,
                     const RedanFinding *finding,
                     const char *account,
                     guint32 *proposed_out,
                     gboolean *whole_account_out)
{
  EvidencePlace place = { PLACE_NONE, find_position (self->accounts, account) };

  *proposed_out = PLACE_NONE;
  *whole_account_out = is_account (finding, account);
  if (*whole_account_out || finding->resource[0] == '\0')
    return place;

  place.element = find_position (self->resources, finding->resource);
  if (place.element == PLACE_NONE && g_str_has_prefix (finding->resource, "arn:"))
    place.element = find_position (self->resources, get_name (finding->resource));
  /* a name means something inside its account only */
  if (place.element != PLACE_NONE && account[0] != '\0' &&
      self->account_of[place.element] != PLACE_NONE &&
      self->account_of[place.element] != place.account)
    place.element = PLACE_NONE;
  if (place.element == PLACE_NONE)
    *proposed_out = propose (self, finding);
  return place;
}
