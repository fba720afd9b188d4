#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests as a person makes them: two clicks, names by the dozen, profiles, renewal; openssl reads what comes out."""

import os
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

ENTRY = re.compile('^Add a name')


def read_request(pem):
    """What openssl says of it, its signature checked."""
    answer = subprocess.run(['openssl', 'req', '-noout', '-verify', '-text', '-nameopt', 'RFC2253'],
                            input=pem, capture_output=True, text=True, check=True)
    assert 'verify OK' in answer.stderr + answer.stdout, answer.stderr
    return answer.stdout


def names_of(pem):
    text = re.search(r'Subject Alternative Name:.*\n\s*(.*)', read_request(pem)).group(1)
    return [name.strip() for name in text.split(',')]


def public_key_of(pem):
    command = ['req', '-noout', '-pubkey'] if 'REQUEST' in pem else ['pkey', '-pubout']
    return subprocess.run(['openssl', *command], input=pem, capture_output=True, text=True, check=True).stdout


class RequestCase(DesktopCase):
    def open(self, home=None):
        self.program = self.start(practice=False, home=home)
        self.job = Job(self.program)
        self.window = self.program.window
        self.frame = self.program.frame

    def row_names(self, root):
        """The names in the list, as they are read out."""
        return [row.name.split(',')[0] for row in root.find('list', 'Names').all('list item')]

    def wait_rows(self, root, *names):
        a11y.wait(lambda: self.row_names(root) == list(names), f'the names {names}')

    def row(self, root, name):
        return root.find('list', 'Names').find('list item', re.compile(f'^{re.escape(name)},'))

    def create(self, dialog):
        dialog.click(self.job.button('Create', dialog.frame))
        self.program.wait_no_dialog(30)

    def undo(self):
        """The button of the toast, once it has come up."""
        self.job.button('Undo')
        a11y.time.sleep(0.6)
        self.window.click(self.job.button('Undo'))

    def picture(self, window, name):
        window.screenshot(screenshots_folder() / f'{name}.png')


class TwoClicksTest(RequestCase):
    def test_two_clicks(self):
        """+, a name, Create: key and request on disk, the request on the clipboard, what comes next; and Undo."""
        self.open()
        self.job.set_clipboard('nothing yet')
        dialog = self.job.open_new('www.example.com')
        self.picture(dialog, 'new-certificate')
        self.create(dialog)

        folder, files = self.program.only_identity()
        self.assertEqual(stat.S_IMODE(os.stat(folder / 'private-key.pem').st_mode), 0o600)
        self.assertEqual(self.program.ini(folder)['Identity']['name'], 'www.example.com')
        copied = a11y.wait(lambda: self.job.clipboard() if 'REQUEST' in self.job.clipboard() else None, 'the request')
        self.assertEqual(copied.strip(), files['request.pem'].strip())
        text = read_request(copied)
        self.assertIn('Subject: CN=www.example.com', text)
        self.assertIn('Public-Key: (2048 bit)', text)
        self.assertEqual(names_of(copied), ['DNS:www.example.com'])
        self.assertEqual(public_key_of(files['private-key.pem']), files['public-key.pem'])

        self.assertEqual(self.job.shown_pane(), 'Request')
        self.frame.wait_says('Key and request created')
        self.frame.wait_says('Send the request to your CA')
        self.picture(self.window, 'two-clicks')

        self.undo()
        a11y.wait(lambda: not self.program.identities(), 'the identity in the trash')
        a11y.wait(lambda: 'REQUEST' not in self.job.clipboard(), 'the clipboard without the request')
        # And Undo of that.
        self.frame.wait_says('“www.example.com” deleted')
        self.undo()
        a11y.wait(lambda: self.program.identities(), 'the identity back')
        self.assertEqual(self.program.only_identity()[1]['private-key.pem'], files['private-key.pem'])

    def test_keyboard(self):
        """The same without the mouse, with a country found by its name."""
        self.open()
        self.frame.find('push button', 'New Certificate…')
        a11y.press('ctrl+n')
        dialog = self.program.dialog('New Certificate')
        a11y.type_text('bad_name')
        dialog.frame.wait_says('underscore')
        self.job.set_clipboard('münchen.example')
        a11y.press('ctrl+a', 'ctrl+v', 'Return')
        self.wait_rows(dialog.frame, 'münchen.example')
        dialog.frame.wait_says('xn--mnchen-3ya.example')
        # Enter in the empty entry: no more names.
        a11y.press('Return')
        self.program.wait_no_dialog(30)
        self.assertEqual(names_of(self.job.file('request.pem')), ['DNS:xn--mnchen-3ya.example'])
        folder, before = self.program.only_identity()
        self.assertEqual(self.program.ini(folder)['Identity']['name'], 'münchen.example')

        pane = self.job.pane('Request')
        self.job.button('Change…', pane)
        a11y.press('alt+h')
        country = pane.find('text', 'Country')
        self.window.click(country)
        a11y.type_text('ger')
        # Before Algeria, which has these letters, too.
        self.assertEqual(pane.find('list', 'Countries').find('label').name, 'Germany (DE)')
        a11y.press('ctrl+a')
        a11y.type_text('switzer')
        pane.wait_says(r'Switzerland \(CH\)')
        self.picture(self.window, 'country')
        a11y.press('Return')
        pane.find('label', 'CH')
        self.job.press_button('Create Request', pane)
        a11y.wait(lambda: self.job.file('request.pem') != before['request.pem'], 'the new request')
        self.assertIn('C=CH', read_request(self.job.file('request.pem')))
        self.assertEqual(self.program.only_identity()[1]['private-key.pem'], before['private-key.pem'])


class NamesTest(RequestCase):
    def test_list(self):
        """Pasted with any separator, moved by the pointer and by keys, edited in place, removed and back."""
        self.open()
        dialog = self.job.open_new()
        self.job.set_clipboard('a.example, b.example;c.example\n"d.example" *.example.org\t10.1.2.3 a.example')
        a11y.press('ctrl+v')
        self.wait_rows(dialog.frame, 'a.example', 'b.example', 'c.example', 'd.example', '*.example.org', '10.1.2.3')
        dialog.frame.wait_says('6 names')
        dialog.frame.wait_says('“a.example” is in the list already')

        # By a real pointer: the first behind the third.
        dialog.drag(self.row(dialog.frame, 'a.example'), self.row(dialog.frame, 'c.example'), from_across=0.1,
                    across=0.1, down=0.9, hold=lambda: self.picture(dialog, 'names-drag'))
        self.wait_rows(dialog.frame, 'b.example', 'c.example', 'a.example', 'd.example', '*.example.org', '10.1.2.3')
        # It has the keyboard now.
        a11y.press('alt+Up', 'alt+Up')
        self.wait_rows(dialog.frame, 'a.example', 'b.example', 'c.example', 'd.example', '*.example.org', '10.1.2.3')
        a11y.press('alt+Down')
        self.wait_rows(dialog.frame, 'b.example', 'a.example', 'c.example', 'd.example', '*.example.org', '10.1.2.3')

        # Where it stands: a mistake is said at the row, Escape gives up, Enter takes it.
        a11y.press('Return')
        a11y.press('ctrl+a')
        a11y.type_text('c.example')
        a11y.press('Return')
        dialog.frame.wait_says('in the list already')
        a11y.press('ctrl+a')
        a11y.type_text('w.example')
        a11y.press('Return')
        self.wait_rows(dialog.frame, 'b.example', 'w.example', 'c.example', 'd.example', '*.example.org', '10.1.2.3')

        dialog.click(dialog.frame.find('push button', 'Remove c.example'))
        self.wait_rows(dialog.frame, 'b.example', 'w.example', 'd.example', '*.example.org', '10.1.2.3')
        dialog.click(self.job.button('Undo', dialog.frame))
        self.wait_rows(dialog.frame, 'b.example', 'w.example', 'c.example', 'd.example', '*.example.org', '10.1.2.3')
        self.create(dialog)
        self.assertEqual(names_of(self.job.file('request.pem')),
                         ['DNS:b.example', 'DNS:w.example', 'DNS:c.example', 'DNS:d.example', 'DNS:*.example.org',
                          'IP Address:10.1.2.3'])
        self.assertIn('Subject: CN=b.example', read_request(self.job.file('request.pem')))

    def test_hundred(self):
        """A hundred names, one of them wrong: said in words, and in the way of Create until it is gone."""
        self.open()
        dialog = self.job.open_new()
        names = [f'n{number:03}.example.com' for number in range(100)]
        self.job.set_clipboard('\n'.join(names[:50] + ['not a name!'.replace(' ', '_')] + names[50:]))
        started = a11y.time.monotonic()
        a11y.press('ctrl+v')
        dialog.frame.wait_says('101 names')
        self.assertLess(a11y.time.monotonic() - started, 5)
        self.assertNotIn('sensitive', dialog.frame.find('push button', 'Create').states)
        dialog.frame.wait_says('Correct or remove')
        dialog.click(dialog.frame.find('push button', re.compile('^Remove not_a')))
        dialog.frame.wait_says('100 names')
        self.create(dialog)
        self.assertEqual(names_of(self.job.file('request.pem')), [f'DNS:{name}' for name in names])


class ProfileTest(RequestCase):
    def test_profile(self):
        """Saved with a name, chosen for the next request; the last values are there by themselves."""
        self.open()
        self.job.begin('www.example.com')
        self.job.create_key('ECDSA P-256')
        pane = self.job.show_pane('Request')
        for title, value in (('Organization', 'Example Ltd'), ('Locality', 'Zürich')):
            self.window.fill(pane.find('text', re.compile(f'^{title}')), value)
        self.window.click(pane.find('push button', 'Profile'))
        self.window.click(self.frame.find('menu item', re.compile('Save as Profile')))
        dialog = self.program.dialog()
        dialog.fill(dialog.frame.find('text', 'Name'), 'Our servers')
        a11y.press('Return')
        self.program.wait_no_dialog()
        pane.find('push button', 'Our servers')

        # Further attributes and what the key is for.
        self.window.click(pane.find('label', 'Further attributes'))
        self.window.click(pane.find('push button', 'Add an attribute'))
        a11y.time.sleep(0.3)
        a11y.press('Return')
        a11y.time.sleep(0.3)
        a11y.type_text('Web')
        self.window.click(pane.find('label', 'What the key is for'))
        self.window.click(pane.find('check box', 'Must-staple'))
        self.picture(self.window, 'request-more')
        self.job.press_button('Create Request', pane)
        self.job.wait_file('request.pem')
        text = read_request(self.job.file('request.pem'))
        self.assertIn('O=Example Ltd', text)
        self.assertIn('OU=Web', text)
        self.assertRegex(text, r'TLS Feature:\s*\n\s*status_request')
        pane.wait_says('What It Says')
        self.picture(self.window, 'request-summary')

        a11y.press('ctrl+n')
        dialog = self.program.dialog('New Certificate')
        a11y.type_text('api.example.com')
        dialog.frame.wait_says('Example Ltd')
        self.picture(dialog, 'new-certificate-profile')
        self.create(dialog)
        requests = [files['request.pem'] for files in self.program.identities().values()]
        self.assertEqual(len(requests), 2)
        for request in requests:
            self.assertIn('O=Example Ltd', read_request(request))


class RenewalTest(RequestCase):
    def test_renewal(self):
        """The same names with a new key, the old one in the history; Undo; and once more with the old key."""
        home = headless.folder() / self.id()
        folder = Samples(self.workshop).expiring(home, 'shop.example.com')
        before = {file.name: file.read_text() for file in folder.iterdir() if file.is_file()}
        self.open(home)
        self.frame.wait_says('Renew: send your CA a new request')
        self.window.click(self.job.button('Renew…'))
        dialog = self.program.dialog('Renew')
        self.wait_rows(dialog.frame, 'shop.example.com')
        dialog.frame.wait_says('stays in its history')
        self.picture(dialog, 'renewal')
        self.create(dialog)
        after = self.program.only_identity()[1]
        self.assertNotEqual(after['public-key.pem'], before['public-key.pem'])
        self.assertEqual(public_key_of(after['request.pem']), after['public-key.pem'])
        self.assertEqual(names_of(after['request.pem']), ['DNS:shop.example.com'])
        self.assertIn('O=Example Ltd', read_request(after['request.pem']))
        (old,) = (folder / 'history').iterdir()
        for name in ('private-key.pem', 'request.pem', 'certificate.pem', 'chain.pem'):
            self.assertEqual((old / name).read_text(), before[name], name)
        self.assertEqual(self.job.clipboard().strip(), after['request.pem'].strip())

        self.undo()
        a11y.wait(lambda: self.program.only_identity()[1]['public-key.pem'] == before['public-key.pem'], 'the old key')
        a11y.wait(lambda: self.program.only_identity()[1].get('certificate.pem') == before['certificate.pem'],
                  'the old certificate')

        self.window.click(self.frame.find('list item', re.compile(r'^shop\.')), button=3)
        self.window.click(self.frame.find('menu item', re.compile('New Request with the Same Names')))
        dialog = self.program.dialog('Renew')
        dialog.click(dialog.frame.find('label', re.compile('Keep the key that is')))
        dialog.frame.wait_says('keeps its key')
        dialog.fill(dialog.frame.find('text', ENTRY), 'www.shop.example.com')
        self.create(dialog)
        after = self.program.only_identity()[1]
        self.assertEqual(after['private-key.pem'], before['private-key.pem'])
        self.assertEqual(after['certificate.pem'], before['certificate.pem'])
        self.assertEqual(public_key_of(after['request.pem']), before['public-key.pem'])
        self.assertEqual(names_of(after['request.pem']), ['DNS:shop.example.com', 'DNS:www.shop.example.com'])


if __name__ == '__main__':
    tap.main()
