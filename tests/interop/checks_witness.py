"""Witnesses of broken Protobuf changes, read by Google's runtime: it refuses each, or reads it as something else.

The list is `contract-schema/tests/witnesses/protobuf.jsonl`, the schemas are the fixtures of `contract-schema`.
Nothing is shared with the code that found them: protoc compiles both sides, upb reads the bytes.
"""

import json
import math
import pathlib

import protoc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor as F
from google.protobuf.message import DecodeError
from harness import REPO, check

TESTS = REPO / "contract-schema" / "tests"

# Where upb reads a witness without an error and without a difference, and why that is no objection.
LENIENT = {
    "protobuf-oneof-field-removed": "the value is among the unknown fields: no field of the reader is wrong",
    "protobuf-oneof-member-unknown": "the value is among the unknown fields: no field of the reader is wrong",
    "protobuf-required-field-removed": "the value is among the unknown fields: no field of the reader is wrong",
}


@check
def google_s_runtime_gets_every_witness_wrong(world):
    wrong, read, pools = [], 0, {}
    for line in (TESTS / "witnesses" / "protobuf.jsonl").read_text().splitlines():
        witness = json.loads(line)
        folder = TESTS / "fixtures" / "protobuf" / witness["fixture"]
        sides = {side: pools.setdefault((folder, side), None) or pool(folder, side) for side in ("old", "new")}
        pools.update({(folder, side): found for side, found in sides.items()})
        complaint = judge(witness, sides)
        read += 1
        if complaint:
            wrong.append(f"{witness['fixture']} {witness['rule']} {witness['path']}: {complaint}")
    print(f"  {read} witnesses")
    assert read > 100 and not wrong, f"{len(wrong)} of {read}\n" + "\n".join(wrong)


def pool(folder, side):
    """The package and the messages of one side of a fixture."""
    roots = [folder] + ([folder / "references"] if (folder / "references").is_dir() else [])
    files = protoc.compile(roots, f"{side}.proto")
    found = descriptor_pool.DescriptorPool()
    for file in files:
        found.Add(file)
    return files[-1].package, found


def judge(witness, sides):
    """What speaks against a witness; nothing if it is one."""
    reader_side = witness["reader"]
    writer_package, writer_pool = sides["old" if reader_side == "new" else "new"]
    reader_package, reader_pool = sides[reader_side]
    data, name = bytes.fromhex(witness["hex"]), witness["of"]
    below = name[len(writer_package):].lstrip(".")
    writer = message_factory.GetMessageClass(writer_pool.FindMessageTypeByName(name))
    try:
        written = writer.FromString(data)
    except DecodeError as error:
        return f"the writer does not read it: {error}"
    if not written.IsInitialized():
        return "the writer requires more"
    try:
        found = reader_pool.FindMessageTypeByName(f"{reader_package}.{below}".lstrip("."))
    except KeyError:
        return None if witness["rule"] == "protobuf-message-removed" else "the reader has no such message"
    try:
        read = message_factory.GetMessageClass(found).FromString(data)
    except DecodeError:
        return None
    if "refused" in witness and read.IsInitialized() and same(written, read):
        return f"it is read, not refused: {witness['refused']}"
    if not read.IsInitialized() or not same(written, read) or witness["rule"] in LENIENT:
        return None
    return f"{str(written).strip()!r} is read as {str(read).strip()!r}"


def same(written, read):
    """Whether each field that the reader has got the value that was written."""
    was, ours = fields(written), fields(read)
    for number, reader in ours.items():
        moved = written.DESCRIPTOR.fields_by_name.get(reader.name)
        if moved is not None and moved.number != number and is_set(written, moved):
            return False
        writer = was.get(number)
        if writer is not None and not same_field(written, writer, read, reader):
            return False
    return True


def fields(message):
    """Fields and known extensions by number."""
    of = message.DESCRIPTOR
    extensions = of.file.pool.FindAllExtensions(of)
    return {field.number: field for field in [*of.fields, *extensions]}


def value(message, field):
    return message.Extensions[field] if field.is_extension else getattr(message, field.name)


def is_set(message, field):
    if field.is_repeated:
        return len(value(message, field)) > 0
    if field.has_presence:
        return message.HasExtension(field) if field.is_extension else message.HasField(field.name)
    return value(message, field) != field.default_value


def same_field(written, writer, read, reader):
    has, found = is_set(written, writer), is_set(read, reader)
    if writer.is_repeated != reader.is_repeated:
        return not has and not found
    if has != found and (writer.has_presence or writer.is_repeated):
        return False
    try:
        was, now = value(written, writer), value(read, reader)
    except UnicodeDecodeError:
        return False
    if writer.is_repeated:
        if is_map(writer) and is_map(reader):
            kinds = [side.message_type.fields_by_name["value"] for side in (writer, reader)]
            pairs = {plain(key): was[key] for key in was}, {plain(key): now[key] for key in now}
            return pairs[0].keys() == pairs[1].keys() and all(
                same_value(pairs[0][key], kinds[0], pairs[1][key], kinds[1]) for key in pairs[0])
        if is_map(writer) or is_map(reader):
            return False
        return len(was) == len(now) and all(same_value(a, writer, b, reader) for a, b in zip(was, now))
    if not has and writer.message_type is not None:
        return True
    if not has and not found:
        return same_default(was, writer, now, reader)
    return same_value(was, writer, now, reader)


def same_default(was, writer, now, reader):
    """A number and a constant are told apart where they are written, and so are other types."""
    if writer.enum_type is not None and reader.enum_type is not None:
        return same_value(was, writer, now, reader)
    if writer.type != reader.type and not (is_number(was) and is_number(now)):
        return True
    return was == now


def is_number(found):
    return isinstance(found, (int, float))


def is_map(field):
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def plain(key):
    return int(key) if isinstance(key, bool) else key


def same_value(was, writer, now, reader):
    if writer.message_type is not None or reader.message_type is not None:
        return writer.message_type is not None and reader.message_type is not None and same(was, now)
    if (writer.enum_type is None) != (reader.enum_type is None):
        return False
    if writer.enum_type is not None:
        names = [{constant.name for constant in side.enum_type.values if constant.number == number}
                 for side, number in ((writer, was), (reader, now))]
        if not names[0] or not names[1]:
            return was == now and not any(name in reader.enum_type.values_by_name for name in names[0])
        return bool(names[0] & names[1])
    if reader.type == F.TYPE_BOOL and writer.type != F.TYPE_BOOL:
        return False
    if isinstance(was, str) and isinstance(now, bytes):
        return was.encode() == now
    if isinstance(was, float) and isinstance(now, float):
        return was == now or math.isnan(was) and math.isnan(now)
    return type(was) is type(now) and was == now or plain(was) == plain(now) and not isinstance(was, (str, bytes))
