package oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** What a reader makes of a datum: lines of writer, reader and datum in JSON, separated by tabs. */
public final class Decode {
  private Decode() {}

  public static void main(String[] args) throws IOException {
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] parts = line.split("\t");
      Schema writer = new Schema.Parser().parse(parts[0]);
      Schema reader = new Schema.Parser().parse(parts[1]);
      System.out.println(
          SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
              + "\t" + decode(writer, reader, parts[2]) + "\t" + line);
    }
  }

  private static String decode(Schema writer, Schema reader, String json) throws IOException {
    Object datum = new GenericDatumReader<>(writer)
        .read(null, DecoderFactory.get().jsonDecoder(writer, json));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(writer).write(datum, encoder);
    encoder.flush();
    try {
      Object read = new GenericDatumReader<>(writer, reader)
          .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
      String type =
          read instanceof GenericContainer container ? container.getSchema().getFullName() : "";
      return "reads " + type + " " + read;
    } catch (AvroRuntimeException refused) {
      return "refuses: " + refused.getMessage();
    }
  }
}
