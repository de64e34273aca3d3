//! One walk over every list of options of a file, whatever element carries it.

use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    ServiceDescriptorProto, UninterpretedOption,
};

/// Calls `seen` with the path of each options message (`SourceCodeInfo.Location.path`) and its uninterpreted options.
pub(super) fn each_list(file: &mut FileDescriptorProto, seen: &mut Seen<'_>) {
    let mut walk = Walk { path: Vec::new(), seen };
    if let Some(options) = &mut file.options {
        walk.list(8, &mut options.uninterpreted_option);
    }
    walk.each(4, &mut file.message_type, Walk::message);
    walk.each(5, &mut file.enum_type, Walk::enumeration);
    walk.each(6, &mut file.service, Walk::service);
    walk.each(7, &mut file.extension, Walk::field);
}

type Seen<'a> = dyn FnMut(&[i32], &mut Vec<UninterpretedOption>) + 'a;

struct Walk<'a, 'b> {
    path: Vec<i32>,
    seen: &'a mut Seen<'b>,
}

// The numbers are those of descriptor.proto.
impl Walk<'_, '_> {
    fn list(&mut self, tag: i32, options: &mut Vec<UninterpretedOption>) {
        self.path.push(tag);
        (self.seen)(&self.path, options);
        self.path.pop();
    }

    fn each<T>(&mut self, tag: i32, elements: &mut [T], visit: fn(&mut Self, &mut T)) {
        for (index, element) in elements.iter_mut().enumerate() {
            self.path.extend([tag, index as i32]);
            visit(self, element);
            self.path.truncate(self.path.len() - 2);
        }
    }

    fn message(&mut self, message: &mut DescriptorProto) {
        if let Some(options) = &mut message.options {
            self.list(7, &mut options.uninterpreted_option);
        }
        self.each(2, &mut message.field, Self::field);
        self.each(3, &mut message.nested_type, Self::message);
        self.each(4, &mut message.enum_type, Self::enumeration);
        self.each(5, &mut message.extension_range, |walk, range| {
            if let Some(options) = &mut range.options {
                walk.list(3, &mut options.uninterpreted_option);
            }
        });
        self.each(6, &mut message.extension, Self::field);
        self.each(8, &mut message.oneof_decl, |walk, oneof| {
            if let Some(options) = &mut oneof.options {
                walk.list(2, &mut options.uninterpreted_option);
            }
        });
    }

    fn field(&mut self, field: &mut FieldDescriptorProto) {
        if let Some(options) = &mut field.options {
            self.list(8, &mut options.uninterpreted_option);
        }
    }

    fn enumeration(&mut self, enumeration: &mut EnumDescriptorProto) {
        if let Some(options) = &mut enumeration.options {
            self.list(3, &mut options.uninterpreted_option);
        }
        self.each(2, &mut enumeration.value, |walk, value| {
            if let Some(options) = &mut value.options {
                walk.list(3, &mut options.uninterpreted_option);
            }
        });
    }

    fn service(&mut self, service: &mut ServiceDescriptorProto) {
        if let Some(options) = &mut service.options {
            self.list(3, &mut options.uninterpreted_option);
        }
        self.each(2, &mut service.method, |walk, method| {
            if let Some(options) = &mut method.options {
                walk.list(4, &mut options.uninterpreted_option);
            }
        });
    }
}
