"""The documents that are made of real output: the README's commands, and the reference of the command line.

`python -m tests.docs update` writes what the commands print now into README.md and docs/*.md; `demo` runs the
README's questions and prints their answers. The tests compare both with what is written.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import click

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CLI_REFERENCE = ROOT / "docs" / "cli.md"
WITH_CONSOLE = (README, ROOT / "docs" / "howto.md")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ (.*(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
_QUESTION = re.compile(r"^### ([^\n]+\?)\n(.*?)(?=^#|\Z)", re.DOTALL | re.MULTILINE)
_WIDTH = 100


class Step(NamedTuple):
    """A command of a console block and what it is said to print."""

    command: str
    output: str


def blocks(text: str, language: str) -> Iterator[str]:
    """The contents of a document's fenced blocks in one language."""
    return (block for name, block in _BLOCK.findall(text) if name == language)


def steps(block: str) -> Iterator[Step]:
    """The commands of a console block; a line that begins with `> ` goes on with the one before."""
    for command, output in _COMMAND.findall(block):
        yield Step(command.replace("\n> ", "\n"), output)


def make_demo(folder: Path) -> None:
    """A folder as `make demo` leaves it: the examples, and the base that was read from them."""
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    for command in ("kb ingest examples", "kb import examples/nvidia.csv"):
        run(command, folder)


def run(command: str, folder: Path) -> str:
    """What a command prints in a shell, errors included, in a folder with a demo base."""
    words = _only_kb(command)
    return _run_here(words[1:], folder) if words else _run_shell(command, folder)


def _only_kb(command: str) -> list[str]:
    """The words of a command that is a call of `kb` and nothing that only a shell understands."""
    words = shlex.split(command)
    plain = re.sub(r"'[^']*'|\"[^\"$`]*\"", "", command.replace("\\$", ""))
    return words if words[0] == "kb" and not set(plain) & set("|&;<>$`*?\"'") else []


def _run_here(arguments: list[str], folder: Path) -> str:
    """The command in this process, which spares its start."""
    from kb.cli.app import run as main

    out = io.StringIO()
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, {"KB_DATABASE_URL": "sqlite:///demo.db"}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        contextlib.suppress(SystemExit),
    ):
        main(arguments)
    return out.getvalue()


def _run_shell(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "KB_DATABASE_URL": "sqlite:///demo.db", "NO_COLOR": "1"}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, text=True, encoding="utf-8", check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout


def cli_reference() -> str:
    """docs/cli.md as the commands' own help has it."""
    from kb.cli.app import kb

    parts = ["# Commands\n\n<!-- Made by `make readme` from the commands' own help. -->\n"]
    parts += [f"\n## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(kb, "kb", None)]
    return "".join(parts)


def _helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    """Each command's help, subcommands after their group."""
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    context = click.Context(command, parent, name, **settings)
    yield context.command_path, command.get_help(context).rstrip()
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            yield from _helps(command.commands[part], part, context)


def update() -> None:
    """Write the real output of every command into the documents."""
    CLI_REFERENCE.write_text(cli_reference(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_demo(folder)
        os.chdir(folder)
        for document in WITH_CONSOLE:
            text, names = document.read_text(encoding="utf-8"), dict[str, object]()
            text = _BLOCK.sub(lambda match, names=names: _updated(match, folder, names), text)
            document.write_text(text, encoding="utf-8")


def _updated(match: re.Match[str], folder: Path, names: dict[str, object]) -> str:
    if match[1] == "python":
        return f"```python\n{_updated_python(match[2], names)}```"
    if match[1] != "console":
        return match[0]
    body = _COMMAND.sub(
        lambda step: f"$ {step[1]}\n{run(step[1].replace(chr(10) + '> ', chr(10)), folder)}", match[2]
    )
    return f"```console\n{body}```"


def _updated_python(block: str, names: dict[str, object]) -> str:
    """The block's examples with what they print now."""
    parts = []
    for example in doctest.DocTestParser().get_examples(block):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(example.source, "<document>", "single"), names)
        first, *rest = example.source.rstrip("\n").split("\n")
        parts.append(
            "\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in rest)]) + "\n" + out.getvalue()
        )
    return "".join(parts) + "\n"


def demo(folder: Path) -> None:
    """Print the README's questions with the commands that answer them and their answers."""
    for question, answer in _QUESTION.findall(README.read_text(encoding="utf-8")):
        print(f"\n{question}\n")
        for block in blocks(answer, "console"):
            for step in steps(block):
                print(f"$ {step.command}\n{run(step.command, folder)}")


if __name__ == "__main__":
    update() if sys.argv[1:] == ["update"] else demo(ROOT)
