/// Repairs pictures: every group of missing pixels by what the picture itself teaches about its shape.
package struct PictureRepair: Sendable {
    /// How often all groups are estimated; later rounds learn from what earlier ones filled in.
    package var rounds = 2
    /// How far is looked for places of the same shape, in pixels: for whole holes, and for tiles, of which there are many.
    var holeReach = 28
    var tileReach = 18
    var noise: Float = 6
    var tolerance: Float = 2

    package init() {}

    /// Fills in missing pixels.
    ///
    /// - Parameters:
    ///   - planes: the channels' values, scaled to 0 to 255, row by row; what is missing may hold anything.
    ///   - mask: of at least one known pixel.
    /// - Returns: the planes with values, not rounded, in place of missing ones; all others as they were.
    package func repaired(_ planes: [[Float]], _ mask: PictureMask) -> [[Float]] {
        let (width, height) = (mask.width, mask.height)
        var planes = planes
        for index in planes.indices { HarmonicFill.fill(&planes[index], mask) }
        var isUsable = mask.isMissing.map { !$0 }
        var groups = PictureRegion.groups(mask)
        var later: [[PictureRegion.Place]] = []
        for round in 0..<rounds + 64 {
            let isPeeling = !later.isEmpty
            guard round < rounds || isPeeling else { break }
            if round >= rounds { groups = later }
            let guide = PictureGuide.plane(of: planes, mask)
            let trust = mask.isMissing.indices.map { mask.isMissing[$0] ? (round == 0 ? Float(0) : 0.5) : 1 }
            var filled: [(PictureRegion.Place, [Float])] = []
            later = []
            for group in groups {
                guard let region = PictureRegion(group, isUsable: isUsable, width: width, height: height) else {
                    later.append(group)
                    continue
                }
                let isTile = group.count <= PictureRegion.tileSide * PictureRegion.tileSide
                let regression = ShapeRegression(
                    reach: isTile ? tileReach : holeReach, noise: noise, tolerance: tolerance)
                let estimates = regression.estimates(
                    region, guide: guide, trust: trust, width: width, height: height, planes: planes)
                for (index, place) in region.missing.enumerated() {
                    filled.append((place, estimates.map { min(max($0[index], 0), 255) }))
                }
            }
            guard !filled.isEmpty else { break }
            for (place, values) in filled {
                for (plane, value) in values.enumerated() { planes[plane][place.y * width + place.x] = value }
            }
            // Wide holes are filled from the edges inward: what was found is built on where nothing else is near.
            if !later.isEmpty { for (place, _) in filled { isUsable[place.y * width + place.x] = true } }
        }
        return planes
    }

    /// Fills in missing pixels with means of their neighbours alone, a baseline.
    package static func harmonic(_ planes: [[Float]], _ mask: PictureMask) -> [[Float]] {
        planes.map { plane in
            var plane = plane
            HarmonicFill.fill(&plane, mask, rounds: 200)
            return plane
        }
    }
}
