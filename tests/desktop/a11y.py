# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person sees and does: widgets by role and name over AT-SPI, the mouse and the keyboard by xdotool."""

import re
import subprocess
import time

from gi.repository import GLib

import atspi

PATIENCE = 8.0      # seconds to wait for what should be there at once, on a busy machine
CHILDLESS = ('label', 'image', 'separator', 'scroll bar', 'progress bar')       # whose parts nobody looks for
FRESH = 0.25        # so long what a walk has seen counts as seen now, unless something is done in between

_deeds = 0          # how often the mouse or the keyboard was used: what was seen before does not count after


def run(*arguments):
    if arguments[0] == 'xdotool':
        did()
    return subprocess.run([str(each) for each in arguments], capture_output=True, text=True).stdout.strip()


def once(name):
    middle = len(name) // 2
    first, second = name[:middle], name[middle + 1:]
    if name[middle:middle + 1] == ' ' and first.replace('_', '', first.count('_') - second.count('_')) == second:
        return second
    return name


def box_of(answer):
    return tuple(answer[0]) if answer else (0, 0, 0, 0)


def has_size(box):
    return box[2] > 0 and box[3] > 0


def is_page(node):
    return node.role == 'panel' and node._seen.name == 'GtkStackPage'


def children_of(references):
    answers = atspi.ask([(reference, atspi.ACCESSIBLE, 'GetChildren', None) for reference in references])
    return [[tuple(child) for child in answer[0]] if answer else [] for answer in answers]


def in_order(node, below):
    yield node
    for child in below.get(node.reference, ()):
        yield from in_order(child, below)


def drop_old_pages(stack, below):
    """Leaves out the pages of stacks that have another size than their stack, and those that show nothing."""
    own = stack._seen.box
    kept = []
    for child in below.get(stack.reference, ()):
        if is_page(child):
            boxes = [page._seen.box for page in below.get(child.reference, ()) if has_size(page._seen.box)]
            if not any(box[2:] == own[2:] or abs(box[0] - own[0]) > 1 or abs(box[1] - own[1]) > 1 for box in boxes):
                continue
        kept.append(child)
    below[stack.reference] = kept
    for child in kept:
        drop_old_pages(child, below)


class NotThere(AssertionError):
    pass


class Seen:
    """What a walk has asked of a widget already. NAME is None where the walk had no need of it."""

    __slots__ = ('role', 'name', 'box', 'time', 'deeds')

    def __init__(self, role, name, box):
        self.role = role
        self.name = name
        self.box = box
        self.time = time.monotonic()
        self.deeds = _deeds

    @property
    def is_fresh(self):
        return self.deeds == _deeds and time.monotonic() - self.time < FRESH


class Node:
    """One widget. What can change is asked anew."""

    # Of each widget, what cannot change.
    _roles = {}
    _texts = {}
    _parents = {}

    def __init__(self, reference, seen=None):
        self.reference = tuple(reference)
        self._seen = seen

    def __eq__(self, other):
        return isinstance(other, Node) and self.reference == other.reference

    def __hash__(self):
        return hash(self.reference)

    def _get(self, name, otherwise):
        answer = atspi.ask([atspi.property_call(self.reference, name)])[0]
        return answer[0] if answer else otherwise

    @property
    def role(self):
        if self.reference not in self._roles:
            answer = atspi.ask_one(self.reference, atspi.ACCESSIBLE, 'GetRole')
            if answer is None:
                return ''
            self._roles[self.reference] = atspi.ROLES.get(answer[0], '')
        return self._roles[self.reference]

    @property
    def name(self):
        """Once: GTK 4.8 says the name of a labelled control twice (“_Add Add”, “Path Path”)."""
        if self._seen is not None and self._seen.name is not None and self._seen.is_fresh:
            return once(self._seen.name)
        return once(self._get('Name', ''))

    @property
    def description(self):
        return self._get('Description', '')

    @property
    def states(self):
        answer = atspi.ask_one(self.reference, atspi.ACCESSIBLE, 'GetState')
        return atspi.state_names(answer[0]) if answer else set()

    @property
    def is_sensitive(self):
        return 'sensitive' in self.states or 'enabled' in self.states

    @property
    def is_checked(self):
        return bool({'checked', 'pressed'} & self.states)

    @property
    def has_text(self):
        if self.reference not in self._texts:
            answer = atspi.ask_one(self.reference, atspi.ACCESSIBLE, 'GetInterfaces')
            self._texts[self.reference] = answer is not None and atspi.TEXT in answer[0]
        return self._texts[self.reference]

    @property
    def text(self):
        """What is in it, for entries and text views; else its name."""
        if self.role in ('label', 'panel', 'filler', 'push button', 'list item', 'image') or not self.has_text:
            return self.name
        answer = atspi.ask_one(self.reference, atspi.TEXT, 'GetText', GLib.Variant('(ii)', (0, -1)))
        return answer[0] if answer else self.name

    @property
    def box(self):
        """(x, y, width, height) in its window; no size when it is not shown."""
        if self._seen is not None and self._seen.is_fresh:
            return self._seen.box
        return box_of(atspi.ask_one(self.reference, atspi.COMPONENT, 'GetExtents', atspi.WINDOW_COORDINATES))

    @property
    def has_size(self):
        return has_size(self.box)

    @property
    def parent(self):
        if self.reference not in self._parents:
            reference = self._get('Parent', None)
            if not reference or reference[1] == atspi.NOTHING or not reference[0]:
                return None
            self._parents[self.reference] = Node(reference)
        return self._parents[self.reference]

    def ancestors(self):
        found = []
        above = self.parent
        while above is not None and above.role not in ('application', 'desktop frame', ''):
            found.append(above)
            above = above.parent
        return self._look([above.reference for above in found])

    @property
    def visible_box(self):
        """The part of the box that no ancestor (a scrolled view, the window) cuts off."""
        left, top, width, height = self.box
        right, bottom = left + width, top + height
        for above in self.ancestors():
            if above.is_popover:
                break
            x, y, width, height = above.box
            if width > 0 and height > 0:
                left, top = max(left, x), max(top, y)
                right, bottom = min(right, x + width), min(bottom, y + height)
        return left, top, max(0, right - left), max(0, bottom - top)

    @property
    def is_popover(self):
        """A surface of its own, which nothing below it in the tree cuts off."""
        return self.role in ('menu', 'panel', 'filler', 'dialog') and self.name.startswith('GtkPopover')

    @property
    def is_popover_surface(self):
        return self.is_popover and self.name != 'GtkPopoverContent'

    # -- what is below it

    def children(self):
        return [Node(reference) for reference in children_of([self.reference])[0]]

    def walk(self, shown=True, named=None):
        """Itself and all below it, in order. SHOWN: what has no size is left out, with all that it holds. NAMED: the only
        role whose names will be asked for, which spares a third of the questions.

        A page of a stack is no widget: it never has a size, its only child does. One that is not on top keeps the size
        that it had when it was last seen, and no state tells it apart; where the stack has changed its size since,
        that does."""
        below = {}
        first, = level = self._look([self.reference], named)
        while level:
            next_level = []
            parents = [node for node in level if node.role not in CHILDLESS]
            families = children_of([node.reference for node in parents])
            looked = iter(self._look([reference for family in families for reference in family], named))
            for node, family in zip(parents, families):
                children = [next(looked) for _ in family]
                if shown:
                    children = [child for child in children if has_size(child._seen.box) or is_page(child)]
                below[node.reference] = children
                next_level += children
            level = next_level
        if shown:
            drop_old_pages(first, below)
        yield from in_order(first, below)

    def _look(self, references, named=None):
        """Nodes with what a walk needs to know of them, asked at once. Of a panel, the name tells whether it is a page."""
        unknown = [reference for reference in references if reference not in self._roles]
        to_name = [reference for reference in references
                   if named is None or self._roles.get(reference, named) in (named, 'panel')]
        answers = atspi.ask(
            [(reference, atspi.COMPONENT, 'GetExtents', atspi.WINDOW_COORDINATES) for reference in references]
            + [atspi.property_call(reference, 'Name') for reference in to_name]
            + [(reference, atspi.ACCESSIBLE, 'GetRole', None) for reference in unknown])
        count = len(references)
        names = {reference: answer[0] if answer else '' for reference, answer in zip(to_name, answers[count:])}
        for reference, answer in zip(unknown, answers[count + len(to_name):]):
            if answer is not None:
                self._roles[reference] = atspi.ROLES.get(answer[0], '')
        return [Node(reference, Seen(self._roles.get(reference, ''), names.get(reference), box_of(extents)))
                for reference, extents in zip(references, answers)]

    def matches(self, role=None, name=None):
        if role is not None and self.role != role:
            return False
        if name is None:
            return True
        own = self.name
        return bool(name.search(own)) if isinstance(name, re.Pattern) else own == name

    def all(self, role=None, name=None, shown=True):
        return [node for node in self.walk(shown, role) if node.matches(role, name)]

    def find(self, role=None, name=None, shown=True, patience=PATIENCE, test=None):
        """The first that matches, waiting for it; NotThere when it does not come."""
        deadline = time.monotonic() + patience
        while True:
            for node in self.walk(shown, role):
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

    def focused(self):
        """What has the keyboard, below this one; None when nothing has."""
        nodes = list(self.walk())
        answers = atspi.ask([(node.reference, atspi.ACCESSIBLE, 'GetState', None) for node in nodes])
        found = [node for node, answer in zip(nodes, answers)
                 if answer is not None and 'focused' in atspi.state_names(answer[0])]
        return found[-1] if found else None

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
        did()
        return atspi.ask_one(self.reference, atspi.ACTION, 'DoAction', GLib.Variant('(i)', (index,)))

    def dump(self, shown=True):
        """The tree as text, for whoever looks into a test that failed."""
        depths = {}
        lines = []
        for node in self.walk(shown):
            parent = node.parent
            depths[node] = depths.get(parent, -1) + 1
            text = node.text
            lines.append(f"{'  ' * depths[node]}{node.role} “{node.name}” {node.box} {' '.join(sorted(node.states))}"
                         + (f' text={text!r}' if text != node.name else ''))
        return '\n'.join(lines)

    def __repr__(self):
        return f'<{self.role} “{self.name}”>'


def wait(condition, what, patience=PATIENCE):
    """The first true answer of CONDITION."""
    deadline = time.monotonic() + patience
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise NotThere(f'waited in vain for {what}')
        time.sleep(0.05)


def application(pid, patience=20.0):
    """The accessible application of process PID."""
    def look():
        for reference in atspi.applications():
            if atspi.process_id(reference) == pid:
                return Node(reference)
        return None
    return wait(look, f'process {pid} on the accessibility bus', patience)


def find_on_desktop(role, application_name, patience=PATIENCE):
    """The first widget of ROLE with a size in another program, say a prompt of the system."""
    def look():
        for reference in atspi.applications():
            found = Node(reference)
            if found.name == application_name:
                for node in found.walk(shown=False):
                    if node.role == role and node.has_size:
                        return node
        return None
    return wait(look, f'a {role} of {application_name}', patience)


# -- the mouse and the keyboard

def did():
    """Something was done: what was seen before may no longer be so."""
    global _deeds
    _deeds += 1


def press(*keys):
    """Key combinations of xdotool, one after the other: press('ctrl+a', 'Delete')."""
    run('xdotool', 'key', '--delay', '15', *keys)
    time.sleep(0.1)


def type_text(text):
    did()
    subprocess.run(['xdotool', 'type', '--delay', '4', '--file', '-'], input=text, text=True, check=True)
    time.sleep(0.1)


def move_pointer(x, y):
    run('xdotool', 'mousemove', x, y)
    time.sleep(0.05)


def click_pointer(button=1, times=1):
    """Where it is, as long as a finger takes.

    After a new layout GTK asks the X server where the pointer is and which buttons are down. A press that is over
    there already, while its release still waits to be read, is taken for a cancelled one."""
    held = ['mousedown', button, 'sleep', 0.08, 'mouseup', button]
    run('xdotool', *held, *(['sleep', 0.05, *held] * (times - 1)))


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
    def identifier(self):
        """Of the X window."""
        return self._id

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

    def _popover_origin(self, node):
        """The same for what is in a popover, which has an X window of its own; None when it is not in one."""
        popover = next((each for each in [node] + node.ancestors() if each.is_popover_surface), None)
        if popover is None:
            return None
        x, y, width, height = popover.box
        for identifier in run('xdotool', 'search', '--onlyvisible', '--name', '.').split():
            left, top, *size = self._geometry(identifier)
            if size == [width, height]:
                return left - x, top - y
        raise NotThere(f'{popover!r} has no X window')

    def point(self, node, across=0.5, down=0.5):
        """A point of what is visible of NODE, on the screen."""
        x, y, width, height = node.visible_box
        left, top = self._popover_origin(node) or self._origin()
        return round(left + x + width * across), round(top + y + height * down)

    def reveal(self, node, patience=PATIENCE):
        """Turns the mouse wheel over the view that NODE is in until it can be clicked.

        What is in no view (a toast that slides in, a button in the middle of a new layout) is waited for."""
        deadline = time.monotonic() + patience
        turns = 0
        while turns < 12 and time.monotonic() < deadline:
            x, y, width, height = node.box
            visible = node.visible_box
            if visible[2] > 0 and visible[3] >= min(height, 24) and visible[3] >= height * 0.6:
                return
            view = next((each for each in node.ancestors()
                         if each.role == 'scroll pane' and each.visible_box[3] >= 60), None)
            if view is None or width <= 0 or height <= 0:
                time.sleep(0.05)
                did()
                continue
            turns += 1
            _, top, _, tall = view.visible_box
            distance = y + height / 2 - (top + tall / 2)
            move_pointer(*self.point(view))
            notch = max(20, tall ** (2 / 3))        # as far as GTK goes with one
            run('xdotool', 'click', '--repeat', max(1, int(abs(distance) / notch)), '--delay', 10,
                5 if distance > 0 else 4)
            time.sleep(0.1)
        raise NotThere(f'{node!r} is not shown, or cannot be scrolled into view')

    def point_at(self, node, across=0.5, down=0.5, patience=PATIENCE):
        """Moves the pointer there, and after it where it moves on: a person clicks what stands still."""
        self.reveal(node)
        deadline = time.monotonic() + patience
        seen, rests = None, 0
        while rests < 2:        # a view that scrolls to an error, or a window that grows, may begin a frame later
            if time.monotonic() > deadline:
                raise NotThere(f'{node!r} does not come to rest')
            box = node.box
            if box == seen:
                rests += 1
            else:
                seen, rests = box, 0
                move_pointer(*self.point(node, across, down))
            time.sleep(0.06)

    def click(self, node, button=1, across=0.5, down=0.5, times=1):
        self.point_at(node, across, down)
        click_pointer(button, times)
        time.sleep(0.15)

    def select(self, node, patience=PATIENCE):
        """Clicks on a row until it is selected: the list may still have been moving."""
        deadline = time.monotonic() + patience
        while True:
            self.click(node, across=0.4)
            try:
                wait(lambda: 'selected' in node.states, f'{node.name} to be selected', 3)
                return
            except NotThere:
                if time.monotonic() > deadline:
                    raise

    def fill(self, node, text):
        """Types TEXT into an entry by hand, in place of what is there."""
        # In the middle of a spin button is one of its two buttons.
        self.click(node, across=0.15 if node.role == 'spin button' else 0.5)
        press('ctrl+a', 'BackSpace')
        type_text(text)

    def drag(self, node, target, from_across=0.5, across=0.5, down=0.5, hold=None):
        self.reveal(node)
        drag_pointer(self.point(node, from_across), self.point(target, across, down), hold)

    def resize(self, width, height):
        run('xdotool', 'windowsize', '--sync', self._id, width, height)
        time.sleep(0.3)

    def move(self, x, y):
        run('xdotool', 'windowmove', '--sync', self._id, x, y)
        time.sleep(0.2)

    def activate(self):
        run('xdotool', 'windowactivate', '--sync', self._id)

    def screenshot(self, path):
        """What the screen shows where the window is, popovers and dialogs with it."""
        x, y, width, height = self.geometry
        path.parent.mkdir(parents=True, exist_ok=True)
        run('import', '-window', 'root', '-crop', f'{width}x{height}+{x}+{y}', '+repage', path)
        return path
