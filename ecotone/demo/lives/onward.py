"""What those who help notice that is not theirs to meet, and how it goes when they ask somebody else to."""

from ecotone.demo.content.people.shapes import Ask

NOTICED_BY = {
    "nhs": ("home.personal-care", "company.connection", "company.groups", "safety.planning", "caring.carers"),
    "council": ("moving.rehabilitation", "health.nursing", "company.groups", "means.benefits", "home.personal-care"),
    "third": ("moving.falls", "home.equipment", "safety.planning", "health.nursing", "means.benefits"),
    "community": ("moving.rehabilitation", "home.equipment", "safety.planning", "means.food"),
    "independent": ("health.nursing", "home.equipment", "safety.planning", "company.connection"),
}
"""The needs that those of a sector most often notice."""

ONWARD = {
    ask.need: ask
    for ask in (
        Ask(
            need="home.personal-care",
            reason="Washing and dressing take the whole morning now. We can do our part and not this one.",
            hope="To be washed and dressed while it is still morning.",
            question="Mornings only, or evenings as well?",
            answer="Mornings. The evenings are managed, slowly.",
            outcome="Four mornings a week, by three people whose names are on the fridge.",
        ),
        Ask(
            need="company.connection",
            reason="What is wanted most is company, and we are only here to work.",
            hope="Somebody who sits down.",
            question="A visitor at home, or somebody to go out with?",
            answer="At home to begin with.",
            outcome="A visitor every second Tuesday, and the kettle on before the bell goes.",
        ),
        Ask(
            need="company.groups",
            reason="Ready to get out among people again, with somebody to go along the first time.",
            hope="A day of the week that is for something.",
            question="Is there a lift, or should we send the driver?",
            answer="A driver the first time would be a kindness.",
            outcome="Has been every week but one, and the one was the dentist.",
        ),
        Ask(
            need="safety.planning",
            reason="Four of us come and none of us knows what the others do. Could one person hold it together?",
            hope="One name, and one number.",
            question="Who comes at present, as far as you know?",
            answer="Ourselves, the nurse, a carer in the mornings, and somebody about the rent.",
            outcome="One plan on one page. Two of the four visits were for the same thing and are now one.",
        ),
        Ask(
            need="caring.carers",
            reason="The one who does the caring is near the end of their strength. Nobody has asked them yet.",
            hope="To have one night's sleep right through.",
            question="May we ring the carer at home, or is there a better time?",
            answer="At dinner time, on the mobile.",
            outcome="A carer's plan was made, at the kitchen table, and one afternoon a week is covered.",
        ),
        Ask(
            need="moving.rehabilitation",
            reason="Stiffer than last month, and keen to work on it. This needs somebody who knows how.",
            hope="To the end of the street and back.",
            question="Are there stairs, and a rail on both sides?",
            answer="Thirteen stairs, one rail, on the wrong side.",
            outcome="Second rail fitted, exercises done with the radio on. The end of the street came in week five.",
        ),
        Ask(
            need="moving.falls",
            reason="A near fall on our last visit, and another before it that nobody had been told of.",
            hope="Not to be frightened of my own hall.",
            question="Any dizziness on getting up?",
            answer="In the mornings, yes. Not after.",
            outcome="Tablets looked at, the rug has gone, the light goes on by itself. No fall since.",
        ),
        Ask(
            need="home.equipment",
            reason="The bath has become dangerous. We can do our part; we cannot make a bath safe.",
            hope="A bath, and not a wash at the sink.",
            question="Is the bathroom floor level, and who else uses it?",
            answer="Level, and nobody else.",
            outcome="Bath board and a rail. In and out with nobody holding on.",
        ),
        Ask(
            need="health.nursing",
            reason="A dressing that needs a nurse, and a leg that does not look right to us.",
            hope="To have it seen before it is bad.",
            question="Since when, and is there a temperature?",
            answer="A week or so. No temperature that we know of.",
            outcome="Seen the next day. Healed in six weeks, with the leg up and the racing on.",
        ),
        Ask(
            need="means.benefits",
            reason="Living on less than there is a right to, we think. Somebody should go through it.",
            hope="To stop turning the heating off at six.",
            question="Is there any post from the Department we could look at?",
            answer="A drawer of it, unopened. We can bring the drawer.",
            outcome="Thirty-one pounds a week more, and an apology in writing.",
        ),
        Ask(
            need="means.food",
            reason="The cupboard was empty when we called. It was put down to forgetting.",
            hope="Not to be asked about it in front of people.",
            question="Would a bag at the door be easier than coming in?",
            answer="At the door, and early.",
            outcome="A bag on Fridays until the money was sorted, and then not needed.",
        ),
    )
}
