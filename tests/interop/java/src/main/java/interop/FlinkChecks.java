package interop;

import static interop.Harness.equal;
import static interop.Harness.text;

import java.nio.ByteBuffer;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.formats.avro.registry.confluent.ConfluentRegistryAvroDeserializationSchema;
import org.apache.flink.formats.avro.registry.confluent.ConfluentRegistryAvroSerializationSchema;

/** Payloads of Flink's serializers, which register and look up schemas through Confluent's client. */
final class FlinkChecks {
    private static final String SUBJECT = "flink.readings-value";

    private FlinkChecks() {}

    static void declare(Harness harness) {
        harness.check("flink: a value is written, its schema registered, and read back", () -> {
            byte[] payload = written(harness, "reading.avsc", 41);
            int id = harness.client().getLatestSchemaMetadata(SUBJECT).getId();
            ByteBuffer frame = ByteBuffer.wrap(payload);
            equal(frame.get(), (byte) 0, "magic byte");
            equal(frame.getInt(), id, "schema id");
            equal(read(harness, "reading.avsc", payload).get("value"), 41L, "value");
        });
        harness.check("flink: a value of an older version is read with the next", () -> {
            byte[] payload = written(harness, "reading.avsc", 42);
            GenericRecord value = read(harness, "reading-2.avsc", payload);
            equal(value.get("value"), 42L, "value");
            equal(String.valueOf(value.get("unit")), "kWh", "the default of what was added");
        });
    }

    private static byte[] written(Harness harness, String file, long value) throws Exception {
        Schema schema = new Schema.Parser().parse(text(file));
        GenericRecord reading = new GenericData.Record(schema);
        reading.put("value", value);
        var serializer = ConfluentRegistryAvroSerializationSchema.forGeneric(SUBJECT, schema, harness.registry);
        return serializer.serialize(reading);
    }

    private static GenericRecord read(Harness harness, String file, byte[] payload) throws Exception {
        Schema reader = new Schema.Parser().parse(text(file));
        return ConfluentRegistryAvroDeserializationSchema.forGeneric(reader, harness.registry).deserialize(payload);
    }
}
