import Glibc
import Posix
import Testing

@Suite("What the process uses of the machine")
struct ProcessStatisticsTests {
    @Test("Memory, descriptors and processor time are what the kernel says, more or less")
    func values() throws {
        let process = ProcessStatistics()
        #expect(process.processorSeconds > 0)
        let resident = try #require(process.residentOctets)
        #expect(resident > 1_000_000)
        #expect(try #require(process.virtualOctets) >= resident)
        #expect(try #require(process.openDescriptors) >= 3)
        let age = Double(time(nil)) - (try #require(process.startTime))
        #expect(age > -2 && age < 86_400)
    }

    @Test("A descriptor more is counted")
    func descriptors() throws {
        // Other tests open and close some meanwhile: four hundred stand out.
        DescriptorLimit.raise()
        let before = try #require(ProcessStatistics().openDescriptors)
        let opened = (0..<400).map { _ in dup(1) }
        let after = try #require(ProcessStatistics().openDescriptors)
        for number in opened { close(number) }
        #expect(after > before + 200)
    }
}
