//! What the harness tells of its cases: for each its suite, name, message and expected result.

use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, Value};
use std::error::Error;

/// Calls `visit` for every case whose message is of a file in proto2 or proto3, with the expected `TestResult`.
pub(crate) fn each(
    dump: &[u8],
    harness: &DescriptorPool,
    mut visit: impl FnMut(&str, DynamicMessage, &DynamicMessage) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let results = harness
        .get_message_by_name("buf.validate.conformance.harness.ResultSet")
        .ok_or("the harness has no message `ResultSet`")?;
    let results = DynamicMessage::decode(results, dump)?;
    for suite in messages(&results, "suites") {
        let suite_name = text(suite, "name");
        let files = suite.get_field_by_name("fdset").ok_or("no files")?.into_owned();
        let Value::Message(mut files) = files else {
            return Err("the files are no message".into());
        };
        let editions = spell(&mut files)?;
        let pool = DescriptorPool::decode(&files.encode_to_vec()[..])?;
        for case in messages(suite, "cases") {
            let input = case.get_field_by_name("input").ok_or("no input")?;
            let input = input.as_message().ok_or("an input is no message")?;
            let url = text(input, "type_url");
            let full_name = url.rsplit('/').next().unwrap_or_default();
            let descriptor =
                pool.get_message_by_name(full_name).ok_or("an input has no descriptor")?;
            if editions.iter().any(|file| file == descriptor.parent_file().name()) {
                continue;
            }
            let bytes = input.get_field_by_name("value").ok_or("no value")?;
            let bytes = bytes.as_bytes().cloned().unwrap_or_default();
            let wanted = case.get_field_by_name("wanted").ok_or("no result")?;
            let wanted = wanted.as_message().ok_or("a result is no message")?;
            let name = format!("{suite_name}/{}", text(case, "name"));
            visit(&name, DynamicMessage::decode(descriptor, &bytes[..])?, wanted)?;
        }
    }
    Ok(())
}

/// The messages of a repeated field.
pub(crate) fn messages<'a>(message: &'a DynamicMessage, name: &str) -> Vec<&'a DynamicMessage> {
    let field = message.descriptor_field(name);
    let list = message.fields().find(|(known, _)| known.number() == field).map(|(_, value)| value);
    let items = list.and_then(Value::as_list).unwrap_or_default();
    items.iter().filter_map(Value::as_message).collect()
}

/// A text of a message.
pub(crate) fn text(message: &DynamicMessage, name: &str) -> String {
    let value = message.get_field_by_name(name);
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Files in an edition as proto2, since prost-reflect knows no editions; returns their names.
pub(crate) fn spell(files: &mut DynamicMessage) -> Result<Vec<String>, Box<dyn Error>> {
    let mut spelled = Vec::new();
    let list =
        files.get_field_by_name_mut("file").and_then(Value::as_list_mut).ok_or("no files")?;
    for file in list.iter_mut().filter_map(Value::as_message_mut) {
        if text(file, "syntax") == "editions" {
            file.set_field_by_name("syntax", Value::String("proto2".to_owned()));
            spelled.push(text(file, "name"));
        }
    }
    Ok(spelled)
}

/// Numbers of fields by name.
trait Numbered {
    fn descriptor_field(&self, name: &str) -> u32;
}

impl Numbered for DynamicMessage {
    fn descriptor_field(&self, name: &str) -> u32 {
        use prost_reflect::ReflectMessage;
        self.descriptor().get_field_by_name(name).map_or(0, |field| field.number())
    }
}
