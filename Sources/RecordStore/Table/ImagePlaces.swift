/// Where the images of one owner go in its block: each distinct one once.
struct ImagePlaces {
    private(set) var distinct: [(image: AnswerImage, offset: Int)] = []
    /// The offset behind the last image, a multiple of 4.
    private(set) var end: Int
    /// The same by image, once a walk along `distinct` would be long.
    private var offsets: [AnswerImage: Int] = [:]
    private static let few = 8

    /// No images yet; the first will begin at `offset`, a multiple of 4.
    init(from offset: Int) { end = offset }

    /// The offset of `image`.
    mutating func place(_ image: AnswerImage) -> Int {
        if let known = known(image) { return known }
        let offset = end
        distinct.append((image, offset))
        end += image.storage.count.rounded(up: 4)
        if distinct.count > Self.few { offsets[image] = offset }
        return offset
    }

    private func known(_ image: AnswerImage) -> Int? {
        for index in 0..<min(distinct.count, Self.few) where distinct[index].image == image {
            return distinct[index].offset
        }
        return distinct.count > Self.few ? offsets[image] : nil
    }
}
