"""The documents show what kb really prints."""

import doctest
import os
from pathlib import Path

import pytest

from tests import docs

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    docs.make_demo(folder)
    return folder


STEPS = [
    pytest.param(step, id=f"{document.name}: {step.command[:60]}")
    for document in docs.WITH_CONSOLE
    for block in docs.blocks(document.read_text(encoding="utf-8"), "console")
    for step in docs.steps(block)
]


@pytest.mark.parametrize("step", STEPS)
def test_console_blocks_show_real_output(step: docs.Step, demo: Path) -> None:
    assert docs.run(step.command, demo) == step.output


@pytest.mark.parametrize("document", docs.WITH_CONSOLE, ids=lambda path: path.name)
def test_python_blocks_run(document: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    source = "\n".join(docs.blocks(document.read_text(encoding="utf-8"), "python"))
    test = doctest.DocTestParser().get_doctest(source, {}, document.name, str(document), 0)
    assert test.examples, f"{document.name} shows no Python"
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(test)
    assert result.failed == 0


def test_readme_answers_its_questions_in_three_ways() -> None:
    text = docs.README.read_text(encoding="utf-8")
    commands = [step.command for block in docs.blocks(text, "console") for step in docs.steps(block)]
    assert any(command.startswith("kb sql") for command in commands)
    assert any(command.startswith("kb timeline") for command in commands)
    assert any(command.startswith("kb show") for command in commands)


def test_cli_reference_is_the_commands_own_help() -> None:
    assert docs.CLI_REFERENCE.read_text(encoding="utf-8") == docs.cli_reference()


def test_every_command_is_documented() -> None:
    from kb.cli.app import kb

    reference = docs.CLI_REFERENCE.read_text(encoding="utf-8")
    for name, command in kb.commands.items():
        assert f"\n## kb {name}\n" in reference
        assert command.help, f"kb {name} says nothing of itself"


def test_links_of_the_documents_lead_somewhere() -> None:
    import re

    for document in (docs.README, *docs.ROOT.glob("docs/*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert os.path.exists(document.parent / target), f"{document.name} links to {target}"
