"""The way in. Without arguments it opens the app at once; the command line is imported where it is used."""

from __future__ import annotations

import sys

from duologue import process


def main() -> None:
    """Run Duologue."""
    process.guard()
    if len(sys.argv) > 1:
        from duologue.cli.commands import cli
        from duologue.cli.output import let_only_text_out

        process.close_memory()
        let_only_text_out()
        cli(prog_name="duologue")
    else:
        from duologue.ui.run import run

        sys.exit(run())


if __name__ == "__main__":
    main()
