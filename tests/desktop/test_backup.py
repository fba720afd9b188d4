#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backup and restoration by the main menu: a wrong passphrase, the right one, and a file that others open too."""

import pathlib
import re
import stat
import subprocess
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase, screenshots_folder  # noqa: E402
from job import Job  # noqa: E402
from library import Samples  # noqa: E402
import tap  # noqa: E402

PASSPHRASE = 'correct horse battery staple'


def files_below(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in pathlib.Path(folder).rglob('*') if path.is_file()}


class BackupTest(DesktopCase):
    keyring_state = 'none'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.samples = Samples(cls.workshop)

    def open(self, home):
        self.program = self.start(home=home)
        self.job = Job(self.program)

    def choose(self, item):
        """An item of the main menu."""
        frame = self.program.frame
        self.program.window.click(frame.find('push button', 'Main menu'))
        self.program.window.click(frame.find('menu item', item))

    def picture(self, name):
        self.program.window.screenshot(screenshots_folder() / f'backup-{name}.png')

    def choose_file(self, title, path):
        chooser = self.program.dialog(title)
        chooser.activate()
        a11y.press('ctrl+l')
        a11y.press('ctrl+a')
        a11y.type_text(str(path))
        a11y.press('Return')

    def test_there_and_back(self):
        home = headless.folder() / 'full'
        self.samples.complete(home, 'www.example.com')
        self.samples.with_key(home, 'new.example.com')
        target = pathlib.Path(headless.folder(), 'mine.backup')
        self.open(home)
        before = files_below(self.program.identities_folder)

        self.choose('Back Up…')
        dialog = self.program.dialog('Back Up')
        save = dialog.frame.find('push button', 'Save As…')
        self.assertFalse(save.is_sensitive)
        dialog.fill(dialog.frame.find('text', 'Passphrase'), 'pass')
        a11y.wait(lambda: dialog.frame.says('(?i)weak'), 'the strength')
        dialog.fill(dialog.frame.find('text', 'Passphrase'), PASSPHRASE)
        dialog.fill(dialog.frame.find('text', 'Repeat the passphrase'), PASSPHRASE)
        a11y.wait(lambda: save.is_sensitive, 'the button')
        self.picture('passphrase')
        dialog.click(save)
        self.choose_file('Back Up', target)
        self.program.frame.wait_says('2 identities backed up to “mine.backup”', 20)
        self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o600)
        for secret in re.findall(rb'-----BEGIN [A-Z ]*PRIVATE KEY-----\n(.{40})', b''.join(before.values())):
            self.assertNotIn(secret, target.read_bytes())

        # By other programs, as the README says.
        tar = subprocess.run(['openssl', 'cms', '-decrypt', '-binary', '-inform', 'DER', '-in', target,
                              '-pwri_password', PASSPHRASE], capture_output=True, check=True).stdout
        out = pathlib.Path(headless.folder(), 'unpacked')
        out.mkdir()
        subprocess.run(['tar', '-x', '-C', out], input=tar, check=True)
        self.assertEqual(files_below(out / 'identities'), before)

        # Into a library that holds one thing else.
        self.program.close()
        self.assertEqual(self.program.trouble(), [])
        self.programs.remove(self.program)
        other = headless.folder() / 'other'
        self.samples.with_key(other, 'mine.example.com')
        self.open(other)
        mine = files_below(self.program.identities_folder)
        self.choose('Restore…')
        self.choose_file('Restore a Backup', target)
        dialog = self.program.dialog('Restore')
        dialog.fill(dialog.frame.find('text', 'Passphrase of the backup'), 'not this one')
        dialog.click(self.job.button('Restore', dialog.frame))
        dialog.frame.wait_says('The passphrase does not open the backup', 20)
        self.picture('wrong')
        self.assertEqual(files_below(self.program.identities_folder), mine)
        dialog.fill(dialog.frame.find('text', 'Passphrase of the backup'), PASSPHRASE)
        dialog.click(self.job.button('Restore', dialog.frame))
        dialog.frame.wait_says('2 identities restored', 20)
        self.picture('restored')
        dialog.click(self.job.button('Done', dialog.frame))
        self.program.wait_no_dialog()
        a11y.wait(lambda: len(self.job.rows()) == 3, 'the rows')
        self.assertEqual(files_below(self.program.identities_folder), {**before, **mine})


if __name__ == '__main__':
    tap.main()
