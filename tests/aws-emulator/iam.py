# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""IAM: the server certificate calls of API 2010-05-08, and GetAccountSummary."""

import datetime

import certificates
from parameters import MAX_TAGS, PATH_PREFIX, Checker
from replies import Map, timestamp

VERSION = '2010-05-08'
MAX_PEM = 16384
MAX_CHAIN = 2097152


def _metadata(certificate, account):
    return {
        'Path': certificate.path,
        'ServerCertificateName': certificate.name,
        'ServerCertificateId': certificate.id,
        'Arn': certificate.arn(account),
        'UploadDate': timestamp(certificate.upload_date),
        'Expiration': timestamp(certificate.expiration),
    }


def _tag_list(tags):
    return [{'Key': key, 'Value': value} for key, value in tags.items()]


def upload_server_certificate(call):
    check = Checker(call.parameters)
    path = check.path()
    name = check.certificate_name()
    body = check.pem('CertificateBody', MAX_PEM)
    key = check.pem('PrivateKey', MAX_PEM, secret=True)
    chain = check.pem('CertificateChain', MAX_CHAIN, required=False)
    tags = check.tags()
    check.finish()

    leaf = certificates.parse_body(body)
    certificates.check_key(key, leaf)
    certificates.check_dates(leaf, call.now)
    if chain is not None:
        certificates.check_chain(chain, leaf)

    expiration = leaf.not_valid_after.replace(tzinfo=datetime.timezone.utc)
    stored = call.store.add(name, path, body.strip(), chain.strip() if chain else None, expiration, tags, call.now)
    return {'ServerCertificateMetadata': _metadata(stored, call.store.account),
            'Tags': _tag_list(tags) if tags else None}


def get_server_certificate(call):
    check = Checker(call.parameters)
    name = check.certificate_name()
    check.finish()
    found = call.store.find(name, reading=True)
    return {'ServerCertificate': {
        'ServerCertificateMetadata': _metadata(found, call.store.account),
        'CertificateBody': found.body,
        'CertificateChain': found.chain,
        'Tags': _tag_list(found.tags) if found.tags else None,
    }}


def list_server_certificates(call):
    check = Checker(call.parameters)
    prefix = check.text('PathPrefix', 1, 512, default='/', pattern=PATH_PREFIX,
                        constraint=r'Member must satisfy regular expression pattern: \u002F[\u0021-\u007F]*')
    marker = check.marker()
    limit = check.max_items()
    check.finish()
    page, following = call.store.page(prefix, marker, limit)
    return {'ServerCertificateMetadataList': [_metadata(each, call.store.account) for each in page],
            'IsTruncated': following is not None, 'Marker': following}


def update_server_certificate(call):
    check = Checker(call.parameters)
    name = check.certificate_name()
    new_path = check.path('NewPath', default=None)
    new_name = check.certificate_name('NewServerCertificateName', required=False)
    check.finish()
    call.store.rename(name, new_name, new_path)


def delete_server_certificate(call):
    check = Checker(call.parameters)
    name = check.certificate_name()
    check.finish()
    call.store.remove(name)


def tag_server_certificate(call):
    check = Checker(call.parameters)
    name = check.certificate_name()
    tags = check.tags()
    check.require('tags', tags)
    check.finish()
    call.store.set_tags(name, tags, MAX_TAGS)


def untag_server_certificate(call):
    check = Checker(call.parameters)
    name = check.certificate_name()
    keys = check.tag_keys()
    check.finish()
    call.store.remove_tags(name, keys)


def list_server_certificate_tags(call):
    check = Checker(call.parameters)
    name = check.certificate_name()
    marker = check.marker()
    limit = check.max_items()
    check.finish()
    tags = sorted(call.store.find(name, reading=True).tags.items())
    rest = [tag for tag in tags if marker is None or tag[0] > marker]
    truncated = len(rest) > limit
    return {'Tags': _tag_list(dict(rest[:limit])), 'IsTruncated': truncated,
            'Marker': rest[limit - 1][0] if truncated else None}


def get_account_summary(call):
    return {'SummaryMap': Map([('ServerCertificates', call.store.count()),
                               ('ServerCertificatesQuota', call.store.settings.quota)])}


ACTIONS = {
    'UploadServerCertificate': upload_server_certificate,
    'GetServerCertificate': get_server_certificate,
    'ListServerCertificates': list_server_certificates,
    'UpdateServerCertificate': update_server_certificate,
    'DeleteServerCertificate': delete_server_certificate,
    'TagServerCertificate': tag_server_certificate,
    'UntagServerCertificate': untag_server_certificate,
    'ListServerCertificateTags': list_server_certificate_tags,
    'GetAccountSummary': get_account_summary,
}
