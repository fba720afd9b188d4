#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A local AWS account to practice and to test with: IAM server certificates and STS, on loopback only.

  AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… server.py --port-file FILE

The credentials that it accepts come from the environment (or --access-key-id and --secret-file): the same variables that
its client reads. AWS_SESSION_TOKEN, when set, is demanded of every request.
"""

import argparse
import http.server
import json
import os
import re
import signal
import socket
import stat
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from faults import FaultBox  # noqa: E402
from handler import Handler, RequestLog  # noqa: E402
from state import Account, Settings, Store  # noqa: E402


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host, port, handler):
        self.address_family = socket.AF_INET6 if ':' in host else socket.AF_INET
        super().__init__((host, port), handler)

    def server_bind(self):
        # Not HTTPServer's: that asks the name service for the host's name.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        """A client that hangs up is nothing to report; anything else is."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)

    @property
    def url(self):
        host = f'[{self.server_name}]' if ':' in self.server_name else self.server_name
        return f'http://{host}:{self.server_port}'


def read_secret_file(path):
    mode = os.stat(path).st_mode
    if stat.S_IMODE(mode) & 0o077:
        sys.exit(f'server.py: {path} can be read by others. Make it 0600.')
    with open(path, encoding='utf-8') as file:
        return file.read().strip()


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description='A practice AWS account on loopback: IAM server certificates, STS.')
    parser.add_argument('--host', default='127.0.0.1', choices=['127.0.0.1', '::1'],
                        help='the loopback address to listen on; there are no others')
    parser.add_argument('--port', type=int, default=0, help='0: any free one')
    parser.add_argument('--port-file', help='gets the port number when the emulator is ready')
    parser.add_argument('--access-key-id', default=os.environ.get('AWS_ACCESS_KEY_ID'),
                        help='default: AWS_ACCESS_KEY_ID')
    parser.add_argument('--secret-file', help='0600; default: the environment’s AWS_SECRET_ACCESS_KEY')
    parser.add_argument('--session-token-file', help='0600; default: the environment’s AWS_SESSION_TOKEN, if set')
    parser.add_argument('--account-number', default='000000000000')
    parser.add_argument('--fault', action='append', default=[], metavar='JSON', help='a fault to begin with: faults.py')
    parser.add_argument('--seed', type=int, default=1, help='for faults with a probability')
    for name, kind in Settings.FIELDS.items():
        parser.add_argument('--' + name.replace('_', '-'), type=kind, default=None)
    parser.add_argument('--exit-with-stdin', action='store_true',
                        help='stop when the standard input ends, that is, when whoever started this is gone')
    options = parser.parse_args(arguments)
    if not re.fullmatch('[0-9]{12}', options.account_number):
        parser.error('--account-number takes 12 digits')
    if not options.access_key_id:
        parser.error('set AWS_ACCESS_KEY_ID, or use --access-key-id')
    return options


def read_account(options):
    secret = read_secret_file(options.secret_file) if options.secret_file else os.environ.get('AWS_SECRET_ACCESS_KEY')
    if not secret:
        sys.exit('server.py: set AWS_SECRET_ACCESS_KEY, or use --secret-file.')
    token = (read_secret_file(options.session_token_file) if options.session_token_file
             else os.environ.get('AWS_SESSION_TOKEN'))
    return Account(options.account_number, options.access_key_id, secret, token or None)


def make_server(account, options):
    settings = Settings()
    settings.update({name: getattr(options, name) for name in Settings.FIELDS if getattr(options, name) is not None})
    faults = FaultBox(options.seed)
    for fault in options.fault:
        faults.add(json.loads(fault))
    handler = type('BoundHandler', (Handler,),
                   {'store': Store(account, settings), 'faults': faults, 'requests': RequestLog()})
    return Server(options.host, options.port, handler)


def write_port_file(path, port):
    temporary = f'{path}.{os.getpid()}'
    with open(temporary, 'w', encoding='ascii') as file:
        file.write(f'{port}\n')
    os.replace(temporary, path)


def wait_for_end_of_stdin(stop):
    # Not sys.stdin: its lock, held while reading, must not be in the way when a signal ends the program.
    while os.read(0, 4096):
        pass
    stop()


def main(arguments=None):
    options = parse_arguments(arguments)
    try:
        server = make_server(read_account(options), options)
    except (ValueError, OSError) as problem:
        sys.exit(f'server.py: {problem}')
    stop = lambda *_: threading.Thread(target=server.shutdown, daemon=True).start()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if options.exit_with_stdin:
        threading.Thread(target=wait_for_end_of_stdin, args=[stop], daemon=True).start()
    if options.port_file:
        write_port_file(options.port_file, server.server_port)
    print(f'Chainsmith practice emulator (not AWS) at {server.url}, account {options.account_number}', flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()


if __name__ == '__main__':
    main()
