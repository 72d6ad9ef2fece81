"""DynamoDB's condition and update expressions, compiled once per text.

moto reads an expression again for every request, several times over; with the half dozen conditions of an
admission that is most of 5 ms. Here a text becomes a tree of closures that is kept, and a request only runs it.

The closures work on moto's own values (`DynamoType`), so both ways of answering share one store. Whatever is not
plain (a missing operand, a wrong type, list indexes in a target, reserved words) raises `Unsupported` before
anything has changed, and the caller lets moto itself answer.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import decimal
import functools
import operator
import re

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

# 38 significant digits, as DynamoDB's numbers have.
ARITHMETIC = decimal.Context(prec=38)
RESERVED = frozenset(word.upper() for word in ReservedKeywords.get_reserved_keywords())
TOKEN = re.compile(r"\s*(?:(<=|>=|<>|[=<>(),.+\-\[\]])|(#\w+|:\w+|\w+))")
COMPARATORS = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}


class Unsupported(Exception):
    """The expression, or what it met in the item, is moto's business."""


class Request:
    """What the closures of one request share: the item's attributes as they were, names and values."""

    __slots__ = ("attributes", "names", "values")

    def __init__(self, attributes, names, values):
        self.attributes = attributes
        self.names = names
        self.values = {name: DynamoType(value) for name, value in values.items()}


class Compiler:
    """Recursive descent over one expression. Collects the placeholders it uses."""

    def __init__(self, text):
        self.tokens = tokens(text)
        self.position = 0
        self.names = set()
        self.values = set()

    # Tokens

    def peek(self):
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self):
        token = self.peek()
        if token is None:
            raise Unsupported("the expression ends early")
        self.position += 1
        return token

    def accept(self, token):
        if self.peek() == token:
            self.position += 1
            return True
        return False

    def accept_keyword(self, keyword):
        token = self.peek()
        if token is not None and token.upper() == keyword:
            self.position += 1
            return True
        return False

    def expect(self, token):
        if not self.accept(token):
            raise Unsupported(f"expected {token}")

    def finish(self):
        if self.peek() is not None:
            raise Unsupported("something follows the expression")

    # Paths and operands

    def path(self):
        """A document path as a tuple of names, aliases still in it."""
        steps = [self.name()]
        while self.accept("."):
            steps.append(self.name())
        if self.peek() == "[":
            raise Unsupported("list indexes")
        return tuple(steps)

    def name(self):
        token = self.take()
        if token.startswith("#"):
            self.names.add(token)
        elif not re.fullmatch(r"[A-Za-z_]\w*", token) or token.upper() in RESERVED:
            raise Unsupported("reserved word")
        return token

    def value(self):
        token = self.take()
        if not token.startswith(":"):
            raise Unsupported("expected a value")
        self.values.add(token)
        return lambda request: request.values[token]

    def at_value(self):
        return (self.peek() or "").startswith(":")

    # Conditions

    def condition(self):
        return self.junction("OR", self.conjunction, any)

    def conjunction(self):
        return self.junction("AND", self.negation, all)

    def junction(self, keyword, part, combine):
        parts = [part()]
        while self.accept_keyword(keyword):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return lambda request: combine(part(request) for part in parts)

    def negation(self):
        if self.accept_keyword("NOT"):
            inner = self.negation()
            return lambda request: not inner(request)
        return self.predicate()

    def predicate(self):
        if self.accept("("):
            inner = self.condition()
            self.expect(")")
            return inner
        if self.position + 1 < len(self.tokens) and self.tokens[self.position + 1] == "(" and self.peek() != "size":
            return self.function()
        return self.comparison()

    def function(self):
        name = self.take()
        self.expect("(")
        path = self.path()
        if name in ("attribute_exists", "attribute_not_exists"):
            self.expect(")")
            wanted = name == "attribute_exists"
            return lambda request: (find(request, path) is not None) == wanted
        if name not in ("begins_with", "contains"):
            raise Unsupported(name)
        self.expect(",")
        operand = self.operand()
        self.expect(")")
        test = begins_with if name == "begins_with" else contains
        return lambda request: test(find(request, path), operand(request))

    def comparison(self):
        left = self.operand()
        if self.accept_keyword("BETWEEN"):
            low = self.operand()
            if not self.accept_keyword("AND"):
                raise Unsupported("expected AND")
            high = self.operand()
            return lambda request: compare(operator.ge, left(request), low(request)) and compare(
                operator.le, left(request), high(request)
            )
        if self.accept_keyword("IN"):
            self.expect("(")
            choices = [self.operand()]
            while self.accept(","):
                choices.append(self.operand())
            self.expect(")")
            return lambda request: any(compare(operator.eq, left(request), choice(request)) for choice in choices)
        comparator = COMPARATORS.get(self.take())
        if comparator is None:
            raise Unsupported("expected a comparator")
        right = self.operand()
        return lambda request: compare(comparator, left(request), right(request))

    def operand(self):
        if self.at_value():
            return self.value()
        if self.peek() == "size":
            raise Unsupported("size")
        path = self.path()
        return lambda request: find(request, path)

    # Updates

    def update(self):
        clauses = {}
        while self.peek() is not None:
            keyword = self.take().upper()
            action = {"SET": self.set, "REMOVE": self.remove, "ADD": self.add}.get(keyword)
            if action is None or keyword in clauses:
                raise Unsupported(keyword)
            clauses[keyword] = [action()]
            while self.accept(","):
                clauses[keyword].append(action())
        return [action for actions in clauses.values() for action in actions]

    def set(self):
        path = self.path()
        self.expect("=")
        left = self.set_operand()
        sign = self.peek()
        if sign not in ("+", "-"):
            return path, left
        self.take()
        right = self.set_operand()
        return path, lambda request: arithmetic(sign, left(request), right(request))

    def set_operand(self):
        if self.at_value():
            return self.value()
        following = self.tokens[self.position + 1 : self.position + 2]
        if following == ["("]:
            if self.take() != "if_not_exists":
                raise Unsupported("function")
            self.expect("(")
            path = self.path()
            self.expect(",")
            fallback = self.set_operand()
            self.expect(")")
            return lambda request: find(request, path) or fallback(request)
        path = self.path()
        return lambda request: present(find(request, path))

    def add(self):
        path = self.path()
        value = self.value()
        zero = DynamoType({"N": "0"})
        return path, lambda request: arithmetic("+", find(request, path) or zero, value(request))

    def remove(self):
        return self.path(), None


def tokens(text):
    found, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise Unsupported("unknown character")
        found.append(match.group(1) or match.group(2))
        position = match.end()
    return found


def find(request, path):
    """The value at a path, or None."""
    first = path[0]
    value = request.attributes.get(request.names.get(first, first))
    for step in path[1:]:
        if value is None or value.type != "M":
            return None
        value = value.value.get(request.names.get(step, step))
    return value


def present(value):
    if value is None:
        raise Unsupported("an operand of SET is missing in the item")
    return value


def compare(comparator, left, right):
    if left is None or right is None:
        # An attribute that is not there differs from everything and is neither smaller nor larger.
        return comparator is operator.ne
    if left.type != right.type:
        return comparator is operator.ne
    if left.type == "N":
        return comparator(decimal.Decimal(left.value), decimal.Decimal(right.value))
    if left.type in ("S", "BOOL") or comparator in (operator.eq, operator.ne):
        return comparator(left, right)
    raise Unsupported("order of this type")


def begins_with(value, prefix):
    return value is not None and value.type == prefix.type == "S" and value.value.startswith(prefix.value)


def contains(value, part):
    if value is None or part is None:
        return False
    if value.type == "S":
        return part.type == "S" and part.value in value.value
    if value.type == "SS":
        return part.type == "S" and part.value in value.value
    if value.type == "L":
        return any(element == part for element in value.value)
    raise Unsupported("contains")


def arithmetic(sign, left, right):
    if left.type != "N" or right.type != "N":
        raise Unsupported("arithmetic on something else than numbers")
    left, right = decimal.Decimal(left.value), decimal.Decimal(right.value)
    total = ARITHMETIC.add(left, right) if sign == "+" else ARITHMETIC.subtract(left, right)
    text = format(total, "f")
    return DynamoType({"N": text.rstrip("0").rstrip(".") if "." in text else text})


@functools.lru_cache(maxsize=1024)
def condition(text):
    """The closure of a condition and the placeholders it uses."""
    compiler = Compiler(text)
    evaluate = compiler.condition()
    compiler.finish()
    return evaluate, frozenset(compiler.names), frozenset(compiler.values)


@functools.lru_cache(maxsize=1024)
def update(text):
    """The actions of an update, as (path, closure or None to remove), and the placeholders it uses."""
    compiler = Compiler(text)
    actions = compiler.update()
    if not actions:
        raise Unsupported("empty")
    return actions, frozenset(compiler.names), frozenset(compiler.values)


@functools.lru_cache(maxsize=1024)
def projection(text):
    """The top-level names of a projection."""
    compiler = Compiler(text)
    paths = [compiler.path()]
    while compiler.accept(","):
        paths.append(compiler.path())
    compiler.finish()
    if any(len(path) > 1 for path in paths):
        raise Unsupported("nested projection")
    return [path[0] for path in paths], frozenset(compiler.names)
