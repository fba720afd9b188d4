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
        self.choose_file('Export Key', target)
        self.answer('correct horse')
        a11y.wait(target.exists, 'the copy')
        a11y.wait(lambda: public_key(target) == ours, 'the key in the copy')
        self.assertEqual(stat.S_IMODE(os.stat(target).st_mode), 0o600)

        # Off again: only after a question, too.
        self.job.press_button('Change…', pane)
        dialog = self.program.dialog('Key Passphrase')
        switch = dialog.frame.find(SWITCH, 'Protect with a passphrase')
        dialog.click(switch)
        a11y.wait(lambda: not switch.is_checked, 'the switch')
        dialog.click(self.job.button('Change', dialog.frame))
        a11y.wait(lambda: self.program.dialog().frame.says('Remove the passphrase\\?'), 'the question')
        self.assertIsNone(public_key(self.key_path()))
        a11y.press('alt+r')
        self.answer('correct horse')
        a11y.wait(lambda: public_key(self.key_path()) == ours, 'the key without a passphrase')

    def choose_file(self, title, path):
        chooser = self.program.dialog(title)
        chooser.activate()
        a11y.press('ctrl+l')
        a11y.press('ctrl+a')
        a11y.type_text(str(path))
        a11y.press('Return')

    def test_more_and_pkcs12(self):
        """A kind of key that is not on AWS, and key and certificate in one file."""
        self.begin()
        pane = self.job.show_pane('Key')
        self.program.window.click(pane.find('list item', re.compile('^More Algorithms')))
        pane.find('check box', re.compile('^Ed25519 .Not on AWS'))
        self.picture('key-more')
        self.job.create_key('Ed25519')
        self.assertIn('ED25519', subprocess.run(['openssl', 'pkey', '-in', self.key_path(), '-noout', '-text'],
                                                capture_output=True, text=True, check=True).stdout)
        pane.wait_says('its numbers belong together')
        self.picture('key-ed25519')

        target = pathlib.Path(self.program.home, 'www.p12')
        self.job.press_button('Export…', pane)
        dialog = self.program.dialog('Export Key')
        # Ed25519 has no traditional form.
        self.assertFalse(dialog.frame.has('check box', re.compile('^Traditional')))
        self.picture('export-pkcs8')
        choice = dialog.frame.find('check box', 'PKCS#12 (.p12)')
        dialog.click(choice)
        a11y.wait(lambda: choice.is_checked, 'the choice')
        dialog.fill(dialog.frame.find('text', 'Passphrase'), 'several unrelated words here')
        dialog.fill(dialog.frame.find('text', 'Repeat the passphrase'), 'several unrelated words here')
        a11y.wait(lambda: dialog.frame.says('^(Good|Strong)'), 'the strength')
        self.picture('export-pkcs12')
        dialog.click(self.job.button('Export…', dialog.frame))
        self.choose_file('Export Key', target)
        a11y.wait(target.exists, 'the copy')
        out = subprocess.run(['openssl', 'pkcs12', '-in', target, '-passin', 'pass:several unrelated words here', '-nodes'],
                             capture_output=True, text=True, check=True).stdout
        self.assertIn('BEGIN PRIVATE KEY', out)
        self.assertEqual(stat.S_IMODE(os.stat(target).st_mode), 0o600)

    def test_replace_and_bring_back(self):
        """The old key stays; it comes back by Undo, and the new one from the list."""
        self.begin()
        self.job.create_key('ECDSA P-256')
        first = public_key(self.key_path())
        folder = self.key_path().parent
        pane = self.job.show_pane('Key')
        self.job.press_button('Replace…', pane)
        dialog = self.program.dialog('Replace Key')
        # The same kind of key is chosen already.
        a11y.wait(lambda: dialog.frame.find('check box', re.compile('^ECDSA P-256')).is_checked, 'the algorithm')
        choice = dialog.frame.find('check box', re.compile('^ECDSA P-384'))
        dialog.click(choice)
        a11y.wait(lambda: choice.is_checked, 'the choice')
        self.picture('key-replace')
        dialog.click(self.job.button('Replace Key', dialog.frame))
        self.program.wait_no_dialog()
        a11y.wait(lambda: public_key(self.key_path()) != first, 'the new key')
        kept = list((folder / 'history').iterdir())
        self.assertEqual(len(kept), 1)
        self.assertEqual(public_key(kept[0] / 'private-key.pem'), first)
        self.assertEqual(stat.S_IMODE(os.stat(kept[0] / 'private-key.pem').st_mode), 0o600)
        second = public_key(self.key_path())

        self.job.press_button('Undo')
        a11y.wait(lambda: public_key(self.key_path()) == first, 'the first key')
        # And the second one again, from the list.
        # The list is made anew when the keys change places: a click may meet a row that is on its way out.
        for _ in range(3):
            self.program.window.click(pane.find(None, re.compile('^ECDSA P-384, until ')))
            if pane.has('push button', 'Bring Back', patience=3):
                break
        button = self.job.button('Bring Back', pane)
        self.picture('key-history')
        self.program.window.click(button)
        a11y.wait(lambda: public_key(self.key_path()) == second, 'the second key')
        self.assertEqual(len(list((folder / 'history').iterdir())), 1)

        # The CA answers late: the certificate belongs to the key that was replaced.
        former, = (folder / 'history').iterdir()
        answer = pathlib.Path(self.program.home, 'answer.pem')
        subprocess.run(['openssl', 'req', '-x509', '-key', former / 'private-key.pem', '-subj', '/CN=www.example.com',
                        '-out', answer], check=True, capture_output=True)
        self.assertEqual(self.program.start_second(str(answer)), 0)
        self.program.frame.wait_says('the certificate belongs to the former key of www.example.com')
        self.assertEqual((former / 'certificate.pem').read_text(), answer.read_text())
        self.assertEqual(len(self.job.rows()), 1)
        self.assertFalse((folder / 'certificate.pem').exists())
        # Shown with that key.
        pane.wait_says('1 certificate$')

    def test_weak_key(self):
        """A key that another program made: what is weak about it stands beside it."""
        home = headless.folder() / 'home-weak'
        folder = home / '.local/share/chainsmith/identities/4cb1e9a2-7d1f-4c4e-9a39-1c2f0a5d7e11'
        folder.mkdir(mode=0o700, parents=True)
        subprocess.run(['openssl', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024',
                        '-pkeyopt', 'rsa_keygen_pubexp:3', '-out', folder / 'private-key.pem'],
                       check=True, capture_output=True)
        self.program = self.start(home=home)
        self.job = Job(self.program)
        pane = self.job.show_pane('Key')
        pane.wait_says('RSA with 1024 bits is weak')
        pane.wait_says('its public exponent is 3')
        self.picture('key-weak')


if __name__ == '__main__':
    tap.main()
