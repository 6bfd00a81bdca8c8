"""Runs Open edX's own LTI 1.3 platform (PyPI lti-consumer-xblock) on loopback; its views are unchanged.

    python openedx_platform.py TOOL_LOGIN TOOL_LAUNCH TOOL_JWKS

Prints one line of JSON that says where all is, then serves. Only what the package asks of Open edX itself (who is
in the course, where a grade goes) is answered by the small course below. `GET /enter/<number>` launches as that person.
"""

from __future__ import annotations

import json
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

COURSE = "course-v1:Zed+DE101+2026"
BLOCK = "block-v1:Zed+DE101+2026+type@lti_consumer+block@credential"
PEOPLE = {  # number: (the id that tools see, name, e-mail, role in Open edX)
    1: ("a1111111-1111-4111-8111-111111111111", "Ines Instructor", "ines@zed.example", "instructor"),
    2: ("b2222222-2222-4222-8222-222222222222", "Łukasz Żółć", "lukasz@zed.example", "student"),
    3: ("c3333333-3333-4333-8333-333333333333", "Bob & <Sue>", "bob@zed.example", "student"),
}


class Block(types.SimpleNamespace):
    """The unit in the course that holds the tool."""

    def is_past_due(self) -> bool:
        return False

    def max_score(self) -> float:
        return 1.0

    def set_user_module_score(self, *_: object, **__: object) -> None:
        """Open edX would write its own grade book here; the package keeps the score in its database as well."""


def configure(base: str, folder: Path) -> None:
    """Django with what the package needs."""
    from django.conf import settings

    settings.configure(
        ALLOWED_HOSTS=["*"],
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "edx.sqlite3")}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        FEATURES={},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "waffle",
            "config_models",
            "rest_framework",
            "django_filters",
            "lti_consumer",
        ],
        LMS_BASE=base.removeprefix("http://"),
        LMS_ROOT_URL=base,
        LOGGING_CONFIG=None,
        MIDDLEWARE=[
            "edx_django_utils.cache.middleware.RequestCacheMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "crum.CurrentRequestUserMiddleware",
        ],
        PLATFORM_NAME="Open edX for tests",
        REST_FRAMEWORK={"PAGE_SIZE": 10},
        ROOT_URLCONF="openedx_urls",
        SECRET_KEY="for tests only",
        SERVICE_VARIANT="lms",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        USAGE_ID_PATTERN=r"(?P<usage_id>[^/]+)",
        USE_TZ=True,
    )
    import django

    django.setup()


def answer_for_open_edx() -> None:
    """The calls into Open edX itself."""
    from lti_consumer.plugin import compat

    block = Block(
        display_name="Micro-credential",
        weight=100,
        context_id=COURSE,
        lti_1p3_passport_id=None,
        has_score=True,
        accept_grades_past_due=True,
        start=None,
        due=None,
        scope_ids=types.SimpleNamespace(usage_id=BLOCK),
    )
    numbers = {external: number for number, (external, *_) in PEOPLE.items()}
    members = {
        number: {"id": number, "username": f"user{number}", "name": name, "email": email, "roles": [role]}
        for number, (_, name, email, role) in PEOPLE.items()
    }
    external_ids = {n: types.SimpleNamespace(external_user_id=e) for n, (e, *_) in PEOPLE.items()}
    answers: dict[str, Any] = {
        "load_enough_xblock": lambda _location: block,
        "load_block_as_user": lambda _location: block,
        "user_has_studio_write_access": lambda *_a, **_k: True,
        "user_has_access": lambda *_a, **_k: True,
        "user_course_access": lambda *_a, **_k: True,
        "get_course_by_id": lambda key: types.SimpleNamespace(id=key),
        "get_user_from_external_user_id": lambda external: numbers[external],
        "get_course_members": lambda _key: members,
        "merge_course_forum_roles": lambda _key, found: found,
        "batch_get_or_create_externalids": lambda _users: external_ids,
        "get_event_tracker": lambda: None,
    }
    for name, answer in answers.items():
        setattr(compat, name, answer)


def enter(request: Any, number: int) -> Any:
    """What Open edX does when somebody opens the unit, or (?choose) looks for content in the tool."""
    from django.http import HttpResponseRedirect
    from lti_consumer import api
    from lti_consumer.data import Lti1p3LaunchData
    from lti_consumer.models import LtiConfiguration

    external, name, email, role = PEOPLE[number]
    data = Lti1p3LaunchData(
        config_id=LtiConfiguration.objects.get().config_id,
        context_id=COURSE,
        context_label="DE101",
        context_title="Data Ethics in Practice",
        context_type=["course_offering"],
        email=email,
        external_user_id=external,
        launch_presentation_document_target="iframe",
        name=name,
        preferred_username=f"user{number}",
        resource_link_id=BLOCK,
        user_id=str(number),
        user_role=role,
    )
    return HttpResponseRedirect(api.get_lti_1p3_launch_start_url(data, deep_link_launch="choose" in request.GET))


def register(login: str, launch: str, jwks: str) -> dict[str, str]:
    """The tool, as a course author enters it."""
    from lti_consumer.models import CourseAllowPIISharingInLTIFlag, Lti1p3Passport, LtiConfiguration
    from opaque_keys.edx.keys import CourseKey, UsageKey

    passport = Lti1p3Passport.objects.create(name="tool", context_key=COURSE, lti_1p3_tool_keyset_url=jwks)
    LtiConfiguration.objects.create(
        config_store=LtiConfiguration.CONFIG_ON_DB,
        location=UsageKey.from_string(BLOCK),
        lti_1p3_launch_url=launch,
        lti_1p3_oidc_url=login,
        lti_1p3_passport=passport,
        lti_advantage_ags_mode="programmatic",
        lti_advantage_deep_linking_enabled=True,
        lti_advantage_deep_linking_launch_url=launch,
        lti_advantage_enable_nrps=True,
        version=LtiConfiguration.LTI_1P3,
    )
    CourseAllowPIISharingInLTIFlag.objects.create(course_id=CourseKey.from_string(COURSE), enabled=True)
    return {"client_id": passport.lti_1p3_client_id, "passport": str(passport.passport_id)}


def main() -> None:
    """Serve."""
    from waitress.server import create_server

    holder: list[Any] = []
    server = create_server(lambda environ, start: holder[0](environ, start), host="127.0.0.1", port=0, threads=8)
    base = f"http://127.0.0.1:{server.effective_port}"
    with tempfile.TemporaryDirectory(prefix="openedx-") as folder:
        configure(base, Path(folder))
        from django.core.management import call_command
        from django.core.wsgi import get_wsgi_application
        from django.urls import include, path

        answer_for_open_edx()
        urls: Any = types.ModuleType("openedx_urls")
        api = include("lti_consumer.plugin.urls", namespace="lti_consumer")
        urls.urlpatterns = [path("enter/<int:number>", enter), path("api/", api)]
        sys.modules["openedx_urls"] = urls
        call_command("migrate", verbosity=0)
        made = register(*sys.argv[1:4])
        holder.append(get_wsgi_application())
        consumer = f"{base}/api/lti_consumer/v1"
        place = {
            "base": base,
            "issuer": base,
            "client_id": made["client_id"],
            "deployment_id": "1",
            "auth_login_url": f"{consumer}/launch/",
            "auth_token_url": f"{consumer}/token/{made['passport']}",
            "key_set_url": f"{consumer}/public_keysets/{made['passport']}",
            "context_id": COURSE,
        }
        print(json.dumps(place), flush=True)
        server.run()


if __name__ == "__main__":
    main()
