/* SPDX-License-Identifier: Apache-2.0 */
/* Account lists of AWS Organizations: what "aws organizations list-accounts" prints, with or
 * without roots and units, and the table that the console exports. They become accounts in their
 * units in one organization. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/relay.h"
#include "model/exchange/separated.h"

#define FAMILY_ROOT "organization"
#define MAX_LEVELS 16
#define WEAK 40 /* of 100: any other format that is found goes first */

typedef struct
{
  RedanRelay relay;
  GHashTable *units; /* foreign id: JSON of a unit or root that says its name, or NULL */
  GHashTable *begun; /* foreign ids of boundaries that were passed on */
  char *organization;
  char *management; /* account id */
} Accounts;

/* A member under any of its spellings, in lower case without spaces and signs. */
static RedanNode *
find (RedanNode *object, const char *const *names)
{
  const char *key;
  RedanNode *value;

  redan_node_foreach_member (object, key, value)
  {
    g_autoptr (GString) plain = g_string_new (NULL);

    for (const char *c = key; *c != '\0'; c++)
      if (g_ascii_isalnum (*c))
        g_string_append_c (plain, g_ascii_tolower (*c));
    if (g_strv_contains (names, plain->str) && !redan_node_is_blank (value))
      return value;
  }
  return NULL;
}

static const char *
find_text (RedanNode *object, const char *const *names)
{
  return redan_node_get_text (find (object, names));
}

static const char *const id_names[] = { "id", "accountid", NULL };
static const char *const name_names[] = { "name", "accountname", NULL };
static const char *const arn_names[] = { "arn", "accountarn", NULL };
static const char *const state_names[] = { "state", "status", "accountstatus", NULL };
static const char *const unit_names[] = {
  "ou",
  "ouname",
  "oupath",
  "organizationalunit",
  "organizationalunitname",
  "organizationalunitpath",
  "parentname",
  "path",
  NULL,
};
static const char *const parent_names[] = { "parentid", "ouid", "organizationalunitid", NULL };

/* A list that went through a spreadsheet may have ids as numbers. */
static char *
dup_id (RedanNode *account)
{
  RedanNode *id = find (account, id_names);

  return redan_node_is_text (id) || redan_node_is_integer (id) ? redan_node_to_text (id) : NULL;
}

static gboolean
is_account_id (const char *text)
{
  return text != NULL && strlen (text) == 12 && strspn (text, "0123456789") == 12;
}

/* "arn:aws:organizations::MANAGEMENT:account/ORGANIZATION/ID" */
static void
read_arn (Accounts *self, const char *arn)
{
  g_auto (GStrv) parts = arn != NULL ? g_strsplit (arn, ":", 6) : NULL;
  g_auto (GStrv) resource = NULL;

  if (parts == NULL || g_strv_length (parts) != 6 || !g_str_equal (parts[2], "organizations"))
    return;
  resource = g_strsplit (parts[5], "/", 4);
  if (g_strv_length (resource) < 2)
    return;
  if (self->management == NULL && is_account_id (parts[4]))
    self->management = g_strdup (parts[4]);
  if (self->organization == NULL && g_str_has_prefix (resource[1], "o-"))
    self->organization = g_strdup (resource[1]);
}

/* ---- boundaries ---- */

static void
begin_boundary (Accounts *self,
                const char *id,
                const char *kind,
                const char *name,
                const char *parent,
                const RedanNode *node)
{
  RedanRelay *relay = &self->relay;

  redan_relay_begin (relay, REDAN_SECTION_BOUNDARY, id, node);
  redan_relay_field (relay, REDAN_FIELD_KIND, kind);
  redan_relay_field (relay, REDAN_FIELD_NAME, name);
  if (parent != NULL)
    redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, parent);
  redan_relay_attribute (relay, "provider", "aws");
}

/* Roots are the organization itself. */
static gboolean
is_root (const char *id)
{
  return g_str_has_prefix (id, "r-") || g_ascii_strcasecmp (id, "root") == 0;
}

/* Passes a unit on, once. Returns: (transfer none): its foreign id */
static const char *
add_unit (Accounts *self, const char *id, const char *name, const char *parent)
{
  const char *known = g_hash_table_lookup (self->begun, id);
  RedanNode *unit = g_hash_table_lookup (self->units, id);
  const char *said = unit != NULL ? find_text (unit, name_names) : NULL;
  char *key = NULL;

  if (known != NULL)
    return known;
  key = g_strdup (id);
  g_hash_table_insert (self->begun, key, key);
  begin_boundary (self, key, "ou", said != NULL ? said : name, parent, unit);
  if (unit != NULL)
    redan_relay_keep (&self->relay, "arn", "Arn", find_text (unit, arn_names));
  return key;
}

/* A unit that names its parent. Returns: (transfer none): the boundary that a member of it lies in
 */
static const char *
add_unit_by_id (Accounts *self, const char *id, guint level)
{
  RedanNode *unit = g_hash_table_lookup (self->units, id);
  const char *parent = unit != NULL ? find_text (unit, parent_names) : NULL;

  if (is_root (id) || level > MAX_LEVELS)
    return FAMILY_ROOT;
  if (g_hash_table_contains (self->begun, id))
    return g_hash_table_lookup (self->begun, id);
  return add_unit (self, id, id,
                   parent != NULL && !g_str_equal (parent, id)
                       ? add_unit_by_id (self, parent, level + 1)
                       : FAMILY_ROOT);
}

/* "Root/Prod/Shop", or ids: "o-1/r-1/ou-1/ou-2/123456789012/". */
static const char *
add_units_of_path (Accounts *self, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", MAX_LEVELS + 4);
  g_autoptr (GString) whole = g_string_new ("path:");
  const char *parent = FAMILY_ROOT;

  for (guint i = 0; parts[i] != NULL && i < MAX_LEVELS + 3; i++)
    {
      const char *part = g_strstrip (parts[i]);
      const gboolean by_id = g_str_has_prefix (part, "ou-");

      if (*part == '\0' || is_root (part) || g_str_has_prefix (part, "o-") || is_account_id (part))
        continue;
      g_string_append_printf (whole, "/%s", part);
      parent = add_unit (self, by_id ? part : whole->str, part, parent);
    }
  return parent;
}

static const char *
find_parent (Accounts *self, RedanNode *account)
{
  static const char *const path_names[] = { "paths", NULL };
  const char *parent = find_text (account, parent_names);
  const char *units = find_text (account, unit_names);
  const char *path = redan_node_get_text (redan_node_get_item (find (account, path_names), 0));

  if (path != NULL)
    return add_units_of_path (self, path);
  if (units != NULL && !g_str_has_prefix (units, "ou-"))
    return add_units_of_path (self, units);
  if (units != NULL)
    return add_unit_by_id (self, units, 0);
  return parent != NULL ? add_unit_by_id (self, parent, 0) : FAMILY_ROOT;
}

static gboolean
has_account_id (RedanNode *account)
{
  g_autofree char *id = dup_id (account);

  return is_account_id (id);
}

static void
lose_account (Accounts *self, RedanNode *account, gsize at)
{
  g_autofree char *place = g_strdup_printf ("Accounts[%" G_GSIZE_FORMAT "]", at);
  g_autofree char *id = dup_id (account);

  redan_relay_at (&self->relay, account);
  if (id != NULL)
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, place,
                      _ ("\"%.60s\" is no account id, which has 12 digits (spreadsheets drop zeros "
                         "in front); the account is left out"),
                      id);
  else
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, place,
                      _ ("the account has no id of 12 digits and is left out"));
}

static void
read_account (Accounts *self, RedanNode *account, gsize at)
{
  static const char *const known[] = { "Id",    "Account ID", "AccountId",  "Name",  "Account name",
                                       "State", "Status",     "Paths",      "OU",    "ParentId",
                                       "Arn",   "ARN",        "AccountArn", "Email", NULL };
  RedanRelay *relay = &self->relay;
  g_autofree char *id = dup_id (account);
  const char *state = find_text (account, state_names);
  const char *parent = NULL;

  if (!is_account_id (id))
    {
      lose_account (self, account, at);
      return;
    }
  parent = find_parent (self, account);
  begin_boundary (self, id, "account", find_text (account, name_names), parent, account);
  redan_relay_attribute (relay, "account_id", id);
  if (g_strcmp0 (id, self->management) == 0)
    redan_relay_attribute (relay, "purpose", "management");
  if (state != NULL && g_ascii_strcasecmp (state, "ACTIVE") != 0)
    {
      g_autofree char *tag = g_ascii_strdown (state, -1);

      redan_relay_tag (relay, tag);
    }
  redan_relay_extra (relay, "arn", find_text (account, arn_names));
  redan_relay_extra (relay, "email", redan_node_get_text (redan_node_get (account, "Email")));
  redan_relay_rest (relay, account, known);
}

/* ---- the list ---- */

static RedanNode *
get_list (RedanNode *root)
{
  return redan_node_is_list (root) ? root : redan_node_get (root, "Accounts");
}

static void
collect_units (Accounts *self, RedanNode *list)
{
  gsize i;
  RedanNode *unit;

  redan_node_foreach_item (list, i, unit)
  {
    const char *id = find_text (unit, id_names);

    if (id != NULL)
      g_hash_table_insert (self->units, (gpointer) id, unit);
  }
}

/* A list in which no account can be found is a mistake, whoever made it. */
static gboolean
fail_empty (const RedanTree *tree, RedanNode *list, GError **error)
{
  const char *file;
  RedanNode *first = redan_node_get_item (list, 0);
  const guint line = redan_tree_get_line (tree, first != NULL ? first : list, &file);

  if (first == NULL)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                 _ ("%u:1: the list of accounts is empty; save what \"aws organizations "
                    "list-accounts\" prints in the management account"),
                 MAX (line, 1));
  else
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                 _ ("%u:1: none of the accounts has an \"Id\" or \"Account ID\" of 12 digits, here "
                    "the first; save what \"aws organizations list-accounts\" prints"),
                 MAX (line, 1));
  return FALSE;
}

static gboolean
check_list (const RedanTree *tree, RedanNode *list, GError **error)
{
  gboolean any = FALSE;
  gsize i;
  RedanNode *account;

  if (!redan_node_is_list (list))
    return redan_relay_fail ("Accounts", list, _ ("a list of accounts"), error);
  redan_node_foreach_item (list, i, account)
  {
    g_autofree char *place = g_strdup_printf ("Accounts[%" G_GSIZE_FORMAT "]", i);

    if (!redan_node_is_object (account))
      return redan_relay_fail (place, account, _ ("an account"), error);
    any |= has_account_id (account);
  }
  return any || fail_empty (tree, list, error);
}

static void
read_list (Accounts *self, RedanNode *root, RedanNode *list)
{
  gsize i;
  RedanNode *account;

  redan_node_foreach_item (list, i, account) read_arn (self, find_text (account, arn_names));
  redan_relay_meta (&self->relay, self->organization != NULL ? self->organization : "", NULL);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME,
                     self->organization != NULL ? self->organization : _ ("Organization"));
  if (!redan_node_is_blank (redan_node_get (root, "NextToken")))
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, "NextToken",
                      _ ("the list goes on; fetch all pages (leave --max-items out)"));
  begin_boundary (self, FAMILY_ROOT, "organization",
                  self->organization != NULL ? self->organization : _ ("Organization"), NULL, NULL);
  redan_node_foreach_item (list, i, account) read_account (self, account, i);
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  Accounts self = { 0 };
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root = redan_json_looks_like (data, length)
                        ? redan_relay_parse (tree, data, length, error)
                        : redan_separated_parse (tree, data, length, error);
  RedanNode *list = root != NULL ? get_list (root) : NULL;
  gboolean done = FALSE;

  if (root == NULL)
    return FALSE;
  redan_relay_init (&self.relay, sink, tree);
  self.units = g_hash_table_new (g_str_hash, g_str_equal);
  self.begun = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  if (check_list (tree, list, error))
    {
      collect_units (&self, redan_node_get (root, "OrganizationalUnits"));
      collect_units (&self, redan_node_get (root, "Roots"));
      read_list (&self, root, list);
      done = TRUE;
    }
  redan_relay_clear (&self.relay);
  g_hash_table_unref (self.units);
  g_hash_table_unref (self.begun);
  g_free (self.organization);
  g_free (self.management);

  return done;
}

/* ---- which files are lists ---- */

#define MARK ":organizations::"

static gboolean
has_mark (const guint8 *data, gsize length)
{
  return memmem (data, length, MARK, strlen (MARK)) != NULL;
}

static gboolean
begins (const guint8 *data, gsize length)
{
  return redan_json_looks_like (data, length) || redan_separated_has (data, length, "accountid");
}

/* Any table may name accounts; one of theirs says more of them. */
static gboolean
tells_of_accounts (const guint8 *data, gsize length)
{
  static const char *const columns[] = {
    "accountname",   "name",   "accountemail",    "email",
    "accountstatus", "status", "joinedtimestamp", "joineddate"
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (redan_separated_has (data, length, columns[i]))
      return redan_separated_has (data, length, "accountid");
  return FALSE;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "Accounts", NULL };

  const gboolean marked = has_mark (data, length);

  if (!redan_json_looks_like (data, length))
    return !tells_of_accounts (data, length)                              ? 0
           : marked || redan_separated_has (data, length, "joinedmethod") ? 90
                                                                          : WEAK;
  /* also where what is wrong with it is to be said */
  if (redan_root_keys_find (keys, names) != 0)
    return marked && memmem (data, length, "\"Id\"", 4) != NULL ? 90 : WEAK;
  if (!marked || memmem (data, length, "\"Id\"", 4) == NULL)
    return 0;
  /* the list alone, as --query Accounts prints it */
  redan_json_skip_mark (&data, &length);
  while (length > 0 && g_ascii_isspace (*data))
    data++, length--;
  return length > 0 && *data == '[' && memmem (data, length, "\"JoinedMethod\"", 14) != NULL ? 70
                                                                                             : 0;
}

const RedanImporter redan_importer_aws_accounts = {
  .name = "aws-accounts",
  .family = "aws-organizations",
  .title = "AWS Organizations accounts",
  .begins = begins,
  .detect = detect,
  .parse = parse,
};
