"""Google's compiler as the oracle of Protobuf files: what it makes of a text is compared with what the registry does.

Used by `checks_protoc.py`. A file goes through protoc and into the registry as text and as Base64 of protoc's own
descriptor; the descriptor of `format=serialized`, and those that protoc makes of the registry's texts, must be equal.
"""

import base64
import json
import os
import pathlib
import tempfile
import urllib.parse

import grpc_tools
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, unknown_fields
from grpc_tools import protoc

from server import fetch

WELL_KNOWN = pathlib.Path(grpc_tools.__file__).parent / "_proto"


class Refused(Exception):
    """The compiler or the registry does not take a file; the text says why."""


def compile(roots, path):
    """The descriptors of a file and everything it imports, dependencies first; without its places."""
    with tempfile.TemporaryDirectory(prefix="concord-protoc-") as scratch:
        out = pathlib.Path(scratch) / "out"
        words = [f"-I{root}" for root in [*roots, WELL_KNOWN]]
        words += ["--include_imports", "--retain_options", f"--descriptor_set_out={out}", str(path)]
        code, said = quietly(lambda: protoc.main(["protoc", *words]), scratch)
        if code != 0:
            lines = [line for line in said.splitlines() if "absl::" not in line and "warning:" not in line]
            raise Refused("\n".join(line for line in lines if not line.startswith("W0000")))
        return list(descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes()).file)


def quietly(call, scratch):
    """The result of a call that writes to the process's own standard error, and what it wrote."""
    log = pathlib.Path(scratch) / "log"
    kept = os.dup(2)
    with open(log, "wb") as sink:
        os.dup2(sink.fileno(), 2)
        try:
            result = call()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
    return result, log.read_text(errors="replace")


class Registry:
    """Registers files under their paths, each with the references its imports need."""

    def __init__(self, url):
        self.url = url
        self.known = set()

    def register(self, subject, text, imports, normalize=False):
        references = [{"name": path, "subject": path, "version": 1} for path in imports if is_referenced(path)]
        body = {"schemaType": "PROTOBUF", "schema": text, "references": references}
        query = "?normalize=true" if normalize else ""
        status, answer, _ = fetch(f"{self.subject(subject)}/versions{query}", body)
        if status != 200:
            raise Refused(f"{status} {json.loads(answer)['message']}")

    def needs(self, files, roots):
        """Registers the files that a later one refers to."""
        for file in files:
            if file.name not in self.known and is_referenced(file.name):
                text = next(root / file.name for root in roots if (root / file.name).exists()).read_text()
                self.register(file.name, text, imports_of(file))
                self.known.add(file.name)

    def text(self, subject, form=""):
        status, answer, _ = fetch(f"{self.subject(subject)}/versions/1/schema?format={form}")
        assert status == 200, f"{subject} {form}: {status} {answer}"
        return answer.decode()

    def descriptor(self, subject):
        return descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(self.text(subject, "serialized")))

    def subject(self, name):
        return f"{self.url}/subjects/{urllib.parse.quote(name, safe='')}"


def is_referenced(path):
    """The registry brings these itself."""
    return not path.startswith("google/protobuf/")


def imports_of(file):
    return [*file.dependency, *file.option_dependency]


def judge(registry, roots, path):
    """Every way in which the registry and protoc see the file differently; empty if they agree."""
    text = next(root / path for root in roots if (root / path).exists()).read_bytes().decode()
    try:
        files = compile(roots, path)
        theirs = None
    except Refused as refusal:
        files, theirs = [], str(refusal)
    own = f"own/{path}"
    try:
        if files:
            registry.needs(files[:-1], roots)
        registry.register(own, text, imports_of(files[-1]) if files else [])
        ours = None
    except Refused as refusal:
        ours = str(refusal)
    if theirs is not None or ours is not None:
        return [] if theirs is not None and ours is not None else [
            f"protoc refuses it, the registry does not: {theirs}" if ours is None else
            f"the registry refuses it, protoc does not: {ours}"]
    return compare(registry, roots, path, text, files)


def compare(registry, roots, path, text, files):
    """Descriptors and texts of a file that both take."""
    expected, own, found = files[-1], f"own/{path}", []
    try:
        against = Against(files)
    except TypeError:
        # Python's library refuses what protoc takes, such as JSON names that proto2 lets collide: nothing to compare.
        return []
    found += against.differences("format=serialized", registry.descriptor(own), keeps_order=True)
    forms = {}
    for name, sent, normalize in [("normalized", text, True), ("base64", encoded(expected), False)]:
        subject = f"{name}/{path}"
        try:
            registry.register(subject, sent, imports_of(expected), normalize)
        except Refused as refusal:
            found.append(f"{name}: the registry refuses it: {refusal}")
            continue
        forms[name] = registry.text(subject)
    for name, form in forms.items():
        with tempfile.TemporaryDirectory(prefix="concord-protoc-") as scratch:
            (pathlib.Path(scratch) / "printed.proto").write_text(form)
            try:
                printed = compile([pathlib.Path(scratch), *roots], "printed.proto")[-1]
            except Refused as refusal:
                found.append(f"{name}: protoc refuses the registry's text: {refusal}\n{form}")
                continue
        found += against.differences(name, printed, keeps_order=False)
    return found


def encoded(file):
    return base64.b64encode(file.SerializeToString()).decode()


class Against:
    """Compares descriptors with the one protoc made, custom options understood."""

    def __init__(self, files):
        self.expected = files[-1]
        pool = descriptor_pool.DescriptorPool()
        options = WELL_KNOWN / "google/protobuf/descriptor.proto"
        if all(file.name != "google/protobuf/descriptor.proto" for file in files):
            pool.AddSerializedFile(compile([WELL_KNOWN], options.relative_to(WELL_KNOWN))[0].SerializeToString())
        for file in files:
            pool.AddSerializedFile(file.SerializeToString())
        self.before = files[:-1]
        kind = pool.FindMessageTypeByName("google.protobuf.FileDescriptorProto")
        self.kind = message_factory.GetMessageClass(kind)
        for file in files:
            for extension in pool.FindFileByName(file.name).extensions_by_name.values():
                message_factory.GetMessageClass(extension.containing_type)

    def differences(self, name, found, keeps_order):
        self.loads(found)
        ours, theirs = self.form(found, keeps_order), self.form(self.expected, keeps_order)
        return [f"{name}: {line}" for line in first_difference(ours, theirs)]

    def loads(self, file):
        """A pool of Google's library takes the descriptor."""
        pool = descriptor_pool.DescriptorPool()
        for before in self.before:
            pool.AddSerializedFile(before.SerializeToString())
        pool.AddSerializedFile(file.SerializeToString())

    def form(self, file, keeps_order):
        copy = descriptor_pb2.FileDescriptorProto.FromString(file.SerializeToString())
        copy.name = ""
        copy.ClearField("source_code_info")
        if copy.syntax == "proto2":
            copy.ClearField("syntax")
        if not keeps_order:
            sort_file(copy)
        return lines(self.kind.FromString(copy.SerializeToString()), "")


def sort_file(file):
    """Puts what has no order into one."""
    public = sorted(file.dependency[index] for index in file.public_dependency)
    weak = sorted(file.dependency[index] for index in file.weak_dependency)
    imports = sorted(file.dependency)
    replace(file.dependency, imports)
    replace(file.option_dependency, sorted(file.option_dependency))
    replace(file.public_dependency, [imports.index(path) for path in public])
    replace(file.weak_dependency, [imports.index(path) for path in weak])
    order(file.extension, lambda field: (field.extendee, field.number))
    for message in file.message_type:
        sort_message(message)
    for enum in file.enum_type:
        sort_enum(enum)


def sort_message(message):
    oneofs = [oneof.name for oneof in message.oneof_decl]
    order(message.oneof_decl, lambda oneof: oneof.name)
    for field in message.field:
        if field.HasField("oneof_index"):
            field.oneof_index = sorted(oneofs).index(oneofs[field.oneof_index])
    order(message.field, lambda field: field.number)
    order(message.extension, lambda field: (field.extendee, field.number))
    order(message.reserved_range, lambda found: found.start)
    order(message.extension_range, lambda found: found.start)
    replace(message.reserved_name, sorted(message.reserved_name))
    # Entries of maps and bodies of groups stand where their fields do.
    order(message.nested_type, lambda nested: nested.name)
    for nested in message.nested_type:
        sort_message(nested)
    for enum in message.enum_type:
        sort_enum(enum)


def sort_enum(enum):
    order(enum.value, lambda value: (value.number, value.name))
    order(enum.reserved_range, lambda found: found.start)
    replace(enum.reserved_name, sorted(enum.reserved_name))


def order(repeated, key):
    replace(repeated, sorted(repeated, key=key))


def replace(repeated, values):
    values = list(values)
    del repeated[:]
    repeated.extend(values)


def lines(message, path):
    """A message as lines in order of its numbers; empty options say nothing, and NaN is like itself."""
    found = []
    for field, value in sorted(message.ListFields(), key=lambda pair: pair[0].number):
        place = f"{path}.{field.name}"
        if not field.is_repeated:
            found += lines_of(value, place)
        elif field.message_type is not None and field.message_type.GetOptions().map_entry:
            for key in sorted(value):
                found += lines_of(value[key], f"{place}[{key!r}]")
        else:
            for index, element in enumerate(value):
                found += lines_of(element, f"{place}[{index}]")
    unknown = unknown_fields.UnknownFieldSet(message)
    return found + sorted(f"{path} unknown {field.field_number} {field.data!r}" for field in unknown)


def lines_of(value, place):
    return lines(value, place) if hasattr(value, "ListFields") else [f"{place} = {value!r}"]


def first_difference(ours, theirs):
    """The first lines that differ."""
    for mine, other in zip(ours + ["nothing"], theirs + ["nothing"]):
        if mine != other:
            return [f"{mine} is not {other}"]
    return []
