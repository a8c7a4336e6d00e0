"""Stories of living with it: stroke, bad lungs, pain, and a learning disability in a world in a hurry."""

from ecotone.demo.content.people.shapes import Archetype, Ask, Role

_SPOUSE = Role("spouse", "wife", "husband", (-6, 6), kin=True, opposite=True)
_CHILD = Role("child", "daughter", "son", (-30, -20), kin=True)
_FRIEND = Role("friend", "friend", "friend", (-6, 6), closeness=2)

STROKE = Archetype(
    key="stroke",
    title="After the stroke",
    weight=8,
    ages=(48, 88),
    communications=("One question at a time, and wait for me", "Write the key word down as you say it"),
    safe_contacts=(
        "Text, or ring {spouse.name}. The phone goes too fast for me.",
        "Letters are good: I can take my time.",
    ),
    roles=(_SPOUSE, _CHILD, _FRIEND),
    facts={
        "side": ("left", "right"),
        "when": ("in November", "a year past in May", "eight months ago", "the week of the Glasgow Fair"),
        "job": ("drove the night bus", "ran a café", "was a welder", "did payroll", "cut hair"),
        "miss": ("driving", "my own handwriting", "the guitar", "a clean shave that's my own doing", "knitting"),
    },
    sections={
        "matters": (
            "Words. I know what I want to say. Give me the time to get it out and don't finish it for me.",
            "My {side} hand doing one thing I ask of it before the summer.",
            "Going back to some of what I was. I'd settle for {miss}.",
            "Not being an invalid in my own living room with the good chair moved.",
        ),
        "history": (
            "I took the stroke {when}. I {job} for years and was never off sick. I thought I'd slept on my arm.",
            "Six weeks in hospital, then home, then a month of visits, then nothing. The nothing was the hard bit.",
            "I'd high blood pressure and no symptoms and plenty to do. That's the whole story.",
            "My {side} side was away altogether at first. I can stand at the sink now.",
        ),
        "works": (
            "Small goals with dates. I {job}; I like a timetable.",
            "Swearing. It comes out perfect. Don't be shocked, count it as speech therapy.",
            "Ten minutes often, not an hour once a week.",
            "Writing the word or pointing. Anything but guessing at me.",
        ),
        "harms": (
            "Being spoken to loudly. It was a stroke, I'm not deaf.",
            "I cry at adverts now. It's the stroke. Let me get on with it.",
            "Being told I've plateaued. I looked it up. I've not.",
            "I worry about another one every time my foot goes to sleep.",
        ),
        "people": (
            "{spouse.name}, my {spouse.word}, does up my buttons and never looks as if it's a chore.",
            "{child.name} does the exercises with me over the video. {child.They} does them worse.",
            "{friend.name} comes on a Tuesday. Some folk didn't. {friend.They} did.",
            "There's a man at the speech group who can only say “Thursday”. We get on great.",
        ),
    },
    asks=(
        Ask(
            need="moving.rehabilitation",
            reason=(
                "Stroke {when}. Early therapy ended at six weeks, with gains still being made. {me.name}"
                " would like to go on."
            ),
            hope="One hand that does one thing I ask of it.",
            question="What would {me.name} most like that hand to do? We will aim at that.",
            answer="Hold a cup while the other one pours.",
            outcome=(
                "A cup of tea poured in week five, and most of it in the cup. Exercises now done with {child.name}."
            ),
        ),
        Ask(
            need="company.groups",
            reason=(
                "Speech coming back slowly. {me.name} has stopped answering the door. {spouse.name} thinks"
                " meeting others would help."
            ),
            hope="To sit with folk who'll wait.",
            question="Yes or no cards, or does {me.name} prefer to write?",
            answer="Write, slowly. Loves to sing.",
            outcome="Came in with {spouse.name}, came back alone. Sang a verse on the second week.",
        ),
        Ask(
            need="mind.mood",
            reason=(
                "Low since the visits stopped. Not sleeping, worried about another stroke, and says so at night only."
            ),
            hope="To stop waiting for the next one.",
            question="Is {me.name} able to use the phone for this, or should we meet?",
            answer="Meet, please. The phone goes too fast.",
            outcome=("Six meetings. Blood pressure cuff at home, checked twice a week and not twelve times a day."),
        ),
    ),
)

COPD = Archetype(
    key="copd",
    title="Short of breath",
    weight=9,
    ages=(54, 86),
    roles=(_CHILD, _FRIEND),
    facts={
        "job": ("the brickworks", "the foundry", "the bakery", "the mill", "the cleansing depot"),
        "floor": ("second", "third", "top"),
        "near": (
            "the bus stop with the broken seat",
            "the wall at the wee shop",
            "the bench at the library",
            "the third lamp-post",
        ),
        "joy": ("my doos", "Hank Williams", "the allotment", "doing the coupon", "my granddaughter's swimming"),
    },
    sections={
        "matters": (
            "Getting down the stairs and back without an audience.",
            "{joy}. If I've breath for that I'll not complain.",
            "To stay out of Drumgray. Four times last winter. I know the ceiling tiles.",
            "Being believed the first time when I say this one's different.",
        ),
        "history": (
            "I'd thirty years at {job}, dust and fags both, so you can share out the blame how you like.",
            "I stay on the {floor} floor. It was a grand flat when I was forty.",
            "I stopped smoking nine years ago. Everybody asks, so there it is. I can still smell one at fifty yards.",
            "My father had the same chest and no name for it.",
        ),
        "works": (
            "Knowing where I can sit. There's {near}, and then I'm home.",
            "The nurse who answers the phone. I get the steroids early and stay home.",
            "Singing, of all things. I went for a laugh, and I've not been in hospital since.",
            "Let me get my breath before you ask the first question. It's not confusion, it's oxygen.",
        ),
        "harms": (
            "A cold house. My chest knows the price of gas better than I do.",
            "Panic. Then I can't breathe, so I panic. Somebody sitting calm is worth two inhalers.",
            "The look when I say how long I smoked.",
            "Being told to take more exercise by a man who parked at the door.",
        ),
        "people": (
            "{child.name} brings the messages up the stairs, and counts them out as a job done.",
            "{friend.name} was at {job} as well. We cough in harmony.",
            "My nurse, who says I'm her worst and best patient.",
            "I've let a lot of folk slip, because by the time I've got ready to go out I'm done.",
        ),
    },
    asks=(
        Ask(
            need="health.breathing",
            reason=(
                "Four admissions last winter with COPD. {me.name} knows the signs a day before and has"
                " nobody to tell."
            ),
            hope="A winter at home.",
            question="Does {me.name} hold a rescue pack, and know when to start it?",
            answer="Has one. Would like to go over it again with someone patient.",
            outcome="Plan on the fridge, number in the phone. One flare, managed at home.",
        ),
        Ask(
            need="means.warmth",
            reason=(
                "{floor} floor, storage heaters off since October for fear of the bill. Breathing much"
                " worse in the cold."
            ),
            hope="One warm room.",
            question="Prepayment meter or bills, and is there any debt on it?",
            answer="Prepayment, about £160 owed from last year.",
            outcome=(
                "Debt written off by the supplier's hardship fund, heaters reset. 18 degrees in the living room."
            ),
        ),
        Ask(
            need="company.groups",
            reason=(
                "{me.name} is in most days because of the stairs and the breath. Loves music and says"
                " {me.their} singing days are by."
            ),
            hope="A laugh that doesn't end in a coughing fit. Or one that does, in company.",
            question="Will a lift be needed, and is there oxygen to bring?",
            answer="A lift, yes. No oxygen, only a blue inhaler and a lot of patter.",
            outcome="Eight Tuesdays out of nine. “I can hold a note longer than I can hold a grudge.”",
        ),
    ),
)

PAIN = Archetype(
    key="pain",
    title="Sore, every day",
    weight=7,
    ages=(28, 72),
    genders=("woman", "man", "woman", "non-binary"),
    safe_contacts=("Email. I can do that lying down.", "Afternoons, text first. Mornings are for getting upright."),
    roles=(
        Role("partner", "partner", "partner", (-6, 6), opposite=True),
        Role("sister", "sister", "brother", (-8, 8), closeness=2, kin=True),
    ),
    facts={
        "where": ("my back", "both hips", "everywhere, it moves about", "my neck and arms"),
        "began": ("after a car accident", "after a lift at work", "for no reason anyone can find", "after a virus"),
        "years": ("six", "three", "nine", "eleven"),
        "job": ("a carer", "a warehouse picker", "a nursery worker", "a chef", "a call handler"),
    },
    sections={
        "matters": (
            "Being believed. I'd take that over a tablet.",
            "Doing one thing a day that isn't resting from the last thing.",
            "Working again, some hours, some way. I was good at it.",
            "A plan for the bad days as well as the good ones.",
        ),
        "history": (
            "It's {where}. It started {began}, {years} years ago. I was {job} then.",
            "I've seen seven specialists. Between them they've looked at every part of me and never all at once.",
            "The scans are clear. I used to hope they'd find something, isn't that terrible.",
            "I was the one who did everything for everyone. I think about that more than I should.",
        ),
        "works": (
            "Pacing. I hated the word and it works. Half of what I think I can do, then stop.",
            "Online, lying down, camera off.",
            "Warm water. If there's a pool, I'm a person.",
            "Someone saying “what's it like today” and not “are you better”.",
        ),
        "harms": (
            "“But you look well.” I washed my hair. It took two hours and a lie-down.",
            "Having my tablets cut by someone I've never met.",
            "Assessments where I'm watched walking from the car park.",
            "If I rest I get frightened, if I push I pay for it. Please don't cheer me on.",
        ),
        "people": (
            "{partner.name} has learned which kind of quiet it is.",
            "My {sister.word} {sister.name} minds everything: appointments, jokes, my good coat at the cleaners.",
            "The online group. We have met in person once, eleven of us, all on cushions.",
            "I've lost friends by cancelling. I'd want to know me about as much.",
        ),
    },
    asks=(
        Ask(
            need="health.pain",
            reason=(
                "Pain in {me.their} daily life for {years} years, scans clear, seven clinics. {me.name} is"
                " worn down by starting again each time."
            ),
            hope="To be believed, and then to get on.",
            question="Mornings or afternoons, and would online suit better?",
            answer="Afternoons, online, lying down. In person once there is trust.",
            outcome="Joined the group and stayed. Says the pain is the same size and takes up less room.",
        ),
        Ask(
            need="means.benefits",
            reason=(
                "Disability payment stopped after an assessment. Rent is at risk. {me.name} will not open"
                " the letters alone."
            ),
            hope="To get a decision made by someone who has read it.",
            question="May we see the assessor's report, and is the month for a challenge still running?",
            answer="Report attached with {me.name}'s permission. Eleven days left.",
            outcome="Challenged in time and put right, with arrears. {partner.name} framed the letter.",
        ),
        Ask(
            need="life.work",
            reason=(
                "Was {job} and would like to work some hours. Needs someone who will speak to an employer"
                " about bad days."
            ),
            hope="Eight hours a week of being good at something.",
            question="What did {me.name} like best about the old job?",
            answer="The people. Knowing everyone's order, so to speak.",
            outcome="Two afternoons on a reception desk, with a high chair and a kind manager.",
        ),
    ),
)

LEARNING_DISABILITY = Archetype(
    key="learning-disability",
    title="My own front door",
    weight=6,
    ages=(19, 48),
    communications=("Easy read with pictures", "Easy words, and tell me the day before"),
    safe_contacts=(
        "Ring me on my mobile, not {mum.name}. She will want to know why, so tell me first.",
        "Text me with a picture of who is coming.",
    ),
    roles=(
        Role("mum", "mum", None, (22, 36), kin=True),
        Role("worker", "support worker", "support worker", (-10, 20), between=(19, 66), closeness=2),
        Role("friend", "best friend", "best friend", (-6, 6)),
    ),
    facts={
        "love": ("wrestling", "trains", "Abba", "horses", "the Steelmen", "baking"),
        "job": (
            "at the garden centre",
            "in the charity shop",
            "at the football on match days",
            "in a café on Tuesdays",
        ),
        "home": ("with my mum", "in a flat with two other people", "in my own flat with support"),
    },
    sections={
        "matters": (
            "My own key. My own telly. My own say.",
            "Working. I want a job that pays, not a placement that finishes.",
            "Seeing {friend.name} at the weekend and not only when there are staff.",
            "{love}. I know more about it than anyone you have met.",
        ),
        "history": (
            "I live {home}. I went to a special school and I got a certificate for helping.",
            "I worked {job} for a while and I was never late.",
            "I have a learning disability. It means I need more time. It does not mean I need less of"
            " everything else.",
            "They moved my review three times and then did it without me. I was in the next room.",
        ),
        "works": (
            "Pictures and easy words. Tell me again and I do not mind.",
            "Tell me before a thing changes. The day before, not in the car.",
            "Ask me, then wait. I am thinking.",
            "Show me one time and then let me do it wrong.",
        ),
        "harms": (
            "People talking to {worker.name} when it was me that was asked.",
            "New staff who don't know me, and put my things in the wrong place.",
            "Boys on the bus who say things. I get off early and then I am late.",
            "I worry about when {mum.name} gets old. Nobody says it, but I can count.",
        ),
        "people": (
            "My mum is {mum.name}. She worries. She has a folder.",
            "{friend.name} is my best friend. We have been best friends for ages.",
            "{worker.name} is my support worker and knows about {love} now.",
            "The woman in the paper shop. She says “the usual?”",
        ),
    },
    asks=(
        Ask(
            need="life.learning-disability",
            reason=(
                "{me.name} would like more days out of the house with people {me.their} own age. Loves"
                " {love}. Good timekeeper."
            ),
            hope="Friends who are not paid to be with me.",
            question="What helps on the first day in a new place?",
            answer="A photo of the door and the person who will open it. Then no fuss.",
            outcome="Goes twice a week by bus. Has been put in charge of the float.",
        ),
        Ask(
            need="safety.advocacy",
            reason=(
                "The last review was held without {me.name} in the room. {me.name} would like somebody on"
                " {me.their} own side at the next."
            ),
            hope="To be in my own meeting.",
            question="Has {me.name} said what should be on the list?",
            answer="Yes. Three things: bus, telly, {friend.name}. In that order.",
            outcome=("{me.name} chaired the first ten minutes. Two of three agreed, and the third has a date."),
        ),
        Ask(
            need="life.work",
            reason=(
                "{me.name} worked {job} until the scheme ended. Ready for paid hours with a job coach at the start."
            ),
            hope="A payslip.",
            question="Any travel we should plan for?",
            answer="One bus is fine. Two buses is a different story.",
            outcome="Six paid hours a week on one bus route. The payslip is on the fridge.",
        ),
    ),
)

ALL = (STROKE, COPD, PAIN, LEARNING_DISABILITY)
