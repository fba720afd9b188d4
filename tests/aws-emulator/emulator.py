# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts the emulator for a test and turns its knobs. Used by the tests here and by tests/desktop."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

FOLDER = pathlib.Path(__file__).resolve().parent
ACCESS_KEY_ID = 'AKIAPRACTICE00000000'
SECRET = 'practice/secret+key'


class Emulator:
    def __init__(self, *arguments, secret=SECRET, session_token=None):
        self.secret = secret
        self.session_token = session_token
        with tempfile.TemporaryDirectory() as folder:
            port_file = pathlib.Path(folder, 'port')
            self._process = subprocess.Popen(
                [sys.executable, str(FOLDER / 'server.py'), '--exit-with-stdin', '--port-file', str(port_file),
                 *arguments],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                env={**os.environ, 'PYTHONDONTWRITEBYTECODE': '1', **self.environment()})
            deadline = time.monotonic() + 20
            while not port_file.exists():
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError('the emulator did not start')
                time.sleep(0.02)
            self.port = int(port_file.read_text())

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    def environment(self):
        """What a client needs in its environment to be let in."""
        values = {'AWS_ACCESS_KEY_ID': ACCESS_KEY_ID, 'AWS_SECRET_ACCESS_KEY': self.secret}
        values['AWS_SESSION_TOKEN'] = self.session_token or ''
        return values

    def control(self, name, value=None, method=None):
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f'{self.url}/_emulator/{name}', data,
                                         method=method or ('POST' if data else 'GET'))
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def faults(self, *faults):
        """Exactly these faults are in force from now on; none, when called with none."""
        self.control('faults', list(faults), method='PUT')

    def certificates(self):
        return {each['ServerCertificateName']: each for each in self.control('certificates')}

    def requests(self):
        return self.control('requests')

    def reset(self):
        self.faults()
        self.control('certificates', method='DELETE')
        self.control('requests', method='DELETE')
        self.control('settings', {'quota': 20, 'page_size': 1000, 'eventual_calls': 0, 'eventual_seconds': 0})

    def stop(self):
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        return self._process.returncode


def botocore_client(emulator, service='iam', region='us-east-1', **credentials):
    """A botocore client that asks once and leaves all checking to the emulator."""
    import botocore.config
    import botocore.session

    config = botocore.config.Config(parameter_validation=False, retries={'total_max_attempts': 1}, read_timeout=20)
    return botocore.session.Session().create_client(
        service, region, endpoint_url=emulator.url, config=config,
        aws_access_key_id=credentials.get('access_key_id', ACCESS_KEY_ID),
        aws_secret_access_key=credentials.get('secret', emulator.secret),
        aws_session_token=credentials.get('session_token', emulator.session_token))
