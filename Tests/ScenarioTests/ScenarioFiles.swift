import Glibc
import Testing

/// The files of Tests/Scenarios.
enum ScenarioFiles {
    /// Beside the folder that this file lies in.
    private static let root =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        + "/Scenarios"

    /// Every scenario, by group and name.
    static let all = entries(of: root).flatMap { group in
        entries(of: "\(root)/\(group)").filter { $0.hasSuffix(".scenario") }.map { file in
            ScenarioFile(
                name: "\(group)/\(file.dropLast(".scenario".count))",
                text: contents(of: "\(root)/\(group)/\(file)"))
        }
    }

    /// The names in a folder, in order; none when it is no folder.
    private static func entries(of path: String) -> [String] {
        // Safe: `stream` is open from here to its `closedir`, and each entry is copied before the next is read.
        guard let stream = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { octets in
                unsafe String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func contents(of path: String) -> String {
        // Safe: the path outlives the call, and `read` writes no more octets than the array has.
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return String(decoding: octets, as: UTF8.self) }
            octets += chunk[..<count]
        }
    }
}

/// One scenario as it lies on the disk.
struct ScenarioFile: CustomTestStringConvertible {
    /// Group and name, without the ending.
    let name: String
    let text: String

    var testDescription: String { name }
}
