"""Stories of hard times: recovery, service and after, debt and damp, and caring until you drop."""

from ecotone.demo.content.people.shapes import Archetype, Ask, Role

RECOVERY = Archetype(
    key="recovery",
    title="One day, then the next one",
    weight=6,
    ages=(24, 58),
    safe_contacts=("Ring the mobile. Never say the name of the place, to anybody.", "Text. My family read the post."),
    roles=(
        Role("mum", "mum", "dad", (20, 34), kin=True),
        Role("sponsor", "sponsor", "sponsor", (-8, 20), between=(28, 78)),
        Role("old", "old friend", "old friend", (-4, 4), closeness=3),
    ),
    facts={
        "clean": ("four months", "eleven weeks", "a year and a bit", "nineteen days"),
        "what": ("drink", "drink and street valium", "heroin", "cocaine and drink"),
        "trade": ("a roofer", "a hairdresser", "a slater's labourer", "a barman", "a care assistant"),
        "good": ("the five-a-side", "my guitar", "cooking", "walking the canal"),
    },
    sections={
        "matters": (
            "Staying stopped today. Ask me about tomorrow tomorrow.",
            "Being trusted with a key to something.",
            "{mum.name} sleeping at night. I did that to {mum.them} and I'd like to undo it.",
            "Being more than the file. There's {good} as well, you know.",
        ),
        "history": (
            "It was {what}. I'm {clean} clean. I was {trade} and I was good till I wasn't.",
            "I've been in and out of detox five times. Each one took, and then it didn't.",
            "I started at fourteen, for reasons I'll tell when I'm ready and not to a form.",
            "I lost two friends in the one year. That's not why I stopped, but it's when.",
        ),
        "works": (
            "People who've been there. I can smell sympathy.",
            "{good}. My hands need told what to do about seven at night.",
            "Same-day. If I ring on a Friday, Monday is a different person's phone call.",
            "If I slip, don't shut the door. That's the day I need the door.",
        ),
        "harms": (
            "Waiting rooms where I know everyone and half of them are selling.",
            "The chemist counter, in front of the whole queue.",
            "Being asked for my motivation. It's breathing.",
            "I worry who reads this. My niece works for the council.",
        ),
        "people": (
            "{mum.name}, that's my {mum.word}, never once shut me out. I used to wish {mum.they} would.",
            "{sponsor.name} is my sponsor. Up at any hour. I have tested that.",
            "{old.name} and I keep away from one another. That's friendship too.",
            "The rooms. You get a cup of tea and you're somebody.",
        ),
    },
    asks=(
        Ask(
            need="mind.addiction",
            reason=(
                "{clean} without and wanting to keep it. {me.name} asked for people in recovery, not for"
                " another assessment."
            ),
            hope="To keep today.",
            question="Evenings or days? We can have someone at the door.",
            answer="Seven at night is the danger. Someone at the door, please.",
            outcome="In the rooms most evenings. One slip in week five, back the next night and welcomed.",
        ),
        Ask(
            need="life.work",
            reason=(
                "Was {trade} and would like something useful to do two days a week. No references since"
                " 2019, and honest about it."
            ),
            hope="A key to something.",
            question="Anything we should plan for? We ask all our volunteers.",
            answer="Not the bar at functions. Otherwise throw the worst job at {me.them}.",
            outcome="Twelve weeks, never late, and opens up on Thursdays. {me.name} has the key.",
        ),
        Ask(
            need="means.housing",
            reason="Sofa at {mum.name}'s, and the tenancy offered is on the stair where it all started.",
            hope="A door on a different street.",
            question="Would {me.name} consider the next town along?",
            answer="The further along the better, on one bus.",
            outcome=("One-bedroom flat, two towns over. {sponsor.name} and two from the rooms carried the couch."),
        ),
    ),
    sensitive=("matters", "history", "works", "harms", "people"),
)

VETERAN = Archetype(
    key="veteran",
    title="After the army",
    weight=4,
    ages=(34, 70),
    safe_contacts=("Text, from a named person, with the time in it. I don't open letters.",),
    genders=("man", "man", "man", "woman"),
    roles=(
        Role("ex", "ex-wife", "ex-husband", (-6, 6), closeness=3, opposite=True),
        Role("child", "daughter", "son", (-40, -21), between=(6, 40), closeness=2, kin=True),
        Role("mate", "mate", "mate", (-4, 4)),
    ),
    facts={
        "corps": ("the infantry", "the Engineers", "the Signals", "the medics", "the Logistics Corps"),
        "years": ("nine", "twelve", "six", "fourteen"),
        "after": ("security work", "long-distance lorries", "labouring", "not much"),
        "dog": ("Sapper", "Tess", "Monty", "Biscuit"),
    },
    sections={
        "matters": (
            "Sleep. Four hours in a row and I'd be a nice person.",
            "Being useful to somebody. I was, every day, and then I wasn't.",
            "Seeing {child.name} without {child.them} watching my hands.",
            "The dog. {dog}. If I'm ever taken in, somebody has to have {dog}.",
        ),
        "history": (
            "{years} years in {corps}. Came out and did {after}. Nobody tells you that civvies don't say"
            " what they mean.",
            "I don't talk about it, and it talks about me, usually about three in the morning.",
            "My marriage to {ex.name} ended and I don't blame {ex.them}. I was hard to live with and often"
            " not there when I was.",
            "I was homeless for a spell. I told nobody I was a veteran. I'd have been ashamed for the regiment.",
        ),
        "works": (
            "A back seat, near the door. I'll listen fine from there.",
            "Do what you said, when you said. That's all respect is.",
            "Talking while doing something else: an engine, a wall, a dog.",
            "Someone who's worn the boots. But not someone who wants to talk about boots.",
        ),
        "harms": (
            "Fireworks. Two weeks of it, thanks to the shops.",
            "Thank you for your service, followed by a nine-month list.",
            "Crowds, queues, the inside lane of a supermarket.",
            "If I go quiet I'm not rude. If I get up and leave, let me. I'll be at the car.",
        ),
        "people": (
            "{mate.name}. We were in together. We don't talk about it, together.",
            "{child.name}, my {child.word}, and we're building it back a Saturday at a time.",
            "{dog}. Better than any of you and asks for less.",
            "My old sergeant still rings at Christmas, and I still sit up straight.",
        ),
    },
    asks=(
        Ask(
            need="life.veterans",
            reason=(
                "{years} years in {corps}, poor sleep, avoids crowds. {me.name} came in about a form and"
                " stayed an hour."
            ),
            hope="Four hours in a row.",
            question="Dog welcome? Ours is a terrier with opinions.",
            answer="{dog} has met worse.",
            outcome=("Breakfasts every Tuesday. Spoke to the counsellor at the end table in week seven, by choice."),
        ),
        Ask(
            need="mind.mood",
            reason=(
                "Nightmares and temper, no drink. Previous referral closed because a letter was missed."
                " {me.name} does not open letters."
            ),
            hope="To be safe to be around.",
            question="How should we be in touch, since letters do not work?",
            answer="Text, from a named person, with the time in it.",
            outcome="Started within the month, twelve sessions. {child.name} stays over on Saturdays.",
        ),
    ),
    sensitive=("history", "harms"),
)

DEBT = Archetype(
    key="debt-and-damp",
    title="The damp and the letters",
    weight=9,
    ages=(24, 55),
    safe_contacts=(
        "After half past five. Text first, so I know it's not the debt.",
        "Text. I've stopped answering numbers I don't know.",
    ),
    genders=("woman", "woman", "man", "non-binary"),
    roles=(
        Role("child", "daughter", "son", (-42, -18), between=(5, 15), kin=True),
        Role("mum", "mum", "dad", (20, 32), closeness=2, kin=True),
        Role("neighbour", "neighbour", "neighbour", (-20, 30), between=(19, 85), closeness=2),
    ),
    facts={
        "room": ("the back bedroom", "the wee one's room", "behind the couch", "the whole gable wall"),
        "owed": ("£1,900", "£3,400", "£740 and rising", "about £5,000"),
        "job": ("cleaning offices", "driving parcels", "in a nursery", "on zero hours in a warehouse"),
        "first": (
            "when my hours were cut",
            "when the washing machine went",
            "after the split",
            "after I was off sick",
        ),
    },
    sections={
        "matters": (
            "A dry wall. Honestly, that would be most of it.",
            "{child.name} having a friend round and me not making excuses.",
            "Opening the door when it's chapped.",
            "Getting through a month. I'd like to get to the thirty-first and be bored.",
        ),
        "history": (
            "I work, {job}. It went wrong {first}, and then each thing pushed the next. I owe {owed}.",
            "There's black mould in {room}. They came, they painted it, it came back through the paint.",
            "I've never had a holiday or a catalogue. It was gas, council tax, and the school trip.",
            "I stopped opening the letters in February. They're in the bread bin.",
        ),
        "works": (
            "One person who takes the whole bag and goes through it with me. Not three people with a letter each.",
            "Being seen after half five. If I miss a shift to see you about money, well.",
            "Doing the phone call with me. I go to pieces at “can you hold”.",
            "No posters about budgeting. I can budget. There's nothing in it.",
        ),
        "harms": (
            "“Have you tried opening a window?”",
            "Sheriff officers at the door at teatime with {child.name} in the hall.",
            "{child.name}'s chest. Two courses of antibiotics since Christmas, and it's the wall, I know"
            " it's the wall.",
            "I'm not sleeping, and I've had thoughts about just walking. I'd never leave the wean. But"
            " I've had them.",
        ),
        "people": (
            "{child.name}, who thinks pancakes for tea is a treat. Long may it last.",
            "My {mum.word} {mum.name} would give me {mum.their} last tenner. That's why I don't say.",
            "{neighbour.name} across the landing takes {child.name} when I've the early shift. We don't count.",
            "The school secretary noticed the shoes. New ones appeared. Not a word.",
        ),
    },
    asks=(
        Ask(
            need="means.debt",
            reason=(
                "Owes {owed}, works {job}, letters unopened since February. {me.name} will come if it is"
                " after half past five."
            ),
            hope="To get the bread bin back.",
            question="Any court date among them? That goes first.",
            answer="One, for the 19th. The rest are older.",
            outcome=("All opened over two evenings. Payment plan at £5 a week, and a benefit nobody had claimed."),
        ),
        Ask(
            need="means.housing",
            reason=(
                "Black mould in {room}, painted over twice. {child.name} has had two chest infections"
                " since Christmas."
            ),
            hope="A dry wall.",
            question="Have you dated photographs, and the landlord's replies?",
            answer="Nineteen photographs, and three replies that say “open a window”.",
            outcome=("Gutter found to be the cause, and mended. Wall stripped and drying. An apology, in writing."),
        ),
        Ask(
            need="means.food",
            reason=(
                "Nothing in from the 24th of each month. {me.name} eats after {child.name} does, or says"
                " {me.they} did."
            ),
            hope="To get to the thirty-first.",
            question="Anything {child.name} will not eat?",
            answer="Peas. It is a matter of principle.",
            outcome="A weekly bag and a card for the meter. {me.name} brings back the bags, washed.",
        ),
    ),
    sensitive=("harms",),
)

CARER = Archetype(
    key="carer",
    title="I'm just the daughter, just the son",
    weight=8,
    ages=(38, 66),
    safe_contacts=("Between two and three, when {cared.name} sleeps.", "Text, and I'll ring from the bedroom."),
    roles=(
        Role("cared", "mother", "father", (22, 34), between=(60, 99)),
        Role("sister", "sister", "brother", (-8, 8), closeness=3),
        Role("friend", "friend", "friend", (-5, 5), closeness=2),
    ),
    facts={
        "ill": ("had two strokes", "is losing the memory", "has heart failure", "can't see now"),
        "gave": (
            "my job at the school",
            "the choir",
            "someone I was seeing, if you must know",
            "my half of a wee business",
        ),
        "years": ("five", "three", "seven", "four"),
    },
    sections={
        "matters": (
            "A whole night's sleep with the monitor in somebody else's room.",
            "That {cared.name} is treated as I'd treat {cared.them}. I'll know by the socks.",
            "Having something to say that isn't about tablets.",
            "Staying kind. I used to be, and I can feel it wearing thin.",
        ),
        "history": (
            "My {cared.word} {cared.name} {ill}. I moved in {years} years ago for a fortnight.",
            "I gave up {gave}. Nobody asked me to, which is how they get you.",
            "I've been trained by nobody, and can do dressings, hoists and the man at the council.",
            "I'd never heard the word carer. I thought I was just family.",
        ),
        "works": (
            "Ring me first, and ring me back. I can plan round anything except silence.",
            "Somebody who comes in and sees the kettle as part of the job.",
            "A list on one page, with one name at the top.",
            "Being asked what I know. I've been doing this a good while.",
        ),
        "harms": (
            "“You're doing a great job.” Give me a Thursday instead.",
            "When they discharge {cared.them} and tell me from the corridor.",
            "My {sister.word} {sister.name}, with suggestions.",
            "I shouted last week. I went out to the bins and grat. I'd want somebody to know that.",
        ),
        "people": (
            "{cared.name}, who was the boss of everyone and is still the boss of me.",
            "{friend.name} comes on a Friday with a fish tea, and talks about anything else.",
            "{sister.name}, my {sister.word}, visits at New Year.",
            "The carers' centre. I rang to ask for a leaflet and was on for an hour.",
        ),
    },
    asks=(
        Ask(
            need="caring.carers",
            reason=(
                "Has looked after {cared.name} for {years} years with no plan of {me.their} own. Asked"
                " only for a leaflet."
            ),
            hope="To be kind again.",
            question="When is {me.name} able to talk without being overheard?",
            answer="Between two and three, when {cared.name} sleeps.",
            outcome="Carer's plan written and signed. A named worker, and the worker's own mobile.",
        ),
        Ask(
            need="caring.breaks",
            reason=(
                "No night off since last summer. {me.name} admits to shouting, and is ashamed. Needs"
                " sleep, not advice."
            ),
            hope="One whole night.",
            question="How does {cared.name} take to new faces?",
            answer="Badly for ten minutes, then wants to know who your people are.",
            outcome=(
                "A night a week begun. Slept eleven hours the first time, woke in a panic, and laughed about it."
            ),
        ),
        Ask(
            need="home.equipment",
            reason=("Lifting {cared.name} alone, back now bad. The sling they were given is for another hoist."),
            hope="Two of us who can still stand up.",
            question="Make of the hoist, and width of the door?",
            answer="On the plate: photograph attached. Door is 76 centimetres.",
            outcome="Right sling in two days. An hour's showing, and {me.name} taught the home carer.",
        ),
    ),
    sensitive=("harms",),
)

ALL = (RECOVERY, VETERAN, DEBT, CARER)
