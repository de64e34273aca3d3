//! Compiles the same schemas twice: by `contract-codegen` with its option `prost`, and by prost-build.

use contract_codegen::{Config, Setting};
use prost::Message;
use prost_types::DescriptorProto;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Every kind of field, what only proto2 has, and two events of the catalogue.
const FILES: [&str; 5] = [
    "everything.proto",
    "classic.proto",
    "known.proto",
    "orders/order.created.proto",
    "swift/swift.gpi.updated.proto",
];
/// Options of the contracts, in which prost has no part.
const VOCABULARY: [&str; 4] = ["buf.validate", "confluent", "contract.v1", "fintech.validate.v1"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let (probe, catalogue) =
        (root.join("contract-codegen/tests/schemas/protobuf"), root.join("schemas"));
    let classic = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let compile = |folder: &Path, file: &str, setting| {
        Config::from_schemas(folder)
            .policy(setting)
            .prost(true)
            .out_file(out.join(file))
            .try_compile()
    };
    compile(&probe, "probe.rs", Setting::Off)?;
    compile(&classic, "classic.rs", Setting::Off)?;
    compile(&catalogue, "catalogue.rs", Setting::Enforce)?;

    let vocabulary = root.join("contract-schema/proto");
    println!("cargo::rerun-if-changed={}", vocabulary.display());
    let mut files = protox::compile(FILES, [&probe, &classic, &catalogue, &vocabulary])?;
    std::fs::write(out.join("descriptors.bin"), files.encode_to_vec())?;
    files.file.retain(|file| !VOCABULARY.contains(&file.package()));
    files.file.iter_mut().for_each(|file| file.message_type.iter_mut().for_each(forget_options));
    // Entries in one order, so that bytes can be compared.
    prost_build::Config::new().btree_map(["."]).include_file("by_prost.rs").compile_fds(files)?;
    Ok(())
}

/// prost-build takes a list with any option but `packed`, a constraint say, for one that is not packed.
fn forget_options(message: &mut DescriptorProto) {
    for field in &mut message.field {
        field.options.take_if(|options| options.packed.is_none() && options.deprecated.is_none());
    }
    message.nested_type.iter_mut().for_each(forget_options);
}
