# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The accessibility bus, asked directly and many questions at once: a window has a thousand widgets, and one question
after the other takes a second and more. libatspi is not used, so nothing is cached that can change."""

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

TIMEOUT = 5000      # milliseconds
ACCESSIBLE = 'org.a11y.atspi.Accessible'
COMPONENT = 'org.a11y.atspi.Component'
TEXT = 'org.a11y.atspi.Text'
ACTION = 'org.a11y.atspi.Action'
PROPERTIES = 'org.freedesktop.DBus.Properties'
REGISTRY = ('org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root')
NOTHING = '/org/a11y/atspi/null'
WINDOW_COORDINATES = GLib.Variant('(u)', (1,))

# Only names of numbers come from libatspi.
ROLES = {int(role): Atspi.role_get_name(role) for role in
         (getattr(Atspi.Role, name) for name in dir(Atspi.Role) if name.isupper()) if isinstance(role, Atspi.Role)}
STATES = {int(state): state.value_nick for state in
          (getattr(Atspi.StateType, name) for name in dir(Atspi.StateType) if name.isupper())
          if isinstance(state, Atspi.StateType)}

_connection = None


def connection():
    global _connection
    if _connection is None:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                                    Gio.DBusCallFlags.NONE, TIMEOUT, None).unpack()[0]
        _connection = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
            None, None)
    return _connection


def property_call(reference, name, interface=ACCESSIBLE):
    return reference, PROPERTIES, 'Get', GLib.Variant('(ss)', (interface, name))


def ask(calls):
    """The answers to CALLS, each (reference, interface, method, arguments or None): a tuple, or None where there is
    none, say because the widget has gone."""
    answers = [None] * len(calls)
    open_calls = [len(calls)]

    def take(source, result, index):
        open_calls[0] -= 1
        try:
            answers[index] = source.call_finish(result).unpack()
        except GLib.Error:
            pass

    bus = connection()
    for index, ((name, path), interface, method, arguments) in enumerate(calls):
        bus.call(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, TIMEOUT, None, take, index)
    context = GLib.MainContext.default()
    while open_calls[0]:
        context.iteration(True)
    return answers


def ask_one(reference, interface, method, arguments=None):
    return ask([(reference, interface, method, arguments)])[0]


def applications():
    """The references of all programs on the bus."""
    answer = ask_one(REGISTRY, ACCESSIBLE, 'GetChildren')
    return [tuple(reference) for reference in answer[0]] if answer else []


def process_id(reference):
    answer = ask_one(('org.freedesktop.DBus', '/org/freedesktop/DBus'), 'org.freedesktop.DBus',
                     'GetConnectionUnixProcessID', GLib.Variant('(s)', (reference[0],)))
    return answer[0] if answer else None


def state_names(words):
    bits = words[0] | (words[1] << 32)
    return {name for number, name in STATES.items() if bits >> number & 1}
