"""The window as a screen reader sees it (AT-SPI), read in few messages: the cache of a program says everything of all its objects
at one moment, where asking object by object takes thousands of messages in which the tree changes."""

import ast
import collections
import re

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("Gio", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ROOT_PATH = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
ACTION = "org.a11y.atspi.Action"
TEXT = "org.a11y.atspi.Text"
# Of AtspiStateType; the scripts need no more.
STATE_CHECKED, STATE_EXPANDED, STATE_FOCUSED, STATE_PRESSED, STATE_SELECTED, STATE_SENSITIVE, STATE_SHOWING = 4, 10, 12, 20, 23, 24, 25
WINDOW_COORDS = 1
TIMEOUT = 120000  # milliseconds; a program under the sanitizers may be busy for long

STRING = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
ITEM = re.compile(
    r"\(\('[^']*', '([^']*)'\), \('[^']*', '[^']*'\), \('[^']*', '([^']*)'\), (-?\d+), (-?\d+), \[([^\]]*)\], "
    + STRING + r", (\d+), " + STRING + r", \[(\d+), (\d+)\]\)")
Item = collections.namedtuple("Item", "path parent index count interfaces name role description low high")
Box = collections.namedtuple("Box", "x y width height")


def connect():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    reply = bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, Gio.DBusCallFlags.NONE, TIMEOUT, None)
    return Gio.DBusConnection.new_for_address_sync(
        reply.unpack()[0], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


connection = connect()
role_names = {}


def call(name, path, interface, method, *arguments):
    """arguments: a GVariant type and its values, when the method has any."""
    parameters = GLib.Variant(arguments[0], arguments[1:]) if arguments else None
    return connection.call_sync(name, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE, TIMEOUT, None)


def call_all(name, paths, method):
    """Asks many objects at once; None for those that are gone."""
    replies = dict.fromkeys(paths)
    left = len(replies)

    def done(source, result, path):
        nonlocal left
        left -= 1
        try:
            replies[path] = source.call_finish(result).unpack()[0]
        except GLib.Error:
            pass

    for path in replies:
        connection.call(name, path, ACCESSIBLE, method, None, None, Gio.DBusCallFlags.NONE, TIMEOUT, None, done, path)
    while left:
        GLib.MainContext.default().iteration(True)
    return replies


def find_application(pid):
    """The name on the bus of the program of a process."""
    for name, _ in call("org.a11y.atspi.Registry", ROOT_PATH, ACCESSIBLE, "GetChildren").unpack()[0]:
        if call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID", "(s)", name).unpack()[0] == pid:
            return name
    return None


def unquote(text):
    return text[1:-1] if "\\" not in text else ast.literal_eval(text)


class States:
    def __init__(self, low, high):
        self.bits = low | high << 32

    def contains(self, state):
        return bool(self.bits >> int(state) & 1)


class Reading:
    """One reading of the tree. Its nodes tell what was read while somebody walks over them, and later what is so then."""

    def __init__(self):
        self.is_open = True


class Node:
    """An object of a window. Its methods are named as those of pyatspi."""
    __slots__ = ("application", "path", "parent", "read_children", "item", "reading")

    def __init__(self, application, item, parent, reading):
        self.application = application
        self.path = item.path
        self.item = item
        self.parent = parent
        self.read_children = []
        self.reading = reading

    def ask(self, interface, method, *arguments):
        return call(self.application.name, self.path, interface, method, *arguments).unpack()[0]

    def get_property(self, interface, name):
        return self.ask("org.freedesktop.DBus.Properties", "Get", "(ss)", interface, name)

    @property
    def name(self):
        return unquote(self.item.name) if self.reading.is_open else self.get_property(ACCESSIBLE, "Name")

    @property
    def description(self):
        return unquote(self.item.description) if self.reading.is_open else self.get_property(ACCESSIBLE, "Description")

    @property
    def children(self):
        return self.read_children if self.reading.is_open else find_path(self.application.read(), self.path).read_children

    @property
    def childCount(self):
        return len(self.children)

    def getChildAtIndex(self, index):
        return self.children[index]

    def getIndexInParent(self):
        return [child.path for child in self.parent.children].index(self.path)

    def getRoleName(self):
        role = self.item.role
        if role not in role_names:
            role_names[role] = Atspi.role_get_name(Atspi.Role(int(role)))
        return role_names[role]

    def getState(self):
        if self.reading.is_open:
            return States(int(self.item.low), int(self.item.high))
        return States(*self.ask(ACCESSIBLE, "GetState"))

    def queryComponent(self):
        return self

    def getExtents(self, coordinates=WINDOW_COORDS):
        box = Box(*self.ask(COMPONENT, "GetExtents", "(u)", coordinates))
        return box._replace(x=box.x + self.application.border, y=box.y + self.application.border)

    def queryAction(self):
        return self

    @property
    def nActions(self):
        return self.get_property(ACTION, "NActions") if ACTION in self.item.interfaces else 0

    def doAction(self, index):
        return self.ask(ACTION, "DoAction", "(i)", index)

    def queryText(self):
        return self

    @property
    def characterCount(self):
        return self.get_property(TEXT, "CharacterCount")

    def getText(self, start, end):
        return self.ask(TEXT, "GetText", "(ii)", start, end)


class Application:
    """The objects of a program."""

    def __init__(self, name):
        self.name = name
        self.root = Node(self, Item(ROOT_PATH, "", "-1", "0", "", "''", "75", "''", "0", "0"), None, Reading())
        self.root.reading.is_open = False
        # What GTK draws around its windows, which it does not count.
        self.border = 0

    def read_items(self):
        reply = call(self.name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems")
        items = {found[0]: Item(*found) for found in ITEM.findall(reply.print_(False))}
        if len(items) != reply.get_child_value(0).n_children():
            raise ValueError("The cache of the program is written in another way than expected.")
        return items

    def learn(self, paths, children):
        """Asks for the children of some objects, and for those of children that nobody has asked for; whether there were any: GTK
        puts objects into the cache when somebody asks for them. It does not say there which are hidden."""
        is_new = False
        while paths:
            unknown = []
            for path, found in call_all(self.name, paths, "GetChildren").items():
                children[path] = [child for _, child in found or []]
                unknown += [child for child in children[path] if child not in self.known]
            self.known.update(unknown)
            is_new = is_new or bool(unknown)
            paths = unknown
        return is_new

    def read(self):
        """The root of the tree as it is now."""
        for _ in range(8):
            items = self.read_items()
            self.known = set(items)
            children = {}
            if not self.learn([path for path, item in items.items() if item.count != "0" or path == ROOT_PATH], children):
                break
        reading = Reading()
        root = Node(self, items[ROOT_PATH], None, reading)
        todo = [root]
        while todo:
            node = todo.pop()
            for path in children.get(node.path, []):
                # Objects that came meanwhile are in the next reading.
                if path in items:
                    child = Node(self, items[path], node, reading)
                    node.read_children.append(child)
                    todo.append(child)
        return root


def walk_tree(node):
    yield node
    for child in node.read_children:
        yield from walk_tree(child)


def find_path(root, path):
    node = next((found for found in walk_tree(root) if found.path == path), None)
    if node is None:
        raise LookupError(f"The object {path} is gone.")
    return node


def walk(node):
    """A node and all below, in a new reading of the tree. What a node says is of this reading as long as the walk goes on, and
    is asked anew when it is used later."""
    root = node.application.read()
    try:
        yield from walk_tree(find_path(root, node.path))
    finally:
        root.reading.is_open = False
