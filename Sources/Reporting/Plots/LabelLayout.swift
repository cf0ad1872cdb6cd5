/// Finds places for the labels of points, beside their points and free of each other.
///
/// Greedy, most important first: each label takes the free place nearest to its point. Finding the best layout of all is
/// NP-hard (Marks and Shieber, 1991), and a greedy one reads as well for the few dozen labels of a plot.
struct LabelLayout: Sendable {
    struct Box: Sendable, Hashable {
        let left: Double
        let top: Double
        let right: Double
        let bottom: Double

        init(left: Double, top: Double, right: Double, bottom: Double) {
            self.left = left
            self.top = top
            self.right = right
            self.bottom = bottom
        }

        /// What a point, or a line that goes straight up or across, takes up.
        init(around start: (x: Double, y: Double), to end: (x: Double, y: Double), margin: Double) {
            self.init(
                left: min(start.x, end.x) - margin, top: min(start.y, end.y) - margin,
                right: max(start.x, end.x) + margin,
                bottom: max(start.y, end.y) + margin)
        }

        func overlaps(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    struct Placed: Sendable {
        let box: Box
        /// Where the baseline of the text begins.
        var x: Double { box.left + 2 }
        var y: Double { box.bottom - 4 }
        /// The end of a line to the point, when the label is too far off to be seen as its own.
        let leader: (x: Double, y: Double)?
    }

    let bounds: Box
    private(set) var taken: [Box]

    /// - Parameters:
    ///   - bounds: where labels may be.
    ///   - obstacles: what they must not cover.
    init(bounds: Box, obstacles: [Box]) {
        self.bounds = bounds
        taken = obstacles
    }

    /// Places a label for a point; nil when there is no room left anywhere near.
    mutating func place(_ text: String, at point: (x: Double, y: Double), radius: Double) -> Placed? {
        let width = TextWidth.of(text) + 4
        let height = 16.0
        for distance in [
            radius + 2, radius + 9, radius + 18, radius + 30, radius + 45, radius + 65, radius + 90, radius + 120,
        ] {
            for direction in Self.directions {
                let center = (x: point.x + direction.x * distance, y: point.y + direction.y * distance)
                // The box touches the circle around the point with the side that faces it.
                let left = center.x - width * (1 - direction.x) / 2
                let top = center.y - height * (1 - direction.y) / 2
                let box = Box(left: left, top: top, right: left + width, bottom: top + height)
                guard box.left >= bounds.left, box.right <= bounds.right, box.top >= bounds.top,
                    box.bottom <= bounds.bottom,
                    !taken.contains(where: box.overlaps)
                else { continue }
                taken.append(box)
                let isNear = distance <= radius + 9
                let end = (
                    x: min(max(point.x, box.left), box.right), y: min(max(point.y, box.top + 2), box.bottom - 2)
                )
                return Placed(box: box, leader: isNear ? nil : end)
            }
        }
        return nil
    }

    /// Right, above, below and left first; then between.
    private static let directions: [(x: Double, y: Double)] = [
        (1, 0), (0, -1), (0, 1), (-1, 0), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8), (0.4, -1), (0.4, 1),
        (-0.4, -1), (-0.4, 1), (1, -0.4), (1, 0.4), (-1, -0.4), (-1, 0.4),
    ]

    /// Heights for labels that stand in one column: as near to the wished ones as they can be `spacing` apart, in the same
    /// order, and within the bounds as far as there is room.
    static func column(_ wishes: [Double], spacing: Double, bounds: ClosedRange<Double>) -> [Double] {
        let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
        var heights = wishes
        var previous = bounds.lowerBound - spacing
        for index in order {
            heights[index] = max(wishes[index], previous + spacing)
            previous = heights[index]
        }
        var next = bounds.upperBound + spacing
        for index in order.reversed() {
            heights[index] = min(heights[index], next - spacing)
            next = heights[index]
        }
        return heights
    }
}
