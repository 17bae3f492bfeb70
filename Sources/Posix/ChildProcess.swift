import CPosix
package import Dispatch
import Glibc

/// Another program, run for what it writes. Belongs to the queue it was started on.
///
/// It has a process group of its own, reads nothing (`/dev/null`), and gets our environment but none of our
/// descriptors, ignored signals or signal masks. It outlives its owner, but never its deadline.
// Unchecked: `start` checks that it runs on the queue, and everything else runs there after it.
package final class ChildProcess: @unchecked Sendable {
    /// What to run.
    package struct Command: Sendable {
        /// A path, or, without a slash, a name that is looked for in `PATH`.
        package var program: String
        package var arguments: [String] = []
        /// What to add to our environment, or to replace in it.
        package var environment: [String: String] = [:]
        /// After this the whole process group is killed.
        package var deadline: DispatchTimeInterval = .seconds(30)
        /// The most octets its output may have.
        package var mostOutput = 1 << 20

        package init(program: String) { self.program = program }
    }

    /// What became of it.
    package struct Outcome: Hashable, Sendable {
        package enum End: Hashable, Sendable {
            case exited(status: CInt)
            case killed(signal: CInt)
            /// It was killed because its deadline had passed.
            case tooSlow
            /// It was killed because it wrote more than it may.
            case tooMuchOutput
        }

        package var end: End
        package var output: [UInt8]
        /// The last 4 KiB of its error output.
        package var errors: String
    }

    /// How much of the error output is kept, in octets.
    private static let keptErrors = 4 << 10
    /// After so many reads others have their turn: 1 MiB, which is also the most that a pipe may hold.
    private static let readsAtOnce = 64

    private let number: CInt
    /// A pidfd: readable from the child's end on.
    private let exit: FileDescriptor
    private let mostOutput: Int
    private var output: PipeContent
    private var errors: PipeContent
    /// Nil once it was called.
    private var done: (@Sendable (Outcome) -> Void)?
    private var isReaped = false
    /// What keeps this object: without it, it goes.
    private var exitSource: ReadySource?
    private var outputSource: ReadySource?
    private var errorSource: ReadySource?
    private var deadline: ReadySource?

    /// Starts a program; `done` is called once on `queue`, never from within this call.
    ///
    /// Throws when there is no such program, or no room for another process.
    package static func start(
        _ command: Command, on queue: DispatchQueue, _ done: @escaping @Sendable (Outcome) -> Void
    ) throws(SystemError) -> ChildProcess {
        dispatchPrecondition(condition: .onQueue(queue))
        let child = try ChildProcess(command, done)
        do throws(SystemError) {
            try child.follow(on: queue, deadline: command.deadline)
        } catch {
            child.cancel()
            _ = csd_reap(child.number, true)
            child.isReaped = true
            child.exitSource = nil
            throw error
        }
        return child
    }

    private init(_ command: Command, _ done: @escaping @Sendable (Outcome) -> Void) throws(SystemError) {
        let output = try Pipe()
        let errors = try Pipe()
        number = try command.spawn(output: output.writing, errors: errors.writing)
        do throws(SystemError) {
            exit = FileDescriptor(owning: try checkedNegated(csd_pidfd_open(number), "pidfd_open"))
        } catch {
            csd_kill_group(number)
            _ = csd_reap(number, true)
            throw error
        }
        // The child alone shall hold the writing ends, or their end would never be seen.
        self.output = PipeContent(of: output.intoReading())
        self.errors = PipeContent(of: errors.intoReading())
        self.mostOutput = command.mostOutput
        self.done = done
    }

    /// Kills it and everything in its group; `done` is not called any more.
    package func cancel() {
        done = nil
        kill()
    }

    private func follow(on queue: DispatchQueue, deadline: DispatchTimeInterval) throws(SystemError) {
        exitSource = try .readable(exit, keeping: self, on: queue) { self.reap() }
        outputSource = try .readable(output.descriptor, keeping: self, on: queue) { self.takeOutput() }
        errorSource = try .readable(errors.descriptor, keeping: self, on: queue) { self.takeErrors() }
        self.deadline = .timer(after: deadline, on: queue) { [weak self] in self?.giveUp(.tooSlow) }
    }

    private func takeOutput() {
        for _ in 0..<ChildProcess.readsAtOnce {
            switch output.take() {
            case .octets:
                guard output.octets.count <= mostOutput else { return giveUp(.tooMuchOutput) }
            case .nothing: return
            case .end:
                outputSource = nil
                return
            }
        }
    }

    private func takeErrors() {
        for _ in 0..<ChildProcess.readsAtOnce {
            switch errors.take() {
            case .octets: errors.keepLast(ChildProcess.keptErrors)
            case .nothing: return
            case .end:
                errorSource = nil
                return
            }
        }
    }

    /// Tells how it ended, and that it did not do so by itself.
    private func giveUp(_ end: Outcome.End) {
        kill()
        finish(end)
    }

    private func kill() {
        // Until it is reaped nobody else can have its number.
        if !isReaped { csd_kill_group(number) }
        outputSource = nil
        errorSource = nil
        deadline = nil
    }

    private func reap() {
        let end = csd_reap(number, false)
        guard end.ended else { return }
        isReaped = true
        // What it has written is there, although others may still hold the pipes open.
        if done != nil {
            takeErrors()
            takeOutput()
        }
        finish(end.killed ? .killed(signal: end.number) : .exited(status: end.number))
        exitSource = nil
        outputSource = nil
        errorSource = nil
        deadline = nil
    }

    private func finish(_ end: Outcome.End) {
        guard let done else { return }
        self.done = nil
        done(Outcome(end: end, output: output.octets, errors: String(decoding: errors.octets, as: UTF8.self)))
    }
}

extension ChildProcess.Command {
    /// Starts it and returns its number.
    fileprivate func spawn(
        output: borrowing FileDescriptor, errors: borrowing FileDescriptor
    ) throws(SystemError) -> CInt {
        let additions = environment.map { name, value in "\(name)=\(value)" }
        var octets: [UInt8] = []
        for text in [program] + arguments + additions {
            guard !text.utf8.contains(0) else {
                throw SystemError("posix_spawn", code: EINVAL, subject: program)
            }
            octets += text.utf8
            octets.append(0)
        }
        // Safe: the function reads as many strings as it is told, each of which has its zero octet in the array.
        let result = unsafe octets.withUnsafeBytes { strings in
            unsafe csd_spawn(
                strings.assumingMemoryBound(to: CChar.self).baseAddress, 1 + arguments.count, additions.count,
                output.number, errors.number)
        }
        return try checkedNegated(result, "posix_spawn", program)
    }
}
