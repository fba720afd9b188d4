#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Walks the whole main job through the real window: tour.py --build DIR [--screenshots DIR] [--faulty]

A private screen, session bus and keyring, the practice account, real mouse and keyboard. Ends with status 0 only if the
certificate that the practice account holds is, by openssl, the one in the library on disk.
"""

import argparse
import os
import pathlib
import sys
import time

sys.dont_write_bytecode = True


def parse_arguments():
    parser = argparse.ArgumentParser(description='Walks the main job through the real window.')
    parser.add_argument('--build', default=os.environ.get('SMITH_BUILD', 'build'), help='the build folder')
    parser.add_argument('--screenshots', help='where the pictures go; default: screenshots in the build folder')
    parser.add_argument('--faulty', action='store_true', help='with a practice account that throttles and drops')
    options = parser.parse_args()
    os.environ['SMITH_BUILD'] = str(pathlib.Path(options.build).resolve())
    options.screenshots = pathlib.Path(options.screenshots or pathlib.Path(options.build, 'screenshots')).resolve()
    return options


OPTIONS = parse_arguments()

import headless  # noqa: E402

headless.run_inside()

import a11y  # noqa: E402
from case import Emulator, Keyring, Program, Workshop, fingerprint, split_certificates  # noqa: E402
from job import Job  # noqa: E402

ACCOUNT = 'Practice'
FAULTS = [
    {'kind': 'throttle', 'action': 'GetAccountSummary', 'count': 1},
    {'kind': 'throttle', 'action': 'UploadServerCertificate', 'count': 1},
    {'kind': 'drop-after', 'action': 'UploadServerCertificate', 'after': 1, 'count': 1},
    {'kind': 'status', 'action': 'GetServerCertificate', 'count': 1, 'after': 1},
    {'kind': 'drop-before', 'action': 'GetServerCertificate', 'count': 1, 'after': 2},
]


class Tour:
    def __init__(self, emulator, workshop, keyring):
        self.emulator = emulator
        self.workshop = workshop
        self.keyring = keyring
        self.program = Program(animated=True)
        self.job = Job(self.program)
        self.number = 0
        self.started = time.monotonic()

    def tell(self, text):
        """One line of the tour, and its picture."""
        self.number += 1
        name = f"{'faulty' if OPTIONS.faulty else 'tour'}-{self.number:02}.png"
        self.program.window.screenshot(OPTIONS.screenshots / name)
        print(f'{self.number:2}. {text}', flush=True)

    def walk(self):
        job, emulator = self.job, self.emulator
        self.program.frame.find('push button', 'New Certificate…')
        self.tell('The window is open, the library is empty.')

        job.begin('www.example.com')
        self.tell('A new certificate for www.example.com.')

        job.create_key('RSA 2048')
        folder, _ = self.program.only_identity()
        mode = (folder / 'private-key.pem').stat().st_mode & 0o777
        assert mode == 0o600, oct(mode)
        self.tell(f'The key: {folder / "private-key.pem"}, mode {mode:o}.')

        job.create_request('example.com', 'api.example.com', Organization='Example Ltd', Country='CH')
        request = job.copied_request()
        self.tell('The request, copied for the CA: ' +
                  self.workshop.openssl('req', '-noout', '-verify', '-subject', stdin=request).strip())

        root = self.workshop.authority('Practice Root CA')
        policy = self.workshop.authority('Practice Policy CA', root)
        issuing = self.workshop.authority('Practice Issuing CA', policy)
        leaf = self.workshop.sign(request, issuing)
        job.paste_certificate(leaf)
        job.pane('Certificate').wait_says('Practice Issuing CA')
        self.tell('The CA’s answer, pasted.')

        job.add_to_chain(self.workshop.write(policy.certificate + issuing.certificate))
        a11y.wait(lambda: job.chain_names()[1:] == ['Practice Issuing CA', 'Practice Policy CA'], 'the chain')
        self.tell('The chain, from a file: ' + ' ← '.join(job.chain_names()))

        rows = job.chain_rows()
        job.window.drag(rows[1], rows[2], from_across=0.03, across=0.03, down=0.9)
        a11y.wait(lambda: job.chain_names()[1:] == ['Practice Policy CA', 'Practice Issuing CA'], 'the other order')
        job.pane('Chain').wait_says('not in order')
        self.tell('Dragged into the wrong order with the mouse: the pane says so.')

        job.press_button('Put in Order', job.pane('Chain'))
        a11y.wait(lambda: job.chain_names()[1:] == ['Practice Issuing CA', 'Practice Policy CA'], 'the right order')
        job.pane('Chain').wait_says('The chain is in order')
        self.tell('Put in order again.')

        accounts = self.open_accounts()
        job.add_account(accounts, ACCOUNT, emulator)
        row = accounts.frame.find('list item', test=lambda node: node.name.startswith(ACCOUNT))
        row.wait_says('AWS knows these credentials', 20)
        assert any(ACCOUNT in label for label in self.keyring.secrets()), 'the secret is not in the keyring'
        self.tell('An account, its secret in the keyring, tested: ' +
                  next(words for words in row.texts() if 'knows these' in words))
        a11y.press('Escape')
        self.program.wait_no_dialog()

        pane = job.show_pane('Upload')
        pane.wait_says(r'\d+ checks passed', 20)
        self.tell('Ready to upload: ' + next(words for words in pane.texts() if 'checks passed' in words))

        if OPTIONS.faulty:
            emulator.faults(*FAULTS)
        job.upload(path='/practice/')
        arn = job.wait_uploaded(90)
        self.tell(f'Uploaded: {arn}')
        print('    read back: identical')
        self.compare(folder, arn)

    def open_accounts(self):
        """By the button of the upload pane, which is another one as long as there is no account."""
        pane = self.job.show_pane('Upload')
        button = pane.find('push button', test=lambda node: node.name in ('Manage Accounts…', 'Add account', 'Add…'))
        self.job.window.click(button)
        return self.program.dialog()

    def compare(self, folder, arn):
        """What the account holds against the files, certificate by certificate, as openssl reads both."""
        (stored,) = self.emulator.certificates().values()
        assert stored['Arn'] == arn, stored['Arn']
        pairs = [('certificate.pem', stored['CertificateBody']), ('chain.pem', stored['CertificateChain'])]
        for name, text in pairs:
            here = [fingerprint(self.workshop, each) for each in split_certificates((folder / name).read_text())]
            there = [fingerprint(self.workshop, each) for each in split_certificates(text)]
            assert here and here == there, f'{name}: {here} on disk, {there} in the account'
            print(f'    {name}: {len(here)} with the same SHA-256 fingerprint on disk and in the account')
        if OPTIONS.faulty:
            struck = [fault for each in self.emulator.requests() for fault in each['faults']]
            assert {'throttle', 'drop-after', 'status', 'drop-before'} <= set(struck), struck
            uploads = [each for each in self.emulator.requests() if each['action'] == 'UploadServerCertificate']
            assert len([each for each in uploads if each['status'] == 200]) == 1, uploads
            print(f'    in spite of {len(struck)} faults: {", ".join(struck)}')


def main():
    emulator, workshop, keyring = Emulator(), Workshop(), Keyring()
    keyring.start_unlocked()
    tour = None
    try:
        tour = Tour(emulator, workshop, keyring)
        tour.walk()
        status = tour.program.close()
        assert status == 0, f'the program ended with status {status}'
        trouble = tour.program.trouble()
        assert not trouble, 'the program warned:\n' + '\n'.join(trouble)
        print(f'All of it worked, in {time.monotonic() - tour.started:.0f} seconds. Pictures: {OPTIONS.screenshots}')
    except Exception:
        if tour and tour.program.is_running:
            path = OPTIONS.screenshots / 'failed' / 'tour.png'
            tour.program.window.screenshot(path)
            path.with_suffix('.txt').write_text(tour.program.application.dump() + '\n\n' + tour.program.output())
            print(f'It went wrong: see {path} and {path.with_suffix(".txt")}', file=sys.stderr)
        raise
    finally:
        if tour:
            tour.program.kill()
        keyring.stop()
        emulator.stop()
        workshop.close()


if __name__ == '__main__':
    main()
