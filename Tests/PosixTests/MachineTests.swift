import Posix
import Testing

@Suite("The machine")
struct MachineTests {
    @Test("Time moves forward")
    func clock() {
        let before = MonotonicClock.now()
        while MonotonicClock.now() == before {}
        #expect(MonotonicClock.now() > before)
    }

    @Test("Two seeds differ")
    func seeds() throws {
        #expect(try RandomSeed.make() != RandomSeed.make())
    }

    @Test("The loopback interface has 127.0.0.1")
    func interfaces() throws {
        let interfaces = try InterfaceAddresses()
        let loopback = try #require(SocketAddress("127.0.0.1", port: 0))
        #expect(interfaces["lo"].contains(loopback))
        #expect(interfaces["no-such"].isEmpty)
        #expect(interfaces.entries.first { $0.address == loopback }?.isLoopback == true)
    }

    @Test("Some descriptors may be open")
    func descriptorLimit() {
        DescriptorLimit.raise()
        #expect(DescriptorLimit.current > 64)
    }
}
