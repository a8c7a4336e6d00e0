"""Stories of later life: after a death, after a fall, with dementia, and near the end."""

from ecotone.demo.content.people.shapes import Archetype, Ask, Role

_SPOUSE = Role("spouse", "wife", "husband", (-6, 6), kin=True, opposite=True)
_LATE_SPOUSE = Role("spouse", "wife", "husband", (-6, 6), living=False, kin=True, opposite=True)
_CHILD = Role("child", "daughter", "son", (-36, -22), kin=True)
_NEIGHBOUR = Role("neighbour", "neighbour", "neighbour", (-30, 5), closeness=2)
_FRIEND = Role("friend", "friend", "friend", (-5, 5), closeness=2)

WIDOWED = Archetype(
    key="widowed",
    title="On my own since the funeral",
    weight=14,
    ages=(66, 93),
    heritages=("scots", "irish", "lithuanian"),
    roles=(_LATE_SPOUSE, _CHILD, _NEIGHBOUR),
    facts={
        "when": (
            "two years ago in March",
            "the winter before last",
            "four years past in June",
            "a year ago come Easter",
        ),
        "years": ("forty-one", "forty-three", "thirty-nine", "forty-four"),
        "pastime": ("dancing", "the bowls", "the bingo on a Friday", "the garden", "the choir"),
        "job": (
            "in the school kitchens",
            "on the buses",
            "at the hosiery mill",
            "in the council offices",
            "behind a bar",
        ),
        "away": ("in Hamilton", "in Corby", "in Canada", "in Inverness", "over in Livingston"),
    },
    sections={
        "matters": (
            "A voice in the house that isn't the wireless. I don't need looked after, I need somebody to"
            " disagree with.",
            "Keeping my own front door. And getting back to {pastime}, even to sit and watch.",
            "Having a reason to put my good coat on. If nobody's expecting me I don't go, and nobody's expecting me.",
            "That {spouse.name}'s name gets said. People are that careful you'd think {spouse.they} had never lived.",
            "Being useful. I can still peel a potato for six people; it's the six people I'm short of.",
        ),
        "history": (
            "{spouse.name} died {when}. We'd been married {years} years. I worked {job} and {spouse.they}"
            " did the worrying.",
            "We came to this house as newly-weds and I know every stair. It was after the funeral I"
            " started sleeping in the chair.",
            "I left school the day they let me and worked {job}. I've never been in hospital bar having"
            " {child.name}.",
            "After {spouse.name} went I got plenty of dinners for a fortnight, and then the dishes were collected.",
        ),
        "works": (
            "Someone who comes when they said they would. I'm ready an hour before, so if you're late,"
            " I've been waiting.",
            "Ask me about {pastime} and I'll be fine. Ask me how I'm feeling and I'll say fine.",
            "A phone call the night before. Then I put my shoes by the door.",
            "Going with somebody the first time. Once I'm through a door I'm all right; it's the door.",
        ),
        "harms": (
            "Being told to join things by people who've never walked into a hall alone.",
            "Sunday. It's four days long.",
            "I worry about being a bother to {child.name}, who has plenty on {child.their} plate.",
            "I don't want to be put somewhere. Say the word “home” to me and I'll be in my own.",
            "Folk going quiet when I come in. I'm bereaved, I'm not contagious.",
        ),
        "people": (
            "{child.name}, that's my {child.word}, {away}. Rings Sundays. I save things up to tell {child.them}.",
            "{neighbour.name} through the wall has my key. We knock goodnight.",
            "My own sisters are all away now. There's a photo of the lot of us and I'm the only one left in it.",
            "There's {child.name} and there's {neighbour.name}, and there's the man at the fish van who"
            " calls me gorgeous.",
        ),
    },
    asks=(
        Ask(
            need="company.connection",
            reason=(
                "{me.name} lost {me.their} {spouse.word} {when} and told me most weeks go by without a"
                " conversation. No wish for a club yet; would try one visitor."
            ),
            hope="One person a week who sits down.",
            question="What makes {me.name} laugh? We match on that.",
            answer="Other people's holidays going wrong. And quiz shows.",
            outcome=(
                "Matched with a volunteer who also cheats at Scrabble. Four visits made, and they mean to go on."
            ),
        ),
        Ask(
            need="mind.bereavement",
            reason=(
                "{me.name} sleeps in the chair and has done since {spouse.name} died. Not unwell."
                " Grieving, and alone with it."
            ),
            hope="To sleep in my bed again.",
            question="Is there anyone {me.name} already talks to about {spouse.name}?",
            answer="{neighbour.name} next door, a little. {child.name} gets upset, so {me.name} does not.",
            outcome=(
                "Five conversations. The bed was made up on the third week. “I had a good greet and then I"
                " had a good sleep.”"
            ),
        ),
        Ask(
            need="home.meals",
            reason=(
                "Weight down by a stone since last year. {me.name} can cook perfectly well and sees no"
                " point in doing it for one."
            ),
            hope="To eat across from somebody.",
            question="Could {me.name} manage the step at the hall, or should we send a driver to the door?",
            answer="The step is fine with an arm. A driver the first time would be a kindness.",
            outcome="Comes twice a week and has taken over the soup. Weight steady.",
        ),
    ),
)

FALL = Archetype(
    key="fall",
    title="A fall, a ward, and the way home",
    weight=11,
    ages=(68, 95),
    heritages=("scots", "irish", "polish", "lithuanian"),
    roles=(_CHILD, _NEIGHBOUR),
    facts={
        "where": ("on the back step", "in the bathroom", "at the bins", "reaching for the good plates"),
        "hurt": ("my hip", "my wrist and my pride", "my pelvis", "my shoulder"),
        "stay": ("nine days", "three weeks", "a fortnight", "five weeks"),
        "job": ("a postman's round", "the paper mill", "the school dinners", "the brickworks", "a fruit shop"),
    },
    sections={
        "matters": (
            "Getting to the end of the road and back on my own. After that we'll see.",
            "My own bath. I've been washing at the sink like it's 1950.",
            "Not being frightened of my own stairs. I've been going up them for longer than most of you"
            " have been born.",
            "Staying in this house with the cat. The cat has been told.",
        ),
        "history": (
            "I fell {where} and lay a good while. Broke {hurt}. I was {stay} in Drumgray General.",
            "I was never ill. Work kept me fit: {job}, forty years, and never a day off but the funeral ones.",
            "They sent me home at teatime with a bag of tablets and a frame I'd never used. The fridge had"
            " a lemon in it.",
            "Since the fall I hold on to the furniture. {child.name} calls it cruising, like a baby.",
        ),
        "works": (
            "Doing it with me and not for me. Stand behind, not in front.",
            "One thing at a time, written on the calendar in the kitchen in pen.",
            "The physio who made me laugh. I'd have walked to Glasgow for that one.",
            "Mornings. I'm a different person by three o'clock and not a better one.",
        ),
        "harms": (
            "Being rushed. That's what I was doing when I fell.",
            "Different faces each day asking me where the bathroom is.",
            "I'm feart of falling and nobody finding me. There, I've said it.",
            "Folk talking to {child.name} over my head. It's my hip.",
        ),
        "people": (
            "{child.name}, my {child.word}, does my shopping and thinks I don't hear the sighing.",
            "{neighbour.name} found me, and has come in every night since to see the door's locked.",
            "The lassie on the night shift who held my hand for the X-ray. I never got her name.",
            "I was always the one who looked in on folk. It's hard being the other way about.",
        ),
    },
    asks=(
        Ask(
            need="moving.rehabilitation",
            reason=(
                "Home after {stay} in hospital following a fall {where}. Walking indoors with a frame, not"
                " yet on the stairs. {me.name} is keen and bored, which is a good pair."
            ),
            hope="To get to the end of the road and back.",
            question=("Is the bed upstairs or down just now, and is there a rail on both sides of the stair?"),
            answer="Upstairs, and a rail on one side only. {child.name} stays the night meanwhile.",
            outcome=(
                "Six weeks of visits. Walked to the end of the road on a stick with {neighbour.name} timing it."
            ),
        ),
        Ask(
            need="home.personal-care",
            reason=(
                "Cannot get in or out of the bath since the fall. {child.name} is doing it after work and"
                " is not sure how."
            ),
            hope="A proper bath, and not with my family holding the towel.",
            question="Would {me.name} accept help from a man, or women only?",
            answer=(
                "Whoever has warm hands, I am told, but please not someone who went to school with {child.name}."
            ),
            outcome="Bath board fitted, two showings, and now managed alone with someone in the next room.",
        ),
        Ask(
            need="moving.falls",
            reason=(
                "Afraid of falling since being found by {neighbour.name}. Has stopped going out, and is"
                " getting weaker for it."
            ),
            hope="To stop being feart in my own house.",
            question="Any dizziness when standing up, and has anybody looked at the tablets?",
            answer="Yes, in the mornings. The pharmacist changed two of them on Friday.",
            outcome=(
                "Twelve weeks of the balance class finished. “I fell off the couch laughing and got up by myself.”"
            ),
        ),
    ),
)

DEMENTIA = Archetype(
    key="dementia",
    title="Two of us, and the forgetting",
    weight=9,
    ages=(66, 90),
    heritages=("scots", "irish", "polish", "lithuanian"),
    communications=("Tell me who you are when you come in, every time", "One short question, then wait"),
    safe_contacts=(
        "Ring {spouse.name} first, please, then ask for me.",
        "Ring before noon. {spouse.name} writes it on the board.",
    ),
    roles=(_SPOUSE, _CHILD, _FRIEND),
    facts={
        "job": ("a signalman", "a nurse on nights", "a joiner", "a primary teacher", "a turner in the works"),
        "love": ("Jim Reeves", "the Celtic", "brass bands", "my pigeons", "crosswords", "old maps"),
        "told": ("last autumn", "the year before last", "eighteen months ago", "in February"),
    },
    sections={
        "matters": (
            "To be asked first and {spouse.name} second. I'm still in here, and I can wait while you wait.",
            "{love}. If I'm agitated, try {love} before you try a tablet.",
            "That {spouse.name} gets a night's sleep. I know I walk about. I don't know I'm doing it at the time.",
            "Staying with {spouse.name}. I can lose the rest if I must.",
        ),
        "history": (
            "I was {job}, and a good one. I can still tell you how it's done. It's yesterday I can't tell you.",
            "They gave it a name {told}. {spouse.name} cried in the car park and I drove us home, which we"
            " don't mention.",
            "I grew up five of us in two rooms and I can see every inch of them.",
            "{spouse.name} wrote some of this down for me, but the words are mine; I was asked each time.",
        ),
        "works": (
            "Tell me who you are when you come in. Every time. I'll pretend I knew.",
            "A photograph of where we're going. Then it's not a surprise when we get there.",
            "Something in my hands. I'm calmer with a job: fold, sort, polish.",
            "Short sentences, and don't correct me unless it's going to kill me.",
        ),
        "harms": (
            "Noise, two people talking at once, mirrors at night.",
            "Being tested. Who's the prime minister? I wouldn't care to say even when I knew.",
            "Being left in a day room with a television. I was {job}, I need a task.",
            "I worry what happens to me if anything happens to {spouse.name}. Nobody's told me there's a plan.",
        ),
        "people": (
            "{spouse.name}, my {spouse.word}. I mind the day we met better than I mind breakfast.",
            "{child.name}, that's our {child.word}, comes Saturdays and lets {spouse.name} away to the shops.",
            "{friend.name} still takes me to the bowling green on a Thursday, and has never once said “do"
            " you remember”.",
            "People stopped coming. I'm told it's because they didn't know what to say. Hello would do.",
        ),
    },
    asks=(
        Ask(
            need="caring.breaks",
            reason=(
                "{spouse.name} is up four times a night and has not been out alone for a month. {me.name}"
                " is content with company and wanders when left."
            ),
            hope="For {spouse.name} to get a break and come back still liking me.",
            question=("What does {me.name} enjoy with {me.their} hands? We would like to send the right person."),
            answer="Anything to sort or polish. And talk about {love}.",
            outcome=(
                "The same sitter each Tuesday. {spouse.name} slept in the car the first week and went"
                " swimming the second."
            ),
        ),
        Ask(
            need="mind.memory",
            reason=(
                "Diagnosed {told}; a leaflet was given and nothing since. Both would like to meet others"
                " in the same position."
            ),
            hope="To be with folk who don't mind if I say it twice.",
            question="Would they come together, or would {spouse.name} like a separate hour?",
            answer="Together to begin with. {spouse.name} says an hour apart would be like a holiday.",
            outcome=(
                "They come each week. {me.name} knows the words to everything, and {spouse.name} has two"
                " phone numbers."
            ),
        ),
        Ask(
            need="caring.carers",
            reason="{spouse.name} does everything and says so to nobody. No carer's plan has been offered.",
            hope="That somebody asks {spouse.name} how {spouse.they} is, and waits for the answer.",
            question="Has {spouse.name} said yes to this, or are we ringing out of the blue?",
            answer="Yes, said with arms folded. Please ring when {me.name} is at the café.",
            outcome=("A plan written at the kitchen table. Four hours a week agreed, and a number for the night."),
        ),
    ),
)

END_OF_LIFE = Archetype(
    key="end-of-life",
    title="The time that is left",
    weight=4,
    ages=(52, 90),
    safe_contacts=(
        "Ring {spouse.name}; I may be sleeping.",
        "Come to the door, it's open. Ring first if you've a cold.",
    ),
    roles=(_SPOUSE, Role("child", "daughter", "son", (-32, -20), kin=True), _FRIEND),
    facts={
        "told": ("in the spring", "six weeks ago", "just after New Year", "in August"),
        "wish": (
            "one more week at Millport",
            "to see the garden come up",
            "a proper Sunday with all of them in",
            "to hear the band",
        ),
        "job": ("a plumber", "a dinner lady", "a bookkeeper", "a lorry driver", "a school janitor"),
    },
    sections={
        "matters": (
            "Dying in my own bed with the window open. I've written it down and I'd like it read.",
            "{wish}. That's all. I'm not greedy.",
            "Being told the truth, once, plainly, with {spouse.name} there.",
            "Not to spend what's left in waiting rooms.",
        ),
        "history": (
            "I was {job}. I was told {told} that it's spread and that we're talking months.",
            "I've had the treatment and I'm done with the treatment. That was my decision and I'd a clear head.",
            "We've lived in this street since {child.name} was at the school.",
            "I've never been one for doctors. They've been decent about it.",
        ),
        "works": (
            "The same nurse. I don't have time to meet new people.",
            "Humour. If you can't laugh with me, send somebody who can.",
            "Pain kept down and head kept clear; if I have to choose, ask me that day.",
            "A number that's answered at three in the morning. It's always three in the morning.",
        ),
        "harms": (
            "Whispering in the hall.",
            "Being called brave. I was given no choice in it.",
            "I'm afraid of choking. There, that's the one. Somebody please write down what'll be done about it.",
            "I worry about {spouse.name} after. {spouse.They} has never paid a bill or eaten a meal alone.",
        ),
        "people": (
            "{spouse.name}. Look after {spouse.them}; you can do what you like with me.",
            "{child.name}, our {child.word}, is here every day, and knows where the papers are.",
            "{friend.name} comes and reads me the football and argues with it.",
            "The whole stair. You should see the soup.",
        ),
    },
    asks=(
        Ask(
            need="health.end-of-life",
            reason=(
                "{me.name} has weeks to months and is clear about staying at home. {spouse.name} is"
                " willing and frightened."
            ),
            hope="My own bed, and the window open.",
            question=("Has anybody written an anticipatory plan, and are the just-in-case medicines in the house?"),
            answer="Plan agreed on Monday, medicines in the top cupboard, {spouse.name} knows who to ring.",
            outcome="At home throughout. Two night sits a week, and pain well held.",
        ),
        Ask(
            need="health.nursing",
            reason=("Pressure care, a syringe driver to come, and a family who want to be shown, not replaced."),
            hope="To be comfortable and not a patient.",
            question="Does the bed fit the front room?",
            answer="It does if the sideboard goes to {child.name}'s. It goes tonight.",
            outcome="Daily visits begun, the bed by the window. {child.name} has learned the mouth care.",
        ),
        Ask(
            need="means.benefits",
            reason=(
                "{spouse.name} has given up work to care. Money coming in has halved, and there is a"
                " fast-track form nobody filled in."
            ),
            hope="Not to leave a mess behind me.",
            question="Is there a form from the doctor to say that it is terminal?",
            answer="Signed yesterday. The practice will send it today.",
            outcome="Paid within ten days. “That's the heating on without a committee meeting.”",
        ),
    ),
    sensitive=("history", "harms"),
)

ALL = (WIDOWED, FALL, DEMENTIA, END_OF_LIFE)
