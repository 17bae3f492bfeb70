import Corefile

@testable import ClusterSetDNS

/// The plan of a Corefile, and what is wrong with it, on a machine that has no other files.
func plan(_ text: String, port: UInt16 = 53) -> (plan: ServerPlan, errors: [CorefileError]) {
    do throws(CorefileError) {
        let document = try Document(parsing: Array(text.utf8), file: "Corefile", in: .empty)
        return ServerPlan.make(from: document, port: port)
    } catch {
        return (ServerPlan(), [error])
    }
}

/// The texts of all that is wrong with a Corefile.
func errors(of text: String) -> [String] { plan(text).errors.map(\.description) }
