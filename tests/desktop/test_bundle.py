# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A bundle of ten thousand certificates: seen before it is read, scrolled while it is read, searched, and taken from."""

import os
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase, screenshots_folder, split_certificates  # noqa: E402
from program import build_folder  # noqa: E402
import tap  # noqa: E402

COUNT = 10000
DARK = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}


def bundle(count=COUNT):
    """Made once for each build."""
    path = build_folder() / f'bundle-{count}.pem'
    if not path.exists():
        unfinished = path.with_suffix('.part')
        subprocess.run([build_folder() / 'tests/support/smith-make-bundle', str(count), unfinished], check=True)
        unfinished.rename(path)
    return path


def slow_disk(seconds):
    """The environment of a program for which every large read takes so long."""
    return {'LD_PRELOAD': str(build_folder() / 'tests/support/slow-disk.so'), 'SLOW_DISK_MICROSECONDS': str(int(seconds * 1e6)),
            'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'}


class Bundle(DesktopCase):

    def open(self, path, **more):
        self.program = self.start(path, **more)
        self.window = self.program.dialog(f'Certificates in “{path.name}”', patience=20)
        self.view = self.window.frame.find('list', 'Certificates')

    def rows(self):
        return [node for node in self.view.walk() if node.role == 'list item']

    def names(self):
        return [row.name.split(',')[0] for row in self.rows()]

    def says(self, pattern):
        return any(re.search(pattern, text) for text in self.window.frame.texts())

    def button(self, name):
        return next(node for node in self.window.frame.walk() if 'button' in node.role and node.name == name)

    def picture(self, name):
        self.window.screenshot(screenshots_folder() / f'{name}.png')

    def search(self, text):
        self.window.fill(self.window.frame.find('entry', re.compile('^Search')), text)


    def test_read(self):
        # From a slow disk, so that there is time to look while it is read.
        path = bundle()
        self.open(path, environment=slow_disk(0.1))
        progress = self.window.frame.find('label', re.compile('^Reading: |certificates$'))
        first = a11y.wait(self.view.children, 'the first rows')[0]
        self.assertTrue(first.name.startswith('host-00000.example.com'), first.name)
        at_first = progress.name
        # Eleven rows have room: what is further down has no size yet.
        below = a11y.wait(lambda: (self.view.children()[15:] or [None])[0], 'the next rows')
        self.assertFalse(below.has_size)
        a11y.move_pointer(*self.window.point(self.view))
        a11y.run('xdotool', 'click', '--repeat', 8, '--delay', 5, 5)
        a11y.wait(lambda: below.has_size and below.name.startswith('host-00015.example.com'), 'the rows below')
        at_scrolling = progress.name
        a11y.wait(lambda: progress.name == f'{COUNT} certificates', 'the end', patience=30)
        print(f'# first rows: “{at_first}”; scrolled: “{at_scrolling}”')
        self.assertTrue(at_first.startswith('Reading: '), 'the first rows are seen before the end is read')
        self.assertTrue(at_scrolling.startswith('Reading: '), 'they can be scrolled meanwhile')
        self.assertEqual(self.program.identities(), {}, 'nothing is imported')

    def test_stop(self):
        self.open(bundle(), environment=slow_disk(0.2))
        a11y.wait(self.view.children, 'the first rows')
        self.window.click(self.button('Stop reading'))
        a11y.wait(lambda: self.says('^Reading was stopped'), 'the reason')
        self.assertTrue(self.view.children(), 'what was read stays')
        self.assertFalse(self.says(f'^{COUNT} certificates$'))

    def test_find_and_take(self):
        self.open(bundle())
        a11y.wait(lambda: self.says(f'^{COUNT} certificates$'), 'the end')
        self.picture('bundle')
        self.assertEqual(self.names()[:3], [f'host-0000{number}.example.com' for number in range(3)])

        # By name, then by serial number; what is ticked stays so.
        self.search('host-07777')
        a11y.wait(lambda: self.names() == ['host-07777.example.com'], 'the one')
        self.window.click(self.view.find('check box', 'Select host-07777.example.com'))
        a11y.wait(lambda: self.says('^1 selected$'), 'the choice')
        self.search(f'{0x10000000 + 1234:x}')
        a11y.wait(lambda: self.names() == ['host-01234.example.com'], 'the other')
        self.picture('bundle-search')
        self.window.click(self.view.find('check box', 'Select host-01234.example.com'))
        a11y.wait(lambda: self.says('^2 selected$'), 'both')
        self.search('no such name')
        a11y.wait(lambda: self.says('^Nothing Found$'), 'nothing')
        self.search('')
        a11y.wait(lambda: len(self.names()) > 3, 'all again')

        # Details, closed by Escape.
        self.window.click(self.rows()[2], across=0.4)
        details = self.program.dialog('host-00002.example.com')
        details.frame.wait_says('www.host-00002.example.com')
        a11y.press('Escape')
        a11y.wait(lambda: self.program.dialog().frame == self.window.frame, 'the details to close')

        # Into the library: the window of the bundle closes, and what was taken is there. All have one key, and
        # so only one of them fits.
        self.window.click(self.button('Import'))
        self.program.wait_no_dialog()
        a11y.wait(lambda: self.program.frame.says('host-01234.example.com'), 'the certificate')
        self.program.window.click(self.program.frame.find('push button', 'Discard'))

    def test_keyboard_and_errors(self):
        parts = split_certificates(bundle(150).read_text())
        parts[1] = parts[1].replace('MII', 'MI!', 1)
        path = headless.folder() / 'damaged.pem'
        path.write_text('\n'.join(part.strip() for part in parts) + '\n')
        self.open(path, environment=DARK)
        a11y.wait(lambda: self.says('^149 certificates$'), 'the end')
        a11y.wait(lambda: self.says('^1 entry could not be read'), 'the reason')
        self.window.resize(360, 640)
        self.picture('bundle-narrow')
        self.window.resize(720, 640)
        self.window.click(self.button('Show'))
        a11y.wait(lambda: len(self.rows()) == 1 and self.rows()[0].name.startswith('Line '), 'the damaged one')
        line = int(re.match(r'Line (\d+)', self.rows()[0].name).group(1))
        self.assertEqual(path.read_text().split('\n')[line - 1], '-----BEGIN CERTIFICATE-----')
        self.assertIn('MI!', path.read_text().split('\n')[line])
        self.window.click(self.button('Show'))
        a11y.wait(lambda: len(self.rows()) > 3, 'all')

        # Space ticks the row that has the focus, ctrl+a all of them, ctrl+shift+a none.
        self.window.activate()
        self.window.click(self.window.frame.find('entry', re.compile('^Search')))
        a11y.press('Return', 'Home', 'space')
        a11y.wait(lambda: self.says('^1 selected$'), 'the row of the keyboard')
        a11y.press('Down', 'Down', 'space')
        a11y.wait(lambda: self.says('^2 selected$'), 'another')
        a11y.press('ctrl+a')
        a11y.wait(lambda: self.says('^149 selected$'), 'all')
        a11y.press('ctrl+shift+a')
        a11y.wait(lambda: not self.says('selected$'), 'none')

        # The overview tells these keys.
        a11y.press('ctrl+question')
        overview = self.program.dialog('Keyboard Shortcuts')
        overview.frame.wait_says('^Select all shown$')
        a11y.press('Escape')
        a11y.wait(lambda: all(node.name != 'Keyboard Shortcuts' for node in self.program.dialogs()), 'the overview to close')
        self.window.activate()

        # Saved as PEM, byte for byte what came in.
        a11y.press('Home', 'space', 'ctrl+s')
        target = pathlib.Path(self.program.home, 'taken.pem')
        chooser = self.program.dialog('Save Selected As')
        chooser.activate()
        a11y.press('ctrl+l', 'ctrl+a')
        a11y.type_text(str(target))
        a11y.press('Return')
        a11y.wait(target.exists, 'the file')
        a11y.wait(lambda: target.read_text().strip() == parts[0].strip(), 'its content')

        # Escape closes the toast, then the window; nothing has been imported.
        a11y.wait(lambda: self.says('^Saved as'), 'the toast')
        self.window.activate()
        a11y.press('Escape')
        a11y.wait(lambda: not self.says('^Saved as'), 'the toast to go')
        a11y.press('Escape')
        self.program.wait_no_dialog()
        self.assertEqual(self.program.identities(), {})


if __name__ == '__main__':
    tap.main()
