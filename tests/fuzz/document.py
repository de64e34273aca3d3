"""The document as a fuzzer should read it: lenient where the server is, strict where an answer could say more than it."""


def widened(document):
    """A copy in which `x-also-read` is allowed and answers have no members but the documented ones."""
    document = also_read(document)
    for name, schema in document["components"]["schemas"].items():
        if not name.endswith("Sent") and "properties" in schema:
            # An error body is joined with its codes, which hides its members from `additionalProperties`.
            schema["unevaluatedProperties" if name == "ErrorBody" else "additionalProperties"] = False
    return document


def also_read(value):
    """`x-also-read` beside a schema becomes one of its choices."""
    if isinstance(value, list):
        return [also_read(element) for element in value]
    if not isinstance(value, dict):
        return value
    value = {key: also_read(held) for key, held in value.items()}
    besides = value.pop("x-also-read", None)
    if besides is None:
        return value
    outside = {key: value.pop(key) for key in ("description", "default") if key in value}
    return {**outside, "anyOf": [value, besides]}
