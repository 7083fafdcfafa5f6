/* SPDX-License-Identifier: Apache-2.0 */
/* Findings about a whole model: each error and each warning alone, and none for a sound model. */

#include <string.h>

#include "model/canonical-reader.h"
#include "model/validate.h"

#define HEAD "<threat-model format=\"1\">\n"
#define TAIL "</threat-model>\n"
#define E1 "3d7n1ya8s5k2gt9w"
#define E2 "4e2q8vb6m1p0xj7z"
#define B1 "0b4v6tq2m8e1zk5d"
#define B2 "1p8k3hd7t5n0wy6s"
#define F1 "8j3v7ye4r0w1bn6c"
#define A1 "a1m6x0g9t3y8dq4e"
#define D1 "5w1s7qn4x0c9h3ar"
#define ELEMENT(id, kind, inside) "<element id=\"" id "\" kind=\"" kind "\">" inside "</element>\n"
#define FLOW "<flow id=\"" F1 "\" source=\"" E1 "\" target=\"" E2 "\"/>\n"
#define PLACE "<place diagram=\"" D1 "\"><x>0</x><y>0</y><width>8</width><height>8</height></place>"

static RedanSchema *schema;

typedef struct
{
  const char *name;
  const char *text;
  const char *code;   /* NULL: no finding */
  const char *object; /* id of the object it stands on */
} Case;

static const Case cases[] = {
  { "empty", HEAD TAIL, NULL, NULL },
  { "account-in-account",
    HEAD "<boundary id=\"" B1 "\" kind=\"account\"/><boundary id=\"" B2
         "\" kind=\"account\" parent=\"" B1 "\"/><element id=\"" E1
         "\" kind=\"process\" parent=\"" B2 "\"/>" TAIL,
    "account-in-account", B2 },
  { "account-in-vpc-in-account",
    HEAD "<boundary id=\"" B1 "\" kind=\"account\"/><boundary id=\"" D1
         "\" kind=\"vpc\" parent=\"" B1 "\"/><boundary id=\"" B2 "\" kind=\"account\" parent=\"" D1
         "\"/><element id=\"" E1 "\" kind=\"process\" parent=\"" B2 "\"/>" TAIL,
    "account-in-account", B2 },
  { "vpc-in-account",
    HEAD "<boundary id=\"" B1 "\" kind=\"account\"/><boundary id=\"" B2
         "\" kind=\"vpc\" parent=\"" B1 "\"/><element id=\"" E1 "\" kind=\"process\" parent=\"" B2
         "\"/>" TAIL,
    NULL, NULL },
  { "account-attribute-elsewhere",
    HEAD "<boundary id=\"" B1
         "\" kind=\"vpc\"><root_mfa>none</root_mfa></boundary><element id=\"" E1
         "\" kind=\"process\" parent=\"" B1 "\"/>" TAIL,
    "account-attribute-elsewhere", B1 },
  { "removed-root-of-management",
    HEAD "<boundary id=\"" B1
         "\" kind=\"account\"><purpose>management</purpose><root_mfa>removed</root_mfa></boundary>"
         "<element id=\"" E1 "\" kind=\"process\" parent=\"" B1 "\"/>" TAIL,
    "management-root-removed", B1 },
  { "removed-root-of-member",
    HEAD "<boundary id=\"" B1
         "\" kind=\"account\"><purpose>workload</purpose><root_mfa>removed</root_mfa></boundary>"
         "<element id=\"" E1 "\" kind=\"process\" parent=\"" B1 "\"/>" TAIL,
    NULL, NULL },
  { "empty-box", HEAD "<boundary id=\"" B1 "\" kind=\"vpc\"/>" TAIL, "empty-boundary", B1 },
  { "uncrossed-line",
    HEAD "<boundary id=\"" B1 "\" kind=\"internet\"><route diagram=\"" D1
         "\"><point x=\"0\" y=\"0\"/><point x=\"0\" y=\"9\"/></route></boundary><diagram id=\"" D1
         "\"/>" TAIL,
    "empty-boundary", B1 },
  { "crossed-line",
    HEAD "<boundary id=\"" B1 "\" kind=\"internet\"><route diagram=\"" D1
         "\"><point x=\"0\" y=\"0\"/><point x=\"0\" y=\"9\"/></route></boundary>" ELEMENT (
             E1, "process", "") ELEMENT (E2, "process", "") "<flow id=\"" F1 "\" source=\"" E1
                                                            "\" target=\"" E2 "\"><crosses>" B1
                                                            "</crosses></flow><diagram id=\"" D1
                                                            "\"/>" TAIL,
    NULL, NULL },
  { "flow-without-source",
    HEAD ELEMENT (E2, "process", "") "<flow id=\"" F1 "\" target=\"" E2 "\"/>" TAIL,
    "flow-without-end", F1 },
  { "flow-without-target",
    HEAD ELEMENT (E1, "process", "") "<flow id=\"" F1 "\" source=\"" E1 "\"/>" TAIL,
    "flow-without-end", F1 },
  { "flow", HEAD ELEMENT (E1, "process", "") ELEMENT (E2, "process", "") FLOW TAIL, NULL, NULL },
  { "class-below-assets",
    HEAD ELEMENT (E1, "store", "<data_class>internal</data_class>") "<asset id=\"" A1
                                                                    "\"><classification>restricted<"
                                                                    "/classification><stored>" E1
                                                                    "</stored></asset>" TAIL,
    "class-below-assets", E1 },
  { "class-equals-assets",
    HEAD ELEMENT (
        E1, "store", "<data_class>restricted</data_class>") "<asset id=\"" A1
                                                            "\"><classification>restricted</"
                                                            "classification><stored>" E1
                                                            "</stored></asset>" TAIL,
    NULL, NULL },
  { "class-unset",
    HEAD ELEMENT (E1, "store", "") "<asset id=\"" A1
                                   "\"><classification>restricted</classification><stored>" E1
                                   "</stored></asset>" TAIL,
    NULL, NULL },
  { "mfa-without-human",
    HEAD ELEMENT (E1, "process", "") ELEMENT (E2, "process", "<mfa>required</mfa>") FLOW TAIL,
    "mfa-without-human", E2 },
  { "mfa-for-actor",
    HEAD ELEMENT (E1, "actor", "") ELEMENT (E2, "process", "<mfa>required</mfa>") FLOW TAIL, NULL,
    NULL },
  { "mfa-for-browser",
    HEAD ELEMENT (E1, "process", "<tech>browser</tech>")
        ELEMENT (E2, "process", "<mfa>required</mfa>") FLOW TAIL,
    NULL, NULL },
  { "mfa-of-an-actor", HEAD ELEMENT (E1, "actor", "<mfa>required</mfa>") TAIL, NULL, NULL },
  { "no-mfa", HEAD ELEMENT (E1, "process", "<mfa>none</mfa>") TAIL, NULL, NULL },
  { "admin-without-scope",
    HEAD ELEMENT (E1, "process", "<priv_level>admin</priv_level><iam_scope>none</iam_scope>") TAIL,
    "admin-without-scope", E1 },
  { "admin-with-scope",
    HEAD ELEMENT (E1, "process", "<priv_level>admin</priv_level><iam_scope>account</iam_scope>")
        TAIL,
    NULL, NULL },
  { "bidi-name", HEAD ELEMENT (E1, "process", "<name>a\xe2\x80\xaez</name>") TAIL, "bidi-control",
    E1 },
  { "hebrew-name",
    HEAD ELEMENT (E1, "process", "<name>\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d</name>") TAIL, NULL,
    NULL },
  { "unplaced",
    HEAD ELEMENT (E1, "process", PLACE) ELEMENT (E2, "process", "") "<diagram id=\"" D1 "\"/>" TAIL,
    "unplaced", E2 },
  { "all-placed", HEAD ELEMENT (E1, "process", PLACE) "<diagram id=\"" D1 "\"/>" TAIL, NULL, NULL },
  { "decision-target-gone",
    HEAD "<decision id=\"" A1 "\" target=\"" E1 "\" rule=\"TR-E-01\"/>" TAIL,
    "decision-target-gone", A1 },
  { "contradictory-decisions",
    HEAD ELEMENT (E1, "process", "") "<decision id=\"" A1 "\" target=\"" E1
                                     "\" rule=\"TR-E-01\"><decision>accept</decision></decision>"
                                     "<decision id=\"" B1 "\" target=\"" E1
                                     "\" rule=\"TR-E-01\"/>" TAIL,
    "contradictory-decisions", A1 },
  { "decided-twice",
    HEAD ELEMENT (E1, "process", "") "<decision id=\"" A1 "\" target=\"" E1
                                     "\" rule=\"TR-E-01\"/><decision id=\"" B1 "\" target=\"" E1
                                     "\" rule=\"TR-E-01\"/>" TAIL,
    NULL, NULL },
  { "unresolved-conflict",
    HEAD ELEMENT (E1, "process", "") "<conflict id=\"" A1 "\" target=\"" E1
                                     "\" name=\"authn\"/>" TAIL,
    "unresolved-conflict", A1 },
  { "decision-about-model", HEAD "<decision id=\"" A1 "\" rule=\"TR-M-01\"/>" TAIL, NULL, NULL },
};

static void
test_case (gconstpointer user_data)
{
  const Case *item = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) model = redan_canonical_read (
      schema, "m.redan", (const guint8 *) item->text, strlen (item->text), &error);

  g_assert_no_error (error);
  g_autoptr (GPtrArray) findings = redan_validate (model);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((RedanFinding *) findings->pdata[i])->message);
  g_assert_cmpuint (findings->len, ==, item->code == NULL ? 0 : 1);
  if (item->code == NULL)
    return;

  const RedanFinding *finding = g_ptr_array_index (findings, 0);
  g_assert_cmpint (finding->level, ==, REDAN_FINDING_WARNING);
  g_assert_cmpstr (finding->code, ==, item->code);
  g_assert_cmpmem (&finding->object, sizeof finding->object, item->object, REDAN_ID_LENGTH);
  g_assert_cmpuint (strlen (finding->message), >, 20);
}

static RedanId
id_of (const char *text)
{
  RedanId id;

  g_assert_true (redan_id_parse (text, strlen (text), &id));
  return id;
}

/* Puts a boundary of kind vpc; the reader would refuse such models, so they are built here. */
static void
put_boundary (RedanModel *model, const char *id_text, const char *parent)
{
  RedanId id = id_of (id_text);
  RedanEntry entries[] = {
    { redan_model_intern (model, ""), redan_model_intern (model, "vpc"), REDAN_FIELD_KIND },
    { redan_model_intern (model, ""), redan_model_intern (model, parent == NULL ? "" : parent),
      REDAN_FIELD_PARENT },
  };

  redan_model_put (model,
                   redan_object_new (REDAN_SECTION_BOUNDARY, &id, entries, parent == NULL ? 1 : 2));
}

static void
assert_errors (const RedanModel *model, const char *codes)
{
  g_autoptr (GPtrArray) findings = redan_validate (model);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RedanFinding *finding = g_ptr_array_index (findings, i);
      if (finding->level == REDAN_FINDING_ERROR)
        g_string_append_printf (found, "%s%s:%.16s", found->len > 0 ? " " : "", finding->code,
                                finding->object.text);
      else /* errors come first */
        for (guint j = i; j < findings->len; j++)
          g_assert_cmpint (((RedanFinding *) findings->pdata[j])->level, ==, REDAN_FINDING_WARNING);
    }
  g_assert_cmpstr (found->str, ==, codes);
}

static void
test_references (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  RedanId element = id_of (E1);
  RedanEntry entries[] = {
    { redan_model_intern (model, ""), redan_model_intern (model, "process"), REDAN_FIELD_KIND },
    { redan_model_intern (model, ""), redan_model_intern (model, E1), REDAN_FIELD_PARENT },
    { redan_model_intern (model, D1), redan_model_intern (model, "0 0 8 8"), REDAN_FIELD_PLACE },
  };

  put_boundary (model, B1, B2);
  redan_model_put (model, redan_object_new (REDAN_SECTION_ELEMENT, &element, entries, 3));
  assert_errors (model, "dangling-reference:" B1 " wrong-section:" E1 " dangling-reference:" E1);
}

static void
test_circles (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);

  put_boundary (model, B1, B2);
  put_boundary (model, B2, D1);
  put_boundary (model, D1, B2);
  put_boundary (model, A1, A1);
  put_boundary (model, F1, A1);
  assert_errors (model, "cyclic-parents:" B2 " cyclic-parents:" A1);
}

/* A slow oracle: walk up from each boundary and count. */
static void
test_random_forests (void)
{
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      guint n = 1 + (guint) g_rand_int_range (rand, 0, 90);
      guint parents[91];
      gboolean expected = TRUE;
      gboolean chain = round % 4 == 0;

      for (guint i = 0; i < n; i++)
        {
          char id[17] = "0000000000000000";
          char parent[17] = "0000000000000000";
          parents[i] = chain ? i + 1 : (guint) g_rand_int_range (rand, 0, (gint32) n * 4);
          id[14] = digits[i / 32];
          id[15] = digits[i % 32];
          parent[14] = digits[parents[i] / 32 % 32];
          parent[15] = digits[parents[i] % 32];
          put_boundary (model, id, parents[i] < n ? parent : NULL);
        }
      for (guint i = 0; i < n; i++)
        {
          /* The last step leaves the forest: 64 boundaries in a row are allowed. */
          guint at = i;
          for (guint j = 0; j < 64 && at < n; j++)
            at = parents[at];
          if (at < n)
            expected = FALSE;
        }
      g_autoptr (GPtrArray) findings = redan_validate (model);
      gboolean valid = TRUE;
      for (guint i = 0; i < findings->len; i++)
        valid = valid && ((RedanFinding *) findings->pdata[i])->level == REDAN_FINDING_WARNING;
      g_assert_cmpint (valid, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/validate/warnings/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/validate/errors/references", test_references);
  g_test_add_func ("/validate/errors/circles", test_circles);
  g_test_add_func ("/validate/errors/random-forests", test_random_forests);
  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
