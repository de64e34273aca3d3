package interop;

import static interop.Harness.avro;
import static interop.Harness.equal;
import static interop.Harness.isTrue;
import static interop.Harness.refused;
import static interop.Harness.text;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Metadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaEntity;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaTags;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaResponse;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.requests.TagSchemaRequest;

/** The registry as Confluent's Java client sees it: register, look up, compare, configure, tag, refuse, delete. */
final class RegistryChecks {
    private static final int LATEST = -1;
    private static final SchemaReference READING = new SchemaReference("meters.Reading", "meters.Reading", 1);

    private RegistryChecks() {}

    static void declare(Harness harness) {
        registration(harness);
        comparison(harness);
        settings(harness);
        otherFormats(harness);
        deletion(harness);
    }

    private static void registration(Harness harness) {
        harness.check("java: a schema registers once and keeps its id", () -> {
            int first = harness.client().register("java.readings-value", avro("reading.avsc"));
            equal(harness.client().register("java.readings-value", avro("reading.avsc")), first, "the same schema");
            equal(harness.client().register("java.copies-value", avro("reading.avsc")), first, "another subject");
            equal(harness.client().getAllVersions("java.readings-value"), List.of(1), "versions");
        });
        harness.check("java: a schema is found by text, id, version and as the latest", () -> {
            ParsedSchema schema = avro("reading.avsc");
            int id = harness.client().register("java.readings-value", schema);
            SchemaRegistryClient client = harness.client();
            equal(client.getId("java.readings-value", schema), id, "id of the text");
            equal(client.getVersion("java.readings-value", schema), 1, "version of the text");
            equal(client.getSchemaById(id), schema, "by id");
            equal(client.getSchemaBySubjectAndId("java.readings-value", id), schema, "by subject and id");
            equal(client.getLatestSchemaMetadata("java.readings-value").getId(), id, "latest");
            equal(client.getSchemaMetadata("java.readings-value", 1).getSchema(), schema.canonicalString(), "version 1");
            isTrue(client.getAllSubjectsById(id).contains("java.copies-value"), "subjects of the id");
            isTrue(client.getAllVersionsById(id).size() >= 2, "versions of the id");
            isTrue(client.getAllSubjectsByPrefix("java.").contains("java.copies-value"), "subjects by prefix");
        });
        harness.check("java: a schema refers to another, which then has a referrer", () -> {
            harness.client().register("meters.Reading", avro("reading.avsc"));
            ParsedSchema site = avro("site.avsc", READING, text("reading.avsc"));
            int id = harness.client().register("java.sites-value", site);
            equal(harness.client().getSchemaById(id), site, "with its reference resolved");
            isTrue(harness.rest().getReferencedBy("meters.Reading", 1).contains(id), "referrers");
            refused(422, 42206, () -> harness.client().deleteSchemaVersion("meters.Reading", "1"));
        });
        harness.check("java: an event of the catalogue is read with all its types", () -> {
            int id = harness.client().getLatestSchemaMetadata("payment.initiated-value").getId();
            equal(harness.client().getSchemaById(id).name(), "fintech.payments.v1.PaymentInitiated", "name");
        });
        harness.check("java: metadata is stored, inherited and searched", () -> {
            RegisterSchemaRequest request = new RegisterSchemaRequest();
            request.setSchema(text("reading.avsc"));
            request.setMetadata(new Metadata(Map.of(), Map.of("owner", "metering"), Set.of()));
            RegisterSchemaResponse answer = harness.rest().registerSchema(request, "java.owned-value", false);
            isTrue(answer.getId() > 0, "id");
            Schema found = harness.rest().getLatestWithMetadata("java.owned-value", Map.of("owner", "metering"), false);
            equal(found.getVersion(), 1, "version with the property");
            harness.client().register("java.owned-value", avro("reading-2.avsc"));
            equal(harness.rest().getLatestVersion("java.owned-value").getMetadata().getProperties(),
                Map.of("owner", "metering"), "inherited metadata");
        });
        harness.check("java: tags are written into a new version", () -> {
            harness.client().register("java.tagged-value", avro("reading.avsc"));
            TagSchemaRequest request = new TagSchemaRequest();
            SchemaEntity field = new SchemaEntity("meters.Reading.value", SchemaEntity.EntityType.SR_FIELD);
            request.setTagsToAdd(List.of(new SchemaTags(field, List.of("PII"))));
            harness.rest().modifySchemaTags(RestService.DEFAULT_REQUEST_PROPERTIES, request, "java.tagged-value", "latest");
            Schema latest = harness.rest().getLatestVersion("java.tagged-value");
            equal(latest.getVersion(), 2, "version");
            isTrue(latest.getSchema().contains("\"confluent:tags\":[\"PII\"]"), latest.getSchema());
        });
        harness.check("java: a context keeps its own ids and subjects", () -> {
            harness.client().register(":.java:readings-value", avro("reading.avsc"));
            equal(new HashSet<>(harness.rest().getAllContexts()).containsAll(Set.of(".", ".java")), true, "contexts");
            equal(harness.rest().getAllSubjects(":.java:", false), List.of(":.java:readings-value"), "subjects of it");
        });
    }

    private static void comparison(Harness harness) {
        harness.check("java: compatibility is answered before registration, with reasons", () -> {
            harness.client().register("java.compared-value", avro("reading.avsc"));
            SchemaRegistryClient client = harness.client();
            equal(client.testCompatibility("java.compared-value", avro("reading-2.avsc")), true, "compatible");
            equal(client.testCompatibility("java.compared-value", avro("reading-breaking.avsc")), false, "breaking");
            List<String> reasons = client.testCompatibilityVerbose("java.compared-value", avro("reading-breaking.avsc"));
            isTrue(String.join("\n", reasons).contains("oldSchemaVersion: 1"), reasons.toString());
        });
        harness.check("java: a breaking change is refused with 409 and its reason", () -> {
            harness.client().register("java.compared-value", avro("reading.avsc"));
            String reason = refused(409, 40901,
                () -> harness.client().register("java.compared-value", avro("reading-breaking.avsc")));
            isTrue(reason.contains("READER_FIELD_MISSING_DEFAULT_VALUE"), reason);
        });
        harness.check("java: an event without parties is refused with the names of what is missing", () -> {
            String reason = refused(422, 42291,
                () -> harness.rest().registerSchema(text("payment-without-parties.avsc"), "java.noted-value"));
            isTrue(reason.contains("originatorInfo") && reason.contains("beneficiaryInfo"), reason);
        });
        harness.check("java: an invalid schema and unknown names have their codes", () -> {
            refused(422, 42201, () -> harness.rest().registerSchema("{\"type\":\"record\"}", "java.broken-value"));
            refused(404, 40401, () -> harness.client().getLatestSchemaMetadata("java.no-such-subject"));
            refused(404, 40402, () -> harness.rest().getVersion("java.readings-value", 99));
            refused(404, 40403, () -> harness.client().getSchemaById(999_999));
            refused(422, 42202, () -> harness.rest().getVersion("java.readings-value", 0));
        });
    }

    private static void settings(Harness harness) {
        harness.check("java: level, configuration and mode are set, read and removed", () -> {
            SchemaRegistryClient client = harness.client();
            client.register("java.settings-value", avro("reading.avsc"));
            equal(client.updateCompatibility("java.settings-value", "FULL"), "FULL", "answer");
            equal(client.getCompatibility("java.settings-value"), "FULL", "level");
            Config config = new Config();
            config.setCompatibilityLevel("NONE");
            config.setNormalize(true);
            client.updateConfig("java.settings-value", config);
            equal(client.getConfig("java.settings-value").isNormalize(), true, "normalize");
            client.deleteConfig("java.settings-value");
            refused(404, 40408, () -> harness.rest().getConfig("java.settings-value"));
            equal(client.setMode("READONLY", "java.settings-value"), "READONLY", "mode set");
            equal(client.getMode("java.settings-value"), "READONLY", "mode");
            refused(422, 42205, () -> harness.client().register("java.settings-value", avro("reading-2.avsc")));
            client.deleteMode("java.settings-value");
            harness.client().register("java.settings-value", avro("reading-2.avsc"));
        });
        harness.check("java: an import keeps ids and versions", () -> {
            harness.client().setMode("IMPORT", ":.moved:", true);
            int id = harness.client().register(":.moved:readings-value", avro("reading.avsc"), 7, 4711);
            equal(id, 4711, "id");
            equal(harness.client().getAllVersions(":.moved:readings-value"), List.of(7), "versions");
            harness.client().setMode("READWRITE", ":.moved:");
            equal(harness.client().register(":.moved:readings-value", avro("reading-2.avsc")), 4712, "the next id");
        });
        harness.check("java: the server says what it is", () -> {
            RestService rest = harness.rest();
            equal(Set.copyOf(rest.getSchemaTypes()), Set.of("AVRO", "JSON", "PROTOBUF"), "types");
            isTrue(!rest.getClusterId().getScope().isEmpty(), "cluster id");
            isTrue(!rest.getSchemaRegistryServerVersion().getVersion().isEmpty(), "version");
        });
    }

    private static void otherFormats(Harness harness) {
        harness.check("java: Protobuf and JSON schemas register and come back", () -> {
            RestService rest = harness.rest();
            rest.registerSchema(text("unit.proto"), "PROTOBUF", List.of(), "unit.proto");
            SchemaReference unit = new SchemaReference("unit.proto", "unit.proto", LATEST);
            int id = rest.registerSchema(text("meter.proto"), "PROTOBUF", List.of(unit), "java.meters-value").getId();
            equal(rest.getId(id).getSchemaType(), "PROTOBUF", "type");
            equal(rest.getVersion("java.meters-value", 1).getReferences().get(0).getVersion(), 1, "the latest, resolved");
            int json = rest.registerSchema(text("ticket.json"), "JSON", List.of(), "java.tickets-value").getId();
            equal(rest.getId(json).getSchemaType(), "JSON", "type");
            equal(rest.lookUpSubjectVersion(text("ticket.json"), "JSON", List.of(), "java.tickets-value", false).getId(),
                json, "looked up");
        });
    }

    private static void deletion(Harness harness) {
        harness.check("java: versions and subjects are deleted in two steps", () -> {
            SchemaRegistryClient client = harness.client();
            client.register("java.gone-value", avro("reading.avsc"));
            client.register("java.gone-value", avro("reading-2.avsc"));
            refused(404, 40407, () -> client.deleteSchemaVersion("java.gone-value", "1", true));
            equal(client.deleteSchemaVersion("java.gone-value", "1"), 1, "soft");
            equal(client.deleteSchemaVersion("java.gone-value", "1", true), 1, "permanent");
            refused(404, 40405, () -> client.deleteSubject("java.gone-value", true));
            equal(client.deleteSubject("java.gone-value"), List.of(2), "soft, the subject");
            equal(harness.rest().getDeletedOnlySubjects("java.gone").size(), 1, "deleted subjects");
            equal(client.deleteSubject("java.gone-value", true), List.of(2), "permanent, the subject");
            refused(404, 40401, () -> harness.client().getAllVersions("java.gone-value"));
        });
    }
}
