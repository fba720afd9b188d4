# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One HTTP connection: receive, strike with faults, verify, dispatch, answer, and the control endpoint."""

import collections
import datetime
import http.server
import json
import threading
import time
import urllib.parse
import uuid
from email.utils import format_datetime

import iam
import replies
import sigv4
import sts
from errors import ServiceError

SERVICES = {'iam': iam, 'sts': sts}
MAX_BODY = 10 * 1024 * 1024
LOOPBACK_NAMES = ('127.0.0.1', 'localhost', '::1')
CONTROL = '/_emulator/'

Call = collections.namedtuple('Call', 'store parameters now')


class RequestLog:
    """What was asked, for tests to look at. Private keys are not part of it."""

    def __init__(self):
        self._lock = threading.Lock()
        self._entries = []

    def add(self, entry):
        with self._lock:
            self._entries.append(entry)

    def as_list(self):
        with self._lock:
            return list(self._entries)

    def clear(self):
        with self._lock:
            self._entries.clear()


class Dropped(Exception):
    """The connection is to be closed without an answer."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    server_version = 'Chainsmith-practice-emulator'
    sys_version = ''
    disable_nagle_algorithm = True
    timeout = 60
    # Set by server.py on a subclass:
    store = None
    faults = None
    requests = None

    # -- receiving

    def do_POST(self):
        self.skew = datetime.timedelta()
        if not self._has_loopback_host():
            self._refuse_plainly(403, 'This emulator answers loopback names only.')
            return
        try:
            body = self._read_body()
        except ServiceError as problem:
            self.close_connection = True
            self._refuse_plainly(problem.status, problem.message)
            return
        if self.path.startswith(CONTROL):
            self._control(body)
        else:
            self._serve(body)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST

    def _has_loopback_host(self):
        host = urllib.parse.urlsplit('//' + (self.headers.get('Host') or '')).hostname
        return host in LOOPBACK_NAMES

    def _read_body(self):
        if self.headers.get('Transfer-Encoding'):
            raise ServiceError('LengthRequired', 'Send a Content-Length.', 411)
        try:
            length = int(self.headers.get('Content-Length', '0'))
        except ValueError:
            raise ServiceError('BadRequest', 'The Content-Length is not a number.', 400) from None
        if not 0 <= length <= MAX_BODY:
            raise ServiceError('RequestEntityTooLarge', 'The request is too large.', 413)
        return self.rfile.read(length)

    def _parse_parameters(self, body):
        query = urllib.parse.urlsplit(self.path).query
        try:
            pairs = urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors='strict')
            if body:
                pairs += urllib.parse.parse_qsl(body.decode('ascii'), keep_blank_values=True, strict_parsing=True,
                                                errors='strict', max_num_fields=1000)
        except ValueError:
            raise ServiceError('MalformedQueryString', 'The query string contains a syntax error.', 400) from None
        parameters = dict(pairs)
        if len(parameters) != len(pairs):
            raise ServiceError('MalformedQueryString', 'The query string contains a parameter twice.', 400)
        return parameters

    # -- serving

    def _now(self):
        return datetime.datetime.now(datetime.timezone.utc) + self.skew

    def _serve(self, body):
        request_id = str(uuid.uuid4())
        entry = {'time': self._now().isoformat(), 'action': None, 'status': None, 'code': None, 'faults': [],
                 'request_id': request_id, 'connection': self.client_address[1], 'method': self.command}
        struck = {}
        service = 'iam'
        try:
            try:
                parameters = self._parse_parameters(body)
                action = parameters.get('Action')
                entry['action'] = action
                entry['parameters'] = {key: value for key, value in parameters.items() if key != 'PrivateKey'}
                struck = self.faults.strike(action)
                entry['faults'] = sorted(struck)
                service = self._service_of(action)
                status, reply = 200, self._answer(service, action, parameters, struck, body, request_id)
            except ServiceError as problem:
                entry['code'] = problem.code
                status, reply = problem.status, replies.error(service, problem, request_id)
            entry['status'] = status
            if 'drop-after' in struck:
                raise Dropped
        except Dropped:
            self.close_connection = True
            return
        finally:
            self.requests.add(entry)
        self._send(status, self._spoil(reply, struck), request_id, cut='drop-middle' in struck)

    @staticmethod
    def _service_of(action):
        for service, module in SERVICES.items():
            if action in module.ACTIONS:
                return service
        return 'iam'

    def _answer(self, service, action, parameters, struck, body, request_id):
        expired_code = 'SignatureDoesNotMatch'
        if 'clock-skew' in struck:
            self.skew = datetime.timedelta(seconds=struck['clock-skew']['seconds'])
            expired_code = struck['clock-skew']['code']
        if 'delay' in struck:
            time.sleep(struck['delay']['seconds'])
        if 'drop-before' in struck:
            raise Dropped
        for fault in struck.values():
            if fault.error():
                raise fault.error()

        received = sigv4.Received(self.command, self.path, self.headers.items(), body)
        sigv4.verify(received, self.store.account, service, self._now(), expired_code)

        module = SERVICES[service]
        if not action:
            raise ServiceError('MissingAction', 'The request must contain the parameter Action.', 400)
        version = parameters.get('Version', '')
        if action not in module.ACTIONS or version != module.VERSION:
            raise ServiceError('InvalidAction', f'Could not find operation {action} for version {version}', 400)
        members = module.ACTIONS[action](Call(self.store, parameters, self._now()))
        return replies.result(service, action, members, request_id)

    @staticmethod
    def _spoil(reply, struck):
        if 'huge-body' in struck:
            return reply + b' ' * max(0, int(struck['huge-body']['bytes']) - len(reply))
        if 'wrong-xml' in struck:
            variant = struck['wrong-xml']['variant']
            if variant == 'truncated':
                return reply[:len(reply) // 2]
            if variant == 'other':
                return b'<?xml version="1.0"?><html><body>A page of some proxy</body></html>'
            return b'this & that < is not XML'
        return reply

    # -- answering

    def date_time_string(self, timestamp=None):
        return format_datetime(self._now(), usegmt=True)

    def version_string(self):
        return self.server_version

    def _send(self, status, body, request_id=None, content_type='text/xml', cut=False):
        try:
            self.send_response(status)
            if request_id:
                self.send_header('x-amzn-RequestId', request_id)
            self.send_header('Content-Type', content_type)
            self.send_header('Content-Length', str(len(body)))
            if cut:
                self.close_connection = True
                body = body[:len(body) // 2]
            if self.close_connection:
                self.send_header('Connection', 'close')
            self.end_headers()
            if self.command != 'HEAD':
                self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True

    def _refuse_plainly(self, status, message):
        self._send(status, message.encode(), content_type='text/plain; charset=utf-8')

    def log_message(self, format, *arguments):  # noqa: A002  (the name is http.server's)
        """Nothing goes to the standard error: requests may hold secrets."""

    # -- the control endpoint: for tests, not part of AWS

    def _control(self, body):
        # A page in a browser must not be able to turn the knobs.
        if self.headers.get('Origin') or self.headers.get('Sec-Fetch-Site'):
            self._refuse_plainly(403, 'The control endpoint is not for web pages.')
            return
        name = self.path[len(CONTROL):]
        try:
            value = json.loads(body) if body else None
            answer = self._turn_knob(name, value)
        except (ValueError, TypeError, KeyError) as problem:
            self._send(400, json.dumps({'error': str(problem)}).encode(), content_type='application/json')
            return
        except ServiceError as problem:
            self._send(problem.status, json.dumps({'error': problem.message}).encode(),
                       content_type='application/json')
            return
        if answer is None:
            self._refuse_plainly(404, 'There is no such control.')
            return
        self._send(200, json.dumps(answer).encode(), content_type='application/json')

    def _turn_knob(self, name, value):
        if name == 'faults':
            if self.command in ('PUT', 'DELETE'):
                self.faults.clear()
            if self.command in ('PUT', 'POST'):
                self.faults.add(value)
            return self.faults.as_list()
        if name == 'settings':
            if self.command == 'POST':
                self.store.settings.update(value)
            return self.store.settings.as_dict()
        if name == 'in-use' and self.command == 'POST':
            self.store.set_in_use(value['name'], value.get('by'))
            return self.store.as_list()
        if name == 'certificates':
            if self.command == 'DELETE':
                self.store.clear()
            return self.store.as_list()
        if name == 'requests':
            if self.command == 'DELETE':
                self.requests.clear()
            return self.requests.as_list()
        return None
