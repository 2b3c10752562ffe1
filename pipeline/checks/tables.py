"""Small tables of words: what the rules must know of names, jobs, greetings and languages."""

from __future__ import annotations

import re
from functools import cache

from filters import languages


@cache
def articles(language: str) -> frozenset[str]:
    """Return the words of `language` after which no sentence can end."""
    return _words(language, "articles")


@cache
def prepositions(language: str) -> frozenset[str]:
    """Return the words of `language` after which a paragraph hardly ever ends."""
    return _words(language, "prepositions")


@cache
def may_stand_twice(language: str) -> frozenset[str]:
    """Return the words of `language` that grammar lets stand twice."""
    return _words(language, "may_stand_twice")


def _words(language: str, key: str) -> frozenset[str]:
    if language not in languages.known():
        return frozenset()
    return frozenset(getattr(languages.of(language), key).split())


LEGAL_FORMS = (
    r"GmbH\s*&\s*Co\.?\s*(?:KG|KGaA|OHG)|GmbH|gGmbH|AG|SE|KG|KGaA|OHG|UG|e\.\s?V\.|eG|mbH"
    r"|Inc\.?|Incorporated|LLC|L\.L\.C\.|Ltd\.?|Limited|LLP|PLC|plc|Corp\.?|Corporation|Co\.?|Company"
    r"|S\.?A\.?S\.?|S\.?A\.?R\.?L\.?|S\.?\s?A\.?U?|SpA|S\.p\.A\.|S\.?r\.?l\.?|S\.?\s?L\.?U?"
    r"|B\.?V\.?|N\.?V\.?|AB|A/S|ApS|AS|Oyj?|Pty|Sp\. z o\.o\.|s\.r\.o\.|a\.s\."
)
HONORIFICS = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Frau|Herrn?|Madame|Mme|Monsieur|M|Mlle|Sra?|Srta"
    r"|Señora?|Don|Doña|Sig|Sig\.?ra|Signora?|Signor|Dott|Dott\.?ssa|Mevrouw|Meneer|Mevr|Dhr"
    r"|De heer|Pani|Gospa|Gospod|Gospodin|Gospođa|Господин|Госпођа|Госпожа|Domnul|Doamna"
    r"|Senyora?|Härra|Proua|Ponas|Ponia|Herra|Frú|Sayın|Bayan"
)
# What stands in a greeting, or in a contact, without naming anybody.
NOBODY = frozenset(
    "hiring manager managers team sir madam sirs all everyone everybody recruiter recruiters"
    " recruiting recruitment selection search committee human resources hr department people"
    " colleague colleagues board members member editor editors reader readers talent acquisition"
    " whom it may concern to or and the of at there ladies gentlemen folks friends staff office"
    " application applications jobs careers admissions"
    " mitglieder mitglied kommission ausschuss gremium jury prüfungsausschuss berufungskommission"
    " herr herrn damen und herren team"
    " personalabteilung personalteam zusammen leute alle kolleginnen kollegen"
    " madame monsieur mesdames messieurs responsable recrutement équipe service ressources humaines"
    " señores señoras señor señora equipo responsable de selección recursos humanos la el los las"
    " signori signore signora responsabile ufficio personale risorse umane squadra"
    " heer mevrouw heren dames en team collega's"
    " asszonyom asszony hölgyem hölgyeim uram uraim úr cím címzett"
    " doamnă doamna doamne doamnelor domnule domnul domnilor și departamentul"
    " pani pán páni pane pánové dámy slečna oddelenie oddělení"
    " gospa gospe gospod gospodje gospodična kadrovska služba"
    " gospodine gospodin gospodo gospođo gospođa gospođe gospođice"
    " господине господин господо госпођо госпођа госпође госпожо госпожа господа дами"
    " senyor senyora senyors senyores equip responsable"
    " härra proua preili daamid härrad kungs kundze kungi kundzes"
    " pone ponas ponia ponai ponios herra frú dhuine uasail dhaoine uaisle chara chairde"
    " jaun jaun-andre jaun-andreok agurgarria agurgarriok"
    " yetkili yetkililer bay bayan bey hanım hanımefendi beyefendi insan kaynakları".split()
)
# Words of which a job's title may consist without being anyone's own.
OF_JOBS = frozenset(
    "senior junior lead principal staff head chief assistant associate deputy trainee intern"
    " engineer developer programmer architect analyst scientist manager director officer designer"
    " administrator consultant coordinator specialist researcher editor writer teacher lecturer"
    " accountant nurse clerk secretary translator technician operator representative advisor"
    " software data machine learning deep web mobile frontend backend full stack fullstack cloud"
    " devops system systems network security product project program programme business marketing"
    " sales support customer service human resources finance research quality test it ai ml of and"
    " for the in remote contract role full-time part-time fulltime parttime front end back"
    " ingenieur ingenieurin entwickler entwicklerin leiter leiterin redakteur redakteurin berater"
    " beraterin wissenschaftler wissenschaftlerin sachbearbeiter sachbearbeiterin werkstudent"
    " praktikant praktikantin maschinelles lernen projektleiter projektleiterin für und der im"
    " développeur développeuse ingénieur ingénieure chef cheffe de projet responsable analyste"
    " desarrollador desarrolladora analista jefe proyecto sviluppatore ingegnere progetto"
    " ontwikkelaar projectleider".split()
)
# Words by which no employer is told from another.
KINDS_OF_FIRMS = frozenset(
    "the and und et y of for für der die das den de la le les des du von van group gruppe groupe"
    " holding company service services solutions systems software studio studios agency agentur"
    " verlag books press publishing media medien university universität université universidad"
    " università universiteit uniwersytet universitet college school schule hospital klinik"
    " klinikum krankenhaus clinic bank museum theater theatre logistik logistics labs laboratories"
    " institute institut foundation stiftung trust council city stadt haus house international"
    " national technologies technology tech engineering consulting energy energie partners partner"
    " hotel restaurant"
    " librairie boulangerie brouwerij brauerei bäckerei tintoria lanificio cooperativa gmbh ltd"
    " limited inc llc plc corp".split()
)
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
HTML_TAGS = frozenset(
    "address title time data date email number object source style code form label".split()
)
# Source: the elements of the HTML Living Standard, with those that are obsolete and still read.
HTML_ELEMENTS = frozenset(
    "a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button"
    " canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div"
    " dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6"
    " head header hgroup hr html i iframe img input ins kbd label legend li link main map mark"
    " math menu meta meter nav nobr noframes noscript object ol optgroup option output p param"
    " picture pre progress q rp rt ruby s samp script search section select slot small source span"
    " strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time"
    " title tr track tt u ul var video wbr".split()
)
EMPTY_ELEMENTS = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)
# Elements whose end need not be written.
OPTIONAL_ENDS = frozenset(
    "p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp html head body br".split()
)
# Parts of names by which nobody is told from another.
PARTICLES = frozenset("von van de der den di da du la le zu zur und and the".split())
# Companies of these names are spoken of in many letters: only a capital tells the word apart.
ORDINARY = frozenset(
    "apple amazon alphabet meta gap target shell orange square block bolt box zoom slack oracle"
    " snap wise sage boots stripe notion signal indeed monday next linear ghost buffer discord"
    " figma"
    " otto linde bild welt zeit spiegel stern bank verlag haus werk merkur brücke kontakt signal"
    " stiftung natur licht kraft feld wald berg bach klar neu mut raum form punkt blick boden"
    " lumière printemps lune orange horizon ciel avenir monde temps sol luna mar"
    " people future vision focus spark bridge harbour harbor summit union progress pioneer core"
    " compass anchor beacon atlas arrow circle spring river mountain forest ocean".split()
)
PLACEHOLDERS = (
    r"(?:insert|add|enter)\s[^\]\n>]{2,120}"
    r"|(?:your|the|my|hier|ihre?n?|votre|name of|name (?:de[rs]|von)|nom d[eu]s?"
    r"|nombre del?|nome d[aeio]l?|naam van|nazwa|namn på|navn på)\s[^\]\n>]{2,40}"
    r"|nom de l['’][^\]\n>]{2,40}|(?:street|company|employer) (?:address|name)"
    r"|(?:company|employer|organi[sz]ation|hiring manager|recruiter|contact|position|role|job"
    r"|job title|title|job posting|department|address|city|street|date|phone|email|name|first name"
    r"|last name"
    r"|surname|skill|skills|industry|product|project|university|degree|amount|number|x{2,}"
    r"|firma|unternehmen|stelle|stellenbezeichnung|ansprechpartner(?:in)?|name der firma|datum"
    r"|vorname|nachname|anschrift|ort|entreprise|poste|nom|prénom|empresa|puesto|nombre"
    r"|azienda|nome|posizione|bedrijf|functie|naam)(?:['’]s)?(?:[ _-]?name)?"
)
# Hosts on which many put their jobs: a link to one says nothing of an employer.
SHARED_HOSTS = frozenset(
    "linkedin.com xing.com indeed.com stepstone.de monster.com glassdoor.com greenhouse.io lever.co"
    " workable.com personio.de personio.com smartrecruiters.com myworkdayjobs.com ashbyhq.com"
    " recruitee.com breezy.hr bamboohr.com icims.com taleo.net jobvite.com teamtailor.com join.com"
    " softgarden.io github.com gitlab.com github.io google.com docs.google.com notion.site"
    " medium.com wikipedia.org youtube.com twitter.com x.com facebook.com example.com example.org"
    " example.net otta.com wellfound.com angel.co arbeitsagentur.de jobs.ac.uk".split()
)
