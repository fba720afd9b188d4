# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A library on disk to begin with: identities in every state, made by openssl in the form that the program keeps."""

import datetime
import os
import pathlib
import uuid

CREATED = '2026-01-02T03:04:05.000000Z'


def write_identity(home, name, **files):
    """A folder of the library with FILES, by name without “.pem” and with _ for -. Its path."""
    folder = pathlib.Path(home, '.local/share/chainsmith/identities', str(uuid.uuid4()))
    folder.mkdir(parents=True, mode=0o700)
    for each in (folder.parent, folder.parent.parent):
        each.chmod(0o700)
    (folder / 'identity.ini').write_text(f'[Identity]\nname={name}\ncreated={CREATED}\n')
    for title, text in files.items():
        path = folder / f"{title.replace('_', '-')}.pem"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, 'w') as file:
            file.write(text)
    return folder


class Samples:
    """One CA of three levels and what it has signed, made once and written as often as wanted."""

    def __init__(self, workshop):
        self.workshop = workshop
        self.root = workshop.authority('Practice Root CA', days=3650)
        self.policy = workshop.authority('Practice Policy CA', self.root, days=3650)
        self.issuing = workshop.authority('Practice Issuing CA', self.policy, days=3650)

    def key(self):
        key = self.workshop.key()
        return key, self.workshop.openssl('pkey', '-pubout', stdin=key)

    def request(self, key, *names):
        path = str(self.workshop.write(key))
        return self.workshop.openssl('req', '-new', '-key', path, '-subj', f'/C=CH/O=Example Ltd/CN={names[0]}',
                                     '-addext', 'subjectAltName=' + ','.join(f'DNS:{name}' for name in names))

    @property
    def chain(self):
        return self.issuing.certificate + self.policy.certificate

    def complete(self, home, name, *more_names):
        """Key, request, certificate and chain: ready to upload."""
        key, public = self.key()
        request = self.request(key, name, *more_names)
        return write_identity(home, name, private_key=key, public_key=public, request=request,
                              certificate=self.workshop.sign(request, self.issuing), chain=self.chain)

    def waiting(self, home, name):
        key, public = self.key()
        return write_identity(home, name, private_key=key, public_key=public, request=self.request(key, name))

    def with_key(self, home, name):
        key, public = self.key()
        return write_identity(home, name, private_key=key, public_key=public)

    def unordered(self, home, name):
        key, public = self.key()
        request = self.request(key, name)
        return write_identity(home, name, private_key=key, public_key=public, request=request,
                              certificate=self.workshop.sign(request, self.issuing),
                              chain=self.policy.certificate + self.issuing.certificate)

    def expired(self, home, name):
        key, public = self.key()
        now = datetime.datetime.now(datetime.timezone.utc)
        write = lambda days: (now + datetime.timedelta(days=days)).strftime('%Y%m%d%H%M%SZ')
        _, certificate = self.workshop.certificate(name, key, self.issuing, start=write(-60), end=write(-3),
                                                   extensions=[f'subjectAltName=DNS:{name}'])
        return write_identity(home, name, private_key=key, public_key=public, request=self.request(key, name),
                              certificate=certificate, chain=self.chain)

    def expiring(self, home, name):
        key, public = self.key()
        request = self.request(key, name)
        return write_identity(home, name, private_key=key, public_key=public, request=request,
                              certificate=self.workshop.sign(request, self.issuing, days=12), chain=self.chain)

    def damaged(self, home, name):
        return write_identity(home, name, private_key='this is not a key\n')

    def all(self, home):
        """One of each."""
        for make, name in ((self.complete, 'www.example.com'), (self.waiting, 'api.example.com'),
                           (self.with_key, 'new.example.com'), (self.unordered, 'mail.example.com'),
                           (self.expired, 'old.example.com'), (self.expiring, 'shop.example.com'),
                           (self.damaged, 'broken.example.com')):
            make(home, name)
