"""What a client takes, as RFC 9110 has it."""

from __future__ import annotations

import pytest

from repression.accept_headers import best_encoding, plain_choice, weights

BOTH, PLAIN = ("br", "gzip", "identity"), ("identity",)


@pytest.mark.parametrize(
    ("header", "available", "best"),
    [
        *((None, BOTH, "identity"), ("", BOTH, "identity"), ("gzip", BOTH, "gzip"), ("GZIP", BOTH, "gzip")),
        *(
            ("gzip, br", BOTH, "br"),
            ("gzip;q=1, br;q=0.5", BOTH, "gzip"),
            ("*", BOTH, "br"),
            ("br;q=0, *", BOTH, "gzip"),
        ),
        *(("gzip;q=0", BOTH, "identity"), ("gzip; q=0.000", BOTH, "identity"), ("gzip ;q=0.001", BOTH, "gzip")),
        *(("gzip;q=0.5, identity", BOTH, "identity"), ("identity;q=0.5, gzip;q=0.5", BOTH, "gzip")),
        *(("identity;q=0", BOTH, None), ("*;q=0", BOTH, None), ("*;q=0, identity", BOTH, "identity")),
        *(("gzip, *;q=0", BOTH, "gzip"), ("identity;q=0, gzip", PLAIN, None), ("gzip, *;q=0", PLAIN, None)),
        *(("gzip;q=high", BOTH, "identity"), ("gzip;q=2", BOTH, "identity"), ("gzip;level=1", BOTH, "identity")),
        *(("x-gzip", BOTH, "gzip"), ("gzipped, notgzip", BOTH, "identity"), ("deflate", BOTH, "identity")),
        *((", ,gzip,", BOTH, "gzip"), ("gzip\t;\tQ=0", BOTH, "identity")),
    ],
)
def test_the_encoding_is_the_most_welcome_one_that_there_is(
    header: str | None, available: tuple[str, ...], best: str | None
) -> None:
    assert best_encoding(header, available) == best


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        *(
            ("", "identity"),
            ("gzip", "gzip, identity"),
            ("*", "br, gzip, identity"),
            ("br, x-gzip;q=0.5", "br, gzip, identity"),
        ),
        *(
            ("gzip;q=0", "identity"),
            ("gzip;q=0, *", "br, identity"),
            ("br;q=0.5, gzip", "gzip, identity"),
            ("gzip;q=0.5, identity;q=0.8", "identity"),
        ),
        *(("identity;q=0, gzip;q=0.1", "gzip, identity;q=0"), ("gzip;q=0, identity;q=0", "identity;q=0")),
        ("*;q=0", "identity;q=0"),
    ],
)
def test_gzip_is_named_only_where_it_is_chosen_and_the_choice_stays(header: str, plain: str) -> None:
    assert plain_choice(header) == plain
    for available in (BOTH, ("gzip", "identity"), PLAIN):
        assert best_encoding(plain, available) == best_encoding(header, available)


def test_items_have_their_weights() -> None:
    assert weights("be-BY,be;q=0.9, ru;q=0.75 ,en;q=0,*;q=2") == {"be-by": 1.0, "be": 0.9, "ru": 0.75, "en": 0.0}
