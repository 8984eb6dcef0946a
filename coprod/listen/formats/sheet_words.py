"""Words of headings and cells that say what a column of a sheet is.

Headings come in small letters, with spaces where programs put other signs.
"""

import re

EMPTY = re.compile(
    r"(?i)n/?a|nan|null|<na>|#n/a|#null!|-"
)  # where programs say nothing
ID_END = re.compile(r"(?:^|[ .-])(?:id|no|number|ref)$")
NAME = (
    r"^(?:what is )?(?:your |full |first |last |given |family )*name\??$|^surname$"
    r"|^(?:child|parent|participant|respondent|person|patient)(?:'?s)? name$"
)
PEOPLE = (  # the first that fits, and whose cells do, tells people apart
    r"\b(?:respondent|participant|person|patient|author|voter|user|respon[sc]e|reponse"
    r"|client|subject|interview(?:ee)?|case|record)[ -]?(?:id|no|number|code|ref)\b",
    r"^(?:participant|respondent|person)$",
    r"^(?:user ?name|handle|author|posted by|who|who (?:said|wrote|posted).*)\??$",
    r"^(?:id|ref|reference|unique id)$",
    NAME,
)
SPEAKER = (
    r"^(?:speaker|spoken by|said by|talker|who (?:is speaking|spoke|speaks)"
    r"|sprecher(?:in)?|locuteur|hablante|parlante|spreker|talare"
    r"|intervenant|puhuja|orador|konuşmacı|mówca|спикер|говорящий|发言人|说话人|話者|المتحدث)"
    r"(?: ?(?:name|label|id|code|no))?\d?$"
)
HIDE = {  # cells that are names, to be hidden in every comment
    "service": r"\bschool\b(?! (?:year|work|visit|holiday|meal|trip))|\bnursery\b"
    r"|\bcollege\b|\buniversity\b|name of (?:the |your |their )*(?:organi[sz]ation"
    r"|company|hospital|ward|practice|trust|charity|hospice)|(?:organi[sz]ation|company"
    r"|hospital|ward|practice|trust|charity|hospice)(?:'s)? name",
    "name": r"(?:^|[\w')/-] )names?\W*(?:$|\(|of\b|and\b|or\b|if\b|in full|optional)"
    r"|(?:first|last|full|sur|fore)name|\bcall you\b"
    r"|\b(?:child|son|daughter|baby|brother|sister|you|they|s?he) called"
    r"|^(?:your |the |child's )?(?:consultant|doctor|nurse|gp|key ?worker|oncologist"
    r"|surgeon|teacher|social worker)$|who (?:is|was) your\b",
    "place": r"\bvillage\b|\bstreet\b|\bhome ?town\b",
}
BY_NAME = r"name|call"  # a heading that asks for a name, and not for whom or where
OF_THINGS = (
    r"\b(?:user|file|event|form|survey|drug|medicine|project|product|code|group|theme"
    r"|column|category|instrument|domain|page|sheet|brand|question) names?\b"
)
DROPPED = (
    r"\be-?mail|\bip[ -]?address|\baddress\b|latitude|longitude|\bphone|mobile"
    r"|telephone|post ?code|date of birth|\bdob\b|nhs (?:no|number)"
)
CONTACT = re.compile(r"\S+@\S+\.\w+|[\d+()./: -]{6,}|[A-Z]{1,2}\d\w? ?\d?[A-Z]{0,2}")
MARKED = (
    r"^(?:tags?|themes?|codes?|coded|categor(?:y|ies)|labels?|key ?words?|topics?)\b"
)
TRANSLATED = (
    r"\btranslat(?:ed|ion)|\b(?:in|into) english\b|\benglish (?:version|text)\b"
    r"|[\[(-] ?(?:english|en|eng)[\])]?$|\ben$"
)
ABOUT = {
    "quote": r"\bquot|publish|(?:use|share) your (?:words|answer|comment|response)",
    "age_band": r"\bages?\b|how old",
    "setting": r"\bsetting\b|hospital|service type|\bward\b|\bclinic|\bsite\b",
    "area": r"do you live|\b(?:area|region|county|district|town|location)\b(?! of\b)",
    "group": r"\bgroup\b|\brole\b|who are you|responding|respondent[ -]?type|\bi am\b"
    r"|\bare you an?\b|relationship|stakeholder|describes you|designation|position"
    r"|\bjob\b|occupation|profession|^who\b|^(?:participant|respondent|person)$",
    "date": r"\bdate|\btime\b|timestamp|submitted|completed|\bwhen\b",
}
# Headings that say nothing else: any short words below them say who people are.
PLAIN = {
    "age_band": r"\bages?(?: in years| \(years\))?\W*$|how old"
    r"|\bage[ -]?(?:band|group|range|category|bracket)\b",
    "setting": r"^(?:\w+ ){0,2}(?:setting|hospital|ward|clinic|site|service type)"
    r"(?: \d)?\??$|type of (?:service|hospital)|which (?:hospital|ward|clinic|site)",
    "area": r"",
    "group": r"^(?!ethnic|blood|support|focus)(?:\w+ ){0,2}(?:group|role|stakeholder"
    r"|designation|position|occupation|profession|job|job title)\??$"
    r"|who are you|responding|respondent[ -]?type"
    r"|describes you|^(?:i am|are you)(?: an?)?\W*$|^(?:your )?relationship",
}
AGED = re.compile(
    r"(?i)[^\d]{0,12}\d{1,3}\b.{0,18}|child\w*|teen\w*|(?:young )?adults?"
)
DATED = re.compile(
    r"(?i)\d\s*[-/.:]\s*\d|\b(?:19|20)\d\d\b|\d{5,}"
    r"|\d.*\b(?:jan|feb|m[aä]r|apr|ma[iy]|ju[nl]|aug|sep|o[ck]t|nov|de[cz])"
)
# A tick, or a yes, under such a heading means that nobody may quote.
REFUSES = (
    r"\b(?:do|does|must|may|can|should|would|please) ?not\b|n['’]?t\b|\bnever\b"
    r"|\bno quot|\bnot (?:to )?(?:be )?(?:quot|publish)|refus|declin|object"
    r"|\bopt(?:ed|s|ing)?[ -]out"
)
OPEN = (
    r"comment|feedback|suggest|tell us|explain|describe|\bwish|\bwhy\b|\bgood\b|better"
    r"|improve|worse|\bbad\b|best|worst|\blike[ds]?\b|chang|matter|thought|\bviews?\b"
    r"|opinion|anything|\belse\b|\btext\b|\banswers?\b|story|\bsa(?:y|id)\b|\bfeel"
    r"|\bwords?\b|\bmessage|\bideas?\b|\bresponse\b|\bvoice|\bquotes?\b|\bpost\b"
    r"|\breview"
)
CLOSED = (
    r"to what extent|how (?:much|satisfied|likely|often|important|easy|well)"
    r"|do you agree|\bscale\b|\brat(?:e|ing)\b|recommend|\btick\b|\bselect\b|\bchoose\b"
)
GRADE = (
    r"strongly|very|not|quite|fairly|slightly|somewhat|extremely|neither|nor|tend|to|at"
    r"|all|agree|disagree|satisfied|dissatisfied|useful|important|likely|unlikely|poor"
    r"|good|easy|difficult|low|medium|high|yes|no|unsure|neutral|don'?t|know|maybe"
    r"|excellent|fair|average|most|least|mostly|partly|moderately|completely|sometimes"
    r"|always|never|often|rarely|male|female|prefer|say|applicable|or"
)
GRADED = re.compile(rf"(?i)(?:(?:{GRADE})[\s,/-]*)+")
RATED = r"\brat(?:e|ed|ing)\b|\bscore\b|\bstars?\b|\bsatisfaction\b"
EXPLAINS = re.compile(  # the heading of an answer to the column before it
    r"(?:q\w{0,3}[.: -]+)?(?:please )?(?:(?:can|could) you )?(?:why\b|explain"
    r"|(?:tell|say) (?:us )?(?:why|more)|comment on|give (?:your |the )?reason"
    r"|(?:any |other |further |additional |your )*comments?\W*$"
    r"|(?:the |your |what (?:is|was) the )?(?:main )?reasons?\b)"
)
ASKS = re.compile(r"(?i).*\?|(?:what|how|why|who|where|when|which|please|tell)\b.*")
