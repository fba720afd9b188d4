#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a CA or a colleague hands over, in the window: locked files, archives, folders, and what is none of these."""

import contextlib
import re
import sys
import zipfile

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase, build_folder, fingerprint, split_certificates  # noqa: E402
from job import Job  # noqa: E402
from library import Samples  # noqa: E402
import tap  # noqa: E402


class ImportCase(DesktopCase):
    keyring_state = 'none'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.samples = Samples(cls.workshop)

    def setUp(self):
        super().setUp()
        self.files = headless.folder() / f'{self.id()}-files'
        self.files.mkdir()

    def open(self, *arguments, rows=None):
        self.program = self.start(*map(str, arguments), home=self.home())
        self.job = Job(self.program)
        self.frame, self.window = self.program.frame, self.program.window
        if rows:
            self.wait_rows(rows)

    def home(self):
        return headless.folder() / self.id()

    def rows(self):
        return self.job.rows() if self.frame.has('list', 'Certificates') else []

    def wait_rows(self, count):
        a11y.wait(lambda: len(self.rows()) == count, f'{count} rows', 20)

    def write(self, name, content):
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def leaf(self, name):
        """(key, certificate) of NAME."""
        key, _ = self.samples.key()
        return key, self.workshop.sign(self.samples.request(key, name), self.samples.issuing)

    def lock(self, name, server, password):
        """A PKCS#12 file with all that SERVER needs. (path, key, certificate)"""
        key, certificate = self.leaf(server)
        path = self.files / name
        parts = [str(self.workshop.write(part)) for part in (key, certificate, self.samples.chain)]
        self.workshop.openssl('pkcs12', '-export', '-inkey', parts[0], '-in', parts[1], '-certfile', parts[2],
                              '-out', str(path), '-passout', f'pass:{password}')
        return path, key, certificate

    def question(self):
        """The dialog that asks for a passphrase."""
        return self.program.dialog('Passphrase', 20)

    def answer(self, words, button='Unlock'):
        dialog = self.question()
        if words:
            dialog.fill(dialog.frame.find('text', 'Passphrase'), words)
        dialog.click(self.job.button(button, dialog.frame))

    def details(self):
        self.job.press_button('Details')
        return self.program.dialog('Import')

    def leave(self):
        """Quits and forgets what is not kept."""
        while self.program.dialogs():
            a11y.press('Escape')
            a11y.time.sleep(0.3)
        self.window.activate()
        a11y.press('ctrl+q')
        a11y.wait(lambda: self.program.dialogs() or not self.program.is_running, 'the end, or a question')
        if self.program.is_running:
            dialog = self.program.dialog()
            dialog.click(self.job.button(re.compile('(?i)forget|discard|close|quit'), dialog.frame))
        a11y.wait(lambda: not self.program.is_running, 'the end')

    def public_key(self, key, *arguments):
        return self.workshop.openssl('pkey', '-pubout', *arguments, stdin=key)


class LockedTest(ImportCase):
    def test_wrong_then_right(self):
        """A wrong passphrase says so and asks again; the right one opens the other file too."""
        first, key, certificate = self.lock('first.p12', 'first.example.com', 'sesame')
        second, _, _ = self.lock('second.pfx', 'second.example.com', 'sesame')
        self.open(first, second)
        self.question().frame.wait_says('first.p12')
        self.answer('open please')
        a11y.wait(lambda: self.program.dialogs() and self.question().frame.says('(?i)passphrase is wrong'),
                  'to be told that it is wrong', 20)
        self.answer('sesame')
        self.wait_rows(2)
        self.program.wait_no_dialog()
        self.frame.wait_says(r'2 keys fit')
        self.assertTrue(all('Not kept' in row for row in self.rows()), self.rows())

        self.window.click(self.frame.find('list item', re.compile('^first.example.com,')), across=0.4)
        self.job.press_button('Keep')
        self.job.wait_file('private-key.pem')
        stored = self.job.file('private-key.pem')
        self.assertIn('ENCRYPTED', stored, 'what came in locked stays locked')
        self.assertEqual(self.public_key(stored, '-passin', 'pass:sesame'), self.public_key(key))
        self.assertEqual(fingerprint(self.workshop, self.job.file('certificate.pem')),
                         fingerprint(self.workshop, certificate))
        self.assertEqual([fingerprint(self.workshop, each) for each in split_certificates(self.job.file('chain.pem'))],
                         [fingerprint(self.workshop, each) for each in split_certificates(self.samples.chain)])
        self.leave()

    def test_skip_and_cancel(self):
        """One passphrase is tried on all of an archive; what is skipped or canceled stays locked and is told."""
        first, _, _ = self.lock('first.p12', 'first.example.com', 'one')
        _, certificate = self.leaf('www.example.com')
        path = self.files / 'all.zip'
        with zipfile.ZipFile(path, 'w') as archive:
            for name, password in (('second', 'two'), ('third', 'three'), ('fourth', 'two'), ('fifth', 'five')):
                member, _, _ = self.lock(f'{name}.p12', f'{name}.example.com', password)
                archive.write(member, member.name)
        self.open(first, path, self.write('www.crt', certificate))
        self.question().frame.wait_says('first.p12')
        self.answer(None, 'Skip This One')
        a11y.wait(lambda: self.program.dialogs() and self.question().frame.says('second.p12'), 'the next question', 20)
        self.answer('two')
        a11y.wait(lambda: self.program.dialogs() and self.question().frame.says('all.zip!third.p12'), 'the next one', 20)
        self.question().frame.wait_says('gave before does not open it')
        self.answer(None, 'Cancel')
        # The fourth was opened by what the second was.
        self.wait_rows(3)
        self.program.wait_no_dialog()
        self.frame.wait_says('2 keys fit; 2 duplicates; 3 stay locked')
        details = self.details()
        for name in ('first.p12', 'all.zip!third.p12', 'all.zip!fifth.p12'):
            details.frame.find('label', name)
        details.frame.wait_says('no passphrase was given')
        self.leave()


class ManyTest(ImportCase):
    def test_zip_of_a_ca(self):
        """A real drag of the archive from another program's window; each member is told of."""
        folder = self.samples.waiting(self.home(), 'www.example.com')
        answer = self.workshop.sign((folder / 'request.pem').read_text(), self.samples.issuing)
        path = self.files / 'www_example_com.zip'
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('www_example_com/www_example_com.crt', answer.replace('\n', '  \r\n'))
            archive.writestr('www_example_com/bundle.ca-bundle',
                             self.samples.policy.certificate + self.samples.issuing.certificate)
            archive.writestr('www_example_com/README.txt', 'Thank you for your business.\n')
        self.open(rows=1)
        self.drag(path)
        self.job.wait_file('chain.pem')
        self.assertEqual(split_certificates(self.job.file('certificate.pem')), split_certificates(answer))
        self.assertEqual(self.job.file('certificate.pem'), self.workshop.openssl('x509', stdin=answer),
                         'canonical, whatever it was')
        self.assertEqual([fingerprint(self.workshop, each) for each in split_certificates(self.job.file('chain.pem'))],
                         [fingerprint(self.workshop, each) for each in split_certificates(self.samples.chain)])
        self.frame.wait_says('3 certificates; the key of www.example.com fits; 1 file not understood: README.txt')
        details = self.details()
        details.frame.find('label', 'www_example_com.zip!www_example_com/www_example_com.crt')
        details.frame.wait_says('Mended: .*')

        # And back: the identity is as it was.
        details.click(self.job.button('Undo', details.frame))
        a11y.wait(lambda: not (folder / 'certificate.pem').exists(), 'the certificate to go', 20)
        self.program.wait_no_dialog()
        self.assertTrue((folder / 'private-key.pem').exists())

    def drag(self, *arguments):
        with self.file_source(*arguments) as source:
            target = self.frame.find('list', 'Certificates')
            start = source.point(source.frame.find('label', 'Drag me'))
            a11y.drag_pointer(start, self.window.point(target, down=0.8))

    @contextlib.contextmanager
    def file_source(self, *paths):
        process = headless.spawn([build_folder() / 'tests/desktop/smith-file-source', *paths], self.program.environment,
                                 headless.folder() / 'source.log')
        try:
            window = a11y.Window(a11y.application(process.pid).find('frame', 'File source'))
            window.move(0, 0)
            self.window.move(140, 100)
            yield window
        finally:
            process.terminate()
            process.wait()

    def test_dropped_text(self):
        """A mail with the certificate somewhere in it, dragged from an editor."""
        folder = self.samples.waiting(self.home(), 'www.example.com')
        answer = self.workshop.sign((folder / 'request.pem').read_text(), self.samples.issuing)
        self.open(rows=1)
        self.drag('--text', f'Dear customer,\n\n> here it is:\n{answer}\nYours\n')
        self.job.wait_file('certificate.pem')
        self.assertEqual(self.job.file('certificate.pem'), self.workshop.openssl('x509', stdin=answer))
        self.frame.wait_says('1 certificate; the key of www.example.com fits')

    def test_pasted_addresses(self):
        """A file manager may hand over the addresses of files as text. What is of a former key goes to that one."""
        folder = self.samples.waiting(self.home(), 'www.example.com')
        former = folder / 'history/20260303T101500Z'
        former.mkdir(parents=True, mode=0o700)
        key, old = self.leaf('www.example.com')
        for name, text in (('private-key.pem', key), ('certificate.pem', old),
                           ('identity.ini', '[Identity]\nname=www.example.com\nreplaced=2026-03-03T10:15:00Z\n')):
            (former / name).touch(mode=0o600)
            (former / name).write_text(text)
        request = self.samples.request(key, 'www.example.com')
        answer = self.workshop.sign((folder / 'request.pem').read_text(), self.samples.issuing)
        paths = (self.write('the answer.txt', answer), self.write('chain.pem', self.samples.chain),
                 self.write('old.csr', request))
        self.open(rows=1)
        Job.set_clipboard(''.join(path.as_uri() + '\n' for path in paths))
        a11y.press('ctrl+v')
        self.job.wait_file('certificate.pem')
        self.frame.wait_says('3 certificates, 1 request; the key of www.example.com fits; the request belongs to the former '
                             'key of www.example.com; continues the chain of a former certificate of www.example.com')
        for chain in (folder / 'chain.pem', former / 'chain.pem'):
            self.assertEqual([fingerprint(self.workshop, each) for each in split_certificates(chain.read_text())],
                             [fingerprint(self.workshop, each) for each in split_certificates(self.samples.chain)])
        self.assertEqual((former / 'request.pem').read_text(), self.workshop.openssl('req', stdin=request))

        details = self.details()
        details.click(self.job.button('Undo', details.frame))
        came = (folder / 'certificate.pem', former / 'chain.pem', former / 'request.pem')
        a11y.wait(lambda: not any(path.exists() for path in came), 'all of it to go', 20)
        self.assertEqual((former / 'certificate.pem').read_text(), old)

    def test_folder_and_notes(self):
        """Files and a folder on the command line: each thing finds its place, and what is none is named."""
        waiting = self.samples.waiting(self.home(), 'www.example.com')
        answer = self.workshop.sign((waiting / 'request.pem').read_text(), self.samples.issuing)
        key, certificate = self.leaf('shop.example.com')
        self.write('folder/deep/down/answer.txt', 'Dear customer,\n\n' + answer + '\nYours\n')
        self.write('folder/intermediates.pem', self.samples.chain)
        self.write('folder/.hidden.crt', certificate)
        (self.files / 'folder/deep/up').symlink_to('..')
        self.open(self.write('notes.txt', 'buy milk\n'), self.files / 'folder', self.write('shop.key', key),
                  self.write('shop.crt', certificate), self.write('again.crt', certificate), rows=2)
        a11y.wait((waiting / 'certificate.pem').exists, 'the answer to find its key', 20)
        a11y.wait((waiting / 'chain.pem').exists, 'its chain', 20)
        self.frame.wait_says('4 certificates, 1 key; the key fits shop.example.com; the key of www.example.com fits; '
                             '1 duplicate; 1 file not understood: notes.txt')
        details = self.details()
        for name in ('notes.txt', 'folder/deep/down/answer.txt', 'folder/intermediates.pem', 'again.crt'):
            details.frame.find('label', name)
        details.frame.wait_says('1 hidden file was passed over')
        details.frame.wait_says('Came in more than once')
        self.leave()


if __name__ == '__main__':
    tap.main()
