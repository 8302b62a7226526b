"""The words of the glossary, as a person edits them: each with what it means.

A word stands at the start of a line, then its other forms, then in brackets who says so where the
meaning states a fact, as a key of `SOURCES`. A word after a dash is in the list, and is too
ordinary to be marked on a page.
"""

from typing import Final

SOURCES: Final = {
    "act-2014": "Children and Families Act 2014",
    "act-2022": "Health and Care Act 2022",
    "areas": "Office for National Statistics, census geographies",
    "dfe": "Department for Education",
    "dwp": "Department for Work and Pensions, Children in Low Income Families",
    "indices": "Ministry of Housing, Communities and Local Government, Indices of Deprivation 2025",
    "nhs": "NHS",
    "nhs-england": "NHS England",
    "ohid": "Office for Health Improvement and Disparities, Healthy Child Programme",
    "ons": "Office for National Statistics",
    "portage": "National Portage Association",
    "reports": "Public reports on Cambridgeshire and Peterborough, 2018 to 2020",
    "send": "Department for Education, special educational needs code of practice",
}
GROUPS: Final = {
    "The question and its answer": """
gap; gaps
    Children in high need who do not live within reach of the service asked about. It is
    always a number of children, not a score.
- strength; strengths
    What goes well: children in high need who are within reach of the service.
high need
    Children counted as likely to want more support: those in low-income families, or all
    those in the most deprived neighbourhoods, as the question says. It is not the statutory
    “child in need”, which is about one child and a social worker.
out of reach; within reach
    Whether an open door of the service that takes the child can be got to in the time that
    the question names, on foot, by bus or by car. A neighbourhood is reached in part where
    only some of its homes are near enough.
- limit
    The longest journey that still counts as being within reach.
- door; doors
    A place where a service can be visited. A centre on two sites has two doors and is
    counted once as a centre.
- cover
    Whether anything at all is offered to an age, at a level or with an expertise.
- capacity
    How much of a service there is for the children it is for: workers, places or sessions.
- choice
    Having a second door within the limit, beside the nearest.
footprint; footprints
    The area that a team, a network or a service works in.
scenario; scenarios
    A what-if: doors closed, added or moved, and who would gain or lose by it.
- siting
    Looking for the few places where one more door would reach the most children, or the
    doors that would be missed least.
outlined colour
    The far corner of the map’s square legend: neighbourhoods that are needier and where
    few or none are reached. A heavy line is drawn round them as well, so that nothing rests
    on colour.
tenth; tenths; decile; deciles
    All of England’s neighbourhoods in order of need and cut into ten equal groups; tenth 1
    is the neediest. Where no national order is published, the tenths are those of the
    neighbourhoods here, and the page says so.
- fifth; fifths
    All of them in the same order, cut into five equal groups.
""",
    "Places": """
neighbourhood; neighbourhoods [areas]
    A small area that official figures are published for (an LSOA): about 1,000 to 3,000
    people. It is named after the settlement or suburb nearest to most of its people.
LSOA; LSOAs [areas]
    Lower-layer super output area: the official name of what is called a neighbourhood here.
    1,000 to 3,000 people, or 400 to 1,200 households.
MSOA; MSOAs [areas]
    Middle-layer super output area: several neighbourhoods together, 5,000 to 15,000 people,
    or 2,000 to 6,000 households.
middle-layer area; middle-layer areas [areas]
    Several neighbourhoods together, 5,000 to 15,000 people; officially an MSOA.
ward; wards
    The area that elects one, two or three councillors of a district or a city.
- district; districts
    A lower-tier authority or a unitary authority: the council that runs housing and
    planning, such as Fenland.
upper-tier authority; upper-tier authorities; upper-tier
    The council that runs children’s services: a county, such as Cambridgeshire, or a
    unitary authority, such as Peterborough.
lower-tier authority; lower-tier authorities; lower-tier
    A district council, or a unitary authority that is its own.
early-help team; early-help teams [reports]
    The team of family workers of one part of a county. Cambridgeshire had seven in the
    years of the reports.
children’s-centre area; children’s-centre areas [reports]
    The part of Peterborough that one provider’s children’s centres are for: Central, North
    or South.
primary care network; primary care networks [nhs-england]
    General practices that work together for 30,000 to 50,000 patients.
PCN; PCNs [nhs-england]
    Primary care network: general practices that work together.
Think Communities [reports]
    How councils, health, police and voluntary groups in Cambridgeshire and Peterborough
    agreed to work together around places, each with a lead who brings partners together.
child and family centre; child and family centres [reports]
    Cambridgeshire’s name, since April 2018, for what were children’s centres: a base where
    families of young children find activities, advice and health visitors.
zone; zones [reports]
    A child and family centre that shares somebody else’s building; a centre has one of its
    own.
linked site; linked sites [reports]
    A second building that belongs to a children’s centre, and is no centre by itself.
""",
    "Need": """
low-income families; low-income; low income [indices; dwp]
    Unless a page says otherwise: families counted as income deprived for the published
    index IDACI, of children aged 0 to 15. The other measure, Children in Low Income
    Families, counts those below 60% of the middle income of that year (relative), or of a
    fixed year (absolute), before or after housing costs; the page names which.
IDACI [indices]
    Income deprivation affecting children index: the share of a neighbourhood’s children
    aged 0 to 15 who live in income-deprived families. Often given as a rank, 1 the most
    deprived.
IDAOPI [indices]
    Income deprivation affecting older people index: the same for people aged 60 and over.
IMD [indices]
    Index of Multiple Deprivation: income, work, education, health, crime, housing and
    surroundings in one order of England’s neighbourhoods, 1 the most deprived.
most deprived [indices]
    First in that order: “the most deprived 30%” are the neediest three tenths of all
    England’s neighbourhoods. Many poor families live elsewhere.
need index
    Several measures of need put into one order, with weights that the page shows.
""",
    "Figures": """
apportioned
    Worked out from a larger place: its figure shared out over its parts, by their children.
    The sum is right; each part is an estimate.
suppressed; too few to publish
    Kept back because the number is so small that it could tell of somebody. It is neither
    nothing nor missing.
illustrative
    Made up to show how the tool works. Nothing can be concluded from it about real places.
estimated; estimate
    Worked out here from published figures, and not itself published.
- published
    As its publisher prints it, unchanged.
- not known
    No figure is held. It is never counted as none.
interval; intervals
    How far chance alone could have moved a figure: the range that holds the true one 19
    times out of 20. Small places have wide ones.
- comparator
    What a figure is set beside: England, a target, a larger place or another one.
- similar
    The comparator lies inside the figure’s interval: the difference could be chance.
funnel; funnels
    A picture of places by size: the lines are how far chance alone would move a place of
    that size. Outside the outer lines a figure is unlikely to be chance.
- as expected; expected
    What places that are as deprived have on average. It says where to look, not who is to
    blame.
hotspot; hotspots
    A group of neighbourhoods that lie together and are all high, more than shuffling the
    figures at random would bring about. A dark colour alone is none.
cold spot; cold spots
    A group of neighbourhoods that lie together and are all low, more than chance would have
    it.
straight-line estimate
    A journey taken as a straight line times the detour, because no streets are loaded. Real
    walks may be longer.
detour
    How much longer a way on the ground is than a straight line; 1.3 times unless the
    question says otherwise.
postcode lottery
    Getting less only because of where one lives. Here: whether poorer neighbourhoods are
    reached less than others.
concentration index
    From −1 to 1: whether something goes to the poorer (below 0) or the better off (above
    0); 0 is even.
- trend; trends
    Whether the last five figures rise or fall more than chance would have it.
statistical neighbours
    Councils that are most alike in their families and so fair to be compared with.
FTE
    Full-time equivalent: two half-time workers are one.
""",
    "Services": """
- universal
    Open to every family.
universal plus [ohid]
    For a family that wants some extra help for a while, from the same service.
targeted
    For families chosen because of what they need: some by where or who they are
    (selective), some by early signs (indicated).
- specialist
    From experts, for children who have been assessed.
- level; levels
    How far an offer is for everybody or for a few: universal, targeted, specialist.
- expertise
    What an offer’s staff are trained in: speech and language, parenting, SEND and others.
early help
    Support before a problem grows, with the family’s agreement; not social care.
Healthy Child Programme [ohid]
    What health visitors and school nurses offer each family from pregnancy on.
SEND [send]
    Special educational needs and disabilities, from birth to 25.
SENCO; SENDCo; SENDCos; SENCo; SENCOs [send]
    The teacher who leads on special educational needs in a school or nursery.
EHC plan; EHC plans; EHCP; EHCPs; EHC [act-2014]
    Education, health and care plan: what a child or young person up to 25 with special
    needs is to get, by law.
EYFS [dfe]
    Early years foundation stage: what every nursery and childminder works to, from birth to
    five.
GLD; good level of development [dfe]
    Good level of development: at least the expected level, at the end of Reception, in
    talking, feelings, moving, reading and writing, and numbers.
funded education [dfe]
    Hours of nursery or childminder that the state pays for.
CAMHS [nhs]
    Child and adolescent mental health services, of the National Health Service.
NEET [ons]
    Not in education, employment or training: of young people from 16.
ASQ; ASQ-3 [ohid]
    Ages and Stages Questionnaire: what parents and health visitors fill in at the review at
    two to two and a half.
MMR [nhs]
    The vaccine against measles, mumps and rubella.
Family Nurse Partnership [nhs]
    A nurse who visits young first-time parents at home from pregnancy until the child is
    two.
Portage [portage]
    Teaching at home for young children with special needs and their families.
""",
    "Who, and files": """
CCG; CCGs [act-2022]
    Clinical commissioning group: bought an area’s health services until 1 July 2022, when
    integrated care boards took over. Reports of 2018 to 2020 still name it.
ICB; ICBs [act-2022]
    Integrated care board: plans and pays for an area’s health services since 1 July 2022.
- NHS
    National Health Service.
- GP; GPs
    General practitioner: a family doctor, and the practice.
ONS
    Office for National Statistics: counts of people, and the official small areas.
OHID
    Office for Health Improvement and Disparities: publishes health figures of each council
    (Fingertips).
MHCLG
    Ministry of Housing, Communities and Local Government: publishes the Indices of
    Deprivation.
DWP
    Department for Work and Pensions: publishes figures of children in low-income families.
GIAS [dfe]
    Get Information about Schools: the official list of schools and children’s centres.
OS
    Ordnance Survey: Britain’s official maps and place names.
OSM
    OpenStreetMap: a map of the world that anyone may use and improve.
- CSV
    A table as a plain file that any spreadsheet opens.
- TXT
    Plain words that any computer opens.
- PDF
    A document that looks and prints the same everywhere.
- HTML
    A page that opens in any browser, here with no network.
- KML
    A file of shapes, as Google Earth writes them.
- GIS
    Geographic information system: a program for making maps.
- CRS
    Coordinate reference system: which points of the earth a file’s numbers mean.
- JSON
    A file for other programs to read.
- PNG
    A picture for documents and slides.
- SVG
    A picture that stays sharp at any size.
""",
}
