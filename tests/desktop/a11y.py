# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person sees and does: widgets by role and name over AT-SPI, the mouse and the keyboard by xdotool."""

import re
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

Atspi.set_timeout(4000, 4000)

PATIENCE = 8.0      # seconds to wait for what should be there at once, on a busy machine


def pump():
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def run(*arguments):
    return subprocess.run([str(each) for each in arguments], capture_output=True, text=True).stdout.strip()


class NotThere(AssertionError):
    pass


class Node:
    """One widget. Nothing that can change is cached: what is asked is asked anew."""

    def __init__(self, accessible):
        self.accessible = accessible

    def _ask(self, question, otherwise):
        try:
            return question()
        except GLib.Error:      # it has gone in the meantime
            return otherwise

    @property
    def role(self):
        return self._ask(self.accessible.get_role_name, '')

    @property
    def name(self):
        """Once: GTK 4.8 says the name of a labelled control twice (“_Add Add”, “Path Path”)."""
        raw = self._ask(self.accessible.get_name, '') or ''
        middle = len(raw) // 2
        if raw[middle:middle + 1] == ' ' and raw[:middle].replace('_', '', raw[:middle].count('_') -
                                                                 raw[middle + 1:].count('_')) == raw[middle + 1:]:
            return raw[middle + 1:]
        return raw

    @property
    def description(self):
        return self._ask(self.accessible.get_description, '') or ''

    @property
    def states(self):
        return self._ask(lambda: {state.value_nick for state in self.accessible.get_state_set().get_states()}, set())

    @property
    def is_sensitive(self):
        return 'sensitive' in self.states or 'enabled' in self.states

    @property
    def is_checked(self):
        return bool({'checked', 'pressed'} & self.states)

    @property
    def text(self):
        """What is in it, for entries and text views; else its name."""
        def read():
            interface = self.accessible.get_text_iface()
            if interface is None:
                return None
            return Atspi.Text.get_text(interface, 0, Atspi.Text.get_character_count(interface))
        found = self._ask(read, None)
        return self.name if found is None else found

    @property
    def box(self):
        """(x, y, width, height) in its window; no size when it is not shown."""
        def read():
            component = self.accessible.get_component_iface()
            if component is None:
                return (0, 0, 0, 0)
            extents = component.get_extents(Atspi.CoordType.WINDOW)
            return extents.x, extents.y, extents.width, extents.height
        return self._ask(read, (0, 0, 0, 0))

    @property
    def has_size(self):
        box = self.box
        return box[2] > 0 and box[3] > 0

    @property
    def parent(self):
        found = self._ask(self.accessible.get_parent, None)
        return Node(found) if found is not None else None

    @property
    def visible_box(self):
        """The part of the box that no ancestor (a scrolled view, the window) cuts off."""
        left, top, width, height = self.box
        right, bottom = left + width, top + height
        above = self.parent
        while above is not None and above.role not in ('application', 'desktop frame', '') and not above.is_popover:
            x, y, width, height = above.box
            if width > 0 and height > 0:
                left, top = max(left, x), max(top, y)
                right, bottom = min(right, x + width), min(bottom, y + height)
            above = above.parent
        return left, top, max(0, right - left), max(0, bottom - top)

    def children(self):
        count = self._ask(self.accessible.get_child_count, 0)
        for index in range(count):
            child = self._ask(lambda: self.accessible.get_child_at_index(index), None)
            if child is not None:
                yield Node(child)

    @property
    def is_page(self):
        """A page of a stack is no widget: it never has a size, its only child does."""
        return self.role == 'panel' and self.name == 'GtkStackPage'

    @property
    def is_popover(self):
        """A surface of its own, which nothing below it in the tree cuts off."""
        return self.role in ('menu', 'panel', 'filler', 'dialog') and self.name.startswith('GtkPopover')

    def shown_children(self):
        """Those that have a size. A page of a stack that is not on top keeps the size that it had when it was last
        seen, and no state tells it apart; where the stack has changed its size since, that does."""
        for child in self.children():
            if child.has_size:
                yield child
            elif child.is_page:
                own = self.box
                for page in child.children():
                    box = page.box
                    if box[2] > 0 and box[3] > 0 and (box[2:] == own[2:] or not self._covers(box, own)):
                        yield child

    @staticmethod
    def _covers(page, stack):
        return abs(page[0] - stack[0]) <= 1 and abs(page[1] - stack[1]) <= 1

    def walk(self, shown=True):
        """Itself and all below it. SHOWN: what has no size is left out, with all that it holds."""
        yield self
        for child in (self.shown_children() if shown else self.children()):
            yield from child.walk(shown)

    def matches(self, role=None, name=None):
        if role is not None and self.role != role:
            return False
        if name is None:
            return True
        own = self.name
        return bool(name.search(own)) if isinstance(name, re.Pattern) else own == name

    def all(self, role=None, name=None, shown=True):
        pump()
        return [node for node in self.walk(shown) if node.matches(role, name)]

    def find(self, role=None, name=None, shown=True, patience=PATIENCE, test=None):
        """The first that matches, waiting for it; NotThere when it does not come."""
        deadline = time.monotonic() + patience
        while True:
            pump()
            for node in self.walk(shown):
                if node.matches(role, name) and (test is None or test(node)):
                    return node
            if time.monotonic() > deadline:
                raise NotThere(f'no {role or "widget"} “{getattr(name, "pattern", name)}” in {self!r}')
            time.sleep(0.05)

    def has(self, role=None, name=None, patience=0.0):
        try:
            self.find(role, name, patience=patience)
            return True
        except NotThere:
            return False

    def wait_gone(self, role=None, name=None, patience=PATIENCE):
        wait(lambda: not self.has(role, name), f'{role} “{name}” to go', patience)

    def texts(self):
        """All that it says, in order."""
        found = []
        for node in self.walk():
            words = node.text
            if words and (not found or found[-1] != words):
                found.append(words)
        return found

    def says(self, pattern):
        return any(re.search(pattern, words) for words in self.texts())

    def wait_says(self, pattern, patience=PATIENCE):
        try:
            wait(lambda: self.says(pattern), '', patience)
        except NotThere:
            raise NotThere(f'“{pattern}” is not said; said is: {self.texts()}') from None

    def act(self, index=0):
        """The action of the widget itself, without the mouse."""
        return self.accessible.get_action_iface().do_action(index)

    def dump(self, depth=0, shown=True):
        box = self.box
        lines = [f"{'  ' * depth}{self.role} “{self.name}” {box} {' '.join(sorted(self.states))}"
                 + (f' text={self.text!r}' if self.text != self.name else '')]
        for child in (self.shown_children() if shown else self.children()):
            lines.append(child.dump(depth + 1, shown))
        return '\n'.join(lines)

    def __repr__(self):
        return f'<{self.role} “{self.name}”>'


def wait(condition, what, patience=PATIENCE):
    """The first true answer of CONDITION."""
    deadline = time.monotonic() + patience
    while True:
        pump()
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise NotThere(f'waited in vain for {what}')
        time.sleep(0.05)


def application(pid, patience=20.0):
    """The accessible application of process PID."""
    def look():
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            try:
                found = desktop.get_child_at_index(index)
                if found is not None and found.get_process_id() == pid:
                    found.set_cache_mask(Atspi.Cache.ROLE | Atspi.Cache.INTERFACES)
                    return Node(found)
            except GLib.Error:
                continue
        return None
    return wait(look, f'process {pid} on the accessibility bus', patience)


def find_on_desktop(role, application_name, patience=PATIENCE):
    """The first widget of ROLE with a size in another program, say a prompt of the system."""
    def look():
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            try:
                found = desktop.get_child_at_index(index)
                if found is None or found.get_name() != application_name:
                    continue
                for node in Node(found).walk(shown=False):
                    if node.role == role and node.has_size:
                        return node
            except GLib.Error:
                continue
        return None
    return wait(look, f'a {role} of {application_name}', patience)


# -- the mouse and the keyboard

def press(*keys):
    """Key combinations of xdotool, one after the other: press('ctrl+a', 'Delete')."""
    run('xdotool', 'key', '--delay', '15', *keys)
    time.sleep(0.1)


def type_text(text):
    subprocess.run(['xdotool', 'type', '--delay', '4', '--file', '-'], input=text, text=True, check=True)
    time.sleep(0.1)


def move_pointer(x, y):
    run('xdotool', 'mousemove', x, y)
    time.sleep(0.05)


def drag_pointer(start, end, hold=None):
    """A drag that GTK takes for one: press, several small moves past the threshold, rest, release.

    HOLD is called before the release, when given."""
    move_pointer(*start)
    run('xdotool', 'mousedown', 1)
    time.sleep(0.1)
    for step in range(1, 9):
        run('xdotool', 'mousemove', *(round(a + (b - a) * step / 8) for a, b in zip(start, end)))
        time.sleep(0.02)
    time.sleep(0.15)
    if hold:
        hold()
    run('xdotool', 'mouseup', 1)
    time.sleep(0.25)


class Window:
    """A toplevel of the program: its accessible frame and its X window together."""

    def __init__(self, frame):
        self.frame = frame
        self._id = wait(self._find_id, f'the X window of {frame!r}')

    def _find_id(self):
        """By title and size: popovers are X windows with titles too."""
        title = self.frame.name
        width, height = self.frame.box[2:]
        found = []
        for identifier in run('xdotool', 'search', '--onlyvisible', '--name', f'^{re.escape(title)}$').split():
            x, y, w, h = self._geometry(identifier)
            found.append((abs(w - width) + abs(h - height), identifier))
        return min(found)[1] if found else None

    @staticmethod
    def _geometry(identifier):
        values = dict(line.split('=') for line in
                      run('xdotool', 'getwindowgeometry', '--shell', identifier).splitlines() if '=' in line)
        return tuple(int(values.get(key, 0)) for key in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    @property
    def geometry(self):
        return self._geometry(self._id)

    def _origin(self):
        """Where (0, 0) of the frame is on the screen: past the shadow, if there is one."""
        x, y, width, height = self.geometry
        extents = run('xprop', '-id', self._id, '_GTK_FRAME_EXTENTS')
        if '=' in extents:
            left, _, top, _ = (int(value) for value in extents.split('=')[1].split(','))
            if left or top:
                return x + left, y + top
        frame_width, frame_height = self.frame.box[2:]
        return x + (width - frame_width) // 2, y + (height - frame_height) // 2

    def point(self, node, across=0.5, down=0.5):
        """A point of what is visible of NODE, on the screen."""
        x, y, width, height = node.visible_box
        left, top = self._origin()
        return round(left + x + width * across), round(top + y + height * down)

    def reveal(self, node):
        """Turns the mouse wheel over the view that NODE is in until it can be clicked."""
        for _ in range(12):
            x, y, width, height = node.box
            visible = node.visible_box
            if width <= 0 or height <= 0:
                raise NotThere(f'{node!r} is not shown')
            if visible[2] > 0 and visible[3] >= min(height, 24) and visible[3] >= height * 0.6:
                return
            view = node.parent
            while view is not None and (view.role != 'scroll pane' or view.visible_box[3] < 60):
                view = view.parent
            if view is None:
                break
            _, top, _, tall = view.visible_box
            distance = y + height / 2 - (top + tall / 2)
            move_pointer(*self.point(view))
            notch = max(20, tall ** (2 / 3))        # as far as GTK goes with one
            run('xdotool', 'click', '--repeat', max(1, int(abs(distance) / notch)), '--delay', 10,
                5 if distance > 0 else 4)
            time.sleep(0.15)
        raise NotThere(f'{node!r} cannot be scrolled into view')

    def click(self, node, button=1, across=0.5, down=0.5, times=1):
        self.reveal(node)
        move_pointer(*self.point(node, across, down))
        run('xdotool', 'click', '--repeat', times, '--delay', 60, button)
        time.sleep(0.15)

    def fill(self, node, text):
        """Types TEXT into an entry by hand, in place of what is there."""
        self.click(node)
        press('ctrl+a', 'BackSpace')
        type_text(text)

    def drag(self, node, target, from_across=0.5, across=0.5, down=0.5, hold=None):
        self.reveal(node)
        drag_pointer(self.point(node, from_across), self.point(target, across, down), hold)

    def resize(self, width, height):
        run('xdotool', 'windowsize', '--sync', self._id, width, height)
        time.sleep(0.3)

    def activate(self):
        run('xdotool', 'windowactivate', '--sync', self._id)

    def screenshot(self, path):
        """What the screen shows where the window is, popovers and dialogs with it."""
        x, y, width, height = self.geometry
        path.parent.mkdir(parents=True, exist_ok=True)
        run('import', '-window', 'root', '-crop', f'{width}x{height}+{x}+{y}', '+repage', path)
        return path
