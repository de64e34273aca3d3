//! Content hashes: the registry guid, Avro fingerprints.
