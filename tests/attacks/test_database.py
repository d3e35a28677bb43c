"""Injected SQL could read no file, reach no network and change no setting."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from repression.warehouse.database import Warehouse

REFUSED = (duckdb.PermissionException, duckdb.InvalidInputException, duckdb.CatalogException, duckdb.BinderException)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_blob('/proc/self/environ')",
        "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
        "SELECT * FROM 'https://example.org/x.parquet'",
        "COPY people_rows TO '/tmp/people.csv'",
        "COPY people_rows FROM '/etc/passwd'",
        "EXPORT DATABASE '/tmp/exported'",
        "IMPORT DATABASE '/tmp/exported'",
        "ATTACH '/tmp/other.db'",
        "ATTACH ':memory:' AS other; COPY other TO '/tmp/x'",
        "INSTALL httpfs",
        "INSTALL spatial FROM community",
        "LOAD httpfs",
        "LOAD '/tmp/evil.duckdb_extension'",
        "CREATE SECRET (TYPE S3, KEY_ID 'a', SECRET 'b')",
    ],
)
def test_no_statement_reaches_a_file_an_extension_or_the_network(warehouse: Warehouse, sql: str) -> None:
    with warehouse.database.cursor() as cursor, pytest.raises(REFUSED):
        cursor.execute(sql).fetchall()


@pytest.mark.parametrize(
    "setting",
    [
        "enable_external_access = true",
        "lock_configuration = false",
        "memory_limit = '100GB'",
        "threads = 64",
        "temp_directory = '/etc'",
        "max_temp_directory_size = '1TB'",
        "allow_unsigned_extensions = true",
        "autoinstall_known_extensions = true",
        "autoload_known_extensions = true",
        "extension_directory = '/tmp'",
        "allow_community_extensions = true",
        "allowed_directories = ['/']",
        "allowed_paths = ['/etc/passwd']",
        "home_directory = '/'",
        "log_query_path = '/tmp/log'",
        "custom_user_agent = 'x'",
        "python_enable_replacements = true",
    ],
)
def test_no_setting_can_be_changed(warehouse: Warehouse, setting: str) -> None:
    name = setting.partition(" ")[0]
    with warehouse.database.cursor() as cursor:
        for statement in (f"SET {setting}", f"SET GLOBAL {setting}", f"PRAGMA {setting}", f"RESET {name}"):
            with pytest.raises((*REFUSED, duckdb.ParserException, duckdb.Error)):
                cursor.execute(statement)


def test_what_it_may_use_is_bounded(warehouse: Warehouse) -> None:
    with warehouse.database.cursor() as cursor:
        settings = dict(cursor.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert int(settings["threads"]) == 1  # of so few rows
    assert settings["memory_limit"] == "953.6 MiB"  # of a gigabyte
    assert settings["enable_external_access"] == settings["allow_unsigned_extensions"] == "false"
    assert settings["lock_configuration"] == "true"


def test_a_question_beyond_the_memory_ends_and_others_are_answered(warehouse: Warehouse) -> None:
    endless = "SELECT string_agg(repeat('x', 1000), '') FROM range(100_000_000)"
    with warehouse.database.cursor() as cursor, pytest.raises(duckdb.OutOfMemoryException):
        cursor.execute(endless).fetchall()
    rows = warehouse.ask("SELECT count(*) AS n FROM people_rows", {"snapshot": warehouse.days[-1]})
    assert rows["n"].to_pylist() == [3084]


def test_no_variable_of_this_process_is_a_table(warehouse: Warehouse) -> None:
    secret = pa.table({"secret": [1]})  # a Python variable of the calling frame
    assert secret.num_rows
    with warehouse.database.cursor() as cursor, pytest.raises(REFUSED):
        cursor.execute("SELECT * FROM secret").fetchall()


def test_the_scratch_folder_is_the_process_s_own(warehouse: Warehouse) -> None:
    with warehouse.database.cursor() as cursor:
        folder = Path(cursor.execute("SELECT current_setting('temp_directory')").fetchall()[0][0])
    assert folder.stat().st_mode & 0o077 == 0
