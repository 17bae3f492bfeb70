import Posix
import Testing

@Suite("Epoll")
struct EpollTests {
    @Test("A wake-up is an event with its token, as long as nobody has read it")
    func wakeUp() throws {
        let epoll = try Epoll()
        var events = Epoll.Events()
        let wakeUp = try WakeUp()
        try epoll.add(wakeUp.descriptor, token: 42)
        epoll.wait(into: &events, milliseconds: 0)
        #expect(events.count == 0)
        wakeUp.signal()
        wakeUp.signal()
        for _ in 0..<2 {
            epoll.wait(into: &events, milliseconds: nil)
            #expect(events.count == 1)
            let event = events[0]
            #expect(event.token == 42)
            #expect(event.isReadable && !event.isWritable)
        }
    }

    @Test("Interest can change, and ends with the descriptor")
    func interest() throws {
        let epoll = try Epoll()
        var events = Epoll.Events()
        do {
            let wakeUp = try WakeUp()
            try epoll.add(wakeUp.descriptor, token: 1, reading: false, writing: true)
            epoll.wait(into: &events, milliseconds: nil)
            #expect(events.count == 1)
            let event = events[0]
            #expect(event.isWritable)
            epoll.modify(wakeUp.descriptor, token: 1, reading: true, writing: false)
            epoll.wait(into: &events, milliseconds: 0)
            #expect(events.count == 0)
            wakeUp.signal()
        }
        epoll.wait(into: &events, milliseconds: 0)
        #expect(events.count == 0)
    }
}
