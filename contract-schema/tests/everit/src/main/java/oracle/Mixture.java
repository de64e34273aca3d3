package oracle;

import java.util.List;
import java.util.Random;
import org.json.JSONArray;
import org.json.JSONObject;

/** Random schemas: keywords of all families side by side. */
final class Mixture {
  private static final List<String> TYPES =
      List.of("string", "integer", "number", "boolean", "null", "array", "object");
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> COUNTS = List.of("minLength", "maxLength", "minItems", "maxItems", "minProperties",
      "maxProperties", "minimum", "maximum", "multipleOf");

  private final Random random;

  Mixture(Random random) {
    this.random = random;
  }

  JSONObject schema(int draft, int depth) {
    JSONObject schema = new JSONObject();
    if (one(3)) {
      schema.put("type", pick(TYPES));
    } else if (one(5)) {
      schema.put("type", new JSONArray(List.of("string", pick(List.of("object", "array", "null", "integer")))));
    }
    for (String keyword : COUNTS) {
      if (one(12)) {
        schema.put(keyword, 1 + random.nextInt(5));
      }
    }
    words(schema, draft);
    if (depth > 0) {
      inner(schema, draft, depth - 1);
    }
    return schema;
  }

  private void words(JSONObject schema, int draft) {
    if (one(15)) {
      schema.put("pattern", "^x");
    }
    if (one(15)) {
      schema.put("format", "date");
    }
    if (one(15)) {
      schema.put("uniqueItems", one(2));
    }
    if (one(12)) {
      schema.put("exclusiveMinimum", draft == 4 ? one(2) : 2.5);
    }
    if (one(12)) {
      schema.put("enum", new JSONArray(List.of(1, "x", true).subList(0, 1 + random.nextInt(3))));
    }
    if (one(12)) {
      schema.put("const", "x");
    }
    if (one(12)) {
      schema.put("default", "x");
    }
    if (one(10)) {
      schema.put("required", new JSONArray(List.of("a", "z")));
    }
    if (one(15)) {
      schema.put("title", "t").put("examples", new JSONArray()).put("other", 1);
    }
  }

  private void inner(JSONObject schema, int draft, int depth) {
    for (String keyword : List.of("properties", "patternProperties")) {
      if (one(4)) {
        JSONObject named = new JSONObject();
        NAMES.stream().filter(name -> one(2)).forEach(name -> named.put(name, any(draft, depth)));
        schema.put(keyword, named);
      }
    }
    for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
      if (one(10)) {
        schema.put(keyword, list(draft, depth));
      }
    }
    for (String keyword : List.of("not", "contains", "propertyNames", "if", "then")) {
      if (one(12)) {
        schema.put(keyword, any(draft, depth));
      }
    }
    for (String keyword : List.of("additionalProperties", "additionalItems")) {
      if (one(8)) {
        schema.put(keyword, one(3) ? one(2) : schema(draft, depth));
      }
    }
    if (one(6)) {
      schema.put("items", one(2) ? list(draft, depth) : any(draft, depth));
    }
    if (one(10)) {
      schema.put("dependencies", new JSONObject().put("a", new JSONArray(one(2) ? List.of() : List.of("c", "b")))
          .put("b", any(draft, depth)));
    }
  }

  private JSONArray list(int draft, int depth) {
    JSONArray list = new JSONArray();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      list.put(any(draft, depth));
    }
    return list;
  }

  private Object any(int draft, int depth) {
    return draft > 4 && one(6) ? one(2) : schema(draft, depth);
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
