/// A moment of the years 1970 to 9999, as calendar and clock have it in UTC.
package struct UTCTime {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int
    package let hour: Int
    package let minute: Int
    /// 0 to 59: Unix time has no leap seconds.
    package let second: Int
    package let millisecond: Int

    /// The moment that is `seconds` after 1970; the nearest one where it is out of those years.
    package init(unixSeconds seconds: Double) {
        let milliseconds = Int(max(0, min(seconds, 253_402_300_799.999)) * 1000)
        let all = milliseconds / 1000
        // Years are counted from March on, so that the leap day is their last: 400 of them have 146,097 days.
        let days = all / 86_400 + 719_468
        let (era, day) = days.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = era * 400 + yearOfEra + (month < 3 ? 1 : 0)
        self.day = dayOfYear - (153 * shifted + 2) / 5 + 1
        hour = all / 3_600 % 24
        minute = all / 60 % 60
        second = all % 60
        millisecond = milliseconds % 1000
    }
}
