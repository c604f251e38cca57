"""One form for every address."""

import pytest

from hub.common.addresses import normalise, readable
from hub.common.exceptions import BadAddress


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Maria@Example.COM", "maria@example.com"),
        ("  maria@example.com\n", "maria@example.com"),
        ("a+tag.x@example.com", "a+tag.x@example.com"),
        ("maria@straße.de", "maria@xn--strae-oqa.de"),
        ("maria@MÜNCHEN.de", "maria@xn--mnchen-3ya.de"),
        ("maria@例え.テスト", "maria@xn--r8jz45g.xn--zckzah"),
        ("maria@ｅｘａｍｐｌｅ.com", "maria@example.com"),
    ],
)
def test_an_address_is_stored_with_a_lower_case_local_part_and_a_domain_of_a_labels(typed, stored):
    assert normalise(typed) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "", "@", "maria", "maria@", "@example.com", "maria@localhost", "maria@127.0.0.1", "maria@[127.0.0.1]", "maría@example.com",
        "ma ria@example.com", '"maria"@example.com', "maria@exa mple.com", "a@b@example.com", "maria@example.com.", "maria@-a.com",
        "maria@a_b.com", "maria@a..com", ".maria@example.com", "ma..ria@example.com", "maria@example.com\r\nBcc: x@example.com",
        "maria@example.com\x00", "ma\x1cria@example.com", "maria@example.com, eva@example.com", "x" * 65 + "@example.com",
        "maria@" + ".".join(["x" * 60] * 5) + ".com", "maria@\u202eexample.com", "<maria@example.com>", "maria@example.com\u2028",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(typed):
    with pytest.raises(BadAddress) as caught:
        normalise(typed)
    assert caught.value.message.endswith(".") and len(caught.value.message) > 30


def test_people_read_a_domain_in_its_own_script():
    assert readable("maria@xn--strae-oqa.de") == "maria@straße.de"
    assert readable("maria@xn--broken-.de") == "maria@xn--broken-.de"
