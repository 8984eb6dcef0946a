"""The invented sheet "names to hide": who is named besides the speakers."""

_PEOPLE = (
    "Anjali Antek Bethan Connor Dawn Dot Emrys Farrow Filip "
    "Freddie Gemma Gethin Gwyn Hafsa Hamza Helen Inaya Jasleen Kayden Keegan "
    "Keith Leo Lyle Mali Manjit Manveer Marjorie Menna Miss+Beynon Mr+Adeyemi "
    "Mr+Harris Mrs+Blessing Mrs+Vaughan Noah Nwosu Oliver Ottilie Peter Phil "
    "Precious Rhys Surinder Teddy Tess Wojtek Yusuf Yvonne Rafi Jo+Marsh"
).split()
NAMES = [
    *((name.replace("+", " "), "person", "") for name in _PEOPLE),
    ("Auntie Jackie", "person", "[an aunt]"),
    ("Sister Bev", "person", "[a ward sister]"),
    ("Siân", "person", "[a nurse]"),
    ("Mr Osgood", "person", "[a hospital teacher]"),
    ("Wintlebury", "service", "[the specialist hospital]"),
    ("Stourley", "service", "[local hospital 1]"),
    ("Marlhaven", "service", "[local hospital 2]"),
    ("Pipistrelle Ward", "service", "[the ward]"),
    ("Pipistrelle", "service", "[the ward]"),
    ("the Loft", "service", "[the young adults' unit]"),
    ("Upper Dunstock", "place", "[village 1]"),
    ("Cobbmouth", "place", "[town 1]"),
    ("Saltreach", "place", "[town 2]"),
    ("Dunstock", "place", "[town 3]"),
]
