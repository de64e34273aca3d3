package main

import (
	"context"

	sr "github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/jsonschema"
	franzsr "github.com/twmb/franz-go/pkg/sr"
)

// ticket is a value of `ticket.json`.
type ticket struct {
	Number  int    `json:"number"`
	Subject string `json:"subject"`
}

// visit is a value of `visit.json`.
type visit struct {
	Place  string `json:"place"`
	Ticket ticket `json:"ticket"`
}

func jsonInfo(file string, references ...sr.Reference) sr.SchemaInfo {
	return sr.SchemaInfo{Schema: text(file), SchemaType: "JSON", References: references}
}

func jsonChecks() []check {
	sent := ticket{Number: 7, Subject: "no light in Möhne 4"}
	return []check{
		{"confluent: a JSON schema registers once, and one that accepts less is refused", func() {
			id := must(client().Register("go.tickets-value", jsonInfo("ticket.json"), false))
			equal(must(client().Register("go.tickets-value", jsonInfo("ticket.json"), false)), id, "id")
			equal(must(client().GetBySubjectAndID("go.tickets-value", id)).SchemaType, "JSON", "type")
			_, err := client().Register("go.tickets-value", jsonInfo("ticket-breaking.json"), false)
			contains(refused(40901, err), "MAX_LENGTH_DECREASED")
		}},
		{"confluent: a JSON value is written with the latest version and read back", func() {
			must(client().Register("go.written-value", jsonInfo("ticket.json"), false))
			id := must(client().Register("go.written-value", jsonInfo("ticket-2.json"), false))
			payload := must(jsonSerializer().Serialize("go.written", &sent))
			equal(header(payload), id, "id")
			var read ticket
			must(0, jsonDeserializer().DeserializeInto("go.written", payload, &read))
			equal(read, sent, "value")
		}},
		{"confluent: a JSON value is checked through references", func() {
			must(client().Register("ticket.json", jsonInfo("ticket.json"), false))
			reference := sr.Reference{Name: "ticket.json", Subject: "ticket.json", Version: 1}
			must(client().Register("go.visits-value", jsonInfo("visit.json", reference), false))
			must(jsonSerializer().Serialize("go.visits", &visit{Place: "Möhne", Ticket: sent}))
			_, err := jsonSerializer().Serialize("go.visits", &visit{Place: "Möhne", Ticket: ticket{Number: 0}})
			equal(err != nil, true, "a value that the referenced schema forbids is refused")
		}},
		{"franz: a JSON schema is registered, found and compared", func() {
			ctx := context.Background()
			cl := must(franzsr.NewClient(franzsr.URLs(registry())))
			schema := func(file string) franzsr.Schema { return franzsr.Schema{Schema: text(file), Type: franzsr.TypeJSON} }
			stored := must(cl.CreateSchema(ctx, "franz.tickets-value", schema("ticket.json")))
			equal(must(cl.SchemaByID(ctx, stored.ID)).Type, franzsr.TypeJSON, "type")
			equal(must(cl.CheckCompatibility(ctx, "franz.tickets-value", 1, schema("ticket-2.json"))).Is, true, "wider")
			equal(must(cl.CheckCompatibility(ctx, "franz.tickets-value", 1, schema("ticket-breaking.json"))).Is, false, "narrower")
		}},
	}
}

func jsonSerializer() *jsonschema.Serializer {
	conf := jsonschema.NewSerializerConfig()
	conf.AutoRegisterSchemas = false
	conf.UseLatestVersion = true
	conf.EnableValidation = true
	return must(jsonschema.NewSerializer(client(), serde.ValueSerde, conf))
}

func jsonDeserializer() *jsonschema.Deserializer {
	return must(jsonschema.NewDeserializer(client(), serde.ValueSerde, jsonschema.NewDeserializerConfig()))
}
