#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signs some hundreds of generated requests with botocore and prints each step as JSON.

The same seed gives the same requests."""

import base64
import datetime
import json
import random
import sys
from urllib.parse import quote

from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NUMBER = 420
WORDS = ['', 'a', 'server-certificate', 'Größe', 'naïve café', 'ключ', '証明書', '🔑', 'a b', ' edge ', 'x=y&z', 'semi;colon',
         'per%cent', '100%', '%41', 'plus+plus', 'tilde~', "quote'\"", 'slash/inside', 'star*', '(brackets)', '!$@:,?#[]',
         '~-._', '\t', 'line\nbreak', 'ÿ', '\u0301', 'UPPER', 'upper']
SEGMENTS = ['', '.', '..', 'a', 'B', 'certificate', 'a b', 'ключ', '%41', '100%', 'x;y', 'a=b', '~user', '...', '.hidden', '+']
HOSTS = ['iam.amazonaws.com', 'sts.eu-central-1.amazonaws.com', '127.0.0.1:4566', 'localhost:80', 'example.org:443',
         '[::1]:8443', 'UPPER.example.org']
NAMES = ['X-Amz-Meta', 'x-custom', 'X-CUSTOM', 'Accept', 'User-Agent', 'Expect', 'X-Amzn-Trace-Id', 'My-Header', 'Zz-Top']
VALUES = ['', 'value', '  padded  ', 'a   b', 'a\tb', 'a \t  b\t', '"in  quotes"', 'a,b', 'z', 'A', '0;q=1', 'text/html, */*']


def make_path(chance, is_raw):
    if chance.random() < 0.3:
        return chance.choice(['', '/'])
    segments = [chance.choice(SEGMENTS) for _ in range(chance.randint(1, 6))]
    return '/' + '/'.join(segment if is_raw else quote(segment, safe="~;=+") for segment in segments)


def make_query(chance):
    pairs = []
    for _ in range(chance.choice([0, 0, 1, 2, 3, 8])):
        name = chance.choice(WORDS[1:])
        pair = quote(name, safe='~')
        if chance.random() < 0.85:
            pair += '=' + quote(chance.choice(WORDS), safe='~')
        pairs.append(pair)
        if chance.random() < 0.25:
            pairs.append(quote(name, safe='~') + '=' + quote(chance.choice(WORDS), safe='~'))
    chance.shuffle(pairs)
    return '&'.join(pairs)


def make_case(chance):
    # A raw path has characters that no address may have; it shows what is encoded how often.
    is_raw = chance.random() < 0.25
    host = chance.choice(HOSTS)
    path = make_path(chance, is_raw)
    query = make_query(chance)
    url = f'https://{host}{path}' + (f'?{query}' if query else '')
    if host in ('127.0.0.1:4566', 'localhost:80'):
        url = url.replace('https:', 'http:')
    body = b''.join(chance.choice(WORDS).encode() for _ in range(chance.randint(0, 40)))
    if chance.random() < 0.1:
        body = bytes(chance.randrange(256) for _ in range(chance.randint(1, 5000)))
    method = chance.choice(['POST', 'POST', 'GET', 'PUT', 'DELETE'])
    secret = chance.choice(['wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', 'short', 'x' * 200, 'with spaces and ümlaut'])
    token = chance.choice([None, None, 'AQoDYXdzEPT//////////wEXAMPLE==', 'T' * 1500])
    region = chance.choice(['us-east-1', 'eu-central-1', 'cn-north-1', 'us-gov-west-1'])
    service = chance.choice(['iam', 'sts', 'acm', 'elasticloadbalancing'])
    time = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=chance.randrange(0, 4102444800))

    request = AWSRequest(method=method, url=url, data=body)
    given = []
    for _ in range(chance.choice([0, 0, 1, 2, 5])):
        given.append((chance.choice(NAMES), chance.choice(VALUES)))
    content_type = chance.choice([None, 'application/x-www-form-urlencoded; charset=utf-8', 'application/x-amz-json-1.1'])
    for name, value in given + ([('Content-Type', content_type)] if content_type else []):
        request.headers.add_header(name, value)
    request.context['timestamp'] = time.strftime(SIGV4_TIMESTAMP)
    auth = SigV4Auth(Credentials('AKIDEXAMPLE', secret, token), service, region)
    auth._modify_request_before_signing(request)
    canonical_request = auth.canonical_request(request)
    string_to_sign = auth.string_to_sign(request, canonical_request)
    signature = auth.signature(string_to_sign, request)
    auth._inject_signature_to_request(request, signature)

    signed = [list(pair) for pair in request.headers.items() if pair[0] != 'Authorization']
    if 'host' not in request.headers:
        signed.append(['Host', auth.headers_to_sign(request)['host']])
    return {
        # GUri removes dot segments itself, before anything goes over the wire, a little differently.
        'method': method, 'url': None if is_raw or {'.', '..'} & set(path.split('/')) else url, 'path': path, 'query': query,
        'given': [list(pair) for pair in given], 'content_type': content_type, 'headers': signed,
        'body': base64.b64encode(body).decode(), 'secret': secret, 'token': token, 'region': region, 'service': service,
        'time': time.strftime('%Y-%m-%dT%H:%M:%SZ'), 'canonical_request': canonical_request,
        'string_to_sign': string_to_sign, 'signature': signature, 'authorization': request.headers['Authorization'],
    }


chance = random.Random(20150830)
json.dump([make_case(chance) for _ in range(NUMBER)], sys.stdout)
