"""The display of the tests: pointer and keys (XTEST), windows and their focus, pixels, and whether a program has handled what was sent.

Xlib is called in this process, as starting a tool for every press takes longer than the press."""

import ctypes
import os
import select
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p

MODIFIERS = {"ctrl": "Control_L", "alt": "Alt_L", "shift": "Shift_L", "super": "Super_L"}
SHIFT = "Shift_L"
CURRENT_TIME = 0
CLIENT_MESSAGE = 33
SUBSTRUCTURE_NOTIFY = 1 << 19
ANY_PROPERTY = 0
VIEWABLE = 2
REVERT_TO_PARENT = 2
ALL_PLANES = ~0
Z_PIXMAP = 2
# A second press on the same place within 400 ms is a double click to GTK.
DOUBLE_CLICK_SECONDS = 0.5
DOUBLE_CLICK_PIXELS = 8


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p), ("window", c_ulong),
                ("message_type", c_ulong), ("format", c_int), ("data", c_long * 5)]


class Event(ctypes.Union):
    _fields_ = [("type", c_int), ("client", ClientMessage), ("pad", c_long * 24)]


class Attributes(ctypes.Structure):
    _fields_ = [("x", c_int), ("y", c_int), ("width", c_int), ("height", c_int), ("border_width", c_int), ("depth", c_int),
                ("visual", c_void_p), ("root", c_ulong), ("window_class", c_int), ("bit_gravity", c_int), ("win_gravity", c_int),
                ("backing_store", c_int), ("backing_planes", c_ulong), ("backing_pixel", c_ulong), ("save_under", c_int),
                ("colormap", c_ulong), ("map_installed", c_int), ("map_state", c_int), ("all_event_masks", c_long),
                ("your_event_mask", c_long), ("do_not_propagate_mask", c_long), ("override_redirect", c_int), ("screen", c_void_p)]


class SizeHints(ctypes.Structure):
    """As far as it is read; Xlib writes all of it."""
    _fields_ = [("flags", c_long), ("x", c_int), ("y", c_int), ("width", c_int), ("height", c_int), ("least_width", c_int),
                ("least_height", c_int), ("rest", c_int * 11)]


class Image(ctypes.Structure):
    """As far as it is read."""
    _fields_ = [("width", c_int), ("height", c_int), ("xoffset", c_int), ("format", c_int), ("data", c_void_p), ("byte_order", c_int),
                ("bitmap_unit", c_int), ("bitmap_bit_order", c_int), ("bitmap_pad", c_int), ("depth", c_int), ("bytes_per_line", c_int)]


class Cursor(ctypes.Structure):
    """As far as it is read."""
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort), ("height", ctypes.c_ushort),
                ("xhot", ctypes.c_ushort), ("yhot", ctypes.c_ushort), ("serial", c_ulong), ("pixels", c_void_p), ("atom", c_ulong), ("name", c_char_p)]


X = ctypes.CDLL("libX11.so.6")
XTEST = ctypes.CDLL("libXtst.so.6")
XFIXES = ctypes.CDLL("libXfixes.so.3")
XFIXES.XFixesGetCursorImage.restype, XFIXES.XFixesGetCursorImage.argtypes = POINTER(Cursor), [c_void_p]
ERROR_HANDLER = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
for name, result, arguments in (
        ("XOpenDisplay", c_void_p, [c_char_p]),
        ("XSetErrorHandler", c_void_p, [ERROR_HANDLER]),
        ("XDefaultRootWindow", c_ulong, [c_void_p]),
        ("XConnectionNumber", c_int, [c_void_p]),
        ("XInternAtom", c_ulong, [c_void_p, c_char_p, c_int]),
        ("XStringToKeysym", c_ulong, [c_char_p]),
        ("XDisplayKeycodes", c_int, [c_void_p, POINTER(c_int), POINTER(c_int)]),
        ("XGetKeyboardMapping", POINTER(c_ulong), [c_void_p, ctypes.c_ubyte, c_int, POINTER(c_int)]),
        ("XChangeKeyboardMapping", c_int, [c_void_p, c_int, c_int, POINTER(c_ulong), c_int]),
        ("XAutoRepeatOff", c_int, [c_void_p]),
        ("XSync", c_int, [c_void_p, c_int]),
        ("XPending", c_int, [c_void_p]),
        ("XNextEvent", c_int, [c_void_p, POINTER(Event)]),
        ("XSendEvent", c_int, [c_void_p, c_ulong, c_int, c_long, POINTER(Event)]),
        ("XSelectInput", c_int, [c_void_p, c_ulong, c_long]),
        ("XQueryTree", c_int, [c_void_p, c_ulong, POINTER(c_ulong), POINTER(c_ulong), POINTER(POINTER(c_ulong)), POINTER(c_uint)]),
        ("XGetWindowAttributes", c_int, [c_void_p, c_ulong, POINTER(Attributes)]),
        ("XGetWindowProperty", c_int, [c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong, POINTER(c_ulong), POINTER(c_int),
                                       POINTER(c_ulong), POINTER(c_ulong), POINTER(c_void_p)]),
        ("XQueryPointer", c_int, [c_void_p, c_ulong, POINTER(c_ulong), POINTER(c_ulong), POINTER(c_int), POINTER(c_int), POINTER(c_int),
                                  POINTER(c_int), POINTER(c_uint)]),
        ("XGetInputFocus", c_int, [c_void_p, POINTER(c_ulong), POINTER(c_int)]),
        ("XSetInputFocus", c_int, [c_void_p, c_ulong, c_int, c_ulong]),
        ("XMoveWindow", c_int, [c_void_p, c_ulong, c_int, c_int]),
        ("XResizeWindow", c_int, [c_void_p, c_ulong, c_uint, c_uint]),
        ("XGetWMNormalHints", c_int, [c_void_p, c_ulong, POINTER(SizeHints), POINTER(c_long)]),
        ("XFree", c_int, [c_void_p]),
        ("XGetImage", POINTER(Image), [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_ulong, c_int]),
        ("XDestroyImage", c_int, [c_void_p])):
    function = getattr(X, name)
    function.restype, function.argtypes = result, arguments
XTEST.XTestFakeMotionEvent.argtypes = [c_void_p, c_int, c_int, c_int, c_ulong]
XTEST.XTestFakeButtonEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
XTEST.XTestFakeKeyEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]

# Windows may go away while they are asked; that is no reason to end.
ignore_errors = ERROR_HANDLER(lambda display, event: 0)
X.XSetErrorHandler(ignore_errors)
display = X.XOpenDisplay(None)
if not display:
    raise SystemExit("The display " + os.environ.get("DISPLAY", "") + " can not be opened.")
root = X.XDefaultRootWindow(display)
X.XSelectInput(display, root, SUBSTRUCTURE_NOTIFY)
# A key that is held for long on a busy machine must not count several times.
X.XAutoRepeatOff(display)


def atom(text):
    return X.XInternAtom(display, text.encode(), False)


WM_PROTOCOLS, PING, PID = atom("WM_PROTOCOLS"), atom("_NET_WM_PING"), atom("_NET_WM_PID")


def read_keyboard():
    """Keysyms to the key and whether Shift is needed, and the keys that have none."""
    first, last, width = c_int(), c_int(), c_int()
    X.XDisplayKeycodes(display, byref(first), byref(last))
    syms = X.XGetKeyboardMapping(display, first.value, last.value - first.value + 1, byref(width))
    keys, spare = {}, []
    for code in range(first.value, last.value + 1):
        row = syms[(code - first.value) * width.value:(code - first.value + 1) * width.value]
        if not any(row):
            spare.append(code)
        for level, sym in enumerate(row[:2]):
            keys.setdefault(sym, (code, level == 1))
    X.XFree(syms)
    return keys, spare


keys, spare_keys = read_keyboard()


def find_key(sym):
    """The key of a keysym and whether Shift is needed; a spare key is bound when there is none."""
    if sym not in keys:
        code = spare_keys.pop()
        X.XChangeKeyboardMapping(display, code, 1, (c_ulong * 1)(sym), 1)
        keys[sym] = (code, False)
        X.XSync(display, False)
    return keys[sym]


def find_sym(name):
    sym = X.XStringToKeysym(MODIFIERS.get(name, name).encode())
    if sym == 0:
        raise ValueError(f"There is no key {name}.")
    return sym


def send_key(code, down):
    XTEST.XTestFakeKeyEvent(display, code, down, CURRENT_TIME)


def press_sym(sym):
    code, shifted = find_key(sym)
    if shifted:
        send_key(find_key(find_sym("shift"))[0], True)
    send_key(code, True)
    send_key(code, False)
    if shifted:
        send_key(find_key(find_sym("shift"))[0], False)


def press(chord):
    """Presses and releases keys together: "ctrl+shift+z"."""
    *modifiers, name = chord.split("+")
    held = [find_key(find_sym(modifier))[0] for modifier in modifiers]
    for code in held:
        send_key(code, True)
    press_sym(find_sym(name))
    for code in reversed(held):
        send_key(code, False)
    X.XSync(display, False)


def hold(name, down):
    send_key(find_key(find_sym(name))[0], down)
    X.XSync(display, False)


def type_text(text):
    for character in text:
        number = ord(character)
        press_sym(find_sym("Return") if character == "\n" else number if number < 0x100 else 0x01000000 + number)
    X.XSync(display, False)


pointer = [0, 0]
last_press = (0.0, 0, 0, 0)


def move(x, y):
    pointer[:] = int(x), int(y)
    XTEST.XTestFakeMotionEvent(display, -1, pointer[0], pointer[1], CURRENT_TIME)
    X.XSync(display, False)


def send_button(button, down):
    global last_press
    if down:
        last_press = (time.monotonic(), pointer[0], pointer[1], button)
    XTEST.XTestFakeButtonEvent(display, button, down, CURRENT_TIME)
    X.XSync(display, False)


def avoid_double_click(button):
    """Waits until a press can not be taken for the second one of a double click."""
    when, x, y, before = last_press
    if button == before and abs(pointer[0] - x) <= DOUBLE_CLICK_PIXELS and abs(pointer[1] - y) <= DOUBLE_CLICK_PIXELS:
        time.sleep(max(0.0, when + DOUBLE_CLICK_SECONDS - time.monotonic()))


def read_cardinal(window, name):
    kind, bits, n, left, data = c_ulong(), c_int(), c_ulong(), c_ulong(), c_void_p()
    X.XGetWindowProperty(display, window, name, 0, 1, False, ANY_PROPERTY, byref(kind), byref(bits), byref(n), byref(left), byref(data))
    if not data.value:
        return None
    value = ctypes.cast(data, POINTER(c_ulong))[0] if n.value and bits.value == 32 else None
    X.XFree(data)
    return value


def list_windows(pid=None, popups=False):
    """Windows that can be seen, from the lowest to the highest; those of a process without its popups, or all there are."""
    parent, unused, children, n = c_ulong(), c_ulong(), POINTER(c_ulong)(), c_uint()
    found = []
    if not X.XQueryTree(display, root, byref(unused), byref(parent), byref(children), byref(n)):
        return found
    for window in children[:n.value]:
        attributes = Attributes()
        if X.XGetWindowAttributes(display, window, byref(attributes)) and attributes.map_state == VIEWABLE:
            if pid is None or ((popups or not attributes.override_redirect) and read_cardinal(window, PID) == pid):
                found.append(window)
    if n.value:
        X.XFree(children)
    return found


def measure(window):
    """Width, height, and whether a window is a popup (a menu, a tooltip, the icon of a drag); all 0 when it is gone."""
    attributes = Attributes()
    X.XGetWindowAttributes(display, window, byref(attributes))
    return attributes.width, attributes.height, bool(attributes.override_redirect)


def find_popup():
    """The popup under the pointer, or None."""
    child, unused, x, y = c_ulong(), c_ulong(), c_int(), c_int()
    X.XQueryPointer(display, root, byref(unused), byref(child), byref(x), byref(y), byref(c_int()), byref(c_int()), byref(c_uint()))
    return child.value if child.value and measure(child.value)[2] else None


def get_focus():
    window, revert = c_ulong(), c_int()
    X.XGetInputFocus(display, byref(window), byref(revert))
    return window.value


def set_focus(window):
    X.XSetInputFocus(display, window, REVERT_TO_PARENT, CURRENT_TIME)
    X.XSync(display, False)


def move_window(window, x, y):
    X.XMoveWindow(display, window, x, y)
    X.XSync(display, False)


def resize_window(window, width, height):
    """As a window manager does it: never below what the window itself says is its least size."""
    hints = SizeHints()
    X.XGetWMNormalHints(display, window, byref(hints), byref(c_long()))
    X.XResizeWindow(display, window, max(width, hints.least_width), max(height, hints.least_height))
    X.XSync(display, False)


serial = 0


def ping(window, is_lost, seconds=120.0):
    """Waits until the program of a window has handled all input that was sent before, as a window manager asks whether it
    still lives: GTK answers after the events that were queued before. is_lost tells that no answer can come any more."""
    global serial
    serial += 1
    event = Event()
    event.client = ClientMessage(CLIENT_MESSAGE, 0, True, display, window, WM_PROTOCOLS, 32, (c_long * 5)(PING, serial, window, 0, 0))
    X.XSendEvent(display, window, False, 0, byref(event))
    X.XSync(display, False)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while X.XPending(display):
            X.XNextEvent(display, byref(event))
            client = event.client
            if event.type == CLIENT_MESSAGE and client.message_type == WM_PROTOCOLS and client.data[0] == PING and client.data[1] == serial:
                return True
        select.select([X.XConnectionNumber(display)], [], [], 0.2)
        if not X.XPending(display) and is_lost():
            return False
    return False


def read_pixels(x, y, width, height):
    """The pixels of a part of the screen."""
    image = X.XGetImage(display, root, x, y, width, height, ALL_PLANES & (2 ** 64 - 1), Z_PIXMAP)
    data = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * height)
    X.XDestroyImage(image)
    return data


def get_cursor():
    """The name of the shape of the pointer."""
    cursor = XFIXES.XFixesGetCursorImage(display)
    value = cursor.contents.name
    X.XFree(ctypes.cast(cursor, c_void_p))
    return value
