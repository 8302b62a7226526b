"""A store in which every word was typed by somebody unkind."""

from dataclasses import replace

from geodata.store.kinds.mark import Mark
from geodata.store.kinds.note import Note, Pin
from geodata.store.kinds.place import Place
from geodata.store.kinds.scenario import Scenario
from geodata.store.record import new_record
from layers.own_places.address import write_own
from layers.own_places.recipes import OwnPlace, OwnPlaces, Picked
from layers.question.address import query_string
from layers.question.question import default_question
from mapping.meeting.kept import read_meeting
from mapping.meeting.making import begin_meeting

SCRIPT = "<script>window.ran = 'script'</script>"
IMAGE = "<img src=x onerror=\"window.ran = 'image'\">"
ATTRIBUTE = "\"' onmouseover=\"window.ran='attribute'\" autofocus onfocus='window.ran=1' x='"
CLOSING = "</script></style></textarea></title></section><b>bold</b><svg onload=window.ran='svg'>"
MARKDOWN = "[link](javascript:window.ran='markdown') :red[red] $x$ ![p](https://evil.example/p.png)"
TEMPLATE = "{{ 7 * 7 }} ${window.ran = 'template'} `x` #set page(fill: red) @here *b*"
FORMULA = '=HYPERLINK("https://evil.example","here")'
TURNED = "turned \u202eround\u202c \u2028 &amp; ]]> <w:p/>"
HOSTILE = (SCRIPT, IMAGE, ATTRIBUTE, CLOSING, MARKDOWN, TEMPLATE, FORMULA, TURNED)
SORTS = ("note", "decision", "action", "strength", "gap", "story")


def fill(store, pack, place_id="team-a", *, by=SCRIPT):
    """Keep a meeting that follows another, a place, a scenario and a mark, every word unkind.

    Both meetings have notes of all sorts, pinned to everything. Returns the later one.
    """
    question = default_question(pack)
    first = begin_meeting(store, CLOSING, place_id, question, pack, on="2026-10-01", by=by)
    _write(store, first.record.id, first, by)
    later = begin_meeting(
        store, IMAGE, place_id, question, pack, on="2026-11-22", follows=first.record.id, by=by
    )
    for scene, title in zip(later.scenes, HOSTILE * 3, strict=False):
        body = replace(scene.body, said=f"Said {title}")
        changed = replace(scene, title=f"Asked {title}", body=body)
        store.save(changed, by=by)
    _write(store, later.record.id, later, by)
    own = OwnPlace(name=IMAGE, recipe=Picked(area_ids=tuple(map(str, pack.areas.index[:2]))))
    recipe = write_own(OwnPlaces(places=(own,)))
    place = Place(recipe=recipe, pack=pack.info.key)
    store.save(new_record(place, title=IMAGE), by=by)
    asked = query_string(question, pack)
    closing = f"close.{pack.assets.index[0]}"
    plan = Scenario(changes=closing, question=asked, pack=pack.info.key)
    store.save(new_record(plan, title=CLOSING), by=by)
    mark = Mark(spot="52.66612,0.15990", words=SCRIPT, pack=pack.info.key)
    store.save(new_record(mark, title=ATTRIBUTE), by=by)
    return read_meeting(store, later.record.id)


def _write(store, meeting_id, meeting, by):
    pins = (
        None,
        Pin(to="meeting", label=SCRIPT),
        Pin(to="scene", key=meeting.scenes[0].id, label=IMAGE),
        Pin(to="place", key=meeting.body.place_id, label=CLOSING),
        Pin(to="service", key="a1", label=MARKDOWN),
        Pin(to="spot", spot="52.66612,0.15990", label=ATTRIBUTE),
    )
    for n, words in enumerate(HOSTILE):
        sort = SORTS[n % len(SORTS)]
        is_action = sort == "action"
        note = Note(
            sort=sort,
            words=f"Written {words}",
            pin=pins[n % len(pins)],
            owner=f"Owner {HOSTILE[-1 - n]}" if is_action else "",
            due="2026-12-01" if is_action else "",
        )
        record = new_record(note, parent=meeting_id, shared=True)
        store.save(record, by=by)
