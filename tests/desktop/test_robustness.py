#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hostile conditions, seen through the window: disks, networks, keyrings and files that fail, and programs that are killed.

Each is said in words where it happened, nothing half-done is left behind, and there is a way on.
"""

import ctypes
import os
import re
import socket
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import DesktopCase  # noqa: E402
from job import Job  # noqa: E402
from library import Samples, write_identity  # noqa: E402
import tap  # noqa: E402

CLONE_NEWNS = 0x00020000


class Relay:
    """A way to the emulator that can be cut: what connects is refused as long as it is closed."""

    def __init__(self, port):
        self._target = port
        self._listener = None
        self.port = None
        self.open()

    def open(self):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(('127.0.0.1', self.port or 0))
        self.port = listener.getsockname()[1]
        listener.listen()
        self._listener = listener
        self._pairs = []
        threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    def close(self):
        """Refuses what comes, and breaks what is there."""
        if self._listener:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for each in self._pairs:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _serve(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.create_connection(('127.0.0.1', self._target))
            self._pairs += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    @staticmethod
    def _copy(source, sink):
        try:
            while piece := source.recv(65536):
                sink.sendall(piece)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class RobustnessCase(DesktopCase):
    keyring_state = 'none'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.samples = Samples(cls.workshop)

    def home(self):
        return headless.folder() / self.id()

    def open(self, *arguments, rows=None, **more):
        self.program = self.start(*arguments, home=self.home(), **more)
        self.job = Job(self.program)
        self.frame, self.window = self.program.frame, self.program.window
        if rows:
            a11y.wait(lambda: self.frame.has('list', 'Certificates') and len(self.job.rows()) == rows, f'{rows} rows',
                      20)

    def select(self, name):
        self.window.select(self.frame.find('list item', re.compile(f'^{re.escape(name)},')))

    def kill(self):
        """As the system does when memory runs out."""
        self.program.kill()
        self.programs.remove(self.program)
        self.assertEqual(self.program.trouble(), [])

    def check_key(self, folder):
        return subprocess.run(['openssl', 'pkey', '-in', folder / 'private-key.pem', '-noout', '-check'],
                              capture_output=True).returncode == 0


class DiskTest(RobustnessCase):
    def mount(self, size):
        """A file system of its own for the library, which nobody else sees and which goes with this process."""
        libc = ctypes.CDLL(None, use_errno=True)
        folder = self.home() / '.local/share'
        folder.mkdir(parents=True, mode=0o700)
        if libc.unshare(CLONE_NEWNS) != 0 or subprocess.run(
                ['mount', '--make-rprivate', '/'], capture_output=True).returncode != 0 or subprocess.run(
                ['mount', '-t', 'tmpfs', '-o', f'size={size},mode=700', 'none', folder],
                capture_output=True).returncode != 0:
            self.skipTest('file systems cannot be mounted here')
        self.addCleanup(subprocess.run, ['umount', '--lazy', folder], check=True)
        return folder

    def test_full(self):
        disk = self.mount('256k')
        self.open()
        self.job.begin('www.example.com')
        folder, before = self.program.only_identity()
        filler = disk / 'filler'
        with open(filler, 'wb', buffering=0) as file:
            try:
                while file.write(b'x' * 1024):
                    pass
            except OSError:
                pass
        pane = self.job.show_pane('Key')
        self.job.press_button('Create Key', pane)
        pane.wait_says('could not be saved: the disk is full', 60)
        self.assertEqual(sorted(each.name for each in folder.iterdir()), sorted(before), 'nothing half-written')
        self.assertEqual(self.program.only_identity()[1], before)

        filler.unlink()
        self.job.press_button('Create Key', pane)
        self.job.wait_file('private-key.pem', 60)
        self.assertTrue(self.check_key(folder))

    def test_read_only(self):
        disk = self.mount('256k')
        self.samples.complete(self.home(), 'www.example.com')
        subprocess.run(['mount', '-o', 'remount,ro', disk], check=True)
        self.open(rows=1)
        before = self.program.identities()
        a11y.press('ctrl+n')
        dialog = self.program.dialog()
        dialog.fill(dialog.frame.find('text', re.compile('^Add a name')), 'new.example.com')
        dialog.click(self.job.button('More…', dialog.frame))
        a11y.wait(lambda: self.program.dialogs() and self.program.dialog().frame.says('could not be made: the disk can only be read'),
                  'what is wrong, in words', 20)
        self.assertEqual(self.program.identities(), before)
        while self.program.dialogs():
            a11y.press('Escape')
            a11y.time.sleep(0.3)
        # What is there can be seen and used.
        self.select('www.example.com')
        self.job.show_pane('Upload').wait_says(r'\d+ checks passed', 20)
        self.job.upload()
        a11y.wait(lambda: self.emulator.certificates(), 'the upload', 20)
        self.assertTrue(self.program.is_running)
        self.select('new.example.com')
        self.job.press_button('Discard')


    def test_import_read_only(self):
        """What cannot be written is not lost: a row that is not kept, which goes where it belongs once that is possible."""
        disk = self.mount('256k')
        folder = self.samples.waiting(self.home(), 'www.example.com')
        answer = self.workshop.sign((folder / 'request.pem').read_text(), self.samples.issuing)
        subprocess.run(['mount', '-o', 'remount,ro', disk], check=True)
        self.open(rows=1)
        before = self.program.identities()
        self.assertEqual(self.program.start_second(str(self.workshop.write(answer))), 0)
        a11y.wait(lambda: len(self.job.rows()) == 2, 'a row of its own', 20)
        self.frame.wait_says('1 certificate; 1 could not be saved')
        self.job.press_button('Details')
        self.program.dialog('Import').frame.wait_says('can only be read')
        a11y.press('Escape')
        self.program.wait_no_dialog()
        self.assertTrue(any('Not kept' in row for row in self.job.rows()), self.job.rows())
        self.assertEqual(self.program.identities(), before)

        subprocess.run(['mount', '-o', 'remount,rw', disk], check=True)
        self.job.press_button('Keep')
        # It goes where it belongs, and there is no second row.
        a11y.wait(lambda: len(self.job.rows()) == 1, 'one row', 20)
        self.assertEqual(list(self.program.identities()), list(before))
        files, = self.program.identities().values()
        self.assertEqual(files['certificate.pem'], self.workshop.openssl('x509', stdin=answer))


class KilledTest(RobustnessCase):
    def test_while_keys_are_created(self):
        folders = [write_identity(self.home(), f'{number}.example.com') for number in range(3)]
        for number, (folder, delay) in enumerate(zip(folders, (0.02, 0.25, 0.6))):
            self.open(rows=3)
            self.select(f'{number}.example.com')
            pane = self.job.show_pane('Key')
            self.window.click(pane.find('check box', re.compile('^RSA 2048')))
            button = self.job.button('Create Key', pane)
            self.window.reveal(button)
            button.act()
            a11y.time.sleep(delay)
            self.kill()
        self.open(rows=3)
        rows = self.job.rows()
        for number, folder in enumerate(folders):
            row = next(row for row in rows if row.startswith(f'{number}.'))
            self.assertNotIn('Damaged', row)
            if (folder / 'private-key.pem').exists():
                self.assertTrue(self.check_key(folder), 'a key that is there is whole')
                self.assertEqual((folder / 'private-key.pem').stat().st_mode & 0o777, 0o600)
            else:
                self.assertNotIn('Key created', row)

    def test_while_uploading(self):
        folder = self.samples.complete(self.home(), 'www.example.com')
        self.open(rows=1)
        before = self.program.identities()
        self.emulator.faults({'kind': 'delay', 'seconds': 2, 'action': 'UploadServerCertificate'})
        pane = self.job.show_pane('Upload')
        pane.wait_says(r'\d+ checks passed', 20)
        self.job.upload()
        pane.wait_says('Uploading certificate', 20)
        a11y.time.sleep(0.3)
        self.kill()
        self.assertEqual(self.program.identities(), before, 'the identity is as it was')

        a11y.wait(self.emulator.certificates, 'the certificate in the account', 20)
        self.emulator.faults()
        self.open(rows=1)
        pane = self.job.show_pane('Upload')
        pane.wait_says(r'\d+ checks passed', 20)
        self.job.upload()
        self.assertTrue(self.job.wait_uploaded(20).startswith('arn:aws:iam::'))
        self.assertEqual(len(self.emulator.certificates()), 1, 'the same one')


class TwoTest(RobustnessCase):
    def another_bus(self):
        folder = headless.folder() / 'another'
        folder.mkdir()
        (folder / 'bus.conf').write_text(headless.BUS_CONFIGURATION.format(folder=folder))
        process = headless.spawn(['dbus-daemon', f'--config-file={folder}/bus.conf', '--nofork', '--nopidfile'],
                                 dict(os.environ), folder / 'bus.log')
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        headless.wait_until((folder / 'bus').exists, 10, 'another session bus')
        return f'unix:path={folder}/bus'

    def test_two_processes(self):
        """Not two windows of one process, but two that know nothing of each other, as from two sessions."""
        self.samples.with_key(self.home(), 'first.example.com')
        self.open(rows=1)
        first, job = self.program, self.job
        self.window.resize(900, 620)        # or nobody could tell which is which
        second = self.start(home=self.home(), environment={
            'DBUS_SESSION_BUS_ADDRESS': self.another_bus(),
            'AT_SPI_BUS_ADDRESS': a11y.run('xprop', '-root', 'AT_SPI_BUS').split('"')[1]})
        other = Job(second)
        a11y.wait(lambda: len(other.rows()) == 1, 'the row in the second', 20)
        second.window.activate()
        other.begin('second.example.com')
        other.create_key('ECDSA P-256')
        first.window.activate()
        a11y.wait(lambda: len(job.rows()) == 2, 'the row of the second in the first', 20)
        job.press_button('Create Request', job.show_pane('Request'))
        job.wait_file('request.pem')
        second.window.activate()
        a11y.wait(lambda: any('Waiting for the CA' in row for row in other.rows()), 'the request in the second', 20)
        for name, files in first.identities().items():
            self.assertTrue(self.check_key(first.identities_folder / name))
        self.assertEqual(len(first.identities()), 2)


class KeyringLostTest(RobustnessCase):
    keyring_state = 'unlocked'

    def answer(self, remember=False):
        dialog = self.program.dialog('Passphrase')
        dialog.activate()
        a11y.type_text('correct horse battery')
        if remember:
            dialog.click(dialog.frame.find('check box', 'Remember in the keyring'))
        dialog.click(self.job.button('Unlock', dialog.frame))

    def test_key_still_opens(self):
        self.open()
        self.job.begin('www.example.com')
        self.job.create_key('ECDSA P-256', 'correct horse battery')
        folder, _ = self.program.only_identity()
        self.job.press_button('Create Request', self.job.show_pane('Request'))
        self.answer(remember=True)
        self.job.wait_file('request.pem')
        a11y.wait(self.keyring.secrets, 'the passphrase in the keyring')
        self.program.close()

        self.keyring.stop()
        (folder / 'request.pem').unlink()
        self.open(rows=1)
        self.job.press_button('Create Request', self.job.show_pane('Request'))
        self.answer()
        self.job.wait_file('request.pem')


class FilesTest(RobustnessCase):
    def test_what_is_no_certificate(self):
        self.samples.complete(self.home(), 'www.example.com')
        folder = self.workshop.path / 'odd'
        folder.mkdir()
        (folder / 'empty').mkdir()
        os.mkfifo(folder / 'pipe.pem')
        (folder / 'nothing.pem').write_bytes(b'')
        (folder / 'garbage.pem').write_bytes(os.urandom(70000))
        (folder / 'letters.pem').write_text('Dear CA,\nplease find enclosed nothing.\n' * 200)
        (folder / 'cut.pem').write_text(self.samples.chain[:300])
        with open(folder / 'huge.pem', 'wb') as file:
            file.truncate(3 << 30)
        (folder / 'private.pem').write_text(self.samples.chain)
        self.open(rows=1)
        before = self.program.identities()
        for name, sentence in (('empty', 'The folder is empty'), ('pipe.pem', 'neither a file nor a folder|a pipe'),
                               ('nothing.pem', 'no certificate, request(,| or) key|empty'),
                               ('garbage.pem', 'no certificate, request(,| or) key'),
                               ('letters.pem', 'no certificate, request(,| or) key'),
                               ('cut.pem', '(?i)cut off|incomplete|damaged|no certificate|end'),
                               ('huge.pem', 'larger than'), ('not-there.pem', 'does not exist')):
            with self.subTest(name=name):
                self.assertEqual(self.program.start_second(str(folder / name)), 0)
                dialog = self.program.dialog()
                dialog.frame.wait_says(sentence)
                dialog.frame.wait_says(re.escape(name))
                a11y.press('Escape')
                self.program.wait_no_dialog()
                self.assertEqual(self.program.identities(), before)
                self.assertEqual(len(self.job.rows()), 1)


class NetworkTest(RobustnessCase):
    def test_dead_slow_and_lying(self):
        relay = Relay(self.emulator.port)
        self.addCleanup(relay.close)
        faults = {
            'lying': ({'kind': 'wrong-xml', 'action': 'GetServerCertificate'}, 'refused the request with the status 404 and said'),
            'huge': ({'kind': 'huge-body', 'action': 'GetServerCertificate'}, 'larger than'),
            'slow': ({'kind': 'delay', 'seconds': 6, 'action': 'UploadServerCertificate'}, 'Cancelled while uploading'),
            'dead': (None, 'cannot be reached'),
        }
        for name in faults:
            self.samples.complete(self.home(), f'{name}.example.com')
        self.open(rows=4, environment={'AWS_ENDPOINT_URL': f'http://127.0.0.1:{relay.port}'})
        for name, (fault, sentence) in faults.items():
            with self.subTest(name=name):
                self.select(f'{name}.example.com')
                pane = self.job.show_pane('Upload')
                pane.wait_says(r'2\d checks passed', 20)
                a11y.wait(lambda: not pane.says('Asking AWS'), 'the name to be asked for', 20)
                a11y.time.sleep(0.5)        # the button finds its place
                if fault:
                    self.emulator.faults(fault)
                else:
                    relay.close()
                self.job.upload()
                if name == 'slow':
                    pane.wait_says('Uploading certificate', 20)
                    a11y.time.sleep(0.3)
                    self.job.press_button('Cancel', pane)
                # The check of the name may say the same, so the upload has to have ended first.
                pane.wait_says('^(Not Uploaded|Cancelled)$', 40)
                pane.wait_says(sentence)
                self.emulator.faults()
                if not fault:
                    relay.open()
                self.job.press_button('Try Again', pane)
                self.assertIn(f'/{name}.example.com', self.job.wait_uploaded(30))
        a11y.wait(lambda: len(self.emulator.certificates()) == 4, 'each once')


if __name__ == '__main__':
    tap.main()
