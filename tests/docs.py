"""The documents that are made of real output: the README's commands, and the reference of the command line.

`python -m tests.docs update` writes what the commands print now into README.md and docs/*.md; `demo` runs the
README's questions and prints their answers. The tests compare both with what is written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CLI_REFERENCE = ROOT / "docs" / "cli.md"
WITH_CONSOLE = (README, ROOT / "docs" / "howto.md")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ (.*(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
_QUESTION = re.compile(r"^### (.+\?)\n(.*?)(?=^#|\Z)", re.DOTALL | re.MULTILINE)
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
    """What a shell prints for a command, errors included, in a folder with a demo base."""
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
    parts += [f"\n## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(kb, "kb")]
    return "".join(parts)


def _helps(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """Each command's help, subcommands after their group."""
    context = click.Context(command, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH)
    yield name, command.get_help(context).rstrip()
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            yield from _helps(command.commands[part], f"{name} {part}")


def update() -> None:
    """Write the real output of every command into the documents."""
    CLI_REFERENCE.write_text(cli_reference(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_demo(folder)
        for document in WITH_CONSOLE:
            text = document.read_text(encoding="utf-8")
            document.write_text(_BLOCK.sub(lambda match: _updated(match, folder), text), encoding="utf-8")


def _updated(match: re.Match[str], folder: Path) -> str:
    if match[1] != "console":
        return match[0]
    body = _COMMAND.sub(
        lambda step: f"$ {step[1]}\n{run(step[1].replace(chr(10) + '> ', chr(10)), folder)}", match[2]
    )
    return f"```console\n{body}```"


def demo(folder: Path) -> None:
    """Print the README's questions with the commands that answer them and their answers."""
    for question, answer in _QUESTION.findall(README.read_text(encoding="utf-8")):
        print(f"\n{question}\n")
        for block in blocks(answer, "console"):
            for step in steps(block):
                print(f"$ {step.command}\n{run(step.command, folder)}")


if __name__ == "__main__":
    update() if sys.argv[1:] == ["update"] else demo(ROOT)
