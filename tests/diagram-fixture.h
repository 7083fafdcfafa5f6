/* SPDX-License-Identifier: Apache-2.0 */
/* Small and random models with places, for the tests of diagrams. */

#pragma once

#include <string.h>

#include "model/geometry.h"
#include "ui/diagram/scene.h"

static inline RedanSchema *
fixture_schema (void)
{
  static RedanSchema *schema;

  if (schema == NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);

      g_assert_no_error (error);
      schema = redan_schema_load (source, &error);
      g_assert_no_error (error);
    }
  return schema;
}

/* Short names stand for ids. */
static inline RedanId
fixture_id (const char *name)
{
  const char *parts[] = { "fixture", name, NULL };

  return redan_id_derive (parts);
}

static inline const char *
fixture_text (RedanModel *model, const char *text)
{
  return redan_model_intern (model, text);
}

static inline void
fixture_set (
    RedanModel *model, const char *id, RedanField field, const char *key, const char *value)
{
  RedanId object = fixture_id (id);

  redan_model_put (model, redan_object_with (redan_model_lookup (model, &object), field,
                                             fixture_text (model, key),
                                             value == NULL ? NULL : fixture_text (model, value)));
}

static inline void
fixture_set_attribute (
    RedanModel *model, const char *id, RedanScope scope, const char *name, const char *value)
{
  const RedanAttribute *attribute = redan_schema_lookup (fixture_schema (), scope, name, -1);

  fixture_set (model, id, REDAN_FIELD_ATTRIBUTE + attribute->index, "", value);
}

static inline void
fixture_add (RedanModel *model, RedanSection section, const char *id, const char *name)
{
  RedanId object = fixture_id (id);
  RedanEntry entry = { fixture_text (model, ""), fixture_text (model, name), REDAN_FIELD_NAME };

  redan_model_put (model, redan_object_new (section, &object, &entry, 1));
}

/* A reference of @id to the object called @to. */
static inline void
fixture_refer (RedanModel *model, const char *id, RedanField field, const char *to)
{
  RedanId target = fixture_id (to);
  RedanIdText text;

  fixture_set (model, id, field, "", redan_id_to_text (&target, text));
}

static inline void
fixture_place (RedanModel *model, const char *id, double x, double y, double width, double height)
{
  RedanBox box = { (gint32) (x * 8), (gint32) (y * 8), (gint32) (width * 8),
                   (gint32) (height * 8) };
  g_autofree char *value = redan_place_format (&box);
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;

  fixture_set (model, id, REDAN_FIELD_PLACE, redan_id_to_text (&diagram, text), value);
}

static inline void
fixture_route (RedanModel *model, const char *id, const RedanPoint *points, guint n)
{
  g_autofree char *value = redan_points_format (points, n);
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;

  fixture_set (model, id, REDAN_FIELD_ROUTE, redan_id_to_text (&diagram, text), value);
}

static inline RedanModel *
fixture_model (void)
{
  RedanModel *model = redan_model_new (fixture_schema ());

  fixture_add (model, REDAN_SECTION_DIAGRAM, "diagram", "Test");
  return model;
}

static inline void
fixture_element (
    RedanModel *model, const char *id, const char *kind, const char *name, double x, double y)
{
  fixture_add (model, REDAN_SECTION_ELEMENT, id, name);
  fixture_set (model, id, REDAN_FIELD_KIND, "", kind);
  fixture_place (model, id, x, y, 120, 56);
}

static inline void
fixture_flow (
    RedanModel *model, const char *id, const char *name, const char *source, const char *target)
{
  fixture_add (model, REDAN_SECTION_FLOW, id, name);
  fixture_refer (model, id, REDAN_FIELD_SOURCE, source);
  fixture_refer (model, id, REDAN_FIELD_TARGET, target);
}

static inline void
fixture_boundary (RedanModel *model, const char *id, const char *kind, const char *name)
{
  fixture_add (model, REDAN_SECTION_BOUNDARY, id, name);
  fixture_set (model, id, REDAN_FIELD_KIND, "", kind);
}

/* Words as people write them on diagrams: short, long, without a place to break, in lines of their
 * own. */
static inline char *
fixture_words (GRand *random)
{
  static const char *const words[] = {
    "orders",   "database",
    "read",     "and",
    "write",    "customer",
    "API",      "internal",
    "the",      "of",
    "payments", "AuthenticationServiceFactoryBean",
    "v2",       "https://example.org/a/b/c",
    "Größe",    "注文データ",
    "e-mail",   "queue",
  };
  GString *text = g_string_new (NULL);
  gint32 n = g_rand_int_range (random, 1, 6);

  for (gint32 i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s",
                            i == 0                                 ? ""
                            : g_rand_int_range (random, 0, 5) == 0 ? "\n"
                                                                   : " ",
                            words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
  return g_string_free (text, FALSE);
}

/* @n elements on a loose grid, in groups of twelve, with 1.5 flows each. */
static inline RedanModel *
fixture_random (guint32 seed, guint n, gboolean placed)
{
  static const char *const kinds[] = { "actor", "external", "process", "store" };
  static const char *const boundaries[] = { "vpc", "account", "trust-zone", "internet" };
  RedanModel *model = fixture_model ();
  GRand *random = g_rand_new_with_seed (seed);

  for (guint i = 0; i * 12 < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("b%u", i);
      g_autofree char *name = fixture_words (random);

      fixture_boundary (model, id, boundaries[i % 4], name);
      if (placed)
        fixture_place (model, id, (i % 4) * 900, (i / 4) * 640, 840, 580);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("e%u", i);
      g_autofree char *boundary = g_strdup_printf ("b%u", i / 12);
      g_autofree char *name = fixture_words (random);
      guint column = i / 12 % 4, row = i / 48;

      fixture_add (model, REDAN_SECTION_ELEMENT, id, name);
      fixture_set (model, id, REDAN_FIELD_KIND, "", kinds[g_rand_int_range (random, 0, 4)]);
      fixture_refer (model, id, REDAN_FIELD_PARENT, boundary);
      if (placed)
        fixture_place (model, id,
                       column * 900 + 30 + (i % 4) * 200 + g_rand_int_range (random, 0, 60),
                       row * 640 + 60 + (i % 12) / 4 * 180 + g_rand_int_range (random, 0, 90),
                       g_rand_int_range (random, 60, 130), g_rand_int_range (random, 30, 80));
    }
  for (guint i = 0; i < n + n / 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("f%u", i);
      guint a = (guint) g_rand_int_range (random, 0, (gint32) n);
      guint b = g_rand_int_range (random, 0, 4) > 0
                    ? MIN (a / 12 * 12 + (guint) g_rand_int_range (random, 0, 12), n - 1)
                    : (guint) g_rand_int_range (random, 0, (gint32) n);
      g_autofree char *source = g_strdup_printf ("e%u", a);
      g_autofree char *target = g_strdup_printf ("e%u", b);
      g_autofree char *name = fixture_words (random);

      fixture_flow (model, id, name, source, target);
      if (g_rand_int_range (random, 0, 5) == 0)
        fixture_set (model, id, REDAN_FIELD_BIDIRECTIONAL, "", "yes");
    }
  g_rand_free (random);
  return model;
}

static inline gboolean
fixture_meet (const RedanSceneRect *a, const RedanSceneRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

/* The law: no two labels meet, and no label of a line lies on an element. The slow, obvious way. */
static inline void
fixture_assert_labels_free (const RedanScene *scene)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));

  for (guint i = 0; i < scene->n_boxes; i++)
    if (scene->boxes[i].lines[0] != NULL)
      g_array_append_val (labels, scene->boxes[i].label);
  for (guint i = 0; i < scene->n_lines; i++)
    if (scene->lines[i].label.width > 0)
      g_array_append_val (labels, scene->lines[i].label);
  for (guint i = 0; i < labels->len; i++)
    for (guint k = 0; k < i; k++)
      g_assert_false (fixture_meet (&g_array_index (labels, RedanSceneRect, i),
                                    &g_array_index (labels, RedanSceneRect, k)));
  for (guint i = 0; i < scene->n_lines; i++)
    for (guint k = 0; k < scene->n_boxes; k++)
      if (scene->lines[i].label.width > 0 && scene->boxes[k].section != REDAN_SECTION_BOUNDARY)
        g_assert_false (fixture_meet (&scene->lines[i].label, &scene->boxes[k].box));
}
