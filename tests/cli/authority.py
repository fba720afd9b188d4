# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others read: pyca/cryptography, and the openssl command for what that does not tell."""

import base64
import hashlib
import re
import subprocess
import warnings

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x448, x25519

warnings.filterwarnings("ignore")

CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp224r1": "P-224", "secp192r1": "P-192"}
BITS = {ed25519.Ed25519PublicKey: ("Ed25519", 256), ed448.Ed448PublicKey: ("Ed448", 456),
        x25519.X25519PublicKey: ("X25519", 253), x448.X448PublicKey: ("X448", 448)}


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def spki(key):
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def describe_key(key):
    """What the JSON says of a public key: {} for a kind that pyca does not know."""
    found = {"curve": None}
    if isinstance(key, rsa.RSAPublicKey):
        found.update(algorithm="RSA", bits=key.key_size)
    elif isinstance(key, dsa.DSAPublicKey):
        found.update(algorithm="DSA", bits=key.key_size)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        found.update(algorithm="EC", bits=key.curve.key_size, curve=CURVES.get(key.curve.name, key.curve.name))
    else:
        for kind, (name, bits) in BITS.items():
            if isinstance(key, kind):
                found.update(algorithm=name, bits=bits)
    digest = hashlib.sha256(spki(key)).digest()
    found.update(spki_sha256=digest.hex(), pin=base64.b64encode(digest).decode())
    return found


def prefixed(names):
    """General names as the JSON writes those four kinds that a server has; None for another kind."""
    prefixes = {x509.DNSName: "DNS", x509.IPAddress: "IP", x509.RFC822Name: "email", x509.UniformResourceIdentifier: "URI"}
    return [f"{prefixes[type(name)]}:{name.value}" if type(name) in prefixes else None for name in names]


def rfc4514(der, field, kind="x509"):
    option = {"subject": "-subject", "issuer": "-issuer"}[field]
    text = openssl(kind, "-inform", "DER", "-noout", option, "-nameopt", "RFC2253,-esc_msb", data=der).decode(errors="replace")
    return text.rstrip("\n").split("=", 1)[1]


def text(der, kind="x509"):
    """What openssl prints of the whole, without white space."""
    return re.sub(r"\s+", "", openssl(kind, "-inform", "DER", "-noout", "-text", data=der).decode(errors="replace"))


def describe_certificate(der):
    """By one run of openssl: its text without white space, subject, issuer, serial and times."""
    printed = openssl("x509", "-inform", "DER", "-noout", "-subject", "-issuer", "-serial", "-dates", "-dateopt", "iso_8601",
                      "-nameopt", "RFC2253,-esc_msb", "-text", data=der).decode(errors="replace")
    found = {"text": re.sub(r"\s+", "", printed)}
    for name in "subject", "issuer", "serial", "notBefore", "notAfter":
        # A long number goes over several lines, each but the last ended by a backslash.
        content = re.search(rf"^{name}=((?:[0-9A-F]+\\\n)*.*)$", printed, re.MULTILINE)[1]
        found[name] = content.replace("\\\n", "") if name == "serial" else content
    return found


def private_numbers(key):
    """The secret integers of a private key, as bytes."""
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = key.private_numbers()
        values = [numbers.d, numbers.p, numbers.q]
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        values = [key.private_numbers().private_value]
    elif isinstance(key, dsa.DSAPrivateKey):
        values = [key.private_numbers().x]
    else:
        return [key.private_bytes(serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())]
    return [value.to_bytes((value.bit_length() + 7) // 8, "big") for value in values]


def spellings(secret):
    """How a secret could be written: hexadecimal, decimal, and Base64 in each of its three alignments."""
    yield secret.hex()
    yield secret.hex(":")
    yield str(int.from_bytes(secret, "big"))
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + secret).decode()
        yield encoded[4:4 + 4 * ((len(secret) - 4) // 3)][:40]
