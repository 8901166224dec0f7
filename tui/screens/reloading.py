"""Noticing that the open files changed, reading them again, correcting what they mean."""

from __future__ import annotations

from tui.screens.scoping import Scoping


class Reloading(Scoping):
    """A screen that can read its files again."""

    _told_changed = False

    def look_for_changes(self) -> None:
        """Say once when the files changed since they were read; looking costs a few stats."""
        session = self.home.session
        if session is None or self._told_changed or self.home.runner is None:
            return
        try:
            changed = session.source.changed()
        except OSError:
            changed = True
        if changed:
            self._told_changed = True
            self.tell(f"{self.home.label} has changed since it was read. r reads it again.", wrong=True)

    def action_reload(self) -> None:
        """Read the files again, or try again what was stopped."""
        self._told_changed = False
        self.home.reload()

    def action_mapping(self) -> None:
        """See and correct what means what."""
        self.home.open_mapping()
