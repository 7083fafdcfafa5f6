/* SPDX-License-Identifier: Apache-2.0 */
/* What stands on the things of a scene: names fitted into boxes, captions in words. */

#include <string.h>

#include "model/name.h"
#include "ui/diagram/scene-private.h"
#include "ui/diagram/text.h"

#define MAX_BOX_LINES 5
#define SMALL_CORNER 4.0
#define LARGE_CORNER 18.0
#define NARROWEST_WITH_ICON 64.0
#define SMALLEST_WITH_ICON 32.0
#define CORNER_ICON_SIZE 12.0
#define CORNER_INSET 5.0
#define TITLE_GAP 8.0
#define CAPTION_SEPARATOR " \u00b7 "

double
redan_scene_box_radius (const RedanSceneBox *box)
{
  double limit = MIN (box->box.width, box->box.height) / 2;

  if (box->section == REDAN_SECTION_BOUNDARY)
    return MIN (10, limit);
  if (box->section == REDAN_SECTION_ELEMENT && box->kind == REDAN_ELEMENT_PROCESS)
    return MIN (LARGE_CORNER, limit * .7);
  if (box->section == REDAN_SECTION_ELEMENT && box->kind == REDAN_ELEMENT_STORE)
    return 0;
  return MIN (SMALL_CORNER, limit);
}

RedanSceneRect
redan_scene_box_reserve (const RedanSceneBox *box)
{
  return (RedanSceneRect){ box->box.x, box->box.y - REDAN_BADGE_ROOM, box->box.width,
                           box->box.height + REDAN_BADGE_ROOM };
}

double
redan_scene_longest_word (const char *text, double size, gboolean bold)
{
  double longest = 0;

  while (*text != '\0')
    {
      gsize length = strcspn (text, " \n-/_");

      longest = MAX (longest, redan_text_width (text, length, size, bold));
      text += length;
      text += strspn (text, " \n-/_");
    }
  return longest;
}

/* Room for text, beside the icon when there is one at the left. */
static RedanSceneRect
get_text_area (const RedanSceneBox *box)
{
  double padding = MIN (REDAN_BOX_PADDING, box->box.width / 8);
  RedanSceneRect area = { box->box.x + padding, box->box.y + 4,
                          MAX (box->box.width - 2 * padding, 4), MAX (box->box.height - 8, 4) };

  if (box->icon_place.width > 0)
    {
      area.x += REDAN_ICON_SIZE + REDAN_ICON_GAP;
      area.width -= REDAN_ICON_SIZE + REDAN_ICON_GAP;
    }
  return area;
}

static void
set_label (RedanSceneBox *box, const RedanSceneRect *area, double width)
{
  double height = g_strv_length (box->lines) * box->label_size * REDAN_TEXT_LINE_HEIGHT;

  if (box->caption != NULL)
    {
      width = MAX (
          width, redan_text_width (box->caption, strlen (box->caption), REDAN_CAPTION_SIZE, FALSE));
      height += REDAN_CAPTION_SIZE * REDAN_TEXT_LINE_HEIGHT + 1;
    }
  box->label = (RedanSceneRect){ area->x + (area->width - width) / 2,
                                 area->y + (area->height - height) / 2, width, height };
}

/* The caption in one line, or none when the box has no room for it. Beside an icon the service says
 * more than the technology. */
static void
fit_caption (RedanSceneBox *box, const RedanSceneRect *area)
{
  double room = area->height - box->label_size * REDAN_TEXT_LINE_HEIGHT;
  g_autofree char *caption = g_steal_pointer (&box->caption);
  const char *service = caption == NULL ? NULL : strstr (caption, CAPTION_SEPARATOR);
  const char *text = caption;
  double width;
  gboolean cut;

  if (caption == NULL || room < REDAN_CAPTION_SIZE * REDAN_TEXT_LINE_HEIGHT + 1)
    return;
  if (service != NULL && box->icon_place.width > 0 &&
      redan_text_width (caption, strlen (caption), REDAN_CAPTION_SIZE, FALSE) > area->width)
    text = service + strlen (CAPTION_SEPARATOR);

  g_auto (GStrv) lines =
      redan_text_break (text, REDAN_CAPTION_SIZE, FALSE, area->width, 1, &width, &cut);

  if (lines[0] != NULL && (!cut || strlen (lines[0]) > 6))
    box->caption = g_strdup (lines[0]);
}

/* Returns: whether the whole name stands in its full size */
static gboolean
fit_text (RedanSceneBox *box, const char *caption)
{
  gboolean bold = box->section == REDAN_SECTION_ELEMENT;
  double full = bold ? REDAN_NAME_SIZE : REDAN_NOTE_SIZE;
  RedanSceneRect area = get_text_area (box);
  double width = 0;
  gboolean cut;

  for (double size = full;; size -= 1)
    {
      gboolean last = size - 1 < (bold ? REDAN_MIN_NAME_SIZE : REDAN_MIN_NOTE_SIZE);

      if (!last && redan_scene_longest_word (box->name, size, bold) > area.width)
        continue;

      g_free (box->caption);
      box->caption = g_strdup (caption);
      box->label_size = size;
      fit_caption (box, &area);

      double used = box->caption != NULL ? REDAN_CAPTION_SIZE * REDAN_TEXT_LINE_HEIGHT + 1 : 0;
      guint max = (guint) MAX ((area.height - used) / (size * REDAN_TEXT_LINE_HEIGHT), 1);
      guint limit = bold ? MAX_BOX_LINES : 60;

      g_strfreev (box->lines);
      box->lines =
          redan_text_break (box->name, size, bold, area.width, MIN (max, limit), &width, &cut);
      if (last || !cut)
        break;
    }
  set_label (box, &area, width);
  return !cut && box->label_size == full && (caption == NULL || box->caption != NULL);
}

/* A small icon in the upper left corner, or none when it would touch the text. */
static void
place_in_corner (RedanSceneBox *box)
{
  RedanSceneRect corner = { box->box.x + CORNER_INSET, box->box.y + CORNER_INSET, CORNER_ICON_SIZE,
                            CORNER_ICON_SIZE };
  gboolean fits = box->label.x > corner.x + corner.width || box->label.y > corner.y + corner.height;

  if (fits && box->box.width >= SMALLEST_WITH_ICON && box->box.height >= SMALLEST_WITH_ICON)
    box->icon_place = corner;
  else
    box->icon = NULL;
}

void
redan_scene_fit_box (RedanSceneBox *box)
{
  g_autofree char *caption = g_strdup (box->caption);

  if (box->icon != NULL && box->box.width >= NARROWEST_WITH_ICON &&
      box->box.height >= REDAN_ICON_SIZE + 2)
    {
      box->icon_place = (RedanSceneRect){ box->box.x + REDAN_BOX_PADDING,
                                          box->box.y + (box->box.height - REDAN_ICON_SIZE) / 2,
                                          REDAN_ICON_SIZE, REDAN_ICON_SIZE };
      if (fit_text (box, caption))
        return;
      box->icon_place = (RedanSceneRect){ 0 };
    }
  fit_text (box, caption);
  if (box->icon != NULL)
    place_in_corner (box);
}

char **
redan_scene_break_title (const char *name, double room)
{
  g_auto (GStrv) texts = g_strsplit (name, "\n", REDAN_TITLE_LINES);
  char **lines = g_new0 (char *, REDAN_TITLE_LINES + 1);
  guint n = 0;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *text = redan_text_fold_lines (texts[i]);
      double width;
      char **broken = redan_text_break (text, REDAN_TITLE_SIZE, TRUE, room, 1, &width, NULL);

      if (broken[0] != NULL)
        lines[n++] = g_steal_pointer (&broken[0]);
      g_strfreev (broken);
    }
  return lines;
}

double
redan_scene_title_width (char *const *lines, const char *caption)
{
  double widest = 0;
  double width = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      width = redan_text_width (lines[i], strlen (lines[i]), REDAN_TITLE_SIZE, TRUE);
      widest = MAX (widest, width);
    }
  if (caption != NULL)
    width += TITLE_GAP + redan_text_width (caption, strlen (caption), REDAN_CAPTION_SIZE, FALSE);
  return MAX (widest, width);
}

static double
title_width (const RedanSceneBox *box)
{
  double width = redan_scene_title_width (box->lines, box->caption);

  return box->icon != NULL ? width + REDAN_TITLE_ICON_SIZE + REDAN_ICON_GAP : width;
}

/* The kind goes first when there is no room for all, then the icon. */
void
redan_scene_fit_title (RedanSceneBox *box)
{
  double room = MAX (box->box.width - 2 * REDAN_TITLE_INSET, 60);

  box->label_size = REDAN_TITLE_SIZE;
  box->lines = redan_scene_break_title (box->name, room);
  if (box->lines[0] == NULL)
    {
      g_strfreev (box->lines);
      box->lines = g_new0 (char *, 2);
      box->lines[0] = g_steal_pointer (&box->caption);
    }
  /* Neither a name nor a kind that could be said. */
  if (box->lines[0] == NULL)
    {
      box->icon = NULL;
      return;
    }
  if (title_width (box) > room)
    g_clear_pointer (&box->caption, g_free);
  if (title_width (box) > room)
    box->icon = NULL;
  box->label.width = title_width (box);
  box->label.height = g_strv_length (box->lines) * REDAN_TITLE_LINE + 2;
}

static const char *
get_attribute (const RedanSchema *schema,
               const RedanObject *object,
               RedanScope scope,
               const char *name)
{
  const RedanAttribute *attribute = redan_schema_lookup (schema, scope, name, -1);

  if (attribute == NULL)
    return NULL;
  return redan_object_get (object, REDAN_FIELD_ATTRIBUTE + attribute->index);
}

static char *
make_words (const char *token)
{
  char *words = g_strdelimit (g_strdup (token), "-_", ' ');

  if (g_str_has_suffix (words, " db"))
    memcpy (words + strlen (words) - 2, "DB", 2);
  return words;
}

char *
redan_scene_element_caption (const RedanSchema *schema, const RedanObject *object)
{
  const char *tech = get_attribute (schema, object, REDAN_SCOPE_ELEMENT, "tech");
  const char *service = get_attribute (schema, object, REDAN_SCOPE_ELEMENT, "aws_service");

  /* The picture of a person says human already. */
  if (g_strcmp0 (tech, "unknown") == 0 || g_strcmp0 (tech, "other") == 0 ||
      g_strcmp0 (tech, "human") == 0)
    tech = NULL;
  if (g_strcmp0 (service, "unknown") == 0 || (service != NULL && *service == '\0'))
    service = NULL;
  if (tech == NULL && service == NULL)
    return NULL;

  g_autofree char *words = tech == NULL ? NULL : make_words (tech);
  g_autofree char *clean = service == NULL ? NULL : redan_text_clean (service);

  if (words == NULL)
    return g_steal_pointer (&clean);
  if (clean == NULL)
    return g_steal_pointer (&words);
  return g_strconcat (words, CAPTION_SEPARATOR, clean, NULL);
}

const RedanIcon *
redan_scene_element_icon (const RedanSchema *schema, const RedanObject *object)
{
  const RedanIcon *icon =
      redan_icon_of_value (redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "tech", -1),
                           get_attribute (schema, object, REDAN_SCOPE_ELEMENT, "tech"));

  if (icon == NULL && redan_scene_element_kind (object) == REDAN_ELEMENT_ACTOR)
    icon = redan_icon_lookup ("actor");
  return icon;
}

const RedanIcon *
redan_scene_boundary_icon (const RedanSchema *schema, const RedanObject *object)
{
  return redan_icon_of_value (redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1),
                              redan_object_get (object, REDAN_FIELD_KIND));
}

const RedanIcon *
redan_scene_object_icon (const RedanSchema *schema, const RedanObject *object)
{
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);
  const RedanIcon *icon = NULL;

  if (object->section == REDAN_SECTION_FLOW)
    return redan_icon_lookup ("flow");
  if (object->section == REDAN_SECTION_BOUNDARY)
    icon = redan_scene_boundary_icon (schema, object);
  else if (object->section == REDAN_SECTION_ELEMENT)
    icon = redan_scene_element_icon (schema, object);
  return icon == NULL && kind != NULL ? redan_icon_lookup (kind) : icon;
}

/* Whether the name says the kind already: "Private subnet". */
static gboolean
is_said (const char *name, const char *kind)
{
  g_autofree char *line = redan_text_fold_lines (name);
  g_autofree char *folded_name = g_utf8_casefold (line, -1);
  g_autofree char *folded_kind = g_utf8_casefold (kind, -1);

  return strstr (folded_name, folded_kind) != NULL;
}

static char *
name_boundary_kind (const RedanObject *object)
{
  static const char *const names[][2] = {
    { "ou", "OU" },
    { "vpc", "VPC" },
    { "k8s-cluster", "Kubernetes cluster" },
    { "k8s-namespace", "Kubernetes namespace" },
    { "on-prem", "on premises" },
  };
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);

  if (kind == NULL)
    return g_strdup ("trust zone");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (kind, names[i][0]) == 0)
      return g_strdup (names[i][1]);
  return make_words (kind);
}

char *
redan_scene_boundary_caption (const RedanObject *object)
{
  char *kind = name_boundary_kind (object);

  if (is_said (redan_object_get_name (object), kind))
    g_clear_pointer (&kind, g_free);
  return kind;
}

RedanElementKind
redan_scene_element_kind (const RedanObject *object)
{
  static const char *const words[] = { "actor", "external", "process", "store" };
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (kind, words[i]) == 0)
      return (RedanElementKind) i;
  return REDAN_ELEMENT_PROCESS;
}

RedanTone
redan_scene_boundary_tone (const RedanObject *object)
{
  static const char *const outside[] = { "internet", "partner", NULL };
  static const char *const accounts[] = { "organization", "ou", "account", NULL };
  static const char *const networks[] = { "region", "vpc", "subnet", "security-group", NULL };
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);

  if (kind == NULL)
    return REDAN_TONE_NEUTRAL;
  if (g_strv_contains (outside, kind))
    return REDAN_TONE_OUTSIDE;
  if (g_strv_contains (accounts, kind))
    return REDAN_TONE_ACCOUNT;
  return g_strv_contains (networks, kind) ? REDAN_TONE_NETWORK : REDAN_TONE_NEUTRAL;
}
