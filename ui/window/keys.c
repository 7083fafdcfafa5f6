/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of keys: accelerators, shortcuts of widgets and the help overlay come from it. */

#include "ui/window/keys.h"

#include <glib/gi18n-lib.h>

#define GENERAL N_ ("General")
#define DRAWING N_ ("Drawing")
#define DIAGRAM N_ ("Diagram")
#define COLOURS N_ ("Colours")
#define VIEWS N_ ("Tables")
#define THREATS N_ ("Threats")
#define QUESTIONS N_ ("Questions")

/* Letters are keys of a widget: they must not take the letters of a search entry. */
static const RedanKey keys[] = {
  { "win.new", GENERAL, N_ ("New model"), { "<Control>n" } },
  { "win.undo", GENERAL, N_ ("Undo"), { "<Control>z" } },
  { "win.redo", GENERAL, N_ ("Redo"), { "<Control><Shift>z", "<Control>y" } },
  { "win.command-palette",
    GENERAL,
    N_ ("Find an action, an element or a threat"),
    { "<Control>k" } },
  { "win.history", GENERAL, N_ ("History"), { "<Control><Shift>h" } },
  { "win.open", GENERAL, N_ ("Open a model"), { "<Control>o" } },
  { "win.report", GENERAL, N_ ("Write the report"), { "<Control><Shift>r" } },
  { "win.export", GENERAL, N_ ("Export the diagram"), { "<Control>e" } },
  { "win.copy-picture", GENERAL, N_ ("Copy as picture"), { "<Control><Shift>c" } },
  { "win.print", GENERAL, N_ ("Print the diagram"), { "<Control>p" } },
  { "win.save", GENERAL, N_ ("Save"), { "<Control>s" } },
  { "win.save-as", GENERAL, N_ ("Save under another name"), { "<Control><Shift>s" } },
  { "win.search", GENERAL, N_ ("Search threats"), { "<Control>f" } },
  { "win.toggle-side", GENERAL, N_ ("Show or hide what can be drawn"), { "F8", "<Shift>F9" } },
  { "win.toggle-details", GENERAL, N_ ("Show or hide the details"), { "F9" } },
  { "win.next-pane", GENERAL, N_ ("Next pane"), { "F6" } },
  { "win.previous-pane", GENERAL, N_ ("Previous pane"), { "<Shift>F6" } },
  { "win.preferences", GENERAL, N_ ("Preferences"), { "<Control>comma" } },
  { "win.show-help-overlay", GENERAL, N_ ("Keyboard shortcuts"), { "<Control>question" } },
  { "window.close", GENERAL, N_ ("Close the window"), { "<Control>w" } },
  { "app.quit", GENERAL, N_ ("Quit"), { "<Control>q" } },
  { "win.zoom-fit", DIAGRAM, N_ ("Whole diagram"), { "<Control>0" } },
  { "win.zoom-normal", DIAGRAM, N_ ("Natural size"), { "<Control>1" } },
  { "win.zoom-in",
    DIAGRAM,
    N_ ("Zoom in"),
    { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "win.zoom-out", DIAGRAM, N_ ("Zoom out"), { "<Control>minus", "<Control>KP_Subtract" } },
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
  { "canvas.remove", DRAWING, N_ ("Remove from the diagram"), { "Delete", "BackSpace" } },
  { "canvas.delete", DRAWING, N_ ("Delete from the model"), { "<Shift>Delete" } },
  { "canvas.cut", DRAWING, N_ ("Cut"), { "<Control>x" } },
  { "canvas.copy", DRAWING, N_ ("Copy"), { "<Control>c" } },
  { "canvas.paste", DRAWING, N_ ("Paste"), { "<Control>v" } },
  { "canvas.duplicate", DRAWING, N_ ("Duplicate"), { "<Control>d" } },
  { "canvas.layout", DRAWING, N_ ("Arrange the selection, or everything"), { "<Control>l" } },
  { "canvas.align-left", DRAWING, N_ ("Align left edges"), { "<Control><Alt>Left" } },
  { "canvas.align-right", DRAWING, N_ ("Align right edges"), { "<Control><Alt>Right" } },
  { "canvas.align-top", DRAWING, N_ ("Align upper edges"), { "<Control><Alt>Up" } },
  { "canvas.align-bottom", DRAWING, N_ ("Align lower edges"), { "<Control><Alt>Down" } },
  { "canvas.align-centre", DRAWING, N_ ("Align centres"), { "<Control><Alt>c" } },
  { "canvas.align-middle", DRAWING, N_ ("Align middles"), { "<Control><Alt>m" } },
  { "canvas.distribute-across",
    DRAWING,
    N_ ("Equal gaps from left to right"),
    { "<Control><Alt>h" } },
  { "canvas.distribute-down",
    DRAWING,
    N_ ("Equal gaps from top to bottom"),
    { "<Control><Alt>v" } },
  { "canvas.same-size", DRAWING, N_ ("Same size"), { "<Control><Alt>s" } },
  { "canvas.snap", DRAWING, N_ ("Snap to the grid"), { "<Control><Alt>g" } },
  { "canvas.to-front", DRAWING, N_ ("Bring to front"), { "<Control><Shift>bracketright" } },
  { "canvas.forward", DRAWING, N_ ("Bring forward"), { "<Control>bracketright" } },
  { "canvas.backward", DRAWING, N_ ("Send backward"), { "<Control>bracketleft" } },
  { "canvas.to-back", DRAWING, N_ ("Send to back"), { "<Control><Shift>bracketleft" } },
  { "canvas.move-left", DRAWING, N_ ("Move left"), { "Left" } },
  { "canvas.move-right", DRAWING, N_ ("Move right"), { "Right" } },
  { "canvas.move-up", DRAWING, N_ ("Move up"), { "Up" } },
  { "canvas.move-down", DRAWING, N_ ("Move down"), { "Down" } },
  { "canvas.nudge-left", DRAWING, N_ ("Move left by one pixel"), { "<Shift>Left" } },
  { "canvas.nudge-right", DRAWING, N_ ("Move right by one pixel"), { "<Shift>Right" } },
  { "canvas.nudge-up", DRAWING, N_ ("Move up by one pixel"), { "<Shift>Up" } },
  { "canvas.nudge-down", DRAWING, N_ ("Move down by one pixel"), { "<Shift>Down" } },
  { "canvas.new-diagram", DIAGRAM, N_ ("New diagram"), { NULL } },
  { "canvas.show-in-other",
    DIAGRAM,
    N_ ("Show the selection in another diagram"),
    { "<Control><Shift>d" } },
  { "canvas.blast", DIAGRAM, N_ ("What falls with the selected element"), { "<Shift>b" } },
  { "canvas.activate",
    DIAGRAM,
    N_ ("Select the element with the focus, then edit it"),
    { "Return", "KP_Enter" } },
  { "element.select", DIAGRAM, N_ ("Select the element with the focus"), { "space" } },
  { "canvas.toggle",
    DIAGRAM,
    N_ ("Add the element with the focus to the selection"),
    { "<Control>space" } },
  { "canvas.walk-left", DIAGRAM, N_ ("Go to the element on the left"), { "<Control>Left" } },
  { "canvas.walk-right", DIAGRAM, N_ ("Go to the element on the right"), { "<Control>Right" } },
  { "canvas.walk-up", DIAGRAM, N_ ("Go to the element above"), { "<Control>Up" } },
  { "canvas.walk-down", DIAGRAM, N_ ("Go to the element below"), { "<Control>Down" } },
  { "canvas.select-all", DIAGRAM, N_ ("Select everything"), { "<Control>a" } },
  { "canvas.invert-selection", DIAGRAM, N_ ("Invert the selection"), { "<Control><Shift>i" } },
  { "canvas.clear-selection", DIAGRAM, N_ ("Clear the selection"), { "Escape" } },
  { "canvas.menu", DIAGRAM, N_ ("What can be done here"), { "Menu", "<Shift>F10" } },
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

static void
append_shortcut (GString *text, const RedanKey *key)
{
  g_autofree char *accelerators = join_keys (key, " ");
  g_autofree char *escaped = g_markup_printf_escaped (
      "<child><object class=\"GtkShortcutsShortcut\"><property name=\"title\">%s</property>"
      "<property name=\"accelerator\">%s</property></object></child>",
      _ (key->title), accelerators);

  g_string_append (text, escaped);
}

/* Before 4.14 groups can only be added by GtkBuilder. */
GtkWidget *
redan_keys_create_help (void)
{
  g_autoptr (GString) text =
      g_string_new ("<interface><object class=\"GtkShortcutsWindow\" id=\"help_overlay\"><property "
                    "name=\"modal\">1</property>"
                    "<child><object class=\"GtkShortcutsSection\"><property "
                    "name=\"section-name\">all</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  const char *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      /* Only the command palette offers it. */
      if (keys[i].keys[0] == NULL)
        continue;
      if (g_strcmp0 (group, keys[i].group) != 0)
        {
          g_autofree char *heading = g_markup_escape_text (_ (keys[i].group), -1);

          if (group != NULL)
            g_string_append (text, "</object></child>");
          g_string_append_printf (
              text,
              "<child><object class=\"GtkShortcutsGroup\"><property name=\"title\">%s</property>",
              heading);
          group = keys[i].group;
        }
      append_shortcut (text, &keys[i]);
    }
  g_string_append (text, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (text->str, (gssize) text->len);
  return g_object_ref (GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay")));
}
