/// The damage that repair is measured by, made from random numbers.
package enum EvaluationMasks {
    /// What is done to a picture.
    package enum Damage: String, Sendable, CaseIterable {
        /// Twelve straight lines from anywhere to anywhere, 1, 2 or 3 pixels wide.
        case scratches
        /// Squares of 8 by 8, apart from each other, 1 in 24 pixels together.
        case holes8 = "holes-8x8"
        /// Squares of 16 by 16, likewise.
        case holes16 = "holes-16x16"
        /// Each pixel with a probability of one half.
        case half
    }

    /// - Parameter random: a number below the one given.
    package static func mask(
        _ damage: Damage, width: Int, height: Int, random: (Int) -> Int
    ) -> PictureMask {
        var mask = PictureMask(
            width: width, height: height, isMissing: [Bool](repeating: false, count: width * height))
        switch damage {
        case .scratches:
            for index in 0..<12 {
                let ends = (0..<2).map { _ in (x: random(width), y: random(height)) }
                scratch(&mask, from: ends[0], to: ends[1], breadth: index % 3 + 1)
            }
        case .holes8: holes(&mask, side: 8, random: random)
        case .holes16: holes(&mask, side: 16, random: random)
        case .half:
            for index in mask.isMissing.indices { mask.isMissing[index] = random(2) == 1 }
        }
        return mask
    }

    private static func scratch(
        _ mask: inout PictureMask, from start: (x: Int, y: Int), to end: (x: Int, y: Int), breadth: Int
    ) {
        let steps = max(abs(end.x - start.x), abs(end.y - start.y), 1)
        let isFlat = abs(end.x - start.x) >= abs(end.y - start.y)
        for step in 0...steps {
            let x = start.x + ((end.x - start.x) * step + steps / 2) / steps
            let y = start.y + ((end.y - start.y) * step + steps / 2) / steps
            for across in 0..<breadth {
                let (column, row) = isFlat ? (x, y + across) : (x + across, y)
                guard (0..<mask.width).contains(column), (0..<mask.height).contains(row) else { continue }
                mask.isMissing[row * mask.width + column] = true
            }
        }
    }

    private static func holes(_ mask: inout PictureMask, side: Int, random: (Int) -> Int) {
        // Whole cells of three sides by three, one hole in each of some: never nearer than they are wide to the border.
        let cell = 3 * side
        let columns = mask.width / cell
        let rows = mask.height / cell
        for row in 0..<rows {
            for column in 0..<columns where random(8) < 3 {
                let left = column * cell + side / 2 + random(side + 1)
                let top = row * cell + side / 2 + random(side + 1)
                for y in top..<top + side {
                    for x in left..<left + side { mask.isMissing[y * mask.width + x] = true }
                }
            }
        }
    }

    /// Gaps of a sound: `count` of them, as far as there is room, apart from each other and from the ends.
    ///
    /// - Parameters:
    ///   - length: of each, in frames.
    ///   - random: a number below the one given.
    package static func gaps(count: Int, length: Int, frames: Int, random: (Int) -> Int) -> [Range<Int>] {
        let room = frames / count
        guard room > 3 * length else {
            return count > 1 ? gaps(count: count / 2, length: length, frames: frames, random: random) : []
        }
        return (0..<count).map { index in
            let start = index * room + length + random(room - 3 * length)
            return start..<start + length
        }
    }
}
