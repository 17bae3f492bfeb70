import DNSWire
import Logging
import Posix

/// A line of the log while it is put together, in octets of its own: nothing is allocated for the first 2,048 of them.
///
/// What a line says reaches it escaped, so that it stays one line, and in JSON one object, whatever the octets are.
struct LogLine: ~Copyable {
    /// What the line begins with.
    enum Head {
        /// Nothing but what it says. (In JSON: as of level `info`.)
        case bare
        /// The level, and who says it.
        case level(Logger.Level, component: String?)
    }

    let form: LogForm
    private(set) var count = 0
    private var octets = InlineArray<2048, UInt8>(repeating: 0)
    /// The octets behind those in place.
    private var rest: [UInt8] = []

    /// A line that begins with `head`; JSON says that it was written at `time`, in Unix seconds.
    init(_ form: LogForm, _ head: Head, at time: @autoclosure () -> Double = WallClock.seconds) {
        self.form = form
        switch (form, head) {
        case (.text, .bare): break
        case (.text, .level(let level, let component)):
            put("[")
            put(level.word(in: form))
            put("] ")
            guard let component else { break }
            putContent(component)
            put(": ")
        case (.json, .bare): begin(.info, nil, at: time())
        case (.json, .level(let level, let component)): begin(level, component, at: time())
        }
    }

    private mutating func begin(_ level: Logger.Level, _ component: String?, at time: Double) {
        put("{\"time\":\"")
        put(UTCTime(unixSeconds: time))
        put("\",\"level\":\"")
        put(level.word(in: form))
        put("\"")
        if let component { putField("component") { $0.putContent(component) } }
    }

    /// Ends the line: nothing may follow.
    mutating func end() { put(form == .json ? "}\n" : "\n") }

    /// The octets in groups of eight, the first of each the lowest; zeros follow the last one.
    ///
    /// Mutating, though it changes nothing: an element of an array that is only borrowed is read from a copy of all of it.
    mutating func word(at index: Int) -> UInt64 {
        let start = 8 * index
        // Eight loads that are known to lie in place are compiled to one.
        if start >= 0, start <= octets.count - 8 {
            let first = octet(start) | octet(start + 1) << 8 | octet(start + 2) << 16
            let second = octet(start + 3) << 24 | octet(start + 4) << 32 | octet(start + 5) << 40
            return first | second | octet(start + 6) << 48 | octet(start + 7) << 56
        }
        let first = start - octets.count
        return rest[first..<min(first + 8, rest.count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The octet at `index`, which lies in place.
    private mutating func octet(_ index: Int) -> UInt64 {
        func value(_ octet: inout UInt8) -> UInt64 { UInt64(octet) }
        return value(&octets[index])
    }

    /// All octets.
    mutating func copy() -> [UInt8] {
        (0..<min(count, octets.count)).map { UInt8(truncatingIfNeeded: octet($0)) } + rest
    }
}

// What a line is made of. Nothing here is escaped but what says so.
extension LogLine {
    mutating func put(_ octet: UInt8) {
        if count < octets.count {
            octets[count] = octet
        } else {
            rest.append(octet)
        }
        count += 1
    }

    mutating func put(_ text: String) {
        let octets = text.utf8Span.span
        for index in octets.indices { put(octets[index]) }
    }

    mutating func put(_ number: some FixedWidthInteger & UnsignedInteger) {
        put(UInt64(number), digits: 1)
    }

    /// `number` in decimal, with zeros in front of fewer than `digits` digits.
    private mutating func put(_ number: UInt64, digits: Int) {
        var power: UInt64 = 1
        var length = 1
        while length < digits || number / power >= 10 {
            power *= 10
            length += 1
        }
        while power > 0 {
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10))
            power /= 10
        }
    }

    /// `seconds` to the nanosecond, without an exponent.
    mutating func put(seconds: Double) {
        let nanoseconds = UInt64(max(0, min(seconds, 1e9)) * 1e9)
        put(nanoseconds / 1_000_000_000, digits: 1)
        put(UInt8(ascii: "."))
        put(nanoseconds % 1_000_000_000, digits: 9)
    }

    /// In the form of RFC 3339, to the millisecond: `2026-02-03T04:05:06.789Z`.
    private mutating func put(_ time: UTCTime) {
        put(UInt64(time.year), digits: 4)
        put("-")
        put(UInt64(time.month), digits: 2)
        put("-")
        put(UInt64(time.day), digits: 2)
        put("T")
        put(UInt64(time.hour), digits: 2)
        put(":")
        put(UInt64(time.minute), digits: 2)
        put(":")
        put(UInt64(time.second), digits: 2)
        put(".")
        put(UInt64(time.millisecond), digits: 3)
        put("Z")
    }

    /// A field of the object: its name, which needs no escape, and the text that `value` puts there.
    mutating func putField(_ name: String, _ value: (inout LogLine) -> Void) {
        put(",\"")
        put(name)
        put("\":\"")
        value(&self)
        put("\"")
    }

    /// A field of the object whose value is a number or a truth value.
    mutating func putPlainField(_ name: String, _ value: (inout LogLine) -> Void) {
        put(",\"")
        put(name)
        put("\":")
        value(&self)
    }

    /// What the line says in words: all of the text, or the field `message` of the object.
    mutating func putMessage(_ body: (inout LogLine) -> Void) {
        switch form {
        case .text: body(&self)
        case .json: putField("message", body)
        }
    }
}

// What comes from elsewhere.
extension LogLine {
    /// `text`, escaped.
    mutating func putContent(_ text: String) {
        let octets = text.utf8Span.span
        var index = 0
        while index < octets.count {
            let octet = octets[index]
            index += 1
            // U+0080 to U+009F are controls too, two octets each.
            if octet == 0xC2, index < octets.count, octets[index] < 0xA0 {
                putEscape(octets[index])
                index += 1
            } else {
                putContent(octet)
            }
        }
    }

    /// `name`, which is uncompressed, in presentation format and lower case.
    mutating func putContent(name: Span<UInt8>) {
        Name.writeFolded(name) { putContent($0) }
    }

    mutating func putContent(_ address: IPAddress) {
        address.write { put($0) }
    }

    /// An octet of UTF-8, escaped where it is a control of ASCII, or ends a string of JSON.
    private mutating func putContent(_ octet: UInt8) {
        switch octet {
        case 0x20..<0x7F where form == .text || octet != UInt8(ascii: "\"") && octet != UInt8(ascii: "\\"),
            0x80...:
            put(octet)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            put(UInt8(ascii: "\\"))
            put(octet)
        case UInt8(ascii: "\n"): put("\\n")
        case UInt8(ascii: "\r"): put("\\r")
        case UInt8(ascii: "\t"): put("\\t")
        default: putEscape(octet)
        }
    }

    /// A control character by its number, as JSON has it.
    private mutating func putEscape(_ control: UInt8) {
        put("\\u00")
        for digit in [control >> 4, control & 0x0F] {
            put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
