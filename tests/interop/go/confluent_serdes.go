package main

import (
	"context"
	"encoding/binary"

	"github.com/bufbuild/protocompile"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
	protobufserde "github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/protobuf"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/emptypb"
)

// reading is `reading-2.avsc` as a Go type.
type reading struct {
	Value int64  `avro:"value"`
	Unit  string `avro:"unit"`
}

// site is `site.avsc` as a Go type.
type site struct {
	Name string       `avro:"name"`
	Last firstReading `avro:"last"`
}

type firstReading struct {
	Value int64 `avro:"value"`
}

func confluentSerdes() []check {
	return []check{
		{"confluent: an Avro value is written with the latest version and read back", func() {
			must(client().Register("go.values-value", avro("reading.avsc"), false))
			id := must(client().Register("go.values-value", avro("reading-2.avsc"), false))
			sent := reading{Value: -7, Unit: "Wh"}
			payload := must(avroSerializer().Serialize("go.values", &sent))
			equal(header(payload), id, "id")
			var read reading
			must(0, avroDeserializer().DeserializeInto("go.values", payload, &read))
			equal(read, sent, "value")
		}},
		{"confluent: an Avro value is resolved through references", func() {
			latest := must(client().GetLatestSchemaMetadata("go.sites-value"))
			sent := site{Name: "Möhne", Last: firstReading{Value: 12}}
			payload := must(avroSerializer().Serialize("go.sites", &sent))
			equal(header(payload), latest.ID, "id")
			var read site
			must(0, avroDeserializer().DeserializeInto("go.sites", payload, &read))
			equal(read, sent, "value")
		}},
		{"confluent: the serializer registers the Avro schema of a Go type", func() {
			conf := avrov2.NewSerializerConfig()
			serializer := must(avrov2.NewSerializer(client(), serde.ValueSerde, conf))
			payload := must(serializer.Serialize("go.typed", &reading{Value: 1, Unit: "kWh"}))
			equal(header(payload), must(client().GetLatestSchemaMetadata("go.typed-value")).ID, "id")
		}},
		{"confluent: a Protobuf message registers its file and imports and is read back", func() {
			serializer := must(protobufserde.NewSerializer(client(), serde.ValueSerde, protobufserde.NewSerializerConfig()))
			sent := seal(meterFile().Messages().ByName("Meter"))
			payload := must(serializer.Serialize("go.messages", sent))
			latest := must(client().GetLatestSchemaMetadata("go.messages-value"))
			equal(latest.References[0].Name, "unit.proto", "import")
			equal(header(payload), latest.ID, "id")
			equal(payload[5], byte(0), "message index")
			sameMessage(payload, "go.messages", sent)
		}},
		{"confluent: a Protobuf message is framed with the index of its type", func() {
			conf := protobufserde.NewSerializerConfig()
			conf.AutoRegisterSchemas = false
			conf.UseLatestVersion = true
			serializer := must(protobufserde.NewSerializer(client(), serde.ValueSerde, conf))
			file := meterFile()
			whole := dynamicpb.NewMessage(file.Messages().ByName("Site"))
			meters := whole.Mutable(whole.Descriptor().Fields().ByName("meters")).List()
			meters.Append(protoreflect.ValueOfMessage(seal(file.Messages().ByName("Meter"))))
			payload := must(serializer.Serialize("go.meters", whole))
			equal(header(payload), must(client().GetLatestSchemaMetadata("go.meters-value")).ID, "id")
			equal(payload[5:7], []byte{2, 2}, "message indexes")
			sameMessage(payload, "go.meters", whole)
		}},
		{"confluent: every Protobuf event of the catalogue compiles from the registry", func() {
			for _, topic := range []string{"order.created", "swift.gpi.updated"} {
				id := must(client().GetLatestSchemaMetadata(topic + "-value")).ID
				frame := append(binary.BigEndian.AppendUint32([]byte{0}, uint32(id)), 0)
				must(0, protobufDeserializer().DeserializeInto(topic, frame, &emptypb.Empty{}))
			}
		}},
	}
}

func avroSerializer() *avrov2.Serializer {
	conf := avrov2.NewSerializerConfig()
	conf.AutoRegisterSchemas = false
	conf.UseLatestVersion = true
	return must(avrov2.NewSerializer(client(), serde.ValueSerde, conf))
}

func avroDeserializer() *avrov2.Deserializer {
	return must(avrov2.NewDeserializer(client(), serde.ValueSerde, avrov2.NewDeserializerConfig()))
}

func protobufDeserializer() *protobufserde.Deserializer {
	return must(protobufserde.NewDeserializer(client(), serde.ValueSerde, protobufserde.NewDeserializerConfig()))
}

// header checks the magic byte of a payload and returns its id.
func header(payload []byte) int {
	equal(payload[0], byte(0), "magic byte")
	return int(binary.BigEndian.Uint32(payload[1:5]))
}

func meterFile() protoreflect.FileDescriptor {
	texts := map[string]string{"meter.proto": text("meter.proto"), "unit.proto": text("unit.proto")}
	source := &protocompile.SourceResolver{Accessor: protocompile.SourceAccessorFromMap(texts)}
	compiler := protocompile.Compiler{Resolver: protocompile.WithStandardImports(source)}
	return must(compiler.Compile(context.Background(), "meter.proto"))[0]
}

func seal(meter protoreflect.MessageDescriptor) *dynamicpb.Message {
	message := dynamicpb.NewMessage(meter)
	json := `{"name": "Möhne", "last": {"value": "-12", "unit": "UNIT_KWH"}, "seal": {"number": "S-1"}}`
	must(0, protojson.Unmarshal([]byte(json), message))
	return message
}

func sameMessage(payload []byte, topic string, sent *dynamicpb.Message) {
	read := dynamicpb.NewMessage(sent.Descriptor())
	must(0, protobufDeserializer().DeserializeInto(topic, payload, read))
	equal(proto.Equal(read, sent), true, "the same message")
}
