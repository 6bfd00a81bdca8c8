"""A running Moodle, driven over HTTP by its own pages: its administrator, who may log in as anybody else there.

TWINSEAL_REAL_MOODLE and its companions say which. What is made there is taken away again.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from adapters.lms.moodle.web_service import WebService
from plugin.demo.visitor import View, Visitor

URL = "TWINSEAL_REAL_MOODLE"
ASKED = {field: f"{URL}_{field.upper()}" for field in ("token", "admin", "password", "course")}
TEACHER, LEARNER = "editingteacher", "student"  # Moodle's own short names


@dataclass(frozen=True, slots=True)
class Site:
    """url: the site's address; course: the id of a course with the people of plugin/practice/people.py."""

    url: str
    token: str
    admin: str
    password: str
    course: str

    @property
    def service(self) -> tuple[str, str]:
        """What `twinseal platform service` is told."""
        return f"{self.url}/webservice/rest/server.php", self.token

    def people(self, role: str) -> dict[str, str]:
        """Name to user id of those who have that role in the course."""
        users = WebService(*self.service).call("core_enrol_get_enrolled_users", courseid=self.course)
        return {u["fullname"]: str(u["id"]) for u in users if role in {r["shortname"] for r in u["roles"]}}

    def administrator(self) -> Visitor:
        """A browser in which the administrator is logged in."""
        visitor = Visitor()
        self._log_in(visitor)
        return visitor

    def log_in_as(self, visitor: Visitor, user: str) -> None:
        """Somebody else sits before this browser now, as far as Moodle knows."""
        self._log_in(visitor)
        visitor.open(f"{self.url}/course/loginas.php?id={self.course}&user={user}&sesskey={self._key(visitor)}")

    def register(self, base: str) -> View:
        """What stands at the end of "Add LTI Advantage" for the tool at that address."""
        admin, address = self.administrator(), quote(f"{base}/lti/register?invitation=trial", safe="")
        start = f"{self.url}/mod/lti/startltiadvregistration.php"
        return admin.open(f"{start}?url={address}&sesskey={self._key(admin)}")

    def activate(self, tool: str) -> None:
        """ "Activate", on the card of the new tool."""
        self._tool(tool, "accept")

    def remove(self, tool: str) -> None:
        """The bin, on the card of the tool."""
        self._tool(tool, "delete")

    def place(self, tool: str, name: str) -> str:
        """Add an activity of the tool to the course; the id of its course module."""
        admin = self.administrator()
        page = f"{self.url}/course/modedit.php?add=lti&type=&course={self.course}&section=0&return=0&typeid={tool}"
        others = {"selectcontent": None, "submitbutton2": None, "cancel": None}  # buttons that nobody presses
        view = admin.submit(admin.open(page).form("modulename"), name=name, visible="1", **others)
        return parse_qs(urlsplit(view.url).query)["id"][0]

    def take_away(self, activity: str) -> None:
        """Delete an activity."""
        admin = self.administrator()
        admin.open(f"{self.url}/course/mod.php?delete={activity}&confirm=1&sesskey={self._key(admin)}")

    def _log_in(self, visitor: Visitor) -> None:
        form = visitor.open(f"{self.url}/login/index.php").form("logintoken")
        visitor.submit(form, username=self.admin, password=self.password)

    def _tool(self, tool: str, action: str) -> None:
        admin = self.administrator()
        admin.open(f"{self.url}/mod/lti/typessettings.php?action={action}&id={tool}&sesskey={self._key(admin)}")

    def _key(self, visitor: Visitor) -> str:
        """Moodle's token against forged requests, which stands in every page."""
        found = re.search(r'"sesskey":"(\w+)"', visitor.open(f"{self.url}/my/").body.decode())
        assert found, "nobody is logged in at Moodle"
        return found[1]


def site_of_the_environment() -> Site | str:
    """The site that TWINSEAL_REAL_MOODLE and its companions name; or what is missing."""
    url = os.environ.get(URL, "").rstrip("/")
    given = {field: os.environ.get(name, "") for field, name in ASKED.items()}
    if not url:
        return f"{URL} names no running Moodle"
    missing = [ASKED[field] for field, value in given.items() if not value]
    return f"{URL} wants {', '.join(missing)} as well" if missing else Site(url, **given)
