#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the window says of itself: a name for every control, for whoever cannot see it."""

import re
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside(window_manager='mutter', size='2600x1180')

import a11y  # noqa: E402
from appearance import AppearanceCase, path_of  # noqa: E402
from job import PANES  # noqa: E402
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
        dialogs = self.program.dialogs()
        self.program.wait_active(dialogs[-1])
        a11y.press('Escape')
        a11y.wait(lambda: len(self.program.dialogs()) < len(dialogs), 'the dialog to close')

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


if __name__ == '__main__':
    tap.main()
