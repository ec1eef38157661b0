import pytest
from markdown_it import MarkdownIt

from planner.reports import markdown, text
from tests.reports import plans


@pytest.mark.parametrize(
    "name",
    [
        "# heading",
        "- item",
        "1. first",
        "2) second",
        "> quote",
        "a | b",
        "**bold** _soft_ `code` ~~gone~~",
        "<script>alert(1)</script>",
        "[link](javascript:alert(1)) ![picture](x)",
        "a &amp; b &lt;i&gt;",
        "back\\slash *",
        "== under",
        "+ plus",
        "snake_case_name _at_ end_",
        "line\nbreak\n\n# and more",
    ],
)
def test_names_are_text_never_markup(name: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(f"{markdown.escaped(name)}\n")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inline = tokens[1].children or []
    assert {token.type for token in inline} <= {"text", "text_special"}
    assert "".join(token.content for token in inline) == " ".join(name.split())


def test_hostile_names_in_a_whole_report() -> None:
    plan = plans.assembled(
        "Evil | Corp\n# x <img src=x onerror=alert(1)> \x1b[2J",
        "Hire nobody.",
        plans.nobody().decision,
        plans.nobody().stances,
        plans.nobody().demand,
        plans.nobody().supply,
    )
    page = markdown.render(plan)
    assert page.startswith("# Staffing plan: Evil \\| Corp # x \\<img src=x onerror=alert(1)\\> \\[2J\n")
    assert "\x1b" not in page + text.render(plan)
