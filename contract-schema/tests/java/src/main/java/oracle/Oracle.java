package oracle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;

/**
 * Writes down, one JSON object a line, what Apache Avro for Java says of every schema and every pair it is given.
 * Schemas are read as Confluent's registry reads them: strictly when new, leniently when stored, references first.
 */
public final class Oracle {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 20261121L;
  private static final int RANDOM_SCHEMAS = 250;
  private static final int RANDOM_PAIRS = 400;

  private final BufferedWriter out;

  private Oracle(BufferedWriter out) {
    this.out = out;
  }

  /** Arguments: the folder of fixtures, the folder of the corpus, the file to write; perhaps a seed and a factor. */
  public static void main(String[] args) throws Exception {
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[2]), StandardCharsets.UTF_8)) {
      Oracle oracle = new Oracle(out);
      oracle.origin();
      for (Corpus.Entry entry : Corpus.read(Path.of(args[1], "schemas.txt"))) {
        oracle.schema(entry.id(), entry.part("schema"), entry.references());
      }
      for (Corpus.Entry entry : Corpus.read(Path.of(args[1], "pairs.txt"))) {
        oracle.pair(entry.id(), entry.part("new"), entry.part("old"), entry.references());
      }
      oracle.fixtures(Path.of(args[0]));
      // Another seed and more of everything, for a search; never checked in.
      boolean searches = args.length == 5;
      oracle.random(searches ? Long.parseLong(args[3]) : SEED, searches ? Integer.parseInt(args[4]) : 1);
    }
  }

  private void origin() throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("library", "org.apache.avro:avro " + Schema.class.getPackage().getImplementationVersion());
    line.put("licence", "Apache-2.0");
    line.put("java", Runtime.version().feature());
    line.put("seed", SEED);
    write(line);
  }

  private void fixtures(Path root) throws IOException {
    for (Path folder : sorted(root)) {
      String name = folder.getFileName().toString();
      // Java compares this one for hours: the rule is ours and says where we stop.
      if (name.equals("avro-comparison-beyond-limit")) {
        continue;
      }
      List<String> references = new ArrayList<>();
      if (Files.isDirectory(folder.resolve("references"))) {
        for (Path file : sorted(folder.resolve("references"))) {
          references.add(Files.readString(file));
        }
      }
      String newer = Files.readString(folder.resolve("new.avsc"));
      String older = Files.readString(folder.resolve("old.avsc"));
      schema("fixture " + name + " new", newer, references);
      schema("fixture " + name + " old", older, references);
      pair("fixture " + name, newer, older, references);
    }
  }

  private void random(long seed, int times) throws IOException {
    Generator generator = new Generator(seed);
    for (int index = 0; index < RANDOM_SCHEMAS * times; index++) {
      schema("random " + index, generator.schema().toString(), List.of());
    }
    for (int index = 0; index < RANDOM_PAIRS * times; index++) {
      Generator.Pair pair = generator.pair(text -> parse(text, List.of(), true));
      pair("random pair " + index, pair.newer(), pair.older(), List.of());
    }
  }

  private void schema(String id, String text, List<String> references) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("schema", id).put("text", text);
    put(line, references);
    try {
      parse(text, references, true);
      line.put("strict", true);
    } catch (RuntimeException error) {
      line.put("strict", false).put("strictError", brief(error));
    }
    try {
      Schema schema = parse(text, references, false);
      line.put("lenient", true);
      line.put("canonical", canonical(schema, references));
      line.put("parsing", SchemaNormalization.toParsingForm(schema));
      line.put("crc64", String.format("%016x", SchemaNormalization.parsingFingerprint64(schema)));
      line.put("sha256", hex(SchemaNormalization.parsingFingerprint("SHA-256", schema)));
      if (schema.getLogicalType() != null) {
        line.put("logical", schema.getLogicalType().getName());
      }
    } catch (RuntimeException error) {
      line.put("lenient", false).put("lenientError", brief(error));
    } catch (java.security.NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
    write(line);
  }

  private void pair(String id, String newer, String older, List<String> references) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("pair", id).put("new", newer).put("old", older);
    put(line, references);
    verdict(line.putObject("newReadsOld"), newer, older, references);
    verdict(line.putObject("oldReadsNew"), older, newer, references);
    write(line);
  }

  private void verdict(ObjectNode verdict, String reader, String writer, List<String> references) {
    Schema readerSchema = parse(reader, references, false);
    Schema writerSchema = parse(writer, references, false);
    try {
      SchemaCompatibility.SchemaPairCompatibility pair =
          SchemaCompatibility.checkReaderWriterCompatibility(readerSchema, writerSchema);
      verdict.put("type", pair.getType().name());
      ArrayNode list = verdict.putArray("incompatibilities");
      for (SchemaCompatibility.Incompatibility found : pair.getResult().getIncompatibilities()) {
        list.addObject().put("type", found.getType().name()).put("location", found.getLocation())
            .put("detail", found.getMessage());
      }
    } catch (RuntimeException error) {
      verdict.put("throws", brief(error));
    }
  }

  private static Schema parse(String text, List<String> references, boolean isNew) {
    Schema.Parser parser = parser(isNew);
    references.forEach(parser::parse);
    return parser.parse(text);
  }

  private static Schema.Parser parser(boolean isNew) {
    NameValidator names = isNew ? NameValidator.STRICT_VALIDATOR : NameValidator.UTF_VALIDATOR;
    return new Schema.Parser(names).setValidateDefaults(isNew);
  }

  /** The referenced schemas stay names, as in Confluent's registry. */
  @SuppressWarnings("deprecation")
  private static String canonical(Schema schema, List<String> references) {
    Schema.Parser parser = parser(false);
    List<Schema> known = new ArrayList<>();
    references.forEach(reference -> known.add(parser.parse(reference)));
    return schema.toString(known, false);
  }

  private static void put(ObjectNode line, List<String> references) {
    if (!references.isEmpty()) {
      references.forEach(line.putArray("references")::add);
    }
  }

  private static String brief(RuntimeException error) {
    String text = error.getClass().getSimpleName() + ": " + error.getMessage();
    return text.lines().findFirst().orElse("").substring(0, Math.min(160, text.lines().findFirst().orElse("").length()));
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte value : bytes) {
      text.append(String.format("%02x", value));
    }
    return text.toString();
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private void write(ObjectNode line) throws IOException {
    out.write(JSON.writeValueAsString(line));
    out.write('\n');
  }
}
