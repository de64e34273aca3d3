package main

import (
	"encoding/json"
	"errors"
	"fmt"

	sr "github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rest"
)

// client is new for each call, so that no check profits from another's cache.
func client() sr.Client { return must(sr.NewClient(sr.NewConfig(registry()))) }

func avro(file string, references ...sr.Reference) sr.SchemaInfo {
	return sr.SchemaInfo{Schema: text(file), SchemaType: "AVRO", References: references}
}

func protobuf(file string, references ...sr.Reference) sr.SchemaInfo {
	return sr.SchemaInfo{Schema: text(file), SchemaType: "PROTOBUF", References: references}
}

// refused asserts the code of a refusal and returns its message; the client keeps no status.
func refused(code int, err error) string {
	var refusal *rest.Error
	if !errors.As(err, &refusal) {
		panic(fmt.Sprintf("a refusal with %d was expected, not %v", code, err))
	}
	equal(refusal.Code, code, "code of "+refusal.Message)
	return refusal.Message
}

// fails drops the value of a call that must fail.
func fails[T any](_ T, err error) error { return err }

func confluentRegistry() []check {
	readings := "go.readings-value"
	reading := sr.Reference{Name: "meters.Reading", Subject: "meters.Reading", Version: 1}
	unit := sr.Reference{Name: "unit.proto", Subject: "unit.proto", Version: 1}
	return []check{
		{"confluent: a schema registers once and keeps its id", func() {
			first := must(client().Register(readings, avro("reading.avsc"), false))
			equal(must(client().Register(readings, avro("reading.avsc"), false)), first, "id")
			equal(must(client().Register("go.copies-value", avro("reading.avsc"), false)), first, "id elsewhere")
			equal(must(client().GetAllVersions(readings)), []int{1}, "versions")
		}},
		{"confluent: a schema is found by text, id, guid, version and as the latest", func() {
			stored := must(client().RegisterFullResponse(readings, avro("reading.avsc"), false))
			equal(must(client().GetID(readings, avro("reading.avsc"), false)), stored.ID, "id by text")
			equal(must(client().GetVersion(readings, avro("reading.avsc"), false)), 1, "version by text")
			sameJSON(must(client().GetBySubjectAndID(readings, stored.ID)).Schema, text("reading.avsc"), "by id")
			sameJSON(must(client().GetByGUID(stored.GUID)).Schema, text("reading.avsc"), "by guid")
			byVersion := must(client().GetSchemaMetadata(readings, 1))
			latest := must(client().GetLatestSchemaMetadata(readings))
			equal([]int{byVersion.ID, latest.ID, latest.Version}, []int{stored.ID, stored.ID, 1}, "by version, latest")
			users := must(client().GetSubjectsAndVersionsByID(stored.ID))
			found := false
			for _, user := range users {
				found = found || user == sr.SubjectAndVersion{Subject: readings, Version: 1}
			}
			equal(found, true, fmt.Sprintf("%v names the subject", users))
		}},
		{"confluent: an unknown subject, version and id have their codes", func() {
			refused(40401, fails(client().GetLatestSchemaMetadata("no-such-subject")))
			refused(40402, fails(client().GetSchemaMetadata(readings, 99)))
			refused(40403, fails(client().GetBySubjectAndID(readings, 999_999)))
			refused(40403, fails(client().GetID(readings, avro("site-alone.avsc"), false)))
			refused(42201, fails(client().Register(readings, sr.SchemaInfo{Schema: "{"}, false)))
		}},
		{"confluent: schemas are registered with their references", func() {
			must(client().Register("meters.Reading", avro("reading.avsc"), false))
			must(client().Register("unit.proto", protobuf("unit.proto"), false))
			site := must(client().Register("go.sites-value", avro("site.avsc", reading), false))
			meter := must(client().Register("go.meters-value", protobuf("meter.proto", unit), false))
			equal(must(client().GetBySubjectAndID("go.sites-value", site)).References, []sr.Reference{reading}, "Avro")
			latest := must(client().GetLatestSchemaMetadata("go.meters-value"))
			equal(latest.ID, meter, "id")
			equal(latest.SchemaType, "PROTOBUF", "type")
			equal(latest.References, []sr.Reference{unit}, "Protobuf")
			refused(42206, fails(client().DeleteSubject("unit.proto", false)))
		}},
		{"confluent: a compatible schema is told from a breaking one", func() {
			equal(must(client().TestCompatibility(readings, 1, avro("reading-2.avsc"))), true, "with a default")
			equal(must(client().TestSubjectCompatibility(readings, avro("reading-breaking.avsc"))), false, "without one")
			contains(refused(40901, fails(client().Register(readings, avro("reading-breaking.avsc"), false))), "meter")
			subject := "go.meters-value"
			equal(must(client().TestCompatibility(subject, 1, protobuf("meter-2.proto", unit))), true, "a new field")
			equal(must(client().TestCompatibility(subject, 1, protobuf("meter-breaking.proto", unit))), false, "a new type")
			refused(40901, fails(client().Register(subject, protobuf("meter-breaking.proto", unit), false)))
		}},
		{"confluent: a level is set and read for a subject and for all", func() {
			subject := "go.levels-value"
			refused(40408, fails(client().GetCompatibility(subject)))
			equal(must(client().UpdateCompatibility(subject, sr.Full)), sr.Compatibility(sr.Full), "answer")
			equal(must(client().GetCompatibility(subject)), sr.Compatibility(sr.Full), "level")
			written := sr.ServerConfig{CompatibilityUpdate: sr.Forward, Normalize: true}
			must(client().UpdateConfig(subject, written))
			equal(must(client().GetConfig(subject, false)).Normalize, true, "normalize")
			before := must(client().GetDefaultCompatibility())
			must(client().UpdateDefaultCompatibility(sr.FullTransitive))
			equal(must(client().GetDefaultConfig()).CompatibilityLevel, sr.Compatibility(sr.FullTransitive), "default")
			must(client().UpdateDefaultCompatibility(before))
		}},
		{"confluent: an event without parties is refused and told what to add", func() {
			why := refused(42291, fails(client().Register("payment.noted-value", avro("payment-without-parties.avsc"), false)))
			contains(why, "originatorInfo")
			contains(why, "beneficiaryInfo")
		}},
		{"confluent: a pushed event cannot lose a field", func() {
			subject := "payment.initiated-value"
			latest := must(client().GetLatestSchemaMetadata(subject))
			var event map[string]any
			must(0, json.Unmarshal([]byte(latest.Schema), &event))
			fields := event["fields"].([]any)
			event["fields"] = fields[:len(fields)-1]
			candidate := sr.SchemaInfo{Schema: string(must(json.Marshal(event))), References: latest.References}
			equal(must(client().TestCompatibility(subject, latest.Version, candidate)), false, "verdict")
			refused(40901, fails(client().Register(subject, candidate, false)))
		}},
		{"confluent: versions and subjects are deleted in two steps", func() {
			subject := "go.gone-value"
			id := must(client().Register(subject, avro("reading.avsc"), false))
			must(client().Register(subject, avro("reading-2.avsc"), false))
			refused(40407, fails(client().DeleteSubjectVersion(subject, 1, true)))
			equal(must(client().DeleteSubjectVersion(subject, 1, false)), 1, "soft")
			equal(must(client().GetAllVersions(subject)), []int{2}, "versions")
			equal(must(client().GetSchemaMetadataIncludeDeleted(subject, 1, true)).ID, id, "deleted version")
			equal(must(client().DeleteSubjectVersion(subject, 1, true)), 1, "permanent")
			refused(40405, fails(client().DeleteSubject(subject, true)))
			equal(must(client().DeleteSubject(subject, false)), []int{2}, "soft")
			equal(must(client().DeleteSubject(subject, true)), []int{2}, "permanent")
			refused(40401, fails(client().GetAllVersions(subject)))
		}},
		{"confluent: contexts are listed", func() {
			must(client().Register(":.go:readings-value", avro("reading.avsc"), false))
			equal(must(client().GetAllContexts()), []string{".", ".go"}, "contexts")
		}},
	}
}
