"""The command line: one file a group of commands."""


def main() -> None:
    """Run `kb` and exit."""
    from kb.cli.app import run

    run()
