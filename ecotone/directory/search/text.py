"""From what people write to the words they are found by: folded, stemmed, weighed. Pure.

A word is kept as written (small letters, no accents) beside its stem, so that a slip of the finger can be put
right letter by letter, which stems no longer allow. What people say of a need is kept as a whole phrase as well:
"can't go on" is made of words that say nothing one by one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache

import snowballstemmer

LONGEST_WORD, LONGEST_PHRASE = 40, 80
WORDS_IN_PHRASE = range(2, 8)
READ_AT_MOST = 2_000
MOST_SOUGHT = 24
MOST_FOR_PHRASES = 60
REPEATS_COUNT_TO = 3


class Field(Enum):
    """Where a word of a listing stands."""

    NAME = "name"
    NEED = "need"
    SYNONYM = "synonym"
    PHRASE = "phrase"
    PROVIDER = "provider"
    TEXT = "text"


WEIGHTS = {Field.NAME: 4, Field.NEED: 4, Field.SYNONYM: 3, Field.PHRASE: 6, Field.PROVIDER: 2, Field.TEXT: 1}
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
aye canna cannae canny couldnae didnae dinnae dinny doesnae fae frae gonnae hasnae havenae isnae ither ma masel nae
noo och oor oot tae thae wasnae wee whae wi willnae wis wouldnae ye yer yersel yin
"""
EMPTY_WORDS = frozenset(f"{_ENGLISH} {_SCOTS}".split())
"""Words that say nothing of a need."""

SAME_AS = {
    "afraid": "frightened",
    "auld": "old",
    "bairn": "child",
    "bairns": "child",
    "bereft": "bereaved",
    "canna": "cant",
    "cannae": "cant",
    "cannot": "cant",
    "canny": "cant",
    "claes": "clothes",
    "couldnae": "couldnt",
    "dead": "death",
    "deef": "deaf",
    "deid": "death",
    "didnae": "didnt",
    "died": "death",
    "dinnae": "dont",
    "dinny": "dont",
    "doesnae": "doesnt",
    "doon": "down",
    "dying": "death",
    "fae": "from",
    "fallen": "fall",
    "faw": "fall",
    "feart": "frightened",
    "fell": "fall",
    "frae": "from",
    "greetin": "crying",
    "hame": "home",
    "hasnae": "hasnt",
    "havenae": "havent",
    "heid": "head",
    "hoose": "house",
    "isnae": "isnt",
    "lassie": "girl",
    "loneliness": "lonely",
    "lonesome": "lonely",
    "ma": "my",
    "mair": "more",
    "masel": "myself",
    "nae": "no",
    "naebody": "nobody",
    "oot": "out",
    "sair": "sore",
    "scared": "frightened",
    "tae": "to",
    "wasnae": "wasnt",
    "wean": "child",
    "weans": "child",
    "wi": "with",
    "willnae": "wont",
    "wirk": "work",
    "wouldnae": "wouldnt",
    "ye": "you",
    "yer": "your",
    "yersel": "yourself",
}
"""Words that mean the same and share no stem: Scots and English, and a few families the stemmer parts."""


def tokens(text: str) -> list[str]:
    """Every word of a text in its order, in small letters, without accents.

    Only the first READ_AT_MOST characters are read. Any script will do; what is not letter or digit parts words.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text[:READ_AT_MOST]).casefold())
    plain = unicodedata.normalize("NFC", "".join(c for c in folded if unicodedata.category(c) != "Mn"))
    return list(_split(plain))


def _split(plain: str) -> Iterator[str]:
    for match in _WORD.finditer(plain):
        word = re.sub(r"['’ʼ]s$", "", match[0])
        word = re.sub(r"['’ʼ]", "", word)[:LONGEST_WORD]
        if len(word) > 1 or not word.isascii():
            yield word


def words(text: str) -> list[str]:
    """The words of a text that say something."""
    return [word for word in tokens(text) if word not in EMPTY_WORDS]


def stem(word: str) -> str:
    """The stem of a word, or of each word of a phrase."""
    return " ".join(_stem(each) for each in word.split(" "))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """The stem of a word (English Snowball), after what SAME_AS says.

    A stemmer keeps state while it works, so each call has its own: threads may share this function.
    """
    stemmed: str = snowballstemmer.stemmer("english").stemWord(SAME_AS.get(word, word))
    return stemmed


def sought(text: str) -> list[str]:
    """The distinct words of a search, at most MOST_SOUGHT, in their order."""
    return list(dict.fromkeys(words(text)))[:MOST_SOUGHT]


def phrases(text: str) -> list[str]:
    """Every run of words in a search that could be a phrase someone says of a need."""
    all_words = tokens(text)[:MOST_FOR_PHRASES]
    runs = (all_words[i : i + n] for n in WORDS_IN_PHRASE for i in range(len(all_words) - n + 1))
    return list(dict.fromkeys(phrase for run in runs if len(phrase := " ".join(run)) <= LONGEST_PHRASE))


def sayings(synonyms: str) -> list[str]:
    """Those of the synonyms, one to a line, that are phrases, as `phrases` would find them."""
    lines = (tokens(line) for line in synonyms.splitlines())
    joined = (" ".join(line) for line in lines if len(line) in WORDS_IN_PHRASE)
    return [phrase for phrase in joined if len(phrase) <= LONGEST_PHRASE]


def weigh(texts: Iterable[tuple[Field, str]]) -> dict[str, int]:
    """What each word of a listing weighs: the weights of the fields it stands in, REPEATS_COUNT_TO times at most."""
    times = Counter((field, word) for field, text in texts for word in _said(field, text))
    weights: Counter[str] = Counter()
    for (field, word), count in times.items():
        weights[word] += WEIGHTS[field] * min(count, REPEATS_COUNT_TO)
    return dict(weights)


def _said(field: Field, text: str) -> list[str]:
    return sayings(text) if field is Field.PHRASE else words(text)


def one_slip_away(word: str) -> set[str]:
    """Every word that one letter left out, doubled up, mistaken or swapped would turn into this one, or out of it."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    mistaken = {a + c + b[1:] for a, b in halves if b for c in _LETTERS}
    added = {a + c + b for a, b in halves for c in _LETTERS}
    return (left_out | swapped | mistaken | added) - {word}
