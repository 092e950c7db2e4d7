"""TOML of strangers is read, refused with a reason, or left unread; no shape of it takes longer than its size."""

import tomllib

import pytest

from holdfast.toml import TOMLDecodeError, loads


@pytest.mark.parametrize(
    "text",
    [
        ".".join("a" * 300) + " = 1",
        "[" + ".".join("a" * 300) + "]",
        "x = {" + " . ".join(['""', "''"] * 150) + " = 1}",
        "a = " + "9" * 5000,
        "a = " + "[" * 100_000,
    ],
    ids=["key", "header", "quoted", "digits", "brackets"],
)
def test_what_may_be_toml_and_is_not_read_is_no_fault_of_its_syntax(text: str) -> None:
    with pytest.raises(ValueError, match=r"two hundred parts|thousands of digits|too deeply") as caught:
        loads(text)
    assert not isinstance(caught.value, TOMLDecodeError)


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2", "["])
def test_what_is_none_is_said_as_the_standard_library_says_it(text: str) -> None:
    with pytest.raises(TOMLDecodeError) as caught:
        loads(text)
    with pytest.raises(TOMLDecodeError, match=r".") as plain:
        tomllib.loads(text)
    assert str(caught.value) == str(plain.value)


@pytest.mark.parametrize(
    "text", ["a.b.c = 1\n'd'.\"e\" = 2", "a = '" + "b, " * 500 + "'", "# " + "... " * 500, "[a]\n" * 1]
)
def test_what_people_write_is_read_as_ever(text: str) -> None:
    assert loads(text) == tomllib.loads(text)
