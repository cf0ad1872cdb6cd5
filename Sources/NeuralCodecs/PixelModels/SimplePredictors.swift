/// Predictors of a sample from its nearest neighbours, without anything learned. The best come first; how many are used is
/// what the least-squares fits leave of a multiple of eight.
struct SimplePredictors {
    /// At least so many are used.
    static let least = 4
    /// So many there are.
    static let most = 12

    /// The neighbours of a sample, and the same neighbours, and the sample itself, in an earlier plane.
    struct Surroundings {
        var west: Float
        var north: Float
        var northWest: Float
        var northEast: Float
        var westWest: Float
        var northNorth: Float
        var northNorthEast: Float
    }

    /// The median of west, north, and the plane through the three neighbours (Martucci, 1990).
    @inline(__always)
    static func medianEdge(_ west: Float, _ north: Float, _ northWest: Float) -> Float {
        let low = west < north ? west : north
        let high = west < north ? north : west
        if northWest >= high { return low }
        if northWest <= low { return high }
        return west + north - northWest
    }

    /// Fills in `count` predictions of a plane with none before it.
    @inline(__always)
    static func predict(_ own: Surroundings, count: Int, into predictions: UnsafeMutablePointer<Float>) {
        let mean = (own.west + own.north) * 0.5
        for index in 0..<count {
            let value: Float
            switch index {
            case 0: value = medianEdge(own.west, own.north, own.northWest)
            case 1: value = mean + (own.northEast - own.northWest) * 0.25
            case 2: value = own.west
            case 3: value = own.north
            case 4: value = own.west + (own.northEast - own.north)
            case 5: value = own.north + (own.northEast - own.northNorthEast)
            case 6: value = own.west + own.north - own.northWest
            case 7: value = mean
            case 8: value = own.northEast
            case 9: value = own.north + own.north - own.northNorth
            case 10: value = own.west + own.west - own.westWest
            default: value = own.northWest
            }
            predictions[index] = value
        }
    }

    /// Fills in `count` predictions of a plane with others before it.
    ///
    /// - Parameters:
    ///   - first: the neighbours of the first plane, with `firstHere` the sample itself.
    ///   - second: of the plane coded just before; the same where there is but one.
    @inline(__always)
    static func predict(
        _ own: Surroundings, first: Surroundings, firstHere: Float, second: Surroundings, secondHere: Float, count: Int,
        into predictions: UnsafeMutablePointer<Float>
    ) {
        let mean = (own.west + own.north) * 0.5 + (own.northEast - own.northWest) * 0.25
        for index in 0..<count {
            let value: Float
            switch index {
            case 0:
                value =
                    secondHere
                    + medianEdge(
                        own.west - second.west, own.north - second.north, own.northWest - second.northWest)
            case 1:
                let other = (second.west + second.north) * 0.5 + (second.northEast - second.northWest) * 0.25
                value = mean + secondHere - other
            case 2: value = own.west
            case 3: value = own.north
            case 4:
                value =
                    firstHere
                    + medianEdge(own.west - first.west, own.north - first.north, own.northWest - first.northWest)
            case 5: value = own.west + secondHere - second.west
            case 6: value = own.north + secondHere - second.north
            case 7: value = medianEdge(own.west, own.north, own.northWest)
            case 8: value = own.west + (firstHere + secondHere - first.west - second.west) * 0.5
            case 9: value = own.north + (firstHere + secondHere - first.north - second.north) * 0.5
            case 10: value = mean
            default: value = secondHere
            }
            predictions[index] = value
        }
    }
}
