"""`python -m repression`: what maintainers do with the data, and the server."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from ipaddress import ip_address
from pathlib import Path

from repression.intake.formats import RawFile, read_bytes
from repression.maintain import add, archive, correct, next_update, private_store, publish, remove, withdraw
from repression.maintain.changes import difference
from repression.maintain.match import RemoveRequest
from repression.maintain.plan import Plan, write
from repression.maintain.stated import StatedAnew
from repression.messages import in_lines
from repression.partial_dates import FIRST_YEAR, LAST_YEAR
from repression.paths import data_folder, store_address
from repression.snapshots.archived_sources import ARCHIVED
from repression.snapshots.catalog import read_catalog
from repression.snapshots.descriptor import is_possible_day
from repression.snapshots.issues import ValidationError
from repression.snapshots.local_copy import begin, is_copy
from repression.snapshots.writer import writer_lock
from repression.warehouse.database import ChangedWhileReading, NoData

_AFTERWARDS = """Old files stay in the history of the repository and in copies: docs/maintainers.md says what to do now.
Keep private/withheld.csv safe: without it a new file brings them back."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0 for success, 1 for errors in the data."""
    options = _parser().parse_args(arguments)
    try:
        if store_address() and getattr(options, "data", None) == data_folder():
            _open_copy()
        return int(options.run(options))
    except (ValidationError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _day(text: str) -> date:
    """A day on the command line. Raises ArgumentTypeError, which says what is allowed."""
    rule = f"{text!r} must be a day such as 2023-02-10, from {FIRST_YEAR} to {LAST_YEAR}"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(rule) from None
    if not is_possible_day(day):
        raise argparse.ArgumentTypeError(rule)
    return day


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m repression", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_parser(commands.add_parser("add", help="take in a raw file as a new snapshot"))
    _remove_parser(commands.add_parser("remove", help="remove a person or an organisation from every snapshot"))
    _answer_parser(commands.add_parser("answer", help="save what unknown words mean, and which rows are of one person"))
    _correct_parser(commands.add_parser("correct", help="correct cells of a published snapshot"))
    _withdraw_parser(commands.add_parser("withdraw", help="take a snapshot back, and say why"))
    _archive_parser(commands.add_parser("archive", help="read the sources of the data and keep what was read"))
    planned = commands.add_parser("next-update", help="the day for which the next update of the data is planned")
    planned.add_argument("day", metavar="DAY", type=_day, nargs="?", help="such as 2027-01-10; none if left out")
    planned.add_argument("--note", default="", help="a sentence for readers")
    _folder_option(planned)
    planned.set_defaults(run=_next_update)
    check = commands.add_parser("check", help="check every snapshot; exit 1 if one is refused or a row fails")
    _folder_option(check)
    check.set_defaults(run=_check)
    diff = commands.add_parser("diff", help="what changed between two snapshots")
    diff.add_argument("dataset")
    diff.add_argument("before", metavar="A", type=_day, help="day of a snapshot, such as 2023-02-10")
    diff.add_argument("after", metavar="B", type=_day, help="day of another one")
    diff.add_argument("--csv", action="store_true", help="all values of all columns, as CSV")
    _folder_option(diff)
    diff.set_defaults(run=_diff)
    sql = commands.add_parser("sql", help="print the SQL that all questions share, that of the filters included")
    sql.set_defaults(run=_sql)
    serve = commands.add_parser("serve", help="serve the dashboard")
    serve.add_argument("--port", type=int, default=8501)
    ours, theirs = "an address of this machine that the proxy can reach", "the address of the proxy in front"
    serve.add_argument("--address", type=_address, default="127.0.0.1", help=ours)
    serve.add_argument("--proxy", type=_address, default="127.0.0.1", help=theirs)
    serve.set_defaults(run=_serve)
    _mirror_parser(
        commands.add_parser("mirror", help="write the site as files, for any host, an onion service, a stick")
    )
    _verify_parser(commands.add_parser("verify", help="whether a mirror is the published one; exit 1 if it is not"))
    publish = commands.add_parser("publish", help="put a data folder into the store that REPRESSION_DATA names")
    publish.add_argument("folder", metavar="FOLDER", type=_folder, help="data, or a copy of the store that was edited")
    publish.add_argument("--replace", action="store_true", help="in place of the edition that the store has")
    publish.set_defaults(run=_publish)
    maintain = commands.add_parser("maintain", help="the maintainers' page, on this machine alone")
    maintain.add_argument("--port", type=int, default=8502)
    _folder_option(maintain)
    maintain.set_defaults(run=_maintain)
    return parser


def _folder_option(parser: argparse.ArgumentParser) -> None:
    """Add the option for the data folder, by default the one that the dashboard shows."""
    parser.add_argument("--data", type=_folder, default=data_folder(), help="folder of the snapshots (%(default)s)")


def _folder(text: str) -> Path:
    """A folder on the command line. Raises ArgumentTypeError for the address of a store."""
    if "://" in text:
        raise argparse.ArgumentTypeError(f"{text!r} must be a folder; the variable REPRESSION_DATA names a store")
    return Path(text)


def _address(text: str) -> str:
    """An IP address on the command line. Raises ArgumentTypeError for anything else: `*` would be everybody."""
    try:
        return str(ip_address(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} must be one address, such as 10.0.0.1") from None


def _open_copy() -> None:
    """Bring the copy of the store to its newest edition, or say on stderr why not and go on with what is there."""
    from repression.snapshots.local_copy import open_copy

    if problem := open_copy(data_folder(), store_address()):
        print(f"This is the copy in {data_folder()}, which may be old: {problem}", file=sys.stderr)


def _add_parser(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("files", metavar="FILE", type=Path, nargs="+", help="raw CSV, Excel, HTML or JSON; several are taken together")
    say("--dataset", required=True, help="people, people_counts, ...: a dataset of datapackage.json")
    say("--date", required=True, type=_day, help="day for which the data holds")
    say("--source-title", help="source, publisher, licence and notes are those of the snapshot before unless given")
    say("--source-url", help="may be empty where each row names its source")
    say("--publisher", help="who made the data; a register must have one")
    say("--licence", help="licence or terms")
    say("--accessed", type=_day, default=date.today(), help="today unless given")
    say("--taken-in-by", default="maintainers")
    say("--note", action="append", default=[], help="a further sentence for readers; may be repeated")
    say("--drop-note", action="append", default=[], help="a note of the snapshot before that holds no more")
    for option, words in add.OVERRIDES.items():
        say(f"--{option}", dest="allowed", action="append_const", const=option, default=[], help=words)
    say("--dry-run", action="store_true", help="show the report and write nothing")
    say("--yes", action="store_true", help="do not ask before writing")
    _folder_option(parser)
    parser.set_defaults(run=_add)


def _answer_parser(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("file", metavar="FILE", type=Path, help="the questions that `add` wrote, with the answers")
    say("--dry-run", action="store_true", help="show what would be saved and write nothing")
    say("--yes", action="store_true", help="do not ask before writing")
    _folder_option(parser)
    parser.set_defaults(run=_answer)


def _remove_parser(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("values", metavar="COLUMN=VALUE", type=_value, nargs="*", help="what their row has; nothing is an empty cell")
    say("--dataset", required=True, help=", ".join(private_store.IDENTITY_COLUMNS))
    say("--id", default="", help="their id in the register, where its raw rows are in private/")
    say("--snapshot", action="append", type=_day, default=[], help="only this day's; may be repeated")
    _writing_options(parser)
    parser.set_defaults(run=_remove)


def _correct_parser(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("dataset", metavar="DATASET")
    say("day", metavar="DAY", type=_day, help="day of the snapshot, such as 2023-02-10")
    say("values", metavar="COLUMN=VALUE", type=_value, nargs="*", help="what the row has; nothing is an empty cell")
    say("--id", default="", help="the person's id in the register, where its raw rows are in private/")
    say("--to", dest="cells", metavar="COLUMN=VALUE", type=_value, action="append", required=True, help="the new value")
    reasons = "; ".join(f"{key}: {words}" for key, words in correct.PEOPLE_REASONS.items())
    say("--reason", required=True, help=f"a sentence for readers; of people one of {reasons}")
    _writing_options(parser)
    parser.set_defaults(run=_correct)


def _withdraw_parser(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("dataset", metavar="DATASET")
    say("day", metavar="DAY", type=_day, help="day of the snapshot, such as 2023-02-10")
    say("--reason", required=True, help="a sentence for readers")
    _writing_options(parser)
    parser.set_defaults(run=_withdraw)


def _writing_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a command that shows a plan before it writes."""
    parser.add_argument("--dry-run", action="store_true", help="show the plan and write nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask before writing")
    _folder_option(parser)


def _archive_parser(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    asking = "ask a public archive for a copy of each source, by default %(const)s"
    say("--ask-archive", metavar="ADDRESS", nargs="?", const=archive.ARCHIVE, default="", help=asking)
    say("--dry-run", action="store_true", help="read every source, list the dead ones and write nothing")
    _folder_option(parser)
    parser.set_defaults(run=_archive)


def _mirror_parser(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("folder", metavar="DIR", type=Path, help="a folder of its own; what is finished there is kept")
    say("--base", default="", help="the server to name to readers, and in citations, such as https://figures.example")
    say("--sign", metavar="KEY", type=Path, help="a private key of SSH with which the manifest is signed")
    parser.set_defaults(run=_mirror)


def _verify_parser(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("mirror", metavar="DIR|URL")
    say("--signers", metavar="FILE", type=Path, help="who may sign, as in ALLOWED SIGNERS of `man ssh-keygen`")
    say("--since", metavar="DAY", type=_day, help="day of data that are known to be published: an older mirror is told")
    parser.set_defaults(run=_verify)


def _value(text: str) -> tuple[str, str]:
    """A column and its value on the command line. Raises ArgumentTypeError, which says what is allowed."""
    column, sign, value = text.partition("=")
    if not column or not sign:
        raise argparse.ArgumentTypeError(f"{text!r} must be a column and a value such as gender=female")
    return column, value


def _add(options: argparse.Namespace) -> int:
    """Show the report of the files; write the snapshot if the maintainer agrees."""
    request = _add_request(options)
    if options.dry_run:
        return _show(add.prepare(request)) or _say("Dry run: nothing is written.")
    # The lock is held from the comparison to the last rename, since another writer would make the comparison wrong.
    with writer_lock(options.data) as completed:
        _say_completed(completed)
        prepared = add.prepare(request)
        if _show(prepared):
            return 1
        return _write(prepared.plan, options.yes, "Write this snapshot?")


def _add_request(options: argparse.Namespace) -> add.AddRequest:
    return add.AddRequest(
        data=options.data,
        files=tuple(map(RawFile.read, options.files)),
        dataset=options.dataset,
        date=options.date,
        stated=StatedAnew(
            options.source_title,
            options.source_url,
            options.publisher,
            options.licence,
            tuple(options.note),
            tuple(options.drop_note),
        ),
        accessed=options.accessed,
        taken_in_by=options.taken_in_by,
        allowed=frozenset(options.allowed),
    )


def _write(plan: Plan, yes: bool, question: str) -> int:
    """Write a plan that was shown, if the maintainer agrees; return the exit status."""
    if not (yes or _agreed(question)):
        return _say("Nothing is written.", 1)
    for path in write(plan):
        print(f"written: {path}")
    return 0


def _answer(options: argparse.Namespace) -> int:
    """Show the answers of a file; save them if the maintainer agrees."""
    from repression.maintain import question_file

    given, still_open = question_file.parse_answers(read_bytes(options.file), str(options.file))
    if not (given.words or given.people):
        return _say(f"No answer is filled in, {still_open} questions are open.", 1)
    left = [f"{still_open} questions are still open"] if still_open else []
    with ExitStack() as stack:
        if not options.dry_run:
            _say_completed(stack.enter_context(writer_lock(options.data)))
        plan = question_file.plan_answers(options.data, options.file, given, date.today())
        print("\n".join([*map(str, plan.lines), *left]))
        if options.dry_run:
            return _say("Dry run: nothing is written.")
        return _write(plan, options.yes, "Save these answers?")


def _ask(prepared: add.Prepared) -> None:
    """Write the questions of a file that is not understood whole, with the answers that were filled in before."""
    words, groups = prepared.report.open_words(), prepared.report.groups
    if not (words or any(group.ids for group in groups)):
        return
    from repression.maintain import question_file

    path = question_file.write_questions(prepared.catalog, words, groups)
    asked = len(words) + sum(bool(group.ids) for group in groups)
    command = question_file.answer_command(prepared.request.data)
    print(f"{asked} questions stand in {path}: fill in the answers, then `{command}`")


def _remove(options: argparse.Namespace) -> int:
    """Show the rows to remove from each snapshot; remove them if the maintainer agrees."""
    request = RemoveRequest(options.data, options.dataset, options.id, tuple(options.values), tuple(options.snapshot))
    return _carry_out(options, lambda: remove.prepare(request), "Remove this?", _AFTERWARDS)


def _correct(options: argparse.Namespace) -> int:
    """Show the row with its new cells; correct it if the maintainer agrees."""
    request = correct.CorrectRequest(
        data=options.data,
        dataset=options.dataset,
        day=options.day,
        id=options.id,
        values=tuple(options.values),
        cells=tuple(options.cells),
        reason=options.reason,
        made_on=date.today(),
    )
    return _carry_out(options, lambda: correct.prepare(request), "Correct this?")


def _withdraw(options: argparse.Namespace) -> int:
    """Show what goes with a snapshot; withdraw it if the maintainer agrees."""
    request = withdraw.WithdrawRequest(options.data, options.dataset, options.day, options.reason, date.today())
    return _carry_out(options, lambda: withdraw.prepare(request), "Withdraw this?")


def _carry_out(options: argparse.Namespace, prepare: Callable[[], Plan], question: str, afterwards: str = "") -> int:
    """Show a plan; write it if the maintainer agrees."""
    if options.dry_run:
        print(in_lines(prepare().lines))
        return _say("Dry run: nothing is written.")
    with writer_lock(options.data) as completed:
        # A maintainer who repeats a stopped call means the same row; of equal rows a second one would be changed.
        if completed:
            _say_completed(completed)
            return _say("A stopped command is completed, and nothing else done: call again for something else.")
        plan = prepare()
        print(in_lines(plan.lines))
        status = _write(plan, options.yes, question)
    return _say(afterwards) if afterwards and not status else status


def _archive(options: argparse.Namespace) -> int:
    """Read the sources that are not kept yet; print the dead ones."""
    request = archive.ArchiveRequest(options.data, date.today(), options.ask_archive, options.dry_run)
    with ExitStack() as stack:
        if not options.dry_run:
            _say_completed(stack.enter_context(writer_lock(request.data)))
        try:
            for line in archive.keep_sources(request):
                print(line, flush=True)
        finally:
            if not options.dry_run:
                publish.publish_file(options.data, ARCHIVED)
    return 0


def _say_completed(paths: Sequence[Path]) -> None:
    for path in paths:
        print(f"completed, since an earlier command was stopped: {path}")


def _show(prepared: add.Prepared) -> int:
    """Show the report; return 1 if there are obstacles to writing, otherwise 0."""
    print(in_lines(prepared.plan.lines))
    _ask(prepared)
    for obstacle in prepared.obstacles:
        print(f"Nothing is written: {obstacle}.")
    return 1 if prepared.obstacles else 0


def _say(sentence: str, status: int = 0) -> int:
    print(sentence)
    return status


def _agreed(question: str) -> bool:
    """Whether the maintainer answers yes; no answer means no."""
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _check(options: argparse.Namespace) -> int:
    """Print what `full_check` says."""
    # The commands that change data need neither the registry of filters nor a database.
    from repression.maintain.full_check import check_data

    try:
        report = check_data(options.data)
    except (NoData, ChangedWhileReading) as fault:
        print(f"refused: {fault}", file=sys.stderr)
        return 1
    print("\n".join(report.lines))
    return 0 if report.is_good else 1


def _next_update(options: argparse.Namespace) -> int:
    """Write, or take away, the day of the next update."""
    planned = next_update.NextUpdate(options.day, options.note) if options.day else None
    with writer_lock(options.data) as completed:
        _say_completed(completed)
        return _say(f"written: {next_update.write_next_update(options.data, planned)}")


def _diff(options: argparse.Namespace) -> int:
    """Print what changed from one snapshot to another."""
    found = difference(read_catalog(options.data), options.dataset, options.before, options.after)
    print(found.as_csv() if options.csv else "\n".join(found.lines()), end="" if options.csv else "\n")
    return 0


def _sql(options: argparse.Namespace) -> int:
    from repression.questions.filter_macros import macros  # the commands for data need no registry of filters

    print(macros())
    return 0


def _serve(options: argparse.Namespace) -> int:
    from repression.questions import live
    from repression.web.guard.server import serve

    # Before the port is open, or a proxy would send readers who then wait for the data.
    with suppress(NoData):  # each page says it
        live.begin()
    serve(options.port, options.address, options.proxy)
    return 0


def _mirror(options: argparse.Namespace) -> int:
    """Write the mirror, and tell of the progress on stderr."""
    if store_address():
        _open_copy()
    from repression.mirror.content import NotMade
    from repression.mirror.folder import NotWritten
    from repression.mirror.manifest import NoSignature
    from repression.mirror.write import MirrorRequest, write_mirror

    try:
        request = MirrorRequest(options.folder, options.base, options.sign)
        write_mirror(request, lambda line: print(line, file=sys.stderr, flush=True))
    except (NoData, NotMade, NotWritten, NoSignature, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _verify(options: argparse.Namespace) -> int:
    """Say whether a mirror is the published one."""
    from repression.mirror.manifest import NoSignature
    from repression.mirror.verify import place_of, verify

    try:
        verdict = verify(place_of(options.mirror), options.signers, options.since)
    except (NoSignature, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    print("\n".join(verdict.lines))
    return 0 if verdict.is_published else 1


def _publish(options: argparse.Namespace) -> int:
    """Check a folder, and make it the next edition of the store."""
    if not store_address():
        return _say("REPRESSION_DATA must name a store, such as s3://bucket/prefix.", 1)
    if _check(argparse.Namespace(data=options.folder)):
        return _say("Nothing is published.", 1)
    if is_copy(options.folder) and not options.replace:
        begin(options.folder, store_address())  # refuses the copy of another store
        with writer_lock(options.folder) as completed:
            _say_completed(completed)
            edition = publish.publish_edits(options.folder)
    else:
        edition = publish.publish_folder(options.folder, store_address(), options.replace)
    return _say(f"published: edition {edition.number}" if edition else "Nothing differs from the newest edition.")


def _maintain(options: argparse.Namespace) -> int:
    from repression.maintainer_page.server import serve

    serve(options.port, options.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
