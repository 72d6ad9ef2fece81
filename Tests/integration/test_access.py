"""Who may ask: open routes, the forms in which a key is sent, the administrator's routes."""

import openai
import pytest

OPEN_ROUTES = [
    "/health", "/health/liveliness", "/health/readiness", "/api/v1/health", "/api/v1/health/live",
    "/api/v1/health/ready",
]
WRONG_KEYS = [
    "sk-wrong", "sk-" + "A" * 43, "not-a-key", "x", "sk-" + "é" * 4, "null", "sk-' OR '1'='1", "../../etc/passwd",
    "A" * 5000,
]


def forms(key):
    return [{"Authorization": f"Bearer {key}"}, {"X-API-Key": key}, {"api-key": key}]


@pytest.mark.parametrize("path", OPEN_ROUTES)
def test_health_needs_no_key(anonymous, path):
    answer = anonymous.get(path)
    assert answer.status == 200, answer
    answer.json()


@pytest.mark.parametrize("path", OPEN_ROUTES)
def test_health_does_not_mind_a_wrong_key(anonymous, path):
    assert anonymous.get(path, headers={"Authorization": "Bearer sk-wrong"}).status == 200


@pytest.mark.parametrize("form", range(3), ids=["Authorization", "X-API-Key", "api-key"])
def test_the_master_key_is_accepted_in_every_form(product, anonymous, form):
    assert anonymous.chat("demo", headers=forms(product.master_key)[form]).status == 200


@pytest.mark.parametrize("form", range(3), ids=["Authorization", "X-API-Key", "api-key"])
def test_a_virtual_key_is_accepted_in_every_form(anonymous, make_key, form):
    assert anonymous.chat("demo", headers=forms(make_key())[form]).status == 200


def test_names_of_headers_and_scheme_are_taken_in_any_case(product, anonymous):
    for headers in (
        {"authorization": f"bearer {product.master_key}"}, {"AUTHORIZATION": f"BEARER {product.master_key}"},
        {"x-api-key": product.master_key}, {"API-KEY": product.master_key},
    ):
        answer = anonymous.chat("demo", headers=headers)
        assert answer.status == 200, (list(headers), answer)


def assert_unauthorized(answer):
    assert answer.status == 401, answer
    assert answer.error["message"]
    assert answer.header("x-request-id")


@pytest.mark.parametrize("method, path", [
    ("POST", "/v1/chat/completions"), ("POST", "/chat/completions"), ("POST", "/api/v1/completions"),
    ("GET", "/v1/models"), ("POST", "/key/generate"), ("GET", "/key/info"), ("POST", "/key/delete"), ("POST", "/mcp"),
    ("GET", "/api/v1/products"), ("GET", "/api/v1/mcp/tools"), ("GET", "/no/such/route"),
])
def test_every_other_route_needs_a_key(anonymous, method, path):
    assert_unauthorized(anonymous.request(method, path, b"{}" if method == "POST" else None))


@pytest.mark.parametrize("key", WRONG_KEYS, ids=lambda key: key[:20])
def test_a_wrong_key_is_refused_in_every_form(anonymous, key):
    for headers in forms(key.encode("utf-8").decode("latin-1")):
        assert_unauthorized(anonymous.chat("demo", headers=headers))


@pytest.mark.parametrize("headers", [
    {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}, {"Authorization": "Basic c2s6"},
    {"X-API-Key": ""}, {"api-key": " "},
])
def test_an_empty_credential_is_none(anonymous, headers):
    assert_unauthorized(anonymous.chat("demo", headers=headers))


def test_a_refusal_has_openais_shape(product):
    with openai.OpenAI(base_url=product.address + "/v1", api_key="sk-wrong", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError) as refusal:
            client.models.list()
    assert set(refusal.value.body) >= {"message", "type", "code"}


def test_the_master_key_in_the_query_is_no_credential(product, anonymous):
    assert anonymous.get(f"/v1/models?api_key={product.master_key}&key={product.master_key}").status == 401


@pytest.mark.parametrize("method, path", [("POST", "/key/generate"), ("POST", "/key/delete")])
def test_a_virtual_key_may_not_administer(product, make_key, method, path):
    answer = product.wire.with_key(make_key()).request(method, path, {"keys": ["sk-" + "A" * 43]})
    assert answer.status == 403, answer
    assert answer.error["message"]


def test_a_client_cannot_pose_as_the_authorizer(anonymous):
    """What the authorizer found out reaches the functions beside the headers, never in them."""
    forged = {"principal": "administrator", "x-amzn-principal": "administrator", "x-principal-id": "administrator"}
    assert_unauthorized(anonymous.post("/key/generate", {}, headers=forged))
