#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator as the AWS CLI meets it: a client from outside, so that the emulator is held to AWS's own manners."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / 'support')]

import tap  # noqa: E402
from emulator import Emulator  # noqa: E402
from pki import Workshop  # noqa: E402

AWS = '/usr/bin/aws' if os.path.exists('/usr/bin/aws') else shutil.which('aws')


@unittest.skipUnless(AWS, 'the AWS CLI is not installed')
class CliTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator(session_token='practice-session-token')
        cls.workshop = Workshop()

    @classmethod
    def tearDownClass(cls):
        assert cls.emulator.stop() == 0
        cls.workshop.close()

    def aws(self, *arguments, **environment):
        home = str(self.workshop.path)
        done = subprocess.run(
            [AWS, '--endpoint-url', self.emulator.url, '--output', 'json', *arguments],
            capture_output=True, text=True, timeout=60,
            env={'PATH': '/usr/bin:/bin', 'HOME': home, 'LANG': 'C.UTF-8', 'AWS_DEFAULT_REGION': 'us-east-1',
                 'AWS_EC2_METADATA_DISABLED': 'true', 'AWS_PAGER': '',
                 **self.emulator.environment(), **environment})
        return done.returncode, (json.loads(done.stdout) if done.stdout.strip() else None), done.stderr

    def test_whole_job(self):
        root = self.workshop.authority('Practice Root')
        between = self.workshop.authority('Practice Intermediate', root)
        key, leaf = self.workshop.certificate('www.example.com', issuer=between)
        files = {name: f'file://{self.workshop.write(text)}' for name, text in
                 {'key': key, 'leaf': leaf, 'chain': between.certificate + root.certificate}.items()}
        upload = ('iam', 'upload-server-certificate', '--certificate-body', files['leaf'], '--private-key',
                  files['key'], '--certificate-chain', files['chain'], '--path', '/web/', '--tags',
                  'Key=Team,Value=Ops 1', '--server-certificate-name')

        status, reply, complaint = self.aws(*upload, 'first')
        self.assertEqual((status, complaint), (0, ''))
        metadata = reply['ServerCertificateMetadata']
        self.assertEqual(metadata['Arn'], 'arn:aws:iam::000000000000:server-certificate/web/first')
        self.assertRegex(metadata['ServerCertificateId'], r'^ASCA[A-Z2-7]{17}$')
        self.assertEqual(reply['Tags'], [{'Key': 'Team', 'Value': 'Ops 1'}])

        status, _, complaint = self.aws(*upload, 'first')
        self.assertNotEqual(status, 0)
        self.assertIn('(EntityAlreadyExists) when calling the UploadServerCertificate operation: '
                      'The Server Certificate with name first already exists.', complaint)

        status, reply, complaint = self.aws('iam', 'get-server-certificate', '--server-certificate-name', 'first')
        self.assertEqual((status, complaint), (0, ''))
        for field, original in (('CertificateBody', leaf), ('CertificateChain', between.certificate)):
            self.assertEqual(self.fingerprint(reply['ServerCertificate'][field]), self.fingerprint(original))

        self.assertEqual(self.aws(*upload, 'second')[0], 0)
        status, reply, complaint = self.aws('iam', 'list-server-certificates', '--page-size', '1',
                                            '--path-prefix', '/web/')
        self.assertEqual((status, complaint), (0, ''))
        self.assertEqual([each['ServerCertificateName'] for each in reply['ServerCertificateMetadataList']],
                         ['first', 'second'])
        lists = [each for each in self.emulator.requests() if each['action'] == 'ListServerCertificates']
        self.assertEqual(len(lists), 2, 'two pages of one')

        self.assertEqual(self.aws('iam', 'delete-server-certificate', '--server-certificate-name', 'first'),
                         (0, None, ''))
        status, _, complaint = self.aws('iam', 'get-server-certificate', '--server-certificate-name', 'first')
        self.assertNotEqual(status, 0)
        self.assertIn('(NoSuchEntity)', complaint)

    def fingerprint(self, pem):
        return self.workshop.openssl('x509', '-noout', '-fingerprint', '-sha256', stdin=pem)

    def test_identity(self):
        status, reply, complaint = self.aws('sts', 'get-caller-identity')
        self.assertEqual((status, complaint), (0, ''))
        self.assertEqual(reply['Account'], '000000000000')
        self.assertTrue(reply['Arn'].startswith('arn:aws:sts::000000000000:assumed-role/'))

    def test_wrong_secret(self):
        status, _, complaint = self.aws('sts', 'get-caller-identity', AWS_SECRET_ACCESS_KEY='wrong')
        self.assertNotEqual(status, 0)
        self.assertIn('(SignatureDoesNotMatch)', complaint)
        self.assertNotIn('practice-session-token', complaint)


if __name__ == '__main__':
    tap.main()
