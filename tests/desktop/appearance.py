# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of how the window looks share: a library with an identity in every state, sizes, themes."""

import re
import shutil

import a11y
import headless
from case import DesktopCase
from job import PANES, Job
from library import Samples, write_identity

THEMES = {'light': {}, 'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
          'high-contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'}}


def path_of(node):
    """Where it is, for whoever is to give it a name."""
    names = []
    while node is not None and node.role not in ('application', 'desktop frame', ''):
        names.append(f'{node.role} “{node.name}”' if node.name else node.role)
        node = node.parent
    return ' < '.join(names[:7])


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
