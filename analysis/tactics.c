/* SPDX-License-Identifier: Apache-2.0 */
/* Reads tactics, classes of controls and profiles of attackers from the data files. */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "analysis/catalogue-private.h"
#include "analysis/tactics.h"

#define MAX_EFFORT 10000
#define MAX_DAYS 100000

static const char place_words[] = "none internet reach user as ctl see alter down repud push "
                                  "inside zone lan account-user account "
                                  "organization member neighbours recovery path use source-reach "
                                  "source-as source-ctl source-down "
                                  "target-see target-alter target-down";
static const char guard_words[] = "enter rights content";
static const char entry_words[] = "internet third-party people administrators";
static const char *const ground_words[REDAN_N_GROUNDS] = { "element", "flow", "boundary",
                                                           "account" };

#define PLACE(name) (1u << REDAN_PLACE_##name)
#define EVERYWHERE (PLACE (NONE) | PLACE (INTERNET))
#define ON_ELEMENT                                                                                 \
  (PLACE (REACH) | PLACE (USER) | PLACE (AS) | PLACE (CTL) | PLACE (SEE) | PLACE (ALTER) |         \
   PLACE (DOWN) | PLACE (REPUD) | PLACE (PUSH) | PLACE (INSIDE) | PLACE (ZONE) | PLACE (LAN) |     \
   PLACE (ACCOUNT_USER) | PLACE (ACCOUNT) | PLACE (ORGANIZATION) | PLACE (MEMBER) |                \
   PLACE (NEIGHBOURS))
#define ON_ENDS                                                                                    \
  (PLACE (PATH) | PLACE (USE) | PLACE (SOURCE_REACH) | PLACE (SOURCE_AS) | PLACE (SOURCE_CTL) |    \
   PLACE (SOURCE_DOWN) | PLACE (TARGET_SEE) | PLACE (TARGET_ALTER) | PLACE (TARGET_DOWN))
#define ON_ACCOUNT                                                                                 \
  (PLACE (ACCOUNT_USER) | PLACE (ACCOUNT) | PLACE (ORGANIZATION) | PLACE (MEMBER) |                \
   PLACE (NEIGHBOURS) | PLACE (RECOVERY) | PLACE (REPUD) | PLACE (ZONE) | PLACE (LAN))

/* What means something on each ground. */
static const guint32 ground_places[REDAN_N_GROUNDS] = {
  EVERYWHERE | ON_ELEMENT,
  EVERYWHERE | ON_ELEMENT | ON_ENDS,
  EVERYWHERE | PLACE (ZONE) | PLACE (LAN),
  EVERYWHERE | ON_ACCOUNT,
};

G_STATIC_ASSERT (REDAN_N_PLACES <= 32);

typedef struct
{
  RedanTactic tactic;
  gboolean known;
} Row;

/**
 * RedanTactics: what the catalogue keeps
 * @rows: (array): by rule and ground
 * @effects: from "access.flow" to a RedanTactic
 * @control_class: (array): by control
 */
struct _RedanTactics
{
  Row *rows;
  GHashTable *effects;
  guint32 *control_class;
  const char **class_names;
  guint n_classes;
  guint32 *guards[REDAN_N_GUARDS];
  guint n_guards[REDAN_N_GUARDS];
  RedanProfile *profiles;
  guint n_profiles;
};

static guint
get_grounds (guint applies)
{
  guint grounds = 0;

  if ((applies & (REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS |
                  REDAN_APPLIES_STORE)) != 0)
    grounds |= 1u << REDAN_GROUND_ELEMENT;
  if ((applies & REDAN_APPLIES_FLOW) != 0)
    grounds |= 1u << REDAN_GROUND_FLOW;
  if ((applies & REDAN_APPLIES_BOUNDARY) != 0)
    grounds |= 1u << REDAN_GROUND_BOUNDARY;
  if ((applies & REDAN_APPLIES_ACCOUNT) != 0)
    grounds |= 1u << REDAN_GROUND_ACCOUNT;

  return grounds;
}

static double
get_number (RedanReader *reader, const char *name, double maximum)
{
  const char *text = redan_reader_get (reader, name);
  double number = 0;

  if (reader->error == NULL && !redan_reader_parse_number (text, 0, maximum, &number))
    redan_reader_fail (reader, reader->node->line,
                       _ ("\"%s\" cannot be \"%s\"; expected a number from 0 to %d"), name, text,
                       (int) maximum);

  return number;
}

/* Returns: the grounds on which all places of the step exist */
static guint
read_tactic (RedanReader *reader, RedanTactic *tactic)
{
  guint possible = 0;

  redan_reader_check_names (reader, "id from to skill effort", "", "");
  tactic->from = redan_reader_get_mask (reader, "from", place_words);
  tactic->to = redan_reader_get_mask (reader, "to", place_words);
  tactic->skill = redan_reader_get_integer (reader, "skill", 0, 4);
  tactic->effort = get_number (reader, "effort", MAX_EFFORT);

  for (guint i = 0; i < REDAN_N_GROUNDS; i++)
    if (((tactic->from | tactic->to) & ~ground_places[i]) == 0)
      possible |= 1u << i;

  return possible;
}

static void
refuse_places (RedanReader *reader)
{
  redan_reader_fail (reader, reader->node->line,
                     _ ("step \"%s\" names a place that does not exist for the targets of its "
                        "threats; see data/schema/packs.md"),
                     redan_xml_get (reader->node, "id"));
}

/* "access.flow": Returns the mask of its ground, 0 when @id is not of this form. */
static guint
parse_effect (const char *id)
{
  const char *dot = strchr (id, '.');

  for (guint i = 0; dot != NULL && i < REDAN_N_GROUNDS; i++)
    if (g_str_equal (dot + 1, ground_words[i]))
      return 1u << i;

  return 0;
}

/* A pack may have replaced the rule by one on other targets: then the step of the rule before does
 * not count. */
static void
set_rule_step (RedanReader *reader, const RedanItem *item, guint32 rule)
{
  RedanCatalogue *self = reader->catalogue;
  guint grounds = get_grounds (self->rules[rule].applies);
  RedanTactic tactic;
  guint possible = read_tactic (reader, &tactic);

  if (reader->error == NULL && (grounds & ~possible) != 0 &&
      g_str_equal (item->pack, self->rules[rule].pack))
    refuse_places (reader);
  for (guint i = 0; i < REDAN_N_GROUNDS; i++)
    if ((grounds & possible & 1u << i) != 0)
      self->tactics->rows[rule * REDAN_N_GROUNDS + i] = (Row){ tactic, TRUE };
}

static void
read_step (RedanReader *reader, const RedanItem *item, gpointer data)
{
  const RedanItems *rules = data;
  RedanCatalogue *self = reader->catalogue;
  guint32 rule = redan_catalogue_find_rule (self, item->id);
  guint ground = parse_effect (item->id);
  RedanTactic tactic;

  if (rule != G_MAXUINT32)
    set_rule_step (reader, item, rule);
  else if (ground != 0)
    {
      if ((read_tactic (reader, &tactic) & ground) == 0 && reader->error == NULL)
        refuse_places (reader);
      g_hash_table_insert (self->tactics->effects,
                           (gpointer) redan_reader_dup_string (reader, item->id),
                           g_memdup2 (&tactic, sizeof tactic));
    }
  else if (g_hash_table_contains (rules->positions, item->id))
    read_tactic (reader, &tactic); /* the rule is disabled */
  else
    redan_reader_fail (reader, item->node->line,
                       _ ("step \"%s\" belongs to no rule of any file that was read and is no "
                          "effect with a kind of target, such as access.flow; correct the id"),
                       item->id);
}

static void
read_class (RedanReader *reader, const RedanItem *item, gpointer data)
{
  GHashTable *names = data;
  RedanTactics *tactics = reader->catalogue->tactics;
  guint32 control = redan_catalogue_find_control (reader->catalogue, item->id);
  const char *name;
  gpointer known;

  redan_reader_check_names (reader, "id name", "", "");
  name = redan_reader_dup_string (reader, redan_reader_get (reader, "name"));
  if (control == G_MAXUINT32)
    {
      redan_reader_fail (reader, item->node->line,
                         _ ("class of \"%s\": there is no such control; correct the id"), item->id);
      return;
    }

  known = g_hash_table_lookup (names, name);
  if (known == NULL)
    {
      tactics->class_names[tactics->n_classes++] = name;
      known = GUINT_TO_POINTER (tactics->n_classes);
      g_hash_table_insert (names, (gpointer) name, known);
    }
  tactics->control_class[control] = GPOINTER_TO_UINT (known) - 1;
}

static void
read_guard (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanTactics *tactics = reader->catalogue->tactics;
  guint32 control = redan_catalogue_find_control (reader->catalogue, item->id);
  guint guard;

  redan_reader_check_names (reader, "id fact", "", "");
  guard = redan_reader_get_word (reader, "fact", guard_words);
  if (control == G_MAXUINT32)
    redan_reader_fail (reader, item->node->line,
                       _ ("guard \"%s\": there is no such control; correct the id"), item->id);
  else
    tactics->guards[guard][tactics->n_guards[guard]++] = control;
}

static void
read_profile (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanTactics *tactics = reader->catalogue->tactics;
  RedanProfile *profile = &tactics->profiles[tactics->n_profiles++];

  redan_reader_check_names (reader, "id entries skill days weight", "title description", "");
  profile->id = redan_reader_dup_string (reader, item->id);
  profile->title = redan_reader_get_text (reader, "title");
  profile->description = redan_reader_get_text (reader, "description");
  profile->entries = redan_reader_get_mask (reader, "entries", entry_words);
  profile->skill = redan_reader_get_integer (reader, "skill", 0, 4);
  profile->days = redan_reader_get_integer (reader, "days", 1, MAX_DAYS);
  profile->weight = redan_reader_get_integer (reader, "weight", 0, 100);
}

/* Controls that no class names stand alone, after the named classes, so that all numbers stay below
 * twice the number of controls. */
static void
add_single_classes (RedanCatalogue *self)
{
  RedanTactics *tactics = self->tactics;

  for (guint32 i = 0; i < self->n_controls; i++)
    if (tactics->control_class[i] == G_MAXUINT32)
      {
        tactics->class_names[tactics->n_classes] = self->controls[i].id;
        tactics->control_class[i] = tactics->n_classes++;
      }
}

/* Rules without a step of their own have that of their effect. */
static void
add_effect_tactics (RedanCatalogue *self)
{
  for (guint32 i = 0; i < self->n_rules; i++)
    for (guint j = 0; j < REDAN_N_GROUNDS; j++)
      {
        Row *row = &self->tactics->rows[i * REDAN_N_GROUNDS + j];
        const RedanTactic *standard =
            row->known
                ? NULL
                : redan_catalogue_get_effect_tactic (self, self->rules[i].effect, (RedanGround) j);

        if (standard != NULL)
          *row = (Row){ *standard, TRUE };
      }
}

gboolean
redan_catalogue_build_tactics (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  RedanTactics *tactics = redan_catalogue_allocate (self, 1, sizeof *tactics);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  self->tactics = tactics;
  tactics->rows =
      redan_catalogue_allocate (self, (gsize) self->n_rules * REDAN_N_GROUNDS, sizeof (Row));
  tactics->effects = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  tactics->control_class = redan_catalogue_allocate (self, self->n_controls, sizeof (guint32));
  memset (tactics->control_class, 0xff, sizeof (guint32) * self->n_controls);
  tactics->class_names =
      redan_catalogue_allocate (self, 2 * (gsize) self->n_controls, sizeof (char *));
  for (guint i = 0; i < REDAN_N_GUARDS; i++)
    tactics->guards[i] =
        redan_catalogue_allocate (self, items[REDAN_ITEM_GUARD].array->len, sizeof (guint32));
  tactics->profiles =
      redan_catalogue_allocate (self, items[REDAN_ITEM_PROFILE].array->len, sizeof (RedanProfile));

  if (!redan_catalogue_read_items (self, &items[REDAN_ITEM_STEP], read_step,
                                   (gpointer) &items[REDAN_ITEM_RULE], error) ||
      !redan_catalogue_read_items (self, &items[REDAN_ITEM_CLASS], read_class, names, error) ||
      !redan_catalogue_read_items (self, &items[REDAN_ITEM_GUARD], read_guard, NULL, error) ||
      !redan_catalogue_read_items (self, &items[REDAN_ITEM_PROFILE], read_profile, NULL, error))
    return FALSE;
  add_single_classes (self);
  add_effect_tactics (self);

  return TRUE;
}

void
redan_catalogue_clear_tactics (RedanCatalogue *self)
{
  if (self->tactics != NULL)
    g_hash_table_unref (self->tactics->effects);
}

const RedanTactic *
redan_catalogue_get_effect_tactic (const RedanCatalogue *self,
                                   const char *effect,
                                   RedanGround ground)
{
  g_autofree char *id = g_strconcat (effect, ".", ground_words[ground], NULL);

  return g_hash_table_lookup (self->tactics->effects, id);
}

const RedanTactic *
redan_catalogue_get_tactic (const RedanCatalogue *self, guint32 rule, RedanGround ground)
{
  const Row *row = &self->tactics->rows[rule * REDAN_N_GROUNDS + ground];

  return row->known ? &row->tactic : NULL;
}

guint32
redan_catalogue_get_control_class (const RedanCatalogue *self, guint32 control)
{
  return self->tactics->control_class[control];
}

const char *
redan_catalogue_get_class_name (const RedanCatalogue *self, guint32 control_class)
{
  return self->tactics->class_names[control_class];
}

const guint32 *
redan_catalogue_get_guards (const RedanCatalogue *self, RedanGuard guard, guint *n_out)
{
  *n_out = self->tactics->n_guards[guard];
  return self->tactics->guards[guard];
}

const RedanProfile *
redan_catalogue_get_profiles (const RedanCatalogue *self, guint *n_out)
{
  *n_out = self->tactics->n_profiles;
  return self->tactics->profiles;
}
