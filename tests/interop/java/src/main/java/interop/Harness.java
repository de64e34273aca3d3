package interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/** What the checks share: the list of checks and how it is run, the schemas, what a refusal looks like. */
final class Harness {
    /** A check; what it throws is its failure. */
    interface Action {
        void run() throws Exception;
    }

    final String registry;
    private final Map<String, Action> checks = new LinkedHashMap<>();

    Harness(String registry) {
        this.registry = Objects.requireNonNull(registry, "CONCORD_REGISTRY is not set");
    }

    /** Declares a check; its name is the sentence that must hold. */
    void check(String name, Action action) {
        if (checks.put(name, action) != null) {
            throw new IllegalArgumentException("two checks are called: " + name);
        }
    }

    /** Runs the checks in order of declaration; true if none failed. */
    boolean runAll() {
        int failed = 0;
        for (Map.Entry<String, Action> check : checks.entrySet()) {
            try {
                check.getValue().run();
                System.out.println("ok     " + check.getKey());
            } catch (Throwable failure) {
                failed += 1;
                System.out.println("FAILED " + check.getKey());
                failure.printStackTrace(System.out);
            }
        }
        System.out.println(checks.size() - failed + " passed, " + failed + " failed");
        return failed == 0 && !checks.isEmpty();
    }

    /** A client of its own for each check, so that none profits from another's cache. */
    SchemaRegistryClient client() {
        return new CachedSchemaRegistryClient(registry, 100);
    }

    /** The layer below the client: one method for each request. */
    RestService rest() {
        return new RestService(registry);
    }

    /** A schema that the languages share, as text. */
    static String text(String file) {
        try {
            return Files.readString(Path.of(System.getenv("INTEROP_SCHEMAS"), file));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    static ParsedSchema avro(String file) {
        return new AvroSchema(text(file));
    }

    static ParsedSchema avro(String file, SchemaReference reference, String referenced) {
        return new AvroSchema(text(file), List.of(reference), Map.of(reference.getName(), referenced), null);
    }

    static void equal(Object ours, Object theirs, String what) {
        if (!Objects.equals(ours, theirs)) {
            throw new AssertionError(what + ": " + ours + " is not " + theirs);
        }
    }

    static void isTrue(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Asserts the status and the code of a refusal, and returns its text. */
    static String refused(int status, int code, Action action) throws Exception {
        try {
            action.run();
        } catch (RestClientException refusal) {
            equal(List.of(refusal.getStatus(), refusal.getErrorCode()), List.of(status, code), refusal.getMessage());
            return refusal.getMessage();
        }
        throw new AssertionError("it was accepted");
    }
}
