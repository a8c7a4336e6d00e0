"""Names plausible for Lanarkshire, by heritage and by the years in which a name was given.

Given and family names are drawn apart and at random, so nobody here is anybody.
"""

from random import Random

_HERITAGES = {"scots": 60, "irish": 26, "pakistani": 4, "sikh": 2, "polish": 5, "lithuanian": 3}

# Given names by gender for those born before 1950, before 1980, and since.
_GIVEN = {
    "scots": {
        "woman": (
            "Jean Isa Margaret Agnes Betty Jessie Nan Moira Sheila May Ella Janet Netta Cathie Effie Rena"
            " Ina Chrissie Williamina Elspeth",
            "Linda Fiona Elaine Carol Morag Lorraine Gillian Yvonne Alison Karen Shona Sandra Wilma"
            " Heather Audrey Eileen Anne Jacqueline Maureen",
            "Kirsty Eilidh Lauren Ailsa Nicole Skye Morven Rachael Iona Chloe Kayleigh Robyn Beth Erin Amy"
            " Abbie Isla Freya",
        ),
        "man": (
            "Robert William James Andrew Archie Hugh Tam George Alexander Walter Bert David Jock Dugald"
            " Duncan Matthew Angus Wullie",
            "Alan Iain Kenneth Gordon Stuart Derek Graham Colin Billy Douglas Neil Brian Craig Scott"
            " Ronnie Stewart Alistair",
            "Ross Callum Jamie Fraser Lewis Cameron Euan Liam Kyle Blair Greig Logan Finlay Aidan Rory Struan Connor",
        ),
    },
    "irish": {
        "woman": (
            "Bridget Rose Kathleen Cathy Bernadette Philomena Mary Theresa Nora Sadie Annie Winifred"
            " Winnie Josephine Veronica",
            "Geraldine Patricia Angela Frances Marie Bernie Colette Josephine Clare Siobhan Louise Monica"
            " Anne-Marie Deirdre",
            "Niamh Orla Caitlin Aoife Roisin Shannon Sinead Ciara Maeve Keira Bridie Mairead",
        ),
        "man": (
            "Patrick Michael Hugh Francis Daniel Joseph Bernard Gerald Cornelius John Eugene Dominic Owen Thomas",
            "Gerard Kevin Martin Paul Brendan Tony Vincent Declan Anthony Eamonn Stephen Mark Desmond",
            "Declan Ciaran Sean Conor Ryan Patrick Brendan Niall Aidan Cormac Kieran Joseph",
        ),
    },
    "pakistani": {
        "woman": (
            "Nasreen Zubaida Rashida Shamim Razia Khurshid",
            "Parveen Shazia Nusrat Farhat Robina Saima",
            "Aisha Zara Maryam Hina Iqra Alina Sana",
        ),
        "man": (
            "Mohammed Abdul Bashir Ghulam Rafiq Yaqub",
            "Tariq Imran Khalid Nadeem Javed Shahid",
            "Hamza Bilal Zain Usman Haris Adeel",
        ),
    },
    "sikh": {
        "woman": (
            "Surinder Gurmeet Harbans Manjit Balbir Swaran",
            "Jaswinder Kulwinder Rupinder Amarjit Paramjit",
            "Simran Jasleen Amrit Harleen Kiran",
        ),
        "man": (
            "Gurdial Harbhajan Mohinder Kartar Resham",
            "Satnam Balraj Rajinder Jaspal Sukhdev",
            "Arjan Gurpreet Harjot Manveer Rohan",
        ),
    },
    "polish": {
        "woman": (
            "Stanisława Janina Helena Irena Zofia",
            "Bożena Grażyna Danuta Ewa Teresa Iwona",
            "Agnieszka Katarzyna Magda Ola Kasia Natalia",
        ),
        "man": (
            "Stanisław Kazimierz Henryk Zygmunt Józef",
            "Andrzej Marek Zbigniew Krzysztof Leszek",
            "Tomasz Paweł Mateusz Kuba Łukasz Bartek",
        ),
    },
    "lithuanian": {
        "woman": ("Ona Agnes Helen Marcella Annie", "Veronica Nellie Christine Barbara", "Ruta Laura Emily Ieva"),
        "man": ("Joseph Vincent Anthony John Adam", "Charlie Peter Stanley Andrew", "Tomas Jonas Adam Mark"),
    },
    "syrian": {
        "woman": ("Samira Khadija Nawal", "Fatima Hanan Amal Rima", "Salma Rahaf Marwa Lama"),
        "man": ("Ibrahim Khalil Mahmoud", "Omar Hassan Nizar Bassam", "Yusuf Adnan Anas Majd"),
    },
    "ukrainian": {
        "woman": ("Halyna Valentyna Nina", "Oksana Iryna Svitlana Larysa", "Olena Yuliia Sofiia Daryna"),
        "man": ("Mykola Vasyl Petro", "Andrii Serhii Ihor Oleh", "Bohdan Taras Maksym Danylo"),
    },
    "eritrean": {
        "woman": ("Letebrhan Tsehay Abeba", "Abrehet Senait Almaz Mebrat", "Selam Feven Luwam Rahel"),
        "man": ("Tesfay Berhane Kidane", "Yonas Mehari Abraham Tekle", "Filmon Robel Merhawi Natnael"),
    },
    "sudanese": {
        "woman": ("Hawa Zeinab Amna", "Ikhlas Manal Nagla Huda", "Alaa Reem Dalia Tasneem"),
        "man": ("Osman Idris Babiker", "Hatim Mazin Salah Tarig", "Mustafa Ahmed Khalid Waleed"),
    },
}
_FAMILY = {
    "scots": "Rankine Baird Cuthbertson Gemmell Auld Waddell Forsyth Pettigrew Meikle Brownlie Lindsay Tennant"
    " Shearer Dalziel Hamilton Weir Cairns Muirhead Lochhead Steel Paterson Russell Jackson Whitelaw"
    " Carruthers Kerr Fleming Allardyce Struthers Templeton Orr Scobie Hastie Loudon Naismith",
    "irish": "Gallacher McAleer Docherty McGinty Coyle Devlin O'Hare McGarrigle Boyle Gilhooly Kane McDade"
    " McLaughlin Quinn Cassidy Reilly Heaney Lafferty Mulgrew McCluskey Timoney Friel Cannon Duddy Brogan"
    " Conroy",
    "pakistani": "Ahmed Malik Hussain Akhtar Chaudhry Mahmood Iqbal Sharif Rashid",
    "sikh": "Sandhu Gill Dhillon Bains Grewal Sohal Mann",
    "polish": "Nowak Kowalczyk Mazur Wójcik Krawczyk Dudek Pawlak Sikora Wrona Zając",
    "lithuanian": "Yankauskas Milner Sneddon Balchaitis Adams Kutchin Stepsis",
    "syrian": "Haddad Al-Masri Khoury Darwish Sabbagh",
    "ukrainian": "Kovalenko Shevchuk Bondar Melnyk Tkachuk",
    "eritrean": "Tesfamariam Gebremedhin Haile Woldu Asfaha",
    "sudanese": "Abdelrahman Elamin Bashir Osman Hamid",
}

HERITAGES = tuple(_GIVEN)
LANGUAGES = {
    "pakistani": ("English", "English", "English", "Urdu", "Punjabi"),
    "sikh": ("English", "English", "Punjabi"),
    "polish": ("English", "Polish"),
    "syrian": ("Arabic",),
    "ukrainian": ("Ukrainian",),
    "eritrean": ("Tigrinya",),
    "sudanese": ("Arabic",),
}


def heritage(rng: Random) -> str:
    """A heritage, as often as it is met here; those new to the country come only when a story asks for them."""
    return rng.choices(list(_HERITAGES), weights=list(_HERITAGES.values()))[0]


def _generation(year: int) -> int:
    return 0 if year < 1950 else 1 if year < 1980 else 2


def given_name(rng: Random, *, heritage: str, gender: str, born: int, avoid: frozenset[str] = frozenset()) -> str:
    """A given name of the gender and generation, none of those to avoid.

    A non-binary person's is drawn from either list. Raises KeyError for an unknown heritage.
    """
    listed = gender if gender in ("woman", "man") else rng.choice(("woman", "man"))
    pool = [name for name in _GIVEN[heritage][listed][_generation(born)].split() if name not in avoid]
    return rng.choice(pool)


def family_name(rng: Random, *, heritage: str) -> str:
    """A family name usual in the heritage."""
    return rng.choice(_FAMILY[heritage].split())
