/// Why octets are not the JSON document that their reader expects.
///
/// The place is a path, as in `spec.ports[0].port: expected a number from 1 to 65535`. What is no JSON at all has none:
/// simdjson does not say where a document stops being JSON.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
