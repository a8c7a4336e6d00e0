"""What a demo was made from and what was planted in it: kept with the deployment's mark and beside the data."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from ecotone.demo.effects import Effect

FILE = "demo-manifest.json"


@dataclass(frozen=True)
class Manifest:
    """`planted` are the effects that are there to be found, `later` those that wait for their room.

    `counts` says how many of each thing there are.
    """

    place: str
    seed: int
    people: int
    anchor: date
    planted: tuple[Effect, ...]
    later: tuple[Effect, ...]
    counts: Mapping[str, int]

    def as_json(self) -> str:
        return json.dumps(
            dataclasses.asdict(self) | {"anchor": self.anchor.isoformat()}, indent=2, ensure_ascii=False
        )

    def write(self) -> Path:
        """Writes it into the folder of the deployment's data."""
        settings.DATA.mkdir(parents=True, exist_ok=True)
        path: Path = settings.DATA / FILE
        path.write_text(self.as_json() + "\n", encoding="utf-8")
        return path
