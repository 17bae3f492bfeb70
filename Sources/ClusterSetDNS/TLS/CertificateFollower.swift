import Dispatch
import Logging
import Posix
import Transport

/// Keeps the certificate of one address as its files have it. What is broken changes nothing, and one line says so.
///
/// `@unchecked Sendable`: everything happens on the control queue, on which its sources call it too.
final class CertificateFollower: @unchecked Sendable {
    /// What may be a new certificate: files are written, or renamed, or links lead elsewhere.
    private static let events: Inotify.Events = [.closedAfterWriting, .movedIn, .created, .deleted]
    /// From the first thing that happens to a file to a look at all of them: a key follows its certificate.
    private static let delay = DispatchTimeInterval.milliseconds(500)
    /// From one look to the next where nothing is told: a file behind a link, or on another machine.
    private static let interval = DispatchTimeInterval.seconds(60)
    /// In nanoseconds: how long sessions are resumed by one secret.
    private static let secretLifetime: UInt64 = 24 * 3600 * 1_000_000_000

    /// What the address is listened on with.
    let identity: TLSIdentity
    private let queue: DispatchQueue
    private let logger = Logger(label: "plugin/tls")
    private var files: CertificateFiles?
    private var contextTime = MonotonicClock.now()
    /// What was wrong at the last look.
    private var failure: CertificateError?
    private var sources: [ReadySource] = []
    private var look: ReadySource?

    /// Begins with what `plan` has made of its files; without a plan there is no certificate.
    init(_ plan: TLSPlan?, on queue: DispatchQueue) {
        self.queue = queue
        identity = TLSIdentity(plan?.context)
        follow(plan?.files)
    }

    /// Goes on with another plan: that of a Corefile that was read again.
    func replace(with plan: TLSPlan?) {
        if plan?.context.configuration != identity.current?.configuration { begin(with: plan?.context) }
        failure = nil
        if files != plan?.files { follow(plan?.files) }
    }

    private func follow(_ files: CertificateFiles?) {
        self.files = files
        look = nil
        sources = []
        guard let files else { return }
        sources = [
            ReadySource.timer(after: Self.interval, repeats: true, on: queue) { [weak self] in self?.check() }
        ]
        guard let inotify = try? Inotify() else { return }
        for directory in files.directories { _ = try? inotify.watch(directory, Self.events) }
        let source = try? ReadySource.readable(inotify.descriptor, keeping: inotify, on: queue) {
            [weak self] in
            let news = try? inotify.drain()
            if news?.isEmpty == false { self?.lookSoon() }
        }
        if let source { sources.append(source) }
    }

    private func lookSoon() {
        guard look == nil else { return }
        look = ReadySource.timer(after: Self.delay, on: queue) { [weak self] in
            self?.look = nil
            self?.check()
        }
    }

    /// Reads the files again, and begins to use what is new.
    private func check() {
        guard let files else { return }
        do throws(CertificateError) {
            let configuration = try files.read()
            let isNew = configuration != identity.current?.configuration
            if isNew || MonotonicClock.now() - contextTime > Self.secretLifetime {
                begin(with: try files.context(of: configuration))
            }
            if isNew { logger.info("certificate reloaded", metadata: ["file": "\(files.certificate)"]) }
            failure = nil
        } catch {
            guard error != failure else { return }
            failure = error
            logger.error("certificate not reloaded", metadata: ["error": "\(error)"])
        }
    }

    private func begin(with context: TLSContext?) {
        identity.replace(with: context)
        contextTime = MonotonicClock.now()
    }
}
