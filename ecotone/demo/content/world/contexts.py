"""What is true of each locality and explains the rest: history, assets, shortages, changes, and who said so.

Some comes from reports and some from community groups, side by side: both are evidence, both have a date.
The history is the public history of the area in our own words; the talk is invented.
"""

from ecotone.demo.content.world.make import on
from ecotone.demo.content.world.shapes import Context

_TOLD = (
    (
        "airdrie",
        "history",
        "Weaving, then ironstone and coal, then paper. Each left people who can make things and chests"
        " that cannot climb stairs.",
        "Locality profile",
        "2023-09-12",
        "north-partnership",
    ),
    (
        "airdrie",
        "change",
        "The Thursday Club shut when the hall boiler failed. Twenty-three people over seventy-five stopped"
        " going out on a Thursday, and we can name them all.",
        "Letter to the locality group",
        "2023-09-20",
        "kettle-on",
    ),
    (
        "airdrie",
        "shortage",
        "The last bus from Plains to town is at 17:40. Anything that happens in the evening happens without us.",
        "Talk at the Larder",
        "2024-11-05",
        "plains-larder",
    ),
    (
        "airdrie",
        "asset",
        "Forty-one volunteers who know which close has the broken lift.",
        "Volunteers' evening",
        "2025-01-23",
        "kettle-on",
    ),
    (
        "bellshill",
        "history",
        "Steelworks and pits drew families from Lithuania, Ireland and the Highlands; three kinds of"
        " chapel and one kind of weather.",
        "Choir centenary booklet",
        "2019-05-18",
        "amber-room",
    ),
    (
        "bellshill",
        "asset",
        "A retired tradesman in every second house, and a van.",
        "Annual meeting",
        "2024-04-09",
        "viewpark-fixers",
    ),
    (
        "bellshill",
        "shortage",
        "Home care for a new person takes eleven weeks. People wait in a hospital bed, or in a chair.",
        "Provider return",
        "2025-03-31",
        "speedwell",
    ),
    (
        "coatbridge",
        "history",
        "Called the iron burgh: fifty furnaces once lit the night. The last went out within living memory"
        " of the oldest singers.",
        "Locality profile",
        "2023-09-12",
        "north-partnership",
    ),
    (
        "coatbridge",
        "shortage",
        "On the last Monday of the month the Cupboard is empty by six. It used to be half past seven.",
        "Cupboard day book",
        "2025-02-24",
        "cupboard",
    ),
    ("coatbridge", "asset", "Everybody can sing and most will.", "Talk over tea", "2024-03-17", "ceili-and-chat"),
    (
        "cumbernauld",
        "history",
        "A new town laid out for the car; the generation that moved in with prams is now on the wrong side"
        " of forty footbridges.",
        "Locality profile",
        "2023-10-03",
        "north-partnership",
    ),
    (
        "cumbernauld",
        "shortage",
        "From Stepps to the hub is two buses and a walk. We bought a van and it is not enough.",
        "Funding bid",
        "2024-05-30",
        "antonine-doorstep",
    ),
    (
        "cumbernauld",
        "asset",
        "A bandroom, a hundred and four years of practice, and a kitchen that can do sixty dinners.",
        "Talk at the Brass Hut",
        "2025-04-28",
        "brass-and-blether",
    ),
    (
        "motherwell",
        "history",
        "The strip mill closed in 1992. A generation of men learned to be at home, and some never did.",
        "First Shift, over rolls",
        "2022-06-22",
        "first-shift",
    ),
    (
        "motherwell",
        "shortage",
        "Six in ten of the families we visit are in the most deprived fifth, and our crèche has nine places.",
        "Yearly report",
        "2025-05-15",
        "forgewood-weans",
    ),
    (
        "motherwell",
        "asset",
        "A physiotherapist who comes out to the class. It began as a favour.",
        "Team talk",
        "2024-10-02",
        "irt-motherwell",
    ),
    (
        "wishaw",
        "history",
        "A pit in every village and a village round every pit; the name above the door is still a reason"
        " to go in or not.",
        "Locality profile",
        "2023-11-14",
        "north-partnership",
    ),
    (
        "wishaw",
        "change",
        "Warm evenings ran for three winters on winter money. There was none this year.",
        "Notice on the door",
        "2024-10-31",
        "lamp-room",
    ),
    (
        "wishaw",
        "shortage",
        "One bus with a lift for eleven villages, and it is fourteen years old.",
        "Talk with the driver",
        "2025-02-11",
        "out-and-about",
    ),
    (
        "clydesdale",
        "history",
        "Orchards along the river, sheep above them, coal at Douglas until there was not; and mills where"
        " people came to see how workers might be treated.",
        "Locality profile",
        "2023-05-22",
        "south-partnership",
    ),
    (
        "clydesdale",
        "shortage",
        "A carer's round here is ninety miles. We lost three staff to the supermarket, which is warm.",
        "Provider return",
        "2025-03-31",
        "curlew",
    ),
    (
        "clydesdale",
        "asset",
        "People notice. If the smoke is late from the chimney somebody drives up.",
        "Conversation on the round",
        "2024-12-08",
        "book-bike",
    ),
    (
        "clydesdale",
        "change",
        "The bank, then the other bank, then the evening bus.",
        "Farm visit notes, shared with leave",
        "2024-02-19",
        "gatepost",
    ),
    (
        "east-kilbride",
        "history",
        "Scotland's first new town, built for young families in 1947. The plan did not include their being eighty.",
        "Locality profile",
        "2023-05-22",
        "south-partnership",
    ),
    (
        "east-kilbride",
        "shortage",
        "The team may teach you to wash and may not wash you. For that there is a list.",
        "Team talk",
        "2024-09-10",
        "icst-east-kilbride",
    ),
    (
        "east-kilbride",
        "asset",
        "People here can drive, and will, if you tell them where.",
        "Volunteers' survey",
        "2025-01-30",
        "roundabout",
    ),
    (
        "hamilton",
        "history",
        "County town with a duke's park, and beyond it the rows, where in 1877 more than two hundred were"
        " lost below ground in a morning. It is still spoken of.",
        "Local history evening",
        "2022-10-22",
        "long-bench",
    ),
    (
        "hamilton",
        "asset",
        "Health staff, council carers and one private firm write in the same diary. No one outside believes it.",
        "Team talk",
        "2024-06-17",
        "icst-hamilton",
    ),
    (
        "hamilton",
        "shortage",
        "Forty-four of our areas are among the poorest fifth in the country, and the link workers have a"
        " list for the list.",
        "Yearly report",
        "2025-04-30",
        "low-parks-lantern",
    ),
    (
        "rutherglen",
        "history",
        "A royal burgh since the twelfth century, moved into Glasgow and out again in one lifetime; people"
        " are careful about lines on maps.",
        "Locality profile",
        "2023-06-05",
        "south-partnership",
    ),
    (
        "rutherglen",
        "asset",
        "Nine languages at stay and play. The babies sort it out.",
        "Parents' meeting",
        "2024-08-30",
        "wee-ones",
    ),
    (
        "rutherglen",
        "shortage",
        "Three floors up with the lift out is the same as locked in.",
        "Tenants' walk-round",
        "2025-01-16",
        "watch-a-pot",
    ),
)

CONTEXTS = tuple(
    Context(
        key=f"{place}-{kind}-{number}",
        place=place,
        kind=kind,
        words=words,
        source=source,
        recorded=on(recorded),
        contributed_by=contributed_by,
    )
    for number, (place, kind, words, source, recorded, contributed_by) in enumerate(_TOLD, start=1)
)
