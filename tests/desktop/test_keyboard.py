#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The main job without a mouse: every control is reached with Tab, and used with Enter."""

import re
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase, fingerprint  # noqa: E402
from job import Job  # noqa: E402
import tap  # noqa: E402

MOST_TABS = 60


class KeyboardTest(DesktopCase):
    keyring_state = 'none'

    def setUp(self):
        super().setUp()
        self.pointer = self.find_pointer()
        self.program = self.start()
        self.job = Job(self.program)

    @staticmethod
    def find_pointer():
        return a11y.run('xdotool', 'getmouselocation').split()[:2]

    def tab_to(self, *names, root=None):
        """Presses Tab until a control with one of NAMES has the keyboard. What was passed on the way has a name too."""
        passed = []
        for _ in range(MOST_TABS):
            focused = (root or self.program.frame).focused()
            if focused is not None and focused.name in names and 'sensitive' in focused.states:
                return focused
            passed.append(focused)
            a11y.press('Tab')
        self.fail(f'no way to {names} with Tab; passed: {passed}')

    def use(self, *names, root=None):
        self.tab_to(*names, root=root)
        a11y.press('Return')

    def test_main_job(self):
        program, job = self.program, self.job
        program.frame.find('push button', 'New Certificate…')
        a11y.press('ctrl+n')
        program.dialog().frame.find('text', re.compile('^Add a name'))
        a11y.type_text('www.example.com')
        a11y.press('alt+m')
        program.frame.find('page tab', 'Key')
        program.wait_no_dialog()

        a11y.press('alt+1')
        self.tab_to('RSA 2048 (Recommended)')
        choice = job.pane('Key').find('check box', 'ECDSA P-256')
        for _ in range(10):
            if choice.is_checked:
                break
            a11y.press('Down')
            a11y.press('space')
        self.assertTrue(choice.is_checked, 'an algorithm is chosen with the arrows')
        self.use('Create Key')
        job.wait_file('private-key.pem', 60)

        a11y.press('alt+2')
        a11y.wait(lambda: job.shown_pane() == 'Request', 'the request pane')
        self.tab_to('Remove www.example.com')
        a11y.press('shift+Tab', 'shift+Tab')    # GTK 4.8 does not say of an entry that it has the keyboard
        a11y.type_text('example.com')
        a11y.press('Return')
        self.use('Create Request')
        job.wait_file('request.pem')
        self.assertIn('DNS:www.example.com, DNS:example.com', self.workshop.openssl(
            'req', '-noout', '-text', stdin=job.file('request.pem')))

        a11y.press('alt+3')
        a11y.wait(lambda: job.shown_pane() == 'Certificate', 'the certificate pane')
        self.use('Self-Sign…')
        dialog = program.dialog()
        self.use('Sign', root=dialog.frame)
        job.wait_file('certificate.pem')
        program.wait_no_dialog()

        a11y.press('ctrl+comma')
        self.assertEqual(program.dialog().frame.name, 'Accounts')
        a11y.press('Escape')
        program.wait_no_dialog()

        a11y.press('alt+5')
        pane = a11y.wait(lambda: job.pane('Upload') if job.shown_pane() == 'Upload' else None, 'the upload pane')
        a11y.wait(lambda: 'sensitive' in pane.find('push button', 'Upload').states, 'the checks to pass', 20)
        self.use('Upload', root=pane)
        arn = job.wait_uploaded()
        (stored,) = self.emulator.certificates().values()
        self.assertEqual(stored['Arn'], arn)
        self.assertEqual(fingerprint(self.workshop, stored['CertificateBody']),
                         fingerprint(self.workshop, job.file('certificate.pem')))
        self.assertEqual(self.find_pointer(), self.pointer, 'the mouse was not used')
        self.assertEqual(program.close(), 0)


if __name__ == '__main__':
    tap.main()
