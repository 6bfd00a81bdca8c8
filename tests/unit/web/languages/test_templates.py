"""Templates in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask
from markupsafe import Markup

from plugin.domain.said import say
from tests.unit.web.languages.conftest import Render


def test_what_was_said_is_told_wherever_it_is_written_out(render: Render) -> None:
    assert render("{{ said }} {{ 'Red' }} {{ none }}", said=say("Red"), none=None) == "Rot Red None"
    assert render("{% macro m(t) %}<i>{{ t }}</i>{% endmacro %}{{ m(said) }}", said=say("Red")) == "<i>Rot</i>"


def test_what_was_said_is_escaped(render: Render) -> None:
    assert render("{{ said }}", said=say("Say “{word}”.", word="<b>")) == "Sag „&lt;b&gt;“."


def test_text_is_escaped_with_its_values_and_safe_in_an_attribute(render: Render) -> None:
    assert render("{{ _('Save & go') }}") == "Sichern &amp; &lt;los&gt;"
    assert render("""<p title="{{ _('Hello %(name)s', name=name) }}">""", name='"<') == ('<p title="Hallo &#34;&lt;">')
    assert render("{{ _('Hello %(name)s', name=name) }}", name=say("Red")) == "Hallo Rot"


def test_a_piece_of_a_page_may_stand_within_a_text_and_the_rest_is_escaped(render: Render) -> None:
    assert render("{{ _('Hello %(name)s', name=name) }}", name=Markup("<i>A</i>")) == "Hallo <i>A</i>"
    source = "{% macro m() %}<i>1</i>{% endmacro %}{{ _('<%(a)s %(b)s', a=m(), b='<') }}"
    assert render(source) == "&lt;<i>1</i> &lt;"


def test_counts_have_their_forms(render: Render) -> None:
    source = "{{ _n('%(count)s learner', '%(count)s learners', n) }}"
    assert render(source, n=1) == "1 Lernende"
    assert render(source, n=1234) == "1.234 Lernende (alle)"
    assert render(source, locale="en", n=1) == "1 learner"


def test_a_piece_keeps_its_tags_and_escapes_its_values(render: Render) -> None:
    source = """{% trans url="/a?b&c", name=name, count=2.5 %}
        <a href="{{ url }}">{{ name }}</a>
        of {{ count }}
    {% endtrans %}"""
    assert render(source, name=say("Red")) == '2,5: <a href="/a?b&amp;c">Rot</a>'
    assert render(source, name="<b>", locale="fr") == '<a href="/a?b&amp;c">&lt;b&gt;</a> of 2,5'
    assert render(source, name=Markup("<b>x</b>"), locale="en") == '<a href="/a?b&amp;c"><b>x</b></a> of 2.5'


def test_a_piece_counts(render: Render) -> None:
    source = "{% trans count=n %}<b>{{ count }}</b> one{% pluralize %}<b>{{ count }}</b> many{% endtrans %}"
    assert [render(source, n=n) for n in (1, 3)] == ["<b>1</b> eins", "<b>3</b> viele"]


def test_a_percent_sign_survives(render: Render) -> None:
    assert render("{{ _('100 %%') }} {% trans %}100 %{% endtrans %}") == "100 % 100 %"


def test_numbers_outside_of_sentences_stay_as_programs_write_them(render: Render) -> None:
    assert render('<input value="{{ n }}">', n=Decimal("1234.5")) == '<input value="1234.5">'


def test_the_page_tells_its_language(app: Flask, render: Render) -> None:
    assert render("{{ reader().language }} {{ reader().locale.text_direction }}", "nl_BE") == "nl ltr"
