#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Leaves a picture of every pane, narrow and wide, light, dark and in high contrast, in the folder of screenshots."""

import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside(window_manager='mutter', size='2600x1180')

import a11y  # noqa: E402
from appearance import THEMES, AppearanceCase  # noqa: E402
from case import screenshots_folder  # noqa: E402
from job import PANES  # noqa: E402
import tap  # noqa: E402

NARROW, WIDE = (360, 640), (1120, 820)
# What there are pictures of: the identities and their panes.
FEW = (('done', PANES), ('mail', ('Chain',)))
MANY = (*FEW, ('new', ('Key', 'Request')), ('api', ('Request', 'Certificate')), ('www', ('Upload',)), ('broken', ('Key',)))


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
