import DNSWire
package import RecordStore

/// One server block: the zones it answers for, and its chain, resolved to what is done for each query.
package final class ServerBlock: Sendable {
    /// How the responses of a block are composed.
    package struct Style: BitwiseCopyable, Sendable {
        /// Addresses are turned, so that each of a set stands first as often as the others (`loadbalance`).
        package var rotates = false
        /// Positive answers are sent without authority and additional section (`minimal`).
        package var isMinimal = false
        /// Responses that bring nothing say why, to clients with EDNS (`ede`).
        package var explains = true
        /// The most octets of a UDP response to a client with EDNS (`bufsize`): 512 to 4,096.
        package var payloadLimit: UInt16 = 1232
        package init() {}
    }

    /// What a server block consists of.
    package struct Chain: Sendable {
        package var style = Style()
        /// Whoever answers, in order.
        package var responders: [any Responder] = []
        /// Under which number each of them is counted as the author of a response: 1 to 7, or 0 where nobody asks.
        package var authors: [UInt8] = []
        /// What orders the addresses of positive answers after any rotation; nil leaves them as they are.
        package var addressOrder: (any AddressOrder)?
        /// Whether a responder of the chain answers for class CH.
        package var answersChaos = false
        /// Whether any directive of the block handles queries at all: a block that has none refuses.
        package var handlesQueries = true
        /// Whoever gives zones away; nil when the block has nobody who does.
        package var transfers: (any TransferResponder)?
        /// How many of the responders are asked about a transfer before it is granted: the first ones.
        package var gatekeepers = 0
        /// The store that a batch of lookups is staged for: that of the first responder that has one.
        package var stagedStore: Store?
        /// The octets of the NSID option; empty when the block does not tell.
        package var nsid: [UInt8] = []
        /// Whoever is told of queries and responses.
        package var observers: [any QueryObserver] = []
        package init() {}

        /// Orders the addresses of a composed answer, if anything does.
        func rearrangeAddresses(of query: borrowing Query, turn: UInt32, in response: inout ResponseWriter) {
            guard let addressOrder else { return }
            response.rearrangeAddresses(by: addressOrder, for: query, random: turn)
        }

        /// The response to what nobody in the chain answers.
        func fail(_ response: inout ResponseWriter) {
            response.fail(handlesQueries ? .servfail : .refused)
            if handlesQueries {
                response.explain(.other, text: "nothing in this server block answers for the name")
            } else {
                response.explain(.prohibited, text: "this server block answers nothing")
            }
        }

        /// Appends the OPT record, with the NSID option if the query asks for it and the block tells.
        func finishOPT(_ query: borrowing Query, in response: inout ResponseWriter) {
            // An array whose span is asked for is retained: few queries want to know who answers.
            guard query.outline.wantsNSID else {
                return response.finishOPT(
                    .noerror, wantsDNSSEC: query.outline.wantsDNSSEC, nsid: Span())
            }
            response.finishOPT(.noerror, wantsDNSSEC: query.outline.wantsDNSSEC, nsid: nsid.span)
        }
    }

    private let chain: Chain
    private let links: Link?
    /// Those of the links that are asked about a transfer.
    private let gates: Link?
    private let stagedStore: Store?

    package init(_ chain: Chain) {
        self.chain = chain
        stagedStore = chain.stagedStore
        links = Self.links(chain, chain.responders.count)
        gates = Self.links(chain, min(chain.gatekeepers, chain.responders.count))
    }

    /// A list of the first `count` responders.
    private static func links(_ chain: Chain, _ count: Int) -> Link? {
        (0..<count).reversed().reduce(nil) { next, index in
            Link(
                chain.responders[index], author: index < chain.authors.count ? chain.authors[index] : 0,
                next: next)
        }
    }

    /// Whether anybody in it gives zones away.
    var transfers: Bool { chain.transfers != nil }
    var answersChaos: Bool { chain.answersChaos }
    /// Whether anything looks at the client's address.
    var asksWho: Bool {
        isObserved || chain.addressOrder != nil || chain.responders.contains { $0.asksWho }
    }
    /// Whether its responses say why they bring nothing.
    var explains: Bool { chain.style.explains }
    var isObserved: Bool { !chain.observers.isEmpty }

    /// Whether lookups are worth staging: below some thousand owners the table is in the processor's cache anyway.
    var isLarge: Bool { (stagedStore?.count ?? 0) > 4096 }

    func touch(_ hash: UInt64, _ stage: LookupStage, in section: borrowing ReadSection) {
        stagedStore?.touch(hash, stage, in: section)
    }

    /// Composes the response to `query`; `turn` is where a rotation begins, as a fraction of 2^32.
    @inline(__always)
    func answer(
        _ query: borrowing Query, turn: UInt32, in section: borrowing ReadSection,
        into response: inout ResponseWriter
    ) {
        let nsid = query.outline.wantsNSID ? chain.nsid.count : 0
        let limit = query.sizeLimit(payloadLimit: Int(chain.style.payloadLimit))
        response.begin(query, limit: limit, style: chain.style, turn: turn, nsidCount: nsid)
        if !(links?.answer(query, in: section, into: &response) ?? false) { chain.fail(&response) }
        chain.rearrangeAddresses(of: query, turn: turn, in: &response)
        if query.outline.hasOPT { chain.finishOPT(query, in: &response) }
    }

    /// Answers a query for AXFR or IXFR: by a series of messages, or by `response` alone.
    func transfer(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> (any MessageSeries)? {
        let nsid = query.outline.wantsNSID ? chain.nsid.count : 0
        let limit = query.sizeLimit(payloadLimit: Int(chain.style.payloadLimit))
        response.begin(query, limit: limit, style: chain.style, nsidCount: nsid)
        var series: (any MessageSeries)?
        if !(gates?.answer(query, in: section, into: &response) ?? false) {
            series = chain.transfers?.transfer(query, in: section, into: &response)
        }
        if query.outline.hasOPT { chain.finishOPT(query, in: &response) }
        return series
    }

    func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double) {
        for observer in chain.observers { observer.observe(query, response: response, seconds: seconds) }
    }
}

/// A responder and those that are asked after it: a list, because an array retains what it hands out.
private final class Link: Sendable {
    private let responder: any Responder
    private let author: UInt8
    private let next: Link?

    init(_ responder: any Responder, author: UInt8, next: Link?) {
        self.responder = responder
        self.author = author
        self.next = next
    }

    /// Asks each responder in turn; false when all of them decline.
    @inline(__always)
    func answer(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Bool {
        if responder.respond(to: query, in: section, into: &response) == .answered {
            response.author = author
            return true
        }
        return askNext(query, in: section, into: &response)
    }

    /// Apart, so that the first of a chain, which answers most queries, is asked without a call.
    private func askNext(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Bool {
        next?.answer(query, in: section, into: &response) ?? false
    }
}

extension Store {
    /// Loads what a lookup will look at. (A method, because a store that is unwrapped first is retained.)
    fileprivate func touch(_ hash: UInt64, _ stage: LookupStage, in section: borrowing ReadSection) {
        switch stage {
        case .home: _ = section.touchHome(hash, in: self)
        case .owner: _ = section.touchOwner(hash, in: self)
        case .contents: _ = section.touchContents(hash, in: self)
        }
    }
}
