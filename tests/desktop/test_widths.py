#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The window narrow and wide: nothing is cut off at its sides."""

import re
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside(window_manager='mutter', size='2600x1180')

import a11y  # noqa: E402
from appearance import AppearanceCase, path_of  # noqa: E402
from job import PANES  # noqa: E402
import tap  # noqa: E402


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


if __name__ == '__main__':
    tap.main()
