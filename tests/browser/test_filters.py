"""Filters, by the keyboard: what is typed and entered is what is chosen, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as Timeout

from repression.i18n import get_translator
from tests.browser.conftest import shown_in
from tests.browser.steps import address_of, settle, unfold_filters, visit

Open = Callable[..., Page]

# What readers type: with е in place of ё, and the names that they know from elsewhere.
REGIONS = {
    "en": {"mogilev": "Mogilev_region", "Homieĺ": "Gomel_region", "Vitebsk": "Vitebsk_region"},
    "be": {"магілеўская": "Mogilev_region", "гродна": "Grodno_region"},
    "ru": {"могилев": "Mogilev_region", "гродно": "Grodno_region"},
}
RIOTS = {"en": "riots", "be": "беспарадк", "ru": "беспорядк"}


# The list is drawn a moment after the key: it is there when all that it offers has the text. On our pages small letters
# have neither ё nor signs.
FOUND = """typed => {
    const offered = [...document.querySelectorAll('[role=option]')].map(each => each.innerText.toLowerCase());
    return offered.length && offered.every(each => each === 'no results' || each.includes(typed.toLowerCase()));
}"""


def widget(page: Page, kind: str, title: str, lang: str, side: str = "") -> Locator:
    """The input of a filter's widget; `side` is the template of the label of one side of a range."""
    _ = get_translator(lang)
    label = _(side).format(filter=_(title)) if side else _(title)
    within = page.locator(".st-key-filters").get_by_test_id(kind)
    return within.filter(has=page.get_by_text(label, exact=True)).locator("input").first


def offered(page: Page, box: Locator, typed: str) -> list[str]:
    """The options that are offered for a text, first to last as far as they are drawn.

    A page that arrives meanwhile draws the list anew and takes the text away; then it is typed again.
    """
    unfold_filters(page)
    for patience in (4_000, 8_000, 30_000):  # ms
        box.click()
        box.fill("")
        page.keyboard.type(typed)
        with suppress(Timeout):
            page.wait_for_function(FOUND, arg=typed, timeout=patience)
            break
        page.keyboard.press("Escape")
    return page.get_by_role("option").all_inner_texts()


def enter(page: Page, box: Locator, typed: str) -> None:
    """Type a text and take what is offered first, as the Enter key does."""
    offered(page, box, typed)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    settle(page)


@shown_in("ru")
def test_what_is_typed_and_entered_is_chosen_alone(open_page: Open, lang: str) -> None:
    page = open_page(f"/register?snapshot=2026-11-22&lang={lang}")
    article = widget(page, "stMultiSelect", "Article", lang)
    first, *others = offered(page, article, "361")
    assert first.split()[0] == "361"
    assert [each.split()[0] for each in others] == ["361-1", "361-2", "361-3", "361-4"]
    enter(page, article, "293")
    assert address_of(page)["article"] == ["293"]
    # A count is not searched: 184 people are charged under article 342.
    assert offered(page, article, "184") == ["No results"]
    page.keyboard.press("Escape")
    visit(page, f"/register?snapshot=2026-11-22&lang={lang}")
    enter(page, article, RIOTS[lang])
    assert address_of(page)["article"] == ["293"]
    for typed, code in REGIONS[lang].items():
        enter(page, widget(page, "stMultiSelect", "Region", lang), typed)
        assert code in address_of(page)["region"], typed


@shown_in("be")
def test_a_year_is_its_first_month_in_from_and_its_last_in_to(open_page: Open, lang: str) -> None:
    page = open_page(f"/register?snapshot=2026-11-22&lang={lang}")
    low = widget(page, "stSelectbox", "Arrested", lang, "{filter} from")
    high = widget(page, "stSelectbox", "Arrested", lang, "{filter} to")
    enter(page, low, "2021")
    assert address_of(page)["arrested"] == ["2021-01.."]
    enter(page, high, "2021")
    assert address_of(page)["arrested"] == ["2021-01..2021-12"]
    months = offered(page, low, "2020-")
    assert len(months) == 12 and months[0].endswith("(2020-01)") and months[-1].endswith("(2020-12)")
    page.keyboard.press("Escape")
    enter(page, low, "2021-03")
    assert address_of(page)["arrested"] == ["2021-03..2021-12"]
    visit(page, f"/register?snapshot=2026-11-22&lang={lang}&arrested=2021&verdict=2021..")
    assert address_of(page)["arrested"] == ["2021-01..2021-12"]
    assert address_of(page)["verdict"] == ["2021-01.."]


COUNT_SHOWN = """option => {
    const text = document.createTreeWalker(option, NodeFilter.SHOW_TEXT);
    const box = option.querySelector('[data-item-hl]').getBoundingClientRect();
    for (let node = text.nextNode(); node; node = text.nextNode()) {
        const count = /\\([^()]*\\d\\)/.exec(node.data);
        if (!count) continue;
        const range = document.createRange();
        range.setStart(node, count.index);
        range.setEnd(node, count.index + count[0].length);
        const place = range.getBoundingClientRect();
        // Letters have some room above and below them.
        return place.right <= box.right + 1 && place.bottom <= box.bottom + 4 && place.top >= box.top - 4;
    }
    return false;
}"""


@shown_in("be")
def test_a_phone_shows_the_count_of_every_option(open_page: Open, lang: str) -> None:
    page = open_page(f"/register?snapshot=2026-11-22&lang={lang}", width=390)
    for title in ("Article", "Facility", "Penalty"):
        unfold_filters(page)
        box = widget(page, "stMultiSelect", title, lang)
        box.scroll_into_view_if_needed()
        box.click()
        page.get_by_role("listbox").first.wait_for()
        cut = [each.inner_text() for each in page.get_by_role("option").all() if not each.evaluate(COUNT_SHOWN)]
        assert not cut, title
        page.keyboard.press("Escape")
