# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the practice account holds. Thread-safe: every method takes the lock; nothing is written to disk."""

import base64
import dataclasses
import datetime
import secrets
import threading
import time

import errors

BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'


@dataclasses.dataclass(frozen=True)
class Account:
    """Who may call, and the account that answers."""
    number: str
    access_key_id: str
    secret: str = dataclasses.field(repr=False)
    session_token: str = dataclasses.field(default=None, repr=False)

    @property
    def arn(self):
        if self.session_token:
            return f'arn:aws:sts::{self.number}:assumed-role/practice/chainsmith'
        return f'arn:aws:iam::{self.number}:user/practice'

    @property
    def user_id(self):
        return 'AROAPRACTICEPRACTICEX:chainsmith' if self.session_token else 'AIDAPRACTICEPRACTICEX'


@dataclasses.dataclass
class ServerCertificate:
    """One stored certificate. The private key is not here: it is verified at upload and forgotten."""
    name: str
    path: str
    body: str
    chain: str
    expiration: datetime.datetime
    upload_date: datetime.datetime
    tags: dict
    id: str
    in_use_by: str = None
    hidden_calls: int = 0           # so many more reads answer NoSuchEntity
    hidden_until: float = 0.0       # time.monotonic()

    def arn(self, account):
        return f'arn:aws:iam::{account.number}:server-certificate{self.path}{self.name}'


class Settings:
    """What can be dialed in at start and at run time (POST /_emulator/settings)."""

    FIELDS = {'quota': int, 'page_size': int, 'eventual_calls': int, 'eventual_seconds': float}

    def __init__(self):
        self.quota = 20
        self.page_size = 1000           # no page is longer, whatever MaxItems says
        self.eventual_calls = 0
        self.eventual_seconds = 0.0

    def update(self, values):
        for key, value in values.items():
            if key not in self.FIELDS:
                raise ValueError(f'there is no setting “{key}”')
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
                raise ValueError(f'“{key}” must be a number, zero or more')
        for key, value in values.items():
            setattr(self, key, self.FIELDS[key](value))

    def as_dict(self):
        return {key: getattr(self, key) for key in self.FIELDS}


class Store:
    def __init__(self, account, settings):
        self.account = account
        self.settings = settings
        self._lock = threading.RLock()
        self._certificates = {}

    def add(self, name, path, body, chain, expiration, tags, now):
        with self._lock:
            if name in self._certificates:
                raise errors.already_exists(name)
            if len(self._certificates) >= self.settings.quota:
                raise errors.limit_exceeded('Cannot exceed quota for ServerCertificatesPerAccount: '
                                            f'{self.settings.quota}')
            identifier = 'ASCA' + ''.join(secrets.choice(BASE32) for _ in range(17))
            certificate = ServerCertificate(
                name, path, body, chain, expiration, now.replace(microsecond=0), dict(tags), identifier,
                hidden_calls=self.settings.eventual_calls,
                hidden_until=time.monotonic() + self.settings.eventual_seconds)
            self._certificates[name] = certificate
            return certificate

    def find(self, name, reading=False):
        """READING: an eventually consistent read, which may not see a recent upload yet."""
        with self._lock:
            certificate = self._certificates.get(name)
            if certificate is None:
                raise errors.no_such_certificate(name)
            if reading and certificate.hidden_calls > 0:
                certificate.hidden_calls -= 1
                raise errors.no_such_certificate(name)
            if reading and time.monotonic() < certificate.hidden_until:
                raise errors.no_such_certificate(name)
            return certificate

    def rename(self, name, new_name, new_path):
        with self._lock:
            certificate = self.find(name)
            if new_name and new_name != name:
                if new_name in self._certificates:
                    raise errors.already_exists(new_name)
                self._certificates[new_name] = self._certificates.pop(name)
                certificate.name = new_name
            if new_path:
                certificate.path = new_path
            return certificate

    def remove(self, name):
        with self._lock:
            certificate = self.find(name)
            if certificate.in_use_by:
                raise errors.ServiceError('DeleteConflict', f'Certificate: {certificate.id} is currently in use by '
                                          f'{certificate.in_use_by}. Please remove it first before deleting it '
                                          'from IAM.', 409)
            del self._certificates[name]

    def set_in_use(self, name, by):
        with self._lock:
            self.find(name).in_use_by = by

    def set_tags(self, name, tags, limit):
        with self._lock:
            certificate = self.find(name)
            merged = {**certificate.tags, **tags}
            if len(merged) > limit:
                raise errors.limit_exceeded(f'Cannot exceed quota for TagsPerServerCertificate: {limit}')
            certificate.tags = merged

    def remove_tags(self, name, keys):
        with self._lock:
            certificate = self.find(name)
            certificate.tags = {key: value for key, value in certificate.tags.items() if key not in keys}

    def page(self, prefix, marker, limit):
        """(certificates, next marker or None): sorted by name, from after MARKER."""
        after = None
        if marker is not None:
            try:
                after = base64.b64decode(marker, altchars=b'-_', validate=True).decode()
            except ValueError:
                raise errors.invalid_value(f'Invalid Marker: {marker}') from None
        with self._lock:
            found = [certificate for name, certificate in sorted(self._certificates.items())
                     if certificate.path.startswith(prefix)
                     and certificate.hidden_calls == 0 and time.monotonic() >= certificate.hidden_until
                     and (after is None or name > after)]
        limit = max(1, min(limit, self.settings.page_size))
        page = found[:limit]
        if len(found) > limit:
            return page, base64.urlsafe_b64encode(page[-1].name.encode()).decode()
        return page, None

    def count(self):
        with self._lock:
            return len(self._certificates)

    def clear(self):
        with self._lock:
            self._certificates.clear()

    def as_list(self):
        """All of it for the control endpoint, hidden ones too."""
        with self._lock:
            return [{
                'ServerCertificateName': each.name,
                'Path': each.path,
                'Arn': each.arn(self.account),
                'ServerCertificateId': each.id,
                'UploadDate': each.upload_date.isoformat(),
                'Expiration': each.expiration.isoformat(),
                'CertificateBody': each.body,
                'CertificateChain': each.chain,
                'Tags': each.tags,
                'InUseBy': each.in_use_by,
            } for _, each in sorted(self._certificates.items())]
