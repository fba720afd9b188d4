#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each rule that the emulator enforces on certificates, keys, names and tags, with botocore as the client."""

import datetime
import pathlib
import sys
import time
import unittest

sys.dont_write_bytecode = True
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / 'support')]

import tap  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from emulator import Emulator, botocore_client  # noqa: E402
from pki import Workshop  # noqa: E402

CHAIN_INDEX = 'The index within the chain of the invalid certificate is: {}'


class EmulatorCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.workshop = Workshop()
        cls.iam = botocore_client(cls.emulator)
        cls.root = cls.workshop.authority('Root')
        cls.upper = cls.workshop.authority('Upper', cls.root)
        cls.lower = cls.workshop.authority('Lower', cls.upper)
        cls.key, cls.leaf = cls.workshop.certificate('www.example.com', issuer=cls.lower)
        cls.alone_key, cls.alone = cls.workshop.certificate('alone.example.com')

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()
        cls.workshop.close()

    def setUp(self):
        self.emulator.reset()

    def upload(self, name='www', body=None, key=None, chain=None, **more):
        parameters = dict(ServerCertificateName=name, CertificateBody=self.leaf if body is None else body,
                          PrivateKey=self.key if key is None else key, **more)
        if chain is not None:
            parameters['CertificateChain'] = chain
        parameters = {name: value for name, value in parameters.items() if value is not Ellipsis}
        return self.iam.upload_server_certificate(**parameters)

    def refused(self, code, text, call, *arguments, status=400, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **parameters)
        answer = caught.exception.response
        self.assertEqual(answer['Error']['Code'], code, answer['Error'])
        self.assertIn(text, answer['Error']['Message'])
        self.assertEqual(answer['ResponseMetadata']['HTTPStatusCode'], status)
        self.assertEqual(answer['ResponseMetadata']['RequestId'],
                         answer['ResponseMetadata']['HTTPHeaders']['x-amzn-requestid'])


class ParameterTest(EmulatorCase):
    def test_names(self):
        for good in ('a', 'A' * 128, 'Az09_+=,.@-'):
            with self.subTest(good=good):
                self.upload(good)
        for bad, text in (('', 'length greater than or equal to 1'), ('a' * 129, 'length less than or equal to 128'),
                          ('a b', 'must contain only alphanumeric'), ('ü', 'must contain only alphanumeric'),
                          ('a/b', 'must contain only alphanumeric'), ('a\n', 'must contain only alphanumeric')):
            with self.subTest(bad=bad):
                self.refused('ValidationError', text, self.upload, bad)

    def test_paths(self):
        for number, good in enumerate(('/', '/a/', '/cloudfront/x!~/', '/' + 'a' * 510 + '/')):
            with self.subTest(good=good):
                arn = self.upload(f'n{number}', Path=good)['ServerCertificateMetadata']['Arn']
                self.assertTrue(arn.endswith(f':server-certificate{good}n{number}'))
        for bad, text in (('a', 'must begin and end with /'), ('/a', 'must begin and end with /'),
                          ('/a b/', 'must begin and end with /'), ('/é/', 'must begin and end with /'),
                          ('', 'length greater than or equal to 1'),
                          ('/' + 'a' * 511 + '/', 'length less than or equal to 512')):
            with self.subTest(bad=bad):
                self.refused('ValidationError', text, self.upload, 'bad', Path=bad)

    def test_missing_parameters(self):
        for member, parameters in (('certificateBody', dict(body=...)), ('privateKey', dict(key=...)),
                                   ('serverCertificateName', dict(name=...))):
            with self.subTest(member=member):
                self.refused('ValidationError', f"Value null at '{member}' failed to satisfy constraint: "
                             'Member must not be null', self.upload, **parameters)
        self.refused('ValidationError', '3 validation errors detected', self.upload, ..., ..., ...)

    def test_sizes(self):
        fill = '\n' * 16384
        self.upload('padded', self.leaf + fill[len(self.leaf):])
        for member, parameters in (('certificateBody', dict(body=self.leaf + fill)),
                                   ('privateKey', dict(key=self.key + fill)),
                                   ('certificateChain', dict(chain=self.lower.certificate + '\n' * 2097152))):
            with self.subTest(member=member):
                self.refused('ValidationError', f"at '{member}' failed to satisfy constraint: Member must have length "
                             'less than or equal to', self.upload, **parameters)

    def test_charset(self):
        for member, parameters in (('certificateBody', dict(body='\ufeff' + self.leaf)),
                                   ('certificateBody', dict(body=self.leaf + '\0')),
                                   ('privateKey', dict(key='Schlüssel …\n' + self.key)),
                                   ('certificateChain', dict(chain='→' + self.lower.certificate))):
            with self.subTest(member=member):
                self.refused('ValidationError', f"at '{member}' failed to satisfy constraint: Member must satisfy "
                             r'regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+', self.upload,
                             **parameters)
        self.upload('crlf', self.leaf.replace('\n', '\r\n'), self.key.replace('\n', '\r\n'))

    def test_a_refusal_never_repeats_the_key(self):
        with self.assertRaises(ClientError) as caught:
            self.upload(key=self.key + '…')
        self.assertNotIn(self.key.splitlines()[1], str(caught.exception.response))
        self.assertNotIn(self.key.splitlines()[1], str(self.emulator.requests()))

    def test_tags(self):
        fifty = [{'Key': f'k{number}', 'Value': ''} for number in range(50)]
        self.assertEqual(len(self.upload('fifty', Tags=fifty)['Tags']), 50)
        for tags, code, text in (
                (fifty + [{'Key': 'more', 'Value': ''}], 'ValidationError', 'less than or equal to 50'),
                ([{'Key': '', 'Value': 'x'}], 'ValidationError', 'greater than or equal to 1'),
                ([{'Key': 'k' * 129, 'Value': 'x'}], 'ValidationError', 'less than or equal to 128'),
                ([{'Key': 'k', 'Value': 'v' * 257}], 'ValidationError', 'less than or equal to 256'),
                ([{'Key': 'k'}], 'ValidationError', "Value null at 'tags.1.member.value'"),
                ([{'Value': 'v'}], 'ValidationError', "Value null at 'tags.1.member.key'"),
                ([{'Key': 'k!', 'Value': 'x'}], 'ValidationError', 'regular expression'),
                ([{'Key': 'aws:k', 'Value': 'x'}], 'InvalidInput', 'reserved'),
                ([{'Key': 'k', 'Value': '1'}, {'Key': 'K', 'Value': '2'}], 'InvalidInput', 'Duplicate tag keys')):
            with self.subTest(tags=tags[:2]):
                self.refused(code, text, self.upload, 'bad', Tags=tags)
        self.assertEqual(list(self.emulator.certificates()), ['fifty'], 'one bad tag refuses the whole upload')

    def test_tag_calls(self):
        self.upload(Tags=[{'Key': 'Größe 1', 'Value': 'a_.:/=+-@'}])
        self.iam.tag_server_certificate(ServerCertificateName='www', Tags=[{'Key': 'b', 'Value': '2'}])
        self.assertEqual(self.iam.list_server_certificate_tags(ServerCertificateName='www')['Tags'],
                         [{'Key': 'Größe 1', 'Value': 'a_.:/=+-@'}, {'Key': 'b', 'Value': '2'}])
        page = self.iam.list_server_certificate_tags(ServerCertificateName='www', MaxItems=1)
        self.assertTrue(page['IsTruncated'])
        rest = self.iam.list_server_certificate_tags(ServerCertificateName='www', Marker=page['Marker'])
        self.assertEqual(rest['Tags'], [{'Key': 'b', 'Value': '2'}])
        self.iam.untag_server_certificate(ServerCertificateName='www', TagKeys=['b'])
        self.assertEqual(self.emulator.certificates()['www']['Tags'], {'Größe 1': 'a_.:/=+-@'})
        more = [{'Key': f'k{number}', 'Value': ''} for number in range(50)]
        self.refused('LimitExceeded', 'Cannot exceed quota', self.iam.tag_server_certificate,
                     ServerCertificateName='www', Tags=more, status=409)
        self.refused('NoSuchEntity', 'with name none cannot be found', self.iam.tag_server_certificate,
                     ServerCertificateName='none', Tags=more[:1], status=404)


class CertificateTest(EmulatorCase):
    def test_chains(self):
        lower, upper, root = self.lower.certificate, self.upper.certificate, self.root.certificate
        for number, good in enumerate((None, lower, lower + upper, lower + upper + root)):
            with self.subTest(good=number):
                self.upload(f'good{number}', chain=good)
        impostor = self.workshop.authority('Lower', self.workshop.authority('Upper'))
        for bad, index in ((upper, 0), (root + upper + lower, 0), (lower + root, 1), (lower + upper + lower, 2),
                           (self.leaf + lower, 0), (lower + lower, 1), (impostor.certificate, 0),
                           (lower + upper + root + self.alone, 3)):
            with self.subTest(index=index):
                self.refused('MalformedCertificate', 'Unable to validate certificate chain. The certificate chain must '
                             'start with the immediate signing certificate, followed by any intermediaries in order. '
                             + CHAIN_INDEX.format(index), self.upload, chain=bad)
        self.refused('MalformedCertificate', 'Unable to parse certificate chain', self.upload, chain='rubbish')
        self.refused('MalformedCertificate', 'Unable to parse certificate chain', self.upload, chain=lower + self.key)

    def test_key_types(self):
        for algorithm in (('RSA', 'rsa_keygen_bits:1024'), ('RSA', 'rsa_keygen_bits:2048'),
                          ('RSA', 'rsa_keygen_bits:3072'), ('RSA', 'rsa_keygen_bits:4096'),
                          ('EC', 'ec_paramgen_curve:P-256'), ('EC', 'ec_paramgen_curve:P-384'),
                          ('EC', 'ec_paramgen_curve:P-521'), ('EC', 'ec_paramgen_curve:secp224r1')):
            with self.subTest(algorithm=algorithm):
                key = self.workshop.key('-algorithm', algorithm[0], '-pkeyopt', algorithm[1])
                self.upload(algorithm[1].replace(':', '-'),
                            self.workshop.certificate('a.example.com', key, self.lower)[1], key,
                            self.lower.certificate)
        key = self.workshop.key('-algorithm', 'ED25519')
        self.refused('MalformedCertificate', 'key type', self.upload, 'ed',
                     self.workshop.certificate('a.example.com', key)[1], key)

    def test_rsa_chain(self):
        """Links of RSA, and of RSA with PSS, are verified too."""
        rsa = self.workshop.key('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
        root = self.workshop.authority('RSA Root', key=rsa)
        key, leaf = self.workshop.certificate('a.example.com', issuer=root)
        self.upload('rsa', leaf, key, root.certificate)
        self.refused('MalformedCertificate', CHAIN_INDEX.format(0), self.upload, 'no', leaf, key,
                     self.workshop.authority('RSA Root').certificate)
        pss = self.workshop.openssl(
            'req', '-x509', '-key', str(self.workshop.write(rsa)), '-subj', '/CN=PSS', '-sigopt',
            'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:-1', '-sha384')
        self.upload('pss', pss, rsa, pss)

    def test_key_forms(self):
        path = self.workshop.write(self.key)
        self.upload('sec1', key=self.workshop.openssl('ec', '-in', str(path)))
        rsa = self.workshop.key('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
        pkcs1 = self.workshop.openssl('rsa', '-traditional', '-in', str(self.workshop.write(rsa)))
        self.assertIn('BEGIN RSA PRIVATE KEY', pkcs1)
        self.upload('pkcs1', self.workshop.certificate('a.example.com', rsa)[1], pkcs1)

    def test_wrong_keys(self):
        path = str(self.workshop.write(self.key))
        encrypted = self.workshop.openssl('pkcs8', '-topk8', '-in', path, '-passout', 'pass:secret')
        traditional = self.workshop.openssl('ec', '-in', path, '-aes256', '-passout', 'pass:secret')
        parameters = self.workshop.openssl('ecparam', '-name', 'prime256v1')
        public = self.workshop.openssl('pkey', '-in', path, '-pubout')
        broken = self.key.replace(self.key.splitlines()[1], self.key.splitlines()[1][::-1])
        for bad, text in ((encrypted, 'must not be encrypted'), (traditional, 'must not be encrypted'),
                          (parameters + self.workshop.openssl('ec', '-in', path), 'EC PARAMETERS'),
                          (public, 'Invalid Private Key.'), ('rubbish', 'Invalid Private Key.'),
                          (broken, 'Invalid Private Key.'), (self.key + self.key, 'Invalid Private Key.'),
                          (self.key + self.leaf, 'Invalid Private Key.')):
            with self.subTest(text=text):
                self.refused('MalformedCertificate', text, self.upload, key=bad)
        self.refused('KeyPairMismatch', 'does not match', self.upload, key=self.alone_key)

    def test_wrong_bodies(self):
        unreadable = 'Unable to parse certificate. Please ensure the certificate is in PEM format.'
        der_line = self.leaf.splitlines()[1]
        for bad, text in (('rubbish', unreadable), (self.key, unreadable), ('text before\n' + self.leaf, unreadable),
                          (self.leaf.replace('-----END', '----END'), unreadable),
                          (self.leaf.replace(der_line, der_line[:-4]), unreadable),
                          (self.leaf.replace('BEGIN CERT', 'BEGIN X509 CERT').replace('END CERT', 'END X509 CERT'),
                           unreadable),
                          (self.leaf + self.lower.certificate, 'more than one certificate')):
            with self.subTest(text=text):
                self.refused('MalformedCertificate', text, self.upload, body=bad)

    def test_dates(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        write = lambda **delta: (now + datetime.timedelta(**delta)).strftime('%Y%m%d%H%M%SZ')
        for start, end, text, skew in ((write(days=-9), write(minutes=-2), 'has expired', -240),
                                       (write(minutes=2), write(days=9), 'not yet valid', 240)):
            with self.subTest(text=text):
                key, body = self.workshop.certificate('a.example.com', start=start, end=end)
                self.refused('MalformedCertificate', text, self.upload, body=body, key=key)
                self.emulator.faults({'kind': 'clock-skew', 'seconds': skew})
                self.upload(text.replace(' ', '-'), body, key)      # it is the emulator's clock that counts
                self.emulator.faults()


class StoreTest(EmulatorCase):
    def test_get(self):
        self.upload(chain=self.lower.certificate + self.upper.certificate, Path='/x/')
        found = self.iam.get_server_certificate(ServerCertificateName='www')['ServerCertificate']
        self.assertEqual(found['CertificateBody'], self.leaf.strip())
        self.assertEqual(found['CertificateChain'], (self.lower.certificate + self.upper.certificate).strip())
        metadata = found['ServerCertificateMetadata']
        self.assertEqual(metadata['Path'], '/x/')
        end = self.workshop.openssl('x509', '-noout', '-enddate', '-dateopt', 'iso_8601', stdin=self.leaf)
        self.assertEqual(metadata['Expiration'].strftime('notAfter=%Y-%m-%d %H:%M:%SZ'), end.strip())
        age = datetime.datetime.now(datetime.timezone.utc) - metadata['UploadDate']
        self.assertLess(abs(age), datetime.timedelta(seconds=60))
        self.upload('chainless')
        self.assertNotIn('CertificateChain',
                         self.iam.get_server_certificate(ServerCertificateName='chainless')['ServerCertificate'])
        self.refused('NoSuchEntity', 'The Server Certificate with name none cannot be found.',
                     self.iam.get_server_certificate, ServerCertificateName='none', status=404)

    def test_the_key_is_not_kept(self):
        self.upload()
        for secret in self.key.splitlines()[1:-1]:
            self.assertNotIn(secret, str(self.emulator.certificates()))
            self.assertNotIn(secret, str(self.emulator.requests()))

    def test_duplicates(self):
        self.upload()
        self.refused('EntityAlreadyExists', 'The Server Certificate with name www already exists.', self.upload,
                     status=409)

    def test_quota(self):
        for number in range(20):
            self.upload(f'n{number}')
        self.refused('LimitExceeded', 'Cannot exceed quota for ServerCertificatesPerAccount: 20', self.upload, 'more',
                     status=409)
        self.assertEqual(self.iam.get_account_summary()['SummaryMap'],
                         {'ServerCertificates': 20, 'ServerCertificatesQuota': 20})
        self.emulator.control('settings', {'quota': 21})
        self.upload('more')

    def test_pages(self):
        for number in range(7):
            self.upload(f'n{number}', Path='/a/' if number < 5 else '/b/')
        self.assertEqual(len(self.iam.list_server_certificates()['ServerCertificateMetadataList']), 7)
        first = self.iam.list_server_certificates(MaxItems=3)
        self.assertTrue(first['IsTruncated'])
        second = self.iam.list_server_certificates(MaxItems=3, Marker=first['Marker'], PathPrefix='/a')
        self.assertFalse(second['IsTruncated'])
        self.assertNotIn('Marker', second)
        self.assertEqual([each['ServerCertificateName'] for page in (first, second)
                          for each in page['ServerCertificateMetadataList']], ['n0', 'n1', 'n2', 'n3', 'n4'])
        self.emulator.control('settings', {'page_size': 2})
        pages = list(self.iam.get_paginator('list_server_certificates').paginate())
        self.assertEqual([len(page['ServerCertificateMetadataList']) for page in pages], [2, 2, 2, 1])
        for parameters, text in ((dict(MaxItems=0), 'greater than or equal to 1'),
                                 (dict(MaxItems=1001), 'less than or equal to 1000'),
                                 (dict(PathPrefix='a'), 'regular expression'),
                                 (dict(Marker='m' * 321), 'less than or equal to 320'),
                                 (dict(Marker='é!'), 'Invalid Marker')):
            with self.subTest(parameters=parameters):
                self.refused('ValidationError', text, self.iam.list_server_certificates, **parameters)

    def test_update(self):
        self.upload('old')
        self.upload('taken')
        before = self.emulator.certificates()['old']
        self.iam.update_server_certificate(ServerCertificateName='old', NewPath='/p/', NewServerCertificateName='new')
        after = self.emulator.certificates()['new']
        self.assertEqual(after['Arn'], 'arn:aws:iam::000000000000:server-certificate/p/new')
        self.assertEqual(after['ServerCertificateId'], before['ServerCertificateId'])
        self.refused('EntityAlreadyExists', 'with name taken already exists', self.iam.update_server_certificate,
                     ServerCertificateName='new', NewServerCertificateName='taken', status=409)
        self.refused('NoSuchEntity', 'old', self.iam.update_server_certificate, ServerCertificateName='old',
                     NewPath='/', status=404)
        self.refused('ValidationError', 'newPath', self.iam.update_server_certificate, ServerCertificateName='new',
                     NewPath='p')

    def test_delete(self):
        identifier = self.upload()['ServerCertificateMetadata']['ServerCertificateId']
        balancer = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/web'
        self.emulator.control('in-use', {'name': 'www', 'by': balancer})
        self.refused('DeleteConflict', f'Certificate: {identifier} is currently in use by {balancer}. Please remove it '
                     'first before deleting it from IAM.', self.iam.delete_server_certificate,
                     ServerCertificateName='www', status=409)
        self.emulator.control('in-use', {'name': 'www', 'by': None})
        self.iam.delete_server_certificate(ServerCertificateName='www')
        self.assertEqual(self.emulator.certificates(), {})
        self.refused('NoSuchEntity', 'www', self.iam.delete_server_certificate, ServerCertificateName='www',
                     status=404)

    def test_eventual_consistency(self):
        self.emulator.control('settings', {'eventual_calls': 2})
        self.upload()
        for _ in range(2):
            self.assertEqual(self.iam.list_server_certificates()['ServerCertificateMetadataList'], [])
            self.refused('NoSuchEntity', 'www', self.iam.get_server_certificate, ServerCertificateName='www',
                         status=404)
        self.iam.get_server_certificate(ServerCertificateName='www')
        self.emulator.control('settings', {'eventual_calls': 0, 'eventual_seconds': 0.5})
        self.upload('slow')
        self.refused('NoSuchEntity', 'slow', self.iam.get_server_certificate, ServerCertificateName='slow', status=404)
        self.refused('EntityAlreadyExists', 'slow', self.upload, 'slow', status=409)
        time.sleep(0.6)
        self.iam.get_server_certificate(ServerCertificateName='slow')


if __name__ == '__main__':
    tap.main()
