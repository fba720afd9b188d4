# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors that the emulator answers with, in the words of AWS where those are known."""


class ServiceError(Exception):
    """One AWS error: what goes into <Code>, <Message> and the HTTP status."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    @property
    def type(self):
        return 'Receiver' if self.status >= 500 else 'Sender'


def validation_error(failures):
    """ValidationError as AWS writes it: the number of failures, then each of them.

    FAILURES is a list of (member, shown value or None, constraint)."""
    noun = 'error' if len(failures) == 1 else 'errors'
    parts = []
    for member, value, constraint in failures:
        shown = 'null' if value is None else f"'{value}'"
        parts.append(f"Value {shown} at '{member}' failed to satisfy constraint: {constraint}")
    return ServiceError('ValidationError', f"{len(failures)} validation {noun} detected: {'; '.join(parts)}")


def invalid_value(message):
    return ServiceError('ValidationError', message)


def malformed_certificate(message):
    return ServiceError('MalformedCertificate', message)


def invalid_input(message):
    return ServiceError('InvalidInput', message)


def limit_exceeded(message):
    return ServiceError('LimitExceeded', message, 409)


def no_such_certificate(name):
    return ServiceError('NoSuchEntity', f'The Server Certificate with name {name} cannot be found.', 404)


def already_exists(name):
    return ServiceError('EntityAlreadyExists', f'The Server Certificate with name {name} already exists.', 409)
