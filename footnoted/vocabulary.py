"""Words that numbers, dates and attributions are told by, for each language that is known.

A language has a row here, or only what needs no words: figures in digits, dates in digits,
percentages, money, quotations.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

# After *in* and the like; not after *of*, as in *the summer of 2018*, *the poll of 2018*.
_YEAR = r"(?:1\d{3}|20\d\d)(?![\w–-])"
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_MORE = "of|fewer|less|more|lower|higher|smaller|larger"
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept?\\.?|Oct\\.?|Nov\\.?|Dec\\.?"
)
_MONATE = (
    "Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    "|Dezember"
)


class Vocabulary(Struct, frozen=True):
    """The patterns of a language; an empty one matches nothing.

    They are used in `amounts` and in `coverage.finding`.
    `figures` are numbers in words, `percent` what makes a number a share, `ordinal` what follows
    a number that only counts off, `label` what stands before one, as in *page 3*; `known` is a
    number that is spoken of again, as in *the 73 was low*. An attribution has a group `name`;
    `common` are words that are no names, though they may stand like one.
    """

    figures: str = ""
    dates: str = ""
    percent: str = ""
    ordinal: str = ""
    label: str = ""
    known: str = ""
    attributions: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    names: bool = False  # names begin with a capital, and words are parted by spaces
    nouns: bool = False  # and so does every noun: *Der Minister* is no name


_NAME = (
    r"(?P<name>(?:[A-Z][\w’'.-]*\w)"
    r"(?:\s(?:(?:of|the|de|van|von|bin|al|and|&)\s)?[A-Z][\w’'.-]*\w)*)"
)
_NOT_ASKED = (  # what Smith said; whether he did
    r"(?<![Ww]hat\s)(?<![Ww]hy\s)(?<![Hh]ow\s)(?<![Ww]hether\s)(?!What\b|Why\b|How\b|Whether\b)"
)
_SAID = (
    "said|says|wrote|writes|argued|argues|told|tells|claimed|claims|insisted|insists|warned|warns"
    "|declared|declares|announced|announces|reported|reports|predicted|predicts|concluded"
    "|concludes|noted|notes|stated|states|suggested|suggests|estimated|estimates|acknowledged"
    "|acknowledges|admitted|admits|denied|denies|explained|explains|recalled|recalls|remarked"
    "|remarks|observed|observes|testified|testifies|promised|promises|vowed|vows|maintained"
    "|maintains|contended|contends|alleged|alleges|asserted|asserts|urged|urges|demanded|demands"
    "|complained|complains|conceded|concedes|replied|replies|answered|answers|believed|believes"
    "|thought|thinks|called for|calls for|accused|accuses|criticised|criticises|criticized"
    "|criticizes|praised|praises|described|describes|reckoned|reckons|held that|holds that"
    "|found that|finds that|counted|counts"
)
_ASIDE = r"(?:,[^,;:.!?]{1,60},)?"
_HELPERS = r"(?:\s(?:has|have|had|once|later|also|then|now|still|never|not|did|does|\w+ly))*"

ENGLISH = Vocabulary(
    figures=rf"""
        (?:(?:{_ONES}|\d{{1,3}})\s(?:in|out\sof)\s(?:every\s)?
            (?:{_ONES}|a\shundred|a\sthousand|\d{{1,3}}))
      | (?:one|two|three|four|five|six|seven|eight|nine|a)[-\s]
            (?:half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)
            (?:s|(?=\s(?:{_MORE}|\w+ed|was|were|had|did|said|want|wants|think|thinks)\b))
      | (?<!other\s)(?<!ern\s)(?<!first\s)(?<!second\s)(?<!upper\s)(?<!lower\s)(?<!tter\s)
            half(?=\s(?:of|the|as)\b(?!\s(?:it|that|them)\b))
      | (?:(?:{_ONES}|{_TEENS}|{_TENS}|a|an|few|several|many|[$€£¥₩]?\d[\d.,]*)\s)?
            (?:hundred|thousand|million|billion|trillion)s?(?!-)
      | (?:dozens|scores)(?=\sof\b)
      | (?:{_TENS})(?:-(?:{_ONES}))?(?!-?(?:first|second|third|fourth|fifth|sixth|seventh|eighth
            |ninth|{_ONES}))
      | (?:{_TEENS})
      | (?:{_ONES})(?=\sper\s?cent)
      | (?:doubled|tripled|trebled|quadrupled|halved)
      | twice(?=\sas\b) | (?:two|three|four|five|ten|hundred)fold
    """,
    dates=rf"""
        (?:\d{{1,2}}\s?(?:to|and|or|–|-)\s?)?\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTHS})
            (?:,?\s\d{{4}})?(?!\w)
      | (?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?(?![\w.,]*\d|\sin\b|\sper\b|%)
      | (?:{_MONTHS}),?\s(?:of\s)?\d{{4}}
      | (?<=\b(?:[Ii]n|[Bb]y)\s){_YEAR} | (?<=\b[Ss]ince\s){_YEAR} | (?<=\b[Ff]rom\s){_YEAR}
      | (?<=\b[Uu]ntil\s){_YEAR} | (?<=\b[Aa]fter\s){_YEAR} | (?<=\b[Bb]efore\s){_YEAR}
    """,
    percent=r"per\s?cent|percentage\spoints?|percent|points?",
    ordinal=r"st|nd|rd|th",
    known=r"[Tt]he\s(?P<number>[\d.,]*\d)(?=[.,;:!?)](?:\s|$)|\s(?:is|was|are|were)\b)",
    label=r"section|sections|chapter|page|pages|p|pp|no|number|question|fig|figure|table|article"
    r"|part|volume|vol|version|step|note|room|route|resolution|group|world\swar|line|paragraph"
    r"|clause|item|point|channel|highway|flight|phase|stage|level|type|aged?",
    attributions=(
        rf"{_NOT_ASKED}{_NAME}{_ASIDE}{_HELPERS}\s(?:{_SAID})\b",
        rf"{_NAME}\s[^,;:.]{{1,60}},\s(?:saying|arguing|claiming|insisting|warning|adding|telling)\b",
        rf"[,”’]\s(?:{_SAID})\s{_NAME}",
        rf"\b[Aa]ccording\sto\s(?:the\s|an?\s)?{_NAME}",
        rf"\b(?:[Bb]y|[Ii]n)\s{_NAME}[’']s?\s(?:estimates?|counts?|account|reckoning|words"
        r"|view|opinion|telling)",
        rf"\b(?:quoted|cited|reported|described|attributed)\s(?:by|to)\s{_NAME}",
    ),
    common=frozenset(
        "I He She It We They You One Who That This These Those There The A An His Her Its Their "
        "Our My Your Some Many Most Few Others Other Another Both Each All Any No Nobody None "
        "Everyone Everybody Someone Somebody Anyone Nothing Something Critics Officials Experts "
        "Scholars Analysts Observers Supporters Opponents Historians Economists Researchers "
        "Scientists Reporters Journalists Witnesses People Men Women Voters Polls Surveys Studies "
        "Sources Reports Lawyers Doctors Politicians Diplomats Soldiers Readers Writers Authors "
        "What Which When Where Why How If But And Or So Yet For Nor As At By In On Of To From With "
        "January February March April May June July August September October November December "
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Law History Reason Tradition "
        "God Legend Rumour Rumor Common Perhaps Nor Only Even Still Then Now Here".split()
    ),
    names=True,
)

_NAME_DE = (
    r"(?P<name>(?:[A-ZÄÖÜ][\w’.-]*\w)(?:\s(?:(?:von|van|de|zu|und|&)\s)?[A-ZÄÖÜ][\w’.-]*\w)*)"
)
_SAGTE = (
    "sagte|sagt|schrieb|schreibt|erklärte|erklärt|meinte|meint|behauptete|behauptet|betonte"
    "|betont|warnte|warnt|argumentierte|argumentiert|berichtete|berichtet|versprach|verspricht"
    "|forderte|fordert|nannte|nennt|bestritt|bestreitet|glaubte|glaubt|räumte|schätzte|schätzt"
    "|urteilte|urteilt|antwortete|antwortet|entgegnete|kündigte|kritisierte|kritisiert|warf"
    "|zufolge"
)
GERMAN = Vocabulary(
    figures=r"""
        (?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|\d+)e?[nr]?\s(?:von|aus)\s
            (?:drei|vier|fünf|zehn|zwanzig|hundert|\d+)(?!\w)
      | (?:ein|zwei|drei|vier|fünf)\s(?:Drittel|Viertel|Fünftel|Sechstel|Achtel|Zehntel)
      | Hälfte(?=\s(?:der|aller|des|von)\b)
      | jede[rsn]?\s(?:zweite|dritte|vierte|fünfte|zehnte)[rsn]?
      | (?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?
            (?:zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)
      | (?:dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn)
      | (?:\d[\d.,]*\s)?(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zig)?
            (?:hundert|tausend)(?:e|en)?(?!\w)
      | (?:\d[\d.,]*\s)?(?:Million|Milliarde|Billion)(?:en)?
      | verdoppelt|verdreifacht|halbiert
    """,
    dates=rf"""
        (?:\d{{1,2}}\.\s?(?:bis|und|–|-)\s?)?\d{{1,2}}\.\s?(?:{_MONATE})(?:\s\d{{4}})?(?!\w)
      | (?:{_MONATE})\s\d{{4}}(?!\w)
      | \d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}(?!\d)
      | (?:[Ii]m\sJahre?|[Ss]eit|[Bb]is|[Aa]b|Anfang|Ende|Mitte|[Nn]ach|[Vv]or)\s{_YEAR}
      | ^{_YEAR}
    """,
    percent=r"Prozent(?:punkte)?|v\.\s?H\.|Promille|Punkte?",
    ordinal=r"\.(?=\s\w)",
    label=r"abschnitt|kapitel|seite|seiten|s|nr|nummer|artikel|art|frage|tabelle|abbildung|abb"
    r"|absatz|abs|band|bd|teil|stufe|zeile|punkt|ziffer|version|weltkrieg",
    attributions=(
        rf"(?:(?<=^)|(?<=[,;:–—“«„]\s)|(?<=(?:ass|und|wie|als|ber|eil|enn)\s)){_NAME_DE}"
        rf"(?:,[^,;:.!?]{{1,60}},)?\s(?:{_SAGTE})\b",
        rf"[,“«]\s(?:{_SAGTE})\s{_NAME_DE}",
        rf"\b(?:[Ll]aut|[Nn]ach\sAngaben\svon|[Nn]ach\sAuskunft\svon|[Nn]ach\sWorten\svon)"
        rf"\s{_NAME_DE}",
        rf"[“«,],?\sso\s{_NAME_DE}",
    ),
    common=frozenset(
        "Ich Er Sie Es Wir Ihr Man Wer Das Dies Diese Dieser Jeder Jede Niemand Keiner Einer Eine "
        "Ein Der Die Den Dem Kein Alles Nichts Etwas Gesetz Umfrage Umfragen Bericht Berichten "
        "Studie Studien Angaben Medienberichten Plan Vertrag Verfassung Statistik Polizei Presse "
        "Regierung Vorschrift Definition Urteil Gott Auch Nur Hier Dort So Aber Und".split()
    ),
    names=True,
    nouns=True,
)

_TITLES = (
    "대통령|부통령|국무장관|장관|차관|총리|의원|의장|위원장|위원|국장|대표|교수|박사|연구원|연구위원|기자|대변인|총장|총재"
    "|지사|시장|대사|후보|판사|검사|변호사|감독|사령관|총비서|작가|씨|회장|사장|소장|원장|실장"
)
_SAID_KO = (
    "말했|밝혔|주장했|썼|적었|전했|경고했|설명했|지적했|강조했|덧붙였|답했|반박했|인정했|보도했|발표했"
    "|선언했|약속했|평가했|분석했|비판했|촉구했|부인했"
)
KOREAN = Vocabulary(
    figures=r"""
        (?:하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|한|두|세|네|\d+)\s?명\s중\s(?:하나|둘|셋|넷|다섯|여섯
            |일곱|여덟|아홉|한|두|세|네|\d+)
      | \d[\d,.]*\s?[십백천]?[만억조](?:\s?(?:명|개|원|달러|건|대|발))?
      | \d+분의\s?\d+ | (?:이|삼|사|오|십)분의\s?[일이삼사오육칠팔구] | 절반 | 과반
      | (?:수)?(?:백|천|만|십만|백만|천만|억)\s?(?:명|개|원|달러|건|대|발)
    """,
    dates=r"""
        \d{4}년\s?\d{1,2}월(?:\s?\d{1,2}일)? | \d{1,2}월\s?\d{1,2}일
      | \d{4}\.\s?\d{1,2}\.(?:\s?\d{1,2}\.?)?
      | \d{4}년\s?(?:에|까지|부터|이후|이래|말|초)
    """,
    percent=r"퍼센트(?:포인트)?|프로|%p",
    ordinal=r"\s?(?:년|월|일|시|분|조(?!\s?(?:\d|원|달러))|장|절|항|호|쪽|면|차|번째|회|세기|도선|대(?:\s|에|의))",
    label=r"제",
    attributions=(
        rf"(?P<name>[가-힣]{{2,5}}(?:\s[가-힣]+){{0,3}}?\s?(?:{_TITLES}))(?:은|는|이|가)\s.*?(?:{_SAID_KO})",
        r"(?P<name>[가-힣A-Za-z·]{2,}(?:\s[가-힣A-Za-z·]+)?)에\s(?:따르면|의하면)",
    ),
    common=frozenset(
        "보도 보고서 조사 자료 연구 이 그 소식통 통계 발표 규정 법 이에 이것 결과 계획 "
        "조사 결과 여론조사 연구 결과 언론 보도".split()
    ),
)

VOCABULARIES: Mapping[str, Vocabulary] = {"en": ENGLISH, "de": GERMAN, "ko": KOREAN}
OTHER = Vocabulary()
