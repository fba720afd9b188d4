#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures, credentials, clocks and addresses: who is let in, and in which words others are turned away."""

import datetime
import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / 'support')]

import tap  # noqa: E402
from botocore.auth import SigV4Auth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from emulator import ACCESS_KEY_ID, FOLDER, SECRET, Emulator, botocore_client  # noqa: E402

TOKEN = 'a-session-token'
WHO = {'Action': 'GetCallerIdentity', 'Version': '2011-06-15'}


class SignatureTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator('--account-number', '123456789012')
        cls.temporary = Emulator(session_token=TOKEN)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()
        cls.temporary.stop()

    def setUp(self):
        self.emulator.reset()

    def ask(self, parameters=None, emulator=None, method='POST', path='/', service='sts', region='us-east-1',
            key_id=ACCESS_KEY_ID, secret=SECRET, token=None, change=None, sign=True, host=None, headers=None):
        """(status, code or None, message or the root of the answer)."""
        emulator = emulator or self.emulator
        body = urllib.parse.urlencode(parameters or WHO).encode() if method == 'POST' else b''
        request = AWSRequest(method, f'http://127.0.0.1:{emulator.port}{path}', data=body, headers={
            'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
            'Host': host or f'127.0.0.1:{emulator.port}', **(headers or {})})
        if sign:
            SigV4Auth(Credentials(key_id, secret, token), service, region).add_auth(request)
        fields = dict(request.headers.items())
        if change:
            body = change(fields, body) or body
        connection = http.client.HTTPConnection('127.0.0.1', emulator.port, timeout=20)
        connection.request(method, path, body, fields)
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        self.last_reply = reply
        if not text.startswith(b'<'):
            return reply.status, None, text.decode()
        root = ElementTree.fromstring(text)
        space = root.tag.split('}')[0] + '}'
        error = root.find(f'{space}Error')
        if error is not None:
            return reply.status, error.find(f'{space}Code').text, error.find(f'{space}Message').text
        return reply.status, None, root

    def refused(self, status, code, text, **how):
        answer = self.ask(**how)
        self.assertEqual(answer[:2], (status, code), answer[2])
        self.assertIn(text, answer[2])

    def test_right(self):
        status, _, root = self.ask()
        self.assertEqual(status, 200)
        space = '{https://sts.amazonaws.com/doc/2011-06-15/}'
        self.assertEqual(root.tag, f'{space}GetCallerIdentityResponse')
        self.assertEqual(root.find(f'{space}GetCallerIdentityResult/{space}Account').text, '123456789012')
        self.assertEqual(root.find(f'{space}ResponseMetadata/{space}RequestId').text,
                         self.last_reply.headers['x-amzn-RequestId'])
        self.assertEqual(self.last_reply.headers['Server'], 'Chainsmith-practice-emulator')

    def test_regions(self):
        self.assertEqual(self.ask(region='eu-central-1')[0], 200)
        self.assertEqual(botocore_client(self.emulator).get_account_summary()['SummaryMap']['ServerCertificates'], 0)
        self.refused(403, 'SignatureDoesNotMatch', 'valid region', region='nowhere')
        self.refused(403, 'SignatureDoesNotMatch', 'valid region', service='iam', region='eu-central-1',
                     parameters={'Action': 'GetAccountSummary', 'Version': '2010-05-08'})
        self.refused(403, 'SignatureDoesNotMatch', "correct service: 'sts'", service='iam')

    def test_query_is_signed(self):
        path = '/?' + urllib.parse.urlencode(sorted(WHO.items()))
        self.assertEqual(self.ask(method='GET', path=path)[0], 200)

    def test_who(self):
        self.refused(403, 'MissingAuthenticationToken', 'missing Authentication Token', sign=False)
        self.refused(403, 'InvalidClientTokenId', 'security token included in the request is invalid',
                     key_id='AKIAOTHER')
        self.refused(403, 'InvalidClientTokenId', 'is invalid', token='unexpected')
        self.refused(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match',
                     secret='wrong')

    def test_session_token(self):
        self.assertEqual(self.ask(emulator=self.temporary, token=TOKEN)[0], 200)
        self.refused(403, 'InvalidClientTokenId', 'is invalid', emulator=self.temporary)
        self.refused(403, 'InvalidClientTokenId', 'is invalid', emulator=self.temporary, token='another')
        answer = self.ask(emulator=self.temporary, token=TOKEN, secret='wrong')
        self.assertEqual(answer[1], 'SignatureDoesNotMatch')
        self.assertNotIn(TOKEN, answer[2])
        self.assertIn('x-amz-security-token:…', answer[2])

    def test_what_is_signed(self):
        def change_body(fields, body):
            return body.replace(b'2011-06-15', b'2011-06-16')

        def change_header(fields, body):
            fields['Content-Type'] = 'text/plain'

        def drop_header(fields, body):
            del fields['Content-Type']

        def unsigned_header(fields, body):
            fields['X-Amz-Extra'] = '1'

        for change, text in ((change_body, 'does not match'), (change_header, 'does not match'),
                             (drop_header, 'not in the request'), (unsigned_header, "'x-amz-extra' must be")):
            with self.subTest(change=change.__name__):
                self.refused(403, 'SignatureDoesNotMatch', text, change=change)

    def test_signed_user_agent(self):
        """A client may sign headers that botocore never would."""
        def sign_too(fields, body):
            fields['User-Agent'] = 'a  b'
            from sigv4 import ReceivedAuth
            names = ['content-type', 'host', 'user-agent', 'x-amz-date']
            request = AWSRequest('POST', f'http://127.0.0.1:{self.emulator.port}/', data=body)
            for name in names:
                request.headers[name] = next(value for key, value in fields.items() if key.lower() == name)
            request.context['timestamp'] = fields['X-Amz-Date']
            auth = ReceivedAuth(Credentials(ACCESS_KEY_ID, SECRET), 'sts', 'us-east-1', names)
            canonical = auth.canonical_request(request)
            self.assertIn('user-agent:a b', canonical)
            signature = auth.signature(auth.string_to_sign(request, canonical), request)
            fields['Authorization'] = (f"AWS4-HMAC-SHA256 Credential={auth.scope(request)}, "
                                       f"SignedHeaders={';'.join(names)}, Signature={signature}")
        self.assertEqual(self.ask(change=sign_too)[0], 200)

    def test_incomplete(self):
        def without(part):
            def change(fields, body):
                fields['Authorization'] = ', '.join(piece for piece in fields['Authorization'].split(', ')
                                                    if part not in piece)
            return change

        def replaced(old, new):
            def change(fields, body):
                fields['Authorization'] = fields['Authorization'].replace(old, new)
            return change

        def without_date(fields, body):
            del fields['X-Amz-Date']

        for change, text in ((without('Signature='), "'Signature'"), (without('SignedHeaders='), "'SignedHeaders'"),
                             (replaced('AWS4-HMAC-SHA256', 'Basic'), 'AWS4-HMAC-SHA256'),
                             (replaced('/aws4_request', ''), '5 slash-delimited'),
                             (replaced('content-type;host', 'host;content-type'), 'sorted'),
                             (without_date, 'X-Amz-Date')):
            with self.subTest(text=text):
                self.refused(400, 'IncompleteSignature', text, change=change)
        self.refused(403, 'SignatureDoesNotMatch', 'terminator', change=replaced('aws4_request', 'aws5_request'))

    def test_clock(self):
        for seconds, text in ((600, 'Signature expired: '), (-600, 'Signature not yet current: ')):
            self.emulator.faults({'kind': 'clock-skew', 'seconds': seconds})
            self.refused(403, 'SignatureDoesNotMatch', text)
            date = datetime.datetime.strptime(self.last_reply.headers['Date'], '%a, %d %b %Y %H:%M:%S GMT')
            skew = (date - datetime.datetime.utcnow()).total_seconds()
            self.assertLess(abs(skew - seconds), 5, 'the Date header lets a client correct its clock')
        self.emulator.faults({'kind': 'clock-skew', 'seconds': 240})
        self.assertEqual(self.ask()[0], 200, 'five minutes are allowed')
        self.emulator.faults({'kind': 'clock-skew', 'seconds': 3600, 'code': 'RequestExpired'})
        self.refused(400, 'RequestExpired', 'Signature expired: ')

    def test_actions(self):
        for parameters, code in (({'Version': '2010-05-08'}, 'MissingAction'),
                                 ({'Action': 'ListUsers', 'Version': '2010-05-08'}, 'InvalidAction'),
                                 ({'Action': 'GetAccountSummary', 'Version': '2011-06-15'}, 'InvalidAction')):
            with self.subTest(parameters=parameters):
                self.refused(400, code, '', parameters=parameters, service='iam')
        double = lambda fields, body: body + b'&Action=X'
        self.refused(400, 'MalformedQueryString', 'twice',
                     change=lambda fields, body: self._with_length(fields, double(fields, body)))
        self.refused(400, 'MalformedQueryString', 'syntax',
                     change=lambda fields, body: self._with_length(fields, b'%ff=1&' + body))

    @staticmethod
    def _with_length(fields, body):
        fields.pop('Content-Length', None)
        return body

    def test_loopback_names_only(self):
        status, _, text = self.ask(host='iam.amazonaws.com')
        self.assertEqual(status, 403)
        self.assertIn('loopback', text)
        self.assertEqual(self.ask(host='localhost')[0], 200)

    def test_control_is_not_for_pages(self):
        for header in ({'Origin': 'https://example.com'}, {'Sec-Fetch-Site': 'cross-site'}):
            connection = http.client.HTTPConnection('127.0.0.1', self.emulator.port)
            connection.request('GET', '/_emulator/certificates', headers=header)
            self.assertEqual(connection.getresponse().status, 403)
            connection.close()

    def test_body_limits(self):
        for headers, status in (({'Content-Length': '99999999'}, 413), ({'Content-Length': 'x'}, 400),
                                ({'Transfer-Encoding': 'chunked'}, 411)):
            connection = http.client.HTTPConnection('127.0.0.1', self.emulator.port)
            connection.putrequest('POST', '/')
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            self.assertEqual(connection.getresponse().status, status)
            connection.close()


class StartTest(unittest.TestCase):
    """The command line: what it refuses, and where the secret may come from."""

    def run_server(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, str(FOLDER / 'server.py'), '--exit-with-stdin', *arguments], stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=30, env={'PATH': '/usr/bin:/bin', **environment})

    def test_refusals(self):
        enough = {'AWS_ACCESS_KEY_ID': 'AKIA', 'AWS_SECRET_ACCESS_KEY': 's'}
        for arguments, environment, text in (
                (('--host', '0.0.0.0'), enough, 'invalid choice'), (('--host', '192.0.2.1'), enough, 'invalid choice'),
                ((), {'AWS_SECRET_ACCESS_KEY': 's'}, 'AWS_ACCESS_KEY_ID'),
                ((), {'AWS_ACCESS_KEY_ID': 'AKIA'}, 'AWS_SECRET_ACCESS_KEY'),
                (('--account-number', '12'), enough, '12 digits'),
                (('--fault', '{"kind": "nothing"}'), enough, 'a fault needs'),
                (('--quota', '-1'), enough, 'zero or more')):
            with self.subTest(arguments=arguments):
                done = self.run_server(*arguments, **environment)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(text, done.stderr)
        self.assertEqual(self.run_server(**enough).returncode, 0, 'stops with its standard input')

    def test_secret_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, 'secret')
            path.write_text('from-a-file\n')
            path.chmod(0o644)
            done = self.run_server('--access-key-id', 'AKIA', '--secret-file', str(path))
            self.assertIn('can be read by others', done.stderr)
            path.chmod(0o600)
            emulator = Emulator('--secret-file', str(path), secret='not-this')
            try:
                emulator.secret = 'from-a-file'
                self.assertEqual(botocore_client(emulator, 'sts').get_caller_identity()['Account'], '000000000000')
            finally:
                emulator.stop()

    def test_ipv6(self):
        emulator = Emulator('--host', '::1')
        try:
            connection = http.client.HTTPConnection('::1', emulator.port)
            connection.request('GET', '/_emulator/certificates')
            self.assertEqual(json.load(connection.getresponse()), [])
            connection.close()
        finally:
            emulator.stop()


if __name__ == '__main__':
    tap.main()
