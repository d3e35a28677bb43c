"""What is near a parameter of ours is refused by name; what others append to links is passed over."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from repression.questions.answer import vocabulary
from repression.questions.filter_types import Vocabulary
from repression.questions.filters import PARAMETERS, PART, PURPOSE
from repression.questions.parameter_names import SHORT_NAME
from repression.questions.problems import MOST_NAMED, report
from repression.questions.selection import MOST_PARAMETERS, BadAddress, passed_over, read_address
from repression.warehouse.database import Warehouse
from tests.questions.test_filters import DAYS

KNOWN = (*PARAMETERS, *PART, PURPOSE)
# What search engines, social networks, messengers, mailers and shops append, a few of each.
TAGS = (
    *("ysclid", "yclid", "etext", "_openstat", "srsltid", "gclid", "gclsrc", "gad_source", "wbraid", "gbraid", "dclid"),
    *("msclkid", "igsh", "igshid", "fbclid", "fb_action_ids", "mibextid", "twclid", "ttclid", "rdt_cid", "li_fat_id"),
    *("ScCid", "epik", "utm_source", "utm_content", "utm_id", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi"),
    *("__hstc", "vero_id", "oly_enc_id", "rb_clickid", "s_cid", "wickedid", "spm", "_ga", "_gl", "pk_campaign"),
    *("mtm_source", "at_medium", "si", "s", "t", "ref", "ref_src", "trk", "cmpid", "ncid", "wprov", "_x_tr_hl"),
    *("guccounter", "sfnsn", "share_id", "isappinstalled", "tgWebAppStartParam", "vkid", "xtor", "%C3%A4", "", "\x00"),
    *("FORM", "form", "fr", "win", "fo"),
)


@pytest.fixture(scope="module")
def codes(warehouse: Warehouse) -> Vocabulary:
    return vocabulary(warehouse, "en")


@pytest.mark.parametrize("tag", TAGS)
def test_what_others_append_changes_nothing(tag: str, codes: Vocabulary) -> None:
    alone = read_address({"gender": ["female"]}, codes, DAYS)
    assert read_address({"gender": ["female"], tag: ["AfmBOopZ-1_x"]}, codes, DAYS) == alone
    assert passed_over({"gender": ["female"], tag: ["x"]}) == [tag]


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    """A parameter of ours, and the same with one letter left out, put in, replaced or swapped with the next."""
    name = draw(st.sampled_from([name for name in KNOWN if len(name) > SHORT_NAME]))
    place = draw(st.integers(0, len(name) - 1))
    letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz_-0123456789 ABCéе"))
    before, there, after = name[:place], name[place], name[place + 1 :]
    return name, draw(
        st.sampled_from(
            [
                before + after,
                before + letter + there + after,
                name + letter,
                before + letter + after,
                before + after[:1] + there + after[1:],
            ]
        )
    )


@given(misspelt())
def test_a_misspelt_parameter_is_refused_by_name(codes: Vocabulary, pair: tuple[str, str]) -> None:
    meant, name = pair
    assume(name not in KNOWN)
    with pytest.raises(BadAddress) as caught:
        read_address({name: ["x"], "penalty": ["arrest"]}, codes, DAYS, (*PART, PURPOSE))
    (problem,) = caught.value.problems
    assert problem.parameter == name and meant in problem.said.partition("perhaps ")[2]
    assert caught.value.rest.get("penalty") == ("arrest",)


@given(st.text(st.characters(categories=["L", "N", "So"]), min_size=1, max_size=30))
def test_a_name_unlike_all_parameters_is_passed_over(codes: Vocabulary, name: str) -> None:
    # By another measure than that of the code.
    assume(all(SequenceMatcher(None, name.lower(), known).ratio() < 0.5 for known in KNOWN))
    assume(not any(known.startswith(name.lower()) for known in KNOWN))
    assert read_address({name: ["x"]}, codes, DAYS) == read_address({}, codes, DAYS)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *(
            ("Gender", "gender"),
            ("GENDER", "gender"),
            ("gender[]", "gender"),
            ("gender[0]", "gender"),
            (" gender", "gender"),
        ),
        *(("age", "age_group"), ("agegroup", "age_group"), ("age-group", "age_group"), ("arrested_from", "arrested")),
        *(
            ("snaphsot", "snapshot"),
            ("facilty", "facility"),
            ("lng", "lang"),
            ("gеnder", "gender"),
            ("amp;gendr", "gender"),
        ),
    ],
)
def test_what_people_write_instead_is_refused_and_the_right_name_is_told(
    name: str, meant: str, codes: Vocabulary
) -> None:
    with pytest.raises(BadAddress) as caught:
        read_address({name: ["female"]}, codes, DAYS)
    assert f"perhaps {meant} is meant" in str(caught.value)
    assert caught.value.names == PARAMETERS


def test_a_parameter_of_files_is_no_parameter_of_a_page(codes: Vocabulary) -> None:
    for name in (*PART, PURPOSE):
        with pytest.raises(BadAddress, match=f"{name}=1: there is no such parameter here"):
            read_address({name: ["1"]}, codes, DAYS)


@pytest.mark.parametrize("name", ["amp;gender", "amp;amp;gender"])
def test_an_ampersand_that_was_escaped_twice_is_one(name: str, codes: Vocabulary) -> None:
    both = read_address({"gender": ["male"], name: ["female"], "amp;igsh": ["x"]}, codes, DAYS)
    assert both == read_address({"gender": ["female", "male"]}, codes, DAYS)
    assert both.get("gender") is not None


def test_a_refusal_is_short_however_much_is_wrong(codes: Vocabulary) -> None:
    wrong = {f"gender_{number}": ["x" * 500] for number in range(MOST_PARAMETERS)}
    with pytest.raises(BadAddress) as caught:
        read_address(wrong, codes, DAYS)
    lines = report(caught.value.problems, caught.value.names, "en")
    assert len(lines) == MOST_NAMED + 2
    assert lines[0].startswith(f"gender_0={'x' * 80}… (500 signs in all): there is no such parameter; perhaps gender")
    assert lines[-2] == f"{MOST_PARAMETERS - MOST_NAMED} other parameters are wrong, too."
    assert lines[-1] == f"The parameters are: {', '.join(PARAMETERS)}"
    assert len("".join(lines)) < 2_000


def test_an_address_with_more_parameters_than_any_view_is_refused_as_a_whole(codes: Vocabulary) -> None:
    many = {f"a{number}": ["1"] for number in range(MOST_PARAMETERS + 1)}
    with pytest.raises(BadAddress, match=f"The address has 41 parameters; at most {MOST_PARAMETERS} are allowed"):
        read_address(many, codes, DAYS)
