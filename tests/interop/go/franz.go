package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/sr"
)

// franzRefused asserts the status and the code of a refusal and returns its message.
func franzRefused(status, code int, err error) string {
	var refusal *sr.ResponseError
	if !errors.As(err, &refusal) {
		panic(fmt.Sprintf("a refusal with %d was expected, not %v", code, err))
	}
	equal([]int{refusal.StatusCode, refusal.ErrorCode}, []int{status, code}, refusal.Message)
	return refusal.Message
}

func franz() []check {
	ctx := context.Background()
	deleted := sr.WithParams(ctx, sr.ShowDeleted)
	cl := must(sr.NewClient(sr.URLs(registry())))
	avro := func(file string, references ...sr.SchemaReference) sr.Schema {
		return sr.Schema{Schema: text(file), References: references}
	}
	protobuf := func(file string, references ...sr.SchemaReference) sr.Schema {
		return sr.Schema{Schema: text(file), Type: sr.TypeProtobuf, References: references}
	}
	readings := "franz.readings-value"
	reading := sr.SchemaReference{Name: "meters.Reading", Subject: "meters.Reading", Version: 1}
	unit := sr.SchemaReference{Name: "unit.proto", Subject: "unit.proto", Version: 1}
	return []check{
		{"franz: a schema registers once and is found by text, id, guid, version and as the latest", func() {
			stored := must(cl.CreateSchema(ctx, readings, avro("reading.avsc")))
			equal(must(cl.CreateSchema(ctx, readings, avro("reading.avsc"))).ID, stored.ID, "id")
			equal(must(cl.LookupSchema(ctx, readings, avro("reading.avsc"))).Version, 1, "version by text")
			sameJSON(must(cl.SchemaByID(ctx, stored.ID)).Schema, text("reading.avsc"), "by id")
			sameJSON(must(cl.SchemaTextByID(ctx, stored.ID)), text("reading.avsc"), "text by id")
			sameJSON(must(cl.SchemaTextByVersion(ctx, readings, 1)), text("reading.avsc"), "text by version")
			latest := must(cl.SchemaByVersion(ctx, readings, -1))
			equal([]int{latest.ID, latest.Version}, []int{stored.ID, 1}, "latest")
			sameJSON(must(cl.SchemaByGUID(ctx, latest.GUID)).Schema.Schema, text("reading.avsc"), "by guid")
			equal(must(cl.SchemaIDsByGUID(ctx, latest.GUID))[0].ID, stored.ID, "id by guid")
			equal(must(cl.SubjectVersions(ctx, readings)), []int{1}, "versions")
			equal(len(must(cl.SchemaUsagesByID(ctx, stored.ID))) > 0, true, "usages")
		}},
		{"franz: subjects, schemas, types and contexts are listed", func() {
			contains(fmt.Sprint(must(cl.Subjects(ctx))), readings)
			equal(len(must(cl.AllSchemas(ctx))) > 24, true, "all schemas")
			equal(len(must(cl.Schemas(ctx, readings))), 1, "schemas of a subject")
			contains(fmt.Sprint(must(cl.SupportedTypes(ctx))), "PROTOBUF")
			equal(must(cl.Contexts(ctx))[0], ".", "the default context")
		}},
		{"franz: an unknown subject, version and id have their codes", func() {
			franzRefused(404, 40401, fails(cl.SubjectVersions(ctx, "no-such-subject")))
			franzRefused(404, 40402, fails(cl.SchemaByVersion(ctx, readings, 99)))
			franzRefused(404, 40403, fails(cl.SchemaByID(ctx, 999_999)))
			franzRefused(404, 40403, fails(cl.LookupSchema(ctx, readings, avro("site-alone.avsc"))))
		}},
		{"franz: schemas are registered with their references, which say who uses them", func() {
			must(cl.CreateSchema(ctx, "meters.Reading", avro("reading.avsc")))
			must(cl.CreateSchema(ctx, "unit.proto", protobuf("unit.proto")))
			site := must(cl.CreateSchema(ctx, "franz.sites-value", avro("site.avsc", reading)))
			meter := must(cl.CreateSchema(ctx, "franz.meters-value", protobuf("meter.proto", unit)))
			equal(site.References, []sr.SchemaReference{reading}, "Avro")
			equal(meter.References, []sr.SchemaReference{unit}, "Protobuf")
			users := must(cl.SchemaReferences(ctx, "meters.Reading", 1))
			equal(len(users) > 0, true, "users")
			franzRefused(422, 42206, fails(cl.DeleteSubject(ctx, "unit.proto", sr.SoftDelete)))
		}},
		{"franz: a compatible schema is told from a breaking one", func() {
			equal(must(cl.CheckCompatibility(ctx, readings, -1, avro("reading-2.avsc"))).Is, true, "with a default")
			verdict := must(cl.CheckCompatibility(sr.WithParams(ctx, sr.Verbose), readings, -1, avro("reading-breaking.avsc")))
			equal(verdict.Is, false, "without one")
			contains(fmt.Sprint(verdict.Messages), "meter")
			franzRefused(409, 40901, fails(cl.CreateSchema(ctx, readings, avro("reading-breaking.avsc"))))
			breaking := protobuf("meter-breaking.proto", unit)
			equal(must(cl.CheckCompatibility(ctx, "franz.meters-value", 1, breaking)).Is, false, "another type")
			franzRefused(409, 40901, fails(cl.CreateSchema(ctx, "franz.meters-value", breaking)))
		}},
		{"franz: a level is set, read and reset", func() {
			subject := "franz.levels-value"
			franzRefused(404, 40408, cl.Compatibility(ctx, subject)[0].Err)
			equal(cl.Compatibility(sr.WithParams(ctx, sr.DefaultToGlobal), subject)[0].Level, sr.CompatBackward, "in force")
			set := cl.SetCompatibility(ctx, sr.SetCompatibility{Level: sr.CompatFullTransitive}, subject)[0]
			equal(set.Err, nil, "set")
			equal(cl.Compatibility(ctx, subject)[0].Level, sr.CompatFullTransitive, "level")
			equal(cl.ResetCompatibility(ctx, subject)[0].Err, nil, "reset")
			franzRefused(404, 40408, cl.Compatibility(ctx, subject)[0].Err)
		}},
		{"franz: a mode is set and closes a subject", func() {
			subject := "franz.modes-value"
			equal(cl.SetMode(ctx, sr.ModeReadOnly, subject)[0].Err, nil, "set")
			franzRefused(422, 42205, fails(cl.CreateSchema(ctx, subject, avro("reading.avsc"))))
			equal(cl.ResetMode(ctx, subject)[0].Err, nil, "reset")
			equal(cl.Mode(ctx)[0].Mode, sr.ModeReadWrite, "mode of all")
		}},
		{"franz: an event without parties is refused and told what to add", func() {
			noted := avro("payment-without-parties.avsc")
			contains(franzRefused(422, 42291, fails(cl.CreateSchema(ctx, "payment.noted-value", noted))), "originatorInfo")
		}},
		{"franz: versions and subjects are deleted in two steps", func() {
			subject := "franz.gone-value"
			must(cl.CreateSchema(ctx, subject, avro("reading.avsc")))
			must(cl.CreateSchema(ctx, subject, avro("reading-2.avsc")))
			franzRefused(404, 40407, cl.DeleteSchema(ctx, subject, 1, sr.HardDelete))
			must(0, cl.DeleteSchema(ctx, subject, 1, sr.SoftDelete))
			equal(must(cl.SubjectVersions(ctx, subject)), []int{2}, "versions")
			equal(must(cl.SubjectVersions(deleted, subject)), []int{1, 2}, "versions with the deleted one")
			must(0, cl.DeleteSchema(ctx, subject, 1, sr.HardDelete))
			equal(must(cl.DeleteSubject(ctx, subject, sr.SoftDelete)), []int{2}, "soft")
			equal(must(cl.DeleteSubject(ctx, subject, sr.HardDelete)), []int{2}, "permanent")
			franzRefused(404, 40401, fails(cl.SubjectVersions(ctx, subject)))
		}},
		{"franz: a context has schemas of its own", func() {
			other := sr.InContext(ctx, ".franz")
			must(cl.CreateSchema(other, "readings-value", avro("reading-2.avsc")))
			sameJSON(must(cl.SchemaByVersion(other, "readings-value", -1)).Schema.Schema, text("reading-2.avsc"), "schema")
		}},
		{"franz: a payload carries the id and the message indexes", func() {
			id := must(cl.SchemaByVersion(ctx, "franz.meters-value", -1)).ID
			type meters struct{ Name string }
			coder := sr.NewSerde()
			encode, decode := sr.EncodeFn(json.Marshal), sr.DecodeFn(json.Unmarshal)
			coder.Register(id, meters{}, encode, decode, sr.Index(1))
			payload := must(coder.Encode(meters{Name: "Möhne"}))
			equal(header(payload), id, "id")
			equal(payload[5:7], []byte{2, 2}, "message indexes")
			var read meters
			must(0, coder.Decode(payload, &read))
			equal(read.Name, "Möhne", "value")
		}},
	}
}
