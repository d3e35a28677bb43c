"""Statuses, penalties and facilities: texts to codes, and clear words where there is none."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.intake.codes import PENALTIES, STATUSES, read_penalty, read_status
from repression.intake.facilities import CUSTODIES, Custody, kind_of, read_facility

KNOWN = ["Penal colony No. 1", "Penal colony No. 15"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("active", "political_prisoner"),
        ("Political prisoner", "political_prisoner"),
        ("политзаключённый", "political_prisoner"),
        ("палітвязень", "political_prisoner"),
        ("former", "former_political_prisoner"),
        ("Former  political prisoner", "former_political_prisoner"),
        ("recognized ex post facto", "former_political_prisoner"),
        ("бывший политзаключённый", "former_political_prisoner"),
        ("былы палітвязень", "former_political_prisoner"),
        ("Former political prisoner\nRecognized ex post facto", "former_political_prisoner"),
        ("Политзаключённая\nПризнана политзаключённой постфактум", "political_prisoner"),
        ("Былы палітвязень\nПрызнаны постфактум", "former_political_prisoner"),
        ("прызнаная постфактум", "former_political_prisoner"),
        ("np", "convicted"),
        ("Not recognised", "convicted"),
        ("не прызнаны", "convicted"),
    ],
)
def test_statuses(text: str, status: str) -> None:
    assert read_status(text) == status


@pytest.mark.parametrize(
    ("text", "penalty"),
    [
        ("", ""),
        ("imprisonment in a general-security penal colony", "penal_colony_general"),
        ("imprisonment in a medium-security penal colony", "penal_colony_medium"),
        ("imprisonment in a maximum-security penal colony", "penal_colony_maximum"),
        ("imprisonment in a high security prison", "prison_high"),
        ("imprisonment in a maximum security prison", "prison_maximum"),
        ("imprisonment in a juvenile penal colony", "juvenile_colony"),
        ('restricted freedom under home confinement ("domashnyaya khimiya")', "home_confinement"),
        ('restricted freedom in an open penal facility ("khimiya")', "open_facility"),
        ("arrest", "arrest"),
        ("suspended imprisonment", "suspended"),
        ("fine", "fine"),
        ("compulsory psychiatric treatment", "psychiatric_treatment"),
        ("compulsory measures of educational character (for minors)", "educational_measures"),
        ("колония общего режима", "penal_colony_general"),
        ("калонія ўзмоцненага рэжыму", "penal_colony_medium"),
        ("принудительные меры воспитательного характера", "educational_measures"),
        ("imprisonment", "imprisonment"),
        ("лишение свободы", "imprisonment"),
        ("Абмежаванне волі", "restricted_freedom"),
        ("life imprisonment", "life_imprisonment"),
        ("пажыццёвае зняволенне", "life_imprisonment"),
        ("смертная казнь (расстрел)", "death_penalty"),
        ("отсрочка исполнения приговора", "deferred"),
        ("адтэрміноўка выканання пакарання", "deferred"),
        ("исправительные работы", "corrective_labour"),
        ("грамадскія работы", "community_service"),
        ("неизвестно", ""),
    ],
)
def test_penalties(text: str, penalty: str) -> None:
    assert read_penalty(text) == penalty


@pytest.mark.parametrize("text", ["exile", "fine or arrest", "penal colony", "imprisonment in a camp"])
def test_a_penalty_that_fits_no_code_or_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="penal_colony_general, penal_colony_medium"):
        read_penalty(text)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("", Custody()),
        ("Released", Custody()),
        ("освобождён", Custody()),
        ("вызвалены", Custody()),
        ("Released awaiting the commencement of the sentence", Custody("awaiting_sentence")),
        ("House arrest", Custody("house_arrest")),
        ("Penal colony No. 1", Custody("facility", "Penal colony No. 1")),
        ("penal colony  No. 15\n213100, an address", Custody("facility", "Penal colony No. 15")),
        ("Penal colony No. 1; an address", Custody("facility", "Penal colony No. 1")),
        ("ПК № 15;\n000000, a town", Custody("facility", "Penal colony No. 15")),
        ("At liberty before serving sentence;", Custody("awaiting_sentence")),
        ("Находится на свободе до начала отбывания наказания;", Custody("awaiting_sentence")),
        ("Знаходзіцца на волі да пачатку адбывання пакарання;", Custody("awaiting_sentence")),
        ("неизвестно", Custody()),
        ("Penal colony No. 1;\nDied in custody", Custody(died=True)),
        ("Умерла в заключении", Custody(died=True)),
        ("ПК № 1\nПамёр у зняволенні", Custody(died=True)),
    ],
)
def test_custody_and_facility(text: str, held: Custody) -> None:
    assert read_facility(text, KNOWN) == held


def test_a_facility_that_nobody_looked_at_is_refused() -> None:
    with pytest.raises(ValueError, match="facilities table"):
        read_facility("Penal colony No. 16", KNOWN)


def test_kinds_of_facilities() -> None:
    assert kind_of("Juvenile penal colony No. 2") == "juvenile_colony"
    assert kind_of("Prison No. 1") == "prison"
    assert kind_of("Pre-trial detention center of KGB") == "pre_trial_detention"
    assert kind_of("Medical-labour center No. 1") == "medical_labour_center"
    assert kind_of("Hospital of the Ministry") == "hospital"
    with pytest.raises(ValueError, match="penal colony, prison"):
        kind_of("Camp")


@given(st.text())
@pytest.mark.parametrize(
    ("read", "allowed"),
    [
        (read_status, STATUSES),
        (read_penalty, ("", *PENALTIES)),
        (lambda text: read_facility(text, KNOWN).custody, ("", *CUSTODIES)),
    ],
)
def test_no_text_is_too_strange(read: Callable[[str], str], allowed: tuple[str, ...], text: str) -> None:
    try:
        assert read(text) in allowed
    except ValueError as error:
        assert "must be" in str(error)
