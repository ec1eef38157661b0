"""What people typed is shown as they typed it, whatever it looks like; what the planner says is localised."""

from __future__ import annotations

import html
import re
from io import BytesIO

import pypdf
import pytest

from planner import engine
from planner.domain import Level, Plan, Profile, Role
from planner.domain.profile import Constraints, Override, Site, Staff
from planner.domain.regional import Regional
from planner.reports import evidence, formats, forms, markdown, text, words
from planner.reports.forms import Form
from tests.knowing import knowledge
from tests.reports.orgs import DAY

ORGANISATION = "Launch 2027-01 <b>Ltd</b>"
SITE = "Hall FY2027-Q1 of 6.0 FTE"
MANAGER = "Head of 2026-11-26 & 2.5 teams"
STAFF = "Wizard of 2028-03"
REASON = "measured 2026-05, at 1.5 hours there"
GERMAN = Regional("de", "Europe/Berlin")


@pytest.fixture(scope="module")
def plan() -> Plan:
    profile = Profile(
        name=ORGANISATION,
        ml_teams=7,
        models_in_production=30,
        ops_share_of_ds_time=0.4,
        staff=(Staff(role=STAFF, level=Level.SENIOR),),
        reports_to=dict.fromkeys(Role, MANAGER),
        constraints=Constraints(sites=(Site(name=SITE, country="DE"),)),
        assumptions={"time_to_fill_months": Override(typical=3, reason=REASON)},
    )
    return engine.plan(profile, knowledge(), DAY)


def shown(plan: Plan, form: Form, regional: Regional) -> str:
    """All words of a document for people, without line breaks."""
    made = forms.render(plan, form, regional=regional)
    if form is Form.HTML:
        return html.unescape(
            re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]*>", " ", made.decode(), flags=re.DOTALL)
        )
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(made)).pages)


@pytest.mark.parametrize("regional", [Regional(), GERMAN], ids=["en", "de"])
def test_documents_for_people_show_names_as_typed_and_dates_of_ours_as_read(
    plan: Plan, regional: Regional
) -> None:
    page, paper = shown(plan, Form.HTML, regional), shown(plan, Form.PDF, regional)
    typed = (ORGANISATION, SITE, MANAGER, STAFF, REASON)
    assert [name for name in typed if name not in page] == []
    assert [name for name in typed if "".join(name.split()) not in paper] == []
    for name in typed:
        page, paper = page.replace(name, ""), paper.replace("".join(name.split()), "")
    starts = min(seat.starts for seat in plan.positions)
    with formats.written_for(regional):
        assert formats.when(starts) in page and formats.when(starts).replace(" ", "") in paper
    ours = re.compile(r"(?<![\w-])20\d\d-(?:0[1-9]|1[0-2])(?![\w-])")
    assert [*ours.findall(page), *ours.findall(paper)] == []


def test_pictures_show_names_as_typed(plan: Plan) -> None:
    page = forms.render(plan, Form.HTML, regional=GERMAN).decode()
    labels = html.unescape(" ".join(re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)))
    assert SITE in labels and MANAGER in labels
    assert SITE.replace("FY2027-Q1", "FY2027 Q1") not in labels


def test_files_for_programs_and_terminals_show_names_as_typed(plan: Plan) -> None:
    told = " ".join(text.render(plan).split())
    assert [name for name in (ORGANISATION, SITE, MANAGER, STAFF, REASON) if name not in told] == []
    page = markdown.render(plan)
    assert [name for name in (ORGANISATION, SITE, STAFF) if markdown.escaped(name) not in page] == []


@pytest.mark.parametrize(
    ("sentence", "quoted", "said"),
    [
        ("Later: from 2027-05, when since 2026-11 all runs.", {"Since 2026-11 all runs"}, "since 2026-11"),
        ("6.0 FTE in 2027-05 (teams of 2.5 people).", {"Teams of 2.5 people"}, "teams of 2.5 people"),
        ("Needed in 2027-05 (.*2026-11+ and one more).", {".*2026-11+"}, "(.*2026-11+"),
    ],
)
def test_a_sentence_of_ours_quotes_as_it_was_written(sentence: str, quoted: set[str], said: str) -> None:
    with formats.written_for(GERMAN):
        told = words.told(sentence, quoted)
    assert said in told and "Mai 2027" in told and "2027-05" not in told
    assert words.told(sentence, quoted) == sentence


def test_the_titles_of_rules_stay_in_the_sentence_of_a_stance(plan: Plan) -> None:
    with formats.written_for(GERMAN):
        for stance in plan.stances:
            assert stance.trigger is None or stance.trigger[1:] in evidence.stand(stance)
        assert "FTE are needed in Jan. 2027" in " ".join(map(evidence.seated, plan.positions))
