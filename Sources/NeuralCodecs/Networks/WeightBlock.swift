/// Weights that lie together, with their second moments: rows of equal length, each the weights that read one input.
///
/// The one way in which weights go in and out of a network: whoever stores, counts or checks them need not know what
/// layers there are.
struct WeightBlock {
    let weights: UnsafeMutablePointer<Float>
    let moments: UnsafeMutablePointer<Float>
    /// Inputs that have weights; 1 for vectors.
    var rowCount: Int
    /// Weights of a row.
    var length: Int
    /// Floats from one row to the next.
    var stride: Int

    /// Number of weights.
    var count: Int { rowCount * length }

    /// The weights, or the moments, row by row.
    func values(of quantity: Quantity) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(count)
        for row in 0..<rowCount {
            values += UnsafeBufferPointer(start: pointer(quantity) + row * stride, count: length)
        }
        return values
    }

    /// Overwrites the weights, or the moments, row by row.
    ///
    /// - Parameter values: ``count`` of them.
    func write(_ values: [Float], to quantity: Quantity) {
        var place = 0
        for row in 0..<rowCount {
            for column in 0..<length {
                pointer(quantity)[row * stride + column] = values[place]
                place += 1
            }
        }
    }

    /// Which of a block's two arrays.
    enum Quantity {
        case weights
        case moments
    }

    private func pointer(_ quantity: Quantity) -> UnsafeMutablePointer<Float> {
        switch quantity {
        case .weights: weights
        case .moments: moments
        }
    }
}

extension WeightBlock {
    /// The mean of each row's second moments.
    var meanMoments: [Float] {
        (0..<rowCount).map { row in
            UnsafeBufferPointer(start: moments + row * stride, count: length).reduce(0, +) / Float(max(1, length))
        }
    }
}
