//! The contracts of this service, from the sources that `concord pull` wrote: no network, no `protoc`.
fn main() {
    contract_codegen::Config::from_lock("contracts.lock").compile();
}
