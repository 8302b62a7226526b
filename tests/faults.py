"""Faults made by hand in core functions: the suite must notice each.

`make faults` copies the code, makes one fault at a time, and runs the tests named beside it;
a fault that leaves them green is listed, and the run fails. `tests/test_faults.py` keeps the list
true to the code as it changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPIED = ("geodata", "layers", "mapping", "tests", "docs", ".streamlit")
FILES = ("app.py", "pyproject.toml", "README.md", "Makefile", "CHANGELOG.md")
TIME_S = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One line of code, the same with a fault in it, and the tests that must notice.

    Attributes
    ----------
    found
        Text that stands exactly once in the file.
    put
        What is put in its place.
    """

    about: str
    file: str
    found: str
    put: str
    tests: str


FAULTS: tuple[Fault, ...] = (
    Fault(
        about="a place counts all of an area that it holds a part of",
        file="layers/places.py",
        found='.mul(members["share"].to_numpy(), axis="index")',
        put="",
        tests="tests/layers/test_awkward.py",
    ),
    Fault(
        about="a door just at the limit is beyond it",
        file="layers/access/reach.py",
        found='within = nearest["minutes"] <= question.limit_min',
        put='within = nearest["minutes"] < question.limit_min',
        tests="tests/layers/test_awkward.py",
    ),
    Fault(
        about="the middle tenth of need is in the class below it",
        file="layers/gaps.py",
        found="(decile <= middle)",
        put="(decile < middle)",
        tests="tests/layers/test_missing_ages.py",
    ),
    Fault(
        about="places are named beyond just half of them",
        file="layers/said/sentences.py",
        found="(running < MOST_SHARE)",
        put="(running <= MOST_SHARE)",
        tests="tests/layers/test_sentences.py",
    ),
    Fault(
        about="a place’s share is of all children, known or not",
        file="layers/shares.py",
        found='areas["children"].where(areas[count].notna())',
        put='areas["children"]',
        tests="tests/layers/test_shares.py",
    ),
    Fault(
        about="strengths stand in reverse order",
        file="layers/ranks/strengths.py",
        found="ascending=[False, True]",
        put="ascending=[True, True]",
        tests="tests/mapping/test_ranking.py",
    ),
    Fault(
        about="the page of hotspots works out one statistic whichever is chosen",
        file="mapping/pages/hotspots/settings.py",
        found="statistic=settings.statistic",
        put='statistic="gi"',
        tests="tests/mapping/test_hotspots_page.py",
    ),
    Fault(
        about="computed limits stand in place of published ones",
        file="layers/compare/comparison.py",
        found='return rows["lower"].where(published, low), ',
        put='return low.fillna(rows["lower"]), ',
        tests="tests/layers/test_comparison.py",
    ),
    Fault(
        about="people of a place set out from all of an area that it holds a part of",
        file="layers/cover/near.py",
        found="(people.fillna(0.0) * inside)",
        put="people.fillna(0.0)",
        tests="tests/layers/test_cover.py",
    ),
    Fault(
        about="the mean over places counts what is not known as zero",
        file="layers/averages.py",
        found="shares @ (people * known)",
        put="shares @ (people * (known | ~known))",
        tests="tests/layers/test_missing_ages.py",
    ),
    Fault(
        about="the runner-up is the best choice itself",
        file="layers/siting/solution.py",
        found="return tuple(site for site in found if site != missed)",
        put="return solution.chosen",
        tests="tests/layers/test_siting_search.py",
    ),
    Fault(
        about="many who ask at once do not wait for one another",
        file="mapping/served/cache.py",
        found="        with making:\n",
        put="        if making:\n",
        tests="tests/mapping/test_cache.py",
    ),
    Fault(
        about="the last tenth of high need is not in it",
        file="layers/need.py",
        found="(self.deciles <= tenths)",
        put="(self.deciles < tenths)",
        tests="tests/layers/test_awkward.py",
    ),
    Fault(
        about="rural minutes are turned the wrong way",
        file="layers/access/town_and_country.py",
        found="minutes / rural_scale(question)",
        put="minutes * rural_scale(question)",
        tests="tests/layers/test_awkward.py",
    ),
    Fault(
        about="onward journeys that there are not spoil the mean of the others",
        file="layers/scenarios/effect.py",
        found="onward = (lost > 0) & ~np.isnan(minutes)",
        put="onward = lost > 0",
        tests="tests/layers/test_scenarios.py",
    ),
    Fault(
        about="a rate made of its exact count stands beside the rounded one, and gives it",
        file="geodata/disclosure.py",
        found="made = _over_people(numerator, denominator, rows.per)",
        put="made = rows.value",
        tests="tests/geodata/test_disclosure.py",
    ),
    Fault(
        about="all of a group is rounded beyond it, and gives its count",
        file="geodata/rounding.py",
        found="(counts <= people) & (rounded > most)), most)",
        put="(counts <= people) & (rounded > most)), rounded)",
        tests="tests/geodata/test_disclosure.py",
    ),
    Fault(
        about="a place of too few areas has a sensitive figure",
        file="geodata/disclosure.py",
        found="(people < disclosure.least_people) | (areas < disclosure.least_areas)",
        put="people < disclosure.least_people",
        tests="tests/geodata/test_disclosure.py",
    ),
    Fault(
        about="what is near is near in a straight line without the detour",
        file="layers/access/journeys.py",
        found="return self.detour / (self.pace_kmh",
        put="return 1 / (self.pace_kmh",
        tests="tests/layers/test_cover.py",
    ),
    Fault(
        about="the map's fifths of need begin with one tenth",
        file="mapping/map/describe.py",
        found='(areas["decile"] - 1) // 2',
        put='areas["decile"] // 2',
        tests="tests/mapping/test_points.py",
    ),
    Fault(
        about="the map's doors are those before the scenario",
        file="mapping/served/routes.py",
        found="(_points, *question_asked(request, pack))",
        put="(_points, pack, question_asked(request, pack)[1])",
        tests="tests/mapping/test_planning_pages.py",
    ),
    Fault(
        about="what is online for another district is offered here",
        file="layers/cover/here.py",
        found="served = ~door & (part > 0)",
        put='served = ~door & assets["serves"].notna()',
        tests="tests/layers/test_cover.py",
    ),
    Fault(
        about="closing: the runner-up is the best choice itself",
        file="layers/siting/sites.py",
        found="others = [leaves if door == enters else door for door in closed]",
        put="others = list(closed)",
        tests="tests/layers/test_siting.py",
    ),
    Fault(
        about="a profile lists what is online for another district",
        file="layers/place/offers.py",
        found='table.loc[table["where"].isna() & (part > 0), "where"]',
        put='table.loc[table["where"].isna() & table["serves"].notna(), "where"]',
        tests="tests/mapping/test_profile.py",
    ),
    Fault(
        about="a table of another edition is taken for the one that was written",
        file="geodata/seal.py",
        found="elif told[name] != _digest(content):",
        put="elif False:",
        tests="tests/geodata/test_pack_whole.py",
    ),
    Fault(
        about="what somebody keeps in a folder is lost when it is replaced",
        file="geodata/beside.py",
        found="if not is_ours(path.name) or not path.is_file():",
        put="if False:",
        tests="tests/geodata/test_written.py",
    ),
    Fault(
        about="an edition that is put in place while a pack is read spoils the reading",
        file="geodata/pack_files.py",
        found="READS = 5",
        put="READS = 1",
        tests="tests/geodata/test_pack_whole.py",
    ),
    Fault(
        about="people of two places laid together are counted twice",
        file="layers/own_places/inside.py",
        found="held=np.maximum(one.held, other.held)",
        put="held=one.held + other.held",
        tests="tests/layers/test_own_places.py",
    ),
    Fault(
        about="who is only in what is taken away is taken from those who stay",
        file="layers/own_places/inside.py",
        found="held = np.clip(one.held - other.held, 0.0, None)",
        put="held = one.held - other.held",
        tests="tests/layers/test_own_places.py",
    ),
    Fault(
        about="a change between two periods is judged by the wrong limits",
        file="layers/compare/two_periods.py",
        found='table["first_upper"] - table["first"])',
        put='table["first"] - table["first_lower"])',
        tests="tests/layers/test_differences.py",
    ),
    Fault(
        about="of the offers that serve a place one is counted",
        file="mapping/map/layers/offers.py",
        found="counts[place] = counts.get(place, 0) + 1",
        put="counts[place] = 1",
        tests="tests/mapping/test_layer_bodies.py",
    ),
    Fault(
        about="of two places the nearer is said to take more minutes",
        file="layers/compare/two_places.py",
        found='" more" if apart > 0 else " less"',
        put='" more" if apart < 0 else " less"',
        tests="tests/layers/test_differences.py",
    ),
    Fault(
        about="need within reach of a point is of all children there",
        file="layers/within/within.py",
        found='areas["high_need_children"] = areas["within_children"] * needy',
        put='areas["high_need_children"] = areas["children"] * needy',
        tests="tests/layers/test_within.py",
    ),
    Fault(
        about="a file of doors has open and not open to the ages the wrong way about",
        file="mapping/drawn/data.py",
        found='"no" if point.hollow else "yes"',
        put='"yes" if point.hollow else "no"',
        tests="tests/mapping/test_taking.py",
    ),
    Fault(
        about="what was removed goes for good a day too early",
        file="geodata/store/retaining.py",
        found="timedelta(days=rules.purge_days)",
        put="timedelta(days=rules.purge_days - 1)",
        tests="tests/geodata/store/test_retaining.py",
    ),
    Fault(
        about="what was shared once stays shared",
        file="geodata/store/changing.py",
        found="        shared=record.shared,\n",
        put="        shared=found.shared or record.shared,\n",
        tests="tests/geodata/store/test_store.py",
    ),
    Fault(
        about="the words of a scene are written over whatever somebody else has made of them",
        file="mapping/meeting/live/writing.py",
        found="store.save(asked, expected=expected, by=by)",
        put="store.save(asked, by=by)",
        tests="tests/mapping/test_meeting_live.py::"
        "test_what_somebody_else_changed_meanwhile_is_written_over_by_no_address",
    ),
    Fault(
        about="a place that is kept is renamed by one who has not seen its last version",
        file="mapping/served/keeping.py",
        found="body=body), expected=_expected(said))",
        put="body=body), expected=found.version)",
        tests="tests/mapping/test_keeping.py",
    ),
    Fault(
        about="the screen tells what was agreed as it was when it was first drawn",
        file="mapping/meeting/live/drawing.py",
        found="await beside(rests_on, body)",
        put='""',
        tests="tests/mapping/test_last_time.py",
    ),
    Fault(
        about="a note is looked through for names, and who is to do it is not",
        file="mapping/meeting/live/known.py",
        found='f"{note.words} {note.owner}"',
        put="note.words",
        tests="tests/mapping/test_meeting_room.py",
    ),
    Fault(
        about="a person of whose name a place has one word is taken for a place",
        file="layers/meeting/doubts.py",
        found='known.words.issuperset(named.split(" "))',
        put='known.words.intersection(named.split(" "))',
        tests="tests/layers/test_doubts.py",
    ),
    Fault(
        about="a figure of another year is called a change",
        file="layers/meeting/standing.py",
        found="if _written_alike(then.period) != _written_alike(now.period):",
        put="if False:",
        tests="tests/layers/test_since.py",
    ),
    Fault(
        about="what is too few to show now is told as it was",
        file="layers/meeting/since.py",
        found=" is_protected(now) and then.value is not None:",
        put=" is_protected(now) and then.value is None:",
        tests="tests/layers/test_since.py",
    ),
    Fault(
        about="Find help’s calendar has every day a day late",
        file="layers/finding_help/calendar.py",
        found="first_day.weekday()",
        put="first_day.isoweekday()",
        tests="tests/layers/test_find_help.py",
    ),
    Fault(
        about="a list for a family holds what is for people who work with families",
        file="layers/finding_help/as_text.py",
        found="frozenset({NOT_THEN, STOPPED, WORKERS})",
        put="frozenset({NOT_THEN, STOPPED})",
        tests="tests/layers/test_find_help.py",
    ),
    Fault(
        about="figures of two times are linked as if one were a part of the other",
        file="geodata/secondary/relations.py",
        found='figures.groupby(["who", "period"])',
        put='figures.groupby(["who"])',
        tests="tests/geodata/test_secondary_joining.py::"
        "test_figures_of_another_time_tell_nothing_of_what_is_missing",
    ),
    Fault(
        about="notes that are not marked for sharing leave with a map",
        file="mapping/map/layers/noted.py",
        found="isinstance(each.body, Note) and (each.shared or not is_shared_alone)",
        put="isinstance(each.body, Note)",
        tests="tests/mapping/test_noted.py::test_what_is_not_shared_stays_in_the_app",
    ),
    Fault(
        about="what a scene said under laxer rules is told beside a pack of now",
        file="mapping/meeting/then.py",
        found="return is_of_it or are_as_strict(scene.rules, pack)",
        put="return True",
        tests="tests/mapping/test_minutes.py::test_what_was_kept_under_laxer_rules_is_told_nowhere",
    ),
    Fault(
        about="a file that the release check refuses is written all the same",
        file="mapping/profile/batch_worker.py",
        found="        if unsafe:\n",
        put="        if False:\n",
        tests="tests/mapping/test_batch.py::"
        "test_what_the_release_check_refuses_is_never_under_its_name",
    ),
)


def main() -> int:
    """Make every fault in turn; returns how many no test noticed."""
    left = [fault for fault in FAULTS if not is_noticed(fault)]
    print(f"\n{len(FAULTS) - len(left)} of {len(FAULTS)} faults noticed.")
    return len(left)


def is_noticed(fault: Fault) -> bool:
    """Make one fault in a copy of the code, and tell whether a test fails for it."""
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        copy = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, copy / name)
        path = copy / fault.file
        path.write_text(faulty(path.read_text("utf-8"), fault), "utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        command += ["-m", "not browser and not real", *fault.tests.split()]
        ran = subprocess.run(
            command,
            cwd=copy,
            env=os.environ | {"PYTHONPATH": folder, "CI": "true"},
            capture_output=True,
            text=True,
            timeout=TIME_S,
            check=False,
        )
    by = next((line for line in ran.stdout.splitlines() if line.startswith("FAILED")), "")
    noticed = ran.returncode == 1 and bool(by)  # any other code is no test that failed
    print(f"{'noticed' if noticed else 'LEFT   '}  {fault.about}  {by[:110]}", flush=True)
    return noticed


def faulty(text: str, fault: Fault) -> str:
    """Put the fault into a file's text."""
    if text.count(fault.found) != 1:
        msg = f"{fault.file}: {fault.found!r} stands {text.count(fault.found)} times, not once"
        raise ValueError(msg)
    return text.replace(fault.found, fault.put)


if __name__ == "__main__":
    sys.exit(main())
