"""States and their adjectives: `Iraqi` -> `Iraq`. Data only; names are those that English-language news uses."""

from __future__ import annotations

# adjective(s) of a state | the state's names, the usual one first
_TABLE = """
Afghan Afghani|Afghanistan
Albanian|Albania
Algerian|Algeria
American US U.S. USA|United States;US;U.S.;America;USA;U.S.A.;United States of America
Angolan|Angola
Argentine Argentinian|Argentina
Armenian|Armenia
Australian|Australia
Austrian|Austria
Azerbaijani Azeri|Azerbaijan
Bahraini|Bahrain
Bangladeshi|Bangladesh
Belarusian|Belarus
Belgian|Belgium
Beninese|Benin
Bolivian|Bolivia
Bosnian|Bosnia;Bosnia and Herzegovina
Botswanan|Botswana
Brazilian|Brazil
British UK U.K.|Britain;UK;U.K.;United Kingdom;Great Britain
Bruneian|Brunei
Bulgarian|Bulgaria
Burkinabe|Burkina Faso
Burmese Myanmar|Myanmar;Burma
Burundian|Burundi
Cambodian|Cambodia
Cameroonian|Cameroon
Canadian|Canada
Chadian|Chad
Chilean|Chile
Chinese|China
Colombian|Colombia
Congolese|Congo;DRC;Democratic Republic of Congo
Croatian|Croatia
Cuban|Cuba
Cypriot|Cyprus
Czech|Czech Republic;Czechia
Danish|Denmark
Djiboutian|Djibouti
Dutch|Netherlands;Holland
Ecuadorian|Ecuador
Egyptian|Egypt
English|England
Eritrean|Eritrea
Estonian|Estonia
Ethiopian|Ethiopia
Filipino Philippine|Philippines
Finnish|Finland
French|France
Gabonese|Gabon
Gambian|Gambia
Georgian|Georgia
German|Germany
Ghanaian|Ghana
Greek|Greece
Guatemalan|Guatemala
Guinean|Guinea
Haitian|Haiti
Honduran|Honduras
Hungarian|Hungary
Icelandic|Iceland
Indian|India
Indonesian|Indonesia
Iranian|Iran
Iraqi|Iraq
Irish|Ireland
Israeli|Israel
Italian|Italy
Ivorian|Ivory Coast
Jamaican|Jamaica
Japanese|Japan
Jordanian|Jordan
Kazakh Kazakhstani|Kazakhstan
Kenyan|Kenya
Kosovar|Kosovo
Kuwaiti|Kuwait
Kyrgyz|Kyrgyzstan
Laotian Lao|Laos
Latvian|Latvia
Lebanese|Lebanon
Liberian|Liberia
Libyan|Libya
Lithuanian|Lithuania
Luxembourgish|Luxembourg
Macedonian|Macedonia;North Macedonia
Malagasy|Madagascar
Malawian|Malawi
Malaysian|Malaysia
Maldivian|Maldives
Malian|Mali
Maltese|Malta
Mauritanian|Mauritania
Mexican|Mexico
Moldovan|Moldova
Mongolian|Mongolia
Montenegrin|Montenegro
Moroccan|Morocco
Mozambican|Mozambique
Namibian|Namibia
Nepalese Nepali|Nepal
New-Zealand|New Zealand
Nicaraguan|Nicaragua
Nigerian|Nigeria
Nigerien|Niger
North-Korean|North Korea
Norwegian|Norway
Omani|Oman
Pakistani|Pakistan
Palestinian|Palestine
Panamanian|Panama
Paraguayan|Paraguay
Peruvian|Peru
Polish|Poland
Portuguese|Portugal
Qatari|Qatar
Romanian|Romania
Russian|Russia;Russian Federation
Rwandan|Rwanda
Salvadoran|El Salvador
Saudi|Saudi Arabia
Scottish|Scotland
Senegalese|Senegal
Serbian|Serbia
Singaporean|Singapore
Slovak|Slovakia
Slovenian|Slovenia
Somali|Somalia
South-African|South Africa
South-Korean|South Korea
Spanish|Spain
Sri-Lankan|Sri Lanka
Sudanese|Sudan
South-Sudanese|South Sudan
Swedish|Sweden
Swiss|Switzerland
Syrian|Syria
Taiwanese|Taiwan
Tajik|Tajikistan
Tanzanian|Tanzania
Thai|Thailand
Togolese|Togo
Tunisian|Tunisia
Turkish|Turkey;Türkiye
Turkmen|Turkmenistan
Ugandan|Uganda
Ukrainian|Ukraine
Emirati UAE|United Arab Emirates;UAE
Uruguayan|Uruguay
Uzbek|Uzbekistan
Vatican|Vatican;Holy See
Venezuelan|Venezuela
Vietnamese|Vietnam
Welsh|Wales
Yemeni|Yemen
Zambian|Zambia
Zimbabwean|Zimbabwe
"""


def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    by_adjective: dict[str, tuple[str, ...]] = {}
    by_name: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        adjectives, names = line.split("|")
        states = tuple(names.split(";"))
        for adjective in adjectives.split():
            by_adjective[adjective.replace("-", " ").casefold()] = states
        for name in states:
            by_name[name.casefold()] = states[0]
    return by_adjective, by_name


_BY_ADJECTIVE, _BY_NAME = _tables()


def names_of(word: str) -> tuple[str, ...]:
    """Return the names of the state that an adjective or a name belongs to; `()` for other words."""
    found = _BY_ADJECTIVE.get(word.casefold())
    if found is None and (state := _BY_NAME.get(word.casefold())) is not None:
        found = tuple(name for name, usual in _BY_NAME.items() if usual == state)
    return found or ()


def usual_name(word: str) -> str | None:
    """Return the usual name of the state a word stands for: `U.S.` and `American` -> `United States`."""
    states = _BY_ADJECTIVE.get(word.casefold())
    return states[0] if states else _BY_NAME.get(word.casefold())


def is_adjective(word: str) -> bool:
    """Whether a word is the adjective of a state (`US` and `UK` count: they stand before nouns)."""
    return word.casefold() in _BY_ADJECTIVE


def is_state(word: str) -> bool:
    """Whether a word or phrase is the name of a state."""
    return word.casefold() in _BY_NAME
