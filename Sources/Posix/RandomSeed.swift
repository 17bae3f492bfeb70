import CPosix

/// Numbers nobody can guess.
package enum RandomSeed {
    package static func make() throws(SystemError) -> UInt64 {
        var seed: UInt64 = 0
        // Safe: getrandom writes as many octets as it is told, which are those of `seed`.
        _ = try unsafe checkedNegated(csd_random(&seed, MemoryLayout<UInt64>.size), "getrandom")
        return seed
    }
}
