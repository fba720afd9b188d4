#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the pictures of the README, of the real window with a real library: pictures.py [--build DIR]

Writes data/screenshots/{key,request,certificate,chain,upload}.png. Not a test; run it when the window has changed.
"""

import argparse
import os
import pathlib
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]


def parse_arguments():
    parser = argparse.ArgumentParser(description='Makes the pictures of the README.')
    parser.add_argument('--build', default=os.environ.get('SMITH_BUILD', ROOT / 'build'), help='the build folder')
    os.environ['SMITH_BUILD'] = str(pathlib.Path(parser.parse_args().build).resolve())


parse_arguments()

import headless  # noqa: E402

headless.run_inside(window_manager='mutter')
sys.path.insert(0, str(ROOT / 'tests/bench'))

import a11y  # noqa: E402
import library  # noqa: E402
from case import Emulator, Keyring, Program, Workshop  # noqa: E402
from job import Job  # noqa: E402


def take(job, title):
    job.show_pane(title)
    # The pointer is out of the way, the toast is gone.
    a11y.run('xdotool', 'mousemove', '5', '5')
    a11y.time.sleep(7)
    path = job.window.screenshot(ROOT / 'data/screenshots' / f'{title.lower()}.png')
    # The window without the room that its shadow takes.
    extents = a11y.run('xprop', '-id', job.window.identifier, '_GTK_FRAME_EXTENTS').split('=')[1].split(',')
    left, right, top, bottom = (max(int(extent), 0) for extent in extents)
    a11y.run('convert', path, '-gravity', 'NorthWest', '-chop', f'{left}x{top}', '-gravity', 'SouthEast',
             '-chop', f'{right}x{bottom}', '-strip', '-colors', '255', f'PNG8:{path}')


def main():
    emulator, workshop, keyring = Emulator(), Workshop(), Keyring()
    keyring.start_unlocked()
    home = headless.folder() / 'pictures'
    identities = home / '.local/share/chainsmith/identities'
    for number, (host, days) in enumerate({'shop.example.com': 12, 'mail.example.com': 74, 'api.example.com': 261}.items()):
        library.write_identity(identities / f'00000000-0000-4000-8000-00000000000{number}', host, days)
    program = Program(home=home, emulator=emulator)
    try:
        job = Job(program)
        a11y.time.sleep(2)
        job.begin('www.example.com')
        take(job, 'Key')
        job.create_key('RSA 2048')
        job.create_request('example.com', Organization='Example Ltd', Country='CH')
        request = job.copied_request()
        take(job, 'Request')
        root = workshop.authority('Example Root CA')
        policy = workshop.authority('Example Policy CA', root)
        issuing = workshop.authority('Example Issuing CA', policy)
        answer = workshop.write(workshop.sign(request, issuing) + issuing.certificate + policy.certificate)
        program.start_second(str(answer))
        job.wait_file('chain.pem')
        take(job, 'Certificate')
        take(job, 'Chain')
        job.show_pane('Upload').wait_says(r'\d+ checks passed', 20)
        take(job, 'Upload')
    finally:
        program.kill()
        keyring.stop()
        emulator.stop()
        workshop.close()


if __name__ == '__main__':
    main()
