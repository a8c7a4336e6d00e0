"""A word in every field of one person's rows, and where any of them is still found afterwards."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from ecotone.ground.fields import Line, Words
from ecotone.ground.holdings import ERASED, Goes, Whose
from ecotone.ground.privacy import Class
from ecotone.rights.holdings import HOLDINGS

WORD = re.compile(r"zq[0-9]{6}xqz")
HERS = {Class.PERSONAL, Class.SENSITIVE}
LEFT = {("access.Account", "password"), ("access.Session", "session_data"), ("care.AnswerLink", "address")}
"""What is no text, a hash or signed bytes; and a group's own address, which is told by mail that an ask has ended."""


class Planted:
    """Plants words, a new one each time, into what the tables hold of somebody; `kinds` are those that had a row."""

    def __init__(self) -> None:
        self.number, self.kinds, self.words = 0, set[str](), set[str]()

    def word(self) -> str:
        self.number += 1
        made = f"zq{self.number:06}xqz"
        self.words.add(made)
        return made

    def plant(self, whose: Whose) -> None:
        for holding in HOLDINGS:
            if holding.goes is Goes.STAYS and holding.kind != "account":
                continue
            for row in list(holding.rows(whose)):
                values = {column.name: self._with(column, row) for column in columns(holding, row)}
                if values:
                    type(row)._default_manager.filter(pk=row.pk).update(**values)
                self.kinds.add(holding.kind)

    def _with(self, column: Any, row: Any) -> Any:
        held = getattr(row, column.attname)
        if isinstance(column, models.JSONField):
            return {"why": self.word()} if isinstance(held, dict) else held
        if isinstance(column, models.EmailField):
            return f"{self.word()}@example.org"
        return f"{held[: column.max_length - 20]} {self.word()}"

    def found(self, rows: dict[str, str]) -> dict[str, set[str]]:
        return {where: told for where, text in rows.items() if (told := {*WORD.findall(text)} & self.words)}


def columns(holding: Any, row: Any) -> Iterator[Any]:
    """The fields of a row that hold her words: text that is no code, in a personal or sensitive field, and JSON."""
    private = not getattr(row, "author_actor_id", None) and not getattr(row, "author_hat_id", None)
    for column in row._meta.concrete_fields:
        of = row.privacy.classes[column.name]
        signed = column.name == "author" and private
        text = isinstance(column, Line | Words) and not column.unique
        mail = isinstance(column, models.EmailField) and not column.unique
        if isinstance(column, models.JSONField) or text or mail:
            kept = column.name in holding.keeps and holding.kind not in ("person", "account")
            if (of in HERS or signed) and not kept and (row._meta.label, column.name) not in LEFT:
                if not getattr(row, column.attname) or column.name in holding.address:
                    continue
                yield column


def everything() -> dict[str, str]:
    """All that the database holds, as text, by table."""
    told = {}
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 (ours)
            told[model._meta.label] = json.dumps([[str(v) for v in row] for row in cursor.fetchall()])
    return told


def files_of_data() -> dict[str, str]:
    """Every file of the data folder but the database's own."""
    there = [p for p in Path(settings.DATA).rglob("*") if p.is_file() and "sqlite" not in p.name]
    return {p.name: p.read_bytes().decode("utf-8", "replace") for p in there}


__all__ = ["ERASED", "Planted", "everything", "files_of_data"]
