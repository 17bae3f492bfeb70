extension String {
    /// The text as a log line can bear it: no control characters, at most 400 characters.
    var printable: String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars.prefix(400) {
            text.append(scalar.properties.generalCategory == .control ? "?" : scalar)
        }
        return String(text)
    }
}
