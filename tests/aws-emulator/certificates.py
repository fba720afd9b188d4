# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What IAM demands of a certificate, its key and its chain. Parsed and verified with cryptography."""

import base64
import binascii
import datetime
import re

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from errors import ServiceError, malformed_certificate

PEM_BLOCK = re.compile(r'-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n(.*?)-----END \1-----[ \t]*(?:\r?\n|$)', re.DOTALL)
KEY_LABELS = ('PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY')
PSS = '1.2.840.113549.1.1.10'

UNREADABLE_CERTIFICATE = 'Unable to parse certificate. Please ensure the certificate is in PEM format.'
UNREADABLE_CHAIN = 'Unable to parse certificate chain. Please ensure the certificates are in PEM format.'
INVALID_KEY = 'Invalid Private Key.'
CHAIN_ORDER = ('Unable to validate certificate chain. The certificate chain must start with the immediate signing '
               'certificate, followed by any intermediaries in order. The index within the chain of the invalid '
               'certificate is: {}')


def _split_pem(text, complaint):
    """[(label, DER)] of TEXT, which may hold nothing but PEM blocks and white space (aws-cli#715)."""
    if PEM_BLOCK.sub('', text).strip():
        raise malformed_certificate(complaint)
    blocks = []
    for match in PEM_BLOCK.finditer(text):
        try:
            blocks.append((match[1], base64.b64decode(''.join(match[2].split()), validate=True)))
        except binascii.Error:
            if 'Proc-Type' in match[2]:
                raise malformed_certificate(INVALID_KEY + ' The private key must not be encrypted.') from None
            raise malformed_certificate(complaint) from None
    if not blocks:
        raise malformed_certificate(complaint)
    return blocks


def _parse_certificates(text, complaint):
    certificates = []
    for label, der in _split_pem(text, complaint):
        if label != 'CERTIFICATE':
            raise malformed_certificate(complaint)
        try:
            certificates.append(x509.load_der_x509_certificate(der))
        except ValueError:
            raise malformed_certificate(complaint) from None
    return certificates


def parse_body(text):
    certificates = _parse_certificates(text, UNREADABLE_CERTIFICATE)
    if len(certificates) > 1:
        raise malformed_certificate('The certificate body contains more than one certificate. Send exactly one '
                                    'certificate, and the others as the certificate chain.')
    try:
        public_key = certificates[0].public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise malformed_certificate(UNREADABLE_CERTIFICATE) from None
    if not isinstance(public_key, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey)):
        raise malformed_certificate('The key type of the certificate is not supported. Use RSA or ECDSA.')
    return certificates[0]


def check_dates(certificate, now):
    utc = datetime.timezone.utc
    if now < certificate.not_valid_before.replace(tzinfo=utc):
        raise malformed_certificate('The certificate is not yet valid.')
    if now > certificate.not_valid_after.replace(tzinfo=utc):
        raise malformed_certificate('The certificate has expired.')


def check_key(text, certificate):
    """The key is looked at and dropped. An EC PARAMETERS block is refused: AWS's answer to it is not documented,
    and refusing is the stricter practice."""
    blocks = _split_pem(text, INVALID_KEY)
    labels = [label for label, _ in blocks]
    if 'ENCRYPTED PRIVATE KEY' in labels:
        raise malformed_certificate(INVALID_KEY + ' The private key must not be encrypted.')
    if 'EC PARAMETERS' in labels:
        raise malformed_certificate(INVALID_KEY + ' Remove the EC PARAMETERS block.')
    if len(blocks) != 1 or labels[0] not in KEY_LABELS:
        raise malformed_certificate(INVALID_KEY)
    try:
        key = serialization.load_der_private_key(blocks[0][1], password=None)
        public_key = key.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise malformed_certificate(INVALID_KEY) from None
    if _spki(public_key) != _spki(certificate.public_key()):
        raise ServiceError('KeyPairMismatch', 'The private key does not match the public key of the certificate.')


def _spki(public_key):
    return public_key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def is_signed_by(certificate, issuer):
    """Whether the name and the signature of CERTIFICATE lead to ISSUER."""
    if certificate.issuer.public_bytes() != issuer.subject.public_bytes():
        return False
    try:
        public_key = issuer.public_key()
        arguments = (certificate.signature, certificate.tbs_certificate_bytes)
        if certificate.signature_algorithm_oid.dotted_string == PSS:
            return _verify_pss(public_key, *arguments)
        if isinstance(public_key, rsa.RSAPublicKey):
            public_key.verify(*arguments, padding.PKCS1v15(), certificate.signature_hash_algorithm)
        elif isinstance(public_key, ec.EllipticCurvePublicKey):
            public_key.verify(*arguments, ec.ECDSA(certificate.signature_hash_algorithm))
        else:
            public_key.verify(*arguments)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, AttributeError):
        return False
    return True


def _verify_pss(public_key, signature, data):
    for digest in (hashes.SHA256(), hashes.SHA384(), hashes.SHA512()):
        try:
            public_key.verify(signature, data, padding.PSS(padding.MGF1(digest), padding.PSS.AUTO), digest)
            return True
        except InvalidSignature:
            continue
    return False


def check_chain(text, certificate):
    """Each certificate of the chain must have signed the one before it, the first one the leaf."""
    below = certificate
    for index, issuer in enumerate(_parse_certificates(text, UNREADABLE_CHAIN)):
        if not is_signed_by(below, issuer):
            raise malformed_certificate(CHAIN_ORDER.format(index))
        below = issuer
