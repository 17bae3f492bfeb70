/// Guesses which word was meant.
enum NearestWord {
    /// The first of the words that are fewest changes away from `text`; nil if that is more than two.
    static func find(_ text: String, in words: [String]) -> String? {
        let text = Array(text.utf8)
        var nearest: (word: String, distance: Int)?
        for word in words where abs(word.utf8.count - text.count) <= 2 {
            let distance = distance(from: text, to: Array(word.utf8))
            if distance <= min(2, text.count / 2), distance < nearest?.distance ?? .max {
                nearest = (word, distance)
            }
        }
        return nearest?.word
    }

    /// How many octets must be inserted, removed or replaced (Levenshtein's distance).
    private static func distance(from text: [UInt8], to word: [UInt8]) -> Int {
        var row = Array(0...word.count)
        for (i, octet) in text.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in word.enumerated() {
                let changed = diagonal + (octet == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
            }
        }
        return row[word.count]
    }
}
