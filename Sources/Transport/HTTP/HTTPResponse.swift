/// What a client of an `HTTPServer` gets.
package struct HTTPResponse: Hashable, Sendable {
    package var status: Int
    package var contentType = "text/plain; charset=utf-8"
    package var body: String

    package init(status: Int, contentType: String = "text/plain; charset=utf-8", body: String) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// 200, OK.
    package static let ok = HTTPResponse(status: 200, body: "OK")
    /// 404, in Go's words.
    package static let notFound = HTTPResponse(status: 404, body: "404 page not found\n")
}
