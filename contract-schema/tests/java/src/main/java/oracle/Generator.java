package oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Random schemas, and pairs of a schema and a changed one. One seed, one sequence. */
final class Generator {
  record Pair(String newer, String older) {}

  private static final String[] PRIMITIVES =
      {"null", "boolean", "int", "long", "float", "double", "bytes", "string"};
  private static final String[][] LOGICAL = {
      {"int", "date"}, {"int", "time-millis"}, {"long", "timestamp-micros"}, {"long", "date"}, {"string", "uuid"},
      {"bytes", "decimal"}, {"string", "decimal"}, {"long", "local-timestamp-millis"}, {"int", "no-such"}};
  private static final String[] NAMESPACES = {null, null, "n", "n", "m.k", ""};
  private static final String[] WORDS =
      {"", "plain", "ä€ \uD83D\uDE00", "q\"b\\s/", "tab\tline\n", "\u0001\u001f\u007f\u2028", "<&'>"};

  private final Random random;
  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final List<String> names = new ArrayList<>();
  private int count;
  private boolean plain;

  Generator(long seed) {
    random = new Random(seed);
  }

  JsonNode schema() {
    names.clear();
    plain = false;
    return type(3, 1);
  }

  Pair pair(Consumer<String> parse) {
    while (true) {
      names.clear();
      plain = true;
      JsonNode older = type(3, 2);
      String text = older.toString();
      ObjectNode holder = json.objectNode();
      holder.set("type", older);
      int changes = 1 + random.nextInt(3);
      for (int change = 0; change < changes; change++) {
        List<ObjectNode> records = new ArrayList<>();
        List<Slot> slots = new ArrayList<>();
        collect(holder, records, slots);
        change(records, slots);
      }
      String changed = holder.get("type").toString();
      try {
        parse.accept(text);
        parse.accept(changed);
      } catch (RuntimeException refused) {
        continue;
      }
      if (text.length() + changed.length() < 900 && !text.equals(changed)) {
        return new Pair(changed, text);
      }
    }
  }

  private boolean oneIn(int limit) {
    return random.nextInt(limit) == 0;
  }

  private <T> T pick(T[] of) {
    return of[random.nextInt(of.length)];
  }

  private JsonNode type(int depth, int wantsRecord) {
    if (wantsRecord > 0 && !oneIn(4)) {
      return record(depth);
    }
    int kind = depth == 0 ? random.nextInt(5) : random.nextInt(13);
    return switch (kind) {
      case 5, 6 -> attributes(json.objectNode().put("type", "array").set("items", type(depth - 1, 0)));
      case 7 -> attributes(json.objectNode().put("type", "map").set("values", type(depth - 1, 0)));
      case 8, 9 -> union(depth);
      case 10 -> enumeration();
      case 11 -> attributes(named("fixed").put("size", random.nextInt(4) + 12 * random.nextInt(2)));
      case 12 -> record(depth);
      case 4 -> names.isEmpty() ? json.textNode(pick(PRIMITIVES)) : json.textNode(names.get(random.nextInt(names.size())));
      case 3 -> logical();
      default -> json.textNode(pick(PRIMITIVES));
    };
  }

  private JsonNode logical() {
    String[] row = pick(LOGICAL);
    ObjectNode type = json.objectNode().put("type", row[0]).put("logicalType", row[1]);
    if (row[1].equals("decimal")) {
      type.put("precision", random.nextInt(6)).put("scale", random.nextInt(4));
    }
    return attributes(type);
  }

  private ArrayNode union(int depth) {
    ArrayNode union = json.arrayNode();
    List<String> seen = new ArrayList<>();
    for (int branch = 0; branch <= random.nextInt(4); branch++) {
      JsonNode type = type(depth - 1, 0);
      String label = type.isObject() ? type.path("name").asText(type.get("type").asText()) : type.asText();
      if (!type.isArray() && !seen.contains(label)) {
        seen.add(label);
        union.add(type);
      }
    }
    return union;
  }

  private ObjectNode enumeration() {
    ObjectNode type = named("enum");
    ArrayNode symbols = type.putArray("symbols");
    int first = random.nextInt(3);
    for (int symbol = 0; symbol <= random.nextInt(5); symbol++) {
      symbols.add("S" + (first + symbol));
    }
    if (oneIn(3)) {
      type.put("default", symbols.get(0).asText());
    }
    return attributes(type);
  }

  private ObjectNode record(int depth) {
    ObjectNode type = named(oneIn(12) ? "error" : "record");
    ArrayNode fields = type.putArray("fields");
    int count = random.nextInt(5);
    for (int index = 0; index < count; index++) {
      ObjectNode field = fields.addObject().put("name", "f" + index);
      JsonNode fieldType = type(Math.max(depth - 1, 0), 0);
      field.set("type", fieldType);
      JsonNode fallback = oneIn(2) ? fallback(fieldType) : null;
      if (fallback != null) {
        field.set("default", fallback);
      }
      if (oneIn(10)) {
        field.putArray("aliases").add("g" + index);
      }
      if (!plain && oneIn(4)) {
        field.put("order", pick(new String[] {"ascending", "descending", "ignore", "IGNORE"}));
      }
      if (!plain && oneIn(4)) {
        field.put("doc", pick(WORDS));
      }
      attributes(field);
    }
    return attributes(type);
  }

  private ObjectNode named(String kind) {
    ObjectNode type = json.objectNode();
    String name = "T" + count++ % 40;
    String namespace = pick(NAMESPACES);
    if (oneIn(2)) {
      type.put("type", kind);
    }
    type.put("name", name);
    if (namespace != null) {
      type.put("namespace", namespace);
    }
    type.put("type", kind);
    if (!plain && oneIn(4)) {
      type.put("doc", pick(WORDS));
    }
    if (oneIn(6)) {
      type.putArray("aliases").add(oneIn(2) ? "A" + count % 5 : "n.A" + count % 5);
    }
    // A bare name may or may not resolve where it is used: both answers are worth knowing.
    names.add(namespace == null || namespace.isEmpty() ? name : namespace + "." + name);
    return type;
  }

  private ObjectNode attributes(JsonNode node) {
    ObjectNode object = (ObjectNode) node;
    while (!plain && oneIn(4)) {
      String key = pick(new String[] {"owner", "x-y", "validate", "ä", "java-class", "order", "default2", "size2"});
      object.set(key, value(2));
    }
    return object;
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> json.textNode(pick(WORDS));
      case 1 -> json.numberNode(random.nextInt(2000) - 1000);
      case 2 -> json.numberNode(random.nextLong());
      case 3 -> json.numberNode(real());
      case 4 -> json.booleanNode(random.nextBoolean());
      case 5 -> json.nullNode();
      case 6 -> json.arrayNode().add(value(depth - 1)).add(value(depth - 1));
      default -> json.objectNode().<ObjectNode>set(pick(WORDS), value(depth - 1)).set("k", value(depth - 1));
    };
  }

  private double real() {
    // Few digits: up to Java 18 long fractions were not always printed in their shortest form.
    return (random.nextInt(20000) - 10000) / 100.0 * Math.pow(10, random.nextInt(24) - 12);
  }

  private JsonNode fallback(JsonNode type) {
    if (type.isArray()) {
      return type.isEmpty() ? null : fallback(type.get(random.nextInt(type.size())));
    }
    String kind = type.isObject() ? type.get("type").asText() : type.asText();
    return switch (kind) {
      case "null" -> json.nullNode();
      case "boolean" -> json.booleanNode(true);
      case "int" -> json.numberNode(random.nextInt());
      case "long" -> json.numberNode(random.nextLong());
      case "float", "double" -> plain || oneIn(2) ? json.numberNode(random.nextInt(100)) : json.numberNode(real());
      case "bytes" -> json.textNode(plain ? "" : "\u00ff\u0000a");
      case "string" -> json.textNode(plain ? "" : pick(WORDS));
      case "array" -> json.arrayNode();
      case "map" -> json.objectNode();
      case "enum" -> type.get("symbols").get(0);
      default -> null;
    };
  }

  // -- changes

  /** A place that holds a type. */
  private record Slot(ObjectNode object, ArrayNode array, String key, int index) {
    JsonNode get() {
      return object == null ? array.get(index) : object.get(key);
    }

    void set(JsonNode type) {
      if (object == null) {
        array.set(index, type);
      } else {
        object.set(key, type);
      }
    }
  }

  private void collect(JsonNode node, List<ObjectNode> definitions, List<Slot> slots) {
    if (node.isArray()) {
      for (int index = 0; index < node.size(); index++) {
        slots.add(new Slot(null, (ArrayNode) node, null, index));
        collect(node.get(index), definitions, slots);
      }
    } else if (node.isObject()) {
      ObjectNode object = (ObjectNode) node;
      if (object.has("name") && (object.has("fields") || object.has("symbols") || object.has("size"))) {
        definitions.add(object);
      } else {
        for (String key : new String[] {"type", "items", "values"}) {
          if (object.has(key) && !(key.equals("type") && (object.has("items") || object.has("values")))) {
            slots.add(new Slot(object, null, key, 0));
          }
        }
      }
      object.path("fields").forEach(field -> collect(field, definitions, slots));
      for (String key : new String[] {"type", "items", "values"}) {
        if (object.has(key)) {
          collect(object.get(key), definitions, slots);
        }
      }
    }
  }

  private void change(List<ObjectNode> definitions, List<Slot> slots) {
    if (!definitions.isEmpty() && oneIn(2)) {
      change(definitions.get(random.nextInt(definitions.size())));
    } else {
      change(slots.get(random.nextInt(slots.size())));
    }
  }

  private void change(ObjectNode definition) {
    switch (random.nextInt(8)) {
      case 0 -> {
        String namespace = definition.path("namespace").asText("");
        String old = definition.get("name").asText();
        definition.put("name", old + "x");
        if (oneIn(2)) {
          definition.putArray("aliases").add(oneIn(2) ? old : namespace.isEmpty() ? old : namespace + "." + old);
        }
      }
      case 1 -> definition.put("namespace", pick(new String[] {"n", "m.k", "", "z"}));
      default -> {
        if (definition.has("fields")) {
          changeFields((ArrayNode) definition.get("fields"));
        } else if (definition.has("symbols")) {
          changeSymbols(definition, (ArrayNode) definition.get("symbols"));
        } else {
          definition.put("size", definition.get("size").asInt() + 1);
        }
      }
    }
  }

  private void changeFields(ArrayNode fields) {
    int chosen = fields.isEmpty() ? -1 : random.nextInt(fields.size());
    switch (chosen < 0 ? 0 : random.nextInt(6)) {
      case 0 -> {
        ObjectNode field = fields.insertObject(random.nextInt(fields.size() + 1)).put("name", "h" + random.nextInt(9));
        JsonNode type = type(1, 0);
        field.set("type", type);
        JsonNode fallback = oneIn(2) ? fallback(type) : null;
        if (fallback != null) {
          field.set("default", fallback);
        }
      }
      case 1 -> fields.remove(chosen);
      case 2 -> ((ObjectNode) fields.get(chosen)).remove("default");
      case 3 -> fields.add(fields.remove(chosen));
      default -> {
        ObjectNode field = (ObjectNode) fields.get(chosen);
        String old = field.get("name").asText();
        field.put("name", old + "x");
        if (!oneIn(3)) {
          field.putArray("aliases").add(old);
        }
      }
    }
  }

  private void changeSymbols(ObjectNode definition, ArrayNode symbols) {
    switch (symbols.isEmpty() ? 0 : random.nextInt(3)) {
      case 0 -> symbols.add("N" + random.nextInt(9));
      case 1 -> symbols.remove(random.nextInt(symbols.size()));
      default -> {
        List<JsonNode> shuffled = new ArrayList<>();
        symbols.forEach(shuffled::add);
        Collections.shuffle(shuffled, random);
        symbols.removeAll().addAll(shuffled);
        definition.set("default", symbols.get(0));
      }
    }
  }

  private void change(Slot slot) {
    JsonNode type = slot.get();
    switch (random.nextInt(4)) {
      case 0 -> slot.set(json.textNode(pick(PRIMITIVES)));
      case 1 -> slot.set(json.arrayNode().add("null").add(type));
      case 2 -> {
        if (type.isArray() && !type.isEmpty()) {
          ((ArrayNode) type).remove(random.nextInt(type.size()));
        } else {
          slot.set(json.textNode(pick(new String[] {"long", "double", "string", "bytes"})));
        }
      }
      default -> {
        if (type.isArray()) {
          ((ArrayNode) type).add(json.textNode(pick(PRIMITIVES)));
        } else {
          slot.set(type(1, 0));
        }
      }
    }
  }
}
