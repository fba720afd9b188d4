# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the desktop tests share: an emulator, a keyring, a program, and a picture when something goes wrong."""

import os
import pathlib
import re
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / 'support'), str(TESTS / 'aws-emulator')]

from emulator import Emulator  # noqa: E402
from keyring import Keyring  # noqa: E402
from pki import Workshop  # noqa: E402
from program import Program, build_folder  # noqa: E402


def screenshots_folder():
    return pathlib.Path(os.environ.get('SMITH_SCREENSHOTS') or build_folder() / 'screenshots')


class DesktopCase(unittest.TestCase):
    """One emulator and one workshop of certificates a class; one program and one home a test."""

    keyring_state = 'unlocked'

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.workshop = Workshop()
        cls.keyring = Keyring()
        if cls.keyring_state == 'unlocked':
            cls.keyring.start_unlocked()

    @classmethod
    def tearDownClass(cls):
        cls.keyring.stop()
        cls.workshop.close()
        cls.emulator.stop()

    def setUp(self):
        self.emulator.reset()
        self.programs = []

    def start(self, *arguments, practice=True, **more):
        program = Program(*arguments, emulator=self.emulator if practice else None, **more)
        self.programs.append(program)
        return program

    def tearDown(self):
        result = self._outcome.result
        broken = any(test is self for test, _ in result.failures + result.errors)
        complaints = []
        for number, program in enumerate(self.programs):
            if broken:
                self._show(program, number)
            try:
                program.close()
            except Exception as problem:
                complaints.append(f'it did not quit: {problem}')
                program.kill()
            complaints += program.trouble()
        if not broken:
            self.assertEqual(complaints, [], 'the program warned')

    def _show(self, program, number):
        """The picture and the tree of a failed test, for whoever looks into it."""
        name = re.sub(r'\W+', '-', self.id().removeprefix('__main__.'))
        path = screenshots_folder() / 'failed' / f'{pathlib.Path(sys.argv[0]).stem}-{name}-{number}.png'
        try:
            program.window.screenshot(path)
            path.with_suffix('.txt').write_text(program.application.dump() + '\n\n' + program.output())
            print(f'# see {path} and {path.with_suffix(".txt")}')
        except Exception as problem:
            print(f'# no picture: {problem}')


def fingerprint(workshop, pem):
    """The SHA-256 fingerprint that openssl gives the first certificate of PEM."""
    return workshop.openssl('x509', '-noout', '-fingerprint', '-sha256', stdin=pem).strip()


def split_certificates(pem):
    return re.findall(r'-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?', pem or '', re.DOTALL)
