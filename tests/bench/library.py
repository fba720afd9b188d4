# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A library of many identities, written as files by Python's cryptography rather than by the program."""

import datetime
import pathlib
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM


def _write(path, data, mode=0o644):
    path.touch(mode)
    path.write_bytes(data)


def write_identity(folder, host, days):
    """One whole identity: key, request, and a self-signed certificate that ends in DAYS days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    now = datetime.datetime.utcnow()
    request = x509.CertificateSigningRequestBuilder().subject_name(name).add_extension(names, False) \
        .sign(key, hashes.SHA256())
    certificate = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()) \
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=400)) \
        .not_valid_after(now + datetime.timedelta(days=days)).add_extension(names, False).sign(key, hashes.SHA256())
    folder.mkdir(mode=0o700, parents=True)
    _write(folder / 'private-key.pem', key.private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()), 0o600)
    _write(folder / 'public-key.pem', key.public_key().public_bytes(
        PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    _write(folder / 'request.pem', request.public_bytes(PEM))
    _write(folder / 'certificate.pem', certificate.public_bytes(PEM))
    _write(folder / 'identity.ini', f'[Identity]\nname={host}\n'.encode())


def write_library(data_home, count):
    """COUNT identities below DATA_HOME, as the program finds them."""
    identities = pathlib.Path(data_home, 'chainsmith', 'identities')
    for number in range(count):
        write_identity(identities / str(uuid.uuid4()), f'host{number:05}.example.com', number % 700 - 50)
