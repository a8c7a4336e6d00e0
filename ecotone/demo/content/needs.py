"""The kinds of need people come with, in plain names, with the words they would really type.

Two levels: a handful of broad kinds, each with a few needs. `synonyms` feed search; they are what someone
says on the phone or at the kitchen table, not what a form would call it. A need is `sensitive` when merely
being linked to it could expose or endanger someone.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One kind of need. `parent` is the code of the broad kind, "" for a broad kind itself."""

    code: str
    name: str
    parent: str = ""
    synonyms: tuple[str, ...] = ()
    sensitive: bool = False


def _kind(code: str, name: str, *needs: Need) -> tuple[Need, ...]:
    """A broad kind followed by its needs, each given the kind as its parent."""
    children = (Need(f"{code}.{need.code}", need.name, code, need.synonyms, need.sensitive) for need in needs)
    return (Need(code, name), *children)


def _need(code: str, name: str, synonyms: str, *, sensitive: bool = False) -> Need:
    """A need whose synonyms are given in one line, parted by semicolons."""
    return Need(code, name, synonyms=tuple(word.strip() for word in synonyms.split(";")), sensitive=sensitive)


NEEDS = (
    *_kind(
        "company",
        "Company and belonging",
        _need(
            "connection",
            "Company and connection",
            "lonely; loneliness; nobody to talk to; naebody to talk to; on my own all day; isolated;"
            " befriending; visitor; see no one from one week to the next; company; somebody to talk to; a"
            " blether",
        ),
        _need(
            "groups",
            "Things to do with other people",
            "club; lunch club; something to get out for; activities; bored; hobbies; singing; choir; bingo;"
            " men's shed; crafts; art class; gardening; volunteering; tea dance; day centre",
        ),
        _need(
            "culture",
            "People who share my language or faith",
            "Urdu; Punjabi; Polish; Arabic; Ukrainian; my own language; mosque; gurdwara; chapel; kirk;"
            " elders group; halal lunch; interpreter",
        ),
        _need(
            "identity",
            "LGBT+ company and support",
            "gay; lesbian; bisexual; trans; transgender; LGBT; LGBTQ; coming out; non-binary; queer; pride",
            sensitive=True,
        ),
    ),
    *_kind(
        "home",
        "Managing at home",
        _need(
            "personal-care",
            "Washing, dressing and the bath",
            "bath; bathing; shower; cannae get in the bath; can't get in the bath; getting washed; getting"
            " dressed; home care; carers coming in; help in the morning; put to bed; toilet; tuck-in visit",
        ),
        _need(
            "meals",
            "Meals and shopping",
            "shopping; the messages; cooking; hot meal; dinner; not eating; losing weight; meals on wheels;"
            " can't cook; soup; eating alone",
        ),
        _need(
            "housework",
            "Housework and laundry",
            "cleaning; hoovering; washing; laundry; ironing; changing the bed; cannae keep up wi the"
            " house; home help",
        ),
        _need(
            "repairs",
            "Small repairs and the garden",
            "handyperson; handyman; light bulb; grab rail; key safe; garden; grass cutting; leaking tap;"
            " loose carpet; curtain rail; odd jobs; small repairs; gutters",
        ),
        _need(
            "equipment",
            "Equipment and adaptations",
            "aids; bath board; raised toilet seat; walking frame; zimmer; hoist; ramp; stairlift; wet"
            " room; adaptation; wheelchair; bed rail; perching stool; occupational therapist; OT",
        ),
        _need(
            "alarms",
            "Alarms and telecare",
            "community alarm; pendant; falls alarm; wandering; door sensor; button round my neck; careline; telecare",
        ),
    ),
    *_kind(
        "moving",
        "Moving and staying steady",
        _need(
            "falls",
            "Falls and fear of falling",
            "fall; falls; fell; fallen; unsteady; dizzy; lost my confidence; feart of falling; on the"
            " floor; balance; tripped; broken hip; strength and balance",
        ),
        _need(
            "rehabilitation",
            "Getting strength and movement back",
            "rehab; rehabilitation; physio; physiotherapy; after a stroke; stroke; hip operation; learning"
            " to walk again; weak arm; speech therapy; swallowing; getting back on my feet",
        ),
        _need(
            "activity",
            "Keeping active",
            "walking; walking group; exercise; swimming; gym; chair exercise; tai chi; health walk; keep"
            " fit; weight; stretch; dance; walking football",
        ),
        _need(
            "travel",
            "Getting about",
            "transport; lift; bus; minibus; taxi; no car; can't get to the hospital; appointment"
            " transport; dial a bus; cannae manage the bus; blue badge; getting there",
        ),
    ),
    *_kind(
        "health",
        "Health and treatment",
        _need(
            "nursing",
            "Nursing at home",
            "district nurse; dressing; wound; leg ulcer; injection; insulin; catheter; stoma; housebound;"
            " bloods; pressure sore; palliative nurse",
        ),
        _need(
            "medicines",
            "Medicines",
            "tablets; prescription; pharmacy; chemist; blister pack; dosette; mixed up my tablets; side"
            " effects; inhaler technique; pills",
        ),
        _need(
            "breathing",
            "Living with a lung condition",
            "COPD; breathless; out of breath; cannae get a breath; chest; oxygen; emphysema; asthma;"
            " bronchitis; pulmonary rehab; coughing; stairs leave me puffed",
        ),
        _need(
            "long-term",
            "Living with a long-term condition",
            "diabetes; heart failure; arthritis; MS; multiple sclerosis; Parkinson's; epilepsy; long"
            " covid; fatigue; kidney; self-management; heart; newly diagnosed",
        ),
        _need(
            "pain",
            "Living with pain",
            "pain; chronic pain; sore back; fibromyalgia; sciatica; painkillers not working; sore all the"
            " time; nobody believes the pain; joints",
        ),
        _need(
            "senses",
            "Sight and hearing",
            "blind; losing my sight; macular; deaf; hearing aid; batteries; BSL; sign language; talking"
            " books; large print; cataract; lip reading",
        ),
        _need(
            "end-of-life",
            "Care at the end of life",
            "palliative; hospice; dying; terminal; wants to die at home; last months; cancer;"
            " anticipatory care plan; night sitting",
            sensitive=True,
        ),
        _need(
            "discharge",
            "Coming home from hospital",
            "discharge; getting home; out of hospital; hospital to home; waiting on a package; stuck in"
            " hospital; ward; nothing in the fridge; rapid response; step down",
        ),
    ),
    *_kind(
        "mind",
        "Mind and mood",
        _need(
            "mood",
            "Low mood, worry and stress",
            "depressed; depression; anxious; anxiety; stress; can't sleep; crying; scunnered; nerves;"
            " panic attacks; counselling; talking therapy; low; overwhelmed; mental health",
        ),
        _need(
            "crisis",
            "In crisis or thinking of suicide",
            "suicidal; suicide; self-harm; can't go on; crisis; end it all; don't want to be here; urgent"
            " mental health; breakdown; frightened of what I might do",
            sensitive=True,
        ),
        _need(
            "bereavement",
            "Loss and bereavement",
            "bereaved; grief; my husband died; my wife died; lost my mum; lost my son; lost my daughter;"
            " widow; widower; funeral; death; baby loss; mourning",
        ),
        _need(
            "memory",
            "Memory and dementia",
            "dementia; Alzheimer's; forgetful; memory; wandering; repeats himself; repeats herself;"
            " confused; memory café; dementia café; vascular; getting lost; diagnosis",
        ),
        _need(
            "addiction",
            "Alcohol, drugs and gambling",
            "alcohol; drinking; drink problem; drugs; heroin; cocaine; valium; street valium; methadone;"
            " recovery; gambling; rehab; detox; sober; relapse; naloxone",
            sensitive=True,
        ),
    ),
    *_kind(
        "means",
        "Money and a roof",
        _need(
            "benefits",
            "Benefits and money advice",
            "benefits; PIP; Adult Disability Payment; Attendance Allowance; pension credit; Universal"
            " Credit; form; forms; appeal; tribunal; money advice; carer's allowance; winter fuel; skint;"
            " entitled",
        ),
        _need(
            "debt",
            "Debt and bills",
            "debt; bills; arrears; loan shark; letters I can't open; sheriff officers; council tax; rent"
            " arrears; credit card; doorstep loan; owing; store card; bailiff",
        ),
        _need(
            "food",
            "Food when money runs out",
            "food bank; foodbank; pantry; larder; hungry; nothing in; food parcel; baby milk; school"
            " holidays; free food; emergency food; no money for food",
        ),
        _need(
            "warmth",
            "Heating and energy bills",
            "heating; cold house; meter; gas; electric; fuel poverty; prepayment; top up; freezing; energy"
            " bill; can't afford to heat; boiler; insulation",
        ),
        _need(
            "housing",
            "Housing, damp and homelessness",
            "housing; damp; mould; black mould; homeless; eviction; landlord; sofa surfing; overcrowded;"
            " stairs too much; move house; sheltered housing; tenancy; nowhere to stay",
        ),
    ),
    *_kind(
        "caring",
        "Looking after someone",
        _need(
            "carers",
            "Support for unpaid carers",
            "carer; carers; carer exhausted; looking after my wife; looking after my husband; looking"
            " after my mum; carer's assessment; adult carer support plan; caring; at the end of my tether;"
            " burnt out; dead beat",
        ),
        _need(
            "breaks",
            "A break from caring",
            "respite; short break; sitter; sitting service; someone to sit with him; someone to sit with"
            " her; holiday; two hours to myself; day care",
        ),
        _need(
            "young-carers",
            "Young carers",
            "young carer; looks after his mum; looks after her mum; child carer; missing school; young"
            " carer statement; helping at home; teenager caring",
        ),
    ),
    *_kind(
        "life",
        "Family, learning and a new start",
        _need(
            "parents",
            "New parents and families",
            "new baby; baby; postnatal; breastfeeding; mother and toddler; toddler group; single parent;"
            " dad's group; not bonding; sleep; nursery; family support; weans",
        ),
        _need(
            "learning-disability",
            "Learning disability and autism",
            "learning disability; autism; autistic; Asperger's; Down's syndrome; supported living; easy"
            " read; sensory; ADHD; additional support needs; supported employment; day service",
        ),
        _need(
            "work",
            "Work, learning and volunteering",
            "job; unemployed; back to work; training; college; reading and writing; CV; volunteering;"
            " literacy; apprenticeship; redundancy; something useful to do",
        ),
        _need(
            "digital",
            "Getting online",
            "computer; tablet; phone; internet; email; online form; video call; broadband; digital; can't"
            " work the phone; data; password; scam calls",
        ),
        _need(
            "newcomers",
            "New to the country",
            "refugee; asylum; asylum seeker; Ukraine; Syria; Sudan; Eritrea; English class; ESOL; Home"
            " Office; leave to remain; resettlement; interpreter; new Scot",
        ),
        _need(
            "veterans",
            "Armed forces veterans",
            "veteran; army; navy; RAF; ex-forces; ex-services; regiment; PTSD; Gulf; Falklands; Northern"
            " Ireland; Afghanistan; armed forces; service pension",
        ),
    ),
    *_kind(
        "safety",
        "Safety, rights and a plan",
        _need(
            "abuse",
            "Safety from abuse",
            "domestic abuse; violent; hits me; controlling; scared of my husband; scared of my partner;"
            " coercive control; rape; refuge; women's aid; stalking; forced marriage; not safe at home",
            sensitive=True,
        ),
        _need(
            "protection",
            "Someone at risk of harm",
            "adult protection; neglect; someone taking his money; someone taking her money; harm;"
            " safeguarding; scam; not coping; hoarding; self-neglect; at risk",
            sensitive=True,
        ),
        _need(
            "advocacy",
            "Having a say and knowing my rights",
            "advocacy; complaint; not listened to; rights; guardianship; power of attorney; tribunal;"
            " speak up for me; second opinion; being heard; care plan I never saw",
        ),
        _need(
            "planning",
            "One person to help sort it all out",
            "link worker; care manager; social worker; assessment; self-directed support; don't know where"
            " to start; pillar to post; too many people; who do I phone; coordinator; care plan; direct"
            " payment; key worker",
        ),
    ),
)

BY_CODE = {need.code: need for need in NEEDS}
KINDS = tuple(need for need in NEEDS if not need.parent)
SENSITIVE_CODES = frozenset(need.code for need in NEEDS if need.sensitive)


def within(code: str) -> tuple[Need, ...]:
    """The needs of a broad kind; raises KeyError for a code that is not known."""
    parent = BY_CODE[code]
    return tuple(need for need in NEEDS if need.parent == parent.code)
