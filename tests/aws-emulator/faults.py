# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults that can be dialed in, and which of them strike a request.

A fault is a JSON object: {"kind": …, "action": "GetServerCertificate", "count": 2, "after": 1, "probability": 0.5, …}.
"action" (a name, or a list of names) limits it to these calls; "count" is how often it strikes (forever without it);
"after" lets so many matching requests pass first. Further members belong to the kind:

  delay          seconds              waits before it answers
  drop-before                         closes the connection without having done the work
  drop-after                          does the work, then closes the connection: the answer is lost
  drop-middle                         does the work, closes the connection in the middle of the answer
  status         status, code         a 5xx answer (503 ServiceUnavailable unless told)
  throttle       code                 400 Throttling (or RequestLimitExceeded, …)
  error          code, message, status any error of the service
  wrong-xml      variant              "not-xml", "truncated", "other" (well-formed, but not the answer)
  huge-body      bytes                an answer of that many bytes (64 MiB unless told)
  clock-skew     seconds, code        the emulator's clock is that far off for this request: Date header, signature
"""

import random
import threading

from errors import ServiceError

KINDS = {
    'delay': {'seconds': 1.0},
    'drop-before': {},
    'drop-after': {},
    'drop-middle': {},
    'status': {'status': 503, 'code': 'ServiceUnavailable'},
    'throttle': {'code': 'Throttling'},
    'error': {'code': 'ServiceFailure', 'message': 'A practice error.', 'status': 500},
    'wrong-xml': {'variant': 'not-xml'},
    'huge-body': {'bytes': 64 * 1024 * 1024},
    'clock-skew': {'seconds': 3600, 'code': 'SignatureDoesNotMatch'},
}
COMMON = {'kind', 'action', 'count', 'after', 'probability'}


class Fault:
    def __init__(self, description):
        if not isinstance(description, dict) or description.get('kind') not in KINDS:
            raise ValueError(f'a fault needs a "kind" out of: {", ".join(KINDS)}')
        self.kind = description['kind']
        own = KINDS[self.kind]
        unknown = set(description) - COMMON - set(own)
        if unknown:
            raise ValueError(f'“{self.kind}” has no member “{unknown.pop()}”')
        actions = description.get('action')
        self.actions = [actions] if isinstance(actions, str) else actions
        self.count = description.get('count')
        self.after = description.get('after', 0)
        self.probability = description.get('probability', 1.0)
        self.values = {key: description.get(key, value) for key, value in own.items()}

    def __getitem__(self, key):
        return self.values[key]

    def as_dict(self):
        return {'kind': self.kind, 'action': self.actions, 'count': self.count, 'after': self.after,
                'probability': self.probability, **self.values}

    def strikes(self, action, chance):
        if self.actions is not None and action not in self.actions:
            return False
        if self.count is not None and self.count <= 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if chance.random() >= self.probability:
            return False
        if self.count is not None:
            self.count -= 1
        return True

    def error(self):
        """The ServiceError that this fault answers with, or None."""
        if self.kind == 'status':
            return ServiceError(self['code'], 'The practice account is unavailable because a fault is dialed in.',
                                self['status'])
        if self.kind == 'throttle':
            return ServiceError(self['code'], 'Rate exceeded', 400)
        if self.kind == 'error':
            return ServiceError(self['code'], self['message'], self['status'])
        return None


class FaultBox:
    """The faults in force. The same seed gives the same strikes."""

    def __init__(self, seed=1):
        self._lock = threading.Lock()
        self._chance = random.Random(seed)
        self._faults = []

    def add(self, descriptions):
        if isinstance(descriptions, dict):
            descriptions = [descriptions]
        added = [Fault(description) for description in descriptions]
        with self._lock:
            self._faults.extend(added)

    def clear(self):
        with self._lock:
            self._faults.clear()

    def as_list(self):
        with self._lock:
            return [fault.as_dict() for fault in self._faults]

    def strike(self, action):
        """The faults that hit this request, by kind; counts go down."""
        with self._lock:
            return {fault.kind: fault for fault in self._faults if fault.strikes(action, self._chance)}
