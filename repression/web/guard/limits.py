"""Every limit on clients in one place, each with its reason.

A client is a network address (of IPv6, the 56 bits that one household is given). Many people may share one address:
the readers of a VPN, and all readers of an onion service. So each limit is far above what people do.
"""

from __future__ import annotations

import os

# Every code of every filter at once takes some 4,400 characters: a much longer query is no view.
MAX_QUERY_LENGTH = 8_000
# Our longest path has some 70 characters.
MAX_PATH_LENGTH = 500
# A browser's headers have a kilobyte or two beside the address. What makes them long on other sites is cookies.
HEAD_BYTES = 20_000

# What a client may ask for, in files: one budget for all, so that a client that never stops takes one processor at
# most, whatever it asks for. What counts are answers with a body, and refusals; not the answer that a file did not
# change. What is kept counts as what must be made, so that nobody learns what others asked for. A script that fetches
# every file of every question in every format once needs some 300, and nobody clicks twenty times a second. Making a
# file takes some 20 ms.
FILES_PER_SECOND = 20
FILES_BURST = 1_200
# A page that nobody asked for before takes some 200 ms. Nobody opens five pages a second, but many readers may share an
# address.
PAGE_COST = 4
# A PNG takes some 200 ms in a process of its own. Nobody saves three pictures a second.
PNG_COST = 7
# One is drawn after the other. What does not fit into the queue would wait longer than PATIENCE_SECONDS when each takes
# half a second, as on a machine that is busy.
PNG_QUEUE = 20
# After so long something is wrong, and the process that draws is ended.
PNG_SECONDS = 10
# More at once slow each other down. One more than processors, since one may wait for the database, as with pages
# (repression/fair_slots.py).
WORK_SLOTS_TOTAL = (os.cpu_count() or 1) + 1
# One slot is left to the other clients.
WORK_SLOTS_PER_CLIENT = WORK_SLOTS_TOTAL - 1
# How many requests of one client may wait for a slot.
QUEUE_PER_CLIENT = 50
# A request that waits longer gets a 503 with Retry-After, since browsers and proxies give up soon after.
PATIENCE_SECONDS = 10
# Files above some megabytes are streamed, and hold their table in memory until the last byte is read.
STREAMS = 20
STREAMS_PER_CLIENT = 5

# Open pages: their memory is measured in tests/attacks/test_places.py.
SESSIONS = 1_000
# The pages of one client, once half of all places are taken. Before, it may have half of them: all readers of an onion
# service are one client.
SESSIONS_PER_CLIENT = 100
# If all places are taken, a page of the client with the most pages is closed for a client with fewer. Among clients
# with as many it must have been silent for so long. Its browser opens it again at once, so that with a shorter time
# pages of readers would close each other again and again.
SILENT_SECONDS = 300
# A browser asks for a new page as soon as its websocket is open, which over Tor takes a second or two. A page that
# connects again names the session it had, and may be silent until its reader does something: were it closed, it would
# connect again for ever.
ASKING_SECONDS = 10
# After a restart of the server, all open pages reconnect at once.
OPENINGS_PER_SECOND = 10
OPENINGS_BURST = 600
# A message has the state of the widgets and the query of the address. With every choice of every filter in Russian it
# has 16,500 bytes; a register with twice as many facilities needs some 8,000 more.
MESSAGE_BYTES = 40_000
# The quickest finger clicks eight times a second, and a key that is held repeats thirty times for a second or two. What
# comes faster waits.
MESSAGES_PER_SECOND = 10
MESSAGES_BURST = 50
# A hundred readers behind one address who click every two seconds; and their pages, which open anew all at once when
# the server restarts. A message that is not run takes some 0.3 ms.
MESSAGES_PER_SECOND_OF_CLIENT = 50
MESSAGES_BURST_OF_CLIENT = 300
# A page whose messages have all been delayed for so long lags behind, and tells its reader.
LAG_SECONDS = 1.0
# Fragments of one message; a browser sends most messages in one.
FRAGMENTS = 100
# What comes over a websocket is unpacked in pieces of so many bytes, and not before all messages of the piece before
# are read. A piece of messages of a browser unpacks to some 5,000 bytes; deflate can reach a thousandfold.
PIECE_BYTES = 512
# Unpacked bytes that may wait at one websocket, so that all open pages together hold 100 MB at most.
QUEUE_BYTES = 100_000

# File descriptors: every connection needs one, and the usual limit of a process is 1,024.
OPEN_FILES = 8_192
# Client keys in memory at most; a rate limiter keeps one for a minute.
MAX_CLIENTS = 100_000
