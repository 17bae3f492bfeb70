/// For how long a credential is kept once it is there.
struct CredentialLifetime: Hashable {
    /// The time of day is asked once, when the credential comes; from then on only time that passes counts.
    let nanoseconds: UInt64

    /// A tenth of its time before it expires, but at most a minute, another is asked for.
    ///
    /// One that has expired already is kept for 5 s: it may be our clock that is wrong, and a plugin is not to
    /// run for each request.
    init(until expiration: Int64, now: UInt32) {
        // A hundred years are enough, and 64 bits of nanoseconds hold five times as many.
        let left = min(max(expiration, 0), 1 << 40) - Int64(now)
        let kept = min(left - min(left / 10, 60), 100 * 366 * 86_400)
        nanoseconds = UInt64(max(kept, 5)) * 1_000_000_000
    }
}
