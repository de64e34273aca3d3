package oracle;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.everit.json.schema.ArraySchema;
import org.everit.json.schema.BooleanSchema;
import org.everit.json.schema.CombinedSchema;
import org.everit.json.schema.ConditionalSchema;
import org.everit.json.schema.ConstSchema;
import org.everit.json.schema.EmptySchema;
import org.everit.json.schema.EnumSchema;
import org.everit.json.schema.FalseSchema;
import org.everit.json.schema.NotSchema;
import org.everit.json.schema.NullSchema;
import org.everit.json.schema.NumberSchema;
import org.everit.json.schema.ObjectSchema;
import org.everit.json.schema.ReferenceSchema;
import org.everit.json.schema.Schema;
import org.everit.json.schema.StringSchema;
import org.everit.json.schema.TrueSchema;
import org.everit.json.schema.loader.SchemaLoader;
import org.json.JSONObject;
import org.json.JSONTokener;

/** Writes down the tree that the library makes of each schema of a corpus, and of random ones. */
public final class Trees {
  public static void main(String[] args) throws Exception {
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    int count = args.length > 3 ? Integer.parseInt(args[3]) : 400;
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1])))) {
      for (String line : Files.readAllLines(Path.of(args[0]))) {
        if (!line.isBlank() && !line.startsWith("//")) {
          line(out, line.charAt(0) - '0', line.substring(2));
        }
      }
      Mixture mixture = new Mixture(new Random(seed));
      for (int index = 0; index < count; index++) {
        int draft = List.of(4, 6, 7).get(index % 3);
        line(out, draft, mixture.schema(draft, 2).toString());
      }
    }
  }

  private static void line(PrintWriter out, int draft, String text) {
    SchemaLoader.SchemaLoaderBuilder builder =
        SchemaLoader.builder().useDefaults(true).schemaJson(new JSONTokener(text).nextValue());
    builder = draft == 7 ? builder.draftV7Support() : draft == 6 ? builder.draftV6Support() : builder;
    String tree = tree(builder.build().load().build(), 0);
    out.print(draft + "\t" + text + "\t" + tree + "\n");
  }

  private static String tree(Schema schema, int references) {
    if (schema == null) {
      return "-";
    }
    boolean hasDefault = schema.hasDefaultValue() && !JSONObject.NULL.equals(schema.getDefaultValue());
    return kind(schema, references) + (hasDefault ? "=d" : "");
  }

  private static String kind(Schema schema, int references) {
    if (schema instanceof TrueSchema) {
      return "true";
    } else if (schema instanceof FalseSchema) {
      return "false";
    } else if (schema instanceof EmptySchema) {
      return "empty";
    } else if (schema instanceof NullSchema) {
      return "null";
    } else if (schema instanceof BooleanSchema) {
      return "boolean";
    } else if (schema instanceof ConditionalSchema) {
      return "if";
    } else if (schema instanceof ConstSchema) {
      return "const";
    } else if (schema instanceof EnumSchema values) {
      return "enum(" + values.getPossibleValues().size() + ")";
    } else if (schema instanceof NotSchema not) {
      return "not(" + tree(not.getMustNotMatch(), references) + ")";
    } else if (schema instanceof ReferenceSchema reference) {
      return references == 2 ? "ref" : "ref(" + tree(reference.getReferredSchema(), references + 1) + ")";
    } else if (schema instanceof CombinedSchema combined) {
      return combined.getCriterion().toString() + sorted(combined.getSubschemas().stream().map(s -> tree(s, references)).toList());
    } else if (schema instanceof StringSchema text) {
      Object pattern = text.getPattern() == null ? null : text.getPattern().toString();
      return "string(" + number(text.getMinLength()) + "," + number(text.getMaxLength()) + "," + shown(pattern) + ")";
    } else if (schema instanceof NumberSchema number) {
      return (number.requiresInteger() ? "integer(" : "number(") + number(number.getMinimum()) + ","
          + number(number.getMaximum()) + "," + number(number.getExclusiveMinimumLimit()) + ","
          + number(number.getExclusiveMaximumLimit()) + "," + number(number.getMultipleOf()) + ")";
    } else if (schema instanceof ArraySchema array) {
      return array(array, references);
    } else {
      return object((ObjectSchema) schema, references);
    }
  }

  private static String array(ArraySchema array, int references) {
    List<Schema> items = array.getItemSchemas() == null ? List.of() : array.getItemSchemas();
    return "array(" + tree(array.getAllItemSchema(), references) + "," + items.stream().map(s -> tree(s, references)).toList()
        + "," + array.permitsAdditionalItems() + "," + tree(array.getSchemaOfAdditionalItems(), references) + ","
        + number(array.getMinItems()) + "," + number(array.getMaxItems()) + "," + array.needsUniqueItems() + ")";
  }

  private static String object(ObjectSchema object, int references) {
    Map<String, String> properties = trees(object.getPropertySchemas(), references);
    Map<String, String> patterns = new TreeMap<>();
    object.getPatternProperties().forEach((pattern, schema) -> patterns.put(pattern.toString(), tree(schema, references)));
    Map<String, TreeSet<String>> names = new TreeMap<>();
    object.getPropertyDependencies().forEach((name, others) -> names.put(name, new TreeSet<>(others)));
    return "object(" + properties + "," + new TreeSet<>(object.getRequiredProperties()) + "," + patterns + ","
        + object.permitsAdditionalProperties() + "," + tree(object.getSchemaOfAdditionalProperties(), references) + ","
        + number(object.getMinProperties()) + "," + number(object.getMaxProperties()) + "," + names + ","
        + trees(object.getSchemaDependencies(), references) + ")";
  }

  private static Map<String, String> trees(Map<String, Schema> schemas, int references) {
    Map<String, String> trees = new TreeMap<>();
    schemas.forEach((name, schema) -> trees.put(name, tree(schema, references)));
    return trees;
  }

  private static String number(Number number) {
    return number == null ? "-" : Double.toString(number.doubleValue());
  }

  private static String shown(Object value) {
    return value == null ? "-" : value.toString();
  }

  private static List<String> sorted(List<String> members) {
    List<String> sorted = new ArrayList<>(members);
    sorted.sort(null);
    return sorted;
  }
}
