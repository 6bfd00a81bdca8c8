"""How a command refuses: in a sentence and a hint, with exit code 2, and never with a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec

import click
from sqlalchemy.exc import SQLAlchemyError

from plugin.domain.errors import TwinsealError
from plugin.domain.intake.plan_problem import PlanFileError

P = ParamSpec("P")


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Tell every refusal as a sentence and a hint, and exit with 2; never a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except PlanFileError as error:
            _refuse(f"The plan cannot be used ({len(error.problems)} to correct):", *map(str, error.problems))
        except TwinsealError as error:
            _refuse(error.sentence, error.hint)
        except (OSError, SQLAlchemyError) as error:
            why = getattr(error, "strerror", None) or getattr(error, "orig", None) or type(error).__name__
            _refuse(f"Files of this installation cannot be used: {why}.", "Check TWINSEAL_HOME and its rights.")

    return run


def _refuse(*lines: str) -> NoReturn:
    click.echo("\n".join(line for line in lines if line), err=True)
    sys.exit(2)
