"""The command line: one file a family of commands; opening a file is what happens without one."""

from tui.cli.catalogue import metrics
from tui.cli.group import cli
from tui.cli.housekeeping import cache, keys, paths
from tui.cli.inspection import inspect_, map_
from tui.cli.run import run
from tui.cli.screen import demo, open_
from tui.cli.segments import segments
from tui.cli.views import views

__all__ = ["cli"]

for command in (open_, demo, run, metrics, inspect_, map_, segments, views, cache, keys, paths):
    cli.add_command(command)
