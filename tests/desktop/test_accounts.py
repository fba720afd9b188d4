#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts and the keyring: unlocked, locked, its prompt cancelled, and a desktop without one."""

import re
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase  # noqa: E402
from job import Job  # noqa: E402
from keyring import PASSWORD  # noqa: E402
from library import Samples  # noqa: E402
import tap  # noqa: E402

NAME = 'Practice'
ONCE = 'Use Once Without Storing'


class AccountsCase(DesktopCase):
    keyring_state = 'by hand'

    def setUp(self):
        super().setUp()
        home = headless.folder() / self.id()
        Samples(self.workshop).complete(home, 'www.example.com')
        self.program = self.start(practice=False, home=home)
        self.job = Job(self.program)
        self.addCleanup(self.keyring.stop)

    def open_accounts(self):
        a11y.press('alt+5')
        pane = self.job.pane('Upload')
        a11y.wait(lambda: pane.has_size, 'the upload pane')
        pane.wait_says(r'\d+ checks passed', 20)        # what they find moves what is below
        self.program.window.click(pane.find(
            'push button', test=lambda node: node.has_size and node.name in ('Manage Accounts…', 'Add account')))
        return self.program.dialog()

    def row(self, accounts):
        return accounts.frame.find('list item', re.compile(f'^{NAME}\\b'), patience=20)

    def files(self):
        """Everything that the program has written, to look for the secret in."""
        return '\n'.join(path.read_text(errors='replace') for path in self.program.home.rglob('*') if path.is_file())

    def leave_accounts(self):
        while self.program.dialogs():
            a11y.press('Escape')
            a11y.time.sleep(0.2)

    def upload(self):
        self.leave_accounts()
        self.job.show_pane('Upload').wait_says(r'\d+ checks passed', 20)
        self.job.upload()
        self.assertTrue(self.job.wait_uploaded().startswith('arn:aws:iam::'))
        self.assertEqual(list(self.emulator.certificates()), [
            each['parameters']['ServerCertificateName'] for each in self.emulator.requests()
            if each['action'] == 'UploadServerCertificate'])


class UnlockedTest(AccountsCase):
    def test_store_use_and_remove(self):
        self.keyring.start_unlocked()
        accounts = self.open_accounts()
        self.job.add_account(accounts, NAME, self.emulator)
        self.row(accounts).wait_says('AWS knows these credentials', 20)
        self.assertEqual(len([label for label in self.keyring.secrets() if NAME in label]), 1)
        self.assertNotIn(self.emulator.secret, self.files())

        self.upload()

        accounts = self.open_accounts()
        accounts.click(self.row(accounts).find('push button', 'Remove account'))
        a11y.wait(lambda: len(self.program.dialogs()) > 1 or not accounts.frame.has('list item', re.compile(NAME)),
                  'the question, or the end of the row')
        question = [node for node in self.program.dialogs() if node.role == 'dialog']
        if question:
            dialog = a11y.Window(question[-1])
            dialog.click(self.job.button('Remove', dialog.frame))
        a11y.wait(lambda: not [label for label in self.keyring.secrets() if NAME in label], 'the secret to go', 20)


class LockedTest(AccountsCase):
    def test_unlocked_on_demand(self):
        self.keyring.start_locked()
        accounts = self.open_accounts()
        self.job.add_account(accounts, NAME, self.emulator)
        self.keyring.answer_prompt(PASSWORD)
        self.row(accounts).wait_says('AWS knows these credentials', 20)
        self.assertEqual(len([label for label in self.keyring.secrets() if NAME in label]), 1)

    def test_prompt_cancelled(self):
        self.keyring.start_locked()
        accounts = self.open_accounts()
        dialog = self.job.add_account(accounts, NAME, self.emulator)
        self.keyring.answer_prompt(None)
        dialog.frame.wait_says('(?i)keyring.*(cancel|dismiss|locked)', 20)
        self.assertFalse(accounts.frame.has('list item', re.compile(f'^{NAME}')))
        dialog.click(self.job.button(ONCE, dialog.frame))
        self.row(accounts)
        self.upload()
        self.assertNotIn(self.emulator.secret, self.files())


class NoServiceTest(AccountsCase):
    def test_use_once(self):
        accounts = self.open_accounts()
        dialog = self.job.add_account(accounts, NAME, self.emulator)
        dialog.frame.wait_says('(?i)no (secret service|keyring)|keyring.*(not running|not available)', 20)
        dialog.click(self.job.button(ONCE, dialog.frame))
        self.row(accounts)
        self.upload()
        self.assertNotIn(self.emulator.secret, self.files())


class WrongTest(AccountsCase):
    def test_wrong_secret_is_said(self):
        self.keyring.start_unlocked()
        accounts = self.open_accounts()
        right, self.emulator.secret = self.emulator.secret, 'not/the+secret'
        try:
            self.job.add_account(accounts, NAME, self.emulator)
        finally:
            self.emulator.secret = right
        row = self.row(accounts)
        row.wait_says('(?i)secret access key', 20)
        self.assertIn('SignatureDoesNotMatch', [each['code'] for each in self.emulator.requests()])


if __name__ == '__main__':
    tap.main()
