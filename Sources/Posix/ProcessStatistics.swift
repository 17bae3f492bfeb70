import Glibc

/// What this process has used of the machine up to now.
package struct ProcessStatistics: Sendable {
    /// Seconds of processor time, in user and kernel mode.
    package let processorSeconds: Double
    /// Octets of physical and of virtual memory; nil where /proc is not there, as below.
    package let residentOctets: Double?
    package let virtualOctets: Double?
    package let openDescriptors: Double?
    /// When the process began, in seconds since 1970.
    package let startTime: Double?

    package init() {
        var usage = rusage()
        // Safe: getrusage writes one `rusage`.
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        processorSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        let pages = Self.numbers(in: Self.text(of: "/proc/self/statm")[...])
        let page = Double(sysconf(CInt(_SC_PAGESIZE)))
        virtualOctets = pages.first.map { $0 * page }
        residentOctets = pages.dropFirst().first.map { $0 * page }
        // The descriptor that reads the folder is among them, and so are `.` and `..`.
        openDescriptors = (try? DirectoryListing.names(in: "/proc/self/fd")).map { Double($0.count - 3) }
        startTime = Self.startTime
    }

    /// The twentieth number behind the command's name is the start, in ticks since the machine's.
    private static let startTime: Double? = {
        let text = Self.text(of: "/proc/self/stat")
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        let bootLine = Self.text(of: "/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard fields.count > 19, let ticks = Double(fields[19]), let bootLine,
            let boot = numbers(in: bootLine.dropFirst(6)).first
        else { return nil }
        return boot + ticks / Double(sysconf(CInt(_SC_CLK_TCK)))
    }()

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    private static func text(of path: String) -> String {
        let octets = try? RegularFile.read(path, atMost: 1 << 20)
        return String(decoding: octets ?? [], as: UTF8.self)
    }

    private static func numbers(in text: Substring) -> [Double] {
        text.split { $0 == " " || $0 == "\n" }.compactMap { Double($0) }
    }
}
