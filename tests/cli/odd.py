# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates that no tool makes and that are met all the same: odd numbers, times, names, versions and extensions."""

import ipaddress

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def value(tag, *parts):
    """A DER value."""
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*parts):
    return value(0x30, *parts)


def integer(number):
    bits = (number if number >= 0 else ~number).bit_length()
    return value(2, number.to_bytes(bits // 8 + 1, "big", signed=True))


def oid(dotted):
    first, second, *rest = map(int, dotted.split("."))
    content = b""
    for arc in [40 * first + second, *rest]:
        digits = [arc & 127]
        while arc := arc >> 7:
            digits.append(0x80 | arc & 127)
        content += bytes(reversed(digits))
    return value(6, content)


def utf8(text):
    return value(12, text.encode())


def utc(text):
    return value(23, text.encode())


def general(text):
    return value(24, text.encode())


def rdn(*attributes):
    return value(0x31, *[sequence(oid(kind), text) for kind, text in attributes])


def common_name(text):
    return sequence(rdn((CN, text if isinstance(text, bytes) else utf8(text))))


def extension(kind, content, critical=False):
    return sequence(oid(kind), value(1, b"\xff") if critical else b"", value(4, content))


CN, OU, C, SAN, CONSTRAINTS = "2.5.4.3", "2.5.4.11", "2.5.4.6", "2.5.29.17", "2.5.29.19"
ECDSA = sequence(oid("1.2.840.10045.4.3.2"))
ML_DSA = sequence(oid("2.16.840.1.101.3.4.3.18"))
KEY = ec.generate_private_key(ec.SECP256R1())
SPKI = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def certificate(serial=4711, subject=None, not_before=utc("260101000000Z"), not_after=utc("270101000000Z"), extensions=(), version=2,
                algorithm=ECDSA, spki=SPKI, inside=b""):
    subject = subject if subject is not None else common_name("odd")
    content = sequence(value(0xa0, integer(version)) if version else b"", integer(serial), algorithm, subject,
                       sequence(not_before, not_after), subject, spki, inside,
                       value(0xa3, sequence(*extensions)) if extensions else b"")
    return sequence(content, algorithm, value(3, b"\0" + KEY.sign(content, ec.ECDSA(hashes.SHA256()))))


def certificates():
    """By the name of a file: what openssl reads as well."""
    found = {f"serial{number}": certificate(serial=number)
             for number in (-1, -128, -4711, 5 - (1 << 159), 0, 10, 127, 128, (1 << 159) - 1, 3 ** 300)}
    found.update({f"after-{kind[0]}{text}": certificate(not_after=kind[1](text)) for kind, text in (
        (("utc", utc), "491231235959Z"), (("utc", utc), "2801010000Z"), (("utc", utc), "280101000000-0530"),
        (("utc", utc), "280229000000Z"), (("gen", general), "20510101000000Z"), (("gen", general), "99991231235959Z"),
        (("gen", general), "205101010000Z"), (("gen", general), "20510101000000+0100"))})
    found["before-1950"] = certificate(not_before=utc("500101000000Z"))
    found["before-1"] = certificate(not_before=general("00010101000000Z"))
    for number, text in enumerate((" lead", "trail ", " ", "  ", "", "#hash", 'a,b+c"d\\e<f>g;h=i', "a\nb", "a\0b", "\tx", "a  b",
                                   "\u202egpj.exe", "ü,ö", "\x7f", "é", "😀", "x" * 5000)):
        found[f"escaped-{number:02}"] = certificate(subject=common_name(text))
    found.update({
        "name-empty": certificate(subject=sequence()),
        "name-several": certificate(subject=sequence(rdn((C, value(19, b"DE"))), rdn((CN, utf8("b")), (OU, utf8("A"))))),
        "name-bmp": certificate(subject=common_name(value(30, "Grüße Ω".encode("utf-16-be")))),
        "name-t61": certificate(subject=common_name(value(20, b"Gr\xfc\xdfe"))),
        "name-universal": certificate(subject=common_name(value(28, "Grüße 𝔘".encode("utf-32-be")))),
        "name-unknown": certificate(subject=sequence(rdn(("1.3.6.1.4.1.99999.1", utf8("x"))))),
        "name-1000": certificate(subject=sequence(*[rdn((OU, utf8(f"unit {number}"))) for number in range(1000)])),
    })
    addresses = [ipaddress.ip_address(text).packed for text in ("192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "2001:db8::1:0:0:1", "::")]
    names = [value(0x82, b"a.example"), value(0x81, b"a@b.c"), value(0x86, b"https://x/y"), *[value(0x87, each) for each in addresses]]
    others = [value(0x88, oid("1.2.3.4")[2:]), value(0xa4, sequence(rdn((C, value(19, b"DE"))), rdn((CN, utf8("dir, name"))))),
              value(0xa0, oid("1.3.6.1.4.1.311.20.2.3"), value(0xa0, utf8("user@corp"))),
              value(0xa0, oid("1.2.3.4.5"), value(0xa0, integer(7)))]
    found.update({
        "names": certificate(extensions=[extension(SAN, sequence(*names))]),
        "names-of-others": certificate(extensions=[extension(SAN, sequence(*others))]),
        "names-twice": certificate(extensions=[extension(SAN, sequence(each)) for each in names[:2]]),
        "names-broken": certificate(extensions=[extension(SAN, b"\x30\x05\x82\x10ab")]),
        "names-1000": certificate(extensions=[extension(SAN, sequence(*[value(0x82, b"h%d.example" % i) for i in range(1000)]))]),
        "extension-critical": certificate(extensions=[extension("1.2.3.4.5.6", utf8("x"), True)]),
        "extension-unknown": certificate(extensions=[extension("1.2.3.4.5.6", b"\0\xff"), extension("1.2.3.4.5.7", b"")]),
        "extension-twice": certificate(extensions=[extension("1.2.3.4.5.6", utf8(each)) for each in "ab"]),
        "path-length": certificate(extensions=[extension(CONSTRAINTS, sequence(value(1, b"\xff"), integer(3)), True)]),
        "path-length-vast": certificate(extensions=[extension(CONSTRAINTS, sequence(value(1, b"\xff"), integer(1 << 80)))]),
        "no-authority": certificate(extensions=[extension(CONSTRAINTS, sequence())]),
        "version-1": certificate(version=0),
        "version-2": certificate(version=1, inside=value(0x81, b"\0abc") + value(0x82, b"\0def")),
        "version-4": certificate(version=3),
        "ml-dsa": certificate(algorithm=ML_DSA, spki=sequence(ML_DSA, value(3, bytes(1953)))),
        "key-unknown": certificate(spki=sequence(sequence(oid("1.2.3.4.5")), value(3, b"\0hello"))),
        "key-broken": certificate(spki=SPKI[:-64] + b"\1" * 64),
    })
    return found
