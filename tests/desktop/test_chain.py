#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The chain by mouse and keyboard: dragged, moved, removed, undone, put in order; and a self-signed certificate."""

import subprocess
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase, screenshots_folder, split_certificates  # noqa: E402
from job import Job  # noqa: E402
from library import Samples, write_identity  # noqa: E402
import tap  # noqa: E402

ISSUING, POLICY, ROOT, STRANGER = 'Practice Issuing CA', 'Practice Policy CA', 'Practice Root CA', 'Stranger Root CA'
DRAGS = 10


class ChainCase(DesktopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.samples = Samples(cls.workshop)
        cls.stranger = cls.workshop.authority(STRANGER)

    def begin(self, *chain):
        """A window that shows the chain of an identity with these certificates."""
        home = headless.folder() / self.id()
        key, public = self.samples.key()
        request = self.samples.request(key, 'www.example.com')
        self.folder = write_identity(home, 'www.example.com', private_key=key, public_key=public, request=request,
                                     certificate=self.workshop.sign(request, self.samples.issuing),
                                     chain=''.join(each.certificate for each in chain))
        self.program = self.start(practice=False, home=home)
        self.job = Job(self.program)
        return self.job.show_pane('Chain')

    def wait_names(self, *names):
        a11y.wait(lambda: self.job.chain_names()[1:] == list(names), f'the rows {names}')

    def saved(self):
        """The subjects of chain.pem, as openssl reads it."""
        subjects = []
        for pem in split_certificates((self.folder / 'chain.pem').read_text()):
            answer = subprocess.run(['openssl', 'x509', '-noout', '-subject', '-nameopt', 'multiline,-esc_msb,utf8'],
                                    input=pem, capture_output=True, text=True, check=True).stdout
            subjects += [line.split('= ', 1)[1] for line in answer.splitlines() if 'commonName' in line]
        return subjects

    def wait_saved(self, *names):
        self.wait_names(*names)
        a11y.wait(lambda: self.saved() == list(names), f'{names} on disk')

    def titled_rows(self):
        rows = self.job.chain_rows()
        return list(zip(rows, self.job.chain_names(rows)))

    def row(self, name):
        return next(row for row, title in self.titled_rows() if title == name)

    def focused(self):
        return [title for row, title in self.titled_rows() if 'focused' in row.states]

    def drag(self, name, target, down, hold=None):
        self.program.window.drag(self.row(name), self.row(target), from_across=0.03, across=0.03, down=down, hold=hold)


class DragTest(ChainCase):
    def test_drag_there_and_back(self):
        pane = self.begin(self.samples.issuing, self.samples.policy, self.samples.root)
        pane.wait_says('The chain is complete and in order')
        for _ in range(DRAGS):
            self.drag(ISSUING, ROOT, 0.9)
            self.wait_saved(POLICY, ROOT, ISSUING)
            self.drag(ISSUING, POLICY, 0.2)
            self.wait_saved(ISSUING, POLICY, ROOT)
        pane.wait_says('The chain is complete and in order')

    def test_drag_that_leads_nowhere(self):
        self.begin(self.samples.issuing, self.samples.policy)
        picture = screenshots_folder() / 'chain-drag.png'
        self.drag(POLICY, ISSUING, 0.2, hold=lambda: self.program.window.screenshot(picture))
        self.wait_saved(POLICY, ISSUING)
        # Let go outside of the list, dropped on its own place, and the leaf: nothing moves.
        window = self.program.window
        a11y.drag_pointer(window.point(self.row(POLICY), 0.03), window.point(self.job.tab('Chain')))
        self.drag(POLICY, POLICY, 0.7)
        self.drag('www.example.com', ISSUING, 0.9)
        a11y.time.sleep(0.5)
        self.wait_saved(POLICY, ISSUING)

    def test_narrow(self):
        """The same on 360 pixels, where the list is longer than the window and scrolls under the pointer."""
        self.begin(self.samples.issuing, self.samples.policy, self.samples.root, self.stranger)
        self.program.window.resize(360, 520)
        window = self.program.window
        # Narrow, the library comes first and the panes are behind its rows.
        window.click(self.program.frame.find('list', 'Certificates').find('list item'))
        a11y.wait(lambda: self.job.chain_rows()[1].has_size, 'the rows')
        a11y.time.sleep(0.5)
        window.reveal(self.row(ISSUING))
        # To the lower edge; there the list scrolls until its end is reached.
        start = window.point(self.row(ISSUING), 0.03)
        edge = (start[0], window.point(self.job.pane('Chain'), down=1.0)[1] - 8)
        a11y.drag_pointer(start, edge, hold=lambda: a11y.time.sleep(3))
        self.wait_saved(POLICY, ROOT, STRANGER, ISSUING)


class KeyboardTest(ChainCase):
    def test_move_remove_undo(self):
        pane = self.begin(self.samples.issuing, self.samples.policy, self.samples.root)
        pane.wait_says('The chain is complete and in order')
        for _ in range(20):
            if self.focused():
                break
            a11y.press('Tab')
        self.assertEqual(len(self.focused()), 1, 'no row can be reached with Tab')
        while self.focused() != [ISSUING]:
            a11y.press('Down' if self.focused() == ['www.example.com'] else 'Up')
        a11y.press('alt+Down')
        self.wait_saved(POLICY, ISSUING, ROOT)
        a11y.press('alt+Down')
        self.wait_saved(POLICY, ROOT, ISSUING)
        a11y.press('alt+Down')
        self.assertEqual(self.focused(), [ISSUING])
        a11y.press('alt+Up')
        a11y.press('alt+Up')
        a11y.press('alt+Up')
        self.wait_saved(ISSUING, POLICY, ROOT)
        self.assertEqual(self.focused(), [ISSUING])

        a11y.press('Delete')
        self.wait_saved(POLICY, ROOT)
        pane.wait_says('is missing')
        self.program.window.click(self.job.button('Undo'))
        self.wait_saved(ISSUING, POLICY, ROOT)

    def test_order_and_what_is_left_over(self):
        pane = self.begin(self.stranger, self.samples.policy, self.samples.issuing)
        pane.wait_says('not in order')
        self.program.window.screenshot(screenshots_folder() / 'chain-unordered.png')
        self.program.window.click(pane.find('push button', 'Put in Order'))
        self.wait_saved(ISSUING, POLICY)
        spare = pane.find('list', 'Not part of this chain')
        self.assertEqual([row.name.split(',')[0] for row in spare.all('list item')], [STRANGER])
        self.program.window.click(spare.find('push button', 'Move into the chain'))
        self.wait_saved(ISSUING, POLICY, STRANGER)


class SelfSignTest(DesktopCase):
    def test_self_sign_again_and_back(self):
        home = headless.folder() / self.id()
        folder = Samples(self.workshop).complete(home, 'www.example.com')
        before = (folder / 'certificate.pem').read_bytes(), (folder / 'chain.pem').read_bytes()
        self.program = self.start(practice=False, home=home)
        self.job = Job(self.program)
        pane = self.job.show_pane('Certificate')
        pane.wait_says('Your key fits')

        self.program.window.click(pane.find('push button', 'Replace', test=lambda node: node.has_size))
        self.program.frame.find('menu item', 'Self-Sign Again…').act()
        dialog = self.program.dialog('Self-Sign')
        dialog.frame.wait_says('Takes the place of the certificate that is there')
        dialog.fill(dialog.frame.find('spin button'), '90')
        self.program.window.screenshot(screenshots_folder() / 'self-sign.png')
        dialog.click(self.job.button('Sign', dialog.frame))
        self.program.wait_no_dialog()
        pane.wait_says('Self-signed')
        verified = subprocess.run(['openssl', 'verify', '-CAfile', folder / 'certificate.pem', folder / 'certificate.pem'],
                                  capture_output=True, text=True, check=True).stdout
        self.assertTrue(verified.endswith(': OK\n'))
        self.assertFalse((folder / 'chain.pem').exists())

        self.program.window.click(self.job.button('Undo'))
        a11y.wait(lambda: (folder / 'chain.pem').exists() and
                  ((folder / 'certificate.pem').read_bytes(), (folder / 'chain.pem').read_bytes()) == before,
                  'the certificate and the chain of before')


if __name__ == '__main__':
    tap.main()
