# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lengths and patterns of IAM's parameters (API 2010-05-08), answered with ValidationError as AWS does."""

import re
import unicodedata

import errors

NAME = re.compile(r'[A-Za-z0-9_+=,.@-]+')
PATH = re.compile(r'/|/[\x21-\x7e]+/')
PATH_PREFIX = re.compile(r'/[\x21-\x7f]*')
PEM_TEXT = re.compile(r'[\t\n\r\x20-\xff]+')
MARKER = re.compile(r'[\x20-\xff]+')
NAME_MESSAGE = ('The specified value for {} is invalid. It must contain only alphanumeric characters and/or the '
                'following: +=,.@_-')
PATH_MESSAGE = ('The specified value for {} is invalid. It must begin and end with / and contain only alphanumeric '
                'characters and/or / characters.')
PEM_PATTERN = r'Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+'
TAG_PATTERN = r'Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]'
MAX_TAGS = 50


class Checker:
    """Collects what is wrong with the parameters of one call; finish() raises all of it at once."""

    def __init__(self, parameters):
        self._parameters = parameters
        self._failures = []
        self._message = None

    def text(self, name, minimum, maximum, required=False, default=None, pattern=None, message=None,
             constraint=None, secret=False):
        value = self._parameters.get(name)
        member = name[0].lower() + name[1:]
        if value is None:
            if required:
                self._failures.append((member, None, 'Member must not be null'))
            return default
        shown = '…' if secret or len(value) > 600 else value
        if len(value) < minimum:
            self._failures.append((member, shown, f'Member must have length greater than or equal to {minimum}'))
        elif len(value) > maximum:
            self._failures.append((member, shown, f'Member must have length less than or equal to {maximum}'))
        elif pattern and not pattern.fullmatch(value):
            if message and not self._message:
                self._message = message.format(member)
            elif constraint:
                self._failures.append((member, shown, constraint))
        return value

    def certificate_name(self, name='ServerCertificateName', required=True):
        return self.text(name, 1, 128, required, pattern=NAME, message=NAME_MESSAGE)

    def path(self, name='Path', default='/'):
        return self.text(name, 1, 512, default=default, pattern=PATH, message=PATH_MESSAGE)

    def pem(self, name, maximum, required=True, secret=False):
        return self.text(name, 1, maximum, required, pattern=PEM_TEXT, constraint=PEM_PATTERN, secret=secret)

    def marker(self):
        return self.text('Marker', 1, 320, pattern=MARKER,
                         constraint=r'Member must satisfy regular expression pattern: [\u0020-\u00FF]+')

    def max_items(self):
        value = self._parameters.get('MaxItems')
        if value is None:
            return 100
        if not re.fullmatch(r'-?[0-9]{1,9}', value):
            raise errors.ServiceError('MalformedInput', f"'{value}' is not a valid Integer")
        number = int(value)
        if number < 1:
            self._failures.append(('maxItems', value, 'Member must have value greater than or equal to 1'))
        elif number > 1000:
            self._failures.append(('maxItems', value, 'Member must have value less than or equal to 1000'))
        return number

    def tags(self):
        """{key: value} of Tags.member.N.Key and .Value; both are required of each tag."""
        tags = {}
        for index in self._members('Tags'):
            prefix = f'Tags.member.{index}'
            key = self._parameters.get(f'{prefix}.Key')
            value = self._parameters.get(f'{prefix}.Value')
            self._tag_text(f'tags.{index}.member.key', key, 1, 128)
            self._tag_text(f'tags.{index}.member.value', value, 0, 256)
            if key is not None and key.lower().startswith('aws:'):
                raise errors.invalid_input('Tag keys that start with aws: are reserved for system use.')
            if key is not None and key.lower() in {each.lower() for each in tags}:
                raise errors.invalid_input('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
            tags[key] = value
        if len(tags) > MAX_TAGS:
            self._failures.append(('tags', '…', f'Member must have length less than or equal to {MAX_TAGS}'))
        return tags

    def tag_keys(self):
        keys = []
        for index in self._members('TagKeys'):
            key = self._parameters[f'TagKeys.member.{index}']
            self._tag_text(f'tagKeys.{index}.member', key, 1, 128)
            keys.append(key)
        if not keys:
            self._failures.append(('tagKeys', None, 'Member must not be null'))
        return keys

    def require(self, member, value):
        if not value:
            self._failures.append((member, None, 'Member must not be null'))

    def _members(self, name):
        found = set()
        for parameter in self._parameters:
            match = re.fullmatch(rf'{name}\.member\.([0-9]+)(\..*)?', parameter)
            if match:
                found.add(int(match[1]))
        return sorted(found)

    def _tag_text(self, member, value, minimum, maximum):
        if value is None:
            self._failures.append((member, None, 'Member must not be null'))
        elif len(value) < minimum:
            self._failures.append((member, value, f'Member must have length greater than or equal to {minimum}'))
        elif len(value) > maximum:
            self._failures.append((member, value, f'Member must have length less than or equal to {maximum}'))
        elif not all(unicodedata.category(letter)[0] in 'LZN' or letter in '_.:/=+-@' for letter in value):
            self._failures.append((member, value, TAG_PATTERN))

    def finish(self):
        if self._failures:
            raise errors.validation_error(self._failures)
        if self._message:
            raise errors.invalid_value(self._message)
