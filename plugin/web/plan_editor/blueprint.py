"""The blueprint on which the pages of the editor hang."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("plan_editor", __name__, url_prefix="/at/<handle>/plan")
