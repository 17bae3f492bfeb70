/// What a scenario file says, step by step (Tests/Scenarios/README.md).
struct Scenario {
    enum Step {
        case given(file: String, manifest: String)
        case remove(file: String)
        case ask(Question, Expectation)
    }

    /// What is wrong with a scenario file, and where.
    struct Mistake: Error, CustomStringConvertible {
        let line: Int
        let message: String
        var description: String { "line \(line): \(message)" }
    }

    /// The lines under `options`, word by word.
    private(set) var options: [[Substring]] = []
    private(set) var isSynced = true
    private(set) var steps: [Step] = []

    init(_ text: String) throws(Mistake) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var index = 0
        while index < lines.count {
            let head = lines[index]
            let number = index + 1
            index += 1
            guard !head.isEmpty, !head.hasPrefix("#") else { continue }
            let start = index
            while index < lines.count, lines[index].isEmpty || lines[index].hasPrefix(" ") { index += 1 }
            try add(head.words, body: Array(lines[start..<index]), line: number)
        }
    }

    private mutating func add(_ head: [Substring], body: [Substring], line: Int) throws(Mistake) {
        let arguments = Array(head.dropFirst())
        switch head.first {
        case "options":
            options = body.map(\.words).filter { !$0.isEmpty }
        case "unsynced":
            isSynced = false
        case "given":
            let manifest = body.map { $0.dropFirst(4) }.joined(separator: "\n")
            steps.append(.given(file: String(arguments.first ?? "manifest.yaml"), manifest: manifest))
        case "remove" where arguments.count == 1:
            steps.append(.remove(file: String(arguments[0])))
        case "ask":
            guard let question = Question(arguments) else {
                throw Mistake(line: line, message: "not a question: \(head.joined(separator: " "))")
            }
            guard let expectation = Expectation(body.map(\.words).filter { !$0.isEmpty }) else {
                throw Mistake(line: line, message: "not an expectation")
            }
            steps.append(.ask(question, expectation))
        default:
            throw Mistake(line: line, message: "not a step: \(head.joined(separator: " "))")
        }
    }
}

extension Substring {
    /// The words between blanks.
    fileprivate var words: [Substring] { split(separator: " ") }
}
