//! What was compiled, and what the plan makes of the same payloads at run time: the same, or both refuse.

use crate::data;
use crate::random::Dice;
use contract_runtime::resolution::Transcoder;
use contract_schema::ParseOptions;
use contract_schema::avro::AvroSchema;

fn parse(text: &str) -> AvroSchema {
    AvroSchema::parse(text, &[], ParseOptions::stored()).unwrap()
}

/// 40 payloads for each pair, half of them broken; `PAYLOADS=5000` for the long form.
#[test]
fn compiled_decoders_and_the_plan_agree() {
    let count = std::env::var("PAYLOADS").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    let mut dice = Dice::new(3);
    let (mut same, mut refused, mut replaced) = (0, 0, 0);
    for pair in resolution_oracle::pairs() {
        let writer = parse(pair.writer);
        let transcoder = Transcoder::new(&parse(pair.reader), writer.clone()).unwrap();
        for round in 0..count {
            let mut payload = Vec::new();
            data::datum(&writer, writer.root(), &mut dice, &mut payload);
            if round % 2 == 1 {
                let at = dice.below(payload.len());
                payload[at] = dice.next() as u8;
            }
            let mut out = Vec::new();
            let planned = transcoder.transcode(&payload, &mut out);
            let planned = planned.and_then(|notes| Ok(((pair.own)(&out)?, notes)));
            match ((pair.compiled)(&payload), planned) {
                (Ok(compiled), Ok(planned)) => {
                    assert_eq!(compiled, planned, "{}\n{}", pair.reader, pair.writer);
                    same += 1;
                    replaced += compiled.1.replaced_symbols();
                }
                (Err(_), Err(_)) => refused += 1,
                (compiled, planned) => panic!(
                    "{}\n{}\n{payload:x?}\ncompiled {compiled:?}\nplanned {planned:?}",
                    pair.reader, pair.writer
                ),
            }
        }
    }
    eprintln!("{same} the same, {refused} refused by both, {replaced} symbols replaced");
    assert!(same > 10 * count && refused > 5 * count && replaced > 0);
}
