#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The library in the window: deleted and undone, files opened in every way, kept or not, found again, remembered."""

import contextlib
import re
import sys

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase, build_folder, fingerprint, split_certificates  # noqa: E402
from job import Job  # noqa: E402
from library import Samples  # noqa: E402
import tap  # noqa: E402


class LibraryCase(DesktopCase):
    keyring_state = 'none'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.samples = Samples(cls.workshop)

    def open(self, *arguments, home, rows):
        """The program with that home, once its sidebar has ROWS rows."""
        self.program = self.start(*arguments, home=home)
        self.job = Job(self.program)
        if rows:
            self.wait_rows(rows)

    def wait_rows(self, count):
        a11y.wait(lambda: len(self.rows()) == count, f'{count} rows', 20)

    def rows(self):
        return self.job.rows() if self.program.frame.has('list', 'Certificates') else []

    def row(self, name):
        return self.program.frame.find('list item', re.compile(f'^{re.escape(name)},'))

    def select(self, name):
        self.program.window.select(self.row(name))

    def is_selected(self, name):
        return 'selected' in self.row(name).states

    def home(self):
        return headless.folder() / self.id()


class DeleteTest(LibraryCase):
    def test_delete_and_undo(self):
        home = self.home()
        folder = self.samples.complete(home, 'www.example.com')
        self.samples.waiting(home, 'api.example.com')
        self.open(home=home, rows=2)
        before = self.program.identities()
        self.program.window.click(self.row('www.example.com'), button=3)
        self.program.window.click(self.program.frame.find('menu item', 'Delete'))
        self.wait_rows(1)
        a11y.wait(lambda: not folder.exists(), 'the folder to leave')
        trash = self.program.identities_folder.parent / 'trash'
        self.assertEqual([each.name for each in trash.iterdir()], [folder.name], 'it is in the trash')
        self.job.press_button('Undo')
        self.wait_rows(2)
        a11y.wait(folder.exists, 'the folder to come back')
        self.assertEqual(self.program.identities(), before, 'whole, to the byte')
        self.assertEqual((folder / 'private-key.pem').stat().st_mode & 0o777, 0o600)
        self.assertEqual(list(trash.iterdir()), [], 'and no longer in the trash')


class FilesTest(LibraryCase):
    def test_command_line_and_second_instance(self):
        """Each file finds its identity by public key, whichever is selected."""
        home = self.home()
        first = self.samples.waiting(home, 'first.example.com')
        second = self.samples.waiting(home, 'second.example.com')
        sign = lambda folder: self.workshop.sign((folder / 'request.pem').read_text(), self.samples.issuing)
        answers = {folder: sign(folder) for folder in (first, second)}

        self.open(str(self.workshop.write(answers[first])), home=home, rows=2)
        a11y.wait((first / 'certificate.pem').exists, 'the certificate named on the command line', 20)
        self.assertFalse((second / 'certificate.pem').exists())

        self.select('first.example.com')
        status = self.program.start_second(str(self.workshop.write(answers[second])))
        self.assertEqual(status, 0, 'the second instance hands over and ends')
        a11y.wait((second / 'certificate.pem').exists, 'the certificate of the second instance', 20)
        a11y.wait(lambda: self.is_selected('second.example.com'), 'the identity that it fits to be selected')
        for folder, answer in answers.items():
            self.assertEqual(fingerprint(self.workshop, (folder / 'certificate.pem').read_text()),
                             fingerprint(self.workshop, answer))

    def test_bundle_by_file_chooser(self):
        """A file with the leaf and its chain, in any order, fills both."""
        home = self.home()
        folder = self.samples.waiting(home, 'www.example.com')
        leaf = self.workshop.sign((folder / 'request.pem').read_text(), self.samples.issuing)
        bundle = self.workshop.write(self.samples.policy.certificate + leaf + self.samples.issuing.certificate)
        self.open(home=home, rows=1)
        a11y.press('ctrl+o')
        self.job.choose_file(bundle)
        a11y.wait((folder / 'certificate.pem').exists, 'the certificate', 20)
        a11y.wait((folder / 'chain.pem').exists, 'the chain', 20)
        self.assertEqual(split_certificates((folder / 'certificate.pem').read_text()), split_certificates(leaf))
        self.assertEqual([fingerprint(self.workshop, each) for each in
                          split_certificates((folder / 'chain.pem').read_text())],
                         [fingerprint(self.workshop, each) for each in
                          (self.samples.issuing.certificate, self.samples.policy.certificate)])

    def test_not_kept_and_kept(self):
        home = self.home()
        self.samples.with_key(home, 'mine.example.com')
        key, _ = self.samples.key()
        foreign = self.workshop.sign(self.samples.request(key, 'foreign.example.com'), self.samples.issuing)
        path = str(self.workshop.write(foreign))

        self.open(path, home=home, rows=2)
        self.assertIn('foreign.example.com, Not kept', self.rows())
        self.assertEqual(len(self.program.identities()), 1, 'nothing is on disk yet')
        a11y.press('ctrl+q')
        a11y.wait(lambda: self.program.dialogs() or not self.program.is_running, 'the end, or a question')
        if self.program.is_running:     # closing would forget it: that is asked
            dialog = self.program.dialog()
            dialog.click(self.job.button(re.compile('(?i)forget|discard|close|quit'), dialog.frame))
        a11y.wait(lambda: not self.program.is_running, 'the end')

        self.open(path, home=home, rows=2)
        self.select('foreign.example.com')
        self.job.press_button('Keep')
        a11y.wait(lambda: len(self.program.identities()) == 2, 'the folder of the kept one')
        self.assertNotIn('foreign.example.com, Not kept', self.rows())
        self.program.close()

        self.open(home=home, rows=2)
        self.assertTrue(any(row.startswith('foreign.example.com,') for row in self.rows()))

        # Its key, brought later, finds it by the public key.
        self.select('mine.example.com')
        self.program.start_second(str(self.workshop.write(key, '.key')))
        a11y.wait(lambda: any('certificate.pem' in files and 'private-key.pem' in files
                              for files in self.program.identities().values()), 'the key beside its certificate', 20)


class DropTest(LibraryCase):
    def test_file_from_another_program(self):
        """A real drag from another program's window, anywhere onto this one."""
        home = self.home()
        first = self.samples.waiting(home, 'first.example.com')
        second = self.samples.waiting(home, 'second.example.com')
        answer = self.workshop.sign((second / 'request.pem').read_text(), self.samples.issuing)
        leaf, chain = self.workshop.write(answer), self.workshop.write(self.samples.chain)
        self.open(home=home, rows=2)
        self.select('first.example.com')

        with self.file_source(leaf, chain) as source:
            target = self.program.frame.find('list', 'Certificates')
            start = source.point(source.frame.find('label', 'Drag me'))
            a11y.drag_pointer(start, self.program.window.point(target, down=0.8))
        a11y.wait((second / 'certificate.pem').exists, 'the certificate that was dropped', 20)
        a11y.wait((second / 'chain.pem').exists, 'its chain', 20)
        self.assertFalse((first / 'certificate.pem').exists())
        self.assertEqual(fingerprint(self.workshop, (second / 'certificate.pem').read_text()),
                         fingerprint(self.workshop, answer))

    @contextlib.contextmanager
    def file_source(self, *paths):
        """Its window, moved to where the program's is not."""
        process = headless.spawn([build_folder() / 'tests/desktop/smith-file-source', *paths], self.program.environment,
                                 headless.folder() / 'source.log')
        try:
            window = a11y.Window(a11y.application(process.pid).find('frame', 'File source'))
            window.move(0, 0)
            self.program.window.move(140, 100)
            yield window
        finally:
            process.terminate()
            process.wait()


class WindowTest(LibraryCase):
    def test_search(self):
        home = self.home()
        folder = self.samples.complete(home, 'www.example.com', 'shop.example.org')
        self.samples.waiting(home, 'api.example.com')
        self.open(home=home, rows=2)
        serial = self.workshop.openssl('x509', '-noout', '-serial', stdin=(folder / 'certificate.pem').read_text())
        print_ = fingerprint(self.workshop, (folder / 'certificate.pem').read_text()).split('=')[1]
        for words in ('shop.example.org', serial.strip().split('=')[1], print_, print_.replace(':', '').lower()):
            with self.subTest(words=words):
                a11y.press('ctrl+f')
                self.program.window.fill(self.program.frame.find('entry', re.compile('^Search by name')), words)
                self.wait_rows(1)
                self.assertTrue(self.rows()[0].startswith('www.example.com,'))
                a11y.press('Escape')
                self.wait_rows(2)

    def test_what_is_remembered(self):
        home = self.home()
        self.samples.complete(home, 'www.example.com')
        self.samples.waiting(home, 'api.example.com')
        self.open(home=home, rows=2)
        self.select('www.example.com')
        self.job.show_pane('Chain')
        self.program.window.resize(1000, 700)
        size = self.program.frame.box[2:]
        self.assertEqual(self.program.close(), 0)

        self.open(home=home, rows=2)
        a11y.wait(lambda: self.is_selected('www.example.com'), 'the same identity')
        a11y.wait(lambda: self.job.shown_pane() == 'Chain', 'the same pane')
        now = self.program.frame.box[2:]
        self.assertTrue(all(abs(a - b) <= 2 for a, b in zip(now, size)), f'{now} is not {size}')

    def test_states_in_words(self):
        home = self.home()
        self.samples.all(home)
        self.open(home=home, rows=7)
        words = ' | '.join(self.rows())
        for pattern in ('broken.example.com, Damaged', 'old.example.com, Expired on', 'shop.example.com, Expires in 12',
                        'api.example.com, Waiting for the CA', 'www.example.com, Valid until'):
            self.assertRegex(words, pattern)
        order = [row.split(',')[0] for row in self.rows()]
        self.assertEqual(order[-2:], ['mail.example.com', 'www.example.com'], 'what needs attention is on top')
        # The damaged one says what is wrong, and is left as it is.
        self.select('broken.example.com')
        self.program.frame.wait_says('private-key.pem.*damaged|damaged.*private-key.pem')
        folder = [files for files in self.program.identities().values() if 'broken' in files['identity.ini']]
        self.assertEqual(folder[0]['private-key.pem'], 'this is not a key\n')


if __name__ == '__main__':
    tap.main()
