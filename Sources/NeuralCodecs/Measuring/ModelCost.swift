/// The multiply-adds of a model's matrix products, and of what attention pays and finds: what its speed is measured by.
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
            zip(network.layers, network.layerSizes(horizon: parameters.horizon)).reduce(sum) { sum, layer in
                sum + layer.1.multiplyAdds + layer.0.units * width
            }
        }
        // Backward costs twice as much: one product for the inputs' gradients, one for the weights'.
        total = 3 * forward * (1 + parameters.replays)
    }
}
