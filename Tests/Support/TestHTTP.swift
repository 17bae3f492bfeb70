package import Dispatch
package import Feeds
package import Testing

/// A client on a queue of its own.
package final class TestHTTP: Sendable {
    package let queue = DispatchQueue(label: "control")
    private let client: HTTPClient

    package init() throws { client = try HTTPClient(queue: queue) }

    package func start(_ request: HTTPRequest, _ response: Response) -> HTTPExchange {
        queue.sync { startHere(request, response) }
    }

    /// The same, from the queue.
    package func startHere(_ request: HTTPRequest, _ response: Response) -> HTTPExchange {
        client.start(request, response)
    }

    /// What comes of a request, once its exchange has ended.
    package func response(
        to request: HTTPRequest, _ location: SourceLocation = #_sourceLocation
    ) -> Response.Known {
        let response = Response()
        let exchange = start(request, response)
        return withExtendedLifetime(exchange) { response.waitsForEnd(location) }
    }
}

extension HTTPRequest {
    /// A request past any proxy that the environment names.
    package static func to(_ url: String) -> HTTPRequest {
        var request = HTTPRequest(url: url)
        request.proxy = ""
        return request
    }
}
