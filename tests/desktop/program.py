# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The program under test: started from the build folder with a home of its own, and looked into from outside."""

import configparser
import os
import pathlib
import re
import subprocess
import time

import a11y
import headless

APPLICATION_ID = 'io.github.chainsmith.Chainsmith'
TROUBLE = re.compile(r'-(CRITICAL|WARNING) \*\*|\*\*\s*(CRITICAL|WARNING|ERROR)|AddressSanitizer|runtime error:'
                     r'|LeakSanitizer')


def build_folder():
    """Set by meson (SMITH_BUILD); a script that takes --build sets it itself."""
    return pathlib.Path(os.environ['SMITH_BUILD']).resolve()


# Nothing moves by itself: less to paint, and what is clicked stays where it was seen.
STILL = '[Settings]\ngtk-enable-animations=false\ngtk-cursor-blink=false\n'


class Program:
    """One run of Chainsmith. ENVIRONMENT is added to that of the session. ANIMATED: as a person has it."""

    count = 0

    def __init__(self, *arguments, environment=None, home=None, emulator=None, animated=False):
        Program.count += 1
        self.home = pathlib.Path(home or headless.folder() / f'home-{Program.count}')
        self.environment = {
            **os.environ,
            'HOME': str(self.home),
            'XDG_CONFIG_HOME': str(self.home / '.config'),
            'XDG_DATA_HOME': str(self.home / '.local/share'),
            'XDG_CACHE_HOME': str(self.home / '.cache'),
            'GSETTINGS_SCHEMA_DIR': str(build_folder() / 'data'),
            **(self.practice(emulator) if emulator else {}),
            **(environment or {}),
        }
        for name in ('XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME'):
            os.makedirs(self.environment[name], mode=0o700, exist_ok=True)
        if not animated:
            settings = pathlib.Path(self.environment['XDG_CONFIG_HOME'], 'gtk-4.0/settings.ini')
            settings.parent.mkdir(exist_ok=True)
            settings.write_text(STILL)
        self._log = headless.folder() / f'program-{Program.count}.log'
        self._process = self._spawn(arguments)
        self.application = a11y.application(self._process.pid)
        self.frame = self.application.find(name=re.compile('.'), test=lambda node: node.role in ('frame', 'window'),
                                           patience=20)
        self.window = a11y.Window(self.frame)

    @staticmethod
    def practice(emulator):
        return {**{key: value for key, value in emulator.environment().items() if value},
                'AWS_REGION': 'us-east-1', 'AWS_ENDPOINT_URL': emulator.url, 'AWS_EC2_METADATA_DISABLED': 'true'}

    def _spawn(self, arguments):
        with open(self._log, 'ab') as log:
            return subprocess.Popen([build_folder() / 'src/chainsmith', *arguments], env=self.environment,
                                    stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                    preexec_fn=headless.die_with_parent)

    def start_second(self, *arguments):
        """The same program once more, as from a file manager. It hands over and ends."""
        process = self._spawn(arguments)
        return process.wait(20)

    # -- what it said

    def output(self):
        return self._log.read_text(errors='replace')

    def trouble(self):
        return [line for line in self.output().splitlines() if TROUBLE.search(line)]

    @property
    def is_running(self):
        return self._process.poll() is None

    def close(self):
        """Quits as a person does, dialogs first, and waits for the end. The exit status."""
        if self.is_running:
            for _ in range(5):
                if not self.dialogs():
                    break
                a11y.press('Escape')
                time.sleep(0.3)
            self.window.activate()
            a11y.press('ctrl+q')
            try:
                return self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
        return self._process.returncode

    def kill(self):
        if self.is_running:
            self._process.kill()
            self._process.wait()

    # -- what it left on the disk

    @property
    def identities_folder(self):
        return pathlib.Path(self.environment['XDG_DATA_HOME'], 'chainsmith/identities')

    def identities(self):
        """{folder name: {file name: text}} of the library."""
        found = {}
        if self.identities_folder.is_dir():
            for folder in sorted(self.identities_folder.iterdir()):
                if folder.is_dir() and not folder.name.startswith('.'):
                    found[folder.name] = {file.name: file.read_text(errors='replace')
                                          for file in sorted(folder.iterdir()) if file.is_file()}
        return found

    def only_identity(self):
        """(folder, {file name: text}) of a library of one."""
        found = self.identities()
        if len(found) != 1:
            raise AssertionError(f'one identity expected, found: {list(found)}')
        (name, files), = found.items()
        return self.identities_folder / name, files

    def ini(self, folder):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        parser.read(folder / 'identity.ini')
        return parser

    # -- dialogs

    def dialogs(self):
        return [node for node in self.application.children() if node != self.frame and node.has_size]

    def dialog(self, title=None, patience=a11y.PATIENCE):
        """The window of the program that is not its main one (the last of them, or the one of that TITLE)."""
        def look():
            found = [node for node in self.dialogs() if title is None or node.name == title]
            return found[-1] if found else None
        node = a11y.wait(look, f'the dialog {title or ""}', patience)
        self.wait_active(node)
        return a11y.Window(node)

    @staticmethod
    def wait_active(node, patience=3):
        """Keys go where the window manager says, which may take a moment; some windows never ask for them."""
        try:
            a11y.wait(lambda: 'active' in node.states, 'the window to get the keys', patience)
        except a11y.NotThere:
            pass

    def wait_no_dialog(self, patience=a11y.PATIENCE):
        a11y.wait(lambda: not self.dialogs(), 'the dialog to close', patience)
