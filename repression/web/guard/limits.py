"""How much anybody may ask for: every bound on callers in one place, each with its reason.

A caller is an address of the network (of IPv6, the 64 bits that one connection is given). Behind one address may be a
whole city: readers of a VPN, and all readers of an onion service at once. So each bound is far above what people do.
"""

from __future__ import annotations

import os

# Every code of every filter at once takes some 4,400 signs: what is far longer is no view.
MAX_QUERY_LENGTH = 8_000
# Our longest path has some 70 signs.
MAX_PATH_LENGTH = 500
# A browser's head has a kilobyte or two beside the address; what makes heads long elsewhere are cookies.
HEAD_BYTES = 20_000

# What must be made, not what is kept: a script that fetches every file of every question in every format once takes
# some 300, and nobody clicks twenty times a second. Making one takes some 20 ms, so at this pace a caller who never
# stops takes less than half of one processor.
FILES_PER_SECOND = 20
FILES_BURST = 1_200
# More at once make each other slower; as with pages (repression/ui/pacing.py), one may wait for the database.
WORK_SLOTS_TOTAL = (os.cpu_count() or 1) + 1
# One place is left to the others, whatever a caller asks for.
WORK_SLOTS_PER_CLIENT = WORK_SLOTS_TOTAL - 1
# How many of a caller may wait for these.
QUEUE_PER_CLIENT = 50
# Whoever waits longer is told to come again, since browsers and proxies give up soon after.
PATIENCE_SECONDS = 10
# Files above some megabytes are sent while they are made, and hold their table until the last byte is read.
STREAMS = 20
STREAMS_PER_CLIENT = 5

# Open pages: memory is measured for some hundreds (docs/performance.md).
SESSIONS = 1_000
SESSIONS_PER_CLIENT = 500
# After the server was started anew, all open pages come back at once.
OPENINGS_PER_SECOND = 10
OPENINGS_BURST = 600
# A message says which widgets stand how, and has the query of the address in it.
MESSAGE_BYTES = 250_000
# A slider that is drawn along sends some ten a second.
MESSAGES_PER_SECOND = 30
MESSAGES_BURST = 100
# Parts of one message; a browser sends most in one.
FRAGMENTS = 100

# A request must be here whole after so many seconds, also over a poor line or Tor.
REQUEST_SECONDS = 15
# What was sent must move on within so many seconds: a file over the poorest line does.
READING_SECONDS = 120
# Connections that wait for their caller, to ask or to read; beyond that, the one that waits longest goes.
IDLE_CONNECTIONS = 1_000
# Requests on one connection that are sent before the first is answered; browsers send one.
PIPELINED = 10
# A connection is an open file, and the usual limit of a process is 1,024.
OPEN_FILES = 8_192
# Addresses are remembered while they count, which is a minute: of so many callers at most.
MAX_CLIENTS = 100_000
