"""Random .proto files that protoc accepts, most of them: every construct of the language in odd company."""

import random

SCALARS = ["double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64",
           "sfixed32", "sfixed64", "bool", "string", "bytes"]
KEYS = ["int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64",
        "bool", "string"]
PACKABLE = [name for name in SCALARS if name not in ("string", "bytes")]
STRINGS = ['""', '"a"', "'it\\'s'", '"\\n\\t\\\\ \\"q\\""', '"\\303\\274"', '"\\x41\\x7f"', '"ü€🏦"', '"a" "b"', "'\\101\\07'",
           '"\\u00fc\\U0001f3e6"', '"// no comment"', '"/* nor this */"', '"?\\?"', '"\\a\\b\\f\\v\\r"']
FLOATS = ["0", "-0.0", "1.5", "-2", "1e10", "1E-7", "inf", "-inf", "nan", ".5", "3.", "1e300", "-1.25e-3", "12345678901"]
COMMENTS = ["", "", "", " ", "/* c */", "// line\n", "/* a\n * b */", "\n\n// detached\n\n"]


class File:
    """One random file; `text()` writes it."""

    def __init__(self, seed, syntax):
        self.random = random.Random(seed)
        self.syntax = syntax
        self.package = self.random.choice(["", "p", "a.b", "google_like.v1"])
        self.messages = []
        self.enums = []
        self.count = 0

    def name(self, prefix):
        self.count += 1
        shapes = ["{}{}", "{}_{}", "{}_x{}", "{}X{}"] if prefix[0].islower() else ["{}{}"]
        return self.random.choice(shapes).format(prefix, self.count)

    def comment(self):
        return self.random.choice(COMMENTS)

    def is_edition(self):
        return self.syntax.startswith("20")

    def text(self):
        rnd = self.random
        head = f'edition = "{self.syntax}";' if self.is_edition() else f'syntax = "{self.syntax}";'
        if self.syntax == "proto2" and rnd.random() < 0.3:
            head = ""
        parts = [self.comment() + head]
        if self.package:
            parts.append(f"package {self.package};")
        parts.append('import "google/protobuf/descriptor.proto";')
        if rnd.random() < 0.5:
            parts.append(rnd.choice(["import public", "import"]) + ' "google/protobuf/timestamp.proto";')
            self.messages.append(".google.protobuf.Timestamp")
        parts += [self.file_option() for _ in range(rnd.randrange(3))]
        if self.syntax == "2024":
            # Concord judges no style.
            parts.append("option features.enforce_naming_style = STYLE_LEGACY;")
        parts.append(self.custom_options())
        body = [self.enum() for _ in range(rnd.randrange(1, 3))]
        body += [self.message(0) for _ in range(rnd.randrange(1, 4))]
        if rnd.random() < 0.4:
            body.append(self.service())
        rnd.shuffle(body)
        return "\n".join(parts + body) + "\n" + self.comment()

    def file_option(self):
        self.count += 1
        return self.random.choice([
            f'option java_package = {self.random.choice(STRINGS[:2])};', "option optimize_for = CODE_SIZE;",
            "option cc_enable_arenas = false;", "option deprecated = true;", 'option go_package = "x" "/y";',
        ]) if self.count == 1 else ";"

    def custom_options(self):
        label = "" if self.is_edition() or self.syntax == "proto3" else "optional "
        repeated = "repeated "
        lines = ["message Opt_ { %sint32 i = 1; %sstring s = 2; %sOpt_ o = 3; repeated double d = 4; map<string, int64> m = 5;"
                 " %sbytes b = 6; %sEnOpt_ e = 7; oneof x { bool t = 8; uint64 u = 9; } %sfloat f = 10; }" % ((label,) * 6),
                 "enum EnOpt_ { EO_A = 0; EO_B = 1; EO_C = -2147483648; }"]
        for number, kind in enumerate(["File", "Message", "Field", "Enum", "EnumValue", "Oneof", "Service", "Method"]):
            low = kind.lower()
            lines.append(f"extend google.protobuf.{kind}Options {{ {label}Opt_ {low}_o = {50001 + number}; "
                         f"{repeated}int64 {low}_r = {50101 + number}; {label}double {low}_d = {50201 + number}; "
                         f"{label}bytes {low}_b = {50301 + number}; {label}EnOpt_ {low}_e = {50401 + number}; }}")
        return "\n".join(lines)

    def options(self, kind):
        """Options of an element, each at most once unless it repeats."""
        rnd = self.random
        found = []
        if rnd.random() < 0.3:
            low = kind.lower()
            path = f"({self.package + '.' if self.package and rnd.random() < 0.5 else ''}{low}_"
            if rnd.random() < 0.5:
                found.append(f"{path}o) = {self.aggregate(0)}")
            else:
                found.append(f"{path}o).o.i = {rnd.choice(['-5', '0x1F', '017', '2147483647'])}")
                found.append(f"{path}o).s = {rnd.choice(STRINGS)}")
            for value in rnd.sample(["1", "-9223372036854775808", "9223372036854775807", "0xfF"], rnd.randrange(3)):
                found.append(f"{path}r) = {value}")
            found.append(f"{path}d) = {rnd.choice(FLOATS)}")
            found.append(f"{path}b) = {rnd.choice(STRINGS[:9])}")
            found.append(f"{path}e) = {rnd.choice(['EO_A', 'EO_B', 'EO_C'])}")
        if rnd.random() < 0.2 and kind != "Oneof":
            found.append("deprecated = " + rnd.choice(["true", "false"]))
        return found

    def aggregate(self, depth):
        rnd = self.random
        fields = []
        for name in rnd.sample(["i", "s", "o", "d", "m", "b", "e", "t", "f"], rnd.randrange(5)):
            sep = rnd.choice([":", " : ", ":"])
            if name == "i":
                fields.append(f"i{sep}{rnd.choice(['1', '-1', '0x7f', '-017'])}")
            elif name in "sb":
                fields.append(f"{name}{sep}{rnd.choice(STRINGS[:9] + STRINGS[10:])}")
            elif name == "o" and depth < 3:
                opening, closing = rnd.choice(["{}", "<>"])
                inner = self.aggregate(depth + 1)[1:-1]
                fields.append(f"o{rnd.choice(['', ':'])} {opening}{inner}{closing}")
            elif name == "d":
                fields.append(f"d{sep}[{', '.join(rnd.sample(FLOATS, 2))}]" if rnd.random() < 0.5 else f"d{sep}1.5 d{sep}-inf")
            elif name == "m":
                fields.append("m { key: \"k\" value: -3 } m: { key: 'l' }")
            elif name == "e":
                fields.append(f"e{sep}{rnd.choice(['EO_B', '1', '-2147483648'])}")
            elif name == "t":
                fields.append(f"t{sep}{rnd.choice(['true', 'false', '1', 't'])}")
            elif name == "f":
                fields.append(f"f{sep}{rnd.choice(['-inf', '1', 'nan', '.5'])}")
        glue = rnd.choice([" ", ", ", "; ", "\n  // line\n", " /* c */ "])
        return "{" + glue.join(fields) + "}"

    def lines(self, options):
        return "".join(f"option {option};{self.comment()}\n" for option in options)

    def bracket(self, options):
        return f" [{', '.join(options)}]" if options else ""

    def enum(self):
        rnd = self.random
        name = self.name("E")
        options = self.options("Enum")
        is_closed = self.syntax == "proto2"
        if self.is_edition() and rnd.random() < 0.3:
            options.append("features.enum_type = CLOSED")
            is_closed = True
        first = rnd.choice([0, 1, -7]) if is_closed else 0
        numbers = [first] + rnd.sample([n for n in range(1, 40) if n != first], rnd.randrange(5))
        constants = [f"{name.upper()}_V{i} = {rnd.choice([str(n), hex(n)]) if n >= 0 else n}"
                     f"{self.bracket(self.options('EnumValue'))};" for i, n in enumerate(numbers)]
        if rnd.random() < 0.3:
            options.append("allow_alias = true")
            constants.append(f"{name.upper()}_ALIAS = {numbers[-1]};")
        if rnd.random() < 0.4:
            constants.append("reserved 50, 60 to 70, -10 to -8, 1000 to max;")
            constants.append('reserved GONE, LOST;' if self.is_edition() else 'reserved "GONE", "LOST";')
        self.enums.append((name, f"{name.upper()}_V0", is_closed))
        return f"{self.comment()}enum {name} {{{self.comment()}\n{self.lines(options)}" + "\n".join(constants) + "}"

    def message(self, depth):
        rnd = self.random
        name = self.name("M")
        before_m, before_e = len(self.messages), len(self.enums)
        self.messages.append(name)
        body = [self.lines(self.options("Message"))]
        self.number = 0
        if depth < 3:
            saved = self.number
            for _ in range(rnd.randrange(3)):
                body.append(rnd.choice([self.message, lambda _: self.enum()])(depth + 1))
            self.number = saved
        fields = [self.field() for _ in range(rnd.randrange(7))]
        if rnd.random() < 0.4:
            fields.append(self.oneof())
        body += fields
        if rnd.random() < 0.3:
            body.append("reserved 500, 600 to 700, 900 to 905;")
            body.append('reserved gone, to, max;' if self.is_edition() else 'reserved "gone", "lost";')
        if self.syntax != "proto3" and rnd.random() < 0.4:
            body.append(rnd.choice([
                "extensions 1000 to 1999;", "extensions 1000, 1001, 1500 to 1600;", "extensions 1000 to max;",
                "extensions 1000 to 1010 [verification = DECLARATION, declaration = { number: 1000 full_name: \".x.y\" type: \"int32\" },"
                " declaration = { number: 1003 reserved: true }];",
                "extensions 1000 to 1100 [verification = UNVERIFIED];"]))
            if "declaration" not in body[-1]:
                label = "" if self.is_edition() else "optional "
                where = f"extend {name} {{ {label}int32 {self.name('ext')} = 1000; repeated string {self.name('ext')} = 1001; }}"
                if "1001" in body[-1] or "1999" in body[-1] or "max" in body[-1]:
                    body.append(where)
        rnd.shuffle(body)
        # Inner names are not seen from outside.
        inner_m, inner_e = self.messages[before_m + 1:], self.enums[before_e:]
        self.messages[before_m + 1:] = [f"{name}.{inner}" for inner in inner_m if not inner.startswith(".")]
        self.enums[before_e:] = [(f"{name}.{inner}", first, closed) for inner, first, closed in inner_e]
        return f"{self.comment()}message {name} {{{self.comment()}\n" + "\n".join(body) + "}"

    def numbered(self):
        self.number += self.random.choice([1, 1, 2, 15])
        return self.random.choice([str(self.number), hex(self.number)])

    def field(self, in_oneof=False):
        rnd = self.random
        options = self.options("Field")
        name = self.name("f")
        if not in_oneof and rnd.random() < 0.15:
            value = rnd.choice(SCALARS + self.messages[:2])
            return f"map<{rnd.choice(KEYS)}, {value}> {name} = {self.numbered()}{self.bracket(options)};{self.comment()}"
        label = "" if in_oneof else self.label()
        if self.syntax == "proto2" and rnd.random() < 0.1 and self.number < 400:
            outer = self.number
            group = f"{label}group {self.name('G')} = {self.numbered()}{self.bracket(self.options('Field'))} {{ "
            kept, self.number = self.number, 0
            group += f"optional int32 {self.name('g')} = {self.numbered()}; }}"
            self.number = max(kept, outer)
            return group
        kind = rnd.choice(["scalar"] * 4 + ["message", "enum"])
        default = None
        closed = False
        if kind == "message" and self.messages:
            type_name = rnd.choice(self.messages)
        elif kind == "enum" and self.enums:
            type_name, first, closed = rnd.choice(self.enums)
            default = first
            if closed and self.syntax == "proto3":
                type_name = "int32"
        else:
            kind, type_name = "scalar", rnd.choice(SCALARS)
            default = self.default(type_name)
        is_repeated = label == "repeated "
        if type_name in PACKABLE and is_repeated and rnd.random() < 0.5:
            options.append("features.repeated_field_encoding = EXPANDED" if self.is_edition() else f"packed = {rnd.choice(['true', 'false'])}")
        if self.is_edition() and not is_repeated and not in_oneof and rnd.random() < 0.3:
            choices = ["EXPLICIT", "LEGACY_REQUIRED"] + (["IMPLICIT"] if kind != "message" and not closed else [])
            presence = rnd.choice(choices)
            options.append(f"features.field_presence = {presence}")
            if presence == "IMPLICIT":
                default = None
        if self.is_edition() and kind == "message" and rnd.random() < 0.3:
            options.append(rnd.choice(["features.message_encoding = DELIMITED", "features = { message_encoding: LENGTH_PREFIXED }"])
                           if not any("features" in option for option in options) else "deprecated = true"
                           if not any("deprecated" in option for option in options) else "lazy = true")
        if self.syntax != "proto3" and not is_repeated and default and rnd.random() < 0.4:
            options.append(f"default = {default}")
        if rnd.random() < 0.15:
            options.append(f'json_name = "j{self.count}"')
        rnd.shuffle(options)
        return f"{self.comment()}{label}{type_name} {name} = {self.numbered()}{self.bracket(options)};{self.comment()}"

    def label(self):
        rnd = self.random
        if self.syntax == "proto2":
            return rnd.choice(["optional ", "required ", "repeated "])
        if self.syntax == "proto3":
            return rnd.choice(["", "", "optional ", "repeated "])
        return rnd.choice(["", "", "repeated "])

    def default(self, type_name):
        rnd = self.random
        return {
            "double": rnd.choice(FLOATS), "float": rnd.choice(["1.5", "-inf", "nan", "3", "1e-3", "0.1", "16777217", "3.4028235e38"]),
            "bool": rnd.choice(["true", "false"]), "string": rnd.choice(STRINGS), "bytes": rnd.choice(STRINGS[:9] + ['"\\000\\377\\\'"']),
            "uint32": rnd.choice(["0", "4294967295", "0xFFFFFFFF"]), "fixed32": "7", "uint64": "18446744073709551615",
            "fixed64": "0x10", "int32": rnd.choice(["-2147483648", "-0", "010"]), "int64": "-9223372036854775808",
        }.get(type_name, rnd.choice(["1", "-1"]))

    def oneof(self):
        fields = [self.field(in_oneof=True) for _ in range(self.random.randrange(1, 4))]
        return f"oneof {self.name('o')} {{{self.comment()}\n{self.lines(self.options('Oneof'))}" + "\n".join(fields) + "}"

    def service(self):
        rnd = self.random
        tops = [name for name in self.messages if "." not in name] or ["Opt_"]
        methods = []
        for _ in range(rnd.randrange(4)):
            stream = lambda: rnd.choice(["", "stream "])
            options = self.options("Method")
            end = ";" if not options and rnd.random() < 0.7 else f" {{ {self.lines(options)} }}"
            methods.append(f"rpc {self.name('R')} ({stream()}{rnd.choice(tops)}) returns ({stream()}{rnd.choice(tops)}){end}")
        return f"service {self.name('S')} {{\n{self.lines(self.options('Service'))}" + "\n".join(methods) + "}"


def file(seed):
    """Syntax and text of the file with this seed."""
    syntax = ["proto2", "proto3", "2023", "2024"][seed % 4]
    return syntax, File(seed, syntax).text()


if __name__ == "__main__":
    import sys
    print(file(int(sys.argv[1]))[1])
