/// A first idea of missing pixels: each as the mean of its four neighbours, found by repetition from the edges inward.
enum HarmonicFill {
    /// - Parameters:
    ///   - plane: the values of one channel, row by row.
    ///   - rounds: of repetition once all are filled.
    static func fill(_ plane: inout [Float], _ mask: PictureMask, rounds: Int = 24) {
        let (width, height) = (mask.width, mask.height)
        var open = mask.isMissing.indices.filter { mask.isMissing[$0] }
        let missing = open
        var isSet = mask.isMissing.map { !$0 }
        while !open.isEmpty {
            var filled: [(Int, Float)] = []
            var rest: [Int] = []
            for index in open {
                var sum: Float = 0
                var count: Float = 0
                for neighbour in neighbours(index, width, height) where isSet[neighbour] {
                    sum += plane[neighbour]
                    count += 1
                }
                if count > 0 { filled.append((index, sum / count)) } else { rest.append(index) }
            }
            // Nothing at all is known.
            guard !filled.isEmpty else { break }
            for (index, value) in filled {
                plane[index] = value
                isSet[index] = true
            }
            open = rest
        }
        for _ in 0..<rounds {
            for index in missing {
                var sum: Float = 0
                var count: Float = 0
                for neighbour in neighbours(index, width, height) {
                    sum += plane[neighbour]
                    count += 1
                }
                if count > 0 { plane[index] = sum / count }
            }
        }
    }

    private static func neighbours(_ index: Int, _ width: Int, _ height: Int) -> [Int] {
        let x = index % width
        var result: [Int] = []
        if x > 0 { result.append(index - 1) }
        if x < width - 1 { result.append(index + 1) }
        if index >= width { result.append(index - width) }
        if index < width * (height - 1) { result.append(index + width) }
        return result
    }
}
