"""How fast a course's facts are read and decided, beside one request per learner, in the same run.

    PYTHONPATH=. .venv/bin/python benchmarks/facts.py [LEARNERS]

A stand-in for Moodle in a process of its own sleeps before each answer, which has Moodle's form. Each reading runs in a
fresh process: seconds, seconds of CPU, requests, peak memory. "Floor": rounds of requests x latency + parsing of the
bytes with json. The naive way asks completion and grade of one learner after the other: 100 are timed, the rest is
extrapolated.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from adapters.lms.generic import Generic
from adapters.lms.moodle import Moodle
from adapters.lms.moodle.reading import AT_ONCE
from lti.connector import Connector, Tokens
from lti.http import BoundedSession
from lti.tool_keys import ToolKeys
from plugin.clock import SystemClock
from plugin.domain.eligibility import Outcome, decide, wanted_to_decide
from plugin.domain.platforms import Course, CoursePlace, Registration, ServiceAddresses
from plugin.domain.ports.platforms import LmsFamily
from plugin.domain.rule import GradeThreshold, LinkOpen, Rule, rule_of

LATENCIES = (0.0, 0.02, 0.1)
NAIVE = 100
HALF = GradeThreshold(Decimal(50))
BOTH = Rule(True, HALF)
Body = bytes


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read: the rule, whether by a sweep, and how many rounds of requests must follow each other."""

    name: str
    rule: Rule
    family: str
    sweep: bool
    rounds: Callable[[int], int]


WAYS = (
    Way("grade at least 50 %", Rule(False, HALF), "moodle", False, lambda _: 2),
    Way("link open (NRPS, rlid)", rule_of([LinkOpen()]), "generic", False, lambda _: 3),
    Way("completed and grade, sweep", BOTH, "moodle", True, lambda n: 2 + -(-n // 10 // AT_ONCE)),
    Way("completed and grade", BOTH, "moodle", False, lambda n: 2 + -(-n // AT_ONCE)),
)


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{count} learners; the stand-in, the tool and this program share the machine")
    for latency in LATENCIES:
        here, there = multiprocessing.Pipe()
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(count, latency, there), daemon=True)
        server.start()
        base = f"http://127.0.0.1:{here.recv()}"
        naive = in_its_own_process(one_by_one, base, count)[0]
        print(f"\n{latency * 1000:.0f} ms per request; one by one: {naive:.1f} s, of {NAIVE} timed")
        for number, way in enumerate(WAYS):
            seconds, worked, requests, size, parsing, peak = in_its_own_process(read, base, number)
            floor = way.rounds(count) * latency + parsing
            print(
                f"  {way.name:<28}{seconds:8.2f} s ({worked:5.2f} CPU)  {requests:6.0f} requests {size / 1e6:6.1f} MB  "
                f"floor {floor:7.2f} s ({seconds / floor:4.2f} x)  {naive / seconds:7.0f} x one by one  {peak:5.0f} MB"
            )
        server.terminate()
        server.join()


def in_its_own_process(work: Callable[..., tuple[float, ...]], *arguments: object) -> tuple[float, ...]:
    """What `work` gives, so that no reading sees another's memory."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def read(base: str, number: int) -> tuple[float, ...]:
    """One course by one way: seconds, of CPU, requests, bytes, seconds of bare parsing, peak memory in MB."""
    way, place = WAYS[number], place_at(base)
    family = family_of(way.family, base)
    counter = Counted()
    start, worked = time.perf_counter(), time.process_time()
    course = family.course(place, wanted_to_decide(way.rule) if way.sweep else way.rule.wanted)
    decided = [decide(facts, way.rule).outcome for facts in course.learners]
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert decided.count(Outcome.EARNED) * 10 == len(decided)  # every tenth has earned it
    return seconds, worked, counter.requests, counter.size, counter.parsing(), peak


def one_by_one(base: str, count: int) -> tuple[float, ...]:
    """What asking for one learner after the other would take."""
    family, place = Moodle((f"{base}/moodle", "t"), SystemClock()), place_at(base)
    start = time.perf_counter()
    for subject in range(1, NAIVE + 1):
        decide(family.learner(place, str(subject), BOTH.wanted), BOTH)
    return ((time.perf_counter() - start) * count / NAIVE,)


class Counted:
    """Counts every answer of this process's sessions and keeps the large ones, to parse them once more."""

    def __init__(self) -> None:
        self.requests, self.size = 0, 0
        self.bodies: list[bytes] = []
        original = BoundedSession.request

        def request(session: BoundedSession, *args: object, **kwargs: object) -> object:
            answer = original(session, *args, **kwargs)  # type: ignore[arg-type]
            self.requests += 1
            self.size += len(answer.content)
            if len(answer.content) > 100_000:
                self.bodies.append(answer.content)
            return answer

        BoundedSession.request = request  # type: ignore[method-assign, assignment]

    def parsing(self) -> float:
        """Seconds of `json.loads` alone for the large answers."""
        start = time.process_time()
        for body in self.bodies:
            json.loads(body)
        return time.process_time() - start


def family_of(name: str, base: str) -> LmsFamily:
    """The adapter."""
    if name == "moodle":
        return Moodle((f"{base}/moodle", "t"), SystemClock())
    keys, tokens = ToolKeys(ToolKeys.create(b"p"), b"p"), Tokens(SystemClock())
    return Generic(None, SystemClock(), lambda registration: Connector(registration, BoundedSession(), tokens, keys))


def place_at(base: str) -> CoursePlace:
    """The course."""
    registration = Registration("p", base, "c", "", f"{base}/token", "")
    return CoursePlace(registration, "d", Course("4"), "7", ServiceAddresses(f"{base}/members"))


def serve(count: int, latency: float, there: object) -> None:
    """The stand-in; every tenth learner has earned it."""
    answers = {name: json.dumps(value).encode() for name, value in lists(count).items()}

    def body(target: str, form: dict[str, list[str]]) -> Body:
        path, query = urlsplit(target).path, urlsplit(target).query
        if path == "/token":
            return b'{"access_token": "t", "expires_in": 3600}'
        if path == "/members":
            return answers["gate" if "rlid" in query else "members"]
        function, user = form["wsfunction"][0], int(form.get("userid", ["0"])[0])
        if function == "core_completion_get_course_completion_status":
            return json.dumps(completion(user)).encode()
        if function == "gradereport_user_get_grade_items" and user:
            return json.dumps({"usergrades": [grades(user)], "warnings": []}).encode()
        return answers[function]

    asyncio.run(_serve(body, latency, there))


async def _serve(body: Callable[[str, dict[str, list[str]]], Body], latency: float, there: object) -> None:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            length = 0
            while (header := await reader.readline()) not in (b"\r\n", b""):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            form = parse_qs((await reader.readexactly(length)).decode())
            await asyncio.sleep(latency)
            answer = body(line.split()[1].decode(), form)
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
            )
            writer.write(answer)
            await writer.drain()

    server = await asyncio.start_server(client, "127.0.0.1", 0)
    there.send(server.sockets[0].getsockname()[1])  # type: ignore[attr-defined]
    await server.serve_forever()


def lists(count: int) -> dict[str, object]:
    """What Moodle answers for all at once."""
    people = range(1, count + 1)
    return {
        "core_enrol_get_enrolled_users": [user(n) for n in people],
        "gradereport_user_get_grade_items": {"usergrades": [grades(n) for n in people], "warnings": []},
        "members": {"members": [member(n) for n in people]},
        "gate": {"members": [member(n) for n in people if n % 10 == 0]},
    }


def user(number: int) -> dict[str, object]:
    """One entry of core_enrol_get_enrolled_users."""
    names = {"fullname": f"Learner Number {number}", "firstname": "Learner", "lastname": f"Number {number}"}
    role = {"roleid": 5, "name": "", "shortname": "student", "sortorder": 0}
    more = {"username": f"u{number}", "department": "", "firstaccess": 1_795_571_992, "description": "", "country": ""}
    return {"id": number, **names, **more, "email": f"u{number}@zed.example", "roles": [role], "groups": []}


def member(number: int) -> dict[str, object]:
    """One member of NRPS."""
    names = {"name": f"Learner Number {number}", "given_name": "Learner", "family_name": f"Number {number}"}
    person = {"user_id": str(number), "lis_person_sourcedid": f"S{number}", "email": f"u{number}@zed.example"}
    return {"status": "Active", "roles": ["Learner"], **names, **person}


def grades(number: int) -> dict[str, object]:
    """The grade book of one person: three items and the total, as seen on Moodle 4.5."""
    points = 80.5 if number % 10 == 0 else 20.5
    item = {
        "itemmodule": "assign",
        "iteminstance": 1,
        "itemnumber": 0,
        "idnumber": "",
        "categoryid": 1,
        "outcomeid": None,
        "scaleid": None,
        "locked": False,
        "weightraw": 0.33333,
        "weightformatted": "33.33 %",
        "graderaw": points,
        "gradedatesubmitted": None,
        "gradedategraded": 1_795_571_992,
        "gradehiddenbydate": False,
        "gradeneedsupdate": False,
        "gradeishidden": False,
        "gradeislocked": False,
        "gradeisoverridden": False,
        "gradeformatted": "80.50",
        "grademin": 0,
        "grademax": 100,
        "rangeformatted": "0&ndash;100",
        "percentageformatted": "80.50 %",
        "feedback": "",
        "feedbackformat": 2,
    }
    items = [{"id": n, "itemname": f"Item {n}", "itemtype": "mod", "cmid": n, **item} for n in (1, 2, 3)]
    total = {"id": 4, "itemname": None, "itemtype": "course", **item}
    return {"courseid": 4, "userid": number, "userfullname": f"Learner {number}", "gradeitems": [*items, total]}


def completion(number: int) -> dict[str, object]:
    """The completion of one person."""
    done = number % 10 == 0
    details = {"type": "Activity completion", "criteria": '<a href="/x">Quiz</a>', "requirement": "", "status": ""}
    criterion = {"type": 4, "title": "Activity completion", "status": "Yes", "complete": done, "details": details}
    met = [{**criterion, "timecompleted": 1_795_571_992 if done else None}] * 4
    return {"completionstatus": {"completed": done, "aggregation": 1, "completions": met}, "warnings": []}


if __name__ == "__main__":
    main()
