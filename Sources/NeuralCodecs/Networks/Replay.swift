/// Old windows, learnt again beside each new one (experience replay; Lin, 1992).
///
/// The decoder replays too: it has the same history. Windows are chosen when a new one begins, from those before it, so
/// that their gradients do not depend on what is being coded and can be computed on another thread.
struct Replay<K: KernelSet> {
    private let parameters: ModelParameters
    private let shape: WindowShape
    private var reservoir: ReplayReservoir
    /// Factor of a replayed window's loss.
    let weight: Float
    /// Windows that take part in the current step.
    private var active = 0

    init(parameters: ModelParameters, shape: WindowShape, networks: [Network<K>], arena: Arena) {
        self.parameters = parameters
        self.shape = shape
        weight = Float(parameters.replayWeight) / 65536
        reservoir = ReplayReservoir(
            capacity: parameters.replays > 0 ? parameters.replayCapacity : 0,
            stateCount: networks.reduce(0) { $0 + $1.stateCount },
            symbolCount: parameters.lags + parameters.horizon + 1, arena: arena)
    }

    /// Chooses this step's windows.
    mutating func begin(
        networks: [Network<K>], symbols: WindowSymbols, isWorthwhile: Bool, random: inout RandomSource
    ) {
        active = isWorthwhile && reservoir.count > 0 ? parameters.replays : 0
        for window in 1..<1 + active {
            let slot = random.next(below: reservoir.count)
            let start = shape.start(of: window)
            var state = reservoir.state(slot)
            for network in networks {
                network.restoreState(window: window, from: state)
                state += network.stateCount
            }
            symbols.restoreWindow(start: start, horizon: shape.horizon, from: reservoir.symbols(slot))
        }
    }

    /// The chosen windows.
    var activeWindows: Range<Int> { 1..<1 + active }

    /// The rows of all steps being learnt, in ascending order.
    var activeRows: [Int] {
        (0..<1 + active).flatMap { window in shape.start(of: window) + 1...shape.start(of: window) + shape.horizon }
    }

    /// Offers the window just learnt to the sample; its first state must still be in place.
    mutating func keepWindow(networks: [Network<K>], symbols: WindowSymbols, random: inout RandomSource) {
        guard parameters.replays > 0, let slot = reservoir.place(random: &random) else { return }
        var state = reservoir.state(slot)
        for network in networks {
            network.saveState(window: 0, to: state)
            state += network.stateCount
        }
        symbols.saveWindow(start: 0, horizon: shape.horizon, to: reservoir.symbols(slot))
    }
}
