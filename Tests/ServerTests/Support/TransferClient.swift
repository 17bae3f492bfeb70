import DNSWire
import Posix
import TestSupport

extension RunningServer {
    /// What a query for a whole zone is answered with, message by message. With `serial` it is IXFR, of a client that has that.
    func transfer(
        _ zone: String = "clusterset.local.", serial: UInt32? = nil, edns: EDNS? = nil
    ) throws -> [Message] {
        let name = Name(zone) ?? .root
        var query = Message(
            id: 0, flags: [.rd], questions: [Question(name, serial == nil ? .axfr : .ixfr)])
        query.edns = edns
        if let serial {
            let soa = RData.SOA(
                mname: name, rname: name, serial: serial, refresh: 0, retry: 0, expire: 0, minimum: 0)
            query.authority = [ResourceRecord(name, ttl: TTL(rawValue: 0), .soa(soa))]
        }
        var client = try TestClient(.stream, to: address)
        client.send(query)
        return client.transfer()
    }

    /// The serial that a query for the SOA gets.
    func serial() throws -> UInt32? {
        guard case .soa(let soa)? = try ask("clusterset.local.", .soa)?.answer.first?.rdata else {
            return nil
        }
        return soa.serial
    }
}
