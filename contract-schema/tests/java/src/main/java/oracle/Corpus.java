package oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The corpus: entries that begin with {@code ### id}; inside, {@code --- reference|new|old} begins a part. */
final class Corpus {
  record Part(String name, String text) {}

  record Entry(String id, List<Part> parts) {
    String part(String name) {
      return parts.stream().filter(part -> part.name().equals(name)).findFirst()
          .orElseThrow(() -> new IllegalArgumentException(id + " lacks " + name)).text();
    }

    List<String> references() {
      return parts.stream().filter(part -> part.name().equals("reference")).map(Part::text).toList();
    }
  }

  private Corpus() {}

  static List<Entry> read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    String name = "schema";
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      boolean isEntry = line.startsWith("### ");
      if (isEntry || line.startsWith("--- ")) {
        close(entries, name, text);
        name = isEntry ? "schema" : line.substring(4).strip();
        if (isEntry) {
          entries.add(new Entry(line.substring(4).strip(), new ArrayList<>()));
        }
      } else if (!entries.isEmpty()) {
        text.append(line).append('\n');
      }
    }
    close(entries, name, text);
    return entries;
  }

  private static void close(List<Entry> entries, String name, StringBuilder text) {
    if (!entries.isEmpty() && !text.toString().isBlank()) {
      entries.get(entries.size() - 1).parts().add(new Part(name, text.toString().strip()));
    }
    text.setLength(0);
  }
}
