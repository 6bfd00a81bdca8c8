"""Who is in the course, and how far each has come. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

DAY = 86_400
FINISHED = 1_771_588_800  # 20 February 2026, 12:00 UTC


class Role(Enum):
    """What a person is in the course."""

    TEACHER = "teacher"
    STUDENT = "student"


@dataclass(frozen=True, slots=True)
class Progress:
    """The course's three activities: reading, an assignment of 100 points, a quiz of 10. None: not handed in."""

    read_at: int | None = None
    assignment: float | None = None
    quiz: float | None = None
    extra: float | None = None  # a manual item of 20 points
    finished_at: int = FINISHED

    @property
    def completed(self) -> bool:
        """All activities passed (half of the points) and half of the course total reached."""
        return self.read_at is not None and (self.assignment or 0) >= 50 and (self.quiz or 0) >= 5 and self.passed

    @property
    def passed(self) -> bool:
        """Whether half of the course total is reached."""
        return self.total is not None and self.total * 2 >= self.maximum

    @property
    def total(self) -> float | None:
        """Points in the course; None while nothing is graded. Zero is a grade."""
        given = [points for points in (self.assignment, self.quiz, self.extra) if points is not None]
        return sum(given) if given else None

    @property
    def maximum(self) -> float:
        """What could be reached: like Moodle, only items that are graded count."""
        items = ((self.assignment, 100.0), (self.quiz, 10.0), (self.extra, 20.0))
        return sum(most for points, most in items if points is not None) or 130.0


@dataclass(frozen=True, slots=True)
class Person:
    """One account. `hides_name`: the LMS is told not to pass name and e-mail on."""

    id: int
    first: str
    last: str
    role: Role
    progress: Progress = Progress()
    suspended: bool = False
    hides_name: bool = False

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"user{self.id}@practice.example"

    @property
    def state(self) -> str:
        """In words, for the page on which visitors choose."""
        if self.suspended:
            return "completed, then suspended from the course"
        if self.progress.completed:
            hidden = ", name hidden from tools" if self.hides_name else ""
            return f"completed, {_points(self.progress)}{hidden}"
        if self.progress.total == 0:
            return "zero in everything"
        if self.progress.total is not None:
            return f"not completed, {_points(self.progress)}"
        return "has read the page only" if self.progress.read_at else "has not begun"


def _points(progress: Progress) -> str:
    return f"{progress.total:g} of {progress.maximum:g} points"


_NAMES = (
    ("Anna", "Byrne"),
    ("Łukasz", "Żółć"),
    ("小龙", "李"),
    ("Niamh", "Ó Dálaigh"),
    ("Bob & Sue", "Co"),
    ("<b>Tag</b>", '"Quote"'),
    ("Ελένη", "Παπαδοπούλου"),
    ("Олена", "Шевченко"),
    ("José María", "Núñez-García"),
    ("Zoë", "van der Berg"),
    ("Mehmet", "Yılmaz"),
    ("Aino", "Mäkelä"),
    ("فاطمة", "الزهراء"),
    ("Jürgen", "Groß"),
    ("Nils", "Åström"),
    ("Ivana", "Čapková"),
    ("Péter", "Szűcs"),
    ("Saoirse", "Kelly"),
    ("Marco", "D'Amico"),
    ("Elif", "Şahin"),
    ("Tove", "Björk"),
    ("Rui", "Gonçalves"),
    ("Ilze", "Bērziņa"),
    ("Sofía", "Ibáñez"),
    ("Georgi", "Ivanov"),
)
_FINISHERS = (  # assignment, quiz, participation: in all 79.5 to 129.5 of 130
    (60.0, 7.5, 12.0),
    (65.0, 7.0, 12.5),
    (70.0, 8.0, 13.0),
    (74.5, 8.0, 14.0),
    (80.0, 8.5, 14.5),
    (85.0, 8.5, 15.5),
    (90.0, 9.0, 16.0),
    (93.0, 9.5, 17.5),
    (97.0, 10.0, 18.5),
    (99.5, 10.0, 20.0),
)
TEACHER = Person(11, "Clara", "Instructor", Role.TEACHER)
NAME_HIDDEN = 104


def people(more: int = 0) -> tuple[Person, ...]:
    """The teacher, the 25 learners in every state, and `more` who completed."""
    known = (_learner(number, first, last) for number, (first, last) in enumerate(_NAMES, 1))
    return (TEACHER, *known, *_crowd(more))


def _learner(number: int, first: str, last: str) -> Person:
    identifier = 100 + number
    return Person(
        identifier,
        first,
        last,
        Role.STUDENT,
        _progress(number),
        suspended=number == 24,
        hides_name=identifier == NAME_HIDDEN,
    )


def _progress(number: int) -> Progress:
    begun, when = FINISHED - 20 * DAY, FINISHED + number * 3600
    if number <= 10:
        assignment, quiz, extra = _FINISHERS[number - 1]
        return Progress(begun, assignment, quiz, extra, when)
    if number <= 14:
        return Progress(begun, 20.0 + number, 3.0)
    if number == 15:
        return Progress(begun, 0.0, 0.0, 0.0)
    if number <= 18:
        return Progress(begun, 70.0)
    if number <= 20:
        return Progress(begun)
    if number <= 23:
        return Progress()
    if number == 24:
        return Progress(begun, 80.0, 8.0, None, when)
    return Progress(begun, 50.0, 5.0, None, when)


def _crowd(count: int) -> Iterator[Person]:
    for number in range(1, count + 1):
        done = Progress(FINISHED - DAY, 60.0 + number % 40, 8.0, None, FINISHED)
        yield Person(1000 + number, "Learner", f"Number {number}", Role.STUDENT, done)
