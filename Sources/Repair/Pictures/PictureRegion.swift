/// Missing pixels that are estimated together, and the known ones around them that they are estimated from.
struct PictureRegion {
    /// A pixel's place.
    struct Place: Hashable {
        var x: Int
        var y: Int
    }

    let missing: [Place]
    let known: [Place]

    /// The largest side of a coherent hole that is estimated as a whole.
    static let largestHole = 20
    /// The side of the tiles that everything else is cut into.
    static let tileSide = 7

    /// Cuts what is missing into groups: compact holes whole, long scratches and scattered pixels by tiles.
    static func groups(_ mask: PictureMask) -> [[Place]] {
        var label = [Int](repeating: -1, count: mask.width * mask.height)
        var groups: [[Place]] = []
        var tiles: [Place: Int] = [:]
        for start in label.indices where mask.isMissing[start] && label[start] < 0 {
            let members = component(start, mask, &label)
            let xs = members.map(\.x)
            let ys = members.map(\.y)
            let width = (xs.max() ?? 0) - (xs.min() ?? 0) + 1
            let height = (ys.max() ?? 0) - (ys.min() ?? 0) + 1
            if width <= largestHole, height <= largestHole, members.count > 4 {
                groups.append(members)
                continue
            }
            for place in members {
                let tile = Place(x: place.x / tileSide, y: place.y / tileSide)
                if let index = tiles[tile] {
                    groups[index].append(place)
                } else {
                    tiles[tile] = groups.count
                    groups.append([place])
                }
            }
        }
        return groups
    }

    /// The missing pixels that hang together with one, sides and corners.
    private static func component(_ start: Int, _ mask: PictureMask, _ label: inout [Int]) -> [Place] {
        var members: [Place] = []
        var open = [start]
        label[start] = start
        while let index = open.popLast() {
            let (x, y) = (index % mask.width, index / mask.width)
            members.append(Place(x: x, y: y))
            for nextY in max(0, y - 1)...min(mask.height - 1, y + 1) {
                for nextX in max(0, x - 1)...min(mask.width - 1, x + 1) {
                    let next = nextY * mask.width + nextX
                    if mask.isMissing[next], label[next] < 0 {
                        label[next] = start
                        open.append(next)
                    }
                }
            }
        }
        return members.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
    }

    /// The most known pixels that are looked at.
    static let mostKnown = 224

    /// - Parameters:
    ///   - missing: a group.
    ///   - isUsable: for each pixel whether its value may be built on.
    /// - Returns: nil where too little is known nearby.
    init?(_ missing: [Place], isUsable: [Bool], width: Int, height: Int) {
        self.missing = missing
        let xs = missing.map(\.x)
        let ys = missing.map(\.y)
        guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else { return nil }
        var distance: [Place: Int] = [:]
        for margin in [4, 8] {
            let inside = Set(missing)
            distance = [:]
            for y in max(0, top - margin)...min(height - 1, bottom + margin) {
                for x in max(0, left - margin)...min(width - 1, right + margin) where isUsable[y * width + x] {
                    let place = Place(x: x, y: y)
                    guard !inside.contains(place) else { continue }
                    let nearest = missing.reduce(Int.max) { min($0, max(abs($1.x - x), abs($1.y - y))) }
                    if nearest <= margin { distance[place] = nearest }
                }
            }
            if distance.count >= 12 { break }
        }
        guard distance.count >= 4 else { return nil }
        // The nearest ones, ring by ring, as many as there is room for.
        var known: [Place] = []
        for ring in 1...8 {
            let places = distance.filter { $0.value == ring }.map(\.key)
            guard known.count + places.count <= Self.mostKnown || known.isEmpty else { break }
            known += places
        }
        self.known = known.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
    }
}
