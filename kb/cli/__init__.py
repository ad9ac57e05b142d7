"""The command line: one file a group of commands."""


def main() -> None:
    """Run `kb` and exit."""
    import gc

    # Imports make many objects and no garbage: looking for it takes a tenth of a short command's time.
    gc.set_threshold(50_000)
    from kb.cli.app import run

    run()
