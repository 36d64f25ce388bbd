"""The command line. It only reads words and shows results: the work is the API's."""

from __future__ import annotations


def main() -> None:
    """The ``studio`` command."""
    from studio.cli.commands import run

    run()


__all__ = ["main"]
