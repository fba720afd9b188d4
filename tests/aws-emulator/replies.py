# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The XML of the Query protocol: results, errors and their namespaces."""

import re
import xml.etree.ElementTree as ElementTree

NAMESPACES = {
    'iam': 'https://iam.amazonaws.com/doc/2010-05-08/',
    'sts': 'https://sts.amazonaws.com/doc/2011-06-15/',
}

# What XML 1.0 cannot say; a refusal repeats what it refuses.
UNSPEAKABLE = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


def _append(parent, name, value):
    """Adds VALUE under PARENT: a dict is a structure, a list is <member> after <member>."""
    if value is None:
        return
    element = ElementTree.SubElement(parent, name)
    if isinstance(value, dict):
        for key, item in value.items():
            _append(element, key, item)
    elif isinstance(value, Map):
        for key, item in value.items:
            entry = ElementTree.SubElement(element, 'entry')
            _append(entry, 'key', key)
            _append(entry, 'value', item)
    elif isinstance(value, list):
        for item in value:
            _append(element, 'member', item)
    elif isinstance(value, bool):
        element.text = 'true' if value else 'false'
    else:
        element.text = UNSPEAKABLE.sub('\ufffd', str(value))


class Map:
    """A map of the Query protocol: <entry><key/><value/></entry>, one after the other."""

    def __init__(self, items):
        self.items = list(items)


def _serialize(root):
    return ElementTree.tostring(root, encoding='utf-8', xml_declaration=False)


def result(service, action, members, request_id):
    """The answer of ACTION. MEMBERS is None for calls that answer nothing."""
    root = ElementTree.Element(f'{action}Response', xmlns=NAMESPACES[service])
    if members is not None:
        _append(root, f'{action}Result', members)
    _append(root, 'ResponseMetadata', {'RequestId': request_id})
    return _serialize(root)


def error(service, problem, request_id):
    root = ElementTree.Element('ErrorResponse', xmlns=NAMESPACES.get(service, NAMESPACES['iam']))
    _append(root, 'Error', {'Type': problem.type, 'Code': problem.code, 'Message': problem.message})
    _append(root, 'RequestId', request_id)
    return _serialize(root)


def timestamp(moment):
    """An aware datetime as the Query protocol writes it."""
    return moment.strftime('%Y-%m-%dT%H:%M:%SZ')
