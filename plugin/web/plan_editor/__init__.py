"""The plan editor: the instructor settles the standard elements once, inside the LMS."""

from __future__ import annotations

from plugin.web.plan_editor import edit, publish, start
from plugin.web.plan_editor.blueprint import pages

__all__ = ["edit", "pages", "publish", "start"]
