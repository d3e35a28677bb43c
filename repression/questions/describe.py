"""Describes a view in words: its filter, its sources, and whether its data are old, replaced or refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from repression.formatting import format_message
from repression.i18n import N_, get_translator
from repression.questions.answer import Answer, AnswerSource, vocabulary
from repression.questions.filter_types import Choice, Vocabulary
from repression.questions.filters import BY_NAME, FILTERS
from repression.questions.notices import quoted_title, withdrawal_of
from repression.snapshots.catalog import Catalog
from repression.warehouse.database import Warehouse

NOTHING = N_("Nothing matches this filter, so there are no numbers to show here.")
SEPARATOR = " · "  # between titles of sources, which contain commas and semicolons


def title_of(answer: Answer) -> str:
    """The title of an exhibit or a picture: what was found, or else what is counted."""
    return answer.finding.removesuffix(".") or dated_title(answer)


def subtitle_of(answer: Answer) -> str:
    """What is counted, below a title of `title_of`."""
    question = answer.question
    return f"{question.title}{SEPARATOR}{question.answers}" if answer.finding else question.answers


def dated_title(answer: Answer) -> str:
    """The title of a question; of one that counts people of one register with its day, since that is of the past.

    One that shows published counts beside them says "with": they reach further.
    """
    datasets = answer.question.datasets
    days = [source.snapshot for source in answer.sources if source.dataset == "people"]
    if len(days) != 1 or datasets not in (("people",), ("people", "people_counts")):
        return answer.question.title
    lang = answer.selection.lang
    _ = get_translator(lang)
    alone = datasets == ("people",)
    template = _("{title} (register of {day})") if alone else _("{title} (with the register of {day})")
    return format_message(template, {"title": answer.question.title, "day": days[0]}, lang)


def filter_sentence(warehouse: Warehouse, answer: Answer) -> str:
    """The filters of an answer in words: those that hold where nothing is chosen, then the chosen ones."""
    labels = vocabulary(warehouse, answer.selection.lang)
    said = [*_defaults(answer, labels), answer.selection.words(labels)]
    return "; ".join(part for part in said if part)


def _defaults(answer: Answer, labels: Vocabulary) -> Iterator[str]:
    """The filters with a default that were left to it, in words; the default of `status` is the population."""
    question, selection = answer.question, answer.selection
    for each in FILTERS:
        if isinstance(each, Choice) and each.default and each.name in question.filters and not selection.get(each.name):
            in_words = each.words(each.default, labels, selection.lang, selection.get)
            yield question.population if each.name == "status" else in_words


def source_line(answer: Answer) -> str:
    """Who counted, and the day: `From the data of Human Rights Center Viasna, as of 10 February 2023`.

    Compiled figures have no single publisher: the question names the counter, or each row does. Counters are one
    sentence each, with all days of their data, the last without its full stop.
    """
    days: dict[tuple[str, str], set[date]] = {}
    for source in answer.sources:
        days.setdefault(_counted_by(answer, source), set()).add(source.snapshot)
    lang = answer.selection.lang
    said = (
        format_message(template, {"name": name, "day": sorted(found)}, lang) for (template, name), found in days.items()
    )
    return ". ".join(said)


def _counted_by(answer: Answer, source: AnswerSource) -> tuple[str, str]:
    """The message that says who counted, in the language of the answer, and the name in it."""
    _ = get_translator(answer.selection.lang)
    if source.publisher:
        return _("From the data of {name}, as of {day}"), source.publisher
    if answer.question.counted_by:
        return _("Counted by {name}, collected {day}"), answer.question.counted_by
    return _("Each row names its source; collected {day}"), ""


def linked_sources(answer: Answer) -> list[tuple[str, str]]:
    """The titles and addresses of its sources, each once.

    Without those compiled here, which have neither publisher nor address: their rows name the sources.
    """
    named = ((each.title, each.url or "") for each in answer.sources if each.publisher or each.url)
    return list(dict.fromkeys(named))


def source_words(answer: Answer) -> str:
    """Who counted, and the titles of the sources, separated by a character that no title contains."""
    titles = list(dict.fromkeys(each.title for each in answer.sources))
    values = {"counted": source_line(answer), "sources": SEPARATOR.join(titles)}
    return format_message(source_template(len(titles), answer.selection.lang), values, answer.selection.lang)


def source_template(sources: int, lang: str) -> str:
    """The message with the placeholders `counted` and `sources`, for no source, one or several."""
    _ = get_translator(lang)
    if not sources:
        return "{counted}."
    return _("{counted}. Source: {sources}") if sources == 1 else _("{counted}. Sources: {sources}")


def why_missing(warehouse: Warehouse, answer: Answer) -> str:
    """Why an answer has no rows.

    Data are refused or not as old as requested; or the filter leaves no row of a dataset; or it leaves rows, and none
    of them has what the question counts.
    """
    lang = answer.selection.lang
    _ = get_translator(lang)
    if not answer.missing:
        return answer.question.empty if _has_selected_rows(warehouse, answer) else _(NOTHING)
    reasons = "; ".join(_why_missing(warehouse, dataset, answer.selection.snapshot, lang) for dataset in answer.missing)
    return format_message(_("There is nothing to show: {reasons}."), {"reasons": reasons}, lang)


def _has_selected_rows(warehouse: Warehouse, answer: Answer) -> bool:
    """Whether the filters leave rows of every dataset that they narrow for a question."""
    scopes = {BY_NAME[name].scope for name in answer.question.filters} & {*answer.question.datasets}
    variables = answer.selection.bound()
    return all(warehouse.ask(f"FROM selected_{scope}() LIMIT 1", variables).num_rows for scope in sorted(scopes))


def _why_missing(warehouse: Warehouse, dataset: str, day: date, lang: str) -> str:
    _, issues = get_translator(lang), "; ".join(_issues(warehouse, dataset, lang))
    if withdrawn := withdrawal_of(warehouse.catalog, dataset, day, lang):
        return withdrawn[0].removesuffix(".")
    if issues:
        template = _("the data of {dataset} were refused ({refusals})")
    else:
        template = _("there are no data of {dataset} from {day} or before")
    return format_message(
        template,
        {"dataset": quoted_title(warehouse.catalog, dataset, lang), "refusals": issues, "day": day},
        lang,
    )


def older_data_notice(catalog: Catalog, day: date, lang: str) -> str:
    """The day of the numbers that an address of `day` shows: that day, or the last one before it that has data."""
    known = max((each for each in catalog.days() if each <= day), default=None)
    _ = get_translator(lang)
    if known is None:
        template = _("No data of {day} are here, or not any more.")
    elif known < day:
        template = _("No data of {day} are here, or not any more. These are the numbers as known on {known}.")
    else:
        template = _("These are the numbers as known on {known}.")
    return format_message(template, {"day": day, "known": known}, lang)


def refused_snapshot_warnings(warehouse: Warehouse, answer: Answer) -> list[str]:
    """Warnings that a newer file than the one shown was refused."""
    lang = answer.selection.lang
    _ = get_translator(lang)
    template = _("A newer file of {dataset} was refused, so these are the data of {day}: {refusal}")
    return [
        format_message(
            template,
            {
                "dataset": quoted_title(warehouse.catalog, source.dataset, lang),
                "day": source.snapshot,
                "refusal": issue,
            },
            lang,
        )
        for source in answer.sources
        for issue in _issues(warehouse, source.dataset, lang)
    ]


def _issues(warehouse: Warehouse, dataset: str, lang: str) -> list[str]:
    return [
        issue.public.in_language(lang) for issue in warehouse.catalog.issues if issue.path.startswith(f"{dataset}/")
    ][:1]
