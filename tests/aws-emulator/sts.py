# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""STS: who is calling."""

VERSION = '2011-06-15'


def get_caller_identity(call):
    account = call.store.account
    return {'Arn': account.arn, 'UserId': account.user_id, 'Account': account.number}


ACTIONS = {'GetCallerIdentity': get_caller_identity}
