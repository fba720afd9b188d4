# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The key and request panes by mouse and keyboard: passphrases asked, wrong, remembered, changed; keys exported."""

import os
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
import tap  # noqa: E402


SWITCH = 'check box'


def public_key(path, passphrase='unused'):
    """What openssl says; None where it cannot open the key."""
    answer = subprocess.run(['openssl', 'pkey', '-in', path, '-passin', f'pass:{passphrase}', '-pubout'],
                            capture_output=True, text=True, check=False)
    return answer.stdout if answer.returncode == 0 else None


class Keys(DesktopCase):

    def begin(self, name='www.example.com'):
        self.program = self.start()
        self.job = Job(self.program)
        self.job.begin(name)

    def picture(self, name):
        self.program.window.screenshot(screenshots_folder() / f'{name}.png')

    def key_path(self):
        return self.program.only_identity()[0] / 'private-key.pem'

    def answer(self, passphrase, remember=False):
        dialog = self.program.dialog('Passphrase')
        # The dialog opens with the focus in its entry.
        dialog.activate()
        a11y.type_text(passphrase)
        if remember:
            dialog.click(dialog.frame.find(SWITCH, 'Remember in the keyring'))
        dialog.click(self.job.button('Unlock', dialog.frame))

    def test_passphrase(self):
        self.begin()
        self.job.create_key('ECDSA P-256', 'correct horse battery')
        self.assertIsNone(public_key(self.key_path(), 'wrong'))
        self.assertIsNotNone(public_key(self.key_path(), 'correct horse battery'))
        self.assertEqual(stat.S_IMODE(os.stat(self.key_path()).st_mode), 0o600)

        # The name of the certificate is the first of its request. A wrong passphrase, then the right one, remembered.
        pane = self.job.show_pane('Request')
        pane.wait_says('Also the Common Name')
        self.job.press_button('Create Request', pane)
        self.answer('not this one')
        a11y.wait(lambda: self.program.dialog('Passphrase').frame.says('The passphrase is wrong. Try again.'), 'the reason')
        self.picture('passphrase')
        self.answer('correct horse battery', remember=True)
        self.job.wait_file('request.pem')
        subject = subprocess.run(['openssl', 'req', '-in', self.program.only_identity()[0] / 'request.pem', '-noout',
                                  '-subject', '-verify'], capture_output=True, text=True, check=True)
        self.assertIn('CN = www.example.com', subject.stdout)

        # From here on the keyring answers: a new request asks nobody.
        self.job.press_button('Change…', self.job.pane('Request'))
        self.program.window.fill(pane.find('text', re.compile('^Organization')), 'Example')
        self.job.press_button('Create Request', pane)
        a11y.wait(lambda: 'O = Example' in subprocess.run(
            ['openssl', 'req', '-in', self.program.only_identity()[0] / 'request.pem', '-noout', '-subject'],
            capture_output=True, text=True, check=True).stdout, 'the new request')
        self.assertEqual(self.program.dialogs(), [])

    def test_change_and_export(self):
        self.begin()
        self.job.create_key('ECDSA P-384')
        ours = public_key(self.key_path())
        pane = self.job.show_pane('Key')
        pane.wait_says('No passphrase')
        self.picture('key-details')

        self.job.press_button('Set…', pane)
        dialog = self.program.dialog('Set a Passphrase')
        dialog.fill(dialog.frame.find('text', 'Passphrase'), 'correct horse')
        dialog.fill(dialog.frame.find('text', 'Repeat the passphrase'), 'correct mule')
        a11y.wait(lambda: dialog.frame.says('The two passphrases differ.'), 'the reason')
        dialog.fill(dialog.frame.find('text', 'Repeat the passphrase'), 'correct horse')
        self.picture('set-passphrase')
        dialog.click(self.job.button('Set', dialog.frame))
        pane.wait_says('who loses the passphrase loses the key')
        self.assertIsNone(public_key(self.key_path()))
        self.assertEqual(public_key(self.key_path(), 'correct horse'), ours)

        # Without a passphrase only after a question.
        target = pathlib.Path(self.program.home, 'copy.pem')
        self.job.press_button('Export…', pane)
        dialog = self.program.dialog('Export Key')
        switch = dialog.frame.find(SWITCH, 'Protect with a passphrase')
        dialog.click(switch)
        a11y.wait(lambda: not switch.is_checked, 'the switch')
        dialog.click(self.job.button('Export…', dialog.frame))
        a11y.wait(lambda: self.program.dialog().frame.says('(?i)without a passphrase\\?'), 'the question')
        self.picture('export-question')
        a11y.press('alt+e')
        chooser = self.program.dialog('Export Key')
        chooser.activate()
        a11y.press('ctrl+l')
        a11y.press('ctrl+a')
        a11y.type_text(str(target))
        a11y.press('Return')
        self.answer('correct horse')
        a11y.wait(target.exists, 'the copy')
        a11y.wait(lambda: public_key(target) == ours, 'the key in the copy')
        self.assertEqual(stat.S_IMODE(os.stat(target).st_mode), 0o600)


if __name__ == '__main__':
    tap.main()
