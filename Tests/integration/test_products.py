"""The REST API of the catalogue: filters, order, pages, suggestions."""

import json
import urllib.parse

import pytest

from product import ROOT

CATALOGUE = json.loads((ROOT / "data/catalog/products.json").read_text())


def find(wire, path="/api/v1/products", **query):
    answer = wire.get(path + ("?" + urllib.parse.urlencode(query) if query else ""))
    assert answer.status == 200, answer
    return answer.json()


def every(wire, **query):
    """Every product of a search, page by page."""
    products, more = [], {}
    while True:
        page = find(wire, **query, **more)
        products += page["products"]
        if "nextCursor" not in page:
            assert len(products) == page["total"]
            return products
        more = {"cursor": page["nextCursor"]}
        assert len(products) <= len(CATALOGUE), "the pages do not end"


def test_the_whole_catalogue_is_there_once(wire):
    ids = [product["productId"] for product in every(wire, limit=50)]
    assert sorted(ids) == sorted(product["productId"] for product in CATALOGUE)


def test_a_product_has_what_A2_2_asks_for(wire):
    wanted = CATALOGUE[0]
    answer = wire.get("/api/v1/products/" + urllib.parse.quote(wanted["productId"], safe=""))
    assert answer.status == 200, answer
    got = answer.json().get("product", answer.json())
    for field in ("productId", "name", "description", "price", "currency", "category", "brand", "availability"):
        assert got[field] == wanted[field], field
    assert isinstance(got["specifications"], dict) and isinstance(got["images"], list)


def test_a_product_that_is_not_there(wire):
    answer = wire.get("/api/v1/products/no-such-product")
    assert answer.status == 404, answer
    assert answer.error["message"]


@pytest.mark.parametrize("field", ["category", "brand", "availability"])
def test_a_filter_finds_exactly_what_it_names(wire, field):
    value = CATALOGUE[len(CATALOGUE) // 2][field]
    found = every(wire, **{field: value}, limit=50)
    assert {product["productId"] for product in found} == {
        product["productId"] for product in CATALOGUE if product[field] == value}


def test_a_range_of_prices_includes_its_ends(wire):
    prices = sorted(product["price"] for product in CATALOGUE)
    low, high = prices[len(prices) // 4], prices[len(prices) // 2]
    found = every(wire, minPrice=low, maxPrice=high, limit=50)
    assert len(found) == sum(low <= price <= high for price in prices)
    assert all(low <= product["price"] <= high for product in found)


def test_filters_work_together(wire):
    sample = next(product for product in CATALOGUE if product["availability"] == "in-stock")
    query = {name: sample[name] for name in ("category", "brand", "availability")}
    found = every(wire, **query, maxPrice=sample["price"])
    assert sample["productId"] in {product["productId"] for product in found}
    assert all(product[name] == value for product in found for name, value in query.items())


def test_a_minimal_rating(wire):
    found = every(wire, minRating=4, limit=50)
    assert len(found) == sum((product.get("rating") or 0) >= 4 for product in CATALOGUE)


def test_words_find_their_product(wire):
    wanted = CATALOGUE[3]
    found = find(wire, "/api/v1/products/search", q=wanted["name"])
    assert wanted["productId"] in [product["productId"] for product in found["products"]]


def test_a_search_can_be_posted(wire):
    category = CATALOGUE[0]["category"]
    answer = wire.post("/api/v1/products/search", {"category": category, "limit": 3})
    assert answer.status == 200, answer
    assert {product["category"] for product in answer.json()["products"]} == {category}


@pytest.mark.parametrize("sort", ["price", "-price"])
def test_an_order_is_kept_across_pages(wire, sort):
    prices = [product["price"] for product in every(wire, sort=sort, limit=7)]
    assert prices == sorted(prices, reverse=sort.startswith("-"))


def test_nothing_found_comes_with_suggestions(wire):
    """A2.4: an appropriate answer, and where to look instead; each suggestion finds something."""
    category = CATALOGUE[0]["category"]
    page = find(wire, category=category, minPrice=10_000_000)
    assert page["products"] == [] and page["total"] == 0
    assert page["suggestions"]
    for suggestion in page["suggestions"]:
        assert find(wire, **suggestion["query"])["total"] == suggestion["total"] > 0


def test_a_misspelt_category_is_recognised(wire):
    category = CATALOGUE[0]["category"]
    page = find(wire, category=category[:-1] + "q")
    assert page["total"] == 0
    assert category in json.dumps(page["suggestions"], ensure_ascii=False)


@pytest.mark.parametrize("query", [
    "limit=0", "limit=-1", "limit=x", "limit=100000", "minPrice=cheap", "minPrice=5&maxPrice=1", "availability=maybe",
    "minRating=9", "cursor=made-up", "sort=colour", "colour=red", "category=a&category=b", "q=" + "x" * 5000,
], ids=lambda query: query[:30])
def test_a_bad_query_is_refused(wire, query):
    answer = wire.get("/api/v1/products?" + query)
    assert answer.status == 400, answer
    assert answer.error["type"] == "INVALID_REQUEST" and answer.error["message"]


def test_the_tools_are_listed_for_people_too(wire):
    answer = wire.get("/api/v1/mcp/tools")
    assert answer.status == 200, answer
    assert "product_search" in [tool["name"] for tool in answer.json()["tools"]]


def test_a_key_is_needed(anonymous):
    answer = anonymous.get("/api/v1/products")
    assert answer.status == 401, answer
    assert answer.error["code"] == "invalid_api_key"
