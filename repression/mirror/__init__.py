"""The site as files, for any static host, an onion service or a stick; and whether a copy is the published one."""
