# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the Signature Version 4 of a received request by signing it again with botocore."""

import datetime
import hashlib
import hmac
import re

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from errors import ServiceError

ALGORITHM = 'AWS4-HMAC-SHA256'
WINDOW = datetime.timedelta(minutes=5)
GLOBAL_REGIONS = {'iam': ('us-east-1', 'cn-north-1', 'us-gov-west-1')}
REGION = re.compile(r'[a-z]{2,}(-[a-z]+)+-[0-9]+')


class Received:
    """A request as it came over the wire: nothing decoded, nothing normalized."""

    def __init__(self, method, target, headers, body):
        self.method = method
        self.target = target
        self.headers = headers      # list of (name, value), in order
        self.body = body

    def header(self, name):
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return None


class ReceivedAuth(SigV4Auth):
    """botocore's signer, made to sign exactly the headers that the client says it signed."""

    def __init__(self, credentials, service, region, signed_headers):
        super().__init__(credentials, service, region)
        self._names = signed_headers

    def headers_to_sign(self, request):
        headers = super().headers_to_sign(request)
        for name in self._names:
            if name not in headers:
                for value in request.headers.get_all(name, []):
                    headers[name] = value
        return headers


def _refuse(message, code='SignatureDoesNotMatch', status=403):
    return ServiceError(code, message, status)


def _parse_authorization(value):
    scheme, _, rest = value.partition(' ')
    if scheme != ALGORITHM:
        raise _refuse(f"Authorization header requires '{ALGORITHM}'.", 'IncompleteSignature', 400)
    fields = {}
    for part in rest.split(','):
        key, equals, item = part.strip().partition('=')
        if equals:
            fields[key] = item
    for key in ('Credential', 'Signature', 'SignedHeaders'):
        if not fields.get(key):
            raise _refuse(f"Authorization header requires '{key}' parameter.", 'IncompleteSignature', 400)
    return fields['Credential'], fields['SignedHeaders'], fields['Signature']


def _check_scope(parts, service, stamp):
    _, date, region, scoped_service, terminator = parts
    if terminator != 'aws4_request':
        raise _refuse(f"Credential should be scoped with a valid terminator: 'aws4_request', not '{terminator}'.")
    if date != stamp[:8]:
        raise _refuse(f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                      f"'{date}' != '{stamp[:8]}', from '{stamp}'.")
    if scoped_service != service:
        raise _refuse(f"Credential should be scoped to correct service: '{service}'. ")
    allowed = GLOBAL_REGIONS.get(service)
    if (allowed and region not in allowed) or not REGION.fullmatch(region):
        raise _refuse('Credential should be scoped to a valid region. ')
    return region


def _check_time(stamp, now, expired_code):
    try:
        signed_at = datetime.datetime.strptime(stamp, '%Y%m%dT%H%M%SZ').replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        raise _refuse("Date must be in ISO-8601 'basic format'. Got "
                      f"'{stamp}'. See http://en.wikipedia.org/wiki/ISO_8601", 'IncompleteSignature', 400) from None
    write = lambda moment: moment.strftime('%Y%m%dT%H%M%SZ')
    if signed_at < now - WINDOW:
        raise _refuse(f'Signature expired: {stamp} is now earlier than {write(now - WINDOW)} '
                      f'({write(now)} - 5 min.)', expired_code, 400 if expired_code == 'RequestExpired' else 403)
    if signed_at > now + WINDOW:
        raise _refuse(f'Signature not yet current: {stamp} is still later than {write(now + WINDOW)} '
                      f'({write(now)} + 5 min.)', expired_code, 400 if expired_code == 'RequestExpired' else 403)


def _hide_token(canonical, token):
    return canonical.replace(token, '…') if token else canonical


def verify(received, account, service, now, expired_code='SignatureDoesNotMatch'):
    """Raises ServiceError unless RECEIVED bears a right signature of ACCOUNT for SERVICE at NOW.

    The order of the checks is that of AWS: is there one, is it complete, whose is it, when and for what, is it right.
    """
    authorization = received.header('authorization')
    if not authorization:
        raise _refuse('Request is missing Authentication Token', 'MissingAuthenticationToken')
    credential, signed_list, signature = _parse_authorization(authorization)
    stamp = received.header('x-amz-date')
    if not stamp:
        raise _refuse("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
                      'IncompleteSignature', 400)
    parts = credential.split('/')
    if len(parts) != 5:
        raise _refuse("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                      f"got '{credential}'", 'IncompleteSignature', 400)
    if parts[0] != account.access_key_id or received.header('x-amz-security-token') != account.session_token:
        raise _refuse('The security token included in the request is invalid.', 'InvalidClientTokenId')

    names = signed_list.split(';')
    if names != sorted(names) or any(name != name.lower() for name in names):
        raise _refuse('SignedHeaders must be lower case, sorted and separated by semicolons.',
                      'IncompleteSignature', 400)
    present = {name.lower() for name, _ in received.headers}
    must = {'host'} | {name for name in present if name.startswith('x-amz-')}
    for name in sorted(must - set(names)):
        raise _refuse(f"'{name}' must be a 'SignedHeader' in the AWS Authorization.")
    for name in names:
        if name not in present:
            raise _refuse(f"The signed header '{name}' is not in the request.")

    _check_time(stamp, now, expired_code)
    region = _check_scope(parts, service, stamp)

    claimed_hash = received.header('x-amz-content-sha256')
    if claimed_hash and claimed_hash != hashlib.sha256(received.body).hexdigest():
        raise _refuse("The provided 'x-amz-content-sha256' header does not match what was computed.")

    request = AWSRequest(method=received.method, data=received.body,
                         url=f"http://{received.header('host')}{received.target}")
    for name, value in received.headers:
        if name.lower() in names:
            request.headers[name] = value.encode('latin-1').decode('utf-8', 'replace')
    request.context['timestamp'] = stamp
    auth = ReceivedAuth(Credentials(account.access_key_id, account.secret, account.session_token),
                        service, region, names)
    canonical = auth.canonical_request(request)
    to_sign = auth.string_to_sign(request, canonical)
    if not hmac.compare_digest(auth.signature(to_sign, request).encode(), signature.encode('utf-8', 'replace')):
        raise _refuse('The request signature we calculated does not match the signature you provided. Check your AWS '
                      'Secret Access Key and signing method. Consult the service documentation for details.\n\n'
                      'The Canonical String for this request should have been\n'
                      f"'{_hide_token(canonical, account.session_token)}'\n\n"
                      f"The String-to-Sign should have been\n'{to_sign}'\n")
