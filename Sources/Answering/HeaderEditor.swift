package import RecordStore

/// Has another responder answer, and edits the header of what it answers.
///
/// A responder around a responder, so that a block without edits has nothing of it on its path.
package final class HeaderEditor: Responder {
    private let edit: HeaderEdit
    private let responder: any Responder

    package init(_ edit: HeaderEdit, of responder: any Responder) {
        self.edit = edit
        self.responder = responder
    }

    package var asksWho: Bool { responder.asksWho }

    package func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        let outcome = responder.respond(to: query, in: section, into: &response)
        if outcome == .answered { response.apply(edit) }
        return outcome
    }
}
