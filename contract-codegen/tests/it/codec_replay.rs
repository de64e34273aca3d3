//! The laws of the fuzz targets for generated codecs, over kept inputs and mutated payloads.
//!
//! `MUTATIONS=n` sets how many mutations each shape is given, `SEED=n` repeats a run, `UPDATE_EXPECTED=1` writes the corpus.

#[path = "../../../fuzz/src/codec.rs"]
#[expect(unreachable_pub, reason = "the crate of the fuzz targets exports it")]
mod codec;

use crate::avro::{Random, number, written};
use crate::nasty::{filled, older};
use contract_runtime::Event;
use std::path::{Path, PathBuf};

#[test]
fn every_shape_of_codec_keeps_its_laws() {
    let (seed, mutations) = (number("SEED").unwrap_or(11), number("MUTATIONS").unwrap_or(600));
    eprintln!("SEED={seed} MUTATIONS={mutations}");
    let mut random = Random(seed);
    for (name, law) in codec::SHAPES {
        for kept in ["corpus", "regressions"] {
            for path in files(&folder(kept, name)) {
                law(&std::fs::read(&path).unwrap());
            }
        }
        let mut held = 0;
        for _ in 0..mutations {
            let mut input = payload(name, &mut random);
            held += u64::from(law(&input));
            for _ in 0..=random.below(3) {
                let at = random.below(input.len() as u64) as usize;
                match random.below(4) {
                    0 => input[at] = random.next() as u8,
                    1 => input[at] ^= 1 << random.below(8),
                    2 => input.insert(at, random.next() as u8),
                    _ => drop(input.remove(at)),
                }
                if input.is_empty() {
                    break;
                }
            }
            law(&input);
        }
        assert_eq!(held, mutations, "{name}: what was written is read");
    }
}

#[test]
fn the_corpus_is_there() {
    let mut random = Random(5);
    for (name, law) in codec::SHAPES {
        let folder = folder("corpus", name);
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            for seed in 0..4 {
                std::fs::write(folder.join(format!("seed{seed}")), payload(name, &mut random))
                    .unwrap();
            }
        }
        let files = files(&folder);
        assert!(files.len() >= 4, "{name}");
        assert!(files.iter().any(|path| law(&std::fs::read(path).unwrap())), "{name}");
    }
}

/// A payload that the shape reads.
fn payload(name: &str, random: &mut Random) -> Vec<u8> {
    match name {
        "codec_event" | "codec_projection" => {
            let mut value = filled();
            value.correlation_id = format!("flow-{}", random.below(1 << 40));
            value.to_payload().unwrap()
        }
        "codec_resolution" => match random.below(3) {
            0 => older(&[4]),
            1 => older(&[2, 2]),
            _ => older(&[0, random.below(64) as u8]),
        },
        "codec_reused" => {
            let first = written(&random.hostile(1));
            [&first[..], &first].concat()
        }
        "codec_protobuf" => {
            let mut value = crate::protobuf::full();
            value.numbers = (0..random.below(9)).map(|_| random.next() as i64).collect();
            value.to_payload().unwrap()
        }
        "codec_json" => {
            let node = r#"{"value":-1,"children":[{},{"next":{"value":2}}]}"#;
            let payment = match random.below(2) {
                0 => r#"{"kind":"card","last4":"0000","more":[null]}"#,
                _ => r#"{"kind":"transfer","iban":"\u00fc"}"#,
            };
            format!(
                r#"{{"eventId":"0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f","correlationId":"c","type":"b-c","always":"fixed","count":{},"large":{},"ratio":1.25,"flag":null,"at":"2026-01-02T03:04:05.000006Z","day":"2026-01-31","code":"EUR","names":["a","b"],"counts":{{"x":1}},"payment":{payment},"either":[1.5,-2e3],"next":{node},"pair":["a",1],"other":{{"y":[true]}}}}"#,
                random.below(256),
                random.next() as i64,
            )
            .into_bytes()
        }
        _ => written(&random.hostile(2)),
    }
}

fn folder(kept: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(kept).join(name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
