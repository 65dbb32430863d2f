"""Hooks of schemathesis.sh: every text of every body, question and address is also asked with what no text may hold."""

import copy

import schemathesis

# What must never come in, and what must never be taken for something else.
NEVER = ["a\x00b", "\x1b[2J", "\x85", "\ud800"]
ODD = ["", "\u3000", "\t\r\n", "\u200b", "\ufffd\U00020bb7\u202e", "x" * 3000]
# An address is UTF-8: halves of characters cannot be written in it.
IN_ADDRESSES = [text for text in NEVER + ODD if not any("\ud800" <= character <= "\udfff" for character in text)]


def places(value, path=()):
    """Where texts stand in a value."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from places(member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


def put(value, path, text):
    """A copy with another text in one place."""
    if not path:
        return text
    changed = copy.copy(value)
    changed[path[0]] = put(value[path[0]], path[1:], text)
    return changed


@schemathesis.hook
def before_add_examples(context, examples):
    """Beside each example: the same with each hostile text in place of each of its texts, one at a time."""
    for case in list(examples):
        for part, texts in (("body", NEVER + ODD), ("query", IN_ADDRESSES), ("path_parameters", IN_ADDRESSES)):
            value = getattr(case, part)
            if not isinstance(value, dict):
                continue
            for path in list(places(value)):
                for text in texts:
                    # What is left of an address without a part is another one.
                    if part == "path_parameters" and (text.strip() == "" or len(text) > 100):
                        continue
                    parts = {name: getattr(case, name) for name in ("path_parameters", "headers", "query", "body", "media_type")}
                    examples.append(context.operation.Case(method=case.method, **{**parts, part: put(value, path, text)}))
