/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compiled once for all of this room and its tests (b_pch): reading these takes longer than any of our files.
 * Only headers of others; every file still names what it needs.
 */
#include <adwaita.h>
