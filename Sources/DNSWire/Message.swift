/// A whole message as a value.
public struct Message: Hashable, Sendable {
    /// What tells the responses to one client's queries apart.
    public var id: UInt16
    /// What kind of query this is or answers.
    public var opcode: Opcode
    /// The single bits of the header.
    public var flags: Header.Flags
    /// The question section.
    public var questions: [Question]
    /// The answer section.
    public var answer: [ResourceRecord]
    /// The authority section.
    public var authority: [ResourceRecord]
    /// The additional section, with the OPT record if there is one.
    public var additional: [ResourceRecord]
    /// The RCODE's lower four bits.
    private var headerRCode: RCode

    /// The parts of a message, in their order.
    public enum Section: Int, Comparable, Sendable {
        /// What is asked.
        case question
        /// What was asked for.
        case answer
        /// Who answers for the zone.
        case authority
        /// What may help.
        case additional

        /// Whether `left` stands before `right` in a message.
        public static func < (left: Section, right: Section) -> Bool { left.rawValue < right.rawValue }
    }

    /// A message without records.
    public init(id: UInt16, opcode: Opcode = .query, flags: Header.Flags = [], questions: [Question] = []) {
        self.init(header: Header(id: id, opcode: opcode, flags: flags))
        self.questions = questions
    }

    /// A message of that header without questions and records, whatever it counts.
    init(header: Header) {
        id = header.id
        opcode = header.opcode
        flags = header.flags
        headerRCode = header.rcode
        questions = []
        answer = []
        authority = []
        additional = []
    }

    /// The header that this message is written with.
    public var header: Header {
        Header(
            id: id, opcode: opcode, flags: flags, rcode: headerRCode,
            questionCount: UInt16(clamping: questions.count), answerCount: UInt16(clamping: answer.count),
            authorityCount: UInt16(clamping: authority.count),
            additionalCount: UInt16(clamping: additional.count)
        )
    }

    /// How the query went, all twelve bits. Without EDNS only the lower four can be set.
    public var rcode: RCode {
        get { RCode(rawValue: UInt16(edns?.upperRCode ?? 0) << 4 | headerRCode.rawValue) }
        set {
            headerRCode = RCode(rawValue: newValue.rawValue & 0x0F)
            edns?.upperRCode = UInt8(truncatingIfNeeded: newValue.rawValue >> 4)
        }
    }

    /// What the first OPT record says; nil when there is none. Setting it replaces that record or adds one at the end.
    public var edns: EDNS? {
        get { additional.firstIndex { $0.type == .opt }.flatMap { EDNS(additional[$0]) } }
        set {
            let index = additional.firstIndex { $0.type == .opt }
            switch (index, newValue) {
            case (let index?, let edns?): additional[index] = edns.record
            case (let index?, nil): additional.remove(at: index)
            case (nil, let edns?): additional.append(edns.record)
            case (nil, nil): break
            }
        }
    }
}
