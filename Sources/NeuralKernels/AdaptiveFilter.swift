extension Kernels {
    /// One step of a normalised least-mean-squares filter: learns from the last sample and predicts the next.
    ///
    /// Each tap has a step of its own: the `profile`. Learning and predicting go through the weights together.
    ///
    /// - Parameters:
    ///   - weights: `length` taps, the oldest sample's first; aligned to 32 bytes, as `profile`.
    ///   - window: the `length` newest samples, the oldest first; the one before them is read too. Any alignment.
    ///   - step: what the last sample's error, divided by that step's energy, adds for each unit of sample and profile.
    ///   - energy: receives `Σ profile · sample²` over the window.
    ///   - length: a multiple of sixteen.
    /// - Returns: the prediction of the sample after the window.
    package static func adaptAndPredict(
        weights: UnsafeMutablePointer<Float>, profile: UnsafePointer<Float>, window: UnsafePointer<Float>, step: Float,
        energy: UnsafeMutablePointer<Float>, length: Int
    ) -> Float {
        let step = Vector(repeating: step)
        let weights = weights.vectors
        let profile = profile.vectors
        var sums = (Vector.zero, Vector.zero)
        var energies = (Vector.zero, Vector.zero)
        var v = 0
        while v < length / 8 {
            let old = UnsafeRawPointer(window + v * 8 - 1)
            let new = UnsafeRawPointer(window + v * 8)
            let firstNew = new.loadUnaligned(as: Vector.self)
            let first = weights[v].addingProduct(old.loadUnaligned(as: Vector.self) * profile[v], step)
            weights[v] = first
            sums.0 = sums.0.addingProduct(first, firstNew)
            energies.0 = energies.0.addingProduct(firstNew * firstNew, profile[v])
            let secondNew = new.loadUnaligned(fromByteOffset: 32, as: Vector.self)
            let second = weights[v + 1].addingProduct(
                old.loadUnaligned(fromByteOffset: 32, as: Vector.self) * profile[v + 1], step)
            weights[v + 1] = second
            sums.1 = sums.1.addingProduct(second, secondNew)
            energies.1 = energies.1.addingProduct(secondNew * secondNew, profile[v + 1])
            v += 2
        }
        energy.pointee = sumOfLanes(energies.0 + energies.1)
        return sumOfLanes(sums.0 + sums.1)
    }
}
