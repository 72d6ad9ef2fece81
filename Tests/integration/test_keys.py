"""Virtual keys: made, used, limited, looked up, revoked."""

import concurrent.futures
import re
import threading
import time

import pytest

from clock import stay_within_a_minute

PARALLEL = 50
LIMIT = 20


def test_a_key_lives_from_generation_to_deletion(product, wire):
    made = wire.post("/key/generate", {"key_alias": "ann's", "user_id": "ann", "metadata": {"cost_centre": "7"}})
    assert made.status == 200, made
    key = made.json()["key"]
    # 256 random bits take 43 characters of base64url.
    assert re.fullmatch(r"sk-[A-Za-z0-9_-]{43,}", key), made
    own = product.wire.with_key(key)

    assert own.chat("demo").status == 200

    info = wire.get(f"/key/info?key={key}")
    assert info.status == 200, info
    assert info.json()["info"]["key_alias"] == "ann's"
    assert info.json()["info"]["user_id"] == "ann"
    assert info.json()["info"]["metadata"] == {"cost_centre": "7"}
    assert key not in info.body.decode().replace(f"?key={key}", ""), "a key is shown once, when it is made"
    assert own.get("/key/info").json()["info"]["user_id"] == "ann"

    deleted = wire.post("/key/delete", {"keys": [key]})
    assert deleted.status == 200, deleted
    assert deleted.json() == {"deleted_keys": [key]}

    refused = own.chat("demo")
    assert refused.status == 401, refused
    assert wire.get(f"/key/info?key={key}").status == 404


def test_a_revoked_key_is_refused_by_sandboxes_that_know_it(product, wire, make_key):
    """Each of the next requests is refused, whichever sandbox takes it and whatever it remembers."""
    own = product.wire.with_key(make_key())
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert {answer.status for answer in pool.map(lambda _: own.chat("demo"), range(16))} == {200}
        assert wire.post("/key/delete", {"keys": [own.key]}).status == 200
        assert {answer.status for answer in pool.map(lambda _: own.chat("demo"), range(16))} == {401}


def test_a_key_can_be_deleted_by_its_hash(product, wire, make_key):
    own = product.wire.with_key(make_key())
    token = own.get("/key/info").json()["key"]
    assert re.fullmatch(r"[0-9a-f]{64}", token)
    assert wire.post("/key/delete", {"keys": [token]}).status == 200
    assert own.chat("demo").status == 401


def test_keys_are_never_alike(wire):
    keys = {wire.post("/key/generate", {}).json()["key"] for _ in range(10)}
    assert len(keys) == 10


def test_a_key_ends_with_its_duration(product, make_key):
    own = product.wire.with_key(make_key(duration="2s"))
    assert own.chat("demo").status == 200
    until = time.monotonic() + 10
    while own.chat("demo").status == 200:
        assert time.monotonic() < until, "the key still works long after its time"
        time.sleep(0.1)
    assert own.chat("demo").status == 401


def test_a_key_may_use_only_its_models(product, make_key):
    own = product.wire.with_key(make_key(models=["demo"]))
    assert own.chat("demo").status == 200
    refused = own.chat("ok")
    assert refused.status == 403, refused
    assert refused.error["code"] == "model_not_allowed"
    body = {"model": "ok", "messages": [{"role": "user", "content": "x"}]}
    assert own.post("/api/v1/completions", body).status == 403
    assert [model["id"] for model in own.get("/v1/models").json()["data"]] == ["demo"]


def test_an_alias_does_not_lead_around_the_models_of_a_key(product, make_key):
    assert product.wire.with_key(make_key(models=["other-name"])).chat("ok").status == 403


def test_parallel_requests_are_counted_exactly(product, make_key):
    """50 at once, 20 allowed a minute: exactly 20 are answered, in whatever sandbox they land."""
    own = product.wire.with_key(make_key(rpm_limit=LIMIT))
    stay_within_a_minute(20)
    barrier = threading.Barrier(PARALLEL)

    def ask(_):
        barrier.wait()
        return own.chat("demo")

    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        answers = list(pool.map(ask, range(PARALLEL)))
    statuses = [answer.status for answer in answers]
    assert (statuses.count(200), statuses.count(429)) == (LIMIT, PARALLEL - LIMIT), sorted(statuses)
    for answer in answers:
        if answer.status == 429:
            assert 0 < int(answer.header("retry-after")) <= 60, answer
            assert answer.error["type"] == "rate_limit_error", answer
    served = [answer for answer in answers if answer.status == 200]
    remaining = sorted(int(answer.header("x-ratelimit-remaining-requests")) for answer in served)
    assert remaining == list(range(LIMIT)), "each count was given out once"
    assert {answer.header("x-ratelimit-limit-requests") for answer in served} == {str(LIMIT)}


def test_one_keys_limit_is_not_anothers(product, make_key):
    first, second = (product.wire.with_key(make_key(rpm_limit=1)) for _ in range(2))
    stay_within_a_minute(5)
    assert [first.chat("demo").status, first.chat("demo").status, second.chat("demo").status] == [200, 429, 200]


def test_the_master_key_has_no_limit(wire):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert {answer.status for answer in pool.map(lambda _: wire.chat("demo"), range(40))} == {200}


@pytest.mark.parametrize("fields", [
    {"rpm_limit": -1}, {"rpm_limit": "many"}, {"rpm_limit": 1.5}, {"duration": "soon"}, {"duration": ""},
    {"models": "demo"}, {"models": [1]}, {"metadata": "x"}, {"tier": "gold"}, {"max_budget": 5}, {"no_such_field": 1},
    {"user_id": 7},
])
def test_a_field_that_would_not_hold_is_refused(wire, fields):
    answer = wire.post("/key/generate", fields)
    assert answer.status == 400, answer
    assert answer.error["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"keys":"x"}', b'{"keys":[]}', b"{}", b'{"keys":["nonsense"]}'])
def test_a_bad_deletion_is_refused(wire, body):
    assert wire.post("/key/delete", body).status == 400


def test_deleting_what_is_not_there_says_so(wire):
    assert wire.post("/key/delete", {"keys": ["sk-" + "A" * 43]}).status == 404


@pytest.mark.parametrize("query", [
    "", "?key=", "?key=nonsense", "?key=%00", "?key=" + "A" * 3000, "?key=%E9", "?key=%ZZ",
], ids=lambda query: query[:20])
def test_a_bad_question_about_a_key_is_refused(wire, query):
    assert wire.get("/key/info" + query).status in (400, 404)


def test_a_key_may_ask_only_about_itself(product, make_key):
    first, second = make_key(), make_key()
    answer = product.wire.with_key(first).get(f"/key/info?key={second}")
    assert answer.status == 403, answer
