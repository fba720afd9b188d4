# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real gnome-keyring of the session: unlocked, locked, or not there at all."""

import os
import pathlib
import shutil
import subprocess

import a11y
import headless

PASSWORD = 'practice-keyring'


class Keyring:
    def __init__(self):
        self._process = None

    def _run(self, *arguments, password=None):
        folder = headless.folder()
        with open(folder / 'keyring.log', 'ab') as log:
            self._process = subprocess.Popen(
                ['gnome-keyring-daemon', '--foreground', '--components=secrets', *arguments],
                stdin=subprocess.PIPE, stdout=log, stderr=log, env=dict(os.environ),
                preexec_fn=headless.die_with_parent)
        if password:
            self._process.stdin.write(password.encode())
        self._process.stdin.close()
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', '10', 'org.freedesktop.secrets'], check=True)

    def start_unlocked(self):
        """With a new and empty login keyring, whose password is PASSWORD."""
        shutil.rmtree(pathlib.Path(os.environ['XDG_DATA_HOME'], 'keyrings'), ignore_errors=True)
        self._run('--unlock', password=PASSWORD)

    def start_locked(self):
        """There is a login keyring, and nobody has unlocked it: whoever wants in is asked."""
        self.start_unlocked()
        self.stop()
        self._run()

    def stop(self):
        if self._process:
            self._process.terminate()
            self._process.wait(10)
            self._process = None
            headless.wait_until(lambda: not self._is_owned(), 10, 'the end of the keyring')

    @staticmethod
    def _is_owned():
        said = subprocess.run(
            ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
             '--method', 'org.freedesktop.DBus.NameHasOwner', 'org.freedesktop.secrets'],
            capture_output=True, text=True).stdout
        return 'true' in said

    def answer_prompt(self, password=None, patience=10):
        """Types PASSWORD into the dialog that asks for it; without one, cancels the dialog."""
        prompt = a11y.find_on_desktop('dialog', 'gcr-prompter', patience)
        a11y.wait(lambda: 'active' in prompt.states, 'the prompt to take the keyboard', patience)

        def is_gone():
            # One that is hidden keeps its size.
            return not prompt.has_size or 'showing' not in prompt.states

        def cancel():
            # The prompter takes the keyboard only some time after it is shown: a key may have come too early.
            if not is_gone():
                a11y.press('Escape')
                a11y.time.sleep(0.3)
            return is_gone()

        if password is None:
            a11y.wait(cancel, 'the prompt to go', patience)
            return
        a11y.type_text(password)
        a11y.press('Return')
        a11y.wait(is_gone, 'the prompt to go', patience)

    @staticmethod
    def secrets():
        """The labels of the items that are stored."""
        import gi
        gi.require_version('Secret', '1')
        from gi.repository import Secret
        service = Secret.Service.get_sync(Secret.ServiceFlags.OPEN_SESSION | Secret.ServiceFlags.LOAD_COLLECTIONS)
        labels = []
        for collection in service.get_collections():
            collection.load_items_sync()
            labels += [item.get_label() for item in collection.get_items()]
        return labels
