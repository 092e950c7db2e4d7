"""From a method and a path to what answers."""

import pytest

from fairlead.routing import Router


def router(*templates: str) -> Router[str]:
    made: Router[str] = Router()
    for template in templates:
        made.add("GET", template, template)
    return made


def test_a_fixed_segment_wins_over_a_variable_one():
    assert router("/berths/{number}", "/berths/free").find("GET", "/berths/free")[0] == "/berths/free"


def test_where_the_fixed_segment_leads_nowhere_the_variable_is_tried():
    what, variables, _ = router("/berths/free/now", "/berths/{number}/log").find("GET", "/berths/free/log")
    assert (what, variables) == ("/berths/{number}/log", {"number": "free"})


def test_a_method_that_only_the_variable_answers_is_found_behind_a_fixed_segment():
    made = router("/berths/free")
    made.add("DELETE", "/berths/{number}", "any")
    assert made.find("DELETE", "/berths/free")[0] == "any"


def test_an_encoded_slash_stays_in_its_segment():
    assert router("/boats/{name}").find("GET", "/boats/Ada%2FBo")[1] == {"name": "Ada/Bo"}


@pytest.mark.parametrize("path", ["/berths/", "/berths", "//berths/1", "/berths/1/"])
def test_another_slash_is_another_path(path):
    assert router("/berths/{number}").find("GET", path) == (None, {}, ())


def test_a_path_without_the_method_says_which_it_has():
    assert router("/berths").find("PUT", "/berths") == (None, {}, ("GET", "HEAD"))


@pytest.mark.parametrize("template", ["berths", "/a{b}", "/{a}/{a}", "/{1}"])
def test_a_template_that_is_none_is_refused(template):
    with pytest.raises(ValueError, match=r"slash|braces|twice"):
        router(template)


def test_two_answers_to_one_question_are_refused():
    with pytest.raises(ValueError, match="answered already"):
        router("/{a}", "/{b}")
