"""The command line: one file a family of commands; opening a file is what happens without one."""

from tui.cli.group import cli

__all__ = ["cli"]
