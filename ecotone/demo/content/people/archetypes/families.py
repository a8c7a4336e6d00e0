"""Stories of families: a young carer, a new baby, a new country, two languages, and a child who died."""

from ecotone.demo.content.people.shapes import Archetype, Ask, Role

YOUNG_CARER = Archetype(
    key="young-carer",
    title="I look after my mum",
    weight=5,
    ages=(9, 17),
    safe_contacts=(
        "Text only, and nothing with the name of the service in it.",
        "Through my guidance teacher, between nine and three. Post nothing.",
    ),
    roles=(
        Role("mum", "mum", None, (20, 30), kin=True),
        Role("gran", "gran", "grandad", (47, 60), closeness=2),
        Role("friend", "best friend", "best friend", (-1, 1)),
    ),
    facts={
        "ill": ("MS", "bipolar", "a bad heart", "epilepsy"),
        "like": ("drawing", "football", "my drums", "gaming", "dancing"),
        "subject": ("maths", "art", "history", "home economics"),
    },
    sections={
        "matters": (
            "That nobody splits us up. Put that first.",
            "Getting to do {like} one night a week without my phone in my hand.",
            "Passing {subject}. I'm actually good at it when I'm there.",
            "Mum getting help that isn't me. But from people she likes.",
        ),
        "history": (
            "My mum has {ill}. I've helped since I was about seven. I thought everyone did.",
            "I do the tea and the washing and the tablets chart. I can work the hoover better than the man"
            " next door.",
            "I was late forty times last year. The school counted that. They didn't ask what time I got up.",
            "It is just me and mum, and {gran.name} at the weekends.",
        ),
        "works": (
            "One grown-up who tells the others, so I don't have to.",
            "Text me. If my phone rings in class I think she's had a turn.",
            "Being asked about {like} and not only about mum.",
            "A pass so I can check my phone and not get shouted at.",
        ),
        "harms": (
            "When people say I'm amazing. I'm tired.",
            "Folk coming to the door in lanyards. The whole street sees.",
            "I worry when I'm out and I worry that I don't want to go back.",
            "Being told it's not appropriate. It's not appropriate that nobody came, either.",
        ),
        "people": (
            "Mum. {mum.name}. She's funny, people don't know that about her.",
            "{gran.name} comes Saturdays and makes too much mince.",
            "{friend.name} knows everything and has never said a word.",
            "My guidance teacher, when she's in.",
        ),
    },
    asks=(
        Ask(
            need="caring.young-carers",
            reason=(
                "Cares for mum, who has {ill}. Forty late marks last year, none asked about. Bright, funny"
                " and worn out."
            ),
            hope="One night a week that's mine.",
            question="How shall we be in touch without the street knowing?",
            answer="Text only, and meet at the school. No cars with names on.",
            outcome=("Comes on Tuesdays and is picked up at the corner. The school has a plan and a phone pass."),
        ),
        Ask(
            need="home.housework",
            reason=(
                "The tea, the washing and the tablets are all done by a child. Mum agrees it should be otherwise."
            ),
            hope="To come home and the washing's done.",
            question="What would {mum.name} accept first?",
            answer="Two mornings, from a woman, and not to be told how she used to do it.",
            outcome="Two mornings a week. {mum.name} chose her from three.",
        ),
    ),
    sensitive=("history", "harms"),
)

NEW_PARENT = Archetype(
    key="new-parent",
    title="Nobody told me it would be this quiet",
    weight=7,
    ages=(19, 39),
    safe_contacts=(
        "Text. If I don't answer I am feeding or asleep, and I do want you to try again.",
        "Message any time, I am up anyway.",
    ),
    genders=("woman", "woman", "woman", "man"),
    roles=(
        Role("baby", "baby girl", "baby boy", (-39, -19), between=(0, 0), kin=True),
        Role("mum", "mum", None, (20, 34), closeness=2, kin=True),
        Role("friend", "friend", "friend", (-4, 4), closeness=2),
    ),
    facts={
        "weeks": ("seven", "eleven", "fourteen", "nine"),
        "job": ("in a bank", "on the tills", "as a classroom assistant", "on reception at a vet's"),
        "distance": ("in Ayr", "in Aberdeen", "two buses away", "in Fife, still working"),
    },
    sections={
        "matters": (
            "Feeling like myself for an hour. I'd forgotten I was a person with hobbies.",
            "{baby.name} being all right. {baby.They} is. It's me that's not, a wee bit.",
            "Company in the daytime. It's the two o'clock to five o'clock that gets you.",
            "Not being judged for the bottle.",
        ),
        "history": (
            "{baby.name} is {weeks} weeks. The birth was rough and I've not really told anyone that.",
            "I worked {job} up to the last week. I was busy and popular, imagine.",
            "I had low spells at school and got by. This is different: it's like being behind glass.",
            "We moved here before the baby, for the second bedroom. I don't know a soul in the street.",
        ),
        "works": (
            "A message with no need to answer.",
            "Someone who holds the baby and doesn't hand {baby.them} back the second there's a cry.",
            "Walking. The pram goes to sleep, and so does my head.",
            "Being told it's common, and then being asked about mine.",
        ),
        "harms": (
            "Advice from strangers in the queue.",
            "The wee form with the smiley faces. I know what to tick so that you go away.",
            "Nights. I lie and listen to {baby.them} breathing.",
            "I'm frightened that if I say it out loud somebody will take {baby.them}.",
        ),
        "people": (
            "{baby.name}, who has just found out about smiling.",
            "My mum, {mum.name}, is {distance}. She'd be here if she could.",
            "{friend.name} from work comes with cake, and cleans my sink without a word.",
            "The health visitor. I like her. I tidy up before she comes, which rather defeats it.",
        ),
    },
    asks=(
        Ask(
            need="life.parents",
            reason=(
                "First baby, {weeks} weeks. New to the street, family far off. {me.name} would come along"
                " to something if {me.they} knew one face."
            ),
            hope="A friend with a pram.",
            question="Could somebody meet {me.name} at the gate the first time?",
            answer="Yes please. The green pram, Tuesday.",
            outcome="Four walks so far, and three new numbers in the phone.",
        ),
        Ask(
            need="mind.mood",
            reason=(
                "Low and anxious since the birth, still managing, still hiding it. Said so to me on the third visit."
            ),
            hope="To get out from behind the glass.",
            question="Is there any thought of harm to self or baby? We ask everyone.",
            answer="Asked plainly, answered plainly: no. Frightened of being thought so.",
            outcome=("Seen within the week. Eight sessions with {baby.name} on the mat. “I can hear music again.”"),
        ),
        Ask(
            need="means.food",
            reason=(
                "Leave pay does not cover formula at the end of the month. {me.name} has been skipping"
                " meals and says {me.they} did not notice."
            ),
            hope="A full cupboard and no fuss.",
            question="Which milk, and which size of nappies?",
            answer="First stage, size two, and {me.name} likes lentils, really.",
            outcome="Bag collected every Thursday, no forms. Now helps on the till.",
        ),
    ),
)

REFUGEE = Archetype(
    key="refugee",
    title="We are safe; now we begin",
    weight=3,
    ages=(28, 50),
    heritages=("syrian", "ukrainian", "eritrean", "sudanese"),
    safe_contacts=(
        "Text in short words. I show it to my friend.",
        "Please no knock after dark. Send a message, I will come down.",
    ),
    communications=("An interpreter for anything that matters, the same one if possible, and never my child",),
    roles=(
        Role("spouse", "wife", "husband", (-7, 7), kin=True, opposite=True),
        Role("child", "daughter", "son", (-40, -20), between=(6, 16), kin=True),
        Role("friend", "friend", "friend", (-10, 20), closeness=2),
    ),
    facts={
        "was": ("a pharmacist", "an electrician", "a teacher of chemistry", "a tailor", "a bus driver"),
        "came": ("two winters ago", "in the spring of last year", "fourteen months ago"),
        "dish": (
            "bread the way my mother made it",
            "a stew that takes all day",
            "the small pastries we make for a feast",
        ),
    },
    sections={
        "matters": (
            "To work. I was {was}. Here I am a form.",
            "That {child.name} is a child. Not an interpreter.",
            "To hear that my mother is well. I wait for the telephone more than for any letter.",
            "To give something. Everybody gives us things; I would like to cook for you: {dish}.",
        ),
        "history": (
            "In my country I was {was}. We left in one night. We came to Lanarkshire {came}.",
            "I do not tell the road. Maybe later, to one person, with tea.",
            "We had a house with a walnut tree. Please do not ask me to describe it in the meeting.",
            "The doctor here is kind. It took seven weeks to be allowed to meet the doctor.",
        ),
        "works": (
            "The same interpreter. I cannot say it again to a new voice on a telephone.",
            "Show me the bus. I went with {friend.name} once and now I go alone.",
            "Write the appointment in numbers. Half two is not half past two in my language.",
            "Cooking together. Then nobody is the helper.",
        ),
        "harms": (
            "Brown envelopes. A knock after dark.",
            "Rooms with the door locked, also if it is for my safety.",
            "When they ask {child.name} to explain my illness to me.",
            "I wait, and while I wait I am not sleeping, and they say: it takes time.",
        ),
        "people": (
            "{spouse.name}, my {spouse.word}, is strong in the day.",
            "{child.name} has already this accent. We laugh, we are proud, we do not understand.",
            "{friend.name} from the class took us to the sea. It was raining, everybody was in the water.",
            "My brother is in Germany, my mother at home. We are a family of small screens.",
        ),
    },
    asks=(
        Ask(
            need="life.newcomers",
            reason=("Family arrived {came}. English coming on. {me.name} was {was} and asks every week about work."),
            hope="To be again what I was, or near it.",
            question="Which language for the first meeting, and is there anyone who must not interpret?",
            answer="{language}, the same interpreter if possible, and please not {child.name}.",
            outcome=(
                "In the Tuesday class, certificate sent for translation, helping at the Thursday dinner meanwhile."
            ),
        ),
        Ask(
            need="mind.mood",
            reason=(
                "Poor sleep, starts at knocks. {me.name} asked for help with sleeping, not with the past;"
                " please begin there."
            ),
            hope="To sleep until the morning.",
            question="Is a room without a locked door possible at your end? We can move ours.",
            answer="Yes. Ground floor, door left open, seat facing it.",
            outcome=(
                "Sleeping five hours. Nobody asked about the road, and {me.name} told a little of it in week six."
            ),
        ),
    ),
    sensitive=("history", "harms"),
)

BEREAVED_PARENT = Archetype(
    key="bereaved-parent",
    title="Her name was, his name was",
    weight=4,
    ages=(34, 62),
    roles=(
        Role("child", "daughter", "son", (-42, -20), between=(9, 22), living=False, kin=True),
        Role("partner", "partner", "partner", (-5, 5), opposite=True),
        Role("sister", "sister", "brother", (-8, 8), closeness=2),
    ),
    facts={
        "when": ("two years in October", "three years ago", "last July", "eighteen months ago"),
        "how": ("a heart nobody knew about", "an accident on the road", "leukaemia", "an asthma attack"),
        "mark": ("the birthday", "the first day of term", "Christmas", "the date itself"),
    },
    sections={
        "matters": (
            "Saying {child.their} name. {child.name}. You can say it too. I promise I won't fall over.",
            "Not getting over it. Getting round it, some days.",
            "Doing something with the love. It has nowhere to go.",
            "Being at work and being treated as normal, and at four o'clock not being treated as normal.",
        ),
        "history": (
            "{child.name} died {when}. It was {how}. {child.They} should be here, arguing about the remote.",
            "I went back to work after three weeks because the house was so tidy.",
            "We were given a leaflet and a phone number, and the number was for people in a different area.",
            "I was a person who ran things. I'm told I will be again.",
        ),
        "works": (
            "Others who've lost one. You don't need to finish sentences.",
            "Walking beside me, not sitting across from me.",
            "A card at {mark}. People remember the first year.",
            "Practical things. Somebody cut our hedge and never said. I think about that hedge.",
        ),
        "harms": (
            "“At least.” Any sentence which begins with at least.",
            "Being asked how many children I have by someone with a clipboard.",
            "I don't always want to be here, and I'm not going to do anything. Those are both true. Please"
            " hear both.",
            "{mark}. I start dreading it about six weeks out.",
        ),
        "people": (
            "{partner.name} grieves by fixing things. The shelves in this house are perfect.",
            "My {sister.word} {sister.name} rings every night at ten, and lets there be silence.",
            "{child.name}'s friends, who still come by, bigger each time.",
            "There are people who cross the road. I've stopped being angry. I've stopped waving as well.",
        ),
    },
    asks=(
        Ask(
            need="mind.bereavement",
            reason=(
                "{child.name} died {when}. {me.name} went back to work early and has been holding everyone"
                " up. Asked for other parents, not a counsellor."
            ),
            hope="To be with people who know.",
            question="Is there anything we should not ask on the first night?",
            answer="How many children. Let {me.name} say it.",
            outcome="Came, said nothing, came again and said {child.their} name. Now keeps the biscuits.",
        ),
        Ask(
            need="company.groups",
            reason=(
                "Weekends are long. {me.name} would like something with hands in it, among people who do"
                " not know, or do and say nothing."
            ),
            hope="Somewhere that isn't the house.",
            question="Busy or quiet?",
            answer="Quiet, and outdoors if there is a choice.",
            outcome=("Saturday mornings in the greenhouse. A row of sweet peas has been given {child.their} name."),
        ),
    ),
    sensitive=("history", "harms"),
)

TWO_LANGUAGES = Archetype(
    key="two-languages",
    title="Fifty winters and the language is going",
    weight=3,
    ages=(64, 86),
    heritages=("pakistani", "sikh"),
    mother_tongue=True,
    safe_contacts=(
        "Ring {child.name} to fix a time, but talk to me when you come.",
        "Ring after prayers, about two.",
    ),
    communications=(
        "Someone who speaks {language}; my English goes when I am tired",
        "{language} for anything medical, please",
    ),
    roles=(
        Role("child", "daughter", "son", (-34, -22), kin=True),
        Role("inlaw", "daughter-in-law", None, (-38, -24), kin=True),
        Role("friend", "friend", "friend", (-6, 6), closeness=2),
    ),
    facts={
        "shop": (
            "a draper's in Coatbridge",
            "a grocer's in Motherwell",
            "the post office in Larkhall",
            "a market stall at the Barras",
        ),
        "came": ("1968", "1971", "1974", "1966"),
        "grow": ("coriander", "methi", "roses", "green chillies"),
    },
    sections={
        "matters": (
            "To be talked to in my own language, by somebody who is not my family and not in a hurry.",
            "My garden. I grow {grow} here and nobody believed it.",
            "Sitting with women and men of my own age. In this house everyone is on a screen.",
            "To pray, and to be clean for it. That is one thing and not two.",
        ),
        "history": (
            "We had {shop} for thirty-one years. I served everybody and I knew all of their mothers.",
            "The family came here in {came}. There was snow, and a neighbour with a pot of soup.",
            "My English was good in the shop. Since my illness it leaves by the evening.",
            "I have raised four children in two languages and they answer in one of them.",
        ),
        "works": (
            "Shoes off at the door, then tea. After tea I will tell you anything.",
            "A lift there. I will not take two buses in the dark to be improved.",
            "The nurse on a Wednesday who asks my feet first and my sugar second.",
            "Someone of my own sex for washing. This is not a preference.",
        ),
        "harms": (
            "When {child.name} has to tell the doctor about my body. Both of us look at the wall.",
            "“They look after their own.” Who told you that? {inlaw.name} is on her knees.",
            "Meals I can't eat, brought with great kindness.",
            "I am afraid of the last language going, and of saying it wrong to a stranger.",
        ),
        "people": (
            "{child.name}, my {child.word}, does the forms, and the shouting at the forms.",
            "{inlaw.name}, my daughter-in-law, works nights and still makes the roti.",
            "{friend.name} rings every morning. We say nothing new and we say it for an hour.",
            "Customers still stop me in the street. I sold them their school ties.",
        ),
    },
    asks=(
        Ask(
            need="company.culture",
            reason=(
                "{me.name} sees only family, who are at work. English fails when tired. Asked for company"
                " in {language}."
            ),
            hope="To laugh in my own language.",
            question="Is a lift needed, and are there foods to avoid?",
            answer="A lift, yes. Vegetarian is safest. Not too careful with the chillies.",
            outcome="Fetched every Friday. {me.name} has corrected the cook twice and been thanked once.",
        ),
        Ask(
            need="home.personal-care",
            reason=(
                "{inlaw.name} does all the washing and dressing after night shifts. A carer of the same"
                " sex is essential."
            ),
            hope="To be clean and private.",
            question="What time, so that it fits with prayer?",
            answer="Before half past seven, and running water, not a basin.",
            outcome=("Two carers who share it, same sex, one with some {language}. {inlaw.name} slept till ten."),
        ),
    ),
)

ALL = (YOUNG_CARER, NEW_PARENT, REFUGEE, BEREAVED_PARENT, TWO_LANGUAGES)
