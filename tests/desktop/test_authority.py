# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An authority of one's own by mouse and keyboard: created in two clicks, it signs, revokes and exports its list."""

import pathlib
import re
import ssl
import subprocess
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase, screenshots_folder  # noqa: E402
from job import Job  # noqa: E402
import tap  # noqa: E402


def openssl(*arguments):
    answer = subprocess.run(['openssl', *map(str, arguments)], capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout + answer.stderr


class Authorities(DesktopCase):

    def begin(self):
        self.program = self.start()
        self.job = Job(self.program)

    def picture(self, name, window=None):
        (window or self.program.window).screenshot(screenshots_folder() / f'authority-{name}.png')

    def open_menu(self, item):
        frame = self.program.frame
        self.program.window.click(frame.find('push button', 'Main menu'))
        self.program.window.click(frame.find('menu item', item))

    def folder(self, name):
        """Of the identity whose certificate is for NAME."""
        for each in self.program.identities_folder.iterdir():
            certificate = each / 'certificate.pem'
            if certificate.exists() and f'CN = {name}\n' in openssl('x509', '-in', certificate, '-noout', '-subject')[1]:
                return each
        return None

    def select(self, name):
        sidebar = self.program.frame.find('list', 'Certificates')
        self.program.window.click(sidebar.find('list item', re.compile(f'^{re.escape(name)}')))

    def create_authority(self, name):
        self.open_menu('New Certificate Authority…')
        dialog = self.program.dialog('New Certificate Authority')
        dialog.fill(dialog.frame.find('text', 'Name'), name)
        dialog.frame.wait_says(f'{name} Issuing CA')
        self.picture('new', dialog)
        dialog.click(self.job.button('Create', dialog.frame))
        self.program.wait_no_dialog(20)
        return (a11y.wait(lambda: self.folder(f'{name} Root CA'), 'the root'),
                a11y.wait(lambda: self.folder(f'{name} Issuing CA'), 'the intermediate'))

    def choose_save(self, title, path):
        chooser = self.program.dialog(title)
        chooser.activate()
        a11y.press('ctrl+l')
        a11y.press('ctrl+a')
        a11y.type_text(str(path))
        a11y.press('Return')
        a11y.wait(path.exists, f'{path.name}')

    def test_two_clicks_to_a_signature(self):
        self.begin()
        root, issuing = self.create_authority('Example')
        self.assertEqual(openssl('verify', '-x509_strict', '-CAfile', root / 'certificate.pem',
                                 issuing / 'certificate.pem')[0], 0)
        # Nobody is told to upload it.
        self.program.frame.wait_says('Sign requests with this authority')
        self.picture('created')

        # The request of an identity, signed in the Certificate pane: certificate and chain are there.
        self.job.begin('www.example.com')
        self.job.create_key('ECDSA P-256')
        self.job.create_request()
        self.job.press_button('Sign with My CA…', self.job.show_pane('Certificate'))
        dialog = self.program.dialog('Sign with My CA')
        dialog.frame.wait_says('its signature fits its key')
        days = dialog.frame.find('spin button', 'Days')
        dialog.fill(days, '500')
        a11y.press('Tab')
        dialog.frame.wait_says('more than 398 days')
        self.picture('sign', dialog)
        dialog.fill(days, '90')
        a11y.press('Tab')
        a11y.wait(lambda: not dialog.frame.says('more than 398 days'), 'no warning')
        dialog.click(self.job.button('Sign', dialog.frame))
        self.program.wait_no_dialog(20)
        leaf = a11y.wait(lambda: self.folder('www.example.com'), 'the certificate')
        status, said = openssl('verify', '-x509_strict', '-CAfile', root / 'certificate.pem', '-untrusted', leaf / 'chain.pem',
                               '-verify_hostname', 'www.example.com', leaf / 'certificate.pem')
        self.assertEqual(status, 0, said)
        self.assertIn(leaf, [each.parent for each in self.program.identities_folder.glob('*/chain.pem')])
        self.assertEqual(len(list((issuing / 'issued').glob('*.pem'))), 1)

        # Revoked, taken back, revoked again, exported.
        self.select('Example Issuing CA')
        self.job.press_button('Issued…', self.job.show_pane('Certificate'))
        window = self.program.dialog('Issued Certificates')
        window.frame.wait_says('Valid until')
        self.picture('issued', window)
        for reason in ('superseded', None):
            window.click(self.job.button(re.compile('^Revoke “www'), window.frame))
            question = self.program.dialog('Revoke a Certificate')
            question.frame.wait_says('You can take it back')
            if reason:
                self.job.open_list(question, question.frame.find('combo box', re.compile('^Reason')))
                a11y.press('Down', 'Return')
                self.picture('reason', question)
            a11y.press('alt+r')
            window.frame.wait_says('Revoked on')
            text = openssl('crl', '-in', issuing / 'crl.pem', '-CAfile', issuing / 'certificate.pem', '-verify', '-noout',
                           '-text')[1]
            self.assertIn('verify OK', text)
            if reason:
                self.assertIn('Superseded', text)
                self.picture('revoked', window)
                window.click(self.job.button(re.compile('^Undo the revocation'), window.frame))
                a11y.wait(lambda: not window.frame.says('Revoked on'), 'the revocation to go')
                self.assertIn('No Revoked Certificates', openssl('crl', '-in', issuing / 'crl.pem', '-noout', '-text')[1])
        target = pathlib.Path(self.program.home, 'example.crl')
        window.click(self.job.button('Export…', window.frame))
        self.choose_save('Export the Revocation List', target)
        window.frame.wait_says('Revocation list exported')
        self.assertIn('verify OK', openssl('crl', '-in', target, '-inform', 'DER', '-CAfile', issuing / 'certificate.pem',
                                           '-verify', '-noout')[1])
        a11y.wait(lambda: not window.frame.has('push button', re.compile('^Undo the revocation')), 'no undo any more')
        both = target.with_suffix('.pem')
        both.write_text((root / 'certificate.pem').read_text() + (issuing / 'crl.pem').read_text())
        status, said = openssl('verify', '-crl_check', '-CAfile', both, '-untrusted', leaf / 'chain.pem', leaf / 'certificate.pem')
        self.assertIn('certificate revoked', said)

    def test_foreign_request(self):
        self.begin()
        root, issuing = self.create_authority('House')
        self.select('House Issuing CA')
        self.job.press_button('Issued…', self.job.show_pane('Certificate'))
        window = self.program.dialog('Issued Certificates')
        window.frame.wait_says('Nothing Issued Yet')
        self.picture('empty', window)

        # What is no request is told; what was changed on its way is not signed.
        self.job.set_clipboard('nothing of the kind')
        window.activate()
        a11y.press('ctrl+v')
        window.frame.wait_says('There is no certificate signing request in it')
        key = pathlib.Path(self.program.home, 'foreign.key')
        request = subprocess.run(['openssl', 'req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                                  '-keyout', key, '-subj', '/O=Foreign/CN=foreign.example.org',
                                  '-addext', 'subjectAltName=DNS:foreign.example.org,DNS:other.example.org',
                                  '-addext', '1.2.3.4.5=ASN1:UTF8String:odd'],
                                 capture_output=True, text=True, check=True).stdout
        der = bytearray(ssl.PEM_cert_to_DER_cert(request.replace('CERTIFICATE REQUEST', 'CERTIFICATE')))
        der[-1] ^= 1
        self.job.set_clipboard(ssl.DER_cert_to_PEM_cert(bytes(der)).replace('CERTIFICATE', 'CERTIFICATE REQUEST'))
        a11y.press('ctrl+v')
        dialog = self.program.dialog('Sign with My CA')
        dialog.frame.wait_says('The signature of this request does not fit its key')
        self.assertFalse(dialog.frame.find('push button', 'Sign').is_sensitive)
        self.picture('spoiled', dialog)
        a11y.press('Escape')
        a11y.wait(lambda: len(self.program.dialogs()) == 1, 'the dialog to close')

        # The real one, without one of its names; saved as the file that goes back.
        self.job.set_clipboard(request)
        window.activate()
        a11y.press('ctrl+v')
        dialog = self.program.dialog('Sign with My CA')
        dialog.frame.wait_says('its signature fits its key')
        dialog.frame.wait_says('The request also asks for 1.2.3.4.5, which will not be in the certificate')
        dialog.click(dialog.frame.find('push button', re.compile('Remove.*other.example.org|^Remove other')))
        dialog.click(self.job.button('Sign', dialog.frame))
        target = pathlib.Path(self.program.home, 'foreign.pem')
        self.choose_save('Save the Certificate', target)
        window.frame.wait_says('Valid until')
        text = openssl('x509', '-in', target, '-noout', '-text')[1]
        self.assertIn('DNS:foreign.example.org', text)
        self.assertNotIn('other.example.org', text)
        self.assertNotIn('1.2.3.4.5', text)
        self.assertEqual(openssl('verify', '-x509_strict', '-CAfile', root / 'certificate.pem', '-untrusted', target, target)[0], 0)
        self.assertEqual(len(list((issuing / 'issued').glob('*.pem'))), 1)
        self.files(window, root, issuing)
        self.lists(window, root, issuing)

    def revoke_file(self, window, path):
        """From the menu: the file of a certificate."""
        window.click(window.frame.find('push button', 'More'))
        window.click(window.frame.find('menu item', re.compile('^Revoke by Certificate File')))
        chooser = self.program.dialog('Open a Certificate')
        chooser.activate()
        a11y.press('ctrl+l')
        a11y.press('ctrl+a')
        a11y.type_text(str(path))
        a11y.press('Return')
        # The first Return may have been for what the entry proposes.
        try:
            a11y.wait(lambda: not chooser.frame.has_size, 'the end of the choice', 2)
        except a11y.NotThere:
            a11y.press('Return')

    def files(self, window, root, issuing):
        """What another authority issued is not revoked here; what this one did is, and is taken back."""
        self.revoke_file(window, root / 'certificate.pem')
        window.frame.wait_says('issued by somebody else: only who issued a certificate can revoke it')
        self.revoke_file(window, pathlib.Path(self.program.home, 'foreign.pem'))
        question = a11y.wait(lambda: next((a11y.Window(node) for node in self.program.dialogs()
                                           if node.has('combo box', re.compile('^Reason'))), None), 'the question')
        question.frame.wait_says('“foreign.example.org” will be on the revocation list')
        self.picture('revoke-file', question)
        question.click(self.job.button('Revoke', question.frame))
        window.frame.wait_says('Revoked on')
        self.assertRegex(openssl('crl', '-in', issuing / 'crl.pem', '-noout', '-text')[1], r'Serial Number: \w')
        window.click(self.job.button(re.compile('^Undo the revocation'), window.frame))
        a11y.wait(lambda: not window.frame.says('Revoked on'), 'the revocation to go')
        self.assertIn('No Revoked Certificates', openssl('crl', '-in', issuing / 'crl.pem', '-noout', '-text')[1])

    def lists(self, window, root, issuing):
        """For how long lists count, what was issued elsewhere, and a list that has ended."""
        days = window.frame.find('spin button', 'Days until the next list')
        window.fill(days, '20')
        a11y.press('Tab')
        a11y.wait(lambda: (issuing / 'revocations.ini').exists() and 'crl-days=20\n' in (issuing / 'revocations.ini').read_text(),
                  'the days on disk')
        window.click(window.frame.find('push button', 'More'))
        window.click(window.frame.find('menu item', re.compile('^Revoke by Serial Number')))
        dialog = self.program.dialog('Revoke a Certificate')
        number = dialog.frame.find('text', re.compile('^Serial number'))
        dialog.fill(number, '12 xy')
        dialog.frame.wait_says('digits 0 to 9')
        dialog.fill(number, '0A:1B:2C')
        dialog.frame.wait_says('Nothing with this number was issued here')
        self.picture('elsewhere', dialog)
        dialog.click(self.job.button('Revoke', dialog.frame))
        window.frame.wait_says('A certificate that was issued elsewhere')
        text = openssl('crl', '-in', issuing / 'crl.pem', '-noout', '-text')[1]
        self.assertIn('Serial Number: 0A1B2C', text)

        # The command of the window, with other dates: a list that has ended is told, and renewed with one button.
        command = self.shown_command(window)
        self.assertIn('-crldays 20 ', command)
        spoiled = command.replace('-crldays 20 ', '-crl_lastupdate 20250101000000Z -crl_nextupdate 20250131000000Z ')
        subprocess.run(['sh', '-c', spoiled], check=True, capture_output=True)
        window.click(window.frame.find('push button', 'Close'))
        self.program.wait_no_dialog()
        (self.program.identities_folder.parent / 'lock').touch()
        self.program.frame.wait_says('it is out of date since')
        self.picture('list-ended')
        self.job.press_button('Renew List')
        a11y.wait(lambda: 'Serial Number: 0A1B2C' in openssl('crl', '-in', issuing / 'crl.pem', '-noout', '-text')[1] and
                  '2025' not in openssl('crl', '-in', issuing / 'crl.pem', '-noout', '-nextupdate')[1], 'the new list')
        self.program.frame.wait_says('Revocation list renewed')

    def shown_command(self, window):
        button = window.frame.find('push button', 'Show command')
        window.click(button)
        self.job.set_clipboard('nothing yet')
        a11y.wait(lambda: window.frame.has('push button', 'Copy'), 'the command')
        a11y.time.sleep(0.5)
        a11y.press('Return')
        return a11y.wait(lambda: self.job.clipboard() if 'openssl' in self.job.clipboard() else None, 'the command, copied')

    def test_signed_at_once(self):
        """Two clicks to a certificate of one's own authority: names, Create."""
        self.begin()
        root, issuing = self.create_authority('Example')
        for name, chosen in (('www.example.com', False), ('api.example.com', True)):
            dialog = self.job.open_new(name)
            row = dialog.frame.find('combo box', re.compile('^Signed by'))
            if not chosen:
                # The name is added first, which moves the row.
                a11y.press('Return')
                dialog.frame.find('push button', f'Remove {name}')
                self.job.open_list(dialog, row)
                a11y.press('Down', 'Return')
            # The second time that is how it begins.
            dialog.frame.wait_says('“Example Issuing CA” signs the certificate for 397 days')
            self.picture('at-once', dialog)
            dialog.click(self.job.button('Create', dialog.frame))
            self.program.wait_no_dialog(20)
            leaf = a11y.wait(lambda: self.folder(name), 'the certificate')
            self.program.frame.wait_says('Ready to upload')
            status, said = openssl('verify', '-x509_strict', '-CAfile', root / 'certificate.pem', '-untrusted',
                                   leaf / 'chain.pem', '-verify_hostname', name, leaf / 'certificate.pem')
            self.assertEqual(status, 0, said)
        self.picture('signed-at-once')
        self.assertEqual(len(list((issuing / 'issued').glob('*.pem'))), 2)
        self.job.press_button('Undo')
        a11y.wait(lambda: self.folder('api.example.com') is None, 'the certificate to go')
        self.renew_with_the_same_key(self.folder('www.example.com'), issuing)

    def renew_with_the_same_key(self, leaf, issuing):
        """Signed at once as well; Undo brings back the request and the certificate that were there."""
        before = {file.name: file.read_text() for file in leaf.iterdir() if file.suffix == '.pem'}
        sidebar = self.program.frame.find('list', 'Certificates')
        self.program.window.click(sidebar.find('list item', re.compile(r'^www\.')), button=3)
        self.program.window.click(self.program.frame.find('menu item', re.compile('New Request with the Same Names')))
        dialog = self.program.dialog('Renew')
        dialog.click(dialog.frame.find('label', re.compile('Keep the key that is')))
        dialog.frame.wait_says('keeps its key')
        dialog.frame.find('combo box', re.compile('^Signed by'))
        self.picture('renew-at-once', dialog)
        dialog.click(self.job.button('Create', dialog.frame))
        self.program.wait_no_dialog(20)
        a11y.wait(lambda: (leaf / 'certificate.pem').read_text() != before['certificate.pem'], 'the new certificate')
        self.assertEqual((leaf / 'private-key.pem').read_text(), before['private-key.pem'])
        self.assertEqual(len(list((issuing / 'issued').glob('*.pem'))), 3)
        self.program.frame.wait_says('Certificate and chain are here')
        a11y.time.sleep(0.6)
        self.job.press_button('Undo')
        # What was undone is kept beside it, as every certificate that gives way to another.
        a11y.wait(lambda: {name: (leaf / name).read_text() for name in before} == before,
                  'the request, the certificate and the chain as they were')


if __name__ == '__main__':
    tap.main()
