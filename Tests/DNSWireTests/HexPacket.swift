import Glibc
import Testing

/// A message kept as hexadecimal in Tests/Packets; what follows `#` on a line is for people.
struct HexPacket: CustomTestStringConvertible {
    let name: String
    let octets: [UInt8]

    /// The packet of the file `name`.hex.
    init(_ name: String) throws {
        self.name = name
        octets = try HexPacket.octets(of: HexPacket.text(of: "\(HexPacket.folder)/\(name).hex"))
    }

    var testDescription: String { name }

    /// The names of all packets, in order.
    static func names() throws -> [String] {
        guard let directory = unsafe opendir(folder) else { throw Unreadable(path: folder) }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".hex") { names.append(String(name.dropLast(4))) }
        }
        return names.sorted()
    }

    struct Unreadable: Error {
        let path: String
    }

    struct NotHexadecimal: Error {
        let word: String
    }

    /// Tests/Packets, found from where this file stands.
    private static let folder =
        String(#filePath.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" }) + "/Packets"

    private static func text(of path: String) throws -> String {
        guard let file = unsafe fopen(path, "r") else { throw Unreadable(path: path) }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe fgetc(file), octet != EOF { octets.append(UInt8(octet)) }
        return String(decoding: octets, as: UTF8.self)
    }

    private static func octets(of text: String) throws -> [UInt8] {
        try text.split(separator: "\n").flatMap { line in
            try line.prefix { $0 != "#" }.split(separator: " ").map { word in
                guard word.utf8.count == 2, let octet = UInt8(word, radix: 16) else {
                    throw NotHexadecimal(word: String(word))
                }
                return octet
            }
        }
    }
}
