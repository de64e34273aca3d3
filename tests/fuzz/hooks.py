"""What is not sent: values that break their type and look, in a query, like a value that keeps it."""

import schemathesis


@schemathesis.hook
def filter_query(context, query):
    """In a query an object without members is nothing, and one text is a list of it: neither can be refused."""
    lists = {parameter.name for parameter in context.operation.query
             if parameter.definition.get("schema", {}).get("type") == "array"}
    return not any(isinstance(value, dict) or (name in lists and not isinstance(value, list))
                   for name, value in (query or {}).items())
