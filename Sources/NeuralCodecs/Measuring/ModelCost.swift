/// The multiply-adds of a model's matrix products: what its speed is measured by.
///
/// One-hot inputs, which are additions of rows, and what is done once a cell are left out, so that the fraction of a core's
/// peak that is reached is never flattered.
package struct ModelCost: Sendable, Equatable {
    /// Of one step forward.
    package let forward: Int
    /// For every coded byte: its step forward and backward, and the same for each replayed one.
    package let total: Int

    /// - Parameter symbolCount: how many byte values have a logit.
    package init(of parameters: ModelParameters, symbolCount: Int) {
        let width = (symbolCount + 7) / 8 * 8
        forward = parameters.networks.reduce(0) { sum, network in
            var below = 0
            return network.layers.reduce(sum) { sum, layer in
                let inputs = below + (layer.isRecurrent ? layer.units : 0)
                below = layer.units
                return sum + 3 * layer.units * inputs + layer.units * width
            }
        }
        // Backward costs twice as much: one product for the inputs' gradients, one for the weights'.
        total = 3 * forward * (1 + parameters.replays)
    }
}
