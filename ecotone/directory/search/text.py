"""From what people write to the words they are found by: folded, stemmed, weighed. Pure.

A word is kept as written (small letters, no accents) beside its stem, so that a slip of the finger can be put
right letter by letter, which stems no longer allow.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache

import snowballstemmer

LONGEST_WORD = 40
READ_AT_MOST = 2_000
MOST_SOUGHT = 24
REPEATS_COUNT_TO = 3


class Field(Enum):
    """Where a word of a listing stands."""

    NAME = "name"
    NEED = "need"
    SYNONYM = "synonym"
    PROVIDER = "provider"
    TEXT = "text"


WEIGHTS = {Field.NAME: 4, Field.NEED: 4, Field.SYNONYM: 3, Field.PROVIDER: 2, Field.TEXT: 1}
"""How much a word tells of a service, by where it stands."""


_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_ENGLISH = """
a about after again all also am an and any are aren as at be because been before being but by can cannot cant could
couldnt did didnt do does doesnt doing dont for from get gets getting go going got had has hasnt have havent having he
her here hers him his how i id if ill im in into is isnt it its ive just let like me might more most much must my no
nor not of off on once only or other our ours out over own per please really she should so some such than that thats
the their them then there these they this those through to too under until up us very was wasnt we were what when
where which while who whom why will with wont would you your yours
"""
_SCOTS = """
aye canna cannae couldnae didnae dinnae doesnae fae frae gonnae hasnae havenae isnae ither ma masel nae noo och oor
oot tae thae wasnae wee whae wi willnae wis wouldnae ye yer yersel yin
"""
EMPTY_WORDS = frozenset(f"{_ENGLISH} {_SCOTS}".split())
"""Words that say nothing of a need."""

SAME_AS = {
    "auld": "old",
    "bairn": "child",
    "bairns": "child",
    "bereft": "bereaved",
    "claes": "clothes",
    "died": "death",
    "dead": "death",
    "deef": "deaf",
    "deid": "death",
    "doon": "down",
    "dying": "death",
    "fell": "fall",
    "fallen": "fall",
    "faw": "fall",
    "feart": "frightened",
    "greetin": "crying",
    "hame": "home",
    "heid": "head",
    "hoose": "house",
    "lassie": "girl",
    "loneliness": "lonely",
    "lonesome": "lonely",
    "mair": "more",
    "naebody": "nobody",
    "sair": "sore",
    "scared": "frightened",
    "afraid": "frightened",
    "wean": "child",
    "weans": "child",
    "wirk": "work",
}
"""Words that mean the same and share no stem: Scots and English, and a few families the stemmer parts."""


def words(text: str) -> list[str]:
    """The words of a text in their order, in small letters, without accents; those that say nothing are left out.

    Only the first READ_AT_MOST characters are read. Any script will do; what is not letter or digit parts words.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text[:READ_AT_MOST]).casefold())
    plain = unicodedata.normalize("NFC", "".join(c for c in folded if unicodedata.category(c) != "Mn"))
    return [word for word in _split(plain) if word not in EMPTY_WORDS]


def _split(plain: str) -> Iterator[str]:
    for match in _WORD.finditer(plain):
        word = re.sub(r"['’ʼ]s$", "", match[0])
        word = re.sub(r"['’ʼ]", "", word)[:LONGEST_WORD]
        if len(word) > 1 or not word.isascii():
            yield word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word (English Snowball), after what SAME_AS says.

    A stemmer keeps state while it works, so each call has its own: threads may share this function.
    """
    stemmed: str = snowballstemmer.stemmer("english").stemWord(SAME_AS.get(word, word))
    return stemmed


def sought(text: str) -> list[str]:
    """The distinct words of a search, at most MOST_SOUGHT, in their order."""
    return list(dict.fromkeys(words(text)))[:MOST_SOUGHT]


def weigh(texts: Iterable[tuple[Field, str]]) -> dict[str, int]:
    """What each word of a listing weighs: the weights of the fields it stands in, REPEATS_COUNT_TO times at most."""
    times = Counter((field, word) for field, text in texts for word in words(text))
    weights: Counter[str] = Counter()
    for (field, word), count in times.items():
        weights[word] += WEIGHTS[field] * min(count, REPEATS_COUNT_TO)
    return dict(weights)


def one_slip_away(word: str) -> set[str]:
    """Every word that one letter left out, doubled up, mistaken or swapped would turn into this one, or out of it."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    mistaken = {a + c + b[1:] for a, b in halves if b for c in _LETTERS}
    added = {a + c + b for a, b in halves for c in _LETTERS}
    return (left_out | swapped | mistaken | added) - {word}
