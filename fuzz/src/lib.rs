//! What holds for every text and every payload, and how texts are varied; the targets of libFuzzer share it with tests of
//! `contract-schema` and `contract-codegen`.

pub mod codec;
pub mod laws;
pub mod mutation;

/// Generated Avro types, as a test of `contract-codegen` keeps them.
pub mod avro {
    /// The output of the compiler.
    pub mod generated {
        include!("../../contract-codegen/tests/generated/avro.snap");
    }
}

/// The same for Protobuf.
pub mod protobuf {
    /// The output of the compiler.
    pub mod generated {
        include!("../../contract-codegen/tests/generated/protobuf.snap");
    }
}

/// The same for JSON Schema.
pub mod json {
    /// The output of the compiler.
    pub mod generated {
        include!("../../contract-codegen/tests/generated/json.snap");
    }
}
