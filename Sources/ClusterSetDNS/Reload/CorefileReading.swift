import Corefile
import Transport

/// The Corefile as it was at one time.
struct CorefileReading: Sendable {
    /// What it said, or why that could not be made out.
    let document: Result<Document, CorefileError>
    /// The folders of the file and of all that it imports, or tried to: what changes it happens there.
    let folders: Set<String>

    /// The same for all files that mean the same; nil when it could not be made out.
    var canonicalText: String? { try? document.get().canonicalText }

    /// The SHA-512 digest of its meaning.
    var digest: String? { canonicalText.flatMap { SHA512.digits(of: Array($0.utf8)) } }
}
