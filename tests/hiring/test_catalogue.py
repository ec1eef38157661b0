import shutil
from pathlib import Path

import pytest

from planner import resources
from planner.domain import InvalidGuidance, Level, Role
from planner.domain.words import Need
from planner.hiring import catalogue
from planner.hiring.catalogue import Catalogue
from planner.hiring.titles import Function, Outside

FOLDER = resources.seeds() / "roles"


@pytest.fixture(scope="module")
def roles() -> Catalogue:
    return catalogue.load()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_described_in_full(roles: Catalogue, role: Role) -> None:
    profile = roles.role(role)
    assert profile.role is role
    assert len(profile.responsibilities) >= 5
    assert len(profile.focus) == 4
    assert len(profile.hard_skills) >= 5
    assert len(profile.soft_skills) == 5
    assert roles.skills(role) == profile.hard_skills + profile.soft_skills
    assert set(profile.titles) == set(profile.career.next_steps) == set(Level)
    assert profile.not_to_be_confused
    assert profile.ideal_for.says


def test_titles_of_seats(roles: Catalogue) -> None:
    assert roles.title(Role.MLOPS, Level.SENIOR) == "Senior MLOps Engineer"
    assert roles.title(Role.PLATFORM, Level.PRINCIPAL) == "Principal ML Platform Engineer"
    titles = [roles.title(role, level) for role in Role for level in Level]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("role", list(Role))
def test_a_seats_title_stands_for_its_role(roles: Catalogue, role: Role) -> None:
    for level in Level:
        assert roles.function_of(roles.title(role, level)) is role


def test_manager_lines_follow_the_guide(roles: Catalogue) -> None:
    assert roles.reports_to(Role.MLOPS) == ("Engineering Manager", "Director of Engineering")
    assert roles.reports_to(Role.PLATFORM) == ("Platform Engineering Manager", "Director of Infrastructure")
    assert roles.role(Role.MLOPS).sits_in.default == "Engineering"
    manager = roles.manager("Director of Infrastructure")
    assert manager is not None
    assert manager.leads is Role.PLATFORM
    assert roles.manager("Head of Something Else") is None


def test_career_paths_follow_the_guide(roles: Catalogue) -> None:
    mlops, platform = (roles.role(role).career.path for role in Role)
    assert [step.level for step in mlops] == [None, Level.MID, Level.SENIOR, Level.MANAGER]
    assert [step.level for step in platform] == [None, Level.MID, Level.SENIOR, Level.PRINCIPAL]


def test_every_need_belongs_to_one_role(roles: Catalogue) -> None:
    needs = {
        role: {need for duty in profile.responsibilities + profile.focus for need in duty.needs}
        for role, profile in roles.roles.items()
    }
    assert needs[Role.MLOPS] | needs[Role.PLATFORM] == set(Need)
    assert not needs[Role.MLOPS] & needs[Role.PLATFORM]


@pytest.mark.parametrize(
    ("title", "function"),
    [
        ("MLOps Engineer", Role.MLOPS),
        ("mlops", Role.MLOPS),
        ("Sr.  ML-Ops Engineer II", Role.MLOPS),
        ("Staff Machine Learning Infrastructure Engineer", Role.PLATFORM),
        ("Software Engineer, ML Platform", Role.PLATFORM),
        ("platform", Role.PLATFORM),
        ("Senior Data Scientist", Outside.OTHER),
        ("Machine Learning Engineer", Outside.OTHER),
        ("SRE", Outside.OTHER),
        ("DevOps Engineer", Outside.OTHER),
        ("Lead Data Engineer", Outside.OTHER),
        ("Platform Engineer", Outside.OTHER),
        ("other", Outside.OTHER),
        ("Florist", Outside.UNMAPPED),
        ("", Outside.UNMAPPED),
    ],
)
def test_titles_map_by_function(roles: Catalogue, title: str, function: Function) -> None:
    assert roles.function_of(title) is function


def test_an_organisation_overrides_the_map(roles: Catalogue) -> None:
    overrides = {"MLOps Engineer": Role.PLATFORM, "data scientist": None, "florist": Role.MLOPS}
    assert roles.function_of("mlops engineer", overrides) is Role.PLATFORM
    assert roles.function_of("Senior MLOps Engineer", overrides) is Role.PLATFORM
    assert roles.function_of("Data Scientist", overrides) is Outside.OTHER
    assert roles.function_of("Florist", overrides) is Role.MLOPS
    assert roles.function_of("SRE", overrides) is Outside.OTHER


def test_ambiguous_titles_say_what_to_ask(roles: Catalogue) -> None:
    lead = roles.ambiguity("MLOps Team Lead")
    assert lead is not None
    assert lead.function is roles.function_of("MLOps team lead") is Role.MLOPS
    assert "platform" in lead.note
    assert roles.ambiguity("MLOps Engineer") is None


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "message"),
    [
        ("roles.yaml", "    name: MLOps Engineer\n", "", "roles.yaml.roles.mlops", "lacks name"),
        ("roles.yaml", "ideal_for:", "ideal:", "roles.yaml.roles.mlops", "lacks ideal_for"),
        ("roles.yaml", "managers:\n", "managers: []\nx:\n", "roles.yaml", "unknown key 'x'"),
        ("roles.yaml", "[operate_models, deploy_models]", "[fly]", "needs[0]", "'fly', which is none"),
        ("roles.yaml", "guide:roles.mlops.bridge", "book:1", "source[0]", "is no citation"),
        ("roles.yaml", "{id: cicd,", "{id: monitoring,", "roles.mlops.focus", "id 'monitoring' twice"),
        ("roles.yaml", "values: [Engineering Manager,", "values: [The Boss,", "roles.mlops", "'The Boss'"),
        ("roles.yaml", "values: [Engineering, Operations]", "values: []", "values", "at least one item"),
        ("roles.yaml", "entry: Junior MLOps Engineer", "entry: 7", "titles.entry", "should be a text, not 7"),
        (
            "roles.yaml",
            "    skills:\n      hard:",
            "    skills: none\n    x:\n      hard:",
            "roles.mlops",
            "'x'",
        ),
        ("roles.yaml", "roles:\n", "roles: [\n", "roles.yaml", "not readable as YAML"),
        (
            "titles.yaml",
            "    - data scientist\n",
            "    - mlops engineer\n",
            "titles.other[0]",
            "stands twice",
        ),
        (
            "titles.yaml",
            "    - data scientist\n",
            "    - Data Scientist\n",
            "titles.other[0]",
            "never be found",
        ),
        ("titles.yaml", "counts_as: mlops", "counts_as: chef", "counts_as", "is not a function"),
        ("titles.yaml", "ambiguous:\n", "ambiguous: none\nx:\n", "titles.yaml", "unknown key 'x'"),
    ],
)
def test_a_faulty_catalogue_names_the_place(
    tmp_path: Path, file: str, old: str, new: str, path: str, message: str
) -> None:
    copy = shutil.copytree(FOLDER, tmp_path / "roles")
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidGuidance) as caught:
        catalogue.load(copy)
    [problem] = caught.value.problems
    assert path in problem.path
    assert message in problem.message
    assert problem.fix


def test_a_list_where_a_mapping_should_be(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text("- mlops\n")
    with pytest.raises(InvalidGuidance, match="should be a mapping"):
        catalogue.load(tmp_path)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(InvalidGuidance, match="cannot be read"):
        catalogue.load(tmp_path)
