# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps of the main job, as a person takes them in the window: each by mouse and keyboard, each checked on disk."""

import re
import subprocess

import a11y

PANES = ('Key', 'Request', 'Certificate', 'Chain', 'Upload')


class Job:
    """Works in the window of PROGRAM, on the identity that is selected there."""

    def __init__(self, program):
        self.program = program
        self.window = program.window
        self.frame = program.frame
        self._stack = None
        self._panes = {}
        self._tabs = {}
        self._chain = None

    # -- what is there

    def pane(self, title):
        """The widget of that pane, shown or not; it is made when it is first shown."""
        if self._stack is None:
            self._stack = self.frame.find('filler', re.compile('^Smith[A-Z][a-z]+Pane$')).parent.parent
        if title not in self._panes:
            self._panes[title] = a11y.wait(lambda: next(
                (pane for page in self._stack.children() for pane in page.children()
                 if pane.name == f'Smith{title}Pane'), None), f'the pane {title}')
        return self._panes[title]

    def tab(self, title):
        if title not in self._tabs:
            self._tabs[title] = self.frame.find('page tab', re.compile(f'^{title}\\b'))
        return self._tabs[title]

    def show_pane(self, title):
        """By the switcher, with the mouse."""
        tab = self.tab(title)
        self.window.click(tab)
        a11y.wait(lambda: 'selected' in tab.states, f'the pane {title}')
        return a11y.wait(lambda: self.pane(title) if self.pane(title).has_size else None, f'the pane {title}')

    def shown_pane(self):
        for title in PANES:
            if 'selected' in self.tab(title).states:
                return title
        return None

    def rows(self):
        """The names of the rows of the sidebar."""
        return [row.name for row in self.frame.find('list', 'Certificates').all('list item')]

    def button(self, name, within=None, patience=a11y.PATIENCE):
        """The button of that name, once it can be clicked."""
        return (within or self.frame).find('push button', name, patience=patience,
                                           test=lambda node: 'sensitive' in node.states)

    def press_button(self, name, within=None, patience=a11y.PATIENCE):
        self.window.click(self.button(name, within, patience))

    def has_file(self, name):
        return any(name in files for files in self.program.identities().values())

    def wait_file(self, name, patience=20):
        a11y.wait(lambda: self.has_file(name), f'{name} in the library', patience)

    def file(self, name):
        return self.program.only_identity()[1][name]

    # -- the steps

    def begin(self, name):
        """A new certificate for that domain name; its key and request are made on the panes."""
        dialog = self.open_new(name)
        dialog.click(self.button('More…', dialog.frame))
        self.program.wait_no_dialog()
        self.frame.find('page tab', 'Key')

    def open_new(self, text=None):
        """The dialog of a new certificate, with TEXT in its entry."""
        for title in ('New certificate', 'New Certificate…'):
            if self.frame.has('push button', title):
                self.press_button(title)
                break
        dialog = self.program.dialog('New Certificate')
        if text is not None:
            dialog.fill(dialog.frame.find('text', re.compile('^Add a name')), text)
        return dialog

    def create_key(self, algorithm=None, passphrase=None):
        pane = self.show_pane('Key')
        if algorithm:
            choice = pane.find('check box', re.compile(f'^{re.escape(algorithm)}\\b'))
            self.window.click(choice)
            a11y.wait(lambda: choice.is_checked, f'the choice of {algorithm}')
        if passphrase:
            self.window.click(pane.find('check box', 'Protect with a passphrase'))
            self.window.fill(pane.find('text', 'Passphrase'), passphrase)
            self.window.fill(pane.find('text', 'Repeat the passphrase'), passphrase)
        self.press_button('Create Key', pane)
        self.wait_file('private-key.pem', 60)

    def create_request(self, *more_names, **fields):
        """FIELDS by the titles of their rows, with _ for a space."""
        pane = self.show_pane('Request')
        if more_names:
            self.window.click(pane.find('text', re.compile('^Add a name')))
            for name in more_names:
                a11y.type_text(name)
                a11y.press('Return')
        for title, value in fields.items():
            self.window.fill(pane.find('text', re.compile(f'^{title.replace("_", " ")}\\b')), value)
        self.press_button('Create Request', pane)
        self.wait_file('request.pem')

    def copied_request(self):
        """What the button of the strip puts on the clipboard."""
        self.set_clipboard('nothing yet')
        self.press_button('Copy Request')
        return a11y.wait(lambda: self.clipboard() if 'BEGIN CERTIFICATE REQUEST' in self.clipboard() else None,
                         'the request on the clipboard')

    def paste_certificate(self, pem):
        """The CA's answer, from the clipboard."""
        self.set_clipboard(pem)
        self.press_button('Paste', self.show_pane('Certificate'))
        self.wait_file('certificate.pem')

    def self_sign(self):
        self.press_button('Self-Sign…', self.show_pane('Certificate'))
        dialog = self.program.dialog()
        dialog.click(self.button('Sign', dialog.frame))
        self.wait_file('certificate.pem')

    def add_to_chain(self, path):
        """By the file chooser."""
        self.press_button('Add…', self.show_pane('Chain'))
        self.choose_file(path)
        self.wait_file('chain.pem')

    def choose_file(self, path):
        """Answers the file chooser that is opening."""
        chooser = self.program.dialog()
        chooser.activate()
        a11y.press('ctrl+l')
        a11y.type_text(str(path))
        a11y.press('Return')
        self.program.wait_no_dialog()

    def chain_rows(self):
        if self._chain is None:
            self._chain = self.pane('Chain').find('list', 'Chain')
        return self._chain.all('list item')

    def chain_names(self, rows=None):
        """The common names of the rows, leaf first."""
        return [re.sub(r'^\d+ of \d+, (?:server certificate|intermediate|root, optional|[^,]*), ', '', row.name)
                .split(',')[0] for row in (self.chain_rows() if rows is None else rows)]

    def open_accounts(self):
        self.press_button('Manage Accounts…', self.show_pane('Upload'))
        return self.program.dialog()

    def add_account(self, accounts, name, emulator, press=True):
        """Fills the dialog in; its secret goes wherever the keyring lets it. The dialog."""
        accounts.click(self.button(re.compile('^Add (a|A)ccount'), accounts.frame))
        dialog = self.program.dialog('Add Account')
        environment = emulator.environment()
        for title, value in (('Name', name), ('Access key ID', environment['AWS_ACCESS_KEY_ID']),
                             ('Secret access key', environment['AWS_SECRET_ACCESS_KEY']),
                             ('Endpoint (optional)', emulator.url)):
            dialog.fill(dialog.frame.find('text', title), value)
        if press:
            dialog.click(self.button('Add', dialog.frame))
        return dialog

    def open_list(self, window, row):
        """Opens the list of that combo row, ready for the arrow keys."""
        window.click(row, across=0.3)
        a11y.wait(lambda: any('focused' in item.states for item in row.all('list item')), 'the list')

    def choose_account(self, name):
        """In the combo row of the upload pane."""
        row = self.pane('Upload').find('combo box', re.compile('^Account'))
        self.open_list(self.window, row)
        a11y.press('Home')
        for _ in range(10):
            if row.has('label', name) or row.says(f'^{re.escape(name)}$'):
                break
            a11y.press('Down')
        a11y.press('Return')

    def upload(self, name=None, path=None):
        pane = self.show_pane('Upload')
        for title, value in (('IAM server certificate name', name), ('Path', path)):
            if value is not None:
                self.window.fill(pane.find('text', title), value)
        self.press_button('Upload', pane, 20)

    def wait_uploaded(self, patience=60):
        """The ARN, once the pane says that what came back is identical."""
        pane = self.pane('Upload')
        pane.wait_says('(?i)read back: identical', patience)
        return a11y.wait(lambda: next((words for words in pane.texts() if words.startswith('arn:')), None), 'the ARN')

    # -- the clipboard

    @staticmethod
    def clipboard():
        return subprocess.run(['xclip', '-selection', 'clipboard', '-o'], capture_output=True, text=True,
                              timeout=10).stdout

    @staticmethod
    def set_clipboard(text):
        # xclip stays behind to serve the clipboard, so it must not hold our pipes.
        subprocess.run(['xclip', '-selection', 'clipboard', '-i'], input=text, text=True, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
