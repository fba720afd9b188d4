#!/usr/bin/python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the requests of a folder with pyca/cryptography, openssl and certtool.

Beside each NNN.pem there is NNN.txt with what went into it, one thing a line. Prints the first disagreement and
fails, or prints how many agree.
"""

import concurrent.futures
import os
import subprocess
import sys

from cryptography import x509
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import AttributeOID, AuthorityInformationAccessOID, ExtensionOID

RDNS = {
    '0.9.2342.19200300.100.1.25': 'DC', '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
    '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST', '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
    '2.5.4.15': 'businessCategory', '2.5.4.5': 'serialNumber', '2.5.4.6': 'C', '2.5.4.8': 'ST', '2.5.4.7': 'L',
    '2.5.4.17': 'postalCode', '2.5.4.9': 'street', '2.5.4.10': 'O', '2.5.4.97': 'organizationIdentifier',
    '2.5.4.4': 'SN', '2.5.4.42': 'GN', '2.5.4.12': 'title', '2.5.4.11': 'OU', '0.9.2342.19200300.100.1.1': 'UID',
    '2.5.4.46': 'dnQualifier', '2.5.4.65': 'pseudonym', '2.5.4.3': 'CN', '1.2.840.113549.1.9.1': 'emailAddress',
}
# RFC 5280, appendix A.1: PrintableString and IA5String for these, UTF8String for all others.
TYPES = dict.fromkeys(('C', 'jurisdictionC', 'serialNumber', 'dnQualifier'), _ASN1Type.PrintableString)
TYPES.update(dict.fromkeys(('DC', 'emailAddress'), _ASN1Type.IA5String))
USAGES = (('digital_signature', 'digitalSignature'), ('content_commitment', 'nonRepudiation'),
          ('key_encipherment', 'keyEncipherment'), ('data_encipherment', 'dataEncipherment'),
          ('key_agreement', 'keyAgreement'), ('key_cert_sign', 'keyCertSign'), ('crl_sign', 'cRLSign'))
EXTENDED = {
    '1.3.6.1.5.5.7.3.1': 'serverAuth', '1.3.6.1.5.5.7.3.2': 'clientAuth', '1.3.6.1.5.5.7.3.3': 'codeSigning',
    '1.3.6.1.5.5.7.3.4': 'emailProtection', '1.3.6.1.5.5.7.3.8': 'timeStamping', '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
}
CRITICAL = {ExtensionOID.KEY_USAGE, ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.NAME_CONSTRAINTS}


def describe_name(name):
    if isinstance(name, x509.DNSName):
        return 'DNS:' + name.value
    if isinstance(name, x509.IPAddress):
        return 'IP:' + str(name.value)
    if isinstance(name, x509.RFC822Name):
        return 'email:' + name.value
    return 'URI:' + name.value


def describe_extension(extension):
    value = extension.value
    if isinstance(value, x509.SubjectAlternativeName):
        yield from ('san\t' + describe_name(name) for name in value)
        if extension.critical:
            yield 'san-critical'
    elif isinstance(value, x509.BasicConstraints):
        assert value.ca
        yield f'ca\t{-1 if value.path_length is None else value.path_length}'
    elif isinstance(value, x509.KeyUsage):
        yield from ('usage\t' + nick for attribute, nick in USAGES if getattr(value, attribute))
        if value.key_agreement and value.encipher_only:
            yield 'usage\tencipherOnly'
        if value.key_agreement and value.decipher_only:
            yield 'usage\tdecipherOnly'
    elif isinstance(value, x509.ExtendedKeyUsage):
        yield from ('extended\t' + EXTENDED.get(oid.dotted_string, oid.dotted_string) for oid in value)
    elif isinstance(value, x509.TLSFeature):
        assert list(value) == [x509.TLSFeatureType.status_request]
        yield 'staple'
    elif isinstance(value, x509.NameConstraints):
        yield from ('permitted\t' + describe_name(name) for name in value.permitted_subtrees or ())
        yield from ('excluded\t' + describe_name(name) for name in value.excluded_subtrees or ())
    elif isinstance(value, x509.CRLDistributionPoints):
        yield from ('crl\t' + name.value for point in value for name in point.full_name)
    elif isinstance(value, x509.AuthorityInformationAccess):
        for access in value:
            word = 'ocsp' if access.access_method == AuthorityInformationAccessOID.OCSP else 'issuer'
            yield f'{word}\t{access.access_location.value}'
    else:
        yield f'unknown extension {extension}'


def describe_key(key):
    size = getattr(key, 'key_size', None)
    return {2048: 'rsa-leaf', 3072: 'rsa-3072', 256: 'ec-leaf', 384: 'ec-p384', 521: 'ec-p521', None: 'ed25519'}[size]


def describe(request):
    lines = []
    for attribute in request.subject:
        nick = RDNS.get(attribute.oid.dotted_string, attribute.oid.dotted_string)
        lines.append(f'rdn\t{nick}\t{attribute.value}')
        assert attribute._type == TYPES.get(nick, _ASN1Type.UTF8String), f'{nick} is a {attribute._type}'
    for extension in request.extensions:
        lines.extend(describe_extension(extension))
        if extension.oid != ExtensionOID.SUBJECT_ALTERNATIVE_NAME:
            assert extension.critical == (extension.oid in CRITICAL), extension
    try:
        password = request.attributes.get_attribute_for_oid(AttributeOID.CHALLENGE_PASSWORD)
        lines.append('challenge\t' + password.value.decode())
    except x509.AttributeNotFound:
        pass
    digest = request.signature_hash_algorithm
    lines.append('digest\t' + (digest.name.upper() if digest else 'none'))
    lines.append('key\t' + describe_key(request.public_key()))
    return lines


def run_tools(path, names):
    """Both say that the signature is right, and see as many names."""
    openssl = subprocess.run(['openssl', 'req', '-in', path, '-verify', '-noout', '-text', '-utf8'],
                             capture_output=True, text=True)
    assert openssl.returncode == 0 and 'verify OK' in openssl.stdout + openssl.stderr, openssl.stderr
    certtool = subprocess.run(['certtool', '--crq-info', '--infile', path], capture_output=True, text=True)
    assert certtool.returncode == 0 and 'Self signature: verified' in certtool.stdout, certtool.stdout + certtool.stderr
    sections = certtool.stdout.split('Subject Alternative Name')
    seen = 0
    if len(sections) > 1:
        for line in sections[1].splitlines()[1:]:
            if not line.startswith('\t\t\t\t'):
                break
            seen += 1
    assert seen == names, f'{path}: certtool sees {seen} of {names} names\n{certtool.stdout}'


def main():
    folder = sys.argv[1]
    files = sorted(name for name in os.listdir(folder) if name.endswith('.pem'))
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = []
        for name in files:
            path = os.path.join(folder, name)
            with open(path, 'rb') as file:
                request = x509.load_pem_x509_csr(file.read())
            with open(path[:-4] + '.txt', encoding='utf-8') as file:
                expected = file.read().splitlines()
            assert request.is_signature_valid, name
            found = describe(request)
            assert found == expected, f'{name}:\n{found}\nis not\n{expected}'
            runs.append(pool.submit(run_tools, path, sum(line.startswith('san\t') for line in expected)))
        for run in runs:
            run.result()
    print(len(files), 'requests agree')


main()
