/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of keys: accelerators, shortcuts of widgets and the help overlay come from it. */

#include "ui/window/keys.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GENERAL N_ ("General")
#define FILES N_ ("Files and pictures")
#define VIEW N_ ("View")
#define DRAWING N_ ("Drawing")
#define EDITING N_ ("Editing")
#define ARRANGING N_ ("Arranging")
#define MOVING N_ ("Moving")
#define SELECTING N_ ("Selecting")
#define DIAGRAM N_ ("Diagrams")
#define COLOURS N_ ("Colours")
#define VIEWS N_ ("Tables")
#define THREATS N_ ("Threats")
#define QUESTIONS N_ ("Questions")

/** Rows in a column of the help, as text: more would be higher than a small screen. */
#define MAX_ROWS "18"

/* The pages of the help, in the order of the groups. */
static const struct
{
  const char *title;
  const char *first_group;
} pages[] = {
  { N_ ("Window and files"), GENERAL },
  { N_ ("Drawing"), DRAWING },
  { N_ ("Arranging"), ARRANGING },
  { N_ ("Selecting"), SELECTING },
  { N_ ("Tables"), VIEWS },
};

/* Letters are keys of a widget: they must not take the letters of a search entry. */
static const RedanKey keys[] = {
  { "win.undo", GENERAL, N_ ("Undo"), { "<Control>z" } },
  { "win.redo", GENERAL, N_ ("Redo"), { "<Control><Shift>z", "<Control>y" } },
  { "win.command-palette",
    GENERAL,
    N_ ("Find an action, an element or a threat"),
    { "<Control>k" } },
  { "win.history", GENERAL, N_ ("History"), { "<Control><Shift>h" } },
  { "win.search", GENERAL, N_ ("Search threats"), { "<Control>f" } },
  { "win.preferences", GENERAL, N_ ("Preferences"), { "<Control>comma" } },
  { "win.show-help-overlay", GENERAL, N_ ("Keyboard shortcuts"), { "<Control>question" } },
  { "window.close", GENERAL, N_ ("Close the window"), { "<Control>w" } },
  { "app.quit", GENERAL, N_ ("Quit"), { "<Control>q" } },
  { "win.new", FILES, N_ ("New model"), { "<Control>n" } },
  { "win.open", FILES, N_ ("Open a model"), { "<Control>o" } },
  { "win.import", FILES, N_ ("Import a model"), { NULL } },
  { "win.report", FILES, N_ ("Write the report"), { "<Control><Shift>r" } },
  { "win.portfolio", FILES, N_ ("Portfolio: how several models stand"), { NULL } },
  { "win.import-evidence", FILES, N_ ("Import findings of scanners as evidence"), { NULL } },
  { "win.import-advisories", FILES, N_ ("Import advisories as threats"), { NULL } },
  { "win.update-import", FILES, N_ ("Update from a newer version of the imported file"), { NULL } },
  { "win.carry-decisions", FILES, N_ ("Carry decisions of the import over"), { NULL } },
  { "win.export", FILES, N_ ("Export the diagram"), { "<Control>e" } },
  { "win.export-model", FILES, N_ ("Export for another tool"), { "<Control><Shift>e" } },
  { "win.copy-picture", FILES, N_ ("Copy as picture"), { "<Control><Shift>c" } },
  { "win.print", FILES, N_ ("Print the diagram"), { "<Control>p" } },
  { "win.save", FILES, N_ ("Save"), { "<Control>s" } },
  { "win.save-as", FILES, N_ ("Save under another name"), { "<Control><Shift>s" } },
  { "win.toggle-side", VIEW, N_ ("Show or hide what can be drawn"), { "F8", "<Shift>F9" } },
  { "win.toggle-details", VIEW, N_ ("Show or hide the details"), { "F9" } },
  { "win.toggle-tables", VIEW, N_ ("Fold the tables, or show them"), { "F7" } },
  { "win.tables-alone", VIEW, N_ ("Tables alone, or beside the diagram"), { "<Shift>F7" } },
  { "win.next-pane", VIEW, N_ ("Next pane"), { "F6" } },
  { "win.previous-pane", VIEW, N_ ("Previous pane"), { "<Shift>F6" } },
  { "win.zoom-fit", VIEW, N_ ("Whole diagram"), { "<Control>0" } },
  { "win.zoom-normal", VIEW, N_ ("Natural size"), { "<Control>1" } },
  { "win.zoom-in", VIEW, N_ ("Zoom in"), { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "win.zoom-out", VIEW, N_ ("Zoom out"), { "<Control>minus", "<Control>KP_Subtract" } },
  { "canvas.add-actor", DRAWING, N_ ("Add an actor"), { "a" } },
  { "canvas.add-external", DRAWING, N_ ("Add an external system"), { "e" } },
  { "canvas.add-process", DRAWING, N_ ("Add a process"), { "p" } },
  { "canvas.add-store", DRAWING, N_ ("Add a store"), { "s" } },
  { "canvas.add-boundary", DRAWING, N_ ("Add a boundary"), { "b" } },
  { "canvas.add-boundary-line", DRAWING, N_ ("Add a boundary drawn as a line"), { "l" } },
  { "canvas.add-note", DRAWING, N_ ("Add a note"), { "n" } },
  { "canvas.connect", DRAWING, N_ ("Draw a flow between two selected elements"), { "f" } },
  { "canvas.rename", DRAWING, N_ ("Edit the name"), { "F2" } },
  { "canvas.reverse", DRAWING, N_ ("Reverse the flow"), { "r" } },
  { "canvas.both-ways", DRAWING, N_ ("Let the flow run both ways"), { "<Shift>r" } },
  { "canvas.remove", EDITING, N_ ("Remove from the diagram"), { "Delete", "BackSpace" } },
  { "canvas.delete", EDITING, N_ ("Delete from the model"), { "<Shift>Delete" } },
  { "canvas.cut", EDITING, N_ ("Cut"), { "<Control>x" } },
  { "canvas.copy", EDITING, N_ ("Copy"), { "<Control>c" } },
  { "canvas.paste", EDITING, N_ ("Paste"), { "<Control>v" } },
  { "canvas.duplicate", EDITING, N_ ("Duplicate"), { "<Control>d" } },
  { "canvas.layout", ARRANGING, N_ ("Arrange the selection, or everything"), { "<Control>l" } },
  { "canvas.align-left", ARRANGING, N_ ("Align left edges"), { "<Control><Alt>Left" } },
  { "canvas.align-right", ARRANGING, N_ ("Align right edges"), { "<Control><Alt>Right" } },
  { "canvas.align-top", ARRANGING, N_ ("Align upper edges"), { "<Control><Alt>Up" } },
  { "canvas.align-bottom", ARRANGING, N_ ("Align lower edges"), { "<Control><Alt>Down" } },
  { "canvas.align-centre", ARRANGING, N_ ("Align centres"), { "<Control><Alt>c" } },
  { "canvas.align-middle", ARRANGING, N_ ("Align middles"), { "<Control><Alt>m" } },
  { "canvas.distribute-across",
    ARRANGING,
    N_ ("Equal gaps from left to right"),
    { "<Control><Alt>h" } },
  { "canvas.distribute-down",
    ARRANGING,
    N_ ("Equal gaps from top to bottom"),
    { "<Control><Alt>v" } },
  { "canvas.same-size", ARRANGING, N_ ("Same size"), { "<Control><Alt>s" } },
  { "canvas.snap", ARRANGING, N_ ("Snap to the grid"), { "<Control><Alt>g" } },
  { "canvas.to-front", MOVING, N_ ("Bring to front"), { "<Control><Shift>bracketright" } },
  { "canvas.forward", MOVING, N_ ("Bring forward"), { "<Control>bracketright" } },
  { "canvas.backward", MOVING, N_ ("Send backward"), { "<Control>bracketleft" } },
  { "canvas.to-back", MOVING, N_ ("Send to back"), { "<Control><Shift>bracketleft" } },
  { "canvas.move-left", MOVING, N_ ("Move left"), { "Left" } },
  { "canvas.move-right", MOVING, N_ ("Move right"), { "Right" } },
  { "canvas.move-up", MOVING, N_ ("Move up"), { "Up" } },
  { "canvas.move-down", MOVING, N_ ("Move down"), { "Down" } },
  { "canvas.nudge-left", MOVING, N_ ("Move left by one pixel"), { "<Shift>Left" } },
  { "canvas.nudge-right", MOVING, N_ ("Move right by one pixel"), { "<Shift>Right" } },
  { "canvas.nudge-up", MOVING, N_ ("Move up by one pixel"), { "<Shift>Up" } },
  { "canvas.nudge-down", MOVING, N_ ("Move down by one pixel"), { "<Shift>Down" } },
  { "canvas.activate",
    SELECTING,
    N_ ("Select the element with the focus, then edit it"),
    { "Return", "KP_Enter" } },
  { "element.select", SELECTING, N_ ("Select the element with the focus"), { "space" } },
  { "canvas.toggle",
    SELECTING,
    N_ ("Add the element with the focus to the selection"),
    { "<Control>space" } },
  { "canvas.walk-left", SELECTING, N_ ("Go to the element on the left"), { "<Control>Left" } },
  { "canvas.walk-right", SELECTING, N_ ("Go to the element on the right"), { "<Control>Right" } },
  { "canvas.walk-up", SELECTING, N_ ("Go to the element above"), { "<Control>Up" } },
  { "canvas.walk-down", SELECTING, N_ ("Go to the element below"), { "<Control>Down" } },
  { "canvas.select-all", SELECTING, N_ ("Select everything"), { "<Control>a" } },
  { "canvas.invert-selection", SELECTING, N_ ("Invert the selection"), { "<Control><Shift>i" } },
  { "canvas.clear-selection", SELECTING, N_ ("Clear the selection"), { "Escape" } },
  { "canvas.menu", SELECTING, N_ ("What can be done here"), { "Menu", "<Shift>F10" } },
  { "canvas.new-diagram", DIAGRAM, N_ ("New diagram"), { NULL } },
  { "canvas.show-in-other",
    DIAGRAM,
    N_ ("Show the selection in another diagram"),
    { "<Control><Shift>d" } },
  { "canvas.blast", DIAGRAM, N_ ("What falls with the selected element"), { "<Shift>b" } },
  { "win.colour-by::none", COLOURS, N_ ("Colour by kind"), { NULL } },
  { "win.colour-by::risk", COLOURS, N_ ("Colour by residual risk"), { NULL } },
  { "win.colour-by::exposure", COLOURS, N_ ("Colour by exposure"), { NULL } },
  { "win.colour-by::stride", COLOURS, N_ ("Colour by STRIDE"), { NULL } },
  { "win.colour-by::questions", COLOURS, N_ ("Colour by open questions"), { NULL } },
  { "win.colour-by::blast", COLOURS, N_ ("Colour by blast radius"), { NULL } },
  { "win.view::threats", VIEWS, N_ ("Show the threats"), { "<Alt>1" } },
  { "win.view::paths", VIEWS, N_ ("Show the attack paths"), { "<Alt>2" } },
  { "win.view::plan", VIEWS, N_ ("Show the plan"), { "<Alt>3" } },
  { "win.view::questions", VIEWS, N_ ("Show the open questions"), { "<Alt>4" } },
  { "win.view::objectives", VIEWS, N_ ("Show the objectives"), { "<Alt>5" } },
  { "win.view::changes", VIEWS, N_ ("Show the changes"), { "<Alt>6" } },
  { "threats.next", THREATS, N_ ("Next threat"), { "j" } },
  { "threats.previous", THREATS, N_ ("Previous threat"), { "k" } },
  { "threats.mitigate", THREATS, N_ ("Mitigate"), { "m" } },
  { "threats.accept", THREATS, N_ ("Accept until a day"), { "a" } },
  { "threats.transfer", THREATS, N_ ("Transfer"), { "t" } },
  { "threats.avoid", THREATS, N_ ("Avoid"), { "e" } },
  { "threats.not-applicable", THREATS, N_ ("Not applicable"), { "x" } },
  { "threats.reopen", THREATS, N_ ("Reopen"), { "o" } },
  { "threats.decide", THREATS, N_ ("Decide with owner, due date and reason"), { "d" } },
  { "threats.undo", THREATS, N_ ("Undo"), { "u" } },
  { "grid.paste", QUESTIONS, N_ ("Paste a column of values into the grid"), { "<Control>v" } },
};

const RedanKey *
redan_keys_get (guint *n_out)
{
  *n_out = G_N_ELEMENTS (keys);
  return keys;
}

static char *
join_keys (const RedanKey *key, const char *separator)
{
  return g_strjoinv (separator, (char **) key->keys);
}

GtkShortcutTrigger *
redan_keys_dup_trigger (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].action, action))
      {
        g_autofree char *text = join_keys (&keys[i], "|");

        return gtk_shortcut_trigger_parse_string (text);
      }
  g_return_val_if_reached (NULL);
}

/* Keys that a hand takes for the same as another one of the row: those of the number pad, and plus
 * without Shift. */
static gboolean
is_shown (const char *key)
{
  return strstr (key, "KP_") == NULL && !g_str_has_suffix (key, "equal");
}

static void
append_shortcut (GString *text, const RedanKey *key)
{
  g_autoptr (GStrvBuilder) shown = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autofree char *accelerators = NULL;
  g_autofree char *escaped = NULL;

  for (guint i = 0; key->keys[i] != NULL; i++)
    if (is_shown (key->keys[i]))
      g_strv_builder_add (shown, key->keys[i]);
  list = g_strv_builder_end (shown);
  accelerators = g_strjoinv (" ", list);
  escaped = g_markup_printf_escaped (
      "<child><object class=\"GtkShortcutsShortcut\"><property name=\"title\">%s</property>"
      "<property name=\"accelerator\">%s</property></object></child>",
      _ (key->title), accelerators);

  g_string_append (text, escaped);
}

/* Ends the group before, and the page with it where another one begins. */
static void
append_group (GString *text, const char *group, gboolean is_first)
{
  g_autofree char *heading = g_markup_escape_text (_ (group), -1);

  if (!is_first)
    g_string_append (text, "</object></child>");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (pages[i].first_group, group))
      {
        g_autofree char *title = g_markup_escape_text (_ (pages[i].title), -1);

        g_string_append_printf (text,
                                "%s<child><object class=\"GtkShortcutsSection\"><property "
                                "name=\"section-name\">%u</property><property "
                                "name=\"title\">%s</property><property "
                                "name=\"max-height\">" MAX_ROWS "</property>",
                                is_first ? "" : "</object></child>", i, title);
      }
  g_string_append_printf (
      text, "<child><object class=\"GtkShortcutsGroup\"><property name=\"title\">%s</property>",
      heading);
}

/* Before 4.14 groups can only be added by GtkBuilder. */
GtkWidget *
redan_keys_create_help (void)
{
  g_autoptr (GString) text =
      g_string_new ("<interface><object class=\"GtkShortcutsWindow\" id=\"help_overlay\"><property "
                    "name=\"modal\">1</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *help = NULL;
  const char *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      /* Only the command palette offers it. */
      if (keys[i].keys[0] == NULL)
        continue;
      if (g_strcmp0 (group, keys[i].group) != 0)
        append_group (text, keys[i].group, group == NULL);
      group = keys[i].group;
      append_shortcut (text, &keys[i]);
    }
  g_string_append (text, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (text->str, (gssize) text->len);
  help = GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay"));
  /* Else the page that was added last but one is shown. */
  g_object_set (help, "section-name", "0", NULL);
  return g_object_ref (help);
}
