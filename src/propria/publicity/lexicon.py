"""The words that say something about performers, and the fact that each one needs. Reviewed data.

`needs` names what must be true of every performer counted or named: `open` (open to enquiries), `licensed`
(a licence in force for a named project), `active` (such a licence in use now), `never` (no state of the ladder supports the word at all: being listed is not
joining, joining is not a roster). A word is *plain* when it speaks of this business by itself, and *wide* when it does
so only with the right object: one signs a petition, too. Each entry has an example in tests/rules/publicity.
"""

OPEN, LICENSED, ACTIVE, NEVER = "open", "licensed", "active", "never"

PLAIN_EN: dict[str, str] = {
    r"agree(?:d|s)? to (?:AI|dubbing|cloning|training|be (?:cloned|scanned|replicated|dubbed|copied|recreated|digiti[sz]ed|doubled))\b": LICENSED,
    r"willing(?:ness)? to (?:be (?:replicated|cloned|scanned|digiti[sz]ed|copied|used|recreated)|work|act|star|sign|join|licen[cs]e)\b": NEVER,
    r"(?:complet|underw|underg|finish)\w* (?:an? |the |her |his |their )?(?:(?:full|body|3D|face|facial|voice|motion)[- ])*(?:scans?|scanning|captures?)\b": NEVER,
    r"(?:open(?:ed|s)?(?: \w+sel(?:f|ves))?|available) (?:up )?(?:to|for) (?:enquir|inquir|talks|offers|approach)\w*": OPEN,
    r"(?:willing|ready|happy) to (?:talk|be approached|negotiate|discuss|consider)": OPEN,
    r"(?:part|members?) of (?:the|our|its|an?|their) (?:\w+ ){0,2}?(?:AI|digital|virtual|library|roster|line-?up|stable|cast)(?: (?:family|library|roster|line-?up|team|cast|community|programme|program))?\b|(?:part|members?) of (?:our|the|its) (?:\w+ )?family\b": NEVER,
    r"(?:on|under|in|into|to) (?:its|our|their|the|his|her)(?: [\w']+)? (?:books|wing|umbrella|fold|line-?up|stable)\b": NEVER,
    r"(?:pens?|pencils?) to (?:paper|licen[cs]es?)\b|on the dotted line\b": LICENSED,
    r"(?:consents?|permissions?|authori[sz]ations?|licen[cs]es?|approvals?|clearances?|signatures?) (?:(?:has|have|had|was|were|been|already|now|duly) )*"
    r"(?:obtained|secured|granted|given|received|collected|gathered|acquired|won)\b(?= (?:from|by|of|for))": LICENSED,
    r"(?:consents?|permissions?|authori[sz]ations?|licen[cs]es?|clearances?|signatures?) from (?=(?:\w+ ){0,3}?(?:\d|\w+ty\b|hundred|dozen|[A-Z]\w+ [A-Z]))": LICENSED,
    r"(?:are|is|remains?) (?:all |now |still )?open(?: to AI)?(?=\W*$|\s*[.;,])": OPEN,
    r"licen[cs]es?\b[^,.]{0,30}\b(?:is|are) (?:now )?(?:active|in use|live|running)\b": ACTIVE,
    r"welcome aboard\b": NEVER,
    r"rights? to (?:clone|use|recreate|reproduce|scan|copy|digiti[sz]e|replicate|generate|train)\b(?=[^,.]{0,40}\b(?:likeness|faces?|voices?|images?|them))": LICENSED,
    r"onboard(?:ed|ing|s)?\b": NEVER,
    r"(?:on|come|came|comes|coming) (?:board|aboard)\b": NEVER,
    r"put(?:s|ting)? (?:her|his|their) (?:names?|signatures?) to\b(?! (?:an?|the|its|their|this|that) (?:[\w-]+ ){0,2}?(?:letter|petition|statement|appeal|call|motion|pledge|declaration)s?\b)": LICENSED,
    r"rosters?\b": NEVER,
    r"accept(?:s|ed|ing)? (?:(?:voice|face|AI) )?(?:fine-tuning|cloning|replication|training)\b": LICENSED,
    r"(?:digital|AI|virtual|synthetic) (?:twins?|doubles?|clones?|avatars?|replicas?) (?:stars?|appears?|plays?|performs?|sings?|speaks?)\b": NEVER,
    r"stable of": NEVER,
    r"(?:moved|gone|progressed|converted|graduated)(?: on)? (?:from (?:an? )?enquir\w+ )?to (?:an? )?(?:full |signed )?licen[cs]es?\b": LICENSED,
    r"agreed in principle\b": LICENSED,
    r"(?:our|the (?:library|company|platform|operator)'s) (?:own )?(?:stable|bench|headcount|intake)\b": NEVER,
    r"(?:given|gave|gives|granted|handed)(?: [\w'-]+){0,3} (?:carte blanche|free rein|a free hand|a blank cheque)\b": NEVER,
    r"(?:signed|contracted) (?:performers|actors|faces|voices|likenesses)\b": LICENSED,
    r"our (?:own |\w+(?:st|nd|rd|th) )?(?:signed |exclusive |contracted )?(?:(?:digital|virtual|AI) )?(?:artists?|performers?|talents?|stars|actors)\b": NEVER,
    r"(?:exclusive|contracted|in-house|affiliated) (?:(?:digital|virtual|AI|screen|voice) )?(?:artists?|performers?|talents?|stars|actors)\b": NEVER,
    r"active licen[cs]es?\b|licen[cs]es? (?:that (?:is|are) )?(?:now )?in use\b": ACTIVE,
    r"in (?:active |current )?use\b(?! (?:by|of|for|as)\b)": ACTIVE,
    r"(?:been|being|was|were|is|are|get|gets|got) (?:fully )?(?:captured|body-scanned)\b(?! (?:on|by|in|at|live)\b)": NEVER,
    r"(?:signed|sold|gave|given|handed|handing|signs|licen[cs]ed|cleared) (?:over |away |up )?(?:(?:the|their|his|her|its|full|all|exclusive) )*"
    r"(?:AI|likeness|image|voice|digital|biometric) (?:rights|licen[cs]es?|permissions?|clearances?)": LICENSED,
    r"(?:secur|acquir|obtain|clear|bought|buy|lock|land|clinch|hold|held|own|have|has|got|gotten|gain)\w*(?: up| down)? "
    r"(?:(?:the|full|all|exclusive|worldwide|digital) )*(?:(?:AI|likeness|image|voice|face|digital|portrait)[ -])+"
    r"(?:rights|licen[cs]es?|permissions?|consents?|approvals?|clearances?)": LICENSED,
    r"(?:scanned(?! (?:the|an?|every|each|through) (?!(?:\w+ ){0,3}?(?:faces?|bod(?:y|ies)|heads?|voices?|actors?|performers?|artists?|stars?|cast|singers?|dancers?|people|likeness\w*)\b))|digiti[sz]ed|cloned|3D-scanned|motion-captured|voice-cloned)\b": NEVER,
    r"(?:licen[cs]ed|authori[sz]ed|cleared|consented|consenting) (?:(?:digital|virtual|AI|human|synthetic|screen|voice) )?(?:faces|voices|likenesses|performers|artists|actors|talents?|stars|names|ones)\b": LICENSED,
    r"(?:digital|virtual|AI|synthetic) (?:twins?|doubles?|clones?|avatars?|replicas?|humans?|versions?|cop(?:y|ies)|counterparts?|self|selves) of": NEVER,
    r"train(?:s|ed|ing)? [^,.]{0,40}\b(?:on|with|from) (?:her|his|their|[A-Z][\w-]+ [A-Z][\w-]+[’']s) (?:voices?|faces?|likeness|images?|performances?|recordings?)\b": NEVER,
}
PLAIN_EN |= {
    r"in the (?:bag|fold)\b|sewn up\b|a done deal\b|(?:is|are) (?:now )?(?:all |\w+ly )?ours\b": NEVER,
    r"(?:is|are|has become|becomes?) (?:now |already )?(?:\w+ly )?one of (?:us|ours|our own)\b": NEVER,
    r"(?:is|are) in(?=[.!”]*$)": NEVER,
    r"our (?:newest|latest|new|first|next) (?:[\w-]+ ){0,2}?(?:(?:digital|virtual|AI) \w+|signing|recruit|voice|face|star|talent)\b": NEVER,
    r"^\W*(?:newly|just|now|recently|also) (?:listed|added|licensed|signed)(?=\W*$|\s*:)": LICENSED,
    r"(?:can|may) (?:now|already) (?:choose|pick|book|cast|hire|order|select)\b": NEVER,
    r"ink on (?:[\w'-]+ ){0,3}?(?:licen[cs]es?|contracts?|consents?|papers?|agreements?|deals?)\b": LICENSED,
}
_ENQUIRIES_EN = r"(?:enquir|inquir|approaches)\w*"
OPENNESS_EN: dict[str, str] = {
    rf"(?:(?:happy|glad|pleased|ready|willing|prepared|content) to )?(?:welcom|accept|tak|receiv|field|invit|entertain|consider)(?:e|es|ed|ing|s)? (?:such |all |new |producers' )?{_ENQUIRIES_EN}": OPEN,
    r"(?:happy|glad|pleased|ready|willing|prepared|content) to hear from (?:producers|studios|creators|film-?makers|productions)": OPEN,
    rf"(?:receptive|amenable|responsive) to (?:such )?{_ENQUIRIES_EN}": OPEN,
    rf"(?:doors? (?:(?:is|are|stands?|remains?|now|also) )*)?open(?:ed|ing|s)? (?:(?:up|their doors?|her doors?|his doors?|the door|themselves|herself|himself) )*(?:up )?to {_ENQUIRIES_EN}": OPEN,
    r"(?:can|may) (?:now |already )?be (?:approached|contacted)\b(?! (?:only|through|if|whether|for|to|what))(?: by (?:producers|studios|creators))?": OPEN,
}
"""Idioms for being open to talk: whatever of a sentence they read is understood, too."""
PLAIN_EN = OPENNESS_EN | PLAIN_EN
WIDE_EN: dict[str, str] = {
    r"(?:has |have |had |is |are |was |were |been )?sign(?:ed|s|ing)?(?: up| on(?! \w+day\b)| off| away)?\b": LICENSED,
    r"ink(?:ed|s|ing)?\b": LICENSED,
    r"licen[sc](?:ed|es|e|ing)\b": LICENSED,
    r"authori[sz](?:ed|es|e|ing)\b": LICENSED,
    r"consent(?:ed|s|ing)?\b": LICENSED,
    r"(?:gave|given|give|gives|giving|granted|grants?|granting) (?:(?:us|it|the \w+|their|his|her|its|full|written|formal|explicit|"
    r"prior|express) )*(?:permission|consent|approval|blessing|authori[sz]ation|the (?:green light|go-ahead|nod)|(?:\w+ ){0,2}rights?|a licen[cs]e|licen[cs]es)": LICENSED,
    r"(?:agree[sd]?|agreeing) (?:to|with)\b": LICENSED,
    r"agreed (?:on )?(?:the |our |all )?terms\b": LICENSED,
    r"approv(?:ed|es?|ing)\b": NEVER,
    r"contracted\b": LICENSED,
    r"(?:runs?|ran|extends?) to\b|(?:stands?|stood) at\b|numbers\b(?= (?:\w+ )?(?:\d|\w+ty\b|hundred))": OPEN,
    r"negotiat\w+\b": LICENSED,
    r"signings\b(?! of (?:books?|copies))": LICENSED,
    r"(?:enter(?:ed|s|ing)?|come into|came into|gone into)\b": NEVER,
    r"(?:likeness|AI|image|voice|digital[- ]double|digital[- ]likeness) (?:deals?|agreements?|contracts?|pacts?|licen[cs]es?)\b": LICENSED,
    r"(?:library|bank|base|pool|collection|catalogue|catalog|database|portfolio|cohort|batch) of (?=(?:more than |over |some |about |around |nearly |almost )*(?:an? )?(?:\d|\w+ty\b|hundred|dozen))": OPEN,
    r"(?:said|says?|saying) yes\b": LICENSED,
    r"(?:can|may) (?:now |already )?be (?:cast|booked|hired|used|rendered|generated|licensed)\b": NEVER,
    r"(?:been|was|were|is|are) (?:acquired|bought|purchased|secured|obtained|sold|assigned|transferred)\b": LICENSED,
    r"board(?:ed|s|ing)\b": NEVER,
    r"in (?:\w+ )?talks\b|talks with\b": LICENSED,
    r"cleared(?: for (?:use|AI|production|casting))?\b": LICENSED,
    r"join(?:ed|s|ing)?(?: forces)?\b": NEVER,
    r"partner(?:ed|s|ing)?\b": NEVER,
    r"partnerships?\b": NEVER,
    r"(?:collaborat|co-?operat)(?:ed|es|ing|ions?)\b": NEVER,
    r"team(?:ed|s|ing) up\b": NEVER,
    r"enrol(?:l?ed|s|l?ing)\b": NEVER,
    r"represent(?:ed|s|ing)?\b": NEVER,
    r"captur(?:ed|es|ing)\b": NEVER,
    r"recorded\b": NEVER,
    r"welcom(?:ed|es|e|ing)\b": NEVER,
    r"(?:recruit|enlist|assembl|amass|court|woo|secur|land|snap|lock|bagg|acquir|attract|add|line|draw|grown? to)\w*(?: up| down| in)?\b": NEVER,
    r"(?:boasts?|features?|featuring|includes?|including|counts?|comprises?|hosts?|houses?|carries|lists?|listed|holds?|"
    r"offers?|showcases?|brings together|contains|is home to|home to)\b": OPEN,
    r"(?:has|have)\b(?= (?:more than |over |some |about |around |nearly |almost |at least |an? |close to )*(?:\d|dozens|hundreds|scores|hundred|"
    r"\w+ty\b|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))": OPEN,
    r"opted in\b": LICENSED,
    r"under contract\b": LICENSED,
    r"under licen[cs]e\b": LICENSED,
    r"(?:thr(?:ow|ows|ew|own)|throwing|cast) in (?:her|his|their) lots?\b": NEVER,
    r"(?:took|takes?|taken) the plunge\b": NEVER,
    r"made (?:her|his|their) homes? (?:with|in|at)\b": NEVER,
    r"backed\b|backs\b|endors(?:ed|es)\b": NEVER,
}
"""What `has`, `includes` and their like need a library, platform or count of digital performers for: see BRINGS_EN."""

DIGITAL_EN, DIGITAL_ZH = r"\b(?:digital|AI|virtual|synthetic|cloned) ", r"(?:数字版|数字|AI版|AI|虚拟|克隆版)"
"""Before a name: it speaks of the replica as there to be used."""

LIKENESS_EN = r"\b(?:likeness(?:es)?|faces?|voices?(?! (?:actors?|actress(?:es)?|artists?|cast|talents?|over)\b)|images?|digital (?:doubles?|twins?|replicas?)|avatars?|replicas?)\b"
"""What a licence is of: as the subject of a licensing word it decides."""

BRINGS_EN = (
    r"boast|featur|includ|count|compris|host|hous|carr|list|has\b|have\b|hold|offer|showcas|bring|contain|home|is home|"
    r"recruit|enlist|assembl|amass|court|woo|secur|land|snap|lock|bagg|acquir|attract|add|line|draw|grow|welcom|record"
)
"""Words whose own object must be people, with this business somewhere in the clause."""

BUSINESS_EN = (
    r"likeness(?:es)?|(?:digital|AI|voice|image) rights|(?:digital|AI|virtual) (?:consents?|licen[cs]es?|contracts?|deals?)|digital (?:performers?|artists?|actors?|players?|singers?|voices?|faces?|selves|humans?|people|library|doubles?|twins?|replicas?|likeness\w*|cast|stars|idols?)"
    r"|(?:virtual|synthetic|AI)[ -](?:performers?|artists?|actors?|doubles?|twins?|humans?|likeness\w*|library|rights|training|avatars?|"
    r"versions?|selves|copies|counterparts?|cast|rosters?|line-?ups?|family|programm?e|platform|projects?|films?|dramas?|catalogue|talent|replicas?|clones?|models?|use|agency|casting|label|start-?up|company|firm|studio)"
    r"|\w+'s? (?:own )?(?:likeness(?:es)?|faces?|voices?|images?|portraits?)\b|(?:an?|one|this) project\b|digiti[sz](?:ed|ation)\b"
    r"|avatars?|replicas?|body doubles?|face scans?|facial data|biometric\w*|deepfakes?"
    r"|(?:their|his|her|the|own|actors’|actors'|performers’) (?:faces?|voices?|images?|portraits?|features)\b"
    r"|(?:face|voice|image|portrait|name and likeness)(?: and (?:voice|face|image))? (?:rights|data|models?|licen[cs]\w*)"
    r"|(?:the|this|our|its|their|your) (?:new )?(?:platform|library|database|catalogue|catalog|registry|register|programm?e|initiative|scheme|"
    r"service|marketplace|pool|directory|archive|repository|ecosystem)|our books|Propria|iQIYI|(?:artist|actor|performer|talent)s? (?:library|database|"
    r"platform|registry|pool|marketplace)|named projects?|(?:to|for|with|by|into) AI\b|AI[ -](?!thrillers?|conferences?|bills?|laws?|acts?|rules?|chips?|boom|bubble|debate|safety|research|ethics|compan|clauses?|agreement|deepfake|video)[a-z]\w+|(?:second|another|further|new|one|single|each|every|per|two|three|four|five|six|several|multiple|many|\d+) projects?|(?:training|train) (?:of|on|an?|the|AI|data|models?)|generative|cloning|(?:training|dubbing|cloning) (?:rights|consents?)"
)
"""This business: likenesses, replicas, the library itself."""

COMPANY_EN = r"(?:us|(?:the|this|our) (?:company|studio|start-?up|firm|streamer|service|group|operator|provider|vendor|developer|producers?|team))\b"
"""Whoever runs it: signing *with the company* is a claim, signing with an agency is not."""

BEYOND_EN = (
    r"\b(?:in|for|to|on) (?:any|all|every one|each) of (?:our|its|the|their) (?:\w+ )?(?:films?|shows?|productions?|projects?|titles?|series)\b|"
    r"\b(?:in|for|to|across|on|with) (?:any|every|all|whatever)(?: of)? (?!three\b|of them\b)(?:\w+ ){0,3}?(?:films?|movies?|projects?|productions?|series|games?|titles?|"
    r"commercials?|ads|uses?|purposes?|media|platforms?|markets|territories)\b|\b(?:in perpetuity|for ever|forever|perpetual(?:ly)?|unlimited|unrestricted|"
    r"irrevocabl[ey]|unconditional(?:ly)?|exclusive(?:ly)?|blanket|without limits?|worldwide|globally|all rights|full rights|sub-?licen[cs]\w+|third part(?:y|ies)|spin-?offs?|sequels?|prequels?)\b"
    r"|\b(?:for|in|across) (?:(?:[\w-]+ )?[\w-]+, )*(?:[\w-]+ )?(?:films?|television|TV|games|theme parks|series|streaming|stage) (?:and|or) "
    r"(?:[\w-]+ )?(?:advertising|adverts|ads|commercials|merchandis\w+|games|television|TV|theme parks|streaming|beyond)\b"
)
BEYOND_ZH = r"(?:任何|任意|所有|全部|一切|各类|每一?部|每一?个)(?:的)?(?:影视|各类|后续|未来)?(?:影片|作品|项目|电影|剧集|戏|剧|游戏|用途|场景|平台|广告|片子)|永久|永远|无限(?:制|期|量)?|不限(?:次|量|期|用途|作品|项目|平台)|[再转]授权|第三方|续[集篇作]|前传|衍生|全权|独家|终身|买断|(?:一切|全部|所有)权利|全球|全品类|全平台|全媒介|(?:电影|影视|剧集|电视|游戏)[、和及与](?:电影|影视|剧集|电视|游戏|广告|综艺)"
"""A licence is for one named project: no announcement says more than that."""

PAPERS_EN = (
    r"(?:(?:an?|at least one|one|two|three|the|their|his|her|its|our|such|these|those|any|all|new|formal|written|exclusive|binding|separate|individual|similar|necessary|required|"
    r"long-term|multi-year|multi-project|two-year|three-year|five-year|standard|full|blanket|both|final|legal) )*"
    r"(?:agreements?|contracts?|licen[cs]es?|deals?|pacts?|papers|paperwork|documents?|forms?|releases?|consents?|letters? of intent|terms|waivers?|anything|nothing)"
)
"""Papers of no other kind: signing *a contract* says as much as signing."""

TIME_EN = (
    r"(?:than (?:ever|before)|in droves|in (?:large|great|record) numbers|one after another|en masse|already|so far|to date|since|this|last|next|in (?:less|under|the|just|only|early|late|mid|a|\w+ (?:days|weeks|months)|\d{4}|January|February|"
    r"March|April|May|June|July|August|September|October|November|December)|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|now|by|"
    r"on the (?:same|very|first|last)|at the same|together|side by side|within|during|over|before|after|ahead|at (?:launch|the|present)|as of|early|earlier|recently|for the first|up from|down from|according|and counting|too|as well|"
    r"later|up|either|yet|too|here|worldwide|globally|nationwide|again|first|alone|voluntarily|willingly|officially|formally|quietly|of their own)\b"
)
"""What may follow a verb that has no object."""

OTHER_SUBJECTS_EN = r"\b(?:agency|agenc(?:y|ies)|agents?|law firm|union|guild|(?:record )?label|(?:theatre|theater|dance|opera) company|orchestra|club|festival|(?-i:Records)|CAA|WME|UTA)\b"
"""Whoever signs and represents people in another business."""

OTHER_HEADS_EN = (
    r"bills?|laws?|leases?|petitions?|letters?(?! of intent)|statements?|orders?|memorandum|memoir|albums?|records?|songs?|music|soundtrack|scores?|footage|films?|"
    r"movies?|series|sitcom|sequel|franchise|shows?|drama|plays?|musical|script|screenplay|novel|books?|formats?|cast|casts|ensemble|jury|board|picket|strikes?|"
    r"rall(?:y|ies)|protest|union|guild|party|club|team|squad|army|navy|campaign|charity|fund|foundation|gala|premiere|ceremony|festival|panel|podcast|"
    r"autographs?|copies|cheques?|checks?|treaty|treaties|accord|ceasefire|budget|loan|merger|acquisition|takeover|stake|shares|lease|distribution|"
    r"financing|sales|overall|first-look|publishing|sponsorship|endorsement deals?|broadcast|syndication|streaming services?|streaming rights|remake|adaptation|patents?|software|"
    r"technology|trademark|brand|brands|shoe|perfume|fashion|sneaker|watchmaker|carmaker|bank|airline|restaurant|agency|agents?|CAA|WME|UTA|Gersh|label|publisher|"
    r"manager|lawyers?|counsel|attention|imagination|mood|moment|crowd|audience|spirit|theat(?:re|er)s?|opera house|orchestra|choir|title|trophy|award|prize|gold|medal|camera|film crew|headlines|market|"
    r"midfielder|striker|goalkeeper|defender|winger|quarterback|pitcher|centre-back|full-back|fly-half|shortstop|point guard|free agent|novelist|biographer|drummer|guitarist|chef|apprentice|district|constituency|country|nation|interests?|values|community|body|consortium|coalition|council|committee|queue|call|meeting|tour|residency|class|school|"
    r"university|academy|startup accelerator|voyage|mission|expedition|data|dataset|articles?|photos?|photographs?|game|games|league|season"
)
"""Objects of other business: signing, joining, licensing or capturing one of these says nothing of a likeness."""

EMPLOYED_EN = (
    r"\bas (?:an? |its |the |our |their )?(?:new |first |next |interim |deputy |vice |non-executive )*(?:[\w-]+ ){0,3}?"
    r"(?:officer|executive|engineer|president|chair(?:man|woman|person)?|head|manager|adviser|advisor|consultant|lawyer|counsel|developer|"
    r"designer|writer|editor|accountant|intern|partner|investor|shareholder|CEO|CTO|CFO|COO|chief)\b"
)
"""Joining as one of these is employment, whoever runs it."""

PURPOSE_OTHER_EN = (
    r"\bto (?:an? )?(?:[\w-]+[ -])?(?:album|record|recording|book|film|picture|season|series|movie|publishing|management|touring|sponsorship) (?:deals?|contracts?|agreements?)\b"
    r"|\bto (?:star|lead|play|host|direct|appear|write|produce|present|voice a|tour|perform|headline|anchor|co-star|reprise|narrate)\b"
    r"|\bfor (?:the|its|his|her|their|an?) (?!virtual|digital|AI)(?:\w+ ){0,2}(?:lead|role|sequel|season|tour|campaign|commercial|perfume|fragrance|show|charity|cast|production of)\b"
    r"|\bas (?:the |its |an? )?(?:lead|director|host|ambassador|face of|spokes\w+|judge|guest|producer|villain|narrator)\b"
    r"|\bon (?:camera|film|tape|video|CCTV|stage|screen)\b|\bby (?:paparazzi|photographers|police|a (?:photographer|phone|drone|passer))"
)
"""What for: to star, as a judge, on camera. The person works, the likeness is not used."""

WORKS_EN = (
    r"film|movie|thriller|series|drama|comedy|show|game|sequel|feature|pilot|musical|sitcom|documentary|mini-?series|western|romance|horror|biopic|"
    r"animation|podcast|audiobook|production|picture|campaign|project|title"
)
"""What a title is of, right before it."""

PEOPLE_EN = (
    r"artistes?|artists?|performers?|actors?|actress(?:es)?|leading (?:m[ae]n|lad(?:y|ies))|stars?|talents?|celebrit(?:y|ies)|singers?|idols?|icons?|entertainers?|comedians?|dancers?|"
    r"thespians?|influencers?|models?(?= (?:and|have|has|are|who))|voice actors?|narrators?|A-listers?|(?:digital|virtual) humans|A-list|household names?|big names?|names (?=you\b)|faces (?=you\b)|(?:award|Oscar|Emmy|Bafta|Grammy|Tony|Golden \w+)[ -](?:winner|nominee|laureate)s?|faces|voices|names|people|individuals|professionals"
)
LOOSE_PEOPLE_EN = r"faces|voices|names|people|individuals|professionals|stars?|icons?"
"""Words that mean performers only beside a claim."""

PLAIN_ZH: dict[str, str] = {
    r"(?:同意(?:被)?|接受(?=(?:声音|AI)?(?:克隆|复刻|训练)))(?:声音)?(?:AI|配音|克隆|复刻|扫描|训练|翻唱|数字化)": LICENSED,
    r"愿意?(?:被(?:复制|克隆|扫描|数字化|使用|采集)|接戏|出演|签约|加入|加盟|授权)": NEVER,
    r"在库": OPEN,
    r"愿意?(?:接受)?洽谈": OPEN,
    r"(?:开放|接受)(?:合作)?(?:洽谈|咨询|邀约|接洽)": OPEN,
    r"(?:有意|愿意)(?:接洽|合作洽谈|商谈)": OPEN,
    r"(?:愿意?|可以?|接受|开放)(?:接受|合作)?(?:询洽|洽询)": OPEN,
    r"[依凭经按]授权(?:现|已|正)*(?:用于|使用)": ACTIVE,
    r"入了?库": NEVER,
    r"旗下": NEVER,
    r"(?:独家|签约|合作|自有|专属|我们的(?:第[一二三四五六七八九十百千\d]+位)?|平台|本平台|在册)(?:艺人|演员|明星|艺术家|(?<!平台)表演者)(?!.{0,4}(?:否认|拒绝))": NEVER,
    r"(?:完成|接受|进行)(?:了)?(?:\S{0,4})(?:扫描|数字采集|数字建模|动作捕捉|面部采集|声音采集|数据采集|采集|建模)": NEVER,
    r"(?:已|获)授权(?:的)?(?:数字|真人|AI|专业)?(?:艺人|演员|明星|表演者)": LICENSED,
    r"[位名](?:\S{0,4})(?:艺人|演员|明星|表演者)[^，。；]{0,6}的[^，。；]{0,6}(?:库|资料池|矩阵)": OPEN,
    r"(?:已被|被)(?:扫描|采集|建模|数字化|克隆)": NEVER,
    r"(?:数字|虚拟|AI)(?:分身|替身|孪生|形象)(?:现|已|正式|全面)*(?:上线|就绪|上架|可用|主演|出演|参演|登台)": NEVER,
    r"[用拿以](?:她|他|其)们?的?(?:声音|肖像|脸|面部|形象|表演|录音)[^，。；]{0,6}训练": NEVER,
    r"(?:拿下|取得|获得|获|买下|买断|锁定|握有|持有|坐拥|拥有|收获)(?:了)?[^，。；]{0,14}(?:肖像权|肖像授权|形象授权|声音授权|数字形象权|肖像使用权|AI授权|AI使用权|数字授权|授权许可)": LICENSED,
    r"(?:数字|AI|虚拟|签约|平台)(?:艺人|演员|明星)?(?:全?新|首发|豪华)?(?:阵容|矩阵|版图|储备)": NEVER,
    r"(?:正|已)?在?使用中|投入使用|正在?使用|已在使用|在用(?=的|，|。|者|中|[\d一二两三四五六七八九十]|$)": ACTIVE,
    r"(?:同在|在|登上|位列|名列|进入)(?:了)?(?:本|该|平台|艺人)?(?:名册|名录)": OPEN,
    r"(?:库|阵容|名册|矩阵)(?:规模)?(?:目前|现|已|也|已经)*(?:扩至|扩充至|扩充到|扩大到|增至|增加到|达到?|突破|超过)(?=[^，。；]{0,4}[\d一二三四五六七八九十百千])": OPEN,
    r"以(?:数字|虚拟|AI)(?:演员|艺人|形象|分身|替身)?(?:的?身份)?(?:出演|出镜|亮相|参演|主演)": NEVER,
    r"(?:成为|是)[^，。；]{0,8}(?:大家庭|一员|成员)": NEVER,
    r"(?:交出|让渡|出让|开放|售出|转让)(?:了)?[^，。；]{0,8}(?:肖像|肖像权|形象|声音|数字形象|AI)": LICENSED,
}
_WHOSE_ZH = r"(?:来自|各方|外界|制片方|片方|制作方|创作者|剧组|合作|商务|业务|项目|演出|出演|的)*"
OPENNESS_ZH: dict[str, str] = {
    rf"(?:愿意?|乐意|乐于|同意|肯|可以?|正在?)*(?:接受|开放|欢迎|受理)(?!记者|媒体|警方|法庭){_WHOSE_ZH}(?:询问|问询|垂询)": OPEN,
    rf"可供{_WHOSE_ZH}(?:询问|问询)": OPEN,
    rf"对{_WHOSE_ZH}(?:询问|问询|洽谈|邀约|接洽)(?:都|均|皆|也|已|仍)*(?:的态度(?:日渐|日趋|越来越|更加?|很|都)*|持|保持|抱有?|采取|表示)(?:开放|欢迎)(?:的)?(?:态度|姿态)?": OPEN,
    rf"(?:敞开|打开|开启)了?(?:接受)?(?:询问|问询)[的之]?大?门|[对向]{_WHOSE_ZH}(?:询问)?(?:敞开|打开)了?大?门": OPEN,
}
"""Idioms for being open to talk: whatever of a sentence they read is understood, too."""
PLAIN_ZH = OPENNESS_ZH | PLAIN_ZH
PLAIN_ZH |= {
    r"(?:^|(?<=[，。；：的]))授权(?:演员|艺人|表演者)(?!的|协会|工会)": LICENSED,
    r"(?:均|都|皆|即刻|随时)可(?:授权|签约|租用|调用|出演)": NEVER,
    r"处于使用(?:状态|中|之中)": ACTIVE,
    r"墨迹未干|签名未干": LICENSED,
    r"我们(?:的)?(?:最新|新|首位|第一位)的?(?:(?:数字|虚拟|AI)(?:同事|成员|伙伴|家人)|面孔|艺人)": NEVER,
    r"愿意?(?:谈|聊)(?!判)": OPEN,
    r"随取随用|随用随取|即取即用|开箱即用|即插即用|想用就用|随叫随用": NEVER,
    r"(?:现在|已经|今天|如今)(?:就|便)?(?:能|可以?)(?:选|点|挑|请|租|约)(?!择题)": NEVER,
    r"授权(?:协议|书|合同|合约)(?:已|于|都|均)*(?:签于|签订于|签妥|订立|达成|落定)": LICENSED,
    r"(?:独家|深度|正式|成功)绑定": NEVER,
    r"按(?:下|了|过)?(?:了)?手印": LICENSED,
    r"在[^，。；]{0,8}(?:协议|合同|合约|授权书|同意书|文件)上[^，。；]{0,6}签(?:下|上|了|字|名)": LICENSED,
}
WIDE_ZH: dict[str, str] = {
    r"签约": LICENSED,
    r"签署": LICENSED,
    r"签下": LICENSED,
    r"签订": LICENSED,
    r"(?:最早|最先|第一个|率先|早就|早已|已经?)签(?=的|[，。！”]|$)|(?:会|要|想|肯|将)签(?=[，。！”]|$)|(?:周[一二三四五六日]|昨[天日]|今[天日]|上周|上月|当天|那天)签(?=的|[，。！”]|$)|签了?字(?!会)|签(?:的是(?!什么|啥|何)|字|到了?(?=\d|二)|得|[了过]约(?!会)|了|署了|订了|有|过|好|妥|完|齐|毕)|已签(?=[，。！”]|$)": LICENSED,
    r"授权(?:协议|书|合同|合约)": LICENSED,
    r"授权(?!协议|书|合同|合约|费|期)": LICENSED,
    r"授予": LICENSED,
    r"许可(?!证)": LICENSED,
    r"(?:已经?)?(?:书面|明确|正式|均|都|全部)?同意": LICENSED,
    r"点了?头(?:同意)?|开了?绿灯|落笔|画押|松口": LICENSED,
    r"首肯|答应|应允|答允": LICENSED,
    r"谈[妥好成定]了?(?:条款|条件|价钱|价格|合同|授权)": LICENSED,
    r"(?:正在?|在)(?:[与同就][^，。]{0,12})?洽谈": LICENSED,
    r"迎来|欢迎": NEVER,
    r"被[^，。；]{0,8}(?:买下|买断|收购|拿下|取得)": LICENSED,
    r"入驻": NEVER,
    r"进驻": NEVER,
    r"加盟": NEVER,
    r"加入": NEVER,
    r"进入": NEVER,
    r"采集|扫描": NEVER,
    r"列出|列有|载有": OPEN,
    r"批准|获批|获准": NEVER,
    r"上线": OPEN,
    r"上架": OPEN,
    r"携手": NEVER,
    r"联手": NEVER,
    r"牵手": NEVER,
    r"合作": NEVER,
    r"官宣": NEVER,
    r"登陆|报名": NEVER,
    r"代理": NEVER,
    r"招募": NEVER,
    r"收录": OPEN,
    r"纳入": OPEN,
    r"集结": OPEN,
    r"汇聚|汇集|囊括|云集": OPEN,
    r"坐拥|拥有|手握": OPEN,
    r"参与": NEVER,
    r"成为": NEVER,
    r"开通": NEVER,
}
BRINGS_ZH = r"列出|列有|载有|新增|增添|上线|上架|官宣|登陆|收录|纳入|集结|汇聚|汇集|囊括|云集|坐拥|拥有|手握|招募|迎来|欢迎|参与|成为|开通|代理"
BUSINESS_ZH = (
    r"肖像|数字(?:权[益利]|形象|分身|人|演员|艺人|替身|孪生|化身|资产|库|表演)|虚拟(?:形象|分身|人|演员|艺人)|AI(?!芯片)|人工智能|艺人库|演员库|形象库|声音(?:权|模型|数据|库|授权|克隆)?|"
    r"人脸|面部|声库|音库|在册|生物识别|换脸|平台|本库|名册|素材库|资源库|数据库|入库|登记册|登记簿|(?:具名|指定|特定)(?:作品|项目)|[第另新]\S?[一二三四]?[部个](?:作品|项目)|[一二两三四五六七八九十几多数\d][部个](?:作品|项目)|训练|克隆|复刻|分身|建模|(?:AI|数字)(?:计划|项目)|爱奇艺|我们|本公司|我司|我方|该(?:公司|项目|计划|库)|分账计划|合作库|签约(?:名单|之列|阵营)|"
    r"使用其|其形象|本人形象|数字化|大家庭"
)
PAPERS_ZH = r"(?:了)?(?:[一二三四五两多]?(?:份|项|纸))?(?:正式|书面|独家|长期|相关|合作|授权|使用|多年|全部|各自)*(?:协议|合同|合约|授权书|同意书|文件|意向书|确认书)(?=[，。！；”」]|$)"
OTHER_HEADS_ZH = (
    r"外援|转会|球迷|出院|住院|手术|病房|请愿|联名|联署|公开信|剧院|剧场|出演|(?<![位名])主演|参演|执导|网剧|电视剧|新剧|剧集|短剧(?!.{0,6}(?:数字|AI))|春节档|电影(?!形象)|影片|综艺|晚会|演唱会|巡演|话剧|音乐剧|舞台剧|剧组|剧团|志愿|品牌|代言|公益|慈善|"
    r"战略合作|摄影棚|音乐(?!人)|唱片|专辑|单曲|评委|评审|发行|改编权|版权|翻拍权|赞助|签名会|签售|经纪公司|经纪人|经纪合约|俱乐部|球队|国家队|协会|工会|政党|入党|公益组织|标准组织|环保组织|"
    r"大学|学院|学校|医院|品牌方|广告代言|直播间|商场|园区|影视基地|酒店|基金会|法案|条约|备忘录|停战|并购|股权|融资|专利|软件|标准(?!套餐|方案|价)|"
    r"拍摄许可|施工许可|经营许可|生产许可|许可证|厨师|主厨|糕点师|面点师|花艺师|园艺师|调酒师|咖啡师|理发师|设计师|程序员|飞行员|摄影师|剧本|小说|新书|图书|书籍|著作|杂志|红毯|颁奖|首映|庆功|探班|路演|采访|节目|马拉松|群聊|饭局|婚礼|租约|出版"
)
PEOPLE_ZH = r"艺人|演员|表演者|明星|艺术家|歌手|影星|艺员|流量|顶流|偶像|大咖|主播|配音演员|演播者|配音师|影帝|影后|名角|戏骨|面孔|大花|小花(?!园)|小生|花旦|天王|天后|大牌|大腕|巨星|名人|男星|女星|新星|视帝|视后|童星|声优|全员"
HEDGES = ("no licence given", "without a licence", "未作授权", "尚未授权", "未授权", "并非授权", "不等于授权")
"""Words that narrow the true sentence; they claim nothing."""
