//! A hand-written event from draft to message and back.

use contract_runtime::avro::{Reader, write_long, write_string, write_uuid};
use contract_runtime::*;
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq)]
struct Counted {
    event_id: Uuid,
    correlation_id: String,
    causation_id: Option<Uuid>,
    occurred_at: TimestampMicros,
    count: i64,
}

struct CountedDraft {
    count: i64,
}

impl Draft for CountedDraft {
    type Event = Counted;

    fn fill(self, envelope: &mut Envelope) -> Counted {
        Counted {
            event_id: envelope.event_id(),
            correlation_id: envelope.correlation_id(),
            causation_id: envelope.causation_uuid(),
            occurred_at: envelope.occurred_at(),
            count: self.count,
        }
    }
}

impl Event for Counted {
    const EVENT: &'static str = "things.counted";
    const NAME: &'static str = "demo.Counted";
    const SUBJECT: &'static str = "things.counted-value";
    const VERSION: Option<u32> = Some(1);
    const TOPIC: &'static str = "things.counted";
    const PRODUCER: Option<&'static str> = Some("counter");
    const FORMAT: Format = Format::Avro;
    const SCHEMA: &'static str = "{}";
    const FINGERPRINT: u64 = 0;
    const SHA256: [u8; 32] = [0; 32];
    const MESSAGE_INDEXES: &'static [i32] = &[];

    fn event_id(&self) -> Cow<'_, str> {
        self.event_id.to_string().into()
    }

    fn correlation_id(&self) -> &str {
        &self.correlation_id
    }

    fn causation_id(&self) -> Option<Cow<'_, str>> {
        self.causation_id.map(|id| id.to_string().into())
    }

    fn partition_key(&self) -> Cow<'_, str> {
        self.count.to_string().into()
    }

    fn idempotency_key(&self) -> Cow<'_, str> {
        format!("{}:{}", Self::EVENT, self.count).into()
    }

    fn validate_with(&self, _: &Now) -> Result<(), Violations> {
        let mut found = Violations::new();
        if self.count < 0 {
            found.push(&Path::Root.field("count"), "int64.gte", "must not be negative");
        }
        found.into_result()
    }

    fn encoded_size_hint(&self) -> usize {
        128
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_uuid(out, &self.event_id);
        write_string(out, &self.correlation_id);
        match &self.causation_id {
            None => write_long(out, 0),
            Some(id) => {
                write_long(out, 1);
                write_uuid(out, id);
            }
        }
        write_long(out, self.occurred_at.0);
        write_long(out, self.count);
        Ok(())
    }

    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        avro::decode(payload, |r: &mut Reader<'_>| {
            Ok(Counted {
                event_id: r.uuid()?,
                correlation_id: r.string()?,
                causation_id: match r.branch()? {
                    0 => None,
                    _ => Some(r.uuid()?),
                },
                occurred_at: TimestampMicros(r.long()?),
                count: r.long()?,
            })
        })
    }
}

fn counter() -> Producer {
    "counter".parse().unwrap()
}

#[test]
fn correlation_goes_from_cause_to_effect_and_over_the_wire() {
    let flow: CorrelationId = "flow-1".parse().unwrap();
    let cause = Outgoing::root(CountedDraft { count: 1 }, flow, Stamp::now());
    assert_eq!(cause.event().causation_id, None);
    let effect = Outgoing::caused_by(CountedDraft { count: 2 }, cause.event(), Stamp::now());
    assert_eq!(effect.event().correlation_id, "flow-1");
    assert_eq!(effect.event().causation_id, Some(cause.event().event_id));
    assert!(effect.event().event_id > cause.event().event_id, "version 7 ids sort by time");

    let sent = effect.event().clone();
    let message = effect.into_message(&counter(), 77).unwrap();
    assert_eq!((message.topic, &*message.key), ("things.counted", "2"));
    let header = |name: &str| {
        message.headers.iter().find(|header| header.0 == name).map(|header| header.1.clone())
    };
    assert_eq!(header("ce_correlationid").as_deref(), Some("flow-1"));
    assert_eq!(header("ce_causationid"), Some(cause.event().event_id.to_string()));
    assert_eq!(header("ce_source").as_deref(), Some("counter"));
    assert_eq!(Counted::receive(&message.value).unwrap(), (77, sent));
    assert!(Counted::receive(&message.value[..20]).is_err());
}

#[test]
fn an_invalid_event_is_not_published() {
    let flow = CorrelationId::from(Uuid::nil());
    let outgoing = Outgoing::root(CountedDraft { count: -1 }, flow, Stamp::now());
    let error = outgoing.into_message(&counter(), 1).unwrap_err().to_string();
    let wanted = "`things.counted` breaks its contract: count: must not be negative [int64.gte]";
    assert_eq!(error, wanted);
}
