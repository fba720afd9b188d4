#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fault knobs: each does what it says, as often as it says, to the calls it names."""

import pathlib
import sys
import time
import unittest
import urllib.error

sys.dont_write_bytecode = True
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / 'support')]

import tap  # noqa: E402
from botocore.exceptions import BotoCoreError, ClientError  # noqa: E402
from botocore.parsers import ResponseParserError  # noqa: E402
from emulator import Emulator, botocore_client  # noqa: E402
from pki import Workshop  # noqa: E402


class FaultTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.workshop = Workshop()
        cls.iam = botocore_client(cls.emulator)
        cls.key, cls.leaf = cls.workshop.certificate('www.example.com')

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()
        cls.workshop.close()

    def setUp(self):
        self.emulator.reset()

    def upload(self, name='www'):
        return self.iam.upload_server_certificate(ServerCertificateName=name, CertificateBody=self.leaf,
                                                  PrivateKey=self.key)

    def failure(self):
        """(status, code) of one call, or None when it went well."""
        try:
            self.iam.get_account_summary()
        except ClientError as problem:
            return problem.response['ResponseMetadata']['HTTPStatusCode'], problem.response['Error']['Code']
        return None

    def test_status(self):
        self.emulator.faults({'kind': 'status'})
        self.assertEqual(self.failure(), (503, 'ServiceUnavailable'))
        self.emulator.faults({'kind': 'status', 'status': 500, 'code': 'InternalFailure'})
        self.assertEqual(self.failure(), (500, 'InternalFailure'))

    def test_throttle(self):
        self.emulator.faults({'kind': 'throttle', 'count': 2})
        self.assertEqual([self.failure() for _ in range(3)], [(400, 'Throttling')] * 2 + [None])

    def test_error(self):
        self.emulator.faults({'kind': 'error', 'code': 'AccessDenied', 'message': 'Not you.', 'status': 403})
        self.assertEqual(self.failure(), (403, 'AccessDenied'))

    def test_drop_before(self):
        self.emulator.faults({'kind': 'drop-before', 'count': 1})
        self.assertRaises(BotoCoreError, self.upload)
        self.assertEqual(self.emulator.certificates(), {})
        self.upload()

    def test_drop_after(self):
        self.emulator.faults({'kind': 'drop-after', 'count': 1})
        self.assertRaises(BotoCoreError, self.upload)
        self.assertEqual(list(self.emulator.certificates()), ['www'], 'the work is done, the answer is lost')

    def test_drop_middle(self):
        self.emulator.faults({'kind': 'drop-middle', 'count': 1})
        self.assertRaises((BotoCoreError, ResponseParserError), self.upload)
        self.assertEqual(list(self.emulator.certificates()), ['www'])

    def test_delay(self):
        self.emulator.faults({'kind': 'delay', 'seconds': 0.4, 'count': 1})
        started = time.monotonic()
        self.assertIsNone(self.failure())
        self.assertGreater(time.monotonic() - started, 0.4)

    def test_wrong_xml(self):
        for variant in ('not-xml', 'truncated'):
            with self.subTest(variant=variant):
                self.emulator.faults({'kind': 'wrong-xml', 'variant': variant})
                self.assertRaises(ResponseParserError, self.iam.get_account_summary)
        self.emulator.faults({'kind': 'wrong-xml', 'variant': 'other'})
        self.assertRaises((KeyError, ResponseParserError), self.iam.get_account_summary)

    def test_huge_body(self):
        self.emulator.faults({'kind': 'huge-body', 'bytes': 3_000_000})
        answer = self.iam.get_account_summary()
        self.assertEqual(answer['ResponseMetadata']['HTTPHeaders']['content-length'], '3000000')

    def test_action_and_after(self):
        self.emulator.faults({'kind': 'throttle', 'action': 'UploadServerCertificate'})
        self.assertIsNone(self.failure())
        self.assertRaises(ClientError, self.upload)
        self.emulator.faults({'kind': 'throttle', 'action': ['GetAccountSummary'], 'after': 2, 'count': 1})
        self.assertEqual([self.failure() for _ in range(4)], [None, None, (400, 'Throttling'), None])

    def test_probability(self):
        self.emulator.faults({'kind': 'throttle', 'probability': 0.5})
        struck = sum(self.failure() is not None for _ in range(60))
        self.assertTrue(10 < struck < 50, struck)

    def test_log(self):
        self.emulator.faults({'kind': 'throttle', 'count': 1})
        self.failure()
        self.upload()
        log = self.emulator.requests()
        self.assertEqual([(each['action'], each['status'], each['code'], each['faults']) for each in log],
                         [('GetAccountSummary', 400, 'Throttling', ['throttle']),
                          ('UploadServerCertificate', 200, None, [])])
        self.assertEqual(len({each['connection'] for each in log}), 1, 'connections are kept open')

    def test_wrong_knobs(self):
        for name, value in (('faults', {'kind': 'nothing'}), ('faults', {'kind': 'delay', 'second': 1}),
                            ('faults', 'x'), ('settings', {'quota': 'many'}), ('settings', {'nothing': 1}),
                            ('in-use', {'name': 'none', 'by': 'x'}), ('nothing', {})):
            with self.subTest(name=name, value=value), self.assertRaises(urllib.error.HTTPError):
                self.emulator.control(name, value)


if __name__ == '__main__':
    tap.main()
