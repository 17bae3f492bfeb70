/// What a reflector goes by; times in nanoseconds.
struct ReflectorTimings {
    /// How long a watch is asked for. Short: the end of a watch is the sign that there still was one, and before it the API
    /// server tells its resource version, so that the next one resumes there.
    var watch: UInt64 = 20_000_000_000
    /// How much later than that the end may come, before the watch counts as stalled.
    var grace: UInt64 = 5_000_000_000
    /// How long nothing may come of a list.
    var silence: UInt64 = 15_000_000_000
    /// How long the events of watches are trusted before everything is listed anew: heals what nobody can notice, such as a
    /// database that was put back to a backup and has caught up since. Half of it is random.
    var trust: UInt64 = 1_800_000_000_000
    /// How many objects a page of a list has.
    var pageSize = 500
}
