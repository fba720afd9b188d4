# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long the main loop is away at most while the program works: the main job by the keyboard, under the probe.

Nothing listens on the accessibility bus here: telling a listener of every widget takes time that is not the program's.
"""

import os
import subprocess
import time

import headless
from emulator import Emulator
from pki import Workshop

SETTLE = 1.5  # seconds: what the step before has started is over


class Walk:
    """One run of the program; says by its files when a step is through."""

    count = 0

    def __init__(self, program, probe, emulator):
        Walk.count += 1
        home = headless.folder() / f'blocks-home-{Walk.count}'
        self.log = headless.folder() / f'blocks-{Walk.count}.log'
        self.library = home / '.local/share/chainsmith/identities'
        self.program = program
        self.environment = {**os.environ, 'XDG_DATA_HOME': str(home / '.local/share'), 'GTK_A11Y': 'none',
                            **{name: value for name, value in emulator.environment().items() if value},
                            'AWS_REGION': 'us-east-1', 'AWS_ENDPOINT_URL': emulator.url}
        self.process = subprocess.Popen([program], env={**self.environment, 'LD_PRELOAD': str(probe),
                                                        'PROBE_LOG': str(self.log)}, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.since = 0
        self.longest = {}
        headless.wait_until(self.log.exists, 20, 'the window')

    def press(self, *keys):
        time.sleep(SETTLE)
        subprocess.run(['xdotool', 'key', '--delay', '30', *keys], check=True)

    def type(self, text):
        time.sleep(SETTLE)
        subprocess.run(['xdotool', 'type', '--delay', '30', text], check=True)

    def open(self, path):
        subprocess.run([self.program, str(path)], env=self.environment, check=True)

    def wait_file(self, name, contains=''):
        def is_there():
            return any(contains in file.read_text() for file in self.library.glob(f'*/{name}'))
        headless.wait_until(is_there, 60, name)

    def begin(self):
        time.sleep(SETTLE)
        self.since = time.monotonic_ns() // 1000

    def end(self, step):
        """The longest turn of the main loop in the step: whole, and of that what laying out and painting took."""
        time.sleep(SETTLE)
        turns = [[int(word) / 1000 for word in line.split()[1:]]
                 for line in self.log.read_text().splitlines() if line.startswith('turn ')]
        self.longest[step] = max((tuple(durations) for when, *durations in turns if when * 1000 >= self.since),
                                 default=(0, 0, 0))

    def stop(self):
        self.process.terminate()
        self.process.wait()


def measure(program, probe):
    """{step: (longest turn, layout in it, painting in it)}, in milliseconds."""
    emulator, workshop = Emulator(), Workshop()
    walk = Walk(program, probe, emulator)
    try:
        walk.press('ctrl+n')
        walk.type('www.example.com')
        walk.press('alt+m')  # _More…: the name alone
        walk.wait_file('identity.ini')
        walk.press('alt+1')

        walk.begin()
        walk.press('alt+c')  # _Create Key
        walk.wait_file('private-key.pem')
        walk.end('creating a key')

        walk.press('alt+2')
        walk.press('alt+c')  # _Create Request
        walk.wait_file('request.pem')
        request = next(walk.library.glob('*/request.pem')).read_text()
        root = workshop.authority('Practice Root CA')
        issuing = workshop.authority('Practice Issuing CA', root)
        answer = workshop.write(workshop.sign(request, issuing) + issuing.certificate)
        walk.begin()
        walk.open(answer)
        walk.wait_file('chain.pem')
        walk.end('importing the CA’s answer')

        walk.press('alt+5')
        walk.begin()
        walk.press('alt+u')  # _Upload
        walk.wait_file('identity.ini', 'verified=true')
        walk.end('uploading and reading back')
        return walk.longest
    finally:
        walk.stop()
        emulator.stop()
        workshop.close()
