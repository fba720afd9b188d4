#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the window looks and what it says of itself: names for whoever cannot see it, narrow and wide, light and dark.

Leaves a picture of every pane in each of them in the folder of screenshots.
"""

import re
import shutil
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside(window_manager='mutter', size='2600x1180')

import a11y  # noqa: E402
from case import DesktopCase, screenshots_folder  # noqa: E402
from job import PANES, Job  # noqa: E402
from library import Samples, write_identity  # noqa: E402
import tap  # noqa: E402

# What can be used, by the roles of AT-SPI.
CONTROLS = {'push button', 'toggle button', 'radio button', 'check box', 'entry', 'text', 'password text', 'list item',
            'menu item', 'check menu item', 'radio menu item', 'spin button', 'combo box', 'page tab', 'switch', 'link',
            'slider', 'table row', 'button'}
# GTK 4.8 calls what has no name by its class.
CLASS = re.compile(r'^(Gtk|Adw|Smith)[A-Z]\w*$')
# libadwaita's own: what closes a toast, what shows a password, what a combo row shows of its choice (a label is in it).
FOREIGN = re.compile('push button “GtkImage” < (filler “AdwToastWidget”|panel < panel < text “)'
                     '|^list item < list “GtkListView” < panel < panel < combo box “')
NARROW, WIDE = (360, 640), (1120, 820)
# What there are pictures of: the identities and their panes.
FEW = (('done', PANES), ('mail', ('Chain',)))
MANY = (*FEW, ('new', ('Key', 'Request')), ('api', ('Request', 'Certificate')), ('www', ('Upload',)), ('broken', ('Key',)))
THEMES = {'light': {}, 'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
          'high-contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'}}


def path_of(node):
    """Where it is, for whoever is to give it a name."""
    names = []
    while node is not None and node.role not in ('application', 'desktop frame', ''):
        names.append(f'{node.role} “{node.name}”' if node.name else node.role)
        node = node.parent
    return ' < '.join(names[:7])


def nameless(root):
    """The controls below ROOT that are shown and have no name."""
    suspects = []
    for node in root.walk():
        if node.role in CONTROLS:
            name = node.name.strip()
            if not name or CLASS.match(name):
                suspects.append(node)
    return [path for path, node in ((path_of(node), node) for node in suspects)
            if not FOREIGN.search(path) and ('focusable' in node.states or node.role.endswith(' item'))]


def is_left_over(node):
    """Whether it is on a page of a stack that is not on top: that keeps the size that it had when it was seen."""
    while node is not None and node.role not in ('frame', 'application', ''):
        above = node.parent
        if above is not None and above.name == 'GtkStackPage' and node.box[2:] != above.parent.box[2:]:
            return True
        node = above
    return False


def outside(root, width):
    """What is shown below ROOT and reaches past the left or right edge of a window of that WIDTH.

    A text that is to be read line by line scrolls, so of one only what is seen counts."""
    def reaches_out(box):
        return box[0] < -1 or box[0] + box[2] > width + 1
    suspects = [(node, box) for node, box in ((node, node.box) for node in root.walk()) if reaches_out(box)]
    return [f'{box}: {path_of(node)}' for node, box in suspects
            if (node.role != 'text' or reaches_out(node.visible_box)) and not is_left_over(node)]


class AppearanceCase(DesktopCase):
    """A library with an identity in every state, one of them uploaded through the window."""

    keyring_state = 'none'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        samples = Samples(cls.workshop)
        cls.library = headless.folder() / f'library-{cls.__name__}'
        samples.all(cls.library)
        key, public = samples.key()
        request = samples.request(key, 'signed.example.com')
        write_identity(cls.library, 'signed.example.com', private_key=key, public_key=public, request=request,
                       certificate=cls.workshop.sign(request, samples.issuing))
        samples.complete(cls.library, 'done.example.com', 'www.done.example.com')
        cls.uploaded = False

    def open(self, theme='light', empty=False, upload=False):
        home = headless.folder() / self.id()
        if not empty:
            shutil.copytree(self.library, home)
        self.program = self.start(home=home, environment=THEMES[theme])
        self.job = Job(self.program)
        self.window, self.frame = self.program.window, self.program.frame
        if not empty:
            a11y.wait(lambda: len(self.job.rows()) == 9, 'the rows', 20)
        if upload:
            self.select('done.example.com')
            self.job.show_pane('Upload').wait_says(r'\d+ checks passed', 20)
            self.job.upload()
            self.job.wait_uploaded()

    def resize(self, width, height):
        """The window without its shadow, which is known only once it is laid out: asked for until it is so."""
        wanted = (max(width, 360), max(height, 480))

        def resized():
            outer, inner = self.window.geometry[2:], self.frame.box[2:]
            if inner == wanted:
                return True
            self.window.resize(width + outer[0] - inner[0], height + outer[1] - inner[1])
            a11y.time.sleep(0.3)
            return self.frame.box[2:] == wanted
        a11y.wait(resized, f'a window of {width}×{height}')

    def select(self, name):
        self.window.select(self.frame.find('list item', re.compile(f'^{re.escape(name)},')))

    def show(self, title):
        """By its shortcut."""
        a11y.press(f'alt+{PANES.index(title) + 1}')
        pane = a11y.wait(lambda: self.job.pane(title) if self.job.pane(title).has_size else None, f'the pane {title}')
        a11y.time.sleep(0.25)
        return pane


class NamesTest(AppearanceCase):
    def check(self, root, where):
        """After what is being laid out has found its place."""
        deadline = a11y.time.monotonic() + 2
        found = nameless(root)
        while found and a11y.time.monotonic() < deadline:
            a11y.time.sleep(0.2)
            found = nameless(root)
        self.assertEqual(found, [], f'{where}: nobody can say what these are')

    def dialog(self, title, *keys):
        """The one that KEYS open, looked over and closed."""
        if keys:
            a11y.press(*keys)
        dialog = self.program.dialog()
        self.assertTrue(dialog.frame.name, f'{title}: the window has a title')
        self.check(dialog.frame, title)
        return dialog

    def close_dialog(self):
        before = len(self.program.dialogs())
        a11y.press('Escape')
        a11y.wait(lambda: len(self.program.dialogs()) < before, 'the dialog to close')

    def test_empty_library(self):
        self.open(empty=True)
        self.check(self.frame, 'the empty library')
        self.window.click(self.frame.find('push button', 'Main menu'))
        self.frame.find('menu item', re.compile('About'))
        self.check(self.frame, 'the menu of the empty library')
        a11y.press('Escape')
        self.dialog('New Certificate', 'ctrl+n')
        self.close_dialog()

    def test_every_state(self):
        self.open(upload=True)
        self.check(self.frame, 'the window')
        for name, panes in (('done', PANES), ('new', PANES), ('api', ('Request', 'Certificate')), ('www', ('Upload',)),
                            ('signed', ('Chain', 'Upload')), ('mail', ('Chain', 'Upload')), ('broken', PANES)):
            self.select(f'{name}.example.com')
            for title in panes:
                self.check(self.show(title), f'{name}.example.com, {title}')

    def test_dialogs(self):
        self.open()
        self.select('www.example.com')
        self.window.click(self.frame.find('push button', 'Main menu'))
        self.frame.find('menu item', re.compile('About'))
        self.check(self.frame, 'the main menu')
        a11y.press('Escape')
        self.dialog('New Certificate', 'ctrl+n')
        self.close_dialog()

        self.window.click(self.frame.find('list item', re.compile(r'^www\.')), button=3)
        self.frame.find('menu item', 'Delete')
        self.check(self.frame, 'the menu of an identity')
        a11y.press('Escape')

        pane = self.show('Key')
        for button in ('Export…', 'Set…'):
            self.job.press_button(button, pane)
            self.dialog(button)
            self.close_dialog()

        self.window.click(self.show('Chain').find('push button', 'Show command'))
        self.frame.find(name=re.compile('openssl verify'))
        self.check(self.frame, 'the command')
        a11y.press('Escape')

        pane = self.show('Upload')
        self.window.click(pane.find('push button', 'Manage Accounts…'))
        accounts = self.dialog('Accounts')
        accounts.click(self.job.button(re.compile('^Add (a|A)ccount'), accounts.frame))
        self.dialog('Add Account')
        self.close_dialog()
        self.close_dialog()

        self.select('api.example.com')
        self.job.press_button('Self-Sign…', self.show('Certificate'))
        self.dialog('Self-sign')
        self.close_dialog()


class WidthTest(AppearanceCase):
    def fits(self, where):
        """Nothing of the window is cut off at its sides."""
        width = self.frame.box[2]
        deadline = a11y.time.monotonic() + 2
        found = outside(self.frame, width)
        while found and a11y.time.monotonic() < deadline:
            a11y.time.sleep(0.2)
            found = outside(self.frame, width)
        self.assertEqual(found, [], f'{where} at {width} pixels')

    def bottom_tab(self, title):
        return self.frame.find('page tab', re.compile(f'^{title}\\b'),
                               test=lambda tab: tab.box[1] > self.frame.box[3] / 2)

    def test_narrow(self):
        self.open(upload=True)
        self.resize(200, 200)
        tabs = {title: self.bottom_tab(title) for title in PANES}
        for name in ('done', 'new', 'mail', 'broken'):
            if self.frame.has('push button', 'Back'):
                self.window.click(self.frame.find('push button', 'Back'))
            self.select(f'{name}.example.com')
            self.frame.find('push button', 'Back')
            for title in PANES:
                self.window.click(tabs[title])
                a11y.wait(lambda: self.job.pane(title).has_size, f'the pane {title}')
                self.fits(f'{name}.example.com, {title}')

    def test_wide(self):
        self.open(upload=True)
        self.resize(2560, 1080)
        for name in ('done', 'new', 'mail'):
            self.select(f'{name}.example.com')
            for title in PANES:
                pane = self.show(title)
                self.fits(f'{name}.example.com, {title}')


class PictureTest(AppearanceCase):
    def picture(self, theme, name, size):
        kind = 'narrow' if size == NARROW else 'wide'
        a11y.move_pointer(2590, 1170)
        a11y.time.sleep(0.2)
        path = screenshots_folder() / f'{theme}-{kind}-{name}.png'
        path.parent.mkdir(parents=True, exist_ok=True)
        (x, y), (width, height) = self.window.point(self.frame, 0, 0), self.frame.box[2:]

        def shows_something():
            a11y.run('import', '-window', 'root', '-crop', f'{width}x{height}+{x}+{y}', '+repage', path)
            if path.stat().st_size > 5000:
                return True
            # The window manager forgets now and then to tell a window that its frame was drawn.
            self.resize(size[0] + 4, size[1])
            self.resize(*size)
            return False
        a11y.wait(shows_something, f'{path} to show something')

    def walk(self, theme):
        self.open(theme, upload=True)
        for size in (WIDE, NARROW):
            self.resize(*size)
            a11y.time.sleep(0.3)
            for name, panes in MANY if theme == 'light' else FEW:
                if self.frame.has('push button', 'Back'):
                    self.window.click(self.frame.find('push button', 'Back'))
                self.select(f'{name}.example.com')
                for title in panes:
                    self.show(title)
                    self.picture(theme, f'{name}-{title.lower()}', size)
        self.window.click(self.frame.find('push button', 'Back'))
        self.picture(theme, 'sidebar', NARROW)

    def test_light(self):
        self.walk('light')

    def test_dark(self):
        self.walk('dark')

    def test_high_contrast(self):
        self.walk('high-contrast')

    def test_empty(self):
        for theme in THEMES:
            self.program = self.start(home=headless.folder() / f'empty-{theme}', environment=THEMES[theme])
            self.window, self.frame = self.program.window, self.program.frame
            for size in (WIDE, NARROW):
                self.resize(*size)
                self.picture(theme, 'empty', size)
            self.program.close()


if __name__ == '__main__':
    tap.main()
