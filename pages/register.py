"""The register's rows at the privacy grain: filtered, sortable, to be downloaded as they are."""

from repression.exhibits.writer import exhibit

exhibit("register")
