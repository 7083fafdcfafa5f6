/* SPDX-License-Identifier: Apache-2.0 */
/* The table of attack steps: every rule has one, the effects stand in for rules of packs, and what
 * makes no sense is refused. */

#include "analysis/tactics.h"
#include "tests/analysis-fixture.h"

#include <glib/gstdio.h>

static gboolean
reads_graph (const RedanNode *node)
{
  gboolean reads = node->type == REDAN_NODE_CALL &&
                   (g_str_equal (node->text, "depth") || g_str_equal (node->text, "choke") ||
                    g_str_equal (node->text, "blast"));

  for (guint i = 0; i < node->n_children; i++)
    reads |= reads_graph (node->children[i]);

  return reads;
}

static RedanGround
get_ground (const RedanRule *rule)
{
  if ((rule->applies & REDAN_APPLIES_FLOW) != 0)
    return REDAN_GROUND_FLOW;
  if ((rule->applies & REDAN_APPLIES_ACCOUNT) != 0)
    return REDAN_GROUND_ACCOUNT;

  return (rule->applies & REDAN_APPLIES_BOUNDARY) != 0 ? REDAN_GROUND_BOUNDARY
                                                       : REDAN_GROUND_ELEMENT;
}

/* A rule whose step is only that of its effect was forgotten in the table. */
static void
test_every_rule (void)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (fixture_catalogue, &n);

  for (guint32 i = 0; i < n; i++)
    {
      const RedanTactic *tactic =
          redan_catalogue_get_tactic (fixture_catalogue, i, get_ground (&rules[i]));

      if (reads_graph (redan_expression_get_root (rules[i].condition)))
        continue;
      g_assert_nonnull (tactic);
      g_assert_cmpuint (tactic->from, !=, 0);
      g_assert_cmpuint (tactic->to, !=, 0);
      g_assert_cmpuint (tactic->skill, <=, 4);
    }
}

static void
test_by_hand (void)
{
  guint32 rule = redan_catalogue_find_rule (fixture_catalogue, "TR-E-09");
  const RedanTactic *tactic =
      redan_catalogue_get_tactic (fixture_catalogue, rule, REDAN_GROUND_ELEMENT);

  g_assert_cmpuint (tactic->from, ==, 1u << REDAN_PLACE_REACH);
  g_assert_cmpuint (tactic->to, ==, 1u << REDAN_PLACE_CTL);
  tactic = redan_catalogue_get_effect_tactic (fixture_catalogue, "read", REDAN_GROUND_FLOW);
  g_assert_cmpuint (tactic->from, ==, 1u << REDAN_PLACE_PATH);
  g_assert_cmpuint (tactic->to, ==, 1u << REDAN_PLACE_SEE);
  /* the rule is about elements: on a flow there is only what its effect says */
  g_assert_cmpuint (redan_catalogue_get_tactic (fixture_catalogue, rule, REDAN_GROUND_FLOW)->effort,
                    ==, 3);
}

/* Controls of one class share a number, single ones stand alone under their id. */
static void
test_classes (void)
{
  guint32 first = redan_catalogue_find_control (fixture_catalogue, "C-IDN-01");
  guint32 second = redan_catalogue_find_control (fixture_catalogue, "C-IDN-02");
  guint32 alone = redan_catalogue_find_control (fixture_catalogue, "C-GOV-01");

  g_assert_cmpuint (redan_catalogue_get_control_class (fixture_catalogue, first), ==,
                    redan_catalogue_get_control_class (fixture_catalogue, second));
  g_assert_cmpstr (
      redan_catalogue_get_class_name (fixture_catalogue,
                                      redan_catalogue_get_control_class (fixture_catalogue, first)),
      ==, "workforce-sign-in");
  g_assert_cmpstr (
      redan_catalogue_get_class_name (fixture_catalogue,
                                      redan_catalogue_get_control_class (fixture_catalogue, alone)),
      ==, "C-GOV-01");
}

static void
test_profiles (void)
{
  guint n;
  const RedanProfile *profiles = redan_catalogue_get_profiles (fixture_catalogue, &n);

  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpstr (profiles[1].id, ==, "outsider");
  g_assert_cmpuint (profiles[1].entries, ==, REDAN_ENTRY_INTERNET);
  g_assert_cmpuint (profiles[1].skill, ==, 3);
}

/* Loads the built-in files and one more. Returns the catalogue, or %NULL with the message. */
static RedanCatalogue *
load_with (const char *text, GError **error)
{
  g_autofree char *directory = g_dir_make_tmp ("redan-tactics-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "pack.xml", NULL);
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (RedanSchema) schema = NULL;
  RedanCatalogue *catalogue = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  source = redan_data_source_new (directory, error);
  g_assert_nonnull (source);
  schema = redan_schema_load (source, error);
  g_assert_nonnull (schema);
  catalogue = redan_catalogue_load (source, schema, error);
  g_unlink (path);
  g_rmdir (directory);

  return catalogue;
}

static void
test_override (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanCatalogue) catalogue =
      load_with ("<attack pack='p' version='1'>"
                 "<step id='TR-E-09' from='user' to='as' skill='4' effort='7.5'/></attack>",
                 &error);
  const RedanTactic *tactic;

  g_assert_no_error (error);
  tactic = redan_catalogue_get_tactic (catalogue, redan_catalogue_find_rule (catalogue, "TR-E-09"),
                                       REDAN_GROUND_ELEMENT);
  g_assert_cmpuint (tactic->from, ==, 1u << REDAN_PLACE_USER);
  g_assert_cmpuint (tactic->skill, ==, 4);
  g_assert_cmpfloat (tactic->effort, ==, 7.5);
}

/* The built-in step of a rule that a pack replaced by one on flows makes no sense there. */
static void
test_replaced_rule (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanCatalogue) catalogue = load_with (
      "<rules pack='p' version='1' method='STRIDE' logic='three-valued'>"
      "<rule id='TR-S-02' category='Spoofing' applies='process' unknown='ask' likelihood='1' "
      "impact='1' axes='C' effect='read'><title>t</title><condition>e.authn == none</condition>"
      "</rule></rules>",
      &error);
  const RedanTactic *tactic;

  g_assert_no_error (error);
  tactic = redan_catalogue_get_tactic (catalogue, redan_catalogue_find_rule (catalogue, "TR-S-02"),
                                       REDAN_GROUND_ELEMENT);
  g_assert_cmpuint (tactic->to, ==, 1u << REDAN_PLACE_SEE);
}

static void
test_refused (void)
{
  static const char *const wrong[][2] = {
    { "<step id='TR-NONE' from='user' to='as' skill='1' effort='1'/>", "TR-NONE" },
    { "<step id='access.account' from='path' to='as' skill='1' effort='1'/>", "access.account" },
    { "<step id='TR-E-09' from='reach' to='nowhere' skill='1' effort='1'/>", "nowhere" },
    { "<step id='TR-E-09' from='reach' to='ctl' skill='5' effort='1'/>", "skill" },
    { "<step id='TR-E-09' from='reach' to='ctl' skill='1' effort='-1'/>", "effort" },
    { "<step id='access.sky' from='reach' to='ctl' skill='1' effort='1'/>", "access.sky" },
    { "<class id='C-NONE' name='x'/>", "C-NONE" },
    { "<profile id='p' entries='moon' skill='1' days='1' weight='1'>"
      "<title>t</title><description>d</description></profile>",
      "moon" },
    { "<profile id='p' entries='internet' skill='1' days='0' weight='1'>"
      "<title>t</title><description>d</description></profile>",
      "days" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text =
          g_strdup_printf ("<attack pack='p' version='1'>\n%s</attack>", wrong[i][0]);

      g_assert_null (load_with (text, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, wrong[i][1]));
      g_assert_nonnull (strstr (error->message, "pack.xml:2:"));
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/tactics/every-rule", test_every_rule);
  g_test_add_func ("/tactics/by-hand", test_by_hand);
  g_test_add_func ("/tactics/classes", test_classes);
  g_test_add_func ("/tactics/profiles", test_profiles);
  g_test_add_func ("/tactics/override", test_override);
  g_test_add_func ("/tactics/replaced-rule", test_replaced_rule);
  g_test_add_func ("/tactics/refused", test_refused);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
